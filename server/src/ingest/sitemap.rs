//! The pages that a sitemap lists, and the sitemaps that it leads to.

use quick_xml::{Reader, events::Event};

/// Entries of one sitemap, as the protocol allows.
const MOST: usize = 50_000;
const LONGEST: usize = 2_048;

/// A sitemap, as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sitemap {
    pub pages: Vec<String>,
    pub maps: Vec<String>,
}

/// Reads a sitemap: XML, an index of sitemaps, or an address per line. What is broken in it ends it there.
pub fn sitemap(text: &str) -> Sitemap {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with('<') {
        let is_address = |line: &&str| line.starts_with("http://") || line.starts_with("https://");
        let pages = text.lines().map(str::trim).filter(is_address).take(MOST).map(str::to_owned).collect();
        return Sitemap { pages, maps: Vec::new() };
    }
    let mut found = Sitemap::default();
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let (mut is_map, mut address) = (false, None::<String>);
    while found.pages.len() + found.maps.len() < MOST {
        match reader.read_event() {
            Ok(Event::Start(tag)) => match tag.local_name().into_inner() {
                "sitemap" => is_map = true,
                "url" => is_map = false,
                "loc" => address = Some(String::new()),
                _ => {}
            },
            Ok(Event::Text(words)) => push(&mut address, &words.xml10_content()),
            Ok(Event::CData(words)) => push(&mut address, &words.xml10_content()),
            Ok(Event::GeneralRef(it)) => push(&mut address, resolved(&it)),
            Ok(Event::End(tag)) if tag.local_name().into_inner() == "loc" => {
                let list = if is_map { &mut found.maps } else { &mut found.pages };
                list.extend(address.take().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()));
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    found
}

fn push(address: &mut Option<String>, words: &str) {
    if let Some(address) = address.as_mut().filter(|it| it.len() + words.len() <= LONGEST) {
        address.push_str(words);
    }
}

fn resolved(entity: &str) -> &'static str {
    match entity {
        "amp" | "#38" => "&",
        "apos" | "#39" => "'",
        "quot" | "#34" => "\"",
        "lt" => "<",
        "gt" => ">",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_maps_are_told_apart() {
        let of = sitemap(
            "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc> https://x.test/a?b=1&amp;c=2 </loc>
            <image:image><image:loc>https://x.test/p.png</image:loc></image:image></url><url><loc><![CDATA[https://x.test/b]]></loc></url></urlset>",
        );
        assert!(
            of.pages.starts_with(&["https://x.test/a?b=1&c=2".to_owned()]) && of.pages.contains(&"https://x.test/b".to_owned()),
            "{of:?}"
        );
        let index = sitemap("<sitemapindex><sitemap><loc>https://x.test/1.xml</loc></sitemap></sitemapindex>");
        assert_eq!(index, Sitemap { pages: vec![], maps: vec!["https://x.test/1.xml".to_owned()] });
        assert_eq!(sitemap("https://x.test/a\nnonsense\nhttps://x.test/b").pages.len(), 2);
        for broken in [
            "",
            "<",
            "<urlset><url><loc>https://x.test",
            "<a><b></a>",
            "<!DOCTYPE a [<!ENTITY b 'c'>]><urlset><url><loc>&b;</loc></url></urlset>",
        ] {
            assert_eq!(sitemap(broken), Sitemap::default(), "{broken}");
        }
    }
}
