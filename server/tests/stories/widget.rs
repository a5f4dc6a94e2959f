//! The customer's side of the wire: what a frame without storage is known by, what was seen, where they came from, and the
//! widget's own files in the visitor's language and the owner's colour.

use crate::world::{Visitor, World, body, each, get, post, text, with};
use app::{
    api::inbox::InboxDesk,
    domain::{command::Command, event::What},
    talk::{Shown, Welcome},
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::json;

async fn opened(world: &World, cookie: Option<&str>) -> (String, String) {
    let start = post("/api/widget/v1/start", &json!({ "assistant": world.profile.public_key }));
    let reply = world.send(if let Some(cookie) = cookie { with(start, header::COOKIE, cookie) } else { start }).await;
    let kept = reply.headers().get(header::SET_COOKIE).and_then(|it| it.to_str().ok()).expect("a cookie").to_owned();
    (body::<Welcome>(reply).await.token, kept)
}

#[tokio::test]
async fn a_frame_without_storage_is_known_by_a_cookie_that_no_page_and_no_other_site_can_read() {
    for world in each().await {
        let (token, kept) = opened(&world, None).await;
        for word in ["HttpOnly", "SameSite=None", "Secure", "Partitioned", "Path=/api/widget/v1/start"] {
            assert!(kept.split("; ").any(|part| part == word), "{kept}");
        }
        let cookie = kept.split(';').next().expect("name and value");
        assert_eq!(opened(&world, Some(cookie)).await.0, token, "known again");
        let (name, _) = cookie.split_once('=').expect("name and value");
        for stale in ["", "forged", &token[1..]] {
            assert_ne!(opened(&world, Some(&format!("{name}={stale}"))).await.0, token);
        }
        // It opens nothing but the start.
        let say = post("/api/widget/v1/messages", &json!({ "id": "message-0001", "body": "x" }));
        assert_eq!(world.send(with(say, header::COOKIE, cookie)).await.status(), StatusCode::UNAUTHORIZED);
        // A token of its own counts more, and nobody else's page may ask.
        let other = world.visitor().await;
        let start = || post("/api/widget/v1/start", &json!({ "assistant": world.profile.public_key }));
        let reply = other.send(with(start(), header::COOKIE, cookie)).await;
        assert_eq!(body::<Welcome>(reply).await.token, other.token);
        let foreign = with(with(start(), header::COOKIE, cookie), header::ORIGIN, "https://evil.test");
        assert_eq!(world.send(foreign).await.status(), StatusCode::FORBIDDEN);
    }
}

async fn saw(visitor: &Visitor<'_>, seq: u64) -> StatusCode {
    visitor.send(post("/api/widget/v1/seen", &json!({ "seq": seq }))).await.status()
}

#[tokio::test]
async fn the_team_learns_what_the_visitor_has_seen() {
    for world in each().await {
        let visitor = world.visitor().await;
        assert_eq!(saw(&visitor, 1).await, StatusCode::NO_CONTENT, "nothing was said yet: nothing to see");
        visitor.say("message-0001", "hello").await;
        let id = visitor.conversation().await;
        let ana = world.member("ana@example.com").await;
        world.desk.act(&ana, &id, Command::Claim).await.expect("is granted");
        let thread = || async { world.desk.thread(&ana, &id).await.expect("reads") };
        let (seq, seen) = (thread().await.conversation.seq, thread().await.conversation.seen);
        assert!(seen < seq);
        // Numbers that nobody has reached, or that were told before, change nothing.
        assert_eq!((saw(&visitor, seq + 100).await, thread().await.conversation.seen), (StatusCode::NO_CONTENT, seen));
        for _ in 0..2 {
            assert_eq!((saw(&visitor, seq).await, thread().await.conversation.seen), (StatusCode::NO_CONTENT, seq));
        }
        let n_told = thread().await.events.iter().filter(|it| matches!(it.what, What::Saw { .. })).count();
        assert_eq!(n_told, 1);
        // Somebody else's number is no number of theirs.
        let other = world.newcomer().await;
        assert_eq!(saw(&other, seq).await, StatusCode::NO_CONTENT);
        assert_eq!(visitor.send(post("/api/widget/v1/seen", &json!({ "seq": "x" }))).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(visitor.reload().await.iter().all(|entry| entry.seq <= seq), "it is the team's business");
    }
}

#[tokio::test]
async fn where_a_visitor_came_from_is_kept_when_they_go_on_within_the_site() {
    for world in each().await {
        let visitor = world.visitor().await;
        let say = |id: &str, page: &str, referrer: Option<&str>| {
            let body = json!({ "id": id, "body": "hello", "page": page, "referrer": referrer, "language": "de-AT" });
            visitor.send(post("/api/widget/v1/messages", &body))
        };
        assert_eq!(say("message-0001", "https://shop.test/", Some("https://search.test/")).await.status(), StatusCode::OK);
        assert_eq!(say("message-0002", "https://shop.test/cart", None).await.status(), StatusCode::OK);
        let me = world.member("ana@example.com").await;
        let thread = world.desk.thread(&me, &visitor.conversation().await).await.expect("reads");
        assert_eq!(thread.conversation.visit.referrer.as_deref(), Some("https://search.test/"));
        assert_eq!(thread.conversation.page.as_deref(), Some("https://shop.test/cart"));
        assert_eq!(thread.events.iter().filter(|event| matches!(event.what, What::Visited { .. })).count(), 1);
    }
}

#[tokio::test]
async fn a_message_of_files_alone_needs_no_words_and_one_of_neither_is_refused() {
    for world in each().await {
        let visitor = world.visitor().await;
        let upload =
            Request::post("/api/widget/v1/files?name=a.txt").header(header::HOST, "chat.test").header(header::ORIGIN, "http://chat.test");
        let reply = visitor.send(upload.body(Body::from("words")).expect("a request")).await;
        let file: serde_json::Value = body(reply).await;
        let say = json!({ "id": "message-0001", "files": [file["id"]] });
        assert_eq!(visitor.send(post("/api/widget/v1/messages", &say)).await.status(), StatusCode::OK);
        assert!(matches!(&visitor.reload().await[0].what, Shown::Mine { files, .. } if files.len() == 1));
        let nothing = json!({ "id": "message-0002" });
        assert_eq!(visitor.send(post("/api/widget/v1/messages", &nothing)).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn a_blocked_visitor_cannot_send_files_either() {
    for world in each().await {
        let visitor = world.visitor().await;
        visitor.say("message-0001", "hello").await;
        let (id, ana) = (visitor.conversation().await, world.member("ana@example.com").await);
        let upload = || {
            let request = Request::post("/api/widget/v1/files?name=a.txt").header(header::HOST, "chat.test");
            visitor.send(request.header(header::ORIGIN, "http://chat.test").body(Body::from("words")).expect("a request"))
        };
        assert_eq!(upload().await.status(), StatusCode::OK);
        world.desk.act(&ana, &id, Command::Block { is_blocked: true }).await.expect("is granted");
        let refused = upload().await;
        assert_eq!(refused.status(), StatusCode::FORBIDDEN);
        assert!(text(refused).await.contains("The team has ended this conversation."));
        world.desk.act(&ana, &id, Command::Block { is_blocked: false }).await.expect("is granted");
        assert_eq!(upload().await.status(), StatusCode::OK);
    }
}

#[tokio::test]
async fn the_widget_speaks_the_visitors_language_or_the_one_that_the_owner_names() {
    for world in each().await {
        let frame = format!("/widget/{}", world.profile.public_key);
        for (path, accept, is_german) in [
            (frame.clone(), "de-AT,de;q=0.9", true),
            (frame.clone(), "fr", false),
            (format!("{frame}?language=de"), "en", true),
            (format!("{frame}?language=en"), "de", false),
            (format!("{frame}?language=tlh"), "de", true),
        ] {
            let reply = world.send(with(get(&path), header::ACCEPT_LANGUAGE, accept)).await;
            let page = text(reply).await;
            assert_eq!(page.contains("<html lang=\"de\""), is_german, "{path} {accept}");
            assert_eq!(page.contains("Nachricht") && page.contains("widget-de."), is_german, "{page}");
            assert!(page.contains("--accent:") && !page.contains("{colours}"), "{page}");
        }
        for (path, accept, word) in
            [("/widget.js", "de", "Chat öffnen"), ("/widget.js", "en", "Open chat"), ("/widget.js?language=de", "en", "Chat öffnen")]
        {
            let reply = world.send(with(get(path), header::ACCEPT_LANGUAGE, accept)).await;
            assert!(reply.headers().get(header::VARY).and_then(|it| it.to_str().ok()).unwrap_or_default().contains("accept-language"));
            assert!(text(reply).await.contains(word), "{path} {accept}");
        }
    }
}

#[tokio::test]
async fn what_went_wrong_is_told_in_the_visitors_language() {
    for world in each().await {
        let visitor = world.visitor().await;
        let leave =
            |accept: &str| visitor.send(with(post("/api/widget/v1/email", &json!({ "email": "x" })), header::ACCEPT_LANGUAGE, accept));
        for (accept, told) in
            [("de", "Gib eine E-Mail-Adresse wie ana@example.com an."), ("en", "Give an e-mail address such as ana@example.com.")]
        {
            let reply = leave(accept).await;
            assert_eq!(reply.status(), StatusCode::UNPROCESSABLE_ENTITY);
            let problem: serde_json::Value = body(reply).await;
            assert_eq!((&problem["detail"], &problem["fields"]["email"]), (&json!(told), &json!(told)));
        }
    }
}
