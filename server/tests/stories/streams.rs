//! Many event streams of visitors and agents to the real program, each cut and opened anew again and again, and the program killed
//! meanwhile: every stream has every event once and in order. It tells as well what a stream costs and how long an event is under way.
//!
//! `BATON_STREAMS` says how many streams; `make bench-streams` asks for 1,000.
#![expect(clippy::disallowed_methods, reason = "clients of the program, from outside")]

use app::{domain::id::Seq, talk::Welcome};
use futures::{StreamExt, stream};
use rand::{Rng, SeedableRng, rngs::StdRng};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{sync::watch, task::JoinHandle};

const BATON: &str = env!("CARGO_BIN_EXE_baton");
/// Streams where nobody says how many.
const FEW: usize = 50;
/// Every fifth stream is a member's page.
const AGENTS: usize = 5;
/// Messages in each conversation, by turns of the visitor and of an agent.
const EACH: usize = 4;
/// Whoever prepares conversations does so many at once.
const AT_ONCE: usize = 16;
/// All that was sent is everywhere within this.
const WITHIN: Duration = Duration::from_secs(120);
/// So long nothing happens, where it is measured what open streams cost by themselves.
const IDLE: Duration = Duration::from_secs(10);

/// How many streams, and what goes on in them.
#[derive(Debug, Clone, Copy)]
struct Load {
    n: usize,
    n_agents: usize,
    n_visitors: usize,
    per_second: f64,
    /// A stream is cut after 100 to so many milliseconds.
    longest_ms: u64,
    is_measured: bool,
}

impl Load {
    fn of(n: usize) -> Self {
        let n_agents = (n / AGENTS).max(1);
        let is_measured = n > FEW;
        let (per_second, longest_ms) = if is_measured { (40.0, 5_000) } else { (60.0, 800) };
        Self { n, n_agents, n_visitors: n - n_agents, per_second, longest_ms, is_measured }
    }
}

/// The program over one database. It listens where it listened before when it is started anew.
struct Program {
    data: tempfile::TempDir,
    database: Option<String>,
    process: Child,
    url: String,
}

impl Program {
    /// Started, with the key of its one assistant.
    fn start(database: Option<String>) -> (Self, String) {
        let data = tempfile::tempdir().expect("a folder");
        let made = command(data.path(), database.as_deref())
            .args(["user", "create", "--email", "ana@example.com", "--name", "Ana", "--password", "correct horse"])
            .arg("--data")
            .arg(data.path())
            .output()
            .expect("runs");
        let out = String::from_utf8(made.stdout).expect("text");
        let key = out.split("data-assistant=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("prints the snippet").to_owned();
        let (process, url) = serve(data.path(), database.as_deref(), "127.0.0.1:0");
        (Self { data, database, process, url }, key)
    }

    /// kill -9, and a new one in its place.
    fn again(&mut self) {
        self.process.kill().expect("is running");
        self.process.wait().expect("ends");
        let place = self.url.trim_start_matches("http://").to_owned();
        (self.process, self.url) = serve(self.data.path(), self.database.as_deref(), &place);
    }

    /// Processor time since its start, and the memory that it holds, in bytes.
    fn spent(&self) -> (Duration, u64) {
        let read = |name: &str| fs::read_to_string(format!("/proc/{}/{name}", self.process.id())).unwrap_or_default();
        let stat = read("stat");
        let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split_whitespace().collect();
        // Of what follows the name: the times in user and in system mode, in hundredths of a second.
        let ticks: u64 = [11, 12].iter().filter_map(|at| fields.get(*at)?.parse::<u64>().ok()).sum();
        let kilobytes = read("status").lines().find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse::<u64>().ok());
        (Duration::from_millis(ticks * 10), kilobytes.unwrap_or_default() * 1_024)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn command(data: &Path, database: Option<&str>) -> Command {
    let mut command = Command::new(BATON);
    command.current_dir(data).stdin(Stdio::null()).stderr(Stdio::null());
    match database {
        Some(url) => command.env("DATABASE_URL", url),
        None => command.env_remove("DATABASE_URL"),
    };
    command
}

fn serve(data: &Path, database: Option<&str>, listen: &str) -> (Child, String) {
    let mut process = command(data, database)
        .args(["serve", "--trusted-proxies", "127.0.0.1/32", "--listen", listen, "--data"])
        .arg(data)
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let out = BufReader::new(process.stdout.take().expect("is piped"));
    let url = out.lines().map_while(Result::ok).find_map(|line| line.strip_prefix("listening on ").map(str::to_owned));
    (process, url.expect("says where it listens"))
}

/// A database for the program on each engine; nothing: a file in its folder.
async fn databases() -> Vec<Option<String>> {
    let Ok(url) = std::env::var("TEST_POSTGRES_URL") else {
        eprintln!("SKIPPED ON POSTGRESQL: TEST_POSTGRES_URL is not set");
        return vec![None];
    };
    let schema = format!("streams{}", std::process::id());
    let admin = sqlx::PgPool::connect(&url).await.expect("PostgreSQL answers at TEST_POSTGRES_URL");
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("create schema {schema}"))).execute(&admin).await.expect("makes a schema");
    admin.close().await;
    let joint = if url.contains('?') { '&' } else { '?' };
    vec![None, Some(format!("{url}{joint}options=-csearch_path%3D{schema}"))]
}

