//! From JSON text to rules.

use super::{Applied, Arrays, Id, Names, Numbers, Objects, Property, Regex, Rule, Strings, Table};
use crate::Number;
use crate::union::{ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, STRING, Types};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

pub(super) fn table(text: &str) -> Table {
    let named: Map<String, Value> = serde_json::from_str(text).unwrap_or_default();
    let mut table = Table::default();
    for name in named.keys() {
        table.names.insert(name.clone(), table.rules.len() as Id);
        table.rules.push(Rule::default());
    }
    for (place, schema) in named.values().enumerate() {
        let rule = table.rule(schema);
        table.rules[place] = rule;
    }
    table.settle();
    table
}

impl Table {
    fn add(&mut self, schema: &Value) -> Id {
        let rule = self.rule(schema);
        self.rules.push(rule);
        self.rules.len() as Id - 1
    }

    fn rule(&mut self, schema: &Value) -> Rule {
        let Value::Object(keywords) = schema else {
            return Rule {
                never: schema == &Value::Bool(false),
                ..Rule::default()
            };
        };
        Rule {
            never: false,
            shallow: false,
            types: keywords.get("type").map(types),
            values: match (keywords.get("const"), keywords.get("enum")) {
                (Some(value), _) => Some(vec![value.clone()]),
                (None, Some(Value::Array(values))) => Some(values.clone()),
                _ => None,
            },
            numbers: boxed(numbers(keywords)),
            strings: boxed(strings(keywords)),
            arrays: boxed(self.arrays(keywords)),
            objects: boxed(self.objects(keywords)),
            applied: boxed(self.applied(keywords)),
        }
    }

    /// Names lead past rules that only refer, and rules are known that judge no deeper than one level.
    fn settle(&mut self) {
        let names: Vec<Id> = self.names.values().copied().collect();
        let targets: Vec<Id> = names.into_iter().map(|rule| self.target(rule)).collect();
        self.names
            .values_mut()
            .zip(targets)
            .for_each(|(rule, target)| *rule = target);
        let shallow: Vec<bool> = self.rules.iter().map(|rule| self.is_shallow(rule)).collect();
        self.rules
            .iter_mut()
            .zip(shallow)
            .for_each(|(rule, shallow)| rule.shallow = shallow);
    }

    /// What a rule refers to, if it does nothing else; references in a ring end where they began.
    fn target(&self, rule: Id) -> Id {
        let referred = |rule: &Rule| match &rule.applied {
            Some(applied) if rule.is_bare() => applied.only_reference(),
            _ => None,
        };
        let mut target = rule;
        for _ in 0..self.rules.len() {
            match referred(&self.rules[target as usize]) {
                Some(next) => target = next,
                None => break,
            }
        }
        target
    }

    fn is_shallow(&self, rule: &Rule) -> bool {
        let is_scalar = |id: &Id| {
            let rule = &self.rules[*id as usize];
            rule.applied.is_none() && rule.arrays.is_none() && rule.objects.is_none()
        };
        let objects = rule.objects.as_ref().is_none_or(|objects| {
            objects.patterns.is_empty()
                && objects.dependent_schemas.is_empty()
                && objects.additional.iter().all(is_scalar)
                && objects.names.iter().all(|property| property.rule.iter().all(is_scalar))
        });
        objects && rule.applied.is_none() && rule.arrays.is_none()
    }

    fn child(&mut self, keywords: &Map<String, Value>, keyword: &str) -> Option<Id> {
        keywords.get(keyword).map(|schema| self.add(schema))
    }

    fn children(&mut self, keywords: &Map<String, Value>, keyword: &str) -> Vec<Id> {
        let all = keywords.get(keyword).and_then(Value::as_array);
        all.into_iter().flatten().map(|schema| self.add(schema)).collect()
    }

    fn arrays(&mut self, keywords: &Map<String, Value>) -> Option<Arrays> {
        let any = [
            "minItems",
            "maxItems",
            "uniqueItems",
            "prefixItems",
            "items",
            "contains",
        ];
        has(keywords, &any).then(|| Arrays {
            least: count(keywords, "minItems"),
            most: count(keywords, "maxItems"),
            unique: keywords.get("uniqueItems") == Some(&Value::Bool(true)),
            prefix: self.children(keywords, "prefixItems"),
            rest: self.child(keywords, "items"),
            contains: self.child(keywords, "contains").map(|rule| {
                let least = count(keywords, "minContains").unwrap_or(1);
                (rule, least, count(keywords, "maxContains"))
            }),
        })
    }

