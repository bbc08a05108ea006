//! The lines of TAP, one by one: what each is, and what the YAML of a diagnostic says in the words that producers share.

use super::super::super::cases::push_bounded;
use super::super::super::scan::json::Scalar;
use super::super::super::scan::time;

/// What a line is.
#[derive(Debug)]
pub(super) enum Line<'l> {
    /// `TAP version 14`
    Version,
    /// `1..N`
    Plan(u64),
    /// `ok 1 - description # directive`
    Point(Point),
    /// `Bail out! why`
    BailOut(&'l str),
    /// `---`
    YamlBegin,
    /// `# text`
    Comment(&'l str),
    /// `}` behind a subtest
    BraceEnd,
    Blank,
    /// Anything else.
    Other,
}

/// A test point.
#[derive(Debug)]
pub(super) struct Point {
    pub(super) is_ok: bool,
    pub(super) number: Option<u64>,
    pub(super) description: String,
    pub(super) directive: Directive,
    pub(super) reason: String,
    pub(super) duration: Option<u64>,
    /// Whether its subtest follows in braces.
    pub(super) is_braced: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Directive {
    None,
    Skip,
    Todo,
}

/// How deep a line is indented, and what it is.
pub(super) fn understand(line: &str) -> (usize, Line<'_>) {
    let text = line.trim_start_matches([' ', '\t']);
    let indent = line.len() - text.len();
    let line = match text.as_bytes().first() {
        None => Line::Blank,
        Some(b'#') => Line::Comment(text.trim_start_matches('#').strip_prefix(' ').unwrap_or(&text[1..])),
        Some(b'o' | b'n') => point(text).map_or(Line::Other, Line::Point),
        Some(b'1') => plan(text).map_or(Line::Other, Line::Plan),
        Some(b'T') if is_version(text) => Line::Version,
        Some(b'B' | b'b') => bail_out(text).map_or(Line::Other, Line::BailOut),
        Some(b'-') if text == "---" => Line::YamlBegin,
        Some(b'}') if text == "}" => Line::BraceEnd,
        Some(_) => Line::Other,
    };
    // Only YAML is indented by less than a subtest is.
    (if indent < 4 { 0 } else { indent / 4 * 4 }, line)
}

fn is_version(text: &str) -> bool {
    text.strip_prefix("TAP version ").is_some_and(|version| matches!(version, "12" | "13" | "14"))
}

fn plan(text: &str) -> Option<u64> {
    let rest = text.strip_prefix("1..")?;
    let digits = rest.len() - rest.trim_start_matches(|character: char| character.is_ascii_digit()).len();
    let (count, rest) = rest.split_at(digits);
    let rest = rest.trim_start();
    if rest.is_empty() || rest.starts_with('#') { count.parse().ok() } else { None }
}

fn bail_out(text: &str) -> Option<&str> {
    let (words, why) = text.split_at_checked("Bail out!".len())?;
    words.eq_ignore_ascii_case("Bail out!").then(|| why.trim())
}

fn point(text: &str) -> Option<Point> {
    let (is_ok, rest) = match text.strip_prefix("not ok") {
        Some(rest) => (false, rest),
        None => (true, text.strip_prefix("ok")?),
    };
    if !rest.is_empty() && !rest.starts_with([' ', '\t']) {
        return None;
    }
    let rest = rest.trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, behind) = rest.split_at(digits);
    // A description may begin with a digit: "ok 3rd time".
    let is_number = behind.is_empty() || behind.starts_with([' ', '\t']);
    let (number, rest) = if is_number { (number.parse().ok(), behind) } else { (None, rest) };
    let rest = rest.trim_start();
    let (rest, is_braced) = rest.strip_suffix('{').map_or((rest, false), |rest| (rest.trim_end(), true));
    let (description, directive, reason, duration) = directive(rest);
    let description = description.strip_prefix('-').map_or(description, str::trim_start);
    let (description, timed) = timed(description);
    let description = description.replace("\\#", "#").replace("\\\\", "\\");
    Some(Point {
        is_ok,
        number,
        description,
        directive,
        reason: reason.to_owned(),
        duration: duration.or(timed),
        is_braced,
    })
}

/// A description without what stands behind an unescaped `#`, if that is a directive.
fn directive(text: &str) -> (&str, Directive, &str, Option<u64>) {
    let bytes = text.as_bytes();
    let hashes = memchr::memchr_iter(b'#', bytes);
    for at in hashes.filter(|at| at.checked_sub(1).is_none_or(|before| bytes[before].is_ascii_whitespace())) {
        let behind = text[at + 1..].trim_start();
        let word = behind.split([' ', '\t', ':']).next().unwrap_or_default();
        let reason = behind[word.len()..].trim_start_matches([':', ' ', '\t', '-']);
        let description = text[..at].trim_end();
        let starts = |name: &str| word.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(name));
        if starts("skip") {
            return (description, Directive::Skip, reason, None);
        }
        // A word that only begins with it is none.
        if starts("todo") && !word[4..].starts_with(|next: char| next.is_alphanumeric() || next == '_') {
            return (description, Directive::Todo, reason, None);
        }
        if let Some(time) = word.strip_prefix("time=") {
            return (description, Directive::None, "", milliseconds(time.trim_end_matches("ms")));
        }
    }
    (text, Directive::None, "", None)
}

