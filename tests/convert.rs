//! Reports merged into one and written again: nothing is lost in a snapshot, any grouping gives the same bytes, and what
//! other tools read says the same.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::common::project::Project;
use covsite::diagnostics::Sink;
use covsite::ingest::builder::{RawCoverage, RawFile};
use covsite::ingest::export::{EXPORTS, Export};
use covsite::ingest::{RawHolds, read};
use covsite::model::ratio::Metric;

fn export(id: &str) -> &'static Export {
    EXPORTS.iter().find(|export| export.id == id).unwrap()
}

fn coverage(name: &str, bytes: &[u8]) -> Option<RawCoverage> {
    match read(name, bytes, &mut Sink::default()).ok()?.holds {
        RawHolds::Coverage(coverage) => Some(*coverage),
        RawHolds::Tests(_) => None,
    }
}

fn written(id: &str, coverage: &RawCoverage) -> Vec<u8> {
    let mut bytes = Vec::new();
    export(id).write(&mut coverage.clone(), &mut bytes).unwrap();
    bytes
}

/// Every coverage report among the fixtures, with its path.
fn fixtures() -> Vec<(PathBuf, RawCoverage)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let files = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    files
        .filter(|path| !path.ends_with("expect.toml") && !path.to_string_lossy().contains("programs"))
        .filter_map(|path| Some((path.clone(), coverage("x", &std::fs::read(&path).unwrap())?)))
        .collect()
}

#[test]
fn a_snapshot_loses_nothing() {
    let fixtures = fixtures();
    assert!(fixtures.len() > 15, "{}", fixtures.len());
    for (path, original) in fixtures {
        let once = written("json", &original);
        let again = coverage("x", &once).unwrap_or_else(|| panic!("{}", path.display()));
        assert_eq!(again.totals, original.totals, "{}", path.display());
        assert_eq!(String::from_utf8(written("json", &again)).unwrap(), String::from_utf8(once).unwrap());
    }
}

#[test]
fn what_other_tools_read_says_the_same() {
    for (path, original) in fixtures() {
        for id in ["lcov", "cobertura"] {
            for metric in [Metric::Lines, Metric::Branches] {
                // Cobertura has no place for what a file only states, nor for branches of files without lines.
                let without_place = |file: &RawFile| {
                    let coverage = &file.coverage;
                    let has_branches = !coverage.branches_by_line().is_empty();
                    coverage.stated.contains_key(&metric) || coverage.marked().is_empty() && has_branches
                };
                if original.alone.get(metric).is_some() || id == "cobertura" && original.files.iter().any(without_place)
                {
                    continue;
                }
                // Where lines are not counted one by one, derived ones are written.
                if metric == Metric::Lines && original.files.iter().any(|file| file.coverage.is_derived()) {
                    continue;
                }
                let again = coverage("x", &written(id, &original));
                let known = |coverage: &RawCoverage| coverage.totals.get(metric).filter(|ratio| !ratio.is_empty());
                assert_eq!(again.as_ref().and_then(known), known(&original), "{id} {metric:?} {}", path.display());
            }
        }
    }
}

#[test]
fn shards_merged_in_any_tree_give_the_same_bytes() {
    let shards: Vec<RawCoverage> = fixtures().into_iter().map(|(_, coverage)| coverage).collect();
    let all = |order: &mut dyn Iterator<Item = &RawCoverage>| {
        let mut whole = RawCoverage::default();
        order.for_each(|shard| whole.merge(shard.clone()));
        whole
    };
    let at_once = written("json", &all(&mut shards.iter()));
    assert_eq!(written("json", &all(&mut shards.iter().rev())), at_once);
    for size in [2, 3, 7] {
        // Each group goes through a file of its own, as it does between machines.
        let groups = shards.chunks(size).map(|group| {
            let bytes = written("json", &all(&mut group.iter()));
            coverage("shard.json", &bytes).unwrap()
        });
        let groups: Vec<RawCoverage> = groups.collect();
        assert_eq!(written("json", &all(&mut groups.iter().rev())), at_once, "groups of {size}");
    }
}

