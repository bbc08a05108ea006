//! `history.jsonl`: the runs that the history holds, and this one, which alone says what was measured of each file.

use std::collections::BTreeMap;

use crate::model::run::Run;
use crate::site::Site;

pub(super) fn write(site: &Site<'_>) -> Vec<u8> {
    let runs = site.runs();
    let Some((this, earlier)) = runs.split_last() else { return Vec::new() };
    let mut out = Vec::new();
    for run in earlier {
        out.extend(super::json(&Run { files: BTreeMap::new(), ..(*run).clone() }));
    }
    out.extend(super::json(this));
    out
}
