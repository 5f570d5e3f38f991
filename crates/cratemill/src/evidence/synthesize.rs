//! Instances made from a schema alone: the least, the fullest, and one composed of the examples of its parts.
//!
//! A draft is generated branch by branch and the judge has the last word: what it refuses is repaired by dropping the
//! member that it names, and a schema for which that does not help gets no instance. Whatever the schemas hold, the
//! work is bounded by [`MOST_WORK`] and [`DEEPEST`].

mod object;
mod pattern;
mod scalar;
mod types;

use super::judge::Judge;
use super::place::{Documents, Place, split_last};
use serde_json::Value;
use types::Types;
pub(super) use types::{implied, is, named};

/// How many schemas one instance may visit.
const MOST_WORK: usize = 8_000;
/// One that visits more shows optional properties to a lesser depth.
const ENOUGH_WORK: usize = 2_000;
/// The depths to which optional properties are shown, the first that is not too much work.
const REACHES: [usize; 5] = [DEEPEST, 8, 4, 2, 0];
/// How many values deep an instance may be.
const DEEPEST: usize = 48;
/// How many references and `allOf`s are opened for one value.
const MOST_CONJUNCTS: usize = 512;
/// How often a draft is repaired before it is given up.
const MOST_REPAIRS: usize = 24;
/// How many drafts are tried, each taking other branches.
const MOST_SEEDS: usize = 8;
/// How many values of an `enum` or alternatives of a union are tried in one place.
const MOST_ATTEMPTS: usize = 8;

/// How much an instance holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Required properties only.
    Least,
    /// Every property; recursion is unrolled once.
    Fullest,
    /// What the schema gives examples for, and required properties.
    Composed,
}

/// A valid instance of a schema, or none; [`Mode::Composed`] gives one only where a part has an example.
pub(super) fn synthesize(documents: &Documents<'_>, judge: &Judge, place: &Place<'_>, mode: Mode) -> Option<Value> {
    let reference = place.reference();
    let mut reaches = REACHES.iter().copied().filter(|_| mode == Mode::Fullest);
    let mut reach = reaches.next().unwrap_or(0);
    let mut seed = 0;
    while seed < MOST_SEEDS {
        let mut draft = Draft {
            documents,
            judge,
            mode,
            seed,
            reach,
            work: 0,
            examples: 0,
            entered: Vec::new(),
        };
        let instance = draft.value(std::slice::from_ref(place), "", 0);
        if mode == Mode::Composed && draft.examples == 0 {
            return None;
        }
        if draft.work > ENOUGH_WORK
            && let Some(lesser) = reaches.next()
        {
            reach = lesser;
            continue;
        }
        seed += 1;
        if let Some(instance) = instance.and_then(|instance| repaired(judge, &reference, instance)) {
            return Some(instance);
        }
    }
    None
}

/// `instance` without the members that the judge objects to.
fn repaired(judge: &Judge, reference: &str, mut instance: Value) -> Option<Value> {
    for _ in 0..MOST_REPAIRS {
        let faults = judge.faults(reference, &instance)?;
        let Some(fault) = faults.into_iter().next() else {
            return Some(instance);
        };
        if !fault.unexpected.is_empty() {
            let object = instance.pointer_mut(&fault.pointer)?.as_object_mut()?;
            fault.unexpected.iter().for_each(|name| drop(object.shift_remove(name)));
            continue;
        }
        let (parent, token) = split_last(&fault.pointer)?;
        match instance.pointer_mut(parent)? {
            Value::Object(object) => drop(object.shift_remove(&token)?),
            Value::Array(items) => {
                let index = token.parse().ok().filter(|index| *index < items.len())?;
                drop(items.remove(index));
            }
            _ => return None,
        }
    }
    None
}

struct Draft<'a, 'd> {
    documents: &'d Documents<'a>,
    judge: &'d Judge,
    mode: Mode,
    seed: usize,
    /// How many values deep optional properties are shown, if they are.
    reach: usize,
    work: usize,
    examples: usize,
    /// The referenced schemas that are open around the current value.
    entered: Vec<*const Value>,
}

/// Everything that is asked of one value at once: a schema with its references, `allOf`s and chosen branches opened.
#[derive(Default)]
struct Conjunction<'a> {
    places: Vec<Place<'a>>,
    /// The largest number of branches that a choice had.
    branches: usize,
}

