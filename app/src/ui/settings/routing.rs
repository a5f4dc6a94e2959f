//! Which team takes whom: the owner's rules, in their order, and what they would have done lately.

use super::form::{Form, Went, adder, saved_part, small};
use crate::{
    api::settings::{Change, Routed, RoutedWait, Shown, TeamShown, try_routing},
    domain::{
        fault::Fault,
        handoff::Reason,
        id::TeamId,
        person::Assistant,
        routing::{self, Aspect, Condition, Rule},
        text::{LONGEST_NAME, Name},
    },
    read::Read,
    ui::{
        effect::{spawn_local, still, still_with},
        kit::{button::Button, keyed::keyed, mark::Mark, option::option},
        words::{common, faults, reasons, routing as words},
    },
};
use leptos::{ev, prelude::*};
use serde::{Deserialize, Serialize};

/// A rule as it is edited: what is half typed is none yet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub(super) struct Draft {
    name: String,
    team: String,
    when: Vec<Ask>,
}

/// A condition as it is edited.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
struct Ask {
    aspect: Aspect,
    value: String,
}

/// The rules, and what they can be made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edited {
    pub rules: Form<Vec<Draft>>,
    pub teams: RwSignal<Vec<TeamShown>>,
    pub assistants: StoredValue<Vec<Assistant>>,
}

impl Draft {
    fn of(it: &Rule) -> Self {
        let when = it.when.iter().map(|it| Ask { aspect: it.aspect(), value: it.text() }).collect();
        Self { name: it.name.as_str().to_owned(), team: it.team.to_string(), when }
    }

    fn rule(&self, all: Edited) -> Result<Rule, Fault> {
        let team = routing::team(&self.team)?;
        let when = self.when.iter().map(|it| Condition::parse(it.aspect, &it.value)).collect::<Result<_, _>>()?;
        let name = Some(self.name.clone()).filter(|it| !it.trim().is_empty());
        Ok(Rule { name: Name::parse(&name.unwrap_or_else(|| self.called(all)))?, team, when })
    }

    /// Its name, where nobody gave it one.
    fn called(&self, all: Edited) -> String {
        let values: Vec<String> = self.when.iter().map(|it| it.told(all)).collect();
        let name = if values.is_empty() { words::everything_else().to_owned() } else { values.join(" · ") };
        name.chars().take(LONGEST_NAME).collect()
    }
}

impl Ask {
    /// What it looks for, in words.
    fn told(&self, all: Edited) -> String {
        let name = match self.aspect {
            Aspect::Reason => routing::reason(&self.value).map(|why| reasons::label(why).to_owned()),
            Aspect::Assistant => all.assistants.with_value(|known| {
                let it = known.iter().find(|it| it.id.as_str() == self.value)?;
                Some(it.name.as_str().to_owned())
            }),
            _ => None,
        };
        name.unwrap_or_else(|| self.value.clone())
    }
}

/// The rules as they are saved.
pub(super) fn form(rules: &[Rule]) -> Form<Vec<Draft>> {
    Form::of("settings-routing", rules.iter().map(Draft::of).collect())
}

/// Takes in what is saved now, after a change to the teams. What was being edited stays, but for rules whose team is gone.
pub(super) fn refresh(form: Form<Vec<Draft>>, teams: &[TeamShown], rules: &[Rule]) {
    let is_changed = form.is_changed();
    let saved: Vec<Draft> = rules.iter().map(Draft::of).collect();
    form.saved.try_set(saved.clone());
    form.draft.try_update(|it| {
        if is_changed {
            it.retain(|rule| rule.team.is_empty() || teams.iter().any(|known| known.team.id.as_str() == rule.team));
        } else {
            *it = saved;
        }
    });
}

/// How many rules lead to a team.
pub(super) fn n_rules_of(form: Form<Vec<Draft>>, team: &TeamId) -> u64 {
    still_with(&form.saved, |it| it.iter().filter(|rule| rule.team == team.as_str()).count() as u64)
}

