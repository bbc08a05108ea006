//! What the words of a note call a part of the project, and what was measured of it.

use super::Measured;
use crate::claims::kinds;
use crate::claims::words::Words;
use crate::evidence::tree::Resolved;
use crate::facts::Facts;
use crate::facts::words::normal;
use crate::model::claim::EvidenceTarget;
use crate::model::inputs::Holds;
use crate::model::ratio::Totals;

pub(super) fn whole(facts: &Facts<'_>) -> Measured {
    Measured { in_runs: true, ..measured(facts.measured.totals, EvidenceTarget::Coverage, "") }
}

/// What goes by its own name only, and of which no run tells.
fn measured(totals: Totals, target: EvidenceTarget, called: &str) -> Measured {
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

/// What a name means: a component, a flag, a measured file, a folder with measured files.
pub(super) fn part(facts: &Facts<'_>, name: &str) -> Result<Measured, String> {
    if let Some(component) = component(facts, name) {
        let found = &facts.measured.components[component];
        let measured = measured(found.totals, EvidenceTarget::Coverage, &found.name);
        return Ok(Measured { component: Some(found.name.clone()), in_runs: true, ..measured });
    }
    if let Some(measured) = kinds::flagged(facts, name, false).and_then(|at| of_report(facts, at)) {
        return Ok(measured);
    }
    // Words are no path; a single word may be the name of a folder, as packages are, and "src directory" one.
    let name = ["directory", "folder", "package", "module"]
        .iter()
        .find_map(|noun| name.trim().strip_suffix(noun)?.strip_suffix(' '))
        .filter(|rest| !rest.contains(char::is_whitespace))
        .unwrap_or(name);
    if name.trim().contains(char::is_whitespace) {
        return Err(format!("nothing that is measured is called “{name}”"));
    }
    match facts.resolve(name) {
        Resolved::Found(found) => match found.as_slice() {
            [only] => {
                if let Some(file) = facts.file(only) {
                    return Ok(measured(file.totals, EvidenceTarget::Source(only.clone()), only.as_str()));
                }
                if let Some(folder) = facts.measured.folders.get(only.as_str()) {
                    let target = EvidenceTarget::Folder(only.as_str().to_owned());
                    return Ok(measured(folder.totals, target, only.as_str()));
                }
                Err(format!("no report measures {only}"))
            }
            several => Err(format!("{} files fit “{name}”", several.len())),
        },
        Resolved::Ambiguous => Err(format!("several files are called “{name}”")),
        Resolved::Absent => Err(format!("nothing that is measured is called “{name}”")),
    }
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

/// The only measured file that is called so, letter for letter, whatever its extension.
pub(super) fn of_stem(facts: &Facts<'_>, name: &str) -> Option<Measured> {
    let stem = name.trim();
    // "Refunds" may be an area of that name.
    if stem.len() < 4 || !stem.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') {
        return None;
    }
    let named = EXTENSIONS.iter().filter_map(|extension| match facts.resolve(&format!("{stem}.{extension}")) {
        Resolved::Found(found) => Some(found),
        _ => None,
    });
    let mut found: Vec<_> = named.flatten().collect();
    let only = found.pop().filter(|_| found.is_empty())?;
    let file = facts.file(&only)?;
    Some(measured(file.totals, EvidenceTarget::Source(only.clone()), only.as_str()))
}

/// Extensions of sources that people leave out.
const EXTENSIONS: [&str; 12] = ["py", "rs", "ts", "tsx", "js", "jsx", "go", "java", "kt", "rb", "php", "cs"];
