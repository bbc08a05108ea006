//! Values that several pages show in the same way, ready for templates.

use serde::Serialize;

use super::Site;
use super::html::{escape, split_path};
use super::numbers;
use super::routes;
use crate::model::claim::{CheckedClaim, EvidenceTarget, Verdict};
use crate::model::criterion::{Criterion, CriterionVerdict};
use crate::model::gap::Level;
use crate::model::gate::{GateResult, GateVerdict};
use crate::model::note::State;
use crate::model::paths::ProjectPath;
use crate::model::phase::PhaseStatus;
use crate::model::ratio::Ratio;

/// A path with a link to its page, in two halves so that it may break before the name.
#[derive(Clone, Debug, Serialize)]
pub struct PathView {
    /// The folder with its slash.
    pub folder: String,
    /// The name.
    pub name: String,
    /// Its page, if it has one.
    pub href: Option<String>,
}

impl PathView {
    /// A file of the project as a page at `from` shows it.
    pub fn new(site: &Site<'_>, from: &str, path: &ProjectPath) -> Self {
        let (folder, name) = split_path(path.as_str());
        let href =
            site.routes.source(path).or_else(|| site.routes.folder(path.as_str())).map(|to| routes::link(from, to));
        Self { folder: folder.to_owned(), name: name.to_owned(), href }
    }
}

/// A step of the scale of coverage, for the key of a picture.
#[derive(Clone, Debug, Serialize)]
pub struct KeyView {
    class: &'static str,
    text: &'static str,
}

/// The key of the scale.
pub fn scale_key() -> Vec<KeyView> {
    [("s1", "under 40\u{A0}%"), ("s2", "40–60"), ("s3", "60–75"), ("s4", "75–90"), ("s5", "90 and more")]
        .into_iter()
        .map(|(class, text)| KeyView { class, text })
        .collect()
}

/// A claim as lists show it.
#[derive(Clone, Debug, Serialize)]
pub struct ClaimView {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: &'static str,
    /// Its words.
    pub text: String,
    /// The same as HTML, with the value that it states standing out.
    pub words: String,
    /// The verdict: a word that is also a class.
    pub verdict: &'static str,
    /// 1 for contradicted to 4 for confirmed.
    pub rank: u8,
    /// What was measured.
    pub measured: Option<String>,
    /// Why.
    pub reason: String,
    /// What it rests on.
    pub evidence: Option<String>,
    /// Where that is seen.
    pub evidence_href: Option<String>,
    /// The mark in the note.
    pub href: String,
    /// The note's name without its folder.
    pub note: String,
    /// Line in the note.
    pub line: u32,
    /// Whether its details are open from the start.
    pub open: bool,
}

/// A claim as a page at `from` shows it.
pub fn claim(site: &Site<'_>, from: &str, checked: &CheckedClaim) -> ClaimView {
    let judgement = &checked.judgement;
    let path = &site.inputs.notes[checked.note].path;
    let evidence = judgement.evidence.as_ref();
    let mut reason = judgement.reason.clone();
    // A name stays as it is written: `test_a.py` is no `Test_a.py`.
    let is_word = reason.split(' ').next().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()));
    if let Some(first) = reason.get(..1).filter(|_| is_word) {
        let upper = first.to_uppercase();
        reason.replace_range(..1, &upper);
    }
    let text = claim_text(checked);
    ClaimView {
        id: checked.id.clone(),
        kind: checked.claim.kind,
        words: words(&text, &checked.claim.written),
        text: shorten(&text, 160),
        verdict: judgement.verdict.id(),
        rank: judgement.verdict as u8 + 1,
        measured: judgement.measured.as_deref().map(numbers::grouped),
        evidence: evidence.map(|evidence| numbers::grouped(label(&evidence.label, &reason))),
        reason: numbers::grouped(reason.trim_end_matches('.')),
        evidence_href: evidence
            .and_then(|evidence| evidence_page(site, &evidence.target))
            .map(|to| routes::link(from, &to)),
        href: claim_href(site, from, checked),
        note: note_name(path).to_owned(),
        line: checked.claim.line,
        open: judgement.verdict == Verdict::Contradicted,
    }
}

/// The words of a claim as pages show them: cells of a table's row are joined by bars; those at the end may be empty.
pub fn claim_text(checked: &CheckedClaim) -> String {
    checked.claim.text.trim_end_matches([' ', '|']).replace(" | ", " · ")
}

/// What a note is called beside a claim.
pub fn note_name(path: &ProjectPath) -> &str {
    path.name().trim_end_matches(".md")
}

/// A piece of evidence without its numbers, where the reason gives those.
fn label<'l>(label: &'l str, reason: &str) -> &'l str {
    match label.split_once(", ") {
        Some((file, numbers)) if reason.contains(numbers) => file,
        _ => label,
    }
}

/// The words of a claim with its value standing out. Where they are long, those around the value are shown.
fn words(text: &str, value: &str) -> String {
    const AROUND: usize = 90;
    let Some(at) = text.find(value).filter(|_| !value.is_empty()) else { return escape(&shorten(text, 2 * AROUND)) };
    let (before, rest) = text.split_at(at);
    let (value, after) = rest.split_at(value.len());
    let cut = before.char_indices().rev().nth(AROUND).map(|(at, _)| at);
    let before = cut.map_or_else(|| before.to_owned(), |at| format!("…{}", before[at..].trim_start()));
    format!("{}<b>{}</b>{}", escape(&before), escape(value), escape(&shorten(after, AROUND)))
}

