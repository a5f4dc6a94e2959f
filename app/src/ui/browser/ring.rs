//! What rings: sounds, notifications of the browser, pushes. And which of several tabs does it.

use super::tab::named;
use crate::{
    api::alerts::Subscription,
    domain::alert::{Kind, Permission},
};
use js_sys::{Function, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::{document, window};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{AudioContext, AudioContextState, Notification, NotificationOptions, NotificationPermission};

thread_local! {
    static SOUND: RefCell<Option<AudioContext>> = const { RefCell::new(None) };
}

/// Under this name the tabs of a browser keep which alerts have rung, the latest last.
const RUNG: &str = "rung";
/// So many are kept.
const MOST_RUNG: usize = 60;

/// The tab's sign with a number on it, which is read at sixteen pixels: more than nine is "9+".
fn numbered(n: u64) -> String {
    let (text, size, x) = if n > 9 { ("9+".to_owned(), 17, 19) } else { (n.to_string(), 21, 20) };
    format!(
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' \
         fill='%232361bf'/%3E%3Cpath d='M5.5 26.5 14 18' stroke='%23fff' stroke-width='5' stroke-linecap='round'/%3E\
         %3Ccircle cx='20' cy='12' r='12' fill='%23d9480f'/%3E%3Ctext x='{x}' y='19' font-family='sans-serif' font-weight='bold' \
         font-size='{size}' text-anchor='middle' fill='%23fff'%3E{text}%3C/text%3E%3C/svg%3E"
    )
}

/// Whether this tab is the first of the browser's to ring for `key`; from then on no other is.
pub fn is_first_to_ring(key: &str) -> bool {
    let kept = super::remembered(RUNG).unwrap_or_default();
    let rung: Vec<&str> = kept.split(' ').filter(|it| !it.is_empty()).collect();
    if rung.contains(&key) {
        return false;
    }
    let mut kept = rung[rung.len().saturating_sub(MOST_RUNG)..].join(" ");
    kept.push(' ');
    kept.push_str(key);
    super::remember(RUNG, &kept);
    true
}

/// The page's place, such as `/inbox/01…`.
pub fn pathname() -> String {
    window().location().pathname().unwrap_or_default()
}

/// What the address says under `key` after its question mark.
pub fn asked_for(key: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    search.trim_start_matches('?').split('&').find_map(|pair| Some(pair.strip_prefix(key)?.strip_prefix('=')?.to_owned()))
}

/// Brings this tab to the front.
pub fn come_forward() {
    // A browser that doesn't let us leaves the notification to its reader.
    let _ = window().focus();
}

/// The name of the time zone that the browser is in.
pub fn time_zone() -> String {
    let zone = || {
        let format: Function = named(&named(&js_sys::global(), "Intl")?, "DateTimeFormat")?.dyn_into().ok()?;
        let format = format.call0(&JsValue::UNDEFINED).ok()?;
        let options: Function = named(&format, "resolvedOptions")?.dyn_into().ok()?;
        named(&options.call0(&format).ok()?, "timeZone")?.as_string()
    };
    zone().unwrap_or_else(|| "UTC".to_owned())
}

/// Whether we may show notifications.
pub fn permission() -> Permission {
    if !named(&window(), "Notification").is_some_and(|it| it.is_function()) {
        return Permission::Unsupported;
    }
    match Notification::permission() {
        NotificationPermission::Granted => Permission::Granted,
        NotificationPermission::Denied => Permission::Denied,
        _ => Permission::Default,
    }
}

/// Asks whether we may show notifications; only ever on a press.
pub fn ask_permission(then: impl FnOnce() + 'static) {
    if permission() == Permission::Unsupported {
        return then();
    }
    // The press that asks is over before the answer comes.
    if let Ok(asked) = Notification::request_permission() {
        settle(&asked, move |_| then());
    }
}

/// Shows a notification of the browser; whether it could. One of the same `tag` takes the place of the one before.
pub fn notify(title: &str, body: &str, tag: &str, on_press: impl FnOnce() + 'static) -> bool {
    if permission() != Permission::Granted {
        return false;
    }
    let how = NotificationOptions::new();
    how.set_body(body);
    how.set_tag(tag);
    // We have a sound of our own.
    how.set_silent(Some(true));
    // Phones allow notifications by a service worker alone, and refuse here.
    let Ok(shown) = Notification::new_with_options(title, &how) else { return false };
    let notification = shown.clone();
    let press = Closure::once_into_js(move || {
        notification.close();
        on_press();
    });
    shown.set_onclick(press.dyn_ref::<Function>());
    true
}

/// Puts a number on the tab's sign; 0 takes it away.
pub fn mark_favicon(n: u64) {
    let Some(link) = document().query_selector("link[rel=icon]").ok().flatten() else { return };
    let own = link.get_attribute("data-own").or_else(|| link.get_attribute("href")).unwrap_or_default();
    let href = if n > 0 { numbered(n) } else { own.clone() };
    for (name, value) in [("data-own", own.as_str()), ("href", &href)] {
        // Names that are names are taken.
        let _ = link.set_attribute(name, value);
    }
}

/// Browsers play nothing before the first press or key: from then on we may.
pub fn unlock_sound() {
    SOUND.with(|sound| {
        let mut sound = sound.borrow_mut();
        if sound.is_none() {
            *sound = AudioContext::new().ok();
        }
        if let Some(context) = sound.as_ref().filter(|it| it.state() == AudioContextState::Suspended) {
            // Where it doesn't wake, the next press tries again.
            let _ = context.resume();
        }
    });
}

/// Whether sounds are heard.
pub fn is_audible() -> bool {
    SOUND.with(|sound| sound.borrow().as_ref().is_some_and(|it| it.state() == AudioContextState::Running))
}

/// Two short tones, rising where somebody waits; whether they could be played.
pub fn chime(kind: Kind) -> bool {
    let tones = match kind {
        Kind::NeedsPerson | Kind::TargetMissed => [659.3, 880.0],
        Kind::Mentioned | Kind::Assigned | Kind::PromiseDue | Kind::Woke => [587.3, 784.0],
        Kind::Message | Kind::Suggested | Kind::Test => [784.0, 587.3],
    };
    is_audible() && SOUND.with(|sound| sound.borrow().as_ref().and_then(|it| play(it, tones).ok()).is_some())
}

fn play(context: &AudioContext, tones: [f32; 2]) -> Result<(), JsValue> {
    for (nth, tone) in [0.0, 0.16].into_iter().zip(tones) {
        let (voice, volume) = (context.create_oscillator()?, context.create_gain()?);
        let from = context.current_time() + nth;
        voice.frequency().set_value(tone);
        volume.gain().set_value_at_time(0.0, from)?;
        volume.gain().linear_ramp_to_value_at_time(0.12, from + 0.02)?;
        volume.gain().linear_ramp_to_value_at_time(0.0, from + 0.3)?;
        voice.connect_with_audio_node(&volume)?;
        volume.connect_with_audio_node(&context.destination())?;
        voice.start_with_when(from)?;
        voice.stop_with_when(from + 0.32)?;
    }
    Ok(())
}

/// Where this browser takes pushes, once that is known: nothing where it takes none.
pub fn pushed_at(then: impl FnOnce(Option<String>) + 'static) {
    registered(false, move |worker| {
        let asked = worker.and_then(|it| named(&it, "pushManager")).and_then(|it| called(&it, "getSubscription", None));
        match asked {
            Some(asked) => settle(&asked, move |it| then(it.ok().and_then(|it| text(&it, "endpoint")))),
            None => then(None),
        }
    });
}

/// Lets this browser take pushes by a service worker of ours; what it gave us to push with, or nothing where it refused.
pub fn subscribe(key: &str, lang: &'static str, then: impl FnOnce(Option<Subscription>) + 'static) {
    let options = Object::new();
    // A plain object takes any property.
    let _ = Reflect::set(&options, &"userVisibleOnly".into(), &true.into());
    let _ = Reflect::set(&options, &"applicationServerKey".into(), &key.into());
    registered(true, move |worker| {
        let asked = worker.and_then(|it| named(&it, "pushManager")).and_then(|it| called(&it, "subscribe", Some(&options)));
        match asked {
            Some(asked) => settle(&asked, move |it| then(it.ok().and_then(|it| subscription(&it, lang)))),
            None => then(None),
        }
    });
}

fn subscription(it: &JsValue, lang: &str) -> Option<Subscription> {
    let key = |name: &str| {
        let read: Function = named(it, "getKey")?.dyn_into().ok()?;
        Some(base64url(&Uint8Array::new(&read.call1(it, &name.into()).ok()?).to_vec()))
    };
    Some(Subscription { endpoint: text(it, "endpoint")?, p256dh: key("p256dh")?, auth: key("auth")?, lang: lang.to_owned() })
}

fn base64url(bytes: &[u8]) -> String {
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte)) << (8 * (3 - three.len()));
        for nth in 0..=three.len() {
            text.push(letter((bits >> (18 - 6 * nth)) as u8 & 63));
        }
    }
    text
}

