//! What the generator says of a type, in as few words as it takes: what these macros make of it is the same for all types.

/// All of a struct: [`slots!`](crate::slots) and [`builder!`](crate::builder).
///
/// `object! { Pet "Pet" PetBuilder lossless::Value, 1 [0x1] []; 0 "petName" pet_name required String; }`: the type, its name, that
/// of its builder, what unknown properties are read into, the bits of the required properties in so many words, the constants,
/// which a builder sets itself, and the fields to leave to the server, if there are any; then for each property its index, its
/// name, its field, the way in which the field holds it, a module of [`property`](crate::property), what the setter takes, and
/// `read_only` where that is so.
#[macro_export]
macro_rules! object {
    (
        $object:ty, $type:literal $builder:ident $extra:ty, $words:literal [$($required:literal)*] [$($constant:literal)*] $($left:literal)?;
        $($index:literal $name:literal $field:ident $way:ident $value:ty $(, $note:ident)?;)*
    ) => {
        $crate::slots! { $object, $type, $extra, $words [$($required)*]; $($index $name $field $way;)* }
        $crate::builder! { $object, $builder $extra, [$($constant)*] $($left)?; $($index $name $field $way $value $(, $note)?;)* }
    };
}

/// [`Object`](crate::Object) of a struct, and what follows from it, as [`object!`](crate::object) says.
#[macro_export]
macro_rules! slots {
    (
        $object:ty, $type:expr, $extra:ty, $words:literal [$($required:literal)*];
        $($index:literal $name:literal $field:ident $way:ident;)*
    ) => {
        impl $crate::Object for $object {
            type Extra = $extra;
            type Seen = [u64; $words];
            const NAME: &'static str = $type;
            const PROPERTIES: &'static [&'static str] = &[$($name),*];
            const REQUIRED: [u64; $words] = [$($required),*];
            fn index(name: &str) -> u16 {
                match name {
                    $($name => $index,)*
                    _ => $crate::UNKNOWN,
                }
            }
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
            fn write<__M: $crate::serde::ser::SerializeMap>(&self, map: &mut __M) -> ::core::result::Result<(), __M::Error> {
                $($crate::property::$way::write(&self.$field, $name, &self.extra, map)?;)*
                self.extra.write(map, <Self as $crate::Object>::index)
            }
            fn extra(&self) -> &$crate::Extra<$extra> {
                &self.extra
            }
            fn extra_mut(&mut self) -> &mut $crate::Extra<$extra> {
                &mut self.extra
            }
        }
        $crate::objects! { $object }
    };
}

/// The builder of a struct, as [`object!`](crate::object) says.
#[macro_export]
macro_rules! builder {
    (
        $object:ty, $builder:ident $extra:ty, [$($constant:literal)*] $($left:literal)?;
        $($index:literal $name:literal $field:ident $way:ident $value:ty $(, $note:ident)?;)*
    ) => {
        #[doc = ::core::concat!(" Builds a [`", ::core::stringify!($object), "`].")]
        $(#[doc = ::core::concat!("\n Leave to the server what is read-only: ", $left, ".")])?
        #[derive(Clone, Debug)]
        pub struct $builder($crate::Builder<$object>);
        impl $object {
            /// A builder: set what is required, and whatever else there is.
            pub fn builder() -> $builder {
                $builder($crate::Builder::with(&[$($constant),*]))
            }
        }
        impl $builder {
            $(
                #[doc = ::core::concat!(" Sets `", ::core::stringify!($field), "`.")]
                $(#[doc = $crate::setter_note!($note)])?
                pub fn $field(mut self, value: impl ::core::convert::Into<$value>) -> Self {
                    self.0.value.$field = $crate::property::$way::put(value);
                    self.0.mark($index);
                    self
                }
            )*
            /// Sets the properties that the schema does not name.
            pub fn extra(mut self, extra: $crate::Extra<$extra>) -> Self {
                self.0.value.extra = extra;
                self
            }
            /// The finished value; an error names every required property that was not set.
            pub fn build(self) -> ::core::result::Result<$object, $crate::MissingProperties> {
                self.0.build()
            }
        }
    };
}

/// What the documentation of a setter adds.
#[doc(hidden)]
#[macro_export]
macro_rules! setter_note {
    (read_only) => {
        "\n Read-only: leave it to the server."
    };
}

/// [`Tuple`](crate::Tuple) of a struct, and what follows from it. `tuple! { Point "Point" bool, 2; 0 x item; 1 y maybe; }`: the
/// type, its name, what follows the positions, how many these are, and of each its field and how that holds the item, a module of
/// [`tuple`](crate::tuple).
#[macro_export]
macro_rules! tuple {
    ($tuple:ident $name:literal $rest:ty, $count:literal; $($position:literal $field:ident $way:ident;)*) => {
        impl $crate::Tuple for $tuple {
            const NAME: &'static str = $name;
            const LENGTH: usize = $count;
            type Rest = $rest;
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
            fn rest(&self) -> &[$rest] {
                &self.rest
            }
            fn rest_mut(&mut self) -> &mut ::std::vec::Vec<$rest> {
                &mut self.rest
            }
        }
        $crate::tuples! { $tuple }
    };
}

/// [`IntegerEnumeration`](crate::IntegerEnumeration) of an enum, and what follows from it:
/// `integer_enumeration! { Level "Level"; Low -1; High 1; }`.
#[macro_export]
macro_rules! integer_enumeration {
    ($enumeration:ident $name:literal; $($variant:ident $value:literal;)*) => {
        impl $crate::IntegerEnumeration for $enumeration {
            const NAME: &'static str = $name;
            const VALUES: &'static [i64] = &[$($value),*];
            fn from_integer(value: i64) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    _ => Self::Unknown($crate::UnknownInteger::__new(value)),
                }
            }
            fn as_integer(&self) -> i64 {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unknown(value) => value.get(),
                }
            }
        }
        impl $enumeration {
            /// The integer on the wire.
            pub fn as_i64(&self) -> i64 {
                $crate::IntegerEnumeration::as_integer(self)
            }
        }
        $crate::integer_enumerations! { $enumeration }
    };
}

