//! The way back up a tape, which nobody needs but who tells where a misfit is.

use super::{Cursor, Kind};

/// For each node what it is inside of, and as the how manieth item.
pub(crate) struct Parents(Vec<(u32, u32)>);

impl Parents {
    pub(crate) fn of(whole: Cursor<'_>) -> Self {
        let mut parents = vec![(0, 0); whole.after() as usize];
        let mut open = vec![whole];
        while let Some(value) = open.pop() {
            let properties = value.properties().map(|(_, inside)| inside);
            for (index, inside) in (0..).zip(value.items().chain(properties)) {
                parents[inside.at() as usize] = (value.at(), index);
                if matches!(inside.kind(), Kind::Array | Kind::Object) {
                    open.push(inside);
                }
            }
        }
        Parents(parents)
    }

    /// The names and indexes that lead to a node.
    pub(crate) fn path(&self, whole: Cursor<'_>, mut at: u32) -> Vec<String> {
        let mut path = Vec::new();
        while at != whole.at() {
            let Some(&(parent, index)) = self.0.get(at as usize) else {
                break;
            };
            // The name of a property stands before its value.
            path.push(match whole.to(parent).kind() {
                Kind::Object => whole.tape().text_of(at - 1).to_owned(),
                _ => index.to_string(),
            });
            at = parent;
        }
        path.reverse();
        path
    }
}
