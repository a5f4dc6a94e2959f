//! The heart: whatever is done to a conversation goes through here.

mod together;

use super::{
    Desk, Failure, Result, alerts,
    outlook::{keep_waits, outlook},
    promises::keep_promises,
    routing::routed,
};
use crate::{
    chance,
    db::{Tx, dialect},
    markdown, react,
    search::label_words,
    store::{self, file::Sender},
};
use app::domain::{
    answer::Kind,
    command::{Actor, Command},
    conversation::Conversation,
    decide::{asked, decide},
    event::{Event, What},
    fault::Fault,
    file::{File, MOST_FILES, too_many},
    form::MOST_FIELDS,
    id::{AccountId, ConversationId, DocumentId, MessageId, Seq, VisitorId, WorkspaceId},
    inbox::Frame,
    label::{MOST_MARKS, Promise},
    person::{Agent, Assistant},
    policy::{Policy, Scene},
    text::Body,
    time::Timestamp,
    view::Filter,
};
use futures::FutureExt;
use std::collections::{BTreeMap, BTreeSet};

/// Which conversation is meant.
#[derive(Debug, Clone)]
pub(super) enum Target {
    Id(ConversationId),
    /// The one of this visitor, who may not have said anything yet.
    Of {
        visitor: VisitorId,
        assistant: Assistant,
    },
    /// Who is first in line in this member's view. It is found under the lock, so that nobody can be quicker.
    FirstWaiting {
        me: AccountId,
        filter: Box<Filter>,
    },
}

/// What was done: the events that it led to, and the conversation as it now stands.
pub(super) struct Done {
    pub events: Vec<Event>,
    pub conversation: Conversation,
    /// What it led to in another conversation.
    elsewhere: Option<Box<Done>>,
    has_jobs: bool,
}

impl Done {
    /// Nothing new.
    const fn already(events: Vec<Event>, conversation: Conversation) -> Self {
        Self { events, conversation, elsewhere: None, has_jobs: false }
    }

    pub(super) fn frames(self) -> Vec<Frame> {
        let conversation = self.conversation;
        let here = self.events.into_iter().map(|event| Frame { event, conversation: conversation.clone() });
        here.chain(self.elsewhere.into_iter().flat_map(|it| it.frames())).collect()
    }

    fn calls_workers(&self) -> bool {
        self.has_jobs || self.elsewhere.as_ref().is_some_and(|it| it.calls_workers())
    }

    /// The number of the last event.
    fn reached(&self) -> Option<Seq> {
        let here = self.events.last().map(|event| event.seq);
        here.max(self.elsewhere.as_ref().and_then(|it| it.reached()))
    }
}

impl Desk {
    /// Does `command` of `actor` to a conversation, durably, then tells everyone who listens.
    ///
    /// # Errors
    /// `NotFound` for a conversation that isn't this workspace's; whatever `decide` refuses with.
    pub(super) async fn act_on(&self, workspace: &WorkspaceId, actor: Actor, target: Target, command: Command) -> Result<Done> {
        let command = drawn(command)?;
        let now = self.clock.now();
        let wall = workspace.clone();
        let done =
            self.db.write(move |tx| async move { in_one_transaction(tx, &wall, &actor, target, command, now).await }.boxed()).await?;
        self.hub.wake(workspace);
        if done.calls_workers() {
            self.jobs.notify_one();
        }
        Ok(done)
    }
}

async fn in_one_transaction(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    actor: &Actor,
    target: Target,
    command: Command,
    now: Timestamp,
) -> Result<Done> {
    let seq = store::workspace::lock(tx, workspace).await?;
    let conversation = load(tx, workspace, target, now).await?;
    if let Some(event) = told_before(tx, workspace, &conversation, actor, command.message_id()).await? {
        return Ok(Done::already(vec![event], conversation));
    }
    let command = resolved(tx, workspace, actor, &conversation, command).await?;
    let scene = scene(tx, workspace, &conversation, &command, now).await?;
    let mut whats = decide(&conversation, &scene, actor, command)?;
    if whats.iter().any(|what| matches!(what, What::HandedOff { .. })) {
        let fields = store::door::fields(tx, workspace, &conversation.assistant.id).await?;
        let asks = asked(&conversation, actor, &whats, &fields);
        whats.extend(asks);
    }
    let before = conversation.clone();
    let step = Step { workspace, actor, now };
    let mut done = step.take(tx, conversation, whats, seq).await?;
    let Some(reached) = done.reached() else { return Ok(done) };
    done.elsewhere = together::follow(tx, step, &before, &done, reached).await?.map(Box::new);
    let reached = done.reached().unwrap_or(reached);
    store::workspace::advance(tx, workspace, reached).await?;
    dialect::notify(tx, workspace, reached).await?;
    Ok(done)
}

