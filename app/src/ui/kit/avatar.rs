//! A person's initials in a circle.

use crate::domain::case::upper;
use leptos::prelude::*;

/// The initials of `name`; the name itself must stand beside it or in its title.
pub fn avatar(name: &str) -> impl IntoView + use<> {
    view! { <span class="avatar" aria-hidden="true">{initials(name)}</span> }
}

/// The first letters of the first and the last word, at most two.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.last().and_then(|word| word.chars().next());
    upper(&first.into_iter().chain(last).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_come_from_the_first_and_the_last_word() {
        for (name, told) in [("Ana", "A"), ("Mara Lindqvist", "ML"), ("a b c", "AC"), ("", ""), ("élodie öz", "ÉÖ"), ("مريم حداد", "مح")]
        {
            assert_eq!(initials(name), told);
        }
    }
}
