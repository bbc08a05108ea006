//! What notes say of a file: in the margin of its source, beside the lines that they speak of.
//!
//! Beside the text, each remark stands at its line without a script: an empty picture before it is the distance,
//! worked out here so that no two overlap. On narrow screens the same list stands above the text.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::model::claim::Verdict;
use crate::model::findings::FileFinding;
use crate::site::html::escape;
use crate::site::remarks::{Of, Remark};
use crate::site::{Site, long, numbers, views};

/// The most remarks of one file.
const MOST: usize = 60;
/// The most notes that are listed as naming the file.
const NAMED: usize = 12;
/// Pixels: a line of the source, a line of a remark, the space around one; and the letters that fit a line of it.
const LINE: u32 = 20;
const REMARK_LINE: u32 = 18;
const AROUND: u32 = 22;
const LETTERS: u32 = 34;

/// The ids of lines that remarks lead to, in the order of the lines.
pub(super) fn anchors(remarks: &[Remark], lines: u32) -> Vec<(u32, String)> {
    let mut anchors: Vec<(u32, String)> = remarks
        .iter()
        .filter_map(|remark| remark.lines)
        .filter(|(first, _)| *first <= lines)
        .map(|(first, last)| (first, anchor(first, last)))
        .collect();
    anchors.sort();
    anchors.dedup();
    anchors
}

fn anchor(first: u32, last: u32) -> String {
    if first == last { format!("L{first}") } else { format!("L{first}-L{last}") }
}

/// Appends the remarks on a file whose text has so many lines, for the page at `place`.
pub(super) fn write(out: &mut String, site: &Site<'_>, place: &str, file: &FileFinding, lines: u32) {
    let remarks = site.remarks.of(&file.path);
    if remarks.is_empty() {
        return;
    }
    let mut named: Vec<String> = Vec::new();
    let mut items: Vec<(u32, String)> = Vec::new();
    let mut told = BTreeSet::new();
    for remark in remarks {
        let line = remark.lines.map_or(0, |(first, _)| first.min(lines));
        let mut item = String::new();
        if let Some((first, last)) = remark.lines {
            let to = if last > first { format!("–{last}") } else { String::new() };
            if first <= lines {
                let _ = write!(item, "<a class=\"n\" href=\"#{}\">line {first}{to}</a> ", anchor(first, last));
            } else {
                let _ = write!(item, "<span class=\"n\">line {first}{to}</span> ");
            }
        }
        match remark.of {
            Of::Gap(index) => gap(&mut item, site, place, index),
            Of::Claim(index) => {
                let claim = &site.findings.claims[index];
                // One sentence may hold several claims that come to the same: that a file is there, and its line, too.
                if !told.insert((claim.note, claim.claim.line, claim.judgement.verdict, remark.lines)) {
                    continue;
                }
                // That it is named and there is no more than a link.
                if remark.lines.is_none() && claim.claim.kind == "file" && claim.judgement.verdict == Verdict::Confirmed
                {
                    named.push(names(site, place, index));
                    continue;
                }
                self::claim(&mut item, site, place, index);
            }
        }
        items.push((line, item));
    }
    named.dedup();
    let whole = items.partition_point(|(line, _)| *line == 0);
    if let Some(item) = named_in(&named) {
        items.insert(whole, (0, item));
    }
    let more = items.len().saturating_sub(MOST);
    items.truncate(MOST);
    if more > 0 {
        items.push((lines, format!("… and {} more", numbers::count(more as u64))));
    }
    out.push_str("<div class=\"said\"><h3>What notes say of it</h3><ol class=\"mn\">");
    let (mut above, mut free) = (0, 0);
    for (line, item) in items {
        let at = free.max(line.saturating_sub(1) * LINE);
        out.push_str("<li>");
        if at > above {
            let _ = write!(out, "<svg width=\"1\" height=\"{}\" aria-hidden=\"true\"></svg>", at - above);
        }
        let _ = write!(out, "<div>{item}</div></li>");
        above = at;
        free = at + height(&item);
    }
    out.push_str("</ol></div>");
}

/// How tall a remark is at most, as its words are wrapped in the margin.
fn height(item: &str) -> u32 {
    let mut lines = 0;
    for part in item.split("<br>") {
        let mut letters: u32 = 0;
        let mut inside = false;
        for c in part.chars() {
            match c {
                '<' => inside = true,
                '>' => inside = false,
                _ if !inside => letters += 1,
                _ => {}
            }
        }
        lines += letters.div_ceil(LETTERS).max(1);
    }
    lines * REMARK_LINE + AROUND
}

fn gap(out: &mut String, site: &Site<'_>, place: &str, index: usize) {
    let gap = &site.findings.gaps[index];
    let href = long::gap_href(site, place, gap);
    let (class, word) = (views::level_class(gap.effective), views::level_word(gap.effective));
    let _ = write!(
        out,
        "<span class=\"pr {class}\">{word}</span> gap, {}<br><a href=\"{href}\">{}</a>",
        gap.state.id(),
        escape(&views::shorten(&gap.subject, 160))
    );
}

fn claim(out: &mut String, site: &Site<'_>, place: &str, index: usize) {
    let view = views::claim(site, place, &site.findings.claims[index]);
    let _ =
        write!(out, "<span class=\"v {0}\">{0}</span><br><a href=\"{1}\">{2}</a>", view.verdict, view.href, view.words);
    if let Some(measured) = view.measured.filter(|_| view.verdict != Verdict::Confirmed.id()) {
        let _ = write!(out, ": measured {}", escape(&measured));
    }
    let _ = write!(out, " <small>{}:{}</small>", escape(&view.note), view.line);
}

/// A note that names the file, as a link to the words.
fn names(site: &Site<'_>, place: &str, index: usize) -> String {
    let view = views::claim(site, place, &site.findings.claims[index]);
    format!("<a href=\"{}\">{}:{}</a>", view.href, escape(&view.note), view.line)
}

fn named_in(named: &[String]) -> Option<String> {
    let listed = named.get(..named.len().min(NAMED)).filter(|listed| !listed.is_empty())?;
    let mut item = format!("named in {}", listed.join(", "));
    if named.len() > NAMED {
        let _ = write!(item, " and {} more", numbers::count((named.len() - NAMED) as u64));
    }
    Some(item)
}

#[cfg(test)]
mod tests {
    use super::{anchors, height};
    use crate::site::remarks::{Of, Remark};

    #[test]
    fn markup_takes_no_room() {
        assert_eq!(height("a"), height("<a href=\"a very long address that is not shown at all\">a</a>"));
        assert!(height("a<br>b") > height("a b"));
    }

    #[test]
    fn lines_behind_the_end_have_no_anchor() {
        let at = |first, last| Remark { lines: Some((first, last)), of: Of::Gap(0) };
        let found = anchors(&[at(9, 9), at(3, 5), at(3, 5), at(11, 12)], 10);
        assert_eq!(found, [(3, "L3-L5".to_owned()), (9, "L9".to_owned())]);
    }
}
