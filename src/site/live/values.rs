//! The values that a marker can ask for: one line of the registry each.

use super::order::{formed, unknown};
use super::{Given, Wrong};
use crate::facts::words::normal;
use crate::model::claim::Verdict;
use crate::model::gap::Level;
use crate::model::gate::{GateResult, GateVerdict};
use crate::model::note::State;
use crate::model::phase::PhaseStatus;
use crate::model::ratio::{Metric, Ratio, Totals};
use crate::model::results::TestTotals;
use crate::site::Site;
use crate::site::frame::open_gaps;
use crate::site::pages::phases::plans_done;

/// A value with its name and what it says.
pub struct Value {
    /// Its name in a marker.
    pub name: &'static str,
    /// What it says, for the documentation.
    pub says: &'static str,
    read: fn(&Site<'_>) -> Said,
}

/// What a value is.
enum Said {
    Words(String),
    Count(u64),
    /// A part of a whole.
    Part(Ratio),
    /// There is no data: why.
    Nothing(&'static str),
}

/// Names of tables.
pub const TABLES: &[(&str, &str)] = &[
    ("metrics", "each metric with covered, total and per cent"),
    ("components", "each component with its lines and its target"),
    ("gates", "each gate with its verdict and the checks that do not hold"),
    ("gaps", "open gaps by level, the most urgent first, at most ten"),
];

/// Values besides the metrics, which go by their own names (`lines`, `branches`, …).
pub const VALUES: &[Value] = &[
    Value { name: "tests", says: "test cases in all", read: |site| test(site, |tests| tests.total) },
    Value { name: "tests-passed", says: "test cases that passed", read: |site| test(site, |tests| tests.passed) },
    Value {
        name: "tests-failed",
        says: "test cases that failed or ended with an error",
        read: |site| test(site, TestTotals::not_passed),
    },
    Value {
        name: "tests-skipped",
        says: "test cases that were skipped",
        read: |site| test(site, |tests| tests.skipped),
    },
    Value { name: "files", says: "measured files", read: |site| Said::Count(site.findings.files.len() as u64) },
    Value { name: "gaps", says: "open gaps of the register", read: |site| Said::Count(open_gaps(site) as u64) },
    Value { name: "gaps-critical", says: "open gaps that are critical", read: |site| gaps(site, Level::Critical) },
    Value { name: "gaps-high", says: "open gaps of high priority", read: |site| gaps(site, Level::High) },
    Value { name: "gaps-medium", says: "open gaps of medium priority", read: |site| gaps(site, Level::Medium) },
    Value { name: "gaps-low", says: "open gaps of low priority", read: |site| gaps(site, Level::Low) },
    Value {
        name: "gaps-closed",
        says: "closed gaps",
        read: |site| count(site.findings.gaps.iter().filter(|gap| gap.state == State::Closed)),
    },
    Value { name: "claims", says: "claims of the notes", read: |site| count(site.findings.claims.iter()) },
    Value {
        name: "claims-confirmed",
        says: "claims that are confirmed",
        read: |site| claims(site, Verdict::Confirmed),
    },
    Value {
        name: "claims-contradicted",
        says: "claims that are contradicted",
        read: |site| claims(site, Verdict::Contradicted),
    },
    Value { name: "claims-outdated", says: "claims that are outdated", read: |site| claims(site, Verdict::Outdated) },
    Value {
        name: "claims-unverified",
        says: "claims that nothing could check",
        read: |site| claims(site, Verdict::Unverified),
    },
    Value { name: "gates", says: "gates that pass, of all that are judged: `6 of 8`", read: gates },
    Value { name: "phases", says: "phases that are done, of all", read: phases },
    Value { name: "plans", says: "plans that are done, of all", read: plans },
    Value { name: "notes", says: "notes that were read", read: |site| count(site.inputs.notes.iter()) },
    Value {
        name: "verdict",
        says: "`pass`, `warn`, `fail` or `unknown`",
        read: |site| Said::Words(site.findings.headline.status.id().to_owned()),
    },
    Value {
        name: "sentence",
        says: "the sentence that answers, as the home page has it",
        read: |site| Said::Words(escape(&site.findings.headline.sentence())),
    },
    Value { name: "commit", says: "the commit that was measured, seven digits of it", read: commit },
    Value { name: "date", says: "the day that was measured", read: date },
];

fn count(things: impl Iterator) -> Said {
    Said::Count(things.count() as u64)
}

fn test(site: &Site<'_>, pick: fn(&TestTotals) -> u64) -> Said {
    site.findings.tests.as_ref().map_or(Said::Nothing("there are no test results"), |tests| Said::Count(pick(tests)))
}

fn gaps(site: &Site<'_>, level: Level) -> Said {
    count(site.findings.gaps.iter().filter(|gap| gap.state != State::Closed && gap.effective == level))
}

fn claims(site: &Site<'_>, verdict: Verdict) -> Said {
    Said::Count(site.findings.claims_with(verdict) as u64)
}

fn gates(site: &Site<'_>) -> Said {
    let (passed, judged) = site.findings.gates_passed();
    part(passed, judged, "there is no gate to judge by")
}

fn phases(site: &Site<'_>) -> Said {
    let phases = &site.findings.phases;
    let done = phases.iter().filter(|phase| phase.status == PhaseStatus::Done).count();
    part(done, phases.len(), "no note belongs to a phase")
}

fn plans(site: &Site<'_>) -> Said {
    let phases = &site.findings.phases;
    let all = phases.iter().map(|phase| phase.plans.len()).sum();
    part(phases.iter().map(plans_done).sum(), all, "no note belongs to a plan")
}

fn part(of: usize, all: usize, otherwise: &'static str) -> Said {
    if all == 0 { Said::Nothing(otherwise) } else { Said::Part(Ratio::new(of as u64, all as u64)) }
}

fn commit(site: &Site<'_>) -> Said {
    match &site.findings.headline.commit {
        Some(commit) => Said::Words(commit.chars().take(7).collect()),
        None => Said::Nothing("there is no git history"),
    }
}

fn date(site: &Site<'_>) -> Said {
    site.findings.headline.date.map_or(Said::Nothing("no date is known"), |date| Said::Words(date.to_string()))
}

/// The words of a value. `subject` is a component, a file or a folder.
pub(super) fn value(site: &Site<'_>, name: &str, subject: Option<&str>, form: Option<&str>) -> Result<Given, Wrong> {
    let lower = name.to_ascii_lowercase();
    let said = if let Some(metric) = Metric::ALL.into_iter().find(|metric| metric.id() == lower) {
        metric_of(site, metric, subject)?
    } else if lower == "gate" {
        verdict_of(site, subject)?
    } else if let Some(value) = VALUES.iter().find(|value| value.name == lower) {
        if subject.is_some() {
            let help = "leave `of …` out, or ask for a metric such as lines".to_owned();
            return Err((format!("`{name}` is of the whole project"), help));
        }
        (value.read)(site)
    } else {
        let known =
            Metric::ALL.into_iter().map(Metric::id).chain(VALUES.iter().map(|value| value.name)).chain(["gate"]);
        return Err(unknown(&format!("`{name}` is no value that covsite knows"), &lower, known));
    };
    let is_metric = !VALUES.iter().any(|value| value.name == lower);
    Ok(match (said, form) {
        (Said::Part(ratio), form) if is_metric || form.is_some() => {
            Given::Words(formed(ratio, form.unwrap_or("percent"), site.decimals()))
        }
        (Said::Part(ratio), _) => Given::Words(formed(ratio, "words", 0)),
        (Said::Words(_) | Said::Count(_), Some(_)) => {
            return Err((format!("`{name}` has one form only"), "leave `as …` out".to_owned()));
        }
        (Said::Words(words), None) => Given::Words(words),
        (Said::Count(count), None) => Given::Words(count.to_string()),
        (Said::Nothing(why), _) => Given::NoData(why.to_owned()),
    })
}

fn metric_of(site: &Site<'_>, metric: Metric, subject: Option<&str>) -> Result<Said, Wrong> {
    let totals = match subject {
        None => site.findings.totals,
        Some(subject) => totals_of(site, subject)?,
    };
    let ratio = totals.get(metric).filter(|ratio| !ratio.is_empty());
    Ok(ratio.map_or(Said::Nothing("nothing of the kind was measured"), Said::Part))
}

/// The totals of a component, a file, the end of a file's path, or a folder.
fn totals_of(site: &Site<'_>, subject: &str) -> Result<Totals, Wrong> {
    let findings = site.findings;
    let wanted = normal(subject);
    let named = |name: &str| !wanted.is_empty() && normal(name) == wanted;
    let component =
        findings.components.iter().find(|it| named(&it.name) || it.aliases.iter().any(|alias| named(alias)));
    if let Some(component) = component {
        return Ok(component.totals);
    }
    if let Some(folder) = findings.folders.get(subject.trim_matches('/')) {
        return Ok(folder.totals);
    }
    let ends: Vec<_> = findings.files.iter().filter(|file| file.path.ends_with(subject)).take(3).collect();
    let exact = ends.iter().find(|file| file.path.as_str() == subject);
    match (exact, ends.as_slice()) {
        (Some(file), _) => Ok(file.totals),
        (None, [only]) => Ok(only.totals),
        (None, []) if findings.files.is_empty() => Ok(Totals::default()),
        (None, []) => {
            let components = findings.components.iter().map(|component| component.name.as_str());
            let files = findings.files.iter().map(|file| file.path.as_str());
            let known = components.chain(files).filter(|known| known.len() < 64);
            let message = format!("`{subject}` is no component, measured file or folder");
            let help = crate::diagnostics::near::nearest(subject, known).map_or_else(
                || "write a path from the root, or a name of [[components]]".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            Err((message, help))
        }
        (None, several) => {
            let paths: Vec<&str> = several.iter().map(|file| file.path.as_str()).collect();
            Err((format!("`{subject}` fits {}", paths.join(", ")), "write more of the path".to_owned()))
        }
    }
}

fn verdict_of(site: &Site<'_>, subject: Option<&str>) -> Result<Said, Wrong> {
    let gates = &site.findings.gates;
    let Some(subject) = subject else {
        return Err(("`gate` needs a name".to_owned(), "write `value gate of` and the gate's name".to_owned()));
    };
    let gate = gates.iter().find(|gate| normal(&gate.title()) == normal(subject));
    let gate = gate.ok_or_else(|| {
        let titles: Vec<String> = gates.iter().map(GateResult::title).collect();
        unknown(&format!("no gate is called `{subject}`"), subject, titles.iter().map(String::as_str))
    })?;
    let word = match gate.verdict {
        GateVerdict::Pass => "passes",
        GateVerdict::Fail => "fails",
        GateVerdict::Unknown => "unknown",
        GateVerdict::Skipped => "skipped",
    };
    Ok(Said::Words(word.to_owned()))
}

/// Whether a value only says another commit or day than the one that stands there. In a sentence that is its end.
pub(super) fn is_stamp(order: &str, before: &str, after: &str) -> bool {
    let name = order.split(' ').nth(1).unwrap_or_default().to_ascii_lowercase();
    match name.as_str() {
        "commit" => is_commit(before),
        "date" => is_day(before),
        "sentence" => match (parted(before), parted(after)) {
            (Some((old, stamp)), Some((new, _))) => old == new && is_source(stamp),
            _ => false,
        },
        _ => false,
    }
}

/// A sentence without its end that says when or from which commit, and that end.
fn parted(sentence: &str) -> Option<(&str, &str)> {
    let (at, word) = ["Data ", "Notes "].into_iter().filter_map(|word| Some((sentence.rfind(word)?, word))).max()?;
    Some((&sentence[..at], &sentence[at + word.len()..]))
}

/// Whether these words only say a commit, a day, or both: "from 4f1c9ae, 2026-03-14."
fn is_source(words: &str) -> bool {
    let words = words.trim_end().trim_end_matches('.');
    match (words.strip_prefix("from "), words.strip_prefix("of ")) {
        (Some(from), _) => match from.split_once(", ") {
            Some((commit, date)) => is_commit(commit) && is_day(date),
            None => is_commit(from),
        },
        (None, Some(date)) => is_day(date),
        (None, None) => false,
    }
}

/// Whether a text is a hash of git, shortened or not.
fn is_commit(text: &str) -> bool {
    (4..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_day(text: &str) -> bool {
    text.parse::<jiff::civil::Date>().is_ok()
}

/// Words that are text in Markdown, whatever is in them: names come from reports and the configuration.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let chars: Vec<char> = text.chars().collect();
    let is_letter = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphanumeric());
    for (at, c) in chars.iter().enumerate() {
        match c {
            '<' if chars.get(at + 1).is_none_or(|next| !next.is_ascii_digit()) => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '[' | ']' | '|' | '~' => out.extend(['\\', *c]),
            // Within a word it is only a letter.
            '_' if !(is_letter(at.checked_sub(1)) && is_letter(Some(at + 1))) => out.push_str("\\_"),
            c if c.is_control() => out.push(' '),
            c => out.push(*c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{escape, is_stamp};

    #[test]
    fn names_cannot_become_markup() {
        assert_eq!(
            escape("a_b __init__ <!-- /covsite --> `x` |"),
            "a_b \\_\\_init\\_\\_ &lt;!-- /covsite --> \\`x\\` \\|"
        );
        assert_eq!(escape("<0.1 % & *all*\n"), "<0.1 % &amp; \\*all\\* ");
    }

    #[test]
    fn a_new_commit_alone_is_no_change() {
        assert!(is_stamp("value commit", "4f1c9ae", "77ab310"));
        assert!(!is_stamp("value commit", "", "77ab310"));
        assert!(is_stamp("value sentence", "Yes: all. Data from 4f1c9ae, 2026-01-02.", "Yes: all. Data from 77ab310."));
        assert!(!is_stamp("value sentence", "Yes: all. Data from 4f1c9ae.", "No: none. Data from 77ab310."));
        assert!(!is_stamp("value sentence", "Yes: all. Data lies.", "Yes: all. Data from 77ab310."));
        assert!(!is_stamp("value lines", "1 %", "2 %"));
        assert!(!is_stamp("value commit", "garbage", "77ab310"));
        assert!(is_stamp("value date", "2026-01-02", "2026-03-14"));
        assert!(!is_stamp("value date", "yesterday", "2026-03-14"));
    }
}
