//! The YAML of a diagnostic, in the words that producers share.

use super::super::super::cases::push_bounded;
use super::super::super::scan::time;
use super::lines::{Line, columns, milliseconds, understand};

/// What Node.js calls a point.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Test,
    Suite,
}

/// What a line is to a block of YAML.
#[derive(PartialEq, Eq)]
pub(super) enum Part {
    Inside,
    /// Its last line.
    End,
    /// What comes behind it: the block has no last line.
    Behind,
}

/// What the YAML of a diagnostic says.
#[derive(Default)]
pub(super) struct Yaml {
    /// How many columns it is indented. What is deeper is inside, also an end and test points that a text quotes.
    pub(super) indent: usize,
    pub(super) text: String,
    pub(super) message: String,
    pub(super) kind: String,
    pub(super) file: Option<String>,
    pub(super) line: Option<u32>,
    pub(super) duration: Option<u64>,
    /// Whether the message is the block of text that comes next.
    message_follows: bool,
}

impl Yaml {
    /// A block that is indented so.
    pub(super) fn at(indent: usize) -> Self {
        Self { indent, ..Self::default() }
    }

    /// Takes a line.
    pub(super) fn line(&mut self, line: &str) -> Part {
        let text = line.trim();
        if text == "..." && columns(line) <= self.indent {
            return Part::End;
        }
        // A rule that another program wrote opens none, and a program may die inside one.
        if columns(line) < self.indent.max(1) && begins(line) {
            return Part::Behind;
        }
        push_bounded(&mut self.text, line);
        push_bounded(&mut self.text, "\n");
        if std::mem::take(&mut self.message_follows) {
            text.clone_into(&mut self.message);
            return Part::Inside;
        }
        let Some((key, value)) = text.split_once(':') else { return Part::Inside };
        let value = value.trim();
        let plain = value.trim_matches(['\'', '"']);
        match key {
            "message" | "error" if self.message.is_empty() => match value {
                "|-" | "|" | ">" | ">-" | "|+" => self.message_follows = true,
                _ => plain.clone_into(&mut self.message),
            },
            "type" => plain.clone_into(&mut self.kind),
            "duration_ms" => self.duration = milliseconds(plain),
            "duration" => self.duration = time::microseconds(plain),
            "file" | "fileName" => self.file = Some(plain.to_owned()),
            "line" | "lineNumber" => self.line = plain.parse().ok().filter(|line| *line > 0),
            "location" | "at" => self.place(plain),
            _ => {}
        }
        Part::Inside
    }

    /// "/path/file.js:12:5", alone or in parentheses.
    fn place(&mut self, text: &str) {
        let text = text.rsplit_once('(').map_or(text, |(_, place)| place.trim_end_matches(')'));
        let Some((rest, _column)) = text.rsplit_once(':') else { return };
        let Some((file, line)) = rest.rsplit_once(':') else { return };
        if let Ok(line @ 1..) = line.parse::<u32>() {
            self.file = Some(file.to_owned());
            self.line = Some(line);
        }
    }
}

/// Whether a line begins what comes behind a block: no text of a diagnostic that is not indented looks so by chance.
fn begins(line: &str) -> bool {
    match understand(line.trim_end()).1 {
        Line::Point(point) => point.number.is_some(),
        Line::Plan(_) | Line::Version => true,
        _ => false,
    }
}
