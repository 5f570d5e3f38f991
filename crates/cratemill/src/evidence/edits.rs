//! Edits of an instance that show a law: what must still read, what must be refused, what only `validate()` may object
//! to.
//!
//! Each is proposed from the schema, then put to two judges, the schema and its shape; one on which they do not say what
//! was expected is dropped. So a wrong proposal costs a test, and never makes a wrong one. Kinds of edits take turns, and
//! within a kind the places, so that a type with a small allowance shows something of each.

mod broken;
mod evolved;
mod in_place;
mod reshaped;
mod turns;
mod varied;

use super::allowance::Allowance;
use super::judge::Held;
use super::place::{Place, split_last};
use super::room::Room;
use super::spots::Spot;
use super::synthesize::{Mode, Most, synthesize};
use super::{Choice, Edit, Edits, Reading};
use crate::budget::EDITS_OF_A_LIST;
use crate::text::json_length;
use serde_json::Value;
use std::collections::BTreeSet;
use turns::Turns;

/// The bytes of an edit's line besides its pointers and its value.
const LINE: usize = 22;
/// Values of an alternative that is put in the place of another.
const ALTERNATIVE: Most = Most { own: 256, all: 64 };

/// A change of one value, by pointer; `None` removes it.
type Proposal = (String, Option<Value>);

/// A proposal, or what it can be made from.
enum Offer<'a> {
    Ready(Proposal),
    /// The fullest instance of an alternative, at a pointer.
    Alternative(String, Place<'a>),
}

/// The list that an edit belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum List {
    Varied,
    Evolved,
    Reshaped,
    Broken,
}

/// What a kind of edits proposes at a place of an instance.
type Propose = for<'a> fn(&Spot<'a, '_>) -> Vec<Offer<'a>>;

/// The kinds, in the order in which the edits of one place are listed.
const KINDS: [(List, Propose); 15] = [
    (List::Varied, varied::values),
    (List::Varied, varied::alternatives),
    (List::Varied, varied::bounds),
    (List::Varied, varied::null),
    (List::Varied, varied::absence),
    (List::Evolved, evolved::null),
    (List::Evolved, evolved::property),
    (List::Evolved, evolved::value),
    (List::Evolved, evolved::alternative),
    (List::Reshaped, reshaped::absence),
    (List::Reshaped, reshaped::types),
    (List::Reshaped, reshaped::null),
    (List::Reshaped, reshaped::constant),
    (List::Broken, broken::limits),
    (List::Broken, broken::closed),
];

/// The edits of a valid instance of a target, and how many the allowance does not hold.
pub(super) fn edits(
    room: &Room<'_, '_>,
    target: usize,
    root: &Place<'_>,
    base: &Value,
    allowance: &Allowance<'_>,
) -> (Edits, usize) {
    let known = &room.subject.targets[target];
    let mut spots = room.spots(root, base);
    let mut edits = Edits::default();
    for spot in &spots {
        let property = split_last(&spot.pointer).filter(|(parent, _)| parent.is_empty());
        if property.is_some_and(|(_, name)| known.secrets.contains(&name)) {
            allowance.pays_at_last(spot.pointer.len() + LINE);
            edits.secrets.push(spot.pointer.clone());
        }
    }
    // What a type of another crate makes of an edit is not known.
    spots.retain(|spot| room.alien(&spot.places).is_none());
    if let Some(fields) = &known.fields {
        let names: usize = fields.iter().map(|field| field.identifier.len() + 2).sum();
        edits.built = allowance.pays_half(names + LINE);
    }
    let trial = Trial {
        room,
        target,
        root,
        reference: root.reference(),
        validates: known.validates && room.judge.is_usable(&root.reference()),
    };
    let left_out = usize::from(known.fields.is_some() && !edits.built) + trial.run(&spots, base, allowance, &mut edits);
    (edits, left_out)
}

/// What became of an edit.
enum Judged {
    /// It is what its list says, with the places where an error is due, and the alternatives of its unions.
    Taken(Vec<String>, Vec<Choice>),
    /// Too little is left to pay for it.
    Unpaid,
    Refused,
}

struct Trial<'a, 'r> {
    room: &'r Room<'a, 'r>,
    target: usize,
    root: &'r Place<'a>,
    reference: String,
    validates: bool,
}

