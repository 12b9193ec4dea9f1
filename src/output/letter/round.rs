//! Which round letters are about. A letter of the first round, which most are, says only the year.

use crate::indicator::completeness::Completeness;
use crate::ledger::Merged;
use crate::plan::PlanYear;

/// The year in the round that letters are about: the first, unless another was asked for.
pub fn year_in_round<'p>(merged: &Merged<'p>, completeness: &Completeness) -> PlanYear<'p> {
    merged.year.in_round(completeness.round.unwrap_or_else(|| merged.year.plan.first_round()))
}

/// `năm 2023`; of a later round `năm 2023 (kỳ cuối năm)`.
pub fn of_year(year: &PlanYear) -> String {
    let later = year.round.is_some_and(|round| round != year.plan.first_round());
    match year.round_name().filter(|_| later) {
        Some(name) => format!("năm {} (kỳ {name})", year.year),
        None => format!("năm {}", year.year),
    }
}
