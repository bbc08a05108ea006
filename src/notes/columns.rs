//! What the columns of a table mean, by their names; where a name is ambiguous, its cells decide.
//!
//! In thousands of real tables almost no header row occurs in two repositories, so nothing here looks at the shape of a
//! table or at the names of its other columns, except that every table has a subject.

use super::words::Words;
use super::{levels, numbers, states};
use crate::model::document::{Column, Inline, Table};
use crate::model::gap::Level;

/// The meaning of each column.
pub fn meanings(table: &Table) -> Vec<Column> {
    let mut columns: Vec<Column> = (0..table.header.len()).map(|at| meaning(table, at)).collect();
    if !columns.contains(&Column::Subject) {
        let free = |column: &Column| matches!(column, Column::Other | Column::Text);
        if let Some(first) =
            columns.iter().position(|column| *column == Column::Other).or_else(|| columns.iter().position(free))
        {
            columns[first] = Column::Subject;
        }
    }
    columns
}

fn meaning(table: &Table, at: usize) -> Column {
    let name = name(&table.header[at]);
    let cells = |words: bool| Cells::of(table, at, words);
    match named(&name) {
        Some(Named::Ambiguous) => match cells(true).decide_or_level() {
            Some(Column::Number) => numeric(&name),
            Some(column) => column,
            None if at == 0 => Column::Subject,
            None => Column::Text,
        },
        // A column of numbers that holds words is no column of numbers.
        Some(Named::Is(Column::Number)) => {
            cells(true).decide().unwrap_or(if at == 0 { Column::Other } else { Column::Text })
        }
        Some(Named::Is(Column::Wanted)) if cells(true).decide().is_none() => Column::Text,
        Some(Named::Is(Column::Level)) => {
            let cells = cells(true);
            match () {
                () if cells.are_numbers_beyond_levels() => Column::Number,
                () if cells.filled > 0 && cells.levels == 0 => {
                    if at == 0 {
                        Column::Subject
                    } else {
                        Column::Text
                    }
                }
                () => Column::Level,
            }
        }
        Some(Named::Is(Column::State)) => {
            let cells = cells(false);
            if cells.filled > 0 && cells.numbers == cells.filled { Column::Number } else { Column::State }
        }
        Some(Named::Is(Column::Difference)) => match cells(true).decide() {
            Some(Column::Number) => Column::Difference,
            other => other.unwrap_or(Column::Text),
        },
        Some(Named::Is(column)) => column,
        None if at == 0 => Column::Other,
        None => {
            let cells = cells(false);
            match cells.decide() {
                Some(Column::Number) => Column::Number,
                Some(Column::State) if cells.have_glyphs() => Column::State,
                _ => Column::Other,
            }
        }
    }
}

/// What numbers mean under an ambiguous name.
fn numeric(name: &str) -> Column {
    match name.rsplit(' ').next().unwrap_or(name) {
        "gap" | "gaps" => Column::Difference,
        "expected" | "required" | "goal" | "after" => Column::Wanted,
        _ => Column::Number,
    }
}

/// The name of a column without glyphs, remarks in brackets and marks, in lower case.
pub fn name(header: &Inline) -> String {
    let plain = header.plain.to_lowercase();
    let head = plain.split(['(', '（']).next().filter(|head| !head.trim().is_empty()).unwrap_or(&plain);
    let kept: String = head.chars().map(|c| if c.is_alphanumeric() || "%#+".contains(c) { c } else { ' ' }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Clone, Copy, Debug)]
enum Named {
    Is(Column),
    Ambiguous,
}

fn named(name: &str) -> Option<Named> {
    // The last word of a name is its head ("coverage status"), the first may be ("status now").
    let last = || name.rsplit(' ').next().and_then(|word| NAMES.get(word));
    let first = || name.split(' ').next().and_then(|word| NAMES.get(word));
    NAMES.get(name).or_else(last).or_else(first).or_else(|| unspaced(name))
}

