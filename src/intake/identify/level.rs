//! On which level a file is collected: the province's, or that of a tier. A file of another level is somebody else's to
//! collect, and the finding says whose.

use super::cover::CoverSheet;
use super::hidden::Hidden;
use super::{agency, moved, structure};
use crate::intake::sources;
use crate::plan::{Plan, RoundId, Tier, Unit, keys};
use crate::problem::file::{Disagreement, InReturn, Problem};
use crate::problem::{Finding, Place};
use crate::value::grid::Workbook;
use crate::value::text;

/// What is said of a file that another office collects, or that nobody can tell who does; `None` for one of the plan's own
/// level, and for one of which nothing is known yet.
pub fn elsewhere(hidden: &Hidden, cover: Option<&CoverSheet>, workbook: &Workbook, plan: &Plan) -> Option<Finding> {
    let name = cover.and_then(|cover| cover.text(keys::AGENCY));
    let year = hidden.year.or_else(|| cover.and_then(CoverSheet::year));
    let in_hidden = || Place { sheet: Some(keys::IDENTITY_SHEET.to_owned()), ..Place::default() };
    match (&hidden.tier, &hidden.agency) {
        (Some(code), _) if plan.tier_code() == Some(code) => {
            let problem = moved::of_form(plan.tier(code)?, hidden.unit.as_deref(), year, plan.root())?;
            // Of a unit that reports to nobody it is said that it doesn't report.
            let has_moved = matches!(problem, Problem::FormOfFormerCollector { now: Some(_), .. });
            has_moved.then(|| Finding::from(problem).at(in_hidden()))
        }
        (Some(code), _) => Some(match plan.tier(code) {
            Some(tier) => match contradiction(tier, name.as_deref(), plan) {
                Some(finding) => finding.at(cover.map(|cover| cover.at(keys::AGENCY)).unwrap_or_default()),
                None => match moved::of_form(tier, hidden.unit.as_deref(), year, plan.root()) {
                    Some(problem) => Finding::from(problem).at(in_hidden()),
                    None => of_tier(tier, hidden.unit.as_deref(), name.as_deref(), plan).at(in_hidden()),
                },
            },
            None => unknown_tier(code, name, cover.and_then(CoverSheet::sent_to), plan).at(in_hidden()),
        }),
        (None, Some(code)) if plan.level.is_some() => {
            let root = plan.root();
            let id = root.agency_by_code(code)?;
            Some(of_province(agency::own_name(root, id), plan).at(in_hidden()))
        }
        (None, Some(_)) => None,
        (None, None) if hidden.unit.is_some() => None,
        (None, None) => by_name(&name?, year, workbook, plan).map(|finding| {
            let place = cover.map(|cover| cover.at(keys::AGENCY)).unwrap_or_default();
            finding.at(place)
        }),
    }
}

/// Whether a file among those of the units is what the collector's own roll-up made of them: a result that lies beside them.
pub fn is_own_return(hidden: &Hidden, workbook: &Workbook, plan: &Plan) -> bool {
    let Some(level) = &plan.level else { return false };
    let whose = if hidden.tier.is_some() { &hidden.unit } else { &hidden.agency };
    hidden.tier.as_deref() == level.above.tier_code()
        && whose.as_deref() == Some(&level.code)
        && sources::are_kept(workbook)
}

/// The round of such a return in the plan above; `None` if that has no such round.
pub fn round_of_own_return(hidden: &Hidden, plan: &Plan) -> Option<RoundId> {
    let above = &plan.level.as_deref()?.above;
    match &hidden.round {
        Some(code) => above.round_by_code(code),
        None => Some(above.first_round()),
    }
}

