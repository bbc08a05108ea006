//! What a threshold speaks of: everything, a component, a folder, the report of a flag, or some files.

use super::metric_of;
use crate::config::CoverageCheck;
use crate::config::globs::Globs;
use crate::gates::Evidence;
use crate::model::findings::FileFinding;
use crate::model::inputs::Report;
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
    Component(String),
    Folder(String),
    Flag(String),
    Paths,
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
            let set = facts.config.components.get(index).map(|component| Globs::new(&component.paths));
            let holds = |file: &&FileFinding| set.as_ref().is_some_and(|set| set.holds(&file.path));
            let files = facts.measured.files.iter().filter(holds).collect();
            return of(Kind::Component(component.name.clone()), name.clone(), files, component.totals);
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
            return of(Kind::Paths, subject, files, totals);
        }
        of(Kind::Total, "the project".into(), facts.measured.files.iter().collect(), facts.measured.totals)
    }

    /// Whether what is said of it rests on a report.
    pub(super) fn rests_on(&self, report: &Report) -> bool {
        match &self.kind {
            Kind::Total => true,
            Kind::Flag(flag) => report.flag.as_ref() == Some(flag),
            Kind::Component(_) | Kind::Folder(_) | Kind::Paths => {
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
            Kind::Component(name) => run.components.get(name).and_then(of),
            Kind::Flag(name) => run.flags.get(name).and_then(of),
            Kind::Folder(folder) => {
                // A run knows its files in lines, where it has any.
                if run.files.is_empty() || id != Metric::Lines.id() {
                    return None;
                }
                let mut sum = Ratio::default();
                let below = run.files.iter().filter(|(path, _)| {
                    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
                });
                for (_, (covered, total)) in below {
                    sum += Ratio::new(*covered, *total);
                }
                Some(sum)
            }
            Kind::Paths => None,
        };
        found.filter(|ratio| !ratio.is_empty())
    }
}

fn sum(files: &[&FileFinding]) -> Totals {
    let mut totals = Totals::default();
    for file in files {
        totals.add(&file.totals);
    }
    totals
}
