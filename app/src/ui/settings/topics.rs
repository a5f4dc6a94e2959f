//! What people must handle, whatever the docs say about it: the topics, and how they are spoken of.

use super::{
    form::{Form, adder, saved_part, saving},
    keywords::keywords,
    trial::trial,
};
use crate::{
    api::settings::{Change, Shown},
    domain::signal::{Form as Said, KeywordRule, Topic, Wording},
    ui::{
        browser,
        effect::{effect, still},
        kit::{
            keyed::keyed,
            mark::{Icon, Mark},
        },
        words::{lang, settings as words},
    },
};
use leptos::prelude::*;

type Topics = Form<Vec<Topic>>;

const FORMS: [Said; 3] = [Said::Said, Said::Wished, Said::Ordered];

pub(super) fn section(rules: Vec<KeywordRule>, all: Vec<Topic>, is_usual: bool) -> AnyView {
    let form = Form::of("settings-topics", all);
    let own = Form::of("settings-keywords", rules);
    let is_usual = RwSignal::new(is_usual);
    view! { {trial(own, form)} {keywords(own)} {topics(form, is_usual)} }.into_any()
}

fn topics(form: Topics, is_usual: RwSignal<bool>) -> AnyView {
    let n = Memo::new(move |_| form.with(Vec::len));
    let add = move || {
        let id = browser::fresh_message_id().as_str().to_owned();
        form.draft.update(|it| it.push(Topic { id, name: String::new(), is_on: true, wordings: Vec::new() }));
    };
    let taken = move |shown| match shown {
        Shown::Topics { topics, is_usual: usual, .. } => {
            is_usual.try_set(usual);
            Some(topics)
        }
        _ => None,
    };
    let body = view! {
        <ul class="set-rows topics" role="list">{keyed(move || (0..still(&n)).collect(), ToString::to_string, move |at| topic(form, at))}</ul>
        {adder(words::add_topic(), add)}
        <details class="marks-help">
            <summary>{words::marks_help()}</summary>
            <dl class="facts">
                {[("cancel*", words::mark_any_ending()), ("plan/account", words::mark_either()), ("(my/our)", words::mark_may_stand()), ("…", words::mark_gap()), ("#", words::mark_number())]
                    .map(|(mark, means)| view! { <div><dt><code>{mark}</code></dt><dd>{means}</dd></div> })
                    .collect_view()}
            </dl>
        </details>
        {back(form, is_usual, taken)}
    };
    let save = move || form.save(Change::Topics { topics: Some(form.draft.get_untracked()) }, taken);
    saved_part(words::topics(), words::topics_hint(), form, &[], body.into_any(), save)
}

/// The way back to the list that comes with Baton; asked once, for what the owner wrote would be gone.
fn back(form: Topics, is_usual: RwSignal<bool>, taken: impl Fn(Shown) -> Option<Vec<Topic>> + Copy + Send + Sync + 'static) -> AnyView {
    let is_asked = RwSignal::new(false);
    let reset = move |_| {
        is_asked.set(false);
        saving(form.went, Change::Topics { topics: None }, move |shown| {
            if let Some(topics) = taken(shown) {
                form.saved.try_set(topics.clone());
                form.draft.try_set(topics);
            }
        });
    };
    (move || match (still(&is_usual), still(&is_asked)) {
        (true, _) => view! { <p class="hint">{words::is_usual()}</p> }.into_any(),
        (false, false) => view! {
            <button type="button" class="button button-quiet" on:click=move |_| is_asked.set(true)>{words::back_to_usual()}</button>
        }
        .into_any(),
        (false, true) => view! {
            <div class="sure" role="group">
                <p>{words::back_is_final()}</p>
                <button type="button" class="button" on:click=reset>{words::back_now()}</button>
                <button type="button" class="button button-quiet" on:click=move |_| is_asked.set(false)>{words::keep_mine()}</button>
            </div>
        }
        .into_any(),
    })
    .into_any()
}

