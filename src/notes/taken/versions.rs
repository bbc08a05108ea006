//! Versions of programs and packages: `pytest 8.4.2`, `pytest>=7.4.0`, "Python Version: 3.13.0", "Pytest 6.0+".

use std::collections::BTreeSet;

use super::super::reading::{Reading, offset};
use super::super::topics::Topic;
use super::super::words::{Words, tokens};
use crate::model::document::BlockKind;
use crate::model::taken::Version;

/// All versions; of the same thing with the same version, the first.
pub(super) fn read(reading: &Reading<'_>) -> Vec<Version> {
    let mut versions = Versions::default();
    for label in
        reading.labels.iter().filter(|label| label.key.ends_with("version") || label.key.starts_with("version"))
    {
        if let Some((subject, version)) =
            labelled(&label.key, label.name, label.value, reading.heading_text(label.block.section))
        {
            versions.add(&subject, &version, reading.line(label.offset));
        }
    }
    for block in &reading.document.blocks {
        if !matches!(block.kind, BlockKind::Heading(_)) && may_hold_version(&block.text.plain) {
            for (at, subject, version) in named(&block.text.plain) {
                let line = reading.line(block.text.source(at..at + 1).start.max(offset(block)));
                versions.add(subject, version, line);
            }
        }
    }
    from_code(reading, &mut versions);
    from_tables(reading, &mut versions);
    let mut all = versions.all;
    all.sort_by_key(|version| version.line);
    all
}

/// A digit with a full stop and a digit behind it, a digit behind a sign of comparison, or one before a plus.
fn may_hold_version(text: &str) -> bool {
    let bytes = text.as_bytes();
    (1..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).any(|at| {
        matches!(bytes[at - 1], b'=' | b'>' | b'<' | b'~' | b'^' | b'@')
            || (bytes[at - 1] == b'.' && at > 1 && bytes[at - 2].is_ascii_digit())
            || bytes.get(at + 1) == Some(&b'+')
    })
}

/// Versions in order, each once.
#[derive(Default)]
struct Versions {
    all: Vec<Version>,
    known: BTreeSet<(String, String)>,
}

impl Versions {
    fn add(&mut self, subject: &str, version: &str, line: u32) {
        if self.known.insert((subject.to_lowercase(), version.to_owned())) {
            self.all.push(Version { subject: subject.to_owned(), version: version.to_owned(), line });
        }
    }
}

/// `Python Version: 3.13.0`, `Version: Pytest 6.0+`; a bare `Version: 1.2` is that of what the heading names.
fn labelled(key: &str, name: &str, value: &str, heading: &str) -> Option<(String, String)> {
    let subject = key.replace("versions", "").replace("version", "");
    let subject = subject.trim();
    let (first, rest) = value.split_once(char::is_whitespace).unwrap_or((value, ""));
    if is_version(trimmed(first), true) {
        let written = name.split_whitespace().next().unwrap_or(name);
        let whose = if subject.is_empty() { heading } else { written };
        return (!whose.is_empty()).then(|| (whose.to_owned(), trimmed(first).to_owned()));
    }
    let next = trimmed(rest.split_whitespace().next()?);
    (first.starts_with(char::is_alphabetic) && is_version(next, true)).then(|| (first.to_owned(), next.to_owned()))
}

/// `name 1.2.3`, `name v1.2`, `name==1.2`, `name@1.2` in running text, with the byte at which the name begins.
fn named(text: &str) -> Vec<(usize, &str, &str)> {
    let mut found = Vec::new();
    let mut before: Option<(usize, &str)> = None;
    for (at, token) in tokens(text, char::is_whitespace) {
        if let Some((name, version)) = pinned(token) {
            found.push((at, name, version));
            before = None;
            continue;
        }
        let version = trimmed(token);
        if let Some((start, name)) = before.filter(|_| version.contains(|c: char| c.is_ascii_digit()))
            && is_version(version.trim_start_matches(COMPARISONS), is_known(name) || version.starts_with(COMPARISONS))
            && is_package(name)
            && (is_known(name)
                || start == 0
                || version.starts_with(COMPARISONS)
                || name.contains(|c: char| c.is_ascii_uppercase() || matches!(c, '-' | '_' | '@' | '/')))
        {
            found.push((start, name, version));
        }
        let goes_on = matches!(token, "version" | "Version" | "to" | "from" | "upgraded" | "Upgraded" | "at" | "v");
        if !goes_on || before.is_none() {
            before = Some((at, token.trim_matches(['(', '`', '*', '"', ':', ','])));
        }
    }
    found
}

/// `name>=1.2`, `name==1.2`, `name@1.2`, `name~=1.2`, `name[extra]>=1.2`, `name: ^1.2`.
fn pinned(token: &str) -> Option<(&str, &str)> {
    if !token.contains(['>', '<', '=', '~', '^', '@']) {
        return None;
    }
    let token = token.trim_matches(['`', '"', '\'', ',', ';', '(', ')']);
    let at =
        token.char_indices().skip(1).find(|(_, c)| matches!(c, '>' | '<' | '=' | '~' | '^' | '@')).map(|(at, _)| at)?;
    let (name, version) = token.split_at(at);
    let digits = version.trim_start_matches(['>', '<', '=', '~', '^', '@']);
    let written = version.strip_prefix('@').unwrap_or(version);
    let sound = is_name(name)
        && (version.len() - digits.len()) <= 3
        && is_version(digits.split(',').next()?, version.len() > digits.len() + 1);
    sound.then_some((name, written))
}

