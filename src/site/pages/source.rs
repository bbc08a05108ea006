//! Source pages: what is not covered, the tape of the whole file, the text. Most of the site's bytes: the frame is
//! rendered once for each depth of folders, everything else is written directly.
//!
//! A page's bytes depend on its file, its numbers and what is said about it, and on nothing that changes with every
//! commit.

mod basis;
mod margin;
mod missed;
mod reach;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hash::Hash as _;
use std::sync::Arc;

use reach::Reach;

use super::fill;
use crate::config::SourcesMode;
use crate::diagnostics::Diagnostic;
use crate::model::coverage::FileCoverage;
use crate::model::digits::number_into;
use crate::model::findings::FileFinding;
use crate::model::ratio::Metric;
use crate::site::basis::Sum;
use crate::site::calls::{self, Calls};
use crate::site::frame::{About, Frame, forge_name};
use crate::site::html::{escape, escape_into, name, name_into};
use crate::site::source_lines::{self, Run};
use crate::site::source_text::SourceText;
use crate::site::{Kind, Page, Site, numbers, routes, tape};

/// Stand in the rendered frame for what differs from page to page; private characters that no template escapes.
const TITLE: &str = "\u{F8F0}";
const DESCRIPTION: &str = "\u{F8F1}";
const BODY: &str = "\u{F8F2}";

/// The pages of all measured files.
pub fn pages<'a>(site: &'a Site<'a>) -> Vec<Page<'a>> {
    let mut shells: BTreeMap<String, Arc<Result<Shell, Diagnostic>>> = BTreeMap::new();
    let mut ways: BTreeMap<(&str, &str), Arc<str>> = BTreeMap::new();
    let mut pages = Vec::with_capacity(site.findings.files.len());
    for ((file, place), coverage) in site.findings.files.iter().zip(&site.routes.sources).zip(coverages(site)) {
        let shell = shells.entry(routes::up(place)).or_insert_with(|| Arc::new(Shell::new(site, place))).clone();
        let way = ways.entry((file.path.folder(), folder_of(place))).or_insert_with(|| way(site, file, place)).clone();
        let page = SourcePage { site, place, file, coverage, way };
        let basis = shell.as_ref().as_ref().ok().map(|shell| page.clone().basis(shell));
        let render = move || match shell.as_ref() {
            Ok(shell) => Ok(page.write(shell)),
            Err(problem) => Err(problem.clone()),
        };
        pages.push(Page { basis, ..Page::new(place, Kind::Compact, render) });
    }
    pages
}

/// The coverage of each file of the findings: both are in the order of the paths, but files that only count as
/// unmeasured have no coverage.
fn coverages<'a>(site: &'a Site<'_>) -> impl Iterator<Item = Option<&'a FileCoverage>> {
    site.findings.files.iter().map(|file| site.inputs.coverage.files.get(&file.path))
}

/// The frame of source pages of one depth, cut where pages differ.
struct Shell {
    pieces: Vec<Piece>,
    /// The hash of the pieces.
    sum: [u8; 32],
}

#[derive(Hash)]
enum Piece {
    Text(String),
    Title,
    Description,
    Body,
}

impl Shell {
    fn new(site: &Site<'_>, place: &str) -> Result<Self, Diagnostic> {
        let about =
            About { place, title: TITLE, description: DESCRIPTION.into(), section: routes::COVERAGE, whole: false };
        let frame = Frame::new(site, about);
        let values = BTreeMap::from([("body", BODY)]);
        let html = String::from_utf8_lossy(&fill(site, "source.html", &frame, &values)?).into_owned();
        let mut pieces = Vec::new();
        let mut from = 0;
        for (at, found) in html.match_indices(['\u{F8F0}', '\u{F8F1}', '\u{F8F2}']) {
            pieces.push(Piece::Text(html[from..at].to_owned()));
            pieces.push(match found {
                TITLE => Piece::Title,
                DESCRIPTION => Piece::Description,
                _ => Piece::Body,
            });
            from = at + found.len();
        }
        pieces.push(Piece::Text(html[from..].to_owned()));
        let mut sum = Sum::default();
        pieces.hash(&mut sum);
        Ok(Self { sum: *blake3::hash(&sum.0).as_bytes(), pieces })
    }
}

#[derive(Clone)]
struct SourcePage<'a> {
    site: &'a Site<'a>,
    place: &'a str,
    file: &'a FileFinding,
    coverage: Option<&'a FileCoverage>,
    /// The links of the way to the page: the same for all files of a folder.
    way: Arc<str>,
}

