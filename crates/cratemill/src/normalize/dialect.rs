//! One schema read under its draft: the keywords that give a value its shape.

use crate::bundle::{Bundle, SchemaId};
use crate::document::Draft;
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

    /// The type that the `type` keyword names.
    fn named(name: &str) -> Option<TypeSet> {
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

/// The groups of alternatives that a schema can hold, as bits.
pub mod group {
    /// `oneOf`.
    pub const ONE_OF: u8 = 1;
    /// `anyOf`.
    pub const ANY_OF: u8 = 2;
    /// A reference whose target the dynamic scope decides.
    pub const REFERENCE: u8 = 4;
}

/// The keywords of one schema that give a value its shape; borrowed from the bundle.
#[derive(Clone, Debug, Default)]
pub struct Keywords<'a> {
    /// The schema is `false`.
    pub never: bool,
    /// The reference names no schema of the provider.
    pub unresolved: Option<&'a str>,
    /// What `type` allows; `None` where it is missing or can't be read.
    pub types: Option<TypeSet>,
    /// Whether the type is a guess: the draft does not allow the value of `type`, or no value of `enum` has it.
    pub is_guess: bool,
    /// OpenAPI 3.0's `nullable`.
    pub nullable: bool,
    /// The values of `enum`, or the one of `const`.
    pub values: Option<Vec<&'a Value>>,
    /// The value of `const`.
    pub constant: Option<&'a Value>,
    /// `properties`.
    pub properties: Vec<(&'a str, SchemaId)>,
    /// `required`.
    pub required: Vec<&'a str>,
    /// `patternProperties`.
    pub pattern_properties: Vec<(&'a str, SchemaId)>,
    /// `additionalProperties`, where it is a schema that says something.
    pub additional_properties: Option<SchemaId>,
    /// `items` as one schema.
    pub items: Option<SchemaId>,
    /// `prefixItems`, or `items` as an array.
    pub prefix_items: Vec<SchemaId>,
    /// What follows the prefix; `None` for anything.
    pub rest_items: Option<SchemaId>,
    /// Whether nothing may follow the prefix.
    pub closed_items: bool,
    /// `allOf`.
    pub all_of: Vec<SchemaId>,
    /// `oneOf`.
    pub one_of: Vec<SchemaId>,
    /// `anyOf`.
    pub any_of: Vec<SchemaId>,
    /// What `$ref` and its kin stand for.
    pub references: Vec<SchemaId>,
    /// `format`.
    pub format: Option<&'a str>,
    /// `pattern`.
    pub pattern: Option<&'a str>,
    /// The greatest value that `maximum` or `exclusiveMaximum` allows.
    pub maximum: Option<f64>,
    /// The types that the keywords speak of, where there is no `type`.
    pub implied: TypeSet,
}

impl Default for TypeSet {
    fn default() -> Self {
        TypeSet::NONE
    }
}

impl Keywords<'_> {
    /// Whether the schema itself, apart from what it refers to, shapes a value.
    pub fn has_shape(&self) -> bool {
        self.never
            || self.unresolved.is_some()
            || self.types.is_some()
            || self.values.is_some()
            || !self.required.is_empty()
            || self.has_content()
            || !self.groups(0).is_empty()
    }

    /// Whether it says what is inside a value, beyond its type and which properties are required.
    pub fn has_content(&self) -> bool {
        !self.properties.is_empty()
            || !self.pattern_properties.is_empty()
            || self.additional_properties.is_some()
            || self.items.is_some()
            || !self.prefix_items.is_empty()
            || self.format.is_some()
            || self.pattern.is_some()
    }

    /// The groups of alternatives that are not in the bit set `expanded`.
    pub fn groups(&self, expanded: u8) -> Vec<(u8, &[SchemaId])> {
        let dynamic: &[SchemaId] = if self.references.len() > 1 {
            &self.references
        } else {
            &[]
        };
        [
            (group::ONE_OF, &self.one_of[..]),
            (group::ANY_OF, &self.any_of[..]),
            (group::REFERENCE, dynamic),
        ]
        .into_iter()
        .filter(|(bit, arms)| !arms.is_empty() && expanded & bit == 0)
        .collect()
    }
}

/// Reads the keywords of a schema as its draft means them. A keyword whose value the draft does not allow is left out:
/// what can't be read must not narrow.
pub fn keywords(bundle: &Bundle, id: SchemaId) -> Keywords<'_> {
    let mut read = Keywords::default();
    if let crate::bundle::Place::Unresolved(text) = bundle.place(id) {
        read.unresolved = Some(text);
        return read;
    }
    let draft = bundle.draft(id);
    let object = match bundle.value(id) {
        Value::Bool(valid) => {
            read.never = !valid;
            return read;
        }
        Value::Object(object) => object,
        _ => return read,
    };
    read.nullable = object.get("nullable") == Some(&Value::Bool(true));
    read.references = bundle.targets(id).to_vec();
    // Before 2019-09, `$ref` hides all its siblings (draft 7, core, section 8.3).
    if draft < Draft::Draft201909 && object.get("$ref").is_some_and(Value::is_string) {
        return read;
    }
    let child = |tokens: &[&str]| bundle.child(id, tokens);
    let children = |keyword: &str| -> Vec<SchemaId> {
        let all = object.get(keyword).and_then(Value::as_array);
        (0..all.map_or(0, Vec::len))
            .filter_map(|index| child(&[keyword, &index.to_string()]))
            .collect()
    };
    let named = |keyword: &'static str| -> Vec<(&str, SchemaId)> {
        let all = object.get(keyword).and_then(Value::as_object);
        all.into_iter()
            .flatten()
            .filter_map(|(name, _)| Some((name.as_str(), child(&[keyword, name])?)))
            .collect()
    };
    read.types = object.get("type").and_then(types);
    if let (None, Some(value)) = (read.types, object.get("type")) {
        read.types = guess(value);
        read.is_guess = read.types.is_some();
    }
    if draft >= Draft::Draft6
        && let Some(value) = object.get("const")
    {
        read.constant = Some(value);
        read.values = Some(vec![value]);
    } else if let Some(Value::Array(values)) = object.get("enum")
        && !values.is_empty()
    {
        read.values = Some(values.iter().collect());
    }
    // With a type that none of them has nothing would be valid; the values say more of what is meant.
    let has_type = |value: &&Value| read.types.is_none_or(|types| types.contains(TypeSet::of(value)));
    if read.values.as_ref().is_some_and(|values| !values.iter().any(has_type)) {
        read.types = None;
        read.is_guess = true;
    }
    read.properties = named("properties");
    read.pattern_properties = named("patternProperties");
    read.required = object
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    read.additional_properties = child(&["additionalProperties"]).filter(|id| bundle.value(*id).is_object());
    read_items(&mut read, bundle, object, draft, &child, &children);
    read.all_of = children("allOf");
    read.one_of = children("oneOf");
    read.any_of = children("anyOf");
    read.format = object.get("format").and_then(Value::as_str);
    read.pattern = object.get("pattern").and_then(Value::as_str);
    let number = |keyword: &str| object.get(keyword).and_then(Value::as_f64);
    read.maximum = number("maximum").or_else(|| number("exclusiveMaximum"));
    read.implied = implied(&read, object);
    read
}

