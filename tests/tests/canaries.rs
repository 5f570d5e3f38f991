//! No secret in a log, whatever the type of what holds it and whatever message speaks of it: a crate with a secret of every
//! kind, compiled and used, with canaries for values.

use cratemill_cli::Exit;
use end_to_end::{House, cargo};
use serde_json::{Value, json};

const MANIFEST: &str = r#"
[package]
name = "app"
version = "0.1.0"
edition = "2024"

[dependencies]
lossless = { path = "WORKSPACE/crates/lossless" }
serde_json = "1"
vault-types = { path = "../out/vault", features = ["validate"] }
"#;

const LIBRARY: &str = r##"
use lossless::Value;
use vault_types::{AccessToken, List, Loose, Named, Vault};

const CANARY: &str = "424242";
const SEEN: [&str; 10] = [
    "token_type", "max_tokens", "public_key", "next_page_token", "secretary", "cookie_policy", "has_password", "tokens", "keyboard",
    "seed",
];

fn schema() -> Value {
    serde_json::from_str(include_str!("../../schemas/vault/json-schema/vault.json")).expect("JSON")
}

#[track_caller]
fn silent(text: &str, of: &str) {
    assert!(!text.contains(CANARY), "{of}: {text}");
}

/// Each property with each value: what is read is not shown, and what is refused is not told.
#[test]
fn nothing_says_a_canary() {
    let values = [
        "4242427", "4242427.5", "-4242427", "1e424242", "424242795000123456789", "\"4242427\"", "[4242427]", "[\"4242427\", 4242427]",
        "{\"a\": 4242427}", "{\"a\": \"4242427\", \"user\": \"4242427\"}", "{\"kind\": \"a\", \"x\": \"4242427\"}",
        "{\"kind\": \"4242427\"}", "{\"kind\": \"b\", \"y\": 4242427}", "{\"next\": {\"user\": 4242427}}", "[[\"4242427\"]]",
        "\"4242427-x\"", "{\"4242427\": 1}", "true", "null",
    ];
    let schema = schema();
    let names = schema["properties"].as_object().expect("properties").keys().map(String::as_str);
    let names = names.filter(|name| !SEEN.contains(name));
    let (mut read, mut refused, mut invalid) = (0, 0, 0);
    for name in names.chain(["api_key", "x-auth-token", "Authorization"]) {
        for value in values {
            let text = format!("{{\"{name}\": {value}}}");
            let of = &format!("{text} of `{name}`");
            match lossless::from_str::<Vault>(&text) {
                Ok(vault) => {
                    read += 1;
                    silent(&format!("{vault:?} {vault:#?}"), of);
                    for options in [false, true].map(|formats| lossless::ValidateOptions::new().formats(formats)) {
                        if let Err(errors) = vault.validate_with(options) {
                            invalid += 1;
                            silent(&format!("{errors} {errors:?} {errors:#?}"), of);
                        }
                    }
                }
                Err(error) => {
                    refused += 1;
                    silent(&format!("{error} {error:?} {}", error.message()), of);
                }
            }
            let others = [
                serde_json::from_str::<Vault>(&text).map_err(|error| format!("{error} {error:?}")),
                serde_json::from_slice::<Vault>(text.as_bytes()).map_err(|error| format!("{error} {error:?}")),
                serde_json::from_str::<Value>(&text)
                    .and_then(serde_json::from_value::<Vault>)
                    .map_err(|error| format!("{error} {error:?}")),
            ];
            for one in others {
                match one {
                    Ok(vault) => silent(&format!("{vault:?}"), of),
                    Err(error) => silent(&error.replace(name, ""), of),
                }
            }
        }
    }
    assert!(read > 150 && refused > 80 && invalid > 50, "{read} read, {refused} refused, {invalid} invalid");
}

