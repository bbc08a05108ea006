//! A theme: templates, styles, scripts in layers of files. The project's own folder lies over a built-in theme, and
//! the first file of a name wins, for templates and assets alike. What is replaced can still be extended under its
//! full name (`default/page.html`).

mod choice;
mod compact;
mod own;
mod words;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use tera::{Context, Tera};

use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes};
use crate::evidence::stamp::Digest;
use crate::site::frame::TITLES;

pub use choice::{ABOUT, BuiltIn, Choice};
pub use words::FILE as WORDS;

macro_rules! built_in {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../themes/", $folder, "/", $name)))),*]
    };
}

/// What a site gets that names no theme.
const DEFAULT: BuiltIn = BuiltIn {
    name: "default",
    about: "a precise instrument, for screens",
    templates: built_in!["default/templates":
        "page.html", "parts.html", "opening.html", "overview.html", "coverage.html", "source.html", "tests.html", "gaps.html",
        "phases.html", "phase.html", "notes.html", "note.html", "gates.html", "claims.html", "trend.html",
        "badges.html", "search.html", "about.html", "404.html", "document.html", "files.html",
    ],
    assets: built_in!["default/static":
        "tokens.css", "frame.css", "parts.css", "tables.css", "note.css", "source.css", "media.css", "document.css", "404.css",
        "theme.js", "tables.js", "explorer.js", "source.js", "keys.js", "search.js", "languages.js", "syntax.js",
    ],
};
/// For paper and for auditors; lies over the default one.
const REPORT: BuiltIn = BuiltIn {
    name: "report",
    about: "an audit as a newspaper would print it, for paper",
    templates: built_in!["report/templates": "page.html", "opening.html"],
    assets: built_in!["report/static": "tokens.css", "frame.css", "look.css"],
};
/// The themes of the binary.
pub const THEMES: [&BuiltIn; 2] = [&DEFAULT, &REPORT];

/// The parts of the style sheet, in the order in which they are joined. A theme without one has nothing there.
const STYLES: [&str; 8] =
    ["tokens.css", "frame.css", "parts.css", "tables.css", "note.css", "source.css", "look.css", "media.css"];
/// The parts of the script, in the order in which they are joined.
const SCRIPTS: [&str; 6] = ["theme.js", "tables.js", "explorer.js", "source.js", "keys.js", "search.js"];
/// Joined into a file of their own, which only source pages ask for.
const SYNTAX_SCRIPTS: [&str; 2] = ["languages.js", "syntax.js"];
/// What the site in one file has behind the parts of the style sheet.
const DOCUMENT: &str = "document.css";
/// What stands in the page for addresses that lead nowhere.
const NOT_FOUND: &str = "404.css";

/// Where the joined style sheet lies on the site.
pub const STYLE: &str = "assets/site.css";
/// Where the joined script lies on the site.
pub const SCRIPT: &str = "assets/site.js";
/// Where the script of syntax colours lies on the site.
pub const SYNTAX: &str = "assets/syntax.js";

/// The files that a project's own theme over this one can replace: their path in the theme's folder, and their text.
pub fn replaceable(base: &BuiltIn) -> BTreeMap<String, &'static str> {
    let mut files = BTreeMap::new();
    for theme in base.layers() {
        files.extend(theme.templates.iter().map(|(name, text)| (format!("templates/{name}"), *text)));
        files.extend(theme.assets.iter().map(|(name, text)| (format!("static/{name}"), *text)));
    }
    files
}

/// All texts of a theme's templates, and of the frame around each page, as a `words.toml` that translates nothing yet.
pub fn words_file(base: &BuiltIn) -> String {
    let files = replaceable(base);
    let templates = files.iter().filter(|(path, _)| path.starts_with("templates/")).map(|(_, text)| *text);
    let mut file = String::from(
        "# What stands in the place of each text of the templates. A text that is left out stays as it is.\nlanguage = \"en\"\n\n[words]\n",
    );
    for text in texts(templates) {
        let quoted = toml::Value::String(text).to_string();
        file.extend([&quoted, " = ", &quoted, "\n"]);
    }
    file
}

