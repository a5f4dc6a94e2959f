//! Two texts laid over each other, word by word.

use app::domain::piece::{Piece, Side};
use similar::{Algorithm, ChangeTag, TextDiff};
use std::time::Duration;

/// Texts that are hard to lay over each other are told apart more coarsely after this.
const LONGEST: Duration = Duration::from_millis(200);

/// The stretches of `before` and `after`, in reading order; none where both are empty.
pub fn difference(before: &str, after: &str) -> Vec<Piece> {
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).timeout(LONGEST).diff_words(before, after);
    let mut pieces: Vec<Piece> = Vec::new();
    for change in diff.iter_all_changes() {
        let of = match change.tag() {
            ChangeTag::Equal => Side::Both,
            ChangeTag::Delete => Side::Before,
            ChangeTag::Insert => Side::After,
        };
        match pieces.last_mut().filter(|last| last.of == of) {
            Some(last) => last.text.push_str(change.value()),
            None => pieces.push(Piece { of, text: change.value().to_owned() }),
        }
    }
    joined(&pieces)
}

/// Where only blanks stand between two changes, they are one: words that changed in a row read as one change.
fn joined(pieces: &[Piece]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let run: Vec<&Piece> = run(&pieces[at..]);
        if run.len() < 2 {
            out.push(pieces[at].clone());
            at += 1;
            continue;
        }
        at += run.len();
        for side in [Side::Before, Side::After] {
            let text: String = run.iter().filter(|it| it.of == side || it.of == Side::Both).map(|it| it.text.as_str()).collect();
            if run.iter().any(|it| it.of == side) {
                out.push(Piece { of: side, text });
            }
        }
    }
    out
}

/// The changes at the start of `pieces` with nothing but blanks between them.
fn run(pieces: &[Piece]) -> Vec<&Piece> {
    let is_blank = |it: &Piece| it.of == Side::Both && it.text.trim().is_empty() && !it.text.contains('\n');
    let mut run: Vec<&Piece> = pieces.iter().take_while(|it| it.of != Side::Both || is_blank(it)).collect();
    while run.last().is_some_and(|it| it.of == Side::Both) {
        run.pop();
    }
    if run.first().is_some_and(|it| it.of == Side::Both) { Vec::new() } else { run }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `{gone|new}` where they differ.
    fn told(before: &str, after: &str) -> String {
        let told = |it: &Piece| match it.of {
            Side::Both => it.text.clone(),
            Side::Before => format!("{{-{}}}", it.text),
            Side::After => format!("{{+{}}}", it.text),
        };
        difference(before, after).iter().map(told).collect()
    }

    #[test]
    fn what_changed_is_told_in_words() {
        for (before, after, expected) in [
            ("Refunds take five days.", "Refunds take nine days.", "Refunds take {-five}{+nine} days."),
            ("Refunds take five days.", "Refunds take five days.", "Refunds take five days."),
            ("It costs 5 euros now.", "It costs 7 dollars now.", "It costs {-5 euros}{+7 dollars} now."),
            ("", "New words.", "{+New words.}"),
            ("Old words.", "", "{-Old words.}"),
            ("", "", ""),
        ] {
            assert_eq!(told(before, after), expected);
        }
    }

    #[test]
    fn each_side_is_whole() {
        let (before, after) = ("One. Two and three.\nFour", "One! Three and two.\nFour, five");
        let pieces = difference(before, after);
        let side = |gone: Side| pieces.iter().filter(|it| it.of != gone).map(|it| it.text.as_str()).collect::<String>();
        assert_eq!((side(Side::After).as_str(), side(Side::Before).as_str()), (before, after));
    }
}
