//! What is asked most: questions that ask the same in one group, by the encoder's vectors where there are any, and by stems.
//!
//! Wordings go in order of how often they were asked. Each joins the group that it is most like on average, or leads one of
//! its own: one pass, and the same questions give the same groups in whatever order they come.

use super::{encoding::dot, signals::repeated::topics, words::tokens};
use app::domain::{
    demand::{Became, Tally},
    id::{AssistantId, ConversationId, Seq},
    time::Timestamp,
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

/// As near as this by their stems, on average, questions ask the same. (What `signals::repeated` calls the same is as near.)
const SAME_STEMS: f32 = 0.709;
/// As near as this by their vectors. Lower would tell "cancel my plan" from "pause my plan" even less, higher would miss
/// what is asked in other words.
const SAME_MEANING: f32 = 0.7;
/// So many wordings are encoded, those asked most: each takes milliseconds of a core.
const MOST_ENCODED: usize = 300;
/// A group shows so many conversations.
const MOST_EXAMPLES: usize = 3;

/// A question that a visitor asked, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub text: String,
    pub became: Became,
    pub at: Timestamp,
    pub conversation: ConversationId,
    /// The message that it began with.
    pub seq: Seq,
    pub assistant: Option<AssistantId>,
    /// The page that the answer rests on, or that was offered first.
    pub page: Option<String>,
}

/// Questions that ask the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The one that is most like all others.
    pub typical: Asked,
    /// The page that most of them led to.
    pub page: Option<String>,
    pub tally: Tally,
    pub latest: Timestamp,
    /// A few, in conversations that differ: what the docs had nothing on first, then the latest.
    pub examples: Vec<Asked>,
}

/// The vector of a text, of length 1; nothing where there is no encoder.
pub type Encode<'a> = &'a dyn Fn(&str) -> Option<Arc<[f32]>>;

/// The groups, what is asked most first. Takes a while where texts are encoded: never on an async thread.
pub fn groups(all: &[Asked], encode: Encode<'_>) -> Vec<Group> {
    let wordings = wordings(all);
    let shapes: Vec<Shape> = wordings
        .iter()
        .enumerate()
        .map(|(nth, it)| Shape::of(&it[0].text, if nth < MOST_ENCODED { encode(&it[0].text) } else { None }))
        .collect();
    let mut heaps = Heaps::default();
    for (nth, (shape, wording)) in shapes.iter().zip(&wordings).enumerate() {
        heaps.put(nth, shape, wording.len() as f32);
    }
    let mut groups: Vec<Group> = (0..heaps.all.len()).map(|at| heaps.group(at, &shapes, &wordings)).collect();
    groups.sort_by(|a, b| order(a).cmp(&order(b)));
    groups
}

fn order(it: &Group) -> (Reverse<u64>, Reverse<Timestamp>, &str) {
    (Reverse(it.tally.sum()), Reverse(it.latest), it.typical.text.as_str())
}

/// Questions in the very same words, the latest first; the words asked most first.
fn wordings(all: &[Asked]) -> Vec<Vec<&Asked>> {
    let mut by_words: BTreeMap<String, Vec<&Asked>> = BTreeMap::new();
    for it in all {
        by_words.entry(tokens(&it.text).join(" ")).or_default().push(it);
    }
    let mut wordings: Vec<Vec<&Asked>> = by_words.into_values().collect();
    for same in &mut wordings {
        same.sort_by_key(|it| Reverse((it.at, it.seq)));
    }
    // Those that come out even stay in the order of their words.
    wordings.sort_by_key(|same| Reverse((same.len(), same[0].at)));
    wordings
}

/// A wording as it is compared.
struct Shape {
    stems: Vec<String>,
    /// What each of its stems counts: all of them together make a vector of length 1.
    weight: f32,
    vector: Option<Arc<[f32]>>,
}

impl Shape {
    fn of(text: &str, vector: Option<Arc<[f32]>>) -> Self {
        let mut stems: Vec<String> = topics(text).into_iter().collect();
        if stems.is_empty() {
            // "How does it work?" says nothing but small words: they are what it is known by.
            stems = tokens(text);
            stems.sort_unstable();
            stems.dedup();
        }
        let weight = 1.0 / (stems.len().max(1) as f32).sqrt();
        Self { stems, weight, vector }
    }
}

/// Groups as they grow.
#[derive(Default)]
struct Heaps {
    all: Vec<Heap>,
    /// The stems of all groups: what each counts in which.
    by_stem: HashMap<String, BTreeMap<usize, f32>>,
}

