//! What the schemas themselves say of two versions: for each type the places where they part, and a witness of each.

use super::Version;
use super::differences::{Leaf, Paths, differences};
use super::fact::Fact;
use super::fit;
use super::inclusion::{Conjunction, Id, Prover, Schemas, World};
use super::pairs::{Pairs, path};
use super::spot::{Found, without_position};
use super::witness::{Samples, witness};
use crate::budget::{PROOF_STEPS_OF_A_TYPE, WITNESSES_SOUGHT};
use crate::bundle::reference_to;
use crate::convert::{Kind, RustType, Type, Types};
use crate::normalize::{NormalizedSchema, json_schema};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The document that holds what the types of a version read.
const READS: &str = "cratemill:///reads";

/// For whom schemas part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Question {
    /// What was valid is valid.
    StaysValid,
    /// What is valid was valid.
    WasValid,
    /// The new crate reads what was valid.
    ReadsOld,
    /// The old crate reads what is valid.
    ReadsNew,
}

/// A keyword for which the answer is no, or not known.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// The Rust path.
    pub path: String,
    pub question: Question,
    pub keyword: String,
    /// Whether it lies in two types that are no versions of one.
    pub is_apart: bool,
    /// A value that shows that the answer is no; where none was found, it is not known.
    pub witness: Option<Value>,
    /// The schemas at the place, and what they say by the keyword.
    pub old: (Option<String>, Option<Value>),
    pub new: (Option<String>, Option<Value>),
}

/// All that is told, and the types that nothing can be told of.
#[derive(Default)]
pub(super) struct Assessment {
    pub told: Vec<Told>,
    /// The new names of the types whose schemas were compared, and the places that stand for another type now.
    pub compared: BTreeSet<String>,
    /// That they do, where no type that holds the place tells it.
    pub found: Vec<Found>,
}

/// Compares the schemas of all types that are in both versions.
pub(super) fn assess(old: Version<'_>, new: Version<'_>, pairs: &Pairs<'_>) -> Assessment {
    let [old_reads, new_reads] = [old, new].map(|one| reads(one.schema));
    let documents = [old, new].map(|one| one.bundle.validation_documents());
    let [old_roots, new_roots] = [old, new].map(|one| roots(one.types));
    let names =
        |types: &Types| -> BTreeSet<String> { types.types.iter().map(|one| read_reference(&path(one))).collect() };
    let worlds = [
        World::new(documents[0], old_roots.iter().flatten().cloned().collect()),
        World::new(documents[1], new_roots.iter().flatten().cloned().collect()),
        World::new(&old_reads, names(old.types)),
        World::new(&new_reads, names(new.types)),
    ];
    let mut room = Room {
        pairs,
        known: [
            known(&worlds[0].schemas, &old_roots),
            known(&worlds[1].schemas, &new_roots),
            read_by(&worlds[2].schemas, old.types),
            read_by(&worlds[3].schemas, new.types),
        ],
        valid: Prover::new([&worlds[0], &worlds[1]], PROOF_STEPS_OF_A_TYPE),
        reads_old: Prover::new([&worlds[0], &worlds[3]], PROOF_STEPS_OF_A_TYPE),
        reads_new: Prover::new([&worlds[1], &worlds[2]], PROOF_STEPS_OF_A_TYPE),
        samples: Default::default(),
        witnesses: 0,
        sought: BTreeSet::new(),
        found: Assessment::default(),
    };
    for (id, other) in pairs.both() {
        if let (Some(one), Some(two)) = (&old_roots[id], &new_roots[other]) {
            room.compare((id, other), None, [one, two]);
        }
    }
    let paired: (BTreeSet<usize>, BTreeSet<usize>) = pairs.both().unzip();
    for (id, other, place) in elsewhere(old.types, new.types) {
        // An alternative that goes to another position is the same; the union tells what becomes of its values.
        let is_elsewhere = paired.0.contains(&id) || paired.1.contains(&other);
        let is_moved = is_elsewhere && !pairs.is_pair(id, other) && without_position(place) != *place;
        if is_moved {
            continue;
        }
        let known = (&old_roots[id], &new_roots[other]);
        let is_told = pairs.is_pair(id, other) && known.0.is_some() && known.1.is_some();
        if let Some((file, pointer)) = place.split_once('#').filter(|_| !is_told) {
            let reference = reference_to(file, pointer);
            let place = (!pairs.is_pair(id, other)).then_some(place);
            room.compare((id, other), place, [&reference, &reference]);
        }
    }
    room.found
}

