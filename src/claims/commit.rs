//! `commit`: a hash that a note names. Confirmed if it is there. Not found is never false: histories are rewritten,
//! squashed and cut off.

use std::ops::Range;

use super::ClaimKind;
use super::judge::{evidence, judgement, unverified};
use super::passages::{COLUMNS, Reader, is_abbreviation};
use super::words::Words;
use crate::facts::Facts;
use crate::model::claim::{Claim, EvidenceKind, EvidenceTarget, Judgement, Subject, Verdict};
use crate::model::document::{BlockKind, Inline, Style};
use crate::model::frontmatter::{Field, FieldValue};
use crate::model::question::{Answers, CommitAnswer, Question};

/// The kind.
pub(super) const KIND: ClaimKind = ClaimKind { id: "commit", find, asks, check };

/// Words beside which digits alone are a hash.
static CONTEXT: Words =
    Words::new("merge|merged|rebased|commit|commits|hash|sha|revision|rev|committed|cherry-picked|提交");

/// What documentation writes for "some commit".
static PLACEHOLDERS: Words = Words::new("abc123|def456|deadbee|cafebab|1234567|0000000|fffffff|aaaaaaa|abcdef|badc0de");

fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let mut claims = in_frontmatter(reader);
    let document = &reader.note.document;
    for block in document.blocks.iter().filter(|block| !block.quoted && may_hold_hash(&block.text.plain)) {
        let context = match block.kind {
            BlockKind::Cell { row: 0, .. } => continue,
            BlockKind::Cell { table, column, .. } => {
                let header = document.tables.get(table).and_then(|table| table.header.get(column));
                let named = header.is_some_and(|cell| CONTEXT.stand_in(&cell.plain.to_lowercase()));
                if named { Context::Named } else { Context::Cell }
            }
            _ => {
                let heading = reader
                    .heading(block.section)
                    .is_some_and(|heading| CONTEXT.stand_in(&heading.text.plain.to_ascii_lowercase()));
                Context::of(&block.text.plain, heading)
            }
        };
        let row_text = || match block.kind {
            BlockKind::Cell { table, row, .. } => {
                let row = document.tables.get(table)?.rows.get(row.checked_sub(1)?)?;
                (row.cells.len() <= COLUMNS).then(|| Reader::row_text(&row.cells))
            }
            _ => None,
        };
        for (range, style, tentative) in hashes(&block.text, context) {
            if style.struck {
                continue;
            }
            let hash = &block.text.plain[range.clone()];
            let span = block.text.source(range.clone());
            let text = row_text().unwrap_or_else(|| around(&block.text.plain, &range));
            let claim = reader.claim(KIND.id, &text, span, hash, None, Subject::Commit { hash: hash.to_owned() });
            push(&mut claims, Claim { tentative, ..claim });
        }
    }
    claims
}

/// Whether so many digits of a hash stand together as the shortest has. Most words have none.
fn may_hold_hash(text: &str) -> bool {
    text.as_bytes().split(|byte| !byte.is_ascii_hexdigit()).any(|run| run.len() >= 7)
}

/// A hash once for each line.
fn push(claims: &mut Vec<Claim>, claim: Claim) {
    if !claims.iter().rev().take(16).any(|known| known.line == claim.line && known.written == claim.written) {
        claims.push(claim);
    }
}

/// What stands around a token says how much it must look like a hash.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    /// A column or list of commits.
    Named,
    /// A sentence that speaks of commits, or one below a heading that does.
    Said,
    /// A cell of some table.
    Cell,
    /// Anything else: only code that looks like a hash.
    None,
}

impl Context {
    fn of(plain: &str, heading: bool) -> Self {
        if heading || CONTEXT.stand_in(&plain.to_ascii_lowercase()) { Self::Said } else { Self::None }
    }
}

/// Tokens of running text that are hashes, and whether each is one only if git knows it.
fn hashes(words: &Inline, context: Context) -> Vec<(Range<usize>, Style, bool)> {
    let mut found = Vec::new();
    for piece in &words.pieces {
        let said = &words.plain[piece.plain.clone()];
        for range in tokens(said) {
            let sure = is_hash(said, &range, piece.style, context);
            if sure || may_be_hash(said, &range) {
                found.push((piece.plain.start + range.start..piece.plain.start + range.end, piece.style, !sure));
            }
        }
    }
    found
}

fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric() || c == '_', start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                out.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    out
}

