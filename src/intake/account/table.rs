//! The numbers on a form's sheet: in its table, in rows the template doesn't have, and around the table.

use std::collections::{BTreeMap, BTreeSet};

use super::numbers::{holds_number, mentions_number};
use crate::intake::identify;
use crate::intake::locate::TablePlaces;
use crate::intake::sheets::SheetPage;
use crate::intake::submission::Role;
use crate::intake::texts;
use crate::plan::keys::COVER_SHEET;
use crate::plan::{FormId, FormRow, PlanYear};
use crate::problem::Code;
use crate::value::grid::{Address, Cell, Sheet, Value};
use crate::value::text;

/// A form's table in a sheet, and whether its numbers are used.
#[derive(Debug)]
pub struct LocatedForm {
    /// The form.
    pub form: FormId,
    /// The name of the sheet in which it was found.
    pub sheet: String,
    /// Where its rows and columns stand.
    pub table: TablePlaces,
    /// Whether another sheet holds the form too, and this one is not read.
    pub is_copy: bool,
}

/// The numbers of a sheet with one table, or several under or beside each other.
pub fn roles(page: &SheetPage, tables: &[&LocatedForm], year: &PlanYear, cover: Option<&str>) -> Vec<(Address, Role)> {
    let views: Vec<View> = tables.iter().map(|table| View::new(page, table, tables, year, cover)).collect();
    page.sheet.cells().filter_map(|(at, cell)| Some((at, role(&views, at, cell)?))).collect()
}

/// What a number is for; `None` for what is no number and stands in no table.
fn role(views: &[View], at: Address, cell: &Cell) -> Option<Role> {
    let own = views.iter().find_map(|view| view.in_table(at, &cell.value));
    if own.is_some() || !(holds_number(&cell.value) || views.iter().any(|view| view.in_extra_row(at, &cell.value))) {
        return own;
    }
    let around = views.iter().find_map(|view| view.around(at, cell));
    Some(around.unwrap_or(Role::Unused(Code::NumberOutsideTable)))
}

/// A table while the roles of its numbers are decided.
struct View<'a> {
    page: &'a SheetPage<'a>,
    form: FormId,
    table: &'a TablePlaces,
    year: &'a PlanYear<'a>,
    is_copy: bool,
    /// The cover's sheet; `None` if the file has none.
    cover: Option<&'a str>,
    /// Rows the template doesn't have, with the code of the finding that reports their numbers.
    extra: BTreeMap<u32, Code>,
}

impl<'a> View<'a> {
    fn new(
        page: &'a SheetPage,
        of: &'a LocatedForm,
        tables: &[&LocatedForm],
        year: &'a PlanYear,
        cover: Option<&'a str>,
    ) -> Self {
        let (form, table, is_copy) = (of.form, &of.table, of.is_copy);
        let mut view = View { page, form, table, year, is_copy, cover, extra: BTreeMap::new() };
        let is_taken = |row: u32| {
            tables.iter().any(|other| other.table.has_row(row) || other.table.head == Some(row))
                || page.numbered_at(row).is_some()
        };
        for row in view.block(page.sheet).filter(|row| !is_taken(*row)) {
            if page.sheet.row(row).any(|(at, cell)| view.counts_in_extra_row(at, &cell.value)) {
                view.extra.insert(row, view.code_of_extra(row));
            }
        }
        view
    }

    /// The filled rows in which missing or extra rows are looked for: from below the head (or the first row if there is no head)
    /// to the end of the block of filled rows that begins with the table.
    fn block(&self, sheet: &Sheet) -> impl Iterator<Item = u32> + use<> {
        let below_head = self.table.head.map(|head| head + 1);
        let first = match (below_head, self.table.extent()) {
            (Some(below), Some((first, _))) => Some(below.min(first)),
            (below, extent) => below.or(extent.map(|(first, _)| first)),
        };
        let last = self.table.extent().map(|(_, last)| last).or(first);
        let filled: BTreeSet<u32> =
            sheet.cells().filter(|(_, cell)| texts::is_filled(&cell.value)).map(|(at, _)| at.row).collect();
        let end = last.map(|last| (last + 1..).find(|row| !filled.contains(row)).unwrap_or(last));
        (first.unwrap_or(0)..end.unwrap_or(0)).filter(move |row| filled.contains(row))
    }

