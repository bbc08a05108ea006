//! A large tracefile read in parts, one for each core. Sections stand for themselves and hits of one line add up, so that
//! parts that end where a section does hold together what the whole does. Whatever is odd in a part is left to the one
//! reader that goes from the beginning to the end, and knows all places.

use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostics::Sink;

use super::builder::Builder;
use super::coverage::lcov;
use super::decode::{self, Text};
use super::detect::{detect, head};
use super::format::{Input, Reader};
use super::read::{RawHolds, RawReport};

/// Smaller files are read before others could begin.
const SMALLEST: u64 = 1 << 20;
/// Larger ones are not held in memory.
const LARGEST: u64 = 512 << 20;
/// Where a part may end.
const END: &[u8] = b"\nend_of_record\n";

/// Reads a tracefile in parts. `None` where it is small or huge, is something else, or where anything is odd about it; the
/// file is then at its beginning again.
pub(super) fn read(file: &mut File, name: &Arc<str>) -> Option<RawReport> {
    let size = file.metadata().ok()?.len();
    if !(SMALLEST..=LARGEST).contains(&size) || rayon::current_num_threads() < 2 {
        return None;
    }
    // More parts than threads: one of them may have other work first.
    let read = whole(file, size).and_then(|bytes| in_parts(&bytes, name, 4 * rayon::current_num_threads()));
    if read.is_none() {
        file.rewind().ok()?;
    }
    read
}

/// The bytes of a file, of about this size, that begins as a tracefile does.
fn whole(file: &mut File, size: u64) -> Option<Vec<u8>> {
    let mut beginning = [0; 3];
    file.read_exact(&mut beginning).ok()?;
    if !matches!(&beginning, b"TN:" | b"SF:") {
        return None;
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).ok()? + 1);
    bytes.extend_from_slice(&beginning);
    file.take(LARGEST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn in_parts(bytes: &[u8], name: &Arc<str>, parts: usize) -> Option<RawReport> {
    let mut sink = Sink::default();
    let format = detect(&head(&mut Text::open(bytes).ok()?).ok()?, name, &mut sink).ok()?;
    let Reader::Coverage { read, repeats } = format.reader else { return None };
    if format.id != lcov::FORMAT.id {
        return None;
    }
    let one = |part: &[u8]| {
        if !decode::is_plain(part) {
            return None;
        }
        let (mut builder, mut sink) = (Builder::new(name.clone(), repeats), Sink::default());
        read(Input { name: name.clone(), text: Text::open(part).ok()? }, &mut builder, &mut sink).ok()?;
        (sink.is_empty() && builder.is_content()).then_some(builder)
    };
    let read: Vec<Builder> = cut(bytes, parts).into_par_iter().map(one).collect::<Option<_>>()?;
    // A part that goes on with the test that another one named can't know it.
    read.iter().try_fold(false, |in_test, part| part.in_test_after(in_test))?;
    let mut parts = read.into_iter();
    let mut whole = parts.next()?;
    parts.for_each(|part| whole.absorb(part));
    let (producer, stamp) = (whole.producer.take(), whole.stamp);
    let holds = RawHolds::Coverage(Box::new(whole.finish(&mut sink)));
    // Totals that differ are worth a word, which the other reader says as well.
    sink.is_empty().then_some(RawReport { format, producer, stamp, holds })
}

/// At most so many parts of about one size.
fn cut(bytes: &[u8], parts: usize) -> Vec<&[u8]> {
    let mut cut = Vec::with_capacity(parts);
    let mut rest = bytes;
    for left in (2..=parts).rev() {
        let from = rest.len() / left;
        let Some(at) = memchr::memmem::find(&rest[from..], END) else { break };
        let (part, others) = rest.split_at(from + at + END.len());
        cut.push(part);
        rest = others;
    }
    if !rest.is_empty() {
        cut.push(rest);
    }
    cut
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::ingest::read as read_whole;

    fn tracefile(damage: &str) -> String {
        let mut text = String::from("TN:\n");
        for file in 0..60 {
            // Every seventh file stands twice.
            let name = if file % 7 == 6 { 0 } else { file };
            let _ = writeln!(text, "SF:src/{name}.py\nFN:1,f{file}\nFNDA:{},f{file}", file % 3);
            for line in 1..40 {
                let _ = writeln!(text, "DA:{line},{}\nBRDA:{line},0,{},{}", (line * file) % 5, file % 2, line % 3);
            }
            text.push_str("LF:39\nLH:20\nend_of_record\n");
            if file == 30 {
                text.push_str(damage);
            }
        }
        text
    }

    #[test]
    fn parts_are_the_whole() {
        let mut text = tracefile("");
        // What the sections state is right, and so nothing is said.
        text = text.lines().filter(|line| !line.starts_with("LF:") && !line.starts_with("LH:")).fold(
            String::new(),
            |mut all, line| {
                all.push_str(line);
                all.push('\n');
                all
            },
        );
        let mut sink = Sink::default();
        let whole = read_whole("x", text.as_bytes(), &mut sink).unwrap();
        let RawHolds::Coverage(whole) = whole.holds else { panic!("it is coverage") };
        for parts in [1, 2, 3, 7, 200] {
            let read = in_parts(text.as_bytes(), &"x".into(), parts).unwrap();
            let RawHolds::Coverage(read) = read.holds else { panic!("it is coverage") };
            assert_eq!(read.totals, whole.totals);
            let files = |raw: &crate::ingest::builder::RawCoverage| {
                raw.files.iter().map(|file| (file.path.clone(), file.coverage.clone())).collect::<Vec<_>>()
            };
            assert_eq!(files(&read), files(&whole), "{parts} parts");
        }
    }

    #[test]
    fn a_part_that_goes_on_with_a_test_is_left_to_the_reader_of_the_whole() {
        let sections = |test: &str| {
            (0..9).fold(String::new(), |all, file| all + &format!("{test}SF:{file}.c\nDA:1,{file}\nend_of_record\n"))
        };
        let parts = |text: String| in_parts(text.as_bytes(), &"x".into(), 3);
        assert!(parts(format!("TN:one\n{}", sections(""))).is_none(), "its name stands once");
        assert!(parts(format!("TN:one\n{}TN:\n{}", sections(""), sections(""))).is_none());
        assert!(parts(format!("TN:\n{}", sections(""))).is_some(), "it has none");
        let read = parts(sections("TN:one\n")).unwrap();
        let RawHolds::Coverage(read) = read.holds else { panic!("it is coverage") };
        let reached = read.files.iter().filter(|file| file.coverage.tests().is_some());
        assert_eq!(reached.count(), 8, "no line of the first file ran");
    }

    #[test]
    fn what_is_odd_is_left_to_the_reader_of_the_whole() {
        let text = tracefile("");
        assert!(in_parts(text.as_bytes(), &"x".into(), 3).is_none(), "its sums are wrong");
        for damage in ["DA:1,2\n", "nonsense\n", "SF:cut.py\nDA:x,y\nend_of_record\n"] {
            assert!(in_parts(tracefile(damage).as_bytes(), &"x".into(), 3).is_none(), "{damage}");
        }
        assert!(in_parts(b"TN:\nSF:a\nDA:1,1\n", &"x".into(), 3).is_none(), "it is cut off");
    }
}
