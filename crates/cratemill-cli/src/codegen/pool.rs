//! The same work on many things at once, in threads whose stacks are large enough for deep schemas.

use std::io;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::{Exit, Failure, panics};

/// Address space, not memory: only what is used is taken.
const STACK: usize = 256 << 20;

/// The results of `work` on each item, in the items' order. `started` is called before each.
///
/// # Errors
///
/// The system refuses a thread, or the work panics.
pub fn map<T: Sync, R: Send + Sync>(
    items: &[T],
    started: &(dyn Fn(&T) + Sync),
    work: &(dyn Fn(&T) -> R + Sync),
) -> Result<Vec<R>, Failure> {
    let next = AtomicUsize::new(0);
    let results: Vec<OnceLock<R>> = items.iter().map(|_| OnceLock::new()).collect();
    let worker = || {
        while let Some(i) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|i| *i < items.len()) {
            started(&items[i]);
            // Each index is taken once, so the place is empty.
            results[i].set(work(&items[i])).ok();
        }
    };
    let count = thread::available_parallelism().map_or(1, usize::from).min(items.len());
    thread::scope(|scope| -> io::Result<()> {
        for _ in 0..count {
            let name = panics::GENERATOR.to_owned();
            let builder = thread::Builder::new().name(name).stack_size(STACK);
            builder.spawn_scoped(scope, worker)?;
        }
        Ok(())
    })
    .map_err(|cause| Failure {
        exit: Exit::CouldNotRun,
        message: format!("can't start a thread: {cause}"),
    })?;
    let results = results.into_iter().map(OnceLock::into_inner);
    results.collect::<Option<_>>().ok_or_else(|| Failure {
        exit: Exit::CouldNotRun,
        message: "a worker ended early".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_keep_the_order_of_the_items() {
        let items: Vec<u64> = (0..50).collect();
        let slow_first = |item: &u64| {
            std::thread::sleep(std::time::Duration::from_micros(50 - item));
            item * 2
        };
        let doubled = super::map(&items, &|_| {}, &slow_first).expect("threads");
        assert_eq!(doubled, (0..50).map(|item| item * 2).collect::<Vec<_>>());
    }
}
