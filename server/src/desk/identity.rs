//! Who a visitor is: anonymous, known by a token that we signed; or verified, known by a session that the site's own token
//! opened. Only such a token leads to a verified visitor, never a name or an e-mail address.

use super::{Desk, Failure, Result, assistants::switched_off, visit::Guest};
use crate::{
    chance,
    identity::{Proof, attributes, verify},
    secret,
    store::{
        self,
        assistant::Profile,
        identity::{Named, Session},
        visitor::Known,
    },
};
use app::domain::{
    command::Command,
    fault::Fault,
    form::{self, Field, Moment, asked_at},
    id::{AssistantId, VisitorId, WorkspaceId},
    label::{Attribute, MOST_MARKS},
    time::Timestamp,
};
use futures::FutureExt;
use serde_json::{Map, Value};
use std::{collections::BTreeMap, net::IpAddr};

/// A verified visitor's browser is known for so many milliseconds after the site last said who it is: a week.
const SESSION_MS: i64 = 7 * 86_400_000;

/// Who opened the widget, and the token that proves it from now on.
pub(super) struct Arrived {
    pub visitor: VisitorId,
    pub token: String,
}

/// Who a token is of.
struct Bearer {
    session: Session,
    /// The session's hash; nothing for who is anonymous.
    hash: Option<String>,
}

impl Desk {
    /// Who bears `token`.
    ///
    /// # Errors
    /// `SignedOut` where it isn't one of ours, or proves it no more.
    pub async fn guest(&self, token: &str) -> Result<Guest> {
        let Bearer { session, hash } = self.bearer(token).await?.ok_or(Failure::Fault(Fault::SignedOut))?;
        let profile = store::assistant::by_id(&self.db, &session.assistant).await?.ok_or(Failure::Fault(Fault::SignedOut))?;
        Ok(Guest {
            visitor: session.visitor,
            assistant: profile.assistant(),
            workspace: profile.workspace,
            session: hash,
            is_on: profile.is_on,
        })
    }

    async fn bearer(&self, token: &str) -> Result<Option<Bearer>> {
        if let Some((assistant, visitor)) = self.keys.visitor_of(token) {
            let Some(profile) = store::assistant::by_id(&self.db, &assistant).await? else { return Ok(None) };
            // Whoever had the token before the visitor was verified may be somebody else.
            let is_verified = store::identity::is_verified(&self.db, &profile.workspace, &visitor).await?;
            let session = Session { workspace: profile.workspace, assistant, visitor };
            return Ok((!is_verified).then_some(Bearer { session, hash: None }));
        }
        let hash = secret::hash_of(token);
        let session = store::identity::session(&self.db, &hash, self.clock.now()).await?;
        Ok(session.map(|session| Bearer { session, hash: Some(hash) }))
    }

