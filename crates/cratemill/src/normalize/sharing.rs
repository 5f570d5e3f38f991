//! One shape, one type: definitions whose schemas say the same, apart from annotations, and that go by the same name.
//!
//! Schemas are compared first, all keywords that decide which values are valid, through references, however they recur;
//! then the definitions made of them, by the classes of their schemas and the definitions that they speak of. So
//! `validate()` of the one type means the same for all of its places.

mod called;
mod partition;
mod says;

use super::names::{Naming, addresses, identifier};
use super::{Copy, Definition, DefinitionId, NormalizedSchema, Shape, Use, rules, secrecy};
use crate::bundle::{Bundle, Place, SchemaId};
use crate::provider::Secrets;
use partition::classes;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// How long a text is that is compared as it is.
const LABEL_BYTES: usize = 256;

/// Makes definitions one that say the same under one name, and of whose secrets `Debug` shows as much.
pub(super) fn share(bundle: &Bundle, naming: &Naming<'_>, secrets: &Secrets, schema: &mut NormalizedSchema) {
    let hidden = secrecy::hidden(bundle, schema, secrets);
    let schemas = Schemas::new(bundle);
    let mut labels = Labels::default();
    let mut edges: Vec<Vec<DefinitionId>> = Vec::with_capacity(schema.definitions.len());
    let mut nodes: Vec<usize> = Vec::with_capacity(schema.definitions.len());
    let names: Vec<String> = schema
        .definitions
        .iter()
        .map(|one| called::name(bundle, naming, one.home.schema))
        .collect();
    for ((one, hidden), name) in schema.definitions.iter().zip(&hidden).zip(&names) {
        let mut said = Said::default();
        said.shape(&one.shape);
        if let Shape::Object { properties: all, .. } | Shape::Tuple { items: all, .. } = &one.shape {
            let secret = all
                .iter()
                .filter(|one| secrecy::is_secret(bundle, schema, secrets, one));
            let secret: BTreeSet<&str> = secret.map(|one| one.name.as_str()).collect();
            let _ = write!(said.text, "\nsecret {secret:?}");
        }
        let mut parts: Vec<usize> = one.parts.iter().map(|part| schemas.class(*part)).collect();
        parts.sort_unstable();
        parts.dedup();
        let (name, home) = (identifier(name), schemas.class(one.home.schema));
        let label = format!("{name} {:?} {home} {parts:?} {hidden}\n{}", one.home.role, said.text);
        nodes.push(labels.number(label));
        edges.push(said.of);
    }
    let alike = classes(&nodes, &edges);
    let apart = told_apart(bundle, schema, &alike);
    let mut labels = Labels::default();
    let nodes: Vec<usize> = (0..nodes.len())
        .map(|id| {
            let spelled = if apart.contains(&alike[id]) {
                names[id].as_str()
            } else {
                ""
            };
            labels.number(format!("{} {spelled}", alike[id]))
        })
        .collect();
    let mut groups: BTreeMap<usize, Vec<DefinitionId>> = BTreeMap::new();
    for (id, class) in classes(&nodes, &edges).into_iter().enumerate() {
        groups.entry(class).or_default().push(id);
    }
    if groups.len() < schema.definitions.len() {
        merge(bundle, &names, groups.into_values().collect(), schema);
    }
}

/// The classes in which one document has several keys: it tells apart what is spelled in different ways.
fn told_apart(bundle: &Bundle, schema: &NormalizedSchema, classes: &[usize]) -> BTreeSet<usize> {
    let mut met: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut apart = BTreeSet::new();
    for (one, class) in schema.definitions.iter().zip(classes) {
        if let Place::Document(document, pointer) = bundle.place(one.home.schema)
            && (pointer.is_empty() || bundle.is_definition(one.home.schema))
            && !met.insert((*class, *document))
        {
            apart.insert(*class);
        }
    }
    apart
}

/// Which schemas say the same.
struct Schemas {
    /// The schema that each is another name of, or itself.
    forwarded: Vec<SchemaId>,
    classes: Vec<usize>,
}

impl Schemas {
    fn new(bundle: &Bundle) -> Self {
        let forwarded = forwarded(bundle);
        let mut labels = Labels::default();
        let (mut nodes, mut edges) = (Vec::new(), Vec::new());
        for id in bundle.schemas() {
            let said = says::says(bundle, id);
            nodes.push(labels.number(said.label));
            edges.push(said.of.iter().map(|of| forwarded[of.index()].index()).collect());
        }
        Schemas {
            classes: classes(&nodes, &edges),
            forwarded,
        }
    }

