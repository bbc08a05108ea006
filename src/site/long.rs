//! Long tables: a page shows the rows that matter most and says where the others are, so that no page grows with the
//! project. What is left out stands in its note, and in the data files.

use std::collections::BTreeSet;

use super::{Site, numbers, routes};
use crate::model::findings::Findings;
use crate::model::gap::Gap;
use crate::model::note::State;

/// The most rows of a table.
pub const MOST: usize = 1000;

/// "the first 1 000 of 5 004": how much is shown of what was cut; `None` where everything is.
pub fn cut(shown: &str, all: usize) -> Option<String> {
    (all > MOST).then(|| format!("{shown} {} of {}", numbers::count(MOST as u64), numbers::count(all as u64)))
}

/// The gaps in the order of the register: the open ones first, the most urgent of them at the top.
pub fn register(findings: &Findings) -> Vec<&Gap> {
    let mut gaps: Vec<&Gap> = findings.gaps.iter().collect();
    gaps.sort_by_key(|gap| (gap.state == State::Closed, gap.effective));
    gaps
}

/// The ids of the gaps that the register has no room for.
pub(super) fn beyond(findings: &Findings) -> BTreeSet<String> {
    if findings.gaps.len() <= MOST {
        return BTreeSet::new();
    }
    register(findings).into_iter().skip(MOST).map(|gap| gap.id.clone()).collect()
}

/// The link from a page to a gap: to its row in the register, or to its note where it has none.
pub fn gap_href(site: &Site<'_>, from: &str, gap: &Gap) -> String {
    if site.beyond.contains(&gap.id) {
        return routes::link(from, &site.routes.notes[gap.note]);
    }
    format!("{}#{}", routes::link(from, routes::GAPS), gap.id)
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn what_is_shown_whole_is_not_said_to_be_cut() {
        assert_eq!(cut("the first", 1000), None);
        assert_eq!(cut("the first", 1001).as_deref(), Some("the first 1\u{202F}000 of 1\u{202F}001"));
    }
}
