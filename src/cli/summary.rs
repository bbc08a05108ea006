//! `covsite summary [--format markdown|text|json] [--base FILE|REV]`: the findings for a step summary or a comment.

use clap::ValueEnum;

use super::{Common, FINE, NOT_DONE, project, report};
use crate::config::load::Loaded;
use crate::digest;
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
    let said = |site: &Site<'_>, _: &Loaded| match arguments.format {
        Form::Markdown => digest::markdown(site),
        Form::Text => format!("{}{}\n", digest::text(site), site.findings.headline.sentence()),
        Form::Json => digest::json(site),
    };
    let (result, problems) = project::consult(common, arguments.base.as_deref(), |_, _| {}, said);
    report::diagnostics(common, &problems);
    match result {
        Ok(text) if report::whole(&text) => FINE,
        _ => NOT_DONE,
    }
}
