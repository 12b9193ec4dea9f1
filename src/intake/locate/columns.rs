//! The columns of a form: by keys where the key row is there, else by the numbered line, else by the labels.

use std::collections::{BTreeMap, BTreeSet};

use super::super::sheets::key_cells;
use super::{NumberedLine, Search};
use crate::plan::{FormRow, keys};
use crate::problem::form::{Problem, Repair};
use crate::problem::{Code, Finding};
use crate::value::grid::Address;

/// The label of the column of notes.
const NOTE_LABEL: &str = "Ghi chú, giải trình";

impl Search<'_> {
    pub(super) fn columns(&mut self) {
        let form = self.year.plan.form(self.form);
        let own_key = key_cells(&self.page.texts, self.year, self.form).first().map(|at| at.row);
        let keyed = own_key.or_else(|| self.row_with_measures());
        let line = self.page.numbered.first();
        if let (None, Some(_)) = (keyed, line) {
            self.table.repairs.push(Repair::KeyRowLost);
        }
        self.table.head = keyed.or(line.map(|line| line.row));
        for (id, column) in self.year.column_ids(self.form).zip(&form.columns) {
            let keyed_columns: Vec<u32> = column.keys().flat_map(|key| self.columns_keyed(keyed, key)).collect();
            let found = match keyed_columns[..] {
                [one] => Some(one),
                [] => {
                    let found = self.column_by_other_means(keyed.is_some(), line, id.idx(), &column.label);
                    self.table.lost_columns.extend(found.is_none().then_some(id));
                    found
                }
                ref several => {
                    self.duplicated(keyed.unwrap_or(0), &column.label, &column.key, several);
                    None
                }
            };
            self.table.columns.push(found);
        }
        let single = |key: &str| self.columns_keyed(keyed, key).first().copied();
        let letter = |n: usize| line.and_then(|line| line.letters.get(n).copied());
        let labels = || self.year.rows(self.form).iter().map(|row| row.label.as_str());
        let codes = || self.year.rows(self.form).iter().map(|row| self.code_in_use(row));
        let code_column = single(keys::CODE).or_else(|| letter(2)).or_else(|| self.fullest_column(codes(), false));
        let label_column = single(keys::LABEL).or_else(|| letter(1)).or_else(|| self.fullest_column(labels(), true));
        let note_column = single(keys::NOTE).or_else(|| self.column_labelled(NOTE_LABEL));
        let result_column = form.result.as_ref().and_then(|result| {
            single(&result.key)
                .or_else(|| line.and_then(|line| line.column(form.columns.len() + 1)))
                .or_else(|| self.column_labelled(&result.label))
        });
        let table = &mut self.table;
        (table.code_column, table.label_column) = (code_column, label_column);
        (table.note_column, table.result_column) = (note_column, result_column);
    }

    /// The row's code, or the one it had before if the sheet has only that.
    fn code_in_use<'r>(&self, row: &'r FormRow) -> &'r str {
        let mut codes = row.codes();
        codes.find(|code| !self.page.texts.cells(code).is_empty()).unwrap_or(&row.code)
    }

    /// The columns of a key in the key row.
    fn columns_keyed(&self, key_row: Option<u32>, key: &str) -> Vec<u32> {
        let in_row = self.page.texts.cells(key).iter().filter(|at| Some(at.row) == key_row);
        in_row.map(|at| at.col).collect()
    }

    /// The first row with the keys of all measures, or of one measure and the codes: a key row that lost the form's own key.
    fn row_with_measures(&self) -> Option<u32> {
        let form = self.year.plan.form(self.form);
        let rows_of = |key: &str| self.page.texts.cells(key).iter().map(|at| at.row).collect::<BTreeSet<u32>>();
        let measures: Vec<BTreeSet<u32>> =
            form.columns.iter().map(|column| column.keys().flat_map(rows_of).collect()).collect();
        let with_codes = rows_of(keys::CODE);
        let first = measures.first()?;
        first.iter().copied().find(|row| with_codes.contains(row) || measures.iter().all(|rows| rows.contains(row)))
    }

    fn column_by_other_means(
        &mut self,
        keyed: bool,
        line: Option<&NumberedLine>,
        n: usize,
        label: &str,
    ) -> Option<u32> {
        let by_number = line.filter(|_| !keyed).and_then(|line| line.column(n + 1));
        let found = by_number.or_else(|| self.column_labelled(label));
        if let (Some(col), None) = (found, by_number) {
            self.table.repairs.push(Repair::ColumnByLabel { column: col, label: label.to_owned() });
        }
        found
    }

    /// The only column with a cell of exactly this label. A form's title may begin with the same words.
    fn column_labelled(&self, label: &str) -> Option<u32> {
        let columns: BTreeSet<u32> = self.page.texts.labelled(label).iter().map(|at| at.col).collect();
        if columns.len() == 1 { columns.first().copied() } else { None }
    }

    fn duplicated(&mut self, row: u32, label: &str, key: &str, columns: &[u32]) {
        let mut place = self.place(columns.iter().map(|col| Address::new(row, *col)).collect());
        place.column = Some(key.to_owned());
        let problem = Problem::ColumnDuplicated { label: label.to_owned(), columns: columns.to_vec() };
        self.findings.push(Finding::from(problem).at(place));
        let unclear: BTreeMap<_, _> = columns.iter().map(|col| (*col, Code::ColumnDuplicated)).collect();
        self.table.unclear_columns.extend(unclear);
    }
}
