//! Counts of tests in scripts without spaces: "233个测试通过，91个跳过", "12 テスト".

use crate::model::results::Outcome;

/// Words that stand between a number and what it counts.
const COUNTERS: [&str; 8] = ["개", "个", "個", "项", "項", "件の", "件", "条"];

/// What is counted; the longest first.
const NOUNS: [&str; 9] =
    ["测试用例", "測試用例", "テストケース", "単体テスト", "单元测试", "测试", "測試", "テスト", "用例"];

/// How tests ended.
const ENDS: [(&str, Outcome); 10] = [
    ("通过", Outcome::Passed),
    ("通過", Outcome::Passed),
    ("成功", Outcome::Passed),
    ("合格", Outcome::Passed),
    ("パス", Outcome::Passed),
    ("失败", Outcome::Failed),
    ("失敗", Outcome::Failed),
    ("跳过", Outcome::Skipped),
    ("スキップ", Outcome::Skipped),
    ("忽略", Outcome::Skipped),
];

/// A word without the counter before it.
pub(super) fn without_counter(word: &str) -> &str {
    COUNTERS.iter().find_map(|counter| word.strip_prefix(counter)).unwrap_or(word)
}

/// Where the words of a count of tests end that begins at `from`, and how the tests ended.
pub(super) fn tests(lower: &str, from: usize) -> Option<(usize, Option<Outcome>)> {
    let rest = lower[from..].trim_start();
    let rest = without_counter(rest);
    let rest = NOUNS.iter().find_map(|noun| rest.strip_prefix(noun))?;
    let end = lower.len() - rest.len();
    let said = ["均", "全部", "都", "已", "が", "、", "は", "全て", "すべて"]
        .iter()
        .fold(rest, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    if let Some((word, outcome)) = ENDS.iter().find(|(word, _)| said.starts_with(word)) {
        return Some((lower.len() - said.len() + word.len(), Some(*outcome)));
    }
    // "测试文件" are files, "测试覆盖率" is no test.
    said.chars().next().is_none_or(|next| !next.is_alphanumeric()).then_some((end, None))
}

/// Whether words count files of tests: "13个测试文件通过，4个跳过".
pub(super) fn counts_files(lower: &str) -> bool {
    ["测试文件", "測試檔案", "テストファイル"].iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn tests_are_told_from_files() {
        assert_eq!(tests("233个测试通过", 3), Some(("233个测试通过".len(), Some(Outcome::Passed))));
        assert_eq!(tests("12 テスト (潮位)", 2), Some(("12 テスト".len(), None)));
        assert_eq!(tests("13个测试文件通过", 2), None);
        assert_eq!(tests("80测试覆盖率", 2), None);
        assert_eq!(without_counter("个跳过"), "跳过");
    }
}
