//! Names of the tests of a type.

use super::Subject;
use crate::budget::TEST_NAME_BYTES;
use crate::text::is_identifier;
use std::collections::BTreeMap;

/// A name for the tests of each target, unique in the provider: the type's name, or its whole path where types share one.
pub(super) fn names(subject: &Subject) -> Vec<String> {
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
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    subject
        .targets
        .iter()
        .map(|target| unique(base(target), &mut taken))
        .collect()
}

/// The name, cut to size, or with the first number that makes it new; `taken` knows how often each was asked for.
fn unique(mut name: String, taken: &mut BTreeMap<String, usize>) -> String {
    name.truncate(TEST_NAME_BYTES);
    let mut free = name.clone();
    while taken.contains_key(&free) {
        let times = taken.entry(name.clone()).or_default();
        *times += 1;
        free = format!("{name}_{times}");
    }
    taken.insert(free.clone(), 1);
    free
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
        Some(_) if !is_identifier(name) || name == "gen" => format!("{name}_"),
        Some(_) => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{names, snake};
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
        let names = names(&Subject {
            targets,
            ..Subject::default()
        });
        assert_eq!(names, ["a_user", "a_user_2", "b_user", "other"]);
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
