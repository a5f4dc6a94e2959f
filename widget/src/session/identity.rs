//! Who the visitor is: the site's word for it, and what the owner wants to know before the first message.

use super::{Effect, Link, Session, Wish, granted};
use crate::{
    client::{Reply, Request, listed},
    words,
};

impl Session {
    /// The site says who the visitor is, in a token that it signed. It goes with the next start, which is now.
    pub fn identify(&mut self, token: &str) {
        token.clone_into(&mut self.proof);
        self.is_proving = false;
        if self.link != Link::Starting {
            self.todo.push(Effect::Hush);
            self.start();
        }
    }

    /// The request that starts, with the site's token where there is one.
    pub(super) fn starting(&mut self) -> Request {
        let mut request = Request::new("start", &["assistant", &self.key]);
        self.is_proving = !self.proof.is_empty();
        if self.is_proving {
            request.fields.push_str(&listed(&["identity", &self.proof]));
        }
        request
    }

    /// Whether the site's token is still to be told.
    pub(super) fn has_to_prove(&mut self) -> bool {
        if std::mem::take(&mut self.is_proving) {
            self.proof.clear();
        }
        !self.proof.is_empty()
    }

    /// Whether what the owner wants to know first is still to be filled in.
    pub fn asks(&self) -> bool {
        self.welcome().text("asks") == "true" && self.form != Wish::Asked && self.talk.entries.is_empty()
    }

    /// What there is to write in: the composer, what the owner asks first, or nothing where the server won't have us.
    pub fn look(&self) -> &'static str {
        match self.link {
            Link::Refused => "off",
            _ if self.asks() => "asks",
            _ => "",
        }
    }

    pub(super) fn filled_in(&mut self, reply: &Reply<'_>) {
        self.trouble.clear();
        match granted(reply) {
            Wish::Failed(why) if why.is_empty() => self.trouble.push_str(words::failed!()),
            Wish::Failed(why) => self.trouble = why,
            _ => self.form = Wish::Asked,
        }
    }
}
