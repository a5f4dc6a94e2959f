//! Slow work that gives way: on threads of its own, which the machine favours less than those that somebody waits for.

use std::thread::Builder;
use tokio::sync::oneshot;

/// As `nice` counts: who waits for an answer gets about ten times as much of a busy core.
const NICE: i32 = 10;

/// Does slow work on such a thread; nothing where it broke down.
pub async fn quietly<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (done, result) = oneshot::channel();
    let quiet = move || {
        give_way();
        // Nobody waits any more where the other end is gone.
        let _ = done.send(work());
    };
    Builder::new().name("quiet".to_owned()).stack_size(8 << 20).spawn(quiet).ok()?;
    result.await.ok()
}

/// Makes the thread that calls it such a one, and those that it starts.
pub fn give_way() {
    // Linux counts it by thread. Where it is refused, the work is as loud as any other.
    let _ = rustix::process::setpriority_process(None, NICE);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn quiet_work_gives_its_result_and_nothing_where_it_breaks() {
        let nice = || rustix::process::getpriority_process(None).expect("is known");
        let before = nice();
        assert_eq!(quietly(nice).await, Some(before.max(NICE)));
        assert_eq!(nice(), before, "nobody else is any quieter");
        assert_eq!(quietly(|| assert_eq!(1, 2)).await, None);
    }
}
