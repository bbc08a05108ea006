//! TAP, the Test Anything Protocol, versions 12 to 14.
//!
//! Specified at <https://testanything.org/tap-version-14-specification.html>, the kernel's KTAP at
//! <https://docs.kernel.org/dev-tools/ktap.html>. A test point is `ok` or `not ok`, with a number, a description and a
//! directive; a plan, `1..N`, says how many there are; subtests are indented, by whatever their producer likes, and the
//! point behind them sums them up. Diagnostics are a YAML block, which ends where it is indented as it began, or comments.
//!
//! Traps: `skip` and `todo` count as skipped, whether `ok` or not; Testem puts them where others have `ok`. The kernel's
//! log has a stamp before each line. A point that sums up a subtest is no test of its own, unless it alone failed.
//! Node.js counts it unless its diagnostics call it a suite, and a suite that was skipped sums up nothing; it is known by
//! their duration. A run without its plan, or with fewer points than planned, ended early, as one does that bails out: its
//! points count, and it failed, as it did with a subtest of that kind in what passed; if the last line has no end either,
//! the file was cut off. Qt numbers a failure that it expects like the point behind it, and plans one less. Files may hold
//! several runs. Text that is none of this is passed over, as the specification says, also what a build said before.

mod levels;
mod lines;
mod sniff;
mod sums;
mod yaml;

use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes};
use crate::model::results::Outcome;

use super::super::cases::{NAME, OpenCase, clip, push_bounded};
use super::super::format::{Cases, Format, Input, Reader, Sniff, malformed};
use super::super::scan::lines::Lines;
use levels::{Closed, Level, Pending};
use lines::{Directive, Line, Point, understand, unstamped};
use sums::Sums;
use yaml::{Kind, Part, Yaml};

/// TAP.
pub const FORMAT: Format = Format {
    id: "tap",
    title: "TAP",
    tools: &["prove", "node --test", "tape", "node-tap", "AVA", "Bats", "pgTAP", "Meson", "Testem", "KUnit"],
    usual_names: &["*.tap"],
    sniff: Sniff::Any(sniff::sniff),
    reader: Reader::Tests { read },
};

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
    if run.unnamed > 0 {
        let message = format!("only what failed is listed: {} more tests have no name and do not count", run.unnamed);
        sink.push(Diagnostic::new(&codes::BAD_RECORD, message).at(Place::file(run.name.clone())));
    }
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
    /// Those since the last point.
    comments: String,
    sums: Sums,
    /// How many tests are only counted, beside others that are named.
    unnamed: u64,
    has_bailed: bool,
    /// Whether a version stood before it.
    has_version: bool,
    /// Whether an end of line stands behind the last line: a program that died leaves whole lines.
    has_end: bool,
    runs: u32,
    /// Why the file is not whole.
    cut: Option<String>,
}

impl Run {
    fn line(&mut self, text: &str, number: u32, out: &mut dyn Cases, sink: &mut Sink) {
        let text = unstamped(text);
        if let Some(yaml) = &mut self.yaml {
            let part = yaml.line(text);
            if part == Part::Inside {
                return;
            }
            self.end_yaml();
            if part == Part::End {
                return;
            }
        }
        let (indent, line) = understand(text.trim_end());
        match line {
            Line::Point(point) => self.point(point, indent, number, out, sink),
            Line::Marked(point) => {
                let seen = self.levels.first().map_or(0, |level| level.seen);
                if indent == 0 && point.number == Some(seen + 1) {
                    self.point(point, indent, number, out, sink);
                }
            }
            Line::Plan(planned) => self.plan(planned, indent, number, out, sink),
            Line::Version if indent == 0 => {
                self.begin(number, out, sink);
                self.has_version = true;
            }
            Line::BailOut(why) => {
                self.has_bailed = true;
                self.close_above(0, out);
                self.level(0);
                fails(if why.is_empty() { "it bailed out".to_owned() } else { format!("it bailed out: {why}") }, out);
            }
            // What another program wrote before the first of its points is no diagnostic of any.
            Line::YamlBegin if self.levels.is_empty() => {}
            Line::YamlBegin => self.yaml = Some(Yaml::at(indent)),
            Line::Comment(comment) => self.comment(comment, indent),
            Line::BraceEnd => {
                self.close_above(indent, out);
            }
            Line::Version | Line::Blank | Line::Other => {}
        }
    }

