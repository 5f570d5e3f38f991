//! One schema read under its draft: the keywords that give a value its shape.

use super::integers::Integers;
use super::type_set::{self, TypeSet};
use crate::bundle::{Bundle, SchemaId, member};
use crate::document::Draft;
use serde_json::Value;

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
    /// The value of `const`, or of an `enum` of one number or boolean.
    pub constant: Option<&'a Value>,
    /// `properties`.
    pub properties: Vec<(&'a str, SchemaId)>,
    /// `required`.
    pub required: Vec<&'a str>,
    /// The schemas of `then`, `else`, `dependentSchemas` and `dependencies` that may list properties, and whether each
    /// always holds.
    pub conditional: Vec<(SchemaId, bool)>,
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
    /// Whether the draft does not know the keyword that lists the prefix.
    pub strange_items: bool,
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
    /// Which integers it speaks of.
    pub integers: Integers,
    /// The types that the keywords speak of, where there is no `type`.
    pub implied: TypeSet,
}

impl Keywords<'_> {
    /// Whether the schema itself, apart from what it refers to, shapes a value.
    pub fn has_shape(&self) -> bool {
        self.has_own_shape() || !self.groups(0).is_empty()
    }

    /// Whether it shapes a value apart from its alternatives, too.
    pub fn has_own_shape(&self) -> bool {
        self.never
            || self.unresolved.is_some()
            || self.types.is_some()
            || self.values.is_some()
            || !self.required.is_empty()
            || self.has_content()
    }

    /// Whether it says what is inside a value, beyond its type and which properties are required.
    pub fn has_content(&self) -> bool {
        !self.properties.is_empty()
            || !self.conditional.is_empty()
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
    read.nullable = member(object, "nullable") == Some(&Value::Bool(true));
    read.references = bundle.targets(id).to_vec();
    // Before 2019-09, `$ref` hides all its siblings (draft 7, core, section 8.3).
    if draft < Draft::Draft201909 && member(object, "$ref").is_some_and(Value::is_string) {
        return read;
    }
    let child = |tokens: &[&str]| bundle.child(id, tokens);
    let children = |keyword: &str| -> Vec<SchemaId> {
        let all = member(object, keyword).and_then(Value::as_array);
        (0..all.map_or(0, Vec::len))
            .filter_map(|index| child(&[keyword, &index.to_string()]))
            .collect()
    };
    let named = |keyword: &'static str| -> Vec<(&str, SchemaId)> {
        let all = member(object, keyword).and_then(Value::as_object);
        all.into_iter()
            .flatten()
            .filter_map(|(name, _)| Some((name.as_str(), child(&[keyword, name])?)))
            .collect()
    };
    read.types = member(object, "type").and_then(type_set::named);
    if let (None, Some(value)) = (read.types, member(object, "type")) {
        read.types = type_set::guessed(value);
        read.is_guess = read.types.is_some();
    }
    if draft >= Draft::Draft6
        && let Some(value) = member(object, "const")
    {
        read.constant = Some(value);
        read.values = Some(vec![value]);
    } else if let Some(Value::Array(values)) = member(object, "enum")
        && !values.is_empty()
    {
        read.values = Some(values.iter().collect());
        // One number or boolean is all that was ever meant; an enumeration of strings may grow.
        read.constant = match &values[..] {
            [only @ (Value::Number(_) | Value::Bool(_))] => Some(only),
            _ => None,
        };
    }
    // With a type that none of them has nothing would be valid; the values say more of what is meant.
    let has_type = |value: &&Value| read.types.is_none_or(|types| types.contains(TypeSet::of(value)));
    if read.values.as_ref().is_some_and(|values| !values.iter().any(has_type)) {
        read.types = None;
        read.is_guess = true;
    }
    read.properties = named("properties");
    read.pattern_properties = named("patternProperties");
    read.required = member(object, "required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    read.conditional = conditional(bundle, id, object, &read.required);
    read.additional_properties = child(&["additionalProperties"]).filter(|id| bundle.value(*id).is_object());
    read_items(&mut read, bundle, object, draft, &child, &children);
    read.all_of = children("allOf");
    read.one_of = children("oneOf");
    read.any_of = children("anyOf");
    read.format = member(object, "format").and_then(Value::as_str);
    read.pattern = member(object, "pattern").and_then(Value::as_str);
    read.integers = Integers::of(object, read.values.as_deref().unwrap_or_default());
    read.implied = implied(&read, object);
    read
}

/// Branches that can hold for an object; one that hangs on a required property always does.
fn conditional(
    bundle: &Bundle,
    id: SchemaId,
    object: &serde_json::Map<String, Value>,
    required: &[&str],
) -> Vec<(SchemaId, bool)> {
    let draft = bundle.draft(id);
    let mut found = Vec::new();
    if draft >= Draft::Draft7 && member(object, "if").is_some() {
        found.extend(
            ["then", "else"]
                .iter()
                .filter_map(|keyword| Some((bundle.child(id, &[keyword])?, false))),
        );
    }
    let keyword = if draft >= Draft::Draft201909 {
        "dependentSchemas"
    } else {
        "dependencies"
    };
    for name in member(object, keyword)
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(|all| all.keys())
    {
        let branch = bundle.child(id, &[keyword, name]);
        found.extend(branch.map(|branch| (branch, required.contains(&name.as_str()))));
    }
    let lists = |id: &SchemaId| {
        ["properties", "$ref", "allOf"]
            .iter()
            .any(|keyword| bundle.value(*id).get(keyword).is_some())
    };
    found.retain(|(branch, _)| lists(branch));
    found
}

fn read_items(
    read: &mut Keywords<'_>,
    bundle: &Bundle,
    object: &serde_json::Map<String, Value>,
    draft: Draft,
    child: &dyn Fn(&[&str]) -> Option<SchemaId>,
    children: &dyn Fn(&str) -> Vec<SchemaId>,
) {
    let rest = if draft >= Draft::Draft202012 && member(object, "prefixItems").is_some_and(Value::is_array) {
        read.prefix_items = children("prefixItems");
        child(&["items"])
    } else if member(object, "items").is_some_and(Value::is_array) {
        read.prefix_items = children("items");
        child(&["additionalItems"])
    } else {
        read.items = child(&["items"]).filter(|id| bundle.value(*id).is_object());
        return;
    };
    let count = read.prefix_items.len() as f64;
    let most = member(object, "maxItems").and_then(Value::as_f64);
    // In 2020-12 an array is no value of `items`: who judges by the draft does not see it, so it must not narrow.
    let is_known = draft < Draft::Draft202012 || member(object, "prefixItems").is_some();
    read.strange_items = !is_known;
    read.closed_items = is_known
        && (rest.is_some_and(|id| bundle.value(id) == &Value::Bool(false)) || most.is_some_and(|most| most <= count));
    read.rest_items = rest.filter(|id| bundle.value(*id).is_object());
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
    let has = |keywords: &[&str]| keywords.iter().any(|keyword| member(object, keyword).is_some());
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
