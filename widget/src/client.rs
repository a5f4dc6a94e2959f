//! The requests of the widget, and what a reply says when it isn't the one that was hoped for.

use app::talk::json::{Json, quote};

/// What is asked of the server. Its address is `/api/widget/v1/` and [`Request::path`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    Start { assistant: String },
    Say { id: String, body: String, page: String },
    Person,
    Name { name: String },
}

impl Request {
    pub fn path(&self) -> &'static str {
        match self {
            Self::Start { .. } => "start",
            Self::Say { .. } => "messages",
            Self::Person => "person",
            Self::Name { .. } => "name",
        }
    }

    /// The request as JSON.
    pub fn body(&self) -> String {
        match self {
            Self::Start { assistant } => object(&[("assistant", assistant)]),
            Self::Say { id, body, page } if page.is_empty() => object(&[("id", id), ("body", body)]),
            Self::Say { id, body, page } => object(&[("id", id), ("body", body), ("page", page)]),
            Self::Person => object(&[]),
            Self::Name { name } => object(&[("name", name)]),
        }
    }
}

/// An object of texts, as JSON.
pub fn object(fields: &[(&str, &str)]) -> String {
    let mut out = "{".to_owned();
    for (name, value) in fields {
        if out.len() > 1 {
            out.push(',');
        }
        out.push_str(&quote(name));
        out.push(':');
        out.push_str(&quote(value));
    }
    out.push('}');
    out
}

/// What came back: status 0 where nothing did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub status: u32,
    /// Seconds that the server asks to wait; 0 where it doesn't.
    pub wait: u32,
    pub body: String,
}

impl Reply {
    pub fn is_ok(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether the same request would be refused again.
    pub fn is_refused(&self) -> bool {
        (400..500).contains(&self.status) && !matches!(self.status, 401 | 408 | 429)
    }

    /// What a person is told: the problem's detail, or its title, or nothing.
    pub fn detail(&self) -> String {
        let problem = Json::read(&self.body);
        let field = |name: &str| problem.as_ref()?.get(name)?.text().map(str::to_owned);
        field("detail").or_else(|| field("title")).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_the_json_that_the_protocol_names() {
        let say = |page: &str| Request::Say { id: "m1".to_owned(), body: "say \"hi\"\nthere".to_owned(), page: page.to_owned() };
        assert_eq!(say("").body(), r#"{"id":"m1","body":"say \"hi\"\nthere"}"#);
        assert_eq!(say("https://x.test/").body(), r#"{"id":"m1","body":"say \"hi\"\nthere","page":"https://x.test/"}"#);
        assert_eq!(Request::Person.body(), "{}");
    }

    #[test]
    fn a_problem_is_told_in_its_own_words() {
        for (body, told) in [
            (r#"{"title":"Too long","detail":"A message can have 8000 characters.","status":422}"#, "A message can have 8000 characters."),
            (r#"{"title":"Too long","status":422}"#, "Too long"),
            ("<html>", ""),
        ] {
            assert_eq!(Reply { status: 422, wait: 0, body: body.to_owned() }.detail(), told);
        }
    }
}