/// Whether a word of digits and letters may be a hash: "signed webhooks with retries, 92dbaa2".
fn may_be_hash(text: &str, range: &Range<usize>) -> bool {
    let token = &text[range.clone()];
    let hex = token.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'));
    let letters = token.bytes().filter(u8::is_ascii_alphabetic).count();
    let free = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '.' | ':'));
    let goes_on = text[range.end..].chars().nth(1).is_some_and(char::is_alphanumeric);
    hex && (7..=40).contains(&token.len())
        && letters > 0
        && letters < token.len()
        && free(text[..range.start].chars().next_back())
        && free(text[range.end..].chars().next())
        && (!goes_on || text[range.end..].starts_with(' '))
        && !PLACEHOLDERS.each().any(|known| token.starts_with(known))
}

fn is_hash(text: &str, range: &Range<usize>, style: Style, context: Context) -> bool {
    let token = &text[range.clone()];
    let hex = token.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !(7..=40).contains(&token.len())
        || !hex
        || PLACEHOLDERS.each().any(|known| token.to_ascii_lowercase().starts_with(known))
    {
        return false;
    }
    // A part of a path, an address, a version, an id, a colour.
    let joined = |c: Option<char>| {
        c.is_some_and(|c| matches!(c, '/' | '-' | '.' | '#' | '@' | '=' | '\\' | '+' | ':' | '%' | '~' | '$'))
    };
    let before = text[..range.start].chars().next_back();
    let mut behind = text[range.end..].chars();
    let (next, after) = (behind.next(), behind.next());
    let goes_on = joined(next) && after.is_some_and(char::is_alphanumeric);
    if joined(before) || goes_on {
        return false;
    }
    let (digits, letters) = (token.bytes().any(|b| b.is_ascii_digit()), token.bytes().any(|b| b.is_ascii_alphabetic()));
    let upper = token.bytes().any(|b| b.is_ascii_uppercase()) && token.bytes().any(|b| b.is_ascii_lowercase());
    let mixed = digits && letters && !upper;
    let whole = style.code && text.trim() == token;
    let exponent = token.bytes().filter(u8::is_ascii_alphabetic).eq([b'e'])
        || token.bytes().filter(u8::is_ascii_alphabetic).eq([b'E']);
    // A check of a summary lists "FOUND: 3b5e22d".
    let label = text[..range.start].trim().strip_suffix(':').map(str::to_lowercase);
    let listed = label.is_some_and(|label| matches!(label.as_str(), "found" | "verified"));
    match context {
        _ if listed => digits,
        Context::Named => digits || (whole && letters),
        Context::Said => mixed || (whole && digits) || (digits && is_called_commit(text, range)),
        Context::Cell => mixed && (whole || !exponent),
        // A list of commits names each with its type: "`b3960eb` (chore)", "3e70303 (RED)".
        Context::None => {
            let leads = text[..range.start].trim().is_empty() && (style.code || opens_remark(text, range));
            // "Tide table mended (0eed613)".
            let bracketed = before == Some('(') && next == Some(')');
            // "Coverage on d25805f7: …".
            let last = text[..range.start].split_whitespace().next_back().unwrap_or_default().to_ascii_lowercase();
            let letters = token.bytes().filter(u8::is_ascii_alphabetic).count();
            let at = matches!(last.as_str(), "on" | "at" | "@") && letters > 1 && letters + 2 <= token.len();
            // "Deleted in d6a6783", "was added in b34ffa1".
            let digits = token.len() - letters;
            let done = matches!(last.as_str(), "in" | "by")
                && letters > 1
                && digits > 1
                && ends_with_deed(&text[..range.start]);
            mixed && (whole || done || ((leads || bracketed || at) && !exponent))
        }
    }
}

