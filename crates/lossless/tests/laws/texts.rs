//! JSON texts of any form: what is read of them does not depend on their form, nor on the way in which they are read.
//!
//! A text is scanned by words of eight bytes, kept on a tape and read from that; here each is written in two forms, and read in each
//! of the ways there are: as a text, from a reader, and as a value, piece by piece.

use crate::types::Node;
use lossless::union::{self, Alternative, Places, Union};
use lossless::{Instance, Map, Number, Rules, Value, serde_json};
use proptest::prelude::*;
use round_trip::alternatives;

#[derive(Clone, Debug)]
enum Json {
    Word(&'static str),
    Number(String),
    String(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

const NAMES: [&str; 16] = [
    "number",
    "name",
    "bank",
    "petType",
    "lives",
    "friend",
    "value",
    "next",
    "children",
    "pet",
    "payment",
    "timeout",
    "",
    "é",
    "a\"b\\",
    "a name of more than sixteen bytes",
];

const NUMBERS: [&str; 16] = [
    "0",
    "-0",
    "7",
    "1.0",
    "1.00000000000000000001",
    "-12",
    "9e2",
    "123456789012345678",
    "9223372036854775808",
    "18446744073709551616",
    "1e400",
    "0.1",
    "0.10000000000000000001",
    "1E+2",
    "3.14159265358979323846",
    "-1.5e-7",
];

fn string() -> impl Strategy<Value = String> {
    let any = prop::collection::vec(any::<char>(), 0..20).prop_map(String::from_iter);
    let near = prop::collection::vec(
        prop::sample::select(vec!['"', '\\', '#', ']', 'a', '\n', '/', '😀']),
        0..20,
    );
    let known = prop::sample::select(vec!["cat", "dog", "fish", "never", "1", ""]).prop_map(str::to_owned);
    prop_oneof![any, near.prop_map(String::from_iter), known]
}

fn json() -> impl Strategy<Value = Json> {
    let number = prop_oneof![
        prop::sample::select(&NUMBERS[..]).prop_map(str::to_owned),
        any::<i32>().prop_map(|number| number.to_string()),
    ];
    let scalar = prop_oneof![
        prop::sample::select(vec!["null", "true", "false"]).prop_map(Json::Word),
        number.prop_map(Json::Number),
        string().prop_map(Json::String),
    ];
    let name = prop_oneof![8 => prop::sample::select(&NAMES[..]).prop_map(str::to_owned), 1 => string()];
    scalar.prop_recursive(5, 48, 6, move |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..5).prop_map(Json::Array),
            3 => prop::collection::vec((name.clone(), inner), 0..7).prop_map(Json::Object),
        ]
    })
}

/// An object of some of these properties, in any order.
fn object(properties: Vec<(&'static str, u32, BoxedStrategy<Json>)>) -> BoxedStrategy<Json> {
    let property = |(name, weight, value): (&'static str, u32, BoxedStrategy<Json>)| {
        let there = value.prop_map(move |value| Some((name.to_owned(), value)));
        prop_oneof![weight => there, 1 => Just(None)]
    };
    let all: Vec<_> = properties.into_iter().map(property).collect();
    let some = all.prop_map(|all| all.into_iter().flatten().collect::<Vec<_>>());
    some.prop_shuffle().prop_map(Json::Object).boxed()
}

/// Mostly of the shape of a [`Node`], with unions in it.
fn node(depth: u32) -> BoxedStrategy<Json> {
    let number = || {
        prop::sample::select(&NUMBERS[..4])
            .prop_map(|text| Json::Number(text.to_owned()))
            .boxed()
    };
    let text = || string().prop_map(Json::String).boxed();
    let word = || prop::sample::select(vec!["true", "false"]).prop_map(Json::Word).boxed();
    let kind = prop::sample::select(vec!["cat", "dog", "fish"]).prop_map(|kind| Json::String(kind.to_owned()));
    let inside = |inner: fn(u32) -> BoxedStrategy<Json>| if depth == 0 { json().boxed() } else { inner(depth - 1) };
    let pet = object(vec![
        ("petType", 30, kind.boxed()),
        ("lives", 1, number()),
        ("barks", 6, word()),
        ("x", 1, json().boxed()),
    ]);
    let payment = object(vec![
        ("number", 20, text()),
        ("name", 1, text()),
        ("bank", 1, number()),
        ("x", 1, json().boxed()),
    ]);
    let numbers = prop::collection::vec(number(), 0..3).prop_map(Json::Array);
    let never = Just(Json::String("never".to_owned()));
    let node = object(vec![
        ("value", 1, number()),
        ("next", 1, inside(node)),
        ("pet", 3, pet),
        ("payment", 3, payment),
        ("timeout", 1, prop_oneof![number(), never, numbers].boxed()),
        ("x", 1, json().boxed()),
    ]);
    prop_oneof![12 => node, 1 => json()].boxed()
}

/// Writes a text: by `forms` with white space and escapes where JSON allows them, without any where there are none.
struct Writer<'a> {
    text: String,
    forms: std::iter::Cycle<std::slice::Iter<'a, u8>>,
}

