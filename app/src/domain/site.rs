//! The sites that a widget may stand on.

use super::fault::Fault;

/// A widget may name this many sites.
pub const MOST_SITES: usize = 50;

/// The sites as browsers know them, one each: `https://shop.example.com`, `https://*.example.com`, `http://localhost:3000`.
///
/// # Errors
/// `Fault::Invalid` for what is no site.
pub fn checked(sites: &[String]) -> Result<Vec<String>, Fault> {
    let mut known: Vec<String> = Vec::new();
    for site in sites.iter().map(|it| it.trim()).filter(|it| !it.is_empty()) {
        let site = origin(site).ok_or_else(|| {
            Fault::invalid("sites", &format!("{site} is no site. Write it like https://shop.example.com or https://*.example.com."))
        })?;
        if !known.contains(&site) {
            known.push(site);
        }
    }
    if known.len() > MOST_SITES {
        return Err(Fault::invalid("sites", &format!("Name {MOST_SITES} sites or fewer.")));
    }
    Ok(known)
}

/// Scheme, host and port of what somebody typed or pasted; https where no scheme is said.
fn origin(text: &str) -> Option<String> {
    let text = text.to_ascii_lowercase();
    let (scheme, rest) = text.split_once("://").unwrap_or(("https", &text));
    if !matches!(scheme, "http" | "https") {
        return None;
    }
    let place = rest.split(['/', '?', '#']).next()?;
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) => (host, Some(port.parse::<u16>().ok()?)),
        None => (place, None),
    };
    let name = host.strip_prefix("*.").unwrap_or(host);
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
    if !name.split('.').all(is_label) || (name != host && !name.contains('.')) || name.len() > 253 {
        return None;
    }
    let port = port.map_or(String::new(), |port| format!(":{port}"));
    Some(format!("{scheme}://{host}{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_known_by_scheme_host_and_port_however_it_was_pasted() {
        for (typed, site) in [
            ("shop.example.com", "https://shop.example.com"),
            (" HTTPS://Shop.Example.com/cart?x=1#top ", "https://shop.example.com"),
            ("http://localhost:3000/", "http://localhost:3000"),
            ("https://*.example.com", "https://*.example.com"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("xn--mnchen-3ya.de", "https://xn--mnchen-3ya.de"),
        ] {
            assert_eq!(checked(&[typed.to_owned()]), Ok(vec![site.to_owned()]), "{typed}");
        }
        assert_eq!(checked(&["a.test".into(), String::new(), "https://a.test/".into()]).map(|it| it.len()), Ok(1));
    }

    #[test]
    fn what_could_mean_more_than_a_site_is_refused() {
        let wrong = [
            "*",
            "https://*",
            "*.com",
            "https://a.test; script-src *",
            "javascript:alert(1)",
            "data:text/html,x",
            "a b",
            "https://",
            "'self'",
        ];
        for wrong in
            wrong.into_iter().chain(["https://u:p@a.test", "https://a..test", "münchen.de", "https://a.test:99999", "https://[::1]"])
        {
            assert!(checked(&[wrong.to_owned()]).is_err(), "{wrong}");
        }
        let many: Vec<String> = (0..51).map(|n| format!("s{n}.test")).collect();
        assert!(checked(&many).is_err());
    }
}