/// The types that stand at secret places alone hide what they hold wherever they are printed.
#[test]
fn types_of_secrets_are_silent_alone() {
    let text = r#"{ "credentials": { "user": "4242427", "next": { "user": "4242427" } }, "private_key": { "kind": "a", "x": "4242427" },
        "passphrase": "4242427", "access_token": "4242427-x", "signing_key": "4242427", "webhook_secret": { "a": "4242427" } }"#;
    let vault: Vault = lossless::from_str(text).expect("a vault");
    silent(&format!("{:?}", vault.credentials), "an object");
    silent(&format!("{:?}", vault.private_key), "a union");
    silent(&format!("{:?}", vault.access_token), "a pattern");
    silent(&format!("{:?}", vault.signing_key), "an enumeration");
    let published: Vault = lossless::from_str(r#"{ "signing_key": "e1" }"#).expect("a vault");
    assert_eq!(format!("{:?}", published.signing_key), "Some(E1)");
    silent(&format!("{:?}", vault.webhook_secret), "an `anyOf`");
    silent(&format!("{:?}", vault.webhook_secret.as_ref().and_then(|it| it.as_a())), "an alternative");
    silent(&format!("{:?}", Vault::builder().api_secret("4242427")), "a builder");
}

/// What has no type hides what lies under names of secrets, and shows the rest.
#[test]
fn values_without_a_type_hide_by_name() {
    let all = serde_json::from_str::<Value>(include_str!("../../schemas/vault/json-schema/loose.json")).expect("JSON");
    let bare = r#"{"n": "seen", "kind": "z", "password": "4242427", "next": [{"pin": 4242427}]}"#;
    let values = [bare.to_owned(), format!("[{bare}]"), format!("[1, \"x\", {bare}]"), format!("[[{bare}]]"), format!("{{\"a\": {bare}}}")];
    for name in all["properties"].as_object().expect("properties").keys() {
        let mut read = 0;
        for value in &values {
            let text = format!("{{\"{name}\": {value}}}");
            if let Ok(loose) = lossless::from_str::<Loose>(&text) {
                let shown = format!("{loose:?} {loose:#?}");
                silent(&shown, &text);
                assert!(shown.contains("[redacted]") && shown.contains("seen"), "{text}: {shown}");
                read += 1;
            }
        }
        assert!(read > 0, "{name}");
    }
    let list: List = lossless::from_str(&values[1]).expect("a list");
    silent(&format!("{list:?} {list:#?}"), "a root");
    assert!(format!("{list:?}").contains("seen"), "{list:?}");
}

/// A type that is called or marked a secret hides what it holds, whatever the property that refers to it; others do not.
#[test]
fn types_with_the_name_of_a_secret_are_silent() {
    let named = [("a", "\"4242427-x\""), ("b", "{\"a\": \"4242427\"}"), ("c", "\"4242427\""), ("d", "\"4242427\""), ("e", "4242427"),
        ("f", "{\"kind\": \"a\", \"x\": \"4242427\"}"), ("g", "[{\"a\": \"4242427\"}]"), ("h", "{\"u\": \"4242427\"}"),
        ("i", "\"4242427\""), ("j", "\"4242427-x\""), ("k", "[\"4242427\"]"), ("l", "{\"u\": \"4242427\"}"), ("m", "\"4242427\""), ("n", "[\"4242427\"]"),
        ("o", "\"4242427\""), ("p", "\"4242427\""), ("q", "{\"u\": 4242427}")];
    for (name, value) in named {
        let text = format!("{{\"{name}\": {value}}}");
        let named: Named = lossless::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        silent(&format!("{named:?} {named:#?}"), &text);
        assert!(format!("{named:?}").contains("[redacted]"), "{named:?}");
    }
    let token: AccessToken = lossless::from_str("\"4242427-x\"").expect("a token");
    silent(&format!("{token:?}"), "a root");
    let seen: Named = lossless::from_str(r#"{"s": "seen1", "t": {"a": "seen2"}, "u": 103}"#).expect("reads");
    let shown = format!("{seen:?}");
    assert!(["seen1", "seen2", "103"].iter().all(|seen| shown.contains(seen)), "{shown}");
}

/// That there is no secret is none.
#[test]
fn an_absent_secret_is_seen_to_be_absent() {
    let vault: Vault = lossless::from_str("{\"refresh_token\": null}").expect("reads");
    let shown = format!("{vault:?}");
    for seen in ["api_secret: None", "pin: None", "refresh_token: Null", "backup_codes: None"] {
        assert!(shown.contains(seen), "{seen}: {shown}");
    }
    assert!(!shown.contains("[redacted]"), "{shown}");
}

/// What only looks like a secret is shown.
#[test]
fn what_is_no_secret_is_seen() {
    let text = r#"{ "token_type": "seen1", "max_tokens": 101, "public_key": "seen2", "next_page_token": "seen3", "secretary": "seen4",
        "cookie_policy": "seen5", "has_password": true, "tokens": 102, "keyboard": "seen6", "seed": 103 }"#;
    let vault: Vault = lossless::from_str(text).expect("a vault");
    let shown = format!("{vault:?}");
    for seen in ["seen1", "101", "seen2", "seen3", "seen4", "seen5", "Some(true)", "102", "seen6", "103"] {
        assert!(shown.contains(seen), "{seen}: {shown}");
    }
}
"##;

