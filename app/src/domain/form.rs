//! What an owner asks visitors, before the first message and while they wait for a person, and what they fill in.

use super::{
    case::lower,
    fault::Fault,
    file::File,
    handoff::Reason,
    id::Seq,
    label::{Attribute, LONGEST_KEY, LONGEST_VALUE},
    person::Visitor,
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
    #[serde(default)]
    pub moment: Moment,
    /// Why a person is wanted where it is asked, of what is asked on the way to one alone; none named: whatever the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
}

/// When something is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// Before the first message.
    #[default]
    First,
    /// While the visitor waits for a person; nobody has to answer.
    Handoff,
}

impl Moment {
    /// Every moment, in their order.
    pub const ALL: [Self; 2] = [Self::First, Self::Handoff];

    /// Its name in the editor's list.
    pub const fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Handoff => "handoff",
        }
    }
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
    /// A file, such as a screenshot; while the visitor waits for a person alone.
    File,
}

impl FieldKind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Name, Self::Email, Self::Text, Self::Choice, Self::File];

    /// Its name in the editor's list.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Text => "text",
            Self::Choice => "choice",
            Self::File => "file",
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
        if is_single && before.iter().any(|it| it.kind == field.kind && it.moment == field.moment) {
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
    let waits = field.moment == Moment::Handoff;
    if field.kind == FieldKind::File && !waits {
        return Err(Fault::invalid("fields", "Ask for a file while the visitor waits for a person, not before the first message."));
    }
    let reasons = Reason::ALL.into_iter().filter(|why| waits && field.reasons.contains(why)).collect();
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
    Ok(Field { label, choices, reasons, is_required: field.is_required && !waits, ..*field })
}

fn one_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Those of `fields` that are asked at this moment.
pub fn asked_at(fields: &[Field], moment: Moment) -> impl Iterator<Item = &Field> {
    fields.iter().filter(move |field| field.moment == moment)
}

/// What is worth asking a visitor who begins to wait for a person for this reason: not what is known of them already. What they
/// filled in themselves may have been about something else.
pub fn due(fields: &[Field], visitor: &Visitor, attributes: &BTreeMap<String, Attribute>, why: Reason) -> Vec<Field> {
    let is_known = |field: &Field| match field.kind {
        FieldKind::Name => visitor.name.is_some(),
        FieldKind::Email => visitor.email.is_some(),
        _ => attributes.get(&field.label).is_some_and(|it| !it.is_captured),
    };
    let fits = |field: &&Field| (field.reasons.is_empty() || field.reasons.contains(&why)) && !is_known(field);
    asked_at(fields, Moment::Handoff).filter(fits).cloned().collect()
}

/// What a visitor is asked while they wait, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Form {
    /// Empty: nothing is asked any more.
    pub fields: Vec<Field>,
    /// The number of the event that last answered it; 0: it is still open.
    pub answered: Seq,
    /// The files that were given, by the labels of their fields.
    pub files: BTreeMap<String, File>,
}

/// What a visitor filled in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filled {
    pub name: Option<Name>,
    pub email: Option<Email>,
    pub attributes: BTreeMap<String, Attribute>,
    /// By the labels of their fields; their names are attributes too.
    pub files: BTreeMap<String, File>,
}

impl Filled {
    /// Whether nothing was.
    pub fn is_empty(&self) -> bool {
        self.name.is_none() && self.email.is_none() && self.attributes.is_empty()
    }
}

/// Attributes in one line.
pub fn in_line(attributes: &BTreeMap<String, Attribute>) -> String {
    attributes.iter().map(|(label, it)| [label.as_str(), ": ", &it.value].concat()).collect::<Vec<_>>().join(" · ")
}

