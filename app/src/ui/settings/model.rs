//! The model: whose it is, what must not reach it, what it may cost, what it has cost, and whether it works; and how many answers
//! one visitor may have.

use super::form::{Form, Line, Went, line, number_in, part, saved_part, typed, wrong_with};
use crate::{
    api::settings::{Change, ModelDraft, ModelShown, Shown, try_model},
    domain::{
        fault::Fault,
        model::{Choice, ModelWish, Spend, Standing, Tried},
        settings::Allowance,
    },
    ui::{
        effect::{still, still_with},
        kit::{
            button::Button,
            mark::{Icon, Mark},
        },
        words::{faults, model as words, number, with_decimals},
    },
};
use leptos::{ev, prelude::*, task::spawn_local};

const CHOICES: [(&str, Choice); 5] = [
    ("usual", Choice::Usual),
    ("built_in", Choice::BuiltIn),
    ("open_ai", Choice::OpenAi),
    ("anthropic", Choice::Anthropic),
    ("ollama", Choice::Ollama),
];

/// What is known of the model, as it stands on the server.
#[derive(Clone, Copy)]
struct Known {
    form: Form<ModelWish>,
    /// Never kept in the browser: only what stands in the field right now.
    key: RwSignal<Option<String>>,
    has_key: RwSignal<bool>,
    usual: RwSignal<Option<String>>,
    standing: RwSignal<Standing>,
    spend: RwSignal<Spend>,
}

impl Known {
    fn draft(self) -> ModelDraft {
        ModelDraft { wish: self.form.draft.get_untracked(), key: self.key.get_untracked() }
    }

    /// Saves all of it, whichever part's button was pressed.
    fn save(self) {
        let taken = move |shown| match shown {
            Shown::Model { it } => {
                let it = *it;
                self.has_key.try_set(it.has_key);
                self.key.try_set(None);
                self.standing.try_set(it.standing);
                self.spend.try_set(it.spend);
                Some(it.wish)
            }
            _ => None,
        };
        self.form.save(Change::Model { draft: self.draft() }, taken);
    }

    fn is_own(self) -> bool {
        self.form.with(|it| it.choice.provider().is_some())
    }
}

pub(super) fn section(it: ModelShown) -> AnyView {
    let allowed = it.allowance;
    let known = Known {
        form: Form::of("settings-model", it.wish),
        key: RwSignal::new(None),
        has_key: RwSignal::new(it.has_key),
        usual: RwSignal::new(it.usual),
        standing: RwSignal::new(it.standing),
        spend: RwSignal::new(it.spend),
    };
    let fields =
        &["model", "url", "key", "patience_seconds", "keep_minutes", "patterns", "price_in", "price_out", "most_money", "most_tokens"];
    let body = view! {
        {standing(known)}
        {chooser(known)}
        {move || known.is_own().then(|| own(known))}
        {move || known.form.draft.try_with(|it| it.choice).is_some_and(|it| it != Choice::BuiltIn).then(|| limits(known))}
    };
    let saved = saved_part(words::who_answers(), words::who_answers_hint(), known.form, fields, body.into_any(), move || known.save());
    view! { {saved} {allowance(allowed)} {meter(known)} {trial(known)} }.into_any()
}

fn standing(known: Known) -> AnyView {
    let told = move || {
        let (mark, say) = match known.standing.try_get()? {
            Standing::BuiltIn => (Mark::Check, words::now_built_in().to_owned()),
            Standing::Ready { model } => (Mark::Check, words::now_ready(&model)),
            Standing::Resting { model, why, .. } => (Mark::Warn, words::now_resting(&model, &words::trouble(why))),
            Standing::Spent { model } => (Mark::Warn, words::now_spent(&model)),
        };
        Some(view! { <Icon mark/> <span>{say}</span> })
    };
    view! { <p class="standing" role="status">{told}</p> }.into_any()
}

