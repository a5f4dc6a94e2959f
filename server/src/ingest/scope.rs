//! Which addresses belong to a source, and what a page is called in it.

use app::api::knowledge::Limits;
use url::Url;

/// Longer addresses are made by machines for machines.
const LONGEST: usize = 1_024;
/// The same piece so often in a path is a trap.
const MOST_REPEATED: usize = 3;
/// What only says where a visitor came from.
const TRACKING: [&str; 14] = [
    "gclid",
    "fbclid",
    "msclkid",
    "mc_cid",
    "mc_eid",
    "_ga",
    "_gl",
    "phpsessid",
    "jsessionid",
    "sid",
    "sessionid",
    "session_id",
    "ref_src",
    "yclid",
];
/// Endings of what is no page.
const MEDIA: [&str; 45] = [
    "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico", "bmp", "tif", "tiff", "mp3", "mp4", "m4a", "m4v", "webm", "ogg", "wav",
    "mov", "avi", "css", "js", "mjs", "map", "json", "xml", "rss", "atom", "zip", "gz", "tgz", "bz2", "xz", "7z", "rar", "tar", "dmg",
    "exe", "msi", "apk", "iso", "woff", "woff2", "ttf", "otf",
];

/// What belongs to a source.
#[derive(Debug, Clone)]
pub struct Scope {
    home: Url,
    /// Paths begin so, where no pattern says more.
    below: String,
    include: Vec<String>,
    exclude: Vec<String>,
}

impl Scope {
    /// All below an address, or what the patterns say.
    pub fn below(home: &Url, limits: &Limits) -> Self {
        let path = home.path();
        let last = path.rsplit('/').next().unwrap_or_default();
        let is_file = last.contains('.');
        let below = if is_file { path[..path.len() - last.len()].to_owned() } else { path.trim_end_matches('/').to_owned() };
        Self { home: home.clone(), below, include: limits.include.clone(), exclude: limits.exclude.clone() }
    }

    /// All of a host, or what the patterns say.
    pub fn of_host(home: &Url, limits: &Limits) -> Self {
        Self { home: home.clone(), below: String::new(), include: limits.include.clone(), exclude: limits.exclude.clone() }
    }

    /// Whether an address belongs to the source.
    pub fn holds(&self, url: &Url) -> bool {
        let path = url.path();
        let is_below = || {
            path.strip_prefix(self.below.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || self.below.ends_with('/'))
        };
        let matches = |patterns: &[String]| patterns.iter().any(|pattern| is_like(pattern, path));
        is_same_site(url, &self.home)
            && (if self.include.is_empty() { is_below() } else { matches(&self.include) })
            && !matches(&self.exclude)
    }

    /// The address as it is fetched: without fragment and tracking, by the scheme of the source. Nothing where it is no page's.
    pub fn tidy(&self, mut url: Url) -> Option<Url> {
        let is_web = matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
        if !is_web || url.as_str().len() > LONGEST || is_media(url.path()) || is_trap(url.path()) {
            return None;
        }
        url.set_fragment(None);
        if url.query().is_some() {
            let kept: Vec<(String, String)> = url.query_pairs().into_owned().filter(|(key, _)| !is_tracking(key)).collect();
            match kept.is_empty() {
                true => url.set_query(None),
                false if kept.len() < url.query_pairs().count() => {
                    url.query_pairs_mut().clear().extend_pairs(kept);
                }
                false => {}
            }
        }
        if is_same_site(&url, &self.home) && url.host() == self.home.host() && url.port().is_none() && self.home.port().is_none() {
            // Between http and https of one host, the source's own scheme decides; both are known schemes.
            let _ = url.set_scheme(self.home.scheme());
        }
        Some(url)
    }

    /// What a page is called within its source.
    pub fn name(url: &Url) -> String {
        match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        }
    }

    /// The same source at another address of its site, where a first redirect led there.
    pub fn moved(&self, to: &Url) -> Self {
        let limits = Limits { include: self.include.clone(), exclude: self.exclude.clone(), ..Limits::default() };
        Self::below(to, &limits)
    }
}

/// Whether two addresses are of one site: the same host, `www.` aside, and the same port, http and https aside.
pub fn is_same_site(one: &Url, other: &Url) -> bool {
    let host = |url: &Url| url.host_str().map(|host| host.trim_start_matches("www.").trim_end_matches('.').to_owned());
    host(one) == host(other) && one.port() == other.port()
}

