//! What the tool says to a person and to a program: formats of diagnostics, differences, and what may have been meant.

use cratemill_cli::Exit;
use end_to_end::House;
use serde_json::Value;
use std::fs;

const SCHEMA: &str = r#"{ "type": "object", "properties": { "x": { "type": "string" } } }"#;
/// A schema with a slip of the pen, and an example of it.
const SLIPS: &str = r##"{
  "properties": {
    "user": { "$ref": "#/$defs/Usr" },
    "kind": { "enum": ["a", "b"] }
  },
  "examples": [{ "kind": "a" }, { "kind": 7 }],
  "$defs": { "User": { "type": "object" } }
}"##;

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

#[test]
fn diagnostics_are_printed_for_editors_programs_and_workflows() {
    let house = House::with_crates(&[("p/json-schema/a.json", SLIPS)]);
    let of = |format: &str| house.xtask(&["codegen", "--runtime", "0.1", "--format", format]);
    let short = of("short");
    let line = "schemas/p/json-schema/a.json:3:23: warning[CM0201]: `#/$defs/Usr` names no schema";
    assert!(short.err.lines().any(|one| one.starts_with(line)), "{}", short.err);
    assert_eq!(short.err.lines().count(), 2, "{}", short.err);
    says(&short.out, &["1 provider: done"]);

    let json = of("json").out;
    let all: Vec<Value> = json
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(all.len(), 2, "{json}");
    let first = &all[0];
    assert_eq!(
        (&first["code"], &first["severity"]),
        (&"CM0201".into(), &"warning".into())
    );
    assert_eq!(
        (&first["file"], &first["pointer"]),
        (&"schemas/p/json-schema/a.json".into(), &"/properties/user/$ref".into())
    );
    assert_eq!(
        (&first["start"]["line"], &first["start"]["column"]),
        (&3.into(), &23.into())
    );
    assert_eq!(
        (&first["end"]["line"], &first["end"]["column"]),
        (&3.into(), &36.into())
    );

    let github = of("github").err;
    let place = "::warning file=schemas/p/json-schema/a.json,line=3,endLine=3,col=23,endColumn=36,title=CM0201%3A ";
    says(
        &github,
        &[
            place,
            "%0Adid you mean `a.json#/$defs/User`?",
            "::notice file=",
            "title=CM0502%3A",
        ],
    );
    assert!(github.lines().all(|line| line.starts_with("::")), "{github}");
}

#[test]
fn a_line_break_in_a_file_name_makes_no_annotation_of_its_own() {
    let house = House::with_crates(&[("p/json-schema/a.json", "{ \"$ref\": \"#/x\\n::error::y\" }")]);
    let github = house.xtask(&["codegen", "--runtime", "0.1", "--format", "github"]).err;
    assert_eq!(github.lines().count(), 1, "{github}");
    let short = house.xtask(&["codegen", "--runtime", "0.1", "--format", "short"]).err;
    assert_eq!(short.lines().count(), 1, "{short}");
}

#[test]
fn what_may_have_been_meant_is_asked() {
    let cases = [
        ("[namse]\nstrip_prefix = []\n", "did you mean `names`?"),
        ("[source]\nfolow = \"main\"\n", "did you mean `follow`?"),
        (
            "[types.\"a.json#/properties/knd\"]\nclosed = true\n",
            "did you mean `a.json#/properties/kind`?",
        ),
        (
            "[names.override]\n\"a.json#/$defs/Usr\" = \"Person\"\n",
            "did you mean `a.json#/$defs/User`?",
        ),
        (
            "[secrets.places]\n\"a.json#/properties/usr\" = true\n",
            "did you mean `a.json#/properties/user`?",
        ),
    ];
    for (manifest, question) in cases {
        let house = House::new(&[("p/json-schema/a.json", SLIPS), ("p/provider.toml", manifest)]);
        let outcome = house.codegen(&[]);
        assert_eq!(outcome.exit, Exit::Found, "{manifest}");
        says(&outcome.err, &[question]);
    }
    let house = House::with_crates(&[("p/json-schema/a.json", SLIPS)]);
    says(
        &house.codegen(&[]).err,
        &["did you mean `a.json#/$defs/User`? add the file"],
    );
    for (words, question) in [
        (
            ["explain", "p", "a.json#/properties/usr"],
            "did you mean `a.json#/properties/user`?",
        ),
        (["explain", "p", "Usre"], "did you mean `User`"),
    ] {
        let outcome = house.xtask(&words);
        assert_eq!(outcome.exit, Exit::Usage);
        says(&outcome.err, &[question]);
    }
    says(&house.xtask(&["explain", "CM02O1"]).err, &["did you mean `CM0201`?"]);
    let far = house.xtask(&["explain", "p", "something-else"]).err;
    assert!(!far.contains("did you mean"), "{far}");
}

