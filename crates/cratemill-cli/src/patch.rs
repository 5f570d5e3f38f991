//! `cargo xtask patch`: a correction of what is published, begun.

use std::fs;
use std::path::{Path, PathBuf};

use cratemill::document::Document;
use cratemill::provider::{PATCHES, SCHEMAS};
use serde_json::{Value, json};

use crate::{Exit, Failure, Terminal, explain, paths, program, providers};

const EXAMPLES: &str = "\
Examples:
  cargo xtask patch nhost nhost-session-schema.json /properties/user/type
      writes schemas/nhost/patches/nhost-session-schema-user-type.json: a test of what is published there, and a
      replacement to be filled in

  cargo xtask patch nhost nhost-session-schema.json /properties/user/type \\
      --value '[\"object\", \"null\"]' --reason 'it is null before the sign-in' --link https://example.com/issues/1
      the whole correction

Point at the very keyword that is wrong: the test then holds as long as that stays wrong, whatever else changes.";

/// What to correct.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The provider
    #[arg(value_name = "PROVIDER")]
    pub provider: String,
    /// The schema file, by its path below json-schema/
    #[arg(value_name = "FILE")]
    pub file: String,
    /// The JSON Pointer of what is wrong, or of what is missing
    #[arg(value_name = "POINTER")]
    pub pointer: String,
    /// What should be there, as JSON [default: what is there, to be edited]
    #[arg(long, value_name = "JSON")]
    pub value: Option<String>,
    /// Why what is published is wrong
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Where that is reported or documented
    #[arg(long, value_name = "ADDRESS")]
    pub link: Option<String>,
    /// The folder of the providers, or of one [default: the workspace's schemas/]
    #[arg(long, value_name = "DIR")]
    pub schemas: Option<PathBuf>,
}

/// Runs the command in the workspace whose root is `root`.
pub fn run(args: &Args, root: &Path, terminal: &mut Terminal<'_>) -> Exit {
    let result = patch(args, root, terminal);
    terminal.finish(result)
}

fn patch(args: &Args, root: &Path, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let asked = [args.provider.clone()];
    let schemas = match &args.schemas {
        Some(given) => providers::of_one(given, &asked)?.0,
        None => root.join("schemas"),
    };
    providers::select(&schemas, &asked)?;
    let provider = providers::read(&schemas, &args.provider)?;
    let file = args.file.strip_prefix(&format!("{SCHEMAS}/")).unwrap_or(&args.file);
    let bytes = provider.source.schemas.get(file).ok_or_else(|| {
        let files = || provider.source.schemas.iter().map(|(path, _)| path);
        let meant = explain::did_you_mean(cratemill::meant(file, files()));
        let (name, file) = (&args.provider, file.escape_debug());
        Failure::usage(format!(
            "`{name}` has no schema file `{file}`; {meant}it has {}",
            listed(files())
        ))
    })?;
    let unread = || {
        Failure::usage(format!(
            "`{file}` can't be read: nothing in it can be corrected by a pointer"
        ))
    };
    let document = Document::parse(&format!("{SCHEMAS}/{file}"), bytes)
        .0
        .ok_or_else(unread)?;
    let pointer = args.pointer.strip_prefix('#').unwrap_or(&args.pointer);
    if !pointer.is_empty() && !pointer.starts_with('/') {
        let pointer = pointer.escape_debug();
        return Err(Failure::usage(format!(
            "`{pointer}` is no JSON Pointer, which begins with `/`; did you mean `/{pointer}`?"
        )));
    }
    let value = args.value.as_deref().map(value).transpose()?;
    let operations = operations(&document.value, pointer, value)?;
    let is_missing = document.value.pointer(pointer).is_none();
    let text = json!({
        "file": file,
        "reason": args.reason.as_deref().unwrap_or_default(),
        "link": args.link.as_deref().unwrap_or_default(),
        "patch": operations,
    });
    let path = provider.folder.join(PATCHES).join(file_name(file, pointer));
    put(&path, &format!("{text:#}\n"))?;
    writeln!(terminal.out, "wrote `{}`", paths::shown(&path))?;
    if is_missing {
        let (meant, _) = around(&document.value, pointer);
        let shown = pointer.escape_debug();
        writeln!(terminal.out, "there is nothing at `{shown}`, and the patch adds it")?;
        if !meant.is_empty() {
            writeln!(
                terminal.out,
                "{meant}then delete the file, and begin it again with that"
            )?;
        }
    }
    let left = left(args);
    if !left.is_empty() {
        writeln!(terminal.out, "{left}")?;
    }
    let next = format!("then run `cargo xtask codegen {}`", args.provider);
    writeln!(terminal.out, "{}", program::named(&next))?;
    Ok(Exit::Fine)
}

/// What is still to be written into the file, as a sentence; empty where nothing is.
fn left(args: &Args) -> String {
    let told = [
        (&args.reason, "in `reason` what is wrong"),
        (&args.link, "in `link` where it is reported or documented"),
    ];
    let told: Vec<&str> = told
        .iter()
        .filter(|(given, _)| given.is_none())
        .map(|(_, what)| *what)
        .collect();
    let say = (!told.is_empty()).then(|| format!("say {}", told.join(" and ")));
    let put = args
        .value
        .is_none()
        .then(|| "put into the last `value` what should be there".to_owned());
    let parts: Vec<String> = say.into_iter().chain(put).collect();
    parts.join(", and ")
}

