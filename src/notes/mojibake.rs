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
    /// What was replaced by what, in order: bytes of the text before.
    pub edits: Vec<(Range<usize>, String)>,
}

/// Repairs a text. `None` if nothing is broken.
pub fn repair(text: &str) -> Option<Repair> {
    if text.is_ascii() {
        return None;
    }
    let runs = runs(text);
    let evidence = Evidence::of(&runs);
    // A document about damage shows it in code.
    let shown = |run: &Run| run.strong && is_in_code(text, &run.range);
    if runs.iter().any(shown) && runs.iter().all(|run| !run.strong || shown(run)) {
        return None;
    }
    let mut out = Rebuild::new(text);
    for run in &runs {
        if run.strong || evidence.speaks_for(text, run) {
            let (end, whole) = again(text, run, evidence.twice);
            lost::restore(&mut out, run.range.start, &evidence);
            out.replace(run.range.start..end, &whole);
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
        let behind_run = runs.last().is_some_and(|run: &Run| run.range.end == at);
        if !behind_run && is_other_damage(text, at) {
            at += text[at..].find(|c: char| c.is_ascii()).unwrap_or(text.len() - at);
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

/// What other code pages (IBM's 437 and 850, the Macintosh's) show the lead bytes of UTF-8 as. What stands behind one
/// may happen to decode, and would be damaged further. `Ô` is such a lead and one of ours as well, for letters that
/// almost nobody writes and for Armenian ones.
const OTHER_LEADS: &str = "ΓπΣσμ≡∩┬├╨╤Ô´‚√¬„\u{F8FF}";

fn is_other_damage(text: &str, at: usize) -> bool {
    let mut behind = text[at..].chars();
    let komi = behind.next() == Some('Ô') && behind.next().is_some_and(|c| !"±²³´µ¶·¸¹º»¼½¾¿".contains(c));
    komi || text[..at].ends_with(|c| OTHER_LEADS.contains(c))
}

/// Lines are searched for code so far before and behind a run, in bytes.
const NEAR: usize = 400;

/// Whether a run stands in a code span of its line.
fn is_in_code(text: &str, range: &Range<usize>) -> bool {
    let before = &text.as_bytes()[range.start.saturating_sub(NEAR)..range.start];
    let behind = &text.as_bytes()[range.end..text.len().min(range.end + NEAR)];
    let start = match before.iter().rposition(|b| *b == b'\n') {
        Some(at) => at + 1,
        None if before.len() == NEAR => return false,
        None => 0,
    };
    let end = behind.iter().position(|b| *b == b'\n').unwrap_or(behind.len());
    let ticks = |part: &[u8]| memchr::memchr_iter(b'`', part).count();
    ticks(&before[start..]) % 2 == 1 && ticks(&behind[..end]) > 0
}

/// The text of a run that was damaged up to three times, and where it ends. `twice` says that others of the
/// document were damaged more than once: then no debris of the first damage stays.
fn again(text: &str, run: &Run, twice: bool) -> (usize, String) {
    let mut whole = run.text.clone();
    for _ in 0..2 {
        match decoded_again(&whole, twice) {
            Some(next) => whole = next,
            None => break,
        }
    }
    let mut rest = whole.chars();
    let opened = matches!(rest.next(), Some('â' | 'ð' | 'ï')) && whole.chars().count() > 1;
    let debris = rest.all(|c| run.page.byte(c).is_some_and(|byte| (0x80..=0xBF).contains(&byte)));
    if !(twice && opened && debris) {
        return (run.range.end, whole);
    }
    // What the page leaves undefined was a control character, `Â` and one more: `Ã¢â‚¬Â` was `â€` with such a one.
    // Many programs drop the control character, or both.
    let mut end = run.range.end;
    let mut control = None;
    if let Some(behind) = text[end..].strip_prefix('Â') {
        control = behind.chars().next().filter(|c| ('\u{80}'..='\u{9F}').contains(c));
        end += 'Â'.len_utf8() + control.map_or(0, char::len_utf8);
    }
    let known = control.and_then(|control| decoded_again(&format!("{whole}{control}"), true));
    (end, known.unwrap_or_else(|| '\u{FFFD}'.to_string()))
}

/// A text that is one damaged run, repaired.
fn decoded_again(text: &str, twice: bool) -> Option<String> {
    match runs(text).as_slice() {
        [inner] if (inner.strong || twice) && inner.range == (0..text.len()) => Some(inner.text.clone()),
        _ => None,
    }
}

/// What the damage that is beyond doubt says of the rest of a document.
struct Evidence {
    page: Option<Page>,
    latin: bool,
    far: bool,
    /// Something was damaged more than once.
    twice: bool,
}

impl Evidence {
    fn of(runs: &[Run]) -> Self {
        let strong = || runs.iter().filter(|run| run.strong);
        let any = |test: fn(char) -> bool| strong().any(|run| run.text.chars().any(test));
        let page = Page::ALL.into_iter().rev().find(|page| strong().any(|run| run.page == *page));
        let twice = strong().any(|run| {
            matches!(self::runs(&run.text).as_slice(), [inner] if inner.strong && inner.range == (0..run.text.len()))
        });
        Self { page, latin: any(is_latin), far: any(is_far), twice }
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
    edits: Vec<(Range<usize>, String)>,
}

impl<'a> Rebuild<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, out: String::new(), done: 0, repaired: 0, lost: 0, last_end: usize::MAX, edits: Vec::new() }
    }

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
        self.edits.push((range, with.to_owned()));
    }

    fn finish(mut self) -> Option<Repair> {
        if self.done == 0 {
            return None;
        }
        self.out.push_str(&self.text[self.done..]);
        Some(Repair { text: self.out, repaired: self.repaired, lost: self.lost, edits: self.edits })
    }
}
