//! Examples of every type: found where the provider publishes them, composed of the examples of their parts, or made
//! from the schema; each judged, none skipped in silence.
//!
//! Upstream examples are evidence, not truth: one that contradicts its schema is kept, with the judgment.

mod alternatives;
mod edits;
mod find;
mod index;
mod judge;
mod mend;
mod names;
mod place;
mod shape;
mod spots;
mod synthesize;

pub use alternatives::{Choice, Valid, choices};
use judge::Judge;
use place::{Documents, Place};
use serde_json::Value;
use shape::Shapes;
use std::collections::BTreeSet;
use synthesize::Mode;

/// What evidence is sought for.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    /// Name of the provider, with which its file names may begin.
    pub provider: String,
    /// Schema documents by URI; every `$ref` is absolute (`cratemill:///file.json#/pointer`) and names one of them.
    pub documents: Vec<(String, Value)>,
    /// The generated types, in the order of the schemas.
    pub targets: Vec<Target>,
    /// The example files.
    pub files: Vec<ExampleFile>,
}

/// A generated type and the schema that it stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// Reference to the schema: `cratemill:///session.json#/$defs/User`.
    pub schema: String,
    /// Path of the schema's file in the provider's folder.
    pub file: String,
    /// JSON Pointer of the schema in that file.
    pub pointer: String,
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
    /// The instances from which the types are tested, target by target, the published ones first.
    pub examples: Vec<Example>,
    /// What became of each example file, in the order given.
    pub files: Vec<Account>,
    /// Published examples of schemas that are no type of their own, where they break a format or contradict.
    pub parts: Vec<Part>,
    /// How many examples of such schemas there are in all.
    pub part_count: usize,
    /// Edits of an instance of a target, with what is to come of each, in the order of the targets.
    pub edits: Vec<Edits>,
    /// Targets without an instance, by index: the judge accepts nothing that was tried, or can't use the schema.
    pub untested: Vec<usize>,
}

/// An instance from which a type is tested.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// Index of the target.
    pub target: usize,
    /// Name of its test, unique in the provider: `session_from_examples_signin_response_body`.
    pub name: String,
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
    /// Index of the target.
    pub target: usize,
    /// Name of the test module, unique in the provider.
    pub name: String,
    /// Index of the example that is edited.
    pub example: usize,
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
    /// How many edits were left out to keep the tests quick.
    pub capped: usize,
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
}

/// What became of an example file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Path in the provider's folder.
    pub path: String,
    /// How many examples of types it gave.
    pub located: usize,
    /// How many of these contradict their schema.
    pub contradicting: usize,
    /// JSON Pointers of the values that no schema describes.
    pub unlocated: Vec<String>,
}

/// A published example of a schema that is no type of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where it stands.
    pub location: Location,
    /// The judgment.
    pub verdict: Verdict,
}

/// Finds, composes, makes and judges the examples of a provider. Never fails: what can't be judged says so.
pub fn gather(subject: &Subject) -> Evidence {
    let documents = Documents::new(&subject.documents);
    let shapes = Shapes::new(&documents, &subject.targets);
    let (Ok(judge), Ok(shapes)) = (Judge::new(&subject.documents), shapes) else {
        return Evidence {
            untested: (0..subject.targets.len()).collect(),
            ..Evidence::default()
        };
    };
    let mut collector = Collector {
        subject,
        judge: &judge,
        shapes: &shapes,
        documents: &documents,
        names: names::Names::new(subject),
        found: Vec::new(),
    };
    let files = find::in_files(subject, &documents, &judge, &mut collector);
    for (target, place) in places(subject, &documents) {
        for (keyword, value) in find::published(&place) {
            collector.add(
                target,
                Origin::Schema,
                &keyword,
                place_location(subject, target, &keyword),
                value.clone(),
            );
        }
    }
    for (target, place) in places(subject, &documents) {
        for (origin, mode, name) in MADE {
            if let Some(instance) = synthesize::synthesize(&documents, &judge, &place, mode) {
                collector.add(target, origin, name, place_location(subject, target, ""), instance);
            }
        }
    }
    let (parts, part_count) = find::parts(subject, &documents, &judge);
    let Collector {
        found: mut examples,
        mut names,
        ..
    } = collector;
    examples.sort_by_key(|example| (example.target, example.origin));
    let tested: BTreeSet<usize> = examples.iter().map(|example| example.target).collect();
    let untested = (0..subject.targets.len())
        .filter(|target| !tested.contains(target))
        .collect();
    let room = edits::Room {
        subject,
        documents: &documents,
        judge: &judge,
        shapes: &shapes,
    };
    let edits = edits::edits(&room, &examples, &mut names);
    Evidence {
        examples,
        files,
        parts,
        part_count,
        edits,
        untested,
    }
}

const MADE: [(Origin, Mode, &str); 3] = [
    (Origin::Composed, Mode::Composed, "composed"),
    (Origin::Least, Mode::Least, "least"),
    (Origin::Fullest, Mode::Fullest, "fullest"),
];

fn places<'a>(subject: &Subject, documents: &Documents<'a>) -> Vec<(usize, Place<'a>)> {
    let targets = subject.targets.iter().enumerate();
    targets
        .filter_map(|(index, target)| Some((index, documents.find(&target.schema)?)))
        .collect()
}

fn place_location(subject: &Subject, target: usize, tail: &str) -> Location {
    let target = &subject.targets[target];
    let tail = if tail.is_empty() {
        String::new()
    } else {
        format!("/{tail}")
    };
    Location {
        file: target.file.clone(),
        pointer: format!("{}{tail}", target.pointer),
    }
}

/// Judges what is found, names it, and drops what a target has already.
struct Collector<'a, 's> {
    subject: &'s Subject,
    documents: &'s Documents<'a>,
    judge: &'s Judge,
    shapes: &'s Shapes,
    names: names::Names,
    found: Vec<Example>,
}

impl Collector<'_, '_> {
    fn add(&mut self, target: usize, origin: Origin, tail: &str, location: Location, instance: Value) {
        let made = matches!(origin, Origin::Composed | Origin::Least | Origin::Fullest);
        if made
            && self
                .found
                .iter()
                .any(|known| known.target == target && known.instance == instance)
        {
            return;
        }
        let schema = &self.subject.targets[target].schema;
        let verdict = self.judge.verdict(schema, &instance);
        let reading = match verdict {
            Verdict::Valid | Verdict::BreaksFormat(_) => Reading::Equal,
            Verdict::Contradicts(_) | Verdict::Unjudged => {
                let place = self.documents.find(schema);
                place.map_or(Reading::Equal, |place| self.shapes.reading(&place, &instance))
            }
        };
        let name = self.names.test(target, tail);
        self.found.push(Example {
            target,
            name,
            origin,
            location,
            instance,
            verdict,
            reading,
        });
    }
}

#[cfg(test)]
mod tests;
