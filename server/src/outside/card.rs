//! A card from the owner's own system: asked for within three seconds, read with suspicion.

use super::{Outbound, Refused};
use app::{
    domain::{
        card::{Card, CardRow, NoCard},
        rich::Href,
    },
    read::Tree,
};
use reqwest::{
    Response,
    header::{HeaderName, HeaderValue},
};
use std::time::Duration;

/// Look-up, connection, redirects and body together.
const LONGEST: Duration = Duration::from_secs(3);
/// An answer may have this many bytes.
const LARGEST: usize = 64 * 1024;
/// A card shows so many rows, and so many characters of a label and a value.
const MOST_ROWS: usize = 50;
const LONGEST_LABEL: usize = 80;
const LONGEST_VALUE: usize = 500;

/// A header that proves who asks.
pub type Proof = (HeaderName, HeaderValue);

/// The header of this name and value; nothing where a request can't carry it. It is never written to a log.
pub fn proof(name: &str, value: &str) -> Option<Proof> {
    let mut value = HeaderValue::from_str(value).ok()?;
    value.set_sensitive(true);
    Some((HeaderName::from_bytes(name.as_bytes()).ok()?, value))
}

/// What the system at `url` says; nothing where it knows nothing (404, or an empty answer).
///
/// # Errors
/// [`NoCard`] with why there is none.
pub async fn look(outbound: &Outbound, url: &str, proof: Option<&Proof>) -> Result<Option<Card>, NoCard> {
    let asked = async {
        match outbound.get_with(url, proof).await {
            Ok(answer) => read(answer).await,
            Err(Refused::Status(404)) => Ok(None),
            Err(Refused::Status(status)) => Err(NoCard::Refused { status }),
            Err(Refused::Private(_)) => Err(NoCard::Private),
            Err(Refused::Late) => Err(NoCard::Slow),
            Err(Refused::Address(_) | Refused::Unknown(_) | Refused::Loop | Refused::Plain(_) | Refused::Unreached(_)) => {
                Err(NoCard::Unreached)
            }
        }
    };
    tokio::time::timeout(LONGEST, asked).await.unwrap_or(Err(NoCard::Slow))
}

async fn read(mut answer: Response) -> Result<Option<Card>, NoCard> {
    let mut bytes = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(|_| NoCard::Unreached)? {
        if bytes.len() + piece.len() > LARGEST {
            return Err(NoCard::TooLarge);
        }
        bytes.extend_from_slice(&piece);
    }
    let text = String::from_utf8(bytes).map_err(|_| NoCard::Unreadable)?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    let card = card(&text).ok_or(NoCard::Unreadable)?;
    Ok(Some(card).filter(|it| it.title.is_some() || !it.rows.is_empty()))
}

/// The card that `json` is: `{"title": …, "rows": [{"label": …, "value": …, "href": …}]}`, or any other object, each of whose
/// plain values becomes a row. Nothing where it is no object.
fn card(json: &str) -> Option<Card> {
    let tree = Tree::parse(json)?;
    let Tree::Object(fields) = &tree else { return None };
    let title = tree.get("title").and_then(|it| plain(it, LONGEST_LABEL));
    let rows = match tree.get("rows") {
        Some(Tree::List(rows)) => rows.iter().filter_map(row).take(MOST_ROWS).collect(),
        _ => fields.iter().filter(|(name, _)| name != "title").filter_map(|(name, it)| of_field(name, it)).take(MOST_ROWS).collect(),
    };
    Some(Card { title, rows })
}

fn row(it: &Tree<'_>) -> Option<CardRow> {
    let value = plain(it.get("value")?, LONGEST_VALUE)?;
    let label = it.get("label").and_then(|it| plain(it, LONGEST_LABEL)).unwrap_or_default();
    Some(CardRow { label, value, href: it.text("href").and_then(page) })
}

/// A row from a field of an object that isn't made for us: `last_order` is read as "last order", an address is a link.
fn of_field(name: &str, it: &Tree<'_>) -> Option<CardRow> {
    let value = plain(it, LONGEST_VALUE)?;
    let href = it.as_text().and_then(page);
    Some(CardRow { label: cut(&name.replace('_', " "), LONGEST_LABEL), value, href })
}

/// A plain value as it is shown; nothing for what is empty, a list or an object.
fn plain(it: &Tree<'_>, most: usize) -> Option<String> {
    let text = match it {
        Tree::Text(text) => text.to_string(),
        Tree::Number(digits) => (*digits).to_owned(),
        Tree::Bool(it) => it.to_string(),
        Tree::Null | Tree::List(_) | Tree::Object(_) => return None,
    };
    Some(cut(&text, most)).filter(|it| !it.is_empty())
}

