//! Instances made from a schema alone: the least, the fullest, and one composed of the examples of its parts.
//!
//! A draft is generated branch by branch and the judge has the last word: what it refuses is repaired by dropping the
//! member that it names, and a schema for which that does not help gets no instance. What a draft shows grows from
//! outside to inside, level by level, as far as its number of values allows: all properties of its own type come before
//! any optional one of the types inside.

mod fixed;
mod object;
mod pattern;
mod scalar;
mod types;

use super::allowance::Allowance;
use super::place::{Place, split_last};
use super::room::Room;
use super::shape::is_nullable_object;
use crate::budget::{
    ATTEMPTS_AT_AN_INSTANCE, COMPARED_VALUES, CONJUNCTS_OF_A_VALUE, CONJUNCTS_OF_AN_INSTANCE, EXAMPLES_FOR_A_VALUE,
    INSTANCE_DEPTH, REPAIRS_OF_AN_INSTANCE, SEEDS_OF_A_VALUE,
};
pub(crate) use pattern::witnesses;
use serde_json::Value;
use types::Types;
pub(super) use types::{implied, is, named};

/// The levels to which optional properties are shown, the own ones being the first.
const REACHES: [usize; 11] = [0, 1, 2, 3, 4, 6, 8, 12, 18, 30, INSTANCE_DEPTH];
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

/// How many values an instance may have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Most {
    /// With the properties of its own type, and what these require.
    pub own: usize,
    /// With more.
    pub all: usize,
}

/// A valid instance of a schema, or none; [`Mode::Composed`] gives one only where a part has an example. One draft is
/// made whatever the allowance says.
pub(super) fn synthesize(
    room: &Room<'_, '_>,
    place: &Place<'_>,
    mode: Mode,
    most: Most,
    allowance: &Allowance<'_>,
) -> Option<Value> {
    if mode == Mode::Composed && !room.has_examples {
        return None;
    }
    let reference = place.reference();
    let draft = |seed, reach, most| Draft::made(room, place, mode, seed, reach, most);
    let mut chosen = draft(0, 0, most.own);
    for reach in REACHES.into_iter().skip(1) {
        let is_worth_it = mode != Mode::Least && chosen.hides && chosen.values < most.all && allowance.may_work();
        if !is_worth_it || chosen.instance.is_none() && mode == Mode::Fullest {
            break;
        }
        let deeper = draft(0, reach, most.all);
        if deeper.is_cut_short {
            break;
        }
        chosen = deeper;
    }
    if mode == Mode::Composed && chosen.examples == 0 {
        return None;
    }
    for seed in 1..=SEEDS_OF_A_VALUE {
        let repaired = chosen
            .instance
            .and_then(|instance| repaired(room, &reference, instance, allowance));
        if repaired.is_some() || seed == SEEDS_OF_A_VALUE || !allowance.may_work() {
            return repaired;
        }
        let most = if chosen.reach == 0 { most.own } else { most.all };
        chosen = draft(seed, chosen.reach, most);
    }
    None
}

/// `instance` without the members that the judge objects to.
fn repaired(room: &Room<'_, '_>, reference: &str, mut instance: Value, allowance: &Allowance<'_>) -> Option<Value> {
    for repair in 0..REPAIRS_OF_AN_INSTANCE {
        if repair > 0 && !allowance.may_work() {
            return None;
        }
        let faults = room.judge.faults(reference, &mut instance)?;
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
    room: &'d Room<'a, 'd>,
    mode: Mode,
    seed: usize,
    /// How many values deep optional properties are shown, if they are.
    reach: usize,
    /// How many values it may have.
    most: usize,
    values: usize,
    conjuncts: usize,
    examples: usize,
    /// Whether something optional lies deeper than the reach.
    hides: bool,
    /// The referenced schemas that are open around the current value.
    entered: Vec<*const Value>,
}

/// What became of a draft.
struct Made {
    instance: Option<Value>,
    reach: usize,
    values: usize,
    examples: usize,
    hides: bool,
    is_cut_short: bool,
}

/// Everything that is asked of one value at once: a schema with its references, `allOf`s and chosen branches opened.
struct Conjunction<'a, 'p> {
    /// The schemas that are asked of it, before anything is chosen.
    roots: &'p [Place<'a>],
    places: Vec<Place<'a>>,
    /// The largest number of branches that a choice had.
    branches: usize,
}

impl<'a, 'd> Draft<'a, 'd> {
    fn made(room: &'d Room<'a, 'd>, place: &Place<'a>, mode: Mode, seed: usize, reach: usize, most: usize) -> Made {
        let mut draft = Draft {
            room,
            mode,
            seed,
            reach,
            most,
            values: 0,
            conjuncts: 0,
            examples: 0,
            hides: false,
            entered: Vec::new(),
        };
        let instance = draft.value(std::slice::from_ref(place), "", 0);
        room.steps.add(draft.values + draft.conjuncts);
        let is_cut_short = draft.is_cut_short();
        Made {
            instance: instance.filter(|_| !is_cut_short),
            reach,
            values: draft.values,
            examples: draft.examples,
            hides: draft.hides,
            is_cut_short,
        }
    }

    fn is_cut_short(&self) -> bool {
        self.values > self.most || self.conjuncts > self.most * CONJUNCTS_OF_A_VALUE
    }

