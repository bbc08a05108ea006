//! Footnotes: a number where the text names one, and the way back at its end.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

const PARAGRAPH_END: &str = "</p>\n";

/// The footnotes of a note, numbered in the order in which they are met.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    numbers: BTreeMap<String, usize>,
    /// Those that the text so far has named.
    named: BTreeSet<usize>,
    /// The one that is open, if the text has named it.
    open: Option<usize>,
}

impl Footnotes {
    fn number(&mut self, name: &str) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(name.to_owned()).or_insert(next)
    }

    /// Writes the number of a footnote that the text names.
    pub(super) fn name(&mut self, out: &mut String, name: &str) {
        let number = self.number(name);
        // The first place that names a footnote is the one to come back to.
        let id = if self.named.insert(number) { format!(" id=\"from-fn-{number}\"") } else { String::new() };
        let _ = write!(out, "<sup><a href=\"#fn-{number}\"{id}>{number}</a></sup>");
    }

    /// Begins the footnote itself.
    pub(super) fn begin(&mut self, out: &mut String, name: &str) {
        let number = self.number(name);
        self.open = Some(number).filter(|number| self.named.contains(number));
        let _ = write!(out, "<div class=\"footnote\" id=\"fn-{number}\"><sup>{number}</sup> ");
    }

    /// Ends it with the way back, in its last paragraph where it has one.
    pub(super) fn end(&mut self, out: &mut String) {
        if let Some(number) = self.open.take() {
            let has_paragraph = out.ends_with(PARAGRAPH_END);
            if has_paragraph {
                out.truncate(out.len() - PARAGRAPH_END.len());
            }
            let _ = write!(out, " <a href=\"#from-fn-{number}\" aria-label=\"Back to the text of {number}\">↩</a>");
            if has_paragraph {
                out.push_str(PARAGRAPH_END);
            }
        }
        out.push_str("</div>\n");
    }
}
