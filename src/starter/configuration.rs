//! `covsite.toml` for what was found: every part says what it is for, and what is only possible stands as a comment.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::components::{self, Component};
use super::reports::patterns;
use super::{Draft, Seen};
use crate::model::inputs::{Holds, Inputs};
use crate::model::ratio::{Metric, Ratio};

/// The configuration; `note` is the note that is proposed beside it.
pub(super) fn draft(seen: &Seen<'_>, note: Option<&Draft>) -> Draft {
    let mut text = String::from(
        "# What covsite publishes, and what it judges by. Every key is optional; one that is misspelt is an error that says so.\n",
    );
    let mut about = Vec::new();
    site(&mut text, seen);
    project(&mut text, seen);
    about.extend(reports(&mut text, seen));
    about.extend(notes(&mut text, seen, note));
    text.push_str(
        "\n# Runs that are kept, for trends and comparisons: `covsite history add` writes one.\n[history]\npath = \"content/evidence/history.jsonl\"\n",
    );
    about.extend(parts(&mut text, seen));
    gates(&mut text, seen);
    Draft { path: String::new(), text, about: about.join(", ") }
}

fn site(text: &mut String, seen: &Seen<'_>) {
    let _ = write!(text, "\n[site]\ntitle = {}\n", quoted(seen.title));
    text.push_str("# Where the site will be: for its feed, sitemap and badges. Links stay relative.\n");
    let _ = match seen.forge.and_then(pages_url) {
        Some(url) => writeln!(text, "base_url = {}", quoted(&url)),
        None => writeln!(text, "# base_url = \"https://audit.example.org/\""),
    };
    text.push_str(
        "# The folder that `covsite build` writes.\nout = \"site\"\n\
         # \"none\": numbers only, no source text is published.\nsources = \"full\"\n\
         # A folder laid over the built-in look, file by file: `covsite init --theme ours` writes one.\n# theme = \"themes/ours\"\n",
    );
}

fn project(text: &mut String, seen: &Seen<'_>) {
    let base = seen.measured.map(|(_, findings)| components::base(findings)).unwrap_or_default();
    let base = base.trim_end_matches('/');
    text.push_str("\n[project]\n# Where the measured sources are: files there that no report names are listed.\n");
    let _ = writeln!(text, "source = {}", quoted(if base.is_empty() { "." } else { base }));
    text.push_str("# Files that are not measured.\n# exclude = [\"generated/**\"]\n");
}

/// `[[reports]]` for what was found, in order of what it holds. Commented out: a configuration that names today's
/// reports would keep tomorrow's from being found.
fn reports(text: &mut String, seen: &Seen<'_>) -> Vec<String> {
    let inputs = seen.measured.map(|(inputs, _)| inputs);
    let mut about = Vec::new();
    let kinds =
        [(true, "coverage report", "coverage reports"), (false, "file of test results", "files of test results")];
    text.push_str(
        "\n# Coverage reports and test results are found by their content. To name them replaces that: what is not named is\n\
         # not read then, and a name that fits no file is an error.\n",
    );
    for (coverage, one, many) in kinds {
        let files = inputs.map(|inputs| files(inputs, coverage)).unwrap_or_default();
        if let Some(inputs) = inputs.filter(|_| !files.is_empty()) {
            let paths = patterns(&inputs.root, &files);
            let _ = write!(text, "# [[reports]]\n# paths = {}\n", list(&paths));
            about.push(format!("{} {}", files.len(), if files.len() == 1 { one } else { many }));
        }
    }
    if about.is_empty() {
        text.push_str("# [[reports]]\n# paths = [\"coverage/lcov.info\", \"junit.xml\"]\n");
    }
    text.push_str("# flag = \"unit\"   # a name for this subset\n");
    about
}

/// The files that hold coverage, or test results.
fn files(inputs: &Inputs, coverage: bool) -> BTreeSet<&str> {
    let holds = inputs.reports.iter().filter(|report| matches!(report.holds, Holds::Coverage { .. }) == coverage);
    holds.map(crate::model::inputs::Report::file).collect()
}