    fn class(&self, id: SchemaId) -> usize {
        self.classes[self.forwarded[id.index()].index()]
    }
}

/// The end of each chain of schemas that say nothing but another; one that leads round in a circle ends in itself.
fn forwarded(bundle: &Bundle) -> Vec<SchemaId> {
    let mut ends: Vec<Option<SchemaId>> = bundle.schemas().map(|_| None).collect();
    for start in bundle.schemas() {
        let mut chain = vec![start];
        let end = loop {
            let last = chain[chain.len() - 1];
            if let Some(end) = ends[last.index()] {
                break end;
            }
            match says::forwards(bundle, last) {
                Some(next) => {
                    // Until its end is known, a schema on the chain ends in itself.
                    ends[last.index()] = Some(last);
                    chain.push(next);
                }
                None => break last,
            }
        };
        chain.into_iter().for_each(|id| ends[id.index()] = Some(end));
    }
    ends.into_iter()
        .zip(bundle.schemas())
        .map(|(end, id)| end.unwrap_or(id))
        .collect()
}

/// Numbers of texts.
#[derive(Default)]
struct Labels(BTreeMap<Label, usize>);

/// A text, or the digest of one that is too long to be kept.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Label {
    Text(String),
    Digest([u8; 32]),
}

impl Labels {
    fn number(&mut self, text: String) -> usize {
        let next = self.0.len();
        let label = match text.len() <= LABEL_BYTES {
            true => Label::Text(text),
            false => Label::Digest(hmac_sha256::Hash::hash(text.as_bytes())),
        };
        *self.0.entry(label).or_insert(next)
    }
}

/// What a shape says: all but the definitions that it speaks of, and these in their order.
#[derive(Default)]
struct Said {
    text: String,
    of: Vec<DefinitionId>,
}

impl Said {
    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Object { properties, additional } => {
                let mut properties: Vec<_> = properties.iter().collect();
                properties.sort_by(|one, other| one.name.cmp(&other.name));
                for property in properties {
                    let _ = write!(self.text, "{:?} {} ", property.name, property.required);
                    self.used(&property.value);
                }
                if let Some(value) = additional {
                    self.text.push('+');
                    self.used(value);
                }
            }
            Shape::Tuple { items, rest } => {
                for item in items {
                    let _ = write!(self.text, "at {:?} ", item.name);
                    self.used(&item.value);
                }
                self.text.push('+');
                self.used(rest);
            }
            Shape::Enumeration(texts) => {
                let mut texts: Vec<&String> = texts.iter().collect();
                texts.sort();
                let _ = write!(self.text, "strings {texts:?}");
            }
            Shape::Integers(values) => {
                let mut values = values.clone();
                values.sort_unstable();
                let _ = write!(self.text, "integers {values:?}");
            }
            Shape::Constant(value) => {
                let _ = write!(self.text, "constant {value}");
            }
            Shape::Pattern(pattern) => {
                let _ = write!(self.text, "pattern {pattern:?}");
            }
            Shape::Union(union) => {
                let (tag, values) = (&union.tag, &union.discriminations);
                let _ = write!(self.text, "{} {} {tag:?} {values:?}", union.open, union.catch_all);
                if !union.untyped.is_empty() {
                    let _ = write!(self.text, " untyped {}", union.untyped.len());
                }
                for one in &union.alternatives {
                    let _ = write!(self.text, "\n{:?} {} ", one.kind, one.rule.is_some());
                    self.used(&one.value);
                }
            }
            Shape::Alias(value) | Shape::Name(value) => {
                self.text
                    .push_str(if matches!(shape, Shape::Alias(_)) { "of " } else { "is " });
                self.used(value);
            }
        }
    }

    fn used(&mut self, value: &Use) {
        let (sign, inner) = match value {
            Use::Definition(id) => {
                self.of.push(*id);
                return self.text.push('#');
            }
            Use::Array(inner) => ("array ", inner),
            Use::Map(inner) => ("map ", inner),
            Use::Nullable(inner) => ("nullable ", inner),
            Use::Open(inner) => ("open ", inner),
            Use::Implied(inner) => ("implied ", inner),
            plain => return self.text.push_str(&format!("{plain:?},")),
        };
        self.text.push_str(sign);
        self.used(inner);
    }
}

