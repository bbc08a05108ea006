//! A note as its author wrote it, with its claims marked where they stand, and in the margin what the data says.

mod taken;

use std::fmt::Write as _;

use serde::Serialize;
use taken::List;

use super::fill;
use crate::diagnostics::Diagnostic;
use crate::model::frontmatter::{Field, FieldValue};
use crate::model::gap::Gap;
use crate::model::note::Note;
use crate::site::frame::{About, Frame};
use crate::site::html::escape;
use crate::site::markdown;
use crate::site::numbers;
use crate::site::views::{self, ClaimView, CriterionView, shorten};
use crate::site::{Site, long, routes};

/// The most items of a list of the frontmatter, by four.
const ITEMS: usize = 12;

#[derive(Serialize)]
struct NotePage {
    title: String,
    title_id: String,
    date: Option<String>,
    kind: String,
    summary: String,
    opening: String,
    outdated: bool,
    body: String,
    claims: Vec<ClaimView>,
    stack: String,
    criteria: Vec<CriterionView>,
    gaps: Vec<GapView>,
    first: Vec<List>,
    taken: Vec<List>,
    fields: Vec<FieldView>,
    damage: String,
    path: String,
    boxes: String,
}

#[derive(Serialize)]
struct GapView {
    class: &'static str,
    level: &'static str,
    subject: String,
    href: String,
    more: String,
}

