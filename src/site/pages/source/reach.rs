//! Which tests and flags reach the lines of a file: two folded lists, and what a script needs to say it of the lines
//! that the address names.
//!
//! Tests that reach the same lines stand together. A list has no element for each line: it grows with the file, and what
//! is beyond stands as text in an attribute, for the script alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::model::coverage::FileCoverage;
use crate::model::digits::number_into;
use crate::model::reach::{ByName, Row, Spans};
use crate::site::html::{escape, escape_into};
use crate::site::{Site, numbers, routes, views};

/// The elements of the list of tests that any file may have, and the lines that one more is worth.
const ELEMENTS: usize = 32;
const LINES_FOR_ONE: usize = 20;
/// The most names of tests that stand together, and of ranges with a link; of a flag, which is one of few.
const NAMES: usize = 8;
const RANGES: usize = 3;
const RANGES_OF_FLAG: usize = 6;
const FLAGS: usize = 12;
/// The most bytes of what is beyond the list.
const BEYOND: usize = 64 * 1024;

/// What is shown of a file.
pub(super) struct Reach<'a> {
    site: &'a Site<'a>,
    place: &'a str,
    /// How many lines the text has; 0 where it is not shown.
    lines: u32,
    /// Lines that can run, to see what lies between two ranges.
    coverage: &'a FileCoverage,
    groups: Vec<Group<'a>>,
    /// How many of the groups are listed.
    listed: usize,
    tests: Option<&'a ByName>,
    flags: Vec<Flag<'a>>,
}

/// Tests that reach the same lines.
struct Group<'a> {
    names: Vec<&'a str>,
    count: u64,
    ranges: Vec<(u32, u32)>,
}

struct Flag<'a> {
    name: &'a str,
    count: u64,
    ranges: Vec<(u32, u32)>,
    /// Lines that no other flag hits.
    alone: u64,
    alone_ranges: Vec<(u32, u32)>,
}

impl<'a> Reach<'a> {
    /// What is known of a file whose text has so many lines, if anything.
    pub(super) fn new(site: &'a Site<'a>, place: &'a str, coverage: &'a FileCoverage, lines: u32) -> Option<Self> {
        let (tests, flags) = (coverage.tests(), coverage.flags());
        if tests.is_none() && flags.is_none() {
            return None;
        }
        let mut reach = Self { site, place, lines, coverage, groups: Vec::new(), listed: 0, tests, flags: Vec::new() };
        reach.groups = tests.map(|tests| reach.groups(tests)).unwrap_or_default();
        reach.listed = reach.room();
        reach.flags = flags.map(|flags| reach.flags(flags)).unwrap_or_default();
        Some(reach)
    }

