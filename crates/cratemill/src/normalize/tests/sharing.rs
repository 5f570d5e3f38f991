use super::*;

const NO_LOCK: BTreeMap<String, String> = BTreeMap::new();

/// The definitions of several schemas: name, the address it is named after, and those of its copies.
fn shared(files: &[(&str, Value)]) -> Vec<String> {
    let (bundle, schema) = normalized(files, &NO_LOCK);
    let several = schema.definitions.iter().filter(|one| !one.copies.is_empty());
    several
        .map(|one| {
            let copies = one.copies.iter().map(|copy| copy.address.as_str());
            let places: Vec<&str> = copies.collect();
            format!(
                "{}: {}, {}",
                one.name,
                bundle.address(one.home.schema),
                places.join(", ")
            )
        })
        .collect()
}

/// Whether a schema of one name in two files is one type.
fn is_one(one: Value, other: Value) -> bool {
    let file = |address: Value| json!({ "type": "object", "properties": { "n": { "type": "integer" } }, "$defs": { "address": address } });
    let others = |text: &str, address: Value| {
        let mut file = file(address);
        file["properties"][text] = json!({ "$ref": "#/$defs/address" });
        file
    };
    let files = [("a.json", others("x", one)), ("b.json", others("y", other))];
    !shared(&files).is_empty()
}

fn object(properties: Value) -> Value {
    json!({ "type": "object", "properties": properties })
}

#[test]
fn annotations_and_order_tell_nothing_apart() {
    let plain = json!({ "type": "object", "properties": { "a": { "type": "string" }, "b": { "enum": ["x", "y"] } }, "required": ["a", "b"] });
    let said = json!({
        "title": "An address", "x-order": 3, "required": ["b", "a"], "type": ["object"], "$comment": "-",
        "properties": {
            "b": { "enum": ["y", "x"], "description": "Which.", "readOnly": true },
            "a": { "type": "string", "examples": ["q"], "deprecated": true }
        }
    });
    assert!(is_one(plain.clone(), said));
    let ordered =
        |first: &str, second: &str| json!({ "oneOf": [{ "type": first }, { "type": second }, object(json!({}))] });
    assert!(!is_one(ordered("string", "integer"), ordered("integer", "string")));
}

#[test]
fn whatever_decides_what_is_valid_tells_apart() {
    let with = |a: Value| object(json!({ "a": a }));
    for other in [
        json!({ "type": "string", "maxLength": 3 }),
        json!({ "type": "string", "format": "x" }),
        json!({ "type": "string", "not": { "const": "x" } }),
        json!({ "type": "string", "pattern": "x" }),
        json!({ "type": ["string", "null"] }),
        json!({ "type": "string", "nullable": true }),
        json!({ "type": "string", "allOf": [{ "minLength": 1 }] }),
        json!({ "type": "integer" }),
        json!({}),
        json!(true),
    ] {
        assert!(
            !is_one(with(json!({ "type": "string" })), with(other.clone())),
            "{other}"
        );
    }
    assert!(is_one(
        with(json!({ "maxLength": 3, "type": "string" })),
        with(json!({ "type": "string", "maxLength": 3 }))
    ));
    let rest = |rest: Value| json!({ "type": "object", "properties": { "a": {} }, "additionalProperties": rest });
    assert!(!is_one(rest(json!(false)), rest(json!(true))));
    assert!(!is_one(object(json!({ "a": {} })), rest(json!(true))));
    let depends =
        |names: Value| json!({ "type": "object", "properties": { "a": {} }, "dependentRequired": { "a": names } });
    assert!(!is_one(depends(json!(["b"])), depends(json!(["c"]))));
    let old =
        |names: Value| json!({ "type": "object", "properties": { "a": {} }, "dependencies": { "a": names, "b": {} } });
    assert!(!is_one(old(json!(["b"])), old(json!(["c"]))));
}

#[test]
fn what_a_field_makes_of_an_annotation_tells_apart() {
    let with = |a: Value| object(json!({ "a": a }));
    let plain = || with(json!({ "type": "string" }));
    assert!(
        !is_one(plain(), with(json!({ "type": "string", "default": "x" }))),
        "an accessor"
    );
    assert!(
        !is_one(plain(), with(json!({ "type": "string", "writeOnly": true }))),
        "a secret"
    );
    let named = |names: Value| with(json!({ "type": "integer", "enum": [1, 2], "x-enum-varnames": names }));
    assert!(
        !is_one(named(json!(["A", "B"])), named(json!(["A", "C"]))),
        "names of values"
    );
    // The default of the whole belongs to the place that has it.
    let mut whole = plain();
    whole["default"] = json!({ "a": "x" });
    assert!(is_one(plain(), whole));
}

