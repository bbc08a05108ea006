//! The lines of TAP, one by one: what each is.

use super::super::super::scan::json::Scalar;
use super::super::super::scan::lines::behind_stamp;

/// What a line is.
#[derive(Debug)]
pub(super) enum Line<'l> {
    /// `TAP version 14`, `KTAP version 1`
    Version,
    /// `1..N`
    Plan(u64),
    /// `ok 1 - description # directive`
    Point(Point),
    /// `skip 1 description`, as Testem writes what is not tested: a test point, if its number is that of the next one.
    Marked(Point),
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

/// A line without the stamp that the kernel's log puts before it, and the blank behind that.
pub(super) fn unstamped(line: &str) -> &str {
    behind_stamp(line).map_or(line, |rest| rest.strip_prefix(' ').unwrap_or(rest))
}

/// How many columns a line is indented; a tab reaches to the next eighth one.
pub(super) fn columns(line: &str) -> usize {
    let blanks = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t'));
    blanks.fold(0, |at, byte| if byte == b'\t' { at / 8 * 8 + 8 } else { at + 1 })
}

/// How deep a line is indented, and what it is.
pub(super) fn understand(line: &str) -> (usize, Line<'_>) {
    let line = unstamped(line);
    let (indent, text) = (columns(line), line.trim_start_matches([' ', '\t']));
    let line = match text.as_bytes().first() {
        None => Line::Blank,
        Some(b'#') => Line::Comment(text.trim_start_matches('#').strip_prefix(' ').unwrap_or(&text[1..])),
        Some(b'o' | b'n') => point(text).map_or(Line::Other, Line::Point),
        Some(b'1') => plan(text).map_or(Line::Other, Line::Plan),
        Some(b's' | b't') => marked(text).map_or(Line::Other, Line::Marked),
        Some(b'T' | b'K') if is_version(text) => Line::Version,
        Some(b'B' | b'b') => bail_out(text).map_or(Line::Other, Line::BailOut),
        Some(b'-') if text == "---" => Line::YamlBegin,
        Some(b'}') if text == "}" => Line::BraceEnd,
        Some(_) => Line::Other,
    };
    (indent, line)
}

fn is_version(text: &str) -> bool {
    let version = text.strip_prefix("TAP version ");
    version.is_some_and(|version| matches!(version, "12" | "13" | "14")) || text == "KTAP version 1"
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
    // As Perl's TAP::Parser takes it, a description or a directive needs no blank before it: "ok-saves", "ok 2-loads".
    let ends = |text: &str| text.is_empty() || text.starts_with([' ', '\t', '-', '#']);
    if !ends(rest) {
        return None;
    }
    let rest = rest.trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, behind) = rest.split_at(digits);
    // A description may begin with a digit: "ok 3rd time".
    let (number, rest) = if ends(behind) { (number.parse().ok(), behind) } else { (None, rest) };
    Some(described(is_ok, number, rest))
}

fn marked(text: &str) -> Option<Point> {
    let (directive, rest) = match text.strip_prefix("skip ") {
        Some(rest) => (Directive::Skip, rest),
        None => (Directive::Todo, text.strip_prefix("todo ")?),
    };
    let (number, rest) = rest.split_once(' ')?;
    Some(Point { directive, ..described(true, Some(number.parse().ok()?), rest) })
}

/// A point with what stands behind its number.
fn described(is_ok: bool, number: Option<u64>, text: &str) -> Point {
    let rest = text.trim_start();
    let (rest, is_braced) = rest.strip_suffix('{').map_or((rest, false), |rest| (rest.trim_end(), true));
    let (description, directive, reason, duration) = directive(rest);
    let description = description.strip_prefix('-').map_or(description, str::trim_start);
    let (description, timed) = timed(description);
    let description = description.replace("\\#", "#").replace("\\\\", "\\");
    let (reason, duration) = (reason.to_owned(), duration.or(timed));
    Point { is_ok, number, description, directive, reason, duration, is_braced }
}

/// A description without what stands behind an unescaped `#`, if that is a directive.
fn directive(text: &str) -> (&str, Directive, &str, Option<u64>) {
    let bytes = text.as_bytes();
    let hashes = memchr::memchr_iter(b'#', bytes);
    let is_apart = |at: &usize| text[..*at].ends_with(char::is_whitespace) || matches!(&text[..*at], "" | "-");
    for at in hashes.filter(is_apart) {
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

pub(super) fn milliseconds(text: &str) -> Option<u64> {
    Scalar(Some(text.to_owned())).microseconds(1e3)
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
            ("ok-a", "a", Directive::None, ""),
            ("ok 15-# skip no net", "", Directive::Skip, "no net"),
            ("not ok-# Todo later", "", Directive::Todo, "later"),
            ("ok 2-a", "a", Directive::None, ""),
            ("ok 2 Array#skip it", "Array#skip it", Directive::None, ""),
            ("ok - - a", "- a", Directive::None, ""),
            ("ok 3rd", "3rd", Directive::None, ""),
            ("ok 1 sums in 12ms", "sums", Directive::None, ""),
            ("ok 1 - a # time=1.5ms {", "a", Directive::None, ""),
            ("ok 1 - é # tod", "é # tod", Directive::None, ""),
        ] {
            let (_, Line::Point(point)) = understand(line) else { panic!("{line}") };
            assert_eq!((&*point.description, point.directive, &*point.reason), (name, directive, reason), "{line}");
        }
        for line in
            ["okay", "nothing", "1...3", "1..x", "TAP version 13 is old", "not okay 1", "ok1", "skip 2nd a", "todo 1"]
        {
            assert!(matches!(understand(line).1, Line::Other), "{line}");
        }
    }
}
