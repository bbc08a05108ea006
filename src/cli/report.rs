//! Saying things: results, diagnostics, and what they come to.

use std::io::Write as _;

use clap::ColorChoice;

use super::Common;
use crate::diagnostics::{Diagnostic, Severity, codes, text};

/// The most diagnostics that are printed without `--verbose`.
const SHOWN: usize = 20;

/// Sets when colours are used, for both streams.
pub(super) fn choose_colour(choice: ColorChoice) {
    match choice {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    }
    .write_global();
}

/// A line of a result. A reader that went away (`| head`) is no error.
pub(super) fn line(text: &str) {
    let _ = writeln!(anstream::stdout(), "{text}");
}

/// Prints diagnostics, errors first; notes only where asked for. Returns how many warnings and errors there are.
pub(super) fn diagnostics(common: &Common, all: &[Diagnostic]) -> (usize, usize) {
    let count = |severity| all.iter().filter(|it| it.severity() == severity).count();
    let mut shown: Vec<&Diagnostic> =
        all.iter().filter(|it| common.verbose || it.severity() > Severity::Note).collect();
    shown.sort_by_key(|it| std::cmp::Reverse(it.severity()));
    let most = if common.verbose { usize::MAX } else { SHOWN };
    let mut err = anstream::stderr();
    for diagnostic in shown.iter().take(most) {
        let _ = writeln!(err, "{}", text::render(diagnostic));
    }
    if shown.len() > most {
        let _ = writeln!(err, "… and {} more; --verbose shows all", shown.len() - most);
    }
    (count(Severity::Warning), count(Severity::Error))
}

/// A whole result. `false`, with a word on standard error, if it could not be written; a reader that went away is no
/// error.
pub(super) fn whole(result: &str) -> bool {
    let mut out = anstream::stdout().lock();
    match out.write_all(result.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            let problem = Diagnostic::new(&codes::OUTPUT, format!("standard output can't be written: {error}"));
            let _ = writeln!(anstream::stderr(), "{}", text::render(&problem));
            false
        }
        _ => true,
    }
}

/// "1 file", "2 files".
pub(super) fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