/// A description without the "in 12ms" that Bats puts behind it.
fn timed(text: &str) -> (&str, Option<u64>) {
    let found = text.strip_suffix("ms").and_then(|rest| rest.rsplit_once(" in "));
    match found {
        Some((name, time)) if !time.is_empty() && time.bytes().all(|byte| byte.is_ascii_digit()) => {
            (name.trim_end(), milliseconds(time))
        }
        _ => (text, None),
    }
}

fn milliseconds(text: &str) -> Option<u64> {
    Scalar(Some(text.to_owned())).microseconds(1e3)
}

/// What the YAML of a diagnostic says.
#[derive(Default)]
pub(super) struct Yaml {
    pub(super) text: String,
    pub(super) message: String,
    pub(super) kind: String,
    pub(super) file: Option<String>,
    pub(super) line: Option<u32>,
    pub(super) duration: Option<u64>,
    /// Whether the message is the block of text that comes next.
    message_follows: bool,
}

impl Yaml {
    /// Takes a line. False for the last one.
    pub(super) fn line(&mut self, line: &str) -> bool {
        let text = line.trim();
        if text == "..." {
            return false;
        }
        push_bounded(&mut self.text, line);
        push_bounded(&mut self.text, "\n");
        if std::mem::take(&mut self.message_follows) {
            text.clone_into(&mut self.message);
            return true;
        }
        let Some((key, value)) = text.split_once(':') else { return true };
        let value = value.trim();
        let plain = value.trim_matches(['\'', '"']);
        match key {
            "message" | "error" if self.message.is_empty() => match value {
                "|-" | "|" | ">" | ">-" | "|+" => self.message_follows = true,
                _ => plain.clone_into(&mut self.message),
            },
            "type" => plain.clone_into(&mut self.kind),
            "duration_ms" => self.duration = milliseconds(plain),
            "duration" => self.duration = time::microseconds(plain),
            "file" | "fileName" => self.file = Some(plain.to_owned()),
            "line" | "lineNumber" => self.line = plain.parse().ok().filter(|line| *line > 0),
            "location" | "at" => self.place(plain),
            _ => {}
        }
        true
    }

    /// "/path/file.js:12:5", alone or in parentheses.
    fn place(&mut self, text: &str) {
        let text = text.rsplit_once('(').map_or(text, |(_, place)| place.trim_end_matches(')'));
        let Some((rest, _column)) = text.rsplit_once(':') else { return };
        let Some((file, line)) = rest.rsplit_once(':') else { return };
        if let Ok(line @ 1..) = line.parse::<u32>() {
            self.file = Some(file.to_owned());
            self.line = Some(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Directive, Line, understand};

    #[test]
    fn points_are_taken_apart() {
        for (line, name, directive, reason) in [
            ("ok 1 - a # b", "a # b", Directive::None, ""),
            ("not ok 2 a # Todo later", "a", Directive::Todo, "later"),
            ("ok 3 # skip no net", "", Directive::Skip, "no net"),
            ("ok 4 - a # Skipped: why", "a", Directive::Skip, "why"),
            ("ok 5 - a \\# todo b", "a # todo b", Directive::None, ""),
            ("ok - - a", "- a", Directive::None, ""),
            ("ok 3rd", "3rd", Directive::None, ""),
            ("ok 1 sums in 12ms", "sums", Directive::None, ""),
            ("ok 1 - a # time=1.5ms {", "a", Directive::None, ""),
            ("ok 1 - é # tod", "é # tod", Directive::None, ""),
        ] {
            let (_, Line::Point(point)) = understand(line) else { panic!("{line}") };
            assert_eq!((&*point.description, point.directive, &*point.reason), (name, directive, reason), "{line}");
        }
        for line in ["okay", "nothing", "1...3", "1..x", "TAP version 13 is old", "not okay 1", "ok1"] {
            assert!(matches!(understand(line).1, Line::Other), "{line}");
        }
    }
}
