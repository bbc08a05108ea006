//! What one build leaves for the next in `.covsite/`: what it read, what it wrote, what it said. Never trusted without a
//! check: each file that was read or written must still be what it was, by its stamp or, where that could deceive, by its
//! bytes; everything else that a build follows from is in one hash. A record that is damaged or of another program is
//! none.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Target;
use super::build::Said;
use crate::config::load::Loaded;
use crate::diagnostics::{Diagnostic, Place, Sink, codes};
use crate::evidence::DiskSources;
use crate::evidence::environment;
use crate::evidence::git::standing;
use crate::evidence::languages::is_source;
use crate::evidence::stamp::{Digest, Moment, Stamp, Witness, moment};
use crate::ingest::discover::Discovered;
use crate::model::paths::ProjectPath;
use crate::publish::Written;

/// The folder's name in the root; discovery passes it over.
pub(super) const FOLDER: &str = ".covsite";
/// The record in it.
const RECORD: &str = "build.record";

/// A build as it was.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Record {
    /// What it followed from, the files that it read aside; empty where that can't be told.
    key: Option<Digest>,
    /// Reports, notes, history and theme; without a witness, a file that was not there.
    inputs: Vec<(PathBuf, Option<Witness>)>,
    /// Files of the tree that were read besides.
    sources: Vec<(String, Witness)>,
    /// The site.
    pub(super) written: Vec<Written>,
    /// What it said.
    pub(super) said: Said,
    problems: Vec<Problem>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Problem {
    code: String,
    message: String,
    place: Option<(String, u32, u32)>,
    help: Option<String>,
}

impl Record {
    /// What is wrong with the inputs, as it was said. `None` if a code is not known.
    pub(super) fn problems(&self) -> Option<Vec<Diagnostic>> {
        let diagnostic = |problem: &Problem| {
            let code = codes::ALL.iter().find(|code| code.id == problem.code)?;
            let place = problem.place.as_ref();
            let place =
                place.map(|(file, line, column)| Place { file: file.as_str().into(), line: *line, column: *column });
            Some(Diagnostic { code, message: problem.message.clone(), place, help: problem.help.clone() })
        };
        self.problems.iter().map(diagnostic).collect()
    }

    /// What a source file was when it was read.
    pub(super) fn sources(&self) -> impl Iterator<Item = (&str, &Witness)> {
        self.sources.iter().map(|(path, witness)| (path.as_str(), witness))
    }

    fn is_settled(&self) -> bool {
        self.written.iter().all(Written::is_settled)
            && self.inputs.iter().all(|(_, witness)| witness.is_none_or(|witness| witness.is_settled()))
            && self.sources.iter().all(|(_, witness)| witness.is_settled())
    }
}

/// The cache of a project.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    root: PathBuf,
    /// The program and the output folder.
    maker: Digest,
}

/// What a build follows from, noted before anything is read.
#[derive(Debug)]
pub(super) struct Ground {
    /// A moment before.
    pub(super) now: Moment,
    key: Option<Digest>,
    inputs: Option<Vec<(PathBuf, Option<Witness>)>>,
}

impl Cache {
    /// The cache of the project that this program builds into an output folder.
    pub(super) fn new(loaded: &Loaded, target: &Target) -> Self {
        let mut maker = String::from(env!("CARGO_PKG_VERSION"));
        let program = std::env::current_exe().ok();
        let stamp = program.as_ref().and_then(|program| fs::metadata(program).ok()).map(|found| Stamp::of(&found));
        let out = real(&target.out);
        let _ = write!(maker, "{program:?} {stamp:?} {out:?}");
        Self { folder: loaded.root.join(FOLDER), root: loaded.root.clone(), maker: Digest::of(maker.as_bytes()) }
    }

    /// The record of the build before, if this program made it, of this output folder.
    pub(super) fn read(&self) -> Option<Record> {
        let bytes = fs::read(self.folder.join(RECORD)).ok()?;
        let rest = bytes.strip_prefix(self.header().as_bytes())?;
        let (sum, rest) = rest.split_at_checked(33)?;
        if sum != format!("{}\n", Digest::of(rest).hex()).as_bytes() {
            return None;
        }
        postcard::from_bytes(rest).ok()
    }

