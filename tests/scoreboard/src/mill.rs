//! The work of the child process: one case after another is generated and judged.
//!
//! A stack overflow ends a process, and nothing can catch it; so the generator runs where nothing else is lost.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::{fs, io, thread};

use cratemill::bundle::{Bundle, Place, SchemaId};
use cratemill::document::Document;
use cratemill::normalize::{self, Naming, NormalizedSchema, Shape, Use};
use cratemill::provider::{NameRules, ProviderSource, SCHEMAS, Secrets};
use cratemill::{Options, Runtime, bundle};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::case::{Case, Choice, Instance, Milled, Trial};
use crate::implied;
use crate::judge::{Judge, Verdicts};
use crate::paths::{names, validated};
use cratemill_cli::{Failure, panics};

/// What the child is asked for: a crate in a folder.
#[derive(Serialize, Deserialize)]
pub(crate) struct Job {
    /// The case.
    pub case: Case,
    /// Where its crate goes.
    pub folder: PathBuf,
}

/// What a crate says of itself as a whole, where it has reason to.
const CRATE_LINES: [&str; 2] = [
    "#![recursion_limit = \"2048\"]",
    "#![allow(uncommon_codepoints, confusable_idents, mixed_script_confusables)]",
];

/// Address space, not memory: only what is used is taken.
const STACK: usize = 256 << 20;

/// Answers each line of standard input, a [`Job`], with a line, a [`Milled`], until the input ends.
pub(crate) fn serve() -> Result<(), Failure> {
    let work = || -> io::Result<()> {
        for line in io::stdin().lock().lines() {
            let milled = match serde_json::from_str::<Job>(&line?) {
                Ok(job) => panics::catch(|| mill(&job)).unwrap_or_else(|panic| failed(format!("panic: {panic}"))),
                Err(error) => failed(format!("not a job: {error}")),
            };
            let mut out = io::stdout().lock();
            serde_json::to_writer(&mut out, &milled)?;
            writeln!(out)?;
            out.flush()?;
        }
        Ok(())
    };
    let thread = thread::Builder::new()
        .name(panics::GENERATOR.to_owned())
        .stack_size(STACK)
        .spawn(work)?;
    thread.join().unwrap_or(Ok(())).map_err(Failure::from)
}

fn failed(why: String) -> Milled {
    Milled {
        failed: Some(why),
        ..Milled::default()
    }
}

fn mill(job: &Job) -> Milled {
    let case = &job.case;
    let mut source = ProviderSource {
        name: "case".to_owned(),
        // As a module of another crate it has none of its own.
        manifest: Some("[crate]\nfeatures = false\n".to_owned()),
        ..ProviderSource::default()
    };
    for (tree, files) in [
        (&mut source.schemas, &case.schemas),
        (&mut source.examples, &case.examples),
    ] {
        for (path, text) in files {
            if let Err(error) = tree.insert(path, text.as_str()) {
                return failed(error.to_string());
            }
        }
    }
    let options = Options {
        runtime: Runtime::Version("0.1".to_owned()),
    };
    let generated = cratemill::generate(&source, &options);
    let diagnostics = generated.diagnostics.iter().map(|one| {
        let place = one
            .location
            .as_ref()
            .map(|place| format!("{}#{}: ", place.file, place.pointer))
            .unwrap_or_default();
        format!("{} {place}{}", one.code.as_str(), one.message)
    });
    let mut milled = Milled {
        diagnostics: diagnostics.collect(),
        types: generated.summary.types,
        copies: generated.summary.copies,
        ..Milled::default()
    };
    milled.schemas = generated.summary.schemas;
    milled.names = names(&generated.lock);
    let Some(files) = generated.crate_files else {
        milled.failed = Some(format!("not generated: {}", milled.diagnostics.join("; ")));
        return milled;
    };
    let read = |path: &str| {
        files
            .get(path)
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            .unwrap_or_default()
    };
    let types: BTreeMap<String, String> = serde_json::from_str(&read("types.json")).unwrap_or_default();
    milled.trials = match &case.root {
        Some(root) => {
            let Some(path) = types.get(&format!("{root}#")).and_then(|path| path.split_once("::")) else {
                milled.failed = Some("the root has no type".to_owned());
                return milled;
            };
            judged(case, root, path.1)
        }
        None => proven(&read("tests/round_trip.rs"), &read),
    };
    let validated = validated(&files, &types);
    if case.root.is_none() {
        judge_evidence(&mut milled.trials, &read("src/schema.json"), &validated);
    }
    find_choices(&mut milled.trials, &source, &read("src/schema.json"));
    let path = |trial: &Trial| (trial.path.clone(), validated.contains_key(&trial.path));
    milled.paths = milled.trials.iter().map(path).collect();
    let sources = files.iter().filter(|(path, _)| path.starts_with("src/"));
    for (path, contents) in sources {
        let mut contents = String::from_utf8_lossy(contents).into_owned();
        if path == "src/lib.rs" {
            // What only a crate can say is for the crate that the module becomes a part of.
            let lines = CRATE_LINES.iter().filter(|line| contents.contains(**line));
            milled.crate_lines = lines.map(|line| (*line).to_owned()).collect();
            milled
                .crate_lines
                .iter()
                .for_each(|line| contents = contents.replacen(line, "", 1));
        }
        if let Err(error) = write(&job.folder.join(&path["src/".len()..]), contents.as_bytes()) {
            milled.failed = Some(format!("can't write the crate: {error}"));
        }
    }
    (milled.properties, milled.untyped) = untyped(case);
    milled
}

