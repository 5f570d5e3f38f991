//! Sets of JSON types, and the `type` keyword that names one.

use serde_json::Value;

/// A set of JSON types. `number` includes `integer`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeSet(u8);

impl TypeSet {
    /// No type: nothing is valid.
    pub const NONE: TypeSet = TypeSet(0);
    /// `null`.
    pub const NULL: TypeSet = TypeSet(1);
    /// `boolean`.
    pub const BOOLEAN: TypeSet = TypeSet(2);
    /// `integer`: a number without a fraction.
    pub const INTEGER: TypeSet = TypeSet(4);
    /// `number`, integers included.
    pub const NUMBER: TypeSet = TypeSet(8 | 4);
    /// `string`.
    pub const STRING: TypeSet = TypeSet(16);
    /// `array`.
    pub const ARRAY: TypeSet = TypeSet(32);
    /// `object`.
    pub const OBJECT: TypeSet = TypeSet(64);
    /// Every type.
    pub const ALL: TypeSet = TypeSet(127);

    /// The types of both sets.
    pub fn union(self, other: TypeSet) -> TypeSet {
        TypeSet(self.0 | other.0)
    }

    /// The types that are in both sets.
    pub fn intersection(self, other: TypeSet) -> TypeSet {
        TypeSet(self.0 & other.0)
    }

    /// Whether every type of `other` is in this set.
    pub fn contains(self, other: TypeSet) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether there is no type in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The names that the `type` keyword has for the types in it, each in backticks.
    pub fn names(self) -> String {
        const ALL: [(TypeSet, &str); 7] = [
            (TypeSet::STRING, "string"),
            (TypeSet::NUMBER, "number"),
            (TypeSet::INTEGER, "integer"),
            (TypeSet::BOOLEAN, "boolean"),
            (TypeSet::OBJECT, "object"),
            (TypeSet::ARRAY, "array"),
            (TypeSet::NULL, "null"),
        ];
        let is_said = |one: TypeSet| one != TypeSet::INTEGER || !self.contains(TypeSet::NUMBER);
        let names = ALL.iter().filter(|(one, _)| self.contains(*one) && is_said(*one));
        names
            .map(|(_, name)| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(" or ")
    }

    /// The type that the `type` keyword names.
    pub fn named(name: &str) -> Option<TypeSet> {
        Some(match name {
            "null" => TypeSet::NULL,
            "boolean" => TypeSet::BOOLEAN,
            "integer" => TypeSet::INTEGER,
            "number" => TypeSet::NUMBER,
            "string" => TypeSet::STRING,
            "array" => TypeSet::ARRAY,
            "object" => TypeSet::OBJECT,
            _ => return None,
        })
    }

    /// The type that a name seems to mean which is none of the draft's.
    fn guessed(name: &str) -> Option<TypeSet> {
        let name = name.to_ascii_lowercase();
        TypeSet::named(&name).or(match name.as_str() {
            "str" | "text" => Some(TypeSet::STRING),
            "int" | "int32" | "int64" | "long" => Some(TypeSet::INTEGER),
            "float" | "double" | "decimal" => Some(TypeSet::NUMBER),
            "bool" => Some(TypeSet::BOOLEAN),
            "dict" => Some(TypeSet::OBJECT),
            "list" => Some(TypeSet::ARRAY),
            "none" | "nil" => Some(TypeSet::NULL),
            _ => None,
        })
    }

    /// The type of a value.
    pub fn of(value: &Value) -> TypeSet {
        match value {
            Value::Null => TypeSet::NULL,
            Value::Bool(_) => TypeSet::BOOLEAN,
            Value::Number(number) if is_integral(number) => TypeSet::INTEGER,
            Value::Number(_) => TypeSet::NUMBER,
            Value::String(_) => TypeSet::STRING,
            Value::Array(_) => TypeSet::ARRAY,
            Value::Object(_) => TypeSet::OBJECT,
        }
    }
}

/// Whether a number has no fraction: `1.0` is an integer (2020-12 core, section 4.2.3).
fn is_integral(number: &serde_json::Number) -> bool {
    number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|n| n.fract() == 0.0)
}

impl Default for TypeSet {
    fn default() -> Self {
        TypeSet::NONE
    }
}

/// The types that the value of `type` names; `None` where one of them is no type of JSON.
pub(super) fn named(value: &Value) -> Option<TypeSet> {
    match value {
        Value::String(name) => TypeSet::named(name),
        Value::Array(names) if !names.is_empty() => names
            .iter()
            .map(|name| name.as_str().and_then(TypeSet::named))
            .try_fold(TypeSet::NONE, |all, one| Some(all.union(one?))),
        _ => None,
    }
}

/// The types that a faulty value of `type` seems to mean: `"String"`, `"['string', 'null']"`, `"string|null"`.
pub(super) fn guessed(value: &Value) -> Option<TypeSet> {
    let texts: Vec<&str> = match value {
        Value::String(text) => vec![text],
        Value::Array(names) => names.iter().map(Value::as_str).collect::<Option<_>>()?,
        _ => return None,
    };
    let words = texts.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    let mut types = words.filter(|word| !word.is_empty()).map(TypeSet::guessed);
    let types = types.try_fold(TypeSet::NONE, |all, one| Some(all.union(one?)))?;
    (!types.is_empty()).then_some(types)
}
