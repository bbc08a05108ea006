//! `date`: the day on which something was completed, verified or audited, and any day that is written in full. Checked
//! against the calendar (a weekday that is not that day's, a day that does not exist), against the other place of the note
//! that gives it, and against the commits that the note names.

use std::sync::OnceLock;

use jiff::civil::{Date, Weekday};
use regex::Regex;

use super::ClaimKind;
use super::judge::{by_the_note, evidence, judgement, unverified};
use super::passages::Reader;
use super::stance::{Stance, states_facts};
use crate::facts::Facts;
use crate::model::claim::{Claim, Elsewhere, EvidenceKind, EvidenceTarget, Judgement, Subject, Verdict};
use crate::model::note::NoteKind;
use crate::model::question::{Answers, CommitAnswer, Question};
use crate::notes::dates;
use crate::notes::labels::split;

/// The kind.
pub(super) const KIND: ClaimKind = ClaimKind { id: "date", find, asks, check };

/// So many days of completion are compared.
const DAYS: usize = 16;

/// So many commits of a note are asked for their days.
const COMMITS: usize = 64;

fn find(reader: &Reader<'_>) -> Vec<Claim> {
    if !states_facts(reader.note.kind) || matches!(reader.note.kind, NoteKind::Roadmap | NoteKind::State) {
        return Vec::new();
    }
    let mut claims: Vec<Claim> = completed(reader);
    claims.extend(in_calendar(reader));
    claims
}

/// The day of completion: in the frontmatter, and as a label of the body.
fn completed(reader: &Reader<'_>) -> Vec<Claim> {
    let mut stated: Vec<(String, String, std::ops::Range<usize>, Date, u32)> = Vec::new();
    let frontmatter = reader.note.frontmatter.as_ref();
    let field = frontmatter.and_then(|all| all.get("completed").or_else(|| all.get("metrics")?.get("completed")));
    if let Some(field) = field
        && let Some(written) = field.scalar().map(str::trim)
        && let Some(day) = dates::find(written)
        && let Some(span) = reader.in_line(field.line, written)
    {
        stated.push((format!("completed: {written}"), written.to_owned(), span, day, field.line));
    }
    for sentence in reader.sentences().iter().filter(|sentence| sentence.stance == Stance::Fact) {
        let text = sentence.text();
        let Some((name, value)) = split(text) else { continue };
        let key = name.trim_matches(|c: char| !c.is_alphanumeric());
        let Some(day) = dates::find(value).filter(|_| key.eq_ignore_ascii_case("completed")) else { continue };
        let Some(at) = text.rfind(value) else { continue };
        let span = sentence.words.source(sentence.whole(&(at..at + value.len())));
        let (line, _) = reader.position(span.start);
        // The same day once more says nothing new.
        if stated.iter().any(|(.., known, _)| *known == day) || stated.len() >= DAYS {
            continue;
        }
        stated.push((text.trim().to_owned(), value.to_owned(), span, day, line));
    }
    // The first is what the others are compared with: the frontmatter, if it has one.
    let claim = |(at, (text, written, span, day, _)): (usize, &(String, String, std::ops::Range<usize>, Date, u32))| {
        let other = stated.iter().find(|(.., other, _)| days_apart(*day, *other) > 1);
        let subject = if let Some((_, other, _, _, line)) = other.filter(|_| at == 0) {
            let reason = format!("line {line} has {other}");
            let place = format!("line {line}");
            let elsewhere = Elsewhere { agrees: Some(false), measured: other.clone(), place, reason };
            Subject::Said { about: "completed".into(), elsewhere: Some(elsewhere) }
        } else {
            let commits = reader.note.plan.commits.iter().take(COMMITS).map(|commit| commit.hash.clone()).collect();
            Subject::Day { day: *day, commits }
        };
        reader.claim(KIND.id, text, span.clone(), written, None, subject)
    };
    // A day without a commit beside it has nothing to be checked with.
    let checkable = |claim: &Claim| !matches!(&claim.subject, Subject::Day { commits, .. } if commits.is_empty());
    stated.iter().enumerate().map(claim).filter(checkable).collect()
}

fn days_apart(a: Date, b: Date) -> i32 {
    a.until(b).map_or(i32::MAX, |span| span.get_days().abs())
}

