//! What the account says to the sender: rows and sheets the template doesn't have, and numbers around the tables.

use super::super::locate::TablePlaces;
use super::super::recalculated::{Judge, ReadCells};
use super::super::sheets::{Page, Part, is_named_difficulties};
use super::{Accounted, FormTable, Role};
use crate::plan::PlanYear;
use crate::problem::{Code, Finding, Place};
use crate::value::grid::{Address, Sheet};
use crate::value::wording;

/// The findings of a workbook's account, sheet by sheet.
pub fn findings(
    account: &[Accounted],
    pages: &[Page],
    tables: &[FormTable],
    judge: &Judge<'_>,
    year: &PlanYear,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for page in pages {
        let unused: Vec<(Code, &Accounted)> = unused(account, page.sheet).collect();
        let of = |code: Code| -> Vec<&Accounted> {
            unused.iter().filter(|(of, _)| *of == code).map(|(_, number)| *number).collect()
        };
        let own = tables.iter().find(|table| table.sheet == page.sheet.name);
        let place = |cells: Vec<Address>| Place {
            sheet: Some(page.sheet.name.clone()),
            cells,
            form: own.map(|table| year.plan.form(table.form).code.clone()),
            ..Place::default()
        };
        findings.extend(extra_rows(page.sheet, own.map(|own| &own.table), &of(Code::RowNotInTemplate), place));
        let read = judge.read_cells(page.sheet);
        findings.extend(outside(&of(Code::NumberOutsideTable), &read, place));
        findings.extend(foreign_sheet(page, &of(Code::SheetNotInTemplate), &read));
        findings.extend(cells_beyond(page.sheet));
    }
    findings
}

/// The numbers of a sheet that nothing uses, each with the code of the finding that says so.
pub fn unused<'a>(account: &'a [Accounted], sheet: &'a Sheet) -> impl Iterator<Item = (Code, &'a Accounted)> {
    account.iter().filter(|number| *number.sheet == *sheet.name).filter_map(|number| match number.role {
        Role::Unused(code) => Some((code, number)),
        _ => None,
    })
}

/// The contents of numbers, for a finding to show.
pub fn contents(numbers: &[&Accounted]) -> String {
    numbers.iter().map(|number| wording::content(&number.value)).collect::<Vec<_>>().join("; ")
}

/// Where numbers stand.
pub fn cells(numbers: &[&Accounted]) -> Vec<Address> {
    numbers.iter().map(|number| number.at).collect()
}

fn extra_rows(
    sheet: &Sheet,
    table: Option<&TablePlaces>,
    numbers: &[&Accounted],
    place: impl Fn(Vec<Address>) -> Place,
) -> Vec<Finding> {
    let of_rows = numbers.chunk_by(|a, b| a.at.row == b.at.row);
    of_rows
        .map(|numbers| {
            let row = numbers[0].at.row;
            let label = table.and_then(|table| sheet.text(Address::new(row, table.label_column?)));
            let label = label.map(str::trim).filter(|label| !label.is_empty()).unwrap_or("không có tên");
            let is_count = |number: &&&Accounted| table.is_none_or(|table| table.has_numbers(number.at.col));
            let n_counts = numbers.iter().filter(is_count).count();
            let message = format!("hàng {} ({label}) không có trong biểu nhưng có {n_counts} số", row + 1);
            let hint = "Cộng các số này vào đúng dòng của biểu, hoặc xóa hàng nếu chỉ để tính nháp";
            let finding = Finding::new(Code::RowNotInTemplate, message, hint).at(place(cells(numbers)));
            finding.found(contents(numbers))
        })
        .collect()
}

fn outside(numbers: &[&Accounted], read: &ReadCells, place: impl Fn(Vec<Address>) -> Place) -> Option<Finding> {
    if numbers.is_empty() {
        return None;
    }
    let n = numbers.len();
    let message = match n_read(numbers, read) {
        0 => format!("{n} số nằm ngoài các ô cần điền, không được tính"),
        n_read if n_read == n => format!("{n} số nằm ngoài các ô cần điền, {READ}"),
        n_read => format!("{n} số nằm ngoài các ô cần điền, không được tính; {n_read} số trong đó {READ}"),
    };
    let hint = "Không phải làm gì nếu chỉ là số tính nháp; nếu là số liệu thì nhập vào đúng ô của biểu";
    let finding = Finding::new(Code::NumberOutsideTable, message, hint).at(place(cells(numbers)));
    Some(finding.found(contents(numbers)))
}

/// What becomes of numbers that formulas in entered cells read.
const READ: &str = "được công thức ở các ô cần điền lấy để tính";

/// How many of the numbers formulas in entered cells read.
fn n_read(numbers: &[&Accounted], read: &ReadCells) -> usize {
    numbers.iter().filter(|number| read.contains(number.at)).count()
}

/// A sheet that the template doesn't have is worth a word if it has numbers, or was the list of difficulties.
fn foreign_sheet(page: &Page, numbers: &[&Accounted], read: &ReadCells) -> Option<Finding> {
    let (sheet, n_numbers) = (page.sheet, numbers.len());
    if n_numbers == 0 && !(page.part == Part::Foreign && is_named_difficulties(sheet)) {
        return None;
    }
    let hidden = if sheet.visible { "" } else { " (đang ẩn)" };
    let name = &sheet.name;
    let (message, hint) = if n_numbers == 0 {
        (
            format!("trang “{name}”{hidden} mất hàng tiêu đề nên không được đọc"),
            "Chép nội dung vào trang này của biểu mẫu đã gửi nếu có khó khăn, đề xuất cần nêu",
        )
    } else if n_read(numbers, read) > 0 {
        (
            format!("trang “{name}”{hidden} không thuộc biểu mẫu; số trong đó {READ}"),
            "Không phải làm gì: chương trình chỉ nhận kết quả ở các ô cần điền của biểu",
        )
    } else {
        (
            format!("trang “{name}”{hidden} không thuộc biểu mẫu, {n_numbers} số trong đó không được tính"),
            "Không phải làm gì nếu là trang nháp; nếu là số liệu thì nhập vào biểu của kế hoạch",
        )
    };
    let place = Place { sheet: Some(name.clone()), ..Place::default() };
    Some(Finding::new(Code::SheetNotInTemplate, message, hint).at(place))
}

/// The note on sheets that hold no cells by their kind, and so no numbers to lose.
pub fn passed_over(names: &[String]) -> Option<Finding> {
    let first = names.first()?;
    let quoted: Vec<String> = names.iter().map(|name| format!("“{name}”")).collect();
    let sheets = wording::list(&quoted);
    let message = format!("bỏ qua trang {sheets}: trang biểu đồ, hộp thoại hoặc macro, không có ô số liệu");
    let place = Place { sheet: Some(first.clone()), ..Place::default() };
    Some(Finding::new(Code::SheetNotInTemplate, message, "Không phải làm gì").at(place))
}

/// The note that a sheet has cells further out than any form reaches, which are not read.
fn cells_beyond(sheet: &Sheet) -> Option<Finding> {
    let first = sheet.first_beyond?;
    let message = format!("{} ô ở rất xa bảng, bắt đầu từ {first}, không được đọc", sheet.n_beyond);
    let hint = "Không phải làm gì nếu là ô nháp; nếu là số liệu thì nhập vào đúng ô của biểu";
    let place = Place { sheet: Some(sheet.name.clone()), cells: vec![first], ..Place::default() };
    Some(Finding::new(Code::NumberOutsideTable, message, hint).at(place))
}
