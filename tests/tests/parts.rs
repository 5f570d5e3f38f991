//! Less than the whole: crates of which parts are compiled, and parts of what is published.

use cratemill::Generated;
use cratemill::diagnostic::Code;
use cratemill_cli::Exit;
use end_to_end::{House, cargo, file, generate, provider};
use serde_json::{Value, json};

const ORDER: &str = r##"{
    "type": "object", "required": ["user"],
    "properties": {
        "user": { "$ref": "user.json" }, "lines": { "type": "array", "items": { "$ref": "#/$defs/Line" } },
        "payment": { "oneOf": [{ "$ref": "#/$defs/Line" }, { "type": "object", "required": ["iban"], "properties": { "iban": {} } }] }
    },
    "$defs": {
        "Line": { "type": "object", "required": ["count"], "properties": { "count": { "type": "integer" } } },
        "Unused": { "type": "object", "properties": { "deep": { "$ref": "invoice.json" } } }
    },
    "examples": [{ "user": { "name": "Ada" }, "lines": [{ "count": 1 }] }]
}"##;
const USER: &str =
    r#"{ "type": "object", "properties": { "name": { "type": "string" }, "time": { "$ref": "time.json" } } }"#;
const INVOICE: &str = r#"{ "type": "object", "properties": { "number": { "type": "string", "maxLength": 3 } } }"#;
const TIME: &str = r#"{ "type": "object", "properties": { "by": { "enum": ["mail", "phone"] } } }"#;

const FILES: [(&str, &str); 4] = [
    ("order.json", ORDER),
    ("user.json", USER),
    ("invoice.json", INVOICE),
    ("time.json", TIME),
];

fn with(manifest: &str) -> Generated {
    let files = FILES.map(|(name, text)| (format!("json-schema/{name}"), text));
    let mut source = provider("shop", &files.each_ref().map(|(path, text)| (path.as_str(), *text)));
    source.manifest = Some(manifest.to_owned());
    generate(&source)
}

fn types(generated: &Generated) -> Vec<String> {
    let all: Value = serde_json::from_str(file(generated, "types.json")).expect("JSON");
    let paths = all.as_object().expect("an object").values();
    let mut paths: Vec<String> = paths.filter_map(Value::as_str).map(str::to_owned).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// A program uses one module, and nothing else is compiled; the crate's tests hold with each choice.
#[test]
fn a_module_is_compiled_with_what_it_reaches() {
    let mut files = FILES
        .map(|(name, text)| (format!("shop/json-schema/{name}"), text))
        .to_vec();
    files.push(("shop/provider.toml".to_owned(), "[crate]\nfeatures = true\n"));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let house = House::new(&files);
    let outcome = house.codegen(&[]);
    assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.err);
    let folder = house.at("out/shop");
    let run = |arguments: &[&str]| cargo(&folder, env!("CARGO_TARGET_TMPDIR"), arguments);
    let fine = |arguments: &[&str]| run(arguments).unwrap_or_else(|printed| panic!("{printed}"));
    fine(&["test"]);
    fine(&["test", "--no-default-features"]);
    fine(&[
        "check",
        "--all-targets",
        "--no-default-features",
        "--features",
        "invoice",
    ]);
    fine(&[
        "check",
        "--all-targets",
        "--no-default-features",
        "--features",
        "validate",
    ]);
    house.put(
        "out/shop/tests/program.rs",
        "#[test]\nfn reads() {\n    let order: shop_types::Order = shop_types::lossless::from_str(r#\"{\"user\":{}}\"#).unwrap();\n    let user: shop_types::User = order.user;\n    assert!(user.name.is_none());\n}\n",
    );
    fine(&["test", "--no-default-features", "--features", "order"]);
    house.put("out/shop/tests/program.rs", "fn uses(_: shop_types::Invoice) {}\n");
    let printed = run(&["check", "--tests", "--no-default-features", "--features", "order"]).expect_err("no invoice");
    assert!(printed.contains("E0425") || printed.contains("E0412"), "{printed}");
}