pub(super) fn section(all: Edited) -> AnyView {
    let form = all.rules;
    let n = Memo::new(move |_| form.with(Vec::len));
    let add = move || form.draft.update(|it| it.push(Draft { when: vec![Ask::default()], ..Draft::default() }));
    let empty = move || (still(&n) == 0).then(|| view! { <p class="quiet">{words::no_rules()}</p> });
    let rules = keyed(move || (0..still(&n)).collect(), ToString::to_string, move |at| rule(all, at));
    let more = move || {
        if still_with(&all.teams, Vec::is_empty) {
            view! { <p class="quiet">{words::team_first()}</p> }.into_any()
        } else {
            adder(words::add_rule(), add)
        }
    };
    let body = view! { {empty} <ol class="rules" role="list" aria-label=words::rules()>{rules}</ol> {more} {trial(all)} };
    let save = move || match drafted(all) {
        Ok(rules) => form.save(Change::Routing { rules }, |shown| match shown {
            Shown::Teams { rules, .. } => Some(rules.iter().map(Draft::of).collect()),
            _ => None,
        }),
        Err(fault) => form.went.set(Went::Wrong(fault)),
    };
    saved_part(words::rules(), words::rules_hint(), form, &[], body.into_any(), save)
}

/// Changes what a rule asks for. The name that it has by that alone goes with it.
fn ask(all: Edited, at: usize, how: impl FnOnce(&mut Draft)) {
    all.rules.draft.update(|it| {
        let Some(rule) = it.get_mut(at) else { return };
        let before = rule.called(all);
        how(rule);
        if is_named(&rule.name, &before) && rule.called(all) != before {
            rule.name.clear();
        }
    });
}

/// Whether a name is this one, as names are kept.
fn is_named(name: &str, called: &str) -> bool {
    Name::parse(called).is_ok_and(|it| it.as_str() == name)
}

/// The rules as they are typed, where each is whole.
fn drafted(all: Edited) -> Result<Vec<Rule>, Fault> {
    all.rules.draft.get_untracked().iter().map(|it| it.rule(all)).collect()
}

fn rule(all: Edited, at: usize) -> AnyView {
    let form = all.rules;
    let change = move |how: &dyn Fn(&mut Draft)| form.draft.update(|it| it.get_mut(at).into_iter().for_each(how));
    let name = move || form.with(|it| it.get(at).map(|rule| rule.name.clone()).unwrap_or_default());
    let n = Memo::new(move |_| form.with(|it| it.get(at).map_or(0, |rule| rule.when.len())));
    let remove = move || {
        form.draft.update(|it| {
            if at < it.len() {
                it.remove(at);
            }
        });
    };
    let swap = move |one: usize, two: usize| {
        form.draft.update(|it| {
            if one < it.len() && two < it.len() {
                it.swap(one, two);
            }
        });
    };
    let called = words::nth_rule(&(at + 1).to_string());
    let conditions = keyed(move || (0..still(&n)).collect(), ToString::to_string, move |nth| condition(all, at, nth));
    let told = move || match still(&n) {
        0 => Some(words::everything()),
        1 => None,
        _ => Some(words::one_is_enough()),
    };
    view! {
        <li>
            <div class="rule" role="group" aria-label=called>
                <div class="row-line">
                    <span class="rule-nth" aria-hidden="true">{at + 1}</span>
                    <input
                        class="input"
                        type="text"
                        dir="auto"
                        maxlength="80"
                        autocomplete="off"
                        aria-label=words::name()
                        placeholder=words::named_by_itself()
                        value=untrack(name)
                        prop:value=name
                        on:input=move |event| { let typed = event_target_value(&event); change(&|rule| rule.name.clone_from(&typed)); }
                    />
                    {small(Mark::Up, words::move_up(&called), move || swap(at, at.saturating_sub(1)))}
                    {small(Mark::Down, words::move_down(&called), move || swap(at, at + 1))}
                    {small(Mark::Cross, words::remove_rule(&called), remove)}
                </div>
                <ul class="set-rows" role="list">{conditions}</ul>
                {move || told().map(|say| view! { <p class="hint">{say}</p> })}
                <div class="rule-foot">
                    {adder(words::add_condition(), move || ask(all, at, |rule| rule.when.push(Ask::default())))}
                    {team(all, at)}
                </div>
            </div>
        </li>
    }
    .into_any()
}

/// To whom it goes.
fn team(all: Edited, at: usize) -> AnyView {
    let form = all.rules;
    let chosen = move || form.with(|it| it.get(at).map(|rule| rule.team.clone()).unwrap_or_default());
    let choose = move |event: ev::Event| {
        let id = event_target_value(&event);
        form.draft.update(|it| it.get_mut(at).into_iter().for_each(|rule| rule.team.clone_from(&id)));
    };
    let named = |it: &TeamShown| (it.team.id.to_string(), it.team.name.as_str().to_owned());
    let teams = move || still_with(&all.teams, |it| it.iter().map(named).collect::<Vec<_>>());
    view! {
        <label class="rule-team">
            <span>{words::goes_to()}</span>
            <select class="chooser button" on:change=choose>{options(words::choose_team(), teams, chosen)}</select>
        </label>
    }
    .into_any()
}

