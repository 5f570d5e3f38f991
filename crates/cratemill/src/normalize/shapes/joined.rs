//! Alternatives that one Rust type holds: one variant each where a name tells them apart, else one for all.

use crate::bundle::{Bundle, SchemaId};
use crate::normalize::merge::Alternative;
use crate::normalize::names::{ArmName, Known, arm};
use crate::normalize::{TypeSet, UnionAlternative, Use};
use std::collections::{BTreeMap, BTreeSet};

/// An alternative of a union, before it is known whether it has a variant of its own.
pub(super) struct Candidate<'a> {
    pub value: Use,
    pub kind: TypeSet,
    /// The schema that was chosen, where it was one.
    pub schema: Option<SchemaId>,
    pub rule: Option<String>,
    pub branches: Vec<Vec<SchemaId>>,
    pub object: Option<&'a Alternative>,
}

/// What has one variant.
pub(super) struct Variant<'a> {
    pub alternative: UnionAlternative,
    /// What each of its alternatives asks for.
    pub rules: Vec<String>,
    /// The object, where it is one alternative.
    pub object: Option<&'a Alternative>,
    /// Whether alternatives of several rules are one.
    pub is_mixed: bool,
}

/// The variants of a union, whatever the order of its alternatives: those of one type and one rule are one, and so are all of one
/// type where not each is called by its title or by what it refers to.
pub(super) fn variants<'a>(bundle: &Bundle, candidates: Vec<Candidate<'a>>) -> Vec<Variant<'a>> {
    let mut known = Known::new();
    let mut named: BTreeMap<(Use, Option<String>), bool> = BTreeMap::new();
    for one in &candidates {
        let name = one.schema.and_then(|schema| arm(bundle, &mut known, schema));
        let is_named = matches!(name, Some(ArmName::Title(_) | ArmName::Key(_)));
        *named.entry((one.value.clone(), one.rule.clone())).or_default() |= is_named;
    }
    let nameless: BTreeSet<Use> = named
        .iter()
        .filter(|(_, is_named)| !**is_named)
        .map(|((value, _), _)| value.clone())
        .collect();
    let mut found: Vec<Variant> = Vec::new();
    let mut places: BTreeMap<(Use, Option<String>), usize> = BTreeMap::new();
    for one in candidates {
        let what = (!nameless.contains(&one.value)).then(|| one.rule.clone()).flatten();
        match places.get(&(one.value.clone(), what.clone())) {
            Some(place) => found[*place].join(one),
            None => {
                places.insert((one.value.clone(), what), found.len());
                found.push(Variant::new(one));
            }
        }
    }
    found
}

impl<'a> Variant<'a> {
    fn new(one: Candidate<'a>) -> Self {
        Variant {
            alternative: UnionAlternative {
                value: one.value,
                kind: one.kind,
                schema: one.schema,
                rule: None,
                branches: one.branches,
            },
            rules: one.rule.into_iter().collect(),
            object: one.object,
            is_mixed: false,
        }
    }

    fn join(&mut self, one: Candidate<'a>) {
        if one.rule.as_ref() != self.rules.first() {
            self.is_mixed = true;
            self.alternative.schema = None;
        }
        self.rules.extend(one.rule);
        self.alternative.branches.extend(one.branches);
        self.object = None;
    }
}
