//! What is said of a number, a file and an agency, as columns. Sheets, hidden sheets, the export, JSON and the ledger's digest go through
//! these lists: their keys are a promise between versions.

use super::{AgencyRecord, FileRecord, Ledger, Merged, Observation, ReportedDifficulty};
use crate::plan::{AgencyId, Plan, PlanYear, RoundId};
use crate::value::record::{Column, ColumnKind, Datum, position};

/// A number with the year and the file it belongs to.
#[derive(Clone, Copy)]
pub struct LedgerRow<'a> {
    year: &'a PlanYear<'a>,
    ledger: &'a Ledger,
    observation: &'a Observation,
    file: &'a FileRecord,
}

impl<'a> LedgerRow<'a> {
    /// The ledger's columns in order, as every provincial workbook has them.
    pub const COLUMNS: &'a [Column<'a, Self>] = &[
        Column::year(|row: Self| row.year.year.into()).about(7),
        Column::text("agency", "Mã đơn vị báo cáo", |row: Self| {
            agency_code(row.year, row.observation.cell.agency)
        })
        .about(18),
        Column::text("form", "Mã biểu", |row: Self| {
            row.year.plan.form(row.observation.cell.form).code.as_str().into()
        })
        .about(24),
        Column::text("row", "Mã số của dòng (nhóm đối tượng)", |row: Self| {
            let cell = row.observation.cell;
            row.year.row(cell.form, cell.row).code.as_str().into()
        })
        .about(26),
        Column::text("column", "Khóa của cột số liệu", |row: Self| {
            let cell = row.observation.cell;
            row.year.plan.form(cell.form).columns[cell.column.idx()].key.as_str().into()
        })
        .about(22),
        Column::new("value", ColumnKind::People, "Số người", |row: Self| Datum::people(row.observation.people))
            .about(12),
        Column::text(
            "status",
            "accepted: đã nhận; explained: đã giải trình; queried: còn cần giải trình",
            |row: Self| row.observation.status.key().into(),
        )
        .about(11),
        Column::text("file", "Tệp nguồn, tính từ thư mục số liệu", |row: Self| {
            row.file.path.as_str().into()
        })
        .about(40),
        Column::text("sheet", "Trang tính nguồn", |row: Self| row.ledger.sheet(row.observation).into()).about(16),
        Column::new("cell", ColumnKind::Cell, "Ô nguồn", |row: Self| row.observation.at.to_string().into()).about(8),
        Column::text(
            "sha256",
            "Mã băm SHA-256 của tệp nguồn: tệp bị sửa sau khi tổng hợp sẽ có mã khác",
            |row: Self| Datum::or_missing(row.file.sha256.as_deref()),
        )
        .about(72),
        Column::text(
            "explanation",
            "Giải trình của đơn vị, nếu số này từng bị hỏi",
            |row: Self| Datum::or_missing(row.ledger.explanation(row.observation)),
        )
        .added_later()
        .about(46),
        Column::text(
            "round",
            "Mã kỳ số liệu; để trống khi kế hoạch chỉ có một kỳ",
            |row: Self| round_code(row.year.plan, Some(row.observation.round)),
        )
        .added_later()
        .about(11),
    ];

    /// A number of the ledger as a row.
    pub fn new(merged: &'a Merged<'a>, observation: &'a Observation) -> Self {
        LedgerRow { year: &merged.year, ledger: &merged.ledger, observation, file: merged.file(observation.file) }
    }

    /// The position of a column.
    pub const fn column(key: &str) -> u8 {
        position(LedgerRow::COLUMNS, key)
    }
}

/// Every number of a year, in the ledger's order.
pub fn ledger_rows<'a>(merged: &'a Merged<'a>) -> impl Iterator<Item = LedgerRow<'a>> {
    merged.ledger.observations.iter().map(|observation| LedgerRow::new(merged, observation))
}

/// A file and what became of it, with the plan that names its agency.
#[derive(Clone, Copy)]
pub struct FileRow<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The file.
    pub record: &'a FileRecord,
}