/// The state of a gap, what is measured of its files today, and what to do where these do not go together.
fn today(site: &Site<'_>, gap: &Gap) -> String {
    let measured = gap.coverage.filter(|ratio| !ratio.is_empty()).map(|ratio| views::ratio(site, ratio).text);
    let measured = measured.map(|text| format!("today {text}"));
    let parts = [Some(gap.state.id().to_owned()), measured, gap.proposal().map(str::to_owned)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[derive(Serialize)]
struct FieldView {
    key: String,
    value: String,
}

/// Renders the page of a note.
pub fn render(site: &Site<'_>, index: usize) -> Result<Vec<u8>, Diagnostic> {
    let note = &site.inputs.notes[index];
    let place = &site.routes.notes[index];
    let mut claims: Vec<ClaimView> =
        site.findings.claims_of(index).map(|claim| views::claim(site, place, claim)).collect();
    claims.sort_by_key(|claim| claim.rank);
    let counts = views::verdict_counts(&site.findings.claims_of(index).collect::<Vec<_>>());
    let summary = summary(claims.len(), &counts);
    let stem = note.path.name().trim_end_matches(".md");
    let description = if summary.is_empty() { note.title.clone() } else { format!("{}: {summary}", note.title) };
    let about = About { place, title: &note.title, description, section: routes::NOTES, whole: false };
    let mut steps: Vec<(&str, Option<&str>)> = vec![("notes", Some(routes::NOTES))];
    steps.extend(note.path.folder().split('/').filter(|step| !step.is_empty()).map(|step| (step, Some(routes::NOTES))));
    steps.push((stem, None));
    let frame = Frame::new(site, about).crumbs(site, place, &steps).forge(site.on_forge(note.path.as_str()));
    let rendered = markdown::render(site, index);
    let mut taken = taken::lists(site, index);
    let page = NotePage {
        first: taken::foremost(note, &mut taken),
        title_id: rendered.title_id,
        title: rendered.title.unwrap_or_else(|| escape(&note.title)),
        date: note.date.map(|date| date.to_string()),
        kind: note.kind.id().replace('-', " "),
        outdated: counts.iter().any(|count| count.verdict == "outdated"),
        summary,
        opening: taken::opening(site, index, &counts),
        body: rendered.body,
        stack: super::claims::verdict_stack(&counts),
        claims,
        criteria: site.findings.criteria_of(index).map(views::criterion).collect(),
        gaps: gaps(site, index),
        taken,
        fields: fields(site, note, place),
        damage: damage(note),
        path: note.path.to_string(),
        boxes: boxes(note),
    };
    fill(site, "note.html", &frame, &page)
}

fn summary(claims: usize, counts: &[views::VerdictCount]) -> String {
    if claims == 0 {
        return String::new();
    }
    let words: Vec<&str> = counts.iter().map(|count| count.text.as_str()).collect();
    format!("{}: {}.", numbers::plural(claims as u64, "claim", "claims"), words.join(", "))
}

fn gaps(site: &Site<'_>, index: usize) -> Vec<GapView> {
    let place = &site.routes.notes[index];
    site.gaps_of(index)
        .map(|gap| GapView {
            class: views::level_class(gap.effective),
            level: views::level_word(gap.effective),
            subject: gap.subject.clone(),
            href: long::gap_href(site, place, gap),
            more: today(site, gap),
        })
        .collect()
}

/// A number as a reader writes it.
pub fn quantity(quantity: &crate::model::value::Quantity) -> String {
    use crate::model::value::{Bound, Unit};
    let unit = if quantity.unit == Unit::Percent { "\u{A0}%" } else { "" };
    match quantity.bound {
        Bound::Exact => format!("{}{unit}", quantity.low),
        Bound::About => format!("~{}{unit}", quantity.low),
        Bound::AtLeast => format!("≥ {}{unit}", quantity.low),
        Bound::MoreThan => format!("> {}{unit}", quantity.low),
        Bound::AtMost => format!("≤ {}{unit}", quantity.low),
        Bound::LessThan => format!("< {}{unit}", quantity.low),
        Bound::Range => format!("{}–{}{unit}", quantity.low, quantity.high),
    }
}

fn fields(site: &Site<'_>, note: &Note, place: &str) -> Vec<FieldView> {
    let Some(frontmatter) = &note.frontmatter else { return Vec::new() };
    frontmatter.fields.iter().map(|(key, field)| field_view(site, place, key, field)).collect()
}

fn field_view(site: &Site<'_>, place: &str, key: &str, field: &Field) -> FieldView {
    let mut value = String::new();
    let phase = field.scalar().filter(|_| key.eq_ignore_ascii_case("phase"));
    let found = phase.and_then(|id| site.findings.phases.iter().position(|phase| phase.id == id));
    if let Some(index) = found {
        let href = routes::link(place, &site.routes.phases[index]);
        let _ = write!(value, "<a class=\"m\" href=\"{href}\">{}</a>", escape(phase.unwrap_or_default()));
    } else {
        field_html(&mut value, field, 0);
    }
    FieldView { key: key.to_owned(), value }
}

/// A value of the frontmatter: scalars as written, short lists as tags, mappings as lists of their own.
fn field_html(out: &mut String, field: &Field, depth: u8) {
    match &field.value {
        FieldValue::Null => out.push('–'),
        FieldValue::Scalar(text) => {
            let _ = write!(out, "<span class=\"m\">{}</span>", escape(&shorten(text, 400)));
        }
        _ if depth > 4 => out.push('…'),
        FieldValue::List(items) if items.is_empty() => out.push('–'),
        FieldValue::List(items) if items.iter().all(|item| item.scalar().is_some_and(|text| text.len() <= 40)) => {
            for item in items.iter().take(ITEMS * 4).filter_map(Field::scalar) {
                let _ = write!(out, "<span class=\"tag\">{}</span> ", escape(item));
            }
        }
        FieldValue::List(items) => {
            out.push_str("<ol class=\"why\">");
            for item in items.iter().take(ITEMS * 4) {
                out.push_str("<li>");
                field_html(out, item, depth + 1);
                out.push_str("</li>");
            }
            out.push_str("</ol>");
        }
        FieldValue::Map(fields) => {
            out.push_str("<dl class=\"kv\">");
            for (key, field) in fields.iter().take(ITEMS * 4) {
                let _ = write!(out, "<dt>{}</dt><dd>", escape(key));
                field_html(out, field, depth + 1);
                out.push_str("</dd>");
            }
            out.push_str("</dl>");
        }
    }
}

/// What was mended so that the note can be read.
fn damage(note: &Note) -> String {
    let mut remarks = Vec::new();
    if note.frontmatter.as_ref().is_some_and(|frontmatter| frontmatter.recovered) {
        remarks.push("The frontmatter is not valid YAML and was read line by line.".to_owned());
    }
    if note.repaired + note.lost > 0 {
        let places = numbers::plural(u64::from(note.repaired), "place", "places");
        let lost = match note.lost {
            0 => String::new(),
            1 => "; 1 character was lost before".to_owned(),
            lost => format!("; {} characters were lost before", numbers::count(u64::from(lost))),
        };
        remarks.push(format!("Text was damaged by a wrong decoding and is repaired here in {places}{lost}."));
    }
    remarks.join(" ")
}

fn boxes(note: &Note) -> String {
    let tasks = &note.document.tasks;
    let done = tasks.iter().filter(|task| task.done).count();
    if tasks.is_empty() { String::new() } else { format!("{done} of {} ticked", tasks.len()) }
}
