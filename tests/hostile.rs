//! Reports that want to hurt: cut off, nested, expanded, out of range, pretending. Each must be refused with a place,
//! or be read for what it is, with a warning; never a panic, never a hang.

#![expect(clippy::panic, reason = "tests")]

use crate::common::samples;

use covsite::diagnostics::{Diagnostic, Severity};
use covsite::ingest::{RawHolds, RawReport};
use covsite::model::ratio::{Metric, Ratio};
use proptest::prelude::*;
use samples::empty::EMPTY;
use samples::results::DART_DONE;
use samples::{COVERAGE, ENDLESS, NAMELESS, PLAIN, RESULTS, Says, UNITS, YES_NO, all, reads};

/// Whether reading says something of this kind.
fn said(text: &str, code: &str) -> bool {
    reads(text.as_bytes()).1.iter().any(|problem| problem.code.id == code)
}

fn refused_as(bytes: &[u8], what: &str) -> Diagnostic {
    let (report, problems) = reads(bytes);
    assert!(report.is_none(), "{what}: read as {:?}", report.map(|report| report.format.id));
    let errors = problems.into_iter().filter(|problem| problem.severity() == Severity::Error);
    errors.last().unwrap_or_else(|| panic!("{what}: refused without a word"))
}

fn read_well(bytes: &[u8], what: &str) -> RawReport {
    let (report, problems) = reads(bytes);
    assert!(problems.is_empty(), "{what}: {problems:?}");
    report.unwrap_or_else(|| panic!("{what}: refused"))
}

fn read_with(bytes: &[u8], code: &str, what: &str) -> RawReport {
    let (report, problems) = reads(bytes);
    assert!(problems.iter().any(|problem| problem.code.id == code), "{what}: no {code} in {problems:?}");
    report.unwrap_or_else(|| panic!("{what}: refused: {problems:?}"))
}

/// All that can be seen of a report.
fn seen(report: &RawReport) -> String {
    format!("{:?} {:?}", report.totals(), report.holds)
}

fn lines(report: &RawReport) -> Ratio {
    report.totals().lines()
}

