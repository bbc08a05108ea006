//! The rows of the explorer's table, written directly: there are as many as files.
//!
//! A small tree is shown whole: one body for each folder, its first row the folder itself, so that a script can fold
//! and sort it and every reader sees what belongs together. A large one shows the folders and files directly in it.

use std::cmp::Reverse;
use std::fmt::Write as _;

use super::map::below;
use crate::model::digits::number_into;
use crate::model::findings::{FileFinding, FolderFinding};
use crate::model::ratio::{Metric, Ratio, Totals};
use crate::site::html::{bar_into, name_into};
use crate::site::{Site, numbers, routes};

/// Up to so many files a page shows them all, folder by folder.
pub(super) const WHOLE_TREE: usize = 150;
/// The most rows of files or of folders on one page.
pub(super) const MOST: usize = crate::site::long::MOST;
/// With fewer folders a large tree says little: the largest are opened, as long as there are no more than so many.
const FEW: usize = 8;
const ENOUGH: usize = 40;

/// Writes rows for the page at `place`, with these metrics in columns.
pub(super) struct Rows<'a> {
    site: &'a Site<'a>,
    place: &'a str,
    primary: Metric,
    columns: &'a [Metric],
    /// Whether a run before this one knows the files.
    since: bool,
}

/// A part of the tree that is one body of the table.
struct Group<'a> {
    /// Its path from the page's folder on, with a slash at its end.
    shown: String,
    /// Its page; `None` for the files beside the folders.
    place: Option<&'a str>,
    /// Its whole path.
    path: &'a str,
    totals: Totals,
    /// What the run before this one measured of it.
    before: Option<Ratio>,
    files: Vec<&'a FileFinding>,
    count: usize,
    /// Whether it is a whole folder, and not only the files beside its folders.
    is_folder: bool,
}

/// The files beside the folders of a folder, called `name` on the page.
fn beside_folders<'a>(name: &str, path: &'a str, place: Option<&'a str>, files: Vec<&'a FileFinding>) -> Group<'a> {
    let mut totals = Totals::default();
    let mut before = None;
    for file in &files {
        totals.add(&file.totals);
        if let Some(then) = file.before {
            *before.get_or_insert_with(Ratio::default) += then;
        }
    }
    let shown = if name.is_empty() { "./".to_owned() } else { format!("files in {name}/") };
    Group { shown, place, path, totals, before, count: files.len(), files, is_folder: false }
}

impl<'a> Rows<'a> {
    /// The rows of the page at `place`.
    pub(super) fn new(site: &'a Site<'a>, place: &'a str, primary: Metric, columns: &'a [Metric]) -> Self {
        let since = site.findings.before.as_ref().is_some_and(|before| before.knows_files);
        Self { site, place, primary, columns, since }
    }

    /// The bodies of the table of a folder, `""` being the root.
    pub(super) fn folder(&self, folder: &'a str, found: &'a FolderFinding) -> String {
        let (base_path, base) = self.descend(folder, found);
        let mut groups: Vec<Group<'a>> = base.folders.iter().filter_map(|path| self.group(folder, path)).collect();
        groups.sort_by_key(|group| Reverse(self.missed(&group.totals)));
        let mut out = String::new();
        if found.file_count > WHOLE_TREE {
            self.open(&mut groups, folder);
            groups.truncate(MOST);
            body(&mut out, |out| groups.iter().for_each(|group| self.group_row(out, group, "fold")));
            body(&mut out, |out| self.file_rows(out, base_path, self.files(&base.files)));
            return out;
        }
        let beside = self.files(&base.files);
        if groups.is_empty() {
            body(&mut out, |out| self.file_rows(out, folder, beside));
            return out;
        }
        if !beside.is_empty() {
            groups.push(beside_folders(within(base_path, folder), base_path, None, beside));
            groups.sort_by_key(|group| Reverse(self.missed(&group.totals)));
        }
        for group in groups {
            body(&mut out, |out| {
                self.group_row(out, &group, "dir");
                self.file_rows(out, group.path, group.files.clone());
            });
        }
        out
    }

