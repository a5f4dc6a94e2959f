//! An owner's sources: read with manners, answered from at once, dropped when they are gone; and nothing that a stranger's site does
//! stops us.

use crate::peer::site::{Site, packed, pdf, word};
use crate::world::{World, body, each, post, text, until, with};
use app::{
    api::{
        Caller,
        knowledge::{Draft, KnowledgeDesk, Limits, Origin, Pair, Schedule, SourceChange, SourceLine, SourceShown, State, Trouble, Wanted},
        settings::{Change, SettingsDesk},
    },
    domain::{answer::Kind, event::What, fault::Fault, id::SourceId, rich::plain},
};
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use server::{desk::Manner, markdown::html, outside::Outbound, reading::Readers, store};
use std::time::Duration;
use tokio::sync::watch;

const ASK: &str = "how long does a refund take to reach my bank account";

/// The program on each engine, ready to read sites of this machine.
async fn readers() -> Vec<World> {
    let worlds = each().await;
    for world in &worlds {
        world.desk.open_outbound(Outbound::allowing(vec!["127.0.0.0/8".parse().expect("a network")]));
        world.desk.open_manner(Manner {
            pause: Duration::ZERO,
            longest_wait: Duration::from_millis(50),
            per_page: Duration::from_secs(5),
            in_all: Duration::from_secs(60),
        });
        world.desk.open_readers(Readers::of(env!("CARGO_BIN_EXE_baton").into()));
    }
    worlds
}

/// What an owner does with their sources.
struct Owner<'w> {
    world: &'w World,
    me: Caller,
}

impl<'w> Owner<'w> {
    async fn of(world: &'w World) -> Self {
        Self { world, me: world.member("ana@example.com").await }
    }

    async fn add(&self, draft: Draft) -> SourceLine {
        self.world.desk.add_source(&self.me, &self.world.profile.id, draft).await.expect("is added")
    }

    /// Adds a website and has it read.
    async fn read(&self, url: &str, limits: Limits) -> SourceLine {
        let line = self.add(Draft::Website { url: url.to_owned(), limits, schedule: Schedule::Never }).await;
        assert_eq!(line.state, State::Waiting);
        self.work().await;
        self.line(&line.id).await
    }

    /// Reads all that waits.
    async fn work(&self) {
        let (_stop, stopping) = watch::channel(false);
        while self.world.desk.read_a_source(&stopping).await.expect("reads") {}
    }

    async fn change(&self, id: &SourceId, change: SourceChange) -> Result<SourceLine, Fault> {
        self.world.desk.change_source(&self.me, id, change).await
    }

    async fn refresh(&self, id: &SourceId) -> SourceLine {
        self.world.clock.pass(1_000);
        self.change(id, SourceChange::Refresh).await.expect("is read again");
        self.work().await;
        self.line(id).await
    }

    async fn shown(&self, id: &SourceId) -> SourceShown {
        self.world.desk.source(&self.me, id, Wanted::default()).await.expect("is there")
    }

    async fn line(&self, id: &SourceId) -> SourceLine {
        self.shown(id).await.source
    }

    /// Why each page couldn't be read, by its path.
    async fn troubles(&self, id: &SourceId) -> Vec<(String, Trouble)> {
        let pages = self.shown(id).await.pages;
        pages.into_iter().filter_map(|page| Some((page.path, page.trouble?))).collect()
    }

    /// What a new visitor's question leads to.
    async fn turn(&self, ask: &str) -> Option<What> {
        let visitor = self.world.newcomer().await;
        visitor.say("message-0001", ask).await;
        let id = visitor.conversation().await;
        self.world.desk.take_turn(self.world.workspace(), &id, 1, "turn-of-the-story").await.expect("takes it");
        let events = store::event::of_conversation(&self.world.desk.db, self.world.workspace(), &id, 0).await.expect("reads");
        events.into_iter().map(|event| event.what).find(|what| matches!(what, What::Answered { .. } | What::HandedOff { .. }))
    }

    /// The answer to a new visitor, as a page would show it.
    async fn drawn(&self, ask: &str) -> String {
        match self.turn(ask).await {
            Some(What::Answered { answer, .. }) => answer.parts.iter().map(|part| html(&part.body.blocks)).collect(),
            other => panic!("no answer: {other:?}"),
        }
    }

    /// What a new visitor is told, with where it stands.
    async fn told(&self, ask: &str) -> String {
        match self.turn(ask).await {
            Some(What::Answered { answer, .. }) => {
                let said = answer.parts.iter().map(|part| plain(&part.body.blocks));
                let offered = answer.citations.iter().map(|it| it.quote.clone()).filter(|_| answer.kind == Kind::Suggestion);
                let words: Vec<String> = said.chain(offered).collect();
                let places: Vec<&str> =
                    answer.citations.iter().map(|it| it.href.as_ref().map_or(it.title.as_str(), |href| href.as_str())).collect();
                format!("{:?} {} [{}]", answer.kind, words.join(" "), places.join(" "))
            }
            other => format!("{other:?}"),
        }
    }

