//! LCOV tracefiles, as `geninfo` and many others write them.
//!
//! Specified in the manual page `geninfo(1)` (versions 1.16 and 2.x). A section begins with `SF:` and ends with
//! `end_of_record`; lines are `DA`, branches `BRDA`, conditions `MCDC`, functions `FN` with `FNDA`, or `FNL` with
//! `FNA` since 2.2, where a function with several names is one. Hits are counts.
//!
//! `TN` names the test of the sections that follow, up to the next one; what ran in them is reached by it.
//!
//! Traps: a function's name may hold commas, and since 2.0 an end line may stand before it. A file may have several
//! sections (one for each test), and a section several records of one line (one for each instance of a template):
//! as in lcov itself, hits of both add up. Without `DA` (cargo-llvm-cov with `--summary-only`), `LF` and `LH` are all
//! there is. coverage.py writes arms of branches as words; they get the numbers that its JSON has, so that both
//! tell of the same arms. A record that can't be read is skipped with a warning; a file that ends inside a
//! section was cut off and is refused. Reporters that write to the standard output stand behind what a build said.

mod plain;
mod section;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff, malformed};
use super::super::head::{Head, Shape};
use super::super::scan::lines::{Lines, skipped};
use super::super::scan::number::{Count, fold};
use super::coveragepy::exit_arm;
use plain::plain_records;
use section::Section;

/// LCOV.
pub const FORMAT: Format = Format {
    id: "lcov",
    title: "LCOV tracefile",
    tools: &[
        "lcov",
        "gcovr",
        "grcov",
        "cargo-llvm-cov",
        "cargo-tarpaulin",
        "coverage.py",
        "Istanbul",
        "c8",
        "coverlet",
    ],
    usual_names: &["lcov.info", "*.info", "*.lcov"],
    sniff: Sniff::Any(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Add },
};

fn sniff(head: &Head<'_>) -> Match {
    if !matches!(head.shape, Shape::Lines) {
        return Match::No;
    }
    let mut lines = head.text.lines().map(str::trim_start).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut tests = false;
    while let Some(line) = lines.next() {
        if let Some(path) = line.strip_prefix("SF:") {
            let mut some = lines.take(50).peekable();
            let is_cut = some.peek().is_none() && path.contains(['/', '.', '\\']);
            return Match::sure_if(is_cut || some.any(is_record));
        }
        let test = line.strip_prefix("TN:").filter(|test| !test.trim_end().starts_with(char::is_whitespace));
        if test.is_none() {
            return if is_behind_text(head.text) { Match::Sure } else { Match::No };
        }
        tests = true;
    }
    // Only names of tests: lcov found nothing to measure.
    Match::sure_if(tests)
}

/// Whether a whole section stands behind what a build said before, each of its lines a record at the beginning of a
/// line. In Markdown that would be a quotation, in a script what it is to write.
fn is_behind_text(text: &str) -> bool {
    let mut before = text.lines().take(100).take_while(|line| !line.starts_with("SF:"));
    if text.starts_with("#!") || before.any(|line| line.contains("```") || line.contains("<<")) {
        return false;
    }
    let mut records = 0;
    for line in text.lines().skip_while(|line| !line.starts_with("SF:")).skip(1) {
        if line.trim_end() == "end_of_record" {
            return records > 0;
        }
        if !is_record(line) {
            return false;
        }
        records += 1;
    }
    // A long section reaches beyond what is looked at.
    records >= 50
}

