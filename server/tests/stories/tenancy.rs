//! Every route is classified, and none lets anybody over a wall: a foreign id answers exactly as a missing one does.

use crate::world::{World, each, form, get, post, text, with};
use app::domain::id::ConversationId;
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use serde_json::{Value, json};
use server::http::{ROUTES, Wall};

/// The router's own text: what it serves must be what [`ROUTES`] lists.
const ROUTER: &str = include_str!("../../src/http.rs");

#[test]
fn every_route_is_classified() {
    let served: Vec<(String, String)> = ROUTER
        .split(".route(\"")
        .skip(1)
        .map(|rest| {
            let (path, rest) = rest.split_once('"').expect("a path");
            let method = rest.trim_start_matches([',', ' ']).split('(').next().expect("a method").to_uppercase();
            (method, path.to_owned())
        })
        .collect();
    assert!(served.len() >= 20);
    for (method, path) in &served {
        assert!(ROUTES.iter().any(|(m, p, _)| m == method && p == path), "{method} {path} isn't classified in ROUTES");
    }
    assert_eq!(served.len(), ROUTES.len(), "ROUTES lists what isn't served");
}

fn request(method: &str, path: &str) -> Request<Body> {
    match (method, path) {
        ("POST", "/session/end") => form(path, ""),
        ("POST", "/mail/{token}") => form(path, "wish=confirm"),
        ("POST", _) => post(path, &json!({})),
        _ => get(path),
    }
}

#[tokio::test]
async fn nobody_passes_a_wall_without_a_name() {
    for world in each().await {
        for (method, path, wall) in ROUTES {
            let path = path.replace("{call}", "inbox").replace("{id}", "01abcdef");
            let reply = world.send(request(method, &path)).await;
            let status = reply.status();
            match wall {
                Wall::Open => assert_ne!(status, StatusCode::UNAUTHORIZED, "{method} {path}"),
                Wall::Visitor | Wall::Secret => assert_eq!(status, StatusCode::UNAUTHORIZED, "{method} {path}"),
                Wall::Link => assert_eq!(status, StatusCode::NOT_FOUND, "{method} {path}"),
                Wall::Member => refused(method, &path, status, reply).await,
            }
        }
    }
}

/// A page sends to the sign-in, a stream and a call are refused, and signing out of nothing is harmless.
async fn refused(method: &str, path: &str, status: StatusCode, reply: axum::response::Response) {
    let place = reply.headers().get(header::LOCATION).and_then(|it| it.to_str().ok()).unwrap_or_default().to_owned();
    let told = text(reply).await;
    let refused = status == StatusCode::UNAUTHORIZED
        || place.starts_with("/sign-in")
        || told.contains("signed_out")
        || told.contains("missing field");
    assert!(refused, "{method} {path}: {status} {place} {told}");
}

const FOREIGN: &str = "eve@example.com";

async fn call(world: &World, cookie: &str, name: &str, body: &Value) -> (StatusCode, String) {
    let reply = world.send(with(post(&format!("/api/app/{name}"), body), header::COOKIE, cookie)).await;
    (reply.status(), text(reply).await)
}

#[tokio::test]
async fn a_foreign_conversation_answers_as_a_missing_one() {
    for world in each().await {
        let visitor = world.visitor().await;
        visitor.say("message-0001", "the secret of Plumvale").await;
        let id = visitor.conversation().await;
        let missing = ConversationId::parse("01zzzzzzzzzzzzzzzzzzzzzzzz").expect("an id");
        let before = world.seq().await;
        let (ours, eve) = (world.cookie("ana@example.com").await, world.cookie(FOREIGN).await);
        let (status, told) = call(&world, &ours, "thread", &json!({ "id": id })).await;
        assert!(status.is_success() && told.contains("the secret of Plumvale"), "{told}");

        let commands = [
            json!({ "is": "claim" }),
            json!({ "is": "close" }),
            json!({ "is": "take_over" }),
            json!({ "is": "hand_back" }),
            json!({ "is": "reply", "id": "message-0009", "body": { "text": "hi" }, "seen": null }),
            json!({ "is": "note", "id": "message-0009", "body": { "text": "hi" } }),
        ];
        let asks = commands
            .iter()
            .map(|command| ("act", json!({ "command": command })))
            .chain([("thread", json!({})), ("look", json!({ "doing": { "is_typing": true } }))]);
        for (name, mut body) in asks {
            body["id"] = json!(id);
            let foreign = call(&world, &eve, name, &body).await;
            body["id"] = json!(missing);
            assert_eq!(foreign, call(&world, &eve, name, &body).await, "{body}");
            assert_eq!(foreign.0, StatusCode::NOT_FOUND);
            assert!(foreign.1.contains("not_found"), "{foreign:?}");
        }
        let (_, list) = call(&world, &eve, "inbox", &json!({ "view": { "is": "built_in", "view": "open" }, "sort": null })).await;
        assert!(!list.contains("secret") && !list.contains(id.as_str()), "{list}");
        let mut stream = world.stream(with(get("/inbox/events?after=0"), header::COOKIE, &eve)).await;
        let silent = tokio::time::timeout(std::time::Duration::from_millis(300), stream.next()).await;
        assert!(silent.is_err(), "{silent:?}");
        assert_eq!(world.seq().await, before, "nothing was changed");
    }
}

