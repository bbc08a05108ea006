//! `files = { exist, absent }`: each of the first globs fits a file of the project, none of the second does. Files that
//! are ignored are none of the project's, unless git tracks them.

use super::draft::{Draft, listed};
use super::{CheckKind, Evidence, nothing};
use crate::config::CheckConfig;
use crate::config::globs::Globs;
use crate::model::gate::CheckResult;
use crate::model::paths::ProjectPath;

/// The kind.
pub(super) const KIND: CheckKind = CheckKind { id: "files", title: "Files", asks: nothing, evaluate };

fn evaluate(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let check = config.files.as_ref()?;
    let inputs = evidence.facts.inputs;
    let fits = |glob: &String| {
        let globs = Globs::new(std::slice::from_ref(glob));
        inputs.tree.iter().chain(&inputs.aside).find(|path| globs.holds(path))
    };
    let names = |globs: &[String]| listed(globs.iter().map(String::as_str), 20);
    let expected = match (check.exist.0.as_slice(), check.absent.0.as_slice()) {
        (exist, []) => format!("{} in the project", names(exist)),
        ([], absent) => format!("no {} in the project", names(absent)),
        (exist, absent) => format!("{} in the project, and no {}", names(exist), names(absent)),
    };
    let draft = Draft::new(config, &KIND, expected);
    let missing: Vec<&str> = check.exist.0.iter().filter(|glob| fits(glob).is_none()).map(String::as_str).collect();
    let unwanted: Vec<&str> = check.absent.0.iter().filter_map(fits).map(ProjectPath::as_str).collect();
    let is = |list: &[&str]| if list.len() == 1 { "is" } else { "are" };
    let (mut clauses, mut reasons) = (Vec::new(), Vec::new());
    if !missing.is_empty() {
        let list = listed(missing.iter().copied(), 5);
        clauses.push(format!("{list} {} missing", is(&missing)));
        reasons.push(format!("add {list}"));
    }
    if !unwanted.is_empty() {
        let list = listed(unwanted.iter().copied(), 5);
        clauses.push(format!("{list} {} there", is(&unwanted)));
        reasons.push(format!("remove {list}"));
    }
    Some(if clauses.is_empty() {
        draft.passes(None, "the files are as they should be", "the files are as they should be")
    } else {
        let clause = clauses.join(", and ");
        draft.fails(Some(clause.clone()), clause, reasons.join("; "))
    })
}
