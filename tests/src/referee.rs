//! The referee of what is said of Rust code and of readers: programs that are compiled and run.
//!
//! A program that uses every public item of the older crate is compiled against the newer one. What no longer compiles is to
//! be told as breaking, and what is told as breaking is no longer to compile.

mod items;
mod program;
mod reader;
mod tokens;

pub use items::{Use, What, uses};
pub use program::{House, compile};
pub use reader::{reading, refused};

use cratemill::Generated;
use cratemill::drift::{Change, Verdict};
use cratemill::file_tree::FileTree;
use cratemill::provider::ProviderSource;
use std::collections::{BTreeMap, BTreeSet};

/// Two versions of a crate, and what is said of the step.
pub struct Step {
    /// What it is called.
    pub name: String,
    /// The older crate.
    pub old: FileTree,
    /// The newer crate.
    pub new: FileTree,
    /// What is said.
    pub changes: Vec<Change>,
}

impl Step {
    /// A step from one schema to another, both as JSON text, under one manifest.
    ///
    /// # Panics
    /// There is no crate of one of them.
    pub fn of(name: &str, old: &str, new: &str, manifest: Option<&str>) -> Step {
        let source = |text: &str| ProviderSource {
            manifest: manifest.map(str::to_owned),
            ..crate::provider("step", &[("json-schema/a.json", text)])
        };
        let old = source(old);
        let before = crate::generate(&old);
        let new = ProviderSource {
            lock: Some(before.lock.clone()),
            ..source(new)
        };
        let crate_of = |generated: Generated| {
            generated
                .crate_files
                .unwrap_or_else(|| panic!("{:#?}", generated.diagnostics))
        };
        Step {
            name: name.to_owned(),
            changes: cratemill::compare(&old, &new).expect("two versions"),
            old: crate_of(before),
            new: crate_of(crate::generate(&new)),
        }
    }

    /// The steps of lines, each a JSON object of `change`, `old`, `new` and maybe `manifest`.
    ///
    /// # Panics
    /// A line is none.
    pub fn of_lines(lines: &str) -> Vec<Step> {
        let step = |line: &str| {
            let case: serde_json::Value = serde_json::from_str(line).expect("a change");
            let name = case["change"].as_str().unwrap_or_default();
            let manifest = case["manifest"].as_str();
            Step::of(name, &case["old"].to_string(), &case["new"].to_string(), manifest)
        };
        lines.lines().map(step).collect()
    }
}

/// What the compiler says of a step.
#[derive(Debug, Default)]
pub struct Ruling {
    /// How many uses the old crate takes.
    pub uses: usize,
    /// The uses that the new crate refuses.
    pub broken: Vec<Use>,
    /// Those that no change tells of.
    pub untold: Vec<Use>,
    /// The changes that are called breaking, each with the line that says so, while every use goes on.
    pub unbroken: Vec<Change>,
}

/// What compiles and means something else.
const OF_MEANING: &[&str] = &["CM-D214", "CM-D404"];

/// Holds what is said of a step against what the compiler says: the uses that the old crate takes, with whether the new one does.
pub fn judge(changes: &[Change], all: &[(Use, bool)]) -> Ruling {
    let renamed = renamed(changes);
    let broken: Vec<Use> = all
        .iter()
        .filter(|(_, fits)| !fits)
        .map(|(one, _)| one.clone())
        .collect();
    let breaks = |change: &&Change| change.rust.verdict != Verdict::Compatible;
    let told: BTreeSet<&str> = changes.iter().filter(breaks).map(|one| one.path.as_str()).collect();
    let is_told = |one: &&Use| {
        names(one, &renamed).iter().any(|owner| {
            let inside = |path: &&str| {
                path.strip_prefix(owner.as_str())
                    .is_some_and(|rest| rest.starts_with("::"))
            };
            let is_whole = one.member.is_empty() || !told.contains(owner.as_str());
            told.contains(owner.as_str())
                || told.contains(format!("{owner}::{}", one.member).as_str())
                || is_whole && one.member.is_empty() && told.iter().any(inside)
        })
    };
    let owners: BTreeSet<String> = broken.iter().flat_map(|one| names(one, &renamed)).collect();
    let members: BTreeSet<String> = broken
        .iter()
        .flat_map(|one| {
            names(one, &renamed)
                .into_iter()
                .map(|owner| format!("{owner}::{}", one.member))
        })
        .collect();
    let is_unbroken = |change: &&Change| {
        let is_ours = change.rust.verdict == Verdict::Breaking && !OF_MEANING.contains(&change.rule);
        is_ours && !owners.contains(&change.path) && !members.contains(&change.path)
    };
    Ruling {
        uses: all.len(),
        untold: broken.iter().filter(|one| !is_told(one)).cloned().collect(),
        unbroken: changes.iter().filter(is_unbroken).cloned().collect(),
        broken,
    }
}

/// The new path of each type that was called otherwise.
fn renamed(changes: &[Change]) -> BTreeMap<String, String> {
    let was = |change: &Change| {
        let (_, rest) = change.message.split_once("the type was called `")?;
        Some((rest.split('`').next()?.to_owned(), change.path.clone()))
    };
    changes.iter().filter_map(was).collect()
}

/// The paths of a use's type in both versions.
fn names(one: &Use, renamed: &BTreeMap<String, String>) -> Vec<String> {
    [Some(one.owner.clone()), renamed.get(&one.owner).cloned()]
        .into_iter()
        .flatten()
        .collect()
}
