//! Paths that running text names, with their places.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::words::Words;
use crate::model::document::Inline;

/// A path in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PathToken {
    /// Bytes of the words that hold it, places in the file among them.
    pub(crate) range: Range<usize>,
    /// The path without a place in the file.
    pub(crate) path: String,
    /// It stands in code.
    pub(crate) code: bool,
    /// It is struck out.
    pub(crate) struck: bool,
}

/// Every path that a part of some words names.
pub(crate) fn paths(words: &Inline, part: &Range<usize>) -> Vec<PathToken> {
    let mut found = Vec::new();
    for piece in words.pieces_in(part) {
        let (start, end) = (piece.plain.start.max(part.start), piece.plain.end.min(part.end));
        if start >= end {
            continue;
        }
        let said = &words.plain[start..end];
        if !said.contains(['.', '/', '\\']) {
            continue;
        }
        for (at, token) in tokens(said, piece.style.code) {
            if let Some(path) = read(token, piece.style.code) {
                let range = start + at..start + at + token.len();
                found.push(PathToken { range, path, code: piece.style.code, struck: piece.style.struck });
            }
        }
    }
    found
}

/// The words of a text with their places. Code with spaces is a command or an expression, not a path.
fn tokens(said: &str, code: bool) -> Vec<(usize, &str)> {
    if code {
        let trimmed = said.trim();
        let start = said.len() - said.trim_start().len();
        return if trimmed.contains(char::is_whitespace) { Vec::new() } else { vec![(start, trimmed)] };
    }
    let apart = |c: char| match c {
        ',' | ';' | '(' | ')' | '[' | ']' | '"' | '\'' | '`' | '|' | '“' | '”' | '‘' | '’' | '，' | '。' | '；'
        | '：' | '（' | '）' | '、' | '「' | '」' => true,
        _ => c.is_whitespace(),
    };
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in said.char_indices().chain([(said.len(), ' ')]) {
        match (apart(c), start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                let token = said[from..at].trim_end_matches(['.', ':', '!', '?', '*']);
                out.push((from, token));
                start = None;
            }
            _ => {}
        }
    }
    out
}

/// A token as a path: without the place in the file behind it (`:12-20`, `#L12`, `::test_name`, ` (NEW)`).
pub(crate) fn read(token: &str, code: bool) -> Option<String> {
    if !token.contains(['.', '/', '\\']) {
        return None;
    }
    let path = token.split("::").next()?;
    let path = path.split("#L").next()?;
    let path = without_lines(path).trim_end_matches([',', ':']);
    is_path(path, code).then(|| path.to_owned())
}

/// `src/a.rs:12-20,31` is `src/a.rs`.
fn without_lines(path: &str) -> &str {
    let drive = path.len() > 2 && path.as_bytes()[1] == b':';
    match path[usize::from(drive) * 2..].find(':') {
        Some(at) => {
            let at = at + usize::from(drive) * 2;
            let place = &path[at + 1..];
            let is_place = !place.is_empty() && place.chars().all(|c| c.is_ascii_digit() || "-–,L:".contains(c));
            if is_place { &path[..at] } else { path }
        }
        None => path,
    }
}

/// Whether a token is a path of a project: a file with a known extension, or a folder written with a slash at its end.
/// Addresses, packages, routes, placeholders, options and expressions are none.
fn is_path(path: &str, code: bool) -> bool {
    let odd = |c: char| match c {
        '(' | ')' | '{' | '}' => !code,
        '<' | '>' | '|' | '"' | '\'' | '`' | '=' | '$' | '!' | '&' | '%' | '?' | '+' | ';' | '^' | '…' => true,
        _ => c.is_whitespace(),
    };
    if path.len() < 3
        || path.len() > 240
        || path.contains(odd)
        || path.contains("//")
        || path.contains("...")
        || path.starts_with(['@', '-', '#', '$', '%', '['])
        || path.starts_with("node_modules/")
        || path.starts_with("www.")
        || path.starts_with('{')
        || stands_for_another(path)
        || !path.contains(|c: char| c.is_ascii_alphanumeric())
        || (path.contains('{') && !path.contains(','))
    {
        return false;
    }
    let separated = if path.contains('/') { path.to_owned() } else { path.replace('\\', "/") };
    if let Some(folder) = separated.strip_suffix('/') {
        // A route begins with a slash; a folder alone is a word unless it is code.
        let sound = folder.split('/').all(|part| !part.is_empty() && !part.contains(':'));
        return sound && !folder.starts_with(['/', '*']) && (code || folder.contains('/')) && !is_host(folder);
    }
    let name = separated.rsplit('/').next().unwrap_or(&separated);
    let in_folder = name.len() < separated.len();
    let Some((stem, extension)) = name.rsplit_once('.') else {
        return in_folder && WHOLE_NAMES.has(name);
    };
    if stem.is_empty() {
        return DOT_FILES.has(name);
    }
    // `**/*.ts` means all there are; `Generic.Client.Info` is a name.
    let all = separated.split('/').all(|part| part.starts_with('*'));
    let mixed = extension.contains(char::is_uppercase) && extension.contains(char::is_lowercase);
    if is_host(&separated) || all || mixed {
        return false;
    }
    let lower = extension.to_ascii_lowercase();
    EXTENSIONS.has(&lower) && (in_folder || is_file_name(stem, &lower))
}

