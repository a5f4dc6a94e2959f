//! Where the session meets the browser. The page tells what happened, in one text; it is answered by one text, the calls that
//! `host.js` is to make. So the bundle needs no glue but three exports: [`room`] for the page's text, [`happened`], and
//! [`answer`], where ours lies.
//!
//! Nothing here is imported, and no pointer is followed on this side: the page writes into a buffer that we own, and reads
//! from one.
#![expect(unsafe_code, reason = "an export by its name counts as unsafe; so does trusting what the page says it wrote")]

use crate::{
    client::Reply,
    happening::Happening,
    live::backoff,
    session::{Effect, Memory, Notice, Session, Timer, digits},
    tree::Tree,
    view::{
        around,
        drawing::{Drawing, cut},
        thread::{Row, rows},
    },
};
use std::sync::{Mutex, MutexGuard, PoisonError};

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

#[derive(Default)]
struct Door {
    /// What the page tells.
    told: Vec<u8>,
    /// The calls that answer it.
    calls: String,
    session: Session,
    drawn: Vec<Row>,
    places: [Drawing; 4],
    /// What there was to write in last.
    look: Option<&'static str>,
}

/// There is one thread, so it is never waited for.
static DOOR: Mutex<Option<Box<Door>>> = Mutex::new(None);

fn door() -> MutexGuard<'static, Option<Box<Door>>> {
    DOOR.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Stands between the parts of what is told.
const BETWEEN: u8 = 1;

/// Where the page writes the next text of so many bytes.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    let mut door = door();
    let door = door.get_or_insert_default();
    door.told = Vec::with_capacity(length);
    door.told.as_mut_ptr()
}

/// Where the answer to the last text lies.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    door().get_or_insert_default().calls.as_ptr()
}

/// Something happened: a person did it, the page, the network or the clock. Gives the answer's length in bytes, twice, and one
/// more where it was taken.
///
/// `what` is a [`Happening`]. The text of so many bytes says an id (fit for a new message) and words; `n` is a status or a
/// timer, `wait` the seconds that a reply asks for, `now` milliseconds since 1970.
#[unsafe(no_mangle)]
pub extern "C" fn happened(what: usize, length: usize, n: u32, wait: u32, now: f64) -> usize {
    let mut door = door();
    let door = door.get_or_insert_default();
    let mut told = std::mem::take(&mut door.told);
    // SAFETY: the page has written so many bytes, for which there is room, and a TextEncoder gives nothing but UTF-8.
    let told = unsafe {
        told.set_len(length.min(told.capacity()));
        std::str::from_utf8_unchecked(&told)
    };
    let (id, words) = cut(told, BETWEEN);
    door.calls.clear();
    door.session.now = now as u64;
    let is_taken = door.pass_on(Happening::at(what), id, words, n, wait);
    for effect in &door.session.todo() {
        door.perform(effect);
    }
    door.draw();
    door.calls.len() * 2 + usize::from(is_taken)
}

impl Door {
    fn pass_on(&mut self, what: Option<Happening>, id: &str, arg: &str, n: u32, wait: u32) -> bool {
        use Happening as H;
        let reply = Reply { status: n, wait, body: Tree(arg) };
        let session = &mut self.session;
        let Some(what) = what else { return false };
        match what {
            H::Boot => boot(session, arg),
            H::Say => {
                let (text, files) = cut(arg, BETWEEN);
                return session.say(id, text, files);
            }
            H::Starter => return session.say(id, arg, ""),
            H::Retry => session.retry(arg),
            H::Edit => session.edit(arg),
            H::Type => session.types(arg),
            H::Person | H::Handoff => session.ask_for_person(arg),
            H::Identify => session.identify(arg),
            H::Name => session.introduce("name", arg),
            H::Email => session.introduce("email", arg),
            H::Later => session.later(),
            H::Rate => session.rate(arg),
            H::Open | H::Shut => session.open(what == H::Open),
            H::Hidden | H::Visible => session.hide(what == H::Hidden),
            H::Online | H::Offline => session.online(what == H::Online),
            H::Seen => session.seen_elsewhere(arg),
            H::Heard => session.heard(reply.body),
            H::Ended => session.ended(&reply),
            H::Tick => {
                use Timer::{Dots, Idle, Lost, Near, Resend, Retry, Seen, Silence, Typing};
                const TIMERS: &[Timer] = &[Retry, Silence, Lost, Dots, Resend, Idle, Typing, Near, Seen];
                TIMERS.iter().filter(|it| **it as u32 == n).for_each(|it| session.tick(*it));
            }
            H::Replied => session.replied(id, &reply),
        }
        true
    }

