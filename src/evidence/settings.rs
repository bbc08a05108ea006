//! Settings in the configuration files of a project: `fail_under = 15`, `"fail_under": 15`, `--cov-fail-under=15`. Files
//! are looked through as text, line by line: their formats are many, and a setting is a name with a value in all of them.

mod text;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rayon::prelude::*;

use super::git::{self, Repository};
use crate::diagnostics::Sink;
use crate::model::contents::{SettingFound, SettingWanted};
use crate::model::inputs::Inputs;
use crate::model::paths::ProjectPath;
use crate::model::question::FileAnswer;

/// Files larger than this hold no configuration.
const LARGEST: usize = 1 << 20;

/// So many files of a project are looked through.
const MOST: usize = 500;

/// So many places of one name are kept.
const PLACES: usize = 16;

/// Where each of `wanted` is set: in the file that it names, else in any configuration file of the tree.
pub(super) fn look<'q>(
    inputs: &Inputs,
    repository: Option<&Repository>,
    wanted: &[&'q SettingWanted],
    files: &BTreeMap<&'q str, FileAnswer>,
    sink: &mut Sink,
) -> BTreeMap<&'q SettingWanted, Vec<SettingFound>> {
    if wanted.is_empty() {
        return BTreeMap::new();
    }
    let own_files = |one: &SettingWanted| -> Vec<ProjectPath> {
        let file = one.file.as_deref().and_then(|file| files.get(file));
        file.map(|answer| answer.present.iter().take(PLACES).cloned().collect()).unwrap_or_default()
    };
    let mut read: BTreeSet<ProjectPath> = wanted.iter().flat_map(|one| own_files(one)).collect();
    read.extend(inputs.tree.iter().filter(|path| is_configuration(path)).take(MOST).cloned());
    let names: BTreeSet<String> = wanted.iter().flat_map(|one| &one.names).map(|name| last(name)).collect();
    let found: BTreeMap<ProjectPath, Vec<Placed>> = read
        .into_par_iter()
        .filter_map(|path| {
            let bytes = inputs.sources.read(&path).ok().filter(|bytes| bytes.len() <= LARGEST)?;
            let all = in_text(&path, &String::from_utf8_lossy(&bytes), &names);
            Some((path, all))
        })
        .collect();
    let mut by_name: BTreeMap<&str, Vec<&Placed>> = BTreeMap::new();
    for placed in found.values().flatten() {
        by_name.entry(placed.0.last().map_or("", String::as_str)).or_default().push(placed);
    }
    let of = |one: &SettingWanted| -> Vec<SettingFound> {
        let own = own_files(one);
        let here = |(_, place): &&Placed| one.file.is_none() || own.contains(&place.path);
        let of_name = |name: &String| -> Vec<&SettingFound> {
            let places = by_name.get(last(name).as_str()).map(Vec::as_slice).unwrap_or_default();
            meant(name, places.iter().copied().filter(here))
        };
        one.names.iter().flat_map(of_name).take(PLACES).cloned().collect()
    };
    let mut all: BTreeMap<&'q SettingWanted, Vec<SettingFound>> = wanted.iter().map(|one| (*one, of(one))).collect();
    if let Some(repository) = repository {
        look_back(repository, &mut all, sink);
    }
    all
}

/// The end of a day and the end of the one before: what was set between is one of the two, or was never committed.
fn ends_of(day: Date) -> impl Iterator<Item = Date> {
    [Some(day), day.yesterday().ok()].into_iter().flatten()
}

/// Adds to each place what its file said on the day that is asked about.
fn look_back(repository: &Repository, all: &mut BTreeMap<&SettingWanted, Vec<SettingFound>>, sink: &mut Sink) {
    let dated = all.iter().filter_map(|(wanted, places)| Some((wanted.as_of?, places)));
    let asked: BTreeSet<(ProjectPath, Date)> = dated
        .flat_map(|(day, places)| {
            places.iter().flat_map(move |place| ends_of(day).map(|day| (place.path.clone(), day)))
        })
        .collect();
    if asked.is_empty() {
        return;
    }
    let snapshots = git::snapshots(repository, asked, sink);
    for (wanted, places) in all {
        let Some(day) = wanted.as_of else { continue };
        let names: BTreeSet<String> = wanted.names.iter().map(|name| last(name)).collect();
        for place in places {
            let texts = ends_of(day).filter_map(|day| snapshots.text(&place.path, day));
            let set = texts.flat_map(|text| {
                let all = in_text(&place.path, text, &names);
                let values = |name: &String| {
                    let own = all.iter().filter(|(key, _)| key.last() == Some(&last(name)));
                    meant(name, own).into_iter().map(|found| found.value.clone()).collect::<Vec<_>>()
                };
                wanted.names.iter().flat_map(values).collect::<Vec<_>>()
            });
            place.then = set.take(PLACES).collect();
        }
    }
}

