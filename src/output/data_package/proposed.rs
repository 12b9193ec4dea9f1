//! The tables of next year's proposal, from the plan's percentages and this year's counts alone: lines, shares, and the way
//! to later targets.

use super::table::{DataTable, TableFacts};
use crate::indicator::annual::Annual;
use crate::indicator::projection::Step;
use crate::indicator::proposal::{ProposalLine, Subject};
use crate::indicator::shares::{self, ShareLine};
use crate::ledger::columns::agency_code;
use crate::plan::{AgencyId, PlanYear, SchemeId, SectorId};
use crate::value::record::{Column, ColumnKind, Datum};
use crate::view::proposal::remark_words;

/// A line of the proposal.
#[derive(Clone, Copy)]
struct ExportedLine<'a> {
    year: &'a PlanYear<'a>,
    for_year: i32,
    line: &'a ProposalLine,
}

impl<'a> ExportedLine<'a> {
    fn all(annual: &'a Annual) -> impl Iterator<Item = Self> {
        let (year, for_year) = (&annual.merged.year, annual.proposal.year);
        annual.proposal.lines.iter().map(move |line| ExportedLine { year, for_year, line })
    }

    fn id(self) -> Datum<'a> {
        match self.line.subject {
            Subject::Indicator(id) => self.year.plan.indicator(id).id.as_str().into(),
            Subject::Scheme(id) => scheme_code(self.year, id),
        }
    }
}

fn scheme_code<'a>(year: &'a PlanYear<'a>, id: SchemeId) -> Datum<'a> {
    year.plan.scheme(id).code.as_str().into()
}

/// A column of people, which may be negative, and blank where something is missing.
pub fn figure<'a, R>(key: &'static str, title: &'static str, get: fn(R) -> Datum<'a>) -> Column<'a, R> {
    Column::new(key, ColumnKind::Integer, title, get).optional()
}

/// What stands for all sectors, agencies or areas, so that a key has no gaps.
const ALL: &str = "*";

/// A sector, or that it is all of them.
pub fn sector_code<'a>(year: &'a PlanYear<'a>, sector: Option<SectorId>) -> Datum<'a> {
    sector.map_or(ALL, |sector| year.plan.sector(sector).code.as_str()).into()
}

/// An agency, or that it is all of them.
pub fn agency_or_all<'a>(year: &'a PlanYear<'a>, agency: Option<AgencyId>) -> Datum<'a> {
    agency.map_or_else(|| ALL.into(), |agency| agency_code(year, agency))
}

