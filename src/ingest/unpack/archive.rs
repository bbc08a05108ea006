//! Zip files: opened once, read by any number of threads. A zip file inside one is opened, too, as CI services put what
//! several jobs kept into one; how deep, how many files and how many bytes are bounded.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};

use zip::ZipArchive;

use super::Unpacked;

/// Most files of an archive, with those of the archives inside it, that are looked at.
const MOST_FILES: usize = 10_000;

/// How deep archives may lie inside each other.
const DEEPEST: usize = 3;

/// How many bytes the archives inside one may have together: they are held in memory.
const LARGEST_INSIDE: u64 = 256 * 1024 * 1024;

/// An archive that is open.
#[derive(Clone)]
pub(in super::super) struct Archive {
    /// The archive, and those inside it.
    zips: Vec<ZipArchive<Source>>,
    files: BTreeMap<String, Packed>,
    /// What of it can't be read, and why: the name of a file inside, or nothing for the archive itself.
    left_out: BTreeMap<String, String>,
}

/// A file in an archive.
#[derive(Clone, Copy)]
struct Packed {
    /// Which of the archives it lies in, and where.
    zip: usize,
    index: usize,
    size: u64,
}

impl Archive {
    /// Opens the archive at `path`, and the archives inside it.
    ///
    /// # Errors
    /// A file that can't be read, or is damaged.
    pub(in super::super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        let source = Source { bytes: Bytes::File(Arc::new(Mutex::new(file)), 0, Vec::new()), at: 0, length };
        let mut archive =
            Self { zips: vec![ZipArchive::new(source)?], files: BTreeMap::new(), left_out: BTreeMap::new() };
        // The archives that are still to be looked into: which, what goes before the names in it, how deep it lies.
        let mut next = vec![(0, String::new(), 1)];
        let mut room = LARGEST_INSIDE;
        while let Some((zip, prefix, depth)) = next.pop() {
            for (name, packed) in archive.list(zip, &prefix) {
                if archive.files.len() == MOST_FILES {
                    let why = format!("it holds more than {MOST_FILES} files: the others are not looked at");
                    archive.left_out.insert(String::new(), why);
                    return Ok(archive);
                }
                match archive.inner(packed, &name, depth, &mut room) {
                    Inner::Archive(inner) => {
                        next.push((archive.zips.len(), format!("{name}/"), depth + 1));
                        archive.zips.push(*inner);
                    }
                    Inner::Refused(why) => drop(archive.left_out.insert(name, why)),
                    Inner::File => {
                        archive.files.entry(name).or_insert(packed);
                    }
                }
            }
        }
        Ok(archive)
    }

    /// The files in one of the archives, without folders and links. What is encrypted or damaged, or has a name that leads
    /// out of the archive, is left out, and that is remembered.
    fn list(&mut self, zip: usize, prefix: &str) -> Vec<(String, Packed)> {
        let archive = &mut self.zips[zip];
        let mut files = Vec::new();
        for index in 0..archive.len().min(MOST_FILES + 1) {
            let file = match archive.by_index_raw(index) {
                Ok(file) => file,
                Err(error) => {
                    self.left_out.insert(prefix.trim_end_matches('/').to_owned(), error.to_string());
                    continue;
                }
            };
            if !file.is_file() {
                continue;
            }
            let (name, is_text) = match file.name() {
                Ok(name) => (name.into_owned(), true),
                Err(_) => (String::from_utf8_lossy(file.name_raw()).into_owned(), false),
            };
            let name = format!("{prefix}{name}");
            let why = if !is_text {
                "its name is no text"
            } else if file.enclosed_name().is_none() {
                "its name leads out of the archive"
            } else if file.encrypted() {
                "it is encrypted"
            } else {
                files.push((name, Packed { zip, index, size: file.size() }));
                continue;
            };
            self.left_out.insert(name, why.to_owned());
        }
        files.sort_by(|(a, _), (b, _)| a.cmp(b));
        files
    }

