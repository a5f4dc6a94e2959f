//! Where sentences end.

/// Words after which a dot ends nothing.
const SHORT: [&str; 16] = ["e.g", "i.e", "etc", "vs", "mr", "mrs", "ms", "dr", "no", "nr", "st", "approx", "z.b", "ca", "incl", "fig"];

/// The sentences of a text, as slices of it. A line break ends a sentence too.
pub fn sentences(text: &str) -> Vec<&str> {
    text.lines().flat_map(of_line).map(str::trim).filter(|sentence| !sentence.is_empty()).collect()
}

fn of_line(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in line.char_indices() {
        let end = at + c.len_utf8();
        if matches!(c, '.' | '!' | '?' | '…') && ends_here(&line[start..at], &line[end..]) {
            let closing = line[end..].chars().take_while(|c| is_closing(*c)).map(char::len_utf8).sum::<usize>();
            found.push(&line[start..end + closing]);
            start = end + closing;
        }
    }
    found.push(&line[start..]);
    found
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | ')' | ']' | '*' | '”' | '’' | '_')
}

fn ends_here(before: &str, after: &str) -> bool {
    let last = before.rsplit([' ', '(']).next().unwrap_or("").to_lowercase();
    let is_number = !last.is_empty() && last.len() < 3 && last.chars().all(|c| c.is_ascii_digit());
    if SHORT.contains(&last.as_str()) || is_number {
        return false;
    }
    let rest = after.trim_start_matches(is_closing);
    let next = rest.trim_start();
    rest.len() != next.len() && next.chars().next().is_some_and(|c| !c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_would_end_them() {
        let cases: [(&str, &[&str]); 5] = [
            ("One. Two! Three?", &["One.", "Two!", "Three?"]),
            ("Use e.g. Chrome 4.2 here. Then go.", &["Use e.g. Chrome 4.2 here.", "Then go."]),
            ("He said “Stop.” Then left", &["He said “Stop.”", "Then left"]),
            ("1. Open it", &["1. Open it"]),
            ("a\nb", &["a", "b"]),
        ];
        for (text, expected) in cases {
            assert_eq!(sentences(text), expected, "{text}");
        }
    }
}
