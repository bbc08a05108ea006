//! `file`: a path that a note says was created, changed, is there, or is gone. Checked against the tree, and where it
//! is not there against git's history.
//!
//! Not found: what shall be created, examples, commands, other machines' folders, what a build generates.

pub(super) mod check;
mod words;

use std::collections::BTreeSet;

use self::check::check;
use self::words::{is_said_created, of_list, said_gone, statement};
use super::ClaimKind;
use super::passages::{COLUMNS, LONGEST, Reader, Sentence};
use super::path_tokens::{self, PathToken, paths};
use super::stance::{has_word, states_facts};
use super::words::Words;
use crate::facts::Facts;
use crate::model::claim::{Claim, FileStatement, Subject};
use crate::model::document::{Block, BlockKind, Column, Inline, Piece};
use crate::model::frontmatter::Field;
use crate::model::note::NoteKind;
use crate::model::question::Question;

/// The kind.
pub(super) const KIND: ClaimKind = ClaimKind { id: "file", find, asks, check };

/// Folders that builds and tools fill: what lies there is no part of the project.
static GENERATED: Words = Words::new(
    "dist|build|out|target|coverage|htmlcov|node_modules|venv|.venv|__pycache__|.git|.godot|.next|.cache|obj|\
     tmp|temp|logs|site-packages|vendor",
);

/// Folders of a machine, not of a project.
static MACHINE: Words = Words::new("~/|/etc/|/usr/|/var/|/tmp/|/opt/|/proc/|/dev/|/bin/|/root/.");

/// Words by which a sentence may say that something is not there, or is to be done.
static DENIED: Words = Words::new(
    "no|not|never|neither|nor|without|missing|none|cannot|should|must|may|might|could|would|will|create|edit|open|run|touch|if|kein|keine|\
     nicht|ohne|sin|sans|pas|sem|senza|不|未|没有",
);

fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let kind = reader.note.kind;
    if !(states_facts(kind) || kind == NoteKind::Plan) || kind == NoteKind::Roadmap {
        return Vec::new();
    }
    let mut claims = Found::default();
    if states_facts(kind) {
        in_frontmatter(reader, &mut claims);
    }
    let document = &reader.note.document;
    for (index, block) in document.blocks.iter().enumerate() {
        if !reader.names_places(index, block) || !reader.states_in(block.section) {
            continue;
        }
        match block.kind {
            BlockKind::Cell { row: 0, .. } => {}
            BlockKind::Cell { table, row, column } => of_cell(reader, block, table, row, column, &mut claims),
            _ => of_block(reader, index, block, &mut claims),
        }
    }
    claims.claims
}

/// The claims of a note. A path that is only named counts once; what is said to be done with it counts wherever it is
/// said.
#[derive(Default)]
struct Found {
    claims: Vec<Claim>,
    paths: BTreeSet<String>,
    said: BTreeSet<(u32, String)>,
    /// What may be a file.
    guessed: BTreeSet<String>,
}

impl Found {
    fn push(&mut self, claim: Claim) {
        let Subject::File { path, statement } = &claim.subject else { return };
        if claim.tentative {
            // What is surely a file is said elsewhere.
            if !self.paths.contains(path) && self.guessed.insert(path.clone()) {
                self.claims.push(claim);
            }
            return;
        }
        let new_path = self.paths.insert(path.clone());
        let new_line = self.said.insert((claim.line, path.clone()));
        if new_path || (*statement != FileStatement::Named && new_line) {
            self.claims.push(claim);
        }
    }
}

pub(super) fn is_of_project(path: &str) -> bool {
    let first = path.split(['/', '\\']).next().unwrap_or(path);
    let machine = MACHINE.each().any(|folder| path.starts_with(folder));
    !machine && !GENERATED.has(first) && !path.starts_with("./") && !path.starts_with("../")
}

