//! Examples of every type: found where the provider publishes them, composed of the examples of their parts, or made
//! from the schema; each judged, none skipped in silence.
//!
//! Upstream examples are evidence, not truth: one that contradicts its schema is kept, with the judgment.

mod alien;
mod allowance;
mod alternatives;
mod edits;
mod expected;
mod find;
mod index;
mod judge;
mod names;
mod parts;
mod place;
mod room;
mod shape;
mod spots;
mod synthesize;
mod tested;

use crate::convert::Types;
pub use alien::{Aliens, Doubt};
use allowance::Budget;
pub(crate) use allowance::Steps;
pub use alternatives::{Choice, Valid, choices};
pub(crate) use judge::Judge;
pub use parts::parts;
use place::Documents;
use room::{Made, Room};
use serde_json::Value;
use shape::Shapes;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;
pub(crate) use synthesize::witnesses;

/// What evidence is sought for.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    /// Name of the provider, with which its file names may begin.
    pub provider: String,
    /// Schema documents by URI; every `$ref` is absolute (`cratemill:///file.json#/pointer`) and names one of them.
    pub documents: Arc<Vec<(String, Value)>>,
    /// The generated types, in the order of the schemas.
    pub targets: Vec<Target>,
    /// References to the schemas whose positions of arrays are listed by a keyword of another draft: any item is read there.
    pub strange: BTreeSet<String>,
    /// References to the enumerations that are closed: a value that they do not name is refused.
    pub closed: BTreeSet<String>,
    /// What types of other crates stand for.
    pub aliens: Aliens,
    /// The example files.
    pub files: Vec<ExampleFile>,
    /// How many examples of the schemas were too many to be read.
    pub surplus: usize,
    /// How many bytes the schemas and examples have as they are published.
    pub published: usize,
}

/// A generated type and the schema that it stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// Reference to the schema: `cratemill:///session.json#/$defs/User`.
    pub schema: String,
    /// The type among all types.
    pub index: usize,
    /// Path of the schema's file in the provider's folder.
    pub file: String,
    /// JSON Pointer of the schema in that file.
    pub pointer: String,
    /// The other schemas that say the same and have this type: their examples are examples of it.
    pub copies: Vec<CopyPlace>,
    /// Name of the Rust module that the type stands in.
    pub module: String,
    /// The features of the crate that the type is there with.
    pub features: Vec<String>,
    /// Full Rust path, `nhost_types::User`.
    pub type_path: String,
    /// Rust name, `User`.
    pub type_name: String,
    /// Whether the schema is a whole document.
    pub is_root: bool,
    /// Whether the type takes any JSON value.
    pub opaque: bool,
    /// Names of the properties that `Debug` redacts.
    pub secrets: Vec<String>,
    /// Whether the type has `validate()`.
    pub validates: bool,
    /// For a struct, the fields that its builder sets; none for another type.
    pub fields: Option<Vec<Field>>,
}

/// A schema of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CopyPlace {
    /// Reference to the schema.
    pub schema: String,
    /// Path of its file in the provider's folder.
    pub file: String,
    /// JSON Pointer in that file.
    pub pointer: String,
}

/// A field of a struct, as its builder sets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The Rust identifier, as it is written.
    pub identifier: String,
    /// Whether the field holds an `Option` of what the setter takes.
    pub optional: bool,
}

/// An example file as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct ExampleFile {
    /// Path in the provider's folder, `examples/signin.json`.
    pub path: String,
    /// What it holds.
    pub value: Value,
}

