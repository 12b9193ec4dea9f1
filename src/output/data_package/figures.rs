//! The tables of computed figures: potential by sector, and who is outside of insurance by area.

use super::table::{About, DataTable};
use crate::indicator::potential::{self, Liable, OutsideRow, Potential, SchemePotential};
use crate::ledger::Merged;
use crate::ledger::columns::agency_code;
use crate::plan::{AgencyId, PlanYear, SchemeId, SectorId};
use crate::value::record::{Column, Datum, Kind};

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
        number(one.zip(other).map(|(one, other)| one - other))
    }
}

fn number<'a>(people: Option<i64>) -> Datum<'a> {
    people.map_or(Datum::Missing, Datum::Integer)
}

fn figures(merged: &Merged) -> Potential {
    potential::potential(&merged.year, merged.ledger.counts())
}

/// Potential in its two parts, a row a scheme and sector.
pub fn potential<'a>(merged: &'a Merged) -> DataTable<'a> {
    let year = &merged.year;
    let about = About {
        name: "potential",
        title: "Tiềm năng",
        description: "Thuộc diện, đang làm việc, đang tham gia và tiềm năng theo khối; để trống khi thiếu số liệu",
        key: &["plan", "year", "scheme", "sector"],
    };
    let columns = vec![
        Column::new("year", Kind::Year, "Năm số liệu", |of: InSector<'a>| of.year.year.into()),
        Column::text("scheme", "Mã loại hình", |of| of.year.plan.scheme(of.scheme).code.as_str().into()),
        Column::text(
            "sector",
            "Mã khối; * là cả tỉnh, nơi không báo cáo theo khối",
            |of: InSector<'a>| of.sector.map_or("*", |sector| of.year.plan.sector(sector).code.as_str()).into(),
        ),
        Column::new("eligible", Kind::Integer, "Thuộc diện tham gia", |of: InSector<'a>| number(of.eligible))
            .optional(),
        Column::new("current", Kind::Integer, "Đang làm việc", |of: InSector<'a>| number(of.current)).optional(),
        Column::new("participants", Kind::Integer, "Đang tham gia", |of: InSector<'a>| number(of.participants))
            .optional(),
        Column::new("uninsured_at_work", Kind::Integer, "Đang làm việc chưa tham gia", |of: InSector<'a>| {
            InSector::difference(of.current, of.participants)
        })
        .optional(),
        Column::new(
            "planned_change",
            Kind::Integer,
            "Dự kiến bổ sung trừ dự kiến giảm",
            |of: InSector<'a>| InSector::difference(of.eligible, of.current),
        )
        .optional(),
        Column::new("potential", Kind::Integer, "Tiềm năng", |of: InSector<'a>| {
            InSector::difference(of.eligible, of.participants)
        })
        .optional(),
    ];
    let records = move || {
        let of_schemes = figures(merged).schemes.into_iter().flat_map(|scheme| InSector::all(year, &scheme));
        of_schemes.collect::<Vec<_>>().into_iter()
    };
    DataTable::new(about, &year.plan.id, columns, records)
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

/// Who is outside of insurance, a row an area and one of the province.
pub fn outside<'a>(merged: &'a Merged) -> DataTable<'a> {
    let year = &merged.year;
    let about = About {
        name: "outside",
        title: "Chưa tham gia",
        description: "Lực lượng lao động trừ người đang tham gia, theo địa bàn; không phải là tiềm năng",
        key: &["plan", "year", "area"],
    };
    let columns = vec![
        Column::new("year", Kind::Year, "Năm số liệu", |of: InArea<'a>| of.year.year.into()),
        Column::text("area", "Mã đơn vị quản lý địa bàn; * là cả tỉnh", |of: InArea<'a>| {
            of.area.map_or_else(|| "*".into(), |area| agency_code(of.year, area))
        }),
        Column::new("labour_force", Kind::Integer, "Lực lượng lao động", |of: InArea<'a>| {
            number(of.labour_force)
        })
        .optional(),
        Column::new("participants", Kind::Integer, "Đang tham gia", |of: InArea<'a>| number(of.participants))
            .optional(),
        Column::new("outside", Kind::Integer, "Chưa tham gia", |of: InArea<'a>| number(of.outside)).optional(),
    ];
    let row = move |row: &OutsideRow| InArea {
        year,
        area: row.area,
        labour_force: row.labour_force.known(),
        participants: row.participants.known(),
        outside: row.people(),
    };
    let records = move || {
        let outside = figures(merged).outside;
        [&outside.province].into_iter().chain(&outside.areas).map(row).collect::<Vec<_>>().into_iter()
    };
    DataTable::new(about, &year.plan.id, columns, records)
}
