//! Workflow commands of GitHub Actions: each problem as an annotation at its file and line.
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use std::fmt::Write as _;

use super::problem::{Level, Problem, Setting, problems};
use crate::diagnostics::text::visible;
use crate::site::Site;

/// An annotation a line, and the sentence as the last one.
pub fn github(site: &Site<'_>, setting: &Setting) -> String {
    let mut out = String::new();
    for problem in problems(site, setting) {
        let _ = writeln!(out, "{}", annotation(&problem));
    }
    // A line that begins with `::` would be a command.
    out.push_str(visible(&site.findings.headline.sentence()).trim_start_matches(':'));
    out.push('\n');
    out
}

fn annotation(problem: &Problem) -> String {
    let mut properties = Vec::new();
    if let Some(file) = &problem.file {
        properties.push(format!("file={}", property(file)));
        if problem.line > 0 {
            properties.push(format!("line={}", problem.line));
            if problem.column > 0 {
                properties.push(format!("col={}", problem.column));
            }
        }
    }
    properties.push(format!("title={}", property(&problem.title)));
    let command = match problem.level {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    format!("::{command} {}::{}", properties.join(","), data(&problem.message))
}

/// The text behind the last `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property: what would end it is escaped, too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_ends_its_property_or_its_line() {
        let problem = Problem {
            rule: "claim/sum".into(),
            about: String::new(),
            level: Level::Error,
            title: "a,b:c".into(),
            message: "50% of\n::error::two".into(),
            file: Some("notes/a,line=9::.md".into()),
            line: 3,
            column: 5,
            identity: String::new(),
        };
        assert_eq!(
            annotation(&problem),
            "::error file=notes/a%2Cline=9%3A%3A.md,line=3,col=5,title=a%2Cb%3Ac::50%25 of%0A::error::two"
        );
        let nowhere = Problem { file: None, ..problem };
        assert!(annotation(&nowhere).starts_with("::error title="), "a line without a file means nothing");
    }
}
