//! The modules of a crate: which types each defines, and which of those below it stand in it.

use super::{Kind, Type};
use crate::normalize::names;
use std::collections::{BTreeMap, BTreeSet};

/// A module.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Module {
    /// Its path; empty for the crate's root.
    pub path: Vec<String>,
    /// The address of the component that it is named after; empty for a namespace.
    pub component: String,
    /// The modules directly in it.
    pub modules: BTreeSet<String>,
    /// The types that it defines: indexes into [`Types::types`](super::Types::types), in order.
    pub types: Vec<usize>,
    /// The types that another module defines and that stand in it.
    pub exports: Vec<usize>,
    /// Names that types had in it, and the types.
    pub aliases: BTreeMap<String, usize>,
    /// Names of types whose builders it had among its own, and the types.
    pub builders: BTreeMap<String, usize>,
}

impl Module {
    /// The path as it is written: `api::v1`.
    pub fn name(&self) -> String {
        self.path.join("::")
    }
}

/// All modules by their paths, the root first; each is there that leads to another.
pub(super) fn modules(types: &[Type], components: &[bool]) -> Vec<Module> {
    let mut modules: BTreeMap<Vec<String>, Module> = BTreeMap::new();
    enter(&mut modules, &[]);
    for (id, one) in types.iter().enumerate() {
        let file = enter(&mut modules, &one.file);
        file.types.push(id);
        if components[id] {
            file.component.clone_from(&one.address);
        }
        if one.modules != one.file {
            enter(&mut modules, &one.modules).exports.push(id);
        }
    }
    modules.into_values().collect()
}

/// The path that each of the types at these addresses had as a component, through the module of its own, and the one it has.
pub fn module_paths(types: &super::Types, inlined: &[String]) -> Vec<(String, String)> {
    let of = |one: &Type| {
        let mut module = one.modules.clone();
        module.push(names::module(&one.name, &one.modules));
        module.push(one.name.clone());
        (module.join("::"), one.path())
    };
    let all = types.types.iter().filter(|one| inlined.contains(&one.address));
    all.map(of).collect()
}

/// Adds the names that types had before, by paths: each becomes an alias where it stood, unless another stands there. So does
/// its builder, which lies in the module of a component's own file, as the component does.
pub fn add_aliases(types: &mut super::Types, renamed: &BTreeMap<String, String>) {
    let ids: BTreeMap<String, usize> = types.types.iter().map(Type::path).zip(0..).collect();
    let folded: BTreeSet<String> = ids.keys().map(|path| path.to_lowercase()).collect();
    let mut modules: BTreeMap<Vec<String>, Module> = std::mem::take(&mut types.modules)
        .into_iter()
        .map(|module| (module.path.clone(), module))
        .collect();
    for (old, new) in renamed {
        let (Some(id), false) = (ids.get(new), folded.contains(&old.to_lowercase())) else {
            continue;
        };
        let mut path: Vec<String> = old.split("::").map(str::to_owned).collect();
        let name = path.pop().unwrap_or_default();
        if types.types.iter().any(|one| one.file == path && one.name == name) {
            continue;
        }
        enter(&mut modules, &path).aliases.insert(name.clone(), *id);
        let one = &types.types[*id];
        let mut file = path.clone();
        if one.file != one.modules {
            file.push(names::module(&name, &path));
        }
        let is_free = types.types.iter().all(|other| other.file != file || other.name != name);
        if is_free && matches!(one.kind, Kind::Object(_)) {
            let module = enter(&mut modules, &file);
            module.builders.insert(name.clone(), *id);
            module.aliases.insert(name, *id);
        }
    }
    types.modules = modules.into_values().collect();
}

fn enter<'m>(modules: &'m mut BTreeMap<Vec<String>, Module>, path: &[String]) -> &'m mut Module {
    if !modules.contains_key(path) {
        if let Some((last, parent)) = path.split_last() {
            enter(modules, parent).modules.insert(last.clone());
        }
        let module = Module {
            path: path.to_vec(),
            ..Module::default()
        };
        modules.insert(path.to_vec(), module);
    }
    modules.entry(path.to_vec()).or_default()
}
