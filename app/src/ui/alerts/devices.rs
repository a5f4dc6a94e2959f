//! What this browser may do, and which browsers take pushes.

use super::{Alerts, sentence::why};
use crate::{
    api::alerts::{DeviceView, add_device, read_alert_settings, remove_device},
    domain::alert::{Kind, Permission},
    ui::{
        browser,
        effect::effect,
        kit::{
            button::{Button, Weight},
            mark::Mark,
            time::{Moment, ticking},
        },
        words::{alerts as words, faults, lang},
    },
};
use leptos::{prelude::*, task::spawn_local};

#[derive(Debug, Clone, Copy)]
struct Here {
    alerts: Alerts,
    permission: RwSignal<Option<Permission>>,
    devices: RwSignal<Vec<DeviceView>>,
    /// Where this browser takes pushes.
    endpoint: RwSignal<Option<String>>,
    wrong: RwSignal<Option<String>>,
}

/// This browser, and the others that take pushes.
pub fn devices(alerts: Alerts, devices: Vec<DeviceView>, push_key: String) -> AnyView {
    let here = Here {
        alerts,
        permission: RwSignal::new(None),
        devices: RwSignal::new(devices),
        endpoint: RwSignal::new(None),
        wrong: RwSignal::new(None),
    };
    effect(move || {
        here.permission.set(Some(browser::permission()));
        browser::pushed_at(move |it| drop(here.endpoint.try_set(it)));
    });
    let hear = move || {
        browser::unlock_sound();
        // The first press has only just woken the sound.
        let play = || {
            // Where it can't be played, nothing is heard: that is what the button is for.
            let _ = browser::chime(Kind::Test);
        };
        set_timeout(play, std::time::Duration::from_millis(100));
    };
    view! {
        {move || permission(here)}
        <div class="telling-row">
            <p>{words::sound_hint()}</p>
            <Button on_press=hear>{words::hear()}</Button>
        </div>
        {move || push(here, push_key.clone())}
        {move || here.wrong.get().map(|say| view! { <p class="wrong" role="alert">{say}</p> })}
        {move || list(here)}
    }
    .into_any()
}

fn permission(here: Here) -> AnyView {
    let ask = move || {
        browser::ask_permission(move || {
            here.permission.try_set(Some(browser::permission()));
            here.alerts.refresh();
        });
    };
    let (say, button) = match here.permission.get() {
        Some(Permission::Granted) => (words::may_show(), None),
        Some(Permission::Denied) => (words::blocked_hint(), None),
        Some(Permission::Unsupported) => (words::unsupported(), None),
        Some(Permission::Default) | None => {
            (words::may_show_hint(), Some(view! { <Button weight=Weight::Primary on_press=ask>{words::allow()}</Button> }))
        }
    };
    view! { <div class="telling-row"><p>{say}</p>{button}</div> }.into_any()
}

fn push(here: Here, key: String) -> AnyView {
    let is_on =
        here.endpoint.with(|it| it.as_ref().is_some_and(|it| here.devices.with(|all| all.iter().any(|device| device.endpoint == *it))));
    if is_on {
        return view! { <div class="telling-row"><p>{words::pushes_here()}</p></div> }.into_any();
    }
    let turn_on = move || {
        here.wrong.set(None);
        let key = key.clone();
        browser::ask_permission(move || {
            here.permission.try_set(Some(browser::permission()));
            browser::subscribe(&key, lang().tag(), move |it| spawn_local(keep(here, it)));
        });
    };
    view! {
        <div class="telling-row">
            <p>{words::push_hint()}</p>
            <Button on_press=turn_on>{words::push_on()}</Button>
        </div>
    }
    .into_any()
}

async fn keep(here: Here, it: Option<crate::api::alerts::Subscription>) {
    let Some(it) = it else {
        here.wrong.try_set(Some(words::no_push().to_owned()));
        return;
    };
    let endpoint = it.endpoint.clone();
    match add_device(it).await {
        Ok(()) => drop(here.endpoint.try_set(Some(endpoint))),
        Err(fault) => drop(here.wrong.try_set(Some(faults::say(&fault)))),
    }
    read_again(here).await;
}

async fn read_again(here: Here) {
    // What can't be read now is read with the page.
    if let Ok(read) = read_alert_settings().await {
        here.devices.try_set(read.devices);
    }
}

fn list(here: Here) -> AnyView {
    let now = ticking(here.alerts.bell.with_untracked(|it| it.now));
    let rows = here.devices.with(|all| {
        all.iter()
            .map(|it| {
                let (id, name) = (it.id.clone(), if it.name.is_empty() { words::a_browser().to_owned() } else { it.name.clone() });
                let remove = words::remove(&name);
                let press = move |_| {
                    let id = id.clone();
                    spawn_local(async move {
                        if let Err(fault) = remove_device(id).await {
                            here.wrong.try_set(Some(faults::say(&fault)));
                        }
                        read_again(here).await;
                    });
                };
                let last = it
                    .worked_at
                    .map(|at| view! { <span class="telling-hint">{words::last_push()} " " <Moment at=Signal::stored(at) now/></span> });
                let failed = (!it.failed.is_empty()).then(|| view! { <span class="wrong">{why(&it.failed)}</span> });
                view! {
                    <li class="telling-row">
                        <p><span dir="auto">{name}</span> " " {last} {failed}</p>
                        <button type="button" class="icon-button" aria-label=remove.clone() title=remove on:click=press>
                            <crate::ui::kit::mark::Icon mark=Mark::Cross/>
                        </button>
                    </li>
                }
                .into_any()
            })
            .collect_view()
    });
    view! { <ul role="list" class="telling-devices" aria-label=words::devices()>{rows}</ul> }.into_any()
}
