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
use vault_types::Vault;

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
    silent(&format!("{:?}", vault.webhook_secret), "an `anyOf`");
    silent(&format!("{:?}", vault.webhook_secret.as_ref().and_then(|it| it.as_a())), "an alternative");
    silent(&format!("{:?}", Vault::builder().api_secret("4242427")), "a builder");
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

#[test]
fn no_type_and_no_message_says_a_secret() {
    let house = House::new(&[("vault/json-schema/vault.json", &schema().to_string())]);
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
