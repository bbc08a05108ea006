//! The command line: arguments in, exit code out. One file for each verb; nothing here decides anything but how to
//! say it. Diagnostics go to standard error, results to standard output.

mod badge;
mod build;
mod check;
mod completions;
mod convert;
mod history;
mod init;
mod inspect;
mod progress;
mod project;
mod report;
mod serve;
mod summary;
mod sync;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ColorChoice, Parser, Subcommand};

/// It was done, and there is nothing to object to.
pub const FINE: u8 = 0;
/// It was done, and its verdict is no.
pub const VERDICT_NO: u8 = 1;
/// It could not be done: usage, an unreadable configuration, no input, an output that can't be written.
pub const NOT_DONE: u8 = 2;

/// Turns coverage reports, test results and audit notes into one static site, and checks the prose against the
/// measurements.
#[derive(Debug, Parser)]
#[command(name = "covsite", version, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 fine; 1 done, and the verdict is no; 2 could not be done.")]
struct Arguments {
    /// Configuration file [default: the nearest covsite.toml, here or above]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The project's root [default: the folder of the configuration, else the working folder]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
    /// Say less: no results but the last line, no notes among the diagnostics
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more: every diagnostic
    #[arg(short, long, global = true)]
    verbose: bool,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Badge(badge::Arguments),
    Build(build::Arguments),
    Check(check::Arguments),
    Completions(completions::Arguments),
    Convert(convert::Arguments),
    History(history::Arguments),
    Init(init::Arguments),
    Inspect(inspect::Arguments),
    Serve(serve::Arguments),
    Summary(summary::Arguments),
    Sync(sync::Arguments),
}

/// What all verbs share.
#[derive(Debug)]
struct Common {
    config: Option<PathBuf>,
    root: Option<PathBuf>,
    quiet: bool,
    verbose: bool,
}

/// Runs a command line; the first argument is the program's name. Returns the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are results, everything else is a usage error; clap knows which stream.
            let _ = error.print();
            return if error.use_stderr() { NOT_DONE } else { FINE };
        }
    };
    report::choose_colour(arguments.color);
    // Pages are minified by a recursive parser: its stack must hold what the nesting caps let through.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(16 << 20).build_global();
    let common =
        Common { config: arguments.config, root: arguments.root, quiet: arguments.quiet, verbose: arguments.verbose };
    match arguments.verb {
        Verb::Badge(arguments) => badge::run(&common, &arguments),
        Verb::Build(arguments) => build::run(&common, &arguments),
        Verb::Check(arguments) => check::run(&common, &arguments),
        Verb::Completions(arguments) => completions::run(&common, &arguments),
        Verb::Convert(arguments) => convert::run(&common, &arguments),
        Verb::History(arguments) => history::run(&common, &arguments),
        Verb::Init(arguments) => init::run(&common, &arguments),
        Verb::Inspect(arguments) => inspect::run(&common, &arguments),
        Verb::Serve(arguments) => serve::run(&common, &arguments),
        Verb::Summary(arguments) => summary::run(&common, &arguments),
        Verb::Sync(arguments) => sync::run(&common, &arguments),
    }
}
