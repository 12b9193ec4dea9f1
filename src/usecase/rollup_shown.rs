//! What the sheet of sources that people read says the units reported. It tells numbers that were changed by hand where the sheet for the
//! program is gone.

use std::collections::BTreeMap;

use crate::plan::{AgencyId, ColumnId, FormId, PlanYear, RowId};
use crate::rollup;
use crate::value::grid::{Address, Cell, Sheet, Value, Workbook};
use crate::value::wording;

/// The rows that the sheet shows, each with what the units report there.
#[derive(Debug, Default)]
pub struct ShownParts {
    rows: BTreeMap<(FormId, RowId), ShownRow>,
}

/// The units' parts of a row.
#[derive(Debug, Default)]
struct ShownRow {
    /// By column; `None` where no unit reports anything.
    sums: BTreeMap<ColumnId, Option<u64>>,
    /// What units wrote beside it, behind their names.
    notes: Vec<(String, String)>,
    /// Whether a number of a unit can't be read.
    is_unreadable: bool,
}

impl ShownParts {
    /// Reads the sheets; `None` where none of the agency's and year's is there.
    pub fn read(workbook: &Workbook, above: &PlanYear, agency: AgencyId) -> Option<Self> {
        let sheets = rollup::numbered_sheets(&workbook.sheets, rollup::SHEET);
        let is_own = |sheet: &Sheet| {
            let period = sheet.text(Address::new(1, 0)).unwrap_or_default();
            let heading = sheet.text(Address::new(0, 0)).unwrap_or_default();
            heading.trim().starts_with(rollup::HEADING)
                && period.contains(above.agency_name(agency))
                && period.contains(&above.year.to_string())
                && sheet.n_beyond == 0
        };
        if sheets.is_empty() || !sheets.iter().all(|sheet| is_own(sheet)) {
            return None;
        }
        let mut reading =
            ShownReading { above, agency, form: None, row: None, note_col: None, shown: ShownParts::default() };
        for sheet in sheets {
            let mut rows: Vec<u32> = sheet.cells().map(|(at, _)| at.row).filter(|row| *row >= rollup::TOP).collect();
            rows.dedup();
            rows.into_iter().for_each(|row| reading.read_line(sheet, row));
        }
        let mut shown = reading.shown;
        shown.rows.retain(|_, row| !row.is_unreadable);
        (!shown.rows.is_empty()).then_some(shown)
    }

    /// What the units report of a cell, `Some(None)` where none does; `None` where the sheet doesn't say.
    pub fn of(&self, form: FormId, row: RowId, column: ColumnId) -> Option<Option<u64>> {
        self.rows.get(&(form, row))?.sums.get(&column).copied()
    }

    /// The units' notes beside a row, as the return has them.
    pub fn note(&self, at: (FormId, RowId)) -> String {
        let notes = self.rows.get(&at).map(|row| row.notes.clone()).unwrap_or_default();
        if notes.is_empty() { String::new() } else { rollup::notes_together(notes) }
    }
}

/// The sheets as they are read line by line.
struct ShownReading<'a> {
    above: &'a PlanYear<'a>,
    agency: AgencyId,
    form: Option<FormId>,
    row: Option<RowId>,
    /// Where units' notes stand, once a heading named it.
    note_col: Option<u32>,
    shown: ShownParts,
}

impl ShownReading<'_> {
    fn read_line(&mut self, sheet: &Sheet, row: u32) {
        let text = |col: u32| sheet.get(Address::new(row, col)).map(words).unwrap_or_default();
        let first = text(0);
        if first == "STT" {
            let headings = sheet.row(row).filter(|(_, cell)| words(cell) == rollup::NOTE_HEADING);
            self.note_col = headings.map(|(at, _)| at.col).next();
        } else if let Some(form) = self.form_called(&first) {
            (self.form, self.row) = (Some(form), None);
        } else if let Some(code) = code_of(&first) {
            self.row = self.form.and_then(|form| self.above.row_by_code(form, code));
            if let Some((form, row)) = self.form.zip(self.row) {
                let columns = self.above.column_ids(form).map(|column| (column, None));
                self.shown.rows.insert((form, row), ShownRow { sums: columns.collect(), ..ShownRow::default() });
            }
        } else if !first.is_empty() && first.chars().all(|c| c.is_ascii_digit()) {
            let note = self.note_col.map(text).unwrap_or_default();
            self.add_unit(sheet, row, text(1), note);
        }
    }

    fn form_called(&self, title: &str) -> Option<FormId> {
        let is_it = |form: &FormId| {
            let form = self.above.plan.form(*form);
            title == format!("{}. {}", form.sheet, form.title)
        };
        self.above.forms_of(self.agency).find(is_it)
    }

    fn add_unit(&mut self, sheet: &Sheet, row: u32, name: String, note: String) {
        let shown = self.form.zip(self.row).and_then(|at| self.shown.rows.get_mut(&at));
        let Some(shown) = shown else { return };
        for (col, sum) in (u32::from(rollup::first_count_col())..).zip(shown.sums.values_mut()) {
            match people(sheet.get(Address::new(row, col))) {
                Ok(None) => {}
                Ok(Some(people)) => *sum = Some(sum.unwrap_or_default().saturating_add(people)),
                Err(()) => shown.is_unreadable = true,
            }
        }
        if !note.is_empty() {
            shown.notes.push((name, note));
        }
    }
}

