//! Settings and their values: `fail_under=15` in a sentence, `asyncio_mode = "auto"` in a configuration fence, feature
//! flags in YAML.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::super::named_paths;
use super::super::reading::{Reading, offset};
use super::super::topics::{Topic, Topics};
use super::super::words::beginning;
use crate::model::document::{BlockKind, CodeBlock};
use crate::model::taken::Setting;

/// All settings, in order; the same name and value once.
pub(super) fn read(reading: &Reading<'_>) -> Vec<Setting> {
    let mut settings = Settings::default();
    for block in &reading.document.code {
        from_code(reading, block, &mut settings);
    }
    for block in &reading.document.blocks {
        let heading = matches!(block.kind, BlockKind::Heading(_));
        let plain = &block.text.plain;
        if heading || block.quoted || !plain.contains('=') || is_planned(plain) {
            continue;
        }
        // Without a word of configuration an assignment in prose is code.
        let spoken = reading.topics_above(block.section).has(Topic::Setting) || Topics::of(plain).has(Topic::Setting);
        if spoken {
            let files = named_paths::of(&block.text);
            for (at, name, value) in assignments(plain) {
                let line = reading.line(block.text.source(at..at + 1).start.max(offset(block)));
                let file = files.iter().find(|file| is_configuration(file)).cloned();
                settings.add(name, value, file, line);
            }
        }
    }
    let mut all = settings.all;
    all.sort_by_key(|setting| setting.line);
    all
}

/// Settings in order, each name with each value once.
#[derive(Default)]
struct Settings {
    all: Vec<Setting>,
    places: BTreeMap<(String, String), usize>,
}

impl Settings {
    fn add(&mut self, name: &str, value: &str, file: Option<String>, line: u32) {
        match self.places.entry((name.to_owned(), value.to_owned())) {
            Entry::Occupied(known) => {
                if let Some(known) = self.all.get_mut(*known.get()) {
                    known.file = known.file.take().or(file);
                }
            }
            Entry::Vacant(place) => {
                place.insert(self.all.len());
                self.all.push(Setting { name: name.to_owned(), value: value.to_owned(), file, line });
            }
        }
    }
}

fn is_planned(text: &str) -> bool {
    let lower = text.trim_start().to_lowercase();
    ["plan specified", "planned", "plan:", "plan said", "original", "expected", "before:"]
        .iter()
        .any(|start| lower.starts_with(start))
}

/// `name=value` and `name = value` in running text, with the byte at which the name begins.
fn assignments(text: &str) -> Vec<(usize, &str, &str)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('=') {
        let (head, tail) = (&text[..at], &text[at + 1..]);
        if head.ends_with(['=', '!', '<', '>', '+', '-', ':', '~']) || tail.starts_with(['=', '>', '~']) {
            continue;
        }
        let spaced = head.ends_with(' ');
        let head = head.trim_end_matches(' ');
        let start = head
            .rfind(|c: char| !is_name_character(c))
            .map_or(0, |before| before + head[before..].chars().next().map_or(1, char::len_utf8));
        let name = &head[start..];
        let tail = if spaced { tail.trim_start_matches(' ') } else { tail };
        let value = value(tail);
        let option = name.starts_with('-') || head[..start].ends_with(['?', '&', '/', '$', '{', '<']);
        if is_name(name) && !value.is_empty() && !option && name.contains(['_', '.']) {
            found.push((start, name, value));
        }
    }
    found
}

fn is_name_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// A word of at least two letters, not too long: `fail_under`, `asyncio_mode`, `DEBUG`.
fn is_name(name: &str) -> bool {
    (2..=80).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && !name.ends_with(['.', '-'])
}

/// A value: a string in quotes, or a word.
fn value(text: &str) -> &str {
    let text = beginning(text, 200);
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote).map_or("", |(inside, _)| inside);
        }
    }
    if text.starts_with('[') {
        return text.find(']').map_or("", |end| &text[..=end]);
    }
    let end = text.find(|c: char| c.is_whitespace() || ",;)`]}|\"".contains(c)).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', ':'])
}

