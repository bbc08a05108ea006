//! Gap tables: which tables list what is untested or missing, and their rows.
//!
//! A table is one by the meaning of its columns and by what is said around it: a heading, the words above it or a
//! column that speak of gaps. A priority alone makes no gap table: plans and bug lists have priorities, too.

use super::levels;
use super::line_ranges;
use super::named_paths;
use super::reading::{Reading, clean, offset};
use super::states;
use super::table::{self, View};
use super::topics::{Topic, Topics};
use crate::model::document::{Column, Inline, TableRow};
use crate::model::frontmatter::Field;
use crate::model::gap::{GapRow, Priority};
use crate::model::note::{NoteKind, State};

/// Rows of all gap tables, and the gaps that the frontmatter of a verification lists.
pub(crate) fn read(reading: &Reading<'_>) -> Vec<GapRow> {
    let mut gaps = from_frontmatter(reading);
    for view in reading.tables.iter().filter(|view| is_gap_table(reading, view)) {
        gaps.extend(view.rows().filter_map(|row| from_row(reading, view, row)));
    }
    gaps
}

/// Whether a table lists gaps.
pub(crate) fn is_gap_table(reading: &Reading<'_>, view: &View<'_>) -> bool {
    let table = view.table;
    if table.rows.is_empty() || view.column(Column::Subject).is_none() || is_something_else(view) {
        return false;
    }
    let judged = view.column(Column::Level).is_some() || view.column(Column::State).is_some();
    let told = judged || view.column(Column::Text).is_some();
    let own_heading = reading.topics(table.section).has(Topic::Gap);
    let level = view.column(Column::Level).is_some();
    let subject_is_gap = gap_column(view).is_some_and(|at| table.columns[at] == Column::Subject);
    let gap_column = gap_column(view).is_some() && judged;
    let above = || {
        let end = table.span.start;
        let before = reading.words_before(end, table.section);
        before.is_some_and(|block| offset(block) + 600 > end && Topics::of(&block.text.plain).has(Topic::Gap))
    };
    let in_gap_note = reading.kind == NoteKind::GapReference && level;
    (own_heading && told) || subject_is_gap || gap_column || (level && above()) || in_gap_note
}

/// Tables of decisions, commits, risks, requirements and scope, and references of keys and options, hold no gaps, whatever
/// stands around them.
fn is_something_else(view: &View<'_>) -> bool {
    const OTHER: &[&str] =
        &["decision", "commit", "hash", "mitigation", "likelihood", "alternative", "marker", "command", "requirement"];
    let is_reference = |name: &str| matches!(name, "key" | "option" | "parameter" | "setting");
    view.with_word(OTHER).is_some() || view.names.iter().any(|name| is_reference(name))
}

/// The column that is named for gaps and holds words.
fn gap_column(view: &View<'_>) -> Option<usize> {
    let named = |at: &usize| {
        view.names.get(*at).is_some_and(|name| {
            let name = name.trim_start_matches("key ");
            matches!(
                name,
                "gap"
                    | "gaps"
                    | "missing"
                    | "missing tests"
                    | "missing test"
                    | "untested"
                    | "gap status"
                    | "what's missing"
            ) || (name.contains(['缺', '差']) && Topics::of(name).has(Topic::Gap))
                || (name.ends_with(" gap") || name.ends_with(" gaps") || name.ends_with("missing"))
        })
    };
    (0..view.names.len())
        .filter(named)
        .find(|at| !matches!(view.table.columns[*at], Column::Number | Column::Difference | Column::Wanted))
}

fn from_row(reading: &Reading<'_>, view: &View<'_>, row: &TableRow) -> Option<GapRow> {
    let (id, subject_at) = subject(view, row)?;
    let cell = row.cells.get(subject_at)?;
    let (own_id, subject) = leading_id(&cell.plain);
    let mut subject = clean(states::without_glyphs(subject));
    let part = part_column(view, subject_at);
    let part_text = clean(table::text(row, part));
    if !subject.is_empty() && !part_text.is_empty() {
        subject = format!("{subject}: {part_text}");
    }
    if says_none(&subject)
        || gap_column(view).is_some_and(|at| at != subject_at && says_none(table::text(row, Some(at))))
    {
        return None;
    }
    let level_at = view.column(Column::Level);
    let notes = notes(view, row, &[Some(subject_at), part, id_column(view), owner_column(view)]);
    let level_cell = level_at.and_then(|at| row.cells.get(at)).map(standing).unwrap_or_default();
    let priority = if level_at.is_some() {
        levels::read(&level_cell, &notes)
    } else {
        Priority { condition: levels::read("", &notes).condition, ..heading_priority(reading, view) }
    };
    let mut paths = named_paths::of(cell);
    for at in ["file", "files", "path", "location", "module", "test file"].iter().filter_map(|name| view.named(&[name]))
    {
        let named = row.cells.get(at).map(named_paths::of).unwrap_or_default();
        paths.extend(named.into_iter().filter(|path| !paths.contains(path)).collect::<Vec<_>>());
    }
    let start = row.span.start;
    let line = reading.line(start);
    let mentioned = mentioned(row, &paths);
    let has_one_file = paths.len() == 1 || paths.is_empty() && mentioned.len() == 1;
    let lines = if has_one_file { line_ranges::of(view, row) } else { Vec::new() };
    Some(GapRow {
        id: id.or(own_id),
        subject,
        paths,
        mentioned,
        lines,
        priority,
        state: state(reading, view, row, subject_at),
        owners: table::cell(row, owner_column(view)).map(|cell| owners(&cell.plain)).unwrap_or_default(),
        notes,
        offset: start,
        line,
    })
}

