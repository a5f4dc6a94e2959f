//! What was said and done, in order: the latest of it, and further back as one scrolls up.

mod chunks;
mod window;

use super::{
    line::line_view,
    lines::lines,
    open::Open,
    outbox::{Outbox, on_its_way},
};
use crate::ui::effect::{effect, follow, memo};
use crate::{
    domain::{fault::Fault, id::Seq},
    ui::{
        browser,
        kit::{
            button::{Button, Weight},
            keyed::keyed,
            mark::{Icon, Mark},
            time::Zone,
        },
        words::{common, faults, thread as words},
    },
};
use leptos::{html, prelude::*, task::spawn_local};
use window::{Piece, Window, away_id};

/// How far from its end the log still counts as read to the end, in pixels.
const NEAR: i32 = 48;
/// So many pixels before its beginning what came earlier is fetched.
const SOON: i32 = 800;

/// The log. It is laid out from its end upwards, so the browser itself keeps it there, and keeps its place when earlier
/// lines come.
pub fn log(open: Open, outbox: Outbox) -> AnyView {
    let zone = expect_context::<Zone>();
    let node = NodeRef::<html::Div>::new();
    // As it was when the thread was opened: reading on doesn't move the mark.
    let first_new = open.thread.with_untracked(|it| it.first_new);
    let drawn = Memo::new(move |_| open.thread.with(|it| lines(&it.events, first_new, |at| zone.date(at))));
    let window = Window::over(drawn);
    let last = move || drawn.with_untracked(|it| it.last().map_or(0, |line| line.seq));
    let read_to = RwSignal::new(last());
    let is_at_end = move || node.get_untracked().is_none_or(|log| log.scroll_top() > -NEAR);
    let has_later = memo(move |_| open.thread.with(|it| it.has_later));
    let (back, on) = (Further::new(open, Way::Back), Further::new(open, Way::On));
    // What is new may begin further up than one sees.
    let is_new_above = RwSignal::new(false);
    let look_for_new = move || {
        // It isn't here yet, or it is and out of sight, drawn or not.
        let is_before = |new: &Seq| open.thread.try_with_untracked(|it| it.first() > *new) == Some(true);
        let is_up = |new: Seq| {
            let place = window.away_of(new).map_or_else(|| NEW.to_owned(), |chunk| away_id(chunk.first));
            node.get_untracked().is_some_and(|log| browser::is_above(&place, &log))
        };
        let is_above = first_new.is_some_and(|new| is_before(&new) || is_up(new));
        is_new_above.maybe_update(|it| std::mem::replace(it, is_above) != is_above);
    };
    effect(move || request_animation_frame(look_for_new));
    let to_new = move || {
        let Some(new) = first_new else { return };
        spawn_local(async move {
            if open.thread.try_with_untracked(|it| it.spans(new)) == Some(false) && open.go_to(Some(new)).await.is_err() {
                return;
            }
            window.draw(new);
            request_animation_frame(|| {
                browser::show(NEW);
            });
        });
    };
    let is_due = StoredValue::new(false);
    let look = move || {
        let is_first = is_due.try_update_value(|it| !std::mem::replace(it, true)).unwrap_or(false);
        if is_first {
            request_animation_frame(move || {
                is_due.try_set_value(false);
                if let Some(log) = node.try_get_untracked().flatten() {
                    window.look(&log);
                }
            });
        }
    };
    // Lines that came, whichever way, may have pushed others out of sight.
    effect(move || {
        follow(&drawn);
        look();
        let newest = last();
        request_animation_frame(move || open.told(newest));
    });
    let on_scroll = move |_| {
        if is_at_end() {
            read_to.set(last());
        }
        look_for_new();
        look();
        if node.get_untracked().is_some_and(|log| log.scroll_height() - log.client_height() + log.scroll_top() < SOON) {
            back.go();
        }
        if let Some(log) = node.get_untracked().filter(|log| log.scroll_top() > -SOON && has_later.get_untracked()) {
            // At its very end the browser would keep to the end, and pass over what comes.
            if log.scroll_top() == 0 {
                log.set_scroll_top(-1);
            }
            on.go();
        }
    };
    let n_new = Memo::new(move |_| {
        let read_to = read_to.get();
        let n = drawn.with(|it| it.iter().rev().take_while(|line| line.seq > read_to).count());
        if n > 0 && is_at_end() { 0 } else { n }
    });
    let show_end = move || {
        if let Some(log) = node.get_untracked() {
            log.set_scroll_top(0);
        }
        read_to.try_set(last());
    };
    let to_end = move || {
        if !has_later.get_untracked() {
            return show_end();
        }
        spawn_local(async move {
            // Where it can't be read now, the place stays, and so does the button.
            if open.go_to(None).await.is_ok() {
                request_animation_frame(show_end);
            }
        });
    };
    Effect::new(move |before: Option<usize>| {
        let n = outbox.n_sent();
        if before.is_some_and(|before| before < n) {
            to_end();
        }
        n
    });
    if let Some(at) = open.at {
        effect(move || show_line(at));
    }
    let piece = move |piece: Piece| match piece {
        Piece::Line(line) => {
            let event = open.thread.with_untracked(|it| it.event(line.seq).cloned());
            event.map(|event| line_view(&line, &event, open))
        }
        Piece::Away { chunk, height } => Some(window.away_view(open, chunk, height)),
    };
    view! {
        <div class="log-frame">
            <div class="log" role="log" aria-label=common::conversation() tabindex="0" node_ref=node on:scroll=on_scroll>
                <ol class="lines" role="list">
                    {move || open.thread.with(|it| it.has_more).then(|| back.button())}
                    {keyed(move || window.pieces(), Piece::key, piece)}
                    {move || has_later.get().then(|| on.button())}
                    {keyed(move || outbox.waiting(), |it| it.id.to_string(), move |it| on_its_way(&it, open.me().name.as_str()))}
                </ol>
            </div>
            {move || is_new_above.get().then(|| view! {
                <button type="button" class="new-messages new-above" on:click=move |_| to_new()>
                    <Icon mark=Mark::Up/>
                    {words::to_first_new()}
                </button>
            })}
            {move || (n_new.get() > 0 || has_later.get()).then(|| view! {
                <button type="button" class="new-messages" on:click=move |_| to_end()>
                    <Icon mark=Mark::Down/>
                    {if has_later.get() { words::to_latest().to_owned() } else { words::new_below(n_new.get() as u64) }}
                </button>
            })}
        </div>
    }
    .into_any()
}