/// The code at the end of a row's heading: `1 Cán bộ (Biểu 02, hàng 12; mã hc-tinh-can-bo)`.
fn code_of(heading: &str) -> Option<&str> {
    let (_, code) = heading.strip_suffix(')')?.rsplit_once("; mã ")?;
    Some(code)
}

fn words(cell: &Cell) -> String {
    wording::content(&cell.value).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A unit's number; nothing in a blank cell.
fn people(cell: Option<&Cell>) -> Result<Option<u64>, ()> {
    match cell.map(|cell| (&cell.value, &cell.formula)) {
        None | Some((Value::Blank, None)) => Ok(None),
        Some((Value::Number(_), None)) => {
            let digits = cell.map(words).unwrap_or_default();
            digits.parse().map(Some).map_err(|_| ())
        }
        Some(_) => Err(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::embedded;
    use crate::value::grid::Format;

    fn sheet(name: &str, lines: &[(u32, &[&str])]) -> Sheet {
        let cell = |row, col, text: &&str| {
            let value = text.parse().map_or_else(|_| Value::Text((*text).into()), Value::Number);
            // Lines are numbered in text.
            let value = if col == 0 { Value::Text((*text).into()) } else { value };
            (Address::new(row, col), Cell { value, formula: None })
        };
        let of_line =
            |(row, texts): &(u32, &[&str])| (0..).zip(*texts).map(|(col, text)| cell(*row, col, text)).collect();
        Sheet::new(name, true, lines.iter().flat_map(|line| -> Vec<_> { of_line(line) }).collect())
    }

    #[test]
    fn a_row_goes_on_from_sheet_to_sheet() {
        let plan = embedded();
        let year = plan.year(2023).expect("a year");
        let agency = plan.agency_by_code("btctu").expect("an agency");
        let (form, row) =
            (year.forms_of(agency).next().expect("a form"), "1 Cán bộ (Biểu 01, hàng 12; mã dang-can-bo)");
        let title = format!("{}. {}", plan.form(form).sheet, plan.form(form).title);
        let period = format!("{} – năm 2023", year.agency_name(agency));
        let first: &[(u32, &[&str])] = &[
            (0, &[rollup::HEADING]),
            (1, &[&period]),
            (rollup::TOP, &[&title]),
            (rollup::TOP + 1, &[row]),
            (rollup::TOP + 2, &["1", "Văn phòng", "20"]),
        ];
        let second = format!("{} (tiếp theo 1)", rollup::HEADING);
        let second: &[(u32, &[&str])] = &[(0, &[&second]), (1, &[&period]), (rollup::TOP, &["2", "Thị ủy", "4"])];
        // Somebody moved the tabs.
        let sheets = vec![sheet(&rollup::sheet_name(rollup::SHEET, 1), second), sheet(rollup::SHEET, first)];
        let shown = ShownParts::read(&Workbook::new(Format::Xlsx, sheets), &year, agency).expect("the sheets");
        let (row, column) = (year.row_by_code(form, "dang-can-bo").expect("a row"), year.column_ids(form).next());
        assert_eq!(shown.of(form, row, column.expect("a column")), Some(Some(24)));
    }

    #[test]
    fn the_code_of_a_row_stands_at_the_end_of_its_heading() {
        assert_eq!(code_of("1 Cán bộ (cả tập sự) (Biểu 02, hàng 12; mã hc-can-bo)"), Some("hc-can-bo"));
        assert_eq!(["", "Cán bộ", "Biểu 02. Cán bộ (người)"].map(code_of), [None, None, None]);
    }
}