/// A group as it grows.
#[derive(Default)]
struct Heap {
    /// The places of its wordings.
    wordings: Vec<usize>,
    /// How many questions they are.
    n: f32,
    /// The sum of their vectors, as far as they have any, and of how many questions.
    vectors: Vec<f32>,
    n_encoded: f32,
}

impl Heaps {
    /// Puts a wording that was asked `n` times where it belongs.
    fn put(&mut self, nth: usize, shape: &Shape, n: f32) {
        let nearest = self.nearness(shape).into_iter().enumerate().max_by(|(one, a), (other, b)| a.total_cmp(b).then(other.cmp(one)));
        let at = match nearest {
            Some((at, nearness)) if nearness >= 1.0 => at,
            _ => {
                self.all.push(Heap::default());
                self.all.len() - 1
            }
        };
        self.all[at].take(nth, shape, n);
        for stem in &shape.stems {
            *self.by_stem.entry(stem.clone()).or_default().entry(at).or_default() += shape.weight * n;
        }
    }

    /// How near it is to each group: 1 and more where it asks the same.
    fn nearness(&self, shape: &Shape) -> Vec<f32> {
        let mut by_stems = vec![0.0_f32; self.all.len()];
        for (at, counts) in shape.stems.iter().filter_map(|stem| self.by_stem.get(stem)).flatten() {
            by_stems[*at] += counts * shape.weight;
        }
        let both = self.all.iter().zip(by_stems);
        both.map(|(heap, sum)| (sum / heap.n / SAME_STEMS).max(heap.meaning(shape) / SAME_MEANING)).collect()
    }

    /// How near it is to one group.
    fn nearness_to(&self, at: usize, shape: &Shape) -> f32 {
        let counts = shape.stems.iter().filter_map(|stem| self.by_stem.get(stem)?.get(&at));
        let sum: f32 = counts.map(|counts| counts * shape.weight).sum();
        (sum / self.all[at].n / SAME_STEMS).max(self.all[at].meaning(shape) / SAME_MEANING)
    }

    /// A group that has grown.
    fn group(&self, at: usize, shapes: &[Shape], wordings: &[Vec<&Asked>]) -> Group {
        let heap = &self.all[at];
        let near = |nth: usize| self.nearness_to(at, &shapes[nth]);
        // Of those that are as near, the first: it was asked most.
        let typical = heap.wordings.iter().copied().max_by(|one, other| near(*one).total_cmp(&near(*other)).then(other.cmp(one)));
        let mut asked: Vec<&Asked> = heap.wordings.iter().flat_map(|nth| wordings[*nth].iter().copied()).collect();
        asked.sort_by_key(|it| (it.became != Became::NotCovered, Reverse((it.at, it.seq))));
        let mut tally = Tally::default();
        asked.iter().for_each(|it| tally.count(it.became));
        Group {
            typical: typical.map_or(asked[0], |nth| wordings[nth][0]).clone(),
            page: page(&asked),
            tally,
            latest: asked.iter().map(|it| it.at).max().unwrap_or_default(),
            examples: examples(&asked),
        }
    }
}

impl Heap {
    fn take(&mut self, nth: usize, shape: &Shape, n: f32) {
        self.wordings.push(nth);
        self.n += n;
        let Some(vector) = &shape.vector else { return };
        self.vectors.resize(vector.len(), 0.0);
        self.vectors.iter_mut().zip(vector.iter()).for_each(|(sum, value)| *sum += value * n);
        self.n_encoded += n;
    }

    /// How near it is to those by meaning, on average; 0 where that isn't known.
    fn meaning(&self, shape: &Shape) -> f32 {
        match &shape.vector {
            Some(vector) if self.n_encoded > 0.0 => dot(&self.vectors, vector) / self.n_encoded,
            _ => 0.0,
        }
    }
}

/// The page that most of these led to; of several, the first by name.
fn page(asked: &[&Asked]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    asked.iter().filter_map(|it| it.page.as_deref()).for_each(|page| *counts.entry(page).or_default() += 1);
    let most = counts.into_iter().max_by(|(one, a), (other, b)| a.cmp(b).then(other.cmp(one)));
    most.map(|(page, _)| page.to_owned())
}

