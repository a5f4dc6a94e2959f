//! The sitemaps of a site, and the pages that they list.

use super::{Crawl, look::trouble};
use crate::{
    ingest::{
        charset,
        scope::is_same_site,
        sitemap::{Sitemap, sitemap},
    },
    outside::fetch::{Ask, inflated},
    quiet::quietly,
    reading::LARGEST,
};
use app::api::knowledge::Trouble;
use std::collections::{HashSet, VecDeque};
use url::Url;

/// Sitemaps of a site that are read, and how deep they may lie in each other.
const MOST_MAPS: usize = 50;
const DEEPEST: u32 = 3;
const MOST_HOPS: usize = 5;

impl Crawl<'_> {
    /// Where the sitemaps of a website are: where its robots.txt says, or at the usual place.
    pub(super) fn maps_of(&self, home: &Url) -> Vec<Url> {
        let robots = self.robots.get(&home.origin().ascii_serialization()).and_then(Option::as_ref);
        let named: Vec<Url> = robots.map(|it| it.sitemaps.iter().filter_map(|map| home.join(map).ok()).collect()).unwrap_or_default();
        if named.is_empty() { home.join("/sitemap.xml").into_iter().collect() } else { named }
    }

    /// Takes up all pages that these sitemaps list, `depth` links away; why the first of the sitemaps couldn't be read, where it couldn't.
    pub(super) async fn read_maps(&mut self, maps: Vec<Url>, depth: u32) -> Option<Trouble> {
        let mut waiting: VecDeque<(Url, u32)> = maps.into_iter().map(|map| (map, 0)).collect();
        let mut seen: HashSet<String> = waiting.iter().map(|(map, _)| map.to_string()).collect();
        let (mut first, mut n) = (None, 0);
        while let Some((map, level)) = waiting.pop_front().filter(|_| n < MOST_MAPS) {
            n += 1;
            match self.read_map(&map).await {
                Ok(found) => {
                    found.pages.iter().filter_map(|page| map.join(page).ok()).for_each(|page| self.frontier.offer(page, depth));
                    let deeper =
                        found.maps.iter().filter_map(|it| map.join(it).ok()).filter(|it| level < DEEPEST && is_same_site(it, &map));
                    waiting.extend(deeper.filter(|it| seen.insert(it.to_string())).map(|it| (it, level + 1)));
                }
                Err(why) if n == 1 => first = Some(why),
                Err(_) => {}
            }
        }
        first
    }

    async fn read_map(&mut self, map: &Url) -> Result<Sitemap, Trouble> {
        let mut at = map.clone();
        for _ in 0..MOST_HOPS {
            let got = self.fetch(&at, Ask { most: LARGEST, ..Ask::default() }).await?;
            match (got.location.as_deref().and_then(|to| at.join(to).ok()), got.status) {
                (Some(to), _) => at = to,
                (None, 200..=299) => {
                    let is_packed = got.body.starts_with(&[0x1F, 0x8B]);
                    let body = if is_packed { inflated(got.body, LARGEST).await.map_err(trouble)? } else { got.body };
                    let kind = got.kind;
                    let read = move || sitemap(&charset::text(&body, &kind));
                    let found = quietly(read).await.unwrap_or_default();
                    let is_one = !found.pages.is_empty() || !found.maps.is_empty();
                    return if is_one { Ok(found) } else { Err(Trouble::Unreadable { say: "it lists no pages".to_owned() }) };
                }
                (None, code) => return Err(Trouble::Status { code }),
            }
        }
        Err(Trouble::Address { say: "too many redirects".to_owned() })
    }
}