/// The types of both versions that stand for one place, and that place, the first where there are several.
fn elsewhere<'a>(old: &'a Types, new: &Types) -> Vec<(usize, usize, &'a str)> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, one) in new.types.iter().enumerate() {
        places.extend(one.stands_for.iter().map(|place| (place.as_str(), id)));
    }
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    for (id, one) in old.types.iter().enumerate() {
        let mut others = BTreeSet::new();
        for place in &one.stands_for {
            if let Some(other) = places.get(place.as_str()).filter(|other| others.insert(**other)) {
                found.push((id, *other, place));
            }
        }
    }
    found
}

/// The schema that says what each type is.
fn roots(types: &Types) -> Vec<Option<String>> {
    let of = |one: &Type| {
        let is_name = matches!(one.kind, Kind::Alias(_));
        let place = one.stands_for.first().filter(|_| is_name);
        let named = || {
            let (file, pointer) = place?.split_once('#')?;
            Some(reference_to(file, pointer))
        };
        one.schema.clone().or_else(named)
    };
    types.types.iter().map(of).collect()
}

/// What types read, as documents of a validator.
fn reads(schema: &NormalizedSchema) -> Vec<(String, Value)> {
    let mut document = json_schema(schema);
    make_absolute(&mut document);
    vec![(READS.to_owned(), document)]
}

fn make_absolute(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::String(text) if key == "$ref" && text.starts_with('#') => *text = format!("{READS}{text}"),
                    value => make_absolute(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(make_absolute),
        _ => {}
    }
}

fn read_reference(name: &str) -> String {
    format!("{READS}{}", crate::normalize::reference(name))
}

/// The types by their schemas.
fn known(schemas: &Schemas<'_>, roots: &[Option<String>]) -> BTreeMap<Id, usize> {
    let mut known = BTreeMap::new();
    for (index, root) in roots.iter().enumerate() {
        if let Some(id) = root.as_deref().and_then(|root| schemas.find(root)) {
            known.entry(schemas.resolved(id)).or_insert(index);
        }
    }
    known
}

/// The types by what they read.
fn read_by(schemas: &Schemas<'_>, types: &Types) -> BTreeMap<Id, usize> {
    let all = types.types.iter().enumerate();
    all.filter_map(|(index, one)| Some((schemas.find(&read_reference(&path(one)))?, index)))
        .collect()
}

struct Room<'x, 'w, 'a> {
    pairs: &'x Pairs<'x>,
    /// The types of each world.
    known: [BTreeMap<Id, usize>; 4],
    valid: Prover<'w, 'a>,
    reads_old: Prover<'w, 'a>,
    reads_new: Prover<'w, 'a>,
    /// What was made of each world.
    samples: [Samples; 4],
    witnesses: usize,
    /// The schemas, old and new, in which differences of what is valid were sought.
    sought: BTreeSet<(Id, Id)>,
    found: Assessment,
}

