//! Corrections of what is published: begun by a command, applied, and told when upstream needs them no more.

use cratemill_cli::Exit;
use end_to_end::House;
use end_to_end::upstream::tells;

const SCHEMA: &str = r#"{ "type": "object", "properties": { "phone": { "type": "string" }, "x": {} } }"#;

fn house() -> House {
    House::with_crates(&[("p/json-schema/a.json", SCHEMA)])
}

#[test]
fn a_patch_is_begun_filled_in_and_told_when_upstream_is_repaired() {
    let house = house();
    let told = [
        "schemas/p/patches/a-phone-type.json",
        "`reason`",
        "`link`",
        "`value`",
        "cargo xtask codegen p",
    ];
    tells(
        house.xtask(&["patch", "p", "a.json", "/properties/phone/type"]),
        Exit::Fine,
        &told,
    );
    tells(
        house.xtask(&["codegen"]),
        Exit::Found,
        &["error[CM0005]", "without a reason and a link"],
    );
    let patch = "schemas/p/patches/a-phone-type.json";
    let reasoned = house.text(patch).replace("\"\"", "\"because\"");
    house.put(patch, &reasoned);
    tells(
        house.xtask(&["codegen"]),
        Exit::Fine,
        &["warning[CM0021]", "changes nothing"],
    );
    let (head, tail) = reasoned.rsplit_once("\"string\"").expect("the last value");
    house.put(patch, &format!("{head}[\"string\", \"null\"]{tail}"));
    let text = tells(house.xtask(&["codegen"]), Exit::Fine, &["1 provider: done"]);
    assert!(!text.contains("CM0021"), "{text}");
    assert!(house.text("generated/p/src/a.rs").contains("Maybe<String>"));

    // Upstream is repaired in the same way, and in another.
    house.put(
        "schemas/p/json-schema/a.json",
        &SCHEMA.replace("\"string\"", "[\"string\", \"null\"]"),
    );
    let told = [
        "error[CM0005]: the patch is no longer needed",
        "delete `patches/a-phone-type.json`",
    ];
    tells(house.xtask(&["codegen"]), Exit::Found, &told);
    house.put(
        "schemas/p/json-schema/a.json",
        &SCHEMA.replace("\"string\"", "\"integer\""),
    );
    let told = [
        "no longer applies to `a.json`: at `/properties/phone/type` there is `\"integer\"`",
        "write its `test` anew",
    ];
    tells(house.xtask(&["codegen"]), Exit::Found, &told);
}

#[test]
fn a_whole_patch_is_written_at_once_also_of_what_is_missing() {
    let house = house();
    let words = [
        "--value",
        "\"integer\"",
        "--reason",
        "r",
        "--link",
        "https://example.com/1",
    ];
    let patch = ["patch", "p", "json-schema/a.json", "#/properties/x/type"];
    tells(
        house.xtask(&[&patch[..], &words].concat()),
        Exit::Fine,
        &["wrote `schemas/p/patches/a-x-type.json`"],
    );
    tells(house.xtask(&["codegen"]), Exit::Fine, &["1 provider: done"]);
    assert!(house.text("generated/p/src/a.rs").contains("i64"));
    tells(house.xtask(&patch), Exit::Usage, &["there is a patch already"]);
    for (file, pointer, message) in [
        (
            "b.json",
            "",
            "no schema file `b.json`; did you mean `a.json`? it has `a.json`",
        ),
        ("a.json", "/properties/y/z", "`/properties` has `phone`, `x`"),
        ("a.json", "properties", "did you mean `/properties`?"),
    ] {
        tells(house.xtask(&["patch", "p", file, pointer]), Exit::Usage, &[message]);
    }
}

#[test]
fn an_overlay_is_read_beside_patches() {
    let house = house();
    house.put(
        "schemas/p/patches/overlay.json",
        r#"{ "overlay": "1.1.0", "info": { "title": "t", "version": "1" }, "extends": "a.json", "actions": [
            { "target": "$.properties.phone.type", "update": "integer" },
            { "target": "$.properties.x", "copy": "$.properties.phone" },
            { "target": "$.properties.gone", "remove": true } ] }"#,
    );
    tells(
        house.xtask(&["codegen"]),
        Exit::Fine,
        &["warning[CM0021]", "its target selects nothing"],
    );
    assert_eq!(house.text("generated/p/src/a.rs").matches("Option<i64>,").count(), 2);
}

#[test]
fn what_is_asked_wrongly_is_told_with_what_may_have_been_meant() {
    let names: Vec<String> = (0..12).map(|index| format!("\"n{index}\": {{}}")).collect();
    let wide = format!("{{ \"properties\": {{ {} }} }}", names.join(", "));
    let house = House::with_crates(&[("p/json-schema/a.json", SCHEMA), ("p/json-schema/wide.json", &wide)]);
    let cases: [(&[&str], &[&str]); 7] = [
        (
            &["wide.jsno", ""],
            &["did you mean `wide.json`? it has `a.json`, `wide.json`"],
        ),
        (
            &["a.json", "properties/phone/type"],
            &["no JSON Pointer, which begins with `/`; did you mean `/properties/phone/type`?"],
        ),
        (
            &["a.json", "/properties/phnoe/type"],
            &["did you mean `/properties/phone/type`? `/properties` has `phone`, `x`"],
        ),
        (
            &["a.json", "/propertis/phone"],
            &["did you mean `/properties/phone`? its root has `type`, `properties`"],
        ),
        (
            &["wide.json", "/properties/m/type"],
            &["`/properties` has `n0`", "`n7` and 4 more"],
        ),
        (
            &["a.json", "/properties/phone/type", "--value", "integer"],
            &["--value is not JSON", "a text stands in quotes: --value '\"integer\"'"],
        ),
        (&["a.json", "/properties/x/y/z"], &["`/properties/x` has none"]),
    ];
    for (words, told) in cases {
        let words: Vec<&str> = ["patch", "p"].iter().chain(words).copied().collect();
        tells(house.xtask(&words), Exit::Usage, told);
    }
    let fault = house.xtask(&["patch", "p", "a.json", "/properties/phone/type", "--value", "[1"]);
    assert!(!fault.err.contains("in quotes"), "{}", fault.err);
    assert!(!house.at("schemas/p/patches").exists(), "nothing is written");
}

#[test]
fn a_pointer_to_nothing_is_told_with_what_may_have_been_meant() {
    let house = house();
    let nothing = "there is nothing at `/properties/phnoe`, and the patch adds it";
    let text = tells(
        house.xtask(&["patch", "p", "a.json", "/properties/phnoe", "--reason", "r"]),
        Exit::Fine,
        &[nothing, "did you mean `/properties/phone`? then delete the file"],
    );
    let left = "\nsay in `link` where it is reported or documented, and put into the last `value` what should be there\nthen run";
    assert!(text.contains(left), "{text}");
    let far = tells(
        house.xtask(&["patch", "p", "a.json", "/properties/phone/format", "--value", "1"]),
        Exit::Fine,
        &["there is nothing at `/properties/phone/format`"],
    );
    assert!(!far.contains("did you mean"), "{far}");
    let left = "\nsay in `reason` what is wrong and in `link` where it is reported or documented\nthen run";
    assert!(far.contains(left), "{far}");
    let whole = ["--value", "1", "--reason", "r", "--link", "https://a.example"];
    let there = house.xtask(&[&["patch", "p", "a.json", "/properties/phone/type"][..], &whole].concat());
    let there = tells(there, Exit::Fine, &[]);
    assert!(!there.contains("nothing at") && !there.contains("say"), "{there}");
}