fn is_tracking(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    key.starts_with("utm_") || TRACKING.contains(&key.as_str())
}

fn is_media(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(_, ending)| MEDIA.contains(&ending.to_ascii_lowercase().as_str()))
}

fn is_trap(path: &str) -> bool {
    let pieces: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
    pieces.len() > 20 || pieces.iter().any(|piece| pieces.iter().filter(|other| *other == piece).count() > MOST_REPEATED)
}

/// Whether a path is like a pattern of the owner's; a slash at its end means nothing.
fn is_like(pattern: &str, path: &str) -> bool {
    let pattern = pattern.trim();
    glob(pattern, path)
        || glob(pattern.trim_end_matches('/'), path.trim_end_matches('/'))
        || pattern.strip_suffix("/*").is_some_and(|it| glob(it, path))
}

/// Whether `*`, which stands for any letters, makes a text of the pattern.
pub fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while t < text.len() {
        if pattern.get(p) == Some(&b'*') {
            back = Some((p, t));
            p += 1;
        } else if pattern.get(p) == Some(&text[t]) {
            p += 1;
            t += 1;
        } else if let Some((star, from)) = back {
            back = Some((star, from + 1));
            p = star + 1;
            t = from + 1;
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|c| *c == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).expect("an address")
    }

    fn limits(include: &[&str], exclude: &[&str]) -> Limits {
        let owned = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect();
        Limits { include: owned(include), exclude: owned(exclude), most_pages: 9, most_depth: 9, reads_noindex: false }
    }

    #[test]
    fn a_source_is_what_lies_below_its_address() {
        let scope = Scope::below(&url("https://x.test/help"), &limits(&[], &["/help/old/*"]));
        for (other, holds) in [
            ("https://x.test/help", true),
            ("https://x.test/help/a?b", true),
            ("https://www.x.test/help/a", true),
            ("http://x.test/help/a", true),
            ("https://x.test/helpdesk", false),
            ("https://x.test/", false),
            ("https://x.test/help/old/a", false),
            ("https://x.test/help/old", false),
            ("https://y.test/help/a", false),
            ("https://x.test:8443/help/a", false),
        ] {
            assert_eq!(scope.holds(&url(other)), holds, "{other}");
        }
        let file = Scope::below(&url("https://x.test/docs/index.html"), &limits(&[], &[]));
        assert!(file.holds(&url("https://x.test/docs/a.html")) && !file.holds(&url("https://x.test/a.html")));
        let some = Scope::below(&url("https://x.test/"), &limits(&["/help/*", "/faq"], &[]));
        assert!(
            some.holds(&url("https://x.test/help/a"))
                && some.holds(&url("https://x.test/faq/"))
                && !some.holds(&url("https://x.test/blog"))
        );
    }

    #[test]
    fn an_address_is_tidied_or_refused() {
        let scope = Scope::below(&url("https://x.test/"), &limits(&[], &[]));
        let tidy = |text: &str| scope.tidy(url(text)).map(String::from);
        assert_eq!(tidy("http://x.test/a?utm_source=b&c=d#e").as_deref(), Some("https://x.test/a?c=d"));
        assert_eq!(tidy("https://x.test/a?gclid=1").as_deref(), Some("https://x.test/a"));
        for refused in [
            "ftp://x.test/a",
            "mailto:a@x.test",
            "https://a:b@x.test/",
            "https://x.test/p.PNG",
            "https://x.test/a/b/a/b/a/b/a/b",
            "javascript:1",
        ] {
            assert_eq!(tidy(refused), None, "{refused}");
        }
        assert_eq!(Scope::name(&url("https://x.test/a?b=1")), "/a?b=1");
    }

    #[test]
    fn a_star_stands_for_any_letters() {
        for (pattern, text, fits) in [
            ("/a*c", "/abbc", true),
            ("*", "", true),
            ("/a", "/ab", false),
            ("/*/x", "/a/b/x", true),
            ("a**b", "ab", true),
            ("", "a", false),
        ] {
            assert_eq!(glob(pattern, text), fits, "{pattern} {text}");
        }
    }
}