#[tokio::test]
async fn an_agent_can_not_speak_as_somebody_else() {
    for world in each().await {
        let visitor = world.visitor().await;
        visitor.say("message-0001", "hello").await;
        let id = visitor.conversation().await;
        let cookie = world.cookie("ana@example.com").await;
        for command in [
            json!({ "is": "say", "id": "message-0009", "body": { "text": "as the visitor" }, "page": null }),
            json!({ "is": "ask_for_person" }),
            json!({ "is": "hand_off", "id": "message-0009", "epoch": 1, "cause": { "why": "not_in_docs" } }),
            json!({ "is": "tick", "is_watched": false }),
        ] {
            let (_, told) = call(&world, &cookie, "act", &json!({ "id": id, "command": command })).await;
            assert!(told.contains("not_allowed"), "{told}");
        }
        let smuggled = json!({ "is": "note", "id": "message-0009", "body": { "text": "hi" }, "workspace_id": "01zzzzzzzz" });
        let (status, _) = call(&world, &cookie, "act", &json!({ "id": id, "command": smuggled })).await;
        assert!(!status.is_success(), "unknown fields are refused");
    }
}

#[tokio::test]
async fn every_unsafe_method_must_come_from_our_own_page() {
    for world in each().await {
        let cookie = world.cookie("ana@example.com").await;
        // A secret and a signed link prove themselves, wherever they come from; a cookie proves nothing to them.
        let guarded = |(method, _, wall): &&(&str, &str, Wall)| *method != "GET" && !matches!(wall, Wall::Secret | Wall::Link);
        for (method, path, _) in ROUTES.iter().filter(guarded) {
            let path = path.replace("{call}", "inbox");
            for origin in ["https://evil.test", "null"] {
                let asked = with(with(request(method, &path), header::ORIGIN, origin), header::COOKIE, &cookie);
                assert_eq!(world.send(asked).await.status(), StatusCode::FORBIDDEN, "{path} from {origin}");
            }
            let mut silent = request(method, &path);
            silent.headers_mut().remove(header::ORIGIN);
            assert_eq!(world.send(silent).await.status(), StatusCode::FORBIDDEN, "{path} without an origin");
        }
        // And nothing is changed by a GET: calls don't exist as one.
        let mut asked = with(get("/api/app/inbox"), header::COOKIE, &cookie);
        *asked.method_mut() = Method::GET;
        assert_eq!(world.send(asked).await.status(), StatusCode::METHOD_NOT_ALLOWED);
    }
}

#[tokio::test]
async fn a_visitors_token_opens_one_thread_and_no_other_door() {
    for world in each().await {
        let (one, two) = (world.visitor().await, world.visitor().await);
        one.say("message-0001", "mine alone").await;
        assert!(two.reload().await.is_empty());
        let as_member = with(get("/inbox/events?after=0"), header::AUTHORIZATION, &format!("Bearer {}", one.token));
        assert_eq!(world.send(as_member).await.status(), StatusCode::UNAUTHORIZED);
        let forged = format!("{}x", one.token);
        let reply = world
            .send(with(
                post("/api/widget/v1/messages", &json!({ "id": "message-0002", "body": "x" })),
                header::AUTHORIZATION,
                &format!("Bearer {forged}"),
            ))
            .await;
        assert_eq!(reply.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(reply.headers().get(header::CONTENT_TYPE).map(|it| it.as_bytes()), Some(&b"application/problem+json"[..]));
    }
}
