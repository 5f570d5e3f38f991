/// What transparent newtypes have: reading, writing, equality and hash of the inner type, `Deref`, `DerefMut`, conversion from
/// it: `newtypes! { Tags(Vec<Tag>), Id(String) }`.
#[doc(hidden)]
#[macro_export]
macro_rules! newtypes {
    ($($newtype:ident($inner:ty)),* $(,)?) => { $(
        impl $crate::serde::Serialize for $newtype {
            fn serialize<__S: $crate::serde::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                <$inner as $crate::Instance>::write(&self.0, serializer)
            }
        }
        impl<'de> $crate::serde::Deserialize<'de> for $newtype {
            fn deserialize<__D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                <$inner as $crate::Instance>::read(deserializer).map($newtype)
            }
        }
        impl $crate::Instance for $newtype {
            type Kind = $crate::Plain;
            const TYPES: $crate::union::Types = <$inner as $crate::Instance>::TYPES;
            #[inline]
            fn blank() -> Self {
                $newtype(<$inner as $crate::Instance>::blank())
            }
            fn read<'de, __D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                <$inner as $crate::Instance>::read(deserializer).map($newtype)
            }
            #[inline]
            fn unknown_properties(value: $crate::Cursor<'_>) -> usize {
                <$inner as $crate::Instance>::unknown_properties(value)
            }
            fn resume<'de, __A: $crate::serde::de::MapAccess<'de>>(
                buffered: $crate::union::Buffered,
                map: __A,
            ) -> ::core::result::Result<Self, __A::Error> {
                <$inner as $crate::Instance>::resume(buffered, map).map($newtype)
            }
            #[inline]
            fn note_unknowns(&self, walk: &mut $crate::unknowns::Walk) {
                $crate::Instance::note_unknowns(&self.0, walk)
            }
        }
        impl $newtype {
            /// What is inside.
            #[inline]
            pub fn into_inner(self) -> $inner {
                self.0
            }
        }
        impl ::core::cmp::PartialEq for $newtype {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::Instance::same(&self.0, &other.0)
            }
        }
        impl ::core::cmp::Eq for $newtype {}
        impl ::core::hash::Hash for $newtype {
            fn hash<__H: ::core::hash::Hasher>(&self, state: &mut __H) {
                $crate::Instance::digest(&self.0, state)
            }
        }
        impl ::core::ops::Deref for $newtype {
            type Target = $inner;
            #[inline]
            fn deref(&self) -> &$inner {
                &self.0
            }
        }
        impl ::core::ops::DerefMut for $newtype {
            #[inline]
            fn deref_mut(&mut self) -> &mut $inner {
                &mut self.0
            }
        }
        impl ::core::convert::From<$inner> for $newtype {
            #[inline]
            fn from(inner: $inner) -> Self {
                $newtype(inner)
            }
        }
    )* };
}
