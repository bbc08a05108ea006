//! Damage by a wrong decoding is undone, and sound text is left alone: for any text made of what notes are made of.

use covsite::notes::mojibake::repair;
use encoding_rs::{Encoding, WINDOWS_1250, WINDOWS_1252, WINDOWS_1254};
use proptest::prelude::*;

/// Words of many languages, symbols and marks, as they stand in notes.
const WORDS: &[&str] = &[
    "coverage",
    "tests",
    "The",
    "12%",
    "1,234",
    "(gap)",
    "`code`",
    "**bold**",
    "naïve",
    "café",
    "voilà",
    "à",
    "São",
    "coração",
    "ação",
    "MANHÃ",
    "IRMÃS",
    "Größe",
    "Straße",
    "über",
    "ÄRGER",
    "žluťoučký",
    "příliš",
    "Těžší",
    "zażółć",
    "gęślą",
    "jaźń",
    "ağaç",
    "İstanbul",
    "hâlâ",
    "niño",
    "¿qué?",
    "å",
    "smørrebrød",
    "õhtu",
    "“quoted”",
    "‘it’",
    "l’été",
    "«\u{a0}oui\u{a0}»",
    "„so“",
    "a—b",
    "5–6",
    "…",
    "→",
    "≥",
    "≤",
    "±0.5",
    "×",
    "°C",
    "€",
    "™",
    "✅",
    "❌",
    "⚠️",
    "📊",
    "🧪",
    "🚀",
    "🎯",
    "🔍",
    "├──",
    "└──",
    "│",
    "█",
    "测试",
    "覆盖率",
    "привет",
    "Ελλάδα",
    "שלום",
    "日本語",
    "한국어",
    "\n",
    "\n- ",
    "\n| ",
    " | ",
    "\n\n## ",
];

fn sound() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS), 1..40).prop_map(|words| words.join(" "))
}

/// UTF-8 read in another encoding and saved again.
fn damage(text: &str, encoding: &'static Encoding) -> String {
    encoding.decode_without_bom_handling(text.as_bytes()).0.into_owned()
}

fn repaired(text: &str) -> String {
    repair(text).map_or_else(|| text.to_owned(), |repair| repair.text)
}

/// What IBM's and the Macintosh's pages show of UTF-8 is not repaired here, and never damaged further.
#[test]
fn damage_of_other_pages_is_left_alone() {
    for text in [
        "ΓÇ£testΓÇ¥ ΓÇö ├⌐t├⌐ Γ£à done Γ¥î ΓÇª ΓÇÖs",
        "ÔÇ£testÔÇØ ÔÇö ├®t├® Ô£à done ÔÇª ÔÇÖs",
        "‚Äútest‚Äù ‚Äî √©t√© ‚úÖ done ‚Ä¶ ‚Ä¢ ‚Äôs",
    ] {
        assert_eq!(repair(text), None);
    }
}

#[test]
fn double_damage_is_undone_wholly() {
    let whole = "# ✅ “quoted” – 3 × 4 — café… it’s";
    let twice = damage(&damage(whole, WINDOWS_1252), WINDOWS_1252);
    assert_eq!(repaired(&twice), whole);
    // The programs that drop what the page leaves undefined.
    let kept = |text: String| text.chars().filter(|c| !('\u{80}'..='\u{9F}').contains(c)).collect::<String>();
    let dropped = kept(damage(&kept(damage("✅ “test” – 3 × 4", WINDOWS_1252)), WINDOWS_1252));
    let got = repaired(&dropped);
    assert!(!got.contains(['â', 'Ã', 'Â', '€']), "{got}");
    assert!(got.starts_with("✅ “test\u{FFFD} – 3 × 4"), "{got}");
    let half = kept(damage(&damage("✅ “test” – 3 × 4", WINDOWS_1252), WINDOWS_1252));
    let got = repaired(&half);
    assert!(!got.contains(['â', 'Ã', 'Â', '€']), "{got}");
}

