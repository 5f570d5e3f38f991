//! Documents of the web, by the `curl` command.
//!
//! `curl` rather than a client of our own to compile: it is on every developer's machine, knows its proxies and
//! certificates, and costs the first command nothing. Redirects, retries and limits are decided here.

use std::fs;
use std::process::Command;
use std::time::Duration;

use cratemill::provider::Pin;
use fluent_uri::{Uri, UriRef};

use super::Patience;
use super::program::{self, Bounds, Stopped};

/// How many redirects are followed.
const REDIRECTS: usize = 5;
/// The longest pause that a server may ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// Where a document has not begun to come by then, the server is taken not to answer.
const CONNECT_SECONDS: &str = "20";
/// The exit codes of `curl` that another try may mend: no name, no connection, an answer cut short, a time-out.
const PASSING: [i32; 10] = [5, 6, 7, 16, 18, 28, 52, 55, 56, 92];

/// A document, as far as it is not the one that is there already.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Document {
    /// The server says that it is the one with the given marks.
    Same,
    /// Another.
    New {
        /// Its bytes.
        bytes: Vec<u8>,
        /// The server's mark of this version.
        etag: Option<String>,
        /// When it was changed, as the server says.
        modified: Option<String>,
    },
}

/// One answer of a server.
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// Why there is no answer.
enum NoAnswer {
    /// Another try may help.
    Passing(String),
    /// None will.
    Final(String),
}

/// Gets a document. `known` are the marks of the one that is there; `hosts` those to which a redirect may lead.
pub(super) fn get(
    address: &str,
    known: Option<&Pin>,
    hosts: &[String],
    patience: &Patience<'_>,
) -> Result<Document, String> {
    let failed = |at: &str, message: &str| match at == address {
        true => format!("`{address}`: {message}"),
        false => format!("`{address}`, which leads to `{at}`: {message}"),
    };
    let mut at = address.to_owned();
    for _ in 0..=REDIRECTS {
        let answer = persistently(&at, known, patience).map_err(|message| failed(&at, &message))?;
        match answer.status {
            200 => {
                return Ok(Document::New {
                    etag: answer.header("etag").map(str::to_owned),
                    modified: answer.header("last-modified").map(str::to_owned),
                    bytes: answer.body,
                });
            }
            304 if known.is_some() => return Ok(Document::Same),
            301 | 302 | 303 | 307 | 308 => {
                let to = answer.header("location").unwrap_or_default();
                at = redirect(address, &at, to, hosts).map_err(|message| failed(&at, &message))?;
            }
            status @ (404 | 410) => {
                let message = format!("the document is gone (status {status})");
                let advice = "take it out of `[source]` in provider.toml, if it is to stay away";
                return Err(failed(&at, &format!("{message}\n{advice}")));
            }
            401 | 403 => {
                return Err(failed(
                    &at,
                    &format!("the server refuses it (status {})", answer.status),
                ));
            }
            status => return Err(failed(&at, &format!("the server answers with status {status}"))),
        }
    }
    Err(failed(&at, &format!("more than {REDIRECTS} redirects")))
}

/// Where a redirect leads, if it may: to the same kind of connection, and to the document's own host or a named one.
fn redirect(origin: &str, from: &str, to: &str, hosts: &[String]) -> Result<String, String> {
    let odd = || format!("the server redirects to `{}`, which is no address", to.escape_debug());
    let base = Uri::parse(from.split('#').next().unwrap_or_default()).map_err(|_| odd())?;
    let target = UriRef::parse(to).map_err(|_| odd())?;
    let target = target.resolve_against(&base).map_err(|_| odd())?;
    let origin = Uri::parse(origin.split('#').next().unwrap_or_default()).map_err(|_| odd())?;
    let authority = |uri: &Uri<&str>| uri.authority().map(|it| it.as_str().to_ascii_lowercase());
    let target = target.borrow();
    let refused = |why: &str| format!("the server redirects to `{target}`: {why}");
    if target
        .authority()
        .is_none_or(|it| it.host().is_empty() || it.userinfo().is_some())
    {
        return Err(odd());
    }
    let own = authority(&target) == authority(&origin);
    let named = hosts
        .iter()
        .any(|host| authority(&target).is_some_and(|it| it == host.to_ascii_lowercase()));
    match target.scheme().as_str().to_ascii_lowercase().as_str() {
        _ if !own && !named => Err(refused(
            "another host; name it in `hosts` of `[source]` if it may lead there",
        )),
        "https" => Ok(target.as_str().to_owned()),
        // Only the own machine is asked without a key, and leads nowhere else.
        "http" if own && origin.scheme().as_str().eq_ignore_ascii_case("http") => Ok(target.as_str().to_owned()),
        _ => Err(refused("only `https://` is followed")),
    }
}