/// A secret of every kind of type, and a name for each that says so.
fn schema() -> Value {
    let object = |name: &str| json!({ "type": "object", "properties": { name: { "type": "string" } } });
    let tagged = |kind: &str, name: &str| json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "const": kind }, name: { "type": "string" } } });
    json!({
        "type": "object",
        "properties": {
            "api_secret": { "type": "string" },
            "pin": { "type": "integer" },
            "otp": { "type": "number" },
            "access_token": { "type": "string", "pattern": "-x$", "minLength": 3 },
            "signing_key": { "enum": ["e1", "e2"] },
            "client_secret": { "const": "424242-const" },
            "cvv": { "const": 4242421 },
            "id_token": { "type": "string", "format": "uuid" },
            "refresh_token": { "type": ["string", "null"], "format": "date-time" },
            "session_token": { "type": ["string", "integer", "array"] },
            "recovery_codes": { "type": "array", "items": { "type": "string", "maxLength": 2 }, "maxItems": 1 },
            "backup_codes": { "type": "array", "prefixItems": [{ "type": "string" }, { "type": "integer" }] },
            "cookies": { "type": "object", "additionalProperties": { "type": "integer", "maximum": 9 } },
            "session_keys": { "type": "object", "patternProperties": { "^a": { "type": "string" } }, "additionalProperties": false },
            "credentials": { "$ref": "#/$defs/Credentials" },
            "private_key": { "oneOf": [tagged("a", "x"), tagged("b", "y")] },
            "webhook_secret": { "anyOf": [{ "title": "A", "allOf": [object("a")] }, { "title": "B", "allOf": [object("b")] }] },
            "passphrase": { "$ref": "#/$defs/Phrase" },
            "connection_string": {},
            "totp_secret": { "minLength": 9 },
            "seed_phrase": { "required": ["a"], "properties": { "a": { "type": "string" } } },
            "auth_code": { "type": "string", "not": { "const": "4242427" } },
            "mfa_code": { "if": { "type": "string" }, "then": { "maxLength": 1 }, "else": { "type": "integer" } },
            "secretAnswer": { "type": "string", "writeOnly": true, "enum": ["4242427", "x"] },
            "card": { "type": "object", "writeOnly": true, "properties": { "a": {} }, "propertyNames": { "maxLength": 1 } },
            "remark": { "minLength": 9, "writeOnly": true },
            "code_verifier": { "type": "integer", "minimum": 9, "multipleOf": 5 },
            "token_type": { "type": "string" },
            "max_tokens": { "type": "integer" },
            "public_key": { "type": "string" },
            "next_page_token": { "type": "string" },
            "secretary": { "type": "string" },
            "cookie_policy": { "type": "string" },
            "has_password": { "type": "boolean" },
            "tokens": { "type": "integer" },
            "keyboard": { "type": "string" },
            "seed": { "type": "integer" }
        },
        "$defs": {
            "Credentials": { "type": "object", "properties": { "user": { "type": "string", "maxLength": 3 }, "next": { "$ref": "#/$defs/Credentials" } } },
            "Phrase": { "type": "string", "description": "A phrase." }
        }
    })
}