impl<'a> Trial<'a, '_> {
    /// Takes the proposals that pass, as long as they are paid; how many are left out.
    fn run(&self, spots: &[Spot<'a, '_>], base: &Value, allowance: &Allowance<'_>, edits: &mut Edits) -> usize {
        let mut draft = base.clone();
        let is_judged = |list: List| list != List::Broken || self.validates;
        let mut turns = Turns::new(spots, &self.reference, is_judged);
        let mut known: BTreeSet<(List, String)> = BTreeSet::new();
        let mut taken: Vec<(List, (usize, usize, usize), Edit)> = Vec::new();
        let mut counts = [0; 4];
        let mut left_out = 0;
        while allowance.has(LINE)
            && allowance.may_work()
            && let Some((list, place, offer)) = turns.next()
        {
            let Some(proposal) = self.proposal(offer, allowance) else {
                continue;
            };
            let Some(undo) = in_place::edit(&mut draft, &proposal) else {
                continue;
            };
            let judged = if known.insert((list, key(&proposal))) {
                self.judged(list, &mut draft, &proposal, allowance)
            } else {
                Judged::Refused
            };
            in_place::take_back(&mut draft, undo);
            let (at, choices) = match judged {
                Judged::Taken(at, choices) => (at, choices),
                Judged::Unpaid => {
                    left_out += 1;
                    continue;
                }
                Judged::Refused => continue,
            };
            let (pointer, value) = proposal;
            let edit = Edit {
                pointer,
                value,
                at,
                choices,
            };
            taken.push((list, place, edit));
            counts[list as usize] += 1;
            if counts[list as usize] == EDITS_OF_A_LIST {
                left_out += turns.close(list);
            }
        }
        left_out += turns.rest();
        taken.sort_by_key(|(list, place, _)| (*list, *place));
        for (list, _, edit) in taken {
            match list {
                List::Varied => &mut edits.varied,
                List::Evolved => &mut edits.evolved,
                List::Reshaped => &mut edits.reshaped,
                List::Broken => &mut edits.broken,
            }
            .push(edit);
        }
        for list in [
            &mut edits.varied,
            &mut edits.evolved,
            &mut edits.reshaped,
            &mut edits.broken,
        ] {
            list.shrink_to_fit();
        }
        left_out
    }

    fn proposal(&self, offer: Offer<'a>, allowance: &Allowance<'_>) -> Option<Proposal> {
        match offer {
            Offer::Ready(proposal) => Some(proposal),
            Offer::Alternative(pointer, place) => {
                let value = synthesize(self.room, &place, Mode::Fullest, ALTERNATIVE, allowance)?;
                Some((pointer, Some(value)))
            }
        }
    }

    /// Judges an edit that is made in `draft`, if it is paid.
    fn judged(&self, list: List, draft: &mut Value, proposal: &Proposal, allowance: &Allowance<'_>) -> Judged {
        let (pointer, value) = proposal;
        let bytes = pointer.len() + value.as_ref().map_or(0, json_length) + LINE;
        if !allowance.has(bytes) {
            return Judged::Unpaid;
        }
        let Some(at) = self.judge(list, draft, proposal) else {
            return Judged::Refused;
        };
        allowance.pays(bytes);
        let choices = match list {
            List::Varied => self.room.choices(self.target, draft, Some(pointer), allowance),
            _ => Vec::new(),
        };
        Judged::Taken(at, choices)
    }

    /// Where an error is expected of an edit that both judges find to be what its list says; `None` for another.
    fn judge(&self, list: List, draft: &mut Value, proposal: &Proposal) -> Option<Vec<String>> {
        let valid = |draft: &mut Value| self.room.judge.accepts(&self.reference, Held::Given(draft));
        let reads = |draft: &mut Value| self.room.shapes.read(self.root, Held::Given(draft));
        match list {
            List::Varied => (valid(draft) == Some(true) && reads(draft)).then(Vec::new),
            List::Evolved => reads(draft).then(Vec::new),
            List::Reshaped => {
                let expected = if proposal.1.is_none() {
                    split_last(&proposal.0)?.0
                } else {
                    &proposal.0
                };
                match self.room.shapes.reading(self.root, Held::Given(draft)) {
                    Reading::Refused(at) if valid(draft) == Some(false) && at.iter().any(|at| at == expected) => {
                        Some(at)
                    }
                    _ => None,
                }
            }
            List::Broken => {
                let faults = self.room.judge.faults(&self.reference, Held::Given(draft))?;
                let named = faults.iter().any(|fault| fault.pointer == proposal.0);
                (named && reads(draft)).then(|| vec![proposal.0.clone()])
            }
        }
    }
}

fn key((pointer, value): &Proposal) -> String {
    match value {
        Some(value) => format!("{pointer} {value}"),
        None => pointer.clone(),
    }
}

fn ready<'a>(spot: &Spot<'a, '_>, value: Value) -> Offer<'a> {
    Offer::Ready((spot.pointer.clone(), Some(value)))
}

/// The base with an edit, where that changes something.
#[cfg(test)]
pub(super) fn edited(base: &Value, proposal: &Proposal) -> Option<Value> {
    let mut edited = base.clone();
    in_place::edit(&mut edited, proposal)?;
    Some(edited)
}
