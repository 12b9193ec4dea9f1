//! A form's sums, computed again from what was entered, and the ways in which a total may follow from a faulty part.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::intake::submission::{Computed, EnteredCount, FormData};
use crate::plan::{ColumnId, PlanYear, ResultColumn, RowId};
use crate::problem::sum::Stated;
use crate::value::grid::Address;

/// The counts of a form's entered cells, in order; `None` where there is none.
type Entries = Vec<((RowId, ColumnId), Option<i64>)>;

/// The count of an entered cell; `None` if there is none.
fn count_in(entries: &Entries, row: RowId, column: ColumnId) -> Option<i64> {
    let n = entries.binary_search_by_key(&(row, column), |(cell, _)| *cell).ok()?;
    entries[n].1
}

/// A form with its sums.
pub struct Sums<'a> {
    pub data: &'a FormData,
    pub year: &'a PlanYear<'a>,
    /// Whether any total of the file has a formula.
    file_has_formulas: bool,
    entered: Entries,
    /// The same as the sheet's own formulas see it: text counts for nothing.
    summed: Entries,
    /// Which cell of the form stands at an address, once somebody has asked; without a column it is the result's.
    at: OnceCell<BTreeMap<Address, (RowId, Option<ColumnId>)>>,
}

impl<'a> Sums<'a> {
    /// The sums of one form.
    pub fn new(data: &'a FormData, year: &'a PlanYear<'a>, file_has_formulas: bool) -> Self {
        let people = |entry: &EnteredCount| entry.people().and_then(|people| i64::try_from(people).ok());
        let mut entered: Entries =
            data.entries.iter().map(|entry| ((entry.row, entry.column), people(entry))).collect();
        let mut summed = entered.clone();
        summed.iter_mut().zip(&data.entries).filter(|(_, entry)| entry.is_text).for_each(|(sum, _)| sum.1 = Some(0));
        for entries in [&mut entered, &mut summed] {
            entries.sort_by_key(|(cell, _)| *cell);
        }
        Sums { data, year, file_has_formulas, entered, summed, at: OnceCell::new() }
    }

    fn places(&self) -> &BTreeMap<Address, (RowId, Option<ColumnId>)> {
        self.at.get_or_init(|| {
            let entries = self.data.entries.iter().map(|entry| (entry.at, (entry.row, Some(entry.column))));
            let computed = self.data.computed.iter().map(|computed| (computed.at, (computed.row, computed.column)));
            entries.chain(computed).collect()
        })
    }