    async fn upload(&self, query: &str, bytes: Vec<u8>) -> (StatusCode, String) {
        let cookie = self.world.cookie("ana@example.com").await;
        let request = Request::post(format!("/knowledge/files?{query}"))
            .header(header::HOST, "chat.test")
            .header(header::ORIGIN, "http://chat.test")
            .header(header::COOKIE, cookie)
            .body(bytes.into())
            .expect("a request");
        let reply = self.world.send(request).await;
        (reply.status(), text(reply).await)
    }

    async fn file(&self, name: &str, bytes: impl Into<Vec<u8>>) -> SourceLine {
        let (status, told) = self.upload(&format!("assistant={}&name={name}", self.world.profile.id), bytes.into()).await;
        assert_eq!(status, StatusCode::OK, "{told}");
        serde_json::from_str(&told).expect("a line")
    }
}

fn limits(most_pages: u32) -> Limits {
    Limits { most_pages, most_depth: 10, ..Limits::default() }
}

fn refunds(days: &str) -> String {
    format!("<h2 id='how-long'>How long a refund takes</h2><p>A refund takes {days} days to reach your bank account.</p>")
}

/// A help centre: a start page, an article that it links, one that only the sitemap lists, one that robots.txt keeps back.
async fn help_centre() -> Site {
    let site = Site::start().await;
    site.answers(
        "/robots.txt",
        200,
        &[("content-type", "text/plain")],
        format!("User-agent: *\nDisallow: /help/secret\nSitemap: {}/map.xml.gz\n", site.url),
    );
    let map = format!("<urlset><url><loc>{0}/help/trial</loc></url><url><loc>{0}/blog/other</loc></url></urlset>", site.url);
    site.answers("/map.xml.gz", 200, &[("content-type", "application/gzip")], packed(map.as_bytes()));
    site.page("/help", "Help", "<p>Welcome to the help centre of Plumvale.</p><a href='/help/refunds'>Refunds</a> <a href='/help/secret'>x</a> <a href='/help/old'>x</a>");
    site.answers("/help/old", 301, &[("location", "/help/refunds?utm_source=old")], "");
    site.page("/help/refunds", "Refunds", &refunds("five"));
    site.page("/help/trial", "The free trial", "<p>The free trial lasts three weeks.</p>");
    site.page("/help/secret", "Secret", "<p>Nobody may read this.</p>");
    site.page("/blog/other", "Other", "<p>Not a help page.</p>");
    site
}

#[tokio::test]
async fn a_site_answers_the_next_question_and_only_what_changed_is_read_again() {
    for world in readers().await {
        let (owner, site) = (Owner::of(&world).await, help_centre().await);
        assert!(owner.told(ASK).await.contains("HandedOff"));
        let line = owner.read(&format!("{}/help", site.url), limits(50)).await;
        assert_eq!((&line.state, line.n_pages, line.n_failed), (&State::Ready, 3, 0), "{:?}", owner.troubles(&line.id).await);
        assert_eq!(line.checked_at, world.clock_now());
        let place = format!("{}/help/refunds#how-long", site.url);
        assert_eq!(owner.told(ASK).await, format!("Grounded A refund takes five days to reach your bank account. [{place}]"));
        assert!(site.asked().iter().all(|it| !it.is_conditional && it.path != "/help/secret" && it.path != "/blog/other"));

        site.page("/help/refunds", "Refunds", &refunds("nine"));
        let again = owner.refresh(&line.id).await;
        assert_eq!((&again.state, again.n_pages), (&State::Ready, 3));
        assert!(owner.told(ASK).await.contains("nine days"), "{}", owner.told(ASK).await);
        let pages: Vec<(String, u16)> = site
            .asked()
            .into_iter()
            .filter(|it| it.path.starts_with("/help") && it.path != "/help/old")
            .map(|it| (it.path, it.status))
            .collect();
        let status = |path: &str| pages.iter().filter(|(it, _)| it == path).map(|(_, status)| *status).collect::<Vec<_>>();
        assert_eq!((status("/help"), status("/help/trial"), status("/help/refunds")), (vec![304], vec![304], vec![200]), "{pages:?}");
        let shown = owner.shown(&line.id).await;
        let refund = shown.pages.iter().find(|page| page.path == "/help/refunds").expect("is listed");
        let document = world.desk.document(&owner.me, refund.document.as_ref().expect("was read")).await.expect("is shown");
        assert_eq!((document.is_current, document.versions.len(), document.passages.len()), (true, 1, 1));
        assert_eq!((document.n_answers, refund.n_answers, shown.source.n_answers), (1, 2, 2), "each answer is counted once");

        site.gone("/help/refunds");
        let gone = owner.refresh(&line.id).await;
        assert_eq!((&gone.state, gone.n_pages, gone.n_failed), (&State::Ready, 2, 1));
        assert_eq!(owner.troubles(&line.id).await, [("/help/refunds".to_owned(), Trouble::Status { code: 404 })]);
        assert!(!owner.told(ASK).await.contains("days"), "{}", owner.told(ASK).await);
        let kept = world.desk.document(&owner.me, &document.id).await.expect("stays, for receipts");
        assert!(!kept.is_current && kept.passages == document.passages);
        assert_eq!(owner.refresh(&line.id).await.n_failed, 0, "what is gone for good is no trouble any more");
    }
}

