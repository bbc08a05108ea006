//! A progress bar on a terminal; silence elsewhere.

use std::io::IsTerminal as _;
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::pipeline::Progress;

/// A bar that each step takes anew.
#[derive(Debug)]
pub(super) struct Bar(Option<Mutex<ProgressBar>>);

impl Bar {
    /// A bar on standard error, if that is a terminal and nobody asked for quiet.
    pub(super) fn new(quiet: bool) -> Self {
        let wanted = !quiet && std::io::stderr().is_terminal() && std::env::var_os("CI").is_none();
        Self(wanted.then(|| Mutex::new(ProgressBar::hidden())))
    }

    /// Takes the bar away.
    pub(super) fn clear(&self) {
        if let Some(Ok(bar)) = self.0.as_ref().map(Mutex::lock) {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Bar {
    fn begin(&self, step: &'static str, pieces: usize) {
        let Some(Ok(mut bar)) = self.0.as_ref().map(Mutex::lock) else { return };
        bar.finish_and_clear();
        let next = ProgressBar::with_draw_target(Some(pieces as u64), ProgressDrawTarget::stderr_with_hz(10));
        if let Ok(style) = ProgressStyle::with_template("{msg:8} {bar:40} {pos}/{len}") {
            next.set_style(style);
        }
        next.set_message(step);
        *bar = next;
    }

    fn advance(&self) {
        if let Some(Ok(bar)) = self.0.as_ref().map(Mutex::lock) {
            bar.inc(1);
        }
    }
}
