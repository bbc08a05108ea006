//! The output folder while a site is put into it.
//!
//! Changed files go to a staging folder beside it. When all are there, the staging folder gets hard links to
//! everything else, and takes the place of the old folder by one rename that exchanges the two. Killed at any moment,
//! the folder is the old site or the new one. Where an exchange can't be done, [`journal`](super::journal) does it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use rayon::prelude::*;

use super::journal;
use super::lock::Lock;
use super::manifest;
use super::there::{Entries, Kind, look};
use super::written::Fresh;
use crate::evidence::stamp::{Digest, Stamp};

/// Why a file could not be put.
#[derive(Debug)]
pub(super) enum Error {
    /// A file that covsite did not write stands there.
    Foreign(String),
    /// The system refused.
    Io(io::Error),
}

/// The output folder, locked.
#[derive(Debug)]
pub(super) struct Output {
    out: PathBuf,
    staging: PathBuf,
    /// What lies in the folder: path and size, links and folders of others among it.
    there: BTreeMap<String, Kind>,
    /// What covsite wrote there before.
    ours: BTreeSet<String>,
    /// Folders that the new site needs, the outer ones first.
    folders: BTreeSet<String>,
    staged: OnceLock<Result<(), io::ErrorKind>>,
    changed: Mutex<BTreeSet<String>>,
    _lock: Lock,
}

/// What finishing did.
pub(super) struct Finished {
    /// How many files of the old site are gone.
    pub(super) removed: usize,
    /// The stamp of the list of files, if anything was written.
    pub(super) list: Option<Stamp>,
    /// The list of files as a file of the site.
    pub(super) list_file: Fresh,
}