/// The id of the mark before what is new.
pub const NEW: &str = "new";

/// The id of a line in the page.
pub fn line_id(seq: Seq) -> String {
    format!("e{seq}")
}

/// The number of the line that has the focus, in it or on it.
pub fn focused_line() -> Option<Seq> {
    browser::id_with_focus(".log .line")?.strip_prefix('e')?.parse().ok()
}

/// Brings a line into sight, and once more when what is around it has its true height.
fn show_line(seq: Seq) {
    request_animation_frame(move || {
        browser::show(&line_id(seq));
        request_animation_frame(move || {
            browser::show(&line_id(seq));
        });
    });
}

/// To what came earlier, or later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Back,
    On,
}

/// The way to what isn't here yet.
#[derive(Debug, Clone, Copy)]
struct Further {
    open: Open,
    way: Way,
    is_busy: RwSignal<bool>,
    wrong: RwSignal<Option<Fault>>,
}

impl Further {
    fn new(open: Open, way: Way) -> Self {
        Self { open, way, is_busy: RwSignal::new(false), wrong: RwSignal::new(None) }
    }

    /// Fetches the next piece, one at a time. What failed waits for a press.
    fn go(self) {
        let has_any = self.open.thread.with_untracked(|it| if self.way == Way::Back { it.has_more } else { it.has_later });
        let may = has_any && !self.is_busy.get_untracked() && self.wrong.with_untracked(Option::is_none);
        if may {
            self.is_busy.set(true);
            spawn_local(async move {
                let went = match self.way {
                    Way::Back => self.open.go_back().await,
                    Way::On => self.open.go_on().await,
                };
                self.wrong.try_set(went.err());
                self.is_busy.try_set(false);
            });
        }
    }

    fn button(self) -> AnyView {
        let press = move || {
            self.wrong.set(None);
            self.go();
        };
        view! {
            <li class="earlier">
                <Button weight=Weight::Quiet is_busy=self.is_busy on_press=press>
                    {if self.way == Way::Back { words::earlier() } else { words::later() }}
                </Button>
                {move || self.wrong.get().map(|fault| view! { <p class="wrong" role="alert">{faults::say(&fault)}</p> })}
            </li>
        }
        .into_any()
    }
}
