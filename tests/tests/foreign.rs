//! Types of other crates in the place of generated ones, extra derives and attributes: from the manifest to a program.

use cratemill::diagnostic::Code;
use cratemill::{Generated, Kept};
use cratemill_cli::Exit;
use end_to_end::{House, cargo, file, generate, provider};

const ORDER: &str = r##"{
    "type": "object",
    "required": ["id", "total"],
    "properties": {
        "id": { "type": "string", "format": "uuid" },
        "parent": { "type": ["string", "null"], "format": "uuid" },
        "loose": { "format": "uuid" },
        "total": { "$ref": "#/$defs/Money" },
        "parts": { "type": "array", "items": { "$ref": "#/$defs/Money" } },
        "discount": { "oneOf": [{ "$ref": "#/$defs/Money" }, { "type": "string" }] },
        "kept": { "$ref": "#/$defs/Point" },
        "apart": { "$ref": "#/$defs/Point" },
        "status": { "enum": ["open", "paid"] },
        "apiToken": { "type": "string", "format": "uuid" }
    },
    "$defs": {
        "Money": {
            "type": "object", "required": ["amount"],
            "properties": { "amount": { "type": "integer" }, "currency": { "type": "string" } }
        },
        "Point": { "type": "object", "properties": { "x": { "type": "integer" } } }
    },
    "examples": [
        {
            "id": "123e4567-e89b-42d3-a456-426614174000", "parent": null, "loose": 7, "total": { "amount": 7 },
            "parts": [{ "amount": 1, "currency": "eur" }], "discount": { "amount": 2 }, "kept": { "x": 1, "y": 2 },
            "apart": { "x": 1 }, "status": "paid", "apiToken": "123e4567-e89b-42d3-a456-426614174000"
        }
    ]
}"##;

const MANIFEST: &str = r##"
[formats]
uuid = "uuid::Uuid"
[types."order.json#/$defs/Money"]
use = "own_money::Money"
[types."order.json#/properties/apart"]
use = "own_money::Point"
[types."order.json#/properties/status"]
derive = ["own_money::Marked"]
attributes = ['#[doc(alias = "state")]']
[types."*"]
attributes = ["#[must_use]"]
[dependencies]
uuid = { version = "1", default-features = false, features = ["serde", "std"] }
own-money = { path = "../../own-money" }
"##;

const OWN: &str = r#"
pub use std::clone::Clone as Marked;
use serde::{Deserialize, Serialize};
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Money {
    pub amount: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Point { pub x: i64 }
"#;

const PROGRAM: &str = r#"
use shop_types::{Order, lossless};

#[test]
fn an_order_is_read_and_built() {
    let text = include_str!("order.json");
    let order: Order = lossless::from_str(text).unwrap();
    let id: uuid::Uuid = *order.id;
    assert_eq!((order.total.amount, order.parts.as_ref().unwrap()[0].currency.as_deref()), (7, Some("eur")));
    assert_eq!(order.apart.as_ref().unwrap().x, 1);
    assert_eq!(order.kept.as_ref().unwrap().extra["y"], 2);
    assert_eq!(lossless::to_value(&order).unwrap(), text.parse::<lossless::Value>().unwrap());
    assert!(!format!("{order:?}").contains("4266141740ff"), "{order:?}");
    let money = own_money::Money { amount: 1, currency: None };
    let built = Order::builder().id(id).total(money.clone()).parent(id).parts([money]).build().unwrap();
    assert!(built.discount.is_none() && built.with_id(uuid::Uuid::nil()).id.is_nil());
    let upper = text.replacen("123e4567-e89b", "123E4567-E89B", 1);
    assert_eq!(lossless::from_str::<Order>(&upper).unwrap_err().path(), "/id");
    let odd = text.replacen("\"parent\":null", "\"parent\":\"X\"", 1);
    let (order, misfits) = lossless::tolerant::from_str::<Order>(&odd).unwrap();
    assert_eq!((misfits.len(), misfits[0].path()), (1, "/parent"));
    assert_eq!(order.unknowns().len(), 1);
}
"#;

fn with(manifest: &str, order: &str) -> Generated {
    let mut source = provider("shop", &[("json-schema/order.json", order)]);
    source.manifest = Some(manifest.to_owned());
    generate(&source)
}

#[test]
fn a_program_uses_its_own_types_and_the_crates_tests_hold() {
    // `Marked` is a name of `Clone`, which a type has once.
    let manifest = MANIFEST.replace("derive = [\"own_money::Marked\"]\n", "");
    let house = House::new(&[
        ("shop/json-schema/order.json", ORDER),
        ("shop/provider.toml", &manifest),
    ]);
    house.put(
        "own-money/Cargo.toml",
        "[package]\nname = \"own-money\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\n",
    );
    house.put("own-money/src/lib.rs", OWN);
    let outcome = house.codegen(&[]);
    assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.err);
    assert!(
        outcome.err.contains("note[CM0504]") && !outcome.err.contains("CM0503"),
        "{}",
        outcome.err
    );
    let folder = house.at("out/shop");
    let example: serde_json::Value = serde_json::from_str(ORDER).expect("JSON");
    let text = example["examples"][0]
        .to_string()
        .replacen("4174000\"}", "41740ff\"}", 1);
    house.put("out/shop/tests/order.json", &text);
    house.put("out/shop/tests/program.rs", PROGRAM);
    cargo(&folder, env!("CARGO_TARGET_TMPDIR"), &["test"]).unwrap_or_else(|printed| panic!("{printed}"));
}

