//! What a form lost: rows and columns that stand nowhere. Numbers that stand where one of them should are named with it,
//! for a row whose code was overwritten is one mistake.

use std::collections::BTreeSet;

use super::account::{self, Accounted};
use super::locate::TablePlaces;
use crate::plan::{FormId, PlanYear, keys};
use crate::problem::{Code, Finding, Place};
use crate::value::grid::{Sheet, column_letters};
use crate::value::wording;

/// The findings about a form's lost columns and rows.
pub fn findings(
    sheet: &Sheet,
    year: &PlanYear,
    form: FormId,
    table: &TablePlaces,
    account: &[Accounted],
) -> Vec<Finding> {
    let unused = |code: Code| -> Vec<&Accounted> {
        account::unused(account, sheet).filter(|(of, _)| *of == code).map(|(_, number)| number).collect()
    };
    let lost = Lost { sheet, year, form, table };
    let columns = lost.columns(&unused(Code::ColumnMissing));
    columns.into_iter().chain(lost.rows(&unused(Code::RowCodeMissing))).collect()
}

struct Lost<'a> {
    sheet: &'a Sheet,
    year: &'a PlanYear<'a>,
    form: FormId,
    table: &'a TablePlaces,
}

impl Lost<'_> {
    fn place(&self, numbers: &[&Accounted]) -> Place {
        let form = Some(self.year.plan.form(self.form).code.clone());
        Place { sheet: Some(self.sheet.name.clone()), cells: account::cells(numbers), form, ..Place::default() }
    }

    fn columns(&self, numbers: &[&Accounted]) -> Option<Finding> {
        let form = self.year.plan.form(self.form);
        let lost: Vec<_> = self.table.lost_columns.iter().map(|id| &form.columns[id.idx()]).collect();
        let first = lost.first()?;
        let labels: Vec<&str> = lost.iter().map(|column| column.label.as_str()).collect();
        let in_columns: BTreeSet<u32> = numbers.iter().map(|number| number.at.col).collect();
        let in_columns: Vec<String> = in_columns.into_iter().map(column_letters).collect();
        let in_place =
            unless_empty(&wording::named(&in_columns, ", ", "cột"), "; có số nhưng không rõ là cột nào ở cột ");
        let message = format!("{} không còn cột: {}{}", form.sheet, labels.join("; "), in_place);
        let mut place = self.place(numbers);
        place.column = Some(first.key.clone());
        let hint = "Chép lại biểu này từ biểu mẫu đã gửi rồi nhập lại số liệu; không xóa cột";
        let finding = Finding::new(Code::ColumnMissing, message, hint).at(place).expected(labels.join("; "));
        Some(with_contents(finding, numbers))
    }

    fn rows(&self, numbers: &[&Accounted]) -> Option<Finding> {
        let first = self.table.lost_rows.first()?;
        let row = |id| self.year.row(self.form, id);
        let names = self.table.lost_rows.iter().map(|id| format!("{} ({})", row(*id).code, row(*id).label));
        let names: Vec<String> = names.collect();
        let sheet = &self.year.plan.form(self.form).sheet;
        let in_rows: BTreeSet<u32> = numbers.iter().map(|number| number.at.row + 1).collect();
        let in_place = unless_empty(&wording::rows(&in_rows), "; có số nhưng không rõ là dòng nào ở hàng ");
        let some = wording::named(&names, "; ", "dòng");
        let message = format!("{sheet} thiếu {} dòng: {some}{in_place}", wording::count(names.len() as u64));
        let mut place = self.place(numbers);
        place.row = Some(row(*first).code.clone());
        place.column = self.table.code_column.map(|_| keys::CODE.to_owned());
        let above = self.table.rows.before(*first);
        let below = above.map(|row| format!(" ngay dưới hàng {}", row + 1)).filter(|_| names.len() == 1);
        let hint = if numbers.is_empty() {
            format!(
                "Thêm lại dòng{} với đúng mã số ở cột “Mã số”, hoặc chép lại biểu từ biểu mẫu đã gửi",
                below.unwrap_or_default()
            )
        } else {
            "Trả lại đúng mã số ở cột “Mã số” nếu là dòng ấy; nếu không thì thêm lại dòng và xóa hàng lạ".to_owned()
        };
        let finding = Finding::new(Code::RowCodeMissing, message, hint).at(place).expected(names.join("; "));
        Some(with_contents(finding, numbers))
    }
}

/// A list behind its introduction; nothing if there is none.
fn unless_empty(list: &str, introduction: &str) -> String {
    if list.is_empty() { String::new() } else { format!("{introduction}{list}") }
}

fn with_contents(finding: Finding, numbers: &[&Accounted]) -> Finding {
    if numbers.is_empty() { finding } else { finding.found(account::contents(numbers)) }
}