/// One line of at most so many characters, without what could turn a line's direction.
fn cut(text: &str, most: usize) -> String {
    let turns = |c: &char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept: String = text.chars().filter(|c| !turns(c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    line.chars().take(most - 1).chain(['…']).collect()
}

/// A link to a web page. Other schemes lead nowhere.
fn page(href: &str) -> Option<Href> {
    Href::parse(href).filter(|it| it.as_str().get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{
        Router,
        http::{HeaderMap, StatusCode},
        response::{Html, Redirect},
        routing::get,
    };

    fn lines(json: &str) -> Option<Vec<String>> {
        let card = card(json)?;
        let row = |it: &CardRow| {
            format!("{}={}{}", it.label, it.value, it.href.as_ref().map_or(String::new(), |it| format!(" -> {}", it.as_str())))
        };
        Some(card.title.iter().cloned().chain(card.rows.iter().map(row)).collect())
    }

    #[test]
    fn a_card_is_read_in_the_shape_that_is_documented() {
        let json = r#"{"title":"Ana","rows":[
            {"label":"Plan","value":"Pro","href":"https://crm.test/p"},
            {"label":"Seats","value":12},{"label":"Paid","value":true},
            {"value":"no label"},{"label":"empty","value":""},{"label":"none"},"text",[[]],
            {"label":"bad","value":"x","href":"javascript:alert(1)"},{"label":"mail","value":"y","href":"mailto:a@b.c"}]}"#;
        let told = ["Ana", "Plan=Pro -> https://crm.test/p", "Seats=12", "Paid=true", "=no label", "bad=x", "mail=y"];
        assert_eq!(lines(json).expect("is a card"), told);
        let example = ["Ana Ortiz", "Plan=Pro", "Orders=12 -> https://crm.example.com/ana"];
        assert_eq!(lines(app::domain::card::EXAMPLE).expect("is a card"), example);
    }

    #[test]
    fn another_object_shows_its_plain_values_in_their_order() {
        let json = r#"{"title":"","plan_name":"Pro","since":2019,"profile":"https://crm.test/1","js":"javascript:x","deep":{"a":1},"list":[1],"none":null}"#;
        let told = ["plan name=Pro", "since=2019", "profile=https://crm.test/1 -> https://crm.test/1", "js=javascript:x"];
        assert_eq!(lines(json).expect("is a card"), told);
    }

    #[test]
    fn what_is_hostile_is_cut_or_refused() {
        for broken in ["", "[]", "\"text\"", "12", "<html></html>", "{", r#"{"a":1}}"#] {
            assert_eq!(lines(broken), None, "{broken}");
        }
        let bomb = format!("{}1{}", r#"{"a":"#.repeat(5_000), "}".repeat(5_000));
        assert_eq!(lines(&bomb), None);
        let long = lines(&format!(r#"{{"a":"{}"}}"#, "x".repeat(5_000))).expect("is a card");
        assert_eq!(long[0].chars().count(), 2 + LONGEST_VALUE);
        let many: Vec<String> = (0..2_000).map(|n| format!(r#""k{n}":{n}"#)).collect();
        assert_eq!(lines(&format!("{{{}}}", many.join(","))).expect("is a card").len(), MOST_ROWS);
        assert_eq!(lines("{\"a\":\"x\\u202e\\n\\u0000y\"}").expect("is a card"), ["a=x y"]);
    }

    /// A system of this machine, which stands for the owner's, and one that it redirects to.
    async fn peer() -> String {
        let echo = |headers: HeaderMap| async move {
            format!(r#"{{"key":"{}"}}"#, headers.get("x-key").and_then(|it| it.to_str().ok()).unwrap_or("none"))
        };
        let elsewhere = serve(Router::new().route("/echo", get(echo))).await;
        let away = format!("{elsewhere}/echo");
        let routes = Router::new()
            .route("/echo", get(echo))
            .route("/away", get(move || async move { Redirect::temporary(&away) }))
            .route("/huge", get(|| async { "x".repeat(LARGEST + 1) }))
            .route("/html", get(|| async { Html("<html><script>alert(1)</script></html>") }))
            .route("/empty", get(|| async { "" }))
            .route("/broken", get(|| async { StatusCode::BAD_GATEWAY }))
            .route("/slow", get(std::future::pending::<()>));
        serve(routes).await
    }

    async fn serve(routes: Router) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let address = listener.local_addr().expect("has one");
        tokio::spawn(async move { axum::serve(listener, routes).await });
        format!("http://{address}")
    }

    #[tokio::test]
    async fn every_answer_and_none_come_to_something() {
        let peer = peer().await;
        let outbound = Outbound::allowing(vec!["127.0.0.0/8".parse().expect("a network")]);
        let proof = proof("x-key", "s3cret").expect("a header");
        let ask = async |path: &str| look(&outbound, &format!("{peer}{path}"), Some(&proof)).await;
        let key = |told: Result<Option<Card>, NoCard>| told.map(|card| card.map(|it| it.rows[0].value.clone()));
        assert_eq!(key(ask("/echo").await), Ok(Some("s3cret".to_owned())));
        assert_eq!(key(ask("/away").await), Ok(Some("none".to_owned())), "another server isn't told the secret");
        assert_eq!((ask("/missing").await, ask("/empty").await), (Ok(None), Ok(None)));
        assert_eq!((ask("/huge").await, ask("/html").await), (Err(NoCard::TooLarge), Err(NoCard::Unreadable)));
        assert_eq!(ask("/broken").await, Err(NoCard::Refused { status: 502 }));
        assert_eq!(ask("/slow").await, Err(NoCard::Slow));
        assert_eq!(look(&Outbound::default(), &format!("{peer}/echo"), None).await, Err(NoCard::Private));
        assert_eq!(look(&outbound, "http://127.0.0.1:1/", None).await, Err(NoCard::Unreached));
    }
}