/// Values without a type in every place that can hold one.
fn loose() -> Value {
    let tagged =
        |kind: &str| json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "const": kind } } });
    json!({
        "type": "object",
        "properties": {
            "union": { "oneOf": [tagged("a"), tagged("b")] },
            "unions": { "type": "array", "items": { "oneOf": [tagged("a"), tagged("b")] } },
            "any": {},
            "list": { "type": "array" },
            "lists": { "type": "array", "items": { "type": "array" } },
            "map": { "type": "object" },
            "maps": { "type": "object", "additionalProperties": { "type": "object" } },
            "values": { "type": "object", "additionalProperties": true },
            "nullable": { "type": ["object", "null"] },
            "items": { "type": ["array", "null"] },
            "mixed": { "type": ["object", "string"] },
            "several": { "type": ["object", "array", "string"] },
            "tuple": { "type": "array", "prefixItems": [{}, { "type": "string" }] },
            "rest": { "type": "array", "prefixItems": [{ "type": "integer" }, { "type": "string" }] },
            "reference": { "$ref": "#/$defs/Anything" },
            "objects": { "$ref": "#/$defs/Objects" },
            "implied": { "properties": { "password": { "type": "string" } } }
        },
        "$defs": {
            "Anything": {},
            "Objects": { "type": "array", "items": { "type": "object" } }
        }
    })
}

/// Types called or marked as secrets are, at properties that are not.
fn named() -> Value {
    let object = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
    let tagged = |kind: &str| json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "const": kind }, "x": { "type": "string" } } });
    let to = |name: &str| json!({ "$ref": format!("#/$defs/{name}") });
    json!({
        "type": "object",
        "properties": {
            "a": to("SessionToken"), "b": to("ApiKey"), "c": to("Secret"), "d": to("Password"), "e": to("Pin"), "f": to("Credential"),
            "g": { "type": "array", "items": to("ApiKey") },
            "h": { "type": "object", "additionalProperties": to("Password") },
            "i": to("Word"), "j": to("Code"), "k": { "type": "array", "items": to("Word") },
            "l": { "type": "object", "patternProperties": { "^u": { "type": "string", "format": "password" } } },
            "m": { "oneOf": [{ "type": "string", "format": "password" }, { "type": "integer" }] },
            "n": { "type": "array", "prefixItems": [{ "type": "string", "format": "password" }] },
            "o": { "allOf": [to("Word")] }, "p": { "anyOf": [to("Word"), { "type": "null" }] }, "q": to("Sent"),
            "s": to("TokenType"), "t": to("PublicKey"), "u": to("Tokens")
        },
        "$defs": {
            "SessionToken": { "type": "string", "pattern": "-x$" },
            "ApiKey": object,
            "Secret": { "enum": ["x", "y"] },
            "Password": { "type": "string" },
            "Pin": { "type": "integer" },
            "Credential": { "oneOf": [tagged("a"), tagged("b")] },
            "Word": { "type": "string", "format": "password", "minLength": 3 },
            "Code": { "type": "string", "format": "password", "pattern": "-x$" },
            "Sent": { "type": "object", "writeOnly": true, "properties": { "u": { "type": "integer" } } },
            "TokenType": { "type": "string" },
            "PublicKey": object,
            "Tokens": { "type": "integer" }
        }
    })
}

