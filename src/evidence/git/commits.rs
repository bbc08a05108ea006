//! Where HEAD stands, and which of the commits that notes name are there: one `cat-file --batch` for all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::forge::web_address;
use super::program::{Git, Memory, Refusal};
use crate::diagnostics::{Diagnostic, Sink, codes};
use crate::model::question::{CommitAnswer, GitState};
use crate::model::time::day;

/// A commit as git has it.
#[derive(Clone, Debug)]
pub(super) struct Commit {
    pub(super) hash: String,
    pub(super) time: Option<i64>,
    subject: String,
}

#[derive(Clone, Debug)]
enum Lookup {
    Found(Commit),
    Ambiguous,
    Missing,
}

/// The settings that are asked for: remotes, and filters.
const SETTINGS: &str = r"^(remote\..*\.url|filter\..*\.(clean|process))$";

/// A repository with at least one commit, or one that git refuses to read.
#[derive(Debug)]
pub struct Repository {
    pub(super) git: Git,
    state: GitState,
    commits: BTreeMap<String, Lookup>,
    /// The settings that name a program for what comes into the repository: `filter.lfs.clean`.
    pub(super) filters: Vec<String>,
}

impl Repository {
    /// The repository that `root` lies in, with all of `hashes` looked up. `None` outside a repository, without git
    /// and without a commit. `memory` holds what git answered before, if that is kept.
    pub fn open(root: &Path, hashes: &[&str], memory: Option<&Memory>, sink: &mut Sink) -> Option<Self> {
        let git = Git::in_folder(root, memory)?;
        let hashes: BTreeSet<&str> = hashes.iter().copied().filter(|hash| is_hash(hash)).collect();
        let (shallow, (found, settings)) = rayon::join(
            || git.output(&["rev-parse", "--is-shallow-repository"], &[]),
            || rayon::join(|| look_up(&git, &hashes), || git.output(&["config", "-z", "--get-regexp", SETTINGS], &[])),
        );
        let (head, commits) = match (&shallow, found) {
            (Ok(_), Ok(found)) => found,
            (Err(refusal), _) => return refused(refusal, sink),
            (_, Err(refusal)) => return refused(&refusal, sink),
        };
        let head = head?;
        // git ends with 1 where there is none.
        let settings = settings.unwrap_or_default();
        let settings = String::from_utf8_lossy(&settings);
        let state = GitState {
            present: true,
            head_time: head.time,
            head_date: head.time.and_then(day),
            head: Some(head.hash),
            shallow: shallow.is_ok_and(|answer| answer.starts_with(b"true")),
            forge: forge(&settings),
        };
        Some(Self { git, state, commits, filters: filters(&settings) })
    }

    /// Where the project stands.
    pub fn state(&self) -> GitState {
        self.state.clone()
    }

    pub(super) fn head(&self) -> &str {
        self.state.head.as_deref().unwrap_or("HEAD")
    }

    pub(super) fn head_time(&self) -> Option<i64> {
        self.state.head_time
    }

    pub(super) fn is_shallow(&self) -> bool {
        self.state.shallow
    }

    pub(super) fn found(&self, hash: &str) -> Option<&Commit> {
        match self.commits.get(&hash.to_ascii_lowercase()) {
            Some(Lookup::Found(commit)) => Some(commit),
            _ => None,
        }
    }
}

fn refused(refusal: &Refusal, sink: &mut Sink) -> Option<Repository> {
    sink.push(
        Diagnostic::new(&codes::GIT_FAILED, format!("git could not answer: {refusal}"))
            .help("see whether `git log -1` works in this folder"),
    );
    None
}

/// What the repository says of a commit that a note names.
pub fn commit(repository: Option<&Repository>, hash: &str) -> CommitAnswer {
    let Some(repository) = repository else { return CommitAnswer::NoHistory };
    match repository.commits.get(&hash.to_ascii_lowercase()) {
        Some(Lookup::Found(found)) => CommitAnswer::Found {
            hash: found.hash.clone(),
            date: found.time.and_then(day),
            subject: found.subject.clone(),
        },
        Some(Lookup::Ambiguous) => CommitAnswer::Ambiguous,
        _ => CommitAnswer::NotFound,
    }
}

/// Whether git would take it for a hash or the beginning of one.
fn is_hash(hash: &str) -> bool {
    (4..=64).contains(&hash.len()) && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

type Found = (Option<Commit>, BTreeMap<String, Lookup>);

fn look_up(git: &Git, hashes: &BTreeSet<&str>) -> Result<Found, Refusal> {
    let lower: BTreeSet<String> = hashes.iter().map(|hash| hash.to_ascii_lowercase()).collect();
    let mut input = String::from("HEAD^{commit}\n");
    for hash in &lower {
        input.push_str(hash);
        input.push_str("^{commit}\n");
    }
    let output = git.output(&["cat-file", "--batch"], input.as_bytes())?;
    let mut objects = Objects { rest: &output };
    let head = match objects.next() {
        Some(Lookup::Found(commit)) => Some(commit),
        _ => None,
    };
    let commits = lower.into_iter().zip(objects).collect();
    Ok((head, commits))
}

/// What `cat-file --batch` writes: `HASH commit SIZE`, the object and a line feed; or `NAME missing`.
struct Objects<'a> {
    rest: &'a [u8],
}

impl Iterator for Objects<'_> {
    type Item = Lookup;

    fn next(&mut self) -> Option<Lookup> {
        let end = memchr::memchr(b'\n', self.rest)?;
        let line = String::from_utf8_lossy(&self.rest[..end]).into_owned();
        self.rest = &self.rest[end + 1..];
        let mut words = line.rsplit(' ');
        let last = words.next()?;
        if last == "ambiguous" {
            return Some(Lookup::Ambiguous);
        }
        let Ok(size) = last.parse::<usize>() else { return Some(Lookup::Missing) };
        let hash = line.split(' ').next()?.to_owned();
        let body = self.rest.get(..size)?;
        self.rest = self.rest.get(size + 1..).unwrap_or_default();
        Some(Lookup::Found(read_commit(hash, &String::from_utf8_lossy(body))))
    }
}

fn read_commit(hash: String, body: &str) -> Commit {
    let (header, message) = body.split_once("\n\n").unwrap_or((body, ""));
    let committer = header.lines().find_map(|line| line.strip_prefix("committer "));
    let time = committer.and_then(|line| line.rsplit(' ').nth(1)?.parse().ok());
    Commit { hash, time, subject: message.lines().next().unwrap_or_default().trim().to_owned() }
}

/// The names of the filters among the settings.
fn filters(listed: &str) -> Vec<String> {
    let names = listed.split('\0').filter_map(|entry| entry.split('\n').next());
    names.filter(|name| name.starts_with("filter.") && !name.contains('=')).map(str::to_owned).collect()
}

/// The web address made from the remotes: `origin` before the others, in the order of their names.
fn forge(listed: &str) -> Option<String> {
    let entries = listed.split('\0').filter_map(|entry| entry.split_once('\n'));
    let mut remotes: Vec<(&str, &str)> = entries.filter(|(key, _)| key.starts_with("remote.")).collect();
    remotes.sort_by_key(|(key, _)| (*key != "remote.origin.url", *key));
    remotes.into_iter().find_map(|(_, url)| web_address(url))
}
