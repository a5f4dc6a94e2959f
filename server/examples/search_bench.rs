//! Measures search: fills a database with conversations whose words are as common and as rare as words are (Zipf), indexes
//! them, and asks queries of each kind. `make bench-search` runs it on SQLite; give it `postgres://…` for PostgreSQL.
//!
//! Usage: `search_bench URL [MESSAGES]`. It makes a workspace of its own and leaves it behind.

use anyhow::Context;
use app::{
    api::{Caller, search::SearchDesk},
    domain::{
        answer::{Answer, Citation, Gate, Part, Receipt, Retrieved},
        conversation::Conversation,
        event::{Event, What},
        id::{DocumentId, PassageId, WorkspaceId},
        person::{Agent, Assistant, Author, Visitor},
        rich::Href,
        text::{Body, Name},
        time::Timestamp,
    },
};
use server::{
    chance,
    clock::{Clock, SystemClock},
    db::{Db, Error, Sql, sql},
    desk::Desk,
    library::Library,
    markdown, search,
    secret::Keys,
    store,
};
use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};

/// Different words.
const VOCABULARY: usize = 60_000;
/// Messages of a conversation.
const PER_CONVERSATION: usize = 8;
/// Conversations of a transaction.
const BATCH: usize = 500;
/// Searches of each kind.
const ROUNDS: usize = 60;
/// Rows of one statement.
const ROWS: usize = 50;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let url = args.next().context("the first argument is the database: sqlite:PATH or postgres://…")?;
    let n: usize = args.next().map_or(Ok(1_000_000), |n| n.parse()).context("the second argument is how many messages")?;
    let desk = Desk::new(Db::open(&url).await?, Arc::new(SystemClock), Keys::from_secret(b"a bench"), Library::open(None)?);
    let world = World::new();

    let start = Spent::now();
    fill(&desk.db, &world, n).await?;
    println!("{} on {}: {} messages written in {}", env!("CARGO_PKG_NAME"), desk.db.engine(), n, start.so_far());
    let start = Spent::now();
    let n_segments = desk.index_all().await?;
    let spent = start.so_far();
    let per_message = spent.cpu.as_secs_f64() * 1e6 / n as f64;
    println!("indexed in {spent}, {n_segments} segments made: {per_message:.1} µs of our CPU per message");
    println!("index: {:.1} MB, the log itself: {:.1} MB", size(&desk.db, "search_%").await?, size(&desk.db, "event%").await?);
    println!("{:<34} {:>8} {:>8} {:>8} {:>9} {:>7}", "query", "p50 ms", "p95 ms", "max ms", "CPU ms", "hits");
    let mut dice = Dice(7);
    for (kind, query) in kinds() {
        measure(&desk, &world, kind, || query(&world, &mut dice)).await?;
    }
    send(&desk, &world).await
}

/// Wall and processor time.
struct Spent {
    wall: Instant,
    cpu: Duration,
}

impl Spent {
    fn now() -> Self {
        Self { wall: Instant::now(), cpu: cpu() }
    }

    fn so_far(&self) -> SoFar {
        SoFar { wall: self.wall.elapsed(), cpu: cpu() - self.cpu }
    }
}

struct SoFar {
    wall: Duration,
    cpu: Duration,
}

impl std::fmt::Display for SoFar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.1} s ({:.1} s CPU)", self.wall.as_secs_f64(), self.cpu.as_secs_f64())
    }
}

/// What this process has spent on the processor, by Linux's own account (in hundredths of a second).
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks: u64 = stat.rsplit(") ").next().unwrap_or_default().split(' ').skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// Dice that fall the same each time.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next()).unwrap_or(0) % n
    }
}

struct World {
    workspace: WorkspaceId,
    assistant: Assistant,
    agents: Vec<Agent>,
    vocabulary: Vec<String>,
    /// How much of all text is the n-th word or one before.
    share: Vec<f64>,
}

