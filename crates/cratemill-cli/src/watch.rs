//! `codegen --watch`: generates again whenever somebody saves a schema.
//!
//! The watcher is behind the feature `watch`, so that nobody else builds it.

use std::path::Path;

#[cfg(any(test, feature = "watch"))]
use cratemill::provider::{HISTORY, LOCK};

use crate::{Exit, Failure, Terminal};

/// Whether what lies at a path below the providers' folder is read by the generator and not written by it.
#[cfg(any(test, feature = "watch"))]
fn is_read(below: &Path) -> bool {
    let mut parts = below.iter().skip(1).map(|part| part.to_string_lossy());
    let hidden = below.iter().any(|part| part.to_string_lossy().starts_with('.'));
    let editors = below.to_string_lossy().ends_with('~');
    let first = parts.next();
    !hidden && !editors && !first.is_some_and(|first| first == LOCK || first == HISTORY)
}

/// Without the feature: says how to get it.
#[cfg(not(feature = "watch"))]
pub(crate) fn rounds(
    _schemas: &Path,
    _terminal: &mut Terminal<'_>,
    _round: &mut dyn FnMut(&mut Terminal<'_>) -> Option<Exit>,
) -> Result<Exit, Failure> {
    Err(Failure::usage(
        "this program was built without its watcher\n\
         cargo run --package xtask --features watch -- codegen --watch\n\
         of the installed program: cargo install cratemill-cli --features watch",
    ))
}

/// Does the work now, and again after each change below the providers' folder; until it gives nothing, or is interrupted.
///
/// # Errors
///
/// The folder can't be watched.
#[cfg(feature = "watch")]
pub(crate) fn rounds(
    schemas: &Path,
    terminal: &mut Terminal<'_>,
    round: &mut dyn FnMut(&mut Terminal<'_>) -> Option<Exit>,
) -> Result<Exit, Failure> {
    use notify::{EventKind, RecursiveMode, Watcher};
    use std::sync::mpsc;
    use std::time::Duration;

    /// Editors save in several steps, and tools several files.
    const QUIET: Duration = Duration::from_millis(150);

    let failed = |cause: notify::Error| Failure::io("watch", schemas, cause);
    let root = crate::paths::canonical(schemas);
    let below = root.clone();
    let (send, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        let is_read = |path: &std::path::PathBuf| path.strip_prefix(&below).is_ok_and(is_read);
        if !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(is_read) {
            // Nobody listens any more when the program ends.
            send.send(()).ok();
        }
    })
    .map_err(failed)?;
    watcher.watch(&root, RecursiveMode::Recursive).map_err(failed)?;
    let mut last = Exit::Fine;
    while let Some(exit) = round(terminal) {
        last = exit;
        let place = crate::paths::shown(schemas);
        writeln!(terminal.err, "\nwatching `{place}`, Ctrl+C ends it")?;
        if changes.recv().is_err() {
            break;
        }
        while changes.recv_timeout(QUIET).is_ok() {}
    }
    Ok(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_generator_writes_starts_no_round() {
        for path in [
            "p/json-schema/a.json",
            "p/a.json",
            "p/provider.toml",
            "p/examples/x/y.json",
            "p",
        ] {
            assert!(is_read(Path::new(path)), "{path}");
        }
        for path in [
            "p/names.lock",
            "p/history/0.2.0.json",
            "p/.cratemill-1-x/file",
            "p/json-schema/.a.json.swp",
            "p/a.json~",
        ] {
            assert!(!is_read(Path::new(path)), "{path}");
        }
    }

    #[cfg(feature = "watch")]
    #[test]
    fn a_saved_schema_starts_a_round() {
        let house = tempfile::tempdir().expect("a folder");
        let folder = house.path().join("p/json-schema");
        std::fs::create_dir_all(&folder).expect("a folder");
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut terminal = Terminal {
            out: &mut out,
            err: &mut err,
            colour: false,
            progress: false,
        };
        let mut rounds_done = 0;
        let exit = rounds(house.path(), &mut terminal, &mut |_| {
            rounds_done += 1;
            let text = format!("{{\"title\": \"{rounds_done}\"}}");
            // Each round but the last saves a file, for which the next one comes.
            (rounds_done < 3)
                .then(|| std::fs::write(folder.join("a.json"), text).map_or(Exit::CouldNotRun, |()| Exit::Found))
        });
        assert_eq!((exit, rounds_done), (Ok(Exit::Found), 3));
    }

    #[cfg(not(feature = "watch"))]
    #[test]
    fn without_the_feature_it_is_told_how_to_get_it() {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut terminal = Terminal {
            out: &mut out,
            err: &mut err,
            colour: false,
            progress: false,
        };
        let failure = rounds(Path::new("schemas"), &mut terminal, &mut |_| None).expect_err("no watcher");
        assert_eq!(failure.exit, Exit::Usage);
        assert!(failure.message.contains("--features watch"), "{}", failure.message);
    }
}
