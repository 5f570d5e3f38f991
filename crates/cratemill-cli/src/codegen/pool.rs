//! The same work on many things at once, in threads whose stacks are large enough for deep schemas.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::{Exit, Failure, panics};

/// Address space, not memory: only what is used is taken.
const STACK: usize = 256 << 20;

/// How many results may wait for that of an item before theirs.
const WAITING: usize = 2;

/// The results of `work` on each item, in the items' order.
///
/// # Errors
///
/// The system refuses a thread, or the work panics.
pub(super) fn map<T: Sync, R: Send>(items: &[T], work: &(dyn Fn(&T) -> R + Sync)) -> Result<Vec<R>, Failure> {
    let mut results = Vec::new();
    each(items, &|_| {}, work, &mut |result| {
        results.push(result);
        Ok(())
    })?;
    Ok(results)
}

/// Gives the result of `work` on each item to `take`, in the items' order, as soon as it is there. `started` is called before
/// each. Few results wait: no item is begun that is far ahead of the one whose turn it is.
///
/// # Errors
///
/// The system refuses a thread, the work panics, or `take` fails, after which no item is begun.
pub(super) fn each<T: Sync, R: Send>(
    items: &[T],
    started: &(dyn Fn(&T) + Sync),
    work: &(dyn Fn(&T) -> R + Sync),
    take: &mut dyn FnMut(R) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let count = thread::available_parallelism().map_or(1, usize::from).min(items.len());
    let turns = Turns::new(items.len(), count + WAITING);
    let worker = || {
        // Whoever waits must hear that nothing will come, even if the work panics.
        let _end = End(&turns);
        while let Some(index) = turns.begin() {
            started(&items[index]);
            turns.finish(index, work(&items[index]));
        }
    };
    thread::scope(|scope| {
        for begun in 0..count {
            let name = panics::GENERATOR.to_owned();
            let builder = thread::Builder::new().name(name).stack_size(STACK);
            if let Err(cause) = builder.spawn_scoped(scope, worker) {
                turns.stop(count - begun);
                return Err(failure(format!("can't start a thread: {cause}")));
            }
        }
        for index in 0..items.len() {
            let Some(result) = turns.wait(index) else {
                return Err(failure("a worker ended early".to_owned()));
            };
            if let Err(failed) = take(result) {
                turns.stop(0);
                return Err(failed);
            }
        }
        Ok(())
    })
}

fn failure(message: String) -> Failure {
    Failure {
        exit: Exit::CouldNotRun,
        message,
    }
}

/// Which items are begun and done.
struct Turns<R> {
    state: Mutex<State<R>>,
    changed: Condvar,
    count: usize,
    /// How far ahead of the item whose turn it is another may be.
    ahead: usize,
}

struct State<R> {
    begun: usize,
    taken: usize,
    /// How many workers have ended.
    ended: usize,
    workers: usize,
    done: BTreeMap<usize, R>,
}

/// Tells that a worker has ended, however it does.
struct End<'a, R>(&'a Turns<R>);

impl<R> Drop for End<'_, R> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.ended += 1;
        if thread::panicking() {
            // The turn of its item will never come, and no one is to wait for it.
            state.begun = self.0.count;
        }
        self.0.changed.notify_all();
    }
}

impl<R> Turns<R> {
    fn new(count: usize, ahead: usize) -> Self {
        let workers = ahead - WAITING;
        let state = State {
            begun: 0,
            taken: 0,
            ended: 0,
            workers,
            done: BTreeMap::new(),
        };
        Turns {
            state: Mutex::new(state),
            changed: Condvar::new(),
            count,
            ahead,
        }
    }

    fn state(&self) -> MutexGuard<'_, State<R>> {
        // What a panic can leave half done is the work, and never this.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next item, when it is near enough; none when all are begun.
    fn begin(&self) -> Option<usize> {
        let is_far = |state: &mut State<R>| state.begun < self.count && state.begun >= state.taken + self.ahead;
        let waited = self.changed.wait_while(self.state(), is_far);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        let index = state.begun;
        (index < self.count).then(|| {
            state.begun += 1;
            index
        })
    }

    fn finish(&self, index: usize, result: R) {
        self.state().done.insert(index, result);
        self.changed.notify_all();
    }

    /// The result of an item; none if no worker is left that could give it.
    fn wait(&self, index: usize) -> Option<R> {
        let is_due = |state: &mut State<R>| !state.done.contains_key(&index) && state.ended < state.workers;
        let waited = self.changed.wait_while(self.state(), is_due);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        state.taken = index + 1;
        let result = state.done.remove(&index);
        self.changed.notify_all();
        result
    }

    /// Lets no more items be begun; `never` workers have not come to be.
    fn stop(&self, never: usize) {
        let mut state = self.state();
        state.begun = self.count;
        state.ended += never;
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn results_keep_the_order_of_the_items() {
        let items: Vec<u64> = (0..50).collect();
        let slow_first = |item: &u64| {
            std::thread::sleep(std::time::Duration::from_micros(50 - item));
            item * 2
        };
        let doubled = super::map(&items, &slow_first).expect("threads");
        assert_eq!(doubled, (0..50).map(|item| item * 2).collect::<Vec<_>>());
    }

    #[test]
    fn few_results_wait_for_one() {
        let (begun, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let taken = AtomicUsize::new(0);
        let items: Vec<usize> = (0..40).collect();
        let work = |item: &usize| {
            let ahead = begun.fetch_add(1, Ordering::SeqCst) + 1 - taken.load(Ordering::SeqCst);
            most.fetch_max(ahead, Ordering::SeqCst);
            std::thread::sleep(std::time::Duration::from_micros(if item.is_multiple_of(7) {
                900
            } else {
                10
            }));
            *item
        };
        let mut expected = 0;
        super::each(&items, &|_| {}, &work, &mut |item| {
            assert_eq!(item, expected);
            expected += 1;
            taken.store(expected, Ordering::SeqCst);
            Ok(())
        })
        .expect("threads");
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        // One is taken and not yet counted as such.
        let most = most.into_inner();
        assert!(expected == 40 && most <= threads + super::WAITING + 1, "{most}");
    }

    #[test]
    fn a_failure_ends_the_work() {
        let begun = AtomicUsize::new(0);
        let work = |_: &usize| begun.fetch_add(1, Ordering::SeqCst);
        let items: Vec<usize> = (0..1000).collect();
        let failed = super::each(&items, &|_| {}, &work, &mut |_| Err(super::failure("full".to_owned())));
        assert_eq!(failed, Err(super::failure("full".to_owned())));
        assert!(begun.into_inner() < 100);
        let panics = |item: &usize| assert_ne!(*item, 3);
        assert!(std::panic::catch_unwind(|| super::map(&items, &panics).is_err()).unwrap_or(true));
    }
}
