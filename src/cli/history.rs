//! `covsite history add|import|show`: the file of runs.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::build::epoch;
use super::progress::Bar;
use super::{Common, FINE, NOT_DONE, report};
use crate::config::load::{self, Loaded};
use crate::diagnostics::{Reported, Sink};
use crate::digest::{runs_as_json, runs_as_text};
use crate::facts::run_lines::Added;
use crate::pipeline;
use crate::pipeline::history::{self, Taken};

/// Keep the runs: add this build's, take over others, show them
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Add this build's run, once for each commit
    Add {
        /// Put it in the place of another run of its commit
        #[arg(long)]
        force: bool,
        /// The file of runs [default: [history] path, from the root]
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Take over the runs of another history. covsite asks no network: download it first
    Import {
        /// Files of runs, or folders of published sites
        #[arg(required = true, value_name = "PATH")]
        from: Vec<PathBuf>,
        /// Where both have a run of a commit, take theirs
        #[arg(long)]
        force: bool,
        /// The file of runs [default: [history] path, from the root]
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Show the runs with their changes
    Show {
        /// How many of the newest runs
        #[arg(long, value_name = "N", default_value_t = 20)]
        last: usize,
        /// For people or for programs
        #[arg(long, value_name = "FORM", default_value = "text")]
        format: Form,
        /// The file of runs [default: [history] path, from the root]
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
    },
}

/// In which form it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    Text,
    Json,
}

/// Runs the verb.
pub(super) fn run(common: &Common, arguments: &Arguments) -> u8 {
    let mut sink = Sink::default();
    let said = load::load(common.config.as_deref(), common.root.as_deref(), &mut sink)
        .and_then(|loaded| done(common, &loaded, &arguments.what, &mut sink));
    report::diagnostics(common, &sink.finish());
    match said {
        Ok(text) if report::whole(&text) => FINE,
        _ => NOT_DONE,
    }
}

fn done(common: &Common, loaded: &Loaded, what: &What, sink: &mut Sink) -> Result<String, Reported> {
    match what {
        What::Add { force, file } => {
            let file = history::file(loaded, file.as_deref(), sink)?;
            let bar = Bar::new(common.quiet);
            let inputs = pipeline::gather(loaded, &bar, sink);
            bar.clear();
            let run = pipeline::analyse(&inputs?, &loaded.config, epoch(), sink).run;
            let name = crate::facts::history::name(&run).unwrap_or_else(|| "without a commit and time".into());
            let word = match history::add(&file, run, *force, sink)? {
                Added::Appended => "added",
                Added::Replaced => "replaced",
                Added::Same | Added::Kept => "there already",
            };
            Ok(format!("{word}: run {name} in {}\n", history::shown(&file)))
        }
        What::Import { from, force, file } => {
            let file = history::file(loaded, file.as_deref(), sink)?;
            let taken = history::import(&file, from, *force, sink)?;
            Ok(format!("{}: {}\n", history::shown(&file), in_words(taken)))
        }
        What::Show { last, format, file: named } => {
            let file = history::file(loaded, named.as_deref(), sink)?;
            // The first `add` makes the configured file; one that is named here is meant to be there.
            let not_yet = named.is_none() && matches!(file.try_exists(), Ok(false));
            let runs = if not_yet { Vec::new() } else { history::read(&file, sink)? };
            let decimals = loaded.config.numbers.precision;
            Ok(match format {
                Form::Text if runs.is_empty() => {
                    format!("no runs yet in {}: `covsite history add` adds this build's\n", history::shown(&file))
                }
                Form::Text => runs_as_text(&runs, *last, decimals),
                Form::Json => runs_as_json(&runs, *last, decimals),
            })
        }
    }
}

/// "2 added, 1 there already; 12 runs".
fn in_words(taken: Taken) -> String {
    let kept = match taken.kept {
        1 => "differs from the run of its commit, which stays (--force takes it)",
        _ => "differ from the runs of their commits, which stay (--force takes them)",
    };
    let counts =
        [(taken.added, "added"), (taken.replaced, "replaced"), (taken.same, "there already"), (taken.kept, kept)];
    let parts = counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    let parts: Vec<String> = parts.collect();
    let parts = if parts.is_empty() { "nothing to take over".to_owned() } else { parts.join(", ") };
    format!("{parts}; {}", report::plural(taken.all, "run", "runs"))
}
