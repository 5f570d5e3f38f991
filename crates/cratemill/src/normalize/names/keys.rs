//! What a component is called, and the namespace that its key carries.
//!
//! The default rule: what dots, slashes, `::` and `#` separate are modules (`io.k8s.api.core.v1.Pod`); words in lower case
//! before one that begins with a capital are a module, and so is a version among them (`api_b2b_session_v1_MemberSession`);
//! what a file's name has before the document's title is a module (`repos-api-full-repository`, titled `full-repository`).
//! It holds where another component's namespace begins with the same word; a namespace that stands alone is left out of
//! the name, unless the name needs it.

use super::casing::{identifier, is_word, words};
use super::parts::split_place;
use super::reserved::module;
use super::words::{file_stem, short};
use super::{Naming, is_component};
use crate::bundle::{Bundle, Place, SchemaId, pointer_tokens};
use crate::provider::{ModuleRules, NameRules, Prefix, without_ending};
use serde_json::Value;
use std::collections::BTreeMap;

/// Namespaces that are deeper than this are no modules.
const DEEPEST: usize = 8;

/// A component's key.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Key {
    /// The modules that the key speaks of.
    pub(super) modules: Vec<String>,
    /// The rest: what it is called there.
    pub(super) name: String,
    /// The whole key.
    pub(super) whole: String,
    /// Whether the manifest says the modules.
    given: bool,
}

impl Key {
    pub(super) fn plain(text: &str) -> Key {
        Key {
            modules: Vec::new(),
            name: text.to_owned(),
            whole: text.to_owned(),
            given: false,
        }
    }

    /// The first word of the namespace.
    fn first_word(&self) -> Option<&str> {
        self.modules.first()?.split('_').next()
    }
}

/// The keys of all components, by schema.
pub(super) struct Keys {
    keys: BTreeMap<SchemaId, Key>,
    /// How many components have a namespace that begins with a word.
    first_words: BTreeMap<String, usize>,
}

impl Keys {
    /// The keys of `components`.
    pub(super) fn new(bundle: &Bundle, naming: &Naming<'_>, components: impl Iterator<Item = SchemaId>) -> Keys {
        let keys: BTreeMap<SchemaId, Key> = components.map(|id| (id, key(bundle, naming, id))).collect();
        let mut first_words: BTreeMap<String, usize> = BTreeMap::new();
        for word in keys.values().filter_map(Key::first_word) {
            *first_words.entry(word.to_owned()).or_default() += 1;
        }
        Keys { keys, first_words }
    }

    /// The key of a component.
    pub(super) fn get(&self, id: SchemaId) -> Option<&Key> {
        self.keys.get(&id)
    }

    /// Whether a key's namespace is one that several share, or that the manifest gives.
    pub(super) fn is_shared(&self, key: &Key) -> bool {
        let count = key.first_word().and_then(|word| self.first_words.get(word));
        key.given || count.is_some_and(|count| *count > 1)
    }
}

/// The beginnings in the manifest's `modules` that no component's key has.
pub fn unused_modules<'n>(bundle: &Bundle, naming: &Naming<'n>) -> Vec<&'n str> {
    let ModuleRules::Given(rules) = &naming.rules.modules else {
        return Vec::new();
    };
    let plain = NameRules {
        modules: ModuleRules::Off,
        ..naming.rules.clone()
    };
    let naming = Naming {
        provider: naming.provider,
        rules: &plain,
        lock: naming.lock,
        settled: naming.settled,
        fields: naming.fields,
    };
    let components = bundle.schemas().filter(|id| is_component(bundle, *id));
    let keys: Vec<Key> = components.map(|id| key(bundle, &naming, id)).collect();
    let fits = |prefix: &Prefix| {
        keys.iter()
            .any(|key| [&key.name, &key.whole].iter().any(|text| prefix.strip(text).is_some()))
    };
    let unused = rules.iter().map(|(prefix, _)| prefix).filter(|prefix| !fits(prefix));
    unused.map(Prefix::as_str).collect()
}

fn key(bundle: &Bundle, naming: &Naming<'_>, id: SchemaId) -> Key {
    match bundle.place(id) {
        Place::Document(document, pointer) => match split_place(bundle, *document, pointer).0 {
            "" => document_key(bundle, naming, *document),
            owner => {
                let key = pointer_tokens(owner).last().unwrap_or_default();
                split(naming, &short(naming, &key))
            }
        },
        Place::Unresolved(text) | Place::MetaSchema(text) => {
            let text = text.trim_end_matches(['/', '#']);
            let last = text.rsplit(['/', '#']).next().unwrap_or(text);
            split(naming, &short(naming, without_ending(last)))
        }
    }
}

