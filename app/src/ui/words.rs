//! Every word that the inbox shows, each in all its languages side by side: one that lacks a language doesn't build.
//!
//! A page is in one language from its first byte on: the server finds it per request and puts it into context, the
//! browser reads it off the page, and choosing another one loads the page anew. So nothing here is reactive.

/// Words as functions.
///
/// `send: "Send", "Senden";` gives `send() -> &'static str`; `held(by): "By {by}", "Bei {by}";` gives `held(by: &str) -> String`;
/// `rows[n]: "{n} row" / "{n} rows", "{n} Zeile" / "{n} Zeilen";` gives `rows(n: u64) -> String`, one and many.
/// The languages stand in the order of [`Lang::ALL`].
macro_rules! words {
    ($(
        $(#[$doc:meta])*
        $name:ident $(($($arg:ident),+))? $([$n:ident $(, $more:ident)*])?:
        $en:literal $(/ $en_many:literal)?, $de:literal $(/ $de_many:literal)?;
    )+) => {$(
        word! { $(#[$doc])* $name $(($($arg),+))? $([$n $(, $more)*])? $en $(/ $en_many)?, $de $(/ $de_many)? }
    )+};
}

/// One entry of [`words!`].
macro_rules! word {
    ($(#[$doc:meta])* $name:ident $en:literal, $de:literal) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name() -> &'static str {
            $crate::ui::words::pick(&[$en, $de])
        }
    };
    ($(#[$doc:meta])* $name:ident ($($arg:ident),+) $en:literal, $de:literal) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name($($arg: &str),+) -> String {
            match $crate::ui::words::lang() {
                $crate::ui::words::Lang::En => format!($en),
                $crate::ui::words::Lang::De => format!($de),
            }
        }
    };
    ($(#[$doc:meta])* $name:ident [$n:ident $(, $more:ident)*] $en:literal $(/ $en_many:literal)?, $de:literal $(/ $de_many:literal)?) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name($n: u64 $(, $more: &str)*) -> String {
            let form = ($crate::ui::words::lang(), $n == 1);
            let $n = $crate::ui::words::number($n);
            match form {
                $(($crate::ui::words::Lang::En, false) => format!($en_many),)?
                ($crate::ui::words::Lang::En, _) => format!($en),
                $(($crate::ui::words::Lang::De, false) => format!($de_many),)?
                ($crate::ui::words::Lang::De, _) => format!($de),
            }
        }
    };
}

pub mod common;
pub mod alerts;
pub mod time;
pub mod frame;
pub mod assistants;
pub mod setup;
pub mod identity;
pub mod signing;
pub mod sign_in;
pub mod list;
pub mod views;
pub mod bulk;
pub mod search;
pub mod thread;
pub mod holder;
pub mod near;
pub mod keys;
pub mod palette;
pub mod promises;
pub mod remind;
pub mod mail;
pub mod knowledge;
pub mod troubles;
pub mod moments;
pub mod menus;
pub mod summary;
pub mod composer;
pub mod canned;
pub mod emoji;
pub mod answer;
pub mod receipt;
pub mod trials;
pub mod demand;
pub mod details;
pub mod card;
pub mod model;
pub mod settings;
pub mod routing;
pub mod reasons;
pub mod faults;

#[cfg(feature = "hydrate")]
#[path = "words/here.rs"]
mod force;
#[cfg(not(feature = "hydrate"))]
#[path = "words/asked.rs"]
mod force;

/// A language of the inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    En,
    De,
}

impl Lang {
    /// Every language there is, in the order in which [`words!`] has them.
    pub const ALL: [Self; 2] = [Self::En, Self::De];

    /// Its tag, as `<html lang>` and the cookie have it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
        }
    }

    /// Its own name for itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
        }
    }

    /// The direction of its script, as `<html dir>` has it.
    pub const fn dir(self) -> &'static str {
        match self {
            Self::En | Self::De => "ltr",
        }
    }

    /// The language of a tag such as `de` or `de-AT`; nothing where we don't speak it.
    pub fn of(tag: &str) -> Option<Self> {
        let first = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|lang| lang.tag().eq_ignore_ascii_case(first))
    }

    /// What stands between thousands, and before decimals.
    const fn marks(self) -> (char, char) {
        match self {
            Self::En => (',', '.'),
            Self::De => ('.', ','),
        }
    }
}

