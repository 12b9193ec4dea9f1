//! What a return says it was added up from: the sheets of sources, held against each other.

use crate::plan::PlanYear;
use crate::problem::rollup::RollupProblem;
use crate::problem::{Finding, Place};
use crate::rollup::{self, HIDDEN_SHEET, Line, SHEET, Sources, StatedExtent, UnitExtent};
use crate::value::grid::{Address, Cell, Sheet, Value, Workbook};
use crate::value::wording;

/// The cell of a sheet for people that says from how many units the return was added up.
const EXTENT_CELL: Address = Address { row: 1, col: 0 };

/// Whether a workbook has the sheet for the program, or that for people with its heading; a sheet that is only called so is one
/// like any other.
pub fn are_kept(workbook: &Workbook) -> bool {
    workbook.sheet(HIDDEN_SHEET).is_some() || workbook.sheet(SHEET).is_some_and(has_heading)
}

fn has_heading(sheet: &Sheet) -> bool {
    sheet.text(Address::new(0, 0)).is_some_and(|text| text.trim() == rollup::HEADING)
}

/// Whether a sheet is one of those that say what a return was added up from.
pub fn is_one(name: &str) -> bool {
    [SHEET, HIDDEN_SHEET].iter().any(|of| rollup::sheet_number(name, of).is_some())
}

/// From how many units a return was added up: by its sources; where they can't be used, by what its cover says. `None` for one that
/// wasn't, and for one that has neither.
pub fn units(sources: Option<&Sources>, trouble: Option<&Finding>, cover: Option<&Sheet>) -> Option<UnitExtent> {
    if let Some(sources) = sources {
        return Some(sources.units());
    }
    let stated = cover.and_then(|cover| statements(cover).first().map(|(_, extent)| *extent));
    let lacks_some = stated.is_some_and(|(accepted, expected)| accepted < expected);
    let (accepted, expected) = stated.unwrap_or_default();
    (trouble.is_some() || lacks_some).then(|| UnitExtent {
        expected,
        accepted,
        is_unproven: true,
        ..UnitExtent::default()
    })
}