/// A document goes by its component key, else by its title where that is a name, else by its file's name.
fn document_key(bundle: &Bundle, naming: &Naming<'_>, document: usize) -> Key {
    let root = bundle.value(bundle.root(document));
    let text = |keyword: &str| root.get(keyword).and_then(Value::as_str);
    let component = text("$id").filter(|text| text.starts_with("#/"));
    let component = component.and_then(|text| text.rsplit('/').next());
    if let Some(component) = component.filter(|key| !key.is_empty()) {
        return split(naming, &short(naming, component));
    }
    let stem = file_stem(bundle.documents()[document].name());
    let brief = short(naming, stem);
    let Some(title) = text("title").map(str::trim) else {
        return split(naming, &brief);
    };
    let says_nothing = ["schema", "index"].contains(&stem.to_ascii_lowercase().as_str());
    if says_nothing {
        let is_name = title.len() <= 60 && title.chars().any(char::is_alphabetic);
        return if is_name {
            split(naming, &short(naming, title))
        } else {
            Key::plain(stem)
        };
    }
    // A title that is a sentence is none that a type is called by.
    if !title.chars().all(|c| is_word(c) || "-_.".contains(c)) || title.len() > 60 {
        return split(naming, &brief);
    }
    let title = short(naming, title);
    let (folded, folded_title) = (fold(&brief), fold(&title));
    if folded_title.is_empty() || !title.starts_with(char::is_alphabetic) {
        return split(naming, &brief);
    }
    let of_title = split(naming, &title);
    if !of_title.modules.is_empty() {
        return of_title;
    }
    match folded.strip_suffix(&folded_title) {
        Some("") => Key::plain(&title),
        Some(_) => match before(&brief, &folded_title) {
            Some(namespace) if !naming.rules.modules.is_off() => Key {
                modules: vec![module(namespace, &[])],
                name: title,
                whole: brief,
                given: false,
            },
            _ => Key {
                name: title,
                ..Key::plain(&brief)
            },
        },
        None if folded.contains(&folded_title) || title.starts_with(char::is_uppercase) => Key {
            name: title,
            ..Key::plain(&brief)
        },
        None => split(naming, &brief),
    }
}

/// What stands before `folded` at the end of a name, if a separator is between.
fn before<'a>(name: &'a str, folded: &str) -> Option<&'a str> {
    let cut = name
        .char_indices()
        .rev()
        .find(|(index, _)| fold(&name[*index..]).len() >= folded.len())?
        .0;
    let namespace = name[..cut].trim_end_matches(['-', '_', '.']);
    (namespace.len() < cut && namespace.starts_with(char::is_alphabetic)).then_some(namespace)
}

