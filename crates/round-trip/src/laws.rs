//! The laws, as the tests that [`evidence!`](crate::evidence!) makes call them. A type comes in as functions from text to
//! text, so that what is here is compiled once and not once per type.

use crate::alternatives::{Chosen, alternatives};
use crate::difference;
pub use crate::evidence::Evidence;
use crate::evidence::{Line, What};
use crate::json::{self, Json};
use lossless::serde_json::{self, de::StrRead};
use lossless::{Instance, MissingProperties};
use std::collections::BTreeSet;

/// What is put in the place of a secret.
const CANARY: &str = "canary-4f1d7c";
/// The same for a number.
const NUMBER: &str = "40429917";

/// What reads a text.
type Reader<'de> = serde_json::Deserializer<StrRead<'de>>;

/// Reads a value and writes it: what can't be read is the outer error, what can't be written the inner one.
pub type Rewrite = fn(&mut Reader<'_>, &mut Vec<u8>) -> serde_json::Result<Result<(), String>>;

/// A generated type as its tests see it.
#[derive(Clone, Copy)]
pub struct Type<'e> {
    name: &'static str,
    module: &'static str,
    evidence: &'e Evidence,
    rewrite: Rewrite,
}

impl<'e> Type<'e> {
    /// The type `T`, which goes by `name` in messages and by `module` in its file of evidence.
    pub const fn of<T: Instance>(name: &'static str, module: &'static str, evidence: &'e Evidence) -> Self {
        Type {
            name,
            module,
            evidence,
            rewrite: rewrite::<T>,
        }
    }

    /// What is wrong with a round trip of `instance`, if anything.
    fn round_trip(self, instance: &Json) -> Result<(), String> {
        let rewrite = |text: &str| read_and_written(self.rewrite, text).map_err(refused_by_reader)?;
        let once = rewrite(&instance.to_string())?;
        let written = json::parse(&once).map_err(|error| format!("is not written as JSON: {error}"))?;
        difference::same(instance, &written).map_err(|difference| format!("comes back different: {difference}"))?;
        let twice = rewrite(&once)?;
        if once == twice {
            Ok(())
        } else {
            let twice = json::parse(&twice).map_err(|error| format!("is not written as JSON: {error}"))?;
            let place = difference::same(&written, &twice)
                .err()
                .map(|difference| difference.to_string());
            Err(format!(
                "is no fixed point: {}",
                place.unwrap_or_else(|| "the same value becomes another text".to_owned())
            ))
        }
    }

    /// What is wrong if `instance` should not be read, with an error at one of the pointers `at`.
    fn refuses(self, instance: &Json, at: &[String]) -> Result<(), String> {
        match read_and_written(self.rewrite, &instance.to_string()) {
            Ok(written) => Err(match written.and_then(|written| json::parse(&written)) {
                Ok(written) => format!("reads, and comes back as {}", written.shown("")),
                Err(error) => format!("reads, and is not written as JSON: {error}"),
            }),
            Err(error) if at.iter().any(|at| at == error.path()) => Ok(()),
            Err(error) => Err(format!(
                "is refused elsewhere than at {at:?}: {error} (at {:?})",
                error.path()
            )),
        }
    }

    /// The line of the last instance, and the instance.
    #[track_caller]
    fn base(self) -> (Line, Json) {
        let mut lines = self.evidence.of(self.module).into_iter().rev();
        let found = lines.find_map(|line| match &line.what {
            What::Instance(_, value) => Some((value.clone(), line)),
            What::Edit(..) => None,
        });
        let Some((value, line)) = found else {
            panic!("{}: there is no instance", self.name);
        };
        (line, value)
    }
}

fn rewrite<T: Instance>(from: &mut Reader<'_>, into: &mut Vec<u8>) -> serde_json::Result<Result<(), String>> {
    let value = T::read(from)?;
    Ok(written(&value, into))
}

fn written<T: Instance>(value: &T, into: &mut Vec<u8>) -> Result<(), String> {
    value
        .serialize(&mut serde_json::Serializer::new(into))
        .map_err(unwritten)
}

/// What a text becomes: what can't be read is the outer error, what can't be written the inner one.
fn read_and_written(rewrite: Rewrite, text: &str) -> Result<Result<String, String>, lossless::Error> {
    let (mut into, mut outcome) = (Vec::new(), Ok(()));
    lossless::through(text, &mut |from| {
        outcome = rewrite(from, &mut into)?;
        Ok(())
    })?;
    Ok(outcome.and_then(|()| String::from_utf8(into).map_err(|error| error.to_string())))
}

/// Reads a text and gives both ways of `{:?}`.
pub type Show = fn(&str) -> Result<String, lossless::Error>;

