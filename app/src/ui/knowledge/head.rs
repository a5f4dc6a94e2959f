//! The head of a source's page: its name, how it stands, and what can be done with it.

use super::{
    fields::{Held, Reach, limits, schedule},
    line::{address, is_busy, mark, moment, short, state},
    source::Page,
    watch::asking,
};
use crate::{
    api::knowledge::{Origin, SourceChange, SourceLine, State, change_source, remove_source},
    domain::{fault::Fault, rich::Href},
    ui::{
        browser,
        effect::{memo, still, still_with},
        keys::Keys,
        kit::{
            button::{Button, Weight},
            mark::{Icon, Mark},
            rich::away,
            switch::switch,
            time::until,
        },
        settings::form::{Form, Line, Went, foot, line, sent_by},
        words::{faults, knowledge as words, number, troubles},
    },
};
use leptos::{ev, prelude::*};

/// The head.
pub fn head(page: Page) -> AnyView {
    let is_named = RwSignal::new(false);
    let is_going = RwSignal::new(false);
    let is_on = memo(move |_| still_with(&page.line, |it| it.is_on));
    let wrong = move || match still(&page.went) {
        Went::Wrong(fault) => Some(view! { <p class="wrong" role="alert">{faults::say(&fault)}</p> }),
        _ => None,
    };
    let label = Signal::derive(move || words::is_used().to_owned());
    let flip = move |is_on| page.change(SourceChange::Switch { is_on });
    view! {
        <header class="know-head">
            {move || if still(&is_named) { rename(page, is_named) } else { title(page, is_named) }}
            <div class="know-steps">
                <span class="know-switch-line"><span aria-hidden="true">{words::is_used()}</span> {switch(label, is_on.into(), flip)}</span>
                {step(page)}
                <Button weight=Weight::Quiet on_press=move || is_going.set(true)>{words::remove()}</Button>
            </div>
        </header>
        {wrong}
        {move || still(&is_going).then(|| removal(page, is_going))}
        <div class="know-now">{move || page.line.try_with(|it| state(it, page.now))}</div>
        {move || still_with(&page.line, trouble)}
        {facts(page)}
        {reach(page)}
    }
    .into_any()
}

fn title(page: Page, is_named: RwSignal<bool>) -> AnyView {
    let what = page.line.with_untracked(|it| it.what.clone());
    let sub = match address(&what).and_then(Href::parse) {
        Some(href) => away(&href, short(href.as_str()).to_owned()),
        None => words::kind_of(&what).into_any(),
    };
    let folder = matches!(what, Origin::Folder).then(|| view! { " · " {words::folder_hint()} " " <code>"baton ingest"</code> });
    view! {
        <div class="know-head-name">
            <span class="know-kind"><Icon mark=mark(&what)/></span>
            <div>
                <h2 class="know-title" dir="auto">{move || still_with(&page.line, |it| it.name.clone())}</h2>
                <p class="know-sub" dir="auto">{sub} {folder}</p>
            </div>
            <button type="button" class="button button-quiet" on:click=move |_| is_named.set(true)>{words::rename()}</button>
        </div>
    }
    .into_any()
}

fn rename(page: Page, is_named: RwSignal<bool>) -> AnyView {
    let name = RwSignal::new(page.line.with_untracked(|it| it.name.clone()));
    let went = RwSignal::new(Went::Calm);
    let send = move || {
        let name = name.with_untracked(|it| it.trim().to_owned());
        page.change_in(went, SourceChange::Rename { name }, move || {
            is_named.try_set(false);
        });
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            is_named.set(false);
        }
    };
    let other = move || match still(&went) {
        Went::Wrong(Fault::Invalid { field, .. }) if field == "name" => None,
        Went::Wrong(fault) => Some(view! { <p class="wrong" role="alert">{faults::say(&fault)}</p> }),
        _ => None,
    };
    let body = view! {
        {line(Line::text(words::name(), "name", ""), went, move || still(&name), move |text| name.set(text))}
        <div class="know-foot">
            <button type="submit" class="button button-primary">{crate::ui::words::settings::save()}</button>
            <Button weight=Weight::Quiet on_press=move || is_named.set(false)>{words::cancel()}</Button>
            {other}
        </div>
    };
    request_animation_frame(|| browser::focus(".know-rename .input"));
    view! { <div class="know-rename" on:keydown=on_key>{sent_by(words::rename(), Box::new(send), body.into_any())}</div> }.into_any()
}

