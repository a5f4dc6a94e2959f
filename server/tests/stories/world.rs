//! The whole program in one process, for stories: real router, real database, a still clock, no model.

use app::{
    api::Caller,
    domain::{
        id::{ConversationId, Seq, TeamId, WorkspaceId},
        label::Team,
        text::{Email, Name},
        time::Timestamp,
    },
    talk::{Entries, Entry, Welcome},
};
use axum::{
    Router,
    body::Body,
    http::{Method, Request, Response, StatusCode, header},
};
use futures::StreamExt;
use serde_json::{Value, json};
use server::{
    clock::{Clock, StillClock},
    db::Db,
    desk::{Desk, NewUser, Upload},
    http::{Site, router},
    ingest,
    library::Library,
    secret::Keys,
    store::{self, assistant::Profile},
    work,
};
use std::sync::Arc;
use tokio::sync::watch;
use tower::ServiceExt;

#[path = "../../src/db/test.rs"]
mod database;

/// Where the world's clock stands at first.
pub const START: Timestamp = Timestamp(1_763_000_000_000);
const HOST: &str = "chat.test";

/// A running program.
pub struct World {
    pub desk: Arc<Desk>,
    pub clock: Arc<StillClock>,
    pub router: Router,
    pub profile: Profile,
    stop: watch::Sender<bool>,
}

/// The program on each engine.
pub async fn each() -> Vec<World> {
    let mut worlds = Vec::new();
    for db in database::both().await {
        worlds.push(World::on(db).await);
    }
    worlds
}

impl World {
    async fn on(db: Db) -> Self {
        let clock = Arc::new(StillClock::at(START));
        let desk = Desk::new(db, clock.clone(), Keys::from_secret(b"the secret of a story"), Library::open(None).expect("needs no file"));
        let profile = user(&desk, "ana@example.com", "Ana Ortiz", "Plumvale").await;
        user(&desk, "ben@example.com", "Ben Achterberg", "Plumvale").await;
        user(&desk, "eve@example.com", "Eve Foreign", "Elsewhere").await;
        let (stop, stopping) = watch::channel(false);
        let router = router(Site::new(Arc::clone(&desk), "http://localhost", None, vec![], stopping));
        Self { desk, clock, router, profile, stop }
    }

    /// Starts the workers, so that questions are answered.
    pub fn work(&self) {
        tokio::spawn(work::run(Arc::clone(&self.desk), self.stop.subscribe()));
    }

    /// Gives the assistant these pages: file name and markdown.
    pub async fn docs(&self, pages: &[(&str, &str)]) {
        let documents = pages.iter().filter_map(|(file, text)| ingest::document(file, text, "https://help.test")).collect();
        let upload = Upload { source: "docs".to_owned(), base_url: "https://help.test".to_owned(), documents };
        self.desk.ingest(&self.profile, upload).await.expect("takes them in");
    }

    /// A member, as their session would name them.
    pub async fn member(&self, email: &str) -> Caller {
        let session = self.desk.sign_in(email, PASSWORD.to_owned()).await.expect("works").expect("signs in");
        self.desk.caller(&session.token).await.expect("works").expect("is somebody")
    }

    /// The cookie of a member who signed in.
    pub async fn cookie(&self, email: &str) -> String {
        let session = self.desk.sign_in(email, PASSWORD.to_owned()).await.expect("works").expect("signs in");
        format!("__Host-baton={}", session.token)
    }

    /// A visitor who opened the widget.
    pub async fn visitor(&self) -> Visitor<'_> {
        let reply = self.send(post("/api/widget/v1/start", &json!({ "assistant": self.profile.public_key }))).await;
        let welcome: Welcome = body(reply).await;
        Visitor { world: self, token: welcome.token }
    }

    /// A visitor who opened the widget, past the limit on how many do so from one address.
    pub async fn newcomer(&self) -> Visitor<'_> {
        let welcome = self.desk.welcome(&self.profile.public_key, None).await.expect("is welcome");
        Visitor { world: self, token: welcome.token }
    }

    /// Sends a request through the whole router.
    pub async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.expect("the router always answers")
    }

    /// A team of this name, with nobody in it yet.
    pub async fn team(&self, name: &str) -> Team {
        let id = TeamId::parse(&server::chance::id(self.clock.now())).expect("an id");
        let team = Team { id, name: Name::parse(name).expect("a name") };
        let (workspace, copy, now) = (self.workspace().clone(), team.clone(), self.clock.now());
        let saved = self
            .desk
            .db
            .write::<_, server::db::Error, _>(move |tx| Box::pin(async move { store::team::save(tx, &workspace, &copy, now).await }));
        saved.await.expect("writes");
        team
    }

    pub fn workspace(&self) -> &WorkspaceId {
        &self.profile.workspace
    }

    pub fn clock_now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The number that the log has reached.
    pub async fn seq(&self) -> Seq {
        store::workspace::seq(&self.desk.db, self.workspace()).await.expect("reads")
    }

    /// Opens a stream and gives its frames as they come.
    pub async fn stream(&self, request: Request<Body>) -> Stream {
        let response = self.send(request).await;
        assert_eq!(response.status(), StatusCode::OK);
        Stream { body: response.into_body().into_data_stream(), text: String::new() }
    }
}

