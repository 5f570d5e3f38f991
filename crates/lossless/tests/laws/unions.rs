//! Unions with and without a discriminating property.

use crate::types::{Cat, Never, Payment, Pet, Timeout};
use lossless::{Value, from_str};
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

#[test]
fn an_unknown_tag_is_kept() {
    check::<Pet>(r#"{"scales": 1000, "petType": "fish", "x": [null]}"#);
    assert!(matches!(
        from_str::<Pet>(r#"{"petType": "fish"}"#),
        Ok(Pet::Unknown(Value::Object(_)))
    ));
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