    /// How the record begins: with the program and the output folder, so that nobody else's is read.
    fn header(&self) -> String {
        format!("covsite build 2 {} ", self.maker.hex())
    }

    /// Notes what the build follows from. `None` where nothing can be kept.
    pub(super) fn begin(&self, key: Option<Digest>, loaded: &Loaded, found: &Discovered) -> Option<Ground> {
        let now = self.now()?;
        let look = |path: PathBuf| match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Some((path, None)),
            _ => Witness::look(&path, now).map(|witness| (path, Some(witness))),
        };
        let inputs = inputs(loaded, found).into_par_iter().map(look).collect();
        Some(Ground { now, key, inputs })
    }

    fn now(&self) -> Option<Moment> {
        fs::create_dir_all(&self.folder).ok()?;
        let ignored = self.folder.join(".gitignore");
        if !ignored.exists() {
            fs::write(ignored, "*\n").ok()?;
        }
        moment(&self.folder)
    }

    /// Keeps what a build did, for the next one. Where that fails the next one has nothing to go by, and that is all.
    pub(super) fn keep(
        &self,
        ground: Ground,
        sources: &DiskSources,
        written: Vec<Written>,
        said: Said,
        problems: &[Diagnostic],
    ) {
        let read = sources.witnesses();
        // What failed may not fail again.
        let is_sound = problems.iter().all(|problem| problem.code != &codes::GIT_FAILED);
        // A file that was looked at just after it had changed may have changed again before it was read.
        let holds = |(path, witness): &(PathBuf, Option<Witness>)| {
            witness.is_none_or(|witness| witness.is_settled() || witness.holds(path))
        };
        let inputs = ground.inputs.filter(|inputs| inputs.par_iter().all(holds));
        let key =
            ground.key.filter(|_| is_sound && read.is_some() && inputs.is_some() && written.len() == said.files + 1);
        self.write(&Record {
            key,
            inputs: inputs.unwrap_or_default(),
            sources: read.unwrap_or_default().into_iter().map(|(path, witness)| (path.to_string(), witness)).collect(),
            written,
            said,
            problems: problems.iter().map(problem).collect(),
        });
    }

    fn write(&self, record: &Record) {
        let Ok(bytes) = postcard::to_allocvec(record) else { return };
        let mut all = Vec::with_capacity(bytes.len() + 128);
        all.extend_from_slice(self.header().as_bytes());
        all.extend_from_slice(Digest::of(&bytes).hex().as_bytes());
        all.push(b'\n');
        all.extend_from_slice(&bytes);
        let draft = self.folder.join(format!("{RECORD}-{}", std::process::id()));
        if fs::write(&draft, all).and_then(|()| fs::rename(&draft, self.folder.join(RECORD))).is_err() {
            let _ = fs::remove_file(draft);
        }
    }

    /// Whether everything that a build read and wrote still is what it was, and nothing else has changed.
    pub(super) fn still_stands(&self, record: &mut Record, key: Option<Digest>, target: &Target) -> bool {
        if key.is_none() || record.key != key {
            return false;
        }
        // Files that had just changed are looked at closely only once.
        let now = if record.is_settled() { None } else { self.now() };
        let again = |path: &Path, witness: &Witness| witness.again(path, now);
        let input = |(path, witness): &(PathBuf, Option<Witness>)| match witness {
            Some(witness) => again(path, witness).map(|witness| (path.clone(), Some(witness))),
            None => fs::symlink_metadata(path).is_err().then(|| (path.clone(), None)),
        };
        // What has changed is mostly a report or a note: then the many other files need not be looked at here.
        let Some(inputs) = record.inputs.par_iter().map(input).collect::<Option<Vec<_>>>() else { return false };
        let source = |(path, witness): &(String, Witness)| {
            again(&self.root.join(path), witness).map(|witness| (path.clone(), witness))
        };
        let (sources, written) = rayon::join(
            || record.sources.par_iter().map(source).collect::<Option<Vec<_>>>(),
            || crate::publish::stands(&target.out, &record.written, now),
        );
        let (Some(sources), Some(written)) = (sources, written) else { return false };
        if now.is_some() {
            (record.inputs, record.sources, record.written) = (inputs, sources, written);
            self.write(record);
        }
        true
    }
}

