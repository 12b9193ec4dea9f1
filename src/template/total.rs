//! Totals and results: their formulas, and the values those formulas give for what has been entered. The two say the
//! same thing, so that a program which doesn't calculate shows what one that does would.

use rust_xlsxwriter::{Formula, XlsxError};

use super::source::Filling;
use crate::formula::written;
use crate::plan::{ColumnId, FormId, PlanYear, ResultColumn, RowId};

/// Excel's limit on a formula's characters.
const MAX_FORMULA: usize = 8_192;

/// What a cell of the table shows: the entered count, or the total of what is entered under it. `None` is blank, which
/// a total is as long as all its parts are.
pub fn value(year: &PlanYear, filling: &Filling, form: FormId, row: RowId, column: ColumnId) -> Option<i128> {
    year.leaves(form, row)
        .iter()
        .filter_map(|(leaf, times)| {
            let count = *filling.counts.get(&(form, *leaf, column))?;
            Some(i128::from(count).saturating_mul((*times).into()))
        })
        .reduce(i128::saturating_add)
}

/// What the result column shows: Σ `plus` − Σ `minus`, blank until all of them are there.
pub fn result(result: &ResultColumn, value: impl Fn(ColumnId) -> Option<i128>) -> Option<i128> {
    let sum = |columns: &[ColumnId]| columns.iter().map(|column| value(*column)).sum::<Option<i128>>();
    Some(sum(&result.plus)? - sum(&result.minus)?)
}

/// `=IF(COUNT(D11:D14)=0,"",SUM(D11:D14))` over the rows that are the total's parts.
pub fn total_formula(col: u16, parts: &[u32], value: Option<i128>) -> Result<Formula, XlsxError> {
    formula(&written::total(col.into(), parts), value)
}

/// `=IF(COUNT(D11:F11)<3,"",D11+E11-F11)` over the columns of a row.
pub fn result_formula(
    row: u32,
    result: &ResultColumn,
    col: impl Fn(ColumnId) -> u16,
    value: Option<i128>,
) -> Result<Formula, XlsxError> {
    let cols = |columns: &[ColumnId]| -> Vec<u32> { columns.iter().map(|column| col(*column).into()).collect() };
    formula(&written::result(row, &cols(&result.plus), &cols(&result.minus)), value)
}

/// The sum that makes a result, in words of one's choice: `1+2-3`.
pub fn terms(result: &ResultColumn, name: impl Fn(ColumnId) -> String) -> String {
    written::terms(result.plus.iter().map(|column| name(*column)), result.minus.iter().map(|column| name(*column)))
}

/// A formula with the value it gives; blank is the empty text.
fn formula(text: &str, value: Option<i128>) -> Result<Formula, XlsxError> {
    if text.len() >= MAX_FORMULA {
        let start = super::words::shortened(text, 60);
        return Err(XlsxError::ParameterError(format!("a total sums too many separate rows for one formula: {start}")));
    }
    Ok(Formula::new(format!("={text}")).set_result(value.map(|value| value.to_string()).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_too_long_for_excel_is_refused() {
        let every_other: Vec<u32> = (0..2_000).map(|n| n * 2).collect();
        assert!(matches!(total_formula(3, &every_other, None), Err(XlsxError::ParameterError(_))));
    }
}
