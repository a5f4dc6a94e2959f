//! Signing in: one sentence for whatever is wrong, sessions that end, cookies that no page can read.

use crate::world::{PASSWORD, each, form, get, with};
use axum::http::{StatusCode, header};

fn place(reply: &axum::response::Response) -> &str {
    reply.headers().get(header::LOCATION).and_then(|it| it.to_str().ok()).unwrap_or_default()
}

/// Who comes by a link and isn't signed in is led back to all of it afterwards.
#[tokio::test]
async fn a_link_survives_the_sign_in_with_its_query() {
    for world in each().await {
        let shut = world.send(get("/inbox/01abcdef?at=42&q=tag%3Abilling%20%22five%20days%22")).await;
        let next = "/inbox/01abcdef%3Fat%3D42%26q%3Dtag%253Abilling%2520%2522five%2520days%2522";
        assert_eq!(place(&shut), format!("/sign-in?next={next}"));
        let reply =
            world.send(form("/session", &format!("email=ana%40example.com&password={}&next={next}", PASSWORD.replace(' ', "+")))).await;
        assert_eq!(place(&reply), "/inbox/01abcdef?at=42&q=tag%3Abilling%20%22five%20days%22");
    }
}

#[tokio::test]
async fn the_right_password_opens_the_inbox_and_signing_out_closes_it() {
    for world in each().await {
        let reply = world
            .send(form("/session", &format!("email=Ana%40example.com&password={}&next=/inbox/abcd", PASSWORD.replace(' ', "+"))))
            .await;
        assert_eq!((reply.status(), place(&reply)), (StatusCode::SEE_OTHER, "/inbox/abcd"));
        let cookie = reply.headers()[header::SET_COOKIE].to_str().expect("text").to_owned();
        for part in ["__Host-baton=", "HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        let cookie = cookie.split(';').next().expect("a pair").to_owned();
        assert_eq!(world.send(with(get("/inbox"), header::COOKIE, &cookie)).await.status(), StatusCode::OK);
        world.send(with(form("/session/end", ""), header::COOKIE, &cookie)).await;
        let shut = world.send(with(get("/inbox"), header::COOKIE, &cookie)).await;
        assert_eq!(place(&shut), "/sign-in?next=/inbox");
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_answer_alike() {
    for world in each().await {
        let wrong = world.send(form("/session", "email=ana%40example.com&password=wrong-horse&next=")).await;
        let unknown = world.send(form("/session", "email=nobody%40example.com&password=wrong-horse&next=")).await;
        assert_eq!((wrong.status(), place(&wrong)), (unknown.status(), place(&unknown)));
        assert!(place(&wrong).starts_with("/sign-in?error=wrong"));
        assert!(wrong.headers().get(header::SET_COOKIE).is_none());
    }
}

#[tokio::test]
async fn guessing_is_slowed_down_for_that_address_alone() {
    for world in each().await {
        let mut places = Vec::new();
        // The allowance grows back with time, and a slow machine gives it time: so many tries are too many on any.
        while places.len() < 100 && !places.last().is_some_and(|last: &String| last.starts_with("/sign-in?error=many")) {
            let reply = world.send(form("/session", "email=ana%40example.com&password=guess-guess&next=")).await;
            places.push(place(&reply).to_owned());
        }
        assert!((10..100).contains(&places.len()), "{places:?}");
        let other = world.send(form("/session", &format!("email=ben%40example.com&password={}&next=", PASSWORD.replace(' ', "+")))).await;
        assert_eq!(place(&other), "/inbox");
    }
}

#[tokio::test]
async fn a_new_password_ends_all_sessions() {
    for world in each().await {
        let cookie = world.cookie("ana@example.com").await;
        let email = app::domain::text::Email::parse("ana@example.com").expect("an address");
        world.desk.reset_password(email.clone(), "another horse").await.expect("resets");
        assert_eq!(place(&world.send(with(get("/inbox"), header::COOKIE, &cookie)).await), "/sign-in?next=/inbox");
        assert!(world.desk.sign_in("ana@example.com", PASSWORD.to_owned()).await.expect("works").is_none());
        assert!(world.desk.sign_in("ana@example.com", "another horse".to_owned()).await.expect("works").is_some());
        assert!(world.desk.reset_password(email, "short").await.is_err());
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect_it() {
    for world in each().await {
        for path in ["/sign-in", "/healthz", "/nothing-here", "/widget/nokey", "/version"] {
            let reply = world.send(get(path)).await;
            let policy = reply.headers()[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe-inline"), "{path}: {policy}");
            assert_eq!(reply.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
        }
        let [one, two] = [world.send(get("/sign-in")).await, world.send(get("/sign-in")).await];
        assert_ne!(one.headers()[header::CONTENT_SECURITY_POLICY], two.headers()[header::CONTENT_SECURITY_POLICY], "a nonce is used once");
    }
}
