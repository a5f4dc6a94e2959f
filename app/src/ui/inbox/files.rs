//! Files that a message brought, and those that the next one will bring.

use crate::read::{Read, read};
use crate::ui::effect::memo;
use crate::ui::kit::keyed::keyed;
use crate::{
    domain::{
        fault::Fault,
        file::{self, File, LARGEST_FILE, MOST_FILES},
    },
    ui::{
        browser::{self, Picked, Sent},
        kit::mark::{Icon, Mark},
        words::{common, composer as words, faults},
    },
};
use leptos::prelude::*;

/// The files under a message: pictures as such, the rest by name and size. Nothing where there are none.
pub fn files_view(files: &[File]) -> AnyView {
    if files.is_empty() {
        return ().into_any();
    }
    let each = files.iter().map(|file| view! { <li>{if file.is_picture() { picture(file) } else { other(file) }}</li> });
    view! { <ul class="files" role="list" aria-label=words::files()>{each.collect_view()}</ul> }.into_any()
}

/// Its size is told beforehand, so that nothing moves when it has come.
fn picture(file: &File) -> AnyView {
    let (path, label) = (file.path(), words::open_picture(&file.name));
    view! {
        <a class="file-picture" href=path target="_blank" rel="noopener" aria-label=label>
            <img src=file.path() alt=file.name.clone() width=file.width height=file.height loading="lazy" decoding="async"/>
        </a>
    }
    .into_any()
}

fn other(file: &File) -> AnyView {
    let size = words::size(file.bytes);
    let label = words::download(&file.name, &size);
    view! {
        <a class="file-other" href=file.path() download=file.name.clone() aria-label=label>
            <Icon mark=Mark::Clip/>
            <span class="file-name" dir="auto">{file.name.clone()}</span>
            <span class="file-size">{size}</span>
        </a>
    }
    .into_any()
}

/// A file in the composer.
#[derive(Debug, Clone, PartialEq)]
struct Attachment {
    key: u32,
    name: String,
    bytes: u64,
    state: State,
}

#[derive(Debug, Clone, PartialEq)]
enum State {
    /// So much of it has been sent, 0 to 100.
    Sending(u32),
    Here(File),
    Failed(Fault),
}

/// The files that the next message brings.
#[derive(Debug, Clone, Copy)]
pub struct Attachments {
    all: RwSignal<Vec<Attachment>>,
    n_keys: StoredValue<u32>,
}

impl Attachments {
    /// No files.
    pub fn none() -> Self {
        Self { all: RwSignal::new(Vec::new()), n_keys: StoredValue::new(0) }
    }

    pub fn is_empty(self) -> bool {
        self.all.with(Vec::is_empty)
    }

    /// Uploads what somebody picked, pasted or dropped.
    pub fn take(self, picked: &[Picked]) {
        for it in picked {
            let key = self.fresh_key();
            let (name, bytes) = (it.name(), it.bytes());
            let fault = match () {
                () if bytes == 0 => Some(file::empty()),
                () if bytes > LARGEST_FILE => Some(Fault::TooLarge),
                () if self.all.with_untracked(Vec::len) >= MOST_FILES => Some(file::too_many()),
                () => None,
            };
            let is_fine = fault.is_none();
            let state = fault.map_or(State::Sending(0), State::Failed);
            let to = file::upload_path(&name);
            self.all.update(|all| all.push(Attachment { key, name, bytes, state }));
            if is_fine {
                browser::send_file(key, it, &to, move |sent| self.hear(key, sent));
            }
        }
    }

    /// The files, where all of them have arrived.
    ///
    /// # Errors
    /// Where one is still on its way, or didn't arrive.
    pub fn ready(self) -> Result<Vec<File>, Fault> {
        self.all.with_untracked(|all| {
            all.iter()
                .map(|it| match &it.state {
                    State::Here(file) => Ok(file.clone()),
                    State::Sending(_) => Err(file::under_way(&it.name)),
                    State::Failed(_) => Err(file::not_sent(&it.name)),
                })
                .collect()
        })
    }

