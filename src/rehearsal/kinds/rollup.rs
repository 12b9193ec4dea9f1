//! What goes wrong with a return that was added up from units, where the plan has somebody who collects from units.

use fastrand::Rng;

use super::kind::PlantedFault;
use crate::counts::CellId;
use crate::plan::{ColumnId, FormId, Plan, RowId};
use crate::problem::Code;
use crate::rehearsal::book::Put;
use crate::rehearsal::scene::{Scene, Spoilt};
use crate::rehearsal::split::by_weights;
use crate::rollup::{self, Count, FormSources, Line, Missing, OpenBelow, OpenKind, Sources, UnitSources};
use crate::template::Filling;
use crate::value::grid::Address;

/// Every fault of a return that was added up.
pub fn all() -> Vec<PlantedFault> {
    vec![
        PlantedFault::new(Code::SumOfUnitsChanged, number_changed),
        PlantedFault::new(Code::SourcesChanged, sources_changed),
        PlantedFault::new(Code::UnitsNotReported, units_missing),
        PlantedFault::new(Code::OpenBelow, open_below),
    ]
}

/// A number of the return that its units don't add up to any more.
fn number_changed(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let sources = sources(scene)?;
    let changed = |cell: CellId, people: u64| [(cell, people + 1)];
    let entry = scene.pick(rng, |entry| {
        entry.people > 0 && scene.world.broken(&changed(scene.cell_id(entry), entry.people)).is_empty()
    })?;
    let filling = scene.with(&changed(scene.cell_id(&entry), entry.people));
    let filling = Filling { sources: Some(sources), notes: std::collections::BTreeMap::new(), ..filling };
    let what = format!("{}: sửa tay một số sau khi tổng hợp từ các đơn vị", entry.sheet);
    Some(Spoilt::filled(filling).saying(what).awaiting_at(Code::SumOfUnitsChanged, &entry.sheet, [entry.at]))
}

/// A number of a unit on the sheet for people.
fn sources_changed(scene: &Scene, _: &mut Rng) -> Option<Spoilt> {
    let sources = sources(scene)?;
    let lines = rollup::lines(&sources);
    let (place, _) = lines.iter().find(|(_, line)| matches!(line, Line::Unit { .. }))?;
    let at = Address::new(place.row, rollup::first_count_col().into());
    let sheet = rollup::sheet_name(rollup::SHEET, place.sheet);
    let mut book = scene.book_of(&Filling { sources: Some(sources), ..scene.filling.clone() })?;
    book.put(&sheet, at, &Put::Number("987654".to_owned()));
    let what = format!("trang “{sheet}”: sửa tay số của một đơn vị");
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::SourcesChanged, &sheet, [at]))
}

/// A cell that nobody could report yet: a unit is missing.
fn units_missing(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let mut sources = sources(scene)?;
    let entry = scene.pick(rng, |_| true)?;
    let cell = scene.cell_id(&entry);
    let (form, column) = (scene.year().plan.form(cell.form), cell.column.idx());
    let (code, key) = (&scene.year().row(cell.form, cell.row).code, &form.columns[column].key);
    let of_form = sources.forms.iter_mut().find(|of| of.form == form.code)?;
    let place = of_form.cell(code, key)?;
    of_form.units.iter_mut().for_each(|unit| unit.counts[place] = None);
    sources.expected += 1;
    let (unit, name, why) = ("don-vi-thieu".to_owned(), "Đơn vị chưa gửi".to_owned(), "Chưa gửi".to_owned());
    sources.missing.push(Missing { unit, name, why, of: String::new() });
    let mut filling = Filling { sources: Some(sources), ..scene.filling.clone() };
    filling.counts.remove(&(cell.form, cell.row, cell.column));
    let what = format!("{}: một ô trống vì đơn vị bậc dưới chưa gửi", entry.sheet);
    Some(Spoilt::filled(filling).saying(what).awaiting_at(Code::UnitsNotReported, &entry.sheet, [entry.at]))
}

/// A number that the collector took from a unit without clearing up why it isn't what the unit's own units add up to.
fn open_below(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let mut sources = sources(scene)?;
    let entry = scene.pick(rng, |_| true)?;
    let cell = scene.cell_id(&entry);
    let form = scene.year().plan.form(cell.form);
    let unit = sources.forms.iter().find(|of| of.form == form.code)?.units.first()?.clone();
    let kind = OpenKind::Number {
        form: form.code.clone(),
        row: scene.year().row(cell.form, cell.row).code.clone(),
        column: form.columns[cell.column.idx()].key.clone(),
    };
    let what = "số ghi trên biểu khác số các đơn vị của mình cộng lại, không ghi lý do".to_owned();
    sources.open.push(OpenBelow { unit: unit.unit, name: unit.name, of: String::new(), kind, what });
    let filling = Filling { sources: Some(sources), notes: std::collections::BTreeMap::new(), ..scene.filling.clone() };
    let what = format!("{}: số của một đơn vị bậc dưới chưa rõ khi tổng hợp", entry.sheet);
    Some(Spoilt::filled(filling).saying(what).awaiting_at(Code::OpenBelow, &entry.sheet, [entry.at]))
}

/// The return as if two of the collector's units had reported it; `None` for who doesn't collect.
fn sources(scene: &Scene) -> Option<Sources> {
    let (plan, year) = (scene.year().plan, scene.year());
    let code = &plan.agency(scene.agency).code;
    let tier = plan.for_tier(code)?;
    let forms: Vec<FormSources> = year.forms_of(scene.agency).map(|form| of_form(scene, &tier, form)).collect();
    let n_units = forms.iter().map(|form| form.units.len()).max().unwrap_or_default();
    let round = year.round.and_then(|round| plan.round_code(round)).unwrap_or_default().to_owned();
    let (expected, accepted) = (n_units, n_units);
    Some(Sources { tier: code.clone(), year: year.year, round, expected, accepted, forms, ..Sources::default() })
}

fn of_form(scene: &Scene, tier: &Plan, form: FormId) -> FormSources {
    let (year, found) = (scene.year(), scene.year().plan.form(form));
    let rows: Vec<RowId> = year.entered_rows(form).collect();
    let cells: Vec<(RowId, ColumnId)> =
        rows.iter().flat_map(|row| year.column_ids(form).map(|column| (*row, column))).collect();
    let names = |(row, column): &(RowId, ColumnId)| {
        (year.row(form, *row).code.clone(), found.columns[column.idx()].key.clone())
    };
    let units: Vec<UnitSources> = tier
        .agencies
        .iter()
        .take(2)
        .enumerate()
        .map(|(n, unit)| UnitSources {
            unit: unit.code.clone(),
            name: unit.names.last().map(|name| name.name.clone()).unwrap_or_default(),
            file: format!("{}_{}.xlsx", unit.code, year.year),
            sheet: found.sheet.clone(),
            sha256: String::new(),
            counts: cells.iter().map(|cell| Some(part(scene, form, *cell, n, tier.agencies.len().min(2)))).collect(),
        })
        .collect();
    FormSources { form: found.code.clone(), cells: cells.iter().map(names).collect(), units }
}

/// A unit's part of a count.
fn part(scene: &Scene, form: FormId, (row, column): (RowId, ColumnId), unit: usize, n_units: usize) -> Count {
    let people = scene.filling.counts.get(&(form, row, column)).copied().unwrap_or_default();
    let weights: Vec<u64> = (0..n_units).map(|n| 2 + n as u64).collect();
    let people = by_weights(people, &weights).get(unit).copied().unwrap_or_default();
    Count { people, at: scene.cells(form).count(row, column) }
}
