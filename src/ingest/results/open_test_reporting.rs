//! Open Test Reporting, what JUnit's platform (`open-test-report.xml`) and PHPUnit (`--log-otr`) write: events, or the tree
//! that they describe.
//!
//! Specified by <https://github.com/ota4j-team/open-test-reporting>. Whatever is started is a node below another one, and has
//! a result in the end. A node below another one with none below it is a test, unless JUnit says that it is a container. Aborted
//! is what an assumption ended, or what is incomplete: skipped. Nodes take turns, each found by its id.
//!
//! Traps: a container fails by itself where its setup or teardown does; one that was skipped has no test below it. PHPUnit
//! 11 names no parent for some containers: they have no result either, and are no tests.

use std::collections::HashMap;

use crate::model::results::{Outcome, TestCase};

use super::super::cases::{Grouped, NAME, OpenCase, clip, push_bounded};
use super::super::format::{Cases, Format, Match, Reader, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_cases};

/// Open Test Reporting.
pub const FORMAT: Format = Format {
    id: "open-test-reporting",
    title: "Open Test Reporting XML",
    tools: &["JUnit", "PHPUnit"],
    usual_names: &["open-test-report*.xml", "junit-platform-events*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Tests { read: read_cases::<State> },
};

/// What the namespaces of all versions begin with.
const NAMESPACE: &str = "https://schemas.opentest4j.org/reporting/";

fn sniff(xml: &XmlHead, head: &Head<'_>) -> Match {
    Match::sure_if(["events", "execution"].contains(&xml.root.as_str()) && head.text.contains(NAMESPACE))
}

#[derive(Default)]
struct State {
    nodes: Vec<Node>,
    index: HashMap<String, usize>,
    /// The nodes that are open: of events one at most, of a tree each inside the one before.
    open: Vec<usize>,
    slot: Option<Slot>,
    /// Microseconds since 1970.
    last: i64,
}

#[derive(Default)]
struct Node {
    parent: Option<usize>,
    name: String,
    class: String,
    file: String,
    line: Option<u32>,
    /// What JUnit says that it is.
    kind: String,
    has_child: bool,
    has_ended: bool,
    outcome: Option<Outcome>,
    reason: String,
    trace: String,
    started: Option<i64>,
    took: Option<u64>,
}

#[derive(Clone, Copy)]
enum Slot {
    Kind,
    Reason,
    Trace,
}

impl Visit<dyn Cases + '_> for State {
    fn open(&mut self, element: &Element<'_>, _: &mut (dyn Cases + '_)) {
        self.slot = None;
        match element.name {
            "started" => {
                let parent = self.index.get(element.text("parentId").as_ref()).copied();
                let at = self.node(element, parent, &element.text("time"));
                self.index.insert(element.text("id").into_owned(), at);
                self.open = vec![at];
            }
            "finished" | "reported" => {
                let Some(at) = self.index.get(element.text("id").as_ref()).copied() else { return };
                self.open = vec![at];
                let time = self.moment(&element.text("time"));
                if let (Some(node), "finished") = (self.nodes.get_mut(at), element.name) {
                    node.has_ended = true;
                    let span = time.zip(node.started).and_then(|(end, start)| end.checked_sub(start));
                    node.took = span.and_then(|span| u64::try_from(span).ok());
                }
            }
            "root" | "child" => {
                let parent = self.open.last().copied();
                let at = self.node(element, parent, &element.text("start"));
                self.open.push(at);
                if let Some(node) = self.nodes.get_mut(at) {
                    node.has_ended = true;
                    node.took = time::iso_duration(&element.text("duration"));
                }
            }
            "type" => self.slot = Some(Slot::Kind),
            "reason" => self.slot = Some(Slot::Reason),
            "throwable" => self.slot = Some(Slot::Trace),
            _ => self.detail(element),
        }
    }

    fn text(&mut self, _: &mut String, text: &str) {
        let Some(node) = self.open.last().and_then(|at| self.nodes.get_mut(*at)) else { return };
        match self.slot {
            Some(Slot::Kind) => push_bounded(&mut node.kind, text),
            Some(Slot::Reason) => push_bounded(&mut node.reason, text),
            Some(Slot::Trace) => push_bounded(&mut node.trace, text),
            None => {}
        }
    }

    fn close(&mut self, name: &str, _: &str, _: &mut (dyn Cases + '_)) {
        self.slot = None;
        match name {
            "started" | "finished" | "reported" => self.open.clear(),
            "root" | "child" => {
                self.open.pop();
            }
            _ => {}
        }
    }

    fn end(self, out: &mut (dyn Cases + '_)) {
        out.stamp((self.last > 0).then_some(self.last / 1_000_000));
        let explained = self.explained();
        let mut cases = Grouped::default();
        for (node, is_explained) in self.nodes.iter().zip(explained) {
            let parent = node.parent.and_then(|parent| self.nodes.get(parent));
            if node.is_test() {
                let suite = parent.map_or("", |parent| &parent.name);
                cases.case(suite, Some(&node.file), node.case(suite));
            } else if node.has_failed() && !is_explained {
                let mut beside = OpenCase::new(format!("the container “{}”", node.name), Outcome::Failed);
                (beside.message, beside.trace) = (node.reason.clone(), node.trace.clone());
                out.breakdown(beside.beside());
            }
        }
        cases.say(out);
    }
}

impl State {
    fn detail(&mut self, element: &Element<'_>) {
        let Some(node) = self.open.last().and_then(|at| self.nodes.get_mut(*at)) else { return };
        match element.name {
            "result" => {
                node.outcome = match element.text("status").as_ref() {
                    "SUCCESSFUL" => Some(Outcome::Passed),
                    "FAILED" => Some(Outcome::Failed),
                    "ERRORED" => Some(Outcome::Error),
                    "SKIPPED" | "ABORTED" => Some(Outcome::Skipped),
                    _ => None,
                }
            }
            "classSource" | "methodSource" => clip(&element.text("className"), NAME).clone_into(&mut node.class),
            "fileSource" => clip(&element.text("path"), NAME).clone_into(&mut node.file),
            "filePosition" => node.line = element.text("line").parse().ok().filter(|line| *line > 0),
            _ => {}
        }
    }

    /// A node that begins.
    fn node(&mut self, element: &Element<'_>, parent: Option<usize>, started: &str) -> usize {
        let at = self.nodes.len();
        if let Some(parent) = parent.and_then(|parent| self.nodes.get_mut(parent)) {
            parent.has_child = true;
        }
        let name = element.text("name").into_owned();
        let started = self.moment(started);
        self.nodes.push(Node { parent, name, started, ..Node::default() });
        at
    }

    fn moment(&mut self, text: &str) -> Option<i64> {
        let moment = time::moment(text);
        self.last = self.last.max(moment.unwrap_or(0));
        moment
    }

    /// Of each node whether something below it failed: a parent stands before what is below it.
    fn explained(&self) -> Vec<bool> {
        let mut explained = vec![false; self.nodes.len()];
        for (at, node) in self.nodes.iter().enumerate().rev() {
            let has_failed = node.has_failed() || explained.get(at).is_some_and(|explained| *explained);
            if let Some(parent) = node.parent.and_then(|parent| explained.get_mut(parent)) {
                *parent |= has_failed;
            }
        }
        explained
    }
}

impl Node {
    fn has_failed(&self) -> bool {
        matches!(self.outcome, Some(Outcome::Failed | Outcome::Error)) || self.is_test() && !self.has_ended
    }

    fn is_test(&self) -> bool {
        let is_told = match self.kind.trim() {
            "CONTAINER" => return false,
            kind => kind.starts_with("TEST") || kind == "CONTAINER_AND_TEST",
        };
        let is_leaf = self.parent.is_some() && !self.has_child;
        is_told || is_leaf && (self.outcome.is_some() || !self.has_ended)
    }

    fn case(&self, suite: &str) -> TestCase {
        let outcome = if self.has_ended { self.outcome.unwrap_or(Outcome::Passed) } else { Outcome::Error };
        let mut case = OpenCase::new(clip(&self.name, NAME), outcome);
        let group = if self.class.is_empty() { suite } else { &self.class };
        case.known.group = (!group.is_empty()).then(|| group.into());
        case.known.file = (!self.file.is_empty()).then(|| self.file.as_str().into());
        case.known.line = self.line;
        case.known.duration_us = self.took;
        case.message = if self.has_ended { self.reason.clone() } else { "it did not end".to_owned() };
        case.trace.clone_from(&self.trace);
        case.finish()
    }
}
