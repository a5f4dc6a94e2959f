//! Words as the rules see them, and how alike two of them are.

/// Lower-case words; an apostrophe is part of a word, other marks aren't. Of at most 400 words.
pub fn tokens(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace(['’', '‘'], "'");
    let parts = text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '-'));
    parts.map(|part| part.trim_matches(['\'', '-'])).filter(|part| !part.is_empty()).take(400).flat_map(unjoined).collect()
}

/// "tosomebody" is two words.
fn unjoined(word: &str) -> Vec<String> {
    const GLUED: [&str; 5] = ["somebody", "someone", "operator", "assistant", "person"];
    let prefix =
        GLUED.iter().find_map(|noun| word.strip_suffix(noun)).filter(|prefix| matches!(*prefix, "to" | "with" | "an" | "a" | "live"));
    match prefix {
        Some(prefix) => vec![prefix.to_string(), word[prefix.len()..].to_string()],
        None => vec![word.to_string()],
    }
}

/// The text without what stands in double quotes or, as words, in single ones: it is named, not said.
pub fn without_quotes(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut quote = None;
    let mut before = ' ';
    for c in text.chars() {
        match (quote, c) {
            (None, '"' | '“' | '„') => quote = Some(c),
            (None, '\'') if before.is_whitespace() => quote = Some(c),
            (Some('\''), '\'') | (Some('"' | '“' | '„'), '"' | '”' | '“') => quote = None,
            (None, c) => kept.push(c),
            _ => {}
        }
        before = c;
    }
    if quote.is_some() { text.to_string() } else { kept }
}

/// Whether a word is one of these, which blanks part.
pub fn list(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|entry| entry == word)
}

/// Whether words hold one of these phrases, which ` | ` parts.
pub fn says_one(words: &[String], phrases: &str) -> bool {
    let padded = format!(" {} ", words.join(" "));
    phrases.split(" | ").any(|phrase| padded.contains(&format!(" {phrase} ")))
}

/// True if a word of six letters or more differs from another by one slip of the finger, or by two if it's long.
pub fn is_near(word: &str, meant: &str) -> bool {
    let n = meant.chars().count();
    let allowed = if n >= 9 { 2 } else { 1 };
    n >= 6 && word.chars().count() >= 5 && word.chars().next() == meant.chars().next() && distance(word, meant) <= allowed
}

/// True if exactly one letter is added, lost, changed, or swapped with its neighbour.
pub fn distance_is_one(word: &str, meant: &str) -> bool {
    distance(word, meant) == 1
}

/// Edits from one word to another, a swap of neighbours being one. Long words are cut: they're no slip of anything.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(30).collect(), b.chars().take(30).collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<_>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger_are_forgiven() {
        for (word, meant) in [("asisstant", "assistant"), ("ooerator", "operator"), ("somenoe", "someone"), ("somrbody", "somebody")] {
            assert!(is_near(word, meant), "{word}");
        }
        assert!(!is_near("personal", "assistant") && !is_near("opera", "operator"));
    }

    #[test]
    fn lists_and_phrases_hold_whole_words() {
        assert!(list("how where", "where") && !list("how where", "here") && !list("", ""));
        let says = |text: &str| says_one(&tokens(text), "call me | let me see");
        assert!(says("Call me!") && says("please, let me  see") && !says("recall me") && !says("let me seek") && !says(""));
    }

    #[test]
    fn quotes_are_left_out() {
        assert_eq!(without_quotes("press \"talk to sales\" now"), "press  now");
        assert_eq!(without_quotes("don't say 'hello you' to it's"), "don't say  to it's");
    }
}
