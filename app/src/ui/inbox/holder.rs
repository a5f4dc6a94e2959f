//! Who speaks now, and the next step. It never leaves anyone guessing.

mod silence;

pub use silence::figure;

use super::{
    moments::{Ahead, told, until},
    near::{due::bar_due, here::HereNow},
    open::Open,
    row::reason_of,
    undo::Undo,
};
use crate::ui::effect::{memo, spawn_local};
use crate::{
    domain::{
        command::Command,
        conversation::Conversation,
        handoff::{Holder, Reason},
        id::AccountId,
        person::Agent,
    },
    ui::keys::table::Act,
    ui::kit::{
        button::{Button, Weight},
        mark::{Icon, Mark},
        menu::{Face, line, menu},
        time::Zone,
    },
    ui::words::{faults, holder as words, reasons},
};
use leptos::{html, prelude::*};

/// Who speaks, as one agent sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Speaks {
    Nobody,
    /// It goes on in another conversation.
    Elsewhere,
    Queue(Reason),
    Assistant(Option<Reason>),
    Me,
    Colleague(String),
    /// The visitor waits for one who isn't there.
    Gone(String),
}

impl Speaks {
    /// `there`: who of the team is there, where that is known.
    fn of(it: &Conversation, me: &Agent, there: Option<&[AccountId]>) -> Self {
        match &it.holder {
            _ if it.merged_into.is_some() => Self::Elsewhere,
            _ if !it.is_open() => Self::Nobody,
            Holder::Queue { why, .. } => Self::Queue(*why),
            Holder::Assistant => Self::Assistant(reason_of(it)),
            Holder::Agent { agent, .. } if agent.id == me.id => Self::Me,
            Holder::Agent { agent, .. } if it.waiting_since.is_some() && there.is_some_and(|there| !there.contains(&agent.id)) => {
                Self::Gone(agent.name.as_str().to_owned())
            }
            Holder::Agent { agent, .. } => Self::Colleague(agent.name.as_str().to_owned()),
        }
    }

    const fn mark(&self) -> Mark {
        match self {
            Self::Nobody | Self::Elsewhere => Mark::Check,
            Self::Queue(_) | Self::Assistant(Some(_)) | Self::Gone(_) => Mark::Hand,
            Self::Assistant(None) => Mark::Spark,
            Self::Me | Self::Colleague(_) => Mark::Face,
        }
    }

    const fn class(&self) -> &'static str {
        match self {
            Self::Nobody | Self::Elsewhere => "holder holder-closed",
            Self::Queue(_) | Self::Assistant(Some(_)) | Self::Gone(_) => "holder holder-needs",
            Self::Assistant(None) => "holder holder-ai",
            Self::Me | Self::Colleague(_) => "holder holder-person",
        }
    }

    /// Who speaks, and what that means for the others.
    fn sentence(&self) -> (String, String) {
        match self {
            Self::Nobody => (words::closed().to_owned(), words::reply_reopens().to_owned()),
            Self::Elsewhere => (words::merged().to_owned(), words::goes_on_there().to_owned()),
            Self::Queue(why) => (words::waits_for_person().to_owned(), words::why_and_silent(reasons::label(*why))),
            Self::Assistant(None) => (words::ai_answers().to_owned(), words::reply_takes_over().to_owned()),
            Self::Assistant(Some(why)) => (words::ai_answers_but_look().to_owned(), words::why(reasons::inside(*why))),
            Self::Me => (words::you_hold().to_owned(), words::ai_is_silent().to_owned()),
            Self::Colleague(name) => (words::holds(name), words::ai_is_silent().to_owned()),
            Self::Gone(name) => (words::holds(name), words::waits_for_who_is_gone().to_owned()),
        }
    }

    const fn may_hand_back(&self) -> bool {
        matches!(self, Self::Queue(_) | Self::Me | Self::Colleague(_) | Self::Gone(_))
    }

    /// What can be done next, the nearest step first.
    fn steps(&self) -> Vec<(&'static str, Command, Weight)> {
        let close = (words::close(), Command::Close, Weight::Plain);
        let hand_back = (words::hand_back(), Command::HandBack { settled: None }, Weight::Plain);
        let take_over = |weight| (words::take_over(), Command::TakeOver, weight);
        match self {
            Self::Nobody => vec![(words::reopen(), Command::Reopen { cause: None }, Weight::Plain)],
            Self::Elsewhere => Vec::new(),
            Self::Queue(_) => vec![(words::claim(), Command::Claim, Weight::Primary), hand_back, close],
            Self::Assistant(Some(_)) => vec![take_over(Weight::Primary), close],
            Self::Assistant(None) => vec![take_over(Weight::Plain), close],
            Self::Me => vec![hand_back, (words::hold(), Command::Hold { until: None }, Weight::Plain), close],
            Self::Colleague(_) => vec![take_over(Weight::Plain), hand_back, close],
            Self::Gone(_) => vec![take_over(Weight::Primary), hand_back, close],
        }
    }
}