    /// Whether a cell in a row the template doesn't have is a count of people. A number among words counts only between the form's
    /// rows or beside a label: below the table come signatures with their date.
    fn counts_in_extra_row(&self, at: Address, value: &Value) -> bool {
        if !self.table.has_numbers(at.col) {
            return false;
        }
        let is_among = self.table.rows.extent().is_some_and(|(first, last)| first < at.row && at.row < last);
        holds_number(value) || (mentions_number(value) && (is_among || self.is_labelled(at.row)))
    }

    fn is_labelled(&self, row: u32) -> bool {
        let label = self.table.label_column.and_then(|col| self.page.sheet.text(Address::new(row, col)));
        label.is_some_and(|label| !text::is_blank(label))
    }

    /// An extra row in a gap where a row of the form is missing is probably that row, with its code overwritten.
    fn code_of_extra(&self, row: u32) -> Code {
        let is_between = |(above, below): (Option<u32>, Option<u32>)| {
            above.is_none_or(|above| row > above) && below.is_none_or(|below| row < below)
        };
        let is_lost = self.table.lost_rows.iter().any(|id| is_between(self.table.gap(*id)));
        if is_lost { Code::RowCodeMissing } else { Code::RowNotInTemplate }
    }

    /// The role of a cell at the crossing of a row and a column of the form; it has one even if it holds no number.
    fn in_table(&self, at: Address, value: &Value) -> Option<Role> {
        let is_result = self.table.result_column == Some(at.col);
        let (row, column) = (self.table.row_at(at.row)?, self.table.column_at(at.col));
        if !texts::is_filled(value) || (column.is_none() && !is_result) {
            return None;
        }
        let form = self.form;
        Some(match column {
            _ if self.is_copy => Role::Unused(Code::SheetDuplicated),
            Some(column) if self.year.row(form, row).is_entered() => Role::Entry { form, row, column },
            column => Role::Computed { form, row, column },
        })
    }

    fn in_extra_row(&self, at: Address, value: &Value) -> bool {
        self.extra.contains_key(&at.row) && self.counts_in_extra_row(at, value)
    }

    /// The role of a number outside these crossings; `None` if it has nothing to do with the table.
    fn around(&self, at: Address, cell: &Cell) -> Option<Role> {
        let is_of_template = self.is_printed(at, &cell.value)
            || self.is_check_number(at)
            || self.is_left_of_a_signature(at, cell)
            || self.is_line_typed_anew(at, &cell.value);
        if is_of_template {
            return Some(Role::Printed);
        }
        let code = self.code_around(at)?;
        // The other sheet of the form reports its own.
        Some(Role::Unused(if self.is_copy { Code::SheetDuplicated } else { code }))
    }

    fn code_around(&self, at: Address) -> Option<Code> {
        let table = self.table;
        let is_inside = table.width().is_some_and(|(first, last)| (first..=last).contains(&at.col));
        if table.has_row(at.row) && table.has_numbers(at.col) {
            return table.unclear_rows.get(&at.row).or(table.unclear_columns.get(&at.col)).copied();
        }
        if self.page.numbered_at(at.row).is_some() && table.unclear_columns.contains_key(&at.col) {
            return table.unclear_columns.get(&at.col).copied();
        }
        if table.code_column == Some(at.col) && table.has_lost_code(at.row) {
            return Some(Code::StructureRepaired);
        }
        let is_text = [table.code_column, table.label_column, table.note_column].contains(&Some(at.col))
            || table.label_column.is_some_and(|label| at.col < label);
        if table.has_row(at.row) && is_inside && !is_text && !table.lost_columns.is_empty() {
            return Some(Code::ColumnMissing);
        }
        self.extra.get(&at.row).copied().filter(|_| is_inside)
    }

