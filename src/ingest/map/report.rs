//! The paths of one report, all together. See [`super`] for the rules.

use rayon::prelude::*;

use crate::model::paths::ProjectPath;

use super::apart::is_apart;
use super::foreign::{Foreign, configured};
use super::rules::Rules;
use super::tree::{Ends, Tree, last_segments};
use super::{Hints, How, Mapped};

/// How many files are named where several fit.
const SHOWN: usize = 5;
/// So many paths are looked up by one thread: each takes a microsecond.
const TOGETHER: usize = 256;

/// A path on its way: what it looks like, and what fits it.
struct Seeking<'t> {
    configured: Option<String>,
    foreign: Foreign,
    found: Option<(&'t ProjectPath, How)>,
    /// The files that share its longest end: strongly if the end says enough to be believed without other paths.
    ends: Option<(Ends, bool)>,
    source: Option<String>,
}

/// Maps the paths of a report. The result has one entry for each path, in the same order.
pub fn map_report<'p>(paths: impl Iterator<Item = &'p str>, hints: &Hints<'_>, tree: &Tree<'_>) -> Vec<Mapped> {
    let root = hints.root.map(|root| Foreign::of(root).path);
    let root = root.as_ref().map(ProjectPath::as_str);
    let paths: Vec<&str> = paths.collect();
    let mut all: Vec<Seeking<'_>> =
        paths.into_par_iter().with_min_len(TOGETHER).map(|raw| seek(raw, hints, root, tree)).collect();
    let rules = Rules::learn(all.iter().filter_map(|one| {
        let (file, how) = one.found.as_ref()?;
        let segments = match how {
            How::Exact => file.as_str().split('/').count(),
            How::End { segments, .. } => *segments,
            _ => return None,
        };
        Some((one.foreign.path.as_str(), *file, segments))
    }));
    for one in &mut all {
        if one.found.is_none() {
            one.found = settle(one, &rules, tree);
        }
    }
    let common = if all.iter().any(|one| one.found.is_some()) { String::new() } else { common_folder(&all) };
    all.into_par_iter().with_min_len(TOGETHER).map(|one| finish(one, &rules, &common, tree)).collect()
}

/// Steps 1 to 3: what can be said of a path by itself.
fn seek<'t>(raw: &str, hints: &Hints<'_>, root: Option<&str>, tree: &Tree<'t>) -> Seeking<'t> {
    let none = std::collections::BTreeMap::new();
    let configured = configured(raw, hints.strip, hints.map.unwrap_or(&none));
    let raw = configured.as_deref().unwrap_or(raw);
    let foreign = Foreign::of(raw);
    let mut seeking = Seeking { configured: configured.clone(), foreign, found: None, ends: None, source: None };
    for source in hints.sources {
        let seen = seeking.foreign.below(source, raw);
        if seen != seeking.foreign {
            let before = seeking.ends.as_ref().map(|(ends, _)| ends.segments);
            if let Some(file) = exact(&seen, root, tree) {
                seeking.found =
                    Some((file, How::End { segments: file.as_str().split('/').count(), source: Some(source.clone()) }));
                seeking.foreign = seen;
                return seeking;
            }
            // The folder must help: an end that lies in the path itself is found below without it.
            let own = seeking.foreign.path.as_str().split('/').count();
            if let Some(ends) =
                tree.ends(seen.path.as_str()).filter(|ends| ends.segments > own && Some(ends.segments) > before)
            {
                seeking.ends = Some((ends, true));
                seeking.source = Some(source.clone());
            }
        }
    }
    if let Some((ends, _)) = seeking.ends.clone() {
        let source = seeking.source.clone().unwrap_or_default();
        seeking.foreign = seeking.foreign.below(&source, raw);
        take_single(&mut seeking, &ends, tree);
        return seeking;
    }
    if let Some(file) = tree.find(seeking.foreign.path.as_str()) {
        seeking.found = Some((file, How::Exact));
    } else if let Some(file) = exact(&seeking.foreign, root, tree) {
        seeking.found = Some((file, How::BelowRoot));
    } else if let Some(found) = by_module(seeking.foreign.path.as_str(), hints, tree) {
        seeking.found = Some(found);
    } else if let Some(ends) = tree.ends(seeking.foreign.path.as_str()) {
        let whole = seeking.foreign.path.as_str().split('/').count() == ends.segments;
        let is_strong = ends.segments >= 2 || whole;
        if is_strong {
            take_single(&mut seeking, &ends, tree);
        }
        seeking.ends = Some((ends, is_strong));
    }
    seeking
}

fn exact<'t>(foreign: &Foreign, root: Option<&str>, tree: &Tree<'t>) -> Option<&'t ProjectPath> {
    let below = root
        .filter(|_| foreign.is_absolute)
        .and_then(|root| foreign.path.as_str().strip_prefix(root)?.strip_prefix('/'));
    below
        .and_then(|rest| tree.find(rest))
        .or_else(|| if foreign.is_absolute { None } else { tree.find(foreign.path.as_str()) })
}

