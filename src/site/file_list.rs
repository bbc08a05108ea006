//! The list of all measured files for the filter of large folders: a script that sets one list, so that it also loads from
//! `file://`. Each entry is path, page (empty where it lies where the path says), covered, total, and the percentages of
//! the metrics in ten thousandths, in the order of the explorer's columns.

use serde::Serialize;

use super::{Kind, Page, Site, pages, routes};
use crate::model::ratio::Totals;

/// Where the list lies: beside the search index, where no source can be.
pub const PLACE: &str = "search/files.js";

#[derive(Serialize)]
struct Entry<'a>(&'a str, String, u64, u64, Vec<Option<u64>>);

/// The file of the list, where a page of the explorer has folders instead of the files below them.
pub fn pages<'a>(site: &'a Site<'a>) -> Option<Page<'a>> {
    pages::explorer::has_large(site).then(|| Page::new(PLACE, Kind::Raw, move || Ok(write(site))))
}

fn write(site: &Site<'_>) -> Vec<u8> {
    let metrics = pages::explorer::metrics_in_order(site);
    let exact = |totals: &Totals| {
        metrics.iter().map(|metric| totals.get(*metric).and_then(|ratio| ratio.scaled_percent(4))).collect::<Vec<_>>()
    };
    let mut out = b"window.covsiteFiles=[".to_vec();
    for (at, (file, place)) in site.findings.files.iter().zip(&site.routes.sources).enumerate() {
        let path = file.path.as_str();
        let is_plain = place.strip_prefix("coverage/").and_then(|it| it.strip_suffix(".html")) == Some(path);
        let page = if is_plain { String::new() } else { routes::encode(place) };
        let leading = metrics.first().and_then(|metric| file.totals.get(*metric)).unwrap_or_default();
        if at > 0 {
            out.push(b',');
        }
        // Writing plain data to memory does not fail.
        let _ =
            serde_json::to_writer(&mut out, &Entry(path, page, leading.covered, leading.total, exact(&file.totals)));
    }
    out.extend_from_slice(b"];\n");
    out
}
