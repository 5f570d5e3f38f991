//! Which alternatives of unions a value holds, and where.

use lossless::serde::ser::{
    Error as _, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple,
    SerializeTupleStruct, Serializer,
};
use lossless::serde_json::{self, Error};

/// The struct as which serde_json writes a text that is JSON already.
const RAW: &str = "$serde_json::private::RawValue";

/// A union in a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Chosen {
    /// The JSON Pointer of the value that the union stands for.
    pub pointer: String,
    /// The union's path and its alternative, `shop::Pet::Cat`.
    pub alternative: &'static str,
}

/// The alternative of every union in a value, from the outside in.
///
/// # Panics
/// The value does not serialize as JSON does.
pub fn alternatives<T: Serialize>(value: &T) -> Vec<Chosen> {
    let mut found = Vec::new();
    let tracer = Tracer {
        pointer: String::new(),
        found: &mut found,
    };
    value.serialize(tracer).expect("a generated type writes itself");
    found
}

/// Goes where `serde_json` would write, and takes down the names of newtype structs that are alternatives.
struct Tracer<'a> {
    pointer: String,
    found: &'a mut Vec<Chosen>,
}

impl Tracer<'_> {
    fn below(&mut self, token: &str) -> Tracer<'_> {
        let token = token.replace('~', "~0").replace('/', "~1");
        Tracer {
            pointer: format!("{}/{token}", self.pointer),
            found: self.found,
        }
    }
}

macro_rules! nothing_inside {
    ($($method:ident $type:ty;)*) => { $(
        fn $method(self, _: $type) -> Result<(), Error> {
            Ok(())
        }
    )* };
}

impl<'a> Serializer for Tracer<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Inside<'a>;
    type SerializeTuple = Inside<'a>;
    type SerializeTupleStruct = Inside<'a>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Inside<'a>;
    type SerializeStruct = Inside<'a>;
    type SerializeStructVariant = Impossible<(), Error>;

    nothing_inside! {
        serialize_bool bool; serialize_i8 i8; serialize_i16 i16; serialize_i32 i32; serialize_i64 i64; serialize_i128 i128;
        serialize_u8 u8; serialize_u16 u16; serialize_u32 u32; serialize_u64 u64; serialize_u128 u128;
        serialize_f32 f32; serialize_f64 f64; serialize_char char; serialize_str &str; serialize_bytes &[u8];
    }
    fn serialize_none(self) -> Result<(), Error> {
        Ok(())
    }
    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), Error> {
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        Ok(())
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<(), Error> {
        Ok(())
    }
    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, name: &'static str, value: &T) -> Result<(), Error> {
        if name.contains("::") {
            self.found.push(Chosen {
                pointer: self.pointer.clone(),
                alternative: name,
            });
        }
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let mut tracer = self;
        value.serialize(tracer.below(variant))
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'a>, Error> {
        Ok(Inside {
            tracer: self,
            index: 0,
            name: String::new(),
        })
    }
    fn serialize_tuple(self, _: usize) -> Result<Inside<'a>, Error> {
        self.serialize_seq(None)
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Inside<'a>, Error> {
        self.serialize_seq(None)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Error>, Error> {
        Err(Error::custom("no generated type is a tuple variant"))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Inside<'a>, Error> {
        self.serialize_seq(None)
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Inside<'a>, Error> {
        self.serialize_seq(None)
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Error>, Error> {
        Err(Error::custom("no generated type is a struct variant"))
    }
}

/// The items or properties of a value.
struct Inside<'a> {
    tracer: Tracer<'a>,
    index: usize,
    name: String,
}

impl Inside<'_> {
    fn item<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Error> {
        let token = self.index.to_string();
        self.index += 1;
        value.serialize(self.tracer.below(&token))
    }
}

impl SerializeSeq for Inside<'_> {
    type Ok = ();
    type Error = Error;
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Error> {
        self.item(value)
    }
    fn end(self) -> Result<(), Error> {
        Ok(())
    }
}

impl SerializeTuple for Inside<'_> {
    type Ok = ();
    type Error = Error;
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Error> {
        self.item(value)
    }
    fn end(self) -> Result<(), Error> {
        Ok(())
    }
}

impl SerializeTupleStruct for Inside<'_> {
    type Ok = ();
    type Error = Error;
    fn serialize_field<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Error> {
        self.item(value)
    }
    fn end(self) -> Result<(), Error> {
        Ok(())
    }
}

impl SerializeMap for Inside<'_> {
    type Ok = ();
    type Error = Error;
    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), Error> {
        let key = serde_json::to_value(key)?;
        self.name = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
        Ok(())
    }
    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Error> {
        let name = std::mem::take(&mut self.name);
        value.serialize(self.tracer.below(&name))
    }
    fn end(self) -> Result<(), Error> {
        Ok(())
    }
}

impl SerializeStruct for Inside<'_> {
    type Ok = ();
    type Error = Error;
    fn serialize_field<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        if name == RAW {
            // As serde_json's writer does: a number of any size comes as its text, and as nothing else.
            return match serde_json::to_value(value)? {
                serde_json::Value::String(_) => Ok(()),
                _ => Err(Error::custom("a text is due")),
            };
        }
        value.serialize(self.tracer.below(name))
    }
    fn end(self) -> Result<(), Error> {
        Ok(())
    }
}
