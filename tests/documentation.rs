//! The documentation that follows from lists in the code says what the lists say. `COVSITE_UPDATE=1 cargo test --test
//! documentation` writes it anew.

use std::fmt::Write as _;
use std::path::Path;

use covsite::ingest::detect::formats;
use covsite::ingest::format::{Format, Reader};
use covsite::site::live::{FORMS, TABLES, VALUES};

#[test]
fn the_page_of_formats_lists_them_all() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/docs/formats.md");
    let page = page();
    if std::env::var_os("COVSITE_UPDATE").is_some() {
        std::fs::write(&file, &page).unwrap();
    }
    assert_eq!(std::fs::read_to_string(file).unwrap_or_default(), page, "run it with COVSITE_UPDATE=1");
}

/// The lists in the page of live values are those of the code.
#[test]
fn the_page_of_live_values_lists_them_all() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/docs/sync.md");
    let page = std::fs::read_to_string(&file).unwrap();
    let values = VALUES.iter().map(|value| (value.name, value.says));
    let lists = [
        ("values", list("Name", "Says", values)),
        ("forms", list("Form", "Looks like", FORMS.iter().copied())),
        ("tables", list("Table", "Holds", TABLES.iter().copied())),
    ];
    let mut wanted = page.clone();
    for (name, list) in lists {
        let (open, close) = (format!("<!-- list: {name} -->\n"), "<!-- end of the list -->");
        let start = wanted.find(&open).expect(name) + open.len();
        let end = start + wanted[start..].find(close).expect(name);
        wanted.replace_range(start..end, &list);
    }
    if std::env::var_os("COVSITE_UPDATE").is_some() {
        std::fs::write(&file, &wanted).unwrap();
    }
    assert_eq!(std::fs::read_to_string(file).unwrap(), wanted, "run it with COVSITE_UPDATE=1");
}

fn list<'a>(name: &str, says: &str, rows: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut list = format!("| {name} | {says} |\n|---|---|\n");
    for (name, says) in rows {
        let _ = writeln!(list, "| `{name}` | {says} |");
    }
    list
}

fn page() -> String {
    let is_tests = |format: &&&Format| matches!(format.reader, Reader::Tests { .. });
    let all: Vec<&Format> = formats().collect();
    let (tests, coverage): (Vec<&Format>, Vec<&Format>) = all.iter().partition(is_tests);
    let mut page = String::from(
        "<!-- Made from the registry of formats by tests/documentation.rs. -->\n\n# Formats\n\n\
         covsite tells what a file is by its content. The usual names say where it looks first, and in ignored folders too; a\n\
         report under any other name is found as well, if nothing ignores it. Each may be packed with gzip or lie in a zip\n\
         file, in UTF-8, UTF-16 or the encoding that its XML declares. [How reports are read](reading.md) says what becomes of\n\
         what is odd or damaged.\n\n\
         `covsite inspect FILE` shows what covsite sees in a file.\n",
    );
    table(&mut page, "Coverage reports", &coverage);
    table(&mut page, "Test results", &tests);
    page.push_str("\n[All pages](start.md#all-pages) · [How reports are read](reading.md) →\n");
    page
}

/// The names in it are no files of this project, so the table makes no claims.
fn table(page: &mut String, title: &str, formats: &[&Format]) {
    let _ = write!(
        page,
        "\n## {title}\n\n<!-- covsite: ignore -->\n| Format | Id | Written by | Usual names |\n|---|---|---|---|\n"
    );
    for format in formats {
        let names: Vec<String> = format.usual_names.iter().map(|name| format!("`{name}`")).collect();
        let _ = writeln!(
            page,
            "| {} | `{}` | {} | {} |",
            format.title,
            format.id,
            format.tools.join(", "),
            names.join(", ").replace('|', "\\|")
        );
    }
}
