//! The words a name is made of, and the Rust identifier that they become.

use super::Naming;
use super::arms::{self, ArmName};
use crate::bundle::{Bundle, Place, SchemaId, pointer_tokens, push_token};
use crate::provider::without_ending;
use heck::ToUpperCamelCase;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// What leads to a schema, from its document on: keys, property names, titles of alternatives.
pub(super) fn parts(bundle: &Bundle, naming: &Naming<'_>, known: &mut arms::Known, id: SchemaId) -> Vec<String> {
    let (document, pointer) = match bundle.place(id) {
        Place::Document(document, pointer) => (*document, pointer),
        Place::Unresolved(text) | Place::MetaSchema(text) => {
            let last = text
                .trim_end_matches(['/', '#'])
                .rsplit(['/', '#'])
                .next()
                .unwrap_or(text);
            return vec![short(naming, last.trim_end_matches(".json"))];
        }
    };
    let mut parts = vec![root_name(bundle, naming, document)];
    let tokens: Vec<String> = pointer_tokens(pointer).collect();
    let mut walked = String::new();
    let mut index = 0;
    while index < tokens.len() {
        let token = tokens[index].as_str();
        let next = tokens.get(index + 1).map(String::as_str);
        push_token(&mut walked, token);
        let suffix = |parts: &mut Vec<String>, suffix: &str| {
            if let Some(last) = parts.last_mut() {
                last.push(' ');
                last.push_str(suffix);
            }
        };
        let takes_next = matches!(
            token,
            "properties"
                | "patternProperties"
                | "$defs"
                | "definitions"
                | "schemas"
                | "oneOf"
                | "anyOf"
                | "allOf"
                | "prefixItems"
                | "dependentSchemas"
                | "dependencies"
        ) && next.is_some();
        let keyword = walked.clone();
        if takes_next {
            push_token(&mut walked, next.unwrap_or_default());
        }
        match (token, next) {
            ("properties" | "dependentSchemas" | "dependencies", Some(name)) => parts.push(name.to_owned()),
            ("$defs" | "definitions" | "schemas", Some(name)) => parts.push(short(naming, name)),
            ("patternProperties", Some(_)) | ("additionalProperties" | "unevaluatedProperties", _) => {
                suffix(&mut parts, "Value");
            }
            ("items" | "additionalItems" | "prefixItems" | "contains" | "unevaluatedItems", _) => {
                suffix(&mut parts, "Item");
            }
            ("oneOf" | "anyOf", Some(position)) => {
                let position = position.parse().unwrap_or(usize::MAX);
                match arms::name(bundle, known, document, &keyword, position) {
                    ArmName::Own(name) => parts.push(name),
                    ArmName::Within(name) => suffix(&mut parts, &name),
                }
            }
            ("components" | "allOf" | "not" | "if" | "then" | "else", _) => {}
            (other, _) if other.parse::<usize>().is_ok() => suffix(&mut parts, "Item"),
            (other, _) => parts.push(other.to_owned()),
        }
        index += if takes_next { 2 } else { 1 };
    }
    parts
}

/// The name of a document: its component key or file name, less what all names of the provider begin with; its title where
/// the file name says nothing.
fn root_name(bundle: &Bundle, naming: &Naming<'_>, document: usize) -> String {
    let root = bundle.root(document);
    let key = bundle
        .value(root)
        .get("$id")
        .and_then(Value::as_str)
        .filter(|text| text.starts_with("#/"));
    if let Some(key) = key
        .and_then(|text| text.rsplit('/').next())
        .filter(|key| !key.is_empty())
    {
        return short(naming, key);
    }
    let stem = file_stem(bundle.documents()[document].name());
    let title = bundle.value(root).get("title").and_then(Value::as_str);
    let title = title.filter(|title| title.len() <= 60 && title.chars().any(char::is_alphabetic));
    if !["schema", "index"].contains(&stem.to_ascii_lowercase().as_str()) {
        return short(naming, stem);
    }
    let address = bundle.address(root);
    let known = naming.rules.overrides.get(&address).or(naming.lock.get(&address));
    match (known, title) {
        (Some(known), _) => known.clone(),
        (None, Some(title)) => short(naming, title),
        (None, None) => short(naming, stem),
    }
}

/// A file name without its endings.
pub fn file_stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    let name = without_ending(name);
    let stem = name
        .strip_suffix("-schema")
        .or_else(|| name.strip_suffix(".schema"))
        .or_else(|| name.strip_suffix("_schema"));
    stem.filter(|stem| !stem.is_empty()).unwrap_or(name)
}

/// A key or file name less the provider's prefix and what the manifest strips.
pub fn short(naming: &Naming<'_>, name: &str) -> String {
    let mut rest = name;
    let provider = rest
        .get(..naming.provider.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(naming.provider));
    if provider && let Some(after) = rest.get(naming.provider.len()..) {
        let after_separator = after.trim_start_matches(['-', '_', '.']);
        if after_separator.len() < after.len() && !after_separator.is_empty() {
            rest = after_separator;
        }
    }
    naming.rules.strip(rest).to_owned()
}

/// Text as a Rust type name: UpperCamelCase, and unchanged by being made a name once more. Letters of any script stay;
/// what separates two digits is an underscore, and the signs in `C++` and `C#` are spelled.
pub fn identifier(text: &str) -> String {
    let mut name = camel(&spelled_signs(text));
    if name.is_empty() {
        let codes = text.chars().filter(|c| !c.is_whitespace()).take(8);
        name = format!("X{}", codes.map(|c| format!("{:x}", c as u32)).collect::<String>());
    }
    if !name.starts_with(unicode_ident::is_xid_start) {
        name.insert(0, 'X');
    }
    name
}

/// Whether a character can stand in a name, and is no separator there.
pub fn is_word(c: char) -> bool {
    c != '_' && unicode_ident::is_xid_continue(c)
}

fn camel(text: &str) -> String {
    let mut name: String = text.nfc().collect();
    // Casing can split a word once more, as in `HTTPServerURLs`; it comes to rest within a few rounds.
    for _ in 0..8 {
        let mut again = String::with_capacity(name.len());
        for word in name.split(|c| !is_word(c)) {
            let word = word.to_upper_camel_case();
            if again.ends_with(char::is_numeric) && word.starts_with(char::is_numeric) {
                again.push('_');
            }
            again.push_str(&word);
        }
        let again = again.nfc().collect();
        if again == name {
            break;
        }
        name = again;
    }
    name
}

/// `C++` is another name than `C`: signs that end a word, and mean something there, are words.
fn spelled_signs(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let signs = rest.len() - rest.trim_start_matches(['+', '#']).len();
        let after = rest[signs..].chars().next();
        if signs > 0 && spelled.ends_with(is_word) && after.is_none_or(char::is_whitespace) {
            let words = rest[..signs].chars().map(|c| if c == '+' { " plus" } else { " sharp" });
            words.for_each(|word| spelled.push_str(word));
            rest = &rest[signs..];
        } else {
            spelled.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    spelled
}

/// A name that is taken, told apart by a number, which never stands behind a digit.
pub fn numbered(name: &str, number: usize) -> String {
    let separator = if name.ends_with(char::is_numeric) { "_" } else { "" };
    format!("{name}{separator}{number}")
}
