//! The official test suite as pairs of schemas: each keyword beside another use of it, with instances that tell them apart.

use cratemill::drift::{Verdict, verdicts};
use cratemill::provider::ProviderSource;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// How far two schemas of one file may lie apart.
const DISTANCE: usize = 2;

struct Group {
    schema: Value,
    validator: jsonschema::Validator,
    instances: Vec<Value>,
}

#[test]
fn what_tells_two_schemas_apart_is_never_called_compatible() {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/json-schema-test-suite.tar.gz");
    if !archive.exists() {
        eprintln!("skipped: there is no {}", archive.display());
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut unpack = Command::new("tar");
    unpack.arg("-xzf").arg(&archive).arg("-C").arg(folder.path());
    assert!(unpack.status().is_ok_and(|status| status.success()));
    let (mut wrong, mut pairs, mut broken, mut unknown, mut proven) = (Vec::new(), 0, 0, 0, 0);
    for draft in ["draft7", "draft2020-12"] {
        let mut files: Vec<_> = fs::read_dir(folder.path().join("tests").join(draft))
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
            .collect();
        files.sort();
        for file in files {
            let groups = groups(&file, draft);
            for (index, one) in groups.iter().enumerate() {
                for other in groups.iter().skip(index).take(DISTANCE + 1) {
                    for (old, new) in [(one, other), (other, one)] {
                        pairs += 1;
                        let found = compared(&old.schema, &new.schema);
                        let (verdict, witness) = apart(old, new);
                        if old.schema == new.schema {
                            assert_eq!(found, Some((Verdict::Compatible, 0)), "{}", old.schema);
                            continue;
                        }
                        let Some((said, _)) = found else { continue };
                        broken += usize::from(verdict);
                        unknown += usize::from(said == Verdict::Unknown);
                        proven += usize::from(said == Verdict::Compatible);
                        if verdict && said == Verdict::Compatible {
                            let witness = witness.unwrap_or_default();
                            wrong.push(format!(
                                "{}: {} to {}: {witness}",
                                file.display(),
                                old.schema,
                                new.schema
                            ));
                        }
                    }
                }
            }
        }
    }
    println!("{pairs} pairs, {broken} told apart by an instance; said: {proven} compatible, {unknown} unknown");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(pairs > 1000 && broken > 300 && proven > 100);
}

fn groups(file: &Path, draft: &str) -> Vec<Group> {
    let text = fs::read_to_string(file).expect("a file");
    let all: Vec<Value> = serde_json::from_str(&text).expect("groups");
    let group = |one: &Value| {
        let mut schema = one["schema"].clone();
        if draft == "draft7" && schema.is_object() {
            schema["$schema"] = "http://json-schema.org/draft-07/schema#".into();
        }
        let text = schema.to_string();
        // What is not in the suite's own file is not judged, nor what names itself by another address.
        if text.contains("http://localhost") || text.contains("\"$id\"") || text.contains("$dynamicRef") {
            return None;
        }
        let options = jsonschema::options();
        let validator = options.with_draft(match draft {
            "draft7" => jsonschema::Draft::Draft7,
            _ => jsonschema::Draft::Draft202012,
        });
        Some(Group {
            validator: validator.build(&schema).ok()?,
            schema,
            instances: one["tests"]
                .as_array()?
                .iter()
                .map(|test| test["data"].clone())
                .collect(),
        })
    };
    all.iter().filter_map(group).collect()
}

fn compared(old: &Value, new: &Value) -> Option<(Verdict, usize)> {
    let provider = |schema: &Value| {
        let mut source = ProviderSource {
            name: "tiny".to_owned(),
            ..ProviderSource::default()
        };
        source.schemas.insert("a.json", schema.to_string()).expect("a path");
        source
    };
    let found = cratemill::compare(&provider(old), &provider(new)).ok()?;
    Some((verdicts(&found).writer, found.len()))
}

/// Whether an instance is valid under the one and not under the other.
fn apart(old: &Group, new: &Group) -> (bool, Option<Value>) {
    let names = [old, new].map(|group| {
        let mut found = BTreeSet::new();
        names(&group.schema, &mut found);
        found
    });
    let is_proof = |one: &&Value| {
        let mut has = BTreeSet::new();
        keys(one, &mut has);
        // What the newer version alone names could hold anything before.
        let foreign = has.iter().any(|key| names[1].contains(key) && !names[0].contains(key));
        !foreign && old.validator.is_valid(one) && !new.validator.is_valid(one)
    };
    let witness = old.instances.iter().chain(&new.instances).find(is_proof);
    (witness.is_some(), witness.cloned())
}

/// The names of properties that a schema speaks of.
fn names(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(object) => {
            for (keyword, value) in object {
                match (keyword.as_str(), value) {
                    (
                        "properties" | "dependentSchemas" | "dependentRequired" | "dependencies",
                        Value::Object(named),
                    ) => {
                        found.extend(named.keys().cloned());
                        named.values().for_each(|value| names(value, found));
                    }
                    (_, value) => names(value, found),
                }
            }
        }
        Value::Array(items) => {
            // `required`, `dependentRequired`.
            found.extend(items.iter().filter_map(Value::as_str).map(str::to_owned));
            items.iter().for_each(|item| names(item, found));
        }
        _ => {}
    }
}

/// The names of all properties of an instance.
fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            found.extend(object.keys().cloned());
            object.values().for_each(|value| keys(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        _ => {}
    }
}
