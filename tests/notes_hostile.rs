//! Notes that mean harm, and notes that are merely broken: each is read, quickly, on a small stack, and what is wrong is
//! said with its place.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::time::Duration;

use covsite::diagnostics::{Diagnostic, Sink};
use covsite::model::note::Note;
use covsite::model::paths::ProjectPath;
use covsite::{claims, notes};
use proptest::prelude::*;

/// Reads on a thread with the stack of a worker.
fn read(bytes: Vec<u8>) -> (Note, Vec<Diagnostic>) {
    let (note, problems, _) = read_timed(bytes);
    (note, problems)
}

/// The same, with the time that the thread had of a processor: on a busy machine the clock tells of others' work.
fn read_timed(bytes: Vec<u8>) -> (Note, Vec<Diagnostic>, Duration) {
    let work = move || {
        let mut sink = Sink::default();
        let note = notes::read(&ProjectPath::parse("a.md").expect("a path"), &bytes, &mut sink);
        let _ = notes::inspect::inspect(&note);
        let _ = claims::inspect(&note);
        (note, sink.finish(), worked())
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(work).unwrap().join().expect("no panic")
}

/// How long this thread has had a processor.
#[cfg(unix)]
fn worked() -> Duration {
    rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime).try_into().unwrap()
}

/// Not known here.
#[cfg(not(unix))]
fn worked() -> Duration {
    Duration::ZERO
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<(&str, u32)> {
    diagnostics.iter().map(|d| (d.code.id, d.place.as_ref().map_or(0, |place| place.line))).collect()
}

#[test]
fn deep_nesting_is_cut_and_said() {
    for text in [
        ">".repeat(50_000),
        "- ".repeat(100_000) + "x",
        "1. ".repeat(20_000) + "x",
        "> - 1. ".repeat(20_000) + "x\n" + &"y\n".repeat(20_000),
        (0..1200).map(|depth| format!("{}- x\n", " ".repeat(2 * depth))).collect::<Vec<_>>().concat(),
        "**a *b ".repeat(20_000) + &"b* a**".repeat(20_000),
    ] {
        let (_, diagnostics) = read(text.into_bytes());
        assert_eq!(codes(&diagnostics).first().map(|(code, _)| *code), Some("too-nested"));
    }
}

#[test]
fn what_is_cut_keeps_its_words() {
    let (note, _) = read((">".repeat(70) + " words").into_bytes());
    let said: String = note.document.blocks.iter().map(|block| block.text.plain.clone()).collect();
    assert!(said.ends_with(">> words") || said == "words", "{said}");
}

#[test]
fn work_grows_with_the_note_and_not_faster() {
    let many = |line: &str, count: usize| line.repeat(count).into_bytes();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("labels in one paragraph", many("**Status**: ✅ done 12%\n", 20_000)),
        ("boxes", many("- [x] covered (covered) 12% `pytest -q a`\n", 20_000)),
        ("headings", many("## Next steps gap\n- [ ] a: b\n", 20_000)),
        (
            "table",
            ("# Gaps\n| Area | Priority |\n|-|-|\n".to_owned() + &"| a.py | High if x |\n".repeat(10_000)).into_bytes(),
        ),
        (
            "wide table",
            format!("{}\n{}\n{}", "|a".repeat(5_000), "|-".repeat(5_000), "|x\n".repeat(5_000)).into_bytes(),
        ),
        ("bars in code", ("|a|b|\n|-|-|\n".to_owned() + &"|`a|b`".repeat(20_000)).into_bytes()),
        ("assignments", ("config ".to_owned() + &"a_b=".repeat(100_000)).into_bytes()),
        ("commands in one paragraph", many("run `cargo test -q` and ", 5_000)),
        (
            "files in one cell",
            ("| File | State |\n|-|-|\n| ".to_owned() + &"`src/a.rs` 12%, ".repeat(5_000) + "| done |\n").into_bytes(),
        ),
        ("numbers", many("12% -> 40% from 3 to 4 of 5, 1,234 ~27% ", 10_000)),
        ("digits", many("1", 500_000)),
        ("semicolons", ("- **x** — ".to_owned() + &"a covered; ".repeat(50_000)).into_bytes()),
        ("mojibake", many("âœ…ðŸ“Š Ã© ", 50_000)),
        ("lost bytes", many("ğŸ” âŒ ", 50_000)),
        ("backticks", (1..800).map(|n| "`".repeat(n) + " ").collect::<Vec<_>>().concat().into_bytes()),
        ("unclosed fence", ("```bash\n".to_owned() + &"pytest -q # x\n".repeat(20_000)).into_bytes()),
        ("comments", many("<!-- covsite: x\n", 20_000)),
        (
            "hashes",
            (0..20_000).map(|i| format!("- `{:07x}` feat: y\n", i * 7919)).collect::<Vec<_>>().concat().into_bytes(),
        ),
        ("decisions", {
            let ids = |line: &str| (0..5_000).map(|i| line.replace('#', &i.to_string())).collect::<Vec<_>>().concat();
            let front = ids("  - id: D-#\n    description: decided to do the thing number #\n");
            format!("---\nphase: 1\ndecisions:\n{front}---\n## Decisions\n{}", ids("- **D-#: other** - why\n"))
                .into_bytes()
        }),
    ];
    for (name, bytes) in cases {
        let length = bytes.len();
        let (_, _, took) = read_timed(bytes);
        // Unoptimised: far from linear is what this finds.
        assert!(took < Duration::from_secs(20), "{name}: {length} bytes took {took:?}");
    }
}

