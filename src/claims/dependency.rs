//! `dependency`: a package that is installed or was added, with its version: "pytest 8.4.2" under "Installed packages",
//! `tech-stack: {added: [zod@^3.25.76]}`, "Added tenacity>=8.2.3 dependency". Checked against manifests and lock files.
//!
//! Not found: languages and their runtimes, versions of the project itself, what is only recommended.

mod written;

use self::written::{Written, item, pinned_in};
use super::ClaimKind;
use super::aside::is_aside;
use super::judge::{evidence, judgement, unverified};
use super::passages::{Reader, Sentence};
use super::stance::{Stance, states_facts};
use super::words::Words;
use crate::facts::Facts;
use crate::model::claim::{Claim, EvidenceKind, EvidenceTarget, Judgement, Subject, Verdict};
use crate::model::contents::PackageFound;
use crate::model::document::BlockKind;
use crate::model::frontmatter::Field;
use crate::model::note::NoteKind;
use crate::model::question::{Answers, Question};

/// The kind.
pub(super) const KIND: ClaimKind = ClaimKind { id: "dependency", find, asks, check };

/// Words of headings and introductions over lists of packages.
static LISTED: Words = Words::new(
    "installed|installed packages|dependencies|packages|dependency|tech added|libraries|requirements installed|\
     abhängigkeiten|pakete|dépendances|dependencias|依赖",
);

/// Words of a sentence that says that a package is there.
static SAID: Words = Words::new(
    "added|installed|upgraded|pinned|updated dependencies|dependency|dependencies|package reference|bumped|requires|\
     installiert|hinzugefügt|安装",
);

/// Words that make it a wish, or say that it is not so.
static UNREAL: Words = Words::new(
    "should|must|would|could|consider|recommend|recommended|if|need|needs|missing|not|removed|remove|replaced|instead of|from|\
     migrate|migrating|deferred|plan|planned|to fully|until|without|add|install|upgrade",
);

fn find(reader: &Reader<'_>) -> Vec<Claim> {
    if !states_facts(reader.note.kind) || matches!(reader.note.kind, NoteKind::Roadmap | NoteKind::State) {
        return Vec::new();
    }
    let mut claims = in_frontmatter(reader);
    for sentence in reader.sentences().iter().filter(|sentence| sentence.stance == Stance::Fact) {
        let found = match reader.note.document.blocks[sentence.block].kind {
            BlockKind::Heading(_) => continue,
            BlockKind::Item { task: None, .. } if is_listed(reader, sentence) => {
                of_item(reader, sentence).into_iter().collect()
            }
            _ => of_sentence(reader, sentence),
        };
        for claim in found {
            if !claims.iter().any(|known| known.line == claim.line && known.subject == claim.subject) {
                claims.push(claim);
            }
        }
    }
    claims
}

/// `tech-stack: {added: […]}`, `tech_added: […]`.
fn in_frontmatter(reader: &Reader<'_>) -> Vec<Claim> {
    let Some(frontmatter) = &reader.note.frontmatter else { return Vec::new() };
    let added = ["tech-stack", "tech", "techstack"].iter().find_map(|key| frontmatter.get(key)?.get("added"));
    let added = added.or_else(|| {
        ["tech-added", "dependencies-added", "added-dependencies"].iter().find_map(|key| frontmatter.get(key))
    });
    let items = added.map(Field::items).unwrap_or_default();
    items
        .into_iter()
        .filter_map(|field| {
            let text = field.scalar()?;
            let written = item(text, true)?;
            let span = reader
                .in_line(field.line, text.trim().get(..written.length)?)
                .or_else(|| reader.in_line(field.line, &written.name))?;
            let words = text.trim().get(..written.length)?.to_owned();
            Some(claim(reader, text, span, &words, written))
        })
        .collect()
}

/// Whether an item stands in a list of packages.
fn is_listed(reader: &Reader<'_>, sentence: &Sentence<'_>) -> bool {
    let introduced = reader.introduction(sentence.block).map(|above| above.text.plain.to_lowercase());
    let headed = || reader.heading(sentence.section).map(|heading| heading.text.plain.to_lowercase());
    let words = introduced.or_else(headed).unwrap_or_default();
    LISTED.stand_in(&words) && !UNREAL.stand_in(&words)
}

