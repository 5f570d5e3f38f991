//! What a schema asserts, in the words of the latest draft whatever draft it is written in.

use super::schemas::{Id, Schemas};
use crate::document::Draft;
use crate::normalize::TypeSet;
use serde_json::{Map, Value};

/// One keyword, or several that have a say only together.
#[derive(Clone, Debug)]
pub(in crate::drift) enum Assertion<'a> {
    /// `false`.
    Never,
    /// `type`.
    Types(TypeSet),
    /// `enum`, or `const`.
    Values(Vec<&'a Value>),
    /// `minimum`, `exclusiveMinimum`.
    Least(Bound<'a>),
    /// `maximum`, `exclusiveMaximum`.
    Most(Bound<'a>),
    MultipleOf(&'a Value),
    MinLength(u64),
    MaxLength(u64),
    Pattern(&'a str),
    /// `prefixItems` and `items`.
    Items(Items),
    MinItems(u64),
    MaxItems(u64),
    UniqueItems,
    /// `contains`, `minContains`, `maxContains`.
    Contains(Id, u64, Option<u64>),
    /// `properties`, `patternProperties`, `additionalProperties`.
    Properties(Properties<'a>),
    Required(&'a str),
    MinProperties(u64),
    MaxProperties(u64),
    PropertyNames(Id),
    DependentRequired(&'a str, &'a str),
    DependentSchema(&'a str, Id),
    /// `anyOf`, or `oneOf`: with `true`, exactly one.
    Group(Vec<Id>, bool),
    Not(Id),
    /// `if`, `then`, `else`.
    If(Id, Option<Id>, Option<Id>),
    /// A keyword that hangs on all others beside it, by its name.
    Whole(&'static str),
}

/// What evaluates properties beside `properties`, `patternProperties` and `additionalProperties`.
const APPLICATORS: &[&str] = &[
    "$ref",
    "$dynamicRef",
    "$recursiveRef",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "dependentSchemas",
];

/// A limit of numbers.
#[derive(Clone, Copy, Debug)]
pub(in crate::drift) struct Bound<'a> {
    pub value: &'a Value,
    pub exclusive: bool,
}

/// What an array holds.
#[derive(Clone, Debug, Default)]
pub(in crate::drift) struct Items {
    pub prefix: Vec<Id>,
    pub rest: Option<Id>,
}

/// What an object holds.
#[derive(Clone, Debug, Default)]
pub(in crate::drift) struct Properties<'a> {
    pub named: Vec<(&'a str, Id)>,
    pub patterns: Vec<(&'a str, Id)>,
    pub additional: Option<Id>,
    /// Whether that is said by `unevaluatedProperties`, which means the same where nothing else evaluates.
    pub is_unevaluated: bool,
}

/// A schema as it was read.
#[derive(Clone, Debug, Default)]
pub(in crate::drift) struct Read<'a> {
    /// What `$ref` names.
    pub reference: Option<Id>,
    pub all_of: Vec<Id>,
    pub assertions: Vec<Assertion<'a>>,
}

impl Assertion<'_> {
    /// The keyword by which people know it.
    pub fn keyword(&self) -> &'static str {
        match self {
            Assertion::Never => "false",
            Assertion::Types(_) => "type",
            Assertion::Values(_) => "enum",
            Assertion::Least(_) => "minimum",
            Assertion::Most(_) => "maximum",
            Assertion::MultipleOf(_) => "multipleOf",
            Assertion::MinLength(_) => "minLength",
            Assertion::MaxLength(_) => "maxLength",
            Assertion::Pattern(_) => "pattern",
            Assertion::Items(_) => "items",
            Assertion::MinItems(_) => "minItems",
            Assertion::MaxItems(_) => "maxItems",
            Assertion::UniqueItems => "uniqueItems",
            Assertion::Contains(..) => "contains",
            Assertion::Properties(properties) if properties.is_unevaluated => "unevaluatedProperties",
            Assertion::Properties(_) => "additionalProperties",
            Assertion::Required(_) => "required",
            Assertion::MinProperties(_) => "minProperties",
            Assertion::MaxProperties(_) => "maxProperties",
            Assertion::PropertyNames(_) => "propertyNames",
            Assertion::DependentRequired(..) => "dependentRequired",
            Assertion::DependentSchema(..) => "dependentSchemas",
            Assertion::Group(_, false) => "anyOf",
            Assertion::Group(_, true) => "oneOf",
            Assertion::Not(_) => "not",
            Assertion::If(..) => "if",
            Assertion::Whole(keyword) => keyword,
        }
    }

    /// The types that it has a say about.
    pub fn speaks_of(&self) -> TypeSet {
        match self {
            Assertion::Least(_) | Assertion::Most(_) | Assertion::MultipleOf(_) => TypeSet::NUMBER,
            Assertion::MinLength(_) | Assertion::MaxLength(_) | Assertion::Pattern(_) => TypeSet::STRING,
            Assertion::Items(_)
            | Assertion::MinItems(_)
            | Assertion::MaxItems(_)
            | Assertion::UniqueItems
            | Assertion::Contains(..)
            | Assertion::Whole("unevaluatedItems") => TypeSet::ARRAY,
            Assertion::Properties(_)
            | Assertion::Required(_)
            | Assertion::MinProperties(_)
            | Assertion::MaxProperties(_)
            | Assertion::PropertyNames(_)
            | Assertion::DependentRequired(..)
            | Assertion::DependentSchema(..)
            | Assertion::Whole("unevaluatedProperties") => TypeSet::OBJECT,
            _ => TypeSet::ALL,
        }
    }
}

/// Reads a schema as its draft means it. Every `format` is an annotation, as `validate()` takes it.
pub(super) fn read<'a>(schemas: &Schemas<'a>, id: Id) -> Read<'a> {
    let place = schemas.place(id);
    let mut read = Read::default();
    let object = match place.value {
        Value::Bool(false) => {
            read.assertions.push(Assertion::Never);
            return read;
        }
        Value::Object(object) => object,
        _ => return read,
    };
    read.reference = schemas.target(id);
    if read.reference.is_none() && object.get("$ref").is_some_and(Value::is_string) {
        // A schema of the specification.
        read.assertions.push(Assertion::Whole("$ref"));
    }
    // Before 2019-09, `$ref` hides all its siblings (draft 7, core, section 8.3).
    if place.draft < Draft::Draft201909 && object.get("$ref").is_some_and(Value::is_string) {
        return read;
    }
    let reader = Reader {
        schemas,
        id,
        draft: place.draft,
        object,
    };
    read.all_of = reader.list("allOf");
    reader.any(&mut read.assertions);
    reader.scalars(&mut read.assertions);
    reader.arrays(&mut read.assertions);
    reader.objects(&mut read.assertions);
    reader.logic(&mut read.assertions);
    read
}

struct Reader<'a, 's> {
    schemas: &'s Schemas<'a>,
    id: Id,
    draft: Draft,
    object: &'a Map<String, Value>,
}

impl<'a> Reader<'a, '_> {
    fn child(&self, keyword: &str) -> Option<Id> {
        let value = self.object.get(keyword)?;
        let is_schema = value.is_object() || value.is_boolean();
        is_schema.then(|| self.schemas.child(self.id, &[keyword])).flatten()
    }

    /// Whether a keyword holds a schema that says something.
    fn says(&self, keyword: &str) -> bool {
        self.child(keyword).is_some() && self.object[keyword] != true
    }

    fn list(&self, keyword: &str) -> Vec<Id> {
        let all = self.object.get(keyword).and_then(Value::as_array);
        (0..all.map_or(0, Vec::len))
            .filter_map(|index| self.schemas.child(self.id, &[keyword, &index.to_string()]))
            .collect()
    }

    fn named(&self, keyword: &str) -> Vec<(&'a str, Id)> {
        let all = self
            .object
            .get(keyword)
            .and_then(Value::as_object)
            .into_iter()
            .flatten();
        all.filter(|(_, value)| value.is_object() || value.is_boolean())
            .filter_map(|(name, _)| Some((name.as_str(), self.schemas.child(self.id, &[keyword, name])?)))
            .collect()
    }

    fn count(&self, keyword: &str) -> Option<u64> {
        let number = self.object.get(keyword)?.as_f64()?;
        (number >= 0.0 && number.fract() == 0.0).then_some(number as u64)
    }

    fn texts(&self, value: Option<&'a Value>) -> Vec<&'a str> {
        let all = value.and_then(Value::as_array).into_iter().flatten();
        all.filter_map(Value::as_str).collect()
    }

    fn any(&self, found: &mut Vec<Assertion<'a>>) {
        let types = match self.object.get("type") {
            Some(Value::String(name)) => TypeSet::named(name),
            Some(Value::Array(names)) => names
                .iter()
                .map(|name| name.as_str().and_then(TypeSet::named))
                .try_fold(TypeSet::NONE, |all, one| Some(all.union(one?))),
            _ => None,
        };
        found.extend(types.map(Assertion::Types));
        if let Some(Value::Array(values)) = self.object.get("enum") {
            found.push(Assertion::Values(values.iter().collect()));
        }
        if let Some(value) = self.object.get("const").filter(|_| self.draft >= Draft::Draft6) {
            found.push(Assertion::Values(vec![value]));
        }
    }

    fn scalars(&self, found: &mut Vec<Assertion<'a>>) {
        type Make<'a> = fn(Bound<'a>) -> Assertion<'a>;
        let bounds: [(&str, &str, Make<'a>); 2] = [
            ("minimum", "exclusiveMinimum", Assertion::Least),
            ("maximum", "exclusiveMaximum", Assertion::Most),
        ];
        for (keyword, strict, make) in bounds {
            let strict = self.object.get(strict);
            if let Some(value) = self.object.get(keyword).filter(|value| value.is_number()) {
                let exclusive = self.draft == Draft::Draft4 && strict == Some(&Value::Bool(true));
                found.push(make(Bound { value, exclusive }));
            }
            if let Some(value) = strict.filter(|value| value.is_number() && self.draft > Draft::Draft4) {
                found.push(make(Bound { value, exclusive: true }));
            }
        }
        let multiple = self.object.get("multipleOf").filter(|value| value.is_number());
        found.extend(multiple.map(Assertion::MultipleOf));
        found.extend(self.count("minLength").map(Assertion::MinLength));
        found.extend(self.count("maxLength").map(Assertion::MaxLength));
        let pattern = self.object.get("pattern").and_then(Value::as_str);
        found.extend(pattern.map(Assertion::Pattern));
    }

    fn arrays(&self, found: &mut Vec<Assertion<'a>>) {
        let latest = self.draft >= Draft::Draft202012;
        let is_list = self.object.get("items").is_some_and(Value::is_array) && !latest;
        let items = match (latest, is_list) {
            (true, _) => Items {
                prefix: self.list("prefixItems"),
                rest: self.child("items"),
            },
            (false, true) => Items {
                prefix: self.list("items"),
                rest: self.child("additionalItems"),
            },
            (false, false) => Items {
                prefix: Vec::new(),
                rest: self.child("items"),
            },
        };
        if !items.prefix.is_empty() || items.rest.is_some() {
            found.push(Assertion::Items(items));
        }
        found.extend(self.count("minItems").map(Assertion::MinItems));
        found.extend(self.count("maxItems").map(Assertion::MaxItems));
        if self.object.get("uniqueItems") == Some(&Value::Bool(true)) {
            found.push(Assertion::UniqueItems);
        }
        if let Some(contains) = self.child("contains").filter(|_| self.draft >= Draft::Draft6) {
            let counts = self.draft >= Draft::Draft201909;
            let count = |keyword| self.count(keyword).filter(|_| counts);
            let least = count("minContains").unwrap_or(1);
            found.push(Assertion::Contains(contains, least, count("maxContains")));
        }
        if self.draft >= Draft::Draft201909 && self.says("unevaluatedItems") {
            found.push(Assertion::Whole("unevaluatedItems"));
        }
    }

    fn objects(&self, found: &mut Vec<Assertion<'a>>) {
        let unevaluated = ["unevaluatedProperties", "additionalProperties"].map(|keyword| {
            self.child(keyword)
                .filter(|_| self.says(keyword) || keyword == "additionalProperties")
        });
        let is_alone =
            self.draft >= Draft::Draft201909 && APPLICATORS.iter().all(|one| !self.object.contains_key(*one));
        let properties = Properties {
            named: self.named("properties"),
            patterns: self.named("patternProperties"),
            additional: unevaluated[1].or(unevaluated[0].filter(|_| is_alone)),
            is_unevaluated: unevaluated[1].is_none(),
        };
        if !properties.named.is_empty() || !properties.patterns.is_empty() || properties.additional.is_some() {
            found.push(Assertion::Properties(properties));
        }
        let required = self.texts(self.object.get("required"));
        found.extend(required.into_iter().map(Assertion::Required));
        found.extend(self.count("minProperties").map(Assertion::MinProperties));
        found.extend(self.count("maxProperties").map(Assertion::MaxProperties));
        if self.draft >= Draft::Draft6 {
            found.extend(self.child("propertyNames").map(Assertion::PropertyNames));
        }
        let old = self.draft < Draft::Draft201909;
        let [lists, schemas] = match old {
            true => ["dependencies", "dependencies"],
            false => ["dependentRequired", "dependentSchemas"],
        };
        for (name, needed) in self.object.get(lists).and_then(Value::as_object).into_iter().flatten() {
            let needed = self.texts(Some(needed)).into_iter();
            found.extend(needed.map(|other| Assertion::DependentRequired(name, other)));
        }
        let schemas = self.named(schemas).into_iter();
        found.extend(schemas.map(|(name, id)| Assertion::DependentSchema(name, id)));
        if !old && !is_alone && self.says("unevaluatedProperties") {
            found.push(Assertion::Whole("unevaluatedProperties"));
        }
    }

    fn logic(&self, found: &mut Vec<Assertion<'a>>) {
        for (keyword, exactly_one) in [("anyOf", false), ("oneOf", true)] {
            let arms = self.list(keyword);
            if !arms.is_empty() {
                found.push(Assertion::Group(arms, exactly_one));
            }
        }
        found.extend(self.child("not").map(Assertion::Not));
        if let Some(condition) = self.child("if").filter(|_| self.draft >= Draft::Draft7) {
            let branches = ["then", "else"].map(|keyword| self.child(keyword));
            if branches.iter().any(Option::is_some) {
                found.push(Assertion::If(condition, branches[0], branches[1]));
            }
        }
        let dynamic = ["$dynamicRef", "$recursiveRef"].into_iter();
        let dynamic = dynamic.filter(|keyword| self.object.contains_key(*keyword));
        found.extend(dynamic.map(Assertion::Whole));
    }
}
