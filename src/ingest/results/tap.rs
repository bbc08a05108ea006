//! TAP, the Test Anything Protocol, versions 12 to 14.
//!
//! Specified at <https://testanything.org/tap-version-14-specification.html>. A test point is `ok` or `not ok`, with a
//! number, a description and a directive; a plan, `1..N`, says how many there are; subtests are indented, and the
//! point behind them sums them up. Diagnostics are a YAML block or comments.
//!
//! Traps: `skip` and `todo` count as skipped, whether `ok` or not. A point that sums up a subtest is no test of its own,
//! unless it alone failed. Node.js counts it unless its diagnostics call it a suite, and a suite that was skipped sums up
//! nothing; it is known by their duration. A run without its plan, or with fewer points than planned, ended early, as one
//! does that bails out: its points count, and it failed; if the last line has no end either, the file was cut off. Qt
//! numbers a failure that it expects like the point behind it, and plans one less. Files may hold several runs. Text that
//! is none of this is passed over, as the specification says, also what a build said before.

mod lines;

use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes};
use crate::model::results::Outcome;

use super::super::cases::{NAME, OpenCase, clip, push_bounded};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff, malformed};
use super::super::head::{Head, Shape};
use super::super::scan::lines::Lines;
use lines::{Directive, Line, Point, Yaml, understand};

/// TAP.
pub const FORMAT: Format = Format {
    id: "tap",
    title: "TAP",
    tools: &["prove", "node --test", "tape", "node-tap", "AVA", "Bats", "pgTAP", "Meson"],
    usual_names: &["*.tap"],
    sniff: Sniff::Any(sniff),
    reader: Reader::Tests { read },
};

fn sniff(head: &Head<'_>) -> Match {
    let Shape::Lines = head.shape else { return Match::No };
    // A script has it in what it is to say.
    if head.text.starts_with("#!") {
        return Match::No;
    }
    // Of most text one line tells that it is no TAP, and nothing else is looked at.
    let first = head.text.lines().map(|line| understand(line.trim_end()).1);
    let first = first.take(2000).find(|line| !matches!(line, Line::Comment(_) | Line::Blank));
    let may_begin = matches!(first, Some(Line::Version | Line::Plan(_) | Line::Point(_) | Line::BailOut(_)));
    let holds = |words: &[u8]| memchr::memmem::find(head.text.as_bytes(), words).is_some();
    if !(may_begin || holds(b"TAP version") || holds(b"\n1..") && holds(b"ok 1 ")) {
        return Match::No;
    }
    let lines: Vec<Line<'_>> = head.text.lines().take(2000).map(|line| understand(line.trim_end()).1).collect();
    let said = || lines.iter().filter(|line| !matches!(line, Line::Comment(_) | Line::Blank));
    let points = lines.iter().filter(|line| matches!(line, Line::Point(_))).count();
    let has_plan = lines.iter().any(|line| matches!(line, Line::Plan(_)));
    match said().next() {
        Some(Line::Version) => Match::Sure,
        // A run that bails out before its first test may say nothing else.
        Some(Line::BailOut(_)) => Match::sure_if(said().count() == 1),
        Some(Line::Plan(planned)) => {
            let has_bailed = lines.iter().any(|line| matches!(line, Line::BailOut(_)));
            Match::sure_if(points > 0 || *planned == 0 || has_bailed)
        }
        Some(Line::Point(point)) if point.number == Some(1) => {
            Match::sure_if(has_plan || points > 1 || is_left(&lines))
        }
        // Without numbers only the plan tells it from prose, and it counts all of them or stands at the end.
        Some(Line::Point(_)) => {
            let others = lines.iter().filter(|line| matches!(line, Line::Other)).count();
            Match::sure_if((has_plan || is_left(&lines)) && others <= points)
        }
        // Other programs may have written before it.
        Some(_) if said().any(|line| matches!(line, Line::Version)) && (points > 0 || has_plan) => Match::Maybe,
        Some(_) if is_counted(head.text) => Match::Sure,
        _ => Match::No,
    }
}