#[tokio::test]
async fn an_answer_from_a_website_leads_only_there_and_to_the_owners_sites() {
    for world in readers().await {
        let (owner, site) = (Owner::of(&world).await, help_centre().await);
        let links = "<p>See <a href='/help/trial'>the trial</a>, <a href='https://evil.test/pay'>pay here</a> or open \
            <a href='https://app.shop.test/a'>the app</a>.</p>";
        site.page("/help/refunds", "Refunds", &format!("{}{links}", refunds("five")));
        owner.read(&format!("{}/help", site.url), limits(50)).await;
        let own = format!("<a href=\"{}/help/trial\">the trial</a>", site.url);
        let drawn = owner.drawn(ASK).await;
        assert!(drawn.contains(&own) && drawn.matches("<a ").count() == 1, "{drawn}");
        assert!(drawn.contains("pay here") && drawn.contains("the app"), "their words stay: {drawn}");
        let change = Change::Sites { assistant: world.profile.id.clone(), sites: vec!["https://*.shop.test".to_owned()] };
        world.desk.change_settings(&owner.me, change).await.expect("saves");
        let drawn = owner.drawn(ASK).await;
        assert!(drawn.contains("<a href=\"https://app.shop.test/a\">the app</a>") && !drawn.contains("evil.test"), "{drawn}");
    }
}

#[tokio::test]
async fn a_page_that_fails_for_now_is_searched_on() {
    for world in readers().await {
        let (owner, site) = (Owner::of(&world).await, help_centre().await);
        let line = owner.read(&format!("{}/help", site.url), limits(50)).await;
        site.answers("/help/refunds", 500, &[], "");
        let again = owner.refresh(&line.id).await;
        assert_eq!((&again.state, again.n_pages, again.n_failed), (&State::Partial { why: Trouble::Status { code: 500 } }, 3, 1));
        assert!(owner.told(ASK).await.contains("five days"));
        // The whole site is away: nothing is dropped.
        site.answers("/robots.txt", 503, &[("retry-after", "3600")], "");
        let away = owner.refresh(&line.id).await;
        assert_eq!((&away.state, away.n_pages), (&State::Failed { why: Trouble::Status { code: 503 } }, 3));
        assert!(owner.told(ASK).await.contains("five days"));
    }
}

