//! What the page of a folder follows from, so that a build that knows the page can leave it as it is: the theme, the
//! configuration, and all that was found of the files and folders below it.

use std::collections::HashMap;
use std::hash::Hash as _;

use crate::evidence::stamp::Digest;
use crate::model::findings::FolderFinding;
use crate::site::Site;
use crate::site::basis::{Basis, Sum};

/// What the pages of all folders follow from.
pub(super) struct Ground<'a> {
    /// What is the same for all of them.
    frame: Digest,
    /// For each folder the hash of what lies in and below it.
    folders: HashMap<&'a str, Digest>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(site: &'a Site<'_>) -> Self {
        let primary = site.primary().map(|(metric, _)| metric);
        let metrics: Vec<_> = site.findings.totals.known().map(|(metric, _)| metric).collect();
        let frame = format!(
            "{:?} {:?} {} {} {primary:?} {metrics:?} {:?}",
            site.theme.sum,
            site.config,
            site.title,
            site.has_feed(),
            super::since(site),
        );
        let mut folders = HashMap::with_capacity(site.findings.folders.len());
        // What lies in a folder stands behind it.
        for (path, found) in site.findings.folders.iter().rev() {
            let below = below(site, path, found, &folders);
            folders.insert(path.as_str(), below);
        }
        Self { frame: Digest::of(frame.as_bytes()), folders }
    }

    /// What the page of a folder follows from. The first page shows more than what lies below it, and is always made.
    pub(super) fn basis(&self, folder: &str) -> Option<Basis<'a>> {
        let (frame, below) = (self.frame, *self.folders.get(folder).filter(|_| !folder.is_empty())?);
        let sum = move || {
            let mut sum = Sum::default();
            (frame, below).hash(&mut sum);
            sum.0
        };
        Some(Basis { sum: Box::new(sum), source: None })
    }
}

/// The hash of what lies in and below a folder, and of the way to it.
fn below(site: &Site<'_>, path: &str, found: &FolderFinding, folders: &HashMap<&str, Digest>) -> Digest {
    let mut sum = Sum(Vec::with_capacity(256 * (1 + found.files.len() + found.folders.len())));
    let above = path.match_indices('/').map(|(at, _)| &path[..at]).chain([path]);
    above.for_each(|folder| site.routes.folder(folder).hash(&mut sum));
    (path, found.totals, found.before, found.file_count).hash(&mut sum);
    for folder in &found.folders {
        folders.get(folder.as_str()).hash(&mut sum);
    }
    for file in found.files.iter().map(|index| &site.findings.files[*index]) {
        (file.path.as_str(), site.routes.source(&file.path), file.totals, file.before).hash(&mut sum);
    }
    Digest::of(&sum.0)
}
