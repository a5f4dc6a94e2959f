//! A long log is drawn only around what is seen. What is out of sight stands away: one element for many lines, as high as they
//! are and with their words in it, so that nothing moves, and the browser's own search finds them. What is chosen or has the
//! focus stays drawn.

use super::{
    chunks::{Chunk, SIZE, chunks},
    line_id,
};
use crate::{
    domain::{event::What, id::Seq},
    ui::{
        browser,
        effect::memo,
        inbox::{lines::Line, open::Open},
    },
};
use leptos::{prelude::*, web_sys::HtmlElement};
use std::collections::BTreeMap;

/// Up to so many lines are all drawn.
const MANY: usize = 4 * SIZE;
/// What is so near to what is seen is drawn, in pixels; what is farther than the second stands away.
const NEAR: f64 = 1_200.0;
const FAR: f64 = 2_400.0;

/// What is drawn of a log.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    lines: Memo<Vec<Line>>,
    chunks: Memo<Vec<Chunk>>,
    /// Those that stand away, by their first line, with their height.
    away: RwSignal<BTreeMap<Seq, f64>>,
}

/// A line, or many that stand away.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    Line(Line),
    Away { chunk: Chunk, height: f64 },
}

impl Piece {
    pub fn key(&self) -> String {
        match self {
            Self::Line(line) => line.key(),
            Self::Away { chunk, height } => format!("{} {} {height}", away_id(chunk.first), chunk.last),
        }
    }
}

impl Window {
    /// Over `lines`. At first all are drawn: what was never drawn has no height that is known.
    pub fn over(lines: Memo<Vec<Line>>) -> Self {
        let seqs = move || lines.with(|it| it.iter().map(|line| line.seq).collect::<Vec<_>>());
        let chunks = memo(move |known: Option<&Vec<Chunk>>| chunks(known.map_or(&[], |it| it), &seqs()));
        Self { lines, chunks, away: RwSignal::new(BTreeMap::new()) }
    }

    /// What is drawn, in order.
    pub fn pieces(self) -> Vec<Piece> {
        let away = self.away.get();
        let all = self.chunks.get();
        if away.is_empty() {
            return self.lines.with(|lines| lines.iter().cloned().map(Piece::Line).collect());
        }
        let mut rest = all.iter().filter_map(|chunk| Some((*chunk, *away.get(&chunk.first)?))).peekable();
        let mut pieces = Vec::new();
        self.lines.with(|lines| {
            for line in lines {
                while rest.peek().is_some_and(|(chunk, _)| chunk.last < line.seq) {
                    rest.next();
                }
                match rest.peek() {
                    Some((chunk, height)) if chunk.first == line.seq => pieces.push(Piece::Away { chunk: *chunk, height: *height }),
                    Some((chunk, _)) if chunk.has(line.seq) => {}
                    _ => pieces.push(Piece::Line(line.clone())),
                }
            }
        });
        pieces
    }

    /// Draws what has come near to what is seen of `log`, and puts away what is far.
    pub fn look(self, log: &HtmlElement) {
        let all = self.chunks.get_untracked();
        let n_lines: usize = all.iter().map(|it| it.n).sum();
        let Some(seen) = browser::span_of(log).filter(|_| n_lines > MANY) else { return };
        let (mut near, mut far) = (Vec::new(), Vec::new());
        let away = self.away.get_untracked();
        for (nth, chunk) in all.iter().enumerate() {
            let is_last = nth + 1 == all.len();
            let is_away = away.contains_key(&chunk.first);
            let Some(distance) = self.span(chunk, is_away).map(|span| apart(span, seen)) else { continue };
            if is_away && distance < NEAR {
                near.push(chunk.first);
            } else if !is_away && !is_last && distance > FAR {
                let (first, last) = (line_id(chunk.first), line_id(chunk.last));
                far.extend(browser::room(&first, &last).filter(|_| !browser::is_held(&first, &last)).map(|height| (chunk.first, height)));
            }
        }
        if !near.is_empty() || !far.is_empty() {
            self.away.update(|away| {
                away.retain(|first, _| !near.contains(first));
                away.extend(far);
            });
        }
    }

    /// Draws the line with this number, where it stands away.
    pub fn draw(self, line: Seq) {
        if let Some(chunk) = self.away_of(line) {
            self.away.update(|it| it.retain(|first, _| *first != chunk.first));
        }
    }

    /// The chunk of a line that stands away.
    pub fn away_of(self, line: Seq) -> Option<Chunk> {
        // The page may be gone by the time that the next frame is drawn.
        let chunk = self.chunks.try_with_untracked(|all| all.iter().find(|it| it.has(line)).copied()).flatten()?;
        self.away.try_with_untracked(|it| it.contains_key(&chunk.first)).unwrap_or_default().then_some(chunk)
    }

    fn span(self, chunk: &Chunk, is_away: bool) -> Option<(f64, f64)> {
        if is_away {
            return browser::span(&away_id(chunk.first));
        }
        Some((browser::span(&line_id(chunk.first))?.0, browser::span(&line_id(chunk.last))?.1))
    }

    /// What stands in the place of many lines: the browser's search opens it, and it is drawn then.
    pub fn away_view(self, open: Open, chunk: Chunk, height: f64) -> AnyView {
        let words = open.thread.with_untracked(|it| {
            let within = it.events.iter().filter(|event| chunk.has(event.seq));
            within.filter_map(|event| words(&event.what)).collect::<Vec<_>>().join("\n")
        });
        let found = move |_: leptos::ev::Event| self.draw(chunk.first);
        view! {
            <li class="lines-away" id=away_id(chunk.first) aria-live="off" style:block-size=format!("{height}px") hidden="until-found" on:beforematch=found>
                {words}
            </li>
        }
        .into_any()
    }
}

/// The id of what stands in the place of lines.
pub fn away_id(first: Seq) -> String {
    format!("away{first}")
}

/// How far a span is from another, 0 where they touch.
fn apart((top, bottom): (f64, f64), (from, to): (f64, f64)) -> f64 {
    (from - bottom).max(top - to).max(0.0)
}

/// What can be found in a line.
fn words(what: &What) -> Option<String> {
    match what {
        What::Said { body, .. } | What::Replied { body, .. } | What::Noted { body, .. } => Some(body.text.clone()),
        What::Answered { answer, .. } => Some(answer.parts.iter().map(|it| it.body.text.as_str()).collect::<Vec<_>>().join("\n")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_touches_is_not_apart() {
        for (span, distance) in [((0.0, 10.0), 0.0), ((90.0, 110.0), 0.0), ((150.0, 160.0), 50.0), ((-70.0, -20.0), 20.0)] {
            assert!((apart(span, (0.0, 100.0)) - distance).abs() < f64::EPSILON, "{span:?}");
        }
    }

    #[test]
    fn lines_that_stand_away_are_one_piece() {
        let owner = Owner::new();
        owner.with(|| {
            let line = |seq| Line { seq, day: None, opens_run: false, is_first_new: false };
            let window = Window::over(Memo::new(move |_| (1..=240).map(line).collect()));
            assert_eq!(window.pieces().len(), 240);
            window.away.update(|it| it.extend([(41, 2_000.0)]));
            assert_eq!(window.pieces().len(), 201);
            assert_eq!(window.pieces()[40], Piece::Away { chunk: Chunk { first: 41, last: 80, n: 40 }, height: 2_000.0 });
            assert_eq!((window.away_of(80).map(|it| it.first), window.away_of(81)), (Some(41), None));
            window.draw(57);
            assert_eq!(window.pieces().len(), 240);
        });
    }
}
