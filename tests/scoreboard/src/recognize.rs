//! The kinds of corpora, told by their layout.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::case::{Case, Corpus, Instance};
use crate::files::Files;

/// All corpora among the files.
pub(crate) fn corpora(files: &Files) -> Vec<Corpus> {
    let mut found = BTreeMap::<String, Vec<Case>>::new();
    let mut add = |corpus: &str, case: Case| found.entry(corpus.to_owned()).or_default().push(case);
    providers(files).into_iter().for_each(|case| add("providers", case));
    store(files).into_iter().for_each(|case| add("SchemaStore", case));
    suite(files).into_iter().for_each(|case| add("test suite", case));
    bench(files).into_iter().for_each(|case| add("MaskBench", case));
    found.into_iter().map(|(name, cases)| Corpus { name, cases }).collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".json").unwrap_or(name)
}

/// `<provider>/json-schema/*.json`, `<provider>/examples/*.json`
fn providers(files: &Files) -> Vec<Case> {
    let mut cases = BTreeMap::<String, Case>::new();
    for path in files.keys() {
        if let Some((folder, _)) = split_at(path, "json-schema") {
            let name = format!("providers/{}", folder.rsplit('/').next().unwrap_or(folder));
            cases.entry(folder.to_owned()).or_insert_with(|| Case {
                name,
                ..Case::default()
            });
        }
    }
    for (path, contents) in files {
        for (part, examples) in [("json-schema", false), ("examples", true)] {
            if let Some((folder, below)) = split_at(path, part)
                && let Some(case) = cases.get_mut(folder)
                && below.ends_with(".json")
            {
                let target = if examples {
                    &mut case.examples
                } else {
                    &mut case.schemas
                };
                target.insert(below.to_owned(), text(contents));
            }
        }
    }
    cases.into_values().collect()
}

/// The path before and after a folder.
fn split_at<'a>(path: &'a str, folder: &str) -> Option<(&'a str, &'a str)> {
    path.split_once(&format!("/{folder}/"))
}

/// `schemas/X.json`, `valid/X/*.json`, `invalid/X/*.json`
fn store(files: &Files) -> Vec<Case> {
    let roots: BTreeSet<&str> = files
        .keys()
        .filter_map(|path| Some(split_at(path, "valid")?.0))
        .collect();
    let mut cases = Vec::new();
    for root in roots {
        let schemas = format!("{root}/schemas/");
        let below = |folder: String| {
            let end = folder.clone();
            files
                .range(folder..)
                .take_while(move |(path, _)| path.starts_with(&end))
        };
        let all: BTreeMap<String, String> = below(schemas.clone())
            .map(|(path, contents)| (path[schemas.len()..].to_owned(), text(contents)))
            .collect();
        for (file, contents) in &all {
            let Some(name) = file.strip_suffix(".json") else {
                continue;
            };
            let mut case = Case {
                name: format!("schemastore/{name}"),
                root: Some(file.clone()),
                ..Case::default()
            };
            case.schemas = siblings(&all, file);
            case.schemas.insert(file.clone(), contents.clone());
            for (folder, claimed) in [("valid", true), ("invalid", false)] {
                let prefix = format!("{root}/{folder}/{name}/");
                for (path, contents) in below(prefix.clone()) {
                    if path.ends_with(".json") {
                        let name = format!("{folder}/{}", &path[prefix.len()..]);
                        case.instances.push(Instance {
                            name,
                            text: text(contents),
                            claimed: Some(claimed),
                        });
                    }
                }
            }
            cases.push(case);
        }
    }
    cases
}

/// The other files that a schema refers to, by their names, and those that they refer to.
fn siblings(all: &BTreeMap<String, String>, file: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![file.to_owned()];
    while let Some(next) = open.pop() {
        let schema: Value = serde_json::from_str(&all[&next]).unwrap_or_default();
        let mut targets = Vec::new();
        references(&schema, &mut targets);
        for target in targets {
            let address = target.split('#').next().unwrap_or_default();
            let name = address.rsplit('/').next().unwrap_or_default();
            let names = [name.to_owned(), format!("{name}.json")];
            let known = all.keys().find(|key| {
                !name.is_empty()
                    && names
                        .iter()
                        .any(|name| *key == name || key.ends_with(&format!("/{name}")))
            });
            if let Some(known) = known
                && known != file
                && !found.contains_key(known)
            {
                found.insert(known.clone(), all[known].clone());
                open.push(known.clone());
            }
        }
    }
    found
}

fn references(schema: &Value, found: &mut Vec<String>) {
    match schema {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(object) => {
            for (name, value) in object {
                match value {
                    Value::String(text) if name.ends_with("$ref") || name.ends_with("Ref") => found.push(text.clone()),
                    _ => references(value, found),
                }
            }
        }
        _ => {}
    }
}

#[derive(Deserialize)]
struct Group<'a> {
    #[serde(default)]
    description: String,
    #[serde(default)]
    name: String,
    #[serde(borrow)]
    schema: &'a RawValue,
    #[serde(borrow)]
    tests: Vec<Test<'a>>,
}

#[derive(Deserialize)]
struct Test<'a> {
    #[serde(default)]
    description: String,
    #[serde(borrow)]
    data: &'a RawValue,
    valid: bool,
}

impl Group<'_> {
    fn instances(&self) -> Vec<Instance> {
        let mut seen = BTreeMap::<String, usize>::new();
        let instances = self.tests.iter().enumerate().map(|(i, test)| {
            let mut name = if test.description.is_empty() {
                i.to_string()
            } else {
                test.description.clone()
            };
            let count = seen.entry(name.clone()).or_default();
            *count += 1;
            if *count > 1 {
                name = format!("{name} ({count})");
            }
            Instance {
                name,
                text: test.data.get().to_owned(),
                claimed: Some(test.valid),
            }
        });
        instances.collect()
    }
}