/// Who listens and sends.
#[derive(Debug, Clone)]
enum Who {
    Visitor { token: String, address: String },
    Agent { cookie: String },
}

impl Who {
    fn signs(&self, request: RequestBuilder) -> RequestBuilder {
        match self {
            Self::Visitor { token, address } => request.bearer_auth(token).header("x-forwarded-for", address),
            Self::Agent { cookie } => request.header("cookie", cookie),
        }
    }

    const fn events(&self) -> &'static str {
        match self {
            Self::Visitor { .. } => "/api/widget/v1/events",
            Self::Agent { .. } => "/inbox/events",
        }
    }
}

/// A browser's side of the network.
#[derive(Clone)]
struct Net {
    client: Client,
    url: String,
}

impl Net {
    fn new(url: &str) -> Self {
        // Another test of this process may have been quicker.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("builds");
        Self { client, url: url.to_owned() }
    }

    fn post(&self, path: &str, body: String, kind: &str) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.url)).header("origin", &self.url).header("content-type", kind).body(body)
    }

    /// What is answered; nothing where it wasn't taken.
    async fn asks(&self, who: &Who, path: &str, body: &Value) -> Option<Value> {
        let request = who.signs(self.post(path, body.to_string(), "application/json")).header("accept", "application/json");
        let reply = request.send().await.ok().filter(|reply| reply.status().is_success())?;
        serde_json::from_str(&reply.text().await.ok()?).ok()
    }

    /// The same, until it is taken.
    async fn insists(&self, who: &Who, path: &str, body: &Value) -> Value {
        loop {
            if let Some(answer) = self.asks(who, path, body).await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn agent(&self) -> Who {
        let form = "email=ana%40example.com&password=correct+horse".to_owned();
        let reply = self.post("/session", form, "application/x-www-form-urlencoded").send().await.expect("answers");
        let cookie = reply.headers().get("set-cookie").and_then(|it| it.to_str().ok()).and_then(|it| it.split(';').next());
        Who::Agent { cookie: cookie.expect("signs in").to_owned() }
    }

    /// What a visitor sees, or who has just come.
    async fn welcome(&self, key: &str, who: &Who) -> Welcome {
        let request = self.post("/api/widget/v1/start", json!({ "assistant": key }).to_string(), "application/json");
        let request = match who {
            Who::Visitor { token, address } if token.is_empty() => request.header("x-forwarded-for", address),
            known => known.signs(request),
        };
        let reply = request.send().await.expect("answers").text().await.expect("text");
        serde_json::from_str(&reply).unwrap_or_else(|error| panic!("{error}: {reply}"))
    }

    /// A visitor who waits for a person and has said their first word; the number of that.
    async fn visitor(&self, key: &str, nth: usize) -> (Who, Seq) {
        let address = format!("10.0.{}.{}", nth / 250, nth % 250 + 1);
        let stranger = Who::Visitor { token: String::new(), address: address.clone() };
        let who = Who::Visitor { token: self.welcome(key, &stranger).await.token, address };
        self.insists(&who, "/api/widget/v1/person", &json!({})).await;
        let seq = self.says(&who, &first(nth)).await;
        (who, seq)
    }

    /// A visitor writes; the number of it.
    async fn says(&self, who: &Who, id: &str) -> Seq {
        let answer = self.insists(who, "/api/widget/v1/messages", &json!({ "id": id, "body": "one more thing", "page": null })).await;
        let entries = answer["entries"].as_array().expect("entries");
        let mine = entries.iter().find(|entry| entry["what"]["id"] == id).expect("the message");
        mine["seq"].as_u64().expect("a number")
    }

    /// An agent replies; the number of it.
    async fn replies(&self, who: &Who, conversation: &str, id: &str) -> Seq {
        let command = json!({ "is": "reply", "id": id, "body": { "text": "on it" }, "seen": null });
        let answer = self.insists(who, "/api/app/act", &json!({ "id": conversation, "command": command })).await;
        let frames = answer.as_array().expect("frames");
        let mine = frames.iter().find(|frame| frame["event"]["what"]["id"] == id).expect("the reply");
        mine["event"]["seq"].as_u64().expect("a number")
    }

    /// Opens a stream after a number; nothing where it can't be had now.
    async fn opens(&self, who: &Who, after: Seq) -> Option<Response> {
        let request = who.signs(self.client.get(format!("{}{}?after=0", self.url, who.events())));
        let request = request.header("accept", "text/event-stream").header("last-event-id", after.to_string());
        request.send().await.ok().filter(|reply| reply.status().is_success())
    }

    /// The workspace's log up to a number.
    async fn log(&self, agent: &Who, up_to: Seq) -> Vec<Value> {
        let mut response = self.opens(agent, 0).await.expect("opens");
        let (mut text, mut log) = (String::new(), Vec::new());
        while log.last().and_then(|frame: &Value| frame["event"]["seq"].as_u64()).unwrap_or_default() < up_to {
            let bytes = response.chunk().await.expect("is whole").expect("goes on");
            text.push_str(&String::from_utf8_lossy(&bytes));
            for frame in frames(&mut text) {
                log.extend(frame.data.filter(|_| frame.seq.is_some()).map(|data| serde_json::from_str(&data).expect("JSON")));
            }
        }
        log
    }
}

fn first(nth: usize) -> String {
    format!("first-{nth:05}")
}

/// A frame of a stream.
struct Frame {
    seq: Option<Seq>,
    event: Option<String>,
    data: Option<String>,
}

/// The whole frames in what has come so far; what is left of it stays.
fn frames(text: &mut String) -> Vec<Frame> {
    let (mut all, mut at) = (Vec::new(), 0);
    while let Some(length) = text[at..].find("\n\n") {
        let frame = &text[at..at + length];
        let field = |name: &str| frame.lines().find_map(|line| line.strip_prefix(name)).map(|it| it.trim().to_owned());
        all.push(Frame { seq: field("id:").and_then(|id| id.parse().ok()), event: field("event:"), data: field("data:") });
        at += length + 2;
    }
    text.drain(..at);
    all
}

/// What the streams are to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Listening,
    /// Each is cut every now and then.
    Cut,
    Over,
}