impl World {
    fn new() -> Self {
        let now = SystemClock.now();
        let name = |text: &str| Name::parse(text).expect("a name");
        let agent = |text: &&str| Agent { id: chance::account(now), name: name(text) };
        let weights: Vec<f64> = (1..=VOCABULARY).map(|rank| 1.0 / rank as f64).collect();
        let total: f64 = weights.iter().sum();
        let share = weights.iter().scan(0.0, |sum, weight| {
            *sum += weight / total;
            Some(*sum)
        });
        Self {
            workspace: chance::workspace(now),
            assistant: Assistant { id: chance::assistant(now), name: name("Robin") },
            agents: ["Ana Ortiz", "Ben Achterberg", "Carla Neumann"].iter().map(agent).collect(),
            share: share.collect(),
            vocabulary: vocabulary(),
        }
    }

    fn word(&self, dice: &mut Dice) -> &str {
        let at = dice.next() as f64 / f64::from(u32::MAX >> 1);
        let n = self.share.partition_point(|share| *share < at).min(VOCABULARY - 1);
        &self.vocabulary[n]
    }

    fn text(&self, dice: &mut Dice, n: usize) -> String {
        (0..n).map(|_| self.word(dice)).collect::<Vec<_>>().join(" ")
    }

    fn caller(&self) -> Caller {
        let Agent { id, name } = self.agents[0].clone();
        Caller { workspace: self.workspace.clone(), workspace_name: "Bench".to_owned(), account: id, name }
    }
}

/// Words of two to four syllables, each different.
fn vocabulary() -> Vec<String> {
    const SYLLABLES: [&str; 40] = [
        "re", "fu", "in", "con", "pa", "sta", "mo", "ler", "ti", "on", "ver", "da", "lu", "be", "sho", "pri", "ca", "ne", "tu", "gra",
        "del", "or", "pe", "ma", "sis", "to", "ri", "en", "ba", "ko", "li", "fra", "mi", "sa", "wo", "hu", "ze", "ni", "ol", "ex",
    ];
    let mut dice = Dice(3);
    let mut words = BTreeSet::new();
    let mut out = Vec::new();
    while out.len() < VOCABULARY {
        let n = 2 + dice.below(3);
        let word: String = (0..n).map(|_| SYLLABLES[dice.below(SYLLABLES.len())]).collect();
        if words.insert(word.clone()) {
            out.push(word);
        }
    }
    out
}

async fn fill(db: &Db, world: &World, n: usize) -> anyhow::Result<()> {
    let now = SystemClock.now();
    let (workspace, profile) = (world.workspace.clone(), profile(world));
    db.write::<_, Error, _>(move |tx| {
        Box::pin(async move {
            store::workspace::add(tx, &workspace, "Bench", now).await?;
            store::assistant::add(tx, &profile, now).await
        })
    })
    .await?;
    let n_conversations = n.div_ceil(PER_CONVERSATION);
    let mut dice = Dice(1);
    let mut seq = 0;
    for first in (0..n_conversations).step_by(BATCH) {
        // A year's talk, evenly.
        let at = |k: usize| now.plus(-365 * 86_400_000).plus((k as i64) * (365 * 86_400_000) / n_conversations as i64);
        let told: Vec<(Conversation, Vec<Event>)> =
            (first..(first + BATCH).min(n_conversations)).map(|k| tell(world, &mut dice, at(k), &mut seq)).collect();
        let workspace = world.workspace.clone();
        db.write::<_, Error, _>(move |tx| Box::pin(async move { keep(tx, &workspace, &told, seq).await })).await?;
    }
    Ok(())
}

fn profile(world: &World) -> store::assistant::Profile {
    store::assistant::Profile {
        id: world.assistant.id.clone(),
        workspace: world.workspace.clone(),
        public_key: chance::id(SystemClock.now()),
        name: world.assistant.name.clone(),
        tagline: String::new(),
        greeting: String::new(),
        starters: Vec::new(),
        accent: "#345".to_owned(),
        is_on: true,
        is_embedded: false,
    }
}

