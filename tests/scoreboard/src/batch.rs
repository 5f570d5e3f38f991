//! Many generated crates as modules of few, compiled in one run of Cargo.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, io, thread};

use serde_json::Value;

use crate::Workshop;
use cratemill_cli::Failure;

/// About how many types go into a batch: rustc needs 1.5 MB for each.
const TYPES: usize = 1500;
/// How often what does not compile is left out, before the rest is given up; enough to find one module among all by halves.
const ROUNDS: usize = 24;

/// A generated crate on its way to be a module.
#[derive(Clone, Debug)]
pub(crate) struct Module {
    /// `s0001`, also the name of its folder.
    pub name: String,
    /// How many types it has.
    pub types: usize,
    /// What the crate must say that it becomes a part of.
    pub crate_lines: Vec<String>,
    /// The types that are tried, and whether they have `validate()`.
    pub paths: BTreeMap<String, bool>,
}

/// What came of compiling.
#[derive(Debug, Default)]
pub(crate) struct Compiled {
    /// The program that tries the types of a module.
    pub programs: BTreeMap<String, PathBuf>,
    /// The modules that don't compile, and the compiler's words.
    pub errors: BTreeMap<String, Vec<String>>,
    /// The modules that compile with warnings, and the compiler's words.
    pub warnings: BTreeMap<String, Vec<String>>,
}

/// One run of Cargo.
#[derive(Default)]
struct Build {
    /// The programs of the batches.
    programs: BTreeMap<String, PathBuf>,
    /// The modules that have errors.
    broken: BTreeSet<String>,
    /// The batches that have errors that no module is blamed for, and the compiler's words.
    unblamed: BTreeMap<String, Vec<String>>,
}

/// Compiles the modules, whose sources lie in `<folder>/sources/<name>/`. `done` is told what Cargo has built.
///
/// # Errors
///
/// The disk, or Cargo itself, is in the way.
pub(crate) fn compile(workshop: &Workshop, modules: &[Module], done: &dyn Fn(&str)) -> Result<Compiled, Failure> {
    let mut batches = batches(modules);
    let mut compiled = Compiled::default();
    let workspace = workshop.folder.join("batches");
    for _ in 0..ROUNDS {
        write_all(&workspace, &batches).map_err(|cause| Failure::io("write", &workspace, cause))?;
        let build = build(&workspace, workshop, &mut compiled, done)?;
        if build.broken.is_empty() && build.unblamed.is_empty() {
            for (number, batch) in batches.iter().enumerate() {
                if let Some(program) = build.programs.get(&batch_name(number)) {
                    let programs = batch.iter().map(|module| (module.name.clone(), program.clone()));
                    compiled.programs.extend(programs);
                }
            }
            return Ok(compiled);
        }
        leave_out(&mut batches, build, &mut compiled);
    }
    Err(Failure {
        exit: cratemill_cli::Exit::CouldNotRun,
        message: format!("what does not compile is not found in {ROUNDS} rounds"),
    })
}

/// Takes out the modules that have errors; a batch with errors that no module is blamed for is divided.
fn leave_out(batches: &mut Vec<Vec<Module>>, build: Build, compiled: &mut Compiled) {
    for number in 0..batches.len() {
        let before = batches[number].len();
        batches[number].retain(|module| !build.broken.contains(&module.name));
        let Some(errors) = build.unblamed.get(&batch_name(number)) else {
            continue;
        };
        // What no module is blamed for may have come of those that were.
        if batches[number].len() < before {
            continue;
        }
        match &mut batches[number] {
            batch if batch.len() > 1 => {
                let half = batch.split_off(batch.len() / 2);
                batches.push(half);
            }
            batch => {
                for module in batch.drain(..) {
                    compiled.errors.entry(module.name).or_default().extend(errors.clone());
                }
            }
        }
    }
}

fn batch_name(number: usize) -> String {
    format!("b{number:03}")
}

fn batches(modules: &[Module]) -> Vec<Vec<Module>> {
    let mut batches: Vec<Vec<Module>> = Vec::new();
    let mut size = 0;
    for module in modules {
        if batches.is_empty() || (size > 0 && size + module.types > TYPES) {
            batches.push(Vec::new());
            size = 0;
        }
        size += module.types;
        if let Some(last) = batches.last_mut() {
            last.push(module.clone());
        }
    }
    batches
}