/// A step in a conversation: whose, and when.
#[derive(Clone, Copy)]
struct Step<'a> {
    workspace: &'a WorkspaceId,
    actor: &'a Actor,
    now: Timestamp,
}

impl Step<'_> {
    /// Numbers, folds and keeps what was decided, with what the owner's rules make of it and all that follows. The log has reached `seq`.
    async fn take(self, tx: &mut Tx, conversation: Conversation, whats: Vec<What>, seq: Seq) -> Result<Done> {
        let mut events = numbered(whats, &conversation.id, self.actor, seq, self.now);
        let Some(reached) = events.last().map(|event| event.seq) else { return Ok(Done::already(events, conversation)) };
        if let Some((rule, whats)) = routed(tx, self.workspace, &conversation, &events, self.now).await? {
            events.extend(numbered(whats, &conversation.id, &rule, reached, self.now));
        }
        kept(tx, self, conversation, events).await
    }
}

async fn kept(tx: &mut Tx, Step { workspace, now, .. }: Step<'_>, mut conversation: Conversation, events: Vec<Event>) -> Result<Done> {
    if conversation.seq == 0 {
        store::visitor::meet(tx, workspace, &conversation.assistant.id, &conversation.visitor.id, now).await?;
    }
    let is_new = conversation.seq == 0;
    let known_by = if is_new { BTreeSet::new() } else { label_words(&conversation) };
    events.iter().for_each(|event| conversation.apply(event));
    store::conversation::save(tx, workspace, &conversation).await?;
    if is_new {
        keep_giver(tx, workspace, &conversation).await?;
    }
    store::search::label::change(tx, workspace, &conversation.id, &known_by, &label_words(&conversation)).await?;
    for event in &events {
        store::event::append(tx, workspace, event).await?;
        let (files, is_public) = brought(&event.what);
        for file in files {
            store::file::attach(tx, workspace, &file.id, &event.conversation, is_public).await?;
        }
        if let (Some(agent), Some(message)) = (event.by.agent(), event.what.message_id()) {
            store::draft::sent(tx, workspace, &agent.id, &event.conversation, message).await?;
            store::presence::sent(tx, workspace, &agent.id, &event.conversation).await?;
        }
        if matches!(event.what, What::Said { .. }) {
            store::presence::hush(tx, workspace, &event.conversation).await?;
        }
    }
    store::knowledge::used(tx, workspace, &rested_on(&events)).await?;
    keep_waits(tx, workspace, &conversation, &events).await?;
    keep_promises(tx, workspace, &events).await?;
    alerts::raise(tx, workspace, &conversation, &events, now).await?;
    alerts::keep_alarms(tx, workspace, &conversation, &events).await?;
    let jobs = react::jobs(&conversation, &events);
    for job in &jobs {
        let payload = serde_json::to_string(job).map_err(anyhow::Error::from)?;
        store::job::add(tx, &chance::id(now), workspace, job.kind(), payload, now).await?;
    }
    Ok(Done { events, conversation, elsewhere: None, has_jobs: !jobs.is_empty() })
}

