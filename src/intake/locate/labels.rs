//! Compares codes and keys with the labels beside them. A retyped label is fine; one that belongs to another row or column means
//! that the two were swapped, and nobody can tell which of them is right.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use super::{Search, label};
use crate::plan::{RowId, keys};
use crate::problem::form::{Mislabelled, Problem};
use crate::problem::{Code, Finding};
use crate::value::grid::Address;
use crate::value::text;

/// A row or column whose label is another's.
struct Disagreement {
    /// The form's row or column.
    n: usize,
    cells: Vec<Address>,
    line: Mislabelled,
}

impl Search<'_> {
    pub(super) fn labels(&mut self) {
        self.disagreeing_labels();
        self.changed_labels();
    }

    fn disagreeing_labels(&mut self) {
        let rows = self.disagreeing_rows();
        if let Some(first) = rows.first() {
            let mut finding = self.disagreement(Problem::RowLabelsDisagree, &rows);
            finding.place.row = Some(self.year.rows(self.form)[first.n].code.clone());
            finding.place.column = Some(keys::CODE.to_owned());
            self.findings.push(finding);
        }
        let columns = self.disagreeing_columns();
        if let Some(first) = columns.first() {
            let mut finding = self.disagreement(Problem::ColumnLabelsDisagree, &columns);
            finding.place.column = Some(self.year.plan.form(self.form).columns[first.n].key.clone());
            self.findings.push(finding);
        }
        for row in rows {
            self.table.rows.set(RowId::at(row.n), None);
            self.table.unclear_rows.insert(row.line.at, Code::LabelDisagrees);
        }
        for column in columns {
            self.table.columns[column.n] = None;
            self.table.unclear_columns.insert(column.line.at, Code::LabelDisagrees);
        }
    }

    /// Asks about labels that were changed to mean something else. The numbers count as those of the code.
    fn changed_labels(&mut self) {
        let rows = self.changed_rows();
        if let Some(first) = rows.first() {
            let mut finding = self.disagreement(Problem::RowLabelsChanged, &rows);
            finding.place.row = Some(first.line.code.clone());
            self.findings.push(finding);
        }
        let columns = self.changed_columns();
        if let Some(first) = columns.first() {
            let mut finding = self.disagreement(Problem::ColumnLabelsChanged, &columns);
            finding.place.column = Some(first.line.code.clone());
            self.findings.push(finding);
        }
    }

    fn changed_rows(&self) -> Vec<Disagreement> {
        let rows = self.year.rows(self.form);
        let changes = self.table.rows.found().filter_map(|(id, at)| {
            let row = &rows[id.idx()];
            let label = self.label_in(at)?;
            if row.area.is_some() || label.trim() == row.label || !label::says_something_else(label, &row.label) {
                return None;
            }
            let (code, own, label) = (row.code.clone(), row.label.clone(), label.trim().to_owned());
            let cells = vec![Address::new(at, self.table.label_column?)];
            Some(Disagreement { n: id.idx(), cells, line: Mislabelled { at, code, own, label } })
        });
        let mut found: Vec<Disagreement> = changes.collect();
        found.sort_by_key(|one| one.line.at);
        found
    }

    /// Headings stand in the rows in which "Mã số" or the heading of some column stands as the template has it.
    fn changed_columns(&self) -> Vec<Disagreement> {
        let form = self.year.plan.form(self.form);
        let Some(head) = self.table.head else { return Vec::new() };
        let texts = &self.page.texts;
        let labels = form.columns.iter().map(|column| column.label.as_str()).chain([keys::CODE_HEADING]);
        let of_headings: BTreeSet<u32> =
            labels.flat_map(|label| texts.labelled(label)).map(|at| at.row).filter(|row| *row < head).collect();
        let changes = self.table.columns.iter().enumerate().filter_map(|(n, col)| {
            let (col, column) = ((*col)?, &form.columns[n]);
            let is_there = texts.labelled(&column.label).iter().any(|at| at.col == col && at.row < head);
            let typed = of_headings.iter().map(|row| Address::new(*row, col));
            let mut typed = typed.filter_map(|at| Some((at, self.page.sheet.text(at)?))).filter(|_| !is_there);
            let (cell, label) = typed.rfind(|(_, text)| label::says_something_else(text, &column.label))?;
            let (code, own, label) = (column.key.clone(), column.label.clone(), label.trim().to_owned());
            Some(Disagreement { n, cells: vec![cell], line: Mislabelled { at: col, code, own, label } })
        });
        changes.collect()
    }

    fn disagreement(&self, problem: impl Fn(Vec<Mislabelled>) -> Problem, all: &[Disagreement]) -> Finding {
        let lines = all.iter().map(|one| one.line.clone()).collect();
        let cells = all.iter().flat_map(|one| one.cells.iter().copied()).collect();
        Finding::from(problem(lines)).at(self.place(cells))
    }

    /// The rows, from top to bottom, whose label is that of another row and not their own.
    fn disagreeing_rows(&self) -> Vec<Disagreement> {
        let rows = self.year.rows(self.form);
        // Labels typed without diacritics are the same.
        let labels =
            LazyCell::new(|| rows.iter().map(|row| text::ascii_fold(&row.label)).collect::<BTreeSet<String>>());
        let disagreements = self.table.rows.found().filter_map(|(id, at)| {
            let (n, row) = (id.idx(), &rows[id.idx()]);
            let label = self.label_in(at)?;
            let is_own = row.label == label || text::ascii_fold(&row.label) == text::ascii_fold(label);
            if is_own || !labels.contains(&text::ascii_fold(label)) {
                return None;
            }
            let (code, own, label) = (row.code.clone(), row.label.clone(), label.trim().to_owned());
            let line = Mislabelled { at, code, own, label };
            let columns = [self.table.label_column, self.table.code_column];
            let cells = columns.into_iter().flatten().map(|col| Address::new(at, col)).collect();
            Some(Disagreement { n, cells, line })
        });
        let mut found: Vec<Disagreement> = disagreements.collect();
        found.sort_by_key(|one| one.line.at);
        found
    }

    /// The columns whose label, above the key row, is that of another column.
    fn disagreeing_columns(&self) -> Vec<Disagreement> {
        let form = self.year.plan.form(self.form);
        let Some(head) = self.table.head else { return Vec::new() };
        let labels = form.columns.iter().map(|column| column.label.as_str());
        let labels = labels.chain(form.result.iter().map(|result| result.label.as_str()));
        let found: Vec<(&str, &[Address])> = labels.map(|label| (label, self.page.texts.labelled(label))).collect();
        let above = |n: usize, col: u32| found[n].1.iter().find(|at| at.col == col && at.row < head).copied();
        let disagreements = self.table.columns.iter().enumerate().filter_map(|(n, at)| {
            let at = (*at).filter(|col| above(n, *col).is_none())?;
            let (label, cell) = (0..found.len()).find_map(|other| Some((found[other].0, above(other, at)?)))?;
            let (code, own) = (form.columns[n].key.clone(), form.columns[n].label.clone());
            let line = Mislabelled { at, code, own, label: label.to_owned() };
            Some(Disagreement { n, cells: vec![cell, Address::new(head, at)], line })
        });
        let mut found: Vec<Disagreement> = disagreements.collect();
        found.sort_by_key(|one| one.line.at);
        found
    }
}
