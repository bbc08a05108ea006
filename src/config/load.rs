//! Finding, reading and checking `covsite.toml`.

use std::path::{Path, PathBuf};

use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes, near};

use super::{Config, valid};

/// The file's name.
pub const FILE_NAME: &str = "covsite.toml";

/// A configuration, and the folder that its paths start from.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The configuration; defaults where there is no file.
    pub config: Config,
    /// The folder that all paths start from: `--root`, else the folder of the file, else the working folder.
    pub root: PathBuf,
    /// The file that was read.
    pub file: Option<PathBuf>,
}

/// Finds and reads the configuration: `file` if it is given, else the nearest `covsite.toml` from `root` (or the
/// working folder) upward, at most to the root of the repository.
///
/// # Errors
/// [`Reported`] if the file can't be read or holds what covsite does not know.
pub fn load(file: Option<&Path>, root: Option<&Path>, sink: &mut Sink) -> Result<Loaded, Reported> {
    let start = root.map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let found = file.map(Path::to_path_buf).or_else(|| nearest(&start));
    let Some(found) = found else {
        return Ok(Loaded { config: Config::default(), root: start, file: None });
    };
    let shown = found.display().to_string();
    let text = std::fs::read_to_string(&found).map_err(|error| {
        sink.fatal(
            Diagnostic::new(&codes::BAD_CONFIG, format!("the configuration can't be read: {error}"))
                .at(Place::file(shown.as_str()))
                .help("give --config the path of a covsite.toml, or leave it out"),
        )
    })?;
    let config = parse(&text, &shown, sink)?;
    let folder = found.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let root = root.map_or_else(|| folder.to_path_buf(), Path::to_path_buf);
    Ok(Loaded { config, root, file: Some(found) })
}

fn nearest(start: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(start).ok()?;
    // Another project's configuration, above the root of this repository, is not this one's.
    let last = absolute.ancestors().position(|folder| folder.join(".git").exists());
    let found = absolute
        .ancestors()
        .take(last.map_or(usize::MAX, |last| last + 1))
        .map(|folder| folder.join(FILE_NAME))
        // A link that leads nowhere, or a folder, is one that can't be read, and not none.
        .find(|file| file.symlink_metadata().is_ok())?;
    // The short form where the file lies in the starting folder: messages then say what the user would type.
    let beside = start.join(FILE_NAME);
    Some(if beside.symlink_metadata().is_ok() { beside } else { found })
}

/// Reads the text of a `covsite.toml`; `name` is how messages call it.
///
/// # Errors
/// [`Reported`] at the line and column of the first thing that covsite does not know.
pub fn parse(text: &str, name: &str, sink: &mut Sink) -> Result<Config, Reported> {
    let config: Config = toml::from_str(text).map_err(|error| {
        let place = error.span().map_or_else(|| Place::file(name), |span| Place::at(name, text.as_bytes(), span.start));
        let message = error.message().lines().next().unwrap_or("not understood").to_owned();
        let mut diagnostic = Diagnostic::new(&codes::BAD_CONFIG, &message).at(place);
        if let Some(nearest) = nearest_name(&message) {
            diagnostic = diagnostic.help(format!("did you mean `{nearest}`?"));
        } else if message.contains("expected a sequence") {
            diagnostic = diagnostic.help("it is a list: put it into brackets, as in [\"a\", \"b\"]");
        }
        sink.fatal(diagnostic)
    })?;
    valid::check(&config, text, name, sink)?;
    Ok(config)
}

/// For "unknown field `a`, expected one of `b`, `c`": the expected name nearest to the unknown one, if any is near.
fn nearest_name(message: &str) -> Option<&str> {
    if !message.contains("unknown") {
        return None;
    }
    let mut names = message.split('`').skip(1).step_by(2);
    let unknown = names.next()?;
    near::nearest(unknown, names)
}