fn notes(text: &mut String, seen: &Seen<'_>, note: Option<&Draft>) -> Option<String> {
    let known = seen.measured.map(|(inputs, _)| inputs.notes.as_slice()).unwrap_or_default();
    let mut folders: BTreeSet<&str> = known.iter().map(|note| first_folder(note.path.as_str())).collect();
    folders.extend(note.map(|note| first_folder(&note.path)));
    let folders: Vec<String> = folders.into_iter().map(str::to_owned).collect();
    let _ = write!(
        text,
        "\n# Markdown: phase summaries, plans, audits, gap tables. Notes are found below content, docs, notes, audits and the\n\
         # like; to name their folders replaces that.\n[notes]\n# paths = {}\n# exclude = [\"**/draft-*.md\"]\n",
        list(&folders)
    );
    (!known.is_empty()).then(|| format!("notes in {}", folders.join(", ")))
}

/// The folder that a path begins with; the path itself where it has none.
fn first_folder(path: &str) -> &str {
    path.split('/').next().unwrap_or(path)
}

fn parts(text: &mut String, seen: &Seen<'_>) -> Option<String> {
    let guessed: Vec<Component> = match (seen.measured, seen.coverage()) {
        (Some((_, findings)), Some((metric, _))) => components::guess(findings, metric),
        _ => Vec::new(),
    };
    text.push_str("\n# Named parts of the project, with owners and thresholds of their own");
    if guessed.is_empty() {
        text.push_str(
            ".\n# [[components]]\n# name = \"Billing\"\n# paths = [\"core/billing/**\"]\n# owners = [\"@payments\"]\n\
             # lines = { target = 80, fail_under = 60 }\n",
        );
        return None;
    }
    text.push_str(" (`owners`, `lines`); guessed from folders.\n");
    for part in &guessed {
        let _ = write!(
            text,
            "[[components]]\nname = {}\npaths = [{}]\n# owners = [\"@team\"]\n# lines = {{ target = 80, fail_under = {} }}   # {} today\n\n",
            quoted(&part.name),
            quoted(&format!("{}/**", part.folder)),
            part.covered.scaled_percent(0).unwrap_or(0),
            part.covered.percent_text(1),
        );
    }
    text.pop();
    Some(format!("{} components", guessed.len()))
}

fn gates(text: &mut String, seen: &Seen<'_>) {
    text.push_str("\n# Gates decide the answer to \"are we all right?\".\n");
    gate(text, "Tests", "{ name = \"All tests pass\", tests = {} }", "");
    // A threshold of 0 is one that can't fail.
    let percent = |ratio: Ratio| ratio.scaled_percent(0).filter(|percent| *percent > 0);
    if let Some((metric, ratio, least)) = seen.coverage().and_then(|(metric, it)| Some((metric, it, percent(it)?))) {
        let which = if metric == Metric::Lines { String::new() } else { format!(", metric = {}", quoted(metric.id())) };
        let check = format!("{{ name = {}, coverage = {{ at_least = {least}{which} }} }}", quoted(metric.title()));
        gate(text, "Coverage", &check, &format!("   # {} today", ratio.percent_text(1)));
    }
    gate(text, "Notes", "{ name = \"No claim is contradicted\", claims = {} }", "");
    text.push_str(
        "# [[gates]]\n# name = \"Gaps\"\n# checks = [{ name = \"No critical gap is open\", gaps = { level = \"critical\" } }]\n",
    );
}

fn gate(text: &mut String, name: &str, check: &str, remark: &str) {
    let _ = write!(text, "[[gates]]\nname = \"{name}\"\nchecks = [{check}]{remark}\n\n");
}

/// Where GitHub publishes a repository's pages.
fn pages_url(forge: &str) -> Option<String> {
    let (owner, repository) = forge.strip_prefix("https://github.com/")?.trim_end_matches('/').split_once('/')?;
    let host = format!("{}.github.io", owner.to_lowercase());
    Some(if repository.eq_ignore_ascii_case(&host) {
        format!("https://{host}/")
    } else {
        format!("https://{host}/{repository}/")
    })
}

/// A string as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn list(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
    format!("[{}]", items.join(", "))
}

#[cfg(test)]
mod tests {
    use super::pages_url;

    #[test]
    fn pages_lie_where_github_publishes_them() {
        let table = [
            ("https://github.com/Owner/repo", Some("https://owner.github.io/repo/")),
            ("https://github.com/owner/Owner.github.io", Some("https://owner.github.io/")),
            ("https://gitlab.com/owner/repo", None),
        ];
        for (forge, expected) in table {
            assert_eq!(pages_url(forge).as_deref(), expected, "{forge}");
        }
    }
}
