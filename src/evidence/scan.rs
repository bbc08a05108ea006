//! Patterns held against the lines of files: all of a build in one walk, each file read once, whatever the number of
//! patterns. Lines count as `grep` counts them. Other people's code that git tracks is looked at where the paths name it.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use regex::Regex;

use super::languages::is_source;
use crate::config::globs::Globs;
use crate::config::values::compile;
use crate::ingest::discover::is_foreign;
use crate::model::inputs::Inputs;
use crate::model::paths::ProjectPath;
use crate::model::question::{Hit, Question, Scan, ScanAnswer};

/// So many lines and files are named at most; all are counted.
const NAMED: usize = 50;
/// A file with a NUL among its first bytes is no text.
const LOOKED_AT: usize = 8192;

/// A pattern ready to be run.
struct Prepared {
    regex: Regex,
    paths: Globs,
    except: Globs,
    /// Whether the whole text can be asked first: not where a pattern speaks of its ends.
    whole: bool,
}

impl Prepared {
    fn new(scan: &Scan) -> Option<Self> {
        // The configuration was read: what does not compile is not there.
        let regex = compile(&scan.pattern).ok()?;
        let whole = !scan.pattern.contains("\\A") && !scan.pattern.contains("\\z");
        Some(Self { regex, paths: Globs::new(&scan.paths), except: Globs::new(&scan.except), whole })
    }

    fn holds(&self, path: &ProjectPath) -> bool {
        let named = if self.paths.is_empty() { is_source(path) && !is_foreign(path) } else { self.paths.holds(path) };
        named && !self.except.holds(path)
    }
}

/// What one pattern found in one file.
#[derive(Default)]
struct InFile {
    lines: u64,
    matches: u64,
    first: Vec<u32>,
}

/// Answers all scans among `questions`.
pub(super) fn scan(inputs: &Inputs, questions: &BTreeSet<Question>) -> BTreeMap<Scan, ScanAnswer> {
    let scans: Vec<(&Scan, Prepared)> = questions
        .iter()
        .filter_map(|question| match question {
            Question::Scan(scan) => Some((scan, Prepared::new(scan)?)),
            _ => None,
        })
        .collect();
    if scans.is_empty() {
        return BTreeMap::new();
    }
    let files: Vec<&ProjectPath> = inputs.tree.iter().chain(&inputs.aside).collect();
    let found: Vec<Vec<(usize, Option<InFile>)>> = files.par_iter().map(|path| one(inputs, &scans, path)).collect();
    let mut answers: Vec<ScanAnswer> = scans.iter().map(|_| ScanAnswer::default()).collect();
    for (path, in_file) in files.into_iter().zip(found) {
        for (index, found) in in_file {
            add(&mut answers[index], path, found);
        }
    }
    scans.into_iter().map(|(scan, _)| scan.clone()).zip(answers).collect()
}

/// What each pattern that looks at a file finds in it; `None` where it can't be read. What is no text is passed over.
fn one(inputs: &Inputs, scans: &[(&Scan, Prepared)], path: &ProjectPath) -> Vec<(usize, Option<InFile>)> {
    let mut looking = scans.iter().enumerate().filter(|(_, (_, scan))| scan.holds(path)).peekable();
    if looking.peek().is_none() {
        return Vec::new();
    }
    let bytes = inputs.sources.read(path).ok();
    if bytes.as_deref().is_some_and(is_binary) {
        return Vec::new();
    }
    let text = bytes.as_deref().map(String::from_utf8_lossy);
    looking.map(|(index, (_, scan))| (index, text.as_deref().map(|text| in_text(scan, text)))).collect()
}

fn is_binary(bytes: &[u8]) -> bool {
    // UTF-16 has NULs and a mark at its beginning; nobody writes sources in it.
    memchr::memchr(0, &bytes[..bytes.len().min(LOOKED_AT)]).is_some()
}

fn in_text(scan: &Prepared, text: &str) -> InFile {
    let mut found = InFile::default();
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if scan.whole && !scan.regex.is_match(text) {
        return found;
    }
    for (number, line) in (1..=u32::MAX).zip(text.lines()) {
        let matches = scan.regex.find_iter(line).count() as u64;
        if matches > 0 {
            found.matches += matches;
            found.lines += 1;
            if found.first.len() < NAMED {
                found.first.push(number);
            }
        }
    }
    found
}

fn add(answer: &mut ScanAnswer, path: &ProjectPath, found: Option<InFile>) {
    let Some(found) = found else {
        answer.unread.push(path.clone());
        return;
    };
    answer.files += 1;
    answer.lines += found.lines;
    answer.matches += found.matches;
    if found.lines > 0 {
        answer.matching += 1;
    } else if answer.without.len() < NAMED {
        answer.without.push(path.clone());
    }
    let room = NAMED.saturating_sub(answer.hits.len());
    answer.hits.extend(found.first.into_iter().take(room).map(|line| Hit { path: path.clone(), line }));
}
