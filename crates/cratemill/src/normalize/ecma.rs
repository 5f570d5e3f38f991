//! A regular expression of ECMA-262 in the syntax of the engine that the runtime has.
//!
//! The two write most things alike and mean other things by some: `\d` is a digit of ASCII, `.` is no line terminator, `$` is
//! the end and not the place before a last line feed. So what is written the same and means the same is taken over, and
//! all else is spelled out. Both modes of ECMA-262 are read, the Unicode mode that JSON Schema asks for and the older one
//! that many patterns are written in; where they differ for a good pattern, the Unicode mode counts.

mod class;
mod escape;

use crate::budget::GROUPS_OF_A_PATTERN;
use class::Class;
use std::iter::Peekable;
use std::str::Chars;

/// Whether a pattern of `patternProperties` matches every name. That `.` and `$` stop at a line break is left out of account: README lists it.
pub fn matches_every_name(pattern: &str) -> bool {
    const ALL: [&str; 11] = [
        "",
        "^",
        "$",
        ".*",
        "^.*",
        ".*$",
        "^.*$",
        "(.*)",
        "^(.*)$",
        "[\\s\\S]*",
        "^[\\s\\S]*$",
    ];
    ALL.contains(&pattern)
}

/// The same expression for [`lossless::pattern`]; `None` where there is none, or no engine takes it.
pub fn translate(pattern: &str) -> Option<String> {
    if !lossless::pattern::is_bounded(pattern) {
        return None;
    }
    let mut translator = Translator {
        rest: pattern.chars().peekable(),
        groups: groups(pattern),
        depth: 0,
    };
    let translated = translator.disjunction()?;
    let is_whole = translator.rest.next().is_none();
    is_whole
        .then_some(translated)
        .filter(|translated| lossless::pattern::compile(translated).is_some())
}

/// What takes up no text can't be repeated.
#[derive(PartialEq)]
enum Term {
    Text(String),
    Assertion(String),
}

struct Translator<'a> {
    rest: Peekable<Chars<'a>>,
    /// The names of all groups that capture, in order.
    groups: Vec<Option<String>>,
    depth: usize,
}

