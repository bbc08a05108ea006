//! Settings in the configuration files of a project: `fail_under = 15`, `"fail_under": 15`, `--cov-fail-under=15`. Files
//! are looked through as text, line by line: their formats are many, and a setting is a name with a value in all of them.

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
    let names: BTreeSet<String> = wanted.iter().flat_map(|one| &one.names).map(|name| folded(name)).collect();
    let found: BTreeMap<ProjectPath, Vec<(String, SettingFound)>> = read
        .into_par_iter()
        .filter_map(|path| {
            let bytes = inputs.sources.read(&path).ok().filter(|bytes| bytes.len() <= LARGEST)?;
            let all = in_text(&path, &String::from_utf8_lossy(&bytes), &names);
            Some((path, all))
        })
        .collect();
    let mut by_name: BTreeMap<&str, Vec<&SettingFound>> = BTreeMap::new();
    for (name, place) in found.values().flatten() {
        by_name.entry(name).or_default().push(place);
    }
    let of = |one: &SettingWanted| -> Vec<SettingFound> {
        let own = own_files(one);
        let places = one.names.iter().filter_map(|name| by_name.get(folded(name).as_str())).flatten();
        let here = places.filter(|place| one.file.is_none() || own.contains(&place.path));
        here.map(|place| (*place).clone()).take(PLACES).collect()
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
        let names: BTreeSet<String> = wanted.names.iter().map(|name| folded(name)).collect();
        for place in places {
            let texts = ends_of(day).filter_map(|day| snapshots.text(&place.path, day));
            let set = texts.flat_map(|text| in_text(&place.path, text, &names));
            place.then = set.map(|(_, found)| found.value).take(PLACES).collect();
        }
    }
}

/// A name without regard to case, `-` and `_`, and without the sections before it.
fn folded(name: &str) -> String {
    let last = name.rsplit('.').find(|part| !part.is_empty()).unwrap_or(name);
    last.trim_start_matches('-').to_lowercase().replace('_', "-")
}

fn in_text(path: &ProjectPath, text: &str, names: &BTreeSet<String>) -> Vec<(String, SettingFound)> {
    let mut found = Vec::new();
    for (number, line) in (1_u32..).zip(text.lines()) {
        if line.len() > 2_000 || line.trim_start().starts_with(['#', ';']) || line.trim_start().starts_with("//") {
            continue;
        }
        for (name, value) in pairs(line) {
            let name = folded(name);
            if names.contains(&name) && !value.is_empty() && found.len() < PLACES * 64 {
                found.push((
                    name,
                    SettingFound { path: path.clone(), line: number, value: value.to_owned(), then: Vec::new() },
                ));
            }
        }
    }
    found
}

/// Names with values in a line: around each `=` and `:`, and options whose value stands behind a space.
fn pairs(line: &str) -> Vec<(&str, &str)> {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let mut all = Vec::new();
    for (at, _) in line.match_indices(['=', ':']) {
        let head = line[..at].trim_end().trim_end_matches(['"', '\'']);
        let start = head
            .rfind(|c: char| !part(c))
            .map_or(0, |before| before + head[before..].chars().next().map_or(1, char::len_utf8));
        let name = &head[start..];
        if name.len() >= 2 && !line[at + 1..].starts_with(['=', ':', '/']) {
            all.push((name, value(&line[at + 1..])));
        }
    }
    for (at, _) in line.match_indices("--") {
        let option = &line[at + 2..];
        let end = option.find(|c: char| !part(c)).unwrap_or(option.len());
        if end >= 2 && option[end..].starts_with(' ') {
            // The next option is no value of this one.
            let value = value(&option[end..]);
            if !value.starts_with("--") {
                all.push((&option[..end], value));
            }
        }
    }
    all
}

/// A value: what stands between quotation marks, in brackets, or up to a space.
fn value(text: &str) -> &str {
    let text = text.trim_start();
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split(quote).next().unwrap_or(inside);
        }
    }
    if text.starts_with('[') {
        return text.find(']').map_or(text, |end| &text[..=end]);
    }
    let end =
        text.find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"' | '\'' | '}' | ')')).unwrap_or(text.len());
    &text[..end]
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
    ];
    let dotted = name.starts_with(".env") && (name.contains("example") || name.contains("sample"));
    whole.contains(&name.as_str())
        || begins.iter().any(|start| name.starts_with(start))
        || dotted
        || (workflow && matches!(path.extension(), Some("yml" | "yaml")))
        || path.extension() == Some("runsettings")
}

#[cfg(test)]
mod tests {
    use super::{folded, pairs};

    #[test]
    fn settings_are_read_from_lines_of_any_format() {
        let has = |line: &str, name: &str, value: &str| {
            pairs(line).iter().any(|pair| folded(pair.0) == folded(name) && pair.1 == value)
        };
        assert!(has("fail_under = 15  # low", "fail_under", "15"));
        assert!(has("  \"fail_under\": 15,", "fail-under", "15"));
        assert!(has("addopts = \"-ra --cov-fail-under=85\"", "cov-fail-under", "85"));
        assert!(has("      - run: pytest --cov --cov-fail-under 85", "cov-fail-under", "85"));
        assert!(has("asyncio_mode = \"auto\"", "asyncio_mode", "auto"));
        assert!(has("branches: 80,", "branches", "80"));
        assert!(!has("run: cargo build --no-default-features --features std", "no-default-features", "--features"));
        assert!(!has("see https://fail_under", "https", "//fail_under"));
        assert!(pairs("= : --").iter().all(|(name, _)| name.len() >= 2));
    }
}
