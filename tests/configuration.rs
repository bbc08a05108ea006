//! The page and the JSON Schema of `covsite.toml`, made from the types that read it, so that neither can say anything else.
//! `COVSITE_UPDATE=1 cargo test configuration::` writes them anew.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use covsite::config::load::parse;
use covsite::diagnostics::Sink;
use regex::Regex;
use serde_json::{Map, Value, json};

/// A type of `src/config`, as its text says.
struct Type {
    docs: String,
    shape: Shape,
}

enum Shape {
    /// Keys with values.
    Table(Vec<Field>),
    /// One of these words, each with what it means.
    Words(Vec<(String, String)>),
    /// Read as another type, and checked.
    As(String),
    /// Read by a visitor of its own.
    Own,
}

struct Field {
    name: String,
    docs: String,
    of: String,
    needed: bool,
}

/// What stands in the configuration for types that have a visitor of their own: in words, and as a schema.
fn own(name: &str) -> (&'static str, Value) {
    let texts = || json!({ "type": "array", "items": { "type": "string" } });
    match name {
        "Words" | "Run" => ("text, or list of texts", json!({ "anyOf": [{ "type": "string" }, texts()] })),
        "Enforce" => (
            "true, false or `\"env:NAME\"`",
            json!({ "anyOf": [{ "type": "boolean" }, { "type": "string", "pattern": "^env:" }] }),
        ),
        _ => panic!("say here what stands in covsite.toml for the type {name}"),
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The types of the configuration by name. The sources are formatted, so a line is a field.
fn types() -> BTreeMap<String, Type> {
    let mut types = BTreeMap::new();
    for entry in walkdir::WalkDir::new(root().join("src/config")).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            read(&mut code.lines(), &mut types);
        }
    }
    types
}

fn read(lines: &mut std::str::Lines<'_>, types: &mut BTreeMap<String, Type>) {
    let (mut docs, mut attributes) = (Vec::new(), String::new());
    while let Some(line) = lines.next() {
        if noted(line, lines, &mut docs, &mut attributes) {
            continue;
        }
        let name = |rest: &str| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned();
        let is_read = attributes.contains("Deserialize");
        let found = if let Some(rest) = line.strip_prefix("pub struct ") {
            let shape = match attributes.split("try_from = \"").nth(1) {
                Some(other) => Shape::As(other.split('"').next().unwrap().to_owned()),
                None if is_read && line.ends_with('{') => {
                    Shape::Table(fields(lines, attributes.contains("deny_unknown_fields, default")))
                }
                None => Shape::Own,
            };
            Some((name(rest), shape))
        } else if let Some(rest) = line.strip_prefix("pub enum ") {
            let words = if is_read { words(lines) } else { None };
            Some((name(rest), words.map_or(Shape::Own, Shape::Words)))
        } else {
            None
        };
        if let Some((name, shape)) = found {
            types.insert(name, Type { docs: docs.join(" "), shape });
        }
        docs.clear();
        attributes.clear();
    }
}

/// Takes a line of documentation or an attribute, with the lines that belong to it.
fn noted(line: &str, lines: &mut std::str::Lines<'_>, docs: &mut Vec<String>, attributes: &mut String) -> bool {
    let line = line.trim();
    if let Some(text) = line.strip_prefix("///") {
        docs.push(text.trim().to_owned());
        return true;
    }
    if line.starts_with("#[") {
        attributes.push_str(line);
        while !attributes.ends_with(']') {
            attributes.push_str(lines.next().unwrap().trim());
        }
        return true;
    }
    false
}

fn fields(lines: &mut std::str::Lines<'_>, default: bool) -> Vec<Field> {
    let mut all = Vec::new();
    let (mut docs, mut attributes) = (Vec::new(), String::new());
    while let Some(line) = lines.next().filter(|line| *line != "}") {
        if noted(line, lines, &mut docs, &mut attributes) {
            continue;
        }
        if let Some((name, of)) = line.trim().strip_prefix("pub ").and_then(|field| field.split_once(": ")) {
            assert!(!attributes.contains("rename") && !attributes.contains("flatten"), "read {attributes} here, too");
            let of = of.trim_end_matches(',').to_owned();
            let needed = !(default || attributes.contains("default") || of.starts_with("Option<"));
            if !attributes.contains("serde(skip)") {
                all.push(Field { name: name.to_owned(), docs: docs.join(" "), of, needed });
            }
        }
        docs.clear();
        attributes.clear();
    }
    all
}

