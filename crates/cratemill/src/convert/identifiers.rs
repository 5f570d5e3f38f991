//! Names inside a type: fields, variants, alternatives; and modules.

use crate::normalize::names::{Naming, file_stem, identifier, short};
use crate::normalize::{Format, NormalizedSchema, Property, Union, Use};
use crate::provider::without_ending;
use heck::ToSnakeCase;
use std::collections::{BTreeMap, BTreeSet};

/// The module of types whose schemas are not published.
pub(super) const UNPUBLISHED: &str = "unpublished";

/// Names of fields and setters that the generator needs for itself.
const RESERVED_FIELDS: &[&str] = &["extra", "build", "gen"];

/// The field of each property: the engine's identifier, unless two properties share it.
pub(super) fn fields(properties: &[Property], identifiers: &[String]) -> Vec<String> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for identifier in identifiers {
        *count.entry(identifier).or_default() += 1;
    }
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut names = Vec::with_capacity(properties.len());
    for (property, identifier) in properties.iter().zip(identifiers) {
        let alone = count[identifier.as_str()] == 1 || property.name == *identifier;
        let mut name = if alone {
            identifier.clone()
        } else {
            spelled(&property.name)
        };
        if RESERVED_FIELDS.contains(&name.as_str()) {
            name.push('_');
        }
        while count.get(name.as_str()).is_some_and(|_| !alone) || taken.contains(&name) {
            name.push('_');
        }
        taken.insert(name.clone());
        names.push(name);
    }
    names
}

/// A name in which every character counts: `foo-bar` and `foo.bar` differ, `fooBar` and `FooBar` too.
fn spelled(name: &str) -> String {
    let mut spelled = String::from("x");
    for c in name.chars() {
        match c {
            'a'..='z' | '0'..='9' | '_' => spelled.push(c),
            'A'..='Z' => {
                spelled.push_str("_u");
                spelled.push(c.to_ascii_lowercase());
            }
            other => spelled.push_str(&format!("_x{:x}", other as u32)),
        }
    }
    spelled
        .split('_')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("_")
}

/// The variant of each text of an enumeration.
pub(super) fn variants(texts: &[String]) -> Vec<String> {
    unique(texts.iter().map(|text| variant(text)))
}

fn variant(text: &str) -> String {
    if text.is_empty() {
        return "Empty".to_owned();
    }
    let has_word = text.chars().any(|c| c.is_ascii_alphanumeric());
    let signs = if has_word {
        leading_signs(text)
    } else {
        text.chars().map(sign).collect()
    };
    let rest: String = if has_word { text.to_owned() } else { String::new() };
    match (signs.is_empty(), has_word) {
        (_, false) => identifier(&signs.join(" ")),
        (true, true) => identifier(&rest),
        (false, true) => identifier(&format!("{} {rest}", signs.join(" "))),
    }
}

/// Signs before the first letter or digit carry meaning: `-1`, `+1`, `>=5`.
fn leading_signs(text: &str) -> Vec<String> {
    text.chars()
        .take_while(|c| !c.is_ascii_alphanumeric())
        .filter(|c| "+-<>=!*~^".contains(*c))
        .map(sign)
        .collect()
}

fn sign(c: char) -> String {
    let name = match c {
        '+' => "plus",
        '-' => "minus",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '&' => "and",
        '|' => "or",
        '%' => "percent",
        '#' => "hash",
        '@' => "at",
        '$' => "dollar",
        '?' => "question",
        '~' => "tilde",
        '^' => "caret",
        '_' => "underscore",
        ' ' => "space",
        '(' | ')' => "parenthesis",
        '[' | ']' => "bracket",
        '{' | '}' => "brace",
        '"' => "quote",
        '\'' => "apostrophe",
        '`' => "backtick",
        other => return format!("u{:x}", other as u32),
    };
    name.to_owned()
}

/// The variant of each alternative: its type's name, or what it is.
pub(super) fn alternatives(schema: &NormalizedSchema, union: &Union) -> Vec<String> {
    unique(union.alternatives.iter().map(|one| use_name(schema, &one.value)))
}

fn use_name(schema: &NormalizedSchema, value: &Use) -> String {
    match value {
        Use::Any => "Value".to_owned(),
        Use::Null => "Null".to_owned(),
        Use::Boolean => "Boolean".to_owned(),
        Use::Integer(_) => "Integer".to_owned(),
        Use::Number => "Number".to_owned(),
        Use::String => "String".to_owned(),
        Use::Text(Format::DateTime) => "DateTime".to_owned(),
        Use::Text(Format::Date) => "Date".to_owned(),
        Use::Text(Format::Time) => "Time".to_owned(),
        Use::Text(Format::Uuid) => "Uuid".to_owned(),
        Use::Text(Format::Uri) => "Uri".to_owned(),
        Use::Definition(id) => schema.definitions[*id].name.clone(),
        Use::Array(_) => "Array".to_owned(),
        Use::Map(_) => "Map".to_owned(),
        Use::Nullable(inner) | Use::Open(inner) | Use::Implied(inner) => use_name(schema, inner),
    }
}

/// Names of variants made unique in their order; `Unknown` is the generator's own.
fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut taken: BTreeSet<String> = ["Unknown".to_owned(), "Self".to_owned()].into();
    let mut found = Vec::new();
    for name in names {
        let mut candidate = name.clone();
        let mut number = 2;
        while !taken.insert(candidate.clone()) {
            candidate = format!("{name}{number}");
            number += 1;
        }
        found.push(candidate);
    }
    found
}

/// The module of each document.
pub(super) fn modules<'a>(documents: impl Iterator<Item = &'a str>, naming: &Naming<'_>) -> Vec<String> {
    let files: Vec<&str> = documents.collect();
    let brief: Vec<String> = files
        .iter()
        .map(|file| module(&short(naming, file_stem(file))))
        .collect();
    let long: Vec<String> = files.iter().map(|file| module(without_ending(file))).collect();
    let mut taken: BTreeSet<String> = ["lib", "main", "mod", UNPUBLISHED].map(str::to_owned).into();
    let mut names = Vec::with_capacity(files.len());
    for index in 0..files.len() {
        let shared = brief.iter().filter(|name| **name == brief[index]).count() > 1;
        let mut name = if shared || taken.contains(&brief[index]) {
            long[index].clone()
        } else {
            brief[index].clone()
        };
        while !taken.insert(name.clone()) {
            name.push('_');
        }
        names.push(name);
    }
    names
}

fn module(name: &str) -> String {
    let ascii: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    let mut name = ascii.to_snake_case();
    name.truncate(60);
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert_str(0, "schema_");
    }
    // `gen` is a keyword since the edition of 2024, which generated crates use.
    if syn::parse_str::<syn::Ident>(&name).is_err() || name == "gen" {
        name.push('_');
    }
    name
}
