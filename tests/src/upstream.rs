//! Upstream as a test makes it: a Git repository, and a server of documents on this machine's loopback.

use crate::Outcome;
use cratemill_cli::Exit;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// Expects that a command ends so, and that these texts are told; all that was told.
///
/// # Panics
/// It is otherwise.
#[track_caller]
pub fn tells(outcome: Outcome, exit: Exit, expected: &[&str]) -> String {
    let text = format!("{}{}", outcome.err, outcome.out);
    assert_eq!(outcome.exit, exit, "{text}");
    for one in expected {
        assert!(text.contains(one), "{one:?} is not in\n{text}");
    }
    text
}

/// A Git repository in a folder.
pub struct Repository(PathBuf);

impl Repository {
    /// A repository of these files, in one commit.
    ///
    /// # Panics
    /// Git fails.
    pub fn new(folder: &Path, files: &[(&str, &str)]) -> Repository {
        fs::create_dir_all(folder).expect("a folder");
        let repository = Repository(folder.to_owned());
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.commit(files, "2026-01-02");
        repository
    }

    /// Writes files, and commits them on a day; an empty text removes a file. The commit's name.
    ///
    /// # Panics
    /// Git fails.
    pub fn commit(&self, files: &[(&str, &str)], day: &str) -> String {
        for (path, text) in files {
            let path = self.0.join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            match text.is_empty() {
                true => fs::remove_file(path).expect("a file"),
                false => fs::write(path, text).expect("a file"),
            }
        }
        self.git(&["add", "--all"]);
        let date = format!("{day}T12:00:00Z");
        let output = git(
            &self.0,
            &["commit", "--quiet", "--allow-empty", "--message", "a change"],
            &date,
        );
        assert!(output.0, "{}", output.1);
        self.git(&["rev-parse", "HEAD"])
    }

    /// Runs Git in the repository; what it printed.
    ///
    /// # Panics
    /// Git fails.
    pub fn git(&self, arguments: &[&str]) -> String {
        let (fine, text) = git(&self.0, arguments, "2026-01-02T12:00:00Z");
        assert!(fine, "git {arguments:?}: {text}");
        text.trim().to_owned()
    }
}

fn git(folder: &Path, arguments: &[&str], date: &str) -> (bool, String) {
    let output = Command::new("git")
        .args([
            "-c",
            "user.name=A Test",
            "-c",
            "user.email=test@example.com",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_AUTHOR_DATE", date)
        .env("GIT_COMMITTER_DATE", date)
        .output()
        .expect("git");
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    (output.status.success(), out + &err)
}

/// How a server answers.
#[derive(Clone, Debug)]
pub enum Reply {
    /// With a document and its mark; with 304 to who has that mark.
    Document(String, &'static str),
    /// With a file.
    File(Vec<u8>),
    /// With a status and more headers.
    Status(u16, Vec<(&'static str, String)>),
    /// With the beginning of a document, and then it hangs up.
    Cut,
    /// With a document that has no end.
    Endless,
    /// It hangs up at once.
    HangUp,
}

/// What a server was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The path.
    pub path: String,
    /// The headers, their names in lower case.
    pub headers: BTreeMap<String, String>,
}

/// A server on this machine's loopback. To each request for a path it gives the next of that path's replies, and the last of
/// them again and again.
pub struct Server {
    at: SocketAddr,
    replies: Arc<Mutex<BTreeMap<String, Vec<Reply>>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// A server that knows no path yet.
    ///
    /// # Panics
    /// There is no free port.
    pub fn new() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let at = listener.local_addr().expect("an address");
        let replies = Arc::new(Mutex::new(BTreeMap::new()));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let over = Arc::new(AtomicBool::new(false));
        let serve = {
            let (replies, asked, over) = (replies.clone(), asked.clone(), over.clone());
            move || {
                for stream in listener.incoming().flatten() {
                    if over.load(Ordering::SeqCst) {
                        return;
                    }
                    // Who hangs up is not waited for.
                    answer(stream, &replies, &asked).ok();
                }
            }
        };
        Server {
            at,
            replies,
            asked,
            over,
            thread: Some(std::thread::spawn(serve)),
        }
    }

    /// The address of a path.
    pub fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }

    /// Lets the server give these replies to requests for a path.
    ///
    /// # Panics
    /// The server's thread has panicked.
    pub fn reply(&self, path: &str, replies: &[Reply]) {
        let mut reversed = replies.to_vec();
        reversed.reverse();
        self.replies
            .lock()
            .expect("the replies")
            .insert(path.to_owned(), reversed);
    }

    /// What was asked since this was called the last time.
    ///
    /// # Panics
    /// The server's thread has panicked.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.asked.lock().expect("the requests"))
    }
}

impl Default for Server {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        // It is waiting for this.
        TcpStream::connect(self.at).ok();
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

fn answer(
    stream: TcpStream,
    replies: &Mutex<BTreeMap<String, Vec<Reply>>>,
    asked: &Mutex<Vec<Asked>>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = BTreeMap::new();
    for line in lines {
        let line = line?;
        let Some((name, value)) = line.split_once(": ") else {
            break;
        };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let mark = headers.get("if-none-match").cloned();
    asked.lock().expect("the requests").push(Asked {
        path: path.clone(),
        headers,
    });
    let reply = {
        let mut replies = replies.lock().expect("the replies");
        let left = replies.entry(path).or_default();
        match left.len() {
            0 => Reply::Status(404, Vec::new()),
            1 => left[0].clone(),
            _ => left.pop().expect("a reply"),
        }
    };
    give(stream, reply, mark.as_deref())
}

fn give(mut stream: TcpStream, reply: Reply, mark: Option<&str>) -> std::io::Result<()> {
    let mut head = |status: u16, headers: &[(&str, String)]| {
        let headers: String = headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        write!(stream, "HTTP/1.1 {status} Said\r\nConnection: close\r\n{headers}\r\n")
    };
    let length = |length: usize| ("Content-Length", length.to_string());
    match reply {
        Reply::Document(_, etag) if mark == Some(etag) => head(304, &[]),
        Reply::Document(body, etag) => {
            let modified = ("Last-Modified", "Fri, 02 Jan 2026 12:00:00 GMT".to_owned());
            head(200, &[length(body.len()), ("ETag", etag.to_owned()), modified])?;
            stream.write_all(body.as_bytes())
        }
        Reply::File(bytes) => {
            head(200, &[length(bytes.len())])?;
            stream.write_all(&bytes)
        }
        Reply::Status(status, mut headers) => {
            headers.push(length(0));
            head(status, &headers)
        }
        Reply::Cut => {
            head(200, &[length(1000)])?;
            stream.write_all(b"{ \"type\": ")
        }
        Reply::Endless => {
            head(200, &[("Transfer-Encoding", "chunked".to_owned())])?;
            let chunk = format!("1000\r\n{}\r\n", " ".repeat(0x1000));
            // Far beyond the limit of every test.
            (0..10_000).try_for_each(|_| stream.write_all(chunk.as_bytes()))
        }
        Reply::HangUp => Ok(()),
    }
}
