//! What the words of a note call a part of the project, and what was measured of it.

use super::{Measured, packages};
use crate::claims::kinds;
use crate::claims::words::{Words, has_humps};
use crate::evidence::tree::Resolved;
use crate::facts::Facts;
use crate::facts::words::normal;
use crate::model::claim::{Claim, EvidenceTarget};
use crate::model::findings::{ComponentFinding, FileFinding};
use crate::model::inputs::Holds;
use crate::model::ratio::Totals;

pub(super) fn whole(facts: &Facts<'_>) -> Measured {
    Measured { in_runs: true, ..measured(facts.measured.totals, EvidenceTarget::Coverage, "") }
}

/// What goes by its own name only, and of which no run tells.
pub(super) fn measured(totals: Totals, target: EvidenceTarget, called: &str) -> Measured {
    Measured { totals, target, called: called.to_owned(), component: None, in_runs: false, report: None }
}

/// The files, folders and components of a table together; `None` where one of them is not measured by its name.
pub(super) fn listed(facts: &Facts<'_>, names: &[String]) -> Option<Measured> {
    if names.len() < 2 {
        return None;
    }
    let mut totals = Totals::default();
    for name in names {
        totals.add(&part(facts, name).ok().filter(|part| part.report.is_none())?.totals);
    }
    Some(measured(totals, EvidenceTarget::Coverage, &format!("the {} rows above", names.len())))
}

/// What one report measured, which bears a flag.
pub(super) fn of_report(facts: &Facts<'_>, at: usize) -> Option<Measured> {
    let report = facts.inputs.reports.get(at)?;
    let Holds::Coverage { totals, .. } = &report.holds else { return None };
    let called = report.flag.as_ref().map(|flag| format!("the report flagged {flag}"));
    let measured = measured(*totals, EvidenceTarget::Coverage, &called.unwrap_or_default());
    Some(Measured { report: Some(at), ..measured })
}

/// What a name means: a component, a flag, a measured file, a folder with measured files. Where it means nothing as it
/// stands, the names in it are looked up: "Facturation (billing)", "the class `TideTable`".
pub(super) fn part(facts: &Facts<'_>, name: &str) -> Result<Measured, String> {
    let found = one(facts, name);
    if found.is_ok() {
        return found;
    }
    other_names(name).find_map(|other| one(facts, &other).ok()).map_or(found, Ok)
}

fn one(facts: &Facts<'_>, name: &str) -> Result<Measured, String> {
    if let Some(component) = component(facts, name) {
        let found = &facts.measured.components[component];
        let measured = measured(found.totals, EvidenceTarget::Coverage, &found.name);
        return Ok(Measured { component: Some(found.name.clone()), in_runs: true, ..measured });
    }
    if let Some(measured) = kinds::flagged(facts, name, false).and_then(|at| of_report(facts, at)) {
        return Ok(measured);
    }
    let name = name.trim();
    // Words are no path; a single word may be the name of a folder, as packages are.
    if name.contains(char::is_whitespace) {
        return Err(format!("nothing that is measured is called “{name}”"));
    }
    let folder = || packages::of(facts, name).or_else(|| measured_folder(facts, name));
    let several = |count: String| folder().ok_or(format!("{count} are called “{name}”"));
    match facts.resolve(name) {
        Resolved::Found(found) => match found.as_slice() {
            [only] => {
                if let Some(file) = facts.file(only) {
                    return Ok(of_file(file));
                }
                if let Some(folder) = facts.measured.folders.get(only.as_str()) {
                    let target = EvidenceTarget::Folder(only.as_str().to_owned());
                    return Ok(measured(folder.totals, target, only.as_str()));
                }
                Err(format!("no report measures {only}"))
            }
            // Tests lie in files of the same name, and no report measures them.
            found => match found.iter().filter_map(|path| facts.file(path)).collect::<Vec<_>>().as_slice() {
                [only] => Ok(of_file(only)),
                _ => several(format!("{} files", found.len())),
            },
        },
        Resolved::Ambiguous => {
            let mut measured = facts.measured.files.iter().filter(|file| file.path.name() == name);
            let only = measured.next().filter(|_| measured.next().is_none());
            only.map_or_else(|| several("several files".to_owned()), |only| Ok(of_file(only)))
        }
        Resolved::Absent => packages::of(facts, name)
            .or_else(|| identifier(facts, name))
            .ok_or_else(|| format!("nothing that is measured is called “{name}”")),
    }
}

/// The only folder of that name in which something is measured, with all below it: tests lie in folders of the same names as what they test.
fn measured_folder(facts: &Facts<'_>, name: &str) -> Option<Measured> {
    let is_called = |path: &str| path.rsplit('/').next() == Some(name);
    let mut named = facts.measured.folders.iter().filter(|(path, _)| is_called(path));
    let (path, folder) = named.next()?;
    let target = EvidenceTarget::Folder(path.clone());
    named.next().is_none().then(|| measured(folder.totals, target, path))
}