fn folder_of(place: &str) -> &str {
    place.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn way(site: &Site<'_>, file: &FileFinding, place: &str) -> Arc<str> {
    let mut out = String::new();
    let mut step = |title: &str, to: &str| {
        let _ = write!(out, "<li><a href=\"{}\">{}</a></li>", routes::link(place, to), escape(title));
    };
    step(&site.title, routes::HOME);
    step("coverage", routes::COVERAGE);
    let folder = file.path.folder();
    let ends = folder.match_indices('/').map(|(at, _)| at).chain((!folder.is_empty()).then_some(folder.len()));
    for end in ends {
        let above = &folder[..end];
        step(above.rsplit('/').next().unwrap_or(above), site.routes.folder(above).unwrap_or(routes::COVERAGE));
    }
    out.into()
}

impl SourcePage<'_> {
    fn write(&self, shell: &Shell) -> Vec<u8> {
        let path = self.file.path.as_str();
        let text = self.text();
        // One allocation for nearly all pages.
        let length = text.as_ref().map_or(0, |text| text.as_str().len());
        let mut out = String::with_capacity(length + length / 2 + 16 * 1024);
        for piece in &shell.pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Title => name_into(&mut out, path),
                Piece::Description => self.description(&mut out),
                Piece::Body => self.body(&mut out, text.as_ref()),
            }
        }
        out.into_bytes()
    }

    fn description(&self, out: &mut String) {
        name_into(out, self.file.path.as_str());
        if let Some((metric, ratio)) = self.file.totals.leading() {
            let _ = write!(out, ": {} of {} {} covered", ratio.covered, ratio.total, metric.id());
        }
    }

    fn body(&self, out: &mut String, text: Result<&SourceText, &String>) {
        self.crumbs(out);
        let _ = write!(out, "<div class=\"head\"><h1 class=\"m\">{}</h1>", name(self.file.path.as_str()));
        self.facts(out);
        out.push_str("</div>\n");
        let runs = self.coverage.map(source_lines::runs).unwrap_or_default();
        let lines = text.map_or(0, SourceText::line_count);
        let reach = self.coverage.and_then(|coverage| Reach::new(self.site, self.place, coverage, lines));
        if let Some(coverage) = self.coverage {
            missed::write(out, coverage, &runs, text.ok());
        }
        if let Some(reach) = &reach {
            reach.write(out);
        }
        out.push_str("<section aria-labelledby=\"h-source\"><h2 id=\"h-source\" class=\"vh\">Source</h2>");
        match (text, self.coverage) {
            (Ok(text), coverage) => self.source(out, text, coverage, &runs, reach.as_ref()),
            (Err(reason), _) => {
                let _ = write!(out, "<p class=\"lead\">{}</p>", escape(reason));
                self.beside(out, 0, |_| {});
            }
        }
        out.push_str("</section>");
    }

    fn crumbs(&self, out: &mut String) {
        out.push_str("<nav class=\"crumbs\" aria-label=\"Breadcrumb\"><ol>");
        out.push_str(&self.way);
        let _ = write!(out, "<li aria-current=\"page\">{}</li></ol>", name(self.file.path.name()));
        if let Some(href) = self.site.on_forge(self.file.path.as_str()).filter(|_| self.file.has_source) {
            let _ = write!(
                out,
                "<span class=\"act\"><a href=\"{}\" rel=\"noreferrer\">{}</a></span>",
                escape(&href),
                forge_name(&href)
            );
        }
        out.push_str("</nav>");
    }

    fn facts(&self, out: &mut String) {
        out.push_str("<dl class=\"facts\">");
        for (metric, ratio) in self.file.totals.known() {
            out.push_str("<div><dt>");
            out.push_str(metric.title());
            out.push_str("</dt><dd>");
            escape_into(out, &numbers::percent(ratio, self.site.decimals()));
            if !ratio.is_empty() {
                out.push_str(" <small class=\"n\">");
                number_into(out, ratio.covered);
                out.push('/');
                number_into(out, ratio.total);
                out.push_str("</small>");
            }
            out.push_str("</dd></div>");
        }
        let components = &self.site.findings.components;
        if let Some((index, component)) = self.file.component.and_then(|index| Some((index, components.get(index)?))) {
            let to = self.site.routes.components.get(index).map_or(routes::COVERAGE, String::as_str);
            let href = routes::link(self.place, to);
            let _ =
                write!(out, "<div><dt>Component</dt><dd><a href=\"{href}\">{}</a></dd></div>", escape(&component.name));
            if !component.owners.is_empty() {
                let _ = write!(
                    out,
                    "<div><dt>Owner</dt><dd><small>{}</small></dd></div>",
                    escape(&component.owners.join(", "))
                );
            }
            self.gates(out, &component.name);
        }
        out.push_str("</dl>");
    }

    /// The gates that ask something of the file's component: what they ask, not whether it holds, which other files
    /// decide, too.
    fn gates(&self, out: &mut String, component: &str) {
        // One that is judged per service has a row for each of them, and none by itself.
        for gate in self.site.config.gates.iter().filter(|gate| gate.per.is_none()) {
            for check in gate.checks.iter().filter_map(|check| check.coverage.as_ref()) {
                if let (Some(needed), true) = (check.at_least, check.component.as_deref() == Some(component)) {
                    let anchor = routes::anchor("gate-", &gate.name);
                    let href = format!("{}#{anchor}", routes::link(self.place, routes::GATES));
                    let _ = write!(
                        out,
                        "<div><dt>Gate {}</dt><dd><small><a href=\"{href}\">asks {} % of {}</a></small></dd></div>",
                        escape(&gate.name),
                        numbers::threshold(needed.0),
                        escape(&check.metric)
                    );
                }
            }
        }
    }

    fn shows_text(&self) -> Result<(), String> {
        if self.site.config.site.sources == SourcesMode::None {
            return Err("Source text is not published on this site (sources = \"none\").".into());
        }
        if !self.file.has_source {
            return Err("The report names this file, and it is not in the source tree: its numbers stand, its text can't be shown.".into());
        }
        Ok(())
    }

    fn text(&self) -> Result<SourceText, String> {
        self.shows_text()?;
        let bytes = self
            .site
            .inputs
            .sources
            .read(&self.file.path)
            .map_err(|error| format!("The source can't be read: {error}."))?;
        SourceText::read(bytes)
    }

    fn source(
        &self,
        out: &mut String,
        text: &SourceText,
        coverage: Option<&FileCoverage>,
        runs: &[Run],
        reach: Option<&Reach<'_>>,
    ) {
        let none = FileCoverage::default();
        let coverage = coverage.unwrap_or(&none);
        let lines = text.line_count();
        if lines == 0 {
            out.push_str("<p class=\"lead\">The file is empty.</p>");
            self.beside(out, 0, |_| {});
            return;
        }
        for remark in text.remarks() {
            let _ = write!(out, "<p class=\"lead\">{}</p>", escape(remark));
        }
        if coverage.marked().last().is_some_and(|last| last > lines) {
            out.push_str("<p class=\"lead\"><b>The report names lines behind the end of this file:</b> it was made from another version.</p>");
        }
        if coverage.is_derived() {
            let units = if coverage.units.contains_key(&Metric::Statements) { "statements" } else { "regions" };
            let _ = write!(
                out,
                "<p class=\"lead\">The report does not say line by line what ran: marks are derived from where its {units} stand.</p>"
            );
        }
        out.push_str("<div class=\"tape\">");
        tape::write(out, coverage, runs, lines);
        let calls = Calls::of(coverage);
        if !calls.is_empty() {
            let _ = write!(out, "<p class=\"n\">{} calls</p>", calls::SIGN);
        }
        if !runs.is_empty() {
            out.push_str("<p class=\"js-only\"><button type=\"button\" data-step=\"1\" aria-label=\"next miss\">n</button>miss<button type=\"button\" data-step=\"-1\" aria-label=\"previous miss\">p</button></p>");
        }
        if let Some(reach) = reach {
            reach.bar(out);
        }
        out.push_str("</div>");
        let width = match text.widest() {
            0..=80 => "",
            81..=120 => " w120",
            121..=160 => " w160",
            _ => " w240",
        };
        let wide = if calls.is_wide(coverage, runs) { " fn" } else { "" };
        self.beside(out, lines, |out| {
            let _ = write!(
                out,
                "<div class=\"src{width}{wide}\" tabindex=\"0\" role=\"region\" aria-label=\"Source of {}\" data-name=\"{}\">",
                escape(self.file.path.as_str()),
                escape(&self.file.path.name().to_lowercase())
            );
            let mut anchors = margin::anchors(self.site.remarks.of(&self.file.path), lines);
            if let Some(reach) = reach {
                anchors.extend(reach.anchors());
                anchors.sort();
                anchors.dedup();
            }
            source_lines::write(out, text, coverage, runs, &calls, &anchors);
            out.push_str("</div>");
        });
    }

    /// What `source` writes, a text of so many lines, with what notes say of the file beside it.
    fn beside(&self, out: &mut String, lines: u32, source: impl Fn(&mut String)) {
        if self.site.remarks.of(&self.file.path).is_empty() {
            return source(out);
        }
        out.push_str("<div class=\"code2\">");
        margin::write(out, self.site, self.place, self.file, lines);
        source(out);
        out.push_str("</div>");
    }
}