/// The sources of a return, of which these are the sheets, and what is wrong with them; nothing for a return that wasn't added
/// up.
pub fn read(
    sheets: &[&Sheet],
    cover: Option<&Sheet>,
    year: &PlanYear,
    agency: &str,
) -> (Option<Sources>, Option<Finding>) {
    let of = |name: &str| -> Vec<&Sheet> {
        let numbered = sheets.iter().filter_map(|sheet| Some((rollup::sheet_number(&sheet.name, name)?, *sheet)));
        let mut numbered: Vec<(usize, &Sheet)> = numbered.collect();
        numbered.sort_by_key(|(n, _)| *n);
        numbered.into_iter().map(|(_, sheet)| sheet).collect()
    };
    let hidden = of(HIDDEN_SHEET);
    let shown = of(SHEET);
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
            let finding = gone(&shown, &sources)
                .or_else(|| shown.iter().enumerate().find_map(|(n, sheet)| changed(sheet, n, &sources)))
                .or_else(|| cover.and_then(|cover| changed_on_cover(cover, &sources)));
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

/// That a sheet for people is gone; `None` if all are there.
fn gone(shown: &[&Sheet], sources: &Sources) -> Option<Finding> {
    let n_sheets = rollup::lines(sources).last().map_or(0, |(place, _)| place.sheet + 1);
    (shown.len() < n_sheets).then(|| {
        let sheet = rollup::sheet_name(SHEET, shown.len());
        let place = Place { sheet: Some(HIDDEN_SHEET.to_owned()), ..Place::default() };
        Finding::from(RollupProblem::SheetGone { sheet }).at(place)
    })
}

/// The first number or text of the n-th sheet for people that isn't what was written; `None` if all are.
fn changed(sheet: &Sheet, n: usize, sources: &Sources) -> Option<Finding> {
    changed_number(sheet, n, sources)
        .or_else(|| changed_text(sheet, n, sources))
        .or_else(|| changed_heading(sheet, n, sources))
}

/// What a cover says of adding up, in order: where, and from how many units.
fn statements(cover: &Sheet) -> Vec<(Address, StatedExtent)> {
    let texts = cover.cells().filter_map(|(at, _)| Some((at, cover.text(at)?)));
    texts.flat_map(|(at, text)| rollup::stated_of_adding_up(text).into_iter().map(move |of| (at, of))).collect()
}

/// That the cover says another number of units than were added up, or no longer says that some are missing.
fn changed_on_cover(cover: &Sheet, sources: &Sources) -> Option<Finding> {
    let stated = statements(cover);
    if let Some((at, _)) = stated.iter().find(|(_, extent)| !is_true(*extent, sources)) {
        return Some(text_changed(cover, *at, sources.extent()));
    }
    let own = (sources.accepted, sources.expected);
    let is_said = sources.units().is_whole() || stated.iter().any(|(_, extent)| *extent == own);
    (!is_said).then(|| {
        let problem = RollupProblem::StatementGone { sheet: cover.name.clone(), expected: sources.extent() };
        Finding::from(problem).at(Place { sheet: Some(cover.name.clone()), ..Place::default() })
    })
}

/// Whether the return, or a unit of it, was added up from so many.
fn is_true(extent: StatedExtent, sources: &Sources) -> bool {
    let own = (sources.accepted, sources.expected);
    extent == own || sources.collecting.iter().any(|unit| extent == (unit.accepted, unit.expected))
}

fn text_changed(sheet: &Sheet, at: Address, expected: String) -> Finding {
    let found = sheet.get(at).map(|cell| wording::content(&cell.value)).unwrap_or_default();
    let place = Place { sheet: Some(sheet.name.clone()), cells: vec![at], ..Place::default() };
    Finding::from(RollupProblem::SheetTextChanged { sheet: sheet.name.clone(), found, expected }).at(place)
}

/// The first heading of the n-th sheet for people that says another number of units than were added up, or names another row.
fn changed_heading(sheet: &Sheet, n: usize, sources: &Sources) -> Option<Finding> {
    let said = |at: Address| sheet.text(at).map(rollup::stated_extents).unwrap_or_default();
    let false_statement = || {
        let at =
            sheet.cells().map(|(at, _)| at).find(|at| said(*at).iter().any(|extent| !is_true(*extent, sources)))?;
        Some(text_changed(sheet, at, sources.extent()))
    };
    let gone = || {
        let own = (sources.accepted, sources.expected);
        (!said(EXTENT_CELL).contains(&own)).then(|| text_changed(sheet, EXTENT_CELL, sources.extent()))
    };
    false_statement().or_else(gone).or_else(|| changed_row(sheet, n, sources))
}

/// The first heading of a row that no longer names the row's code.
fn changed_row(sheet: &Sheet, n: usize, sources: &Sources) -> Option<Finding> {
    rollup::lines(sources).into_iter().filter(|(place, _)| place.sheet == n).find_map(|(place, line)| {
        let Line::Row(form, cell) = line else { return None };
        let code = &sources.forms[form].cells[cell].0;
        let at = Address::new(place.row, 0);
        let is_named = sheet.text(at).is_some_and(|text| text.contains(code.as_str()));
        (!is_named && sheet.n_beyond == 0).then(|| text_changed(sheet, at, code.clone()))
    })
}

/// The first unit of the n-th sheet for people that isn't called as it was, or its file.
fn changed_text(sheet: &Sheet, n: usize, sources: &Sources) -> Option<Finding> {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (file_col, note_col) = (u32::from(rollup::file_col(sources)), rollup::note_col(sources).map(u32::from));
    let notes = sources.notes_of_units();
    let units = rollup::lines(sources).into_iter().filter_map(|(place, line)| match line {
        Line::Unit { form, cell, unit, .. } if place.sheet == n => Some((place.row, form, cell, unit)),
        _ => None,
    });
    let expected = units.flat_map(|(row, form, cell, unit)| {
        let of_form = &sources.forms[form];
        let of_unit = &of_form.units[unit];
        let note = note_col.map(|col| {
            let note = notes.get(&(of_form.form.as_str(), of_form.cells[cell].0.as_str(), of_unit.unit.as_str()));
            (Address::new(row, col), note.map(|note| rollup::shown_note(note)).unwrap_or_default())
        });
        let texts = [
            (Address::new(row, 1), of_unit.name.clone()),
            (Address::new(row, file_col), of_form.file_words(unit, cell)),
        ];
        texts.into_iter().chain(note)
    });
    for (at, expected) in expected {
        let found = sheet.get(at).map(|cell| wording::content(&cell.value)).unwrap_or_default();
        if plain(&found) != plain(&expected) && sheet.n_beyond == 0 {
            return Some(text_changed(sheet, at, expected));
        }
    }
    None
}

/// The first number of the n-th sheet for people that isn't what was added up; `None` if all are.
fn changed_number(sheet: &Sheet, n: usize, sources: &Sources) -> Option<Finding> {
    let mut numbers: Vec<(Address, u64)> = Vec::new();
    for (place, line) in rollup::lines(sources).into_iter().filter(|(place, _)| place.sheet == n) {
        let (form, cell, unit) = match line {
            Line::Unit { form, cell, unit, .. } => (form, cell, Some(unit)),
            Line::Total { form, cell, .. } => (form, cell, None),
            _ => continue,
        };
        let of_form = &sources.forms[form];
        for (col, cell) in (u32::from(rollup::first_count_col())..).zip(of_form.row_cells(cell)) {
            let people = match unit {
                Some(unit) => of_form.count(unit, cell).map(|count| count.people),
                None => of_form.sum(cell),
            };
            let at = Address::new(place.row, col);
            numbers.extend(people.filter(|_| !is_uncalculated(sheet, at)).map(|people| (at, people)));
        }
    }
    let mut expected = numbers.into_iter().peekable();
    let is_number = |cell: &Cell| matches!(cell.value, Value::Number(_)) || is_typed_number(&cell.value);
    for (at, cell) in sheet.cells().filter(|(at, cell)| at.row >= rollup::TOP && at.col > 0 && is_number(cell)) {
        if let Some((missing, people)) = expected.next_if(|(next, _)| (next.row, next.col) < (at.row, at.col)) {
            return Some(finding(sheet, missing, (None, Some(people))));
        }
        let people = expected.next_if(|(next, _)| *next == at).map(|(_, people)| people);
        let shown = wording::content(&cell.value);
        if people.is_none_or(|people| shown != people.to_string()) {
            return Some(finding(sheet, at, (Some(shown), people)));
        }
    }
    let (at, people) = expected.next()?;
    // Beyond what is read of a sheet nobody can say.
    (sheet.n_beyond == 0).then(|| finding(sheet, at, (None, Some(people))))
}

/// Whether a formula stands there without its result, as some programs save it.
fn is_uncalculated(sheet: &Sheet, at: Address) -> bool {
    sheet.get(at).is_some_and(|cell| cell.formula.is_some() && cell.value == Value::Blank)
}

/// Whether a text is nothing but digits.
fn is_typed_number(value: &Value) -> bool {
    matches!(value, Value::Text(text) if !text.trim().is_empty() && text.trim().bytes().all(|byte| byte.is_ascii_digit()))
}

fn finding(sheet: &Sheet, at: Address, first: (Option<String>, Option<u64>)) -> Finding {
    let place = Place { sheet: Some(sheet.name.clone()), cells: vec![at], ..Place::default() };
    Finding::from(RollupProblem::SheetChanged { sheet: sheet.name.clone(), first }).at(place)
}
