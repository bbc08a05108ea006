//! Text damaged by a wrong decoding, repaired: UTF-8 that was read as Windows-1252, 1254, 1250 or Latin-1 and saved
//! again (`âœ…` for a tick).
//!
//! A run is repaired only where all of it decodes to valid UTF-8 and no person would have written it as it stands;
//! sound text beside it stays. A run that a person may have written is repaired only where others in the same document
//! are damaged in the same way. Where bytes were lost, the part `lost` decides. A repair never changes the number of a line.

mod lost;
mod pages;
mod sound;

use std::ops::Range;

use pages::Page;

/// A repaired text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// The text.
    pub text: String,
    /// Damaged places that were repaired.
    pub repaired: u32,
    /// Characters that had lost bytes and could not be restored: each is a U+FFFD in the text.
    pub lost: u32,
}

/// Repairs a text. `None` if nothing is broken.
pub fn repair(text: &str) -> Option<Repair> {
    if text.is_ascii() {
        return None;
    }
    let runs = runs(text);
    let evidence = Evidence::of(&runs);
    let mut out = Rebuild { text, out: String::new(), done: 0, repaired: 0, lost: 0, last_end: usize::MAX };
    for run in &runs {
        if run.strong || evidence.speaks_for(text, run) {
            lost::restore(&mut out, run.range.start, &evidence);
            out.replace(run.range.clone(), &again(&run.text));
        }
    }
    lost::restore(&mut out, text.len(), &evidence);
    out.finish()
}

/// A run of characters that decodes to valid UTF-8 throughout.
struct Run {
    range: Range<usize>,
    text: String,
    page: Page,
    /// Nobody would have written it as it stands.
    strong: bool,
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(skip) = text.as_bytes()[at..].iter().position(|byte| *byte >= 0x80) {
        at += skip;
        let first = text[at..].chars().next().unwrap_or('\u{80}');
        // Every lead byte is shown as a letter below U+0180.
        if first >= '\u{180}' || !(first.is_alphabetic() || first == '×') {
            at += first.len_utf8();
            continue;
        }
        let longest = Page::ALL
            .into_iter()
            .filter_map(|page| decode(text, at, page).map(|(end, decoded)| (end, decoded, page)))
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        if let Some((end, decoded, page)) = longest {
            let drawing = decoded.chars().count() > 2 && !decoded.contains(char::is_alphabetic);
            let emoji = decoded.contains(|c| ('\u{1F000}'..='\u{1FFFF}').contains(&c));
            let strong = drawing || emoji || !sound::may_be_written(text, &(at..end));
            runs.push(Run { range: at..end, text: decoded, page, strong });
            at = end;
        } else {
            at += first.len_utf8();
        }
    }
    runs
}

/// The longest run of whole UTF-8 sequences that begins at a byte of the text, as `page` shows them.
fn decode(text: &str, start: usize, page: Page) -> Option<(usize, String)> {
    let mut decoded = String::new();
    let mut end = start;
    while let Some((c, length)) = sequence(&text[end..], page) {
        decoded.push(c);
        end += length;
    }
    (!decoded.is_empty()).then_some((end, decoded))
}

fn sequence(text: &str, page: Page) -> Option<(char, usize)> {
    let mut chars = text.char_indices();
    let (_, first) = chars.next()?;
    let mut bytes = [0; 4];
    bytes[0] = page.byte(first)?;
    let length = pages::sequence_length(bytes[0])?;
    for byte in &mut bytes[1..length] {
        *byte = page.byte(chars.next()?.1).filter(|byte| (0x80..=0xBF).contains(byte))?;
    }
    let end = chars.next().map_or(text.len(), |(at, _)| at);
    Some((pages::character(&bytes[..length])?, end))
}

/// Text that was damaged twice is repaired twice.
fn again(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..2 {
        match runs(&text).as_slice() {
            [run] if run.strong && run.range == (0..text.len()) => text.clone_from(&run.text),
            _ => break,
        }
    }
    text
}

/// What the damage that is beyond doubt says of the rest of a document.
struct Evidence {
    page: Option<Page>,
    latin: bool,
    far: bool,
}

impl Evidence {
    fn of(runs: &[Run]) -> Self {
        let strong = || runs.iter().filter(|run| run.strong);
        let any = |test: fn(char) -> bool| strong().any(|run| run.text.chars().any(test));
        let page = Page::ALL.into_iter().rev().find(|page| strong().any(|run| run.page == *page));
        Self { page, latin: any(is_latin), far: any(is_far) }
    }

    /// Whether a run that may have been written is damaged like others in this document, and reads well when repaired.
    fn speaks_for(&self, text: &str, run: &Run) -> bool {
        if self.page.is_none() {
            return false;
        }
        let before: String = text[..run.range.start].chars().rev().take_while(|c| c.is_alphabetic()).take(24).collect();
        let after = text[run.range.end..].chars().take_while(|c| c.is_alphabetic()).take(24);
        let word: Vec<char> = before.chars().rev().chain(run.text.chars()).chain(after).collect();
        // None of these letters is a word by itself.
        let alone = before.is_empty() && text[run.range.clone()].starts_with(['Ã', 'Â', 'Ă', 'â']);
        alone
            || (run
                .text
                .chars()
                .all(|c| if is_latin(c) { self.latin } else { is_far(c) && self.far && before.is_empty() })
                && word.split(|c| !c.is_alphabetic()).all(sound::case_is_regular))
    }
}

fn is_latin(c: char) -> bool {
    c < '\u{250}' && c.is_alphabetic()
}

/// Letters of scripts that no code page here holds.
fn is_far(c: char) -> bool {
    c >= '\u{370}' && c.is_alphabetic()
}

/// The text as it is put together again.
struct Rebuild<'a> {
    text: &'a str,
    out: String,
    done: usize,
    repaired: u32,
    lost: u32,
    last_end: usize,
}

impl Rebuild<'_> {
    /// Replaces a range behind all that was replaced before. Adjoining ranges are one place.
    fn replace(&mut self, range: Range<usize>, with: &str) {
        self.out.push_str(&self.text[self.done..range.start]);
        self.out.push_str(with);
        let lost = with.matches('\u{FFFD}').count();
        self.lost = self.lost.saturating_add(u32::try_from(lost).unwrap_or(u32::MAX));
        let restored = with.chars().count() > lost;
        if restored && self.last_end != range.start {
            self.repaired = self.repaired.saturating_add(1);
        }
        self.last_end = if restored { range.end } else { self.last_end };
        self.done = range.end;
    }

    fn finish(mut self) -> Option<Repair> {
        if self.done == 0 {
            return None;
        }
        self.out.push_str(&self.text[self.done..]);
        Some(Repair { text: self.out, repaired: self.repaired, lost: self.lost })
    }
}
