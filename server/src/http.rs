//! The router: every path of the program on one screen. Headers, cookies, statuses and routes live here and nowhere else.

mod asset;
mod browser;
mod caller;
mod colour;
mod demo;
mod drawing;
mod fault;
mod files;
mod frame;
mod guard;
mod health;
mod identity;
mod knowledge;
mod language;
mod limit;
mod mail;
mod page;
mod security;
mod serve;
mod session;
mod stream;
mod typing;
mod widget;

pub use serve::serve;

use crate::{desk::Desk, mail::reading};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{get, post},
};
use limit::Limits;
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;
use tower_http::{catch_panic::CatchPanicLayer, limit::RequestBodyLimitLayer, timeout::TimeoutLayer};

/// A request's body may have this many bytes.
const LARGEST_BODY: usize = 256 * 1024;
/// A request that isn't a stream is answered within this, or given up.
const LONGEST: Duration = Duration::from_secs(30);

/// An upload over a slow line is given up after this.
const LONGEST_UPLOAD: Duration = Duration::from_secs(180);

/// What every handler works with.
#[derive(Debug)]
pub struct Site {
    pub desk: Arc<Desk>,
    /// Where browsers find us, without a slash at the end.
    pub public_url: String,
    /// Of the assistant that the sample site embeds; nothing where there is no sample site.
    demo_key: Option<String>,
    limits: Limits,
    stopping: watch::Receiver<bool>,
}

impl Site {
    /// A site over a desk.
    pub fn new(
        desk: Arc<Desk>,
        public_url: &str,
        demo_key: Option<String>,
        trusted_proxies: Vec<ipnet::IpNet>,
        stopping: watch::Receiver<bool>,
    ) -> Arc<Self> {
        Arc::new(Self { desk, public_url: public_url.to_owned(), demo_key, limits: Limits::new(trusted_proxies), stopping })
    }

    /// Whether browsers come over TLS, or from this machine, where cookies may be as strict as over TLS.
    fn is_secure(&self) -> bool {
        ["https://", "http://127.0.0.1", "http://localhost", "http://[::1]"].iter().any(|start| self.public_url.starts_with(start))
    }
}

/// How a route is walled off; the tests walk over [`ROUTES`] and fail on one that isn't classified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wall {
    /// The same for everyone; touches no workspace's data.
    Open,
    /// A visitor's token names the workspace and the visitor.
    Visitor,
    /// A session names the workspace.
    Member,
    /// A secret of the operator's opens it; what comes in names its conversation by an address that we signed.
    Secret,
    /// A signed link names the conversation and the mailbox; to anyone else there is nothing.
    Link,
}

/// Every path, its method and its wall.
pub const ROUTES: &[(&str, &str, Wall)] = &[
    ("GET", "/", Wall::Open),
    ("GET", "/healthz", Wall::Open),
    ("GET", "/readyz", Wall::Open),
    ("GET", "/version", Wall::Open),
    ("GET", "/favicon.ico", Wall::Open),
    ("GET", "/widget.js", Wall::Open),
    ("GET", "/sw.js", Wall::Open),
    ("GET", "/assets/{file}", Wall::Open),
    ("GET", "/widget/{key}", Wall::Open),
    ("GET", "/demo", Wall::Open),
    ("GET", "/demo/site.css", Wall::Open),
    ("GET", "/demo/help", Wall::Open),
    ("GET", "/demo/help/{slug}", Wall::Open),
    ("POST", "/session", Wall::Open),
    ("POST", "/session/end", Wall::Member),
    ("GET", "/sign-in", Wall::Open),
    ("POST", "/language", Wall::Open),
    ("GET", "/inbox", Wall::Member),
    ("GET", "/inbox/{id}", Wall::Member),
    ("GET", "/inbox/events", Wall::Member),
    ("GET", "/settings", Wall::Member),
    ("GET", "/settings/{section}", Wall::Member),
    ("GET", "/promises", Wall::Member),
    ("GET", "/knowledge", Wall::Member),
    ("GET", "/knowledge/{source}", Wall::Member),
    ("GET", "/knowledge/{source}/{document}", Wall::Member),
    ("POST", "/api/app/{call}", Wall::Member),
    ("POST", "/api/widget/v1/start", Wall::Open),
    ("POST", "/api/widget/v1/messages", Wall::Visitor),
    ("POST", "/api/widget/v1/person", Wall::Visitor),
    ("POST", "/api/widget/v1/name", Wall::Visitor),
    ("POST", "/api/widget/v1/email", Wall::Visitor),
    ("POST", "/api/widget/v1/attributes", Wall::Visitor),
    ("POST", "/api/widget/v1/form", Wall::Visitor),
    ("POST", "/api/widget/v1/details", Wall::Visitor),
    ("POST", "/api/widget/v1/logout", Wall::Open),
    ("POST", "/api/widget/v1/seen", Wall::Visitor),
    ("POST", "/api/widget/v1/rating", Wall::Visitor),
    ("POST", "/api/widget/v1/typing", Wall::Visitor),
    ("GET", "/api/widget/v1/events", Wall::Visitor),
    ("GET", "/files/{id}/{name}", Wall::Member),
    ("GET", "/api/widget/v1/files/{id}", Wall::Visitor),
    ("POST", "/files", Wall::Member),
    ("POST", "/knowledge/files", Wall::Member),
    ("POST", "/api/widget/v1/files", Wall::Visitor),
    ("POST", "/api/mail/inbound", Wall::Secret),
    ("GET", "/mail/{token}", Wall::Link),
    ("POST", "/mail/{token}", Wall::Link),
];

