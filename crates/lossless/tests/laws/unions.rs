//! Unions with and without a discriminating property.

use crate::types::{Cat, Never, Payment, Pet, Timeout};
use lossless::{Rules, UnknownKind, Value, from_str};
use round_trip::{check, rejects};

#[test]
fn the_tag_may_be_anywhere() {
    for instance in [
        r#"{"petType": "cat", "lives": 9}"#,
        r#"{"lives": 9.0, "x": {"deep": null}, "petType": "cat", "y": 1}"#,
        r#"{"lives": null, "petType": "cat"}"#,
        r#"{"barks": true, "petType": "dog"}"#,
        r#"{"petType": "cat", "friend": {"friend": {"petType": "fish"}, "petType": "cat"}}"#,
    ] {
        check::<Pet>(instance);
    }
    assert!(matches!(
        from_str::<Pet>(r#"{"lives": 9, "petType": "cat"}"#),
        Ok(Pet::Cat(Cat { lives: Some(9), .. }))
    ));
    assert!(matches!(from_str::<Pet>(r#"{"barks": false, "petType": "dog"}"#), Ok(Pet::Dog(dog)) if !dog.barks));
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Species;

impl lossless::Const for Species {
    const NAME: &'static str = "Species";
    const VALUE: lossless::Constant = lossless::Constant::Text("cat");
}
lossless::constants! { Species }

#[derive(Clone)]
struct Pedigree {
    species: Species,
    breed: String,
    extra: lossless::Extra,
}
lossless::slots! { Pedigree, "Pedigree", Value, 1 [3] constants [1]; 0 "species" species required; 1 "breed" breed required; }

/// Its tag is any string, so that it must be read.
#[derive(Clone)]
struct Note {
    species: String,
    extra: lossless::Extra,
}
lossless::slots! { Note, "Note", Value, 1 [1]; 0 "species" species required; }

#[derive(Clone)]
enum Paper {
    Pedigree(Pedigree),
    Note(Note),
    Unknown(Value),
}
lossless::tagged_union! {
    Paper "Paper" "species" {
        fn blank() -> Self {
            Self::Unknown(Value::Null)
        }
    } false;
    Pedigree: Pedigree = "cat" | "kitten";
    Note: Note = "note";
}

#[derive(Clone)]
enum Shelf {
    Paper(Paper),
    Unknown(Value),
}
lossless::tagged_union! {
    Shelf "Shelf" "kind" {
        fn blank() -> Self {
            Self::Unknown(Value::Null)
        }
    } false;
    Paper: Paper = "paper";
}

/// The tag of the union around is a property that the alternative inside does not name, wherever it stands.
#[test]
fn a_tag_around_a_union_is_kept_and_its_own_is_read() {
    for instance in [
        r#"{"kind": "paper", "species": "cat", "breed": "Manx"}"#,
        r#"{"species": "cat", "kind": "paper", "breed": "Manx"}"#,
        r#"{"breed": "Manx", "species": "cat", "kind": "paper"}"#,
        r#"{"kind": "paper", "breed": "Manx", "species": "cat"}"#,
    ] {
        check::<Shelf>(instance);
        let Ok(Shelf::Paper(Paper::Pedigree(read))) = from_str(instance) else {
            panic!("{instance}");
        };
        assert_eq!(read.extra.get("kind"), Some(&"paper".into()), "{instance}");
    }
    for instance in [
        r#"{"kind": "paper", "species": "note"}"#,
        r#"{"x": 1, "species": "note", "kind": "paper"}"#,
    ] {
        check::<Shelf>(instance);
        let is_read = |read: Shelf| matches!(read, Shelf::Paper(Paper::Note(note)) if note.species == "note");
        assert!(from_str(instance).is_ok_and(is_read), "{instance}");
    }
}

/// A tag that means an alternative need not be the constant that the alternative asks for, and stands there once.
#[test]
fn a_tag_is_judged_by_the_constant_of_its_alternative() {
    for instance in [
        r#"{"species": "cat", "breed": "Manx", "x": 1}"#,
        r#"{"breed": "Manx", "species": "cat", "x": 1}"#,
        r#"{"x": 1, "species": "c\u0061t", "breed": "Manx"}"#,
    ] {
        check::<Paper>(instance);
        assert!(matches!(from_str(instance), Ok(Paper::Pedigree(_))), "{instance}");
    }
    for instance in [
        r#"{"species": "kitten", "breed": "Manx"}"#,
        r#"{"breed": "Manx", "species": "kitten"}"#,
        r#"{"species": "cat", "species": "cat", "breed": "Manx"}"#,
        r#"{"breed": "Manx", "species": "cat", "species": "cat"}"#,
    ] {
        rejects::<Paper>(instance, "/species");
    }
    rejects::<Paper>(r#"{"species": "cat"}"#, "");
}

#[test]
fn an_unknown_tag_is_kept() {
    check::<Pet>(r#"{"scales": 1000, "petType": "fish", "x": [null]}"#);
    assert!(matches!(
        from_str::<Pet>(r#"{"petType": "fish"}"#),
        Ok(Pet::Unknown(Value::Object(_)))
    ));
}

#[test]
fn a_tag_is_what_its_text_means() {
    check::<Vec<Pet>>(r#"[{"petType": "c\u0061t"}, {"petType": "cat", "lives": 9}, {"petType": "f\u0069sh"}]"#);
    let read = |text| from_str::<Pet>(text).expect("reads");
    assert!(matches!(read(r#"{"petType": "c\u0061t"}"#), Pet::Cat(_)));
    assert!(matches!(
        read(r#"{"p\u0065tType": "cat", "lives": 9}"#),
        Pet::Cat(Cat { lives: Some(9), .. })
    ));
    let error = from_str::<Pet>(r#"{"petType": 1.5, "lives": 9}"#).expect_err("no text");
    assert_eq!(
        error.message(),
        "invalid type: number, expected string, the discriminator of Pet"
    );
}

#[test]
fn rules_that_only_refer_to_each_other_ask_for_nothing() {
    let rules = Rules::new(r#"{"a": {"$ref": "b"}, "b": {"$ref": "a"}, "c": {"$ref": "d"}, "d": {"required": ["x"]}}"#);
    assert!(rules.accept("a", "{}") && rules.accept("b", "1"));
    assert!(rules.accept("c", r#"{"x": 1}"#) && !rules.accept("c", r#"{"y": 1}"#));
}

#[test]
fn what_is_required_counts_among_many_properties_too() {
    let names: Vec<String> = (0..100).map(|index| format!("n{index}")).collect();
    let rules: &'static str = format!(r#"{{"a": {{"required": {names:?}}}}}"#).leak();
    let rules = Rules::new(rules);
    let whole: Vec<String> = names.iter().map(|name| format!("{name:?}: 1")).collect();
    assert!(rules.accept("a", &format!("{{{}}}", whole.join(", "))));
    for left_out in [0, 50, 99] {
        let mut part = whole.clone();
        part[left_out] = r#""other": 1"#.to_owned();
        assert!(!rules.accept("a", &format!("{{{}}}", part.join(", "))), "{left_out}");
    }
}

#[test]
fn what_is_no_pet_is_rejected() {
    rejects::<Pet>("{}", "");
    rejects::<Pet>(r#"{"lives": 9}"#, "");
    rejects::<Pet>(r#""cat""#, "");
    rejects::<Pet>(r#"{"petType": 1}"#, "/petType");
    rejects::<Pet>(r#"{"petType": "dog"}"#, "");
    rejects::<Pet>(r#"{"petType": "cat", "lives": "9"}"#, "/lives");
    rejects::<Pet>(r#"{"lives": "9", "petType": "cat"}"#, "/lives");
    rejects::<Pet>(r#"{"lives": 9, "petType": "cat", "lives": 9}"#, "/lives");
    rejects::<Pet>(r#"{"petType": "cat", "petType": "dog", "barks": true}"#, "/petType");
    rejects::<Vec<Pet>>(
        r#"[{"friend": {"lives": [], "petType": "cat"}, "petType": "cat"}]"#,
        "/0/friend/lives",
    );
    let error = from_str::<Pet>(r#"{"lives": 9}"#).expect_err("no tag");
    assert_eq!(error.message(), "missing property `petType` of Pet");
}

#[test]
fn the_alternative_with_the_fewest_unknown_properties_is_chosen() {
    let payment = |text| from_str::<Payment>(text).expect("reads");
    assert!(matches!(payment(r#"{"number": "1"}"#), Payment::Card(_)));
    assert!(matches!(payment(r#"{"number": "1", "name": "x"}"#), Payment::Card(_)));
    assert!(matches!(payment(r#"{"number": "1", "bank": 2}"#), Payment::Iban(_)));
    assert!(matches!(
        payment(r#"{"number": "1", "bank": 2, "other": 3}"#),
        Payment::Iban(_)
    ));
    assert!(matches!(payment(r#"{"number": "1", "bank": "2"}"#), Payment::Card(_)));
}

#[test]
fn an_open_union_keeps_what_no_alternative_reads() {
    for instance in [
        r#"{"number": "1", "bank": 2.0, "other": null}"#,
        r#"{"number": 1}"#,
        "{}",
        r#"{"number": "1", "bank": "2", "name": 3}"#,
    ] {
        check::<Payment>(instance);
    }
    assert!(matches!(from_str(r#"{"number": 1}"#), Ok(Payment::Unknown(_))));
    for other in ["1", r#""x""#, "null", "[]"] {
        rejects::<Payment>(other, "");
    }
    let error = from_str::<Payment>(r#""my secret""#).expect_err("no object");
    assert_eq!(error.message(), "invalid type: string, expected Payment (object)");
}

#[test]
fn a_closed_union_says_why() {
    for instance in ["1", "1.0", r#""never""#, "[1, 2.0]", "[]"] {
        check::<Timeout>(instance);
    }
    assert_eq!(from_str::<Timeout>(r#""never""#).ok(), Some(Timeout::Never(Never)));
    for other in ["1.5", "null", "{}", "true", r#""always""#] {
        rejects::<Timeout>(other, "");
    }
    rejects::<Timeout>(r#"[1, "2"]"#, "/1");
    let error = from_str::<Timeout>("true").expect_err("no alternative");
    assert_eq!(
        error.message(),
        "invalid type: boolean, expected Timeout (integer, string, array)"
    );
}

/// How many steps reading takes.
fn steps<T: lossless::Instance>(text: &str) -> u64 {
    let before = lossless::steps();
    lossless::instance::<T>(text).expect("an instance");
    lossless::steps() - before
}

/// What comes before the tag is buffered once, and is looked through once.
#[test]
fn a_late_tag_takes_linear_steps() {
    let late = |count: usize| {
        let unknown: String = (0..count).map(|index| format!(r#""k{index}": [{index}], "#)).collect();
        format!(r#"{{{unknown}"petType": "cat"}}"#)
    };
    let (few, many) = (steps::<Pet>(&late(1_000)), steps::<Pet>(&late(4_000)));
    assert!(many <= 4 * few, "{few} steps, then {many}");
    assert!(few < 20_000, "{few} steps");
}

/// A tag that comes last on every level makes the outermost value a tape, and the others are read from it.
#[test]
fn late_tags_within_each_other_take_linear_steps() {
    let late = |depth: usize| {
        let (start, end) = (r#"{"friend": "#, r#", "petType": "cat"}"#);
        format!(
            "{}{}{}",
            start.repeat(depth),
            r#"{"petType": "fish"}"#,
            end.repeat(depth)
        )
    };
    check::<Pet>(&late(40));
    let (short, long) = (steps::<Pet>(&late(20)), steps::<Pet>(&late(40)));
    assert!(2 * long <= 5 * short, "{short} steps, then {long}");
    assert!(short < 1_000, "{short} steps");
}

/// Numbers keep their digits on a tape, escaped texts and names are what they mean, and nothing is reordered.
#[test]
fn a_tape_holds_what_came() {
    for instance in [
        r#"{"number": "a\u00e9\n\"\ud83d\ude00", "x\u0041": {"": [[], {}, [{}], -0.5, 1e2, true, false, null]}}"#,
        r#"{"number": "1", "bank": 9007199254740993, "deep": [1, [2, [3, {"a": {"b": []}}]]]}"#,
        " {\t\"number\" :\n\"1\" , \"list\" : [ 1 , 2 ] }\r\n",
    ] {
        check::<Payment>(instance);
    }
    let long = r#"{"number": "1", "x": {"y": 123456789012345678901234567890}}"#;
    match from_str::<Value>("1e999").is_ok() {
        // Another crate has turned on serde_json's `arbitrary_precision`: an untyped value holds any number.
        true => check::<Payment>(long),
        false => rejects::<Payment>(long, "/x/y"),
    }
    rejects::<Payment>(r#"{"number": "1", "x": 1, "x": 2}"#, "/x");
}

static RULES: Rules = Rules::new(r#"{"texts": {"properties": {"x": {"type": "integer"}}}}"#);

#[derive(Clone)]
enum Either {
    Numbers(Vec<i64>),
    Named(lossless::Map<i64>),
    Unknown(Value),
}

lossless::untagged_union! {
    Either "Either" Unknown {
        const UNTYPED: &'static [&'static str] = &["texts"];
        fn rules() -> Option<&'static Rules> {
            Some(&RULES)
        }
        fn unknown(value: Value) -> Option<Self> {
            Some(Self::Unknown(value))
        }
        fn blank() -> Self {
            Self::Unknown(Value::Null)
        }
    } false;
    Numbers: Vec<i64> = ARRAY "";
    Named: lossless::Map<i64> = OBJECT "";
}

/// An alternative that asks for no JSON type has values that its variant can't hold. They are kept, and none is unknown.
#[test]
fn what_is_valid_under_an_alternative_without_a_type_is_no_unknown_one() {
    let kinds = |text: &str| {
        let read: Either = from_str(text).expect("reads");
        let is_kept = matches!(read, Either::Unknown(_));
        (
            is_kept,
            read.unknowns().iter().map(|one| one.kind()).collect::<Vec<_>>(),
        )
    };
    assert_eq!(kinds("[1]"), (false, vec![]));
    assert_eq!(kinds(r#"["s"]"#), (true, vec![]));
    assert_eq!(kinds(r#"{"y": "s"}"#), (true, vec![]));
    assert_eq!(kinds(r#"{"x": "s"}"#), (true, vec![UnknownKind::Alternative]));
    check::<Either>(r#"["s", 1.50]"#);
}

#[test]
fn nested_choices_take_no_exponential_time() {
    let depth = 60;
    let text = format!(
        "{}{}{}",
        r#"{"payment": {"number": "1", "bank": 1, "x": "#.repeat(depth),
        1,
        "}}".repeat(depth)
    );
    check::<crate::types::Node>(&text);
}
