//! The project's own files of a theme, looked at before the engine sees them: it would name a built-in file for what an own
//! one lacks, or nothing at all for one that nobody asks for.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes, near};

/// Another template that one names.
static NAMED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"\{%-?\s*(?:extends|include|import)\s+["']([^"']+)["']"#).ok());

/// Templates that are no page by themselves.
const PARTS: [&str; 4] = ["page.html", "parts.html", "opening.html", "document.html"];

/// A file of the theme's folder.
pub(super) type File = (String, Vec<u8>);

/// The project's own templates as text. `folder` is what messages call their folder, `built_in` the templates below, by
/// their full names.
///
/// # Errors
/// [`Reported`] for one that is no UTF-8, or extends what is not there.
pub(super) fn templates(
    files: Vec<File>,
    folder: &str,
    built_in: &BTreeSet<&str>,
    sink: &mut Sink,
) -> Result<Vec<(String, String)>, Reported> {
    let mut own: Vec<(String, String)> = Vec::with_capacity(files.len());
    for (name, bytes) in files {
        match String::from_utf8(bytes) {
            Ok(text) => own.push((name, text)),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let place = Place::at(format!("{folder}/{name}"), error.as_bytes(), at);
                let problem = Diagnostic::new(&codes::BAD_THEME, "the template is no text in UTF-8").at(place);
                return Err(sink.fatal(problem.help("save it as UTF-8")));
            }
        }
    }
    // `default/page.html` is asked for as `page.html`, too.
    let plain: BTreeSet<&str> =
        built_in.iter().map(|name| name.split_once('/').map_or(*name, |(_, name)| name)).collect();
    let mut asked: BTreeSet<String> = BTreeSet::new();
    for (name, text) in &own {
        for found in NAMED.iter().flat_map(|regex| regex.captures_iter(text)).filter_map(|found| found.get(1)) {
            let other = found.as_str();
            asked.insert(other.to_owned());
            if built_in.contains(other) || plain.contains(other) || own.iter().any(|(own, _)| own == other) {
                continue;
            }
            let place = Place::at(format!("{folder}/{name}"), text.as_bytes(), found.start());
            let problem = Diagnostic::new(&codes::BAD_THEME, format!("there is no template `{other}`")).at(place);
            let known = built_in.iter().copied().chain(own.iter().map(|(name, _)| name.as_str()));
            let help = near::nearest(other, known)
                .map_or_else(|| "name one of the theme's".to_owned(), |nearest| format!("did you mean `{nearest}`?"));
            return Err(sink.fatal(problem.help(help)));
        }
    }
    for (name, text) in &own {
        let place = || Place::file(format!("{folder}/{name}"));
        if !plain.contains(name.as_str()) && !asked.contains(name) {
            let help = near::nearest(name, plain.iter().copied()).map_or_else(
                || "call it as the one that it shall replace, or extend or include it in another".to_owned(),
                |nearest| format!("did you mean `{nearest}`?"),
            );
            let problem = Diagnostic::new(&codes::ODD_THEME, "no page and no template uses this template");
            sink.push(problem.at(place()).help(help));
        } else if is_page(name) && !text.contains("<main") && !text.contains("extends") {
            let problem = Diagnostic::new(
                &codes::ODD_THEME,
                "the page has no `main` element: the site in one file leaves it out",
            );
            sink.push(problem.at(place()).help("extend page.html, or put what the page says into a `main`"));
        }
    }
    Ok(own)
}

fn is_page(name: &str) -> bool {
    !PARTS.contains(&name) && !name.contains('/')
}

/// Says which files of `static` take the place of a joined one, all of its parts with it.
pub(super) fn assets(files: &[File], folder: &str, joined: &[(&str, &[&str])], sink: &mut Sink) {
    for (name, _) in files {
        let whole = joined.iter().find(|(place, parts)| {
            place.strip_prefix("assets/") == Some(name.as_str()) && !parts.contains(&name.as_str())
        });
        if let Some((_, parts)) = whole {
            let message = format!("it takes the place of all that is joined under this name: {}", parts.join(", "));
            let problem = Diagnostic::new(&codes::ODD_THEME, message).at(Place::file(format!("{folder}/{name}")));
            sink.push(problem.help("replace the part that shall be another, or put rules of your own into look.css"));
        }
    }
}

/// The block that a built-in page wants of a template of the project, where that has replaced the frame and lacks it.
pub(super) fn missing_block<'m>(message: &'m str, templates: &[&str]) -> Option<&'m str> {
    let block = message.strip_prefix("Block `")?.split_once('`')?.0;
    (message.contains("is not defined") && templates.contains(&"page.html")).then_some(block)
}
