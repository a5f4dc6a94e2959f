//! What follows in the browser when something changes.

use leptos::prelude::Effect;

/// Runs `run` once the page lives, and again whenever what it read has changed; never on the server.
///
/// `Effect::new` has a loop of its own for each closure: here all share one. Where the value before counts, it is still the way.
pub fn effect(run: impl FnMut() + 'static) {
    start(Box::new(run));
}

fn start(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_| run());
}
