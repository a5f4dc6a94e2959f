//! What a press of a key asks for. Pure.

use super::table::{Act, SHORTCUTS, Strokes};

/// A press as the browser tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Press {
    pub key: String,
    /// Ctrl, or ⌘ where that is the custom, and nothing beside it but perhaps Shift. AltGr is Ctrl and Alt on some systems.
    pub has_command: bool,
    /// Ctrl, ⌘ or Alt.
    pub has_other: bool,
    pub has_shift: bool,
    /// It makes a part of a character: AltGr, a dead key, an input method.
    pub is_composing: bool,
    /// The key is held down.
    pub is_repeated: bool,
}

/// Where the page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// A field has the focus: letters are letters.
    pub is_typing: bool,
    /// A window or a menu lies over the page.
    pub has_layer: bool,
    /// Single keys are switched on.
    pub has_letters: bool,
    /// Somebody is signed in.
    pub is_inside: bool,
}

/// What it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    Nothing,
    /// The first key of two.
    Begun(&'static str),
    Asked(Act),
}

/// What `press` asks for, after `begun` was pressed as the first key of two.
pub fn heard(press: &Press, begun: Option<&str>, place: Place) -> Heard {
    let key = press.key.as_str();
    // A dead key or an input method has names instead of characters; a name is no shortcut of ours.
    let is_character = key.chars().count() == 1;
    if press.is_composing || !is_character || place.has_layer || !place.is_inside {
        return Heard::Nothing;
    }
    if press.has_command && !press.has_shift && !press.is_repeated {
        let of_command = |strokes| matches!(strokes, Strokes::Command(it) if is(it, key));
        return asked(of_command);
    }
    let is_letter = key.chars().all(char::is_alphabetic);
    if press.has_other || place.is_typing || !place.has_letters || (is_letter && press.has_shift) {
        return Heard::Nothing;
    }
    let asks = |strokes| match (strokes, begun) {
        (Strokes::Two(first, second), Some(begun)) => first == begun && is(second, key),
        (Strokes::One(keys), _) => keys.iter().any(|it| is(it, key)),
        _ => false,
    };
    // After a first key, the second of the two comes before what it does alone.
    let second = |strokes| matches!(strokes, Strokes::Two(..)) && asks(strokes);
    match asked(second) {
        Heard::Nothing => {}
        found if press.is_repeated => return if begun.is_some() { Heard::Nothing } else { found },
        found => return found,
    }
    let begins = |strokes| match strokes {
        Strokes::Two(first, _) if is(first, key) => Some(first),
        _ => None,
    };
    match SHORTCUTS.iter().find_map(|it| begins(it.strokes)) {
        Some(_) if press.is_repeated => Heard::Nothing,
        Some(first) => Heard::Begun(first),
        // Going on is the only thing that holding a key down is for.
        None => match asked(asks) {
            Heard::Asked(act) if press.is_repeated && !matches!(act, Act::Next | Act::Previous) => Heard::Nothing,
            found => found,
        },
    }
}

/// Capitals that come of Caps Lock are the same keys.
fn is(of_table: &str, key: &str) -> bool {
    of_table.eq_ignore_ascii_case(key)
}

fn asked(fits: impl Fn(Strokes) -> bool) -> Heard {
    SHORTCUTS.iter().find(|it| fits(it.strokes)).map_or(Heard::Nothing, |it| Heard::Asked(it.act))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FREE: Place = Place { is_typing: false, has_layer: false, has_letters: true, is_inside: true };

    fn key(key: &str) -> Press {
        Press { key: key.to_owned(), ..Press::default() }
    }

    fn alone(press: &Press) -> Heard {
        heard(press, None, FREE)
    }

    #[test]
    fn a_key_asks_for_its_act() {
        for (text, act) in [("j", Act::Next), ("k", Act::Previous), ("c", Act::Claim), ("l", Act::Tag), ("#", Act::Tag)] {
            assert_eq!(alone(&key(text)), Heard::Asked(act), "{text}");
        }
        assert_eq!(alone(&key("J")), Heard::Asked(Act::Next), "Caps Lock");
        assert_eq!(alone(&key("q")), Heard::Nothing);
    }

    #[test]
    fn signs_may_need_shift_and_letters_may_not() {
        for (text, act) in [("?", Act::Help), ("/", Act::Search), ("#", Act::Tag)] {
            assert_eq!(alone(&Press { has_shift: true, ..key(text) }), Heard::Asked(act), "{text}");
        }
        assert_eq!(alone(&Press { has_shift: true, ..key("R") }), Heard::Nothing);
    }

    #[test]
    fn two_keys_ask_together_and_the_second_alone_means_something_else() {
        assert_eq!(alone(&key("g")), Heard::Begun("g"));
        for (second, act) in
            [("i", Act::GoInbox), ("m", Act::GoMine), ("s", Act::GoSettings), ("p", Act::GoPromises), ("g", Act::ClaimNext)]
        {
            assert_eq!(heard(&key(second), Some("g"), FREE), Heard::Asked(act), "g {second}");
        }
        assert_eq!(alone(&key("s")), Heard::Asked(Act::Snooze));
        assert_eq!(heard(&key("j"), Some("g"), FREE), Heard::Asked(Act::Next), "what isn't a second key is itself");
    }

    #[test]
    fn nothing_is_asked_while_somebody_types_or_a_layer_is_open() {
        let typing = Place { is_typing: true, ..FREE };
        for place in [typing, Place { has_layer: true, ..FREE }, Place { has_letters: false, ..FREE }, Place { is_inside: false, ..FREE }] {
            for text in ["j", "g", "?", "#"] {
                assert_eq!(heard(&key(text), None, place), Heard::Nothing, "{text} {place:?}");
            }
        }
        let command = Press { has_command: true, has_other: true, ..key("k") };
        assert_eq!(heard(&command, None, typing), Heard::Asked(Act::Palette), "but with Ctrl or ⌘");
        assert_eq!(heard(&command, None, Place { has_letters: false, ..FREE }), Heard::Asked(Act::Palette));
        assert_eq!(heard(&command, None, Place { has_layer: true, ..FREE }), Heard::Nothing);
    }

    #[test]
    fn keys_that_make_characters_or_belong_to_the_browser_ask_for_nothing() {
        for press in [
            Press { is_composing: true, ..key("c") },
            Press { has_other: true, ..key("c") },
            Press { has_other: true, has_command: true, ..key("c") },
            Press { has_other: true, has_command: true, has_shift: true, ..key("k") },
            key("Dead"),
            key("Process"),
            key("Unidentified"),
            key(""),
            key("ß"),
        ] {
            assert_eq!(alone(&press), Heard::Nothing, "{press:?}");
        }
    }

    #[test]
    fn holding_a_key_down_goes_on_and_does_nothing_twice() {
        let held = |text| Press { is_repeated: true, ..key(text) };
        assert_eq!(alone(&held("j")), Heard::Asked(Act::Next));
        assert_eq!(alone(&held("e")), Heard::Nothing);
        assert_eq!(alone(&held("g")), Heard::Nothing);
        assert_eq!(heard(&held("g"), Some("g"), FREE), Heard::Nothing, "one long g claims nothing");
    }
}
