//! The accept loop: our own, because axum's has no time limit for headers, and a slow one would hold a connection for ever.

use crate::stop::stopped;
use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{Request, body::Incoming};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
};
use std::{net::SocketAddr, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
};
use tower::ServiceExt;

/// The head of a request must be there within this.
const HEADER_TIME: Duration = Duration::from_secs(10);
const MOST_HEADERS: usize = 64;
/// After an error of `accept` (no file handles left), so long a rest.
const REST: Duration = Duration::from_millis(100);

/// Serves until `stopping` turns true, then finishes what is under way.
pub async fn serve(listener: TcpListener, router: Router, mut stopping: watch::Receiver<bool>) {
    let graceful = GracefulShutdown::new();
    let server = builder();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => connect(&server, &graceful, stream, peer, router.clone()),
                Err(error) => {
                    tracing::warn!(%error, "A connection could not be accepted");
                    tokio::time::sleep(REST).await;
                }
            },
            () = stopped(&mut stopping) => break,
        }
    }
    drop(listener);
    graceful.shutdown().await;
}

fn builder() -> Builder<TokioExecutor> {
    let mut server = Builder::new(TokioExecutor::new());
    server.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_TIME).max_headers(MOST_HEADERS);
    server.http2().timer(TokioTimer::new()).keep_alive_interval(Some(Duration::from_secs(20))).max_header_list_size(16 * 1024);
    server
}

fn connect(server: &Builder<TokioExecutor>, graceful: &GracefulShutdown, stream: TcpStream, peer: SocketAddr, router: Router) {
    // Frames are small and wanted now; where it can't be set, they only come a little later.
    let _ = stream.set_nodelay(true);
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request.map(Body::new))
    });
    let connection = graceful.watch(server.serve_connection_with_upgrades(TokioIo::new(stream), service).into_owned());
    tokio::spawn(async move {
        // A peer that went away in the middle is no news.
        if let Err(error) = connection.await {
            tracing::debug!(%error, "A connection ended badly");
        }
    });
}
