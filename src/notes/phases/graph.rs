//! The frontmatter of a plan: who it is, what it builds on and what it gives. Keys stand at the top or in groups
//! (`dependency-graph`, `tech-stack`, `key-files`, `metrics`), with hyphens or underscores.

use super::super::named_paths;
use super::super::reading::Reading;
use super::flat;
use crate::model::frontmatter::{Field, FieldValue};
use crate::model::phase::Requirement;

/// Groups in which a key may stand instead of at the top.
const GROUPS: &[&str] =
    &["dependency_graph", "dependencies", "metrics", "tech_stack", "tech_tracking", "key_files", "files", "graph"];

/// The first of these keys that the frontmatter has: `a.b` is looked for as written, a bare key also in the groups.
pub(super) fn field<'a>(reading: &Reading<'a>, keys: &[&str]) -> Option<&'a Field> {
    let frontmatter = reading.frontmatter?;
    keys.iter().find_map(|key| match key.split_once('.') {
        Some((group, key)) => frontmatter.get(group)?.get(key),
        None => frontmatter.get(key).or_else(|| GROUPS.iter().find_map(|group| frontmatter.get(group)?.get(key))),
    })
}

/// Phase and plan: from the frontmatter, else from the folder and the file's name, else from the title.
pub(super) fn identity(reading: &Reading<'_>) -> (Option<String>, Option<String>) {
    let phase = field(reading, &["phase"]).and_then(phase_name);
    let plan = field(reading, &["plan", "quick_task", "quick_id"]).and_then(Field::scalar).map(str::to_owned);
    let (folder, file) = from_path(reading.path.as_str());
    let (titled, titled_plan) =
        from_title(reading.document.headings.first().map_or("", |heading| heading.text.plain.as_str()));
    let known = phase.is_some();
    let phase = phase.or(folder).or(titled);
    let plan = plan.or(file).or(if known { None } else { titled_plan });
    (phase, plan)
}

/// `03-name`, `3`, `2.1`, `{number: 3, name: …}`.
fn phase_name(field: &Field) -> Option<String> {
    match &field.value {
        FieldValue::Scalar(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        FieldValue::Map(_) => {
            let part = |keys: &[&str]| keys.iter().find_map(|key| field.get(key)?.scalar()).map(str::to_owned);
            let (number, name) = (part(&["number", "id", "phase"]), part(&["slug", "name", "title"]));
            let joined: Vec<String> = number.into_iter().chain(name).collect();
            (!joined.is_empty()).then(|| joined.join("-"))
        }
        _ => None,
    }
}

/// `phases/12-devops/12-04-SUMMARY.md`: the phase is the folder, the plan stands in the name.
fn from_path(path: &str) -> (Option<String>, Option<String>) {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or("");
    let folder = parts.next().filter(|folder| folder.starts_with(|c: char| c.is_ascii_digit()) && folder.contains('-'));
    let Some(folder) = folder.filter(|_| parts.any(|part| part == "phases")) else { return (None, None) };
    let number = folder.split('-').next().unwrap_or("");
    let plan =
        name.strip_prefix(number).and_then(|rest| rest.strip_prefix('-')).and_then(|rest| rest.split('-').next());
    let plan = plan.filter(|plan| plan.starts_with(|c: char| c.is_ascii_digit()) && plan.len() <= 4);
    (Some(folder.to_owned()), plan.map(str::to_owned))
}

/// "Phase 12 Plan 04: …".
fn from_title(title: &str) -> (Option<String>, Option<String>) {
    let words: Vec<&str> =
        title.split(|c: char| c.is_whitespace() || ":,()–—".contains(c)).filter(|word| !word.is_empty()).collect();
    let after = |name: &str| {
        let at = words.iter().position(|word| word.eq_ignore_ascii_case(name))?;
        let word = words.get(at + 1)?.trim_matches(['[', ']', '.']);
        word.starts_with(|c: char| c.is_ascii_digit()).then(|| word.to_owned())
    };
    let leads = words.first().is_some_and(|word| word.eq_ignore_ascii_case("phase"));
    if leads { (after("phase"), after("plan")) } else { (None, None) }
}

/// Each item as text; one string is a list of one.
pub(super) fn strings(field: Option<&Field>) -> Vec<String> {
    let items = field.map(Field::items).unwrap_or_default();
    items.into_iter().map(flat).filter(|text| !text.trim().is_empty()).collect()
}

/// Strings, or mappings that tell phase and what it provides apart.
pub(super) fn requires(field: Option<&Field>) -> Vec<Requirement> {
    let items = field.map(Field::items).unwrap_or_default();
    let read = |item: &Field| {
        let text = |keys: &[&str]| keys.iter().find_map(|key| item.get(key)).map(flat).filter(|text| !text.is_empty());
        let phase = text(&["phase", "plan"]);
        let provides = text(&["provides", "provided", "what", "artifact", "description"]);
        match (phase, provides) {
            (None, None) => Requirement { phase: None, provides: flat(item) },
            (phase, provides) => Requirement { phase, provides: provides.unwrap_or_default() },
        }
    };
    items.into_iter().map(read).filter(|item| item.phase.is_some() || !says_nothing(&item.provides)).collect()
}

/// "nothing", "None (first phase)".
fn says_nothing(text: &str) -> bool {
    let said = text.split(['(', '-', '–', '—']).next().unwrap_or(text);
    matches!(said.trim_matches([' ', '.']).to_lowercase().as_str(), "" | "none" | "nothing" | "n/a")
}

/// Patterns stand under `tech-stack` or in a list of their own, or in both.
pub(super) fn patterns(reading: &Reading<'_>) -> Vec<String> {
    let mut patterns = strings(field(reading, &["tech_stack.patterns", "patterns"]));
    for own in strings(field(reading, &["patterns_established"])) {
        if !patterns.contains(&own) {
            patterns.push(own);
        }
    }
    patterns
}

/// Paths, without the words behind them.
pub(super) fn files(field: Option<&Field>) -> Vec<String> {
    let items = field.map(Field::items).unwrap_or_default();
    let path = |item: &Field| match item.get("path").or_else(|| item.get("file")).and_then(Field::scalar) {
        Some(path) => Some(bare_path(path)),
        None => match &item.value {
            FieldValue::Map(fields) => fields.first().map(|(key, _)| bare_path(key)),
            _ => item.scalar().map(bare_path),
        },
    };
    items.into_iter().filter_map(path).filter(|path| path.contains(|c: char| !c.is_ascii_digit())).collect()
}

/// `path (NEW)`, `path - what it does`, `` `path` `` as the path alone.
fn bare_path(text: &str) -> String {
    let text = text.trim();
    if let Some((path, _)) = text.strip_prefix('`').and_then(|rest| rest.split_once('`')) {
        return path.trim().to_owned();
    }
    let first = text.split_whitespace().next().unwrap_or("").trim_end_matches([',', ';', ':']);
    if first.len() == text.len() || named_paths::is_path(first, true) || first.contains(['/', '*']) {
        return first.to_owned();
    }
    let end = [" (", " - ", " — ", " – ", ": "].iter().filter_map(|mark| text.find(mark)).min();
    text[..end.unwrap_or(text.len())].trim().to_owned()
}
