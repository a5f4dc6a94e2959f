//! Search: what was asked, who is known by it, which messages say it, and what is shown of them.

mod gather;

use super::{Desk, Result};
use crate::{
    search::{Asker, Lookup, Plan, Within, allows, email_label, label_words, marked, shown, tag_label, words},
    store::search::{LIST, label, read},
};
use app::{
    api::{Caller, inbox::InboxDesk, search::SearchDesk},
    domain::{
        conversation::Conversation,
        event::{Event, What},
        fault::Fault,
        id::{ConversationId, Seq, WorkspaceId},
        search::{Asked, Filter, Found, From, Hit, Place, Query},
    },
};
use gather::Gather;
use std::{cmp::Reverse, collections::BTreeSet};

/// So many conversations are shown.
const SHOWN: usize = 40;
/// So many conversations that are known by all the words are considered, the newest; at most [`LIST`].
const LABELLED: i64 = 64;
/// So many of them come before what was said.
const FIRST: usize = 12;
/// Of so many conversations that are known by one of several words the messages count as having that word.
const CLOSE: i64 = 24;
/// Events of those that count.
const CLOSE_EVENTS: i64 = 1_000;
/// So many conversations with a tag are listed, where nothing else is asked.
const TAGGED: i64 = 1_000;
/// An id is recognised from this many characters on.
const SHORTEST_ID: usize = 6;
/// A list by filters alone looks at so many conversations.
const LOOKED_AT: usize = 3_000;
const PAGE: i64 = 200;

#[async_trait::async_trait]
impl SearchDesk for Desk {
    async fn search(&self, me: &Caller, text: &str) -> Result<Found, Fault> {
        self.find(me, &Query::parse(text)).await.map_err(|failure| failure.told(self.now()))
    }
}

impl Desk {
    async fn find(&self, me: &Caller, query: &Query) -> Result<Found> {
        if let Some(say) = query.wrong() {
            return Err(Fault::invalid("q", say).into());
        }
        let is_of_assistant = query.filters().any(|filter| matches!(filter, Filter::Assistant(_)));
        let assistants = if is_of_assistant { self.named_assistants(&me.workspace).await? } else { Vec::new() };
        let sought = Sought { query, by: Asker { me: me.agent(), assistants }, wall: &me.workspace };
        let mut hits = self.by_id(&sought).await?;
        let mut known = self.by_label(&sought).await?;
        let others = known.split_off(known.len().min(FIRST));
        add(&mut hits, known, &sought);
        let within = self.within(&sought).await?;
        let Some(plan) = Plan::of(query, me.name.as_str(), within) else {
            add(&mut hits, others, &sought);
            let more = if hits.is_empty() && query.filters().next().is_some() { self.by_filters(&sought).await? } else { Vec::new() };
            add(&mut hits, more, &sought);
            return Ok(cut(hits, false, false));
        };
        let mut gather = Gather::of(self, &sought, &plan);
        let is_behind = gather.run().await?;
        let has_more = gather.has_more();
        let best = gather.best();
        let messages = self.messages(&sought, best).await?;
        add_hits(&mut hits, messages);
        add(&mut hits, others, &sought);
        Ok(cut(hits, has_more, is_behind))
    }