#[test]
fn yaml_bombs_are_not_expanded() {
    let bomb = (0..200).map(|i| format!("b{i}: &b{i} [*a,*a,*a,*a]\n")).collect::<Vec<_>>().concat();
    let (note, _) = read(format!("---\na: &a [x,x]\n{bomb}---\n# x").into_bytes());
    assert_eq!(note.frontmatter.as_ref().map(|frontmatter| frontmatter.fields.len()), Some(201));
    for deep in ["[".repeat(100_000), "{a: ".repeat(50_000), "- ".repeat(50_000)] {
        let (note, diagnostics) = read(format!("---\nphase: 01\na: {deep}\n---\n").into_bytes());
        assert_eq!(codes(&diagnostics)[0].0, "recovered-frontmatter");
        assert_eq!(note.plan.phase.as_deref(), Some("01"));
    }
}

#[test]
fn broken_bytes_are_replaced_and_said() {
    let (note, diagnostics) = read(b"# A\n\xFFb\0\n- [x] c\n".to_vec());
    assert_eq!((note.title.as_str(), note.document.tasks.len()), ("A", 1));
    assert_eq!(codes(&diagnostics), [("bad-bytes", 2), ("bad-bytes", 2)]);
    for bytes in [vec![0; 100_000], vec![0xFF; 100_000], vec![], b"\xEF\xBB\xBF".to_vec(), b"\xFF\xFE".to_vec()] {
        assert_eq!(read(bytes).0.title, "a");
    }
}

#[test]
fn unclosed_frontmatter_is_said_and_the_note_is_read() {
    let (note, diagnostics) = read(b"---\nphase: 01\n\n# T\n".to_vec());
    assert_eq!((note.title.as_str(), note.frontmatter.is_none()), ("T", true));
    assert_eq!(codes(&diagnostics), [("unclosed-frontmatter", 1)]);
}

#[test]
fn recovery_is_said_with_its_place() {
    let (note, diagnostics) = read(b"---\nphase: 01\nprovides:\n  - @scope/pkg\nplan: 02\n---\n".to_vec());
    assert_eq!(codes(&diagnostics), [("recovered-frontmatter", 4)]);
    assert_eq!(note.frontmatter.map(|frontmatter| frontmatter.fields.len()), Some(3));
}

#[test]
fn rows_with_other_cells_are_said() {
    let (_, diagnostics) = read(b"| a | b |\n|---|---|\n| 1 |\n| 1 | 2 |\n| 1 | 2 | 3 |\n".to_vec());
    assert_eq!(codes(&diagnostics), [("bad-table-row", 3), ("bad-table-row", 5)]);
}

#[test]
fn every_prefix_of_a_note_is_read() {
    let text = "---\nphase: 01\nkey: [a, \"b\"]\n---\n# Gaps ✅\n\n| A | Priority |\n|---|---|\n| `x|y` | High if z |\n\n- [x] 12% -> **40%** âœ… (covered)\n```sh\nmake # x\n```\n";
    for end in 0..text.len() {
        read(text.as_bytes()[..end].to_vec());
    }
}