/// Whether a line is what follows `SF:`: a record, or the end. Words after a colon have a space before them.
fn is_record(line: &str) -> bool {
    let Some((tag, value)) = line.split_once(':') else { return line.starts_with("end_of_record") };
    let is_known = matches!(
        tag,
        "DA" | "FN"
            | "FNDA"
            | "FNL"
            | "FNA"
            | "FNF"
            | "FNH"
            | "BRDA"
            | "BRF"
            | "BRH"
            | "LF"
            | "LH"
            | "MCDC"
            | "MCF"
            | "MCH"
    );
    is_known && !value.starts_with(char::is_whitespace)
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    let mut lines = Lines::of(input);
    let name = lines.name.clone();
    let mut section = Section::default();
    while let Some(mut block) = lines.block(sink)? {
        loop {
            if section.is_open {
                plain_records(&mut block, out);
            }
            let Some(line) = block.next() else { break };
            if line.is_cut || !record(line.bytes.trim_ascii(), &mut section, out) {
                skipped(&line, &name, sink);
            }
            if out.waits_for_place() {
                out.at(line.position());
            }
        }
    }
    if section.is_open {
        let message = "the file ends inside a section, before its end_of_record: it was cut off";
        return Err(sink.fatal(malformed(&name, lines.position(), message)));
    }
    Ok(())
}

/// Reads one record. `false` if it can't be read.
fn record(bytes: &[u8], section: &mut Section, out: &mut dyn Record) -> bool {
    if let Some(rest) = bytes.strip_prefix(b"end_of_record") {
        section.close(out);
        // Reports that were put into one file by `cat`, the first without an end of line.
        return rest.is_empty() || !rest.starts_with(b"end_of_record") && record(rest, section, out);
    }
    let Some(colon) = memchr::memchr(b':', bytes) else { return bytes.is_empty() || bytes.starts_with(b"#") };
    let (tag, value) = (&bytes[..colon], &bytes[colon + 1..]);
    if !section.is_open && !matches!(tag, b"SF" | b"TN" | b"VER") {
        return bytes.starts_with(b"#");
    }
    match tag {
        b"DA" => line_record(value, out),
        b"SF" => {
            if section.is_open {
                section.close(out);
            }
            section.is_open = true;
            let Ok(path) = std::str::from_utf8(value) else { return false };
            out.file(path);
            true
        }
        b"BRDA" => branch(value, section, out),
        b"FN" => function_start(value, section),
        b"FNDA" => {
            let Some((hits, name)) = split(value) else { return false };
            let hits = Count::parse(hits);
            hits != Count::None && section.function(name, None, hits.nearest())
        }
        b"FNL" => {
            let Some((index, rest)) = split(value) else { return false };
            let start = Count::parse(rest.split(|byte| *byte == b',').next().unwrap_or(rest));
            section.group_start(Count::parse(index), start);
            start != Count::None
        }
        b"FNA" => alias(value, section).is_some(),
        b"MCDC" => condition(value, out),
        b"LF" => note(&mut section.found[0], value),
        b"LH" => note(&mut section.hit[0], value),
        b"BRF" => note(&mut section.found[1], value),
        b"BRH" => note(&mut section.hit[1], value),
        b"FNF" => note(&mut section.found[2], value),
        b"FNH" => note(&mut section.hit[2], value),
        b"MCF" => note(&mut section.found[3], value),
        b"MCH" => note(&mut section.hit[3], value),
        b"TN" => {
            test(value, out);
            true
        }
        // Versions of files, and whatever a later version adds.
        _ => true,
    }
}

/// The name of the test that the sections below were measured in, empty in most files. lcov marks one that was made from a
/// difference.
fn test(value: &[u8], out: &mut dyn Record) {
    let name = value.strip_suffix(b",diff").unwrap_or(value).trim_ascii();
    // gcovr signs with it; other tools leave it to the user.
    if matches!(name, b"GCOVR report" | b"GCOVR_report") {
        out.producer("gcovr");
        return out.measured_in("");
    }
    out.measured_in(std::str::from_utf8(name).unwrap_or_default());
}

/// At the first comma.
fn split(value: &[u8]) -> Option<(&[u8], &[u8])> {
    let comma = memchr::memchr(b',', value)?;
    Some((&value[..comma], &value[comma + 1..]))
}

fn note(kept: &mut Option<Count>, value: &[u8]) -> bool {
    *kept = Some(Count::parse(value.trim_ascii()));
    *kept != Some(Count::None)
}

