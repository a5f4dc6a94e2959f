//! Fractions as the standard library writes them.

/// A finite `it`, in the fewest digits that tell it from all others.
#[expect(clippy::use_debug, reason = "it is the shortest form; this is not built for browsers")]
pub fn fraction(it: f64) -> String {
    format!("{it:?}")
}
