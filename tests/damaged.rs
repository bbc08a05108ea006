//! Every fixture of every format, damaged: cut off at many places, and with bytes changed. Nothing may panic or hang,
//! and a file that breaks its own syntax is refused whole.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};

use covsite::diagnostics::Sink;
use covsite::ingest::detect::formats;
use covsite::ingest::export::EXPORTS;
use covsite::ingest::{RawHolds, RawReport, read, read_as};

fn reports() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let files = walkdir::WalkDir::new(&folder).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    let is_report = |path: &PathBuf| {
        let is_program = path.starts_with(folder.join("programs"));
        path.is_file() && !is_program && path.parent().is_some_and(|case| case.join("expect.toml").is_file())
    };
    let reports = files.filter(is_report).filter(|path| !path.ends_with("expect.toml"));
    reports
        .map(|path| (path.strip_prefix(&folder).unwrap().display().to_string(), std::fs::read(&path).unwrap()))
        .collect()
}

/// Whether anything was read, and whether anything was said.
fn reads(bytes: &[u8]) -> (bool, bool) {
    let mut sink = Sink::default();
    let is_read = read("report", bytes, &mut sink).is_ok();
    (is_read, !sink.finish().is_empty())
}

#[test]
fn a_report_that_is_cut_off_is_refused_or_ends_with_a_whole_record() {
    for (name, bytes) in reports() {
        let whole = bytes.trim_ascii_end();
        // The log of a kernel begins each line with a bracket.
        let closes = matches!(whole.first(), Some(b'{' | b'[' | b'<')) && !name.starts_with("tap/");
        for part in 0..40 {
            let cut = &whole[..whole.len() * part / 40];
            let (is_read, is_said) = reads(cut);
            // Lines of text may end anywhere; several JSON documents between two of them.
            assert!(!is_read || !closes || name.contains("several-documents"), "{name}, cut at {}", cut.len());
            assert!(is_read || is_said, "{name}, cut at {}: refused without a word", cut.len());
        }
    }
}

#[test]
fn changed_bytes_are_survived() {
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below.max(1)
    };
    let odd = *b"-9\"{}[],:.|=*\n\0e/%";
    for (name, bytes) in reports() {
        for _ in 0..60 {
            let mut damaged = bytes.clone();
            for _ in 0..=next(6) {
                let at = next(damaged.len());
                match next(3) {
                    0 => damaged[at] = odd[next(odd.len())],
                    1 => damaged.insert(at, odd[next(odd.len())]),
                    _ => drop(damaged.remove(at)),
                }
            }
            let mut sink = Sink::default();
            match read("report", damaged.as_slice(), &mut sink) {
                Ok(report) => check_exports(&name, report),
                Err(_) => assert!(!sink.finish().is_empty(), "{name}: refused without a word"),
            }
        }
    }
}

/// What was read of a damaged report can be written in each form, and the snapshot says the same.
fn check_exports(name: &str, report: RawReport) {
    let RawHolds::Coverage(mut coverage) = report.holds else { return };
    for export in EXPORTS {
        let mut written = Vec::new();
        export.write(&mut coverage, &mut written).unwrap();
        if export.id == "json" {
            let again = read("snapshot", written.as_slice(), &mut Sink::default()).unwrap();
            assert_eq!(again.totals(), coverage.totals, "{name}");
        }
    }
}

#[test]
fn readers_survive_what_is_not_their_own() {
    let mut reports = reports();
    reports.retain(|(_, bytes)| bytes.len() < 10_000);
    reports.dedup_by_key(|(name, _)| name.split('/').next().unwrap().to_owned());
    for (name, bytes) in reports {
        for format in formats() {
            let mut sink = Sink::default();
            let is_read = read_as(format, "report", bytes.as_slice(), &mut sink).is_ok();
            assert!(is_read || !sink.finish().is_empty(), "{name} as {}: refused without a word", format.id);
        }
    }
}

#[test]
fn look_alikes_of_text_and_json_reports_are_none() {
    let ruler = "=".repeat(78);
    for text in [
        format!("{ruler}\nA title\n{ruler}\n\nText of a document.\n"),
        format!("{ruler}\nA title\n{ruler}\n\n  12 apples\nand text\n"),
        "mode: fast\na.go:1.1,2.2 1 1\n".to_owned(),
        "       | a | b |\n       |---|---|\n".to_owned(),
        "file:a.txt\nsize:3\n".to_owned(),
        "        -:    0:Target:x\n".to_owned(),
        r#"{"coverage": {"status": {"project": true}}}"#.to_owned(),
        r#"{"coverage": {"include": ["a.js"], "thresholds": {"lines": 80}}}"#.to_owned(),
        r#"{"jest": {"coverage": {"provider": {"name": "v8"}}}}"#.to_owned(),
        r#"{"children": {"a": {"size": 1}}, "name": "tree"}"#.to_owned(),
        r#"{"data": [{"files": [{"filename": "a"}]}], "type": "upload"}"#.to_owned(),
        r#"{"files": [{"path": "a", "content": "b"}]}"#.to_owned(),
        r#"{"result": [{"url": "https://example.org", "functions": 3}]}"#.to_owned(),
        r#"{"source_files": ["a.c"], "name": "x"}"#.to_owned(),
        r#"{"summary": {"Total": {"statement": "paid"}}, "runs": []}"#.to_owned(),
        r#"{"total": {"lines": 5, "covered": 3}}"#.to_owned(),
        r#"{"targets": [{"name": "App", "files": []}]}"#.to_owned(),
    ] {
        let mut sink = Sink::default();
        let read = read("look-alike", text.as_bytes(), &mut sink);
        assert!(read.is_err(), "{text}: read as {}", read.unwrap().format.id);
        assert_eq!(sink.finish()[0].code.id, "unknown-format", "{text}");
    }
}
