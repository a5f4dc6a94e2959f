//! How the widget reads the protocol's shapes from JSON. The round trip at the foot covers each of them.

use super::{Entries, Entry, Shard, Shown, Source, Welcome, json::Json};
use crate::domain::{
    answer::Kind,
    handoff::Reason,
    rich::{Block, Href, Inline},
};

/// A shape that can be read from JSON.
pub trait Read: Sized {
    /// Reads the shape; where a field is missing or of another kind, says so to `bad` and gives anything.
    ///
    /// One flag, asked once at the end, instead of a way out at each field: that halves what the widget carries.
    fn read(json: &Json, bad: &mut bool) -> Self;

    /// Reads the text of a reply or a frame; nothing where it doesn't fit.
    fn from_text(text: &str) -> Option<Self> {
        let mut bad = false;
        let it = Self::read(&Json::read(text)?, &mut bad);
        (!bad).then_some(it)
    }
}

/// The field's value; `null` where there is none.
fn get<'j>(json: &'j Json, name: &str) -> &'j Json {
    json.get(name).unwrap_or(&Json::Null)
}

fn text(json: &Json, name: &str, bad: &mut bool) -> String {
    String::read(get(json, name), bad)
}

fn number(json: &Json, name: &str, most: i64, bad: &mut bool) -> i64 {
    let number = get(json, name).number().filter(|number| (0..=most).contains(number));
    *bad |= number.is_none();
    number.unwrap_or_default()
}

fn small(json: &Json, name: &str, bad: &mut bool) -> u32 {
    number(json, name, u32::MAX.into(), bad) as u32
}

fn word<'j>(json: &'j Json, bad: &mut bool) -> &'j str {
    let word = json.text();
    *bad |= word.is_none();
    word.unwrap_or_default()
}

fn field<T: Read>(json: &Json, name: &str, bad: &mut bool) -> T {
    T::read(get(json, name), bad)
}

impl<T: Read> Read for Vec<T> {
    fn read(json: &Json, bad: &mut bool) -> Self {
        let Json::List(items) = json else {
            *bad = true;
            return Self::new();
        };
        // A loop, for each of its many instances is half as large as that of a collected iterator.
        let mut out = Self::new();
        for item in items {
            out.push(T::read(item, bad));
        }
        out
    }
}

impl Read for String {
    fn read(json: &Json, bad: &mut bool) -> Self {
        word(json, bad).to_owned()
    }
}

impl Read for Welcome {
    fn read(json: &Json, bad: &mut bool) -> Self {
        Self {
            token: text(json, "token", bad),
            name: text(json, "name", bad),
            tagline: text(json, "tagline", bad),
            greeting: text(json, "greeting", bad),
            starters: field(json, "starters", bad),
            visitor: text(json, "visitor", bad),
            seq: number(json, "seq", i64::MAX, bad) as u64,
            entries: field(json, "entries", bad),
        }
    }
}

impl Read for Entries {
    fn read(json: &Json, bad: &mut bool) -> Self {
        Self { entries: field(json, "entries", bad) }
    }
}

impl Read for Entry {
    fn read(json: &Json, bad: &mut bool) -> Self {
        let seq = number(json, "seq", i64::MAX, bad) as u64;
        Self { seq, at: number(json, "at", i64::MAX, bad), what: field(json, "what", bad) }
    }
}

impl Read for Shown {
    fn read(json: &Json, bad: &mut bool) -> Self {
        match word(get(json, "is"), bad) {
            "mine" => Self::Mine { id: text(json, "id", bad), text: text(json, "text", bad) },
            "answer" => {
                Self::Answer { kind: field(json, "kind", bad), parts: field(json, "parts", bad), sources: field(json, "sources", bad) }
            }
            "reply" => Self::Reply { by: text(json, "by", bad), body: field(json, "body", bad) },
            "handed_off" => Self::HandedOff { why: field(json, "why", bad) },
            "joined" => Self::Joined { by: text(json, "by", bad) },
            "handed_back" => Self::HandedBack,
            "closed" => Self::Closed,
            "reopened" => Self::Reopened,
            "named" => Self::Named { name: text(json, "name", bad) },
            _ => {
                *bad = true;
                Self::Closed
            }
        }
    }
}

