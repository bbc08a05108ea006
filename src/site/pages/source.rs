//! Source pages: what is not covered, the tape of the whole file, the text. Most of the site's bytes: the frame is
//! rendered once for each depth of folders, everything else is written directly.
//!
//! A page's bytes depend on its file, its numbers and what is said about it, and on nothing that changes with every
//! commit.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::fill;
use crate::config::SourcesMode;
use crate::diagnostics::Diagnostic;
use crate::model::coverage::FileCoverage;
use crate::model::findings::FileFinding;
use crate::model::ratio::Metric;
use crate::site::frame::{About, Frame};
use crate::site::html::{escape, escape_into};
use crate::site::source_lines::{self, Run, State};
use crate::site::{Kind, Page, Site, enclosing, numbers, routes, tape, views};

/// Stand in the rendered frame for what differs from page to page; private characters that no template escapes.
const TITLE: &str = "\u{F8F0}";
const DESCRIPTION: &str = "\u{F8F1}";
const BODY: &str = "\u{F8F2}";

/// The pages of all measured files.
pub fn pages<'a>(site: &'a Site<'a>) -> Vec<Page<'a>> {
    let mut shells: BTreeMap<String, Arc<Result<Shell, Diagnostic>>> = BTreeMap::new();
    let mut pages = Vec::with_capacity(site.findings.files.len());
    for ((file, place), coverage) in site.findings.files.iter().zip(&site.routes.sources).zip(coverages(site)) {
        let shell = shells.entry(routes::up(place)).or_insert_with(|| Arc::new(Shell::new(site, place))).clone();
        let render = move || match shell.as_ref() {
            Ok(shell) => Ok(SourcePage { site, place, file, coverage }.write(shell)),
            Err(problem) => Err(problem.clone()),
        };
        pages.push(Page { place: place.clone(), kind: Kind::Compact, render: Box::new(render) });
    }
    pages
}

/// The coverage of each file of the findings: both are in the order of the paths, but files that only count as
/// unmeasured have no coverage.
fn coverages<'a>(site: &'a Site<'_>) -> impl Iterator<Item = Option<&'a FileCoverage>> {
    site.findings.files.iter().map(|file| site.inputs.coverage.files.get(&file.path))
}

/// The frame of source pages of one depth, cut where pages differ.
struct Shell(Vec<Piece>);

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
        Ok(Self(pieces))
    }
}

struct SourcePage<'a> {
    site: &'a Site<'a>,
    place: &'a str,
    file: &'a FileFinding,
    coverage: Option<&'a FileCoverage>,
}

