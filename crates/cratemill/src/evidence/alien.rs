//! Values that types of other crates stand for: what these read is known to their own code alone.

use super::find::stated;
use super::place::Place;
use super::room::Room;
use super::spots::Spot;
use super::{Evidence, Location, Verdict};
use crate::budget::SPOTS_OF_AN_INSTANCE;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What types of other crates stand for, each with the path of the type.
#[derive(Clone, Debug, Default)]
pub struct Aliens {
    /// By reference to the schema.
    pub schemas: BTreeMap<String, String>,
    /// By format.
    pub formats: BTreeMap<String, String>,
}

impl Aliens {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.schemas.is_empty() && self.formats.is_empty()
    }
}

/// A published example that the type which stands for it may refuse.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Doubt {
    /// Where the value stands.
    pub location: Location,
    /// The path of the type.
    pub path: String,
    /// What the value is not.
    pub is_no: String,
}

impl<'a> Room<'a, '_> {
    /// The type of another crate that stands for what all of these schemas ask of.
    pub fn alien(&self, places: &[Place<'a>]) -> Option<&str> {
        let aliens = &self.subject.aliens;
        if aliens.is_empty() {
            return None;
        }
        let of = |place: &Place<'a>| {
            let format = place.schema.get("format").and_then(Value::as_str);
            aliens
                .schemas
                .get(&place.reference())
                .or_else(|| aliens.formats.get(format?))
        };
        places.iter().find_map(of).map(String::as_str)
    }

    /// Whether a value of it can be made: a text of a format, as its specification has it.
    pub fn is_made(&self, places: &[Place<'a>]) -> bool {
        let is_schema = |place: &Place<'a>| self.subject.aliens.schemas.contains_key(&place.reference());
        !places.iter().any(is_schema)
    }

    /// What a published value is not that such a type may ask for; `None` of one that it should read.
    pub fn misses(&self, place: &Place<'a>, value: &Value) -> Option<String> {
        let format = place.schema.get("format").and_then(Value::as_str);
        match self.judge.verdict(&place.reference(), value) {
            Verdict::Valid if format == Some("uuid") && value.as_str().is_some_and(|text| !is_plain_uuid(text)) => {
                Some("UUID in lower case with hyphens".to_owned())
            }
            Verdict::Valid => None,
            Verdict::BreaksFormat(_) => Some(format!("text of the format `{}`", format.unwrap_or_default())),
            Verdict::Contradicts(_) | Verdict::Unjudged => Some("valid value of its schema".to_owned()),
        }
    }

    /// The values inside of an instance that such types stand for, with the first schema that says so.
    pub fn aliens_in<'v>(&self, root: &Place<'a>, instance: &'v Value) -> Vec<(String, &'v Value, Place<'a>)> {
        let mut found = Vec::new();
        if self.subject.aliens.is_empty() {
            return found;
        }
        let mut pending: Vec<Spot<'a, 'v>> = vec![self.whole(root, instance)];
        let mut seen = 0;
        while let Some(mut spot) = pending.pop().filter(|_| seen < SPOTS_OF_AN_INSTANCE) {
            seen += 1;
            let is_alien = |place: &&Place<'a>| self.alien(std::slice::from_ref(*place)).is_some();
            if let Some(place) = spot.places.iter().find(is_alien).filter(|_| !spot.value.is_null()) {
                found.push((spot.pointer.clone(), spot.value, place.clone()));
                continue;
            }
            spot.is_foreign = false;
            pending.extend(self.children(&spot));
        }
        found
    }

    /// Notes the examples of properties and the like that such a type may refuse.
    pub fn doubt_stated(&self, evidence: &mut Evidence) {
        if self.subject.aliens.is_empty() {
            return;
        }
        let targets = self.subject.targets.iter();
        let files: BTreeMap<&str, &str> = targets
            .map(|target| {
                (
                    target.schema.split('#').next().unwrap_or_default(),
                    target.file.as_str(),
                )
            })
            .collect();
        let mut pending: Vec<Place<'a>> = self.documents.roots().collect();
        while let Some(place) = pending.pop() {
            if let Some(path) = self.alien(std::slice::from_ref(&place)) {
                for (tail, value) in stated(&place) {
                    let is_no = self.misses(&place, value);
                    let file = files.get(place.reference().split('#').next().unwrap_or_default());
                    let (Some(is_no), Some(file)) = (is_no, file) else {
                        continue;
                    };
                    evidence.doubts.push(Doubt {
                        location: Location {
                            file: (*file).to_owned(),
                            pointer: format!("{}/{tail}", place.pointer),
                        },
                        path: path.to_owned(),
                        is_no,
                    });
                }
            }
            pending.extend(place.subschemas());
        }
    }

    /// Notes what of a published example such types may refuse, and whether that is none of it.
    pub fn doubt(&self, root: &Place<'a>, instance: &Value, at: &Location, evidence: &mut Evidence) -> bool {
        let mut is_sound = true;
        for (pointer, value, place) in self.aliens_in(root, instance) {
            let path = self.alien(std::slice::from_ref(&place)).unwrap_or_default().to_owned();
            match self.misses(&place, value) {
                Some(is_no) => {
                    is_sound = false;
                    let location = Location {
                        file: at.file.clone(),
                        pointer: format!("{}{pointer}", at.pointer),
                    };
                    evidence.doubts.push(Doubt { location, path, is_no });
                }
                None if !self.is_made(std::slice::from_ref(&place)) => {
                    *evidence.unjudged.entry(path).or_default() += 1;
                }
                None => {}
            }
        }
        is_sound
    }
}

/// Whether a text is a UUID as RFC 9562 writes it.
fn is_plain_uuid(text: &str) -> bool {
    text.len() == 36
        && text
            .chars()
            .all(|c| c == '-' || c.is_ascii_digit() || ('a'..='f').contains(&c))
}

impl Evidence {
    /// Each doubt once, by its place.
    pub(super) fn settle_doubts(&mut self) {
        let all: BTreeSet<Doubt> = std::mem::take(&mut self.doubts).into_iter().collect();
        self.doubts = all.into_iter().collect();
    }
}
