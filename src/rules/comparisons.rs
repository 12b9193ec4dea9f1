//! Every comparison that the plan makes in a year, part by part with the cells of both sides, for whoever wants numbers that pass all of
//! them or fail just one.

use super::compare::{self, Against};
use crate::counts::{self, Term};
use crate::plan::{AgencyId, Check, Input, Per, PlanYear, Relation};

/// One comparison of two sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedComparison {
    /// The position of its check in the plan.
    pub check: usize,
    /// Whether it is made of one agency's file alone.
    pub is_within_file: bool,
    /// Whether it holds numbers against a forecast, which is only worth a note.
    pub is_forecast: bool,
    /// Whether its left side is a sum over a whole form, which has no part of its own.
    pub is_of_totals: bool,
    /// The cells of the left side.
    pub left: Vec<Term>,
    /// How the left side should stand to the right one.
    pub relation: Relation,
    /// The cells of the right side; none where the plan makes nobody liable, which is 0.
    pub right: Vec<Term>,
}

impl PlannedComparison {
    /// Both sides, from what is known of cells; `None` if something isn't.
    pub fn sides(&self, people: impl Fn(&Term) -> Option<u64>) -> Option<(i64, i64)> {
        let sum = |terms: &[Term]| terms.iter().map(|term| term.signed(people(term)?)).sum::<Option<i64>>();
        Some((sum(&self.left)?, sum(&self.right)?))
    }

    /// Whether two sides stand to each other as they should.
    pub fn holds(&self, left: i64, right: i64) -> bool {
        compare::holds(self.relation, left, right)
    }
}

/// All comparisons of a year, in the order of the plan's checks; those within a file for these agencies alone.
pub fn comparisons(year: &PlanYear, agencies: &[AgencyId]) -> Vec<PlannedComparison> {
    let checks = year.plan.checks.iter().enumerate();
    checks
        .flat_map(|(n, check)| {
            compare::per_form(check, year).flat_map(move |check| of_check(n, &check, year, agencies))
        })
        .collect()
}

fn of_check(n: usize, check: &Check, year: &PlanYear, agencies: &[AgencyId]) -> Vec<PlannedComparison> {
    if !compare::in_one_file(check, year) {
        return of_scopes(n, check, year, None);
    }
    let forms = compare::forms_of(check, year);
    agencies
        .iter()
        .filter(|agency| {
            let own: Vec<_> = year.forms_of(**agency).collect();
            forms.iter().all(|form| own.contains(form))
        })
        .flat_map(|agency| of_scopes(n, check, year, Some(*agency)))
        .collect()
}

fn of_scopes(n: usize, check: &Check, year: &PlanYear, only: Option<AgencyId>) -> Vec<PlannedComparison> {
    let mut all = Vec::new();
    for (scope, _) in compare::scopes(check, year, only) {
        let scope = scope.as_scope();
        let terms = |inputs: &[Input]| -> Vec<Term> {
            inputs.iter().flat_map(|input| counts::terms_of(year, input, scope, only)).collect()
        };
        let left = terms(&check.left);
        for against in Against::all(check) {
            let nobody = *against != Against::Written && compare::makes_nobody_liable(check, year, scope);
            let right = terms(&against.right(check));
            if left.is_empty() || (right.is_empty() && !nobody) {
                continue;
            }
            all.push(PlannedComparison {
                check: n,
                is_within_file: only.is_some(),
                is_forecast: *against == Against::Forecast,
                is_of_totals: check.per == Per::Total,
                left: left.clone(),
                relation: check.relation,
                right,
            });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan;

    #[test]
    fn the_embedded_plan_is_compared_part_by_part() {
        let plan = plan::embedded();
        let whole = plan.year(2023).expect("a year");
        let year = whole.in_round(plan.first_round());
        let all = comparisons(&year, year.agencies);
        let of = |n: usize| all.iter().filter(|comparison| comparison.check == n).count();
        // A decrease in every entered row: 12 and 25, 3 and 3, and 6 in each of eleven districts.
        assert_eq!(of(0), 12 + 25 + 3 + 3 + 66);
        assert!((0..plan.checks.len()).all(|n| of(n) > 0));
        let row = &all[0];
        let sides =
            |people: u64| row.sides(|term| Some(if *term == row.left[0] { people } else { 10 })).expect("known");
        assert!(row.is_within_file && row.holds(sides(10).0, sides(10).1) && !row.holds(sides(11).0, sides(11).1));
    }
}
