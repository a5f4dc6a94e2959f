//! What visitors ask, and what became of it.

use crate::read::Read;
use serde::{Deserialize, Serialize};

/// What became of a visitor's question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// Answered from the docs.
    Answered,
    /// Pages were offered to choose from.
    Offered,
    /// It went to a person, for another reason than that the docs have nothing on it.
    Person,
    /// The docs have nothing on it, whether or not a person came.
    NotCovered,
}

impl Became {
    /// All that can become of one, the best for the docs first.
    pub const ALL: [Self; 4] = [Self::Answered, Self::Offered, Self::Person, Self::NotCovered];
}

/// How many questions became what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Tally {
    pub answered: u64,
    pub offered: u64,
    pub person: u64,
    pub not_covered: u64,
}

impl Tally {
    /// Counts one more.
    pub const fn count(&mut self, became: Became) {
        match became {
            Became::Answered => self.answered += 1,
            Became::Offered => self.offered += 1,
            Became::Person => self.person += 1,
            Became::NotCovered => self.not_covered += 1,
        }
    }

    /// How many became that.
    pub const fn of(self, became: Became) -> u64 {
        match became {
            Became::Answered => self.answered,
            Became::Offered => self.offered,
            Became::Person => self.person,
            Became::NotCovered => self.not_covered,
        }
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            answered: self.answered + other.answered,
            offered: self.offered + other.offered,
            person: self.person + other.person,
            not_covered: self.not_covered + other.not_covered,
        }
    }

    /// How many there are in all.
    pub const fn sum(self) -> u64 {
        self.answered + self.offered + self.person + self.not_covered
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_counts_once() {
        let mut tally = Tally::default();
        Became::ALL.into_iter().chain([Became::NotCovered]).for_each(|became| tally.count(became));
        assert_eq!((Became::ALL.map(|became| tally.of(became)), tally.sum()), ([1, 1, 1, 2], 5));
        assert_eq!(tally.plus(tally).sum(), 10);
    }
}
