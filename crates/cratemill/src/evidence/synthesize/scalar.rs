//! Numbers and texts that keep to their bounds.

use super::pattern::witnesses_of_length;
use crate::budget::MADE_TEXT_CHARACTERS;
use crate::evidence::place::Place;
use crate::evidence::room::Room;
use serde_json::{Number, Value};

/// A number between all bounds; `salt` picks one of several, so that neighbours differ.
pub(super) fn number(places: &[Place<'_>], integer: bool, salt: u64) -> Option<Value> {
    let (mut low, mut high, mut step): (Option<f64>, Option<f64>, Option<f64>) = (None, None, None);
    let nudge = if integer { 1.0 } else { 0.5 };
    for place in places {
        let bound = |keyword: &str| place.keyword(keyword).and_then(Value::as_f64);
        let strict = |keyword: &str| place.keyword(keyword).and_then(Value::as_bool) == Some(true);
        let lows = [
            bound("minimum").map(|bound| {
                if strict("exclusiveMinimum") {
                    bound + nudge
                } else {
                    bound
                }
            }),
            bound("exclusiveMinimum").map(|bound| bound + nudge),
        ];
        let highs = [
            bound("maximum").map(|bound| {
                if strict("exclusiveMaximum") {
                    bound - nudge
                } else {
                    bound
                }
            }),
            bound("exclusiveMaximum").map(|bound| bound - nudge),
        ];
        low = lows.into_iter().flatten().chain(low).reduce(f64::max);
        high = highs.into_iter().flatten().chain(high).reduce(f64::min);
        step = bound("multipleOf")
            .filter(|step| *step > 0.0)
            .into_iter()
            .chain(step)
            .reduce(f64::max);
    }
    let wanted = (salt % 1000) as f64 + if integer { 1.0 } else { 1.5 };
    let mut value = match (low, high) {
        (Some(low), Some(high)) if low + wanted > high => low + (high - low).max(0.0) / 2.0,
        (Some(low), _) if low > 0.0 => low + wanted - 1.0,
        (_, Some(high)) if wanted > high => high,
        (Some(low), _) => low.max(wanted),
        _ => wanted,
    };
    if let Some(step) = step {
        let up = (value / step).ceil() * step;
        value = if high.is_some_and(|high| up > high) {
            (value / step).floor() * step
        } else {
            up
        };
    }
    if integer {
        let up = value.ceil();
        value = if high.is_some_and(|high| up > high) {
            value.floor()
        } else {
            up
        };
        let fits = (i64::MIN as f64..=i64::MAX as f64).contains(&value);
        return if fits {
            Some(Value::from(value as i64))
        } else {
            Number::from_f64(value).map(Value::Number)
        };
    }
    Number::from_f64(value).map(Value::Number)
}

/// Texts that are likely to fit, the best first; the caller takes one that the judge accepts.
pub(super) fn texts(room: &Room<'_, '_>, places: &[Place<'_>], hint: &str) -> Vec<String> {
    let count = |keyword: &'static str| places.iter().filter_map(move |place| place.keyword(keyword)?.as_u64());
    let text = |keyword: &'static str| places.iter().filter_map(move |place| place.keyword(keyword)?.as_str());
    let least = count("minLength").max().unwrap_or(0);
    let most = count("maxLength").min().unwrap_or(u64::MAX);
    if least > most || least > MADE_TEXT_CHARACTERS {
        return Vec::new();
    }
    let fits = |text: &String| (least..=most).contains(&(text.chars().count() as u64));
    let mut found: Vec<String> = text("pattern")
        .flat_map(|pattern| room.witnesses(pattern).to_vec())
        .collect();
    found.extend(text("format").filter_map(formatted));
    if text("pattern").next().is_none() {
        found.push(sized(hint, least, most));
    }
    found.retain(fits);
    if found.is_empty() {
        found.extend(text("pattern").flat_map(|pattern| witnesses_of_length(pattern, least, most)));
        found.retain(fits);
    }
    found.dedup();
    found
}

/// `hint` repeated or cut to a length between the bounds.
fn sized(hint: &str, least: u64, most: u64) -> String {
    let hint = if hint.is_empty() { "text" } else { hint };
    let length = (hint.chars().count() as u64).clamp(least, most);
    hint.chars().cycle().take(length as usize).collect()
}

/// A text of a format, as its specification gives it.
fn formatted(format: &str) -> Option<String> {
    let text = match format {
        "date-time" => "2024-01-02T03:04:05Z",
        "date" | "full-date" => "2024-01-02",
        "time" => "03:04:05Z",
        "duration" => "P1D",
        "email" | "idn-email" => "someone@example.com",
        "hostname" | "idn-hostname" => "example.com",
        "ipv4" | "ip" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "uri" | "url" | "iri" => "https://example.com/path",
        "uri-reference" | "iri-reference" => "/path",
        "uri-template" => "/path/{id}",
        "uuid" => "123e4567-e89b-42d3-a456-426614174000",
        "json-pointer" => "/path",
        "relative-json-pointer" => "0/path",
        "regex" => "^a+$",
        "byte" => "dGV4dA==",
        _ => return None,
    };
    Some(text.to_owned())
}
