//! References to files that lie here and are not read: what is wrong with the file is told with the file, and once.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::provider::{ProviderSource, SCHEMAS};
use std::collections::{BTreeMap, BTreeSet};

/// Takes away what is only said of references because the file that they name is not read, and counts them with what is said
/// of that file. A reference that was taken for another schema stays told, and why.
pub(crate) fn fold_references(source: &ProviderSource, documents: &[Document], diagnostics: &mut Vec<Diagnostic>) {
    let read: BTreeSet<&str> = documents.iter().map(Document::name).collect();
    let all = source.schemas.iter().map(|(path, _)| path);
    let unread: Vec<&str> = all.filter(|path| !read.contains(path)).collect();
    if unread.is_empty() {
        return;
    }
    let cause = |all: &[Diagnostic], path: &str| {
        let file = format!("{SCHEMAS}/{path}");
        all.iter()
            .position(|one| one.location.as_ref().is_some_and(|at| at.file == file))
    };
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    let mut derived: Vec<usize> = Vec::new();
    for index in 0..diagnostics.len() {
        let Some(path) = meant(&diagnostics[index], &unread) else {
            continue;
        };
        match (diagnostics[index].code, cause(diagnostics, path)) {
            (Code::UnresolvedReference, Some(cause)) => {
                *counts.entry(cause).or_default() += 1;
                derived.push(index);
            }
            _ => {
                diagnostics[index].help = format!(
                    "`{path}` lies here and is not read: see what is told of it, or correct the reference with a patch"
                );
            }
        }
    }
    for (cause, count) in counts {
        let became = match count {
            1 => "1 reference to it became an opaque type".to_owned(),
            _ => format!("{count} references to it became opaque types"),
        };
        let help = &mut diagnostics[cause].help;
        *help = format!("{help}; {became}");
    }
    let mut index = 0;
    diagnostics.retain(|_| {
        index += 1;
        derived.binary_search(&(index - 1)).is_err()
    });
}

/// The file that a reference names, of those that are not read.
fn meant<'a>(one: &Diagnostic, unread: &[&'a str]) -> Option<&'a str> {
    if !matches!(one.code, Code::UnresolvedReference | Code::GuessedReference) {
        return None;
    }
    let reference = one.message.split('`').nth(1).unwrap_or_default();
    let file = reference.split('#').next().unwrap_or_default();
    let file = file.strip_prefix("./").unwrap_or(file);
    unread.iter().find(|path| **path == file).copied()
}
