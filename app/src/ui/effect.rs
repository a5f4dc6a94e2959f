//! What follows when something changes, and what goes on beside the page.
//!
//! The library makes code of its own for each closure that it is given. Here all closures of a kind are one kind to it.

use leptos::prelude::{ArcRwSignal, Effect, Get, Memo, Set, With};
use std::{pin::Pin, sync::LazyLock};

/// Whether all of the code is there: the page comes alive by the first part of it (`.ci/wasm/split.mjs`).
static IS_WHOLE: LazyLock<ArcRwSignal<bool>> = LazyLock::new(|| ArcRwSignal::new(false));

/// Lets go what waits for the rest of the code.
pub fn be_whole() {
    IS_WHOLE.set(true);
}

/// Runs `run` once the page is alive and all of its code is there, and again whenever what it read has changed; never on
/// the server. What a page does by itself isn't needed to use it, and needn't come before the page.
///
/// `Effect::new` has a loop of its own for each closure: here all share one. Where the value before counts, it is still the way.
pub fn effect(run: impl FnMut() + 'static) {
    begin(Box::new(run));
}

fn begin(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_| {
        if IS_WHOLE.get() {
            run();
        }
    });
}

/// As [`effect`], as soon as the page is alive: for what listens to hands.
pub fn effect_at_once(run: impl FnMut() + 'static) {
    start(Box::new(run));
}

fn start(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_| run());
}

/// What `of` gives, worked out again when what it read has changed, and news only where it differs. `of` gets the value before.
pub fn memo<T: PartialEq + Send + Sync + 'static>(of: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Memo<T> {
    kept(Box::new(of))
}

type Of<T> = Box<dyn Fn(Option<&T>) -> T + Send + Sync>;

fn kept<T: PartialEq + Send + Sync + 'static>(of: Of<T>) -> Memo<T> {
    Memo::new(of)
}

/// Whatever runs now runs again when `it` changes.
///
/// `Track::track` doesn't: a memo that nobody has read yet knows nothing of what it is made from, and never changes.
pub fn follow<T>(it: &impl With<Value = T>) {
    it.try_with(|_| ());
}

/// What `it` holds; the default once it is gone. The server may still draw a part of a page whose reader has left, and with them
/// all that the page was made of.
pub fn still<T: Clone + Default>(it: &impl Get<Value = T>) -> T {
    it.try_get().unwrap_or_default()
}

/// What `of` finds in `it`; the default once it is gone, as with [`still`].
pub fn still_with<V: ?Sized, T: Default>(it: &impl With<Value = V>, of: impl FnOnce(&V) -> T) -> T {
    it.try_with(of).unwrap_or_default()
}

/// Goes on by itself, in the browser.
pub fn spawn_local(it: impl Future<Output = ()> + 'static) {
    go(Box::pin(it));
}

fn go(it: Pin<Box<dyn Future<Output = ()>>>) {
    leptos::task::spawn_local(it);
}
