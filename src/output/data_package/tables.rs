//! What the package's tables hold, column by column. The ledger and the files have the columns of the provincial workbook.

use super::figures;
use super::table::{DataTable, TableFacts};
use crate::counts::{Scope, Term, terms};
use crate::indicator::Coverage;
use crate::indicator::annual::Annual;
use crate::indicator::columns::IndicatorRow;
use crate::ledger::Merged;
use crate::ledger::columns::{AgencyRow, FileRow, LedgerRow, agency_code, ledger_rows};
use crate::ledger::parts::{self, PartRow};
use crate::plan::{Form, FormColumn, FormId, FormRow, Indicator, Input, PlanYear, RoundId};
use crate::problem::Audience;
use crate::problem::columns::FindingRow;
use crate::value::record::{Column, ColumnKind, Datum};

/// The name of the table of units' parts.
pub const UNIT_PARTS: &str = "unit-parts";

/// All tables, the ledger first.
pub fn all<'a>(annual: &'a Annual) -> Vec<DataTable<'a>> {
    let merged = annual.merged;
    let coverage = &annual.coverage;
    let reported = [
        ledger(merged),
        agencies(merged),
        files(merged),
        findings(merged),
        indicators(&merged.year, coverage),
        indicator_cells(merged),
        categories(&merged.year),
        measures(&merged.year),
    ];
    reported.into_iter().chain(unit_parts(merged)).chain(figures::tables(annual)).collect()
}

/// Each unit's part of the numbers that an agency added up; `None` where no number has parts.
fn unit_parts<'a>(merged: &'a Merged) -> Option<DataTable<'a>> {
    let about = TableFacts {
        name: UNIT_PARTS,
        title: "Số của đơn vị bậc dưới",
        description: "Mỗi dòng một phần của một số trong sổ; đã nằm trong số ấy, không cộng thêm",
        key: if merged.year.plan.has_rounds() {
            &["plan", "year", "round", "agency", "form", "row", "column", "unit"]
        } else {
            &["plan", "year", "agency", "form", "row", "column", "unit"]
        },
    };
    parts::is_any(merged)
        .then(|| DataTable::new(about, &merged.year.plan.id, PartRow::COLUMNS.to_vec(), move || parts::rows(merged)))
}

fn ledger<'a>(merged: &'a Merged) -> DataTable<'a> {
    let about = TableFacts {
        name: "ledger",
        title: "Số liệu",
        description: "Mỗi dòng một số, kèm nguồn",
        // A key has no missing values, as the only round of a plan would be.
        key: if merged.year.plan.has_rounds() {
            &["plan", "year", "round", "agency", "form", "row", "column"]
        } else {
            &["plan", "year", "agency", "form", "row", "column"]
        },
    };
    DataTable::new(about, &merged.year.plan.id, LedgerRow::COLUMNS.to_vec(), move || ledger_rows(merged))
}

fn agencies<'a>(merged: &'a Merged) -> DataTable<'a> {
    let about = TableFacts {
        name: "agencies",
        title: "Đơn vị",
        description: "Các đơn vị phải gửi và tình trạng",
        key: &["plan", "year", "agency"],
    };
    let columns = vec![
        Column::year(|row: AgencyRow<'a>| row.merged.year.year.into()),
        Column::text("agency", "Mã đơn vị báo cáo", |row| agency_code(&row.merged.year, row.record.agency)),
    ];
    let group = Column::text("group", "Nhóm đơn vị", |row: AgencyRow<'a>| {
        let plan = row.merged.year.plan;
        plan.groups[plan.agency(row.record.agency).group.idx()].code.as_str().into()
    });
    let (name, others) = AgencyRow::COLUMNS.split_first().expect("an agency has a name");
    let columns = columns.into_iter().chain([*name, group]).chain(others.iter().copied()).collect();
    DataTable::new(about, &merged.year.plan.id, columns, move || {
        merged.agencies.iter().map(move |record| AgencyRow { merged, record })
    })
}

