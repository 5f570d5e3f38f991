//! Names of tests.

use super::Subject;
use std::collections::{BTreeMap, BTreeSet};

/// File systems take names of 255 bytes; a name takes a suffix and an extension besides.
const LONGEST: usize = 180;

/// The names in use.
pub(super) struct Names {
    bases: Vec<String>,
    taken: BTreeSet<String>,
}

impl Names {
    /// Each target goes by its type's name, or by its whole path where types share a name.
    pub fn new(subject: &Subject) -> Names {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for target in &subject.targets {
            *counts.entry(snake(&target.type_name)).or_default() += 1;
        }
        let base = |target: &super::Target| {
            let short = snake(&target.type_name);
            if counts[&short] == 1 {
                return short;
            }
            let (_, path) = target.type_path.split_once("::").unwrap_or(("", &target.type_path));
            snake(path)
        };
        let mut bases = Names {
            bases: Vec::new(),
            taken: BTreeSet::new(),
        };
        let unique: Vec<String> = subject
            .targets
            .iter()
            .map(|target| bases.unique(base(target)))
            .collect();
        Names {
            bases: unique,
            taken: BTreeSet::new(),
        }
    }

    /// The name that stands for a target, unique among the targets.
    pub fn base(&self, target: usize) -> &str {
        &self.bases[target]
    }

    /// A name for a test of a target; `tail` says where its instance comes from.
    pub fn test(&mut self, target: usize, tail: &str) -> String {
        let name = snake(&format!("{}_{tail}", self.bases[target]));
        self.unique(name)
    }

    /// The name, cut to size, or with the first number that makes it new.
    fn unique(&mut self, mut name: String) -> String {
        name.truncate(LONGEST);
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let free = std::iter::once(name.clone())
            .chain(numbered)
            .find(|name| !self.taken.contains(name));
        let free = free.unwrap_or_default();
        self.taken.insert(free.clone());
        free
    }
}

/// `nhost-signIn/2` as `nhost_sign_in_2`: ASCII, a valid Rust identifier.
pub(super) fn snake(text: &str) -> String {
    let mut name = String::new();
    let mut before = '_';
    for character in text.chars() {
        let separates = !character.is_ascii_alphanumeric();
        let starts = character.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit());
        if (separates || starts) && !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
        if !separates {
            name.push(character.to_ascii_lowercase());
        }
        before = character;
    }
    let name = name.trim_end_matches('_');
    match name.chars().next() {
        None => "unnamed".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("n{name}"),
        Some(_) if syn::parse_str::<syn::Ident>(name).is_err() || name == "gen" => format!("{name}_"),
        Some(_) => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Names, snake};
    use crate::evidence::{Subject, Target};

    #[test]
    fn types_that_differ_in_case_alone_have_tests_of_their_own() {
        let target = |path: &str| Target {
            type_path: path.to_owned(),
            type_name: path.rsplit("::").next().unwrap_or_default().to_owned(),
            ..Target::default()
        };
        let targets = vec![
            target("x::a::User"),
            target("x::A::User"),
            target("x::b::User"),
            target("x::Other"),
        ];
        let names = Names::new(&Subject {
            targets,
            ..Subject::default()
        });
        assert_eq!(names.bases, ["a_user", "a_user_2", "b_user", "other"]);
    }

    #[test]
    fn names_are_identifiers() {
        for (text, name) in [
            (
                "Session_from_examples/nhost-signIn.json",
                "session_from_examples_nhost_sign_in_json",
            ),
            ("OAuth2Token", "oauth2_token"),
            ("/0/größe", "n0_gr_e"),
            ("", "unnamed"),
            ("Type", "type_"),
            ("type", "type_"),
        ] {
            assert_eq!(snake(text), name);
        }
    }
}