/// Configuration in a fence: TOML, INI, env files, flat YAML of flags.
fn from_code(reading: &Reading<'_>, block: &CodeBlock, settings: &mut Settings) {
    let language = block.language.split_whitespace().next().unwrap_or("").to_ascii_lowercase();
    let yaml = matches!(language.as_str(), "yaml" | "yml");
    let known = matches!(language.as_str(), "toml" | "ini" | "cfg" | "env" | "dotenv" | "properties" | "conf") || yaml;
    // What is only recommended is no setting.
    if !known || reading.topics_above(block.section).has(Topic::Advice) {
        return;
    }
    let start = block.span.start;
    let first = reading.line(start) + u32::from(reading.text[start..].starts_with(['`', '~']));
    let file = file_of(reading, block);
    let mut open: Option<(String, String, u32)> = None;
    for (line, number) in block.text.lines().zip(first..) {
        if let Some((name, text, at)) = &mut open {
            let ends = line.contains("\"\"\"") || line.contains("'''") || line.trim_end().ends_with(']');
            let said = line.trim();
            let list = text.starts_with('[');
            text.push_str(if list { said } else { said.trim_matches(['"', '\'']) });
            text.push(' ');
            if ends {
                settings.add(name, text.trim(), file.clone(), *at);
                open = None;
            }
            continue;
        }
        let Some((name, value)) = pair(line, yaml) else { continue };
        let list = value.starts_with('[') && !value.contains(']');
        if list || ["\"\"\"", "'''"].contains(&value) {
            let text = if list { format!("{value} ") } else { String::new() };
            open = Some((name.to_owned(), text, number));
        } else {
            settings.add(name, value, file.clone(), number);
        }
    }
}

/// `name = value` or, in YAML, `NAME: value` for plain values.
fn pair(line: &str, yaml: bool) -> Option<(&str, &str)> {
    let line = line.trim_end();
    if line.trim_start().starts_with(['#', ';', '-', '[', '{', '}']) {
        return None;
    }
    let (name, value) = if yaml { line.split_once(": ")? } else { line.split_once('=')? };
    let name = name.trim().trim_matches(['"', '\'']);
    let value = without_comment(value.trim());
    let bare = if value.starts_with('[') { value } else { unquoted(value) };
    let flag = !yaml || matches!(bare, "true" | "false" | "on" | "off" | "yes" | "no") || bare.parse::<f64>().is_ok();
    (is_name(name) && name.chars().all(is_name_character) && !bare.is_empty() && flag).then_some((name, bare))
}

fn without_comment(value: &str) -> &str {
    if value.starts_with(['"', '\'']) {
        return value.split(" #").next().filter(|head| head.ends_with(['"', '\''])).unwrap_or(value).trim_end();
    }
    value.split(" #").next().unwrap_or(value).trim_end()
}

fn unquoted(value: &str) -> &str {
    for quote in ['"', '\''] {
        let block = value.starts_with("\"\"\"") || value.starts_with("'''");
        let inside = value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        if let Some(inside) = inside.filter(|_| !block) {
            return inside;
        }
    }
    value
}

/// The file that a fence shows: named in its heading, in the words above it, or in its first line.
fn file_of(reading: &Reading<'_>, block: &CodeBlock) -> Option<String> {
    let above = reading.above(block.section).take(2).filter_map(|index| {
        let heading = reading.document.headings.get(index)?;
        named_paths::of(&heading.text).into_iter().find(|file| is_configuration(file))
    });
    let before = || {
        let words = reading.words_before(block.span.start, block.section)?;
        named_paths::of(&words.text).into_iter().find(|file| is_configuration(file))
    };
    let comment = || {
        let first = block.text.lines().next()?.trim_start_matches(['#', ';', ' ']).trim();
        (named_paths::is_path(first, true) && is_configuration(first)).then(|| first.to_owned())
    };
    comment().or_else(before).or_else(|| above.into_iter().next())
}

fn is_configuration(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    let lower = name.to_ascii_lowercase();
    let ends = [
        ".toml",
        ".ini",
        ".cfg",
        ".yml",
        ".yaml",
        ".json",
        ".env",
        ".conf",
        ".properties",
        ".xml",
        "rc",
        ".config.js",
        ".config.ts",
    ];
    ends.iter().any(|end| lower.ends_with(end))
}
