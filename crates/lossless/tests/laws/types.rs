//! A small type of each kind.

use lossless::serde::de::MapAccess;
use lossless::union::{self, Alternative, Buffered};
use lossless::{Const, Constant, Extra, Instance, Map, Maybe, Number, Open, Pattern, Value};

/// An object, from its properties: `index "name" field: type = way`.
macro_rules! object {
    ($object:ident[$required:literal] extra $extra:ty {
        $($index:literal $name:literal $field:ident: $type:ty = $way:ident),* $(,)?
    }) => {
        #[derive(Clone)]
        pub struct $object {
            $(pub $field: $type,)*
            pub extra: Extra<$extra>,
        }
        lossless::slots! { $object, stringify!($object), $extra, 1 [$required]; $($index $name $field $way;)* }
    };
}

object! { Cat[0b01] extra Value {
    0 "petType" pet_type: String = required,
    1 "lives" lives: Option<i64> = optional,
    2 "friend" friend: Option<Box<Pet>> = optional,
} }
object! { Dog[0b11] extra Value {
    0 "petType" pet_type: String = required,
    1 "barks" barks: bool = required,
} }
object! { Card[0b1] extra Value {
    0 "number" number: String = required,
    1 "name" name: Option<String> = optional,
} }
object! { Iban[0b1] extra Value {
    0 "number" number: String = required,
    1 "bank" bank: Option<i64> = optional,
} }
object! { Limits[0b1] extra Open<i64> {
    0 "daily" daily: i64 = required,
    1 "weekly" weekly: Option<i64> = optional,
} }
object! { Node[0b0] extra Value {
    0 "value" value: Option<i64> = optional,
    1 "next" next: Option<Box<Node>> = optional,
    2 "children" children: Option<Vec<Node>> = optional,
    3 "pet" pet: Option<Pet> = optional,
    4 "payment" payment: Option<Payment> = optional,
    5 "timeout" timeout: Option<Timeout> = optional,
} }
object! { Nulls[0b1] extra Value {
    0 "required" required: Option<String> = required,
    1 "maybe" maybe: Maybe<Vec<i64>> = maybe,
    2 "any" any: Option<Value> = optional_any,
    3 "optional" optional: Option<Map<Value>> = optional,
} }
object! { Numbers[0b0] extra Value {
    0 "number" number: Option<Number> = optional,
    1 "natural" natural: Option<u64> = optional,
    2 "wide" wide: Option<i128> = optional,
    3 "small" small: Option<Vec<i32>> = optional,
    4 "map" map: Option<Map<i64>> = optional,
} }
object! { Release[0b111] extra Value {
    0 "version" version: Version = required,
    1 "one" one: One = required,
    2 "shape" shape: Shape = required,
} }

/// A union with a discriminator.
#[derive(Clone)]
pub enum Pet {
    Cat(Cat),
    Dog(Box<Dog>),
    Unknown(Value),
}

impl lossless::Tagged for Pet {
    const NAME: &'static str = "Pet";
    const TAG: &'static str = "petType";
    fn read_alternative<'de, A: MapAccess<'de>>(tag: &str, buffered: Buffered, map: A) -> Result<Self, A::Error> {
        match tag {
            "cat" => union::resume::<Cat, A>(buffered, map).map(Self::Cat),
            "dog" => union::resume::<Box<Dog>, A>(buffered, map).map(Self::Dog),
            _ => union::unknown(buffered, map).map(Self::Unknown),
        }
    }
    fn blank() -> Self {
        Self::Unknown(Value::Null)
    }
}

/// An open union without a discriminator.
#[derive(Clone)]
pub enum Payment {
    Card(Card),
    Iban(Box<Iban>),
    Unknown(Value),
}

impl lossless::Untagged for Payment {
    const NAME: &'static str = "Payment";
    const ALTERNATIVES: &'static [Alternative<Self>] = &[
        Alternative {
            name: "Card",
            types: union::OBJECT,
            rule: "",
            read: |v| union::read::<Card>(v).map(Self::Card),
            unknown: <Card as Instance>::unknown_properties,
        },
        Alternative {
            name: "Iban",
            types: union::OBJECT,
            rule: "",
            read: |v| union::read::<Box<Iban>>(v).map(Self::Iban),
            unknown: <Box<Iban> as Instance>::unknown_properties,
        },
    ];
    fn unknown(value: Value) -> Option<Self> {
        Some(Self::Unknown(value))
    }
    fn blank() -> Self {
        Self::Unknown(Value::Null)
    }
}

/// A closed union: its alternatives are scalars.
#[derive(Clone)]
pub enum Timeout {
    Seconds(i64),
    Never(Never),
    Limits(Vec<i64>),
}

impl lossless::Untagged for Timeout {
    const NAME: &'static str = "Timeout";
    const ALTERNATIVES: &'static [Alternative<Self>] = &[
        Alternative {
            name: "Seconds",
            types: union::INTEGER,
            rule: "",
            read: |v| union::read::<i64>(v).map(Self::Seconds),
            unknown: <i64 as Instance>::unknown_properties,
        },
        Alternative {
            name: "Never",
            types: union::STRING,
            rule: "",
            read: |v| union::read::<Never>(v).map(Self::Never),
            unknown: <Never as Instance>::unknown_properties,
        },
        Alternative {
            name: "Limits",
            types: union::ARRAY,
            rule: "",
            read: |v| union::read::<Vec<i64>>(v).map(Self::Limits),
            unknown: <Vec<i64> as Instance>::unknown_properties,
        },
    ];
    fn unknown(_: Value) -> Option<Self> {
        None
    }
    fn blank() -> Self {
        Self::Seconds(0)
    }
}

macro_rules! constant {
    ($($constant:ident = $value:expr;)*) => { $(
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $constant;
        impl Const for $constant {
            const NAME: &'static str = stringify!($constant);
            const VALUE: Constant = $value;
        }
    )* };
}
constant! {
    Version = Constant::Text("v1");
    One = Constant::Integer(1);
    Shape = Constant::Json(r#"{"a": [1, 2.0]}"#);
    Never = Constant::Text("never");
}

/// Newtypes, one over an object.
#[derive(Clone, Debug)]
pub struct Tags(pub Vec<String>);
#[derive(Clone, Debug)]
pub struct Stray(pub Cat);

/// A string with a pattern.
#[derive(Clone, Debug)]
pub struct Did(String);

impl Pattern for Did {
    const NAME: &'static str = "Did";
    const PATTERN: &'static str = "^did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]$";
    fn from_unchecked(text: String) -> Self {
        Did(text)
    }
    fn as_str(&self) -> &str {
        &self.0
    }
    fn into_string(self) -> String {
        self.0
    }
}

lossless::tagged! { Pet }
lossless::untagged! { Payment, Timeout }
lossless::alternatives! { Pet: Cat, Dog, Unknown }
lossless::alternatives! { Payment: Card, Iban, Unknown }
lossless::alternatives! { Timeout: Seconds, Never, Limits }
lossless::constants! { Version, One, Shape, Never }
lossless::newtypes! { Tags(Vec<String>), Stray(Cat) }
lossless::patterns! { Did }