/// The program as a service.
pub fn router(site: Arc<Site>) -> Router {
    drawing::prepare();
    // What a visitor sends; what is wrong with it is told in their language.
    let visitors = Router::new()
        .route("/api/widget/v1/start", post(widget::start))
        .route("/api/widget/v1/messages", post(widget::say))
        .route("/api/widget/v1/person", post(widget::ask_for_person))
        .route("/api/widget/v1/name", post(widget::introduce))
        .route("/api/widget/v1/email", post(widget::leave_email))
        .route("/api/widget/v1/attributes", post(identity::describe))
        .route("/api/widget/v1/form", post(identity::fill_in))
        .route("/api/widget/v1/details", post(identity::fill_in_details))
        .route("/api/widget/v1/logout", post(identity::log_out))
        .route("/api/widget/v1/seen", post(widget::see))
        .route("/api/widget/v1/rating", post(widget::rate))
        .route("/api/widget/v1/typing", post(typing::typing))
        .layer(middleware::from_fn(fault::in_words));
    // Streams last: no time limit on them, and nothing that would hold their frames back.
    let streams = Router::new().route("/inbox/events", get(stream::inbox)).route("/api/widget/v1/events", get(stream::widget));
    let rest = Router::new()
        .route("/", get(page::home))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/version", get(health::version))
        .route("/favicon.ico", get(asset::favicon))
        .route("/widget.js", get(widget::loader))
        .route("/sw.js", get(asset::worker))
        .route("/assets/{file}", get(asset::file))
        .route("/widget/{key}", get(frame::frame))
        .route("/demo", get(demo::home))
        .route("/demo/site.css", get(demo::style))
        .route("/demo/help", get(demo::index))
        .route("/demo/help/{slug}", get(demo::article))
        .route("/session", post(session::sign_in))
        .route("/session/end", post(session::sign_out))
        .route("/sign-in", get(page::sign_in))
        .route("/language", post(language::choose))
        .route("/inbox", get(page::inside))
        .route("/inbox/{id}", get(page::inside))
        .route("/settings", get(page::inside))
        .route("/settings/{section}", get(page::inside))
        .route("/promises", get(page::inside))
        .route("/knowledge", get(page::inside))
        .route("/knowledge/{source}", get(page::inside))
        .route("/knowledge/{source}/{document}", get(page::inside))
        .route("/api/app/{call}", post(page::call))
        .merge(visitors)
        .route("/mail/{token}", get(mail::page))
        .route("/files/{id}/{name}", get(files::open))
        .route("/api/widget/v1/files/{id}", get(files::open_signed))
        .fallback(page::not_found)
        .layer(TimeoutLayer::with_status_code(axum::http::StatusCode::SERVICE_UNAVAILABLE, LONGEST));
    // What proves itself, wherever it comes from: mail servers and mail programs have no origin.
    let proven = Router::new()
        .route("/api/mail/inbound", post(mail::inbound))
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(reading::LARGEST))
        .route("/mail/{token}", post(mail::answer))
        .layer(TimeoutLayer::with_status_code(axum::http::StatusCode::SERVICE_UNAVAILABLE, LONGEST));
    // Uploads count their bytes themselves, and may take their time.
    let uploads = Router::new()
        .route("/files", post(files::upload))
        .route("/knowledge/files", post(knowledge::upload))
        .route("/api/widget/v1/files", post(files::upload_of_visitor).layer(middleware::from_fn(fault::in_words)))
        .layer(TimeoutLayer::with_status_code(axum::http::StatusCode::SERVICE_UNAVAILABLE, LONGEST_UPLOAD));
    streams
        .merge(rest)
        .layer(RequestBodyLimitLayer::new(LARGEST_BODY))
        .merge(uploads)
        .layer(middleware::from_fn_with_state(Arc::clone(&site), caller::find))
        .layer(middleware::from_fn(guard::same_origin))
        .merge(proven)
        .layer(CatchPanicLayer::custom(fault::panicked))
        .layer(middleware::from_fn(security::headers))
        .layer(middleware::from_fn_with_state(Arc::clone(&site), limit::address))
        .with_state(site)
}
