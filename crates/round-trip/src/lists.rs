//! The lists in which a generated crate's tests are written: a case a line, each a `#[test]`.

/// The text of a file in the crate's `tests` folder.
#[doc(hidden)]
#[macro_export]
macro_rules! __file {
    ($folder:literal, $name:expr) => {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/",
            $folder,
            "/",
            $name,
            ".json"
        ))
    };
}

/// Instances that read, come back equal, and then stay as they are: `name: Type;`, the instance being
/// `tests/instances/<name>.json`.
#[macro_export]
macro_rules! equal {
    ($($name:ident: $type:ty;)*) => { mod equal { $(
        #[test]
        fn $name() {
            let of = $crate::laws::Type::of::<$type>(stringify!($type));
            $crate::laws::equal(of, $crate::__file!("instances", stringify!($name)));
        }
    )* } };
}

/// Instances that do not read, and where: `name: Type, at ["/pointer"];`.
#[macro_export]
macro_rules! refused {
    ($($name:ident: $type:ty, at [$($at:literal),* $(,)?];)*) => { mod refused { $(
        #[test]
        fn $name() {
            let of = $crate::laws::Type::of::<$type>(stringify!($type));
            $crate::laws::refused(of, $crate::__file!("instances", stringify!($name)), &[$($at),*]);
        }
    )* } };
}

/// Valid edits of an instance, all of which come back equal: `name: Type = "instance";`, the edits being
/// `tests/edits/<name>.json`.
#[macro_export]
macro_rules! varied {
    ($($name:ident: $type:ty = $instance:literal;)*) => { mod varied { $(
        #[test]
        fn $name() {
            let of = $crate::laws::Type::of::<$type>(stringify!($type));
            let edits = $crate::__file!("edits", stringify!($name));
            $crate::laws::still_equal(of, $crate::__file!("instances", $instance), edits, "varied");
        }
    )* } };
}

/// Edits of an instance that a newer server may send, all of which come back equal: `name: Type = "instance";`.
#[macro_export]
macro_rules! evolved {
    ($($name:ident: $type:ty = $instance:literal;)*) => { mod evolved { $(
        #[test]
        fn $name() {
            let of = $crate::laws::Type::of::<$type>(stringify!($type));
            let edits = $crate::__file!("edits", stringify!($name));
            $crate::laws::still_equal(of, $crate::__file!("instances", $instance), edits, "evolved");
        }
    )* } };
}

/// Edits of an instance that have another shape, none of which reads: `name: Type = "instance";`.
#[macro_export]
macro_rules! reshaped {
    ($($name:ident: $type:ty = $instance:literal;)*) => { mod reshaped { $(
        #[test]
        fn $name() {
            let of = $crate::laws::Type::of::<$type>(stringify!($type));
            let edits = $crate::__file!("edits", stringify!($name));
            $crate::laws::reshaped(of, $crate::__file!("instances", $instance), edits);
        }
    )* } };
}

/// Edits of an instance that break a constraint: they come back equal, and `validate()`, with the feature on, names the
/// place: `name: Type = "instance";`.
#[macro_export]
macro_rules! broken {
    ($($name:ident: $type:ty = $instance:literal;)*) => { mod broken { $(
        #[test]
        fn $name() {
            let of = $crate::laws::Type::of::<$type>(stringify!($type));
            #[cfg(feature = "validate")]
            let validate: Option<$crate::laws::Validate> = Some(|text| {
                let value: $type = lossless::from_str(text)?;
                let violations = value.validate().err();
                let places = violations.iter().flatten().map(|violation| violation.instance_path.clone());
                Ok(places.collect())
            });
            #[cfg(not(feature = "validate"))]
            let validate = None;
            let edits = $crate::__file!("edits", stringify!($name));
            $crate::laws::broken(of, $crate::__file!("instances", $instance), edits, validate);
        }
    )* } };
}

/// Instances whose secrets do not show in `{:?}`: `name: Type = "instance";`.
#[macro_export]
macro_rules! secret {
    ($($name:ident: $type:ty = $instance:literal;)*) => { mod secret { $(
        #[test]
        fn $name() {
            let of = $crate::laws::Type::of::<$type>(stringify!($type));
            let edits = $crate::__file!("edits", stringify!($name));
            $crate::laws::secret(of, $crate::__file!("instances", $instance), edits);
        }
    )* } };
}

/// Values that a builder makes again from their parts: `name: Type = "instance", all [a, b], some [c];`, the fields of
/// `some` being those that hold an `Option` of what their setter takes.
#[macro_export]
macro_rules! built {
    ($($name:ident: $type:ty = $instance:literal, all [$($all:ident),*], some [$($some:ident),*];)*) => { mod built { $(
        #[test]
        fn $name() {
            let of = $crate::laws::Type::of::<$type>(stringify!($type));
            $crate::laws::built(of, $crate::__file!("instances", $instance), |value: &$type| {
                let builder = <$type>::builder().extra(value.extra.clone())$(.$all(value.$all.clone()))*;
                $(let builder = match value.$some.clone() {
                    Some(part) => builder.$some(part),
                    None => builder,
                };)*
                builder.build()
            });
        }
    )* } };
}
