//! The table of assigned targets, which is there only where it is known what was assigned.

use super::table::{DataTable, TableFacts};
use crate::indicator::assigned::{Achievement, PartAchieved, TargetAchieved};
use crate::ledger::columns::agency_code;
use crate::plan::{PlanYear, keys};
use crate::value::grid::Address;
use crate::value::record::{Column, ColumnKind, Datum};

/// The table's name.
pub const NAME: &str = "assigned";

/// What was assigned to the province or to one part.
#[derive(Clone, Copy)]
struct AssignedRow<'a> {
    year: &'a PlanYear<'a>,
    achievement: &'a Achievement,
    target: &'a TargetAchieved,
    /// `None` for the province.
    part: Option<&'a PartAchieved>,
}

impl<'a> AssignedRow<'a> {
    fn all(year: &'a PlanYear<'a>, achievement: &'a Achievement) -> impl Iterator<Item = Self> {
        achievement.targets.iter().flat_map(move |target| {
            let line = AssignedRow { year, achievement, target, part: None };
            let parts = target.parts.iter().map(move |part| AssignedRow { part: Some(part), ..line });
            std::iter::once(line).chain(parts)
        })
    }

    fn agency(self) -> Datum<'a> {
        match self.part.map(|part| part.part.agency) {
            None => "*".into(),
            Some(None) => crate::plan::assigned::UNALLOCATED.into(),
            Some(Some(agency)) => agency_code(self.year, agency),
        }
    }

    fn assigned(self) -> Option<i64> {
        self.part.map_or_else(|| self.target.people(), PartAchieved::increase)
    }

    fn current(self) -> Option<i64> {
        let of_target = || self.target.target.current.and_then(|people| i64::try_from(people).ok());
        self.part.map_or_else(of_target, PartAchieved::before)
    }

    fn participants(self) -> Option<i64> {
        self.part.map_or(self.target.now, |part| part.now)
    }

    fn done(self) -> Option<i64> {
        self.part.map_or(self.target.now, PartAchieved::done)
    }

    fn rank(self) -> Option<i64> {
        self.part?.rank.and_then(|rank| i64::try_from(rank).ok())
    }

    fn at(self) -> Option<Address> {
        self.part.map_or(self.target.target.at, |part| part.part.at)
    }

    fn round(self) -> Option<&'a str> {
        let round = self.part.map_or(self.target.round, |part| part.round);
        self.year.plan.round_code(round)
    }
}

fn people<'a>(
    key: &'static str,
    title: &'static str,
    get: fn(AssignedRow<'a>) -> Datum<'a>,
) -> Column<'a, AssignedRow<'a>> {
    Column::new(key, ColumnKind::Integer, title, get).optional()
}

/// The table: a row for the province and for every part of each target.
pub fn table<'a>(year: &'a PlanYear<'a>, achievement: &'a Achievement) -> DataTable<'a> {
    let about = TableFacts {
        name: NAME,
        title: "Chỉ tiêu được giao",
        description: "Số được giao và đã thực hiện: toàn tỉnh là số người tham gia, đơn vị là số tăng thêm; để trống khi chưa giao hoặc không đo được",
        key: &["plan", "year", "target", "agency"],
    };
    let columns = vec![
        Column::year(|of: AssignedRow<'a>| of.year.year.into()),
        Column::text("target", "Mã chỉ số hoặc loại hình", |of: AssignedRow<'a>| {
            of.target.target.of.code(of.year.plan).into()
        }),
        Column::text(
            "agency",
            "Mã đơn vị; * là cả tỉnh, chua-phan-bo là phần chưa giao đơn vị nào",
            |of: AssignedRow<'a>| of.agency(),
        ),
        people("assigned", "Số được giao", |of| Datum::or_missing(of.assigned())),
        people("current", "Đang tham gia khi giao", |of| Datum::or_missing(of.current())),
        people("participants", "Đang tham gia nay", |of| Datum::or_missing(of.participants())),
        people("done", "Đã thực hiện, cùng nghĩa với số được giao", |of| Datum::or_missing(of.done())),
        people("rank", "Hạng trong các đơn vị của cùng chỉ tiêu", |of| Datum::or_missing(of.rank())),
        Column::text("round", "Mã kỳ của số đang tham gia nay", |of: AssignedRow<'a>| {
            Datum::or_missing(of.round())
        })
        .optional(),
        Column::text("decision", "Số quyết định", |of: AssignedRow<'a>| {
            of.achievement.assigned.decision.as_str().into()
        }),
        Column::text(
            "file",
            "Tệp giao chỉ tiêu; để trống khi ghi trong kế hoạch",
            |of: AssignedRow<'a>| Datum::or_missing(of.achievement.assigned.source.as_deref()),
        )
        .optional(),
        Column::text("sheet", "Trang tính", |of: AssignedRow<'a>| {
            Datum::or_missing(of.at().map(|_| keys::ASSIGNED_SHEET))
        })
        .optional(),
        Column::new("cell", ColumnKind::Cell, "Ô của số được giao", |of: AssignedRow<'a>| {
            Datum::or_missing(of.at().map(|at| at.to_string()))
        })
        .optional(),
    ];
    DataTable::new(about, &year.plan.id, columns, move || {
        AssignedRow::all(year, achievement).collect::<Vec<_>>().into_iter()
    })
}
