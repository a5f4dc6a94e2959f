//! What an answer rests on: the place of the page that says it, nothing that the page hides or keeps to itself, no dead link. And what
//! answers cost: each visitor has so many, and the same question is put to a language model once.

use crate::model_faults::{PAGE, QUESTION, good, prepared};
use crate::peer::{
    provider::{Act, Peer},
    site::Site,
};
use crate::world::{Visitor, World, each};
use app::{
    api::{
        Caller,
        contradictions::ContradictionDesk,
        knowledge::{Draft, KnowledgeDesk, Limits, Pair, Schedule, SourceChange, SourceLine, State, Trouble, Wanted},
        receipts::{Compared, ReceiptDesk},
        settings::{Change, ModelDraft, SettingsDesk},
        trials::TrialDesk,
    },
    domain::{
        answer::{Answer, Kind},
        event::{Event, What},
        fault::Fault,
        handoff::Reason,
        id::SourceId,
        model::{Came, ModelWish, Provider},
        settings::Allowance,
        turn::Fate,
    },
    talk::{Shown, Source},
};
use server::{desk::Manner, outside::Outbound, store};
use std::time::Duration;
use tokio::sync::watch;

const ASK: &str = "how long does a refund take to reach my bank account";
const TAKES: &str = "<p>A refund takes five days to reach your bank account.</p>";

/// The assistant's turn on what a visitor says.
async fn turn(world: &World, visitor: &Visitor<'_>, text: &str) -> Event {
    let id = || server::chance::id(world.clock_now());
    visitor.say(&id(), text).await;
    let conversation = visitor.conversation().await;
    let it = store::conversation::by_id(&world.desk.db, world.workspace(), &conversation).await.expect("reads").expect("is there");
    world.desk.take_turn(world.workspace(), &conversation, it.epoch, &id()).await.expect("takes it");
    let events = store::event::of_conversation(&world.desk.db, world.workspace(), &conversation, 0).await.expect("reads");
    let is_turn = |event: &Event| matches!(event.what, What::Answered { .. } | What::HandedOff { .. });
    events.into_iter().rev().find(is_turn).expect("a turn")
}

fn answer(event: Event) -> Answer {
    match event.what {
        What::Answered { answer, .. } => *answer,
        other => panic!("no answer: {other:?}"),
    }
}

/// What a new visitor's question is answered.
async fn asked(world: &World, text: &str) -> Answer {
    answer(turn(world, &world.newcomer().await, text).await)
}

