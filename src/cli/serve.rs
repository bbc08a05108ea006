//! `covsite serve`: the site in a browser, made anew on every change.

use std::sync::Mutex;

use super::build::epoch;
use super::{Common, FINE, NOT_DONE, report};
use crate::serve::{self, Listener, News, Options};

/// Build, serve on this machine only, and reload the page on every change
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The site is served from memory: no file is written, and a published site is left alone. Ctrl-C ends it."
)]
pub(super) struct Arguments {
    /// The port; the next free one is taken where it is in use
    #[arg(long, value_name = "N", default_value_t = serve::PORT)]
    port: u16,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// Look for changes from time to time: for drives of which the system reports none
    #[arg(long)]
    poll: bool,
}

/// Runs the verb.
pub(super) fn run(common: &Common, arguments: &Arguments) -> u8 {
    let options = Options {
        config: common.config.clone(),
        root: common.root.clone(),
        epoch: epoch(),
        port: arguments.port,
        poll: arguments.poll,
    };
    let voice = Voice {
        common: Common { config: None, root: None, ..*common },
        open: arguments.open,
        asked: arguments.port,
        sentence: Mutex::default(),
    };
    // It is heard from another thread until the program ends.
    match serve::run(&options, Box::leak(Box::new(voice))) {
        Ok(()) => FINE,
        Err(problems) => {
            report::diagnostics(common, &problems);
            NOT_DONE
        }
    }
}

/// Says on the terminal what happens.
struct Voice {
    common: Common,
    open: bool,
    asked: u16,
    sentence: Mutex<String>,
}

impl Listener for Voice {
    fn hear(&self, news: &News<'_>) {
        match news {
            News::Made { changed, problems, sentence, took } => {
                report::diagnostics(&self.common, problems);
                let what = match changed {
                    [] => "made".to_owned(),
                    [one] => format!("changed   {one}:"),
                    [one, others @ ..] => format!("changed   {one} and {} more:", others.len()),
                };
                if !self.common.quiet && !changed.is_empty() {
                    report::line(&format!("{what} {} ms", took.as_millis()));
                }
                let Ok(mut said) = self.sentence.lock() else { return };
                if said.as_str() != *sentence {
                    report::line(sentence);
                    (*sentence).clone_into(&mut said);
                }
            }
            News::Failed { problems } => {
                report::diagnostics(&self.common, problems);
                report::line("kept      the site as it was: the newest inputs can't be used");
            }
            News::Serving { url, moved, polls } => {
                if *moved && self.asked != 0 {
                    report::line(&format!("port      {} is taken, another one is used", self.asked));
                }
                if *polls && !self.common.quiet {
                    report::line("watching  by looking from time to time");
                }
                report::line(&format!("serving   {url}"));
                if self.open && open::that_detached(url).is_err() {
                    report::line("open      no browser could be started: open the address by hand");
                }
            }
        }
    }
}
