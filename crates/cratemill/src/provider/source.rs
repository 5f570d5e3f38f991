//! `[source]` of `provider.toml`: where the schema files come from.

use schemars::JsonSchema;
use serde::Deserialize;

use super::manifest::{spdx, web_address};
use crate::file_tree::FileTree;

/// Where the schema files come from. With one of `git`, `url` and `folder`, `cargo xtask update` brings them.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Source {
    /// Web address of the repository the files were taken from, for people; nothing is fetched from it.
    #[serde(deserialize_with = "web_address")]
    pub repository: Option<String>,
    /// What the publisher licenses the files under, as an SPDX expression: `MIT`. Default: not known, and so nothing is said.
    #[serde(deserialize_with = "spdx")]
    pub license: Option<String>,
    /// The commit, tag or version they were taken at, where they are kept by hand.
    pub revision: Option<String>,
    /// A Git repository: `https://...`, `ssh://...`, `user@host:path`, or a folder relative to `provider.toml`.
    pub git: Option<String>,
    /// The branch, tag or commit that is followed. Default: the repository's own branch.
    pub follow: Option<String>,
    /// A web address, `https://...`: of one document, or, where it ends with `/`, of the folder that `files` lie in.
    pub url: Option<String>,
    /// The documents below `url`, by their paths.
    pub files: Vec<String>,
    /// Hosts beside that of `url` to which a redirect may lead.
    pub hosts: Vec<String>,
    /// A folder of this machine, relative to `provider.toml`.
    pub folder: Option<String>,
    /// Where in `git` or `folder` the schemas lie: a folder or one file. Default: all of it.
    pub schemas: Option<String>,
    /// Where in `git` or `folder` examples lie: a folder. Default: none are taken.
    pub examples: Option<String>,
}

/// What files are fetched from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A Git repository.
    Git {
        /// What Git is told.
        address: String,
        /// The branch, tag or commit; the repository's own branch where there is none.
        follow: Option<String>,
        /// Where the schemas lie; empty is the root.
        schemas: String,
        /// Where examples lie.
        examples: Option<String>,
    },
    /// Documents of the web, each by its path below `json-schema/` and its address.
    Web {
        /// The documents.
        documents: Vec<(String, String)>,
        /// Hosts to which a redirect may lead beside the document's own.
        hosts: Vec<String>,
    },
    /// A folder.
    Folder {
        /// Relative to the manifest.
        path: String,
        /// Where the schemas lie; empty is the root.
        schemas: String,
        /// Where examples lie.
        examples: Option<String>,
    },
}

/// A key of `[source]` with a value that it can't have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFault {
    /// The key.
    pub key: &'static str,
    /// What is wrong.
    pub message: String,
}

impl Source {
    /// The web address where people find the schemas; `None` where there is none, or no `https://`.
    pub fn web_address(&self) -> Option<&str> {
        let all = [&self.repository, &self.git, &self.url].into_iter().flatten();
        all.map(String::as_str).find(|address| address.starts_with("https://"))
    }

    /// What the files are fetched from; `None` where they are kept by hand.
    ///
    /// # Errors
    ///
    /// The first key that contradicts another, or has a value that nothing could be fetched by.
    pub fn origin(&self) -> Result<Option<Origin>, SourceFault> {
        let kinds = [("git", &self.git), ("url", &self.url), ("folder", &self.folder)];
        let mut given = kinds.iter().filter_map(|(key, value)| value.as_ref().map(|_| *key));
        let kind = given.next();
        if let Some(second) = given.next() {
            return Err(fault(second, format!("`{}` says it already", kind.unwrap_or_default())));
        }
        let only = |key: &'static str, there: bool, of: &[&str]| match there && !kind.is_some_and(|it| of.contains(&it))
        {
            true => Err(fault(key, format!("only with `{}`", of.join("` or `")))),
            false => Ok(()),
        };
        only("follow", self.follow.is_some(), &["git"])?;
        only("files", !self.files.is_empty(), &["url"])?;
        only("hosts", !self.hosts.is_empty(), &["url"])?;
        only("schemas", self.schemas.is_some(), &["git", "folder"])?;
        only("examples", self.examples.is_some(), &["git", "folder"])?;
        let schemas = inside("schemas", self.schemas.as_deref())?.unwrap_or_default();
        let examples = inside("examples", self.examples.as_deref())?;
        Ok(match (&self.git, &self.url, &self.folder) {
            (Some(address), ..) => {
                check_git("git", address)?;
                if self.follow.as_deref().is_some_and(|it| !is_reference(it)) {
                    return Err(fault("follow", "not a branch, tag or commit"));
                }
                Some(Origin::Git {
                    address: address.clone(),
                    follow: self.follow.clone(),
                    schemas,
                    examples,
                })
            }
            (_, Some(address), _) => Some(Origin::Web {
                documents: documents(address, &self.files)?,
                hosts: self.hosts.clone(),
            }),
            (.., Some(path)) => Some(Origin::Folder {
                path: path.clone(),
                schemas,
                examples,
            }),
            _ => None,
        })
    }
}

