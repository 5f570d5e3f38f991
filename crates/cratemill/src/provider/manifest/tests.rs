use super::*;

/// The manifest's error as `line:column: message`.
fn error(text: &str) -> String {
    let diagnostic = Manifest::parse(text).expect_err("an error");
    assert_eq!(diagnostic.code, Code::InvalidManifest);
    let location = diagnostic.location.expect("a location");
    assert_eq!(location.file, "provider.toml");
    let before = &text[..location.span.expect("a span").start];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("{line}:{column}: {}", diagnostic.message)
}

#[test]
fn everything_is_optional() {
    let manifest = Manifest::parse("").expect("a manifest");
    assert!(manifest.display_name.is_none());
    assert!(manifest.names.strip_prefix.is_empty());
}

#[test]
fn reads_every_key() {
    let manifest = Manifest::parse(
        r##"
            display_name = "Stytch"
            description = "Types of the Stytch API"
            homepage = "https://stytch.com/docs"
            [source]
            repository = "https://github.com/api-evangelist/stytch"
            revision = "4f1c2aa"
            [crate]
            name = "stytch-types"
            keywords = ["auth", "api"]
            [names]
            strip_prefix = ['^api_.*_v\d+_', "stytch-"]
            [names.override]
            "session.json#" = "Session"
            "session.json#/properties/a~1b" = "Factor"
            [secrets]
            properties = ["otp"]
            public = ["token_type"]
            [secrets.places]
            "session.json#/properties/pin" = true
            [descriptions]
            "session.json#" = "Who is signed in."
            [types."*"]
            attributes = ["#[must_use]"]
            [types."session.json#/$defs/Money"]
            use = "money::Money<u8>"
            derive = ["strum::EnumIter"]
            [formats]
            uuid = "uuid::Uuid"
            [dependencies]
            uuid = "1"
            money = { path = "../money", default-features = false, features = ["a"] }
            [select]
            components = ["session.json#"]
            "##,
    )
    .expect("a manifest");
    assert_eq!(manifest.display_name.as_deref(), Some("Stytch"));
    assert_eq!(manifest.package.name.as_deref(), Some("stytch-types"));
    assert_eq!(manifest.names.overrides["session.json#"], "Session");
    assert_eq!(manifest.secrets.public, ["token_type"]);
    assert!(manifest.secrets.places["session.json#/properties/pin"]);
    assert_eq!(manifest.descriptions["session.json#"], "Who is signed in.");
    let money = &manifest.types["session.json#/$defs/Money"];
    assert_eq!(
        (money.path.as_deref(), money.derive.len()),
        (Some("money::Money<u8>"), 1)
    );
    assert_eq!(
        (&*manifest.formats["uuid"], manifest.dependencies.len()),
        ("uuid::Uuid", 2)
    );
    assert_eq!(manifest.select.components, ["session.json#"]);
}

#[test]
fn the_first_prefix_that_fits_is_cut() {
    // A matcher that goes back takes 2^40 steps here.
    let backtracks = Manifest::parse("names.strip_prefix = ['^(a+)+$']").expect("a manifest");
    let name = format!("{}!", "a".repeat(40));
    assert_eq!(backtracks.names.strip(&name), name);
    let text = r#"names.strip_prefix = ['^api_[a-z]+_v\d+_', "api_", "Session"]"#;
    let rules = Manifest::parse(text).expect("a manifest").names;
    assert_eq!(rules.strip("api_session_v1_Factor"), "Factor");
    assert_eq!(rules.strip("api_session"), "session");
    assert_eq!(rules.strip("Session"), "Session", "nothing would be left");
    assert_eq!(rules.strip("my_api_session_v1_X"), "my_api_session_v1_X");
    assert_eq!(rules.strip(""), "");
}