/// The words of an enumeration; `None` where one holds a value.
fn words(lines: &mut std::str::Lines<'_>) -> Option<Vec<(String, String)>> {
    let mut all = Vec::new();
    let (mut docs, mut attributes) = (Vec::new(), String::new());
    let mut plain = true;
    while let Some(line) = lines.next().filter(|line| *line != "}") {
        if noted(line, lines, &mut docs, &mut attributes) {
            continue;
        }
        let name = line.trim().trim_end_matches(',');
        plain &= name.chars().all(char::is_alphanumeric);
        all.push((name.to_lowercase(), docs.join(" ")));
        docs.clear();
    }
    plain.then_some(all)
}

/// The type inside `Option<…>` and the like.
fn inside<'t>(of: &'t str, outer: &str) -> Option<&'t str> {
    of.strip_prefix(outer)?.strip_prefix('<')?.strip_suffix('>')
}

/// What stands for a type: in words, for one and for several of them, and as a schema.
fn value(of: &str, types: &BTreeMap<String, Type>, titles: &BTreeMap<String, String>) -> (String, String, Value) {
    if let Some(of) = inside(of, "Option") {
        return value(of, types, titles);
    }
    if let Some(of) = inside(of, "Vec") {
        let (_, several, items) = value(of, types, titles);
        let words = format!("list of {several}");
        return (words.clone(), words, json!({ "type": "array", "items": items }));
    }
    if let Some(of) = inside(of, "BTreeMap") {
        let (one, _, values) = value(of.trim_start_matches("String, "), types, titles);
        let words = format!("table: keys of your own, each with {one}");
        return (words.clone(), words, json!({ "type": "object", "additionalProperties": values }));
    }
    let plain = |one: &str, several: &str, schema: Value| (one.to_owned(), several.to_owned(), schema);
    match of {
        "String" => plain("text", "texts", json!({ "type": "string" })),
        "bool" => plain("true or false", "true or false", json!({ "type": "boolean" })),
        "u32" | "u64" | "usize" => plain("whole number", "whole numbers", json!({ "type": "integer", "minimum": 0 })),
        "f64" => plain("number", "numbers", json!({ "type": "number" })),
        "serde_json::Value" => plain("any value", "any values", json!({})),
        _ => match &types.get(of).unwrap_or_else(|| panic!("where is the type {of}?")).shape {
            Shape::As(other) => value(other, types, titles),
            Shape::Words(words) => {
                let named: Vec<String> = words.iter().map(|(word, _)| format!("`\"{word}\"`")).collect();
                let named = named.join(" or ");
                let all: Vec<&String> = words.iter().map(|(word, _)| word).collect();
                (named.clone(), named, json!({ "enum": all }))
            }
            Shape::Table(_) => {
                let title = titles.get(of).map_or("", String::as_str);
                let anchor: String = title.chars().filter(|c| c.is_alphanumeric() || *c == '_').collect();
                let schema = json!({ "$ref": format!("#/$defs/{of}") });
                (format!("[table](#{anchor})"), format!("[tables](#{anchor})"), schema)
            }
            Shape::Own => {
                let (words, schema) = own(of);
                plain(words, words, schema)
            }
        },
    }
}

/// The tables in the order of the page, each with what it is called there: how it stands in the file, or its first key.
fn tables(types: &BTreeMap<String, Type>) -> Vec<(String, String)> {
    let mut order: Vec<(String, String)> = Vec::new();
    let mut open: Vec<(String, String)> = vec![("Config".into(), String::new())];
    while !open.is_empty() {
        let (name, title) = open.remove(0);
        if order.iter().any(|(known, _)| *known == name) {
            continue;
        }
        let Shape::Table(fields) = &types[&name].shape else { continue };
        let of_fields = fields.iter().filter_map(|field| {
            let mut of = field.of.as_str();
            let listed = of.contains("Vec<");
            while let Some(inner) = inside(of, "Option").or_else(|| inside(of, "Vec")) {
                of = inner;
            }
            types.get(of).filter(|it| matches!(it.shape, Shape::Table(_)))?;
            let title = match (name.as_str(), listed) {
                ("Config", true) => format!("[[{}]]", field.name),
                ("Config", false) => format!("[{}]", field.name),
                _ => field.name.clone(),
            };
            Some((of.to_owned(), title))
        });
        // What belongs to a table comes behind it.
        let below: Vec<_> = of_fields.collect();
        open.splice(0..0, below);
        order.push((name, title));
    }
    order
}

