//! What the paths of one report have in common: a prefix to take off and one to put before, learned from those paths
//! that fit one file only.

use std::collections::BTreeMap;

use crate::model::paths::ProjectPath;

use super::foreign::Foreign;
use super::tree::{Tree, last_segments};

/// So many rules are tried; reports have one or two for each module.
const TRIED: usize = 64;

/// Rules, the one that most paths follow first.
#[derive(Debug, Default)]
pub(super) struct Rules(Vec<Rule>);

/// `strip/rest` in the report is `add/rest` in the project.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rule {
    pub(super) strip: String,
    pub(super) add: String,
}

impl Rules {
    /// Learns from paths that lead to one file each.
    pub(super) fn learn<'p>(pairs: impl Iterator<Item = (&'p str, &'p ProjectPath, usize)>) -> Self {
        let mut votes: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (foreign, file, segments) in pairs {
            let strip = before(foreign, segments);
            let add = before(file.as_str(), segments);
            *votes.entry((strip, add)).or_default() += 1;
        }
        let mut rules: Vec<((&str, &str), usize)> = votes.into_iter().collect();
        rules.sort_by_key(|(_, votes)| std::cmp::Reverse(*votes));
        rules.truncate(TRIED);
        Self(rules.into_iter().map(|((strip, add), _)| Rule { strip: strip.into(), add: add.into() }).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The file that the first fitting rule leads to.
    pub(super) fn find<'t>(&self, path: &str, tree: &Tree<'t>) -> Option<(&Rule, &'t ProjectPath)> {
        self.0.iter().find_map(|rule| Some((rule, tree.find(&rule.apply(path)?)?)))
    }

    /// The path with the prefix of the first fitting rule replaced, and that prefix. The rule that takes nothing off
    /// fits everything and says nothing.
    pub(super) fn shorten(&self, path: &str) -> Option<(String, String)> {
        let mut rules = self.0.iter().filter(|rule| !rule.strip.is_empty());
        rules.find_map(|rule| Some((rule.apply(path)?, rule.strip.clone())))
    }

    /// Whether `path` begins where other paths of the report do.
    pub(super) fn covers(&self, foreign: &Foreign) -> bool {
        self.0.iter().any(|rule| rule.apply(foreign.path.as_str()).is_some())
    }
}

impl Rule {
    fn apply(&self, path: &str) -> Option<String> {
        let rest = if self.strip.is_empty() { path } else { path.strip_prefix(&self.strip)?.strip_prefix('/')? };
        Some(if self.add.is_empty() { rest.to_owned() } else { format!("{}/{rest}", self.add) })
    }
}

/// What stands before the last segments of a path, without the slash.
fn before(path: &str, segments: usize) -> &str {
    let end = last_segments(path, segments);
    path[..path.len() - end.len()].trim_end_matches('/')
}
