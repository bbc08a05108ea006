//! Badges: SVG of the flat style that README readers know, and beside each the JSON of the shields endpoint (its
//! schema's keys only: others make it invalid).
//!
//! Text widths come from the advance widths of Verdana at 11 px, the first font that viewers of such badges have, and
//! `textLength` holds every other font to them, so that nothing is cut.

mod free;
mod trend;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Serialize;

pub use free::{COLOURS, free};

use super::frame::open_gaps;
use super::html::escape;
use super::{Kind, Page, Site, routes};
use crate::model::claim::Verdict;
use crate::model::gap::Level;
use crate::model::gate::{GateResult, GateVerdict};
use crate::model::note::State;
use crate::model::ratio::Ratio;

/// Colours with white text of at least 5:1.
const GOOD: &str = "#1f6fb2";
const SHORT: &str = "#8a6100";
const BAD: &str = "#b3390b";
const NO_DATA: &str = "#59636e";
const LABEL: &str = "#555";

/// Whose number a badge shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The whole project's.
    Project,
    /// A component's.
    Component,
    /// A flag's.
    Flag,
    /// A gate's.
    Gate,
}

/// A badge.
#[derive(Clone, Debug)]
pub struct Badge {
    /// Its file, without folder and extension.
    pub file: String,
    /// Whose number it shows.
    pub group: Group,
    /// What it is, on the page of badges.
    pub title: String,
    /// Its left half.
    pub label: String,
    /// Its right half.
    pub message: String,
    /// The colour of its right half.
    pub colour: Cow<'static, str>,
    /// Shares from 0 to 1 that are drawn before the words of its right half; mostly none.
    pub line: Vec<f64>,
}

/// The JSON of the shields endpoint.
#[derive(Serialize)]
struct Endpoint<'a> {
    #[serde(rename = "schemaVersion")]
    schema_version: u8,
    label: &'a str,
    message: &'a str,
    color: &'a str,
    #[serde(rename = "labelColor")]
    label_color: &'a str,
    #[serde(rename = "cacheSeconds")]
    cache_seconds: u32,
}

/// Files of all badges.
pub fn pages<'a>(site: &'a Site<'a>) -> Vec<Page<'a>> {
    let mut pages = Vec::new();
    for badge in all(site) {
        let json = badge.clone();
        let place = format!("badges/{}", badge.file);
        pages.push(Page::new(format!("{place}.svg"), Kind::Raw, move || Ok(svg(&badge).into_bytes())));
        pages.push(Page::new(format!("{place}.json"), Kind::Raw, move || Ok(endpoint(&json))));
    }
    pages
}

/// Every badge of the site: metrics, tests, gates, gaps, claims, the trend; then components; flags; then each gate.
pub fn all(site: &Site<'_>) -> Vec<Badge> {
    let findings = site.findings;
    let metrics = findings.totals.known().map(|(metric, ratio)| {
        badge(
            metric.id(),
            metric.title(),
            percent(site, ratio),
            coverage_colour(ratio, None, site.config.needed(metric, None)),
        )
    });
    let mut badges: Vec<Badge> = metrics.collect();
    badges.extend([tests(site), gates(site), gaps(site), claims(site)]);
    badges.extend(trend::trend(site));
    badges.extend(findings.components.iter().map(|component| {
        let lines = component.totals.lines();
        Badge {
            group: Group::Component,
            file: routes::anchor("", &component.name),
            title: component.name.clone(),
            label: format!("{} coverage", component.name.to_lowercase()),
            message: percent(site, lines),
            colour: coverage_colour(lines, component.target, component.fail_under).into(),
            line: Vec::new(),
        }
    }));
    badges.extend(site.inputs.flags().into_iter().filter_map(|flag| {
        let (metric, ratio) = site.inputs.totals_of_flag(flag)?.leading()?;
        let floor = site.config.needed(metric, Some(flag));
        Some(Badge {
            group: Group::Flag,
            file: routes::anchor("flag-", flag),
            title: flag.to_owned(),
            label: format!("{} coverage", flag.to_lowercase()),
            ..badge("", "", percent(site, ratio), coverage_colour(ratio, None, floor))
        })
    }));
    badges.extend(findings.gates.iter().filter(|gate| gate.configured).map(gate));
    distinct(badges)
}