/// [`Enumeration`](crate::Enumeration) of an enum, and what follows from it: `enumeration! { Size "Size"; Small "S"; Large "L"; }`.
#[macro_export]
macro_rules! enumeration {
    ($enumeration:ident $name:literal; $($variant:ident $text:literal;)*) => {
        impl $crate::Enumeration for $enumeration {
            const NAME: &'static str = $name;
            const VALUES: &'static [&'static str] = &[$($text),*];
            fn from_text(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown($crate::Unknown::__new(text)),
                }
            }
            fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text.as_str(),
                }
            }
        }
        impl $enumeration {
            /// The text on the wire.
            pub fn as_str(&self) -> &str {
                $crate::Enumeration::as_str(self)
            }
        }
        $crate::enumerations! { $enumeration }
    };
}

/// [`Tagged`](crate::Tagged) of an enum, and what follows from it. `tagged_union! { Pet "Pet" "kind" { .. }; Cat: Cat = "cat" | "kitten"; }`:
/// its name, the property that decides, what else the trait asks for, and for each alternative its type and the values that mean it.
#[macro_export]
macro_rules! tagged_union {
    ($union:ident $name:literal $tag:literal { $($items:tt)* }; $($variant:ident: $value:ty = $($text:literal)|+;)*) => {
        impl $crate::Tagged for $union {
            const NAME: &'static str = $name;
            const TAG: &'static str = $tag;
            fn read_alternative<'de, __A: $crate::serde::de::MapAccess<'de>>(
                tag: &str,
                buffered: $crate::union::Buffered,
                map: __A,
            ) -> ::core::result::Result<Self, __A::Error> {
                match tag {
                    $($($text)|+ => $crate::union::resume::<$value, __A>(buffered, map).map(Self::$variant),)*
                    _ => $crate::union::unknown(buffered, map).map(Self::Unknown),
                }
            }
            $($items)*
        }
        $crate::union_serialize! { $union in $name: $($variant,)* Unknown }
        $crate::tagged! { $union }
    };
}

/// [`Untagged`](crate::Untagged) of an enum, and what follows from it. `untagged_union! { Pet "Pet" Unknown { .. }; Cat: Cat = OBJECT "rule"; }`:
/// its name, the variant of other values, what else the trait asks for, then the alternatives, the most specific first, each with its type, its JSON types, and its rule.
#[macro_export]
macro_rules! untagged_union {
    ($union:ident $name:literal $($other:ident)? { $($items:tt)* }; $($variant:ident: $value:ty = $types:ident $rule:literal;)*) => {
        impl $crate::Untagged for $union {
            const NAME: &'static str = $name;
            const ALTERNATIVES: &'static [$crate::union::Alternative<Self>] = &[$($crate::union::Alternative {
                name: ::core::stringify!($variant),
                types: $crate::union::$types,
                rule: $rule,
                read: |value| $crate::union::read::<$value>(value).map(Self::$variant),
                unknown: <$value as $crate::Instance>::unknown_properties,
            }),*];
            $($items)*
        }
        $crate::union_serialize! { $union in $name: $($variant,)* $($other)? }
        $crate::untagged! { $union }
    };
}

/// `From` for the types of a union that each stand for one alternative: `union_from! { Pet Cat(Cat) Dog(Dog) }`.
#[macro_export]
macro_rules! union_from {
    ($union:ident $($variant:ident($value:ty))*) => { $(
        impl ::core::convert::From<$value> for $union {
            fn from(value: $value) -> Self {
                Self::$variant(value)
            }
        }
    )* };
}

/// `validate()` and `validate_with()` of types: `validated! { crate::SCHEMAS, "pet.json"; Pet "#/"; }`, each with the place of its schema in the document.
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
            pub fn validate(&self) -> ::core::result::Result<(), $crate::ValidationErrors> {
                $schemas.validate(::core::concat!($document, $pointer), self)
            }
            /// Judges as `validate()`, and by what the options ask for.
            ///
            /// # Errors
            ///
            /// As `validate()`.
            pub fn validate_with(
                &self,
                options: $crate::ValidateOptions,
            ) -> ::core::result::Result<(), $crate::ValidationErrors> {
                $schemas.validate_with(::core::concat!($document, $pointer), self, options)
            }
        }
    )* };
}
