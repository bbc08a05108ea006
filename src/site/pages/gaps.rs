//! The register: every gap of every note, with what the measurements say of it today.

mod choices;

use std::fmt::Write as _;

use choices::Choice;
use serde::Serialize;

use super::{Fact, fill};
use crate::diagnostics::Diagnostic;
use crate::model::gap::{Gap, Level, Today};
use crate::model::note::State;
use crate::notes::levels;
use crate::site::frame::{About, Frame, open_gaps};
use crate::site::numbers::{self, RatioView};
use crate::site::views::{self, PathView};
use crate::site::{Site, long, routes};

/// Where it lies.
pub const PLACE: &str = routes::GAPS;
/// Rows of the list of measured gaps that no note names.
const UNDOCUMENTED: usize = 15;

#[derive(Serialize)]
struct Gaps {
    answer: String,
    lead: String,
    facts: Vec<Fact>,
    choices: Vec<Choice>,
    gaps: Vec<GapView>,
    /// What the table shows of all gaps, where that is not all.
    cut: String,
    undocumented: Vec<FileView>,
    more: String,
}

#[derive(Serialize)]
struct GapView {
    id: String,
    rank: u8,
    level: &'static str,
    level_class: &'static str,
    subject: String,
    notes: String,
    written: String,
    condition: Option<String>,
    sources: Vec<SourceView>,
    state: &'static str,
    state_class: &'static str,
    today: String,
    hint: &'static str,
    files: Vec<PathView>,
    lines: Option<RatioView>,
    owners: String,
    phases: Vec<SourceView>,
    /// What the choices above the table compare with.
    keys: choices::Keys,
}

#[derive(Serialize)]
struct SourceView {
    href: String,
    title: String,
}

#[derive(Serialize)]
struct FileView {
    path: PathView,
    lines: RatioView,
    changes: String,
}

/// Renders the page.
pub fn render(site: &Site<'_>) -> Result<Vec<u8>, Diagnostic> {
    let (answer, lead) = answer(site);
    let frame = Frame::new(
        site,
        About { place: PLACE, title: "Gaps", description: format!("{answer} {lead}"), section: PLACE, whole: true },
    )
    .crumbs(site, PLACE, &[("gaps", None)])
    .action("CSV", routes::link(PLACE, "data/gaps.csv"))
    .action("JSON", routes::link(PLACE, "data/gaps.json"));
    let unnamed = site.findings.undocumented.len();
    let gaps = Gaps {
        answer,
        lead,
        facts: facts(site),
        choices: choices::of(site),
        gaps: long::register(site.findings).into_iter().take(long::MOST).map(|gap| view(site, gap)).collect(),
        cut: match long::cut("the first", site.findings.gaps.len()) {
            Some(shown) => format!("Shown are {shown}; the others stand in their notes, and CSV and JSON have all. "),
            None => String::new(),
        },
        undocumented: undocumented(site),
        more: match unnamed.saturating_sub(UNDOCUMENTED) {
            0 => String::new(),
            _ => format!("the {UNDOCUMENTED} riskiest of {}; data/gaps.json has all", numbers::count(unnamed as u64)),
        },
    };
    fill(site, "gaps.html", &frame, &gaps)
}

fn answer(site: &Site<'_>) -> (String, String) {
    let all = &site.findings.gaps;
    if all.is_empty() {
        let lead = "A gap table in a note has a column for what is untested and one for how much that matters.";
        return ("No note lists a gap.".into(), lead.into());
    }
    let open = open_gaps(site) as u64;
    let critical = all.iter().filter(|gap| gap.state != State::Closed && gap.effective == Level::Critical).count();
    let mut answer = format!("{} open", are("gap", "gaps", open));
    if critical > 0 {
        let _ = write!(answer, ", {critical} of them critical");
    }
    let mut lead = String::new();
    let mut tell = |today: Today, state: State, words: &str| {
        let is_it = |gap: &&Gap| gap.today == today && (gap.state == State::Closed) == (state == State::Closed);
        let count = all.iter().filter(is_it).filter(|gap| gap.proposal().is_some()).count() as u64;
        if count > 0 {
            let name = if state == State::Closed { "closed" } else { "open" };
            let gaps = numbers::plural(count, "gap", "gaps");
            let verb = if count == 1 { "is" } else { "are" };
            let _ = write!(lead, "{gaps} that the notes list as {name} {verb} {words}. ");
        }
    };
    tell(Today::Covered, State::Open, "covered today");
    tell(Today::Gone, State::Open, "about files that are gone");
    tell(Today::Uncovered, State::Closed, "without a covered line today");
    lead.push_str("The level is the effective one: conditions are applied, and the reason stands beside it.");
    (answer + ".", lead)
}