/// What is proposed for the province, a row an indicator or scheme.
pub fn lines<'a>(annual: &'a Annual) -> DataTable<'a> {
    let about = TableFacts {
        name: "proposal",
        title: "Đề xuất chỉ tiêu",
        description: "Số người đề xuất cho năm sau theo tỷ lệ của Kế hoạch; không tính năm trước nên lực lượng lao động giữ như năm nay",
        key: &["plan", "year", "id"],
    };
    let columns = vec![
        Column::year(|of: ExportedLine<'a>| of.year.year.into()),
        Column::new("for_year", ColumnKind::Year, "Năm đề xuất", |of: ExportedLine<'a>| of.for_year.into()),
        Column::text("id", "Mã chỉ số hoặc loại hình", ExportedLine::id),
        Column::new("percent", ColumnKind::Percent, "Tỷ lệ của Kế hoạch", |of: ExportedLine<'a>| {
            Datum::or_missing(of.line.percent)
        })
        .optional(),
        figure("needed", "Số người cần có", |of: ExportedLine<'a>| Datum::or_missing(of.line.needed_people())),
        figure("current", "Đang tham gia", |of: ExportedLine<'a>| Datum::or_missing(of.line.province.current)),
        figure("proposed", "Đề xuất", |of: ExportedLine<'a>| Datum::or_missing(of.line.province.proposed)),
        figure("increase", "Tăng thêm", |of: ExportedLine<'a>| Datum::or_missing(of.line.province.difference())),
    ];
    DataTable::new(about, &annual.merged.year.plan.id, columns, move || ExportedLine::all(annual))
}

/// A line of the list of shares.
#[derive(Clone, Copy)]
struct ExportedShare<'a> {
    year: &'a PlanYear<'a>,
    line: ShareLine,
}

/// Who is to bring the increase about.
pub fn shares<'a>(annual: &'a Annual) -> DataTable<'a> {
    let about = TableFacts {
        name: "proposal_shares",
        title: "Phân bổ đề xuất",
        description: "Mỗi dòng một ô của bảng khối × đơn vị, một khối, một đơn vị, một địa bàn; * ở cả ba cột là phần chưa giao được cho ai",
        key: &["plan", "year", "scheme", "sector", "agency", "area"],
    };
    let columns = vec![
        Column::year(|of: ExportedShare<'a>| of.year.year.into()),
        Column::text("scheme", "Mã loại hình", |of: ExportedShare<'a>| scheme_code(of.year, of.line.scheme)),
        Column::text("sector", "Mã khối; * là mọi khối", |of: ExportedShare<'a>| {
            sector_code(of.year, of.line.sector)
        }),
        Column::text("agency", "Mã đơn vị; * là mọi đơn vị", |of: ExportedShare<'a>| {
            agency_or_all(of.year, of.line.agency)
        }),
        Column::text(
            "area",
            "Mã đơn vị quản lý địa bàn; * nếu không chia theo địa bàn",
            |of: ExportedShare<'a>| agency_or_all(of.year, of.line.area),
        ),
        figure("increase", "Tăng thêm", |of: ExportedShare<'a>| Datum::or_missing(of.line.increase)),
        figure("weight", "Số người làm trọng số", |of: ExportedShare<'a>| Datum::or_missing(of.line.weight)),
        Column::text("remark", "Lưu ý", |of: ExportedShare<'a>| {
            let words = remark_words(of.year, of.line.remark);
            Datum::or_missing((!words.is_empty()).then_some(words))
        })
        .optional(),
        Column::new("is_provisional", ColumnKind::Truth, "Tạm tính", |of: ExportedShare<'a>| {
            of.line.is_provisional.into()
        }),
    ];
    let year = &annual.merged.year;
    let records =
        move || annual.proposal.lines.iter().flat_map(shares::shares).map(move |line| ExportedShare { year, line });
    DataTable::new(about, &year.plan.id, columns, records)
}

/// A year on the way to the last target.
#[derive(Clone, Copy)]
struct ExportedStep<'a> {
    of: ExportedLine<'a>,
    step: Step,
}

/// The people of every later year.
pub fn trajectory<'a>(annual: &'a Annual) -> DataTable<'a> {
    let about = TableFacts {
        name: "proposal_trajectory",
        title: "Lộ trình",
        description: "Số người của từng năm sau đến năm cuối có chỉ tiêu",
        key: &["plan", "year", "id", "for_year"],
    };
    let columns = vec![
        Column::year(|row: ExportedStep<'a>| row.of.year.year.into()),
        Column::text("id", "Mã chỉ số", |row: ExportedStep<'a>| row.of.id()),
        Column::new("for_year", ColumnKind::Year, "Năm", |row: ExportedStep<'a>| row.step.year.into()),
        figure("people", "Số người", |row: ExportedStep<'a>| row.step.people.into()),
        figure("increment", "Tăng so với năm trước", |row: ExportedStep<'a>| row.step.increment.into()),
    ];
    DataTable::new(about, &annual.merged.year.plan.id, columns, move || {
        let ways = ExportedLine::all(annual).filter_map(|of| Some((of, of.line.trajectory.as_ref().ok()?)));
        ways.flat_map(|(of, way)| way.steps.iter().map(move |step| ExportedStep { of, step: *step }))
    })
}
