//! One JSON object on each line, as runners write their events while tests run.
//!
//! Other programs write to the same output, so lines that are no object are text, for who knows what to do with it; one that begins like an
//! object and is none costs only itself, with a warning. The last line is different: an object that does not end
//! there was cut off, and that is a damaged file.

use serde::de::DeserializeSeed;

use crate::diagnostics::{Diagnostic, Reported, Sink, codes};

use super::super::decode::Position;
use super::super::format::{Input, place, report_damage, unreadable};
use super::json::{Fold, Object, broken};

/// What a line holds.
pub enum Line<'l, T> {
    /// An object.
    Object(T),
    /// Text of another program.
    Text(&'l str),
}

/// Hands each line to `take`; gives the position of the end.
///
/// # Errors
/// [`Reported`] where the last line was cut off, or the file can't be read.
pub fn objects<T: Fold + Default>(
    input: Input<'_>,
    mut take: impl FnMut(Line<'_, T>),
    sink: &mut Sink,
) -> Result<Position, Reported> {
    let Input { name, text } = input;
    let (text, damage) = text.into_string().map_err(|error| sink.fatal(unreadable(&name, &error)))?;
    report_damage(&name, damage, sink);
    let end = text.trim_end().len();
    let (mut number, mut at) = (0_u32, 0_usize);
    for line in text.split_inclusive('\n') {
        at += line.len();
        let before = number;
        number = number.saturating_add(1);
        let line = line.trim();
        if !line.starts_with('{') {
            take(Line::Text(line));
            continue;
        }
        let mut object = T::default();
        let mut parser = serde_json::Deserializer::from_str(line);
        match Object(&mut object).deserialize(&mut parser).and_then(|()| parser.end()) {
            Ok(()) => take(Line::Object(object)),
            Err(error) if at >= end && error.is_eof() => return Err(sink.fatal(broken(&name, &error, before))),
            Err(error) if error.to_string().starts_with("recursion limit") => {
                return Err(sink.fatal(broken(&name, &error, before)));
            }
            Err(_) => {
                let place = place(&name, Position { line: number, column: 1 });
                let message = "this line begins like a JSON object and is none; it is passed over";
                let help = "two programs may have written into one line: give the report a file of its own";
                sink.push(Diagnostic::new(&codes::BAD_RECORD, message).at(place).help(help));
            }
        }
    }
    Ok(Position { line: number.max(1), column: 1 })
}
