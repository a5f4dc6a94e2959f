//! How sure we are that the best section answers, between 0 and 1, and from where on that is enough.

use super::features::Features;

/// A logistic regression, and what its figure has to reach for an answer and for suggestions.
struct Model {
    bias: f32,
    weights: Features,
    bars: Bars,
}

/// From `answer` on, the answer is given; from `suggest` on, the visitor is asked whether it is one of a few sections.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bars {
    pub answer: f32,
    pub suggest: f32,
}

/// Learnt by `end2end/eval/train.py`, which says on what and how well; in the order of `features::NAMES`.
const WITH_VECTORS: Model = Model {
    bias: -4.698,
    weights: [1.263, 2.042, 2.945, -0.907, 0.000, -0.069, 0.000, 2.828, -1.634, -0.114, -1.520, 5.089, 1.632, 0.324, -7.717, -0.180, 0.334],
    bars: Bars { answer: 0.6, suggest: 0.1 },
};
const WORDS_ALONE: Model = Model {
    bias: -4.298,
    weights: [0.000, 0.000, 3.933, 3.497, -0.105, -0.352, 2.257, 2.436, -1.145, -0.271, 0.000, 0.000, 0.000, 0.000, 0.000, 0.000, 0.000],
    bars: Bars { answer: 0.58, suggest: 0.12 },
};

/// The chance that the best section's page answers, and the bars to hold it against.
pub fn confidence(features: &Features, with_vectors: bool) -> (f32, Bars) {
    let model = if with_vectors { &WITH_VECTORS } else { &WORDS_ALONE };
    let sum = features.iter().zip(&model.weights).map(|(value, weight)| value * weight).sum::<f32>();
    (1.0 / (1.0 + (-(sum + model.bias)).exp()), model.bars)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::features::NAMES;

    #[test]
    fn signs_of_an_own_account_make_less_sure() {
        let account = NAMES.iter().position(|name| *name == "account").expect("it is one of the figures");
        for with_vectors in [true, false] {
            let plain = [0.5; NAMES.len()];
            let mut own = plain;
            own[account] += 1.0;
            assert!(confidence(&own, with_vectors).0 < confidence(&plain, with_vectors).0);
        }
    }

    #[test]
    fn nothing_found_is_no_ground_for_anything() {
        let (sure, bars) = confidence(&Features::default(), true);
        assert!(sure < bars.suggest);
    }
}
