//! Texts, numbers and counts at the limits that schemas speak of.

use super::hints::Hints;
use crate::evidence::witnesses;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The longest text, array or object that is made to meet a limit.
pub(super) const LONGEST: u64 = 1_100;
/// Counts at and beside some limits.
pub(super) fn near(counts: &BTreeSet<u64>) -> Vec<usize> {
    let mut all: Vec<usize> = counts
        .iter()
        .filter(|count| **count <= LONGEST)
        .flat_map(|count| [count.saturating_sub(1), *count, count + 1])
        .map(|count| count as usize)
        .collect();
    all.sort_unstable();
    all.dedup();
    all.truncate(24);
    all
}

/// Texts around what is spoken of.
pub(super) fn strings(hints: &Hints) -> Vec<Value> {
    let mut found: Vec<String> = ["a", "", "zz", "0", "A b", "~\n"].map(str::to_owned).to_vec();
    for pattern in &hints.patterns {
        found.extend(witnesses(pattern).into_iter().take(12));
    }
    let lengths = near(&hints.lengths);
    for length in &lengths {
        found.push("a".repeat(*length));
        // Texts of a pattern grow by their last character.
        for pattern in &hints.patterns {
            let drawn = witnesses(pattern)
                .into_iter()
                .filter(|text| text.chars().count() <= *length);
            found.extend(drawn.max_by_key(|text| text.chars().count()).and_then(|text| {
                let last = text.chars().last()?;
                let missing = length - text.chars().count();
                Some(text.clone() + &last.to_string().repeat(missing))
            }));
        }
    }
    found.into_iter().map(Value::from).collect()
}

/// Numbers around what is spoken of.
pub(super) fn numbers(hints: &Hints, integral: bool) -> Vec<Value> {
    let mut found: Vec<f64> = vec![1.0, 0.0, -1.0, 2.0];
    for number in &hints.numbers {
        found.extend([*number, number.floor(), number.ceil(), number - 1.0, number + 1.0]);
        if !integral {
            found.extend([number - 0.5, number + 0.5]);
        }
    }
    found.extend((!integral).then_some(1.5));
    found.extend([1e6, -1e6]);
    let is_large = hints.numbers.iter().any(|number| number.abs() >= 9e15);
    found.extend(is_large.then_some([1e30, -1e30]).into_iter().flatten());
    let whole = |number: f64| number.fract() == 0.0 && number.abs() < 9e15;
    let found = found.into_iter().filter(|number| !integral || number.fract() == 0.0);
    found
        .map(|number| {
            if whole(number) {
                json!(number as i64)
            } else {
                json!(number)
            }
        })
        .collect()
}
