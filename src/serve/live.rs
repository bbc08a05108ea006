//! The thread that has the inputs: makes a site of them, lets others make its pages until an input changes, and begins
//! again.

use std::collections::BTreeSet;
use std::sync::mpsc::Sender;
use std::time::Instant;

use tokio::sync::watch;

use super::answer::{Asked, Message, Shown};
use super::work::{Step, Work};
use super::{Listener, News};
use crate::analyse::analyse_again;
use crate::diagnostics::Diagnostic;
use crate::pipeline;
use crate::publish::watch::Watch;
use crate::site::Site;

/// How many pages are made side by side.
const ANSWERING: usize = 4;

/// What the thread works with.
pub(super) struct Live {
    /// The inputs.
    pub(super) work: Work,
    /// Says when one of them changes.
    pub(super) watch: Watch,
    /// Where the answering threads are told to end.
    pub(super) asks: Sender<Message>,
    /// Where pages are asked for.
    pub(super) asked: Asked,
    /// Says that there is a new site.
    pub(super) made: watch::Sender<u64>,
    /// Hears what happens.
    pub(super) listener: &'static dyn Listener,
}

impl Live {
    /// Makes sites as long as the program runs.
    pub(super) fn run(mut self, url: &str, moved: bool) {
        let (mut start, mut changed, mut known) = (Instant::now(), Vec::new(), BTreeSet::new());
        let mut is_first = true;
        loop {
            let follows = self.watch.follow(&self.work.folders());
            let Work { inputs, loaded, theme, memory, sources, .. } = &self.work;
            let mut sink = self.work.problems();
            let findings = analyse_again(inputs, &loaded.config, sources.epoch, Some(memory), &mut sink);
            let title = pipeline::title(loaded, findings.git.forge.as_deref());
            let site = Site::new(inputs, &findings, &loaded.config, theme, title, &mut sink);
            let problems = sink.finish();
            let site = site.with_problems(&problems);
            let pages = site.pages();
            let shown = Shown::new(&pages);
            self.made.send_modify(|number| *number += 1);
            let fresh: Vec<Diagnostic> = problems.iter().filter(|it| !known.contains(&said(it))).cloned().collect();
            let sentence = findings.headline.sentence();
            let took = start.elapsed();
            self.listener.hear(&News::Made { changed: &changed, problems: &fresh, sentence: &sentence, took });
            known = problems.iter().map(said).collect();
            if std::mem::take(&mut is_first) {
                self.listener.hear(&News::Serving { url, moved, polls: self.watch.polls() || follows.is_err() });
            }
            let step = std::thread::scope(|scope| {
                for _ in 0..ANSWERING {
                    scope.spawn(|| shown.answer(&self.asked));
                }
                let step = self.wait(&shown);
                for _ in 0..ANSWERING {
                    // The other end is in this very structure.
                    let _ = self.asks.send(Message::Leave);
                }
                step
            });
            let Some((step, when, names)) = step else { return };
            (start, changed) = (when, names);
            drop(pages);
            self.work.apply(step);
        }
    }

    /// Waits for a change that gives a new site. `None` if none can come any more.
    fn wait(&self, shown: &Shown<'_>) -> Option<(Step, Instant, Vec<String>)> {
        let mut failed = false;
        loop {
            let change = self.watch.next()?;
            let start = Instant::now();
            match self.work.step(&change, failed) {
                (Step::Nothing, _) => {}
                (Step::Failed(problems), _) => {
                    failed = true;
                    shown.complain(&problems);
                    self.made.send_modify(|number| *number += 1);
                    self.listener.hear(&News::Failed { problems: &problems });
                }
                (step, names) => return Some((step, start, names)),
            }
        }
    }
}

/// What tells a problem from others, wherever its file has moved it to.
fn said(problem: &Diagnostic) -> (&'static str, String, Option<String>) {
    (problem.code.id, problem.message.clone(), problem.place.as_ref().map(|place| place.file.to_string()))
}
