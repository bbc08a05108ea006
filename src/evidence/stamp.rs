//! What tells, without reading a file, that it still is what it was: its stamp. And where a stamp can't tell that,
//! because the file had changed just before it was looked at, the hash of its bytes.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_128;

/// Two changes within one tick of a file system's clock leave the same stamp: the clocks of kernels tick every 10 ms at
/// the slowest.
const TICK: i64 = 20_000_000;
/// Some file systems count whole seconds, or every second one.
const COARSE_TICK: i64 = 2_100_000_000;

/// Size, times, device and inode of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    size: u64,
    /// When its bytes changed, in nanoseconds since 1970.
    modified: i64,
    /// When anything of it changed, a name or a right among them.
    changed: i64,
    device: u64,
    inode: u64,
}

/// A moment on the clock of the file system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(i64);

/// A hash of bytes (XXH3, 128 bits). It tells bytes apart that differ by accident and guards against nobody: who could make
/// two files with one hash could as well write either.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Digest(u128);

/// A file as it was when it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Witness {
    stamp: Stamp,
    /// The hash of its bytes, where the stamp alone could deceive.
    digest: Option<Digest>,
}

impl Stamp {
    /// The stamp in a file's metadata.
    pub fn of(metadata: &Metadata) -> Self {
        let (modified, changed, device, inode) = parts(metadata);
        Self { size: metadata.len(), modified, changed, device, inode }
    }

    /// The size of the file.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Whether the two are of one file whose bytes did not change; it may have got another name in the meantime.
    pub fn has_same_bytes(&self, other: &Self) -> bool {
        Self { changed: 0, ..*self } == Self { changed: 0, ..*other }
    }

    /// Whether any later change of its bytes shows in the stamp. `now` is not later than the look at the file.
    pub fn is_settled(&self, now: Moment) -> bool {
        IS_TELLING && is_past(self.modified.max(self.changed), now)
    }

    /// The same for a file that nobody else could change up to `now`: giving it another name does not count.
    pub fn is_settled_since(&self, now: Moment) -> bool {
        IS_TELLING && is_past(self.modified, now)
    }

    /// When its bytes changed.
    pub fn modified(&self) -> Moment {
        Moment(self.modified)
    }
}

fn is_past(time: i64, now: Moment) -> bool {
    let tick = if time % 1_000_000_000 == 0 { COARSE_TICK } else { TICK };
    time < now.0.saturating_sub(tick)
}

impl Digest {
    /// The hash of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(XxHash3_128::oneshot(bytes))
    }

    /// The hash of what a reader gives.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn of_reader(mut reader: impl io::Read) -> io::Result<Self> {
        let mut hasher = XxHash3_128::new();
        let mut buffer = vec![0; 1 << 16];
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return Ok(Self(hasher.finish_128())),
                Ok(read) => hasher.write(&buffer[..read]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// In hexadecimal digits.
    pub fn hex(self) -> String {
        format!("{:032x}", self.0)
    }
}

impl Witness {
    /// A file, looked at `now` or later, and before it is read; `digest` gives the hash of its bytes where that is needed.
    pub fn new(stamp: Stamp, now: Moment, digest: impl FnOnce() -> Option<Digest>) -> Option<Self> {
        let is_settled = stamp.is_settled(now);
        let digest = if is_settled { None } else { Some(digest()?) };
        Some(Self { stamp, digest })
    }

    /// A regular file that is going to be read: looked at, and read at once where its stamp could deceive.
    pub fn look(path: &Path, now: Moment) -> Option<Self> {
        let metadata = std::fs::metadata(path).ok()?;
        if !metadata.is_file() {
            return Some(Self { stamp: Stamp::of(&metadata), digest: None });
        }
        Self::new(Stamp::of(&metadata), now, || digest_of(path))
    }

    /// Whether the file still is what it was. What can't be told is not.
    pub fn holds(&self, path: &Path) -> bool {
        std::fs::metadata(path).is_ok_and(|metadata| self.holds_for(&Stamp::of(&metadata), path))
    }

    /// The same for a file whose stamp is known.
    pub fn holds_for(&self, stamp: &Stamp, path: &Path) -> bool {
        let is_same = if self.digest.is_some() { self.stamp.has_same_bytes(stamp) } else { self.stamp == *stamp };
        is_same && self.digest.is_none_or(|digest| digest_of(path) == Some(digest))
    }