impl Read for Kind {
    fn read(json: &Json, bad: &mut bool) -> Self {
        match word(json, bad) {
            "grounded" => Self::Grounded,
            "suggestion" => Self::Suggestion,
            "not_covered" => Self::NotCovered,
            "courtesy" => Self::Courtesy,
            _ => {
                *bad = true;
                Self::NotCovered
            }
        }
    }
}

impl Read for Reason {
    fn read(json: &Json, bad: &mut bool) -> Self {
        match word(json, bad) {
            "asked_for_person" => Self::AskedForPerson,
            "not_in_docs" => Self::NotInDocs,
            "low_confidence" => Self::LowConfidence,
            "account_question" => Self::AccountQuestion,
            "assistant_failed" => Self::AssistantFailed,
            _ => {
                *bad = true;
                Self::AssistantFailed
            }
        }
    }
}

impl Read for Shard {
    fn read(json: &Json, bad: &mut bool) -> Self {
        Self { body: field(json, "body", bad), cites: small(json, "cites", bad) }
    }
}

impl Read for Source {
    fn read(json: &Json, bad: &mut bool) -> Self {
        let n = small(json, "n", bad);
        Self { n, title: text(json, "title", bad), section: text(json, "section", bad), href: field(json, "href", bad) }
    }
}

impl Read for Href {
    fn read(json: &Json, bad: &mut bool) -> Self {
        Self::parse(word(json, bad)).unwrap_or_else(|| {
            *bad = true;
            Self::nowhere()
        })
    }
}

impl Read for Block {
    fn read(json: &Json, bad: &mut bool) -> Self {
        match word(get(json, "is"), bad) {
            "paragraph" => Self::Paragraph { of: field(json, "of", bad) },
            "heading" => Self::Heading { level: number(json, "level", 255, bad) as u8, of: field(json, "of", bad) },
            "list" => {
                let start = json.get("start").and_then(Json::number).and_then(|start| u32::try_from(start).ok());
                Self::List { start, items: field(json, "items", bad) }
            }
            "code" => Self::Code { text: text(json, "text", bad) },
            "quote" => Self::Quote { of: field(json, "of", bad) },
            "table" => Self::Table { rows: field(json, "rows", bad) },
            _ => {
                *bad = true;
                Self::Code { text: String::new() }
            }
        }
    }
}

