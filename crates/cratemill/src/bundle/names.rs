//! The names by which a reference may mean a schema although it matches nothing exactly.

use super::alike::{Comparison, shared_words};
use super::{Bundle, Place, SchemaId, pointer_tokens};
use crate::diagnostic::{Code, Diagnostic};
use crate::provider::without_ending;
use crate::text::meant;
use serde_json::Value;
use std::collections::BTreeMap;

/// How many schemas a diagnostic lists.
const MOST_LISTED: usize = 12;

/// Schemas by name.
pub(super) struct Names {
    /// By folded name, with the names as they are written.
    schemas: BTreeMap<String, Vec<(SchemaId, Vec<String>)>>,
    /// Whether those of one name say the same, where that was asked.
    same: BTreeMap<String, bool>,
    comparison: Comparison,
    provider: String,
}

/// What a reference may mean.
pub(super) enum Guess {
    /// The one schema of its name.
    Only(SchemaId),
    /// One of several that say the same.
    OneOfSame(SchemaId, Vec<SchemaId>),
    /// Of several that differ the one whose file's name begins most alike.
    Nearest(SchemaId, Vec<SchemaId>),
    /// Any of several that differ.
    Unclear(Vec<SchemaId>),
}

impl Names {
    pub(super) fn new(bundle: &Bundle, provider: &str) -> Names {
        let mut names = Names {
            schemas: BTreeMap::new(),
            same: BTreeMap::new(),
            comparison: Comparison::default(),
            provider: fold(provider),
        };
        for id in bundle.schemas() {
            let Place::Document(document, pointer) = bundle.place(id) else {
                continue;
            };
            let mut written: Vec<String> = Vec::new();
            if pointer.is_empty() {
                written.push(bundle.documents()[*document].name().to_owned());
                let title = bundle.value(id).get("title").and_then(Value::as_str);
                written.extend(title.map(str::to_owned));
            } else {
                let tokens: Vec<String> = pointer_tokens(pointer).collect();
                if let [.., container, key] = tokens.as_slice()
                    && matches!(container.as_str(), "$defs" | "definitions" | "schemas")
                {
                    written.push(key.clone());
                }
            }
            let mut own: Vec<String> = written.iter().filter_map(|name| names.folded(name)).collect();
            own.sort();
            own.dedup();
            for name in own {
                names.schemas.entry(name).or_default().push((id, written.clone()));
            }
        }
        names
    }

    /// What the last segment of a reference in a document may mean.
    pub(super) fn guess(&mut self, bundle: &Bundle, from: usize, reference: &str) -> Option<Guess> {
        let last = reference.trim_end_matches(['/', '#']).rsplit(['/', '#']).next()?;
        let named = self.schemas.get(&self.folded(last)?)?;
        // Those that are called so letter by letter come before those that are nearly.
        let exact = named
            .iter()
            .filter(|(_, written)| written.iter().any(|name| name == last));
        let mut all: Vec<SchemaId> = exact.map(|(id, _)| *id).collect();
        if all.is_empty() {
            all.extend(named.iter().map(|(id, _)| *id));
        }
        if let [only] = all[..] {
            return Some(Guess::Only(only));
        }
        all.sort_by_key(|id| bundle.address(*id));
        let file = |id: &SchemaId| match bundle.place(*id) {
            Place::Document(document, _) => *document,
            _ => from,
        };
        let name_of = |document: usize| bundle.documents()[document].name();
        let words: Vec<usize> = all
            .iter()
            .map(|id| match file(id) {
                document if document == from => usize::MAX,
                document => shared_words(name_of(from), name_of(document)),
            })
            .collect();
        let most = words.iter().copied().max().unwrap_or_default();
        let mut nearest = all
            .iter()
            .zip(&words)
            .filter(|(_, count)| **count == most)
            .map(|(id, _)| *id);
        let (first, is_alone) = (nearest.next()?, nearest.next().is_none());
        let comparison = &mut self.comparison;
        let same = self.same.entry(last.to_owned()).or_insert_with(|| {
            let at = |id: &SchemaId| match bundle.place(*id) {
                Place::Document(document, pointer) => (*document, pointer.as_str()),
                _ => (from, ""),
            };
            all[1..]
                .iter()
                .all(|id| comparison.is_same(bundle, at(&all[0]), at(id)))
        });
        Some(match (*same, is_alone) {
            (true, _) => Guess::OneOfSame(first, all),
            (false, true) => Guess::Nearest(first, all),
            (false, false) => Guess::Unclear(all),
        })
    }

