//! Source files from the disk, and only from below the root: a link that leads out of it is not followed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use crate::model::inputs::Sources;
use crate::model::paths::ProjectPath;

/// Files larger than this are no source that anybody reads on a page.
const LARGEST: u64 = 64 << 20;

/// Reads the files below a root.
#[derive(Debug)]
pub struct DiskSources {
    root: PathBuf,
    /// Folders that were looked at, and whether they lie below the root: one look for all files of a folder.
    folders: RwLock<HashMap<Box<str>, bool>>,
}

impl DiskSources {
    /// Sources below `root`.
    pub fn new(root: &Path) -> Self {
        let root = std::fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
        Self { root, folders: RwLock::default() }
    }

    fn is_inside(&self, path: &Path) -> bool {
        std::fs::canonicalize(path).is_ok_and(|real| real.starts_with(&self.root))
    }

    fn folder_is_inside(&self, folder: &str) -> bool {
        if let Some(inside) = self.folders.read().unwrap_or_else(PoisonError::into_inner).get(folder) {
            return *inside;
        }
        let inside = self.is_inside(&self.root.join(folder));
        self.folders.write().unwrap_or_else(PoisonError::into_inner).insert(folder.into(), inside);
        inside
    }
}

impl Sources for DiskSources {
    fn read(&self, path: &ProjectPath) -> Result<Vec<u8>, String> {
        let file = self.root.join(path.as_str());
        let found = std::fs::symlink_metadata(&file).map_err(|error| error.to_string())?;
        let inside = self.folder_is_inside(path.folder()) && (!found.is_symlink() || self.is_inside(&file));
        if !inside {
            return Err("it lies outside the project".into());
        }
        let found =
            if found.is_symlink() { std::fs::metadata(&file).map_err(|error| error.to_string())? } else { found };
        if !found.is_file() {
            return Err("it is no file".into());
        }
        if found.len() > LARGEST {
            return Err(format!("it is larger than {} MiB", LARGEST >> 20));
        }
        std::fs::read(&file).map_err(|error| error.to_string())
    }
}
