//! Where work left its plan: what was planned, what was done, and why. Written as sections, as numbered bold lines with
//! a list below, as tables, or in the frontmatter.

use super::super::reading::{Reading, clean};
use super::super::sections::strong_length;
use super::super::table;
use super::super::topics::Topic;
use super::flat;
use crate::model::document::BlockKind;
use crate::model::frontmatter::Field;
use crate::model::phase::Deviation;

/// All deviations.
pub(super) fn read(reading: &Reading<'_>) -> Vec<Deviation> {
    let mut deviations = from_frontmatter(reading);
    from_tables(reading, &mut deviations);
    Walk { reading, deviations, open: Deviation::default(), root: None }.body()
}

const PLANNED: &[&str] = &[
    "plan",
    "planned",
    "plan specified",
    "plan said",
    "specified",
    "expected",
    "original",
    "original plan",
    "spec",
    "geplant",
    "prévu",
];
const ACTUAL: &[&str] = &[
    "actual",
    "actually",
    "done",
    "implemented",
    "fix",
    "changed",
    "change",
    "adjusted",
    "resolution",
    "solution",
    "instead",
    "deviation",
    "what changed",
    "outcome",
    "tatsächlich",
    "réel",
];
const REASON: &[&str] = &[
    "reason",
    "why",
    "rationale",
    "issue",
    "cause",
    "root cause",
    "because",
    "justification",
    "problem",
    "grund",
    "raison",
];

/// Which field a label fills.
fn slot<'a>(deviation: &'a mut Deviation, name: &str) -> Option<&'a mut Option<String>> {
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    let is = |names: &[&str]| names.contains(&name);
    if is(PLANNED) {
        Some(&mut deviation.planned)
    } else if is(ACTUAL) {
        Some(&mut deviation.actual)
    } else if is(REASON) {
        Some(&mut deviation.reason)
    } else {
        None
    }
}

fn from_frontmatter(reading: &Reading<'_>) -> Vec<Deviation> {
    let list =
        reading.frontmatter.and_then(|frontmatter| frontmatter.get("deviations")).map(Field::items).unwrap_or_default();
    let read = |item: &Field| {
        let text = |keys: &[&str]| keys.iter().find_map(|key| item.get(key)).map(flat);
        let told = Deviation {
            title: text(&["title", "deviation", "description"]),
            planned: text(PLANNED),
            actual: text(&["actual", "fix", "done", "change", "resolution"]),
            reason: text(&["reason", "why", "rationale", "issue", "cause"]),
        };
        if is_filled(&told) {
            return Some(told);
        }
        let whole = flat(item);
        (!says_none(&whole)).then(|| plain(&whole))
    };
    list.into_iter().filter_map(read).collect()
}

fn from_tables(reading: &Reading<'_>, deviations: &mut Vec<Deviation>) {
    for view in &reading.tables {
        let (planned, actual) = (view.named(PLANNED), view.named(ACTUAL));
        let about = reading.topics_above(view.table.section).has(Topic::Deviation);
        if !about || (planned.is_none() && actual.is_none()) {
            continue;
        }
        for row in &view.table.rows {
            let text = |at: Option<usize>| Some(table::text(row, at).to_owned()).filter(|text| !text.is_empty());
            let title =
                text((0..view.names.len()).find(|at| ![planned, actual, view.named(REASON)].contains(&Some(*at))));
            deviations.push(Deviation {
                title,
                planned: text(planned),
                actual: text(actual),
                reason: text(view.named(REASON)),
            });
        }
    }
}

/// Goes through the sections about deviations.
struct Walk<'a, 'b> {
    reading: &'b Reading<'a>,
    deviations: Vec<Deviation>,
    open: Deviation,
    /// The heading that says "Deviations".
    root: Option<usize>,
}

impl Walk<'_, '_> {
    fn body(mut self) -> Vec<Deviation> {
        let reading = self.reading;
        let mut labels = reading.labels.iter().peekable();
        for (at, block) in reading.document.blocks.iter().enumerate() {
            let root = reading.above(block.section).find(|index| reading.topics(Some(*index)).has(Topic::Deviation));
            if root != self.root {
                self.close();
                self.root = root;
            }
            while labels.next_if(|label| label.at < at).is_some() {}
            if root.is_none() {
                continue;
            }
            let mut labelled = false;
            while let Some(label) = labels.next_if(|label| label.at == at) {
                let name = &label.key;
                let again = slot(&mut self.open, name).is_some_and(|slot| slot.is_some());
                if again {
                    self.close();
                }
                if let Some(slot) = slot(&mut self.open, name) {
                    *slot = Some(label.value.to_owned()).filter(|value| !value.is_empty());
                    labelled = true;
                }
            }
            if !labelled {
                self.words(block, root);
            }
        }
        self.close();
        self.deviations
    }

    /// Words without a label: a title, or a deviation told in one sentence.
    fn words(&mut self, block: &crate::model::document::Block, root: Option<usize>) {
        let text = block.text.plain.trim();
        match block.kind {
            BlockKind::Heading(index) if Some(index) != root => self.begin(text),
            BlockKind::Paragraph | BlockKind::Item { depth: 1, .. } if is_title(block) => self.begin(text),
            BlockKind::Item { depth: 1, .. }
                if self.open.title.is_none() && !is_filled(&self.open) && !says_none(text) =>
            {
                self.deviations.push(plain(text));
            }
            _ => {}
        }
    }

    fn begin(&mut self, title: &str) {
        self.close();
        let title = title.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
        self.open.title = Some(clean(title)).filter(|title| !title.is_empty());
    }

    fn close(&mut self) {
        let open = std::mem::take(&mut self.open);
        if is_filled(&open) {
            self.deviations.push(open);
        }
    }
}

/// Bold from the first word to the last.
fn is_title(block: &crate::model::document::Block) -> bool {
    let text = block.text.plain.trim();
    strong_length(block).is_some_and(|length| length + 2 >= text.len()) && !text.ends_with(':') && !says_none(text)
}

fn is_filled(deviation: &Deviation) -> bool {
    deviation.planned.is_some() || deviation.actual.is_some() || deviation.reason.is_some()
}

/// A deviation told in one sentence: "X instead of Y because Z".
fn plain(text: &str) -> Deviation {
    let (told, reason) = match text.split_once(" because ") {
        Some((told, reason)) => (told, Some(reason.trim().to_owned())),
        None => (text, None),
    };
    let (actual, planned) = match told.split_once(" instead of ") {
        Some((actual, planned)) => (actual, Some(clean(planned))),
        None => (told, None),
    };
    Deviation { title: None, planned, actual: Some(actual.trim().to_owned()), reason }
}

fn says_none(text: &str) -> bool {
    let lower = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    ["none", "no deviation", "n/a", "keine", "aucun", "plan executed exactly", "executed exactly", "nothing"]
        .iter()
        .any(|none| lower.starts_with(none))
        || lower.is_empty()
}
