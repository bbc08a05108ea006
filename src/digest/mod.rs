//! The findings in short, outside the site: on a terminal, as annotations and for code scanning (`covsite check`), for a
//! step summary or a comment (`covsite summary`), as JSON for both. Everything is made from the [`Site`](crate::site::Site)
//! that `build` would write, so that all say the same. Nothing here reads or writes a file, and nothing decides: verdicts
//! come from the gates.

mod claim;
mod escape;
mod failure;
mod github;
mod history;
mod json;
mod markdown;
mod problem;
mod sarif;
mod text;

pub use github::github;
pub use history::{runs_as_json, runs_as_text};
pub use json::json;
pub use markdown::{MARKER, markdown};
pub use problem::Setting;
pub use sarif::sarif;
pub use text::text;
