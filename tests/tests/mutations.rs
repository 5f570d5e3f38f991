//! A generator without a conscience is found out: crates broken as a broken generator would have written them, each of
//! which fails the tests that it was emitted with.

use cratemill::provider::ProviderSource;
use cratemill::{Options, Runtime};
use end_to_end::{cargo, founding, provider, workspace};
use serde_json::json;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// One fault of a generator.
struct Fault {
    /// What it does, as a name.
    name: &'static str,
    /// The provider on which it shows.
    provider: &'static str,
    /// How the names of the files end that it spoils.
    file: &'static str,
    /// The text that it should have written, everywhere in these files.
    right: &'static str,
    /// The text that it writes instead.
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

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    fault("drops-unknown-properties-on-writing", ["nhost", "serde.rs",
        "self.extra.write(map, <Self as lossless::Object>::index)", "Ok(())", "evolved"]),
    fault("drops-unknown-properties-on-reading", ["nhost", "serde.rs",
        "&mut self.extra\n    }", "Box::leak(Box::default())\n    }", "evolved"]),
    fault("closes-an-enum", ["atproto", "serde.rs",
        "_ => Self::Unknown(lossless::Unknown::__new(text))", "_ => Self::Takendown", "evolved"]),
    fault("takes-one-value-for-another", ["atproto", "serde.rs",
        "\"suspended\" => Self::Suspended", "\"suspended\" => Self::Deactivated", "varied"]),
    fault("mistakes-a-wire-name", ["nhost", "serde.rs",
        "\"displayName\"", "\"display_name\"", "equal"]),
    fault("forgets-to-write-a-field", ["nhost", "serde.rs",
        "lossless::property::write(map, \"locale\", &self.locale)?;", "", "equal"]),
    fault("forgets-to-read-a-field", ["nhost", "serde.rs",
        "&mut self.phone_number_verified,", "&mut None::<bool>,", "equal"]),
    fault("forgets-to-know-a-field", ["nhost", "serde.rs",
        "            \"phoneNumberVerified\" => 7,\n", "", "reshaped"]),
    fault("requires-nothing", ["nhost", "serde.rs",
        "const REQUIRED: [u64; 1] = [", "const REQUIRED: [u64; 1] = [0 & ", "reshaped"]),
    fault("requires-everything", ["atproto", "serde.rs",
        "const REQUIRED: [u64; 1] = [", "const REQUIRED: [u64; 1] = [0x3f0 | ", "equal"]),
    fault("types-nothing", ["nhost", ".rs",
        "lossless::Uuid", "lossless::Value", "reshaped"]),
    fault("skips-null", ["nhost", "serde.rs",
        "write_maybe(map, \"phoneNumber\", &self.phone_number)",
        "write_some(map, \"phoneNumber\", &self.phone_number.clone().into_option())", "varied"]),
    fault("writes-null-for-absent", ["nhost", "serde.rs",
        "write_maybe(map, \"phoneNumber\", &self.phone_number)",
        "write(map, \"phoneNumber\", &self.phone_number.clone().into_option())", "varied"]),
    fault("drops-null-where-none-is-allowed", ["nhost", "serde.rs",
        " &self.extra,", " &lossless::Extra::<lossless::Value>::new(),", "evolved"]),
    fault("skips-what-is-empty", ["nhost", "serde.rs",
        "&self.metadata,", "&self.metadata.clone().filter(|metadata| !metadata.is_empty()),", "varied"]),
    fault("takes-a-list-for-a-set", ["nhost", "serde.rs",
        "&self.allowed_roles)", "&{
            let set: std::collections::BTreeSet<_> = self.allowed_roles.iter().cloned().collect();
            set.into_iter().collect::<Vec<_>>()
        })", "varied"]),
    fault("rewrites-a-date", ["nhost", "serde.rs",
        "&self.created_at,", "&self.created_at.as_ref().map(|time| time.as_str().replace('Z', \"+00:00\")),", "equal"]),
    fault("refuses-what-a-format-forbids", ["nhost", "serde.rs",
        "lossless::property::required(&mut self.id, map)",
        "lossless::property::required(&mut self.id, map).and_then(|()| match self.id.as_str().len() {
            36 => Ok(()),
            _ => Err(lossless::serde::de::Error::custom(\"no UUID\")),
        })", "varied"]),
    fault("counts-in-floats", ["nhost", "serde.rs",
        "&self.access_token_expires_in,\n        )",
        "&lossless::serde_json::json!(self.access_token_expires_in as f64),\n        )", "varied"]),
    fault("shows-a-secret", ["atproto", "session.rs",
        ".field(\"refresh_jwt\", &lossless::Redacted)", ".field(\"refresh_jwt\", &self.refresh_jwt)", "secret"]),
    fault("forgets-to-build-a-field", ["nhost", "builder.rs",
        "self.0.value.is_anonymous = value.into();", "let _: bool = value.into();", "built"]),
    fault("builds-the-field-beside-it", ["atproto", "builder.rs",
        "self.0.value.active = Some(value.into());", "self.0.value.email_confirmed = Some(value.into());", "built"]),
    fault("asks-a-builder-for-another-field", ["atproto", "builder.rs",
        "self.0.mark(3)", "self.0.mark(4)", "built"]),
    fault("finds-everything-valid", ["atproto", "validate.rs",
        "lossless::ValidationErrors> {", "lossless::ValidationErrors> {\n        if true { return Ok(()); }", "broken"]),
    fault("takes-another-constant", ["plain", "serde.rs",
        "lossless::Constant::Integer(2)", "lossless::Constant::Integer(3)", "equal"]),
    fault("takes-any-constant", ["plain", "serde.rs",
        "&mut self.version,", "&mut None::<lossless::Value>,", "reshaped"]),
    fault("closes-a-union", ["plain", "serde.rs",
        "_ => lossless::union::unknown(buffered, map).map(Self::Unknown)",
        "_ => lossless::union::resume::<Circle, __A>(buffered, map).map(Self::Circle)", "evolved"]),
    fault("takes-the-first-that-fits", ["plain", "ruled/serde.rs",
        "Some(&super::super::RULES)", "Some(&super::super::RULES).filter(|_| false)", "varied"]),
    fault("calls-an-alternative-by-another-rule", ["plain", "ruled/serde.rs",
        "rule: \"ruled.json#/oneOf/1\"", "rule: \"ruled.json#/oneOf/0\"", "varied"]),
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
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mutations");
    let workspace = target.join("workspace");
    let names: Vec<&String> = crates.keys().collect();
    put(
        &workspace.join("Cargo.toml"),
        &format!("workspace = {{ resolver = \"3\", members = {names:?} }}"),
    );
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
    let printed = cargo(&workspace, &target, &tests).expect_err("no fault is found");
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
    let spoilt = files
        .iter_mut()
        .filter(|(path, text)| path.ends_with(fault.file) && text.contains(fault.right));
    let spoilt = spoilt
        .map(|(_, text)| *text = text.replace(fault.right, fault.wrong))
        .count();
    assert!(spoilt > 0, "{} does not apply", fault.name);
    files
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
