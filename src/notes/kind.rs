//! What a note is by itself: its title, its kind, and the day that it speaks for.

use jiff::civil::Date;

use super::dates;
use super::labels::{self, Label};
use crate::model::document::{BlockKind, Document};
use crate::model::frontmatter::{Field, Frontmatter};
use crate::model::note::NoteKind;
use crate::model::paths::ProjectPath;

/// The title: the first heading of the first level, else the frontmatter's, else the file's name.
pub(crate) fn title(path: &ProjectPath, frontmatter: Option<&Frontmatter>, document: &Document) -> String {
    let heading = document.headings.iter().find(|heading| heading.level == 1).map(|heading| heading.text.plain.trim());
    let field = || frontmatter?.get("title").or_else(|| frontmatter?.get("name"))?.scalar();
    let name = path.name();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    heading.filter(|text| !text.is_empty()).or_else(field).unwrap_or(stem).to_owned()
}

/// The kind: what the frontmatter says, else what its fields are those of, else the words of the file's name and of the
/// title, else what the headings are those of.
pub(crate) fn kind(
    path: &ProjectPath,
    frontmatter: Option<&Frontmatter>,
    title: &str,
    document: &Document,
) -> NoteKind {
    let said =
        || ["kind", "type", "doc_type"].iter().find_map(|key| from_words(frontmatter?.get(key)?.scalar()?, false));
    let name = path.name().rsplit_once('.').map_or("", |(stem, _)| stem);
    said()
        .or_else(|| frontmatter.and_then(from_fields))
        .or_else(|| from_words(name, path.folder().contains("research")))
        .or_else(|| from_title(title))
        .or_else(|| from_headings(document))
        .unwrap_or_default()
}

fn from_fields(frontmatter: &Frontmatter) -> Option<NoteKind> {
    let has = |key: &str| frontmatter.get(key).is_some();
    let any = |keys: &[&str]| keys.iter().any(|key| has(key));
    if has("phase") && (has("verified") || (has("score") && has("status"))) {
        return Some(NoteKind::Verification);
    }
    let work = any(&["phase", "quick_task", "quick_id", "task"]) || has("plan");
    let brought = any(&[
        "completed",
        "duration",
        "metrics",
        "key-files",
        "key_files",
        "provides",
        "dependency-graph",
        "key-decisions",
        "tasks_completed",
        "files_created",
    ]);
    if work && brought {
        return Some(NoteKind::Summary);
    }
    if has("phase") && any(&["must_haves", "wave", "depends_on", "autonomous"]) {
        return Some(NoteKind::Plan);
    }
    has("gsd_state_version").then_some(NoteKind::State)
}

/// The title's last telling word before a colon or dash says what it is: "Auth Gap Analysis: what is left".
fn from_title(title: &str) -> Option<NoteKind> {
    let head = title.split([':', '—', '–', '|']).next().unwrap_or(title);
    from_words(head, false).or_else(|| from_words(title, false))
}

fn from_words(text: &str, research: bool) -> Option<NoteKind> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let has = |word: &str| words.contains(&word);
    let pair = |a: &str, b: &str| words.windows(2).any(|two| two[0] == a && two[1] == b);
    if words.first() == Some(&"prp") {
        return Some(NoteKind::Plan);
    }
    if has("gaps")
        || pair("coverage", "gap")
        || pair("gap", "analysis")
        || pair("gap", "reference")
        || pair("gap", "register")
    {
        return Some(NoteKind::GapReference);
    }
    if let Some(kind) = from_unspaced(&lower) {
        return Some(kind);
    }
    words.iter().rev().find_map(|word| {
        Some(match *word {
            "summary" | "findings" if research || has("research") => NoteKind::Research,
            "summary" if has("executive") || pair("test", "summary") => return None,
            "summary" => NoteKind::Summary,
            "audit" | "review" | "assessment" | "retrospective" | "findings" => NoteKind::Audit,
            "verification" | "uat" | "validation" => NoteKind::Verification,
            "roadmap" | "milestones" => NoteKind::Roadmap,
            "requirements" => NoteKind::Requirements,
            // "Project State", and not "State of the tests in May".
            "state" if words.last() == Some(&"state") => NoteKind::State,
            "research" => NoteKind::Research,
            "plan" | "prp" | "proposal" | "design" | "enhancement" => NoteKind::Plan,
            "coverage" if words.len() == 1 || has("test") || has("tests") || has("code") || has("report") => {
                NoteKind::CoverageReport
            }
            _ => return None,
        })
    })
}

