//! The lists in which a generated crate's tests are written: a type a line, each of its laws a `#[test]`.

/// The tests of the types of one schema document: `name: Type, law law law;`, below the name of the file
/// `tests/evidence/<file>.jsonl` that holds the instances and edits of all of them, each type's below its name.
///
/// | law | what it says |
/// |---|---|
/// | `equal` | the instances read, come back equal, and then stay as they are |
/// | `refused` | the instances do not read, and the error names the place |
/// | `varied` | so do valid edits: each value, alternative and bound that the schema names |
/// | `chosen` | the unions of both are read into alternatives that the values are valid under |
/// | `evolved` | so do edits that a newer server may send |
/// | `reshaped` | edits of another shape do not read |
/// | `broken` | edits that break a constraint come back equal, and `validate()`, with the feature on, names the place |
/// | `secret` | no secret shows in `{:?}` |
/// | `built [a, b] [c]` | a builder makes the same value; the fields of the second list hold an `Option` of what their setter takes |
#[macro_export]
macro_rules! evidence {
    ($file:ident $($name:ident: $type:ty, $($law:ident $([$($all:ident),*] [$($some:ident),*])?)*;)*) => {
        mod $file {
            static EVIDENCE: $crate::laws::Evidence = $crate::laws::Evidence::new(
                concat!("tests/evidence/", stringify!($file), ".jsonl"),
                include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/evidence/", stringify!($file), ".jsonl")),
            );
            $( mod $name {
                static OF: $crate::laws::Type<'static> =
                    $crate::laws::Type::of::<$type>(stringify!($type), stringify!($name), &super::EVIDENCE);
                $($crate::__law!($law: $type $(, [$($all),*] [$($some),*])?);)*
            } )*
        }
    };
}

/// The test of one law of a type.
#[doc(hidden)]
#[macro_export]
macro_rules! __law {
    (broken: $type:ty) => {
        #[test]
        fn broken() {
            #[cfg(feature = "validate")]
            let validate: Option<$crate::laws::Validate> = Some(|text| {
                let value: $type = lossless::from_str(text)?;
                let violations = value.validate().err();
                let places = violations.iter().flatten().map(|violation| violation.instance_path.clone());
                Ok(places.collect())
            });
            #[cfg(not(feature = "validate"))]
            let validate = None;
            $crate::laws::broken(OF, validate);
        }
    };
    (built: $type:ty, [$($all:ident),*] [$($some:ident),*]) => {
        #[test]
        fn built() {
            $crate::laws::built(OF, |from, into| $crate::laws::rebuilt(from, into, |value: &$type| {
                let builder = <$type>::builder().extra(value.extra.clone())$(.$all(value.$all.clone()))*;
                $(let builder = match value.$some.clone() {
                    Some(part) => builder.$some(part),
                    None => builder,
                };)*
                lossless::builder::Finished::finished(builder.build())
            }));
        }
    };
    (chosen: $type:ty) => {
        #[test]
        fn chosen() {
            $crate::laws::chosen(OF, $crate::laws::choose::<$type>);
        }
    };
    (secret: $type:ty) => {
        #[test]
        fn secret() {
            $crate::laws::secret(OF, $crate::laws::show::<$type>);
        }
    };
    ($law:ident: $type:ty) => {
        #[test]
        fn $law() {
            $crate::laws::$law(OF);
        }
    };
}