/// Whether there is a plan and test points that are numbered from 1 on, as many as planned or fewer. In Markdown that
/// would be a quotation.
fn is_counted(text: &str) -> bool {
    let (mut seen, mut plan) = (0, None);
    for line in text.lines().filter(|line| !line.starts_with([' ', '\t'])) {
        match understand(line.trim_end()).1 {
            Line::Point(point) if point.number == Some(seen + 1) => seen += 1,
            Line::Plan(planned) if plan.is_none() => plan = Some(planned),
            Line::Point(_) | Line::Plan(_) => return false,
            Line::Other if line.starts_with("```") => return false,
            _ => {}
        }
    }
    seen > 0 && plan.is_some_and(|plan| seen <= plan)
}

/// Whether a comment of Perl's says that the program ended before it planned.
fn is_left(lines: &[Line<'_>]) -> bool {
    lines.iter().any(|line| matches!(line, Line::Comment(comment) if comment.contains("no plan was declared")))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    let mut lines = Lines::of(input);
    let mut run = Run { name: lines.name.clone(), ..Run::default() };
    out.open_suite("", None);
    while let Some(block) = lines.block(sink)? {
        for line in block {
            run.has_end = line.has_end;
            run.line(&String::from_utf8_lossy(line.bytes), line.number, out, sink);
        }
    }
    run.end(out);
    match run.cut {
        Some(message) => Err(sink.fatal(malformed(&run.name, lines.position(), message))),
        None => Ok(()),
    }
}

/// The run failed beside its tests.
fn fails(why: String, out: &mut dyn Cases) {
    let mut run = OpenCase::new("the run", Outcome::Error);
    run.message = why;
    out.breakdown(run.beside());
}

/// How many levels of subtests give their names to the tests inside.
const NAMED: usize = 16;

#[derive(Default)]
struct Run {
    name: Arc<str>,
    /// The outermost level, and inside it those of the subtests that are open.
    levels: Vec<Level>,
    /// The name that a comment announces for the next subtest.
    announced: Option<String>,
    yaml: Option<Yaml>,
    has_bailed: bool,
    /// Whether an end of line stands behind the last line: a program that died leaves whole lines.
    has_end: bool,
    runs: u32,
    /// Why the file is not whole.
    cut: Option<String>,
}

#[derive(Default)]
struct Level {
    indent: usize,
    name: Option<String>,
    plan: Option<u64>,
    seen: u64,
    has_failed: bool,
    pending: Option<Pending>,
}

/// A test point whose diagnostics may follow.
struct Pending {
    case: OpenCase,
    /// Whether there is a subtest that it sums up, and whether that has failed.
    sums_up: Option<bool>,
    is_braced: bool,
    /// Whether its diagnostics call it a test, although it may sum up others, or a suite, although it may sum up none.
    called: Option<Kind>,
}

/// What Node.js calls a point.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Test,
    Suite,
}

impl Run {
    fn line(&mut self, text: &str, number: u32, out: &mut dyn Cases, sink: &mut Sink) {
        if let Some(yaml) = &mut self.yaml {
            if yaml.line(text) {
                return;
            }
            self.end_yaml();
            return;
        }
        let (indent, line) = understand(text.trim_end());
        match line {
            Line::Point(point) => self.point(point, indent, out),
            Line::Plan(planned) => self.plan(planned, indent, number, out, sink),
            Line::Version if indent == 0 => self.begin(number, out, sink),
            Line::BailOut(why) => {
                self.has_bailed = true;
                self.close_above(0, out);
                self.level(0);
                fails(if why.is_empty() { "it bailed out".to_owned() } else { format!("it bailed out: {why}") }, out);
            }
            // What another program wrote before the first of its points is no diagnostic of any.
            Line::YamlBegin if self.levels.is_empty() => {}
            Line::YamlBegin => self.yaml = Some(Yaml::default()),
            Line::Comment(comment) => self.comment(comment, indent),
            Line::BraceEnd => {
                self.close_above(indent, out);
            }
            Line::Version | Line::Blank | Line::Other => {}
        }
    }