fn of_block(reader: &Reader<'_>, index: usize, block: &Block, claims: &mut Found) {
    let list = list_statement(reader, index, block);
    for sentence in reader.sentences_of(index) {
        let found = paths(sentence.words, &sentence.range);
        let is_denied = DENIED.stand_in(&sentence.lower);
        for (at, token) in found.iter().enumerate() {
            if !is_of_project(&token.path) || token.struck || block.text.style_at(token.range.start).link.is_some() {
                continue;
            }
            let text = sentence.text();
            let (start, end) = (token.range.start - sentence.range.start, token.range.end - sentence.range.start);
            // In a list of files the item's first path is the file; the others are only named beside it.
            let leads = at == 0 && text[..start].chars().filter(|c| c.is_alphanumeric()).count() <= 12;
            // "The helper in `quay.py`" was removed, and the file need not be.
            if list == Some(FileStatement::Removed) && !leads {
                continue;
            }
            let said = match list.filter(|_| leads) {
                Some(list) => Some(in_list(list, text, start, end)),
                None => statement(text, start, end),
            };
            let Some(said) = said else { continue };
            // Plain words with a dot in them are paths only where a folder stands before them, or where they lead; elsewhere
            // only if the tree knows them.
            let opens = token.range.start == 0 || block.text.plain[..token.range.start].trim().is_empty();
            let own = claim(reader, &block.text, token, text, said);
            let sure = token.code || token.path.contains('/') || list.is_some() || opens;
            if sure {
                claims.push(own);
            } else if !is_denied {
                claims.push(only_if_known(own));
            }
        }
        let folders = if is_denied { Vec::new() } else { folders(sentence) };
        for token in folders {
            let text = sentence.text();
            let (start, end) = (token.range.start - sentence.range.start, token.range.end - sentence.range.start);
            if let Some(said) = statement(text, start, end) {
                claims.push(only_if_known(claim(reader, &block.text, &token, text, said)));
            }
        }
    }
}

/// A claim of what may be no file at all: it counts only where the tree knows the very name.
fn only_if_known(claim: Claim) -> Claim {
    Claim { tentative: true, doubt: Some("it may be no file".into()), ..claim }
}

/// Names in code that have folders and no extension: `packages/quay`, `bin/ci`.
fn folders(sentence: &Sentence<'_>) -> Vec<PathToken> {
    let is_name = |text: &str| {
        let mut parts = text.split('/');
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        text.len() <= 200
            && text.contains('/')
            && parts.all(|part| part.len() < 80 && part.chars().all(plain) && part.chars().any(char::is_alphanumeric))
            && path_tokens::read(text, true).is_none()
            && is_of_project(text)
    };
    let written = |piece: &Piece| &sentence.words.plain[piece.plain.clone()];
    let plain = |piece: &&Piece| !piece.style.struck && piece.style.link.is_none();
    let named = sentence.codes().filter(plain).filter(|piece| is_name(written(piece))).take(16);
    let token = |piece: &Piece| {
        let path = written(piece).to_owned();
        PathToken { range: piece.plain.clone(), path, code: true, struck: false }
    };
    named.map(token).collect()
}

/// In a list of created and changed files the words beside a file may say which, or that it was removed.
fn in_list(list: FileStatement, text: &str, start: usize, end: usize) -> FileStatement {
    let (before, behind) = (text[..start].to_lowercase(), text[end..].to_lowercase());
    if let Some(gone) = said_gone(&before, &behind) {
        gone
    } else if is_said_created(&before, &behind) {
        FileStatement::Created
    } else {
        list
    }
}

/// What the introduction or heading of an item says of the files in its list.
fn list_statement(reader: &Reader<'_>, index: usize, block: &Block) -> Option<FileStatement> {
    if !matches!(block.kind, BlockKind::Item { .. }) {
        return None;
    }
    let introduced = reader
        .introduction(index)
        .and_then(|above| of_list(&above.text.plain.trim_end_matches([':', ' ']).to_lowercase()));
    introduced.or_else(|| {
        let heading = reader.heading(block.section)?;
        of_list(&heading.text.plain.to_lowercase())
    })
}

fn claim(reader: &Reader<'_>, words: &Inline, token: &PathToken, text: &str, statement: FileStatement) -> Claim {
    let written = &words.plain[token.range.clone()];
    let subject = Subject::File { path: token.path.clone(), statement };
    reader.claim(KIND.id, text, words.source(token.range.clone()), written, None, subject)
}

