//! `history.jsonl`: the runs that the history holds, and this one.

use crate::site::Site;

pub(super) fn write(site: &Site<'_>) -> Vec<u8> {
    let run = &site.findings.run;
    let earlier = site.inputs.history.iter().filter(|other| other.commit.is_none() || other.commit != run.commit);
    let mut out = Vec::new();
    for run in earlier.chain([run]) {
        out.extend(super::json(run));
    }
    out
}