    /// Where a large tree has few folders at its top, the largest of them are replaced by those below them.
    fn open(&self, groups: &mut Vec<Group<'a>>, from: &str) {
        while groups.len() < FEW {
            let opened = |group: &Group<'a>| {
                let found = self.site.findings.folders.get(group.path)?;
                let mut below: Vec<Group<'a>> =
                    found.folders.iter().filter_map(|path| self.group(from, path)).collect();
                if !found.files.is_empty() {
                    let name = within(group.path, from);
                    let files = self.files(&found.files);
                    below.push(Group { files: Vec::new(), ..beside_folders(name, group.path, group.place, files) });
                }
                Some(below)
            };
            let large = groups.iter().enumerate().filter(|(_, group)| group.is_folder && group.count > WHOLE_TREE);
            let Some((at, largest)) = large.max_by_key(|(_, group)| group.count) else { return };
            let Some(below) = opened(largest).filter(|below| below.len() > 1 && below.len() <= ENOUGH) else { return };
            groups.splice(at..=at, below);
        }
        groups.sort_by_key(|group| Reverse(self.missed(&group.totals)));
    }

    /// One body of files, by their whole paths.
    pub(super) fn list(&self, files: Vec<&'a FileFinding>) -> String {
        let mut out = String::new();
        body(&mut out, |out| self.file_rows(out, "", files));
        out
    }

    /// A chain of folders with nothing but one folder in each is gone down at once.
    fn descend<'p>(&self, path: &'p str, found: &'p FolderFinding) -> (&'p str, &'p FolderFinding)
    where
        'a: 'p,
    {
        let (mut path, mut found) = (path, found);
        while found.files.is_empty()
            && let [only] = found.folders.as_slice()
            && let Some(next) = self.site.findings.folders.get(only)
        {
            (path, found) = (only, next);
        }
        (path, found)
    }

    fn group(&self, from: &str, path: &'a str) -> Option<Group<'a>> {
        let (path, found) = self.descend(path, self.site.findings.folders.get(path)?);
        let files = if found.file_count <= WHOLE_TREE { self.files(&below(self.site, found)) } else { Vec::new() };
        Some(Group {
            shown: format!("{}/", within(path, from)),
            place: self.site.routes.folder(path),
            path,
            totals: found.totals,
            before: found.before,
            files,
            count: found.file_count,
            is_folder: true,
        })
    }

    fn files(&self, indexes: &[usize]) -> Vec<&'a FileFinding> {
        indexes.iter().map(|index| &self.site.findings.files[*index]).collect()
    }

    fn missed(&self, totals: &Totals) -> u64 {
        totals.get(self.primary).unwrap_or_default().missed()
    }

    /// The files with the most misses first; their paths from `folder` on.
    fn file_rows(&self, out: &mut String, folder: &str, mut files: Vec<&FileFinding>) {
        files.sort_by(|a, b| self.missed(&b.totals).cmp(&self.missed(&a.totals)).then_with(|| a.path.cmp(&b.path)));
        for file in files.into_iter().take(MOST) {
            let place = self.site.routes.source(&file.path).unwrap_or(routes::COVERAGE);
            out.push_str("<tr><th scope=\"row\" class=\"p\"><a class=\"m\" href=\"");
            out.push_str(&routes::link(self.place, place));
            out.push_str("\">");
            path_into(out, within(file.path.as_str(), folder));
            out.push_str("</a></th>");
            self.cells(out, &file.totals, file.before, "");
        }
    }

    fn group_row(&self, out: &mut String, group: &Group<'_>, class: &str) {
        let _ = write!(out, "<tr class=\"{class}\"><th scope=\"row\" class=\"p\">");
        if let Some(place) = group.place {
            let _ = write!(out, "<a class=\"m\" href=\"{}\">", routes::link(self.place, place));
            path_into(out, &group.shown);
            out.push_str("</a>");
        } else {
            out.push_str("<span class=\"m\">");
            path_into(out, &group.shown);
            out.push_str("</span>");
        }
        out.push_str("</th>");
        self.cells(out, &group.totals, group.before, &numbers::count(group.count as u64));
    }

    fn cells(&self, out: &mut String, totals: &Totals, before: Option<Ratio>, files: &str) {
        let decimals = self.site.decimals();
        let ratio = totals.get(self.primary).unwrap_or_default();
        out.push_str("<td class=\"b lo\">");
        bar_into(out, ratio);
        out.push_str("</td><td class=\"r\" data-v=\"");
        percent(out, ratio, decimals);
        out.push_str("</td><td class=\"r lo\" data-v=\"");
        number_into(out, ratio.covered);
        out.push_str("\">");
        number_into(out, ratio.covered);
        out.push('/');
        number_into(out, ratio.total);
        out.push_str("</td><td class=\"r\">");
        number_into(out, ratio.missed());
        out.push_str("</td>");
        for metric in self.columns {
            out.push_str("<td class=\"r lo\" data-v=\"");
            percent(out, totals.get(*metric).unwrap_or_default(), decimals);
            out.push_str("</td>");
        }
        out.extend(["<td class=\"r lo\">", files, "</td>"]);
        if self.since {
            since(out, before, ratio, decimals);
        }
        out.push_str("</tr>\n");
    }
}

/// The end of an attribute and an element's text: what the table sorts by, and what it shows.
fn percent(out: &mut String, ratio: Ratio, decimals: u32) {
    if let Some(exact) = ratio.scaled_percent(4) {
        number_into(out, exact);
    }
    out.push_str("\">");
    out.push_str(&ratio.percent_digits(decimals));
}

/// How much was gained or lost: in percentage points, sorted by the change.
fn since(out: &mut String, before: Option<Ratio>, now: Ratio, decimals: u32) {
    let Some(then) = before else {
        out.push_str(if now.is_empty() {
            "<td class=\"lo\"></td>"
        } else {
            "<td class=\"r lo mut\" data-v=\"\">new</td>"
        });
        return;
    };
    let change = match (then.scaled_percent(4), now.scaled_percent(4)) {
        (Some(then), Some(now)) => i128::from(now) - i128::from(then),
        _ => 0,
    };
    match numbers::difference(then, now, decimals).filter(|_| change != 0) {
        Some((words, class)) => {
            let _ = write!(out, "<td class=\"r lo\" data-v=\"{change}\"><span class=\"{class}\">{words}</span></td>");
        }
        None => out.push_str("<td class=\"r lo mut\" data-v=\"0\">0</td>"),
    }
}

/// A path that breaks behind its folders, not within a name.
fn path_into(out: &mut String, path: &str) {
    for (index, part) in path.split_inclusive('/').enumerate() {
        out.push_str(if index > 0 { "<wbr>" } else { "" });
        name_into(out, part);
    }
}

/// A path from a folder on.
fn within<'p>(path: &'p str, folder: &str) -> &'p str {
    match path.strip_prefix(folder) {
        Some(rest) if folder.is_empty() || rest.is_empty() || rest.starts_with('/') => rest.trim_start_matches('/'),
        _ => path,
    }
}

/// One body of the table; none without rows.
fn body(out: &mut String, rows: impl FnOnce(&mut String)) {
    let start = out.len();
    out.push_str("<tbody>");
    let empty = out.len();
    rows(out);
    if out.len() == empty {
        out.truncate(start);
    } else {
        out.push_str("</tbody>");
    }
}
