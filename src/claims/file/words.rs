//! What the words around a path say of it: that it was created, changed, is there, or is gone; or nothing that is so.

use crate::claims::path_tokens;
use crate::claims::stance::has_word;
use crate::claims::words::Words;
use crate::model::claim::FileStatement;

/// Words of a sentence that speaks of what is not there yet, or stands for many.
static NOT_SO: Words = Words::new(
    "will|shall|should|would|could|might|todo|to be|not yet|planned|plan to|plans to|propose|proposed|recommend|\
     recommended|suggest|suggested|consider|e.g.|for example|such as|example|ideally|hypothetical|optional|\
     placeholder|i.e.|z.b.|soll|future|later|expected|needs|need|must|want|wanted|going to|once|until|upcoming|\
     nonexistent|non-existent|not exist",
);

/// Words of a sentence in which a path may be one of the past.
static MOVED: Words = Words::new(
    "moved|renamed|replaced|replaces|formerly|previously|used to|deprecated|superseded|migrated|extracted|\
     instead of|rather than|obsolete|legacy|was in|merged|earlier|originally|stale|\
     consolidated|absorbed|dropped|reverted|stashed|gitignored|ignored",
);

/// Verbs that open an instruction.
static ORDERS: Words = Words::new(
    "create|add|write|implement|build|introduce|generate|extract|move|rename|delete|remove|refactor|split|make|\
     set up|put|place|copy|paste|save|edit|convert|extend",
);

/// What a sentence says of a path that stands at `start..end` of it. `None`: nothing that is so today or was done.
pub(crate) fn statement(text: &str, start: usize, end: usize) -> Option<FileStatement> {
    let (before, behind) = (text[..start].to_lowercase(), text[end..].to_lowercase());
    if let Some(gone) = said_gone(&before, &behind) {
        return Some(gone);
    }
    if let Some(renamed) = renamed(&before, &behind) {
        return Some(renamed);
    }
    // Words in the names of files say nothing of them: `src/legacy/todo.ts`.
    let others = |text: &str| text.split_whitespace().filter(|word| !is_path(word)).collect::<Vec<_>>().join(" ");
    let lower = format!("{} · {}", others(&before), others(&behind)).replace("at once", "");
    if NOT_SO.stand_in(&lower) || is_order(&lower) {
        return None;
    }
    if is_said_created(&before, &behind) {
        return Some(FileStatement::Created);
    }
    // `a.ts` → `b.ts`: one of them is the past.
    if directly_behind(&behind, &["→", "->", "=>"]) {
        return None;
    }
    if directly_before(&before, &["modified", "updated", "changed", "extended", "edited", "rewrote"]) {
        return Some(FileStatement::Modified);
    }
    (!MOVED.stand_in(&lower)).then_some(FileStatement::Named)
}

/// What a renaming says of a file: of its old name that it is gone, of its new one that it is there.
fn renamed(before: &str, behind: &str) -> Option<FileStatement> {
    let bare = |text: &str| text.trim_start_matches(|c: char| c.is_whitespace() || "`*_".contains(c)).to_owned();
    let behind = bare(behind);
    let then = |words: &[&str]| {
        let rest = words.iter().find_map(|word| behind.strip_prefix(word)).map(bare);
        rest.is_some_and(|rest| rest.split_whitespace().next().is_some_and(is_path))
    };
    if then(&["used to be called ", "was formerly called ", "was called ", "hieß früher "]) {
        return Some(FileStatement::Named);
    }
    let old = then(&["renamed to ", "was renamed to ", "has been renamed to ", "is now ", "wurde umbenannt in "])
        || (directly_before(before, &["renamed"]) && then(&["→ ", "-> ", "=> ", "to "]));
    if old {
        return Some(FileStatement::Removed);
    }
    let head = before.trim_end_matches(|c: char| c.is_whitespace() || "`*_".contains(c));
    let marks = ["→", "->", "=>", " renamed to", " to"];
    let from = marks.iter().find_map(|mark| head.strip_suffix(mark)).and_then(|head| head.split_whitespace().last());
    let new = head.contains("renamed") && from.is_some_and(|word| is_path(word) || word == "renamed");
    new.then_some(FileStatement::Named)
}

fn is_path(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| "`*_\"'(),;:".contains(c));
    bare.contains(['/', '.']) && path_tokens::read(bare, true).is_some()
}

