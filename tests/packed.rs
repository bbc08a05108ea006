//! Reports in gzip and zip files: read as if they lay open, refused with a reason where they are damaged or want to fill
//! the memory.

#![expect(clippy::unwrap_used, reason = "tests")]

use crate::common::project;

use std::io::{Cursor, Write};

use covsite::config::{Config, ReportsConfig};
use covsite::diagnostics::Sink;
use covsite::ingest::discover::discover;
use covsite::ingest::{Gathered, Inspected, gather, inspect_file};
use covsite::model::ratio::Ratio;
use flate2::Compression;
use flate2::write::GzEncoder;
use project::Project;
use zip::write::SimpleFileOptions;

const LCOV: &str = "SF:src/a.c\nDA:1,1\nDA:2,0\nend_of_record\n";
const OTHER: &str = "SF:src/a.c\nDA:2,3\nDA:3,0\nend_of_record\n";
const JUNIT: &str = "<testsuite name='s'><testcase name='t'/></testsuite>";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn inspected(name: &str, bytes: &[u8]) -> Inspected {
    let project = Project::new();
    std::fs::write(project.root().join(name), bytes).unwrap();
    inspect_file(&project.root().join(name))
}

fn gathered(project: &Project, config: &Config) -> (Gathered, Vec<String>) {
    let mut sink = Sink::default();
    let found = discover(project.root(), config, &mut sink);
    let gathered = gather(project.root(), &found, &mut sink, &|_| {});
    (gathered, sink.finish().into_iter().map(|problem| problem.code.id.to_owned()).collect())
}

#[test]
fn a_gzip_file_is_read_as_what_it_holds() {
    let mut both = gzip(&LCOV.as_bytes()[..9]);
    both.extend(gzip(&LCOV.as_bytes()[9..]));
    for packed in [gzip(LCOV.as_bytes()), both] {
        let seen = inspected("lcov.info.gz", &packed);
        assert_eq!((seen.kind, seen.format, seen.totals.lines()), ("coverage", Some("lcov"), Ratio::new(1, 2)));
        assert!(seen.warnings.is_empty());
    }
}

#[test]
fn a_zip_file_is_all_the_reports_in_it() {
    let archive = zip(&[
        ("a/lcov.info", LCOV.as_bytes()),
        ("b/lcov.info.gz", &gzip(OTHER.as_bytes())),
        ("junit.xml", JUNIT.as_bytes()),
        ("README.md", b"SF:no"),
        ("package.json", b"{\"name\": \"x\"}"),
    ]);
    let seen = inspected("coverage.zip", &archive);
    assert_eq!((seen.kind, seen.format, seen.files), ("coverage", Some("zip"), Some(1)));
    assert_eq!((seen.totals.lines(), seen.tests.unwrap().total), (Ratio::new(2, 3), 1));

    let project = Project::new();
    project.write("src/a.c", "1\n2\n3\n");
    std::fs::write(project.root().join("coverage.zip"), &archive).unwrap();
    let (found, problems) = gathered(&project, &Config::default());
    let paths: Vec<&str> = found.reports.iter().map(|report| report.path.as_str()).collect();
    assert_eq!(paths, ["coverage.zip/a/lcov.info", "coverage.zip/b/lcov.info.gz", "coverage.zip/junit.xml"]);
    assert_eq!(found.coverage.totals().lines(), Ratio::new(2, 3));
    assert_eq!(found.results.totals().total, 1);
    assert_eq!(problems, [""; 0]);
}

#[test]
fn the_same_report_in_an_archive_and_beside_it_counts_once() {
    let project = Project::new();
    project.write("src/a.c", "1\n2\n3\n");
    project.write("lcov.info", LCOV);
    std::fs::write(project.root().join("artifact.zip"), zip(&[("lcov.info", LCOV.as_bytes())])).unwrap();
    let (found, problems) = gathered(&project, &Config::default());
    assert_eq!((found.reports.len(), problems), (1, vec!["duplicate-report".to_owned()]));
    assert_eq!(found.coverage.files.values().next().unwrap().lines.hits(1), Some(1));
}

