//! A note as JSON for comparing: everything that is taken from it, numbers as short texts ("~27%", "12%..40%").

use covsite::model::note::{Note, State};
use covsite::model::taken::Score;
use covsite::model::value::{Bound, Quantity, Unit};
use covsite::notes::{checklist, inspect};
use serde_json::{Value, json};

/// Everything.
pub(crate) fn told(note: &Note) -> Value {
    let mut told = inspect::inspect(note);
    let lists = checklist::checklists(note);
    let more = json!({
        "checklists": lists.iter().map(|list| json!({
            "title": list.title, "done": list.done, "total": list.total, "line": list.line,
        })).collect::<Vec<_>>(),
        "gap": note.gaps.iter().map(|gap| json!({
            "id": gap.id, "subject": gap.subject, "paths": gap.paths, "level": gap.priority.level.id(),
            "priority": gap.priority.text, "state": gap.state.id(), "notes": gap.notes, "line": gap.line,
            "condition": gap.priority.condition.as_ref().map(|c| c.text.clone()),
            "inverted": gap.priority.condition.as_ref().map(|c| c.inverted),
        })).collect::<Vec<_>>(),
        "plan": plan(note),
        "facts": facts(note),
        "headings": note.document.headings.iter().map(|h| json!({
            "level": h.level, "text": h.text.plain, "slug": h.slug, "parent": h.parent,
        })).collect::<Vec<_>>(),
        "columns": note.document.tables.iter().map(|table| {
            table.columns.iter().map(|column| format!("{column:?}")).collect::<Vec<_>>().join(" ")
        }).collect::<Vec<_>>(),
        "body": &note.text[note.body..],
    });
    if let (Value::Object(told), Value::Object(more)) = (&mut told, more) {
        told.extend(more);
    }
    told
}

fn plan(note: &Note) -> Value {
    let plan = &note.plan;
    json!({
        "phase": plan.phase, "plan": plan.plan, "subsystem": plan.subsystem, "tags": plan.tags,
        "requires": plan.requires.iter().map(|r| json!({ "phase": r.phase, "provides": r.provides })).collect::<Vec<_>>(),
        "provides": plan.provides, "affects": plan.affects, "tech_added": plan.tech_added, "patterns": plan.patterns,
        "files_created": plan.files_created, "files_modified": plan.files_modified,
        "decisions": plan.decisions.iter().map(|d| json!({ "id": d.id, "text": d.text, "rationale": d.rationale })).collect::<Vec<_>>(),
        "commits": plan.commits.iter().map(|c| json!({ "hash": c.hash, "type": c.kind, "description": c.description })).collect::<Vec<_>>(),
        "tests": plan.tests.iter().map(|t| json!({ "file": t.file, "count": t.count, "status": t.status })).collect::<Vec<_>>(),
        "deviations": plan.deviations.iter().map(|d| json!({
            "title": d.title, "planned": d.planned, "actual": d.actual, "reason": d.reason,
        })).collect::<Vec<_>>(),
        "milestones": plan.milestones.iter().map(|m| json!({
            "subject": m.subject, "steps": m.steps.iter().map(quantity).collect::<Vec<_>>(), "line": m.line,
        })).collect::<Vec<_>>(),
        "duration_s": plan.duration_s, "duration_text": plan.duration_text, "status": plan.status,
        "completed": plan.completed.map(|date| date.to_string()),
        "inner": plan.inner_phases.iter().map(|p| json!({
            "number": p.number, "name": p.name, "when": p.when, "done": p.done, "total": p.total, "line": p.line,
        })).collect::<Vec<_>>(),
    })
}

fn facts(note: &Note) -> Value {
    let facts = &note.facts;
    json!({
        "targets": facts.targets.iter().map(|t| json!({
            "subject": t.subject, "from": t.from.as_ref().map(quantity), "to": quantity(&t.to), "unit": t.unit, "by": t.by,
            "state": t.state.map(State::id), "line": t.line,
        })).collect::<Vec<_>>(),
        "findings": facts.findings.iter().map(|f| json!({
            "subject": f.subject, "state": f.state.id(), "priority": f.priority, "text": f.text, "line": f.line,
        })).collect::<Vec<_>>(),
        "scores": facts.scores.iter().map(score).collect::<Vec<_>>(),
        "commands": facts.commands.iter().map(|c| json!({ "command": c.command, "purpose": c.purpose, "line": c.line })).collect::<Vec<_>>(),
        "outcomes": facts.outcomes.iter().map(|o| json!({
            "subject": o.subject, "state": o.state.id(), "text": o.text, "line": o.line,
        })).collect::<Vec<_>>(),
        "settings": facts.settings.iter().map(|s| json!({ "name": s.name, "value": s.value, "file": s.file, "line": s.line })).collect::<Vec<_>>(),
        "versions": facts.versions.iter().map(|v| json!({ "subject": v.subject, "version": v.version, "line": v.line })).collect::<Vec<_>>(),
        "next_steps": facts.next_steps.iter().map(|n| json!({ "text": n.text, "priority": n.priority, "line": n.line })).collect::<Vec<_>>(),
    })
}

fn score(score: &Score) -> Value {
    json!({
        "subject": score.subject, "value": score.value.as_ref().map(quantity), "text": score.text, "line": score.line,
        "parts": score.parts.iter().map(self::score).collect::<Vec<_>>(),
    })
}

fn quantity(quantity: &Quantity) -> String {
    let sign = match quantity.bound {
        Bound::Exact | Bound::Range => "",
        Bound::About => "~",
        Bound::AtLeast => ">=",
        Bound::MoreThan => ">",
        Bound::AtMost => "<=",
        Bound::LessThan => "<",
    };
    let unit = if quantity.unit == Unit::Percent { "%" } else { "" };
    match quantity.bound {
        Bound::Range => format!("{}..{}{unit}", quantity.low, quantity.high),
        _ => format!("{sign}{}{unit}", quantity.low),
    }
}