const INTRODUCTION: &str = "\
<!-- Made from the types of the configuration by tests/configuration.rs. -->

# Configuration

`covsite.toml` is looked for from the working folder upward, at most to the root of the repository; `--config` names another
file. Without any, every default holds; `covsite init` writes one for what it finds. Paths start at the folder of the file, or
at `--root`. A key that is not known is an error that names the nearest known one, with line and column.

[The JSON Schema](covsite.schema.json) says the same to editors.
";

/// The ways to the pages around it.
const WAYS: &str =
    "\n← [Themes](themes.md) · [All pages](start.md#all-pages) · [The snapshot of coverage](snapshot.md) →\n";

fn page(types: &BTreeMap<String, Type>) -> String {
    let order = tables(types);
    let titles: BTreeMap<String, String> = order.iter().cloned().collect();
    let mut page = INTRODUCTION.to_owned();
    for (name, title) in &order {
        let found = &types[name];
        let Shape::Table(fields) = &found.shape else { continue };
        if name == "Config" {
            page.push_str("\n## All of it\n");
        } else if title.starts_with('[') {
            let said = root_docs(types, title.trim_matches(['[', ']']));
            let _ = write!(page, "\n## `{title}`\n\n{said}\n");
        } else {
            let _ = write!(page, "\n### `{title}`\n\n{}\n", found.docs);
        }
        page.push_str("\n| Key | Value | Meaning |\n|---|---|---|\n");
        for field in fields {
            let (words, ..) = value(&field.of, types, &titles);
            let needed = if field.needed { " Must be there." } else { "" };
            let _ = writeln!(page, "| `{}` | {words} | {}{needed} |", field.name, field.docs.replace('|', "\\|"));
        }
    }
    page.push_str(WAYS);
    page
}

/// What `Config` says of one of its keys.
fn root_docs<'t>(types: &'t BTreeMap<String, Type>, key: &str) -> &'t str {
    let Shape::Table(fields) = &types["Config"].shape else { panic!("Config is a table") };
    fields.iter().find(|field| field.name == key).map_or("", |field| field.docs.as_str())
}

fn schema(types: &BTreeMap<String, Type>) -> Value {
    let order = tables(types);
    let titles: BTreeMap<String, String> = order.iter().cloned().collect();
    let mut tables = Map::new();
    for (name, _) in &order {
        let Shape::Table(fields) = &types[name].shape else { continue };
        let mut properties = Map::new();
        for field in fields {
            let (_, _, mut schema) = value(&field.of, types, &titles);
            schema.as_object_mut().unwrap().insert("description".into(), json!(field.docs));
            properties.insert(field.name.clone(), schema);
        }
        let needed: Vec<&String> = fields.iter().filter(|field| field.needed).map(|field| &field.name).collect();
        let mut table = json!({ "type": "object", "additionalProperties": false, "properties": properties });
        if !needed.is_empty() {
            table["required"] = json!(needed);
        }
        tables.insert(name.clone(), table);
    }
    let mut whole = tables.remove("Config").unwrap();
    whole["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    whole["title"] = json!("covsite.toml");
    whole["description"] = json!(types["Config"].docs);
    whole["$defs"] = Value::Object(tables);
    whole
}

/// Compares a file with what it should be, or writes it.
fn check(file: &Path, wanted: &str) {
    if std::env::var_os("COVSITE_UPDATE").is_some() {
        std::fs::write(file, wanted).unwrap();
    }
    assert_eq!(std::fs::read_to_string(file).unwrap_or_default(), wanted, "run it with COVSITE_UPDATE=1");
}

#[test]
fn the_page_says_what_the_types_say() {
    check(&root().join("content/docs/configuration.md"), &page(&types()));
}

#[test]
fn the_schema_says_what_the_types_say() {
    let schema = serde_json::to_string_pretty(&schema(&types())).unwrap() + "\n";
    check(&root().join("content/docs/covsite.schema.json"), &schema);
}

/// Whether a value is what a schema asks for: as much of JSON Schema as stands in ours. Otherwise, why not.
fn violation(value: &Value, schema: &Value, whole: &Value) -> Option<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let found = &whole["$defs"][name.trim_start_matches("#/$defs/")];
        assert!(found.is_object(), "{name} leads nowhere");
        return violation(value, found, whole);
    }
    if let Some(all) = schema["anyOf"].as_array() {
        let fits = all.iter().any(|one| violation(value, one, whole).is_none());
        return (!fits).then(|| format!("{value} is none of {all:?}"));
    }
    if let Some(all) = schema["enum"].as_array() {
        return (!all.contains(value)).then(|| format!("{value} is not in {all:?}"));
    }
    let fits = match schema["type"].as_str() {
        None => true,
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.as_u64().is_some(),
        Some("number") => value.is_number(),
        Some(other) => panic!("what is {other}?"),
    };
    if !fits {
        return Some(format!("{value} is no {}", schema["type"]));
    }
    if let Some(pattern) = schema["pattern"].as_str().filter(|_| value.is_string()) {
        let pattern = Regex::new(pattern).unwrap();
        return (!pattern.is_match(value.as_str().unwrap())).then(|| format!("{value} does not match {pattern}"));
    }
    if let Some(items) = value.as_array() {
        return items.iter().find_map(|item| violation(item, &schema["items"], whole));
    }
    let keys = value.as_object().filter(|_| schema["type"].is_string())?;
    for needed in schema["required"].as_array().into_iter().flatten() {
        if !keys.contains_key(needed.as_str().unwrap()) {
            return Some(format!("{needed} is missing in {value}"));
        }
    }
    keys.iter().find_map(|(key, value)| match schema["properties"].get(key) {
        Some(known) => violation(value, known, whole),
        None if schema["additionalProperties"].is_object() => violation(value, &schema["additionalProperties"], whole),
        None => Some(format!("{key} is not known")),
    })
}

