//! `names.lock`: the Rust name of every schema location, so that regenerating never renames a type.

mod follow;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{LOCK, toml_error};
use crate::diagnostic::{Code, Diagnostic, Location};

const HEADER: &str = "\
# The Rust names of this provider's types. Written by `cargo xtask codegen`, to be committed.
# To rename a type, use `[names.override]` in provider.toml: the old name stays as an alias.
";

/// The names that a provider's types have kept so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NamesLock {
    /// `"file.json#/pointer"` to the Rust name of the type that stands for it.
    pub names: BTreeMap<String, String>,
    /// Names that types once had, to the names they have now; each leaves a deprecated alias.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub renamed: BTreeMap<String, String>,
    /// The names of types that are gone, by their places: a type that returns has its name again.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub retired: BTreeMap<String, String>,
    /// The fields that are called otherwise than their properties: type, property, Rust name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, BTreeMap<String, String>>,
    /// The digests of the shapes at the places of today: a type that moves is known by it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub shapes: BTreeMap<String, String>,
}

impl NamesLock {
    /// Reads the text of `names.lock`.
    ///
    /// # Errors
    ///
    /// One [`Code::InvalidLock`]: text that is not TOML or holds another table, a key that is no
    /// `file.json#/pointer`, or a name that is no Rust identifier.
    pub fn parse(text: &str) -> Result<Self, Box<Diagnostic>> {
        let help = "restore the committed file, or solve the merge conflict and regenerate";
        let lock: Self = toml::from_str(text).map_err(|error| toml_error(Code::InvalidLock, LOCK, &error, help))?;
        let places = lock.names.keys().chain(lock.retired.keys());
        let places = places.map(|place| (place, check_place(place)));
        let olds = lock.renamed.keys().chain(lock.fields.keys());
        let olds = olds.map(|old| (old, check_name(old)));
        let names = lock
            .names
            .values()
            .chain(lock.renamed.values())
            .chain(lock.retired.values())
            .chain(lock.fields.values().flat_map(BTreeMap::values));
        let names = names.map(|name| (name, check_name(name)));
        for (entry, checked) in places.chain(olds).chain(names) {
            checked.map_err(|message| {
                Box::new(Diagnostic {
                    code: Code::InvalidLock,
                    message,
                    location: Some(Location {
                        file: LOCK.to_owned(),
                        pointer: String::new(),
                        span: text.find(entry).map(|start| start..start + entry.len()),
                    }),
                    help: help.to_owned(),
                })
            })?;
        }
        Ok(lock)
    }

    /// The text of `names.lock`: TOML, sorted. Empty exactly when there is no name.
    pub fn to_text(&self) -> String {
        if *self == Self::default() {
            return String::new();
        }
        let mut text = HEADER.to_owned();
        let tables = [
            ("names", &self.names),
            ("renamed", &self.renamed),
            ("retired", &self.retired),
            ("shapes", &self.shapes),
        ];
        for (table, entries) in tables {
            if entries.is_empty() {
                continue;
            }
            text.push_str(&format!("\n[{table}]\n"));
            for (key, name) in entries {
                let [key, name] = [key, name].map(|it| quoted(it));
                text.push_str(&format!("{key} = {name}\n"));
            }
        }
        for (name, fields) in &self.fields {
            text.push_str(&format!("\n[fields.{}]\n", quoted(name)));
            for (property, name) in fields {
                let [property, name] = [property, name].map(|it| quoted(it));
                text.push_str(&format!("{property} = {name}\n"));
            }
        }
        text
    }

    /// The name of every place that has one or had one, for who gives names.
    pub fn known(&self) -> BTreeMap<String, String> {
        let mut known = self.retired.clone();
        known.extend(self.names.clone());
        known
    }

    /// How many of the types that there are came from a file, by its path below `json-schema/`.
    pub fn names_of(&self, file: &str) -> usize {
        let of_file = |place: &&String| place.strip_prefix(file).is_some_and(|rest| rest.starts_with('#'));
        self.names.keys().filter(of_file).count()
    }

    /// Takes the names of today. A type that has another name than before leaves its old one as an alias; one that is
    /// gone retires with its name, unless another type has that now.
    pub fn update(&mut self, names: BTreeMap<String, String>) {
        let known = self.known();
        for (place, name) in &names {
            if let Some(old) = known.get(place).filter(|old| *old != name) {
                let aliases = self.renamed.values_mut().filter(|alias| *alias == old);
                aliases.for_each(|alias| alias.clone_from(name));
                self.renamed.insert(old.clone(), name.clone());
            }
        }
        let current: BTreeSet<&String> = names.values().collect();
        let folded: BTreeSet<String> = names.values().map(|name| name.to_lowercase()).collect();
        let is_retired = |place: &String, name: &mut String| {
            let is_published = !place.starts_with(['?', '!']);
            is_published && !names.contains_key(place) && !folded.contains(&name.to_lowercase())
        };
        self.retired = known;
        self.retired.retain(is_retired);
        let retired: BTreeSet<&String> = self.retired.values().collect();
        self.renamed
            .retain(|old, new| retired.contains(new) || current.contains(new) && !current.contains(old));
        self.names = names;
    }
}

/// A text in quotes, on one line: a key can't be on several.
fn quoted(text: &str) -> String {
    match text.contains(char::is_control) {
        // JSON's escapes are TOML's, but for one character that JSON leaves as it is.
        true => serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007F"),
        false => toml::Value::from(text).to_string(),
    }
}

