//! Server-sent events: one frame an event, its id the event's number. `Last-Event-ID` goes on from there.
//!
//! Between them go frames called `near`: who looks and types at the moment. They aren't in the log and have no number, so
//! that a browser which comes back goes on from the event that it saw last. Nor are those called `speech` in the log: an
//! answer as far as a model has written it.

use super::{
    Site,
    caller::{MaybeCaller, VisitorCaller},
    fault::Problem,
};
use crate::{
    desk::{Coming, Guest},
    stop::stopped,
};
use app::{
    api::Caller,
    domain::{
        fault::Fault,
        id::{Seq, WorkspaceId},
    },
};
use axum::{
    extract::{Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::{Stream, StreamExt, stream};
use serde::Deserialize;
use std::{convert::Infallible, sync::Arc, time::Duration};

/// A silent stream says so this often, so that both sides notice a dead peer.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How long a browser waits before it comes back, in milliseconds.
const RETRY: Duration = Duration::from_millis(1500);
/// A session that ended while a stream was open is noticed within this.
const RECHECK: Duration = Duration::from_secs(5);
/// An open page says so this often.
const ATTEND: Duration = Duration::from_secs(60);

#[derive(Deserialize)]
pub(super) struct Place {
    after: Option<String>,
}

/// `GET /inbox/events`: all that happens in the member's workspace.
pub(super) async fn inbox(
    State(site): State<Arc<Site>>,
    MaybeCaller(caller): MaybeCaller,
    headers: HeaderMap,
    Query(place): Query<Place>,
) -> Result<Response, Problem> {
    let me = caller.ok_or(Problem(Fault::SignedOut))?;
    let Some(after) = resumable(&site, &me.workspace, &headers, &place).await? else { return Ok(reset(&site)) };
    let listener = site.desk.hub.listen(&me.workspace, after).await.map_err(|error| Problem::of(error.into(), &site))?;
    let attended = Box::pin(attended(Arc::clone(&site), me.clone()));
    let token = super::caller::session_token(&site, &headers).unwrap_or_default().to_owned();
    let ended = Box::pin(session_ended(Arc::clone(&site), token));
    // A log that can't be read ends the stream: the browser comes back and goes on where it was.
    let frames = stream::unfold((listener, site.desk.ear(&me), attended), |(mut listener, mut ear, mut attended)| async move {
        let event = tokio::select! {
            frame = listener.next() => {
                let frame = frame.ok()?;
                event(frame.event.seq, frame.as_ref())
            }
            near = ear.next() => whisper("near", &near),
            () = &mut attended => None,
        };
        Some((event?, (listener, ear, attended)))
    });
    Ok(respond(&site, frames.take_until(ended)))
}

/// `GET /api/widget/v1/events`: what this visitor may see.
pub(super) async fn widget(
    State(site): State<Arc<Site>>,
    VisitorCaller(guest): VisitorCaller,
    headers: HeaderMap,
    Query(place): Query<Place>,
) -> Result<Response, Problem> {
    let Some(after) = resumable(&site, &guest.workspace, &headers, &place).await? else { return Ok(reset(&site)) };
    let watch = site.desk.watch(&guest, after).await.map_err(|failure| Problem::of(failure, &site))?;
    let beside = (site.desk.near_visitor(&guest), site.desk.hear(&guest, after));
    let frames = stream::unfold(Some((watch, beside)), |state| async move {
        // After "start afresh" there is nothing to go on with.
        let (mut watch, (mut near, mut speech)) = state?;
        let event = tokio::select! {
            // What is in the log goes first: a word of the assistant's must not come after a person's.
            biased;
            coming = watch.next() => match coming.ok()?? {
                Coming::Afresh => return Some((afresh(), None)),
                Coming::Entry(entry) => {
                    near.look_again();
                    speech.went_on(entry.seq);
                    event(entry.seq, &entry)
                }
            },
            near = near.next() => whisper("near", &near.ok()?),
            said = speech.next() => whisper("speech", &said),
        };
        Some((event?, Some((watch, (near, speech)))))
    });
    let left = Box::pin(left(Arc::clone(&site), guest.clone()));
    Ok(respond(&site, frames.take_until(left)))
}

/// Waits until a verified visitor has left this browser; for ever for who is anonymous.
async fn left(site: Arc<Site>, guest: Guest) {
    if !guest.is_verified() {
        return std::future::pending().await;
    }
    loop {
        tokio::time::sleep(RECHECK).await;
        if matches!(site.desk.has_left(&guest).await, Ok(true)) {
            return;
        }
    }
}

/// The number to go on from; nothing where we can't: garbage, or a number that this log hasn't reached.
async fn resumable(site: &Site, workspace: &WorkspaceId, headers: &HeaderMap, place: &Place) -> Result<Option<Seq>, Problem> {
    let last = headers.get(HeaderName::from_static("last-event-id")).and_then(|value| value.to_str().ok()).filter(|id| !id.is_empty());
    let Some(after) = last.or(place.after.as_deref()).and_then(|text| text.parse().ok()) else { return Ok(None) };
    let reached = site.desk.has_reached(workspace, after).await.map_err(|failure| Problem::of(failure, site))?;
    Ok(reached.then_some(after))
}

fn event<T: serde::Serialize>(seq: Seq, data: &T) -> Option<Event> {
    Event::default().id(seq.to_string()).json_data(data).ok()
}

fn whisper<T: serde::Serialize>(name: &str, data: &T) -> Option<Event> {
    Event::default().event(name).json_data(data).ok()
}

/// "Start afresh": read anew what you show, then listen from the number that you read it at.
fn reset(site: &Site) -> Response {
    respond(site, stream::iter([afresh()]))
}

fn afresh() -> Event {
    Event::default().event("reset").data("{}")
}

fn respond(site: &Site, frames: impl Stream<Item = Event> + Send + 'static) -> Response {
    let mut stopping = site.stopping.clone();
    // A stream must not keep the program from ending.
    let stop = async move { stopped(&mut stopping).await };
    let first = stream::iter([Event::default().retry(RETRY).comment("here")]);
    let frames = first.chain(frames).take_until(Box::pin(stop)).map(Ok::<_, Infallible>);
    let mut response = Sse::new(frames).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Proxies of the nginx kind hold frames back without it.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

/// Says, for as long as it is awaited, that a page of the member is open.
async fn attended(site: Arc<Site>, me: Caller) {
    loop {
        if let Err(failure) = site.desk.attend(&me.workspace, &me.account).await {
            // Logged there; who isn't counted for a minute is counted the next.
            failure.told(site.desk.clock.now());
        }
        tokio::time::sleep(ATTEND).await;
    }
}

/// Waits until the session of `token` has ended.
async fn session_ended(site: Arc<Site>, token: String) {
    loop {
        tokio::time::sleep(RECHECK).await;
        if matches!(site.desk.caller(&token).await, Ok(None)) {
            return;
        }
    }
}