/// Words of scripts without spaces, and of languages that join words.
fn from_unspaced(text: &str) -> Option<NoteKind> {
    const PARTS: &[(&str, NoteKind)] = &[
        ("缺口", NoteKind::GapReference),
        ("差距", NoteKind::GapReference),
        ("lücken", NoteKind::GapReference),
        ("lacunes", NoteKind::GapReference),
        ("审计", NoteKind::Audit),
        ("覆盖", NoteKind::CoverageReport),
        ("testabdeckung", NoteKind::CoverageReport),
        ("验证", NoteKind::Verification),
        ("路线图", NoteKind::Roadmap),
        ("需求", NoteKind::Requirements),
        ("总结", NoteKind::Summary),
        ("计划", NoteKind::Plan),
    ];
    let found = if text.is_ascii() { None } else { PARTS.iter().find(|(part, _)| text.contains(part)) };
    found.map(|(_, kind)| *kind)
}

/// A goal with its reasons and criteria is a plan, whatever it is called.
fn from_headings(document: &Document) -> Option<NoteKind> {
    let has = |words: &[&str]| {
        document
            .headings
            .iter()
            .any(|heading| words.iter().any(|word| heading.text.plain.trim().eq_ignore_ascii_case(word)))
    };
    (has(&["goal", "goals"]) && has(&["why", "what", "success criteria", "validation gates"])).then_some(NoteKind::Plan)
}

