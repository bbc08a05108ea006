//! Where two folders can't be exchanged by one rename (another operating system, a mount point), the changes are
//! written down first and then carried out one by one. A build that finds a complete list carries it on.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use crate::model::paths::ProjectPath;

/// The list's name in the staging folder.
const FILE_NAME: &str = ".covsite-journal";
/// Its last line: without it, the list is not complete and nothing was begun.
const END: &str = "end";

/// Writes the list down: files to be moved from the staging folder, files to be removed.
pub(super) fn write(staging: &Path, moved: &BTreeSet<String>, removed: &BTreeSet<String>) -> io::Result<()> {
    let mut text = String::new();
    for path in moved {
        let _ = writeln!(text, "move {path}");
    }
    for path in removed {
        let _ = writeln!(text, "remove {path}");
    }
    text.push_str(END);
    text.push('\n');
    // The name appears with the whole list, or not at all.
    let draft = staging.join(format!("{FILE_NAME}-draft"));
    fs::write(&draft, text)?;
    fs::rename(draft, staging.join(FILE_NAME))
}

/// Carries a complete list out, from wherever an earlier build stopped. Does nothing where there is none.
pub(super) fn roll_forward(staging: &Path, out: &Path) -> io::Result<()> {
    let text = match fs::read_to_string(staging.join(FILE_NAME)) {
        Ok(text) if text.lines().next_back() == Some(END) => text,
        _ => return Ok(()),
    };
    for line in text.lines() {
        let Some((what, path)) = line.split_once(' ') else { continue };
        if ProjectPath::parse(path).is_none() {
            continue;
        }
        let target = out.join(path);
        match what {
            "move" if staging.join(path).is_file() => {
                if let Some(folder) = target.parent() {
                    fs::create_dir_all(folder)?;
                }
                fs::rename(staging.join(path), target)?;
            }
            "remove" => match fs::remove_file(&target) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => remove_empty_folders(out, &target),
            },
            _ => {}
        }
    }
    fs::remove_file(staging.join(FILE_NAME))
}

/// Removes the folders above a removed file, as far as they are empty.
fn remove_empty_folders(out: &Path, removed: &Path) {
    let folders = removed.ancestors().skip(1).take_while(|folder| *folder != out && folder.starts_with(out));
    for folder in folders {
        if fs::remove_dir(folder).is_err() {
            return;
        }
    }
}