/// What the program reads, the schema accepts: on all configurations of the documentation and of the tests.
#[test]
fn what_is_read_is_accepted_by_the_schema() {
    let schema = schema(&types());
    let mut texts = Vec::new();
    for folder in ["content/docs", "tests", "README.md", "covsite.toml"] {
        for entry in walkdir::WalkDir::new(root().join(folder)).sort_by_file_name() {
            let entry = entry.unwrap();
            let name = entry.file_name().to_string_lossy().into_owned();
            if name == "covsite.toml" {
                texts.push(std::fs::read_to_string(entry.path()).unwrap());
            } else if entry.path().extension().is_some_and(|end| end == "md") {
                let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
                texts
                    .extend(text.split("```toml\n").skip(1).map(|block| block.split("```").next().unwrap().to_owned()));
            }
        }
    }
    let mut read = 0;
    for text in texts {
        if parse(&text, "covsite.toml", &mut Sink::default()).is_ok() {
            read += 1;
            let value: Value = toml::from_str(&text).unwrap();
            assert_eq!(violation(&value, &schema, &schema), None, "{text}");
        }
    }
    assert!(read >= 8, "only {read} configurations were found");
}

/// What the schema names, the program knows: no key is made up, and a wrong one is refused by both.
#[test]
fn what_the_schema_names_is_known() {
    let schema = schema(&types());
    let mut open: Vec<(String, &Value, Vec<String>)> = vec![("{}".into(), &schema, Vec::new())];
    let mut keys = 0;
    while let Some((around, table, above)) = open.pop() {
        let names: Vec<&String> = table["properties"].as_object().unwrap().keys().collect();
        // A date is what no key wants.
        let with = |key: &str| around.replace("{}", &format!("{{ {key} = 1979-05-27 }}"));
        let read = |text: &str| {
            let mut sink = Sink::default();
            let text = text.strip_prefix("{ ").and_then(|text| text.strip_suffix(" }")).unwrap();
            let read = parse(text, "covsite.toml", &mut sink);
            (read.is_ok(), sink.finish().iter().map(|it| it.message.clone()).collect::<String>())
        };
        for name in names {
            let (_, said) = read(&with(name));
            assert!(!said.contains(&format!("unknown field `{name}`")), "{}: {said}", with(name));
            keys += 1;
        }
        let (is_read, said) = read(&with("nowhere_known"));
        assert!(!is_read && said.contains("unknown field"), "{}: {said}", with("nowhere_known"));
        for (name, property) in table["properties"].as_object().unwrap() {
            let listed = property["items"]["$ref"].as_str();
            let Some(of) = listed.or_else(|| property["$ref"].as_str()) else { continue };
            if above.iter().any(|known| known == of) {
                continue;
            }
            let inner = if listed.is_some() { "[{}]" } else { "{}" };
            let around = around.replace("{}", &format!("{{ {name} = {inner} }}"));
            let above = above.iter().cloned().chain([of.to_owned()]).collect();
            open.push((around, &schema["$defs"][of.trim_start_matches("#/$defs/")], above));
        }
    }
    assert!(keys > 40, "only {keys} keys were tried");
}