#[test]
fn references_are_what_they_refer_to() {
    let city = || object(json!({ "name": { "type": "string" } }));
    let inline = json!({ "type": "object", "properties": { "city": city() } });
    let file = |file: &str, city_of: Value| {
        let address = json!({ "type": "object", "properties": { "city": city_of } });
        let defs =
            json!({ "address": address, "city": city(), "alias": { "$ref": "#/$defs/city", "description": "-" } });
        let root = json!({ "type": "object", "properties": { file: { "$ref": "#/$defs/address" } }, "$defs": defs });
        shared(&[
            ("a.json", root),
            (
                "b.json",
                json!({ "type": "object", "properties": { "q": {} }, "$defs": { "address": inline } }),
            ),
        ])
    };
    for reference in [
        json!({ "$ref": "#/$defs/city" }),
        json!({ "$ref": "#/$defs/alias", "title": "-" }),
        json!({ "allOf": [{ "$ref": "#/$defs/city" }] }),
    ] {
        assert_eq!(
            file("x", reference),
            [
                "Address: a.json#/$defs/address, b.json#/$defs/address",
                "City: a.json#/$defs/city, b.json#/$defs/address/properties/city"
            ]
        );
    }
    let narrower = json!({ "$ref": "#/$defs/city", "required": ["name"] });
    assert_eq!(
        file("x", narrower),
        ["City: a.json#/$defs/city, b.json#/$defs/address/properties/city"]
    );
}

#[test]
fn what_recurs_is_compared_as_it_recurs() {
    let tree = |leaf: Value| {
        json!({
            "type": "object", "properties": { "tree": { "$ref": "#/$defs/tree" }, "own": leaf.clone() },
            "$defs": {
                "tree": object(json!({ "left": { "$ref": "#/$defs/branch" }, "right": { "$ref": "#/$defs/branch" } })),
                "branch": { "anyOf": [{ "$ref": "#/$defs/tree" }, leaf, { "type": "null" }] }
            }
        })
    };
    let names = |files: &[(&str, Value)]| {
        let all = shared(files);
        let names = all.iter().filter_map(|one| one.split(':').next());
        names.map(str::to_owned).collect::<Vec<String>>()
    };
    let text = || json!({ "type": "string" });
    let alike = names(&[
        ("a.json", tree(text())),
        ("b.json", tree(json!({ "type": "string", "title": "-" }))),
    ]);
    // The branch is a union, and that or null.
    assert_eq!((alike.len(), &*alike[0]), (3, "Tree"));
    assert!(names(&[("a.json", tree(text())), ("b.json", tree(json!({ "type": "integer" })))]).is_empty());
    // One turn of the circle or two are the same circle, but their names are not.
    let (once, twice) = (
        json!({ "type": "object", "properties": { "next": { "$ref": "#/$defs/ring" } }, "$defs": { "ring": object(json!({ "next": { "$ref": "#/$defs/ring" } })) } }),
        json!({ "type": "object", "properties": { "more": {} }, "$defs": {
            "ring": object(json!({ "next": { "$ref": "#/$defs/gnir" } })),
            "gnir": object(json!({ "next": { "$ref": "#/$defs/ring" } }))
        } }),
    );
    assert!(names(&[("a.json", once), ("b.json", twice)]).is_empty());
}

#[test]
fn a_name_is_a_key_a_property_or_what_a_file_adds_nothing_to() {
    let user =
        |title: &str| json!({ "title": title, "type": "object", "properties": { "plan": object(json!({ "n": {} })) } });
    let files = |one: &str, other: &str, title: &str| shared(&[(one, user(title)), (other, user(title))]);
    assert_eq!(
        files(
            "acme-repo-api-simple-user-schema.json",
            "acme-users-simple-user.json",
            "simple-user"
        ),
        [
            "SimpleUser: acme-repo-api-simple-user-schema.json#, acme-users-simple-user.json#",
            "Plan: acme-repo-api-simple-user-schema.json#/properties/plan, acme-users-simple-user.json#/properties/plan"
        ]
    );
    // The users of both files are two types, which hold one plan.
    let apart = files("repo-user.json", "app-user.json", "Somebody");
    assert_eq!(
        apart,
        ["Plan: app-user.json#/properties/plan, repo-user.json#/properties/plan"]
    );
    let key = |key: &str| json!({ "type": "object", "properties": { key: {} }, "$defs": { key: object(json!({ "n": {} })) } });
    assert_eq!(
        shared(&[("a.json", key("pet")), ("b.json", key("dog"))]),
        Vec::<String>::new()
    );
    assert_eq!(
        shared(&[("a.json", key("the_pet")), ("b.json", key("thePet"))]).len(),
        1
    );
}