/// Every piece of running text says truly where it comes from.
fn check_places(note: &Note) {
    for block in &note.document.blocks {
        let mut end = 0;
        for piece in &block.text.pieces {
            assert_eq!(piece.plain.start, end, "a hole in {:?}", block.text.plain);
            end = piece.plain.end;
            let source = note.text.get(piece.source.clone()).expect("a place in the text");
            let said = &block.text.plain[piece.plain.clone()];
            if source.len() == said.len() {
                assert!(
                    source == said || said.trim().is_empty() || source.contains(['\\', '&']),
                    "{source:?} is not {said:?}"
                );
            }
        }
        assert_eq!(end, block.text.plain.len());
        let all = block.text.source(0..block.text.plain.len());
        assert!(note.text.get(all).is_some());
    }
    let lines = u32::try_from(note.text.lines().count().max(1)).unwrap_or(u32::MAX);
    let facts = &note.facts;
    let said = facts.findings.iter().map(|f| f.line).chain(facts.targets.iter().map(|t| t.line));
    let said = said.chain(facts.commands.iter().map(|c| c.line)).chain(note.gaps.iter().map(|gap| gap.line));
    for line in said.chain(facts.settings.iter().map(|s| s.line)).chain(facts.versions.iter().map(|v| v.line)) {
        assert!((1..=lines).contains(&line), "line {line} of {lines}");
    }
}

/// What notes are made of, and what breaks them.
const PIECES: &[&str] = &[
    "---\n",
    "+++\n",
    "phase: ",
    "plan: 04\n",
    "tags: [",
    "]",
    "  - ",
    "- id: D-1\n",
    "requires:\n",
    "\"",
    "'",
    ": ",
    "@x/y",
    "*a",
    "&a ",
    "|\n",
    ">",
    "#",
    "## ",
    "Gaps",
    " Next steps",
    "Decisions",
    "Deviations",
    "\n",
    "\n\n",
    "\r\n",
    "| a | b |\n",
    "|---|---|\n",
    "| ",
    " | ",
    "- [ ] ",
    "- [x] ",
    "1. ",
    "```",
    "```bash\n",
    "```toml\n",
    "`",
    "**",
    "*",
    "~~",
    "[x](y)",
    "<!-- ",
    " -->",
    "<br>",
    "\\|",
    "12%",
    " -> ",
    "3/4",
    "1,234",
    "≥",
    "~",
    "+",
    "0",
    "1.2.3",
    "2026-01-02",
    "6b804f7",
    "Status: ",
    "**Score**: ",
    "✅",
    "⚠️",
    "❌ ",
    "âœ…",
    "ğŸ",
    "âŒ",
    "Ã",
    "é",
    "”",
    "\u{a0}",
    "\u{fffd}",
    "中",
    "\0",
    "a_b=c",
    "$ make",
    " # x",
    "(covered)",
    "; ",
    "—",
    "if ",
    "unless ",
    "High",
    "Priority",
    "Target",
    "phase 1",
    "src/a.rs",
    "for ",
    "\t",
    "    ",
    "\u{feff}",
    "：",
    "İ",
    "ß",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

    #[test]
    fn any_mixture_of_pieces_is_read(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..80)) {
        let (note, _) = read(pieces.concat().into_bytes());
        check_places(&note);
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read(bytes);
    }
}

#[test]
fn a_block_of_code_without_an_end_is_said() {
    let said = |text: &str| -> Vec<u32> {
        let diagnostics = read(text.as_bytes().to_vec()).1;
        codes(&diagnostics).into_iter().filter(|(id, _)| *id == "unclosed-fence").map(|(_, line)| line).collect()
    };
    assert_eq!(said("# A\n\n```\ncode\n\n- [ ] box\n"), [3]);
    assert_eq!(said("# A\n\n~~~ sh\n```\ncode\n```\n"), [3]);
    assert_eq!(said("- a\n\n  ```\n  code\n- b\n"), [3]);
    for closed in [
        "```\ncode\n```\n",
        "````\n```\n````\n",
        "> ```\n> code\n> ```\n",
        "```\n```",
        "a\n\n    ``\n",
        "~~~\n~~~~  \n",
    ] {
        assert!(said(closed).is_empty(), "{closed}");
    }
}