impl Translator<'_> {
    fn take(&mut self, text: &str) -> bool {
        let mut ahead = self.rest.clone();
        let is_there = text.chars().all(|one| ahead.next() == Some(one));
        if is_there {
            self.rest = ahead;
        }
        is_there
    }

    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.rest.next();
        }
    }

    fn disjunction(&mut self) -> Option<String> {
        let mut text = String::new();
        loop {
            match self.rest.peek() {
                None | Some(')') => return Some(text),
                Some('|') => {
                    self.rest.next();
                    text.push('|');
                }
                Some(_) => {
                    let term = self.term()?;
                    let quantifier = self.quantifier()?;
                    match term {
                        Term::Text(term) => {
                            text.push_str(&term);
                            text.push_str(&quantifier.unwrap_or_default());
                        }
                        Term::Assertion(term) if quantifier.is_none() => text.push_str(&term),
                        Term::Assertion(_) => return None,
                    }
                }
            }
        }
    }

    fn term(&mut self) -> Option<Term> {
        let text = |text: &str| Some(Term::Text(text.to_owned()));
        match self.rest.next()? {
            one @ ('^' | '$') => Some(Term::Assertion(one.to_string())),
            '(' => self.group(),
            '.' => text(r"[^\n\r\x{2028}\x{2029}]"),
            '[' => self.class().map(|class| Term::Text(class.to_string())),
            '\\' => self.escape(),
            '*' | '+' | '?' => None,
            // Both are themselves where they begin or end nothing.
            '{' if self.bounds_ahead().is_some() => None,
            one => Some(Term::Text(literal(one))),
        }
    }

    fn group(&mut self) -> Option<Term> {
        self.depth += 1;
        if self.depth > GROUPS_OF_A_PATTERN {
            return None;
        }
        let looks = ["?=", "?!", "?<=", "?<!"];
        let look = looks.into_iter().find(|look| self.take(look));
        let opening = match look {
            Some(look) => look,
            None if self.take("?:") => "?:",
            None if self.take("?<") => {
                self.name()?;
                ""
            }
            None if self.rest.peek() == Some(&'?') => return None,
            None => "",
        };
        let inner = self.disjunction()?;
        self.depth -= 1;
        let group = format!("({opening}{inner})");
        match (self.rest.next(), look) {
            (Some(')'), None) => Some(Term::Text(group)),
            (Some(')'), Some(_)) => Some(Term::Assertion(group)),
            _ => None,
        }
    }

    /// The name of a group, to its end.
    fn name(&mut self) -> Option<String> {
        let mut name = String::new();
        loop {
            match self.rest.next()? {
                '>' if !name.is_empty() => return Some(name),
                one if one.is_alphanumeric() || one == '_' || one == '$' => name.push(one),
                _ => return None,
            }
        }
    }

    fn quantifier(&mut self) -> Option<Option<String>> {
        let quantifier = match self.rest.peek() {
            Some(one @ ('*' | '+' | '?')) => one.to_string(),
            Some('{') => match self.bounds_ahead() {
                Some(bounds) => bounds,
                None => return Some(None),
            },
            _ => return Some(None),
        };
        self.skip(quantifier.chars().count());
        let bounds = quantifier.trim_matches(['{', '}']).split_once(',');
        let bounds = bounds.and_then(|(least, most)| Some((least.parse::<u32>().ok()?, most.parse::<u32>().ok()?)));
        if bounds.is_some_and(|(least, most)| least > most) {
            return None;
        }
        // Lazy or greedy, there is a match or there is none.
        self.take("?");
        Some(Some(quantifier))
    }

    /// The bounds of a repetition that lie ahead, `{1}`, `{1,}` or `{1,2}`; after a brace that was taken, without it.
    fn bounds_ahead(&self) -> Option<String> {
        let ahead: String = self.rest.clone().take(24).collect();
        let inner = ahead.strip_prefix('{').unwrap_or(&ahead);
        let (bounds, _) = inner.split_once('}')?;
        let (least, most) = bounds.split_once(',').unwrap_or((bounds, ""));
        let is_number = |text: &str| text.chars().all(|one| one.is_ascii_digit());
        let is_bounds = !least.is_empty() && is_number(least) && is_number(most);
        is_bounds.then(|| format!("{{{bounds}}}"))
    }

    /// What is in brackets, after the first.
    fn class(&mut self) -> Option<Class> {
        let is_inverted = self.take("^");
        let mut class = Class::default();
        loop {
            if self.take("]") {
                return Some(if is_inverted { class.inverted() } else { class });
            }
            let first = self.item()?;
            let is_range = self.rest.peek() == Some(&'-') && self.rest.clone().nth(1) != Some(']');
            if !is_range {
                class.add(&first);
                continue;
            }
            self.rest.next();
            let last = self.item()?;
            match (first.single(), last.single()) {
                (Some(first), Some(last)) if first <= last => class.add(&Class::range(first, last)),
                (Some(_), Some(_)) => return None,
                // With a class at one of its ends it is no range.
                _ => [first, Class::of('-'), last].iter().for_each(|one| class.add(one)),
            }
        }
    }

    /// One item of a class; half of a pair is one that holds a number and no character.
    fn item(&mut self) -> Option<Class> {
        let one = self.rest.next()?;
        if one != '\\' {
            return Some(Class::of(one));
        }
        if let Some(class) = self.set()? {
            return Some(class);
        }
        match self.rest.peek()? {
            'b' => {
                self.rest.next();
                Some(Class::of('\u{8}'))
            }
            'u' => {
                let before = self.rest.clone();
                match self.code_point()? {
                    Some(one) => Some(Class::of(one)),
                    None => {
                        self.rest = before;
                        self.rest.next();
                        self.unit().map(Class::unit)
                    }
                }
            }
            _ => self.character().map(Class::of),
        }
    }
}

/// The names of the groups that capture.
fn groups(pattern: &str) -> Vec<Option<String>> {
    let mut found = Vec::new();
    let (mut rest, mut in_class) = (pattern.chars().peekable(), false);
    while let Some(one) = rest.next() {
        match one {
            '\\' => {
                rest.next();
            }
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => {
                let mut ahead = rest.clone();
                if ahead.next_if_eq(&'?').is_none() {
                    found.push(None);
                } else if ahead.next_if_eq(&'<').is_some() && !matches!(ahead.peek(), Some('=' | '!')) {
                    found.push(Some(ahead.take_while(|one| *one != '>').collect()));
                }
            }
            _ => {}
        }
    }
    found
}

/// A character as itself.
fn literal(one: char) -> String {
    match one {
        '\\' | '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$' | '#' | '&' | '-' | '~' => {
            format!("\\{one}")
        }
        ' '..='~' => one.to_string(),
        one => format!("\\x{{{:X}}}", u32::from(one)),
    }
}

#[cfg(test)]
mod tests;
