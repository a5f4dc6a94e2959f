//! What lies over the page, the top-most first: Escape takes one away.

use crate::ui::browser;

/// What is pressed to take a layer away, where it is seen. A window and a menu that has the focus hear Escape themselves.
const WAYS_OUT: &[&str] =
    &[".window-head .icon-button", ".menu > [aria-expanded=\"true\"]", ".views-sheet[open] > summary", ".search-help[open] > summary"];

/// The same for what isn't left while somebody types: there Escape first leaves the field.
const WAYS_BACK: &[&str] = &[".row-tray-back", ".bulk [data-dismiss] > [type]", ".shows-details .details-hide", ".thread-head .back"];

/// Whether a window or a menu lies over the page.
pub fn has_any() -> bool {
    browser::is_there("dialog[open], [aria-modal=\"true\"], .menu-panel")
}

/// Takes the top-most layer away; says whether there was one for us to take.
pub fn leave_topmost() -> bool {
    if browser::is_there("dialog[open]") {
        return false;
    }
    let press = |all: &[&str]| all.iter().any(|it| browser::press(it));
    press(WAYS_OUT) || (browser::is_typing() && browser::leave_field()) || press(WAYS_BACK)
}
