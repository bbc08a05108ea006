//! Source files from the disk, and only from below the root: a link that leads out of it is not followed.

use std::collections::{BTreeMap, HashMap};
use std::fs::{File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, RwLock};

use super::stamp::{Digest, Moment, Stamp, Witness};
use crate::model::inputs::Sources;
use crate::model::paths::ProjectPath;

/// Files larger than this are no source that anybody reads on a page.
const LARGEST: u64 = 64 << 20;

/// Reads the files below a root.
#[derive(Debug)]
pub struct DiskSources {
    root: PathBuf,
    /// Folders that were looked at, and whether they lie below the root: one look for all files of a folder.
    folders: RwLock<HashMap<Box<str>, bool>>,
    witnesses: Option<Witnesses>,
}

/// Each file that was read, as it was then; `None` for one of which that can't be said.
#[derive(Debug)]
struct Witnesses {
    /// Not later than the first look at any file.
    now: Moment,
    seen: Mutex<HashMap<ProjectPath, Option<Witness>>>,
}

impl DiskSources {
    /// Sources below `root`.
    pub fn new(root: &Path) -> Self {
        let root = std::fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
        Self { root, folders: RwLock::default(), witnesses: None }
    }

    /// The same, and remembers what each file was when it was read. `now` is a moment before the first one is.
    #[must_use]
    pub fn witnessed(mut self, now: Moment) -> Self {
        self.witnesses = Some(Witnesses { now, seen: Mutex::default() });
        self
    }

    /// What was read so far. `None` if of any file it can't be told what it was.
    pub fn witnesses(&self) -> Option<BTreeMap<ProjectPath, Witness>> {
        let seen = self.witnesses.as_ref()?.seen.lock().ok()?;
        seen.iter().map(|(path, witness)| Some((path.clone(), (*witness)?))).collect()
    }

    /// Whether a file still is what it was; then it counts as read, as what it is now.
    pub fn still_is(&self, path: &ProjectPath, before: &Witness) -> bool {
        let Some(witnesses) = &self.witnesses else { return false };
        let file = self.root.join(path.as_str());
        let Ok(metadata) = std::fs::metadata(&file) else { return false };
        let stamp = Stamp::of(&metadata);
        if !before.holds_for(&stamp, &file) {
            return false;
        }
        self.remember(path, Witness::new(stamp, witnesses.now, || before.digest()));
        true
    }

    fn remember(&self, path: &ProjectPath, witness: Option<Witness>) {
        let Some(Ok(mut seen)) = self.witnesses.as_ref().map(|witnesses| witnesses.seen.lock()) else { return };
        let known = seen.entry(path.clone()).or_insert(witness);
        if *known != witness {
            // It changed between two looks.
            *known = None;
        }
    }

    fn is_inside(&self, path: &Path) -> bool {
        std::fs::canonicalize(path).is_ok_and(|real| real.starts_with(&self.root))
    }

    fn folder_is_inside(&self, folder: &str) -> bool {
        if let Some(inside) = self.folders.read().unwrap_or_else(PoisonError::into_inner).get(folder) {
            return *inside;
        }
        let inside = self.is_inside(&self.root.join(folder));
        self.folders.write().unwrap_or_else(PoisonError::into_inner).insert(folder.into(), inside);
        inside
    }

    /// Opens a file, and looks at it.
    fn open(&self, path: &ProjectPath) -> Result<(File, Stamp), String> {
        let file = self.root.join(path.as_str());
        if !self.folder_is_inside(path.folder()) {
            return Err(OUTSIDE.into());
        }
        // Nearly no file is a link: one is noticed when it can't be opened as a file.
        let (opened, found) = match open(&file, false) {
            Ok(opened) => opened,
            Err(_) if file.is_symlink() && !self.is_inside(&file) => return Err(OUTSIDE.into()),
            Err(error) if !file.is_symlink() => return Err(error.to_string()),
            Err(_) => open(&file, true).map_err(|error| error.to_string())?,
        };
        if !found.is_file() {
            return Err("it is no file".into());
        }
        if found.len() > LARGEST {
            return Err(format!("it is larger than {} MiB", LARGEST >> 20));
        }
        Ok((opened, Stamp::of(&found)))
    }
}

/// The bytes of a file of about this size. It may grow while it is read.
fn whole(file: &mut File, size: u64) -> Result<Vec<u8>, String> {
    // Room for one byte more, so that the end is found without asking for more memory.
    let mut bytes = vec![0; usize::try_from(size).unwrap_or(0) + 1];
    let mut filled = 0;
    loop {
        match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.to_string()),
        }
        if filled as u64 > LARGEST {
            return Err(format!("it is larger than {} MiB", LARGEST >> 20));
        }
        if filled == bytes.len() {
            bytes.resize(filled * 2, 0);
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

const OUTSIDE: &str = "it lies outside the project";

/// Opens what may be a file. A pipe must not keep the build waiting, and a link is followed only where that is wanted.
#[cfg(unix)]
fn open(file: &Path, follow: bool) -> io::Result<(File, Metadata)> {
    use std::os::unix::fs::OpenOptionsExt as _;

    use rustix::fs::OFlags;
    let flags = if follow { OFlags::NONBLOCK } else { OFlags::NONBLOCK | OFlags::NOFOLLOW };
    #[expect(clippy::cast_possible_wrap, reason = "flags are bits")]
    let opened = File::options().read(true).custom_flags(flags.bits() as i32).open(file)?;
    let found = opened.metadata()?;
    Ok((opened, found))
}

#[cfg(not(unix))]
fn open(file: &Path, follow: bool) -> io::Result<(File, Metadata)> {
    let found = if follow { std::fs::metadata(file)? } else { std::fs::symlink_metadata(file)? };
    if found.is_symlink() {
        return Err(io::ErrorKind::Unsupported.into());
    }
    Ok((File::open(file)?, found))
}

impl Sources for DiskSources {
    fn read(&self, path: &ProjectPath) -> Result<Vec<u8>, String> {
        let read = self.open(path).and_then(|(mut file, stamp)| {
            let bytes = whole(&mut file, stamp.size())?;
            Ok((stamp, bytes))
        });
        if let Some(witnesses) = &self.witnesses {
            let witness = read.as_ref().ok();
            let of =
                |(stamp, bytes): &(Stamp, Vec<u8>)| Witness::new(*stamp, witnesses.now, || Some(Digest::of(bytes)));
            self.remember(path, witness.and_then(of));
        }
        read.map(|(_, bytes)| bytes)
    }
}
