//! What a return says it was added up from: the sheets of sources and the cover, held against each other.

mod named;
mod shown;

use crate::plan::{Plan, PlanYear};
use crate::problem::rollup::RollupProblem;
use crate::problem::{Finding, Place};
use crate::rollup::{self, HIDDEN_SHEET, SHEET, Sources, StatedExtent, UnitExtent};
use crate::value::grid::{Address, Sheet, Workbook};
use crate::value::{text, wording};

/// Whether a workbook has the sheet for the program, or that for people with its heading; a sheet that is only called so is one
/// like any other.
pub fn are_kept(workbook: &Workbook) -> bool {
    workbook.sheet(HIDDEN_SHEET).is_some() || workbook.sheet(SHEET).is_some_and(has_heading)
}

fn has_heading(sheet: &Sheet) -> bool {
    sheet.text(Address::new(0, 0)).is_some_and(|text| text.trim() == rollup::HEADING)
}

/// From how many units a collector's return was added up: by its sources; where they can't be used, by what its cover says. `None` for one that
/// wasn't, and for one that has neither.
pub fn units(
    sources: Option<&Sources>,
    trouble: Option<&Finding>,
    cover: Option<&Sheet>,
    (collector, plan): (&str, &Plan),
) -> Option<UnitExtent> {
    if let Some(sources) = sources {
        return Some(sources.units());
    }
    let stated = cover.map(statements).unwrap_or_default();
    let lacks_some = stated.iter().any(|(_, (accepted, expected))| accepted < expected);
    if trouble.is_none() && !lacks_some {
        return None;
    }
    match cover.zip(stated.first()) {
        Some((cover, (_, own))) => Some(named::extent(cover, *own, collector, plan)),
        None => Some(UnitExtent { is_unproven: true, ..UnitExtent::default() }),
    }
}

/// Whether a cover says from how many units the return was added up.
pub fn says_added_up(cover: &Sheet) -> bool {
    !statements(cover).is_empty()
}

/// The sources of a return, of which these are the sheets, and what is wrong with them; nothing for a return that wasn't added
/// up.
pub fn read(
    sheets: &[&Sheet],
    cover: Option<&Sheet>,
    year: &PlanYear,
    agency: &str,
) -> (Option<Sources>, Option<Finding>) {
    let [hidden, shown] = [HIDDEN_SHEET, SHEET].map(|name| rollup::numbered_sheets(sheets.iter().copied(), name));
    if hidden.is_empty() {
        let gone = shown.first().filter(|sheet| has_heading(sheet)).map(|sheet| {
            let place = Place { sheet: Some(sheet.name.clone()), ..Place::default() };
            Finding::from(RollupProblem::HiddenGone).at(place)
        });
        return (None, gone);
    }
    let rows: Vec<Vec<String>> = hidden.iter().flat_map(|sheet| rows(sheet)).collect();
    let round = year.round.and_then(|round| year.plan.round_code(round)).unwrap_or_default();
    let is_own = |sources: &Sources| sources.tier == agency && sources.year == year.year && sources.round == round;
    match rollup::decode(&rows).filter(is_own) {
        Some(sources) => {
            let finding =
                shown::changed(&shown, &sources).or_else(|| cover.and_then(|cover| changed_on_cover(cover, &sources)));
            (Some(sources), finding)
        }
        None => {
            let place = Place { sheet: Some(hidden[0].name.clone()), ..Place::default() };
            (None, Some(Finding::from(RollupProblem::Unusable).at(place)))
        }
    }
}

/// The rows of a sheet as texts; blank ones are left out.
fn rows(sheet: &Sheet) -> Vec<Vec<String>> {
    let mut rows: Vec<(u32, Vec<String>)> = Vec::new();
    for (at, cell) in sheet.cells() {
        if rows.last().is_none_or(|(row, _)| *row != at.row) {
            rows.push((at.row, Vec::new()));
        }
        let Some((_, texts)) = rows.last_mut() else { continue };
        let col = usize::try_from(at.col).unwrap_or(0);
        texts.resize(col, String::new());
        texts.push(wording::content(&cell.value));
    }
    rows.into_iter().map(|(_, texts)| texts).collect()
}

/// What a cover says of adding up, in order: where, and from how many units.
fn statements(cover: &Sheet) -> Vec<(Address, StatedExtent)> {
    let texts = cover.cells().filter_map(|(at, _)| Some((at, cover.text(at)?)));
    texts.flat_map(|(at, text)| rollup::stated_of_adding_up(text).into_iter().map(move |of| (at, of))).collect()
}

/// That the cover says another number of units than were added up, or no longer says that some are missing.
fn changed_on_cover(cover: &Sheet, sources: &Sources) -> Option<Finding> {
    let stated = statements(cover);
    if let Some((at, _)) = stated.iter().find(|(_, extent)| !shown::is_true(*extent, sources)) {
        return Some(shown::text_changed(cover, *at, sources.extent()));
    }
    let own = (sources.accepted, sources.expected);
    let is_said = sources.units().is_whole() || stated.iter().any(|(_, extent)| *extent == own);
    let sheet = cover.name.clone();
    let problem = match is_said {
        false => RollupProblem::StatementGone { sheet, expected: sources.extent() },
        true => RollupProblem::NameGone { sheet, name: name_gone(cover, sources)? },
    };
    Some(Finding::from(problem).at(Place { sheet: Some(cover.name.clone()), ..Place::default() }))
}

/// How many missing units are looked for on the cover; earlier versions named no more.
const MAX_NAMED: usize = 300;

/// The first of the missing units that the cover no longer names.
fn name_gone(cover: &Sheet, sources: &Sources) -> Option<String> {
    let texts: Vec<String> = cover.cells().filter_map(|(at, _)| Some(text::fold(cover.text(at)?))).collect();
    let is_named = |name: &str| texts.iter().any(|text| text.contains(&text::fold(name)));
    let mut missing = sources.missing.iter().take(MAX_NAMED).map(|missing| missing.name.as_str());
    missing.find(|name| !is_named(name)).map(str::to_owned)
}
