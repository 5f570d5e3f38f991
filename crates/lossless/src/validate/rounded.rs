//! The value as the judge sees it: with the nearest double in place of a number that it can't hold.

use serde::Serialize;
use serde_json::Value;

/// What `value` is written as.
///
/// # Errors
/// It can't be written as JSON.
pub(super) fn rounded<T: Serialize>(value: &T) -> Result<Value, serde_json::Error> {
    serde_json::to_value(value).or_else(|_| {
        let text = serde_json::to_string(value)?;
        serde_json::from_str(&text).or_else(|_| serde_json::from_str(&within_doubles(&text)))
    })
}

/// The text with the greatest double in place of each number beyond.
fn within_doubles(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '"' => end_of_string(rest),
            '-' | '0'..='9' => rest.find([',', ']', '}']).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at(end);
        match token.parse::<f64>() {
            Ok(number) if number.is_infinite() && first != '"' => {
                found.push_str(&f64::MAX.copysign(number).to_string());
            }
            _ => found.push_str(token),
        }
        rest = after;
    }
    found
}

fn end_of_string(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.char_indices().skip(1).find(|(_, letter)| {
        let ends = *letter == '"' && !is_escaped;
        is_escaped = *letter == '\\' && !is_escaped;
        ends
    });
    end.map_or(text.len(), |(place, _)| place + 1)
}

#[cfg(test)]
mod tests {
    use super::within_doubles;

    #[test]
    fn what_no_double_holds_becomes_the_greatest() {
        let text = r#"{"1e400":["1e400\"",1e400,-2E+999,1.5,inf],"é\\":1e400}"#;
        let greatest = f64::MAX.to_string();
        let expected = text
            .replace(",1e400,", &format!(",{greatest},"))
            .replace("-2E+999", &format!("-{greatest}"))
            .replace(":1e400}", &format!(":{greatest}}}"));
        assert_eq!(within_doubles(text), expected);
    }
}