fn written(json: &Json, forms: &[u8]) -> String {
    let mut writer = Writer {
        text: String::new(),
        forms: forms.iter().cycle(),
    };
    writer.value(json);
    writer.space();
    writer.text
}

impl Writer<'_> {
    fn form(&mut self) -> u8 {
        self.forms.next().copied().unwrap_or_default()
    }

    fn space(&mut self) {
        let form = usize::from(self.form());
        self.text.push_str(
            ["", "", " ", "\r\n\t        "]
                .get(form % 4)
                .copied()
                .unwrap_or_default(),
        );
    }

    fn sign(&mut self, sign: char) {
        self.space();
        self.text.push(sign);
    }

    fn value(&mut self, json: &Json) {
        self.space();
        match json {
            Json::Word(text) => self.text.push_str(text),
            Json::Number(text) => self.text.push_str(text),
            Json::String(text) => self.string(text),
            Json::Array(items) => {
                self.text.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.sign(',');
                    }
                    self.value(item);
                }
                self.sign(']');
            }
            Json::Object(properties) => {
                self.text.push('{');
                for (index, (name, value)) in properties.iter().enumerate() {
                    if index > 0 {
                        self.sign(',');
                    }
                    self.space();
                    self.string(name);
                    self.sign(':');
                    self.value(value);
                }
                self.sign('}');
            }
        }
    }

    fn string(&mut self, text: &str) {
        self.text.push('"');
        for sign in text.chars() {
            let is_escaped = self.form() % 8 == 7 || sign < ' ';
            match sign {
                '"' | '\\' => self.text.extend(['\\', sign]),
                '/' if is_escaped => self.text.push_str("\\/"),
                '\n' => self.text.push_str("\\n"),
                _ if is_escaped => {
                    for unit in sign.encode_utf16(&mut [0; 2]) {
                        self.text.push_str(&format!("\\u{unit:04x}"));
                    }
                }
                _ => self.text.push(sign),
            }
        }
        self.text.push('"');
    }
}

/// The value, made the slow way; none where a name is repeated, or a number is one that a `Value` has no place for.
fn value(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Word(text) => serde_json::from_str(text).ok()?,
        Json::Number(text) => {
            let number: serde_json::Number = text.parse().ok()?;
            let is_it = Number::from(&number) == text.parse::<Number>().ok()?;
            is_it.then_some(Value::Number(number))?
        }
        Json::String(text) => Value::String(text.clone()),
        Json::Array(items) => Value::Array(items.iter().map(value).collect::<Option<_>>()?),
        Json::Object(properties) => {
            let mut all = serde_json::Map::new();
            for (name, inner) in properties {
                if all.insert(name.clone(), value(inner)?).is_some() {
                    return None;
                }
            }
            Value::Object(all)
        }
    })
}

/// Of what was read the value, the alternatives of its unions and its text, or the path and message of the error.
fn told<T: Instance>(read: Result<T, lossless::Error>) -> Result<(T, String, String), (String, String)> {
    match read {
        Ok(value) => {
            let chosen = format!("{:?}", alternatives(&value));
            let text = lossless::to_string(&lossless::written(&value)).expect("it is written");
            Ok((value, chosen, text))
        }
        Err(error) => Err((error.path().to_owned(), error.message().to_owned())),
    }
}

static RULES: Rules = Rules::new(
    r#"{
    "a": {"required": ["number", "name"]},
    "b": {"required": ["number", "bank"], "properties": {"bank": {"type": "integer"}}},
    "c": {"required": ["", "é"]},
    "d": {"required": ["a name of more than sixteen bytes"]},
    "e": {"required": ["petType"], "properties": {"petType": {"const": "cat"}}},
    "f": {"properties": {"lives": {"type": "integer"}}, "additionalProperties": {"type": "string"}}
}"#,
);

