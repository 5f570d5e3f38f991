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
/// How often a path of an overlay may search at any depth: each time multiplies what it costs by the document's size.
pub const OVERLAY_SEARCHES: usize = 2;

/// Keywords that are compared to find out whether schemas of one name are the same.
pub const COMPARED_KEYWORDS: usize = 1 << 20;
/// How deep they are compared.
pub const COMPARED_DEPTH: usize = 128;

/// Types that no schema stands for by itself, but several that hold at once: n schemas can hold together in 2^n ways.
pub const COMBINED_FLOOR: usize = 250;
/// Schemas for each one more. Of 2,500 published documents none has one for six schemas, and 138 at most.
pub const SCHEMAS_FOR_A_COMBINED: usize = 4;

/// Steps along references and `allOf`, and schemas that are taken apart, whatever there is of schemas.
pub const MERGE_STEPS_FLOOR: u64 = 1 << 20;
/// Such steps for each schema.
pub const MERGE_STEPS_OF_A_SCHEMA: u64 = 64;
/// Steps that each schema has when all others have taken theirs.
pub const MERGE_STEPS_IN_ANY_CASE: u64 = 64;
/// Schemas that are kept of what others lead to; what is not kept is followed again.
pub const CLOSURES_KEPT: usize = 1 << 21;

/// Steps of the machines that an engine makes of all patterns of a provider, however few its schemas; they are compiled when
/// generating and by `validate()`. All patterns of the published providers with the most have 505.
pub const PATTERN_STEPS_FLOOR: u64 = 1 << 18;
/// Such steps for each schema.
pub const PATTERN_STEPS_OF_A_SCHEMA: u64 = 8;
/// Schemas with dynamic anchors of equal names: n of them can be met in 2^n ways, each of which is a schema of its own to a
/// validator.
pub const DYNAMIC_ANCHORS: usize = 4;
/// References from one resource to another among them: with no more, the ways are few whatever there is of anchors.
pub const DYNAMIC_STEPS: usize = 16;
/// Alternatives of all unions of a provider, however few its schemas list.
pub const ALTERNATIVES_FLOOR: usize = 10_000;
/// Alternatives for each that a schema lists: a union of unions has those of all of them again.
pub const ALTERNATIVES_FOR_A_LISTED: usize = 4;
/// Schemas that hold at once, of which more get a rule that is made of others.
pub const PARTS_OF_A_RULE: usize = 8;

/// Values that one enumeration names; the most of 2,500 published documents are 1,772. rustc takes seconds for ten thousand
/// arms of a `match` on texts, and for each time as many the square of that.
pub const NAMED_VALUES: usize = 10_000;
/// Properties of one struct; the most that is published is 836. They are counted in 16 bits, and each is a setter that
/// moves a value of as many fields.
pub const PROPERTIES_OF_A_TYPE: usize = 4_096;
/// Fields of all structs of a provider, however few properties its schemas list.
pub const FIELDS_FLOOR: usize = 20_000;
/// Fields for each property that a schema lists: one that inherits by `allOf` has those of all that it inherits from again,
/// and so has who inherits from it.
pub const FIELDS_FOR_A_PROPERTY: usize = 8;

/// Bytes of a value in place, what lies within it included. Reading, building and cloning hold several copies of it, one
/// within the other, on a stack of two megabytes.
pub const BYTES_IN_PLACE: usize = 8 << 10;
/// Bytes of what stays in place in any case.
pub const BYTES_OF_A_PART: usize = 128;
/// Values of the least value of a type, which reading begins with: no published type has as many, and no evidence is made
/// of one that has more than [`OWN_VALUES`].
pub const BLANK_VALUES: usize = OWN_VALUES;
/// Positions of an array that have fields; one of more is a list, for nobody reads so many.
pub const TUPLE_POSITIONS: usize = 32;

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
/// Pairs of schemas that are compared to prove what a change of one type means.
pub const PROOF_STEPS_OF_A_TYPE: usize = 20_000;
/// Values that are made and judged in search of one witness.
pub const WITNESS_VALUES: usize = 192;
/// Witnesses that are sought for all changes of a provider.
pub const WITNESSES_SOUGHT: usize = 1_200;
/// How deep arrays and objects of one document may lie in each other.
pub const DOCUMENT_DEPTH: usize = 512;
/// The depth at which a type is put behind a `Deep`: enough below rustc's limit for the types around it.
pub const TYPES_WITHIN_EACH_OTHER: usize = 90;
/// Steps after which the search for such types ends: in so large a knot the rest is taken to be well.
pub const DEPTH_STEPS: usize = 10_000_000;
/// The longest row of `_` that tells names apart; beyond it numbers do.
pub const SIGNS_OF_A_NAME: usize = 8;
/// How deep groups of a pattern may lie in each other: they are translated by recursion.
pub const GROUPS_OF_A_PATTERN: usize = 100;

