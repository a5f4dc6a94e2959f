//! Lines of a long log in groups, each of which is drawn or stands away as a whole. Pure.

use crate::domain::id::Seq;

/// So many lines go together.
pub const SIZE: usize = 40;

/// Lines that go together, by the numbers of the first and the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chunk {
    pub first: Seq,
    pub last: Seq,
    pub n: usize,
}

impl Chunk {
    fn of(lines: &[Seq]) -> Option<Self> {
        Some(Self { first: *lines.first()?, last: *lines.last()?, n: lines.len() })
    }

    pub const fn has(&self, line: Seq) -> bool {
        self.first <= line && line <= self.last
    }
}

/// The chunks of `lines`, in order. Those that are `known` stay as they are, but for the last, which grows until it is full: so
/// what stands away keeps its place when lines come before or after.
pub fn chunks(known: &[Chunk], lines: &[Seq]) -> Vec<Chunk> {
    let known: Vec<Chunk> = known.iter().filter_map(|it| Chunk::of(within(lines, it.first, it.last))).collect();
    let (Some(first), Some(last)) = (known.first().copied(), known.last().copied()) else {
        return backwards(lines).collect();
    };
    let before = &lines[..lines.partition_point(|line| *line < first.first)];
    let after = &lines[lines.partition_point(|line| *line <= last.last)..];
    let (fills, new) = after.split_at(after.len().min(SIZE.saturating_sub(last.n)));
    let mut all: Vec<Chunk> = backwards(before).chain(known).collect();
    if let (Some(last), Some(end)) = (all.last_mut(), fills.last()) {
        *last = Chunk { last: *end, n: last.n + fills.len(), ..*last };
    }
    all.extend(new.chunks(SIZE).filter_map(Chunk::of));
    all
}

/// Full chunks from the end on, in order.
fn backwards(lines: &[Seq]) -> impl Iterator<Item = Chunk> {
    lines.rchunks(SIZE).rev().filter_map(Chunk::of)
}

fn within(lines: &[Seq], first: Seq, last: Seq) -> &[Seq] {
    &lines[lines.partition_point(|line| *line < first)..lines.partition_point(|line| *line <= last)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(from: Seq, to: Seq) -> Vec<Seq> {
        (from..=to).collect()
    }

    fn told(of: &[Chunk]) -> Vec<(Seq, Seq, usize)> {
        of.iter().map(|it| (it.first, it.last, it.n)).collect()
    }

    #[test]
    fn a_log_is_cut_from_its_end_on() {
        assert_eq!(told(&chunks(&[], &lines(1, 100))), [(1, 20, 20), (21, 60, 40), (61, 100, 40)]);
        assert_eq!(told(&chunks(&[], &[])), []);
    }

    #[test]
    fn what_comes_before_or_after_moves_no_chunk_that_is_full() {
        let known = chunks(&[], &lines(101, 150));
        assert_eq!(told(&known), [(101, 110, 10), (111, 150, 40)]);
        let more = chunks(&known, &lines(41, 200));
        assert_eq!(told(&more), [(41, 60, 20), (61, 100, 40), (101, 110, 10), (111, 150, 40), (151, 190, 40), (191, 200, 10)]);
        assert_eq!(told(&chunks(&more, &lines(41, 235)))[5..], [(191, 230, 40), (231, 235, 5)], "the last one grows");
    }

    #[test]
    fn lines_that_are_gone_take_their_chunks_with_them() {
        let known = chunks(&[], &lines(1, 100));
        assert_eq!(told(&chunks(&known, &lines(61, 100))), [(61, 100, 40)]);
        assert_eq!(told(&chunks(&known, &lines(500, 501))), [(500, 501, 2)]);
    }
}