fn condition(all: Edited, at: usize, nth: usize) -> AnyView {
    let form = all.rules;
    let of = move |it: &[Draft]| it.get(at).and_then(|rule| rule.when.get(nth)).cloned().unwrap_or_default();
    let aspect = Memo::new(move |_| form.with(|it| of(it).aspect));
    let change = move |how: &dyn Fn(&mut Ask)| ask(all, at, |rule| rule.when.get_mut(nth).into_iter().for_each(how));
    let remove = move || {
        ask(all, at, |rule| {
            if nth < rule.when.len() {
                rule.when.remove(nth);
            }
        });
    };
    let choose = move |event: ev::Event| {
        let name = event_target_value(&event);
        let chosen = Aspect::ALL.into_iter().find(|it| it.name() == name).unwrap_or_default();
        change(&|ask| *ask = Ask { aspect: chosen, value: String::new() });
    };
    // Where there is one assistant, there is nothing to tell apart.
    let has_many = all.assistants.try_with_value(|known| known.len() > 1) == Some(true) || aspect.get_untracked() == Aspect::Assistant;
    let kinds = Aspect::ALL
        .into_iter()
        .filter(|it| has_many || *it != Aspect::Assistant)
        .map(|it| (it.name().to_owned(), words::aspect(it).to_owned()))
        .map(|it| one(it, move || still(&aspect).name().to_owned()))
        .collect_view();
    let value = move || form.with(|it| of(it).value);
    let set = move |typed: String| change(&|ask| ask.value.clone_from(&typed));
    let field = move || match still(&aspect) {
        Aspect::Reason => choice(Aspect::Reason, causes, value, set),
        Aspect::Assistant => {
            let named = |it: &Assistant| (it.id.to_string(), it.name.as_str().to_owned());
            let known = move || all.assistants.try_with_value(|known| known.iter().map(named).collect::<Vec<_>>()).unwrap_or_default();
            choice(Aspect::Assistant, known, value, set)
        }
        typed => view! {
            <input
                class="input"
                type="text"
                dir="auto"
                maxlength="400"
                autocomplete="off"
                aria-label=words::aspect(typed)
                placeholder=words::example(typed)
                value=untrack(value)
                prop:value=value
                on:input=move |event| set(event_target_value(&event))
            />
        }
        .into_any(),
    };
    view! {
        <li class="row-line">
            <select class="chooser button" aria-label=words::looked_at() on:change=choose>{kinds}</select>
            {field}
            {small(Mark::Cross, words::remove_condition().to_owned(), remove)}
        </li>
    }
    .into_any()
}

/// The reasons for which somebody waits.
fn causes() -> Vec<(String, String)> {
    let all = Reason::ALL.into_iter().filter(|why| *why != Reason::AgentPulled);
    all.map(|why| (routing::key(why), reasons::label(why).to_owned())).collect()
}

/// A condition's value, where it is chosen.
fn choice(
    of: Aspect,
    all: impl Fn() -> Vec<(String, String)> + Send + Sync + 'static,
    chosen: impl Fn() -> String + Copy + Send + Sync + 'static,
    set: impl Fn(String) + 'static,
) -> AnyView {
    view! {
        <select class="chooser button rule-value" aria-label=words::aspect(of) on:change=move |event| set(event_target_value(&event))>
            {options(words::choose(), all, chosen)}
        </select>
    }
    .into_any()
}

/// What can be chosen, and what stands there while nothing is.
fn options(
    nothing: &'static str,
    all: impl Fn() -> Vec<(String, String)> + Send + Sync + 'static,
    chosen: impl Fn() -> String + Copy + Send + Sync + 'static,
) -> AnyView {
    view! {
        {one((String::new(), nothing.to_owned()), chosen)}
        {move || all().into_iter().map(|it| one(it, chosen)).collect_view()}
    }
    .into_any()
}

/// One of them.
fn one(it: (String, String), chosen: impl Fn() -> String + Send + Sync + 'static) -> AnyView {
    let own = it.0.clone();
    option(it, move || chosen() == own, || false)
}

/// What the rules would have done in thirty days.
fn trial(all: Edited) -> AnyView {
    type Told = Option<Result<(Vec<Rule>, Routed), Fault>>;
    let told = RwSignal::<Told>::new(None);
    let is_busy = RwSignal::new(false);
    let ask = move || {
        let rules = match drafted(all) {
            Ok(rules) => rules,
            Err(fault) => return told.set(Some(Err(fault))),
        };
        is_busy.set(true);
        spawn_local(async move {
            let answer = try_routing(rules.clone()).await;
            is_busy.try_set(false);
            told.try_set(Some(answer.map(|it| (rules, it))));
        });
    };
    let answer = move || {
        still(&told).map(|told| match told {
            Ok((rules, it)) => tried(all, &rules, it),
            Err(fault) => view! { <p class="wrong">{faults::say(&fault)}</p> }.into_any(),
        })
    };
    view! {
        <div class="rehearsal">
            <Button is_busy=is_busy on_press=ask>{words::rehearse()}</Button>
            <div role="status">{answer}</div>
        </div>
    }
    .into_any()
}