async fn load(tx: &mut Tx, workspace: &WorkspaceId, target: Target, now: Timestamp) -> Result<Conversation> {
    match target {
        Target::Id(id) => store::conversation::load(tx, workspace, &id).await?.ok_or(Failure::Fault(Fault::NotFound)),
        Target::FirstWaiting { me, filter } => {
            let asked = store::conversation::Asked { workspace, me: &me, filter: &filter, now };
            let id = store::conversation::first_waiting(tx, asked).await?.ok_or(Failure::Fault(Fault::NotFound))?;
            store::conversation::load(tx, workspace, &id).await?.ok_or(Failure::Fault(Fault::NotFound))
        }
        Target::Of { visitor, assistant } => {
            if let Some(known) = store::conversation::load_of_visitor(tx, workspace, &visitor).await? {
                return Ok(known);
            }
            let (visitor, attributes) = store::visitor::load(tx, workspace, &visitor).await?.visitor(visitor);
            Ok(Conversation { attributes, ..Conversation::unborn(chance::conversation(now), assistant, visitor, now) })
        }
    }
}

/// Notes where the e-mail address came from that the visitor gave before the first word.
async fn keep_giver(tx: &mut Tx, workspace: &WorkspaceId, it: &Conversation) -> Result<()> {
    let Some(email) = &it.visitor.email else { return Ok(()) };
    let known = store::visitor::load(tx, workspace, &it.visitor.id).await?;
    Ok(store::mailbox::given_from(tx, workspace, &it.id, email.as_str(), &known.giver).await?)
}

/// The event that this message made when it was sent before: a retried send is answered, not repeated.
async fn told_before(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    it: &Conversation,
    actor: &Actor,
    message: Option<&MessageId>,
) -> Result<Option<Event>> {
    let Some(message) = message else { return Ok(None) };
    match store::event::of_message(tx, workspace, &it.id, message).await? {
        Some(event) if event.by == actor.author() => Ok(Some(event)),
        Some(_) => Err(Fault::invalid("id", "Another message has this id. Send it with a new one.").into()),
        None => Ok(None),
    }
}

fn numbered(whats: Vec<What>, conversation: &ConversationId, actor: &Actor, seq: u64, now: Timestamp) -> Vec<Event> {
    let event = |(seq, what)| Event { seq, conversation: conversation.clone(), at: now, by: actor.author(), what };
    (seq + 1..).zip(whats).map(event).collect()
}

/// What `decide` has to know beside the conversation.
async fn scene(tx: &mut Tx, workspace: &WorkspaceId, it: &Conversation, command: &Command, now: Timestamp) -> Result<Scene> {
    let policy = store::setting::load::<Policy>(tx, workspace).await?;
    let may_wait = matches!(command, Command::AskForPerson | Command::CallPerson { .. } | Command::HandOff { .. } | Command::Answer { .. });
    let outlook = if may_wait { Some(outlook(tx, workspace, it, now).await?) } else { None };
    Ok(Scene { at: now, policy, outlook })
}

/// The documents that the answers among these events rest on.
fn rested_on(events: &[Event]) -> BTreeSet<DocumentId> {
    let answers = events.iter().filter_map(|event| match &event.what {
        What::Answered { answer, .. } if answer.kind == Kind::Grounded => Some(answer),
        _ => None,
    });
    answers.flat_map(|answer| &answer.receipt.passages).filter(|it| it.used.is_some()).map(|it| it.document.clone()).collect()
}

/// The files of a message, and whether the visitor may see them.
fn brought(what: &What) -> (&[File], bool) {
    match what {
        What::Said { files, .. } | What::Replied { files, .. } | What::FilledIn { files, .. } => (files, true),
        What::Noted { files, .. } => (files, false),
        _ => (&[], false),
    }
}

