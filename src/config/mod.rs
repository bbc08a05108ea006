//! `covsite.toml`: every key with its default and its meaning. Without a file every default holds.

mod checks;
mod command;
mod gates;
pub mod globs;
pub mod load;
pub mod markers;
mod valid;
pub mod values;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::ratio::Metric;

pub use checks::*;
pub use command::*;
pub use gates::*;
pub use valid::line_of_check;
pub use values::Percent;

/// All of `covsite.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The site.
    pub site: SiteConfig,
    /// The project that is measured.
    pub project: ProjectConfig,
    /// How numbers are shown.
    pub numbers: NumbersConfig,
    /// Coverage reports and test results alike; replaces discovery.
    pub reports: Vec<ReportsConfig>,
    /// Where notes are.
    pub notes: NotesConfig,
    /// Where the runs are kept.
    pub history: HistoryConfig,
    /// Named parts of the project.
    pub components: Vec<ComponentConfig>,
    /// Whether a condition that priorities name holds: its words, and true or false.
    pub conditions: BTreeMap<String, bool>,
    /// Named counts over the files of the project.
    pub measures: Vec<MeasureConfig>,
    /// What the project sells or runs, for gates that are judged for each of them.
    pub services: Vec<ServiceConfig>,
    /// Named sets of checks. Without any, two stand by default: all tests pass, no claim is contradicted; a third one where components have a `fail_under`.
    pub gates: Vec<GateConfig>,
}

impl Config {
    /// What the gates need of a metric of the whole project, or of the reports of a flag: the highest of them.
    pub fn needed(&self, metric: Metric, flag: Option<&str>) -> Option<u64> {
        let checks = self.gates.iter().flat_map(|gate| &gate.checks).filter_map(|check| check.coverage.as_ref());
        let is_of = |check: &&CoverageCheck| match flag {
            None => check.is_total(),
            Some(_) => check.flag.as_deref() == flag && check.patch.is_none() && !check.every_file,
        };
        let of = checks.filter(is_of).filter(|check| check.metric.trim() == metric.id());
        of.filter_map(|check| Some(check.at_least?.0)).max()
    }
}

/// `[site]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SiteConfig {
    /// The site's name; by default that of the repository, else that of the root folder.
    pub title: Option<String>,
    /// Where the site will be published. Only for 404.html, feed, sitemap and badge snippets; links stay relative.
    #[serde(deserialize_with = "values::address")]
    pub base_url: Option<String>,
    /// The output folder, from the root (`--out` is from the working folder); `site` by default.
    pub out: String,
    /// A built-in theme (`default`, `report`), or a folder of templates and assets, laid over one of them file by file.
    pub theme: Option<String>,
    /// `full`, by default: source text is published; `none`: numbers only.
    pub sources: SourcesMode,
    /// `false` asks search engines to stay away.
    pub index: bool,
}

impl Default for SiteConfig {
    fn default() -> Self {
        Self { title: None, base_url: None, out: "site".into(), theme: None, sources: SourcesMode::Full, index: true }
    }
}

/// Whether source text is published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourcesMode {
    /// Source pages show the text.
    #[default]
    Full,
    /// Source pages show numbers only.
    None,
}

/// `[project]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProjectConfig {
    /// Web address of the repository; found from the git remote.
    pub repository: Option<String>,
    /// Where the measured sources are, from the root; by default all of it.
    pub source: String,
    /// Files that are not measured: globs.
    #[serde(deserialize_with = "values::globs")]
    pub exclude: Vec<String>,
    /// Whether source files that no report mentions count as not covered.
    pub count_unmeasured: bool,
}

impl Default for ProjectConfig {
    fn default() -> Self {
        Self { repository: None, source: ".".into(), exclude: Vec::new(), count_unmeasured: false }
    }
}

/// `[numbers]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NumbersConfig {
    /// Decimals of a percentage, 0 to 4; 1 by default. Percentages are cut, not rounded.
    #[serde(deserialize_with = "values::precision")]
    pub precision: u32,
}

impl Default for NumbersConfig {
    fn default() -> Self {
        Self { precision: 1 }
    }
}

/// `[[reports]]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReportsConfig {
    /// Files: paths or globs, from the root.
    #[serde(deserialize_with = "values::files")]
    pub paths: Vec<String>,
    /// The name of this subset ("unit", "integration").
    pub flag: Option<String>,
    /// A prefix that is taken off every path in these reports. Usually found by itself.
    pub strip: Option<String>,
    /// Prefixes that are replaced, after `strip`.
    pub map: BTreeMap<String, String>,
    /// The commit that was measured, where the report does not say.
    pub commit: Option<String>,
}

/// `[notes]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NotesConfig {
    /// Folders and files with notes, from the root; by default the well-known folders that are there, and files at the root
    /// that are called like notes: `TEST_REPORT.md`.
    #[serde(deserialize_with = "values::optional_globs")]
    pub paths: Option<Vec<String>>,
    /// Notes that are left out: globs.
    #[serde(deserialize_with = "values::globs")]
    pub exclude: Vec<String>,
}

/// `[history]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HistoryConfig {
    /// The file of runs, one a line, from the root.
    pub path: Option<String>,
}

/// `[[components]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComponentConfig {
    /// Its name.
    pub name: String,
    /// Its files: globs from the root.
    #[serde(deserialize_with = "values::globs")]
    pub paths: Vec<String>,
    /// Who owns it.
    #[serde(default)]
    pub owners: Vec<String>,
    /// What the notes call it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Thresholds for lines.
    #[serde(default)]
    pub lines: Threshold,
}

/// Thresholds in percent.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Threshold {
    /// To be reached.
    pub target: Option<Percent>,
    /// Below which pages and badges show it as failing. Where the configuration has no gates, it is one; otherwise what a gate needs, its `coverage` check says.
    pub fail_under: Option<Percent>,
}