/// Whether a path has a part that the reader is to put another in for. One pass: every word with a dot or a slash comes here.
fn stands_for_another(path: &str) -> bool {
    static PARTS: OnceLock<Option<Regex>> = OnceLock::new();
    let parts =
        PARTS.get_or_init(|| Regex::new(r"path/to/|your-|example\.com|xxx|\{\{|NN-|XX-|\[name\]|foo/|foo\.").ok());
    parts.as_ref().is_some_and(|parts| parts.is_match(path))
}

/// `Node.js`, `Vue.js`, `Socket.io`, `Coverage.py` are products; `z.object` is no file at all.
fn is_file_name(stem: &str, extension: &str) -> bool {
    let lower = stem.to_ascii_lowercase();
    let named_so =
        matches!((lower.as_str(), extension), ("coverage" | "web", "py") | ("node" | "vue" | "next" | "nuxt", "js"));
    let product = named_so
        || matches!(extension, "js" | "io")
            && stem.starts_with(|c: char| c.is_ascii_uppercase())
            && !stem.contains(['.', '-', '_']);
    let initials = stem.len() == 1 && !stem.starts_with(|c: char| c.is_ascii_lowercase());
    !product && !initials && !stem.starts_with('*')
}

/// Whether a path begins with the name of a host.
fn is_host(path: &str) -> bool {
    let first = path.split('/').next().unwrap_or(path);
    path.contains('/')
        && !first.starts_with('.')
        && [".com", ".org", ".io", ".net", ".dev"].iter().any(|end| first.ends_with(end) && first.len() > end.len())
}

static WHOLE_NAMES: Words = Words::new("Dockerfile|Makefile|Rakefile|Gemfile|Procfile|Jenkinsfile|LICENSE|CODEOWNERS");

static DOT_FILES: Words = Words::new(
    ".coveragerc|.dockerignore|.editorconfig|.eslintrc|.gitattributes|.gitignore|.gitlab-ci.yml|.nycrc|\
     .pre-commit-config.yaml|.prettierrc|.pylintrc",
);

/// Extensions of files that lie in repositories, sorted.
static EXTENSIONS: Words = Words::new(
    "astro|bash|bat|c|cc|cfg|cjs|clj|cmake|cpp|cs|cshtml|csproj|css|csv|cts|dart|erl|ex|exs|fs|fsproj|gd|ged|go|\
     gradle|graphql|h|hcl|hpp|hs|html|info|ini|ipynb|j2|java|jl|js|json|jsonl|jsx|kt|kts|less|lock|lua|md|mdx|\
     mjs|mk|ml|mts|nim|php|pl|prisma|properties|props|proto|ps1|py|pyi|r|rb|razor|rs|rst|sass|scala|scss|sh|sln|\
     slnx|snap|sql|svelte|svg|swift|targets|tf|toml|tres|ts|tscn|tsx|txt|vb|vue|xml|yaml|yml|zig|zsh",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_what_looks_like_them() {
        let table = [
            ("core/billing.py", Some("core/billing.py")),
            ("core/billing.py:12-20", Some("core/billing.py")),
            ("src/a.rs#L12", Some("src/a.rs")),
            ("tests/test_a.py::TestX::test_y", Some("tests/test_a.py")),
            ("tests/test_*.py", Some("tests/test_*.py")),
            ("app/[id]/page.tsx", Some("app/[id]/page.tsx")),
            ("C:\\work\\app\\a.cs:3", Some("C:\\work\\app\\a.cs")),
            (".github/workflows/ci.yml", Some(".github/workflows/ci.yml")),
            ("tests/fixtures/", Some("tests/fixtures/")),
            ("docker/Dockerfile", Some("docker/Dockerfile")),
            ("pyproject.toml", Some("pyproject.toml")),
            (".coveragerc", Some(".coveragerc")),
            ("Node.js", None),
            ("coverage.py", None),
            ("src/coverage.py", Some("src/coverage.py")),
            ("z.object", None),
            ("https://example.org/a.py", None),
            ("github.com/owner/repo/a.py", None),
            ("@scope/pkg/a.js", None),
            ("/api/health", None),
            ("/health/", None),
            ("path/to/file.ts", None),
            ("*.py", None),
            ("application/json", None),
            ("a < b.c", None),
            ("v1.2.3", None),
            ("and/or", None),
            ("**/*.ts", None),
            ("tests/{module-name}.test.ts", None),
            ("Generic.Client.Info", None),
            ("{project}/x.py", None),
        ];
        for (token, expected) in table {
            assert_eq!(read(token, true).as_deref(), expected, "{token}");
        }
        assert_eq!(read("tests/", false), None);
    }
}
