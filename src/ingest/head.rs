//! The start of a file, looked at once. Each format asks questions of it; none scans the file again.

use quick_xml::events::Event;
use serde::de::IgnoredAny;

use super::decode::CHUNK;
use super::scan::lines::behind_stamp;

/// How many elements or keys are looked at: enough for the start of any format, and a bound for hostile ones.
const MOST: usize = 400;

/// Deepest JSON keys that are kept.
const DEEPEST_KEY: usize = 5;

/// The start of a file: 64 KiB of its text, or more where that tells nothing.
#[derive(Debug)]
pub struct Head<'a> {
    /// The text.
    pub text: &'a str,
    /// What it looks like.
    pub shape: Shape,
    /// The keys of JSON lines that stand between lines of text: of what runners write, if others wrote to the same
    /// output.
    between: JsonHead,
}

/// What the start of a file looks like.
#[derive(Debug)]
pub enum Shape {
    /// Nothing but white space.
    Empty,
    /// XML.
    Xml(XmlHead),
    /// JSON.
    Json(JsonHead),
    /// Lines of text.
    Lines,
    /// No text.
    Binary,
}

/// The start of an XML file.
#[derive(Debug, Default)]
pub struct XmlHead {
    /// Name of the root element, without its prefix; of the first one inside, if the root is called just that.
    pub root: String,
    /// Names of its attributes.
    pub attributes: Vec<String>,
    /// Names of the elements inside it, each once, in the order of their first occurrence.
    pub elements: Vec<String>,
    /// What stands in the DOCTYPE.
    pub doctype: String,
}

impl XmlHead {
    /// Whether the root has this attribute.
    pub fn has_attribute(&self, name: &str) -> bool {
        self.attributes.iter().any(|attribute| attribute == name)
    }

    /// Whether this element occurs.
    pub fn has_element(&self, name: &str) -> bool {
        self.elements.iter().any(|element| element == name)
    }
}

/// The start of a JSON file.
#[derive(Debug, Default)]
pub struct JsonHead {
    /// Keys with their depth, each once: 1 for a key of the outermost object. Arrays do not count as a level. Of the
    /// numbers among the keys of a depth only the first one: they are lines or ids, and would crowd out all others.
    pub keys: Vec<(usize, String)>,
    /// For each of them the first character of its first value: `{`, `[`, `"`, a digit, `t`, `f`, `n` …
    pub values: Vec<u8>,
}

impl JsonHead {
    /// Whether it describes data and is none: a JSON Schema, the description of a service. Its keys are those of what
    /// it describes.
    pub fn is_schema(&self) -> bool {
        let has = |key| self.holds(1, key, b'{');
        let is_typed = self.holds(1, "type", b'"') && has("properties");
        let is_named = self.holds(1, "$schema", b'"') && ["properties", "definitions", "$defs"].into_iter().any(has);
        is_typed || is_named || self.has(1, "openapi") && has("paths") || self.has(1, "swagger") && has("paths")
    }

    /// Whether `key` occurs at `depth`, at first with a value that begins so.
    pub fn holds(&self, depth: usize, key: &str, value: u8) -> bool {
        self.entries(depth).any(|(name, begins)| name == key && begins == value)
    }

    /// Whether there is any key at `depth`.
    pub fn has_any(&self, depth: usize) -> bool {
        self.entries(depth).next().is_some()
    }

    /// The keys at `depth`, each with the first character of its first value.
    pub fn entries(&self, depth: usize) -> impl Iterator<Item = (&str, u8)> {
        let entries = self.keys.iter().zip(&self.values);
        entries.filter(move |((at, _), _)| *at == depth).map(|((_, name), value)| (name.as_str(), *value))
    }

    /// Whether `key` occurs at `depth`.
    pub fn has(&self, depth: usize, key: &str) -> bool {
        self.keys.iter().any(|(at, name)| *at == depth && name == key)
    }
}

impl<'a> Head<'a> {
    /// Looks at the start of a text. `has_nul`: there were zero bytes in it, which text does not have.
    pub fn of(text: &'a str, has_nul: bool) -> Self {
        let start = text.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']);
        let shape = match start.bytes().next() {
            None => Shape::Empty,
            Some(b'<') => Shape::Xml(xml(start)),
            Some(b'[') if is_bracketed(start) => Shape::Lines,
            Some(b'{' | b'[') => Shape::Json(json(start)),
            Some(_) if has_nul => Shape::Binary,
            Some(_) => Shape::Lines,
        };
        let lines = if matches!(shape, Shape::Lines) { start } else { "" };
        let before: usize = lines.split_inclusive('\n').take_while(|line| !is_object(line)).map(str::len).sum();
        let is_quoted = lines[..before].lines().any(|line| line.starts_with("```"));
        let between = if is_quoted { JsonHead::default() } else { json(&lines[before..]) };
        Self { text, shape, between }
    }

