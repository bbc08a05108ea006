//! Whether git would still give the answers that it gave: made from its own files, without starting it.
//!
//! Its answers follow from HEAD, the branches and tags, the objects that are there, the index, and the configuration.
//! The files that say these are small and are read; objects have their hashes for names and never change, so that a list
//! of names tells of them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::evidence::stamp::Digest;

/// Larger files are none of git's small ones.
const LARGEST: u64 = 8 << 20;
/// More entries are not looked at: asking git is then quicker.
const MOST: usize = 50_000;

/// What git's answers about the project at `root` follow from. `None` where that can't be told from a few files: then
/// git must be asked.
pub fn standing(root: &Path) -> Option<Digest> {
    let root = fs::canonicalize(root).ok()?;
    let mut state = State::default();
    let Some(above) = root.ancestors().find(|above| above.join(".git").exists()) else {
        return Some(Digest::of(b"no repository"));
    };
    state.say("root", root.as_os_str().as_encoded_bytes());
    let own = git_folder(&above.join(".git"))?;
    let shared = match fs::read_to_string(own.join("commondir")) {
        Ok(shared) => own.join(shared.trim()),
        Err(_) => own.clone(),
    };
    if !own.join("HEAD").is_file() || shared.join("objects/info/alternates").exists() {
        return None;
    }
    state.environment();
    state.file(&own.join("HEAD"))?;
    state.index(&own.join("index"))?;
    for name in ["config", "packed-refs", "shallow", "info/grafts"] {
        state.file(&shared.join(name))?;
    }
    state.file(&own.join("config.worktree"))?;
    for file in configurations() {
        state.file(&file)?;
    }
    if state.includes_others() {
        return None;
    }
    state.tree(&shared.join("refs"), true)?;
    state.tree(&shared.join("reftable"), true)?;
    state.tree(&shared.join("objects"), false)?;
    Some(Digest::of(&state.said))
}

/// The folder that `.git` is, or that a file of this name points to.
fn git_folder(path: &Path) -> Option<PathBuf> {
    if path.is_dir() {
        return Some(path.to_path_buf());
    }
    let target = fs::read_to_string(path).ok()?;
    let target = path.parent()?.join(target.strip_prefix("gitdir:")?.trim());
    target.is_dir().then_some(target)
}

/// The configurations of the user and of the system.
fn configurations() -> Vec<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = variable("HOME").or_else(|| variable("USERPROFILE"));
    let mut files = Vec::new();
    if let Some(file) = variable("GIT_CONFIG_GLOBAL") {
        files.push(file);
    } else {
        let folder = variable("XDG_CONFIG_HOME").or_else(|| home.as_ref().map(|home| home.join(".config")));
        files.extend(folder.map(|folder| folder.join("git/config")));
        files.extend(home.map(|home| home.join(".gitconfig")));
    }
    files.push(variable("GIT_CONFIG_SYSTEM").unwrap_or_else(|| "/etc/gitconfig".into()));
    files
}

#[derive(Default)]
struct State {
    said: Vec<u8>,
    entries: usize,
}

impl State {
    fn say(&mut self, name: &str, value: &[u8]) {
        self.said.extend_from_slice(name.as_bytes());
        self.said.extend_from_slice(&(value.len() as u64).to_le_bytes());
        self.said.extend_from_slice(value);
    }

    /// The variables that git listens to, and where it is found.
    fn environment(&mut self) {
        let mut all: Vec<_> = std::env::vars_os()
            .filter(|(name, _)| {
                let name = name.to_string_lossy();
                name.starts_with("GIT_") || matches!(&*name, "PATH" | "HOME" | "XDG_CONFIG_HOME")
            })
            .collect();
        all.sort();
        for (name, value) in all {
            self.say(&name.to_string_lossy(), value.as_encoded_bytes());
        }
    }

    /// A file as a whole; one that is not there is an answer, too.
    fn file(&mut self, path: &Path) -> Option<()> {
        let name = path.to_string_lossy().into_owned();
        match fs::metadata(path) {
            Err(_) => self.say(&name, b"none"),
            Ok(found) if found.is_file() && found.len() <= LARGEST => {
                let bytes = fs::read(path).ok()?;
                self.say(&name, &bytes);
            }
            Ok(_) => return None,
        }
        Some(())
    }

    /// The index ends with the hash of what stands in it.
    fn index(&mut self, path: &Path) -> Option<()> {
        use std::io::{Read as _, Seek as _, SeekFrom};
        let Ok(mut file) = fs::File::open(path) else {
            self.say("index", b"none");
            return Some(());
        };
        let mut end = [0; 32];
        let size = file.metadata().ok()?.len();
        file.seek(SeekFrom::Start(size.checked_sub(32)?)).ok()?;
        file.read_exact(&mut end).ok()?;
        // Its hash may be left out (`index.skipHash`).
        if end[12..].iter().all(|byte| *byte == 0) {
            return None;
        }
        self.say("index", &end);
        self.say("size", &size.to_le_bytes());
        Some(())
    }

    /// Whether a configuration includes another file, which may be anywhere.
    fn includes_others(&self) -> bool {
        let lower = self.said.to_ascii_lowercase();
        memchr::memmem::find(&lower, b"[include").is_some()
    }

    /// The names below a folder, and with `contents` what stands in the files.
    fn tree(&mut self, folder: &Path, contents: bool) -> Option<()> {
        if !folder.is_dir() {
            self.say("folder", b"none");
            return Some(());
        }
        for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
            let entry = entry.ok()?;
            self.entries += 1;
            if self.entries > MOST {
                return None;
            }
            if contents && entry.file_type().is_file() {
                self.file(entry.path())?;
            } else {
                self.say("name", entry.path().as_os_str().as_encoded_bytes());
            }
        }
        Some(())
    }
}