/// The drafts of the official suite, by the name of their folders.
const DRAFTS: [(&str, &str); 5] = [
    ("draft4", "http://json-schema.org/draft-04/schema#"),
    ("draft6", "http://json-schema.org/draft-06/schema#"),
    ("draft7", "http://json-schema.org/draft-07/schema#"),
    ("draft2019-09", "https://json-schema.org/draft/2019-09/schema"),
    ("draft2020-12", "https://json-schema.org/draft/2020-12/schema"),
];

/// `tests/<draft>/*.json`, each a list of groups, and `remotes`, which are at `http://localhost:1234/`.
fn suite(files: &Files) -> Vec<Case> {
    let mut cases = Vec::new();
    for (path, contents) in files {
        let Some((root, below)) = split_at(path, "tests").or_else(|| Some(("", path.strip_prefix("tests/")?))) else {
            continue;
        };
        let Some((folder, file)) = below.split_once('/') else {
            continue;
        };
        let Some((draft, uri)) = DRAFTS.iter().find(|(name, _)| *name == folder) else {
            continue;
        };
        let Ok(groups) = serde_json::from_slice::<Vec<Group<'_>>>(contents) else {
            continue;
        };
        let remotes = remotes(files, root, draft, uri);
        for group in groups {
            let name = format!("{draft}/{}/{}", file.trim_end_matches(".json"), group.description);
            let schema = with_draft(group.schema.get(), uri);
            let mut case = Case {
                name,
                root: Some("schema.json".to_owned()),
                ..Case::default()
            };
            case.instances = group.instances();
            case.schemas = reachable(&schema, &remotes);
            case.schemas.insert("schema.json".to_owned(), schema);
            case.resources = remotes
                .iter()
                .map(|(uri, (_, text))| (uri.clone(), text.clone()))
                .collect();
            cases.push(case);
        }
    }
    cases
}

/// The suite's schemas of older drafts don't say which it is.
fn with_draft(schema: &str, uri: &str) -> String {
    match serde_json::from_str::<Value>(schema) {
        Ok(Value::Object(object)) if !object.contains_key("$schema") => {
            let rest = schema.trim_start().trim_start_matches('{');
            let comma = if object.is_empty() { "" } else { "," };
            format!("{{\"$schema\": {}{comma}{rest}", json!(uri))
        }
        _ => schema.to_owned(),
    }
}

/// The remotes of a draft by URI: file name and text.
fn remotes(files: &Files, root: &str, draft: &str, uri: &str) -> BTreeMap<String, (String, String)> {
    let prefix = if root.is_empty() {
        "remotes/".to_owned()
    } else {
        format!("{root}/remotes/")
    };
    let mut found = BTreeMap::new();
    for (path, contents) in files
        .range(prefix.clone()..)
        .take_while(|(path, _)| path.starts_with(&prefix))
    {
        let below = &path[prefix.len()..];
        let folder = below.split('/').next().unwrap_or_default();
        if folder == draft || !(folder.starts_with("draft") || folder == "v1") {
            let address = format!("http://localhost:1234/{below}");
            found.insert(address, (below.to_owned(), with_draft(&text(contents), uri)));
        }
    }
    found
}

/// The remotes whose names a schema mentions, and those that they mention, each with its URI as `$id`.
fn reachable(schema: &str, remotes: &BTreeMap<String, (String, String)>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![schema.to_owned()];
    while let Some(text) = open.pop() {
        for (uri, (file, remote)) in remotes {
            let mentioned = text.contains(&format!("{}\"", file.rsplit('/').next().unwrap_or(file)))
                || text.contains(&format!("{}#", file.rsplit('/').next().unwrap_or(file)))
                || text.contains(&format!("\"{}\"", stem(file)));
            if mentioned && text.contains("localhost:1234") && !found.contains_key(file) {
                let id = if remote.contains("draft-04") { "id" } else { "$id" };
                let mut value: Value = serde_json::from_str(remote).unwrap_or_default();
                if let Value::Object(object) = &mut value
                    && !object.contains_key("$id")
                    && !object.contains_key("id")
                {
                    object.insert(id.to_owned(), json!(uri));
                }
                found.insert(file.clone(), value.to_string());
                open.push(format!("{remote} localhost:1234"));
            }
        }
    }
    found
}

/// One object a line, or one a file: `name`, `schema`, `tests: [{valid, data}]`.
fn bench(files: &Files) -> Vec<Case> {
    let mut cases = Vec::new();
    for (path, contents) in files {
        let Ok(contents) = std::str::from_utf8(contents) else {
            continue;
        };
        let lines: Vec<&str> = match path.ends_with(".jsonl") || path.ends_with(".ndjson") {
            true => contents.lines().collect(),
            false if contents.trim_start().starts_with('{') => vec![contents],
            false => continue,
        };
        for line in lines {
            let Ok(group) = serde_json::from_str::<Group<'_>>(line) else {
                continue;
            };
            let name = if group.name.is_empty() { stem(path) } else { &group.name };
            let mut case = Case {
                name: format!("maskbench/{name}"),
                root: Some("schema.json".to_owned()),
                ..Case::default()
            };
            case.schemas
                .insert("schema.json".to_owned(), group.schema.get().to_owned());
            case.instances = group.instances();
            cases.push(case);
        }
    }
    cases
}
