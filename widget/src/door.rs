//! Where the session meets the browser: what the page calls, what we ask of it, and the drawing of what changed.

use crate::{
    client::Reply,
    live::backoff,
    session::{Effect, Memory, Notice, Session, Timer, digits},
    tree::Tree,
    view::{
        around,
        drawing::{Drawing, cut},
        thread::{Row, rows},
    },
};
use std::cell::Cell;
use wasm_bindgen::prelude::*;

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// The words of `host.js`; each does one thing to the page and decides nothing.
#[wasm_bindgen(raw_module = "./host.js")]
extern "C" {
    fn post(path: &str, token: &str, fields: &str);
    /// Listens after this number; after nothing: no more.
    fn listen(after: &str, token: &str);
    /// The timer rings after so many milliseconds, and by luck up to `spread` more.
    fn wake(timer: u32, ms: u32, spread: u32);
    fn keep(slot: u32, text: &str);
    fn tell(word: &str, n: u32);
    /// The place with this id is drawn anew.
    fn place(id: &str, steps: &str);
    /// The row of the thread at this index is the one with this key; drawn anew where there are steps.
    fn row(at: u32, key: &str, steps: &str);
    /// The thread has so many rows; the eye goes to the row at `to`, or stays.
    fn settled(count: u32, to: i32, is_ready: bool);
}

struct Widget {
    session: Session,
    drawn: Vec<Row>,
    places: [Drawing; 4],
}

thread_local! {
    static WIDGET: Cell<Option<Box<Widget>>> = const { Cell::new(None) };
}

/// Stands between the parts of a call.
const BETWEEN: u8 = 1;

/// The page is there: `known` is the assistant's key and name, the token, the last number seen, and what was on its way.
#[wasm_bindgen]
pub fn boot(known: &str) {
    let (key, rest) = cut(known, BETWEEN);
    let (name, rest) = cut(rest, BETWEEN);
    let (token, rest) = cut(rest, BETWEEN);
    let (seen, outbox) = cut(rest, BETWEEN);
    let session = Session::new(key, name, Memory { token, seen, outbox });
    WIDGET.with(|widget| widget.set(Some(Box::new(Widget { session, drawn: Vec::new(), places: Default::default() }))));
}

/// Something happened: a person did it, the page, the network or the clock. Then what follows is done, and what changed
/// is drawn. Says whether it was taken.
///
/// `call` is what happened, an id (fit for a new message) and words; `n` a status or a timer; `wait` the seconds that a
/// reply asks for.
#[wasm_bindgen]
pub fn happened(call: &str, n: u32, wait: u32) -> bool {
    // Taken out while it is used: were the page to call back meanwhile, it would find nothing and be told no.
    let Some(mut widget) = WIDGET.with(Cell::take) else { return false };
    let (what, rest) = cut(call, BETWEEN);
    let (id, words) = cut(rest, BETWEEN);
    let is_taken = pass_on(&mut widget.session, what, id, words, n, wait);
    widget.session.todo().into_iter().for_each(perform);
    widget.draw();
    WIDGET.with(|it| it.set(Some(widget)));
    is_taken
}

fn pass_on(session: &mut Session, what: &str, id: &str, arg: &str, n: u32, wait: u32) -> bool {
    let reply = || Reply { status: n, wait, body: Tree(arg) };
    match what {
        "say" | "starter" => return session.say(id, arg),
        "retry" => session.retry(arg),
        "person" | "handoff" => session.ask_for_person(),
        "name" => session.introduce(arg),
        "nameless" => session.is_nameless = true,
        "page" => session.on_page(arg),
        "open" | "shut" => session.open(what == "open"),
        "hidden" | "visible" => session.hide(what == "hidden"),
        "online" | "offline" => session.online(what == "online"),
        "seen" => session.seen_elsewhere(arg),
        "heard" => session.heard(Tree(arg)),
        "ended" => session.ended(&reply()),
        "tick" => {
            let timers = [Timer::Retry, Timer::Silence, Timer::Lost, Timer::Dots, Timer::Resend, Timer::Idle];
            timers.into_iter().filter(|it| *it as u32 == n).for_each(|it| session.tick(it));
        }
        "replied" => session.replied(id, &reply()),
        _ => return false,
    }
    true
}

fn perform(effect: Effect) {
    match effect {
        Effect::Post { request, token } => post(request.path, &token, &request.fields),
        Effect::Listen { after, token } => listen(&digits(after), &token),
        Effect::Hush => listen("", ""),
        Effect::Wake(timer, ms) => wake(timer as u32, ms, 0),
        Effect::BackOff(tries) => wake(Timer::Retry as u32, backoff(tries), backoff(tries)),
        Effect::Keep(slot, text) => keep(slot as u32, &text),
        Effect::Tell(Notice::Unread(n)) => tell("unread", n as u32),
        Effect::Tell(Notice::Message) => tell("message", 0),
        Effect::Tell(Notice::HandOff) => tell("handoff", 0),
        Effect::Tell(Notice::Talk(is_on)) => tell("talk", u32::from(is_on)),
    }
}

impl Widget {
    fn draw(&mut self) {
        type Draw = fn(&mut Drawing, &Session);
        let places: [(&str, Draw); 4] =
            [("face", around::face), ("who", around::who), ("line", around::connection), ("state", around::person)];
        for ((id, draw), drawn) in places.into_iter().zip(&mut self.places) {
            let mut now = Drawing::default();
            draw(&mut now, &self.session);
            if *drawn != now {
                place(id, now.steps());
                *drawn = now;
            }
        }
        let rows = rows(&self.session);
        self.draw_rows(rows);
    }

    /// Touches only the rows that differ, and looks to the first new one, or to the end for the visitor's own.
    fn draw_rows(&mut self, rows: Vec<Row>) {
        if rows == self.drawn {
            return;
        }
        let mut to = -1;
        for (at, it) in rows.iter().enumerate() {
            let before = self.drawn.iter().find(|row| row.key == it.key);
            let is_same = before.is_some_and(|row| row.drawing == it.drawing);
            row(at as u32, &it.key, if is_same { "" } else { it.drawing.steps() });
            if before.is_none() && (to < 0 || it.is_mine) {
                to = at as i32;
            }
        }
        settled(rows.len() as u32, to, self.session.is_welcome());
        self.drawn = rows;
    }
}
