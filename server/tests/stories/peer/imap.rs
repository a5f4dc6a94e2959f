//! A mailbox that knows the few words that Baton speaks.

use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// Each mail, and whether it was seen. Its number is its place, from 1.
type Mails = Vec<(Vec<u8>, bool)>;

/// A running server with one mailbox.
#[derive(Clone)]
pub struct Imap {
    pub url: String,
    mails: Arc<Mutex<Mails>>,
}

impl Imap {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let url = format!("imap://ana:secret@{}/INBOX", listener.local_addr().expect("has one"));
        let it = Self { url, mails: Arc::default() };
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

    pub fn deliver(&self, raw: &str) {
        self.mails.lock().expect("not poisoned").push((raw.as_bytes().to_vec(), false));
    }

    pub fn n_unseen(&self) -> usize {
        self.mails.lock().expect("not poisoned").iter().filter(|(_, is_seen)| !is_seen).count()
    }

    async fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"* OK ready\r\n").await?;
        while let Some(line) = lines.next_line().await? {
            let words: Vec<&str> = line.split_whitespace().collect();
            let tag = words[0];
            let answer = match words[1..] {
                ["LOGIN", "\"ana\"", "\"secret\""] => vec![],
                ["LOGIN", ..] => {
                    write.write_all(format!("{tag} NO wrong\r\n").as_bytes()).await?;
                    continue;
                }
                ["SELECT", _] => b"* 1 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n".to_vec(),
                ["UID", "SEARCH", "UNSEEN"] => self.unseen(),
                ["UID", "FETCH", uid, ..] => self.mail(uid),
                ["UID", "STORE", uid, "+FLAGS.SILENT", "(\\Seen)"] => {
                    self.mails.lock().expect("not poisoned")[uid.parse::<usize>().expect("a number") - 1].1 = true;
                    vec![]
                }
                ["LOGOUT"] => b"* BYE\r\n".to_vec(),
                _ => panic!("the peer doesn't know {line}"),
            };
            write.write_all(&answer).await?;
            write.write_all(format!("{tag} OK done\r\n").as_bytes()).await?;
        }
        Ok(())
    }

    fn unseen(&self) -> Vec<u8> {
        let mails = self.mails.lock().expect("not poisoned");
        let uids: String = (1..).zip(mails.iter()).filter(|(_, (_, is_seen))| !is_seen).map(|(uid, _)| format!(" {uid}")).collect();
        format!("* SEARCH{uids}\r\n").into_bytes()
    }

    fn mail(&self, uid: &str) -> Vec<u8> {
        let mails = self.mails.lock().expect("not poisoned");
        let (raw, _) = &mails[uid.parse::<usize>().expect("a number") - 1];
        let mut answer = format!("* {uid} FETCH (UID {uid} BODY[]<0> {{{}}}\r\n", raw.len()).into_bytes();
        answer.extend_from_slice(raw);
        answer.extend_from_slice(b")\r\n");
        answer
    }
}
