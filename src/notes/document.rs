//! The structure of a note's body: headings, blocks of running text with the place of every piece, tables, boxes, links
//! and code, in one pass over the events.

mod build;
mod inline;
mod slug;

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Tag};

use super::columns;
use super::markdown::{Markdown, cells_read};
use super::places::LineIndex;
use crate::diagnostics::{Diagnostic, Place, Sink, codes};
use crate::model::document::Document;

/// Reads the body of a note: the text from `body` on. All places are bytes of `text`.
pub fn read(text: &str, body: usize, lines: &LineIndex, file: &Arc<str>, sink: &mut Sink) -> Document {
    let markdown = Markdown::new(&text[body..]);
    let mut events = markdown.events();
    let mut builder = build::Builder::new(text);
    for (event, range) in events.by_ref() {
        builder.take(event, range.start + body..range.end + body);
    }
    if let Some(at) = events.too_deep() {
        let problem = Diagnostic::new(&codes::TOO_NESTED, "quotes or lists are nested more than 64 deep");
        sink.push(
            problem.at(Place::line(file.clone(), lines.line(at + body))).help("what lies deeper is shown as text"),
        );
    }
    let mut document = builder.finish();
    for table in &mut document.tables {
        table.columns = columns::meanings(table);
    }
    report_uneven_rows(text, &document, lines, file, sink);
    report_unclosed_fences(text, &document, lines, file, sink);
    document
}

/// The HTML comments of a Markdown text outside code, in order, with their delimiters.
pub fn comments(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (event, range) in Markdown::new(text).events() {
        if matches!(event, Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_)) {
            comments_in(text, range, &mut found);
        }
    }
    found
}

/// The comments in a piece of raw HTML. One that is not closed goes to its end.
fn comments_in(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut at = range.start;
    while let Some(open) = text[at..range.end].find("<!--") {
        let start = at + open;
        let end = text[start..range.end].find("-->").map_or(range.end, |close| start + close + 3);
        found.push(start..end);
        at = end;
    }
}

/// Blocks of code whose last line is not as many of the marks as they began with.
fn report_unclosed_fences(text: &str, document: &Document, lines: &LineIndex, file: &Arc<str>, sink: &mut Sink) {
    for code in &document.code {
        let written = text[code.span.clone()].trim_end();
        let Some(mark) = written.chars().next().filter(|mark| matches!(mark, '`' | '~')) else { continue };
        let opened = written.chars().take_while(|c| *c == mark).count();
        // In a quote each line begins with its marks.
        let last = written
            .rsplit_once('\n')
            .map_or("", |(_, last)| last)
            .trim_matches(|c: char| c.is_whitespace() || c == '>');
        if opened >= 3 && (last.chars().any(|c| c != mark) || last.len() < opened) {
            let marks: String = std::iter::repeat_n(mark, opened.min(8)).collect();
            let problem = Diagnostic::new(&codes::UNCLOSED_FENCE, "a block of code begins here and has no end");
            let help = format!("close it with {marks} on a line of its own; what follows is read as code");
            sink.push(problem.at(Place::line(file.clone(), lines.line(code.span.start))).help(help));
        }
    }
}

fn report_uneven_rows(text: &str, document: &Document, lines: &LineIndex, file: &Arc<str>, sink: &mut Sink) {
    for table in &document.tables {
        for row in &table.rows {
            let columns = table.header.len();
            let cells = cells_read(&text[row.span.clone()], columns);
            if cells != columns {
                let message = format!("the row has {cells} cells, the header {columns}");
                let place = Place::line(file.clone(), lines.line(row.span.start));
                sink.push(
                    Diagnostic::new(&codes::BAD_TABLE_ROW, message).at(place).help("write \\| for a bar that is text"),
                );
            }
        }
    }
}