#[tokio::test]
async fn a_hostile_site_is_read_to_an_end_with_every_trouble_named() {
    for world in readers().await {
        let (owner, site) = (Owner::of(&world).await, Site::start().await);
        let names = [
            "bomb",
            "inside",
            "image",
            "empty",
            "loop",
            "slow",
            "error",
            "odd",
            "late",
            "deep",
            "latin",
            "endless/1",
            "cal?day=1",
            "broken.pdf",
            "terms.pdf",
        ];
        let links: String = names.iter().map(|name| format!("<a href='/help/{name}'>{name}</a> ")).collect();
        site.page("/help/", "Help", &format!("<p>{}</p>{links}", ASK));
        let html = ("content-type", "text/html");
        site.answers("/help/bomb", 200, &[html, ("content-encoding", "gzip")], packed(&vec![b' '; 24 << 20]));
        site.answers("/help/inside", 302, &[("location", "http://169.254.169.254/help/latest")], "");
        site.answers("/help/image", 200, &[("content-type", "image/png")], "PNG");
        site.answers("/help/empty", 200, &[html], "<html><body><div id='app'></div><script>draw()</script></body></html>");
        site.answers("/help/loop", 302, &[("location", "/help/loop")], "");
        site.answers("/help/slow", 302, &[("location", "/help/never")], "");
        site.answers("/help/error", 500, &[], "");
        site.answers("/help/odd", 200, &[html, ("content-encoding", "br")], "??");
        site.answers("/help/late", 429, &[("retry-after", "1000")], "");
        site.answers("/help/deep", 200, &[html], format!("<main>{}", "<div><table><tr><td>".repeat(100_000)));
        site.answers(
            "/help/latin",
            200,
            &[("content-type", "text/html; charset=iso-8859-1")],
            &b"<main><h1>Gr\xF6\xDFe</h1><p>Die Gr\xF6\xDFe der Lampe.</p></main>"[..],
        );
        site.answers("/help/broken.pdf", 200, &[("content-type", "application/pdf")], "%PDF-1.7 nothing of the kind");
        site.answers("/help/terms.pdf", 200, &[("content-type", "application/pdf")], pdf(&["The warranty of a lamp lasts twelve years."]));
        let line = owner.read(&format!("{}/help/", site.url), limits(60)).await;
        assert_eq!(line.state, State::Partial { why: Trouble::TooMany { most: 60 } }, "the calendar has no end");
        let troubles = owner.troubles(&line.id).await;
        let of = |name: &str| troubles.iter().find(|(path, _)| *path == format!("/help/{name}")).map(|(_, trouble)| trouble.clone());
        assert_eq!(of("bomb"), Some(Trouble::TooLarge { most: 20 << 20 }));
        assert_eq!(of("image"), Some(Trouble::Kind { found: "image/png".to_owned() }));
        assert_eq!((of("empty"), of("deep")), (Some(Trouble::Empty), Some(Trouble::Empty)));
        assert_eq!((of("error"), of("late")), (Some(Trouble::Status { code: 500 }), Some(Trouble::Status { code: 429 })));
        assert!(
            matches!(of("odd"), Some(Trouble::Unreadable { .. })) && matches!(of("broken.pdf"), Some(Trouble::Unreadable { .. })),
            "{troubles:?}"
        );
        assert_eq!((of("inside"), of("latin"), of("terms.pdf")), (None, None, None), "{troubles:?}");
        assert!(owner.told("how long does the warranty of a lamp last").await.contains("twelve years"));
        let pages = owner.shown(&line.id).await.pages;
        assert!(pages.iter().any(|page| page.title == "Größe"), "{pages:?}");
        assert!(pages.iter().any(|page| page.href.as_ref().is_some_and(|href| href.as_str().ends_with("terms.pdf"))));
    }
}

#[tokio::test]
async fn a_source_that_cant_be_read_at_all_says_why() {
    for world in readers().await {
        let (owner, site) = (Owner::of(&world).await, Site::start().await);
        site.answers("/away", 302, &[("location", "http://127.0.0.2:9/elsewhere")], "");
        let why = async |url: &str| owner.read(url, limits(5)).await.state;
        assert_eq!(why(&format!("{}/missing", site.url)).await, State::Failed { why: Trouble::Status { code: 404 } });
        assert!(matches!(why("http://10.0.0.1/help").await, State::Failed { why: Trouble::Address { .. } }), "a private address");
        let unknown = why("http://nowhere.invalid/help").await;
        assert!(matches!(unknown, State::Failed { why: Trouble::Address { .. } | Trouble::Unreachable { .. } }), "{unknown:?}");
        assert!(matches!(why("http://127.0.0.1:9/help").await, State::Failed { why: Trouble::Unreachable { .. } }), "nobody listens there");
        assert!(matches!(why(&format!("{}/silent", site.url)).await, State::Failed { why: Trouble::Unreachable { .. } }), "never answers");
        assert!(
            matches!(why(&format!("{}/away", site.url)).await, State::Failed { why: Trouble::Address { .. } }),
            "leads to another site"
        );
        site.answers("/robots.txt", 200, &[], "User-agent: BatonBot\nDisallow: /\n");
        site.page("/help", "Help", "<p>Text</p>");
        assert_eq!(why(&format!("{}/help", site.url)).await, State::Failed { why: Trouble::Robots });
        let draft = Draft::Sitemap { url: format!("{}/nothing.xml", site.url), limits: limits(5), schedule: Schedule::Never };
        site.answers("/robots.txt", 404, &[], "");
        let map = owner.add(draft).await;
        owner.work().await;
        assert_eq!(owner.line(&map.id).await.state, State::Failed { why: Trouble::Status { code: 404 } });
    }
}