/// The [`Show`] of a type.
///
/// # Errors
/// The text is not read.
pub fn show<T: Instance>(text: &str) -> Result<String, lossless::Error> {
    let value: T = lossless::instance(text)?;
    Ok(format!("{value:?} {value:#?}"))
}

/// Reads a text and gives the alternatives that its unions are read into.
pub type Choose = fn(&str) -> Result<Vec<Chosen>, lossless::Error>;

/// The [`Choose`] of a type.
///
/// # Errors
/// The text is not read.
pub fn choose<T: Instance>(text: &str) -> Result<Vec<Chosen>, lossless::Error> {
    lossless::instance::<T>(text).map(|value| alternatives(&value))
}

/// Reads a text and gives the JSON Pointers of all that `validate()` says against it.
pub type Validate = fn(&str) -> Result<Vec<String>, lossless::Error>;

/// The instances read, come back equal, and what is written then stays as it is.
///
/// # Panics
/// One doesn't.
#[track_caller]
pub fn equal(of: Type<'_>) {
    check(of, "equal", |value, _| of.round_trip(value));
}

/// The instances do not read, and the error names one of the pointers.
///
/// # Panics
/// One does.
#[track_caller]
pub fn refused(of: Type<'_>) {
    check(of, "refused", |value, line| of.refuses(value, &line.at));
}

/// Valid edits still read, and come back equal.
///
/// # Panics
/// One doesn't.
#[track_caller]
pub fn varied(of: Type<'_>) {
    check(of, "varied", |value, _| of.round_trip(value));
}

/// The unions of the instances and edits are read into alternatives that the values are valid under: each is one of those that a
/// line names.
///
/// # Panics
/// One isn't.
#[track_caller]
pub fn chosen(of: Type<'_>, choose: Choose) {
    let is_told = |line: &Line| !line.chosen.is_empty();
    check_lines(of, "chosen", is_told, |value, line| chooses(choose, value, line));
}

fn chooses(choose: Choose, instance: &Json, line: &Line) -> Result<(), String> {
    let found = choose(&instance.to_string()).map_err(|error| format!("is refused: {error}"))?;
    let union = |name: &str| name.rsplit_once("::").map_or("", |(union, _)| union).to_owned();
    for (place, allowed) in &line.chosen {
        let unions: BTreeSet<String> = allowed.iter().map(|name| union(name)).collect();
        for name in unions {
            let here = |one: &&Chosen| one.pointer == *place && union(one.alternative) == name;
            let alternative = found.iter().find(here).map_or("no alternative", |one| one.alternative);
            if !allowed.iter().any(|allowed| allowed == alternative) {
                return Err(format!(
                    "is read into {alternative} at `{place}`, and is valid under {allowed:?}"
                ));
            }
        }
    }
    Ok(())
}

/// Edits that a newer server may send still read, and come back equal.
///
/// # Panics
/// One doesn't.
#[track_caller]
pub fn evolved(of: Type<'_>) {
    check(of, "evolved", |value, _| of.round_trip(value));
}

/// Edits of another shape do not read, and the error names the place.
///
/// # Panics
/// One reads.
#[track_caller]
pub fn reshaped(of: Type<'_>) {
    check(of, "reshaped", |value, line| of.refuses(value, &line.at));
}

/// Edits that break a constraint read and come back equal, and `validate`, where there is one, names the place.
///
/// # Panics
/// One is refused, changed, or found valid.
#[track_caller]
pub fn broken(of: Type<'_>, validate: Option<Validate>) {
    check(of, "broken", |value, line| {
        of.round_trip(value)?;
        let Some(validate) = validate else { return Ok(()) };
        let named = validate(&value.to_string()).map_err(|error| format!("is refused: {error}"))?;
        let is_named = line.at.iter().any(|at| named.contains(at));
        if is_named {
            Ok(())
        } else {
            Err(format!("breaks a constraint, but `validate()` names {named:?}"))
        }
    });
}

/// No secret of the last instance shows in `{:?}`.
///
/// # Panics
/// One does.
#[track_caller]
pub fn secret(of: Type<'_>, show: Show) {
    let (base, instance) = of.base();
    let lines = of
        .evidence
        .of(of.module)
        .into_iter()
        .filter(|line| line.law == "secret");
    let places: Vec<String> = lines
        .filter_map(|line| match line.what {
            What::Edit(pointer, _) => Some(pointer),
            What::Instance(..) => None,
        })
        .collect();
    assert!(!places.is_empty(), "{}: no line is `secret`", of.name);
    let outcome = hides(show, &instance, &places);
    report(of, [(base, outcome)]);
}

