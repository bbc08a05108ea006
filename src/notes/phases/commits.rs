//! Commits that a note names: in tables, in lists, behind labels and in the frontmatter; each hash once.

use std::collections::BTreeMap;

use super::super::reading::Reading;
use super::super::table::{self, View};
use super::super::topics::{Topic, Topics};
use super::super::words::tokens;
use super::flat;
use crate::model::document::{Block, BlockKind, Inline};
use crate::model::frontmatter::FieldValue;
use crate::model::phase::NamedCommit;

/// All commits, in the order in which the note names them: tables and lists first, since they say what each did.
pub(super) fn read(reading: &Reading<'_>) -> Vec<NamedCommit> {
    let mut commits = Commits::default();
    for view in &reading.tables {
        from_table(view, &mut commits);
    }
    from_frontmatter(reading, &mut commits);
    for (_, block) in reading.running() {
        from_block(reading, block, &mut commits);
    }
    commits.all
}

/// Commits in order, found again by their hash.
#[derive(Default)]
struct Commits {
    all: Vec<NamedCommit>,
    places: BTreeMap<String, usize>,
}

impl Commits {
    fn add(&mut self, hash: &str, kind: Option<String>, description: String) {
        if let Some(known) = self.places.get(hash).and_then(|at| self.all.get_mut(*at)) {
            if known.description.is_empty() {
                known.description = description;
            }
            known.kind = known.kind.take().or(kind);
            return;
        }
        self.places.insert(hash.to_owned(), self.all.len());
        self.all.push(NamedCommit { hash: hash.to_owned(), kind, description });
    }
}

fn from_table(view: &View<'_>, commits: &mut Commits) {
    let Some(at) = view.with_word(&["commit", "commits", "hash", "sha", "revision"]) else { return };
    let columns = |words: &[&str]| words.iter().find_map(|word| view.named(&[word])).filter(|found| *found != at);
    let kind_at = columns(&["type", "kind", "scope"]);
    let said = |column: &usize| *column != at && Some(*column) != kind_at;
    let names = [
        "description",
        "message",
        "subject",
        "summary",
        "key changes",
        "change",
        "changes",
        "what",
        "title",
        "name",
        "task",
    ];
    let told: Vec<usize> =
        names.iter().filter_map(|name| view.named(&[name])).chain((0..view.names.len()).rev()).filter(said).collect();
    for row in &view.table.rows {
        let cell = table::text(row, Some(at));
        for hash in cell.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| is_hash(word)).take(16) {
            let words =
                told.iter().map(|at| table::text(row, Some(*at))).find(|text| text.contains(char::is_alphabetic));
            let (kind, description) = conventional(words.unwrap_or(""));
            let own = table::text(row, kind_at);
            commits.add(hash, if own.is_empty() { kind } else { Some(own.to_owned()) }, description);
        }
    }
}

/// `commits: ["hash: type: what", {hash, message}]`.
fn from_frontmatter(reading: &Reading<'_>, commits: &mut Commits) {
    let Some(list) = reading.frontmatter.and_then(|frontmatter| frontmatter.get("commits")) else { return };
    for item in list.items() {
        let text = |keys: &[&str]| keys.iter().find_map(|key| item.get(key)?.scalar());
        let (hash, told) = match (text(&["hash", "sha", "commit", "id"]), &item.value) {
            (Some(hash), _) => (
                hash.to_owned(),
                text(&["message", "description", "subject", "task", "title"]).unwrap_or("").to_owned(),
            ),
            (None, FieldValue::Map(fields)) if !fields.is_empty() => (fields[0].0.clone(), flat(&fields[0].1)),
            _ => {
                let flat = flat(item);
                let (hash, told) = flat.split_once(|c: char| c == ':' || c.is_whitespace()).unwrap_or((&flat, ""));
                (hash.to_owned(), told.to_owned())
            }
        };
        if is_hash(&hash) {
            let (kind, description) = conventional(told.trim_start_matches([' ', '-', '–', '—']));
            commits.add(&hash, text(&["type"]).map(str::to_owned).or(kind), description);
        }
    }
}

