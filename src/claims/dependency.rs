//! `dependency`: a package that is installed or was added, with its version: "pytest 8.4.2" under "Installed packages",
//! `tech-stack: {added: [zod@^3.25.76]}`, "Added tenacity>=8.2.3 dependency". Checked against manifests and lock files.
//!
//! Not found: languages and their runtimes, versions of the project itself, what is only recommended.

mod judged;
mod mentioned;
mod spoken;
mod written;

use self::judged::check;
use self::written::{Written, item, pinned_in};
use super::ClaimKind;
use super::aside::is_aside;
use super::passages::{Reader, Sentence};
use super::stance::{Stance, states_facts};
use super::words::Words;
use crate::facts::Facts;
use crate::model::claim::{Claim, Subject};
use crate::model::document::BlockKind;
use crate::model::frontmatter::Field;
use crate::model::note::NoteKind;
use crate::model::question::Question;

/// The kind.
pub(super) const KIND: ClaimKind = ClaimKind { id: "dependency", find, asks, check };

/// Words of headings and introductions over lists of packages.
static LISTED: Words = Words::new(
    "installed|installed packages|dependencies|packages|dependency|tech added|libraries|requirements installed|\
     abhängigkeiten|pakete|dépendances|dependencias|依赖",
);

/// Words of a sentence that says that a package is there.
static SAID: Words = Words::new(
    "added|installed|upgraded|pinned|updated dependencies|dependency|dependencies|package reference|bumped|requires|\
     installiert|hinzugefügt|安装",
);

/// Words that make it a wish, or say that it is not so.
static UNREAL: Words = Words::new(
    "should|must|would|could|consider|recommend|recommended|if|need|needs|missing|not|removed|remove|replaced|instead of|from|\
     migrate|migrating|deferred|plan|planned|to fully|until|without|add|install|upgrade",
);

fn find(reader: &Reader<'_>) -> Vec<Claim> {
    if !states_facts(reader.note.kind) || matches!(reader.note.kind, NoteKind::Roadmap | NoteKind::State) {
        return Vec::new();
    }
    let mut claims = in_frontmatter(reader);
    for sentence in reader.sentences().iter().filter(|sentence| sentence.stance == Stance::Fact) {
        let found = match reader.note.document.blocks[sentence.block].kind {
            BlockKind::Heading(_) => continue,
            BlockKind::Item { task: None, .. } if is_listed(reader, sentence) => {
                of_item(reader, sentence).into_iter().collect()
            }
            _ => of_sentence(reader, sentence),
        };
        for claim in found {
            if !claims.iter().any(|known| known.line == claim.line && known.subject == claim.subject) {
                claims.push(claim);
            }
        }
    }
    for claim in spoken::find(reader) {
        if !claims.iter().any(|known| known.span.start < claim.span.end && claim.span.start < known.span.end) {
            claims.push(claim);
        }
    }
    claims
}

/// `tech-stack: {added: […]}`, `tech_added: […]`.
fn in_frontmatter(reader: &Reader<'_>) -> Vec<Claim> {
    let Some(frontmatter) = &reader.note.frontmatter else { return Vec::new() };
    let added = ["tech-stack", "tech", "techstack"].iter().find_map(|key| frontmatter.get(key)?.get("added"));
    let added = added.or_else(|| {
        ["tech-added", "dependencies-added", "added-dependencies"].iter().find_map(|key| frontmatter.get(key))
    });
    let items = added.map(Field::items).unwrap_or_default();
    items
        .into_iter()
        .filter_map(|field| {
            let text = field.scalar()?;
            let written = item(text, true)?;
            let span = reader
                .in_line(field.line, text.trim().get(..written.length)?)
                .or_else(|| reader.in_line(field.line, &written.name))?;
            let words = text.trim().get(..written.length)?.to_owned();
            Some(claim(reader, text, span, &words, written))
        })
        .collect()
}

/// Whether an item stands in a list of packages.
fn is_listed(reader: &Reader<'_>, sentence: &Sentence<'_>) -> bool {
    let introduced = reader.introduction(sentence.block).map(|above| above.text.plain.to_lowercase());
    let headed = || reader.heading(sentence.section).map(|heading| heading.text.plain.to_lowercase());
    let words = introduced.or_else(headed).unwrap_or_default();
    LISTED.stand_in(&words) && !UNREAL.stand_in(&words)
}

/// "pytest 8.4.2 (test framework)".
fn of_item(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<Claim> {
    if sentence.range.start > 0 || sentence.is_struck(sentence.range.start) {
        return None;
    }
    let text = sentence.text();
    let written = item(text, false).filter(|written| written.version.is_some())?;
    let start = text.len() - text.trim_start().len();
    let range = start..start + written.length;
    let span = sentence.words.source(sentence.whole(&range));
    let words = text.get(range)?.to_owned();
    Some(claim(reader, text, span, &words, written))
}

/// "Added tenacity>=8.2.3 dependency".
fn of_sentence(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Vec<Claim> {
    let lower = sentence.lower.as_str();
    if !lower.contains(['=', '@', '~', '^', '>']) {
        return Vec::new();
    }
    let introduced =
        reader.introduction(sentence.block).is_some_and(|above| UNREAL.stand_in(&above.text.plain.to_lowercase()));
    if !SAID.stand_in(lower) || UNREAL.stand_in(lower) || introduced {
        return Vec::new();
    }
    let mut claims = Vec::new();
    for (range, written) in pinned_in(sentence.text()) {
        if !is_aside(sentence, &range) && !sentence.is_struck(range.start) {
            let span = sentence.words.source(sentence.whole(&range));
            let mut own = claim(reader, sentence.text(), span, &sentence.text()[range], written);
            if let Subject::Package { file, .. } = &mut own.subject {
                *file = spoken::manifest(sentence);
            }
            claims.push(own);
        }
    }
    claims
}

fn claim(reader: &Reader<'_>, text: &str, span: std::ops::Range<usize>, words: &str, written: Written) -> Claim {
    let subject = Subject::Package { name: written.name, version: written.version, file: None, absent: false };
    reader.claim(KIND.id, text, span, words, None, subject)
}

fn asks(claim: &Claim, _: &Facts<'_>) -> Vec<Question> {
    match &claim.subject {
        Subject::Package { name, .. } => vec![Question::Package(name.clone())],
        _ => Vec::new(),
    }
}