/// An event as it came: its number, when, and since when the stream was open.
#[derive(Debug, Clone, Copy)]
struct Arrival {
    seq: Seq,
    at: Instant,
    since: Instant,
}

/// What one stream has heard.
struct Ear {
    heard: Vec<Arrival>,
    n_cuts: usize,
}

/// What all streams share.
#[derive(Clone)]
struct Ears {
    net: Net,
    stage: watch::Receiver<Stage>,
    n_open: Arc<AtomicUsize>,
    /// How far each has come.
    reached: Arc<Vec<AtomicU64>>,
    longest_ms: u64,
}

impl Ears {
    /// Listens after a number until it is over, through cuts of its own and of the program's.
    async fn listen(mut self, nth: usize, who: Who, after: Seq) -> Ear {
        let mut dice = StdRng::seed_from_u64(nth as u64);
        let mut ear = Ear { heard: Vec::new(), n_cuts: 0 };
        let mut has_opened = false;
        while *self.stage.borrow() != Stage::Over {
            let place = ear.heard.last().map_or(after, |it| it.seq);
            let Some(response) = self.net.opens(&who, place).await else {
                tokio::time::sleep(Duration::from_millis(dice.random_range(20..=120))).await;
                continue;
            };
            if !std::mem::replace(&mut has_opened, true) {
                self.n_open.fetch_add(1, Ordering::SeqCst);
            }
            let cut = Duration::from_millis(dice.random_range(100..=self.longest_ms));
            ear.n_cuts += usize::from(self.hear(nth, response, &mut ear, cut).await);
        }
        ear
    }

