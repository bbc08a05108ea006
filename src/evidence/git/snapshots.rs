//! The text of files on given days: one list of commits with their times, one look at how large the files were, one
//! batch of their texts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::commits::Repository;
use super::program::Refusal;
use crate::diagnostics::{Diagnostic, Sink, codes};
use crate::model::paths::ProjectPath;

/// A file on a day.
type Dated = (ProjectPath, Date);

/// So many files on so many days are asked about.
const MOST: usize = 4_096;

/// A file larger than this, in bytes, is left out, as is what goes beyond this sum.
const LARGEST: usize = 1 << 20;
const SUM: usize = 64 << 20;

/// The text of files on days.
#[derive(Debug, Default)]
pub struct Snapshots {
    /// The object that each was.
    objects: BTreeMap<Dated, String>,
    /// The text of each object.
    texts: BTreeMap<String, String>,
}

impl Snapshots {
    /// The text of a file at the end of a day, if the history has it.
    pub fn text(&self, path: &ProjectPath, day: Date) -> Option<&str> {
        let object = self.objects.get(&(path.clone(), day))?;
        self.texts.get(object).map(String::as_str)
    }
}

/// The text of each file at the end of its day. A history that was cut off says nothing.
pub fn snapshots(repository: &Repository, wanted: BTreeSet<Dated>, sink: &mut Sink) -> Snapshots {
    let asked: Vec<Dated> = wanted.into_iter().filter(|(path, _)| !path.as_str().contains('\n')).take(MOST).collect();
    if asked.is_empty() || repository.is_shallow() {
        return Snapshots::default();
    }
    read(repository, asked).unwrap_or_else(|refusal| {
        sink.push(Diagnostic::new(&codes::GIT_FAILED, format!("files of earlier days were not read: {refusal}")));
        Snapshots::default()
    })
}

fn read(repository: &Repository, asked: Vec<Dated>) -> Result<Snapshots, Refusal> {
    let days: BTreeSet<Date> = asked.iter().map(|(_, day)| *day).collect();
    let commits = commits_of(repository, &days)?;
    let mut snapshots = Snapshots::default();
    let asked: Vec<(Dated, &String)> =
        asked.into_iter().filter_map(|dated| commits.get(&dated.1).map(|commit| (dated, commit))).collect();
    if asked.is_empty() {
        return Ok(snapshots);
    }
    let input: String = asked.iter().map(|((path, _), commit)| format!("{commit}:./{path}\n")).collect();
    let checked = repository.git.output(&["cat-file", "--batch-check"], input.as_bytes())?;
    let mut sum = 0;
    let mut objects: BTreeSet<String> = BTreeSet::new();
    for ((dated, _), line) in asked.into_iter().zip(String::from_utf8_lossy(&checked).lines()) {
        let parts: Vec<&str> = line.split(' ').collect();
        let [object, "blob", size] = parts[..] else { continue };
        let Some(size) = size.parse::<usize>().ok().filter(|size| *size <= LARGEST) else { continue };
        if !objects.contains(object) {
            sum += size;
            if sum > SUM {
                break;
            }
            objects.insert(object.to_owned());
        }
        snapshots.objects.insert(dated, object.to_owned());
    }
    if objects.is_empty() {
        return Ok(snapshots);
    }
    let input: String = objects.iter().map(|object| format!("{object}\n")).collect();
    let output = repository.git.output(&["cat-file", "--batch"], input.as_bytes())?;
    let mut rest = output.as_slice();
    while let Some(end) = memchr::memchr(b'\n', rest) {
        let header = String::from_utf8_lossy(&rest[..end]).into_owned();
        rest = &rest[end + 1..];
        let parts: Vec<&str> = header.split(' ').collect();
        let [object, _, size] = parts[..] else { continue };
        let Some(text) = size.parse::<usize>().ok().and_then(|size| rest.get(..size)) else { break };
        snapshots.texts.insert(object.to_owned(), String::from_utf8_lossy(text).into_owned());
        rest = rest.get(text.len() + 1..).unwrap_or_default();
    }
    Ok(snapshots)
}

/// So many trees are listed.
const TREES: usize = 64;

/// The files that there were at the end of each day.
pub fn trees(repository: &Repository, days: &BTreeSet<Date>, sink: &mut Sink) -> BTreeMap<Date, Vec<ProjectPath>> {
    if days.is_empty() || repository.is_shallow() {
        return BTreeMap::new();
    }
    let list = || -> Result<BTreeMap<Date, Vec<ProjectPath>>, Refusal> {
        let mut known: BTreeMap<String, Vec<ProjectPath>> = BTreeMap::new();
        let mut listed = BTreeMap::new();
        for (day, commit) in commits_of(repository, days)? {
            if !known.contains_key(&commit) {
                if known.len() == TREES {
                    continue;
                }
                let output = repository.git.output(&["ls-tree", "-r", "-z", "--name-only", &commit], &[])?;
                let paths = output.split(|byte| *byte == 0).filter_map(|path| std::str::from_utf8(path).ok());
                known.insert(commit.clone(), paths.filter_map(ProjectPath::parse).collect());
            }
            listed.insert(day, known.get(&commit).cloned().unwrap_or_default());
        }
        Ok(listed)
    };
    list().unwrap_or_else(|refusal| {
        sink.push(Diagnostic::new(&codes::GIT_FAILED, format!("files of earlier days were not listed: {refusal}")));
        BTreeMap::new()
    })
}

/// The newest commit of the main line at the end of each day, by the time of its committer.
fn commits_of(repository: &Repository, days: &BTreeSet<Date>) -> Result<BTreeMap<Date, String>, Refusal> {
    let listed = repository
        .git
        .output(&["rev-list", "--timestamp", "--first-parent", "--end-of-options", repository.head()], &[])?;
    let listed = String::from_utf8_lossy(&listed);
    // The newest first; clocks that went wrong are levelled, so that times only grow.
    let mut times: Vec<(i64, &str)> = listed
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(time, hash)| Some((time.parse().ok()?, hash)))
        .collect();
    times.reverse();
    let mut latest = i64::MIN;
    for (time, _) in &mut times {
        latest = latest.max(*time);
        *time = latest;
    }
    let commit = |day: &Date| -> Option<String> {
        let end = format!("{}T00:00:00Z", day.tomorrow().ok()?).parse::<jiff::Timestamp>().ok()?.as_second();
        let at = times.partition_point(|(time, _)| *time < end);
        Some(times.get(at.checked_sub(1)?)?.1.to_owned())
    };
    Ok(days.iter().filter_map(|day| Some((*day, commit(day)?))).collect())
}
