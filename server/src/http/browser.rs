//! A browser in words, as far as its name for itself tells.

/// What a `User-Agent` says first is said by all; the more particular names come first here.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
];

const SYSTEMS: &[(&str, &str)] = &[
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// Such as `Firefox 128, Windows`; nothing for what is no browser that we know.
pub(super) fn in_words(agent: &str) -> Option<String> {
    let (name, rest) = BROWSERS.iter().find_map(|(mark, name)| Some((*name, agent.split_once(mark)?.1)))?;
    let version: String = rest.chars().take_while(char::is_ascii_digit).take(5).collect();
    let browser = if version.is_empty() { name.to_owned() } else { format!("{name} {version}") };
    let system = SYSTEMS.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    Some(system.map_or_else(|| browser.clone(), |system| format!("{browser}, {system}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_told_by_name_version_and_system() {
        for (agent, told) in [
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0", Some("Firefox 128, Windows")),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.51",
                Some("Edge 131, Windows"),
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
                Some("Chrome 131, Android"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
                Some("Safari 18, iPhone"),
            ),
            ("curl/8.9.1", None),
            ("", None),
        ] {
            assert_eq!(in_words(agent).as_deref(), told, "{agent}");
        }
    }
}
