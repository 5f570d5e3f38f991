//! The two stages that ask child processes: generate every case, and try every instance.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use indicatif::ProgressBar;
use serde_json::json;

use crate::case::{Answer, Case, Milled};
use crate::child::{Asked, Reply};
use crate::mill::Job;
use crate::{program, sources};
use cratemill_cli::{Exit, Failure};

/// How long the generator may take for one crate.
const GENERATION: Duration = Duration::from_secs(180);
/// How long a type may take for one instance.
const READING: Duration = Duration::from_secs(20);

/// Generates every case in child processes.
///
/// # Errors
///
/// This program can't be found.
pub(crate) fn mill(cases: &[(&str, &Case)], folder: &Path, bar: &ProgressBar) -> Result<Vec<Milled>, Failure> {
    let program = program()?;
    let start = || Asked::new(program.clone(), &["--mill"]);
    let work = |asked: &mut Asked, i: usize| {
        bar.set_message(cases[i].1.name.clone());
        let job = Job {
            case: cases[i].1.clone(),
            folder: sources(folder, i),
        };
        let line = serde_json::to_string(&job).unwrap_or_default();
        let why = match asked.ask(&line, GENERATION) {
            Reply::Line(line) => match serde_json::from_str(&line) {
                Ok(milled) => return milled,
                Err(error) => error.to_string(),
            },
            Reply::Died(why) => format!("abort: {why}"),
            Reply::Hung => format!("hang: no answer in {} s", GENERATION.as_secs()),
        };
        Milled {
            failed: Some(why),
            ..Milled::default()
        }
    };
    in_parallel(cases.len(), &start, &work, bar)
}

/// Tries every instance, case by case; an error says how the program died.
///
/// # Errors
///
/// The system refuses a thread.
pub(crate) fn drive(
    milled: &[Milled],
    programs: &BTreeMap<String, PathBuf>,
    bar: &ProgressBar,
) -> Result<Vec<Vec<Result<Answer, String>>>, Failure> {
    let start = || None;
    let work = |running: &mut Option<(PathBuf, Asked)>, i: usize| {
        let name = crate::name(i);
        let Some(program) = programs.get(&name) else {
            return Vec::new();
        };
        if running.as_ref().is_none_or(|(other, _)| other != program) {
            *running = Some((program.clone(), Asked::new(program.clone(), &[])));
        }
        let Some((_, asked)) = running else { return Vec::new() };
        let answers = milled[i].trials.iter().map(|trial| {
            let plan = json!({ "type": format!("{name}::{}", trial.path), "text": trial.instance.text });
            match asked.ask(&plan.to_string(), READING) {
                Reply::Line(line) => serde_json::from_str(&line).map_err(|error| error.to_string()),
                Reply::Died(why) => Err(format!("abort: {why}")),
                Reply::Hung => Err(format!("hang: no answer in {} s", READING.as_secs())),
            }
        });
        answers.collect()
    };
    in_parallel(milled.len(), &start, &work, bar)
}

/// The results of the work on 0, 1, 2 ... in their order; each thread has a worker of its own.
fn in_parallel<W, R: Send>(
    count: usize,
    start: &(dyn Fn() -> W + Sync),
    work: &(dyn Fn(&mut W, usize) -> R + Sync),
    bar: &ProgressBar,
) -> Result<Vec<R>, Failure> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                let mut worker = start();
                while let Some(i) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|i| *i < count) {
                    let result = work(&mut worker, i);
                    bar.inc(1);
                    if let Ok(mut results) = results.lock() {
                        results.insert(i, result);
                    }
                }
            });
        }
    });
    let results = results.into_inner().map_err(|_| ended())?;
    if results.len() == count {
        Ok(results.into_values().collect())
    } else {
        Err(ended())
    }
}

fn ended() -> Failure {
    Failure {
        exit: Exit::CouldNotRun,
        message: "a worker ended early".to_owned(),
    }
}