/// Unchanged files keep their time, so that Cargo sees what is fresh.
fn write(path: &Path, contents: &[u8]) -> io::Result<()> {
    if fs::read(path).is_ok_and(|old| old == contents) {
        return Ok(());
    }
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, contents)
}

/// The evidence holds instances that contradict their schema and are read all the same.
fn judge_evidence(trials: &mut [Trial], documents: &str, schemas: &BTreeMap<String, String>) {
    let documents: BTreeMap<String, Value> = serde_json::from_str(documents).unwrap_or_default();
    let documents = documents.into_iter().map(|(uri, document)| (uri, document.to_string()));
    let Ok(judge) = Judge::of(&documents.collect()) else {
        return;
    };
    for trial in trials {
        let instance = serde_json::from_str(&trial.instance.text).unwrap_or_default();
        let verdict = |schema: &String| judge.reference(schema).ok()?.accepts(&instance);
        trial.valid = schemas.get(&trial.path).map_or(Some(true), verdict);
    }
}

/// The unions in valid instances, and the alternatives that each is valid under.
fn find_choices(trials: &mut [Trial], source: &ProviderSource, documents: &str) {
    let documents: BTreeMap<String, Value> = serde_json::from_str(documents).unwrap_or_default();
    let documents = documents.into_iter().map(|(uri, document)| (uri, document.to_string()));
    let Ok(judge) = Judge::of(&documents.collect()) else {
        return;
    };
    let mut known: BTreeMap<String, Option<Verdicts>> = BTreeMap::new();
    let mut valid = |reference: &str, value: &Value| {
        let verdicts = known.entry(reference.to_owned()).or_insert_with(|| {
            panics::catch(|| judge.reference(reference))
                .and_then(|judge| judge)
                .ok()
        });
        verdicts.as_ref()?.accepts(value)
    };
    let all: Vec<(usize, Value)> = trials
        .iter()
        .enumerate()
        .filter(|(_, trial)| trial.valid == Some(true))
        .filter_map(|(index, trial)| Some((index, serde_json::from_str(&trial.instance.text).ok()?)))
        .collect();
    let instances: Vec<(&str, &Value)> = all
        .iter()
        .map(|(index, value)| (&*trials[*index].path, value))
        .collect();
    let found = cratemill::choices(source, &instances, &mut valid);
    let indexes: Vec<usize> = all.iter().map(|(index, _)| *index).collect();
    for (index, choices) in indexes.into_iter().zip(found) {
        trials[index].choices = choices
            .into_iter()
            .map(|one| Choice {
                pointer: one.pointer,
                union: one.union,
                allowed: one.allowed,
            })
            .collect();
    }
}

/// The instances of the corpus, judged by the schema as published.
fn judged(case: &Case, root: &str, path: &str) -> Vec<Trial> {
    // The judge itself panics on some schemas.
    let judge = |case: &Case| panics::catch(|| Judge::new(case)?.schema(root, "")).and_then(|judge| judge);
    let (judge, strict) = (judge(case), judge(&spelled_out(case)).ok());
    let (judge, why) = match judge {
        Ok(judge) => (Some(judge), String::new()),
        Err(why) => (None, why),
    };
    let trial = |instance: &Instance| {
        let value: Option<Value> = serde_json::from_str(&instance.text).ok();
        let by = |judge: &Option<Verdicts>| {
            judge
                .as_ref()
                .zip(value.as_ref())
                .and_then(|(judge, value)| judge.accepts(value))
        };
        let valid = by(&judge);
        let implied = valid == Some(true) && by(&strict) == Some(false);
        Trial {
            instance: instance.clone(),
            path: path.to_owned(),
            valid,
            implied,
            why: why.clone(),
            choices: Vec::new(),
        }
    };
    case.instances.iter().map(trial).collect()
}

/// The case with implied types written down.
fn spelled_out(case: &Case) -> Case {
    let mut case = case.clone();
    for text in case.schemas.values_mut() {
        if let Ok(mut schema) = serde_json::from_str(text) {
            implied::spell_out(&mut schema);
            *text = schema.to_string();
        }
    }
    case
}

