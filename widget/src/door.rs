//! Where the session meets the browser: what the page calls, what we ask of it, and the drawing of what changed.

use crate::{
    client::Reply,
    live::backoff,
    session::{Effect, Memory, Notice, Session, Timer, digits},
    view::{
        around,
        drawing::Drawing,
        thread::{Row, rows},
    },
};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// The words of `host.js`; each does one thing to the page and decides nothing.
#[wasm_bindgen(raw_module = "./host.js")]
extern "C" {
    fn post(path: &str, token: &str, body: &str);
    fn listen(after: &str, token: &str);
    fn hush();
    fn wake(timer: u32, ms: u32);
    fn keep(slot: u32, text: &str);
    fn tell(word: &str, n: u32);
    fn luck() -> f64;
    fn clock(at: f64) -> String;
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
    static WIDGET: RefCell<Option<Widget>> = const { RefCell::new(None) };
}

/// Tells the session something, does what follows, draws what changed.
fn with<T: Default>(tell: impl FnOnce(&mut Session) -> T) -> T {
    WIDGET.with(|widget| {
        // What we ask of the page never calls back before it returns; were it to, it would be dropped here.
        let Ok(mut widget) = widget.try_borrow_mut() else { return T::default() };
        let Some(widget) = widget.as_mut() else { return T::default() };
        let told = tell(&mut widget.session);
        widget.session.todo().into_iter().for_each(perform);
        widget.draw();
        told
    })
}

#[wasm_bindgen]
pub fn boot(key: &str, name: &str, token: &str, seen: f64, outbox: &str) {
    let memory = Memory { token: token.to_owned(), seen: seen as u64, outbox: outbox.to_owned() };
    WIDGET.set(Some(Widget { session: Session::new(key, name, memory), drawn: Vec::new(), places: Default::default() }));
    with(|_| {});
}

/// A person did something, or the page did; says whether it was taken.
#[wasm_bindgen]
pub fn act(word: &str, arg: &str, id: &str) -> bool {
    with(|session| {
        match word {
            "say" | "starter" => return session.say(id, arg),
            "retry" => session.retry(arg),
            "person" | "handoff" => session.ask_for_person(),
            "name" => session.introduce(arg),
            "nameless" => session.is_nameless = true,
            "page" => session.on_page(arg),
            "open" | "shut" => session.open(word == "open"),
            "hidden" | "visible" => session.hide(word == "hidden"),
            "online" | "offline" => session.online(word == "online"),
            "seen" => session.seen_elsewhere(arg),
            _ => return false,
        }
        true
    })
}

#[wasm_bindgen]
pub fn replied(path: &str, status: u32, wait: u32, body: String) {
    with(|session| session.replied(path, &Reply { status, wait, body }));
}

#[wasm_bindgen]
pub fn heard(chunk: &str) {
    with(|session| session.heard(chunk));
}

#[wasm_bindgen]
pub fn ended(status: u32, wait: u32) {
    with(|session| session.ended(&Reply { status, wait, body: String::new() }));
}

#[wasm_bindgen]
pub fn tick(timer: u32) {
    let timers = [Timer::Retry, Timer::Silence, Timer::Lost, Timer::Dots, Timer::Resend, Timer::Idle];
    if let Some(timer) = timers.into_iter().find(|it| *it as u32 == timer) {
        with(|session| session.tick(timer));
    }
}

fn perform(effect: Effect) {
    match effect {
        Effect::Post { request, token } => post(request.path(), &token, &request.body()),
        Effect::Listen { after, token } => listen(&digits(after), &token),
        Effect::Hush => hush(),
        Effect::Wake(timer, ms) => wake(timer as u32, ms),
        Effect::BackOff(tries) => wake(Timer::Retry as u32, backoff(tries, luck())),
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
        let rows = rows(&self.session, &|at| clock(at as f64));
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
