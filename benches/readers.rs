//! How fast each reader is, in bytes of its input: `cargo bench --bench readers`. One core, inputs in memory, made here: a
//! project of 300 files with 300 lines each.

use std::fmt::Write as _;

use covsite::diagnostics::Sink;
use covsite::ingest::read;
use divan::Bencher;
use divan::counter::BytesCount;

const FILES: u32 = 300;
const LINES: u32 = 300;

fn main() {
    divan::main();
}

/// Hits that vary in length and are often 0.
fn hits(file: u32, line: u32) -> u32 {
    let mixed = (file * 31 + line).wrapping_mul(2_654_435_761) >> 16;
    if mixed.is_multiple_of(4) { 0 } else { mixed % 1000 }
}

fn path(file: u32) -> String {
    format!("src/module{}/part{}/file{file}.py", file % 20, file % 7)
}

fn bench(bencher: Bencher<'_, '_>, text: &str) {
    bencher.counter(BytesCount::new(text.len())).bench(|| {
        let report = read("bench", text.as_bytes(), &mut Sink::default());
        assert!(report.is_ok(), "the reader refuses what is made here");
        report
    });
}

fn each_line(mut say: impl FnMut(u32, u32)) {
    (1..=LINES).for_each(|line| {
        if line % 3 != 0 {
            say(line, line % 10);
        }
    });
}

#[divan::bench]
fn lcov(bencher: Bencher<'_, '_>) {
    let mut text = String::new();
    for file in 0..FILES {
        let _ = writeln!(text, "TN:\nSF:{}", path(file));
        each_line(|line, kind| {
            if kind == 0 {
                let _ = writeln!(text, "BRDA:{line},0,0,{}\nBRDA:{line},0,1,-", hits(file, line));
            }
            let _ = writeln!(text, "DA:{line},{}", hits(file, line));
        });
        text.push_str("end_of_record\n");
    }
    bench(bencher, &text);
}

#[divan::bench]
fn cobertura(bencher: Bencher<'_, '_>) {
    let mut text = String::from("<coverage line-rate=\"0.5\"><packages><package name=\"p\"><classes>\n");
    for file in 0..FILES {
        let _ = writeln!(text, "<class name=\"c\" filename=\"{}\" line-rate=\"0.5\"><methods/><lines>", path(file));
        each_line(|line, kind| {
            let branch = if kind == 0 { " branch=\"true\" condition-coverage=\"50% (1/2)\"" } else { "" };
            let _ = writeln!(text, "  <line number=\"{line}\" hits=\"{}\"{branch}/>", hits(file, line));
        });
        text.push_str("</lines></class>\n");
    }
    text.push_str("</classes></package></packages></coverage>");
    bench(bencher, &text);
}

#[divan::bench]
fn jacoco(bencher: Bencher<'_, '_>) {
    let mut text = String::from("<report name=\"r\">\n");
    for file in 0..FILES {
        let _ = writeln!(text, "<package name=\"p{file}\"><sourcefile name=\"File{file}.java\">");
        each_line(|line, _| {
            let covered = hits(file, line) % 10;
            let _ = writeln!(text, "<line nr=\"{line}\" mi=\"{}\" ci=\"{covered}\" mb=\"0\" cb=\"0\"/>", 9 - covered);
        });
        text.push_str("</sourcefile></package>\n");
    }
    text.push_str("</report>");
    bench(bencher, &text);
}

#[divan::bench]
fn clover(bencher: Bencher<'_, '_>) {
    let mut text = String::from("<coverage generated=\"1\" clover=\"3.2.0\"><project timestamp=\"1\">\n");
    for file in 0..FILES {
        let _ = writeln!(text, "<file name=\"f\" path=\"{}\">", path(file));
        each_line(|line, _| {
            let _ = writeln!(text, "<line num=\"{line}\" count=\"{}\" type=\"stmt\"/>", hits(file, line));
        });
        text.push_str("</file>\n");
    }
    text.push_str("</project></coverage>");
    bench(bencher, &text);
}

#[divan::bench]
fn istanbul(bencher: Bencher<'_, '_>) {
    let files = (0..FILES).map(|file| {
        let (mut places, mut counts) = (String::new(), String::new());
        each_line(|line, _| {
            let comma = if places.is_empty() { "" } else { "," };
            let start = format!("{{\"line\":{line},\"column\":4}}");
            let end = format!("{{\"line\":{line},\"column\":40}}");
            let _ = write!(places, "{comma}\"{line}\":{{\"start\":{start},\"end\":{end}}}");
            let _ = write!(counts, "{comma}\"{line}\":{}", hits(file, line));
        });
        let path = path(file);
        format!(
            "\"{path}\":{{\"path\":\"{path}\",\"statementMap\":{{{places}}},\"fnMap\":{{}},\"branchMap\":{{}},\"s\":{{{counts}}},\"f\":{{}},\"b\":{{}}}}"
        )
    });
    bench(bencher, &format!("{{{}}}", files.collect::<Vec<_>>().join(",\n")));
}

#[divan::bench]
fn coverage_py(bencher: Bencher<'_, '_>) {
    let files = (0..FILES).map(|file| {
        let (mut executed, mut missing) = (Vec::new(), Vec::new());
        each_line(|line, _| if hits(file, line) > 0 { executed.push(line) } else { missing.push(line) });
        format!(
            "\"{}\":{{\"executed_lines\":{executed:?},\"missing_lines\":{missing:?},\"excluded_lines\":[]}}",
            path(file)
        )
    });
    let files = files.collect::<Vec<_>>().join(",\n");
    bench(bencher, &format!("{{\"meta\":{{\"format\":3,\"version\":\"7.13.1\"}},\"files\":{{{files}}}}}"));
}

#[divan::bench]
fn go(bencher: Bencher<'_, '_>) {
    let mut text = String::from("mode: count\n");
    for file in 0..FILES {
        each_line(|line, _| {
            let _ = writeln!(text, "example.com/{}:{line}.2,{}.16 2 {}", path(file), line + 1, hits(file, line));
        });
    }
    bench(bencher, &text);
}

#[divan::bench]
fn junit(bencher: Bencher<'_, '_>) {
    let mut text = String::from("<testsuites>\n");
    for file in 0..FILES {
        let _ = writeln!(text, "<testsuite name=\"suite{file}\">");
        each_line(|line, kind| {
            let inside = if kind == 0 { "<skipped message=\"needs a key\"/>" } else { "" };
            let seconds = hits(file, line);
            let _ = writeln!(
                text,
                "<testcase classname=\"tests.module{file}\" name=\"test_{line}\" time=\"0.{seconds:03}\">{inside}</testcase>"
            );
        });
        text.push_str("</testsuite>\n");
    }
    text.push_str("</testsuites>");
    bench(bencher, &text);
}