    /// Hears one stream until it ends, or is cut so long after it opened; whether it was cut here.
    async fn hear(&mut self, nth: usize, mut response: Response, ear: &mut Ear, cut: Duration) -> bool {
        let since = Instant::now();
        let mut text = String::new();
        loop {
            let stage = *self.stage.borrow_and_update();
            if stage == Stage::Over {
                return false;
            }
            tokio::select! {
                piece = response.chunk() => {
                    let Ok(Some(bytes)) = piece else { return false };
                    text.push_str(&String::from_utf8_lossy(&bytes));
                    for frame in frames(&mut text) {
                        assert_ne!(frame.event.as_deref(), Some("reset"), "stream {nth} was told to start afresh");
                        if let Some(seq) = frame.seq {
                            ear.heard.push(Arrival { seq, at: Instant::now(), since });
                            self.reached[nth].store(seq, Ordering::SeqCst);
                        }
                    }
                }
                () = tokio::time::sleep_until((since + cut).into()), if stage == Stage::Cut => return true,
                _ = self.stage.changed() => {}
            }
        }
    }
}

/// Waits until it is so.
async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < WITHIN, "{what}: not within {WITHIN:?}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// A message that was sent: in whose conversation, its number, and when.
struct Sent {
    visitor: usize,
    seq: Seq,
    at: Instant,
}

/// Sends all messages at their pace; the program is killed after half of them.
async fn send_all(load: Load, net: &Net, program: &mut Program, agent: &Who, visitors: &[(Who, String)]) -> Vec<Sent> {
    let n = load.n_visitors * EACH;
    let mut pace = tokio::time::interval(Duration::from_secs_f64(1.0 / load.per_second));
    let mut sending: Vec<JoinHandle<Sent>> = Vec::with_capacity(n);
    for nth in 0..n {
        pace.tick().await;
        if nth == n / 2 {
            program.again();
        }
        let (visitor, turn) = (nth % load.n_visitors, nth / load.n_visitors);
        let (net, agent, (who, conversation)) = (net.clone(), agent.clone(), visitors[visitor].clone());
        sending.push(tokio::spawn(async move {
            let at = Instant::now();
            let id = format!("message-{nth:06}");
            let seq = if turn % 2 == 0 { net.replies(&agent, &conversation, &id).await } else { net.says(&who, &id).await };
            Sent { visitor, seq, at }
        }));
    }
    let mut sent = Vec::with_capacity(n);
    for it in sending {
        sent.push(it.await.expect("is sent"));
    }
    sent
}

/// How long messages were under way: to streams that had been open when they were sent, and to those that came back for them.
fn delays(sent: &[Sent], ear: &Ear, of: Option<usize>) -> (Vec<Duration>, Vec<Duration>) {
    let own = sent.iter().filter(|it| of.is_none_or(|visitor| it.visitor == visitor));
    let arrivals = own.filter_map(|it| {
        let place = ear.heard.binary_search_by_key(&it.seq, |arrival| arrival.seq).ok()?;
        let Arrival { at, since, .. } = ear.heard[place];
        Some((since <= it.at, at.saturating_duration_since(it.at)))
    });
    let (live, late): (Vec<_>, Vec<_>) = arrivals.partition(|(is_live, _)| *is_live);
    let plain = |all: Vec<(bool, Duration)>| all.into_iter().map(|(_, delay)| delay).collect();
    (plain(live), plain(late))
}

