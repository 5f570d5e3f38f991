//! A generator without a conscience is found out: crates broken as a broken generator would have written them, each of
//! which fails the tests that it was emitted with.

use cratemill::provider::ProviderSource;
use cratemill::{Options, Runtime};
use end_to_end::{cargo, founding, provider, workspace};
use serde_json::json;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The package that makes Cargo take what was built for this workspace.
const SHARED: &str = include_str!("../scoreboard/src/shared.toml");

/// One fault of a generator.
struct Fault {
    /// What it does, as a name.
    name: &'static str,
    /// The provider on which it shows.
    provider: &'static str,
    /// How the names of the files end that it spoils: generated ones, or `emitted.rs`; or the function of the runtime's
    /// `property` in whose place there is another.
    file: &'static str,
    /// The text that it should have written, everywhere in these files.
    right: &'static str,
    /// The text that it writes instead, or what the function does before it does what is right.
    wrong: &'static str,
    /// The law that finds it out, as the emitted tests name it.
    law: &'static str,
}

const fn fault(name: &'static str, [provider, file, right, wrong, law]: [&'static str; 5]) -> Fault {
    Fault {
        name,
        provider,
        file,
        right,
        wrong,
        law,
    }
}

/// The macros by which the runtime makes the machinery of a type: a fault of theirs is put into a copy.
const EMITTED: &str = concat!(
    include_str!("../../crates/lossless/src/emitted.rs"),
    include_str!("../../crates/lossless/src/emitted/builders.rs"),
    include_str!("../../crates/lossless/src/emitted/unions.rs"),
);

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    fault("drops-unknown-properties-on-writing", ["nhost", "emitted.rs",
        "&self.extra\n            }", "Box::leak(Box::default())\n            }", "evolved"]),
    fault("drops-unknown-properties-on-reading", ["nhost", "emitted.rs",
        "&mut self.extra\n            }", "Box::leak(Box::default())\n            }", "evolved"]),
    fault("closes-an-enum", ["atproto", "emitted.rs",
        "_ => Self::Unknown($crate::Unknown::__new(text))", "_ => { $(return Self::$variant;)* }", "evolved"]),
    fault("takes-one-value-for-another", ["atproto", "emitted.rs",
        "match text {", "match Self::VALUES.iter().find(|one| **one == text).map_or(text, |_| Self::VALUES[0]) {", "varied"]),
    fault("mistakes-a-wire-name", ["nhost", "machine.rs",
        "\"displayName\"", "\"display_name\"", "equal"]),
    fault("forgets-to-write-a-field", ["nhost", "emitted.rs",
        "$(&& $crate::property::$way::write(&self.$field, $name, to))*",
        "$(&& ($index == 4 || $crate::property::$way::write(&self.$field, $name, to)))*", "equal"]),
    fault("forgets-to-read-a-field", ["nhost", "emitted.rs",
        "match index {\n                    $($index => $crate::property::$way::read(",
        "match index { 7 => map.next_value::<$crate::serde::de::IgnoredAny>().map(drop), $($index => $crate::property::$way::read(", "equal"]),
    fault("forgets-to-know-a-field", ["nhost", "emitted.rs",
        "match name {", "match name { \"phoneNumberVerified\" => $crate::UNKNOWN,", "reshaped"]),
    fault("requires-nothing", ["nhost", "emitted.rs",
        "= [$($required),*];", "= [$(0 & $required),*];", "reshaped"]),
    fault("requires-everything", ["atproto", "emitted.rs",
        "= [$($required),*];", "= [$(0x3f0 | $required),*];", "equal"]),
    fault("types-nothing", ["nhost", ".rs",
        "lossless::Uuid", "lossless::Value", "reshaped"]),
    fault("skips-null", ["nhost", "maybe::write",
        "", "if slot.is_null() { return true }", "varied"]),
    fault("writes-null-for-absent", ["nhost", "maybe::write",
        "", "if slot.is_absent() { return to.entry(name, &()) }", "varied"]),
    fault("drops-null-where-none-is-allowed", ["nhost", "optional::write",
        "", "if slot.is_none() { return true }", "evolved"]),
    fault("skips-what-is-empty", ["nhost", "optional::write",
        "", "if lossless::to_string(slot).is_ok_and(|text| text == \"{}\") { return true }", "varied"]),
    fault("takes-a-list-for-a-set", ["nhost", "required::write",
        "", "if let Ok(Value::Array(mut items)) = lossless::to_value(slot) {
            items.sort_by_key(Value::to_string);
            items.dedup();
            return to.entry(name, &items);
        }", "varied"]),
    fault("rewrites-a-date", ["nhost", "optional::write",
        "", "if let Ok(Value::String(text)) = lossless::to_value(slot) {
            return to.entry(name, &text.replace('Z', \"+00:00\"));
        }", "equal"]),
    fault("refuses-what-a-format-forbids", ["nhost", "required::read",
        "", "right(slot, name, extra, map)?;
        if std::any::type_name::<T>().contains(\"Uuid\") && lossless::to_string(slot).is_ok_and(|text| text.len() != 38) {
            return Err(lossless::serde::de::Error::custom(\"no UUID\"));
        }
        return Ok(());", "varied"]),
    fault("counts-in-floats", ["nhost", "required::write",
        "", "if let Ok(Value::Number(number)) = lossless::to_value(slot) {
            return to.entry(name, &number.as_f64());
        }", "varied"]),
    fault("shows-a-secret", ["atproto", "session/machine.rs",
        "secrets[0x3]", "secrets[0x1]", "secret"]),
    fault("forgets-to-build-a-field", ["nhost", "emitted.rs",
        "self.0.value.$field = $crate::property::$way::same(value, &mut self.0, $index);",
        "if $index != 10 { self.0.value.$field = $crate::property::$way::same(value, &mut self.0, $index); }", "built"]),
    fault("forgets-what-was-built-before", ["atproto", "emitted.rs",
        "self.0.value.$field = ", "*self.0.value = $crate::Object::blank(); self.0.value.$field = ", "built"]),
    fault("asks-a-builder-for-another-field", ["atproto", "emitted.rs",
        "&mut self.0, $index)", "&mut self.0, $index + 1)", "built"]),
    fault("finds-everything-valid", ["atproto", "emitted.rs",
        "$schemas.validate(", "if true { return Ok(()); } $schemas.validate(", "broken"]),
    fault("takes-another-constant", ["plain", "machine.rs",
        "lossless::Constant::Integer(2)", "lossless::Constant::Integer(3)", "equal"]),
    fault("takes-any-constant", ["plain", "optional::read",
        "", "if true { return map.next_value::<Value>().map(drop) }", "reshaped"]),
    fault("closes-a-union", ["plain", "emitted.rs",
        "_ => $crate::union::unknown(buffered, map).map(Self::Unknown)",
        "_ => { $(return $crate::union::resume::<$value, __A>(buffered, map).map(Self::$variant);)* }", "evolved"]),
    fault("takes-the-first-that-fits", ["plain", "ruled/machine.rs",
        "Some(&super::super::RULES)", "Some(&super::super::RULES).filter(|_| false)", "chosen"]),
    fault("calls-an-alternative-by-another-rule", ["plain", "ruled/machine.rs",
        "\"ruled.json#/oneOf/1\"", "\"ruled.json#/oneOf/0\"", "chosen"]),
];

#[test]
fn a_generator_without_a_conscience_is_found_out() {
    let sources = sources();
    let mut crates: BTreeMap<String, Files> = BTreeMap::new();
    for source in &sources {
        let files = generated(source);
        for fault in FAULTS.iter().filter(|fault| fault.provider == source.name) {
            let name = format!("{}-{}", source.name, fault.name);
            crates.insert(name.clone(), renamed(broken(files.clone(), fault), &source.name, &name));
        }
        crates.insert(source.name.clone(), files);
    }
    let tmp = env!("CARGO_TARGET_TMPDIR");
    let workspace = Path::new(tmp).join("mutations");
    let names: Vec<&String> = crates.keys().collect();
    put(
        &workspace.join("Cargo.toml"),
        &format!("workspace = {{ resolver = \"3\", members = {names:?} }}\n{SHARED}"),
    );
    put(&workspace.join("src/lib.rs"), "");
    for (name, files) in &crates {
        files
            .iter()
            .for_each(|(path, text)| put(&workspace.join(name).join(path), text));
    }
    let tests = [
        "test",
        "--workspace",
        "--features",
        "validate",
        "--test",
        "round_trip",
        "--no-fail-fast",
    ];
    let printed = cargo(&workspace, tmp, &tests).expect_err("no fault is found");
    let red = failures(&printed);
    let unbroken = sources.iter().map(|source| format!("`-p {}-types ", source.name));
    let wrong: Vec<String> = unbroken.filter(|name| printed.contains(name)).collect();
    assert!(wrong.is_empty(), "red, but not broken: {wrong:?}\n{printed}");
    let survived = FAULTS.iter().filter(|fault| {
        let law = format!("::{}", fault.law);
        let red = red.get(&format!("{}-{}", fault.provider, fault.name));
        !red.is_some_and(|tests| tests.iter().any(|test| test.ends_with(&law)))
    });
    let survived: Vec<&str> = survived.map(|fault| fault.name).collect();
    assert!(survived.is_empty(), "not found out: {survived:#?}\n{red:#?}\n{printed}");
}

/// The text of each file of a crate.
type Files = BTreeMap<String, String>;

/// The founding providers that are small, and one of what they have not.
fn sources() -> Vec<ProviderSource> {
    let mut sources = founding();
    sources.retain(|source| FAULTS.iter().any(|fault| fault.provider == source.name));
    let version = json!({ "type": "object", "properties": { "version": { "const": 2 } } });
    let shape = |kind: &str, size: &str| {
        json!({ "title": kind, "type": "object", "required": ["kind", size], "properties": {
            "kind": { "const": kind }, size: { "type": "number" },
        } })
    };
    let union = json!({ "oneOf": [shape("circle", "radius"), shape("square", "side")] });
    let code = |name: &str, pattern: &str| {
        json!({ "title": name, "type": "object", "required": ["code"], "properties": {
            "code": { "type": "string", "pattern": pattern },
        } })
    };
    let ruled = json!({ "oneOf": [code("letters", "^[a-z]+$"), code("digits", "^[0-9]+$")] });
    sources.push(provider(
        "plain",
        &[
            ("json-schema/constant.json", &version.to_string()),
            ("json-schema/ruled.json", &ruled.to_string()),
            ("json-schema/union.json", &union.to_string()),
        ],
    ));
    sources
}

fn generated(source: &ProviderSource) -> Files {
    let runtime = Runtime::Path(workspace().join("crates").display().to_string());
    let generated = cratemill::generate(source, &Options { runtime });
    let files = generated.crate_files.expect("a crate");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    files
        .iter()
        .map(|(path, bytes)| (path.to_owned(), text(bytes)))
        .collect()
}

fn broken(mut files: Files, fault: &Fault) -> Files {
    let function = fault.file.split_once("::");
    if function.is_some() || fault.file == "emitted.rs" {
        with_macros(&mut files);
    }
    if let Some((module, function)) = function {
        let emitted = files.get_mut("src/emitted.rs").expect("the macros");
        *emitted = emitted.replace("::lossless::property::$way", "crate::faulty::$way");
        files.insert("src/faulty.rs".to_owned(), faulty(module, function, fault.wrong));
        return files;
    }
    // The copy names the runtime by its name.
    let own = |text: &str| match fault.file {
        "emitted.rs" => text.replace("$crate", "::lossless"),
        _ => text.to_owned(),
    };
    let spoilt = files
        .iter_mut()
        .filter(|(path, text)| path.ends_with(fault.file) && text.contains(&own(fault.right)));
    let spoilt = spoilt
        .map(|(_, text)| *text = text.replace(&own(fault.right), &own(fault.wrong)))
        .count();
    assert!(spoilt > 0, "{} does not apply", fault.name);
    files
}

/// Gives a crate the runtime's macros as its own.
fn with_macros(files: &mut Files) {
    let names = EMITTED.lines().filter_map(|line| line.strip_prefix("macro_rules! "));
    let names: Vec<&str> = names.filter_map(|name| name.strip_suffix(" {")).collect();
    assert!(names.len() > 5, "{names:?}");
    // In one file what is of several: their heads are left out.
    let is_head = |line: &&str| line.starts_with("//!") || line.starts_with("mod ");
    let lines = EMITTED.split_inclusive('\n').filter(|line| !is_head(line));
    let emitted: String = lines.collect();
    let mut emitted = emitted.replace("#[macro_export]\n", "#[allow(unused_macros)]\n");
    for name in &names {
        emitted = emitted.replace(&format!("$crate::{name}!"), &format!("{name}!"));
        for text in files.values_mut() {
            *text = text.replace(&format!("lossless::{name}!"), &format!("{name}!"));
        }
    }
    files.insert("src/emitted.rs".to_owned(), emitted.replace("$crate", "::lossless"));
    files.insert("src/faulty.rs".to_owned(), String::new());
    let library = files.get_mut("src/lib.rs").expect("a library");
    *library = library.replacen(
        "#[rustfmt::skip]\n",
        "#[macro_use]\nmod emitted;\nmod faulty;\n#[rustfmt::skip]\n",
        1,
    );
}

/// The runtime's ways to keep a property, one of whose functions does something else before.
fn faulty(module: &str, function: &str, before: &str) -> String {
    let slot = match module {
        "required" => "T",
        "optional" => "Option<T>",
        _ => "lossless::Maybe<T>",
    };
    let (signature, arguments) = match function {
        "read" => (
            format!(
                "<'de, T: Instance, V: ExtraValue, M: MapAccess<'de>>\
                 (slot: &mut {slot}, name: &'static str, extra: &mut Extra<V>, map: &mut M) -> Result<(), M::Error>"
            ),
            "slot, name, extra, map",
        ),
        _ => (
            format!(
                "<T: Instance, V: ExtraValue, M: SerializeMap>\
                 (slot: &{slot}, name: &'static str, to: &mut Writing<'_, M, V>) -> bool"
            ),
            "slot, name, to",
        ),
    };
    format!(
        "#![allow(unused_imports, missing_docs, unreachable_code)]
        pub use lossless::property::*;
        pub mod {module} {{
            use lossless::property::{module}::{function} as right;
            use lossless::{{Extra, ExtraValue, Instance, Value, property::Writing, serde::de::MapAccess, serde::ser::SerializeMap}};
            pub use lossless::property::{module}::*;
            pub fn {function}{signature} {{
                {before}
                right({arguments})
            }}
        }}"
    )
}

/// The crate under another name, so that all can be tested together.
fn renamed(mut files: Files, old: &str, new: &str) -> Files {
    for text in files.values_mut() {
        *text = text.replace(&format!("{old}-types"), &format!("{new}-types"));
        *text = text.replace(&format!("{old}_types"), &format!("{new}_types").replace('-', "_"));
    }
    files
}

/// A file that is as it was stays untouched, so that Cargo builds only what has changed since the last run.
fn put(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// The tests that failed, by the folder of their crate: a panic names its thread, which is the test, and its file.
fn failures(printed: &str) -> BTreeMap<String, Vec<String>> {
    let mut failures: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let panics = printed.lines().filter_map(|line| {
        let (test, rest) = line.strip_prefix("thread '")?.split_once('\'')?;
        let (krate, _) = rest.split_once("panicked at ")?.1.split_once('/')?;
        Some((krate, test))
    });
    for (krate, test) in panics {
        failures.entry(krate.to_owned()).or_default().push(test.to_owned());
    }
    failures
}
