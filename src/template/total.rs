//! Totals and results: their formulas, and the values those formulas give for what has been entered. The two say the
//! same thing, so that a program which doesn't calculate shows what one that does would.

use std::collections::BTreeSet;

use rust_xlsxwriter::utility::{column_number_to_name, row_col_to_cell};
use rust_xlsxwriter::{Formula, XlsxError};

use super::source::Filling;
use crate::plan::{ColumnId, FormId, PlanYear, ResultColumn, RowId};

/// Excel's limits on a function's arguments and on a formula's characters.
const MAX_ARGUMENTS: usize = 255;
const MAX_FORMULA: usize = 8_192;

/// What a cell of the table shows: the entered count, or the total of what is entered under it. `None` is blank, which
/// a total is as long as all its parts are.
pub fn value(year: &PlanYear, filling: &Filling, form: FormId, row: RowId, column: ColumnId) -> Option<i128> {
    year.leaves(form, row)
        .into_iter()
        .filter_map(|(leaf, times)| {
            let count = *filling.counts.get(&(form, leaf, column))?;
            Some(i128::from(count).saturating_mul(times.into()))
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
    formula(total_text(col, parts), value)
}

fn total_text(col: u16, parts: &[u32]) -> String {
    let ranges: Vec<String> = runs(parts).into_iter().map(|(first, last)| range(first, col, last, col)).collect();
    format!("=IF({}=0,\"\",{})", call("COUNT", &ranges), call("SUM", &ranges))
}

/// `=IF(COUNT(D11:F11)<3,"",D11+E11-F11)` over the columns of a row.
pub fn result_formula(
    row: u32,
    result: &ResultColumn,
    col: impl Fn(ColumnId) -> u16,
    value: Option<i128>,
) -> Result<Formula, XlsxError> {
    let used: BTreeSet<u32> = result.plus.iter().chain(&result.minus).map(|column| u32::from(col(*column))).collect();
    let cols: Vec<u32> = used.into_iter().collect();
    let narrow = |col: u32| u16::try_from(col).expect("it was a column before");
    let ranges: Vec<String> =
        runs(&cols).into_iter().map(|(first, last)| range(row, narrow(first), row, narrow(last))).collect();
    let sum = terms(result, |column| row_col_to_cell(row, col(column)));
    formula(format!("=IF({}<{},\"\",{sum})", call("COUNT", &ranges), cols.len()), value)
}

/// The sum that makes a result, in words of one's choice: `1+2-3`.
pub fn terms(result: &ResultColumn, name: impl Fn(ColumnId) -> String) -> String {
    let mut sum: String = result.plus.iter().map(|column| format!("+{}", name(*column))).collect();
    sum.extend(result.minus.iter().map(|column| format!("-{}", name(*column))));
    sum.trim_start_matches('+').to_owned()
}

/// A formula with the value it gives; blank is the empty text.
fn formula(text: String, value: Option<i128>) -> Result<Formula, XlsxError> {
    if text.len() > MAX_FORMULA {
        let start = super::words::shortened(&text, 60);
        return Err(XlsxError::ParameterError(format!("a total sums too many separate rows for one formula: {start}")));
    }
    Ok(Formula::new(text).set_result(value.map(|value| value.to_string()).unwrap_or_default()))
}

/// A call of a function, or a sum of calls if there are more arguments than one call takes.
pub fn call(function: &str, arguments: &[String]) -> String {
    let calls: Vec<String> =
        arguments.chunks(MAX_ARGUMENTS).map(|chunk| format!("{function}({})", chunk.join(","))).collect();
    calls.join("+")
}

/// Numbers that follow each other, as (first, last).
pub fn runs(numbers: &[u32]) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for n in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *n => *last = *n,
            _ => runs.push((*n, *n)),
        }
    }
    runs
}

/// `D11:D14`, or `D11` for a single cell.
pub fn range(first_row: u32, first_col: u16, last_row: u32, last_col: u16) -> String {
    if (first_row, first_col) == (last_row, last_col) {
        return row_col_to_cell(first_row, first_col);
    }
    let (first, last) = (column_number_to_name(first_col), column_number_to_name(last_col));
    format!("{first}{}:{last}{}", first_row + 1, last_row + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_become_one_range() {
        assert_eq!(total_text(3, &[10, 11, 12, 15]), "=IF(COUNT(D11:D13,D16)=0,\"\",SUM(D11:D13,D16))");
        let thousands: Vec<u32> = (0..3_000).collect();
        assert_eq!(total_text(3, &thousands), "=IF(COUNT(D1:D3000)=0,\"\",SUM(D1:D3000))");
    }

    #[test]
    fn no_call_has_more_arguments_than_excel_takes() {
        let every_other: Vec<u32> = (0..300).map(|n| n * 2).collect();
        let text = total_text(3, &every_other);
        let calls: Vec<usize> = text
            .split("COUNT(")
            .skip(1)
            .map(|call| call.split(')').next().unwrap_or(call).split(',').count())
            .collect();
        assert_eq!(calls, [255, 45]);
        assert!(text.contains(")+SUM("), "{text}");
        assert!(total_formula(3, &every_other, None).is_ok());
    }

    #[test]
    fn a_formula_too_long_for_excel_is_refused() {
        let every_other: Vec<u32> = (0..2_000).map(|n| n * 2).collect();
        assert!(matches!(total_formula(3, &every_other, None), Err(XlsxError::ParameterError(_))));
    }
}
