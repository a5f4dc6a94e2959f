//! How the inbox writes what it says to the server: JSON by serde, in little code.
//!
//! It writes what `serde_json` writes. That one brings a table for writing fractions which is larger than all that the
//! inbox ever says, and an error with a text for each thing that can't happen here.

#[cfg(feature = "hydrate")]
#[path = "write/here.rs"]
mod fraction;
#[cfg(not(feature = "hydrate"))]
#[path = "write/there.rs"]
mod fraction;

use serde::ser::{
    Error, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant, Serializer,
};
use std::fmt::{self, Write};

/// Something has no form in JSON. What the inbox sends always has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unwritable;

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this can't be sent")
    }
}

impl std::error::Error for Unwritable {}

impl Error for Unwritable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// `value` as JSON.
///
/// # Errors
/// Where JSON has no form for it.
pub fn write<T: Serialize>(value: &T) -> Result<String, Unwritable> {
    let mut out = String::new();
    value.serialize(Writer(&mut out))?;
    Ok(out)
}

type Written = Result<(), Unwritable>;

struct Writer<'a>(&'a mut String);

impl Writer<'_> {
    fn text(self, text: &str) {
        self.0.push('"');
        for letter in text.chars() {
            match letter {
                '"' => self.0.push_str("\\\""),
                '\\' => self.0.push_str("\\\\"),
                '\n' => self.0.push_str("\\n"),
                // Writing to a string can't fail.
                '\0'..='\x1f' => drop(write!(self.0, "\\u{:04x}", u32::from(letter))),
                _ => self.0.push(letter),
            }
        }
        self.0.push('"');
    }

    fn word(self, word: &str) -> Written {
        self.0.push_str(word);
        Ok(())
    }

    /// `{"name":`, for what stands under the name of a variant.
    fn under(self, name: &str) -> Self {
        self.0.push('{');
        Writer(self.0).text(name);
        self.0.push(':');
        self
    }
}

impl<'a> Writer<'a> {
    fn several(self, open: char, close: &'static str) -> Several<'a> {
        self.0.push(open);
        Several { out: self.0, is_first: true, close }
    }
}

/// What stands between brackets.
struct Several<'a> {
    out: &'a mut String,
    is_first: bool,
    close: &'static str,
}

impl Several<'_> {
    /// Where the next one is written.
    fn next(&mut self) -> Writer<'_> {
        if !std::mem::replace(&mut self.is_first, false) {
            self.out.push(',');
        }
        Writer(self.out)
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        value.serialize(self.next())
    }

    fn field<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Written {
        self.next().text(key);
        self.value(value)
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.out.push(':');
        value.serialize(Writer(self.out))
    }

    fn over(self) -> Written {
        Writer(self.out).word(self.close)
    }
}

