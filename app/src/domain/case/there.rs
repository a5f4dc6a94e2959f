//! As the standard library has them.

/// `text` in small letters.
pub fn lower(text: &str) -> String {
    text.to_lowercase()
}

/// `text` in capital letters.
pub fn upper(text: &str) -> String {
    text.to_uppercase()
}
