//! Teams: who is in them, and which there are.

use super::{
    form::{Form, Line, Went, foot, line, part, saving, sent_by, tick},
    routing::{self, Edited},
};
use crate::{
    api::settings::{Change, Shown, TeamShown},
    domain::{
        id::{AccountId, TeamId},
        person::{Agent, Assistant},
        routing::Rule,
    },
    read::Read,
    ui::{
        effect::{still, still_with},
        kit::{
            keyed::keyed,
            mark::{Icon, Mark},
        },
        words::{faults, routing as rules_words, settings as words},
    },
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A team as it is edited.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
struct Draft {
    name: String,
    members: Vec<AccountId>,
}

/// The teams that there are, and whom they can be made of.
#[derive(Debug, Clone, Copy)]
struct All {
    teams: RwSignal<Vec<TeamShown>>,
    members: StoredValue<Vec<Agent>>,
    is_adding: RwSignal<bool>,
    rules: Form<Vec<routing::Draft>>,
}

pub(super) fn section(teams: Vec<TeamShown>, members: Vec<Agent>, rules: &[Rule], assistants: Vec<Assistant>) -> AnyView {
    let is_first = teams.is_empty();
    let (teams, rules) = (RwSignal::new(teams), routing::form(rules));
    let all = All { teams, members: StoredValue::new(members), is_adding: RwSignal::new(false), rules };
    let own = part(words::teams(), words::teams_hint(), list(all, is_first));
    view! { {own} {routing::section(Edited { rules, teams, assistants: StoredValue::new(assistants) })} }.into_any()
}

fn list(all: All, is_first: bool) -> AnyView {
    let list = keyed(move || still(&all.teams), |it| it.team.id.to_string(), move |it| team(all, it));
    let fresh = move || {
        if still(&all.is_adding) {
            view! { <li class="team">{edit(all, None, Draft::default(), 0)}</li> }.into_any()
        } else {
            let word = if is_first { words::first_team() } else { words::add_team() };
            view! {
                <li>
                    <button type="button" class="button" on:click=move |_| all.is_adding.set(true)><Icon mark=Mark::Plus/> {word}</button>
                </li>
            }
            .into_any()
        }
    };
    view! {
        {move || still_with(&all.teams, Vec::is_empty).then(|| view! { <p class="quiet">{words::no_teams()}</p> })}
        <ul class="teams" role="list" aria-label=words::teams()>{list} {fresh}</ul>
    }
    .into_any()
}

fn team(all: All, it: TeamShown) -> AnyView {
    let TeamShown { team, members, n_open } = it;
    let draft = Draft { name: team.name.as_str().to_owned(), members };
    view! { <li class="team">{edit(all, Some(team.id), draft, n_open)}</li> }.into_any()
}

/// What the section shows after a change.
fn shows(all: All, shown: Shown) {
    if let Shown::Teams { teams, rules, .. } = shown {
        routing::refresh(all.rules, &teams, &rules);
        all.teams.try_set(teams);
    }
}

fn edit(all: All, id: Option<TeamId>, draft: Draft, n_open: u64) -> AnyView {
    let id = StoredValue::new(id);
    let is_new = id.with_value(Option::is_none);
    let title = if is_new { words::new_team().to_owned() } else { draft.name.clone() };
    let key = id.with_value(|id| id.as_ref().map_or_else(String::new, ToString::to_string));
    let form = Form::of(&["settings-team-", &key].concat(), draft);
    let members = all.members.try_get_value().unwrap_or_default().into_iter().map(|it| member(form, it)).collect_view();
    let save = move || {
        let Draft { name, members } = form.draft.get_untracked();
        let change = Change::Team { id: id.get_value(), name, members };
        form.save(change, move |shown| {
            let Shown::Teams { teams, .. } = &shown else { return None };
            let saved = teams.iter().find(|it| Some(&it.team.id) == id.get_value().as_ref());
            let saved = saved.map(|it| Draft { name: it.team.name.as_str().to_owned(), members: it.members.clone() });
            let is_new = id.with_value(Option::is_none);
            shows(all, shown);
            if is_new {
                all.is_adding.try_set(false);
            }
            saved.or_else(|| is_new.then(Draft::default))
        });
    };
    let is_changed = Memo::new(move |_| form.is_changed());
    let discard = move || {
        form.discard();
        if is_new {
            all.is_adding.set(false);
        }
    };
    let body = view! {
        {line(
            Line::text(words::name_of_team(), "name", ""),
            form.went,
            move || form.with(|it| it.name.clone()),
            move |text| form.draft.update(|it| it.name = text),
        )}
        <fieldset class="members">
            <legend class="field-label">{words::members()}</legend>
            {members}
        </fieldset>
        {foot(form.went, is_changed, &["name"], Box::new(discard))}
        {id.get_value().map(|id| remove(all, id, n_open))}
    };
    let send: Box<dyn Fn()> = Box::new(save);
    let form = sent_by(title.clone(), send, body.into_any());
    view! { <div role="group" aria-label=title>{form}</div> }.into_any()
}

fn member(form: Form<Draft>, it: Agent) -> AnyView {
    let (id, name) = (StoredValue::new(it.id), it.name.as_str().to_owned());
    let is_in = move || id.with_value(|id| form.with(|it| it.members.contains(id)));
    tick(name, is_in, move |is_on| {
        form.draft.update(|it| {
            it.members.retain(|member| id.with_value(|id| member != id));
            if is_on {
                it.members.push(id.get_value());
                // As the server lists them: the same members in another order are no change.
                it.members.sort();
            }
        });
    })
}

/// Deleting, asked once: it says what becomes of the conversations.
fn remove(all: All, id: TeamId, n_open: u64) -> AnyView {
    let is_asked = RwSignal::new(false);
    let went = RwSignal::new(Went::Calm);
    let id = StoredValue::new(id);
    let n_rules = move || id.try_with_value(|id| routing::n_rules_of(all.rules, id)).unwrap_or_default();
    let delete = move |_| saving(went, Change::RemoveTeam { id: id.get_value() }, move |shown| shows(all, shown));
    let asked = move || {
        if still(&is_asked) {
            view! {
                <div class="sure" role="group">
                    <p>{if n_open == 0 { words::delete_empty_team().to_owned() } else { words::delete_team_with(n_open) }}</p>
                    {(n_rules() > 0).then(|| view! { <p>{rules_words::rules_go(n_rules())}</p> })}
                    <button type="button" class="button button-danger" on:click=delete>{words::delete_now()}</button>
                    <button type="button" class="button button-quiet" on:click=move |_| is_asked.set(false)>{words::keep_team()}</button>
                </div>
            }
            .into_any()
        } else {
            view! {
                <button type="button" class="button button-quiet" on:click=move |_| is_asked.set(true)>{words::delete_team()}</button>
            }
            .into_any()
        }
    };
    let wrong = move || match still(&went) {
        Went::Wrong(fault) => Some(view! { <p class="wrong" role="alert">{faults::say(&fault)}</p> }),
        _ => None,
    };
    view! { <div class="team-remove">{asked} {wrong}</div> }.into_any()
}