impl Room<'_, '_, '_> {
    /// Compares two types by the schemas that say what they are. Where they are no versions of one and but stand for one
    /// `place`, neither has changed: what the place stands for has, and a type that holds it tells that already.
    fn compare(&mut self, (old, new): (usize, usize), place: Option<&str>, [one, two]: [&String; 2]) {
        let [earlier, later] = self.valid.worlds.map(|world| &world.schemas);
        let (Some(one), Some(two)) = (earlier.find(one), later.find(two)) else {
            return;
        };
        if place.is_some() && self.sought.contains(&(earlier.resolved(one), later.resolved(two))) {
            return;
        }
        let (before, after) = (Conjunction::of([one]), Conjunction::of([two]));
        let own = place.map_or_else(|| path(&self.pairs.new.types[new]), str::to_owned);
        self.found.compared.insert(own.clone());
        let known = self.found.told.len();
        for prover in [&mut self.valid, &mut self.reads_old, &mut self.reads_new] {
            prover.refresh();
        }
        let named = |prover: &Prover<'_, '_>, name: &str| {
            let id = prover.worlds[1].schemas.find(&read_reference(name));
            id.map(|id| Conjunction::of([id]))
        };
        if !self.valid.takes(0, &before, &after) {
            self.ask(Question::StaysValid, &own, (old, new), [&before, &after]);
            if let Some(reads) = named(&self.reads_old, &path(&self.pairs.new.types[new])) {
                self.ask(Question::ReadsOld, &own, (old, new), [&before, &reads]);
            }
        }
        if !self.valid.takes(1, &after, &before) {
            self.ask(Question::WasValid, &own, (old, new), [&after, &before]);
            if let Some(reads) = named(&self.reads_new, &path(&self.pairs.old.types[old])) {
                self.ask(Question::ReadsNew, &own, (old, new), [&after, &reads]);
            }
        }
        if let Some(place) = place.filter(|_| self.found.told.len() > known) {
            self.found.found.push(stands_for(self.pairs, (old, new), place));
        }
    }

    /// Tells the differences of `narrow` and `wide`, at the path `own` or below it.
    fn ask(&mut self, question: Question, own: &str, (old, new): (usize, usize), [narrow, wide]: [&Conjunction; 2]) {
        let pairs = self.pairs;
        // The worlds of the narrower and the wider side, and whether the narrower one is the newer.
        let (prover, side, worlds, turned) = match question {
            Question::StaysValid => (&mut self.valid, 0, [0, 1], false),
            Question::WasValid => (&mut self.valid, 1, [1, 0], true),
            Question::ReadsOld => (&mut self.reads_old, 0, [0, 3], false),
            Question::ReadsNew => (&mut self.reads_new, 0, [1, 2], true),
        };
        let known = worlds.map(|world| &self.known[world]);
        let kin = |narrow: Id, wide: Id| match (known[0].get(&narrow)?, known[1].get(&wide)?) {
            (narrow, wide) if turned => pairs.kin(*wide, *narrow),
            (narrow, wide) => pairs.kin(*narrow, *wide),
        };
        let is_apart = !pairs.is_pair(old, new);
        let (old, new) = (&pairs.old.types[old], &pairs.new.types[new]);
        let field = |path: &str, name: &str| match path == own && !is_apart {
            true => below(path, name, [new, old]),
            false => path.to_owned(),
        };
        let paths = Paths {
            kin: &kin,
            field: &field,
            is_apart,
        };
        let (leaves, sought) = differences(prover, &paths, side, own, narrow, wide);
        match question {
            Question::StaysValid => self.sought.extend(sought),
            Question::WasValid => self
                .sought
                .extend(sought.into_iter().map(|(narrow, wide)| (wide, narrow))),
            Question::ReadsOld | Question::ReadsNew => {}
        }
        for leaf in leaves {
            self.witnesses += 1;
            let witness = match question {
                Question::WasValid => None,
                _ if self.witnesses > WITNESSES_SOUGHT => None,
                _ => witness(prover, side, &self.samples[worlds[0]], &leaf, [narrow, wide]),
            };
            // Where nothing is said of what is inside, what holds it has a say.
            let around = leaf.around.last().filter(|_| leaf.narrow.ids.is_empty());
            let inside = around.map_or(&leaf.narrow, |around| &around.narrow);
            let said = [
                said(prover, side, &leaf, inside, None),
                said(prover, 1 - side, &leaf, &leaf.wide, Some(leaf.owner)),
            ];
            let [narrow_side, wide_side] = said;
            let (old, new) = if turned {
                (wide_side, narrow_side)
            } else {
                (narrow_side, wide_side)
            };
            self.found.told.push(Told {
                path: leaf.path,
                question,
                keyword: leaf.keyword,
                is_apart: leaf.is_apart,
                witness,
                old,
                new,
            });
        }
    }
}

/// A place that stands for another type than it did.
fn stands_for(pairs: &Pairs<'_>, (old, new): (usize, usize), place: &str) -> Found {
    let (before, after) = (RustType::Named(old), RustType::Named(new));
    let fit = fit::of_types(pairs, &before, &after);
    let (old, new) = pairs.texts(&before, &after);
    Found {
        path: place.to_owned(),
        old_path: place.to_owned(),
        what: Fact::PlaceChanged { old, new, fit },
        is_apart: false,
        old: Some(place.to_owned()),
        new: Some(place.to_owned()),
    }
}

/// The Rust path of a property.
fn below(path: &str, name: &str, types: [&Type; 2]) -> String {
    let field = types.iter().find_map(|one| match &one.kind {
        Kind::Object(object) => object.fields.iter().find(|field| field.name == name),
        _ => None,
    });
    field.map_or_else(|| path.to_owned(), |field| format!("{path}::{}", field.identifier))
}

/// Where one side says something by a keyword, and what.
fn said(
    prover: &Prover<'_, '_>,
    side: usize,
    leaf: &Leaf,
    conjunction: &Conjunction,
    owner: Option<Id>,
) -> (Option<String>, Option<Value>) {
    let schemas = &prover.worlds[side].schemas;
    let summary = prover.summary(side, conjunction);
    let saying = summary.all.iter().find(|one| one.what.keyword() == leaf.keyword);
    let owner = owner
        .or(saying.map(|one| one.owner))
        .or(conjunction.ids.first().copied());
    let Some(owner) = owner else { return (None, None) };
    let place = schemas.place(owner);
    let words: &[&str] = match leaf.keyword.as_str() {
        "minimum" => &["minimum", "exclusiveMinimum"],
        "maximum" => &["maximum", "exclusiveMaximum"],
        "enum" => &["enum", "const"],
        "items" => &["items", "prefixItems", "additionalItems"],
        "dependentRequired" | "dependentSchemas" => &["dependentRequired", "dependentSchemas", "dependencies"],
        "false" => &[],
        word => &[word],
    };
    let value = words.iter().find_map(|word| place.value.get(word)).cloned();
    (Some(schemas.address(owner)), value)
}
