//! How long a question takes over a large help centre, and how much CPU indexing takes.
//!
//! `cargo run --release -p server --example speed -- MODEL.onnx [PASSAGES]`: the passages are made of a few words each, so that the
//! work is that of real ones; encodings are made once and told apart by noise, for what is measured is the search.

use server::{
    answer::{self, Encoder, Encoding, Index, Indexed, Question},
    ingest::Passage,
};
use std::path::Path;

const WORDS: &str = "refund invoice member import export calendar reminder payment card plan trial class teacher room booking cancel waitlist report \
    domain mail login password role team price tax currency gift code studio schedule holiday sync app phone kiosk check payout fee bank";
const QUESTIONS: [&str; 6] = [
    "How do I get a refund for a class that the teacher cancelled?",
    "where is my calendar sync setting, it stopped yesterday and the reminders are gone too",
    "can members import their own card",
    "export report of all payouts by month",
    "change password",
    "We moved to another studio last week, so how do we change the room and the holiday schedule for every booking?",
];

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let encoder = Encoder::load(Path::new(&arguments.next().unwrap_or_default()))?;
    let n: usize = arguments.next().map_or(Ok(10_000), |it| it.parse())?;
    let begun = cpu_ms();
    let encodings: Vec<Encoding> = (0..100).map(|n| encoder.passage(&passage(n))).collect();
    println!("encoding 1,000 passages of 110 words: {:.1} CPU-s", (cpu_ms() - begun) / 100.0);
    let begun = cpu_ms();
    let index = Index::build((0..n).map(|n| indexed(n, &encodings[n % encodings.len()])).collect());
    println!("an index of {n} passages: {:.2} CPU-s", (cpu_ms() - begun) / 1000.0);
    let mut took: Vec<f64> = (0..300).map(|nth| asked(&index, &encoder, QUESTIONS[nth % QUESTIONS.len()])).collect();
    took.sort_by(f64::total_cmp);
    println!(
        "question to answer: p50 {:.1} CPU-ms, p99 {:.1} CPU-ms, of {}",
        took[took.len() / 2],
        took[took.len() * 99 / 100],
        took.len()
    );
    Ok(())
}

fn asked(index: &Index, encoder: &Encoder, text: &str) -> f64 {
    let begun = cpu_ms();
    let verdict = answer::verdict(index, Some(encoder), &Question { text: text.to_owned(), ..Question::default() });
    assert!(!verdict.ranked.is_empty(), "something is always found");
    cpu_ms() - begun
}

/// CPU milliseconds of this process so far, by the kernel's own account (Linux): on an idle core that is the time it takes, and
/// on a busy one it is the same.
fn cpu_ms() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let spent = tasks
        .filter_map(|task| std::fs::read_to_string(task.path().join("schedstat")).ok()?.split_whitespace().next()?.parse::<f64>().ok());
    spent.sum::<f64>() / 1e6
}

/// So many words, the same for the same number.
fn text(n: usize, n_words: usize) -> String {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    (0..n_words).map(|at| words[(n * 31 + at * at * 7 + at) % words.len()]).collect::<Vec<_>>().join(" ")
}

fn passage(n: usize) -> Passage {
    let text = text(n, 110);
    Passage { section: 0, ordinal: 0, markdown: text.clone(), embed_text: text.clone(), embed_heading: self::text(n, 4), text }
}

fn indexed(n: usize, encoding: &Encoding) -> Indexed {
    let mut encoding = encoding.clone();
    // No two passages are the same to the search.
    encoding.vector.iter_mut().enumerate().for_each(|(at, value)| *value += ((n * 13 + at * 7) % 17) as f32 / 2_000.0);
    let text = text(n, 110);
    Indexed {
        id: n.to_string(),
        page: (n / 8).to_string(),
        section: (n / 2).to_string(),
        title: self::text(n / 8, 3),
        heading: self::text(n / 2, 4),
        url: format!("https://docs.invalid/{n}"),
        markdown: text.clone(),
        text,
        encoding: Some(encoding),
    }
}
