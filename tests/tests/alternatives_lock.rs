//! What an alternative of a union is called stays with it, whatever comes before or after it.

use end_to_end::{file, generate, provider};

/// The file of a schema's types, and the lock.
fn generated(text: &str, lock: Option<&str>) -> (String, String) {
    let mut source = provider("p", &[("json-schema/u.json", text)]);
    source.lock = lock.map(str::to_owned);
    let generated = generate(&source);
    (file(&generated, "src/u.rs").to_owned(), generated.lock)
}

/// The same of a union of these alternatives.
fn union(alternatives: &[&str], lock: Option<&str>) -> (String, String) {
    generated(&format!(r#"{{ "oneOf": [{}] }}"#, alternatives.join(", ")), lock)
}

/// The lines of the lock that name the types and variants that were there, but for their places.
fn named(lock: &str) -> Vec<(String, String)> {
    let shapes = lock.split("[shapes]").nth(1).unwrap_or_default();
    let shapes = shapes.split("\n\n").next().unwrap_or_default();
    let entries = |text: &str| -> Vec<(String, String)> {
        let lines = text.lines().filter_map(|line| line.split_once(" = "));
        lines.map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
    };
    let shapes = entries(shapes);
    let names = lock.split("[names]").nth(1).unwrap_or_default();
    let names = entries(names.split("\n\n").next().unwrap_or_default());
    let types = names
        .into_iter()
        .filter(|(place, _)| place.contains("oneOf"))
        .map(|(place, name)| {
            let shape = shapes
                .iter()
                .find(|(other, _)| *other == place)
                .expect("the shape of each");
            (shape.1.clone(), name)
        });
    let variants = entries(lock.split("[fields.").nth(1).unwrap_or_default());
    types.chain(variants).collect()
}

#[test]
fn an_alternative_that_comes_takes_no_name_away() {
    let object = |head: &str, property: &str| {
        format!(r#"{{ {head} "type": "object", "properties": {{ {property}: {{ "type": "string" }} }} }}"#)
    };
    let tagged = |tag: &str| {
        format!(
            r#"{{ "type": "object", "required": ["kind"], "properties": {{ "kind": {{ "const": {tag} }}, "n": {{ "type": "object", "properties": {{ "v{}": {{}} }} }} }} }}"#,
            tag.trim_matches('"')
        )
    };
    let cases = [
        (vec![tagged("\"card\""), tagged("\"bank\"")], tagged("\"Card\"")),
        (vec![tagged("1"), tagged("2")], tagged("-1")),
        (
            vec![object("\"title\": \"X\",", "\"x\""), object("", "\"a\"")],
            object("\"title\": \"X\",", "\"y\""),
        ),
        (
            vec![
                object("\"title\": \"Card\",", "\"a\""),
                object("\"title\": \"Bank\",", "\"b\""),
            ],
            object("\"title\": \"card\",", "\"c\""),
        ),
        (
            vec![
                object("\"title\": \"Card\",", "\"a\""),
                object("\"title\": \"Bank\",", "\"b\""),
            ],
            object("\"title\": \"Card\",", "\"c\""),
        ),
    ];
    for (before, new) in cases {
        let all: Vec<&str> = before.iter().map(String::as_str).collect();
        let (_, lock) = union(&all, None);
        assert!(named(&lock).len() >= 4, "{lock}");
        for place in 0..=all.len() {
            let mut after = all.clone();
            after.insert(place, &new);
            let (code, next) = union(&after, Some(&lock));
            let now = named(&next);
            for entry in named(&lock) {
                assert!(
                    now.contains(&entry),
                    "{entry:?} after {new} came at {place}\n{lock}\n{next}"
                );
            }
            assert!(now.len() > named(&lock).len());
            // What was given once stays, in any order.
            assert_eq!(union(&after, Some(&next)), (code, next.clone()));
            after.reverse();
            let mut turned = named(&union(&after, Some(&next)).1);
            let mut now = now;
            turned.sort();
            now.sort();
            assert_eq!(turned, now, "{next}");
        }
    }
}

/// The values of an enumeration by their texts, as the lock has them.
fn values(values: &[&str], lock: Option<&str>) -> (Vec<(String, String)>, String) {
    let (_, lock) = generated(&format!(r#"{{ "enum": {values:?} }}"#), lock);
    let entries = lock.split("[fields.").nth(1).unwrap_or_default();
    let entries = entries.lines().filter_map(|line| line.split_once(" = "));
    let entries = entries.map(|(text, name)| (text.to_owned(), name.to_owned()));
    (entries.collect(), lock)
}

/// Values that would have one name keep theirs in any order; what has a name alone is not in the lock.
#[test]
fn values_of_one_name_keep_it_in_any_order() {
    let (named, lock) = values(&["a-b", "a_b", "other"], None);
    let entry = |text: &str, name: &str| (format!("\"{text}\""), format!("\"{name}\""));
    assert_eq!(named, [entry("a-b", "Ab"), entry("a_b", "Ab2")]);
    for order in [
        ["a b", "other", "a_b", "a-b"],
        ["a_b", "a b", "a-b", "other"],
        ["other", "a-b", "a b", "a_b"],
    ] {
        let (now, _) = values(&order, Some(&lock));
        assert_eq!(
            now,
            [entry("a b", "Ab3"), entry("a-b", "Ab"), entry("a_b", "Ab2")],
            "{order:?}"
        );
    }
    assert_eq!(values(&["one", "two"], None).0, []);
}

/// A lock that was edited gives no value the generator's own name.
#[test]
fn no_lock_gives_the_name_of_what_is_unknown() {
    let text = r#"{ "enum": ["a-b", "a_b"] }"#;
    let (_, lock) = generated(text, None);
    let (code, _) = generated(text, Some(&lock.replace("\"Ab2\"", "\"Unknown\"")));
    assert_eq!(code.matches("    Unknown(").count(), 1, "{code}");
    assert!(code.contains("    Ab2,"), "{code}");
    let union_of = |lock| {
        union(
            &[r#"{ "type": "string" }"#, r#"{ "type": "object", "title": "Thing" }"#],
            lock,
        )
    };
    let (_, lock) = union_of(None);
    let edited = lock.replace("\"String\" = \"String\"", "\"String\" = \"Unknown\"");
    assert_ne!(edited, lock);
    let (code, _) = union_of(Some(&edited));
    assert_eq!(code.matches("    Unknown(").count(), 1, "{code}");
}

/// Lists that one type holds have the same variants in any order of the alternatives.
#[test]
fn alternatives_of_one_type_have_one_name_in_any_order() {
    let list = |head: &str| format!(r#"{{ {head} "type": "array", "items": {{ "type": "string" }} }}"#);
    let (small, large) = (
        list(r#""title": "Small", "maxItems": 2,"#),
        list(r#""title": "Large", "minItems": 3,"#),
    );
    let nameless = list(r#""minItems": 9,"#);
    let variants = |alternatives: &[&str]| {
        let (code, _) = union(alternatives, None);
        let lines = code.lines().filter(|line| line.ends_with("(Vec<String>),"));
        let mut lines: Vec<String> = lines.map(|line| line.trim().to_owned()).collect();
        lines.sort();
        lines
    };
    for order in [[&*small, &*large], [&*large, &*small]] {
        assert_eq!(variants(&order), ["Large(Vec<String>),", "Small(Vec<String>),"]);
    }
    for order in [
        [&*small, &*large, &*nameless],
        [&*nameless, &*small, &*large],
        [&*large, &*nameless, &*small],
    ] {
        assert_eq!(variants(&order), ["Strings(Vec<String>),"]);
    }
}