impl Output {
    /// Locks the folder, finishes what a build before left unfinished, and looks at what is there.
    pub(super) fn open<'a>(out: &Path, places: impl Iterator<Item = &'a str>) -> io::Result<Self> {
        let out = real_path(out)?;
        let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "a site can't take the place of this folder"));
        };
        fs::create_dir_all(parent)?;
        let lock = Lock::take(parent.join(format!(".{}.covsite-lock", name.to_string_lossy())))?;
        let staging = staging_of(&out)
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a site can't take the place of this folder"))?;
        if staging.exists() {
            journal::roll_forward(&staging, &out)?;
            fs::remove_dir_all(&staging)?;
        }
        let there = look(&out)?;
        let ours =
            fs::read_to_string(out.join(manifest::FILE_NAME)).map(|text| manifest::read(&text)).unwrap_or_default();
        let folders = folders_of(places);
        Ok(Self { out, staging, there, ours, folders, staged: OnceLock::new(), changed: Mutex::default(), _lock: lock })
    }

    /// The real path of the folder.
    pub(super) fn out(&self) -> &Path {
        &self.out
    }

    /// Where a file of the site lies now.
    pub(super) fn path_of(&self, path: &str) -> PathBuf {
        self.out.join(path)
    }

    /// The stamp of a file that covsite wrote before.
    pub(super) fn stamp(&self, path: &str) -> Option<Stamp> {
        match self.there.get(path) {
            Some(Kind::File(stamp)) if self.ours.contains(path) => Some(*stamp),
            _ => None,
        }
    }

    /// Puts a file, which is written where it is not there already.
    pub(super) fn put(&self, path: &str, bytes: &[u8]) -> Result<Fresh, Error> {
        let fresh = |stamp, is_new| Fresh {
            path: path.to_owned(),
            size: bytes.len() as u64,
            digest: Digest::of(bytes),
            stamp,
            is_new,
            basis: None,
        };
        match self.there.get(path) {
            Some(Kind::File(stamp)) => {
                let same = stamp.size() == bytes.len() as u64
                    && fs::read(self.out.join(path)).is_ok_and(|there| there == bytes);
                if same {
                    return Ok(fresh(Some(*stamp), false));
                }
                if !self.ours.contains(path) {
                    return Err(Error::Foreign(path.to_owned()));
                }
            }
            Some(_) => return Err(Error::Foreign(path.to_owned())),
            None => self.check_way(path)?,
        }
        let stamp = self.stage(path, bytes).map_err(Error::Io)?;
        Ok(fresh(stamp, true))
    }

    /// A page can't lie below a file of somebody else, nor where a folder of somebody else is.
    fn check_way(&self, path: &str) -> Result<(), Error> {
        let blocked = ancestors(path).find(|folder| {
            matches!(self.there.get(*folder), Some(Kind::File(_) | Kind::Link)) && !self.ours.contains(*folder)
        });
        let below = format!("{path}/");
        let inside = self.there.range(below.clone()..).next().filter(|(other, _)| other.starts_with(&below));
        match (blocked, inside) {
            (Some(file), _) => Err(Error::Foreign(file.to_owned())),
            (None, Some((other, _))) if !self.ours.contains(other) => Err(Error::Foreign(other.clone())),
            _ => Ok(()),
        }
    }

    fn stage(&self, path: &str, bytes: &[u8]) -> io::Result<Option<Stamp>> {
        (*self.staged.get_or_init(|| self.make_staging().map_err(|error| error.kind()))).map_err(io::Error::from)?;
        let mut file = fs::File::create(self.staging.join(path))?;
        file.write_all(bytes)?;
        let stamp = file.metadata().ok().map(|metadata| Stamp::of(&metadata));
        if let Ok(mut changed) = self.changed.lock() {
            changed.insert(path.to_owned());
        }
        Ok(stamp)
    }

    fn make_staging(&self) -> io::Result<()> {
        fs::create_dir_all(&self.staging)?;
        self.folders.iter().try_for_each(|folder| match fs::create_dir(self.staging.join(folder)) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => Ok(()),
        })
    }

    /// Leaves the folder as it was.
    pub(super) fn abandon(self) {
        // What can't be removed now is removed by the next build.
        let _ = fs::remove_dir_all(&self.staging);
    }

    /// Makes the new site, which has these files, stand in the folder's place.
    pub(super) fn finish(self, files: &[Fresh]) -> io::Result<Finished> {
        let new: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let gone: BTreeSet<String> = self
            .ours
            .iter()
            .filter(|path| !new.contains(path.as_str()) && self.there.contains_key(*path))
            .cloned()
            .collect();
        let list = manifest::write(files);
        let same_list = fs::read(self.out.join(manifest::FILE_NAME)).is_ok_and(|there| there == list.as_bytes());
        let changed = self.changed.lock().map(|changed| changed.clone()).unwrap_or_default();
        let mut list_file = Fresh {
            path: manifest::FILE_NAME.to_owned(),
            size: list.len() as u64,
            digest: Digest::of(list.as_bytes()),
            stamp: None,
            is_new: false,
            basis: None,
        };
        if changed.is_empty() && gone.is_empty() && same_list {
            if let Some(Kind::File(stamp)) = self.there.get(manifest::FILE_NAME) {
                list_file.stamp = Some(*stamp);
            }
            return Ok(Finished { removed: 0, list: None, list_file });
        }
        let result = self.stage(manifest::FILE_NAME, list.as_bytes());
        let result = result.and_then(|stamp| self.replace(&changed, &gone).map(|()| stamp));
        if result.is_err() {
            let _ = fs::remove_dir_all(&self.staging);
        }
        list_file.stamp = result?;
        list_file.is_new = true;
        Ok(Finished { removed: gone.len(), list: list_file.stamp, list_file })
    }

    fn replace(&self, changed: &BTreeSet<String>, gone: &BTreeSet<String>) -> io::Result<()> {
        if self.there.is_empty() && !is_mount_point(&self.out, self.out.parent().unwrap_or(&self.out)) {
            // Nothing is there: a rename replaces an empty folder as a whole.
            #[cfg(not(unix))]
            let _ = fs::remove_dir(&self.out);
            if fs::rename(&self.staging, &self.out).is_ok() {
                return Ok(());
            }
        }
        if !self.staging.starts_with(&self.out) {
            self.link_the_rest(changed, gone)?;
            if exchange(&self.staging, &self.out).is_ok() {
                return self.remove_old();
            }
        }
        let mut moved = changed.clone();
        moved.insert(manifest::FILE_NAME.to_owned());
        journal::write(&self.staging, &moved, gone)?;
        journal::roll_forward(&self.staging, &self.out)?;
        fs::remove_dir_all(&self.staging)
    }

    /// Everything that stays gets a second name in the staging folder: files of the site that did not change, and
    /// whatever others put there.
    fn link_the_rest(&self, changed: &BTreeSet<String>, gone: &BTreeSet<String>) -> io::Result<()> {
        let stays = self.there.iter().filter(|(path, _)| {
            !changed.contains(*path) && !gone.contains(*path) && path.as_str() != manifest::FILE_NAME
        });
        let stays: Vec<(&String, &Kind)> = stays.collect();
        let folders: BTreeSet<&str> = stays.iter().filter_map(|(path, _)| Some(path.rsplit_once('/')?.0)).collect();
        for folder in folders.into_iter().filter(|folder| !self.folders.contains(*folder)) {
            fs::create_dir_all(self.staging.join(folder))?;
        }
        stays.into_par_iter().try_for_each(|(path, kind)| {
            let (from, to) = (self.out.join(path), self.staging.join(path));
            match kind {
                Kind::File(_) => link_or_copy(&from, &to),
                Kind::Link => copy_link(&from, &to),
                Kind::EmptyFolder => fs::create_dir_all(&to),
            }
        })
    }

    /// The old folder now has the staging folder's name, and goes: the files that were seen in it, and then the folders,
    /// unless somebody has put something into one in the meantime.
    fn remove_old(&self) -> io::Result<()> {
        self.there.par_iter().filter(|(_, kind)| **kind != Kind::EmptyFolder).for_each(|(path, _)| {
            // What can't be removed here is named below.
            let _ = fs::remove_file(self.staging.join(path));
        });
        let empty = self.there.iter().filter(|(_, kind)| **kind == Kind::EmptyFolder).map(|(path, _)| path.as_str());
        let folders: BTreeSet<&str> = self.there.keys().flat_map(|path| ancestors(path)).chain(empty).collect();
        // The inner ones stand behind the outer ones.
        let all_gone = folders.iter().rev().all(|folder| fs::remove_dir(self.staging.join(folder)).is_ok());
        if all_gone && fs::remove_dir(&self.staging).is_ok() {
            return Ok(());
        }
        self.rescue();
        fs::remove_dir_all(&self.staging)
    }

    /// The old folder now has the staging folder's name. What somebody put into it in the meantime is moved over.
    fn rescue(&self) {
        let Ok(old) = Entries::below(&self.staging) else { return };
        for path in old.paths().filter(|path| !self.there.contains_key(*path)) {
            let target = self.out.join(path);
            if !target.exists() {
                let _ = target.parent().map(fs::create_dir_all);
                let _ = fs::rename(self.staging.join(path), target);
            }
        }
    }
}

