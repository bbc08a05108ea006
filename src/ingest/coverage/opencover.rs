//! OpenCover XML, as OpenCover, AltCover, coverlet and ReportGenerator write it.
//!
//! Specified by the code of OpenCover (`CoverageSession` of its framework). Methods of classes of modules hold sequence
//! points, which are statements and cover every line from `sl` to `el`, and branch points, of which each is one way out
//! of a decision. `vc` counts visits. A point names its file by number; where it does not, its method does.
//!
//! Traps: `Summary` counts points and not lines, and in OpenCover's own reports one branch more for each method, so only
//! that of the session's points is compared. A field's initial value is a point in each constructor. `BranchPoint`s of
//! old versions have no line. `MethodPoint` tells the first point again. Modules may be listed without a class. Points
//! on line 16707566 have no source. Converters leave out which file a point is in. AltCover embeds sources in attributes.
//!
//! Where tests are tracked (`-coverbytest`, AltCover's `--callContext`), a point holds a `TrackedMethodRef` for each method that
//! visited it, by a number. The names (`TrackedMethod`) stand in the module of the tests, before or behind it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::model::ratio::Metric;

use super::super::format::{Format, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::number::Count;
use super::super::scan::points::{Points, believed};
use super::super::scan::xml::{Element, Visit, read_records};

/// OpenCover.
pub const FORMAT: Format = Format {
    id: "opencover",
    title: "OpenCover XML",
    tools: &["OpenCover", "AltCover", "coverlet", "ReportGenerator"],
    usual_names: &["opencover*.xml", "*.opencover.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Coverage { read: read_records::<State>, repeats: Repeats::Max },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    Match::sure_if(xml.root == "CoverageSession")
}

#[derive(Default)]
struct State {
    in_modules: bool,
    files: HashMap<String, Arc<str>>,
    /// Files by their names, with and without what follows the first point.
    names: HashMap<String, Arc<str>>,
    module: String,
    class: String,
    method: Option<Method>,
    points: Points,
    tracked: Tracked,
}

/// A method before its first point: then its name and file are known.
#[derive(Default)]
struct Method {
    name: String,
    file: Option<Arc<str>>,
    complexity: Count,
    is_open: bool,
}

impl Visit<dyn Record + '_> for State {
    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Record + '_)) {
        match element.name {
            "SequencePoint" => {
                let Some((file, hits)) = self.point(element) else { return };
                let first = element.count("sl");
                let last = if element.get("el").is_some() { element.count("el") } else { first };
                self.points.point(&file, (first, last), hits, out);
                self.tracked.point = believed(first, last).map(|(first, last)| (file, first, last));
                self.say_complexity(out);
            }
            "BranchPoint" => {
                if let Some((file, hits)) = self.point(element) {
                    self.points.branch(&file, element.count("sl"), hits, out);
                }
            }
            "TrackedMethodRef" if element.count("vc") != Count::Exact(0) => self.tracked.visit(element),
            "TrackedMethod" => self.tracked.name(element),
            "Method" => {
                let name = element.text("name").into_owned();
                let complexity = element.count("cyclomaticComplexity");
                self.method = Some(Method { name, complexity, ..Method::default() });
            }
            "FileRef" => {
                let uid = element.text("uid");
                let file = self.files.get(&*uid).cloned();
                if let Some(method) = &mut self.method {
                    method.file = file;
                }
            }
            "File" => {
                let path: Arc<str> = (&*element.text("fullPath")).into();
                let name = last(&path);
                for name in [name, name.split('.').next().unwrap_or(name)] {
                    self.names.entry(name.to_owned()).or_insert_with(|| Arc::clone(&path));
                }
                self.files.insert(element.text("uid").into_owned(), path);
            }
            "Class" => self.class = element.text("fullName").into_owned(),
            "Modules" => self.in_modules = true,
            "Summary" if !self.in_modules => {
                let (covered, total) = (element.count("visitedSequencePoints"), element.count("numSequencePoints"));
                if total.nearest() > 0 {
                    out.stated(Scope::Report, Metric::Statements, covered, total);
                }
            }
            "CoverageSession" => {
                // Another run in the same file: numbers of functions begin anew.
                self.points = Points::default();
                self.tracked.say(out);
                producer(element, out);
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, text: &str, out: &mut (dyn Record + '_)) {
        match name {
            "ModuleName" => text.clone_into(&mut self.module),
            "FullName" => text.clone_into(&mut self.class),
            "Name" => {
                if let Some(method) = &mut self.method {
                    text.clone_into(&mut method.name);
                }
            }
            "SequencePoint" => self.tracked.point = None,
            "Method" if self.method.take().is_some_and(|method| method.is_open) => self.points.close(out),
            _ => {}
        }
    }

    fn end(mut self, out: &mut (dyn Record + '_)) {
        self.tracked.say(out);
    }
}

impl State {
    /// The file and the hits of a point in a method. What was said of the method before is complete then.
    fn point(&mut self, element: &Element<'_>) -> Option<(Arc<str>, Count)> {
        let by_number = element.get("fileid").and_then(|uid| self.files.get(&*uid).cloned());
        // Converters name none: it is the only file, or the one that is called like the class, or the class itself.
        let only = self.files.values().next().filter(|_| self.files.len() == 1);
        let by_name = || only.or_else(|| self.names.get(last(&self.class))).cloned();
        let by_name = || by_name().unwrap_or_else(|| self.class.as_str().into());
        let method = self.method.as_mut()?;
        let file = match by_number {
            Some(file) => file,
            None => method.file.get_or_insert_with(by_name).clone(),
        };
        if !std::mem::replace(&mut method.is_open, true) {
            self.points.open(method.name.as_str(), &[&self.module, &self.class, &method.name]);
        }
        Some((file, element.count("vc")))
    }

    /// Says the complexity of the method once, to the file of its first point.
    fn say_complexity(&mut self, out: &mut dyn Record) {
        if let Some(method) = &mut self.method {
            out.complexity(std::mem::take(&mut method.complexity));
        }
    }
}

/// The last part of a path.
fn last(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// OpenCover writes its version, AltCover the same namespaces without, coverlet neither.
fn producer(element: &Element<'_>, out: &mut dyn Record) {
    if let Some(version) = element.get("Version") {
        out.producer(&format!("OpenCover {version}"));
    } else if element.attributes().any(|(name, _)| name.starts_with("xmlns:")) {
        out.producer("AltCover");
    } else {
        out.producer("coverlet");
    }
}

/// The first and last lines of points, by the number of a method.
type ByMethod = BTreeMap<String, Vec<(Count, Count)>>;

/// Which tracked methods visited which points, until their names are known.
#[derive(Default)]
struct Tracked {
    /// The file and the lines of the open point.
    point: Option<(Arc<str>, Count, Count)>,
    names: HashMap<String, String>,
    /// By file and method the lines.
    visits: BTreeMap<Arc<str>, ByMethod>,
}

impl Tracked {
    fn visit(&mut self, element: &Element<'_>) {
        let (Some((file, first, last)), Some(uid)) = (&self.point, element.get("uid")) else { return };
        let methods = self.visits.entry(Arc::clone(file)).or_default();
        methods.entry(uid.into_owned()).or_default().push((*first, *last));
    }

    /// A method's name, without what it returns.
    fn name(&mut self, element: &Element<'_>) {
        let (uid, name) = (element.text("uid"), element.text("name"));
        let name = name.split_once(' ').map_or(&*name, |(_, name)| name);
        self.names.insert(uid.into_owned(), name.trim_end_matches("()").to_owned());
    }

    fn say(&mut self, out: &mut dyn Record) {
        self.point = None;
        let names = std::mem::take(&mut self.names);
        for (file, methods) in std::mem::take(&mut self.visits) {
            out.file(&file);
            for (uid, lines) in methods {
                let Some(name) = names.get(&uid) else { continue };
                for (first, last) in lines {
                    out.reached(name, first, last);
                }
            }
        }
    }
}
