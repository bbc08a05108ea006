//! The mark of a claim: a quiet underline at its words, and behind them what the data says. The link leads to the
//! reason in the margin and works without JavaScript.

use std::fmt::Write as _;
use std::ops::Range;

use crate::model::claim::{CheckedClaim, Verdict};
use crate::site::html::{escape, escape_into};
use crate::site::views::shorten;

/// The claims of a note in the order of their places, and how far they have been written.
pub(super) struct Marks<'a> {
    claims: Vec<&'a CheckedClaim>,
    next: usize,
    open: Option<&'a CheckedClaim>,
    written: Vec<bool>,
}

impl<'a> Marks<'a> {
    /// The claims that stand in the body of a note.
    pub(super) fn new(claims: impl Iterator<Item = &'a CheckedClaim>, body: usize) -> Self {
        let mut claims: Vec<_> =
            claims.filter(|claim| claim.claim.span.start >= body && !claim.claim.span.is_empty()).collect();
        // Of claims that begin at one place the first gets the mark: the one that somebody must hear of.
        claims.sort_by_key(|claim| (claim.claim.span.start, weight(claim.judgement.verdict), claim.claim.span.end));
        let written = vec![false; claims.len()];
        Self { claims, next: 0, open: None, written }
    }

    /// Writes a piece of running text that stands at `source`, with marks where claims are. `exact`: the text is
    /// written as it reads, so that claims can be cut out of it. In a link, no mark can be a link itself.
    pub(super) fn text(&mut self, out: &mut String, text: &str, source: &Range<usize>, in_link: bool) {
        let exact = text.len() == source.len();
        let mut at = 0;
        self.close_before(out, source.start, in_link);
        while let Some(claim) = self.here(source) {
            let span = &claim.claim.span;
            let (from, to) = if exact {
                let from = span.start.max(source.start) - source.start;
                // One that stands inside another may have ended before this piece began.
                let to = span.end.min(source.end).saturating_sub(source.start);
                (floor(text, from.max(at)), floor(text, to))
            } else {
                (at, text.len())
            };
            if from >= to && exact {
                self.skip(out, source);
                continue;
            }
            escape_into(out, &text[at..from]);
            let last = span.end <= source.end || !exact;
            self.write(out, &text[from..to], claim, last, in_link);
            at = to;
            if !last {
                break;
            }
        }
        escape_into(out, &text[at..]);
    }

    /// Whether a claim lies in `source`: code is marked as a whole.
    pub(super) fn code(&mut self, out: &mut String, code: &str, source: &Range<usize>, in_link: bool) -> bool {
        self.close_before(out, source.start, in_link);
        let Some(claim) = self.here(source) else { return false };
        let last = claim.claim.span.end <= source.end;
        let class = claim.judgement.verdict.id();
        self.begin(out, claim, class, in_link);
        out.push_str("<code>");
        escape_into(out, code);
        out.push_str("</code>");
        self.end(out, claim, last, in_link);
        while last && self.here(source).is_some() {
            self.skip(out, source);
        }
        true
    }

    /// Writes what is left of a claim whose words ended where no text was: at the end of a block.
    pub(super) fn close(&mut self, out: &mut String, in_link: bool) {
        if let Some(claim) = self.open.take() {
            self.begin(out, claim, claim.judgement.verdict.id(), in_link);
            self.end(out, claim, true, in_link);
        }
    }

    /// Anchors of claims that found no words, so that links to them lead to the note at least.
    pub(super) fn finish(mut self, out: &mut String) {
        self.close(out, false);
        for (claim, written) in self.claims.iter().zip(&self.written) {
            if !written {
                let _ = write!(out, "<span id=\"{}\"></span>", claim.id);
            }
        }
    }

    fn close_before(&mut self, out: &mut String, start: usize, in_link: bool) {
        if self.open.is_some_and(|claim| claim.claim.span.end <= start) {
            self.close(out, in_link);
        }
        while self.open.is_none() && self.claims.get(self.next).is_some_and(|claim| claim.claim.span.end <= start) {
            self.next += 1;
        }
    }

    /// The claim that is open or begins in `source`.
    fn here(&self, source: &Range<usize>) -> Option<&'a CheckedClaim> {
        self.open.or_else(|| self.claims.get(self.next).copied().filter(|claim| claim.claim.span.start < source.end))
    }

    /// A claim whose words are marked by another one: only its anchor is written.
    fn skip(&mut self, out: &mut String, source: &Range<usize>) {
        if let Some(claim) = self.claims.get(self.next).filter(|claim| claim.claim.span.start < source.end) {
            let _ = write!(out, "<span id=\"{}\"></span>", claim.id);
            self.written[self.next] = true;
        }
        self.open = None;
        self.next += 1;
    }

    fn write(&mut self, out: &mut String, words: &str, claim: &'a CheckedClaim, last: bool, in_link: bool) {
        self.begin(out, claim, claim.judgement.verdict.id(), in_link);
        // The last word and the sign behind it stay on one line.
        let cut = if last { words.rfind(' ').map_or(0, |at| at + 1) } else { words.len() };
        escape_into(out, &words[..cut]);
        let together = last && words.len() - cut <= 32;
        if together {
            out.push_str("<span class=\"nb\">");
        }
        escape_into(out, &words[cut..]);
        if last {
            sign(out, claim);
        }
        if together {
            out.push_str("</span>");
        }
        out.push_str(if in_link { "</span>" } else { "</a>" });
        self.advance(claim, last);
    }

    fn begin(&mut self, out: &mut String, claim: &CheckedClaim, class: &str, in_link: bool) {
        let id = &claim.id;
        let first = !self.written.get(self.next).copied().unwrap_or(true);
        if in_link {
            let _ = write!(out, "<span class=\"cl {class}\"");
        } else {
            let _ = write!(out, "<a class=\"cl {class}\" href=\"#w-{id}\"");
        }
        if first {
            let _ = write!(out, " id=\"{id}\"");
        }
        out.push('>');
        if let Some(written) = self.written.get_mut(self.next) {
            *written = true;
        }
    }

    fn end(&mut self, out: &mut String, claim: &'a CheckedClaim, last: bool, in_link: bool) {
        if last {
            sign(out, claim);
        }
        out.push_str(if in_link { "</span>" } else { "</a>" });
        self.advance(claim, last);
    }

    fn advance(&mut self, claim: &'a CheckedClaim, last: bool) {
        if last {
            self.open = None;
            self.next += 1;
        } else {
            self.open = Some(claim);
        }
    }
}

/// How much somebody must hear of a verdict; the least comes first.
fn weight(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Contradicted => 0,
        Verdict::Outdated => 1,
        Verdict::Confirmed => 2,
        Verdict::Unverified => 3,
    }
}

/// The shape of the verdict, its word for those who don't see it, and what was measured where it differs.
fn sign(out: &mut String, claim: &CheckedClaim) {
    let verdict = claim.judgement.verdict;
    let measured = claim.judgement.measured.as_deref().map(|measured| shorten(measured, 24)).unwrap_or_default();
    let (spoken, shown) = match verdict {
        Verdict::Contradicted if !measured.is_empty() => ("contradicted: measured ", measured),
        Verdict::Outdated if !measured.is_empty() => {
            ("outdated: ", format!("now {measured}").replace("now now", "now").replace("now gone", "gone"))
        }
        other => (other.id(), String::new()),
    };
    let _ =
        write!(out, "<span class=\"v {}\"><span class=\"vh\"> {spoken}</span>{}</span>", verdict.id(), escape(&shown));
}

/// The nearest boundary of a character at or before a byte.
fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
