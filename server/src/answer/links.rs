//! Which links of a page that was read somewhere may be followed from an answer: on a website, strangers write too.

use crate::ingest::scope::{glob, is_same_site};
use app::domain::rich::Href;
use url::Url;

/// Whether a link may stand in an answer that cites `page`: it leads to that page's site, or to one of the owner's `sites`
/// (`https://shop.test`, `https://*.shop.test`; none named: none). A mail may go to the domain that the page is of.
pub fn may_lead(to: &Href, page: &str, sites: &[String]) -> bool {
    let (Ok(to), Ok(page)) = (Url::parse(to.as_str()), Url::parse(page)) else { return false };
    match to.scheme() {
        "mailto" => is_mail_of(to.path(), &page),
        _ => is_same_site(&to, &page) || sites.iter().any(|site| glob(place(site), place(&to.origin().ascii_serialization()))),
    }
}

/// Host and port of an origin.
fn place(origin: &str) -> &str {
    origin.split_once("://").map_or(origin, |(_, place)| place)
}

/// Whether an address is of a page's host, or of the domain above it.
fn is_mail_of(address: &str, page: &Url) -> bool {
    let (Some((_, domain)), Some(host)) = (address.rsplit_once('@'), page.host_str()) else { return false };
    let domain = domain.to_ascii_lowercase();
    !domain.is_empty() && (host == domain || host.strip_suffix(domain.as_str()).is_some_and(|before| before.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_the_site_of_its_page_or_to_the_owners() {
        let sites = ["https://shop.test".to_owned(), "https://*.plumvale.test".to_owned()];
        for (to, may) in [
            ("https://help.x.test/a?b#c", true),
            ("http://www.help.x.test/", true),
            ("https://shop.test/cart", true),
            ("https://app.plumvale.test/", true),
            ("https://plumvale.test/", false),
            ("https://evil.test/", false),
            ("https://help.x.test@evil.test/", false),
            ("https://help.x.test.evil.test/", false),
            ("https://evilshop.test/", false),
            ("https://evil.test/.plumvale.test", false),
            ("https://help.x.test:8443/", false),
            ("mailto:us@help.x.test?subject=a@evil.test", true),
            ("mailto:us@x.test", true),
            ("mailto:us@evil-x.test", false),
            ("mailto:us@evil.test", false),
            ("mailto:us@", false),
        ] {
            let href = Href::parse(to).expect("an address");
            assert_eq!(may_lead(&href, "https://help.x.test/refunds#time", &sites), may, "{to}");
        }
        let other = Href::parse("https://x.test/").expect("an address");
        assert!(!may_lead(&other, "refunds", &[]) && !may_lead(&other, "", &[]));
    }
}