    /// The keys of a JSON file, or of JSON lines between other lines.
    pub fn keys(&self) -> &JsonHead {
        if let Shape::Json(json) = &self.shape { json } else { &self.between }
    }

    /// Whether a key of JSON, at any depth, has one of these texts for its value somewhere.
    pub fn says(&self, key: &str, values: &[&str]) -> bool {
        let quoted = format!("\"{key}\"");
        memchr::memmem::find_iter(self.text.as_bytes(), quoted.as_bytes()).any(|at| {
            let behind = self.text[at + quoted.len()..].trim_start().strip_prefix(':').unwrap_or_default();
            let value = behind.trim_start().strip_prefix('"').and_then(|text| text.split('"').next());
            value.is_some_and(|value| values.contains(&value))
        })
    }

    /// Whether an attribute of XML has one of these values somewhere.
    pub fn has_value(&self, attribute: &str, values: &[&str]) -> bool {
        let begin = format!("{attribute}=");
        memchr::memmem::find_iter(self.text.as_bytes(), begin.as_bytes()).any(|at| {
            let value = self.text[at + begin.len()..].strip_prefix(['"', '\'']).unwrap_or_default();
            values.iter().any(|known| value.strip_prefix(known).is_some_and(|rest| rest.starts_with(['"', '\''])))
        })
    }

    /// Whether an attribute of XML occurs, on whatever element.
    pub fn has_attribute_anywhere(&self, attribute: &str) -> bool {
        let begin = format!("{attribute}=");
        let before = |at: usize| self.text[..at].ends_with(char::is_whitespace);
        memchr::memmem::find_iter(self.text.as_bytes(), begin.as_bytes()).any(before)
    }

    /// Whether XML or JSON ends before it is whole. Of one that is longer than what is looked at nothing is known.
    pub fn breaks_off(&self) -> bool {
        if self.text.len() >= CHUNK {
            return false;
        }
        match &self.shape {
            Shape::Xml(_) => xml_breaks_off(self.text),
            Shape::Json(_) => serde_json::from_str::<IgnoredAny>(self.text).is_err_and(|error| error.is_eof()),
            Shape::Empty | Shape::Lines | Shape::Binary => false,
        }
    }

    /// What it looks like, for a message.
    pub fn describe(&self) -> String {
        match &self.shape {
            Shape::Empty => "nothing".to_owned(),
            Shape::Xml(xml) if xml.root.is_empty() => "XML without a root element".to_owned(),
            Shape::Xml(xml) => format!("XML with the root element <{}>", short(&xml.root)),
            Shape::Json(json) => {
                let mut keys: Vec<String> = json
                    .keys
                    .iter()
                    .filter(|(depth, _)| *depth == 1)
                    .map(|(_, key)| format!("`{}`", short(key)))
                    .collect();
                keys.truncate(4);
                if keys.is_empty() { "JSON without a key".to_owned() } else { format!("JSON with {}", keys.join(", ")) }
            }
            Shape::Lines => "text".to_owned(),
            Shape::Binary if self.text.starts_with("PK") => {
                "a zip file that can't be opened, or has no report in it".to_owned()
            }
            Shape::Binary => "bytes that are no text".to_owned(),
        }
    }
}

/// Whether an object begins with this line. Indented it would be what a text quotes.
fn is_object(line: &str) -> bool {
    line.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('"'))
}

/// Whether a line begins with a word or the kernel's stamp in brackets, as logs and settings do, and not with an array.
fn is_bracketed(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    if behind_stamp(line).is_some_and(|rest| !rest.trim().is_empty()) {
        return true;
    }
    let word = line.get(1..).unwrap_or_default().split(|character: char| !character.is_ascii_alphanumeric()).next();
    let word = word.filter(|word| word.starts_with(|character: char| character.is_ascii_alphabetic()));
    word.is_some_and(|word| !["true", "false", "null", "NaN", "Infinity"].iter().any(|known| known.starts_with(word)))
}

fn short(name: &str) -> String {
    if name.chars().count() > 40 { name.chars().take(39).chain(['…']).collect() } else { name.to_owned() }
}

