//! What tells the alternatives of unions apart: JSON Schema, as far as choosing needs it.
//!
//! A generated crate holds the rules of its unions as JSON text, an object of schemas by name whose `$ref`s are names in
//! it. The keywords are those of draft 2020-12 (Validation, section 6; Core, section 10); annotations and formats are
//! left out. They are read once, when the first union needs them.

mod compile;
mod judge;
mod names;
mod required;

use crate::quick::Quick;
use crate::tape::Cursor;
use names::Names;
use std::collections::HashMap;
use std::sync::OnceLock;

pub(crate) use judge::{equals, types_of};
pub(crate) use required::Required;

/// The rules of a crate.
pub struct Rules {
    text: &'static str,
    table: OnceLock<Table>,
}

impl Rules {
    /// Rules as JSON text.
    pub const fn new(text: &'static str) -> Self {
        Rules {
            text,
            table: OnceLock::new(),
        }
    }

    fn table(&self) -> &Table {
        self.table.get_or_init(|| compile::table(self.text))
    }

    /// Whether a JSON text is valid under the rule of a name.
    #[doc(hidden)]
    pub fn accept(&self, name: &str, text: &str) -> bool {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let place = self.place(name);
        crate::tape::capture(&mut deserializer).is_ok_and(|value| self.accepts(place, value.cursor(), false))
    }

    /// Where the rule of a name is; a name without a rule asks for nothing.
    pub(crate) fn place(&self, name: &str) -> Option<Id> {
        self.table().names.get(name).copied()
    }

    /// What rules themselves require of objects; none where that is too much to be held in a word.
    pub(crate) fn required(&self, places: &[Option<Id>]) -> Option<Required> {
        Required::new(self.table(), places)
    }

    /// Whether a value has all properties that a rule itself requires of objects.
    pub(crate) fn is_complete(&self, rule: Option<Id>, value: Cursor<'_>) -> bool {
        rule.is_none_or(|rule| judge::is_complete(&self.table().rules[rule as usize], value))
    }

    /// Whether a value is valid under a rule, or with `shape` has the shape that it asks for: types, required
    /// properties and constants.
    pub(crate) fn accepts(&self, rule: Option<Id>, value: Cursor<'_>, shape: bool) -> bool {
        let judge = judge::Judge {
            table: self.table(),
            address: std::ptr::from_ref(self) as usize,
            shape,
        };
        rule.is_none_or(|rule| judge.accepts(rule, value))
    }
}

/// A rule's place in [`Table::rules`].
type Id = u32;

#[derive(Default)]
struct Table {
    names: HashMap<String, Id, Quick>,
    rules: Vec<Rule>,
}

/// A schema.
#[derive(Default)]
struct Rule {
    /// The schema is `false`.
    never: bool,
    /// Whether no value inside of a value is judged by more than its type and itself, so that nothing need be remembered of it.
    shallow: bool,
    /// The types of `type`; `None` for any.
    types: Option<crate::union::Types>,
    /// `enum`, or the one value of `const`.
    values: Option<Vec<serde_json::Value>>,
    numbers: Option<Box<Numbers>>,
    strings: Option<Box<Strings>>,
    arrays: Option<Box<Arrays>>,
    objects: Option<Box<Objects>>,
    applied: Option<Box<Applied>>,
}

/// Keywords for numbers.
#[derive(Default)]
struct Numbers {
    minimum: Option<crate::Number>,
    exclusive_minimum: Option<crate::Number>,
    maximum: Option<crate::Number>,
    exclusive_maximum: Option<crate::Number>,
    multiple_of: Option<crate::Number>,
}

/// Keywords for strings; lengths in characters.
#[derive(Default)]
struct Strings {
    least: Option<usize>,
    most: Option<usize>,
    pattern: Option<Regex>,
}

/// A regular expression; without the feature `pattern` it matches everything.
struct Regex {
    #[cfg(feature = "pattern")]
    matcher: crate::pattern::Matcher,
}

/// Keywords for arrays.
#[derive(Default)]
struct Arrays {
    least: Option<usize>,
    most: Option<usize>,
    unique: bool,
    prefix: Vec<Id>,
    rest: Option<Id>,
    contains: Option<(Id, usize, Option<usize>)>,
}

/// Keywords for objects.
#[derive(Default)]
struct Objects {
    least: Option<usize>,
    most: Option<usize>,
    /// `required` and `properties`, by name.
    names: Names,
    /// The names that are required, each once.
    required: Vec<Box<str>>,
    patterns: Vec<(Regex, Id)>,
    additional: Option<Id>,
    property_names: Option<Id>,
    dependent_required: Vec<(String, Vec<String>)>,
    dependent_schemas: Vec<(String, Id)>,
}

#[derive(Clone, Copy, Default)]
struct Property {
    required: bool,
    /// Whether `properties` names it.
    named: bool,
    rule: Option<Id>,
}

/// Keywords that apply schemas to the same value.
#[derive(Default)]
struct Applied {
    reference: Option<Id>,
    all: Vec<Id>,
    any: Vec<Id>,
    one: Vec<Id>,
    not: Option<Id>,
    condition: Option<(Id, Option<Id>, Option<Id>)>,
}
