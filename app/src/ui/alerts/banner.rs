//! Says when visitors wait and nobody has looked, and which rungs couldn't ring for them.

use super::{Alerts, PLACE, sentence::trouble};
use crate::ui::words::alerts as words;
use leptos::prelude::*;

/// The line, where somebody waits unseen for too long.
pub fn unseen() -> AnyView {
    let Some(alerts) = use_context::<Alerts>() else { return ().into_any() };
    let n = Memo::new(move |_| alerts.bell.try_with(|it| it.n_unseen).unwrap_or_default());
    let told = move || {
        let minutes = alerts.bell.with(|it| it.unseen_minutes);
        let troubles = alerts.bell.with(|it| it.troubles.iter().map(trouble).collect::<Vec<_>>().join(" "));
        (n.get() > 0).then(|| {
            view! {
                <p>
                    {words::wait_unseen(n.get(), &minutes.to_string())} " "
                    <a href="/inbox?view=needs-person">{words::look_there()}</a>
                    {(!troubles.is_empty()).then(|| view! { " " <span>{troubles}</span> " " <a href=PLACE>{words::mend()}</a> })}
                </p>
            }
        })
    };
    told.into_any()
}
