//! The pages: one file each, one line each in [`all`].

pub mod about;
pub mod badges;
pub mod claims;
pub mod explorer;
pub mod gaps;
pub mod gates;
pub mod not_found;
pub mod note;
pub mod notes;
pub mod overview;
pub mod phase;
pub mod phases;
pub mod search;
pub mod source;
pub mod tests;
pub mod trend;

use serde::Serialize;

use super::frame::Frame;
use super::{Kind, Page, Site};
use crate::diagnostics::Diagnostic;

/// Every page that is made from templates.
pub fn all<'a>(site: &'a Site<'a>) -> Vec<Page<'a>> {
    let mut pages = vec![
        once(overview::PLACE, move || overview::render(site)),
        once(tests::PLACE, move || tests::render(site)),
        once(gaps::PLACE, move || gaps::render(site)),
        once(phases::PLACE, move || phases::render(site)),
        once(notes::PLACE, move || notes::render(site)),
        once(gates::PLACE, move || gates::render(site)),
        once(claims::PLACE, move || claims::render(site)),
        once(trend::PLACE, move || trend::render(site)),
        once(badges::PLACE, move || badges::render(site)),
        once(search::PLACE, move || search::render(site)),
        once(about::PLACE, move || about::render(site)),
        once(not_found::PLACE, move || not_found::render(site)),
    ];
    pages.extend(explorer::pages(site));
    for (index, place) in site.routes.components.iter().enumerate() {
        pages.push(once(place, move || explorer::render_component(site, index)));
    }
    pages.extend(source::pages(site));
    // There may be thousands of notes and phases, and hardly anything on their pages could be left out.
    for (index, place) in site.routes.notes.iter().enumerate() {
        pages.push(Page::new(place, Kind::Compact, move || note::render(site, index)));
    }
    for (index, place) in site.routes.phases.iter().enumerate() {
        pages.push(Page::new(place, Kind::Compact, move || phase::render(site, index)));
    }
    pages
}

fn once<'a>(place: &str, render: impl Fn() -> Result<Vec<u8>, Diagnostic> + Send + Sync + 'a) -> Page<'a> {
    Page::new(place, Kind::Html, render)
}

/// Fills a template with a page's frame and its own values.
///
/// # Errors
/// A diagnostic that names the template and what was missing in it.
pub fn fill(site: &Site<'_>, template: &str, frame: &Frame, values: &impl Serialize) -> Result<Vec<u8>, Diagnostic> {
    let mut context = tera::Context::from_serialize(values)
        .map_err(|error| Diagnostic::new(&crate::diagnostics::codes::BAD_THEME, format!("{template}: {error}")))?;
    context.insert("frame", frame);
    site.theme.render(template, &context).map(String::into_bytes)
}

/// A title and a value, for lists of facts.
#[derive(Debug, Serialize)]
pub struct Fact {
    /// What it is.
    pub title: String,
    /// Its value, ready to be shown.
    pub value: String,
    /// Whether it says that something is wrong.
    pub bad: bool,
    /// Where it leads.
    pub href: Option<String>,
}

impl Fact {
    /// A fact without a link.
    pub fn new(title: &str, value: impl Into<String>) -> Self {
        Self { title: title.to_owned(), value: value.into(), bad: false, href: None }
    }
}
