//! `covsite convert PATH… --to lcov|cobertura|json`: several reports as one.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;

use super::{Common, FINE, NOT_DONE, report};
use crate::config::load;
use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes};
use crate::ingest::builder::RawCoverage;
use crate::ingest::discover::{discover, named};
use crate::ingest::export::{EXPORTS, Export};
use crate::ingest::map::Tree;
use crate::ingest::merge::{mapped, merge};

/// Merge coverage reports into one
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Coverage reports, or folders, zip files and globs with reports
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    /// What to write
    #[arg(long, value_name = "FORM", value_parser = PossibleValuesParser::new(EXPORTS.iter().map(|export| export.id)))]
    to: String,
    /// Where to write it [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Give the paths of the project's files, as far as they are found in its tree
    #[arg(long)]
    map: bool,
}

/// Runs the verb. Nothing is written if one report can't be read.
pub(super) fn run(common: &Common, arguments: &Arguments) -> u8 {
    let mut sink = Sink::default();
    let done = convert(common, arguments, &mut sink);
    report::diagnostics(common, &sink.finish());
    if done.is_ok() { FINE } else { NOT_DONE }
}

fn convert(common: &Common, arguments: &Arguments, sink: &mut Sink) -> Result<(), Reported> {
    let Some(export) = EXPORTS.iter().find(|export| export.id == arguments.to) else { return Ok(()) };
    let here = Path::new("");
    let mut missing = Sink::default();
    let files = named(here, &arguments.paths, &mut missing);
    let is_whole = missing.is_empty();
    sink.absorb(missing);
    let mut coverage = merge(here, &files, sink)?;
    if !is_whole {
        return Err(Reported);
    }
    if arguments.map {
        let loaded = load::load(common.config.as_deref(), common.root.as_deref(), sink)?;
        let found = discover(&loaded.root, &loaded.config, sink);
        coverage = mapped(coverage, &loaded.root, &Tree::new(&found.tree), &found.modules);
    }
    say_what_is_left_out(export, &coverage, sink);
    let written = match &arguments.output {
        Some(path) => create(path).and_then(|file| write(export, &mut coverage, file)),
        None => write(export, &mut coverage, io::stdout().lock()),
    };
    match written {
        // A reader that went away (`| head`) is no error.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let name = arguments.output.as_ref().map_or("standard output".into(), |path| path.display().to_string());
            let problem = Diagnostic::new(&codes::OUTPUT, format!("it can't be written: {error}"));
            Err(sink.fatal(problem.at(Place::file(name)).help("look whether the folder is there and may be written")))
        }
        _ => Ok(()),
    }
}

/// Begins a file; the folders that lead to it are made.
fn create(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    File::create(path)
}

fn write(export: &Export, coverage: &mut RawCoverage, out: impl Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    export.write(coverage, &mut out)?;
    out.flush()
}

fn say_what_is_left_out(export: &Export, coverage: &RawCoverage, sink: &mut Sink) {
    for loss in export.losses(coverage) {
        sink.push(Diagnostic::new(&codes::LEFT_OUT, loss).help("`--to json` keeps everything"));
    }
}