/// What a column is by its name.
static NAMES: Words<Named> = Words::new(&[
    (
        Named::Ambiguous,
        "gap|gaps|coverage|covered|tests|test|value|result|results|score|current|actual|now|before|after|\
         expected|required|goal|impact|missing|total|count|lines|type|tested|abdeckung|couverture|cobertura|覆盖率",
    ),
    (
        Named::Is(Column::State),
        "status|state|verdict|verified|covered?|implementation|implemented|done|outcome|pass|passed|conclusion|\
         compliance|complete|completed|progress|readiness|zustand|stand|statut|état|estado|stato|状态|狀態|实现状态",
    ),
    (
        Named::Is(Column::Level),
        "priority|risk|severity|criticality|urgency|tier|level|importance|prio|priorität|risiko|schwere|\
         priorité|risque|sévérité|prioridad|riesgo|severidad|prioridade|優先級|优先级|严重性|風險|风险",
    ),
    (
        Named::Is(Column::Number),
        "statements|stmts|branches|functions|methods|funcs|%|percent|percentage|cover|#|hits|files|miss|lines %|\
         passing|failing|failed|skipped|anzahl|nombre|número|完成度|数量|duration|time|effort|hours|loc|size|weight",
    ),
    (
        Named::Is(Column::Wanted),
        "target|threshold|minimum|min|planned|ziel|schwelle|cible|objectif|seuil|objetivo|umbral|目标",
    ),
    (Named::Is(Column::Difference), "delta|margin|difference|diff|change|Δ|δ|abweichung|écart|diferencia|差距"),
    (
        Named::Is(Column::Text),
        "notes|note|details|detail|evidence|comments|comment|reason|description|action|actions|recommendation|\
         recommendations|missing lines|rationale|why|how|what|remarks|purpose|explanation|context|example|\
         examples|fix|mitigation|provides|bemerkung|beschreibung|grund|remarque|raison|notas|descripción|motivo|\
         备注|描述|说明|问题",
    ),
    (
        Named::Is(Column::Subject),
        "file|category|module|component|area|feature|package|service|function|method|test file|spec|resource|\
         flow|requirement|truth|artifact|issue|metric|name|item|subject|path|scope|use case|criterion|check|\
         scenario|suite|test suite|endpoint|class|crate|directory|folder|operation|task|phase|command|marker|\
         environment|datei|bereich|modul|komponente|fichier|domaine|composant|archivo|área|módulo|componente|功能|\
         模块|文件|组件",
    ),
]);

/// Names of scripts without spaces: the meaning that a part of them has.
fn unspaced(name: &str) -> Option<Named> {
    const PARTS: &[(&str, Column)] = &[
        ("状态", Column::State),
        ("狀態", Column::State),
        ("优先", Column::Level),
        ("優先", Column::Level),
        ("严重", Column::Level),
        ("目标", Column::Wanted),
        ("差距", Column::Difference),
        ("完成度", Column::Number),
        ("说明", Column::Text),
        ("备注", Column::Text),
        ("描述", Column::Text),
    ];
    PARTS.iter().find(|(part, _)| name.contains(part)).map(|(_, column)| Named::Is(*column))
}

/// What the cells of a column are, counted.
struct Cells {
    filled: usize,
    numbers: usize,
    states: usize,
    glyphs: usize,
    levels: usize,
    large: usize,
}

