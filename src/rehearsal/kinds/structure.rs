//! What goes wrong with sheets, rows and columns.

use fastrand::Rng;

use super::kind::PlantedFault;
use crate::plan::{FormId, RowId};
use crate::problem::Code;
use crate::rehearsal::book::Put;
use crate::rehearsal::scene::{Scene, Spoilt, one_of};
use crate::value::grid::Address;

/// Every fault of a form's structure.
pub fn all() -> Vec<PlantedFault> {
    vec![
        PlantedFault::new(Code::SheetMissing, sheet_missing),
        PlantedFault::new(Code::RowCodeMissing, row_missing),
        PlantedFault::new(Code::RowCodeDuplicated, row_twice),
        PlantedFault::new(Code::ColumnMissing, column_missing),
        PlantedFault::new(Code::RowNotInTemplate, extra_row),
        PlantedFault::new(Code::SheetNotInTemplate, extra_sheet),
        PlantedFault::new(Code::NumberOutsideTable, outside),
        PlantedFault::new(Code::StructureRepaired, keys_lost),
        PlantedFault::new(Code::SheetDuplicated, sheet_twice),
        PlantedFault::new(Code::ColumnDuplicated, column_twice),
        PlantedFault::new(Code::LabelDisagrees, labels_swapped),
        PlantedFault::new(Code::EntryCellsMerged, merged),
        PlantedFault::new(Code::EntryCellsHidden, hidden),
        PlantedFault::new(Code::EntryCellsHidden, hidden_column),
        PlantedFault::new(Code::SheetDuplicated, hidden_copy),
        PlantedFault::new(Code::TextOutsideCells, comment),
        PlantedFault::new(Code::LabelChanged, label_changed),
    ]
}

fn a_form(scene: &Scene, rng: &mut Rng) -> Option<FormId> {
    let forms: Vec<FormId> = scene.forms().collect();
    one_of(&forms, rng).copied()
}

/// A form with at least so many entered rows, and these rows.
fn form_with_rows(scene: &Scene, rng: &mut Rng, least: usize) -> Option<(FormId, Vec<RowId>)> {
    let with_rows = scene.forms().map(|form| (form, scene.year().entered_rows(form).collect::<Vec<_>>()));
    let forms: Vec<(FormId, Vec<RowId>)> = with_rows.filter(|(_, rows)| rows.len() >= least).collect();
    one_of(&forms, rng).cloned()
}

fn sheet_missing(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let form = a_form(scene, rng)?;
    // Of a workbook with one form nothing would be left of the template.
    if scene.year().forms_of(scene.agency).count() < 2 {
        return None;
    }
    let sheet = scene.sheet(form);
    let mut book = scene.book()?;
    book.delete_sheet(sheet);
    Some(Spoilt::book(&book).saying(format!("xóa trang “{sheet}”")).awaiting(Code::SheetMissing))
}

fn row_missing(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let (form, rows) = form_with_rows(scene, rng, 2)?;
    let row = *one_of(&rows, rng)?;
    let (sheet, cells) = (scene.sheet(form), scene.cells(form));
    let mut book = scene.book()?;
    for col in 0..=cells.note(row).col {
        book.put(sheet, Address::new(cells.code(row).row, col), &Put::Blank);
    }
    let what = format!("{sheet}: xóa trắng cả dòng “{}”", scene.year().row(form, row).label);
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::RowCodeMissing, sheet, []))
}

fn row_twice(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let (form, rows) = form_with_rows(scene, rng, 2)?;
    let (sheet, cells) = (scene.sheet(form), scene.cells(form));
    let (first, second) = (rows[0], rows[1]);
    let mut book = scene.book()?;
    book.put(sheet, cells.code(second), &Put::Text(scene.year().row(form, first).code.clone()));
    let what = format!("{sheet}: hai dòng cùng một mã số");
    let places = [cells.code(first), cells.code(second)];
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::RowCodeDuplicated, sheet, places))
}