/// Whose a file is that only its cover names: of the levels on which an office of that name reports, that whose forms the
/// sheets have.
fn by_name(name: &str, year: Option<i32>, workbook: &Workbook, plan: &Plan) -> Option<Finding> {
    let levels: Vec<Option<&Tier>> = levels_with(name, year, plan.root());
    let own = levels.iter().any(|level| level.map(|tier| tier.agency.as_str()) == plan.tier_code());
    let others: Vec<Option<&Tier>> =
        levels.into_iter().filter(|level| level.map(|tier| tier.agency.as_str()) != plan.tier_code()).collect();
    if others.is_empty() {
        return None;
    }
    let fitting: Vec<&Option<&Tier>> = others
        .iter()
        .filter(|level| match level {
            None => structure::has_forms_of(workbook, plan.root()),
            Some(tier) => plan.for_tier(&tier.agency).is_some_and(|plan| structure::has_forms_of(workbook, &plan)),
        })
        .collect();
    // Sheets without keys are read as what the name says here; what they lack then is said of them.
    if own && (fitting.is_empty() || structure::has_forms_of(workbook, plan)) {
        return None;
    }
    match (&others[..], &fitting[..]) {
        (_, [None]) => Some(of_province(name, plan)),
        (_, [Some(tier)]) => Some(of_tier(tier, None, Some(name), plan)),
        ([one], []) if !own => Some(match one {
            None => of_province(name, plan),
            Some(tier) => of_tier(tier, None, Some(name), plan),
        }),
        _ => Some(of_several(name, &others, own, plan)),
    }
}

/// The levels on which an office of a name reports, the province's first; of all years where none is given.
fn levels_with<'p>(name: &str, year: Option<i32>, root: &'p Plan) -> Vec<Option<&'p Tier>> {
    let folded = text::fold(name);
    let of_province = root.directory().by_name(&folded).map(|_| None);
    let of_tiers = root.tiers.iter().filter(|tier| {
        let reporting = tier.units().filter(|unit| year.is_none_or(|year| moved::collects(tier, unit, year)));
        let mut names = reporting.flat_map(|unit| &unit.names);
        names.any(|name| text::fold(&name.name) == folded)
    });
    of_province.into_iter().chain(of_tiers.map(Some)).collect()
}

fn of_tier(tier: &Tier, unit: Option<&str>, name: Option<&str>, plan: &Plan) -> Finding {
    let known = unit.and_then(|code| tier.unit(code)).map(|unit| unit.last_name().to_owned());
    let whose = known.or_else(|| name.map(str::to_owned)).or_else(|| unit.map(str::to_owned)).unwrap_or_default();
    let folded = text::fold(&whose);
    let is_of_name = |of: &&Unit| of.names.iter().any(|name| text::fold(&name.name) == folded);
    let unit = unit.or_else(|| Some(tier.units().find(is_of_name)?.code.as_str())).map(str::to_owned);
    let (collector, tier, here) = (tier.collector().to_owned(), Some(tier.agency.clone()), plan.office.name.clone());
    Problem::OtherCollector { whose, collector, tier, unit, here, in_return: InReturn::Unknown }.into()
}

fn of_province(whose: &str, plan: &Plan) -> Finding {
    let (collector, here) = (plan.root().office.name.clone(), plan.office.name.clone());
    Problem::OtherCollector {
        whose: whose.to_owned(),
        collector,
        tier: None,
        unit: None,
        here,
        in_return: InReturn::Unknown,
    }
    .into()
}

fn of_several(name: &str, others: &[Option<&Tier>], own: bool, plan: &Plan) -> Finding {
    let own = own.then(|| plan.office.name.clone());
    let collectors = own
        .into_iter()
        .chain(others.iter().map(|level| level.map_or(plan.root().office.name.as_str(), Tier::collector).to_owned()))
        .collect();
    Problem::SeveralCollectors { whose: name.to_owned(), collectors }.into()
}

fn unknown_tier(code: &str, whose: Option<String>, collector: Option<String>, plan: &Plan) -> Finding {
    let known = plan.tiers.iter().map(|tier| tier.agency.clone()).collect();
    Problem::UnknownTier { found: code.to_owned(), whose, collector, known }.into()
}

/// That the hidden sheet names a collector of whose units the cover's is none, while others collect from one of that name; `None`
/// otherwise.
fn contradiction(tier: &Tier, name: Option<&str>, plan: &Plan) -> Option<Finding> {
    let name = name?;
    let others = levels_with(name, None, plan.root());
    if others.is_empty() || others.iter().flatten().any(|other| other.agency == tier.agency) {
        return None;
    }
    let collector = |level: &Option<&Tier>| level.map_or(plan.root().office.name.as_str(), Tier::collector).to_owned();
    let disagreement = Disagreement::Collector {
        name: name.to_owned(),
        collectors: others.iter().map(collector).collect(),
        own: tier.collector().to_owned(),
    };
    Some(Problem::Disagrees(disagreement).into())
}