impl Cells {
    /// Looks at the first rows: enough to tell, whatever the length of the table. Words of state and level are only
    /// looked for where they may decide.
    fn of(table: &Table, at: usize, words: bool) -> Self {
        let mut cells = Self { filled: 0, numbers: 0, states: 0, glyphs: 0, levels: 0, large: 0 };
        for cell in table.rows.iter().filter_map(|row| row.cells.get(at)).take(32) {
            let text = cell.plain.trim();
            if text.is_empty() || matches!(text, "-" | "—" | "–") {
                continue;
            }
            cells.filled += 1;
            if let Some(number) = numbers::only(text) {
                cells.numbers += 1;
                cells.large += usize::from(number.quantity.low.nanos() > 5_000_000_000);
            } else if text.eq_ignore_ascii_case("n/a") {
                cells.numbers += 1;
            } else if states::glyph(text).is_some() {
                cells.glyphs += 1;
                cells.states += 1;
            } else if words && text.split_whitespace().take(5).count() <= 4 {
                cells.states += usize::from(states::opens(text).is_some());
            }
            cells.levels += usize::from(words && levels::level(text) != Level::None);
        }
        cells
    }

    /// Number, state, or neither: what at least half of the cells are.
    fn decide(&self) -> Option<Column> {
        let half = |n: usize| n > 0 && n * 2 >= self.filled;
        match (half(self.numbers), half(self.states)) {
            (true, _) if self.numbers >= self.states => Some(Column::Number),
            (_, true) => Some(Column::State),
            (true, false) => Some(Column::Number),
            _ => None,
        }
    }

    fn decide_or_level(&self) -> Option<Column> {
        if self.levels * 2 >= self.filled && self.levels > 0 && self.numbers == 0 {
            Some(Column::Level)
        } else {
            self.decide()
        }
    }

    fn have_glyphs(&self) -> bool {
        self.glyphs * 2 >= self.filled
    }

    /// Scores of risk, say: levels go to five.
    fn are_numbers_beyond_levels(&self) -> bool {
        self.filled > 0 && self.large * 2 > self.filled
    }
}

#[cfg(test)]
mod tests {
    use super::meanings;
    use crate::model::document::{Column, Inline, Table, TableRow};

    fn column(name: &str, cells: &[&str]) -> Column {
        let inline = |text: &str| Inline { plain: text.to_owned(), pieces: Vec::new() };
        let row = |cell: &&str| TableRow { cells: vec![inline("x"), inline(cell)], span: 0..0 };
        let rows = cells.iter().map(row).collect();
        let header = vec![inline("Area"), inline(name)];
        let columns = meanings(&Table { header, rows, columns: Vec::new(), section: None, span: 0..0 });
        columns[1]
    }

    #[test]
    fn names_have_meanings() {
        let words = &["one thing", "another"];
        let cases: &[(Column, &str, &[&str])] = &[
            (
                Column::State,
                "Status|Coverage Status|STATE|Verdict|Verified|Implementation|状态|狀態|Current status",
                words,
            ),
            (Column::State, "Covered?|Result|Coverage|Gap", &["✅", "No", "❌ missing", "partial"]),
            (Column::State, "Covered?", &["Yes", "No"]),
            (
                Column::Level,
                "Priority|Risk|Severity|Risk Level|Criticality|Urgency|Tier|優先級|优先级 / Priority|Impact",
                &["HIGH", "low"],
            ),
            (
                Column::Number,
                "Coverage|Current|Actual|Lines|Statements|Stmts|Branches|Functions|Tests|Score|Before|%|完成度",
                &["12%", "3/4", "25+"],
            ),
            (Column::Wanted, "Target|Threshold|Required|Goal|Expected|After", &["≥ 80 %", "90%"]),
            (Column::Difference, "Gap|Delta|Margin|差距", &["+3", "-2%"]),
            (
                Column::Text,
                "Notes|Details|Evidence|Comments|Reason|Description|Action|Recommendation|Missing|Missing lines",
                words,
            ),
            (
                Column::Subject,
                "File|Category|Module|Component|Feature|Package|Service|Method|Test file|Spec|Resource|Flow|Truth|Artifact|Issue|Metric",
                words,
            ),
        ];
        for (want, names, cells) in cases {
            for name in names.split('|') {
                assert_eq!(column(name, cells), *want, "{name}");
            }
        }
    }
}
