//! What a person reads who runs the command on bad input.

use cratemill_cli::Exit;
use end_to_end::House;
use expect_test::{Expect, expect};

/// Generates provider `p` from these files, and compares how it ends and what it says.
#[track_caller]
fn check(files: &[(&str, &str)], exit: Exit, expected: &Expect) {
    let house = House::new(files);
    let outcome = house.codegen(&["--verbose"]);
    expected.assert_eq(&outcome.err);
    assert_eq!(outcome.exit, exit, "{}", outcome.out);
    assert_eq!(house.at("out/p/Cargo.toml").exists(), exit == Exit::Fine);
}

#[test]
fn malformed_json() {
    let broken = "{\n  \"type\": \"object\",\n  \"properties\": {\n    \"a\": }\n}\n";
    let files = [
        ("p/json-schema/broken.json", broken),
        ("p/json-schema/whole.json", r#"{ "type": "string" }"#),
    ];
    check(
        &files,
        Exit::Fine,
        &expect![[r#"
        warning[CM0101]: expected value
         --> schemas/p/json-schema/broken.json:4:10
          |
        4 |     "a": }
          |          ^
          |
          = help: fetch the file again, or correct it; the rest of the provider goes on

    "#]],
    );
}

#[test]
fn nothing_but_malformed_json() {
    check(
        &[("p/json-schema/broken.json", "{ \"type\": \"object\"")],
        Exit::Found,
        &expect![[r#"
            error[CM0001]: `p` holds no JSON Schema that can be read
            --> schemas/p
             = help: what is wrong with its file is told with the file

            warning[CM0101]: EOF while parsing an object
             --> schemas/p/json-schema/broken.json:1:18
              |
            1 | { "type": "object"
              |                  ^
              |
              = help: fetch the file again, or correct it; the rest of the provider goes on

        "#]],
    );
}

#[test]
fn bytes_that_are_no_text() {
    let house = House::new(&[("p/json-schema/whole.json", "{}")]);
    std::fs::write(
        house.at("schemas/p/json-schema/latin.json"),
        b"{ \"title\": \"gr\xf6\xdfe\" }",
    )
    .expect("a file");
    expect![[r#"
        warning[CM0101]: the text is not UTF-8
         --> schemas/p/json-schema/latin.json:1:15
          |
        1 | { "title": "gr��e" }
          |               ^
          |
          = help: save the file as UTF-8

    "#]]
    .assert_eq(&house.codegen(&[]).err);
}

#[test]
fn a_reference_into_nowhere() {
    let schema = r##"{
  "properties": {
    "user": { "$ref": "#/$defs/User" },
    "team": { "$ref": "team.json#/$defs/Team" },
    "far": { "$ref": "https://example.com/far.json" },
    "bad": { "$ref": 7 }
  },
  "$defs": { "Usr": { "type": "object" } }
}
"##;
    check(
        &[("p/json-schema/session.json", schema)],
        Exit::Fine,
        &expect![[r##"
            warning[CM0201]: `#/$defs/User` names no schema of this provider; it became an opaque type
             --> schemas/p/json-schema/session.json:3:23
              |
            3 |     "user": { "$ref": "#/$defs/User" },
              |                       ^^^^^^^^^^^^^^
              |
              = at: /properties/user/$ref
              = help: did you mean `session.json#/$defs/Usr`? add the file that holds the schema, or correct the reference with a patch

            warning[CM0201]: `team.json#/$defs/Team` names no schema of this provider; it became an opaque type
             --> schemas/p/json-schema/session.json:4:23
              |
            4 |     "team": { "$ref": "team.json#/$defs/Team" },
              |                       ^^^^^^^^^^^^^^^^^^^^^^^
              |
              = at: /properties/team/$ref
              = help: add the file that holds the schema, or correct the reference with a patch

            warning[CM0201]: `https://example.com/far.json` names no schema of this provider; it became an opaque type
             --> schemas/p/json-schema/session.json:5:22
              |
            5 |     "far": { "$ref": "https://example.com/far.json" },
              |                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = at: /properties/far/$ref
              = help: add the file that holds the schema, or correct the reference with a patch

            warning[CM0301]: the draft does not allow this value; the keyword has no effect
             --> schemas/p/json-schema/session.json:6:22
              |
            6 |     "bad": { "$ref": 7 }
              |                      ^
              |
              = at: /properties/bad/$ref
              = help: correct the value upstream, or with a patch

        "##]],
    );
}

#[test]
fn one_id_twice() {
    let schema = r#"{ "$id": "https://example.com/a.json", "type": "object" }"#;
    let files = [("p/json-schema/a.json", schema), ("p/json-schema/b.json", schema)];
    check(
        &files,
        Exit::Fine,
        &expect![[r#"
        warning[CM0103]: the `$id` `https://example.com/a.json` stands in two schemas; references to it mean a.json#
         --> schemas/p/json-schema/b.json:1:10
          |
        1 | { "$id": "https://example.com/a.json", "type": "object" }
          |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = at: /$id
          = help: publish each schema once, or give one of the two another `$id` with a patch

    "#]],
    );
}

#[test]
fn a_name_twice_in_one_object() {
    check(
        &[(
            "p/json-schema/a.json",
            "{ \"type\": \"object\",\n  \"type\": \"string\" }",
        )],
        Exit::Fine,
        &expect![[r#"
        warning[CM0104]: a property name stands twice in one object
         --> schemas/p/json-schema/a.json:2:3
          |
        2 |   "type": "string" }
          |   ^^^^^^
          |
          = at: /type
          = help: the last one counts; remove the others, or correct the value with a patch

    "#]],
    );
}

#[test]
fn an_empty_folder() {
    let house = House::new(&[]);
    std::fs::create_dir_all(house.at("schemas/p/json-schema")).expect("a folder");
    let outcome = house.codegen(&[]);
    expect![[r#"
        error[CM0001]: `p` holds no JSON Schema
        --> schemas/p
         = help: put the provider's schema files into its folder `json-schema`

    "#]]
    .assert_eq(&outcome.err);
    assert_eq!(outcome.exit, Exit::Found);
}

#[test]
fn no_provider_at_all() {
    let outcome = House::new(&[]).codegen(&[]);
    expect![[r#"
        error: there is no provider in `schemas`
        a provider is a folder: schemas/<provider>/json-schema/*.json; `cargo xtask add NAME --from SOURCE` begins one
    "#]]
    .assert_eq(&outcome.err);
    assert_eq!(outcome.exit, Exit::Usage);
}

#[test]
fn json_that_is_no_schema() {
    let files = [
        ("p/json-schema/list.json", "[1, 2]"),
        ("p/json-schema/a.json", "{ \"type\": \"string\" }"),
    ];
    check(
        &files,
        Exit::Fine,
        &expect![[r#"
        warning[CM0102]: the file is JSON, but no JSON Schema; it was left out
         --> schemas/p/json-schema/list.json:1:1
          |
        1 | [1, 2]
          | ^^^^^^
          |
          = help: move it out of `json-schema`, or into `examples` if it is an example

    "#]],
    );
}

#[test]
fn keywords_of_another_type() {
    let schema = r#"{
  "type": "['object', 'null']",
  "required": "a",
  "properties": { "a": 7, "b": { "enum": "x" }, "c": { "pattern": "(" }, "d": { "type": "strng" } }
}
"#;
    check(
        &[("p/json-schema/a.json", schema)],
        Exit::Fine,
        &expect![[r#"
            warning[CM0301]: the draft does not allow this value; it was taken for `object` or `null`
             --> schemas/p/json-schema/a.json:2:11
              |
            2 |   "type": "['object', 'null']",
              |           ^^^^^^^^^^^^^^^^^^^^
              |
              = at: /type
              = help: correct the value upstream, or with a patch; until then a value of another type is kept

            warning[CM0301]: the draft does not allow this value; the keyword has no effect
             --> schemas/p/json-schema/a.json:3:15
              |
            3 |   "required": "a",
              |               ^^^
              |
              = at: /required
              = help: correct the value upstream, or with a patch

            warning[CM0301]: the draft does not allow this value; the entry has no effect
             --> schemas/p/json-schema/a.json:4:24
              |
            4 |   "properties": { "a": 7, "b": { "enum": "x" }, "c": { "pattern": "(" }, "d": { "type": "strng" } }
              |                        ^
              |
              = at: /properties/a
              = help: correct the value upstream, or with a patch

            warning[CM0301]: the draft does not allow this value; the keyword has no effect
             --> schemas/p/json-schema/a.json:4:42
              |
            4 |   "properties": { "a": 7, "b": { "enum": "x" }, "c": { "pattern": "(" }, "d": { "type": "strng" } }
              |                                          ^^^
              |
              = at: /properties/b/enum
              = help: correct the value upstream, or with a patch

            warning[CM0301]: the draft does not allow this value; the keyword has no effect
             --> schemas/p/json-schema/a.json:4:89
              |
            4 |   "properties": { "a": 7, "b": { "enum": "x" }, "c": { "pattern": "(" }, "d": { "type": "strng" } }
              |                                                                                         ^^^^^^^
              |
              = at: /properties/d/type
              = help: correct the value upstream, or with a patch

        "#]],
    );
}

#[test]
fn a_manifest_of_another_shape() {
    let files = [
        ("p/provider.toml", "[names]\nstrip_prefx = []\n"),
        ("p/json-schema/a.json", "{}"),
    ];
    check(
        &files,
        Exit::Found,
        &expect![[r#"
            error[CM0002]: unknown field `strip_prefx`, expected one of `strip_prefix`, `modules`, `override`
             --> schemas/p/provider.toml:2:1
              |
            2 | strip_prefx = []
              | ^^^^^^^^^^^
              |
              = help: did you mean `strip_prefix`? `cargo xtask manifest-schema` prints all keys and what they take

        "#]],
    );
}

#[test]
fn a_patch_that_no_longer_applies() {
    let patch = r#"{
  "file": "a.json",
  "reason": "the type is missing",
  "link": "https://example.com/issues/1",
  "patch": [{ "op": "test", "path": "/type", "value": "objct" }, { "op": "replace", "path": "/type", "value": "object" }]
}
"#;
    let files = [
        ("p/patches/type.json", patch),
        ("p/json-schema/a.json", "{ \"type\": \"object\" }"),
    ];
    check(
        &files,
        Exit::Found,
        &expect![[r#"
            error[CM0005]: the patch is no longer needed: `a.json` says itself what it would make of it; at `/type` there is `"object"`, and not `"objct"`
             --> schemas/p/patches/type.json:5:13
              |
            5 |   "patch": [{ "op": "test", "path": "/type", "value": "objct" }, { "op": "replace", "path": "/type", "value": "object" }]
              |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = at: /patch/0
              = help: delete `patches/type.json`

        "#]],
    );
}

#[test]
fn depth_without_end() {
    let deep = format!("{}true{}", r#"{"items":"#.repeat(100_000), "}".repeat(100_000));
    let files = [
        ("p/json-schema/deep.json", deep.as_str()),
        ("p/json-schema/a.json", "{ \"type\": \"string\" }"),
    ];
    check(
        &files,
        Exit::Fine,
        &expect![[r#"
        warning[CM0106]: arrays and objects lie more than 512 deep in each other
         --> schemas/p/json-schema/deep.json:1:4609
          |
        1 | ...:{"items":{"items":{"items":{"items":{"items":{"items":{"items":{"items":{"items":{"items":{"items":{"items":{"items":{"items":{"i...
          |                                                                    ^
          |
          = help: split the file, and use `$ref` where a schema repeats itself

    "#]],
    );
}

#[test]
fn references_in_a_circle() {
    let schema = r##"{
  "$defs": {
    "A": { "$ref": "#/$defs/B" },
    "B": { "$ref": "#/$defs/A" },
    "C": { "allOf": [{ "$ref": "#/$defs/C" }] },
    "D": { "type": "object", "required": ["d"], "properties": { "d": { "$ref": "#/$defs/D" } } }
  },
  "$ref": "#/$defs/A"
}
"##;
    check(&[("p/json-schema/a.json", schema)], Exit::Fine, &expect![""]);
}

#[test]
fn text_that_acts_on_a_terminal_is_shown_harmless() {
    let schema = "{ \"$ref\": \"#/\\u001b[2J\\u202e\\n`x\" }";
    check(
        &[("p/json-schema/\u{202e}a.json", schema)],
        Exit::Fine,
        &expect![[r##"
        warning[CM0201]: `#/␛[2J�
                         `x` names no schema of this provider; it became an opaque type
         --> schemas/p/json-schema/�a.json:1:11
          |
        1 | { "$ref": "#/\u001b[2J\u202e\n`x" }
          |           ^^^^^^^^^^^^^^^^^^^^^^^
          |
          = at: /$ref
          = help: add the file that holds the schema, or correct the reference with a patch

    "##]],
    );
}
