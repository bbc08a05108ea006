//! Checklists: the boxes under each heading. A box belongs to its nearest heading alone; sums over headings are made
//! elsewhere.

use super::places::LineIndex;
use crate::model::note::Note;

/// The boxes of one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checklist {
    /// The heading's own words; the note's title for boxes above the first heading.
    pub title: String,
    /// The heading: index into the document's headings.
    pub section: Option<usize>,
    /// Ticked ones.
    pub done: u32,
    /// All of them.
    pub total: u32,
    /// Line of the heading, or of the first box where there is none.
    pub line: u32,
}

/// The checklists of a note, in order.
pub fn checklists(note: &Note) -> Vec<Checklist> {
    let lines = LineIndex::new(&note.text);
    let mut lists: Vec<Checklist> = Vec::new();
    for task in &note.document.tasks {
        if lists.last().is_none_or(|list| list.section != task.section) {
            let heading = task.section.and_then(|index| note.document.headings.get(index));
            let title = heading.map_or(note.title.as_str(), |heading| heading.text.plain.trim());
            let line = lines.line(heading.map_or(task.offset, |heading| heading.span.start));
            lists.push(Checklist { title: title.to_owned(), section: task.section, done: 0, total: 0, line });
        }
        if let Some(list) = lists.last_mut() {
            list.done += u32::from(task.done);
            list.total += 1;
        }
    }
    lists
}