/// The one thing to do now: to stop what is under way, or to look again.
fn step(page: Page) -> impl IntoView {
    let is_busy = memo(move |_| still_with(&page.line, is_busy));
    let is_site = page.line.with_untracked(|it| matches!(it.what, Origin::Website { .. } | Origin::Sitemap { .. }));
    let waits = Signal::derive(move || still(&page.went) == Went::Busy);
    let press = move || page.change(if is_busy.get_untracked() { SourceChange::Stop } else { SourceChange::Refresh });
    let has_step = memo(move |_| is_site || still(&is_busy));
    move || {
        still(&has_step).then(|| {
            view! { <Button is_busy=waits on_press=press>{move || if still(&is_busy) { words::stop() } else { words::check_now() }}</Button> }
        })
    }
}

fn removal(page: Page, is_going: RwSignal<bool>) -> AnyView {
    let keys = expect_context::<Keys>();
    let name = page.line.with_untracked(|it| it.name.clone());
    let remove = move || asking(page.went, remove_source(page.id()), move |()| keys.go("/knowledge"));
    request_animation_frame(|| browser::focus(".know-sure .button"));
    view! {
        <div class="know-sure" role="group" aria-label=words::remove_source(&name)>
            <p><strong dir="auto">{words::remove_source(&name)}</strong> " " {words::removal_is_final()}</p>
            <Button on_press=move || is_going.set(false)>{words::keep_it()}</Button>
            <button type="button" class="button know-danger" on:click=move |_| remove()>{words::remove_it()}</button>
        </div>
    }
    .into_any()
}

/// Why it couldn't be read, and what to do about it.
fn trouble(it: &SourceLine) -> Option<AnyView> {
    let (State::Partial { why } | State::Failed { why }) = &it.state else { return None };
    let is_failed = matches!(it.state, State::Failed { .. });
    let rest = (is_failed && it.n_pages > 0).then(|| view! { " " {words::still_used()} });
    Some(
        view! {
            <div class="know-trouble" class=("know-trouble-failed", is_failed)>
                <Icon mark=Mark::Warn/>
                <p><strong>{troubles::what(why)}</strong> " " {troubles::fix(why)} {rest}</p>
            </div>
        }
        .into_any(),
    )
}

fn facts(page: Page) -> AnyView {
    let now = page.now;
    let of = move |draw: fn(&SourceLine) -> String| move || still_with(&page.line, draw);
    let next = move || {
        still_with(&page.line, |it| it.next_at.filter(|_| it.is_on))
            .map(|at| view! { <div><dt>{words::next_check()}</dt><dd>{until(at, now)}</dd></div> })
    };
    view! {
        <dl class="know-facts" aria-label=words::facts()>
            <div><dt>{words::pages()}</dt><dd>{of(|it| number(it.n_pages))}</dd></div>
            <div><dt>{words::passages()}</dt><dd>{of(|it| number(it.n_passages))}</dd></div>
            <div><dt>{words::used_in()}</dt><dd>{of(|it| words::n_answers(it.n_answers))}</dd></div>
            <div><dt>{words::checked_at()}</dt><dd>{move || moment(still_with(&page.line, |it| it.checked_at), now)}</dd></div>
            <div><dt>{words::changed_at()}</dt><dd>{move || moment(still_with(&page.line, |it| it.changed_at), now)}</dd></div>
            {next}
        </dl>
    }
    .into_any()
}

/// Which pages of a site are read, and when.
fn reach(page: Page) -> AnyView {
    let (what, first, id) = page.line.with_untracked(|it| (it.what.clone(), it.schedule, it.id.clone()));
    let (Origin::Website { limits: kept, .. } | Origin::Sitemap { limits: kept, .. }) = &what else { return ().into_any() };
    let form = Form::of(&format!("knowledge-reach-{id}"), Reach::of(kept, first));
    let held = Held::new(move || form.with(Clone::clone), move |reach| form.draft.set(reach));
    let save = move || {
        let (now, before) = (form.draft.get_untracked(), form.saved.get_untracked());
        let schedule = (now.schedule != before.schedule).then_some(SourceChange::Schedule { schedule: now.schedule });
        let limits = (now.limits() != before.limits()).then(|| SourceChange::Limits { limits: now.limits() });
        let id = page.id();
        let all = async move {
            let mut line = None;
            for change in [schedule, limits].into_iter().flatten() {
                line = Some(change_source(id.clone(), change).await?);
            }
            Ok(line)
        };
        asking(form.went, all, move |line| {
            form.saved.try_set(now);
            if let Some(line) = line {
                page.line.try_set(line);
            }
            page.look_now();
        });
    };
    let is_changed = Memo::new(move |_| form.is_changed());
    let fields = &["include", "exclude", "most_pages", "most_depth"];
    let body = view! {
        {schedule(&held)}
        {limits(&held, form.went, matches!(what, Origin::Website { .. }))}
        {foot(form.went, is_changed, fields, Box::new(move || form.discard()))}
    };
    view! {
        <details class="know-more">
            <summary>{words::reach()}</summary>
            {sent_by(words::reach(), Box::new(save), body.into_any())}
        </details>
    }
    .into_any()
}
