//! A change as it is recorded and printed for programs.

use super::{Change, Place, Verdict, Witness};
use crate::record::{self, Effects, Line, Side, Word};

impl From<Verdict> for Word {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Compatible => Word::Compatible,
            Verdict::Unknown => Word::Unknown,
            Verdict::Breaking => Word::Breaking,
        }
    }
}

impl From<&Place> for Side {
    fn from(place: &Place) -> Self {
        Side {
            file: place.file.clone(),
            line: place.line,
            pointer: place.pointer.clone(),
        }
    }
}

impl From<&Change> for Line {
    /// Without the components that the change reaches.
    fn from(change: &Change) -> Self {
        let Witness { reader, writer, rust } = change.witness.clone();
        let proven = reader.is_some() || writer.is_some() || rust.is_some();
        Line {
            rule: change.rule.to_owned(),
            reader: change.reader.verdict.into(),
            writer: change.writer.verdict.into(),
            rust: change.rust.verdict.into(),
            path: change.path.clone(),
            old: change.old.as_ref().map(Side::from),
            new: change.new.as_ref().map(Side::from),
            message: change.message.clone(),
            effects: Effects {
                reader: change.reader.sentence.clone(),
                writer: change.writer.sentence.clone(),
                rust: change.rust.sentence.clone(),
            },
            witness: proven.then_some(record::Witness { reader, writer, rust }),
            used_by: Vec::new(),
        }
    }
}