/// What the words around a path say, if it is that the file was removed or is not there.
pub(crate) fn said_gone(before: &str, behind: &str) -> Option<FileStatement> {
    const REMOVED: &[&str] = &[
        "(removed",
        "(deleted",
        "removed)",
        "deleted)",
        ", which was removed",
        ", which was deleted",
        ", which has been removed",
        ", which has been deleted",
        "ya no existe",
        "n'existe plus",
        "existiert nicht mehr",
        "não existe mais",
        "já não existe",
        "non esiste più",
        "bestaat niet meer",
        "już nie istnieje",
        "finns inte längre",
        "removed.",
        "deleted.",
        "was removed",
        "was deleted",
        "were removed",
        "has been removed",
        "has been deleted",
        "is removed",
        "is deleted",
        "no longer exists",
        "— removed",
        "— deleted",
        "- deleted",
        "- removed entirely",
        "deleted in",
        "removed in",
        "wurde entfernt",
        "wurde gelöscht",
        "fue eliminado",
        "se eliminó",
        "foi removido",
        "a été supprimé",
        "è stato rimosso",
        "silindi",
        "kaldırıldı",
    ];
    const ABSENT: &[&str] = &[
        "does not exist",
        "doesn't exist",
        "do not exist",
        "directory does not exist",
        "folder does not exist",
        "directory doesn't exist",
        "directory is missing",
        "existiert nicht",
    ];
    let verbs = ["removed", "deleted", "dropped", "removes", "deletes", "entfernt", "gelöscht"];
    let ends =
        matches!(behind.trim_matches([' ', '`', '*', '.']), "removed" | "deleted" | "gone" | "entfernt" | "gelöscht");
    if ends || directly_before(before, &verbs) || directly_behind(behind, REMOVED) {
        Some(FileStatement::Removed)
    } else {
        let absent = is_missing(behind)
            || is_denied(before, behind)
            || directly_behind(behind.trim_start_matches(|c: char| " `*—–-:".contains(c)), ABSENT);
        absent.then_some(FileStatement::Absent)
    }
}

/// Whether words about a file in a list of files say that it was made.
pub(crate) fn is_said_created(before: &str, behind: &str) -> bool {
    directly_before(before, &["created", "added", "new", "introduced", "wrote", "new file", "erstellt"])
        || directly_behind(behind, &["(new", "(created", "— created", "- created", "was created", "[new", "(neu"])
}

/// Whether one of `words` stands right before a path: an article or a word for files may stand between.
fn directly_before(before: &str, words: &[&str]) -> bool {
    let mut rest = before.trim_end_matches(|c: char| c.is_whitespace() || "`*_\"'(:".contains(c));
    for _ in 0..3 {
        if words.iter().any(|word| rest.strip_suffix(word).is_some_and(|head| !head.ends_with(char::is_alphanumeric))) {
            return true;
        }
        let skipped = [
            "the",
            "a",
            "an",
            "file",
            "files",
            "module",
            "folder",
            "directory",
            "test",
            "unused",
            "dead",
            "obsolete",
            "stale",
            "new",
            "script",
        ]
        .iter()
        .find_map(|word| rest.strip_suffix(word).filter(|head| !head.ends_with(char::is_alphanumeric)));
        match skipped {
            Some(head) => rest = head.trim_end(),
            None => return false,
        }
    }
    false
}

/// Whether a word that ends its clause says that a path is not there: "is missing" alone, not "is missing docstrings".
fn is_missing(behind: &str) -> bool {
    let rest = behind.trim_start_matches(|c: char| c.is_whitespace() || "`*_\"'".contains(c));
    let phrases = ["is missing", "was missing", "is gone", "is absent", "was not found", "is not there"];
    let ended = phrases.iter().find_map(|phrase| rest.strip_prefix(phrase));
    ended.is_some_and(|rest| rest.trim_start().is_empty() || rest.starts_with(['.', ',', ';', ')', ':', '|']))
}

/// "There is no `setup.py`.": the path ends its clause, so that it is not "there is no `setup.py` test".
fn is_denied(before: &str, behind: &str) -> bool {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || "`*_\"'".contains(c));
    let denied =
        ["there is no", "there's no", "there is no longer a", "there is no file", "es gibt kein", "es gibt keine"];
    let rest = behind.trim_start_matches(|c: char| c.is_whitespace() || "`*_\"'".contains(c));
    let more = ["any more", "anymore", "any longer", "yet", "here", "in the ", "in this "];
    denied.iter().any(|words| before.ends_with(words))
        && (rest.is_empty()
            || rest.starts_with(['.', ',', ';', ')', ':', '!'])
            || more.iter().any(|w| rest.starts_with(w)))
}

