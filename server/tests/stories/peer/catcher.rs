//! A stranger's web server that keeps what it is told, and answers as it is told to.

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
    routing::post,
};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU16, Ordering},
};

/// What it was told.
#[derive(Debug, Clone)]
pub struct Caught {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Caught {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default()
    }
}

/// A running server.
#[derive(Clone)]
pub struct Catcher {
    pub url: String,
    caught: Arc<Mutex<Vec<Caught>>>,
    status: Arc<AtomicU16>,
}

impl Catcher {
    /// Starts one that answers with 201.
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let url = format!("http://{}", listener.local_addr().expect("has one"));
        let it = Self { url, caught: Arc::default(), status: Arc::new(AtomicU16::new(201)) };
        let router = Router::new().fallback(post(catch)).with_state(it.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        it
    }

    /// From here on it answers with this status.
    pub fn answers(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    /// All that it was told so far.
    pub fn caught(&self) -> Vec<Caught> {
        self.caught.lock().expect("is whole").clone()
    }
}

async fn catch(State(it): State<Catcher>, uri: Uri, headers: HeaderMap, body: Bytes) -> StatusCode {
    it.caught.lock().expect("is whole").push(Caught { path: uri.path().to_owned(), headers, body: body.to_vec() });
    StatusCode::from_u16(it.status.load(Ordering::SeqCst)).expect("a status")
}
