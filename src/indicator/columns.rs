//! What is said of an indicator in a year, as columns: the export and JSON go through this list.

use super::Coverage;
use crate::plan::{Indicator, Plan};
use crate::value::record::{Column, ColumnKind, Datum};

/// An indicator's coverage of a year, with the plan that names it.
#[derive(Clone, Copy)]
pub struct IndicatorRow<'p, 'c> {
    /// The plan.
    pub plan: &'p Plan,
    /// The coverage.
    pub coverage: &'c Coverage,
}

impl<'p: 'c, 'c> IndicatorRow<'p, 'c> {
    /// What stands beside the indicator's id, which JSON and the export call by different keys.
    pub const COLUMNS: &'c [Column<'p, Self>] = &[
        Column::year(|row: Self| row.coverage.year.into()),
        Column::text("title", "Tên chỉ số", |row: Self| row.indicator().title.as_str().into()),
        Column::new("numerator", ColumnKind::People, "Số người tham gia", |row: Self| {
            Datum::or_missing(row.coverage.numerator.known())
        })
        .optional(),
        Column::new("denominator", ColumnKind::People, "Số người để tính tỷ lệ", |row: Self| {
            Datum::or_missing(row.coverage.denominator.known())
        })
        .optional(),
        Column::text("percent", "Tỷ lệ, phần trăm", |row: Self| Datum::or_missing(row.coverage.percent())).optional(),
        Column::new(
            "target",
            ColumnKind::Percent,
            "Chỉ tiêu của Kế hoạch, phần trăm; để trống khi Kế hoạch không giao",
            |row: Self| Datum::or_missing(row.coverage.target.as_ref().map(|target| target.percent)),
        )
        .optional(),
        Column::new("reached", ColumnKind::Truth, "Đạt chỉ tiêu", |row: Self| {
            Datum::or_missing(row.coverage.is_reached())
        })
        .optional(),
        Column::new(
            "gap_people",
            ColumnKind::Integer,
            "Số người còn thiếu; âm khi vượt chỉ tiêu",
            |row: Self| Datum::or_missing(row.coverage.gap_people()),
        )
        .optional(),
        Column::new("missing", ColumnKind::Codes, "Mã các đơn vị còn thiếu số liệu", |row: Self| {
            let missing = row.coverage.missing().into_iter();
            Datum::Codes(missing.map(|agency| row.plan.agency(agency).code.as_str().into()).collect())
        })
        .optional(),
    ];

    /// The indicator.
    pub fn indicator(self) -> &'p Indicator {
        self.plan.indicator(self.coverage.indicator)
    }

    /// The columns but for some that other keys say, or that a reader computes.
    pub fn without(keys: &[&str]) -> Vec<Column<'p, Self>> {
        Self::COLUMNS.iter().copied().filter(|column| !keys.contains(&column.heading.key)).collect()
    }
}