/// Whether `place` is a file, `#` and a JSON Pointer; the message if it isn't.
pub(super) fn check_place(place: &str) -> Result<(), String> {
    match place.split_once('#') {
        // A reference to a schema that is not published stands for itself, behind a question mark.
        _ if place.starts_with('?') => Ok(()),
        // Behind a space stands which of the types at the place is meant.
        Some((file, pointer)) if !file.is_empty() && (pointer.is_empty() || pointer.starts_with(['/', ' '])) => Ok(()),
        _ => Err(format!(
            "`{}` is not of the form `file.json#/pointer`",
            place.escape_debug()
        )),
    }
}

/// Whether `name` can be the name of a type; the message if it can't.
pub(super) fn check_name(name: &str) -> Result<(), String> {
    syn::parse_str::<syn::Ident>(name)
        .map(drop)
        .map_err(|_| format!("`{}` is not a Rust identifier", name.escape_debug()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(names: &[(&str, &str)], renamed: &[(&str, &str)]) -> NamesLock {
        let table = |entries: &[(&str, &str)]| {
            let owned = entries.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned()));
            owned.collect()
        };
        NamesLock {
            names: table(names),
            renamed: table(renamed),
            ..NamesLock::default()
        }
    }

    fn updated(lock: &NamesLock, names: &[(&str, &str)]) -> NamesLock {
        let mut next = lock.clone();
        next.update(self::lock(names, &[]).names);
        assert_eq!(NamesLock::parse(&next.to_text()), Ok(next.clone()));
        next
    }

    #[test]
    fn a_type_that_returns_has_its_name_and_its_aliases_again() {
        let whole = lock(&[("a.json#", "A"), ("b.json#", "Kept")], &[("Old", "Kept")]);
        let gone = updated(&whole, &[("a.json#", "A")]);
        assert_eq!(gone.retired, lock(&[("b.json#", "Kept")], &[]).names);
        assert_eq!(gone.known(), whole.names);
        let still = updated(&gone, &[("a.json#", "A")]);
        assert_eq!(still, gone);
        assert_eq!(updated(&still, &[("a.json#", "A"), ("b.json#", "Kept")]), whole);
    }

    #[test]
    fn an_alias_follows_its_type() {
        let renamed = updated(&lock(&[("a.json#", "B")], &[("A", "B")]), &[("a.json#", "C")]);
        assert_eq!(renamed, lock(&[("a.json#", "C")], &[("A", "C"), ("B", "C")]));
    }

    #[test]
    fn a_name_that_another_type_has_is_not_kept() {
        let whole = lock(&[("a.json#/$defs/A", "A")], &[]);
        let moved = updated(&whole, &[("b.json#", "a")]);
        assert_eq!(moved, lock(&[("b.json#", "a")], &[]));
    }

    #[test]
    fn the_types_of_a_file_are_counted() {
        let lock = lock(
            &[("a.json#", "A"), ("a.json#/x", "X"), ("a.jsonx#", "B"), ("?a", "C")],
            &[],
        );
        assert_eq!(lock.names_of("a.json"), 2);
        assert_eq!(lock.names_of("a"), 0);
    }

    #[test]
    fn what_is_written_reads_back() {
        let odd = r#"a.json#/properties/"q\"~1~0 ü "#;
        for lock in [
            lock(&[], &[]),
            lock(&[("b.json#", "B"), ("a.json#/x", "A"), (odd, "Odd")], &[]),
            lock(
                &[
                    ("a.json# (object)", "A"),
                    ("b.json#/x (string) with b.json#/y (again)", "B"),
                ],
                &[],
            ),
            lock(&[("a.json#", "A")], &[("Old", "A")]),
            lock(&[("a.json#/properties/two\nlines\u{7f}", "A")], &[]),
        ] {
            assert_eq!(NamesLock::parse(&lock.to_text()), Ok(lock.clone()));
        }
    }

    #[test]
    fn the_text_is_sorted_and_quoted() {
        let text = lock(&[("b.json#/$defs/X", "X"), ("a.json#", "A")], &[("Old", "X")]).to_text();
        let tables = text.strip_prefix(HEADER).expect("the header");
        assert_eq!(
            tables,
            "\n[names]\n\"a.json#\" = \"A\"\n\"b.json#/$defs/X\" = \"X\"\n\n[renamed]\n\"Old\" = \"X\"\n"
        );
        assert_eq!(NamesLock::default().to_text(), "");
    }

    #[test]
    fn fields_stand_below_their_types() {
        let text =
            "\n[names]\n\"a.json#\" = \"A\"\n\n[fields.\"A\"]\n\"@type\" = \"at_type\"\n\"fooBar\" = \"foo_bar\"\n";
        let lock = NamesLock::parse(text).expect("a lock");
        assert_eq!(lock.fields["A"]["@type"], "at_type");
        assert_eq!(lock.to_text(), format!("{HEADER}{text}"));
        let message = |text: &str| NamesLock::parse(text).expect_err("an error").message;
        assert_eq!(
            message("[fields.\"A\"]\nb = \"c-d\"\n"),
            "`c-d` is not a Rust identifier"
        );
        assert_eq!(message("[fields.a-b]\nb = \"c\"\n"), "`a-b` is not a Rust identifier");
    }

    #[test]
    fn errors_name_their_place() {
        let error = |text: &str| {
            let diagnostic = NamesLock::parse(text).expect_err("an error");
            let span = diagnostic.location.and_then(|at| at.span);
            (diagnostic.message, span.map(|span| span.start))
        };
        let conflict = "[names]\n<<<<<<< HEAD\n";
        assert_eq!(error(conflict).1, Some(16));
        let twice = "[names]\n\"a#\" = \"A\"\n\"a#\" = \"B\"\n";
        assert!(error(twice).0.contains("duplicate key"), "{:?}", error(twice));
        let (message, start) = error("[names]\n\"a.json#\" = \"a-b\"\n");
        assert_eq!(message, "`a-b` is not a Rust identifier");
        assert_eq!(start, Some(21));
    }
}