/// One conversation: the visitor asks, the assistant answers, an agent takes over, notes and replies.
fn tell(world: &World, dice: &mut Dice, at: Timestamp, seq: &mut u64) -> (Conversation, Vec<Event>) {
    let name = Name::parse(&world.text(dice, 2)).ok().filter(|_| dice.below(2) == 0);
    let visitor = Visitor { name, ..Visitor::unknown(chance::visitor(at)) };
    let mut it = Conversation::unborn(chance::conversation(at), world.assistant.clone(), visitor.clone(), at);
    let agent = world.agents[dice.below(world.agents.len())].clone();
    let mut events = Vec::new();
    let mut tell = |by: Author, what: What| {
        *seq += 1;
        let event = Event { seq: *seq, conversation: it.id.clone(), at: at.plus(events.len() as i64 * 20_000), by, what };
        it.apply(&event);
        events.push(event);
    };
    tell(Author::Visitor, What::Started { assistant: world.assistant.clone(), visitor });
    for n in 0..PER_CONVERSATION {
        let id = chance::message(at);
        let spoken = |dice: &mut Dice, n| Body::plain(&world.text(dice, n)).expect("fits");
        match n {
            1 | 3 => tell(Author::Assistant, What::Answered { id, answer: Box::new(answer(world, dice)) }),
            5 => tell(Author::Agent(agent.clone()), What::Noted { id, body: spoken(dice, 12), files: Vec::new(), mentions: Vec::new() }),
            6 => tell(
                Author::Agent(agent.clone()),
                What::Replied { id, body: Body::parse(&world.text(dice, 30), markdown::blocks).expect("fits"), files: Vec::new() },
            ),
            _ => {
                let n = 6 + dice.below(12);
                tell(
                    Author::Visitor,
                    What::Said { id, body: spoken(dice, n), page: Some("https://example.com/pricing".to_owned()), files: Vec::new() },
                );
            }
        }
    }
    if dice.below(10) > 0 {
        tell(Author::Agent(agent), What::Closed { seal: None });
    }
    (it, events)
}

fn answer(world: &World, dice: &mut Dice) -> Answer {
    let href = Href::parse("https://example.com/help/refunds");
    let at = Timestamp(0);
    let (passage, document) = (PassageId::parse(&chance::id(at)).expect("an id"), DocumentId::parse(&chance::id(at)).expect("an id"));
    let title = world.text(dice, 3);
    let retrieved = Retrieved {
        passage,
        document,
        version: "1".into(),
        section_id: "a#b".into(),
        title: title.clone(),
        section: title.clone(),
        href: href.clone(),
        score: 0.5,
        used: None,
    };
    let receipt = Receipt {
        engine: "minilm+bm25".into(),
        question: title.clone(),
        confidence: 0.9,
        gates: vec![Gate { name: "confidence".into(), value: 0.9 }],
        passages: vec![retrieved.clone(), retrieved],
        ms: 12,
        model: None,
    };
    let text = world.text(dice, 35);
    let citation = Citation { n: 1, title, section: String::new(), href, quote: text.clone() };
    let part = Part { body: Body::parse(&text, markdown::blocks).expect("fits"), cites: Some(1) };
    Answer::grounded(vec![part], vec![citation], receipt).expect("rests on its passage")
}

type Text = LazyLock<String>;

fn insert(head: &str, columns: usize) -> String {
    let row = |n: usize| format!("({})", (1..=columns).map(|k| format!("${}", n * columns + k)).collect::<Vec<_>>().join(", "));
    format!("insert into {head} values {}", (0..ROWS).map(row).collect::<Vec<_>>().join(", "))
}

