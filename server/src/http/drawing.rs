//! Drawing a page is one task, with all that it begins on its way.
//!
//! A page waits for several things at once, and what comes may take away what another part of it is just reading. On one task
//! nothing runs beside it; on the threads of the runtime a page now and then read what was gone, and was never finished.

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use futures::{StreamExt, stream::FuturesUnordered};
use std::{
    future::poll_fn,
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    task::Poll,
};

tokio::task_local! {
    /// What the page that is being drawn has begun, and is not yet on its way.
    static BEGUN: Arc<Begun>;
}

#[derive(Default)]
struct Begun(Mutex<Vec<PinnedFuture<()>>>);

impl Begun {
    fn add(&self, it: PinnedFuture<()>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(it);
    }

    fn take(&self) -> Vec<PinnedFuture<()>> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What the library begins goes with the page that is being drawn, else to the runtime.
struct WithThePage;

impl CustomExecutor for WithThePage {
    fn spawn(&self, it: PinnedFuture<()>) {
        let mut it = Some(it);
        let _ = BEGUN.try_with(|begun| it.take().into_iter().for_each(|it| begun.add(it)));
        if let Some(it) = it {
            tokio::spawn(it);
        }
    }

    fn spawn_local(&self, it: PinnedLocalFuture<()>) {
        tokio::task::spawn_local(it);
    }

    fn poll_local(&self) {}
}

/// To be called once, before the first page is drawn.
pub(super) fn prepare() {
    // Another server of the same process, as in the tests, has done it already.
    let _ = Executor::init_custom_executor(WithThePage);
}

/// What `drawing` gives. What it begins runs in turn with it, and ends with it.
pub(super) async fn in_one<T>(drawing: impl Future<Output = T>) -> T {
    let begun = Arc::new(Begun::default());
    let known = Arc::clone(&begun);
    let all = async move {
        let (mut drawing, mut on_their_way) = (pin!(drawing), FuturesUnordered::new());
        poll_fn(move |cx| {
            loop {
                if let Poll::Ready(drawn) = drawing.as_mut().poll(cx) {
                    return Poll::Ready(drawn);
                }
                on_their_way.extend(known.take());
                // Whatever ends or begins may be what the page waits for.
                let has_ended = matches!(on_their_way.poll_next_unpin(cx), Poll::Ready(Some(())));
                let new = known.take();
                if !has_ended && new.is_empty() {
                    return Poll::Pending;
                }
                on_their_way.extend(new);
            }
        })
        .await
    };
    BEGUN.scope(begun, all).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::sync::oneshot;

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn what_a_page_begins_runs_in_turn_with_it_and_brings_it_on() {
        prepare();
        let inside = Arc::new(AtomicUsize::new(0));
        let drawn = in_one(async {
            let (mut waits, mut total) = (Vec::new(), 0);
            for n in 0..20 {
                let (done, wait) = oneshot::channel();
                let inside = Arc::clone(&inside);
                Executor::spawn(async move {
                    for _ in 0..50 {
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "nothing runs beside it");
                        std::thread::yield_now();
                        inside.fetch_sub(1, Ordering::SeqCst);
                        tokio::task::yield_now().await;
                    }
                    // What is begun by what was begun goes with it too.
                    Executor::spawn(async move { done.send(n).expect("somebody waits") });
                });
                waits.push(wait);
            }
            for wait in waits {
                total += wait.await.expect("sent");
            }
            total
        })
        .await;
        assert_eq!(drawn, (0..20).sum::<i32>());
    }

    #[tokio::test]
    async fn what_is_begun_elsewhere_goes_to_the_runtime() {
        prepare();
        let (done, wait) = oneshot::channel();
        Executor::spawn(async move { done.send(()).expect("somebody waits") });
        wait.await.expect("it ran");
    }
}
