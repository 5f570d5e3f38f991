//! What each fact means: the laws of the generated types, read for two versions instead of one.

use super::fact::Fact;
use super::fit::{Fit, Relation};
use Rough::{Breaking, Compatible, None};

/// What a change means to somebody, as far as the types tell.
#[derive(Clone, Copy)]
pub(super) enum Rough {
    None,
    Compatible(&'static str),
    Breaking(&'static str),
}

/// To a reader, to a writer, to Rust code.
pub(super) fn rough(fact: &Fact) -> [Rough; 3] {
    match fact {
        Fact::TypeAdded => [None, None, Compatible("a type more")],
        Fact::TypeRemoved => [None, None, Breaking("the name is gone")],
        Fact::TypeRenamed { aliased: false, .. } => [None, None, Breaking("the old name is gone")],
        Fact::TypeRenamed { constructed: false, .. } => {
            [None, None, Compatible("the old name stays as a deprecated alias")]
        }
        Fact::TypeRenamed { constructed: true, .. } => [
            None,
            None,
            Breaking("the old name stays as a deprecated alias, which can't construct a value"),
        ],
        Fact::TypeParted { .. } => [
            None,
            None,
            Breaking("values of its places have another type than the one that they shared"),
        ],
        Fact::TypeMoved { stays: true, .. } => [None, None, Compatible("the path through the old module stays")],
        Fact::TypeMoved { .. } => [
            None,
            None,
            Breaking("the path through the old module is gone; the one from the crate's root stays"),
        ],
        Fact::SchemaMoved { .. } => [None, None, Compatible("the type is called what it was called")],
        Fact::KindChanged { fit, .. } => fitting(*fit, "the type is built and taken apart in another way"),
        Fact::ContentChanged { fit, .. } => fitting(*fit, "the content has another type"),
        Fact::PlaceChanged { fit, .. } => {
            let [reader, writer, _] = fitting(*fit, "");
            [reader, writer, None]
        }
        Fact::PositionsChanged { old, new } if old < new => [
            Breaking("the new crate refuses an item of another shape there; an older one keeps any in `rest`"),
            Compatible("more items may be written"),
            Breaking("`new` takes more items, and they are no longer in `rest`"),
        ],
        Fact::PositionsChanged { .. } => [
            Compatible("where further items still come, they are in `rest`"),
            Compatible("who still writes them writes items that the schema does not name"),
            Breaking("the fields are gone"),
        ],
        Fact::BuilderChanged { asks: true } => [
            None,
            None,
            Breaking("`build()` gives a `Result`, which errs where something is not set; `Default` is gone"),
        ],
        Fact::BuilderChanged { asks: false } => [None, None, Breaking("`build()` gives a value and no `Result`")],
        Fact::FieldAdded { required: false } => [
            None,
            None,
            Compatible("a field and a setter more; the property is no longer in `extra`"),
        ],
        Fact::FieldAdded { required: true } => [
            Breaking("the new crate refuses documents without it; an older one keeps it in `extra`"),
            Breaking("documents without it are no longer valid; `build()` errs where it is not set"),
            Compatible("a field and a setter more; the property is no longer in `extra`"),
        ],
        Fact::FieldRemoved { required, .. } => [
            match required {
                true => Breaking("an older crate refuses documents without it; the new one keeps it in `extra`"),
                false => Compatible("where it still comes, it is in `extra`"),
            },
            Compatible("who still writes it writes a property that the schema does not name"),
            Breaking("the field and its setter are gone"),
        ],
        Fact::WireNameChanged { required, .. } => [
            match required {
                true => Breaking("each version refuses documents without its own name of it"),
                false => Compatible("the other name's value is in `extra`"),
            },
            match required {
                true => Breaking("documents without the new name are no longer valid"),
                false => Compatible("who still writes the old name writes a property that the schema does not name"),
            },
            Compatible("what was written for the one name compiles, and means the other"),
        ],
        Fact::DeprecatedChanged { on: true } => [None, None, Compatible("its use is warned of")],
        Fact::DeprecatedChanged { on: false } => [None, None, Compatible("its use is no longer warned of")],
        Fact::ReadOnlyChanged { on: true } => [
            None,
            Compatible("the provider sets it; what is written may be ignored"),
            None,
        ],
        Fact::ReadOnlyChanged { on: false } => [None, Compatible("it may be written"), None],
        Fact::CrateRenamed { .. } => [None, None, Breaking("whoever depends on it names it otherwise")],
        Fact::Renamed { .. } => [None, None, Breaking("the old name is gone")],
        Fact::FieldTypeChanged { fit, same, .. } | Fact::PresenceChanged { fit, same, .. } => {
            let [reader, writer, _] = fitting(*fit, "");
            let code = match (same, fact) {
                (true, _) => None,
                (_, Fact::PresenceChanged { .. }) => Breaking("the field or its setter has another type"),
                _ => Breaking("the field and its setter have another type"),
            };
            [reader, writer, code]
        }
        Fact::AdditionalChanged { .. } => [
            None,
            Compatible("unnamed properties are to hold something else"),
            Breaking("`extra` has another type"),
        ],
        Fact::VariantAdded { counted: true, .. } => [
            Breaking("an older crate refuses it"),
            Compatible("it may be written"),
            Breaking("a variant more, which a `match` has to name"),
        ],
        Fact::VariantAdded { .. } => [
            Compatible("an older crate keeps it as `Unknown`"),
            Compatible("it may be written"),
            Compatible("a variant more; the arm of `Unknown` no longer meets the value"),
        ],
        Fact::VariantRemoved { now, .. } => [
            Compatible("where it still comes, it is `Unknown`"),
            Breaking("it is no longer valid"),
            match now {
                Some(_) => Breaking("its variant is there, and means another value"),
                Option::None => Breaking("the variant is gone"),
            },
        ],
        Fact::AlternativeAdded { kept, .. } => [
            match kept {
                true => Compatible("an older crate keeps it as it came"),
                false => Breaking("an older crate refuses it"),
            },
            Compatible("it may be written"),
            Compatible("a variant more"),
        ],
        Fact::AlternativeRemoved { kept, .. } => [
            match kept {
                true => Compatible("where it still comes, it is kept as it came"),
                false => Breaking("the new crate refuses it"),
            },
            Breaking("it is no longer valid"),
            Breaking("the variant is gone"),
        ],
        Fact::AlternativeChanged { fit, .. } => fitting(*fit, "the variant holds another type"),
        Fact::OpennessChanged { open: true, counted } => [
            Compatible("the new crate reads what it refused"),
            None,
            match counted {
                true => Breaking("the variant `Unknown` more, which a `match` has to name"),
                false => Compatible("the variant `Unknown` more"),
            },
        ],
        Fact::OpennessChanged { open: false, .. } => [
            Breaking("the new crate refuses what it kept"),
            None,
            Breaking("the variant `Unknown` is gone"),
        ],
        Fact::OverlapChanged { on: true } => [
            None,
            None,
            Breaking("its `as_...()` for objects give a value that is read anew, and no reference"),
        ],
        Fact::OverlapChanged { on: false } => [None, None, Breaking("its `as_...()` for objects give references")],
        Fact::TagChanged { old, new } => [
            match (old, new) {
                (Some(_), Option::None) => Breaking("an older crate refuses documents without the old property"),
                (Option::None, _) => Breaking("the new crate refuses documents without the property"),
                _ => Breaking("each version refuses documents without its own property"),
            },
            Breaking("documents without the property are no longer what the schema means"),
            None,
        ],
        Fact::TagValuesChanged { .. } => [
            Breaking("one document is different alternatives in the two versions"),
            Breaking("the property has to hold another value"),
            None,
        ],
        Fact::ConstantChanged { .. } => [
            Breaking("each version refuses the constant of the other"),
            Breaking("the old value is no longer valid; a document built anew holds the new one"),
            None,
        ],
        Fact::PatternChanged { .. } => [
            None,
            Breaking("construction can refuse text that it took, and the schema too"),
            None,
        ],
        Fact::SecretChanged { secret: true } => [None, None, Compatible("`Debug` hides it from now on")],
        Fact::SecretChanged { secret: false } => [None, None, Breaking("`Debug` prints it from now on")],
        Fact::DefaultChanged { methods, .. } => [
            Compatible("where it is absent, another value is meant"),
            Compatible("leaving it out means another value"),
            match methods {
                [true, true] => Compatible("its `_or_default()` gives the new default"),
                [true, false] => Breaking("its `_or_default()` is gone"),
                [false, true] => Compatible("an `_or_default()` more"),
                [false, false] => None,
            },
        ],
        Fact::ExampleBroken { .. } => [
            None,
            Breaking("who writes such a document writes what the schema does not allow"),
            None,
        ],
        Fact::ConstraintChanged { old, new, .. } => [
            None,
            match (old, new) {
                (Some(_), Option::None) => Compatible("`validate()` no longer asks for it"),
                _ => Breaking("`validate()` can refuse what it took, and the provider too"),
            },
            None,
        ],
    }
}

/// What a change of type means, by which values both versions take.
fn fitting(fit: Fit, code: &'static str) -> [Rough; 3] {
    let reader = match fit.read {
        Relation::Same => None,
        Relation::Wider => Breaking("an older crate refuses some of the new values; the new one reads all old ones"),
        Relation::Narrower => Breaking("the new crate refuses some of the old values"),
        Relation::Other => Breaking("each version refuses values of the other"),
    };
    let writer = match fit.valid {
        Relation::Same => None,
        Relation::Wider => Compatible("values that were not valid are so now"),
        Relation::Narrower | Relation::Other => Breaking("values that were valid no longer are"),
    };
    [reader, writer, Breaking(code)]
}

/// Whether the types, and not their schemas, were asked what values both versions take.
pub(super) fn is_rough(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::KindChanged { .. }
            | Fact::ContentChanged { .. }
            | Fact::PlaceChanged { .. }
            | Fact::FieldTypeChanged { .. }
            | Fact::PresenceChanged { .. }
            | Fact::AlternativeChanged { .. }
    )
}
