//! Evidence: what git and the file tree say of the project. Claims and gates ask in plain data
//! ([`Question`](crate::model::question::Question)); the questions of a whole build are answered in one batch, so that
//! git is started a handful of times, whatever the number of notes.
//!
//! This floor finds out and never judges: that a file is gone is an answer, what it means for a note is not.

mod answer;
pub mod commands;
mod disk;
pub mod environment;
pub mod git;
pub mod languages;
mod lines;
mod markers;
pub mod measures;
mod packages;
mod scan;
mod settings;
pub mod stamp;
pub mod tree;

pub use answer::answer;
pub use disk::DiskSources;
