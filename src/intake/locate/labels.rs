//! Codes and keys against the labels beside them. A label may be retyped in a hundred ways; one that is plainly
//! another row's or column's says that the two were swapped, and then nobody can tell which of them is right.

use super::super::grid::{Address, column_letters};
use super::{Search, same_label};
use crate::finding::{Code, Finding};
use crate::plan::keys;

impl Search<'_> {
    pub(super) fn labels(&mut self) {
        self.row_labels();
        self.column_labels();
    }

    fn row_labels(&mut self) {
        let rows = self.year.rows(self.form);
        let (mut said, mut cells, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
        for (n, at) in self.table.rows.iter().enumerate() {
            let Some((at, label)) = at.and_then(|at| Some((at, self.label_in(at)?))) else { continue };
            if same_label(&rows[n].label, label) || !rows.iter().any(|other| same_label(&other.label, label)) {
                continue;
            }
            let (code, own) = (&rows[n].code, &rows[n].label);
            said.push(format!("hàng {} mang mã “{code}” ({own}) nhưng tên là “{}”", at + 1, label.trim()));
            cells.extend(
                [self.table.label_column, self.table.code_column].into_iter().flatten().map(|c| Address::new(at, c)),
            );
            wrong.push((n, at));
        }
        let Some((first, _)) = wrong.first() else { return };
        let message = format!("mã số không khớp với tên dòng: {}", said.join("; "));
        let hint = "Trả lại đúng mã số và tên như biểu mẫu đã gửi, rồi xem lại số liệu của các dòng này";
        let mut place = self.place(cells);
        place.row = Some(rows[*first].code.clone());
        place.column = Some(keys::CODE.to_owned());
        self.findings.push(Finding::new(Code::LabelDisagrees, message, hint).at(place));
        for (n, at) in wrong {
            self.table.rows[n] = None;
            self.table.unclear_rows.insert(at, Code::LabelDisagrees);
        }
    }

    /// The labels of a column stand above the key row, under a common heading or not.
    fn column_labels(&mut self) {
        let form = self.year.plan.form(self.form);
        let Some(head) = self.table.head else { return };
        let labels =
            form.columns.iter().map(|column| &column.label).chain(form.result.iter().map(|result| &result.label));
        let found: Vec<(&String, Vec<Address>)> =
            labels.map(|label| (label, self.page.texts.labelled(label))).collect();
        let cell_above = |label: &str, col: u32| {
            let (_, cells) = found.iter().find(|(of, _)| *of == label)?;
            cells.iter().find(|at| at.col == col && at.row < head).copied()
        };
        let (mut said, mut cells, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
        for (n, column) in form.columns.iter().enumerate() {
            let Some(col) = self.table.columns[n].filter(|col| cell_above(&column.label, *col).is_none()) else {
                continue;
            };
            let other = found.iter().find_map(|(label, _)| Some((label, cell_above(label, col)?)));
            let Some((label, at)) = other else { continue };
            let (letter, key, own) = (column_letters(col), &column.key, &column.label);
            said.push(format!("cột {letter} mang khóa “{key}” ({own}) nhưng tiêu đề là “{label}”"));
            cells.extend([at, Address::new(head, col)]);
            wrong.push((n, col));
        }
        let Some((first, _)) = wrong.first() else { return };
        let message = format!("khóa của cột không khớp với tiêu đề: {}", said.join("; "));
        let hint = "Chép số liệu sang biểu mẫu đã gửi, đúng cột theo tiêu đề; không sửa hàng khóa ẩn";
        let mut place = self.place(cells);
        place.column = Some(form.columns[*first].key.clone());
        self.findings.push(Finding::new(Code::LabelDisagrees, message, hint).at(place));
        for (n, col) in wrong {
            self.table.columns[n] = None;
            self.table.unclear_columns.insert(col, Code::LabelDisagrees);
        }
    }
}
