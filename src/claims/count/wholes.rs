//! "Both key links", "all 9 requirements", "(6 requirements)" in a heading, "all 8 plans …:" over a list: a number of all
//! there are of something, beside the rows or items themselves.

use std::sync::OnceLock;

use regex::Regex;

use crate::claims::aside::{is_aside, is_in_code};
use crate::claims::count::KIND;
use crate::claims::count::evidence::is_named;
use crate::claims::passages::{COLUMNS, Reader, Sentence};
use crate::claims::sections::{Judged, singular};
use crate::claims::stance::Stance;
use crate::claims::words::Words;
use crate::model::claim::{Claim, Elsewhere, Subject};
use crate::model::document::{BlockKind, Table};
use crate::model::value::Quantity;
use crate::notes::table::View;

/// What is never counted here: tests belong to another kind; files are left out or put together in lists.
static OTHERS: Words = Words::new(
    "tests|files|cases|lines|functions|branches|methods|commits|sides|modes|others|times|days|hours|minutes|ways|directions|\
     platforms|environments|packages|versions|sets|pages|assertions|approaches|options|pass|ones|this|its|is|was|has",
);

/// Words before such a number that make it a wish or an order.
static WISHED: Words = Words::new(
    "must|should|when|if|once|only|until|ensure|verify|test|run|check|require|requires|need|needs|deploy|make sure|confirm|\
     record|fix|add|before|after|to",
);

/// Words that say of a list under a heading of goals that they were reached.
static REACHED: Words =
    Words::new("met|provided|achieved|reached|delivered|satisfied|verified|completed|fulfilled|implemented|erfüllt");

/// Whether a sentence says nothing but that all of them are closed: "All three key links are wired."
fn says_done(lower: &str) -> bool {
    static DONE: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = DONE.get_or_init(|| {
        Regex::new(r"^\W*(?:both|all \w+) (?:of )?(?:the )?(?:[a-z-]+ ){1,3}are (?:wired|verified|connected|satisfied|met|complete|closed)\.?\W*$").ok()
    });
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(lower)) && !lower.contains('?')
}

/// Words between number and noun that name all there are of something, and not some.
const KINDS: [&str; 5] = ["", "key", "observable", "must-have", "success"];

/// All such statements.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let told = |sentence: &&Sentence<'_>| sentence.stance == Stance::Fact || is_reached(sentence);
    reader.sentences().iter().filter(told).filter_map(|sentence| of_sentence(reader, sentence)).collect()
}

/// "All 6 criteria met:" over a list, also under a heading of goals.
fn is_reached(sentence: &Sentence<'_>) -> bool {
    let lower = sentence.lower.trim_end();
    sentence.stance == Stance::Planned && lower.ends_with(':') && REACHED.stand_in(lower)
}