    /// Adds a call: a word of `host.js`, and what it is called with.
    #[inline(never)]
    fn call(&mut self, word: &str, a: &str, b: &str, c: &str) {
        self.calls.push('\u{e}');
        self.calls.push_str(word);
        self.calls.push('\u{f}');
        self.calls.push_str(a);
        self.calls.push('\u{f}');
        self.calls.push_str(b);
        self.calls.push('\u{f}');
        self.calls.push_str(c);
    }

    fn perform(&mut self, effect: &Effect) {
        let number = |n: u32| digits(n.into());
        match effect {
            Effect::Post { request, token } => self.call("post", request.path, token, &request.fields),
            Effect::Fill(words, files) => self.call("fill", words, files, ""),
            Effect::Listen { after, token } => self.call("listen", &digits(*after), token, ""),
            Effect::Hush => self.call("listen", "", "", ""),
            Effect::Wake(timer, ms) => self.call("wake", &number(*timer as u32), &number(*ms), ""),
            Effect::BackOff(tries) => {
                let ms = number(backoff(*tries));
                self.call("wake", &number(Timer::Retry as u32), &ms, &ms);
            }
            Effect::Keep(slot, text) => self.call("keep", &number(*slot as u32), text, ""),
            Effect::Tell(notice) => {
                let (word, n) = match *notice {
                    Notice::Unread(n) => ("unread", n as u64),
                    Notice::Message => ("message", 0),
                    Notice::HandOff => ("handoff", 0),
                    Notice::Talk(is_on) => ("talk", is_on.into()),
                };
                self.call("tell", word, &digits(n), "");
            }
        }
    }

    fn draw(&mut self) {
        let look = self.session.look();
        if self.session.is_welcome() && self.look != Some(look) {
            self.look = Some(look);
            self.call("asks", look, "", "");
        }
        type Draw = fn(&mut Drawing, &Session);
        const PLACES: [(&str, Draw); 4] =
            [("face", around::face), ("who", around::who), ("line", around::connection), ("state", around::person)];
        for (at, (id, draw)) in PLACES.iter().enumerate() {
            let mut now = Drawing::default();
            draw(&mut now, &self.session);
            if self.places[at] != now {
                self.call("place", id, now.steps(), "");
                self.places[at] = now;
            }
        }
        let rows = rows(&self.session);
        if rows != self.drawn {
            self.draw_rows(rows);
        }
    }

    /// Touches only the rows that differ, and looks to the first new one, or to the end for the visitor's own.
    fn draw_rows(&mut self, rows: Vec<Row>) {
        let mut to = None;
        for (at, it) in rows.iter().enumerate() {
            let before = self.drawn.iter().find(|row| row.key == it.key);
            let is_same = before.is_some_and(|row| row.drawing == it.drawing);
            if before.is_none() && (to.is_none() || it.is_mine) {
                to = Some(at);
            }
            self.call("row", &digits(at as u64), &it.key, if is_same { "" } else { it.drawing.steps() });
        }
        let to = to.map_or(String::new(), |at| digits(at as u64));
        self.call("settled", &digits(rows.len() as u64), &to, if self.session.is_welcome() { "1" } else { "" });
        self.drawn = rows;
    }
}

/// The page is there. It tells the assistant's key and name, the token, the last number seen, whether the visitor wants to be
/// asked no more, and what was on its way.
fn boot(session: &mut Session, known: &str) {
    let (key, rest) = cut(known, BETWEEN);
    let (name, rest) = cut(rest, BETWEEN);
    let (token, rest) = cut(rest, BETWEEN);
    let (seen, rest) = cut(rest, BETWEEN);
    let (later, outbox) = cut(rest, BETWEEN);
    session.begin(key, name, Memory { token, seen, later, outbox });
}
