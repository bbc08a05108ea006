//! What tells TAP from other text.

use super::super::super::format::Match;
use super::super::super::head::{Head, Shape};
use super::lines::{Line, understand};

/// Whether a file is TAP.
pub(super) fn sniff(head: &Head<'_>) -> Match {
    let Shape::Lines = head.shape else { return Match::No };
    // A script has it in what it is to say.
    if head.text.starts_with("#!") {
        return Match::No;
    }
    // Of most text one line tells that it is no TAP, and nothing else is looked at.
    let first = head.text.lines().map(|line| understand(line.trim_end()).1);
    let first = first.take(2000).find(|line| !matches!(line, Line::Comment(_) | Line::Blank));
    let may_begin =
        matches!(first, Some(Line::Version | Line::Plan(_) | Line::Point(_) | Line::Marked(_) | Line::BailOut(_)));
    let holds = |words: &[u8]| memchr::memmem::find(head.text.as_bytes(), words).is_some();
    if !(may_begin || holds(b"TAP version") || holds(b"\n1..") && holds(b"ok 1 ")) {
        return Match::No;
    }
    let lines: Vec<Line<'_>> = head.text.lines().take(2000).map(|line| understand(line.trim_end()).1).collect();
    let said = || lines.iter().filter(|line| !matches!(line, Line::Comment(_) | Line::Blank));
    let points = lines.iter().filter(|line| matches!(line, Line::Point(_))).count();
    let has_plan = lines.iter().any(|line| matches!(line, Line::Plan(_)));
    match said().next() {
        Some(Line::Version) => Match::Sure,
        // A run that bails out before its first test may say nothing else.
        Some(Line::BailOut(_)) => Match::sure_if(said().count() == 1),
        Some(Line::Plan(planned)) => {
            let has_bailed = lines.iter().any(|line| matches!(line, Line::BailOut(_)));
            // Of a run that lists only what failed, nothing may be listed.
            let tests = format!("tests {planned}");
            let is_summed = lines.iter().any(|line| matches!(line, Line::Comment(comment) if *comment == tests));
            Match::sure_if(points > 0 || *planned == 0 || has_bailed || is_summed)
        }
        Some(Line::Point(point)) if point.number == Some(1) => {
            Match::sure_if(has_plan || points > 1 || is_left(&lines))
        }
        Some(Line::Marked(point)) => Match::sure_if(point.number == Some(1) && has_plan),
        // Without numbers only the plan tells it from prose, and it counts all of them or stands at the end.
        Some(Line::Point(_)) => {
            let others = lines.iter().filter(|line| matches!(line, Line::Other)).count();
            Match::sure_if((has_plan || is_left(&lines)) && others <= points)
        }
        // Other programs may have written before it.
        Some(_) if is_counted(head.text) => Match::Sure,
        Some(_) if said().any(|line| matches!(line, Line::Version)) && (points > 0 || has_plan) => Match::Maybe,
        _ => Match::No,
    }
}

/// Whether there is a plan and test points that are numbered from 1 on, as many as planned or fewer. In Markdown that
/// would be a quotation.
fn is_counted(text: &str) -> bool {
    if text.lines().any(|line| line.starts_with("```")) {
        return false;
    }
    let (mut seen, mut plan) = (0, None);
    for (indent, line) in text.lines().map(|line| understand(line.trim_end())) {
        match line {
            _ if indent > 0 => {}
            Line::Point(point) | Line::Marked(point) if point.number == Some(seen + 1) => seen += 1,
            Line::Plan(planned) if plan.is_none() => plan = Some(planned),
            Line::Point(_) | Line::Plan(_) => return false,
            _ => {}
        }
    }
    seen > 0 && plan.is_some_and(|plan| seen <= plan)
}

/// Whether a comment of Perl's says that the program ended before it planned.
fn is_left(lines: &[Line<'_>]) -> bool {
    lines.iter().any(|line| matches!(line, Line::Comment(comment) if comment.contains("no plan was declared")))
}