fn are(one: &str, many: &str, n: u64) -> String {
    format!("{} {}", numbers::plural(n, one, many), if n == 1 { "is" } else { "are" })
}

fn facts(site: &Site<'_>) -> Vec<Fact> {
    let count = |wanted: &dyn Fn(&&Gap) -> bool| site.findings.gaps.iter().filter(wanted).count() as u64;
    let open = |level| count(&|gap| gap.state != State::Closed && gap.effective == level);
    let levels = [Level::Critical, Level::High, Level::Medium, Level::Low, Level::None];
    let mut facts: Vec<Fact> = levels
        .into_iter()
        .filter(|level| *level != Level::None || open(Level::None) > 0)
        .map(|level| Fact::new(views::level_word(level), numbers::count(open(level))))
        .collect();
    facts.push(Fact::new("Closed", numbers::count(count(&|gap| gap.state == State::Closed))));
    if site.findings.gaps.is_empty() { Vec::new() } else { facts }
}

fn view(site: &Site<'_>, gap: &Gap) -> GapView {
    let condition = gap.priority.condition.as_ref().map(|condition| {
        let word = if condition.inverted { "unless" } else { "if" };
        let holds = match gap.met {
            Some(true) => "holds",
            Some(false) => "does not hold",
            None => "the configuration does not say",
        };
        format!("{word} {}: {holds}", condition.text)
    });
    let mut sources = vec![source(site, gap.note, gap.line)];
    sources.extend(gap.also.iter().map(|(note, line)| source(site, *note, *line)));
    GapView {
        id: gap.id.clone(),
        rank: gap.effective as u8 + 1,
        level: views::level_word(gap.effective),
        level_class: views::level_class(gap.effective),
        subject: gap.subject.clone(),
        notes: gap.notes.clone(),
        // The note's own word: "Lower", and not the level that it means.
        written: levels::worded(&gap.priority.text)
            .map_or_else(|| views::level_word(gap.priority.level), |(_, word)| word)
            .to_owned(),
        condition,
        sources,
        state: gap.state.id(),
        state_class: views::state_class(gap.state),
        today: today(gap),
        hint: gap.proposal().unwrap_or_default(),
        files: gap.files.iter().map(|file| PathView::new(site, PLACE, file)).collect(),
        lines: gap.coverage.filter(|ratio| !ratio.is_empty()).map(|ratio| views::ratio(site, ratio)),
        owners: gap.owners.join(", "),
        phases: site
            .phases_of(gap)
            .into_iter()
            .map(|index| SourceView {
                href: routes::link(PLACE, &site.routes.phases[index]),
                title: super::phase::title(&site.findings.phases[index]),
            })
            .collect(),
        keys: choices::Keys::new(site, gap),
    }
}

/// What the measurements say, in words. What the columns of numbers say already is left out.
fn today(gap: &Gap) -> String {
    let gone: Vec<String> = gap
        .gone
        .iter()
        .take(3)
        .map(|file| {
            let when = file.date.map(|date| format!(", {date}")).unwrap_or_default();
            format!("{} was deleted in {}{when}", file.path, file.commit)
        })
        .collect();
    let said = match gap.today {
        _ if !gone.is_empty() => gone.join("; "),
        Today::Unmeasured => "no report measures it".into(),
        Today::Uncovered => "nothing is covered".into(),
        Today::Unnamed | Today::Partly | Today::Covered | Today::Gone => String::new(),
    };
    if gap.lines.is_empty() {
        return said;
    }
    let lines = format!("measured in {}", gap.lines_text());
    if said.is_empty() { lines } else { format!("{said}; {lines}") }
}

fn source(site: &Site<'_>, note: usize, line: u32) -> SourceView {
    let name = site.inputs.notes[note].path.name().trim_end_matches(".md");
    SourceView { href: routes::link(PLACE, &site.routes.notes[note]), title: format!("{name}:{line}") }
}

fn undocumented(site: &Site<'_>) -> Vec<FileView> {
    let files = site.findings.undocumented.iter().map(|index| &site.findings.files[*index]);
    let metric = site.findings.totals.leading().map(|(metric, _)| metric);
    files
        .take(UNDOCUMENTED)
        .map(|file| FileView {
            path: PathView::new(site, PLACE, &file.path),
            lines: views::ratio(site, metric.and_then(|metric| file.totals.get(metric)).unwrap_or_default()),
            changes: file.changes.map_or("–".into(), |changes| numbers::count(u64::from(changes))),
        })
        .collect()
}