    fn comment(&mut self, comment: &str, indent: usize) {
        if let Some(name) = comment.strip_prefix("Subtest:") {
            self.announce(clip(name.trim(), NAME), indent);
        } else if let Some(pending) = self.levels.last_mut().and_then(|level| level.pending.as_mut()) {
            push_bounded(&mut pending.case.trace, comment);
            push_bounded(&mut pending.case.trace, "\n");
        }
    }

    /// A comment names the subtest that comes next. It stands at the level around it (version 14) or inside it.
    fn announce(&mut self, name: &str, indent: usize) {
        let is_deeper = self.levels.last().map_or(0, |level| level.indent) < indent;
        if is_deeper && self.announced.is_none() {
            self.announced = Some(name.to_owned());
            self.level(indent);
            return;
        }
        if is_deeper {
            self.level(indent);
        }
        self.announced = Some(name.to_owned());
    }

    fn point(&mut self, point: Point, indent: usize, out: &mut dyn Cases) {
        let sums_up = self.close_above(indent, out);
        self.level(indent);
        self.announced = None;
        if indent == 0 && self.levels.first().is_some_and(|level| level.plan.is_some_and(|plan| level.seen >= plan)) {
            // Another run, put behind the first one.
            self.finish_level(0, out);
            self.levels = vec![Level::default()];
            self.runs += 1;
        }
        let group: Vec<&str> = self.levels.iter().take(NAMED).filter_map(|level| level.name.as_deref()).collect();
        let group = group.join(" > ");
        let Some(level) = self.levels.last_mut() else { return };
        level.seen += 1;
        let outcome = match (point.directive, point.is_ok) {
            (Directive::Skip | Directive::Todo, _) => Outcome::Skipped,
            (Directive::None, true) => Outcome::Passed,
            (Directive::None, false) => Outcome::Failed,
        };
        level.has_failed |= outcome == Outcome::Failed;
        let mut name = point.description;
        if name.is_empty() {
            name = format!("test {}", point.number.unwrap_or(level.seen));
        }
        let mut case = OpenCase::new(name, outcome);
        case.known.group = (!group.is_empty()).then(|| group.into());
        case.known.duration_us = point.duration;
        case.message = point.reason;
        level.pending = Some(Pending { case, sums_up, is_braced: point.is_braced, called: None });
    }

    fn plan(&mut self, planned: u64, indent: usize, number: u32, out: &mut dyn Cases, sink: &mut Sink) {
        self.close_above(indent, out);
        self.level(indent);
        if indent == 0 && self.levels.first().is_some_and(|level| level.plan.is_some()) {
            self.begin(number, out, sink);
            self.level(0);
        }
        if let Some(level) = self.levels.last_mut() {
            level.plan = Some(planned);
            if indent == 0 && level.seen > planned {
                let message = format!("the plan says {planned} tests, and there are {}: all count", level.seen);
                let place = Place { file: self.name.clone(), line: number, column: 1 };
                sink.push(Diagnostic::new(&codes::BAD_RECORD, message).at(place));
            }
        }
    }

    /// A new run begins: the one before must be whole.
    fn begin(&mut self, number: u32, out: &mut dyn Cases, sink: &mut Sink) {
        if self.levels.is_empty() {
            return;
        }
        self.end(out);
        if let Some(message) = self.cut.take() {
            // What comes behind is another program's: it is whole, and this one died.
            let help = "the tests that are there count; look why the program ended early";
            let place = Place { file: self.name.clone(), line: number, column: 1 };
            sink.push(Diagnostic::new(&codes::BAD_RECORD, message).at(place).help(help));
        }
        self.levels.clear();
        self.has_bailed = false;
        self.runs += 1;
    }