/// What was asked for in the bar and in the menus, one at a time, and why the last one failed.
#[derive(Debug, Clone, Copy)]
pub struct Acts {
    open: Open,
    is_busy: RwSignal<bool>,
    wrong: RwSignal<Option<String>>,
    pub undo: Undo,
}

impl Acts {
    pub fn on(open: Open) -> Self {
        Self { open, is_busy: RwSignal::new(false), wrong: RwSignal::new(None), undo: Undo::none() }
    }

    /// Asks for it; `after` runs where it was granted.
    pub fn run(self, command: Command, after: impl FnOnce() + 'static) {
        // The palette may still know a conversation that was just left.
        let Some(before) = self.open.conversation.try_get_untracked() else { return };
        self.is_busy.set(true);
        self.wrong.set(None);
        spawn_local(async move {
            let done = self.open.act(before.id.clone(), command.clone()).await;
            self.is_busy.try_set(false);
            match done {
                Ok(()) => {
                    self.undo.offer(self.open, &before, &command);
                    after();
                }
                Err(fault) => drop(self.wrong.try_set(Some(faults::say(&fault)))),
            }
        });
    }

    /// Says that something else went wrong.
    pub fn fail(self, say: String) {
        self.wrong.try_set(Some(say));
    }
}

/// The bar under the title.
pub fn holder_bar(open: Open, acts: Acts, composer: NodeRef<html::Textarea>) -> AnyView {
    let zone = expect_context::<Zone>();
    let HereNow { there, .. } = expect_context();
    let speaks = memo(move |_| open.conversation.with(|it| there.with(|there| Speaks::of(it, &open.me(), there.as_deref()))));
    let run = move |command: Command| {
        let takes = matches!(command, Command::Claim | Command::TakeOver);
        acts.run(command, move || {
            if let Some(composer) = composer.try_get_untracked().flatten().filter(|_| takes) {
                // Where the composer is gone, so is the wish to write in it.
                let _ = composer.focus();
            }
        });
    };
    let away_until = memo(move |_| open.conversation.with(|it| it.away_until()));
    let steps = move || {
        let button = |(label, command, weight): (&'static str, Command, Weight)| {
            let act = act_of(&command);
            let on_press = move || run(command.clone());
            view! { <Button weight is_busy=acts.is_busy act on_press>{label}</Button> }
        };
        let speaks = speaks.get();
        let more = [speaks.may_hand_back().then(|| hand_back_menu(acts)), (speaks == Speaks::Me).then(|| hold_menu(open, acts))];
        let wake = away_until.get().map(|_| (words::wake(), Command::Reopen { cause: None }, Weight::Plain));
        (wake.into_iter().chain(speaks.steps()).map(button).collect_view(), more)
    };
    view! {
        <div class=move || speaks.with(Speaks::class)>
            <div class="holder-who" role="status">
                {move || view! { <Icon mark=speaks.with(Speaks::mark)/> }}
                <p>
                    {move || {
                        let (who, then) = speaks.with(Speaks::sentence);
                        view! { <strong>{who}</strong> " " {then} }
                    }}
                </p>
            </div>
            {move || away_until.get().map(|at| view! {
                <p class="holder-away"><Icon mark=Mark::Moon/> {words::away_for(&told(at, open.now.get_untracked(), zone))}</p>
            })}
            {bar_due(open)}
            {silence::clock(open)}
            <div class="holder-steps">{steps}</div>
            {move || acts.wrong.get().map(|say| view! { <p class="wrong" role="alert">{say}</p> })}
        </div>
    }
    .into_any()
}

