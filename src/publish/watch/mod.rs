//! Watching folders: says which paths changed, and calls nobody.
//!
//! Each folder is watched by itself, not with what lies below it: a project's own folders are few, what package managers
//! and compilers fill beside them is not. Where the system can't watch (a network drive, too many folders), the folders
//! are looked at from time to time.

mod looking;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind};
use notify::{Config, RecommendedWatcher, RecursiveMode, Watcher as _};

use looking::Looking;

/// How long nothing must happen after a file was written and closed: tools often write several at once.
const QUIET: Duration = Duration::from_millis(3);
/// The same where nobody says that a file was closed: half of it may have been written.
const UNSETTLED: Duration = Duration::from_millis(30);
/// Changes that never end are handed over after this time.
const LONGEST: Duration = Duration::from_millis(500);

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// These files or folders were written, created, renamed or removed.
    Paths(BTreeSet<PathBuf>),
    /// More than the system could tell: anything may have changed.
    Anything,
}

/// Something that a watcher saw.
#[derive(Debug)]
enum Event {
    /// A path has changed, and that is that.
    Settled(PathBuf),
    /// A path has changed, and may go on changing.
    Open(PathBuf),
    /// Events were lost.
    Lost,
}

/// Folders that are watched.
#[derive(Debug)]
pub struct Watch {
    watcher: Watcher,
    events: Receiver<Event>,
    watched: BTreeSet<PathBuf>,
}

#[derive(Debug)]
enum Watcher {
    System(RecommendedWatcher),
    Looking(Looking),
}

impl Watch {
    /// Watches nothing yet. With `polls`, it looks by itself instead of asking the system.
    ///
    /// # Errors
    /// If the system can neither watch nor start a thread.
    pub fn new(polls: bool) -> std::io::Result<Self> {
        let (sender, events) = channel();
        let system = if polls { None } else { system(sender.clone()).ok() };
        let watcher = match system {
            Some(watcher) => Watcher::System(watcher),
            None => Watcher::Looking(Looking::new(sender)?),
        };
        Ok(Self { watcher, events, watched: BTreeSet::new() })
    }

    /// Whether it looks from time to time, because the system can't watch.
    pub fn polls(&self) -> bool {
        matches!(self.watcher, Watcher::Looking(_))
    }

    /// Watches exactly these folders from now on. One that is gone is passed over: the one above it has said so.
    ///
    /// # Errors
    /// If they can be neither watched nor looked at.
    pub fn follow(&mut self, folders: &BTreeSet<PathBuf>) -> std::io::Result<()> {
        let complete = match &mut self.watcher {
            Watcher::Looking(looking) => {
                looking.follow(folders);
                true
            }
            Watcher::System(watcher) => change(watcher, &self.watched, folders),
        };
        if !complete {
            *self = Self::new(true)?;
            return self.follow(folders);
        }
        self.watched.clone_from(folders);
        Ok(())
    }

    /// Waits until something changes, and then until it has come to rest. `None` if nothing can change any more.
    pub fn next(&self) -> Option<Change> {
        let mut seen = Seen::default();
        seen.take(self.events.recv().ok()?);
        let start = Instant::now();
        while start.elapsed() < LONGEST {
            match self.events.recv_timeout(if seen.open.is_empty() { QUIET } else { UNSETTLED }) {
                Ok(event) => seen.take(event),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        Some(if seen.lost { Change::Anything } else { Change::Paths(seen.paths) })
    }
}

/// Has the system watch these folders instead of those. Returns whether it could: it watches only so many.
fn change(watcher: &mut RecommendedWatcher, before: &BTreeSet<PathBuf>, folders: &BTreeSet<PathBuf>) -> bool {
    let mut paths = watcher.paths_mut();
    for folder in before.difference(folders) {
        // A folder that was removed is watched no more anyway.
        let _ = paths.remove(folder);
    }
    let mut complete = true;
    for folder in folders.difference(before) {
        complete &= paths.add(folder, RecursiveMode::NonRecursive).is_ok() || !folder.is_dir();
    }
    paths.commit().is_ok() && complete
}

/// A watcher of the system that sends what it sees.
fn system(sender: Sender<Event>) -> notify::Result<RecommendedWatcher> {
    let hear = move |event: notify::Result<notify::Event>| {
        // Who is not heard any more need not send.
        let send = |event| drop(sender.send(event));
        let Ok(event) = event else { return send(Event::Lost) };
        if event.need_rescan() {
            send(Event::Lost);
        }
        let settled = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write))
            | EventKind::Modify(ModifyKind::Name(_) | ModifyKind::Metadata(_))
            | EventKind::Create(CreateKind::Folder)
            | EventKind::Remove(_) => true,
            // Looking at a file changes nothing.
            EventKind::Access(_) => return,
            EventKind::Create(_) | EventKind::Modify(_) | EventKind::Any | EventKind::Other => false,
        };
        event.paths.into_iter().for_each(|path| send(if settled { Event::Settled(path) } else { Event::Open(path) }));
    };
    RecommendedWatcher::new(hear, Config::default())
}

/// Events put together.
#[derive(Default)]
struct Seen {
    paths: BTreeSet<PathBuf>,
    /// Paths that somebody is still writing, as far as is known.
    open: BTreeSet<PathBuf>,
    lost: bool,
}

impl Seen {
    fn take(&mut self, event: Event) {
        match event {
            Event::Lost => self.lost = true,
            Event::Settled(path) => {
                self.open.remove(&path);
                self.paths.insert(path);
            }
            Event::Open(path) => {
                self.open.insert(path.clone());
                self.paths.insert(path);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(polls: bool) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir(root.join("deep")).unwrap();
        std::fs::write(root.join("a.md"), "before").unwrap();
        let mut watch = Watch::new(polls).unwrap();
        watch.follow(&BTreeSet::from([root.clone()])).unwrap();
        assert_eq!(watch.polls(), polls);
        std::fs::write(root.join("deep/b.md"), "not watched").unwrap();
        std::fs::write(root.join("a.md"), "after, and longer").unwrap();
        let Some(Change::Paths(paths)) = watch.next() else { panic!("no change was seen") };
        assert!(paths.contains(&root.join("a.md")), "{paths:?}");
        assert!(!paths.contains(&root.join("deep/b.md")), "{paths:?}");
    }

    #[test]
    fn what_is_written_is_seen() {
        changed(false);
    }

    #[test]
    fn what_is_written_is_seen_where_the_system_can_not_watch() {
        changed(true);
    }
}
