//! Packages in manifests and lock files: what a project asks for, and what is installed. Each file is read once for all
//! packages that are asked about; names are compared without regard to case, `-`, `_` and `.`.

mod formats;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use self::formats::{Format, Named};
use crate::model::contents::{PackageFound, PackagePlaces};
use crate::model::inputs::Inputs;

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
    let names: BTreeSet<String> = wanted.iter().map(|name| folded(name)).collect();
    let found: Vec<Vec<(String, PackageFound)>> = files
        .par_iter()
        .map(|(path, format)| {
            let Some(bytes) = inputs.sources.read(path).ok().filter(|bytes| bytes.len() <= LARGEST) else {
                return Vec::new();
            };
            let all = formats::read(*format, &String::from_utf8_lossy(&bytes));
            let locked = format.is_lock();
            let mut known = BTreeSet::new();
            all.into_iter()
                .map(|Named { name, version }| (folded(&name), version))
                .filter(|(name, _)| names.contains(name))
                .filter(|found| known.insert(found.clone()))
                .map(|(name, version)| (name, PackageFound { path: (*path).clone(), version, locked }))
                .collect()
        })
        .collect();
    let mut places: BTreeMap<String, Vec<PackageFound>> = BTreeMap::new();
    for (name, place) in found.into_iter().flatten() {
        let all = places.entry(name).or_default();
        if all.len() < PLACES {
            all.push(place);
        }
    }
    let of = |name: &&'q str| -> (&'q str, PackagePlaces) {
        let places = places.get(&folded(name)).cloned().unwrap_or_default();
        (*name, PackagePlaces { manifests: !files.is_empty(), places })
    };
    wanted.iter().map(of).collect()
}

fn folded(name: &str) -> String {
    name.to_lowercase().replace(['_', '.'], "-")
}
