//! A process that is asked line by line, and may die or hang at any of them.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How a line was answered.
pub(crate) enum Reply {
    /// With a line.
    Line(String),
    /// The process ended instead; says how.
    Died(String),
    /// Nothing came in time, and the process was ended.
    Hung,
}

/// Starts the process when it is first asked, and again after it died.
pub(crate) struct Asked {
    program: PathBuf,
    arguments: Vec<String>,
    running: Option<Running>,
}

struct Running {
    child: Child,
    stdin: ChildStdin,
    lines: Receiver<String>,
    errors: JoinHandle<String>,
}

impl Asked {
    pub(crate) fn new(program: PathBuf, arguments: &[&str]) -> Self {
        let arguments = arguments.iter().map(|one| (*one).to_owned()).collect();
        Asked {
            program,
            arguments,
            running: None,
        }
    }

    /// Sends a line and waits for the answer.
    pub(crate) fn ask(&mut self, line: &str, patience: Duration) -> Reply {
        let mut running = match self.running.take() {
            Some(running) => running,
            None => match self.start() {
                Ok(running) => running,
                Err(error) => return Reply::Died(format!("can't start `{}`: {error}", self.program.display())),
            },
        };
        // Where this fails the process has ended, which is told below.
        let sent = writeln!(running.stdin, "{line}").and_then(|()| running.stdin.flush());
        let answer = running
            .lines
            .recv_timeout(if sent.is_ok() { patience } else { Duration::ZERO });
        match answer {
            Ok(answer) => {
                self.running = Some(running);
                Reply::Line(answer)
            }
            Err(RecvTimeoutError::Timeout) if sent.is_ok() => {
                running.child.kill().ok();
                running.child.wait().ok();
                Reply::Hung
            }
            Err(_) => {
                let status = running
                    .child
                    .wait()
                    .map(|status| status.to_string())
                    .unwrap_or_default();
                let errors = running.errors.join().unwrap_or_default();
                let first = errors.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
                Reply::Died(format!("{status}: {}", first.trim()))
            }
        }
    }

    fn start(&self) -> std::io::Result<Running> {
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(stdin), Some(stdout), Some(mut stderr)) = pipes else {
            return Err(std::io::Error::other("a pipe is missing"));
        };
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let errors = thread::spawn(move || {
            let mut bytes = Vec::new();
            stderr.read_to_end(&mut bytes).ok();
            String::from_utf8_lossy(&bytes).into_owned()
        });
        Ok(Running {
            child,
            stdin,
            lines,
            errors,
        })
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        if let Some(mut running) = self.running.take() {
            running.child.kill().ok();
            running.child.wait().ok();
        }
    }
}