/// Days that do not exist, and weekdays.
fn in_calendar(reader: &Reader<'_>) -> Vec<Claim> {
    static DAY: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = DAY.get_or_init(|| {
        Regex::new(
            r"\b(?P<week>monday|tuesday|wednesday|thursday|friday|saturday|sunday),? (?P<day>[a-z]+ \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{4}-\d\d-\d\d|\d{1,2} [a-z]+ \d{4})\b|\b(?P<before>20\d\d-\d\d-\d\d),? ?\(?(?P<called>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b|\b(?P<iso>20\d\d-(?:0[1-9]|1[0-2])-(?:29|30|31))\b",
        )
        .ok()
    });
    let Some(pattern) = pattern else { return Vec::new() };
    let mut claims = Vec::new();
    for sentence in reader.sentences().iter().filter(|sentence| sentence.stance == Stance::Fact) {
        if !sentence.lower.contains("day") && !sentence.lower.contains("20") {
            continue;
        }
        for found in pattern.captures_iter(&sentence.lower) {
            let Some(range) = found.get(0).map(|all| all.range()) else { continue };
            if sentence.words.style_at(sentence.range.start + range.start).code {
                continue;
            }
            let week = found.name("week").or_else(|| found.name("called"));
            let day = found.name("day").or_else(|| found.name("before"));
            let elsewhere = match (week, day, found.name("iso")) {
                (Some(week), Some(day), _) => of_weekday(week.as_str(), day.as_str()),
                (_, _, Some(iso)) if dates::find(iso.as_str()).is_none() => {
                    let reason = "the month has fewer days".to_owned();
                    Some(Elsewhere {
                        agrees: Some(false),
                        measured: "no such day".into(),
                        place: "the calendar".into(),
                        reason,
                    })
                }
                _ => None,
            };
            let Some(elsewhere) = elsewhere else { continue };
            let span = sentence.words.source(sentence.whole(&range));
            let subject = Subject::Said { about: "the calendar".into(), elsewhere: Some(elsewhere) };
            claims.push(reader.claim(KIND.id, sentence.text(), span, &sentence.text()[range], None, subject));
        }
    }
    claims
}

fn of_weekday(said: &str, day: &str) -> Option<Elsewhere> {
    let date = dates::find(day)?;
    let name = match date.weekday() {
        Weekday::Monday => "monday",
        Weekday::Tuesday => "tuesday",
        Weekday::Wednesday => "wednesday",
        Weekday::Thursday => "thursday",
        Weekday::Friday => "friday",
        Weekday::Saturday => "saturday",
        Weekday::Sunday => "sunday",
    };
    let reason = format!("{date} is a {}{}", name[..1].to_uppercase(), &name[1..]);
    Some(Elsewhere { agrees: Some(name == said), measured: reason.clone(), place: "the calendar".into(), reason })
}

fn asks(claim: &Claim, _: &Facts<'_>) -> Vec<Question> {
    match &claim.subject {
        Subject::Day { commits, .. } => commits.iter().cloned().map(Question::Commit).collect(),
        _ => Vec::new(),
    }
}

fn check(claim: &Claim, _: &Facts<'_>, answers: &Answers) -> Judgement {
    let Subject::Day { day, commits } = &claim.subject else { return by_the_note(claim) };
    let found = commits.iter().filter_map(|hash| match answers.commit(hash)? {
        CommitAnswer::Found { hash, date, .. } => Some((hash.chars().take(7).collect::<String>(), (*date)?)),
        _ => None,
    });
    let Some((hash, last)) = found.max_by_key(|(_, date)| *date) else {
        return unverified("no commit that the note names says when that was");
    };
    let proof = evidence(EvidenceKind::Git, format!("{hash} of {last}"), EvidenceTarget::None);
    // Committers live in other time zones, and histories are rewritten.
    if days_apart(*day, last) <= 1 {
        return judgement(
            Verdict::Confirmed,
            last.to_string(),
            proof,
            format!("{hash}, the last of its commits, is of {last}"),
        );
    }
    judgement(
        Verdict::Unverified,
        last.to_string(),
        proof,
        format!("{hash}, the last of its commits, is of {last}; histories are rewritten"),
    )
}
