//! The house rules, checked: the direction of the floors, the length of files, a paragraph at the top of each, input
//! and output at the rim only.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The floors from bottom to top. Each may name only those before it.
const FLOORS: [&str; 18] = [
    "diagnostics",
    "model",
    "config",
    "ingest",
    "notes",
    "evidence",
    "facts",
    "claims",
    "gates",
    "analyse",
    "site",
    "digest",
    "publish",
    "pipeline",
    "starter",
    "serve",
    "cli",
    "main",
];

/// Files may be this long; better half.
const LONGEST: usize = 400;

struct Source {
    path: String,
    floor: String,
    text: String,
    /// The text without the tests at its end.
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    let rust: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect();
    rust.iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            let floor = name.split(['/', '.']).next().unwrap().to_owned();
            let text = std::fs::read_to_string(path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap().to_owned();
            Source { path: name, floor, text, code }
        })
        .collect()
}

/// Lines of code that are no comments.
fn statements(code: &str) -> impl Iterator<Item = &str> {
    code.lines().map(str::trim_start).filter(|line| !line.starts_with("//"))
}

fn complain(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn floors_use_only_those_below_them() {
    let rank = |name: &str| FLOORS.iter().position(|floor| *floor == name);
    let mut problems = Vec::new();
    for source in sources().iter().filter(|source| source.floor != "lib") {
        let own = rank(&source.floor);
        assert!(own.is_some(), "{} is on no floor", source.path);
        for line in statements(&source.code) {
            for (at, _) in line.match_indices("crate::") {
                let rest = &line[at + "crate::".len()..];
                let named: BTreeSet<&str> = match rest.strip_prefix('{') {
                    Some(list) => {
                        list.split([',', '}']).map(|it| it.trim().split(':').next().unwrap_or_default()).collect()
                    }
                    None => [rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()].into(),
                };
                for name in named {
                    if rank(name) > own && rank(name).is_some() {
                        problems.push(format!("{} names the floor {name} above it: {line}", source.path));
                    }
                }
            }
        }
    }
    complain(&problems);
}

#[test]
fn files_are_short_and_say_why_they_are_there() {
    let mut problems = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if lines > LONGEST {
            problems.push(format!("{} has {lines} lines", source.path));
        }
        if !source.text.starts_with("//! ") {
            problems.push(format!("{} does not begin with a paragraph that says why it is there", source.path));
        }
    }
    complain(&problems);
}

#[test]
fn files_are_read_and_written_at_the_rim_only() {
    // Who may touch the disk, and for what.
    let may = [
        "cli/",
        "config/load.rs",
        "evidence/",
        "ingest/discover/",
        "ingest/gather.rs",
        "ingest/inspect.rs",
        "ingest/parts.rs",
        "ingest/read.rs",
        "ingest/unpack",
        "pipeline",
        "publish/",
        "serve/",
        "site/theme",
    ];
    let mut problems = Vec::new();
    for source in sources() {
        for line in statements(&source.code) {
            let touches =
                ["std::fs", "fs::read", "fs::write", "File::open", "Command::new", "std::env::var", "std::net"];
            if touches.iter().any(|word| line.contains(word)) && !may.iter().any(|path| source.path.starts_with(path)) {
                problems.push(format!("{}: {line}", source.path));
            }
            let clock = ["SystemTime::now", "Timestamp::now", "Zoned::now"];
            if clock.iter().any(|word| line.contains(word)) {
                problems.push(format!("{} looks at the clock: {line}", source.path));
            }
        }
    }
    complain(&problems);
}

#[test]
fn nothing_is_left_for_later() {
    let words = ["todo!(", "unimplemented!(", "FIXME", "TODO", "#[ignore"];
    let mut problems = Vec::new();
    for source in sources() {
        for line in source.text.lines().filter(|line| words.iter().any(|word| line.contains(word))) {
            problems.push(format!("{}: {line}", source.path));
        }
    }
    complain(&problems);
}

#[test]
fn every_problem_has_an_id_of_its_own_and_an_explanation() {
    let mut ids = BTreeSet::new();
    for code in covsite::diagnostics::codes::ALL {
        assert!(ids.insert(code.id), "{} stands twice", code.id);
        assert!(code.explanation.ends_with('.') && code.explanation.len() > 20, "{}", code.id);
        assert!(code.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", code.id);
    }
}

#[test]
fn every_test_file_is_compiled() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let list = std::fs::read_to_string(root.join("all.rs")).unwrap();
    let files = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names = files.filter_map(|file| file.strip_suffix(".rs").map(str::to_owned)).filter(|name| name != "all");
    let forgotten: Vec<String> = names.filter(|name| !list.contains(&format!("mod {name};"))).collect();
    assert_eq!(forgotten, Vec::<String>::new(), "add them to tests/all.rs");
}

#[test]
fn every_problem_is_used() {
    let all: String = sources()
        .iter()
        .filter(|source| source.path != "diagnostics/codes.rs")
        .map(|source| source.code.as_str())
        .collect();
    let table = sources().into_iter().find(|source| source.path == "diagnostics/codes.rs").unwrap().code;
    let names = table.lines().filter_map(|line| line.trim().split_once(" = \"")).map(|(name, _)| name.to_owned());
    let unused: Vec<String> = names
        .filter(|name| name.chars().all(|c| c.is_ascii_uppercase() || c == '_') && !all.contains(name.as_str()))
        .collect();
    assert_eq!(unused, Vec::<String>::new());
}