/// What each form says that it loses, and what it writes all the same.
#[test]
fn what_a_form_cannot_hold_is_told() {
    let go = "mode: set\nm/a.go:3.10,5.2 2 1\nm/a.go:7.10,9.2 1 0\n";
    let named = "SF:a.js\nFN:1,f\nFN:9,g\nFNDA:1,f\nFNDA:0,g\nDA:2,1\nBRDA:1,0,0,1\nBRDA:1,0,1,0\nend_of_record\n";
    let sums = "SF:a.rs\nLF:4\nLH:3\nFNF:2\nFNH:1\nend_of_record\n";
    let shared = r#"{"covsite":"coverage","version":1,"files":[{"path":"a.c","lines":[[3,1],[9,0]],"excluded":[5],
        "functions":[[3,1,"f"],[9,0,"f"],[0,2,"g"]],"units":{"branches":{"named":[[0,0,0,1]],"tallies":[]}}}]}"#;
    let alone = r#"{"covsite":"coverage","version":1,"stated":{"lines":[1,2]},"files":[{"path":"a.c"}]}"#;
    let derived =
        "lines are derived from statements or regions, and whoever reads them takes them for counted ones (1 file)";
    for (text, id, wanted) in [
        (go, "json", vec![]),
        (go, "lcov", vec!["LCOV tracefile holds no statements: they are left out".to_owned(), format!("LCOV tracefile: {derived}")]),
        (go, "cobertura", vec!["Cobertura XML holds no statements: they are left out".to_owned(), format!("Cobertura XML: {derived}")]),
        (
            named,
            "lcov",
            vec!["LCOV tracefile: branches on lines that can't run by themselves are put at the line before (2 branches)".to_owned()],
        ),
        (
            named,
            "cobertura",
            vec!["Cobertura XML: branches on lines that can't run by themselves are put at the line before (2 branches)".to_owned()],
        ),
        (
            sums,
            "lcov",
            vec!["LCOV tracefile: files have sums without records, and most tools that read it count records only (1 file)".to_owned()],
        ),
        (sums, "cobertura", vec!["Cobertura XML: sums of a file without records are left out (1 file)".to_owned()]),
        (
            shared,
            "lcov",
            vec![
                "LCOV tracefile: branches on lines that can't run by themselves are put at the line before (1 branch)".to_owned(),
                "LCOV tracefile: functions that share their name with another of their file are written with their line behind it (2 functions)".to_owned(),
                "LCOV tracefile: functions whose line is not known are put at the first line of their file (1 function)".to_owned(),
                "LCOV tracefile: which lines are excluded is left out; they are not counted (1 line)".to_owned(),
            ],
        ),
        (alone, "lcov", vec!["LCOV tracefile: sums of a whole report have no place in it and are left out (1 sum)".to_owned()]),
        (alone, "json", vec![]),
    ] {
        assert_eq!(export(id).losses(&coverage("x", text.as_bytes()).unwrap()), wanted, "{id} of {text}");
    }
    let text = |id, report: &str| String::from_utf8(written(id, &coverage("x", report.as_bytes()).unwrap())).unwrap();
    assert_eq!(
        text("lcov", shared),
        "TN:\nSF:a.c\nFN:3,g\nFN:3,f:3\nFN:9,f:9\nFNDA:2,g\nFNDA:1,f:3\nFNDA:0,f:9\nFNF:3\nFNH:2\nBRDA:3,0,0,1\nBRF:1\nBRH:1\nDA:3,1\nDA:9,0\nLF:2\nLH:1\n\
         end_of_record\n"
    );
    assert_eq!(
        text("lcov", go),
        "TN:\nSF:m/a.go\nDA:3,1\nDA:4,1\nDA:5,1\nDA:7,0\nDA:8,0\nDA:9,0\nLF:6\nLH:3\nend_of_record\n"
    );
    // A count that nobody believes does not fill the disk.
    let huge = "<coverage line-rate='1'><packages><package><classes><class filename='a.c'><lines>\
                <line number='1' hits='1' branch='true' condition-coverage='1% (1/18446744073709551615)'/>\
                </lines></class></classes></package></packages></coverage>";
    assert_eq!(text("lcov", huge).matches("BRDA:").count(), 4096);
    assert!(text("lcov", huge).contains("BRF:18446744073709551615\nBRH:1\n"));
    let said = export("lcov").losses(&coverage("x", huge.as_bytes()).unwrap());
    assert!(said.iter().any(|loss| loss.contains("stands in the sum alone (1 line)")), "{said:?}");
    // On a line that did not run no decision was reached.
    let reached = "SF:a.c\nDA:2,1\nDA:9,0\nBRDA:2,0,0,0\nBRDA:9,0,0,-\nend_of_record\n";
    assert!(text("lcov", reached).contains("BRDA:2,0,0,0\nBRDA:9,0,0,-\n"));
    // A branch inside a statement of several lines belongs to its first one, beside those that it has.
    let inside = "SF:a.js\nDA:2,3\nDA:9,0\nBRDA:2,0,0,1\nBRDA:2,0,1,0\nBRDA:4,0,0,3\nBRDA:4,0,1,0\nend_of_record\n";
    assert_eq!(
        text("lcov", inside),
        "TN:\nSF:a.js\nBRDA:2,0,0,1\nBRDA:2,0,1,0\nBRDA:2,1,0,3\nBRDA:2,1,1,0\nBRF:4\nBRH:2\nDA:2,3\nDA:9,0\nLF:2\nLH:1\n\
         end_of_record\n"
    );
    assert!(
        text("cobertura", inside)
            .contains("<line number=\"2\" hits=\"3\" branch=\"true\" condition-coverage=\"50% (2/4)\"/>")
    );
    // A function that begins where no code is stands at the first line of its body.
    let cobertura = text("cobertura", named);
    for part in [
        "<method name=\"f\" signature=\"\" line-rate=\"1\" branch-rate=\"1\" complexity=\"0\"><lines><line number=\"2\" hits=\"1\"/>",
        "<method name=\"g\" signature=\"\" line-rate=\"0\" branch-rate=\"0\" complexity=\"0\"><lines><line number=\"2\" hits=\"0\"/>",
        "lines-covered=\"1\" lines-valid=\"1\" branches-covered=\"1\" branches-valid=\"2\"",
    ] {
        assert!(cobertura.contains(part), "{part} in {cobertura}");
    }
}

