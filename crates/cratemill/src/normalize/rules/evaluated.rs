//! What `unevaluatedProperties` and `unevaluatedItems` leave over (draft 2020-12, core, section 11), where it is the same for
//! every value: behind `allOf` and `$ref`, not behind what holds for some values only.

use crate::budget::RULES_WITHIN_EACH_OTHER;
use crate::bundle::{Bundle, SchemaId};
use serde_json::Value;
use std::collections::BTreeSet;

/// Keywords that hold for some values only, and evaluate then.
const CONDITIONAL: [&str; 6] = [
    "anyOf",
    "oneOf",
    "if",
    "dependentSchemas",
    "dependencies",
    "$dynamicRef",
];

/// What a schema evaluates of each value.
#[derive(Default)]
pub(super) struct Evaluated {
    /// Names of properties.
    pub names: BTreeSet<String>,
    /// Patterns of names.
    pub patterns: BTreeSet<String>,
    /// How many items from the first.
    pub items: usize,
    /// Whether nothing is left over of properties, and of items.
    pub all: [bool; 2],
    /// Whether `contains` evaluates those items that it takes.
    pub is_contained: bool,
}

/// What all that holds under a schema evaluates, but for the two keywords of its own; `None` where that is another for another
/// value.
pub(super) fn evaluated(bundle: &Bundle, id: SchemaId) -> Option<Evaluated> {
    let mut found = Evaluated::default();
    let mut pending = vec![id];
    let mut seen = BTreeSet::new();
    while let Some(one) = pending.pop() {
        if !seen.insert(one) {
            continue;
        }
        let Value::Object(schema) = bundle.value(one) else {
            continue;
        };
        let is_conditional = CONDITIONAL.iter().any(|keyword| schema.contains_key(*keyword));
        if is_conditional || seen.len() > RULES_WITHIN_EACH_OTHER || bundle.targets(one).len() > 1 {
            return None;
        }
        let has = |keyword: &str| schema.contains_key(keyword);
        let names = |keyword: &str| schema.get(keyword).and_then(Value::as_object).into_iter().flatten();
        found.names.extend(names("properties").map(|(name, _)| name.clone()));
        found
            .patterns
            .extend(names("patternProperties").map(|(name, _)| name.clone()));
        let positions = |keyword: &str| schema.get(keyword).and_then(Value::as_array).map(Vec::len);
        let count = positions("prefixItems").or(positions("items"));
        found.items = found.items.max(count.unwrap_or_default());
        let is_part = one != id;
        found.all[0] |= has("additionalProperties") || is_part && has("unevaluatedProperties");
        // Without a list beside it `additionalItems` says nothing.
        let is_list = positions("items").is_some();
        let has_rest = has("items") && !is_list || has("additionalItems") && is_list;
        found.all[1] |= has_rest || is_part && has("unevaluatedItems");
        found.is_contained |= has("contains");
        pending.extend(bundle.targets(one));
        let parts = 0..positions("allOf").unwrap_or_default();
        pending.extend(parts.filter_map(|index| bundle.child(one, &["allOf", &index.to_string()])));
    }
    Some(found)
}