fn owner_column(view: &View<'_>) -> Option<usize> {
    view.named(&["owner", "owners", "assignee", "assignees", "assigned to", "owned by", "responsible", "who"])
}

/// The names in a cell of owners.
fn owners(text: &str) -> Vec<String> {
    let names = text.split([',', ';', '&', '+']).flat_map(|part| part.split(" and ")).map(clean);
    names.filter(|name| !says_none(name) && !matches!(name.to_lowercase().as_str(), "tbd" | "?" | "open")).collect()
}

/// Paths in any cell of the row that are not among those that are known.
fn mentioned(row: &TableRow, known: &[String]) -> Vec<String> {
    let mut mentioned: Vec<String> = Vec::new();
    for path in row.cells.iter().flat_map(named_paths::of) {
        if !known.contains(&path) && !mentioned.contains(&path) {
            mentioned.push(path);
        }
    }
    mentioned
}

/// Where the subject's column only groups the rows (its cells repeat), the column beside it that tells them apart.
fn part_column(view: &View<'_>, subject_at: usize) -> Option<usize> {
    let cells = view.table.rows.iter().take(64).filter_map(|row| row.cells.get(subject_at));
    let mut names: Vec<&str> = cells.map(|cell| cell.plain.trim()).collect();
    names.sort_unstable();
    let repeats = names.windows(2).any(|two| two[0] == two[1] && !two[0].is_empty());
    let wordy =
        |at: &usize| matches!(view.table.columns.get(*at), Some(Column::Subject | Column::Other | Column::Text));
    Some(subject_at + 1).filter(|at| repeats && wordy(at))
}

fn id_column(view: &View<'_>) -> Option<usize> {
    view.named(&["id", "#", "ref", "gap id", "no", "nr", "key"])
}

/// The id and the column of the subject of a row.
fn subject(view: &View<'_>, row: &TableRow) -> Option<(Option<String>, usize)> {
    let first = gap_column(view)
        .filter(|at| view.table.columns[*at] == Column::Subject)
        .or_else(|| view.column(Column::Subject))?;
    let text = table::text(row, Some(first));
    let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'#'));
    let id_column = id_column(view);
    let id = id_column
        .map(|at| table::text(row, Some(at)))
        .filter(|id| !id.is_empty() && !id.bytes().all(|b| b.is_ascii_digit()));
    if is_id(text) || is_number || id_column == Some(first) {
        let wordy = |column: Column| matches!(column, Column::Subject | Column::Other | Column::Text);
        let next = (0..view.table.columns.len())
            .find(|at| *at != first && Some(*at) != id_column && wordy(view.table.columns[*at]));
        if let Some(next) = next {
            let own = is_id(text).then(|| text.to_owned());
            return Some((id.map(str::to_owned).or(own), next));
        }
    }
    Some((id.map(str::to_owned), first))
}

/// `G-02`, `GAP-7`, `T1.3`: letters and digits, nothing else.
pub(crate) fn is_id(text: &str) -> bool {
    let letters = text.chars().take_while(char::is_ascii_uppercase).count();
    let rest = &text[letters..];
    (1..=8).contains(&letters)
        && text.len() <= 16
        && rest.contains(|c: char| c.is_ascii_digit())
        && rest.chars().all(|c| c.is_ascii_digit() || c == '-' || c == '.' || c.is_ascii_uppercase())
}

/// An id in front of the subject: `G-02: retries`.
pub(crate) fn leading_id(text: &str) -> (Option<String>, &str) {
    let text = text.trim();
    let Some((head, rest)) = text.split_once([':', ' ']) else { return (None, text) };
    if is_id(head) && head.contains('-') && !rest.trim().is_empty() {
        let mut rest = rest.trim_start_matches([' ', '-', '–', '—', ':']);
        // Others may stand beside it: `D-06 / T-12: …`.
        while let Some((other, more)) =
            rest.trim_start_matches(['/', ',', '&', ' ']).split_once([':', ' ']).filter(|(other, _)| is_id(other))
        {
            rest =
                if other.len() < rest.len() { more.trim_start_matches([' ', '-', '–', '—', ':']) } else { break };
        }
        return (Some(head.to_owned()), rest);
    }
    (None, text)
}

fn says_none(text: &str) -> bool {
    let bare = states::without_glyphs(text).trim().to_lowercase();
    matches!(
        bare.as_str(),
        "" | "-"
            | "—"
            | "–"
            | "none"
            | "n/a"
            | "无"
            | "无 / none"
            | "none / 无"
            | "(none)"
            | "keine"
            | "aucun"
            | "nothing"
    )
}

