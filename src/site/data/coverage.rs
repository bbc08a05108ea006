//! `coverage.json`: totals, components, every measured file.

use serde::Serialize;

use crate::model::paths::ProjectPath;
use crate::model::ratio::Totals;
use crate::site::Site;

#[derive(Serialize)]
pub(super) struct Coverage<'a> {
    version: u32,
    totals: &'a Totals,
    components: Vec<Component<'a>>,
    files: Vec<File<'a>>,
    unmeasured: &'a [ProjectPath],
}

#[derive(Serialize)]
struct Component<'a> {
    name: &'a str,
    files: usize,
    #[serde(flatten)]
    totals: &'a Totals,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    page: Option<&'a str>,
    #[serde(flatten)]
    totals: &'a Totals,
}

pub(super) fn of<'a>(site: &'a Site<'_>) -> Coverage<'a> {
    let findings = site.findings;
    let components = findings
        .components
        .iter()
        .map(|it| Component { name: &it.name, files: it.files, totals: &it.totals })
        .collect();
    let files = findings
        .files
        .iter()
        .map(|file| File { path: file.path.as_str(), page: super::page(site, &file.path), totals: &file.totals })
        .collect();
    Coverage { version: super::VERSION, totals: &findings.totals, components, files, unmeasured: &findings.unmeasured }
}