#[test]
fn damage_that_is_shown_in_code_is_an_example() {
    let about = "# Damaged text\n\nA tick becomes `âœ…`, and `Ã©` is an é.\n";
    assert_eq!(repair(about), None);
    assert_eq!(repaired("# Ã‰tat âœ…\n\nA tick is `âœ…`.\n"), "# État ✅\n\nA tick is `✅`.\n");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn sound_text_is_never_changed(text in sound()) {
        prop_assert_eq!(repair(&text), None);
    }

    #[test]
    fn damage_is_undone(text in sound(), page in 0..3_usize) {
        // A sign of damage that no reader would doubt: without any, `Ã”` may be the end of a Portuguese quotation.
        let text = format!("{text} ✅ — é");
        let page = [WINDOWS_1252, WINDOWS_1254, WINDOWS_1250][page];
        let repair = repair(&damage(&text, page));
        prop_assert_eq!(repair.as_ref().map(|repair| repair.text.as_str()), Some(text.as_str()));
        prop_assert!(repair.is_some_and(|repair| repair.repaired > 0 && repair.lost == 0));
    }

    #[test]
    fn sound_text_beside_damage_stays(before in sound(), damaged in sound(), after in sound()) {
        let text = format!("{before}\n{}\n{after}", damage(&format!("✅ {damaged}"), WINDOWS_1252));
        let want = format!("{before}\n✅ {damaged}\n{after}");
        let got = repaired(&text);
        prop_assert!(got.starts_with(&before) && got.ends_with(&after), "{}", got);
        prop_assert_eq!(got.lines().count(), want.lines().count());
    }

    #[test]
    fn lost_bytes_leave_no_debris_and_no_line_moves(text in sound(), page in 0..2_usize) {
        let page = [WINDOWS_1252, WINDOWS_1254][page];
        let text = format!("✅ — {text}");
        let dropped: String = damage(&text, page).chars().filter(|c| !('\u{80}'..='\u{9F}').contains(c)).collect();
        let got = repaired(&dropped);
        prop_assert_eq!(got.matches('\n').count(), text.matches('\n').count());
        for debris in ["âœ", "âŒ", "ðŸ", "ğŸ", "â€", "ï¸", "â”"] {
            prop_assert!(!got.contains(debris), "{} in {}", debris, got);
        }
    }

    #[test]
    fn any_text_is_survived(text in any::<String>()) {
        let _ = repair(&text);
    }
}

#[test]
fn a_status_glyph_with_lost_bytes_is_restored_where_a_status_stands() {
    assert_eq!(repaired("| db | âŒ Missing |"), "| db | ❌ Missing |");
    assert_eq!(repaired("- âŒ missing"), "- ❌ missing");
    assert_eq!(repaired("**State**: âŒ"), "**State**: ❌");
    assert_eq!(repaired("âœ… x\n# ğŸ¯ Goals"), "✅ x\n# \u{FFFD} Goals");
}

#[test]
fn words_that_may_be_written_stay() {
    for text in [
        "«MANHû",
        "“IRMÔ",
        "NESTLÉ™",
        "„Spaß“",
        "“café”…",
        "« le café »",
        "hâlâ”",
        "Těžší",
        "2.5 Å±0.3",
        "Ø½ 3",
        "5 °C",
        "L’ÂGE",
        "\u{FFFD}",
        "ä…",
        "XÂ»",
        "Ã",
        "ANÃ",
        "Â",
        "naïve",
        "ØYSTEIN",
    ] {
        assert_eq!(repair(text), None, "{text}");
    }
}

#[test]
fn other_damage_in_the_note_speaks_for_doubtful_runs() {
    assert_eq!(repaired("MANHÃ” stays"), "MANHÃ” stays");
    assert_eq!(repaired("CAFÃ‰ at the BUREAU, HÃ”TEL, l’hÃ´tel"), "CAFÉ at the BUREAU, HÔTEL, l’hôtel");
}
