//! The language of a page: the browser's wish, unless one was chosen; every word of it, before any script.

use crate::world::{World, each, form, get, text, with};
use axum::http::{Request, StatusCode, header};

const GERMAN: &str = "de-AT,de;q=0.9,en;q=0.5";

fn in_german(path: &str) -> Request<axum::body::Body> {
    with(get(path), header::ACCEPT_LANGUAGE, GERMAN)
}

/// What a page shows: its text and what is read out, without its scripts.
async fn page(world: &World, request: Request<axum::body::Body>) -> String {
    let reply = world.send(request).await;
    assert_eq!(reply.status(), StatusCode::OK);
    text(reply).await
}

#[tokio::test]
async fn a_browser_that_asks_for_german_gets_german() {
    for world in each().await {
        let sign_in = page(&world, in_german("/sign-in")).await;
        assert!(sign_in.contains(r#"<html lang="de" dir="ltr""#), "{sign_in}");
        for word in ["<title>Anmelden · Baton</title>", "Bei Baton anmelden", "Passwort", "English"] {
            assert!(sign_in.contains(word), "{word}: {sign_in}");
        }
        for other in [get("/sign-in"), with(get("/sign-in"), header::ACCEPT_LANGUAGE, "fr")] {
            let english = page(&world, other).await;
            assert!(english.contains(r#"<html lang="en""#) && english.contains("Sign in to Baton"), "{english}");
        }
    }
}

/// A whole page in an unoptimised build is one deep call; a test's thread is too shallow for it.
fn on_a_deep_stack(story: impl Future<Output = ()> + Send + 'static) {
    let run = move || tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(story);
    let thread = std::thread::Builder::new().stack_size(16 << 20).spawn(run).expect("a thread");
    thread.join().expect("the story holds");
}

#[test]
fn the_inbox_and_a_thread_are_german_in_every_part() {
    on_a_deep_stack(german_in_every_part());
}

async fn german_in_every_part() {
    for world in each().await {
        let visitor = world.visitor().await;
        visitor.say("message-0001", "Hello there").await;
        visitor.ask_for_person().await;
        let id = visitor.conversation().await;
        let cookie = world.cookie("ana@example.com").await;
        let thread = page(&world, with(in_german(&format!("/inbox/{id}")), header::COOKIE, &cookie)).await;
        let list = page(&world, with(in_german("/inbox"), header::COOKIE, &cookie)).await;
        let closed = page(&world, with(in_german("/inbox?folder=closed"), header::COOKIE, &cookie)).await;
        for (shown, words) in [
            (&thread, &["Eingang", "Braucht einen Menschen", "Wartet auf einen Menschen.", "Mensch gewünscht", "Annehmen"][..]),
            (&thread, &["Antwort schreiben", "Senden", "Erstkontakt", "Heute", "Besucher ", "Abmelden", "(1) Eingang · Baton"]),
            (&list, &["Gespräche", "Alle offenen", "Kein Gespräch geöffnet"]),
            (&closed, &["Noch ist nichts geschlossen"]),
        ] {
            for word in words {
                assert!(shown.contains(word), "{word}: {shown}");
            }
        }
        for english in ["Inbox", "Needs a person", "Waiting", "Claim", "Write a", "Send<", "First seen", "Today", "Visitor ", "Sign out"] {
            for shown in [&thread, &list, &closed] {
                assert!(!shown.contains(english), "{english}: {shown}");
            }
        }
    }
}

#[tokio::test]
async fn a_choice_is_kept_and_leads_back_to_where_it_was_made() {
    for world in each().await {
        let chosen = world.send(form("/language", "lang=de&next=/sign-in")).await;
        assert_eq!((chosen.status(), &chosen.headers()[header::LOCATION]), (StatusCode::SEE_OTHER, &"/sign-in".parse().expect("a value")));
        let cookie = chosen.headers()[header::SET_COOKIE].to_str().expect("text").to_owned();
        assert!(cookie.starts_with("lang=de; Path=/; HttpOnly; SameSite=Lax; Max-Age="), "{cookie}");
        let shown = page(&world, with(get("/sign-in"), header::COOKIE, "lang=de")).await;
        assert!(shown.contains(r#"<html lang="de""#) && shown.contains("Bei Baton anmelden"));
        let back = page(&world, with(in_german("/sign-in"), header::COOKIE, "lang=en")).await;
        assert!(back.contains(r#"<html lang="en""#) && back.contains("Sign in to Baton"));

        let foreign = world.send(form("/language", "lang=de&next=https://evil.test/")).await;
        assert_eq!(foreign.headers()[header::LOCATION], "/inbox");
        let unknown = world.send(form("/language", "lang=tlh&next=/sign-in")).await;
        assert_eq!(unknown.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unknown.headers().get(header::SET_COOKIE).is_none());
    }
}
