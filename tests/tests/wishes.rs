//! What an application developer would like to write against generated crates: each line compiles and does what it says.
//!
//! `wishes/program.rs` is the program, against Nhost and a provider made here after the habits of payment APIs. What is not
//! granted, and why, is in README.md ("Known limits"): a required property has no default (`..Default::default()` for a `User`), a
//! `#[non_exhaustive]` struct has no `..user` outside of its crate, an unknown value can't be forged, a `Maybe` is no `Option` (`?`,
//! `if let Some`), an integer that may be negative is no `u64`, and examples are tests and no code. The last test holds the
//! compiler to that: should one of these compile some day, it is a wish that can be granted.

use cratemill_cli::Exit;
use end_to_end::{House, cargo};

const CUSTOMER: &str = r##"{
    "title": "Customer", "type": "object",
    "properties": {
        "id": { "$ref": "#/$defs/CustomerId" },
        "object": { "type": "string", "const": "customer" },
        "created": { "type": "integer" },
        "livemode": { "type": "boolean" },
        "email": { "type": ["string", "null"] },
        "balance": { "type": "number" },
        "limit": { "type": "integer", "minimum": 0, "maximum": 18446744073709551615 },
        "metadata": { "type": "object", "additionalProperties": { "type": "string" } },
        "address": { "$ref": "#/$defs/Address" },
        "sources": { "type": "array", "items": { "$ref": "#/$defs/Source" } },
        "country": { "type": ["string", "null"], "pattern": "^[A-Z]{2}$" },
        "default_source": { "$ref": "#/$defs/Source" },
        "status": { "$ref": "#/$defs/CustomerStatus" }
    },
    "required": ["id", "object", "created", "livemode", "metadata"],
    "$defs": {
        "CustomerId": { "type": "string", "pattern": "^cus_" },
        "CustomerStatus": { "enum": ["active", "past_due", "canceled"] },
        "Address": {
            "type": "object",
            "properties": { "city": { "type": "string" }, "lines": { "type": "array", "items": { "type": "string" } },
                "country": { "type": "string", "pattern": "^[A-Z]{2}$" } }
        },
        "Source": {
            "oneOf": [{ "$ref": "#/$defs/Card" }, { "$ref": "#/$defs/Account" }, { "type": "string" }]
        },
        "Card": {
            "type": "object", "required": ["type", "last4"],
            "properties": { "type": { "const": "card" }, "last4": { "type": "string" }, "month": { "type": "integer" } }
        },
        "Account": {
            "type": "object", "required": ["type", "iban"],
            "properties": { "type": { "const": "account" }, "iban": { "type": "string" } }
        }
    }
}"##;

const EVENT: &str = r##"{
    "title": "Event", "type": "object",
    "properties": {
        "id": { "type": "string", "pattern": "^evt_" },
        "object": { "type": "string", "const": "event" },
        "type": { "type": "string" },
        "data": {
            "type": "object", "properties": { "object": { "type": "object" } }, "required": ["object"]
        }
    },
    "required": ["id", "object", "type", "data"]
}"##;

const MANIFEST: &str = r#"
[package]
name = "app"
version = "0.1.0"
edition = "2024"

[dependencies]
nhost-types = { path = "../out/nhost", features = ["chrono", "jiff", "uri", "url", "uuid", "validate"] }
shop-types = { path = "../out/shop", features = ["validate"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
chrono = { version = "0.4", default-features = false }
jiff = { version = "0.2", default-features = false }
uuid = { version = "1", default-features = false }
"#;

fn house() -> House {
    let house = House::of_the_workspace();
    house.put("schemas/shop/json-schema/customer.json", CUSTOMER);
    house.put("schemas/shop/json-schema/event.json", EVENT);
    let outcome = house.codegen(&["nhost", "shop"]);
    assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.err);
    house.put("app/Cargo.toml", MANIFEST);
    house
}

fn run(house: &House, arguments: &[&str]) -> Result<(), String> {
    cargo(&house.at("app"), env!("CARGO_TARGET_TMPDIR"), arguments)
}

#[test]
fn what_a_developer_would_like_to_write_compiles_and_does_what_it_says() {
    let house = house();
    house.put("app/src/lib.rs", include_str!("wishes/program.rs"));
    run(&house, &["test"]).unwrap_or_else(|printed| panic!("{printed}"));
    // Each of these is refused, for the reason that the compiler gives.
    for (line, reason) in REFUSED {
        house.put("app/src/lib.rs", &format!("use nhost_types::*;\npub {line}\n"));
        let printed = run(&house, &["check"]).expect_err(line);
        assert!(printed.contains(reason), "{line}\n{printed}");
    }
}

const REFUSED: &[(&str, &str)] = &[
    (
        "fn f() -> User { User { email: String::new(), ..Default::default() } }",
        "E0277",
    ),
    (
        "fn f(user: User) -> User { User { email: String::new(), ..user } }",
        "E0639",
    ),
    ("fn f() -> Vec<Session> { Session::examples() }", "E0599"),
    (
        "fn f() -> user::ActiveMfaType { user::ActiveMfaType::Unknown(\"sms\".into()) }",
        "E0277",
    ),
    (
        "fn f(user: &User) -> Option<usize> { Some(user.phone_number?.len()) }",
        "E0277",
    ),
    (
        "fn f(user: &User) -> bool { if let Some(_) = &user.phone_number { true } else { false } }",
        "E0308",
    ),
    (
        "fn f(session: &Session) -> u64 { session.access_token_expires_in }",
        "E0308",
    ),
    (
        "fn f() -> shop_types::Address { shop_types::Address::builder().country(\"DE\").build() }",
        "Type::try_from(text)?",
    ),
];
