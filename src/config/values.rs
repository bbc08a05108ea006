//! Values of the configuration that are checked where they stand, so that what is wrong with one is said with its line
//! and column: percentages, numbers, regular expressions, sets of paths, words.

use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Deserializer};

/// Memory that a compiled pattern may take: a pattern that repeats repetitions is refused, not run for an hour.
const PATTERN_SIZE: usize = 1 << 20;
/// Longer patterns are none that anybody reads.
const LONGEST_PATTERN: usize = 4096;

/// What stands for the name of a service in gates that are judged per service.
pub const SERVICE: &str = "{service}";

/// A percentage in the configuration, kept in hundredths: 80, 62.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "f64")]
pub struct Percent(pub u64);

impl TryFrom<f64> for Percent {
    type Error = String;

    fn try_from(value: f64) -> Result<Self, String> {
        if !(0.0..=100.0).contains(&value) {
            return Err(format!("a percentage must be from 0 to 100, not {value}"));
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 10,000")]
        Ok(Self((value * 100.0).round() as u64))
    }
}

/// A number that is not negative, kept in hundredths: 3, 0.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "f64")]
pub struct Hundredths(pub u64);

impl TryFrom<f64> for Hundredths {
    type Error = String;

    fn try_from(value: f64) -> Result<Self, String> {
        if !(0.0..=1e12).contains(&value) {
            return Err(format!("a number from 0 to 1000000000000 is wanted, not {value}"));
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 10^14")]
        Ok(Self((value * 100.0).round() as u64))
    }
}

/// A regular expression: matched in linear time, line by line, and compiled once when the configuration is read, so that
/// one that is wrong or too large is refused there.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Pattern(String);

impl Pattern {
    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it stands for another pattern for each service.
    pub fn names_service(&self) -> bool {
        self.0.contains(SERVICE)
    }
}

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        // The name stands for itself, and any will do to see whether the rest is a pattern.
        let regex = compile(&text.replace(SERVICE, "service"))?;
        if regex.is_match("") {
            return Err(format!("the pattern `{}` matches an empty line, so it says nothing", shown(&text)));
        }
        if wants_line_break(&text) {
            let shown = shown(&text);
            return Err(format!(
                "the pattern `{shown}` has a line break in it and is matched line by line, so it never fits"
            ));
        }
        Ok(Self(text))
    }
}

/// Whether a line break stands in a pattern outside of a set, where it must be matched.
fn wants_line_break(pattern: &str) -> bool {
    let (mut in_set, mut letters) = (false, pattern.chars());
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                let escaped = letters.next();
                if !in_set && matches!(escaped, Some('n' | 'r')) {
                    return true;
                }
            }
            '[' => in_set = true,
            ']' => in_set = false,
            '\n' | '\r' if !in_set => return true,
            _ => {}
        }
    }
    false
}

/// Compiles a pattern of the configuration: `^` and `$` stand for the ends of a line.
///
/// # Errors
/// In words, where it is no regular expression or would take too much memory.
pub fn compile(text: &str) -> Result<Regex, String> {
    if text.len() > LONGEST_PATTERN {
        return Err(format!("a pattern of more than {LONGEST_PATTERN} bytes is not read"));
    }
    let mut builder = RegexBuilder::new(text);
    builder.multi_line(true).crlf(true).size_limit(PATTERN_SIZE).dfa_size_limit(PATTERN_SIZE).nest_limit(64);
    builder.build().map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => format!("the pattern `{}` is too large: repeat less in it", shown(text)),
        other => {
            // The last line of the library's message says what is wrong; the others draw where.
            let said = other.to_string();
            let why = said.lines().last().unwrap_or_default().trim_start_matches("error: ");
            format!("`{}` is no regular expression: {why}", shown(text))
        }
    })
}

fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(60).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// Paths and globs from the root, each one checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct Paths(pub Vec<String>);

impl TryFrom<Vec<String>> for Paths {
    type Error = String;

    fn try_from(paths: Vec<String>) -> Result<Self, String> {
        for path in &paths {
            if path.trim().is_empty() {
                return Err("a path is empty".into());
            }
            if let Err(error) = globset::GlobBuilder::new(path).literal_separator(true).build() {
                return Err(format!("`{}` is no path or glob: {}", shown(path), error.kind()));
            }
        }
        Ok(Self(paths))
    }
}

/// One word, or a list of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(pub Vec<String>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Words;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text or a list of texts")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Words, E> {
                Ok(Words(vec![text.to_owned()]))
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Words, A::Error> {
                let mut words = Vec::new();
                while let Some(word) = list.next_element()? {
                    words.push(word);
                }
                Ok(Words(words))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_refused_before_they_are_run() {
        let refused = |text: &str| Pattern::try_from(text.to_owned()).unwrap_err();
        assert!(refused("(").contains("no regular expression"), "{}", refused("("));
        assert!(refused("((a{1,1000}){1,1000}){1,1000}").contains("too large"));
        assert!(refused("a*").contains("empty line"));
        assert!(refused(&"a".repeat(5000)).contains("4096"));
        assert!(refused("^").contains("empty line"));
        assert!(refused(&"(".repeat(3000)).contains("no regular expression"));
        assert!(refused(r"a=1\n").contains("line by line") && refused("a\nb").contains("line by line"));
        assert!(Pattern::try_from(r"a[^\n]b\\n".to_owned()).is_ok());
        assert!(Pattern::try_from("use_{service}".to_owned()).is_ok_and(|pattern| pattern.names_service()));
        assert!(Pattern::try_from(r"^\s*(async )?def test_".to_owned()).is_ok());
    }
}
