//! What the package's tables hold. The ledger has the columns of the provincial workbook in the same order; every table
//! ends in the plan's id, so that the tables of many provinces can be put under each other.

use super::table::{Column, DataTable, Kind, Value};
use crate::counts::{CellId, Scope, Term, terms};
use crate::ledger::Merged;
use crate::plan::{AgencyId, Input, PlanYear};
use crate::problem::Audience;
use crate::value::grid::Address;

/// All tables, the ledger first.
pub fn all<'a>(merged: &'a Merged) -> Vec<DataTable<'a>> {
    vec![
        ledger(merged),
        agencies(merged),
        files(merged),
        findings(merged),
        indicators(merged),
        indicator_cells(merged),
        categories(merged),
        measures(merged),
    ]
}

fn column(name: &'static str, kind: Kind, description: &'static str) -> Column {
    Column::new(name, kind, description)
}

fn text(name: &'static str, description: &'static str) -> Column {
    Column::new(name, Kind::Text, description)
}

fn year_column() -> Column {
    column("year", Kind::Integer, "Năm số liệu")
}

fn plan_column() -> Column {
    text("plan", "Mã kế hoạch")
}

fn agency_code<'a>(year: &'a PlanYear, agency: AgencyId) -> Value<'a> {
    year.plan.agency(agency).code.as_str().into()
}

/// Which number: the codes of its agency, form and row, and the key of its column.
fn number<'a>(year: &'a PlanYear, cell: CellId) -> [Value<'a>; 4] {
    let form = year.plan.form(cell.form);
    [
        agency_code(year, cell.agency),
        form.code.as_str().into(),
        year.row(cell.form, cell.row).code.as_str().into(),
        form.columns[cell.column.idx()].key.as_str().into(),
    ]
}

fn ledger<'a>(merged: &'a Merged) -> DataTable<'a> {
    let year = &merged.year;
    let columns = vec![
        year_column(),
        text("agency", "Mã đơn vị báo cáo"),
        text("form", "Mã biểu"),
        text("row", "Mã số của dòng (nhóm đối tượng)"),
        text("column", "Khóa của cột số liệu"),
        column("value", Kind::Integer, "Số người"),
        text("status", "accepted: đã nhận; explained: đã giải trình; queried: còn cần giải trình"),
        text("file", "Tệp nguồn, tính từ thư mục số liệu"),
        text("sheet", "Trang tính nguồn"),
        text("cell", "Ô nguồn"),
        text("sha256", "Mã băm SHA-256 của tệp nguồn"),
        text("explanation", "Giải trình của đơn vị, nếu số này từng bị hỏi").optional(),
        plan_column(),
    ];
    let key = &["plan", "year", "agency", "form", "row", "column"];
    DataTable::new("ledger", "Số liệu", "Mỗi dòng một số, kèm nguồn", key, columns, move || {
        merged.ledger.observations.iter().map(move |observation| {
            let file = merged.file(observation.file);
            let [agency, form, row, column] = number(year, observation.cell);
            vec![
                year.year.into(),
                agency,
                form,
                row,
                column,
                Value::Integer(i64::try_from(observation.people).unwrap_or(i64::MAX)),
                observation.status.key().into(),
                file.path.as_str().into(),
                observation.sheet.as_ref().into(),
                observation.at.to_string().into(),
                Value::or_missing(file.sha256.as_deref()),
                Value::or_missing(observation.explanation.as_deref()),
                year.plan.id.as_str().into(),
            ]
        })
    })
}

fn agencies<'a>(merged: &'a Merged) -> DataTable<'a> {
    let year = &merged.year;
    let columns = vec![
        year_column(),
        text("agency", "Mã đơn vị báo cáo"),
        text("name", "Tên đơn vị vào ngày đến hạn"),
        text("group", "Nhóm đơn vị"),
        text("status", "accepted: đã nhận; rejected: trả lại; conflict: mâu thuẫn; missing: chưa gửi"),
        text("file", "Tệp được xét").optional(),
        column("on_time", Kind::Truth, "Gửi đúng hạn; để trống khi không rõ").optional(),
        plan_column(),
    ];
    DataTable::new(
        "agencies",
        "Đơn vị",
        "Các đơn vị phải gửi và tình trạng",
        &["plan", "year", "agency"],
        columns,
        move || {
            merged.agencies.iter().map(move |record| {
                let group = year.plan.agency(record.agency).group;
                vec![
                    year.year.into(),
                    agency_code(year, record.agency),
                    year.agency_name(record.agency).into(),
                    year.plan.groups[group.idx()].code.as_str().into(),
                    record.status.key().into(),
                    Value::or_missing(record.file.map(|n| merged.file(n).path.as_str())),
                    Value::or_missing(record.on_time),
                    year.plan.id.as_str().into(),
                ]
            })
        },
    )
}

