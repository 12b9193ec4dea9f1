//! An earlier year as a provincial workbook keeps it: its numbers, how the workbook differs from what was written, and why one
//! can't be read back.

use std::fmt;

use crate::counts::RoundCounts;
use crate::intake::submission::Submission;
use crate::plan::{AgencyId, Plan, PlanYear, RoundId};
use crate::rules::{self, Before};
use crate::value::grid::Address;
use crate::value::wording;

/// The name of the sheet that holds the ledger.
pub const LEDGER_SHEET: &str = "Số liệu";

/// The name of the n-th sheet of the ledger, from 0: more numbers than one sheet holds go on in the next.
pub fn ledger_sheet(n: usize) -> String {
    if n == 0 { LEDGER_SHEET.to_owned() } else { format!("{LEDGER_SHEET} {}", n + 1) }
}

/// The name of the sheet that holds coverage against target: an indicator's title, participants, labour force.
pub const COVERAGE_SHEET: &str = "Bao phủ - chỉ tiêu";

/// The numbers of one earlier year, of the whole province or of one agency.
#[derive(Debug, Clone)]
pub struct Earlier<'p> {
    /// The year.
    pub year: PlanYear<'p>,
    /// Its numbers, by round.
    pub counts: RoundCounts,
    /// How the workbook differs from what was written.
    pub alterations: Vec<Alteration>,
    /// The agency whose counts they are; `None` for those of all agencies.
    pub agency: Option<AgencyId>,
    /// Whether its areas are put together as they stand in a later year, of the plan or of one before it.
    pub is_regrouped: bool,
}

impl<'p> Earlier<'p> {
    /// What one agency sent in a year by itself; `None` outside the plan's years.
    pub fn of_submission(submission: &Submission, plan: &'p Plan) -> Option<Self> {
        let mut counts = RoundCounts::only(submission.round, submission.counts());
        let year = plan.year(submission.year)?;
        if let Some(extent) = submission.units.as_ref().filter(|extent| !extent.is_whole()) {
            counts.mark_partial_in(&year, submission.round, submission.agency, extent);
        }
        for (cell, ..) in submission.observations() {
            if let Some(parts) = rules::parts_of_cell(submission, &year, cell) {
                counts.mark_parts(submission.round, cell, parts);
            }
        }
        Some(Earlier { year, counts, alterations: Vec::new(), agency: Some(submission.agency), is_regrouped: false })
    }

    /// A round as the rules compare with it: a round is compared with the same one.
    pub fn as_before(&self, round: RoundId) -> Before<'_> {
        Before { year: &self.year, counts: self.counts.of(round), is_restated: self.is_regrouped }
    }
}

/// How a provincial workbook differs from what the program wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alteration {
    /// Rows of the ledger were changed, added, removed or put into another order.
    Ledger,
    /// The ledger's digest is gone, so that nobody can tell.
    NoDigest,
    /// Cells of the coverage sheet don't show what the ledger gives.
    Figures(Vec<Address>),
    /// The coverage sheet, or an indicator on it, is gone.
    NoFigures,
}

impl fmt::Display for Alteration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Alteration::Ledger => write!(f, "các dòng của trang “{LEDGER_SHEET}” không còn như lúc lập"),
            Alteration::NoDigest => write!(f, "không còn mã kiểm tra của trang “{LEDGER_SHEET}”"),
            Alteration::Figures(cells) => {
                let cells: Vec<String> = cells.iter().map(Address::to_string).collect();
                let cells = wording::list(&cells);
                write!(f, "ô {cells} của trang “{COVERAGE_SHEET}” khác số tính từ trang “{LEDGER_SHEET}”")
            }
            Alteration::NoFigures => write!(f, "trang “{COVERAGE_SHEET}” không còn đủ các chỉ số"),
        }
    }
}

/// That a workbook was edited by hand, and how, without a full stop; `None` if it wasn't.
pub fn edited_by_hand(workbook: &str, alterations: &[Alteration]) -> Option<String> {
    let how: Vec<String> = alterations.iter().map(ToString::to_string).collect();
    (!how.is_empty()).then(|| format!("{workbook} đã bị sửa tay sau khi lập: {}", how.join("; ")))
}

/// The sentence that says a workbook was edited by hand, and which numbers count; `None` if it wasn't.
pub fn altered(workbook: &str, alterations: &[Alteration]) -> Option<String> {
    let edited = edited_by_hand(workbook, alterations)?;
    Some(format!("{edited}. Số dùng ở đây là số đang ghi ở trang “{LEDGER_SHEET}”"))
}

/// Why a workbook can't be read back, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotReadBack(pub(super) String);

impl NotReadBack {
    pub(super) fn new(why: &str) -> Self {
        NotReadBack(why.to_owned())
    }

    /// A row (0-based) of a sheet can't be understood.
    pub(super) fn row(sheet: &str, row: u32) -> Self {
        NotReadBack(format!("hàng {} của trang “{sheet}” không hiểu được, có thể đã bị sửa", row + 1))
    }

    /// A row of the ledger gives the number of a cell that an earlier row gave.
    pub(super) fn repeated(row: RowAt, first: RowAt) -> Self {
        let first_sheet = if row.sheet == first.sheet {
            String::new()
        } else {
            format!(" của trang “{}”", ledger_sheet(first.sheet))
        };
        NotReadBack(format!("{row} ghi lại ô đã có ở hàng {}{first_sheet}", first.row + 1))
    }

    /// A cell of the ledger can't be understood; what its column is called is said beside it.
    pub(super) fn cell(row: RowAt, col: u32, key: &str) -> Self {
        let (at, sheet) = (Address::new(row.row, col), ledger_sheet(row.sheet));
        NotReadBack(format!("ô {at} (cột “{key}”) của trang “{sheet}” không hiểu được, có thể đã bị sửa"))
    }

    /// A row of the ledger is of another year than the workbook, or of none.
    pub(super) fn of_other_year(row: RowAt, year: &str) -> Self {
        match year.parse::<i32>() {
            Ok(year) => NotReadBack(format!("{row} là số liệu năm {year}")),
            Err(_) => NotReadBack(format!(
                "{row} không phải là dòng số liệu (cột A không ghi năm); xóa cả hàng ấy khỏi sổ rồi chạy lại"
            )),
        }
    }
}

impl std::error::Error for NotReadBack {}

impl fmt::Display for NotReadBack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A row of the ledger: on its n-th sheet from 0, 0-based.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RowAt {
    pub sheet: usize,
    pub row: u32,
}

impl fmt::Display for RowAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "hàng {} của trang “{}”", self.row + 1, ledger_sheet(self.sheet))
    }
}