    /// The form's result column, if it has one.
    pub fn result(&self) -> Option<&'a ResultColumn> {
        self.year.plan.form(self.data.form).result.as_ref()
    }

    /// Which cell of the form stands at an address; without a column it is the result's.
    pub fn at(&self, at: Address) -> Option<(RowId, Option<ColumnId>)> {
        self.places().get(&at).copied()
    }

    /// Whether an address lies among the form's numbers, such as in a row that was inserted.
    pub fn is_inside(&self, at: Address) -> bool {
        let rows = self.places().keys().map(|at| at.row).min().zip(self.places().keys().map(|at| at.row).max());
        let columns = self.places().keys().map(|at| at.col).min().zip(self.places().keys().map(|at| at.col).max());
        rows.is_some_and(|(first, last)| (first..=last).contains(&at.row))
            && columns.is_some_and(|(first, last)| (first..=last).contains(&at.col))
    }

    /// Whether the rows stand in another order than the template's.
    pub fn rows_were_moved(&self) -> bool {
        !self.data.rows.iter().flatten().map(|row| row.at).is_sorted()
    }

    /// The sum of a cell's parts in people; `None` if any part isn't known.
    pub fn expected(&self, computed: &Computed) -> Option<i64> {
        self.sum(&self.entered, computed)
    }

    fn sum(&self, entries: &Entries, computed: &Computed) -> Option<i64> {
        let leaves = self.year.leaves(self.data.form, computed.row);
        let of_column = |column| sum_of_leaves(entries, leaves, column);
        match computed.column {
            Some(column) => of_column(column),
            None => combined(self.result()?, of_column),
        }
    }

    /// Whether a differing total is explained by a part that has a finding already.
    pub fn comes_from_a_part(&self, computed: &Computed, stated: &Stated) -> bool {
        let Some(stated) = stated.people() else { return false };
        self.follows_from_parts(computed, stated) || self.sum(&self.summed, computed) == Some(stated)
    }

    /// Whether the stated total equals the sum of its stated parts, so that the mistake is in a part.
    fn follows_from_parts(&self, computed: &Computed, stated: i64) -> bool {
        let parts = &self.year.row(self.data.form, computed.row).parts;
        let by_rows = || parts.iter().map(|part| self.value(*part, computed.column)).sum::<Option<i64>>();
        let by_columns = || combined(self.result()?, |column| self.value(computed.row, Some(column)));
        (!parts.is_empty() && by_rows() == Some(stated)) || (computed.column.is_none() && by_columns() == Some(stated))
    }

    /// What an entered cell holds, or what a computed one states.
    fn value(&self, row: RowId, column: Option<ColumnId>) -> Option<i64> {
        match (column, self.year.row(self.data.form, row).is_entered()) {
            (Some(column), true) => count_in(&self.entered, row, column),
            _ => self.stated_at(row, column)?.people(),
        }
    }

    fn stated_at(&self, row: RowId, column: Option<ColumnId>) -> Option<Stated> {
        Some(Stated::of(&self.computed_at(row, column)?.cell.as_ref()?.value))
    }

    fn computed_at(&self, row: RowId, column: Option<ColumnId>) -> Option<&'a Computed> {
        self.data.computed.iter().find(|computed| computed.row == row && computed.column == column)
    }

    /// Whether one of the cells that this one adds shows an error, which propagates, or was swallowed by a merge.
    pub fn is_spoiled_below(&self, computed: &Computed) -> bool {
        let parts = &self.year.row(self.data.form, computed.row).parts;
        let columns = self.result().filter(|_| computed.column.is_none());
        let mut columns = columns.into_iter().flat_map(|result| result.plus.iter().chain(&result.minus));
        parts.iter().any(|part| self.is_spoiled(*part, computed.column))
            || columns.any(|column| self.is_spoiled(computed.row, Some(*column)))
    }

    fn is_spoiled(&self, row: RowId, column: Option<ColumnId>) -> bool {
        let is_swallowed = self.computed_at(row, column).is_some_and(|computed| computed.is_swallowed);
        is_swallowed || self.stated_at(row, column).as_ref().is_some_and(Stated::is_error)
    }

    /// Whether text stands among the entered cells that a computed one adds.
    pub fn has_text(&self, computed: &Computed) -> bool {
        let leaves = self.year.leaves(self.data.form, computed.row);
        let is_leaf = |row| leaves.iter().any(|(leaf, _)| *leaf == row);
        let is_added = |column| computed.column.is_none_or(|own| own == column);
        self.data.entries.iter().any(|entry| entry.is_text && is_leaf(entry.row) && is_added(entry.column))
    }

    /// Whether the program that saved the file kept no formula, or none of several in the form.
    pub fn formulas_are_unreadable(&self) -> bool {
        let has_formula = |computed: &Computed| computed.cell.as_ref().is_some_and(|cell| cell.formula.is_some());
        !self.file_has_formulas || (self.data.computed.len() > 1 && !self.data.computed.iter().any(has_formula))
    }
}

/// What the rows that a total is made of have in a column, each as often as it is in the total; `None` if one isn't known.
fn sum_of_leaves(entries: &Entries, leaves: &[(RowId, u64)], column: ColumnId) -> Option<i64> {
    leaves.iter().try_fold(0i64, |sum, (leaf, times)| {
        let people: i64 = count_in(entries, *leaf, column)?;
        sum.checked_add(people.checked_mul(i64::try_from(*times).ok()?)?)
    })
}

/// A result column's Σ `plus` − Σ `minus`; `None` if any of them isn't known.
fn combined(result: &ResultColumn, value: impl Fn(ColumnId) -> Option<i64>) -> Option<i64> {
    let sum = |columns: &[ColumnId]| columns.iter().map(|column| value(*column)).sum::<Option<i64>>();
    Some(sum(&result.plus)? - sum(&result.minus)?)
}
