//! The formulas of the number by which a signed sheet can be held against its file, with what they give; the weights are
//! [`CheckNumber`]'s.

use rust_xlsxwriter::Formula;
use rust_xlsxwriter::utility::row_col_to_cell_absolute;

use super::places;
use super::source::TemplateSource;
use crate::formula::written;
use crate::plan::{CheckNumber, FormId};
use crate::sheet;
use crate::value::grid::Address;

/// Excel's limit on a formula's characters.
const MAX_FORMULA: usize = 8_192;

/// Whether the workbook has check numbers: only if every form can have one.
pub fn is_there(source: &TemplateSource) -> bool {
    source.forms.iter().all(|form| text(source, *form).is_some())
}

/// The formula of a form.
pub fn of_form(source: &TemplateSource, form: FormId) -> Option<Formula> {
    let number = number(source, form)?;
    Some(Formula::new(text(source, form)?).set_result(shown(number)))
}

/// The check number of a form. The outer `None`: the form can't have one; the inner: nothing is entered.
fn number(source: &TemplateSource, form: FormId) -> Option<Option<u64>> {
    let check = CheckNumber::of(source.year, source.agency, form)?;
    let entered = source.year.entered_rows(form);
    let cells = entered.flat_map(|row| source.year.column_ids(form).map(move |column| (row, column)));
    let counts = cells.map(|(row, column)| Some((row, column, *source.filling.counts.get(&(form, row, column))?)));
    Some(check.number(counts.flatten()))
}

fn shown(number: Option<u64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// `=IF(COUNT(D11:E14)=0,"",MOD(SUMPRODUCT(weights,D11:E14)+SUMPRODUCT(weights*ISNUMBER(D11:E14)),9999991))`, where the weights
/// are counted from the table's first cell, wherever rows and columns put before it move that. Text counts as nothing.
fn text(source: &TemplateSource, form: FormId) -> Option<String> {
    let check = CheckNumber::of(source.year, source.agency, form)?;
    let (first_col, last_col) = places::measure_columns(source.year.plan.form(form));
    let anchor = row_col_to_cell_absolute(places::FIRST_DATA_ROW, first_col);
    let rows: Vec<u32> = source.year.entered_rows(form).map(places::row_of).collect();
    let block =
        |(first, last)| written::range(Address::new(first, first_col.into()), Address::new(last, last_col.into()));
    let blocks: Vec<String> = written::runs(&rows).into_iter().map(block).collect();
    let terms: Vec<String> = blocks
        .iter()
        .map(|block| {
            let (per_row, first) = (check.per_row, check.first);
            let weights = format!("(ROW({block})-ROW({anchor}))*{per_row}+COLUMN({block})-COLUMN({anchor})+{first}");
            format!("SUMPRODUCT({weights},{block})+SUMPRODUCT(({weights})*ISNUMBER({block}))")
        })
        .collect();
    let (count, sum) = (written::call("COUNT", &blocks), terms.join("+"));
    let formula = format!("=IF({count}=0,\"\",MOD({sum},{}))", check.modulus);
    (formula.len() <= MAX_FORMULA).then_some(formula)
}

/// The formula of the whole workbook, over those of its forms.
pub fn of_workbook(source: &TemplateSource) -> Option<Formula> {
    let check = CheckNumber::of(source.year, source.agency, *source.forms.first()?)?;
    let cells: Vec<String> = source
        .forms
        .iter()
        .map(|form| {
            let at = row_col_to_cell_absolute(places::check_row(source, *form), places::CHECK_COL);
            format!("{}!{at}", sheet::quoted(&source.year.plan.form(*form).sheet))
        })
        .collect();
    let (count, sum) = (written::call("COUNT", &cells), written::call("SUM", &cells));
    let numbers = source.forms.iter().map(|form| number(source, *form).flatten());
    let formula = format!("=IF({count}=0,\"\",MOD({sum},{}))", check.modulus);
    Some(Formula::new(formula).set_result(shown(check.together(numbers))))
}
