//! Whose tests a sentence says they are: "Billing has 52 tests", "the surcharge rules alone have 11 tests".

use std::sync::OnceLock;

use regex::Regex;

use crate::claims::coverage::subject::is_general;
use crate::claims::words::Words;

/// What has tests and is all of the project, or nothing that is named.
static WHOLE: Words = Words::new(
    "project|projects|repo|repository|codebase|code base|code|app|application|service|library|system|product|team|crate|\
     we|it|they|this|that|which|there|she|he|who|everything|nobody|each|every|one|both|all|some|none|most|these|those|proyecto|projeto|projet|\
     projekt|progetto|dienst|servicio|serviço|es|wir|on|il|ela|ele|él|and|but|class|file|suite|module|package|component",
);

/// The owner of the tests, which stands before the verb that says how many it has.
pub(super) fn before(text: &str) -> Option<String> {
    static HAS: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = r"(?i)^\W*(?:(?:and|but|while|so|und|aber|et|mais|y|pero|ma|maar|ale)\s+)?(?:(?:the|our|die|der|das|le|la|les|el|los|las|os|il|lo|gli|het|class|klasse|classe|clase|klasa|module|modul|moduł|package|paket|pakiet)\s+)*(?P<name>[\p{L}][\w -]{2,39}?)(?:\s+(?:alone|itself|now|currently|component|module|package|class|allein|derzeit|seule|seul|sola|solo))*\s+(?:has|have|hat|haben|tiene|tienen|tem|têm|ma|mają|holds|contains|comes with|brings|counts|umfasst|zählt|heeft|telt|compte|contient|comporte|conta|ha|possui|is covered by|is tested by|is tested with|are covered by|is backed by|is exercised by)(?:\s+[\p{L}~]+){0,2}\s*$";
    // "Class `Tide` (once `Ebb`) has …".
    let text = match text.rsplit_once('(').and_then(|(before, rest)| Some((before, rest.split_once(')')?.1))) {
        Some((before, behind)) => &format!("{} {}", before.trim_end(), behind.trim_start()),
        None => text,
    };
    let clause = text.rsplit(['.', ';', ':', '!', '?', ',', '(', ')', '—', '–', '`']).next()?;
    let found = HAS
        .get_or_init(|| Regex::new(pattern).ok())
        .as_ref()
        .filter(|pattern| pattern.is_match(clause))?
        .captures(clause)?;
    let name = found.name("name")?.as_str().trim();
    let lower = name.to_lowercase();
    let vague = WHOLE.stand_in(&lower) || is_general(name) || lower.contains("test");
    (!vague && name.split_whitespace().count() <= 3).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_stand_before_their_verb() {
        let owner = |text: &str| before(text);
        assert_eq!(owner("Billing has "), Some("Billing".into()));
        assert_eq!(owner("It works. The surcharge rules alone have "), Some("surcharge rules".into()));
        assert_eq!(owner("All is well, but routing has only "), Some("routing".into()));
        for text in ["We have ", "The project has ", "The test suite has ", "This module has ", "has "] {
            assert_eq!(owner(text), None, "{text}");
        }
    }
}
