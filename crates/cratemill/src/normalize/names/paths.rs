//! Who gets which path.

mod candidates;

use super::casing::identifier;
use super::keys::{Key, Keys, at_most};
use super::parts::{Part, parts};
use super::reserved::{is_reserved_folded, module};
use super::{Naming, addresses, arms, claims, owner};
use crate::budget::{NAME_LETTERS, PROPERTIES_TO_A_NAME};
use crate::bundle::{Bundle, Place, SchemaId};
use crate::normalize::{Definition, DefinitionId, Home, NormalizedSchema, Role};
use std::collections::{BTreeMap, BTreeSet};

/// Where a definition stands.
pub(super) struct At {
    /// The modules that lead to it.
    pub(super) modules: Vec<String>,
    /// The name there.
    pub(super) name: String,
    /// The module that defines it.
    pub(super) file: Vec<String>,
}

/// Paths that are being given.
pub(super) struct Paths<'a> {
    bundle: &'a Bundle,
    naming: &'a Naming<'a>,
    schema: &'a NormalizedSchema,
    addresses: Vec<String>,
    components: Vec<bool>,
    /// How many definitions have a home.
    homes: BTreeMap<Home, usize>,
    /// The paths a definition can have, the shortest first; the last is nobody else's.
    candidates: Vec<Vec<String>>,
    given: Vec<Option<String>>,
    /// Paths in lower case, of types that are there, or will be.
    taken: BTreeSet<String>,
    /// The module that defines a component, and what lies inside.
    files: BTreeMap<DefinitionId, Vec<String>>,
    /// The definition of a component, by schema.
    of_component: BTreeMap<SchemaId, DefinitionId>,
}

