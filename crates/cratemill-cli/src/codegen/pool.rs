//! The same work on many things at once, in threads whose stacks are large enough for deep schemas.

use std::collections::BTreeSet;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError, mpsc};
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

/// The results of items, each with its number and its load, in the order in which they are done.
pub(crate) type Results<'s, R> = mpsc::IntoIter<(usize, R, Load<'s>)>;

/// Does `work` on items in threads, and gives the results to `take` on this one.
///
/// What an item weighs is borne from before its work begins until its load, which goes with its result, is dropped. The
/// first thread has one load at a time, of any weight, and takes the items in their order. The others have together a fifth
/// of the heaviest at most: so all loads together weigh a fifth more than that, and the memory which the system's
/// allocator keeps for a thread grows with the heaviest in one thread only. Whoever keeps results until those before them
/// are there stops nothing.
///
/// # Errors
///
/// `take` fails, which ends the work; the system refuses a thread.
pub(crate) fn stream<T: Sync, R: Send, A>(
    items: &[T],
    weights: &[u64],
    work: &(dyn Fn(&T) -> R + Sync),
    take: impl for<'s> FnOnce(Results<'s, R>) -> Result<A, Failure>,
) -> Result<A, Failure> {
    let weights: Vec<u64> = (0..items.len())
        .map(|item| weights.get(item).copied().unwrap_or_default())
        .collect();
    let scale = Scale {
        light: weights.iter().copied().max().unwrap_or_default().max(HEAVY) / 5,
        borne: Mutex::new(Borne {
            open: (0..items.len()).collect(),
            ..Borne::default()
        }),
        lighter: Condvar::new(),
    };
    let (sender, results) = mpsc::channel();
    let worker = |number: usize, sender: mpsc::Sender<_>| {
        let _end = End(&scale, thread::panicking);
        while let Some((item, load)) = scale.begin(number == 0, &weights) {
            if sender.send((item, work(&items[item]), load)).is_err() {
                return;
            }
        }
    };
    let count = thread::available_parallelism().map_or(1, usize::from).min(items.len());
    thread::scope(|scope| {
        // Whatever ends this ends the waiting of those who would begin.
        let _end = End(&scale, || true);
        for number in 0..count {
            let (worker, sender) = (&worker, sender.clone());
            let builder = thread::Builder::new().name(panics::GENERATOR.to_owned());
            let spawned = builder
                .stack_size(STACK)
                .spawn_scoped(scope, move || worker(number, sender));
            spawned.map_err(|cause| could_not(&format!("start a thread: {cause}")))?;
        }
        drop(sender);
        take(results.into_iter())
    })
}

/// Where nothing weighs so much, all weighs little.
const HEAVY: u64 = 1 << 18;

fn could_not(what: &str) -> Failure {
    Failure {
        exit: Exit::CouldNotRun,
        message: format!("can't {what}"),
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is borne by all that is under way.
struct Scale {
    /// What the threads but the first may bear together.
    light: u64,
    borne: Mutex<Borne>,
    lighter: Condvar,
}

#[derive(Default)]
struct Borne {
    /// The items that are not begun.
    open: BTreeSet<usize>,
    /// Whether the first thread's load is there.
    first: bool,
    /// What the loads of the others weigh.
    weight: u64,
    /// Whether nothing more is begun.
    is_over: bool,
}

/// A weight that is borne until this is dropped; none for that of the first thread.
pub(crate) struct Load<'s> {
    scale: &'s Scale,
    weight: Option<u64>,
}

/// What ends the use of a scale, if it must.
struct End<'s>(&'s Scale, fn() -> bool);

impl Scale {
    /// The next item for a thread, as soon as there is room for it; `None` when there is none.
    fn begin(&self, is_first: bool, weights: &[u64]) -> Option<(usize, Load<'_>)> {
        let mut borne = locked(&self.borne);
        loop {
            let mut open = borne.open.iter().copied().filter(|_| !borne.is_over);
            let item = open.find(|item| is_first || weights[*item] <= self.light)?;
            let weight = weights[item];
            let has_room = match is_first {
                true => !borne.first,
                false => borne.weight + weight <= self.light,
            };
            if has_room {
                borne.open.remove(&item);
                match is_first {
                    true => borne.first = true,
                    false => borne.weight += weight,
                }
                let weight = (!is_first).then_some(weight);
                return Some((item, Load { scale: self, weight }));
            }
            borne = self.lighter.wait(borne).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for End<'_> {
    fn drop(&mut self) {
        if self.1() {
            locked(&self.0.borne).is_over = true;
            self.0.lighter.notify_all();
        }
    }
}

impl Drop for Load<'_> {
    fn drop(&mut self) {
        let mut borne = locked(&self.scale.borne);
        match self.weight {
            None => borne.first = false,
            Some(weight) => borne.weight -= weight,
        }
        self.scale.lighter.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::atomic::{AtomicU64, Ordering};

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

    #[test]
    fn no_more_is_borne_than_a_fifth_above_the_heaviest() {
        let weights = [1, 50, 100, 20, 30, 70, 2, 3, 4, 100, 100, 1].map(|weight| weight * super::HEAVY);
        let items: Vec<usize> = (0..weights.len()).collect();
        let borne = AtomicU64::new(0);
        let work = |item: &usize| {
            let now = borne.fetch_add(weights[*item], Ordering::SeqCst) + weights[*item];
            std::thread::yield_now();
            assert!(now <= 120 * super::HEAVY, "{now}");
        };
        // Each is kept until those before it are done.
        let done = super::stream(&items, &weights, &work, |results| {
            let mut kept = BTreeMap::new();
            let mut done = 0;
            for (item, (), load) in results {
                kept.insert(item, load);
                while let Some(load) = kept.remove(&done) {
                    borne.fetch_sub(weights[done], Ordering::SeqCst);
                    drop(load);
                    done += 1;
                }
            }
            Ok((done, kept.len()))
        });
        assert_eq!(done.expect("threads"), (items.len(), 0));
    }

    #[test]
    fn what_fails_ends_the_work() {
        let items: Vec<usize> = (0..1000).collect();
        let begun = AtomicU64::new(0);
        let work = |_: &usize| begun.fetch_add(1, Ordering::SeqCst);
        let ended = super::stream(&items, &[super::HEAVY; 1000], &work, |mut results| {
            match results.nth(2) {
                Some(_) => Err(super::could_not("write")),
                None => Ok(()),
            }
        });
        assert_eq!(ended.expect_err("a failure").message, "can't write");
        assert!(begun.into_inner() < 10, "no more is begun than there is room for");
    }
}
