//! Findings about a form's computed cells, one for all cells with the same cause.

use super::shape::{self, Kept};
use super::sums::Sums;
use super::verdict::TotalVerdict;
use crate::intake::explanation;
use crate::intake::submission::{Computed, FormData};
use crate::plan::{PlanYear, RowId};
use crate::problem::Finding;
use crate::problem::sum::{Fault, Problem, Stated, Total};

/// The verdicts on one form.
pub struct TotalsReport<'a> {
    data: &'a FormData,
    year: &'a PlanYear<'a>,
    sums: &'a Sums<'a>,
    /// Of the cells that are not fine, in the form's order.
    verdicts: Vec<(&'a Computed, TotalVerdict)>,
}

impl<'a> TotalsReport<'a> {
    /// An empty report.
    pub fn new(data: &'a FormData, year: &'a PlanYear<'a>, sums: &'a Sums<'a>) -> Self {
        TotalsReport { data, year, sums, verdicts: Vec::new() }
    }

    /// Adds the verdict on a cell.
    pub fn add(&mut self, computed: &'a Computed, verdict: TotalVerdict) {
        if verdict != TotalVerdict::Fine {
            self.verdicts.push((computed, verdict));
        }
    }

    /// The findings, by cell; those that ask for nothing last.
    pub fn findings(mut self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self.rows_were_moved().into_iter().collect();
        findings.extend(self.formulas_left_behind());
        for (computed, verdict) in &self.verdicts {
            if *verdict == TotalVerdict::Differs {
                findings.push(self.finding(Fault::Differs, &[computed]));
            }
        }
        for (verdict, fault) in [
            (TotalVerdict::Overwritten, Fault::Overwritten),
            (TotalVerdict::Changed, Fault::Changed),
            (TotalVerdict::Broken, Fault::Broken),
        ] {
            findings.extend(self.alike(verdict).iter().map(|group| self.finding(fault, group)));
        }
        findings.sort_by_key(|finding| finding.place.cells.first().copied());
        let not_calculated = self.of(TotalVerdict::NotCalculated);
        if !not_calculated.is_empty() {
            findings.push(self.finding(Fault::NotCalculated, &not_calculated));
        }
        findings
    }

