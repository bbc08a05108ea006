//! Which theme a site gets: a built-in one by its name, or a folder of the project that lies over one.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{DEFAULT, REPORT, THEMES};
use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes, near};

/// What a folder says of itself.
pub const ABOUT: &str = "theme.toml";

/// A theme of the binary.
#[derive(Debug)]
pub struct BuiltIn {
    /// Its name: what `[site] theme` and `extends` call it, and the prefix of its templates.
    pub name: &'static str,
    /// What it is for, in a few words.
    pub about: &'static str,
    /// Its templates by name.
    pub templates: &'static [(&'static str, &'static str)],
    /// Its styles and scripts by name.
    pub assets: &'static [(&'static str, &'static str)],
}

impl BuiltIn {
    /// The theme of this name.
    pub fn find(name: &str) -> Option<&'static BuiltIn> {
        THEMES.into_iter().find(|theme| theme.name == name)
    }

    /// This theme with what it lies on, the lowest first.
    pub fn layers(&self) -> Vec<&'static BuiltIn> {
        let mut layers = vec![&DEFAULT];
        layers.extend(THEMES.into_iter().filter(|theme| theme.name == self.name && theme.name != DEFAULT.name));
        layers
    }
}

/// The layers of a site's theme.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The project's own folder, above all.
    pub folder: Option<PathBuf>,
    /// What lies below it, unless its `theme.toml` names another.
    pub base: &'static BuiltIn,
    /// Whether the report theme lies below the folder, whatever it names.
    document: bool,
}

impl Default for Choice {
    fn default() -> Self {
        Self { folder: None, base: &DEFAULT, document: false }
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct About {
    /// The built-in theme that the folder lies over.
    extends: Option<String>,
}

impl Choice {
    /// The theme of `[site] theme`, from the root of the project: a folder that holds a theme wins over a built-in one of
    /// the same name.
    pub fn find(root: &Path, name: Option<&str>) -> Self {
        let Some(name) = name else { return Self::default() };
        let folder = root.join(name);
        let holds_theme = ["templates", "static", ABOUT].iter().any(|part| folder.join(part).exists());
        match BuiltIn::find(name).filter(|_| !holds_theme) {
            Some(base) => Self { base, ..Self::default() },
            None => Self { folder: Some(folder), ..Self::default() },
        }
    }

    /// The same for the site in one file, which has the look of the report theme.
    #[must_use]
    pub fn for_document(self) -> Self {
        Self { document: true, ..self }
    }

    /// The built-in layers, the lowest first.
    pub(super) fn layers(&self, sink: &mut Sink) -> Result<Vec<&'static BuiltIn>, Reported> {
        let mut base = self.base;
        if let Some(folder) = &self.folder {
            base = extended(folder, sink)?.unwrap_or(base);
        }
        Ok(if self.document { REPORT.layers() } else { base.layers() })
    }
}

/// What the folder's `theme.toml` says that it lies over.
fn extended(folder: &Path, sink: &mut Sink) -> Result<Option<&'static BuiltIn>, Reported> {
    let file = folder.join(ABOUT);
    let shown = file.display().to_string();
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            let problem = Diagnostic::new(&codes::BAD_THEME, format!("it can't be read: {error}"));
            return Err(sink.fatal(problem.at(Place::file(shown))));
        }
    };
    let names = || THEMES.map(|theme| theme.name).join(" or ");
    let about: About = toml::from_str(&text).map_err(|error| {
        let at = |span: std::ops::Range<usize>| Place::at(shown.as_str(), text.as_bytes(), span.start);
        let place = error.span().map_or_else(|| Place::file(shown.as_str()), at);
        let message = error.message().lines().next().unwrap_or("not understood").to_owned();
        let help = format!("it may hold one line: extends = {}", names());
        sink.fatal(Diagnostic::new(&codes::BAD_THEME, message).at(place).help(help))
    })?;
    let Some(name) = about.extends else { return Ok(None) };
    if let Some(theme) = BuiltIn::find(&name) {
        return Ok(Some(theme));
    }
    let offset = text.find(&name).unwrap_or(0);
    let problem = Diagnostic::new(&codes::BAD_THEME, format!("there is no built-in theme `{name}`"));
    let nearest = near::nearest(&name, THEMES.map(|theme| theme.name));
    let help = nearest.map_or_else(|| format!("it may extend {}", names()), |name| format!("did you mean `{name}`?"));
    Err(sink.fatal(problem.at(Place::at(shown.as_str(), text.as_bytes(), offset)).help(help)))
}