fn files<'a>(merged: &'a Merged) -> DataTable<'a> {
    let year = &merged.year;
    let columns = vec![
        text("path", "Tệp, tính từ thư mục số liệu"),
        text("sha256", "Mã băm SHA-256; để trống khi không đọc được tệp").optional(),
        text("agency", "Mã đơn vị").optional(),
        column("year", Kind::Integer, "Năm số liệu ghi trong tệp").optional(),
        column("revision", Kind::Integer, "Lần gửi").optional(),
        column("as_of", Kind::Date, "Số liệu tính đến ngày").optional(),
        column("sent_on", Kind::Date, "Ngày gửi ghi trên bìa").optional(),
        text("status", "accepted, rejected, superseded, duplicate, conflict, ignored"),
        plan_column(),
    ];
    DataTable::new(
        "files",
        "Tệp",
        "Các tệp trong thư mục và cách xử lý",
        &["plan", "path"],
        columns,
        move || {
            merged.files.iter().map(move |file| {
                vec![
                    file.path.as_str().into(),
                    Value::or_missing(file.sha256.as_deref()),
                    file.agency.map_or(Value::Missing, |agency| agency_code(year, agency)),
                    Value::or_missing(file.year),
                    Value::or_missing(file.revision),
                    Value::or_missing(file.as_of),
                    Value::or_missing(file.sent_on),
                    file.status.key().into(),
                    year.plan.id.as_str().into(),
                ]
            })
        },
    )
}

fn findings<'a>(merged: &'a Merged) -> DataTable<'a> {
    let columns = vec![
        text("path", "Tệp"),
        column("no", Kind::Integer, "Thứ tự trong tệp, từ 1"),
        text("code", "Mã kết quả kiểm tra"),
        text("severity", "error: lỗi; query: cần giải trình; note: ghi chú"),
        column("explained", Kind::Truth, "Đã giải trình"),
        text("sheet", "Trang tính").optional(),
        text("cells", "Các ô, cách nhau bằng dấu chấm phẩy").optional(),
        text("form", "Mã biểu").optional(),
        text("row", "Mã số của dòng").optional(),
        text("column", "Khóa của cột").optional(),
        text("found", "Trên tệp").optional(),
        text("expected", "Cần có").optional(),
        text("message", "Phát hiện"),
        text("hint", "Cách xử lý"),
        plan_column(),
    ];
    let title = "Kết quả kiểm tra";
    DataTable::new(
        "findings",
        title,
        "Những gì đã phát hiện trong từng tệp",
        &["plan", "path", "no"],
        columns,
        move || {
            merged.files.iter().flat_map(move |file| {
                (1u32..).zip(&file.findings).map(move |(no, finding)| {
                    let (place, words) = (&finding.place, finding.words(Audience::Program));
                    let cells: Vec<String> = place.cells.iter().map(Address::to_string).collect();
                    vec![
                        file.path.as_str().into(),
                        no.into(),
                        finding.code().entry().id.into(),
                        finding.severity.key().into(),
                        finding.is_explained().into(),
                        Value::or_missing(place.sheet.as_deref()),
                        Value::or_missing((!cells.is_empty()).then(|| cells.join(";"))),
                        Value::or_missing(place.form.as_deref()),
                        Value::or_missing(place.row.as_deref()),
                        Value::or_missing(place.column.as_deref()),
                        Value::or_missing(words.found),
                        Value::or_missing(words.expected),
                        words.message.into(),
                        words.hint.into(),
                        merged.year.plan.id.as_str().into(),
                    ]
                })
            })
        },
    )
}

fn indicators<'a>(merged: &'a Merged) -> DataTable<'a> {
    let year = &merged.year;
    let columns = vec![
        year_column(),
        text("indicator", "Mã chỉ số"),
        text("title", "Tên chỉ số"),
        column("target", Kind::Percent, "Chỉ tiêu của Kế hoạch, phần trăm; để trống khi Kế hoạch không giao")
            .optional(),
        plan_column(),
    ];
    let key = &["plan", "year", "indicator"];
    DataTable::new("indicators", "Chỉ số", "Các chỉ số và chỉ tiêu của năm", key, columns, move || {
        year.plan.indicators.iter().map(move |indicator| {
            vec![
                year.year.into(),
                indicator.id.as_str().into(),
                indicator.title.as_str().into(),
                Value::or_missing(indicator.target(year.year).map(|target| target.percent)),
                year.plan.id.as_str().into(),
            ]
        })
    })
}

