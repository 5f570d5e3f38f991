//! What is wrong, where, and what to do about it.

use std::cmp::Ordering;
use std::ops::Range;

/// How much a diagnostic costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The types are wider than the schema says; nothing is lost.
    Note,
    /// Something upstream is broken; the crate is generated all the same.
    Warning,
    /// The provider can't be generated.
    Error,
}

/// A place in a file of the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// Path relative to the provider's folder, `json-schema/session.json`.
    pub file: String,
    /// JSON Pointer (RFC 6901) of the value that is meant; the root is empty.
    pub pointer: String,
    /// Byte range of that value in the file, where it is known.
    pub span: Option<Range<usize>>,
}

/// One finding. Messages are lower case, without a full stop, and blame nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code, explained by `cargo xtask explain CODE`.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub location: Option<Location>,
    /// What to do.
    pub help: String,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $severity:ident;)*) => {
        /// The kinds of findings, each with a stable text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// All codes, in order.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The stable text, `CM0101`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// How much it costs.
            pub const fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)* }
            }

            /// What it means and what can be done, at length, in Markdown; the first line is a
            /// heading that can stand alone in a list.
            pub const fn explanation(self) -> &'static str {
                match self { $(Code::$name => include_str!(concat!("explanations/", $text, ".md")),)* }
            }
        }
    };
}

codes! {
    /// The provider folder holds no schema.
    NoSchemas = "CM0001", Error;
    /// `provider.toml` can't be read.
    InvalidManifest = "CM0002", Error;
    /// `names.lock` can't be read.
    InvalidLock = "CM0003", Error;
    /// A path leaves its folder.
    InvalidPath = "CM0004", Error;
    /// A patch can't be read, or no longer applies.
    PatchFailed = "CM0005", Error;
    /// A rule or override of the manifest applies to nothing.
    UnusedOverride = "CM0006", Error;
    /// A file of the provider's folder is left out.
    SkippedFile = "CM0007", Warning;
    /// A file that names in the lock came from can't be read.
    UnreadableSchema = "CM0008", Error;
    /// A file that names in the lock came from is gone.
    GoneFile = "CM0009", Note;
    /// The crate can't have its name.
    CrateName = "CM0010", Error;
    /// A vendored file is not what `source.lock` says.
    SourceChanged = "CM0020", Warning;
    /// A patch, or an action of an overlay, changes nothing.
    IdlePatch = "CM0021", Warning;
    /// A file is not JSON.
    MalformedJson = "CM0101", Warning;
    /// A file is JSON, but no JSON Schema.
    NotASchema = "CM0102", Warning;
    /// Two documents have one `$id`.
    DuplicateId = "CM0103", Warning;
    /// A property name stands twice in one object.
    DuplicateName = "CM0104", Warning;
    /// A number is too large for any machine.
    NumberOutOfRange = "CM0105", Warning;
    /// A file nests deeper than the generator follows.
    TooDeep = "CM0106", Warning;
    /// A file holds schemas in a form that is not read, or only in part.
    OtherForm = "CM0107", Warning;
    /// A file is JSON but for comments and trailing commas.
    Comments = "CM0108", Note;
    /// A schema has more examples than are taken.
    TooManyExamples = "CM0109", Note;
    /// A `$ref` resolves nowhere.
    UnresolvedReference = "CM0201", Warning;
    /// A `$ref` matches nothing exactly; a schema of its name was taken.
    GuessedReference = "CM0202", Warning;
    /// A `discriminator` maps a value to no schema.
    UnmappedValue = "CM0203", Warning;
    /// A keyword has a value that the draft does not allow.
    InvalidKeyword = "CM0301", Warning;
    /// No instance can be valid.
    Unsatisfiable = "CM0302", Warning;
    /// The schema is too deep or too large; it became an untyped value.
    TooComplex = "CM0303", Warning;
    /// No validator takes the schema.
    UnusableSchema = "CM0304", Warning;
    /// Schemas hold together in too many ways; some of these became untyped values.
    TooManyCombinations = "CM0305", Warning;
    /// Alternatives of a `oneOf` differ in nothing that a validator judges by.
    AlikeAlternatives = "CM0306", Warning;
    /// More values or a larger pattern than a Rust type can have; the type is any string.
    TooLarge = "CM0307", Warning;
    /// The engine refused a definition; it became an untyped value.
    EngineRefused = "CM0401", Warning;
    /// An example file is not JSON.
    MalformedExample = "CM0501", Warning;
    /// An example contradicts its schema.
    ContradictingExample = "CM0502", Note;
    /// An example is not what the type of another crate asks for that stands for it.
    DoubtfulExample = "CM0503", Warning;
    /// Examples that only a type of another crate can judge.
    UnjudgedExample = "CM0504", Note;
    /// The generator itself failed on the provider.
    GeneratorFailed = "CM0901", Error;
}