fn fold(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// A key, less what is stripped, by the rules of the manifest, else by the default rule.
fn split(naming: &Naming<'_>, brief: &str) -> Key {
    let (mut modules, rest, given) = match &naming.rules.modules {
        ModuleRules::Off => return Key::plain(brief),
        ModuleRules::Shared => (Vec::new(), brief, false),
        ModuleRules::Given(rules) => {
            let fits = rules
                .iter()
                .filter_map(|(prefix, path)| Some((prefix.strip(brief)?, path)));
            let best = fits.min_by_key(|(rest, _)| rest.len());
            best.map_or((Vec::new(), brief, false), |(rest, path)| (path.clone(), rest, true))
        }
    };
    let (names, name) = separated(rest)
        .or_else(|| prefixed(rest))
        .filter(|(names, _)| names.len() <= DEEPEST)
        .unwrap_or_else(|| (Vec::new(), rest.to_owned()));
    for name in names {
        modules.push(module(&name, &modules));
    }
    Key {
        modules,
        name,
        whole: brief.to_owned(),
        given,
    }
}

/// `io.k8s.api.core.v1.Pod`: each part is a name by itself, and the last is no version.
fn separated(key: &str) -> Option<(Vec<String>, String)> {
    let key = key.replace("::", ".");
    let mut parts: Vec<&str> = key.split(['.', '/', '#']).collect();
    let is_name = |part: &&str| {
        part.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && part.chars().all(|c| is_word(c) || c == '_' || c == '-')
    };
    let last = parts.pop().filter(|last| !is_version(&last.to_lowercase()))?;
    let fits = !parts.is_empty() && parts.iter().all(is_name) && is_name(&last);
    fits.then(|| (parts.into_iter().map(str::to_owned).collect(), last.to_owned()))
}

/// `api_b2b_session_v1_MemberSession`: words in lower case, and a name that begins with a capital.
fn prefixed(key: &str) -> Option<(Vec<String>, String)> {
    let cut = key
        .match_indices('_')
        .map(|(at, _)| at + 1)
        .find(|at| key[*at..].starts_with(char::is_uppercase))?;
    let (namespace, name) = (&key[..cut - 1], &key[cut..]);
    let is_lower =
        |word: &str| word.starts_with(char::is_lowercase) && word.chars().all(|c| c.is_lowercase() || c.is_numeric());
    if !namespace.split('_').all(is_lower) {
        return None;
    }
    let mut modules: Vec<String> = Vec::new();
    let mut joins = false;
    for word in namespace.split('_') {
        match modules.last_mut() {
            Some(last) if joins && !is_version(word) => {
                last.push('_');
                last.push_str(word);
            }
            _ => modules.push(word.to_owned()),
        }
        joins = !is_version(word);
    }
    Some((modules, name.to_owned()))
}

/// `v1`, `v2beta1`
fn is_version(word: &str) -> bool {
    let Some(rest) = word.strip_prefix('v') else {
        return false;
    };
    let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let stage = number.trim_end_matches(|c: char| c.is_ascii_digit());
    number.len() < rest.len() && ["", "alpha", "beta", "rc", "p"].contains(&stage)
}

/// A name of at most `longest` characters: the whole, else its last words.
pub(super) fn at_most(name: &str, longest: usize) -> String {
    let whole = identifier(name);
    if whole.len() <= longest || whole.chars().count() <= longest {
        return whole;
    }
    let words: Vec<&str> = words(&whole).collect();
    let tails = (1..words.len()).map(|first| identifier(&words[first..].join(" ")));
    let mut fits = tails.filter(|tail| tail.chars().count() <= longest);
    fits.next().unwrap_or_else(|| whole.chars().take(longest).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_namespace_is_what_separators_and_case_tell() {
        let rules = NameRules::default();
        let naming = Naming {
            provider: "acme",
            rules: &rules,
            lock: &BTreeMap::new(),
            settled: &std::collections::BTreeSet::new(),
            fields: &BTreeMap::new(),
        };
        for (key, modules, name) in [
            ("io.k8s.api.core.v1.Pod", "io::k8s::api::core::v1", "Pod"),
            (
                "com.atproto.server.createSession",
                "com::atproto::server",
                "createSession",
            ),
            (
                "app.bsky.actor.defs#profileView",
                "app::bsky::actor::defs",
                "profileView",
            ),
            (
                "AWS::S3::Bucket.BucketEncryption",
                "aws::s3::bucket",
                "BucketEncryption",
            ),
            (
                "api_b2b_session_v1_MemberSession",
                "api_b2b_session::v1",
                "MemberSession",
            ),
            ("api_oauth_v1_OAuthRegistration", "api_oauth::v1", "OAuthRegistration"),
            (
                "api_sso_v1_sso_oidc_CreateRequest",
                "api_sso::v1::sso_oidc",
                "CreateRequest",
            ),
            ("v1beta1_Deployment", "v1beta1", "Deployment"),
            ("acme_v2_Pet", "v2", "Pet"),
            ("acme.std.type.Pet", "std_::type_", "Pet"),
            ("simple-user", "", "simple-user"),
            ("app_installation", "", "app_installation"),
            ("Foo_Bar", "", "Foo_Bar"),
            ("schema.v1", "", "schema.v1"),
            ("Page[foo.bar.User]", "", "Page[foo.bar.User]"),
            ("urn:a:2.0:User", "", "urn:a:2.0:User"),
            ("a..b", "", "a..b"),
            ("../../x", "", "../../x"),
            ("a.b.c.d.e.f.g.h.i.J", "", "a.b.c.d.e.f.g.h.i.J"),
        ] {
            let key = split(&naming, &short(&naming, key));
            assert_eq!((&*key.modules.join("::"), &*key.name), (modules, name));
        }
    }

    #[test]
    fn a_name_keeps_its_last_words() {
        assert_eq!(at_most("one two three", 20), "OneTwoThree");
        assert_eq!(at_most("one two three", 10), "TwoThree");
        assert_eq!(at_most("one two three", 3), "One");
    }
}
