//! What the page can tell of.

/// What happened, by its place in the list of `host.js`: a word of text for each would cost code on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    Boot,
    Say,
    Starter,
    Retry,
    Edit,
    Type,
    Person,
    Handoff,
    Name,
    Email,
    Later,
    Rate,
    Open,
    Shut,
    Visible,
    Hidden,
    Online,
    Offline,
    Seen,
    Heard,
    Ended,
    Tick,
    Replied,
    Identify,
}

impl Happening {
    const ALL: &[Self] = &[
        Self::Boot,
        Self::Say,
        Self::Starter,
        Self::Retry,
        Self::Edit,
        Self::Type,
        Self::Person,
        Self::Handoff,
        Self::Name,
        Self::Email,
        Self::Later,
        Self::Rate,
        Self::Open,
        Self::Shut,
        Self::Visible,
        Self::Hidden,
        Self::Online,
        Self::Offline,
        Self::Seen,
        Self::Heard,
        Self::Ended,
        Self::Tick,
        Self::Replied,
        Self::Identify,
    ];

    /// What stands at this place; nothing beyond the list.
    pub fn at(place: usize) -> Option<Self> {
        Self::ALL.get(place).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_have_the_same_list() {
        let names: Vec<String> = Happening::ALL.iter().map(|it| format!("{it:?}").to_lowercase()).collect();
        assert!(include_str!("host.js").contains(&format!("\"{}\"", names.join(" "))), "{}", names.join(" "));
        assert_eq!(Happening::at(names.len()), None);
    }
}
