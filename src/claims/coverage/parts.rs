//! Percentages of parts that need no word for coverage, since what stands before them has it: "Coverage is at 55 %. Billing is
//! the weakest at 53 %, followed by carriers (64 %)", "Web is at 47 %, booking at 81 %" under a heading of coverage.

use super::subject::{is_general, is_whole, name};
use super::table::title_speaks;
use super::words::{clause, metric, speaks_of_coverage};
use crate::claims::passages::{Reader, Sentence};
use crate::claims::path_tokens;
use crate::claims::words::Words;
use crate::model::claim::Subject;
use crate::model::document::BlockKind;
use crate::model::note::NoteKind;
use crate::notes::numbers::Found;

/// Words of sentences whose percentages are shares of something else.
static OTHERS: Words = Words::new(
    "rate|rates|accuracy|uptime|availability|progress|complete|completed|completion|done|budget|memory|cpu|pass|passes|passing|passed|\
     success|faster|slower|latency|traffic|users|velocity|time|load|satisfaction|growth|cost|costs|mutation|mutants|lighthouse|\
     performance|accessibility|confidence|probability|readiness|adoption|score|scores|cache|disk|customers|clients|recommends|suggests|requires|demands|asks|requests|responses|quota|effort",
);

/// Verbs and signs between a part and its percentage, the longer ones first.
const BETWEEN: [&str; 44] = [
    "with",
    "reaches only",
    "reach only",
    "reached only",
    "reaches",
    "reached",
    "reach",
    "comes in at",
    "trails at",
    "lags at",
    "lags with",
    "kommt auf",
    "erreicht",
    "haalt",
    "atteint",
    "is now at",
    "are now at",
    "stands at",
    "stand at",
    "sits at",
    "sit at",
    "remains at",
    "comes to",
    "is at",
    "are at",
    "now at",
    "is only at",
    "only at",
    "has only",
    "has",
    "have",
    "at",
    "liegt bei",
    "liegen bei",
    "steht bei",
    "hat",
    "bei",
    "est à",
    "sont à",
    "à",
    "está al",
    "está en",
    "al",
    "is",
];

/// Words that end the name of a part.
static ENDS: Words = Words::new(
    "as|by|got|went|is|are|was|were|has|have|had|stands|stand|sits|sit|comes|come|remains|remain|looks|look|less|more|being|with|only|ist|sind|liegt|liegen|est|\
     sont|está|están|es|son|in|at|now|still",
);

/// Words before the name of a part that are none of it.
static BEFORE: Words = Words::new(
    "the|our|a|an|and|or|but|while|whereas|followed|by|then|der|die|das|und|le|la|les|et|el|los|las|y|only|with|also|both|of|for",
);

/// What a percentage without a word for coverage is of, where the words before it make it one of coverage.
pub(super) fn named(reader: &Reader<'_>, sentence: &Sentence<'_>, found: &Found) -> Option<Subject> {
    let (text, lower) = (sentence.text(), sentence.lower.as_str());
    let before = text[..found.range.start].trim_end_matches(['~', '≈', '*', '`', ' ']);
    let behind = lower[found.range.end..].trim_start_matches(['*', '`', ' ']);
    // "53 % of the requests".
    if behind.starts_with("of ") {
        return None;
    }
    let several = sentence.numbers.iter().filter(|number| number.is_percentage()).count() > 1;
    let whole =
        ["overall", "in total", "insgesamt", "au total", "en total"].iter().any(|word| behind.starts_with(word));
    let part = if whole && several { None } else { Some(part(before, several)?) };
    if OTHERS.stand_in(lower) || !is_about_coverage(reader, sentence) {
        return None;
    }
    // "Branches: 66 % overall, 74 % for the backend" counts branches throughout.
    let label = lower.split(':').next().filter(|label| label.len() < lower.len()).and_then(metric);
    let metric = metric(&lower[clause(lower, &found.range)]).or(label);
    let Some(part) = part.filter(|part| !is_whole(&part.to_lowercase())) else {
        return Some(Subject::Total { metric });
    };
    (!is_general(&part)).then_some(Subject::Part { name: part, metric })
}

