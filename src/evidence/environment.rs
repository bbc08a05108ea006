//! Variables of the environment: whether they are set. A value never leaves this file.

use crate::model::question::Variable;

/// What switches something off.
const OFF: [&str; 5] = ["", "0", "no", "off", "false"];

/// What may be said of a variable.
pub(super) fn variable(name: &str) -> Variable {
    told(&std::env::var_os(name).unwrap_or_default())
}

fn told(value: &std::ffi::OsStr) -> Variable {
    let word = value.to_string_lossy().trim().to_ascii_lowercase();
    Variable { set: !word.is_empty(), on: !OFF.contains(&word.as_str()) }
}

/// All that may be said of any variable: what answers follow from.
pub fn standing() -> Vec<(String, Variable)> {
    let mut all: Vec<(String, Variable)> = std::env::vars_os()
        // What a shell sets with each command.
        .filter(|(name, _)| name != "_" && name != "OLDPWD")
        .map(|(name, value)| (name.to_string_lossy().into_owned(), told(&value)))
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}
