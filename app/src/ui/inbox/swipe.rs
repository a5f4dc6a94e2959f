//! A row drawn aside by a finger: one way it is taken, the other way opens a tray with what puts it away. All of it can
//! be done with buttons as well: in the open conversation, and in the bar of what is chosen.

use super::{bulk::Bulk, moments::Ahead};
use crate::{
    domain::{
        command::Command,
        conversation::Conversation,
        handoff::Holder,
        id::{AccountId, ConversationId},
        time::Timestamp,
    },
    ui::{
        browser,
        effect::effect,
        kit::mark::{Icon, Mark},
        words::{holder, lang, list as words},
    },
};
use leptos::{ev, html, prelude::*};

/// From so many pixels on it is clear whether a finger scrolls or draws aside.
const SLOP: i32 = 10;
/// So far is far enough.
const ENOUGH: i32 = 88;
/// A row follows the finger no further than this, which is how wide the tray is.
const FURTHEST: i32 = 176;

/// What a finger does. Distances are in pixels, towards the end of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Drag {
    #[default]
    None,
    /// It is down, and it isn't clear yet what it does.
    Down { x: i32, y: i32 },
    /// It has drawn the row so far.
    Aside { x: i32, by: i32 },
}

impl Drag {
    /// The same after the finger moved there. A finger that goes up or down scrolls, and stays with that.
    const fn moved(self, to: (i32, i32)) -> Self {
        match self {
            Self::Down { x, y } => {
                let (across, along) = ((to.0 - x).abs(), (to.1 - y).abs());
                if along > SLOP && along >= across {
                    Self::None
                } else if across > SLOP {
                    Self::Aside { x, by: to.0 - x }
                } else {
                    self
                }
            }
            Self::Aside { x, .. } => Self::Aside { x, by: to.0 - x },
            Self::None => Self::None,
        }
    }

    /// What would follow if the finger left now; `may` says which ways there are.
    const fn shows(self, may: May) -> Side {
        match self {
            Self::Aside { by, .. } if by > 0 && may.be_taken => Side::Take { is_far: by >= ENOUGH },
            Self::Aside { by, .. } if by < 0 && may.be_put_away => Side::Away { is_far: by <= -ENOUGH },
            _ => Side::None,
        }
    }
}

/// Which ways a row can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct May {
    be_taken: bool,
    be_put_away: bool,
}

impl May {
    fn of(it: &Conversation, me: &AccountId) -> Self {
        let is_mine = it.holder.agent().is_some_and(|agent| agent.id == *me);
        Self { be_taken: it.is_open() && !is_mine, be_put_away: it.is_open() }
    }
}

/// What is seen behind the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    None,
    Take {
        is_far: bool,
    },
    Away {
        is_far: bool,
    },
    /// It stays open until something is chosen, or another place is touched.
    Tray,
}

/// A row that can be drawn aside.
#[derive(Debug, Clone, Copy)]
pub struct Swipe {
    pub node: NodeRef<html::Li>,
    drag: StoredValue<Drag>,
    side: RwSignal<Side>,
    /// The finger drew: what the browser then takes for a press isn't one.
    has_drawn: StoredValue<bool>,
    row: Memo<Conversation>,
    /// What does it; nothing while it isn't known who looks.
    bulk: Option<Bulk>,
}

impl Swipe {
    pub fn new(row: Memo<Conversation>, bulk: Option<Bulk>) -> Self {
        let it = Self {
            node: NodeRef::new(),
            drag: StoredValue::new(Drag::None),
            side: RwSignal::new(Side::None),
            has_drawn: StoredValue::new(false),
            row,
            bulk,
        };
        effect(move || {
            if it.side.get() == Side::Tray {
                let leave = window_event_listener(ev::pointerdown, move |event| {
                    if it.node.get_untracked().is_none_or(|node| !browser::is_within(event.target(), &node)) {
                        it.rest();
                    }
                });
                on_cleanup(move || leave.remove());
            }
        });
        it
    }

    fn may(self) -> May {
        let me = self.bulk.map(|bulk| bulk.me().id);
        me.map_or(May { be_taken: false, be_put_away: false }, |me| self.row.with_untracked(|it| May::of(it, &me)))
    }

    pub fn down(self, event: &ev::PointerEvent) {
        self.has_drawn.set_value(false);
        if event.pointer_type() == "touch" && event.is_primary() && self.side.get_untracked() == Side::None {
            self.drag.set_value(Drag::Down { x: event.client_x() * way(), y: event.client_y() });
        }
    }

    pub fn moves(self, event: &ev::PointerEvent) {
        let before = self.drag.get_value();
        if before == Drag::None {
            return;
        }
        let drag = before.moved((event.client_x() * way(), event.client_y()));
        self.drag.set_value(drag);
        let side = drag.shows(self.may());
        if self.side.get_untracked() != side {
            self.side.set(side);
        }
        if let Drag::Aside { by, .. } = drag {
            self.has_drawn.set_value(true);
            // Where there is nothing to be had it gives way a little, so that one feels it.
            let by = if side == Side::None { by / 6 } else { by };
            self.draw(by.clamp(-FURTHEST, FURTHEST));
        }
    }

