//! "All tasks complete." in running text, beside the boxes of its section.

use crate::claims::aside::{is_aside, is_in_code};
use crate::claims::passages::{Reader, Sentence};
use crate::claims::stance::Stance;
use crate::claims::status::KIND;
use crate::claims::words::Words;
use crate::model::claim::{Claim, Elsewhere, Subject};
use crate::model::document::BlockKind;

/// What boxes stand for.
static BOXES: Words = Words::new(
    "tasks|items|steps|boxes|todos|to-dos|checks|criteria|checkboxes|points|aufgaben|punkte|schritte|tareas|pasos|tâches|étapes|tarefas",
);

/// What is said of them.
static DONE: Words = Words::new(
    "complete|completed|done|finished|ticked|checked|closed|erledigt|abgeschlossen|fertig|completadas|completados|hechas|terminées|faites|\
     concluídas",
);

/// Words that may stand between.
static BETWEEN: Words = Words::new(
    "are|is|now|have|been|the|of|these|planned|listed|acceptance|success|plan|checklist|above|below|sind|están|sont|estão|las|os|les",
);

/// All such statements.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Claim> {
    if reader.note.document.tasks.is_empty() {
        return Vec::new();
    }
    let facts = reader.sentences().iter().filter(|sentence| sentence.stance == Stance::Fact);
    facts.filter_map(|sentence| of_sentence(reader, sentence)).collect()
}

fn of_sentence(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<Claim> {
    let lower = sentence.lower.as_str();
    let open = lower.trim_start_matches(|c: char| !c.is_alphabetic());
    let all =
        ["all ", "alle ", "todas ", "todos ", "toutes ", "tous "].iter().find_map(|all| open.strip_prefix(all))?;
    if matches!(
        reader.note.document.blocks[sentence.block].kind,
        BlockKind::Heading(_) | BlockKind::Item { task: Some(_), .. }
    ) {
        return None;
    }
    // Nothing but these words: "All tasks are complete", and not "All tasks that are complete".
    let words: Vec<&str> =
        all.split(|c: char| c.is_whitespace() || ".,!:;✅".contains(c)).filter(|word| !word.is_empty()).collect();
    let (last, before) = words.split_last()?;
    let noun = before.iter().filter(|word| BOXES.has(word)).count() == 1;
    let plain = noun && DONE.has(last) && before.iter().all(|word| BOXES.has(word) || BETWEEN.has(word));
    let range = 0..lower.len();
    if !plain || is_aside(sentence, &range) || is_in_code(sentence.words, &sentence.whole(&range)) {
        return None;
    }
    let boxes: Vec<_> = reader.note.document.tasks.iter().filter(|task| task.section == sentence.section).collect();
    let ticked = boxes.iter().filter(|task| task.done).count();
    let measured = format!("{ticked} of {} boxes ticked", boxes.len());
    let elsewhere = (!boxes.is_empty()).then(|| Elsewhere {
        agrees: Some(ticked == boxes.len()),
        measured: measured.clone(),
        place: "the boxes of the section".into(),
        reason: measured,
    });
    let text = sentence.text().trim();
    let start = sentence.text().len() - sentence.text().trim_start().len();
    let span = sentence.words.source(sentence.whole(&(start..start + text.len())));
    Some(reader.claim(KIND.id, text, span, text, None, Subject::Said { about: "the boxes".into(), elsewhere }))
}
