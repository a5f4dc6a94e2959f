//! Fractions as the standard library writes them.

/// A finite `it`, in the fewest digits that tell it from all others.
pub fn fraction(it: f64) -> String {
    format!("{it:?}")
}
