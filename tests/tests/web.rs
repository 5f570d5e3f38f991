//! `cargo xtask add` and `update` on a server of this machine's loopback: each answer ends as a user would want.

use cratemill_cli::Exit;
use cratemill_cli::sources::Patience;
use cratemill_cli::update::Means;
use end_to_end::upstream::{Reply, Server, tells};
use end_to_end::{House, Outcome};
use std::sync::Mutex;
use std::time::Duration;

const OLD: &str = r#"{ "type": "object", "properties": { "x": { "type": "string" } } }"#;
const NEW: &str = r#"{ "type": "object", "properties": { "x": { "type": "integer" } } }"#;

/// Runs `update` with limits that a test can reach; the pauses that it made, in seconds.
fn update(house: &House, words: &[&str]) -> (Outcome, Vec<u64>) {
    let pauses = Mutex::new(Vec::new());
    let pause = |time: Duration| pauses.lock().expect("the pauses").push(time.as_secs());
    let means = Means {
        patience: Patience {
            pause: &pause,
            file_bytes: 100_000,
            ..Patience::default()
        },
        ..Means::default()
    };
    let outcome = house.xtask_by(words, &means);
    (outcome, pauses.into_inner().expect("the pauses"))
}

#[test]
fn documents_of_the_web_are_asked_for_only_as_far_as_they_are_new() {
    let house = House::with_crates(&[]);
    let server = Server::new();
    server.reply("/v1/a.json", &[Reply::Document(OLD.to_owned(), "\"1\"")]);
    server.reply("/v1/b.json", &[Reply::Document(OLD.to_owned(), "\"1\"")]);
    let from = server.address("/v1/");
    let (outcome, _) = update(
        &house,
        &["add", "p", "--from", &from, "--file", "a.json", "--file", "b.json"],
    );
    tells(outcome, Exit::Fine, &["p: 2 files", "of 2026-01-02"]);
    assert!(
        server
            .asked()
            .iter()
            .all(|asked| !asked.headers.contains_key("if-none-match"))
    );

    let (outcome, _) = update(&house, &["update"]);
    tells(outcome, Exit::Fine, &["p: up to date, revision"]);
    let marks: Vec<_> = server
        .asked()
        .iter()
        .map(|asked| asked.headers["if-none-match"].clone())
        .collect();
    assert_eq!(marks, ["\"1\"", "\"1\""]);

    // Where a file is not the one that the mark was given for, the mark is of no use.
    house.put("schemas/p/json-schema/a.json", NEW);
    let (outcome, _) = update(&house, &["update", "--discard"]);
    tells(outcome, Exit::Fine, &["files: 1 changed"]);
    assert_eq!(house.text("schemas/p/json-schema/a.json"), OLD);

    server.reply("/v1/a.json", &[Reply::Document(NEW.to_owned(), "\"2\"")]);
    let (outcome, _) = update(&house, &["update"]);
    tells(outcome, Exit::Fine, &["files: 1 changed", "1 breaking"]);
    assert!(
        house.text("schemas/p/source.lock").contains("\\\"2\\\"")
            || house.text("schemas/p/source.lock").contains("'\"2\"'")
    );
    tells(house.xtask(&["codegen", "--check"]), Exit::Fine, &["up to date"]);
}

