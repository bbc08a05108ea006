//! Listings of Julia (`--code-coverage`): `*.jl.cov`, `*.jl.PID.cov`.
//!
//! Specified by the code of Julia (`src/coverage.cpp`) and read by Coverage.jl: nine columns with how often a line ran, or
//! a dash for no line, a blank, and the source. The file is named by the listing's own name alone.

use crate::diagnostics::{Reported, Sink};

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, Shape};
use super::super::scan::lines::each_line;
use super::super::scan::number::Count;

/// Julia.
pub const FORMAT: Format = Format {
    id: "julia-cov",
    title: "Julia coverage listing",
    tools: &["Julia"],
    usual_names: &["*.jl.cov", "*.jl.*.cov"],
    sniff: Sniff::Any(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Add },
};

/// How wide the column of counts is at least.
const WIDTH: usize = 9;

/// What stands before the source, if it is a count or a dash.
fn column(line: &[u8]) -> Option<&[u8]> {
    let begin = line.iter().position(|byte| *byte != b' ')?;
    let length = line[begin..].iter().position(|byte| *byte == b' ').unwrap_or(line.len() - begin);
    let count = &line[begin..begin + length];
    let is_count = count == b"-" || count.iter().all(u8::is_ascii_digit);
    let is_right = begin + length == WIDTH || begin == 0 && length > WIDTH;
    (is_right && is_count).then_some(count)
}

fn sniff(head: &Head<'_>) -> Match {
    if !matches!(head.shape, Shape::Lines) || !head.text.starts_with(' ') {
        return Match::No;
    }
    // The last line may have been cut off.
    let whole = head.text.rfind('\n').map_or("", |end| &head.text[..end]);
    let mut has = [false, false];
    for line in whole.lines() {
        let Some(count) = column(line.trim_end_matches('\r').as_bytes()) else { return Match::No };
        has[usize::from(count == b"-")] = true;
    }
    Match::sure_if(has == [true, true])
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.file(measured(&input.name));
    let mut number = 0_u64;
    each_line(input, out, sink, |line, out| {
        number += 1;
        let Some(count) = column(line.bytes.trim_ascii_end()) else { return line.bytes.trim_ascii().is_empty() };
        if count != b"-" {
            out.line(Count::Exact(number), Count::parse(count));
        }
        true
    })?;
    Ok(())
}

/// The source of a listing: its name without the process and the ending.
fn measured(name: &str) -> &str {
    let name = name.trim_end_matches(".gz").trim_end_matches(".cov");
    let is_process = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let is_julia = |file: &str| file.rsplit('.').next() == Some("jl");
    name.rsplit_once('.').filter(|(file, id)| is_julia(file) && is_process(id)).map_or(name, |(file, _)| file)
}

#[cfg(test)]
mod tests {
    use super::{column, measured};

    #[test]
    fn a_listing_names_its_source() {
        assert_eq!(measured("src/cart.jl.cov"), "src/cart.jl");
        assert_eq!(measured("src/cart.jl.4711.cov"), "src/cart.jl");
        assert_eq!(measured("src/v1.2.cov"), "src/v1.2");
    }

    #[test]
    fn counts_end_where_the_column_does() {
        assert_eq!(column(b"        - x"), Some(&b"-"[..]));
        assert_eq!(column(b"       12 x = 1"), Some(&b"12"[..]));
        assert_eq!(column(b"1234567890 x"), Some(&b"1234567890"[..]));
        assert_eq!(column(b"    - item"), None);
        assert_eq!(column(b"        -: 1: gcov"), None);
    }
}