fn files<'a>(merged: &'a Merged) -> DataTable<'a> {
    let about = TableFacts {
        name: "files",
        title: "Tệp",
        description: "Các tệp trong thư mục và cách xử lý",
        key: &["plan", "path"],
    };
    let plan = merged.year.plan;
    DataTable::new(about, &plan.id, FileRow::COLUMNS.to_vec(), move || {
        merged.files.iter().map(move |file| FileRow { plan, record: file })
    })
}

fn findings<'a>(merged: &'a Merged) -> DataTable<'a> {
    let about = TableFacts {
        name: "findings",
        title: "Kết quả kiểm tra",
        description: "Những gì đã phát hiện trong từng tệp",
        key: &["plan", "path", "no"],
    };
    let columns = FindingRow::without(&["name", "cell", "explanation"]);
    DataTable::new(about, &merged.year.plan.id, columns, move || {
        merged.files.iter().flat_map(|file| FindingRow::all(&file.path, &file.findings, Audience::Program))
    })
}

fn indicators<'a>(year: &'a PlanYear, coverage: &'a [Coverage]) -> DataTable<'a> {
    let about = TableFacts {
        name: "indicators",
        title: "Chỉ số",
        description: "Các chỉ số và chỉ tiêu của năm",
        key: &["plan", "year", "indicator"],
    };
    let id =
        Column::text("indicator", "Mã chỉ số", |row: IndicatorRow<'a, 'a>| row.indicator().id.as_str().into());
    // What the counts of `indicator_cells` add up to.
    let computed = ["numerator", "denominator", "percent", "reached", "gap_people", "missing"];
    let mut columns = IndicatorRow::without(&computed);
    columns.insert(1, id);
    let plan = year.plan;
    DataTable::new(about, &plan.id, columns, move || {
        coverage.iter().map(move |coverage| IndicatorRow { plan, coverage })
    })
}

/// A number that an indicator adds or takes off.
#[derive(Clone, Copy)]
struct Summand<'a> {
    year: &'a PlanYear<'a>,
    indicator: &'a Indicator,
    side: &'static str,
    round: RoundId,
    term: Term,
}

impl<'a> Summand<'a> {
    fn form(self) -> &'a Form {
        self.year.plan.form(self.term.cell.form)
    }

    fn of(merged: &'a Merged<'a>, indicator: &'a Indicator) -> impl Iterator<Item = Self> {
        let year = &merged.year;
        let rounds = merged.ledger.by_round().rounds_of(year, indicator);
        let sides = [
            ("numerator", &indicator.numerator, rounds.numerator),
            ("denominator", &indicator.denominator, rounds.denominator),
        ];
        sides.into_iter().flat_map(move |(side, inputs, round)| {
            selected(year, inputs).map(move |term| Summand { year, indicator, side, round, term })
        })
    }
}

fn selected<'a>(year: &'a PlanYear, inputs: &'a [Input]) -> impl Iterator<Item = Term> + 'a {
    inputs.iter().flat_map(move |input| terms(year, input, Scope::Province))
}

fn indicator_cells<'a>(merged: &'a Merged) -> DataTable<'a> {
    let about = TableFacts {
        name: "indicator_cells",
        title: "Cách tính chỉ số",
        description: "Chỉ số cộng từ những số nào của đơn vị nào; số không có trong bảng ledger là số còn thiếu",
        key: &["plan", "year", "indicator", "side", "agency", "form", "row", "column"],
    };
    let columns = vec![
        Column::year(|of: Summand<'a>| of.year.year.into()),
        Column::text("indicator", "Mã chỉ số", |of| of.indicator.id.as_str().into()),
        Column::text("side", "numerator: tử số; denominator: mẫu số", |of| of.side.into()),
        Column::new("sign", ColumnKind::Integer, "1: cộng vào; -1: trừ đi", |of| {
            Datum::Integer(if of.term.subtract { -1 } else { 1 })
        }),
        Column::text("agency", "Mã đơn vị báo cáo", |of| agency_code(of.year, of.term.cell.agency)),
        Column::text("form", "Mã biểu", |of| of.form().code.as_str().into()),
        Column::text("row", "Mã số của dòng", |of| {
            of.year.row(of.term.cell.form, of.term.cell.row).code.as_str().into()
        }),
        Column::text("column", "Khóa của cột", |of| {
            of.form().columns[of.term.cell.column.idx()].key.as_str().into()
        }),
        Column::text(
            "round",
            "Mã kỳ số liệu; để trống khi kế hoạch chỉ có một kỳ",
            |of: Summand<'a>| Datum::or_missing(of.year.plan.round_code(of.round)),
        )
        .optional(),
    ];
    let indicators = &merged.year.plan.indicators;
    DataTable::new(about, &merged.year.plan.id, columns, move || {
        indicators.iter().flat_map(|indicator| Summand::of(merged, indicator))
    })
}