/// A path that begins with that of a Go module: the innermost one that has the file.
fn by_module<'t>(path: &str, hints: &Hints<'_>, tree: &Tree<'t>) -> Option<(&'t ProjectPath, How)> {
    hints.modules.iter().find_map(|module| {
        let rest = path.strip_prefix(&module.path)?.strip_prefix('/')?;
        let inside = if module.folder.is_empty() { rest.to_owned() } else { format!("{}/{rest}", module.folder) };
        Some((tree.find(&inside)?, How::Module(module.path.clone())))
    })
}

fn take_single<'t>(seeking: &mut Seeking<'t>, ends: &Ends, tree: &Tree<'t>) {
    if ends.count() == 1 {
        let how = How::End { segments: ends.segments, source: seeking.source.clone() };
        seeking.found = tree.files(ends).next().map(|file| (file, how));
    }
}

/// Steps 4 and 5: what can be said of a path with the others at hand.
fn settle<'t>(one: &Seeking<'t>, rules: &Rules, tree: &Tree<'t>) -> Option<(&'t ProjectPath, How)> {
    if let Some((ends, true)) = &one.ends
        && let Some(file) = by_folders(one.foreign.path.as_str(), ends, tree)
    {
        return Some((file, How::Folders));
    }
    if let Some((rule, file)) = rules.find(one.foreign.path.as_str(), tree) {
        return Some((file, How::Rule { strip: rule.strip.clone(), add: rule.add.clone() }));
    }
    if let Some((ends, false)) = &one.ends
        && ends.count() == 1
        && let Some(file) = tree.files(ends).next()
        && (rules.is_empty() || !(one.foreign.is_absolute || rules.covers(&one.foreign)))
    {
        // Only the name fits. A relative path, or a file at the top of the project, is believed; a library's
        // `utils.py` somewhere on another machine is not.
        let is_at_top = !file.as_str().contains('/');
        if is_at_top || !one.foreign.is_absolute {
            return Some((file, How::End { segments: ends.segments, source: None }));
        }
    }
    let strongly = one.ends.as_ref().is_some_and(|(_, is_strong)| *is_strong);
    if strongly {
        return None;
    }
    let (segments, files) = tree.ends_folded(one.foreign.path.as_str())?;
    let whole = |path: &str| path.split('/').count() == segments;
    let believed = segments >= 2 || whole(one.foreign.path.as_str()) || files.iter().any(|file| whole(file.as_str()));
    match files.as_slice() {
        [file] if believed && one.ends.as_ref().is_none_or(|(ends, _)| ends.segments < segments) => {
            Some((*file, How::Case))
        }
        _ => None,
    }
}

/// Of several files the one that has most of the path's leftover folders, in their order, in its own.
fn by_folders<'t>(path: &str, ends: &Ends, tree: &Tree<'t>) -> Option<&'t ProjectPath> {
    let leftover = &path[..path.len() - last_segments(path, ends.segments).len()];
    if leftover.is_empty() || ends.count() > 1000 {
        return None;
    }
    let mut best: (usize, Option<&ProjectPath>) = (0, None);
    for file in tree.files(ends) {
        let mut folders = file.folder().split('/');
        let mut shared = 0;
        for name in leftover.split('/').filter(|name| !name.is_empty()) {
            let mut rest = folders.clone();
            if rest.any(|folder| folder == name) {
                folders = rest;
                shared += 1;
            }
        }
        match shared.cmp(&best.0) {
            std::cmp::Ordering::Greater => best = (shared, Some(file)),
            std::cmp::Ordering::Equal if shared > 0 => best.1 = None,
            _ => {}
        }
    }
    best.1
}

fn finish(one: Seeking<'_>, rules: &Rules, common: &str, tree: &Tree<'_>) -> Mapped {
    let configured = one.configured;
    if let Some((file, how)) = one.found {
        return Mapped { path: file.clone(), configured, how };
    }
    let long = one.foreign.path;
    if let Some((ends, true)) = &one.ends
        && ends.count() > 1
    {
        let files = tree.files(ends).take(SHOWN).cloned().collect();
        return Mapped { path: long, configured, how: How::Ambiguous(files) };
    }
    let shorter = rules.shorten(long.as_str()).or_else(|| {
        let rest = long.as_str().strip_prefix(common)?.strip_prefix('/')?;
        one.foreign.is_absolute.then(|| (rest.to_owned(), common.to_owned()))
    });
    // A short name must not become the name of a file that this is not.
    let shorter = shorter.and_then(|(name, stripped)| Some((ProjectPath::parse(&name)?, stripped)));
    let shorter = shorter.filter(|(path, _)| tree.find(path.as_str()).is_none());
    let is_apart = is_apart(long.as_str());
    let (path, stripped) = shorter.unwrap_or((long, String::new()));
    let how = match (one.foreign.is_outside, is_apart) {
        (true, _) => How::Outside,
        (false, true) => How::Apart(stripped),
        (false, false) => How::Unmapped(stripped),
    };
    Mapped { path, configured, how }
}

/// The folder that all absolute paths have in common.
fn common_folder(all: &[Seeking<'_>]) -> String {
    let mut folders = all.iter().filter(|one| one.foreign.is_absolute).map(|one| one.foreign.path.folder());
    let Some(first) = folders.next() else { return String::new() };
    let mut common: Vec<&str> = first.split('/').collect();
    for folder in folders {
        let shared = common.iter().zip(folder.split('/')).take_while(|(a, b)| *a == b).count();
        common.truncate(shared);
    }
    common.join("/")
}
