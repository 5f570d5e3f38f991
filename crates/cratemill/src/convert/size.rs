//! How large a value is in place.
//!
//! A struct lies within the struct that has it, and that again within another: of types that refer to several others, each
//! time as large. Values are moved where they are read and built, and a thread has two megabytes of stack.

use super::{Kind, Presence, RustType, Type};
use crate::budget::{BYTES_IN_PLACE, BYTES_OF_A_PART};

/// Puts boxes around the types within a struct or a union that would be too large with them in place.
pub(super) fn bound(types: &mut [Type]) {
    let mut sizes: Vec<Option<usize>> = vec![None; types.len()];
    for start in 0..types.len() {
        // From the inside out, without recursion: types can nest by the thousand.
        let mut path = vec![(start, false)];
        while let Some((id, is_known)) = path.pop() {
            if sizes[id].is_some() {
                continue;
            }
            if is_known {
                sizes[id] = Some(settle(&mut types[id].kind, &sizes));
                continue;
            }
            path.push((id, true));
            let inner = parts(&mut types[id].kind)
                .into_iter()
                .filter_map(|(part, _)| in_place(part));
            let inner: Vec<usize> = inner.collect();
            path.extend(
                inner
                    .into_iter()
                    .filter(|id| sizes[*id].is_none())
                    .map(|id| (id, false)),
            );
        }
    }
}

/// The size of a type whose parts are known, once it is no larger than it may be.
fn settle(kind: &mut Kind, sizes: &[Option<usize>]) -> usize {
    // The largest first, and all that are about as large: parts that are alike are held alike.
    let mut most = BYTES_IN_PLACE;
    while total(kind, sizes) > BYTES_IN_PLACE && most > BYTES_OF_A_PART {
        most /= 2;
        let large = parts(kind).into_iter().filter(|(part, _)| size(part, sizes) > most);
        large.for_each(|(part, _)| enclose(part));
    }
    total(kind, sizes)
}

fn total(kind: &mut Kind, sizes: &[Option<usize>]) -> usize {
    let is_object = matches!(kind, Kind::Object(_) | Kind::Tuple(_));
    let all = parts(kind).into_iter().map(|(part, around)| size(part, sizes) + around);
    match is_object {
        // The unknown properties are a pointer.
        true => all.sum::<usize>() + 8,
        false => all.max().unwrap_or(0),
    }
}

/// What lies in a value of a type, and how many bytes around each of them say whether it is there.
fn parts(kind: &mut Kind) -> Vec<(&mut RustType, usize)> {
    match kind {
        Kind::Object(object) => {
            let fields = object.fields.iter_mut();
            let around = |presence| if presence == Presence::Required { 0 } else { 8 };
            fields.map(|field| (&mut field.value, around(field.presence))).collect()
        }
        // What follows the positions is a list.
        Kind::Tuple(tuple) => tuple.fields.iter_mut().map(|field| (&mut field.value, 8)).collect(),
        Kind::Union(union) => union.all.iter_mut().map(|one| (&mut one.value, 8)).collect(),
        Kind::Newtype(value) | Kind::Alias(value) => vec![(value, 0)],
        Kind::Enumeration(_) | Kind::Integers(_) | Kind::Constant(_) | Kind::Pattern(_) => Vec::new(),
    }
}

/// The type of the crate that lies in place in a value.
fn in_place(value: &RustType) -> Option<usize> {
    match value {
        RustType::Named(id) => Some(*id),
        RustType::Option(inner) | RustType::Open(inner) | RustType::Implied(inner) => in_place(inner),
        _ => None,
    }
}

/// Bytes, as a rule of thumb.
fn size(value: &RustType, sizes: &[Option<usize>]) -> usize {
    match value {
        RustType::Null => 0,
        RustType::Boolean => 1,
        RustType::Boxed(_) | RustType::Integer(_) => 8,
        RustType::Deep(_) => 16,
        RustType::String | RustType::Text(_) | RustType::Vec(_) | RustType::Number => 24,
        RustType::Value | RustType::Map(_) => 72,
        // Nobody here knows.
        RustType::Foreign(..) => 72,
        RustType::Option(inner) => size(inner, sizes) + 8,
        RustType::Open(inner) | RustType::Implied(inner) => size(inner, sizes).max(72) + 8,
        // What holds itself does so behind a box.
        RustType::Named(id) => sizes[*id].map_or(8, |known| known.max(24)),
    }
}

/// Puts the type of the crate that lies in place into a box.
fn enclose(value: &mut RustType) {
    match value {
        RustType::Named(_) => *value = RustType::Boxed(Box::new(value.clone())),
        RustType::Option(inner) | RustType::Open(inner) | RustType::Implied(inner) => enclose(inner),
        _ => {}
    }
}
