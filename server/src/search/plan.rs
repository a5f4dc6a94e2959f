//! From what was asked to what is looked up in each segment, and from what was found there to the events that match.

use super::{
    document::{author_mark, brings_mark, day_mark, is_mark, name_mark, note_mark},
    postings::{Posting, places_of, read_docs},
    words::{Word, words},
};
use app::domain::{
    id::Seq,
    search::{Asked, Day, Filter, From, Has, Query},
};
use std::{collections::BTreeSet, ops::RangeInclusive};

/// Words of a segment from `from` on, before `to`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookup {
    pub from: Vec<u8>,
    pub to: Vec<u8>,
    pub wants_places: bool,
}

impl Lookup {
    /// A word, or all that begin with it where it `goes_on`.
    pub fn word(word: &str, goes_on: bool, wants_places: bool) -> Self {
        Self::of(word.as_bytes().to_vec(), goes_on, wants_places)
    }

    /// A label of a conversation, or all that begin with it where it `goes_on`.
    pub fn label(label: Vec<u8>, goes_on: bool) -> Self {
        Self::of(label, goes_on, false)
    }

    fn of(from: Vec<u8>, goes_on: bool, wants_places: bool) -> Self {
        // The first text after `from`; the first after all that begin with it, as UTF-8 has no byte 255.
        let to = [from.as_slice(), &[if goes_on { 255 } else { 0 }]].concat();
        Self { from, to, wants_places }
    }

    /// Whether `word` is what was asked for, not only one that begins so. Marks always are.
    fn is_whole(&self, word: &[u8]) -> bool {
        self.from == word || is_mark(word)
    }
}

/// An event that matches; whether the words are in it as they were asked for, not only words that begin so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    pub seq: Seq,
    pub is_whole: bool,
}

/// Events that count as having a word because their conversation is known by it, as by the visitor's name.
#[derive(Debug, Clone, Default)]
pub struct Within {
    /// By the words of the query, in order.
    pub words: Vec<BTreeSet<Seq>>,
    /// By the names after `from:`, in order.
    pub names: Vec<BTreeSet<Seq>>,
    /// Nothing else counts: the events of the few conversations that have a tag.
    pub only: Option<BTreeSet<Seq>>,
}

/// What all has to be so of an event.
#[derive(Debug, Default)]
pub struct Plan {
    pub lookups: Vec<Lookup>,
    needs: Vec<Need>,
}

#[derive(Debug)]
enum Need {
    /// One of the words of a lookup.
    Word(usize),
    /// These one after the other.
    Row(Vec<usize>),
    /// One of these events.
    Given(BTreeSet<Seq>),
    All(Vec<Need>),
    Any(Vec<Need>),
}

/// An event that has what is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hit {
    seq: Seq,
    is_whole: bool,
    /// In the message itself, not only by what its conversation is known by.
    is_said: bool,
}

/// Rising, each event once.
type Hits = Vec<Hit>;

impl Plan {
    /// What `query` asks of messages; `my_name` is whom `me` means. Nothing where it asks nothing of them.
    pub fn of(query: &Query, my_name: &str, mut within: Within) -> Option<Self> {
        let mut plan = Self::default();
        let (mut by_word, mut by_name) = (std::mem::take(&mut within.words).into_iter(), std::mem::take(&mut within.names).into_iter());
        for part in &query.parts {
            let need = match &part.asked {
                Asked::Word(text) => plan.word(text).map(|need| or_given(need, by_word.next())),
                Asked::Phrase(text) => plan.row(text, false).map(|need| or_given(need, by_word.next())),
                Asked::Filter(filter) => plan.filter(filter, my_name, &mut by_name),
                Asked::Wrong(_) => None,
            };
            plan.needs.extend(need);
        }
        if plan.needs.is_empty() {
            return None;
        }
        plan.needs.extend(within.only.take().map(Need::Given));
        Some(plan)
    }

    fn word(&mut self, text: &str) -> Option<Need> {
        self.row(text, true)
    }

