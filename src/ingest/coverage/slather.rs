//! Slather's JSON (`slather coverage --json`): files of Swift and Objective-C.
//!
//! Specified by its code (`json_output.rb`): a list of files, each with `coverage`, an array of hits by line, `null` for no line.

use crate::diagnostics::{Reported, Sink};

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::hits::LineHits;
use super::super::scan::json::{fields, parse_each};

/// Slather.
pub const FORMAT: Format = Format {
    id: "slather",
    title: "Slather JSON",
    tools: &["Slather"],
    usual_names: &["slather*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Add },
};

fn sniff(json: &JsonHead, head: &Head<'_>) -> Match {
    let is_list = head.text.trim_start_matches('\u{FEFF}').trim_start().starts_with('[');
    let mut keys = json.entries(1).map(|(key, _)| key);
    let is_own = json.holds(1, "file", b'"') && json.holds(1, "coverage", b'[');
    Match::sure_if(is_list && is_own && keys.all(|key| matches!(key, "file" | "coverage")))
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("Slather");
    parse_each(input, |file: File| file.say(out), sink)
}

fields! {
    struct File {
        path: String = "file",
        lines: LineHits = "coverage",
    }
}

impl File {
    fn say(self, out: &mut dyn Record) {
        out.file(&self.path);
        self.lines.say(1, out);
    }
}