/// Of each group one definition stays, whatever the order of files: the one that has most right to a name.
fn merge(bundle: &Bundle, names: &[String], mut groups: Vec<Vec<DefinitionId>>, schema: &mut NormalizedSchema) {
    let addresses = addresses(bundle, schema);
    let rank = |id: &DefinitionId| right(bundle, &schema.definitions[*id], &addresses[*id]);
    groups.iter_mut().for_each(|group| group.sort_by_cached_key(rank));
    groups.sort_by_key(|group| group[0]);
    let mut numbers = vec![0; schema.definitions.len()];
    for (number, group) in groups.iter().enumerate() {
        group.iter().for_each(|id| numbers[*id] = number);
    }
    let mut old: Vec<Option<Definition>> = std::mem::take(&mut schema.definitions).into_iter().map(Some).collect();
    for group in groups {
        let first = group[0];
        let mut members = group
            .into_iter()
            .filter_map(|id| Some((old[id].take()?, &addresses[id])));
        let Some((mut one, _)) = members.next() else { continue };
        for (copy, address) in members {
            one.sites.push(copy.home.schema);
            one.sites.extend(copy.sites);
            document(bundle, &mut one.shape, &copy.shape);
            one.copies.push(Copy {
                address: address.clone(),
                home: copy.home,
            });
        }
        one.context = one.context.map(|(id, property)| (numbers[id], property));
        renumber(&mut one.shape, &numbers);
        if !one.copies.is_empty() && right(bundle, &one, "").0 == 0 {
            one.called = Some(names[first].clone());
        }
        schema.definitions.push(one);
    }
    let standing = schema.types.values_mut().chain(schema.partly.values_mut());
    standing.for_each(|id| *id = numbers[*id]);
    let all = schema.definitions.iter().filter_map(|one| match &one.shape {
        Shape::Union(union) => Some(&union.alternatives),
        _ => None,
    });
    let named = all.flatten().filter_map(|one| one.rule.as_deref());
    schema.rules = rules::needed(std::mem::take(&mut schema.rules), named);
}

/// A document's root comes before a definition with a key, and this before what lies inside of others.
fn right<'a>(bundle: &Bundle, one: &Definition, address: &'a str) -> (u8, usize, &'a str) {
    let id = one.home.schema;
    let (rank, depth) = match bundle.place(id) {
        Place::Document(_, pointer) if pointer.is_empty() => (0, 0),
        Place::Document(_, pointer) => (2 - u8::from(bundle.is_definition(id)), pointer.matches('/').count()),
        _ => (3, 0),
    };
    (rank, depth, address)
}

/// What is said of a property at one of its places only is said of the field.
fn document(bundle: &Bundle, shape: &mut Shape, copy: &Shape) {
    let (Shape::Object { properties, .. }, Shape::Object { properties: others, .. }) = (shape, copy) else {
        return;
    };
    let is_described = |schemas: &[SchemaId]| {
        let described = |id: &SchemaId| {
            ["description", "title"]
                .iter()
                .any(|keyword| bundle.value(*id).get(keyword).is_some())
        };
        schemas
            .iter()
            .any(|id| described(id) || bundle.targets(*id).iter().any(described))
    };
    let others: BTreeMap<&str, &[SchemaId]> = others.iter().map(|one| (one.name.as_str(), &one.schemas[..])).collect();
    for property in properties {
        if let Some(schemas) = others.get(property.name.as_str())
            && !is_described(&property.schemas)
            && is_described(schemas)
        {
            property.schemas.extend(*schemas);
        }
    }
}

fn renumber(shape: &mut Shape, numbers: &[DefinitionId]) {
    match shape {
        Shape::Object { properties, additional } => {
            properties
                .iter_mut()
                .for_each(|property| property.value.renumber(numbers));
            additional.iter_mut().for_each(|value| value.renumber(numbers));
        }
        Shape::Union(union) => union
            .alternatives
            .iter_mut()
            .for_each(|one| one.value.renumber(numbers)),
        Shape::Tuple { items, rest } => {
            items.iter_mut().for_each(|item| item.value.renumber(numbers));
            rest.renumber(numbers);
        }
        Shape::Alias(value) | Shape::Name(value) => value.renumber(numbers),
        Shape::Enumeration(_) | Shape::Integers(_) | Shape::Constant(_) | Shape::Pattern(_) => {}
    }
}