fn told(mut all: Vec<Duration>) -> String {
    all.sort_unstable();
    let at = |percent: usize| all.get((all.len() * percent / 100).min(all.len().saturating_sub(1))).copied().unwrap_or_default();
    format!("{} arrivals, p50 {:.1?}, p99 {:.1?}, max {:.1?}", all.len(), at(50), at(99), at(100))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn through_cuts_and_a_kill_each_stream_has_each_event_once_and_in_order() {
    let load = Load::of(std::env::var("BATON_STREAMS").ok().and_then(|text| text.parse().ok()).unwrap_or(FEW));
    for database in databases().await {
        let engine = if database.is_some() { "PostgreSQL" } else { "SQLite" };
        let (mut program, key) = Program::start(database);
        let net = Net::new(&program.url);
        let agent = net.agent().await;
        let made: Vec<(Who, Seq)> = stream::iter(0..load.n_visitors).map(|nth| net.visitor(&key, nth)).buffered(AT_ONCE).collect().await;
        let begun = made.iter().map(|(_, seq)| *seq).max().expect("visitors");
        let log = net.log(&agent, begun).await;
        let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
        let conversations: HashMap<String, String> =
            log.iter().map(|frame| (text(&frame["event"]["what"]["id"]), text(&frame["event"]["conversation"]))).collect();
        let visitors: Vec<(Who, String)> =
            made.into_iter().enumerate().map(|(nth, (who, _))| (who, conversations[&first(nth)].clone())).collect();

        let (stage, heard) = watch::channel(Stage::Listening);
        let (_, before) = program.spent();
        let reached = Arc::new((0..load.n).map(|_| AtomicU64::new(0)).collect::<Vec<_>>());
        let n_open = Arc::new(AtomicUsize::new(0));
        let ears = Ears { net: net.clone(), stage: heard, n_open, reached, longest_ms: load.longest_ms };
        let whose = |nth: usize| if nth < load.n_agents { (agent.clone(), begun) } else { (visitors[nth - load.n_agents].0.clone(), 0) };
        let listening: Vec<JoinHandle<Ear>> = (0..load.n)
            .map(|nth| {
                let (who, after) = whose(nth);
                tokio::spawn(ears.clone().listen(nth, who, after))
            })
            .collect();
        until("every stream is open", || ears.n_open.load(Ordering::SeqCst) == load.n).await;
        let (cpu, open) = program.spent();
        println!("{engine}: {} streams are open, {} KB of memory for each", load.n, open.saturating_sub(before) / 1_024 / load.n as u64);
        if load.is_measured {
            tokio::time::sleep(IDLE).await;
            let idle = program.spent().0.saturating_sub(cpu);
            println!("{engine}: idle, they take {:.2} % of a core", idle.as_secs_f64() / IDLE.as_secs_f64() * 100.0);
        }

        stage.send(Stage::Cut).expect("they listen");
        let sent = send_all(load, &net, &mut program, &agent, &visitors).await;
        let (spent, at_end) = program.spent();
        let last = sent.iter().map(|it| it.seq).max().expect("messages");
        let last_of = |visitor: usize| sent.iter().filter(|it| it.visitor == visitor).map(|it| it.seq).max().unwrap_or_default();
        let goals: Vec<Seq> = (0..load.n).map(|nth| nth.checked_sub(load.n_agents).map_or(last, last_of)).collect();
        until("every stream has come to its end", || {
            ears.reached.iter().zip(&goals).all(|(reached, goal)| reached.load(Ordering::SeqCst) >= *goal)
        })
        .await;
        stage.send(Stage::Over).expect("they listen");

        let (mut live, mut late, mut n_cuts, mut n_events) = (Vec::new(), Vec::new(), 0, 0);
        for (nth, ear) in listening.into_iter().enumerate() {
            let ear = ear.await.expect("ends");
            let goal = goals[nth];
            let seqs: Vec<Seq> = ear.heard.iter().map(|it| it.seq).filter(|seq| *seq <= goal).collect();
            let expected: Vec<Seq> = match nth.checked_sub(load.n_agents) {
                None => (begun + 1..=last).collect(),
                Some(visitor) => {
                    let entries = net.welcome(&key, &visitors[visitor].0).await.entries;
                    entries.iter().map(|entry| entry.seq).filter(|seq| *seq <= goal).collect()
                }
            };
            assert_eq!(seqs, expected, "{engine}, stream {nth} after {} cuts", ear.n_cuts);
            let (now, then) = delays(&sent, &ear, nth.checked_sub(load.n_agents));
            live.extend(now);
            late.extend(then);
            n_cuts += ear.n_cuts;
            n_events += seqs.len();
        }
        println!("{engine}: {} messages, {} a second, one kill in the middle, {n_cuts} cuts", sent.len(), load.per_second);
        println!("{engine}: {n_events} events heard, none missed, none twice, none out of order");
        println!("{engine}: to open streams {}", told(live));
        println!("{engine}: to streams that came back for it {}", told(late));
        let share = spent.as_secs_f64() / (sent.len() as f64 / 2.0 / load.per_second) * 100.0;
        println!("{engine}: since the kill {share:.0} % of a core; {} MB of memory in the end", at_end / 1_048_576);
        assert!(n_cuts >= load.n / 2, "{n_cuts} cuts are too few to mean anything");
    }
}
