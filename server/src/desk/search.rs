//! Search: what was asked, who is known by it, which messages say it, and what is shown of them.

mod gather;

use super::{Desk, Result};
use crate::{
    search::{Asker, Lookup, Plan, Within, allows, email_label, marked, shown, tag_label, words},
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
use std::collections::BTreeSet;

/// So many conversations are shown.
const SHOWN: usize = 40;
/// So many conversations that are known by a word are considered, the newest first.
const KNOWN: i64 = 2_000;
/// Of so many of them the messages count as having that word.
const CLOSE: usize = 192;
/// Events of those that count, per [`LIST`] of conversations.
const CLOSE_EVENTS: i64 = 4_000;
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
        let sought = Sought { query, me: Asker(me.agent()), wall: &me.workspace };
        let known = self.known_by_words(&sought).await?;
        let mut hits = self.by_id(&sought).await?;
        add(&mut hits, self.by_label(&sought, &known).await?, &sought);
        let within = self.within(&sought, &known).await?;
        let Some(plan) = Plan::of(query, me.name.as_str(), within) else {
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

    /// For each word or phrase, the conversations that are known by it.
    async fn known_by_words(&self, sought: &Sought<'_>) -> Result<Vec<BTreeSet<ConversationId>>> {
        let mut all = Vec::new();
        for part in &sought.query.parts {
            match &part.asked {
                Asked::Word(text) => all.push(self.known_by(sought.wall, text, true).await?),
                Asked::Phrase(text) => all.push(self.known_by(sought.wall, text, false).await?),
                Asked::Filter(_) | Asked::Wrong(_) => {}
            }
        }
        Ok(all)
    }

    /// The conversations that are known by each of the words of `text`; the last may go on where `is_open`.
    async fn known_by(&self, wall: &WorkspaceId, text: &str, is_open: bool) -> Result<BTreeSet<ConversationId>> {
        if text.contains(['@', '.']) {
            let it = Lookup::label(email_label(text.trim()), is_open);
            let by_email = label::conversations(&self.db, wall, (&it.from, &it.to), KNOWN).await?;
            if !by_email.is_empty() {
                return Ok(by_email.into_iter().collect());
            }
        }
        let words: Vec<_> = words(text).into_iter().filter(|word| !word.is_rest).collect();
        let mut known: Option<BTreeSet<ConversationId>> = None;
        for (n, word) in words.iter().enumerate() {
            let it = Lookup::word(&word.text, is_open && n + 1 == words.len() && word.may_go_on(), false);
            let here = label::conversations(&self.db, wall, (&it.from, &it.to), KNOWN).await?.into_iter().collect();
            known = Some(known.map_or_else(|| BTreeSet::clone(&here), |known| known.intersection(&here).cloned().collect()));
        }
        Ok(known.unwrap_or_default())
    }

    /// The conversations that are known by all the words, where nothing is asked of messages.
    async fn by_label(&self, sought: &Sought<'_>, known: &[BTreeSet<ConversationId>]) -> Result<Vec<Conversation>> {
        if sought.asks_of_messages() {
            return Ok(Vec::new());
        }
        let said = sought.query.parts.iter().filter_map(|part| match &part.asked {
            Asked::Word(text) | Asked::Phrase(text) => Some(text),
            _ => None,
        });
        // "Visitor X7F3", "Besucher X7F3" is how the inbox calls who has no name.
        let says_nothing = |text: &str| ["visitor", "besucher"].iter().any(|it| text.eq_ignore_ascii_case(it));
        let counts: Vec<&BTreeSet<_>> = known.iter().zip(said).filter(|(_, text)| !says_nothing(text)).map(|(it, _)| it).collect();
        let Some((first, rest)) = counts.split_first() else { return Ok(Vec::new()) };
        let all = first.iter().rev().filter(|id| rest.iter().all(|other| other.contains(*id)));
        let ids: Vec<ConversationId> = all.take(LIST).cloned().collect();
        let mut found = read::conversations(&self.db, sought.wall, &ids).await?;
        found.sort_by_key(|it| (std::cmp::Reverse(it.changed_at), std::cmp::Reverse(it.id.clone())));
        Ok(found)
    }

    /// The events of the conversations that are known by a word, or by a name after `from:`.
    async fn within(&self, sought: &Sought<'_>, known: &[BTreeSet<ConversationId>]) -> Result<Within> {
        let mut within = Within::default();
        for conversations in known {
            // One word alone is found in messages or as a label: there is nothing to combine.
            let events = if known.len() > 1 || sought.asks_of_messages() {
                self.events_of(sought.wall, conversations).await?
            } else {
                BTreeSet::new()
            };
            within.words.push(events);
        }
        if let Some(tagged) = self.tagged(sought).await?.filter(|tagged| tagged.len() < CLOSE) {
            within.only = Some(self.events_of(sought.wall, &tagged).await?);
        }
        for filter in sought.query.filters() {
            if let Filter::From(From::Named(name)) = filter {
                let conversations = self.known_by(sought.wall, name, true).await?;
                within.names.push(self.events_of(sought.wall, &conversations).await?);
            }
        }
        Ok(within)
    }

    /// The newest conversations that have all the tags that are asked for; nothing where none is.
    async fn tagged(&self, sought: &Sought<'_>) -> Result<Option<BTreeSet<ConversationId>>> {
        let mut tagged: Option<BTreeSet<ConversationId>> = None;
        for filter in sought.query.filters() {
            let Filter::Tag(tag) = filter else { continue };
            let it = Lookup::label(tag_label(tag), false);
            let here = label::conversations(&self.db, sought.wall, (&it.from, &it.to), KNOWN).await?.into_iter().collect();
            tagged = Some(tagged.map_or_else(|| BTreeSet::clone(&here), |tagged| tagged.intersection(&here).cloned().collect()));
        }
        Ok(tagged)
    }

    async fn events_of(&self, wall: &WorkspaceId, conversations: &BTreeSet<ConversationId>) -> Result<BTreeSet<Seq>> {
        let newest: Vec<ConversationId> = conversations.iter().rev().take(CLOSE).cloned().collect();
        let mut events = BTreeSet::new();
        for some in newest.chunks(LIST) {
            events.extend(label::events(&self.db, wall, some, CLOSE_EVENTS).await?);
        }
        Ok(events)
    }

    /// The latest conversations that the filters leave.
    async fn by_filters(&self, sought: &Sought<'_>) -> Result<Vec<Conversation>> {
        let mut found = Vec::new();
        if let Some(tagged) = self.tagged(sought).await? {
            let tagged: Vec<ConversationId> = tagged.into_iter().rev().collect();
            for some in tagged.chunks(LIST) {
                found.extend(read::conversations(&self.db, sought.wall, some).await?.into_iter().filter(|it| sought.allows(it)));
            }
            found.sort_by_key(|it| (std::cmp::Reverse(it.changed_at), std::cmp::Reverse(it.id.clone())));
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
    me: Asker,
    wall: &'q WorkspaceId,
}

impl Sought<'_> {
    fn allows(&self, it: &Conversation) -> bool {
        self.query.filters().all(|filter| allows(filter, it, &self.me))
    }

    fn asks_of_messages(&self) -> bool {
        self.query.filters().any(Filter::is_of_messages)
    }
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
