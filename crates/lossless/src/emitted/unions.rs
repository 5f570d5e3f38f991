//! Unions, and the way from an alternative to its union and back.

/// [`Tagged`](crate::Tagged) of an enum, and what follows from it. `tagged_union! { Pet "Pet" "kind" { .. } false; Cat: Cat = "cat" | "kitten"; }`:
/// its name, the property that decides, what else the trait asks for, whether `Debug` hides all, and for each alternative its type and the values that mean it.
#[doc(hidden)]
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
            #[inline]
            fn known(tag: &str) -> ::core::option::Option<&'static str> {
                match tag {
                    $($($text => ::core::option::Option::Some($text),)+)*
                    _ => ::core::option::Option::None,
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
#[doc(hidden)]
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
            #[inline]
            fn places() -> ::core::option::Option<&'static $crate::union::Places> {
                static PLACES: $crate::union::Places = $crate::union::Places::new();
                ::core::option::Option::Some(&PLACES)
            }
            $($items)*
        }
        $crate::alternatives! { $union in $name $secret: $($variant,)* $($other)? }
        $crate::untagged! { $union }
    };
}

/// `From` for the types of a union that each stand for one alternative, and `TryFrom` of the union for these; an alternative is
/// held `plain` or `boxed`. `union_from! { Pet plain Cat(Cat) boxed Dog(Dog) }`.
#[doc(hidden)]
#[macro_export]
macro_rules! union_from {
    ($union:ident $($how:ident $variant:ident($value:ty))*) => { $(
        impl ::core::convert::From<$value> for $union {
            #[inline]
            fn from(value: $value) -> Self {
                Self::$variant($crate::held!($how put value))
            }
        }
    )* };
}

/// `TryFrom` of a union for the types that each stand for one alternative: the union comes back if it is another.
#[doc(hidden)]
#[macro_export]
macro_rules! union_into {
    ($union:ident $($how:ident $variant:ident($value:ty))*) => { $(
        impl ::core::convert::TryFrom<$union> for $value {
            type Error = $union;
            #[inline]
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
#[doc(hidden)]
#[macro_export]
macro_rules! union_from_text {
    ($union:ident $variant:ident) => {
        impl ::core::convert::From<&str> for $union {
            #[inline]
            fn from(value: &str) -> Self {
                Self::$variant(::core::convert::Into::into(value))
            }
        }
    };
}

/// Methods for each alternative of a union: `union_methods! { Pet; plain Cat(Cat) is_cat into_cat as_cat; }`. The last is not there
/// where the union has it already.
#[doc(hidden)]
#[macro_export]
macro_rules! union_methods {
    ($union:ident; $($how:ident $variant:ident($value:ty) $is:ident $into:ident $($as:ident)?;)*) => {
        impl $union { $(
            #[doc = ::core::concat!(" Whether it is `", ::core::stringify!($variant), "`.")]
            #[inline]
            pub fn $is(&self) -> bool {
                ::core::matches!(self, Self::$variant(_))
            }
            $(
                #[doc = ::core::concat!(" What it holds, if it is `", ::core::stringify!($variant), "`.")]
                #[inline]
                pub fn $as(&self) -> ::core::option::Option<&$value> {
                    match self {
                        Self::$variant(value) => ::core::option::Option::Some($crate::held!($how borrow value)),
                        _ => ::core::option::Option::None,
                    }
                }
            )?
            #[doc = ::core::concat!(" What it holds itself, if it is `", ::core::stringify!($variant), "`.")]
            #[inline]
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
