//! What is measured.

use crate::documents;
use crate::{by_hand, measured};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::hint::black_box;

type Work = fn(&str, u32) -> Result<(), String>;

/// One measured case. Its name ends with what does the work: `serde` and `small` are what others are compared with.
pub struct Case {
    pub name: &'static str,
    document: fn() -> String,
    work: Work,
}

const fn case(name: &'static str, document: fn() -> String, work: Work) -> Case {
    Case { name, document, work }
}

pub const CASES: &[Case] = &[
    case("tag-first.serde", documents::tag_first, read::<by_hand::Schema>),
    case("tag-first.generated", documents::tag_first, read::<measured::Schema>),
    case("tag-last.serde", documents::tag_last, read::<by_hand::Schema>),
    case("tag-last.generated", documents::tag_last, read::<measured::Schema>),
    case("mixed.serde", documents::mixed, read::<by_hand::Schema>),
    case("mixed.generated", documents::mixed, read::<measured::Schema>),
    case("first-fits.serde", documents::first_fits, read::<by_hand::Schema>),
    case("first-fits.generated", documents::first_fits, read::<measured::Schema>),
    case("array-read.serde", documents::array, read::<by_hand::Schema>),
    case("array-read.generated", documents::array, read::<measured::Schema>),
    case("array-write.serde", documents::array, write::<by_hand::Schema>),
    case("array-write.generated", documents::array, write::<measured::Schema>),
    case("grow-tag.small", || documents::late_tag(250), read::<measured::Event>),
    case("grow-tag.large", || documents::late_tag(1000), read::<measured::Event>),
    case("grow-nested.small", || documents::nested(30), read::<measured::Nested>),
    case("grow-nested.large", || documents::nested(120), read::<measured::Nested>),
    case(
        "grow-equal.small",
        || documents::unknown(250),
        compare::<measured::Schema>,
    ),
    case(
        "grow-equal.large",
        || documents::unknown(1000),
        compare::<measured::Schema>,
    ),
];

impl Case {
    /// Does the work some times over.
    pub fn run(&self, times: u32) -> Result<(), String> {
        (self.work)(&(self.document)(), times)
    }

    pub fn bytes(&self) -> usize {
        (self.document)().len()
    }

    /// The case to compare with.
    pub fn base(&self) -> Option<String> {
        let (name, by) = self.name.split_once('.')?;
        let base = match by {
            "generated" => "serde",
            "large" => "small",
            _ => return None,
        };
        Some(format!("{name}.{base}"))
    }
}

fn value<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn read<T: DeserializeOwned>(text: &str, times: u32) -> Result<(), String> {
    for _ in 0..times {
        drop(black_box(value::<T>(black_box(text))?));
    }
    Ok(())
}

fn write<T: DeserializeOwned + Serialize>(text: &str, times: u32) -> Result<(), String> {
    let value: T = value(text)?;
    for _ in 0..times {
        drop(black_box(
            serde_json::to_string(black_box(&value)).map_err(|error| error.to_string())?,
        ));
    }
    Ok(())
}

/// Compares with the same in another order.
fn compare<T: DeserializeOwned + PartialEq>(text: &str, times: u32) -> Result<(), String> {
    let all: serde_json::Map<String, serde_json::Value> = value(text)?;
    let turned: serde_json::Map<_, _> = all.into_iter().rev().collect();
    let (one, other): (T, T) = (value(text)?, value(&serde_json::Value::from(turned).to_string())?);
    for _ in 0..times {
        if black_box(&one) != black_box(&other) {
            return Err("the order of properties counts".to_owned());
        }
    }
    Ok(())
}
