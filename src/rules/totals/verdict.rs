//! What is to be said of one computed cell.

use super::shape::{self, Kept};
use super::sums::Sums;
use crate::intake::submission::Computed;
use crate::problem::sum::Stated;

/// What is to be said of a computed cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Fine,
    /// Its formula is the template's, and was not calculated since the parts were entered.
    NotCalculated,
    /// It states another number than its parts give.
    Differs,
    /// A number stands in place of the formula.
    Overwritten,
    /// The formula adds something else.
    Changed,
    /// The formula gives an error.
    Broken,
}

pub fn verdict(sums: &Sums, computed: &Computed) -> Verdict {
    let Some(expected) = sums.expected(computed) else { return Verdict::Fine };
    if computed.is_swallowed || sums.is_spoiled_below(computed) {
        return Verdict::Fine;
    }
    let Some(cell) = &computed.cell else { return Verdict::NotCalculated };
    let stated = Stated::of(&cell.value);
    match cell.formula.as_deref().map(|formula| shape::kept(sums, formula, computed)) {
        Some(Kept::Unchanged) if stated.is(expected) || sums.comes_from_a_part(computed, &stated) => Verdict::Fine,
        // Text among the parts leaves the template's own formula without a result, and is reported where it stands.
        Some(Kept::Unchanged) if stated == Stated::Nothing && sums.has_text(computed) => Verdict::Fine,
        Some(Kept::Unchanged) => Verdict::NotCalculated,
        Some(Kept::LeftBehind | Kept::Unclear) if stated == Stated::Nothing => Verdict::NotCalculated,
        Some(Kept::Unclear) => Verdict::Fine,
        Some(_) if stated.is_error() => Verdict::Broken,
        Some(Kept::Broken) if !stated.differs_from(expected) => Verdict::Broken,
        Some(_) if stated.differs_from(expected) && !sums.comes_from_a_part(computed, &stated) => Verdict::Differs,
        Some(_) => Verdict::Changed,
        None => without_formula(sums, computed, &stated, expected),
    }
}

/// As [`verdict`], of a cell without a formula, or of a file that shows none.
fn without_formula(sums: &Sums, computed: &Computed, stated: &Stated, expected: i64) -> Verdict {
    match stated {
        Stated::Nothing => Verdict::NotCalculated,
        // Text among the parts breaks the template's own formula, and is reported where it stands.
        Stated::Error(error) if error == "#VALUE!" && sums.has_text(computed) => Verdict::NotCalculated,
        Stated::Error(_) => Verdict::Broken,
        Stated::Text(_) => Verdict::Overwritten,
        Stated::People(_) | Stated::Number(_) if stated.differs_from(expected) => {
            if sums.comes_from_a_part(computed, stated) { Verdict::Fine } else { Verdict::Differs }
        }
        Stated::People(_) | Stated::Number(_) if sums.formulas_are_unreadable() => Verdict::Fine,
        Stated::People(_) | Stated::Number(_) => Verdict::Overwritten,
    }
}
