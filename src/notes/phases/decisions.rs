//! Decisions: the frontmatter's, joined by their ids or by their words with the id and the rationale that the body gives,
//! and the other rows of its tables of decisions; without any in the frontmatter the body's own.

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
        return body.into_iter().map(|(_, decision)| decision).collect();
    }
    let all_have_ids = decisions.iter().all(|known| known.id.is_some());
    let words: Vec<Words> = decisions.iter().take(COMPARED).map(|known| Words::of(&known.text)).collect();
    for (in_table, told) in body.into_iter().take(COMPARED) {
        let same_id = |known: &&mut Decision| known.id.is_some() && same(known.id.as_deref(), told.id.as_deref());
        if let Some(known) = decisions.iter_mut().find(same_id) {
            known.rationale = known.rationale.take().or(told.rationale);
            continue;
        }
        let own = Words::of(&told.text);
        let other_id = |known: &Decision| known.id.is_some() && told.id.is_some();
        let is = |at: &usize| !other_id(&decisions[*at]) && words[*at].alike(&own);
        let free = (0..words.len()).filter(|at| decisions[*at].rationale.is_none()).find(is);
        match free.or_else(|| (0..words.len()).find(is)) {
            Some(at) => {
                let known = &mut decisions[at];
                known.id = known.id.take().or(told.id);
                known.rationale = known.rationale.take().or(told.rationale);
            }
            None if in_table || told.id.is_some() && all_have_ids => decisions.push(told),
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

/// The words of a decision, for comparing.
struct Words {
    /// All of them, in order.
    all: String,
    /// The longer ones, sorted.
    long: Vec<String>,
}

impl Words {
    fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let words = || lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let mut long: Vec<String> = words().filter(|word| word.len() > 3).take(40).map(str::to_owned).collect();
        long.sort_unstable();
        long.dedup();
        Self { all: words().collect::<Vec<_>>().join(" "), long }
    }

    /// Whether both say the same: word for word, or most of the shorter one's longer words stand in the other.
    fn alike(&self, other: &Words) -> bool {
        let (a, b) = (&self.long, &other.long);
        let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
        let shared = short.iter().filter(|word| long.binary_search(word).is_ok()).count();
        self.all == other.all || short.len() >= 2 && shared * 10 >= short.len() * 6
    }
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

/// The decisions of the body, and whether each is a row of a table.
fn from_body(reading: &Reading<'_>) -> Vec<(bool, Decision)> {
    let mut decisions = Vec::new();
    for view in &reading.tables {
        if view.named(&["decision", "decisions", "entscheidung", "décision", "decisión"]).is_some() {
            decisions.extend(view.table.rows.iter().filter_map(|row| Some((true, from_row(view, row)?))));
        }
    }
    for entry in sections::entries(reading, Topic::Decision) {
        decisions.extend(from_entry(&entry).map(|decision| (false, decision)));
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
