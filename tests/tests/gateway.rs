//! A program against five generated crates, as a person would write it: `gateway/program.rs`. Three are the workspace's own, two are
//! made here after the habits of code hosts and of payment APIs.

use cratemill_cli::Exit;
use end_to_end::{House, cargo};

const MANIFEST: &str = r#"
[package]
name = "gateway"
version = "0.1.0"
edition = "2024"

[dependencies]
atproto-types = { path = "../out/atproto" }
hub-types = { path = "../out/hub" }
nhost-types = { path = "../out/nhost" }
pay-types = { path = "../out/pay", features = ["validate"] }
stytch-types = { path = "../out/stytch" }
"#;

#[test]
fn a_program_against_five_providers_reads_as_written_by_hand() {
    let house = House::of_the_workspace();
    house.put(
        "schemas/hub/json-schema/delivery.json",
        include_str!("gateway/hub.json"),
    );
    house.put("schemas/pay/json-schema/invoice.json", include_str!("gateway/pay.json"));
    let outcome = house.codegen(&[]);
    assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.err);
    house.put("gateway/Cargo.toml", MANIFEST);
    house.put("gateway/src/lib.rs", include_str!("gateway/program.rs"));
    cargo(&house.at("gateway"), env!("CARGO_TARGET_TMPDIR"), &["test"]).unwrap_or_else(|printed| panic!("{printed}"));
}
