//! Any bytes, as a file that was found: recognised, read or refused, and if read, written as a snapshot that says the same.

#![no_main]

use covsite::diagnostics::Sink;
use covsite::ingest::builder::RawCoverage;
use covsite::ingest::export::EXPORTS;
use covsite::ingest::{RawHolds, read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some(mut coverage) = coverage(bytes) else { return };
    for export in EXPORTS {
        let mut written = Vec::new();
        export.write(&mut coverage, &mut written).unwrap();
        if export.id == "json" {
            let again = self::coverage(&written).unwrap();
            assert_eq!(again.totals, coverage.totals);
        }
    }
});

fn coverage(bytes: &[u8]) -> Option<RawCoverage> {
    match read("fuzz", bytes, &mut Sink::default()).ok()?.holds {
        RawHolds::Coverage(coverage) => Some(*coverage),
        RawHolds::Tests(_) => None,
    }
}