/// The instances that the crate's own tests say are equal: of the types in the lines `name: crate::Type, …` of each
/// `round_trip::evidence! { file`, the lines `{"equal": …, "is": …}` below the type's name in the file.
fn proven(tests: &str, read: &dyn Fn(&str) -> String) -> Vec<Trial> {
    let mut trials = Vec::new();
    for list in tests.split("round_trip::evidence! { ").skip(1) {
        let mut lines = list.lines();
        let evidence = read(&format!("tests/evidence/{}.jsonl", lines.next().unwrap_or_default()));
        let path = |line: &'_ str| {
            let (name, rest) = line.trim().split_once(": ")?;
            let (_, path) = rest.split_once(',')?.0.split_once("::")?;
            Some((name.to_owned(), path.to_owned()))
        };
        let paths: BTreeMap<String, String> = lines.filter_map(path).collect();
        let mut name = String::new();
        for line in evidence.lines() {
            let line: Value = serde_json::from_str(line).unwrap_or_default();
            if let Some(of) = line.get("type").and_then(Value::as_str) {
                of.clone_into(&mut name);
            }
            let label = line.get("equal").and_then(Value::as_str);
            if let (Some(label), Some(value), Some(path)) = (label, line.get("is"), paths.get(&name)) {
                trials.push(trial(format!("{name} {label}"), path, value));
            }
        }
    }
    trials
}

fn trial(name: String, path: &str, value: &Value) -> Trial {
    let instance = Instance {
        name,
        text: value.to_string(),
        claimed: Some(true),
    };
    Trial {
        instance,
        path: path.to_owned(),
        valid: Some(true),
        implied: false,
        why: String::new(),
        choices: Vec::new(),
    }
}

/// How many properties there are, and which are untyped although their schema says more.
fn untyped(case: &Case) -> (usize, Vec<String>) {
    let documents = case
        .schemas
        .iter()
        .filter_map(|(file, text)| Document::parse(&format!("{SCHEMAS}/{file}"), text.as_bytes()).0);
    let bundle = bundle::bundle(documents.collect(), "case");
    let (rules, lock) = (NameRules::default(), BTreeMap::new());
    let schema = normalize::normalize(
        &bundle,
        &Secrets::default(),
        &Naming {
            provider: "case",
            rules: &rules,
            lock: &lock,
            settled: &std::collections::BTreeSet::new(),
            fields: &BTreeMap::new(),
        },
        &normalize::Foreign::default(),
    );
    let mut count = 0;
    let mut found = Vec::new();
    for definition in &schema.definitions {
        let Shape::Object { properties, .. } = &definition.shape else {
            continue;
        };
        count += properties.len();
        let open = properties.iter().filter(|one| is_any(&schema, &one.value));
        let saying = open.filter_map(|one| one.schemas.iter().find_map(|id| says(&bundle, *id, 0)));
        found.extend(saying);
    }
    (count, found)
}

fn is_any(schema: &NormalizedSchema, value: &Use) -> bool {
    match value {
        Use::Any => true,
        Use::Nullable(inner) | Use::Open(inner) => is_any(schema, inner),
        Use::Definition(id) => matches!(&schema.definitions[*id].shape, Shape::Alias(value) if is_any(schema, value)),
        _ => false,
    }
}

/// What is said of a property whose schema is not there.
pub(crate) const NOWHERE: &str = ": resolves nowhere";

/// Keywords that a type could express.
const SHAPES: [&str; 10] = [
    "type",
    "properties",
    "required",
    "items",
    "prefixItems",
    "enum",
    "const",
    "additionalProperties",
    "patternProperties",
    "pattern",
];
/// Keywords that say what their schemas say.
const GROUPS: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// The place of the schema that says more than "any value", and what it says.
fn says(bundle: &Bundle, id: SchemaId, depth: usize) -> Option<String> {
    if let Place::Unresolved(reference) = bundle.place(id) {
        return Some(format!("{reference}{NOWHERE}"));
    }
    let value = bundle.value(id);
    if SHAPES.iter().any(|keyword| value.get(keyword).is_some()) {
        let text: String = value.to_string().chars().take(200).collect();
        return Some(format!("{}: {text}", bundle.address(id)));
    }
    if depth > 8 {
        return None;
    }
    let groups = GROUPS.iter().flat_map(|group| {
        let count = value.get(group).and_then(Value::as_array).map_or(0, Vec::len);
        (0..count).filter_map(move |i| bundle.child(id, &[group, &i.to_string()]))
    });
    let further = bundle.targets(id).iter().copied().chain(groups);
    further.into_iter().find_map(|target| says(bundle, target, depth + 1))
}
