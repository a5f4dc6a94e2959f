//! What stands in a mail to a visitor: the answers that they may not have read, where they come from, and files.

use crate::{
    desk::Desk,
    mail::{
        letter::Enclosed,
        letters::{Frame, Reply},
        policy,
    },
    secret::Keys,
};
use app::domain::{
    answer::{Answer, Citation},
    conversation::Conversation,
    event::{Event, What},
    file::File,
    id::{MessageId, Seq, VisitorId, WorkspaceId},
    rich::{Block, Inline},
    time::Timestamp,
};

/// Of files, a mail brings so many bytes along (in letters they are a third more); what is beyond is a link,
const MOST_ENCLOSED: u64 = 7 << 20;
/// which leads to it for so long.
const LINK_MS: i64 = 30 * policy::DAY_MS;

/// The answers that the visitor may not have read: after `mailed`, after what was seen in the widget. An answer of the assistant's
/// counts where what it answers came by mail: who asked there looks there.
pub(super) fn waiting(events: &[Event], mailed: Seq) -> Vec<(Seq, &Event)> {
    let seen = events.iter().fold(0, |seen, event| match &event.what {
        What::Saw { up_to } => seen.max(*up_to),
        What::Said { .. } if !is_by_mail(event) => event.seq,
        _ => seen,
    });
    let mut by_mail = false;
    let mut waiting = Vec::new();
    for event in events {
        match &event.what {
            What::Said { .. } => by_mail = is_by_mail(event),
            What::Replied { .. } => waiting.push((event.seq, event)),
            What::Answered { answer, .. } if by_mail && !(answer.parts.is_empty() && answer.citations.is_empty()) => {
                waiting.push((event.seq, event))
            }
            _ => {}
        }
    }
    waiting.retain(|(seq, _)| *seq > mailed.max(seen));
    waiting
}

/// Whether a message of the visitor's came by mail.
fn is_by_mail(event: &Event) -> bool {
    event.what.message_id().is_some_and(MessageId::came_by_mail)
}

/// The files of a mail: as long as there is room they go along, then a link leads to them.
pub(super) struct Enclosing<'a> {
    keys: &'a Keys,
    public_url: &'a str,
    whose: (&'a WorkspaceId, &'a VisitorId),
    until: Timestamp,
    pub(super) along: Vec<File>,
}

impl<'a> Enclosing<'a> {
    pub(super) fn new(keys: &'a Keys, public_url: &'a str, whose: (&'a WorkspaceId, &'a VisitorId), now: Timestamp) -> Self {
        Self { keys, public_url, whose, until: now.plus(LINK_MS), along: Vec::new() }
    }

    fn enclose(&mut self, file: &File) -> Enclosed {
        let n_bytes: u64 = self.along.iter().map(|it| it.bytes).sum();
        let name = file.name.clone();
        if n_bytes + file.bytes <= MOST_ENCLOSED {
            self.along.push(file.clone());
            return Enclosed { name, to: None };
        }
        Enclosed { name, to: Some(Desk::link_to_file(self.keys, self.public_url, self.whose, &file.id, self.until)) }
    }
}

pub(super) fn reply(event: &Event, it: &Conversation, frame: &Frame<'_>, enclosing: &mut Enclosing<'_>) -> Option<Reply> {
    match &event.what {
        What::Replied { body, files, .. } => {
            let by = event.by.agent().map_or_else(String::new, |agent| agent.name.as_str().to_owned());
            let files = files.iter().map(|file| enclosing.enclose(file)).collect();
            Some(Reply { by, of: body.blocks.clone(), files })
        }
        What::Answered { answer, .. } => {
            let suggests = || Block::Paragraph { of: vec![Inline::Text { text: frame.suggests() }] };
            let said = answer.parts.iter().flat_map(|part| part.body.blocks.clone());
            let of = answer.parts.is_empty().then(suggests).into_iter().chain(said).chain(sources(answer)).collect();
            Some(Reply { by: format!("{} (AI)", it.assistant.name.as_str()), of, files: Vec::new() })
        }
        _ => None,
    }
}

/// Where an answer comes from, as links to what is on the web.
fn sources(answer: &Answer) -> Option<Block> {
    let title = |it: &Citation| Inline::Text { text: it.title.clone() };
    let link = |it: &Citation| match &it.href {
        Some(to) => Inline::Link { to: to.clone(), of: vec![title(it)] },
        None => title(it),
    };
    let items: Vec<Vec<Block>> = answer.citations.iter().map(|it| vec![Block::Paragraph { of: vec![link(it)] }]).collect();
    (!items.is_empty()).then_some(Block::List { start: None, items })
}

/// What the visitor last wrote before `seq`.
pub(super) fn before(events: &[Event], seq: Seq) -> Option<&str> {
    events.iter().filter(|event| event.seq < seq).rev().find_map(|event| match &event.what {
        What::Said { body, .. } => Some(body.text.as_str()),
        _ => None,
    })
}
