//! The tables of computed figures: potential by sector, and who is outside of insurance by area.

use super::table::{DataTable, TableFacts};
use crate::indicator::potential::{self, Liable, OutsideRow, Potential, SchemePotential};
use crate::ledger::Merged;
use crate::ledger::columns::agency_code;
use crate::plan::{AgencyId, PlanYear, SchemeId, SectorId};
use crate::value::record::{Column, ColumnKind, Datum};

/// Those liable for a scheme in one sector.
#[derive(Clone, Copy)]
struct InSector<'a> {
    year: &'a PlanYear<'a>,
    scheme: SchemeId,
    sector: Option<SectorId>,
    eligible: Option<i64>,
    current: Option<i64>,
    participants: Option<i64>,
}

impl<'a> InSector<'a> {
    fn all(year: &'a PlanYear<'a>, scheme: &SchemePotential) -> Vec<Self> {
        let row = |row: &Liable| InSector {
            year,
            scheme: scheme.scheme,
            sector: row.sector,
            eligible: row.eligible_people(),
            current: row.current_people(),
            participants: row.participants.known(),
        };
        scheme.rows.iter().map(row).collect()
    }

    fn difference(one: Option<i64>, other: Option<i64>) -> Datum<'a> {
        Datum::or_missing(one.zip(other).map(|(one, other)| one - other))
    }
}

/// A column of people, which may be negative as differences are, and blank where something is missing.
fn figure<'a, R>(key: &'static str, title: &'static str, get: fn(R) -> Datum<'a>) -> Column<'a, R> {
    Column::new(key, ColumnKind::Integer, title, get).optional()
}

/// The tables, of figures computed once.
pub fn tables<'a>(merged: &'a Merged) -> [DataTable<'a>; 2] {
    let year = &merged.year;
    let Potential { schemes, outside: of_areas, .. } = potential::potential(year, merged.ledger.counts());
    let sectors = schemes.iter().flat_map(|scheme| InSector::all(year, scheme)).collect();
    let areas = [&of_areas.province].into_iter().chain(&of_areas.areas).map(|row| InArea::new(year, row)).collect();
    [potential(year, sectors), outside(year, areas)]
}

/// Potential in its two parts, a row a scheme and sector.
fn potential<'a>(year: &'a PlanYear<'a>, rows: Vec<InSector<'a>>) -> DataTable<'a> {
    let about = TableFacts {
        name: "potential",
        title: "Tiềm năng",
        description: "Thuộc diện, đang làm việc, đang tham gia và tiềm năng theo khối; để trống khi thiếu số liệu",
        key: &["plan", "year", "scheme", "sector"],
    };
    let columns = vec![
        Column::year(|of: InSector<'a>| of.year.year.into()),
        Column::text("scheme", "Mã loại hình", |of| of.year.plan.scheme(of.scheme).code.as_str().into()),
        Column::text(
            "sector",
            "Mã khối; * là cả tỉnh, nơi không báo cáo theo khối",
            |of: InSector<'a>| of.sector.map_or("*", |sector| of.year.plan.sector(sector).code.as_str()).into(),
        ),
        figure("eligible", "Thuộc diện tham gia", |of: InSector<'a>| Datum::or_missing(of.eligible)),
        figure("current", "Đang làm việc", |of: InSector<'a>| Datum::or_missing(of.current)),
        figure("participants", "Đang tham gia", |of: InSector<'a>| Datum::or_missing(of.participants)),
        figure("uninsured_at_work", "Đang làm việc chưa tham gia", |of: InSector<'a>| {
            InSector::difference(of.current, of.participants)
        }),
        figure("planned_change", "Dự kiến bổ sung trừ dự kiến giảm", |of: InSector<'a>| {
            InSector::difference(of.eligible, of.current)
        }),
        figure("potential", "Tiềm năng", |of: InSector<'a>| InSector::difference(of.eligible, of.participants)),
    ];
    DataTable::new(about, &year.plan.id, columns, move || rows.clone().into_iter())
}

/// The labour force of an area and who of it takes part.
#[derive(Clone, Copy)]
struct InArea<'a> {
    year: &'a PlanYear<'a>,
    area: Option<AgencyId>,
    labour_force: Option<i64>,
    participants: Option<i64>,
    outside: Option<i64>,
}

impl<'a> InArea<'a> {
    fn new(year: &'a PlanYear<'a>, row: &OutsideRow) -> Self {
        InArea {
            year,
            area: row.area,
            labour_force: row.labour_force.known(),
            participants: row.participants.known(),
            outside: row.people(),
        }
    }
}

/// Who is outside of insurance, a row an area and one of the province.
fn outside<'a>(year: &'a PlanYear<'a>, rows: Vec<InArea<'a>>) -> DataTable<'a> {
    let about = TableFacts {
        name: "outside",
        title: "Chưa tham gia",
        description: "Lực lượng lao động trừ người đang tham gia, theo địa bàn; không phải là tiềm năng",
        key: &["plan", "year", "area"],
    };
    let columns = vec![
        Column::year(|of: InArea<'a>| of.year.year.into()),
        Column::text("area", "Mã đơn vị quản lý địa bàn; * là cả tỉnh", |of: InArea<'a>| {
            of.area.map_or_else(|| "*".into(), |area| agency_code(of.year, area))
        }),
        figure("labour_force", "Lực lượng lao động", |of: InArea<'a>| Datum::or_missing(of.labour_force)),
        figure("participants", "Đang tham gia", |of: InArea<'a>| Datum::or_missing(of.participants)),
        figure("outside", "Chưa tham gia", |of: InArea<'a>| Datum::or_missing(of.outside)),
    ];
    DataTable::new(about, &year.plan.id, columns, move || rows.clone().into_iter())
}
