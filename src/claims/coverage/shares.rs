//! Percentages of something else than code: "57 % faster", "80 % of requests", "73/73 tests passing (100 %)".

use super::words::{coverage_word, metric};
use crate::claims::stance::has_word;
use crate::claims::words::Words;
use crate::notes::numbers::Found;

/// Words behind a percentage of something else.
static OTHER: Words = Words::new(
    "pass|passing|passed|success|complete|completed|done|faster|slower|reduction|increase|improvement|compliance|\
     compliant|match|confidence|accuracy|threshold|target|more|less|utilization|requirement|gate|minimum|goal|\
     feature|critical|satisfied|chance|of",
);

/// Words that say what was counted is no code: "(34 built, 13 partial, 38 missing)", "(12 of 40 endpoints)".
static FEATURES: Words = Words::new(
    "built|implemented|partial|partially|planned|pending|features|requirements|stories|endpoints|screens|pages|controls|\
     capabilities|sections|documents|docs|skills|rules|scenarios|use cases|workflows|mapped|unmapped|documented",
);

/// Whether a bracket behind a percentage counts what is no code.
fn is_of_features(behind: &str) -> bool {
    let Some(inside) = behind.trim_start_matches(['*', '_', ' ', '`']).strip_prefix('(') else { return false };
    let inside = inside.split(')').next().unwrap_or(inside);
    // "(3/27 pallets)" counts what is no code.
    let fraction = inside.split_once(' ').filter(|(counts, _)| {
        counts.split_once('/').is_some_and(|(covered, total)| is_digits(covered) && is_digits(total))
    });
    let things = fraction.is_some_and(|(_, noun)| {
        noun.chars().next().is_some_and(char::is_alphabetic)
            && metric(noun).is_none()
            && !has_word(noun, &["loc", "tests", "covered"])
    });
    if things {
        return true;
    }
    // "(240 statements, 12 missed, 4 partial)" counts code.
    inside.starts_with(|c: char| c.is_ascii_digit()) && FEATURES.stand_in(inside) && metric(inside).is_none()
}

/// "80 % of requests", "57 % faster": a share of something that is named behind it.
pub(super) fn counts_something(lower: &str, found: &Found) -> bool {
    let before = &lower[..found.range.start];
    let behind = &lower[found.range.end..];
    // "95.5% 通过率" is a rate of what passed.
    if is_of_features(behind) || behind.trim_start().starts_with(['通', '完', '成', '准', '合']) {
        return true;
    }
    // "73/73 tests passing (100%)" and "4/4 requirements satisfied (100 %)" are shares of what was counted.
    if let Some(counted) = before.trim_end().strip_suffix('(') {
        let near = counted.rsplit([',', ';', '(', ':']).next().unwrap_or(counted);
        let fraction =
            near.split_whitespace().any(|word| word.split_once('/').is_some_and(|(a, b)| is_digits(a) && is_digits(b)));
        let ended = ["passing", "passed", "pass", "satisfied", "verified", "complete", "done"];
        // "Lines covered: 153/153 (100 %)" is one of lines.
        let of_code = coverage_word(counted, 0).is_some() && metric(counted).is_some();
        if (fraction && !of_code) || has_word(near, &ended) {
            return true;
        }
    }
    let rest = lower[found.range.end..].trim_start();
    // What stands in brackets or behind a dash is a remark.
    let noun = if rest.starts_with(['(', '-', '–', '—', ':']) { "" } else { found.noun(lower) };
    if lower[..found.range.start].trim_end().ends_with(" by") {
        return true;
    }
    let of = rest.strip_prefix("of ").map(|rest| rest.trim_start_matches("the ").trim_start_matches("all "));
    let counts =
        ["line", "branch", "statement", "function", "method", "code", "region", "instruction", "its ", "source"];
    // "0 % of `core/tide` is exercised" names a path.
    let path = |of: &str| of.split_whitespace().next().is_some_and(|word| word.contains('/') || word.contains('.'));
    of.map_or_else(|| OTHER.has(noun), |of| !path(of) && !counts.iter().any(|unit| of.starts_with(unit)))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
