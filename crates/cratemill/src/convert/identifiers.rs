//! Names inside a type: fields and variants.

use crate::budget::SIGNS_OF_A_NAME;
use crate::normalize::Property;
use crate::normalize::names::{identifier, is_word};
use crate::text::is_identifier;
use heck::ToSnakeCase;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

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
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    plain.iter().for_each(|name| *counts.entry(name).or_default() += 1);
    let mut owned: BTreeSet<&str> = BTreeSet::new();
    let mut later = Vec::new();
    for index in order {
        let name = free_of_reserved(plain[index].clone());
        let has_signs = !leading_signs(&properties[index].name).is_empty();
        let shares = counts[&*plain[index]] > 1;
        let is_anothers = owned.contains(&*plain[index]) || has_signs && shares;
        if !is_anothers && taken.insert(name.clone()) {
            owned.insert(&plain[index]);
            names[index] = Some(name);
        } else {
            later.push(index);
        }
    }
    // Where the numbers of a name begin that are free.
    let mut next: BTreeMap<&str, usize> = BTreeMap::new();
    for index in later {
        let spelled = spelled(&properties[index].name).map(|name| (name, None));
        let stem = plain[index].trim_end_matches('_');
        let first = next.get(stem).copied().unwrap_or(2);
        let numbers = (first..).map(|number| (format!("{stem}_{number}"), Some(number)));
        let mut candidates = spelled.into_iter().chain(numbers);
        let found = candidates.find(|(name, _)| !counts.contains_key(&**name) && taken.insert(name.clone()));
        names[index] = found.map(|(name, number)| {
            next.extend(number.map(|number| (stem, number + 1)));
            name
        });
    }
    let names = names.into_iter().map(Option::unwrap_or_default);
    names
        .zip(properties)
        .map(|(name, property)| raw(name, &property.name))
        .collect()
}

/// The property `type` is the field `r#type`: Rust has a way to call it so.
fn raw(name: String, property: &str) -> String {
    let is_keyword = name.strip_suffix('_') == Some(property) && !is_identifier(property);
    match format!("r#{property}") {
        raw if is_keyword && is_identifier(&raw) => raw,
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
    (!signs.is_empty() && is_identifier(&spelled)).then_some(spelled)
}

/// The variants of values that would have these names; some have had one.
pub(super) fn variants(names: &[String], known: &[Option<&String>]) -> Vec<String> {
    let mut taken = reserved_variants();
    let known: Vec<Option<&String>> = known
        .iter()
        .map(|name| name.filter(|name| taken.insert((*name).clone())))
        .collect();
    let order = (0..names.len()).filter(|index| known[*index].is_none());
    let found = unique_beside(names, order, taken);
    let all = known.into_iter().zip(found);
    all.map(|(known, found)| known.cloned().unwrap_or(found)).collect()
}

/// The variant of a text, were it alone.
pub(super) fn variant(text: &str) -> String {
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

/// The variants that no value can have: `Unknown` is the generator's own.
pub(super) fn reserved_variants() -> BTreeSet<String> {
    ["Unknown", "Self"].map(str::to_owned).into()
}

/// Names of variants made unique, in an order, beside those that are taken: the first of a name has it, the others get a number.
/// What is not in the order gets no name.
pub(super) fn unique_beside(
    names: &[String],
    order: impl IntoIterator<Item = usize>,
    mut taken: BTreeSet<String>,
) -> Vec<String> {
    let plain: BTreeSet<&String> = names.iter().collect();
    let mut found = vec![String::new(); names.len()];
    // Where the numbers of a name begin that are free.
    let mut next: BTreeMap<&String, usize> = BTreeMap::new();
    for index in order {
        let name = &names[index];
        let mut candidate = name.clone();
        let number = next.entry(name).or_insert(2);
        // What another is called by right is nobody else's.
        while candidate != *name && plain.contains(&candidate) || !taken.insert(candidate.clone()) {
            candidate = match name.ends_with(char::is_numeric) {
                true if *number <= SIGNS_OF_A_NAME => format!("{name}{}", "_".repeat(*number - 1)),
                true => format!("{name}_{number}"),
                false => format!("{name}{number}"),
            };
            *number += 1;
        }
        found[index] = candidate;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::bundle;
    use crate::convert::engine;
    use crate::document::Document;
    use crate::normalize::{Naming, Shape, normalize};
    use crate::provider::{NameRules, Secrets};
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
            settled: &std::collections::BTreeSet::new(),
            fields: &BTreeMap::new(),
        };
        let mut schema = normalize(
            &bundle,
            &Secrets::default(),
            &naming,
            &crate::normalize::Foreign::default(),
        );
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
            let names: Vec<String> = texts.iter().map(|text| super::variant(text)).collect();
            super::variants(&names, &vec![None; names.len()])
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
}