/// A row of a form in a year.
#[derive(Clone, Copy)]
struct Category<'a> {
    year: &'a PlanYear<'a>,
    form: FormId,
    row: &'a FormRow,
}

impl<'a> Category<'a> {
    fn sector(self) -> Datum<'a> {
        Datum::or_missing(self.row.sector.map(|sector| self.year.plan.sector(sector).code.as_str()))
    }

    fn schemes(self) -> Datum<'a> {
        let schemes: Vec<&str> =
            self.row.schemes.iter().map(|scheme| self.year.plan.scheme(*scheme).code.as_str()).collect();
        Datum::or_missing((!schemes.is_empty()).then(|| schemes.join(";")))
    }
}

fn categories<'a>(year: &'a PlanYear) -> DataTable<'a> {
    let about = TableFacts {
        name: "categories",
        title: "Nhóm đối tượng",
        description: "Các dòng của từng biểu",
        key: &["plan", "year", "form", "row"],
    };
    let columns = vec![
        Column::year(|of: Category<'a>| of.year.year.into()),
        Column::text("form", "Mã biểu", |of| of.year.plan.form(of.form).code.as_str().into()),
        Column::text("row", "Mã số của dòng", |of| of.row.code.as_str().into()),
        Column::text("label", "Nhóm đối tượng", |of| of.row.label.as_str().into()),
        Column::new(
            "is_entered",
            ColumnKind::Truth,
            "true: đơn vị nhập; false: dòng tổng, không có trong bảng ledger",
            |of: Category<'a>| of.row.is_entered().into(),
        ),
        Column::text("sector", "Khối", |of: Category<'a>| of.sector()).optional(),
        Column::text("area", "Mã đơn vị quản lý địa bàn mà dòng đếm", |of: Category<'a>| {
            of.row.area.map_or(Datum::Missing, |area| agency_code(of.year, area))
        })
        .optional(),
        Column::text(
            "schemes",
            "Các loại bảo hiểm mà nhóm thuộc diện tham gia, cách nhau bằng dấu chấm phẩy",
            |of: Category<'a>| of.schemes(),
        )
        .optional(),
    ];
    DataTable::new(about, &year.plan.id, columns, move || {
        year.plan.form_ids().flat_map(move |form| year.rows(form).iter().map(move |row| Category { year, form, row }))
    })
}

fn measures<'a>(year: &'a PlanYear) -> DataTable<'a> {
    let about = TableFacts {
        name: "measures",
        title: "Cột số liệu",
        description: "Các cột của từng biểu",
        key: &["plan", "form", "column"],
    };
    let columns = vec![
        Column::text("form", "Mã biểu", |(form, _): (&'a Form, &'a FormColumn)| form.code.as_str().into()),
        Column::text("form_title", "Tên biểu", |(form, _)| form.title.as_str().into()),
        Column::text("column", "Khóa của cột", |(_, column)| column.key.as_str().into()),
        Column::text("label", "Tên cột", |(_, column)| column.label.as_str().into()),
    ];
    DataTable::new(about, &year.plan.id, columns, move || {
        year.plan.forms.iter().flat_map(|form| form.columns.iter().map(move |column| (form, column)))
    })
}
