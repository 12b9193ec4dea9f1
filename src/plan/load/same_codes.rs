//! What a predecessor had by the codes of today, where the plan says that what isn't written of it has the same.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::plan::model::*;
use crate::plan::reorganisation::{PastArea, PastForm, PastReporter};
use crate::plan::reorganisation_entries::PredecessorEntry;

/// The areas that a predecessor had by the codes of today and that it doesn't write: those there were on the last day before the plan's
/// first year. Each with its code.
pub fn areas_of_same_codes(plan: &Plan, entry: &PredecessorEntry) -> Vec<(String, AgencyId)> {
    if !entry.has_same_codes() {
        return Vec::new();
    }
    let written: BTreeSet<&String> = entry.areas.iter().map(|area| area.code.get_ref()).collect();
    let of_then = agencies_of_then(plan).filter(|id| plan.is_area(*id));
    // A code that two areas have is told of these.
    let mut seen = BTreeSet::new();
    let with_code = of_then.map(|id| (plan.agency(id).unit.clone(), id));
    with_code.filter(|(code, _)| !written.contains(code) && seen.insert(code.clone())).collect()
}

/// The agencies there were on the last day before the plan's first year.
fn agencies_of_then(plan: &Plan) -> impl Iterator<Item = AgencyId> {
    let last_day = NaiveDate::from_ymd_opt(plan.first_year - 1, 12, 31);
    plan.agency_ids().filter(move |id| last_day.is_none_or(|day| plan.agency(*id).exists_on(day)))
}

/// The forms that a predecessor had by the codes of today and that it doesn't write, returned by those who return them today.
pub fn forms_of_same_codes(
    plan: &Plan,
    entry: &PredecessorEntry,
    areas: &[PastArea],
    written: &[PastForm],
) -> Vec<PastForm> {
    let area_of: BTreeMap<&str, usize> = (0..).zip(areas).map(|(n, area)| (area.agency.as_str(), n)).collect();
    let form = |id: FormId| {
        let code = plan.form(id).code.clone();
        if written.iter().any(|known| known.code == code || known.form == id) {
            return None;
        }
        let of_then: BTreeSet<AgencyId> = agencies_of_then(plan).collect();
        let returns = |agency: AgencyId| plan.agency(agency).forms.contains(&id);
        // What became another that returns the form is a past agency of that one alone.
        let became = |now: AgencyId| entry.became(&plan.agency(now).code).and_then(|code| plan.agency_by_code(code));
        let is_its_own = |now: AgencyId| of_then.contains(&now) && became(now).is_none_or(|other| !returns(other));
        let by = plan.agency_ids().filter(|now| returns(*now)).flat_map(|now| {
            let reporter = |past: &str| {
                let area = area_of.get(past).copied().filter(|_| plan.is_area(now));
                PastReporter { agency: past.to_owned(), area, now: area.is_none().then_some(now) }
            };
            let code = &plan.agency(now).code;
            let past = match plan.is_area(now) {
                true if of_then.contains(&now) => entry.past_agencies(code),
                true => Vec::new(),
                false => entry.past_agencies_and_own(code, is_its_own(now)),
            };
            past.into_iter().map(reporter).collect::<Vec<_>>()
        });
        Some(PastForm { code, form: id, by: by.collect(), without: Vec::new(), is_same: true })
    };
    plan.form_ids().filter_map(form).collect()
}
