//! A page of HTML as markdown: its main text alone, without what no reader sees.
//!
//! One pass over the page's tags, and before it one for its own styles, where it has some: in time that grows with its length alone,
//! so that a hostile page can't hold it up.

mod hidden;
mod sheet;
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
    /// It asks not to be indexed.
    pub is_noindex: bool,
}

/// Reads the page at `url`; it is called `path` in its source.
pub fn page(html: &str, url: &Url, path: &str) -> Page {
    let read = reader::read(html);
    let base = read.base.as_deref().and_then(|base| url.join(base).ok()).unwrap_or_else(|| url.clone());
    let markdown = read.markdown(Some(&base));
    let links = read.links.iter().filter_map(|link| base.join(link.trim()).ok()).collect();
    let canonical = read.canonical.as_deref().and_then(|it| base.join(it.trim()).ok());
    let document = Document { url: url.to_string(), ..markdown::as_it_is(path, &markdown, "") };
    Page { document, links, canonical, is_noindex: read.is_noindex }
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
    fn what_a_pages_own_styles_hide_is_dropped() {
        for (css, html, rest) in [
            (".x{display:none}", "<p class='a x'>ignore</p>", "|Seen"),
            ("/* .y { */ .x , .z { DISPLAY : None !important }", "<p class=z>ignore</p><p class=y>too</p>", "|Seen\ntoo"),
            ("#x{visibility:hidden}", "<div id=x><p>ignore</p></div>", "|Seen"),
            ("small{display:none}", "<p>a <small>ignore</small>b</p>", "|Seen\na b"),
            ("p.x{opacity:0}", "<p class=x>ignore</p><div class=x>too</div>", "|Seen\ntoo"),
            (".x{font-size:0}", "<p class=x>ignore</p>", "|Seen"),
            (".x{position:absolute;left:-9999px}", "<span class=x>ignore</span>", "|Seen"),
            (".x{color:#FFF;background-color: white}", "<p class=x>ignore</p>", "|Seen"),
            (".x{color:rgb(0, 0, 0);background:#000000}", "<p class=x>ignore</p>", "|Seen"),
            (
                "@import 'a.css'; @media print { .x { display: none } .y{} } .z{display:none}",
                "<p class=z>ignore</p><p class=x>too</p>",
                "|Seen\ntoo",
            ),
            (".x::after{content:'}'} .x{display:none}", "<p class=x>ignore</p>", "|Seen"),
            (".x{display:none} @keyframes slideDown{from{top:0}}", "<p class=x>ignore</p><script>let a = 1</script>", "|Seen"),
            (".x{opacity:0}", "<p class=x>ignore</p><script>$('.y').toggle()</script>", "|Seen"),
        ] {
            assert_eq!(words(&format!("<style>{css}</style><p>Seen</p>{html}")), rest, "{css}");
        }
        assert_eq!(words("<p>Seen</p><p class=x>ignore</p><style>.x{display:none}</style>"), "|Seen", "wherever the style stands");
    }

    #[test]
    fn what_can_be_seen_after_all_is_read() {
        for (css, html) in [
            // Shown by another rule: opened, on a wide screen, or faded in.
            (".x{display:none} .x.open{display:block}", "<p class=x>too</p>"),
            (".x{display:none} .list:target > .x{display:block}", "<p class=x>too</p>"),
            (".hidden{display:none} @media (min-width:640px){.md\\:block{display:block}}", "<p class='hidden md:block'>too</p>"),
            (".x{opacity:0;transition:opacity .3s}", "<p class=x>too</p>"),
            (".x{opacity:0} .x{animation:show 1s forwards} @keyframes show{from{opacity:0}to{opacity:1}}", "<p class=x>too</p>"),
            (".x{display:none}", "<p class=x style='display:block'>too</p>"),
            // Opened by a script.
            (".x{display:none}", "<p class=x>too</p><script>$('.q').click(function () { $(this).next().slideToggle() })</script>"),
            (".x{display:none}", "<p class=x>too</p><script>q.onclick = () => { x.style.display = 'block' }</script>"),
            (".x{display:none}", "<p class=x>too</p><script>q.onclick = () => a.classList.toggle('x')</script>"),
            // A row whose blanks are taken away, and whose cells say their own size.
            (".x{font-size:0} .y{font-size:14px}", "<div class=x><span class=y>too</span></div>"),
            // More than plain colours, and colours that differ.
            (".x{color:#fff;background:#fff url(a.png)}", "<p class=x>too</p>"),
            (".x{color:#fff;background:#123}", "<p class=x>too</p>"),
            (".x{color:transparent;background:linear-gradient(red,blue)}", "<p class=x>too</p>"),
            (".x{color:#fff}", "<p class=x>too</p>"),
            (".dark{background:#000}", "<div class=dark><p style='color:white'>too</p></div>"),
            // Not this element, or not for certain.
            (".a .x{display:none} .x:hover{display:none} [hidden-x]{display:none}", "<p class=x>too</p>"),
            (".x{margin-left:-999px;left:-100%}", "<p class=x>too</p>"),
            ("@media (max-width:600px){.x{display:none}}", "<p class=x>too</p>"),
            (".x{&:hover{color:red} display:none}", "<p class=x>too</p>"),
            (".x{display:", "<p class=x>too</p>"),
        ] {
            assert_eq!(words(&format!("<style>{css}</style><p>Seen</p>{html}")), "|Seen\ntoo", "{css}");
        }
        let printed = "<style media=print>.x{display:none}</style><noscript><style>.x{display:none}</style></noscript>";
        assert_eq!(words(&format!("{printed}<p>Seen</p><p class=x>too</p>")), "|Seen\ntoo");
    }

    #[test]
    fn a_page_says_whether_it_may_be_indexed() {
        let is = |meta: &str| read(&format!("<head>{meta}</head><p>Seen</p>")).is_noindex;
        assert!(is("<meta name=ROBOTS content='NOINDEX, follow'>") && is("<meta name=robots content=none>"));
        assert!(is("<meta name=batonbot content=noindex>"));
        assert!(!is("<meta name=robots content='index, follow'>") && !is("<meta name=googlebot content=noindex>") && !is(""));
    }

    #[test]
    fn a_hostile_page_is_read_in_time() {
        let deep = "<div><b><table><tr><td>".repeat(200_000);
        assert_eq!(words(&format!("<p>Seen</p>{deep}x")), "|Seen");
        for piece in ["<p>", "</x>", "<a href=x>", "<!--", "<li>", "&amp;", "<script>", "<"] {
            words(&piece.repeat(200_000));
        }
        for css in ["{", "}", ".x{", ".x,", "@media{", "/*", "'", ".x{display:none}", "\\"] {
            words(&format!("<style>{}</style>{}", css.repeat(50_000), "<p class=x>a".repeat(20_000)));
        }
    }

    #[test]
    fn a_file_keeps_its_links_and_its_title() {
        let made = markdown("<html><head><title>Set up</title></head><body><p>See <a href='b.html'>b</a>.</p></body></html>");
        assert_eq!(made, "---\ntitle: \"Set up\"\n---\n\nSee [b](b.html).");
    }
}