/// The real path of a folder that need not be there yet.
fn real(folder: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(folder).ok()?;
    let beside = || Some(fs::canonicalize(absolute.parent()?).ok()?.join(absolute.file_name()?));
    fs::canonicalize(&absolute).ok().or_else(beside)
}

fn problem(problem: &Diagnostic) -> Problem {
    Problem {
        code: problem.code.id.to_owned(),
        message: problem.message.clone(),
        place: problem.place.as_ref().map(|place| (place.file.to_string(), place.line, place.column)),
        help: problem.help.clone(),
    }
}

/// The files that a build reads, besides those that it finds out about while it reads.
fn inputs(loaded: &Loaded, found: &Discovered) -> Vec<PathBuf> {
    let root = &loaded.root;
    let mut files: Vec<PathBuf> = found.reports.iter().map(|report| root.join(report.file())).collect();
    files.extend(found.notes.iter().map(|note| root.join(note.as_str())));
    files.extend(loaded.config.history.path.iter().map(|path| root.join(path)));
    files.extend(theme_files(loaded));
    files.sort();
    files.dedup();
    files
}

fn theme_files(loaded: &Loaded) -> Vec<PathBuf> {
    let Some(theme) = &loaded.config.site.theme else { return Vec::new() };
    let below = walkdir::WalkDir::new(loaded.root.join(theme)).sort_by_file_name();
    below.into_iter().flatten().map(walkdir::DirEntry::into_path).collect()
}

/// What is kept of commands that checks ran: names and hashes.
fn commands(root: &Path) -> Vec<(PathBuf, Option<Digest>)> {
    let below = walkdir::WalkDir::new(root.join(FOLDER).join("commands")).sort_by_file_name();
    let files =
        below.into_iter().flatten().filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    files.map(|file| (file.clone(), fs::read(file).ok().map(|bytes| Digest::of(&bytes)))).collect()
}

/// The stamps of all source files: whether one was edited and not committed says what the reports are worth, even where
/// no page is made of it.
fn sources(root: &Path, found: &Discovered) -> Vec<Option<Stamp>> {
    let sources = found.tree.par_iter().filter(|path| is_source(path));
    sources.map(|path| fs::metadata(root.join(path.as_str())).ok().map(|found| Stamp::of(&found))).collect()
}

/// A hash of all that a build follows from, except what stands in the files that it reads. `None` where that can't be told.
pub(super) fn key(
    loaded: &Loaded,
    target: &Target,
    epoch: Option<i64>,
    found: &Discovered,
    problems: &Sink,
) -> Option<Digest> {
    let standing = standing(&loaded.root)?;
    let folder = std::env::current_dir().ok()?;
    let root = fs::canonicalize(&loaded.root).ok()?;
    let mut key = String::with_capacity(found.tree.len() * 40 + 4096);
    let _ = write!(key, "{epoch:?} {loaded:?} {target:?} {standing:?} {problems:?} {:?}", [&folder, &root]);
    let _ = write!(key, "{:?} {:?} {:?} {:?}", found.reports, found.missing, found.modules, theme_files(loaded));
    if root.ancestors().any(|above| above.join(".git").exists()) && !found.reports.is_empty() {
        let _ = write!(key, "{:?}", sources(&root, found));
    }
    if !loaded.config.gates.is_empty() {
        // Checks may ask for variables, and for what commands said.
        let _ = write!(key, "{:?} {:?}", environment::standing(), commands(&root));
    }
    for paths in [&found.tree, &found.aside, &found.folders, &found.notes] {
        let _ = write!(key, "{}", paths.len());
        for path in paths.iter().map(ProjectPath::as_str) {
            key.push('\n');
            key.push_str(path);
        }
    }
    Some(Digest::of(key.as_bytes()))
}