/// Products of several groups of alternatives beyond this count are not multiplied out.
pub const PRODUCT_OF_ALTERNATIVES: usize = 64;
/// Merged properties of one group beyond this count are not copied into each alternative.
pub const MERGED_PROPERTIES: usize = 4_000;
/// Alternatives beyond this count, and some more for each that one group lists, are one opaque value.
pub const ALTERNATIVES_OF_A_SCHEMA: usize = 128;
/// Arrays and maps within each other beyond this depth become untyped values.
pub const LISTS_WITHIN_EACH_OTHER: usize = 200;
/// Arrays and maps within each other at this depth are a type with a name: rustc follows the parameters of a type to
/// their end, and gives up at 128.
pub const LISTS_WITHOUT_A_NAME: usize = 8;
/// Schemas inside of each other beyond this depth ask for nothing.
pub const RULES_WITHIN_EACH_OTHER: usize = 64;
/// Letters of the longest name of a type that is chosen; a longer one gives way to a short one with a digest.
pub const NAME_LETTERS: usize = 60;
/// How many properties away the object may be that a definition is named after.
pub const PROPERTIES_TO_A_NAME: usize = 64;

/// How deep schemas and example files are searched.
pub const EXAMPLE_DEPTH: usize = 128;
/// How many schemas are opened for the names of one target.
pub const INDEXED_SCHEMAS: usize = 256;
/// No more places than this are looked at for edits of one instance.
pub const SPOTS_OF_AN_INSTANCE: usize = 400;
/// How many references and `allOf`s are opened for one value of it.
pub const CONJUNCTS_OF_A_SPOT: usize = 256;
/// How many references in a row are followed before they count as a cycle.
pub const REFERENCES_IN_A_ROW: usize = 64;

/// How many values deep an instance may be that is made.
pub const INSTANCE_DEPTH: usize = 48;
/// How many references and `allOf`s are opened for one value.
pub const CONJUNCTS_OF_AN_INSTANCE: usize = 512;
/// How many are opened in a draft for each of the values that it may have.
pub const CONJUNCTS_OF_A_VALUE: usize = 16;
/// How often a draft is repaired before it is given up.
pub const REPAIRS_OF_AN_INSTANCE: usize = 24;
/// How many drafts are tried, each taking other branches.
pub const SEEDS_OF_A_VALUE: usize = 8;
/// How many values of an `enum` or alternatives of a union are tried in one place.
pub const ATTEMPTS_AT_AN_INSTANCE: usize = 8;
/// How many pairs of values of several `enum`s are compared in one place.
pub const COMPARED_VALUES: usize = 16_384;
/// How many examples of one schema are tried in one place.
pub const EXAMPLES_FOR_A_VALUE: usize = 8;
/// No array or map is made longer than this.
pub const MADE_ITEMS: usize = 64;
/// The longest text built; nested repetitions would multiply without a bound.
pub const MADE_MATCH_BYTES: usize = 4096;
/// No text is made longer than this; a schema that asks for more has no synthesized instance.
pub const MADE_TEXT_CHARACTERS: u64 = 4096;
/// Texts are not drawn out further than this to meet a bound.
pub const VARIED_LENGTH: u64 = 1024;
/// Nothing longer than this is made to break a limit.
pub const BROKEN_LENGTH: u64 = 1024;
/// The name of a test: what can be read, with room for a number.
pub const TEST_NAME_BYTES: usize = 180;

/// Bytes that the judge's engine may take for one pattern, of which `lossless::pattern` lets it have none too large.
pub const PATTERN_BYTES: usize = 1 << 28;
/// So many schemas get a validator each. More than that get one together, in which they share what they refer to: in a
/// knot of thousands of schemas each alone would hold all of them.
pub const VALIDATORS_ALONE: usize = 16;
/// How deep a schema is followed; what lies deeper accepts anything.
pub const SHAPE_DEPTH: usize = 64;
/// How many schemas are opened to learn the types of one.
pub const SHAPE_SCHEMAS: usize = 256;
/// Bytes of an example on a type's page; longer ones are shown in the tests alone.
pub const SHORT_EXAMPLE_BYTES: usize = 900;
/// Bytes of all examples on pages of types where little is published.
pub const SHOWN_EXAMPLES_BYTES: usize = 8_000;
/// The part of what is published that they have else: a crate is not to be larger for what its tests hold already.
pub const SHOWN_EXAMPLES_PART: usize = 6;
/// Bytes of a schema's place that a type's page shows: keys can be as long as publishers like.
pub const SHOWN_ADDRESS_BYTES: usize = 300;
/// Components in the table of a crate's front page: what a reader looks through; rustdoc lists all of them below.
pub const SHOWN_COMPONENTS: usize = 40;
/// Bytes of an example on a crate's front page and in its README.
pub const SHOWN_EXAMPLE_BYTES: usize = 2_000;
/// Keywords may hide each other's faults; more rounds than this are not needed by any schema seen.
pub const MENDING_ROUNDS: usize = 4;
/// Of so many references that name nothing it is asked which schema has nearly their name, which looks at all names.
pub const SUGGESTED_REFERENCES: usize = 128;

/// A crate of more types than this has a feature for each module at its root: rustc takes a second for about a hundred.
pub const TYPES_WITHOUT_FEATURES: usize = 300;
/// More modules than this share features, by their first words: registries take no more than 300 features.
pub const FEATURES: usize = 100;
