//! Packed reports: gzip around one of them, a zip file with many, as CI services hand out what a job kept.
//!
//! Nothing is ever written to the disk, so a path inside an archive cannot lead anywhere. What unpacks to far more than
//! any report does is refused before it fills the memory.

mod archive;

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use flate2::bufread::MultiGzDecoder;

pub(super) use archive::{Archive, Archives};

/// The first bytes of a gzip file: RFC 1952.
const GZIP: [u8; 2] = [0x1F, 0x8B];

/// The first bytes of a zip file that holds something: APPNOTE 4.3.7.
const ZIP: [u8; 4] = *b"PK\x03\x04";

/// What a packed file may unpack to without a question, in bytes.
const HARMLESS: u64 = 16 * 1024 * 1024;

/// How many times its packed size a larger one may grow. Reports grow up to fifty times; deflate ends at 1,032.
const LARGEST_GROWTH: u64 = 400;

/// The bytes of a source; if they are packed with gzip, what they unpack to.
///
/// # Errors
/// Those of the source.
pub(super) fn gunzipped<'a>(mut source: impl Read + 'a) -> io::Result<Box<dyn Read + 'a>> {
    let mut start = Vec::with_capacity(GZIP.len());
    source.by_ref().take(GZIP.len() as u64).read_to_end(&mut start)?;
    let is_packed = start == GZIP;
    let whole = io::Cursor::new(start).chain(source);
    if !is_packed {
        return Ok(Box::new(whole));
    }
    let packed = Rc::new(Cell::new(0));
    let counted = Counted { source: whole, read: packed.clone() };
    Ok(Box::new(Unpacked { source: MultiGzDecoder::new(BufReader::new(counted)), packed, given: 0 }))
}

/// Whether the file at `path` is a zip file.
pub(super) fn is_archive(path: &Path) -> bool {
    let mut start = [0; ZIP.len()];
    std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file())
        && File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok()
        && start == ZIP
}

/// Counts what is read.
struct Counted<R> {
    source: R,
    read: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(out)?;
        self.read.set(self.read.get() + read as u64);
        Ok(read)
    }
}

/// Fails when it gives far more than the packed bytes can mean.
struct Unpacked<R> {
    source: R,
    packed: Rc<Cell<u64>>,
    given: u64,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(out)?;
        self.given += read as u64;
        if self.given > HARMLESS && self.given > self.packed.get().saturating_mul(LARGEST_GROWTH) {
            let grows = format!("it unpacks to more than {LARGEST_GROWTH} times its size, which no report does");
            return Err(io::Error::other(grows));
        }
        Ok(read)
    }
}