#[tokio::test]
async fn a_sitemap_is_its_pages_and_no_others() {
    for world in readers().await {
        let (owner, site) = (Owner::of(&world).await, help_centre().await);
        site.answers(
            "/index.xml",
            200,
            &[],
            format!(
                "<sitemapindex><sitemap><loc>{0}/map.xml.gz</loc></sitemap><sitemap><loc>{0}/index.xml</loc></sitemap></sitemapindex>",
                site.url
            ),
        );
        let only_help = Limits { exclude: vec!["/blog/*".to_owned()], ..limits(9) };
        let line = owner.add(Draft::Sitemap { url: format!("{}/index.xml", site.url), limits: only_help, schedule: Schedule::Daily }).await;
        owner.work().await;
        let shown = owner.shown(&line.id).await;
        assert_eq!(shown.pages.iter().map(|page| page.path.as_str()).collect::<Vec<_>>(), ["/help/trial"]);
        assert_eq!(shown.source.next_at, Some(world.clock_now().plus(24 * 3_600_000)));
        // A pattern that leaves a page out takes it away.
        let none = Limits { include: vec!["/blog/*".to_owned()], ..limits(9) };
        owner.change(&line.id, SourceChange::Limits { limits: none }).await.expect("changes");
        owner.work().await;
        let shown = owner.shown(&line.id).await;
        assert_eq!(shown.pages.iter().map(|page| page.path.as_str()).collect::<Vec<_>>(), ["/blog/other"]);
    }
}

#[tokio::test]
async fn workers_read_by_schedule_and_stop_within_a_second() {
    for world in readers().await {
        let (owner, site) = (Owner::of(&world).await, help_centre().await);
        world.work();
        let url = format!("{}/help", site.url);
        let line = owner.add(Draft::Website { url, limits: limits(50), schedule: Schedule::Hourly }).await;
        let is_ready = || async { (owner.line(&line.id).await.state == State::Ready).then_some(()) };
        until(is_ready).await;
        assert!(owner.told(ASK).await.contains("five days"));
        site.page("/help/refunds", "Refunds", &refunds("nine"));
        world.clock.pass(3_600_000);
        until(|| async { owner.told(ASK).await.contains("nine days").then_some(()) }).await;

        site.page("/slow/", "Slow", "<a href='/slow/endless/1'>1</a>");
        let slow = owner
            .add(Draft::Website {
                url: format!("{}/slow/", site.url),
                limits: Limits { most_depth: 50, ..limits(20_000) },
                schedule: Schedule::Never,
            })
            .await;
        until(|| async { matches!(owner.line(&slow.id).await.state, State::Reading { n_read: 1.., .. }).then_some(()) }).await;
        owner.change(&slow.id, SourceChange::Stop).await.expect("stops");
        let stopped = std::time::Instant::now();
        let state = owner.line(&slow.id).await.state;
        assert_eq!(state, State::Partial { why: Trouble::Stopped });
        // Nothing is asked for any more: the site hears us no longer than a second.
        while tokio::time::timeout(Duration::from_millis(500), site.rung()).await.is_ok() {
            assert!(stopped.elapsed() < Duration::from_secs(3), "it is still being read");
        }
        assert_eq!(owner.line(&slow.id).await.state, State::Partial { why: Trouble::Stopped }, "what was stopped says nothing more");
    }
}

#[tokio::test]
async fn a_small_site_is_ready_while_an_endless_one_is_read() {
    for world in readers().await {
        let (owner, site, endless) = (Owner::of(&world).await, help_centre().await, help_centre().await);
        endless.page("/slow/", "Slow", "<a href='/slow/endless/1'>1</a>");
        world.work();
        let limits_of_endless = Limits { most_depth: 50, ..limits(20_000) };
        let url = format!("{}/slow/", endless.url);
        let slow = owner.add(Draft::Website { url, limits: limits_of_endless, schedule: Schedule::Never }).await;
        until(|| async { matches!(owner.line(&slow.id).await.state, State::Reading { n_read: 1.., .. }).then_some(()) }).await;
        let url = format!("{}/help", site.url);
        let small = owner.add(Draft::Website { url, limits: limits(50), schedule: Schedule::Never }).await;
        until(|| async { (owner.line(&small.id).await.state == State::Ready).then_some(()) }).await;
        assert!(matches!(owner.line(&slow.id).await.state, State::Reading { .. }), "it goes on");
        owner.change(&slow.id, SourceChange::Stop).await.expect("stops");
    }
}

