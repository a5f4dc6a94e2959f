//! Files on their way to the server. What can't leave the browser's thread stays here, under a number.

use leptos::{
    ev::{ClipboardEvent, DragEvent, Event},
    prelude::event_target,
};
use std::{cell::RefCell, collections::HashMap, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{File, FileList, HtmlInputElement, ProgressEvent, XmlHttpRequest};

/// How an upload goes.
#[derive(Debug, Clone, PartialEq)]
pub enum Sent {
    /// So much of it, 0 to 100.
    Part(u32),
    /// What the server answered: its status (0: it couldn't be reached) and its words.
    Ended(u16, String),
}

/// A file that somebody chose.
#[derive(Debug, Clone)]
pub struct Picked(File);

impl Picked {
    /// Its name, as its owner calls it.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// Its size in bytes.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the browser gives whole bytes as doubles")]
    pub fn bytes(&self) -> u64 {
        self.0.size() as u64
    }
}

/// The files of a field that chooses them, which is then empty again.
pub fn chosen(event: &Event) -> Vec<Picked> {
    let field: HtmlInputElement = event_target(event);
    let picked = picked(field.files());
    field.set_value("");
    picked
}

/// The files that were pasted.
pub fn pasted(event: &ClipboardEvent) -> Vec<Picked> {
    picked(event.clipboard_data().and_then(|it| it.files()))
}

/// The files that were dropped.
pub fn dropped(event: &DragEvent) -> Vec<Picked> {
    picked(event.data_transfer().and_then(|it| it.files()))
}

fn picked(list: Option<FileList>) -> Vec<Picked> {
    let Some(list) = list else { return Vec::new() };
    (0..list.length()).filter_map(|n| list.item(n)).map(Picked).collect()
}

/// Gives the text of a file to `then`; what isn't UTF-8 in it comes as marks of replacement.
pub fn read_text(it: &Picked, then: impl FnOnce(String) + 'static) {
    let heard = Closure::once(move |text: JsValue| then(text.as_string().unwrap_or_default()));
    // A file that can't be read leaves the field as it was.
    let _ = it.0.text().then(&heard);
    // The promise holds it until it was called.
    heard.forget();
}

type Ear = Rc<dyn Fn(Sent)>;

struct Upload {
    request: XmlHttpRequest,
    file: File,
    to: String,
    ear: Ear,
}

thread_local! {
    static UPLOADS: RefCell<HashMap<u32, Upload>> = RefCell::default();
}

/// Sends a file as the body of a POST, under a number of the caller's.
pub fn send_file(key: u32, it: &Picked, to: &str, ear: impl Fn(Sent) + 'static) {
    begin(key, it.0.clone(), to.to_owned(), &(Rc::new(ear) as Ear));
}

/// Sends it again from the start.
pub fn send_again(key: u32) {
    if let Some(Upload { file, to, ear, .. }) = UPLOADS.with_borrow_mut(|it| it.remove(&key)) {
        begin(key, file, to, &ear);
    }
}

/// Takes it back, or forgets that it was sent.
pub fn forget_file(key: u32) {
    if let Some(upload) = UPLOADS.with_borrow_mut(|it| it.remove(&key)) {
        upload.request.set_onloadend(None);
        // One that has ended already has nothing to abort.
        let _ = upload.request.abort();
    }
}

fn begin(key: u32, file: File, to: String, ear: &Ear) {
    let Ok(request) = XmlHttpRequest::new() else { return ear(Sent::Ended(0, String::new())) };
    let (tell, ended, asked) = (Rc::clone(ear), Rc::clone(ear), request.clone());
    let part = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
            tell(Sent::Part((event.loaded() * 100.0 / event.total()) as u32));
        }
    });
    let end = Closure::<dyn Fn()>::new(move || {
        ended(Sent::Ended(asked.status().unwrap_or(0), asked.response_text().ok().flatten().unwrap_or_default()));
    });
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(part.as_ref().unchecked_ref()));
    }
    request.set_onloadend(Some(end.as_ref().unchecked_ref()));
    // The request holds them as long as it lives.
    part.forget();
    end.forget();
    let began = request.open_with_async("POST", &to, true).and_then(|()| request.send_with_opt_blob(Some(&file)));
    UPLOADS.with_borrow_mut(|it| it.insert(key, Upload { request, file, to, ear: Rc::clone(ear) }));
    if began.is_err() {
        ear(Sent::Ended(0, String::new()));
    }
}
