//! Names that are taken before any schema has asked for one.

use super::casing::{is_word, snake};
use crate::budget::NAME_LETTERS;
use crate::text::is_identifier;
use unicode_normalization::UnicodeNormalization;

/// Names that would hide one of the prelude's, or that of a trait that every generated type has.
const TYPES: &[&str] = &[
    "Self",
    "String",
    "Option",
    "Vec",
    "Box",
    "Result",
    "Some",
    "None",
    "Ok",
    "Err",
    "Unknown",
    "Debug",
    "Clone",
    "Copy",
    "Default",
    "Display",
    "PartialEq",
    "Eq",
    "Hash",
    "Ord",
    "PartialOrd",
    "From",
    "Into",
    "TryFrom",
    "TryInto",
    "FromStr",
    "FromIterator",
    "AsRef",
    "AsMut",
    "Extend",
    "Iterator",
    "IntoIterator",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "Send",
    "Sync",
    "Sized",
    "Unpin",
    "Drop",
    "Fn",
    "FnMut",
    "FnOnce",
    "ToString",
    "ToOwned",
    "Serialize",
    "Deserialize",
    "Serializer",
    "Deserializer",
];

/// Modules that every module of types has beside its types, crates that generated code and its users speak of, a feature, and
/// names that some system takes for a device instead of a file.
const MODULES: &[&str] = &[
    "machine", "builder", "serde", "validate", "std", "alloc", "lossless", "con", "prn", "aux", "nul",
];

/// Names that are taken at the root of a crate: of crates that its users speak of, and of Cargo's own files.
const AT_THE_ROOT: &[&str] = &["core", "lib", "main", "bin", "serde_json", "proc_macro", "test"];

/// The most bytes in the name of a module: with an ending that is the name of a file, of which no system takes more than 255.
const LONGEST_MODULE: usize = 240;

/// Whether a name would hide one of Rust's.
pub fn is_reserved(name: &str) -> bool {
    TYPES.contains(&name)
}

/// Whether a name would, were it written otherwise.
pub(super) fn is_reserved_folded(name: &str) -> bool {
    TYPES.iter().any(|reserved| reserved.eq_ignore_ascii_case(name))
}

/// Text as the name of a module in `parent`.
pub fn module(text: &str, parent: &[String]) -> String {
    let words: String = text.nfc().map(|c| if is_word(c) { c } else { '_' }).collect();
    let mut name = at_most(&snake(&words));
    if !name.starts_with(unicode_ident::is_xid_start) {
        name.insert_str(0, "schema_");
    }
    // `gen` is a keyword since the edition of 2024, which generated crates use; without case a type can be called the same.
    let has_case = name.starts_with(char::is_lowercase);
    let is_keyword = !is_identifier(&name) || name == "gen";
    let is_device = ["com", "lpt"].iter().any(|device| {
        let port = name.strip_prefix(device);
        port.is_some_and(|port| port.len() == 1 && port.starts_with(|c: char| c.is_ascii_digit()))
    });
    let is_taken = MODULES.contains(&name.as_str()) || parent.is_empty() && AT_THE_ROOT.contains(&name.as_str());
    if is_keyword || is_device || is_taken || !has_case {
        name.push('_');
    }
    name
}

/// As many of the last words as a module's name has room for, as the name of a type keeps them: letters are counted and not
/// what stands between words, so that the module of a type has all of its name. Of a word that is too long itself, the beginning.
fn at_most(name: &str) -> String {
    let fits = |text: &str| {
        let letters = text.chars().filter(|c| *c != '_').count();
        letters <= NAME_LETTERS && text.len() <= LONGEST_MODULE
    };
    let ends = name.match_indices('_').map(|(at, _)| &name[at + 1..]);
    let whole = std::iter::once(name)
        .chain(ends)
        .find(|text| fits(text) && !text.is_empty());
    whole.map_or_else(|| name.chars().take(NAME_LETTERS).collect(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_module_ends_with_whole_words() {
        let long = "PlatformConditionEvaluatorPlatformOperatingSystemVersion";
        let whole = "platform_condition_evaluator_platform_operating_system_version";
        assert_eq!(
            module(long, &[]),
            whole,
            "the type's name has room, and so has its module's"
        );
        assert_eq!(module(&format!("Another{long}"), &[]), whole);
        assert_eq!(module(&"a_".repeat(200), &[]), vec!["a"; NAME_LETTERS].join("_"));
        assert_eq!(module(&"a".repeat(90), &[]), "a".repeat(NAME_LETTERS), "one word");
        let wide = format!("x_{}", "\u{10428}".repeat(NAME_LETTERS));
        assert_eq!(module(&wide, &[]).chars().count(), NAME_LETTERS);
    }

    #[test]
    fn modules_have_names_that_are_nobodys() {
        let below = ["api".to_owned()];
        for (name, at_the_root, elsewhere) in [
            ("版本", "版本_", "版本_"),
            ("Größe", "größe", "größe"),
            ("a-b.c", "a_b_c", "a_b_c"),
            ("2fa", "schema_2fa", "schema_2fa"),
            ("", "schema_", "schema_"),
            ("gen", "gen_", "gen_"),
            ("Type", "type_", "type_"),
            ("Self", "self_", "self_"),
            ("Crate", "crate_", "crate_"),
            ("Builder", "builder_", "builder_"),
            ("Machine", "machine_", "machine_"),
            ("Serde", "serde_", "serde_"),
            ("Core", "core_", "core"),
            ("Lossless", "lossless_", "lossless_"),
            ("Std", "std_", "std_"),
            ("Bin", "bin_", "bin"),
            ("Con", "con_", "con_"),
            ("Com1", "com1_", "com1_"),
            ("Com", "com", "com"),
        ] {
            assert_eq!((&*module(name, &[]), &*module(name, &below)), (at_the_root, elsewhere));
        }
    }
}