fn column_missing(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let form = a_form(scene, rng)?;
    let (sheet, cells) = (scene.sheet(form), scene.cells(form));
    let columns: Vec<_> = scene.year().column_ids(form).collect();
    let column = *one_of(&columns, rng)?;
    let mut book = scene.book()?;
    for at in [cells.key(column), cells.heading(column), cells.numbered(column)] {
        book.put(sheet, at, &Put::Blank);
    }
    for row in scene.year().row_ids(form) {
        book.put(sheet, cells.count(row, column), &Put::Blank);
    }
    let what = format!("{sheet}: xóa trắng cả một cột số liệu");
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::ColumnMissing, sheet, []))
}

fn extra_row(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let form = a_form(scene, rng)?;
    let (sheet, cells) = (scene.sheet(form), scene.cells(form));
    let row = cells.row_below(scene.year().rows(form).len());
    let first = scene.year().entered_rows(form).next()?;
    let mut book = scene.book()?;
    book.put(sheet, Address::new(row, cells.label(first).col), &Put::Text("Nhóm khác, chưa có trong biểu".to_owned()));
    let mut places = Vec::new();
    for column in scene.year().column_ids(form) {
        let at = Address::new(row, cells.count(first, column).col);
        book.put(sheet, at, &Put::Number("37".to_owned()));
        places.push(at);
    }
    let what = format!("{sheet}: thêm một dòng có số dưới bảng");
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::RowNotInTemplate, sheet, places))
}

fn extra_sheet(scene: &Scene, _: &mut Rng) -> Option<Spoilt> {
    let at = |text: &str| Address::parse(text).expect("an address");
    let name = "Tính nháp";
    let mut book = scene.book()?;
    book.add_sheet(name, &[(at("A1"), Put::Text("cộng thử".to_owned())), (at("B2"), Put::Number("512".to_owned()))]);
    let what = format!("thêm trang “{name}” có số");
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::SheetNotInTemplate, name, []))
}

fn outside(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let (form, rows) = form_with_rows(scene, rng, 1)?;
    let at = scene.cells(form).beside(*one_of(&rows, rng)?);
    let at = Address::new(at.row, at.col + 1);
    let sheet = scene.sheet(form);
    let mut book = scene.book()?;
    book.put(sheet, at, &Put::Number("128".to_owned()));
    let what = format!("{sheet}: ghi một số ở bên phải bảng");
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::NumberOutsideTable, sheet, [at]))
}

fn keys_lost(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let form = a_form(scene, rng)?;
    let (sheet, cells) = (scene.sheet(form), scene.cells(form));
    let mut book = scene.book()?;
    for at in cells.key_row().into_iter().skip(1) {
        book.put(sheet, at, &Put::Blank);
    }
    let what = format!("{sheet}: xóa dòng khóa ẩn phía trên bảng");
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::StructureRepaired, sheet, []))
}

fn sheet_twice(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let entry = scene.pick(rng, |entry| entry.people > 0)?;
    let mut book = scene.book()?;
    let copy: String = format!("{} (2)", entry.sheet.chars().take(26).collect::<String>());
    book.copy_sheet(&entry.sheet, &copy);
    book.put(&copy, entry.at, &Put::Number((entry.people + 1).to_string()));
    let what = format!("chép trang “{}” thành hai rồi sửa một số ở bản chép", entry.sheet);
    let mut spoilt = Spoilt::book(&book).saying(what).awaiting(Code::SheetDuplicated);
    spoilt.awaited[0].sheet = Some(entry.sheet);
    Some(spoilt)
}

fn column_twice(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let form = a_form(scene, rng)?;
    let (sheet, cells) = (scene.sheet(form), scene.cells(form));
    let column = scene.year().column_ids(form).next()?;
    let first = scene.year().entered_rows(form).next()?;
    let col = cells.beside(first).col;
    let label = scene.year().plan.form(form).columns[column.idx()].label.clone();
    let mut book = scene.book()?;
    book.put(
        sheet,
        Address::new(cells.key(column).row, col),
        &Put::Text(scene.year().plan.form(form).columns[column.idx()].key.clone()),
    );
    book.put(sheet, Address::new(cells.heading(column).row, col), &Put::Text(label.clone()));
    for row in scene.year().entered_rows(form) {
        book.put(sheet, Address::new(cells.code(row).row, col), &Put::Number("5".to_owned()));
    }
    let what = format!("{sheet}: chép cột “{label}” thành hai");
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::ColumnDuplicated, sheet, []))
}

