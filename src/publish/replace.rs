//! One file replaced by another at once: a reader sees the old bytes or the new ones.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::lock::Lock;

/// Reads a file that is to be replaced. Where the path is a link, the file it leads to is meant, which must lie below
/// `root` or beside the link.
///
/// # Errors
/// What the system says; a link that leads out of the project, and what is no file.
pub fn read(path: &Path, root: &Path) -> io::Result<(PathBuf, Vec<u8>)> {
    let refuse = |why: &str| io::Error::new(io::ErrorKind::InvalidInput, why.to_owned());
    let real = if fs::symlink_metadata(path)?.is_symlink() {
        let real = path.canonicalize()?;
        let beside = path.parent().map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
        let is_inside = [Some(root), beside].into_iter().flatten().filter_map(|folder| folder.canonicalize().ok());
        if !is_inside.into_iter().any(|folder| real.starts_with(folder)) {
            return Err(refuse("it is a link that leads out of the project"));
        }
        real
    } else {
        path.to_path_buf()
    };
    if !fs::metadata(&real)?.is_file() {
        return Err(refuse("it is no file"));
    }
    let bytes = fs::read(&real)?;
    Ok((real, bytes))
}

/// Replaces the bytes of a file and keeps its permissions.
///
/// # Errors
/// What the system says, and a file that may not be written. The file is then as it was.
pub fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let permissions = fs::metadata(file)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
    }
    let beside = beside(file);
    let written = fill(&beside, bytes, Some(permissions)).and_then(|()| fs::rename(&beside, file));
    if written.is_err() {
        // What could not take the file's place must not stay beside it.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// The same for a file that may not be there yet; the folders that lead to it are made.
///
/// # Errors
/// What the system says. A file that was there is then as it was.
pub fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::symlink_metadata(file).is_ok() {
        let real = fs::canonicalize(file)?;
        if !fs::metadata(&real)?.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"));
        }
        return replace(&real, bytes);
    }
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    create(file, bytes)
}

/// Makes a file that is not there, whole or not at all.
///
/// # Errors
/// What the system says.
pub fn create(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = beside(file);
    let written = fill(&beside, bytes, None).and_then(|()| fs::rename(&beside, file));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Reads a file and writes what `change` makes of it (`None`: it stays as it is), while nobody else does the same. One that
/// is not there is read as empty. Returns what `change` says besides.
///
/// # Errors
/// What the system says. The file is then as it was.
pub fn update<T>(file: &Path, change: impl FnOnce(&[u8]) -> (Option<Vec<u8>>, T)) -> io::Result<T> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let _lock = Lock::take(file.with_file_name(format!(".{name}.covsite-lock")))?;
    if fs::metadata(file).is_ok_and(|found| !found.is_file()) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"));
    }
    let before = match fs::read(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        read => read?,
    };
    let (after, said) = change(&before);
    if let Some(after) = after {
        write(file, &after)?;
    }
    Ok(said)
}

fn beside(file: &Path) -> PathBuf {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    file.with_file_name(format!(".{name}.{}.covsite-next", std::process::id()))
}

fn fill(path: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> io::Result<()> {
    let mut file = fs::File::create_new(path)?;
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.sync_all()
}
