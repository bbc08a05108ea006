//! Data that lies beside the project and is not part of it: real notes with labels. Tests read it where it stands, and
//! say so and stop where it is missing.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::allow_attributes,
    clippy::print_stderr,
    reason = "each test file uses a part of this, and says what it skips"
)]

use std::path::PathBuf;

/// The folder of real notes and reports: `COVSITE_CORPUS`, else `../shared/corpus` beside the package.
pub fn corpus() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let folder = std::env::var_os("COVSITE_CORPUS").map_or(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: there is no corpus at {}; set COVSITE_CORPUS", folder.display());
    None
}

/// The folder of five documents beside the corpus.
pub fn seeds() -> Option<PathBuf> {
    let folder = corpus()?.parent()?.join("seeds");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: there are no documents at {}", folder.display());
    None
}
