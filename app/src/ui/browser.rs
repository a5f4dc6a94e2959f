//! The door to what only a browser can do: its clock, its storage, its dice. On the server nothing of it is called,
//! because effects and handlers don't run there; `absent` only lets the same code build.

#[cfg(feature = "hydrate")]
mod here;
#[cfg(feature = "hydrate")]
mod keyboard;
#[cfg(feature = "hydrate")]
mod ring;
#[cfg(feature = "hydrate")]
mod rows;
#[cfg(feature = "hydrate")]
mod spans;
#[cfg(feature = "hydrate")]
mod tab;
#[cfg(feature = "hydrate")]
mod uploads;
#[cfg(feature = "hydrate")]
pub use {here::*, keyboard::*, ring::*, rows::*, spans::*, tab::*, uploads::*};

#[cfg(not(feature = "hydrate"))]
mod absent;
#[cfg(not(feature = "hydrate"))]
pub use absent::*;
