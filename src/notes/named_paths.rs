//! Paths that a text names: `core/billing.py`, `tests/test_*.py`, `.coveragerc`, `src/a.rs:12-20`.

use super::words::Words;
use crate::model::document::Inline;

/// The paths in running text, as written, without places in the file; each once.
pub(crate) fn of(words: &Inline) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    for piece in &words.pieces {
        let said = &words.plain[piece.plain.clone()];
        let bare = said.trim();
        if piece.style.code && is_path(bare, true) {
            add(&mut paths, bare);
            continue;
        }
        for token in said.split(parts) {
            if is_path(token, piece.style.code) {
                add(&mut paths, token);
            }
        }
    }
    paths
}

/// Whether a character parts tokens.
fn parts(c: char) -> bool {
    matches!(c, ',' | ';' | '(' | ')' | '[' | ']' | '"' | '\'' | '`' | '|') || c.is_whitespace()
}

fn add(paths: &mut Vec<String>, token: &str) {
    let path = without_place(token.trim_end_matches(['.', ':', ',']));
    if !paths.iter().any(|known| known == path) && paths.len() < 64 {
        paths.push(path.to_owned());
    }
}

/// The path without `:12-20` or `#L12` behind it.
pub(crate) fn without_place(path: &str) -> &str {
    let path = path.split("#L").next().unwrap_or(path);
    match path.rsplit_once(':') {
        Some((head, place)) if !place.is_empty() && place.chars().all(|c| c.is_ascii_digit() || c == '-') => head,
        _ => path,
    }
}

/// Whether a token is a path: it has a folder and an extension, or a file name with a known one. In code, a folder with
/// a slash at its end or a dot file is one, too.
pub(crate) fn is_path(token: &str, code: bool) -> bool {
    let path = without_place(token.trim_end_matches(['.', ':', ',']));
    let odd = |c: char| {
        matches!(c, '<' | '>' | '|' | '"' | '\'' | '`' | '(' | ')' | '{' | '}' | '=' | '$' | '!') || c.is_whitespace()
    };
    if path.len() < 3
        || path.len() > 240
        || path.contains(odd)
        || path.contains("//")
        || path.starts_with(['@', '-', '#'])
    {
        return false;
    }
    if path.ends_with('/') {
        return code || path.matches('/').count() > 1;
    }
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let Some((stem, extension)) = name.rsplit_once('.') else {
        return code && path.contains('/') && !path.starts_with('/') && name.len() > 1 && path.matches('/').count() > 1;
    };
    let known = EXTENSIONS.has(&extension.to_ascii_lowercase());
    if stem.is_empty() {
        return code || known || DOT_FILES.contains(&name);
    }
    let folder = path.len() > name.len();
    let sound =
        extension.len() <= 8 && extension.starts_with(|c: char| c.is_ascii_alphabetic()) && extension.is_ascii();
    known
        || (folder
            && sound
            && !stem.ends_with(|c: char| c.is_ascii_digit() && extension.len() < 2)
            && !path.starts_with('/'))
}

const DOT_FILES: &[&str] = &[".coveragerc", ".gitignore", ".env", ".dockerignore", ".editorconfig", ".nycrc"];

static EXTENSIONS: Words<()> = Words::list(
    "py|pyi|rs|ts|tsx|js|jsx|mjs|cjs|go|java|kt|kts|rb|php|cs|c|h|cc|cpp|hpp|m|swift|scala|sh|bash|ps1|sql|md|\
     mdx|rst|json|jsonl|yml|yaml|toml|ini|cfg|conf|txt|html|css|scss|xml|lock|vue|svelte|dart|ex|exs|erl|lua|r|\
     jl|proto|gradle|tf|csv|ipynb|gd|tscn|tres|razor|csproj|sln|props|hs|ml|clj|zig|nim|pl|vb|fs|graphql|prisma|\
     env|info|snap|svg|png|yaml.j2|hcl|bicep|cmake|mk|bat",
);
