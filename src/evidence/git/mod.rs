//! What git says, asked of the `git` program: no library has all its repository formats, and a child process that is
//! stuck can be ended.
//!
//! A build starts three processes at once (shallow or not; HEAD and all commits that are asked about; the remotes)
//! and then at most one for each kind of question that was really asked. Edits that are not committed take two
//! more, and a third where files have other stamps than git knows. Outside a repository it starts none.

mod changes;
mod commits;
mod deletions;
mod edited;
mod forge;
mod loose;
mod patch;
mod program;
mod revision;
mod snapshots;
mod standing;
mod touches;
mod tracked;

pub use changes::changes;
pub use commits::{Repository, commit};
pub use deletions::deletions;
pub use edited::{edited, outdated};
pub use forge::web_address;
pub use loose::overtaken;
pub use patch::patch;
pub use program::Memory;
pub use revision::{nearest, revision, run_before};
pub use snapshots::{Snapshots, snapshots, trees};
pub use standing::standing;
pub use touches::touches;
pub use tracked::tracked;
