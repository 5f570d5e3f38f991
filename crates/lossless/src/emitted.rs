//! What the generator says of a type, in as few words as it takes: what these macros make of it is the same for all types.

mod builders;
mod unions;

/// All of a struct: [`slots!`](macro@crate::slots) and [`builder!`](macro@crate::builder).
///
/// `object! { Pet "Pet" PetBuilder lossless::Value, 1 [0x1] asking; 0 "petName" pet_name required into [with_pet_name] String; }`: the
/// type, its name, that of its builder, what unknown properties are read into, the bits of the required properties in so many words,
/// whether a builder is `asking` for properties or `sure` to have all, where there are any the bits of the constants and of the
/// secrets, whether `Debug` hides all, and the fields to leave to the server, if there are any; then for each property its index, its
/// name, its field, the way in which the field holds it, a module of [`property`](crate::property), how it is set, the setter of the
/// struct, if it has one, what is set, and `read_only` where that is so.
///
/// A property is set to the `same` type, to what goes `into` it, or to what [`set`](crate::set) lists.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    (
        $object:ty, $type:literal $builder:ident $extra:ty, $words:literal [$($required:literal)*] $how:ident
        $(constants [$($constant:literal)*])? $(secrets [$($secret:literal)*])? $(secret $all:literal)? $($left:literal)?;
        $($index:literal $name:literal $field:ident $way:ident $set:ident [$($with:ident)?] $value:ty $(, $note:ident)?;)*
    ) => {
        $crate::slots! {
            $object, $type, $extra, $words [$($required)*]
            $(constants [$($constant)*])? $(secrets [$($secret)*])? $(secret $all)?; $($index $name $field $way;)*
        }
        $crate::builder! {
            $object, $builder $extra, $how $($left)?; $($index $field $way $set [$($with)?] $value $(, $note)?;)*
        }
    };
}

/// [`Object`](crate::Object) of a struct, and what follows from it, as [`object!`](macro@crate::object) says.
#[doc(hidden)]
#[macro_export]
macro_rules! slots {
    (
        $object:ty, $type:expr, $extra:ty, $words:literal [$($required:literal)*]
        $(constants [$($constant:literal)*])? $(secrets [$($secret:literal)*])? $(secret $all:literal)?;
        $($index:literal $name:literal $field:ident $way:ident;)*
    ) => {
        impl $crate::Object for $object {
            type Extra = $extra;
            type Seen = [u64; $words];
            const NAME: &'static str = $type;
            const PROPERTIES: &'static [&'static str] = &[$($name),*];
            const FIELDS: &'static str = ::core::stringify!($($field)*);
            const REQUIRED: [u64; $words] = [$($required),*];
            $(const CONSTANTS: [u64; $words] = [$($constant),*];)?
            $(const SECRETS: [u64; $words] = [$($secret),*];)?
            $(const SECRET: bool = $all;)?
            #[inline]
            fn index(name: &str) -> u16 {
                match name {
                    $($name => $index,)*
                    _ => $crate::UNKNOWN,
                }
            }
            #[inline]
            fn blank() -> Self {
                Self { $($field: $crate::property::$way::blank(),)* extra: $crate::Extra::new() }
            }
            fn read<'de, __A: $crate::serde::de::MapAccess<'de>>(
                &mut self,
                index: u16,
                map: &mut __A,
            ) -> ::core::result::Result<(), __A::Error> {
                match index {
                    $($index => $crate::property::$way::read(&mut self.$field, $name, &mut self.extra, map),)*
                    _ => ::core::result::Result::Ok(()),
                }
            }
            fn write<__M: $crate::serde::ser::SerializeMap>(&self, to: &mut $crate::property::Writing<'_, __M, $extra>) -> bool {
                true $(&& $crate::property::$way::write(&self.$field, $name, to))*
            }
            #[inline]
            fn field(&self, index: u16) -> &dyn $crate::Field {
                match index {
                    $($index => &self.$field,)*
                    _ => &self.extra,
                }
            }
            #[inline]
            fn extra(&self) -> &$crate::Extra<$extra> {
                &self.extra
            }
            #[inline]
            fn extra_mut(&mut self) -> &mut $crate::Extra<$extra> {
                &mut self.extra
            }
        }
        $crate::objects! { $object }
    };
}