    /// A conversation by its own id or its visitor's, or by the beginning of one.
    async fn by_id(&self, sought: &Sought<'_>) -> Result<Vec<Hit>> {
        let [part] = sought.query.parts.as_slice() else { return Ok(Vec::new()) };
        let (Asked::Word(text) | Asked::Phrase(text)) = &part.asked else { return Ok(Vec::new()) };
        let id = text.trim().to_lowercase();
        if id.len() < SHORTEST_ID || !id.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Ok(Vec::new());
        }
        let found = read::by_id(&self.db, sought.wall, &id, PAGE).await?;
        let mut hits = Vec::new();
        add(&mut hits, found, sought);
        Ok(hits)
    }

    /// The conversations that are known by all the words, where nothing is asked of messages.
    async fn by_label(&self, sought: &Sought<'_>) -> Result<Vec<Conversation>> {
        if sought.query.filters().any(Filter::is_of_messages) {
            return Ok(Vec::new());
        }
        // "Visitor X7F3", "Besucher X7F3" is how the inbox calls who has no name.
        let says_nothing = |(text, _): &(&str, bool)| ["visitor", "besucher"].iter().any(|it| text.eq_ignore_ascii_case(it));
        let ranges: Vec<Lookup> =
            said(sought.query).filter(|it| !says_nothing(it)).flat_map(|(text, is_open)| known_as(text, is_open)).collect();
        let ids = self.known_by(sought.wall, ranges.clone(), LABELLED).await?;
        let mut found = read::conversations(&self.db, sought.wall, &ids).await?;
        // The rarest words were looked up; here they all count.
        found.retain(|it| ranges.iter().all(|range| label_words(it).range(range.from.clone()..range.to.clone()).next().is_some()));
        found.sort_by_key(|it| (Reverse(it.changed_at), Reverse(it.id.clone())));
        Ok(found)
    }

    /// The newest conversations that are known by words in each of these ranges, as far as [`label::MOST`] of them tell.
    async fn known_by(&self, wall: &WorkspaceId, mut ranges: Vec<Lookup>, limit: i64) -> Result<Vec<ConversationId>> {
        ranges.sort_by_key(|range| Reverse(range.from.len()));
        ranges.truncate(label::MOST);
        Ok(label::conversations(&self.db, wall, &ranges, limit).await?)
    }

    /// The events of the conversations that are known by a word, or by a name after `from:`.
    async fn within(&self, sought: &Sought<'_>) -> Result<Within> {
        let mut within = Within::default();
        // One word alone is found in messages or as a label: there is nothing to combine.
        let combines = said(sought.query).nth(1).is_some() || sought.query.filters().any(Filter::is_of_messages);
        for (text, is_open) in said(sought.query) {
            let known = if combines { self.known_by(sought.wall, known_as(text, is_open), CLOSE).await? } else { Vec::new() };
            within.words.push(self.events_of(sought.wall, &known).await?);
        }
        for filter in sought.query.filters() {
            if let Filter::From(From::Named(name)) = filter {
                let known = self.known_by(sought.wall, known_as(name, true), LABELLED).await?;
                within.names.push(self.events_of(sought.wall, &known).await?);
            }
        }
        if let Some(tagged) = self.tagged(sought, LABELLED).await?.filter(|tagged| (tagged.len() as i64) < LABELLED) {
            within.only = Some(self.events_of(sought.wall, &tagged).await?);
        }
        Ok(within)
    }

    /// The newest conversations that have all the tags that are asked for; nothing where none is.
    async fn tagged(&self, sought: &Sought<'_>, limit: i64) -> Result<Option<Vec<ConversationId>>> {
        let tags = sought.query.filters().filter_map(|filter| match filter {
            Filter::Tag(tag) => Some(Lookup::label(tag_label(tag), false)),
            _ => None,
        });
        let ranges: Vec<Lookup> = tags.collect();
        if ranges.is_empty() {
            return Ok(None);
        }
        Ok(Some(self.known_by(sought.wall, ranges, limit).await?))
    }

    async fn events_of(&self, wall: &WorkspaceId, conversations: &[ConversationId]) -> Result<BTreeSet<Seq>> {
        let mut events = BTreeSet::new();
        for some in conversations.chunks(LIST) {
            events.extend(label::events(&self.db, wall, some, CLOSE_EVENTS).await?);
        }
        Ok(events)
    }

    /// The latest conversations that the filters leave.
    async fn by_filters(&self, sought: &Sought<'_>) -> Result<Vec<Conversation>> {
        let mut found = Vec::new();
        if let Some(tagged) = self.tagged(sought, TAGGED).await? {
            for some in tagged.chunks(LIST) {
                found.extend(read::conversations(&self.db, sought.wall, some).await?.into_iter().filter(|it| sought.allows(it)));
            }
            found.sort_by_key(|it| (Reverse(it.changed_at), Reverse(it.id.clone())));
            return Ok(found);
        }
        let mut before = None;
        for _ in 0..LOOKED_AT / PAGE as usize {
            let page = read::latest(&self.db, sought.wall, before.as_ref().map(|(at, id)| (*at, id)), PAGE).await?;
            before = page.last().map(|last| (last.changed_at, last.id.clone()));
            found.extend(page.into_iter().filter(|it| sought.allows(it)));
            if before.is_none() || found.len() > SHOWN {
                break;
            }
        }
        Ok(found)
    }

    /// What is shown of the conversations whose messages match.
    async fn messages(&self, sought: &Sought<'_>, best: Vec<(Conversation, Seq)>) -> Result<Vec<Hit>> {
        let seqs: Vec<Seq> = best.iter().map(|(_, seq)| *seq).collect();
        let mut events = Vec::new();
        for some in seqs.chunks(LIST) {
            events.extend(read::events(&self.db, sought.wall, some).await?);
        }
        let hit = |(conversation, seq)| {
            let event = events.iter().find(|event| event.seq == seq)?;
            Some(message_hit(conversation, event, sought.query))
        };
        Ok(best.into_iter().filter_map(hit).collect())
    }
}