#[test]
fn a_damaged_archive_is_refused_with_a_reason() {
    let whole = gzip(LCOV.repeat(1000).as_bytes());
    let cut = inspected("lcov.info.gz", &whole[..whole.len() - 12]);
    assert_eq!((cut.kind, cut.error.unwrap().code.id), ("error", "unreadable"));

    let empty = zip(&[("notes.txt", b"nothing")]);
    assert_eq!(inspected("a.zip", &empty).kind, "unknown");
    let archive = zip(&[("lcov.info", LCOV.as_bytes())]);
    let cut = &archive[..archive.len() - 30];
    let seen = inspected("a.zip", cut);
    assert_eq!((seen.kind, seen.error.unwrap().code.id), ("error", "unreadable"));

    let project = Project::new();
    std::fs::write(project.root().join("a.zip"), cut).unwrap();
    let named = ReportsConfig { paths: vec!["a.zip".to_owned()], ..ReportsConfig::default() };
    let config = Config { reports: vec![named], ..Config::default() };
    assert_eq!(gathered(&project, &config).1, ["unreadable"]);
    // Nobody named it: anybody's archive may be broken, one that is called like a report's is worth a word.
    assert_eq!(gathered(&project, &Config::default()).1, [""; 0]);
    std::fs::write(project.root().join("coverage.zip"), cut).unwrap();
    assert_eq!(gathered(&project, &Config::default()).1, ["unreadable"]);
}

#[test]
fn an_archive_inside_an_archive_is_opened() {
    let inner = zip(&[("lcov.info", LCOV.as_bytes()), ("README.md", b"no")]);
    let middle = zip(&[("unit.zip", &inner), ("junit.xml", JUNIT.as_bytes())]);
    let outer = zip(&[("all/Jobs.ZIP", &middle), ("other.info", OTHER.as_bytes())]);
    let seen = inspected("a.zip", &outer);
    assert_eq!((seen.kind, seen.totals.lines(), seen.tests.unwrap().total), ("coverage", Ratio::new(2, 3), 1));
    assert!(seen.error.is_none() && seen.warnings.is_empty());

    let project = Project::new();
    project.write("src/a.c", "1\n2\n3\n");
    std::fs::write(project.root().join("a.zip"), &outer).unwrap();
    let (found, problems) = gathered(&project, &Config::default());
    let paths: Vec<&str> = found.reports.iter().map(|report| report.path.as_str()).collect();
    assert_eq!(paths, ["a.zip/all/Jobs.ZIP/junit.xml", "a.zip/all/Jobs.ZIP/unit.zip/lcov.info", "a.zip/other.info"]);
    assert_eq!(problems, [""; 0]);

    // Deeper ones are not opened, and that is said.
    let deep = zip(&[("more.zip", &outer), ("junit.xml", JUNIT.as_bytes())]);
    let seen = inspected("deep.zip", &deep);
    let error = seen.error.unwrap();
    assert!(error.message.contains("more than 3 deep"), "{}", error.message);
    assert_eq!(error.place.unwrap().file.rsplit("deep.zip/").next(), Some("more.zip/all/Jobs.ZIP/unit.zip"));
    assert_eq!((seen.totals.lines(), seen.tests.unwrap().total), (Ratio::new(1, 2), 2));
}

