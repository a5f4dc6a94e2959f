//! The fragments that sites give to headings, as GitHub and most generators make them.

use std::collections::HashMap;

/// Hands out fragments, each once per page.
#[derive(Default)]
pub struct Slugs {
    taken: HashMap<String, usize>,
}

impl Slugs {
    pub fn next(&mut self, heading: &str) -> String {
        let slug = slug(heading);
        let n = self.taken.entry(slug.clone()).or_insert(0);
        *n += 1;
        if *n == 1 { slug } else { format!("{slug}-{}", *n - 1) }
    }
}

fn slug(heading: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    heading.trim().to_lowercase().chars().filter(kept).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_are_github_like_and_unique() {
        let mut slugs = Slugs::default();
        let made: Vec<_> = ["What's in it?", "Über uns", "Steps", "Steps", "a_b & c"].iter().map(|h| slugs.next(h)).collect();
        assert_eq!(made, ["whats-in-it", "über-uns", "steps", "steps-1", "a_b--c"]);
    }
}
