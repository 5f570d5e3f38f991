//! `cargo referee`: whether what is said of the steps of a history is so, by the compiler and by old crates that read.

use cratemill::drift::{RULES, verdicts};
use cratemill::provider::{ProviderSource, SCHEMAS};
use end_to_end::referee::{House, Step, compile, judge, refused};
use end_to_end::{generate, roomy};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo referee FOLDER...
       cargo referee --rules
       cargo referee --cases FILE

FOLDER holds versions of a provider, folders that hold `json-schema/`, and goes from one to the next by their names.
`--rules` takes the examples of all kinds of change instead, `--cases` the single changes of a file, a JSON object on each line:
the texts `change` and, if there is one, `manifest`, the schemas `old` and `new`.

A program that uses every public item of each version's crate is compiled against the next version's; documents that are made
from the next version's schemas are read by the crate. Exit code 0: all is as it is told; 1: something is not; 2: wrong usage.";

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let steps = match &given[..] {
        [] => Vec::new(),
        [flag] if flag == "--rules" => roomy(rules),
        [flag, file] if flag == "--cases" => roomy(|| Step::of_lines(&std::fs::read_to_string(file).expect("a file"))),
        folders => roomy(|| folders.iter().flat_map(|folder| history(Path::new(folder))).collect()),
    };
    if steps.is_empty() {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    }
    let program = std::env::current_exe().expect("this program");
    let target = program.ancestors().nth(2).expect("Cargo's folder").to_owned();
    let house = House {
        name: "referee",
        folder: target.join("referee"),
        target,
    };
    let mut is_so = true;
    let ruled = compile(&house, &steps);
    let uses: Vec<Vec<_>> = ruled
        .iter()
        .map(|all| all.iter().map(|(one, _)| one.clone()).collect())
        .collect();
    let refused = refused(&house, &steps, &uses);
    for ((step, all), (documents, refused)) in steps.iter().zip(&ruled).zip(refused) {
        let ruling = judge(&step.changes, all);
        println!(
            "{}: {} changes, rust {}, reader {}: {} uses, {} broken, {} of them untold; {} called breaking that go on; {documents} \
             documents, {} refused",
            step.name,
            step.changes.len(),
            verdicts(&step.changes).rust,
            verdicts(&step.changes).reader,
            ruling.uses,
            ruling.broken.len(),
            ruling.untold.len(),
            ruling.unbroken.len(),
            refused.len()
        );
        for one in &ruling.untold {
            println!(
                "  untold: {:?} `{}` `{}`: {}",
                one.what, one.owner, one.member, one.code
            );
        }
        for one in &ruling.unbroken {
            println!(
                "  goes on: {} {one} [{}]",
                one.rule,
                one.witness.rust.as_deref().unwrap_or_default()
            );
        }
        for line in &refused {
            println!("  refused: {line}");
        }
        is_so &= ruling.untold.is_empty() && ruling.unbroken.is_empty() && refused.is_empty();
    }
    if is_so { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

/// The steps of a folder of versions.
fn history(folder: &Path) -> Vec<Step> {
    let below = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut versions: Vec<PathBuf> = below
        .map(|entry| entry.path())
        .filter(|path| path.join(SCHEMAS).is_dir())
        .collect();
    versions.sort();
    let sources = versions.iter().map(|path| {
        let mut source = ProviderSource {
            name: "history".to_owned(),
            ..ProviderSource::default()
        };
        for entry in std::fs::read_dir(path.join(SCHEMAS)).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            source
                .schemas
                .insert(&name, std::fs::read(entry.path()).expect("a file"))
                .expect("a path");
        }
        (
            path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            source,
        )
    });
    let mut steps = Vec::new();
    let mut last: Option<(ProviderSource, cratemill::Generated)> = None;
    for (name, mut source) in sources {
        if let Some((old, before)) = &last {
            source.lock = Some(before.lock.clone());
            let changes = cratemill::compare(old, &source).expect("two versions");
            let after = generate(&source);
            steps.push(Step {
                name,
                old: before.crate_files.clone().expect("a crate"),
                new: after.crate_files.clone().expect("a crate"),
                changes,
            });
            last = Some((source, after));
        } else {
            let generated = generate(&source);
            last = Some((source, generated));
        }
    }
    steps
}

/// The example of each rule.
fn rules() -> Vec<Step> {
    let examples = RULES.iter().filter(|rule| !rule.old.is_empty());
    examples
        .map(|rule| Step::of(rule.id, rule.old, rule.new, None))
        .collect()
}