fn chooser(known: Known) -> AnyView {
    let form = known.form;
    let option = move |(name, choice): (&'static str, Choice)| {
        let is_it = move || form.with(|it| it.choice == choice);
        let label = words::choice(choice, known.usual.get_untracked().as_deref());
        view! { <option value=name selected=is_it>{label}</option> }.into_any()
    };
    let choose = move |event: ev::Event| {
        let name = event_target_value(&event);
        let found = CHOICES.into_iter().find(|(it, _)| *it == name);
        form.draft.update(|it| it.choice = found.map_or(Choice::Usual, |(_, choice)| choice));
    };
    view! {
        <label class="field">
            <span class="field-label">{words::provider()}</span>
            <select class="chooser button" on:change=choose>{CHOICES.map(option).collect_view()}</select>
        </label>
    }
    .into_any()
}

/// The workspace's own model: its name, its address, the key to it.
fn own(known: Known) -> AnyView {
    let form = known.form;
    let place = Line { kind: "url", ..Line::text(words::address(), "url", words::address_hint()) };
    view! {
        <div class="fields">
            {line(
                Line::text(words::name(), "model", words::name_hint()),
                form.went,
                move || form.with(|it| it.model.clone()),
                move |text| form.draft.update(|it| it.model = text),
            )}
            {line(place, form.went, move || form.with(|it| it.url.clone()), move |text| form.draft.update(|it| it.url = text))}
        </div>
        {key_line(known)}
    }
    .into_any()
}

/// The key: it can be given, not read.
fn key_line(known: Known) -> AnyView {
    let wrong = wrong_with(known.form.went, "key");
    let is_kept = move || still(&known.has_key) && known.key.try_with(Option::is_none) == Some(true);
    let hint = move || if is_kept() { words::key_kept() } else { words::key_hint() };
    let type_it = move |event: ev::Event| {
        known.key.set(Some(event_target_value(&event)).filter(|it| !it.is_empty()));
        if known.form.went.get_untracked() == Went::Saved {
            known.form.went.set(Went::Calm);
        }
    };
    view! {
        <div class="field">
            <label class="field">
                <span class="field-label">{words::key()}</span>
                <input
                    class="input"
                    type="password"
                    autocomplete="new-password"
                    placeholder=move || if is_kept() { "••••••••" } else { "" }
                    prop:value=move || known.key.get().unwrap_or_default()
                    aria-describedby="key-told"
                    aria-invalid=move || still(&wrong).map(|_| "true")
                    on:input=type_it
                />
            </label>
            <div id="key-told">
                <p class="hint">{hint}</p>
                {move || still(&wrong).map(|say| view! { <p class="wrong" role="alert">{say}</p> })}
            </div>
        </div>
    }
    .into_any()
}

/// How long it is waited for, what must not reach it, and what it may cost.
fn limits(known: Known) -> AnyView {
    let form = known.form;
    view! {
        {line(
            Line::minutes(words::patience(), "patience_seconds", words::patience_hint()),
            form.went,
            move || typed(form.with(|it| it.patience_seconds)),
            move |text| form.draft.update(|it| it.patience_seconds = number_in(&text)),
        )}
        {line(
            Line::minutes(words::keep(), "keep_minutes", words::keep_hint()),
            form.went,
            move || typed(form.with(|it| it.keep_minutes)),
            move |text| form.draft.update(|it| it.keep_minutes = number_in(&text)),
        )}
        <h3>{words::privacy()}</h3>
        <p class="hint">{words::privacy_hint()}</p>
        {patterns(known)}
        <h3>{words::costs()}</h3>
        <p class="hint">{words::costs_hint()}</p>
        <div class="fields">
            {sum(form, Line::text(words::price_in(), "price_in", words::price_hint()), |it| it.price_in, |it, sum| it.price_in = sum)}
            {sum(form, Line::text(words::price_out(), "price_out", ""), |it| it.price_out, |it, sum| it.price_out = sum)}
            {sum(
                form,
                Line::text(words::most_money(), "most_money", words::cap_hint()),
                |it| it.most_money.unwrap_or_default(),
                |it, sum| it.most_money = Some(sum).filter(|it| *it > 0),
            )}
            {line(
                Line::minutes(words::most_tokens(), "most_tokens", ""),
                form.went,
                move || form.with(|it| it.most_tokens.map(|it| it.to_string()).unwrap_or_default()),
                move |text| form.draft.update(|it| it.most_tokens = text.trim().parse().ok()),
            )}
        </div>
    }
    .into_any()
}