#[test]
fn a_feature_names_what_it_needs() {
    let generated = with("[crate]\nfeatures = true\n");
    let manifest: toml::Table = file(&generated, "Cargo.toml").parse().expect("TOML");
    let features = |name: &str| -> Vec<String> {
        let all = manifest["features"][name].as_array().expect(name).iter();
        all.filter_map(|one| one.as_str().map(str::to_owned)).collect()
    };
    // A module may be called like a feature that every crate has.
    assert_eq!(
        features("default"),
        ["invoice", "line", "order", "time-types", "unused", "user"]
    );
    assert_eq!(features("order"), ["line", "user"]);
    assert_eq!(features("user"), ["time-types"]);
    assert_eq!(features("validate"), ["lossless/validate"]);
    let tests = file(&generated, "tests/round_trip.rs");
    assert!(
        tests.contains("#[cfg(feature = \"order\")]\nround_trip::evidence! { order\n"),
        "{tests}"
    );
    let library = file(&generated, "src/lib.rs");
    assert!(
        library.contains("#[cfg(feature = \"user\")]\n#[doc(inline)]\npub use self::user::User;"),
        "{library}"
    );
    assert!(
        library.contains("#![cfg_attr(all(feature = \"line\"), doc = \" let text = r#\\\"{\")]"),
        "{library}"
    );
    // A small crate has none, unless it is asked for; a large one has, unless it is not.
    assert!(!file(&with(""), "Cargo.toml").contains("order"));
    let definition = |index: usize| {
        (
            format!("D{index}"),
            json!({ "type": "object", "properties": { "a": {} } }),
        )
    };
    let definitions: serde_json::Map<String, Value> = (0..301).map(definition).collect();
    let large = json!({ "$defs": definitions }).to_string();
    let large = provider("large", &[("json-schema/a.json", &large)]);
    let cargo_toml = file(&generate(&large), "Cargo.toml").to_owned();
    let features = cargo_toml.parse::<toml::Table>().expect("TOML")["features"]
        .as_table()
        .expect("a table")
        .len();
    assert!((3..20).contains(&features), "{cargo_toml}");
    let mut small = large;
    small.manifest = Some("[crate]\nfeatures = false\n".to_owned());
    assert!(!file(&generate(&small), "Cargo.toml").contains("others"));
}

#[test]
fn what_is_selected_is_generated_with_what_it_reaches() {
    let whole = types(&with(""));
    assert!(whole.contains(&"shop_types::Invoice".to_owned()) && whole.contains(&"shop_types::Unused".to_owned()));
    let order = with("[select]\ncomponents = [\"order.json#\"]\n");
    assert_eq!(order.diagnostics.len(), 0, "{:#?}", order.diagnostics);
    let expected = ["Line", "Order", "Time", "User"];
    let names: Vec<String> = types(&order)
        .iter()
        .map(|path| path.replacen("shop_types::", "", 1))
        .collect();
    assert_eq!(names[..4], expected);
    assert!(
        names
            .iter()
            .all(|name| !name.contains("nvoice") && !name.contains("nused")),
        "{names:?}"
    );
    assert!(
        !file(&order, "src/schema.json").contains("invoice") && !file(&order, "src/schema.json").contains("Unused")
    );
    let nothing = with("[select]\ncomponents = []\n");
    assert!(nothing.crate_files.is_none(), "{:?}", nothing.diagnostics);
    assert!(
        nothing.diagnostics[0].message.starts_with("`components` selects none"),
        "{:?}",
        nothing.diagnostics
    );
    let user = types(&with("[select]\ncomponents = [\"user*\"]\n"));
    assert_eq!(user, ["shop_types::Time", "shop_types::User", "shop_types::time::By"]);
    // One of a document's own definitions comes without the document's root, but for a name.
    let line = with("[select]\ncomponents = [\"order.json#/$defs/Line\"]\n");
    assert!(
        types(&line).contains(&"shop_types::Line".to_owned()),
        "{:?}",
        types(&line)
    );
    assert!(!file(&line, "src/schema.json").contains("iban"));
}

/// Names stay with their schemas while they are not selected, and what is said of these is no error.
#[test]
fn a_selection_can_be_taken_back() {
    let names = "[names.override]\n\"invoice.json#\" = \"Bill\"\n";
    let whole = with(names);
    let mut source = provider("shop", &[]);
    for (name, text) in FILES {
        source.schemas.insert(name, text).expect("a path");
    }
    source.lock = Some(whole.lock.clone());
    source.manifest = Some(format!("{names}[select]\ncomponents = [\"user.json\"]\n"));
    let part = generate(&source);
    assert_eq!(part.diagnostics.len(), 0, "{:#?}", part.diagnostics);
    source.lock = Some(part.lock.clone());
    source.manifest = Some(names.to_owned());
    let again = generate(&source);
    assert_eq!(
        (again.lock.as_str(), types(&again)),
        (whole.lock.as_str(), types(&whole))
    );
}

#[test]
fn what_selects_nothing_is_an_error_at_its_entry() {
    let generated = with("[select]\ncomponents = [\"order.json#\", \"order.json#/properties/user\"]\n");
    assert!(generated.crate_files.is_none());
    let [one] = &generated.diagnostics[..] else {
        panic!("{:#?}", generated.diagnostics)
    };
    assert_eq!(
        (one.code, one.message.as_str()),
        (
            Code::UnusedOverride,
            "`order.json#/properties/user` selects no component"
        )
    );
    assert!(one.location.as_ref().is_some_and(|place| place.span.is_some()));
}