fn xml(text: &str) -> XmlHead {
    let mut head = XmlHead::default();
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    for _ in 0..MOST * 20 {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let name = tag.local_name().as_ref().to_owned();
                // Several reports of one kind may stand in a root of their own: the first one tells.
                let is_wrapped = head.root == "root" && head.attributes.is_empty() && head.elements.is_empty();
                if head.root.is_empty() || is_wrapped {
                    let mut attributes = tag.attributes();
                    let names = attributes.with_checks(false).flatten().map(|a| a.key.local_name().as_ref().to_owned());
                    head.attributes = names.take(MOST).collect();
                    head.root = name;
                } else if head.elements.len() < MOST && !head.has_element(&name) {
                    head.elements.push(name);
                }
            }
            Ok(Event::DocType(doctype)) => head.doctype = doctype.to_string(),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    head
}

fn xml_breaks_off(text: &str) -> bool {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let (mut depth, mut any) = (0_u64, false);
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => (depth, any) = (depth + 1, true),
            Ok(Event::Empty(_)) => any = true,
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Eof) => return depth > 0 || !any,
            Ok(_) => {}
            Err(_) => return true,
        }
    }
}

/// Goes through JSON without understanding it: a string before a colon is a key, braces count the depth.
fn json(text: &str) -> JsonHead {
    let mut head = JsonHead::default();
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0_usize);
    let mut has_number = [false; DEEPEST_KEY + 1];
    while at < bytes.len() && head.keys.len() < MOST {
        match bytes[at] {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'"' => {
                let Some(end) = string_end(bytes, at + 1) else { break };
                let mut behind = bytes[end + 1..].iter().filter(|byte| !byte.is_ascii_whitespace());
                if behind.next() == Some(&b':') && depth <= DEEPEST_KEY {
                    let key = &text[at + 1..end];
                    let is_number = key.bytes().all(|byte| byte.is_ascii_digit());
                    let is_known = if is_number { has_number[depth] } else { head.has(depth, key) };
                    has_number[depth] |= is_number;
                    if !is_known {
                        head.keys.push((depth, key.to_owned()));
                        head.values.push(behind.next().copied().unwrap_or(b' '));
                    }
                }
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    head
}

fn string_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::{Head, Shape};

    #[test]
    fn xml_is_seen_by_root_attributes_and_elements() {
        let text = "<?xml version='1.0'?><!DOCTYPE report PUBLIC \"x\" 'y'>\n<!-- c --><a:report name='1'><b/><c><b/>";
        let Shape::Xml(xml) = Head::of(text, false).shape else { unreachable!() };
        assert_eq!((xml.root.as_str(), xml.doctype.as_str()), ("report", "report PUBLIC \"x\" 'y'"));
        assert_eq!(xml.elements, ["b", "c"]);
        assert!(xml.has_attribute("name"));
    }

    #[test]
    fn what_begins_with_a_bracket_is_an_array_or_text() {
        for text in ["[", "[1.123456]", "[ 1.123456, 2]", "[tru", "[true]", "[[", "[{\"a\": 1}]", "[\n1]", "[]"] {
            assert!(matches!(Head::of(text, false).shape, Shape::Json(_)), "{text}");
        }
        for text in ["[    1.123456] a", "[    1.123456][   T1] a", "[INFO] a", "[package]\nname = 1"] {
            assert!(matches!(Head::of(text, false).shape, Shape::Lines), "{text}");
        }
    }

    #[test]
    fn what_breaks_off_is_told_from_what_is_whole() {
        for (text, breaks) in [
            ("<a><b/>", true),
            ("<a", true),
            ("<?xml version='1.0'?>", true),
            ("<a><b></a>", true),
            ("<a><b/></a>", false),
            ("{\"a\": [1", true),
            ("{\"a\": \"x", true),
            ("{\"a\": [1]}", false),
            ("{\"a\": 1, // x\n}", false),
            ("text", false),
        ] {
            assert_eq!(Head::of(text, false).breaks_off(), breaks, "{text}");
        }
    }

    #[test]
    fn json_keys_are_seen_with_their_depth_even_if_the_text_is_cut() {
        let Shape::Json(json) = Head::of(r#"{"a": [{"b \" c": "not: a key", "d": {"e"#, false).shape else {
            unreachable!()
        };
        let keys: Vec<(usize, &str)> = json.keys.iter().map(|(depth, key)| (*depth, key.as_str())).collect();
        assert_eq!(keys, [(1, "a"), (2, "b \\\" c"), (2, "d")]);
    }
}