    /// They go with a message.
    pub fn clear(self) {
        self.all.try_update(|all| all.drain(..).for_each(|it| browser::forget_file(it.key)));
    }

    /// Files of a message that came back.
    pub fn put_back(self, files: &[File]) {
        for file in files {
            let (key, name, bytes) = (self.fresh_key(), file.name.clone(), file.bytes);
            self.all.try_update(|all| all.push(Attachment { key, name, bytes, state: State::Here(file.clone()) }));
        }
    }

    fn hear(self, key: u32, sent: Sent) {
        let state = match sent {
            Sent::Part(part) => State::Sending(part),
            Sent::Ended(200, text) => read(&text).map_or(State::Failed(Fault::Unavailable), State::Here),
            Sent::Ended(status, text) => State::Failed(refusal(status, &text)),
        };
        self.all.try_update(|all| all.iter_mut().filter(|it| it.key == key).for_each(|it| it.state = state.clone()));
    }

    fn again(self, key: u32) {
        self.all.update(|all| all.iter_mut().filter(|it| it.key == key).for_each(|it| it.state = State::Sending(0)));
        browser::send_again(key);
    }

    fn remove(self, key: u32) {
        browser::forget_file(key);
        self.all.update(|all| all.retain(|it| it.key != key));
    }

    fn fresh_key(self) -> u32 {
        self.n_keys
            .try_update_value(|n| {
                *n += 1;
                *n
            })
            .unwrap_or_default()
    }
}

/// Why the server didn't take it, as far as it says.
fn refusal(status: u16, text: &str) -> Fault {
    #[derive(Read)]
    struct Problem {
        detail: String,
    }
    match status {
        0 | 502..=504 => Fault::Offline,
        401 => Fault::SignedOut,
        413 => Fault::TooLarge,
        _ => read(text).map_or(Fault::Unavailable, |it: Problem| Fault::invalid("file", &it.detail)),
    }
}

/// The files that the next message brings, each with its progress and a way to take it off.
pub fn attachments_view(files: Attachments) -> AnyView {
    let chip = move |key: u32| {
        let state = memo(move |_| files.all.with(|all| all.iter().find(|it| it.key == key).cloned()));
        move || state.get().map(|it| attachment(files, &it))
    };
    view! {
        <ul class="attachments" role="list" aria-label=words::files() hidden=move || files.is_empty()>
            {keyed(
                move || files.all.with(|all| all.iter().map(|it| it.key).collect::<Vec<_>>()),
                ToString::to_string,
                move |key| view! { <li>{chip(key)}</li> },
            )}
        </ul>
    }
    .into_any()
}

fn attachment(files: Attachments, it: &Attachment) -> AnyView {
    let key = it.key;
    let (class, state) = match &it.state {
        State::Sending(part) => {
            let part = *part;
            ("attachment", view! { <progress max="100" value=part aria-label=words::sending(&it.name)></progress> }.into_any())
        }
        State::Here(file) if file.is_picture() => ("attachment", view! { <img src=file.path() alt=""/> }.into_any()),
        State::Here(file) => ("attachment", view! { <span class="file-size">{words::size(file.bytes)}</span> }.into_any()),
        State::Failed(fault) => {
            let can_retry = matches!(fault, Fault::Offline | Fault::Unavailable | Fault::SignedOut | Fault::TooMany { .. });
            let again = can_retry.then(|| {
                view! {
                    <button type="button" class="link-button" on:click=move |_| files.again(key)>{common::retry()}</button>
                }
            });
            ("attachment attachment-failed", view! { <span class="wrong" role="alert">{faults::say(fault)}</span> {again} }.into_any())
        }
    };
    view! {
        <div class=class>
            <Icon mark=Mark::Clip/>
            <span class="file-name" dir="auto">{it.name.clone()}</span>
            {state}
            <button type="button" class="icon-button small" aria-label=words::take_off(&it.name) on:click=move |_| files.remove(key)>
                <Icon mark=Mark::Cross/>
            </button>
        </div>
    }
    .into_any()
}