/// The same wish with everything in it that only we know: what the files are, who the named members, teams and conversations are.
async fn resolved(tx: &mut Tx, workspace: &WorkspaceId, actor: &Actor, now: &Conversation, command: Command) -> Result<Command> {
    Ok(match command {
        Command::Say { id, body, page, visit, files } => {
            Command::Say { id, body, page, visit, files: known(tx, workspace, Sender::Visitor(now.visitor.id.clone()), files).await? }
        }
        Command::FillIn { given, files } => Command::FillIn { given, files: filled_in(tx, workspace, now, files).await? },
        Command::Reply { id, body, seen, shown, files, then } => {
            Command::Reply { id, body, seen, shown, files: of_agent(tx, workspace, actor, files).await?, then }
        }
        Command::Assign { to: Some(to) } => Command::Assign { to: Some(member(tx, workspace, to).await?) },
        Command::Route { team: Some(team) } => {
            let known = store::team::load(tx, workspace, &team.id).await?;
            Command::Route { team: Some(known.ok_or_else(|| Fault::invalid("team", "There is no such team any more."))?) }
        }
        Command::Note { id, body, files, mentions } => {
            let mut known = Vec::with_capacity(mentions.len());
            for it in mentions.into_iter().take(MOST_MARKS) {
                known.push(member(tx, workspace, it).await?);
            }
            Command::Note { id, body, files: of_agent(tx, workspace, actor, files).await?, mentions: known }
        }
        Command::Promise { promise } => Command::Promise { promise: Promise { by: member(tx, workspace, promise.by).await?, ..promise } },
        Command::Link { other, .. } => {
            let linked = store::conversation::load(tx, workspace, &other).await?.ok_or(Failure::Fault(Fault::NotFound))?;
            Command::Link { other, label: linked.visitor.label() }
        }
        Command::Merge { into, .. } => {
            let label = together::goes_on_in(tx, workspace, &into).await?.visitor.label();
            Command::Merge { into, label }
        }
        other => other,
    })
}

async fn of_agent(tx: &mut Tx, workspace: &WorkspaceId, actor: &Actor, files: Vec<File>) -> Result<Vec<File>> {
    match actor {
        Actor::Agent(me) => known(tx, workspace, Sender::Agent(me.id.clone()), files).await,
        // Nobody else replies; `decide` says so.
        _ => Ok(Vec::new()),
    }
}

/// The files of a form as we know them: the very ones that were given before, and what the visitor has uploaded since.
async fn filled_in(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    now: &Conversation,
    named: BTreeMap<String, File>,
) -> Result<BTreeMap<String, File>> {
    let mut files = BTreeMap::new();
    for (label, file) in named.into_iter().take(MOST_FIELDS) {
        let before = now.form.as_ref().and_then(|form| form.files.get(&label)).filter(|before| before.id == file.id);
        let file = match before {
            Some(before) => Some(before.clone()),
            None => known(tx, workspace, Sender::Visitor(now.visitor.id.clone()), vec![file]).await?.pop(),
        };
        files.extend(file.map(|file| (label, file)));
    }
    Ok(files)
}

/// The files as we know them: uploaded by `by`, and in no message yet.
async fn known(tx: &mut Tx, workspace: &WorkspaceId, by: Sender, named: Vec<File>) -> Result<Vec<File>> {
    if named.len() > MOST_FILES {
        return Err(too_many().into());
    }
    let mut known: Vec<File> = Vec::with_capacity(named.len());
    for File { id, name, .. } in named {
        if known.iter().any(|it| it.id == id) {
            continue;
        }
        let found = store::file::unsent(tx, workspace, &id, &by).await?;
        known.push(found.ok_or_else(|| Fault::invalid("files", &format!("The file {name} isn't there any more. Attach it again.")))?);
    }
    Ok(known)
}

async fn member(tx: &mut Tx, workspace: &WorkspaceId, named: Agent) -> Result<Agent> {
    let known = store::account::member(tx, workspace, &named.id).await?;
    known.ok_or_else(|| Fault::invalid("member", "There is no such member any more.").into())
}

/// What people typed, drawn: plain for visitors, markdown for agents. Blocks that a client sent are never believed.
fn drawn(command: Command) -> Result<Command, Fault> {
    Ok(match command {
        Command::Say { id, body, page, visit, files } => {
            Command::Say { id, body: Body::plain_beside(!files.is_empty(), &body.text)?, page, visit, files }
        }
        Command::Reply { id, body, seen, shown, files, then } => {
            Command::Reply { id, body: Body::beside(!files.is_empty(), &body.text, markdown::blocks)?, seen, shown, files, then }
        }
        Command::Note { id, body, files, mentions } => {
            Command::Note { id, body: Body::beside(!files.is_empty(), &body.text, markdown::blocks)?, files, mentions }
        }
        other => other,
    })
}
