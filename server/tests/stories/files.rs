//! What people attach: found out by its bytes, stripped, kept apart by workspace and visitor, never run.

use crate::world::{START, Visitor, World, body, each, get, post, text, with};
use app::{
    domain::{
        file::{File, LARGEST_FILE, LARGEST_OF_VISITOR},
        id::ConversationId,
    },
    talk::{Attached, Shown},
};
use axum::{
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use serde_json::{Value, json};
use server::{clock::Clock, store};

const DAY_MS: i64 = 24 * 3_600_000;

fn upload(path: &str, name: &str, bytes: Vec<u8>) -> Request<Body> {
    let request = Request::builder().method("POST").uri(format!("{path}?name={}", app::domain::file::in_address(name)));
    let request = request.header(header::HOST, "chat.test").header(header::ORIGIN, "http://chat.test");
    request.body(Body::from(bytes)).expect("a request")
}

async fn by_agent(world: &World, cookie: &str, name: &str, bytes: Vec<u8>) -> Response<Body> {
    world.send(with(upload("/files", name, bytes), header::COOKIE, cookie)).await
}

async fn by_visitor(visitor: &Visitor<'_>, name: &str, bytes: Vec<u8>) -> Response<Body> {
    visitor.send(upload("/api/widget/v1/files", name, bytes)).await
}

/// A picture of one red pixel, with a comment.
fn png(width: u32, height: u32, note: &[u8]) -> Vec<u8> {
    let chunk =
        |name: &[u8], data: &[u8]| [&u32::try_from(data.len()).expect("small").to_be_bytes()[..], name, data, &[0, 0, 0, 0]].concat();
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &head), &chunk(b"tEXt", note), &chunk(b"IDAT", b"pixels"), &chunk(b"IEND", b"")].concat()
}

fn jpeg_with_gps() -> Vec<u8> {
    let segment =
        |marker: u8, data: &[u8]| [&[0xFF, marker][..], &u16::try_from(data.len() + 2).expect("small").to_be_bytes(), data].concat();
    let exif = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1A GPS 52.5200 13.4050";
    [&[0xFF, 0xD8][..], &segment(0xE1, exif), &segment(0xC0, &[8, 0, 2, 0, 3, 1, 0, 0, 0]), &segment(0xDA, &[1]), &[7, 7, 0xFF, 0xD9]]
        .concat()
}

fn header_of<'r>(reply: &'r Response<Body>, name: &str) -> &'r str {
    reply.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

async fn bytes_of(reply: Response<Body>) -> Vec<u8> {
    axum::body::to_bytes(reply.into_body(), 64 << 20).await.expect("a whole body").to_vec()
}

async fn act(world: &World, cookie: &str, id: &ConversationId, command: &Value) -> (StatusCode, String) {
    let reply = world.send(with(post("/api/app/act", &json!({ "id": id, "command": command })), header::COOKIE, cookie)).await;
    (reply.status(), text(reply).await)
}

#[tokio::test]
async fn nothing_that_was_uploaded_can_run_in_our_name() {
    for world in each().await {
        let cookie = world.cookie("ana@example.com").await;
        let polyglot = [&b"GIF89a"[..], &[1, 0, 1, 0], b"/*<script>*/=1;alert(1)//"].concat();
        for (name, bytes, media, is_inline) in [
            ("page.png", b"<!doctype html><script>alert(1)</script>".to_vec(), "text/plain; charset=utf-8", false),
            ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec(), "text/plain; charset=utf-8", false),
            ("code.js", b"alert(1)".to_vec(), "text/plain; charset=utf-8", false),
            ("bill.pdf", b"%PDF-1.7 /JS (app.alert(1))".to_vec(), "application/pdf", false),
            ("letter.docx", b"PK\x03\x04word".to_vec(), "application/zip", false),
            ("thing", vec![0, 1, 2, 255], "application/octet-stream", false),
            ("tiny.gif", polyglot, "image/gif", true),
            ("shot.html", png(4, 3, b"x"), "image/png", true),
        ] {
            let reply = by_agent(&world, &cookie, name, bytes).await;
            assert_eq!(reply.status(), StatusCode::OK, "{name}");
            let file: File = body(reply).await;
            let served = world.send(with(get(&file.path()), header::COOKIE, &cookie)).await;
            assert_eq!((served.status(), header_of(&served, "content-type")), (StatusCode::OK, media), "{name}");
            let how = header_of(&served, "content-disposition");
            assert_eq!(how.starts_with("inline;"), is_inline, "{name}: {how}");
            assert_eq!(how.starts_with("attachment;"), !is_inline, "{name}: {how}");
            assert_eq!(header_of(&served, "x-content-type-options"), "nosniff");
            assert!(header_of(&served, "content-security-policy").starts_with("sandbox; default-src 'none'"));
            assert_eq!(header_of(&served, "cache-control"), "private, no-store");
        }
    }
}