    /// Those that reach most stand first.
    fn groups(&self, tests: &'a ByName) -> Vec<Group<'a>> {
        let mut by_lines: BTreeMap<&[(u32, u32)], Vec<&str>> = BTreeMap::new();
        for (name, lines) in tests.rows() {
            by_lines.entry(lines.ranges()).or_default().push(name);
        }
        let group = |(ranges, names): (&[(u32, u32)], Vec<&'a str>)| {
            let spans = Spans::from_ranges(ranges.to_vec());
            Group { names, count: spans.count(), ranges: self.joined(&spans) }
        };
        let mut groups: Vec<Group<'_>> = by_lines.into_iter().map(group).collect();
        groups.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.names.cmp(&b.names)));
        groups
    }

    /// How many groups the file has room for.
    fn room(&self) -> usize {
        let most = ELEMENTS.max(self.lines as usize / LINES_FOR_ONE);
        let mut anchors: BTreeSet<(u32, u32)> = BTreeSet::new();
        let mut used = 0;
        let fits = |group: &&Group<'_>| {
            anchors.extend(group.ranges.iter().take(RANGES).copied());
            used += 1 + group.names.len().min(NAMES) + group.ranges.len().min(RANGES);
            used + anchors.len() <= most
        };
        self.groups.iter().take_while(fits).count()
    }

    fn flags(&self, flags: &'a ByName) -> Vec<Flag<'a>> {
        let flag = |(name, lines): &'a Row| {
            let alone = flags.alone(name);
            Flag {
                name,
                count: lines.count(),
                ranges: self.joined(lines),
                alone: alone.count(),
                alone_ranges: self.joined(&alone),
            }
        };
        flags.rows().iter().take(FLAGS).map(flag).collect()
    }

    /// The ranges, those joined that have no line between them that can run.
    fn joined(&self, lines: &Spans) -> Vec<(u32, u32)> {
        let marked = self.coverage.marked();
        let mut joined: Vec<(u32, u32)> = Vec::new();
        for (first, last) in lines.ranges() {
            match joined.last_mut() {
                Some(end) if !marked.is_empty() && marked.first_from(end.1 + 1).is_none_or(|next| next >= *first) => {
                    end.1 = *last;
                }
                _ => joined.push((*first, *last)),
            }
        }
        joined
    }

    fn listed(&self) -> &[Group<'a>] {
        &self.groups[..self.listed]
    }

    /// The ids of lines that the lists lead to.
    pub(super) fn anchors(&self) -> Vec<(u32, String)> {
        let of_tests = self.listed().iter().flat_map(|group| group.ranges.iter().take(RANGES));
        let of_flags = self.flags.iter().flat_map(|flag| flag.alone_ranges.iter().take(RANGES_OF_FLAG));
        of_tests
            .chain(of_flags)
            .copied()
            .filter(|range| self.has(*range))
            .map(|range| (range.0, anchor(range)))
            .collect()
    }

    /// Whether the text has the lines.
    fn has(&self, range: (u32, u32)) -> bool {
        range.0 <= self.lines
    }

    /// Appends the lists.
    pub(super) fn write(&self, out: &mut String) {
        if let Some(tests) = self.tests {
            let more = if tests.is_cut() { "more than " } else { "" };
            let all = numbers::plural(tests.rows().len() as u64, "test reaches", "tests reach");
            let _ = write!(
                out,
                "<details class=\"box\"><summary>{more}{all} lines of this file</summary><ul class=\"rl\" data-tests>"
            );
            self.listed().iter().for_each(|group| self.group(out, group));
            self.beyond(out, tests.is_cut());
            out.push_str("</ul></details>\n");
        }
        if !self.flags.is_empty() {
            out.push_str("<details class=\"box\"><summary>Hit by ");
            let names: Vec<String> = self.flags.iter().map(|flag| escape(&name(flag.name))).collect();
            let _ = write!(out, "{}</summary><ul class=\"rl\" data-flags>", names.join(", "));
            self.flags.iter().for_each(|flag| self.flag(out, flag));
            out.push_str("</ul></details>\n");
        }
    }

    fn group(&self, out: &mut String, group: &Group<'_>) {
        out.push_str("<li data-r=\"");
        ranges(out, &group.ranges);
        if group.names.len() > NAMES {
            out.push_str("\" data-n=\"");
            escape_into(out, &group.names[NAMES..].join("\t"));
        }
        out.push_str("\">");
        for (at, name) in group.names.iter().take(NAMES).enumerate() {
            out.push_str(if at == 0 { "" } else { ", " });
            let shown = escape(&views::shorten(name, 160));
            let _ = match self.site.test_links.of(name) {
                Some(row) => {
                    let href = routes::link(self.place, routes::TESTS);
                    write!(out, "<a class=\"t\" href=\"{href}#{row}\">{shown}</a>")
                }
                None => write!(out, "<b>{shown}</b>"),
            };
        }
        more(out, group.names.len(), NAMES);
        let _ = write!(out, " – {}: ", numbers::plural(group.count, "line", "lines"));
        self.links(out, &group.ranges, RANGES);
        out.push_str("</li>");
    }

    fn flag(&self, out: &mut String, flag: &Flag<'_>) {
        out.push_str("<li data-r=\"");
        ranges(out, &flag.ranges);
        let _ = write!(
            out,
            "\"><b>{}</b> {}, {} by it alone",
            escape(&name(flag.name)),
            numbers::plural(flag.count, "line", "lines"),
            if flag.alone == 0 { "none".to_owned() } else { numbers::count(flag.alone) }
        );
        if flag.alone > 0 {
            out.push_str(": ");
            self.links(out, &flag.alone_ranges, RANGES_OF_FLAG);
        }
        out.push_str("</li>");
    }

    fn links(&self, out: &mut String, ranges: &[(u32, u32)], most: usize) {
        for (at, range) in ranges.iter().copied().take(most).enumerate() {
            out.push_str(if at == 0 { "" } else { ", " });
            let has_link = self.has(range);
            if has_link {
                let _ = write!(out, "<a href=\"#{}\">", anchor(range));
            }
            number_into(out, range.0.into());
            if range.1 > range.0 {
                out.push('–');
                number_into(out, range.1.into());
            }
            out.push_str(if has_link { "</a>" } else { "" });
        }
        more(out, ranges.len(), most);
    }

    /// What the list has no room for.
    fn beyond(&self, out: &mut String, is_cut: bool) {
        let beyond = &self.groups[self.listed..];
        let tests: usize = beyond.iter().map(|group| group.names.len()).sum();
        if tests == 0 && !is_cut {
            return;
        }
        let mut data = String::new();
        let mut told = 0;
        for group in beyond {
            let from = data.len();
            ranges(&mut data, &group.ranges);
            for name in &group.names {
                data.push('\t');
                data.push_str(&views::shorten(name, 160));
            }
            data.push('\n');
            if data.len() > BEYOND {
                data.truncate(from);
                break;
            }
            told += group.names.len();
        }
        let _ = write!(out, "<li data-b=\"{}\"", escape(data.trim_end_matches('\n')));
        // Then "at least so many" is all that can be said of a line.
        out.push_str(if told < tests || is_cut { " data-more>" } else { ">" });
        let href = routes::link(self.place, routes::REACHED);
        let count = numbers::count(tests as u64);
        let _ = match (tests, is_cut) {
            (0, _) => write!(out, "and more than the reports' limit"),
            (_, true) => {
                write!(out, "and {count} more, and others beyond the limit: <a href=\"{href}\">data/reached.json</a>")
            }
            (_, false) => write!(out, "and {count} more: <a href=\"{href}\">data/reached.json</a>"),
        };
        out.push_str("</li>");
    }

    /// Appends the place where a script says who reaches the lines that the address names. Its room is there from the
    /// beginning.
    pub(super) fn bar(&self, out: &mut String) {
        let what = match (self.tests.is_some(), self.flags.is_empty()) {
            (true, true) => "tests reach",
            (true, false) => "tests and flags reach",
            (false, _) => "flags hit",
        };
        let _ = write!(
            out,
            "<details class=\"hit js-only\"><summary>Choose a line by its number to see which {what} it</summary><ul tabindex=\"0\" aria-label=\"What reaches these lines\"></ul></details><p class=\"vh\" role=\"status\"></p>"
        );
    }
}

/// The name of a flag; of none, what is not flagged.
fn name(flag: &str) -> String {
    if flag.is_empty() { "reports without a flag".to_owned() } else { views::shorten(flag, 80) }
}

fn anchor((first, last): (u32, u32)) -> String {
    if first == last { format!("L{first}") } else { format!("L{first}-L{last}") }
}

/// `3-5,9`, for the script.
fn ranges(out: &mut String, ranges: &[(u32, u32)]) {
    for (at, (first, last)) in ranges.iter().enumerate() {
        out.push_str(if at == 0 { "" } else { "," });
        number_into(out, (*first).into());
        if last > first {
            out.push('-');
            number_into(out, (*last).into());
        }
    }
}

fn more(out: &mut String, all: usize, shown: usize) {
    if all > shown {
        let _ = write!(out, " and {} more", numbers::count((all - shown) as u64));
    }
}