fn of_cell(reader: &Reader<'_>, block: &Block, table: usize, row: usize, column: usize, claims: &mut Found) {
    let Some(table) = reader.note.document.tables.get(table) else { return };
    let (Some(cells), Some(header)) = (table.rows.get(row - 1).map(|row| &row.cells), table.header.get(column)) else {
        return;
    };
    if block.text.plain.len() > LONGEST || cells.len() > COLUMNS {
        return;
    }
    // Most cells name no file, and need no closer look.
    let found = paths(&block.text, &(0..block.text.plain.len()));
    if found.is_empty() {
        return;
    }
    let name = header.plain.to_lowercase();
    let wished = [
        "missing",
        "target",
        "planned",
        "proposed",
        "suggested",
        "recommended",
        "expected",
        "to create",
        "new file",
        "example",
        "command",
        "pattern",
        "import",
    ];
    if has_word(&name, &wished) {
        return;
    }
    let row_text = Reader::row_text(cells);
    let others = cells.iter().enumerate().filter(|(at, _)| *at != column).map(|(_, cell)| cell.plain.to_lowercase());
    // In a table of gaps, which says how much each matters, it is the tests that are missing.
    let is_of_gaps = table.columns.contains(&Column::Level);
    let gone = |cell: String| match cell.trim_matches(|c: char| !c.is_alphanumeric()) {
        "deleted" | "removed" => Some(FileStatement::Removed),
        _ if is_of_gaps => None,
        "missing" | "not found" | "does not exist" | "not created" | "absent" | "gone" => Some(FileStatement::Absent),
        _ => None,
    };
    let gone = others.into_iter().find_map(gone);
    for (at, token) in found.iter().enumerate() {
        let plain = &block.text.plain;
        let alone = plain[..token.range.start].chars().filter(|c| c.is_alphanumeric()).count() <= 12;
        if !is_of_project(&token.path) || token.struck || block.text.style_at(token.range.start).link.is_some() {
            continue;
        }
        let said = gone.filter(|_| at == 0 && alone).or_else(|| statement(plain, token.range.start, token.range.end));
        let Some(said) = said else { continue };
        // A bare name in a cell of prose is a word; as the cell's first word it is what the row is about.
        let opens = at == 0 && plain[..token.range.start].trim().is_empty();
        if !token.code && !token.path.contains('/') && !opens {
            continue;
        }
        claims.push(claim(reader, &block.text, token, &row_text, said));
    }
}

/// Lists of files in the frontmatter: `key-files: {created: […], modified: […]}`, `files_created: […]`.
fn in_frontmatter(reader: &Reader<'_>, claims: &mut Found) {
    let Some(frontmatter) = &reader.note.frontmatter else { return };
    for (key, field) in &frontmatter.fields {
        let key = words_of(key);
        if matches!(key.as_str(), "key files" | "files" | "keyfiles") {
            for (name, statement) in [
                ("created", FileStatement::Created),
                ("modified", FileStatement::Modified),
                ("deleted", FileStatement::Removed),
                ("removed", FileStatement::Removed),
            ] {
                for item in field.get(name).map(Field::items).unwrap_or_default() {
                    of_item(reader, item, statement, claims);
                }
            }
        } else if let Some(statement) =
            ["files created", "files modified", "files changed", "files deleted", "files removed"]
                .contains(&key.as_str())
                .then(|| of_list(&key))
                .flatten()
        {
            for item in field.items() {
                of_item(reader, item, statement, claims);
            }
        }
    }
}

fn words_of(key: &str) -> String {
    key.to_lowercase().replace(['_', '-'], " ")
}

fn of_item(reader: &Reader<'_>, item: &Field, statement: FileStatement, claims: &mut Found) {
    let text = match item.scalar() {
        Some(text) => text,
        None => match item.get("path").or_else(|| item.get("file")).and_then(Field::scalar) {
            Some(text) => text,
            None => return,
        },
    };
    let token = text.split_whitespace().next().unwrap_or_default().trim_matches(['`', '"', '\'', ',']);
    let Some(path) = path_tokens::read(token, true).filter(|path| is_of_project(path)) else { return };
    let start = reader.line_start(item.line);
    let end = reader.note.text[start..].find('\n').map_or(reader.note.text.len(), |at| start + at);
    let Some(at) = reader.note.text[start..end].find(token) else { return };
    let span = start + at..start + at + token.len();
    let behind = text[text.find(token).map_or(0, |at| at + token.len())..].to_lowercase();
    let said = said_gone("", &behind).unwrap_or(statement);
    let subject = Subject::File { path, statement: said };
    claims.push(reader.claim(KIND.id, text, span, token, None, subject));
}

fn asks(claim: &Claim, _: &Facts<'_>) -> Vec<Question> {
    match &claim.subject {
        Subject::File { path, .. } => vec![Question::File(path.clone())],
        _ => Vec::new(),
    }
}