/// The texts that a theme can translate.
fn texts<'t>(templates: impl Iterator<Item = &'t str>) -> BTreeSet<String> {
    let mut all = words::all(templates);
    all.extend(TITLES.iter().map(|title| (*title).to_owned()));
    all
}

/// Templates and assets, ready to use.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    /// The project's folder of templates, as messages call it.
    templates: Option<String>,
    /// Assets by their place on the site.
    pub assets: BTreeMap<String, Vec<u8>>,
    words: words::Words,
    /// The hash of all texts that pages are filled with.
    pub sum: Digest,
    /// The part of the style sheet that only the site in one file has.
    pub document: Vec<u8>,
    /// The styles of the page for addresses that lead nowhere.
    pub not_found: String,
}

impl Theme {
    /// Loads the chosen layers: a built-in theme, and over it the project's `templates/*.html` and `static/*`. A file of
    /// the same name replaces the one below; other files of `static` are added.
    ///
    /// # Errors
    /// [`Reported`] if the folder can't be read or a template can't be understood: file, line and column.
    pub fn load(choice: &Choice, sink: &mut Sink) -> Result<Self, Reported> {
        let layers = choice.layers(sink)?;
        let mut tera = Tera::new();
        let mut templates: Vec<(String, String)> = Vec::new();
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for theme in &layers {
            let named =
                theme.templates.iter().map(|(name, text)| (format!("{}/{name}", theme.name), (*text).to_owned()));
            templates.extend(named);
            files.extend(theme.assets.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())));
        }
        let own = choice.folder.as_ref().map(|folder| folder.join("templates").display().to_string());
        let mut replaced: Vec<String> = Vec::new();
        if let (Some(folder), Some(called)) = (&choice.folder, &own) {
            let found = layer(&folder.join("templates"), folder, sink)?;
            let built_in: BTreeSet<&str> = templates.iter().map(|(name, _)| name.as_str()).collect();
            let found = own::templates(found, called, &built_in, sink)?;
            replaced.extend(found.iter().map(|(name, _)| name.clone()));
            templates.extend(found);
            let assets = layer(&folder.join("static"), folder, sink)?;
            let joined = [(STYLE, &STYLES[..]), (SCRIPT, &SCRIPTS[..]), (SYNTAX, &SYNTAX_SCRIPTS[..])];
            own::assets(&assets, &folder.join("static").display().to_string(), &joined, sink);
            files.extend(assets);
        }
        let failed = |error: tera::Error, sink: &mut Sink| {
            let mut problem = problem(&error, "templates", own.as_deref());
            let replaced: Vec<&str> = replaced.iter().map(String::as_str).collect();
            if let (Some(block), Some(own)) = (own::missing_block(&problem.message, &replaced), &own) {
                problem.message = format!("the template lacks the block `{block}`, which the pages fill");
                problem.place = Some(Place { file: format!("{own}/page.html").into(), line: 1, column: 1 });
            }
            sink.fatal(problem.help("mend the template, or remove it to get the built-in one"))
        };
        // The topmost layer is asked first.
        let prefixes = layers.iter().rev().map(|theme| format!("{}/", theme.name));
        tera.set_fallback_prefixes(prefixes).map_err(|error| failed(error, sink))?;
        let mut words = words::Words::default();
        if let Some(folder) = &choice.folder {
            words = words::Words::load(folder, sink)?;
            words.check(folder, &texts(templates.iter().map(|(_, text)| text.as_str())), sink);
        }
        for (_, text) in &mut templates {
            if let Cow::Owned(translated) = words.apply(text) {
                *text = translated;
            }
        }
        let sum = Digest::of(format!("{words:?} {templates:?}").as_bytes());
        tera.global_context().insert("language", &words.language);
        tera.add_raw_templates(templates).map_err(|error| failed(error, sink))?;
        let mut assets = BTreeMap::new();
        assets.insert(STYLE.to_owned(), styles(&STYLES, &mut files));
        assets.insert(SCRIPT.to_owned(), join(&SCRIPTS, &mut files));
        assets.insert(SYNTAX.to_owned(), join(&SYNTAX_SCRIPTS, &mut files));
        let document = styles(&[DOCUMENT], &mut files);
        let not_found = String::from_utf8_lossy(&styles(&[NOT_FOUND], &mut files)).replace("</", "<\\/");
        // A minifier trims it, and its hash is that of what is written.
        let not_found = not_found.trim().to_owned();
        assets.extend(files.into_iter().map(|(name, bytes)| (format!("assets/{name}"), bytes)));
        Ok(Self { tera, templates: own, assets, words, sum, document, not_found })
    }

    /// A text in the language of the theme.
    pub fn word(&self, text: &'static str) -> String {
        self.words.get(text).unwrap_or(text).to_owned()
    }

    /// Fills a template.
    ///
    /// # Errors
    /// A diagnostic that names the template, the place in it and the value that was missing.
    pub fn render(&self, template: &str, context: &Context) -> Result<String, Diagnostic> {
        self.tera.render(template, context).map_err(|error| problem(&error, template, self.templates.as_deref()))
    }
}