/// Remarks: every column of words that is not the subject.
fn notes(view: &View<'_>, row: &TableRow, taken: &[Option<usize>]) -> String {
    let cells = view.table.columns.iter().zip(&row.cells).enumerate();
    let said: Vec<String> = cells
        .filter(|(at, (column, _))| !taken.contains(&Some(*at)) && matches!(column, Column::Text | Column::Other))
        .map(|(at, (_, cell))| (view.table.header.get(at), cell.plain.trim()))
        .filter(|(_, text)| !matches!(*text, "" | "-" | "—"))
        .map(|(header, text)| match header.map(|header| header.plain.trim()).filter(|header| !header.is_empty()) {
            // A level without its column would read as that of the gap: "Effort: Low".
            Some(header) if levels::worded(text).is_some_and(|(_, word)| word.len() == text.len()) => {
                format!("{header}: {text}")
            }
            _ => text.to_owned(),
        })
        .collect();
    said.join("; ")
}

/// Where no column says it: "High priority gaps" as the heading does.
fn heading_priority(reading: &Reading<'_>, view: &View<'_>) -> Priority {
    let mut headings = reading.above(view.table.section).map(|index| reading.heading_text(Some(index)));
    let said = headings.find_map(levels::worded);
    said.map_or_else(Priority::default, |(level, word)| Priority { level, text: word.to_owned(), condition: None })
}

/// The words of a cell that hold: what is struck out does not, unless nothing else is there.
fn standing(cell: &Inline) -> String {
    left(cell).unwrap_or_else(|| cell.plain.clone())
}

/// The words of a cell that are not struck out, if there are any.
fn left(cell: &Inline) -> Option<String> {
    let kept = cell.pieces.iter().filter(|piece| !piece.style.struck).map(|piece| &cell.plain[piece.plain.clone()]);
    Some(kept.collect::<String>()).filter(|text| text.contains(char::is_alphanumeric))
}

/// The state of a row: its state column's; struck out or ticked is closed; what a table without states lists
/// is open, unless its heading says that it is done.
fn state(reading: &Reading<'_>, view: &View<'_>, row: &TableRow, subject_at: usize) -> State {
    let subject = row.cells.get(subject_at);
    let struck = subject.is_some_and(|cell| {
        let words: usize = cell.pieces.iter().filter(|piece| piece.style.struck).map(|piece| piece.plain.len()).sum();
        words * 2 > cell.plain.len()
    });
    let is_over = |cell: &Inline| cell.pieces.iter().any(|piece| piece.style.struck) && left(cell).is_none();
    let level_over = view.column(Column::Level).and_then(|at| row.cells.get(at)).is_some_and(is_over);
    if struck || (level_over && view.column(Column::State).is_none()) {
        return State::Closed;
    }
    let marked = subject.and_then(|cell| states::glyph(&cell.plain));
    match view.column(Column::State) {
        Some(at) => {
            row.cells.get(at).and_then(states::read_inline).map(|said| said.state).or(marked).unwrap_or_default()
        }
        None if reading.topics(view.table.section).has(Topic::Done) => State::Closed,
        None => marked.unwrap_or(State::Open),
    }
}

/// `gaps: [{truth, status, reason, artifacts: [{path, issue}], missing: […]}]`.
fn from_frontmatter(reading: &Reading<'_>) -> Vec<GapRow> {
    let Some(list) = reading.frontmatter.and_then(|frontmatter| frontmatter.get("gaps")) else { return Vec::new() };
    list.items().into_iter().filter_map(|item| from_field(reading, item)).collect()
}

fn from_field(reading: &Reading<'_>, item: &Field) -> Option<GapRow> {
    let text = |keys: &[&str]| keys.iter().find_map(|key| item.get(key)?.scalar()).map(str::to_owned);
    let subject = text(&["truth", "subject", "gap", "title", "name", "area", "description"])
        .or_else(|| item.scalar().map(str::to_owned))?;
    let said = text(&["status", "state"]);
    let state = said.as_deref().and_then(states::read).map_or(State::Open, |said| said.state);
    let missing = item.get("missing").map(Field::items).unwrap_or_default();
    let notes: Vec<String> = text(&["reason", "notes", "issue"])
        .into_iter()
        .chain(missing.into_iter().filter_map(|field| field.scalar().map(str::to_owned)))
        .collect();
    let artifacts = item.get("artifacts").map(Field::items).unwrap_or_default();
    let path = |field: &Field| field.get("path").and_then(Field::scalar).or_else(|| field.scalar()).map(str::to_owned);
    let paths = artifacts.into_iter().filter_map(path).collect();
    let level = text(&["severity", "priority"]).unwrap_or_default();
    let (start, line) = (reading.line_start(item.line), item.line);
    let priority = levels::read(&level, "");
    let (id, notes) = (text(&["id"]), notes.join("; "));
    let owners = text(&["owner", "assignee"]).map(|text| owners(&text)).unwrap_or_default();
    let (mentioned, lines) = (Vec::new(), Vec::new());
    Some(GapRow { id, subject, paths, mentioned, lines, priority, state, owners, notes, offset: start, line })
}