/// The mark of a claim in its note.
pub fn claim_href(site: &Site<'_>, from: &str, checked: &CheckedClaim) -> String {
    let place = &site.routes.notes[checked.note];
    // What the frontmatter says is shown in a panel, not in the text.
    let in_body = checked.claim.span.start >= site.inputs.notes[checked.note].body;
    let id = if in_body { checked.id.as_str() } else { "frontmatter" };
    if from == place { format!("#{id}") } else { format!("{}#{id}", routes::link(from, place)) }
}

/// The page on which evidence is seen.
pub fn evidence_page(site: &Site<'_>, target: &EvidenceTarget) -> Option<String> {
    match target {
        EvidenceTarget::None => None,
        EvidenceTarget::Source(path) => site.routes.source(path).map(str::to_owned),
        EvidenceTarget::Folder(folder) => site.routes.folder(folder).map(str::to_owned),
        EvidenceTarget::Coverage => Some(routes::COVERAGE.to_owned()),
        EvidenceTarget::Tests => Some(routes::TESTS.to_owned()),
        EvidenceTarget::Gates => Some(routes::GATES.to_owned()),
        EvidenceTarget::About => Some(routes::ABOUT.to_owned()),
    }
}

/// Counts of verdicts as words: "2 contradicted", "3 outdated"; verdicts without a claim are left out.
#[derive(Clone, Debug, Serialize)]
pub struct VerdictCount {
    /// The verdict: a word that is also a class.
    pub verdict: &'static str,
    /// "2 contradicted".
    pub text: String,
    /// The number.
    #[serde(skip)]
    pub count: usize,
}

/// Counts claims by verdict.
pub fn verdict_counts(claims: &[&CheckedClaim]) -> Vec<VerdictCount> {
    Verdict::ALL
        .into_iter()
        .map(|verdict| {
            let count = claims.iter().filter(|claim| claim.judgement.verdict == verdict).count();
            VerdictCount {
                verdict: verdict.id(),
                text: format!("{} {}", numbers::count(count as u64), verdict.id()),
                count,
            }
        })
        .filter(|count| count.count > 0)
        .collect()
}

/// The words of a ratio on a page.
pub fn ratio(site: &Site<'_>, of: Ratio) -> numbers::RatioView {
    numbers::ratio(of, site.decimals())
}

/// Class of the shape that says how far a phase is.
pub fn phase_class(status: PhaseStatus) -> &'static str {
    status.id()
}

/// Class of the shape that says a state of a gap, box or finding.
pub fn state_class(state: State) -> &'static str {
    match state {
        State::Open => "planned",
        State::Partial => "part",
        State::Closed => "ok",
        State::Unknown => "unknown",
    }
}

/// Class of the shape of a priority.
pub fn level_class(level: Level) -> &'static str {
    match level {
        Level::Critical => "p1",
        Level::High => "p2",
        Level::Medium => "p3",
        Level::Low => "p4",
        Level::None => "p5",
    }
}

/// The word of a priority.
pub fn level_word(level: Level) -> &'static str {
    match level {
        Level::Critical => "Critical",
        Level::High => "High",
        Level::Medium => "Medium",
        Level::Low => "Low",
        Level::None => "none given",
    }
}

/// Class and word of a verdict of a gate or check.
pub fn gate_words(verdict: GateVerdict) -> (&'static str, &'static str) {
    match verdict {
        GateVerdict::Pass => ("ok", "pass"),
        GateVerdict::Fail => ("bad", "fail"),
        GateVerdict::Unknown => ("unknown", "unknown"),
        GateVerdict::Skipped => ("planned", "skipped"),
    }
}

/// The class of a gate's verdict: one that is only shown warns where it fails.
pub fn gate_class(gate: &GateResult) -> &'static str {
    if gate.verdict == GateVerdict::Fail && !gate.enforce { "warn" } else { gate_words(gate.verdict).0 }
}

/// At most so many characters, with an ellipsis where something was left out.
pub fn shorten(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

/// A criterion of a note, with what the data says of it.
#[derive(Clone, Debug, Serialize)]
pub struct CriterionView {
    /// Class of its verdict.
    pub class: &'static str,
    /// Its verdict.
    pub word: &'static str,
    /// Its words.
    pub text: String,
    /// What was measured, and what its box says where that differs.
    pub more: String,
}

/// A criterion as pages show it.
pub fn criterion(criterion: &Criterion) -> CriterionView {
    let (class, word) = match criterion.verdict {
        CriterionVerdict::Met => ("ok", "met"),
        CriterionVerdict::NotMet => ("bad", "not met"),
        CriterionVerdict::Open => ("unknown", "open"),
    };
    let measured = criterion.measured.as_ref().map(|measured| format!("{measured}: ")).unwrap_or_default();
    let ticked = match criterion.done {
        Some(true) => "; its box is ticked",
        Some(false) => "; its box is open",
        None => "",
    };
    let more = format!("{measured}{}{}", criterion.reason, if criterion.disagrees() { ticked } else { "" });
    CriterionView { class, word, text: criterion.text.clone(), more: super::numbers::grouped(&more) }
}
