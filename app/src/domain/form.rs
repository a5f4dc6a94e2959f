//! What an owner asks before the first message, and what a visitor fills in.

use super::{
    case::lower,
    fault::Fault,
    label::{Attribute, LONGEST_KEY, LONGEST_VALUE},
    text::{Email, Name, clean},
};
use crate::read::Read;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A form may ask for this many things, and offer this many choices for each.
pub const MOST_FIELDS: usize = 8;
pub const MOST_CHOICES: usize = 20;

/// One thing that is asked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Field {
    /// What the visitor reads; also the name of the attribute that it becomes.
    pub label: String,
    pub kind: FieldKind,
    pub is_required: bool,
    /// What can be chosen; of a choice alone.
    #[serde(default)]
    pub choices: Vec<String>,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// The visitor's name.
    Name,
    /// The visitor's e-mail address.
    Email,
    #[default]
    Text,
    /// One of a few.
    Choice,
}

impl FieldKind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Name, Self::Email, Self::Text, Self::Choice];

    /// Its name in the editor's list.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Text => "text",
            Self::Choice => "choice",
        }
    }
}

/// The same fields, tidied, where a visitor can fill them in.
///
/// # Errors
/// `Fault::Invalid` with what to mend.
pub fn checked(fields: &[Field]) -> Result<Vec<Field>, Fault> {
    if fields.len() > MOST_FIELDS {
        return Err(Fault::invalid("fields", &format!("A form can ask for {MOST_FIELDS} things.")));
    }
    let fields = fields.iter().map(tidied).collect::<Result<Vec<_>, _>>()?;
    for (at, field) in fields.iter().enumerate() {
        let before = &fields[..at];
        if before.iter().any(|it| lower(&it.label) == lower(&field.label)) {
            return Err(Fault::invalid("fields", &format!("Two fields are called {}. Give each its own name.", field.label)));
        }
        let is_single = matches!(field.kind, FieldKind::Name | FieldKind::Email);
        if is_single && before.iter().any(|it| it.kind == field.kind) {
            return Err(Fault::invalid("fields", "Ask for a name and for an e-mail address once each."));
        }
    }
    Ok(fields)
}

fn tidied(field: &Field) -> Result<Field, Fault> {
    let label = one_line(&field.label);
    if label.is_empty() || label.chars().count() > LONGEST_KEY {
        return Err(Fault::invalid("fields", &format!("Give each field a name of 1 to {LONGEST_KEY} characters.")));
    }
    let is_choice = field.kind == FieldKind::Choice;
    let mut choices: Vec<String> = Vec::new();
    for choice in field.choices.iter().filter(|_| is_choice).map(|it| one_line(it)).filter(|it| !it.is_empty()) {
        if !choices.contains(&choice) {
            choices.push(choice);
        }
    }
    let fits = !is_choice || (2..=MOST_CHOICES).contains(&choices.len());
    if !fits || choices.iter().any(|it| it.chars().count() > LONGEST_VALUE) {
        return Err(Fault::invalid("fields", &format!("Offer 2 to {MOST_CHOICES} choices, one a line.")));
    }
    Ok(Field { label, choices, ..field.clone() })
}

fn one_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a visitor filled in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filled {
    pub name: Option<Name>,
    pub email: Option<Email>,
    pub attributes: BTreeMap<String, Attribute>,
}

/// What was filled in, by the labels of the fields; anything else in it is left out.
///
/// # Errors
/// `Fault::Invalid` where something is missing or can't be.
pub fn filled(fields: &[Field], given: &BTreeMap<String, String>) -> Result<Filled, Fault> {
    let mut out = Filled::default();
    for field in fields {
        let value = given.get(&field.label).map(|it| one_line(it)).unwrap_or_default();
        if value.is_empty() && field.is_required {
            return Err(Fault::invalid(&field.label, &format!("Fill in {}.", field.label)));
        }
        if value.is_empty() {
            continue;
        }
        if value.chars().count() > LONGEST_VALUE {
            return Err(Fault::invalid(&field.label, &format!("{} can have {LONGEST_VALUE} characters.", field.label)));
        }
        match field.kind {
            FieldKind::Name => out.name = Some(Name::parse(&value)?),
            FieldKind::Email => out.email = Some(Email::parse(&value)?),
            FieldKind::Choice if !field.choices.contains(&value) => {
                return Err(Fault::invalid(&field.label, &format!("Choose one of the choices for {}.", field.label)));
            }
            FieldKind::Text | FieldKind::Choice => {
                out.attributes.insert(field.label.clone(), Attribute { value, is_verified: false, is_captured: true });
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(label: &str, kind: FieldKind, is_required: bool) -> Field {
        let choices = if kind == FieldKind::Choice { vec!["Free".into(), " Pro ".into(), "Pro".into(), String::new()] } else { vec![] };
        Field { label: label.into(), kind, is_required, choices }
    }

    fn form() -> Vec<Field> {
        let fields = [
            field(" Your  name", FieldKind::Name, false),
            field("E-mail", FieldKind::Email, true),
            field("Company", FieldKind::Text, false),
            field("Plan", FieldKind::Choice, true),
        ];
        checked(&fields).expect("can be asked")
    }

    #[test]
    fn a_form_is_tidied_and_what_nobody_can_fill_in_is_refused() {
        assert_eq!((form()[0].label.as_str(), form()[3].choices.as_slice()), ("Your name", &["Free".to_owned(), "Pro".to_owned()][..]));
        for wrong in [
            vec![field("", FieldKind::Text, false)],
            vec![field(&"x".repeat(41), FieldKind::Text, false)],
            vec![field("Plan", FieldKind::Text, false), field("plan", FieldKind::Text, false)],
            vec![field("A", FieldKind::Name, false), field("B", FieldKind::Name, false)],
            vec![Field { choices: vec!["one".into()], ..field("Plan", FieldKind::Choice, false) }],
            (0..9).map(|n| field(&n.to_string(), FieldKind::Text, false)).collect(),
        ] {
            assert!(matches!(checked(&wrong), Err(Fault::Invalid { .. })), "{wrong:?}");
        }
    }

    #[test]
    fn what_is_required_must_be_there_and_what_wasnt_asked_is_left_out() {
        let given = |pairs: &[(&str, &str)]| pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let whole = [("Your name", "Mara"), ("E-mail", "Mara@X.test"), ("Company", " Plum  Ltd "), ("Plan", "Pro"), ("role", "admin")];
        let it = filled(&form(), &given(&whole)).expect("is whole");
        assert_eq!((it.name, it.email), (Name::parse("Mara").ok(), Email::parse("mara@x.test").ok()));
        let captured = |value: &str| Attribute { value: value.into(), is_verified: false, is_captured: true };
        assert_eq!(it.attributes, BTreeMap::from([("Company".into(), captured("Plum Ltd")), ("Plan".into(), captured("Pro"))]));
        for (wrong, field) in [
            (&[("Plan", "Pro")][..], "E-mail"),
            (&[("E-mail", "nobody"), ("Plan", "Pro")], "email"),
            (&[("E-mail", "a@x.test"), ("Plan", "Gold")], "Plan"),
            (&[("E-mail", "a@x.test"), ("Plan", " ")], "Plan"),
        ] {
            assert!(matches!(filled(&form(), &given(wrong)), Err(Fault::Invalid { field: it, .. }) if it == field), "{wrong:?}");
        }
    }
}
