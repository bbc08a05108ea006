//! `covsite inspect PATH… [--explain] [--format text|json]`: what covsite sees in each file.

mod look;
mod print;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::ValueEnum;
use rayon::prelude::*;

use super::{Common, FINE, NOT_DONE, report};
use crate::config::load;
use crate::diagnostics::Sink;
use crate::ingest::discover::discover;
use crate::ingest::map::Tree;

/// Show what covsite sees in each file
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Reports, test results, notes
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Show each step of the way from a report's paths to files of the project
    #[arg(long)]
    explain: bool,
    /// For people or for programs
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Form,
}

/// In which form it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    Text,
    Json,
}

/// Runs the verb. A file that is refused is no error of the verb: that is its answer.
pub(super) fn run(common: &Common, arguments: &Arguments) -> u8 {
    let mut sink = Sink::default();
    let found = if arguments.explain {
        let Ok(loaded) = load::load(common.config.as_deref(), common.root.as_deref(), &mut sink) else {
            report::diagnostics(common, &sink.finish());
            return NOT_DONE;
        };
        Some((discover(&loaded.root, &loaded.config, &mut sink), loaded.root))
    } else {
        None
    };
    let project = found.as_ref().map(|(found, root)| look::Project {
        root,
        tree: Tree::new(&found.tree),
        reports: &found.reports,
        modules: &found.modules,
    });
    report::diagnostics(common, &sink.finish());
    let mut out = anstream::stdout().lock();
    match all(&arguments.paths, arguments.format, project.as_ref(), &mut out).and_then(|()| out.flush()) {
        // A reader that went away (`| head`) is no error.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => NOT_DONE,
        _ => FINE,
    }
}

fn all(paths: &[PathBuf], form: Form, project: Option<&look::Project<'_>>, out: &mut dyn Write) -> io::Result<()> {
    let see = |path: &PathBuf| {
        let seen = look::look(path);
        let ways = project.map(|project| look::ways(path, &seen, project));
        match form {
            Form::Json => print::json(path, &seen, ways),
            Form::Text => print::text(path, &seen, ways),
        }
    };
    let (open, between, close) = if form == Form::Json { ("[", ",\n", "]\n") } else { ("", "", "") };
    out.write_all(open.as_bytes())?;
    let mut is_first = true;
    // A few at a time: memory does not grow with the number of paths.
    for some in paths.chunks(4 * rayon::current_num_threads().max(1)) {
        for printed in some.par_iter().map(see).collect::<Vec<String>>() {
            write!(out, "{}{printed}", if is_first { "" } else { between })?;
            is_first = false;
        }
    }
    out.write_all(close.as_bytes())
}
