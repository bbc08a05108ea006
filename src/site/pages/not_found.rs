//! What a host shows for an address that leads nowhere. Served at any depth, so it loads nothing, and its links are
//! whole addresses where `base_url` is known.

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::site::single::policy;
use crate::site::{Site, routes};

/// Where it lies.
pub const PLACE: &str = routes::NOT_FOUND;

#[derive(Serialize)]
struct NotFound {
    title: String,
    /// Its styles, and the policy that allows these and nothing else.
    style: String,
    policy: String,
    links: Vec<LinkView>,
}

#[derive(Serialize)]
struct LinkView {
    title: &'static str,
    href: String,
}

/// Renders the page.
pub fn render(site: &Site<'_>) -> Result<Vec<u8>, Diagnostic> {
    let base = site.base_url().unwrap_or_else(|| "/".into());
    let link = |title, to: &str| LinkView { title, href: format!("{base}{to}") };
    let links = vec![
        link("Overview", routes::HOME),
        link("Coverage", routes::COVERAGE),
        link("Notes", routes::NOTES),
        link("Search", routes::SEARCH),
    ];
    let context = tera::Context::from_serialize(&NotFound {
        title: site.title.clone(),
        policy: policy(&site.theme.not_found),
        style: site.theme.not_found.clone(),
        links,
    })
    .map_err(|error| Diagnostic::new(&crate::diagnostics::codes::BAD_THEME, format!("404.html: {error}")))?;
    site.theme.render("404.html", &context).map(String::into_bytes)
}