fn labels_swapped(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let (form, rows) = form_with_rows(scene, rng, 2)?;
    let (sheet, cells) = (scene.sheet(form), scene.cells(form));
    let label = |row: RowId| scene.year().row(form, row).label.clone();
    let second = *rows.iter().skip(1).find(|row| label(**row) != label(rows[0]))?;
    let mut book = scene.book()?;
    book.put(sheet, cells.label(rows[0]), &Put::Text(label(second)));
    book.put(sheet, cells.label(second), &Put::Text(label(rows[0])));
    let what = format!("{sheet}: tên hai dòng đổi chỗ cho nhau, mã số giữ nguyên");
    let places = [cells.label(rows[0]), cells.label(second)];
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::LabelDisagrees, sheet, places))
}

fn label_changed(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    // The names of areas may change, which is nobody's mistake.
    let counts_group = |form: FormId, row: &RowId| scene.year().row(form, *row).area.is_none();
    let rows = scene.forms().flat_map(|form| scene.year().entered_rows(form).map(move |row| (form, row)));
    let rows: Vec<(FormId, RowId)> = rows.filter(|(form, row)| counts_group(*form, row)).collect();
    let (form, row) = *one_of(&rows, rng)?;
    let (sheet, at) = (scene.sheet(form), scene.cells(form).label(row));
    let mut book = scene.book()?;
    book.put(sheet, at, &Put::Text("Người đã nghỉ hưu, hưởng trợ cấp hằng tháng".to_owned()));
    let what = format!("{sheet}: sửa tên dòng “{}” thành nội dung khác", scene.year().row(form, row).label);
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::LabelChanged, sheet, [at]))
}

fn merged(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let (form, rows) = form_with_rows(scene, rng, 2)?;
    let (sheet, cells) = (scene.sheet(form), scene.cells(form));
    let column = scene.year().column_ids(form).next()?;
    let below = rows.windows(2).find(|two| cells.code(two[1]).row == cells.code(two[0]).row + 1)?;
    let (first, last) = (cells.count(below[0], column), cells.count(below[1], column));
    let mut book = scene.book()?;
    book.put(sheet, last, &Put::Blank);
    book.merge(sheet, first, last);
    let what = format!("{sheet}: gộp ô nhập của hai dòng");
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::EntryCellsMerged, sheet, [first, last]))
}

fn hidden(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let entry = scene.pick(rng, |entry| entry.people > 0)?;
    let mut book = scene.book()?;
    book.hide_row(&entry.sheet, entry.at.row);
    let what = format!("{}: ẩn một dòng có số", entry.sheet);
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::EntryCellsHidden, &entry.sheet, [entry.at]))
}

fn hidden_column(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let entry = scene.pick(rng, |entry| entry.people > 0)?;
    let mut book = scene.book()?;
    book.hide_column(&entry.sheet, entry.at.col);
    let what = format!("{}: ẩn một cột số liệu", entry.sheet);
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::EntryCellsHidden, &entry.sheet, [entry.at]))
}

/// A copy of a form with another number, which Excel's menus don't show.
fn hidden_copy(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let entry = scene.pick(rng, |entry| entry.people > 0)?;
    let mut book = scene.book()?;
    let copy = "Bản cũ";
    book.copy_sheet(&entry.sheet, copy);
    book.put(copy, entry.at, &Put::Number((entry.people + 1).to_string()));
    book.hide_deeply(copy);
    let what = format!("còn một bản cũ của “{}” ẩn sâu trong tệp", entry.sheet);
    let mut spoilt = Spoilt::book(&book).saying(what).awaiting(Code::SheetDuplicated);
    spoilt.awaited[0].sheet = Some(entry.sheet);
    Some(spoilt)
}

fn comment(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let entry = scene.pick(rng, |_| true)?;
    let mut book = scene.book()?;
    book.comment(&entry.sheet, entry.at, &format!("sửa thành {}", entry.people + 12));
    let what = format!("{}: ghi số khác trong chú thích của ô", entry.sheet);
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::TextOutsideCells, &entry.sheet, [entry.at]))
}