    /// The addresses of schemas whose names are nearly the last segment of a reference that names none.
    pub(super) fn near(&self, bundle: &Bundle, reference: &str) -> Vec<String> {
        let last = reference.trim_end_matches(['/', '#']).rsplit(['/', '#']).next();
        let Some(last) = last.and_then(|last| self.folded(last)) else {
            return Vec::new();
        };
        let near = meant(&last, self.schemas.keys().map(String::as_str));
        let all = near.into_iter().filter_map(|name| self.schemas.get(name));
        let mut all: Vec<String> = all.flatten().map(|(id, _)| bundle.address(*id)).collect();
        all.sort();
        all.dedup();
        all.truncate(3);
        all
    }

    /// A name without its case, punctuation, ending and the provider's name.
    fn folded(&self, name: &str) -> Option<String> {
        let name = name.rsplit('/').next()?;
        let name = without_ending(name);
        let folded = fold(name);
        let folded = folded.strip_prefix(self.provider.as_str()).unwrap_or(&folded);
        let folded = folded.strip_suffix("schema").unwrap_or(folded);
        (!folded.is_empty()).then(|| folded.to_owned())
    }
}

/// The schema that is taken for a reference that names none, and what is to be said of that.
/// `near` are the addresses that may have been meant where nothing is taken.
pub(super) fn told(
    bundle: &Bundle,
    reference: &str,
    guess: Option<&Guess>,
    near: &[String],
) -> (Option<SchemaId>, Diagnostic) {
    let list = |all: &[SchemaId]| {
        let shown: Vec<String> = all.iter().take(MOST_LISTED).map(|id| bundle.address(*id)).collect();
        match all.len() - shown.len() {
            0 => shown.join(", "),
            more => format!("{} and {more} more", shown.join(", ")),
        }
    };
    let was_taken = |id: SchemaId| format!("`{reference}` names no schema; {} was taken for it", bundle.address(id));
    let (taken, message) = match guess {
        Some(Guess::Only(id)) => (Some(*id), was_taken(*id)),
        Some(Guess::OneOfSame(id, all)) => {
            let said = format!("{}, one of {} that say the same", was_taken(*id), all.len());
            (Some(*id), said)
        }
        Some(Guess::Nearest(id, all)) => (Some(*id), format!("{}, the nearest of {}", was_taken(*id), list(all))),
        Some(Guess::Unclear(all)) => {
            let said = format!("`{reference}` can mean several schemas that differ: {}", list(all));
            (None, format!("{said}; it became an opaque type"))
        }
        None => {
            let said = format!("`{reference}` names no schema of this provider; it became an opaque type");
            (None, said)
        }
    };
    let (code, help) = match (taken, guess) {
        (Some(_), _) => (
            Code::GuessedReference,
            "if the guess is wrong, correct the reference with a patch",
        ),
        (None, Some(_)) => (Code::UnresolvedReference, "say with a patch which of them is meant"),
        (None, None) => (
            Code::UnresolvedReference,
            "add the file that holds the schema, or correct the reference with a patch",
        ),
    };
    let near: Vec<String> = near.iter().map(|address| format!("`{address}`")).collect();
    let help = match near.is_empty() {
        true => help.to_owned(),
        false => format!("did you mean {}? {help}", near.join(" or ")),
    };
    let diagnostic = Diagnostic {
        code,
        message,
        location: None,
        help,
    };
    (taken, diagnostic)
}

fn fold(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
