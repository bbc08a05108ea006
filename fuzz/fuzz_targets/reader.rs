//! The reader of one format, whatever the bytes look like: the first byte says which, in the order of the registry, or the
//! variable COVSITE_FORMAT by its id.

#![no_main]

use std::sync::LazyLock;

use covsite::diagnostics::Sink;
use covsite::ingest::detect::formats;
use covsite::ingest::format::Format;
use covsite::ingest::read_as;

static FORMATS: LazyLock<Vec<&'static Format>> = LazyLock::new(|| {
    let wanted = std::env::var("COVSITE_FORMAT").ok();
    formats().filter(|format| wanted.as_deref().is_none_or(|id| id == format.id)).collect()
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let format = FORMATS[usize::from(*first) % FORMATS.len()];
    let _ = read_as(format, "fuzz", rest, &mut Sink::default());
});