    /// Whether the guest's session has ended. Who is anonymous has none.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn has_left(&self, guest: &Guest) -> Result<bool> {
        let Some(hash) = &guest.session else { return Ok(false) };
        Ok(store::identity::session(&self.db, hash, self.clock.now()).await?.is_none())
    }

    /// Who opens the widget of this assistant: with the site's word for it who it names, else who bears `token`, else somebody new.
    pub(super) async fn arrived(&self, profile: &Profile, token: Option<&str>, identity: Option<&str>) -> Result<Arrived> {
        let bearer = match token {
            Some(token) => self.bearer(token).await?.filter(|it| it.session.assistant == profile.id),
            None => None,
        };
        match (identity, bearer, token) {
            (Some(identity), bearer, token) => self.verified(profile, identity, bearer, token).await,
            (None, Some(bearer), Some(token)) => Ok(Arrived { visitor: bearer.session.visitor, token: token.to_owned() }),
            (None, ..) => {
                let visitor = chance::visitor(self.clock.now());
                Ok(Arrived { token: self.keys.visitor_token(&profile.id, &visitor), visitor })
            }
        }
    }

    /// The visitor whom the site's token names. The first time it is the one who bears `token`, where nobody else is known to be
    /// them; ever after it is the same, on every browser.
    async fn verified(&self, profile: &Profile, identity: &str, bearer: Option<Bearer>, token: Option<&str>) -> Result<Arrived> {
        let secret = self.identity_secret(&profile.workspace, &profile.id).await?;
        let now = self.clock.now();
        let proof = verify(identity, &secret, &profile.public_key, now)?;
        let entry = Entry { profile: profile.clone(), proof, hash: secret::hash_of(identity), fresh: secret::session_token(), now };
        let copy = entry.clone();
        let anonymous = bearer.as_ref().filter(|it| it.hash.is_none()).map(|it| it.session.visitor.clone());
        let own = bearer.and_then(|it| Some((it.session.visitor, it.hash?)));
        let entered = self.db.write::<_, Failure, _>(move |tx| async move { copy.enter(tx, anonymous, own).await }.boxed());
        let (visitor, is_fresh) = entered.await?;
        self.tell_identity(&entry, &visitor).await?;
        let token = if is_fresh { entry.fresh } else { token.unwrap_or_default().to_owned() };
        Ok(Arrived { visitor, token })
    }

    /// Tells the visitor's conversation what the site has proven; before the first word it is kept until then.
    async fn tell_identity(&self, entry: &Entry, visitor: &VisitorId) -> Result<()> {
        let guest = Guest {
            visitor: visitor.clone(),
            workspace: entry.profile.workspace.clone(),
            assistant: entry.profile.assistant(),
            session: Some(String::new()),
            is_on: entry.profile.is_on,
        };
        let Proof { identity, attributes, .. } = entry.proof.clone();
        let (proven, described) = (identity.clone(), attributes.clone());
        self.know(&guest, move |known| {
            known.identity = Some(proven.after(known.identity.take()));
            describe(&mut known.attributes, described)
        })
        .await?;
        self.by_visitor(&guest, Command::Identify { identity }).await?;
        if !attributes.is_empty() {
            self.by_visitor(&guest, Command::Describe { attributes }).await?;
        }
        Ok(())
    }

    /// The visitor leaves this browser: their session ends, and so does what opened it.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn log_out(&self, token: &str) -> Result<()> {
        let Some(Bearer { session, hash: Some(hash) }) = self.bearer(token).await? else { return Ok(()) };
        let wall = session.workspace;
        self.db.write::<_, Failure, _>(move |tx| async move { Ok(store::identity::close(tx, &wall, &hash).await?) }.boxed()).await?;
        Ok(())
    }

    /// The site says something about the visitor, without proof.
    ///
    /// # Errors
    /// `Invalid` for what is no attribute, or too much; `NotAllowed` where the assistant is switched off, and nothing was said to it.
    pub async fn describe(&self, guest: &Guest, given: Map<String, Value>) -> Result<()> {
        self.may_write(guest).await?;
        let given = attributes(given, false)?;
        let copy = given.clone();
        self.know(guest, move |known| describe(&mut known.attributes, copy)).await?;
        self.by_visitor(guest, Command::Describe { attributes: given }).await.map(drop)
    }

    /// The visitor filled in what is asked before the first message, from this network address.
    ///
    /// # Errors
    /// `Invalid` where something is missing or can't be; `NotAllowed` where the assistant is switched off, and nothing was said to it.
    pub async fn fill_in(&self, guest: &Guest, given: &BTreeMap<String, String>, from: IpAddr) -> Result<Vec<app::talk::Entry>> {
        self.may_write(guest).await?;
        let door = self.door(&guest.workspace, &guest.assistant.id).await?;
        let fields: Vec<Field> = asked_at(&door.fields, Moment::First).cloned().collect();
        let filled = form::filled(&fields, given, &BTreeMap::new())?;
        let (copy, giver) = (filled.clone(), self.giver(from));
        self.know(guest, move |known| {
            known.has_filled = true;
            known.name = copy.name.or(known.name.take());
            if copy.email.is_some() {
                (known.email, known.giver) = (copy.email, giver);
            }
            describe(&mut known.attributes, copy.attributes)
        })
        .await?;
        if store::conversation::of_visitor(&self.db, &guest.workspace, &guest.visitor).await?.is_none() {
            return Ok(Vec::new());
        }
        let mut entries = Vec::new();
        if let Some(name) = filled.name {
            entries.extend(self.by_visitor(guest, Command::Introduce { name }).await?);
        }
        if let Some(email) = filled.email {
            entries.extend(self.leave_email(guest, email.as_str(), from).await?);
        }
        entries.extend(self.by_visitor(guest, Command::Describe { attributes: filled.attributes }).await?);
        Ok(entries)
    }

    /// Changes what is known of a visitor before the first word.
    async fn know(&self, guest: &Guest, change: impl FnOnce(&mut Known) -> Result<(), Fault> + Send + 'static) -> Result<()> {
        let (wall, assistant, visitor, now) =
            (guest.workspace.clone(), guest.assistant.id.clone(), guest.visitor.clone(), self.clock.now());
        let write = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                // A first word that comes at once waits, so that nothing falls between the two.
                store::workspace::lock(tx, &wall).await?;
                if store::conversation::load_of_visitor(tx, &wall, &visitor).await?.is_some() {
                    return Ok(());
                }
                store::visitor::meet(tx, &wall, &assistant, &visitor, now).await?;
                let mut known = store::visitor::load(tx, &wall, &visitor).await?;
                change(&mut known)?;
                store::visitor::save(tx, &wall, &visitor, &known).await?;
                Ok(())
            }
            .boxed()
        });
        write.await
    }

    /// Forgets the browsers of verified visitors that have run out; how many.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn sweep_visitors(&self) -> Result<u64> {
        let now = self.clock.now();
        Ok(self.db.write(move |tx| async move { store::identity::sweep(tx, now).await }.boxed()).await?)
    }

    /// The secret that an assistant's site signs with.
    async fn identity_secret(&self, workspace: &WorkspaceId, assistant: &AssistantId) -> Result<String> {
        let door = self.door(workspace, assistant).await?;
        let secret = self.keys.open(workspace, &door.secret);
        Ok(secret.ok_or_else(|| Fault::invalid("identity", "This assistant has no identity secret yet. Make one in its settings."))?)
    }
}

