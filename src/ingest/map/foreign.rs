//! A path as a report writes it, made comparable: `/` between segments, no `.` and `..`, the configuration's prefixes
//! taken off.

use std::collections::BTreeMap;

use crate::model::paths::ProjectPath;

/// A path of a report, ready to be compared with the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Foreign {
    /// Segments with `/` between them; drives and hosts are segments.
    pub(super) path: ProjectPath,
    /// Whether it began at a root, a drive, a host or a scheme.
    pub(super) is_absolute: bool,
    /// Whether `..` led out of where it began.
    pub(super) is_outside: bool,
}

impl Foreign {
    /// Reads any path: Unix, Windows, UNC, `file://`.
    pub(super) fn of(raw: &str) -> Self {
        let raw = raw.trim();
        let raw = raw.strip_prefix("file://").unwrap_or(raw);
        let has_drive = raw.as_bytes().get(1) == Some(&b':') && raw.as_bytes()[0].is_ascii_alphabetic();
        let is_absolute = raw.starts_with(['/', '\\']) || has_drive || raw.contains("://");
        let (path, is_outside) = ProjectPath::from_foreign(raw);
        Self { path: path.unwrap_or_else(ProjectPath::unnamed), is_absolute, is_outside }
    }

    /// The same path, seen from a folder. Absolute paths stay.
    pub(super) fn below(&self, folder: &str, raw: &str) -> Self {
        if self.is_absolute { self.clone() } else { Self::of(&format!("{folder}/{raw}")) }
    }
}

/// Takes the configured prefix off and replaces the first of the configured folders that fits.
pub(super) fn configured(raw: &str, strip: Option<&str>, map: &BTreeMap<String, String>) -> Option<String> {
    let mut path = raw.to_owned();
    let mut changed = false;
    if let Some(rest) = strip.and_then(|strip| without_prefix(&path, strip)) {
        path = rest;
        changed = true;
    }
    // The longest prefix first, so that a folder inside another one can go elsewhere.
    let mut prefixes: Vec<(&String, &String)> = map.iter().collect();
    prefixes.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
    for (from, to) in prefixes {
        if let Some(rest) = without_prefix(&path, from) {
            path = if to.is_empty() { rest } else { format!("{}/{rest}", to.trim_end_matches(['/', '\\'])) };
            return Some(path);
        }
    }
    changed.then_some(path)
}

/// `path` behind the folder `prefix`; slashes and backslashes are the same.
fn without_prefix(path: &str, prefix: &str) -> Option<String> {
    let plain = |text: &str| text.replace('\\', "/");
    let (path, prefix) = (plain(path), plain(prefix));
    let prefix = prefix.strip_prefix("./").unwrap_or(&prefix).trim_end_matches('/');
    let path = path.strip_prefix("./").unwrap_or(&path);
    path.strip_prefix(prefix)?.strip_prefix('/').map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{Foreign, ProjectPath, configured};
    use std::collections::BTreeMap;

    #[test]
    fn foreign_paths() {
        for (raw, path, is_absolute, is_outside) in [
            ("src/a.c", "src/a.c", false, false),
            ("./src/./b/../a.c", "src/a.c", false, false),
            ("/home/ci/src/a.c", "home/ci/src/a.c", true, false),
            ("C:\\work\\src\\a.c", "C/work/src/a.c", true, false),
            ("\\\\host\\share\\a.c", "host/share/a.c", true, false),
            ("file:///home/a.c", "home/a.c", true, false),
            ("../../etc/passwd", "etc/passwd", false, true),
            ("src\\a.c", "src/a.c", false, false),
            ("", "(unnamed)", false, false),
        ] {
            let expected = Foreign { path: ProjectPath::parse(path).unwrap(), is_absolute, is_outside };
            assert_eq!(Foreign::of(raw), expected, "{raw}");
        }
    }

    #[test]
    fn configured_prefixes() {
        let map = BTreeMap::from([("build/gen".to_owned(), "src".to_owned()), ("build".to_owned(), "out".to_owned())]);
        let configured = |raw| configured(raw, Some("/ci/repo/"), &map);
        assert_eq!(configured("/ci/repo/src/a.c").as_deref(), Some("src/a.c"));
        assert_eq!(configured("/ci/repo/build/gen/a.c").as_deref(), Some("src/a.c"));
        assert_eq!(configured("build\\x.c").as_deref(), Some("out/x.c"));
        assert_eq!(configured("/ci/repository/a.c"), None);
    }
}
