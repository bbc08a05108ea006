//! Which page words in a note mean: a path, the end of one that fits one file only, with or without lines.

use std::collections::BTreeMap;

use super::Site;
use crate::model::findings::Findings;
use crate::model::inputs::Inputs;
use crate::model::note::Note;
use crate::model::paths::ProjectPath;

/// Files and notes that have pages, by their last segment.
#[derive(Debug, Default)]
pub struct Names(BTreeMap<String, Vec<Target>>);

#[derive(Clone, Debug)]
enum Target {
    File(usize, ProjectPath),
    Note(usize, ProjectPath),
}

impl Names {
    /// Collects what has a page. Without notes nothing asks.
    pub fn new(inputs: &Inputs, findings: &Findings) -> Self {
        let mut names: BTreeMap<String, Vec<Target>> = BTreeMap::new();
        if inputs.notes.is_empty() {
            return Self(names);
        }
        for (index, file) in findings.files.iter().enumerate() {
            names.entry(file.path.name().to_owned()).or_default().push(Target::File(index, file.path.clone()));
        }
        for (index, note) in inputs.notes.iter().enumerate() {
            names.entry(note.path.name().to_owned()).or_default().push(Target::Note(index, note.path.clone()));
        }
        Self(names)
    }

    /// The place that words mean, with the anchor of a line where they name one.
    pub fn place_of(&self, site: &Site<'_>, note: &Note, words: &str) -> Option<String> {
        let (path, lines) = split_lines(words.trim());
        if path.len() > 400 || path.contains(char::is_whitespace) || !path.contains(['.', '/']) {
            return None;
        }
        let wanted = ProjectPath::from_foreign(path).0?;
        let candidates = self.0.get(wanted.name())?;
        let path_of = |target: &Target| match target {
            Target::File(_, path) | Target::Note(_, path) => path.clone(),
        };
        let beside = ProjectPath::from_foreign(&format!("{}/{path}", note.path.folder())).0;
        let exact = candidates.iter().find(|target| {
            let path = path_of(target);
            path == wanted || Some(&path) == beside.as_ref()
        });
        let mut fitting = candidates.iter().filter(|target| path_of(target).ends_with(wanted.as_str()));
        let found = exact.or_else(|| match (fitting.next(), fitting.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        })?;
        Some(match found {
            Target::File(index, _) => {
                let place = &site.routes.sources[*index];
                lines.map_or_else(|| place.clone(), |lines| format!("{place}#{lines}"))
            }
            Target::Note(index, path) if *path != note.path => site.routes.notes[*index].clone(),
            Target::Note(..) => return None,
        })
    }
}

/// `x.py:12-20` is `x.py` and `L12-L20`.
fn split_lines(words: &str) -> (&str, Option<String>) {
    let Some((path, lines)) = words.rsplit_once(':') else { return (words, None) };
    let mut numbers = lines.split('-').map(str::parse::<u32>);
    match (numbers.next(), numbers.next(), numbers.next()) {
        (Some(Ok(line)), None, None) => (path, Some(format!("L{line}"))),
        (Some(Ok(from)), Some(Ok(to)), None) => (path, Some(format!("L{from}-L{to}"))),
        _ => (words, None),
    }
}
