//! The browser's `EventSource`. It reconnects by itself with the last number that it saw, except where the server
//! answered with anything but a stream: then it gives up, and we try again.

use super::Live;
use crate::ui::effect::spawn_local;
use crate::{
    api::session,
    domain::{id::Seq, inbox::Frame, near::Near},
    read::read,
};
use leptos::prelude::set_timeout;
use std::{cell::RefCell, time::Duration};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent};

thread_local! {
    static OPEN: RefCell<Option<Stream>> = const { RefCell::new(None) };
}

/// After this long without a stream the agent is told.
const PATIENCE: Duration = Duration::from_secs(2);

struct Stream {
    source: EventSource,
    _messages: [Closure<dyn FnMut(MessageEvent)>; 3],
    _states: [Closure<dyn FnMut()>; 2],
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.set_onopen(None);
        self.source.set_onerror(None);
        self.source.set_onmessage(None);
        self.source.close();
    }
}

/// Opens the stream of what happened after `after`; the one that was open closes.
pub fn open(live: Live, after: Seq) {
    let Ok(source) = EventSource::new(&format!("/inbox/events?after={after}")) else { return };
    let on_frame = Closure::new(move |event: MessageEvent| hear(live, &event));
    let on_reset = Closure::new(move |event: MessageEvent| live.start_afresh(event.last_event_id().parse().ok()));
    let on_near = Closure::new(move |event: MessageEvent| {
        if let Some(near) = event.data().as_string().and_then(|data| read::<Near>(&data)) {
            live.whispered(near);
        }
    });
    let on_open = Closure::new(move || live.connected());
    let on_error = Closure::new(move || lost(live));
    source.set_onmessage(Some(on_frame.as_ref().unchecked_ref()));
    source.set_onopen(Some(on_open.as_ref().unchecked_ref()));
    source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    // Adding a listener to a living source can't fail.
    let _ = source.add_event_listener_with_callback("reset", on_reset.as_ref().unchecked_ref());
    let _ = source.add_event_listener_with_callback("near", on_near.as_ref().unchecked_ref());
    let stream = Stream { source, _messages: [on_frame, on_reset, on_near], _states: [on_open, on_error] };
    OPEN.with(|it| it.replace(Some(stream)));
}

/// Closes the stream.
pub fn close() {
    OPEN.with(|it| it.take());
}

fn hear(live: Live, event: &MessageEvent) {
    let frame = event.data().as_string().and_then(|data| read::<Frame>(&data));
    match frame {
        Some(frame) => live.receive(&frame),
        // A newer server speaks a form that this page doesn't know: what it says must be read again.
        None => live.start_afresh(event.last_event_id().parse().ok()),
    }
}

fn lost(live: Live) {
    let n_failures = live.failed();
    set_timeout(move || live.still_lost(), PATIENCE);
    if OPEN.with(|it| it.borrow().as_ref().is_some_and(|it| it.source.ready_state() == EventSource::CLOSED)) {
        set_timeout(move || spawn_local(try_again(live)), backoff(n_failures));
    }
}

/// Whoever is signed out is told so; for anyone else the stream opens anew.
async fn try_again(live: Live) {
    match session::me().await {
        Ok(None) => live.sign_out(),
        Ok(Some(_)) => open(live, live.seq().unwrap_or_default()),
        Err(_) => set_timeout(move || spawn_local(try_again(live)), backoff(live.failed())),
    }
}

/// 1, 2, 4, 8, 15 s, and up to half of it more, so that a thousand tabs don't come back at once.
fn backoff(n_failures: u32) -> Duration {
    let seconds = f64::from(1_u32 << n_failures.clamp(1, 5).saturating_sub(1)).min(15.0);
    Duration::from_secs_f64(seconds * (1.0 + js_sys::Math::random() / 2.0))
}
