//! The files that a summary lists below a heading ("Files Created/Modified") or a label ("**Created:**"), where the
//! frontmatter has no such list.

use super::super::named_paths;
use super::super::reading::Reading;
use crate::model::document::{Block, BlockKind};
use crate::model::note::NoteKind;

/// What became of files: both may be said in one breath.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct What {
    created: bool,
    modified: bool,
    removed: bool,
}

impl What {
    fn of(text: &str) -> Self {
        let mut what = What::default();
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            match word.to_lowercase().as_str() {
                "created" | "new" | "added" => what.created = true,
                "modified" | "changed" | "updated" | "edited" | "touched" => what.modified = true,
                "deleted" | "removed" => what.removed = true,
                _ => {}
            }
        }
        what
    }

    fn says_something(self) -> bool {
        self != What::default()
    }
}

/// Created and modified files. Where a list is of both and an item does not say, the file is one of the modified.
pub(super) fn listed(reading: &Reading<'_>) -> (Vec<String>, Vec<String>) {
    let (mut created, mut modified) = (Vec::new(), Vec::new());
    if reading.kind != NoteKind::Summary {
        return (created, modified);
    }
    let mut label = What::default();
    let mut section = None;
    for (_, block) in reading.running().filter(|(_, block)| !block.quoted) {
        if section != block.section {
            (section, label) = (block.section, What::default());
        }
        let heading = reading.heading_text(block.section);
        let below = if is_of_files(heading) { What::of(heading) } else { What::default() };
        if !below.says_something() {
            continue;
        }
        let BlockKind::Item { .. } = block.kind else {
            label = What::of(&block.text.plain);
            continue;
        };
        let Some(path) = leading_path(block) else {
            label = What::of(&block.text.plain);
            continue;
        };
        let own = What::of(&block.text.plain.replacen(&path, "", 1));
        let said = [label, below].into_iter().find(|what| what.says_something()).unwrap_or_default();
        let is_both = said.created && said.modified;
        let into = match () {
            () if own.removed || said.removed && !is_both => continue,
            () if is_both && own.created || said.created && !said.modified => &mut created,
            () => &mut modified,
        };
        if !into.contains(&path) {
            into.push(path);
        }
        // A label right below an item is a line of it.
        let last = block.text.plain.trim_end().rsplit(' ').next().unwrap_or("");
        if last.ends_with(':') && What::of(last).says_something() {
            label = What::of(last);
        }
    }
    (created, modified)
}

/// "Files Created/Modified", "Changed files"; "Files to create" is a plan.
fn is_of_files(heading: &str) -> bool {
    heading.split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word.to_lowercase().as_str(), "files" | "file"))
}

/// The path that an item begins with.
fn leading_path(block: &Block) -> Option<String> {
    let path = named_paths::of(&block.text).into_iter().next()?;
    let start = block.text.plain.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '.');
    start.starts_with(&path).then_some(path)
}
