//! What lies in a folder.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::evidence::stamp::Stamp;

/// What lies at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File(Stamp),
    Link,
    EmptyFolder,
}

/// Files, links and empty folders below a folder, by path.
pub(super) fn look(folder: &Path) -> io::Result<BTreeMap<String, Kind>> {
    if !folder.is_dir() {
        return Ok(BTreeMap::new());
    }
    let entries = Entries::below(folder)?;
    // Looking at each file takes longer than finding its name.
    let kind = |(path, entry): (String, DirEntry)| {
        let link = entry.file_type().is_symlink();
        Ok((path, if link { Kind::Link } else { Kind::File(Stamp::of(&entry.metadata()?)) }))
    };
    let mut there = entries.files.into_par_iter().map(kind).collect::<io::Result<BTreeMap<String, Kind>>>()?;
    there.extend(entries.empty.into_iter().map(|path| (path, Kind::EmptyFolder)));
    Ok(there)
}

/// What lies below a folder, by name only.
pub(super) struct Entries {
    /// Files and links.
    files: Vec<(String, DirEntry)>,
    /// Empty folders.
    empty: BTreeSet<String>,
}

impl Entries {
    pub(super) fn paths(&self) -> impl Iterator<Item = &String> {
        self.files.iter().map(|(path, _)| path).chain(&self.empty)
    }

    pub(super) fn below(folder: &Path) -> io::Result<Self> {
        let mut files = Vec::new();
        let mut empty: BTreeSet<String> = BTreeSet::new();
        for entry in WalkDir::new(folder).min_depth(1) {
            let entry = entry?;
            let Ok(path) = entry.path().strip_prefix(folder) else { continue };
            let Some(path) = path.to_str() else {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!("{} has a name that is no text", entry.path().display()),
                ));
            };
            let path = path.replace(std::path::MAIN_SEPARATOR, "/");
            if let Some((above, _)) = path.rsplit_once('/') {
                empty.remove(above);
            }
            if entry.file_type().is_dir() {
                empty.insert(path);
            } else {
                files.push((path, entry));
            }
        }
        Ok(Self { files, empty })
    }
}