/// Where the new site of an output folder, given by its real path, is put together.
fn staging_of(out: &Path) -> Option<PathBuf> {
    let parent = out.parent()?;
    Some(if is_mount_point(out, parent) {
        out.join(".covsite-next")
    } else {
        parent.join(format!(".{}.covsite-next", out.file_name()?.to_string_lossy()))
    })
}

/// Whether the folder is there, and nothing that a build left unfinished.
pub(super) fn is_at_rest(out: &Path) -> bool {
    real_path(out).ok().and_then(|out| staging_of(&out)).is_some_and(|staging| !staging.exists())
}

/// The folder's own path, symbolic links followed, so that it is their target that is replaced.
fn real_path(out: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(out) {
        Ok(real) if real.is_dir() => Ok(real),
        Ok(_) => Err(io::Error::new(io::ErrorKind::NotADirectory, "it is a file")),
        Err(_) => std::path::absolute(out),
    }
}

/// All folders that these files lie in. Most lie where the one before does.
fn folders_of<'a>(places: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let mut folders = BTreeSet::new();
    let mut last = "";
    for place in places {
        let folder = place.rsplit_once('/').map_or("", |(folder, _)| folder);
        if folder != last {
            folders.extend(ancestors(place).map(str::to_owned));
            last = folder;
        }
    }
    folders
}

/// The folders above a path, the outermost first.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

#[cfg(unix)]
fn is_mount_point(out: &Path, parent: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    matches!((fs::metadata(out), fs::metadata(parent)), (Ok(out), Ok(parent)) if out.dev() != parent.dev())
}

#[cfg(not(unix))]
fn is_mount_point(_: &Path, _: &Path) -> bool {
    false
}

/// Exchanges two folders by one rename.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// A second name for a file; a copy with its times where the file system has no links.
fn link_or_copy(from: &Path, to: &Path) -> io::Result<()> {
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    fs::copy(from, to)?;
    let times = fs::metadata(from)?;
    let modified = fs::FileTimes::new().set_modified(times.modified()?);
    fs::File::options().write(true).open(to)?.set_times(modified)
}

#[cfg(unix)]
fn copy_link(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

#[cfg(not(unix))]
fn copy_link(from: &Path, to: &Path) -> io::Result<()> {
    fs::copy(from, to).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_put_into_the_old_folder_in_the_meantime_is_moved_over() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("site");
        fs::create_dir_all(out.join("a/b")).unwrap();
        fs::create_dir_all(out.join("empty")).unwrap();
        fs::write(out.join("a/b/page.html"), "old").unwrap();
        for theirs in [None, Some("a/theirs.txt")] {
            let output = Output::open(&out, ["index.html"].into_iter()).unwrap();
            output.make_staging().unwrap();
            exchange(&output.staging, &output.out).unwrap();
            if let Some(theirs) = theirs {
                fs::write(output.staging.join(theirs), "theirs").unwrap();
            }
            output.remove_old().unwrap();
            assert!(!output.staging.exists() && !out.join("a/b").exists());
            assert_eq!(fs::read_dir(&out).unwrap().count(), usize::from(theirs.is_some()));
            if let Some(theirs) = theirs {
                assert_eq!(fs::read_to_string(out.join(theirs)).unwrap(), "theirs");
            } else {
                fs::create_dir_all(out.join("a/b")).unwrap();
                fs::write(out.join("a/b/page.html"), "old").unwrap();
            }
        }
    }
}
