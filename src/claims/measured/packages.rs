//! Packages by the names that their ecosystems give them: `@acme/cart` is the folder `cart` with a manifest in it, and
//! `com.acme.cart` the folder `com/acme/cart`.

use super::Measured;
use super::parts::{measured, of_stems};
use crate::facts::Facts;
use crate::model::claim::EvidenceTarget;
use crate::model::findings::FolderFinding;
use crate::model::paths::ProjectPath;
use crate::model::ratio::Totals;

/// Files that make a folder a package.
const MANIFESTS: [&str; 9] = [
    "package.json",
    "Cargo.toml",
    "pyproject.toml",
    "setup.py",
    "go.mod",
    "pom.xml",
    "build.gradle",
    "build.gradle.kts",
    "composer.json",
];

/// The only package of that name in which something is measured.
pub(super) fn of(facts: &Facts<'_>, name: &str) -> Option<Measured> {
    if name.contains(['/', '@']) { None } else { with_manifest(facts, name).or_else(|| dotted(facts, name)) }
}

/// `@acme/cart`: the folder `cart` with a manifest. Another scope may be meant, whose package this is not.
pub(super) fn of_scope(facts: &Facts<'_>, name: &str) -> Option<Measured> {
    let (_, bare) = name.strip_prefix('@').unwrap_or(name).split_once('/')?;
    with_manifest(facts, bare)
}

/// The only folder of that name with a manifest.
fn with_manifest(facts: &Facts<'_>, name: &str) -> Option<Measured> {
    if name.is_empty() || name.contains(['/', '.']) {
        return None;
    }
    let is_package = |folder: &str| {
        let file = |manifest: &&str| ProjectPath::parse(&format!("{folder}/{manifest}"));
        MANIFESTS.iter().filter_map(file).any(|path| facts.inputs.tree.binary_search(&path).is_ok())
    };
    let is_so_called = |folder: &str| folder.rsplit('/').next() == Some(name) && is_package(folder);
    only(facts, is_so_called, |_, folder| folder.totals)
}

/// `com.acme.cart`: the classes of that package, not those of packages below it.
fn dotted(facts: &Facts<'_>, name: &str) -> Option<Measured> {
    let is_part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    if !name.contains('.') || !name.split('.').all(is_part) {
        return None;
    }
    let path = name.replace('.', "/");
    // `core.utils` is `core/utils.py`.
    if let Some(file) = of_stems(facts, std::slice::from_ref(&path)) {
        return Some(file);
    }
    let is_so_called =
        |folder: &str| folder.strip_suffix(&path).is_some_and(|above| above.is_empty() || above.ends_with('/'));
    only(facts, is_so_called, |facts, folder| {
        let mut own = Totals::default();
        folder.files.iter().filter_map(|at| facts.measured.files.get(*at)).for_each(|file| own.add(&file.totals));
        if folder.files.is_empty() { folder.totals } else { own }
    })
}

fn only(
    facts: &Facts<'_>,
    is_so_called: impl Fn(&str) -> bool,
    totals: impl Fn(&Facts<'_>, &FolderFinding) -> Totals,
) -> Option<Measured> {
    let mut named = facts.measured.folders.iter().filter(|(path, _)| is_so_called(path));
    let (path, folder) = named.next().filter(|_| named.next().is_none())?;
    Some(measured(totals(facts, folder), EvidenceTarget::Folder(path.clone()), path))
}
