//! What there was before with the same person: earlier segments of their conversation, and their other conversations.

use super::{Desk, Failure, Result};
use crate::store;
use app::{
    api::Caller,
    domain::{
        conversation::{Conversation, Status},
        event::{Event, What},
        fault::Fault,
        file,
        id::{ConversationId, Seq},
        thread::Before,
        time::Timestamp,
    },
};

/// So many are listed.
const MOST: usize = 30;

impl Desk {
    pub(super) async fn read_before(&self, me: &Caller, id: &ConversationId) -> Result<Vec<Before>> {
        let it = store::conversation::by_id(&self.db, &me.workspace, id).await?.ok_or(Failure::Fault(Fault::NotFound))?;
        let mut before = match it.segment {
            0 | 1 => Vec::new(),
            // The whole log is read only where there is something in it to find.
            _ => segments(&store::event::of_conversation(&self.db, &me.workspace, id, 0).await?, &it),
        };
        let others = store::person::others(&self.db, &me.workspace, id, i64::try_from(MOST).unwrap_or(i64::MAX)).await?;
        let ids: Vec<ConversationId> = others.iter().map(|it| it.id.clone()).collect();
        let firsts = store::person::first_messages(&self.db, &me.workspace, &ids).await?;
        before.extend(others.into_iter().map(|it| other(it, &firsts)));
        before.sort_by_key(|it| std::cmp::Reverse(it.at));
        before.truncate(MOST);
        Ok(before)
    }
}

fn other(it: Conversation, firsts: &[Event]) -> Before {
    let words = firsts.iter().find(|event| event.conversation == it.id).map(|event| first_words(&event.what)).unwrap_or_default();
    Before { conversation: it.id, from: None, visitor: it.visitor, at: it.opened_at, status: it.status, words }
}

/// The segments of a conversation before the one that it is in.
fn segments(events: &[Event], now: &Conversation) -> Vec<Before> {
    let mut out: Vec<Before> = Vec::new();
    let begin = |from: Seq, at: Timestamp| Before {
        conversation: now.id.clone(),
        from: Some(from),
        visitor: now.visitor.clone(),
        at,
        status: Status::Closed,
        words: String::new(),
    };
    for event in events {
        if out.is_empty() || matches!(event.what, What::Reopened { .. }) {
            out.push(begin(event.seq, event.at));
        }
        if let Some(last) = out.last_mut().filter(|it| it.words.is_empty()) {
            last.words = first_words(&event.what);
        }
    }
    // The last is the one that goes on.
    out.pop();
    out
}

fn first_words(what: &What) -> String {
    match what {
        What::Said { body, files, .. } | What::Replied { body, files, .. } => file::preview(body, files),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::domain::{
        id::{AssistantId, MessageId, VisitorId},
        person::{Assistant, Author, Visitor},
        text::{Body, Name},
    };

    #[test]
    fn a_segment_is_known_by_the_first_words_in_it_and_the_last_one_goes_on() {
        let assistant = Assistant { id: AssistantId::parse("robin").expect("fits"), name: Name::parse("Robin").expect("fits") };
        let visitor = Visitor::unknown(VisitorId::parse("mara").expect("fits"));
        let id = ConversationId::parse("conversation").expect("fits");
        let now = Conversation::unborn(id.clone(), assistant, visitor, Timestamp(0));
        let event = |seq: Seq, what| Event { seq, conversation: id.clone(), at: Timestamp(seq.cast_signed()), by: Author::Visitor, what };
        let said = |seq: Seq, text: &str| {
            let id = MessageId::parse(&format!("message-{seq}")).expect("fits");
            event(seq, What::Said { id, body: Body::plain(text).expect("fits"), page: None, files: Vec::new() })
        };
        let log = [
            said(3, "a refund"),
            said(4, "please"),
            event(5, What::Closed { seal: None }),
            event(6, What::Reopened { segment: 2 }),
            said(7, "an invoice"),
            event(8, What::Reopened { segment: 3 }),
            said(9, "hello"),
        ];
        let told: Vec<_> = segments(&log, &now).into_iter().map(|it| (it.from, it.words)).collect();
        assert_eq!(told, [(Some(3), "a refund".to_owned()), (Some(6), "an invoice".to_owned())]);
        assert!(segments(&log[..2], &now).is_empty());
    }
}