#[tokio::test]
async fn a_reading_that_a_crash_ended_waits_and_is_read_again() {
    for world in readers().await {
        let (owner, site) = (Owner::of(&world).await, help_centre().await);
        let line = owner.add(Draft::Website { url: format!("{}/help", site.url), limits: limits(9), schedule: Schedule::Never }).await;
        let (db, now, home, id) = (&world.desk.db, world.clock_now(), world.workspace().clone(), line.id.clone());
        let claimed = db.write::<_, server::db::Error, _>(move |tx| {
            Box::pin(async move {
                let claimed = store::source::claim(tx, now, now.plus(60_000)).await?.expect("is due");
                let state = State::Reading { n_found: 3, n_read: 1, n_failed: 0 };
                store::source::hold(tx, &home, &id, claimed.fence, &state, now.plus(60_000)).await
            })
        });
        assert_eq!(claimed.await.expect("writes"), 1);
        assert!(matches!(owner.line(&line.id).await.state, State::Reading { .. }));
        owner.work().await;
        assert!(matches!(owner.line(&line.id).await.state, State::Reading { .. }), "nobody else reads it meanwhile");
        // Its process is gone: on SQLite the next one knows, on PostgreSQL the others find out in time.
        world.desk.free_sources().await.expect("frees");
        world.clock.pass(60_001);
        assert_eq!(owner.line(&line.id).await.state, State::Waiting);
        owner.work().await;
        assert_eq!(owner.line(&line.id).await.state, State::Ready);
    }
}

#[tokio::test]
async fn files_of_every_kind_are_answered_from() {
    for world in readers().await {
        let owner = Owner::of(&world).await;
        let line = owner.file("refunds.md", "# Refunds\n\nA refund takes five days to reach your bank account.").await;
        assert_eq!((line.name.as_str(), &line.what, line.n_pages, &line.state), ("Files", &Origin::Files, 1, &State::Ready));
        let told = owner.told(ASK).await;
        assert!(told.contains("A refund takes five days to reach your bank account.") && told.ends_with("[Refunds]"), "{told}");
        owner.file("trial.html", "<title>Trial</title><main><p>The free trial lasts three weeks.</p></main>").await;
        owner.file("hours.txt", "The showroom in Hamburg opens at nine in the morning.").await;
        owner.file("prices.csv", "Lamp,Price\nVesper,129 EUR\nAurora,249 EUR\n").await;
        owner.file("care.docx", word("<w:p><w:r><w:t>Clean the brass lampshade with vinegar.</w:t></w:r></w:p>")).await;
        let line = owner.file("warranty.pdf", pdf(&["The warranty of a lamp lasts twelve years."])).await;
        assert_eq!((line.n_pages, line.n_failed), (6, 0), "{:?}", owner.troubles(&line.id).await);
        for (ask, words) in [
            ("how long does the free trial last", "three weeks"),
            ("when does the showroom in Hamburg open", "nine in the morning"),
            ("what is the price of the Aurora lamp", "249 EUR"),
            ("how do I clean the brass lampshade", "vinegar"),
            ("how long does the warranty of a lamp last", "twelve years"),
        ] {
            assert!(owner.told(ask).await.contains(words), "{ask}: {}", owner.told(ask).await);
        }
        // The same name again takes its place; what is broken leaves what was there.
        owner.file("refunds.md", "# Refunds\n\nA refund takes nine days to reach your bank account.").await;
        assert!(owner.told(ASK).await.contains("nine days"));
        owner.file("warranty.pdf", "%PDF-1.4 broken").await;
        owner.file("care.docx", "PK broken").await;
        let line = owner.file("photo.png", vec![0x89, b'P', b'N', b'G', 0]).await;
        let troubles = owner.troubles(&line.id).await;
        assert!(matches!(&line.state, State::Partial { .. }) && troubles.len() == 3 && line.n_pages == 6, "{troubles:?}");
        assert!(troubles.contains(&("photo.png".to_owned(), Trouble::Kind { found: "png".to_owned() })));
        assert!(troubles.iter().any(|(path, why)| path == "warranty.pdf" && matches!(why, Trouble::Unreadable { .. })));
        assert!(owner.told("how long does the warranty of a lamp last").await.contains("twelve years"));
        owner.change(&line.id, SourceChange::RemovePage { path: "refunds.md".to_owned() }).await.expect("is taken away");
        assert!(!owner.told(ASK).await.contains("days"));
        let (status, told) = owner.upload(&format!("assistant={}&name=a.txt", world.profile.id), vec![b'a'; (20 << 20) + 1]).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{told}");
    }
}

#[tokio::test]
async fn a_bomb_in_a_file_bursts_in_a_child() {
    for world in readers().await.into_iter().take(1) {
        let owner = Owner::of(&world).await;
        let line = owner.file("bomb.docx", word(&"<w:p><w:r><w:t>a</w:t></w:r></w:p>".repeat(1_000_000))).await;
        assert!(matches!(owner.troubles(&line.id).await[0].1, Trouble::Unreadable { .. }), "{:?}", owner.troubles(&line.id).await);
        let nested = format!("%PDF-1.4\n1 0 obj\n{}\nendobj\ntrailer << /Root 1 0 R >>", "[".repeat(1_000_000));
        let line = owner.file("nested.pdf", nested).await;
        assert!(owner.troubles(&line.id).await.iter().all(|(_, why)| matches!(why, Trouble::Unreadable { .. } | Trouble::Empty)));
    }
}