/// What was found out about the examples of a provider.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// The types that have an instance, in the order of the targets.
    pub types: Vec<Tested>,
    /// What became of each example file, in the order given.
    pub files: Vec<Account>,
    /// Published examples of schemas that are no type of their own, where they break a format or contradict.
    pub parts: Vec<Part>,
    /// How many examples of such schemas there are in all.
    pub part_count: usize,
    /// Targets without an instance, by index: the judge accepts nothing that was tried, can't use the schema, or an
    /// instance would be too large.
    pub untested: Vec<usize>,
    /// Targets whose schema the judge can't use, by index.
    pub unusable: Vec<usize>,
    /// The published values that a type of another crate may refuse.
    pub doubts: Vec<Doubt>,
    /// How many published values there are that only a type of another crate can judge, by its path.
    pub unjudged: BTreeMap<String, usize>,
    /// What the budget does not hold.
    pub left_out: LeftOut,
    /// How many values were judged or drafted: what the evidence costs.
    pub steps: u64,
}

/// What evidence of one type there is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tested {
    /// Index of the target.
    pub target: usize,
    /// Name of the module of its tests, unique in the provider: `session`.
    pub name: String,
    /// The instances from which it is tested, the published ones first; the one that is edited is the last.
    pub examples: Vec<Example>,
    /// The edits of the last instance; `None` where no instance is valid, or any value is.
    pub edits: Option<Edits>,
}

/// How much is left out, so that the evidence stays in proportion to what is published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Examples in schemas.
    pub examples: usize,
    /// Payloads in example files.
    pub payloads: usize,
    /// Instances that were made.
    pub instances: usize,
    /// Edits.
    pub edits: usize,
}

/// An instance from which a type is tested.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// Where it comes from, as its line in the evidence says: `examples/signin.json#/user`, `/example`, `least`.
    pub label: String,
    /// How it came about.
    pub origin: Origin,
    /// Where it stands; for a made one, the schema that it was made from.
    pub location: Location,
    /// The instance itself.
    pub instance: Value,
    /// The judgment.
    pub verdict: Verdict,
    /// What reading does with it.
    pub reading: Reading,
    /// The alternatives that its unions may be read into.
    pub choices: Vec<Choice>,
}

/// How an example came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A keyword of the schema: `examples`, `example`, `default` or `const`.
    Schema,
    /// An example file.
    File,
    /// Put together from the examples of its parts.
    Composed,
    /// Made from the schema: required properties only.
    Least,
    /// Made from the schema: every property, recursion unrolled once.
    Fullest,
}

/// A place in a file of the provider.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Path in the provider's folder.
    pub file: String,
    /// JSON Pointer in that file.
    pub pointer: String,
}

/// The judgment on an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Valid, formats included.
    Valid,
    /// Valid, but a text is not of its `format`, which is an annotation.
    BreaksFormat(Fault),
    /// Invalid; the first fault.
    Contradicts(Fault),
    /// The judge can't use the schema.
    Unjudged,
}

/// One thing that is wrong with an instance.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// JSON Pointer of the value in the instance.
    pub pointer: String,
    /// The keyword that it breaks.
    pub keyword: String,
    /// The property that is missing, or the format that is broken.
    pub subject: Option<String>,
    /// The properties that should not be there.
    pub unexpected: Vec<String>,
    /// What the keyword asks for, in words, where they are few.
    pub expected: Option<String>,
}

/// What reading an instance is expected to do: by the shape that the schema asks for, whatever its constraints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It reads, and comes back equal.
    Equal,
    /// It is refused with an error at one of these JSON Pointers.
    Refused(Vec<String>),
}

/// Edits of one instance. Each is made on its own, and stands for a law.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edits {
    /// Valid ones: each enum value, union alternative and bound. They read and come back equal.
    pub varied: Vec<Edit>,
    /// What a newer server may send: unknown properties, enum values, alternatives. They read and come back equal.
    pub evolved: Vec<Edit>,
    /// Of another shape: reading refuses them.
    pub reshaped: Vec<Edit>,
    /// Breaking a constraint: they read and come back equal, and `validate()` names the place.
    pub broken: Vec<Edit>,
    /// JSON Pointers of the texts that must not show in `Debug`.
    pub secrets: Vec<String>,
    /// Whether a builder is to make the instance again.
    pub built: bool,
}

