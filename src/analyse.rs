//! The second step: facts, evidence, claims, gates, and the sentence that follows from them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use rayon::prelude::*;

use crate::claims::{self, Found};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Place, Sink, codes};
use crate::evidence;
use crate::facts::criteria::criteria;
use crate::facts::currency::{currency, measured_commit, span};
use crate::facts::gap_register::{self, register, undocumented};
use crate::facts::headline::{Matter, headline};
use crate::facts::history::{Own, this_run};
use crate::facts::idle::idle;
use crate::facts::measures::{self, measures};
use crate::facts::phase_links::circles;
use crate::facts::phases::phases;
use crate::facts::risk::test_next;
use crate::facts::since::since;
use crate::facts::targets::targets;
use crate::facts::{Facts, currency::Span};
use crate::gates;
use crate::model::findings::{Findings, ReportFinding};
use crate::model::inputs::Inputs;
use crate::model::note::Note;
use crate::model::paths::ProjectPath;
use crate::model::phase::Phase;
use crate::model::question::{Answers, Question};
use crate::model::ratio::Metric;
use crate::model::time::day;

/// Makes the findings of a build. `epoch` is `SOURCE_DATE_EPOCH`, where the environment has it: the time of the build
/// is that, else HEAD's commit time, else the newest stamp inside a report, else none. Never the clock's.
///
/// Nothing here fails: what can't be found out stays open, and what is wrong with an input is a diagnostic.
pub fn analyse(inputs: &Inputs, config: &Config, epoch: Option<i64>, sink: &mut Sink) -> Findings {
    analyse_again(inputs, config, epoch, None, sink)
}

/// What one analysis found out and the next one need not find out again. Who keeps it forgets what no longer holds.
#[derive(Debug, Default)]
pub struct Memory {
    /// The claims of each note.
    found: Mutex<BTreeMap<ProjectPath, Found>>,
    /// What git said.
    git: evidence::git::Memory,
}

impl Memory {
    /// Forgets a note that has changed.
    pub fn forget_note(&mut self, path: &ProjectPath) {
        if let Ok(found) = self.found.get_mut() {
            found.remove(path);
        }
    }

    /// Forgets what git said, after HEAD or a branch has moved, or a source was edited.
    pub fn forget_git(&mut self) {
        self.git = evidence::git::Memory::default();
    }

    fn find(&self, note: &Note) -> Found {
        if let Some(found) = self.found.lock().ok().and_then(|known| known.get(&note.path).cloned()) {
            return found;
        }
        let found = claims::find(note);
        if let Ok(mut known) = self.found.lock() {
            known.insert(note.path.clone(), found.clone());
        }
        found
    }
}

/// The same as [`analyse`], with what is known from the time before.
pub fn analyse_again(
    inputs: &Inputs,
    config: &Config,
    epoch: Option<i64>,
    memory: Option<&Memory>,
    sink: &mut Sink,
) -> Findings {
    let find = |note: &Note| memory.map_or_else(|| claims::find(note), |memory| memory.find(note));
    let (mut facts, found) =
        rayon::join(|| Facts::new(inputs, config), || inputs.notes.par_iter().map(find).collect::<Vec<_>>());
    let mut questions = claims::asks(&found, &facts);
    questions.extend(named_commits(inputs));
    questions.extend(gap_register::asks(&facts));
    questions.extend(gates::asks(config, &facts));
    questions.extend(measures::asks(config));
    let answers = evidence::answer(inputs, &questions, memory.map(|memory| &memory.git), sink);
    date(&mut facts, &answers);
    let generated_at = epoch.or(answers.git.head_time).or_else(|| newest_stamp(inputs));

    let (gaps, (phases, examined)) = rayon::join(
        || register(&facts, &answers),
        || {
            rayon::join(
                || phases(inputs, &answers),
                || {
                    let mut complaints = Sink::default();
                    let today = generated_at.and_then(day);
                    (claims::examine(found, &facts, &answers, today, &mut complaints), complaints)
                },
            )
        },
    );
    let (examined, complaints) = examined;
    sink.absorb(complaints);
    complain_of_circles(inputs, &phases, sink);
    for setting in idle(&facts) {
        sink.push(setting);
    }
    let claims = examined.claims;
    let gates = gates::evaluate(&gates::Evidence {
        facts: &facts,
        gaps: &gaps,
        claims: &claims,
        answers: &answers,
        generated_at,
        service: None,
    });
    let before = since(
        inputs,
        Own { head: answers.git.head.as_deref(), measured: facts.measured_commit.as_deref() },
        &mut facts.measured,
    );
    let headline = headline(&Matter {
        facts: &facts,
        git: &answers.git,
        generated_at,
        before: before.as_ref(),
        gates: &gates,
        gaps: &gaps,
        claims: &claims,
    });
    let measures = measures(config, &answers);
    let criteria = criteria(&facts, answers.git.head.as_deref());
    let targets = targets(&facts);
    let run = this_run(&facts, answers.git.head.as_deref(), generated_at, &gates);
    let metric = facts.measured.totals.leading().map_or(Metric::Lines, |(metric, _)| metric);
    let Facts { measured, measured_commit, tests, reports, .. } = facts;
    let test_next = test_next(&measured.files, metric);
    Findings {
        headline,
        git: answers.git,
        generated_at,
        totals: measured.totals,
        tests,
        undocumented: undocumented(&gaps, &measured.files, &test_next),
        test_next,
        files: measured.files,
        folders: measured.folders,
        components: measured.components,
        unmeasured: measured.unmeasured,
        reports,
        gaps,
        phases,
        claims,
        measures,
        criteria,
        targets,
        gates,
        run,
        measured_commit,
        before,
    }
}

/// The commits that notes name as those of a plan: whether each is there is shown beside it.
fn named_commits(inputs: &Inputs) -> BTreeSet<Question> {
    let commits = inputs.notes.iter().flat_map(|note| &note.plan.commits);
    commits.map(|commit| Question::Commit(commit.hash.clone())).collect()
}

/// Names phases that build on each other in a circle, at the note of the first.
fn complain_of_circles(inputs: &Inputs, phases: &[Phase], sink: &mut Sink) {
    for circle in circles(phases) {
        let names: Vec<&str> = circle.iter().chain(circle.first()).map(|index| phases[*index].id.as_str()).collect();
        let first = &phases[circle[0]];
        let note = first.plans.first().map(|plan| plan.note).or_else(|| first.notes.first().copied());
        let mut said = Diagnostic::new(
            &codes::PHASE_CIRCLE,
            format!("phases build on each other in a circle: {}", names.join(" → ")),
        )
        .help("take one of them out of the `requires` of the other's notes");
        if let Some(note) = note {
            said = said.at(Place::at(inputs.notes[note].path.as_str(), &[], 0));
        }
        sink.push(said);
    }
}

/// Adds to the facts what git knows of dates and changes.
fn date(facts: &mut Facts<'_>, answers: &Answers) {
    facts.measured.add_changes(answers);
    let reports: Vec<ReportFinding> = currency(facts.inputs, answers);
    let of = |tests: bool| -> Span { span(facts.inputs, &reports, answers, tests) };
    (facts.coverage_span, facts.tests_span) = (of(false), of(true));
    facts.measured_commit = measured_commit(&reports, answers);
    facts.reports = reports;
}

fn newest_stamp(inputs: &Inputs) -> Option<i64> {
    inputs.reports.iter().filter_map(|report| report.stamp).max()
}
