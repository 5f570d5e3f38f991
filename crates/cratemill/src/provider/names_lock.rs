//! `names.lock`: the Rust path of every schema location, so that regenerating never renames a type.

mod follow;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{LOCK, toml_error};
use crate::diagnostic::{Code, Diagnostic, Location};

const HEADER: &str = "\
# The Rust paths of this provider's types. Written by cratemill, to be committed.
# To rename or move a type, use `[names.override]` in provider.toml: the old path stays as an alias.
";

/// The form of the lock. The first had names of types at the root of the crate, and no version: such names are paths, and
/// stay where they are.
const VERSION: u32 = 2;

/// The names that a provider's types have kept so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NamesLock {
    /// The form of the file; what is written has the newest.
    pub version: u32,
    /// `"file.json#/pointer"` to the Rust path of the type that stands for it.
    pub names: BTreeMap<String, String>,
    /// Paths that types once had, to the paths they have now; each leaves a deprecated alias.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub renamed: BTreeMap<String, String>,
    /// The paths of types that are gone, by their places: a type that returns has its path again.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub retired: BTreeMap<String, String>,
    /// The fields that are called otherwise than their properties: type, property, Rust name. Of a union its variants, by the
    /// types that they hold; of an enumeration the values whose names another would have too.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, BTreeMap<String, String>>,
    /// The digests of the shapes at the places of today: a type that moves is known by it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub shapes: BTreeMap<String, String>,
    /// What the manifest said of the crate besides names, key by key as TOML: what changes in it alone is told.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub choices: BTreeMap<String, String>,
}

impl Default for NamesLock {
    fn default() -> Self {
        NamesLock {
            version: VERSION,
            names: BTreeMap::new(),
            renamed: BTreeMap::new(),
            retired: BTreeMap::new(),
            fields: BTreeMap::new(),
            shapes: BTreeMap::new(),
            choices: BTreeMap::new(),
        }
    }
}

impl NamesLock {
    /// Reads the text of `names.lock`.
    ///
    /// # Errors
    ///
    /// One [`Code::InvalidLock`]: text that is not TOML or holds another table, a key that is no
    /// `file.json#/pointer`, a path that is none of Rust's, or a form that is newer than this program.
    pub fn parse(text: &str) -> Result<Self, Box<Diagnostic>> {
        let help = "restore the committed file, or solve the merge conflict and regenerate";
        let mut lock: Self = toml::from_str(text).map_err(|error| toml_error(Code::InvalidLock, LOCK, &error, help))?;
        let version = std::mem::replace(&mut lock.version, VERSION);
        let places = lock.names.keys().chain(lock.retired.keys());
        let places = places.map(|place| (place, check_place(place)));
        let olds = lock.renamed.keys().chain(lock.fields.keys());
        let types = lock
            .names
            .values()
            .chain(lock.renamed.values())
            .chain(lock.retired.values());
        let paths = olds.chain(types).map(|path| (path, check_path(path)));
        let fields = lock.fields.values().flat_map(BTreeMap::values);
        let fields = fields.map(|name| (name, check_name(name)));
        let form = "version".to_owned();
        let form = (version > VERSION).then(|| (&form, Err(format!("the form {version} is newer than this program"))));
        for (entry, checked) in form.into_iter().chain(places).chain(paths).chain(fields) {
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
        let mut text = format!("{HEADER}version = {}\n", self.version);
        let tables = [
            ("names", &self.names),
            ("renamed", &self.renamed),
            ("retired", &self.retired),
            ("shapes", &self.shapes),
            ("choices", &self.choices),
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

/// Whether `path` can be the path of a type, `module::Type`; the message if it can't.
pub(super) fn check_path(path: &str) -> Result<(), String> {
    let Some((modules, name)) = path.rsplit_once("::") else {
        return check_name(path);
    };
    modules.split("::").try_for_each(check_module)?;
    check_name(name)
}

/// Whether `name` can be the name of a module; the message if it can't.
pub(super) fn check_module(name: &str) -> Result<(), String> {
    check_name(name)?;
    match name.chars().any(char::is_uppercase) {
        true => Err(format!("`{}` is not how a module is written", name.escape_debug())),
        false => Ok(()),
    }
}

/// Whether `name` can be the name of a type or a field; the message if it can't.
fn check_name(name: &str) -> Result<(), String> {
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
            "version = 2\n\n[names]\n\"a.json#\" = \"A\"\n\"b.json#/$defs/X\" = \"X\"\n\n[renamed]\n\"Old\" = \"X\"\n"
        );
        assert_eq!(NamesLock::default().to_text(), "");
    }

    #[test]
    fn fields_stand_below_their_types() {
        let text =
            "\n[names]\n\"a.json#\" = \"A\"\n\n[fields.\"A\"]\n\"@type\" = \"at_type\"\n\"fooBar\" = \"foo_bar\"\n";
        let lock = NamesLock::parse(text).expect("a lock");
        assert_eq!(lock.fields["A"]["@type"], "at_type");
        assert_eq!(lock.to_text(), format!("{HEADER}version = 2\n{text}"));
        let message = |text: &str| NamesLock::parse(text).expect_err("an error").message;
        assert_eq!(
            message("[fields.\"A\"]\nb = \"c-d\"\n"),
            "`c-d` is not a Rust identifier"
        );
        assert_eq!(message("[fields.a-b]\nb = \"c\"\n"), "`a-b` is not a Rust identifier");
    }

    #[test]
    fn a_lock_of_the_first_form_has_its_names_at_the_root() {
        let first = "[names]\n\"a.json#\" = \"A\"\n\"a.json#/properties/b\" = \"B\"\n";
        let lock = NamesLock::parse(first).expect("a lock");
        assert_eq!(lock.names["a.json#/properties/b"], "B");
        let second = lock.to_text();
        assert!(second.contains("\nversion = 2\n"), "{second}");
        assert_eq!(NamesLock::parse(&second), Ok(lock));
        let newer = NamesLock::parse("version = 3\n").expect_err("an error");
        assert_eq!(newer.message, "the form 3 is newer than this program");
        assert_eq!(newer.location.and_then(|at| at.span), Some(0..7));
    }

    #[test]
    fn types_have_paths() {
        let parsed = |path: &str| {
            NamesLock::parse(&format!("[names]\n\"a.json#\" = \"{path}\"\n")).map_err(|error| error.message)
        };
        for path in ["A", "a::B", "a::type_::B", "größe::日本"] {
            assert_eq!(parsed(path).expect("a lock").names["a.json#"], path);
        }
        for (path, message) in [
            ("a::", "`` is not a Rust identifier"),
            ("::A", "`` is not a Rust identifier"),
            ("a::type::B", "`type` is not a Rust identifier"),
            ("super::B", "`super` is not a Rust identifier"),
            ("A::B", "`A` is not how a module is written"),
            ("a/b::C", "`a/b` is not a Rust identifier"),
        ] {
            assert_eq!(parsed(path), Err(message.to_owned()));
        }
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
