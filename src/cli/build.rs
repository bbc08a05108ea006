//! `covsite build`: the site.

use std::path::PathBuf;
use std::time::Instant;

use super::progress::Bar;
use super::{Common, FINE, NOT_DONE, VERDICT_NO, report};
use crate::config::load::{self, Loaded};
use crate::diagnostics::{Diagnostic, Place, Severity, Sink, codes};
use crate::pipeline::build::{self, Said};
use crate::pipeline::{self, Form, Target};
use crate::publish::{Options, Outcome};

/// Build the site: find reports and notes, check the prose, write the pages
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The output folder, from the working folder [default: site, from the root]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write one self-contained page: index.html in that folder, or the file that --out names (*.html)
    #[arg(long)]
    single_file: bool,
    /// Exit with 1 if there is any warning
    #[arg(long)]
    strict: bool,
    /// Leave pages as the templates make them
    #[arg(long)]
    no_minify: bool,
}

/// Runs the verb.
pub(super) fn run(common: &Common, arguments: &Arguments) -> u8 {
    let start = Instant::now();
    take_small_pages();
    let bar = Bar::new(common.quiet);
    let mut sink = Sink::default();
    let Ok(loaded) = load::load(common.config.as_deref(), common.root.as_deref(), &mut sink) else {
        report::diagnostics(common, &sink.finish());
        return NOT_DONE;
    };
    let out = arguments.out.clone().unwrap_or_else(|| pipeline::configured_out(&loaded));
    let names_page = out.extension().is_some_and(|end| end.eq_ignore_ascii_case("html")) && !out.is_dir();
    if arguments.single_file && !names_page && out.is_file() {
        let problem = Diagnostic::new(&codes::OUTPUT, "this file is no page: the name of one ends in .html");
        let problem =
            problem.at(Place::file(out.display().to_string())).help("write --out audit.html, or name a folder");
        report::diagnostics(common, &[problem]);
        return NOT_DONE;
    }
    let target = Target {
        form: match (arguments.single_file, names_page) {
            (false, _) => Form::Folder,
            (true, false) => Form::OnePage,
            (true, true) => Form::File,
        },
        out,
        options: Options { minify: !arguments.no_minify },
    };
    let built = build::build(&loaded, &target, epoch(), &bar, sink);
    bar.clear();
    let (warnings, errors) = report::diagnostics(common, &built.problems);
    let Ok((said, outcome)) = built.result else { return NOT_DONE };
    if !common.quiet {
        say_what_was_found(&loaded, &said, &built.problems);
    }
    report::line(&said.sentence);
    if !common.quiet {
        say_what_was_done(&target, outcome, start);
    }
    if arguments.strict && warnings + errors > 0 { VERDICT_NO } else { FINE }
}

/// `SOURCE_DATE_EPOCH`, seconds since 1970, as reproducible builds set it.
pub(super) fn epoch() -> Option<i64> {
    std::env::var("SOURCE_DATE_EPOCH").ok()?.trim().parse().ok()
}

fn say_what_was_found(loaded: &Loaded, said: &Said, problems: &[Diagnostic]) {
    let formats = if said.formats.is_empty() { String::new() } else { format!(" ({})", said.formats.join(", ")) };
    let config = loaded.file.as_ref().map_or("no configuration".into(), |file| file.display().to_string());
    report::line(&format!(
        "found     {}, {}, {}{formats}; {config}",
        report::plural(said.coverage_reports, "coverage report", "coverage reports"),
        report::plural(said.results_files, "file of test results", "files of test results"),
        report::plural(said.notes, "note", "notes"),
    ));
    report::line(&format!(
        "made      {}, {}, {}, {}",
        report::plural(said.measured_files, "measured file", "measured files"),
        report::plural(said.phases, "phase", "phases"),
        report::plural(said.gaps, "gap", "gaps"),
        report::plural(said.claims, "claim", "claims"),
    ));
    if !problems.is_empty() {
        let count = |severity| problems.iter().filter(|it| it.severity() == severity).count();
        report::line(&format!(
            "problems  {}, {}, {}",
            report::plural(count(Severity::Error), "error", "errors"),
            report::plural(count(Severity::Warning), "warning", "warnings"),
            report::plural(count(Severity::Note), "remark", "remarks"),
        ));
    }
}

fn say_what_was_done(target: &Target, outcome: Outcome, start: Instant) {
    let change = match (outcome.written, outcome.removed) {
        (0, 0) => "nothing changed".to_owned(),
        (written, 0) => format!("{written} written"),
        (written, removed) => format!("{written} written, {removed} removed"),
    };
    report::line(&format!(
        "site      {} ({}), {change}, in {:.2} s",
        report::plural(outcome.files, "file", "files"),
        size(outcome.bytes),
        start.elapsed().as_secs_f64(),
    ));
    let page = if target.form == Form::File { target.out.clone() } else { target.out.join("index.html") };
    report::line(&format!("open      {}", page.display()));
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

/// Asks the system for memory in small pages. Clearing huge ones, half of which a build of pages never fills, takes as long as
/// half of the build where free memory has been used before.
fn take_small_pages() {
    // Where it can't be done, it is slower, and that is all.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}
