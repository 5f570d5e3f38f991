//! What can be different between two versions, one variant for each fact.

mod shown;

use super::fit::Fit;
use serde_json::Value;
use std::fmt;

pub(super) use shown::plain;
use shown::{list, maybe, value};

/// A difference between two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    /// The type is new.
    TypeAdded,
    /// The type is gone.
    TypeRemoved,
    /// The type had another name.
    TypeRenamed {
        /// The old name.
        old: String,
        /// Whether the old name stays as an alias.
        aliased: bool,
        /// Whether code constructs it by its name alone, which an alias does not allow.
        constructed: bool,
    },
    /// The type's schema said the same as others and had one type with them; now it has its own.
    TypeParted {
        /// The type of all.
        old: String,
    },
    /// The type is in another module.
    TypeMoved {
        /// The old module.
        old: String,
        /// The new one.
        new: String,
        /// Whether the path through the old one goes on leading to it.
        stays: bool,
    },
    /// The schema lies elsewhere, and the type is called what it was called.
    SchemaMoved {
        /// The old address.
        old: String,
        /// The new one.
        new: String,
    },
    /// The type is something else: a struct became an enum.
    KindChanged {
        /// What it was.
        old: &'static str,
        /// What it is.
        new: &'static str,
        /// Which values both take.
        fit: Fit,
    },
    /// The newtype holds something else.
    ContentChanged {
        /// What it held.
        old: String,
        /// What it holds.
        new: String,
        /// Which values both take.
        fit: Fit,
    },
    /// The place refers to another type: neither type has changed.
    PlaceChanged {
        /// What it was.
        old: String,
        /// What it is.
        new: String,
        /// Which values both take.
        fit: Fit,
    },
    /// More positions of the array have a field, or fewer.
    PositionsChanged {
        /// How many had one.
        old: usize,
        /// How many have one.
        new: usize,
    },
    /// A builder has to be told something, where nothing had to be, or no longer has to.
    BuilderChanged {
        /// Whether it has to.
        asks: bool,
    },
    /// The property is new.
    FieldAdded {
        /// Whether it must be there.
        required: bool,
    },
    /// The property is gone.
    FieldRemoved {
        /// Whether it had to be there.
        required: bool,
        /// The new property of the same shape, if there is one alone.
        perhaps: Option<String>,
    },
    /// The property has another name on the wire, and one in Rust.
    WireNameChanged {
        /// The old name.
        old: String,
        /// The new one.
        new: String,
        /// Whether one of them has to be there.
        required: bool,
    },
    /// The property or type is deprecated, or no longer is.
    DeprecatedChanged {
        /// Whether it is.
        on: bool,
    },
    /// The property is only read, or no longer is.
    ReadOnlyChanged {
        /// Whether it is.
        on: bool,
    },
    /// The crate has another name.
    CrateRenamed {
        /// The old name.
        old: String,
        /// The new one.
        new: String,
    },
    /// A field, variant or alternative has another Rust name.
    Renamed {
        /// Whether it is a variant of the type, and not what is spoken of itself.
        is_variant: bool,
        /// The old name.
        old: String,
        /// The new one.
        new: String,
    },
    /// The property holds something else.
    FieldTypeChanged {
        /// What it held.
        old: String,
        /// What it holds.
        new: String,
        /// Which values both take.
        fit: Fit,
        /// Whether the field's type in Rust is the same.
        same: bool,
    },
    /// The property can be missing or null where it could not, or the other way round.
    PresenceChanged {
        /// How it was.
        old: &'static str,
        /// How it is.
        new: &'static str,
        /// Which values both take.
        fit: Fit,
        /// Whether the field's type in Rust is the same.
        same: bool,
    },
    /// The properties without a name hold something else.
    AdditionalChanged {
        /// What they held.
        old: String,
        /// What they hold.
        new: String,
    },
    /// The enumeration names one more text.
    VariantAdded {
        /// The text.
        text: String,
        /// Whether a `match` could name all values.
        counted: bool,
    },
    /// The enumeration no longer names a text.
    VariantRemoved {
        /// The text.
        text: String,
        /// The text that its variant is now, if it is one.
        now: Option<String>,
    },
    /// The union has one more alternative.
    AlternativeAdded {
        /// The variant.
        name: String,
        /// Whether the older crate keeps such a value all the same.
        kept: bool,
    },
    /// The union has one alternative less.
    AlternativeRemoved {
        /// The variant.
        name: String,
        /// Whether the newer crate keeps such a value all the same.
        kept: bool,
    },
    /// The variant holds something else.
    AlternativeChanged {
        /// The variant.
        name: String,
        /// What it held.
        old: String,
        /// What it holds.
        new: String,
        /// Which values both take.
        fit: Fit,
    },
    /// The union or enumeration keeps values that are none of its alternatives, or no longer does.
    OpennessChanged {
        /// Whether it does.
        open: bool,
        /// Whether a `match` could name all that it held, or can.
        counted: bool,
    },
    /// A value may be several of the alternatives at once, or no longer.
    OverlapChanged {
        /// Whether it may.
        on: bool,
    },
    /// Another property, or none, tells the alternatives apart.
    TagChanged {
        /// The old property.
        old: Option<String>,
        /// The new one.
        new: Option<String>,
    },
    /// Other values of the discriminating property mean the alternative.
    TagValuesChanged {
        /// The variant.
        name: String,
        /// The old values.
        old: Vec<String>,
        /// The new ones.
        new: Vec<String>,
    },
    /// The constant is another value.
    ConstantChanged {
        /// The old value.
        old: Value,
        /// The new one.
        new: Value,
    },
    /// The regular expression is another one.
    PatternChanged {
        /// The old expression.
        old: String,
        /// The new one.
        new: String,
    },
    /// `Debug` hides the property, or no longer does.
    SecretChanged {
        /// Whether it is hidden.
        secret: bool,
    },
    /// A missing property means another value.
    DefaultChanged {
        /// The old default.
        old: Option<Value>,
        /// The new one.
        new: Option<Value>,
        /// Whether there was a method for it and there is one.
        methods: [bool; 2],
    },
    /// A published example that was valid is not so any more.
    ExampleBroken {
        /// What is wrong with it now.
        fault: String,
    },
    /// A keyword that no type expresses, and `validate()` judges by, was added, removed or changed.
    ConstraintChanged {
        /// The keyword; empty where the schema as a whole is meant.
        keyword: String,
        /// Its old value.
        old: Option<Value>,
        /// Its new one.
        new: Option<Value>,
    },
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let necessity = |required: &bool| if *required { "required" } else { "optional" };
        match self {
            Fact::TypeAdded => write!(f, "the type is new"),
            Fact::TypeRemoved => write!(f, "the type is gone"),
            Fact::TypeRenamed { old, .. } => write!(f, "the type was called `{old}`"),
            Fact::TypeParted { old } => write!(f, "its schema no longer says what those of `{old}` say"),
            Fact::TypeMoved { old, new, .. } => write!(
                f,
                "the type keeps its path; it was defined in module `{old}` and is in `{new}`"
            ),
            Fact::SchemaMoved { old, new } => {
                write!(f, "renamed: the schema was `{}` and is `{}`", plain(old), plain(new))
            }
            Fact::KindChanged { old, new, .. } => write!(f, "the type was {old} and is {new}"),
            Fact::ContentChanged { old, new, .. } => write!(f, "the newtype held `{old}` and holds `{new}`"),
            Fact::PlaceChanged { old, new, .. } => write!(f, "the place stood for `{old}` and stands for `{new}`"),
            Fact::PositionsChanged { old, new } => write!(f, "{old} positions had a field, and {new} have one"),
            Fact::BuilderChanged { asks: true } => write!(f, "a value has no default any more"),
            Fact::BuilderChanged { asks: false } => write!(f, "a value has a default"),
            Fact::FieldAdded { required } => write!(f, "the {} property is new", necessity(required)),
            Fact::FieldRemoved { required, perhaps } => {
                write!(f, "the {} property is gone", necessity(required))?;
                match perhaps {
                    Some(name) => write!(f, ", perhaps renamed to `{}`", plain(name)),
                    None => Ok(()),
                }
            }
            Fact::WireNameChanged { old, new, .. } => write!(
                f,
                "the property was called `{}` and is called `{}`, both under this Rust name",
                plain(old),
                plain(new)
            ),
            Fact::DeprecatedChanged { on: true } => write!(f, "it is deprecated"),
            Fact::DeprecatedChanged { on: false } => write!(f, "it is no longer deprecated"),
            Fact::ReadOnlyChanged { on: true } => write!(f, "the property is only read"),
            Fact::ReadOnlyChanged { on: false } => write!(f, "the property is no longer only read"),
            Fact::CrateRenamed { old, new } => write!(
                f,
                "the crate was called `{}` and is called `{}`",
                plain(old),
                plain(new)
            ),
            Fact::Renamed {
                is_variant: true,
                old,
                new,
            } => write!(f, "the variant was called `{old}` and is called `{new}`"),
            Fact::Renamed { old, new, .. } => write!(f, "its Rust name was `{old}` and is `{new}`"),
            Fact::FieldTypeChanged { old, new, .. } => write!(f, "the property held `{old}` and holds `{new}`"),
            Fact::PresenceChanged { old, new, .. } => write!(f, "the property was {old} and is {new}"),
            Fact::AdditionalChanged { old, new } => write!(f, "unnamed properties held `{old}` and hold `{new}`"),
            Fact::VariantAdded { text, .. } => write!(f, "the value `{}` is new", plain(text)),
            Fact::VariantRemoved { text, now: None } => write!(f, "the value `{}` is gone", plain(text)),
            Fact::VariantRemoved { text, now: Some(now) } => {
                write!(
                    f,
                    "the value `{}` is gone, and its variant is `{}`",
                    plain(text),
                    plain(now)
                )
            }
            Fact::AlternativeAdded { name, .. } => write!(f, "the alternative `{name}` is new"),
            Fact::AlternativeRemoved { name, .. } => write!(f, "the alternative `{name}` is gone"),
            Fact::AlternativeChanged { name, old, new, .. } => {
                write!(f, "the alternative `{name}` held `{old}` and holds `{new}`")
            }
            Fact::OpennessChanged { open: true, .. } => {
                write!(f, "a value that is none of the alternatives is now kept")
            }
            Fact::OpennessChanged { open: false, .. } => {
                write!(f, "a value that is none of the alternatives is no longer kept")
            }
            Fact::OverlapChanged { on: true } => write!(f, "a value may be several of the alternatives at once"),
            Fact::OverlapChanged { on: false } => write!(f, "a value is one of the alternatives"),
            Fact::TagChanged { old, new } => {
                let name = |one: &Option<String>| list(&one.iter().cloned().collect::<Vec<_>>());
                write!(
                    f,
                    "the alternatives were told apart by {} and are by {}",
                    name(old),
                    name(new)
                )
            }
            Fact::TagValuesChanged { name, old, new } => {
                write!(
                    f,
                    "the alternative `{name}` was meant by {} and is by {}",
                    list(old),
                    list(new)
                )
            }
            Fact::ConstantChanged { old, new } => write!(f, "the constant was {} and is {}", value(old), value(new)),
            Fact::PatternChanged { old, new } => {
                write!(f, "the pattern was `{}` and is `{}`", plain(old), plain(new))
            }
            Fact::SecretChanged { secret: true } => write!(f, "the property is now a secret"),
            Fact::SecretChanged { secret: false } => write!(f, "the property is no longer a secret"),
            Fact::DefaultChanged { old, new, .. } => {
                write!(
                    f,
                    "the default was {} and is {}",
                    maybe(old.as_ref()),
                    maybe(new.as_ref())
                )
            }
            Fact::ExampleBroken { fault } => {
                write!(f, "the published example was valid and is not now: {}", plain(fault))
            }
            Fact::ConstraintChanged { keyword, old, new } => {
                let keyword = plain(if keyword.is_empty() { "the schema" } else { keyword });
                match (maybe(old.as_ref()), maybe(new.as_ref())) {
                    (old, new) if old == new => write!(f, "what `{keyword}` says, or refers to, has changed"),
                    (old, new) => write!(f, "`{keyword}` was {old} and is {new}"),
                }
            }
        }
    }
}
