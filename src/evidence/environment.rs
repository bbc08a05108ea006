//! Variables of the environment: whether they are set. A value never leaves this file.

use crate::model::question::Variable;

/// What switches something off.
const OFF: [&str; 5] = ["", "0", "no", "off", "false"];

/// What may be said of a variable.
pub(super) fn variable(name: &str) -> Variable {
    let value = std::env::var_os(name).unwrap_or_default();
    let word = value.to_string_lossy().trim().to_ascii_lowercase();
    Variable { set: !word.is_empty(), on: !OFF.contains(&word.as_str()) }
}
