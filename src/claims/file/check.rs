//! What the tree and git say of a claim about a file. Absence contradicts only where git shows that the very path was
//! deleted or renamed, and the note speaks for now; for a note of its day it is outdated.

use crate::claims::judge::{evidence, judgement, unverified};
use crate::facts::Facts;
use crate::model::claim::{Claim, Evidence, EvidenceKind, EvidenceTarget, FileStatement, Judgement, Subject, Verdict};
use crate::model::paths::ProjectPath;
use crate::model::question::{Answers, FileAnswer, FileHistory};

/// Judges a claim about a file.
pub(super) fn check(claim: &Claim, facts: &Facts<'_>, answers: &Answers) -> Judgement {
    let Subject::File { path, statement } = &claim.subject else { return unverified("it names no file") };
    let Some(answer) = answers.file(path) else { return unverified("nobody looked") };
    if answer.ambiguous {
        return unverified("the name alone does not say which file");
    }
    match (statement, answer.present.as_slice()) {
        (FileStatement::Absent | FileStatement::Removed, []) => absent_as_said(*statement, answer, answers),
        (FileStatement::Absent | FileStatement::Removed, present) => there_after_all(claim, path, present, facts),
        (_, []) => gone(claim, path, *statement, answer, answers),
        (_, present) => there(present, facts),
    }
}

fn in_tree(present: &[ProjectPath], facts: &Facts<'_>) -> Evidence {
    let label = match present {
        [only] => only.as_str().to_owned(),
        several => format!("{} files fit", several.len()),
    };
    let target = match present {
        [only] if facts.file(only).is_some() => EvidenceTarget::Source(only.clone()),
        [only] if facts.measured.folders.contains_key(only.as_str()) => {
            EvidenceTarget::Folder(only.as_str().to_owned())
        }
        _ => EvidenceTarget::None,
    };
    evidence(EvidenceKind::Tree, label, target)
}

fn there(present: &[ProjectPath], facts: &Facts<'_>) -> Judgement {
    let reason = match present {
        // What else the words say of it is not checked.
        [_] => "the file is in the tree; nothing else is checked here".to_owned(),
        several => format!("{} files in the tree fit", several.len()),
    };
    judgement(Verdict::Confirmed, "file is there", in_tree(present, facts), reason)
}

fn there_after_all(claim: &Claim, path: &str, present: &[ProjectPath], facts: &Facts<'_>) -> Judgement {
    let exact = present.iter().any(|found| found.as_str() == path.trim_end_matches('/'));
    let (verdict, reason) = match claim.as_of {
        Some(_) => (Verdict::Outdated, "the file is in the tree now"),
        None if exact => (Verdict::Contradicted, "the file is in the tree"),
        None => (Verdict::Unverified, "a file of that name lies elsewhere in the tree"),
    };
    judgement(verdict, "file is there", in_tree(present, facts), reason)
}

fn absent_as_said(statement: FileStatement, answer: &FileAnswer, answers: &Answers) -> Judgement {
    match &answer.history {
        FileHistory::Gone { .. } => {
            judgement(Verdict::Confirmed, "gone", by_git(&answer.history), how_gone(&answer.history))
        }
        // What was never there was not taken away, or not under this name.
        FileHistory::Never if statement == FileStatement::Removed => {
            unverified("neither the tree nor any commit has it, so nothing says that it ever was")
        }
        FileHistory::Never if answers.git.present && answer.tree_has_sources => {
            let proof = evidence(EvidenceKind::Tree, "the tree and its history", EvidenceTarget::None);
            judgement(Verdict::Confirmed, "not there", proof, "neither the tree nor any commit has it")
        }
        _ => unverified("it is not in the tree, and nothing says that it ever was"),
    }
}

pub(in crate::claims) fn gone(
    claim: &Claim,
    path: &str,
    statement: FileStatement,
    answer: &FileAnswer,
    answers: &Answers,
) -> Judgement {
    let FileHistory::Gone { path: known, date, .. } = &answer.history else {
        return unverified(match &answer.history {
            _ if !answer.tree_has_sources => "the tree holds no sources to look in",
            FileHistory::Never => "it is not in the tree, and no commit ever had it",
            _ if answers.git.shallow => "it is not in the tree, and the history is cut off",
            _ if answers.git.present => "it is not in the tree, and the history can't say what became of it",
            _ => "it is not in the tree, and there is no git history",
        });
    };
    let how = how_gone(&answer.history);
    let done = matches!(statement, FileStatement::Created | FileStatement::Modified);
    let exact = known == path.trim_end_matches('/');
    let (verdict, reason) = match (claim.as_of, date) {
        _ if done => (Verdict::Outdated, format!("there then, gone since: {how}")),
        (None, _) if exact => (Verdict::Contradicted, how),
        (None, _) => (Verdict::Unverified, format!("{known} was {how}")),
        (Some(day), Some(date)) if *date >= day => (Verdict::Outdated, format!("there then, gone since: {how}")),
        (Some(_), _) => (Verdict::Unverified, format!("{how}, before the note's date")),
    };
    judgement(verdict, "gone", by_git(&answer.history), reason)
}

fn how_gone(history: &FileHistory) -> String {
    let FileHistory::Gone { commit, date, renamed_to, .. } = history else { return String::new() };
    let on = date.map_or_else(String::new, |date| format!(" on {date}"));
    match renamed_to {
        Some(name) => format!("renamed to {name} in {commit}{on}"),
        None => format!("deleted in {commit}{on}"),
    }
}

fn by_git(history: &FileHistory) -> Evidence {
    let label = match history {
        FileHistory::Gone { commit, .. } => commit.clone(),
        _ => String::new(),
    };
    evidence(EvidenceKind::Git, label, EvidenceTarget::None)
}
