//! Which schema a reference means.
//!
//! What a reference may name, in the order it is tried: a JSON Pointer or an anchor in its own resource, the text of
//! another schema's `$id`, a resource by its absolute URI, a document by its file name, and last, as a guess that is
//! told, the one document or definition of that name.

use super::names::{Guess, Names, told};
use super::{Bundle, Place, SchemaId, below, document_uri, pointer_tokens, subschemas, uri};
use crate::budget::SUGGESTED_REFERENCES;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Draft;
use serde_json::Value;
use std::collections::BTreeMap;

/// The scope of a schema: the resource it belongs to and the URI against which its references resolve.
#[derive(Clone, Debug)]
struct Scope {
    /// The root of the resource.
    resource: SchemaId,
    /// The absolute URI of the resource, without a fragment.
    base: String,
}

/// A bundle of nothing but documents, with all their schemas registered and every reference resolved.
pub(super) fn resolved(bundle: Bundle, provider: &str) -> Bundle {
    Resolver {
        bundle,
        scopes: BTreeMap::new(),
        resources: BTreeMap::new(),
        texts: BTreeMap::new(),
        anchors: BTreeMap::new(),
        dynamic_anchors: BTreeMap::new(),
        recursive_anchors: Vec::new(),
        names: None,
        near: BTreeMap::new(),
        provider: provider.to_owned(),
    }
    .run()
}

/// The state of one resolution; gone when the bundle is there.
struct Resolver {
    bundle: Bundle,
    scopes: BTreeMap<SchemaId, Scope>,
    resources: BTreeMap<String, SchemaId>,
    /// The literal texts of `$id`s: providers refer to them as they stand, valid URI or not.
    texts: BTreeMap<String, SchemaId>,
    anchors: BTreeMap<(SchemaId, String), SchemaId>,
    dynamic_anchors: BTreeMap<String, Vec<SchemaId>>,
    recursive_anchors: Vec<SchemaId>,
    names: Option<Names>,
    /// What may have been meant by references that name nothing.
    near: BTreeMap<String, Vec<String>>,
    provider: String,
}

impl Resolver {
    fn run(mut self) -> Bundle {
        let roots: Vec<(SchemaId, String)> = (0..self.bundle.documents.len())
            .map(|document| {
                let root = self.bundle.intern(Place::Document(document, String::new()));
                (root, document_uri(self.bundle.documents[document].name()))
            })
            .collect();
        // All files first: none is hidden by a relative `$id` of another.
        self.resources
            .extend(roots.iter().map(|(root, base)| (base.clone(), *root)));
        for (root, base) in roots {
            self.scan(root, Scope { resource: root, base });
        }
        // References are resolved in order of registration; a target outside the known schema positions is scanned
        // in turn and appends to the list.
        let mut next = 0;
        while next < self.bundle.places.len() {
            let id = SchemaId(next as u32);
            next += 1;
            self.resolve(id);
        }
        self.bundle
    }

    /// Registers a schema and all its subschemas, their ids and anchors.
    fn scan(&mut self, start: SchemaId, scope: Scope) {
        let mut pending = vec![(start, scope)];
        while let Some((id, mut scope)) = pending.pop() {
            if self.scopes.contains_key(&id) {
                continue;
            }
            let Place::Document(document, pointer) = self.bundle.place(id).clone() else {
                continue;
            };
            let draft = self.bundle.draft(id);
            let value = Identity::of(self.bundle.value(id));
            self.identify(id, draft, &value, &mut scope);
            self.scopes.insert(id, scope.clone());
            let mut children = subschemas(self.bundle.value(id));
            if pointer.is_empty() {
                let definitions = self.bundle.documents[document].definitions.iter();
                children.extend(definitions.map(|pointer| pointer_tokens(pointer).collect()));
            }
            let first = pending.len();
            for tokens in children {
                let child = below(&pointer, &tokens);
                let child = self.bundle.intern(Place::Document(document, child));
                pending.push((child, scope.clone()));
            }
            pending[first..].reverse();
        }
    }

