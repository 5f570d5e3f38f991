//! Programs that fetch for us, `git` and `curl`: run to an end, in time and in what they print.

use std::fs::File;
use std::io::{self, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

/// How much is kept of what a program says about its run.
const SAID: u64 = 1 << 16;
/// How often it is asked whether a program has ended that prints nothing any more.
const ASKED: Duration = Duration::from_millis(10);

/// What a program may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Bytes on its standard output.
    pub bytes: u64,
    /// Time.
    pub time: Duration,
}

/// What a program that came to its own end has printed.
#[derive(Debug)]
pub(super) struct Printed {
    /// The exit code; `None` if it was killed.
    pub code: Option<i32>,
    /// Its standard output.
    pub out: Vec<u8>,
    /// Its standard error.
    pub err: String,
}

/// Why a program has not come to its own end.
#[derive(Debug)]
pub(super) enum Stopped {
    /// It is not there.
    Missing,
    /// It printed more than it may.
    TooMuch,
    /// It took longer than it may.
    TooLong,
    /// The system is in the way.
    System(io::Error),
}

/// Runs a program; one that goes beyond its bounds is killed.
pub(super) fn run(command: &mut Command, input: Option<File>, bounds: Bounds) -> Result<Printed, Stopped> {
    let end = Instant::now() + bounds.time;
    let input = input.map_or_else(Stdio::null, Stdio::from);
    let child = command
        .stdin(input)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = child.map_err(|cause| match cause.kind() {
        io::ErrorKind::NotFound => Stopped::Missing,
        _ => Stopped::System(cause),
    })?;
    let out = child
        .stdout
        .take()
        .map(|pipe| read(pipe, bounds.bytes.saturating_add(1)));
    let err = child.stderr.take().map(|pipe| read(pipe, SAID));
    let left = || end.saturating_duration_since(Instant::now());
    let ended = match out.as_ref().map(|out| out.recv_timeout(left())) {
        Some(Ok(Ok(out))) if out.len() as u64 > bounds.bytes => Err(Stopped::TooMuch),
        Some(Ok(Ok(out))) => wait(&mut child, end).map(|code| (code, out)),
        Some(Ok(Err(cause))) => Err(Stopped::System(cause)),
        Some(Err(_)) | None => Err(Stopped::TooLong),
    };
    if ended.is_err() {
        // It may have ended meanwhile.
        child.kill().ok();
        child.wait().ok();
    }
    let (code, out) = ended?;
    // A helper of the program may hold its standard error open longer than it lives.
    let err = err.and_then(|err| err.recv_timeout(Duration::from_secs(1)).ok());
    let err = err.and_then(Result::ok).unwrap_or_default();
    Ok(Printed {
        code,
        out,
        err: String::from_utf8_lossy(&err).trim().to_owned(),
    })
}

/// The first bytes of a pipe; the rest is read over, unless it is not waited for.
fn read(mut pipe: impl Read + Send + 'static, most: u64) -> Receiver<io::Result<Vec<u8>>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = pipe.by_ref().take(most).read_to_end(&mut bytes);
        // Nobody waits any more for a program that was killed.
        sender.send(read.map(|_| bytes)).ok();
        io::copy(&mut pipe, &mut io::sink()).ok();
    });
    receiver
}

fn wait(child: &mut Child, end: Instant) -> Result<Option<i32>, Stopped> {
    loop {
        match child.try_wait().map_err(Stopped::System)? {
            Some(status) => return Ok(status.code()),
            None if Instant::now() >= end => return Err(Stopped::TooLong),
            None => thread::sleep(ASKED),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds {
        bytes: 1000,
        time: Duration::from_secs(60),
    };

    fn shell(script: &str, bounds: Bounds) -> Result<Printed, Stopped> {
        run(Command::new("sh").args(["-c", script]), None, bounds)
    }

    #[test]
    fn a_program_that_ends_has_its_say() {
        let printed = shell("echo out; echo err >&2; exit 3", BOUNDS).expect("an end");
        assert_eq!(printed.code, Some(3));
        assert_eq!((printed.out.as_slice(), printed.err.as_str()), (&b"out\n"[..], "err"));
    }

    #[test]
    fn a_program_that_does_not_end_is_killed() {
        assert!(matches!(shell("yes", BOUNDS), Err(Stopped::TooMuch)));
        let soon = Bounds {
            time: Duration::from_millis(50),
            ..BOUNDS
        };
        assert!(matches!(shell("exec sleep 600", soon), Err(Stopped::TooLong)));
        // With its standard output closed, too.
        assert!(matches!(shell("exec sleep 600 >&-", soon), Err(Stopped::TooLong)));
        let missing = run(&mut Command::new("no-such-program-as-this"), None, BOUNDS);
        assert!(matches!(missing, Err(Stopped::Missing)));
    }
}
