//! Which lines were changed between a commit and HEAD: one comparison with their common ancestor, of which only the
//! headers are kept.

use std::collections::BTreeMap;

use super::commits::Repository;
use crate::diagnostics::{Diagnostic, Sink, codes};
use crate::model::paths::ProjectPath;
use crate::model::question::Changes;

/// The lines that were added or changed since `base` (a commit, branch or tag), by file: ranges, ascending. `None` where
/// git does not know, which is said.
pub fn patch(repository: &Repository, base: &str, sink: &mut Sink) -> Option<Changes> {
    let range = format!("{base}...{}", repository.head());
    let arguments = [
        "-c",
        "core.quotePath=false",
        "diff",
        "--unified=0",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        // A file that only moved has no changed line; attributes can't hide one that has.
        "--find-renames",
        "--text",
        "--no-prefix",
        "--relative",
        "--end-of-options",
        &range,
    ];
    let mut inside = 0_u64;
    let headers = repository.git.lines(&arguments, |line| {
        if inside > 0 {
            // What was added may look like a header.
            inside -= u64::from(line.starts_with(b"+") || line.starts_with(b"-"));
            return false;
        }
        if let Some(hunk) = line.strip_prefix(b"@@ ").and_then(hunk) {
            inside = u64::from(hunk.removed) + u64::from(hunk.added);
            return true;
        }
        line.starts_with(b"+++ ")
    });
    match headers {
        Ok(headers) => Some(read(&headers)),
        Err(refusal) => {
            let message = format!("what changed since `{base}` is not known: {refusal}");
            let help = "fetch that commit with enough history (`fetch-depth: 0` in a workflow)";
            sink.push(Diagnostic::new(&codes::GIT_FAILED, message).help(help));
            None
        }
    }
}

struct Hunk {
    removed: u32,
    first: u32,
    added: u32,
}

/// `-3,2 +4,5 @@ …`
fn hunk(text: &[u8]) -> Option<Hunk> {
    let text = std::str::from_utf8(&text[..text.len().min(80)]).ok().or_else(|| {
        let end = text.windows(3).position(|three| three == b" @@")?;
        std::str::from_utf8(&text[..end]).ok()
    })?;
    let mut words = text.split(' ');
    let numbers = |word: &str, sign: char| -> Option<(u32, u32)> {
        let word = word.strip_prefix(sign)?;
        let (first, count) = word.split_once(',').unwrap_or((word, "1"));
        Some((first.parse().ok()?, count.parse().ok()?))
    };
    let (_, removed) = numbers(words.next()?, '-')?;
    let (first, added) = numbers(words.next()?, '+')?;
    Some(Hunk { removed, first, added })
}

fn read(headers: &[u8]) -> Changes {
    let mut changes: Changes = BTreeMap::new();
    let mut file: Option<ProjectPath> = None;
    for line in headers.split(|byte| *byte == b'\n') {
        if let Some(path) = line.strip_prefix(b"+++ ") {
            file = ProjectPath::parse(&name(path));
        } else if let (Some(hunk), Some(file)) = (line.strip_prefix(b"@@ ").and_then(hunk), &file)
            && hunk.added > 0
        {
            let last = hunk.first.saturating_add(hunk.added - 1);
            changes.entry(file.clone()).or_default().push((hunk.first, last));
        }
    }
    changes
}

/// A path as git writes it there: in quotes where it holds what would break the line, and with a tab behind it where it
/// holds a space.
fn name(written: &[u8]) -> String {
    let written = written.strip_suffix(b"\t").unwrap_or(written);
    let Some(quoted) = written.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")) else {
        return String::from_utf8_lossy(written).into_owned();
    };
    let mut out = Vec::with_capacity(quoted.len());
    let mut bytes = quoted.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        match bytes.next() {
            Some(b'n') => out.push(b'\n'),
            Some(b't') => out.push(b'\t'),
            Some(b'r') => out.push(b'\r'),
            Some(digit @ b'0'..=b'7') => {
                let mut value = u32::from(digit - b'0');
                for _ in 0..2 {
                    if let Some(digit) = bytes.next_if(|byte| (b'0'..=b'7').contains(byte)) {
                        value = value * 8 + u32::from(digit - b'0');
                    }
                }
                out.push(u8::try_from(value).unwrap_or(b'?'));
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_name_files_and_their_lines() {
        let headers =
            b"+++ src/a.py\n@@ -1,2 +1,3 @@ def f():\n@@ -9 +10 @@\n@@ -20,4 +20,0 @@\n+++ a b.py\t\n@@ -0,0 +1,2 @@\n\
            +++ \"q\\\"\\303\\244.py\"\n@@ -1 +1 @@\n+++ /dev/null\n@@ -1,2 +0,0 @@\n";
        let found = read(headers);
        let said: Vec<(&str, &[(u32, u32)])> =
            found.iter().map(|(path, ranges)| (path.as_str(), ranges.as_slice())).collect();
        assert_eq!(
            said,
            [("a b.py", &[(1, 2)][..]), ("q\"ä.py", &[(1, 1)][..]), ("src/a.py", &[(1, 3), (10, 10)][..])]
        );
    }
}