/// What is asked, by whom, and in which workspace.
struct Sought<'q> {
    query: &'q Query,
    by: Asker,
    wall: &'q WorkspaceId,
}

impl Sought<'_> {
    fn allows(&self, it: &Conversation) -> bool {
        self.query.filters().all(|filter| allows(filter, it, &self.by))
    }
}

/// The words and phrases, and whether the last word may go on.
fn said(query: &Query) -> impl Iterator<Item = (&str, bool)> {
    query.parts.iter().filter_map(|part| match &part.asked {
        Asked::Word(text) => Some((text.as_str(), true)),
        Asked::Phrase(text) => Some((text.as_str(), false)),
        Asked::Filter(_) | Asked::Wrong(_) => None,
    })
}

/// What a conversation's labels are searched for that is known as `text`: an address or its host, or each of the words.
fn known_as(text: &str, is_open: bool) -> Vec<Lookup> {
    let text = text.trim();
    if text.contains('@') || (text.contains('.') && !text.contains(char::is_whitespace)) {
        return vec![Lookup::label(email_label(text), is_open)];
    }
    let words: Vec<_> = words(text).into_iter().filter(|word| !word.is_rest).collect();
    let n = words.len();
    words.iter().enumerate().map(|(at, word)| Lookup::word(&word.text, is_open && at + 1 == n && word.may_go_on(), false)).collect()
}

/// Adds conversations that were found as such, where the filters leave them and they aren't there yet.
fn add(hits: &mut Vec<Hit>, more: Vec<Conversation>, sought: &Sought<'_>) {
    let more = more.into_iter().filter(|it| sought.allows(it)).map(|it| {
        let name = marked(&it.visitor.label(), sought.query);
        let snippet = it.last.as_ref().map(|last| marked(&last.preview, sought.query)).unwrap_or_default();
        Hit { conversation: it, message: None, name, snippet }
    });
    add_hits(hits, more.collect());
}

fn add_hits(hits: &mut Vec<Hit>, more: Vec<Hit>) {
    for hit in more {
        if hits.iter().all(|known| known.conversation.id != hit.conversation.id) {
            hits.push(hit);
        }
    }
}

fn message_hit(conversation: Conversation, event: &Event, query: &Query) -> Hit {
    let is_note = matches!(event.what, What::Noted { .. });
    let text = shown(&event.what).unwrap_or_default();
    Hit {
        name: marked(&conversation.visitor.label(), query),
        snippet: marked(&text, query),
        message: Some(Place { seq: event.seq, at: event.at, by: event.by.clone(), is_note }),
        conversation,
    }
}

fn cut(mut hits: Vec<Hit>, has_more: bool, is_behind: bool) -> Found {
    let has_more = has_more || hits.len() > SHOWN;
    hits.truncate(SHOWN);
    Found { hits, has_more, is_behind }
}