/// Whether "commit" stands right before a token.
fn is_called_commit(text: &str, range: &Range<usize>) -> bool {
    let last = text[..range.start].split_whitespace().next_back().unwrap_or_default().to_lowercase();
    CONTEXT.has(last.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Whether what was done stands before "in": "fixed in", "was added in".
fn ends_with_deed(before: &str) -> bool {
    let verb = before.split_whitespace().rev().nth(1).unwrap_or_default().to_ascii_lowercase();
    verb.len() > 4 && verb.ends_with("ed") || matches!(verb.as_str(), "done" | "gone" | "shipped" | "built" | "made")
}

/// "264b60e: fix", "632ea59 (Task 1)": a token that opens a line, with a remark behind it.
fn opens_remark(text: &str, range: &Range<usize>) -> bool {
    let rest = text[range.end..].trim_start();
    rest.is_empty() || rest.starts_with(['(', ':', '—', '–', '-', ','])
}

/// The words around a hash, as many as a claim shows.
fn around(plain: &str, range: &Range<usize>) -> String {
    let near = |at: usize| (0..=at.min(plain.len())).rev().find(|at| plain.is_char_boundary(*at)).unwrap_or(0);
    let (first, last) = (near(range.start.saturating_sub(160)), near(range.end + 160));
    let start = ends(plain, first..range.start).last().unwrap_or(first);
    let end = ends(plain, range.end..last).next().unwrap_or(last);
    plain[start..end].trim().to_owned()
}

/// Where sentences and their parts end in a part of a text. A dot inside a path or a version ends none.
fn ends(plain: &str, part: Range<usize>) -> impl DoubleEndedIterator<Item = usize> {
    let from = part.start;
    plain[part].char_indices().filter_map(move |(at, c)| {
        let (at, end) = (from + at, from + at + c.len_utf8());
        let stops = matches!(c, '.' | '!' | '?') && plain[end..].starts_with(char::is_whitespace);
        (c == ';' || (stops && !is_abbreviation(&plain[..at]))).then_some(end)
    })
}

/// Hashes under a key of the frontmatter that names commits: `commits: [d39ffa6: docs, …]`.
fn in_frontmatter(reader: &Reader<'_>) -> Vec<Claim> {
    let mut claims = Vec::new();
    let Some(frontmatter) = &reader.note.frontmatter else { return claims };
    for (key, field) in &frontmatter.fields {
        in_field(reader, key, field, false, 0, &mut claims);
    }
    claims
}

fn in_field(reader: &Reader<'_>, key: &str, field: &Field, named: bool, depth: u8, claims: &mut Vec<Claim>) {
    let named = named || CONTEXT.stand_in(&words_of_key(key));
    match &field.value {
        _ if depth > 8 => {}
        FieldValue::Scalar(text) if named => of_scalar(reader, text, field.line, claims),
        FieldValue::List(items) => {
            for item in items {
                in_field(reader, "", item, named, depth + 1, claims);
            }
        }
        FieldValue::Map(fields) => {
            for (key, field) in fields {
                // A commit may be the key of what it did.
                if named {
                    of_scalar(reader, key, field.line, claims);
                }
                in_field(reader, key, field, named, depth + 1, claims);
            }
        }
        _ => {}
    }
}

/// The words of a key: `qaCommit`, `head_commit`.
fn words_of_key(key: &str) -> String {
    let mut words = String::with_capacity(key.len() + 4);
    for c in key.chars() {
        if c.is_uppercase() || matches!(c, '_' | '-') {
            words.push(' ');
        }
        if !matches!(c, '_' | '-') {
            words.extend(c.to_lowercase());
        }
    }
    words
}

fn of_scalar(reader: &Reader<'_>, text: &str, line: u32, claims: &mut Vec<Claim>) {
    for range in tokens(text) {
        let token = &text[range.clone()];
        if !is_hash(text, &range, Style::default(), Context::Named) {
            continue;
        }
        let start = reader.line_start(line);
        let end = reader.note.text[start..].find('\n').map_or(reader.note.text.len(), |at| start + at);
        let Some(at) = reader.note.text[start..end].find(token) else { continue };
        let span = start + at..start + at + token.len();
        let claim = reader.claim(KIND.id, text, span, token, None, Subject::Commit { hash: token.to_owned() });
        push(claims, claim);
    }
}

fn asks(claim: &Claim, _: &Facts<'_>) -> Vec<Question> {
    match &claim.subject {
        Subject::Commit { hash } => vec![Question::Commit(hash.clone())],
        _ => Vec::new(),
    }
}

fn check(claim: &Claim, _: &Facts<'_>, answers: &Answers) -> Judgement {
    let Subject::Commit { hash } = &claim.subject else { return unverified("it names no commit") };
    match answers.commit(hash) {
        Some(CommitAnswer::Found { hash, date, subject }) => {
            let short: String = hash.chars().take(7).collect();
            let label = date.map_or_else(|| short.clone(), |date| format!("{short} of {date}"));
            let proof = evidence(EvidenceKind::Git, label, EvidenceTarget::None);
            let reason = if subject.is_empty() { "the commit is there".to_owned() } else { subject.clone() };
            judgement(Verdict::Confirmed, "found", proof, reason)
        }
        Some(CommitAnswer::Ambiguous) => unverified("several commits begin so"),
        Some(CommitAnswer::NotFound) => Judgement {
            verdict: Verdict::Unverified,
            measured: Some("not found".into()),
            evidence: None,
            reason: "history may have been rewritten; not called false".into(),
        },
        Some(CommitAnswer::NoHistory) | None => unverified("there is no git history to look in"),
    }
}
