//! Questions for pages and their answers: the server asks by the page's place, whoever has the site answers.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel as std_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use crate::diagnostics::{Diagnostic, text};
use crate::publish::{self, Options};
use crate::site::Page;

/// Makes a pair: who asks, and who answers.
pub(super) fn channel() -> (Sender<Message>, Asked) {
    let (sender, receiver) = std_channel();
    (sender, Asked(Mutex::new(receiver)))
}

/// What the answering threads hear.
#[derive(Debug)]
pub(super) enum Message {
    /// A page is asked for.
    Ask {
        /// Its place.
        place: String,
        /// Who waits for it.
        reply: oneshot::Sender<Answer>,
    },
    /// One of them is to end: there will be a new site.
    Leave,
}

/// What becomes of a question.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// A file of the site.
    Page(Arc<Made>),
    /// There is none.
    Nothing {
        /// A folder of that name has a page.
        is_folder: bool,
    },
}

/// A file of the site as it is served.
#[derive(Debug)]
pub(super) struct Made {
    /// Its bytes; for a page that can't be made, why.
    pub(super) bytes: Vec<u8>,
    /// What tells it from other bytes, and from the same page with another complaint.
    pub(super) mark: String,
    /// Why the newest inputs are not what it shows.
    pub(super) complaint: Option<Arc<str>>,
    /// Whether it could be made.
    pub(super) sound: bool,
}

/// The end of the channel that the answering threads share.
#[derive(Debug)]
pub(super) struct Asked(Mutex<Receiver<Message>>);

/// A site, ready to make what is asked for.
pub(super) struct Shown<'s> {
    pages: HashMap<&'s str, &'s Page<'s>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    made: HashMap<String, Arc<Made>>,
    complaint: Option<Arc<str>>,
}

impl<'s> Shown<'s> {
    /// The site of these pages.
    pub(super) fn new(pages: &'s [Page<'s>]) -> Self {
        let pages = pages.iter().map(|page| (page.place.as_str(), page)).collect();
        Self { pages, state: Mutex::default() }
    }

    /// Says on every page that the newest inputs can't be used.
    pub(super) fn complain(&self, problems: &[Diagnostic]) {
        let said: Vec<String> = problems.iter().map(text::plain).collect();
        let mut state = self.state();
        state.complaint = Some(said.join("\n").into());
        state.made.clear();
    }

    /// Answers until it hears that it is to end.
    pub(super) fn answer(&self, asked: &Asked) {
        loop {
            let message = asked.0.lock().unwrap_or_else(PoisonError::into_inner).recv();
            match message {
                Ok(Message::Ask { place, reply }) => {
                    // Who asked may have gone away.
                    let _ = reply.send(self.page(&place));
                }
                Ok(Message::Leave) | Err(_) => return,
            }
        }
    }

    fn page(&self, place: &str) -> Answer {
        let Some(page) = self.pages.get(place) else {
            return Answer::Nothing { is_folder: self.pages.contains_key(format!("{place}/index.html").as_str()) };
        };
        let (known, complaint) = {
            let state = self.state();
            (state.made.get(place).cloned(), state.complaint.clone())
        };
        if let Some(made) = known {
            return Answer::Page(made);
        }
        let made = Arc::new(make(page, complaint));
        let mut state = self.state();
        // A complaint that came in the meantime is not on it.
        if state.complaint == made.complaint {
            state.made.insert(place.to_owned(), made.clone());
        }
        Answer::Page(made)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn make(page: &Page<'_>, complaint: Option<Arc<str>>) -> Made {
    let (bytes, sound) = match publish::render(page, Options { minify: true }) {
        Ok(bytes) => (bytes, true),
        Err(problem) => (text::plain(&problem).into_bytes(), false),
    };
    let mut hasher = blake3::Hasher::new();
    hasher.update(&bytes).update(complaint.as_deref().unwrap_or_default().as_bytes());
    let mark = hasher.finalize().to_hex()[..24].to_owned();
    Made { bytes, mark, complaint, sound }
}
