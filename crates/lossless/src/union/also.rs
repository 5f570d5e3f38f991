use crate::Instance;

/// The value of a union as one of its alternatives, whichever was chosen when it was read; `None` where it has not the shape
/// of `T`. What is valid under an `anyOf` may be several of its alternatives at once.
pub fn read_as<U: Instance, T: Instance>(union: &U) -> Option<T> {
    crate::instance(&crate::to_string(union).ok()?).ok()
}
