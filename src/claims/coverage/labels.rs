//! Labels that say what became of something, in the languages that notes are written in.

use crate::claims::words::Words;

/// Labels of what was reached or is so now: "Achieved: 78.2 %".
pub(super) static RESULTS: Words = Words::new(
    "achieved|actual|actually|current|currently|current value|current state|now|result|results|final|final result|measured|reached|today|\
     after|aktuell|ist|erreicht|ergebnis|actuel|actuellement|atteint|résultat|actual|actualmente|alcanzado|logrado|resultado|\
     atual|atualmente|alcançado|attuale|raggiunto|当前|目前|现在|实际|達成|現在|実績",
);