    /// The same file as it is now, if it still is what it was. `now` is a moment before this: if it did not change for a
    /// while before it, its stamp alone tells from now on.
    pub fn again(&self, path: &Path, now: Option<Moment>) -> Option<Self> {
        let stamp = Stamp::of(&std::fs::metadata(path).ok()?);
        let is_settled = self.is_settled() || now.is_some_and(|now| stamp.is_settled(now));
        let digest = if is_settled { None } else { self.digest };
        self.holds_for(&stamp, path).then_some(Self { stamp, digest })
    }

    /// Whether the stamp alone tells.
    pub fn is_settled(&self) -> bool {
        self.digest.is_none()
    }

    /// The hash of its bytes, where it is known.
    pub fn digest(&self) -> Option<Digest> {
        self.digest
    }

    /// The stamp.
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }
}

fn digest_of(path: &Path) -> Option<Digest> {
    let metadata = std::fs::metadata(path).ok().filter(Metadata::is_file)?;
    if metadata.len() < 1 << 20 {
        return std::fs::read(path).ok().map(|bytes| Digest::of(&bytes));
    }
    Digest::of_reader(File::open(path).ok()?).ok()
}

/// Whether stamps tell of every change: elsewhere there is no time that programs can't set.
const IS_TELLING: bool = cfg!(unix);

#[cfg(unix)]
fn parts(metadata: &Metadata) -> (i64, i64, u64, u64) {
    use std::os::unix::fs::MetadataExt;
    let time = |seconds: i64, nanoseconds: i64| seconds.saturating_mul(1_000_000_000).saturating_add(nanoseconds);
    (
        time(metadata.mtime(), metadata.mtime_nsec()),
        time(metadata.ctime(), metadata.ctime_nsec()),
        metadata.dev(),
        metadata.ino(),
    )
}

#[cfg(not(unix))]
fn parts(metadata: &Metadata) -> (i64, i64, u64, u64) {
    let since = |time: io::Result<std::time::SystemTime>| {
        let time = time.ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
        i64::try_from(time.as_nanos()).ok()
    };
    (since(metadata.modified()).unwrap_or(0), since(metadata.created()).unwrap_or(0), 0, 0)
}

/// The moment that a file system's clock shows now: the time of a file that is written for this, in `folder`. `None`
/// where that can't be done.
pub fn moment(folder: &Path) -> Option<Moment> {
    use std::io::Write as _;
    let mut file = File::create(folder.join("now")).ok()?;
    file.write_all(b".").ok()?;
    Some(Stamp::of(&file.metadata().ok()?).modified())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Moment, Stamp, Witness, moment};

    #[test]
    fn a_file_that_changed_just_now_is_told_by_its_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        fs::write(&file, "one").unwrap();
        let witness = Witness::look(&file, moment(folder.path()).unwrap()).unwrap();
        assert!(!witness.is_settled() && witness.holds(&file));
        // The same stamp and other bytes: what a stamp can't tell.
        let time = fs::metadata(&file).unwrap().modified().unwrap();
        fs::write(&file, "two").unwrap();
        fs::File::options().write(true).open(&file).unwrap().set_modified(time).unwrap();
        assert!(!witness.holds(&file));
    }

    #[cfg(unix)]
    #[test]
    fn a_settled_file_is_told_by_its_stamp() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        fs::write(&file, "one").unwrap();
        let later = Moment(moment(folder.path()).unwrap().0 + 5_000_000_000);
        let witness = Witness::look(&file, later).unwrap();
        assert!(witness.is_settled() && witness.holds(&file));
        let time = fs::metadata(&file).unwrap().modified().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(25));
        fs::write(&file, "two").unwrap();
        fs::File::options().write(true).open(&file).unwrap().set_modified(time).unwrap();
        assert!(!witness.holds(&file), "the time of the change can't be set back");
        fs::remove_file(&file).unwrap();
        assert!(!witness.holds(&file));
    }

    #[test]
    fn whole_seconds_may_be_a_coarse_clock() {
        let folder = tempfile::tempdir().unwrap();
        let metadata = fs::metadata(folder.path()).unwrap();
        let stamp = Stamp { modified: 5_000_000_000, changed: 5_000_000_000, ..Stamp::of(&metadata) };
        assert!(!stamp.is_settled(Moment(6_000_000_000)));
        assert_eq!(stamp.is_settled(Moment(8_000_000_000)), cfg!(unix));
    }
}
