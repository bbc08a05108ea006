//! Which markers a test must bear: words with `and`, `or`, `not` and brackets, as pytest's `-m` takes them.

use std::collections::BTreeSet;

use serde::Deserialize;

/// Deeper brackets are nobody's.
const DEEPEST: u32 = 32;
/// Longer expressions are nobody's.
const LONGEST: usize = 1000;

/// An expression over markers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Markers {
    text: String,
    root: Node,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Word(String),
    Not(Box<Node>),
    And(Vec<Node>),
    Or(Vec<Node>),
}

impl Markers {
    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether a test with these markers is meant.
    pub fn hold(&self, markers: &BTreeSet<String>) -> bool {
        self.root.holds(markers)
    }
}

impl Node {
    fn holds(&self, markers: &BTreeSet<String>) -> bool {
        match self {
            Node::Word(word) => markers.contains(word),
            Node::Not(node) => !node.holds(markers),
            Node::And(nodes) => nodes.iter().all(|node| node.holds(markers)),
            Node::Or(nodes) => nodes.iter().any(|node| node.holds(markers)),
        }
    }
}

impl TryFrom<String> for Markers {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.len() > LONGEST {
            return Err(format!("an expression of more than {LONGEST} bytes is not read"));
        }
        let spaced = text.replace('(', " ( ").replace(')', " ) ");
        let mut reader = Reader { words: spaced.split_whitespace().peekable() };
        let root = reader.any(0)?;
        match reader.words.next() {
            None => Ok(Self { text, root }),
            Some(word) => Err(format!("`{word}` is one word too many: write `and` or `or` before it")),
        }
    }
}

struct Reader<'t> {
    words: std::iter::Peekable<std::str::SplitWhitespace<'t>>,
}

impl Reader<'_> {
    fn any(&mut self, depth: u32) -> Result<Node, String> {
        let mut nodes = vec![self.all(depth)?];
        while self.words.next_if_eq(&"or").is_some() {
            nodes.push(self.all(depth)?);
        }
        Ok(Node::Or(nodes))
    }

    fn all(&mut self, depth: u32) -> Result<Node, String> {
        let mut nodes = vec![self.one(depth)?];
        while self.words.next_if_eq(&"and").is_some() {
            nodes.push(self.one(depth)?);
        }
        Ok(Node::And(nodes))
    }

    fn one(&mut self, depth: u32) -> Result<Node, String> {
        if depth > DEEPEST {
            return Err("the expression is nested too deep".into());
        }
        match self.words.next() {
            Some("not") => Ok(Node::Not(Box::new(self.one(depth + 1)?))),
            Some("(") => {
                let inner = self.any(depth + 1)?;
                match self.words.next() {
                    Some(")") => Ok(inner),
                    _ => Err("a bracket is not closed".into()),
                }
            }
            Some(word @ (")" | "and" | "or")) => Err(format!("`{word}` stands where a marker should")),
            Some(word) => Ok(Node::Word(word.to_owned())),
            None => Err("a marker is missing at the end".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_those_of_pytest() {
        let holds = |text: &str, markers: &str| {
            let markers = markers.split_whitespace().map(str::to_owned).collect();
            Markers::try_from(text.to_owned()).map(|expression| expression.hold(&markers))
        };
        let table = [
            ("not contract and not integration", "", Ok(true)),
            ("not contract and not integration", "integration", Ok(false)),
            ("slow or (fast and not flaky)", "fast", Ok(true)),
            ("slow or (fast and not flaky)", "fast flaky", Ok(false)),
            ("not (a or b)", "b", Ok(false)),
        ];
        for (text, markers, expected) in table {
            assert_eq!(holds(text, markers), expected, "{text} with {markers}");
        }
        for text in ["", "a b", "(a", "a and", "or a", &"(".repeat(500), &"not ".repeat(200)] {
            assert!(holds(text, "").is_err(), "{text}");
        }
    }
}
