//! What one provider may cost: the limits of all stages in one place, each with its reason.
//!
//! **Architecture Invariant:** a limit counts types, values, steps or bytes, never time, so that the same files give the
//! same crate on every machine. What it cuts off is told: by a diagnostic that names the schema, or by a count in the
//! crate's EVIDENCE.md.

/// Bytes of a file: what is parsed takes some tens of times as much memory.
pub const FILE_BYTES: u64 = 256 << 20;

/// Bytes of a document after it is patched, if it was small: no correction needs more.
pub const PATCHED_BYTES: usize = 1 << 20;
/// How many times as large as before, its patch included, a large one may be.
pub const PATCHED_TIMES: usize = 4;

/// Types that no schema stands for by itself, but several that hold at once: n schemas can hold together in 2^n ways.
pub const COMBINED_FLOOR: usize = 250;
/// Schemas for each one more. Of 2,500 published documents none has one for six schemas, and 138 at most.
pub const SCHEMAS_FOR_A_COMBINED: usize = 4;

/// Bytes of evidence that all types of a provider share whatever their schemas say: with few schemas everything is shown.
pub const EVIDENCE_FLOOR: usize = 48 << 10;
/// Bytes of evidence that each type has whatever its schema says: its name, an instance, and an edit or two.
pub const EVIDENCE_OF_A_TYPE: usize = 160;
/// Bytes of evidence for four bytes of a type's own schema, above the floors. With the published examples, the schemas
/// and its documents a crate then has, beside its Rust sources, less than three times what is published, 64 KiB, and
/// [`EVIDENCE_OF_A_TYPE`] for each type.
pub const EVIDENCE_FOR_FOUR: usize = 4;

/// Bytes of a type's own schema for each value that is judged or drafted for it: a judge is what takes the time.
pub const BYTES_FOR_A_STEP: u64 = 2;
/// Values that are judged or drafted for the types of a provider of few schemas.
pub const STEPS_FLOOR: u64 = 1 << 18;

/// Values of an instance that shows more than the properties of its own type.
pub const INSTANCE_VALUES: usize = 1_000;
/// Values of any instance that is made: enough for every property of the largest types that are published.
pub const OWN_VALUES: usize = 4_000;
/// Bytes of an instance for each of its values, as a rule of thumb: a name, a short value and the signs between them.
pub const VALUE_BYTES: usize = 24;

/// Published examples of one schema that become instances; a list of millions is no more proof than one of hundreds.
pub const EXAMPLES_OF_A_SCHEMA: usize = 256;
/// Payloads that are taken from one example file.
pub const PAYLOADS_OF_A_FILE: usize = 64;
/// Unions of an instance whose alternatives are written down.
pub const CHOICES_OF_AN_INSTANCE: usize = 64;
/// Edits of one list that a type gets.
pub const EDITS_OF_A_LIST: usize = 96;
/// Values of an example file that no schema describes and that EVIDENCE.md names; the others are counted.
pub const UNLOCATED_OF_A_FILE: usize = 16;
/// How often each value of an example file may be judged while it is found out which type it is one of.
pub const VISITS_OF_A_VALUE: u64 = 64;

/// Bytes of a pattern or a list of values that a field's documentation shows; a reader looks no longer ones through.
pub const SHOWN_LIMIT_BYTES: usize = 120;
/// How deep lists, quotes and emphasis of a description nest before it is read as plain text.
pub const NESTED_MARKDOWN: usize = 24;
