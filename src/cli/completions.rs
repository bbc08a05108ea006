//! `covsite completions SHELL`: what a shell needs to complete verbs and options, or the manual page; both made from
//! the arguments themselves.

use std::io::{self, Write};

use clap::CommandFactory as _;
use clap::builder::PossibleValue;
use clap_complete::Shell;
use clap_mangen::Man;

use super::{Common, FINE, NOT_DONE, report};
use crate::diagnostics::{Diagnostic, codes};

/// Print completions for a shell, or the manual page
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Where they go (`covsite completions SHELL > FILE`):
  bash        ~/.local/share/bash-completion/completions/covsite
  zsh         \"${fpath[1]}/_covsite\"
  fish        ~/.config/fish/completions/covsite.fish
  powershell  $PROFILE (add to it: >>)
  elvish      ~/.config/elvish/lib/covsite.elv
  man         ~/.local/share/man/man1/covsite.1")]
pub(super) struct Arguments {
    /// The shell, or `man` for the manual page
    #[arg(value_name = "SHELL")]
    form: Form,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    Shell(Shell),
    Manual,
}

impl clap::ValueEnum for Form {
    fn value_variants<'a>() -> &'a [Self] {
        &[
            Self::Shell(Shell::Bash),
            Self::Shell(Shell::Zsh),
            Self::Shell(Shell::Fish),
            Self::Shell(Shell::PowerShell),
            Self::Shell(Shell::Elvish),
            Self::Manual,
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            Self::Shell(shell) => shell.to_possible_value(),
            Self::Manual => Some(PossibleValue::new("man")),
        }
    }
}

/// Runs the verb.
pub(super) fn run(common: &Common, arguments: &Arguments) -> u8 {
    let mut command = super::Arguments::command();
    let mut text = Vec::new();
    let made = match arguments.form {
        Form::Shell(shell) => {
            clap_complete::generate(shell, &mut command, "covsite", &mut text);
            Ok(())
        }
        Form::Manual => manual(command, &mut text),
    };
    match made.and_then(|()| io::stdout().lock().write_all(&text)) {
        // A reader that went away (`| head`) is no error.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let problem = Diagnostic::new(&codes::OUTPUT, format!("standard output can't be written: {error}"));
            report::diagnostics(common, &[problem]);
            NOT_DONE
        }
        _ => FINE,
    }
}

/// One page for all verbs: the program's own sections, then a section for each verb.
fn manual(mut command: clap::Command, out: &mut Vec<u8>) -> io::Result<()> {
    command.build();
    let page = Man::new(command.clone());
    page.render_title(out)?;
    page.render_name_section(out)?;
    page.render_synopsis_section(out)?;
    page.render_description_section(out)?;
    page.render_options_section(out)?;
    for verb in command.get_subcommands().filter(|verb| verb.get_name() != "help") {
        let hidden: Vec<clap::Id> =
            verb.get_arguments().filter(|it| it.is_global_set()).map(|it| it.get_id().clone()).collect();
        let own = hidden.into_iter().fold(verb.clone(), |verb, id| verb.mut_arg(id, |it| it.hide(true)));
        let mut section = Vec::new();
        let part = Man::new(own);
        part.render_synopsis_section(&mut section)?;
        part.render_description_section(&mut section)?;
        part.render_options_section(&mut section)?;
        writeln!(out, ".SH \"{}\"", verb.get_name().to_uppercase())?;
        for line in String::from_utf8_lossy(&section).lines() {
            // The headings of a verb's sections stand one level deeper.
            writeln!(out, "{}", line.replacen(".SH ", ".SS ", 1))?;
        }
    }
    page.render_extra_section(out)
}
