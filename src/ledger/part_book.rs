//! What units reported of the numbers of an earlier year, read from the sheet of its workbook that leads on to their cells. By it a number
//! can be compared without the units that only one of two years has.

use std::collections::BTreeMap;

use super::parts::PartRow;
use crate::counts::{CellId, RoundCounts, UnitPeople};
use crate::plan::{PlanYear, RoundId};
use crate::value::grid::{Address, LongSheet, MAX_COLUMNS, Value};

use super::ledger_book::whole;

/// Notes the parts of numbers, where the workbook has any. A row that isn't understood, or that the plan doesn't know, says nothing; of a
/// sheet that has no room for all of them nothing is known.
pub fn mark_parts(counts: &mut RoundCounts, parts: Option<&LongSheet>, year: &PlanYear) {
    let Some(sheet) = parts.filter(|sheet| sheet.n_beyond == 0) else { return };
    let sheet = PartSheet::new(sheet, year);
    let mut by_cell: BTreeMap<(RoundId, CellId), UnitPeople> = BTreeMap::new();
    for (of, unit, people) in sheet.rows().filter_map(|row| sheet.part(row)) {
        by_cell.entry(of).or_default().insert(unit, people);
    }
    for ((round, cell), parts) in by_cell {
        counts.mark_parts(round, cell, parts);
    }
}

/// The sheet with its columns by their keys.
struct PartSheet<'s> {
    sheet: &'s LongSheet,
    columns: BTreeMap<&'static str, u32>,
    year: &'s PlanYear<'s>,
}

impl<'s> PartSheet<'s> {
    fn new(sheet: &'s LongSheet, year: &'s PlanYear<'s>) -> Self {
        let column = |key: &'static str| {
            let is_headed = |col: &u32| sheet.text(Address::new(0, *col)).is_some_and(|text| text.trim() == key);
            Some((key, (0..MAX_COLUMNS).find(is_headed)?))
        };
        let columns = PartRow::COLUMNS.iter().filter_map(|known| column(known.heading.key)).collect();
        PartSheet { sheet, columns, year }
    }

    /// The rows below the heading.
    fn rows(&self) -> impl Iterator<Item = u32> {
        self.sheet.rows().iter().copied().filter(|row| *row > 0)
    }

    fn text(&self, row: u32, key: &str) -> Option<&str> {
        let text = self.sheet.text(Address::new(row, *self.columns.get(key)?))?;
        Some(text.trim()).filter(|text| !text.is_empty())
    }

    fn part(&self, row: u32) -> Option<((RoundId, CellId), String, u64)> {
        let plan = self.year.plan;
        let round = match self.text(row, "round") {
            None => plan.first_round(),
            Some(code) => plan.round_by_code(code)?,
        };
        let form = plan.form_by_code(self.text(row, "form")?)?;
        let cell = CellId {
            agency: plan.agency_by_code(self.text(row, "agency")?)?,
            form,
            row: self.year.row_by_code(form, self.text(row, "row")?)?,
            column: plan.form(form).column(self.text(row, "column")?)?,
        };
        let value: &Value = self.sheet.get(Address::new(row, *self.columns.get("value")?))?;
        Some(((round, cell), self.text(row, "unit")?.to_owned(), whole(value)?))
    }
}