    /// Reads `$id`, `$anchor` and their kin; a `$id` opens a new scope.
    fn identify(&mut self, id: SchemaId, draft: Draft, value: &Identity, scope: &mut Scope) {
        let legacy = draft < Draft::Draft201909;
        // Before 2019-09, `$ref` hides all its siblings, `$id` too (draft 7, core, section 8.3).
        if legacy && value.has_ref {
            return;
        }
        let own = if draft == Draft::Draft4 {
            value.id4.as_ref().or(value.id.as_ref())
        } else {
            value.id.as_ref()
        };
        if let Some(text) = own {
            if let Some(anchor) = text
                .strip_prefix('#')
                .filter(|rest| !rest.is_empty() && !rest.starts_with('/'))
            {
                let first = *self.anchors.entry((scope.resource, anchor.to_owned())).or_insert(id);
                if first != id {
                    self.duplicate(id, text, first);
                }
            } else if !text.starts_with('#')
                && let Some(uri) = uri::resolve(&scope.base, text)
            {
                *scope = Scope {
                    resource: id,
                    base: uri.clone(),
                };
                if let Some(first) = self.resources.get(&uri).copied() {
                    if first != id {
                        self.duplicate(id, text, first);
                    }
                } else {
                    self.resources.insert(uri, id);
                }
            }
            match self.texts.get(text.as_str()).copied() {
                Some(first) if first != id && text.starts_with("#/") => self.duplicate(id, text, first),
                Some(_) => {}
                None => {
                    self.texts.insert(text.clone(), id);
                }
            }
        }
        if let Some(anchor) = &value.anchor {
            self.anchors.entry((scope.resource, anchor.clone())).or_insert(id);
        }
        if let Some(anchor) = &value.dynamic_anchor {
            self.anchors.entry((scope.resource, anchor.clone())).or_insert(id);
            self.dynamic_anchors.entry(anchor.clone()).or_default().push(id);
        }
        if value.recursive_anchor {
            self.recursive_anchors.push(id);
        }
    }

    fn duplicate(&mut self, id: SchemaId, text: &str, first: SchemaId) {
        let keywords = ["$id", "id"];
        let own = keywords
            .iter()
            .find(|keyword| self.bundle.value(first).get(keyword).and_then(Value::as_str) == Some(text));
        let first = self.bundle.address(first);
        let what = match own {
            Some(_) => format!("the `$id` `{text}` stands in two schemas"),
            None => format!("the `$id` `{text}` is the name of a file of the provider"),
        };
        let at = keywords
            .iter()
            .find(|keyword| self.bundle.value(id).get(keyword).is_some());
        self.bundle.diagnostics.push(Diagnostic {
            code: Code::DuplicateId,
            message: format!("{what}; references to it mean {first}"),
            location: self.bundle.location(id, &[at.unwrap_or(&"$id")]),
            help: "publish each schema once, or give one of the two another `$id` with a patch".to_owned(),
        });
    }

    fn resolve(&mut self, id: SchemaId) {
        let Some(object) = self.bundle.value(id).as_object() else {
            return;
        };
        let text = |keyword: &str| object.get(keyword).and_then(Value::as_str).map(str::to_owned);
        let (reference, dynamic, recursive) = (text("$ref"), text("$dynamicRef"), text("$recursiveRef"));
        if let Some(reference) = reference {
            let target = self.target(id, "$ref", &reference);
            self.bundle.references.insert(id, vec![target]);
        } else if let Some(reference) = dynamic {
            let target = self.target(id, "$dynamicRef", &reference);
            let fragment = reference.rsplit_once('#').map_or("", |(_, fragment)| fragment);
            let is_dynamic = self
                .dynamic_anchors
                .get(fragment)
                .is_some_and(|all| all.contains(&target));
            let others = self.dynamic_anchors.get(fragment).filter(|_| is_dynamic);
            let others = others.into_iter().flatten().copied().filter(|other| *other != target);
            let targets = [target].into_iter().chain(others).collect();
            self.bundle.references.insert(id, targets);
        } else if let Some(reference) = recursive {
            let target = self.target(id, "$recursiveRef", &reference);
            let targets = if self.recursive_anchors.contains(&target) {
                self.recursive_anchors.clone()
            } else {
                vec![target]
            };
            self.bundle.references.insert(id, targets);
        }
    }

    /// The schema that a reference names; a schema of its own for a reference that names none.
    fn target(&mut self, from: SchemaId, keyword: &str, reference: &str) -> SchemaId {
        if let Some(id) = self.exact(from, reference) {
            return id;
        }
        if uri::is_meta_schema(reference) {
            return self.bundle.intern(Place::MetaSchema(reference.to_owned()));
        }
        let guess = self.guess(from, reference);
        if let (None, Some(names)) = (&guess, &self.names)
            && self.near.len() < SUGGESTED_REFERENCES
            && !self.near.contains_key(reference)
        {
            let near = names.near(&self.bundle, reference);
            self.near.insert(reference.to_owned(), near);
        }
        let near = self
            .near
            .get(reference)
            .filter(|_| guess.is_none())
            .cloned()
            .unwrap_or_default();
        let (taken, diagnostic) = told(&self.bundle, reference, guess.as_ref(), &near);
        self.bundle.diagnostics.push(Diagnostic {
            location: self.bundle.location(from, &[keyword]),
            ..diagnostic
        });
        if let Some(id) = taken {
            return id;
        }
        self.bundle.intern(Place::Unresolved(reference.to_owned()))
    }

