//! What a maintainer chooses.

use super::closed_enum::{Schema, Status, schema::Level};
use super::uses::{equal, read};
use round_trip::rejects;

#[test]
fn a_closed_enumeration_refuses_what_it_does_not_name() {
    equal::<Schema>(&[
        r#"{ "status": "on" }"#,
        r#"{ "status": "off", "level": 1.0, "mode": 3 }"#,
        r#"{ "status": "on", "level": null, "mode": "new", "new": 1 }"#,
    ]);
    for (instance, at) in [
        (r#"{ "status": "new" }"#, "/status"),
        (r#"{ "status": "" }"#, "/status"),
        (r#"{ "status": null }"#, "/status"),
        (r#"{ "status": 1 }"#, "/status"),
        (r#"{ "status": "on", "level": 3 }"#, "/level"),
        (r#"{ "status": "on", "level": "1" }"#, "/level"),
    ] {
        rejects::<Schema>(instance, at);
    }
    let error = lossless::from_str::<Status>("\"hunter2\"")
        .expect_err("no value")
        .to_string();
    assert!(
        error.contains("no value of Status") && !error.contains("hunter2"),
        "{error}"
    );
}

#[test]
fn a_closed_enumeration_is_matched_to_the_end() {
    let one: Schema = read(r#"{ "status": "off", "level": 2 }"#);
    let word = match one.status {
        Status::On => "runs",
        Status::Off => "rests",
    };
    assert_eq!(
        (word, one.status.as_str(), one.status.to_string()),
        ("rests", "off", "off".to_owned())
    );
    assert_eq!(
        (one.level_or_default(), Level::V1 < Level::V2, i64::from(Level::V2)),
        (Level::V2, true, 2)
    );
    assert_eq!("on".parse(), Ok(Status::On));
    assert!(Status::try_from("new").is_err() && Level::try_from(3).is_err());
    let bare = Schema::builder().status(Status::On).build().expect("whole");
    assert_eq!(bare.level_or_default(), Level::V1);
}
