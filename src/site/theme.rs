//! A theme: templates, styles, scripts in layers of files. The project's own folder lies over the built-in one, and
//! the first file of a name wins, for templates and assets alike. What is replaced can still be extended under its
//! full name (`default/page.html`).

use std::collections::BTreeMap;
use std::path::Path;

use tera::{Context, Tera};

use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes};

/// Prefix of the built-in layer's templates.
const BUILT_IN: &str = "default/";

macro_rules! built_in {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../themes/default/", $folder, "/", $name)))),*]
    };
}

const TEMPLATES: &[(&str, &str)] = built_in!["templates":
    "page.html", "parts.html", "overview.html", "coverage.html", "source.html", "tests.html", "gaps.html",
    "phases.html", "phase.html", "notes.html", "note.html", "gates.html", "claims.html", "trend.html",
    "badges.html", "search.html", "about.html", "404.html",
];
/// In the order in which they are joined into one file.
const STYLES: &[(&str, &str)] = built_in!["static":
    "tokens.css", "frame.css", "parts.css", "tables.css", "note.css", "source.css", "media.css",
];
const SCRIPTS: &[(&str, &str)] = built_in!["static":
    "theme.js", "tables.js", "source.js", "keys.js", "search.js",
];
/// Joined into a file of their own, which only source pages ask for.
const SYNTAX_SCRIPTS: &[(&str, &str)] = built_in!["static": "languages.js", "syntax.js"];

/// Where the joined style sheet lies on the site.
pub const STYLE: &str = "assets/site.css";
/// Where the joined script lies on the site.
pub const SCRIPT: &str = "assets/site.js";
/// Where the script of syntax colours lies on the site.
pub const SYNTAX: &str = "assets/syntax.js";

/// The files of the built-in theme that a project's own theme can replace: their path in the theme's folder, and their
/// text.
pub fn built_in() -> impl Iterator<Item = (String, &'static str)> {
    let templates = TEMPLATES.iter().map(|(name, text)| (format!("templates/{name}"), *text));
    let assets =
        STYLES.iter().chain(SCRIPTS).chain(SYNTAX_SCRIPTS).map(|(name, text)| (format!("static/{name}"), *text));
    templates.chain(assets)
}

/// Templates and assets, ready to use.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    /// Assets by their place on the site.
    pub assets: BTreeMap<String, Vec<u8>>,
}

impl Theme {
    /// Loads the built-in theme, and over it the files of `folder` where one is given: `templates/*.html` and
    /// `static/*`. A file of the same name replaces the built-in one; other files of `static` are added.
    ///
    /// # Errors
    /// [`Reported`] if the folder can't be read or a template can't be understood: file, line and column.
    pub fn load(folder: Option<&Path>, sink: &mut Sink) -> Result<Self, Reported> {
        let mut tera = Tera::new();
        let mut templates: Vec<(String, String)> =
            TEMPLATES.iter().map(|(name, text)| (format!("{BUILT_IN}{name}"), (*text).to_owned())).collect();
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        if let Some(folder) = folder {
            for (name, bytes) in layer(&folder.join("templates"), folder, sink)? {
                templates.push((name, String::from_utf8_lossy(&bytes).into_owned()));
            }
            files.extend(layer(&folder.join("static"), folder, sink)?);
        }
        let failed = |error: tera::Error, sink: &mut Sink| {
            sink.fatal(problem(&error, "templates").help("mend the template, or remove it to get the built-in one"))
        };
        tera.set_fallback_prefixes([BUILT_IN]).map_err(|error| failed(error, sink))?;
        tera.add_raw_templates(templates).map_err(|error| failed(error, sink))?;
        let mut assets = BTreeMap::new();
        assets.insert(STYLE.to_owned(), join(STYLES, &mut files));
        assets.insert(SCRIPT.to_owned(), join(SCRIPTS, &mut files));
        assets.insert(SYNTAX.to_owned(), join(SYNTAX_SCRIPTS, &mut files));
        assets.extend(files.into_iter().map(|(name, bytes)| (format!("assets/{name}"), bytes)));
        Ok(Self { tera, assets })
    }

    /// Fills a template.
    ///
    /// # Errors
    /// A diagnostic that names the template, the place in it and the value that was missing.
    pub fn render(&self, template: &str, context: &Context) -> Result<String, Diagnostic> {
        self.tera
            .render(template, context)
            .map_err(|error| Diagnostic::new(&codes::BAD_THEME, format!("{error}")).at(Place::file(template)))
    }
}

/// What is wrong with a template, at the place that the engine names (` --> default/page.html:5:12`).
fn problem(error: &tera::Error, template: &str) -> Diagnostic {
    let text = error.to_string();
    let mut lines = text.lines();
    let message = lines.next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    let place = lines.find_map(|line| {
        let mut parts = line.trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
        let (column, line, file) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
        Some(Place { file: file.into(), line, column })
    });
    Diagnostic::new(&codes::BAD_THEME, message).at(place.unwrap_or_else(|| Place::file(template)))
}

/// Joins the parts of a style sheet or script; a file of the user's layer takes the place of the part it names.
fn join(parts: &[(&str, &str)], files: &mut BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, text) in parts {
        match files.remove(*name) {
            Some(bytes) => out.extend_from_slice(&bytes),
            None => out.extend_from_slice(text.as_bytes()),
        }
        out.push(b'\n');
    }
    out
}

/// All files of a folder, by their path in it. A folder that is not there is an empty layer, if the theme itself is.
fn layer(folder: &Path, theme: &Path, sink: &mut Sink) -> Result<Vec<(String, Vec<u8>)>, Reported> {
    let mut files = Vec::new();
    if !theme.is_dir() {
        let place = Place::file(theme.display().to_string());
        return Err(sink.fatal(
            Diagnostic::new(&codes::BAD_THEME, "the theme's folder is not there").at(place).help("mend [site] theme"),
        ));
    }
    if !folder.is_dir() {
        return Ok(files);
    }
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let read = entry.map_err(std::io::Error::from).and_then(|entry| {
            let kind = entry.file_type();
            let name = entry.path().strip_prefix(folder).map(|name| name.to_string_lossy().replace('\\', "/"));
            match name {
                Ok(name) if kind.is_file() => Ok(Some((name, std::fs::read(entry.path())?))),
                _ => Ok(None),
            }
        });
        match read {
            Ok(file) => files.extend(file),
            Err(error) => {
                let place = Place::file(folder.display().to_string());
                let message = format!("the theme can't be read: {error}");
                return Err(sink.fatal(Diagnostic::new(&codes::BAD_THEME, message).at(place)));
            }
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::Theme;
    use crate::diagnostics::Sink;

    #[test]
    fn the_built_in_templates_parse() {
        let mut sink = Sink::default();
        let theme = Theme::load(None, &mut sink);
        assert!(theme.is_ok(), "{:#?}", sink.finish());
    }
}