fn tried(all: Edited, rules: &[Rule], it: Routed) -> AnyView {
    if it.n_waits == 0 {
        return view! { <p>{words::nobody_waited()}</p> }.into_any();
    }
    let teams = all.teams.try_get_untracked().unwrap_or_default();
    let name = |id: &TeamId| teams.iter().find(|it| it.team.id == *id).map(|it| it.team.name.as_str().to_owned()).unwrap_or_default();
    let n_taken: u64 = it.taken.iter().sum();
    let none = it.n_waits.saturating_sub(n_taken);
    let goings = by_team(rules, &it.taken).into_iter().map(|(team, n)| view! { <li dir="auto">{words::would_go(n, &name(team))}</li> });
    let stay = (none > 0).then(|| view! { <li>{words::would_stay(none)}</li> });
    let cut = it.is_cut.then(|| view! { <p class="hint">{words::latest_alone()}</p> });
    let latest = it.latest.into_iter().map(|wait| {
        let rule = wait.rule.and_then(|nth| rules.get(usize::try_from(nth).ok()?));
        let place = rule.map_or_else(|| words::to_none().to_owned(), |rule| words::to_team(&name(&rule.team)));
        waited(wait, place)
    });
    view! {
        <p><strong>{words::n_waits(it.n_waits)}</strong></p>
        <ul class="goings">{goings.collect_view()} {stay}</ul>
        {cut}
        <ul class="hits" role="list">{latest.collect_view()}</ul>
    }
    .into_any()
}

/// How many each team would have got, in the order in which the rules name them.
fn by_team<'a>(rules: &'a [Rule], taken: &[u64]) -> Vec<(&'a TeamId, u64)> {
    let mut teams: Vec<(&TeamId, u64)> = Vec::new();
    for (rule, n) in rules.iter().zip(taken) {
        match teams.iter_mut().find(|(team, _)| **team == rule.team) {
            Some((_, sum)) => *sum += n,
            None => teams.push((&rule.team, *n)),
        }
    }
    teams
}

fn waited(it: RoutedWait, place: String) -> AnyView {
    let visitor = common::visitor(&it.visitor);
    let text = if it.text.is_empty() { visitor.clone() } else { it.text };
    view! {
        <li>
            <a href=format!("/inbox/{}", it.conversation) dir="auto">{text}</a>
            <span class="quiet"><span dir="auto">{visitor}</span> " · " <span dir="auto">{place}</span></span>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_that_is_called_by_what_it_asks_for_is_called_anew_when_that_changes() {
        let owner = Owner::new();
        owner.with(|| {
            let of = |value: &str| Ask { aspect: Aspect::Words, value: value.to_owned() };
            let draft = |name: &str, value: &str| Draft { name: name.to_owned(), team: String::new(), when: vec![of(value)] };
            let saved = vec![draft("invoice", "invoice"), draft("Bills", "invoice")];
            let rules = Form { draft: RwSignal::new(saved.clone()), saved: RwSignal::new(saved), went: RwSignal::new(Went::Calm) };
            let all = Edited { rules, teams: RwSignal::new(Vec::new()), assistants: StoredValue::new(Vec::new()) };
            let names = || rules.draft.with_untracked(|it| it.iter().map(|rule| rule.name.clone()).collect::<Vec<_>>());
            ask(all, 0, |rule| rule.when[0].value = "invoice".to_owned());
            assert_eq!(names(), ["invoice", "Bills"]);
            (0..3).for_each(|at| ask(all, at, |rule| rule.when.push(of("refund"))));
            assert_eq!(names(), ["", "Bills"]);
        });
    }

    #[test]
    fn a_team_gets_what_all_its_rules_take() {
        let team = |id: &str| TeamId::parse(id).expect("an id");
        let rule = |id: &str| Rule { name: Name::parse("Rule").expect("a name"), team: team(id), when: Vec::new() };
        let rules = ["billing", "sales", "billing"].map(rule);
        assert_eq!(by_team(&rules, &[3, 2, 4]), [(&team("billing"), 7), (&team("sales"), 2)]);
    }
}