async fn keep(tx: &mut server::db::Tx, workspace: &WorkspaceId, told: &[(Conversation, Vec<Event>)], seq: u64) -> Result<(), Error> {
    static EVENTS: Text = Text::new(|| insert("event (workspace_id, seq, conversation_id, message_id, body)", 5));
    for (it, _) in told {
        store::visitor::meet(tx, workspace, &it.assistant.id, &it.visitor.id, it.opened_at).await?;
        store::conversation::save(tx, workspace, it).await?;
    }
    let events: Vec<&Event> = told.iter().flat_map(|(_, events)| events).collect();
    let bound = |ask: Sql, event: &Event| -> Result<Sql, Error> {
        let message = event.what.message_id().map(|id| id.as_str().to_owned());
        Ok(ask.bind(workspace).bind(event.seq).bind(&event.conversation).bind(message).bind(serde_json::to_string(event)?))
    };
    for some in events.chunks(ROWS) {
        if some.len() == ROWS {
            tx.run(some.iter().try_fold(sql(&EVENTS), |ask, event| bound(ask, event))?).await?;
        } else {
            for event in some {
                store::event::append(tx, workspace, event).await?;
            }
        }
    }
    store::workspace::advance(tx, workspace, seq).await
}

type Ask = fn(&World, &mut Dice) -> String;

fn kinds() -> Vec<(&'static str, Ask)> {
    fn pick(world: &World, dice: &mut Dice, from: usize, to: usize) -> String {
        world.vocabulary[from + dice.below(to - from)].clone()
    }
    vec![
        ("the most common word", |w, _| w.vocabulary[0].clone()),
        ("a common word (rank 2-50)", |w, d| pick(w, d, 1, 50)),
        ("a middling word (rank 1000-3000)", |w, d| pick(w, d, 1_000, 3_000)),
        ("a rare word (rank 20000-60000)", |w, d| pick(w, d, 20_000, VOCABULARY)),
        ("a word that nobody said", |_, _| "quixotryx".to_owned()),
        ("two common words", |w, d| format!("{} {}", pick(w, d, 0, 30), pick(w, d, 0, 30))),
        ("three common words", |w, d| format!("{} {} {}", pick(w, d, 0, 50), pick(w, d, 0, 50), pick(w, d, 0, 50))),
        ("a common and a rare word", |w, d| format!("{} {}", pick(w, d, 0, 30), pick(w, d, 20_000, VOCABULARY))),
        ("two rare words, never together", |w, d| format!("{} {}", pick(w, d, 9_000, 20_000), pick(w, d, 9_000, 20_000))),
        ("eight common words", |w, d| (0..8).map(|_| pick(w, d, 0, 40)).collect::<Vec<_>>().join(" ")),
        ("the beginning of a word, 2 letters", |w, d| pick(w, d, 0, VOCABULARY)[..2].to_owned()),
        ("the beginning of a word, 3 letters", |w, d| pick(w, d, 0, VOCABULARY)[..3].to_owned()),
        ("the beginning of two, 2 letters", |w, d| format!("{} {}", &pick(w, d, 0, VOCABULARY)[..2], &pick(w, d, 0, VOCABULARY)[..2])),
        ("a phrase of two common words", |w, d| format!("\"{} {}\"", pick(w, d, 0, 20), pick(w, d, 0, 20))),
        ("a phrase of three common words", |w, d| format!("\"{} {} {}\"", pick(w, d, 0, 40), pick(w, d, 0, 40), pick(w, d, 0, 40))),
        ("a phrase of four, never said", |w, d| {
            format!("\"{} {} {} {}\"", pick(w, d, 30, 90), pick(w, d, 30, 90), pick(w, d, 30, 90), pick(w, d, 30, 90))
        }),
        ("a common word, of an agent", |w, d| format!("{} from:ana", pick(w, d, 0, 50))),
        ("a rare word, in notes", |w, d| format!("note:{}", pick(w, d, 9_000, 30_000))),
        ("a common word, ten months ago", |w, d| format!("{} before:{}", pick(w, d, 0, 50), ten_months_ago())),
        ("a common word, waiting", |w, d| format!("{} is:waiting", pick(w, d, 0, 50))),
        ("a common word, open", |w, d| format!("{} is:open", pick(w, d, 0, 50))),
        ("held by somebody, no word", |_, _| "holder:ana is:open".to_owned()),
        ("a middling name and a common word", |w, d| format!("{} from:{}", pick(w, d, 0, 50), pick(w, d, 500, 3_000))),
    ]
}