/// Names are written with the references that XML has; what a form can't write is told.
#[test]
fn names_with_control_characters_are_kept_or_told() {
    let odd = r#"{"covsite":"coverage","version":1,"files":[{"path":"a\tb\nc\u0001.c","lines":[[1,1]]}]}"#;
    let odd = coverage("x", odd.as_bytes()).unwrap();
    let name = |id: &str| coverage("x", &written(id, &odd)).unwrap().files.remove(0).path;
    assert_eq!(&*name("cobertura"), "a\tb\nc\u{FFFD}.c");
    assert_eq!(&*name("lcov"), "a\tb c .c");
    for id in ["lcov", "cobertura"] {
        let said = export(id).losses(&odd);
        assert!(said[0].ends_with("characters of names that it has no way to write are replaced (1 name)"), "{said:?}");
    }
    let tab = coverage("x", b"SF:a\tb.c\nDA:1,1\nend_of_record\n").unwrap();
    for id in ["lcov", "cobertura"] {
        assert_eq!(export(id).losses(&tab), [""; 0]);
        assert_eq!(&*coverage("x", &written(id, &tab)).unwrap().files[0].path, "a\tb.c", "{id}");
    }
}

fn covsite(project: &Project, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_covsite")).args(arguments).current_dir(project.root()).output().unwrap()
}

#[test]
fn a_file_and_its_sources_count_once_however_they_are_spelled() {
    let project = Project::new();
    project.write(
        "a.info",
        "SF:a.c\nDA:1,3\nend_of_record\nSF:./a.c\nDA:2,1\nend_of_record\nSF:b/./c.c\nDA:1,0\nend_of_record\n",
    );
    let absolute = project.root().join("a.info").display().to_string();
    let once = covsite(&project, &["convert", "a.info", "--to", "lcov"]);
    let text = String::from_utf8(once.stdout.clone()).unwrap();
    let files: Vec<&str> = text.lines().filter(|line| line.starts_with("SF:")).collect();
    assert_eq!(files, ["SF:a.c", "SF:b/c.c"]);
    assert!(text.contains("DA:1,3\nDA:2,1\n"), "{text}");
    let spelled = covsite(&project, &["convert", "a.info", "./a.info", &absolute, "--to", "lcov"]);
    assert_eq!(spelled.stdout, once.stdout, "{spelled:?}");
    // What is named is meant, also where a folder that holds it is named first.
    project.write("junit.xml", "<testsuite><testcase name='a'/></testsuite>");
    let folder = project.root().display().to_string();
    assert_eq!(covsite(&project, &["convert", &folder, "--to", "lcov"]).status.code(), Some(0));
    assert_eq!(covsite(&project, &["convert", &folder, "junit.xml", "--to", "lcov"]).status.code(), Some(2));
}

#[test]
fn the_folders_of_an_output_are_made() {
    let project = Project::new();
    project.write("a.info", "SF:a.c\nDA:1,3\nend_of_record\n");
    let made = covsite(&project, &["convert", "a.info", "--to", "lcov", "-o", "new/folder/all.info"]);
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    assert!(project.root().join("new/folder/all.info").is_file());
}

/// What is written to LCOV and Cobertura has the functions of the report, too, as far as files have lines.
#[test]
fn functions_are_kept() {
    for (path, original) in fixtures() {
        let has_lines = |file: &RawFile| !file.coverage.marked().is_empty() || file.coverage.functions.is_empty();
        if original.alone.get(Metric::Functions).is_some() {
            continue;
        }
        for id in ["lcov", "cobertura"] {
            let stated = original.files.iter().any(|file| file.coverage.stated.contains_key(&Metric::Functions));
            if id == "cobertura" && (stated || !original.files.iter().all(has_lines)) {
                continue;
            }
            let again = coverage("x", &written(id, &original));
            let known =
                |coverage: &RawCoverage| coverage.totals.get(Metric::Functions).filter(|ratio| !ratio.is_empty());
            assert_eq!(again.as_ref().and_then(known), known(&original), "{id} {}", path.display());
        }
    }
}
