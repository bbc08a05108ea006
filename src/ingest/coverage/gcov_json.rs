//! gcov's JSON (`gcov --json-format` of GCC 9 and later).
//!
//! Specified in the GCC manual, "Invoking Gcov", option `-j` (formerly `-i`). `files` have `functions` and `lines`; a
//! line has `branches` and, since GCC 14, `conditions`. Hits are counts.
//!
//! Traps: a line of a template stands once for each instance, with its `function_name`: it is one line whose hits add
//! up, while the branches of each instance are its own. With `--stdout` one document follows the other. Files are
//! named from `current_working_directory`. gcovr writes the same records, and more into them: they are read there.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Text, each_object, parse_stream, skip};
use super::gcovr_json::File;

/// gcov's JSON.
pub const FORMAT: Format = Format {
    id: "gcov-json",
    title: "gcov JSON",
    tools: &["gcov"],
    usual_names: &["*.gcov.json", "*.gcov.json.gz"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Add },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let parts = ["files", "data_file", "format_version"];
    let is_gcc = json.has(1, "gcc_version") && parts.iter().any(|part| json.has(1, part));
    let says_so = is_gcc || json.has(1, "current_working_directory") && json.has(1, "data_file");
    let has_lines = json.has(3, "unexecuted_block") && json.has(3, "line_number");
    Match::sure_if(says_so || json.holds(1, "files", b'[') && has_lines)
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    parse_stream(input, &mut Report { out }, sink)
}

struct Report<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "gcc_version" => self.out.producer(&format!("gcov {}", map.next_value::<Text<'_>>()?.0)),
            "current_working_directory" => self.out.source(&map.next_value::<Text<'_>>()?.0),
            "files" => map.next_value_seed(each_object(|file: File| file.say(self.out)))?,
            _ => skip(map)?,
        }
        Ok(())
    }
}