    /// The words of `text` one after the other; the last may go on where `is_open`.
    fn row(&mut self, text: &str, is_open: bool) -> Option<Need> {
        let mut words: Vec<Word> = words(text).into_iter().filter(|word| !word.is_rest).collect();
        let last = words.pop()?;
        let is_row = !words.is_empty();
        let mut row: Vec<usize> = words.iter().map(|word| self.lookup(Lookup::word(&word.text, false, is_row))).collect();
        row.push(self.lookup(Lookup::word(&last.text, is_open && last.may_go_on(), is_row)));
        Some(match row.as_slice() {
            [one] => Need::Word(*one),
            _ => Need::Row(row),
        })
    }

    fn filter(&mut self, filter: &Filter, my_name: &str, by_name: &mut impl Iterator<Item = BTreeSet<Seq>>) -> Option<Need> {
        Some(match filter {
            Filter::From(From::Visitor) => self.mark(author_mark("visitor")),
            Filter::From(From::Assistant) => self.mark(author_mark("ai")),
            Filter::From(From::Agent) => self.mark(author_mark("agent")),
            Filter::From(From::Me) => self.agent(my_name, false),
            Filter::From(From::Named(name)) => {
                let visitor = Need::All(vec![self.mark(author_mark("visitor")), Need::Given(by_name.next().unwrap_or_default())]);
                Need::Any(vec![self.agent(name, true), visitor])
            }
            Filter::Note => self.mark(note_mark()),
            Filter::Has(Has::Link) => self.mark(brings_mark("link")),
            Filter::Has(Has::File) => self.mark(brings_mark("file")),
            Filter::Before(day) => self.days(Day(0), *day),
            Filter::After(day) => self.days(*day, Day(999_999)),
            Filter::Is(_) | Filter::Holder(_) | Filter::Assigned(_) | Filter::Team(_) => return None,
            Filter::Tag(_) | Filter::Priority(_) | Filter::Lead(_) | Filter::Assistant(_) => return None,
            Filter::Reason(_) | Filter::Language(_) | Filter::Attribute { .. } => return None,
        })
    }

    fn agent(&mut self, name: &str, is_open: bool) -> Need {
        let word = |it: &mut Self, word: &str| Need::Word(it.lookup(Lookup::of(name_mark(word), is_open, false)));
        Need::All(words(name).iter().map(|it| it.text.as_str()).map(|it| word(self, it)).collect())
    }

    fn days(&mut self, from: Day, to: Day) -> Need {
        Need::Word(self.lookup(Lookup { from: day_mark(from), to: day_mark(to), wants_places: false }))
    }

    fn mark(&mut self, mark: Vec<u8>) -> Need {
        Need::Word(self.lookup(Lookup::of(mark, false, false)))
    }

    fn lookup(&mut self, it: Lookup) -> usize {
        self.lookups.push(it);
        self.lookups.len() - 1
    }

    /// The events of one segment that match, newest first. `stretch`: the events that it covers; `found`: what each lookup
    /// brought. What is in no message itself isn't a match: the conversation is found by its name then.
    pub fn matches(&self, stretch: &RangeInclusive<Seq>, found: &[Vec<Posting>]) -> Vec<Match> {
        let all = all(self.needs.iter().map(|need| self.hits(need, found)));
        let here = all.into_iter().rev().filter(|hit| hit.is_said && stretch.contains(&hit.seq));
        here.map(|hit| Match { seq: hit.seq, is_whole: hit.is_whole }).collect()
    }

    /// Whether nothing can match any more. `n_found`: how much each lookup brought that was made already.
    pub fn is_void(&self, n_found: &[Option<usize>]) -> bool {
        self.needs.iter().any(|need| is_void(need, n_found))
    }