    fn of(&self, verdict: TotalVerdict) -> Vec<&'a Computed> {
        self.verdicts.iter().filter(|(_, of)| *of == verdict).map(|(computed, _)| *computed).collect()
    }

    /// Sorted rows: every formula adds whatever is now at its old addresses. One finding, however many totals are affected; its
    /// cells are removed from the report.
    fn rows_were_moved(&mut self) -> Option<Finding> {
        if !self.sums.rows_were_moved() {
            return None;
        }
        let (moved, rest): (Vec<_>, Vec<_>) =
            self.verdicts.iter().partition(|(computed, verdict)| self.adds_other_rows(computed, *verdict));
        if moved.iter().all(|(_, verdict)| *verdict == TotalVerdict::NotCalculated) {
            return None;
        }
        self.verdicts = rest;
        Some(self.wrong_cells_added(&moved, |is_wrong| Fault::RowsMoved { is_wrong }))
    }

    /// Rows or columns inserted or deleted by a program that doesn't rewrite formulas: again one finding. A single formula of this
    /// kind was more likely copied by hand and isn't meant here.
    fn formulas_left_behind(&mut self) -> Option<Finding> {
        let (left, rest): (Vec<_>, Vec<_>) =
            self.verdicts.iter().partition(|(computed, verdict)| self.was_left_behind(computed, *verdict));
        if left.iter().filter(|(_, verdict)| *verdict != TotalVerdict::NotCalculated).count() < 2 {
            return None;
        }
        self.verdicts = rest;
        Some(self.wrong_cells_added(&left, |is_wrong| Fault::LeftBehind { is_wrong }))
    }

    /// Whether a cell's formula still has the template's shape, but adds other cells than the template's.
    fn was_left_behind(&self, computed: &Computed, verdict: TotalVerdict) -> bool {
        let formula = computed.cell.as_ref().and_then(|cell| cell.formula.as_deref());
        verdict != TotalVerdict::Overwritten
            && formula.is_some_and(|formula| shape::kept(self.sums, formula, computed) == Kept::LeftBehind)
    }

    /// The finding for totals that add the wrong cells: an error if any of them is wrong by it.
    fn wrong_cells_added(&self, verdicts: &[(&Computed, TotalVerdict)], fault: impl Fn(bool) -> Fault) -> Finding {
        let cells: Vec<&Computed> = verdicts.iter().map(|(computed, _)| *computed).collect();
        self.finding(fault(verdicts.iter().any(|(_, verdict)| *verdict == TotalVerdict::Differs)), &cells)
    }

    /// Whether a cell's formula is a sum of the wrong cells, or may be one in a file that shows no formulas.
    fn adds_other_rows(&self, computed: &Computed, verdict: TotalVerdict) -> bool {
        let formula = computed.cell.as_ref().and_then(|cell| cell.formula.as_deref());
        match (formula, verdict) {
            (Some(formula), TotalVerdict::Differs | TotalVerdict::Changed) => shape::is_sum(formula),
            (Some(formula), TotalVerdict::NotCalculated) => {
                shape::kept(self.sums, formula, computed) == Kept::LeftBehind
            }
            (None, TotalVerdict::Differs) => self.sums.formulas_are_unreadable(),
            _ => false,
        }
    }

    /// Groups the cells of a verdict by row or by column, whichever gives larger groups. A column's cells are split by whether
    /// their row has an explanation.
    fn alike(&self, verdict: TotalVerdict) -> Vec<Vec<&'a Computed>> {
        let cells = self.of(verdict);
        let has_answer = |of: &Computed| explanation::of_row(self.data, of.row).is_some();
        let same_row = |a: &Computed, b: &Computed| a.row == b.row;
        let same_column = |a: &Computed, b: &Computed| a.column == b.column && has_answer(a) == has_answer(b);
        let n_alike = |of: &Computed, alike: &dyn Fn(&Computed, &Computed) -> bool| {
            cells.iter().filter(|other| alike(of, other)).count()
        };
        let by_row = |of: &Computed| n_alike(of, &same_row) >= n_alike(of, &same_column);
        let mut groups: Vec<Vec<&Computed>> = Vec::new();
        for computed in &cells {
            let own = groups.iter_mut().find(|group| {
                let first = group[0];
                by_row(first) == by_row(computed)
                    && if by_row(first) { same_row(first, computed) } else { same_column(first, computed) }
            });
            match own {
                Some(group) => group.push(computed),
                None => groups.push(vec![computed]),
            }
        }
        groups
    }

    fn finding(&self, fault: Fault, group: &[&Computed]) -> Finding {
        let first = group[0];
        let cells = group.iter().map(|computed| computed.at).collect();
        let place = self.data.place(self.year, first.row, first.column, cells);
        let problem = Problem {
            fault,
            sheet: self.year.plan.form(self.data.form).sheet.clone(),
            totals: group.iter().map(|computed| self.total(computed)).collect(),
        };
        let mut rows: Vec<RowId> = group.iter().map(|computed| computed.row).collect();
        rows.dedup();
        explanation::explain(Finding::from(problem).at(place), self.data, &rows)
    }

    fn total(&self, computed: &Computed) -> Total {
        let form = self.year.plan.form(self.data.form);
        let column = match computed.column {
            Some(column) => &form.columns[column.idx()].label,
            None => form.result.as_ref().map_or("", |result| &result.label),
        };
        Total {
            row: self.year.row(self.data.form, computed.row).label.clone(),
            column: column.to_owned(),
            stated: computed.cell.as_ref().map_or(Stated::Nothing, |cell| Stated::of(&cell.value)),
            formula: computed.cell.as_ref().and_then(|cell| cell.formula.clone()),
            expected: self.sums.expected(computed).expect("a cell is judged only where its parts are known"),
        }
    }
}
