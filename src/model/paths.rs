//! Paths inside the project: relative, with `/`, without `.` and `..`, so that no path leads out of a folder.

use std::sync::Arc;

/// A path inside the project, in a form that can be joined to any folder without leaving it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProjectPath(Arc<str>);

impl ProjectPath {
    /// Reads a relative path written with `/`. `None` if it is empty, absolute, has a `.` or `..` or an empty
    /// segment, or a NUL.
    pub fn parse(path: &str) -> Option<Self> {
        let sound = !path.contains('\0') && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        sound.then(|| Self(path.into()))
    }

    /// Reads any path that a tool may write (absolute, Windows, UNC, with `.` and `..`) as the path inside the
    /// project that is nearest to it: roots and drives become folders, `..` goes up as far as there is anything.
    /// `None` if nothing is left. The second value says whether `..` led out.
    pub fn from_foreign(path: &str) -> (Option<Self>, bool) {
        let mut parts: Vec<&str> = Vec::new();
        let mut outside = false;
        for part in path.split(['/', '\\']) {
            let part = if parts.is_empty() { part.strip_suffix(':').unwrap_or(part) } else { part };
            match part {
                "" | "." => {}
                ".." => outside |= parts.pop().is_none(),
                _ => parts.push(part),
            }
        }
        let joined = parts.join("/").replace('\0', "\u{FFFD}");
        ((!joined.is_empty()).then(|| Self(joined.into())), outside)
    }

    /// The name of a file for which a report has none.
    pub fn unnamed() -> Self {
        Self("(unnamed)".into())
    }

    /// The path with `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last segment.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// All but the last segment; empty at the top.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// What stands behind the last dot of the name, without it.
    pub fn extension(&self) -> Option<&str> {
        self.name().rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map(|(_, extension)| extension)
    }

    /// Whether `suffix` is the whole path or its last segments.
    pub fn ends_with(&self, suffix: &str) -> bool {
        self.0.strip_suffix(suffix).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
    }

    /// Whether the path lies below `folder` (empty: always).
    pub fn is_below(&self, folder: &str) -> bool {
        folder.is_empty() || self.0.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }
}

impl std::fmt::Display for ProjectPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for ProjectPath {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