#[test]
fn an_entry_has_a_place() {
    let text = "[names]\nstrip_prefix = []\noverride.'a.json#' = \"A\"\n";
    let place = |path: &[&str]| Manifest::place(text, path).and_then(|at| text.get(at.span?));
    assert_eq!(place(&["names", "override", "a.json#"]), Some("'a.json#' = \"A\""));
    assert_eq!(place(&["names", "strip_prefix"]), Some("strip_prefix = []"));
    assert_eq!(place(&["crate", "name"]), None);
}

#[test]
fn errors_name_their_place() {
    assert!(error("display_nam = 1").starts_with("1:1: unknown field `display_nam`"));
    assert!(error("\n[names]\nstrip_prefix = ['^(']").starts_with("3:16: `^(` is no regular"));
    for endless in ["^(?=a)a", r"^(a)\\1", "^((a{1,1000}){1,1000}){1,1000}"] {
        let text = error(&format!("names.strip_prefix = [\"{endless}\"]"));
        assert!(text.contains("is matched in linear time: "), "{text}");
    }
    for path in ["fn", "Self", "crate", "_", "Foo Bar", "1A", "Foo::Bar"] {
        let text = error(&format!(
            "[names.override]\n\"a.json#/x\" = \"X\"\n\"a.json#/y\" = \"{path}\""
        ));
        assert!(text.starts_with("3:15: `"), "{text}");
    }
    assert!(error("[names.override]\n\"a.json/x\" = \"X\"").starts_with("2:1: `a.json/x` is not"));
    assert!(error("[secrets.places]\n\"a.json/x\" = true").starts_with("2:1: `a.json/x` is not"));
    assert!(error("homepage = \"javascript:x\"").starts_with("1:12: not a web address"));
    assert!(error("crate.name = \"../x\"").starts_with("1:14: not a crate name"));
    assert!(error("crate.name = \"fn\"").starts_with("1:14: not a crate name"));
    for taken in [
        "lossless",
        "round-trip",
        "round_trip",
        "core",
        "std",
        "test",
        "serde",
        "serde-json",
    ] {
        let message = error(&format!("[crate]\nname = \"{taken}\""));
        assert!(
            message.starts_with(&format!("2:8: `{taken}` is the name of another crate")),
            "{message}"
        );
    }
    assert!(error("display_name = \"").starts_with("1:"));
    assert!(error("crate.keywords = [\"a b\"]").starts_with("1:18: not five keywords"));
}

#[test]
fn the_schema_for_editors_knows_the_keys() {
    let schema = serde_json::to_string(&Manifest::json_schema()).expect("json");
    for key in ["display_name", "strip_prefix", "override", "public", "revision"] {
        assert!(schema.contains(&format!("\"{key}\"")), "{key}");
    }
}

#[test]
fn modules_are_shared_none_or_given() {
    let modules = |text: &str| {
        Manifest::parse(&format!("[names]\nmodules = {text}\n"))
            .expect("a manifest")
            .names
            .modules
    };
    assert!(matches!(modules("true"), ModuleRules::Shared));
    assert!(modules("false").is_off());
    let ModuleRules::Given(rules) = modules(r#"{ "io.k8s.api." = "api", '^b2b_v\d+_' = "b2b::new", "Old" = "" }"#)
    else {
        panic!("rules");
    };
    let rules: Vec<(&str, String)> = rules
        .iter()
        .map(|(prefix, path)| (prefix.as_str(), path.join("::")))
        .collect();
    let expected = [("Old", ""), (r"^b2b_v\d+_", "b2b::new"), ("io.k8s.api.", "api")];
    assert_eq!(rules, expected.map(|(prefix, path)| (prefix, path.to_owned())));
    for (text, message) in [
        ("1", "neither `true` nor `false` nor a table of prefixes and modules"),
        (r#"{ "" = "a" }"#, "an empty prefix fits everything"),
        (r#"{ "a." = "A" }"#, "`A` is not how a module is written"),
        (r#"{ "a." = "type" }"#, "`type` is not a Rust identifier"),
    ] {
        let found = error(&format!("[names]\nmodules = {text}\n"));
        assert!(found.ends_with(message), "{found}");
    }
}