#[test]
fn a_choice_is_made_where_it_is_said() {
    let generated = with(MANIFEST, ORDER);
    let text = file(&generated, "src/order.rs");
    for line in [
        "pub id: lossless::Foreign<::uuid::Uuid>,",
        "pub parent: lossless::Maybe<lossless::Foreign<::uuid::Uuid>>,",
        "pub loose: Option<lossless::Open<lossless::Foreign<::uuid::Uuid>>>,",
        "pub total: lossless::Foreign<::own_money::Money>,",
        "pub parts: Option<Vec<lossless::Foreign<::own_money::Money>>>,",
        "pub kept: Option<super::Point>,",
        "pub apart: Option<lossless::Foreign<::own_money::Point>>,",
        "Money(lossless::Foreign<::own_money::Money>),",
        "#[derive(::own_money::Marked)]\n#[must_use]\n#[doc(alias = \"state\")]\n",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let money = file(&generated, "src/money.rs");
    assert!(
        money.contains("pub type Money = lossless::Foreign<::own_money::Money>;"),
        "{money}"
    );
    let cargo_toml = file(&generated, "Cargo.toml");
    assert!(
        cargo_toml.contains("[dependencies.own-money]\npath = \"../../own-money\"\n"),
        "{cargo_toml}"
    );
    // A format that is chosen is none that the runtime converts.
    assert!(!cargo_toml.contains("lossless/uuid"), "{cargo_toml}");
}

/// What the chosen type may refuse is told with its place, and no test stands on it.
#[test]
fn an_example_that_may_be_refused_is_told() {
    let order = ORDER.replacen("\"id\": \"123e4567", "\"id\": \"123E4567", 1).replace(
        r#""apiToken": { "type": "string", "format": "uuid" }"#,
        r#""apiToken": { "type": "string", "format": "uuid", "example": "abc" }"#,
    );
    let told = |generated: &Generated| -> Vec<(String, String)> {
        let doubts = generated
            .diagnostics
            .iter()
            .filter(|one| one.code == Code::DoubtfulExample);
        let place = |one: &cratemill::diagnostic::Diagnostic| one.location.as_ref().expect("a place").pointer.clone();
        doubts.map(|one| (place(one), one.message.clone())).collect()
    };
    let generated = with(MANIFEST, &order);
    let may = "`uuid::Uuid`, which stands for it, may refuse it";
    assert_eq!(
        told(&generated),
        [
            (
                "/examples/0/id".to_owned(),
                format!("the example is no UUID in lower case with hyphens: {may}")
            ),
            (
                "/properties/apiToken/example".to_owned(),
                format!("the example is no text of the format `uuid`: {may}")
            ),
        ]
    );
    assert!(!file(&generated, "tests/evidence/order.jsonl").contains("123E4567"));
    assert!(told(&with("", &order)).is_empty());
}

#[test]
fn what_applies_to_nothing_is_an_error_at_its_entry() {
    for (manifest, code, expected) in [
        (
            "[formats]\nulid = \"std::string::String\"\n",
            Code::UnusedOverride,
            "no string has the format `ulid`",
        ),
        (
            "[types.\"order.json#/$defs/Gone\"]\nuse = \"std::string::String\"\n",
            Code::UnusedOverride,
            "no type or property is made of `order.json#/$defs/Gone`",
        ),
        (
            "[types.\"order.json#/properties/id\"]\nderive = [\"std::fmt::Display\"]\n",
            Code::UnusedOverride,
            "`order.json#/properties/id` is no type that could have derives and attributes",
        ),
        (
            "[formats]\nuuid = \"uuid::Uuid\"\n",
            Code::InvalidManifest,
            "the type `uuid::Uuid` is of a crate that `[dependencies]` does not have",
        ),
        (
            "[dependencies]\nuuid = \"1\"\n",
            Code::UnusedOverride,
            "no type, trait or attribute of `uuid` is named",
        ),
    ] {
        let generated = with(manifest, ORDER);
        assert!(generated.crate_files.is_none(), "{manifest}");
        let [one] = &generated.diagnostics[..] else {
            panic!("{manifest}: {:#?}", generated.diagnostics);
        };
        assert!((one.code, one.message.starts_with(expected)) == (code, true), "{one:?}");
        let span = one
            .location
            .as_ref()
            .and_then(|place| place.span.clone())
            .expect("a place");
        let line = manifest.lines().nth(1).or(manifest.lines().next()).expect("a line");
        let entry = &manifest[span];
        assert!(
            manifest.contains(entry) && (line.starts_with(entry) || entry.starts_with('"')),
            "{entry}"
        );
    }
    for (manifest, expected) in [
        (
            "[formats]\nuuid = \"fn()\"\n",
            "`fn()` is not the path of a type in another crate",
        ),
        (
            "[types.\"a.json#\"]\nuse = \"crate::X\"\n",
            "`crate::X` is not the path",
        ),
        (
            "[types.\"a.json#\"]\nderive = [\"std::fmt::Debug\"]\n",
            "`Debug` is not to be chosen",
        ),
        (
            "[types.\"*\"]\nuse = \"String\"\n",
            "`*` takes `derive` and `attributes` alone",
        ),
        (
            "[types.\"*\"]\nattributes = [\"fn x() {}\"]\n",
            "`fn x() {}` is no attribute",
        ),
        (
            "[types.\"*\"]\nattributes = [\"#[derive(X)]\"]\n",
            "traits that are derived go into `derive`",
        ),
        ("[dependencies]\nlossless = \"1\"\n", "`lossless` can't be a dependency"),
        ("[dependencies]\nuuid = {}\n", "`uuid` has neither `version` nor `path`"),
    ] {
        let generated = with(manifest, ORDER);
        let told: Vec<&str> = generated.diagnostics.iter().map(|one| one.message.as_str()).collect();
        assert!(told.len() == 1 && told[0].contains(expected), "{manifest}: {told:?}");
    }
}

/// What the manifest chooses is chosen for the version before as well: only what the schemas change is told.
#[test]
fn a_choice_is_no_change_of_the_schema() {
    let before = with(MANIFEST, ORDER);
    let (schemas, lock) = (file(&before, "src/schema.json").to_owned(), before.lock.clone());
    let changed = ORDER.replacen(
        "\"status\": {",
        "\"memo\": { \"$ref\": \"#/$defs/Memo\" }, \"status\": {",
        1,
    );
    let changed = changed.replacen(
        "\"$defs\": {",
        "\"$defs\": { \"Memo\": { \"type\": \"object\", \"properties\": { \"a\": {} } },",
        1,
    );
    let mut source = provider("shop", &[("json-schema/order.json", &changed)]);
    // A choice for what was not there before.
    source.manifest = Some(format!(
        "{MANIFEST}\n[types.\"order.json#/$defs/Memo\"]\nuse = \"own_money::Memo\"\n"
    ));
    source.lock = Some(lock.clone());
    let changes = end_to_end::roomy(|| cratemill::drift(&source, &Kept::default(), schemas.as_bytes(), &lock));
    let changes = changes.expect("the schemas of a crate");
    let told: Vec<String> = changes.iter().map(|one| one.to_string()).collect();
    assert!(
        !told.is_empty() && told.iter().all(|one| one.to_lowercase().contains("memo")),
        "{told:#?}"
    );
}
