//! How the widget reads the protocol's shapes from JSON. The round trip at the foot covers each of them.

use super::{Entries, Entry, Shard, Shown, Source, Welcome, json::Json};
use crate::domain::{
    answer::Kind,
    handoff::Reason,
    rich::{Block, Href, Inline},
};

/// A shape that can be read from JSON; nothing where a field is missing or of another kind.
pub trait Read: Sized {
    fn read(json: &Json) -> Option<Self>;

    /// Reads the text of a reply or a frame.
    fn from_text(text: &str) -> Option<Self> {
        Self::read(&Json::read(text)?)
    }
}

fn text(json: &Json, name: &str) -> Option<String> {
    json.get(name)?.text().map(str::to_owned)
}

fn number<N: TryFrom<i64>>(json: &Json, name: &str) -> Option<N> {
    N::try_from(json.get(name)?.number()?).ok()
}

fn field<T: Read>(json: &Json, name: &str) -> Option<T> {
    T::read(json.get(name)?)
}

impl<T: Read> Read for Vec<T> {
    fn read(json: &Json) -> Option<Self> {
        // A loop, for each of its many instances is half as large as that of a collected iterator.
        let mut out = Self::new();
        for item in json.list()? {
            out.push(T::read(item)?);
        }
        Some(out)
    }
}

impl Read for String {
    fn read(json: &Json) -> Option<Self> {
        json.text().map(str::to_owned)
    }
}

impl Read for Welcome {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            token: text(json, "token")?,
            name: text(json, "name")?,
            tagline: text(json, "tagline")?,
            greeting: text(json, "greeting")?,
            starters: field(json, "starters")?,
            visitor: text(json, "visitor")?,
            seq: number(json, "seq")?,
            entries: field(json, "entries")?,
        })
    }
}

impl Read for Entries {
    fn read(json: &Json) -> Option<Self> {
        Some(Self { entries: field(json, "entries")? })
    }
}

impl Read for Entry {
    fn read(json: &Json) -> Option<Self> {
        Some(Self { seq: number(json, "seq")?, at: number(json, "at")?, what: field(json, "what")? })
    }
}

impl Read for Shown {
    fn read(json: &Json) -> Option<Self> {
        Some(match json.get("is")?.text()? {
            "mine" => Self::Mine { id: text(json, "id")?, text: text(json, "text")? },
            "answer" => Self::Answer { kind: field(json, "kind")?, parts: field(json, "parts")?, sources: field(json, "sources")? },
            "reply" => Self::Reply { by: text(json, "by")?, body: field(json, "body")? },
            "handed_off" => Self::HandedOff { why: field(json, "why")? },
            "joined" => Self::Joined { by: text(json, "by")? },
            "handed_back" => Self::HandedBack,
            "closed" => Self::Closed,
            "reopened" => Self::Reopened,
            "named" => Self::Named { name: text(json, "name")? },
            _ => return None,
        })
    }
}

impl Read for Kind {
    fn read(json: &Json) -> Option<Self> {
        Some(match json.text()? {
            "grounded" => Self::Grounded,
            "suggestion" => Self::Suggestion,
            "not_covered" => Self::NotCovered,
            "courtesy" => Self::Courtesy,
            _ => return None,
        })
    }
}

impl Read for Reason {
    fn read(json: &Json) -> Option<Self> {
        Some(match json.text()? {
            "asked_for_person" => Self::AskedForPerson,
            "not_in_docs" => Self::NotInDocs,
            "low_confidence" => Self::LowConfidence,
            "account_question" => Self::AccountQuestion,
            "assistant_failed" => Self::AssistantFailed,
            _ => return None,
        })
    }
}

impl Read for Shard {
    fn read(json: &Json) -> Option<Self> {
        Some(Self { body: field(json, "body")?, cites: number(json, "cites")? })
    }
}

impl Read for Source {
    fn read(json: &Json) -> Option<Self> {
        Some(Self { n: number(json, "n")?, title: text(json, "title")?, section: text(json, "section")?, href: field(json, "href")? })
    }
}

impl Read for Href {
    fn read(json: &Json) -> Option<Self> {
        Self::parse(json.text()?)
    }
}

impl Read for Block {
    fn read(json: &Json) -> Option<Self> {
        Some(match json.get("is")?.text()? {
            "paragraph" => Self::Paragraph { of: field(json, "of")? },
            "heading" => Self::Heading { level: number(json, "level")?, of: field(json, "of")? },
            "list" => Self::List { start: number(json, "start"), items: field(json, "items")? },
            "code" => Self::Code { text: text(json, "text")? },
            "quote" => Self::Quote { of: field(json, "of")? },
            "table" => Self::Table { rows: field(json, "rows")? },
            _ => return None,
        })
    }
}

impl Read for Inline {
    fn read(json: &Json) -> Option<Self> {
        Some(match json.get("is")?.text()? {
            "text" => Self::Text { text: text(json, "text")? },
            "strong" => Self::Strong { of: field(json, "of")? },
            "em" => Self::Em { of: field(json, "of")? },
            "code" => Self::Code { text: text(json, "text")? },
            "link" => Self::Link { to: field(json, "to")?, of: field(json, "of")? },
            "break" => Self::Break,
            _ => return None,
        })
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
