//! No secret in a log: canaries in every kind of type, and in every kind of error.

use super::uses::{equal, read};
use super::*;
use round_trip::hides;

/// Neither reader says a value that has no place where it stands, whatever stands there.
fn hides_what_is_refused<T: lossless::Instance + lossless::serde::de::DeserializeOwned>(properties: &[&str], of: &str) {
    let canaries = [
        "4242427",
        "4242427.5",
        "123456789042424279999999",
        "\"4242427\"",
        "[4242427]",
        "{\"a\": 4242427}",
        "true",
        "null",
    ];
    let mut refused = 0;
    for property in properties {
        for canary in canaries {
            let document = format!(r#"{{ "{property}": {canary} }}"#);
            let errors = [
                lossless::from_str::<T>(&document)
                    .err()
                    .map(|error| format!("{error} {error:?}")),
                serde_json::from_str::<T>(&document)
                    .err()
                    .map(|error| format!("{error} {error:?}")),
                serde_json::from_value::<T>(serde_json::from_str(&document).expect("JSON"))
                    .err()
                    .map(|error| format!("{error} {error:?}")),
            ];
            for error in errors.into_iter().flatten() {
                refused += 1;
                assert!(
                    !error.contains("424242") && !error.contains("cs-const"),
                    "{document}: {error}"
                );
            }
        }
    }
    assert!(refused > properties.len() * 3, "{of}: {refused} errors");
}

#[test]
fn no_error_says_a_secret() {
    hides_what_is_refused::<secrets::Schema>(&["password", "refreshToken", "api_key", "pin", "tokens"], "secrets");
    hides_what_is_refused::<secret_texts::Schema>(
        &["access_token", "signing_key", "client_secret", "session_token"],
        "texts",
    );
    hides_what_is_refused::<secret_values::Schema>(&["pin", "credentials", "otp", "cookies", "hasPassword"], "values");
    hides_what_is_refused::<constant::Schema>(&["kind", "version", "flag", "shape"], "constants");
    hides_what_is_refused::<formats::Schema>(
        &["at", "day", "time", "id", "link", "mail", "small", "ratio"],
        "formats",
    );
}

#[test]
fn types_of_secrets_hide_themselves() {
    use secret_values::Deep;
    use secret_values::schema::{Credentials, Otp};
    let login = r#"{ "pin": 4242, "credentials": { "user": "canary", "deep": { "answer": "canary" }, "new": "canary" },
        "otp": 4242, "cookies": { "a": 4242 }, "hasPassword": true, "tokens": 11, "max_tokens": 22 }"#;
    equal::<secret_values::Schema>(&[login]);
    hides::<secret_values::Schema>(login, "canary");
    hides::<secret_values::Schema>(login, "4242");
    let login: secret_values::Schema = read(login);
    let shown = format!("{login:?}");
    for visible in ["has_password: Some(true)", "tokens: Some(11)", "max_tokens: Some(22)"] {
        assert!(shown.contains(visible), "{visible}: {shown}");
    }
    assert_eq!(format!("{:?}", login.credentials), "Some(Credentials([redacted]))");
    hides::<Credentials>(r#"{ "user": "canary", "deep": { "answer": "canary" } }"#, "canary");
    hides::<Deep>(r#"{ "answer": "canary" }"#, "canary");
    hides::<Otp>(r#""canary""#, "canary");
    hides::<Otp>("4242", "4242");
    let login = r#"{ "access_token": "canary", "signing_key": "canary", "client_secret": "cs-const", "session_token": "canary" }"#;
    hides::<secret_texts::Schema>(login, "canary");
    hides::<secret_texts::Schema>(login, "cs-const");
    hides::<secret_texts::schema::AccessToken>(r#""canary""#, "canary");
    hides::<secret_texts::schema::SigningKey>(r#""canary""#, "canary");
    let builder = secret_texts::Schema::builder()
        .signing_key("canary")
        .session_token(read::<secret_texts::Id>(r#""canary""#));
    assert!(!format!("{builder:?}").contains("canary"));
    // What stands at another place too is shown there.
    assert_eq!(format!("{:?}", read::<secret_texts::Id>(r#""seen""#)), r#"Id("seen")"#);
}
