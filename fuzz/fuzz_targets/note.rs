//! Any bytes as a note, with the claims that are found in it.

#![no_main]

use covsite::diagnostics::Sink;
use covsite::model::paths::ProjectPath;
use covsite::{claims, notes};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let path = ProjectPath::parse("notes/fuzz.md").unwrap();
    let note = notes::read(&path, bytes, &mut Sink::default());
    let _ = claims::inspect(&note);
});
