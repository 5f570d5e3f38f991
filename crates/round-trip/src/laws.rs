//! The laws on lists of instances and edits, as [`equal!`](crate::equal!) and its kin call them. A type comes in as
//! functions from text to text, so that what is here is compiled once and not once per type.

use crate::difference;
use crate::edits::{self, Edit};
use crate::json::{self, Json};
use lossless::Instance;
use std::fmt::{Debug, Display};

/// What is put in the place of a secret.
const CANARY: &str = "canary-4f1d7c";
/// The same for a number.
const NUMBER: &str = "40429917";

/// A generated type as its tests see it.
#[derive(Clone, Copy)]
pub struct Type {
    name: &'static str,
    rewrite: fn(&str) -> Result<String, lossless::Error>,
    debug: fn(&str) -> Result<String, lossless::Error>,
}

impl Type {
    /// The type `T`, which goes by `name` in messages.
    pub const fn of<T: Instance + Debug>(name: &'static str) -> Type {
        Type {
            name,
            rewrite: rewrite::<T>,
            debug: debug::<T>,
        }
    }

    /// What is wrong with a round trip of `instance`, if anything.
    fn round_trip(self, instance: &Json) -> Result<(), String> {
        let rewrite = |text: &str| (self.rewrite)(text).map_err(|error| format!("is refused: {error}"));
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
    fn refuses<P: AsRef<str> + Debug>(self, instance: &Json, at: &[P]) -> Result<(), String> {
        match (self.rewrite)(&instance.to_string()) {
            Ok(written) => Err(match json::parse(&written) {
                Ok(written) => format!("reads, and comes back as {}", written.shown("")),
                Err(error) => format!("reads, and is not written as JSON: {error}"),
            }),
            Err(error) if at.iter().any(|at| at.as_ref() == error.path()) => Ok(()),
            Err(error) => Err(format!(
                "is refused elsewhere than at {at:?}: {error} (at {:?})",
                error.path()
            )),
        }
    }
}

fn rewrite<T: Instance>(text: &str) -> Result<String, lossless::Error> {
    lossless::to_string(&lossless::from_str::<T>(text)?)
}

fn debug<T: Instance + Debug>(text: &str) -> Result<String, lossless::Error> {
    let value: T = lossless::from_str(text)?;
    Ok(format!("{value:?} {value:#?}"))
}

/// Reads a text and gives the JSON Pointers of all that `validate()` says against it.
pub type Validate = fn(&str) -> Result<Vec<String>, lossless::Error>;

/// The instance reads, comes back equal, and what is written then stays as it is.
///
/// # Panics
/// It doesn't.
#[track_caller]
pub fn equal(of: Type, instance: &str) {
    report(of, [("the instance".to_owned(), of.round_trip(&parsed(instance)))]);
}

/// The instance does not read, and the error names one of the pointers.
///
/// # Panics
/// It does.
#[track_caller]
pub fn refused(of: Type, instance: &str, at: &[&str]) {
    report(of, [("the instance".to_owned(), of.refuses(&parsed(instance), at))]);
}

/// Each edit of the list still reads, and comes back equal.
///
/// # Panics
/// One doesn't.
#[track_caller]
pub fn still_equal(of: Type, instance: &str, edits: &str, list: &str) {
    check(of, instance, edits, list, |edited, _| of.round_trip(edited));
}

/// Each edit of the list is of another shape: it does not read, and the error names its place.
///
/// # Panics
/// One reads.
#[track_caller]
pub fn reshaped(of: Type, instance: &str, edits: &str) {
    check(of, instance, edits, "reshaped", |edited, edit| {
        of.refuses(edited, &edit.at)
    });
}

/// Each edit of the list breaks a constraint: it reads and comes back equal, and `validate`, where there is one, names
/// its place.
///
/// # Panics
/// One is refused, changed, or found valid.
#[track_caller]
pub fn broken(of: Type, instance: &str, edits: &str, validate: Option<Validate>) {
    check(of, instance, edits, "broken", |edited, edit| {
        of.round_trip(edited)?;
        let Some(validate) = validate else { return Ok(()) };
        let named = validate(&edited.to_string()).map_err(|error| format!("is refused: {error}"))?;
        let is_named = edit.at.iter().any(|at| named.contains(at));
        if is_named {
            Ok(())
        } else {
            Err(format!("breaks a constraint, but `validate()` names {named:?}"))
        }
    });
}

/// No secret of the instance shows in `{:?}`.
///
/// # Panics
/// One does.
#[track_caller]
pub fn secret(of: Type, instance: &str, edits: &str) {
    let (instance, places) = (parsed(instance), edits::texts(edits, "secrets"));
    let outcome = hides(of, &instance, &places);
    report(of, [("the instance".to_owned(), outcome)]);
}

/// What a builder makes from the parts of a value is equal to the value.
///
/// # Panics
/// It isn't, or the builder asks for more.
#[track_caller]
pub fn built<T: Instance, E: Display>(of: Type, instance: &str, rebuild: impl FnOnce(&T) -> Result<T, E>) {
    let rebuilt = match lossless::from_str::<T>(instance) {
        Err(error) => Err(format!("is refused: {error}")),
        Ok(value) => match rebuild(&value) {
            Err(error) => Err(format!("has everything, and the builder says: {error}")),
            Ok(rebuilt) => lossless::to_string(&rebuilt).map_err(|error| format!("can't be written: {error}")),
        },
    };
    let equal = |rebuilt: String| {
        let same = difference::equal(instance, &rebuilt);
        same.map_err(|difference| format!("is built different: {difference}"))
    };
    report(of, [("the instance".to_owned(), rebuilt.and_then(equal))]);
}

/// Canaries in all the places at once, or, where one is no such text or number, in each alone.
fn hides(of: Type, instance: &Json, places: &[String]) -> Result<(), String> {
    let shows = |poisoned: &Json| {
        (of.debug)(&poisoned.to_string()).map(|shown| shown.contains(CANARY) || shown.contains(NUMBER))
    };
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
fn check(of: Type, instance: &str, edits: &str, list: &str, law: impl Fn(&Json, &Edit) -> Result<(), String>) {
    let instance = parsed(instance);
    let outcome = |edit: &Edit| match edit.of(&instance) {
        Some(edited) => law(&edited, edit),
        None => Err("there is no such place".to_owned()),
    };
    let edits = edits::read(edits, list);
    assert!(!edits.is_empty(), "{}: no edit is `{list}`", of.name);
    report(of, edits.iter().map(|edit| (edit.to_string(), outcome(edit))));
}

/// All failures together, so that one run shows them all.
#[track_caller]
fn report(of: Type, outcomes: impl IntoIterator<Item = (String, Result<(), String>)>) {
    let failures = outcomes
        .into_iter()
        .filter_map(|(what, outcome)| Some(format!("{what}: {}", outcome.err()?)));
    let failures: Vec<String> = failures.collect();
    assert!(failures.is_empty(), "{}:\n{}", of.name, failures.join("\n"));
}

#[track_caller]
fn parsed(text: &str) -> Json {
    match json::parse(text) {
        Ok(value) => value,
        Err(error) => panic!("the instance is not JSON: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Type, broken, built, equal, refused, reshaped, secret, still_equal};
    use lossless::Map;

    const EDITS: &str = r#"{
        "varied": [{ "set": "/a", "to": [1.0] }, { "remove": "/a" }],
        "reshaped": [{ "set": "/a/0", "to": "x", "at": ["/a/0"] }],
        "broken": [{ "set": "/a", "to": [], "at": ["/a"] }],
        "secrets": ["/a"]
    }"#;

    fn numbers() -> Type {
        Type::of::<Map<Vec<i64>>>("Numbers")
    }

    #[test]
    fn the_laws_hold_for_a_type_of_the_runtime() {
        equal(numbers(), r#"{"a": [1, 2.0]}"#);
        refused(numbers(), r#"{"a": [true]}"#, &["/b", "/a/0"]);
        still_equal(numbers(), r#"{"a": [1]}"#, EDITS, "varied");
        reshaped(numbers(), r#"{"a": [1]}"#, EDITS);
        broken(numbers(), r#"{"a": [1]}"#, EDITS, Some(|_| Ok(vec!["/a".to_owned()])));
        built::<Map<Vec<i64>>, String>(numbers(), r#"{"a": [1]}"#, |value| Ok(value.clone()));
    }

    #[test]
    #[should_panic(expected = "is refused: ")]
    fn an_instance_that_does_not_read_is_not_equal() {
        equal(numbers(), r#"{"a": [true]}"#);
    }

    #[test]
    #[should_panic(expected = "is refused elsewhere than at [\"/b\"]")]
    fn a_refusal_elsewhere_is_none() {
        refused(numbers(), r#"{"a": [true]}"#, &["/b"]);
    }

    #[test]
    #[should_panic(expected = "`validate()` names []")]
    fn a_judge_that_minds_nothing_is_found_out() {
        broken(numbers(), r#"{"a": [1]}"#, EDITS, Some(|_| Ok(Vec::new())));
    }

    #[test]
    #[should_panic(expected = "shows a secret")]
    fn a_secret_that_shows_is_found() {
        secret(Type::of::<Map<Vec<String>>>("Texts"), r#"{"a": ["x"]}"#, EDITS);
    }

    #[test]
    #[should_panic(expected = "shows a secret")]
    fn a_number_that_shows_is_found() {
        secret(numbers(), r#"{"a": [1]}"#, EDITS);
    }

    #[test]
    fn what_a_test_says_hides_what_is_under_a_secret_name() {
        let failure = |test: fn()| {
            let panic = std::panic::catch_unwind(test).expect_err("a failing test");
            *panic.downcast::<String>().expect("a message")
        };
        const KEYS: &str = r#"{ "varied": [{ "set": "/pin", "to": [4242, "x"] }] }"#;
        let said = [
            failure(|| refused(numbers(), r#"{"pin": [4242], "a": [5]}"#, &["/b"])),
            failure(|| still_equal(numbers(), r#"{"pin": [4242]}"#, KEYS, "varied")),
            failure(|| {
                built::<Map<Vec<i64>>, String>(numbers(), r#"{"pin": [4242]}"#, |_| {
                    lossless::from_str(r#"{"pin": [42424]}"#).map_err(|error| error.to_string())
                });
            }),
        ];
        for said in &said {
            assert!(!said.contains("4242"), "{said}");
        }
        assert!(said[0].contains(r#"{"pin":"[redacted]","a":[5]}"#), "{}", said[0]);
    }

    #[test]
    #[should_panic(expected = "/a: expected [1], found nothing")]
    fn a_builder_that_forgets_is_found_out() {
        built::<Map<Vec<i64>>, String>(numbers(), r#"{"a": [1]}"#, |_| Ok(Map::default()));
    }

    #[test]
    #[should_panic(expected = "no edit is `evolved`")]
    fn an_empty_list_is_no_proof() {
        still_equal(numbers(), "{}", EDITS, "evolved");
    }
}
