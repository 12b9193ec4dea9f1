//! What only shows beside the numbers of the year before, or of an earlier round.

use std::collections::BTreeMap;

use fastrand::Rng;

use super::causes::is_told;
use super::kind::PlantedFault;
use crate::counts::CellId;
use crate::plan::{ColumnId, FormId, RoundId, RowId};
use crate::problem::Code;
use crate::rehearsal::limits::is_repeated;
use crate::rehearsal::office;
use crate::rehearsal::scene::{FileContent, FilledCell, Scene, Spoilt};
use crate::rehearsal::split::share;
use crate::template::{self, Filling};

/// Every fault that a comparison with earlier numbers shows.
pub fn all() -> Vec<PlantedFault> {
    vec![
        PlantedFault::new(Code::LastYearAgain, last_year_again),
        PlantedFault::new(Code::LinesSwapped, rows_swapped),
        PlantedFault::new(Code::LinesSwapped, columns_swapped),
        PlantedFault::new(Code::ColumnShifted, shifted),
        PlantedFault::new(Code::PowerOfTenSlip, |scene, rng| slip(scene, rng, 10)),
        PlantedFault::new(Code::PowerOfTenSlip, in_thousands),
        PlantedFault::new(Code::LargeChange, large_change),
        PlantedFault::new(Code::EarlierRoundAgain, |scene, _| in_later_round(scene, Code::EarlierRoundAgain)),
        PlantedFault::new(Code::RoundNotLater, |scene, _| in_later_round(scene, Code::RoundNotLater)),
    ]
}

/// Whether other counts fail no comparison between files; what fails within one is taken up by the cause.
fn is_silent(scene: &Scene, changed: &[(CellId, u64)]) -> bool {
    scene.world.broken(changed).is_empty()
}

/// Whether other counts are told by this code alone: under the plan's limits one cause may look like another, or like none.
fn is_told_alone(scene: &Scene, changed: &[(CellId, u64)], code: Code) -> bool {
    is_silent(scene, changed) && is_told(scene.world, changed, code)
}

fn spoilt(scene: &Scene, changed: &[(CellId, u64)], code: Code, sheet: &str, what: String) -> Spoilt {
    let cells = changed.iter().map(|(cell, _)| scene.cells(cell.form).count(cell.row, cell.column));
    let cells: Vec<_> = cells.collect();
    let filling = Filling { notes: BTreeMap::new(), ..scene.with(changed) };
    Spoilt::filled(filling).saying(what).awaiting_at(code, sheet, cells)
}

fn last_year_again(scene: &Scene, _: &mut Rng) -> Option<Spoilt> {
    let before = scene.world.before.as_ref()?;
    let own = scene.filling.counts.keys().map(|(form, row, column)| {
        let cell = CellId { agency: scene.agency, form: *form, row: *row, column: *column };
        Some((cell, *before.get(&cell)?))
    });
    let changed: Vec<(CellId, u64)> = own.collect::<Option<_>>()?;
    let entries = scene.entries();
    let is_of_zeros = changed.iter().all(|(_, people)| *people == 0);
    let pairs = changed.iter().map(|(_, people)| (*people, *people));
    if is_of_zeros || !is_repeated(scene.year(), pairs) || !is_silent(scene, &changed) {
        return None;
    }
    let sheet = entries.first()?.sheet.clone();
    Some(spoilt(scene, &changed, Code::LastYearAgain, &sheet, "gửi lại nguyên số liệu năm trước".to_owned()))
}

/// The counts of a form by rows, as they are.
fn line(scene: &Scene, form: FormId, row: RowId) -> Vec<(CellId, u64)> {
    let columns = scene.year().column_ids(form);
    let count = |column: ColumnId| {
        let people = *scene.filling.counts.get(&(form, row, column))?;
        Some((CellId { agency: scene.agency, form, row, column }, people))
    };
    columns.filter_map(count).collect()
}

fn is_far(scene: &Scene, cell: &CellId, people: u64) -> bool {
    scene.world.before.as_ref().is_some_and(|before| before.contains_key(cell))
        && !scene.world.is_near_before(cell, people)
}

/// From how many people on a number can be known again after a year.
const TELLING: u64 = 20;

/// Two lines of cells with each other's counts, if both ways the change is seen and nothing fails.
fn swapped(scene: &Scene, a: &[(CellId, u64)], b: &[(CellId, u64)]) -> Option<Vec<(CellId, u64)>> {
    let exchanged = a.iter().zip(b).flat_map(|((a, of_a), (b, of_b))| [(*a, *of_b), (*b, *of_a)]);
    let changed: Vec<(CellId, u64)> = exchanged.collect();
    let is_seen = |line: &[(CellId, u64)]| {
        let mut own = changed.iter().filter(|(cell, _)| line.iter().any(|(of, _)| of == cell));
        own.any(|(cell, people)| *people >= TELLING && is_far(scene, cell, *people))
    };
    (is_seen(a) && is_seen(b) && is_told_alone(scene, &changed, Code::LinesSwapped)).then_some(changed)
}

