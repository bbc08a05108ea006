//! The metric that words name, in the languages that notes are written in.

use std::sync::OnceLock;

use regex::Regex;

use crate::claims::stance::has_word;
use crate::model::ratio::Metric;

/// The metric that words name.
pub(crate) fn metric(lower: &str) -> Option<Metric> {
    const NAMES: &[(Metric, &[&str])] = &[
        (
            Metric::Branches,
            &[
                "branch",
                "branches",
                "branch%",
                "zweige",
                "zweigabdeckung",
                "分支",
                "分岐",
                "ramas",
                "ramos",
                "rami",
                "gałęzi",
                "gałęzie",
                "vertakkingen",
                "ブランチ",
            ],
        ),
        (
            Metric::Functions,
            &[
                "function",
                "functions",
                "funcs",
                "method",
                "methods",
                "函数",
                "関数",
                "funciones",
                "métodos",
                "metodos",
                "funções",
                "fonctions",
                "méthodes",
                "funzioni",
                "metodi",
                "funktionen",
                "funktionsabdeckung",
                "methoden",
            ],
        ),
        (
            Metric::Statements,
            &[
                "statement",
                "statements",
                "stmt",
                "stmts",
                "语句",
                "sentencias",
                "sentenças",
                "anweisungen",
                "anweisungsabdeckung",
            ],
        ),
        (
            Metric::Instructions,
            &["instruction", "instructions", "instrucciones", "instruções", "istruzioni", "instruktionen"],
        ),
        (Metric::Regions, &["region", "regions"]),
        (Metric::Mcdc, &["mc/dc", "mcdc"]),
        (
            Metric::Lines,
            &[
                "line",
                "lines",
                "zeilen",
                "zeilenabdeckung",
                "líneas",
                "lineas",
                "linhas",
                "lignes",
                "righe",
                "regels",
                "linii",
                "linie",
                "satır",
                "行覆盖",
                "行カバレッジ",
            ],
        ),
    ];
    // Most words are none of them, and one look tells that.
    static ANY: OnceLock<Option<Regex>> = OnceLock::new();
    let any = ANY.get_or_init(|| {
        let words = NAMES.iter().flat_map(|(_, words)| *words).map(|word| regex::escape(word));
        Regex::new(&words.collect::<Vec<_>>().join("|")).ok()
    });
    if !any.as_ref()?.is_match(lower) {
        return None;
    }
    NAMES.iter().find(|(_, words)| has_word(lower, words)).map(|(metric, _)| *metric)
}