impl SourcePage<'_> {
    fn write(&self, shell: &Shell) -> Vec<u8> {
        let path = self.file.path.as_str();
        let mut out = String::new();
        for piece in &shell.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Title => escape_into(&mut out, path),
                Piece::Description => {
                    escape_into(&mut out, path);
                    if let Some((metric, ratio)) = self.file.totals.leading() {
                        let _ = write!(out, ": {} of {} {} covered", ratio.covered, ratio.total, metric.id());
                    }
                }
                Piece::Body => self.body(&mut out),
            }
        }
        out.into_bytes()
    }

    fn body(&self, out: &mut String) {
        self.crumbs(out);
        let _ = write!(out, "<div class=\"head\"><h1 class=\"m\">{}</h1>", escape(self.file.path.as_str()));
        self.facts(out);
        out.push_str("</div>\n");
        let runs = self.coverage.map(source_lines::runs).unwrap_or_default();
        let text = self.text();
        self.gaps(out, &runs, text.as_ref().ok().map(String::as_str));
        self.said(out);
        out.push_str("<section aria-labelledby=\"h-source\"><h2 id=\"h-source\" class=\"vh\">Source</h2>");
        match (text, self.coverage) {
            (Ok(text), coverage) => self.source(out, &text, coverage, &runs),
            (Err(reason), _) => {
                let _ = write!(out, "<p class=\"lead\">{}</p>", escape(&reason));
            }
        }
        out.push_str("</section>");
    }

    fn crumbs(&self, out: &mut String) {
        out.push_str("<nav class=\"crumbs\" aria-label=\"Breadcrumb\"><ol>");
        let mut step = |title: &str, to: &str| {
            let _ = write!(out, "<li><a href=\"{}\">{}</a></li>", routes::link(self.place, to), escape(title));
        };
        step(&self.site.title, routes::HOME);
        step("coverage", routes::COVERAGE);
        let folder = self.file.path.folder();
        let ends = folder.match_indices('/').map(|(at, _)| at).chain((!folder.is_empty()).then_some(folder.len()));
        for end in ends {
            let above = &folder[..end];
            step(above.rsplit('/').next().unwrap_or(above), self.site.routes.folder(above).unwrap_or(routes::COVERAGE));
        }
        let _ = write!(out, "<li aria-current=\"page\">{}</li></ol>", escape(self.file.path.name()));
        if let Some(href) = self.site.on_forge(self.file.path.as_str()).filter(|_| self.file.has_source) {
            let _ = write!(
                out,
                "<span class=\"act\"><a href=\"{}\" rel=\"noreferrer\">On the forge</a></span>",
                escape(&href)
            );
        }
        out.push_str("</nav>");
    }

    fn facts(&self, out: &mut String) {
        out.push_str("<dl class=\"facts\">");
        for (metric, ratio) in self.file.totals.known() {
            let view = views::ratio(self.site, ratio);
            let _ = write!(out, "<div><dt>{}</dt><dd>{}", metric.title(), escape(&view.text));
            if view.known {
                let _ = write!(out, " <small class=\"n\">{}/{}</small>", view.covered, view.total);
            }
            out.push_str("</dd></div>");
        }
        if let Some(component) = self.file.component.and_then(|index| self.site.findings.components.get(index)) {
            let anchor = routes::anchor("component-", &component.name);
            let href = format!("{}#{anchor}", routes::link(self.place, routes::COVERAGE));
            let _ =
                write!(out, "<div><dt>Component</dt><dd><a href=\"{href}\">{}</a></dd></div>", escape(&component.name));
            if !component.owners.is_empty() {
                let _ = write!(
                    out,
                    "<div><dt>Owner</dt><dd><small>{}</small></dd></div>",
                    escape(&component.owners.join(", "))
                );
            }
        }
        out.push_str("</dl>");
    }

    fn text(&self) -> Result<String, String> {
        if self.site.config.site.sources == SourcesMode::None {
            return Err("Source text is not published on this site (sources = \"none\").".into());
        }
        if !self.file.has_source {
            return Err("The report names this file, and it is not in the source tree: its numbers stand, its text can't be shown.".into());
        }
        let bytes = self
            .site
            .inputs
            .sources
            .read(&self.file.path)
            .map_err(|error| format!("The source can't be read: {error}."))?;
        source_lines::text(&bytes).ok_or_else(|| "The file is no text, or too long for a page.".into())
    }

    /// The list of what is not covered, by function where functions are known.
    fn gaps(&self, out: &mut String, runs: &[Run], text: Option<&str>) {
        if runs.is_empty() {
            return;
        }
        let missed: u32 = runs.iter().filter(|run| run.state == State::Missed).map(|run| run.lines).sum();
        let places = runs.iter().filter(|run| run.state == State::Missed).count();
        let partial = runs.len() - places;
        let mut summary = Vec::new();
        if missed > 0 {
            summary.push(format!(
                "{} missed in {}",
                numbers::plural(u64::from(missed), "line", "lines"),
                numbers::plural(places as u64, "place", "places")
            ));
        }
        if partial > 0 {
            summary.push(numbers::plural(partial as u64, "partial line", "partial lines"));
        }
        let _ = write!(
            out,
            "<section aria-labelledby=\"h-gaps\"><div class=\"hd\"><h2 id=\"h-gaps\">Not covered</h2><p>{}</p></div><ul class=\"gl\">",
            summary.join(", ")
        );
        let functions = match (text, self.coverage) {
            (Some(text), Some(coverage)) => enclosing::functions(text, coverage, runs),
            _ => vec![None; runs.len()],
        };
        let mut current: Option<Option<&str>> = None;
        for (run, function) in runs.iter().zip(&functions) {
            let function = function.as_deref();
            if current != Some(function) {
                out.push_str(if current.is_some() { "</li><li>" } else { "<li>" });
                if let Some(name) = function {
                    out.push_str("<b>");
                    escape_into(out, &views::shorten(name, 80));
                    out.push_str("</b> ");
                }
                current = Some(function);
            }
            let class = if run.state == State::Partial { " class=\"q\"" } else { "" };
            let _ = write!(out, "<a{class} href=\"#L{0}\">{0}", run.first);
            if run.last > run.first {
                let _ = write!(out, "–{}", run.last);
            }
            out.push_str("</a> ");
        }
        out.push_str("</li></ul></section>\n");
    }

    /// What notes say of this file: gaps that name it, claims about it.
    fn said(&self, out: &mut String) {
        let path = &self.file.path;
        let mut items = String::new();
        for gap in self.site.findings.gaps.iter().filter(|gap| gap.files.contains(path)) {
            let href = format!("{}#{}", routes::link(self.place, routes::GAPS), gap.id);
            let (class, word) = (views::level_class(gap.effective), views::level_word(gap.effective));
            let _ = write!(
                items,
                "<li><span class=\"pr {class}\">{word}</span> <a href=\"{href}\">{}</a></li>",
                escape(&gap.subject)
            );
        }
        for claim in self.site.claims_about(path) {
            let view = views::claim(self.site, self.place, claim);
            let _ = write!(
                items,
                "<li><span class=\"v {0}\">{0}</span> <a href=\"{1}\">{2}</a> <small>{3}:{4}</small></li>",
                view.verdict,
                view.href,
                view.words,
                escape(&view.note),
                view.line
            );
        }
        if !items.is_empty() {
            let _ = writeln!(
                out,
                "<section aria-labelledby=\"h-said\"><h2 id=\"h-said\">What notes say of it</h2><ul class=\"why\">{items}</ul></section>"
            );
        }
    }

    fn source(&self, out: &mut String, text: &str, coverage: Option<&FileCoverage>, runs: &[Run]) {
        let none = FileCoverage::default();
        let coverage = coverage.unwrap_or(&none);
        let lines = source_lines::line_count(text);
        if lines == 0 {
            out.push_str("<p class=\"lead\">The file is empty.</p>");
            return;
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
        if runs.is_empty() {
            out.push_str("<p></p></div>");
        } else {
            out.push_str("<p class=\"js-only\"><kbd>n</kbd>miss<kbd>p</kbd></p></div>");
        }
        let width = match text.lines().map(str::len).max().unwrap_or(0) {
            0..=80 => "",
            81..=120 => " w120",
            121..=160 => " w160",
            _ => " w240",
        };
        let _ = write!(
            out,
            "<div class=\"src{width}\" tabindex=\"0\" role=\"region\" aria-label=\"Source of {}\" data-name=\"{}\">",
            escape(self.file.path.as_str()),
            escape(&self.file.path.name().to_lowercase())
        );
        source_lines::write(out, text, coverage, runs);
        out.push_str("</div>");
    }
}
