//! Types that are read here as inside of generated ones, though serde has a reading of its own for them: an integer that is
//! written `1.0`, an untyped value none of whose numbers and names may be lost.

use super::Error;
use crate::Instance;
use serde_json::{Map, Value};
use std::any::{Any, TypeId};

/// What is read.
pub(super) trait Source: Copy {
    fn read<T: Instance>(self) -> Result<T, Error>;
}

/// The value, if its type is one of these.
pub(super) fn read<T: 'static>(source: impl Source) -> Option<Result<T, Error>> {
    macro_rules! any_of {
        ($($bare:ty),*) => { $(
            if TypeId::of::<T>() == TypeId::of::<$bare>() {
                return source.read::<$bare>().map(same).transpose();
            }
            if TypeId::of::<T>() == TypeId::of::<Vec<$bare>>() {
                return source.read::<Vec<$bare>>().map(same).transpose();
            }
            if TypeId::of::<T>() == TypeId::of::<Option<$bare>>() {
                return source.read::<Option<$bare>>().map(same).transpose();
            }
        )* };
    }
    any_of! { (), bool, String, i8, i16, i32, i64, i128, u8, u16, u32, u64, Value, Map<String, Value> }
    None
}

/// The value as of the type that it is of.
fn same<T: 'static, U: 'static>(value: T) -> Option<U> {
    let mut value = Some(value);
    let value: &mut dyn Any = &mut value;
    value.downcast_mut::<Option<U>>()?.take()
}