fn rows_swapped(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let mut pairs: Vec<(FormId, RowId, RowId)> = Vec::new();
    for form in scene.forms() {
        let rows: Vec<RowId> = scene.year().entered_rows(form).take(30).collect();
        let later = |n: usize| rows[n + 1..].iter();
        pairs.extend((0..rows.len()).flat_map(|n| later(n).map(|b| (form, rows[n], *b)).collect::<Vec<_>>()));
    }
    rng.shuffle(&mut pairs);
    pairs.into_iter().take(60).find_map(|(form, a, b)| {
        let changed = swapped(scene, &line(scene, form, a), &line(scene, form, b))?;
        let label = |row| scene.year().row(form, row).label.clone();
        let what = format!("{}: số của dòng “{}” và dòng “{}” đổi chỗ", scene.sheet(form), label(a), label(b));
        Some(spoilt(scene, &changed, Code::LinesSwapped, scene.sheet(form), what))
    })
}

fn columns_swapped(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let mut pairs: Vec<(FormId, ColumnId, ColumnId)> = Vec::new();
    for form in scene.forms() {
        let columns: Vec<ColumnId> = scene.year().column_ids(form).collect();
        for (n, a) in columns.iter().enumerate() {
            pairs.extend(columns[n + 1..].iter().map(|b| (form, *a, *b)));
        }
    }
    rng.shuffle(&mut pairs);
    pairs.into_iter().find_map(|(form, a, b)| {
        let of = |column: ColumnId| column_of(scene, form, column);
        let changed = swapped(scene, &of(a), &of(b))?;
        let label = |column: ColumnId| &scene.year().plan.form(form).columns[column.idx()].label;
        let what = format!("{}: số của cột “{}” và cột “{}” đổi chỗ", scene.sheet(form), label(a), label(b));
        Some(spoilt(scene, &changed, Code::LinesSwapped, scene.sheet(form), what))
    })
}

fn column_of(scene: &Scene, form: FormId, column: ColumnId) -> Vec<(CellId, u64)> {
    let rows = scene.year().entered_rows(form);
    rows.flat_map(|row| line(scene, form, row)).filter(|(cell, _)| cell.column == column).collect()
}

/// A column whose numbers stand one row too low from its second row on.
fn shifted(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let forms = scene.forms().flat_map(|form| scene.year().column_ids(form).map(move |column| (form, column)));
    let mut columns: Vec<(FormId, ColumnId)> = forms.collect();
    rng.shuffle(&mut columns);
    columns.into_iter().find_map(|(form, column)| {
        let cells = column_of(scene, form, column);
        let changed: Vec<(CellId, u64)> = (1..cells.len()).map(|n| (cells[n].0, cells[n - 1].1)).collect();
        let is_seen = |(cell, people): &&(CellId, u64)| *people >= TELLING && is_far(scene, cell, *people);
        let n_seen = changed.iter().filter(is_seen).count();
        if n_seen < 3 || !is_told_alone(scene, &changed, Code::ColumnShifted) {
            return None;
        }
        let label = &scene.year().plan.form(form).columns[column.idx()].label;
        let what = format!("{}: số của cột “{label}” lệch xuống một dòng", scene.sheet(form));
        Some(spoilt(scene, &changed, Code::ColumnShifted, scene.sheet(form), what))
    })
}

/// How many numbers are tried for one that is told by a code.
const MAX_TOLD: usize = 20;

/// A number that becomes another one, far from that of the year before and told by a code.
fn near(
    scene: &Scene,
    rng: &mut Rng,
    code: Code,
    new: impl Fn(u64) -> u64,
    fits: impl Fn(u64) -> bool,
) -> Option<(FilledCell, u64)> {
    let max = scene.year().plan.limits.max_people;
    let changed = |entry: &FilledCell| (scene.cell_id(entry), new(entry.people));
    let is_seen = |entry: &FilledCell| {
        let (cell, people) = changed(entry);
        fits(entry.people) && people <= max && is_far(scene, &cell, people) && is_silent(scene, &[(cell, people)])
    };
    let mut entries: Vec<FilledCell> = scene.entries().into_iter().filter(is_seen).collect();
    if entries.is_empty() {
        return None;
    }
    let first = rng.usize(0..entries.len());
    entries.rotate_left(first);
    let entry = entries.into_iter().take(MAX_TOLD).find(|entry| is_told(scene.world, &[changed(entry)], code))?;
    let people = new(entry.people);
    Some((entry, people))
}

/// A number with a digit more.
fn slip(scene: &Scene, rng: &mut Rng, factor: u64) -> Option<Spoilt> {
    let more = |people: u64| people.saturating_mul(factor);
    let (entry, people) = near(scene, rng, Code::PowerOfTenSlip, more, |people| people >= 30)?;
    let what = format!("{}: một số thừa một chữ số 0", entry.sheet);
    Some(spoilt(scene, &[(scene.cell_id(&entry), people)], Code::PowerOfTenSlip, &entry.sheet, what))
}