/// What is wrong with a template, at the place that the engine names (` --> default/page.html:5:12`). A file of the
/// project, in the folder `own`, is called as the project calls it.
fn problem(error: &tera::Error, template: &str, own: Option<&str>) -> Diagnostic {
    let text = error.to_string();
    let mut lines = text.lines();
    let message = lines.next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    let mut rest = lines.map(str::trim_start);
    let place = rest.find_map(|line| {
        let mut parts = line.strip_prefix("--> ")?.rsplitn(3, ':');
        let (column, line, file) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
        let is_built_in =
            THEMES.iter().any(|theme| file.strip_prefix(theme.name).is_some_and(|it| it.starts_with('/')));
        let file = match own {
            Some(own) if !is_built_in => format!("{own}/{file}"),
            _ => file.to_owned(),
        };
        Some(Place { file: file.into(), line, column })
    });
    Diagnostic::new(&codes::BAD_THEME, message).at(place.unwrap_or_else(|| Place::file(template)))
}

/// Joins the parts of a style sheet. One that is no text stays as it is.
fn styles(parts: &[&str], files: &mut BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    String::from_utf8(join(parts, files))
        .map_or_else(std::string::FromUtf8Error::into_bytes, |css| compact::styles(&css).into())
}

/// Joins the parts of a style sheet or script.
fn join(parts: &[&str], files: &mut BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut out = Vec::new();
    for bytes in parts.iter().filter_map(|name| files.remove(*name)) {
        out.extend_from_slice(&bytes);
        out.push(b'\n');
    }
    out
}

/// All files of a folder, by their path in it. A folder that is not there is an empty layer, if the theme itself is.
fn layer(folder: &Path, theme: &Path, sink: &mut Sink) -> Result<Vec<(String, Vec<u8>)>, Reported> {
    let mut files = Vec::new();
    if !theme.is_dir() {
        let place = Place::file(theme.display().to_string());
        let built_in = THEMES.map(|theme| theme.name).join(" and ");
        let help = format!("[site] theme names a folder of the project, or a built-in theme: {built_in}");
        return Err(
            sink.fatal(Diagnostic::new(&codes::BAD_THEME, "the theme's folder is not there").at(place).help(help))
        );
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
    use std::path::Path;

    use super::{Choice, THEMES, Theme};
    use crate::diagnostics::Sink;

    #[test]
    fn the_built_in_templates_parse() {
        for theme in THEMES {
            let mut sink = Sink::default();
            let choice = Choice::find(Path::new("no folder"), Some(theme.name));
            assert!(choice.folder.is_none());
            let loaded = Theme::load(&choice, &mut sink);
            assert!(loaded.is_ok(), "{}: {:#?}", theme.name, sink.finish());
        }
    }
}
