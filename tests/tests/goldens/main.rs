//! The goldens compile, and what they read comes back equal.

// No golden is used to the full, none is exported, and their `validate` is a matter of a whole crate.
#![allow(dead_code, unused_imports, unexpected_cfgs, clippy::wrong_self_convention)]

mod choices;
mod foreign;
mod integer_enums;
mod secrecy;
mod tuples;
mod unions;
mod uses;

/// The goldens as modules: a feature is a crate without its `lib.rs`: its modules, the components in them, and with `rules` the
/// part of it that holds these.
macro_rules! goldens {
    ($($feature:ident: $($module:ident::$component:ident)* $(, with $rules:ident)?;)*) => {
        $(mod $feature {
            $(pub mod $module; pub use $module::$component;)*
            $(static RULES: lossless::Rules = lossless::Rules::new(include_str!(concat!(stringify!($feature), "/", stringify!($rules), ".json")));)?
        })*
        const FEATURES: &[&str] = &[$(stringify!($feature)),*];
    };
}

goldens! {
    all_of: schema::Schema person::Person;
    alternative_names: schema::Schema, with rules;
    alternatives_of_one_type: schema::Schema, with rules;
    closed_enum: schema::Schema status::Status;
    closed_object: schema::Schema;
    constant: schema::Schema;
    defaults: schema::Schema;
    deprecated: schema::Schema;
    enum_texts: schema::Schema;
    foreign_types: schema::Schema peer::Peer route::Route;
    formats: schema::Schema;
    implied_positions: schema::Schema;
    implied_types: schema::Schema amount::Amount;
    integer_enum: schema::Schema type_::Type;
    integers: schema::Schema;
    map: schema::Schema;
    measured: schema::Schema account::Account assigned::Assigned branch::Branch card::Card cash::Cash closed::Closed
        event::Event invoice::Invoice labeled::Labeled leaf::Leaf merged::Merged method::Method nested::Nested opened::Opened
        renamed::Renamed sample::Sample status::Status voucher::Voucher wallet::Wallet, with rules;
    named_values: schema::Schema id::Id meta::Meta tags::Tags;
    opaque_ref: schema::Schema item::Item person::Person;
    open_enum: schema::Schema;
    overlapping_objects: schema::Schema coloured::Coloured round::Round, with rules;
    pattern: schema::Schema zip::Zip;
    presence: schema::Schema;
    read_only: schema::Schema time::Time;
    recursion: schema::Schema leaf::Leaf;
    recursive_tuple: schema::Schema;
    recursive_union: schema::Schema a::A b::B c::C leaf::Leaf, with rules;
    required_cycle: schema::Schema hen::Hen;
    scalar_alternatives: schema::Schema;
    secret_texts: schema::Schema id::Id;
    secret_values: schema::Schema deep::Deep;
    secrets: schema::Schema;
    tagged_union: schema::Schema circle::Circle square::Square;
    tuple: schema::Schema point::Point;
    typed_extra: schema::Schema;
    union_by_discriminator: schema::Schema cat::Cat dog::Dog pet::Pet, with rules;
    union_by_rule: schema::Schema, with rules;
    union_by_shared_value: schema::Schema closed::Closed merged::Merged opened::Opened, with rules;
    union_by_value: schema::Schema button::Button line::Line text::Text;
    union_of_lists: schema::Schema, with rules;
    union_of_unions: schema::Schema base::Base club::Club firm::Firm org::Org person::Person, with rules;
    untagged_union: schema::Schema detail::Detail reason::Reason, with rules;
    untyped_alternative: schema::Schema, with rules;
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
