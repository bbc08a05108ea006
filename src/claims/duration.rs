//! `duration`: how long the work of a note took, and how long the tests take. Checked against the times at which the note says that it was started and
//! completed, and against the other place that says how long it took.
//!
//! Work may rest: a span that is longer than the duration says nothing against it. One that is much shorter does.

mod run;

use jiff::Timestamp;

use super::ClaimKind;
use super::judge::by_the_note;
use super::passages::Reader;
use super::stance::{Stance, states_facts};
use crate::facts::Facts;
use crate::model::claim::{Claim, Elsewhere, Judgement, Subject};
use crate::model::note::NoteKind;
use crate::model::question::{Answers, Question};
use crate::notes::labels::split;
use crate::notes::phases::duration::seconds;

/// The kind.
pub(super) const KIND: ClaimKind = ClaimKind { id: "duration", find, asks, check };

/// A duration as written, where it stands, and in seconds.
struct Stated {
    text: String,
    written: String,
    span: std::ops::Range<usize>,
    line: u32,
    seconds: u64,
}

fn find(reader: &Reader<'_>) -> Vec<Claim> {
    if !states_facts(reader.note.kind) || matches!(reader.note.kind, NoteKind::Roadmap | NoteKind::State) {
        return Vec::new();
    }
    let mut claims = run::find(reader);
    let stated: Vec<Stated> = in_frontmatter(reader).into_iter().chain(in_body(reader)).collect();
    if stated.is_empty() {
        return claims;
    }
    let span = span(reader);
    let claim = |(at, one): (usize, &Stated)| {
        let other = stated.iter().enumerate().find(|(other, _)| *other != at).map(|(_, other)| other);
        let subject = Subject::Said { about: "duration".into(), elsewhere: compare(one, other, span, at == 0) };
        reader.claim(KIND.id, &one.text, one.span.clone(), &one.written, None, subject)
    };
    claims.extend(stated.iter().enumerate().map(claim));
    claims
}

fn in_frontmatter(reader: &Reader<'_>) -> Option<Stated> {
    let frontmatter = reader.note.frontmatter.as_ref()?;
    let field = frontmatter.get("duration").or_else(|| frontmatter.get("metrics")?.get("duration"))?;
    let written = field.scalar()?.trim();
    let seconds = seconds(written, 60)?;
    let span = reader.in_line(field.line, written)?;
    Some(Stated { text: format!("duration: {written}"), written: written.to_owned(), span, line: field.line, seconds })
}

/// The first label "Duration" of the body.
fn in_body(reader: &Reader<'_>) -> Option<Stated> {
    reader.sentences().iter().filter(|sentence| sentence.stance == Stance::Fact).find_map(|sentence| {
        let text = sentence.text();
        let (name, value) = split(text)?;
        let key = name.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if !matches!(key.as_str(), "duration" | "total duration" | "time spent" | "dauer" | "durée") {
            return None;
        }
        let seconds = seconds(value, 60)?;
        let at = text.rfind(value)?;
        let span = sentence.words.source(sentence.whole(&(at..at + value.len())));
        let (line, _) = reader.position(span.start);
        Some(Stated { text: text.trim().to_owned(), written: value.to_owned(), span, line, seconds })
    })
}

/// The seconds between the times at which the work was started and completed, where both have a time of the day.
fn span(reader: &Reader<'_>) -> Option<u64> {
    let frontmatter = reader.note.frontmatter.as_ref();
    let field = |key: &str| time(frontmatter?.get(key)?.scalar()?);
    let label = |wanted: &str| {
        reader.sentences().iter().find_map(|sentence| {
            let (name, value) = split(sentence.text())?;
            name.trim_matches(|c: char| !c.is_alphanumeric()).eq_ignore_ascii_case(wanted).then(|| time(value))?
        })
    };
    let start = field("started").or_else(|| label("started"))?;
    let end = field("completed").or_else(|| label("completed"))?;
    u64::try_from(end.as_second() - start.as_second()).ok()
}

/// A time stamp with a time of the day: `2026-03-04T01:24:51Z`.
fn time(text: &str) -> Option<Timestamp> {
    let token = text.split_whitespace().next()?.trim_matches(['`', '*', '"', '_', ',']);
    token.contains('T').then(|| token.parse().ok())?
}

/// What the rest of the note says of a duration. Of two that differ, and of which no span says which is right, the first
/// is overruled by the second.
fn compare(one: &Stated, other: Option<&Stated>, span: Option<u64>, is_first: bool) -> Option<Elsewhere> {
    if let Some(span) = span {
        let measured = shown(span);
        let place = "the times of the note".to_owned();
        // Minutes are rounded, and "about" is looser than that.
        let slack = 60.max(one.seconds / 5);
        if one.seconds.abs_diff(span) <= slack {
            let reason = format!("{measured} lie between start and end");
            return Some(Elsewhere { agrees: Some(true), measured, place, reason });
        }
        let too_long = one.seconds > span * 2 + 300;
        let reason = format!("only {measured} lie between start and end");
        let longer = format!("{measured} lie between start and end; work may have rested");
        return Some(Elsewhere {
            agrees: too_long.then_some(false),
            measured,
            place,
            reason: if one.seconds > span { reason } else { longer },
        });
    }
    let other = other?;
    let slack = 60.max(one.seconds.max(other.seconds) / 4);
    let same = one.seconds.abs_diff(other.seconds) <= slack;
    let agrees = if same { Some(true) } else { is_first.then_some(false) };
    Some(Elsewhere {
        agrees,
        measured: other.written.clone(),
        place: format!("line {}", other.line),
        reason: format!("line {} has {}", other.line, other.written),
    })
}

fn shown(seconds: u64) -> String {
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

fn asks(_: &Claim, _: &Facts<'_>) -> Vec<Question> {
    Vec::new()
}

fn check(claim: &Claim, facts: &Facts<'_>, _: &Answers) -> Judgement {
    match &claim.subject {
        Subject::Run { runner, microseconds } => run::check(claim, runner.as_deref(), *microseconds, facts),
        _ => by_the_note(claim),
    }
}