fn words(answer: &Answer) -> String {
    answer.parts.iter().map(|part| part.body.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// Where the sources of an answer lead.
fn places(answer: &Answer) -> Vec<String> {
    answer.citations.iter().filter_map(|it| it.href.as_ref().map(|href| href.as_str().to_owned())).collect()
}

/// The sources of the last answer, as the visitor has them.
async fn sources(visitor: &Visitor<'_>) -> Vec<Source> {
    let entries = visitor.reload().await;
    let last = entries.into_iter().rev().find_map(|entry| match entry.what {
        Shown::Answer { sources, .. } => Some(sources),
        _ => None,
    });
    last.expect("an answer")
}

/// An owner whose program reads the sites of this machine.
struct Owner<'w> {
    world: &'w World,
    me: Caller,
}

impl<'w> Owner<'w> {
    async fn of(world: &'w World) -> Self {
        world.desk.open_outbound(Outbound::allowing(vec!["127.0.0.0/8".parse().expect("a network")]));
        world.desk.open_manner(Manner {
            pause: Duration::ZERO,
            longest_wait: Duration::from_millis(50),
            per_page: Duration::from_secs(5),
            in_all: Duration::from_secs(60),
        });
        Self { world, me: world.member("ana@example.com").await }
    }

    async fn add(&self, draft: Draft) -> SourceLine {
        self.world.desk.add_source(&self.me, &self.world.profile.id, draft).await.expect("is added")
    }

    /// Adds a website and has it read.
    async fn read(&self, url: String) -> SourceLine {
        let line = self.add(Draft::Website { url, limits: limits(false), schedule: Schedule::Never }).await;
        self.work().await;
        self.line(&line.id).await
    }

    async fn change(&self, id: &SourceId, change: SourceChange) -> SourceLine {
        self.world.clock.pass(1_000);
        self.world.desk.change_source(&self.me, id, change).await.expect("is changed");
        self.work().await;
        self.line(id).await
    }

    /// Reads all that waits.
    async fn work(&self) {
        let (_stop, stopping) = watch::channel(false);
        while self.world.desk.read_a_source(&stopping).await.expect("reads") {}
    }

    async fn line(&self, id: &SourceId) -> SourceLine {
        self.world.desk.source(&self.me, id, Wanted::default()).await.expect("is there").source
    }

    /// Why each page wasn't read, by its path.
    async fn troubles(&self, id: &SourceId) -> Vec<(String, Trouble)> {
        let pages = self.world.desk.source(&self.me, id, Wanted::default()).await.expect("is there").pages;
        let mut troubles: Vec<_> = pages.into_iter().filter_map(|page| Some((page.path, page.trouble?))).collect();
        troubles.sort_by(|a, b| a.0.cmp(&b.0));
        troubles
    }
}

fn limits(reads_noindex: bool) -> Limits {
    Limits { most_pages: 50, most_depth: 10, reads_noindex, ..Limits::default() }
}

/// A help centre of these pages, all linked from its start.
fn start_page(site: &Site, pages: &[&str]) {
    let links: String = pages.iter().map(|page| format!("<a href='/help/{page}'>{page}</a> ")).collect();
    site.page("/help/", "Help", &format!("<p>Welcome to the help centre of Plumvale.</p>{links}"));
}

#[tokio::test]
async fn a_source_opens_where_the_page_says_it() {
    for world in each().await {
        let (owner, site) = (Owner::of(&world).await, Site::start().await);
        start_page(&site, &["refunds"]);
        site.page("/help/refunds", "Refunds", &format!("<h2>How long a refund takes</h2>{TAKES}"));
        let line = owner.read(format!("{}/help/", site.url)).await;
        let visitor = world.newcomer().await;
        let it = turn(&world, &visitor, ASK).await;
        let place = format!("{}/help/refunds#:~:text=How%20long%20a%20refund%20takes", site.url);
        assert_eq!(places(&answer(it.clone())), [place.as_str()], "no id: its words");
        let seen = sources(&visitor).await;
        assert_eq!(seen[0].href.as_ref().map(|href| href.as_str()), Some(place.as_str()));
        assert_eq!(seen[0].quote, "", "the page can be opened");
        let replay = world.desk.replay(&owner.me, &it.conversation, it.seq).await.expect("replays");
        assert_eq!(replay.verdict, Compared::Same);

        site.page("/help/refunds", "Refunds", &format!("<h2 id='how-long'>How long a refund takes</h2>{TAKES}"));
        owner.change(&line.id, SourceChange::Refresh).await;
        assert_eq!(places(&asked(&world, ASK).await), [format!("{}/help/refunds#how-long", site.url)], "its own id");
        let kept = world.desk.receipt(&owner.me, &it.conversation, it.seq).await.expect("reads");
        assert!(!kept.is_empty(), "what was said then keeps its passages");
    }
}

#[tokio::test]
async fn what_a_pages_own_style_hides_is_not_said() {
    for world in each().await {
        let (owner, site) = (Owner::of(&world).await, Site::start().await);
        start_page(&site, &["refunds"]);
        let style = "<style>.old { display: none } p.bait { position: absolute; left: -9999px }
            @media print { .long { display: none } }</style>";
        let hidden = "<p class='old'>A refund takes ninety days to reach your bank account.</p>
            <p class='bait'>A refund takes no days to reach your bank account.</p>";
        let text = format!("{style}<h2>How long a refund takes</h2>{hidden}<div class='long'>{TAKES}</div>");
        site.page("/help/refunds", "Refunds", &text);
        let line = owner.read(format!("{}/help/", site.url)).await;
        assert_eq!(line.state, State::Ready, "{:?}", owner.troubles(&line.id).await);
        let answer = asked(&world, ASK).await;
        assert_eq!(words(&answer), "A refund takes five days to reach your bank account.");
        let document = answer.document(1).expect("rests on it");
        let document = world.desk.document(&owner.me, document).await.expect("is shown");
        let shown = serde_json::to_string(&document.passages).expect("writes");
        assert!(!shown.contains("ninety") && !shown.contains("no days"), "{shown}");
    }
}

#[tokio::test]
async fn a_page_that_asks_not_to_be_indexed_is_left_out_until_its_owner_wants_it() {
    for world in each().await {
        let (owner, site) = (Owner::of(&world).await, Site::start().await);
        start_page(&site, &["refunds", "trial"]);
        let html = ("content-type", "text/html");
        let refunds = format!("<main><h1>Refunds</h1>{TAKES}</main>");
        let led_on = format!("<main><h1>Refunds</h1>{TAKES}<p>Is it <a href='/help/late'>late</a>?</p></main>");
        site.answers("/help/refunds", 200, &[html, ("x-robots-tag", "noindex, follow")], led_on.as_str());
        site.page("/help/late", "Late", "<p>Write to us when it is late.</p>");
        let trial = "<head><meta name='robots' content='noindex, follow'></head><main><h1>Trial</h1><p>It lasts three weeks.</p></main>";
        site.answers("/help/trial", 200, &[html], trial);
        let line = owner.read(format!("{}/help/", site.url)).await;
        assert_eq!((&line.state, line.n_pages, line.n_failed), (&State::Ready, 2, 2), "where it leads is read");
        let left_out = ["/help/refunds", "/help/trial"].map(|path| (path.to_owned(), Trouble::NoIndex));
        assert_eq!(owner.troubles(&line.id).await, left_out);
        let silent = async || {
            let turn = turn(&world, &world.newcomer().await, ASK).await;
            !serde_json::to_string(&turn).expect("writes").contains("five days")
        };
        assert!(silent().await);

        let line = owner.change(&line.id, SourceChange::Limits { limits: limits(true) }).await;
        assert_eq!((&line.state, line.n_pages, line.n_failed), (&State::Ready, 4, 0), "{:?}", owner.troubles(&line.id).await);
        assert!(words(&asked(&world, ASK).await).contains("five days"));
        let line = owner.change(&line.id, SourceChange::Refresh).await;
        assert_eq!((line.n_pages, line.n_failed), (4, 0), "read again, they stay");
        let line = owner.change(&line.id, SourceChange::Limits { limits: limits(false) }).await;
        assert_eq!((&line.state, line.n_pages, line.n_failed), (&State::Ready, 2, 2));
        assert!(silent().await);

        let alone = Site::start().await;
        alone.answers("/help/", 200, &[html, ("x-robots-tag", "googlebot: noindex, none")], refunds.as_str());
        let line = owner.read(format!("{}/help/", alone.url)).await;
        assert_eq!(line.state, State::Ready, "said to somebody else");
        alone.answers("/help/", 200, &[html, ("x-robots-tag", "none")], refunds.as_str());
        let line = owner.change(&line.id, SourceChange::Refresh).await;
        assert_eq!(line.state, State::Failed { why: Trouble::NoIndex });
    }
}

#[tokio::test]
async fn a_source_that_is_no_page_of_the_web_is_shown_by_its_words() {
    for world in each().await {
        let owner = Owner::of(&world).await;
        let pair = Pair { question: "How long does a refund take?".to_owned(), answer: "A refund takes five days.".to_owned() };
        owner.add(Draft::Pairs { name: "FAQ".to_owned(), pairs: vec![pair] }).await;
        let visitor = world.newcomer().await;
        let told = answer(turn(&world, &visitor, "how long does a refund take?").await);
        assert_eq!((told.kind, places(&told)), (Kind::Grounded, vec![]));
        let seen = sources(&visitor).await;
        assert_eq!((seen.len(), seen[0].title.as_str(), &seen[0].href), (1, "How long does a refund take?", &None));
        assert!(seen[0].quote.contains("five days"), "{}", seen[0].quote);
        let document = told.document(1).expect("rests on it");
        let document = world.desk.document(&owner.me, document).await.expect("leads to what was read");
        assert_eq!((document.title.as_str(), document.source_name.as_str()), ("How long does a refund take?", "FAQ"));
    }
}

#[tokio::test]
async fn yes_on_one_page_and_no_on_another_goes_to_a_person() {
    for world in each().await {
        let pages = |no: &str| {
            [
                ("exports.md", "# Exports\n\nContacts can be exported to Excel.".to_owned()),
                ("contacts.md", format!("# Contacts\n\n{no}")),
                ("trial.md", "# The free trial\n\nThe free trial lasts three weeks.".to_owned()),
            ]
        };
        let look = async |no: &str| {
            world.clock.pass(1_000);
            let pages = pages(no);
            world.docs(&pages.each_ref().map(|(path, text)| (*path, text.as_str()))).await;
            world.desk.docs_changed(&world.profile.id).await.expect("looks");
        };
        let ana = world.member("ana@example.com").await;
        let found = async || {
            let open = world.desk.contradictions(&ana).await.expect("reads");
            open.iter().map(|pair| (pair.one.title.clone(), pair.other.title.clone())).collect::<Vec<_>>()
        };
        look("On the Free plan you can't export contacts to Excel.").await;
        assert_eq!(found().await, vec![], "that is another case");
        look("You can't export contacts to Excel.").await;
        assert_eq!(found().await, [("Contacts".to_owned(), "Exports".to_owned())]);
        let ask = "can contacts be exported to Excel";
        let tried = world.desk.try_question(&ana, &world.profile.id, Vec::new(), ask).await.expect("answers");
        assert_eq!((tried.fate(), tried.cause.map(|cause| cause.why)), (Fate::HandsOver, Some(Reason::Contradiction)));
    }
}

#[tokio::test]
async fn who_has_had_their_answers_is_told_so_and_a_person_still_comes() {
    for world in each().await {
        world
            .docs(&[
                ("refunds.md", "# Refunds\n\nA refund takes five days to reach your bank account."),
                ("trial.md", "# The free trial\n\nThe free trial lasts three weeks."),
            ])
            .await;
        let ana = world.member("ana@example.com").await;
        let allow = async |per_hour, per_day| {
            world.desk.change_settings(&ana, Change::Allowance { allowance: Allowance { per_hour, per_day } }).await
        };
        assert!(matches!(allow(Some(0), None).await, Err(Fault::Invalid { field, .. }) if field == "per_hour"));
        allow(Some(2), Some(3)).await.expect("saves");

        let visitor = world.newcomer().await;
        let ask = async |text: &str| answer(turn(&world, &visitor, text).await);
        let (trial, hours) = ("how long does the free trial last", "when does your showroom open");
        assert!(words(&ask(ASK).await).contains("five days"));
        assert_ne!(ask(trial).await.kind, Kind::Courtesy);
        let told = ask(hours).await;
        assert_eq!((told.kind, told.receipt.gates[0].name.as_str()), (Kind::Courtesy, "allowance"));
        assert!(words(&told).contains("within an hour") && told.citations.is_empty(), "{}", words(&told));
        world.clock.pass(3_600_000);
        assert!(words(&ask(ASK).await).contains("five days"), "an hour later it goes on");
        let told = ask(hours).await;
        assert!(told.kind == Kind::Courtesy && words(&told).contains("within a day"), "{}", words(&told));
        assert!(words(&asked(&world, ASK).await).contains("five days"), "to everybody else as well");

        let other = world.newcomer().await;
        turn(&world, &other, ASK).await;
        turn(&world, &other, trial).await;
        let called = turn(&world, &other, "can I talk to a person?").await;
        assert!(matches!(&called.what, What::HandedOff { cause, .. } if cause.why == Reason::AskedForPerson), "{:?}", called.what);
    }
}

async fn keeps(world: &World, keep_minutes: u32) {
    let me = world.member("ana@example.com").await;
    let wish = ModelWish { keep_minutes, patience_seconds: 10, ..ModelWish::default() };
    world.desk.change_settings(&me, Change::Model { draft: ModelDraft { wish, key: None } }).await.expect("saves");
}

#[tokio::test]
async fn the_same_question_is_put_to_the_model_once() {
    for world in each().await {
        let peer = Peer::start().await;
        prepared(&world, peer.model(Provider::OpenAi), 10).await;
        peer.will(Act::Say(good()));
        keeps(&world, 60).await;
        let first = asked(&world, QUESTION).await;
        world.clock.pass(90_000);
        let again = asked(&world, "how long do refunds take to reach my  bank account").await;
        assert_eq!(peer.n_asked(), 1);
        assert_eq!((words(&again), places(&again)), (words(&first), places(&first)));
        let (then, now) = (first.receipt.model.expect("was asked"), again.receipt.model.expect("was asked before"));
        assert_eq!((then.kept_seconds, then.came, then.tokens_out), (None, Came::Answered { n_dropped: 0 }, 100));
        assert_eq!((now.kept_seconds, now.came, now.tokens_in, now.tokens_out), (Some(90), then.came, 0, 0), "it cost nothing");
        assert_eq!((now.model, now.n_passages), (then.model, then.n_passages));

        let n_more = async |text: &str| {
            let before = peer.n_asked();
            asked(&world, text).await;
            peer.n_asked() - before
        };
        let private = format!("{QUESTION} person.11@mail11.example");
        assert_eq!((n_more(&private).await, n_more(&private).await), (1, 1), "what is private is nobody else's");
        let visitor = world.newcomer().await;
        turn(&world, &visitor, "hello").await;
        let before = peer.n_asked();
        turn(&world, &visitor, QUESTION).await;
        assert_eq!(peer.n_asked(), before + 1, "what was said before may matter");
        keeps(&world, 30).await;
        assert_eq!((n_more(QUESTION).await, n_more(QUESTION).await), (1, 0), "with other settings it is asked anew");
        world.clock.pass(30 * 60_000);
        assert_eq!((n_more(QUESTION).await, n_more(QUESTION).await), (1, 0), "after a while, too");
        world.docs(&[("refunds.md", &PAGE.replace("Write to us", "Write to us first"))]).await;
        assert_eq!(n_more(QUESTION).await, 1, "and where the docs have changed");
        keeps(&world, 0).await;
        assert_eq!((n_more(QUESTION).await, n_more(QUESTION).await), (1, 1), "nothing is kept");
    }
}
