use super::{
    Evidence, Rewrite, Type, broken, built, choose, chosen, equal, evolved, rebuilt, refused, reshaped, secret, show,
    varied,
};
use lossless::Map;
use lossless::serde::Deserialize;
use lossless::serde_json;
use lossless::union::{self, Alternative};

const TEXT: &str = r#"{"type":"numbers"}
{"refused":"/examples/0","is":{"a":[true]},"at":["/b","/a/0"]}
{"equal":"least","is":{"a":[1,2.0]}}
{"equal":"fullest","is":{"a":[1]}}
{"varied":"/a","to":[1.0]}
{"varied":"/a"}
{"reshaped":"/a/0","to":"x"}
{"broken":"/a","to":[]}
{"secret":"/a"}
{"type":"wrong"}
{"refused":"/examples/0","is":{"a":[true]},"at":["/b"]}
{"equal":"least","is":{"a":[true]}}
{"type":"texts"}
{"equal":"least","is":{"a":["x"]}}
{"secret":"/a"}
{"type":"pins"}
{"refused":"/examples/0","is":{"pin":[4242],"a":[5]},"at":["/b"]}
{"equal":"least","is":{"pin":[4242]}}
{"varied":"/pin","to":[4242,"x"]}
{"type":"right"}
{"equal":"least","is":{"a":[1]},"chosen":{"/a":["Either::Other","Either::One"]}}
{"type":"wrong alternative"}
{"equal":"least","is":{"a":[1]},"chosen":{"/a":["Either::Other"]}}
"#;

static EVIDENCE: Evidence = Evidence::new("numbers.jsonl", TEXT);

fn numbers() -> Type<'static> {
    Type::of::<Map<Vec<i64>>>("Numbers", "numbers", &EVIDENCE)
}

fn wrong() -> Type<'static> {
    Type::of::<Map<Vec<i64>>>("Numbers", "wrong", &EVIDENCE)
}

#[test]
fn the_laws_hold_for_a_type_of_the_runtime() {
    equal(numbers());
    refused(numbers());
    varied(numbers());
    reshaped(numbers());
    broken(numbers(), Some(|_| Ok(vec!["/a".to_owned()])));
    built(numbers(), |from, into| {
        rebuilt(from, into, |value: &Map<Vec<i64>>| Ok(value.clone()))
    });
}

#[test]
#[should_panic(expected = "numbers.jsonl:12: the instance `least`: is refused: ")]
fn an_instance_that_does_not_read_is_not_equal() {
    equal(wrong());
}

/// A union that takes any list to be its first alternative.
#[derive(Clone)]
enum Either {
    One(Vec<i64>),
    Other(Vec<i64>),
}

impl lossless::Untagged for Either {
    const NAME: &'static str = "Either";
    const ALTERNATIVES: &'static [Alternative<Self>] = &[
        Alternative {
            name: "One",
            types: union::ARRAY,
            rule: "",
            read: |value| union::read(value).map(Self::One),
            unknown: |_| 0,
        },
        Alternative {
            name: "Other",
            types: union::ARRAY,
            rule: "",
            read: |value| union::read(value).map(Self::Other),
            unknown: |_| 0,
        },
    ];
    fn unknown(_: lossless::Value) -> Option<Self> {
        None
    }
    fn blank() -> Self {
        Self::One(Vec::new())
    }
}

lossless::untagged! { Either }
lossless::alternatives! { Either: One, Other }

#[test]
fn a_valid_alternative_is_right() {
    chosen(
        Type::of::<Map<Either>>("Eithers", "right", &EVIDENCE),
        choose::<Map<Either>>,
    );
}

#[test]
#[should_panic(expected = "is read into Either::One at `/a`, and is valid under [\"Either::Other\"]")]
fn a_wrong_alternative_that_comes_back_equal_is_found_out() {
    let eithers = Type::of::<Map<Either>>("Eithers", "wrong alternative", &EVIDENCE);
    equal(eithers);
    chosen(eithers, choose::<Map<Either>>);
}

#[test]
#[should_panic(expected = "is read into no alternative at `/a`")]
fn a_union_that_is_not_there_is_found_out() {
    let numbers = Type::of::<Map<Vec<i64>>>("Numbers", "wrong alternative", &EVIDENCE);
    chosen(numbers, choose::<Map<Vec<i64>>>);
}

#[test]
#[should_panic(expected = "is refused elsewhere than at [\"/b\"]")]
fn a_refusal_elsewhere_is_none() {
    refused(wrong());
}

#[test]
#[should_panic(expected = "numbers.jsonl:8: with `/a` set to []: breaks a constraint, but `validate()` names []")]
fn a_judge_that_minds_nothing_is_found_out() {
    broken(numbers(), Some(|_| Ok(Vec::new())));
}

#[test]
#[should_panic(expected = "shows a secret")]
fn a_secret_that_shows_is_found() {
    let texts = Type::of::<Map<Vec<String>>>("Texts", "texts", &EVIDENCE);
    secret(texts, show::<Map<Vec<String>>>);
}

#[test]
#[should_panic(expected = "shows a secret")]
fn a_number_that_shows_is_found() {
    secret(numbers(), show::<Map<Vec<i64>>>);
}

#[test]
fn what_a_test_says_hides_what_is_under_a_secret_name() {
    let failure = |test: fn()| {
        let panic = std::panic::catch_unwind(test).expect_err("a failing test");
        *panic.downcast::<String>().expect("a message")
    };
    let pins = || Type::of::<Map<Vec<i64>>>("Numbers", "pins", &EVIDENCE);
    let rebuild: Rewrite = |from, into| {
        into.extend_from_slice(br#"{"pin":[42424]}"#);
        serde_json::Value::deserialize(from).map(|_| Ok(()))
    };
    let said = [
        failure(|| refused(Type::of::<Map<Vec<i64>>>("Numbers", "pins", &EVIDENCE))),
        failure(|| varied(Type::of::<Map<Vec<i64>>>("Numbers", "pins", &EVIDENCE))),
        std::panic::catch_unwind(|| built(pins(), rebuild))
            .expect_err("a failing test")
            .downcast::<String>()
            .map(|said| *said)
            .expect("a message"),
    ];
    for said in &said {
        assert!(!said.contains("4242"), "{said}");
    }
    assert!(said[0].contains(r#"{"pin":"[redacted]","a":[5]}"#), "{}", said[0]);
}

#[test]
#[should_panic(expected = "no line is `secret`")]
fn no_secret_is_no_proof() {
    secret(wrong(), show::<Map<Vec<i64>>>);
}

#[test]
#[should_panic(expected = "/a: expected [1], found nothing")]
fn a_builder_that_forgets_is_found_out() {
    built(numbers(), |from, into| {
        into.extend_from_slice(b"{}");
        serde_json::Value::deserialize(from).map(|_| Ok(()))
    });
}

#[test]
#[should_panic(expected = "no line is `evolved`")]
fn a_law_without_lines_is_no_proof() {
    evolved(numbers());
}