    pub fn up(self) {
        let side = self.drag.try_update_value(std::mem::take).unwrap_or_default().shows(self.may());
        match side {
            Side::Take { is_far: true } => {
                self.rest();
                self.take();
            }
            Side::Away { is_far: true } => {
                self.draw(-FURTHEST);
                self.side.set(Side::Tray);
            }
            _ if self.side.get_untracked() != Side::Tray => self.rest(),
            _ => {}
        }
    }

    /// The browser scrolls, or took the finger for something else.
    pub fn cancel(self) {
        self.drag.set_value(Drag::None);
        if self.side.get_untracked() != Side::Tray {
            self.rest();
        }
    }

    /// What comes after drawing isn't a press of the link.
    pub fn click(self, event: &ev::MouseEvent) {
        if self.has_drawn.get_value() {
            self.has_drawn.set_value(false);
            event.prevent_default();
        }
    }

    fn rest(self) {
        self.side.set(Side::None);
        self.draw(0);
    }

    fn draw(self, by: i32) {
        if let Some(node) = self.node.get_untracked() {
            browser::draw_aside(&node, by * way());
        }
    }

    fn id(self) -> ConversationId {
        self.row.with_untracked(|it| it.id.clone())
    }

    fn take(self) {
        let is_colleagues = self.row.with_untracked(|it| matches!(it.holder, Holder::Agent { .. }));
        let command = if is_colleagues { Command::TakeOver } else { Command::Claim };
        self.run(command);
    }

    fn run(self, command: Command) {
        if let Some(bulk) = self.bulk {
            bulk.run_on(&[self.id()], command);
        }
    }

    fn put_away(self, command: Command) {
        self.rest();
        self.run(command);
    }

    /// What lies behind the row.
    pub fn behind(self, now: ReadSignal<Timestamp>) -> AnyView {
        let snooze = move |_| self.put_away(Command::Snooze { until: Ahead::Tomorrow.at(now.get_untracked(), browser::minutes_east) });
        let taken = move || match self.row.with(|it| matches!(it.holder, Holder::Agent { .. })) {
            true => holder::take_over(),
            false => holder::claim(),
        };
        (move || match self.side.get() {
            Side::None => ().into_any(),
            Side::Take { is_far } => view! {
                <div class="row-behind row-behind-take" class=("row-behind-far", is_far) aria-hidden="true"><Icon mark=Mark::Hand/> {taken()}</div>
            }
            .into_any(),
            Side::Away { is_far } => view! {
                <div class="row-behind row-behind-away" class=("row-behind-far", is_far) aria-hidden="true">{words::put_away()} <Icon mark=Mark::Moon/></div>
            }
            .into_any(),
            Side::Tray => view! {
                <div class="row-tray" role="group" aria-label=words::put_away()>
                    <button type="button" class="row-tray-step" on:click=snooze><Icon mark=Mark::Moon/> {words::until_tomorrow()}</button>
                    <button type="button" class="row-tray-step" on:click=move |_| self.put_away(Command::Close)><Icon mark=Mark::Check/> {holder::close()}</button>
                    <button type="button" class="row-tray-back" aria-label=words::leave_tray() on:click=move |_| self.rest()><Icon mark=Mark::Cross/></button>
                </div>
            }
            .into_any(),
        })
        .into_any()
    }
}

/// 1 where lines lead to the right, -1 where they lead to the left.
fn way() -> i32 {
    if lang().dir() == "rtl" { -1 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: May = May { be_taken: true, be_put_away: true };

    fn after(path: &[(i32, i32)]) -> Drag {
        path.iter().fold(Drag::Down { x: 100, y: 100 }, |drag, to| drag.moved(*to))
    }

    #[test]
    fn a_finger_that_goes_along_scrolls_and_never_draws() {
        assert_eq!(after(&[(104, 120), (200, 120)]), Drag::None);
        assert_eq!(after(&[(111, 111)]), Drag::None, "in doubt it scrolls");
        assert_eq!(after(&[(104, 104)]), Drag::Down { x: 100, y: 100 }, "not clear yet");
    }

    #[test]
    fn a_finger_that_goes_across_draws_even_when_it_wanders_afterwards() {
        assert_eq!(after(&[(115, 102), (190, 160)]), Drag::Aside { x: 100, by: 90 });
        assert_eq!(after(&[(85, 100), (5, 100)]), Drag::Aside { x: 100, by: -95 });
    }

    #[test]
    fn only_far_enough_counts_and_only_where_there_is_something_to_do() {
        for (to, may, shows) in [
            (150, BOTH, Side::Take { is_far: false }),
            (188, BOTH, Side::Take { is_far: true }),
            (50, BOTH, Side::Away { is_far: false }),
            (12, BOTH, Side::Away { is_far: true }),
            (188, May { be_taken: false, ..BOTH }, Side::None),
            (12, May { be_put_away: false, ..BOTH }, Side::None),
        ] {
            assert_eq!(after(&[(to, 100)]).shows(may), shows, "to {to}, {may:?}");
        }
        assert_eq!(after(&[(188, 100), (120, 100)]).shows(BOTH), Side::Take { is_far: false }, "drawn back it is called off");
    }
}
