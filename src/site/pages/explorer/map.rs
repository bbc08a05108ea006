//! The map of a folder: its files where there are few, else the first level of folders that has enough of them.

use crate::model::findings::FolderFinding;
use crate::model::ratio::{Metric, Totals};
use crate::site::charts::treemap::{self, Tile};
use crate::site::{Site, routes};

/// So many tiles are worth looking at.
const ENOUGH: usize = 8;

/// The map of a folder, for the page at `place`. Files beside folders of the level that is drawn are one tile, named after
/// their folder. Empty where there is nothing to compare.
pub(super) fn draw(site: &Site<'_>, place: &str, root: &str, primary: Metric) -> String {
    let files = &site.findings.files;
    let folder = |path: &str| site.findings.folders.get(path);
    let Some(found) = folder(root) else { return String::new() };
    let label = "Map: each tile a file or folder, as large as it has lines";
    if found.file_count <= treemap::MOST {
        let tiles = below(site, found).into_iter().map(|index| {
            let file = &files[index];
            tile(place, file.path.as_str(), &file.totals, primary, site.routes.source(&file.path))
        });
        return treemap::draw(tiles.collect(), site.decimals(), label);
    }
    let mut level: Vec<&str> = vec![root];
    let mut beside: Vec<&str> = Vec::new();
    while level.len() < ENOUGH && level.iter().any(|path| folder(path).is_some_and(|found| !found.folders.is_empty())) {
        let mut next = Vec::new();
        for path in level {
            match folder(path) {
                Some(found) if !found.folders.is_empty() => {
                    next.extend(found.folders.iter().map(String::as_str));
                    beside.extend((!found.files.is_empty()).then_some(path));
                }
                _ => next.push(path),
            }
        }
        level = next;
    }
    let mut tiles: Vec<Tile> = Vec::new();
    if level == [root] {
        tiles.extend(found.files.iter().map(|index| {
            let file = &files[*index];
            tile(place, file.path.as_str(), &file.totals, primary, site.routes.source(&file.path))
        }));
        return treemap::draw(tiles, site.decimals(), label);
    }
    for path in level {
        tiles.extend(folder(path).map(|found| tile(place, path, &found.totals, primary, site.routes.folder(path))));
    }
    for path in beside {
        let mut totals = Totals::default();
        folder(path).into_iter().flat_map(|found| &found.files).for_each(|index| totals.add(&files[*index].totals));
        let shown = if path.is_empty() { "./".to_owned() } else { format!("{path}/") };
        let mut own = tile(place, path, &totals, primary, site.routes.folder(path));
        own.name = format!("files in {shown}");
        tiles.push(own);
    }
    treemap::draw(tiles, site.decimals(), label)
}

/// All files below a folder. They are asked for where they are few, so the depth is bounded, too.
pub(super) fn below(site: &Site<'_>, folder: &FolderFinding) -> Vec<usize> {
    let mut files = Vec::with_capacity(folder.file_count);
    let mut open: Vec<&FolderFinding> = vec![folder];
    while let Some(folder) = open.pop() {
        files.extend(&folder.files);
        open.extend(folder.folders.iter().filter_map(|path| site.findings.folders.get(path)));
    }
    files
}

fn tile(from: &str, path: &str, totals: &Totals, metric: Metric, page: Option<&str>) -> Tile {
    Tile {
        name: path.rsplit('/').next().unwrap_or(path).to_owned(),
        path: path.to_owned(),
        ratio: totals.get(metric).unwrap_or_default(),
        href: page.map(|to| routes::link(from, to)),
    }
}