fn directly_behind(behind: &str, phrases: &[&str]) -> bool {
    let rest = behind.trim_start_matches(|c: char| c.is_whitespace() || "`*_\"'".contains(c));
    phrases.iter().any(|phrase| rest.starts_with(phrase))
}

/// Whether a sentence tells somebody to do something: it opens with such a verb, or with one behind a label.
fn is_order(lower: &str) -> bool {
    let labelled = lower.split_once(':').filter(|(label, _)| label.len() < 40).map(|(_, rest)| rest);
    [Some(lower), labelled].into_iter().flatten().any(|part| {
        let opening = part.trim_start_matches(|c: char| !c.is_alphabetic());
        ORDERS.each().any(|verb| opening.strip_prefix(verb).is_some_and(|rest| rest.starts_with([' ', ':'])))
    })
}

/// The words of labels over lists of files.
static LABELS: Words = Words::new(
    "exist|exists|present|found|verified|files|file|key|created|modified|changed|new|added|updated|touched|edited|removed|deleted|and|or|test|tests|source|sources|docs|\
     artifacts|changes|list|of|summary|this|session|in|plan|phase|task|all|the|code|documentation|config|configuration|by|made|\
     dateien|erstellt|geändert|gelöscht|fichiers|créés|modifiés|文件",
);

/// What a heading or a key says of the files below it.
pub(crate) fn of_list(lower: &str) -> Option<FileStatement> {
    // Only what is nothing but such a label: "Files Created/Modified", and not "Temporary files are never removed".
    if lower.split(|c: char| !c.is_alphanumeric()).any(|word| !word.is_empty() && !LABELS.has(word)) {
        return None;
    }
    let says = |words: &[&str]| has_word(lower, words);
    let created = says(&["created", "new", "added", "erstellt", "créés"]);
    let modified = says(&["modified", "changed", "updated", "touched", "edited", "geändert", "modifiés"]);
    let removed = says(&["removed", "deleted", "gelöscht", "supprimés"]);
    match (created, modified, removed) {
        (false, false, true) => Some(FileStatement::Removed),
        (_, true, _) => Some(FileStatement::Modified),
        (true, false, _) => Some(FileStatement::Created),
        (false, false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_invert_or_take_back_what_is_said_of_a_file() {
        let says = |text: &str| {
            let start = text.find("a/b.py").unwrap();
            statement(text, start, start + 6)
        };
        let table = [
            ("Created `a/b.py` with helpers", Some(FileStatement::Created)),
            ("Removed `a/b.py`", Some(FileStatement::Removed)),
            ("Removed axios from `a/b.py`", Some(FileStatement::Named)),
            ("`a/b.py` does not exist", Some(FileStatement::Absent)),
            ("`a/b.py` (deleted)", Some(FileStatement::Removed)),
            ("`a/b.py` - Removed unused imports", Some(FileStatement::Named)),
            ("See a/b.py for details", Some(FileStatement::Named)),
            ("Create `a/b.py`", None),
            ("We should put it into `a/b.py`", None),
            ("Files such as `a/b.py`", None),
            ("There is no `a/b.py` in the project.", Some(FileStatement::Absent)),
            ("There is no `a/b.py`.", Some(FileStatement::Absent)),
            ("There is no `a/b.py` test", Some(FileStatement::Named)),
            ("`a/b.py` was renamed", None),
            ("`a/b.py` was renamed to `a/c.py`", Some(FileStatement::Removed)),
            ("renamed `a/b.py` → `a/c.py`", Some(FileStatement::Removed)),
            ("renamed `a/a.py` → `a/b.py`", Some(FileStatement::Named)),
            ("`a/b.py` used to be called `c.py`", Some(FileStatement::Named)),
            ("`a/b.py` ya no existe", Some(FileStatement::Removed)),
            ("gone with it (`a/b.py` removed)", Some(FileStatement::Removed)),
            ("It replaced `a/b.py`, which was removed in summer", Some(FileStatement::Removed)),
            ("The lamp in `a/b.py` goes out at once", Some(FileStatement::Named)),
            ("We renamed the port in `a/b.py` to `quay`", None),
        ];
        for (text, expected) in table {
            assert_eq!(says(text), expected, "{text}");
        }
    }
}