fn pair(question: &str, answer: &str) -> Pair {
    Pair { question: question.to_owned(), answer: answer.to_owned() }
}

#[tokio::test]
async fn pairs_and_pasted_text_are_answered_from() {
    for world in readers().await {
        let owner = Owner::of(&world).await;
        let line = owner
            .add(Draft::Pairs { name: "FAQ".to_owned(), pairs: vec![pair(" How long does a  refund take? ", "It takes **five** days.")] })
            .await;
        assert_eq!((&line.state, line.n_pages), (&State::Ready, 1));
        let told = owner.told("how long does a refund take?").await;
        assert!(told.contains("It takes five days.") && told.ends_with("[How long does a refund take?]"), "{told}");
        let csv = "Question;Answer\nHow long does a refund take;It takes nine days.\nDo you ship abroad?;Yes, to Norway.\n;x\n";
        let preview = world.desk.preview_pairs(&owner.me, Some(line.id.clone()), csv).await.expect("reads");
        assert_eq!(preview.new, [pair("Do you ship abroad?", "Yes, to Norway.")]);
        assert_eq!(preview.changed, [(pair("How long does a refund take", "It takes **five** days."), "It takes nine days.".to_owned())]);
        assert_eq!((preview.n_same, preview.wrong), (0, vec![(4, "There is no question.".to_owned())]));
        let both = vec![pair("How long does a refund take", "It takes nine days."), preview.new[0].clone()];
        let line = owner.change(&line.id, SourceChange::AddPairs { pairs: both.clone() }).await.expect("adds");
        assert_eq!(line.n_pages, 2);
        assert_eq!(world.desk.pairs(&owner.me, &line.id).await.expect("reads"), both);
        assert!(owner.told("how long does a refund take?").await.contains("nine days"));
        owner.change(&line.id, SourceChange::Pairs { pairs: both[1..].to_vec() }).await.expect("replaces");
        assert_eq!(world.desk.pairs(&owner.me, &line.id).await.expect("reads"), both[1..]);
        assert!(!owner.told("how long does a refund take?").await.contains("nine days"));
        let wrong = Draft::Pairs { name: "Other".to_owned(), pairs: vec![pair("Why?", " ")] };
        assert!(matches!(world.desk.add_source(&owner.me, &world.profile.id, wrong).await, Err(Fault::Invalid { .. })));
        let twice = Draft::Pairs { name: "FAQ".to_owned(), pairs: vec![] };
        assert!(
            matches!(world.desk.add_source(&owner.me, &world.profile.id, twice).await, Err(Fault::Invalid { field, .. }) if field == "name")
        );

        let text = "# Opening hours\n\nThe showroom in Hamburg opens at nine in the morning.";
        let line = owner.add(Draft::Text { name: "Hours".to_owned(), text: text.to_owned() }).await;
        assert!(owner.told("when does the showroom in Hamburg open").await.contains("nine in the morning"));
        owner.change(&line.id, SourceChange::Text { text: text.replace("nine", "ten") }).await.expect("changes");
        assert!(owner.told("when does the showroom in Hamburg open").await.contains("ten in the morning"));
    }
}

#[tokio::test]
async fn what_is_switched_off_or_taken_away_is_silent() {
    for world in readers().await {
        let owner = Owner::of(&world).await;
        world
            .docs(&[
                ("refunds.md", "# Refunds\n\nA refund takes five days to reach your bank account."),
                ("trial.md", "# Trial\n\nThe free trial lasts three weeks."),
            ])
            .await;
        let line = world.desk.knowledge(&owner.me).await.expect("lists").remove(0).sources.remove(0);
        assert_eq!((&line.what, line.n_pages, &line.state), (&Origin::Folder, 2, &State::Ready), "a folder is a source too");
        let switch = async |change: SourceChange| owner.change(&line.id, change).await.expect("switches");
        let page = |is_on| SourceChange::SwitchPage { path: "refunds".to_owned(), is_on };
        assert!(owner.told(ASK).await.contains("five days"));
        assert_eq!(switch(page(false)).await.n_pages, 1);
        assert!(!owner.told(ASK).await.contains("five days"));
        // What is read anew stays off until somebody switches it on.
        world
            .docs(&[
                ("refunds.md", "# Refunds\n\nA refund takes six days to reach your bank account."),
                ("trial.md", "# Trial\n\nThe free trial lasts three weeks."),
            ])
            .await;
        assert!(!owner.told(ASK).await.contains("days"));
        switch(page(true)).await;
        assert!(owner.told(ASK).await.contains("six days"));
        assert_eq!(switch(SourceChange::Switch { is_on: false }).await.n_pages, 0);
        assert!(!owner.told(ASK).await.contains("days"));
        switch(SourceChange::Switch { is_on: true }).await;
        assert!(owner.told(ASK).await.contains("six days"));
        assert!(matches!(owner.change(&line.id, SourceChange::Refresh).await, Err(Fault::Invalid { .. })));
        let document = owner.shown(&line.id).await.pages[0].document.clone().expect("was read");
        world.desk.remove_source(&owner.me, &line.id).await.expect("is taken away");
        assert!(!owner.told(ASK).await.contains("days"));
        assert_eq!(owner.change(&line.id, SourceChange::Refresh).await, Err(Fault::NotFound));
        assert!(!world.desk.document(&owner.me, &document).await.expect("stays, for receipts").is_current);
        world.docs(&[("refunds.md", "# Refunds\n\nA refund takes two days to reach your bank account.")]).await;
        assert!(owner.told(ASK).await.contains("two days"), "the same name again is another source");
    }
}

