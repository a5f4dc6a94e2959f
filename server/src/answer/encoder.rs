//! Text as vectors, by all-MiniLM-L6-v2 in its int8 form (`model.onnx`, 22.9 MB).

use super::encoding::{Encoding, Sketch, WIDTH, normalised, sketch};
use super::wordpiece::WordPiece;
use crate::ingest::Passage;
use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// Most word pieces read of a passage, and of a question (whose point is seldom after its first hundred words).
const MOST_PIECES: usize = 256;
const MOST_PIECES_ASKED: usize = 128;
/// Fewer words make no clause, and further clauses aren't looked at one by one.
const FEWEST_WORDS: usize = 4;
const MOST_CLAUSES: usize = 4;

/// The model. One run uses one thread; runs may go side by side.
pub struct Encoder {
    model: Model,
    pieces: WordPiece,
    options: RunOptions,
}

/// Why the model can't be used.
#[derive(Debug)]
pub struct LoadError(String);

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the embedding model can't be used: {}", self.0)
    }
}

impl std::error::Error for LoadError {}

/// A question as the ranking needs it.
#[derive(Clone, Debug)]
pub struct Asked {
    pub vector: Vec<f32>,
    /// The vectors of its clauses if it has several: a side story hides the point otherwise.
    pub clauses: Vec<Vec<f32>>,
    /// A sketch per word piece, and the word that it belongs to.
    pub pieces: Vec<Sketch>,
    pub words: Vec<String>,
}

impl Encoder {
    /// Reads `model.onnx`. Fails if the file is missing, broken, or another model.
    pub fn load(path: &Path) -> Result<Encoder, LoadError> {
        let model = ModelOptions::with_all_ops().load_file(path).map_err(|error| LoadError(error.to_string()))?;
        let options = RunOptions::default().with_thread_pool(Some(Arc::new(ThreadPool::with_num_threads(1))));
        let encoder = Encoder { model, pieces: WordPiece::new(), options };
        encoder.run("hello", MOST_PIECES).map(|_| encoder).ok_or_else(|| LoadError("it isn't all-MiniLM-L6-v2".into()))
    }

    /// The vector of any text, of length 1. Zeros if the model fails, which only makes it match nothing.
    pub fn vector(&self, text: &str) -> Vec<f32> {
        self.run(text, MOST_PIECES).map_or_else(|| vec![0.0; WIDTH], |states| mean(&states))
    }

    /// What the index keeps of a passage. Slow (about 50 CPU-ms per hundred words): keep its bytes.
    pub fn passage(&self, passage: &Passage) -> Encoding {
        let Some(states) = self.run(&passage.embed_text, MOST_PIECES) else { return Encoding::default() };
        Encoding { vector: mean(&states), heading: self.vector(&passage.embed_heading), pieces: sketches(&states) }
    }

    /// A question, as the ranking and the gates need it.
    pub fn question(&self, text: &str) -> Asked {
        let words = self.pieces.encode(text, MOST_PIECES_ASKED).into_iter().map(|(_, word)| word.to_string());
        let states = self.run(text, MOST_PIECES_ASKED).unwrap_or_default();
        Asked {
            vector: mean(&states),
            clauses: clauses(text).into_iter().map(|clause| self.vector(clause)).collect(),
            pieces: sketches(&states),
            words: words.filter(|word| !word.is_empty()).collect(),
        }
    }

    /// The state of each word piece, start and end marks included.
    fn run(&self, text: &str, most: usize) -> Option<Vec<Vec<f32>>> {
        let pieces = self.pieces.encode(text, most);
        let n = pieces.len();
        let ids = NdTensor::from_data([1, n], pieces.into_iter().map(|(id, _)| id).collect::<Vec<i32>>());
        let (mask, kind) = (NdTensor::<i32, 2>::full([1, n], 1), NdTensor::<i32, 2>::zeros([1, n]));
        let input = |id: NodeId| match self.model.node_info(id).and_then(|node| node.name().map(str::to_string)).as_deref() {
            Some("input_ids") => (id, ids.view().into()),
            Some("attention_mask") => (id, mask.view().into()),
            _ => (id, kind.view().into()),
        };
        let inputs = self.model.input_ids().iter().map(|id| input(*id)).collect();
        let outputs = self.model.run(inputs, &[*self.model.output_ids().first()?], Some(self.options.clone())).ok()?;
        let states: NdTensor<f32, 3> = outputs.into_iter().next()?.try_into().ok()?;
        (states.shape() == [1, n, WIDTH]).then(|| (0..n).map(|row| (0..WIDTH).map(|column| states[[0, row, column]]).collect()).collect())
    }
}

/// The clauses of a question, the first few of them; none if it is but one.
fn clauses(text: &str) -> Vec<&str> {
    let parts = text.split(['?', '!', '\n', ';', ',']).flat_map(|part| part.split(". "));
    let parts: Vec<&str> = parts.map(str::trim).filter(|part| part.split_whitespace().count() >= FEWEST_WORDS).take(MOST_CLAUSES).collect();
    if parts.len() > 1 { parts } else { Vec::new() }
}

fn mean(states: &[Vec<f32>]) -> Vec<f32> {
    let mut sum = vec![0.0; WIDTH];
    for state in states {
        sum.iter_mut().zip(state).for_each(|(sum, value)| *sum += value);
    }
    normalised(sum)
}

/// Of the word pieces alone: start and end marks match everything.
fn sketches(states: &[Vec<f32>]) -> Vec<Sketch> {
    states.get(1..states.len().saturating_sub(1)).unwrap_or_default().iter().map(|state| sketch(state)).collect()
}