fn patterns(known: Known) -> AnyView {
    let (form, wrong) = (known.form, wrong_with(known.form.went, "patterns"));
    let text = move || form.with(|it| it.patterns.join("\n"));
    let type_it = move |event: ev::Event| {
        let text = event_target_value(&event);
        // An empty field is no pattern, not an empty one.
        form.draft.update(|it| it.patterns = if text.is_empty() { Vec::new() } else { text.split('\n').map(str::to_owned).collect() });
    };
    view! {
        <div class="field">
            <label class="field">
                <span class="field-label">{words::patterns()}</span>
                <textarea
                    class="input wordings"
                    rows="3"
                    dir="ltr"
                    spellcheck="false"
                    prop:value=text
                    aria-describedby="patterns-told"
                    aria-invalid=move || still(&wrong).map(|_| "true")
                    on:input=type_it
                ></textarea>
            </label>
            <div id="patterns-told">
                <p class="hint">{words::patterns_hint()}</p>
                {move || still(&wrong).map(|say| view! { <p class="wrong" role="alert">{say}</p> })}
            </div>
        </div>
    }
    .into_any()
}

/// A sum of money, in thousandths; what is typed stays as it was typed.
fn sum(form: Form<ModelWish>, of: Line, get: fn(&ModelWish) -> u64, set: fn(&mut ModelWish, u64)) -> AnyView {
    let text = RwSignal::new(sum_shown(form.draft.with_untracked(get)));
    let told = move || {
        let kept = form.with(get);
        still_with(&text, |typed| if sum_in(typed) == kept { typed.clone() } else { sum_shown(kept) })
    };
    let type_it = move |typed: String| {
        let sum = sum_in(&typed);
        text.set(typed);
        form.draft.update(|it| set(it, sum));
    };
    line(Line { class: "input input-short", ..of }, form.went, told, type_it)
}

/// Thousandths as they are typed: `0.15`; nothing for nothing.
fn sum_shown(thousandths: u64) -> String {
    match thousandths {
        0 => String::new(),
        it if it % 10 == 0 => with_decimals(it / 10, 2),
        it => with_decimals(it, 3),
    }
}

/// The thousandths in `0.15` or `0,15`; nothing in what is no sum.
fn sum_in(text: &str) -> u64 {
    let text = text.trim().replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let part = format!("{part:0<3}");
    let read = |text: &str| text.parse::<u64>().ok();
    let whole = if whole.is_empty() { Some(0) } else { read(whole) };
    match (whole, part.get(..3).and_then(read)) {
        (Some(whole), Some(part)) => whole.saturating_mul(1_000).saturating_add(part),
        _ => 0,
    }
}

/// How many answers one visitor may have. An empty line is no cap.
fn allowance(saved: Allowance) -> AnyView {
    let form = Form::of("settings-allowance", saved);
    let body = view! {
        <div class="fields">
            {cap(form, Line::minutes(words::per_hour(), "per_hour", words::cap_hint()), |it| it.per_hour, |it, n| it.per_hour = n)}
            {cap(form, Line::minutes(words::per_day(), "per_day", ""), |it| it.per_day, |it, n| it.per_day = n)}
        </div>
    };
    let save = move || {
        let taken = |shown| match shown {
            Shown::Model { it } => Some(it.allowance),
            _ => None,
        };
        form.save(Change::Allowance { allowance: form.draft.get_untracked() }, taken);
    };
    saved_part(words::allowance(), words::allowance_hint(), form, &["per_hour", "per_day"], body.into_any(), save)
}

fn cap(form: Form<Allowance>, of: Line, get: fn(&Allowance) -> Option<u32>, set: fn(&mut Allowance, Option<u32>)) -> AnyView {
    line(
        of,
        form.went,
        move || typed(form.with(get).unwrap_or_default()),
        move |text| form.draft.update(|it| set(it, Some(number_in(&text)).filter(|n| *n > 0))),
    )
}

