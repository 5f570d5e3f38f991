//! A provider as the pages show it: where each type's page is, which types hold which.

use std::collections::{BTreeMap, BTreeSet};

use cratemill::Survey;
use cratemill::convert::Type;
use cratemill::evidence::{Example, Origin, Tested, Verdict};
use cratemill::package;

use crate::coverage::{self, Coverage};
use crate::words;

/// A provider and what the pages ask of it.
pub struct Catalog<'a> {
    /// Its name as people write it.
    pub display: String,
    /// The crate's name in Rust source.
    pub crate_name: String,
    /// The folder of its pages.
    pub folder: String,
    /// What is known.
    pub survey: &'a Survey,
    /// The page of each type, in the folder.
    pub pages: Vec<String>,
    /// The types that hold each type.
    pub holders: Vec<BTreeSet<usize>>,
    /// The types that each type holds.
    pub held: Vec<BTreeSet<usize>>,
    /// The component that each type lies in: itself, where it is one.
    pub owner: Vec<usize>,
    /// What was found out about the examples of each type.
    pub tested: Vec<Option<&'a Tested>>,
    /// How much of the schema real examples show.
    pub coverage: Coverage,
}

impl<'a> Catalog<'a> {
    /// All types.
    pub fn types(&self) -> &'a [Type] {
        &self.survey.types.types
    }

    /// Whether a type is a component: a document's root, or a definition.
    pub fn is_component(&self, id: usize) -> bool {
        self.owner[id] == id
    }

    /// The components, in their order.
    pub fn components(&self) -> impl Iterator<Item = usize> {
        (0..self.types().len()).filter(|id| self.is_component(*id))
    }

    /// The examples of a type, the real ones first.
    pub fn examples(&self, id: usize) -> &'a [Example] {
        self.tested[id].map_or(&[], |tested| tested.examples.as_slice())
    }

    /// How many examples are published, and how many of these contradict their schemas.
    pub fn published(&self) -> (usize, usize) {
        let all = || self.survey.evidence.examples().filter(|(_, one)| is_published(one));
        let contradicting = all().filter(|(_, one)| matches!(one.verdict, Verdict::Contradicts(_)));
        (all().count(), contradicting.count())
    }
}

/// Whether an example was published as a whole.
pub fn is_published(example: &Example) -> bool {
    matches!(example.origin, Origin::Schema | Origin::File)
}

/// The catalogs of some providers.
pub fn catalogs(providers: &[(String, Survey)]) -> Vec<Catalog<'_>> {
    let mut folders = BTreeSet::from([String::new()]);
    let catalogs = providers.iter().map(|(name, survey)| {
        let folder = unique(&mut folders, &words::slug(name));
        catalog(name, folder, survey)
    });
    catalogs.collect()
}

fn catalog<'a>(name: &str, folder: String, survey: &'a Survey) -> Catalog<'a> {
    let types = &survey.types.types;
    let mut taken = BTreeSet::new();
    let pages = types.iter().map(|one| {
        let path = words::slug(&one.path().replace("::", "."));
        format!("type/{}.html", unique(&mut taken, &path))
    });
    let pages = pages.collect();
    let held: Vec<BTreeSet<usize>> = types.iter().map(held).collect();
    let mut holders = vec![BTreeSet::new(); types.len()];
    for (id, inner) in held.iter().enumerate() {
        inner.iter().for_each(|one| {
            holders[*one].insert(id);
        });
    }
    let mut tested = vec![None; types.len()];
    for one in &survey.evidence.types {
        tested[survey.subject.targets[one.target].index] = Some(one);
    }
    let display = survey.manifest.display_name.as_deref().unwrap_or(name);
    Catalog {
        display: words::plain(display),
        crate_name: package::crate_name(name, &survey.manifest),
        folder,
        survey,
        pages,
        holders,
        held,
        owner: owners(survey),
        tested,
        coverage: coverage::coverage(survey),
    }
}

/// A name that differs from all before even where case does not count.
fn unique(taken: &mut BTreeSet<String>, name: &str) -> String {
    let mut found = name.to_owned();
    let mut number = 1;
    while !taken.insert(found.to_ascii_lowercase()) {
        number += 1;
        found = format!("{name}-{number}");
    }
    found
}

/// The component that each type lies in, by the module that defines it.
fn owners(survey: &Survey) -> Vec<usize> {
    let types = &survey.types.types;
    let ids: BTreeMap<&str, usize> = types.iter().map(|one| one.address.as_str()).zip(0..).collect();
    let mut owners: Vec<usize> = (0..types.len()).collect();
    for module in &survey.types.modules {
        let owner = ids.get(module.component.as_str());
        if let Some(owner) = owner.filter(|owner| module.types.contains(owner)) {
            module.types.iter().for_each(|id| owners[*id] = *owner);
        }
    }
    owners
}

fn held(one: &Type) -> BTreeSet<usize> {
    let values = one.kind.values();
    values.into_iter().filter_map(|value| value.type_inside()).collect()
}
