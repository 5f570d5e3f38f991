//! The paths that a definition can have, the shortest first; the last is nobody else's.

use super::{Paths, join, natural_module};
use crate::budget::NAME_LETTERS;
use crate::bundle::{Place, SchemaId, pointer_tokens};
use crate::normalize::DefinitionId;
use crate::normalize::names::casing::identifier;
use crate::normalize::names::keys::{Key, Keys, at_most};
use crate::normalize::names::parts::Part;
use crate::normalize::names::reserved::module;
use crate::normalize::names::suffix;
use crate::text::hex;
use hmac_sha256::Hash;
use std::collections::BTreeSet;

impl Paths<'_> {
    pub(super) fn candidates_of_component(&self, keys: &Keys, id: DefinitionId) -> Vec<String> {
        let home = self.definitions()[id].home;
        let suffix = suffix(home.role);
        let no_key = Key::plain("");
        let key = keys.get(home.schema).unwrap_or(&no_key);
        let called = |text: &str| at_most(&format!("{text} {suffix}"), NAME_LETTERS);
        let (name, whole) = (called(&key.name), called(&key.whole));
        let at = |modules: &[String]| join(modules, &name);
        // What several documents say under one name is called so.
        let shared = self.definitions()[id].called.as_deref().map(called);
        let mut found: Vec<String> = shared.into_iter().collect();
        found.extend([
            at(if keys.is_shared(key) { &key.modules } else { &[] }),
            at(&key.modules),
        ]);
        if let Place::Document(document, pointer) = self.bundle.place(home.schema) {
            let root = self.bundle.root(*document);
            let file = self.bundle.documents()[*document].name();
            if root != home.schema {
                let of_root = keys.get(root).unwrap_or(&no_key);
                let module_of_root = natural_module(keys, of_root);
                // Nothing is a module in one of its own name.
                if module_of_root.last() != Some(&module(&name, &[])) {
                    found.push(at(&module_of_root));
                }
                found.push(called(&format!("{} {}", of_root.whole, key.whole)));
            } else if let Some((folders, _)) = file.rsplit_once('/') {
                let mut modules: Vec<String> = Vec::new();
                for folder in folders.split('/') {
                    modules.push(module(folder, &modules));
                }
                found.push(at(&modules));
            }
            found.push(whole.clone());
            found.push(called(&format!("{} {}", self.naming.provider, key.whole)));
            found.push(called(&longest(file, pointer)));
        } else {
            found.push(at(&["unpublished".to_owned()]));
        }
        found.push(whole);
        found.push(digest(&self.addresses[id], &name));
        each_once(found)
    }

    /// `owner` is the component that it lies in, `parts` are the steps to it.
    pub(super) fn candidates_inside(
        &self,
        keys: &Keys,
        owner: SchemaId,
        parts: &[Part],
        id: DefinitionId,
    ) -> Vec<String> {
        let home = self.definitions()[id].home;
        let suffix = suffix(home.role);
        let (modules, component) = self.module_of(keys, owner);
        let mut names: Vec<String> = Vec::new();
        let mut text = String::new();
        for part in parts.iter().rev() {
            text = if text.is_empty() {
                part.text.clone()
            } else {
                format!("{} {text}", part.text)
            };
            let name = identifier(&format!("{text} {suffix}"));
            if name.chars().count() > NAME_LETTERS {
                break;
            }
            let says_nothing = part.is_weak && names.is_empty();
            if !says_nothing {
                names.push(name);
            }
        }
        let whole = identifier(&format!("{component} {text} {suffix}"));
        names.extend(Some(whole).filter(|name| name.chars().count() <= NAME_LETTERS));
        let last = parts.last().map_or(component.as_str(), |part| part.text.as_str());
        let last = identifier(&format!("{last} {suffix}"));
        let way: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
        names.push(digest(&way.join("/"), &last));
        names.push(digest(&self.addresses[id], &last));
        each_once(names.iter().map(|name| join(&modules, name)).collect())
    }
}

/// A name that only what has this way or address has.
fn digest(way: &str, name: &str) -> String {
    let hash = hex(&Hash::hash(way.as_bytes())[..5]);
    let short: String = name.chars().take(NAME_LETTERS - 11).collect();
    identifier(&format!("{short} H{hash}"))
}

/// The whole way to a schema, in words.
fn longest(file: &str, pointer: &str) -> String {
    let tokens: Vec<String> = pointer_tokens(pointer).collect();
    format!("{} {}", file.trim_end_matches(".json"), tokens.join(" "))
}

fn each_once(mut paths: Vec<String>) -> Vec<String> {
    let mut met = BTreeSet::new();
    paths.retain(|path| met.insert(path.clone()));
    paths
}
