//! What a visitor is asked while they wait for a person, and what they say to it.

use crate::domain::{
    command::Actor,
    conversation::Conversation,
    event::What,
    fault::Fault,
    file::File,
    form::{self, Field, Form},
};
use std::collections::BTreeMap;

/// What of `fields` the visitor is asked, now that `whats` puts them in line; nothing where they have answered or skipped it in this
/// segment, and where it was an agent who did so: the visitor may not be there.
pub fn asked(now: &Conversation, actor: &Actor, whats: &[What], fields: &[Field]) -> Option<What> {
    let cause = whats.iter().find_map(|what| if let What::HandedOff { cause, .. } = what { Some(cause) } else { None })?;
    let is_afresh = whats.iter().any(|what| matches!(what, What::Reopened { .. }));
    let was_answered = !is_afresh && now.form.as_ref().is_some_and(|form| form.answered > 0);
    if was_answered || matches!(actor, Actor::Agent(_)) {
        return None;
    }
    let fields = form::due(fields, &now.visitor, &now.attributes, cause.why);
    (!fields.is_empty()).then_some(What::Asked { fields })
}

/// What follows from what the visitor filled in, whoever speaks by now. Said again, it changes nothing; what was skipped can still be
/// filled in. What nobody asks (any more) is refused, for it would be kept nowhere; it can be skipped.
pub(super) fn filled_in(now: &Conversation, given: &BTreeMap<String, String>, files: &BTreeMap<String, File>) -> Result<Vec<What>, Fault> {
    let Some(form) = now.form.as_ref().filter(|form| !form.fields.is_empty()) else {
        let is_empty = files.is_empty() && given.values().all(|it| it.trim().is_empty());
        return is_empty.then(Vec::new).ok_or_else(|| Fault::invalid("fields", "Nobody asks for this now. Write it as a message."));
    };
    let mut it = form::filled(&form.fields, given, files)?;
    let is_skipped = it.is_empty();
    // What the site has proven, nobody can say otherwise.
    let is_free = |label: &String| now.attributes.get(label).is_none_or(|it| !it.is_verified);
    it.attributes.retain(|label, _| is_free(label));
    it.files.retain(|label, _| is_free(label));
    let name = it.name.take().filter(|name| !now.visitor.has_proven_name() && now.visitor.name.as_ref() != Some(name));
    let email = it.email.take().filter(|email| !now.visitor.has_proven_email() && now.visitor.email.as_ref() != Some(email));
    let is_news = name.is_some() || email.is_some() || says_more(now, form, &it);
    if form.answered > 0 && !is_news {
        return Ok(Vec::new());
    }
    let woke = (now.is_snoozed() && !is_skipped).then_some(What::Woke);
    let named = name.map(|name| What::Introduced { name });
    let mailed = email.map(|email| What::LeftEmail { email });
    let filled = What::FilledIn { attributes: it.attributes, files: it.files.into_values().collect(), is_skipped };
    Ok(woke.into_iter().chain(named).chain(mailed).chain([filled]).collect())
}