fn examples(asked: &[&Asked]) -> Vec<Asked> {
    let mut seen: HashSet<&ConversationId> = HashSet::new();
    asked.iter().filter(|it| seen.insert(&it.conversation)).take(MOST_EXAMPLES).map(|it| (*it).clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(nth: u64, text: &str, became: Became) -> Asked {
        Asked {
            text: text.to_owned(),
            became,
            at: Timestamp(nth.cast_signed()),
            conversation: ConversationId::parse(&format!("conversation-{nth}")).expect("an id"),
            seq: nth,
            assistant: None,
            page: None,
        }
    }

    fn all(texts: &[&str]) -> Vec<Asked> {
        (1..).zip(texts).map(|(nth, text)| asked(nth, text, Became::Answered)).collect()
    }

    /// The groups by stems: the name of each, and how many it holds.
    fn by_stems(texts: &[&str]) -> Vec<(String, u64)> {
        groups(&all(texts), &|_| None).into_iter().map(|it| (it.typical.text, it.tally.sum())).collect()
    }

    #[test]
    fn the_same_in_other_words_is_one_group() {
        for same in [
            ["How do I export my data?", "where can I export the data", "exporting data - how??"],
            ["How long does a refund take?", "how long until the refund", "refund duration?"],
            ["where do I find my invoices", "where can I see my invoices?", "show me the invoices"],
            ["how do I cancel my plan", "How to cancel the subscription?", "cancelling my plan"],
            [
                "Wie kann ich meine Rechnung herunterladen?",
                "Wo kann ich die Rechnungen herunterladen",
                "Rechnung herunterladen bitte, wie?",
            ],
        ] {
            assert_eq!(by_stems(&same).iter().map(|(_, n)| *n).collect::<Vec<_>>(), vec![3], "{same:?}");
        }
    }

    #[test]
    fn what_differs_is_told_apart() {
        let texts = [
            "How do I export my data?",
            "how do I import my data?",
            "how do I invite a colleague",
            "how do I remove a colleague",
            "how do I change my password",
            "how do I pause my plan",
            "how do I cancel my plan",
            "how does it work?",
        ];
        assert_eq!(by_stems(&texts).len(), texts.len());
    }

    #[test]
    fn a_group_is_known_by_its_most_typical_question_and_counts_what_became_of_all() {
        let texts = [
            ("How long does a refund take?", Became::Answered),
            ("how long until the refund", Became::NotCovered),
            ("How long does a refund take?", Became::Offered),
            ("how long does a refund take", Became::Person),
            ("where are my invoices", Became::Answered),
        ];
        let mut all: Vec<Asked> = (1..).zip(texts).map(|(nth, (text, became))| asked(nth, text, became)).collect();
        all[0].page = Some("refunds".to_owned());
        all[2].conversation = all[3].conversation.clone();
        let found = groups(&all, &|_| None);
        let refunds = &found[0];
        assert_eq!((found.len(), refunds.typical.text.as_str()), (2, "how long does a refund take"), "the latest of those words");
        assert_eq!(refunds.tally, Tally { answered: 1, offered: 1, person: 1, not_covered: 1 });
        assert_eq!((refunds.latest, refunds.page.as_deref()), (Timestamp(4), Some("refunds")));
        let examples: Vec<Seq> = refunds.examples.iter().map(|it| it.seq).collect();
        assert_eq!(examples, vec![2, 4, 1], "what isn't covered first, then the latest, each conversation once");
    }

    #[test]
    fn meaning_counts_where_it_is_known() {
        let texts = ["where do I get a csv of my numbers", "how can I take my stats elsewhere", "is there a phone app"];
        assert_eq!(by_stems(&texts).len(), 3);
        let encode = |text: &str| -> Option<Arc<[f32]>> {
            let is_about_the_app = text.contains("phone");
            let vector: Vec<f32> = (0..8).map(|at| f32::from(u8::from(at == usize::from(is_about_the_app)))).collect();
            Some(Arc::from(vector))
        };
        let found = groups(&all(&texts), &encode);
        assert_eq!(found.iter().map(|it| it.tally.sum()).collect::<Vec<_>>(), vec![2, 1]);
    }

    #[test]
    fn the_order_in_which_they_come_changes_nothing() {
        let mut texts = all(&[
            "How do I export my data?",
            "where can I export the data",
            "how do I import my data?",
            "import of data",
            "show me the invoices",
            "where do I find my invoices",
            "exporting data - how??",
        ]);
        let found = groups(&texts, &|_| None);
        texts.reverse();
        assert_eq!(groups(&texts, &|_| None), found);
        let counts: Vec<u64> = found.iter().map(|it| it.tally.sum()).collect();
        assert_eq!(counts, vec![3, 2, 2]);
        assert_eq!(groups(&[], &|_| None), vec![]);
    }

    #[test]
    fn thousands_are_grouped() {
        let all: Vec<Asked> = (0..2_000)
            .map(|nth| asked(nth + 1, &format!("gadget{g} model{g} battery{g} case{nth}", g = nth % 40), Became::NotCovered))
            .collect();
        let found = groups(&all, &|_| None);
        assert_eq!(found.iter().map(|it| it.tally.not_covered).collect::<Vec<_>>(), vec![50; 40]);
    }
}
