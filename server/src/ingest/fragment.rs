//! Where in a page a link leads, where the page has no id for it: to words that stand there.

/// Words follow, by which a browser finds the place: <https://wicg.github.io/scroll-to-text-fragment/>. One that doesn't know it
/// opens the top of the page.
const MARK: &str = ":~:text=";
/// So many bytes of an address are spent on a heading, and so many on what tells it from another of the same words.
const LONGEST: usize = 300;
const LONGEST_AFTER: usize = 120;
/// So many words after a heading tell it from another.
const WORDS_AFTER: usize = 5;

/// The fragment that leads to a heading by its words. `after`: what stands below it, where the page has the same heading before.
pub fn to_heading(heading: &str, after: Option<&str>) -> String {
    let words = encoded(heading.split_whitespace(), LONGEST);
    let below = after.and_then(|it| it.lines().next()).unwrap_or_default();
    let below = encoded(below.split_whitespace().take(WORDS_AFTER), LONGEST_AFTER);
    match (words.is_empty(), below.is_empty()) {
        (true, _) => String::new(),
        (_, true) => format!("{MARK}{words}"),
        _ => format!("{MARK}{words},-{below}"),
    }
}

/// Words with blanks between them, as many whole ones as fit; of a first one that is longer, its beginning.
fn encoded<'w>(words: impl Iterator<Item = &'w str>, most: usize) -> String {
    let mut out = String::new();
    for word in words {
        let (before, mut is_whole) = (out.len(), true);
        if before > 0 {
            push(&mut out, ' ');
        }
        for c in word.chars() {
            let fits = out.len();
            push(&mut out, c);
            if out.len() > most {
                is_whole = false;
                out.truncate(if before == 0 { fits } else { before });
                break;
            }
        }
        if !is_whole {
            break;
        }
    }
    out
}

/// All but letters and digits of ASCII as `%XX`. Of the rest `-`, `,` and `&` mean something here, and at dots and brackets mail
/// programs and Markdown end a link.
fn push(out: &mut String, c: char) {
    if c.is_ascii_alphanumeric() {
        return out.push(c);
    }
    let mut bytes = [0; 4];
    c.encode_utf8(&mut bytes).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::domain::rich::Href;

    #[test]
    fn a_heading_is_found_by_its_words() {
        for (heading, after, fragment) in [
            ("How long?", None, ":~:text=How%20long%3F"),
            ("Sign-in, sign-up & more (new)", None, ":~:text=Sign%2Din%2C%20sign%2Dup%20%26%20more%20%28new%29"),
            ("100 % free_trial", None, ":~:text=100%20%25%20free%5Ftrial"),
            ("Größe", None, ":~:text=Gr%C3%B6%C3%9Fe"),
            (" Steps ", Some("Open the menu, then press - twice.\nDone."), ":~:text=Steps,-Open%20the%20menu%2C%20then%20press"),
            ("Steps", Some(""), ":~:text=Steps"),
            ("  ", Some("x"), ""),
        ] {
            assert_eq!(to_heading(heading, after), fragment, "{heading}");
        }
    }

    #[test]
    fn a_long_heading_is_cut_where_a_word_ends_and_stays_an_address() {
        let cut = to_heading(&"word ".repeat(200), None);
        assert!(cut.len() <= MARK.len() + LONGEST && cut.ends_with("%20word"), "{cut}");
        let one = to_heading(&"返金".repeat(500), Some(&"\u{1F600}".repeat(500)));
        assert!(one.len() <= MARK.len() + LONGEST + LONGEST_AFTER + 2 && one.contains(",-%F0%9F%98%80"), "{one}");
        let address = format!("https://x.test/{}#{one}", "a".repeat(1_024));
        assert_eq!(Href::parse(&address).map(String::from), Some(address));
    }
}
