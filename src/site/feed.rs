//! Files for machines that follow the site: an Atom feed of its notes (RFC 4287), a sitemap where the address of the
//! site is known, `robots.txt` where search engines are asked to stay away.

use std::fmt::Write as _;

use super::html::escape;
use super::{Kind, Page, Site, pages, routes};

/// The most entries of the feed.
const ENTRIES: usize = 50;

/// The files.
pub fn pages<'a>(site: &'a Site<'a>) -> Vec<Page<'a>> {
    let raw =
        |place: &str, write: fn(&Site<'_>) -> String| Page::new(place, Kind::Raw, move || Ok(write(site).into_bytes()));
    let mut files = Vec::new();
    if site.has_feed() {
        files.push(raw("feed.xml", feed));
    }
    if site.base_url().is_some() && site.config.site.index {
        files.push(raw("sitemap.xml", sitemap));
    }
    if !site.config.site.index {
        files.push(raw("robots.txt", |_| "User-agent: *\nDisallow: /\n".to_owned()));
    }
    files
}

/// Newest notes first; only those with a date, because an entry must say when it was updated.
fn feed(site: &Site<'_>) -> String {
    let base = site.base_url();
    let address = |place: &str| format!("{}{}", base.as_deref().unwrap_or_default(), routes::encode(place));
    // An id must never change: the site's address where it is known, else a name made from its title.
    let id = base.clone().unwrap_or_else(|| format!("urn:covsite:{}", routes::encode(&site.title).replace('/', "%2F")));
    let dated: Vec<usize> = pages::notes::newest(site)
        .into_iter()
        .filter(|index| site.inputs.notes[*index].date.is_some())
        .take(ENTRIES)
        .collect();
    let updated = dated.iter().filter_map(|index| site.inputs.notes[*index].date).max();
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    let _ = writeln!(out, "<title>{}</title><id>{}</id>", escape(&site.title), escape(&id));
    let _ = writeln!(out, "<author><name>{}</name></author>", escape(&site.title));
    if let Some(date) = updated {
        let _ = writeln!(out, "<updated>{date}T00:00:00Z</updated>");
    }
    if let Some(base) = &base {
        let _ = writeln!(out, "<link rel=\"self\" href=\"{0}feed.xml\"/><link href=\"{0}\"/>", escape(base));
    }
    for index in dated {
        let note = &site.inputs.notes[index];
        let place = &site.routes.notes[index];
        let date = note.date.map(|date| date.to_string()).unwrap_or_default();
        let entry = if base.is_some() { address(place) } else { format!("{id}:{}", routes::encode(place)) };
        let _ = writeln!(
            out,
            "<entry><title>{}</title><id>{}</id><updated>{date}T00:00:00Z</updated><link href=\"{}\"/><summary>{}</summary></entry>",
            escape(&printable(&note.title)),
            escape(&entry),
            escape(&address(place)),
            escape(&note.kind.id().replace('-', " ")),
        );
    }
    out.push_str("</feed>\n");
    out
}

/// XML has no place for most control characters.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect()
}

fn sitemap(site: &Site<'_>) -> String {
    let base = site.base_url().unwrap_or_default();
    let once = [routes::HOME, routes::COVERAGE, routes::TESTS, routes::GAPS, routes::PHASES, routes::NOTES];
    let more = [routes::GATES, routes::CLAIMS, routes::TREND, routes::BADGES, routes::ABOUT];
    let mut places: Vec<&str> = once.into_iter().chain(more).collect();
    places.extend(site.routes.folders.values().map(String::as_str).filter(|place| *place != routes::COVERAGE));
    places.extend(site.routes.sources.iter().map(String::as_str));
    places.extend(site.routes.notes.iter().map(String::as_str));
    places.extend(site.routes.phases.iter().map(String::as_str));
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    // The protocol allows 50,000 addresses in one file.
    for place in places.into_iter().take(50_000) {
        let _ = writeln!(out, "<url><loc>{}{}</loc></url>", escape(&base), escape(&routes::encode(place)));
    }
    out.push_str("</urlset>\n");
    out
}
