//! What the generator says of a type, in as few words as it takes: what these macros make of it is the same for all types.

/// All of a struct: [`slots!`](crate::slots) and [`builder!`](crate::builder).
///
/// `object! { Pet "Pet" PetBuilder lossless::Value, 1 [0x1] asking; 0 "petName" pet_name required into [with_pet_name] String; }`: the
/// type, its name, that of its builder, what unknown properties are read into, the bits of the required properties in so many words,
/// whether a builder is `asking` for properties or `sure` to have all, where there are any the bits of the constants and of the
/// secrets, whether `Debug` hides all, and the fields to leave to the server, if there are any; then for each property its index, its
/// name, its field, the way in which the field holds it, a module of [`property`](crate::property), how it is set, the setter of the
/// struct, if it has one, what is set, and `read_only` where that is so.
///
/// A property is set to the `same` type, to what goes `into` it, or to what [`set`](crate::set) lists.
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

/// [`Object`](crate::Object) of a struct, and what follows from it, as [`object!`](crate::object) says.
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
            const FIELDS: &'static [&'static str] = &[$(::core::stringify!($field)),*];
            const REQUIRED: [u64; $words] = [$($required),*];
            $(const CONSTANTS: [u64; $words] = [$($constant),*];)?
            $(const SECRETS: [u64; $words] = [$($secret),*];)?
            $(const SECRET: bool = $all;)?
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
            fn field(&self, index: u16) -> &dyn $crate::Field {
                match index {
                    $($index => &self.$field,)*
                    _ => &self.extra,
                }
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

/// The builder of a struct, and its setters on the struct, as [`object!`](crate::object) says.
#[macro_export]
macro_rules! builder {
    (
        $object:ty, $builder:ident $extra:ty, $how:ident $($left:literal)?;
        $($index:literal $field:ident $way:ident $set:ident [$($with:ident)?] $value:ty $(, $note:ident)?;)*
    ) => {
        #[doc = ::core::concat!(" Builds a [`", ::core::stringify!($object), "`].")]
        $(#[doc = ::core::concat!("\n Leave to the server what is read-only: ", $left, ".")])?
        #[derive(Clone, Debug)]
        pub struct $builder($crate::Builder<$object>);
        impl $object {
            /// A builder: set what is required, and whatever else there is.
            pub fn builder() -> $builder {
                $builder($crate::Builder::new())
            }
            /// A builder that has all of this set, to change some of it.
            pub fn to_builder(&self) -> $builder {
                $builder($crate::Builder::of(::core::clone::Clone::clone(self)))
            }
            $($crate::with! { $field $way $set [$($with)?] $value $(, $note)? })*
        }
        impl $builder {
            $($crate::setter! { $how $set $index $field $way $value $(, $note)? })*
            /// Sets the properties that the schema does not name.
            pub fn extra(mut self, extra: $crate::Extra<$extra>) -> Self {
                self.0.value.extra = extra;
                self
            }
        }
        $crate::build! { $how $object, $builder }
    };
}

/// How a builder ends.
#[doc(hidden)]
#[macro_export]
macro_rules! build {
    (asking $object:ty, $builder:ident) => {
        impl $builder {
            /// The finished value; an error names every required property that was not set.
            pub fn build(self) -> ::core::result::Result<$object, $crate::MissingProperties> {
                self.0.build()
            }
        }
        impl $crate::set::Unbuilt for $builder {
            type Object = $object;
            type How = $crate::set::Asking;
            fn unbuilt(self) -> $crate::Builder<$object> {
                self.0
            }
        }
    };
    (sure $object:ty, $builder:ident) => {
        impl $builder {
            /// The finished value.
            pub fn build(self) -> $object {
                self.0.finish()
            }
        }
        impl $crate::set::Unbuilt for $builder {
            type Object = $object;
            type How = ();
            fn unbuilt(self) -> $crate::Builder<$object> {
                self.0
            }
        }
        $crate::defaults! { $object }
    };
}

/// A setter of a builder, which keeps account of the properties if it is `asking` for any.
#[doc(hidden)]
#[macro_export]
macro_rules! setter {
    (asking set $index:literal $field:ident $way:ident $value:ty $(, $note:ident)?) => {
        #[doc = ::core::concat!(" Sets `", ::core::stringify!($field), "`.")]
        $(#[doc = $crate::setter_note!($note)])?
        pub fn $field<__How>(mut self, value: impl $crate::set::Set<$value, __How>) -> Self {
            self.0.value.$field = $crate::property::$way::put($crate::set::Set::set(value, self.0.at($index)));
            self
        }
    };
    (asking into $index:literal $field:ident $way:ident $value:ty $(, $note:ident)?) => {
        #[doc = ::core::concat!(" Sets `", ::core::stringify!($field), "`.")]
        $(#[doc = $crate::setter_note!($note)])?
        pub fn $field(mut self, value: impl ::core::convert::Into<$value>) -> Self {
            self.0.at($index);
            self.0.value.$field = $crate::property::$way::put(::core::convert::Into::into(value));
            self
        }
    };
    (asking same $index:literal $field:ident $way:ident $value:ty $(, $note:ident)?) => {
        #[doc = ::core::concat!(" Sets `", ::core::stringify!($field), "`.")]
        $(#[doc = $crate::setter_note!($note)])?
        pub fn $field(mut self, value: $value) -> Self {
            self.0.at($index);
            self.0.value.$field = $crate::property::$way::put(value);
            self
        }
    };
    (sure set $index:literal $field:ident $way:ident $value:ty $(, $note:ident)?) => {
        #[doc = ::core::concat!(" Sets `", ::core::stringify!($field), "`.")]
        $(#[doc = $crate::setter_note!($note)])?
        pub fn $field<__How: $crate::set::Sure>(mut self, value: impl $crate::set::Set<$value, __How>) -> Self {
            self.0.value.$field = $crate::property::$way::put($crate::set::to(value));
            self
        }
    };
    (sure into $index:literal $field:ident $way:ident $value:ty $(, $note:ident)?) => {
        #[doc = ::core::concat!(" Sets `", ::core::stringify!($field), "`.")]
        $(#[doc = $crate::setter_note!($note)])?
        pub fn $field(mut self, value: impl ::core::convert::Into<$value>) -> Self {
            self.0.value.$field = $crate::property::$way::put(::core::convert::Into::into(value));
            self
        }
    };
    (sure same $index:literal $field:ident $way:ident $value:ty $(, $note:ident)?) => {
        #[doc = ::core::concat!(" Sets `", ::core::stringify!($field), "`.")]
        $(#[doc = $crate::setter_note!($note)])?
        pub fn $field(mut self, value: $value) -> Self {
            self.0.value.$field = $crate::property::$way::put(value);
            self
        }
    };
}

/// The same on the struct itself; a constant has none.
#[doc(hidden)]
#[macro_export]
macro_rules! with {
    ($field:ident $way:ident $set:ident [] $value:ty $(, $note:ident)?) => {};
    ($field:ident $way:ident set [$with:ident] $value:ty $(, $note:ident)?) => {
        #[doc = ::core::concat!(" This with another `", ::core::stringify!($field), "`.")]
        $(#[doc = $crate::setter_note!($note)])?
        pub fn $with<__How: $crate::set::Sure>(mut self, value: impl $crate::set::Set<$value, __How>) -> Self {
            self.$field = $crate::property::$way::put($crate::set::to(value));
            self
        }
    };
    ($field:ident $way:ident into [$with:ident] $value:ty $(, $note:ident)?) => {
        #[doc = ::core::concat!(" This with another `", ::core::stringify!($field), "`.")]
        $(#[doc = $crate::setter_note!($note)])?
        pub fn $with(mut self, value: impl ::core::convert::Into<$value>) -> Self {
            self.$field = $crate::property::$way::put(::core::convert::Into::into(value));
            self
        }
    };
    ($field:ident $way:ident same [$with:ident] $value:ty $(, $note:ident)?) => {
        #[doc = ::core::concat!(" This with another `", ::core::stringify!($field), "`.")]
        $(#[doc = $crate::setter_note!($note)])?
        pub fn $with(mut self, value: $value) -> Self {
            self.$field = $crate::property::$way::put(value);
            self
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
            fn field(&self, position: usize) -> &dyn $crate::Field {
                match position {
                    $($position => &self.$field,)*
                    _ => &self.rest,
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
            fn is_unknown(&self) -> bool {
                ::core::matches!(self, Self::Unknown(_))
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
            const KNOWN: &'static [Self] = &[$(Self::$variant),*];
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
            fn is_unknown(&self) -> bool {
                ::core::matches!(self, Self::Unknown(_))
            }
        }
        $crate::enumerations! { $enumeration }
    };
}

/// [`Tagged`](crate::Tagged) of an enum, and what follows from it. `tagged_union! { Pet "Pet" "kind" { .. } false; Cat: Cat = "cat" | "kitten"; }`:
/// its name, the property that decides, what else the trait asks for, whether `Debug` hides all, and for each alternative its type and the values that mean it.
#[macro_export]
macro_rules! tagged_union {
    ($union:ident $name:literal $tag:literal { $($items:tt)* } $secret:literal; $($variant:ident: $value:ty = $($text:literal)|+;)*) => {
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
        $crate::alternatives! { $union in $name $secret: $($variant,)* Unknown }
        $crate::tagged! { $union }
    };
}

/// [`Untagged`](crate::Untagged) of an enum, and what follows from it. `untagged_union! { Pet "Pet" Unknown { .. } false; Cat: Cat = OBJECT "rule"; }`:
/// its name, the variant of other values, what else the trait asks for, whether `Debug` hides all, then the alternatives, the most specific first, each with its type, its JSON types, and its rule.
#[macro_export]
macro_rules! untagged_union {
    ($union:ident $name:literal $($other:ident)? { $($items:tt)* } $secret:literal; $($variant:ident: $value:ty = $types:ident $rule:literal;)*) => {
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
        $crate::alternatives! { $union in $name $secret: $($variant,)* $($other)? }
        $crate::untagged! { $union }
    };
}

/// `From` for the types of a union that each stand for one alternative, and `TryFrom` of the union for these; an alternative is
/// held `plain` or `boxed`. `union_from! { Pet plain Cat(Cat) boxed Dog(Dog) }`.
#[macro_export]
macro_rules! union_from {
    ($union:ident $($how:ident $variant:ident($value:ty))*) => { $(
        impl ::core::convert::From<$value> for $union {
            fn from(value: $value) -> Self {
                Self::$variant($crate::held!($how put value))
            }
        }
    )* };
}

/// `TryFrom` of a union for the types that each stand for one alternative: the union comes back if it is another.
#[macro_export]
macro_rules! union_into {
    ($union:ident $($how:ident $variant:ident($value:ty))*) => { $(
        impl ::core::convert::TryFrom<$union> for $value {
            type Error = $union;
            fn try_from(value: $union) -> ::core::result::Result<Self, $union> {
                match value {
                    $union::$variant(value) => ::core::result::Result::Ok($crate::held!($how take value)),
                    other => ::core::result::Result::Err(other),
                }
            }
        }
    )* };
}

/// `From<&str>` of a union, one alternative of which is any text: `union_from_text! { Timeout Text }`.
#[macro_export]
macro_rules! union_from_text {
    ($union:ident $variant:ident) => {
        impl ::core::convert::From<&str> for $union {
            fn from(value: &str) -> Self {
                Self::$variant(::core::convert::Into::into(value))
            }
        }
    };
}

/// Methods for each alternative of a union: `union_methods! { Pet; plain Cat(Cat) is_cat into_cat as_cat; }`. The last is not there
/// where the union has it already.
#[macro_export]
macro_rules! union_methods {
    ($union:ident; $($how:ident $variant:ident($value:ty) $is:ident $into:ident $($as:ident)?;)*) => {
        impl $union { $(
            #[doc = ::core::concat!(" Whether it is `", ::core::stringify!($variant), "`.")]
            pub fn $is(&self) -> bool {
                ::core::matches!(self, Self::$variant(_))
            }
            $(
                #[doc = ::core::concat!(" What it holds, if it is `", ::core::stringify!($variant), "`.")]
                pub fn $as(&self) -> ::core::option::Option<&$value> {
                    match self {
                        Self::$variant(value) => ::core::option::Option::Some($crate::held!($how borrow value)),
                        _ => ::core::option::Option::None,
                    }
                }
            )?
            #[doc = ::core::concat!(" What it holds itself, if it is `", ::core::stringify!($variant), "`.")]
            pub fn $into(self) -> ::core::option::Option<$value> {
                match self {
                    Self::$variant(value) => ::core::option::Option::Some($crate::held!($how take value)),
                    _ => ::core::option::Option::None,
                }
            }
        )* }
    };
}

/// What an alternative holds, in its box or without one.
#[doc(hidden)]
#[macro_export]
macro_rules! held {
    (plain $what:ident $value:ident) => {
        $value
    };
    (boxed put $value:ident) => {
        ::std::boxed::Box::new($value)
    };
    (boxed borrow $value:ident) => {
        &**$value
    };
    (boxed take $value:ident) => {
        *$value
    };
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
