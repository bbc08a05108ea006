//! Watching without the system's help: folders are listed from time to time, and what is new, gone or differs in size or
//! time has changed. Nothing is read but names and metadata.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, SystemTime};

use super::Event;

/// How often.
const EVERY: Duration = Duration::from_millis(400);

/// What tells a changed file from an unchanged one.
type Stamp = (u64, Option<SystemTime>);

/// Folders that are looked at, until this is dropped.
#[derive(Debug)]
pub(super) struct Looking(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    folders: BTreeSet<PathBuf>,
    known: BTreeMap<PathBuf, Stamp>,
}

impl Looking {
    /// Looks at no folder yet.
    ///
    /// # Errors
    /// If no thread can be started.
    pub(super) fn new(sender: Sender<Event>) -> std::io::Result<Self> {
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::downgrade(&state);
        std::thread::Builder::new().name("looking".into()).spawn(move || look_on(&shared, &sender))?;
        Ok(Self(state))
    }

    /// Looks at exactly these folders from now on, not at what lies deeper.
    pub(super) fn follow(&self, folders: &BTreeSet<PathBuf>) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_followed = |path: &Path| path.parent().is_some_and(|folder| folders.contains(folder));
        state.known.retain(|path, _| is_followed(path));
        for folder in folders.difference(&state.folders).cloned().collect::<Vec<_>>() {
            list(&folder, &mut state.known);
        }
        state.folders.clone_from(folders);
    }
}

fn look_on(state: &Weak<Mutex<State>>, sender: &Sender<Event>) {
    loop {
        std::thread::sleep(EVERY);
        let Some(state) = state.upgrade() else { return };
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut now = BTreeMap::new();
        for folder in &state.folders {
            list(folder, &mut now);
        }
        let changed = |(path, stamp): (&PathBuf, &Stamp), others: &BTreeMap<PathBuf, Stamp>| {
            (others.get(path) != Some(stamp)).then(|| path.clone())
        };
        let new = now.iter().filter_map(|entry| changed(entry, &state.known));
        let gone = state.known.keys().filter(|path| !now.contains_key(*path)).cloned();
        for path in new.chain(gone).collect::<Vec<_>>() {
            if sender.send(Event::Open(path)).is_err() {
                return;
            }
        }
        state.known = now;
    }
}

fn list(folder: &Path, into: &mut BTreeMap<PathBuf, Stamp>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(metadata) = std::fs::metadata(entry.path()) else { continue };
        // A folder's own time changes with each entry, which is seen where it is listed.
        let stamp = if metadata.is_dir() { (0, None) } else { (metadata.len(), metadata.modified().ok()) };
        into.insert(entry.path(), stamp);
    }
}
