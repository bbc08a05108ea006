//! What pages weigh, on sources that look like those of people: bars that a change must not break unseen.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;
use std::fs;

use covsite::config::load::load;
use covsite::diagnostics::Sink;
use covsite::pipeline::{self, Form, Silent, Target};
use covsite::publish::Options;
use tempfile::TempDir;

use super::common::project::Project;

const FILES: usize = 31;
/// What every page has around its own content.
const FRAME_BYTES: usize = 6000;
const FRAME_ELEMENTS: usize = 120;
/// What the lists of tests and flags have on every page that has them.
const LISTS_ELEMENTS: usize = 48;

/// A number that looks like chance and is always the same.
fn mixed(file: usize, line: usize) -> usize {
    ((file * 7919 + line * 104_729 + 1).wrapping_mul(2_654_435_761) >> 7) & 0xFFFF
}

/// Functions of ten lines, about two thirds of them code; an eighth of the functions was never called, one line in sixty
/// has a branch that was not taken.
fn project() -> Project {
    let project = Project::new();
    let mut report = String::new();
    for file in 0..FILES {
        let lines = 120 + mixed(file, 0) % 400;
        let mut text = String::new();
        let _ = writeln!(report, "SF:src/part{}/file{file}.py", file % 5);
        for line in 1..=lines {
            let function = line / 10;
            if line % 10 == 0 {
                let _ = writeln!(text, "def compute_{function}(value, other):");
                let _ = writeln!(report, "FN:{line},compute_{function}\nFNDA:1,compute_{function}");
            } else {
                let _ = writeln!(text, "    total_{line} = value * {} + other", mixed(file, line) % 100);
            }
            if line % 3 != 1 {
                let hits = if mixed(file, function).is_multiple_of(8) { 0 } else { 1 + mixed(file, line) % 900 };
                let _ = writeln!(report, "DA:{line},{hits}");
                if mixed(file, line).is_multiple_of(60) {
                    let _ = writeln!(report, "BRDA:{line},0,0,{hits}\nBRDA:{line},0,1,0");
                }
            }
        }
        report.push_str("end_of_record\n");
        project.write(&format!("src/part{}/file{file}.py", file % 5), &text);
    }
    project.write("coverage/lcov.info", &report);
    project
}

/// Which tests and flags reach the lines of the same sources: each of forty tests runs a sixth of the functions of a third
/// of the files, those of the second flag some beside.
fn tested() -> Project {
    let project = project();
    for (flag, tests) in [("unit", 0..32), ("e2e", 32..40)] {
        let mut report = String::new();
        for test in tests {
            for file in (0..FILES).filter(|file| mixed(*file, test).is_multiple_of(3)) {
                let lines = 120 + mixed(file, 0) % 400;
                let _ = writeln!(
                    report,
                    "TN:tests/test_part{}.py::test_case_{test}\nSF:src/part{}/file{file}.py",
                    test % 7,
                    file % 5
                );
                for line in (1..=lines).filter(|line| line % 3 != 1) {
                    let ran = mixed(test, line / 10).is_multiple_of(6) && !mixed(file, line / 10).is_multiple_of(8);
                    let _ = writeln!(report, "DA:{line},{}", u8::from(ran));
                }
                report.push_str("end_of_record\n");
            }
        }
        project.write(&format!("coverage/{flag}.info"), &report);
    }
    let reports =
        ["unit", "e2e"].map(|flag| format!("[[reports]]\npaths = [\"coverage/{flag}.info\"]\nflag = \"{flag}\"\n"));
    project.write("covsite.toml", &reports.concat());
    project
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

#[test]
fn pages_are_light() {
    weigh(&project(), 0);
}

#[test]
fn pages_that_know_their_tests_are_light() {
    weigh(&tested(), LISTS_ELEMENTS);
}

fn weigh(project: &Project, lists: usize) {
    let out = TempDir::new().unwrap();
    let mut sink = Sink::default();
    let loaded = load(None, Some(project.root()), &mut sink).unwrap();
    let target = Target { form: Form::Folder, out: out.path().join("site"), options: Options { minify: true } };
    let inputs = pipeline::gather(&loaded, &Silent, &mut sink).unwrap();
    let findings = pipeline::analyse(&inputs, &loaded.config, None, &mut sink);
    pipeline::publish(&inputs, &findings, &loaded, &target, &Silent, sink).0.unwrap();

    let (mut bytes, mut elements) = (Vec::new(), Vec::new());
    for file in 0..FILES {
        let path = format!("src/part{}/file{file}.py", file % 5);
        let source = fs::read_to_string(project.root().join(&path)).unwrap();
        let page = fs::read_to_string(target.out.join(format!("coverage/{path}.html"))).unwrap();
        let lines = source.lines().count() as f64;
        let begins = page.match_indices('<').filter(|(at, _)| page[at + 1..].starts_with(char::is_alphabetic)).count();
        bytes.push((page.len() as f64 - (FRAME_BYTES + source.len()) as f64) / lines);
        elements.push((begins as f64 - (FRAME_ELEMENTS + lists) as f64) / lines);
    }
    let (bytes, elements) = (median(bytes), median(elements));
    assert!(bytes <= 12.0, "{bytes} bytes a line beyond the source");
    assert!(elements <= 0.1, "{elements} elements a line");

    let size = |file: &str| fs::metadata(target.out.join(file)).unwrap().len();
    let home = size("index.html") + size("assets/site.css");
    assert!(home < 60_000, "the home page and its styles have {home} bytes");
}
