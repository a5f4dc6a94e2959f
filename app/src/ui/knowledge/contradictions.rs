//! Passages that contradict each other, side by side, and the owner's word on each pair.

use crate::{
    api::{
        contradictions::{Contradiction, Verdict, Voice, read_contradictions, settle},
        trials::Choice,
    },
    domain::{
        fault::Fault,
        id::ContradictionId,
        piece::{Piece, Side},
    },
    ui::{
        effect::{spawn_local, still, still_with},
        kit::{
            button::{Button, Weight},
            empty::{Empty, Skeleton, Trouble},
            keyed::keyed,
            mark::Mark,
            rich::{away, blocks},
        },
        knowledge::{
            warnings::Stirred,
            whose::{Whose, name_in},
        },
        reading::reading,
        receipt::passage_name,
        words::{faults, trials as words},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page.
#[component]
pub fn ContradictionsPage() -> impl IntoView {
    let (read, whose) = (reading(|| (), |()| read_contradictions()), expect_context::<Whose>());
    let shown = move || {
        let several = whose.several()?;
        Some(match read.try_get().flatten()? {
            Ok(all) => pairs(all, whose, several),
            Err(fault) => view! { <Trouble say=faults::say(&fault) on_retry=move || read.refetch()/> }.into_any(),
        })
    };
    view! {
        <Title text=words::contradictions()/>
        <Transition fallback=|| view! { <Skeleton n=3 shape="skeleton-rows"/> }>{shown}</Transition>
    }
}

/// What the page knows.
#[derive(Debug, Clone, Copy)]
struct Page {
    all: RwSignal<Vec<Contradiction>>,
    wrong: RwSignal<Option<Fault>>,
    is_busy: RwSignal<bool>,
    stirred: Option<Stirred>,
    /// The assistants, where they have to be told apart.
    several: StoredValue<Vec<Choice>>,
}

impl Page {
    fn settle(self, id: ContradictionId, verdict: Verdict) {
        self.is_busy.set(true);
        spawn_local(async move {
            let came = settle(id, verdict).await;
            self.is_busy.try_set(false);
            match came {
                Ok(all) => {
                    self.stirred.into_iter().for_each(Stirred::stir);
                    self.all.try_set(all);
                    self.wrong.try_set(None);
                }
                Err(fault) => {
                    self.wrong.try_set(Some(fault));
                }
            }
        });
    }
}

fn pairs(all: Vec<Contradiction>, whose: Whose, several: Vec<Choice>) -> AnyView {
    let page = Page {
        all: RwSignal::new(all),
        wrong: RwSignal::new(None),
        is_busy: RwSignal::new(false),
        stirred: use_context::<Stirred>(),
        several: StoredValue::new(several),
    };
    let is_in = move |it: &Contradiction, is_open: bool| (it.verdict == Verdict::Open) == is_open && whose.holds(&it.assistant);
    let of = move |is_open: bool| still_with(&page.all, |all| all.iter().filter(|it| is_in(it, is_open)).cloned().collect::<Vec<_>>());
    let has_settled = Memo::new(move |_| still_with(&page.all, |all| all.iter().any(|it| is_in(it, false))));
    let has_open = Memo::new(move |_| still_with(&page.all, |all| all.iter().any(|it| is_in(it, true))));
    view! {
        <p class="quiet">{words::contradictions_hint()}</p>
        <p class="wrong" role="alert">{move || still(&page.wrong).map(|fault| faults::say(&fault))}</p>
        <ul class="pairs" role="list" aria-label=words::contradictions()>{keyed(move || of(true), key, move |it| pair(&it, page))}</ul>
        {move || (!still(&has_open)).then(|| view! { <Empty mark=Mark::Check title=words::no_contradictions()><p>{words::no_contradictions_hint()}</p></Empty> })}
        {move || still(&has_settled).then(|| view! { <h2 class="pairs-settled">{words::settled()}</h2> })}
        <ul class="pairs" role="list" aria-label=words::settled()>{keyed(move || of(false), key, move |it| pair(&it, page))}</ul>
    }
    .into_any()
}

fn key(it: &Contradiction) -> String {
    format!("{} {}", it.id, it.verdict.key())
}

fn pair(it: &Contradiction, page: Page) -> AnyView {
    let id = StoredValue::new(it.id.clone());
    let say = move |verdict| move || page.settle(id.get_value(), verdict);
    let name = words::pair(&passage_name(&it.one.title, &it.one.section), &passage_name(&it.other.title, &it.other.section));
    let is_open = it.verdict == Verdict::Open;
    let assistant = page.several.with_value(|several| name_in(several, &it.assistant));
    let assistant = assistant.map(|name| view! { <p class="quiet" dir="auto">{name}</p> });
    let steps = if is_open {
        view! { <Button is_busy=page.is_busy on_press=say(Verdict::Both)>{words::both_are_right()}</Button> }.into_any()
    } else {
        let said = if it.verdict == Verdict::Both { words::settled_both(&it.settled_by) } else { words::settled_one(&it.settled_by) };
        view! {
            <p class="quiet" dir="auto">{said}</p>
            <Button weight=Weight::Quiet is_busy=page.is_busy on_press=say(Verdict::Open)>{words::open_again()}</Button>
        }
        .into_any()
    };
    let right = move |verdict: Verdict| {
        is_open.then(|| view! { <Button is_busy=page.is_busy on_press=say(verdict)>{words::this_is_right()}</Button> }.into_any())
    };
    view! {
        <li class="pair" aria-label=name>
            {assistant}
            <div class="pair-sides">
                {voice(&it.one, &marked(&it.words, Side::Before), standing(it.verdict, Verdict::One), right(Verdict::One))}
                {voice(&it.other, &marked(&it.words, Side::After), standing(it.verdict, Verdict::Other), right(Verdict::Other))}
            </div>
            <div class="know-steps">{steps}</div>
        </li>
    }
    .into_any()
}

/// What the owner's word means for a side, where it tells them apart.
fn standing(verdict: Verdict, side: Verdict) -> Option<AnyView> {
    match verdict {
        Verdict::Open | Verdict::Both => None,
        it if it == side => Some(view! { <span class="badge badge-ai">{words::says_right()}</span> }.into_any()),
        _ => Some(view! { <span class="badge">{words::says_unused()}</span> }.into_any()),
    }
}

/// One side's sentence: what it has in common, and of what differs its own.
fn marked(words: &[Piece], own: Side) -> Vec<(bool, String)> {
    words.iter().filter(|it| it.of == Side::Both || it.of == own).map(|it| (it.of == own, it.text.clone())).collect()
}

fn voice(it: &Voice, sentence: &[(bool, String)], standing: Option<AnyView>, step: Option<AnyView>) -> AnyView {
    let name = passage_name(&it.title, &it.section);
    let name = it.href.as_ref().map_or_else(|| name.clone().into_any(), |href| away(href, name.clone()));
    let words = sentence
        .iter()
        .map(|(is_own, text)| if *is_own { view! { <mark>{text.clone()}</mark> }.into_any() } else { text.clone().into_any() })
        .collect_view();
    view! {
        <section class="pair-side">
            <p class="pair-page" dir="auto">{name} " " {standing}</p>
            <p class="pair-says" dir="auto"><span class="pieces">{words}</span></p>
            <details class="kept">
                <summary>{words::whole_passage()}</summary>
                <div class="kept-text rich" dir="auto">{blocks(&it.blocks)}</div>
            </details>
            {step}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_side_has_its_own_words_marked() {
        let piece = |of, text: &str| Piece { of, text: text.to_owned() };
        let words = [piece(Side::Both, "within "), piece(Side::Before, "14"), piece(Side::After, "30"), piece(Side::Both, " days")];
        let side = |is_own, text: &str| (is_own, text.to_owned());
        assert_eq!(marked(&words, Side::Before), vec![side(false, "within "), side(true, "14"), side(false, " days")]);
        assert_eq!(marked(&words, Side::After), vec![side(false, "within "), side(true, "30"), side(false, " days")]);
    }
}
