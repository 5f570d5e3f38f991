//! What a newcomer does: generates a provider into a folder of their own, tests it, and uses it from a crate of theirs.

use cratemill_cli::Exit;
use end_to_end::{House, cargo};

const MANIFEST: &str = r#"
[package]
name = "app"
version = "0.1.0"
edition = "2024"

[dependencies]
nhost-types = { path = "../out/nhost" }
serde_json = "1"
"#;

const LIBRARY: &str = r##"
#[test]
fn a_session_reads_and_comes_back() -> Result<(), Box<dyn std::error::Error>> {
    let file = include_str!("../../schemas/nhost/examples/nhost-auth-signin-example.json");
    let file: serde_json::Value = serde_json::from_str(file)?;
    let sent = &file["response"]["body"]["session"];
    let session: nhost_types::Session = serde_json::from_value(sent.clone())?;
    assert_eq!(session.user.display_name, "Jane Doe");
    assert!(session.user.active_mfa_type.is_null());
    assert_eq!(serde_json::to_value(&session)?, *sent);
    let token = session.access_token.as_str();
    assert!(!format!("{session:?}").contains(token));
    Ok(())
}

#[test]
fn a_user_is_built() -> Result<(), Box<dyn std::error::Error>> {
    let missing = nhost_types::User::builder().locale("en").build();
    assert!(missing.is_err_and(|error| error.to_string().contains("email")));
    let mfa: nhost_types::user::ActiveMfaType = "totp".parse()?;
    assert_eq!(mfa, nhost_types::user::ActiveMfaType::Totp);
    Ok(())
}
"##;

#[test]
fn a_provider_is_generated_tested_and_used_outside_the_workspace() {
    let house = House::of_the_workspace();
    let outcome = house.codegen(&["nhost"]);
    assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.err);
    house.put("app/Cargo.toml", MANIFEST);
    house.put("app/src/lib.rs", LIBRARY);
    for folder in ["out/nhost", "app"] {
        cargo(&house.at(folder), env!("CARGO_TARGET_TMPDIR"), &["test"]).unwrap_or_else(|printed| panic!("{printed}"));
    }
}