pub const PASSWORD: &str = "correct horse";

async fn user(desk: &Desk, email: &str, name: &str, workspace: &str) -> Profile {
    let new = NewUser {
        email: Email::parse(email).expect("an address"),
        name: Name::parse(name).expect("a name"),
        password: PASSWORD.to_owned(),
        workspace: workspace.to_owned(),
    };
    desk.create_user(new).await.expect("makes one")
}

/// A visitor with a token.
pub struct Visitor<'w> {
    world: &'w World,
    pub token: String,
}

impl Visitor<'_> {
    /// Sends a request as this visitor.
    pub async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.world.send(with(request, header::AUTHORIZATION, &format!("Bearer {}", self.token))).await
    }

    /// Writes; the entries that it led to.
    pub async fn say(&self, id: &str, text: &str) -> Vec<Entry> {
        let reply = self.send(post("/api/widget/v1/messages", &json!({ "id": id, "body": text, "page": null }))).await;
        assert_eq!(reply.status(), StatusCode::OK);
        body::<Entries>(reply).await.entries
    }

    /// Presses "Talk to a person".
    pub async fn ask_for_person(&self) -> Vec<Entry> {
        let reply = self.send(post("/api/widget/v1/person", &json!({}))).await;
        body::<Entries>(reply).await.entries
    }

    /// The visitor's conversation.
    pub async fn conversation(&self) -> ConversationId {
        let guest = self.world.desk.guest(&self.token).await.expect("a visitor");
        let found = store::conversation::of_visitor(&self.world.desk.db, &guest.workspace, &guest.visitor).await.expect("reads");
        found.expect("has begun").id
    }

    /// The visitor's stream after a number.
    pub async fn stream(&self, after: &str) -> Stream {
        let request = with(get(&format!("/api/widget/v1/events?after={after}")), header::AUTHORIZATION, &format!("Bearer {}", self.token));
        self.world.stream(request).await
    }

    /// What the visitor sees after a reload.
    pub async fn reload(&self) -> Vec<Entry> {
        let reply = self.send(post("/api/widget/v1/start", &json!({ "assistant": self.world.profile.public_key }))).await;
        body::<Welcome>(reply).await.entries
    }
}

/// The frames of an event stream.
pub struct Stream {
    body: axum::body::BodyDataStream,
    text: String,
}

/// One frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    pub id: Option<Seq>,
    pub event: Option<String>,
    pub data: Value,
}

impl Stream {
    /// The next frame that carries data; nothing where the stream has ended.
    pub async fn next(&mut self) -> Option<Frame> {
        loop {
            while let Some((frame, rest)) = self.text.split_once("\n\n") {
                let frame = read(frame);
                self.text = rest.to_owned();
                if let Some(frame) = frame {
                    return Some(frame);
                }
            }
            let bytes = self.body.next().await?.expect("the stream is whole");
            self.text.push_str(std::str::from_utf8(&bytes).expect("text"));
        }
    }

    /// The next `n` frames.
    pub async fn take(&mut self, n: usize) -> Vec<Frame> {
        let mut frames = Vec::new();
        while frames.len() < n {
            frames.push(self.next().await.expect("more frames"));
        }
        frames
    }
}

fn read(text: &str) -> Option<Frame> {
    let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim);
    let data = serde_json::from_str(field("data")?).expect("data is JSON");
    Some(Frame { id: field("id").and_then(|id| id.parse().ok()), event: field("event").map(str::to_owned), data })
}

pub fn get(path: &str) -> Request<Body> {
    Request::builder().uri(path).header(header::HOST, HOST).body(Body::empty()).expect("a request")
}

/// A POST from our own page.
pub fn post(path: &str, json: &Value) -> Request<Body> {
    request(Method::POST, path, "application/json", json.to_string())
}

/// A form from our own page.
pub fn form(path: &str, text: &str) -> Request<Body> {
    request(Method::POST, path, "application/x-www-form-urlencoded", text.to_owned())
}

fn request(method: Method, path: &str, kind: &str, text: String) -> Request<Body> {
    let request = Request::builder().method(method).uri(path).header(header::HOST, HOST).header(header::ORIGIN, format!("http://{HOST}"));
    request.header(header::CONTENT_TYPE, kind).body(Body::from(text)).expect("a request")
}

/// The same request with one more header.
pub fn with(mut request: Request<Body>, name: header::HeaderName, value: &str) -> Request<Body> {
    request.headers_mut().insert(name, value.parse().expect("a header's value"));
    request
}

/// The body of a reply as text.
pub async fn text(reply: Response<Body>) -> String {
    let bytes = axum::body::to_bytes(reply.into_body(), 10 << 20).await.expect("a whole body");
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// The body of a reply as JSON.
pub async fn body<T: serde::de::DeserializeOwned>(reply: Response<Body>) -> T {
    let text = text(reply).await;
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Asks until it is so. A story waits for conditions, never for time.
pub async fn until<T, F: Future<Output = Option<T>>>(mut ask: impl FnMut() -> F) -> T {
    let asked = async {
        loop {
            if let Some(it) = ask().await {
                return it;
            }
            // Asked again and again without a pause, it would keep what it waits for from coming about.
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), asked).await.expect("it never came about")
}