    /// The lookups by their numbers, in the order that is likely to end soonest: long words are rare.
    pub fn rarest_first(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.lookups.len()).collect();
        order.sort_by_key(|n| std::cmp::Reverse(self.lookups[*n].from.len()));
        order
    }

    /// What the lookups find in a small index that is at hand, such as that of the tail.
    pub fn look_up_in(&self, sorted: &[Posting]) -> Vec<Vec<Posting>> {
        let within = |it: &Lookup| {
            let from = sorted.partition_point(|posting| posting.word < it.from);
            sorted[from..].iter().take_while(|posting| posting.word < it.to).cloned().collect()
        };
        self.lookups.iter().map(within).collect()
    }

    fn hits(&self, need: &Need, found: &[Vec<Posting>]) -> Hits {
        match need {
            Need::Word(lookup) => self.union(*lookup, found),
            Need::Row(row) => self.in_a_row(row, found),
            Need::Given(events) => events.iter().map(|&seq| Hit { seq, is_whole: true, is_said: false }).collect(),
            Need::All(needs) => all(needs.iter().map(|need| self.hits(need, found))),
            Need::Any(needs) => sorted(needs.iter().flat_map(|need| self.hits(need, found)).collect()),
        }
    }

    fn union(&self, lookup: usize, found: &[Vec<Posting>]) -> Hits {
        let mut hits = Hits::new();
        for posting in found.get(lookup).into_iter().flatten() {
            let is_whole = self.lookups.get(lookup).is_some_and(|it| it.is_whole(&posting.word));
            hits.extend(read_docs(&posting.docs).into_iter().map(|seq| Hit { seq, is_whole, is_said: true }));
        }
        sorted(hits)
    }

    fn in_a_row(&self, row: &[usize], found: &[Vec<Posting>]) -> Hits {
        let hits = all(row.iter().map(|lookup| self.union(*lookup, found)));
        let docs: Vec<Seq> = hits.iter().map(|hit| hit.seq).collect();
        let steps = row.iter().map(|lookup| {
            let postings = found.get(*lookup).map(Vec::as_slice).unwrap_or_default();
            let mut places: Vec<(Seq, Vec<u64>)> = postings.iter().flat_map(|it| places_of(it, &docs)).collect();
            places.sort_unstable();
            places
        });
        let last = steps.reduce(|before, here| follow(&before, &here)).unwrap_or_default();
        let stands = |seq: Seq| last.binary_search_by_key(&seq, |(seq, _)| *seq).is_ok();
        hits.into_iter().filter(|hit| stands(hit.seq)).collect()
    }
}

/// The places in `here` that come right after one in `before`.
fn follow(before: &[(Seq, Vec<u64>)], here: &[(Seq, Vec<u64>)]) -> Vec<(Seq, Vec<u64>)> {
    let next = |(seq, places): &(Seq, Vec<u64>)| {
        let from = before.partition_point(|(other, _)| other < seq);
        let before = before[from..].iter().take_while(|(other, _)| other == seq);
        let may: BTreeSet<u64> = before.flat_map(|(_, places)| places.iter().map(|place| place + 1)).collect();
        let next: Vec<u64> = places.iter().copied().filter(|place| may.contains(place)).collect();
        (!next.is_empty()).then_some((*seq, next))
    };
    here.iter().filter_map(next).collect()
}

/// What is in each of the lists.
fn all(lists: impl Iterator<Item = Hits>) -> Hits {
    lists.reduce(|left, right| both(&left, &right)).unwrap_or_default()
}

fn both(left: &[Hit], right: &[Hit]) -> Hits {
    let mut hits = Hits::new();
    let mut right = right.iter().peekable();
    for one in left {
        while right.next_if(|other| other.seq < one.seq).is_some() {}
        if let Some(two) = right.next_if(|other| other.seq == one.seq) {
            hits.push(Hit { seq: one.seq, is_whole: one.is_whole && two.is_whole, is_said: one.is_said || two.is_said });
        }
    }
    hits
}

/// Of what was found by several ways, what each event has by any of them.
fn sorted(mut hits: Hits) -> Hits {
    if !hits.is_sorted_by_key(|hit| hit.seq) {
        hits.sort_by_key(|hit| hit.seq);
    }
    hits.dedup_by(|again, first| {
        let is_same = again.seq == first.seq;
        if is_same {
            first.is_whole |= again.is_whole;
            first.is_said |= again.is_said;
        }
        is_same
    });
    hits
}

fn or_given(need: Need, given: Option<BTreeSet<Seq>>) -> Need {
    match given {
        Some(given) if !given.is_empty() => Need::Any(vec![need, Need::Given(given)]),
        _ => need,
    }
}