/// Asks until there is an answer that another try would not change, or no patience left.
fn persistently(at: &str, known: Option<&Pin>, patience: &Patience<'_>) -> Result<Answer, String> {
    let mut pause = Duration::from_secs(1);
    for attempt in 1.. {
        let (message, asked) = match once(at, known, patience) {
            Ok(answer) if !matches!(answer.status, 408 | 425 | 429 | 500 | 502 | 503 | 504) => return Ok(answer),
            Ok(answer) => {
                let message = format!("the server answers with status {}", answer.status);
                (message, answer.wait())
            }
            Err(NoAnswer::Passing(message)) => (message, None),
            Err(NoAnswer::Final(message)) => return Err(message),
        };
        if attempt >= patience.attempts {
            return Err(format!("{message}, after {attempt} tries"));
        }
        (patience.pause)(asked.unwrap_or(pause).min(LONGEST_PAUSE));
        pause *= 2;
    }
    Err("it was not asked for".to_owned())
}

/// Asks once, and follows nothing.
fn once(at: &str, known: Option<&Pin>, patience: &Patience<'_>) -> Result<Answer, NoAnswer> {
    let system = |cause: std::io::Error| NoAnswer::Final(format!("can't keep the answer: {cause}"));
    let folder = tempfile::tempdir().map_err(system)?;
    let headers = folder.path().join("headers");
    let mut command = Command::new("curl");
    // First of all: whatever stands in the user's own configuration is for another use.
    command.arg("--disable");
    command.args([
        "--silent",
        "--show-error",
        "--globoff",
        "--max-redirs",
        "0",
        "--suppress-connect-headers",
    ]);
    command.args(["--proto", "=http,https", "--connect-timeout", CONNECT_SECONDS]);
    command.args(["--max-time", &patience.time.as_secs_f64().to_string()]);
    command.args(["--max-filesize", &patience.file_bytes.to_string()]);
    command.args(["--user-agent", concat!("cratemill/", env!("CARGO_PKG_VERSION"))]);
    command.args([
        "--header",
        "Accept: application/schema+json, application/json, */*;q=0.5",
    ]);
    if let Some(pin) = known {
        for (name, mark) in [("If-None-Match", &pin.etag), ("If-Modified-Since", &pin.modified)] {
            if let Some(mark) = mark.as_ref().filter(|mark| !mark.contains(char::is_control)) {
                command.args(["--header", &format!("{name}: {mark}")]);
            }
        }
    }
    command.arg("--dump-header").arg(&headers).args(["--url", at]);
    let bounds = Bounds {
        bytes: patience.file_bytes,
        time: patience.time + Duration::from_secs(5),
    };
    let too_large = || NoAnswer::Final(format!("the document is larger than {} bytes", patience.file_bytes));
    let printed = program::run(&mut command, None, bounds).map_err(|stopped| match stopped {
        Stopped::Missing => {
            NoAnswer::Final("documents are fetched by the program `curl`, which is not there".to_owned())
        }
        Stopped::TooMuch => too_large(),
        Stopped::TooLong => NoAnswer::Passing("the server is too slow".to_owned()),
        Stopped::System(cause) => NoAnswer::Final(format!("can't run `curl`: {cause}")),
    })?;
    let said = printed.err.lines().next().unwrap_or_default().to_owned();
    let said = if said.is_empty() {
        "`curl` failed".to_owned()
    } else {
        said
    };
    match printed.code {
        Some(0) => {}
        Some(63) => return Err(too_large()),
        Some(code) if PASSING.contains(&code) => return Err(NoAnswer::Passing(said)),
        _ => return Err(NoAnswer::Final(said)),
    }
    let headers = fs::read(&headers).map_err(system)?;
    answer(&String::from_utf8_lossy(&headers), printed.out)
        .ok_or_else(|| NoAnswer::Final("the server does not answer by HTTP".to_owned()))
}

