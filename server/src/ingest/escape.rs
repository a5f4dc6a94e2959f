//! Words as markdown that means just these words.

/// Markdown that draws as `words`, in one line; `is_start` where they begin a line.
pub fn escaped(words: &str, is_start: bool) -> String {
    let mut out = String::with_capacity(words.len() + 8);
    for (nth, word) in words.split_whitespace().enumerate() {
        if nth > 0 {
            out.push(' ');
        }
        push_word(&mut out, word, is_start && nth == 0);
    }
    out
}

/// Adds a word; what markdown, or a generator of sites, would take for a mark is written out.
pub fn push_word(out: &mut String, word: &str, is_start: bool) {
    let mut chars = word.chars();
    if is_start && matches!(word, "import" | "export") {
        // Lines that begin so are taken for statements of a script.
        out.push_str(&format!("&#{};", u32::from(chars.next().unwrap_or('i'))));
    } else if is_start && word.starts_with(['#', '-', '+', '>', '=', ':']) {
        out.push('\\');
    } else if is_start
        && let Some(digits) = word.strip_suffix(['.', ')']).filter(|it| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit()))
    {
        out.push_str(digits);
        out.push('\\');
        out.push_str(&word[digits.len()..]);
        return;
    }
    for c in chars {
        match c {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '*' | '_' | '`' | '[' | ']' | '~' | '{' | '|' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
}

/// Whether no eye sees a character: zero widths, marks of direction, tags.
pub fn is_unseen(c: char) -> bool {
    matches!(u32::from(c), 0xAD | 0x200B | 0x200E | 0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF | 0xE0000..=0xE007F)
        || (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
}

/// The same text without what no eye sees.
pub fn seen(text: &str) -> String {
    text.chars().filter(|c| !is_unseen(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{noise::without_noise, plain};

    #[test]
    fn words_stay_words() {
        for words in [
            "# not a heading",
            "- no item",
            "12. is no item",
            "1) nor this",
            "import a from 'b'",
            "export const x",
            ":::tip",
            "> quote",
            "a *b* _c_ `d` [e](f) <g> h&amp; i|j ~k~ {l} \\m",
            "=== under",
        ] {
            let markdown = escaped(words, true);
            assert_eq!(plain(&without_noise(&markdown)), words, "{markdown}");
        }
    }

    #[test]
    fn what_no_eye_sees_is_gone() {
        assert_eq!(seen("a\u{200B}b\u{202E}c\u{E0041}d\u{AD}e\nf"), "abcde\nf");
        assert_eq!(seen("👩\u{200D}🔧"), "👩\u{200D}🔧");
    }
}