fn meter(known: Known) -> AnyView {
    let told = move || {
        let (spend, wish) = (known.spend.try_get()?, known.form.saved.try_get()?);
        let tokens = spend.tokens_in.saturating_add(spend.tokens_out);
        let money = words::money(&with_decimals(spend.micros / 10_000, 2));
        let figures =
            [words::asked(spend.n_calls), words::tokens_in(&number(spend.tokens_in)), words::tokens_out(&number(spend.tokens_out)), money];
        let in_money = wish.most_money.map(|most| (spend.micros, most.saturating_mul(1_000), with_decimals(most / 10, 2)));
        let in_tokens = wish.most_tokens.map(|most| (tokens, most, number(most)));
        Some(view! {
            <p class="figure-line">{figures.join(" · ")}</p>
            {in_money.map(|(now, most, say)| share(now, most, words::of_cap(&with_decimals(now / 10_000, 2), &say)))}
            {in_tokens.map(|(now, most, say)| share(now, most, words::of_cap(&number(now), &say)))}
        })
    };
    part(words::spent(), words::spent_hint(), view! { {told} }.into_any())
}

fn share(now: u64, most: u64, say: String) -> AnyView {
    view! {
        <p class="spent">
            <meter min="0" max=most.to_string() high=(most / 10 * 9).to_string() value=now.min(most).to_string() aria-label=words::share_of_cap()></meter>
            <span>{say}</span>
        </p>
    }
    .into_any()
}

/// Asks the model as it stands above; nothing needs to be saved for it.
fn trial(known: Known) -> AnyView {
    let is_busy = RwSignal::new(false);
    let told = RwSignal::new(None::<Result<Tried, Fault>>);
    let ask = move || {
        is_busy.set(true);
        told.set(None);
        let draft = known.draft();
        spawn_local(async move {
            let came = try_model(draft).await;
            is_busy.try_set(false);
            told.try_set(Some(came));
        });
    };
    let patience_ms = move || known.form.draft.try_with_untracked(|it| it.patience_seconds).unwrap_or_default().saturating_mul(1_000);
    let answer = move || match still(&told) {
        None if still(&is_busy) => view! { <p class="quiet">{words::testing()}</p> }.into_any(),
        None => ().into_any(),
        Some(Ok(it)) => came(it, patience_ms()),
        Some(Err(fault)) => view! { <p class="wrong">{faults::say(&fault)}</p> }.into_any(),
    };
    let body = view! {
        <div class="card-test"><Button is_busy=is_busy on_press=ask>{words::test()}</Button></div>
        <div class="card-told" role="status" aria-label=words::test_title()>{answer}</div>
    };
    part(words::test_title(), words::test_hint(), body.into_any())
}

fn came(it: Tried, patience_ms: u32) -> AnyView {
    match it {
        Tried::Nothing => view! { <p class="quiet">{words::test_nothing()}</p> }.into_any(),
        Tried::Failed { why } => view! { <p class="wrong">{words::trouble(why)}</p> }.into_any(),
        Tried::Well { said, first_ms, ms, tokens_in, tokens_out } => {
            let took = words::test_took(&number(first_ms.into()), &number(ms.into()));
            let tokens = [words::tokens_in(&number(tokens_in.into())), words::tokens_out(&number(tokens_out.into()))].join(" · ");
            view! {
                <p class="went-well"><Icon mark=Mark::Check/> <span dir="auto">{words::test_well(&said)}</span></p>
                <p class="quiet">{took} " " {tokens}</p>
                {(first_ms > patience_ms).then(|| view! { <p class="wrong">{words::test_slow()}</p> })}
            }
            .into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_as_people_type_them() {
        for (text, thousandths) in [
            ("", 0),
            ("0.15", 150),
            ("0,15", 150),
            (".5", 500),
            ("12", 12_000),
            ("0.0756", 75),
            ("3.", 3_000),
            ("x", 0),
            ("1.x", 0),
            ("-1", 0),
        ] {
            assert_eq!(sum_in(text), thousandths, "{text}");
        }
        assert_eq!((sum_shown(150).as_str(), sum_shown(12_000).as_str(), sum_shown(0).as_str()), ("0.15", "12.00", ""));
    }
}