/// What a builder makes from the parts of the last instance is equal to it; `rebuild` takes a value apart, builds of its parts,
/// and writes what is built, as [`rebuilt`] does.
///
/// # Panics
/// It isn't, or the builder asks for more.
#[track_caller]
pub fn built(of: Type<'_>, rebuild: Rewrite) {
    let (line, instance) = of.base();
    let equal = |rebuilt: String| {
        let rebuilt = json::parse(&rebuilt).map_err(|error| format!("is not written as JSON: {error}"))?;
        let same = difference::same(&instance, &rebuilt);
        same.map_err(|difference| format!("is built different: {difference}"))
    };
    let rebuilt = read_and_written(rebuild, &instance.to_string()).map_err(refused_by_reader);
    report(of, [(line, rebuilt.and_then(|rebuilt| rebuilt).and_then(equal))]);
}

/// Reads a value, and writes what a builder makes of it.
///
/// # Errors
/// The value is not read; inside, the builder asks for more, or what is built can't be written.
pub fn rebuilt<T: Instance>(
    from: &mut Reader<'_>,
    into: &mut Vec<u8>,
    rebuild: impl FnOnce(&T) -> Result<T, MissingProperties>,
) -> serde_json::Result<Result<(), String>> {
    let value = T::read(from)?;
    Ok(match rebuild(&value) {
        Ok(built) => written(&built, into),
        Err(error) => Err(refused_by_builder(error)),
    })
}

fn refused_by_reader(error: lossless::Error) -> String {
    format!("is refused: {error}")
}

fn refused_by_builder(error: MissingProperties) -> String {
    format!("has everything, and the builder says: {error}")
}

fn unwritten(error: serde_json::Error) -> String {
    format!("can't be written: {error}")
}

/// Canaries in all the places at once, or, where one is no such text or number, in each alone.
fn hides(show: Show, instance: &Json, places: &[String]) -> Result<(), String> {
    let shows =
        |poisoned: &Json| show(&poisoned.to_string()).map(|shown| shown.contains(CANARY) || shown.contains(NUMBER));
    let poisoned = |only: Option<usize>| {
        let (mut all, mut count) = (instance.clone(), 0);
        for place in places {
            all.pointer_mut(place)
                .into_iter()
                .for_each(|value| poison(value, only, &mut count));
        }
        (all, count)
    };
    let (all, count) = poisoned(None);
    let shown = match shows(&all) {
        Ok(shown) => shown,
        // A constant among the secrets, or a value that tells alternatives apart, is refused when it is another.
        Err(_) if count > 0 => (0..count).any(|only| shows(&poisoned(Some(only)).0).unwrap_or(false)),
        Err(error) => return Err(format!("is refused: {error}")),
    };
    if shown {
        Err("shows a secret in `Debug`".to_owned())
    } else {
        Ok(())
    }
}

/// Replaces every text and number in a value, or only that which is the `only`th of all.
fn poison(value: &mut Json, only: Option<usize>, count: &mut usize) {
    match value {
        Json::Array(items) => items.iter_mut().for_each(|item| poison(item, only, count)),
        Json::Object(object) => object.iter_mut().for_each(|(_, value)| poison(value, only, count)),
        Json::Word(_) => {}
        Json::String(_) | Json::Number(_) => {
            if only.is_none_or(|only| only == *count) {
                *value = match value {
                    Json::Number(_) => NUMBER.parse().map_or(Json::Word("null"), Json::Number),
                    _ => Json::String(CANARY.to_owned()),
                };
            }
            *count += 1;
        }
    }
}

#[track_caller]
fn check(of: Type<'_>, law: &str, holds: impl Fn(&Json, &Line) -> Result<(), String>) {
    check_lines(of, law, |line| line.law == law, holds);
}

#[track_caller]
fn check_lines(
    of: Type<'_>,
    law: &str,
    shows: impl Fn(&Line) -> bool,
    holds: impl Fn(&Json, &Line) -> Result<(), String>,
) {
    let lines = of.evidence.of(of.module);
    let base = lines.iter().rev().find_map(|line| match &line.what {
        What::Instance(_, value) => Some(value.clone()),
        What::Edit(..) => None,
    });
    let shown: Vec<Line> = lines.into_iter().filter(shows).collect();
    assert!(!shown.is_empty(), "{}: no line is `{law}`", of.name);
    let outcome = |line: Line| {
        let outcome = match line.what.of(base.as_ref()) {
            Some(value) => holds(&value, &line),
            None => Err("there is no such place".to_owned()),
        };
        (line, outcome)
    };
    report(of, shown.into_iter().map(outcome));
}

/// All failures together, so that one run shows them all.
#[track_caller]
fn report(of: Type<'_>, outcomes: impl IntoIterator<Item = (Line, Result<(), String>)>) {
    let failures = outcomes
        .into_iter()
        .filter_map(|(line, outcome)| Some(format!("{}: {}: {}", line.place, line.what, outcome.err()?)));
    let failures: Vec<String> = failures.collect();
    assert!(failures.is_empty(), "{}:\n{}", of.name, failures.join("\n"));
}

#[cfg(test)]
mod tests;
