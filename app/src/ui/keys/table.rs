//! Every shortcut there is.

use super::Keys;
use crate::{
    domain::view::BuiltIn,
    ui::words::{common, holder, keys as words, views},
};
use leptos::prelude::*;

/// What a shortcut does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Next,
    Previous,
    Open,
    Pick,
    Search,
    Back,
    ClaimNext,
    Reply,
    Note,
    Claim,
    TakeOver,
    HandBack,
    Hold,
    Close,
    Reopen,
    Undo,
    Assign,
    Snooze,
    Tag,
    Priority,
    Details,
    GoInbox,
    GoNeeds,
    GoMine,
    GoUnassigned,
    GoUnread,
    GoAi,
    GoSnoozed,
    GoClosed,
    GoPromises,
    GoKnowledge,
    GoSettings,
    Palette,
    Help,
    Leave,
}

/// Which keys ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strokes {
    /// Any one of these, alone.
    One(&'static [&'static str]),
    /// The first and then the second.
    Two(&'static str, &'static str),
    /// With Ctrl, or ⌘ where that is the custom.
    Command(&'static str),
    /// Enter, on what has the focus: the browser's own.
    Enter,
    /// Escape, from the top-most layer down.
    Escape,
}

/// What shortcuts are told together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    List,
    Conversation,
    Views,
    App,
}

impl Group {
    pub const ALL: [Self; 4] = [Self::List, Self::Conversation, Self::Views, Self::App];

    pub fn label(self) -> &'static str {
        match self {
            Self::List => words::in_list(),
            Self::Conversation => common::conversation(),
            Self::Views => words::go_to(),
            Self::App => words::everywhere(),
        }
    }
}

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Shortcut {
    pub act: Act,
    pub strokes: Strokes,
    pub group: Group,
    /// How controls are marked with it.
    pub hook: &'static str,
    /// What it does, in words.
    pub says: fn() -> &'static str,
}

const fn line(act: Act, says: fn() -> &'static str, hook: &'static str, strokes: Strokes, group: Group) -> Shortcut {
    Shortcut { act, strokes, group, hook, says }
}

use Group::{App, Conversation, List, Views};
use Strokes::{Command, Enter, Escape, One, Two};

/// The table.
pub const SHORTCUTS: &[Shortcut] = &[
    line(Act::Next, words::next, "next", One(&["j"]), List),
    line(Act::Previous, words::previous, "previous", One(&["k"]), List),
    line(Act::Open, words::open, "open", Enter, List),
    line(Act::Pick, words::pick, "pick", One(&["x"]), List),
    line(Act::Back, common::back_to_list, "back", One(&["u"]), List),
    line(Act::ClaimNext, views::claim_next, "claim-next", Two("g", "g"), List),
    line(Act::Reply, words::reply, "reply", One(&["r"]), Conversation),
    line(Act::Note, words::note, "note", One(&["n"]), Conversation),
    line(Act::Claim, holder::claim, "claim", One(&["c"]), Conversation),
    line(Act::TakeOver, holder::take_over, "take-over", One(&["t"]), Conversation),
    line(Act::HandBack, holder::hand_back, "hand-back", One(&["h"]), Conversation),
    line(Act::Hold, holder::hold, "hold", One(&["w"]), Conversation),
    line(Act::Close, holder::close, "close", One(&["e"]), Conversation),
    line(Act::Reopen, words::reopen, "reopen", One(&["o"]), Conversation),
    line(Act::Undo, words::undo, "undo", One(&["z"]), Conversation),
    line(Act::Assign, words::assign, "assign", One(&["a"]), Conversation),
    line(Act::Snooze, words::snooze, "snooze", One(&["s"]), Conversation),
    line(Act::Tag, words::tag, "tag", One(&["#", "l"]), Conversation),
    line(Act::Priority, words::priority, "more", One(&["p"]), Conversation),
    line(Act::Details, common::details, "details", One(&["d"]), Conversation),
    line(Act::GoInbox, common::inbox, "", Two("g", "i"), Views),
    line(Act::GoNeeds, views::needs_person, "", Two("g", "n"), Views),
    line(Act::GoMine, views::mine, "", Two("g", "m"), Views),
    line(Act::GoUnassigned, views::unassigned, "", Two("g", "u"), Views),
    line(Act::GoUnread, views::unread, "", Two("g", "r"), Views),
    line(Act::GoAi, views::ai_handled, "", Two("g", "a"), Views),
    line(Act::GoSnoozed, views::snoozed, "", Two("g", "z"), Views),
    line(Act::GoClosed, views::closed, "", Two("g", "c"), Views),
    line(Act::GoPromises, words::promises, "", Two("g", "p"), Views),
    line(Act::GoKnowledge, common::knowledge, "", Two("g", "k"), Views),
    line(Act::GoSettings, words::settings, "settings", Two("g", "s"), Views),
    line(Act::Search, words::search, "search", One(&["/"]), App),
    line(Act::Palette, words::palette, "palette", Command("k"), App),
    line(Act::Help, words::help, "help", One(&["?"]), App),
    line(Act::Leave, words::leave, "", Escape, App),
];