fn of_sentence(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<Claim> {
    static SAID: OnceLock<Option<Regex>> = OnceLock::new();
    static HEADED: OnceLock<Option<Regex>> = OnceLock::new();
    let lower = sentence.lower.as_str();
    let heading = matches!(reader.note.document.blocks[sentence.block].kind, BlockKind::Heading(_));
    let found = if heading {
        let headed = HEADED.get_or_init(|| Regex::new(r"\((?P<n>\d{1,4}) (?P<noun>[a-z][a-z-]+s|criteria)\)\s*$").ok());
        headed.as_ref()?.captures(lower)?
    } else {
        if !lower.contains("both ") && !lower.contains("all ") {
            return None;
        }
        let said = SAID.get_or_init(|| {
            Regex::new(
                r"\b(?:(?P<both>both)|all (?P<n>two|three|four|five|six|seven|eight|nine|ten|\d{1,4})) (?:of )?(?:the )?(?P<kind>success |[a-z][a-z-]*[a-rt-z] )?(?P<noun>[a-z][a-z-]+s|criteria)\b",
            )
            .ok()
        });
        said.as_ref()?.captures(lower)?
    };
    let noun = found.name("noun")?.as_str();
    let range = found.get(0)?.range();
    // "Status" and "process" are one thing, and no number of them.
    if OTHERS.has(noun)
        || singular(noun) == noun
        || (!heading && WISHED.stand_in(&lower[..range.start]))
        || is_aside(sentence, &range)
        || is_in_code(sentence.words, &sentence.whole(&range))
    {
        return None;
    }
    let count = match found.name("n") {
        None => 2,
        Some(number) => number_of(number.as_str())?,
    };
    let kind = found.name("kind").map_or("", |kind| kind.as_str().trim());
    // "All 4 remaining tasks" are not the rows of a table of tasks; "all 4 key pairs" are those of one of key pairs.
    let called = || {
        let name = format!("{kind} {}", singular(noun));
        let mut tables = reader.note.document.tables.iter().filter(|table| table.section == sentence.section);
        tables.any(|table| table.header.first().is_some_and(|cell| cell.plain.trim().to_lowercase().starts_with(&name)))
    };
    let of_table = sentence.stance == Stance::Fact && (KINDS.contains(&kind) || called());
    let elsewhere = items(reader, sentence, &range, count)
        .or_else(|| rows(reader, sentence, (kind, noun), count).filter(|_| of_table))?;
    let range = found.name("n").or_else(|| found.name("both"))?.start()..range.end;
    let range = if heading { range.start..range.end - 1 } else { range };
    let span = sentence.words.source(sentence.whole(&range));
    let subject = Subject::Said { about: noun.to_owned(), elsewhere: Some(elsewhere) };
    let written = sentence.text().get(range)?;
    Some(reader.claim(KIND.id, sentence.text(), span, written, Some(Quantity::count(count)), subject))
}

fn number_of(word: &str) -> Option<u64> {
    const NAMES: [&str; 9] = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    word.parse().ok().or_else(|| Some(u64::try_from(NAMES.iter().position(|name| *name == word)?).ok()? + 2))
}

/// The rows of the one table of this section that is about the noun, or under a heading that names it with its kind.
fn rows(reader: &Reader<'_>, sentence: &Sentence<'_>, (kind, noun): (&str, &str), count: u64) -> Option<Elsewhere> {
    let named = format!("{kind} {}", singular(noun));
    let about = |table: &&Table| {
        if table.section != sentence.section || table.header.len() > COLUMNS {
            return false;
        }
        let view = View::new(table);
        let column = view.names.iter().take(2).any(|name| is_named(name, noun));
        let headed =
            || reader.heading(table.section).is_some_and(|heading| heading.text.plain.to_lowercase().contains(&named));
        column || (!kind.is_empty() && headed())
    };
    let mut tables = reader.note.document.tables.iter().filter(about);
    let table = tables.next().filter(|_| tables.next().is_none())?;
    let rows = u64::try_from(View::new(table).rows().count()).ok()?;
    let line = reader.line(table.span.start);
    // "All three key links are wired" over a row that is not.
    let judged = Judged::new(table).filter(|_| says_done(&sentence.lower)).filter(|judged| !judged.has_changes());
    let states = judged.map(|judged| judged.tally());
    if let Some(tally) = states.filter(|tally| rows == count && tally.unknown == 0 && tally.closed < rows) {
        let measured = format!("{} of {rows}", tally.closed);
        let reason = format!("{measured} rows of the table in line {line} are closed");
        return Some(Elsewhere { agrees: Some(false), measured, place: format!("the table in line {line}"), reason });
    }
    let reason = format!("the table in line {line} has {rows} rows");
    Some(Elsewhere {
        agrees: (rows > 0).then_some(rows == count),
        measured: rows.to_string(),
        place: format!("the table in line {line}"),
        reason,
    })
}

/// The items of the list that the sentence introduces. A list may leave some out: it confirms only.
fn items(
    reader: &Reader<'_>,
    sentence: &Sentence<'_>,
    range: &std::ops::Range<usize>,
    count: u64,
) -> Option<Elsewhere> {
    if !sentence.text().trim_end().ends_with(':') || sentence.lower[range.end..].len() > 80 {
        return None;
    }
    let blocks = &reader.note.document.blocks;
    let mut items = blocks[sentence.block + 1..]
        .iter()
        .map_while(|block| match block.kind {
            BlockKind::Item { depth, .. } => Some(depth),
            _ => None,
        })
        .peekable();
    let depth = *items.peek()?;
    let number =
        u64::try_from(items.take_while(|other| *other >= depth).filter(|other| *other == depth).count()).ok()?;
    let reason = format!("the list below has {number} items");
    let agrees = (number == count).then_some(true);
    Some(Elsewhere { agrees, measured: number.to_string(), place: "the list below".into(), reason })
}
