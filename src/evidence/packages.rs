//! Packages in manifests and lock files: what a project asks for, and what is installed. Each file is read once for all
//! packages that are asked about; names are compared without regard to case, `-`, `_` and `.`.

mod formats;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use self::formats::{Format, Named};
use crate::model::contents::{PackageFound, PackagePlaces};
use crate::model::inputs::Inputs;
use crate::model::paths::ProjectPath;

/// Files larger than this are not read.
const LARGEST: usize = 16 << 20;

/// So many files of a project are read.
const MOST: usize = 300;

/// So many places of one package are kept.
const PLACES: usize = 16;

/// Where each of `wanted` is named.
pub(super) fn look<'q>(inputs: &Inputs, wanted: &[&'q str]) -> BTreeMap<&'q str, PackagePlaces> {
    if wanted.is_empty() {
        return BTreeMap::new();
    }
    let files: Vec<_> =
        inputs.tree.iter().filter_map(|path| Some((path, Format::of(path.name())?))).take(MOST).collect();
    let found: Vec<Vec<(String, PackageFound)>> =
        files.par_iter().map(|(path, format)| in_file(inputs, path, *format)).collect();
    let files: Vec<ProjectPath> =
        found.iter().filter_map(|all| all.first()).map(|(_, place)| place.path.clone()).collect();
    let mut places: BTreeMap<String, Vec<PackageFound>> = BTreeMap::new();
    for (name, place) in found.into_iter().flatten() {
        let all = places.entry(name).or_default();
        if all.len() < PLACES {
            all.push(place);
        }
    }
    let of = |name: &&'q str| -> (&'q str, PackagePlaces) {
        let own = places
            .get(&folded(name))
            .or_else(|| by_end(&places, name))
            .or_else(|| only_meant(&places, name))
            .cloned()
            .unwrap_or_default();
        (*name, PackagePlaces { manifests: !files.is_empty(), files: files.clone(), places: own })
    };
    wanted.iter().map(of).collect()
}

/// The packages that a file names, each version once.
fn in_file(inputs: &Inputs, path: &ProjectPath, format: Format) -> Vec<(String, PackageFound)> {
    let Some(bytes) = inputs.sources.read(path).ok().filter(|bytes| bytes.len() <= LARGEST) else {
        return Vec::new();
    };
    let all = formats::read(format, &String::from_utf8_lossy(&bytes));
    let locked = format.is_lock();
    let mut known = BTreeSet::new();
    all.into_iter()
        .map(|Named { name, version }| (folded(&name), version))
        .filter(|found| known.insert(found.clone()))
        .map(|(name, version)| (name, PackageFound { path: path.clone(), version, locked }))
        .collect()
}

/// Words of the names of packages that people leave out or add when they speak of one.
const AROUND: [&str; 22] = [
    "maven",
    "gradle",
    "plugin",
    "starter",
    "core",
    "jupiter",
    "databind",
    "api",
    "web",
    "bom",
    "parent",
    "java",
    "jvm",
    "jdbc",
    "driver",
    "client",
    "library",
    "framework",
    "kotlin",
    "jdk",
    "all",
    "org",
];

/// The one package that a name in running text means, by the end of its path or without what people add: "Echo" for
/// `github.com/labstack/echo/v4`, "PHPUnit" for `phpunit/phpunit`, "Three.js" for `three`.
fn by_end<'p>(places: &'p BTreeMap<String, Vec<PackageFound>>, name: &str) -> Option<&'p Vec<PackageFound>> {
    let wanted = folded(name);
    if let Some(found) = wanted.strip_suffix("-js").and_then(|bare| places.get(bare)) {
        return Some(found);
    }
    let has_paths = |place: &PackageFound| matches!(place.path.name(), "go.mod" | "composer.json" | "composer.lock");
    let is_version =
        |part: &&str| part.len() > 1 && part.starts_with('v') && part[1..].bytes().all(|byte| byte.is_ascii_digit());
    let end = |own: &str| own.rsplit('/').find(|part| !is_version(part)).map(str::to_owned);
    let is_meant = |own: &str| {
        end(own).is_some_and(|end| end == wanted)
            || own.split('/').next().and_then(|host| host.strip_suffix("-io")) == Some(wanted.as_str())
    };
    let mut meant =
        places.iter().filter(|(own, places)| own.contains('/') && places.iter().any(has_paths) && is_meant(own));
    let (_, only) = meant.next()?;
    meant.next().is_none().then_some(only)
}

/// The one artifact that a name in running text means: "Surefire" for `maven-surefire-plugin`.
fn only_meant<'p>(places: &'p BTreeMap<String, Vec<PackageFound>>, name: &str) -> Option<&'p Vec<PackageFound>> {
    let words = |name: &str| -> (BTreeSet<String>, BTreeSet<String>) {
        let lower = name.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned);
        words.partition(|word| !AROUND.contains(&word.as_str()))
    };
    let (telling, _) = words(name);
    if telling.is_empty() {
        return None;
    }
    let of_artifact = |place: &PackageFound| formats::has_artifacts(place.path.name());
    let mut meant = places.iter().filter(|(own, places)| words(own).0 == telling && places.iter().any(of_artifact));
    let (_, only) = meant.next()?;
    meant.next().is_none().then_some(only)
}

fn folded(name: &str) -> String {
    name.to_lowercase().replace(['_', '.'], "-")
}
