//! Words that take a number out of here and now: another time, another project, somebody else's words, code, a
//! condition. History, other projects and quotations are no claims. What speaks of a version or under a condition is
//! one that today's evidence may confirm, and can't contradict; what bears its own day speaks for that day.

use std::ops::Range;
use std::sync::OnceLock;

use jiff::civil::Date;
use regex::Regex;

use super::attributed;
use super::coverage::words::clause;
use super::passages::{Reader, Sentence};
use super::words::Words;
use crate::model::claim::Claim;
use crate::model::document::{BlockKind, Inline};
use crate::notes::dates;

/// Words that open a sentence of what was so.
static OPENING: Words = Words::new(
    "before|yesterday|previously|earlier|formerly|initially|originally|at first|back in|back then|in the beginning|\
     at the beginning|at the start|when i|when we|when the project|last week|last month|last year|last sprint|gestern|\
     damals|anfangs|früher|am anfang",
);

/// Words before a number that make it one of the past, wherever they stand in the sentence.
static PAST: Words = Words::new(
    "yesterday|last week|last month|last year|last sprint|last quarter|back then|at the time|first run|initial run|\
     first attempt|started with|started at|started from|starting with|starting from|began with|began at|used to have|\
     days ago|weeks ago|months ago|years ago|a year ago|a month ago|a week ago|a day ago|in those days|damals|anfangs",
);

/// Words behind a number that make it one of the past.
static PAST_BEHIND: Words = Words::new(
    "first run|initial run|first attempt|at first|at the time|back then|yesterday|last week|last month|last year|\
     last sprint|last quarter|days ago|weeks ago|months ago|years ago|a year ago|a month ago|a week ago|before the fix|\
     before that|before this|before the change|in the beginning|at the start",
);

/// Words behind which a sentence speaks of the present again.
static NOW: Words = Words::new(
    "now|today|currently|current|meanwhile|since then|at present|at the moment|these days|jetzt|heute|aktuell|inzwischen",
);

/// Verbs by which a clause says what is so.
static PRESENT: Words = Words::new("is|are|has|have|stands|remains|we're|it's|ist|sind|hat");

/// Words of one who speaks of the own project.
static OWN: Words = Words::new("we|our|ours|this project|this repository|here|wir|unser|unsere");

/// Words that put a number under a condition, where they open its sentence.
static CONDITION: Words = Words::new(
    "with only|with just|only with|without|excluding|except|ignoring|leaving out|counting only|if|when|unless|\
     on windows|on macos|on linux|under|nur mit|ohne",
);

/// Words that do so in the number's own clause.
static NARROWED: Words = Words::new(
    "with only|only with|excluding|excl|except|not counting|leaving out|counting only|unit tests only|\
     only unit tests|without slow|without the|ohne die",
);

/// Words before a number that leave something out of what it counts.
static LEFT_OUT: Words = Words::new(
    "left out|excluded|switched off|turned off|deselected|filtered out|set aside|weggelassen|excluidos|excluidas",
);

/// Words of a sentence that compares a branch with what there is.
static BRANCH: Words = Words::new(
    "on this branch|on the branch|on that branch|feature branch|compared with main|compared to main|compared with master|vs main|vs. main|\
     vs master|against main|against master|versus main|than main|than master|in this pr|this pull request",
);

/// Words beside a day that is no day of a statement.
static DEADLINE: Words = Words::new("by|until|due|deadline|since|seit|bis|target");

/// Whether a number of a sentence says nothing of this project as it is at the time of the note.
pub(crate) fn is_aside(sentence: &Sentence<'_>, number: &Range<usize>) -> bool {
    let lower = sentence.lower.as_str();
    is_said_aside(lower, number)
        || (is_history(lower, number) && dates::find(lower).is_none())
        || is_quoted(sentence, number)
        || attributed::is_of_others(lower, number)
        || is_mentioned(sentence.words, sentence.range.start + number.start)
}

/// Whether words at a byte are mentioned and not said: one of several phrases in italics, as documents put the words that
/// they speak of.
pub(crate) fn is_mentioned(words: &Inline, at: usize) -> bool {
    let mut phrases = 0;
    let mut own = false;
    let mut run: Option<Range<usize>> = None;
    let mut close = |run: &Range<usize>| {
        if words.plain[run.clone()].split_whitespace().count() >= 2 {
            phrases += 1;
            own |= run.contains(&at);
        }
    };
    for piece in &words.pieces {
        let slanted = piece.style.emphasis && !piece.style.strong;
        match (&mut run, slanted) {
            (Some(run), true) if run.end == piece.plain.start => run.end = piece.plain.end,
            (Some(open), _) => {
                close(open);
                run = slanted.then(|| piece.plain.clone());
            }
            (None, true) => run = Some(piece.plain.clone()),
            (None, false) => {}
        }
    }
    if let Some(open) = &run {
        close(open);
    }
    own && phrases > 1
}