#[test]
fn a_secret_and_what_is_shown_are_two_types() {
    let with = |property: &str| object(json!({ property: { "$ref": "#/$defs/pair" } }));
    let file = |property: &str| {
        let mut file = with(property);
        file["$defs"] = json!({ "pair": object(json!({ "left": { "type": "string" } })) });
        file
    };
    assert_eq!(
        shared(&[("a.json", file("secret")), ("b.json", file("shown"))]),
        Vec::<String>::new()
    );
    assert_eq!(
        shared(&[("a.json", file("secret")), ("b.json", file("password"))]).len(),
        1
    );
    assert_eq!(
        shared(&[("a.json", file("visible")), ("b.json", file("shown"))]).len(),
        1
    );
}

#[test]
fn what_hangs_on_its_place_is_nobody_elses() {
    let old = "http://json-schema.org/draft-07/schema#";
    let file = |draft: &str, own: &str| json!({ "$schema": draft, "type": "object", "properties": { own: {} }, "$defs": { "pet": object(json!({ "n": {} })) } });
    let new = "https://json-schema.org/draft/2020-12/schema";
    assert_eq!(
        shared(&[("a.json", file(new, "x")), ("b.json", file(new, "y"))]).len(),
        1
    );
    assert_eq!(
        shared(&[("a.json", file(old, "x")), ("b.json", file(new, "y"))]).len(),
        0,
        "another draft"
    );
    let dynamic = |own: &str| {
        json!({
            "$schema": new, "$id": format!("https://example.com/{own}"), "$dynamicAnchor": "node", "type": "object", "properties": { own: {} },
            "$defs": { "pet": object(json!({ "n": { "$dynamicRef": "#node" } })) }
        })
    };
    assert_eq!(
        shared(&[("a.json", dynamic("x")), ("b.json", dynamic("y"))]).len(),
        0,
        "a dynamic scope"
    );
}

#[test]
fn the_one_type_is_documented_wherever_something_is_said() {
    let file = |own: &str, properties: Value| json!({ "type": "object", "properties": { own: {} }, "$defs": { "pet": object(properties) } });
    let (bundle, schema) = normalized(
        &[
            (
                "a.json",
                file(
                    "x",
                    json!({ "n": { "type": "string" }, "m": { "type": "string", "description": "First." } }),
                ),
            ),
            (
                "b.json",
                file(
                    "y",
                    json!({ "n": { "type": "string", "description": "Second." }, "m": { "type": "string", "description": "Third." } }),
                ),
            ),
        ],
        &NO_LOCK,
    );
    let pet = schema.definitions.iter().find(|one| one.name == "Pet").expect("a pet");
    let Shape::Object { properties, .. } = &pet.shape else {
        panic!("an object")
    };
    let places: Vec<Vec<String>> = properties
        .iter()
        .map(|one| one.schemas.iter().map(|id| bundle.address(*id)).collect())
        .collect();
    let at = |file: &str, name: &str| format!("{file}.json#/$defs/pet/properties/{name}");
    assert_eq!(places, [vec![at("a", "n"), at("b", "n")], vec![at("a", "m")]]);
}

#[test]
fn of_two_that_part_the_one_with_more_right_keeps_the_name() {
    let pet = |name: &str| object(json!({ name: { "type": "string" } }));
    let file = |own: &str, pet: Value| json!({ "type": "object", "properties": { own: { "$ref": "#/$defs/pet" } }, "$defs": { "pet": pet } });
    let (bundle, schema) = normalized(
        &[("a.json", file("x", pet("n"))), ("b.json", file("y", pet("n")))],
        &NO_LOCK,
    );
    let lock = names::lock_entries(&bundle, &schema);
    let at = |file: &str| format!("{file}.json#/$defs/pet");
    assert_eq!((&*lock[&at("a")], &*lock[&at("b")]), ("Pet", "Pet"));
    let names = |a: Value, b: Value| {
        let (bundle, schema) = normalized(&[("a.json", file("x", a)), ("b.json", file("y", b))], &lock);
        let entries = names::lock_entries(&bundle, &schema);
        (entries[&at("a")].clone(), entries[&at("b")].clone())
    };
    let strings = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    assert_eq!(names(pet("n"), pet("n")), strings("Pet", "Pet"));
    assert_eq!(names(pet("n"), pet("m")), strings("Pet", "b::Pet"));
    assert_eq!(names(pet("m"), pet("n")), strings("Pet", "b::Pet"));
}
