//! The rows of a form: by code, and by label for those whose code was lost.

use std::collections::BTreeSet;

use super::Search;
use crate::plan::RowId;
use crate::problem::Code;
use crate::problem::form::Repair;
use crate::value::grid::{Address, Value};
use crate::value::text;

impl Search<'_> {
    pub(super) fn rows(&mut self) {
        let mut lost = Vec::new();
        let mut doubled: Vec<(RowId, Vec<Address>)> = Vec::new();
        for id in self.year.row_ids(self.form) {
            let cells = self.cells_of_row(id);
            self.table.rows.push(if let [one] = cells[..] { Some(one.row) } else { None });
            match cells.len() {
                0 => lost.push(id),
                1 => {}
                _ => doubled.push((id, cells)),
            }
        }
        self.rows_by_label(&lost);
        let table = &mut self.table;
        let is_missing = |id: &RowId| table.rows.get(*id).is_none();
        // A missing total is computed from its parts anyway.
        let is_entered = |id: &RowId| self.year.row(self.form, *id).is_entered();
        table.lost_rows = lost.into_iter().filter(is_missing).filter(is_entered).collect();
        for at in doubled.iter().flat_map(|(_, cells)| cells) {
            if table.rows.at(at.row).is_none() {
                table.unclear_rows.insert(at.row, Code::RowCodeDuplicated);
            }
        }
        table.doubled_rows = doubled;
    }

    /// The cells that hold a row's code, or one it had before.
    fn cells_of_row(&self, id: RowId) -> Vec<Address> {
        let codes = self.year.row(self.form, id).codes();
        let cells = codes.flat_map(|code| self.page.texts.cells(code)).copied();
        cells.filter(|at| Some(at.col) == self.table.code_column).collect()
    }

    /// Finds rows without code by their label: exactly one unclaimed row between their neighbours must have it.
    fn rows_by_label(&mut self, lost: &[RowId]) {
        let Some(col) = self.table.label_column else { return };
        let n_rows = self.year.rows(self.form).len();
        let taken: BTreeSet<u32> = self.table.rows.found().map(|(_, at)| at).collect();
        let head = self.table.head.unwrap_or(0);
        let mut repaired = BTreeSet::new();
        for id in lost {
            let (above, below) = self.table.gap(*id);
            let label = &self.year.row(self.form, *id).label;
            let labelled = self.page.texts.labelled(label);
            let mut rows = labelled.iter().filter(|at| at.col == col && at.row > head).map(|at| at.row).filter(|row| {
                above.is_none_or(|above| *row > above) && below.is_none_or(|below| *row < below) && !taken.contains(row)
            });
            let first = rows.next();
            // With the whole code column gone, equal labels under different totals follow in the form's order.
            let is_alone = rows.next().is_none() || lost.len() == n_rows;
            if let (Some(row), true) = (first, is_alone) {
                self.table.rows.set(*id, Some(row));
                repaired.insert(row + 1);
            }
        }
        if !repaired.is_empty() {
            self.table.repairs.push(Repair::CodesLost { rows: repaired });
        }
    }

    /// The label in a row; `None` if its cell is blank or holds no text.
    pub(super) fn label_in(&self, row: u32) -> Option<&str> {
        let cell = self.page.sheet.get(Address::new(row, self.table.label_column?))?;
        match &cell.value {
            Value::Text(label) if !text::is_blank(label) => Some(label),
            _ => None,
        }
    }
}