fn says(change: impl Fn(&mut Says<'static>)) -> Says<'static> {
    let mut says = PLAIN;
    change(&mut says);
    says
}

#[test]
fn the_samples_are_read_for_what_they_say() {
    let ids: std::collections::BTreeSet<&str> = all().map(|(id, _)| *id).collect();
    let without: Vec<&str> =
        covsite::ingest::detect::formats().map(|format| format.id).filter(|id| !ids.contains(id)).collect();
    assert_eq!(without, Vec::<&str>::new(), "have no sample");
    for (id, sample) in all() {
        let report = read_well(sample(PLAIN).as_bytes(), id);
        assert_eq!(report.format.id, *id);
        if UNITS.iter().any(|(other, _)| id == other) {
            assert_eq!(report.totals().leading().map(|(_, ratio)| ratio), Some(Ratio::new(1, 2)), "{id}");
            continue;
        }
        match &report.holds {
            RawHolds::Coverage(coverage) => {
                assert_eq!(lines(&report), Ratio::new(1, 2), "{id}");
                let functions = (!NAMELESS.contains(id)).then_some(Ratio::new(1, 1));
                assert_eq!(report.totals().get(Metric::Functions), functions, "{id}");
                assert_eq!(&*coverage.files[0].path, "src/a.c", "{id}");
            }
            RawHolds::Tests(_) => {
                // A file of Allure's is one test.
                let expected = if *id == "allure" { (1, 1) } else { (2, 1) };
                assert_eq!(report.tests().map(|tests| (tests.total, tests.failed)), Some(expected), "{id}");
            }
        }
    }
}

#[test]
fn a_file_that_is_cut_off_is_refused_wherever_it_is_cut() {
    for (id, sample) in all() {
        let whole = sample(PLAIN);
        for end in 0..whole.trim_end().len() {
            if *id == "lcov" && whole[..end].trim_end() == "TN:" {
                continue; // Nothing tells it from a whole report of nothing.
            }
            if *id == "dart-json" && whole[end..].trim() == DART_DONE {
                continue; // All tests are there, and older versions of Flutter write nothing behind them.
            }
            if *id == "tap" && whole[..end].ends_with('\n') && said(&whole[..end], "run-failed") {
                continue; // A program that died leaves whole lines: its tests count, and its run failed.
            }
            if ENDLESS.contains(id) && reads(&whole.as_bytes()[..end]).0.is_some() {
                continue;
            }
            let error = refused_as(&whole.as_bytes()[..end], &format!("{id}, cut at {end}"));
            let recognised = !matches!(error.code.id, "unknown-format" | "empty-file");
            let line = error.place.as_ref().map_or(0, |place| place.line);
            assert!(!recognised || line > 0, "{id}, cut at {end}: no place: {error:?}");
            assert!(error.help.is_some(), "{id}, cut at {end}: no help");
        }
    }
}

#[test]
fn encodings_and_line_ends_change_nothing() {
    for (id, sample) in all() {
        let plain = sample(PLAIN);
        let expected = seen(&read_well(plain.as_bytes(), id));
        let utf16 = |mark: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            format!("{mark}{plain}").encode_utf16().flat_map(bytes).collect()
        };
        for (what, bytes) in [
            ("byte order mark", format!("\u{FEFF}{plain}").into_bytes()),
            ("CRLF", plain.replace('\n', "\r\n").into_bytes()),
            ("no end of line", plain.trim_end().as_bytes().to_vec()),
            ("UTF-16 LE", utf16("\u{FEFF}", u16::to_le_bytes)),
            ("UTF-16 BE", utf16("\u{FEFF}", u16::to_be_bytes)),
            ("UTF-16 without a mark", utf16("", u16::to_le_bytes)),
        ] {
            assert_eq!(seen(&read_well(&bytes, &format!("{id}, {what}"))), expected, "{id}, {what}");
        }
    }
}

#[test]
fn bytes_that_are_no_text_cost_only_themselves() {
    for (id, sample) in all() {
        let bytes = sample(says(|says| says.name = "\u{1}ame")).into_bytes();
        let damaged: Vec<u8> = bytes.iter().map(|byte| if *byte == 1 { 0xFF } else { *byte }).collect();
        let control = read_with(&bytes, "bad-bytes", id);
        let report = read_with(&damaged, "bad-bytes", id);
        assert_eq!(seen(&report), seen(&control), "{id}");
        assert_eq!(report.totals(), read_well(sample(PLAIN).as_bytes(), id).totals(), "{id}");
    }
}

#[test]
fn nothing_is_not_zero_percent() {
    for nothing in ["", " \r\n\t\n", "\u{FEFF}"] {
        assert_eq!(refused_as(nothing.as_bytes(), "nothing").code.id, "empty-file");
    }
    for (what, empty) in EMPTY {
        let report = read_with(empty.as_bytes(), "empty-report", what);
        assert_eq!(report.format.id, *what);
    }
}

#[test]
fn look_alikes_are_no_reports() {
    for text in [
        "<project><coverage/></project>",
        "<suites><suite/></suites>",
        "<report><title>Sales</title></report>",
        "<coverage><plan>full</plan></coverage>",
        "<coverage version='2'><plan/></coverage>",
        "<coverage><project name='x'/></coverage>",
        "<phpunit bootstrap='a.php'><testsuites><testsuite><file>a.php</file></testsuite></testsuites><coverage/></phpunit>",
        "<results><result name='a'/></results>",
        "<statements><statement>Hear, hear</statement></statements>",
        "<mutations><gene/></mutations>",
        "<Root><Item/></Root>",
        r#"{"files": ["a"], "name": "package"}"#,
        r#"{"meta": {}, "files": {"a": {"size": 1}}}"#,
        "{}",
        "[]",
        "SF:\nis my favourite town\n",
        "<assembly xmlns='x'><id>bin</id><formats/></assembly>",
        "<Site><Build/></Site>",
        "<robot><link/><joint/></robot>",
        r#"{"examples": ["a"], "type": "object"}"#,
        r#"{"results": [{"name": "a"}]}"#,
        r#"{"uuid": "u", "name": "n", "children": [], "befores": [], "status": "x"}"#,
        r#"{"type": "test", "name": "an event"}"#,
        "1..10 is a range\n",
        "ok, this is a letter\n",
        "1\n2\n3\n",
        "hello",
        "\0\0\0\0",
        "PK\u{3}\u{4}",
    ] {
        assert_eq!(refused_as(text.as_bytes(), text).code.id, "unknown-format", "{text}");
    }
}

#[test]
fn nesting_is_capped() {
    let xml = format!("<testsuites>{}", "<testsuite name='x'>".repeat(200_000));
    assert_eq!(refused_as(xml.as_bytes(), "XML").code.id, "too-deep");
    let deep = "{\"data\":".repeat(100_000) + "1" + &"}".repeat(100_000);
    let json = format!("{{\"a.js\": {{\"statementMap\": {{}}, \"s\": {{}}, \"data\": {deep}}}}}");
    assert_eq!(refused_as(json.as_bytes(), "JSON").code.id, "too-deep");
    // What nobody looks at is passed over at any depth.
    let json = json.replacen("\"data\"", "\"inputSourceMap\"", 1);
    read_with(json.as_bytes(), "empty-report", "JSON");
}

#[test]
fn no_entity_is_expanded_or_fetched() {
    let body = "<coverage line-rate='1'><packages><class filename='NAME'><lines><line number='1' hits='1'/></lines></class></packages></coverage>";
    let bomb = "<!DOCTYPE coverage [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>";
    for (what, doctype, name, code) in [
        ("bomb", bomb, "&c;", "external-entity"),
        ("file", "<!DOCTYPE coverage [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>", "&x;", "external-entity"),
        ("file, not used", "<!DOCTYPE coverage [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>", "a", "external-entity"),
        ("parameter", "<!DOCTYPE coverage [<!ENTITY % x PUBLIC 'p' 'http://127.0.0.1/'> %x;]>", "a", "external-entity"),
        ("unknown", "", "&nbsp;", "malformed"),
        ("unknown beside a half", "", "&#xD83D;&nbsp;", "malformed"),
        ("no number", "", "&#;", "malformed"),
        ("signed", "", "&#+0;", "malformed"),
        ("beyond Unicode", "", "&#x110000;", "malformed"),
        ("a half without an end", "", "&#xD83D", "malformed"),
    ] {
        let text = format!("<?xml version='1.0'?>\n{doctype}\n{}", body.replace("NAME", name));
        let error = refused_as(text.as_bytes(), what);
        assert_eq!(error.code.id, code, "{what}");
        assert!(error.place.is_some_and(|place| place.line >= 2), "{what}");
    }
    for doctype in
        ["<!DOCTYPE coverage SYSTEM 'http://127.0.0.1/x.dtd'>", "<!DOCTYPE coverage [<!ELEMENT coverage ANY>]>", bomb]
    {
        read_well(format!("{doctype}{}", body.replace("NAME", "a&amp;b&#46;c")).as_bytes(), doctype);
    }
}

#[test]
fn broken_xml_is_refused_with_its_place() {
    for (what, text, line) in [
        ("mismatch", "<testsuite>\n<testcase name='a'>\n</testsuite>", 3),
        ("second root", "<testsuite tests='1'/>\n<testsuite/>", 2),
        ("text behind", "\n<testsuite tests='1'/>bye", 2),
        ("no quotes", "<testsuite tests='1'>\n<testcase name=a/></testsuite>", 2),
        ("twice", "<testsuite tests='1'>\n<testcase name='a' name='b'/></testsuite>", 2),
        ("a < in a value", "<testsuite tests='1'>\n<testcase name='<'/></testsuite>", 2),
        ("zero byte", "<testsuite tests='1'>\n<testcase name='a\0'/></testsuite>", 2),
    ] {
        let error = refused_as(text.as_bytes(), what);
        assert_eq!((error.code.id, error.place.map(|place| place.line)), ("malformed", Some(line)), "{what}");
    }
}

#[test]
fn what_another_program_wrote_around_a_report_is_passed_over() {
    for text in [
        "<testsuite><testcase name='a'/></testsuite>\nProgram code.\nBye & thanks\n",
        // Runners declare XML first and write the report at the end.
        "<?xml version='1.0'?>\nProgram code.\nBye\n<testsuite><testcase name='a'/></testsuite>\n",
        "[{\"uri\":\"a\",\"keyword\":\"F\",\"elements\":[{\"type\":\"scenario\",\"name\":\"a\",\"steps\":[]}]}]\n\nDone in 2.34s.\n",
        "yarn run v1.22.19\n$ jest --json\n{\"numTotalTests\":1,\"testResults\":[{\"name\":\"a\",\"assertionResults\":[{\"title\":\"a\",\
         \"status\":\"passed\"}]}]}\ninfo Visit https://yarnpkg.com\n",
    ] {
        let report = read_with(text.as_bytes(), "bad-record", text);
        assert_eq!(report.tests().map(|tests| tests.passed), Some(1), "{text}");
    }
    for text in ["{\"numTotalTests\":1,\"testResults\":[]}\n}\n", "{\"numTotalTests\":1,\"testResults\":[]} x\n"] {
        assert_eq!(refused_as(text.as_bytes(), text).code.id, "malformed");
    }
}

#[test]
fn lines_that_are_none_are_skipped() {
    for (id, sample) in COVERAGE {
        let report = read_well(sample(says(|says| says.line = "0")).as_bytes(), id);
        assert_eq!(lines(&report), Ratio::new(0, 1), "{id}: line 0");
        for line in ["4294967296", "99999999999999999999", "-3"] {
            let text = sample(Says { line, ..PLAIN });
            assert_eq!(lines(&read_with(text.as_bytes(), "bad-number", id)), Ratio::new(0, 1), "{id}: line {line}");
        }
        let last = sample(says(|says| says.line = "4294967295"));
        assert_eq!(lines(&read_well(last.as_bytes(), id)), Ratio::new(1, 2), "{id}: the last line there can be");
    }
}

#[test]
fn hits_that_do_not_fit_saturate() {
    for (id, sample) in COVERAGE.iter().filter(|(id, _)| !YES_NO.contains(id)) {
        for (hits, covered) in [("-1", 0), ("1e20", 1), ("18446744073709551616", 1), ("\"NaN\"", 0)] {
            let hits = if sample(PLAIN).starts_with('{') { hits } else { hits.trim_matches('"') };
            let text = sample(Says { hits, ..PLAIN });
            let (report, problems) = reads(text.as_bytes());
            assert!(!problems.is_empty(), "{id}: {hits} without a word");
            // A line of text without hits is no record.
            let is_record = !(matches!(*id, "lcov" | "gcov" | "gcov-intermediate") && hits == "NaN");
            let total = 1 + u64::from(is_record);
            assert_eq!(lines(&report.unwrap()), Ratio::new(covered, total), "{id}: {hits}");
        }
        let fraction = sample(Says { hits: "0.5", ..PLAIN });
        assert_eq!(lines(&read_well(fraction.as_bytes(), id)), Ratio::new(1, 2), "{id}: half a hit is one");
    }
}

#[test]
fn paths_and_names_stay_what_they_are() {
    for (id, sample) in COVERAGE {
        for path in ["../../../etc/passwd", "C:/x/a.c", "/x/a.c", "a/&lt;script>.c", "a/{{ b }}.c", "a/\u{202E}c.c"] {
            let report = read_well(sample(Says { path, ..PLAIN }).as_bytes(), id);
            let RawHolds::Coverage(coverage) = &report.holds else { panic!("{id}") };
            let is_xml = sample(PLAIN).starts_with('<');
            let unescaped = if is_xml { path.replace("&lt;", "<") } else { path.to_owned() };
            assert_eq!(&*coverage.files[0].path, unescaped, "{id}");
        }
        let report = read_well(sample(says(|says| says.name = "operator,(a, b)")).as_bytes(), id);
        let RawHolds::Coverage(coverage) = &report.holds else { panic!("{id}") };
        let functions: Vec<&str> = coverage.files[0].coverage.functions.keys().map(|key| &*key.name).collect();
        let expected: &[&str] = if NAMELESS.contains(id) { &[] } else { &["operator,(a, b)"] };
        assert_eq!(functions, expected, "{id}");
    }
}

#[test]
fn ten_million_characters_in_one_place_are_read() {
    let long = "x".repeat(10_000_000);
    for (id, sample) in all() {
        let (report, _) = reads(sample(Says { name: &long, ..PLAIN }).as_bytes());
        assert_eq!(report.map(|report| report.format.id), Some(*id));
    }
}

#[test]
fn coming_back_to_a_file_again_and_again_takes_no_time() {
    let classes: String = (1..=60_000)
        .map(|n| {
            let file = if n % 2 == 0 { "a" } else { "b" };
            format!("<class filename='{file}' complexity='1'><lines><line number='{n}' hits='1'/></lines></class>")
        })
        .collect();
    let text = format!("<coverage line-rate='1'><packages>{classes}</packages></coverage>");
    let report = read_well(text.as_bytes(), "back and forth");
    assert_eq!(lines(&report), Ratio::new(60_000, 60_000));
    let RawHolds::Coverage(coverage) = &report.holds else { panic!("tests") };
    assert_eq!(coverage.files[0].coverage.complexity, Some(30_000));
}

#[test]
fn a_point_of_endless_lines_is_one_line() {
    let ranges = |last: &str| {
        format!(
            "<results><modules><module><functions><function name='f'><ranges>{}</ranges></function></functions>\
             <source_files><source_file id='0' path='a.cs'/></source_files></module></modules></results>",
            format!("<range source_id='0' covered='yes' start_line='1' end_line='{last}'/>").repeat(5_000)
        )
    };
    let report = read_with(ranges("4294967295").as_bytes(), "bad-number", "endless");
    assert_eq!(lines(&report), Ratio::new(1, 1));
    // What each of many points may have by itself, they may not have together.
    let report = read_with(ranges("9000").as_bytes(), "bad-number", "many");
    assert_eq!(lines(&report), Ratio::new(9000, 9000));
}

#[test]
fn a_long_name_that_many_tests_share_is_not_kept_many_times() {
    let long = "x".repeat(1_000_000);
    let tests = "<testCase name='a' duration='1'/>".repeat(2000);
    let file = format!("<testExecutions version='1'><file path='{long}'>{tests}</file></testExecutions>");
    let suites = "<testsuite><testcase name='a'/></testsuite>".repeat(2000);
    let suite = format!("<testsuites><testsuite name='{long}' file='{long}'>{suites}</testsuite></testsuites>");
    let points = "    ok\n".repeat(2000);
    let group = format!("TAP version 14\n# Subtest: {long}\n{points}    1..2000\nok 1\n1..1\n");
    for text in [file, suite, group] {
        let report = read_well(text.as_bytes(), "a long name");
        assert_eq!(report.tests().map(|tests| tests.total), Some(2000));
        assert!(seen(&report).len() < 8_000_000, "{}", seen(&report).len());
    }
}

#[test]
fn lines_beyond_64_bits_do_not_overflow() {
    let segments = "[2, 1, 3, true, true, false], [1e308, 2, 1, true, true, false]";
    let file = format!(
        r#"{{"filename": "a.rs", "segments": [{segments}], "summary": {{"lines": {{"count": 2, "covered": 2}}}}}}"#
    );
    let text =
        format!(r#"{{"data": [{{"files": [{file}]}}], "type": "llvm.coverage.json.export", "version": "2.0.1"}}"#);
    assert_eq!(reads(text.as_bytes()).0.map(|report| lines(&report)), Some(Ratio::new(2, 2)));
}

#[test]
fn sums_beyond_64_bits_do_not_overflow() {
    let most = u64::MAX;
    for text in [
        format!(
            "<TestRun><FailedTests/><Statistics><Tests>{most}</Tests><Errors>{most}</Errors><Failures>{most}</Failures></Statistics></TestRun>"
        ),
        format!(
            "<testsuites tests='{most}' failures='{most}' errors='{most}'><testsuite tests='{most}' failures='{most}' errors='{most}'/></testsuites>"
        ),
        format!(
            r#"{{"succeeded": {most}, "succeededWithWarnings": {most}, "failed": {most}, "notRun": {most}, "inProcess": {most}, "tests": []}}"#
        ),
    ] {
        let report = reads(text.as_bytes()).0.unwrap_or_else(|| panic!("{text}"));
        assert_eq!(report.tests().map(|tests| tests.not_passed()), Some(most), "{text}");
    }
}

#[test]
fn what_is_no_object_among_tests_is_no_test() {
    let lists = RESULTS.iter().filter(|(_, sample)| sample(PLAIN).contains("[\n"));
    let mut seen_lists = 0;
    for (id, sample) in lists {
        let plain = sample(PLAIN);
        let odd = plain.replace("[\n", "[7, true, null, \"x\", [1], [{}],\n");
        assert_eq!(seen(&read_well(odd.as_bytes(), id)), seen(&read_well(plain.as_bytes(), id)), "{id}");
        seen_lists += 1;
    }
    assert_eq!(seen_lists, 26);
}

#[test]
fn many_bad_records_are_told_in_a_few_lines() {
    let text = format!("SF:a\n{}end_of_record\n", "DA:nonsense\n".repeat(50_000));
    let (_, problems) = reads(text.as_bytes());
    let bad: Vec<&Diagnostic> = problems.iter().filter(|problem| problem.code.id == "bad-record").collect();
    assert_eq!((bad.len(), bad[0].place.as_ref().unwrap().line), (6, 2));
    assert_eq!(bad[5].message, "49995 more of the same");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Nothing that a few changed bytes do to a report makes reading it panic or hang.
    #[test]
    fn damaged_reports_are_survived(
        format in any::<proptest::sample::Index>(),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>(), 0..3_u8), 1..8),
    ) {
        let samples: Vec<_> = all().collect();
        let mut bytes = samples[format.index(samples.len())].1(PLAIN).into_bytes();
        for (at, byte, how) in changes {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        let (report, problems) = reads(&bytes);
        prop_assert!(report.is_some() || !problems.is_empty());
    }
}