fn gate(gate: &GateResult) -> Badge {
    let passes = gate.pass_word.as_deref().unwrap_or("passes");
    let (message, colour) = match gate.verdict {
        GateVerdict::Pass => (passes, GOOD),
        GateVerdict::Fail if !gate.enforce => ("fails", SHORT),
        GateVerdict::Fail => ("fails", BAD),
        GateVerdict::Unknown => ("unknown", NO_DATA),
        GateVerdict::Skipped => ("skipped", NO_DATA),
    };
    Badge {
        group: Group::Gate,
        file: routes::anchor("gate-", &gate.title()),
        title: gate.title(),
        label: gate.title().to_lowercase(),
        message: message.into(),
        colour: colour.into(),
        line: Vec::new(),
    }
}

/// Gives badges whose names would be the same file a number.
fn distinct(mut badges: Vec<Badge>) -> Vec<Badge> {
    let mut taken: BTreeSet<String> = ["index".to_owned()].into();
    for badge in &mut badges {
        if badge.file.is_empty() {
            badge.file.push_str("component");
        }
        let plain = badge.file.clone();
        let mut number = 2;
        while !taken.insert(badge.file.clone()) {
            badge.file = format!("{plain}-{number}");
            number += 1;
        }
    }
    badges
}

fn percent(site: &Site<'_>, ratio: Ratio) -> String {
    if ratio.is_empty() { "no data".into() } else { format!("{}%", ratio.percent_digits(site.decimals())) }
}

/// By the bars that are set; without one, by 50 and 80 %.
fn coverage_colour(ratio: Ratio, target: Option<u64>, floor: Option<u64>) -> &'static str {
    match ratio.scaled_percent(0) {
        None => NO_DATA,
        Some(_) if floor.is_some_and(|floor| !ratio.reaches(floor)) => BAD,
        Some(_) if target.is_some_and(|target| !ratio.reaches(target)) => SHORT,
        Some(_) if target.is_some() || floor.is_some() => GOOD,
        Some(0..50) => BAD,
        Some(50..80) => SHORT,
        Some(_) => GOOD,
    }
}

fn badge(name: &str, title: &str, message: String, colour: &'static str) -> Badge {
    Badge {
        group: Group::Project,
        file: name.to_owned(),
        title: title.to_owned(),
        label: name.to_owned(),
        message,
        colour: colour.into(),
        line: Vec::new(),
    }
}

fn tests(site: &Site<'_>) -> Badge {
    let (message, colour) = match site.findings.tests {
        None => ("no data".into(), NO_DATA),
        Some(tests) if tests.not_passed() > 0 => (format!("{} of {} fail", tests.not_passed(), tests.total), BAD),
        Some(tests) if !site.inputs.results.breakdowns.is_empty() => {
            (format!("{} pass, run failed", tests.passed), BAD)
        }
        Some(tests) if tests.skipped > 0 => (format!("{} pass, {} skipped", tests.passed, tests.skipped), GOOD),
        Some(tests) => (format!("{} pass", tests.passed), GOOD),
    };
    badge("tests", "Tests", message, colour)
}

fn gates(site: &Site<'_>) -> Badge {
    let gates = &site.findings.gates;
    let (passed, judged) = site.findings.gates_passed();
    let colour = if gates.iter().any(|gate| gate.verdict == GateVerdict::Fail && gate.enforce) {
        BAD
    } else if passed == judged && judged > 0 {
        GOOD
    } else if gates.iter().any(|gate| gate.verdict == GateVerdict::Fail) {
        SHORT
    } else {
        NO_DATA
    };
    badge("gates", "Gates", format!("{passed} of {judged} pass"), colour)
}

fn gaps(site: &Site<'_>) -> Badge {
    let open = open_gaps(site);
    let critical =
        site.findings.gaps.iter().filter(|gap| gap.state != State::Closed && gap.effective == Level::Critical).count();
    let (message, colour) = match (open, critical) {
        (0, _) if site.findings.gaps.is_empty() => ("none listed".into(), NO_DATA),
        (0, _) => ("none open".into(), GOOD),
        (open, 0) => (format!("{open} open"), SHORT),
        (open, critical) => (format!("{open} open, {critical} critical"), BAD),
    };
    badge("gaps", "Gaps", message, colour)
}

fn claims(site: &Site<'_>) -> Badge {
    let all = site.findings.claims.len();
    let (message, colour) = match site.findings.claims_with(Verdict::Contradicted) {
        _ if all == 0 => ("none".into(), NO_DATA),
        0 => (format!("{} of {all} confirmed", site.findings.claims_with(Verdict::Confirmed)), GOOD),
        wrong => (format!("{wrong} of {all} contradicted"), BAD),
    };
    badge("claims", "Claims", message, colour)
}