impl<'a> Paths<'a> {
    pub(super) fn new(
        bundle: &'a Bundle,
        naming: &'a Naming<'a>,
        schema: &'a NormalizedSchema,
        components: Vec<bool>,
    ) -> Paths<'a> {
        let count = schema.definitions.len();
        let mut homes: BTreeMap<Home, usize> = BTreeMap::new();
        schema
            .definitions
            .iter()
            .for_each(|one| *homes.entry(one.home).or_default() += 1);
        let mut of_component: BTreeMap<SchemaId, DefinitionId> = BTreeMap::new();
        for (id, one) in schema.definitions.iter().enumerate().filter(|(id, _)| components[*id]) {
            let known = of_component.entry(one.home.schema).or_insert(id);
            if one.home.role == Role::Whole {
                *known = id;
            }
        }
        Paths {
            addresses: addresses(bundle, schema),
            bundle,
            naming,
            schema,
            components,
            homes,
            candidates: vec![Vec::new(); count],
            given: vec![None; count],
            taken: BTreeSet::new(),
            files: BTreeMap::new(),
            of_component,
        }
    }

    fn definitions(&self) -> &'a [Definition] {
        &self.schema.definitions
    }

    fn ids(&self, components: bool) -> Vec<DefinitionId> {
        let ids = 0..self.components.len();
        ids.filter(|id| self.components[*id] == components).collect()
    }

    /// What a map of paths by address says of a definition, by its own address or that of a place that it stands for.
    fn known<'n>(&self, id: DefinitionId, names: &'n BTreeMap<String, String>) -> Option<&'n String> {
        let sites = self.definitions()[id]
            .sites
            .iter()
            .map(|site| self.bundle.address(*site));
        let copies = self.definitions()[id].copies.iter().map(|copy| copy.address.clone());
        let mut all = std::iter::once(self.addresses[id].clone()).chain(copies).chain(sites);
        all.find_map(|address| names.get(&address))
    }

    fn give(&mut self, id: DefinitionId, path: &str) {
        let path = as_written(path);
        if self.given[id].is_none() && self.taken.insert(path.to_lowercase()) {
            self.given[id] = Some(path);
        }
    }

    pub(super) fn override_all(&mut self) {
        let names = &self.naming.rules.overrides;
        if names.is_empty() {
            return;
        }
        for id in 0..self.given.len() {
            if let Some(path) = self.known(id, names) {
                self.give(id, path);
            }
        }
    }

    /// Components have their paths before what lies inside of them.
    pub(super) fn name_components(&mut self, keys: &Keys) {
        let ids = self.ids(true);
        for id in &ids {
            if let Some(path) = self.known(*id, self.naming.lock) {
                self.give(*id, path);
            }
        }
        // What lies inside keeps what the lock says, wherever that is.
        let given = self.taken.clone();
        for id in self.ids(false) {
            if self.given[id].is_none()
                && let Some(path) = self.known(id, self.naming.lock)
            {
                self.taken.insert(path.to_lowercase());
            }
        }
        for id in &ids {
            self.candidates[*id] = self.candidates_of_component(keys, *id);
        }
        claims::number_twins(
            self.bundle,
            self.schema,
            &self.addresses,
            &self.given,
            &mut self.candidates,
            1,
        );
        let bundle = self.bundle;
        let definitions = self.definitions();
        self.settle(&ids, |id| match bundle.place(definitions[id].home.schema) {
            Place::Document(_, pointer) if pointer.is_empty() => 0,
            Place::Document(..) => 1,
            Place::Unresolved(_) | Place::MetaSchema(_) => 2,
        });
        self.taken = given;
        for path in ids.iter().filter_map(|id| self.given[*id].as_ref()) {
            self.taken.insert(path.to_lowercase());
        }
        self.place_components(ids);
    }

    /// Each component has a module of its own.
    fn place_components(&mut self, mut ids: Vec<DefinitionId>) {
        ids.sort_by(|a, b| self.given[*a].cmp(&self.given[*b]));
        let mut modules: BTreeSet<Vec<String>> = BTreeSet::new();
        for id in ids {
            let (mut file, name) = split(self.given[id].as_deref().unwrap_or_default());
            let own = module(&name, &file);
            file.push(own);
            let whole = |file: &[String]| join(file, &name).to_lowercase();
            while modules.contains(&file) || self.taken.contains(&whole(&file)) {
                file.iter_mut().last().into_iter().for_each(|last| last.push('_'));
            }
            modules.insert(file.clone());
            self.taken.insert(whole(&file));
            self.files.insert(id, file);
        }
    }

    pub(super) fn name_the_rest(&mut self, keys: &Keys) {
        let ids = self.ids(false);
        let mut known = arms::Known::new();
        let mut direct: BTreeSet<DefinitionId> = BTreeSet::new();
        for id in &ids {
            let (owner, parts) = self.lineage(&mut known, keys, *id);
            direct.extend((parts.iter().filter(|part| !part.is_weak).count() == 1).then_some(*id));
            self.candidates[*id] = self.candidates_inside(keys, owner, &parts, *id);
        }
        let moved = claims::moved(&self.addresses, self.naming.lock, self.naming.settled, &self.candidates);
        for id in &ids {
            let locked = match moved.get(id) {
                Some(path) => *path,
                None => self.known(*id, self.naming.lock).map(String::as_str),
            };
            if let Some(path) = locked {
                self.give(*id, path);
            }
        }
        for id in &ids {
            if let Some(path) = self.given[*id].clone() {
                let file = self.file_of_given(keys, *id, &path);
                self.files.insert(*id, file);
            }
        }
        claims::number_twins(
            self.bundle,
            self.schema,
            &self.addresses,
            &self.given,
            &mut self.candidates,
            2,
        );
        // The component's own `type` is its `Type`, that of a part of it a `PartType`.
        self.settle(&ids, |id| usize::from(!direct.contains(&id)));
    }

    /// What is placed by hand lies in the file of its component, or in that of the component it is placed in.
    fn file_of_given(&mut self, keys: &Keys, id: DefinitionId, path: &str) -> Vec<String> {
        let (mut modules, name) = split(path);
        let (owner, _) = self.lineage(&mut arms::Known::new(), keys, id);
        let (own, _) = self.module_of(keys, owner);
        if modules == own {
            return modules;
        }
        if self
            .components
            .iter()
            .zip(0..)
            .any(|(is, id)| *is && self.files.get(&id) == Some(&modules))
        {
            return modules;
        }
        if self.taken.insert(format!("{}::{name}", own.join("::")).to_lowercase()) {
            return own;
        }
        let last = module(&name, &modules);
        modules.push(last);
        modules
    }

    /// Gives each of `ids` without a path its first candidate that is nobody else's. `rank`: who has more right to a path
    /// that several would have first, if only one has.
    fn settle(&mut self, ids: &[DefinitionId], rank: impl Fn(DefinitionId) -> usize) {
        let mut levels: BTreeMap<DefinitionId, usize> = BTreeMap::new();
        let open: Vec<DefinitionId> = ids.iter().copied().filter(|id| self.given[*id].is_none()).collect();
        levels.extend(open.iter().map(|id| (*id, 0)));
        let mut active = true;
        while active {
            active = false;
            let mut claims: BTreeMap<String, Vec<DefinitionId>> = BTreeMap::new();
            for id in &open {
                let path = self.candidates[*id][levels[id]].to_lowercase();
                claims.entry(path).or_default().push(*id);
            }
            for (path, ids) in &claims {
                let last = path.rsplit("::").next().unwrap_or(path);
                let is_free = !self.taken.contains(path) && !is_reserved_folded(last);
                if ids.len() == 1 && is_free {
                    continue;
                }
                let first = ids.iter().filter(|id| levels[id] == 0).map(|id| rank(*id)).min();
                let best = ids.iter().filter(|id| levels[id] == 0 && Some(rank(**id)) == first);
                let best: Vec<DefinitionId> = best.copied().collect();
                for id in ids.iter().filter(|id| !is_free || best.len() != 1 || best[0] != **id) {
                    let level = levels.entry(*id).or_default();
                    if *level + 1 < self.candidates[*id].len() {
                        *level += 1;
                        active = true;
                    }
                }
            }
        }
        for id in open {
            let path = self.candidates[id][levels[&id]].clone();
            self.taken.insert(path.to_lowercase());
            self.given[id] = Some(path);
        }
    }

    /// The component that a definition lies in, and the steps to it. Where several merged definitions have one home, each
    /// lies where the object lies that holds it.
    fn lineage(&self, known: &mut arms::Known, keys: &Keys, id: DefinitionId) -> (SchemaId, Vec<Part>) {
        let mut last = Vec::new();
        let mut id = id;
        for _ in 0..PROPERTIES_TO_A_NAME {
            let one = &self.definitions()[id];
            let is_shared = self.homes[&one.home] > 1 && !self.components[id];
            let Some((holder, property)) = one.context.as_ref().filter(|_| is_shared) else {
                break;
            };
            last.push(Part {
                text: property.clone(),
                is_weak: false,
            });
            id = *holder;
        }
        let home = self.definitions()[id].home.schema;
        let owner = owner(self.bundle, home);
        let mut found = match self.bundle.place(home) {
            Place::Document(document, pointer) if !self.components[id] => {
                let (_, component) = self.module_of(keys, owner);
                parts(self.bundle, known, *document, pointer, &component)
            }
            _ => Vec::new(),
        };
        found.extend(last.into_iter().rev());
        (owner, found)
    }

    /// The module of what lies inside a component, and what the component is called.
    fn module_of(&self, keys: &Keys, owner: SchemaId) -> (Vec<String>, String) {
        let same = self.schema.types.get(&owner).filter(|id| self.components[**id]);
        if let Some(id) = self.of_component.get(&owner).or(same)
            && let (Some(file), Some(path)) = (self.files.get(id), &self.given[*id])
        {
            return (file.clone(), split(path).1);
        }
        let no_key = Key::plain("");
        let key = keys.get(owner).unwrap_or(&no_key);
        (natural_module(keys, key), identifier(&key.name))
    }

    pub(super) fn into_places(self) -> Vec<At> {
        let places = self.given.into_iter().enumerate().map(|(id, path)| {
            let (modules, name) = split(&path.unwrap_or_default());
            let file = self.files.get(&id).cloned().unwrap_or_else(|| modules.clone());
            At { modules, name, file }
        });
        places.collect()
    }
}

/// The module that a component has if nothing else is said.
fn natural_module(keys: &Keys, key: &Key) -> Vec<String> {
    let mut modules = if keys.is_shared(key) {
        key.modules.clone()
    } else {
        Vec::new()
    };
    let own = module(&at_most(&key.name, NAME_LETTERS), &modules);
    modules.push(own);
    modules
}

fn join(modules: &[String], name: &str) -> String {
    modules.iter().map(|module| format!("{module}::")).collect::<String>() + name
}

fn split(path: &str) -> (Vec<String>, String) {
    let mut segments: Vec<String> = path.split("::").map(str::to_owned).collect();
    let name = segments.pop().unwrap_or_default();
    (segments, name)
}

/// A path as it was written before: a name that is written otherwise than by our own rules stays, if it can.
fn as_written(path: &str) -> String {
    let (modules, name) = split(path);
    let own = identifier(&name);
    let folded = |name: &str| name.replace('_', "").to_lowercase();
    let is_type = !name.starts_with(char::is_lowercase) && folded(&own) == folded(&name);
    join(&modules, if is_type { &name } else { &own })
}