/// The letter of six bits (RFC 4648, section 5).
fn letter(bits: u8) -> char {
    char::from(match bits {
        0..26 => b'A' + bits,
        26..52 => b'a' + bits - 26,
        52..62 => b'0' + bits - 52,
        62 => b'-',
        _ => b'_',
    })
}

/// Our service worker, ready; made where `makes`. Nothing where there is none, or the browser knows none.
fn registered(makes: bool, then: impl FnOnce(Option<JsValue>) + 'static) {
    let workers = named(&window().navigator(), "serviceWorker").filter(|it| it.is_object());
    let asked = workers.as_ref().and_then(|it| match makes {
        true => called(it, "register", Some(&"/sw.js".into())),
        false => called(it, "getRegistration", Some(&"/".into())),
    });
    let Some(asked) = asked else { return then(None) };
    settle(&asked, move |worker| {
        let Some(worker) = worker.ok().filter(JsValue::is_object) else { return then(None) };
        let ready = workers.filter(|_| makes).and_then(|it| named(&it, "ready")).and_then(|it| it.dyn_into::<Promise>().ok());
        match ready {
            Some(ready) => settle(&ready, move |it| then(it.ok())),
            None => then(Some(worker)),
        }
    });
}

/// Calls a method that answers later.
fn called(of: &JsValue, name: &str, with: Option<&JsValue>) -> Option<Promise> {
    let method: Function = named(of, name)?.dyn_into().ok()?;
    let answer = match with {
        Some(with) => method.call1(of, with),
        None => method.call0(of),
    };
    answer.ok()?.dyn_into().ok()
}