/// "pytest 8.4.2 (test framework)".
fn of_item(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<Claim> {
    if sentence.range.start > 0 || sentence.is_struck(sentence.range.start) {
        return None;
    }
    let text = sentence.text();
    let written = item(text, false).filter(|written| written.version.is_some())?;
    let start = text.len() - text.trim_start().len();
    let range = start..start + written.length;
    let span = sentence.words.source(sentence.whole(&range));
    let words = text.get(range)?.to_owned();
    Some(claim(reader, text, span, &words, written))
}

/// "Added tenacity>=8.2.3 dependency".
fn of_sentence(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Vec<Claim> {
    let lower = sentence.lower.as_str();
    if !lower.contains(['=', '@', '~', '^', '>']) {
        return Vec::new();
    }
    let introduced =
        reader.introduction(sentence.block).is_some_and(|above| UNREAL.stand_in(&above.text.plain.to_lowercase()));
    if !SAID.stand_in(lower) || UNREAL.stand_in(lower) || introduced {
        return Vec::new();
    }
    let mut claims = Vec::new();
    for (range, written) in pinned_in(sentence.text()) {
        if !is_aside(sentence, &range) && !sentence.is_struck(range.start) {
            let span = sentence.words.source(sentence.whole(&range));
            claims.push(claim(reader, sentence.text(), span, &sentence.text()[range], written));
        }
    }
    claims
}

fn claim(reader: &Reader<'_>, text: &str, span: std::ops::Range<usize>, words: &str, written: Written) -> Claim {
    let subject = Subject::Package { name: written.name, version: written.version };
    reader.claim(KIND.id, text, span, words, None, subject)
}

fn asks(claim: &Claim, _: &Facts<'_>) -> Vec<Question> {
    match &claim.subject {
        Subject::Package { name, .. } => vec![Question::Package(name.clone())],
        _ => Vec::new(),
    }
}

fn check(claim: &Claim, _: &Facts<'_>, answers: &Answers) -> Judgement {
    let Subject::Package { name, version } = &claim.subject else { return unverified("it names no package") };
    let Some(found) = answers.package(name) else { return unverified("nobody looked") };
    if !found.manifests {
        return unverified("the tree holds no manifest and no lock file");
    }
    let Some(first) = found.places.first() else { return unverified("no manifest and no lock file names it") };
    let say = |verdict: Verdict, place: &PackageFound, reason: String| {
        let measured = place.version.clone().unwrap_or_else(|| "named".into());
        judgement(verdict, measured, evidence(EvidenceKind::Tree, place.path.as_str(), EvidenceTarget::None), reason)
    };
    let Some(version) = version else {
        return say(Verdict::Confirmed, first, format!("{} names it", first.path));
    };
    let agreeing = found
        .places
        .iter()
        .find(|place| place.version.as_deref().is_some_and(|own| allows(version, own, place.locked)));
    if let Some(place) = agreeing {
        let own = place.version.as_deref().unwrap_or_default();
        return say(Verdict::Confirmed, place, format!("{} has {own}", place.path));
    }
    let locked = found.places.iter().find(|place| place.locked && place.version.is_some());
    match (locked, claim.as_of) {
        (Some(place), as_of) => {
            let own = place.version.as_deref().unwrap_or_default();
            let verdict = if as_of.is_some() { Verdict::Outdated } else { Verdict::Contradicted };
            say(verdict, place, format!("{} has {own}", place.path))
        }
        (None, as_of) => {
            let own = first.version.as_deref().unwrap_or("no version");
            let verdict =
                if as_of.is_some() && first.version.is_some() { Verdict::Outdated } else { Verdict::Unverified };
            say(verdict, first, format!("{} asks for {own}, and no lock file says what is installed", first.path))
        }
    }
}

/// Whether a version agrees with what a note says of it: the same, or one that the note's comparison allows. What a
/// manifest asks for agrees where it names the same version.
fn allows(said: &str, own: &str, locked: bool) -> bool {
    let digits = |text: &str| -> Vec<u64> {
        let bare = text.trim_start_matches(|c: char| !c.is_ascii_digit());
        bare.split(|c: char| !c.is_ascii_digit()).map_while(|part| part.parse().ok()).collect()
    };
    let (wanted, have) = (digits(said), digits(own));
    let begins = have.len() >= wanted.len() && have[..wanted.len()] == wanted[..];
    let at_least = said.starts_with(['>', '^', '~']) || said.ends_with('+');
    if wanted.is_empty() || have.is_empty() {
        return false;
    }
    if !locked {
        return wanted == have;
    }
    match said.chars().next() {
        Some('^') => have >= wanted && have.first() == wanted.first(),
        Some('~') => {
            have >= wanted
                && have.iter().zip(&wanted).take(2.min(wanted.len().saturating_sub(1)).max(1)).all(|(a, b)| a == b)
        }
        _ if at_least => have >= wanted,
        _ => begins,
    }
}

#[cfg(test)]
mod tests {
    use super::allows;

    #[test]
    fn versions_are_compared_as_they_are_meant() {
        assert!(allows("8.4.2", "8.4.2", true) && !allows("8.4.2", "8.4.20", true) && allows("8.4", "8.4.2", true));
        assert!(allows(">=8.2.3", "8.10.0", true) && !allows(">=8.2.3", "8.2.0", true));
        assert!(allows("^3.25.76", "3.30.0", true) && !allows("^3.25.76", "4.0.0", true));
        assert!(
            allows("6.0+", "8.1.0", true) && allows("^1.27.1", "^1.27.1", false) && allows("1.27.1", "^1.27.1", false)
        );
        assert!(!allows("1.27.1", ">=1.2", false) && !allows("x", "1", true));
    }
}
