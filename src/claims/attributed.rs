//! Numbers that a note gives as somebody else's: "45 %, says the wiki", "the vendor told us 70 %", "laut README 80 %". They
//! are no statements of the note. What tools and their reports say is.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::words::Words;

/// Words without which nobody else is named, so that the patterns need not be tried.
static SAYING: Words = Words::new(
    "says|said|say|claims|claimed|states|stated|mentions|mentioned|reads|told|tells|promised|promises|lists|advertises|according to|still has|\
     thinks|believes|guesses|reckons|reportedly|allegedly|supposedly|laut|selon|según|secondo|segundo|angeblich|supuestamente|behauptet|dice|afirma|affirme|prétend|comparison|vergleich|comparación|comparaison",
);

/// Whether the words around a number say that somebody else states it.
pub(crate) fn is_of_others(lower: &str, number: &Range<usize>) -> bool {
    static BEFORE: OnceLock<Option<Regex>> = OnceLock::new();
    static BEHIND: OnceLock<Option<Regex>> = OnceLock::new();
    if !SAYING.stand_in(lower) {
        return false;
    }
    let before = BEFORE.get_or_init(|| Regex::new(&BEFORE_IT.replace("SOURCE", SOURCES)).ok());
    let behind = BEHIND.get_or_init(|| Regex::new(&BEHIND_IT.replace("SOURCE", SOURCES)).ok());
    // What stands behind the next comma is said by somebody else again: "the wiki says 45 %, the report 30 %".
    let said = before.as_ref().and_then(|pattern| pattern.find_iter(&lower[..number.start]).last());
    let before = said.is_some_and(|said| {
        let since = &lower[said.end()..number.start];
        !since.contains([',', ';', '—'])
    });
    before || behind.as_ref().is_some_and(|pattern| pattern.is_match(&lower[number.end..]))
}

/// Those whose words prove nothing.
const SOURCES: &str = r"(?:[\w-]+ )?(?:wiki|readme|jira|ticket|confluence|notion page|slack|vendor|supplier|customer|client|management|manager|boss|marketing|sales|brochure|blog|blog post|website|homepage|press release|slides|deck|contract|proposal|old (?:note|audit|report|document|docs|team|plan|readme)|previous (?:note|audit|report|document|team|plan)|former team|last (?:audit|review)|colleagues?|somebody|someone|some people|people|rumou?rs?|he|she|they|ceo|cto|pm|product owner|consultants?|auditors?|documentation|docs|predecessors?)";

const BEFORE_IT: &str = r"(?:\b(?:the |our |their |an? |my )?SOURCE (?:still )?(?:says|said|say|claims|claimed|states|stated|mentions|mentioned|reads|told|tells|promised|promises|lists|advertises|has)\b(?: (?:me|us|that))*|\b(?:according to|laut|selon|según|secondo|segundo)\s+(?:the |our |an? |de[mrs]? |le |la |el |il |o )?SOURCE\b,?|\b(?:the|our|my) \w+ (?:thinks|believes|guesses|reckons)\b(?: that)?|\b(?:reportedly|allegedly|supposedly|angeblich|supuestamente)\b)";

const BEHIND_IT: &str = r"^[^.;%\d]{0,40}?(?:\b(?:says|said|claims|claimed|states|according to|as told by|laut|selon|según|secondo|segundo)\s+(?:the |our |an? |my |de[mrs]? |le |la |el |il |o )?SOURCE\b|,\s*(?:the |our |my )?SOURCE (?:says|said|claims|claimed|told|promised)\b|[^.;]{0,20}\b(?:for|in) comparison\b|[^.;]{0,20}\b(?:zum vergleich|por comparación|à titre de comparaison)\b)";

#[cfg(test)]
mod tests {
    use super::is_of_others;

    #[test]
    fn what_others_say_is_told_from_what_reports_say() {
        let of_others = |text: &str, number: &str| {
            let at = text.find(number).unwrap();
            is_of_others(text, &(at..at + number.len()))
        };
        for (text, number) in [
            ("`a.py` is covered to 45%, says the wiki; the report says 30%", "45%"),
            ("the old team told me that coverage is 70%", "70%"),
            ("according to the readme, coverage is 80%", "80%"),
            ("the vendor claims 98% coverage", "98%"),
            ("laut wiki beträgt die abdeckung 45%", "45%"),
            ("coverage is 81%, according to our marketing slides", "81%"),
            ("the docs still say 120 tests", "120"),
            ("a project of friends runs at 92%, for comparison", "92%"),
            ("the intern thinks we have 300 tests", "300"),
        ] {
            assert!(of_others(text, number), "{text}");
        }
        for (text, number) in [
            ("`a.py` is covered to 45%, says the wiki; the report says 30%", "30%"),
            ("the wiki says 45%, the report has 30%", "30%"),
            ("according to the lcov report, coverage is 57%", "57%"),
            ("codecov says 57%", "57%"),
            ("the suite says 101 tests passed", "101"),
        ] {
            assert!(!of_others(text, number), "{text}");
        }
    }
}
