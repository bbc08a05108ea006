//! `covsite sync [--check] [--repair] PATH…`: live values in Markdown files.

use std::path::PathBuf;

use super::build::epoch;
use super::progress::Bar;
use super::{Common, FINE, NOT_DONE, VERDICT_NO, report};
use crate::config::load;
use crate::diagnostics::Sink;
use crate::pipeline::sync::{Done, Wish, sync};
use crate::site::live::Change;

/// Write live values between the markers of Markdown files
#[derive(Debug, clap::Args)]
#[command(after_help = "A marker: <!-- covsite: value lines -->81.2 %<!-- /covsite -->. Others: value lines of \
                        core/billing.py, value tests, table components, badges lines tests.")]
pub(super) struct Arguments {
    /// Markdown files, or folders of them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write nothing; exit with 1 if something would change
    #[arg(long)]
    check: bool,
    /// Mend text that a wrong decoding damaged, too
    #[arg(long)]
    repair: bool,
}

/// Values that are longer are not printed.
const LONGEST: usize = 60;

/// Runs the verb.
pub(super) fn run(common: &Common, arguments: &Arguments) -> u8 {
    let bar = Bar::new(common.quiet);
    let mut sink = Sink::default();
    let Ok(loaded) = load::load(common.config.as_deref(), common.root.as_deref(), &mut sink) else {
        report::diagnostics(common, &sink.finish());
        return NOT_DONE;
    };
    let wish = Wish { check: arguments.check, repair: arguments.repair };
    let (done, result) = sync(&loaded, &arguments.paths, wish, epoch(), &bar, &mut sink);
    bar.clear();
    report::diagnostics(common, &sink.finish());
    for file in &done {
        if !common.quiet {
            file.changes.iter().for_each(|change| report::line(&said(&file.file, change)));
        }
        // In short only what there is to do about a file is said.
        if !common.quiet || file.is_stale() {
            report::line(&summary(file, wish));
        }
    }
    let stale = done.iter().any(Done::is_stale);
    if arguments.check && stale && !common.quiet {
        report::line("run the same without --check to write it");
    }
    match result {
        Err(_) => NOT_DONE,
        Ok(()) if arguments.check && stale => VERDICT_NO,
        Ok(()) => FINE,
    }
}

/// "README.md:3:12: value lines: 79.8 % → 81.2 %".
fn said(file: &str, change: &Change) -> String {
    let place = format!("{file}:{}:{}: {}", change.line, change.column, change.order);
    let (before, after) = (change.before.as_str(), change.after.as_str());
    let is_long = |text: &str| text.contains('\n') || text.chars().count() > LONGEST;
    if is_long(before) || is_long(after) {
        return format!("{place}: {}", if before.is_empty() { "filled" } else { "other words" });
    }
    let before = if before.is_empty() { "nothing" } else { before };
    format!("{place}: {before} → {after}")
}

fn summary(file: &Done, wish: Wish) -> String {
    let mut parts = Vec::new();
    if file.repaired > 0 || file.lost > 0 {
        let verb = if wish.check { "to repair" } else { "repaired" };
        let places = report::plural(file.repaired as usize, "damaged place", "damaged places");
        let lost = match file.lost {
            0 => String::new(),
            lost => format!(" ({} lost before)", report::plural(lost as usize, "character", "characters")),
        };
        parts.push(format!("{places} {verb}{lost}"));
    } else if wish.repair {
        parts.push("no damaged text".to_owned());
    }
    if file.values > 0 {
        let verb = if wish.check { "would change" } else { "written" };
        let values = report::plural(file.values, "live value", "live values");
        parts.push(match file.changes.len() {
            0 => format!("{values}, nothing to change"),
            changed => format!("{changed} of {values} {verb}"),
        });
    } else if !wish.repair {
        parts.push("no live values".to_owned());
    }
    format!("{}: {}", file.file, parts.join("; "))
}
