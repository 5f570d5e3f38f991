use super::class::Class;
use super::{Term, Translator, literal};

/// ASCII word characters.
const WORD: &str = "[0-9A-Z_a-z]";

impl Translator<'_> {
    /// What follows a backslash.
    pub(super) fn escape(&mut self) -> Option<Term> {
        let text = |text: String| Some(Term::Text(text));
        let first = *self.rest.peek()?;
        match first {
            'b' | 'B' => {
                self.rest.next();
                let (one, other) = if first == 'b' { ("!", "=") } else { ("=", "!") };
                Some(Term::Assertion(format!(
                    "(?:(?<={WORD})(?{one}{WORD})|(?<!{WORD})(?{other}{WORD}))"
                )))
            }
            'k' if self.groups.iter().any(Option::is_some) => {
                self.rest.next();
                let name = if self.take("<") { self.name()? } else { return None };
                let index = self.groups.iter().position(|group| group.as_ref() == Some(&name))?;
                text(reference(index + 1))
            }
            '1'..='9' => {
                let digits: String = self.rest.clone().take_while(char::is_ascii_digit).collect();
                match digits.parse::<usize>() {
                    Ok(index) if index <= self.groups.len() => {
                        self.skip(digits.len());
                        text(reference(index))
                    }
                    _ => text(literal(self.character()?)),
                }
            }
            _ => match self.set()? {
                Some(class) => text(class.to_string()),
                None => match self.code_point()? {
                    Some(one) => text(literal(one)),
                    // Half of a pair is no text.
                    None => text(Class::default().to_string()),
                },
            },
        }
    }

    /// A class that is written as an escape, such as `\d`.
    pub(super) fn set(&mut self) -> Option<Option<Class>> {
        let Some(&first) = self.rest.peek() else {
            return Some(None);
        };
        let class = match first {
            'd' | 'D' => Class::digits(),
            'w' | 'W' => Class::words(),
            's' | 'S' => Class::spaces(),
            'p' | 'P' => {
                self.rest.next();
                if !self.take("{") {
                    return Some(Some(Class::of(first)));
                }
                let mut name = String::new();
                loop {
                    match self.rest.next()? {
                        '}' => break,
                        one => name.push(one),
                    }
                }
                let class = Class::property(&name)?;
                return Some(Some(if first == 'P' { class.inverted() } else { class }));
            }
            _ => return Some(None),
        };
        self.rest.next();
        Some(Some(if first.is_uppercase() { class.inverted() } else { class }))
    }

    /// A character that is written as an escape; the inner `None` is half of a pair.
    pub(super) fn code_point(&mut self) -> Option<Option<char>> {
        if self.rest.peek() != Some(&'u') {
            return self.character().map(Some);
        }
        self.rest.next();
        let Some(unit) = self.unit() else {
            return Some(Some('u'));
        };
        if !(0xd800..0xdc00).contains(&unit) {
            return Some(char::from_u32(unit));
        }
        let before = self.rest.clone();
        if self.take("\\u")
            && let Some(low @ 0xdc00..0xe000) = self.unit()
        {
            return Some(char::from_u32(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)));
        }
        self.rest = before;
        Some(None)
    }

    /// What follows `\u`.
    pub(super) fn unit(&mut self) -> Option<u32> {
        let mut ahead = self.rest.clone();
        let digits: String = if ahead.next() == Some('{') {
            ahead.take_while(|one| *one != '}').collect()
        } else {
            self.rest.clone().take(4).collect()
        };
        let is_braced = self.rest.peek() == Some(&'{');
        let is_long_enough = if is_braced {
            !digits.is_empty()
        } else {
            digits.len() == 4
        };
        let unit = u32::from_str_radix(&digits, 16)
            .ok()
            .filter(|unit| *unit <= 0x10_ffff)?;
        if !is_long_enough || digits.starts_with('+') {
            return None;
        }
        let length = digits.len() + if is_braced { 2 } else { 0 };
        self.skip(length);
        Some(unit)
    }

    /// A character that is written as an escape of another kind.
    pub(super) fn character(&mut self) -> Option<char> {
        Some(match self.rest.next()? {
            't' => '\t',
            'n' => '\n',
            'v' => '\u{b}',
            'f' => '\u{c}',
            'r' => '\r',
            'c' => match self.rest.peek() {
                Some(letter) if letter.is_ascii_alphabetic() => {
                    let letter = u32::from(self.rest.next()?);
                    char::from_u32(letter % 32)?
                }
                _ => return None,
            },
            'x' => {
                let digits: String = self.rest.clone().take(2).collect();
                match u32::from_str_radix(&digits, 16) {
                    Ok(code) if digits.len() == 2 && !digits.starts_with('+') => {
                        self.skip(2);
                        char::from_u32(code)?
                    }
                    _ => 'x',
                }
            }
            first @ '0'..='7' => {
                let mut code = u32::from(first) - 48;
                while let Some(digit) = self.rest.peek().and_then(|one| one.to_digit(8))
                    && code * 8 + digit < 256
                    && code < 32
                {
                    self.rest.next();
                    code = code * 8 + digit;
                }
                char::from_u32(code)?
            }
            other => other,
        })
    }
}

/// What a group took, if it took part; else nothing.
fn reference(index: usize) -> String {
    format!("(?({index})\\{index})")
}