#[tokio::test]
async fn a_name_is_only_a_name() {
    for world in each().await {
        let cookie = world.cookie("ana@example.com").await;
        for (given, kept) in [
            ("../../etc/passwd", "passwd"),
            ("..\\..\\boot.ini", "boot.ini"),
            ("\u{200B}.htaccess", "htaccess"),
            ("a\r\nSet-Cookie: x=1", "aSet-Cookie: x=1"),
            ("quote\".txt", "quote\".txt"),
            ("..", "file"),
        ] {
            let file: File = body(by_agent(&world, &cookie, given, b"words".to_vec()).await).await;
            assert_eq!(file.name, kept);
            let served = world.send(with(get(&file.path()), header::COOKIE, &cookie)).await;
            assert!(served.headers().get("set-cookie").is_none());
            assert!(!header_of(&served, "content-disposition").contains("\"quote\""));
            assert_eq!(text(served).await, "words");
        }
    }
}

#[tokio::test]
async fn what_is_empty_too_large_damaged_or_a_bomb_is_refused_in_words() {
    for world in each().await {
        let cookie = world.cookie("ana@example.com").await;
        let visitor = world.visitor().await;
        let too_large = usize::try_from(LARGEST_FILE).expect("fits") + 1;
        let too_large_for_visitor = usize::try_from(LARGEST_OF_VISITOR).expect("fits") + 1;
        let cut = png(4, 3, b"note")[..40].to_vec();
        for (bytes, status) in [
            (Vec::new(), StatusCode::UNPROCESSABLE_ENTITY),
            (png(50_000, 50_000, b""), StatusCode::UNPROCESSABLE_ENTITY),
            (png(u32::MAX, u32::MAX, b""), StatusCode::UNPROCESSABLE_ENTITY),
            (cut, StatusCode::UNPROCESSABLE_ENTITY),
            (vec![b'x'; too_large], StatusCode::PAYLOAD_TOO_LARGE),
        ] {
            let reply = by_agent(&world, &cookie, "a.png", bytes).await;
            assert_eq!(reply.status(), status);
            assert!(text(reply).await.contains("\"detail\":\""));
        }
        assert_eq!(by_agent(&world, &cookie, "a", vec![b'x'; too_large - 1]).await.status(), StatusCode::OK);
        assert_eq!(by_visitor(&visitor, "a", vec![b'x'; too_large_for_visitor]).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
        // Ten gigabytes that are only announced are refused before they come.
        let announced = with(upload("/files", "a", Vec::new()), header::COOKIE, &cookie);
        let reply = world.send(with(announced, header::CONTENT_LENGTH, "10000000000")).await;
        assert_eq!(reply.status(), StatusCode::PAYLOAD_TOO_LARGE);
        let (n, _) = store::file::uploaded_since(
            &world.desk.db,
            world.workspace(),
            &store::file::Sender::Agent(world.member("ana@example.com").await.account),
            START.plus(-1),
        )
        .await
        .expect("reads");
        assert_eq!(n, 1, "what was refused isn't kept");
    }
}

#[tokio::test]
async fn a_picture_doesnt_tell_where_it_was_taken() {
    for world in each().await {
        let cookie = world.cookie("ana@example.com").await;
        for (bytes, size) in [(jpeg_with_gps(), (3, 2)), (png(4, 3, b"GPS"), (4, 3))] {
            assert!(bytes.windows(3).any(|it| it == b"GPS"));
            let file: File = body(by_agent(&world, &cookie, "holiday", bytes.clone()).await).await;
            assert_eq!((file.width, file.height), (Some(size.0), Some(size.1)));
            let served = bytes_of(world.send(with(get(&file.path()), header::COOKIE, &cookie)).await).await;
            assert!(!served.windows(3).any(|it| it == b"GPS") && served.len() < bytes.len());
            assert_eq!(file.bytes, served.len() as u64);
        }
    }
}

#[tokio::test]
async fn a_foreign_file_answers_as_a_missing_one() {
    for world in each().await {
        let (ana, ben, eve) =
            (world.cookie("ana@example.com").await, world.cookie("ben@example.com").await, world.cookie("eve@example.com").await);
        let file: File = body(by_agent(&world, &ana, "a.png", png(4, 3, b"")).await).await;
        let missing = file.path().replace(file.id.as_str(), "01zzzzzzzzzzzzzzzzzzzzzzzz");
        // Eve is of another workspace; Ben is a colleague, and no message has brought it yet.
        for cookie in [&eve, &ben] {
            let mut told = Vec::new();
            for path in [file.path(), missing.clone()] {
                let reply = world.send(with(get(&path), header::COOKIE, cookie)).await;
                told.push((reply.status(), text(reply).await));
            }
            assert_eq!(told[0], told[1]);
            assert_eq!(told[0].0, StatusCode::NOT_FOUND);
        }
        let visitor = world.visitor().await;
        visitor.say("message-0001", "hello").await;
        let id = visitor.conversation().await;
        // Somebody else's file can't be put into one's own message, and nothing of it is believed.
        let reply = |id: &str| json!({ "is": "reply", "id": id, "body": { "text": "" }, "seen": null, "files": [file] });
        let (status, told) = act(&world, &ben, &id, &reply("message-0002")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(told.contains("isn't there any more"), "{told}");
        assert_eq!(act(&world, &ana, &id, &reply("message-0003")).await.0, StatusCode::OK);
        assert_eq!(world.send(with(get(&file.path()), header::COOKIE, &ben)).await.status(), StatusCode::OK, "sent: the team sees it");
        assert_eq!(world.send(with(get(&file.path()), header::COOKIE, &eve)).await.status(), StatusCode::NOT_FOUND);
        // Sent once, it can't be sent to somebody else; the very same send is one message.
        assert_eq!(act(&world, &ana, &id, &reply("message-0003")).await.0, StatusCode::OK);
        assert_eq!(act(&world, &ana, &id, &reply("message-0004")).await.0, StatusCode::UNPROCESSABLE_ENTITY);
        let lone = json!({ "is": "reply", "id": "message-0005", "body": { "text": " " }, "seen": null });
        assert!(act(&world, &ana, &id, &lone).await.1.contains("Write something first."));
    }
}

#[tokio::test]
async fn a_visitor_sees_their_own_files_and_what_was_sent_to_them() {
    for world in each().await {
        let (a, b) = (world.visitor().await, world.visitor().await);
        let shot: Attached = body(by_visitor(&a, "shot.png", png(4, 3, b"")).await).await;
        assert_eq!((shot.name.as_str(), shot.width, shot.height), ("shot.png", 4, 3));
        assert_eq!(world.send(get(&shot.url)).await.status(), StatusCode::OK, "a picture needs no header");
        let say = json!({ "id": "message-0001", "body": "", "files": [shot.id] });
        assert_eq!(b.send(post("/api/widget/v1/messages", &say)).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "not theirs");
        assert_eq!(a.send(post("/api/widget/v1/messages", &say)).await.status(), StatusCode::OK);
        let id = a.conversation().await;

        let ana = world.cookie("ana@example.com").await;
        let sent: File = body(by_agent(&world, &ana, "for-you.pdf", b"%PDF-1".to_vec()).await).await;
        let inside: File = body(by_agent(&world, &ana, "inside.pdf", b"%PDF-2".to_vec()).await).await;
        let reply = json!({ "is": "reply", "id": "message-0002", "body": { "text": "Here" }, "seen": null, "files": [sent] });
        assert_eq!(act(&world, &ana, &id, &reply).await.0, StatusCode::OK);
        let note = json!({ "is": "note", "id": "message-0003", "body": { "text": "" }, "files": [inside] });
        assert_eq!(act(&world, &ana, &id, &note).await.0, StatusCode::OK);

        let seen: Vec<Attached> = a.reload().await.iter_mut().flat_map(|entry| entry.files_mut().to_vec()).collect();
        assert_eq!(seen.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["shot.png", "for-you.pdf"]);
        for file in &seen {
            assert_eq!(world.send(get(&file.url)).await.status(), StatusCode::OK);
        }
        let mut frames = a.stream("0").await;
        let replied = loop {
            let frame = frames.next().await.expect("more");
            if let Ok(Shown::Reply { files, .. }) = serde_json::from_value::<Shown>(frame.data["what"].clone()) {
                break files;
            }
        };
        assert_eq!(world.send(get(&replied[0].url)).await.status(), StatusCode::OK, "the stream's addresses are signed too");
        // An address opens one file, for a day, and can't be bent to another.
        let bent = seen[1].url.replace(&seen[1].id, inside.id.as_str());
        let other = seen[1].url.replace(&seen[1].id, &shot.id);
        for wrong in [bent, other, format!("{}x", shot.url), format!("/api/widget/v1/files/{}?t=a.b.c.d", shot.id)] {
            assert_eq!(world.send(get(&wrong)).await.status(), StatusCode::NOT_FOUND, "{wrong}");
        }
        world.clock.set(START.plus(DAY_MS));
        assert_eq!(world.send(get(&shot.url)).await.status(), StatusCode::NOT_FOUND, "run out");
    }
}

#[tokio::test]
async fn a_visitor_may_send_only_so_many() {
    for world in each().await {
        let visitor = world.visitor().await;
        let mut told = Vec::new();
        for n in 0..40 {
            told.push(by_visitor(&visitor, &format!("{n}.txt"), b"x".to_vec()).await.status());
        }
        let n_taken = told.iter().filter(|status| status.is_success()).count();
        assert!((1..=30).contains(&n_taken), "{n_taken}");
        assert_eq!(told.last(), Some(&StatusCode::TOO_MANY_REQUESTS));
    }
}

#[tokio::test]
async fn what_was_never_sent_is_gone_after_a_day() {
    for world in each().await {
        let ana = world.cookie("ana@example.com").await;
        let visitor = world.visitor().await;
        visitor.say("message-0001", "hello").await;
        let id = visitor.conversation().await;
        let sent: File = body(by_agent(&world, &ana, "sent.txt", b"kept".to_vec()).await).await;
        let forgotten: File = body(by_agent(&world, &ana, "forgotten.txt", b"gone".to_vec()).await).await;
        let reply = json!({ "is": "reply", "id": "message-0002", "body": { "text": "" }, "seen": null, "files": [sent] });
        assert_eq!(act(&world, &ana, &id, &reply).await.0, StatusCode::OK);
        assert_eq!(world.desk.sweep_files().await.expect("sweeps"), 0, "not yet");
        world.clock.set(world.clock.now().plus(DAY_MS + 1));
        assert_eq!(world.desk.sweep_files().await.expect("sweeps"), 1);
        let open = |file: &File| world.send(with(get(&file.path()), header::COOKIE, &ana));
        assert_eq!(open(&forgotten).await.status(), StatusCode::NOT_FOUND);
        assert_eq!(open(&sent).await.status(), StatusCode::OK);
        assert_eq!(world.desk.files.get(world.workspace(), &forgotten.id).await.expect("reads"), None, "its bytes too");
    }
}