/// The JSON of the shields endpoint, with a line feed at its end.
pub fn endpoint(badge: &Badge) -> Vec<u8> {
    let endpoint = Endpoint {
        schema_version: 1,
        label: &badge.label,
        message: &badge.message,
        color: &badge.colour,
        label_color: LABEL,
        cache_seconds: 300,
    };
    let mut json = serde_json::to_vec(&endpoint).unwrap_or_default();
    json.push(b'\n');
    json
}

/// The picture's width in px.
pub fn width(badge: &Badge) -> u32 {
    text_width(&badge.label) + trend::room(&badge.line) + text_width(&badge.message) + 24
}

/// The picture.
pub fn svg(badge: &Badge) -> String {
    let (left, right) = (text_width(&badge.label), text_width(&badge.message));
    let (split, whole) = (left + 12, width(badge));
    let room = trend::room(&badge.line);
    let name = escape(&format!("{}: {}", badge.label, badge.message));
    let mut out = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="20" role="img" aria-label="{name}"><title>{name}</title>"#
    );
    let _ = write!(
        out,
        r#"<clipPath id="r"><rect width="{whole}" height="20" rx="3"/></clipPath><g clip-path="url(#r)"><path fill="{LABEL}" d="M0 0h{split}v20H0z"/><path fill="{}" d="M{split} 0h{}v20H{split}z"/></g>"#,
        badge.colour,
        whole - split,
    );
    trend::draw(&mut out, &badge.line, split + 6, free::words_on(&badge.colour));
    let _ = writeln!(
        out,
        r##"<g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11"><text x="6" y="14" textLength="{left}">{}</text><text x="{}" y="14" textLength="{right}"{}>{}</text></g></svg>"##,
        escape(&badge.label),
        split + 6 + room,
        match free::words_on(&badge.colour) {
            "#fff" => String::new(),
            words => format!(" fill=\"{words}\""),
        },
        escape(&badge.message),
    );
    out
}

/// Width of a text at 11 px, in px, rounded up.
fn text_width(text: &str) -> u32 {
    let thousandths: u32 = text.chars().map(advance).sum();
    (thousandths * 11).div_ceil(1000).max(1)
}

/// Advance widths in thousandths of the font size: of the letters of Verdana in groups that are alike (measured from
/// the metric-compatible `DejaVu` Sans), others as wide as a wide letter.
fn advance(c: char) -> u32 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' => 280,
        ' ' | '.' | ',' | ':' | ';' | 'f' | 't' | 'r' | '!' | 'I' | 'J' | '(' | ')' | '[' | ']' | '/' | '-' => 400,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | '"' | '*' | '_' => 550,
        'a'
        | 'b'
        | 'd'
        | 'e'
        | 'g'
        | 'h'
        | 'n'
        | 'o'
        | 'p'
        | 'q'
        | 'u'
        | '0'..='9'
        | '$'
        | 'E'
        | 'F'
        | 'L'
        | 'P'
        | 'S'
        | 'T' => 640,
        'A' | 'B' | 'C' | 'K' | 'R' | 'U' | 'V' | 'X' | 'Y' | 'Z' => 700,
        'D' | 'G' | 'H' | 'N' | 'O' | 'Q' | 'w' | '+' | '<' | '>' | '=' | '~' | '#' | '&' => 810,
        'm' | 'M' | 'W' | '@' | '%' => 1000,
        _ if c.is_ascii() => 640,
        _ => 1000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_become_markup() {
        let badge = Badge {
            group: Group::Project,
            file: "x".into(),
            title: "x".into(),
            label: "<script>".into(),
            message: "\"&'".into(),
            colour: GOOD.into(),
            line: vec![0.5, 0.25],
        };
        let svg = svg(&badge);
        assert!(!svg.contains("<script>"), "{svg}");
        assert!(svg.contains("&lt;script&gt;") && svg.contains("&quot;&amp;&#39;"), "{svg}");
    }

    #[test]
    fn badges_of_the_same_name_get_files_of_their_own() {
        let one = badge("lines", "Lines", "1%".into(), BAD);
        let files: Vec<String> = distinct(vec![one.clone(), one]).into_iter().map(|badge| badge.file).collect();
        assert_eq!(files, ["lines", "lines-2"]);
    }
}
