//! A page that is a file of its own: whole or not at all, and never over a file that something else wrote.

use std::fs;
use std::io;
use std::path::Path;

use super::{Options, Outcome, render, replace};
use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes};
use crate::site::Page;

/// What stands near the beginning of each such page, and of no other file.
pub const MARK: &str = "<meta name=\"generator\" content=\"covsite";
/// How far from its beginning.
const NEAR: usize = 4096;

/// Writes a page as `file`; folders on the way are made. A file with the same bytes is not touched.
///
/// # Errors
/// [`Reported`] if the page can't be made or the file can't be written, or if covsite did not write what is there.
pub fn publish(page: &Page<'_>, file: &Path, options: Options, sink: &mut Sink) -> Result<Outcome, Reported> {
    let bytes = render(page, options).map_err(|diagnostic| sink.fatal(diagnostic))?;
    let mut outcome = Outcome { files: 1, bytes: bytes.len() as u64, written: 1, removed: 0 };
    let place = || Place::file(file.display().to_string());
    let there = match fs::metadata(file) {
        Ok(found) if !found.is_file() => Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file")),
        Ok(_) => fs::read(file).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    };
    let written = match there {
        Ok(Some(there)) if there == bytes => {
            outcome.written = 0;
            Ok(())
        }
        Ok(Some(there)) if !is_ours(&there) => {
            let message = "a file that covsite did not write stands where the page must go";
            let problem = Diagnostic::new(&codes::FOREIGN_FILE, message).at(place());
            return Err(sink.fatal(problem.help("move the file away, or give another one with --out")));
        }
        Ok(Some(_)) => replace::replace(file, &bytes),
        Ok(None) => file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| replace::create(file, &bytes)),
        Err(error) => Err(error),
    };
    written.map(|()| outcome).map_err(|error| {
        let problem = Diagnostic::new(&codes::OUTPUT, format!("the page can't be written: {error}"));
        sink.fatal(problem.at(place()).help("name another file with --out"))
    })
}

fn is_ours(there: &[u8]) -> bool {
    memchr::memmem::find(&there[..there.len().min(NEAR)], MARK.as_bytes()).is_some()
}
