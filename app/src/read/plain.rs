//! The values that all others are made of.

use super::{Read, Tree};
use std::collections::BTreeMap;

impl Read for bool {
    fn read(it: &Tree<'_>) -> Option<Self> {
        match it {
            Tree::Bool(it) => Some(*it),
            _ => None,
        }
    }
}

macro_rules! whole_numbers {
    ($($type:ty),*) => {$(
        impl Read for $type {
            fn read(it: &Tree<'_>) -> Option<Self> {
                match it {
                    Tree::Number(digits) => digits.parse().ok(),
                    _ => None,
                }
            }
        }
    )*};
}

whole_numbers!(u8, u16, u32, u64, usize, i16, i32, i64);

impl Read for f64 {
    /// Right to the last digit up to 15 digits, as long as the point is within 22 places: enough for what is shown.
    /// The standard library's reading is always right, with tables that are larger than all the rest of reading.
    fn read(it: &Tree<'_>) -> Option<Self> {
        let Tree::Number(text) = it else { return None };
        let (digits, power) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        // Beyond 18 digits a double sees no difference.
        let part = part.get(..part.len().min(18_usize.saturating_sub(whole.len()))).unwrap_or_default();
        let power = power.trim_start_matches('+').parse::<i32>().ok()? - i32::try_from(part.len()).ok()?;
        let mantissa = [whole.trim_start_matches('-'), part].concat().parse::<u64>().ok()?;
        #[expect(clippy::cast_precision_loss, reason = "a double holds no more of it")]
        let mantissa = mantissa as Self;
        let ten = 10_f64.powi(power.abs());
        let size = if power < 0 { mantissa / ten } else { mantissa * ten };
        Some(if text.starts_with('-') { -size } else { size })
    }
}

impl Read for f32 {
    #[expect(clippy::cast_possible_truncation, reason = "it was written as one")]
    fn read(it: &Tree<'_>) -> Option<Self> {
        f64::read(it).map(|it| it as Self)
    }
}

impl Read for String {
    fn read(it: &Tree<'_>) -> Option<Self> {
        it.as_text().map(str::to_owned)
    }
}

impl Read for () {
    fn read(it: &Tree<'_>) -> Option<Self> {
        matches!(it, Tree::Null).then_some(())
    }
}

impl<T: Read> Read for Option<T> {
    fn read(it: &Tree<'_>) -> Option<Self> {
        match it {
            Tree::Null => Some(None),
            it => T::read(it).map(Some),
        }
    }

    fn missing() -> Option<Self> {
        Some(None)
    }
}

impl<T: Read> Read for Box<T> {
    fn read(it: &Tree<'_>) -> Option<Self> {
        T::read(it).map(Self::new)
    }
}

impl<T: Read, const N: usize> Read for [T; N] {
    fn read(it: &Tree<'_>) -> Option<Self> {
        Vec::read(it)?.try_into().ok()
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(it: &Tree<'_>) -> Option<Self> {
        let Tree::List(items) = it else { return None };
        // As a loop: `collect` is written out at length for each type.
        let mut all = Self::with_capacity(items.len());
        for item in items {
            all.push(T::read(item)?);
        }
        Some(all)
    }
}

impl<K: Read + Ord, V: Read> Read for BTreeMap<K, V> {
    fn read(it: &Tree<'_>) -> Option<Self> {
        let Tree::Object(fields) = it else { return None };
        let mut all = Self::new();
        for (key, value) in fields {
            all.insert(K::read(&Tree::Text(key.as_ref().into()))?, V::read(value)?);
        }
        Some(all)
    }
}

impl<A: Read, B: Read> Read for (A, B) {
    fn read(it: &Tree<'_>) -> Option<Self> {
        match it {
            Tree::List(items) => match items.as_slice() {
                [a, b] => Some((A::read(a)?, B::read(b)?)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// As serde writes it: `{"Ok": …}` or `{"Err": …}`.
impl<T: Read, E: Read> Read for Result<T, E> {
    fn read(it: &Tree<'_>) -> Option<Self> {
        match it.get("Ok") {
            Some(it) => T::read(it).map(Ok),
            None => it.field("Err").map(Err),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::read::read;
    use std::collections::BTreeMap;

    #[test]
    fn figures_are_the_ones_that_were_written() {
        for figure in [0.0, 0.5, -0.25, 0.1, 1.0, 81.125, 1e-7, 123_456_789.012_345, 1e21, 0.333_333_333_333_333] {
            assert_eq!(read::<f64>(&serde_json::to_string(&figure).expect("writes")), Some(figure));
        }
        for figure in [0.1_f32, 0.7, f32::MIN_POSITIVE, f32::MAX, 1.0 / 3.0, 0.987_654_3] {
            assert_eq!(read::<f32>(&serde_json::to_string(&figure).expect("writes")), Some(figure));
        }
    }

    #[test]
    fn a_number_that_does_not_fit_is_refused() {
        assert_eq!((read::<u8>("255"), read::<u8>("256"), read::<u8>("-1"), read::<u64>("1.5")), (Some(255), None, None, None));
        assert_eq!(read::<i64>("-9223372036854775808"), Some(i64::MIN));
        assert_eq!(read::<u64>("18446744073709551615"), Some(u64::MAX));
    }

    #[test]
    fn nothing_is_a_value_of_what_may_be_missing_alone() {
        assert_eq!((read::<Option<u8>>("null"), read::<u8>("null"), read::<()>("null")), (Some(None), None, Some(())));
    }

    #[test]
    fn lists_pairs_maps_and_results_are_read_as_serde_writes_them() {
        assert_eq!(read::<Vec<u8>>("[1,2]"), Some(vec![1, 2]));
        assert_eq!(read::<Vec<u8>>("[1,-2]"), None);
        assert_eq!(read::<(u8, bool)>("[1,true]"), Some((1, true)));
        assert_eq!(read::<(u8, bool)>("[1,true,2]"), None);
        assert_eq!(read::<BTreeMap<String, u8>>(r#"{"b":1,"a":2}"#), Some(BTreeMap::from([("a".into(), 2), ("b".into(), 1)])));
        assert_eq!(read::<Result<u8, String>>(r#"{"Ok":1}"#), Some(Ok(1)));
        assert_eq!(read::<Result<u8, String>>(r#"{"Err":"no"}"#), Some(Err("no".into())));
        assert_eq!(read::<Result<u8, String>>("{}"), None);
    }
}
