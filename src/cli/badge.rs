//! `covsite badge KIND` or `--label … --value …`: one badge without a site.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::{Common, FINE, NOT_DONE, project, report};
use crate::diagnostics::near::nearest;
use crate::diagnostics::{Diagnostic, Place, Reported, codes};
use crate::model::ratio::Metric;
use crate::publish::replace;
use crate::site::badge::{self, Badge};

/// Write one badge, without a site
#[derive(Debug, clap::Args)]
#[command(
    after_help = "`covsite badge --list` names the badges of this project; each has the same bytes as the site's. Colours: good, short, \
                        bad, none, blue, green, yellow, orange, red, grey, #rrggbb."
)]
pub(super) struct Arguments {
    /// Which one: lines, branches, tests, gates, gaps, claims, a component, a gate
    #[arg(value_name = "KIND", required_unless_present_any = ["label", "list"], conflicts_with_all = ["label", "list"])]
    kind: Option<String>,
    /// The left half of a badge of your own
    #[arg(long, value_name = "TEXT", requires = "value")]
    label: Option<String>,
    /// Its right half
    #[arg(long, value_name = "TEXT", requires = "label")]
    value: Option<String>,
    /// The colour of its right half
    #[arg(long, value_name = "COLOUR", requires = "label", default_value = "blue")]
    colour: String,
    /// Print the kinds with what they say
    #[arg(long, conflicts_with = "label")]
    list: bool,
    /// A picture, or the JSON that shields.io reads
    #[arg(long, value_name = "FORM", default_value = "svg")]
    format: Form,
    /// Where to write it [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// In which form it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    Svg,
    Json,
}

/// Runs the verb.
pub(super) fn run(common: &Common, arguments: &Arguments) -> u8 {
    let (text, problems) = match &arguments.label {
        Some(label) => own(label, arguments),
        None => of_project(common, arguments),
    };
    report::diagnostics(common, &problems);
    let Ok(text) = text else { return NOT_DONE };
    let done = match &arguments.out {
        Some(out) => write(common, out, &text),
        None => report::whole(&text),
    };
    if done { FINE } else { NOT_DONE }
}

type Said = (Result<String, Reported>, Vec<Diagnostic>);

fn own(label: &str, arguments: &Arguments) -> Said {
    match badge::free(label, arguments.value.as_deref().unwrap_or_default(), &arguments.colour) {
        Ok(badge) => (Ok(written(&badge, arguments.format)), Vec::new()),
        Err(why) => (Err(Reported), vec![Diagnostic::new(&codes::NO_BADGE, why)]),
    }
}

fn of_project(common: &Common, arguments: &Arguments) -> Said {
    let (badges, mut problems) = project::consult(common, None, |_, _| {}, |site, _| badge::all(site));
    let Ok(badges) = badges else { return (Err(Reported), problems) };
    let Some(kind) = &arguments.kind else {
        let line = |badge: &Badge| format!("{:<24}{}: {}\n", badge.file, badge.label, badge.message);
        return (Ok(badges.iter().map(line).collect()), problems);
    };
    let wanted = kind.trim().to_lowercase();
    let found = badges.iter().find(|badge| badge.file == wanted);
    if let Some(badge) = found.or_else(|| badges.iter().find(|badge| badge.title.to_lowercase() == wanted)) {
        return (Ok(written(badge, arguments.format)), problems);
    }
    if Metric::ALL.iter().any(|metric| metric.id() == wanted) {
        let message = format!("no report measures {wanted}, so there is no badge of them");
        let problem = Diagnostic::new(&codes::NO_BADGE, message);
        problems.push(problem.help("let the tests measure it; `covsite badge --list` names what there is"));
        return (Err(Reported), problems);
    }
    let near = nearest(&wanted, badges.iter().map(|badge| badge.file.as_str()));
    let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
    let problem = Diagnostic::new(&codes::NO_BADGE, format!("the project has no badge `{kind}`"));
    problems.push(problem.help(format!("{near}`covsite badge --list` names them all")));
    (Err(Reported), problems)
}

fn written(badge: &Badge, form: Form) -> String {
    match form {
        Form::Svg => badge::svg(badge),
        Form::Json => String::from_utf8_lossy(&badge::endpoint(badge)).into_owned(),
    }
}

fn write(common: &Common, out: &Path, text: &str) -> bool {
    let Err(error) = replace::write(out, text.as_bytes()) else { return true };
    let problem = Diagnostic::new(&codes::OUTPUT, format!("it can't be written: {error}"));
    let problem = problem.at(Place::file(out.display().to_string()));
    report::diagnostics(common, &[problem.help("look whether the folder is there and may be written")]);
    false
}