/// `DA:line,hits[,checksum]`
fn line_record(value: &[u8], out: &mut dyn Record) -> bool {
    let Some((number, rest)) = split(value) else { return false };
    let hits = split(rest).map_or(rest, |(hits, _)| hits);
    let (number, hits) = (Count::parse(number), Count::parse(hits));
    if number == Count::None || hits == Count::None {
        return false;
    }
    out.line(number, hits);
    true
}

/// `FN:line,name` or, since 2.0, `FN:line,end,name`
fn function_start(value: &[u8], section: &mut Section) -> bool {
    let Some((start, mut name)) = split(value) else { return false };
    if let Some((end, rest)) = split(name)
        && !end.is_empty()
        && end.iter().all(u8::is_ascii_digit)
    {
        name = rest;
    }
    let start = Count::parse(start);
    start != Count::None && section.function(name, Some(start), 0)
}

/// `FNA:index,hits,name`
fn alias(value: &[u8], section: &mut Section) -> Option<()> {
    let (index, rest) = split(value)?;
    let (hits, name) = split(rest)?;
    let hits = Some(Count::parse(hits)).filter(|hits| *hits != Count::None)?;
    section.alias(Count::parse(index), std::str::from_utf8(name).ok()?, hits);
    Some(())
}

/// Flags before a number: `e` for an exception, `f` for falling through, and `U` for what can't be reached, which does
/// not count.
fn flagged(number: &[u8]) -> (&[u8], bool) {
    let flags = number.iter().take_while(|byte| matches!(byte, b'e' | b'f' | b'U')).count();
    (&number[flags..], number[..flags].contains(&b'U'))
}

/// `BRDA:line,[flags]block,arm,taken`: the arm may be words with commas in them, `taken` is `-` where the decision was
/// never reached.
fn branch(value: &[u8], section: &mut Section, out: &mut dyn Record) -> bool {
    let Some((line, rest)) = split(value) else { return false };
    let Some((block, rest)) = split(rest) else { return false };
    let Some(comma) = memchr::memrchr(b',', rest) else { return false };
    let (arm, taken) = (&rest[..comma], rest[comma + 1..].trim_ascii());
    let line = Count::parse(line);
    let taken = if taken == b"-" { Count::Exact(0) } else { Count::parse(taken) };
    if line == Count::None || taken == Count::None {
        return false;
    }
    let (block, is_unreachable) = flagged(block);
    if is_unreachable {
        return true;
    }
    let arm = if is_exit(arm) { exit_arm(section.next_exit(line)) } else { ordinal(arm) };
    out.unit(Metric::Branches, line, ordinal(block), arm, taken);
    true
}

/// A number as it is; words as a number made from them, the same in every report.
fn ordinal(text: &[u8]) -> u32 {
    let target = text.strip_prefix(b"jump to line ").unwrap_or(text);
    if let Count::Exact(number) = Count::parse(target) {
        return u32::try_from(number).unwrap_or_else(|_| fold(&number.to_le_bytes()));
    }
    fold(text)
}

/// Whether an arm's words say that it leaves a function or module.
fn is_exit(arm: &[u8]) -> bool {
    arm.starts_with(b"exit ") || arm.starts_with(b"return from ")
}

/// `MCDC:line,[U]group size,sense (t or f),taken,index,expression`: each condition has two outcomes to show.
fn condition(value: &[u8], out: &mut dyn Record) -> bool {
    let mut fields = value.splitn(6, |byte| *byte == b',');
    let mut next = || fields.next().unwrap_or(b"");
    let (line, group, sense, taken, index) = (next(), next(), next(), next(), next());
    let (line, taken, index) = (Count::parse(line), Count::parse(taken), Count::parse(index));
    let (group, is_unreachable) = flagged(group);
    if is_unreachable {
        return true;
    }
    let (Count::Exact(at), true) = (index, line != Count::None && taken != Count::None) else { return false };
    let Some(arm) = u32::try_from(at).ok().and_then(|at| at.checked_mul(2)) else { return false };
    out.unit(Metric::Mcdc, line, ordinal(group), arm + u32::from(sense == b"t"), taken);
    true
}
