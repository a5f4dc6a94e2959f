//! What a crawl looks at next, and where it ends.

use super::scope::Scope;
use app::api::knowledge::Limits;
use std::collections::{HashMap, HashSet, VecDeque};
use url::Url;

/// One path with so many different queries is a calendar, a filter or a trap: the rest isn't looked at.
const MOST_VARIANTS: u32 = 20;
/// Looking is given up after so many times the pages that are wanted: what only redirects has no end either.
const MOST_LOOKS: u32 = 3;

/// A page that is to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    pub url: Url,
    pub depth: u32,
}

/// The pages that were found and not yet looked at.
#[derive(Debug)]
pub struct Frontier {
    pub scope: Scope,
    limits: Limits,
    waiting: VecDeque<Next>,
    seen: HashSet<String>,
    variants: HashMap<String, u32>,
    n_looked: u32,
    n_pages: u32,
    /// More pages were found than are wanted.
    pub is_over: bool,
}

impl Frontier {
    pub fn new(scope: Scope, limits: Limits) -> Self {
        Self {
            scope,
            limits,
            waiting: VecDeque::new(),
            seen: HashSet::new(),
            variants: HashMap::new(),
            n_looked: 0,
            n_pages: 0,
            is_over: false,
        }
    }

    /// Takes up an address that a page leads to, where it belongs to the source, is new, and isn't too far away.
    pub fn offer(&mut self, url: Url, depth: u32) {
        if depth <= self.limits.most_depth
            && let Some(url) = self.scope.tidy(url).filter(|url| self.scope.holds(url))
        {
            self.push(url, depth);
        }
    }

    /// Takes up an address that was read before, however far away it is now.
    pub fn offer_again(&mut self, url: Url) {
        if let Some(url) = self.scope.tidy(url).filter(|url| self.scope.holds(url)) {
            self.push(url, self.limits.most_depth);
        }
    }

    /// Takes up the address of the source itself, whatever the patterns say.
    pub fn start(&mut self, url: Url) {
        self.push(url, 0);
    }

    fn push(&mut self, url: Url, depth: u32) {
        let most = usize::try_from(self.limits.most_pages.saturating_mul(4)).unwrap_or(usize::MAX).saturating_add(1_000);
        if self.seen.len() >= most {
            self.is_over |= !self.seen.contains(url.as_str());
            return;
        }
        if url.query().is_some() {
            let n = self.variants.entry(url.path().to_owned()).or_insert(0);
            if *n >= MOST_VARIANTS {
                return;
            }
            *n += u32::from(!self.seen.contains(url.as_str()));
        }
        if self.seen.insert(url.to_string()) {
            self.waiting.push_back(Next { url, depth });
        }
    }

    /// Whether an address is known already; from here on it is.
    pub fn meet(&mut self, url: &Url) -> bool {
        !self.seen.insert(url.to_string())
    }

    /// What is looked at next; nothing where all was, or as many as are wanted.
    pub fn take_next(&mut self) -> Option<Next> {
        let is_full =
            self.n_pages >= self.limits.most_pages || self.n_looked >= self.limits.most_pages.saturating_mul(MOST_LOOKS).saturating_add(10);
        if is_full {
            self.is_over |= !self.waiting.is_empty();
            return None;
        }
        let next = self.waiting.pop_front()?;
        self.n_looked += 1;
        Some(next)
    }

    /// Counts a page that was looked at: it was read, or couldn't be.
    pub fn count(&mut self) {
        self.n_pages += 1;
    }

    /// How many pages were found, as far as they are wanted.
    pub fn n_found(&self) -> u64 {
        let n = self.waiting.len() as u64 + u64::from(self.n_pages);
        n.min(u64::from(self.limits.most_pages))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(&format!("https://x.test{text}")).expect("an address")
    }

    fn frontier(most_pages: u32, most_depth: u32) -> Frontier {
        let limits = Limits { most_pages, most_depth, ..Limits::default() };
        Frontier::new(Scope::below(&url("/help"), &limits), limits)
    }

    #[test]
    fn each_page_comes_once_and_the_nearest_first() {
        let mut it = frontier(9, 2);
        it.start(url("/help"));
        for (path, depth) in [("/help/a", 1), ("/help/b", 2), ("/help/a#x", 1), ("/other", 1), ("/help/c", 3), ("/help/p.png", 1)] {
            it.offer(url(path), depth);
        }
        assert_eq!(it.n_found(), 3);
        let order: Vec<_> = std::iter::from_fn(|| it.take_next()).map(|next| (next.url.path().to_owned(), next.depth)).collect();
        assert_eq!(order, [("/help".to_owned(), 0), ("/help/a".to_owned(), 1), ("/help/b".to_owned(), 2)]);
        assert!(!it.is_over);
    }

    #[test]
    fn a_trap_has_an_end() {
        let mut it = frontier(5, 99);
        it.start(url("/help"));
        let mut n = 0;
        while let Some(next) = it.take_next() {
            it.count();
            n += 1;
            for month in 0..12 {
                it.offer(url(&format!("/help/calendar/{n}/{month}")), next.depth + 1);
            }
        }
        assert!(n == 5 && it.is_over);
        let mut it = frontier(1_000, 9);
        (0..500).for_each(|day| it.offer(url(&format!("/help/calendar?day={day}")), 1));
        assert_eq!(std::iter::from_fn(|| it.take_next()).count(), 20);
        let mut it = frontier(3, 9);
        (0..100_000).for_each(|n| it.offer(url(&format!("/help/{n}")), 1));
        assert!(it.is_over && it.waiting.len() < 2_000);
    }
}