/// What was filled in, texts and files by the labels of the fields; anything else in it is left out.
///
/// # Errors
/// `Fault::Invalid` where something is missing or can't be.
pub fn filled(fields: &[Field], given: &BTreeMap<String, String>, files: &BTreeMap<String, File>) -> Result<Filled, Fault> {
    let mut out = Filled::default();
    let captured = |value: String| Attribute { value, is_verified: false, is_captured: true };
    for field in fields {
        if let (FieldKind::File, Some(file)) = (field.kind, files.get(&field.label)) {
            out.attributes.insert(field.label.clone(), captured(file.name.clone()));
            out.files.insert(field.label.clone(), file.clone());
        }
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
                out.attributes.insert(field.label.clone(), captured(value));
            }
            // No text is a file.
            FieldKind::File => {}
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(label: &str, kind: FieldKind, is_required: bool) -> Field {
        let choices = if kind == FieldKind::Choice { vec!["Free".into(), " Pro ".into(), "Pro".into(), String::new()] } else { vec![] };
        Field { label: label.into(), kind, is_required, choices, ..Field::default() }
    }

    fn waiting(label: &str, kind: FieldKind) -> Field {
        Field { moment: Moment::Handoff, ..field(label, kind, true) }
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
            vec![field("Screenshot", FieldKind::File, false)],
        ] {
            assert!(matches!(checked(&wrong), Err(Fault::Invalid { .. })), "{wrong:?}");
        }
    }

    #[test]
    fn nobody_has_to_answer_while_they_wait_and_reasons_are_for_then() {
        let asks = Field { reasons: vec![Reason::Frustrated, Reason::NotInDocs, Reason::NotInDocs], ..waiting("Order", FieldKind::Text) };
        let kept = checked(&[asks.clone(), Field { moment: Moment::First, label: "First".into(), ..asks }]).expect("can be asked");
        assert_eq!((kept[0].is_required, kept[0].reasons.as_slice()), (false, &[Reason::NotInDocs, Reason::Frustrated][..]));
        assert_eq!((kept[1].is_required, kept[1].reasons.as_slice()), (true, &[][..]));
    }

    #[test]
    fn an_older_form_is_asked_first() {
        let old: Field = crate::read::read(r#"{"label":"Company","kind":"text","is_required":true}"#).expect("is read");
        assert_eq!(old, field("Company", FieldKind::Text, true));
    }

    #[test]
    fn what_is_known_is_not_asked_again() {
        let asks = [
            waiting("Name", FieldKind::Name),
            waiting("Mail", FieldKind::Email),
            waiting("Order", FieldKind::Text),
            waiting("plan", FieldKind::Text),
            Field { reasons: vec![Reason::Frustrated], ..waiting("Mood", FieldKind::Text) },
            field("First", FieldKind::Text, false),
        ];
        let it = |value: &str, is_captured| Attribute { value: value.into(), is_verified: false, is_captured };
        let attributes = BTreeMap::from([("plan".to_owned(), it("pro", false)), ("Order".to_owned(), it("1041", true))]);
        let unknown = Visitor::unknown(crate::domain::id::VisitorId::parse("visitor").expect("an id"));
        let named = Visitor { name: Name::parse("Mara").ok(), ..unknown.clone() };
        for (visitor, attributes, why, expected) in [
            (&unknown, BTreeMap::new(), Reason::NotInDocs, "Name Mail Order plan"),
            (&unknown, BTreeMap::new(), Reason::Frustrated, "Name Mail Order plan Mood"),
            (&named, attributes, Reason::NotInDocs, "Mail Order"),
        ] {
            let labels: Vec<String> = due(&asks, visitor, &attributes, why).into_iter().map(|it| it.label).collect();
            assert_eq!(labels.join(" "), expected);
        }
    }

    #[test]
    fn a_file_is_given_as_one_and_never_as_a_text() {
        let id = crate::domain::id::FileId::parse("file").expect("an id");
        let shot = File { id, name: "shot.png".into(), media: "image/png".into(), bytes: 1, width: None, height: None };
        let asks = [waiting("Screenshot", FieldKind::File), waiting("Order", FieldKind::Text)];
        let asks = checked(&asks).expect("can be asked");
        let files = BTreeMap::from([("Screenshot".to_owned(), shot.clone()), ("Order".to_owned(), shot.clone())]);
        let it = filled(&asks, &BTreeMap::from([("Order".to_owned(), "1042".to_owned())]), &files).expect("is fine");
        assert_eq!(in_line(&it.attributes), "Order: 1042 · Screenshot: shot.png");
        assert_eq!(it.files, BTreeMap::from([("Screenshot".to_owned(), shot)]));
        let text = BTreeMap::from([("Screenshot".to_owned(), "shot.png".to_owned())]);
        assert!(filled(&asks, &text, &BTreeMap::new()).expect("is left out").is_empty());
    }

    #[test]
    fn what_is_required_must_be_there_and_what_wasnt_asked_is_left_out() {
        let given = |pairs: &[(&str, &str)]| pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let whole = [("Your name", "Mara"), ("E-mail", "Mara@X.test"), ("Company", " Plum  Ltd "), ("Plan", "Pro"), ("role", "admin")];
        let it = filled(&form(), &given(&whole), &BTreeMap::new()).expect("is whole");
        assert_eq!((it.name, it.email), (Name::parse("Mara").ok(), Email::parse("mara@x.test").ok()));
        let captured = |value: &str| Attribute { value: value.into(), is_verified: false, is_captured: true };
        assert_eq!(it.attributes, BTreeMap::from([("Company".into(), captured("Plum Ltd")), ("Plan".into(), captured("Pro"))]));
        for (wrong, field) in [
            (&[("Plan", "Pro")][..], "E-mail"),
            (&[("E-mail", "nobody"), ("Plan", "Pro")], "email"),
            (&[("E-mail", "a@x.test"), ("Plan", "Gold")], "Plan"),
            (&[("E-mail", "a@x.test"), ("Plan", " ")], "Plan"),
        ] {
            let refused = filled(&form(), &given(wrong), &BTreeMap::new());
            assert!(matches!(refused, Err(Fault::Invalid { field: it, .. }) if it == field), "{wrong:?}");
        }
    }
}