/// Hashes in code spans, and bare ones where the words speak of commits.
fn from_block(reading: &Reading<'_>, block: &Block, commits: &mut Commits) {
    let plain = &block.text.plain;
    let code = block.text.pieces.iter().any(|piece| piece.style.code && is_hash(plain[piece.plain.clone()].trim()));
    let headed = reading.topics_above(block.section).has(Topic::Commit);
    if !(code || headed || plain.contains("ommit")) || !may_hold_hash(plain) {
        return;
    }
    let spoken = headed || Topics::of(plain).has(Topic::Commit);
    // What a long text says stands not beside one hash.
    let in_list = matches!(block.kind, BlockKind::Item { .. }) && plain.len() <= 800;
    for (hash, at) in hashes(&block.text, spoken) {
        let (kind, description) = if in_list { around(&block.text.plain, hash, at) } else { (None, String::new()) };
        // A line that only points to a commit ("Commit: …", "Files: … in …") does not say what it did.
        let pointing = description.len() < 40
            && (Topics::of(&description).has(Topic::Commit) || description.to_lowercase().contains("found"));
        commits.add(hash, kind, if pointing { String::new() } else { description });
    }
}

fn hashes(words: &Inline, spoken: bool) -> Vec<(&str, usize)> {
    let mut found = Vec::new();
    for piece in &words.pieces {
        let said = &words.plain[piece.plain.clone()];
        if piece.style.code {
            let bare = said.trim();
            if is_hash(bare) && (spoken || is_mixed(bare)) {
                found.push((bare, piece.plain.start));
            }
        } else if spoken {
            let parts = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '.');
            let words = tokens(said, parts).map(|(at, word)| (at, word.trim_end_matches('.')));
            let bare = words.filter(|(_, word)| is_hash(word) && is_mixed(word));
            found.extend(bare.map(|(at, word)| (word, piece.plain.start + at)));
        }
    }
    found
}

/// Seven hexadecimal digits in a row, and one that is a digit among them.
fn may_hold_hash(text: &str) -> bool {
    let (mut run, mut digits) = (0, 0);
    text.bytes().any(|b| {
        let hexadecimal = b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        (run, digits) = if hexadecimal { (run + 1, digits + usize::from(b.is_ascii_digit())) } else { (0, 0) };
        run >= 7 && digits > 0
    })
}

/// 7 to 40 hexadecimal digits, small ones.
pub(super) fn is_hash(word: &str) -> bool {
    (7..=40).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// Letters and digits: neither a number nor a word.
fn is_mixed(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit()) && word.contains(|c: char| c.is_ascii_alphabetic())
}

/// What a list item says around a hash: `**Task 1: what** - hash (feat)`, `hash feat(x): what`, `hash - what`.
fn around(text: &str, hash: &str, at: usize) -> (Option<String>, String) {
    let marks = |c: char| {
        c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '`' | '*' | ',' | '[' | ']' | '(' | ')' | '|' | '→')
    };
    let at = text[at.min(text.len())..].find(hash).map_or(at, |found| at + found);
    let before = text[..at].trim_matches(marks);
    let after = text[(at + hash.len()).min(text.len())..].trim_start_matches(|c: char| marks(c) && c != '(');
    let bracket = after.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    if let Some((kind, _)) = bracket.filter(|(kind, _)| is_kind(kind)) {
        return (Some(kind.to_owned()), without_number(before).to_owned());
    }
    let told = if after.trim_matches(marks).is_empty() || before.len() > after.len() {
        before
    } else {
        after.trim_matches(marks)
    };
    conventional(without_number(told))
}

/// `Task 3: what` as `what`.
fn without_number(text: &str) -> &str {
    let Some((head, rest)) = text.split_once(':') else { return text };
    let numbered = head.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("task"))
        && head.contains(|c: char| c.is_ascii_digit())
        && head.len() < 24;
    if numbered { rest.trim() } else { text }
}

/// `feat(scope): what` as its type and what it did.
fn conventional(text: &str) -> (Option<String>, String) {
    let text = text.trim();
    if let Some((head, rest)) = text.split_once(':') {
        let kind = head.split('(').next().unwrap_or(head).trim_end_matches('!').trim();
        let scoped = head.trim_end_matches('!');
        if is_kind(kind) && (scoped == kind || scoped.ends_with(')')) {
            return (Some(kind.to_owned()), rest.trim().to_owned());
        }
    }
    (None, text.to_owned())
}

/// The types of conventional commits.
fn is_kind(word: &str) -> bool {
    matches!(
        word,
        "feat"
            | "fix"
            | "docs"
            | "test"
            | "tests"
            | "chore"
            | "refactor"
            | "perf"
            | "style"
            | "build"
            | "ci"
            | "revert"
            | "wip"
            | "merge"
    )
}
