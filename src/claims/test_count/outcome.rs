//! How tests ended, as words say it.

use std::ops::Range;

use crate::claims::coverage::words::first_words;
use crate::claims::stance::has_word;
use crate::claims::test_count::words::words;
use crate::claims::words::Words;
use crate::model::results::Outcome;

/// The outcome that a word names.
pub(super) fn outcome(word: &str) -> Option<Outcome> {
    let ended = |words: &'static Words| words.has(word);
    if ended(&PASSED) {
        Some(Outcome::Passed)
    } else if ended(&FAILED) {
        Some(Outcome::Failed)
    } else {
        ended(&SKIPPED).then_some(Outcome::Skipped)
    }
}

static PASSED: Words = Words::new(
    "passing|passed|pass|passes|green|succeeded|succeed|successful|bestanden|bestandene|erfolgreich|erfolgreiche|grün|\
     pasando|pasan|pasadas|pasados|exitosas|exitosos|exitosa|aprobadas|aprobados|superadas|superados|verdes|passando|\
     passaram|passam|aprovados|aprovadas|superati|superate|passati|passate|réussis|réussies|passés|verts|vert|geslaagd|geslaagde|zaliczonych|zaliczone|пройдено|Пройдено|пройдены|успешно|Успешно|통과|通过|通過|成功|geçti|geçen|başarılı|passent|passe|succès|éxito|sucesso|successo|bestehen|passano|slagen|aprovado|aprobada|aprobado|superado|superato|passato|réussi|réussie|zaliczony|zielone|zielonych|grüne",
);

static FAILED: Words = Words::new(
    "failed|failing|fail|fails|failures|failure|fehlgeschlagen|fehlgeschlagene|fallan|fallidas|fallidos|fallida|fallido|fallito|fallita|fallando|fallaron|\
     falhos|falhados|falharam|falhando|falliti|fallite|échoués|échouées|échecs|échec|mislukt|mislukte|niezaliczone|niezaliczonych|başarısız|провалено|Провалено|실패|失败|失敗|reprovado|reprovados|reprovada|reprovadas|falho|falhou|échoué|échouée|rouge|rouges|rojo|rojos|\
     rot|rote|roten|rood|rode|red|gefaald|nieudany|nieudane|nieudanych|czerwony|czerwone|czerwonych|vermelho|vermelhos|rosso|rossi",
);

static SKIPPED: Words = Words::new(
    "skipped|skip|skips|skipping|ignored|disabled|übersprungen|übersprungene|omitidas|omitidos|ignorados|pulados|saltati|\
     ignorati|ignorés|ignorées|omiten|atlandı|atlanan|ausgelassen|sautés|omitida|saltato|ignorato|overgeslagen|pominięte|пропущено|Пропущено|跳过|スキップ|ignorado|ignorada|ignoradas|pulado|ignoré|ignorée|désactivé|désactivée|désactivés|\
     désactivées|sauté|pominięty|pominiętych|omitido|saltada|saltadas|disattivato|disattivati|deaktiviert|uitgeschakeld|desativado|desativados|desactivada|desactivadas",
);

/// Words by which a label says that all tests are counted, however they ended.
static RUN: Words = Words::new(
    "run|executed|total|count|ausgeführt|gesamt|insgesamt|ejecutadas|ejecutados|totales|executados|executadas|realizados|\
     totais|totali|eseguiti|eseguite|exécutés|totaux|created|written|automatizados|automatizadas|automatisés|automatizzati",
);

/// Whether a word of a label says how tests ended, or that they ran, and not which they are.
pub(super) fn says_how(word: &str) -> bool {
    outcome(word).is_some() || RUN.has(word)
}

/// What is counted, in languages that put the adjective behind it.
const NOUNS: [&str; 12] = [
    "tests",
    "test cases",
    "test functions",
    "test methods",
    "specs",
    "pruebas",
    "casos de prueba",
    "testes",
    "casos de teste",
    "cas de test",
    "test",
    "testfälle",
];

/// What stands in a label before the tests that it counts, and how they ended: "Unit tests passed", "Pruebas fallidas",
/// "Test totali".
pub(super) fn of_label(label: &str) -> Option<(&str, Option<Outcome>)> {
    let (rest, last) = label.rsplit_once(' ').unwrap_or(("", label));
    let ended = outcome(last);
    if ended.is_none() && !RUN.has(last) {
        return None;
    }
    let noun = NOUNS.iter().find_map(|noun| Some((rest.strip_suffix(noun)?, *noun)));
    let (lead, noun) = noun.filter(|(lead, _)| !lead.ends_with(char::is_alphanumeric))?;
    // "Last test run: 5" numbers a run; in Italian "test" is the plural, too.
    let italian = || last.ends_with(['i', 'e']) && last.is_ascii();
    (noun != "test" || italian()).then_some((lead, ended))
}

/// "143 tests pass", "24 tests, all passing", "3 of 1187 tests fail".
pub(super) fn said_behind(lower: &str, end: usize) -> Option<Outcome> {
    // "2 tests in `TideTest` are skipped": the verb stands behind the name.
    let behind = &lower[end..];
    let named =
        [" in ", " of "].iter().find_map(|word| behind.strip_prefix(word)).and_then(|rest| rest.split_once(' '));
    let rest =
        named.filter(|(name, _)| name.ends_with("test") || name.ends_with("tests") || name.contains(['/', '_', '.']));
    let rest = first_words(rest.map_or(behind, |(_, rest)| rest), 3);
    // "174 total, 168 passed": a number says of others how they ended.
    let stops = rest.find(|c: char| matches!(c, ';' | '.' | '(' | '|') || c.is_ascii_digit()).unwrap_or(rest.len());
    // "10 tests, partly skipped" does not say how many.
    let some = has_word(rest, &["partly", "partially", "some", "mostly", "teilweise", "partiellement", "parcialmente"]);
    if some {
        return None;
    }
    words(&rest[..stops], 0).into_iter().find_map(|word| outcome(&rest[word]))
}

/// "Failing: 21 tests".
pub(super) fn said_by_label(lower: &str, number: &Range<usize>) -> Option<Outcome> {
    let before = lower[..number.start].trim_end_matches([' ', '*', '`']).strip_suffix(':')?;
    let last = before.rsplit(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty())?;
    outcome(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_say_how_tests_ended() {
        assert_eq!(of_label("pruebas fallidas"), Some(("", Some(Outcome::Failed))));
        assert_eq!(of_label("testes executados"), Some(("", None)));
        assert_eq!(of_label("test superati"), Some(("", Some(Outcome::Passed))));
        assert_eq!(of_label("unit tests passed"), Some(("unit ", Some(Outcome::Passed))));
        for label in ["last test run", "contests passed", "steps passed", "tests"] {
            assert_eq!(of_label(label), None, "{label}");
        }
    }
}
