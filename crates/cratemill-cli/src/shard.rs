//! A part of the providers: one shard of many, or those that a change may affect.

use std::collections::BTreeSet;
use std::fmt::{self, Display};
use std::path::Path;
use std::str::FromStr;

use cratemill::provider::sha256;

use crate::sources::repository;
use crate::{Failure, paths};

/// Where the generator's own sources lie in a workspace: a change there may affect every provider.
const GENERATOR: [&str; 6] = [
    "crates/",
    "xtask/",
    ".cargo/",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain",
];

/// The `index`-th of `count` shards, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which.
    pub index: u64,
    /// Of how many.
    pub count: u64,
}

impl FromStr for Shard {
    type Err = String;

    /// Reads `3/16`.
    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/');
        let numbers = parts.and_then(|(index, count)| Some((index.parse().ok()?, count.parse().ok()?)));
        match numbers {
            Some((index, count)) if 1 <= index && index <= count => Ok(Shard { index, count }),
            _ => Err(format!(
                "`{}` is no shard: `3/16` is the third of sixteen",
                text.escape_debug()
            )),
        }
    }
}

impl Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

impl Shard {
    /// Whether a provider is one of this shard: each is in exactly one, whichever others there are.
    pub fn holds(self, provider: &str) -> bool {
        let digest = sha256(provider.as_bytes());
        let number = u64::from_str_radix(&digest[..16], 16).unwrap_or_default();
        number % self.count == self.index - 1
    }
}

/// Of these providers, those whose files differ from a revision of the repository around `root`; all, if the generator does.
/// Files that are not committed count, unless Git ignores them.
///
/// # Errors
///
/// A usage failure: no repository, or no such revision.
pub(crate) fn affected(
    names: Vec<String>,
    revision: &str,
    root: &Path,
    schemas: &Path,
    out: &Path,
) -> Result<Vec<String>, Failure> {
    let changed = repository::changed(root, revision).map_err(Failure::usage)?;
    if changed
        .iter()
        .any(|path| GENERATOR.iter().any(|own| path.starts_with(own)))
    {
        return Ok(names);
    }
    let root = paths::canonical(root);
    let folders = [schemas, out].map(|folder| {
        let folder = paths::canonical(folder);
        folder.strip_prefix(&root).map(Path::to_owned).unwrap_or(folder)
    });
    let of = |path: &String| {
        let path = Path::new(path);
        let below = folders.iter().find_map(|folder| path.strip_prefix(folder).ok())?;
        below.iter().next()?.to_str().map(str::to_owned)
    };
    let affected: BTreeSet<String> = changed.iter().filter_map(of).collect();
    Ok(names.into_iter().filter(|name| affected.contains(name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_provider_is_in_exactly_one_shard_and_stays_there() {
        let names: Vec<String> = (0..1000).map(|number| format!("provider-{number}")).collect();
        for count in [1, 2, 7, 256] {
            let shards: Vec<Shard> = (1..=count).map(|index| Shard { index, count }).collect();
            for name in &names {
                assert_eq!(
                    shards.iter().filter(|shard| shard.holds(name)).count(),
                    1,
                    "{name} of {count}"
                );
            }
            let fullest = shards
                .iter()
                .map(|shard| names.iter().filter(|name| shard.holds(name)).count())
                .max();
            assert!(
                fullest.is_some_and(|it| it as u64 <= 2000 / count + 20),
                "{fullest:?} of {count}"
            );
        }
        let in_four = |name: &str| {
            (1..=4).find(|index| {
                Shard {
                    index: *index,
                    count: 4,
                }
                .holds(name)
            })
        };
        assert_eq!(["nhost", "stytch", "atproto"].map(in_four), [Some(2), Some(1), Some(3)]);
    }

    #[test]
    fn a_shard_is_written_as_a_fraction() {
        assert_eq!("3/16".parse(), Ok(Shard { index: 3, count: 16 }));
        assert_eq!("3/16".parse::<Shard>().expect("a shard").to_string(), "3/16");
        for text in ["", "0/4", "5/4", "1/0", "1", "a/b", "-1/2"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }
}
