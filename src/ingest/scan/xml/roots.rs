//! The root elements of a file. XML has one; some writers print a document for each program that they run.

/// The root elements that have begun.
#[derive(Debug)]
pub(super) struct Roots {
    seen: Seen,
    /// Whether a document with this root may stand behind another one, and with a declaration of its own or without.
    pub(super) may_follow: fn(&str, bool) -> bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    /// None yet.
    None,
    /// One, or several.
    Some,
    /// The same, and behind the last one stands an XML declaration.
    Declared,
}

impl Roots {
    /// No root so far, and only one may come.
    pub(super) fn new() -> Self {
        Self { seen: Seen::None, may_follow: |_, _| false }
    }

    /// Whether one has begun.
    pub(super) fn any(&self) -> bool {
        self.seen != Seen::None
    }

    /// An XML declaration passes.
    pub(super) fn declare(&mut self) {
        if self.any() {
            self.seen = Seen::Declared;
        }
    }

    /// A root element begins. Whether it may.
    pub(super) fn begin(&mut self, name: &str) -> bool {
        let before = std::mem::replace(&mut self.seen, Seen::Some);
        before == Seen::None || (self.may_follow)(name, before == Seen::Declared)
    }
}