/// The only folder that words name in another case, or with words around it: "API layer", "Overall Backend". Such words may
/// as well be those of an area.
pub(super) fn in_folder(facts: &Facts<'_>, name: &str) -> Option<Measured> {
    static AROUND: Words = Words::new("overall|total|layer|tier|side|tests|test|coverage|whole|all|current");
    let whole = std::iter::once(name.to_owned()).chain(other_names(name));
    let word = |name: String| {
        let lower = name.to_lowercase();
        let mut kept = lower.split_whitespace().filter(|word| !AROUND.has(word) && !KINDS.has(word));
        let only = kept.next()?.to_owned();
        kept.next().is_none().then_some(only)
    };
    whole.filter_map(word).find_map(|word| measured_folder(facts, &word))
}

fn of_file(file: &FileFinding) -> Measured {
    measured(file.totals, EvidenceTarget::Source(file.path.clone()), file.path.as_str())
}

/// Words beside the name of a part that only say what kind of part it is.
static KINDS: Words = Words::new(
    "class|classes|module|package|component|service|file|folder|directory|library|crate|code|area|layer|the|its|own|itself|alone|\
     klasse|modul|paket|komponente|dienst|datei|ordner|bereich|der|die|das|im|in|allein|clase|módulo|paquete|componente|\
     servicio|archivo|carpeta|el|la|los|de|classe|paquet|composant|fichier|dossier|le|les|du|pacote|serviço|arquivo|pasta|o|\
     a|do|da|modulo|pacchetto|servizio|cartella|il|lo|del|della|pakket|bestand|map|het|van|klasa|moduł|pakiet|plik",
);

/// What else a name may mean: what its bracket holds, what stands before that, and what is left of it without words such
/// as "package".
fn other_names(name: &str) -> impl Iterator<Item = String> {
    let (before, inside) =
        name.split_once('(').map_or((name, ""), |(before, rest)| (before, rest.split(')').next().unwrap_or_default()));
    let bare = |part: &str| part.trim_matches(['`', '*', '_', ' ', '“', '”', '"']).to_owned();
    let kept = before.split_whitespace().filter(|word| !KINDS.has(&bare(word).to_lowercase()));
    let kept = kept.map(bare).collect::<Vec<_>>().join(" ");
    let own = name.to_owned();
    [bare(inside), bare(before), kept].into_iter().filter(move |other| !other.is_empty() && *other != own)
}

/// The component of a name, also without the words that people add to it: "the billing module".
fn component(facts: &Facts<'_>, name: &str) -> Option<usize> {
    static ADDED: Words = Words::new("application|app|area|side|module|component|package|crate|library|layer|code|the");
    facts.component(name).or_else(|| {
        let words = normal(name);
        let kept: Vec<&str> = words.split(' ').filter(|word| !ADDED.has(word)).collect();
        facts.component(&kept.join(" "))
    })
}

/// The only component that a sentence names before its number, and whether it opens with it.
pub(super) fn component_before(facts: &Facts<'_>, claim: &Claim) -> Option<(Measured, bool)> {
    let at = claim.text.find(&claim.written)?;
    let before = format!(" {} ", normal(&claim.text[..at]));
    let place = |component: &ComponentFinding| {
        let names = component.aliases.iter().chain([&component.name]).map(|name| normal(name));
        names.filter(|name| !name.is_empty()).filter_map(|name| before.find(&format!(" {name} "))).min()
    };
    let mut named = facts.measured.components.iter().filter_map(|component| Some((component, place(component)?)));
    let (component, place) = named.next().filter(|_| named.next().is_none())?;
    let opens = matches!(before[..place].trim(), "" | "the" | "our" | "die" | "das" | "der" | "le" | "la" | "el");
    let found = measured(component.totals, EvidenceTarget::Coverage, &component.name);
    Some((Measured { component: Some(component.name.clone()), in_runs: true, ..found }, opens))
}

/// The measured file of an identifier in which words are joined: `TideTable`, `tide_table`.
fn identifier(facts: &Facts<'_>, name: &str) -> Option<Measured> {
    let is_word = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let joined = has_humps(name) || name.trim_matches('_').contains('_');
    if is_word && joined { of_stems(facts, &[name.to_owned()]) } else { None }
}

/// The only measured file that is called so in plain words, whatever its extension: `refunds`, "tide table". Such words may
/// as well be those of an area.
pub(super) fn in_words(facts: &Facts<'_>, name: &str) -> Option<Measured> {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    let plain = |word: &String| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if words.len() > 4 || !words.iter().all(plain) {
        return None;
    }
    match words.as_slice() {
        // "Refunds" may be an area of that name.
        [only] => (only.len() >= 4 && *only == name).then(|| of_stems(facts, &words)).flatten(),
        [] => None,
        several => {
            of_stems(facts, &[several.join("_"), several.join("-"), several.iter().map(|word| capital(word)).collect()])
        }
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

pub(super) fn of_stems(facts: &Facts<'_>, stems: &[String]) -> Option<Measured> {
    let names = stems.iter().flat_map(|stem| EXTENSIONS.iter().map(move |extension| format!("{stem}.{extension}")));
    let places = names.filter_map(|name| match facts.resolve(&name) {
        Resolved::Found(found) => Some(found),
        _ => None,
    });
    let mut found: Vec<_> = places.flatten().collect();
    let only = found.pop().filter(|_| found.is_empty())?;
    facts.file(&only).map(of_file)
}

/// Extensions of sources that people leave out.
const EXTENSIONS: [&str; 12] = ["py", "rs", "ts", "tsx", "js", "jsx", "go", "java", "kt", "rb", "php", "cs"];
