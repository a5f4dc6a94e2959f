//! In which events of a segment a word stands, and where: two lists of small numbers, seven bits to a byte.

use app::domain::id::Seq;

/// One word of a segment. `docs`: the numbers of its events, rising, each as the distance from the one before.
/// `places`: for each of them how many places, and the places in the same manner; empty for a word that has none.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Posting {
    pub word: Vec<u8>,
    pub docs: Vec<u8>,
    pub places: Vec<u8>,
}

/// The events of a list as [`Posting`] stores it.
pub(super) fn read_docs(bytes: &[u8]) -> Vec<Seq> {
    let mut docs = Vec::with_capacity(bytes.len());
    let (mut rest, mut last) = (bytes, 0_u64);
    while let Some(step) = take(&mut rest) {
        last = last.wrapping_add(step);
        docs.push(last);
    }
    docs
}

/// The places within each event, in the order of the events.
pub(super) fn read_places(bytes: &[u8]) -> Vec<Vec<u64>> {
    let mut all = Vec::new();
    let mut rest = bytes;
    while let Some(n) = take(&mut rest) {
        all.push(read_n(&mut rest, n));
    }
    all
}

/// The places within each of the events `wanted`, which rise as the events of `it` do. Others are passed over.
pub(super) fn places_of(it: &Posting, wanted: &[Seq]) -> Vec<(Seq, Vec<u64>)> {
    let mut rest = it.places.as_slice();
    let mut wanted = wanted.iter().copied().peekable();
    let mut out = Vec::new();
    for seq in read_docs(&it.docs) {
        let Some(n) = take(&mut rest) else { break };
        while wanted.next_if(|next| *next < seq).is_some() {}
        if wanted.next_if_eq(&seq).is_some() {
            out.push((seq, read_n(&mut rest, n)));
        } else {
            (0..n).map_while(|_| take(&mut rest)).for_each(drop);
        }
    }
    out
}

fn read_n(rest: &mut &[u8], n: u64) -> Vec<u64> {
    let mut last = 0_u64;
    let place = |_| {
        last = last.wrapping_add(take(rest)?);
        Some(last)
    };
    (0..n).map_while(place).collect()
}

pub(super) fn write_docs(docs: &[Seq]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(docs.len() + 4);
    steps(docs, &mut bytes);
    bytes
}

pub(super) fn write_places(all: &[Vec<u64>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for places in all {
        put(places.len() as u64, &mut bytes);
        steps(places, &mut bytes);
    }
    bytes
}

/// The same word of neighbouring segments, oldest first, as one.
pub fn merged(word: Vec<u8>, older_first: &[Posting]) -> Posting {
    let docs: Vec<Seq> = older_first.iter().flat_map(|it| read_docs(&it.docs)).collect();
    let places = older_first.iter().flat_map(|it| it.places.iter().copied()).collect();
    Posting { word, docs: write_docs(&docs), places }
}

/// The posting without these events; nothing where it holds no other.
pub fn without(it: &Posting, gone: &[Seq]) -> Option<Posting> {
    let docs = read_docs(&it.docs);
    let stays: Vec<bool> = docs.iter().map(|seq| !gone.contains(seq)).collect();
    let keep = |n: &usize| stays.get(*n).copied().unwrap_or(true);
    let left: Vec<Seq> = (0..docs.len()).filter(keep).map(|n| docs[n]).collect();
    let places: Vec<Vec<u64>> = read_places(&it.places).into_iter().enumerate().filter(|(n, _)| keep(n)).map(|(_, it)| it).collect();
    (!left.is_empty()).then(|| Posting { word: it.word.clone(), docs: write_docs(&left), places: write_places(&places) })
}

fn steps(rising: &[u64], bytes: &mut Vec<u8>) {
    let mut last = 0;
    for number in rising {
        put(number.wrapping_sub(last), bytes);
        last = *number;
    }
}

fn put(mut number: u64, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// The next number; nothing at the end, and where the bytes are none of ours.
fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..63).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rising() -> impl Strategy<Value = Vec<u64>> {
        proptest::collection::btree_set(1_u64..1 << 40, 0..50).prop_map(|set| set.into_iter().collect())
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(docs in rising(), places in proptest::collection::vec(rising(), 0..9)) {
            prop_assert_eq!(read_docs(&write_docs(&docs)), docs);
            prop_assert_eq!(read_places(&write_places(&places)), places);
        }

        #[test]
        fn any_bytes_are_read_without_harm(bytes in any::<Vec<u8>>()) {
            let stopped_early = bytes.len() + 1;
            prop_assert!(read_places(&bytes).len() <= stopped_early);
        }
    }

    #[test]
    fn neighbours_are_joined_and_events_taken_out() {
        let of = |docs: &[Seq]| {
            let places: Vec<Vec<u64>> = docs.iter().map(|seq| vec![*seq, seq + 5]).collect();
            Posting { word: b"x".to_vec(), docs: write_docs(docs), places: write_places(&places) }
        };
        let both = merged(b"x".to_vec(), &[of(&[3, 900]), of(&[1000, 1001])]);
        assert_eq!(both, of(&[3, 900, 1000, 1001]));
        assert_eq!(without(&both, &[900, 1001]), Some(of(&[3, 1000])));
        assert_eq!(without(&of(&[3]), &[3]), None);
    }
}
