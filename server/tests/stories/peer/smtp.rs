//! A mail server that takes, refuses or hangs up, as it is told.

use mail_parser::{Message, MessageParser};
use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// What it does with a mail.
#[derive(Debug, Clone, Copy)]
pub enum Mood {
    Takes,
    /// Says this to the recipient.
    Says(&'static str),
    /// Takes the mail and hangs up before it says so.
    ForgetsToSay,
    HangsUp,
}

/// A mail that arrived.
#[derive(Debug, Clone)]
pub struct Received {
    pub from: String,
    pub to: String,
    pub raw: String,
}

impl Received {
    pub fn parsed(&self) -> Message<'_> {
        MessageParser::default().parse(self.raw.as_bytes()).expect("a mail")
    }

    pub fn text(&self) -> String {
        self.parsed().body_text(0).expect("has text").replace("\r\n", "\n")
    }

    pub fn reply_to(&self) -> String {
        let parsed = self.parsed();
        parsed.reply_to().and_then(|it| it.first()).and_then(|it| it.address.as_deref()).expect("has one").to_owned()
    }

    pub fn message_id(&self) -> String {
        format!("<{}>", self.parsed().message_id().expect("has one"))
    }

    pub fn subject(&self) -> String {
        self.parsed().subject().expect("has one").to_owned()
    }

    /// The path of the link in it.
    pub fn link(&self) -> String {
        let text = self.text();
        let at = text.find("/mail/").expect("has a link");
        text[at..].split_whitespace().next().expect("a path").to_owned()
    }
}

/// A running server.
#[derive(Clone)]
pub struct Smtp {
    pub url: String,
    mood: Arc<Mutex<Mood>>,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Smtp {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let url = format!("smtp://{}", listener.local_addr().expect("has one"));
        let it = Self { url, mood: Arc::new(Mutex::new(Mood::Takes)), received: Arc::default() };
        let server = it.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = server.clone();
                // A client that hangs up is no fault of the server's.
                tokio::spawn(async move { server.serve(stream).await.ok() });
            }
        });
        it
    }

    pub fn mood(&self, mood: Mood) {
        *self.mood.lock().expect("not poisoned") = mood;
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().expect("not poisoned").clone()
    }

    async fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        let mood = *self.mood.lock().expect("not poisoned");
        if matches!(mood, Mood::HangsUp) {
            return Ok(());
        }
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).split(b'\n');
        write.write_all(b"220 peer.test\r\n").await?;
        let mut mail = Received { from: String::new(), to: String::new(), raw: String::new() };
        while let Some(line) = lines.next_segment().await? {
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            let answer = match verb.as_str() {
                "EHLO" => "250-peer.test\r\n250 8BITMIME",
                "MAIL" => {
                    mail.from = line;
                    "250 ok"
                }
                "RCPT" => {
                    mail.to = line;
                    if let Mood::Says(words) = mood { words } else { "250 ok" }
                }
                "DATA" => {
                    write.write_all(b"354 go on\r\n").await?;
                    mail.raw = data(&mut lines).await?;
                    self.received.lock().expect("not poisoned").push(mail.clone());
                    if matches!(mood, Mood::ForgetsToSay) {
                        return Ok(());
                    }
                    "250 taken"
                }
                "QUIT" => "221 bye",
                _ => "250 ok",
            };
            write.write_all(format!("{answer}\r\n").as_bytes()).await?;
        }
        Ok(())
    }
}

/// The lines up to the lone dot.
async fn data(lines: &mut tokio::io::Split<BufReader<tokio::net::tcp::OwnedReadHalf>>) -> std::io::Result<String> {
    let mut raw = String::new();
    while let Some(line) = lines.next_segment().await? {
        let line = String::from_utf8_lossy(&line).trim_end_matches('\r').to_owned();
        if line == "." {
            break;
        }
        raw.push_str(line.strip_prefix('.').unwrap_or(&line));
        raw.push_str("\r\n");
    }
    Ok(raw)
}
