//! What one provider may cost: the limits of all stages in one place, each with its reason.
//!
//! **Architecture Invariant:** a limit counts types, values, steps or bytes, never time, so that the same files give the
//! same crate on every machine. What it cuts off is told: by a diagnostic that names the schema, or by a count in the
//! crate's EVIDENCE.md.

/// Bytes of evidence that all types of a provider share whatever their schemas say: with few schemas everything is shown.
pub const EVIDENCE_FLOOR: usize = 64 << 10;

/// Bytes of evidence for 4 bytes of a type's own schema, above the floor. With the published examples, the schemas and
/// the documents of a crate that makes less than three times of what is published.
pub const EVIDENCE_FOR_FOUR: usize = 5;

/// Values that are judged or drafted for each byte of schema: a judge is what takes the time.
pub const STEPS_FOR_A_BYTE: u64 = 1;
/// Values that are judged for a provider of few schemas.
pub const STEPS_FLOOR: u64 = 1 << 19;

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
