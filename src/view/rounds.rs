//! Which round a figure is of and of which day its counts are, said wherever a year has more than one round.

use std::collections::BTreeSet;

use crate::counts::Sum;
use crate::indicator::{self, Coverage};
use crate::ledger::{AgencyStatus, FileStatus, Merged};
use crate::plan::{AgencyId, RoundId};
use crate::value::wording;
use crate::view::coverage::share;

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

/// The round whose people are liable, take part and are left: `kỳ tháng 6`. `None` where there is one round.
pub fn main(merged: &Merged) -> Option<String> {
    are_several(merged).then(|| named(merged, merged.ledger.main_round()))
}

/// The round in which most agencies answer, of which the list of agencies tells: `kỳ tháng 6`. `None` where there is one round.
pub fn first(merged: &Merged) -> Option<String> {
    are_several(merged).then(|| named(merged, merged.year.plan.first_round()))
}

fn named(merged: &Merged, round: RoundId) -> String {
    format!("kỳ {}", merged.year.plan.round(round).name)
}

/// The rounds with how many agencies each counts: `kỳ tháng 6 của 19 đơn vị`. Empty where there is one round.
pub fn with_agencies(merged: &Merged) -> Vec<String> {
    let rounds = merged.ledger.by_round().rounds().filter(|_| are_several(merged));
    rounds
        .map(|round| {
            let accepted = merged.records_of(round).filter(|record| record.status == AgencyStatus::Accepted);
            let agencies: BTreeSet<AgencyId> = accepted.map(|record| record.agency).collect();
            let (is_first, n) = (round == merged.year.plan.first_round(), agencies.len());
            let round = if is_first { named(merged, round) } else { dated(merged, round, &agencies) };
            format!("{round}{} của {n} đơn vị", if is_first { "" } else { "," })
        })
        .collect()
}

/// The shares of the earlier rounds, to be held against the newest: `Theo số liệu kỳ tháng 6: BHXH 37,96%, BHTN 31,80%`.
pub fn earlier_shares(merged: &Merged, newest: &[Coverage]) -> Vec<String> {
    let (year, counts) = (&merged.year, merged.ledger.by_round());
    let is_earlier = |coverage: &&Coverage| {
        newest.iter().any(|now| now.indicator == coverage.indicator && now.rounds.numerator > coverage.rounds.numerator)
    };
    let by_round = indicator::coverage_by_round(year, counts);
    counts
        .rounds()
        .rev()
        .filter_map(|round| {
            let of_it = by_round.iter().filter(is_earlier).filter(|coverage| coverage.rounds.numerator == round);
            let shares = of_it.filter_map(|coverage| {
                Some(format!("{} {}", year.plan.indicator(coverage.indicator).short, share(coverage)?))
            });
            let shares: Vec<String> = shares.collect();
            (!shares.is_empty()).then(|| format!("Theo số liệu {}: {}", named(merged, round), shares.join(", ")))
        })
        .collect()
}

/// `kỳ cuối năm, đến ngày 31/10/2023`.
fn of_side(merged: &Merged, round: RoundId, side: &Sum) -> String {
    dated(merged, round, &side.agencies.iter().copied().collect())
}

/// A round with the days whose state some agencies' counts describe; without a day where no cover has one.
pub fn dated(merged: &Merged, round: RoundId, agencies: &BTreeSet<AgencyId>) -> String {
    let name = named(merged, round);
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
