//! The table of this year beside earlier ones, which is there only where earlier workbooks were given.

use super::table::{DataTable, TableFacts};
use crate::indicator::Coverage;
use crate::indicator::annual::{Annual, EarlierYear};
use crate::indicator::comparison::{AreaComparison, ComparedLine, GroupComparison};
use crate::ledger::columns::agency_code;
use crate::plan::{AreaOrigin, Plan, PlanYear};
use crate::value::record::{Column, ColumnKind, Datum};

/// The table's name.
pub const NAME: &str = "comparison";

/// An earlier year with this one beside it.
pub struct ExportedComparison<'a> {
    year: &'a PlanYear<'a>,
    now: &'a [Coverage],
    before: &'a EarlierYear,
    /// By comparable groups of areas; `None` for a year of the plan itself.
    groups: Option<AreaComparison>,
}

/// An indicator in both years, of the province or of a group of areas.
#[derive(Clone, Copy)]
struct ComparedRow<'a> {
    year: &'a PlanYear<'a>,
    group: Option<&'a GroupComparison>,
    earlier: &'a EarlierYear,
    before: &'a Coverage,
    now: &'a Coverage,
}

impl<'a> ExportedComparison<'a> {
    /// Every earlier year beside the one that is exported.
    pub fn all(annual: &'a Annual<'a>, earlier: &'a [EarlierYear]) -> Vec<Self> {
        let merged = annual.merged;
        let compared = earlier.iter().map(|before| ExportedComparison {
            year: &merged.year,
            now: &annual.coverage,
            before,
            groups: before.comparison(merged),
        });
        compared.collect()
    }

    fn rows(&self) -> Vec<ComparedRow<'_>> {
        let of_province = self.now.iter().filter_map(|now| {
            let before = self.before.coverage.iter().find(|before| before.indicator == now.indicator)?;
            Some(ComparedRow { year: self.year, group: None, earlier: self.before, before, now })
        });
        let groups = self.groups.iter().flat_map(|groups| &groups.groups);
        of_province.chain(groups.flat_map(|group| self.rows_of(group))).collect()
    }

    fn rows_of<'r>(&'r self, group: &'r GroupComparison) -> impl Iterator<Item = ComparedRow<'r>> {
        let (year, earlier, lines) = (self.year, self.before, &group.lines);
        lines.iter().map(move |ComparedLine { before, now }| ComparedRow {
            year,
            group: Some(group),
            earlier,
            before,
            now,
        })
    }
}

impl<'a> ComparedRow<'a> {
    fn plan(self) -> &'a Plan {
        self.year.plan
    }

    fn group(self) -> Datum<'a> {
        self.group.map_or_else(|| "*".into(), |group| agency_code(self.year, group.agency))
    }

    fn areas(self) -> Datum<'a> {
        let code = |area: &crate::plan::AgencyId| self.plan().agency(*area).code.as_str();
        codes(self.group.map(|group| group.areas.iter().map(code).collect()))
    }

    fn past_areas(self) -> Datum<'a> {
        let code = |origin: &AreaOrigin| self.plan().past_area(*origin).code.as_str();
        codes(self.group.map(|group| group.origins.iter().map(code).collect()))
    }

    /// Who lacked units in the earlier year: `Sở Nội vụ 138/141 đơn vị`.
    fn partial_before(self) -> Datum<'a> {
        let named = self.earlier.partial.iter().map(|(name, units)| format!("{name} {} đơn vị", units.ratio()));
        let named: Vec<String> = named.collect();
        Datum::or_missing((!named.is_empty()).then(|| named.join("; ")))
    }

    fn is_estimated(self) -> bool {
        self.group.is_some_and(|group| group.is_estimated)
    }
}

fn codes<'a>(codes: Option<Vec<&'a str>>) -> Datum<'a> {
    Datum::or_missing(codes.map(|mut codes| {
        codes.dedup();
        codes.join(";")
    }))
}

/// Whether a figure lacks numbers of some units.
fn is_provisional<'a>(of: &Coverage) -> Datum<'a> {
    (!of.partial().is_empty()).into()
}

/// The table: for each earlier year and indicator a row for the province and for every group.
pub fn table<'a>(plan: &'a Plan, compared: &'a [ExportedComparison<'a>]) -> DataTable<'a> {
    let about = TableFacts {
        name: NAME,
        title: "So với năm trước",
        description: "Mỗi dòng một chỉ số của cả tỉnh (*) hoặc của một nhóm địa bàn so sánh được, ở năm này và năm trước; số chưa biết thì để trống",
        key: &["plan", "year", "year_before", "indicator", "group"],
    };
    let number = |key, title, get: fn(ComparedRow<'a>) -> Datum<'a>| {
        Column::new(key, ColumnKind::Integer, title, get).optional()
    };
    let columns = vec![
        Column::year(|of: ComparedRow<'a>| of.now.year.into()),
        Column::new("year_before", ColumnKind::Year, "Năm trước", |of: ComparedRow<'a>| of.before.year.into()),
        Column::text("indicator", "Mã chỉ số", |of: ComparedRow<'a>| {
            of.plan().indicator(of.now.indicator).id.as_str().into()
        }),
        Column::text("group", "Mã nhóm địa bàn; * là cả tỉnh", |of: ComparedRow<'a>| of.group()),
        Column::text(
            "areas",
            "Mã đơn vị của các địa bàn nay, cách nhau bằng dấu chấm phẩy",
            |of: ComparedRow<'a>| of.areas(),
        )
        .optional(),
        Column::text(
            "past_areas",
            "Mã các địa bàn trước đây, cách nhau bằng dấu chấm phẩy",
            |of: ComparedRow<'a>| of.past_areas(),
        )
        .optional(),
        Column::new(
            "is_estimated",
            ColumnKind::Truth,
            "true: số năm trước chia theo tỷ lệ ghi trong kế hoạch",
            |of: ComparedRow<'a>| of.is_estimated().into(),
        ),
        number("people_before", "Số người tham gia năm trước", |of| {
            Datum::or_missing(of.before.numerator.known())
        }),
        number("people", "Số người tham gia năm này", |of| Datum::or_missing(of.now.numerator.known())),
        number("whole_before", "Mẫu số năm trước", |of| Datum::or_missing(of.before.denominator.known())),
        number("whole", "Mẫu số năm này", |of| Datum::or_missing(of.now.denominator.known())),
        Column::new(
            "is_provisional_before",
            ColumnKind::Truth,
            "true: số năm trước thiếu số liệu của một số đơn vị bậc dưới",
            |of: ComparedRow<'a>| is_provisional(of.before),
        ),
        Column::new(
            "is_provisional",
            ColumnKind::Truth,
            "true: số năm này thiếu số liệu của một số đơn vị bậc dưới",
            |of: ComparedRow<'a>| is_provisional(of.now),
        ),
        Column::text(
            "partial_before",
            "Cơ quan mà số năm trước chưa đủ đơn vị bậc dưới, dù chỉ số này có dùng số ấy hay không",
            |of: ComparedRow<'a>| of.partial_before(),
        )
        .optional(),
    ];
    DataTable::new(about, &plan.id, columns, move || compared.iter().flat_map(ExportedComparison::rows))
}