macro_rules! wholes {
    ($($name:ident: $type:ty as $wide:ty => $writer:ident),* $(,)?) => {$(
        fn $name(self, it: $type) -> Written {
            self.$writer(<$wide>::from(it))
        }
    )*};
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Several<'a>;
    type SerializeTuple = Several<'a>;
    type SerializeTupleStruct = Several<'a>;
    type SerializeTupleVariant = Several<'a>;
    type SerializeMap = Several<'a>;
    type SerializeStruct = Several<'a>;
    type SerializeStructVariant = Several<'a>;

    wholes! {
        serialize_i8: i8 as i64 => serialize_i64,
        serialize_i16: i16 as i64 => serialize_i64,
        serialize_i32: i32 as i64 => serialize_i64,
        serialize_u8: u8 as u64 => serialize_u64,
        serialize_u16: u16 as u64 => serialize_u64,
        serialize_u32: u32 as u64 => serialize_u64,
    }

    fn serialize_i64(self, it: i64) -> Written {
        self.word(&it.to_string())
    }
    fn serialize_u64(self, it: u64) -> Written {
        self.word(&it.to_string())
    }
    fn serialize_f32(self, it: f32) -> Written {
        self.serialize_f64(f64::from(it))
    }
    fn serialize_f64(self, it: f64) -> Written {
        if it.is_finite() { self.word(&fraction::fraction(it)) } else { self.word("null") }
    }
    fn serialize_bool(self, it: bool) -> Written {
        self.word(if it { "true" } else { "false" })
    }
    fn serialize_char(self, it: char) -> Written {
        self.text(it.encode_utf8(&mut [0; 4]));
        Ok(())
    }
    fn serialize_str(self, it: &str) -> Written {
        self.text(it);
        Ok(())
    }
    fn serialize_bytes(self, it: &[u8]) -> Written {
        it.serialize(self)
    }
    fn serialize_none(self) -> Written {
        self.word("null")
    }
    fn serialize_some<T: Serialize + ?Sized>(self, it: &T) -> Written {
        it.serialize(self)
    }
    fn serialize_unit(self) -> Written {
        self.word("null")
    }
    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.word("null")
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Written {
        self.serialize_str(name)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, it: &T) -> Written {
        it.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, name: &'static str, it: &T) -> Written {
        let under = self.under(name);
        it.serialize(Writer(under.0))?;
        under.word("}")
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Several<'a>, Unwritable> {
        Ok(self.several('[', "]"))
    }
    fn serialize_tuple(self, _: usize) -> Result<Several<'a>, Unwritable> {
        Ok(self.several('[', "]"))
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Several<'a>, Unwritable> {
        Ok(self.several('[', "]"))
    }
    fn serialize_tuple_variant(self, _: &'static str, _: u32, name: &'static str, _: usize) -> Result<Several<'a>, Unwritable> {
        Ok(self.under(name).several('[', "]}"))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Several<'a>, Unwritable> {
        Ok(self.several('{', "}"))
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Several<'a>, Unwritable> {
        Ok(self.several('{', "}"))
    }
    fn serialize_struct_variant(self, _: &'static str, _: u32, name: &'static str, _: usize) -> Result<Several<'a>, Unwritable> {
        Ok(self.under(name).several('{', "}}"))
    }
}

macro_rules! lists {
    ($($trait:ident::$method:ident),*) => {$(
        impl $trait for Several<'_> {
            type Ok = ();
            type Error = Unwritable;
            fn $method<T: Serialize + ?Sized>(&mut self, it: &T) -> Written {
                self.item(it)
            }
            fn end(self) -> Written {
                self.over()
            }
        }
    )*};
}

macro_rules! structs {
    ($($trait:ident),*) => {$(
        impl $trait for Several<'_> {
            type Ok = ();
            type Error = Unwritable;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, it: &T) -> Written {
                self.field(key, it)
            }
            fn end(self) -> Written {
                self.over()
            }
        }
    )*};
}

lists!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);
structs!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Several<'_> {
    type Ok = ();
    type Error = Unwritable;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Written {
        let mut name = String::new();
        key.serialize(Writer(&mut name))?;
        // A number as a key is written as a text.
        if name.starts_with('"') {
            self.next().word(&name)
        } else {
            self.next().text(&name);
            Ok(())
        }
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, it: &T) -> Written {
        self.value(it)
    }
    fn end(self) -> Written {
        self.over()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[derive(serde::Serialize)]
    enum Shape {
        Unit,
        One(u8),
        Two(i8, char),
        Named { a: Option<u8>, b: () },
    }

    #[derive(serde::Serialize)]
    #[serde(tag = "is")]
    enum Tagged {
        Unit,
        Named { a: bool },
        Of(Whole),
    }

    #[derive(serde::Serialize)]
    struct Whole {
        text: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        none: Option<u8>,
        #[serde(flatten)]
        more: BTreeMap<u8, f64>,
    }

    fn same<T: Serialize>(value: &T) {
        assert_eq!(write(value), Ok(serde_json::to_string(value).expect("writes")));
    }

    #[test]
    fn what_is_written_is_what_serde_json_writes() {
        let whole = |text| Whole { text, none: None, more: BTreeMap::from([(1, 0.5), (2, -1e-7)]) };
        same(&[Shape::Unit, Shape::One(1), Shape::Two(-1, '"'), Shape::Named { a: None, b: () }, Shape::Named { a: Some(1), b: () }]);
        same(&(Tagged::Unit, Tagged::Named { a: true }, Tagged::Of(whole("x"))));
        same(&whole("a \"b\" \\ \n \u{1} \u{1f} / ä 漢 🙂"));
        same(&(u64::MAX, i64::MIN, 0.5_f32, 0.1, f64::NAN, false, ()));
        same(&Vec::<u8>::new());
        same(&BTreeMap::from([("a", vec![1]), ("b", vec![])]));
    }
}