/// Whose keys ask for a step.
const fn act_of(command: &Command) -> Option<Act> {
    Some(match command {
        Command::Claim => Act::Claim,
        Command::TakeOver => Act::TakeOver,
        Command::HandBack { .. } => Act::HandBack,
        Command::Hold { .. } => Act::Hold,
        Command::Close => Act::Close,
        Command::Reopen { .. } => Act::Reopen,
        _ => return None,
    })
}

/// "Hand back to AI" with a line on what was settled, which the AI may not contradict.
fn hand_back_menu(acts: Acts) -> AnyView {
    let menu = menu(words::hand_back_with(), Face::Sign(Mark::Caret), move |opened| {
        let hand_back = move |settled| {
            opened.close();
            acts.run(Command::HandBack { settled: Some(settled) }, || {});
        };
        (view! { <p class="menu-hint">{words::settled_hint()}</p> }, line(words::settled(), "text", words::hand_back_now(), hand_back))
            .into_any()
    });
    view! { <span class="holder-menu" data-menu="hand-back">{menu}</span> }.into_any()
}

fn hold_menu(open: Open, acts: Acts) -> AnyView {
    let menu = menu(words::hold_until(), Face::Sign(Mark::Clock), move |opened| {
        until(&[Ahead::Minutes(15), Ahead::Hours(1), Ahead::Tomorrow], open.now, opened, move |until| {
            acts.run(Command::Hold { until: Some(until) }, || {})
        })
    });
    view! { <span class="holder-menu" data-menu="hold">{menu}</span> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(speaks: &Speaks) -> Vec<&'static str> {
        speaks.steps().into_iter().map(|(label, ..)| label).collect()
    }

    #[test]
    fn whoever_waits_for_one_who_is_gone_is_told_apart() {
        use crate::domain::{
            handoff::Lease,
            id::{AssistantId, ConversationId, VisitorId},
            person::{Assistant, Visitor},
            text::Name,
        };
        let agent = |id: &str| Agent { id: AccountId::parse(id).expect("an id"), name: Name::parse(id).expect("a name") };
        let assistant = Assistant { id: AssistantId::parse("robin").expect("an id"), name: Name::parse("Robin").expect("a name") };
        let visitor = Visitor::unknown(VisitorId::parse("visitor").expect("an id"));
        let now = crate::domain::time::Timestamp(0);
        let it = Conversation::unborn(ConversationId::parse("conversation").expect("an id"), assistant, visitor, now);
        let held = Conversation { holder: Holder::Agent { agent: agent("ken-"), since: now, lease: Lease::new(1) }, ..it };
        let waiting = Conversation { waiting_since: Some(now), ..held.clone() };
        let (me, ken) = (agent("ana-"), [agent("ken-").id]);
        let (colleague, gone) = (Speaks::Colleague("ken-".to_owned()), Speaks::Gone("ken-".to_owned()));
        for (it, me, there, speaks) in [
            (&waiting, &me, Some(&[][..]), gone),
            (&waiting, &me, Some(&ken[..]), colleague.clone()),
            (&waiting, &me, None, colleague.clone()),
            (&held, &me, Some(&[][..]), colleague),
            (&waiting, &agent("ken-"), Some(&[][..]), Speaks::Me),
        ] {
            assert_eq!(Speaks::of(it, me, there), speaks);
        }
    }

    #[test]
    fn each_state_offers_its_next_steps() {
        for (speaks, offers) in [
            (Speaks::Queue(Reason::NotInDocs), vec!["Claim", "Hand back to AI", "Close"]),
            (Speaks::Assistant(None), vec!["Take over", "Close"]),
            (Speaks::Me, vec!["Hand back to AI", "Hold", "Close"]),
            (Speaks::Colleague("Ken".to_owned()), vec!["Take over", "Hand back to AI", "Close"]),
            (Speaks::Gone("Ken".to_owned()), vec!["Take over", "Hand back to AI", "Close"]),
            (Speaks::Nobody, vec!["Reopen"]),
            (Speaks::Elsewhere, vec![]),
        ] {
            assert_eq!(labels(&speaks), offers);
        }
    }
}