/// The language of this page.
pub fn lang() -> Lang {
    force::lang()
}

/// The text in the language of this page.
fn pick(of: &'static [&'static str; Lang::ALL.len()]) -> &'static str {
    of[lang() as usize]
}

/// A whole number, its thousands told apart.
pub fn number(n: u64) -> String {
    let digits = n.to_string();
    let mark = lang().marks().0;
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

/// A figure to two digits; one that rounds to nothing has no sign.
pub fn decimal(value: f32) -> String {
    // In whole hundredths: what the standard library needs to write a float weighs as much as a page of ours.
    #[expect(clippy::cast_possible_truncation, reason = "what is shown is small")]
    let hundredths = (f64::from(value) * 100.0).round() as i64;
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, part) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    format!("{sign}{whole}{}{part:02}", lang().marks().1)
}

/// A whole number of tenths, hundredths or thousandths (`places`), as a figure.
pub fn with_decimals(n: u64, places: u32) -> String {
    let one = 10_u64.pow(places);
    format!("{}{}{:0width$}", n / one, lang().marks().1, n % one, width = places as usize)
}

/// What `of` gives on a page in that language.
#[cfg(test)]
pub fn on_page_in<T>(lang: Lang, of: impl FnOnce() -> T) -> T {
    leptos::prelude::Owner::new().with(|| {
        leptos::prelude::provide_context(lang);
        of()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    words! {
        plain: "Send", "Senden";
        /// Its arguments may stand in another order.
        ordered(who, what): "{who} has {what}", "{what} hat {who}";
        rows[n]: "{n} row" / "{n} rows", "{n} Zeile" / "{n} Zeilen";
        hours[n]: "{n} h", "{n} Std.";
        of_rows[n, list]: "{n} row of {list}" / "{n} rows of {list}", "{n} Zeile von {list}" / "{n} Zeilen von {list}";
    }

    #[test]
    fn a_word_is_in_the_language_of_the_page() {
        assert_eq!(Lang::ALL.map(|lang| on_page_in(lang, plain)), ["Send", "Senden"]);
        assert_eq!(Lang::ALL.map(|lang| on_page_in(lang, || ordered("A", "B"))), ["A has B", "B hat A"]);
        assert_eq!(plain(), "Send", "outside a page it is English");
    }

    #[test]
    fn one_and_many_are_told_apart() {
        for (n, told) in [
            (0, ["0 rows", "0 Zeilen"]),
            (1, ["1 row", "1 Zeile"]),
            (2, ["2 rows", "2 Zeilen"]),
            (12_345, ["12,345 rows", "12.345 Zeilen"]),
        ] {
            assert_eq!(Lang::ALL.map(|lang| on_page_in(lang, || rows(n))), told);
        }
        assert_eq!(Lang::ALL.map(|lang| on_page_in(lang, || hours(3))), ["3 h", "3 Std."]);
        assert_eq!(Lang::ALL.map(|lang| on_page_in(lang, || of_rows(2, "X"))), ["2 rows of X", "2 Zeilen von X"]);
    }

    #[test]
    fn numbers_have_the_marks_of_the_language() {
        for (n, told) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(number(n), told);
        }
        assert_eq!(on_page_in(Lang::De, || number(1_234_567)), "1.234.567");
        assert_eq!([-0.001, 0.0, -1.5, 0.256].map(decimal), ["0.00", "0.00", "-1.50", "0.26"]);
        assert_eq!(on_page_in(Lang::De, || decimal(-1.5)), "-1,50");
        assert_eq!((with_decimals(5, 3).as_str(), with_decimals(1_250, 2).as_str()), ("0.005", "12.50"));
    }

    #[test]
    fn a_language_is_known_by_its_tag_in_any_country() {
        for (tag, lang) in [
            ("de", Some(Lang::De)),
            ("de-AT", Some(Lang::De)),
            ("DE_ch", Some(Lang::De)),
            ("en-GB", Some(Lang::En)),
            ("den", None),
            ("fr", None),
            ("", None),
        ] {
            assert_eq!(Lang::of(tag), lang, "{tag}");
        }
    }
}
