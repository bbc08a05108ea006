//! Release notes: what stands under the heading of a version ("0.7.0", "v1.2 (2024-03-01)", "[1.4.2] - 2023-05-06") speaks
//! of the project as it was then. Where the heading has a day, a claim about the tree or a measurement is of that day;
//! otherwise today's evidence may confirm it and can't contradict it. So it is with a note of which only the month is known.

use std::sync::OnceLock;

use jiff::civil::Date;
use regex::Regex;

use super::aside::{CHANGE, day, is_of_changes};
use super::passages::Reader;
use super::{coverage, dependency, file, reference, setting, test_count};
use crate::model::claim::{Claim, Subject};

/// Gives the claims of a note that the tree is asked about the time of the release that they stand under.
pub(super) fn place(reader: &Reader<'_>, claims: &mut [Claim]) {
    let releases = of_headings(reader);
    let month = reader.note.month.map(|month| format!("it speaks of {}", month.strftime("%B %Y")));
    if releases.iter().all(Option::is_none) && month.is_none() {
        return;
    }
    let headings = &reader.note.document.headings;
    let kinds = [&file::KIND, &setting::KIND, &reference::KIND, &dependency::KIND, &coverage::KIND, &test_count::KIND]
        .map(|kind| kind.id);
    let counted = |claim: &Claim| matches!(claim.subject, Subject::Tests { .. } | Subject::Files { .. });
    let open = |claim: &&mut Claim| {
        (kinds.contains(&claim.kind) || counted(claim)) && claim.doubt.is_none() && claim.as_of == reader.note.date
    };
    for claim in claims.iter_mut().filter(open) {
        claim.doubt.clone_from(&month);
        let Some(above) = headings.partition_point(|heading| heading.span.start <= claim.span.start).checked_sub(1)
        else {
            continue;
        };
        match releases.get(above) {
            Some(Some(Release { day: Some(day), .. })) => claim.as_of = Some(*day),
            Some(Some(Release { what, day: None })) => claim.doubt = Some(format!("it speaks of {what}")),
            _ => {}
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Release {
    /// "version 0.7.0", "a change".
    what: String,
    day: Option<Date>,
}

/// The release that each heading of a note lies under. The title is left out: it names the whole, which speaks for now.
fn of_headings(reader: &Reader<'_>) -> Vec<Option<Release>> {
    let mut releases: Vec<Option<Release>> = Vec::with_capacity(reader.note.document.headings.len());
    for heading in &reader.note.document.headings {
        let title = heading.level == 1 && releases.is_empty();
        let own = if title { None } else { of_heading(&heading.text.plain) };
        let above = || heading.parent.and_then(|parent| releases.get(parent)).cloned().flatten();
        // "Changed" under a version is of that.
        releases.push(match own {
            Some(own) if own.what != CHANGE => Some(own),
            own => above().or(own),
        });
    }
    releases
}

fn of_heading(text: &str) -> Option<Release> {
    static VERSION: OnceLock<Option<Regex>> = OnceLock::new();
    // A number of two parts may be that of a chapter, and so may one of three before words.
    let pattern = VERSION.get_or_init(|| {
        Regex::new(
            r"(?i)^(?:(?:version|release)\s+v?(?P<a>\d+(?:\.\d+)*)|v(?P<b>\d+(?:\.\d+)+)|\[v?(?P<c>\d+(?:\.\d+)+)[^\]\s]*\]|(?P<d>\d+\.\d+\.\d+)[\w.+-]*\s*(?:$|[-–—:(,/]|\d{4})|(?P<e>\d+\.\d+)\s*(?:$|[-–—:(,]?\s*\(?\d{4}-\d\d))",
        )
        .ok()
    });
    if is_of_changes(text) {
        return Some(Release { what: CHANGE.into(), day: None });
    }
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '[');
    let found = pattern.as_ref()?.captures(text)?;
    let version = ["a", "b", "c", "d", "e"].iter().find_map(|name| found.name(name))?.as_str();
    Some(Release { what: format!("version {version}"), day: day(&text.to_lowercase()) })
}

#[cfg(test)]
mod tests {
    use super::of_heading;

    #[test]
    fn versions_are_told_from_chapters() {
        for (heading, version, dated) in [
            ("0.7.0", "version 0.7.0", false),
            ("v1.2 First harbour", "version 1.2", false),
            ("[1.4.2] - 2023-05-06", "version 1.4.2", true),
            ("🚀 Version 3", "version 3", false),
            ("2.0.0-rc.1 (2024-03-01)", "version 2.0.0", true),
            ("0.9 - 2024-03-01", "version 0.9", true),
            ("[Unreleased]", "a change", false),
        ] {
            let found = of_heading(heading);
            assert_eq!(
                found.as_ref().map(|it| (it.what.as_str(), it.day.is_some())),
                Some((version, dated)),
                "{heading}"
            );
        }
        for heading in ["3.1 Build quality", "4.1.2 Queue", "2. Tests", "2026-03-01", "3.2 — Tests"] {
            assert_eq!(of_heading(heading), None, "{heading}");
        }
    }
}