fn ten_months_ago() -> String {
    let days = SystemClock.now().0 / 86_400_000 - 300;
    // Near enough: years of 365.25 days, months of 30.4.
    let (year, rest) = (1970 + days * 100 / 36_525, days - (days * 100 / 36_525) * 36_525 / 100);
    format!("{year}-{:02}", (rest * 10 / 305 + 1).clamp(1, 12))
}

async fn measure(desk: &Desk, world: &World, kind: &str, mut query: impl FnMut() -> String) -> anyhow::Result<()> {
    let me = world.caller();
    let mut walls = Vec::new();
    let mut n_hits = 0;
    let start = Spent::now();
    let mut slowest = (Duration::ZERO, String::new());
    for _ in 0..ROUNDS {
        let text = query();
        let one = Instant::now();
        let found = desk.search(&me, &text).await?;
        walls.push(one.elapsed());
        n_hits += found.hits.len();
        if one.elapsed() > slowest.0 {
            slowest = (one.elapsed(), text);
        }
    }
    let cpu = start.so_far().cpu.as_secs_f64() * 1_000.0 / ROUNDS as f64;
    walls.sort_unstable();
    let ms = |at: usize| walls[at.min(ROUNDS - 1)].as_secs_f64() * 1_000.0;
    let hits = n_hits as f64 / ROUNDS as f64;
    println!(
        "{kind:<34} {:>8.1} {:>8.1} {:>8.1} {cpu:>9.1} {hits:>7.1}   {}",
        ms(ROUNDS / 2),
        ms(ROUNDS * 95 / 100),
        ms(ROUNDS),
        slowest.1
    );
    Ok(())
}

/// What a message costs that is sent: one after the other, each durable.
async fn send(desk: &Arc<Desk>, world: &World) -> anyhow::Result<()> {
    const SENT: usize = 1_000;
    let key = store::assistant::of_workspace(&desk.db, &world.workspace).await?.into_iter().next().context("an assistant")?.public_key;
    let welcome = desk.welcome(&key, None).await?;
    let guest = desk.guest(&welcome.token).await?;
    let mut dice = Dice(9);
    let start = Spent::now();
    for n in 0..SENT {
        let say = app::talk::Say { id: format!("bench-{n}-{}", dice.next()), body: world.text(&mut dice, 12), ..Default::default() };
        desk.say(&guest, say).await?;
    }
    let spent = start.so_far();
    let per = |it: Duration| it.as_secs_f64() * 1_000.0 / SENT as f64;
    println!("sending: {:.2} ms, of which {:.2} ms of our CPU, per message", per(spent.wall), per(spent.cpu));
    let found = desk.search(&world.caller(), "is:open").await?;
    let it = &found.hits.first().context("somebody is there")?.conversation;
    let start = Instant::now();
    for _ in 0..SENT {
        std::hint::black_box(search::label_words(std::hint::black_box(it)));
        std::hint::black_box(search::label_words(std::hint::black_box(it)));
    }
    println!("of which comparing the labels: {:.4} ms", per(start.elapsed()));
    Ok(())
}

async fn size(db: &Db, tables: &'static str) -> anyhow::Result<f64> {
    let (bytes,): (i64,) = match db {
        Db::Sqlite(_) => {
            let text = "select cast(coalesce(sum(pgsize), 0) as bigint) from dbstat where name in (select name from sqlite_master where tbl_name like $1)";
            db.one(sql(text).bind(tables)).await?
        }
        Db::Postgres(_) => {
            let text = "select cast(coalesce(sum(pg_total_relation_size(c.oid)), 0) as bigint) from pg_class c
                        where c.relkind = 'r' and c.relname like $1 and c.relnamespace = current_schema()::regnamespace";
            db.one(sql(text).bind(tables)).await?
        }
    };
    Ok(bytes as f64 / 1e6)
}
