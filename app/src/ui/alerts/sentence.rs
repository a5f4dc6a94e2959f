//! An alert in one sentence.

use crate::{
    api::alerts::Trouble,
    domain::{
        alert::{Alert, Channel, Kind},
        person::Author,
    },
    ui::{
        kit::mark::Mark,
        words::{alerts as words, common},
    },
};

/// The sign of a kind of alert.
pub const fn mark(kind: Kind) -> Mark {
    match kind {
        Kind::NeedsPerson | Kind::Suggested => Mark::Hand,
        Kind::Mentioned => Mark::Quote,
        Kind::Assigned => Mark::Face,
        Kind::Message => Mark::Inbox,
        Kind::Woke | Kind::PromiseDue | Kind::TargetMissed => Mark::Clock,
        Kind::Test => Mark::Bell,
    }
}

/// What has happened.
pub fn sentence(it: &Alert) -> String {
    let visitor = it.told.visitor.as_ref().map_or_else(|| common::the_visitor().to_owned(), common::visitor);
    let by = match &it.told.by {
        Author::Visitor => visitor.clone(),
        other => common::author(other),
    };
    match (it.kind, &it.told.team) {
        (Kind::NeedsPerson, _) => words::needs_person(&visitor),
        (Kind::Mentioned, _) => words::mentioned(&by),
        (Kind::Assigned, Some(team)) if matches!(it.told.by, Author::Rule { .. }) => words::routed_by_rule(&visitor, team.as_str()),
        (Kind::Assigned, Some(team)) => words::routed(&by, &visitor, team.as_str()),
        (Kind::Assigned, None) => words::assigned(&by, &visitor),
        (Kind::Message, _) => words::wrote(&visitor),
        (Kind::Woke, _) => words::woke(&visitor),
        (Kind::Suggested, _) => words::suggested(&visitor),
        (Kind::PromiseDue, _) => words::promise_due(&visitor),
        (Kind::TargetMissed, _) => words::target_missed(&visitor),
        (Kind::Test, _) => words::test().to_owned(),
    }
}

/// A channel in one word.
pub fn channel(it: Channel) -> &'static str {
    match it {
        Channel::Screen => words::bell(),
        Channel::Sound => words::sound(),
        Channel::Desktop => words::desktop(),
        Channel::Push => words::push(),
        Channel::Mail => words::mail(),
        Channel::Webhook => words::webhook(),
    }
}

/// Why something couldn't ring.
pub fn why(it: &str) -> String {
    let known = match it {
        "nobody_here" => words::nobody_here(),
        "away" => words::is_away(),
        "blocked" => words::blocked(),
        "quiet" => words::is_quiet(),
        "unwanted" => words::unwanted(),
        "no_device" => words::no_device(),
        "no_mail_server" => words::no_mail_server(),
        "not_asked" => words::not_asked(),
        "unsupported" => words::unsupported(),
        "mute" => words::mute(),
        "gone" => words::gone(),
        said => return words::refused(said),
    };
    known.to_owned()
}

/// Which rung couldn't ring, and why.
pub fn trouble(it: &Trouble) -> String {
    words::could_not(channel(it.channel), &why(&it.why))
}

/// The name of a kind of alert.
pub fn kind(it: Kind) -> &'static str {
    match it {
        Kind::NeedsPerson => words::kind_needs_person(),
        Kind::Mentioned => words::kind_mentioned(),
        Kind::Assigned => words::kind_assigned(),
        Kind::Message => words::kind_message(),
        Kind::Woke => words::kind_woke(),
        Kind::Suggested => words::kind_suggested(),
        Kind::PromiseDue => words::kind_promise_due(),
        Kind::TargetMissed => words::kind_target_missed(),
        Kind::Test => words::test(),
    }
}
