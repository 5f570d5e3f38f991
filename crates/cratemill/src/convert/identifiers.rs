//! Names inside a type: fields, variants, alternatives; and modules.

use crate::normalize::names::{Naming, file_stem, identifier, is_word, short};
use crate::normalize::{Format, NormalizedSchema, Property, Union, Use};
use crate::provider::without_ending;
use heck::ToSnakeCase;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

/// The module of types whose schemas are not published.
pub(super) const UNPUBLISHED: &str = "unpublished";

/// Names of fields and setters that the generator needs for itself.
const RESERVED_FIELDS: &[&str] = &["extra", "build", "gen"];

/// The field of each property: the name in the lock, else the engine's identifier. Where several properties share that, it
/// belongs to the one that is called so; the others are spelled, or get a number.
pub(super) fn fields(
    properties: &[Property],
    identifiers: &[String],
    locked: Option<&BTreeMap<String, String>>,
) -> Vec<String> {
    let plain: Vec<String> = identifiers.iter().map(|name| name.nfc().collect()).collect();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut names: Vec<Option<String>> = vec![None; properties.len()];
    for (property, name) in properties.iter().zip(&mut names) {
        let known = locked.and_then(|locked| locked.get(&property.name));
        *name = known
            .filter(|known| !RESERVED_FIELDS.contains(&known.as_str()) && taken.insert((*known).clone()))
            .cloned();
    }
    let mut order: Vec<usize> = (0..properties.len()).filter(|index| names[*index].is_none()).collect();
    order.sort_by_key(|index| {
        let name = &properties[*index].name;
        let signs = !leading_signs(name).is_empty();
        let is_upper = name.starts_with(char::is_uppercase);
        (!is_called(name, &plain[*index]), signs, is_upper, name)
    });
    let mut owned: BTreeSet<&str> = BTreeSet::new();
    let mut later = Vec::new();
    for index in order {
        let name = free_of_reserved(plain[index].clone());
        let has_signs = !leading_signs(&properties[index].name).is_empty();
        let shares = plain.iter().filter(|other| **other == plain[index]).count() > 1;
        let is_anothers = owned.contains(&*plain[index]) || has_signs && shares;
        if !is_anothers && taken.insert(name.clone()) {
            owned.insert(&plain[index]);
            names[index] = Some(name);
        } else {
            later.push(index);
        }
    }
    for index in later {
        let spelled = spelled(&properties[index].name);
        let numbers = (2..).map(|number| format!("{}_{number}", plain[index].trim_end_matches('_')));
        let mut candidates = spelled.into_iter().chain(numbers);
        names[index] = candidates.find(|name| !plain.contains(name) && taken.insert(name.clone()));
    }
    let names = names.into_iter().map(Option::unwrap_or_default);
    names
        .zip(properties)
        .map(|(name, property)| raw(name, &property.name))
        .collect()
}

/// The property `type` is the field `r#type`: Rust has a way to call it so.
fn raw(name: String, property: &str) -> String {
    let is_keyword = name.strip_suffix('_') == Some(property) && syn::parse_str::<syn::Ident>(property).is_err();
    match format!("r#{property}") {
        raw if is_keyword && syn::parse_str::<syn::Ident>(&raw).is_ok() => raw,
        _ => name,
    }
}

/// Whether a property is called as its field: then no other has more right to the name.
pub(super) fn is_called(property: &str, field: &str) -> bool {
    property == field || field.strip_suffix('_') == Some(property) || field.strip_prefix("r#") == Some(property)
}

fn free_of_reserved(mut name: String) -> String {
    if RESERVED_FIELDS.contains(&name.as_str()) {
        name.push('_');
    }
    name
}

/// A name with the signs that it begins with in words: `@type` is `at_type`.
fn spelled(name: &str) -> Option<String> {
    let signs = leading_signs(name);
    let spelled = format!("{} {name}", signs.join(" ")).to_snake_case();
    (!signs.is_empty() && syn::parse_str::<syn::Ident>(&spelled).is_ok()).then_some(spelled)
}

/// The variant of each text of an enumeration.
pub(super) fn variants(texts: &[String]) -> Vec<String> {
    unique(texts.iter().map(|text| variant(text)))
}

