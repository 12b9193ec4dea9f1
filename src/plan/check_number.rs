//! "Số kiểm tra": one number for all that is entered, by which a signed sheet of paper can be held against its file.
//!
//! Every entered cell of a workbook has a weight of its own, so that two different numbers that change places always change the
//! result: the sum of (people + 1) × weight over the filled cells, modulo a prime above every weight and every count. A blank cell
//! adds nothing, which tells it from 0. The template has it as a formula, the program computes it again; all sums stay below
//! what a spreadsheet's numbers hold exactly, and quotients below what MOD takes.

use super::{AgencyId, ColumnId, FormId, PlanYear, RowId};

const PRIMES: [u64; 3] = [9_999_991, 99_999_989, 999_999_937];
/// A spreadsheet's numbers are exact below this.
const EXACT: u64 = 1 << 53;
/// Excel's MOD takes no larger quotient.
const MOST_QUOTIENT: u64 = 1 << 27;

/// How the cells of a form of an agency are weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckNumber {
    /// The prime of which the number is the remainder.
    pub modulus: u64,
    /// The weight of the form's first cell.
    pub first: u64,
    /// How many weights a row takes.
    pub per_row: u64,
}

impl CheckNumber {
    /// Of a form that an agency returns; `None` where a workbook's sums would not stay exact.
    pub fn of(year: &PlanYear, agency: AgencyId, form: FormId) -> Option<Self> {
        let n_cells = |form: FormId| year.rows(form).len() as u64 * year.plan.form(form).columns.len() as u64;
        let before: u64 = year.forms_of(agency).take_while(|other| *other != form).map(n_cells).sum();
        let all: u64 = year.forms_of(agency).map(n_cells).sum();
        let largest = year.plan.limits.max_people.checked_add(1)?;
        let modulus = PRIMES.into_iter().find(|prime| *prime > largest.max(all))?;
        let most = all.checked_mul(all + 1)?.checked_mul(largest)?;
        let is_exact = most < EXACT.min(modulus * MOST_QUOTIENT);
        let per_row = year.plan.form(form).columns.len() as u64;
        is_exact.then_some(CheckNumber { modulus, first: before + 1, per_row })
    }

    fn weight(&self, row: RowId, column: ColumnId) -> u64 {
        self.first + u64::from(row.number()) * self.per_row + u64::from(column.number())
    }

    /// The number of a form, given what its cells hold; `None` if nothing is entered.
    pub fn number(&self, counts: impl Iterator<Item = (RowId, ColumnId, u64)>) -> Option<u64> {
        let parts = counts.map(|(row, column, people)| (people + 1) * self.weight(row, column));
        Some(parts.reduce(|sum, part| sum + part)? % self.modulus)
    }

    /// The number of a workbook, given those of its forms; `None` if nothing is entered.
    pub fn together(&self, forms: impl Iterator<Item = Option<u64>>) -> Option<u64> {
        Some(forms.flatten().reduce(|sum, number| sum + number)? % self.modulus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan;

    #[test]
    fn two_numbers_that_change_places_change_it_and_a_blank_is_no_zero() {
        let plan = plan::embedded();
        let year = plan.year(2023).expect("a year of the plan").in_round(plan.first_round());
        let agency = plan.agency_by_code("ubnd-bu-dang").expect("an agency");
        let [first, second] = [0, 1].map(|n| year.forms_of(agency).nth(n).expect("a form"));
        let [of_first, of_second] = [first, second].map(|form| CheckNumber::of(&year, agency, form).expect("small"));
        let at = |row: usize, column: usize| (RowId::at(row), ColumnId::at(column));
        let number = |cells: &[((RowId, ColumnId), u64)]| {
            of_first.number(cells.iter().map(|((row, column), people)| (*row, *column, *people)))
        };
        let (a, b) = (at(2, 0), at(5, 1));
        assert_ne!(number(&[(a, 120), (b, 35)]), number(&[(a, 35), (b, 120)]));
        assert_ne!(number(&[(a, 120)]), number(&[(a, 120), (b, 0)]));
        assert_eq!(number(&[]), None);
        // Also between forms, where the cover's number tells.
        let swapped = |x: u64, y: u64| {
            let forms = [of_first.number([(a.0, a.1, x)].into_iter()), of_second.number([(a.0, a.1, y)].into_iter())];
            of_first.together(forms.into_iter())
        };
        assert_ne!(swapped(120, 35), swapped(35, 120));
    }

    #[test]
    fn what_would_not_stay_exact_has_none() {
        let mut plan = plan::embedded();
        plan.limits.max_people = u64::MAX / 2;
        let year = plan.year(2023).expect("a year of the plan");
        let agency = plan.agency_by_code("snv").expect("an agency");
        assert_eq!(CheckNumber::of(&year, agency, plan.agency(agency).forms[0]), None);
    }
}
