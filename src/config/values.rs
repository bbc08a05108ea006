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
        in_hundredths(value).map(Self)
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
        in_hundredths(value).map(Self)
    }
}

/// A number from 0 to 10^12 in hundredths. One with more decimals is refused: cut or rounded, a threshold would look met
/// where it is not, or the other way round.
fn in_hundredths(value: f64) -> Result<u64, String> {
    let scaled = value * 100.0;
    if (scaled - scaled.round()).abs() > 1e-6 * scaled.max(1.0) {
        return Err(format!("a number with at most two decimals is wanted, not {value}"));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 10^14")]
    Ok(scaled.round() as u64)
}

/// A list of paths and globs from the root, each one checked.
///
/// # Errors
/// For one that is empty, can't be understood, or leads out of the project.
pub fn globs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Paths::deserialize(deserializer).map(|paths| paths.0)
}

/// The same where there need not be a list.
///
/// # Errors
/// As for [`globs`].
pub fn optional_globs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<String>>, D::Error> {
    globs(deserializer).map(Some)
}

/// A list of files, which may lie anywhere: only what is no glob is refused.
///
/// # Errors
/// For one that is empty or can't be understood.
pub fn files<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let files = Vec::<String>::deserialize(deserializer)?;
    files.iter().try_for_each(|file| is_glob(file)).map_err(serde::de::Error::custom)?;
    Ok(files)
}

fn is_glob(path: &str) -> Result<(), String> {
    if path.trim().is_empty() {
        return Err("a path is empty".into());
    }
    let built = globset::GlobBuilder::new(path).literal_separator(true).build();
    built.map(|_| ()).map_err(|error| format!("`{}` is no path or glob: {}", shown(path), error.kind()))
}

/// A number of decimals.
///
/// # Errors
/// For more than four.
pub fn precision<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let decimals = u32::deserialize(deserializer)?;
    if decimals > 4 {
        return Err(serde::de::Error::custom(format!("precision = {decimals} is more than 4: use 0 to 4")));
    }
    Ok(decimals)
}

/// The web address of the site: one that links can be made of.
///
/// # Errors
/// For anything but an address of http or https without a query.
pub fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_sound = host.is_some_and(|host| !host.is_empty() && !host.starts_with('/'))
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "?#\"'<>\\".contains(c));
    if is_sound {
        return Ok(Some(text));
    }
    let wanted = "an address such as https://owner.github.io/repo/ is wanted";
    Err(serde::de::Error::custom(format!("{wanted}, not `{}`", shown(&text))))
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
            is_glob(path)?;
            let is_drive = |path: &str| path.get(1..3).is_some_and(|rest| matches!(rest, ":/" | ":\\"));
            if path.starts_with('/') || is_drive(path) || path.split(['/', '\\']).any(|part| part == "..") {
                return Err(format!("`{}` leads out of the project: paths start at its root", shown(path)));
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