fn read_items(
    read: &mut Keywords<'_>,
    bundle: &Bundle,
    object: &serde_json::Map<String, Value>,
    draft: Draft,
    child: &dyn Fn(&[&str]) -> Option<SchemaId>,
    children: &dyn Fn(&str) -> Vec<SchemaId>,
) {
    let rest = if draft >= Draft::Draft202012 && object.get("prefixItems").is_some_and(Value::is_array) {
        read.prefix_items = children("prefixItems");
        child(&["items"])
    } else if object.get("items").is_some_and(Value::is_array) {
        read.prefix_items = children("items");
        child(&["additionalItems"])
    } else {
        read.items = child(&["items"]).filter(|id| bundle.value(*id).is_object());
        return;
    };
    let count = read.prefix_items.len() as f64;
    let most = object.get("maxItems").and_then(Value::as_f64);
    // In 2020-12 an array is no value of `items`: who judges by the draft does not see it, so it must not narrow.
    let is_known = draft < Draft::Draft202012 || object.contains_key("prefixItems");
    read.closed_items = is_known
        && (rest.is_some_and(|id| bundle.value(id) == &Value::Bool(false)) || most.is_some_and(|most| most <= count));
    read.rest_items = rest.filter(|id| bundle.value(*id).is_object());
}

/// The types that the value of `type` names; `None` where one of them is no type of JSON.
fn types(value: &Value) -> Option<TypeSet> {
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
fn guess(value: &Value) -> Option<TypeSet> {
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

/// Formats of strings that imply the type where nothing else does.
const STRING_FORMATS: &[&str] = &[
    "date-time",
    "date",
    "time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "uuid",
    "uri-template",
    "json-pointer",
    "relative-json-pointer",
    "regex",
    "password",
    "byte",
    "binary",
];

fn implied(read: &Keywords<'_>, object: &serde_json::Map<String, Value>) -> TypeSet {
    let has = |keywords: &[&str]| keywords.iter().any(|keyword| object.contains_key(*keyword));
    let mut implied = TypeSet::NONE;
    if has(&[
        "properties",
        "required",
        "additionalProperties",
        "patternProperties",
        "minProperties",
        "maxProperties",
        "propertyNames",
        "dependentRequired",
        "dependentSchemas",
        "dependencies",
        "unevaluatedProperties",
    ]) {
        implied = implied.union(TypeSet::OBJECT);
    }
    if has(&[
        "items",
        "prefixItems",
        "additionalItems",
        "contains",
        "minItems",
        "maxItems",
        "uniqueItems",
        "unevaluatedItems",
    ]) {
        implied = implied.union(TypeSet::ARRAY);
    }
    if has(&["pattern", "minLength", "maxLength"]) || read.format.is_some_and(|f| STRING_FORMATS.contains(&f)) {
        implied = implied.union(TypeSet::STRING);
    }
    if has(&[
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
    ]) {
        implied = implied.union(TypeSet::NUMBER);
    }
    implied
}