/// A form filled in thousands of people.
fn in_thousands(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let mut forms: Vec<FormId> = scene.forms().collect();
    rng.shuffle(&mut forms);
    forms.into_iter().find_map(|form| {
        let cells: Vec<(CellId, u64)> =
            scene.year().entered_rows(form).flat_map(|row| line(scene, form, row)).collect();
        let changed: Vec<(CellId, u64)> = cells.iter().map(|(cell, people)| (*cell, (people + 500) / 1000)).collect();
        let n_seen =
            cells.iter().zip(&changed).filter(|((_, was), (cell, now))| *was >= 2_000 && is_far(scene, cell, *now));
        let is_seen = n_seen.count() >= 3 && cells.iter().all(|(_, was)| *was >= 600);
        if !is_seen || !is_told_alone(scene, &changed, Code::PowerOfTenSlip) {
            return None;
        }
        let what = format!("{}: ghi theo đơn vị nghìn người", scene.sheet(form));
        Some(spoilt(scene, &changed, Code::PowerOfTenSlip, scene.sheet(form), what))
    })
}

/// A number that grew more than the plan lets pass, or where all that much looks like a digit too many, nobody any more.
fn large_change(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let percent = u64::from(scene.year().plan.limits.year_on_year_percent);
    let people = scene.year().plan.limits.year_on_year_people;
    let more = |was: u64| was.saturating_add(share(was, percent + 25, 100)).saturating_add(people);
    let code = Code::LargeChange;
    let grown = near(scene, rng, code, more, |was| was >= people.max(20).saturating_mul(3))
        .or_else(|| near(scene, rng, code, more, |was| was >= TELLING));
    let gone = || near(scene, rng, code, |_| 0, |was| was >= TELLING);
    let (entry, new) = grown.or_else(gone)?;
    let how = if new > entry.people { "tăng quá mức" } else { "giảm hết" };
    let what = format!("{}: một số {how} so với năm trước", entry.sheet);
    Some(spoilt(scene, &[(scene.cell_id(&entry), new)], Code::LargeChange, &entry.sheet, what))
}

/// One number in so many may be another one in a return that is taken for that of the round before.
const FEW_OTHERS: usize = 10;

/// A return of a later round: the same numbers again, or other ones that are said to be of no later day.
fn in_later_round(scene: &Scene, code: Code) -> Option<Spoilt> {
    let plan = scene.year().plan;
    let round: RoundId = plan.round_ids().nth(1)?;
    let year = plan.year(scene.year().year)?.in_round(round);
    let forms: Vec<FormId> = year.forms_of(scene.agency).collect();
    if !year.asks(scene.agency) || forms.is_empty() {
        return None;
    }
    let mut filling = scene.filling.clone();
    filling.counts.retain(|(form, _, _), _| forms.contains(form));
    filling.sent_on = Some(office::days_before(year.due, 1));
    if code == Code::EarlierRoundAgain {
        filling.as_of = Some(office::days_before(year.due, 20));
    } else {
        let before = scene.world.before.as_ref()?;
        for ((form, row, column), people) in &mut filling.counts {
            let cell = CellId { agency: scene.agency, form: *form, row: *row, column: *column };
            *people = *before.get(&cell)?;
        }
    }
    // An earlier round is known again by as many numbers as last year's; a return that is taken for one isn't asked about its day.
    let same = filling.counts.iter().map(|(place, people)| (*people, scene.filling.counts.get(place).copied()));
    let n_same = same.clone().filter(|(now, then)| *now > 0 && Some(*now) == *then).count();
    let n_other = same.filter(|(now, then)| Some(*now) != *then).count();
    let is_again = n_same >= plan.limits.repeated_cells && n_other * FEW_OTHERS <= filling.counts.len();
    if is_again != (code == Code::EarlierRoundAgain) {
        return None;
    }
    filling.notes.clear();
    let first = *forms.iter().find(|form| !plan.form(**form).optional)?;
    let bytes = template::workbook(&year, scene.agency, &filling).ok()?;
    let what = match code {
        Code::EarlierRoundAgain => "kỳ sau gửi lại nguyên số liệu kỳ trước",
        _ => "số liệu kỳ sau ghi cùng ngày chốt với kỳ trước",
    };
    // The first round's return must be there, with the counts that this one repeats.
    let first_round = FileContent::Filled(Box::new(scene.filling.clone()));
    let spoilt =
        Spoilt::file(FileContent::Bytes(bytes)).named(format!("kỳ sau - {}", year.template_name(scene.agency)));
    let spoilt = spoilt.then(first_round, Some(scene.year().template_name(scene.agency)));
    Some(spoilt.saying(what).awaiting_at(code, scene.sheet(first), []))
}
