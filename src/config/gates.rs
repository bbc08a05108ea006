//! `[[gates]]` with what they are judged for and what they count: services and measures.

use serde::{Deserialize, Deserializer};

use super::checks::CheckConfig;
use super::values::{Paths, Pattern};

/// `[[gates]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GateConfig {
    /// Its name.
    pub name: String,
    /// Its checks: all must hold.
    pub checks: Vec<CheckConfig>,
    /// `false`: shown, does not fail the whole. `"env:NAME"`: only where that variable says so.
    #[serde(default)]
    pub enforce: Enforce,
    /// `service`: judged for each service by itself; `{service}` in its checks stands for the name.
    #[serde(default)]
    pub per: Option<Per>,
    /// What the team calls a pass: `SELLABLE`.
    #[serde(default)]
    pub pass_word: Option<String>,
}

/// What a gate is judged for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Per {
    /// Each of the `[[services]]`.
    Service,
}

/// Whether a gate that fails fails the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Enforce {
    /// It does.
    #[default]
    Always,
    /// It is only shown.
    Never,
    /// It does where this variable of the environment is set to something else than nothing, 0, no, off and false.
    Switch(String),
}

impl<'de> Deserialize<'de> for Enforce {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Enforce;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("true, false or \"env:NAME\"")
            }

            fn visit_bool<E: serde::de::Error>(self, is: bool) -> Result<Enforce, E> {
                Ok(if is { Enforce::Always } else { Enforce::Never })
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Enforce, E> {
                match text.strip_prefix("env:") {
                    Some(name) if is_variable(name) => Ok(Enforce::Switch(name.to_owned())),
                    _ => Err(E::custom(format!("`{text}` is no switch: write true, false or \"env:NAME\""))),
                }
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// Whether a text can name a variable of the environment.
pub(super) fn is_variable(name: &str) -> bool {
    !name.is_empty() && name.len() <= 256 && !name.contains(['=', '\0']) && !name.contains(char::is_whitespace)
}

/// `[[services]]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceConfig {
    /// Its name.
    pub name: String,
    /// What it uses: the words that `when` names.
    #[serde(default)]
    pub uses: Vec<String>,
}

/// `[[measures]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureConfig {
    /// Its name.
    pub name: String,
    /// What is counted: a regular expression.
    pub pattern: Pattern,
    /// The files: globs from the root; by default all source files.
    #[serde(default)]
    pub paths: Paths,
    /// Those that are left out.
    #[serde(default)]
    pub exclude: Paths,
    /// Whether matching lines are counted, each match, or files with one.
    #[serde(default)]
    pub count: Count,
}

/// What a measure counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Count {
    /// Lines with a match, as `grep -c` does.
    #[default]
    Lines,
    /// Every match.
    Matches,
    /// Files with a match.
    Files,
}