impl<'a> FileRow<'a> {
    /// The columns in which agencies are kept, in order.
    pub const COLUMNS: &'a [Column<'a, Self>] = &[
        Column::text("path", "Tệp, tính từ thư mục số liệu", |row: Self| row.record.path.as_str().into()),
        Column::text("sha256", "Mã băm SHA-256; để trống khi không đọc được tệp", |row: Self| {
            Datum::or_missing(row.record.sha256.as_deref())
        })
        .optional(),
        Column::text("agency", "Mã đơn vị", |row: Self| {
            Datum::or_missing(row.record.agency.map(|agency| row.plan.agency(agency).code.as_str()))
        })
        .optional(),
        Column::new("year", ColumnKind::Year, "Năm số liệu ghi trong tệp", |row: Self| {
            Datum::or_missing(row.record.year)
        })
        .optional(),
        Column::text(
            "round",
            "Mã kỳ số liệu ghi trong tệp; để trống khi kế hoạch chỉ có một kỳ",
            |row: Self| round_code(row.plan, row.record.round),
        )
        .added_later(),
        Column::new("revision", ColumnKind::Integer, "Lần gửi", |row: Self| Datum::or_missing(row.record.revision))
            .optional(),
        Column::new("as_of", ColumnKind::Date, "Số liệu tính đến ngày", |row: Self| {
            Datum::or_missing(row.record.as_of)
        })
        .optional(),
        Column::new("sent_on", ColumnKind::Date, "Ngày gửi ghi trên bìa", |row: Self| {
            Datum::or_missing(row.record.sent_on)
        })
        .optional(),
        Column::text("status", "accepted, rejected, superseded, duplicate, conflict, ignored", |row: Self| {
            row.record.status.key().into()
        }),
    ];

    /// What only the program's own hidden sheet has after those.
    pub const KEPT: &'a [Column<'a, Self>] = &[
        Column::text("understood", "Đọc được như một biểu mẫu", |row: Self| {
            if row.record.is_understood { "yes".into() } else { "no".into() }
        }),
        Column::new("check_number", ColumnKind::Integer, "Số kiểm tra, tính lại từ các ô", |row: Self| {
            row.record.check_number.map_or(Datum::Missing, Datum::people)
        })
        .added_later(),
        Column::text(
            "units",
            "Tổng hợp từ bao nhiêu đơn vị bậc dưới, và mã các đơn vị còn thiếu",
            |row: Self| row.record.units.as_ref().map_or(Datum::Missing, |units| units.to_string().into()),
        )
        .added_later(),
    ];
}

/// An agency with the year it is seen in.
#[derive(Clone, Copy)]
pub struct AgencyRow<'a> {
    /// The year's files, agencies and ledger.
    pub merged: &'a Merged<'a>,
    /// The agency.
    pub record: &'a AgencyRecord,
}

impl<'a> AgencyRow<'a> {
    /// What stands beside the agency's code, which JSON and the export call by different keys.
    pub const COLUMNS: &'a [Column<'a, Self>] = &[
        Column::text("name", "Tên đơn vị vào ngày đến hạn", |row: Self| {
            row.merged.year.agency_name(row.record.agency).into()
        }),
        Column::text(
            "status",
            "accepted: đã nhận; rejected: trả lại; conflict: mâu thuẫn; missing: chưa gửi",
            |row: Self| row.record.status.key().into(),
        ),
        Column::text("file", "Tệp được xét", |row: Self| {
            Datum::or_missing(row.record.file.map(|n| row.merged.file(n).path.as_str()))
        })
        .optional(),
        Column::new("on_time", ColumnKind::Truth, "Gửi đúng hạn; để trống khi không rõ", |row: Self| {
            Datum::or_missing(row.record.on_time)
        })
        .optional(),
    ];
}

/// A difficulty or proposal with the year it is reported for.
#[derive(Clone, Copy)]
pub struct DifficultyRow<'a> {
    /// The year.
    pub year: &'a PlanYear<'a>,
    /// What is reported, and by whom.
    pub reported: &'a ReportedDifficulty,
}

impl<'a> DifficultyRow<'a> {
    /// The columns in which difficulties are kept, in order.
    pub const COLUMNS: &'a [Column<'a, Self>] = &[
        Column::new("file", ColumnKind::Integer, "Số thứ tự của tệp, từ 0", |row: Self| {
            row.reported.file.number().into()
        }),
        Column::text("agency", "Mã đơn vị", |row: Self| agency_code(row.year, row.reported.agency)),
        Column::text("difficulty", "Khó khăn, vướng mắc", |row: Self| {
            Datum::or_missing(row.reported.difficulty.difficulty.as_deref())
        })
        .optional(),
        Column::text("proposal", "Đề xuất, kiến nghị", |row: Self| {
            Datum::or_missing(row.reported.difficulty.proposal.as_deref())
        })
        .optional(),
        Column::text("sheet", "Trang tính", |row: Self| row.reported.difficulty.sheet.as_str().into()),
        Column::new("cell", ColumnKind::Cell, "Ô", |row: Self| row.reported.difficulty.at.to_string().into()),
    ];
}

/// An agency's code.
pub fn agency_code<'a>(year: &'a PlanYear, agency: AgencyId) -> Datum<'a> {
    year.plan.agency(agency).code.as_str().into()
}

/// A round's code; missing where a plan names no rounds.
fn round_code(plan: &Plan, round: Option<RoundId>) -> Datum<'_> {
    Datum::or_missing(round.and_then(|round| plan.round_code(round)))
}
