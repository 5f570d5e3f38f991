//! What a `type` that the draft does not allow was taken for, told with the diagnostic about it.

use super::dialect::keywords;
use crate::bundle::Bundle;
use crate::diagnostic::{Code, Diagnostic};

/// A diagnostic of the bundle, with what the keyword was taken for where it was taken for something.
pub fn with_guess(bundle: &Bundle, mut found: Diagnostic) -> Diagnostic {
    if let Some(types) = guess(bundle, &found) {
        found.message = format!("the draft does not allow this value; it was taken for {types}");
        found.help =
            "correct the value upstream, or with a patch; until then a value of another type is kept".to_owned();
    }
    found
}

/// The types that the faulty `type` at a diagnostic's place was taken for.
fn guess(bundle: &Bundle, found: &Diagnostic) -> Option<String> {
    let at = found.location.as_ref().filter(|_| found.code == Code::InvalidKeyword)?;
    let mut pointer = at.pointer.as_str();
    if let Some((list, index)) = pointer.rsplit_once('/')
        && list.ends_with("/type")
        && index.parse::<usize>().is_ok()
    {
        pointer = list;
    }
    let schema = pointer.strip_suffix("/type")?;
    let document = bundle
        .documents()
        .iter()
        .position(|one| one.location("").file == at.file)?;
    let read = keywords(bundle, bundle.id(document, schema)?);
    read.types.filter(|_| read.is_guess).map(|types| types.names())
}