/// Signs before a version.
const COMPARISONS: [char; 5] = ['>', '<', '=', '~', '^'];

fn trimmed(token: &str) -> &str {
    token.trim_matches(['`', '"', '\'', ',', ';', '(', ')', '*', ':']).trim_end_matches('.')
}

/// A name, and no common word.
fn is_package(name: &str) -> bool {
    is_name(name) && !NO_PACKAGES.has(&name.to_ascii_lowercase())
}

/// Letters, digits, hyphens; extras in brackets may follow.
fn is_name(name: &str) -> bool {
    let bare = name.split('[').next().unwrap_or(name);
    bare.len() >= 2
        && bare.len() <= 60
        && bare.starts_with(|c: char| c.is_ascii_alphabetic() || c == '@')
        && bare.chars().all(|c| c.is_ascii_alphanumeric() || "-_./@+#".contains(c))
}

/// Words before numbers with a full stop that are no versions.
static NO_PACKAGES: Words<()> = Words::list(
    "phase|plan|downgraded|upgraded|updated|installed|bumped|pinned|dependency|package|document|build|section|step|chapter|table|figure|version|and|or|to|from|of|the|in|at|is|was|by|about|over|\
     under|than|score|level|task|wave|part|item|rule|release|milestone|sprint|epic|story|issue|took|avg|average|\
     mean|median|line|lines|coverage|with|for|on|requires|using|threshold|ratio|spec|wcag|section.|v|floor|\
     target|tests|dur|duration|time|runtime|weight|set",
);

/// Programs whose versions people write with one dot.
fn is_known(name: &str) -> bool {
    static KNOWN: Words<()> = Words::list(
        "python|pytest|node|node.js|nodejs|npm|pip|rust|go|java|jdk|ruby|php|typescript|react|vue|django|\
         fastapi|postgres|postgresql|redis|docker|kotlin|swift|scala|dotnet|.net|net|vitest|jest|vite|godot|\
         gradle|maven|junit|ubuntu|debian|angular|svelte|rails|elixir|celery|mysql|mongodb",
    );
    KNOWN.has(&name.to_ascii_lowercase())
}

/// `8.4.2`, `v1.2.3-rc1`, `6.0+`, `3.13.*`. Two numbers are a version only where the context says so.
fn is_version(token: &str, two_are_enough: bool) -> bool {
    let token = token.strip_prefix(['v', 'V']).unwrap_or(token);
    let core = token.trim_end_matches(['+', 'x', '*', '.']);
    let numbers: Vec<&str> = core.split(['-', '+']).next().unwrap_or(core).split('.').collect();
    let enough = numbers.len() >= 3 || (two_are_enough && (numbers.len() == 2 || token.ends_with(['+', 'x'])));
    let rest_is_sound =
        core.len() <= 40 && core.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+'));
    let first_is_number =
        numbers.first().is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()));
    let second_is_number = numbers.get(1).is_none_or(|number| number.starts_with(|c: char| c.is_ascii_digit()));
    enough && rest_is_sound && first_is_number && second_is_number && !token.ends_with('%')
}

/// Lines of requirement files and manifests in code blocks.
fn from_code(reading: &Reading<'_>, versions: &mut Versions) {
    for block in &reading.document.code {
        let start = block.span.start;
        let first = reading.line(start) + u32::from(reading.text[start..].starts_with(['`', '~']));
        let shell = matches!(block.language.as_str(), "bash" | "sh" | "shell" | "console" | "diff" | "python" | "py");
        for (line, number) in block.text.lines().zip(first..).filter(|(line, _)| may_hold_version(line)) {
            let line = line.split(" #").next().unwrap_or(line).trim().trim_start_matches("- ");
            let whole = if shell { None } else { pinned(line).or_else(|| keyed(line)) };
            if let Some((name, version)) = whole {
                versions.add(name, version, number);
            }
        }
    }
}

/// `"react": "^18.2.0",` and `serde = "1.0.2"`.
fn keyed(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(": ").or_else(|| line.split_once(" = "))?;
    let name = name.trim_matches(['"', '\'', ' ']);
    let value = value.trim_matches(['"', '\'', ' ', ',']);
    let digits = value.trim_start_matches(['>', '<', '=', '~', '^']);
    (is_package(name) && is_version(digits, digits.len() < value.len())).then_some((name, value))
}

/// A column "Version" beside a subject.
fn from_tables(reading: &Reading<'_>, versions: &mut Versions) {
    for view in &reading.tables {
        let Some(at) = view.named(&["version", "versions"]).filter(|at| *at > 0) else { continue };
        if reading.topics(view.table.section).has(Topic::Release) {
            continue;
        }
        for row in view.rows() {
            let version = super::super::table::text(row, Some(at));
            let digits = version.trim_start_matches(['>', '<', '=', '~', '^', 'v', ' ']);
            if is_version(digits.split_whitespace().next().unwrap_or(""), true) {
                versions.add(view.subject(row), version, reading.line(row.span.start));
            }
        }
    }
}
