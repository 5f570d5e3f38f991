use super::*;

fn parse(text: &str) -> Document {
    let (document, diagnostics) = Document::parse("json-schema/a.json", text.as_bytes());
    assert_eq!(diagnostics, []);
    document.expect("a document")
}

/// The code, message, pointer and text at the span of every finding.
fn findings(bytes: &[u8]) -> Vec<(Code, String, String, String)> {
    let (_, diagnostics) = Document::parse("json-schema/a.json", bytes);
    let describe = |diagnostic: Diagnostic| {
        let location = diagnostic.location.expect("a location");
        assert_eq!(location.file, "json-schema/a.json");
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let excerpt = String::from_utf8_lossy(&bytes[location.span.expect("a span")]);
        let message = diagnostic.message;
        (diagnostic.code, message, location.pointer, excerpt.into_owned())
    };
    diagnostics.into_iter().map(describe).collect()
}

fn finding(code: Code, message: &str, pointer: &str, excerpt: &str) -> (Code, String, String, String) {
    (code, message.to_owned(), pointer.to_owned(), excerpt.to_owned())
}

#[test]
fn keeps_order_and_strips_the_mark() {
    let document = parse("\u{feff}{\"b\": 1, \"a\": [true]}\n");
    assert_eq!(document.text, "{\"b\": 1, \"a\": [true]}\n");
    assert_eq!(document.value.to_string(), r#"{"b":1,"a":[true]}"#);
    assert_eq!(document.name(), "a.json");
    assert_eq!(document.draft(), Draft::Draft202012);
}

#[test]
fn every_value_has_its_span() {
    let document = parse(r#"{"a/b": {"m~n": [10, "é", {"": null}]}, "ü": 1}"#);
    let at = |pointer: &str| document.span(pointer).map(|span| &document.text[span]);
    assert_eq!(at("/a~1b/m~0n/0"), Some("10"));
    assert_eq!(at("/a~1b/m~0n/1"), Some("\"é\""));
    assert_eq!(at("/a~1b/m~0n/2/"), Some("null"));
    assert_eq!(at("/ü"), Some("1"));
    assert_eq!(at("/nowhere"), None);
    assert_eq!(at("").map(str::len), Some(document.text.len()));
}

#[test]
fn a_place_without_text_is_shown_where_it_would_be() {
    let document = parse(r#"{"a": {"b": 1}}"#);
    let location = document.location("/a/added/deep");
    assert_eq!(location.pointer, "/a/added/deep");
    assert_eq!(location.span.map(|span| &document.text[span]), Some(r#"{"b": 1}"#));
}

#[test]
fn what_is_not_json_says_where() {
    let malformed = |text: &str| findings(text.as_bytes());
    let case = |message, excerpt| vec![finding(Code::MalformedJson, message, "", excerpt)];
    assert_eq!(malformed("{\n  a: 1,\n}"), case("key must be a string", "a"));
    assert_eq!(malformed("{\"ü\": nope}"), case("expected ident", "o"));
    assert_eq!(malformed("{\"a\": 1"), case("EOF while parsing an object", "1"));
    assert_eq!(malformed(""), case("the file is empty", ""));
    assert_eq!(malformed("// x"), case("expected value", "/"));
    assert_eq!(malformed("{} {}"), case("trailing characters", "{"));
    assert_eq!(malformed("// x\n{]"), case("expected value", "/"));
    assert_eq!(
        findings(b"{\"a\": \"\xff\"}"),
        case("the text is not UTF-8", "\u{fffd}")
    );
}

#[test]
fn comments_and_trailing_commas_are_read_over_and_every_place_stays() {
    let text = "/* 1e999 */ {\"a\": [1e999,], // [[\n \"b\": 1,}";
    let message = "comments and trailing commas are no JSON; they are read over";
    assert_eq!(
        findings(text.as_bytes()),
        [
            finding(
                Code::NumberOutOfRange,
                "`1e999` is beyond the range of numbers",
                "/a/0",
                "1e999"
            ),
            finding(Code::Comments, message, "", "/* 1e999 */"),
        ]
    );
    let document = Document::parse("json-schema/a.json", text.as_bytes())
        .0
        .expect("a document");
    assert_eq!(document.value["b"], 1);
    assert_eq!(document.span("/b"), text.rfind('1').map(|at| at..at + 1));
}

#[test]
fn a_repeated_name_is_reported_and_the_last_counts() {
    let text = r#"{"p": {"a": 1, "b": 2, "a": 3, "\u0061": 4}}"#;
    let message = "a property name stands twice in one object";
    let twice = |excerpt| finding(Code::DuplicateName, message, "/p/a", excerpt);
    assert_eq!(findings(text.as_bytes()), [twice("\"a\""), twice("\"\\u0061\"")]);
    let (document, _) = Document::parse("a.json", text.as_bytes());
    let document = document.expect("a document");
    assert_eq!(document.value.to_string(), r#"{"p":{"a":4,"b":2}}"#);
    assert_eq!(document.span("/p/a").map(|span| &document.text[span]), Some("4"));
}

#[test]
fn numbers_beyond_the_range_are_clamped() {
    let digits = "9".repeat(400);
    let text = format!(r#"{{"a": 1e400, "b": [-2e308, {digits}], "c": 1e-400, "d": "1e400"}}"#);
    let huge = |literal: &str, pointer, excerpt: &str| {
        let message = format!("`{literal}` is beyond the range of numbers");
        finding(Code::NumberOutOfRange, &message, pointer, excerpt)
    };
    let long = format!("{}...", "9".repeat(24));
    let expected = [
        huge("1e400", "/a", "1e400"),
        huge("-2e308", "/b/0", "-2e308"),
        huge(&long, "/b/1", &digits),
    ];
    assert_eq!(findings(text.as_bytes()), expected);
    let (document, _) = Document::parse("a.json", text.as_bytes());
    let value = document.expect("a document").value;
    assert_eq!(
        value.to_string(),
        r#"{"a":1e+308,"b":[-1e+308,1e+308],"c":0.0,"d":"1e400"}"#
    );
}

#[test]
fn deep_schemas_are_read_and_deeper_ones_refused() {
    let nested = |open: &str, close: &str, times| open.repeat(times) + "1" + &close.repeat(times);
    parse(&nested(r#"{"properties":{"a":"#, "}}", 100));
    parse(&nested("[", "]", DOCUMENT_DEPTH));
    let objects = parse(&nested(r#"{"a":"#, "}", DOCUMENT_DEPTH));
    assert_eq!(objects.location("/a").span.map(|span| span.start), Some(5));
    for text in [nested("[", "]", DOCUMENT_DEPTH + 1), "[".repeat(1_000_000)] {
        let message = "arrays and objects lie more than 512 deep in each other";
        assert_eq!(findings(text.as_bytes()), [finding(Code::TooDeep, message, "", "[")]);
    }
}

#[test]
fn more_examples_than_are_taken_are_passed_by() {
    let list = |count: usize| (0..count).map(|item| item.to_string()).collect::<Vec<_>>().join(", ");
    let many = list(1_000);
    let map: Vec<String> = (0..1_000)
        .map(|item| format!(r#""e{item}": {{"value": {item}}}"#))
        .collect();
    let text = format!(
        r#"{{"examples": [{many}], "properties": {{"examples": {{"examples": {{{}}}}}}},
            "default": {{"examples": [{many}]}}, "enum": [{many}], "$defs": {{"default": {{"examples": [{many} ]}}}}, "x": 1e400}}"#,
        map.join(",")
    );
    let (document, findings) = Document::parse("json-schema/a.json", text.as_bytes());
    let document = document.expect("a document");
    let count = |pointer: &str| match document.value.pointer(pointer) {
        Some(Value::Array(items)) => items.len(),
        Some(Value::Object(object)) => object.len(),
        _ => 0,
    };
    // Names and instances are what they are.
    assert_eq!(
        [count("/enum"), count("/default/examples"), count("/properties")],
        [1_000, 1_000, 1]
    );
    let cut = ["/examples", "/properties/examples/examples", "/$defs/default/examples"];
    assert_eq!(cut.map(count), [EXAMPLES_OF_A_SCHEMA; 3]);
    assert_eq!(document.surplus, 3 * (1_000 - EXAMPLES_OF_A_SCHEMA));
    let found: Vec<_> = findings
        .iter()
        .map(|it| (it.code, &*it.location.as_ref().expect("a place").pointer))
        .collect();
    let surplus = cut.map(|pointer| (Code::TooManyExamples, pointer));
    assert_eq!(found, [[(Code::NumberOutOfRange, "/x")].as_slice(), &surplus].concat());
    assert_eq!(
        findings[1].message,
        "the schema has 1000 examples; the first 256 are taken"
    );
    assert_eq!(document.span("/x").map(|span| &document.text[span]), Some("1e400"));
    assert_eq!(
        document.span("/examples/255").map(|span| &document.text[span]),
        Some("255")
    );
    assert_eq!(document.span("/examples/256"), None);

    // What is passed by is JSON all the same, and another document's examples are not a schema's.
    let broken = format!(r#"{{"examples": [{many}, nope]}}"#);
    assert_eq!(self::findings(broken.as_bytes())[0].0, Code::MalformedJson);
    let payload = format!(r#"{{"examples": [{many}]}}"#);
    let (payload, findings) = Document::parse("examples/a.json", payload.as_bytes());
    let items = payload.expect("a document").value["examples"].as_array().map(Vec::len);
    assert_eq!((items, findings.len()), (Some(1_000), 0));
}

#[test]
fn a_place_has_a_line() {
    let document = parse("{\n\n\"a\": [1,\n2]}");
    let line = |pointer: &str| document.span(pointer).map(|span| document.line(span.start));
    assert_eq!(["", "/a", "/a/0", "/a/1"].map(line), [1, 3, 3, 4].map(Some));
}
