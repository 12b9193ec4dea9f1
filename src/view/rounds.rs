//! Which round a figure is of and of which day its counts are, said wherever a year has more than one round.

use std::collections::BTreeSet;

use crate::counts::Sum;
use crate::indicator::Coverage;
use crate::ledger::{FileStatus, Merged};
use crate::plan::{AgencyId, RoundId};
use crate::value::wording;

/// Whether the year's numbers are of several rounds, so that each figure must say which.
pub fn are_several(merged: &Merged) -> bool {
    merged.ledger.by_round().rounds().count() > 1
}

/// The rounds of a coverage's two sides: `Số người tham gia: kỳ cuối năm, đến ngày 31/10/2023; lực lượng lao động: kỳ tháng 6,
/// đến ngày 31/05/2023`. `None` where there is one round, which needs no saying.
pub fn of_coverage(merged: &Merged, coverage: &Coverage) -> Option<String> {
    if !are_several(merged) {
        return None;
    }
    let numerator = of_side(merged, coverage.rounds.numerator, &coverage.numerator);
    let denominator = of_side(merged, coverage.rounds.denominator, &coverage.denominator);
    if numerator == denominator {
        return Some(format!("Số liệu {numerator}"));
    }
    let labour_force = &merged.year.plan.words.labour_force;
    Some(format!("Số người tham gia: {numerator}; {labour_force}: {denominator}"))
}

/// `kỳ cuối năm, đến ngày 31/10/2023`.
fn of_side(merged: &Merged, round: RoundId, side: &Sum) -> String {
    dated(merged, round, &side.cells.iter().map(|cell| cell.agency).collect())
}

/// A round with the days whose state some agencies' counts describe; without a day where no cover has one.
pub fn dated(merged: &Merged, round: RoundId, agencies: &BTreeSet<AgencyId>) -> String {
    let name = format!("kỳ {}", merged.year.plan.round(round).name);
    let counts = |agency: AgencyId| agencies.contains(&agency);
    let accepted = merged.files.iter().filter(|file| file.status == FileStatus::Accepted && file.round == Some(round));
    let days: BTreeSet<_> =
        accepted.filter(|file| file.agency.is_some_and(counts)).filter_map(|file| file.as_of).collect();
    match (days.first(), days.last()) {
        (Some(first), Some(last)) if first == last => format!("{name}, đến ngày {}", wording::date(*first)),
        (Some(first), Some(last)) => {
            format!("{name}, đến các ngày từ {} đến {}", wording::date(*first), wording::date(*last))
        }
        _ => name,
    }
}
