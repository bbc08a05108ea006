//! What the beginning of a file says of it: that it is a report, that it is something else, or that it is damaged. In a
//! folder or an archive only reports are taken; but what is damaged may have been one, so it is taken, too, and reading it
//! says what is wrong. Nothing that may be a part of a measurement is passed over without a word.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::super::decode::Text;
use super::super::detect::{certainty, head};
use super::super::format::Match;
use super::super::head::Shape;
use super::super::unpack;
use super::places::is_only_a_reports;

/// What the beginning of a file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beginning {
    /// It is a report.
    Report,
    /// It is something else.
    Other,
    /// It can't be read, is empty, or breaks off before it says what it is.
    Damaged,
}

/// What the file at `path` begins like.
pub(super) fn of_file(path: &Path) -> Beginning {
    File::open(path).map_or(Beginning::Damaged, of)
}

/// What a source begins like.
pub(super) fn of(source: impl Read) -> Beginning {
    read(source).unwrap_or(Beginning::Damaged)
}

fn read(source: impl Read) -> io::Result<Beginning> {
    let mut text = Text::open(unpack::gunzipped(source)?)?;
    let head = head(&mut text)?;
    if certainty(&head) == Match::Sure {
        return Ok(Beginning::Report);
    }
    let breaks_off = match &head.shape {
        Shape::Empty => true,
        Shape::Xml(_) | Shape::Json(_) => head.breaks_off(),
        Shape::Binary => head.text.starts_with("PK"),
        Shape::Lines => false,
    };
    Ok(if breaks_off { Beginning::Damaged } else { Beginning::Other })
}

/// Whether a file in a folder is taken: it is called `name`, and begins so.
pub(super) fn is_taken(name: &str, beginning: Beginning) -> bool {
    match beginning {
        Beginning::Report | Beginning::Damaged => true,
        // Its name is that of a report and of nothing else.
        Beginning::Other => is_only_a_reports(name),
    }
}