    fn end(&mut self, out: &mut dyn Cases) {
        if self.yaml.is_some() {
            self.cut = Some("the file ends inside a diagnostic: it was cut off".to_owned());
        }
        self.close_above(0, out);
        let Some(level) = self.levels.first() else {
            self.cut = Some("there is no plan and no test: the file was cut off".to_owned());
            return;
        };
        let (plan, seen) = (level.plan, level.seen);
        self.finish_level(0, out);
        if self.has_bailed || self.cut.is_some() {
            return;
        }
        let missing = match plan {
            None if self.runs == 0 => format!("there are {seen} tests and no plan"),
            Some(plan) if seen < plan => format!("the plan says {plan} tests, and there are {seen}"),
            _ => return,
        };
        if self.has_end && (seen > 0 || plan.is_some()) {
            fails(format!("it ended early: {missing}"), out);
        } else {
            self.cut = Some(format!("{missing}: the file was cut off"));
        }
    }

    /// Opens a level if the innermost one is not so deep.
    fn level(&mut self, indent: usize) {
        if self.levels.is_empty() {
            self.levels.push(Level::default());
        }
        if self.levels.last().is_some_and(|level| level.indent < indent) {
            let braced =
                self.levels.last().and_then(|level| level.pending.as_ref()).filter(|pending| pending.is_braced);
            let name =
                braced.map(|pending| clip(&pending.case.known.name, NAME).to_owned()).or_else(|| self.announced.take());
            self.levels.push(Level { indent, name, ..Level::default() });
        }
    }

    /// Closes subtests that are deeper than `indent`. Whether one was summed up by what comes now, and had failed.
    fn close_above(&mut self, indent: usize, out: &mut dyn Cases) -> Option<bool> {
        let mut summed = None;
        while self.levels.len() > 1 && self.levels.last().is_some_and(|level| level.indent > indent) {
            let at = self.levels.len() - 1;
            self.finish_level(at, out);
            let Some(closed) = self.levels.pop() else { break };
            let is_summed = (closed.seen > 0).then_some(closed.has_failed);
            match self.levels.last_mut().and_then(|outer| outer.pending.as_mut()) {
                Some(pending) if pending.is_braced => {
                    pending.sums_up = is_summed;
                }
                _ => summed = is_summed,
            }
        }
        if let Some(level) = self.levels.last()
            && !(level.indent < indent && level.pending.as_ref().is_some_and(|pending| pending.is_braced))
        {
            self.finish_level(self.levels.len() - 1, out);
        }
        summed
    }

    /// Says the last test point of a level.
    fn finish_level(&mut self, at: usize, out: &mut dyn Cases) {
        let Some(pending) = self.levels.get_mut(at).and_then(|level| level.pending.take()) else { return };
        let alone_failed = pending.case.known.outcome == Outcome::Failed && pending.sums_up != Some(true);
        let is_test = match pending.called {
            Some(kind) => kind == Kind::Test,
            None => pending.sums_up.is_none(),
        };
        if is_test || alone_failed {
            out.case(pending.case.finish());
        }
    }

    fn end_yaml(&mut self) {
        let Some(yaml) = self.yaml.take() else { return };
        let Some(pending) = self.levels.last_mut().and_then(|level| level.pending.as_mut()) else { return };
        let case = &mut pending.case;
        case.known.duration_us = yaml.duration.or(case.known.duration_us);
        case.known.file = yaml.file.map(Into::into);
        case.known.line = yaml.line;
        if case.message.is_empty() {
            case.message = yaml.message;
        }
        push_bounded(&mut case.trace, &yaml.text);
        let kind = if yaml.kind == "suite" { Kind::Suite } else { Kind::Test };
        pending.called = yaml.duration.is_some().then_some(kind);
    }
}
