//! Fractions as the browser writes them.

/// A finite `it`, in the fewest digits that tell it from all others.
pub fn fraction(it: f64) -> String {
    js_sys::Number::from(it).to_string_with_radix(10).map(String::from).unwrap_or_default()
}