#[test]
fn no_part_of_an_archive_is_passed_over_without_a_word() {
    let good = ("lcov.info", LCOV.as_bytes());
    let inner = zip(&[good]);
    let said = |archive: &[u8]| {
        let seen = inspected("a.zip", archive);
        let error = seen.error.unwrap_or_else(|| panic!("{:?}", seen.warnings));
        assert_eq!(seen.totals.lines(), Ratio::new(1, 2), "{}", error.message);
        format!("{}: {}", error.place.unwrap().file.rsplit("a.zip").next().unwrap(), error.message)
    };
    assert!(said(&zip(&[good, ("b.zip", &inner[..40])])).starts_with("/b.zip: a part of the archive can't be read: "));
    assert!(said(&zip(&[good, ("junit.xml", b"")])).starts_with("/junit.xml: the file is empty"));
    assert!(said(&zip(&[good, ("b.xml", b"<cov")])).contains("/b.xml: "));
    let cut = gzip(JUNIT.as_bytes());
    assert!(
        said(&zip(&[good, ("junit.xml.gz", &cut[..cut.len() - 9])])).contains("/junit.xml.gz: the file can't be read")
    );

    // The flag of an encrypted file stands in its own header and in the directory (APPNOTE 4.3.7, 4.3.12).
    let mut encrypted = zip(&[("junit.xml", JUNIT.as_bytes()), good]);
    let directory = encrypted.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    encrypted[6] |= 1;
    encrypted[directory + 8] |= 1;
    assert_eq!(said(&encrypted), "/junit.xml: a part of the archive can't be read: it is encrypted");

    // Bytes of one that were changed: the checksum tells.
    let mut changed = zip(&[("junit.xml", JUNIT.as_bytes()), good]);
    let at = changed.windows(9).position(|nine| nine == b"junit.xml").unwrap() + 12;
    changed[at] ^= 0x55;
    assert!(said(&changed).starts_with("/junit.xml: "));
}

#[test]
fn an_archive_of_many_files_is_opened_once() {
    let names: Vec<String> = (0..3000).map(|n| format!("{n}-result.json")).collect();
    let case = br#"{"uuid":"u","name":"a","fullName":"b","status":"passed","start":1,"stop":2}"#;
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), case.as_slice())).collect();
    let seen = inspected("allure.zip", &zip(&files));
    assert_eq!(seen.tests.unwrap().total, 3000);
    let more: Vec<String> = (0..10_001).map(|n| format!("{n}.txt")).collect();
    let mut files: Vec<(&str, &[u8])> = more.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    files.insert(0, ("0.info", LCOV.as_bytes()));
    let seen = inspected("a.zip", &zip(&files));
    assert!(seen.error.unwrap().message.contains("more than 10000 files"));
}

#[test]
fn what_unpacks_to_far_more_than_a_report_is_refused() {
    let mut bomb = LCOV.as_bytes().to_vec();
    bomb.resize(20 << 20, b'\n');
    let packed = gzip(&bomb);
    assert_eq!(inspected("lcov.info.gz", &packed).error.unwrap().code.id, "unreadable");
    let seen = inspected("a.zip", &zip(&[("lcov.info", &bomb)]));
    let error = seen.error.unwrap();
    assert!(error.message.contains("400 times"), "{}", error.message);
}

#[test]
fn names_that_lead_out_of_an_archive_are_left_out_and_named() {
    let archive = zip(&[("../../lcov.info", LCOV.as_bytes()), ("ok/lcov.info", OTHER.as_bytes())]);
    let seen = inspected("a.zip", &archive);
    assert_eq!((seen.kind, seen.totals.lines()), ("coverage", Ratio::new(1, 2)));
    assert_eq!(seen.coverage.unwrap().files[0].coverage.lines.hits(2), Some(3));
    let error = seen.error.unwrap();
    assert!(error.place.unwrap().file.ends_with("a.zip/../../lcov.info"));
    assert!(error.message.ends_with("its name leads out of the archive"), "{}", error.message);

    // What it holds is not known, also where it is the only report; what is none by its name may be anybody's.
    for (name, codes) in [("../junit.xml", vec!["unreadable"]), ("../pom.xml", vec![])] {
        let project = Project::new();
        std::fs::write(project.root().join("a.zip"), zip(&[(name, JUNIT.as_bytes())])).unwrap();
        let (found, problems) = gathered(&project, &Config::default());
        assert_eq!(
            (found.refused.len(), problems),
            (codes.len(), codes.iter().map(|code| (*code).to_owned()).collect()),
            "{name}"
        );
    }
}
