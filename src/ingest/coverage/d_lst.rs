//! Listings of D compilers (`-cov`): `*.lst`.
//!
//! Specified at <https://dlang.org/articles/code_coverage.html>: seven or more columns with how often the line ran, a
//! bar, the source. Blanks are no line, `0000000` did not run. The last line names the file and its percentage: a
//! listing without it was cut off and is refused.

use crate::diagnostics::{Reported, Sink};

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff, malformed};
use super::super::head::{Head, Shape};
use super::super::scan::lines::each_line;
use super::super::scan::number::Count;

/// D.
pub const FORMAT: Format = Format {
    id: "d-lst",
    title: "D coverage listing",
    tools: &["dmd", "ldc2", "dub test"],
    usual_names: &["*.lst"],
    sniff: Sniff::Any(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Add },
};

/// How wide the column of counts is at least.
const WIDTH: usize = 7;

/// What stands before the bar, if it is a count or blanks.
fn column(line: &[u8]) -> Option<&[u8]> {
    let bar = memchr::memchr(b'|', line)?;
    let count = &line[..bar];
    let digits = count.trim_ascii_start();
    (bar >= WIDTH && digits.iter().all(u8::is_ascii_digit)).then_some(digits)
}

/// The file that the last line of a listing names.
fn named(line: &str) -> Option<&str> {
    line.strip_suffix(" has no code").or_else(|| {
        let (file, percent) = line.strip_suffix("% covered")?.rsplit_once(" is ")?;
        percent.bytes().all(|byte| byte.is_ascii_digit()).then_some(file)
    })
}

fn sniff(head: &Head<'_>) -> Match {
    if !matches!(head.shape, Shape::Lines) || head.text.is_empty() {
        return Match::No;
    }
    // The last line may have been cut off with the rest of the file.
    let whole = head.text.rfind('\n').map_or(head.text, |end| &head.text[..end]);
    let is_listing = |line: &str| column(line.as_bytes()).is_some() || named(line.trim_end()).is_some();
    let has_count = whole.lines().any(|line| column(line.as_bytes()).is_some_and(|digits| !digits.is_empty()));
    let is_told = has_count || head.text.lines().any(|line| named(line.trim_end()).is_some());
    let mut lines = whole.lines().filter(|line| !line.trim().is_empty()).peekable();
    let begins = lines.peek().is_some_and(|line| column(line.as_bytes()).is_some());
    Match::sure_if(begins && is_told && lines.all(is_listing))
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    let name = input.name.clone();
    let (mut lines, mut number) = (Vec::new(), 0_u64);
    let end = each_line(input, out, sink, |line, out| {
        if let Some(digits) = column(line.bytes) {
            number += 1;
            if !digits.is_empty() {
                lines.push((number, Count::parse(digits)));
            }
            return true;
        }
        let text = String::from_utf8_lossy(line.bytes);
        let Some(file) = named(text.trim_end()) else { return text.trim().is_empty() };
        out.file(file);
        for (line, hits) in lines.drain(..) {
            out.line(Count::Exact(line), hits);
        }
        number = 0;
        true
    })?;
    if number > 0 {
        let message = "the listing ends before the line that names its file: it was cut off";
        return Err(sink.fatal(malformed(&name, end, message)));
    }
    Ok(())
}
