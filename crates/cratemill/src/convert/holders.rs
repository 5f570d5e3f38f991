//! Which types hold which.

use super::Types;

/// The types that hold each type, by their indexes; one that holds it twice is there twice.
pub fn holders(types: &Types) -> Vec<Vec<usize>> {
    let mut holders = vec![Vec::new(); types.types.len()];
    for (id, one) in types.types.iter().enumerate() {
        for inner in one.kind.values().into_iter().filter_map(|value| value.type_inside()) {
            holders[inner].push(id);
        }
    }
    holders
}