#[test]
fn a_server_that_fails_is_asked_again_and_not_for_ever() {
    let status = |status: u16| Reply::Status(status, Vec::new());
    let after = |seconds: &str| Reply::Status(429, vec![("Retry-After", seconds.to_owned())]);
    let until = |date: &str, end: &str| {
        let headers = vec![("Date", date.to_owned()), ("Retry-After", end.to_owned())];
        Reply::Status(503, headers)
    };
    let (now, then) = ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:50 GMT");
    let fine = || Reply::Document(NEW.to_owned(), "\"2\"");
    let mended: [(&[Reply], &[u64]); 5] = [
        (&[until(now, then), fine()], &[13]),
        (&[status(500), fine()], &[1]),
        (&[after("7"), after("100000"), fine()], &[7, 60]),
        (&[Reply::Cut, Reply::HangUp, fine()], &[1, 2]),
        (&[status(502), status(503), status(504), fine()], &[1, 2, 4]),
    ];
    for (replies, expected) in mended {
        let (house, server) = web();
        server.reply("/a.json", replies);
        let (outcome, pauses) = update(&house, &["update"]);
        tells(outcome, Exit::Fine, &["files: 1 changed"]);
        assert_eq!(pauses, expected);
        assert_eq!(house.text("schemas/p/json-schema/a.json"), NEW);
    }
    let lost: [(Reply, usize, &str); 8] = [
        (status(500), 4, "the server answers with status 500, after 4 tries"),
        (Reply::Cut, 4, "after 4 tries"),
        (Reply::HangUp, 4, "after 4 tries"),
        (status(404), 1, "the document is gone (status 404)"),
        (status(403), 1, "the server refuses it (status 403)"),
        (status(204), 1, "the server answers with status 204"),
        (Reply::Endless, 1, "the document is larger than 100000 bytes"),
        (
            Reply::Document(" ".repeat(100_001), "\"2\""),
            1,
            "the document is larger than 100000 bytes",
        ),
    ];
    for (reply, tries, message) in lost {
        let (house, server) = web();
        server.reply("/a.json", &[reply]);
        let before = (house.texts("schemas"), house.texts("generated"));
        let (outcome, pauses) = update(&house, &["update"]);
        tells(
            outcome,
            Exit::Found,
            &["error: `p`: `http://127.0.0.1:", message, "nothing of it was written"],
        );
        assert_eq!((server.asked().len(), pauses.len()), (tries, tries - 1), "{message}");
        assert!(
            (house.texts("schemas"), house.texts("generated")) == before,
            "{message}"
        );
    }
    // Nobody is there at all.
    let (house, server) = web();
    drop(server);
    let (outcome, pauses) = update(&house, &["update"]);
    tells(outcome, Exit::Found, &["after 4 tries"]);
    assert_eq!(pauses, [1, 2, 4]);
}

#[test]
fn a_redirect_is_followed_only_where_it_may_lead() {
    let to = |place: String| Reply::Status(302, vec![("Location", place)]);
    let other = Server::new();
    other.reply("/a.json", &[Reply::Document(NEW.to_owned(), "\"2\"")]);
    let (house, server) = web();
    server.reply("/b.json", &[Reply::Document(NEW.to_owned(), "\"2\"")]);
    let refused = [
        (other.address("/a.json"), "another host"),
        ("file:///etc/passwd".to_owned(), "is no address"),
        ("http://169.254.169.254/a.json".to_owned(), "another host"),
        (server.address("/a.json"), "more than 5 redirects"),
    ];
    for (place, message) in refused {
        server.reply("/a.json", &[to(place)]);
        let before = house.texts("schemas");
        tells(update(&house, &["update"]).0, Exit::Found, &[message]);
        assert!(house.texts("schemas") == before);
    }
    assert!(other.asked().is_empty(), "nobody asked where nobody may");
    server.reply("/a.json", &[to("/b.json".to_owned())]);
    tells(update(&house, &["update"]).0, Exit::Fine, &["files: 1 changed"]);
    assert_eq!(house.text("schemas/p/json-schema/a.json"), NEW);
}

/// A house with a provider of one document of the web.
fn web() -> (House, Server) {
    let (house, server) = (House::with_crates(&[]), Server::new());
    server.reply("/a.json", &[Reply::Document(OLD.to_owned(), "\"1\"")]);
    tells(
        update(&house, &["add", "p", "--from", &server.address("/a.json")]).0,
        Exit::Fine,
        &[],
    );
    server.asked();
    (house, server)
}

#[test]
fn codegen_asks_nobody() {
    let (house, server) = web();
    for words in [&["codegen"][..], &["codegen", "--check"], &["explain", "p", "A"]] {
        assert_eq!(house.xtask(words).exit, Exit::Fine);
    }
    assert!(server.asked().is_empty());
}