/// The last part of a name, by which it is looked for.
fn last(name: &str) -> String {
    text::parts(name).pop().unwrap_or_default()
}

/// A place with the names that it stands under.
type Placed = (Vec<String>, SettingFound);

fn in_text(path: &ProjectPath, text: &str, names: &BTreeSet<String>) -> Vec<Placed> {
    let sets = text::read(path, text, |name| names.contains(name));
    let place = |set: text::Set<'_>| {
        let (name, value) = (set.name.to_owned(), set.value.to_owned());
        (set.key, SettingFound { path: path.clone(), line: set.line, name, value, then: Vec::new() })
    };
    sets.into_iter().take(PLACES * 64).map(place).collect()
}

/// Of the places of a name's last part those that stand under the rest of it; all where none does.
fn meant<'p>(name: &str, places: impl Iterator<Item = &'p Placed> + Clone) -> Vec<&'p SettingFound> {
    let wanted = text::parts(name);
    let named: Vec<_> = places.clone().filter(|(key, _)| text::means(&wanted, key)).map(|(_, place)| place).collect();
    if named.is_empty() { places.map(|(_, place)| place).collect() } else { named }
}

/// Whether a source file is one that holds a program's own settings: `config.py`, `constants.ts`.
fn is_of_constants(name: &str) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    let known = ["py", "ts", "js", "mjs", "go", "rs", "rb", "java", "kt", "php", "cs"];
    known.contains(&extension) && matches!(stem, "config" | "settings" | "constants" | "consts" | "defaults" | "conf")
}

/// Whether a file of the tree is one that tools read settings from.
fn is_configuration(path: &ProjectPath) -> bool {
    let name = path.name().to_ascii_lowercase();
    let workflow = path.as_str().starts_with(".github/workflows/") || path.as_str().starts_with(".circleci/");
    let whole = [
        "pyproject.toml",
        "setup.cfg",
        "tox.ini",
        "pytest.ini",
        ".coveragerc",
        "package.json",
        "codecov.yml",
        ".codecov.yml",
        "cargo.toml",
        "makefile",
        "justfile",
        ".gitlab-ci.yml",
        "sonar-project.properties",
        "phpunit.xml",
        "phpunit.xml.dist",
        "deno.json",
        "lerna.json",
        "nx.json",
        "turbo.json",
        "gradle.properties",
        "rustfmt.toml",
        "clippy.toml",
        "noxfile.py",
        "azure-pipelines.yml",
        "tarpaulin.toml",
        ".simplecov",
        ".eslintrc.json",
        ".prettierrc",
        "biome.json",
        "pom.xml",
        "build.gradle",
        "build.gradle.kts",
        "ruff.toml",
        "mypy.ini",
        ".flake8",
        ".mocharc",
    ];
    let begins = [
        ".nycrc",
        ".c8rc",
        "jest.config.",
        "vitest.config.",
        "vite.config.",
        "karma.conf.",
        "playwright.config.",
        "tsconfig",
        "cypress.config.",
        "eslint.config.",
        ".golangci.",
    ];
    let dotted = name.starts_with(".env") && (name.contains("example") || name.contains("sample"));
    // What tests are run with is no setting of the project.
    let of_tests = path.as_str().split('/').any(|part| matches!(part, "test" | "tests" | "fixtures" | "examples"));
    let of_service = ["application", "bootstrap", "appsettings"].iter().any(|start| name.starts_with(start))
        && matches!(path.extension(), Some("yml" | "yaml" | "properties" | "json" | "toml"));
    whole.contains(&name.as_str())
        || (is_of_constants(&name) && !of_tests)
        || (of_service && !of_tests)
        || begins.iter().any(|start| name.starts_with(start))
        || dotted
        || (workflow && matches!(path.extension(), Some("yml" | "yaml")))
        || path.extension() == Some("runsettings")
}