/// [`Tuple`](crate::Tuple) of a struct, and what follows from it. `tuple! { Point "Point" bool, 2; 0 x item; 1 y maybe; }`: the
/// type, its name, what follows the positions, how many these are, and of each its field and how that holds the item, a module of
/// [`tuple`](mod@crate::tuple).
#[doc(hidden)]
#[macro_export]
macro_rules! tuple {
    ($tuple:ident $name:literal $rest:ty, $count:literal; $($position:literal $field:ident $way:ident;)*) => {
        impl $crate::Tuple for $tuple {
            const NAME: &'static str = $name;
            const LENGTH: usize = $count;
            type Rest = $rest;
            #[inline]
            fn blank() -> Self {
                Self { $($field: ::core::default::Default::default(),)* rest: ::std::vec::Vec::new() }
            }
            fn read<'de, __A: $crate::serde::de::SeqAccess<'de>>(
                &mut self,
                position: usize,
                items: &mut __A,
            ) -> ::core::result::Result<bool, __A::Error> {
                match position {
                    $($position => $crate::tuple::$way::read(&mut self.$field, items),)*
                    _ => ::core::result::Result::Ok(false),
                }
            }
            #[inline]
            fn has(&self, position: usize) -> bool {
                match position {
                    $($position => $crate::tuple::$way::has(&self.$field),)*
                    _ => false,
                }
            }
            fn write<__S: $crate::serde::ser::SerializeSeq>(
                &self,
                position: usize,
                items: &mut __S,
            ) -> ::core::result::Result<(), __S::Error> {
                match position {
                    $($position => $crate::tuple::$way::write(&self.$field, items),)*
                    _ => ::core::result::Result::Ok(()),
                }
            }
            #[inline]
            fn field(&self, position: usize) -> &dyn $crate::Field {
                match position {
                    $($position => &self.$field,)*
                    _ => &self.rest,
                }
            }
            #[inline]
            fn rest(&self) -> &[$rest] {
                &self.rest
            }
            #[inline]
            fn rest_mut(&mut self) -> &mut ::std::vec::Vec<$rest> {
                &mut self.rest
            }
        }
        $crate::tuples! { $tuple }
    };
}

/// [`IntegerEnumeration`](crate::IntegerEnumeration) of an enum, and what follows from it:
/// `integer_enumeration! { Level "Level"; Low -1; High 1; }`.
#[doc(hidden)]
#[macro_export]
macro_rules! integer_enumeration {
    ($enumeration:ident $name:literal; $($variant:ident $value:literal;)*) => {
        impl $crate::IntegerEnumeration for $enumeration {
            const NAME: &'static str = $name;
            const VALUES: &'static [i64] = &[$($value),*];
            #[inline]
            fn from_integer(value: i64) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    _ => Self::Unknown($crate::UnknownInteger::__new(value)),
                }
            }
            #[inline]
            fn as_integer(&self) -> i64 {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unknown(value) => value.get(),
                }
            }
            #[inline]
            fn is_unknown(&self) -> bool {
                ::core::matches!(self, Self::Unknown(_))
            }
        }
        impl $enumeration {
            /// The integer on the wire.
            #[inline]
            pub fn as_i64(&self) -> i64 {
                $crate::IntegerEnumeration::as_integer(self)
            }
        }
        $crate::integer_enumerations! { $enumeration }
    };
}

/// [`Enumeration`](crate::Enumeration) of an enum, and what follows from it: `enumeration! { Size "Size"; Small "S"; Large "L"; }`.
#[doc(hidden)]
#[macro_export]
macro_rules! enumeration {
    ($enumeration:ident $name:literal; $($variant:ident $text:literal;)*) => {
        impl $crate::Enumeration for $enumeration {
            const NAME: &'static str = $name;
            const VALUES: &'static [&'static str] = &[$($text),*];
            const KNOWN: &'static [Self] = &[$(Self::$variant),*];
            #[inline]
            fn from_text(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown($crate::Unknown::__new(text)),
                }
            }
            #[inline]
            fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text.as_str(),
                }
            }
            #[inline]
            fn is_unknown(&self) -> bool {
                ::core::matches!(self, Self::Unknown(_))
            }
        }
        $crate::enumerations! { $enumeration }
    };
}

/// `validate()` and `validate_with()` of types: `validated! { crate::SCHEMAS, "pet.json"; Pet "#/"; }`, each with the place of its schema in the document.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "validate")]
macro_rules! validated {
    ($schemas:path, $document:literal; $($name:ident $pointer:literal;)*) => { $(
        impl $name {
            /// Judges the value by the schema, exactly as its draft says.
            ///
            /// # Errors
            ///
            /// All violations, each with its place in the value.
            #[inline]
            pub fn validate(&self) -> ::core::result::Result<(), $crate::ValidationErrors> {
                $schemas.validate(::core::concat!($document, $pointer), self)
            }
            /// Judges as `validate()`, and by what the options ask for.
            ///
            /// # Errors
            ///
            /// As `validate()`.
            #[inline]
            pub fn validate_with(
                &self,
                options: $crate::ValidateOptions,
            ) -> ::core::result::Result<(), $crate::ValidationErrors> {
                $schemas.validate_with(::core::concat!($document, $pointer), self, options)
            }
        }
    )* };
}
