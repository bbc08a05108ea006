//! Folders of tests that a note names in code, often without a slash at their end: "`tests/unit` - fast, 65 tests".

use crate::claims::passages::Sentence;
use crate::claims::test_count::words::Count;

/// The folder that stands in code right before a number of tests.
pub(super) fn before(sentence: &Sentence<'_>, count: &Count) -> Option<String> {
    let start = sentence.range.start + count.range.start;
    let piece = sentence.words.pieces_in(&(sentence.range.start..start)).filter(|piece| piece.style.code).last()?;
    let near = start.saturating_sub(piece.plain.end) <= NEAR;
    of(sentence.words.plain[piece.plain.clone()].trim()).filter(|_| near)
}

/// So near, in bytes, a folder stands before the number of its tests.
const NEAR: usize = 40;

/// A word as a folder inside one of tests. The outermost holds all of them, and says nothing.
pub(super) fn of(word: &str) -> Option<String> {
    let folder = word.trim_end_matches('/');
    let plain = folder.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_-".contains(&byte));
    let inside =
        ["tests/", "test/", "spec/", "specs/", "__tests__/", "src/test/"].iter().any(|root| folder.starts_with(root));
    (plain && inside).then(|| format!("{folder}/"))
}
