//! What a threshold speaks of: everything, a component, a folder, the report of a flag, or some files.

use super::metric_of;
use crate::config::CoverageCheck;
use crate::config::globs::Globs;
use crate::gates::Evidence;
use crate::model::findings::FileFinding;
use crate::model::inputs::Report;
use crate::model::paths::ProjectPath;
use crate::model::ratio::{Metric, Ratio, Totals};
use crate::model::run::Run;

/// A part of the project with its totals.
pub(super) struct Scope<'a> {
    /// What sentences call it.
    pub(super) subject: String,
    /// The metric as the check writes it, in lower case.
    pub(super) metric_name: String,
    /// The metric.
    pub(super) metric: Option<Metric>,
    /// Its measured files.
    pub(super) files: Vec<&'a FileFinding>,
    totals: Totals,
    kind: Kind,
}

enum Kind {
    Total,
    Component(String, Globs),
    Folder(String),
    Flag(String),
    Paths(Globs),
}

/// What was expected, a clause, and what to do.
type Refusal = (String, String, String);

impl<'a> Scope<'a> {
    /// What a check speaks of, or why there is no such thing.
    pub(super) fn new(check: &CoverageCheck, evidence: &Evidence<'a>) -> Result<Self, Refusal> {
        let facts = evidence.facts;
        let metric_name = check.metric.trim().to_lowercase();
        let refuse = |subject: &str, clause: String, reason: &str| {
            let decimals = facts.config.numbers.precision;
            let expected = check.at_least.map_or_else(
                || format!("no drop of the {metric_name} of {subject}"),
                |least| format!("at least {} of the {metric_name} of {subject}", super::percent(least.0, decimals)),
            );
            Err((expected, clause, reason.to_owned()))
        };
        let of = |kind: Kind, subject: String, files: Vec<&'a FileFinding>, totals: Totals| {
            Ok(Scope {
                subject,
                metric: metric_of(&metric_name),
                metric_name: metric_name.clone(),
                files,
                totals,
                kind,
            })
        };
        if let Some(name) = &check.component {
            let Some(index) = facts.component(name) else {
                return refuse(name, format!("no component is called {name}"), "name a component of the configuration");
            };
            let component = &facts.measured.components[index];
            let paths = facts.config.components.get(index).map(|component| component.paths.as_slice());
            let globs = Globs::new(paths.unwrap_or_default());
            let files = facts.measured.files.iter().filter(|file| globs.holds(&file.path)).collect();
            return of(Kind::Component(component.name.clone(), globs), name.clone(), files, component.totals);
        }
        if let Some(folder) = &check.folder {
            let plain = folder.trim_start_matches("./").trim_matches('/');
            let plain = if plain == "." { "" } else { plain };
            let files: Vec<&FileFinding> =
                facts.measured.files.iter().filter(|file| file.path.is_below(plain)).collect();
            if files.is_empty() {
                return refuse(
                    folder,
                    format!("no measured file lies in {folder}"),
                    "name a folder with measured files",
                );
            }
            let totals = sum(&files);
            return of(Kind::Folder(plain.to_owned()), folder.clone(), files, totals);
        }
        if let Some(flag) = &check.flag {
            return match facts.inputs.totals_of_flag(flag) {
                None => refuse(flag, format!("no coverage report bears the flag {flag}"), "name a flag of [[reports]]"),
                Some(totals) => of(Kind::Flag(flag.clone()), flag.clone(), Vec::new(), totals),
            };
        }
        if !check.paths.0.is_empty() {
            let globs = Globs::new(&check.paths.0);
            let files: Vec<&FileFinding> = facts.measured.files.iter().filter(|file| globs.holds(&file.path)).collect();
            let subject = check.paths.0.join(", ");
            if files.is_empty() {
                return refuse(&subject, format!("no measured file fits {subject}"), "name paths of measured files");
            }
            let totals = sum(&files);
            return of(Kind::Paths(globs), subject, files, totals);
        }
        of(Kind::Total, "the project".into(), facts.measured.files.iter().collect(), facts.measured.totals)
    }

    /// Whether what is said of it rests on a report.
    pub(super) fn rests_on(&self, report: &Report) -> bool {
        match &self.kind {
            Kind::Total => true,
            Kind::Flag(flag) => report.flag.as_ref() == Some(flag),
            Kind::Component(..) | Kind::Folder(_) | Kind::Paths(_) => {
                report.measured.is_empty()
                    || self.files.iter().any(|file| report.measured.binary_search(&file.path).is_ok())
            }
        }
    }

    /// Whether it is the whole project.
    pub(super) fn is_total(&self) -> bool {
        matches!(self.kind, Kind::Total)
    }

    /// Covered and total of its metric, if there is anything to cover.
    pub(super) fn ratio(&self) -> Option<Ratio> {
        self.totals.get(self.metric?).filter(|ratio| !ratio.is_empty())
    }

    /// The same in an earlier run, as far as that knows.
    pub(super) fn ratio_in(&self, run: &Run) -> Option<Ratio> {
        let id = self.metric?.id();
        let of =
            |totals: &crate::model::run::RunTotals| totals.get(id).map(|ratio| Ratio::new(ratio.covered, ratio.total));
        let found = match &self.kind {
            Kind::Total => of(&run.totals),
            // A component that came later is what its files were.
            Kind::Component(name, globs) => match run.components.get(name) {
                Some(totals) => of(totals),
                None => of_files(run, id, |path| globs.holds(path)),
            },
            Kind::Flag(name) => run.flags.get(name).and_then(of),
            Kind::Folder(folder) => of_files(run, id, |path| path.is_below(folder)),
            Kind::Paths(globs) => of_files(run, id, |path| globs.holds(path)),
        };
        found.filter(|ratio| !ratio.is_empty())
    }
}

/// The sum of some files of an earlier run, which knows them in lines, where it has any.
fn of_files(run: &Run, metric: &str, holds: impl Fn(&ProjectPath) -> bool) -> Option<Ratio> {
    if run.files.is_empty() || metric != Metric::Lines.id() {
        return None;
    }
    let mut sum = Ratio::default();
    for (path, (covered, total)) in &run.files {
        if ProjectPath::parse(path).is_some_and(|path| holds(&path)) {
            sum += Ratio::new(*covered, *total);
        }
    }
    Some(sum)
}

fn sum(files: &[&FileFinding]) -> Totals {
    let mut totals = Totals::default();
    for file in files {
        totals.add(&file.totals);
    }
    totals
}
