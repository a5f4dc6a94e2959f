//! As the browser has them.

use js_sys::JsString;

/// `text` in small letters.
pub fn lower(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}

/// `text` in capital letters.
pub fn upper(text: &str) -> String {
    JsString::from(text).to_upper_case().into()
}
