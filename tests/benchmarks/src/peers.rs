//! Other generators, and the document that they take.
//!
//! A peer is installed once, below `target/peers`, by the registry that has it. One that can't be installed is said, and its rows
//! stay as they were.

use crate::house::{House, make, target, write};
use crate::process;
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::process::Command;

/// What is measured against; another version is another figure.
const OPENAPI_TO_RUST: &str = "0.23.0";
const QUICKTYPE: &str = "26.0.0";

const OPENAPI_TO_RUST_ARGUMENTS: &[&str] = &[
    "generate",
    "openapi.json",
    "--types-only",
    "--quiet",
    "--output-dir",
    "openapi-to-rust",
];
const QUICKTYPE_ARGUMENTS: &[&str] = &[
    "--lang",
    "rust",
    "--src-lang",
    "schema",
    "--out",
    "quicktype.rs",
    "schema.json#/definitions/",
];

/// The schemas of a provider by names, in which a reference is `#/components/schemas/NAME`.
pub struct Schemas(Map<String, Value>);

/// The schemas of the largest provider, as published but for their names, of which the generator has resolved every reference.
///
/// # Errors
/// The generator fails.
pub fn schemas(house: &House) -> Result<Schemas, String> {
    let text = process::output(&mut house.codegen("one", &["--emit", "bundle"]))?;
    let bundle: Map<String, Value> = serde_json::from_str(&text).map_err(|error| format!("a bundle: {error}"))?;
    let named = bundle.into_iter().map(|(uri, mut schema)| {
        rename(&mut schema);
        (name(&uri), schema)
    });
    Ok(Schemas(named.collect()))
}

/// The name of a document: the last segment of its path, without what is no letter of an identifier.
fn name(uri: &str) -> String {
    let segment = uri.rsplit('/').next().unwrap_or(uri);
    let words = segment
        .trim_end_matches(".json")
        .split(|c: char| !c.is_ascii_alphanumeric());
    words.map(capitalized).collect()
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn rename(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.retain(|keyword, value| !(value.is_string() && ["$id", "$schema", "title"].contains(&&**keyword)));
            if let Some(Value::String(reference)) = object.get_mut("$ref") {
                let (uri, pointer) = reference.split_once('#').unwrap_or((reference, ""));
                *reference = format!("#/components/schemas/{}{pointer}", name(uri));
            }
            object.values_mut().for_each(rename);
        }
        Value::Array(items) => items.iter_mut().for_each(rename),
        _ => {}
    }
}

impl Schemas {
    /// An OpenAPI document that holds them.
    pub fn openapi(&self) -> Value {
        json!({
            "openapi": "3.1.0",
            "info": { "title": "Benchmark", "version": "1.0.0" },
            "paths": {},
            "components": { "schemas": self.0 },
        })
    }

    /// A JSON Schema document that holds them as definitions.
    pub fn definitions(&self) -> Value {
        let text = json!({ "definitions": self.0 }).to_string();
        let text = text.replace("#/components/schemas/", "#/definitions/");
        serde_json::from_str(&text).unwrap_or_default()
    }
}

/// A peer that is there: what generates the types alone.
pub struct Peer {
    /// Its name in the figures.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    program: PathBuf,
    arguments: &'static [&'static str],
    folder: PathBuf,
}

impl Peer {
    /// The command that generates.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(self.arguments).current_dir(&self.folder);
        command
    }
}

/// The peers that are there. Of one that is not, a line goes to standard error.
///
/// # Errors
/// What they take can't be written.
pub fn peers(house: &House, schemas: &Schemas) -> Result<Vec<Peer>, String> {
    let folder = house.path("peers");
    make(&folder)?;
    write(&folder.join("openapi.json"), &schemas.openapi().to_string())?;
    write(&folder.join("schema.json"), &schemas.definitions().to_string())?;
    let found = [
        ("quicktype", QUICKTYPE, quicktype(), QUICKTYPE_ARGUMENTS),
        (
            "openapi-to-rust",
            OPENAPI_TO_RUST,
            openapi_to_rust(),
            OPENAPI_TO_RUST_ARGUMENTS,
        ),
    ];
    let mut peers = Vec::new();
    for (name, version, program, arguments) in found {
        match program {
            Ok(program) => peers.push(Peer {
                name,
                version,
                program,
                arguments,
                folder: folder.clone(),
            }),
            Err(error) => eprintln!("{name} {version} is absent, and its rows stay: {error}"),
        }
    }
    Ok(peers)
}

fn installed(program: PathBuf, install: impl FnOnce() -> Command) -> Result<PathBuf, String> {
    if !program.exists() {
        let mut install = install();
        eprintln!("installing a peer: {install:?}");
        process::succeeds(&mut install)?;
    }
    Ok(program)
}

fn quicktype() -> Result<PathBuf, String> {
    let folder = target().join("peers/quicktype");
    installed(folder.join("node_modules/.bin/quicktype"), || {
        let mut npm = Command::new("npm");
        npm.args(["install", "--silent", "--prefix"]).arg(&folder);
        npm.arg(format!("quicktype@{QUICKTYPE}"));
        npm
    })
}

fn openapi_to_rust() -> Result<PathBuf, String> {
    let folder = target().join("peers/openapi-to-rust");
    installed(folder.join("bin/openapi-to-rust"), || {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["install", "openapi-to-rust", "--locked", "--version", OPENAPI_TO_RUST]);
        cargo.arg("--root").arg(&folder);
        cargo
    })
}