/// The name before a percentage: "Web is at", "followed by carriers (", "backend" in a list of several.
fn part(before: &str, several: bool) -> Option<String> {
    let lower = before.to_ascii_lowercase();
    let bracket = lower.strip_suffix('(');
    let said = || BETWEEN.iter().find_map(|words| lower.strip_suffix(words).filter(|head| head.ends_with(' ')));
    // "Whole repository: 51 %".
    let labelled = || lower.strip_suffix(':').filter(|label| is_whole(label) && label.split_whitespace().count() <= 4);
    let told = bracket.or_else(said).or_else(labelled);
    let (bracket, bare) = (bracket.is_some(), told.is_none());
    let head = told.or(several.then_some(lower.as_str()))?.trim_end();
    let start =
        [", ", "; ", " and ", " und ", " et ", " y ", " but ", " while ", " — ", " – ", "(", ") ", ": ", ". ", " / "]
            .iter()
            .filter_map(|mark| Some(head.rfind(mark)? + mark.len()))
            .max()
            .unwrap_or(0);
    let words = before.get(start..head.len())?.split_whitespace();
    let plain_word = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let words: Vec<&str> = words
        .skip_while(|word| BEFORE.has(&plain_word(word)))
        .take_while(|word| !ENDS.has(&plain_word(word)))
        .collect();
    let short = (1..=if bracket { 3 } else { 4 }).contains(&words.len());
    // Without a verb, "backend 57 %" names a part, "Google recommends 60 %" does not.
    if bare && words.len() > 1 && !words.iter().all(|word| word.starts_with(char::is_uppercase)) {
        return None;
    }
    let plain = |word: &&str| word.chars().all(|c| c.is_alphanumeric() || "-_/.`*&".contains(c));
    if !short || !words.iter().all(plain) || words.iter().any(|word| word.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let path = words.iter().find_map(|word| path_tokens::read(word.trim_matches(['`', '*']), false));
    path.or_else(|| name(&words.join(" ").replace(['`', '*'], "")))
}

/// So many sentences before one may have spoken of coverage.
const NEAR: usize = 4;

/// Whether what stands before a sentence speaks of how much of the code is covered: the sentences before it in its block, the
/// item before it, the heading or title above.
fn is_about_coverage(reader: &Reader<'_>, sentence: &Sentence<'_>) -> bool {
    let states =
        |other: &Sentence<'_>| other.numbers.iter().any(Found::is_percentage) && speaks_of_coverage(&other.lower);
    if reader.sentences_before(sentence).take(NEAR).any(states) {
        return true;
    }
    let blocks = &reader.note.document.blocks;
    let item = matches!(blocks[sentence.block].kind, BlockKind::Item { .. });
    let near = sentence.block.checked_sub(1).filter(|at| item && blocks[*at].section == blocks[sentence.block].section);
    if near.is_some_and(|at| reader.sentences_of(at).iter().take(NEAR).any(states)) {
        return true;
    }
    if matches!(blocks[sentence.block].kind, BlockKind::Heading(_)) {
        return false;
    }
    let heading = reader
        .heading(reader.heading_above(sentence))
        .is_some_and(|heading| speaks_of_coverage(&heading.text.plain.to_lowercase()));
    heading || reader.note.kind == NoteKind::CoverageReport || title_speaks(reader)
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn names_stand_before_their_percentages() {
        let table = [
            ("The billing package is the weakest at", false, Some("billing package")),
            ("The billing package is the weakest at 53%, followed by carriers (", true, Some("carriers")),
            ("The carriers are in decent shape (", true, Some("carriers")),
            ("Web is at 47 %, Booking at", true, Some("Booking")),
            ("Das Backend liegt bei 59 %, das Web bei", true, Some("Web")),
            ("Le backend est à", false, Some("backend")),
            ("Where we stand: 55.6% overall, backend", true, Some("backend")),
            ("We shipped it in time for the big fair and were happy at", false, None),
            ("It took 3 weeks to", false, None),
        ];
        for (before, several, expected) in table {
            assert_eq!(part(before, several).as_deref(), expected, "{before}");
        }
    }
}
