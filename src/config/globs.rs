//! Sets of paths as a configuration names them: a pattern for files, or a folder with all that lies below it.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::model::paths::ProjectPath;

/// A folder of the configuration as paths of the project name it; the root is empty.
pub fn folder(written: &str) -> &str {
    let folder = written.trim_start_matches("./").trim_end_matches('/');
    if folder == "." { "" } else { folder }
}

/// A set of paths. `*` stops at `/`, `**` does not; what matches a folder holds everything below it.
#[derive(Clone, Debug)]
pub struct Globs(GlobSet);

impl Globs {
    /// The set of all that one of `patterns` matches. A pattern that can't be read matches nothing: the configuration
    /// was checked before.
    pub fn new(patterns: &[String]) -> Self {
        let mut builder = GlobSetBuilder::new();
        for pattern in patterns {
            let pattern = folder(pattern);
            let both = if pattern.is_empty() {
                ["**".to_owned(), "**".to_owned()]
            } else {
                [pattern.to_owned(), format!("{pattern}/**")]
            };
            for pattern in both {
                if let Ok(glob) = GlobBuilder::new(&pattern).literal_separator(true).build() {
                    builder.add(glob);
                }
            }
        }
        Self(builder.build().unwrap_or_else(|_| GlobSet::empty()))
    }

    /// Whether a path belongs to the set.
    pub fn holds(&self, path: &ProjectPath) -> bool {
        self.0.is_match(path.as_str())
    }

    /// Whether there is nothing that could match.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
