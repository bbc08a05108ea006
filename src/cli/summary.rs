//! `covsite summary [--format markdown|text|json] [--base FILE|REV]`: the findings for a step summary or a comment.

use clap::ValueEnum;

use super::build::epoch;
use super::progress::Bar;
use super::{Common, FINE, NOT_DONE, report};
use crate::config::load;
use crate::diagnostics::Sink;
use crate::digest;
use crate::pipeline;
use crate::site::Site;

/// Summarise the findings for a step summary or a comment on a pull request
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The Markdown begins with <!-- covsite-summary -->, by which a bot finds its comment, and is shorter than a comment may \
                        be. The verdict is no exit code here: see `covsite check`."
)]
pub(super) struct Arguments {
    /// What to compare with: a history or a site, a report of earlier, or a revision whose run the history holds
    /// [default: the run before this one]
    #[arg(long, value_name = "FILE|REV")]
    base: Option<String>,
    /// For a forge, for people, or for programs
    #[arg(long, value_name = "FORM", default_value = "markdown")]
    format: Form,
}

/// In which form it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    Markdown,
    Text,
    Json,
}

/// Runs the verb.
pub(super) fn run(common: &Common, arguments: &Arguments) -> u8 {
    let bar = Bar::new(common.quiet);
    let mut sink = Sink::default();
    let Ok(loaded) = load::load(common.config.as_deref(), common.root.as_deref(), &mut sink) else {
        report::diagnostics(common, &sink.finish());
        return NOT_DONE;
    };
    let said = |site: &Site<'_>| match arguments.format {
        Form::Markdown => digest::markdown(site),
        Form::Text => format!("{}{}\n", digest::text(site), site.findings.headline.sentence()),
        Form::Json => digest::json(site),
    };
    let (result, problems) = pipeline::consult(&loaded, arguments.base.as_deref(), epoch(), &bar, sink, said);
    bar.clear();
    report::diagnostics(common, &problems);
    match result {
        Ok(text) if report::whole(&text) => FINE,
        _ => NOT_DONE,
    }
}
