//! The schemas of one version, by number, each read once under its draft.

use super::assertion::{Read, read};
use crate::bundle::{decode, fragment, push_token};
use crate::document::Draft;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A schema of one version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::drift) struct Id(u32);

/// The documents as a validator takes them, every reference absolute.
pub(in crate::drift) struct Schemas<'a> {
    documents: BTreeMap<&'a str, (&'a Value, Draft)>,
    known: RefCell<Known<'a>>,
}

#[derive(Default)]
struct Known<'a> {
    places: Vec<Rc<Place<'a>>>,
    ids: BTreeMap<(&'a str, String), Id>,
    read: BTreeMap<Id, Rc<Read<'a>>>,
}

/// Where a schema lies, and what it says.
pub(in crate::drift) struct Place<'a> {
    /// The URI of its document.
    pub uri: &'a str,
    /// Its JSON Pointer there.
    pub pointer: String,
    /// Its text.
    pub value: &'a Value,
    /// The draft that gives it its meaning.
    pub draft: Draft,
}

impl<'a> Schemas<'a> {
    pub fn new(documents: &'a [(String, Value)]) -> Self {
        let documents = documents.iter();
        Schemas {
            documents: documents
                .map(|(uri, value)| (uri.as_str(), (value, Draft::of(value))))
                .collect(),
            known: RefCell::default(),
        }
    }

    /// What an absolute reference names, if it names anything.
    pub fn find(&self, reference: &str) -> Option<Id> {
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let (&uri, _) = self.documents.get_key_value(uri)?;
        self.at(uri, decode(fragment))
    }

    /// The schema at a place of a document.
    fn at(&self, uri: &'a str, pointer: String) -> Option<Id> {
        let mut known = self.known.borrow_mut();
        if let Some(id) = known.ids.get(&(uri, pointer.clone())) {
            return Some(*id);
        }
        let (document, draft) = self.documents[uri];
        let value = document.pointer(&pointer)?;
        let id = Id(known.places.len() as u32);
        known.ids.insert((uri, pointer.clone()), id);
        known.places.push(Rc::new(Place {
            uri,
            pointer,
            value,
            draft,
        }));
        Some(id)
    }

    /// Where a schema lies.
    pub fn place(&self, id: Id) -> Rc<Place<'a>> {
        Rc::clone(&self.known.borrow().places[id.0 as usize])
    }

    /// The schema below another.
    pub fn child(&self, id: Id, tokens: &[&str]) -> Option<Id> {
        let place = self.place(id);
        let mut pointer = place.pointer.clone();
        tokens.iter().for_each(|token| push_token(&mut pointer, token));
        self.at(place.uri, pointer)
    }

    /// What the `$ref` of a schema names.
    pub fn target(&self, id: Id) -> Option<Id> {
        let place = self.place(id);
        let reference = place.value.get("$ref")?.as_str()?;
        match reference.strip_prefix('#') {
            Some(fragment) => self.at(place.uri, decode(fragment)),
            None => self.find(reference),
        }
    }

    /// The keywords of a schema.
    pub fn read(&self, id: Id) -> Rc<Read<'a>> {
        if let Some(read) = self.known.borrow().read.get(&id) {
            return Rc::clone(read);
        }
        let read = Rc::new(read(self, id));
        self.known.borrow_mut().read.insert(id, Rc::clone(&read));
        read
    }

    /// The absolute reference to a schema.
    pub fn reference(&self, id: Id) -> String {
        let place = self.place(id);
        format!("{}#{}", place.uri, fragment(&place.pointer))
    }

    /// `file.json#/pointer`, as `names.lock` knows a schema.
    pub fn address(&self, id: Id) -> String {
        let place = self.place(id);
        let file = place.uri.trim_start_matches("cratemill:///");
        format!("{}#{}", decode(file), place.pointer)
    }

    /// The schema that lone references lead to.
    pub fn resolved(&self, mut id: Id) -> Id {
        for _ in 0..64 {
            let read = self.read(id);
            match (read.reference, read.assertions.is_empty() && read.all_of.is_empty()) {
                (Some(target), true) => id = target,
                _ => return id,
            }
        }
        id
    }
}
