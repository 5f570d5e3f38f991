//! The goldens compile, and what they read comes back equal.

// No golden is used to the full, none is exported, and their `validate` is a matter of a whole crate.
#![allow(dead_code, unused_imports, unexpected_cfgs, clippy::wrong_self_convention)]

mod choices;
mod integer_enums;
mod secrecy;
mod tuples;
mod unions;
mod uses;

/// The goldens as modules: a feature is a crate without its `lib.rs`; `with rules` is the part of it that holds these.
macro_rules! goldens {
    ($($feature:ident: $($module:ident)* $(, with $rules:ident)?;)*) => {
        $(mod $feature {
            $(pub mod $module; pub use $module::*;)*
            $(static RULES: lossless::Rules = lossless::Rules::new(include_str!(concat!(stringify!($feature), "/", stringify!($rules), ".json")));)?
        })*
        const FEATURES: &[&str] = &[$(stringify!($feature)),*];
    };
}

goldens! {
    all_of: schema;
    closed_enum: schema;
    closed_object: schema;
    constant: schema;
    defaults: schema;
    deprecated: schema;
    enum_texts: schema;
    formats: schema;
    integer_enum: schema;
    integers: schema;
    map: schema;
    named_values: schema;
    opaque_ref: schema unpublished;
    open_enum: schema;
    pattern: schema;
    presence: schema;
    read_only: schema;
    recursion: schema;
    recursive_tuple: schema;
    recursive_union: schema, with rules;
    required_cycle: schema;
    secret_texts: schema;
    secret_values: schema;
    secrets: schema;
    tagged_union: schema;
    tuple: schema;
    typed_extra: schema;
    union_by_discriminator: schema, with rules;
    union_by_rule: schema, with rules;
    union_by_shared_value: schema, with rules;
    union_by_value: schema;
    union_of_lists: schema, with rules;
    union_of_unions: schema, with rules;
    untagged_union: schema, with rules;
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
