//! What manifests and lock files say of a package that a note names.

use crate::claims::judge::{evidence, judgement, unverified};
use crate::facts::Facts;
use crate::model::claim::{Claim, EvidenceKind, EvidenceTarget, Judgement, Subject, Verdict};
use crate::model::contents::{PackageFound, PackagePlaces};
use crate::model::question::Answers;

pub(super) fn check(claim: &Claim, _: &Facts<'_>, answers: &Answers) -> Judgement {
    let Subject::Package { name, version, file, absent } = &claim.subject else {
        return unverified("it names no package");
    };
    let Some(found) = answers.package(name) else { return unverified("nobody looked") };
    if !found.manifests {
        return unverified("the tree holds no manifest and no lock file");
    }
    let asked = found.places.iter().find(|place| !is_lock(place)).or(found.places.first());
    let Some(first) = asked else { return of_none(claim, found, file.as_deref(), *absent) };
    let say = |verdict: Verdict, place: &PackageFound, reason: String| {
        let measured = place.version.clone().unwrap_or_else(|| "named".into());
        judgement(verdict, measured, evidence(EvidenceKind::Tree, place.path.as_str(), EvidenceTarget::None), reason)
    };
    if *absent {
        // What a lock file alone has is asked for by another package.
        return match claim.as_of {
            _ if is_lock(first) => unverified(format!("{} has it, and no manifest asks for it", first.path)),
            Some(_) => unverified(format!("{} names it today", first.path)),
            None => say(Verdict::Contradicted, first, format!("{} names it", first.path)),
        };
    }
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
            if allowed_by(own, version) {
                return unverified(format!("{} asks for {own}, and no lock file says what is installed", first.path));
            }
            let named = file.as_deref().is_some_and(|file| is_file(first, file));
            let differs = first.version.as_deref().is_some_and(|own| excludes(version, own));
            // What a note says that the manifest itself asks for is held against just that.
            let wrong = first.version.is_some() && (differs || named) && found.places.len() == 1;
            let verdict = match as_of {
                Some(_) if first.version.is_some() => Verdict::Outdated,
                None if wrong => Verdict::Contradicted,
                _ => Verdict::Unverified,
            };
            if verdict == Verdict::Contradicted {
                return say(verdict, first, format!("{} asks for {own}", first.path));
            }
            say(verdict, first, format!("{} asks for {own}, and no lock file says what is installed", first.path))
        }
    }
}

/// Whether a place is a lock file that names what other packages ask for as well.
fn is_lock(place: &PackageFound) -> bool {
    place.locked && !matches!(place.path.name(), "pom.xml" | "build.gradle" | "build.gradle.kts" | "go.mod")
}

fn is_file(place: &PackageFound, file: &str) -> bool {
    place.path.as_str() == file || place.path.as_str().ends_with(&format!("/{file}"))
}

/// Where nothing names a package: it is gone, or was never there.
fn of_none(claim: &Claim, found: &PackagePlaces, file: Option<&str>, absent: bool) -> Judgement {
    let say = |verdict: Verdict, place: &str, reason: String| {
        judgement(verdict, "not named", evidence(EvidenceKind::Tree, place, EvidenceTarget::None), reason)
    };
    let Some(first) = found.files.first() else { return unverified("no manifest and no lock file names a package") };
    if absent {
        return say(Verdict::Confirmed, first.as_str(), "no manifest and no lock file names it".into());
    }
    let own = file.and_then(|file| {
        found.files.iter().find(|path| path.as_str() == file || path.as_str().ends_with(&format!("/{file}")))
    });
    // A name in prose may be that of anything; what is written as a manifest has it is a package.
    let Subject::Package { version, .. } = &claim.subject else { return unverified("it names no package") };
    let sure = claim.tentative && version.as_ref().is_none_or(|version| version.starts_with(['>', '^', '~']));
    match (claim.as_of, own) {
        (Some(day), _) if sure => {
            say(Verdict::Outdated, first.as_str(), format!("asked for on {day}, and nothing names it today"))
        }
        (None, Some(own)) if sure => say(Verdict::Contradicted, own.as_str(), format!("{own} does not name it")),
        _ => unverified("no manifest and no lock file names it"),
    }
}

/// The numbers of a version, whatever stands before them: `^1.25.76` has three.
fn digits(text: &str) -> Vec<u64> {
    let bare = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    bare.split(|c: char| !c.is_ascii_digit()).map_while(|part| part.parse().ok()).collect()
}

/// Whether a manifest's range (`^11.5`, `~> 7.1`, `>=2`) allows a version.
fn allowed_by(range: &str, version: &str) -> bool {
    let (least, said) = (digits(range), digits(version));
    let same = |parts: usize| least.iter().zip(&said).take(parts).all(|(a, b)| a == b);
    let fixed = if range.starts_with('^') { 1 } else { least.len().saturating_sub(1).max(1) };
    !least.is_empty() && said >= least && (range.starts_with(">=") || (range.starts_with(['^', '~']) && same(fixed)))
}

/// Whether a version is none that a manifest's range allows: another major one behind `^`, an older one behind `>=`.
fn excludes(said: &str, own: &str) -> bool {
    let (wanted, have) = (digits(said), digits(own));
    let major = |version: &[u64]| version.first().copied().filter(|major| *major > 0);
    let exact = said.starts_with(|c: char| c.is_ascii_digit());
    exact
        && own.starts_with('^')
        && major(&wanted).is_some()
        && major(&have).is_some()
        && wanted.first() != have.first()
}

/// Whether a version agrees with what a note says of it: the same, or one that the note's comparison allows. What a
/// manifest asks for agrees where it names the same version.
fn allows(said: &str, own: &str, locked: bool) -> bool {
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