/// The last answer of those whose headers were kept: some only announce it.
fn answer(headers: &str, body: Vec<u8>) -> Option<Answer> {
    let mut answer = None;
    for line in headers.lines() {
        if line.starts_with("HTTP/") {
            let status = line.split_whitespace().nth(1)?.parse().ok()?;
            answer = Some(Answer {
                status,
                headers: Vec::new(),
                body: Vec::new(),
            });
        } else if let (Some(answer), Some((name, value))) = (&mut answer, line.split_once(':')) {
            answer
                .headers
                .push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    answer.map(|answer| Answer { body, ..answer })
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// How long the server asks to wait (RFC 9110, 10.2.3): so many seconds, or until a date, counted from the date of its answer,
    /// so that no clock but its own counts.
    fn wait(&self) -> Option<Duration> {
        let until = self.header("retry-after")?.trim();
        if let Ok(seconds) = until.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let date = |text: &str| httpdate::parse_http_date(text).ok();
        let (until, now) = (date(until)?, date(self.header("date")?)?);
        Some(until.duration_since(now).unwrap_or_default())
    }
}

/// The day of a date as HTTP writes it, `Wed, 21 Oct 2015 07:28:00 GMT`.
pub(super) fn day(date: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let mut words = date.split_whitespace().skip(1);
    let day: u8 = words.next()?.parse().ok()?;
    let month = words.next()?;
    let month = 1 + MONTHS.iter().position(|one| *one == month)?;
    let year: u16 = words.next()?.parse().ok()?;
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_leads_to_the_same_host_or_a_named_one_and_never_to_less() {
        let hosts = ["cdn.example.com".to_owned()];
        let to = |to: &str| redirect("https://example.com/a", "https://example.com/b/c", to, &hosts).ok();
        assert_eq!(to("d").as_deref(), Some("https://example.com/b/d"));
        assert_eq!(to("/d?x").as_deref(), Some("https://example.com/d?x"));
        assert_eq!(
            to("https://CDN.example.com/d").as_deref(),
            Some("https://CDN.example.com/d")
        );
        for refused in [
            "http://example.com/a",
            "https://example.org/a",
            "https://example.com:8443/a",
            "https://cdn.example.com.evil.example/a",
            "https://me@example.com/a",
            "//other.example/a",
            "file:///etc/passwd",
            "ftp://example.com/a",
            "https://127.0.0.1/a",
            "javascript:1",
            "",
        ] {
            let followed = to(refused);
            // An empty one names the document itself, which ends by the number of redirects.
            assert!(followed.is_none() || refused.is_empty(), "{refused}: {followed:?}");
        }
        let near = "http://127.0.0.1:80/a";
        assert!(redirect(near, near, "/b", &[]).is_ok());
        assert!(redirect(near, near, "http://127.0.0.1:81/b", &[]).is_err());
        assert!(redirect(near, near, "http://169.254.169.254/b", &[]).is_err());
    }

    #[test]
    fn the_last_answer_counts() {
        let headers = "HTTP/1.1 100 Continue\r\n\r\nHTTP/2 200 \r\nETag: \"x\"\r\nlast-modified: y\r\n\r\n";
        let answer = answer(headers, b"{}".to_vec()).expect("an answer");
        assert_eq!((answer.status, answer.body.as_slice()), (200, &b"{}"[..]));
        assert_eq!(
            (answer.header("etag"), answer.header("last-modified")),
            (Some("\"x\""), Some("y"))
        );
        assert!(super::answer("SSH-2.0\r\n", Vec::new()).is_none());
    }

    #[test]
    fn a_server_asks_to_wait_for_seconds_or_until_a_date_of_its_own() {
        let wait = |after: &str, date: &str| {
            let headers = format!("HTTP/1.1 503 x\r\nDate: {date}\r\nRetry-After: {after}\r\n\r\n");
            let answer = answer(&headers, Vec::new()).expect("an answer");
            answer.wait().map(|wait| wait.as_secs())
        };
        let now = "Sun, 06 Nov 1994 08:49:37 GMT";
        for (after, seconds) in [
            ("7", Some(7)),
            ("Sun, 06 Nov 1994 08:49:57 GMT", Some(20)),
            ("Sunday, 06-Nov-94 08:50:37 GMT", Some(60)),
            ("Sun Nov  6 08:49:38 1994", Some(1)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
        ] {
            assert_eq!(wait(after, now), seconds, "{after}");
        }
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:57 GMT", ""), None);
    }

    #[test]
    fn a_date_of_http_has_a_day() {
        assert_eq!(day("Wed, 21 Oct 2015 07:28:00 GMT").as_deref(), Some("2015-10-21"));
        assert_eq!(day("Sun Nov  6 08:49:37 1994"), None);
        assert_eq!(day(""), None);
    }
}
