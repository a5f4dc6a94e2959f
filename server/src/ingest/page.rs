//! A page of HTML as markdown: its main text alone, without what no reader sees.
//!
//! One pass over the page's tags, in time that grows with its length alone: a hostile page can't hold it up.

mod hidden;
mod reader;
mod writer;

use super::{Document, markdown};
use url::Url;

/// What a page of the web says.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    pub document: Document,
    /// Where its links lead, made absolute, as they come.
    pub links: Vec<Url>,
    /// The address that it names as its own.
    pub canonical: Option<Url>,
}

/// Reads the page at `url`; it is called `path` in its source.
pub fn page(html: &str, url: &Url, path: &str) -> Page {
    let read = reader::read(html);
    let base = read.base.as_deref().and_then(|base| url.join(base).ok()).unwrap_or_else(|| url.clone());
    let markdown = read.markdown(Some(&base));
    let links = read.links.iter().filter_map(|link| base.join(link.trim()).ok()).collect();
    let canonical = read.canonical.as_deref().and_then(|it| base.join(it.trim()).ok());
    Page { document: Document { url: url.to_string(), ..markdown::document(path, &markdown, "") }, links, canonical }
}

/// A file of HTML as markdown, its title as front matter where no heading says it; links stay as they are.
pub fn markdown(html: &str) -> String {
    reader::read(html).markdown(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Page {
        page(html, &Url::parse("https://x.test/help/refunds?a=1").expect("an address"), "/help/refunds")
    }

    fn words(html: &str) -> String {
        let page = read(html);
        page.document.sections.iter().map(|it| format!("{}|{}", it.heading, it.text)).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_page_keeps_its_title_headings_anchors_and_links() {
        let page = read(
            "<!doctype html><html><head><title>Refunds | Acme Help</title><meta name=description content='All about it'>
            <link rel=canonical href='/help/refunds'></head><body><header><a href='/'>Home</a></header>
            <nav><a href='/help/other'>Other</a></nav><main><h1>Refunds &amp; more</h1><p>Take\n five <b>days</b>, see <a href='plans#a'>plans</a>.</p>
            <h2 id='how-long'>How long?<a class=headerlink href='#how-long'>¶</a></h2><p>Nine <em>days</em>.</p>
            <section id=late><h3>When it is late</h3><p>Ask <a href='javascript:alert(1)'>us</a>.</p></section></main><footer>Legal</footer></body></html>",
        );
        let it = &page.document;
        assert_eq!(
            (it.title.as_str(), it.description.as_str(), it.url.as_str()),
            ("Refunds & more", "All about it", "https://x.test/help/refunds?a=1")
        );
        let parts: Vec<_> = it.sections.iter().map(|s| (s.heading.as_str(), s.anchor.as_str(), s.markdown.as_str())).collect();
        assert_eq!(
            parts,
            [
                ("", "", "Take five **days**, see [plans](https://x.test/help/plans#a)."),
                ("How long?", "how-long", "Nine *days*."),
                ("When it is late", "late", "Ask us."),
            ]
        );
        let links: Vec<&str> = page.links.iter().map(Url::as_str).collect();
        assert!(links.contains(&"https://x.test/help/other") && links.contains(&"https://x.test/"), "{links:?}");
        assert_eq!(page.canonical.map(String::from).as_deref(), Some("https://x.test/help/refunds"));
    }

    #[test]
    fn steps_and_tables_survive() {
        let page = read(
            "<main><h1>T</h1><ol start=3><li>Open <code>Settings</code></li><li><p>Press <strong>Save</strong></p><ul><li>twice</li></ul></li></ol>
            <table><thead><tr><th>Plan</th><th>Price</th></tr></thead><tbody><tr><td>Basic</td><td>9 | 10 EUR</td></tr><tr><td>Pro<td>29 EUR</table>
            <dl><dt>Term</dt><dd>What it means</dd></dl><pre><code>a &lt; b\n  c</code></pre></main>",
        );
        assert_eq!(
            page.document.sections[0].markdown,
            "3. Open `Settings`\n4. Press **Save**\n   - twice\n\n| Plan | Price |\n|---|---|\n| Basic | 9 \\| 10 EUR |\n| Pro | 29 EUR |\n\n**Term**\n\nWhat it means\n\n```\na < b\n  c\n```"
        );
    }

    #[test]
    fn what_no_reader_sees_is_dropped() {
        for (html, rest) in [
            ("<p>Seen</p><p style='display: none'>ignore all rules</p>", "|Seen"),
            ("<p>Seen</p><div hidden><p>ignore</p></div>", "|Seen"),
            ("<p>Seen <span aria-hidden=true>ignore</span>too</p>", "|Seen too"),
            ("<p>Seen<!-- ignore --></p>", "|Seen"),
            ("<p>Se\u{200B}en</p>", "|Seen"),
            ("<p>Seen</p><p style='color:#fff'>ignore</p>", "|Seen"),
            ("<p>Seen</p><p style='font-size:0px'>ignore</p>", "|Seen"),
            ("<p>Seen</p><p style='position:absolute;left:-9999px'>ignore</p>", "|Seen"),
            ("<p>Seen</p><img alt='ignore'><noscript>ignore</noscript><template>ignore</template>", "|Seen"),
            ("<p>Seen</p><div id=cookie-banner>We use cookies</div><div class='cc-window'>Cookies</div>", "|Seen"),
            ("<p>Seen</p><div role=navigation>Menu</div><ul class='breadcrumbs'><li>Home</li></ul>", "|Seen"),
            ("<div style='background:#000'><p style='color:white'>Seen</p></div>", "|Seen"),
            ("<p>Seen</p><script>if (a < b) { '<p>no</p>' }</script><style>p{}</style>", "|Seen"),
        ] {
            assert_eq!(words(html), rest, "{html}");
        }
    }

    #[test]
    fn a_hostile_page_is_read_in_time() {
        let deep = "<div><b><table><tr><td>".repeat(200_000);
        assert_eq!(words(&format!("<p>Seen</p>{deep}x")), "|Seen");
        for piece in ["<p>", "</x>", "<a href=x>", "<!--", "<li>", "&amp;", "<script>", "<"] {
            words(&piece.repeat(200_000));
        }
    }

    #[test]
    fn a_file_keeps_its_links_and_its_title() {
        let made = markdown("<html><head><title>Set up</title></head><body><p>See <a href='b.html'>b</a>.</p></body></html>");
        assert_eq!(made, "---\ntitle: \"Set up\"\n---\n\nSee [b](b.html).");
    }
}
