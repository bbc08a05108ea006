//! Claims that a comment states outright, of the kinds that are no numbers: a place in a file, a setting, a package.

use jiff::civil::Date;

use super::path_tokens;
use super::reference::in_token;
use crate::model::claim::Subject;
use crate::model::contents::{LinesWanted, SettingWanted};

/// `core/billing.py:12-20`.
pub(super) fn reference(name: &str, as_of: Option<Date>) -> Result<Subject, String> {
    let help = "write a file and its lines behind `reference`: core/billing.py:12-20";
    let path = path_tokens::read(name, true).ok_or(help)?;
    let ranges = in_token(name, &path).ok_or(help)?;
    Ok(Subject::Lines(LinesWanted { path, ranges, names: Vec::new(), as_of }))
}

/// `pyproject.toml fail_under` with its value; without a file: in any.
pub(super) fn setting(name: &str, value: Option<&str>) -> Result<Subject, String> {
    let help = "write file, name and value behind `setting`: pyproject.toml fail_under = 15";
    let value = value.filter(|value| !value.is_empty()).ok_or(help)?;
    let (file, name) = match name.rsplit_once(char::is_whitespace) {
        Some((file, name)) => (Some(file.trim().to_owned()), name),
        None => (None, name),
    };
    if name.is_empty() {
        return Err(help.into());
    }
    let wanted = SettingWanted { names: vec![name.to_owned()], file, as_of: None };
    Ok(Subject::Setting { wanted, value: value.trim_matches(['"', '\'']).to_owned() })
}

/// `pytest` with its version, if it has one; `>=` before the version is a least one.
pub(super) fn dependency(name: &str, value: Option<&str>) -> Result<Subject, String> {
    let (name, least) = match name.strip_suffix(['>', '^', '~']) {
        Some(bare) => (bare.trim(), &name[bare.len()..]),
        None => (name.trim_end_matches('=').trim(), ""),
    };
    if name.is_empty() || name.contains(char::is_whitespace) {
        return Err("write a package behind `dependency`: pytest = 8.4.2".into());
    }
    let sign = if least == ">" { ">=" } else { least };
    let version = value.filter(|value| !value.is_empty()).map(|value| format!("{sign}{value}"));
    Ok(Subject::Package { name: name.to_owned(), version, file: None, absent: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_statement_says_what_to_write() {
        assert!(reference("core/pier.py:2-4", None).is_ok());
        assert!(reference("core/pier.py", None).is_err_and(|help| help.contains("core/billing.py:12-20")));
        assert!(setting("fail_under", Some("15")).is_ok() && setting("fail_under", None).is_err());
        assert!(dependency("ropes >", Some("2.0")).is_ok_and(|subject| {
            matches!(subject, Subject::Package { version: Some(version), .. } if version == ">=2.0")
        }));
        assert!(dependency("", Some("1")).is_err() && dependency("two words", None).is_err());
    }
}