/// One change of an instance.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// JSON Pointer of the value that is replaced, added or removed.
    pub pointer: String,
    /// The new value; `None` where it is removed.
    pub value: Option<Value>,
    /// The JSON Pointers at one of which an error is expected; empty where none is.
    pub at: Vec<String>,
    /// The alternatives that the unions on the way to the place may be read into.
    pub choices: Vec<Choice>,
}

/// What became of an example file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Path in the provider's folder.
    pub path: String,
    /// How many examples of types it gave.
    pub located: usize,
    /// How many of these contradict their schema.
    pub contradicting: usize,
    /// JSON Pointers of the values that no schema describes, the first of them.
    pub unlocated: Vec<String>,
    /// How many such values there are besides.
    pub more_unlocated: usize,
}

/// A published example of a schema that is no type of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where it stands.
    pub location: Location,
    /// The judgment.
    pub verdict: Verdict,
}

impl Edit {
    /// The instance with this edit.
    #[cfg(test)]
    pub(crate) fn of(&self, base: &Value) -> Option<Value> {
        edits::edited(base, &(self.pointer.clone(), self.value.clone()))
    }
}

impl Evidence {
    /// All instances, with the type that each is one of.
    pub fn examples(&self) -> impl Iterator<Item = (&Tested, &Example)> {
        self.types
            .iter()
            .flat_map(|one| one.examples.iter().map(move |example| (one, example)))
    }
}

impl Edits {
    /// The lists, each with the law that it shows.
    pub fn lists(&self) -> [(&'static str, &[Edit]); 4] {
        [
            ("varied", &self.varied),
            ("evolved", &self.evolved),
            ("reshaped", &self.reshaped),
            ("broken", &self.broken),
        ]
    }
}

/// Finds, composes, makes and judges the examples of a provider. Never fails: what can't be judged says so.
///
/// `types` says where unions are.
pub fn gather(subject: &Subject, types: &Types) -> Evidence {
    let documents = Documents::new(&subject.documents);
    let steps = Rc::new(Steps::default());
    let shapes = Shapes::new(&documents, subject, &steps);
    let asked = room::asked(subject, &documents);
    let has_examples = asked.has_examples;
    let (Ok(judge), Ok(shapes)) = (Judge::new(subject.documents.to_vec(), asked.references, &steps), shapes) else {
        return Evidence {
            untested: (0..subject.targets.len()).collect(),
            unusable: (0..subject.targets.len()).collect(),
            ..Evidence::default()
        };
    };
    let room = Room {
        subject,
        types,
        documents: &documents,
        judge: &judge,
        shapes: &shapes,
        steps: &steps,
        has_examples,
        made: Made::default(),
        targets: room::open_targets(subject, &documents),
    };
    let payloads = find::in_files(&room);
    let mut evidence = Evidence {
        files: payloads.accounts,
        ..Evidence::default()
    };
    evidence.left_out.payloads = payloads.left_out;
    evidence.left_out.examples = subject.surplus;
    let budget = Budget::new(subject, &documents, &steps);
    for (target, name) in names::names(subject).into_iter().enumerate() {
        if !judge.takes(&subject.targets[target].schema) {
            evidence.unusable.push(target);
        }
        let allowance = budget.of(target);
        let found = payloads.found.get(&target).map_or(&[][..], Vec::as_slice);
        let tested = tested::tested(&room, target, name, found, &allowance, &mut evidence);
        match tested.filter(|one| !one.examples.is_empty()) {
            Some(tested) => evidence.types.push(tested),
            None => evidence.untested.push(target),
        }
    }
    room.doubt_stated(&mut evidence);
    evidence.settle_doubts();
    // Validators are large, so those of formats come when those of shapes are gone.
    drop(shapes);
    tested::judge_formats(subject, &judge, &mut evidence);
    (evidence.parts, evidence.part_count) = find::parts(subject, &documents, &judge);
    evidence.steps = steps.count();
    evidence
}

#[cfg(test)]
mod tests;
