//! What visitors see of an assistant: its name, its words and its colour; and what brings it onto a page.

use super::{
    fault::Fault,
    text::{Name, clean},
};
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// The line under the name may have so many characters.
const LONGEST_TAGLINE: usize = 80;
/// The first words may have so many.
const LONGEST_GREETING: usize = 500;
/// A question that is offered may have so many.
const LONGEST_STARTER: usize = 120;
/// So many questions are offered for a first click.
const MOST_STARTERS: usize = 6;
/// The colour of an assistant whose owner chose none.
pub const USUAL_ACCENT: &str = "#3b5bdb";

/// An assistant's face, as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Face {
    pub name: String,
    /// One line on who answers; empty: the widget's own, in its reader's language.
    pub tagline: String,
    /// The first words in an empty thread; empty: none.
    pub greeting: String,
    /// Questions that a first click can ask.
    pub starters: Vec<String>,
    /// A colour in hex.
    pub accent: String,
}

impl Face {
    /// A face with these first words.
    pub fn of(name: &str, greeting: &str) -> Self {
        Self {
            name: name.to_owned(),
            tagline: String::new(),
            greeting: greeting.to_owned(),
            starters: Vec::new(),
            accent: USUAL_ACCENT.to_owned(),
        }
    }

    /// The same as it is kept: without blanks around anything, the colour as `#rrggbb`.
    ///
    /// # Errors
    /// `Fault::Invalid` with what to mend.
    pub fn checked(self) -> Result<Self, Fault> {
        let starters: Vec<String> = self.starters.iter().map(|it| line(it)).filter(|it| !it.is_empty()).collect();
        if starters.len() > MOST_STARTERS {
            return Err(Fault::invalid("starters", &format!("Offer {MOST_STARTERS} questions or fewer.")));
        }
        let starters = starters.into_iter().map(|it| short("starters", it, LONGEST_STARTER)).collect::<Result<_, _>>()?;
        Ok(Self {
            name: Name::parse(&self.name)?.into(),
            tagline: short("tagline", line(&self.tagline), LONGEST_TAGLINE)?,
            greeting: short("greeting", clean(&self.greeting), LONGEST_GREETING)?,
            starters,
            accent: colour(&self.accent).ok_or_else(|| Fault::invalid("accent", "Choose a colour such as #3b5bdb."))?,
        })
    }
}

/// The text in one line.
fn line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn short(field: &str, text: String, longest: usize) -> Result<String, Fault> {
    if text.chars().count() > longest {
        return Err(Fault::invalid(field, &format!("This can have {longest} characters.")));
    }
    Ok(text)
}

/// `#rrggbb` in small letters, out of `#abc` or `#aabbcc`; nothing where it is no colour in hex.
pub fn colour(text: &str) -> Option<String> {
    let digits = text.trim().trim_start_matches('#');
    let whole: String = match digits.len() {
        3 => digits.chars().flat_map(|it| [it, it]).collect(),
        6 => digits.to_owned(),
        _ => return None,
    };
    whole.bytes().all(|it| it.is_ascii_hexdigit()).then(|| ["#", &whole.to_ascii_lowercase()].concat())
}

/// What an owner puts into a page to have the widget on it. `home`: where browsers find us.
pub fn snippet(home: &str, public_key: &str, accent: &str) -> String {
    let colour = colour(accent).map_or_else(String::new, |it| format!(" data-color=\"{it}\""));
    format!("<script async src=\"{home}/widget.js\" data-assistant=\"{public_key}\"{colour}></script>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_face_is_kept_without_blanks_and_its_colour_in_six_digits() {
        let typed = Face {
            name: "  Shop   help ".to_owned(),
            tagline: " Answers\nfrom our docs ".to_owned(),
            greeting: " Hi!\nAsk me. ".to_owned(),
            starters: vec!["  How long does it take? ".to_owned(), " ".to_owned()],
            accent: " #3B5 ".to_owned(),
        };
        let kept = typed.checked().expect("fits");
        let expected = Face {
            name: "Shop help".to_owned(),
            tagline: "Answers from our docs".to_owned(),
            greeting: "Hi!\nAsk me.".to_owned(),
            starters: vec!["How long does it take?".to_owned()],
            accent: "#33bb55".to_owned(),
        };
        assert_eq!(kept, expected);
        assert_eq!(kept.clone().checked(), Ok(kept), "what is kept can be kept again");
    }

    #[test]
    fn what_is_wrong_is_told_beside_its_field() {
        let fits = || Face::of("Shop", "Hi");
        for (field, typed) in [
            ("name", Face { name: " ".to_owned(), ..fits() }),
            ("tagline", Face { tagline: "x".repeat(81), ..fits() }),
            ("greeting", Face { greeting: "x".repeat(501), ..fits() }),
            ("starters", Face { starters: vec!["x".repeat(121)], ..fits() }),
            ("starters", Face { starters: vec!["x".to_owned(); 7], ..fits() }),
            ("accent", Face { accent: "red".to_owned(), ..fits() }),
            ("accent", Face { accent: "#12345é".to_owned(), ..fits() }),
        ] {
            match typed.checked() {
                Err(Fault::Invalid { field: wrong, .. }) => assert_eq!(wrong, field),
                other => panic!("{field}: {other:?}"),
            }
        }
        assert!(fits().checked().is_ok());
    }

    #[test]
    fn a_snippet_names_the_assistant_and_colours_its_button() {
        assert_eq!(
            snippet("https://chat.example.com", "01key", "#345"),
            r##"<script async src="https://chat.example.com/widget.js" data-assistant="01key" data-color="#334455"></script>"##
        );
        assert!(!snippet("https://x.test", "01key", "\" onload=\"").contains("color"), "what is no colour isn't told");
    }
}