    /// A value for all of `places` together; `hint` is the name it stands under.
    fn value(&mut self, places: &[Place<'a>], hint: &str, depth: usize) -> Option<Value> {
        self.values += 1;
        if self.is_cut_short() || depth > INSTANCE_DEPTH {
            return None;
        }
        if self.mode == Mode::Composed
            && depth > 0
            && let Some(example) = self.example(places)
        {
            self.examples += 1;
            return Some(example);
        }
        for attempt in 0..ATTEMPTS_AT_AN_INSTANCE {
            let entered = self.entered.len();
            let mut all = Conjunction {
                roots: places,
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
            if value.is_some() || attempt + 1 >= all.branches || self.is_cut_short() {
                return value;
            }
        }
        None
    }

    /// Opens references and `allOf`s and takes one branch of each union; false where that never ends.
    fn open(&mut self, place: &Place<'a>, choice: usize, all: &mut Conjunction<'a, '_>) -> bool {
        if all.places.len() > CONJUNCTS_OF_AN_INSTANCE || place.schema == &Value::Bool(false) {
            return false;
        }
        all.places.push(place.clone());
        self.conjuncts += 1;
        if let Some(target) = self.room.documents.follow(place) {
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
            let mut branches = place.list(keyword);
            if self.room.shapes.narrows {
                branches.sort_by_key(|branch| is_nullable_object(branch.schema));
            }
            all.branches = all.branches.max(branches.len());
            // Attempts do not come to the end of a long list.
            let branch = if branches.len() > ATTEMPTS_AT_AN_INSTANCE {
                self.conjuncts += branches.len();
                fixed::branch(self.room.documents, all.roots, &branches, choice)
            } else {
                branches.get(choice.checked_rem(branches.len()).unwrap_or(0))
            };
            if let Some(branch) = branch
                && !self.open(branch, choice, all)
            {
                return false;
            }
        }
        self.open_condition(place, choice, all)
    }

    fn open_condition(&mut self, place: &Place<'a>, choice: usize, all: &mut Conjunction<'a, '_>) -> bool {
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
        if self.room.alien(places).is_some() && !self.room.is_made(places) {
            return self.example(places);
        }
        if let Some(constant) = places.iter().find_map(|place| place.keyword("const")) {
            return Some(constant.clone());
        }
        let types = Types::of(places)?;
        let mut lists: Vec<&Vec<Value>> = places
            .iter()
            .filter_map(|place| place.keyword("enum")?.as_array())
            .collect();
        lists.sort_by_key(|list| list.len());
        if let Some((values, others)) = lists.split_first() {
            let typed: Vec<&Value> = values.iter().filter(|value| types.hold(value)).collect();
            let compared = typed.len() * others.iter().map(|list| list.len()).sum::<usize>();
            let in_all = |value: &&Value| compared > COMPARED_VALUES || others.iter().all(|list| list.contains(*value));
            let shared: Vec<&Value> = typed.iter().copied().filter(|value| in_all(value)).collect();
            let fitting = if shared.is_empty() { typed } else { shared };
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

    /// Whether what is optional is shown, so many values deep; it is there to be shown.
    fn shows(&mut self, depth: usize) -> bool {
        let shows = self.mode != Mode::Least && depth <= self.reach;
        self.hides |= !shows;
        shows
    }

    fn anything(&mut self, depth: usize) -> Value {
        if self.mode == Mode::Fullest && self.shows(depth) {
            serde_json::json!({ "key": "value" })
        } else {
            serde_json::json!({})
        }
    }

    /// A text that matches every pattern; one that has no pattern is made of `hint`.
    fn text(&self, places: &[Place<'a>], hint: &str) -> Option<Value> {
        let asked = |place: &&Place<'a>| place.keyword("pattern").is_some();
        let patterns: Vec<String> = places.iter().filter(asked).map(Place::reference).collect();
        if patterns.is_empty() {
            let made = scalar::texts(self.room, places, hint)
                .into_iter()
                .next()
                .map(Value::String);
            return made.or_else(|| self.example(places));
        }
        let key: String = places.iter().map(|place| place.reference() + " ").collect();
        if let Some(known) = self.room.made.texts.borrow().get(&key) {
            return known.clone();
        }
        let fits = |text: &Value| {
            patterns
                .iter()
                .all(|place| self.room.judge.accepts(place, text) != Some(false))
        };
        let mut texts = scalar::texts(self.room, places, hint).into_iter().map(Value::String);
        let made = texts.find(fits).or_else(|| self.example(places));
        self.room.made.texts.borrow_mut().insert(key, made.clone());
        made
    }

    /// The first valid example that one of the schemas, or what it refers to, gives.
    fn example(&self, places: &[Place<'a>]) -> Option<Value> {
        let given = places.iter().flat_map(|place| {
            let target = self.room.documents.resolve(place);
            super::find::stated(place)
                .into_iter()
                .chain(super::find::stated(&target))
                .collect::<Vec<_>>()
        });
        // What says no more than where another schema is leaves the judgment to that one.
        let judging = || places.iter().filter(|place| !place.is_reference());
        let is_alien = self.room.alien(places).is_some();
        let valid = |example: &Value| {
            judging().all(|place| {
                let accepted = self.room.judge.accepts(&place.reference(), example) == Some(true);
                accepted && !(is_alien && self.room.misses(place, example).is_some())
            })
        };
        let mut given = given.take(EXAMPLES_FOR_A_VALUE).map(|(_, example)| example.clone());
        given.find(valid)
    }
}

/// A number that depends on the name alone, so that neighbours differ and no later change moves it (FNV-1a).
pub(super) fn salt(hint: &str) -> u64 {
    hint.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