/// The documents of a web address, by the paths they are kept under.
fn documents(address: &str, files: &[String]) -> Result<Vec<(String, String)>, SourceFault> {
    check_web("url", address)?;
    match (address.ends_with('/'), files.is_empty()) {
        (true, true) => Err(fault(
            "url",
            "a folder of the web can't be listed: name its documents in `files`",
        )),
        (false, false) => Err(fault("files", "they lie below a `url` that ends with `/`")),
        (false, true) => {
            let path = address.split(['?', '#']).next().unwrap_or_default();
            let name = path.rsplit('/').next().unwrap_or_default();
            let name = if name.contains('.') {
                name.to_owned()
            } else {
                format!("{name}.json")
            };
            check_path("url", &name)?;
            Ok(vec![(name, address.to_owned())])
        }
        (true, false) => {
            let one = |file: &String| {
                check_path("files", file)?;
                // What is told from a path in an address, and so can't be part of it as it stands.
                let encoded = file.replace('%', "%25").replace(' ', "%20").replace('#', "%23");
                Ok((file.clone(), format!("{address}{encoded}")))
            };
            files.iter().map(one).collect()
        }
    }
}

fn check_path(key: &'static str, path: &str) -> Result<(), SourceFault> {
    let inserted = FileTree::new().insert(path, "");
    inserted.map_err(|error| fault(key, error.to_string()))
}

/// A place in a repository or folder: without the `/` that may end it.
fn inside(key: &'static str, path: Option<&str>) -> Result<Option<String>, SourceFault> {
    let path = path.map(|it| it.trim_end_matches('/').trim_start_matches("./"));
    match path {
        None | Some("" | ".") => Ok(path.map(|_| String::new())),
        Some(path) => check_path(key, path).map(|()| Some(path.to_owned())),
    }
}

/// What Git takes for a name of a revision, without the signs by which one is computed from another.
fn is_reference(text: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || "._/-+@".contains(c);
    !text.is_empty() && !text.starts_with('-') && text.chars().all(word) && !text.contains("..") && !text.contains("@{")
}

/// Whether Git can be given the address: no option, no helper program, no password, no line that anybody can listen to.
fn check_git(key: &'static str, address: &str) -> Result<(), SourceFault> {
    let odd = |c: char| c.is_whitespace() && c != ' ' || c.is_control();
    if address.is_empty() || address.starts_with('-') || address.contains(odd) || address.contains("::") {
        return Err(fault(key, "not an address of a Git repository"));
    }
    match address.split_once("://") {
        Some(("https", rest)) if authority(rest).contains('@') => Err(fault(key, NO_PASSWORD)),
        Some(("https" | "ssh" | "file", rest)) if !rest.is_empty() => Ok(()),
        Some((scheme, _)) => Err(fault(
            key,
            format!("`{scheme}://` is not fetched from: `https://`, `ssh://`"),
        )),
        None => Ok(()),
    }
}

const NO_PASSWORD: &str = "an address with a user or a password would be committed: leave it to Git's credentials";

fn check_web(key: &'static str, address: &str) -> Result<(), SourceFault> {
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>\"`\\^{}|".contains(c);
    if address.contains(odd) {
        return Err(fault(key, "not a web address: `https://...`"));
    }
    let query = address.split('#').next().and_then(|it| it.split_once('?'));
    let mut parameters = query
        .map_or("", |(_, query)| query)
        .split('&')
        .filter_map(|one| one.split_once('='));
    if let Some((name, _)) = parameters.find(|(name, value)| !value.is_empty() && lossless::secret_name(name)) {
        let name = name.escape_debug();
        return Err(fault(key, format!("an address with a `{name}` would be committed")));
    }
    match address.split_once("://") {
        Some(("https" | "http", rest)) if authority(rest).contains('@') => {
            Err(fault(key, "an address with a user or a password would be committed"))
        }
        Some(("https", rest)) if !authority(rest).is_empty() => Ok(()),
        Some(("http", rest)) if is_loopback(authority(rest)) => Ok(()),
        Some(("http", _)) => Err(fault(
            key,
            "anybody on the way could change what `http://` brings: `https://...`",
        )),
        _ => Err(fault(key, "not a web address: `https://...`")),
    }
}

