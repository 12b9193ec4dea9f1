//! What is said of a finding, as columns: hidden sheet, export and JSON go through this list.

use std::borrow::Cow;

use super::{Audience, Finding};
use crate::value::record::{Column, ColumnKind, Datum};

/// A finding in its file, for somebody.
#[derive(Clone, Copy)]
pub struct FindingRow<'a> {
    path: &'a str,
    /// Which of the file's findings it is, from 1.
    no: u32,
    finding: &'a Finding,
    audience: Audience,
}

impl<'a> FindingRow<'a> {
    /// The columns in which findings are kept, in order.
    pub const COLUMNS: &'a [Column<'a, Self>] = &[
        Column::text("path", "Tệp", |row: Self| row.path.into()),
        Column::new("no", ColumnKind::Integer, "Thứ tự trong tệp, từ 1", |row: Self| row.no.into()),
        Column::text("code", "Mã kết quả kiểm tra", |row: Self| row.finding.code().entry().id.into()),
        Column::text("name", "Tên của mã", |row: Self| row.finding.code().entry().name.into()),
        Column::text("severity", "error: lỗi; query: cần giải trình; note: ghi chú", |row: Self| {
            row.finding.severity.key().into()
        }),
        Column::new("explained", ColumnKind::Truth, "Đã giải trình", |row: Self| {
            row.finding.is_explained().into()
        }),
        Column::text("sheet", "Trang tính", |row: Self| Datum::or_missing(row.finding.place.sheet.as_deref()))
            .optional(),
        Column::new("cell", ColumnKind::Cell, "Ô đầu tiên", |row: Self| {
            Datum::or_missing(row.finding.place.cells.first().map(ToString::to_string))
        })
        .optional(),
        Column::new("cells", ColumnKind::Cells, "Các ô, cách nhau bằng dấu chấm phẩy", |row: Self| {
            Datum::Cells(Cow::Borrowed(&row.finding.place.cells))
        })
        .optional(),
        Column::text("form", "Mã biểu", |row: Self| Datum::or_missing(row.finding.place.form.as_deref())).optional(),
        Column::text("row", "Mã số của dòng", |row: Self| Datum::or_missing(row.finding.place.row.as_deref()))
            .optional(),
        Column::text("column", "Khóa của cột", |row: Self| Datum::or_missing(row.finding.place.column.as_deref()))
            .optional(),
        Column::text("found", "Trên tệp", |row: Self| Datum::or_missing(row.finding.words(row.audience).found))
            .optional(),
        Column::text("expected", "Cần có", |row: Self| Datum::or_missing(row.finding.words(row.audience).expected))
            .optional(),
        Column::text("message", "Phát hiện", |row: Self| row.finding.words(row.audience).message.into()),
        Column::text("hint", "Cách xử lý", |row: Self| row.finding.words(row.audience).hint.into()),
        Column::text("explanation", "Giải trình của đơn vị", |row: Self| {
            Datum::or_missing(row.finding.explanation.as_deref())
        })
        .optional(),
    ];

    /// The findings of a file.
    pub fn all(path: &'a str, findings: &'a [Finding], audience: Audience) -> impl Iterator<Item = Self> {
        (1..).zip(findings).map(move |(no, finding)| FindingRow { path, no, finding, audience })
    }

    /// The columns but for some that say again what others say, or what is known where it stands.
    pub fn without(keys: &[&str]) -> Vec<Column<'a, Self>> {
        Self::COLUMNS.iter().copied().filter(|column| !keys.contains(&column.heading.key)).collect()
    }
}
