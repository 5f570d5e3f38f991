//! What a crate costs is in proportion to what it is made from: steps, bytes and files are counted, never time.

use cratemill::Generated;
use cratemill::budget::{EDITS_OF_A_LIST, EVIDENCE_OF_A_TYPE, OWN_VALUES, PATTERN_STEPS_FLOOR};
use cratemill::diagnostic::Code;
use cratemill::provider::ProviderSource;
use end_to_end::{file, founding, generate, provider, read, workspace};
use serde_json::{Map, Value, json};
use std::process::Command;

/// Plain objects in layers: each refers to four of the next layer, to every second as a list. Nothing is recursive, and
/// what hangs on a type doubles and doubles again with each layer below it.
fn layers(depth: usize, width: usize) -> ProviderSource {
    let name = |layer: usize, number: usize| format!("t{layer}x{}", number % width);
    let mut files: Vec<(String, String)> = Vec::new();
    for layer in 0..depth {
        for number in 0..width {
            let mut properties: Map<String, Value> = (0..3)
                .map(|index| (format!("s{index}"), json!({ "type": "string" })))
                .collect();
            for index in 0..if layer + 1 < depth { 4 } else { 0 } {
                let next = name(layer + 1, number * 3 + index * 5 + 1);
                let reference = json!({ "$ref": format!("{next}.json") });
                let list = json!({ "type": "array", "items": reference });
                properties.insert(format!("r{index}"), if index % 2 == 0 { list } else { reference });
            }
            let schema = json!({ "title": name(layer, number), "type": "object", "properties": properties });
            files.push((format!("json-schema/{}.json", name(layer, number)), schema.to_string()));
        }
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    provider("layers", &files)
}

fn published(source: &ProviderSource) -> usize {
    let files = source.schemas.iter().chain(source.examples.iter());
    files.map(|(_, bytes)| bytes.len()).sum()
}

/// The bytes of the files that a rule takes, without the texts of the licenses, which are the same in every crate.
fn bytes(generated: &Generated, takes: impl Fn(&str) -> bool) -> usize {
    let files = generated.crate_files.as_ref().expect("a crate").iter();
    files
        .filter(|(path, _)| takes(path) && !path.starts_with("LICENSE-"))
        .map(|(_, bytes)| bytes.len())
        .sum()
}

/// The lines of evidence of all types, each with the name of its type.
fn evidence(generated: &Generated) -> Vec<(String, Value)> {
    let files = generated.crate_files.as_ref().expect("a crate").iter();
    let files = files.filter(|(path, _)| path.starts_with("tests/evidence/"));
    let mut lines = Vec::new();
    for (_, bytes) in files {
        let mut name = String::new();
        for line in std::str::from_utf8(bytes).expect("text").lines() {
            let line: Value = serde_json::from_str(line).expect("JSON");
            match line["type"].as_str() {
                Some(of) => of.clone_into(&mut name),
                None => lines.push((name.clone(), line)),
            }
        }
    }
    lines
}

fn size(value: &Value) -> usize {
    match value {
        Value::Object(object) => 1 + object.values().map(size).sum::<usize>(),
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        _ => 1,
    }
}

#[test]
fn what_evidence_costs_grows_as_the_schemas_do() {
    let [shallow, deep] = [6, 24].map(|depth| {
        let source = layers(depth, 10);
        let generated = generate(&source);
        let summary = generated.summary;
        assert_eq!(summary.types, depth * 10);
        (
            summary,
            bytes(&generated, |path| path.starts_with("tests/")),
            published(&source),
        )
    });
    // Four times as many types: the same steps and bytes for each, whatever hangs on it; the floor is shared.
    assert!(deep.0.steps < 5 * shallow.0.steps, "{shallow:?} {deep:?}");
    assert!(deep.1 < 5 * shallow.1, "{shallow:?} {deep:?}");
    assert!(deep.1 < deep.2 * 3 / 2 + EVIDENCE_OF_A_TYPE * deep.0.types, "{deep:?}");
    assert!(deep.0.examples >= 2 * deep.0.types, "{deep:?}");
}

#[test]
fn the_fullest_instance_shows_every_property_of_its_own_type() {
    let generated = generate(&layers(24, 10));
    let lines = evidence(&generated);
    let fullest = lines.iter().filter(|(_, line)| line["equal"] == "fullest");
    let mut count = 0;
    for (name, line) in fullest {
        let names = if name.starts_with("t23x") { 3 } else { 7 };
        assert_eq!(line["is"].as_object().map(Map::len), Some(names), "{name}: {line}");
        assert!(size(&line["is"]) < 200, "{name}: {line}");
        count += 1;
    }
    assert_eq!(count, 240);
    // A provider that is small shows more: what is inside of what is inside.
    let small = generate(&layers(4, 1));
    let deepest = evidence(&small);
    let shown = deepest
        .iter()
        .any(|(name, line)| name == "t0x0" && line.pointer("/is/r1/r1/r1/s0").is_some());
    assert!(shown, "{deepest:#?}");
}

/// However little a type may cost, all types together show edits of every list.
#[test]
fn edits_are_spread_over_kinds_before_places() {
    let schema = json!({
        "type": "object",
        "required": ["a", "kind"],
        "properties": {
            "a": { "type": "integer", "minimum": 1 },
            "kind": { "type": "string", "enum": ["x", "y"] },
            "note": { "type": "string", "maxLength": 4 },
        },
    });
    let files: Vec<(String, String)> = (0..500)
        .map(|index| (format!("json-schema/s{index}.json"), schema.to_string()))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let generated = generate(&provider("many", &files));
    let lines = evidence(&generated);
    let text = file(&generated, "EVIDENCE.md");
    assert!(text.contains("| edits of instances, and builders | "), "{text}");
    for law in ["varied", "evolved", "reshaped", "broken"] {
        let places: std::collections::BTreeSet<&str> =
            lines.iter().filter_map(|(_, line)| line[law].as_str()).collect();
        assert!(places.len() >= 2, "{law}: {places:?}");
        let count = lines.iter().filter(|(_, line)| line[law].is_string()).count();
        assert!(count >= 100, "{count} are {law}");
    }
}

/// Required references without end in sight: the types whose least instance is too large have none, and are named.
#[test]
fn a_chain_of_doubled_required_references_ends() {
    let [short, long] = [15, 30].map(|length| {
        let object = |index: usize| {
            let next = json!({ "$ref": format!("#/$defs/d{}", index + 1) });
            json!({ "type": "object", "required": ["a", "b"], "properties": { "a": next, "b": next } })
        };
        let mut all: Map<String, Value> = (0..length).map(|index| (format!("d{index}"), object(index))).collect();
        all.insert(format!("d{length}"), json!({ "type": "string" }));
        let schema = json!({ "$defs": all, "$ref": "#/$defs/d0" });
        generate(&provider("chain", &[("json-schema/chain.json", &schema.to_string())]))
    });
    let steps = [&short, &long].map(|it| it.summary.steps);
    assert!(steps[1] < 2 * steps[0] + 60 * OWN_VALUES as u64, "{steps:?}");
    let text = file(&long, "EVIDENCE.md");
    assert!(
        text.contains("## Types without an instance") && text.contains("chain_types::"),
        "{text}"
    );
    assert!(long.summary.examples > 5, "{:?}", long.summary);
    assert!(evidence(&long).iter().all(|(_, line)| size(&line["is"]) <= OWN_VALUES));
}

/// A type gets so many edits of a list and no more; what is left out is counted.
#[test]
fn a_type_has_an_end() {
    let properties: Map<String, Value> = (0..600)
        .map(|index| {
            (
                format!("p{index}"),
                json!({ "type": ["string", "null"], "maxLength": 9 }),
            )
        })
        .collect();
    let schema = json!({ "type": "object", "properties": properties });
    let generated = generate(&provider("wide", &[("json-schema/wide.json", &schema.to_string())]));
    let lines = evidence(&generated);
    let fullest = lines
        .iter()
        .find(|(_, line)| line["equal"] == "fullest")
        .expect("a fullest instance");
    assert_eq!(fullest.1["is"].as_object().map(Map::len), Some(600));
    for law in ["varied", "evolved", "reshaped", "broken"] {
        let count = lines.iter().filter(|(_, line)| line[law].is_string()).count();
        assert!((1..=EDITS_OF_A_LIST).contains(&count), "{count} are {law}");
    }
}

/// What a type costs besides three times its schema: its places in the crate's lists, and Rust that even an empty one has.
const BYTES_OF_A_TYPE: usize = 1_600;

/// The law of a whole crate: less than three times what is published, 64 KiB, and so much for each type; beside its Rust
/// sources much less.
fn check_size(source: &ProviderSource) {
    let generated = generate(source);
    let (types, published) = (generated.summary.types, published(source));
    let is_data = |path: &str| !(path.starts_with("src/") && path.ends_with(".rs"));
    for (bytes, of_a_type) in [
        (bytes(&generated, is_data), EVIDENCE_OF_A_TYPE),
        (bytes(&generated, |_| true), BYTES_OF_A_TYPE),
    ] {
        let most = 3 * published + (64 << 10) + of_a_type * types;
        assert!(bytes < most, "{}: {bytes} bytes made from {published}", source.name);
    }
    let files = generated.crate_files.as_ref().map_or(0, |files| files.len());
    let most = 6 * generated.summary.schemas + 20;
    assert!(
        files < most,
        "{}: {files} files made from {} schemas",
        source.name,
        generated.summary.schemas
    );
}

#[test]
fn a_crate_stays_below_three_times_what_is_published() {
    founding().iter().for_each(check_size);
    check_size(&layers(12, 20));
    let archive = workspace().join("../shared/corpus/providers.tar.gz");
    if !archive.exists() {
        println!(
            "no corpus at {}: only the workspace's providers are measured",
            archive.display()
        );
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let unpack = Command::new("tar")
        .arg("-xzf")
        .arg(&archive)
        .arg("-C")
        .arg(folder.path())
        .status();
    assert!(
        unpack.is_ok_and(|status| status.success()),
        "tar can't read the archive"
    );
    let names = cratemill_cli::providers::list(folder.path()).expect("providers");
    assert!(names.len() >= 12, "{names:?}");
    for name in names {
        check_size(&read(folder.path(), &name));
    }
}

/// Patterns that are no bombs, but too many: the largest have no effect, and every part of the crate is told so.
#[test]
fn all_patterns_together_have_an_end() {
    let size = |index: usize| 2_000 * (10 + index / 10);
    let pattern = |index: usize| format!("^x{index}(a{{{}}}b){{20}}$", size(index) / 20);
    let properties: Map<String, Value> = (0..20)
        .map(|index| {
            (
                format!("p{index}"),
                json!({ "type": "string", "pattern": pattern(index) }),
            )
        })
        .collect();
    let names: Map<String, Value> = [(pattern(19), json!({ "type": "integer" }))].into_iter().collect();
    let schema = json!({
        "type": "object", "properties": properties,
        "$defs": { "names": { "type": "object", "patternProperties": names, "additionalProperties": false } },
    });
    let generated = generate(&provider(
        "patterns",
        &[("json-schema/patterns.json", &schema.to_string())],
    ));
    let codes: Vec<Code> = generated.diagnostics.iter().map(|one| one.code).collect();
    assert_eq!(codes, [Code::TooLarge]);
    let embedded = file(&generated, "src/schema.json");
    let kept: Vec<usize> = (0..20).filter(|index| embedded.contains(&pattern(*index))).collect();
    assert!(kept.contains(&0) && !kept.contains(&19), "{kept:?}");
    let steps: u64 = kept
        .iter()
        .map(|index| lossless::pattern::steps(&pattern(*index)))
        .sum();
    let next = lossless::pattern::steps(&pattern(kept.len()));
    assert!(
        steps <= PATTERN_STEPS_FLOOR + 1_000 && steps + next > PATTERN_STEPS_FLOOR,
        "{steps} steps"
    );
    // A name that the pattern matches is not one that nothing is said of.
    assert!(!embedded.contains("additionalProperties"), "{embedded}");
    let fidelity = file(&generated, "FIDELITY.md");
    assert!(fidelity.contains("this one has no effect"), "{fidelity}");
}

/// Each resource refers to each, by an anchor of one name or by one of its own.
#[test]
fn dynamic_scopes_have_an_end() {
    let web = |size: usize, anchor: &dyn Fn(usize) -> String| {
        let resource = |own: usize| {
            let reference =
                |index: usize| json!({ "$dynamicRef": format!("https://e.test/d{index}#{}", anchor(index)) });
            let properties: Map<String, Value> =
                (0..size).map(|index| (format!("p{index}"), reference(index))).collect();
            json!({
                "$id": format!("https://e.test/d{own}"), "$dynamicAnchor": anchor(own), "type": "object",
                "properties": properties,
            })
        };
        let all: Map<String, Value> = (0..size).map(|index| (format!("d{index}"), resource(index))).collect();
        let schema = json!({ "$id": "https://e.test/all", "$defs": all, "$ref": "https://e.test/d0" });
        generate(&provider("web", &[("json-schema/web.json", &schema.to_string())]))
    };
    let told = |generated: &Generated| generated.diagnostics.iter().map(|one| one.code).collect::<Vec<_>>();
    let alike = web(12, &|_| "n".to_owned());
    assert_eq!(told(&alike).first(), Some(&Code::TooComplex));
    assert!(!file(&alike, "src/schema.json").contains("$dynamic"));
    let own = web(12, &|index| format!("n{index}"));
    assert_eq!(told(&own), []);
    assert!(
        file(&own, "src/schema.json").contains("\"$ref\":"),
        "a reference like any other"
    );
    let few = web(3, &|_| "n".to_owned());
    assert_eq!(told(&few), []);
    assert!(file(&few, "src/schema.json").contains("$dynamicRef"));
}

/// Each is one of what the next is, or of its own: what is written down of the ways through them does not grow with their
/// length as well.
#[test]
fn a_chain_of_unions_has_an_end() {
    let [short, long] = [20, 40].map(|length| {
        let link = |index: usize| {
            let own = json!({ "type": "object", "required": [format!("z{index}")] });
            json!({ "oneOf": [{ "$ref": format!("#/$defs/d{}", index + 1) }, own] })
        };
        let mut all: Map<String, Value> = (0..length).map(|index| (format!("d{index}"), link(index))).collect();
        all.insert(format!("d{length}"), json!({ "type": "object", "required": ["end"] }));
        let schema = json!({ "$defs": all, "$ref": "#/$defs/d0" });
        let generated = generate(&provider("chain", &[("json-schema/chain.json", &schema.to_string())]));
        file(&generated, "src/rules.json").len()
    });
    assert!(long < 5 * short, "{short} and {long} bytes of rules");
}

/// A ring of required properties that is entered from its end: each definition is looked at when the next one is known.
#[test]
fn a_chain_of_required_properties_is_all_finite() {
    let link = |index: usize| {
        let next = json!({ "$ref": format!("#/$defs/d{}", index + 1) });
        json!({ "type": "object", "required": ["a"], "properties": { "a": next, "b": { "type": "string" } } })
    };
    let mut all: Map<String, Value> = (0..50).map(|index| (format!("d{index}"), link(index))).collect();
    all.insert("d50".to_owned(), json!({ "type": "object", "properties": { "c": {} } }));
    let schema = json!({ "$defs": all, "$ref": "#/$defs/d0" });
    let generated = generate(&provider("chain", &[("json-schema/chain.json", &schema.to_string())]));
    let fidelity = file(&generated, "FIDELITY.md");
    assert!(!fidelity.contains("the property may be missing"), "{fidelity}");
}
