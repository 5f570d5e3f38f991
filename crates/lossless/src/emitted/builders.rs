//! What builds a struct, and changes one.

/// The builder of a struct, and its setters on the struct, as [`object!`](macro@crate::object) says.
#[doc(hidden)]
#[macro_export]
macro_rules! builder {
    (
        $object:ty, $builder:ident $extra:ty, $how:ident $($left:literal)?;
        $($index:literal $field:ident $way:ident $set:ident [$($with:ident)?] $value:ty $(, $note:ident)?;)*
    ) => {
        #[doc = ::core::concat!(" Builds a [`", ::core::stringify!($object), "`].")]
        $(#[doc = ::core::concat!("\n Leave to the server what is read-only: ", $left, ".")])?
        #[derive(Clone)]
        pub struct $builder($crate::Builder<$object>);
        impl ::core::fmt::Debug for $builder {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                self.0.show(::core::stringify!($builder), f)
            }
        }
        impl $object {
            /// A builder: set what is required, and whatever else there is.
            #[inline]
            pub fn builder() -> $builder {
                $builder($crate::Builder::new())
            }
            /// A builder that has all of this set, to change some of it.
            #[inline]
            pub fn to_builder(&self) -> $builder {
                $builder($crate::Builder::of(::core::clone::Clone::clone(self)))
            }
            $($crate::with! { $field $way $set [$($with)?] $value $(, $note)? })*
        }
        impl $builder {
            $($crate::setter! { $how $set $index $field $way $value $(, $note)? })*
            /// Sets the properties that the schema does not name: an `Extra`, a map, pairs of names and values.
            pub fn extra(mut self, extra: impl $crate::builder::Properties<$extra>) -> Self {
                self.0.value.extra = $crate::builder::Properties::collected(extra);
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
            #[inline]
            pub fn build(self) -> ::core::result::Result<$object, $crate::MissingProperties> {
                self.0.build()
            }
        }
        impl $crate::set::Unbuilt for $builder {
            type Object = $object;
            type How = $crate::set::Asking;
            #[inline]
            fn unbuilt(self) -> $crate::Builder<$object> {
                self.0
            }
        }
    };
    (sure $object:ty, $builder:ident) => {
        impl $builder {
            /// The finished value.
            #[inline]
            pub fn build(self) -> $object {
                self.0.finish()
            }
        }
        impl $crate::set::Unbuilt for $builder {
            type Object = $object;
            type How = ();
            #[inline]
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
        /// Sets the property.
        $(#[doc = $crate::setter_note!($note)])?
        pub fn $field<__How>(mut self, value: impl $crate::set::Set<$value, __How>) -> Self {
            self.0.value.$field = $crate::property::$way::set(value, &mut self.0, $index);
            self
        }
    };
    (asking into $index:literal $field:ident $way:ident $value:ty $(, $note:ident)?) => {
        /// Sets the property.
        $(#[doc = $crate::setter_note!($note)])?
        pub fn $field(mut self, value: impl ::core::convert::Into<$value>) -> Self {
            self.0.value.$field = $crate::property::$way::into(value, &mut self.0, $index);
            self
        }
    };
    (asking same $index:literal $field:ident $way:ident $value:ty $(, $note:ident)?) => {
        /// Sets the property.
        $(#[doc = $crate::setter_note!($note)])?
        #[inline]
        pub fn $field(mut self, value: $value) -> Self {
            self.0.value.$field = $crate::property::$way::same(value, &mut self.0, $index);
            self
        }
    };
    (sure set $index:literal $field:ident $way:ident $value:ty $(, $note:ident)?) => {
        /// Sets the property.
        $(#[doc = $crate::setter_note!($note)])?
        pub fn $field<__How: $crate::set::Sure>(mut self, value: impl $crate::set::Set<$value, __How>) -> Self {
            self.0.value.$field = $crate::property::$way::to(value);
            self
        }
    };
    (sure into $index:literal $field:ident $way:ident $value:ty $(, $note:ident)?) => {
        /// Sets the property.
        $(#[doc = $crate::setter_note!($note)])?
        pub fn $field(mut self, value: impl ::core::convert::Into<$value>) -> Self {
            self.0.value.$field = $crate::property::$way::from(value);
            self
        }
    };
    (sure same $index:literal $field:ident $way:ident $value:ty $(, $note:ident)?) => {
        /// Sets the property.
        $(#[doc = $crate::setter_note!($note)])?
        #[inline]
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
        /// This with another value of the property.
        $(#[doc = $crate::setter_note!($note)])?
        pub fn $with<__How: $crate::set::Sure>(mut self, value: impl $crate::set::Set<$value, __How>) -> Self {
            self.$field = $crate::property::$way::to(value);
            self
        }
    };
    ($field:ident $way:ident into [$with:ident] $value:ty $(, $note:ident)?) => {
        /// This with another value of the property.
        $(#[doc = $crate::setter_note!($note)])?
        pub fn $with(mut self, value: impl ::core::convert::Into<$value>) -> Self {
            self.$field = $crate::property::$way::from(value);
            self
        }
    };
    ($field:ident $way:ident same [$with:ident] $value:ty $(, $note:ident)?) => {
        /// This with another value of the property.
        $(#[doc = $crate::setter_note!($note)])?
        #[inline]
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