    /// A file that is an archive itself, opened.
    fn inner(&self, packed: Packed, name: &str, depth: usize, room: &mut u64) -> Inner {
        if !std::path::Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip")) {
            return Inner::File;
        }
        if depth == DEEPEST {
            return Inner::Refused(format!("archives lie more than {DEEPEST} deep inside each other"));
        }
        if packed.size > *room {
            let limit = LARGEST_INSIDE >> 20;
            return Inner::Refused(format!("the archives inside this one have more than {limit} MiB together"));
        }
        let mut bytes = Vec::new();
        let limit = *room;
        let read = self.read(packed, |source| source.take(limit).read_to_end(&mut bytes));
        *room = room.saturating_sub(bytes.len() as u64);
        let opened = read.and_then(|read| read).and_then(|_| {
            let length = bytes.len() as u64;
            let source = Source { bytes: Bytes::Memory(bytes.into()), at: 0, length };
            Ok(ZipArchive::new(source)?)
        });
        match opened {
            Ok(archive) => Inner::Archive(Box::new(archive)),
            Err(error) => Inner::Refused(error.to_string()),
        }
    }

    /// The files in it with the sizes that it states, by name; those of an archive inside it begin with its name.
    pub(in super::super) fn files(&self) -> impl Iterator<Item = (&str, u64)> {
        self.files.iter().map(|(name, packed)| (name.as_str(), packed.size))
    }

    /// The names of what can't be read of it; nothing for the archive itself.
    pub(in super::super) fn left_out(&self) -> impl Iterator<Item = &str> {
        self.left_out.keys().map(String::as_str)
    }

    /// Why a file of it can't be read, where that is so.
    pub(in super::super) fn refuses(&self, name: &str) -> Option<&str> {
        let why = self.left_out.get(name).filter(|_| !self.files.contains_key(name));
        why.map(String::as_str)
    }

    /// Opens a file of it for `reader`.
    ///
    /// # Errors
    /// A file that is damaged, or is not there.
    pub(in super::super) fn with_file<T>(&self, name: &str, reader: impl FnOnce(&mut dyn Read) -> T) -> io::Result<T> {
        let packed = self.files.get(name).ok_or(io::ErrorKind::NotFound)?;
        self.read(*packed, reader)
    }

    fn read<T>(&self, packed: Packed, reader: impl FnOnce(&mut dyn Read) -> T) -> io::Result<T> {
        // A copy shares the directory and the bytes, and reads on its own.
        let mut zip = self.zips[packed.zip].clone();
        let file = zip.by_index(packed.index)?;
        let size = file.compressed_size();
        Ok(reader(&mut Unpacked { source: file, packed: Rc::new(Cell::new(size)), given: 0 }))
    }
}

enum Inner {
    File,
    Archive(Box<ZipArchive<Source>>),
    Refused(String),
}

/// Archives that are open, by their paths: each is opened once.
#[derive(Default)]
pub(in super::super) struct Archives(BTreeMap<String, Result<Archive, String>>);

impl Archives {
    /// Opens those at these paths from `root`.
    pub(in super::super) fn open<'p>(root: &Path, paths: impl Iterator<Item = &'p str>) -> Self {
        let mut archives = Self::default();
        for path in paths {
            if !archives.0.contains_key(path) {
                let opened = Archive::open(&root.join(path)).map_err(|error| error.to_string());
                archives.0.insert(path.to_owned(), opened);
            }
        }
        archives
    }

    /// The one at `path`.
    ///
    /// # Errors
    /// Those of [`Archive::open`].
    pub(in super::super) fn get(&self, path: &str) -> io::Result<&Archive> {
        match self.0.get(path) {
            Some(Ok(archive)) => Ok(archive),
            Some(Err(error)) => Err(io::Error::new(io::ErrorKind::InvalidData, error.clone())),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

/// How many bytes of a file are read at a time.
const WINDOW: usize = 64 * 1024;

/// The bytes of an archive, with a place in them that is the reader's own.
#[derive(Clone)]
struct Source {
    bytes: Bytes,
    at: u64,
    length: u64,
}

#[derive(Clone)]
enum Bytes {
    /// A file, and what was read of it last, with its place.
    File(Arc<Mutex<File>>, u64, Vec<u8>),
    Memory(Arc<[u8]>),
}

impl Read for Source {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let (from, bytes): (u64, &[u8]) = match &mut self.bytes {
            Bytes::Memory(bytes) => (0, bytes),
            Bytes::File(file, from, window) => {
                if !(*from..*from + window.len() as u64).contains(&self.at) {
                    let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                    file.seek(SeekFrom::Start(self.at))?;
                    window.resize(WINDOW, 0);
                    let read = file.read(window)?;
                    window.truncate(read);
                    *from = self.at;
                }
                (*from, window)
            }
        };
        let rest = usize::try_from(self.at - from).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
        let length = rest.len().min(out.len());
        out[..length].copy_from_slice(&rest[..length]);
        self.at += length as u64;
        Ok(length)
    }
}

impl Seek for Source {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
