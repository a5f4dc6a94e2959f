//! What a visitor can count on, told to a session event by event.

use super::*;
use crate::tree::parsed;
use app::talk::Is;

const WELCOME: &str = r#"{"token":"t1","name":"Plum","tagline":"","greeting":"Hi","starters":[],"visitor":"","seq":4,"entries":[]}"#;

fn ok(body: &str) -> Reply<'static> {
    Reply { status: 200, wait: 0, body: parsed(body) }
}

fn status(status: u32) -> Reply<'static> {
    Reply { status, wait: 0, body: Tree::default() }
}

fn mine(seq: u64, id: &str) -> String {
    [r#"{"seq":"#, &digits(seq), r#","at":1,"what":{"is":"mine","id":""#, id, r#"","text":"hi"}}"#].concat()
}

fn reply_of(seq: u64) -> String {
    [r#"{"seq":"#, &digits(seq), r#","at":1,"what":{"is":"reply","by":"Ana","body":[]}}"#].concat()
}

fn entries(of: &[String]) -> Reply<'static> {
    ok(&["{\"entries\":[", &of.join(","), "]}"].concat())
}

/// A chunk of the stream with one frame.
fn frame(data: &str) -> Tree<'static> {
    parsed(&[r#"[{"data":"#, data, "}]"].concat())
}

/// A session that is open and listens.
fn live() -> Session {
    let mut it = Session::new("pk_1", "Plum", Memory::default());
    it.open(true);
    it.replied("start", &ok(WELCOME));
    it.heard(Tree::default());
    it.todo();
    it
}

fn posts(it: &mut Session) -> Vec<Request> {
    let post = |effect| match effect {
        Effect::Post { request, .. } => Some(request),
        _ => None,
    };
    it.todo().into_iter().filter_map(post).collect()
}

fn seqs(it: &Session) -> Vec<u64> {
    it.talk.entries.iter().map(|entry| entry.seq).collect()
}

#[test]
fn a_stranger_asks_the_server_nothing_before_the_first_click() {
    let mut it = Session::new("pk_1", "Plum", Memory::default());
    assert_eq!(it.todo(), vec![]);
    it.open(true);
    assert_eq!(posts(&mut it), vec![Request::new("start", &["assistant", "pk_1"])]);
}

#[test]
fn a_returning_visitor_is_connected_at_once() {
    let mut it = Session::new("pk_1", "Plum", Memory { token: "t0", ..Memory::default() });
    assert_eq!(posts(&mut it).len(), 1);
}

#[test]
fn what_was_written_before_the_start_is_sent_after_it() {
    let mut it = Session::new("pk_1", "Plum", Memory::default());
    assert!(it.say("m1", "hi", ""));
    assert_eq!(posts(&mut it), vec![Request::new("start", &["assistant", "pk_1"])]);
    it.replied("start", &ok(WELCOME));
    let said = Request::new("messages", &["id", "m1", "body", "hi", "files\u{2}", ""]);
    assert!(it.todo().contains(&Effect::Post { request: said, token: "t1".to_owned() }));
}

#[test]
fn where_the_server_will_not_have_us_nothing_is_left_on_its_way() {
    let mut it = Session::new("pk_1", "Plum", Memory::default());
    it.say("m1", "hi", "");
    it.replied("start", &Reply { status: 403, wait: 0, body: parsed(r#"{"detail":"Switched off."}"#) });
    assert_eq!((it.trouble.as_str(), it.look()), ("Switched off.", "off"));
    assert!(matches!(it.outbox.letters[0].state, crate::outbox::State::Failed(_)));
    it.todo();
    it.retry("m1");
    assert_eq!(posts(&mut it), vec![Request::new("start", &["assistant", "pk_1"])]);
    it.replied("start", &ok(WELCOME));
    assert_eq!((it.trouble.as_str(), it.look()), ("", ""));
    assert_eq!(posts(&mut it), vec![Request::new("messages", &["id", "m1", "body", "hi", "files\u{2}", ""])]);
}

#[test]
fn who_opens_the_chat_again_where_the_server_would_not_have_us_is_let_in_by_then() {
    let mut it = Session::new("pk_1", "Plum", Memory::default());
    it.open(true);
    it.replied("start", &Reply { status: 403, wait: 0, body: parsed(r#"{"detail":"Switched off."}"#) });
    it.todo();
    it.open(false);
    assert_eq!((posts(&mut it), it.look()), (vec![], "off"));
    it.open(true);
    assert_eq!(posts(&mut it), vec![Request::new("start", &["assistant", "pk_1"])]);
    it.replied("start", &ok(WELCOME));
    assert_eq!((it.trouble.as_str(), it.look()), ("", ""));
}

#[test]
fn a_reply_that_overtakes_the_stream_hides_nothing() {
    let mut it = live();
    it.say("m1", "hi", "");
    it.replied("messages", &entries(&[mine(7, "m1")]));
    assert_eq!((seqs(&it), it.outbox.letters.len()), (vec![7], 0));
    it.heard(frame(&reply_of(6)));
    it.heard(frame(&mine(7, "m1")));
    assert_eq!(seqs(&it), vec![6, 7]);
}

#[test]
fn the_stream_is_resumed_after_what_it_brought_itself() {
    let mut it = live();
    it.say("m1", "hi", "");
    it.replied("messages", &entries(&[mine(7, "m1")]));
    it.heard(frame(&reply_of(6)));
    it.ended(&status(0));
    it.todo();
    it.tick(Timer::Retry);
    assert!(it.todo().contains(&Effect::Listen { after: 6, token: "t1".to_owned() }));
}

#[test]
fn a_message_that_failed_is_sent_again_under_its_id_when_the_line_is_back() {
    let mut it = live();
    it.say("m1", "hi", "");
    it.replied("messages", &status(0));
    assert!(matches!(it.outbox.letters[0].state, crate::outbox::State::Failed(_)));
    it.todo();
    it.ended(&status(0));
    it.tick(Timer::Retry);
    it.heard(Tree::default());
    assert_eq!(posts(&mut it), vec![Request::new("messages", &["id", "m1", "body", "hi", "files\u{2}", ""])]);
}

#[test]
fn nothing_is_sent_while_offline_and_all_of_it_after() {
    let mut it = live();
    it.online(false);
    it.say("m1", "hi", "");
    assert_eq!(posts(&mut it), vec![]);
    it.online(true);
    assert_eq!(posts(&mut it).len(), 1);
}

#[test]
fn a_reset_draws_the_thread_afresh() {
    let mut it = live();
    it.heard(frame(&reply_of(6)));
    it.heard(parsed(r#"[{"event":"reset","data":{}}]"#));
    assert_eq!(seqs(&it), vec![6]);
    it.replied("start", &ok(&WELCOME.replace("[]}", &["[", reply_of(9).as_str(), "]}"].concat())));
    assert_eq!(seqs(&it), vec![9]);
}

#[test]
fn a_token_that_is_refused_is_forgotten_once_and_then_with_pauses() {
    let mut it = live();
    it.ended(&status(401));
    let todo = it.todo();
    assert!(todo.contains(&Effect::Keep(Slot::Token, String::new())));
    assert!(todo.contains(&Effect::Post { request: Request::new("start", &["assistant", "pk_1"]), token: String::new() }));
    it.replied("start", &ok(WELCOME));
    it.ended(&status(401));
    assert_eq!(posts(&mut it), vec![]);
}

#[test]
fn a_break_is_told_only_when_it_lasts() {
    let mut it = live();
    it.ended(&status(0));
    assert!(!it.is_lost);
    it.tick(Timer::Lost);
    assert!(it.is_lost);
    it.tick(Timer::Retry);
    it.heard(Tree::default());
    assert!(!it.is_lost);
}

#[test]
fn unread_counts_what_others_wrote_until_it_is_seen() {
    let mut it = live();
    it.open(false);
    it.heard(frame(&reply_of(6)));
    it.heard(frame(&mine(7, "m1")));
    assert!(it.todo().contains(&Effect::Tell(Notice::Unread(1))));
    it.open(true);
    let todo = it.todo();
    assert!(todo.contains(&Effect::Tell(Notice::Unread(0))) && todo.contains(&Effect::Keep(Slot::Seen, "7".to_owned())));
}

#[test]
fn dots_are_shown_for_a_slow_answer_only_and_not_for_ever() {
    let mut it = live();
    it.say("m1", "hi", "");
    it.replied("messages", &entries(&[mine(7, "m1")]));
    assert_eq!(it.dots, Dots::Soon);
    it.tick(Timer::Dots);
    assert_eq!(it.dots, Dots::On);
    it.tick(Timer::Dots);
    assert_eq!(it.dots, Dots::Spent);
    it.heard(frame(&reply_of(8)));
    assert_eq!(it.dots, Dots::Off);
}

#[test]
fn nobody_waits_for_the_assistant_when_a_person_was_asked_for() {
    let mut it = live();
    it.say("m1", "hi", "");
    let handed = r#"{"seq":8,"at":1,"what":{"is":"handed_off","why":"not_in_docs"}}"#.to_owned();
    it.replied("messages", &entries(&[mine(7, "m1"), handed]));
    assert_eq!((it.talk.speaker, it.dots), (Speaker::Queue, Dots::Off));
    assert_eq!((it.talk.entries[1].is, it.talk.entries[1].what().text("why")), (Is::HandedOff, "not_in_docs"));
}

#[test]
fn a_person_is_asked_for_once_and_a_failure_is_told() {
    let mut it = live();
    it.ask_for_person("");
    it.ask_for_person("");
    assert_eq!(posts(&mut it), vec![Request::new("person", &[])]);
    it.replied("person", &Reply { status: 503, wait: 0, body: parsed(r#"{"detail":"Busy."}"#) });
    assert_eq!(it.person, Wish::Failed("Busy.".to_owned()));
}

#[test]
fn a_tab_in_the_background_lets_go_of_the_stream_and_catches_up() {
    let mut it = live();
    it.hide(true);
    it.tick(Timer::Idle);
    assert_eq!(it.link, Link::Asleep);
    it.todo();
    it.hide(false);
    assert!(it.todo().contains(&Effect::Listen { after: 4, token: "t1".to_owned() }));
}

#[test]
fn an_entry_of_a_newer_server_is_left_out() {
    let mut it = live();
    it.heard(frame(r#"{"seq":6,"at":1,"what":{"is":"sung"}}"#));
    it.heard(frame(r#"{"seq":7,"at":1,"what":{"is":"answer","kind":"not_covered","parts":[],"sources":[]}}"#));
    assert_eq!(seqs(&it), vec![7]);
    assert_eq!(it.talk.entries[0].is, Is::Answer);
}

/// One file as the server told of it, in a list.
const FILES: &str = "\u{1}0\u{2}\u{1}id\u{2}f1\u{3}\u{1}name\u{2}a.png\u{3}\u{3}";

/// A live session of an assistant whose welcome has these fields more.
fn live_with(more: &str) -> Session {
    let mut it = live();
    it.start();
    it.replied("start", &ok(&WELCOME.replace(r#""seq":4"#, &[r#""seq":4,"#, more].concat())));
    it.heard(Tree::default());
    it.todo();
    it
}

fn named(path: &str, posts: &[Request]) -> Vec<String> {
    posts.iter().filter(|it| it.path == path).map(|it| it.fields.clone()).collect()
}

#[test]
fn the_team_learns_what_was_before_the_visitors_eyes_and_only_that() {
    let mut it = live();
    it.heard(frame(&reply_of(6)));
    assert!(it.todo().contains(&Effect::Wake(Timer::Seen, 1_000)));
    it.tick(Timer::Seen);
    assert_eq!(named("seen", &posts(&mut it)), ["seq\u{2}\u{1}6\u{1}"]);
    it.tick(Timer::Seen);
    assert_eq!(posts(&mut it), vec![], "told once");
    it.hide(true);
    it.heard(frame(&reply_of(7)));
    it.tick(Timer::Seen);
    assert_eq!(posts(&mut it), vec![], "in the background nothing is seen");
    it.hide(false);
    it.open(false);
    it.tick(Timer::Seen);
    assert_eq!(posts(&mut it), vec![], "nor in a closed panel");
    it.open(true);
    it.tick(Timer::Seen);
    assert_eq!(named("seen", &posts(&mut it)), ["seq\u{2}\u{1}7\u{1}"]);
    it.replied("seen", &status(0));
    it.ended(&status(0));
    it.todo();
    it.tick(Timer::Retry);
    it.heard(Tree::default());
    assert!(it.todo().contains(&Effect::Wake(Timer::Seen, 1_000)), "what got lost is told again, once the line is back");
}

#[test]
fn a_glance_in_passing_is_not_seen() {
    let mut it = live();
    it.heard(frame(&reply_of(6)));
    it.open(false);
    it.tick(Timer::Seen);
    assert_eq!(posts(&mut it), vec![]);
}

#[test]
fn who_types_is_told_until_they_stop_and_their_words_only_where_the_owner_wants_it() {
    let mut it = live();
    it.types("hel");
    assert!(it.todo().contains(&Effect::Wake(Timer::Typing, 5_000)));
    it.types("hello");
    assert_eq!(named("typing", &posts(&mut it)), ["is_typing\u{2}\u{1}true\u{1}draft\u{1}\u{1}"]);
    it.tick(Timer::Typing);
    it.tick(Timer::Typing);
    it.types("");
    assert_eq!(named("typing", &posts(&mut it)), ["is_typing\u{2}\u{1}false\u{1}draft\u{1}\u{1}"], "once");
    it.types("hi");
    it.todo();
    it.say("m1", "hi", "");
    assert_eq!(posts(&mut it).iter().map(|it| it.path).collect::<Vec<_>>(), ["typing", "messages"], "who sends has stopped typing");

    let mut it = live_with(r#""shares_draft":true"#);
    it.types("hello");
    assert_eq!(named("typing", &posts(&mut it)), ["is_typing\u{2}\u{1}true\u{1}draft\u{1}hello\u{1}"]);
}

#[test]
fn a_reply_to_a_sign_of_life_changes_nothing_else() {
    let mut it = live();
    it.introduce("name", "Mara");
    it.types("hi");
    it.replied("typing", &status(404));
    it.replied("seen", &status(204));
    assert_eq!(it.naming, Wish::Asked);
}

#[test]
fn who_is_near_is_shown_until_they_leave_or_nothing_is_heard_of_them() {
    let mut it = live();
    let near = r#"[{"event":"near","data":{"name":"Ana","is_typing":true}}]"#;
    it.heard(parsed(near));
    assert_eq!((it.near().text("name"), it.near().text("is_typing")), ("Ana", "true"));
    assert!(it.todo().contains(&Effect::Wake(Timer::Near, 12_000)));
    it.heard(parsed(r#"[{"event":"near","data":null}]"#));
    assert_eq!(it.near().0, "");
    it.heard(parsed(near));
    it.tick(Timer::Near);
    assert_eq!(it.near().0, "");
}

#[test]
fn files_go_along_with_a_message_and_need_no_words() {
    let mut it = live();
    assert!(it.say("m1", "", FILES));
    assert_eq!(named("messages", &posts(&mut it)), ["id\u{1}m1\u{1}body\u{1}\u{1}files\u{2}\u{1}[\"f1\"]\u{1}"]);
    assert!(!it.say("m2", "", ""), "neither is nothing");
}

#[test]
fn a_refused_message_goes_back_into_the_composer_with_its_files() {
    let mut it = live();
    it.say("m1", "much too long", FILES);
    it.replied("messages", &status(422));
    it.todo();
    it.edit("m1");
    assert!(it.todo().contains(&Effect::Fill("much too long".to_owned(), FILES.to_owned())));
    assert_eq!(it.outbox.letters, vec![]);
}

#[test]
fn who_would_rather_not_say_who_they_are_is_not_asked_again_after_a_reload() {
    let mut it = live();
    it.later();
    assert!(it.todo().contains(&Effect::Keep(Slot::Later, "1".to_owned())));
    assert!(Session::new("pk_1", "Plum", Memory { later: "1", ..Memory::default() }).is_later);
}

#[test]
fn time_is_the_servers_whatever_the_browsers_clock_says() {
    let mut it = Session::new("pk_1", "Plum", Memory::default());
    it.now = 1_000_000;
    it.open(true);
    it.replied("start", &ok(&WELCOME.replace(r#""seq":4"#, r#""now":400000,"seq":4"#)));
    it.now += 5_000;
    assert_eq!(it.time(), 405_000);
}

fn start_with(proof: &str) -> Request {
    match proof {
        "" => Request::new("start", &["assistant", "pk_1"]),
        proof => Request::new("start", &["assistant", "pk_1", "identity", proof]),
    }
}

#[test]
fn the_sites_word_goes_with_the_start_and_once() {
    let mut it = Session::new("pk_1", "Plum", Memory { token: "t0", ..Memory::default() });
    assert_eq!(posts(&mut it), vec![start_with("")]);
    it.identify("jwt-1");
    assert_eq!(posts(&mut it), vec![], "one start at a time");
    it.replied("start", &ok(&WELCOME.replace("t1", "t0")));
    assert_eq!(posts(&mut it), vec![start_with("jwt-1")]);
    it.replied("start", &ok(WELCOME));
    let todo = it.todo();
    assert!(
        todo.contains(&Effect::Keep(Slot::Token, "t1".to_owned())) && todo.contains(&Effect::Listen { after: 4, token: "t1".to_owned() })
    );
    it.heard(parsed(r#"[{"event":"reset","data":{}}]"#));
    assert_eq!(posts(&mut it), vec![start_with("")], "a session needs no second word");
}

#[test]
fn a_word_that_proves_nothing_leaves_the_visitor_who_they_are() {
    let mut it = live();
    it.identify("jwt-1");
    it.todo();
    it.replied("start", &status(422));
    assert!(it.todo().contains(&Effect::Post { request: start_with(""), token: "t1".to_owned() }));
    assert_eq!(it.trouble, "");
}

#[test]
fn a_word_outlives_a_bad_line_and_a_newer_one_counts() {
    let mut it = live();
    it.identify("jwt-1");
    it.replied("start", &status(0));
    it.todo();
    it.tick(Timer::Retry);
    assert_eq!(posts(&mut it), vec![start_with("jwt-1")]);
    it.identify("jwt-2");
    it.replied("start", &ok(WELCOME));
    assert_eq!(posts(&mut it), vec![start_with("jwt-2")]);
}

#[test]
fn what_the_owner_asks_first_stands_until_it_is_filled_in_or_the_talk_has_begun() {
    let mut it = live_with(r#""asks":true"#);
    assert!(it.asks());
    it.replied("form", &Reply { status: 422, wait: 0, body: parsed(r#"{"detail":"Fill in E-mail."}"#) });
    assert_eq!((it.asks(), it.trouble.as_str()), (true, "Fill in E-mail."));
    it.replied("form", &status(0));
    assert_eq!((it.asks(), it.trouble.is_empty()), (true, false));
    it.replied("form", &ok(r#"{"entries":[]}"#));
    assert_eq!((it.asks(), it.trouble.as_str()), (false, ""));
    let mut it = live_with(r#""asks":true"#);
    it.heard(frame(&reply_of(6)));
    assert!(!it.asks());
}

#[test]
fn what_was_asked_while_they_wait_and_refused_says_why_until_it_is_taken() {
    let mut it = live();
    let handed = r#"{"seq":6,"at":1,"what":{"is":"handed_off","why":"asked_for_person"}}"#;
    it.heard(frame(handed));
    it.heard(frame(r#"{"seq":7,"at":1,"what":{"is":"asked","fields":[{"label":"Mail","kind":"email"}]}}"#));
    it.replied("details", &Reply { status: 422, wait: 0, body: parsed(r#"{"detail":"That is no e-mail address."}"#) });
    assert_eq!((&it.giving, it.trouble.as_str()), (&Wish::Failed("That is no e-mail address.".to_owned()), ""));
    it.replied("details", &entries(&[r#"{"seq":8,"at":1,"what":{"is":"filled_in","said":""}}"#.to_owned()]));
    assert_eq!((&it.giving, seqs(&it)), (&Wish::Idle, vec![6, 7, 8]), "shown before the stream brings it");
}

#[test]
fn a_page_says_why_it_calls_a_person() {
    let mut it = live();
    it.ask_for_person("The cart is full");
    assert_eq!(posts(&mut it), vec![Request::new("person", &["reason", "The cart is full"])]);
}
