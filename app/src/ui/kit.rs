//! The small parts that every page is made of. They know no page and no server.

pub mod mark;
pub mod time;
pub mod avatar;
pub mod button;
pub mod card;
pub mod copy;
pub mod field;
pub mod menu;
pub mod window;
pub mod tabs;
pub mod empty;
pub mod keyed;
pub mod option;
pub mod rich;
pub mod switch;
pub mod whose;