/// Whether the words around a number are those about another project.
pub(crate) fn is_said_aside(lower: &str, number: &Range<usize>) -> bool {
    let before = &lower[..number.start];
    let about = |pattern: &'static Lazy| pattern.get().and_then(|regex| regex.find_iter(before).last());
    let others = about(&OTHERS).is_some_and(|found| {
        let since = &before[found.end()..];
        !since.contains(';') && !OWN.stand_in(since) && !NOW.stand_in(since)
    });
    let behind = lower[number.end..].split(';').next().unwrap_or_default();
    let named_behind = OTHERS.get().and_then(|regex| regex.find(behind)).is_some_and(|found| {
        // "22 % (other repository)", "312 tests in the sister project".
        behind[..found.start()].split_whitespace().count() <= 6 && !behind[..found.start()].contains([',', '.'])
    });
    let compared = about(&COMPARED).is_some_and(|found| is_open(&before[found.end()..]));
    others || named_behind || compared
}

/// Whether a phrase has not ended yet: no comma, and nothing that says who is meant, outside of brackets.
fn is_open(since: &str) -> bool {
    let mut depth = 0_u32;
    for c in since.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' | ';' | ':' if depth == 0 => return false,
            _ => {}
        }
    }
    !OWN.stand_in(since)
}

/// Whether a sentence speaks of what was so before.
fn is_history(lower: &str, number: &Range<usize>) -> bool {
    let part = clause(lower, number);
    if PRESENT.stand_in(&lower[part.start..number.start]) || NOW.stand_in(&lower[part]) {
        return false;
    }
    let before = &lower[..number.start];
    let from = before.rfind(';').map_or(0, |at| at + 1);
    let from = NOW.places(before).last().map_or(from, |now| from.max(now.end));
    let said = &before[from..];
    let opens = from == 0 && opens_with(lower, &OPENING);
    if opens || PAST.stand_in(said) || MONTH.is_in(said) {
        return true;
    }
    let behind = &lower[number.end..];
    let end = NOW.places(behind).next().map_or(behind.len(), |now| now.start);
    let end = behind.find([';', ',']).map_or(end, |at| at.min(end));
    PAST_BEHIND.stand_in(&behind[..end]) || MONTH.is_in(&behind[..end])
}

fn opens_with(lower: &str, words: &'static Words) -> bool {
    let opening = lower.trim_start_matches(|c: char| !c.is_alphabetic());
    words.places(opening).next().is_some_and(|first| first.start == 0)
}

/// Blocks of running text that are longer than this, in bytes, are not searched for quotation marks.
const QUOTED_IN: usize = 4_000;

/// Whether a number stands in somebody else's words: at least two of them between quotation marks.
fn is_quoted(sentence: &Sentence<'_>, number: &Range<usize>) -> bool {
    let plain = sentence.words.plain.as_str();
    let (text, at) = if plain.len() <= QUOTED_IN {
        (plain, sentence.range.start + number.start)
    } else {
        (sentence.text(), number.start)
    };
    let mut open: Option<(usize, char)> = None;
    let mut last = ' ';
    for (place, c) in text.char_indices() {
        match open {
            None if place >= at => return false,
            None => {
                let closing = match c {
                    '"' if last.is_whitespace() || "([—–>".contains(last) => Some('"'),
                    '“' => Some('”'),
                    '„' => Some('“'),
                    '«' => Some('»'),
                    '»' => Some('«'),
                    _ => None,
                };
                open = closing.map(|closing| (place + c.len_utf8(), closing));
            }
            Some((start, closing)) if c == closing => {
                if start <= at && at < place {
                    return text[start..place].split_whitespace().count() >= 2;
                }
                open = None;
            }
            Some(_) => {}
        }
        last = c;
    }
    false
}

/// Whether a number stands in code together with the words that would make it a statement.
pub(crate) fn is_in_code(words: &Inline, number: &Range<usize>) -> bool {
    words.pieces_in(number).any(|piece| {
        let (start, end) = (piece.plain.start, piece.plain.end);
        let (before, behind) = (start..number.start.clamp(start, end), number.end.clamp(start, end)..end);
        let says = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count() > 1;
        piece.style.code && (says(&words.plain[before]) || says(&words.plain[behind]))
    })
}

