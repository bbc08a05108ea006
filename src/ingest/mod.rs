//! Reports and test results: found, recognised by their content, read as streams, mapped to the source tree, merged.
//!
//! The doors: [`discover::discover`] finds what there is, [`read`] reads one file, [`gather`] reads all that was found
//! and merges it, [`inspect_file`] tells what one file holds. A format is one file below [`coverage`] or [`results`]
//! and one line in the registry there. Nothing here knows a page.
//!
//! **The rule for damaged files, the same for every format:** a file that breaks its own syntax or ends too early is
//! refused as a whole, with the place and what to do. A total of half a report would look like a measurement. What
//! is well-formed and odd (a record that can't be understood, a number that is none, bytes that are no text) costs
//! only itself, with a warning; so does text of another program behind a whole document. In a folder or an archive only what
//! begins like a report is taken, and what is damaged, so that nothing that may have been one is passed over without a word
//! (`discover/beginning.rs`).
//!
//! Memory follows what is measured and not the size of the file: XML and text are read chunk by chunk, JSON is held
//! as text while it is folded. No file is read beyond [`LARGEST`] bytes, and none that is not a regular file.

pub mod builder;
pub mod cases;
pub mod coverage;
pub mod decode;
pub mod detect;
pub mod discover;
pub mod export;
mod flags;
pub mod format;
mod gather;
pub mod head;
mod inspect;
pub mod map;
pub mod merge;
mod parts;
mod read;
pub mod results;
pub mod scan;
mod tries;
mod unpack;

pub use gather::{Gathered, gather};
pub use inspect::{Inspected, inspect_file, map_inspected};
pub use read::{LARGEST, RawHolds, RawReport, open, read, read_as};
