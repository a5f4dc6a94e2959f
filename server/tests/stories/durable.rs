//! Acknowledged means durable: the real program is killed in the middle of a load, again and again, and started anew.
#![expect(clippy::disallowed_methods, reason = "a client of the program, from outside")]

use app::talk::{Shown, Welcome};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::task::JoinHandle;

const BATON: &str = env!("CARGO_BIN_EXE_baton");
const ROUNDS: usize = 4;
const CLIENTS: usize = 8;
/// Messages of one visitor: below what the limits allow at once.
const EACH: usize = 12;

/// The program, running over a folder.
struct Running {
    process: Child,
    url: String,
}

impl Running {
    fn over(data: &Path) -> Self {
        let mut process = Command::new(BATON)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .env_remove("DATABASE_URL")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("starts");
        let out = BufReader::new(process.stdout.take().expect("is piped"));
        let url = out.lines().map_while(Result::ok).find_map(|line| line.strip_prefix("listening on ").map(str::to_owned));
        Self { process, url: url.expect("says where it listens") }
    }

    /// kill -9: nothing is flushed, nothing is said.
    fn kill(mut self) {
        self.process.kill().expect("is running");
        self.process.wait().expect("ends");
    }

    /// SIGTERM, and the exit status.
    fn stop(mut self) -> i32 {
        let pid = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("runs").success());
        self.process.wait().expect("ends").code().expect("ends by itself")
    }
}

fn public_key(data: &Path) -> String {
    let made = Command::new(BATON)
        .args(["user", "create", "--email", "ana@example.com", "--name", "Ana", "--password", "correct horse", "--data"])
        .arg(data)
        .output()
        .expect("runs");
    let out = String::from_utf8(made.stdout).expect("text");
    out.split("data-assistant=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("prints the snippet").to_owned()
}

/// A visitor, and the ids of what they were told was taken.
struct Sender {
    token: String,
    acknowledged: Vec<String>,
}

async fn post(client: &reqwest::Client, url: &str, path: &str, token: Option<&str>, body: &Value) -> Option<String> {
    let request =
        client.post(format!("{url}{path}")).header("origin", url).header("content-type", "application/json").body(body.to_string());
    let request = match token {
        Some(token) => request.bearer_auth(token),
        None => request,
    };
    let reply = request.send().await.ok()?;
    if reply.status().is_success() { reply.text().await.ok() } else { None }
}

async fn welcome(client: &reqwest::Client, url: &str, key: &str, token: Option<&str>) -> Option<Welcome> {
    let text = post(client, url, "/api/widget/v1/start", token, &json!({ "assistant": key })).await?;
    serde_json::from_str(&text).ok()
}

/// Sends until the program is gone, one visitor after another.
async fn send_until_dead(url: String, key: String, round: usize, who: usize, n_taken: Arc<AtomicUsize>) -> Vec<Sender> {
    let client = reqwest::Client::new();
    let mut senders = Vec::new();
    while let Some(welcome) = welcome(&client, &url, &key, None).await {
        let mut sender = Sender { token: welcome.token, acknowledged: Vec::new() };
        for n in 0..EACH {
            let id = format!("r{round}-c{who}-v{}-m{n}", senders.len());
            let body = json!({ "id": id, "body": "how do I get a refund?" });
            if post(&client, &url, "/api/widget/v1/messages", Some(&sender.token), &body).await.is_none() {
                senders.push(sender);
                return senders;
            }
            sender.acknowledged.push(id);
            n_taken.fetch_add(1, Ordering::SeqCst);
        }
        senders.push(sender);
    }
    senders
}

fn is_message(shown: &Shown) -> Option<&str> {
    match shown {
        Shown::Mine { id, .. } => Some(id),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_kill_minus_nine_once_and_in_order() {
    rustls::crypto::ring::default_provider().install_default().expect("nobody was quicker");
    let folder = tempfile::tempdir().expect("a folder");
    let key = public_key(folder.path());
    let mut senders: Vec<Sender> = Vec::new();
    for round in 0..ROUNDS {
        let running = Running::over(folder.path());
        let n_taken = Arc::new(AtomicUsize::new(0));
        let clients: Vec<_> = (0..CLIENTS)
            .map(|who| tokio::spawn(send_until_dead(running.url.clone(), key.clone(), round, who, Arc::clone(&n_taken))))
            .collect();
        // Killed somewhere in the middle: after so many were taken, a different number each round.
        while n_taken.load(Ordering::SeqCst) < 60 + 37 * round {
            assert!(!clients.iter().all(JoinHandle::is_finished), "round {round}: every client has given up");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        running.kill();
        for client in clients {
            senders.extend(client.await.expect("ends"));
        }
    }
    let running = Running::over(folder.path());
    let client = reqwest::Client::new();
    let total: usize = senders.iter().map(|sender| sender.acknowledged.len()).sum();
    assert!(total >= 400, "{total}");
    for sender in senders.iter().filter(|sender| !sender.acknowledged.is_empty()) {
        let entries = answered(&client, &running.url, &key, &sender.token).await;
        let kept: Vec<&str> = entries.iter().filter_map(|entry| is_message(&entry.what)).collect();
        // The one that was under way when the program died is there once or not at all.
        let (acknowledged, under_way) = kept.split_at(sender.acknowledged.len().min(kept.len()));
        assert_eq!(acknowledged, sender.acknowledged);
        assert!(under_way.len() <= 1, "{under_way:?}");
    }
    assert_eq!(running.stop(), 0, "SIGTERM ends it in good order");
}

/// The thread of a visitor, once nobody is left waiting in it: never limbo, whenever the program died.
async fn answered(client: &reqwest::Client, url: &str, key: &str, token: &str) -> Vec<app::talk::Entry> {
    let begun = tokio::time::Instant::now();
    loop {
        let entries = welcome(client, url, key, Some(token)).await.map(|it| it.entries).unwrap_or_default();
        // Answered, or in the hands of people: then more of the visitor's words may follow.
        let is_with_people = entries.iter().any(|entry| matches!(entry.what, app::talk::Shown::HandedOff { .. }));
        if is_with_people || entries.last().is_some_and(|last| is_message(&last.what).is_none()) {
            return entries;
        }
        assert!(begun.elapsed().as_secs() < 60, "a visitor waits for ever: {entries:?}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