/// A union, with what tells at once which alternatives a value can't be, or without.
macro_rules! union {
    ($union:ident $places:expr) => {
        #[derive(Clone)]
        pub enum $union {
            A(Map<Value>),
            B(Map<Value>),
            C(Map<Value>),
            D(Map<Value>),
            E(Map<Value>),
            F(Map<Value>),
            Unknown(Value),
        }
        impl lossless::Untagged for $union {
            const NAME: &'static str = stringify!($union);
            const ALTERNATIVES: &'static [Alternative<Self>] = &[
                union!(@ $union A "a"),
                union!(@ $union B "b"),
                union!(@ $union C "c"),
                union!(@ $union D "d"),
                union!(@ $union E "e"),
                union!(@ $union F "f"),
            ];
            fn rules() -> Option<&'static Rules> {
                Some(&RULES)
            }
            fn places() -> Option<&'static Places> {
                $places
            }
            fn unknown(value: Value) -> Option<Self> {
                Some(Self::Unknown(value))
            }
            fn blank() -> Self {
                Self::Unknown(Value::Null)
            }
        }
        lossless::untagged! { $union }
        lossless::alternatives! { $union: A, B, C, D, E, F, Unknown }
    };
    (@ $union:ident $variant:ident $rule:literal) => {
        Alternative {
            name: stringify!($variant),
            types: union::OBJECT,
            rule: $rule,
            read: |value| union::read::<Map<Value>>(value).map(Self::$variant),
            unknown: |_| 0,
        }
    };
}
static PLACES: Places = Places::new();
union! { Quick Some(&PLACES) }
union! { Slow None }

const REQUIRED: [&str; 9] = [
    "number",
    "name",
    "bank",
    "",
    "é",
    "a name of more than sixteen bytes",
    "petType",
    "lives",
    "x",
];

fn scalar() -> impl Strategy<Value = Json> {
    let text = prop::sample::select(vec!["cat", "dog"]).prop_map(|text| Json::String(text.to_owned()));
    let number = prop::sample::select(vec!["1", "1.5"]).prop_map(|text| Json::Number(text.to_owned()));
    prop_oneof![text, number]
}

fn chosen<T: Instance + Union>(text: &str) -> Option<&'static str> {
    let read = lossless::instance::<T>(text).ok()?;
    Some(read.alternative().0)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn an_untyped_value_is_what_its_text_says(json in json(), forms: [u8; 16]) {
        let text = written(&json, &forms);
        prop_assert_eq!(lossless::from_str::<Value>(&text).ok(), value(&json), "{}", text);
    }

    #[test]
    fn reading_depends_on_nothing_but_the_value(json in node(2), forms: [u8; 16]) {
        let text = written(&json, &forms);
        let read = told(lossless::from_str::<Node>(&text));
        prop_assert_eq!(&read, &told(lossless::from_str::<Node>(&written(&json, &[0]))), "{}", text);
        let from_reader = serde_json::from_reader::<_, Node>(text.as_bytes());
        prop_assert_eq!(read.as_ref().ok().map(|(value, ..)| value), from_reader.as_ref().ok(), "{}", text);
        if let Some(value) = value(&json) {
            let from_value = told(lossless::from_value::<Node>(value));
            let without_text = |read: &Result<(Node, String, String), (String, String)>| match read {
                Ok((value, chosen, _)) => Ok((value.clone(), chosen.clone())),
                Err((path, _)) => Err(path.clone()),
            };
            prop_assert_eq!(without_text(&read), without_text(&from_value), "{}", text);
        }
        if let Ok((value, chosen, again)) = read {
            let second = told(lossless::from_str::<Node>(&again));
            prop_assert_eq!(second.ok(), Some((value, chosen, again)), "{}", text);
        }
    }

    #[test]
    fn what_is_required_chooses_no_other_alternative(
        names in prop::sample::subsequence(&REQUIRED[..], 0..=REQUIRED.len()).prop_shuffle(),
        values in prop::collection::vec(scalar(), REQUIRED.len()),
        forms: [u8; 16],
    ) {
        let properties = names.into_iter().map(str::to_owned).zip(values);
        let text = written(&Json::Object(properties.collect()), &forms);
        prop_assert_eq!(chosen::<Quick>(&text), chosen::<Slow>(&text), "{}", text);
    }

    #[test]
    fn what_is_no_json_is_refused(json in node(1), forms: [u8; 16], at: prop::sample::Index, with in prop::sample::select(vec!["", "\"", "\\", ",", "]", "}", "0", " "])) {
        let text = written(&json, &forms);
        let signs: Vec<(usize, char)> = text.char_indices().collect();
        let (place, sign) = signs[at.index(signs.len())];
        let broken = format!("{}{with}{}", &text[..place], &text[place + sign.len_utf8()..]);
        let is_json = serde_json::from_str::<serde::de::IgnoredAny>(&broken).is_ok();
        prop_assert!(is_json || lossless::from_str::<Node>(&broken).is_err(), "{}", broken);
        prop_assert!(is_json || lossless::from_str::<Value>(&broken).is_err(), "{}", broken);
    }
}