impl Read for Inline {
    fn read(json: &Json, bad: &mut bool) -> Self {
        match word(get(json, "is"), bad) {
            "text" => Self::Text { text: text(json, "text", bad) },
            "strong" => Self::Strong { of: field(json, "of", bad) },
            "em" => Self::Em { of: field(json, "of", bad) },
            "code" => Self::Code { text: text(json, "text", bad) },
            "link" => Self::Link { to: field(json, "to", bad), of: field(json, "of", bad) },
            "break" => Self::Break,
            _ => {
                *bad = true;
                Self::Break
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words() -> impl Strategy<Value = String> {
        "[^\u{0}-\u{1f}]{0,12}"
    }

    fn href() -> impl Strategy<Value = Href> {
        "https://[a-z]{1,8}\\.test/[a-z#?=&]{0,8}".prop_map(|text| Href::parse(&text).expect("safe"))
    }

    fn inline() -> impl Strategy<Value = Inline> {
        let leaf = prop_oneof![
            words().prop_map(|text| Inline::Text { text }),
            words().prop_map(|text| Inline::Code { text }),
            Just(Inline::Break),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            let of = prop::collection::vec(inner, 0..3);
            prop_oneof![
                of.clone().prop_map(|of| Inline::Strong { of }),
                of.clone().prop_map(|of| Inline::Em { of }),
                (href(), of).prop_map(|(to, of)| Inline::Link { to, of }),
            ]
        })
    }

    fn block() -> impl Strategy<Value = Block> {
        let line = || prop::collection::vec(inline(), 0..3);
        let leaf = prop_oneof![
            line().prop_map(|of| Block::Paragraph { of }),
            (1u8..=6, line()).prop_map(|(level, of)| Block::Heading { level, of }),
            words().prop_map(|text| Block::Code { text }),
            prop::collection::vec(prop::collection::vec(line(), 0..3), 0..3).prop_map(|rows| Block::Table { rows }),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            let blocks = prop::collection::vec(inner, 0..3);
            prop_oneof![
                blocks.clone().prop_map(|of| Block::Quote { of }),
                (prop::option::of(any::<u32>()), prop::collection::vec(blocks, 0..3)).prop_map(|(start, items)| Block::List { start, items }),
            ]
        })
    }

    fn source() -> impl Strategy<Value = Source> {
        (any::<u32>(), words(), words(), href()).prop_map(|(n, title, section, href)| Source { n, title, section, href })
    }

    fn shard() -> impl Strategy<Value = Shard> {
        (prop::collection::vec(block(), 0..3), any::<u32>()).prop_map(|(body, cites)| Shard { body, cites })
    }

    fn kind() -> impl Strategy<Value = Kind> {
        prop::sample::select(vec![Kind::Grounded, Kind::Suggestion, Kind::NotCovered, Kind::Courtesy])
    }

    fn shown() -> impl Strategy<Value = Shown> {
        prop_oneof![
            (words(), words()).prop_map(|(id, text)| Shown::Mine { id, text }),
            (kind(), prop::collection::vec(shard(), 0..3), prop::collection::vec(source(), 0..3))
                .prop_map(|(kind, parts, sources)| Shown::Answer { kind, parts, sources }),
            (words(), prop::collection::vec(block(), 0..3)).prop_map(|(by, body)| Shown::Reply { by, body }),
            prop::sample::select(Reason::ALL.to_vec()).prop_map(|why| Shown::HandedOff { why }),
            words().prop_map(|by| Shown::Joined { by }),
            Just(Shown::HandedBack),
            Just(Shown::Closed),
            Just(Shown::Reopened),
            words().prop_map(|name| Shown::Named { name }),
        ]
    }

    fn entry() -> impl Strategy<Value = Entry> {
        (0u64..1 << 50, 0i64..1 << 50, shown()).prop_map(|(seq, at, what)| Entry { seq, at, what })
    }

    #[test]
    fn a_shape_with_anything_missing_or_wrong_is_not_read() {
        let whole = r#"{"seq":6,"at":1,"what":{"is":"reply","by":"Ana","body":[{"is":"paragraph","of":[{"is":"link","to":"https://x.test/","of":[]}]}]}}"#;
        assert!(Entry::from_text(whole).is_some());
        for (part, wrong) in [
            (r#""seq":6,"#, ""),
            (r#""seq":6"#, r#""seq":-6"#),
            (r#""at":1"#, r#""at":"1""#),
            (r#""is":"reply""#, r#""is":"sung""#),
            (r#""by":"Ana""#, r#""by":null"#),
            (r#""is":"paragraph""#, r#""is":"script""#),
            ("https://x.test/", "javascript:alert(1)"),
            (r#""of":[]"#, r#""of":{}"#),
        ] {
            assert_eq!(Entry::from_text(&whole.replace(part, wrong)), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn the_widget_reads_every_entry_that_the_server_writes(entry in entry()) {
            let text = serde_json::to_string(&entry).expect("writes");
            prop_assert_eq!(Entry::from_text(&text), Some(entry));
        }

        #[test]
        fn the_widget_reads_every_welcome(token in words(), name in words(), starters in prop::collection::vec(words(), 0..3), entries in prop::collection::vec(entry(), 0..3)) {
            let welcome = Welcome { token, name: name.clone(), tagline: name.clone(), greeting: name.clone(), starters, visitor: name, seq: 7, entries };
            let text = serde_json::to_string(&welcome).expect("writes");
            prop_assert_eq!(Welcome::from_text(&text), Some(welcome));
        }
    }
}