impl<'a> Draft<'a, '_> {
    /// A value for all of `places` together; `hint` is the name it stands under.
    fn value(&mut self, places: &[Place<'a>], hint: &str, depth: usize) -> Option<Value> {
        self.work += 1;
        let shows_some = self.reach > 0 || self.mode == Mode::Composed;
        let most = if shows_some { ENOUGH_WORK } else { MOST_WORK };
        if self.work > most || depth > DEEPEST {
            return None;
        }
        if self.mode == Mode::Composed
            && depth > 0
            && let Some(example) = self.example(places)
        {
            self.examples += 1;
            return Some(example);
        }
        for attempt in 0..MOST_ATTEMPTS {
            let entered = self.entered.len();
            let mut all = Conjunction {
                places: Vec::new(),
                branches: 1,
            };
            let opened = places
                .iter()
                .all(|place| self.open(place, self.seed + attempt, &mut all));
            let value = if opened {
                self.build(&all.places, self.seed + attempt, hint, depth)
            } else {
                None
            };
            self.entered.truncate(entered);
            if value.is_some() || attempt + 1 >= all.branches {
                return value;
            }
        }
        None
    }

    /// Opens references and `allOf`s and takes one branch of each union; false where that never ends.
    fn open(&mut self, place: &Place<'a>, choice: usize, all: &mut Conjunction<'a>) -> bool {
        if all.places.len() > MOST_CONJUNCTS || place.schema == &Value::Bool(false) {
            return false;
        }
        all.places.push(place.clone());
        if let Some(target) = self.documents.follow(place) {
            let address: *const Value = target.schema;
            let times = self.entered.iter().filter(|entered| **entered == address).count();
            let most = if self.mode == Mode::Fullest { 2 } else { 1 };
            if times >= most {
                return false;
            }
            self.entered.push(address);
            if !self.open(&target, choice, all) {
                return false;
            }
        }
        for part in place.list("allOf") {
            if !self.open(&part, choice, all) {
                return false;
            }
        }
        for keyword in ["oneOf", "anyOf"] {
            let branches = place.list(keyword);
            all.branches = all.branches.max(branches.len());
            if let Some(branch) = branches.get(choice.checked_rem(branches.len()).unwrap_or(0))
                && !self.open(branch, choice, all)
            {
                return false;
            }
        }
        self.open_condition(place, choice, all)
    }

    fn open_condition(&mut self, place: &Place<'a>, choice: usize, all: &mut Conjunction<'a>) -> bool {
        let Some(condition) = place.child("if") else {
            return true;
        };
        all.branches = all.branches.max(2);
        if choice % 2 == 1 {
            return place.child("else").is_none_or(|branch| self.open(&branch, choice, all));
        }
        self.open(&condition, choice, all) && place.child("then").is_none_or(|branch| self.open(&branch, choice, all))
    }

    fn build(&mut self, places: &[Place<'a>], choice: usize, hint: &str, depth: usize) -> Option<Value> {
        if let Some(constant) = places.iter().find_map(|place| place.schema.get("const")) {
            return Some(constant.clone());
        }
        let types = Types::of(places)?;
        if let Some(values) = places.iter().find_map(|place| place.schema.get("enum")?.as_array()) {
            let fitting: Vec<&Value> = values.iter().filter(|value| types.hold(value)).collect();
            let best = fitting.iter().position(|value| !value.is_null()).unwrap_or(0);
            let value = fitting.get((best + choice).checked_rem(fitting.len())?)?;
            return Some((*value).clone());
        }
        match types.pick(choice)? {
            "object" => self.object(places, depth),
            "array" => self.array(places, hint, depth),
            "string" => self.text(places, hint),
            "integer" => scalar::number(places, true, salt(hint)),
            "number" => scalar::number(places, false, salt(hint)),
            "boolean" => Some(Value::Bool(true)),
            "anything" => Some(self.anything(depth)),
            _ => Some(Value::Null),
        }
    }

    /// Whether optional properties are to be shown.
    fn shows_all(&self, depth: usize) -> bool {
        self.mode == Mode::Fullest && depth <= self.reach
    }

    fn anything(&self, depth: usize) -> Value {
        if self.shows_all(depth) {
            serde_json::json!({ "key": "value" })
        } else {
            serde_json::json!({})
        }
    }

    fn text(&self, places: &[Place<'a>], hint: &str) -> Option<Value> {
        let asked = |place: &&Place<'a>| place.schema.get("pattern").is_some();
        let patterns: Vec<String> = places.iter().filter(asked).map(Place::reference).collect();
        let fits = |text: &Value| {
            patterns
                .iter()
                .all(|place| self.judge.accepts(place, text) != Some(false))
        };
        let made = scalar::texts(places, hint)
            .into_iter()
            .map(Value::String)
            .find(|text| fits(text));
        made.or_else(|| self.example(places))
    }

    /// The first valid example that one of the schemas, or what it refers to, gives.
    fn example(&self, places: &[Place<'a>]) -> Option<Value> {
        let given = places.iter().flat_map(|place| {
            let target = self.documents.resolve(place);
            super::find::stated(place)
                .into_iter()
                .chain(super::find::stated(&target))
                .collect::<Vec<_>>()
        });
        let valid = |example: &Value| {
            places
                .iter()
                .all(|place| self.judge.accepts(&place.reference(), example) == Some(true))
        };
        given.map(|(_, example)| example.clone()).find(valid)
    }
}

/// A number that depends on the name alone, so that neighbours differ and no later change moves it (FNV-1a).
fn salt(hint: &str) -> u64 {
    hint.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