    fn objects(&mut self, keywords: &Map<String, Value>) -> Option<Objects> {
        let any = [
            "minProperties",
            "maxProperties",
            "required",
            "properties",
            "patternProperties",
            "additionalProperties",
            "propertyNames",
            "dependentRequired",
            "dependentSchemas",
        ];
        if !has(keywords, &any) {
            return None;
        }
        let mut objects = Objects {
            least: count(keywords, "minProperties"),
            most: count(keywords, "maxProperties"),
            additional: self.child(keywords, "additionalProperties"),
            property_names: self.child(keywords, "propertyNames"),
            ..Objects::default()
        };
        let mut names: BTreeMap<String, Property> = BTreeMap::new();
        for (name, schema) in members(keywords, "properties") {
            let rule = match schema {
                Value::Bool(true) => None,
                schema => Some(self.add(schema)),
            };
            let property = Property {
                required: false,
                named: true,
                rule,
            };
            names.insert(name.clone(), property);
        }
        for name in texts(keywords.get("required")) {
            names.entry(name).or_default().required = true;
        }
        let required = names.iter().filter(|(_, property)| property.required);
        objects.required = required.map(|(name, _)| name.as_str().into()).collect();
        objects.names = Names::new(names);
        for (pattern, schema) in members(keywords, "patternProperties") {
            let rule = self.add(schema);
            objects.patterns.push((Regex::new(pattern), rule));
        }
        for (name, others) in members(keywords, "dependentRequired") {
            objects.dependent_required.push((name.clone(), texts(Some(others))));
        }
        for (name, schema) in members(keywords, "dependentSchemas") {
            let rule = self.add(schema);
            objects.dependent_schemas.push((name.clone(), rule));
        }
        Some(objects)
    }

    fn applied(&mut self, keywords: &Map<String, Value>) -> Option<Applied> {
        let any = ["$ref", "allOf", "anyOf", "oneOf", "not", "if"];
        has(keywords, &any).then(|| Applied {
            reference: keywords
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|name| self.names.get(name).copied()),
            all: self.children(keywords, "allOf"),
            any: self.children(keywords, "anyOf"),
            one: self.children(keywords, "oneOf"),
            not: self.child(keywords, "not"),
            condition: self
                .child(keywords, "if")
                .map(|rule| (rule, self.child(keywords, "then"), self.child(keywords, "else"))),
        })
    }
}

impl Rule {
    /// Whether it says nothing but what it applies.
    fn is_bare(&self) -> bool {
        let says = self.numbers.is_some() || self.strings.is_some() || self.arrays.is_some() || self.objects.is_some();
        !self.never && !says && self.types.is_none() && self.values.is_none()
    }
}

impl Applied {
    fn only_reference(&self) -> Option<Id> {
        let others = [&self.all, &self.any, &self.one].iter().all(|rules| rules.is_empty());
        self.reference
            .filter(|_| others && self.not.is_none() && self.condition.is_none())
    }
}

impl Regex {
    fn new(pattern: &str) -> Self {
        #[cfg(not(feature = "pattern"))]
        let _ = pattern;
        Regex {
            #[cfg(feature = "pattern")]
            matcher: crate::pattern::Matcher::new(pattern),
        }
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        #[cfg(feature = "pattern")]
        let matches = self.matcher.is_match(text);
        #[cfg(not(feature = "pattern"))]
        let matches = {
            let _ = text;
            true
        };
        matches
    }
}

fn boxed<T>(some: Option<T>) -> Option<Box<T>> {
    some.map(Box::new)
}

fn has(keywords: &Map<String, Value>, any: &[&str]) -> bool {
    any.iter().any(|keyword| keywords.contains_key(*keyword))
}

fn numbers(keywords: &Map<String, Value>) -> Option<Numbers> {
    let limit = |keyword: &str| -> Option<Number> {
        match keywords.get(keyword)? {
            Value::Number(number) => Some(Number::from(number)),
            _ => None,
        }
    };
    let numbers = Numbers {
        minimum: limit("minimum"),
        exclusive_minimum: limit("exclusiveMinimum"),
        maximum: limit("maximum"),
        exclusive_maximum: limit("exclusiveMaximum"),
        multiple_of: limit("multipleOf"),
    };
    let any = [
        "minimum",
        "exclusiveMinimum",
        "maximum",
        "exclusiveMaximum",
        "multipleOf",
    ];
    has(keywords, &any).then_some(numbers)
}

fn strings(keywords: &Map<String, Value>) -> Option<Strings> {
    has(keywords, &["minLength", "maxLength", "pattern"]).then(|| Strings {
        least: count(keywords, "minLength"),
        most: count(keywords, "maxLength"),
        pattern: keywords.get("pattern").and_then(Value::as_str).map(Regex::new),
    })
}

fn count(keywords: &Map<String, Value>, keyword: &str) -> Option<usize> {
    let number = keywords.get(keyword)?;
    // A count beyond memory is never reached.
    number
        .as_u64()
        .map(|count| usize::try_from(count).unwrap_or(usize::MAX))
        .or_else(|| {
            number
                .as_f64()
                .filter(|count| *count >= 0.0)
                .map(|count| count as usize)
        })
}

fn members<'a>(
    keywords: &'a Map<String, Value>,
    keyword: &str,
) -> impl Iterator<Item = (&'a String, &'a Value)> + use<'a> {
    keywords.get(keyword).and_then(Value::as_object).into_iter().flatten()
}

fn texts(value: Option<&Value>) -> Vec<String> {
    let all = value.and_then(Value::as_array).into_iter().flatten();
    all.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn types(value: &Value) -> Types {
    match value {
        Value::Array(all) => all.iter().map(types).fold(0, |all, one| all | one),
        Value::String(name) => match &**name {
            "null" => NULL,
            "boolean" => BOOLEAN,
            "integer" => INTEGER,
            "number" => NUMBER,
            "string" => STRING,
            "array" => ARRAY,
            "object" => OBJECT,
            _ => 0,
        },
        _ => 0,
    }
}
