//! V8's own coverage, as Node writes it (`NODE_V8_COVERAGE`, c8 before it converts) and Chromium's debugger gives it.
//!
//! Specified by the debugging protocol (`Profiler.ScriptCoverage`): `result` with scripts, their `functions` and ranges
//! of characters with counts; the first range of a function is the function. Which line a character is on only the
//! source knows, so there are no lines and no branches here: a function with a name is a function, as in c8, and each
//! range is a region.
//!
//! Traps: Node's own scripts are among the others; a script may be told several times; functions have no line, so
//! those of one name are numbered in the order of the source.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, each_object, fields, parse_list};
use super::super::scan::number::Count;

/// V8.
pub const FORMAT: Format = Format {
    id: "v8",
    title: "V8 coverage JSON",
    tools: &["Node.js", "c8", "Playwright", "Deno"],
    usual_names: &["coverage-*-*-*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Add },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let is_script = |depth| json.has(depth, "url") && json.has(depth, "scriptId");
    let is_result = json.holds(1, "result", b'[') && is_script(2) && json.holds(2, "functions", b'[');
    let is_list = is_script(1) && (json.holds(1, "functions", b'[') || json.has(1, "source"));
    let is_nothing = json.holds(1, "result", b'[') && json.has(1, "source-map-cache") && !json.has(2, "scriptId");
    Match::sure_if(is_result || is_list || is_nothing)
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    let mut report = Report { out, script: Script::default() };
    parse_list(input, &mut report, sink)?;
    report.script.say(report.out);
    Ok(())
}

/// The outermost object with its scripts, or a script itself.
struct Report<'o> {
    out: &'o mut dyn Record,
    script: Script,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key == "result" {
            return map.next_value_seed(each_object(|script: Script| script.say(self.out)));
        }
        // In a list of scripts, the next one begins where a key stands again.
        let begins = match key {
            "url" => !self.script.url.is_empty(),
            "functions" => !self.script.functions.is_empty(),
            _ => false,
        };
        if begins {
            std::mem::take(&mut self.script).say(self.out);
        }
        self.script.entry(key, map)
    }
}

fields! {
    struct Script {
        url: String = "url" as Text,
        functions: Vec<Function> = "functions",
    }
}

impl Script {
    fn say(mut self, out: &mut dyn Record) {
        // What has no file: Node's own scripts, evaluated text, browser extensions.
        let is_own = ["node:", "evalmachine", "internal/", "chrome-extension:", "ext:", "debugger:"];
        if self.url.is_empty() || is_own.iter().any(|own| self.url.starts_with(own)) {
            return;
        }
        out.file(&path(&self.url));
        let start = |function: &Function| function.ranges.first().map_or(0, |range| range.start.nearest());
        self.functions.sort_by(|a, b| (&a.name, start(a)).cmp(&(&b.name, start(b))));
        for same in self.functions.chunk_by(|a, b| a.name == b.name) {
            for (nth, function) in same.iter().enumerate() {
                if let (Some(whole), false) = (function.ranges.first(), function.name.is_empty()) {
                    let numbered = format!("{}#{}", function.name, nth + 1);
                    let name = if nth == 0 { &function.name } else { &numbered };
                    out.function(name, Count::Exact(0), whole.hits);
                }
            }
        }
        for range in self.functions.iter().flat_map(|function| &function.ranges) {
            let short = |number: Count| u32::try_from(number.nearest()).unwrap_or(u32::MAX);
            out.unit(Metric::Regions, Count::Exact(0), short(range.start), short(range.end), range.hits);
        }
    }
}

/// The path of a URL: that of a file without its scheme and escapes, any other as it is.
fn path(url: &str) -> String {
    let Some(rest) = url.strip_prefix("file://") else { return url.to_owned() };
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let mut bytes = Vec::with_capacity(rest.len());
    let mut from = rest.as_bytes();
    while let [first, behind @ ..] = from {
        let escaped = behind.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        if let Some(byte) = escaped.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            from = &behind[2..];
        } else {
            bytes.push(*first);
            from = behind;
        }
    }
    let path = String::from_utf8_lossy(&bytes).into_owned();
    // file:///C:/work/a.js
    let has_drive = path.as_bytes().get(2) == Some(&b':') && path.as_bytes()[1].is_ascii_alphabetic();
    if has_drive { path[1..].to_owned() } else { path }
}

fields! {
    struct Function {
        name: String = "functionName" as Text,
        ranges: Vec<Range> = "ranges",
    }
}

fields! {
    struct Range {
        start: Count = "startOffset",
        end: Count = "endOffset",
        hits: Count = "count",
    }
}