/// A text that is no code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode(pub String);

impl std::fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` is not a diagnostic code", self.0.escape_debug())
    }
}

impl std::error::Error for UnknownCode {}

impl std::str::FromStr for Code {
    type Err = UnknownCode;

    /// Reads `CM0201`, in any case.
    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let same = |code: &&Code| code.as_str().eq_ignore_ascii_case(text);
        let found = Code::ALL.iter().find(same);
        found.copied().ok_or_else(|| UnknownCode(text.to_owned()))
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Code {
    /// The heading of the explanation: one line, for lists.
    pub fn title(self) -> &'static str {
        let heading = self.explanation().lines().next().unwrap_or_default();
        heading.trim_start_matches('#').trim()
    }
}

impl Diagnostic {
    /// How much it costs: that of its code.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

impl Ord for Location {
    fn cmp(&self, other: &Self) -> Ordering {
        fn key(at: &Location) -> (&str, Option<usize>, &str, Option<usize>) {
            let (start, end) = at.span.as_ref().map(|span| (span.start, span.end)).unzip();
            (&at.file, start, &at.pointer, end)
        }
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Location {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Diagnostic {
    /// The gravest first, then as a reader meets them in the files.
    fn cmp(&self, other: &Self) -> Ordering {
        fn key(it: &Diagnostic) -> (&Option<Location>, Code, &str, &str) {
            (&it.location, it.code, &it.message, &it.help)
        }
        let graver = other.severity().cmp(&self.severity());
        graver.then_with(|| key(self).cmp(&key(other)))
    }
}

impl PartialOrd for Diagnostic {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_unique_and_read_back() {
        let texts: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert!(texts.is_sorted_by(|a, b| a < b), "{texts:?}");
        for code in Code::ALL {
            assert_eq!(code.as_str().to_lowercase().parse(), Ok(*code));
        }
        assert_eq!("CM9999".parse::<Code>(), Err(UnknownCode("CM9999".to_owned())));
    }

    #[test]
    fn every_explanation_has_a_heading_a_reason_and_an_advice() {
        for code in Code::ALL {
            let text = code.explanation();
            assert!(text.starts_with("# "), "{code}");
            assert!(code.title().len() > 10, "{code}");
            assert!(text.contains("\n## What to do\n"), "{code}");
            assert!(text.len() > 300, "{code} says too little");
            assert!(text.lines().all(|line| line.chars().count() <= 100), "{code}");
        }
    }

    #[test]
    fn the_gravest_come_first_then_by_place() {
        let at = |code, file: &str, start| Diagnostic {
            code,
            message: String::new(),
            location: Some(Location {
                file: file.to_owned(),
                pointer: String::new(),
                span: Some(start..start + 1),
            }),
            help: String::new(),
        };
        let sorted = [
            at(Code::PatchFailed, "z", 9),
            at(Code::UnresolvedReference, "a", 2),
            at(Code::DuplicateName, "a", 10),
            at(Code::DuplicateName, "b", 0),
            at(Code::ContradictingExample, "a", 0),
        ];
        let mut shuffled = sorted.clone();
        shuffled.reverse();
        shuffled.sort();
        assert_eq!(shuffled, sorted);
    }
}
