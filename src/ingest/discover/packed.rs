//! The reports in an archive.

use std::path::Path;

use super::super::unpack::Archive;
use super::ReportFile;
use super::beginning::{self, Beginning, is_taken};
use super::places::{is_only_a_reports, is_plausible};

/// The reports in the archive `file`, which lies at `path`, and what in it may be one and is damaged or can't be read: reading
/// it says why. An archive without any report may be anybody's: nothing of it is taken. `None` if it can't be opened.
pub(super) fn reports(path: &Path, file: &ReportFile) -> Option<Vec<ReportFile>> {
    let archive = Archive::open(path).ok()?;
    let part = |name: &str, unpacked_size: Option<u64>| ReportFile {
        path: format!("{}/{name}", file.path),
        archive: Some(file.path.clone()),
        unpacked_size,
        is_found: true,
        ..file.clone()
    };
    let mut any = false;
    let mut found = Vec::new();
    for (name, size) in archive.files() {
        let own = own_name(name);
        if !is_plausible(own) {
            continue;
        }
        let beginning = archive.with_file(name, |source| beginning::of(source)).unwrap_or(Beginning::Damaged);
        any |= beginning == Beginning::Report;
        if is_taken(own, beginning) {
            found.push(part(name, Some(size)));
        }
    }
    for name in archive.left_out() {
        let own = own_name(name);
        any |= is_only_a_reports(own);
        if own.is_empty() || is_plausible(own) {
            found.push(part(name, None));
        }
    }
    Some(if any { found } else { Vec::new() })
}

fn own_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}
