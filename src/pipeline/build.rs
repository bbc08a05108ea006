//! The four steps one after the other, or none of them where nothing has changed since the last time.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::cache::{Cache, Record, key};
use super::target::{check_target, found_inputs, measured};
use super::{Form, Progress, Target, analyse, find, gather_found, load_theme, publish_again, read_history};
use crate::config::load::Loaded;
use crate::diagnostics::{Diagnostic, Reported, Sink};
use crate::evidence::DiskSources;
use crate::evidence::stamp::Witness;
use crate::model::findings::Findings;
use crate::model::inputs::{Holds, Inputs};
use crate::model::paths::ProjectPath;
use crate::publish::{Before, Outcome, Written};

/// What a build has to say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// How many coverage reports there are.
    pub coverage_reports: usize,
    /// How many files of test results.
    pub results_files: usize,
    /// How many notes.
    pub notes: usize,
    /// The formats of the reports, each once, sorted.
    pub formats: Vec<String>,
    /// How many source files were measured.
    pub measured_files: usize,
    /// How many phases there are.
    pub phases: usize,
    /// How many gaps.
    pub gaps: usize,
    /// How many claims.
    pub claims: usize,
    /// The sentence that answers.
    pub sentence: String,
    /// How many files the site has.
    pub files: usize,
    /// Their size in bytes.
    pub bytes: u64,
}

impl Said {
    fn new(inputs: &Inputs, findings: &Findings) -> Self {
        let is_coverage = |holds: &Holds| matches!(holds, Holds::Coverage { .. });
        let coverage_reports = inputs.reports.iter().filter(|report| is_coverage(&report.holds)).count();
        let mut formats: Vec<String> = inputs.reports.iter().map(|report| report.format_title.to_owned()).collect();
        formats.sort_unstable();
        formats.dedup();
        Self {
            coverage_reports,
            results_files: inputs.reports.len() - coverage_reports,
            notes: inputs.notes.len(),
            formats,
            measured_files: findings.files.len(),
            phases: findings.phases.len(),
            gaps: findings.gaps.len(),
            claims: findings.claims.len(),
            sentence: findings.headline.sentence(),
            files: 0,
            bytes: 0,
        }
    }

    fn nothing_changed(&self) -> Outcome {
        Outcome { files: self.files, bytes: self.bytes, written: 0, removed: 0 }
    }
}

/// What came of a build, and what is wrong with its inputs.
#[derive(Debug)]
pub struct Built {
    /// What was made, and what was done for it.
    pub result: Result<(Said, Outcome), Reported>,
    /// All that is wrong.
    pub problems: Vec<Diagnostic>,
}

/// Makes the site and puts it into its folder. Where nothing has changed since the last build, nothing is read but what
/// tells that, and nothing is written; the folder holds the same bytes as if it had been made anew. `epoch` is
/// `SOURCE_DATE_EPOCH`.
pub fn build(loaded: &Loaded, target: &Target, epoch: Option<i64>, progress: &dyn Progress, mut sink: Sink) -> Built {
    let cache = Cache::new(loaded, target);
    let (record, found) = rayon::join(|| cache.read(), || find(loaded, &mut sink));
    let found = match found {
        Ok(found) => found,
        Err(reported) => return Built { result: Err(reported), problems: sink.finish() },
    };
    if let Err(reported) = check_target(found_inputs(&found), loaded, target, &mut sink) {
        return Built { result: Err(reported), problems: sink.finish() };
    }
    let key = key(loaded, target, epoch, &found, &sink);
    let mut record = record;
    if let Some(record) = &mut record
        && cache.still_stands(record, key, target)
        && let Some(problems) = record.problems()
    {
        return Built { result: Ok((record.said.clone(), record.said.nothing_changed())), problems };
    }
    // A single page is quickly made, and always from everything.
    let ground = if target.form == Form::Folder { cache.begin(key, loaded, &found) } else { None };
    let mut sources = DiskSources::new(&loaded.root);
    if let Some(ground) = &ground {
        sources = sources.witnessed(ground.now);
    }
    let sources = Arc::new(sources);
    let history = read_history(&loaded.root, &loaded.config, &mut sink);
    let gathered = || gather_found(loaded, (found, history), sources.clone(), progress, &mut sink);
    let (inputs, theme) = rayon::join(gathered, || load_theme(loaded, target.form));
    if let Err(reported) = check_target(measured(&inputs), loaded, target, &mut sink) {
        return Built { result: Err(reported), problems: sink.finish() };
    }
    let findings = analyse(&inputs, &loaded.config, epoch, &mut sink);
    let known = Known::new(record.as_ref());
    let still_is =
        |path: &ProjectPath| known.sources.get(path.as_str()).is_some_and(|witness| sources.still_is(path, witness));
    let before = ground.as_ref().map(|ground| Before { now: ground.now, written: known.written, still_is: &still_is });
    let (result, problems) =
        publish_again(&inputs, &findings, loaded, target, (theme, before.as_ref()), progress, sink);
    let result = result.map(|(outcome, written)| {
        let mut said = Said::new(&inputs, &findings);
        (said.files, said.bytes) = (outcome.files, outcome.bytes);
        if let Some(ground) = ground {
            cache.keep(ground, &sources, written, said.clone(), &problems);
        }
        (said, outcome)
    });
    // The process ends soon: giving back what is spread over the memory would take longer than the system needs for all.
    std::mem::forget((inputs, findings, record));
    Built { result, problems }
}

/// What is known of the build before.
struct Known<'r> {
    written: &'r [Written],
    sources: HashMap<&'r str, &'r Witness>,
}

impl<'r> Known<'r> {
    fn new(record: Option<&'r Record>) -> Self {
        Self {
            written: record.map(|record| record.written.as_slice()).unwrap_or_default(),
            sources: record.into_iter().flat_map(Record::sources).collect(),
        }
    }
}
