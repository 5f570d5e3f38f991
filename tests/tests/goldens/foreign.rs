//! Types of other crates.

use super::foreign_types::{Schema, schema::Via};
use super::uses::{equal, read};
use round_trip::rejects;

#[test]
fn what_the_type_writes_back_is_read() {
    equal::<Schema>(&[
        r#"{ "address": "10.0.0.1" }"#,
        r#"{ "address": "10.0.0.1", "gateway": null, "peers": ["[::1]:80", "10.0.0.1:443"], "via": "10.0.0.2:1" }"#,
        r#"{ "address": "10.0.0.1", "gateway": "10.0.0.2", "via": { "hops": 3 }, "more": [1] }"#,
    ]);
    for (instance, at) in [
        (r#"{ "address": "localhost" }"#, "/address"),
        (r#"{ "address": 1 }"#, "/address"),
        (r#"{ "address": "10.0.0.1", "gateway": "" }"#, "/gateway"),
        (
            r#"{ "address": "10.0.0.1", "peers": ["[::1]:80", "[0:0::1]:80"] }"#,
            "/peers/1",
        ),
    ] {
        rejects::<Schema>(instance, at);
    }
}

#[test]
fn a_field_leads_to_it() {
    let one: Schema = read(r#"{ "address": "127.0.0.1", "via": "10.0.0.2:1" }"#);
    assert!(one.address.is_loopback());
    let built = Schema::builder()
        .address(std::net::Ipv4Addr::LOCALHOST)
        .via(one.via.clone())
        .build();
    assert_eq!(built.expect("whole"), one);
    assert!(matches!(one.via, Some(Via::SocketAddr(peer)) if peer.port() == 1));
}