fn text(of: &JsValue, name: &str) -> Option<String> {
    named(of, name)?.as_string()
}

/// What is told once, of two ways that a promise can go.
type Once = RefCell<Option<Box<dyn FnOnce(Result<JsValue, JsValue>)>>>;

/// Hears what came of a promise.
fn settle(promise: &Promise, then: impl FnOnce(Result<JsValue, JsValue>) + 'static) {
    let then: Rc<Once> = Rc::new(RefCell::new(Some(Box::new(then))));
    let other = Rc::clone(&then);
    let tell = |then: &Once, it| {
        if let Some(then) = then.take() {
            then(it);
        }
    };
    let kept = Closure::<dyn FnMut(JsValue)>::new(move |it| tell(&then, Ok(it)));
    let broken = Closure::<dyn FnMut(JsValue)>::new(move |it| tell(&other, Err(it)));
    // What comes of it is told to both of them.
    let _ = promise.then2(&kept, &broken);
    kept.forget();
    broken.forget();
}

/// Says when the reader has pressed anything for the first time.
pub fn on_first_press(then: fn()) {
    let heard = Closure::<dyn Fn()>::new(then).into_js_value();
    for name in ["pointerdown", "keydown"] {
        // The document takes any listener.
        let _ = document().add_event_listener_with_callback(name, heard.unchecked_ref());
    }
}
