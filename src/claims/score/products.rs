//! Columns that multiply two others: a risk's score of its likelihood and its impact. Where the name of the column says so,
//! a row that does not come to it is contradicted; otherwise only where all other rows do.

use crate::claims::passages::Reader;
use crate::claims::score::KIND;
use crate::claims::words::Words;
use crate::model::claim::{Claim, Elsewhere, Subject};
use crate::model::document::{Table, TableRow};
use crate::model::value::Quantity;
use crate::notes::table::is_total;

/// Names of columns that may be products.
static PRODUCTS: Words = Words::new(
    "score|risk|risk score|rating|risk rating|exposure|severity score|rpn|priority|wert|risiko|risikowert|riesgo|risque|rischio",
);

/// Names that say that the column is one.
static SAID: Words = Words::new("product|produkt|producto|produit|prodotto|produto|iloczyn|rpn");

/// So many rows must hold the rule, where nobody states it.
const ENOUGH: usize = 3;

/// The products of a table.
pub(super) fn find(reader: &Reader<'_>, table: &Table) -> Vec<Claim> {
    let Some(found) = columns(table) else { return Vec::new() };
    let rows: Vec<(&TableRow, [u64; 3])> =
        table.rows.iter().filter_map(|row| Some((row, numbers(row, &found)?))).collect();
    let holds = |[one, other, product]: [u64; 3]| one.checked_mul(other) == Some(product);
    let good = rows.iter().filter(|(_, three)| holds(*three)).count();
    let odd = rows.len() - good;
    // A rule that nobody states and that some rows break is none.
    if good == 0 || !found.said && (good < 2 || odd > 1) {
        return Vec::new();
    }
    let sure = if found.said { good >= odd } else { good >= ENOUGH };
    let claims = rows.iter().filter_map(|(row, three)| {
        let [one, other, stated] = *three;
        let product = one.checked_mul(other)?;
        let agrees = if product == stated { Some(true) } else { sure.then_some(false) };
        let reason = format!("{one} × {other} is {product}");
        let place = format!("line {}", reader.line(row.span.start));
        let elsewhere = Elsewhere { agrees, measured: product.to_string(), place, reason };
        let subject = Subject::Said { about: "the product of two columns".into(), elsewhere: Some(elsewhere) };
        let cell = row.cells.get(found.product)?;
        let start = cell.plain.find(|c: char| c.is_ascii_digit())?;
        let written = stated.to_string();
        let span = cell.source(start..start + written.len());
        Some(reader.claim(
            KIND.id,
            &Reader::row_text(&row.cells),
            span,
            &written,
            Some(Quantity::count(stated)),
            subject,
        ))
    });
    claims.collect()
}

/// The columns of a product.
struct Columns {
    factors: [usize; 2],
    product: usize,
    /// Whether its name says that it is one.
    said: bool,
}

/// The only column that may be a product, and the only two others of small numbers.
fn columns(table: &Table) -> Option<Columns> {
    let rows: Vec<&TableRow> =
        table.rows.iter().filter(|row| !row.cells.first().is_some_and(|cell| is_total(&cell.plain))).collect();
    if rows.len() < 2 {
        return None;
    }
    let whole = |at: &usize| rows.iter().all(|row| row.cells.get(*at).is_some_and(|cell| count(&cell.plain).is_some()));
    let numeric: Vec<usize> = (1..table.header.len()).filter(whole).collect();
    let name = |at: usize| table.header[at].plain.to_lowercase();
    let says = |at: usize| {
        let name = name(at);
        let bracket = name.contains('×')
            || name.split_once('(').is_some_and(|(_, inside)| inside.contains(['*', 'x']) && inside.len() <= 12);
        bracket || SAID.stand_in(&name)
    };
    let [a, b, c] = numeric.as_slice() else { return None };
    let three = [*a, *b, *c];
    let bare = |at: usize| name(at).split('(').next().unwrap_or_default().trim().to_owned();
    let product =
        three.into_iter().find(|at| says(*at)).or_else(|| three.into_iter().find(|at| PRODUCTS.has(&bare(*at))))?;
    let others: Vec<usize> = three.into_iter().filter(|at| *at != product).collect();
    let [one, other] = others.as_slice() else { return None };
    Some(Columns { factors: [*one, *other], product, said: says(product) })
}

fn numbers(row: &TableRow, columns: &Columns) -> Option<[u64; 3]> {
    let at = |column: usize| count(&row.cells.get(column)?.plain);
    Some([at(columns.factors[0])?, at(columns.factors[1])?, at(columns.product)?])
}

fn count(plain: &str) -> Option<u64> {
    plain.trim_matches([' ', '*', '`']).parse().ok()
}
