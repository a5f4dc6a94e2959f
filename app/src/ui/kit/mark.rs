//! The drawn signs. None of them speaks alone: [`Marked`] says in words what it means.

use leptos::prelude::*;

/// A sign and what it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Needs a person.
    Hand,
    /// The AI.
    Spark,
    /// A person.
    Face,
    /// Closed.
    Check,
    /// A wait, or one that is too long.
    Clock,
    /// A note.
    Lock,
    Inbox,
    Back,
    Down,
    Up,
    Send,
    Leave,
    Panel,
    Away,
    Warn,
    Globe,
    Clip,
    Smile,
    Quote,
    Eye,
    Cross,
    More,
    /// Opens a menu.
    Caret,
    Dots,
    Link,
    /// A mail.
    Letter,
    /// Put away for a while.
    Moon,
    Tag,
    /// A clock that stands.
    Pause,
    Search,
    Bell,
    /// What was promised.
    Flag,
    /// The keyboard.
    Keys,
    /// What can be set.
    Sliders,
    Plus,
    /// What the assistants know.
    Book,
    /// A file, or a page.
    Page,
    /// Pasted text.
    Lines,
    Folder,
    /// A list of pages that says how they hang together.
    Tree,
    /// Once more.
    Again,
}

impl Mark {
    /// Its class, which gives it its colour.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Hand => "mark mark-needs",
            Self::Spark => "mark mark-ai",
            Self::Face => "mark mark-person",
            Self::Check => "mark mark-closed",
            Self::Back | Self::Leave | Self::Panel | Self::Away => "mark mark-points",
            _ => "mark",
        }
    }

    /// Its lines in a square of 24.
    const fn path(self) -> &'static str {
        match self {
            Self::Hand => {
                "M7.5 13V6.6a1.6 1.6 0 0 1 3.2 0V11M10.7 11V4.6a1.6 1.6 0 0 1 3.2 0V11M13.9 11V5.8a1.6 1.6 0 0 1 3.2 0v6.4\
                 M17.1 12V9.4a1.6 1.6 0 0 1 3.1 0v5.1c0 4-2.7 6.9-6.7 6.9-2.9 0-4.7-1.2-6.1-3.5l-2.9-4.7a1.6 1.6 0 0 1 2.6-1.8l1.7 2"
            }
            Self::Spark => {
                "M12 3l1.9 5.6a2.4 2.4 0 0 0 1.5 1.5L21 12l-5.6 1.9a2.4 2.4 0 0 0-1.5 1.5L12 21l-1.9-5.6a2.4 2.4 0 0 0-1.5-1.5L3 12\
                 l5.6-1.9a2.4 2.4 0 0 0 1.5-1.5z"
            }
            Self::Face | Self::Smile => "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM8.5 14.2a4.6 4.6 0 0 0 7 0M9.2 9.6v.01M14.8 9.6v.01",
            Self::Check => "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM8.2 12.3l2.6 2.6 5-5.4",
            Self::Clock => "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM12 7v5.2l3.2 1.9",
            Self::Lock => {
                "M6.5 11h11a1.5 1.5 0 0 1 1.5 1.5v6a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 18.5v-6A1.5 1.5 0 0 1 6.5 11zM8 11V8a4 4 0 0 1 8 0v3"
            }
            Self::Inbox => "M3.5 13.5h4.7l1.5 2.5h4.6l1.5-2.5h4.7M5.7 5.5h12.6l2.2 8v4a1.5 1.5 0 0 1-1.5 1.5h-14a1.5 1.5 0 0 1-1.5-1.5v-4z",
            Self::Back => "M14.5 5.5L8 12l6.5 6.5",
            Self::Down => "M12 5v14M6.5 13.5L12 19l5.5-5.5",
            Self::Up | Self::Send => "M12 19V5M6.5 10.5L12 5l5.5 5.5",
            Self::Leave => "M14 4.5H6.5A1.5 1.5 0 0 0 5 6v12a1.5 1.5 0 0 0 1.5 1.5H14M10 12h10M16.5 8.5L20 12l-3.5 3.5",
            Self::Panel => "M5 5h14a1.5 1.5 0 0 1 1.5 1.5v11A1.5 1.5 0 0 1 19 19H5a1.5 1.5 0 0 1-1.5-1.5v-11A1.5 1.5 0 0 1 5 5zM14.5 5v14",
            Self::Away => "M9 5.5h-3A1.5 1.5 0 0 0 4.5 7v11A1.5 1.5 0 0 0 6 19.5h11a1.5 1.5 0 0 0 1.5-1.5v-3M13 4.5h6.5V11M19.5 4.5L11 13",
            Self::Globe => "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM3 12h18M12 3c5 5.4 5 12.6 0 18M12 3c-5 5.4-5 12.6 0 18",
            Self::Clip => "M19.5 11.5l-7.8 7.8a4.6 4.6 0 0 1-6.5-6.5l8.2-8.2a3.1 3.1 0 0 1 4.4 4.4l-8.2 8.2a1.5 1.5 0 0 1-2.2-2.2l7.4-7.4",
            Self::Quote => {
                "M5 5.5h14a1.5 1.5 0 0 1 1.5 1.5v8.5A1.5 1.5 0 0 1 19 17h-8l-4.5 3.5V17H5a1.5 1.5 0 0 1-1.5-1.5V7A1.5 1.5 0 0 1 5 5.5zM13.5 8l-3 6.5"
            }
            Self::Eye => {
                "M2.5 12c2.4-4.3 5.6-6.5 9.5-6.5s7.1 2.2 9.5 6.5c-2.4 4.3-5.6 6.5-9.5 6.5S4.9 16.3 2.5 12zM15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0z"
            }
            Self::Cross => "M6.5 6.5l11 11M17.5 6.5l-11 11",
            Self::More => "M6.5 9.5L12 15l5.5-5.5",
            Self::Caret => "M7 10l5 5 5-5",
            Self::Dots => "M5.5 12v.01M12 12v.01M18.5 12v.01",
            Self::Link => "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
            Self::Letter => {
                "M5 6h14a1.5 1.5 0 0 1 1.5 1.5v9A1.5 1.5 0 0 1 19 18H5a1.5 1.5 0 0 1-1.5-1.5v-9A1.5 1.5 0 0 1 5 6zM4 7.5l8 6 8-6"
            }
            Self::Moon => "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
            Self::Tag => "M4 5.5A1.5 1.5 0 0 1 5.5 4h6l8.5 8.5-7.5 7.5L4 11.5zM8.5 8.5v.01",
            Self::Pause => "M9 6v12M15 6v12",
            Self::Search => "M17 10.5a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0zM15.2 15.2L20 20",
            Self::Bell => "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 20.8a2.2 2.2 0 0 0 4 0",
            Self::Flag => "M6 20.5V4.5M6 5h11.5l-2.6 3.8 2.6 3.7H6",
            Self::Keys => {
                "M4.5 6.5h15A1.5 1.5 0 0 1 21 8v8a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 16V8a1.5 1.5 0 0 1 1.5-1.5zM7 10.2v.01M10.3 10.2v.01\
                 M13.7 10.2v.01M17 10.2v.01M8.5 13.8h7"
            }
            Self::Sliders => {
                "M4 7h9M19 7h1M4 12h2M12 12h8M4 17h7M17 17h3M18.5 7a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM11.5 12a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM16.5 17a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z"
            }
            Self::Book => "M12 6.8C9.8 5.2 7 4.6 3.5 4.8v13c3.5-.2 6.3.4 8.5 2 2.2-1.6 5-2.2 8.5-2v-13C17 4.6 14.2 5.2 12 6.8zM12 6.8v13",
            Self::Page => "M7 3.5h6.5l5 5V19a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 19V5A1.5 1.5 0 0 1 7 3.5zM13.5 3.5v5h5",
            Self::Lines => "M5 6.5h14M5 11h14M5 15.5h9",
            Self::Folder => "M4 7a1.5 1.5 0 0 1 1.5-1.5h4l2 2.5h7A1.5 1.5 0 0 1 20 9.5v8a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5z",
            Self::Tree => "M9.5 3.5h5v5h-5zM3.5 15.5h5v5h-5zM15.5 15.5h5v5h-5zM12 8.5V12M6 15.5V12h12v3.5",
            Self::Again => "M19.5 12a7.5 7.5 0 1 1-2.3-5.4L19.5 9M19.5 4.5V9H15",
            Self::Plus => "M12 5.5v13M5.5 12h13",
            Self::Warn => "M12 4.5l8.5 15h-17zM12 10.5v4M12 17v.01",
        }
    }
}

/// The sign alone, for places where words stand beside it.
#[component]
pub fn Icon(mark: Mark) -> impl IntoView {
    view! {
        <svg class=mark.class() viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=mark.path()/>
        </svg>
    }
}

/// The product's own sign: a baton on its way from one hand to the next.
#[component]
pub fn Logo() -> impl IntoView {
    view! {
        <svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect width="32" height="32" rx="8"/>
            <path class="logo-baton" d="M9.5 22.5L22.5 9.5"/>
            <path class="logo-grip" d="M14.5 17.5L17.5 14.5"/>
        </svg>
    }
}

/// The sign, and its meaning for those who don't see it.
#[component]
pub fn Marked(mark: Mark, says: &'static str) -> impl IntoView {
    view! {
        <span class="marked" title=says>
            <Icon mark=mark/>
            <span class="unseen">{says}</span>
        </span>
    }
}
