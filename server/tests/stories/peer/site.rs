//! A stranger's website: pleasant where it is told to be, hostile where it is told to be that.

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, Uri, header},
};
use std::{
    collections::HashMap,
    io::Write,
    sync::{Arc, Mutex},
};
use tokio::sync::Notify;

/// What it answers for a path.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

/// What it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub path: String,
    /// Whether the same as before would do.
    pub is_conditional: bool,
    pub status: u16,
}

/// A running site. A path under `/endless/` leads ever on; `/silent` never answers.
#[derive(Clone)]
pub struct Site {
    pub url: String,
    answers: Arc<Mutex<HashMap<String, Answer>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
    rung: Arc<Notify>,
}

impl Site {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let url = format!("http://{}", listener.local_addr().expect("has one"));
        let it = Self { url, answers: Arc::default(), asked: Arc::default(), rung: Arc::default() };
        let router = Router::new().fallback(answer).with_state(it.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        it
    }

    /// From here on a path answers so.
    pub fn answers(&self, path: &str, status: u16, headers: &[(&'static str, &str)], body: impl Into<Vec<u8>>) {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        self.answers.lock().expect("is whole").insert(path.to_owned(), Answer { status, headers, body: body.into() });
    }

    /// From here on a path is a page of HTML with furniture around its text, and an `ETag`.
    pub fn page(&self, path: &str, title: &str, text: &str) {
        let html = format!(
            "<!doctype html><html><head><title>{title} | Plumvale</title></head><body><nav><a href='/help/'>Help</a></nav>
            <div id='cookie-banner'>We use cookies</div><main><h1>{title}</h1>{text}</main><footer>Imprint</footer></body></html>"
        );
        let tag = format!("\"{}\"", server::ingest::version(&html));
        self.answers(path, 200, &[("content-type", "text/html; charset=utf-8"), ("etag", &tag)], html);
    }

    /// From here on there is nothing at a path.
    pub fn gone(&self, path: &str) {
        self.answers.lock().expect("is whole").remove(path);
    }

    /// Waits until it is asked for anything.
    pub async fn rung(&self) {
        self.rung.notified().await;
    }

    /// All that it was asked for since the last time.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.asked.lock().expect("is whole"))
    }
}

async fn answer(State(site): State<Site>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    let path = uri.path_and_query().map(|it| it.as_str().to_owned()).unwrap_or_default();
    if path == "/silent" {
        std::future::pending::<()>().await;
    }
    let known = site.answers.lock().expect("is whole").get(&path).cloned();
    let given = known.unwrap_or_else(|| endless(&path));
    let wants = headers.get(header::IF_NONE_MATCH).and_then(|it| it.to_str().ok());
    let is_same = wants.is_some_and(|tag| given.headers.iter().any(|(name, value)| *name == "etag" && value == tag));
    let status = if is_same { 304 } else { given.status };
    site.asked.lock().expect("is whole").push(Asked { path, is_conditional: wants.is_some(), status });
    site.rung.notify_one();
    let mut response = Response::new(Body::from(if is_same { Vec::new() } else { given.body }));
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    for (name, value) in given.headers {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_str(&value).expect("a value"));
    }
    response
}

fn endless(path: &str) -> Answer {
    let html = |body: String| Answer { status: 200, headers: vec![("content-type", "text/html".to_owned())], body: body.into_bytes() };
    match path.split_once("/endless/") {
        Some((front, n)) => {
            let n: u64 = n.parse().unwrap_or(0);
            let to = |n: u64| format!("<a href='{front}/endless/{n}'>{n}</a>");
            html(format!("<main><h1>Day {n}</h1><p>Nothing on day {n}.</p>{}{}</main>", to(n + 1), to(n + 1_000)))
        }
        None => Answer { status: 404, headers: Vec::new(), body: Vec::new() },
    }
}

/// These bytes, packed.
pub fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).expect("packs");
    packer.finish().expect("packs")
}

/// A file of Word with these parts of its body.
pub fn word(body: &str) -> Vec<u8> {
    let text = format!("<w:document xmlns:w='x'><w:body>{body}</w:body></w:document>");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default().compression_level(Some(1))).expect("starts");
    zip.write_all(text.as_bytes()).expect("writes");
    zip.finish().expect("ends").into_inner()
}

/// A PDF with a page for each of these lines.
pub fn pdf(lines: &[&str]) -> Vec<u8> {
    let n = lines.len();
    let kids: Vec<String> = (0..n).map(|page| format!("{} 0 R", 4 + page * 2)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {n} >>", kids.join(" ")),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    for (page, line) in lines.iter().enumerate() {
        let content = format!("BT /F1 12 Tf 72 720 Td ({line}) Tj ET");
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            5 + page * 2
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).bytes());
    }
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    places.iter().for_each(|place| file.extend(format!("{place:010} 00000 n \n").bytes()));
    file.extend(format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).bytes());
    file
}