/// The day that a note speaks for: of those that it gives, what says when it was last true before what says when it
/// was made.
pub(crate) fn date(
    path: &ProjectPath,
    frontmatter: Option<&Frontmatter>,
    labels: &[Label<'_>],
    document: &Document,
) -> Option<Date> {
    let field = |key: &str| frontmatter?.get(key).and_then(first_scalar).and_then(dates::find);
    let metric = |key: &str| frontmatter?.get("metrics")?.get(key).and_then(first_scalar).and_then(dates::find);
    let fields = FIELDS.iter().find_map(|key| field(key).or_else(|| metric(key)));
    let in_text = || {
        // "## Generated: 2026-01-21" right below the title is a label, too.
        let headings = document.headings.iter().take(3).filter_map(|heading| labels::split(&heading.text.plain));
        let heads: Vec<(String, &str)> = headings.map(|(name, value)| (name.to_lowercase(), value)).collect();
        NAMES.iter().find_map(|names| {
            let labelled = |name: &str, value: &str| names.contains(&name).then(|| dates::find(value)).flatten();
            let label = labels.iter().find_map(|label| labelled(&label.key, label.value));
            label.or_else(|| heads.iter().find_map(|(name, value)| labelled(name, value)))
        })
    };
    fields.or_else(in_text).or_else(|| in_name(path)).or_else(|| in_title(document)).or_else(|| below_title(document))
}

/// The day that the first words below the title are: "2026-10-23, Ilse. Read at 9c463d7".
fn below_title(document: &Document) -> Option<Date> {
    let mut blocks = document.blocks.iter();
    let title = blocks.next().filter(|block| matches!(block.kind, BlockKind::Heading(_)))?;
    let first =
        blocks.next().filter(|block| matches!(block.kind, BlockKind::Paragraph) && block.section == title.section)?;
    let day = first.text.plain.get(..10).filter(|day| day.bytes().filter(|byte| *byte == b'-').count() == 2)?;
    first.text.plain[10..].starts_with([',', ' ', '.', '\n']).then(|| dates::find(day)).flatten()
}

/// The day in the name of a file: `weekly-2026-10-23.md`, `2026_10_23_review.md`.
fn in_name(path: &ProjectPath) -> Option<Date> {
    let parts: Vec<&str> = path.name().split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let mut days =
        parts.windows(3).filter(|day| [4, 2, 2].iter().zip(day.iter()).all(|(width, part)| part.len() == *width));
    days.find_map(|day| dates::find(&day.join("-")))
}

/// The day in the title of a note: "Minutes, 23 October 2026". By when something is wanted is none.
fn in_title(document: &Document) -> Option<Date> {
    let title = document.headings.first().filter(|heading| heading.level == 1)?.text.plain.to_lowercase();
    let wanted = ["by", "until", "due", "deadline", "target", "plan", "roadmap", "bis", "from", "since", "seit"];
    let mut words = title.split(|c: char| !c.is_alphanumeric());
    if words.any(|word| wanted.contains(&word)) { None } else { dates::find(&title) }
}

/// The month that a note without a day speaks for, by its labels: "**Generated:** January 2025".
pub(crate) fn month(labels: &[Label<'_>]) -> Option<Date> {
    let named = |names: &&[&str]| {
        labels.iter().filter(|label| names.contains(&label.key.as_str())).find_map(|label| dates::month_of(label.value))
    };
    NAMES.iter().find_map(named)
}

/// Frontmatter keys, the most telling first.
const FIELDS: &[&str] = &[
    "completed",
    "completed_date",
    "completed_at",
    "verified",
    "validated",
    "audited",
    "reviewed",
    "last_updated",
    "updated",
    "updated_at",
    "last_activity",
    "modified",
    "lastmod",
    "date",
    "generated",
    "created",
    "started",
];

/// Labels in the text, the most telling first.
const NAMES: [&[&str]; 3] = [
    &[
        "last updated",
        "updated",
        "last update",
        "last modified",
        "last verified",
        "last reviewed",
        "as of",
        "stand",
        "aktualisiert",
        "actualizado",
        "última actualización",
        "atualizado",
        "mis à jour",
        "dernière mise à jour",
        "ultimo aggiornamento",
        "última atualização",
        "最終更新",
        "更新日",
        "最后更新",
        "最后更新时间",
        "更新日期",
        "更新时间",
    ],
    &[
        "date",
        "completed",
        "verified",
        "audited",
        "analyzed",
        "reviewed",
        "generated",
        "report date",
        "audit date",
        "analysis date",
        "report generated",
        "generated on",
        "measured",
        "measured on",
        "assessed",
        "assessment date",
        "tested",
        "test date",
        "executed",
        "prepared",
        "implementation date",
        "completion date",
        "datum",
        "fecha",
        "data",
        "日期",
        "完成时间",
        "完成日期",
        "生成时间",
        "测试日期",
        "date generated",
        "generiert",
        "erstellt am",
        "généré",
        "généré le",
        "generado",
        "gerado em",
        "生成日時",
        "作成日",
    ],
    &["created", "started", "researched", "defined", "gathered"],
];

fn first_scalar(field: &Field) -> Option<&str> {
    field.scalar()
}

#[cfg(test)]
mod tests {
    use crate::diagnostics::Sink;
    use crate::model::paths::ProjectPath;

    /// The day of a note of that name.
    fn day(path: &str, text: &str) -> Option<String> {
        let path = ProjectPath::parse(path).unwrap();
        let note = crate::notes::read(&path, text.as_bytes(), &mut Sink::default());
        note.date.map(|date| date.to_string())
    }

    #[test]
    fn the_name_of_a_file_and_its_title_say_the_day_where_nothing_else_does() {
        for (path, text, expected) in [
            ("docs/weekly-2026-03-04.md", "# Weekly", Some("2026-03-04")),
            ("docs/2026_03_04_review.md", "# Review", Some("2026-03-04")),
            ("docs/weekly-2026-03-04.md", "# Weekly\n\n**Date:** 2026-03-05\n", Some("2026-03-05")),
            ("docs/minutes.md", "# Minutes, 4 March 2026", Some("2026-03-04")),
            ("docs/plan.md", "# Harbour open by 2026-03-04", None),
            ("docs/2026-40-70.md", "# Berths", None),
            ("docs/release-1.2.3.md", "# Release", None),
        ] {
            assert_eq!(day(path, text).as_deref(), expected, "{path} {text}");
        }
    }
}
