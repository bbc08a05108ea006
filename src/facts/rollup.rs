//! Totals of everything measured, rolled up over files, folders and components.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::unmeasured::{lines_by_text, unmeasured};
use crate::config::globs::Globs;
use crate::config::{ComponentConfig, Config};
use crate::model::coverage::FileCoverage;
use crate::model::findings::{ComponentFinding, FileFinding, FolderFinding};
use crate::model::inputs::Inputs;
use crate::model::paths::ProjectPath;
use crate::model::question::Answers;
use crate::model::ratio::{Metric, Totals};

/// What was measured, rolled up.
#[derive(Debug, Default)]
pub struct RollUp {
    /// Everything.
    pub totals: Totals,
    /// Each measured file, in the order of the paths.
    pub files: Vec<FileFinding>,
    /// Each folder with measured files below it; `""` is the root.
    pub folders: BTreeMap<String, FolderFinding>,
    /// Components in the order of the configuration.
    pub components: Vec<ComponentFinding>,
    /// Source files that no report mentions.
    pub unmeasured: Vec<ProjectPath>,
}

/// Rolls up what the reports measured. Where the configuration counts unmeasured files, they are files with nothing
/// covered of the lines that their text shows.
pub fn roll_up(inputs: &Inputs, config: &Config) -> RollUp {
    let unmeasured = unmeasured(inputs, config);
    let sets: Vec<Globs> = config.components.iter().map(|component| Globs::new(&component.paths)).collect();
    let excluded = Globs::new(&config.project.exclude);
    let counted: Vec<(&ProjectPath, &FileCoverage)> =
        inputs.coverage.files.iter().filter(|(path, _)| !excluded.holds(path)).collect();
    let mut measured: Vec<(ProjectPath, Totals)> =
        counted.into_par_iter().with_min_len(64).map(|(path, file)| (path.clone(), file.totals())).collect();
    if config.project.count_unmeasured {
        for path in &unmeasured {
            let Some(lines) = lines_by_text(inputs, path) else { continue };
            let mut totals = Totals::default();
            totals.set(Metric::Lines, lines);
            measured.push((path.clone(), totals));
        }
        measured.sort_by(|a, b| a.0.cmp(&b.0));
    }
    let mut roll_up = RollUp { unmeasured, ..RollUp::default() };
    roll_up.components = config.components.iter().map(component).collect();
    for (path, totals) in measured {
        roll_up.add(path, totals, inputs, &sets);
    }
    roll_up.folders = folders(&roll_up.files, 0..roll_up.files.len());
    roll_up
}

/// The folders of these files (indexes, ascending), with what is covered below each.
pub fn folders(files: &[FileFinding], indexes: impl Iterator<Item = usize>) -> BTreeMap<String, FolderFinding> {
    let mut own: BTreeMap<&str, FolderFinding> = BTreeMap::new();
    for (index, file) in indexes.filter_map(|index| Some((index, files.get(index)?))) {
        let folder = own.entry(file.path.folder()).or_default();
        folder.files.push(index);
        folder.file_count += 1;
        folder.totals.add(&file.totals);
    }
    let mut folders: BTreeMap<String, FolderFinding> = BTreeMap::new();
    for (path, found) in own {
        let mut folder = path;
        while !folder.is_empty() {
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
            let above = folders.entry(folder.to_owned()).or_default();
            above.totals.add(&found.totals);
            above.file_count += found.file_count;
        }
        // In the order of the paths a folder comes before those below it; its own files are all that it has by now.
        folders.insert(path.to_owned(), found);
    }
    link_folders(&mut folders);
    folders
}

impl RollUp {
    fn add(&mut self, path: ProjectPath, totals: Totals, inputs: &Inputs, sets: &[Globs]) {
        self.totals.add(&totals);
        let mut component = None;
        for (at, set) in sets.iter().enumerate() {
            if set.holds(&path) {
                component = component.or(Some(at));
                self.components[at].files += 1;
                self.components[at].totals.add(&totals);
            }
        }
        let has_source = inputs.tree.binary_search(&path).is_ok();
        let complexity = inputs.coverage.files.get(&path).and_then(|file| file.complexity).filter(|sum| *sum > 0);
        self.files.push(FileFinding {
            path,
            totals,
            has_source,
            changes: None,
            complexity,
            risk: 0,
            before: None,
            component,
        });
    }

    /// Adds what git knows: how often each file changed, and the risk that follows. Without git there are no
    /// changes, and the risk is that of a file that never changes.
    pub fn add_changes(&mut self, answers: &Answers) {
        let Some((metric, _)) = self.totals.leading() else { return };
        for file in &mut self.files {
            file.changes = answers.git.present.then(|| answers.changes.get(&file.path).copied().unwrap_or(0));
            file.risk = super::risk::of_file(file, metric);
        }
    }
}

fn component(config: &ComponentConfig) -> ComponentFinding {
    ComponentFinding {
        name: config.name.clone(),
        aliases: config.aliases.clone(),
        owners: config.owners.clone(),
        totals: Totals::default(),
        files: 0,
        target: config.lines.target.map(|percent| percent.0),
        fail_under: config.lines.fail_under.map(|percent| percent.0),
    }
}

/// Each folder's own folders, by the names of all.
fn link_folders(folders: &mut BTreeMap<String, FolderFinding>) {
    let names: Vec<String> = folders.keys().filter(|name| !name.is_empty()).cloned().collect();
    for name in names {
        let above = name.rsplit_once('/').map_or("", |(above, _)| above);
        if let Some(folder) = folders.get_mut(above) {
            folder.folders.push(name);
        }
    }
}