impl Act {
    /// Its line of the table.
    pub fn shortcut(self) -> &'static Shortcut {
        SHORTCUTS.iter().find(|it| it.act == self).unwrap_or(&SHORTCUTS[0])
    }

    /// Where it leads, if it leads to another page.
    pub const fn path(self) -> Option<&'static str> {
        Some(match self {
            Self::GoInbox => "/inbox",
            Self::GoNeeds => "/inbox?view=needs-person",
            Self::GoMine => "/inbox?view=mine",
            Self::GoUnassigned => "/inbox?view=unassigned",
            Self::GoUnread => "/inbox?view=unread",
            Self::GoAi => "/inbox?view=ai",
            Self::GoSnoozed => "/inbox?view=snoozed",
            Self::GoClosed => "/inbox?view=closed",
            Self::GoPromises => "/promises",
            Self::GoKnowledge => "/knowledge",
            _ => return None,
        })
    }

    /// The shortcut that leads to a view.
    pub fn to_view(view: BuiltIn) -> Option<Self> {
        let name = view.name();
        let leads_there = |it: &&Shortcut| it.act.path().and_then(|path| path.split_once("view=")).is_some_and(|(_, named)| named == name);
        if view == BuiltIn::Open { Some(Self::GoInbox) } else { SHORTCUTS.iter().find(leads_there).map(|it| it.act) }
    }
}

/// What the control is marked with that an act presses.
pub fn selector(act: Act) -> String {
    format!("[data-act=\"{}\"]", act.shortcut().hook)
}

/// Its keys as a person reads them, a piece for each key.
pub fn told(strokes: Strokes) -> Vec<&'static str> {
    match strokes {
        One(keys) => keys.to_vec(),
        Two(first, second) => vec![first, second],
        Command(key) => vec![words::command_key(), key],
        Enter => vec![words::enter()],
        Escape => vec![words::escape()],
    }
}

/// Its keys in one piece, for a title.
pub fn label(act: Act) -> String {
    let strokes = act.shortcut().strokes;
    match strokes {
        One(keys) => keys.first().copied().unwrap_or_default().to_owned(),
        _ => told(strokes).join(" "),
    }
}

/// Its keys for `aria-keyshortcuts`, which knows no two in a row.
pub fn spoken(act: Act) -> Option<String> {
    match act.shortcut().strokes {
        One(keys) => Some(keys.join(" ")),
        Two(..) | Command(_) | Enter | Escape => None,
    }
}

/// What marks a control of an act: hook, keys for machines, and keys in a title after `name`. Empty where it has none.
#[derive(Debug, Clone, Copy)]
pub struct Marks {
    act: Option<Act>,
    keys: Option<Keys>,
}

impl Marks {
    pub fn of(act: Option<Act>) -> Self {
        Self { act, keys: use_context::<Keys>() }
    }

    pub fn hook(self) -> Option<&'static str> {
        self.act.map(|act| act.shortcut().hook)
    }

    /// Told only while the keys work.
    pub fn spoken(self) -> Option<String> {
        self.works().and_then(spoken)
    }

    /// The title of a control whose words stand on it.
    pub fn title(self) -> Option<String> {
        self.works().map(|act| words::key_is(&label(act)))
    }

    /// The title of a control that shows a sign alone.
    pub fn named(self, name: &str) -> String {
        match self.works() {
            Some(act) => words::with_key(name, &label(act)),
            None => name.to_owned(),
        }
    }

    fn works(self) -> Option<Act> {
        self.act.filter(|_| self.keys.is_none_or(|keys| keys.has_letters.get()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_shortcuts_share_a_key_and_no_single_key_begins_two() {
        let mut seen = BTreeSet::new();
        let mut firsts = BTreeSet::new();
        for it in SHORTCUTS {
            match it.strokes {
                One(keys) => keys.iter().for_each(|key| assert!(seen.insert((*key).to_owned()), "{key}")),
                Two(first, second) => {
                    firsts.insert(first);
                    assert!(seen.insert(format!("{first} {second}")), "{first} {second}");
                }
                Command(key) => assert!(seen.insert(format!("command {key}")), "{key}"),
                Enter | Escape => {}
            }
        }
        assert!(firsts.iter().all(|first| !seen.contains(*first)), "a first key of two does nothing alone");
    }

    #[test]
    fn each_act_has_one_line_and_what_isnt_led_to_has_a_hook_of_its_own() {
        let hooks: Vec<&str> = SHORTCUTS.iter().filter(|it| !it.hook.is_empty()).map(|it| it.hook).collect();
        assert_eq!(hooks.iter().collect::<BTreeSet<_>>().len(), hooks.len());
        for it in SHORTCUTS {
            assert_eq!(SHORTCUTS.iter().filter(|other| other.act == it.act).count(), 1, "{:?}", it.act);
            assert!(!it.hook.is_empty() || it.act.path().is_some() || it.act == Act::Leave, "{:?}", it.act);
        }
    }

    #[test]
    fn a_view_knows_the_keys_that_lead_to_it() {
        let keys = |view| Act::to_view(view).map(label);
        assert_eq!(keys(BuiltIn::Mine).as_deref(), Some("g m"));
        assert_eq!(keys(BuiltIn::Open).as_deref(), Some("g i"));
        assert_eq!(keys(BuiltIn::Spam), None);
    }

    #[test]
    fn keys_are_told_to_machines_and_to_people() {
        assert_eq!((spoken(Act::Tag).as_deref(), label(Act::Tag).as_str()), (Some("# l"), "#"));
        assert_eq!((spoken(Act::GoMine), label(Act::GoMine).as_str()), (None, "g m"));
        assert_eq!(selector(Act::TakeOver), "[data-act=\"take-over\"]");
    }
}
