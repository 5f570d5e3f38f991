//! The goldens compile, and what they read comes back equal.

// No golden is used to the full, none is exported, and their `validate` is a matter of a whole crate.
#![allow(dead_code, unused_imports, unexpected_cfgs, clippy::wrong_self_convention)]

mod uses;

/// The goldens as modules: a feature is a crate without its `lib.rs`.
macro_rules! goldens {
    ($($feature:ident: $($module:ident)*;)*) => {
        $(mod $feature {
            $(pub mod $module; pub use $module::*;)*
        })*
        const FEATURES: &[&str] = &[$(stringify!($feature)),*];
    };
}

goldens! {
    all_of: schema;
    closed_object: schema;
    constant: schema;
    defaults: schema;
    deprecated: schema;
    formats: schema;
    integers: schema;
    map: schema;
    opaque_ref: schema unpublished;
    open_enum: schema;
    pattern: schema;
    presence: schema;
    recursion: schema;
    required_cycle: schema;
    secrets: schema;
    tagged_union: schema;
    typed_extra: schema;
    untagged_union: schema;
}

#[test]
fn every_folder_is_a_golden() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/goldens");
    let entries = std::fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .filter(|entry| entry.path().is_dir());
    let mut folders: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    folders.sort();
    assert_eq!(folders, FEATURES);
}