/// A test of what is published, and what is to be there instead.
fn operations(document: &Value, pointer: &str, value: Option<Value>) -> Result<Value, Failure> {
    if let Some(there) = document.pointer(pointer) {
        return Ok(json!([
            { "op": "test", "path": pointer, "value": there },
            { "op": "replace", "path": pointer, "value": value.unwrap_or_else(|| there.clone()) },
        ]));
    }
    let parent = pointer.rsplit_once('/').map(|(parent, _)| parent);
    let around = parent.and_then(|parent| document.pointer(parent).map(|there| (parent, there)));
    match around {
        // What is missing has no text to test; what it is missing in has.
        Some((parent, Value::Object(object))) => {
            let kept: Vec<(&str, &Value)> = ["type", "$ref", "title"]
                .iter()
                .filter_map(|key| Some((*key, object.get(*key)?)))
                .take(1)
                .collect();
            let (path, tested) = match kept.first() {
                Some((key, value)) => (format!("{parent}/{key}"), (*value).clone()),
                None => (parent.to_owned(), Value::Object(object.clone())),
            };
            Ok(json!([
                { "op": "test", "path": path, "value": tested },
                { "op": "add", "path": pointer, "value": value },
            ]))
        }
        _ => Err(no_such_place(document, pointer)),
    }
}

/// The value of `--value`.
fn value(text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text).map_err(|cause| {
        let text = text.trim();
        // What begins as JSON is JSON with a fault; anything else is a text without its quotes.
        let is_bare = !text.starts_with(['"', '[', '{']);
        let quoted = is_bare.then(|| format!("\na text stands in quotes: --value '{}'", Value::from(text)));
        Failure::usage(format!("--value is not JSON: {cause}{}", quoted.unwrap_or_default()))
    })
}

/// Tells how far a pointer leads, what is there, and which of it may have been meant.
fn no_such_place(document: &Value, pointer: &str) -> Failure {
    let (meant, has) = around(document, pointer);
    Failure::usage(format!(
        "there is no `{}` in the document; {meant}{has}",
        pointer.escape_debug()
    ))
}

/// Which places a pointer to nothing may have meant, as a question, and what is there as far as it leads.
fn around(document: &Value, pointer: &str) -> (String, String) {
    let mut near = pointer;
    let there = loop {
        match (document.pointer(near), near.rsplit_once('/')) {
            (Some(there), _) => break there,
            (None, Some((parent, _))) => near = parent,
            (None, None) => break document,
        }
    };
    let rest = &pointer[near.len()..];
    let token = rest.trim_start_matches('/').split('/').next().unwrap_or_default();
    let escaped = |name: &str| name.replace('~', "~0").replace('/', "~1");
    let (meant, has) = match there {
        Value::Object(object) => {
            let names: Vec<String> = object.keys().map(|name| escaped(name)).collect();
            let meant = cratemill::meant(token, names.iter().map(String::as_str)).into_iter();
            let behind = &rest[(token.len() + 1).min(rest.len())..];
            let meant: Vec<String> = meant.map(|name| format!("{near}/{name}{behind}")).collect();
            let question = explain::did_you_mean(meant.iter().map(String::as_str).collect());
            (question, listed(names.iter().map(String::as_str)))
        }
        Value::Array(items) => (String::new(), format!("{} items", items.len())),
        _ => (String::new(), "nothing below it".to_owned()),
    };
    let at = match near {
        "" => "its root".to_owned(),
        near => format!("`{}`", near.escape_debug()),
    };
    (meant, format!("{at} has {has}"))
}

/// Names, the first of them, and how many more there are.
fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 8;
    let mut names: Vec<String> = names.map(|name| format!("`{}`", name.escape_debug())).collect();
    if names.is_empty() {
        return "none".to_owned();
    }
    let more = names.len().saturating_sub(SHOWN);
    names.truncate(SHOWN);
    let more = (more > 0).then(|| format!(" and {more} more"));
    names.join(", ") + &more.unwrap_or_default()
}

/// A name that tells what is corrected: the file's, and the last words of the pointer that are no keywords of structure.
fn file_name(file: &str, pointer: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let words: Vec<&str> = pointer
        .split('/')
        .filter(|word| !word.is_empty() && *word != "properties")
        .collect();
    let last = words.len().saturating_sub(3);
    let parts = std::iter::once(stem).chain(words[last..].iter().copied());
    let plain = |part: &str| -> String {
        let kept = part.chars().map(|c| {
            if c.is_alphanumeric() || c == '_' || c == '-' {
                c
            } else {
                '-'
            }
        });
        kept.collect::<String>().trim_matches('-').to_owned()
    };
    let parts: Vec<String> = parts.map(plain).filter(|part| !part.is_empty()).collect();
    format!("{}.json", parts.join("-"))
}

fn put(path: &Path, text: &str) -> Result<(), Failure> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(Failure::usage(format!(
            "there is a patch already: `{}`; add the operation there",
            paths::shown(path)
        )));
    }
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(|cause| Failure::io("create", folder, cause))?;
    fs::write(path, text).map_err(|cause| Failure::io("write", path, cause))
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_patch_is_named_after_what_it_corrects() {
        assert_eq!(file_name("a.json", "/properties/user/type"), "a-user-type.json");
        assert_eq!(
            file_name("v1/a.b.json", "/$defs/X/properties/a~1b/items/type"),
            "v1-a-b-a-1b-items-type.json"
        );
        assert_eq!(file_name("a.json", ""), "a.json");
        assert_eq!(file_name("../a.json", "/.."), "a.json");
    }
}
