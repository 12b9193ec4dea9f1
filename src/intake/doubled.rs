//! Codes that stand more than once in a sheet: a row copied, a table pasted twice, or several forms put into one sheet.

use super::account::FormTable;
use crate::plan::{FormRow, PlanYear, RowId, keys};
use crate::problem::{Code, Finding, Place};
use crate::value::grid::Address;
use crate::value::wording;

/// A row with all the cells of its code.
type Doubled = (RowId, Vec<Address>);

/// The finding about a form's codes that stand more than once, one for all of them: a table pasted twice doubles them
/// all. What several forms of a sheet share is said by the first of them.
pub fn finding(own: &FormTable, tables: &[FormTable], year: &PlanYear) -> Option<Finding> {
    let of_sheet: Vec<&FormTable> = tables.iter().filter(|other| other.sheet == own.sheet && !other.is_copy).collect();
    let shares = |other: &FormTable, cells: &[Address]| other.table.doubled_rows.iter().any(|(_, same)| same == cells);
    let earlier = || of_sheet.iter().take_while(|other| other.form != own.form);
    let is_said = |doubled: &&Doubled| earlier().any(|other| shares(other, &doubled.1));
    let doubled: Vec<&Doubled> = own.table.doubled_rows.iter().filter(|doubled| !is_said(doubled)).collect();
    let first = doubled.first()?;
    let row = |doubled: &Doubled| -> &FormRow { year.row(own.form, doubled.0) };
    let list = |doubled: &Doubled| {
        let cells: Vec<String> = doubled.1.iter().map(Address::to_string).collect();
        wording::named(&cells, ", ", "ô")
    };
    let (mut message, mut hint) = match doubled[..] {
        [one] => (
            format!("mã số “{}” ({}) có ở {} ô: {}", row(one).code, row(one).label, one.1.len(), list(one)),
            "Giữ lại một dòng mang mã số này, xóa dòng chép thừa hoặc trả lại mã số đúng của nó",
        ),
        ref several => {
            let each: Vec<String> = several.iter().map(|one| format!("“{}” ở {}", row(one).code, list(one))).collect();
            (
                format!(
                    "{} mã số có ở nhiều hàng: {}",
                    wording::count(several.len() as u64),
                    wording::named(&each, "; ", "mã số")
                ),
                "Giữ lại một bảng với mỗi mã số ở một hàng, xóa các hàng chép thừa",
            )
        }
    };
    let sharing = of_sheet.iter().filter(|other| doubled.iter().any(|one| shares(other, &one.1)));
    let sharing: Vec<&str> = sharing.map(|other| year.plan.form(other.form).sheet.as_str()).collect();
    if sharing.len() > 1 {
        message = format!("{} nằm chung một trang tính nên {message}", wording::list(&sharing));
        hint = "Chép mỗi biểu về trang tính riêng của nó như biểu mẫu đã gửi";
    }
    let codes: Vec<&str> = doubled.iter().map(|one| row(one).code.as_str()).collect();
    let place = Place {
        sheet: Some(own.sheet.clone()),
        cells: doubled.iter().flat_map(|one| one.1.iter().copied()).collect(),
        form: Some(year.plan.form(own.form).code.clone()),
        row: Some(row(first).code.clone()),
        column: Some(keys::CODE.to_owned()),
    };
    Some(Finding::new(Code::RowCodeDuplicated, message, hint).at(place).found(codes.join("; ")))
}
