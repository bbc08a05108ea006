//! `covsite check [--run] [--base FILE|REV] [--format text|json|github|sarif]`: the verdict as the exit code, and why.

use clap::ValueEnum;

use super::{Common, FINE, NOT_DONE, VERDICT_NO, project, report};
use crate::config::load::Loaded;
use crate::diagnostics::Sink;
use crate::digest::{self, Setting};
use crate::pipeline;
use crate::site::Site;

/// Judge gates and claims: the verdict is the exit code
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 the verdict is yes (an advisory gate may fail); 1 it is no, or not known: what can't be judged lets \
                        nobody through; 2 it could not be done."
)]
pub(super) struct Arguments {
    /// What to compare with: a history or a site, a report of earlier, or a revision whose run the history holds
    /// [default: the run before this one]
    #[arg(long, value_name = "FILE|REV")]
    base: Option<String>,
    /// Run the commands that gates check, in the root; without it the site and the verdict know what they said last, if
    /// that was at this commit
    #[arg(long)]
    run: bool,
    /// For people, for programs, as annotations of GitHub, or for code scanning
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Form,
}

/// In which form it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    Text,
    Json,
    Github,
    Sarif,
}

/// Runs the verb.
pub(super) fn run(common: &Common, arguments: &Arguments) -> u8 {
    let prepare = |loaded: &Loaded, sink: &mut Sink| {
        if arguments.run {
            pipeline::run_commands(loaded, sink);
        }
    };
    let said = |site: &Site<'_>, loaded: &Loaded| {
        let verdict = if site.findings.headline.status.is_yes() { FINE } else { VERDICT_NO };
        (verdict, say(site, arguments.format, common.quiet, &setting(loaded), verdict))
    };
    let (result, problems) = project::consult(common, arguments.base.as_deref(), prepare, said);
    report::diagnostics(common, &problems);
    let Ok((verdict, text)) = result else { return NOT_DONE };
    if report::whole(&text) { verdict } else { NOT_DONE }
}

fn say(site: &Site<'_>, form: Form, quiet: bool, setting: &Setting, verdict: u8) -> String {
    match form {
        Form::Text => {
            let lines = if quiet { String::new() } else { digest::text(site) };
            format!("{lines}{}\n", site.findings.headline.sentence())
        }
        Form::Json => digest::json(site),
        Form::Github => digest::github(site, setting),
        Form::Sarif => digest::sarif(site, setting, verdict),
    }
}

fn setting(loaded: &Loaded) -> Setting {
    let real = |path: &std::path::Path| std::fs::canonicalize(path).ok();
    let config = loaded.file.as_ref().and_then(|file| {
        let (file, root) = (real(file)?, real(&loaded.root)?);
        Some(file.strip_prefix(root).ok()?.to_string_lossy().replace('\\', "/"))
    });
    // What could be read as a configuration a moment ago.
    let config_text = loaded.file.as_ref().and_then(|file| std::fs::read_to_string(file).ok()).unwrap_or_default();
    Setting { below: pipeline::below_repository(&loaded.root), config, config_text }
}