#[test]
fn a_contradiction_tells_what_was_expected_and_found_and_where() {
    let cases = [
        (
            r#"{ "type": "integer" }"#,
            r#""seven""#,
            "expected `integer`, found the string `\"seven\"`",
        ),
        (
            r#"{ "type": ["integer", "null"] }"#,
            "[1, 2]",
            "expected `null` or `integer`, found an array of 2",
        ),
        (
            r#"{ "enum": ["a", "b"] }"#,
            "7",
            "expected `\"a\"` or `\"b\"`, found `7`",
        ),
        (r#"{ "const": 1 }"#, "2", "expected `1`, found `2`"),
        (r#"{ "minimum": 5 }"#, "2", "expected at least 5, found `2`"),
        (
            r#"{ "maxLength": 1 }"#,
            r#""ab""#,
            "expected at most 1 characters, found the string `\"ab\"`",
        ),
        (
            r#"{ "pattern": "^x" }"#,
            r#""y""#,
            "expected a match of `^x`, found the string `\"y\"`",
        ),
    ];
    for (schema, value, expected) in cases {
        let text = format!("{{\n  \"type\": \"object\",\n  \"properties\": {{ \"a\": {schema} }}\n}}");
        let example = format!("{{\n  \"a\": {value}\n}}");
        let house = House::new(&[("p/json-schema/thing.json", &text), ("p/examples/thing.json", &example)]);
        let err = house.codegen(&[]).err;
        says(
            &err,
            &[
                expected,
                "--> schemas/p/examples/thing.json:2:8",
                &format!("2 |   \"a\": {value}"),
                "= at: /a",
            ],
        );
    }
    let house = House::new(&[
        (
            "p/json-schema/thing.json",
            r#"{ "type": "object", "required": ["id"] }"#,
        ),
        ("p/examples/thing.json", "{ \"name\": 1 }"),
    ]);
    says(
        &house.codegen(&[]).err,
        &[
            "`required` at ``, expected the property `\"id\"`",
            "--> schemas/p/examples/thing.json:1:1",
        ],
    );
}

#[test]
fn the_caret_stands_behind_the_token_before_a_missing_comma() {
    let house = House::new(&[
        ("p/json-schema/a.json", SCHEMA),
        (
            "p/json-schema/b.json",
            "{\n  \"type\": \"object\"\n  \"title\": \"B\" }",
        ),
        ("p/json-schema/c.json", "{ \"enum\": [1\n\n 2] }"),
    ]);
    let err = house.codegen(&[]).err;
    says(
        &err,
        &[
            "b.json:2:19\n",
            "2 |   \"type\": \"object\"\n  |                   ^\n",
            "c.json:1:13\n",
        ],
    );
}

#[test]
fn what_follows_from_a_file_that_is_not_read_is_told_with_the_file() {
    let house = House::new(&[
        (
            "p/json-schema/a.json",
            r#"{ "properties": { "x": { "$ref": "b.json" }, "y": { "$ref": "./b.json#/c" } } }"#,
        ),
        ("p/json-schema/b.json", "{"),
    ]);
    let outcome = house.codegen(&[]);
    assert_eq!(outcome.err.matches("warning[").count(), 1, "{}", outcome.err);
    says(
        &outcome.err,
        &["warning[CM0101]", "; 2 references to it became opaque types"],
    );
    says(
        &house.text("out/p/FIDELITY.md"),
        &["a.json#/properties/x", "a.json#/properties/y"],
    );
    // The cause is gone, and what is left is told.
    fs::remove_file(house.at("schemas/p/json-schema/b.json")).expect("a file");
    let outcome = house.codegen(&[]);
    assert_eq!(outcome.err.matches("warning[CM0201]").count(), 2, "{}", outcome.err);
}

#[test]
fn a_check_shows_a_screen_of_difference_and_then_each_file() {
    let house = House::with_crates(&[("p/json-schema/a.json", SCHEMA)]);
    assert_eq!(house.codegen(&[]).exit, Exit::Fine);
    let properties: Vec<String> = (0..60)
        .map(|index| format!("\"p{index}\": {{ \"type\": \"string\" }}"))
        .collect();
    let wide = format!(
        "{{ \"type\": \"object\", \"properties\": {{ {} }} }}",
        properties.join(", ")
    );
    house.put("schemas/p/json-schema/a.json", &wide);
    house.put("out/p/old.rs", "one\ntwo");
    let check = house.codegen(&["--check"]);
    assert_eq!(check.exit, Exit::Found);
    let (shown, listed) = check.out.split_once(" differ:\n").expect("a summary by file");
    let difference = shown.lines().skip_while(|line| !line.starts_with("---")).count();
    assert!((20..=50).contains(&difference), "{difference} lines: {}", check.out);
    says(
        listed,
        &[
            "changed  out/p/src/a.rs",
            "gone     out/p/old.rs",
            "+0 -2\n",
            "`--verbose` shows every difference",
        ],
    );
    let all = house.codegen(&["--check", "--verbose"]).out;
    assert!(all.lines().count() > 4 * check.out.lines().count(), "{all}");
    assert!(all.contains("p59"), "every line is shown");
}

#[test]
fn the_shells_are_told_the_commands() {
    let house = House::new(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = house.xtask(&["completions", shell, "--name", "xt"]);
        assert_eq!(script.exit, Exit::Fine);
        says(&script.out, &["xt", "codegen", "--check"]);
    }
}

#[test]
fn a_folder_without_providers_is_told_how_one_begins() {
    let house = House::new(&[]);
    fs::remove_dir(house.at("schemas")).expect("a folder");
    let outcome = house.xtask(&["codegen"]);
    assert_eq!(outcome.exit, Exit::Usage);
    says(
        &outcome.err,
        &["there is no provider in", "cargo xtask add NAME --from SOURCE"],
    );
}

/// What is no diagnostic goes nowhere where programs read the output, and failures stay to be seen.
#[test]
fn a_failure_is_told_beside_json() {
    let house = House::with_crates(&[("p/json-schema/a.json", SCHEMA)]);
    house.put("generated/p/Cargo.toml", "[package]\nname = \"mine\"\n");
    let outcome = house.xtask(&["codegen", "--format", "json", "--runtime", "0.1"]);
    assert_eq!((outcome.exit, outcome.out.as_str()), (Exit::CouldNotRun, ""));
    says(&outcome.err, &["was not written by cratemill"]);
}

const USER: &str = r##"{
  "type": "object",
  "properties": { "role": { "enum": ["a", "b"] }, "contact": { "oneOf": [{ "$ref": "#/$defs/Mail" }, { "$ref": "#/$defs/Phone" }] } },
  "$defs": {
    "Mail": { "type": "object", "required": ["mail"], "properties": { "mail": { "type": "string" } } },
    "Phone": { "type": "object", "required": ["phone"], "properties": { "phone": { "type": "string" } } }
  }
}"##;

#[test]
fn after_an_override_all_that_is_told_has_the_path_of_the_code() {
    let house = House::with_crates(&[("p/json-schema/user.json", USER)]);
    let codegen = || house.xtask(&["codegen", "--runtime", "0.1"]);
    assert_eq!(codegen().exit, Exit::Fine);
    house.put(
        "schemas/p/provider.toml",
        "[names.override]\n\"user.json#\" = \"Person\"\n\"user.json#/$defs/Mail\" = \"Email\"\n",
    );
    let told = codegen().out;
    let moved = "compatible: `user::Role`: the type keeps its path; it was defined in module `user` and is in `person`";
    let variant = "breaking: `user::Contact`: the variant was called `Mail` and is called `Email`";
    says(&told, &[moved, variant]);
    assert!(!told.contains("person::Role"), "{told}");
    says(&house.text("generated/p/types.json"), &["\"p_types::user::Role\""]);
    says(&house.text("schemas/p/names.lock"), &["\"user::Role\""]);
    assert!(house.text("generated/p/src/person.rs").contains("pub enum Role"));
    let explained = |place: &str| house.xtask(&["explain", "p", place]).out;
    let role = explained("user::Role");
    says(&role, &["user::Role is an open enum", "Defined as person::Role."]);
    for other in ["person::Role", "p_types::person::Role", "user.json#/properties/role"] {
        assert_eq!(explained(other), role, "{other}");
    }
    // A name that a type had leads to it, as the alias in the code does.
    assert_eq!(explained("User"), explained("Person"));
    says(&explained("Person"), &["Person is a struct"]);
    says(
        &house.xtask(&["explain", "p", "person::Rloe"]).err,
        &["did you mean `person::Role`"],
    );
}

#[test]
fn what_is_closed_is_explained_as_closed() {
    let schema =
        r#"{ "type": "object", "properties": { "colour": { "enum": ["red"] }, "level": { "enum": [1, 2] } } }"#;
    for closed in [false, true] {
        let types =
            ["colour", "level"].map(|name| format!("[types.\"a.json#/properties/{name}\"]\nclosed = {closed}\n"));
        let house = House::new(&[("p/json-schema/a.json", schema), ("p/provider.toml", &types.concat())]);
        for (place, what) in [("a::Colour", "strings"), ("a::Level", "integers")] {
            let told = house.xtask(&["explain", "p", place]);
            let (kind, others) = [("an open", "kept as `Unknown`"), ("a closed", "refused")][usize::from(closed)];
            says(
                &told.out,
                &[
                    &format!("{place} is {kind} enum of {what}"),
                    &format!("others are {others}"),
                ],
            );
        }
    }
}