/// A topic: on or off, its name, and how it is spoken of.
fn topic(form: Topics, at: usize) -> AnyView {
    let of = move |get: fn(&Topic) -> String| form.with(|it| it.get(at).map(get).unwrap_or_default());
    let change = move |how: &dyn Fn(&mut Topic)| form.draft.update(|it| it.get_mut(at).into_iter().for_each(how));
    let is_on = move || form.with(|it| it.get(at).is_some_and(|topic| topic.is_on));
    let name = move || of(|topic| words::topic(&topic.name));
    let n = move || form.with(|it| it.get(at).map_or(0, |topic| topic.wordings.len()));
    let remove = move |_| {
        form.draft.update(|it| {
            if at < it.len() {
                it.remove(at);
            }
        });
    };
    let is_new = untrack(n) == 0;
    view! {
        <li class="topic">
            <div class="topic-head">
                <label class="set-tick">
                    <input
                        type="checkbox"
                        checked=untrack(is_on)
                        prop:checked=is_on
                        on:change=move |event| { let is_on = event_target_checked(&event); change(&|topic| topic.is_on = is_on); }
                    />
                    <span class="topic-name" dir="auto">{move || Some(name()).filter(|it| !it.is_empty()).unwrap_or_else(|| words::new_topic().to_owned())}</span>
                </label>
                <span class="quiet">{move || words::n_wordings(n() as u64)}</span>
            </div>
            <details open=is_new>
                <summary>{words::edit_wordings()}<span class="unseen">" " {name}</span></summary>
                <div class="topic-body">
                <label class="field">
                    <span class="field-label">{words::name_of_topic()}</span>
                    <input
                        class="input"
                        type="text"
                        dir="auto"
                        maxlength="80"
                        autocomplete="off"
                        value=untrack(move || of(|topic| topic.name.clone()))
                        prop:value=move || of(|topic| topic.name.clone())
                        on:input=move |event| { let name = event_target_value(&event); change(&|topic| topic.name.clone_from(&name)); }
                    />
                </label>
                {FORMS.map(|said| wordings(form, at, said)).collect_view()}
                <button type="button" class="button button-quiet" on:click=remove><Icon mark=Mark::Cross/> {words::remove_topic()}</button>
                </div>
            </details>
        </li>
    }
    .into_any()
}

/// The wordings of one form, a line each.
fn wordings(form: Topics, at: usize, said: Said) -> AnyView {
    let told = move || form.with(|it| it.get(at).map(|topic| told(topic, said)).unwrap_or_default());
    // As it is typed: a line that is begun isn't a wording yet.
    let text = RwSignal::new(untrack(told));
    effect(move || {
        let told = told();
        if text.with_untracked(|it| lines(it).collect::<Vec<_>>().join("\n") != told) {
            text.set(told);
        }
    });
    let on_type = move |event| {
        text.set(event_target_value(&event));
        form.draft.update(|it| {
            if let Some(topic) = it.get_mut(at) {
                text.with_untracked(|text| retell(topic, said, text, lang().tag()));
            }
        });
    };
    view! {
        <label class="field">
            <span class="field-label">{words::form(said)}</span>
            <span class="hint">{words::form_hint(said)}</span>
            <textarea class="input wordings" rows="4" dir="auto" spellcheck="false" prop:value=text on:input=on_type></textarea>
        </label>
    }
    .into_any()
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// The wordings of a form as text.
fn told(topic: &Topic, said: Said) -> String {
    topic.wordings.iter().filter(|it| it.form == said).map(|it| it.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// The topic with other wordings of one form. A line that was there keeps its language; a new one has that of the line above.
fn retell(topic: &mut Topic, said: Said, text: &str, page: &str) {
    let mut languages: Vec<String> = Vec::new();
    for it in &topic.wordings {
        if !languages.contains(&it.language) {
            languages.push(it.language.clone());
        }
    }
    let (before, mut all): (Vec<Wording>, Vec<Wording>) = topic.wordings.drain(..).partition(|it| it.form == said);
    let mut language = before.first().map_or_else(|| page.to_owned(), |it| it.language.clone());
    for line in lines(text) {
        if let Some(known) = before.iter().find(|it| it.text == line) {
            language.clone_from(&known.language);
        }
        all.push(Wording { language: language.clone(), form: said, text: line.to_owned() });
    }
    let place = |it: &Wording| languages.iter().position(|known| *known == it.language).unwrap_or(languages.len());
    all.sort_by_key(|it| (place(it), it.form as u8));
    topic.wordings = all;
}

/// Whether the topics are the ones that are saved.
pub(super) fn drafted(form: Topics) -> Option<Vec<Topic>> {
    form.draft.with_untracked(|draft| form.saved.with_untracked(|saved| (draft != saved).then(|| draft.clone())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic() -> Topic {
        let wording = |language: &str, form, text: &str| Wording { language: language.to_owned(), form, text: text.to_owned() };
        let wordings = vec![
            wording("en", Said::Said, "one"),
            wording("en", Said::Said, "two"),
            wording("en", Said::Wished, "wish"),
            wording("de", Said::Said, "eins"),
        ];
        Topic { id: "id".to_owned(), name: "Name".to_owned(), is_on: true, wordings }
    }

    #[test]
    fn a_line_that_is_typed_and_taken_back_is_no_change() {
        let mut it = topic();
        assert_eq!(told(&it, Said::Said), "one\ntwo\neins");
        retell(&mut it, Said::Said, "one\n\n  three \ntwo\neins\nzwei\n", "en");
        let languages: Vec<_> = it.wordings.iter().map(|it| (it.text.as_str(), it.language.as_str())).collect();
        assert_eq!(languages, [("one", "en"), ("three", "en"), ("two", "en"), ("wish", "en"), ("eins", "de"), ("zwei", "de")]);
        retell(&mut it, Said::Said, "one\ntwo\neins", "en");
        assert_eq!(it, topic());
        retell(&mut it, Said::Ordered, "neu", "de");
        assert_eq!(it.wordings.last().map(|it| (it.form, it.language.as_str())), Some((Said::Ordered, "de")));
    }
}
