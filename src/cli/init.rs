//! `covsite init`: the first files of a project, or the files of a theme. Nothing that is there is overwritten.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;

use clap::builder::{PossibleValue, PossibleValuesParser};

use super::build::epoch;
use super::progress::Bar;
use super::{Common, FINE, NOT_DONE, report};
use crate::config::load::{self, Loaded};
use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes};
use crate::ingest::discover::discover;
use crate::pipeline;
use crate::site::theme::{self, BuiltIn};
use crate::starter::{Draft, Proposal, Seen, propose};

/// Write a first configuration, workflow and note, or the files of a theme
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Nothing that is there is overwritten. On a terminal covsite asks before it writes, elsewhere it does not."
)]
pub(super) struct Arguments {
    /// Write out what a theme can replace, into themes/NAME
    #[arg(long, value_name = "NAME", value_parser = theme_name)]
    theme: Option<String>,
    /// The built-in theme that it begins as
    #[arg(long, value_name = "THEME", requires = "theme", default_value = "default", value_parser = base_names())]
    extends: String,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// The name of a folder below `themes`.
fn theme_name(name: &str) -> Result<String, String> {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.starts_with('.') || name.is_empty() || !name.chars().all(is_plain) {
        return Err("a name of letters, digits, - and _".into());
    }
    Ok(name.to_owned())
}

/// Runs the verb.
pub(super) fn run(common: &Common, arguments: &Arguments) -> u8 {
    let mut sink = Sink::default();
    let Ok(loaded) = load::load(common.config.as_deref(), common.root.as_deref(), &mut sink) else {
        report::diagnostics(common, &sink.finish());
        return NOT_DONE;
    };
    let proposal = match &arguments.theme {
        Some(name) => theme_files(name, BuiltIn::find(&arguments.extends).unwrap_or(theme::THEMES[0])),
        None => first_files(common, &loaded),
    };
    let fresh = show(&loaded.root, &proposal);
    if fresh.is_empty() || arguments.dry_run || !(arguments.yes || agreed(fresh.len())) {
        return FINE;
    }
    let done = fresh.iter().try_for_each(|draft| write(&loaded.root, draft, &mut sink));
    report::diagnostics(common, &sink.finish());
    if done.is_err() {
        return NOT_DONE;
    }
    report::line(&match &arguments.theme {
        Some(name) => {
            format!(
                "next   write theme = \"themes/{name}\" under [site] in covsite.toml; remove the files that you leave as they are"
            )
        }
        None => "next   covsite build".to_owned(),
    });
    FINE
}

fn base_names() -> PossibleValuesParser {
    PossibleValuesParser::new(theme::THEMES.map(|theme| PossibleValue::new(theme.name).help(theme.about)))
}

fn theme_files(name: &str, base: &BuiltIn) -> Proposal {
    let draft = |path: &str, text: &str| Draft {
        path: format!("themes/{name}/{path}"),
        text: text.to_owned(),
        about: String::new(),
    };
    let about = format!(
        "# The theme of covsite that stands where this folder has no file of its own.\nextends = \"{}\"\n",
        base.name
    );
    let mut drafts = vec![draft(theme::ABOUT, &about)];
    drafts.push(draft(theme::WORDS, &theme::words_file(base)));
    drafts.extend(theme::replaceable(base).iter().map(|(path, text)| draft(path, text)));
    Proposal { drafts, left_out: Vec::new() }
}

/// Looks at the project as a build does. What is wrong with its inputs is said, and hinders nothing.
fn first_files(common: &Common, loaded: &Loaded) -> Proposal {
    let bar = Bar::new(common.quiet);
    let mut sink = Sink::default();
    let inputs = pipeline::gather(loaded, &bar, &mut sink).ok();
    bar.clear();
    let findings = inputs.as_ref().map(|inputs| pipeline::analyse(inputs, &loaded.config, epoch(), &mut sink));
    let tree = if let Some(inputs) = &inputs {
        inputs.tree.clone()
    } else {
        // That there is nothing yet is no problem here.
        sink = Sink::default();
        discover(&loaded.root, &loaded.config, &mut sink).tree
    };
    report::diagnostics(common, &sink.finish());
    let forge = loaded.config.project.repository.as_deref();
    let forge = forge.or_else(|| findings.as_ref()?.git.forge.as_deref());
    let below = pipeline::below_repository(&loaded.root);
    propose(&Seen {
        title: &pipeline::title(loaded, forge),
        forge,
        measured: inputs.as_ref().zip(findings.as_ref()),
        tree: &tree,
        below: Some(below.as_str()),
    })
}

/// Says what would be written and what stays; returns what would be written.
fn show<'p>(root: &Path, proposal: &'p Proposal) -> Vec<&'p Draft> {
    // A link that leads nowhere is there, too.
    let is_there = |draft: &&Draft| std::fs::symlink_metadata(root.join(&draft.path)).is_ok();
    let (kept, fresh): (Vec<&Draft>, Vec<&Draft>) = proposal.drafts.iter().partition(is_there);
    let width = proposal.drafts.iter().map(|draft| draft.path.len()).max().unwrap_or(0);
    let line = |what: &str, name: &str, about: &str| {
        report::line(format!("{what:6} {name:width$}  {about}").trim_end());
    };
    for draft in &fresh {
        line("write", &draft.path, &draft.about);
    }
    for draft in kept {
        line("keep", &draft.path, "is there already");
    }
    for (name, why) in &proposal.left_out {
        line("leave", name, why);
    }
    fresh
}

/// Asks on a terminal; elsewhere nobody could answer.
fn agreed(files: usize) -> bool {
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return true;
    }
    let _ = write!(anstream::stderr(), "Write {}? [Y/n] ", report::plural(files, "file", "files"));
    let _ = io::stderr().flush();
    let mut answer = String::new();
    let _ = io::stdin().lock().read_line(&mut answer);
    // The end of the input is no answer.
    answer.ends_with('\n') && matches!(answer.trim().to_lowercase().as_str(), "" | "y" | "yes")
}

/// Writes a file that is not there. One that has come in between stays as it is.
fn write(root: &Path, draft: &Draft, sink: &mut Sink) -> Result<(), Reported> {
    let path = root.join(&draft.path);
    let written = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| {
        let mut file = std::fs::File::create_new(&path)?;
        file.write_all(draft.text.as_bytes())
    });
    written.map_err(|error| {
        let problem = Diagnostic::new(&codes::OUTPUT, format!("it can't be written: {error}"));
        sink.fatal(problem.at(Place::file(draft.path.as_str())).help("look whether the folder may be written"))
    })
}