#[tokio::test]
async fn a_foreign_source_answers_as_a_missing_one() {
    for world in readers().await {
        let owner = Owner::of(&world).await;
        let line = owner.file("refunds.md", "# Refunds\n\nA refund takes five days to reach your bank account.").await;
        let document = owner.shown(&line.id).await.pages[0].document.clone().expect("was read");
        let eve = world.cookie("eve@example.com").await;
        let call = async |name: &str, body: Value| {
            let reply = world.send(with(post(&format!("/api/app/{name}"), &body), header::COOKIE, &eve)).await;
            (reply.status(), text(reply).await)
        };
        let missing = "01zzzzzzzzzzzzzzzzzzzzzzzz";
        let asks = [
            ("source", "id", line.id.as_str(), json!({ "wanted": { "words": "", "only_failed": false, "skip": 0 } })),
            ("document", "id", document.as_str(), json!({})),
            ("change_source", "id", line.id.as_str(), json!({ "change": { "is": "switch", "is_on": false } })),
            ("change_source", "id", line.id.as_str(), json!({ "change": { "is": "remove_page", "path": "refunds.md" } })),
            ("remove_source", "id", line.id.as_str(), json!({})),
            ("pairs", "id", line.id.as_str(), json!({})),
            ("preview_pairs", "source", line.id.as_str(), json!({ "csv": "a,b" })),
            ("add_source", "assistant", world.profile.id.as_str(), json!({ "draft": { "is": "files", "name": "Mine" } })),
        ];
        for (name, field, id, mut body) in asks {
            body[field] = json!(id);
            let foreign = call(name, body.clone()).await;
            body[field] = json!(missing);
            assert_eq!(foreign, call(name, body).await, "{name}");
            assert_eq!(foreign.0, StatusCode::NOT_FOUND, "{name}: {}", foreign.1);
        }
        let (_, list) = call("knowledge", json!({})).await;
        assert!(!list.contains(line.id.as_str()), "{list}");
        let upload = async |query: String| {
            let request = Request::post(format!("/knowledge/files?{query}&name=a.txt"))
                .header(header::HOST, "chat.test")
                .header(header::ORIGIN, "http://chat.test");
            let reply = world.send(request.header(header::COOKIE, &eve).body("text".into()).expect("a request")).await;
            (reply.status(), text(reply).await)
        };
        let own = world.desk.knowledge(&world.member("eve@example.com").await).await.expect("lists")[0].assistant.clone();
        assert_eq!(upload(format!("assistant={}", world.profile.id)).await, upload(format!("assistant={missing}")).await);
        assert_eq!(upload(format!("assistant={own}&source={}", line.id)).await, upload(format!("assistant={own}&source={missing}")).await);
        assert!(owner.told(ASK).await.contains("five days"), "nothing was changed");
    }
}

#[tokio::test]
async fn a_command_on_the_server_leaves_other_kinds_of_sources_alone() {
    for world in readers().await {
        let owner = Owner::of(&world).await;
        owner
            .add(Draft::Text {
                name: "docs".to_owned(),
                text: "## How long a refund takes\n\nA refund takes five days to reach your bank account.".to_owned(),
            })
            .await;
        let upload = server::desk::Upload { source: "docs".to_owned(), base_url: String::new(), documents: Vec::new() };
        assert!(world.desk.ingest(&world.profile, upload).await.is_err());
        assert!(owner.told(ASK).await.contains("five days"));
        let reply = world.send(with(post("/api/app/knowledge", &json!({})), header::COOKIE, &world.cookie("ana@example.com").await)).await;
        let cases: Value = body(reply).await;
        assert_eq!(cases[0]["sources"][0]["what"]["is"], "text", "{cases}");
    }
}
