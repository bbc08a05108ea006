//! A package as a note writes it: `zod@^3.25.76`, `tenacity>=8.2.3`, `xunit.v3 1.1.0`, `pytest-cov`.

use std::ops::Range;

use crate::claims::words::Words;

/// A package and its version, if one is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) name: String,
    /// With its comparison, if it has one that matters.
    pub(super) version: Option<String>,
    /// How many bytes of the text they take.
    pub(super) length: usize,
}

/// What has a version and is no package of a project.
static NONE: Words = Words::new(
    "none|n/a|na|nothing|python|node|nodejs|node.js|rust|go|java|ruby|php|npm|pip|yarn|pnpm|cargo|docker|postgres|postgresql|\
     mysql|redis-server|ubuntu|debian|windows|macos|linux|version|v|release|phase|plan|step|total|node-stdlib|stdlib|api|http|\
     tls|es|html|css|from|to|and|at|upgraded|upgrade|chrome|firefox|git|kubernetes|net|dotnet|c|the|line|lines|section|table",
);

/// An item of a list of packages; a bare name only where `bare` says that the list holds nothing else.
pub(super) fn item(text: &str, bare: bool) -> Option<Written> {
    let trimmed = text.trim();
    let mut words = trimmed.split_whitespace();
    let first = words.next()?;
    let token = first.trim_matches(['`', '*', '"', '\'', ',', ':']);
    if let Some((name, version)) = pinned(token) {
        return Some(Written { name: name.to_owned(), version: Some(version.to_owned()), length: first.len() });
    }
    if !is_package(token) {
        return None;
    }
    let mut second = words.next();
    // "v1.58.0 → v1.59.1" is a change, and what is so stands behind the arrow.
    let mut rest = words.clone();
    if rest.next().is_some_and(|mark| matches!(mark, "→" | "->" | "=>" | "➜")) {
        second = rest.next();
    }
    let version = second
        .map(|word| word.trim_matches(['`', '*', '"', '\'', ',', '(', ')', ';', ':']))
        .filter(|word| is_version(word));
    match (second, version) {
        (Some(second), Some(version)) => {
            let start = trimmed.find(second)?;
            let length = start + second.len();
            Some(Written { name: token.to_owned(), version: Some(version.trim_start_matches('v').to_owned()), length })
        }
        // "pytest-cov (coverage)" is a package; "LSP client" is not.
        (None, _) if bare => Some(Written { name: token.to_owned(), version: None, length: first.len() }),
        (Some(second), None) if bare && second.starts_with(['(', '-', '–', '—']) => {
            Some(Written { name: token.to_owned(), version: None, length: first.len() })
        }
        _ => None,
    }
}

/// Packages with a pinned version in running text, with their places.
pub(super) fn pinned_in(text: &str) -> Vec<(Range<usize>, Written)> {
    let mut found = Vec::new();
    let apart =
        |c: char| matches!(c, '`' | '"' | '\'' | '(' | ')' | ',' | ';' | '[' | ']' | '{' | '}') || c.is_whitespace();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (apart(c), start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                let token = text[from..at].trim_end_matches(['.', ':', '*']);
                if let Some((name, version)) = pinned(token) {
                    let written =
                        Written { name: name.to_owned(), version: Some(version.to_owned()), length: token.len() };
                    found.push((from..from + token.len(), written));
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// `name==1.2`, `name>=1.2`, `name@^1.2`, `@scope/name@1.2`.
pub(super) fn pinned(token: &str) -> Option<(&str, &str)> {
    let at = token.char_indices().skip(1).find(|(_, c)| matches!(c, '=' | '>' | '<' | '~' | '@' | '^'))?.0;
    let (name, rest) = token.split_at(at);
    let version = rest.trim_start_matches(['@', '=']);
    let bare = version.trim_start_matches(['>', '=', '<', '~', '^', 'v']);
    let name = name.split('[').next().unwrap_or(name);
    (is_package(name) && is_version(bare) && !rest.starts_with('<')).then_some((name, version))
}

pub(super) fn is_version(word: &str) -> bool {
    let bare = word.trim_start_matches(['v', '^', '~', '>', '=']);
    let plain = bare.trim_end_matches('+');
    plain.starts_with(|c: char| c.is_ascii_digit())
        && plain.contains('.')
        && plain.len() <= 24
        && plain.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '*'))
        && !plain.ends_with('.')
}

pub(super) fn is_package(name: &str) -> bool {
    let bare = name.strip_prefix('@').unwrap_or(name);
    (2..=80).contains(&name.len())
        && bare.starts_with(|c: char| c.is_ascii_alphabetic())
        && bare.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'))
        && (name.starts_with('@') || !name.contains('/') || name.matches('/').count() > 1)
        && !NONE.has(&name.to_lowercase())
        && !bare.ends_with(['.', '/'])
}

#[cfg(test)]
mod tests {
    use super::{item, pinned_in};

    #[test]
    fn packages_are_read() {
        let read = |text: &str, bare| item(text, bare).map(|it| (it.name, it.version));
        let some = |name: &str, version: Option<&str>| Some((name.to_owned(), version.map(str::to_owned)));
        assert_eq!(read("NSubstitute 5.3.0", true), some("NSubstitute", Some("5.3.0")));
        assert_eq!(read("@modelcontextprotocol/sdk@^1.27.1", true), some("@modelcontextprotocol/sdk", Some("^1.27.1")));
        assert_eq!(read("tenacity>=8.2.3", true), some("tenacity", Some(">=8.2.3")));
        assert_eq!(read("pytest-cov", true), some("pytest-cov", None));
        assert_eq!(read("pytest 8.4.2 (test framework)", false), some("pytest", Some("8.4.2")));
        for text in ["none", "LSP client", "node-stdlib", "Python 3.13.0", "1.2.3"] {
            assert_eq!(read(text, true), None, "{text}");
        }
        assert_eq!(read("pytest", false), None);
        let found = pinned_in("Added tenacity>=8.2.3 dependency, see a@b.c and x==y");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, 6..21);
    }
}