/// Adds attributes, within the same laws as a conversation's: what is verified stays, an empty value takes away.
fn describe(known: &mut BTreeMap<String, Attribute>, fresh: BTreeMap<String, Attribute>) -> Result<(), Fault> {
    for (name, it) in fresh {
        if it.is_verified || !known.get(&name).is_some_and(|known| known.is_verified) {
            known.insert(name, it);
        }
    }
    known.retain(|_, it| !it.value.is_empty());
    match known.len() {
        0..=MOST_MARKS => Ok(()),
        _ => Err(Fault::invalid("attributes", &format!("A visitor can have {MOST_MARKS} attributes."))),
    }
}

/// The site's token at the door of an assistant.
#[derive(Clone)]
struct Entry {
    profile: Profile,
    proof: Proof,
    /// Of the site's token.
    hash: String,
    /// A token for a session, where a new one is opened.
    fresh: String,
    now: Timestamp,
}

impl Entry {
    /// The visitor, and whether a new session was opened; `own`: the visitor and the session of a browser that is verified already.
    async fn enter(
        &self,
        tx: &mut crate::db::Tx,
        anonymous: Option<VisitorId>,
        own: Option<(VisitorId, String)>,
    ) -> Result<(VisitorId, bool)> {
        let wall = &self.profile.workspace;
        store::workspace::lock(tx, wall).await?;
        if store::identity::is_spent(tx, wall, &self.hash).await? {
            let say = "The identity token was used before somebody logged out. Sign a new one.";
            return Err(Fault::invalid("identity", say).into());
        }
        let visitor = self.visitor(tx, anonymous).await?;
        // Where it is switched off nobody begins, and nothing is kept of who tries at each page.
        if !self.profile.is_on && store::conversation::load_of_visitor(tx, wall, &visitor).await?.is_none() {
            return Err(switched_off().into());
        }
        let own = own.filter(|(it, _)| *it == visitor).map(|(_, hash)| hash);
        let is_fresh = own.is_none();
        let hash = own.unwrap_or_else(|| secret::hash_of(&self.fresh));
        let session = Session { workspace: wall.clone(), assistant: self.profile.id.clone(), visitor: visitor.clone() };
        store::identity::open(tx, &hash, &session, self.now.plus(SESSION_MS)).await?;
        store::identity::used(tx, wall, &self.hash, &hash, self.proof.until).await?;
        Ok((visitor, is_fresh))
    }

    async fn visitor(&self, tx: &mut crate::db::Tx, anonymous: Option<VisitorId>) -> Result<VisitorId> {
        let (wall, assistant) = (&self.profile.workspace, &self.profile.id);
        let subject = self.proof.identity.subject.as_str();
        let known = store::identity::visitor_of(tx, wall, assistant, subject).await?;
        let visitor = match (known, anonymous) {
            (Some(known), _) => known,
            // Somebody else may have become this visitor meanwhile.
            (None, Some(id)) if !store::identity::is_taken(tx, wall, &id).await? => id,
            (None, _) => chance::visitor(self.now),
        };
        store::visitor::meet(tx, wall, assistant, &visitor, self.now).await?;
        let email = self.proof.identity.email.as_ref().map_or("", |it| it.as_str());
        store::identity::name(tx, wall, Named { assistant, subject, email }, &visitor, self.now).await?;
        Ok(visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_verified_is_never_overwritten_by_what_isnt() {
        let it = |value: &str, is_verified| Attribute { value: value.to_owned(), is_verified, is_captured: false };
        let mut known = BTreeMap::from([("plan".to_owned(), it("pro", true)), ("cart".to_owned(), it("1", false))]);
        let fresh = [("plan", it("free", false)), ("cart", it("2", false)), ("new", it("", false))];
        describe(&mut known, fresh.map(|(name, it)| (name.to_owned(), it)).into()).expect("fits");
        assert_eq!((known["plan"].value.as_str(), known["cart"].value.as_str(), known.len()), ("pro", "2", 2));
        describe(&mut known, [("plan".to_owned(), it("", true))].into()).expect("fits");
        assert!(!known.contains_key("plan"));
        let many = (0..=MOST_MARKS).map(|n| (n.to_string(), it("x", false))).collect();
        assert!(describe(&mut known, many).is_err());
    }
}
