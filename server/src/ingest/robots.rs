//! What a site's robots.txt allows us (RFC 9309), and what its pages say of being indexed.

/// Our name in robots.txt.
pub const NAME: &str = "BatonBot";
/// So much of the file is read, as the standard asks for at least.
const MOST_BYTES: usize = 500 * 1024;
/// Rules and sitemaps beyond are nothing that people write.
const MOST_RULES: usize = 5_000;
const MOST_SITEMAPS: usize = 50;
/// Nobody who wants to be read asks for longer pauses.
const MOST_SECONDS: f64 = 3_600.0;

/// The rules of a site for us.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Robots {
    /// Pattern, and whether it allows.
    rules: Vec<(String, bool)>,
    /// Seconds between two requests, where the site asks for them.
    pub delay: Option<f64>,
    pub sitemaps: Vec<String>,
}

impl Robots {
    /// The rules in a file: those for our name, or those for everybody.
    pub fn parse(text: &str) -> Self {
        let end = (0..=text.len().min(MOST_BYTES)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let mut it = Self::default();
        let (mut ours, mut anyones) = (Group::default(), Group::default());
        let (mut names, mut in_rules): (Vec<String>, bool) = (Vec::new(), false);
        for (key, value) in text[..end].lines().filter_map(line) {
            match key.as_str() {
                "user-agent" => {
                    if std::mem::take(&mut in_rules) {
                        names.clear();
                    }
                    names.push(value.to_ascii_lowercase());
                }
                "sitemap" if it.sitemaps.len() < MOST_SITEMAPS => it.sitemaps.push(value.to_owned()),
                "allow" | "disallow" | "crawl-delay" => {
                    in_rules = true;
                    for name in &names {
                        let group = if name == "*" { &mut anyones } else { &mut ours };
                        if name == "*" || is_us(name) {
                            group.take(&key, value);
                        }
                    }
                }
                _ => {}
            }
        }
        let group = if ours.is_named { ours } else { anyones };
        Self { rules: group.rules, delay: group.delay, ..it }
    }

    /// Whether we may fetch this path (with its query): the longest rule that fits decides, an allowing one before a forbidding one.
    pub fn allows(&self, path: &str) -> bool {
        if path == "/robots.txt" {
            return true;
        }
        let fitting = self.rules.iter().filter(|(pattern, _)| fits(pattern, path));
        fitting.max_by_key(|(pattern, allows)| (pattern.len(), *allows)).is_none_or(|(_, allows)| *allows)
    }
}

/// What a page may say to robots that has a value of its own, behind a colon.
const VALUED: [&str; 4] = ["unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"];

/// Whether a `<meta>` of this name speaks to us: to all robots, or to ours.
pub fn is_said_to_us(name: &str) -> bool {
    name.eq_ignore_ascii_case("robots") || name.eq_ignore_ascii_case(NAME)
}

/// Whether what a page says to robots (`<meta name="robots">`, `X-Robots-Tag`) asks them not to index it. What is said to another
/// robot by its name is none of our business.
pub fn asks_not_to_be_indexed(said: &str) -> bool {
    let mut is_to_us = true;
    said.to_ascii_lowercase().split(',').map(str::trim).any(|part| {
        let named = part.split_once(':').map(|(name, rule)| (name.trim(), rule.trim()));
        let named = named.filter(|(name, _)| !VALUED.contains(name) && !name.contains(' '));
        if let Some((name, _)) = named {
            is_to_us = name == "*" || is_us(name);
        }
        is_to_us && matches!(named.map_or(part, |(_, rule)| rule), "noindex" | "none")
    })
}

#[derive(Default)]
struct Group {
    rules: Vec<(String, bool)>,
    delay: Option<f64>,
    is_named: bool,
}

impl Group {
    fn take(&mut self, key: &str, value: &str) {
        self.is_named = true;
        if key == "crawl-delay" {
            self.delay = value.parse().ok().filter(|it| (0.0..=MOST_SECONDS).contains(it));
        } else if !value.is_empty() && self.rules.len() < MOST_RULES {
            self.rules.push((value.to_owned(), key == "allow"));
        }
    }
}

fn line(line: &str) -> Option<(String, &str)> {
    let line = line.split('#').next().unwrap_or_default();
    let (key, value) = line.split_once(':')?;
    Some((key.trim().to_ascii_lowercase(), value.trim()))
}

fn is_us(name: &str) -> bool {
    let ours = NAME.to_ascii_lowercase();
    name.split(['/', ' ']).next() == Some(ours.as_str())
}

fn fits(pattern: &str, path: &str) -> bool {
    match pattern.strip_suffix('$') {
        Some(whole) => super::scope::glob(whole, path),
        None => super::scope::glob(&format!("{pattern}*"), path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rule_decides() {
        let robots = Robots::parse(
            "User-agent: Other\nDisallow: /\n\nUser-agent: *\nDisallow: /private # secret\nAllow: /private/open\nDisallow: /*.json$\nCrawl-delay: 2\nSitemap: https://x.test/map.xml\n",
        );
        for (path, allowed) in [
            ("/", true),
            ("/private", false),
            ("/private/a", false),
            ("/private/open/a", true),
            ("/a.json", false),
            ("/a.json?b", true),
            ("/robots.txt", true),
        ] {
            assert_eq!(robots.allows(path), allowed, "{path}");
        }
        assert_eq!((robots.delay, robots.sitemaps.as_slice()), (Some(2.0), &["https://x.test/map.xml".to_owned()][..]));
    }

    #[test]
    fn our_own_group_comes_before_everybodys() {
        let robots = Robots::parse("User-agent: *\nDisallow: /\nUser-agent: batonbot\nUser-agent: nobody\nDisallow: /a\n");
        assert!(robots.allows("/b") && !robots.allows("/a"));
        assert!(!Robots::parse("User-agent: *\nDisallow: /").allows("/b"));
        assert!(
            Robots::parse("User-agent: *\nDisallow:").allows("/b")
                && Robots::parse("").allows("/b")
                && Robots::parse("<html>").allows("/b")
        );
    }

    #[test]
    fn a_page_asks_all_robots_or_ours_not_to_index_it() {
        for (said, asks) in [
            ("noindex", true),
            ("NoIndex, nofollow", true),
            ("none", true),
            ("max-snippet:20, noindex", true),
            ("unavailable_after: Friday, 25-Jun-2010 15:00:00 PST, noindex", true),
            ("batonbot: noindex", true),
            ("BatonBot/1.0: nofollow, noindex", true),
            ("googlebot: noindex, nofollow", false),
            ("googlebot: nofollow, batonbot: noindex", true),
            ("index, follow", false),
            ("noindexing", false),
            ("", false),
        ] {
            assert_eq!(asks_not_to_be_indexed(said), asks, "{said}");
        }
        assert!(is_said_to_us("Robots") && is_said_to_us("batonbot") && !is_said_to_us("googlebot"));
    }

    #[test]
    fn a_hostile_file_is_read_in_time() {
        let rule = format!("User-agent: *\n{}", format!("Disallow: /{}x\n", "*a".repeat(500)).repeat(5_000));
        assert!(Robots::parse(&rule).allows(&format!("/{}", "a".repeat(200))));
        assert!(Robots::parse(&"\u{1F600}".repeat(400_000)).allows("/"));
    }
}
