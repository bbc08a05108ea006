//! Decisions: the frontmatter's, joined by their ids (or, without ids, by their words) with the rationale that the body
//! gives; else the body's own.

use super::super::gaps::leading_id;
use super::super::reading::{Reading, clean};
use super::super::sections::{self, Entry};
use super::super::table::{self, View};
use super::super::topics::{Topic, Topics};
use super::{flat, graph};
use crate::model::document::Column;
use crate::model::frontmatter::{Field, FieldValue};
use crate::model::phase::Decision;

/// All decisions.
pub(super) fn read(reading: &Reading<'_>) -> Vec<Decision> {
    let keys = ["decisions", "key_decisions", "decisions_made", "key_decision"];
    let listed = graph::field(reading, &keys).map(Field::items).unwrap_or_default();
    let mut decisions: Vec<Decision> = listed.into_iter().filter_map(from_field).collect();
    let body = from_body(reading);
    if decisions.is_empty() {
        return body;
    }
    let all_have_ids = decisions.iter().all(|known| known.id.is_some());
    let words: Vec<Vec<String>> = decisions.iter().take(COMPARED).map(|known| long_words(&known.text)).collect();
    for told in body.into_iter().take(COMPARED) {
        let same_id = |known: &&mut Decision| known.id.is_some() && same(known.id.as_deref(), told.id.as_deref());
        if let Some(known) = decisions.iter_mut().find(same_id) {
            known.rationale = known.rationale.take().or(told.rationale);
            continue;
        }
        let own = long_words(&told.text);
        let at = (0..words.len()).find(|at| decisions[*at].rationale.is_none() && alike(&words[*at], &own));
        match at {
            Some(at) => decisions[at].rationale = told.rationale,
            None if told.id.is_some() && all_have_ids => decisions.push(told),
            None => {}
        }
    }
    decisions
}

/// Each decision of the body is compared with each of the frontmatter: more of them are left as they are.
const COMPARED: usize = 200;

fn same(a: Option<&str>, b: Option<&str>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a.eq_ignore_ascii_case(b))
}

/// The longer words of a text, sorted.
fn long_words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3);
    let mut words: Vec<String> = words.take(40).map(str::to_owned).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Whether two texts say the same: most of the shorter one's longer words stand in the other.
fn alike(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let shared = short.iter().filter(|word| long.binary_search(word).is_ok()).count();
    short.len() >= 2 && shared * 10 >= short.len() * 6
}

fn from_field(field: &Field) -> Option<Decision> {
    let text =
        |keys: &[&str]| keys.iter().find_map(|key| field.get(key)).map(flat).filter(|text| !text.trim().is_empty());
    let told = text(&["description", "decision", "title", "what", "text", "choice", "summary"]);
    if let Some(told) = told {
        return Some(Decision { id: text(&["id"]), text: told, rationale: text(&["rationale", "reason", "why"]) });
    }
    let whole = match &field.value {
        // "Used a: b" is a mapping to YAML.
        FieldValue::Map(fields) if fields.len() == 1 => format!("{}: {}", fields[0].0, flat(&fields[0].1)),
        _ => flat(field),
    };
    let (id, told) = leading_id(&whole);
    (!says_none(told)).then(|| Decision { id, text: told.trim().to_owned(), rationale: None })
}

fn from_body(reading: &Reading<'_>) -> Vec<Decision> {
    let mut decisions = Vec::new();
    for view in &reading.tables {
        if view.named(&["decision", "decisions", "entscheidung", "décision", "decisión"]).is_some() {
            decisions.extend(view.table.rows.iter().filter_map(|row| from_row(view, row)));
        }
    }
    for entry in sections::entries(reading, Topic::Decision) {
        decisions.extend(from_entry(&entry));
    }
    decisions
}

fn from_row(view: &View<'_>, row: &crate::model::document::TableRow) -> Option<Decision> {
    let text = table::text(row, view.named(&["decision", "decisions", "entscheidung", "décision", "decisión"]));
    let id = table::text(row, view.named(&["id", "#", "ref"]));
    let why =
        view.named(&["rationale", "reason", "why", "reasoning", "justification"]).or_else(|| view.column(Column::Text));
    let filled = |text: &str| Some(text.to_owned()).filter(|text| !matches!(text.trim(), "" | "-" | "—"));
    let (own, text) = leading_id(text);
    (!says_none(text)).then(|| Decision {
        id: filled(id).or(own),
        text: text.to_owned(),
        rationale: filled(table::text(row, why)),
    })
}

/// A list item: its bold words or first part, and what it says behind a dash or in its own list.
fn from_entry(entry: &Entry<'_>) -> Option<Decision> {
    if says_none(&entry.text) {
        return None;
    }
    let (id, text) = leading_id(&entry.text);
    let (head, tail) =
        sections::lead(text, entry.strong_length.map(|length| length.saturating_sub(entry.text.len() - text.len())));
    let labelled = entry.labels.iter().find(|(name, _)| Topics::of(name).has(Topic::Rationale));
    let below: Vec<&str> = entry.below.iter().map(String::as_str).collect();
    let rationale =
        labelled.map(|(_, value)| value.clone()).or(tail).or_else(|| (!below.is_empty()).then(|| below.join("; ")));
    Some(Decision { id, text: clean(&head), rationale: rationale.filter(|text| !text.trim().is_empty()) })
}

fn says_none(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    lower.is_empty()
        || lower == "none"
        || lower.starts_with("none ")
        || lower.starts_with("none.")
        || lower.starts_with("none —")
}
