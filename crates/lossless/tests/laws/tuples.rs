//! Arrays with positions, and integers with names, in JSON and in formats that want to know a length before.

use lossless::tuple::{item, maybe, write_item, write_maybe};
use lossless::{IntegerEnumeration, Maybe, Tuple, UnknownInteger};
use serde::de::SeqAccess;
use serde::ser::SerializeSeq;

#[derive(Clone, Debug, Default, PartialEq)]
struct Pair {
    first: Option<Level>,
    second: Maybe<String>,
    rest: Vec<bool>,
}

impl Tuple for Pair {
    const NAME: &'static str = "Pair";
    const LENGTH: usize = 2;
    type Rest = bool;
    fn blank() -> Self {
        Pair::default()
    }
    fn read<'de, A: SeqAccess<'de>>(&mut self, position: usize, items: &mut A) -> Result<bool, A::Error> {
        match position {
            0 => item(&mut self.first, items),
            1 => maybe(&mut self.second, items),
            _ => Ok(false),
        }
    }
    fn has(&self, position: usize) -> bool {
        match position {
            0 => self.first.is_some(),
            1 => self.second != Maybe::Absent,
            _ => false,
        }
    }
    fn write<S: SerializeSeq>(&self, position: usize, items: &mut S) -> Result<(), S::Error> {
        match position {
            0 => write_item(&self.first, items),
            1 => write_maybe(&self.second, items),
            _ => Ok(()),
        }
    }
    fn rest(&self) -> &[bool] {
        &self.rest
    }
    fn rest_mut(&mut self) -> &mut Vec<bool> {
        &mut self.rest
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Level {
    Low,
    Unknown(UnknownInteger),
}

impl IntegerEnumeration for Level {
    const NAME: &'static str = "Level";
    const VALUES: &'static [i64] = &[-1];
    fn from_integer(value: i64) -> Self {
        match value {
            -1 => Level::Low,
            _ => Level::Unknown(UnknownInteger::__new(value)),
        }
    }
    fn as_integer(&self) -> i64 {
        match self {
            Level::Low => -1,
            Level::Unknown(value) => value.get(),
        }
    }
}

lossless::tuples! { Pair }
lossless::integer_enumerations! { Level }

#[test]
fn every_length_comes_back_in_every_format() {
    for text in [
        "[]",
        "[-1]",
        "[-1,null]",
        r#"[7,"a"]"#,
        r#"[-9223372036854775808,"",true,false]"#,
    ] {
        let pair: Pair = lossless::from_str(text).expect(text);
        assert_eq!(lossless::to_string(&pair).expect(text), text);
        assert_eq!(serde_json::from_str::<Pair>(text).expect(text), pair);
        let value = lossless::to_value(&pair).expect(text);
        assert_eq!(lossless::from_value::<Pair>(value).expect(text), pair);
        let packed = rmp_serde::to_vec_named(&pair).expect("MessagePack");
        assert_eq!(rmp_serde::from_slice::<Pair>(&packed).expect("a pair"), pair);
        let mut bytes = Vec::new();
        ciborium::into_writer(&pair, &mut bytes).expect("CBOR");
        assert_eq!(ciborium::from_reader::<Pair, _>(&bytes[..]).expect("a pair"), pair);
    }
}

#[test]
fn integers_are_read_as_json_schema_means_them() {
    for (text, level) in [("-1.0", Level::Low), ("-10e-1", Level::Low), ("9e2", Level::from(900))] {
        assert_eq!(lossless::from_str::<Level>(text).expect(text), level);
    }
    for text in ["-1.5", "\"-1\"", "null", "[]", "{}", "true", "1e30"] {
        assert!(lossless::from_str::<Level>(text).is_err(), "{text}");
    }
}

#[test]
fn an_error_says_where_and_what() {
    for (text, expected) in [
        (r#"["x"]"#, "invalid type: string, expected integer at /0"),
        ("[1, 2]", "invalid type: integer, expected string at /1"),
        ("[1, null, true, 0]", "invalid type: integer, expected boolean at /3"),
        ("{}", "invalid type: object, expected array Pair"),
    ] {
        let error = lossless::from_str::<Pair>(text).expect_err(text).to_string();
        let (what, at) = expected.split_once(" at ").unwrap_or((expected, ""));
        assert!(error.contains(what) && error.contains(at), "{text}: {error}");
    }
}

#[test]
fn reading_ends_where_values_nest_too_deep() {
    let deep = format!("[1,\"a\",{}true{}]", "[".repeat(200), "]".repeat(200));
    assert!(lossless::from_str::<Pair>(&deep).is_err());
}