fn indicator_cells<'a>(merged: &'a Merged) -> DataTable<'a> {
    let year = &merged.year;
    let columns = vec![
        year_column(),
        text("indicator", "Mã chỉ số"),
        text("side", "numerator: tử số; denominator: mẫu số"),
        column("sign", Kind::Integer, "1: cộng vào; -1: trừ đi"),
        text("agency", "Mã đơn vị báo cáo"),
        text("form", "Mã biểu"),
        text("row", "Mã số của dòng"),
        text("column", "Khóa của cột"),
        plan_column(),
    ];
    let description = "Chỉ số cộng từ những số nào của đơn vị nào; số không có trong bảng ledger là số còn thiếu";
    let key = &["plan", "year", "indicator", "side", "agency", "form", "row", "column"];
    DataTable::new("indicator_cells", "Cách tính chỉ số", description, key, columns, move || {
        year.plan.indicators.iter().flat_map(move |indicator| {
            let sides = [("numerator", &indicator.numerator), ("denominator", &indicator.denominator)];
            sides.into_iter().flat_map(move |(side, inputs)| {
                selected(year, inputs).map(move |term| {
                    let [agency, form, row, column] = number(year, term.cell);
                    vec![
                        year.year.into(),
                        indicator.id.as_str().into(),
                        side.into(),
                        Value::Integer(if term.subtract { -1 } else { 1 }),
                        agency,
                        form,
                        row,
                        column,
                        year.plan.id.as_str().into(),
                    ]
                })
            })
        })
    })
}

fn selected<'a>(year: &'a PlanYear, inputs: &'a [Input]) -> impl Iterator<Item = Term> + 'a {
    inputs.iter().flat_map(move |input| terms(year, input, Scope::Province))
}

fn categories<'a>(merged: &'a Merged) -> DataTable<'a> {
    let year = &merged.year;
    let columns = vec![
        year_column(),
        text("form", "Mã biểu"),
        text("row", "Mã số của dòng"),
        text("label", "Nhóm đối tượng"),
        column("is_entered", Kind::Truth, "true: đơn vị nhập; false: dòng tổng, không có trong bảng ledger"),
        text("sector", "Khối").optional(),
        text("area", "Mã đơn vị quản lý địa bàn mà dòng đếm").optional(),
        text("schemes", "Các loại bảo hiểm mà nhóm thuộc diện tham gia, cách nhau bằng dấu chấm phẩy").optional(),
        plan_column(),
    ];
    let key = &["plan", "year", "form", "row"];
    DataTable::new("categories", "Nhóm đối tượng", "Các dòng của từng biểu", key, columns, move || {
        year.plan.form_ids().flat_map(move |id| {
            year.rows(id).iter().map(move |row| {
                let schemes: Vec<&str> =
                    row.schemes.iter().map(|scheme| year.plan.scheme(*scheme).code.as_str()).collect();
                vec![
                    year.year.into(),
                    year.plan.form(id).code.as_str().into(),
                    row.code.as_str().into(),
                    row.label.as_str().into(),
                    row.is_entered().into(),
                    Value::or_missing(row.sector.map(|sector| year.plan.sector(sector).code.as_str())),
                    row.area.map_or(Value::Missing, |area| agency_code(year, area)),
                    Value::or_missing((!schemes.is_empty()).then(|| schemes.join(";"))),
                    year.plan.id.as_str().into(),
                ]
            })
        })
    })
}

fn measures<'a>(merged: &'a Merged) -> DataTable<'a> {
    let plan = merged.year.plan;
    let columns = vec![
        text("form", "Mã biểu"),
        text("form_title", "Tên biểu"),
        text("column", "Khóa của cột"),
        text("label", "Tên cột"),
        plan_column(),
    ];
    DataTable::new(
        "measures",
        "Cột số liệu",
        "Các cột của từng biểu",
        &["plan", "form", "column"],
        columns,
        move || {
            plan.forms.iter().flat_map(move |form| {
                form.columns.iter().map(move |column| {
                    vec![
                        form.code.as_str().into(),
                        form.title.as_str().into(),
                        column.key.as_str().into(),
                        column.label.as_str().into(),
                        plan.id.as_str().into(),
                    ]
                })
            })
        },
    )
}
