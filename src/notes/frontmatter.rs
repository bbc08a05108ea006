//! The block of fields at the top of a note: YAML between `---` lines or TOML between `+++` lines.
//!
//! Every scalar is kept as written, so that `01` stays `01`. One real document in fifty is no valid YAML (`@scope/pkg`
//! at the start of a plain scalar, text behind a quoted item, a colon in a plain scalar); it is read line by line, says
//! so, and loses no top-level key.

mod lines;
mod toml;
mod yaml;

use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Place, Sink, codes};
use crate::model::frontmatter::{Field, FieldValue, Frontmatter};

/// A list or mapping deeper than this is read as text.
const DEPTH: usize = 64;

/// Reads the frontmatter of a note, and says where its body begins.
pub fn read(text: &str, file: &Arc<str>, sink: &mut Sink) -> (Option<Frontmatter>, usize) {
    let Some(block) = Block::find(text) else {
        if is_unclosed(text) {
            let problem = Diagnostic::new(&codes::UNCLOSED_FRONTMATTER, "the frontmatter has no closing line");
            let help = "add a line with --- behind the last field, or remove the first line";
            sink.push(problem.at(Place::line(file.clone(), 1)).help(help));
        }
        return (None, 0);
    };
    let read = if block.toml { toml::read(block.text) } else { yaml::read(block.text) };
    let mut frontmatter = match read {
        Ok(fields) => Frontmatter { fields, recovered: false },
        Err(refusal) => {
            let fields = lines::read(block.text, if block.toml { '=' } else { ':' });
            if fields.is_empty() {
                return (None, 0);
            }
            let message = format!("the frontmatter was read line by line: {}", refusal.message);
            let place = Place { file: file.clone(), line: refusal.line + 1, column: refusal.column };
            let help = "put quotes around the value";
            sink.push(Diagnostic::new(&codes::RECOVERED_FRONTMATTER, message).at(place).help(help));
            Frontmatter { fields, recovered: true }
        }
    };
    // The block begins on the file's second line.
    frontmatter.fields.iter_mut().for_each(|(_, field)| shift(field, 1, 0));
    (Some(frontmatter), block.end)
}

/// Why a block is not valid: lines and columns of the block, from 1.
struct Refusal {
    message: String,
    line: u32,
    column: u32,
}

struct Block<'a> {
    text: &'a str,
    toml: bool,
    end: usize,
}

impl<'a> Block<'a> {
    /// The lines between the fences at the top, if there are such and what stands between them looks like fields:
    /// `---` above a heading is a rule and no frontmatter.
    fn find(text: &'a str) -> Option<Self> {
        let (fence, toml) = opening(text)?;
        let start = text.find('\n')? + 1;
        let mut at = start;
        for line in text[start..].split_inclusive('\n') {
            let bare = line.trim_end();
            if bare == fence || (!toml && bare == "...") {
                let inside = &text[start..at];
                return has_fields(inside, toml).then(|| Self { text: inside, toml, end: at + line.len() });
            }
            at += line.len();
        }
        None
    }
}

fn opening(text: &str) -> Option<(&'static str, bool)> {
    match text.lines().next()?.trim_end() {
        "---" => Some(("---", false)),
        "+++" => Some(("+++", true)),
        _ => None,
    }
}

fn is_unclosed(text: &str) -> bool {
    opening(text).is_some_and(|(_, toml)| {
        let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
        let field = |line: &str| lines::key(line, if toml { '=' } else { ':' }).is_some();
        rest.lines().next().is_some_and(field)
    })
}

/// Whether the first line that says something is a field. A comment may stand above it, but a blank line below what
/// looks like a comment makes it a heading.
fn has_fields(inside: &str, toml: bool) -> bool {
    let mut heading = false;
    for line in inside.lines() {
        let bare = line.trim();
        if bare.is_empty() {
            if heading {
                return false;
            }
        } else if bare.starts_with('#') {
            heading = true;
        } else {
            return (toml && bare.starts_with('[')) || lines::key(line, if toml { '=' } else { ':' }).is_some();
        }
    }
    false
}

/// Moves the lines of a field and all below it. Depth is capped where fields are made.
fn shift(field: &mut Field, lines: u32, depth: usize) {
    field.line += lines;
    if depth > DEPTH {
        return;
    }
    match &mut field.value {
        FieldValue::List(items) => items.iter_mut().for_each(|item| shift(item, lines, depth + 1)),
        FieldValue::Map(fields) => fields.iter_mut().for_each(|(_, item)| shift(item, lines, depth + 1)),
        FieldValue::Null | FieldValue::Scalar(_) => {}
    }
}
