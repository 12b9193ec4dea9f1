//! The tables of computed figures: potential by sector, who is outside of insurance by area, and the proposal.

use super::proposed::{self, agency_or_all, figure, sector_code};
use super::table::{DataTable, TableFacts};
use crate::indicator::annual::Annual;
use crate::indicator::potential::{AgencyEligible, Liable, OutsideRow, Potential, SchemePotential};
use crate::plan::{AgencyId, PlanYear, SchemeId, SectorId};
use crate::value::record::{Column, Datum};

/// Those liable for a scheme in one sector, of all agencies or of one.
#[derive(Clone, Copy)]
struct InSector<'a> {
    year: &'a PlanYear<'a>,
    scheme: SchemeId,
    sector: Option<SectorId>,
    /// `None` for the sector as a whole.
    agency: Option<AgencyId>,
    eligible: Option<i64>,
    current: Option<i64>,
    participants: Option<i64>,
    potential: Option<i64>,
}

impl<'a> InSector<'a> {
    fn all(year: &'a PlanYear<'a>, scheme: &SchemePotential) -> Vec<Self> {
        let id = scheme.scheme;
        scheme
            .rows
            .iter()
            .flat_map(|row| {
                let cells = row.agencies.iter().filter(|_| row.is_measured());
                let cells = cells.map(|of| InSector::of_agency(year, id, row, *of));
                [InSector::whole(year, id, row)].into_iter().chain(cells).collect::<Vec<_>>()
            })
            .collect()
    }

    fn whole(year: &'a PlanYear<'a>, scheme: SchemeId, row: &Liable) -> Self {
        InSector {
            year,
            scheme,
            sector: row.sector,
            agency: None,
            eligible: row.eligible_people(),
            current: row.current_people(),
            participants: row.participants.known(),
            potential: row.people(),
        }
    }

    fn of_agency(year: &'a PlanYear<'a>, scheme: SchemeId, row: &Liable, of: AgencyEligible) -> Self {
        InSector {
            year,
            scheme,
            sector: row.sector,
            agency: Some(of.agency),
            eligible: of.people,
            current: None,
            participants: of.insured,
            potential: of.potential(),
        }
    }

    fn difference(one: Option<i64>, other: Option<i64>) -> Datum<'a> {
        Datum::or_missing(one.zip(other).map(|(one, other)| one - other))
    }
}

/// The tables, of figures computed once.
pub fn tables<'a>(annual: &'a Annual) -> Vec<DataTable<'a>> {
    let year = &annual.merged.year;
    let Potential { schemes, outside: of_areas, .. } = &annual.potential;
    let sectors = schemes.iter().flat_map(|scheme| InSector::all(year, scheme)).collect();
    let areas = [&of_areas.province].into_iter().chain(&of_areas.areas).map(|row| InArea::new(year, row)).collect();
    let proposed = [proposed::lines(annual), proposed::shares(annual), proposed::trajectory(annual)];
    [potential(year, sectors), outside(year, areas)].into_iter().chain(proposed).collect()
}

/// Potential in its two parts, a row a scheme and sector, and an agency where each one's insured are known.
fn potential<'a>(year: &'a PlanYear<'a>, rows: Vec<InSector<'a>>) -> DataTable<'a> {
    let about = TableFacts {
        name: "potential",
        title: "Tiềm năng",
        description: "Thuộc diện, đang làm việc, đang tham gia và tiềm năng theo khối, và theo đơn vị nơi đo được; để trống khi thiếu số liệu",
        key: &["plan", "year", "scheme", "sector", "agency"],
    };
    let columns = vec![
        Column::year(|of: InSector<'a>| of.year.year.into()),
        Column::text("scheme", "Mã loại hình", |of| of.year.plan.scheme(of.scheme).code.as_str().into()),
        Column::text(
            "sector",
            "Mã khối; * là cả tỉnh, nơi không báo cáo theo khối",
            |of: InSector<'a>| sector_code(of.year, of.sector),
        ),
        Column::text("agency", "Mã đơn vị; * là mọi đơn vị của khối", |of: InSector<'a>| {
            agency_or_all(of.year, of.agency)
        }),
        figure("eligible", "Thuộc diện tham gia", |of: InSector<'a>| Datum::or_missing(of.eligible)),
        figure("current", "Đang làm việc; để trống ở dòng của đơn vị", |of: InSector<'a>| {
            Datum::or_missing(of.current)
        }),
        figure("participants", "Đang tham gia", |of: InSector<'a>| Datum::or_missing(of.participants)),
        figure("uninsured_at_work", "Đang làm việc chưa tham gia", |of: InSector<'a>| {
            InSector::difference(of.current, of.participants)
        }),
        figure("planned_change", "Dự kiến bổ sung trừ dự kiến giảm", |of: InSector<'a>| {
            InSector::difference(of.eligible, of.current)
        }),
        figure("potential", "Tiềm năng", |of: InSector<'a>| Datum::or_missing(of.potential)),
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
            agency_or_all(of.year, of.area)
        }),
        figure("labour_force", "Lực lượng lao động", |of: InArea<'a>| Datum::or_missing(of.labour_force)),
        figure("participants", "Đang tham gia", |of: InArea<'a>| Datum::or_missing(of.participants)),
        figure("outside", "Chưa tham gia", |of: InArea<'a>| Datum::or_missing(of.outside)),
    ];
    DataTable::new(about, &year.plan.id, columns, move || rows.clone().into_iter())
}