fn write_all(workspace: &Path, batches: &[Vec<Module>]) -> io::Result<()> {
    let runtime = crate::workspace().join("crates");
    let runtime = runtime.display();
    write(
        &workspace.join("Cargo.toml"),
        concat!(include_str!("shared.toml"), include_str!("batches.toml")),
    )?;
    write(&workspace.join("src/lib.rs"), "")?;
    fs::copy(crate::workspace().join("Cargo.lock"), workspace.join("Cargo.lock"))?;
    for entry in fs::read_dir(workspace)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let number = name.strip_prefix('b').and_then(|number| number.parse::<usize>().ok());
        if number.is_some_and(|number| number >= batches.len()) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    for (number, batch) in batches.iter().enumerate() {
        let name = batch_name(number);
        let folder = workspace.join(&name);
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[features]\ndefault = [\"validate\"]\n\
             validate = []\n\n[dependencies]\nlossless = {{ path = \"{runtime}/lossless\", features = [\"pattern\", \"validate\"] }}\n\
             round-trip = {{ path = \"{runtime}/round-trip\" }}\n"
        );
        write(&folder.join("Cargo.toml"), &manifest)?;
        let line = |module: &Module| format!("#[path = \"../../../sources/{0}/lib.rs\"] pub mod {0};\n", module.name);
        let crate_lines: BTreeSet<&String> = batch.iter().flat_map(|module| &module.crate_lines).collect();
        let crate_lines = crate_lines.into_iter().map(|line| format!("{line}\n"));
        let library: String = crate_lines.chain(batch.iter().map(line)).collect();
        write(&folder.join("src/lib.rs"), &library)?;
        let rows = batch.iter().flat_map(|module| {
            module.paths.iter().map(|(path, judged)| {
                let kind = if *judged { "judged" } else { "plain" };
                format!("    (\"{0}::{path}\", {kind}!({name}::{0}::{path})),\n", module.name)
            })
        });
        let rows: String = rows.collect();
        let main = format!(
            "{}static TYPES: &[(&str, Try)] = &[\n{rows}];\n",
            include_str!("driver.rs.txt")
        );
        write(&folder.join("src/main.rs"), &main)?;
    }
    Ok(())
}

/// Unchanged files keep their time, so that Cargo sees what is fresh.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, text)
}

/// Runs Cargo once.
fn build(
    workspace: &Path,
    workshop: &Workshop,
    compiled: &mut Compiled,
    done: &dyn Fn(&str),
) -> Result<Build, Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let failed = |cause: io::Error| Failure::io("run", Path::new("cargo"), cause);
    let mut child = Command::new(cargo)
        .args([
            "build",
            "--workspace",
            "--keep-going",
            "--message-format=json",
            "--quiet",
            "--profile",
            &workshop.profile,
        ])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", &workshop.target)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let errors = child.stderr.take().map(|mut pipe| {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            pipe.read_to_end(&mut bytes).ok();
            String::from_utf8_lossy(&bytes).into_owned()
        })
    });
    let mut build = Build::default();
    for line in child
        .stdout
        .take()
        .into_iter()
        .flat_map(|pipe| BufReader::new(pipe).lines())
    {
        let message: Value = serde_json::from_str(&line.map_err(failed)?).unwrap_or_default();
        if message["reason"] == "compiler-artifact" {
            let name = message["target"]["name"].as_str().unwrap_or_default();
            done(name);
            if let Some(program) = message["executable"].as_str() {
                build.programs.insert(name.to_owned(), program.into());
            }
        } else if message["reason"] == "compiler-message" {
            heard(&message, &mut build, compiled);
        }
    }
    let status = child.wait().map_err(failed)?;
    if !status.success() && build.broken.is_empty() && build.unblamed.is_empty() {
        let told = errors.and_then(|thread| thread.join().ok()).unwrap_or_default();
        return Err(Failure {
            exit: cratemill_cli::Exit::CouldNotRun,
            message: format!("cargo failed: {told}"),
        });
    }
    Ok(build)
}

/// Takes note of what the compiler says.
fn heard(message: &Value, build: &mut Build, compiled: &mut Compiled) {
    let (level, text) = (&message["message"]["level"], said(&message["message"]));
    let is_error = level.as_str().is_some_and(|level| level.starts_with("error"));
    if text.starts_with("aborting") || !is_error && level != "warning" {
        return;
    }
    let module = module_of(&message["message"]);
    match (module, is_error) {
        (Some(module), true) => {
            build.broken.insert(module.clone());
            compiled.errors.entry(module).or_default().push(text);
        }
        (Some(module), false) => compiled.warnings.entry(module).or_default().push(text),
        (None, true) => {
            let batch = message["target"]["name"].as_str().unwrap_or_default().to_owned();
            build.unblamed.entry(batch).or_default().push(text);
        }
        (None, false) => {}
    }
}

fn said(message: &Value) -> String {
    let place = message["spans"]
        .as_array()
        .and_then(|spans| spans.iter().find(|span| span["is_primary"] == true));
    let place = place.map(|span| {
        let text = span["text"][0]["text"].as_str().unwrap_or_default().trim().to_owned();
        format!(
            " at {}:{}: `{text}`",
            span["file_name"].as_str().unwrap_or_default(),
            span["line_start"]
        )
    });
    let code = message["code"]["code"]
        .as_str()
        .map(|code| format!("{code}: "))
        .unwrap_or_default();
    format!(
        "{code}{}{}",
        message["message"].as_str().unwrap_or_default(),
        place.unwrap_or_default()
    )
}

/// The module that a message is about: by the path of its file, else by the line of the driver that names it.
fn module_of(message: &Value) -> Option<String> {
    message["spans"].as_array()?.iter().find_map(of_span)
}

fn of_span(span: &Value) -> Option<String> {
    let path = span["file_name"].as_str()?;
    let text = span["text"][0]["text"].as_str().unwrap_or_default();
    let named = if let Some((_, rest)) = path.split_once("sources/") {
        rest.split('/').next()
    } else {
        text.split_once("(\"").and_then(|(_, rest)| rest.split("::").next())
    };
    // What a macro of the runtime expands to is blamed on the place that calls it.
    named.map(str::to_owned).or_else(|| of_span(&span["expansion"]["span"]))
}