/// Whether something in it isn't known yet.
fn says_more(now: &Conversation, form: &Form, it: &form::Filled) -> bool {
    it.attributes.iter().any(|(label, value)| now.attributes.get(label) != Some(value))
        || it.files.iter().any(|(label, file)| form.files.get(label) != Some(file))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        command::{Command, Then},
        decide::decide,
        event::Event,
        form::{FieldKind, Moment},
        handoff::Reason,
        id::{AccountId, AssistantId, ConversationId, FileId, MessageId, VisitorId},
        label::Attribute,
        person::{Agent, Assistant, Visitor},
        policy::Scene,
        text::{Body, Name},
    };

    fn fields() -> Vec<Field> {
        let field = |label: &str, kind| Field { label: label.to_owned(), kind, moment: Moment::Handoff, ..Field::default() };
        vec![field("Account", FieldKind::Text), field("Order", FieldKind::Text), field("Screenshot", FieldKind::File)]
    }

    fn shot(id: &str) -> File {
        let id = FileId::parse(id).expect("an id");
        File { id, name: "shot.png".to_owned(), media: "image/png".to_owned(), bytes: 1, width: None, height: None }
    }

    fn ana() -> Actor {
        Actor::Agent(Agent { id: AccountId::parse("ana-1").expect("an id"), name: Name::parse("Ana").expect("a name") })
    }

    fn filling_in(given: &[(&str, &str)], files: &[(&str, File)]) -> Command {
        let given = given.iter().map(|(label, value)| ((*label).to_owned(), (*value).to_owned())).collect();
        let files = files.iter().map(|(label, file)| ((*label).to_owned(), file.clone())).collect();
        Command::FillIn { given, files }
    }

    /// A conversation, done to as the desk does it.
    struct Talk(Conversation);

    impl Talk {
        fn new() -> Self {
            let assistant = Assistant { id: AssistantId::parse("robin").expect("an id"), name: Name::parse("Robin").expect("a name") };
            let visitor = Visitor::unknown(VisitorId::parse("visitor").expect("an id"));
            let id = ConversationId::parse("conversation").expect("an id");
            Self(Conversation::unborn(id, assistant, visitor, Scene::default().at))
        }

        fn does(&mut self, actor: &Actor, command: Command) -> Vec<What> {
            let mut whats = decide(&self.0, &Scene::default(), actor, command).expect("is granted");
            let asks = asked(&self.0, actor, &whats, &fields());
            whats.extend(asks);
            for what in &whats {
                let (seq, conversation) = (self.0.seq + 1, self.0.id.clone());
                self.0.apply(&Event { seq, conversation, at: Scene::default().at, by: actor.author(), what: what.clone() });
            }
            whats
        }

        fn says(&mut self, id: &str) -> Vec<What> {
            let id = MessageId::parse(id).expect("an id");
            let body = Body::plain("Where is my parcel?").expect("fits");
            self.does(&Actor::Visitor, Command::Say { id, body, page: None, visit: None, files: Vec::new() })
        }

        fn fills_in(&mut self, given: &[(&str, &str)], files: &[(&str, File)]) -> Vec<What> {
            self.does(&Actor::Visitor, filling_in(given, files))
        }

        fn may_fill_in(&self, given: &[(&str, &str)]) -> bool {
            decide(&self.0, &Scene::default(), &Actor::Visitor, filling_in(given, &[])).is_ok()
        }

        fn asks_for_person(&mut self) -> bool {
            let whats = self.does(&Actor::Visitor, Command::AskForPerson);
            whats.iter().any(|what| matches!(what, What::Asked { .. }))
        }

        fn known(&self) -> Vec<(&str, &str)> {
            self.0.attributes.iter().map(|(label, it)| (label.as_str(), it.value.as_str())).collect()
        }
    }

    #[test]
    fn who_begins_to_wait_is_asked_and_what_they_say_is_known_once() {
        let mut talk = Talk::new();
        talk.says("message-1");
        assert!(!talk.may_fill_in(&[("Order", "1042")]) && talk.may_fill_in(&[("Order", " ")]), "nobody has asked");
        assert!(talk.asks_for_person());
        let given = [("Account", "A-7"), ("Order", " 1042 "), ("role", "admin")];
        let files = [("Screenshot", shot("file-1"))];
        assert_eq!(talk.fills_in(&given, &files).len(), 1);
        assert_eq!(talk.known(), [("Account", "A-7"), ("Order", "1042"), ("Screenshot", "shot.png")]);
        let form = talk.0.form.clone().expect("was asked");
        assert_eq!((form.answered, form.files.get("Screenshot")), (talk.0.seq, Some(&shot("file-1"))));
        assert_eq!(talk.fills_in(&given, &files), vec![], "sent twice, it is known once");
        assert_eq!(talk.fills_in(&[], &[]), vec![], "nor can another tab skip it any more");
        assert_eq!(talk.fills_in(&[("Order", "1043")], &[]).len(), 1, "they may mend it");
        assert_eq!(talk.fills_in(&[("Screenshot", "x")], &[("Screenshot", shot("file-2"))]).len(), 1, "another file of the same name");
        assert_eq!(talk.0.form.clone().expect("was asked").files.get("Screenshot"), Some(&shot("file-2")));
    }

    #[test]
    fn whoever_speaks_by_then_takes_it_and_nobody_is_asked_twice_in_a_segment() {
        let mut talk = Talk::new();
        talk.says("message-1");
        assert!(talk.asks_for_person());
        talk.does(&ana(), Command::TakeOver);
        let epoch = talk.0.epoch;
        let files = [("Screenshot", shot("file-1"))];
        assert_eq!(talk.fills_in(&[("Order", "1042")], &files).len(), 1, "a person took over meanwhile");
        assert_eq!((talk.0.epoch, talk.0.holder.agent().is_some()), (epoch, true), "that changes nothing of who speaks");
        talk.does(&ana(), Command::HandBack { settled: None });
        assert!(!talk.asks_for_person(), "they have answered");
        talk.does(&ana(), Command::Close);
        assert!(talk.asks_for_person(), "it may be about something else now");
        assert_eq!(talk.0.form.as_ref().map(|form| (form.answered, form.fields.len(), form.files.len())), Some((0, 3, 1)));
    }

    #[test]
    fn a_form_ends_with_its_segment_and_the_files_that_were_given_stay() {
        let mut talk = Talk::new();
        talk.says("message-1");
        assert!(talk.asks_for_person());
        talk.fills_in(&[("Order", "1042")], &[("Screenshot", shot("file-1"))]);
        talk.does(&ana(), Command::Close);
        talk.does(&ana(), Command::Reopen { cause: None });
        talk.does(&ana(), Command::TakeOver);
        assert!(!talk.may_fill_in(&[("Order", "1043")]) && talk.may_fill_in(&[]), "nobody asks for it any more");
        assert_eq!(talk.0.form.expect("was asked").files.get("Screenshot"), Some(&shot("file-1")));
    }

    #[test]
    fn who_holds_it_owes_an_answer_to_what_is_filled_in() {
        let mut talk = Talk::new();
        talk.says("message-1");
        assert!(talk.asks_for_person());
        talk.does(&ana(), Command::TakeOver);
        let (id, body) = (MessageId::parse("message-2").expect("an id"), Body::plain("Fill it in, please.").expect("fits"));
        talk.does(&ana(), Command::Reply { id, body, seen: None, shown: None, files: vec![], then: Then::Stay });
        talk.fills_in(&[], &[]);
        assert!(talk.0.waiting_since.is_none(), "who skips waits for nothing");
        talk.fills_in(&[("Order", "1042")], &[]);
        let form = talk.0.form.clone().expect("was asked");
        assert_eq!((talk.0.waiting_since, talk.0.said), (Some(Scene::default().at), form.answered));
        assert!(talk.0.needs_person() && talk.0.holder.lease().is_some_and(|lease| lease.runs_since.is_none()));
        talk.says("message-3");
        assert_eq!(talk.0.asked, "where is my parcel?", "what was answered before it is no part of it");
    }

    #[test]
    fn who_skips_is_left_alone_and_can_still_answer() {
        let mut talk = Talk::new();
        talk.says("message-1");
        assert!(talk.asks_for_person());
        let skipped = talk.fills_in(&[("Order", "  ")], &[]);
        assert_eq!(skipped, vec![What::FilledIn { attributes: BTreeMap::new(), files: vec![], is_skipped: true }]);
        assert_eq!(talk.fills_in(&[], &[]), vec![]);
        let told = talk.fills_in(&[("Order", "1042")], &[]);
        assert!(matches!(told.as_slice(), [What::FilledIn { is_skipped: false, .. }]), "from another tab, say");
    }

    #[test]
    fn who_is_put_in_line_by_an_agent_is_not_asked_and_neither_is_what_is_proven() {
        let mut talk = Talk::new();
        talk.says("message-1");
        talk.does(&ana(), Command::Close);
        let reopened = talk.does(&ana(), Command::Reopen { cause: Some(Reason::AskedForPerson.into()) });
        assert!(!reopened.iter().any(|what| matches!(what, What::Asked { .. })), "they may not be there");

        let mut talk = Talk::new();
        talk.says("message-1");
        let proven = Attribute { value: "A-7".to_owned(), is_verified: true, is_captured: false };
        let attributes = BTreeMap::from([("Account".to_owned(), proven)]);
        assert!(talk.asks_for_person());
        talk.does(&Actor::Visitor, Command::Describe { attributes });
        talk.fills_in(&[("Account", "B-8"), ("Order", "1042")], &[]);
        assert_eq!(talk.known(), [("Account", "A-7"), ("Order", "1042")]);
    }

    #[test]
    fn who_answers_is_looked_after_again_where_it_was_put_away() {
        let mut talk = Talk::new();
        talk.says("message-1");
        assert!(talk.asks_for_person());
        talk.does(&ana(), Command::Snooze { until: Scene::default().at.plus(60_000) });
        talk.fills_in(&[], &[]);
        assert!(talk.0.is_snoozed(), "who skips says nothing");
        talk.fills_in(&[("Order", "1042")], &[]);
        assert!(!talk.0.is_snoozed());
    }
}
