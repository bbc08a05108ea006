//! Names with their values in the text of a configuration file, each with the names that it stands under: the sections
//! of a TOML or INI file, the keys above it in YAML, JSON and code, the parts of a name with dots.

use std::sync::OnceLock;

use regex::Regex;

use crate::model::paths::ProjectPath;

/// A name with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Set<'t> {
    /// The name as written.
    pub(super) name: &'t str,
    /// The names that it stands under and its own parts, the outermost first, without regard to case, `-` and `_`.
    pub(super) key: Vec<String>,
    /// The value, without quotation marks.
    pub(super) value: &'t str,
    /// The line, from 1.
    pub(super) line: u32,
}

/// A part of a name without regard to case, `-` and `_`.
pub(super) fn folded(part: &str) -> String {
    part.trim_start_matches('-').to_lowercase().replace('_', "-")
}

/// The parts of a name with dots.
pub(super) fn parts(name: &str) -> Vec<String> {
    name.split('.').filter(|part| !part.is_empty()).map(folded).collect()
}

/// Whether a name with some of those above it means a key: its parts are among the key's, in their order, and the last
/// is the last.
pub(super) fn means(wanted: &[String], key: &[String]) -> bool {
    let mut rest = key.iter();
    wanted.last() == key.last() && wanted.iter().all(|part| rest.any(|own| own == part))
}

/// How names stand under others in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nesting {
    /// `[tool.coverage.report]` in a line of its own.
    Sections,
    /// Deeper in the line.
    Indents,
    /// Between braces.
    Braces,
    /// Not at all, or in the name itself.
    None,
}

fn nesting(path: &ProjectPath) -> Nesting {
    let dotted = path.name().starts_with('.');
    match path.extension() {
        Some("toml" | "ini" | "cfg") => Nesting::Sections,
        Some("yml" | "yaml") => Nesting::Indents,
        Some("json" | "jsonc" | "json5" | "js" | "cjs" | "mjs" | "ts" | "cts" | "mts") => Nesting::Braces,
        None if dotted => Nesting::Sections,
        _ => Nesting::None,
    }
}

/// Every name with a value of which `is_wanted` wants the last part.
pub(super) fn read<'t>(path: &ProjectPath, text: &'t str, is_wanted: impl Fn(&str) -> bool) -> Vec<Set<'t>> {
    let nesting = nesting(path);
    let mut above: Vec<(usize, Vec<String>)> = Vec::new();
    let mut found = Vec::new();
    for (number, line) in (1_u32..).zip(text.lines()) {
        let bare = line.trim_start();
        if line.len() > 2_000 || bare.starts_with(['#', ';']) || bare.starts_with("//") {
            continue;
        }
        let indent = line.len() - bare.trim_start_matches("- ").trim_start().len();
        match nesting {
            Nesting::Sections => {
                if let Some(section) = bare.trim_end().strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                    above = vec![(0, parts(section.trim_matches(['[', ']'])))];
                }
            }
            Nesting::Indents if !bare.is_empty() => above.retain(|(own, _)| *own < indent),
            _ => {}
        }
        let mut at = 0;
        for pair in pairs(line) {
            if nesting == Nesting::Braces {
                braces(line, at..pair.at, &mut above);
                at = pair.at;
            }
            let own = parts(pair.name);
            if own.last().is_some_and(|last| is_wanted(last)) && !pair.value.is_empty() {
                let key = above.iter().flat_map(|(_, parts)| parts.clone()).chain(own).collect();
                found.push(Set { name: pair.name, key, value: pair.value, line: number });
            }
        }
        if nesting == Nesting::Braces {
            braces(line, at..line.len(), &mut above);
        } else if nesting == Nesting::Indents
            && let Some(key) = bare.split(" #").next().unwrap_or_default().trim_end().strip_suffix(':')
        {
            above.push((indent, parts(key.trim_start_matches("- ").trim_matches(['"', '\'', ' ']))));
        }
    }
    found
}

/// Opens and closes the braces of a part of a line: each opens under the name that stands right before it.
fn braces(line: &str, part: std::ops::Range<usize>, above: &mut Vec<(usize, Vec<String>)>) {
    let mut quoted: Option<char> = None;
    for (at, c) in line[part.clone()].char_indices() {
        match quoted {
            Some(quote) if c == quote => quoted = None,
            Some(_) => {}
            None => match c {
                '"' | '\'' | '`' => quoted = Some(c),
                '{' => {
                    let head = line[..part.start + at].trim_end();
                    let named = head.strip_suffix([':', '=']).map(|head| head.trim_end().trim_matches(['"', '\'']));
                    let name = named.and_then(|head| head.rsplit(|c: char| !is_part(c)).next());
                    above.push((0, name.map(parts).unwrap_or_default()));
                }
                '}' => {
                    above.pop();
                }
                _ => {}
            },
        }
    }
}

/// A name with its value, and the byte of its line at which the name begins.
struct Pair<'t> {
    at: usize,
    name: &'t str,
    value: &'t str,
}

fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// Names with values in a line, in their order: around each `=` and `:`, options whose value stands behind a space, and
/// elements of XML.
fn pairs(line: &str) -> Vec<Pair<'_>> {
    let mut all = Vec::new();
    for (at, _) in line.match_indices(['=', ':']) {
        let head = line[..at].trim_end().trim_end_matches(['"', '\'']);
        let start = head
            .rfind(|c: char| !is_part(c))
            .map_or(0, |before| before + head[before..].chars().next().map_or(1, char::len_utf8));
        let name = &head[start..];
        if name.len() >= 2 && !line[at + 1..].starts_with(['=', ':', '/']) {
            all.push(Pair { at: start, name, value: value(&line[at + 1..]) });
        }
    }
    for (at, _) in line.match_indices("--") {
        let option = &line[at + 2..];
        let end = option.find(|c: char| !is_part(c)).unwrap_or(option.len());
        if end >= 2 && option[end..].starts_with(' ') {
            // The next option is no value of this one.
            let value = value(&option[end..]);
            if !value.starts_with("--") {
                all.push(Pair { at: at + 2, name: &option[..end], value });
            }
        }
    }
    all.extend(elements(line));
    all.sort_by_key(|pair| pair.at);
    all
}

/// `<line.minimum>0.75</line.minimum>`.
fn elements<'t>(line: &'t str) -> Vec<Pair<'t>> {
    static ELEMENT: OnceLock<Option<Regex>> = OnceLock::new();
    if !line.contains("</") {
        return Vec::new();
    }
    let pattern = ELEMENT
        .get_or_init(|| Regex::new(r"<(?P<name>[A-Za-z][\w.-]+)>\s*(?P<value>[^<>]*?)\s*</(?P<end>[\w.-]+)>").ok());
    let Some(pattern) = pattern else { return Vec::new() };
    let read = |found: regex::Captures<'t>| {
        let (name, end) = (found.name("name")?, found.name("end")?);
        let value = found.name("value")?.as_str();
        (name.as_str() == end.as_str()).then(|| Pair { at: name.start(), name: name.as_str(), value })
    };
    pattern.captures_iter(line).filter_map(read).collect()
}

/// A value: what stands between quotation marks, in brackets, or up to a space.
fn value(text: &str) -> &str {
    let text = text.trim_start();
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split(quote).next().unwrap_or(inside);
        }
    }
    if text.starts_with('[') {
        return text.find(']').map_or(text, |end| &text[..=end]);
    }
    let end =
        text.find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"' | '\'' | '}' | ')')).unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::{folded, means, pairs, parts, read};
    use crate::model::paths::ProjectPath;

    #[test]
    fn settings_are_read_from_lines_of_any_format() {
        let has = |line: &str, name: &str, value: &str| {
            pairs(line).iter().any(|pair| folded(pair.name) == folded(name) && pair.value == value)
        };
        assert!(has("fail_under = 15  # low", "fail_under", "15"));
        assert!(has("  \"fail_under\": 15,", "fail-under", "15"));
        assert!(has("addopts = \"-ra --cov-fail-under=85\"", "cov-fail-under", "85"));
        assert!(has("      - run: pytest --cov --cov-fail-under 85", "cov-fail-under", "85"));
        assert!(has("asyncio_mode = \"auto\"", "asyncio_mode", "auto"));
        assert!(has("branches: 80,", "branches", "80"));
        assert!(has("  <pier.line.minimum>0.75</pier.line.minimum>", "pier.line.minimum", "0.75"));
        assert!(!has("  <pier>0.75</quay>", "pier", "0.75"));
        assert!(!has("run: cargo build --no-default-features --features std", "no-default-features", "--features"));
        assert!(!has("see https://fail_under", "https", "//fail_under"));
        assert!(pairs("= : --").iter().all(|pair| pair.name.len() >= 2));
    }

    #[test]
    fn a_name_has_those_that_it_stands_under() {
        let keys = |path: &str, text: &str, name: &str| -> Vec<String> {
            let path = ProjectPath::parse(path).unwrap();
            read(&path, text, |last| last == name)
                .iter()
                .map(|set| format!("{}={}", set.key.join("."), set.value))
                .collect()
        };
        let yaml = "server:\n  port: 8087\npier:\n  crane:\n    port: 1\n  ships:\n    - port: 2\n";
        assert_eq!(keys("a.yml", yaml, "port"), ["server.port=8087", "pier.crane.port=1", "pier.ships.port=2"]);
        let toml = "[tool.pier]\nport = 1\n[other]\nport = 2\n";
        assert_eq!(keys("a.toml", toml, "port"), ["tool.pier.port=1", "other.port=2"]);
        let code =
            "export default pier({\n  crane: {\n    limits: { lines: 50, branches: 40 },\n  },\n  lines: 3,\n});\n";
        assert_eq!(keys("a.ts", code, "lines"), ["crane.limits.lines=50", "lines=3"]);
        assert_eq!(keys("a.ts", code, "branches"), ["crane.limits.branches=40"]);
        assert_eq!(keys("pom.xml", "<pier.minimum>0.7</pier.minimum>", "minimum"), ["pier.minimum=0.7"]);
    }

    #[test]
    fn a_name_means_a_key_that_has_its_parts() {
        let key = parts("tool.pier.crane.port");
        assert!(
            means(&parts("port"), &key) && means(&parts("pier.port"), &key) && means(&parts("Tool.Crane.Port"), &key)
        );
        assert!(
            !means(&parts("quay.port"), &key)
                && !means(&parts("crane"), &key)
                && !means(&parts("crane.pier.port"), &key)
        );
    }
}
