//! What goes wrong in totals and in the check number.

use fastrand::Rng;

use super::kind::PlantedFault;
use crate::plan::{ColumnId, FormId, RowId};
use crate::problem::Code;
use crate::rehearsal::book::Put;
use crate::rehearsal::scene::{Scene, Spoilt, one_of};
use crate::value::grid::{Address, column_letters};

/// Every fault of totals.
pub fn all() -> Vec<PlantedFault> {
    vec![
        PlantedFault::new(Code::TotalDiffersFromParts, |scene, rng| typed(scene, rng, Code::TotalDiffersFromParts, 7)),
        PlantedFault::new(Code::TotalOverwritten, |scene, rng| typed(scene, rng, Code::TotalOverwritten, 0)),
        PlantedFault::new(Code::TotalFormulaChanged, changed),
        PlantedFault::new(Code::TotalNotCalculated, not_calculated),
        PlantedFault::new(Code::CheckNumberDiffers, check_number),
    ]
}

/// A total that is computed.
struct TotalCell {
    sheet: String,
    at: Address,
    parts: Vec<Address>,
    people: u64,
}

fn totals(scene: &Scene) -> Vec<TotalCell> {
    let of_form = |form: FormId| {
        let rows = scene.year().row_ids(form).filter(move |row| !scene.year().row(form, *row).is_entered());
        rows.flat_map(move |row| scene.year().column_ids(form).map(move |column| (form, row, column)))
    };
    scene.forms().flat_map(of_form).map(|(form, row, column)| total(scene, form, row, column)).collect()
}

fn total(scene: &Scene, form: FormId, row: RowId, column: ColumnId) -> TotalCell {
    let cells = scene.cells(form);
    let leaves = scene.year().leaves(form, row);
    let counted = |(leaf, n): &(RowId, u64)| {
        scene.filling.counts.get(&(form, *leaf, column)).map(|count| count.saturating_mul(*n))
    };
    let people = leaves.iter().filter_map(counted).fold(0, u64::saturating_add);
    let parts = scene.year().row(form, row).parts.iter().map(|part| cells.count(*part, column)).collect();
    TotalCell { sheet: scene.sheet(form).to_owned(), at: cells.count(row, column), parts, people }
}

/// A number typed over a total, so many more than it should be.
fn typed(scene: &Scene, rng: &mut Rng, code: Code, more: u64) -> Option<Spoilt> {
    let totals: Vec<TotalCell> = totals(scene).into_iter().filter(|total| total.people > 0).collect();
    let total = one_of(&totals, rng)?;
    let mut book = scene.book()?;
    book.put(&total.sheet, total.at, &Put::Number((total.people + more).to_string()));
    let which = if more == 0 { "số đúng" } else { "số sai" };
    let what = format!("{}: gõ đè {which} lên công thức của ô tổng", total.sheet);
    Some(Spoilt::book(&book).saying(what).awaiting_at(code, &total.sheet, [total.at]))
}

/// A formula that adds one cell more, which is blank.
fn changed(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let totals: Vec<TotalCell> = totals(scene).into_iter().filter(|total| total.people > 0).collect();
    let total = one_of(&totals, rng)?;
    let mut parts: Vec<String> = total.parts.iter().map(ToString::to_string).collect();
    parts.push(format!("{}1", column_letters(25)));
    let mut book = scene.book()?;
    book.put(&total.sheet, total.at, &Put::Formula(parts.join("+"), Some(total.people.to_string())));
    let what = format!("{}: sửa công thức của ô tổng để cộng thêm một ô ngoài biểu", total.sheet);
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::TotalFormulaChanged, &total.sheet, [total.at]))
}

fn not_calculated(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let forms: Vec<FormId> =
        scene.forms().filter(|form| totals(scene).iter().any(|t| t.sheet == scene.sheet(*form))).collect();
    let sheet = scene.sheet(*one_of(&forms, rng)?);
    let mut book = scene.book()?;
    book.forget_results(sheet);
    let cells: Vec<Address> =
        totals(scene).into_iter().filter(|total| total.sheet == sheet).map(|total| total.at).collect();
    let what = format!("{sheet}: lưu bằng phần mềm không tính lại công thức");
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::TotalNotCalculated, sheet, cells))
}

fn check_number(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let forms: Vec<FormId> = scene.forms().collect();
    let form = *one_of(&forms, rng)?;
    let at = scene.cells(form).check_number(scene.year().rows(form).len());
    let mut book = scene.book()?;
    let sheet = scene.sheet(form);
    book.put(sheet, at, &Put::Number("1234567".to_owned()));
    let what = format!("{sheet}: gõ đè lên số kiểm tra");
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::CheckNumberDiffers, sheet, [at]))
}
