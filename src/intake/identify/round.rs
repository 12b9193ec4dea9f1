//! Which round a file reports in: by its code in the hidden sheet and by what the cover calls it. A file that says nothing
//! is of the first round, as all files were before there were rounds.

use super::cover::CoverSheet;
use super::hidden::Hidden;
use crate::plan::{AgencyId, Plan, PlanYear, RoundId, keys};
use crate::problem::file::{Disagreement, Problem};
use crate::problem::{Finding, Place};
use crate::value::text;

/// The round; a finding if the plan doesn't have it or the two places disagree.
pub fn round(hidden: &Hidden, cover: Option<&CoverSheet>, plan: &Plan, findings: &mut Vec<Finding>) -> Option<RoundId> {
    let on_cover = cover.and_then(|cover| cover.text(keys::ROUND));
    let place = || cover.map(|cover| cover.at(keys::ROUND)).unwrap_or_default();
    let hidden_place = || Place { sheet: Some(keys::IDENTITY_SHEET.to_owned()), ..Place::default() };
    let own = hidden.round.as_deref().map(|code| plan.round_by_code(code).ok_or(code));
    let others = on_cover.as_deref().map(|name| named(plan, name).ok_or(name));
    match (own.transpose(), others.transpose()) {
        (Err(code), _) => {
            findings.push(unknown(plan, code, hidden_place()));
            None
        }
        (_, Err(name)) => {
            findings.push(unknown(plan, name, place()));
            None
        }
        (Ok(Some(own)), Ok(Some(other))) if own != other => {
            let [on_cover, own] = [other, own].map(|round| plan.round(round).name.clone());
            let problem = Problem::Disagrees(Disagreement::Round { on_cover, own });
            findings.push(Finding::from(problem).at(place()));
            None
        }
        (Ok(own), Ok(other)) => Some(own.or(other).unwrap_or_else(|| plan.first_round())),
    }
}

/// The round with a name or code, however it is spelt.
fn named(plan: &Plan, written: &str) -> Option<RoundId> {
    let written = text::fold(written);
    let written = written.strip_prefix("kỳ ").unwrap_or(&written);
    plan.round_ids().find(|id| {
        let round = plan.round(*id);
        text::fold(&round.name) == written || text::fold(&round.code) == written
    })
}

fn unknown(plan: &Plan, found: &str, place: Place) -> Finding {
    let known = plan.rounds.iter().map(|round| round.name.clone()).collect();
    Finding::from(Problem::UnknownRound { found: found.to_owned(), known }).at(place)
}

/// The round asks nothing of the agency.
pub fn not_asked(year: &PlanYear, agency: AgencyId, cover: Option<&CoverSheet>) -> Finding {
    let round = year.round_name().unwrap_or_default().to_owned();
    let problem = Problem::RoundAsksNothing { round, agency: year.agency_name(agency).to_owned() };
    Finding::from(problem).at(cover.map(|cover| cover.at(keys::ROUND)).unwrap_or_default())
}
