//! Values beside the name of a setting, in words of many languages.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

/// A value in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// Where it stands, its unit included.
    pub(super) range: Range<usize>,
    /// As a configuration has it: digits for a word, a percent sign where it is a percentage.
    pub(super) value: String,
    /// The word behind it, in lower case.
    pub(super) unit: String,
}

/// Words that put a value behind a name.
const LINKS: &str = "=|:|is now|is set to|is set at|is still|is at|is|set to|set at|now at|stands at|stays at|remains at|remains|at|of|\
    ist auf|ist|steht auf|steht bei|liegt bei|beträgt|auf|est de|est à|est réglé sur|est|vaut|reste à|es de|es|está en|sigue en|vale|é de|é|\
    fica em|è|è di|resta|staat op|blijft op|wynosi|to|jest ustawione na";

/// Digits, or the word for a small number.
const NUMBER: &str = r"(?:\d+(?:[.,]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|deux|trois|quatre|cinq|huit|neuf|dix|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|dois|três|quatro|due|tre|quattro|cinque|twee|drie|vijf|zes|dwa|trzy|cztery|pięć)";

/// Words for small numbers: the first of each line is one.
const NAMES: &[(&str, u32)] = &[
    ("one eins", 1),
    ("two zwei deux dos dois due twee dwa", 2),
    ("three drei trois tres três tre drie trzy", 3),
    ("four vier quatre cuatro quatro quattro cztery", 4),
    ("five fünf cinq cinco cinque vijf pięć", 5),
    ("six sechs seis zes", 6),
    ("seven sieben siete", 7),
    ("eight acht huit ocho", 8),
    ("nine neun neuf nueve", 9),
    ("ten zehn dix diez", 10),
];

/// What stands behind a name: " is 250", " = 0.75", ": true".
pub(super) fn behind(text: &str) -> Option<Said> {
    static BEHIND: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = BEHIND.get_or_init(|| {
        Regex::new(&format!(
            r"^\)?(?: \(?(?:in|dans|en|w) [\w./-]+\)?)?,? ?(?:{LINKS})\s(?:only |just |currently |aktuell |nur )?(?P<value>{NUMBER}|true|false)(?P<rest>[^\d\w].*|)$"
        ))
        .ok()
    });
    read(pattern.as_ref(), head(text))
}

/// What a setting has behind a change: " raised from 60 to 65".
pub(super) fn changed(text: &str) -> Option<Said> {
    static CHANGED: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = CHANGED.get_or_init(|| {
        Regex::new(&format!(
            r"^\)?(?: was| is| has been)?(?: now)? (?:raised|lowered|increased|reduced|changed|moved|bumped|went|goes|set|erhöht|gesenkt|up|down),? (?:from|von) {NUMBER} ?%? (?:to|auf) (?P<value>{NUMBER})(?P<rest>[^\d\w].*|)$|^\)? (?:(?:was|has been|is now|now) )?(?:raised to|lowered to|podniesiono do|wurde auf|portata a|portato a|subió a|passe à|verhoogd naar) (?P<to>{NUMBER})(?P<then>[^\d\w].*|)$"
        ))
        .ok()
    });
    read(pattern.as_ref(), head(text))
}

/// So many bytes beside a name are looked at.
const BESIDE: usize = 100;

fn head(text: &str) -> &str {
    let mut end = text.len().min(BESIDE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// What stands at the end of a text, with at most three words behind it: "Cinq fois au plus".
pub(super) fn at_end(text: &str) -> Option<Said> {
    static END: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = END.get_or_init(|| {
        Regex::new(&format!(r"(?:^|[\s(])(?P<value>{NUMBER})(?P<rest> ?%|(?: [\w-]+)(?: [\w-]+){{0,2}}|)\s*$")).ok()
    });
    read(pattern.as_ref(), text)
}

fn read(pattern: Option<&Regex>, text: &str) -> Option<Said> {
    // To find that nothing matches takes less time than to find the parts of a match.
    let found = pattern.filter(|pattern| pattern.is_match(text))?.captures(text)?;
    let value = found.name("value").or_else(|| found.name("to"))?;
    let rest = found.name("rest").or_else(|| found.name("then"))?.as_str();
    // "60 → 65" and "60/65" are two values, and "5 of 9" is a count.
    let trimmed = rest.trim_start();
    if ["→", "->", "=>", "/", "of ", "von ", "to ", "or ", "instead"].iter().any(|mark| trimmed.starts_with(mark)) {
        return None;
    }
    let percent = ["%", "percent", "prozent", "por ciento", "pour cent", "procent"]
        .iter()
        .find(|word| trimmed.starts_with(*word));
    let unit: String = trimmed.chars().take_while(|c| c.is_alphabetic()).collect();
    let length = percent.map_or(0, |word| rest.len() - trimmed.len() + word.len());
    let bare = digits(value.as_str());
    let value_text = if percent.is_some() { format!("{bare}%") } else { bare };
    Some(Said { range: value.start()..value.end() + length, value: value_text, unit })
}

/// A number in digits with a point; other words as they are.
fn digits(word: &str) -> String {
    let named = NAMES.iter().find(|(names, _)| names.split(' ').any(|name| name == word));
    named.map_or_else(|| word.replace(',', "."), |(_, number)| number.to_string())
}

/// Units of time, and how a name says that it counts them.
const UNITS: &[(&[&str], &[&str])] = &[
    (&["ms", "millisecond", "milliseconds", "millisekunden"], &["ms", "millis", "milliseconds"]),
    (
        &["s", "sec", "secs", "second", "seconds", "sekunden", "secondes", "segundos", "sekund"],
        &["s", "sec", "secs", "seconds"],
    ),
    (
        &["m", "min", "mins", "minute", "minutes", "minuten", "minutos", "minut", "minutach", "minuti"],
        &["min", "mins", "minutes"],
    ),
    (&["h", "hour", "hours", "stunden", "heures", "horas"], &["h", "hours"]),
];

/// Why a value with a unit of time can't be held against a setting whose name does not say that it counts that unit.
pub(super) fn unit_doubt(name: &str, said: &Said) -> Option<&'static str> {
    let (_, suffixes) = UNITS.iter().find(|(words, _)| words.contains(&said.unit.as_str()))?;
    let last = name.rsplit(['-', '_', '.']).next().unwrap_or(name);
    (!suffixes.contains(&last)).then_some("the setting may count another unit")
}

#[cfg(test)]
mod tests {
    use super::{at_end, behind, changed};

    #[test]
    fn values_are_read_beside_names() {
        let value = |said: Option<super::Said>| said.map(|said| said.value);
        assert_eq!(value(behind(" is 250")).as_deref(), Some("250"));
        assert_eq!(value(behind(" = 0.75) stays")).as_deref(), Some("0.75"));
        assert_eq!(value(behind(" staat op 2500")).as_deref(), Some("2500"));
        assert_eq!(value(behind(" is 15 percent")).as_deref(), Some("15%"));
        assert_eq!(value(behind(": true")).as_deref(), Some("true"));
        assert_eq!(value(behind(" is 60 → 65")), None);
        assert_eq!(value(behind(" is checked in 3 places")), None);
        assert_eq!(value(changed(" raised from 60 to 65")).as_deref(), Some("65"));
        assert_eq!(value(at_end("gives up after cinq fois au plus ")).as_deref(), Some("5"));
        assert_eq!(value(at_end("the gate of 75 percent ")).as_deref(), Some("75%"));
        assert_eq!(value(at_end("it has 3 ships. all are moored ")), None);
    }
}