/// Gives a claim of a sentence the day that its own words, its item or its heading name, or says why today's evidence
/// can't contradict it.
pub(crate) fn place_in_time(reader: &Reader<'_>, sentence: &Sentence<'_>, number: &Range<usize>, claim: &mut Claim) {
    let lower = sentence.lower.as_str();
    if let Some(day) = day(lower) {
        claim.as_of = Some(day);
        return;
    }
    let mut of_version = version(lower);
    let block = &reader.note.document.blocks[sentence.block];
    if of_version.is_none() && matches!(block.kind, BlockKind::Item { .. }) {
        let first = reader.sentences_of(sentence.block).first().map(|first| first.lower.as_str()).unwrap_or_default();
        if let Some(day) = day(first) {
            claim.as_of = Some(day);
            return;
        }
        of_version = version(first);
        // "Gates of 2026-07-17:" over a list.
        let introduced = reader.introduction(sentence.block).map(|above| above.text.plain.to_ascii_lowercase());
        if let Some(day) = introduced.as_deref().and_then(day) {
            claim.as_of = Some(day);
            return;
        }
    }
    if of_version.is_none() {
        let mut above = reader.heading(reader.heading_above(sentence));
        while let Some(heading) = above.filter(|heading| heading.parent.is_some() || heading.level > 1) {
            let words = heading.text.plain.to_ascii_lowercase();
            if let Some(day) = day(&words) {
                claim.as_of = Some(day);
                return;
            }
            of_version =
                of_version.or_else(|| version(&words)).or_else(|| is_of_changes(&words).then(|| CHANGE.to_owned()));
            above = reader.heading(heading.parent);
        }
    }
    let of_branch = || BRANCH.stand_in(lower).then(|| "it speaks of a branch".to_owned());
    let of_run = || RUN.get().and_then(|regex| regex.find(lower)).map(|_| "it speaks of one run".to_owned());
    let narrowed = || {
        let part = clause(lower, number);
        opens_with(lower, &CONDITION) || NARROWED.stand_in(&lower[part]) || LEFT_OUT.stand_in(&lower[..number.start])
    };
    claim.doubt = match of_version {
        Some(version) => Some(format!("it speaks of {version}")),
        None => narrowed().then(|| "it holds under a condition".to_owned()).or_else(of_run).or_else(of_branch),
    };
}

/// The day that a text bears, unless it is one by which something is wanted.
pub(crate) fn day(lower: &str) -> Option<Date> {
    let digits = lower.bytes().filter(u8::is_ascii_digit).count() >= 5;
    if digits && !DEADLINE.stand_in(lower) { dates::find(lower) } else { None }
}

/// What stands under "Changed" and its like.
pub(crate) const CHANGE: &str = "a change";

/// Whether a heading is one of a changelog: what stands under it was so when it was written.
pub(crate) fn is_of_changes(heading: &str) -> bool {
    let bare = heading.trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
    matches!(bare.as_str(), "unreleased" | "added" | "changed" | "improved" | "fixed" | "removed" | "deprecated")
}

fn version(lower: &str) -> Option<String> {
    VERSION.get()?.captures(lower).map(|found| format!("version {}", &found[1]))
}

/// A pattern that is made when it is first asked for.
struct Lazy {
    pattern: &'static str,
    made: OnceLock<Option<Regex>>,
}

impl Lazy {
    const fn new(pattern: &'static str) -> Self {
        Self { pattern, made: OnceLock::new() }
    }

    fn get(&self) -> Option<&Regex> {
        self.made.get_or_init(|| Regex::new(self.pattern).ok()).as_ref()
    }

    fn is_in(&self, text: &str) -> bool {
        self.get().is_some_and(|regex| regex.is_match(text))
    }
}

/// A month or year in which something was so.
static MONTH: Lazy = Lazy::new(
    r"\b(?:in|back in|during|im|en) (?:the )?(?:early |mid |mid-|late |end of )?(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|spring|summer|autumn|fall|winter|januar|februar|märz|mai|juni|juli|oktober|dezember|q[1-4]|(?:19|20)\d\d)\b",
);

static VERSION: Lazy = Lazy::new(r"(?:^|[^\w./-])(?:v|version |release )(\d+(?:\.\d+)*)(?:[^\w/-]|$)");

/// A run of a pipeline by its number: "job 101623789186".
static RUN: Lazy = Lazy::new(r"\b(?:job|run|build|pipeline|workflow)(?: run)? [#`(]*\d{5,}");

/// Projects that are not this one.
static OTHERS: Lazy = Lazy::new(
    r"\b(?:(?:sister|other|another|different|neighbouring|neighboring|parent|upstream|external|third-party|third party|competing|unrelated|separate)(?: \w+)? (?:project|repository|repo|codebase|product|company|team|library|sdk|vendor|organisation|organization)s?|(?:vendor|supplier|competitor|contractor|partner|customer|upstream)(?:s'|s’|'s|’s)|industry|competitors?)\b",
);

static COMPARED: Lazy = Lazy::new(
    r"\b(?:compared (?:with|to)|in comparison (?:with|to)|unlike|versus|relative to|im vergleich (?:mit|zu))\b",
);