fn is_void(need: &Need, n_found: &[Option<usize>]) -> bool {
    let is_empty = |lookup: &usize| n_found.get(*lookup).copied().flatten() == Some(0);
    match need {
        Need::Word(lookup) => is_empty(lookup),
        Need::Row(row) => row.iter().any(is_empty),
        Need::Given(events) => events.is_empty(),
        Need::All(needs) => needs.iter().any(|need| is_void(need, n_found)),
        Need::Any(needs) => needs.iter().all(|need| is_void(need, n_found)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Build;
    use app::domain::{
        event::{Event, What},
        id::{ConversationId, MessageId},
        person::Author,
        text::Body,
        time::Timestamp,
    };
    use proptest::prelude::*;

    fn index(texts: &[&str]) -> Vec<Posting> {
        let mut build = Build::default();
        for (n, text) in texts.iter().enumerate() {
            let what = What::Said {
                id: MessageId::parse("message").expect("an id"),
                body: Body::plain(text).expect("fits"),
                page: None,
                files: Vec::new(),
            };
            let conversation = ConversationId::parse("conversation").expect("an id");
            let event = Event { seq: n as u64 + 1, conversation, at: Timestamp(n as i64 * 86_400_000), by: Author::Visitor, what };
            build.add(&super::super::Document::of(&event).expect("is a message"));
        }
        build.postings()
    }

    fn found(texts: &[&str], query: &str, within: Within) -> Vec<Seq> {
        let Some(plan) = Plan::of(&Query::parse(query), "Ana Ortiz", within) else { return Vec::new() };
        let found = plan.look_up_in(&index(texts));
        plan.matches(&(1..=1000), &found).iter().map(|it| it.seq).collect()
    }

    #[test]
    fn all_words_are_in_one_message_as_they_are_or_as_beginnings() {
        let texts = ["refund my order", "Refunds are slow", "my order", "the 東京都庁 office", "order refund", "mail ana@example.com"];
        for (query, seqs) in [
            ("refund", vec![5, 2, 1]),
            ("REFÜND order", vec![5, 1]),
            ("\"refund my\"", vec![1]),
            ("\"my refund\"", vec![]),
            ("\"refund\"", vec![5, 1]),
            ("京都", vec![4]),
            ("東都", vec![]),
            ("東", vec![4]),
            ("r", vec![]),
            ("ana@example", vec![6]),
            ("example@ana", vec![]),
            ("after:1970-01-03 before:1970-01-05", vec![4, 3]),
            ("from:visitor order", vec![5, 3, 1]),
            ("from:ai order", vec![]),
            ("note: order", vec![]),
            ("*", vec![]),
        ] {
            assert_eq!(found(&texts, query, Within::default()), seqs, "{query}");
        }
    }

    #[test]
    fn a_word_may_be_what_the_conversation_is_known_by() {
        let texts = ["refund please", "hello", "refund of maria"];
        let within = || Within { words: vec![[1, 2].into(), BTreeSet::new()], names: vec![], only: None };
        assert_eq!(found(&texts, "maria refund", within()), vec![3, 1]);
        assert_eq!(found(&texts, "maria", within()), vec![3], "what only the conversation is known by is no message");
        let names = Within { names: vec![[2].into()], ..Within::default() };
        assert_eq!(found(&texts, "from:maria", names), vec![2]);
        let only = Within { only: Some([1, 2].into()), ..Within::default() };
        assert_eq!(found(&texts, "refund", only), vec![1]);
    }

    fn naive(texts: &[&str], words: &[&str]) -> Vec<Seq> {
        let has = |text: &str, word: &str| text.split(' ').any(|it| if word.len() > 1 { it.starts_with(word) } else { it == word });
        let hits = texts.iter().enumerate().filter(|(_, text)| words.iter().all(|word| has(text, word)));
        hits.map(|(n, _)| n as u64 + 1).rev().collect()
    }

    proptest! {
        #[test]
        fn the_index_finds_what_reading_everything_finds(
            texts in proptest::collection::vec("(a|b|ab|ba|abb)( (a|b|ab|ba|abb)){0,4}", 1..20),
            words in proptest::collection::vec("(a|b|ab|ba|abb)", 1..4),
        ) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            prop_assert_eq!(found(&texts, &words.join(" "), Within::default()), naive(&texts, &words));
            let row = format!("\"{}\"", words.join(" "));
            let padded = format!(" {} ", words.join(" "));
            let rows: Vec<Seq> = (1..).zip(&texts).filter(|(_, text)| format!(" {text} ").contains(&padded)).map(|(n, _)| n).collect();
            let mut in_a_row = found(&texts, &row, Within::default());
            in_a_row.reverse();
            prop_assert_eq!(in_a_row, rows);
        }
    }
}
