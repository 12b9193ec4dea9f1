//! What is to be said of one computed cell.

use super::shape::{self, Kept};
use super::sums::Sums;
use crate::intake::submission::Computed;
use crate::problem::sum::Stated;

/// What is to be said of a computed cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TotalVerdict {
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

pub fn verdict(sums: &Sums, computed: &Computed) -> TotalVerdict {
    let Some(expected) = sums.expected(computed) else { return TotalVerdict::Fine };
    if computed.is_swallowed || sums.is_spoiled_below(computed) {
        return TotalVerdict::Fine;
    }
    let Some(cell) = &computed.cell else { return TotalVerdict::NotCalculated };
    let stated = Stated::of(&cell.value);
    match cell.formula.as_deref().map(|formula| shape::kept(sums, formula, computed)) {
        Some(Kept::Unchanged) if stated.is(expected) || sums.comes_from_a_part(computed, &stated) => TotalVerdict::Fine,
        // Text among the parts leaves the template's own formula without a result, and is reported where it stands.
        Some(Kept::Unchanged) if stated == Stated::Nothing && sums.has_text(computed) => TotalVerdict::Fine,
        Some(Kept::Unchanged) => TotalVerdict::NotCalculated,
        Some(Kept::LeftBehind | Kept::Unclear) if stated == Stated::Nothing => TotalVerdict::NotCalculated,
        Some(Kept::Unclear) => TotalVerdict::Fine,
        Some(_) if stated.is_error() => TotalVerdict::Broken,
        Some(Kept::Broken) if !stated.differs_from(expected) => TotalVerdict::Broken,
        Some(_) if stated.differs_from(expected) && !sums.comes_from_a_part(computed, &stated) => TotalVerdict::Differs,
        Some(_) => TotalVerdict::Changed,
        None => without_formula(sums, computed, &stated, expected),
    }
}

/// As [`verdict`], of a cell without a formula, or of a file that shows none.
fn without_formula(sums: &Sums, computed: &Computed, stated: &Stated, expected: i64) -> TotalVerdict {
    match stated {
        Stated::Nothing => TotalVerdict::NotCalculated,
        // Text among the parts breaks the template's own formula, and is reported where it stands.
        Stated::Error(error) if error == "#VALUE!" && sums.has_text(computed) => TotalVerdict::NotCalculated,
        Stated::Error(_) => TotalVerdict::Broken,
        Stated::Text(_) => TotalVerdict::Overwritten,
        Stated::People(_) | Stated::Number(_) if stated.differs_from(expected) => {
            if sums.comes_from_a_part(computed, stated) { TotalVerdict::Fine } else { TotalVerdict::Differs }
        }
        Stated::People(_) | Stated::Number(_) if sums.formulas_are_unreadable() => TotalVerdict::Fine,
        Stated::People(_) | Stated::Number(_) => TotalVerdict::Overwritten,
    }
}