/// What stands between the scheme and the path.
fn authority(rest: &str) -> &str {
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// Whether an authority is this machine, to which nobody listens in.
fn is_loopback(authority: &str) -> bool {
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

fn fault(key: &'static str, message: impl Into<String>) -> SourceFault {
    SourceFault {
        key,
        message: message.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::provider::Manifest;

    fn origin(text: &str) -> Result<Option<Origin>, (String, String)> {
        let text = format!("[source]\n{text}");
        let parsed = Manifest::parse(&text);
        let manifest = parsed.map_err(|error| {
            assert_eq!(error.code, Code::InvalidManifest);
            let span = error.location.expect("a place").span.expect("a span");
            (error.message, text[span].to_owned())
        })?;
        Ok(manifest.source.origin().expect("it was checked"))
    }

    #[test]
    fn an_origin_is_a_repository_a_web_address_or_a_folder() {
        assert_eq!(origin("repository = 'https://example.com/x'"), Ok(None));
        let git = |address: &str, schemas: &str, examples: Option<&str>| Origin::Git {
            address: address.to_owned(),
            follow: None,
            schemas: schemas.to_owned(),
            examples: examples.map(str::to_owned),
        };
        for address in [
            "https://example.com/a.git",
            "ssh://git@example.com/a",
            "git@example.com:a/b.git",
            "../up",
        ] {
            assert_eq!(origin(&format!("git = '{address}'")), Ok(Some(git(address, "", None))));
        }
        let places = "git = '../up'\nschemas = './json/'\nexamples = 'ex'";
        assert_eq!(origin(places), Ok(Some(git("../up", "json", Some("ex")))));
        let web = |documents: &[(&str, &str)]| Origin::Web {
            documents: documents
                .iter()
                .map(|(path, at)| ((*path).to_owned(), (*at).to_owned()))
                .collect(),
            hosts: Vec::new(),
        };
        assert_eq!(
            origin("url = 'https://example.com/v1/openapi?full'"),
            Ok(Some(web(&[("openapi.json", "https://example.com/v1/openapi?full")])))
        );
        assert_eq!(
            origin("url = 'https://example.com/v1/'\nfiles = ['a.json', 'b/c d.json']"),
            Ok(Some(web(&[
                ("a.json", "https://example.com/v1/a.json"),
                ("b/c d.json", "https://example.com/v1/b/c%20d.json"),
            ])))
        );
        for near in ["localhost", "127.0.0.1:80", "[::1]:8080"] {
            let at = format!("http://{near}/a.json");
            assert_eq!(origin(&format!("url = '{at}'")), Ok(Some(web(&[("a.json", &at)]))));
        }
    }

    #[test]
    fn what_nothing_is_fetched_by_is_refused_at_its_key() {
        let wrong = [
            (
                "git = 'a'\nurl = 'https://example.com/a.json'",
                "url = 'https://example.com/a.json'",
            ),
            ("git = '--upload-pack=x'", "git = '--upload-pack=x'"),
            ("git = 'ext::sh -c x'", "git = 'ext::sh -c x'"),
            ("git = 'http://example.com/a'", "git = 'http://example.com/a'"),
            ("git = 'git://example.com/a'", "git = 'git://example.com/a'"),
            (
                "git = 'https://me:word@example.com/a'",
                "git = 'https://me:word@example.com/a'",
            ),
            ("git = 'a'\nfollow = '--x'", "follow = '--x'"),
            ("git = 'a'\nfollow = 'a..b'", "follow = 'a..b'"),
            ("follow = 'main'", "follow = 'main'"),
            ("git = 'a'\nschemas = '../x'", "schemas = '../x'"),
            ("git = 'a'\nhosts = ['x']", "hosts = ['x']"),
            ("url = 'http://example.com/a.json'", "url = 'http://example.com/a.json'"),
            (
                "url = 'http://localhost.example.com/a.json'",
                "url = 'http://localhost.example.com/a.json'",
            ),
            (
                "url = 'https://me@example.com/a.json'",
                "url = 'https://me@example.com/a.json'",
            ),
            (
                "url = 'https://example.com/a.json?ref=v1&access_token=abc'",
                "url = 'https://example.com/a.json?ref=v1&access_token=abc'",
            ),
            ("url = 'file:///etc/passwd'", "url = 'file:///etc/passwd'"),
            ("url = 'https://example.com/'", "url = 'https://example.com/'"),
            (
                "url = 'https://example.com/a/'\nfiles = ['../b.json']",
                "files = ['../b.json']",
            ),
            (
                "url = 'https://example.com/a'\nfiles = ['b.json']",
                "files = ['b.json']",
            ),
            ("folder = 'a'\nfiles = ['b.json']", "files = ['b.json']"),
        ];
        for (text, at) in wrong {
            let (message, place) = origin(text).expect_err(text);
            assert_eq!(place, at, "{message}");
        }
    }
}
