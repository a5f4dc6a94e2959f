//! Files on their way into a source.

use crate::{
    api::knowledge::SourceLine,
    domain::{
        fault::Fault,
        file::{self, in_address},
        id::{AssistantId, SourceId},
    },
    read::{Read, read},
    ui::{
        browser::{self, Picked, Sent},
        effect::{memo, still, still_with},
        kit::{
            keyed::keyed,
            mark::{Icon, Mark},
        },
        words::{common, composer, faults, knowledge as words},
    },
};
use leptos::{ev, prelude::*};

/// What can be read, for the browser's own window.
const KINDS: &str = ".md,.markdown,.html,.htm,.txt,.pdf,.docx,.csv";

/// A file and how far it is.
#[derive(Debug, Clone, PartialEq)]
struct Upload {
    key: u32,
    name: String,
    bytes: u64,
    state: State,
}

#[derive(Debug, Clone, PartialEq)]
enum State {
    /// So much of it has been sent, 0 to 100.
    Sending(u32),
    Here,
    Failed(Fault),
}

/// The files of this visit.
#[derive(Debug, Clone, Copy)]
struct Uploads {
    all: RwSignal<Vec<Upload>>,
    n_keys: StoredValue<u32>,
    to: StoredValue<(AssistantId, SourceId)>,
    came: Callback<SourceLine>,
}

impl Uploads {
    fn take(self, picked: &[Picked]) {
        for it in picked {
            let key = self.fresh_key();
            let (name, bytes) = (it.name(), it.bytes());
            let fault = (bytes == 0).then(file::empty);
            let is_fine = fault.is_none();
            let to = self.to.with_value(|(assistant, source)| {
                format!("/knowledge/files?assistant={assistant}&source={source}&name={}", in_address(&name))
            });
            self.all.update(|all| {
                // The same file once more stands in the place of the one before.
                all.retain(|other| other.name != name);
                all.push(Upload { key, name, bytes, state: fault.map_or(State::Sending(0), State::Failed) });
            });
            if is_fine {
                browser::send_file(key, it, &to, move |sent| self.hear(key, sent));
            }
        }
    }

    fn hear(self, key: u32, sent: Sent) {
        let state = match sent {
            Sent::Part(part) => State::Sending(part),
            Sent::Ended(200..=202, text) => match read::<SourceLine>(&text) {
                Some(line) => {
                    self.came.run(line);
                    State::Here
                }
                None => State::Failed(Fault::Unavailable),
            },
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
        let next = self.n_keys.try_update_value(|n| {
            *n += 1;
            *n
        });
        next.unwrap_or_default()
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

/// A place to drop files on, a button that chooses them, and how each goes. `came` hears how the source stands after each.
pub fn uploads(assistant: AssistantId, source: SourceId, came: Callback<SourceLine>) -> AnyView {
    let it = Uploads { all: RwSignal::new(Vec::new()), n_keys: StoredValue::new(0), to: StoredValue::new((assistant, source)), came };
    let is_over = RwSignal::new(false);
    let over = move |event: ev::DragEvent| {
        event.prevent_default();
        is_over.set(true);
    };
    let drop_here = move |event: ev::DragEvent| {
        event.prevent_default();
        is_over.set(false);
        it.take(&browser::dropped(&event));
    };
    let keys = move || still_with(&it.all, |all| all.iter().map(|it| it.key).collect::<Vec<_>>());
    view! {
        <div class="know-drop" class=("know-drop-over", is_over) on:dragover=over on:dragleave=move |_| is_over.set(false) on:drop=drop_here>
            <Icon mark=Mark::Page/>
            <p>{words::drop_files()}</p>
            <label class="button know-chooser">
                {words::choose_files()}
                <input class="unseen" type="file" multiple accept=KINDS on:change=move |event| it.take(&browser::chosen(&event))/>
            </label>
            <p class="hint">{words::files_hint()}</p>
        </div>
        <ul class="know-uploads" role="list" aria-label=words::uploads() hidden=move || still_with(&it.all, Vec::is_empty)>
            {keyed(keys, ToString::to_string, move |key| row(it, key))}
        </ul>
    }
    .into_any()
}

fn row(all: Uploads, key: u32) -> AnyView {
    let it = memo(move |_| still_with(&all.all, |all| all.iter().find(|it| it.key == key).cloned()));
    let name = move || still_with(&it, |it| it.as_ref().map(|it| it.name.clone()));
    let size = move || still_with(&it, |it| it.as_ref().map(|it| composer::size(it.bytes)));
    let state = move || still(&it).map(|it| state(all, &it));
    let remove = move |_| all.remove(key);
    view! {
        <li class="know-upload">
            <Icon mark=Mark::Page/>
            <span class="know-upload-name" dir="auto">{name}</span>
            <span class="know-sub">{size}</span>
            <span class="know-upload-state" role="status">{state}</span>
            <button type="button" class="icon-button" aria-label=common::close() title=common::close() on:click=remove><Icon mark=Mark::Cross/></button>
        </li>
    }
    .into_any()
}

fn state(all: Uploads, it: &Upload) -> AnyView {
    let key = it.key;
    match &it.state {
        State::Sending(part) => {
            let part = part.to_string();
            view! { <progress class="know-progress" max="100" value=part aria-label=words::sending(&it.name)></progress> }.into_any()
        }
        State::Here => view! { <Icon mark=Mark::Check/> {words::received()} }.into_any(),
        State::Failed(fault) => {
            let can_retry = matches!(fault, Fault::Offline | Fault::Unavailable | Fault::SignedOut | Fault::TooMany { .. });
            let again = move |_| all.again(key);
            let again =
                can_retry.then(|| view! { <button type="button" class="button button-quiet" on:click=again>{common::retry()}</button> });
            view! { <span class="wrong">{faults::say(fault)}</span> {again} }.into_any()
        }
    }
}