fn variant(text: &str) -> String {
    if text.is_empty() {
        return "Empty".to_owned();
    }
    let has_word = text.chars().any(is_word);
    let signs = if has_word {
        meaningful_signs(text)
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

/// Signs before the first letter or digit.
fn leading_signs(text: &str) -> Vec<String> {
    let has_word = text.chars().any(is_word);
    text.chars()
        .take_while(|c| has_word && !is_word(*c))
        .map(sign)
        .collect()
}

/// Signs before the first letter or digit that carry meaning in a value: `-1`, `+1`, `>=5`.
fn meaningful_signs(text: &str) -> Vec<String> {
    text.chars()
        .take_while(|c| !is_word(*c))
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

/// The variant of each alternative: its type's name, or what it is. Whether an item is kept as it came tells in the name
/// only where nothing else tells two alternatives apart.
pub(super) fn alternatives(schema: &NormalizedSchema, union: &Union) -> Vec<String> {
    let names = |full| {
        let names = union.alternatives.iter().map(|one| use_name(schema, &one.value, full));
        names.collect::<Vec<String>>()
    };
    let (brief, full) = (names(false), names(true));
    let is_alone = |name: &String| brief.iter().filter(|other| *other == name).count() == 1;
    unique(
        brief
            .iter()
            .zip(&full)
            .map(|(brief, full)| if is_alone(brief) { brief.clone() } else { full.clone() }),
    )
}

fn use_name(schema: &NormalizedSchema, value: &Use, full: bool) -> String {
    let of = |name: &str, inner: &Use| match inner {
        Use::Any => name.to_owned(),
        Use::Nullable(inner) => format!("{name}OfNullable{}", use_name(schema, inner, full)),
        inner => format!("{name}Of{}", use_name(schema, inner, full)),
    };
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
        Use::Array(item) => of("Array", item),
        Use::Map(value) => of("Map", value),
        Use::Open(inner) if full => format!("Open{}", use_name(schema, inner, full)),
        Use::Implied(inner) if full => format!("Implied{}", use_name(schema, inner, full)),
        Use::Nullable(inner) | Use::Open(inner) | Use::Implied(inner) => use_name(schema, inner, full),
    }
}

/// Names of variants made unique in their order; `Unknown` is the generator's own.
fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let names: Vec<String> = names.collect();
    let plain: BTreeSet<&String> = names.iter().collect();
    let mut taken: BTreeSet<String> = ["Unknown".to_owned(), "Self".to_owned()].into();
    let mut found = Vec::with_capacity(names.len());
    for name in &names {
        let mut candidate = name.clone();
        let mut number = 2;
        // The first of a name has it; what another is called by right is nobody else's.
        while candidate != *name && plain.contains(&candidate) || !taken.insert(candidate.clone()) {
            candidate = if name.ends_with(char::is_numeric) {
                format!("{name}{}", "_".repeat(number - 1))
            } else {
                format!("{name}{number}")
            };
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
    let words: String = name.nfc().map(|c| if is_word(c) { c } else { '_' }).collect();
    let mut name: String = words.to_snake_case().nfc().take(60).collect();
    if !name.starts_with(unicode_ident::is_xid_start) {
        name.insert_str(0, "schema_");
    }
    // `gen` is a keyword since the edition of 2024, which generated crates use; without case a type can be called the same.
    let has_case = name.starts_with(char::is_lowercase);
    if syn::parse_str::<syn::Ident>(&name).is_err() || name == "gen" || !has_case {
        name.push('_');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::bundle;
    use crate::convert::engine;
    use crate::document::Document;
    use crate::normalize::{Shape, normalize};
    use crate::provider::NameRules;
    use serde_json::{Map, Value, json};

    /// The fields of an object's properties.
    fn named(names: &[&str], locked: &[(&str, &str)]) -> Vec<String> {
        let properties: Map<String, Value> = names.iter().map(|name| ((*name).to_owned(), json!({}))).collect();
        let text = json!({ "type": "object", "properties": properties }).to_string();
        let document = Document::parse("json-schema/a.json", text.as_bytes()).0;
        let bundle = bundle(document.into_iter().collect(), "acme");
        let rules = NameRules::default();
        let naming = Naming {
            provider: "acme",
            rules: &rules,
            lock: &BTreeMap::new(),
            fields: &BTreeMap::new(),
        };
        let mut schema = normalize(&bundle, &naming);
        let (engine, _) = engine::run(&bundle, &mut schema);
        let Shape::Object { properties, .. } = &schema.definitions[0].shape else {
            panic!("an object");
        };
        let locked = locked.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        fields(properties, &engine.fields[0], Some(&locked))
    }

    #[test]
    fn a_plain_field_belongs_to_the_property_that_is_called_so() {
        for (names, expected) in [
            (vec!["@type", "type"], vec!["at_type", "r#type"]),
            (vec!["@type"], vec!["type_"]),
            (vec!["$id", "@id", "id"], vec!["dollar_id", "at_id", "id"]),
            (vec!["$id", "@id"], vec!["dollar_id", "at_id"]),
            (vec!["T", "t"], vec!["t_2", "t"]),
            (vec!["fooBar", "foo_bar"], vec!["foo_bar_2", "foo_bar"]),
            (
                vec!["foo-bar", "FooBar", "fooBar"],
                vec!["foo_bar", "foo_bar_3", "foo_bar_2"],
            ),
            (
                vec!["fooBar", "foo-bar", "foo_bar_2", "foo_bar"],
                vec!["foo_bar_4", "foo_bar_3", "foo_bar_2", "foo_bar"],
            ),
            (vec!["extra", "Extra"], vec!["extra_", "extra_2"]),
            (vec!["Größe", "größe", "Ω"], vec!["größe_2", "größe", "ω"]),
            (vec!["\u{2126}", "\u{3a9}", "\u{3c9}"], vec!["ω_3", "ω_2", "ω"]),
        ] {
            assert_eq!(named(&names, &[]), expected, "{names:?}");
        }
    }

    #[test]
    fn a_property_that_comes_later_takes_no_name_away() {
        assert_eq!(named(&["foo-bar"], &[]), ["foo_bar"]);
        let lock = [("foo-bar", "foo_bar")];
        assert_eq!(named(&["foo_bar", "foo-bar"], &lock), ["foo_bar_2", "foo_bar"]);
        assert_eq!(
            named(&["foo.bar", "foo-bar", "FooBar"], &lock),
            ["foo_bar_2", "foo_bar", "foo_bar_3"]
        );
    }

    #[test]
    fn variants_keep_what_separates_digits_and_letters_of_any_script() {
        let variants = |texts: &[&str]| {
            let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
            super::variants(&texts)
        };
        assert_eq!(
            variants(&["1.0", "1.1", "1.10", "11.0", "10", "v1", "V1"]),
            ["X1_0", "X1_1", "X1_10", "X11_0", "X10", "V1", "V1_"]
        );
        assert_eq!(variants(&["Größe", "日本語", "Ω"]), ["Größe", "日本語", "Ω"]);
        assert_eq!(
            variants(&["C", "C++", "C#", "c", "C2"]),
            ["C", "CPlusPlus", "CSharp", "C3", "C2"]
        );
        assert_eq!(
            variants(&["10", "1.0", "1-0", "-1", "+1"]),
            ["X10", "X1_0", "X1_0_", "Minus1", "Plus1"]
        );
        assert_eq!(
            variants(&["`", "", "€", "\u{2126}", "\u{3a9}"]),
            ["Backtick", "Empty", "U20ac", "Ω", "Ω2"]
        );
        assert_eq!(
            variants(&["2024-01-02", "192.168.0.1"]),
            ["X2024_01_02", "X192_168_0_1"]
        );
    }

    #[test]
    fn modules_keep_letters_of_any_script() {
        for (name, expected) in [
            ("版本", "版本_"),
            ("Größe", "größe"),
            ("a-b.c", "a_b_c"),
            ("2fa", "schema_2fa"),
            ("", "schema_"),
            ("gen", "gen_"),
            ("type", "type_"),
        ] {
            assert_eq!(module(name), expected);
        }
    }
}