    /// Whether the template prints exactly this there: the numbered line, a row's number, code or label.
    fn is_printed(&self, at: Address, value: &Value) -> bool {
        if self.is_in_numbered_line(at) {
            return true;
        }
        let Some(shown) = texts::words(value) else { return false };
        let rows = self.year.rows(self.form);
        match self.table.row_at(at.row) {
            Some(id) => self.is_printed_of(&rows[id.idx()], at.col, &shown),
            None => {
                let is_unclear = self.table.unclear_rows.contains_key(&at.row);
                is_unclear && rows.iter().any(|row| self.is_printed_of(row, at.col, &shown))
            }
        }
    }

    /// Whether a text is what the template prints of a row in this column: its number, code or label.
    fn is_printed_of(&self, row: &FormRow, col: u32, shown: &str) -> bool {
        let is_number = self.table.label_column.is_some_and(|label| col < label) && row.no == shown;
        let is_code = self.table.code_column == Some(col) && row.codes().any(|code| code == shown);
        let is_label = self.table.label_column == Some(col) && text::fold(&row.label) == text::fold(shown);
        is_number || is_code || is_label
    }

    /// Whether a line of the template was typed anew with the same meaning: the year above the table, a date at the signatures.
    /// Any other number in place of the template's words is somebody's, and is said.
    fn is_line_typed_anew(&self, at: Address, value: &Value) -> bool {
        self.table.has_words_at(at, self.page.sheet)
            && match self.table.is_above(at) {
                true => texts::words(value).is_some_and(|shown| shown.trim() == self.year.year.to_string()),
                false => identify::is_date(value),
            }
    }

    /// Whether a number of the numbered line stands above the column it numbers.
    fn is_in_numbered_line(&self, at: Address) -> bool {
        let Some(line) = self.page.numbered_at(at.row) else { return false };
        let Some((number, _)) = line.numbers.iter().find(|(_, col)| *col == at.col) else { return false };
        let n_columns = self.table.columns.len();
        let own = if *number > n_columns { self.table.result_column } else { self.table.columns[number - 1] };
        *number <= n_columns + 1 && own.is_none_or(|own| own == at.col)
    }

    /// Whether the check number stands there: below the table, right of its label.
    fn is_check_number(&self, at: Address) -> bool {
        let is_below = self.table.extent().is_none_or(|(_, last)| at.row > last);
        let labels = self.page.texts.labelled(crate::plan::keys::CHECK_LABEL);
        let is_in_column = self.table.code_column.is_none_or(|col| col == at.col);
        is_below && is_in_column && labels.iter().any(|label| label.row == at.row && label.col < at.col)
    }

    /// Whether a cell is what is left of the names and date under the table. Their formulas read the cover; programs that
    /// don't calculate store 0 for them (LibreOffice does in an .xls), and without the cover they are errors: `#REF!`, or a
    /// reference to the deleted sheet.
    fn is_left_of_a_signature(&self, at: Address, cell: &Cell) -> bool {
        if self.table.extent().is_some_and(|(_, last)| at.row <= last) {
            return false;
        }
        let is_error = matches!(cell.value, Value::Error(_));
        let is_zero = matches!(&cell.value, Value::Text(text) if text == "0") || cell.value == Value::Number(0.0);
        let is_nothing = is_error || is_zero;
        let Some(formula) = &cell.formula else { return false };
        let is_of_signature = match self.cover {
            Some(cover) => !is_error && names(formula, cover),
            None => names(formula, COVER_SHEET),
        };
        // What stands on the cover is looked at there, whatever it is.
        if is_of_signature && self.cover.is_some() {
            return true;
        }
        is_nothing && (formula.contains("#REF!") || is_of_signature)
    }
}

/// Whether a formula names a sheet.
fn names(formula: &str, sheet: &str) -> bool {
    let is_as_written = formula.split_once(sheet).is_some_and(|(_, rest)| rest.starts_with(['\'', '!']));
    is_as_written || text::fold(formula).contains(&text::fold(sheet))
}