    fn exact(&mut self, from: SchemaId, reference: &str) -> Option<SchemaId> {
        let scope = self.scopes.get(&from)?.clone();
        let Place::Document(document, _) = self.bundle.place(from).clone() else {
            return None;
        };
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let mut candidates: Vec<SchemaId> = Vec::new();
        if path.is_empty() {
            candidates.push(scope.resource);
            candidates.push(self.bundle.root(document));
        } else {
            if let Some(uri) = uri::resolve(&scope.base, path) {
                candidates.extend(self.resources.get(&uri));
            }
            candidates.extend(self.texts.get(path));
            candidates.extend(self.file(document, path));
        }
        for resource in candidates {
            if let Some(id) = self.fragment(resource, fragment) {
                return Some(id);
            }
        }
        self.by_text(reference)
    }

    /// A document whose path, relative to the folder of `document`, is `path`, or whose whole path is.
    fn file(&self, document: usize, path: &str) -> Option<SchemaId> {
        let folder = self.bundle.documents[document]
            .name()
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        let wanted = [uri::join(folder, path), uri::join("", path)];
        let found = wanted.iter().flatten().find_map(|wanted| self.document(wanted))?;
        Some(self.bundle.root(found))
    }

    fn document(&self, file: &str) -> Option<usize> {
        self.bundle
            .documents
            .binary_search_by(|document| document.name().cmp(file))
            .ok()
    }

    fn fragment(&mut self, resource: SchemaId, fragment: &str) -> Option<SchemaId> {
        if fragment.is_empty() {
            return Some(resource);
        }
        if !fragment.starts_with('/') {
            return self.anchors.get(&(resource, uri::decode(fragment))).copied();
        }
        let Place::Document(document, root) = self.bundle.place(resource).clone() else {
            return None;
        };
        let value = &self.bundle.documents[document].value;
        // The decoded text is what RFC 6901 means; the text as it stands is what some publishers write.
        for pointer in [uri::decode(fragment), fragment.to_owned()] {
            let pointer = format!("{root}{}", uri::canonical_pointer(&pointer));
            if value.pointer(&pointer).is_some_and(|v| v.is_object() || v.is_boolean()) {
                return Some(self.enter(document, pointer));
            }
        }
        None
    }

    /// The schema at a pointer, scanned now if it lies outside the known schema positions.
    fn enter(&mut self, document: usize, pointer: String) -> SchemaId {
        let id = self.bundle.intern(Place::Document(document, pointer.clone()));
        if !self.scopes.contains_key(&id) {
            let mut ancestor = pointer.as_str();
            let scope = loop {
                let Some(cut) = ancestor.rfind('/') else { break None };
                ancestor = &ancestor[..cut];
                if let Some(scope) = self.bundle.id(document, ancestor).and_then(|id| self.scopes.get(&id)) {
                    break Some(scope.clone());
                }
            };
            let root = self.bundle.root(document);
            let scope = scope
                .or_else(|| self.scopes.get(&root).cloned())
                .unwrap_or_else(|| Scope {
                    resource: root,
                    base: document_uri(self.bundle.documents[document].name()),
                });
            self.scan(id, scope);
        }
        id
    }

    /// A `$id` that is the reference's very text, or its beginning up to a `/`, the rest being a JSON Pointer.
    fn by_text(&mut self, reference: &str) -> Option<SchemaId> {
        if let Some(id) = self.texts.get(reference) {
            return Some(*id);
        }
        let mut end = reference.len();
        while let Some(cut) = reference[..end].rfind('/') {
            end = cut;
            if let Some(id) = self.texts.get(&reference[..cut]).copied() {
                return self.fragment(id, &reference[cut..]);
            }
        }
        None
    }

    fn guess(&mut self, from: SchemaId, reference: &str) -> Option<Guess> {
        let Place::Document(document, _) = *self.bundle.place(from) else {
            return None;
        };
        let names = self
            .names
            .get_or_insert_with(|| Names::new(&self.bundle, &self.provider));
        names.guess(&self.bundle, document, reference)
    }
}

/// The identifying keywords of one schema.
struct Identity {
    id: Option<String>,
    id4: Option<String>,
    anchor: Option<String>,
    dynamic_anchor: Option<String>,
    recursive_anchor: bool,
    has_ref: bool,
}

impl Identity {
    fn of(schema: &Value) -> Identity {
        let text = |keyword: &str| schema.get(keyword).and_then(Value::as_str).map(str::to_owned);
        Identity {
            id: text("$id"),
            id4: text("id"),
            anchor: text("$anchor"),
            dynamic_anchor: text("$dynamicAnchor"),
            recursive_anchor: schema.get("$recursiveAnchor") == Some(&Value::Bool(true)),
            has_ref: schema.get("$ref").is_some_and(Value::is_string),
        }
    }
}