/// Whatever of an example is at fault, no message and no excerpt says a secret, and what is none is told.
#[test]
fn no_contradiction_says_a_secret() {
    let schema = json!({
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": { "type": "string" },
            "password": { "type": "string", "examples": [4242421] },
            "hidden": { "type": "string", "writeOnly": true },
            "word": { "type": "string", "format": "password" },
            "mine": { "type": "string" },
            "placed": { "type": "string" },
            "plain": { "$ref": "#/$defs/AccessToken" },
            "keys": { "type": "object", "additionalProperties": { "$ref": "#/$defs/AccessToken" } },
            "credentials": { "type": "object", "properties": { "user": { "type": "string" } } },
            "count": { "type": "integer" }
        },
        "additionalProperties": { "type": "object", "additionalProperties": { "type": "string" } },
        "$defs": { "AccessToken": { "type": "string", "examples": [4242422] } }
    });
    let faults = [
        r#"{"id": "a", "password": 424242}"#,
        r#"{"id": "a", "hidden": 424242}"#,
        r#"{"id": "a", "word": 424242}"#,
        r#"{"id": "a", "mine": 424242}"#,
        r#"{"id": "a", "placed": 424242}"#,
        r#"{"id": "a", "plain": 424242}"#,
        r#"{"id": "a", "keys": {"x": 424242}}"#,
        r#"{"id": "a", "credentials": {"user": 424242}}"#,
        r#"{"id": "a", "other": {"token": 424242}}"#,
        r#"{"password": "424242"}"#,
        r#"{"id": "a", "count": "x", "password": "424242"}"#,
        r#"{"id": "a", "count": "x", "keys": {"x": "424242"}}"#,
        "{\"id\": \"a\", \"count\": \"x\", \"password\":\n\"424242\"}",
        "{\"id\": \"a\", \"password\":\n\"424242\", \"count\": \"x\"}",
    ];
    let names: Vec<String> = (0..faults.len())
        .map(|at| format!("p/examples/vault-{at}.json"))
        .collect();
    let text = format!("{schema:#}");
    let manifest = "homepage = \"https://example.com\"\n[crate]\nname = \"p-types\"\nversion = \"0.1.0\"\n[secrets]\nproperties = [\"mine\"]\n[secrets.places]\n\"vault.json#/properties/placed\" = true\n";
    let mut files = vec![("p/json-schema/vault.json", &*text), ("p/provider.toml", manifest)];
    files.extend(names.iter().map(String::as_str).zip(faults));
    files.push((
        "p/examples/vault-seen.json",
        "{\n\"id\": \"a\",\n\"count\": \"seen-word\",\n\"password\": \"424242\"\n}",
    ));
    let house = House::new(&files);
    assert_eq!(house.codegen(&[]).exit, Exit::Fine);
    let with_crates = House::with_crates(&files);
    for flags in [
        &["--verbose"][..],
        &["--format", "github"],
        &["--format", "short"],
        &["--format", "json"],
    ] {
        let outcome = with_crates.xtask(&[&["codegen", "--runtime", "0.1"], flags].concat());
        let told = format!("{}{}", outcome.out, outcome.err);
        assert!(!told.contains("42424"), "{flags:?}: {told}");
        assert!(told.matches("found an integer").count() >= 9, "{flags:?}: {told}");
        assert!(told.contains("seen-word"), "{flags:?}: {told}");
        for name in &names {
            assert!(
                told.contains(name.trim_start_matches("p/")),
                "{flags:?}: {name} is not told: {told}"
            );
        }
    }
    for (path, text) in house.texts("out") {
        if path.ends_with("EVIDENCE.md") {
            assert!(!text.contains("42424"), "{text}");
        }
    }
}

#[test]
fn no_type_and_no_message_says_a_secret() {
    let house = House::new(&[
        ("vault/json-schema/vault.json", &schema().to_string()),
        ("vault/json-schema/loose.json", &loose().to_string()),
        ("vault/json-schema/named.json", &named().to_string()),
        ("vault/json-schema/list.json", r#"{ "type": "array" }"#),
        (
            "vault/json-schema/access-token.json",
            r#"{ "type": "string", "pattern": "-x$" }"#,
        ),
    ]);
    let outcome = house.codegen(&[]);
    assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.err);
    let workspace = end_to_end::workspace().display().to_string();
    house.put("app/Cargo.toml", &MANIFEST.replace("WORKSPACE", &workspace));
    house.put(
        "app/src/lib.rs",
        &format!("#[cfg(test)]\nmod tests {{\n{LIBRARY}\n}}\n"),
    );
    cargo(&house.at("app"), env!("CARGO_TARGET_TMPDIR"), &["test"]).unwrap_or_else(|printed| panic!("{printed}"));
}
