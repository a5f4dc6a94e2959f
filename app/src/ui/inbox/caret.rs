//! What stands before the caret, and what is put there. Browsers count in UTF-16 units.

/// What is being looked up while somebody types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Looking {
    /// `/` at the start of a line: a canned reply.
    Canned,
    /// `@` in a note: a colleague.
    Member,
}

/// A search that was begun in the text: what for, from which byte, with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    pub looking: Looking,
    pub from: usize,
    pub typed: String,
}

/// A name and its typed part may have this many characters.
const LONGEST: usize = 30;

/// The byte at which the caret stands.
pub fn byte_at(text: &str, units: u32) -> usize {
    let mut left = usize::try_from(units).unwrap_or(usize::MAX);
    for (at, c) in text.char_indices() {
        if left == 0 {
            return at;
        }
        left = left.saturating_sub(c.len_utf16());
    }
    text.len()
}

/// How many UTF-16 units stand before a byte.
pub fn units_at(text: &str, byte: usize) -> u32 {
    u32::try_from(text[..byte].chars().map(char::len_utf16).sum::<usize>()).unwrap_or(u32::MAX)
}

/// The search that ends at the caret, if one was begun.
pub fn search(text: &str, caret: usize, is_note: bool) -> Option<Search> {
    let before = &text[..caret];
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    if let Some(typed) = before[line..].strip_prefix('/')
        && !typed.contains(char::is_whitespace)
        && typed.chars().count() <= LONGEST
    {
        return Some(Search { looking: Looking::Canned, from: line, typed: typed.to_owned() });
    }
    let at = before[line..].rfind('@').map(|at| line + at).filter(|_| is_note)?;
    let typed = &before[at + 1..];
    let begins = before[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(');
    (begins && typed.chars().count() <= LONGEST && !typed.starts_with(' ')).then(|| Search {
        looking: Looking::Member,
        from: at,
        typed: typed.to_owned(),
    })
}

/// The text with `put` in the place of the bytes from `from` to `to`, and the byte after it.
pub fn replaced(text: &str, from: usize, to: usize, put: &str) -> (String, usize) {
    (format!("{}{put}{}", &text[..from], &text[to..]), from + put.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_counts_as_browsers_do() {
        let text = "a😀é";
        assert_eq!([0, 1, 3, 4, 9].map(|units| byte_at(text, units)), [0, 1, 5, 7, 7]);
        assert_eq!([0, 1, 5, 7].map(|byte| units_at(text, byte)), [0, 1, 3, 4]);
    }

    #[test]
    fn a_search_begins_at_a_line_or_with_an_at_sign() {
        let found = |text: &str, is_note| search(text, text.len(), is_note).map(|it| (it.looking, it.from, it.typed));
        let owned = str::to_owned;
        assert_eq!(found("/ref", false), Some((Looking::Canned, 0, owned("ref"))));
        assert_eq!(found("Hi\n/", true), Some((Looking::Canned, 3, String::new())));
        assert_eq!(found("and/or", false), None);
        assert_eq!(found("/ref und", false), None);
        assert_eq!(found("see @Ana O", true), Some((Looking::Member, 4, owned("Ana O"))));
        assert_eq!(found("see @Ana", false), None);
        assert_eq!(found("ana@example", true), None);
        assert_eq!(found("a @ b", true), None);
        assert_eq!(replaced("see @An!", 4, 7, "@Ana "), (owned("see @Ana !"), 9));
    }
}