    fn comment(&mut self, comment: &str, indent: usize) {
        if let Some(name) = comment.strip_prefix("Subtest:") {
            return self.announce(clip(name.trim(), NAME), indent);
        }
        self.sums.comment(comment);
        push_bounded(&mut self.comments, comment);
        push_bounded(&mut self.comments, "\n");
        if let Some(pending) = self.levels.last_mut().and_then(|level| level.pending.as_mut()) {
            push_bounded(&mut pending.case.trace, comment);
            push_bounded(&mut pending.case.trace, "\n");
        }
    }

    /// What comments say of a point before it comes, as those of the kernel do: they begin with its name. The point before
    /// has nothing of it.
    fn comments_before(&mut self, name: &str) -> String {
        let mut comments = std::mem::take(&mut self.comments);
        let is_own = |line: &str| !name.is_empty() && line.strip_prefix(name).is_some_and(|rest| rest.starts_with(':'));
        let lines = comments.split_inclusive('\n').take_while(|line| !is_own(line));
        let own = comments.split_off(lines.map(str::len).sum());
        if let Some(pending) = self.levels.last_mut().and_then(|level| level.pending.as_mut()) {
            let kept = pending.case.trace.strip_suffix(own.as_str()).map_or(pending.case.trace.len(), str::len);
            pending.case.trace.truncate(kept);
        }
        own
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

    fn point(&mut self, point: Point, indent: usize, at: u32, out: &mut dyn Cases, sink: &mut Sink) {
        let trace = self.comments_before(&point.description);
        let summed = self.enter(indent, out);
        self.announced = None;
        if self.levels.len() == 1 {
            self.against_plan(point.number, at, out, sink);
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
        if let Some((plan, seen)) = summed.as_ref().and_then(|closed| closed.short)
            && outcome != Outcome::Failed
        {
            fails(format!("a subtest ended early: its plan says {plan} tests, and there are {seen}"), out);
        }
        level.has_failed |= outcome == Outcome::Failed;
        let mut name = point.description;
        if name.is_empty() {
            name = format!("test {}", point.number.unwrap_or(level.seen));
        }
        let mut case = OpenCase::new(name, outcome);
        case.known.group = (!group.is_empty()).then(|| group.into());
        case.known.duration_us = point.duration;
        case.message = point.reason;
        case.trace = trace;
        let sums_up = summed.map(|closed| closed.has_failed);
        level.pending = Some(Pending { case, sums_up, is_braced: point.is_braced, called: None });
    }

    /// A point of the outermost level, where as many as planned were seen.
    fn against_plan(&mut self, number: Option<u64>, at: u32, out: &mut dyn Cases, sink: &mut Sink) {
        let Some(level) = self.levels.first_mut() else { return };
        let Some(plan) = level.plan.filter(|plan| level.seen >= *plan) else { return };
        if number.is_some_and(|number| number > plan.max(1)) {
            if !std::mem::replace(&mut level.is_beyond, true) {
                let message = format!("the plan says {plan} tests, and there are more: all count");
                sink.push(Diagnostic::new(&codes::BAD_RECORD, message).at(self.place(at)));
            }
            return;
        }
        // Another run, put behind the first one.
        let indent = level.indent;
        self.finish_level(0, out);
        self.levels = vec![Level { indent, ..Level::default() }];
        self.runs += 1;
    }

    fn place(&self, line: u32) -> Place {
        Place { file: self.name.clone(), line, column: 1 }
    }

    fn plan(&mut self, planned: u64, indent: usize, number: u32, out: &mut dyn Cases, sink: &mut Sink) {
        // Behind all points that it counts, a plan is theirs, even if it is not indented just like them.
        let is_theirs = |level: &Level| level.indent.max(indent) < 4 && level.plan.is_none() && level.seen == planned;
        let indent = match self.levels.as_slice() {
            [only] if planned > 0 && !self.has_version && is_theirs(only) => only.indent,
            _ => indent,
        };
        self.enter(indent, out);
        let is_outermost = self.levels.len() == 1;
        if is_outermost && self.levels.first().is_some_and(|level| level.plan.is_some()) {
            self.begin(number, out, sink);
            self.level(indent);
        }
        let place = self.place(number);
        if let Some(level) = self.levels.last_mut() {
            level.plan = Some(planned);
            if is_outermost && level.seen > planned {
                let message = format!("the plan says {planned} tests, and there are {}: all count", level.seen);
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
            sink.push(Diagnostic::new(&codes::BAD_RECORD, message).at(self.place(number)).help(help));
        }
        self.levels.clear();
        self.sums = Sums::default();
        self.has_bailed = false;
        self.runs += 1;
    }

    fn end(&mut self, out: &mut dyn Cases) {
        if self.yaml.as_ref().is_some_and(|yaml| yaml.indent > 0) {
            self.cut = Some("the file ends inside a diagnostic: it was cut off".to_owned());
        }
        if !self.has_version {
            levels::join(&mut self.levels);
        }
        self.close_above(0, out);
        let Some(level) = self.levels.first() else {
            let what = if self.runs > 0 { "the last run has" } else { "there is" };
            self.cut = Some(format!("{what} no plan and no test: the file was cut off"));
            return;
        };
        let (plan, seen) = (level.plan, level.seen);
        self.finish_level(0, out);
        if self.has_bailed || self.cut.is_some() {
            return;
        }
        if let Some(totals) = plan.and_then(|plan| self.sums.of_failed_only(plan, seen)) {
            // What has no name can't be counted beside what has one.
            self.unnamed = if seen > 0 { totals.total.saturating_sub(seen) } else { 0 };
            out.stated(totals);
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

    /// Closes and opens levels, so that the innermost one is indented so.
    fn enter(&mut self, indent: usize, out: &mut dyn Cases) -> Option<Closed> {
        if self.levels.first().is_some_and(|level| level.indent > indent) {
            // What came first was inside.
            self.levels.insert(0, Level { indent, ..Level::default() });
        }
        let closed = self.close_above(indent, out);
        self.level(indent);
        closed
    }

    /// Opens a level if the innermost one is not so deep.
    fn level(&mut self, indent: usize) {
        if self.levels.is_empty() {
            // psql puts a blank before each line of pgTAP, and pgTAP writes no version.
            let indent = if self.has_version || indent >= 4 { 0 } else { indent };
            self.levels.push(Level { indent, ..Level::default() });
        }
        if self.levels.last().is_some_and(|level| level.indent < indent) {
            let braced =
                self.levels.last().and_then(|level| level.pending.as_ref()).filter(|pending| pending.is_braced);
            let name =
                braced.map(|pending| clip(&pending.case.known.name, NAME).to_owned()).or_else(|| self.announced.take());
            self.levels.push(Level { indent, name, ..Level::default() });
        }
    }

    /// Closes subtests that are deeper than `indent`: the one that is summed up by what comes now.
    fn close_above(&mut self, indent: usize, out: &mut dyn Cases) -> Option<Closed> {
        let mut summed = None;
        while self.levels.len() > 1 && self.levels.last().is_some_and(|level| level.indent > indent) {
            let at = self.levels.len() - 1;
            self.finish_level(at, out);
            let Some(closed) = self.levels.pop() else { break };
            let short = closed.plan.filter(|plan| closed.seen < *plan).map(|plan| (plan, closed.seen));
            // One that has nothing but a subtest is that.
            let inside = (closed.seen > 0).then_some(Closed { has_failed: closed.has_failed, short }).or(summed.take());
            match self.levels.last_mut().and_then(|outer| outer.pending.as_mut()) {
                Some(pending) if pending.is_braced => pending.sums_up = inside.map(|closed| closed.has_failed),
                _ => summed = inside,
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
