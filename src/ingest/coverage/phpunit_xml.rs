//! PHPUnit's coverage as XML (`--coverage-xml`): an index, and a file for each source file.
//!
//! Specified by <https://schema.phpunit.de/coverage/1.0/>. Each `file` has `totals`, with its executable and executed
//! lines. Only executed lines are listed by number, so totals are all that can be said of lines. The methods of classes,
//! traits and the functions of a file are functions; one was hit if a line of it was executed. Each executed line names the
//! tests that it is `covered` by, as `Class::method` with its data set behind it (`Report/Xml/Coverage.php`).
//!
//! Traps: the configuration of PHPUnit has the same root. The index and the files say the same: paths are made alike
//! (below the folder of the sources), so that both together count once. Folders in the index have totals, too. Old
//! versions list a file of a folder once more outside of it; its `href` has the whole path.

use crate::model::ratio::Metric;

use super::super::format::{Format, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::number::Count;
use super::super::scan::xml::{Element, Visit, read_records};

/// PHPUnit.
pub const FORMAT: Format = Format {
    id: "phpunit-xml",
    title: "PHPUnit coverage XML",
    tools: &["PHPUnit", "Pest", "php-code-coverage"],
    usual_names: &["*.php.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Coverage { read: read_records::<State>, repeats: Repeats::Max },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    // The folders of an index may begin far below, after thousands of tests.
    let is_index = xml.has_element("build") && xml.has_element("project");
    Match::sure_if(xml.root == "phpunit" && (xml.has_element("totals") || is_index))
}

#[derive(Default)]
struct State {
    /// Folders of the index that are open; the first one is that of the sources.
    folders: Vec<String>,
    in_file: bool,
    in_totals: bool,
    /// Functions in the sums that are open: tested and all.
    functions: (u64, u64),
    /// The executed line that is open.
    line: Count,
    /// The class or trait that is open.
    class: String,
}

impl Visit<dyn Record + '_> for State {
    fn begin(&mut self, out: &mut (dyn Record + '_)) {
        out.producer("php-code-coverage");
    }

    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Record + '_)) {
        let text = |name| element.text(name).into_owned();
        match element.name {
            "file" => {
                let inner = self.folders.iter().skip(1).map(String::as_str);
                let folder = if self.folders.is_empty() { text("path") } else { inner.collect::<Vec<_>>().join("/") };
                let folder = folder.replace('\\', "/");
                let folder = folder.trim_matches('/');
                let name = text("name");
                let told = text("href").replace('\\', "/");
                match told.strip_suffix(".xml").filter(|path| path.ends_with(&format!("/{name}"))) {
                    Some(path) if !self.folders.is_empty() => out.file(path.trim_matches('/')),
                    _ if folder.is_empty() => out.file(&name),
                    _ => out.file(&format!("{folder}/{name}")),
                }
                self.in_file = true;
            }
            "directory" => {
                let name = text("name");
                if self.folders.is_empty() {
                    out.source(&name);
                }
                self.folders.push(name);
            }
            "totals" => self.in_totals = self.in_file,
            "lines" if self.in_totals => {
                out.stated(Scope::File, Metric::Lines, element.count("executed"), element.count("executable"));
            }
            // Methods and functions that belong to no class are both functions.
            "methods" | "functions" if self.in_totals && !self.folders.is_empty() => {
                self.functions.0 = self.functions.0.saturating_add(element.number("tested"));
                self.functions.1 = self.functions.1.saturating_add(element.number("count"));
            }
            // A line of the source has no `nr`.
            "line" => self.line = element.count("nr"),
            "covered" if self.in_file => {
                out.reached(&element.text("by"), self.line, self.line);
            }
            "class" | "trait" if self.in_file && !self.in_totals => self.class = text("name"),
            // One in which nothing can run is none in PHPUnit's own sums.
            "method" | "function" if element.text("executable") == "0" => {}
            "method" | "function" if self.in_file && !self.in_totals => {
                let name = text("name");
                let is_method = element.name == "method" && !self.class.is_empty();
                let name = if is_method { format!("{}::{name}", self.class) } else { name };
                let ran = element.number("executed") > 0;
                out.function(&name, element.count("start"), Count::Exact(u64::from(ran)));
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, _: &str, out: &mut (dyn Record + '_)) {
        match name {
            "totals" => {
                let (tested, count) = std::mem::take(&mut self.functions);
                if self.in_totals && !self.folders.is_empty() {
                    out.stated(Scope::File, Metric::Functions, Count::Exact(tested), Count::Exact(count));
                }
                self.in_totals = false;
            }
            "class" | "trait" if !self.in_totals => self.class.clear(),
            "file" => self.in_file = false,
            "directory" => {
                self.folders.pop();
            }
            _ => {}
        }
    }
}
