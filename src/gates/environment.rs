//! `env = ["NAME"]`: all of these variables are set, as far as the build sees: a value is never read out. Where they are
//! needed is where the gate should be checked; a build without them says that they are missing there.

use std::collections::BTreeSet;

use super::draft::{Draft, listed};
use super::{CheckKind, Evidence};
use crate::config::CheckConfig;
use crate::facts::Facts;
use crate::model::gate::CheckResult;
use crate::model::question::Question;

/// The kind.
pub(super) const KIND: CheckKind = CheckKind { id: "env", title: "Environment", asks, evaluate };

fn asks(config: &CheckConfig, _: &Facts<'_>, questions: &mut BTreeSet<Question>) {
    questions.extend(config.env.iter().flatten().cloned().map(Question::Variable));
}

fn evaluate(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let names = config.env.as_ref()?;
    let all = || names.iter().map(String::as_str);
    let missing: Vec<&str> = all().filter(|name| !evidence.answers.variable(name).set).collect();
    let are = |names: &[&str]| if names.len() == 1 { "is" } else { "are" };
    let expected = format!("{} set", listed(all(), 20));
    let draft = Draft::new(config, &KIND, expected);
    let measured = Some(format!("{} of {} set", names.len() - missing.len(), names.len()));
    Some(if missing.is_empty() {
        let clause = format!("{} {} set", listed(all(), 5), if names.len() == 1 { "is" } else { "are" });
        draft.passes(measured, clause, "all of them are set")
    } else {
        let clause = format!("{} {} not set", listed(missing.iter().copied(), 5), are(&missing));
        draft.fails(measured, clause, format!("set {} where covsite runs", listed(missing.iter().copied(), 20)))
    })
}
