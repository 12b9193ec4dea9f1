//! "Đối soát": for every form sheet, which numbers were found and where each went; and every number that isn't in the
//! ledger, with the reason. Numbers in the ledger are counted by formulas over it, so both sides can be compared here.

use std::collections::BTreeMap;
use std::ops::Range;

use super::binding::BoundSheet;
use super::book::Book;
use super::formula::as_f64;
use super::{names, submissions};
use crate::ledger::conservation::{Balance, LeftOut, Reckoning, Tally, Why};
use crate::ledger::{FileId, FileStatus};
use crate::output::bulk::{BulkCell, BulkRun, BulkValue};
use crate::output::error::OutputError;
use crate::output::look::Look;
use crate::output::page::{Cached, Page, Paper, row_height};
use crate::output::style::{self, Tone, Weight};
use crate::problem::Code;
use crate::value::grid::column_letters;
use crate::value::wording;

const WIDTHS: &[f64] =
    &[6.0, 26.0, 30.0, 11.0, 13.0, 9.0, 9.0, 9.0, 9.0, 9.0, 8.0, 13.0, 13.0, 13.0, 12.0, 12.0, 9.0, 9.0];
const LAST: u16 = 17;
/// The first columns of how many numbers there are, and of their sum.
const NUMBERS: u16 = 5;
const PEOPLE: u16 = 11;
const RESULT: u16 = LAST;
/// What each of the two is split into.
const PARTS: [&str; 6] = ["Đọc được", "Vào sổ", "Tổng, tự tính lại", "Tệp không tính", "Ngoài bảng", "Chênh lệch"];
const VERDICT: u32 = 3;
const HEADER: u32 = 6;
const TOTAL: u32 = HEADER + 1;
const BALANCED: &str = "Khớp";
const UNEVEN: &str = "Lệch";

pub fn write<'b>(book: &'b Book<'b>, reckoning: &'b Reckoning) -> Result<BoundSheet<'b>, OutputError> {
    let mut page = Page::new(names::CONSERVATION, Paper::Landscape, WIDTHS)?;
    book.heading(&mut page, "ĐỐI SOÁT SỐ LIỆU", LAST)?;
    write_verdict(&mut page, book, &reckoning.sheets)?;
    write_header(&mut page)?;
    // The header is not repeated: below the balance stands a list with columns of its own.
    page.freeze(2, 4, Some((0, 1)))?;
    let sheets = &reckoning.sheets;
    write_total(&mut page, sheets)?;
    let mut runs = Vec::new();
    if !sheets.is_empty() {
        let used = UsedRows::new(book);
        let rows = sheets.iter().enumerate().map(move |(n, balance)| balance_row(book, n, balance, &used.of(balance)));
        page.at_least(TOTAL + 1, row_height(1));
        runs.push(BulkRun { first: TOTAL + 1, rows: Box::new(rows) });
    }
    runs.extend(write_left_out(&mut page, book, &reckoning.left_out, TOTAL + to_row(sheets.len()) + 2)?);
    BoundSheet::with_runs(page, runs)
}

fn to_row(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX / 2)
}

/// In a sentence: everything that was found is somewhere, or how much isn't.
fn write_verdict(page: &mut Page, book: &Book, sheets: &[Balance]) -> Result<(), OutputError> {
    let sum = |of: fn(&Balance) -> Tally| sheets.iter().map(of).fold(Tally::default(), Tally::plus).n;
    let words = format!(
        "Đọc được {} số trên {} trang biểu: {} số vào sổ số liệu, {} số là tổng được tính lại, {} số của tệp không được tính, \
         {} số nằm ngoài bảng. Số đọc được và số đã xử lý phải bằng nhau ở từng trang.",
        wording::count(sum(|balance| balance.found)),
        wording::count(sheets.len() as u64),
        wording::count(sum(|balance| balance.used)),
        wording::count(sum(|balance| balance.recomputed)),
        wording::count(sum(|balance| balance.set_aside)),
        wording::count(sum(|balance| balance.outside)),
    );
    page.across(VERDICT - 1, (0, LAST), &words, &style::text(Weight::Plain))?;
    let silent = book.merged.files.iter().filter(|file| !file.is_understood).count();
    let words = match silent {
        0 => "Mọi tệp trong thư mục đều đọc được số.".to_owned(),
        n => format!("{n} tệp không đọc được số nào; vì sao: xem trang “{}”.", names::SUBMISSIONS),
    };
    page.across(VERDICT, (0, LAST), &words, &style::caption())
}

fn write_header(page: &mut Page) -> Result<(), OutputError> {
    for (col, label) in (0..).zip(["STT", "Đơn vị", "Tệp", "Trang tính", "Tình trạng tệp"]) {
        page.header((HEADER - 1, col), "")?;
        page.header((HEADER, col), label)?;
    }
    for (first, label) in [(NUMBERS, "SỐ Ô CÓ SỐ"), (PEOPLE, "SỐ NGƯỜI GHI TRONG CÁC Ô ĐÓ")] {
        page.across(HEADER - 1, (first, first + 5), label, &style::header())?;
        for (col, label) in (first..).zip(PARTS) {
            page.header((HEADER, col), label)?;
        }
    }
    page.header((HEADER - 1, RESULT), "")?;
    page.header((HEADER, RESULT), "Kết quả")
}

fn write_total(page: &mut Page, sheets: &[Balance]) -> Result<(), OutputError> {
    page.across(TOTAL, (0, NUMBERS - 1), "TỔNG CỘNG", &style::text(Weight::Total))?;
    let (first, last) = (TOTAL + 2, TOTAL + 1 + to_row(sheets.len()).max(1));
    let mut sums = [Tally::default(); 5];
    for sheet in sheets {
        for (sum, tally) in sums.iter_mut().zip(sheet.tallies()) {
            *sum = sum.plus(tally);
        }
    }
    let columns = parts(sums);
    for (col, number) in (NUMBERS..).zip(columns) {
        let letter = column_letters(col.into());
        let formula = format!("SUM({letter}{first}:{letter}{last})");
        page.formula((TOTAL, col), &formula, &Cached::Number(number), &style::people(Weight::Total, Tone::Plain))?;
    }
    if sheets.is_empty() {
        return page.none((TOTAL, RESULT), Weight::Total);
    }
    let letter = column_letters(RESULT.into());
    let results = format!("{letter}{first}:{letter}{last}");
    let formula = format!("IF(COUNTIF({results},\"{BALANCED}\")=ROWS({results}),\"{BALANCED}\",\"{UNEVEN}\")");
    let cached = Cached::Text(BALANCED.to_owned());
    page.formula((TOTAL, RESULT), &formula, &cached, &style::centred(Weight::Total, Tone::Good))
}

/// The twelve numbers of a line: how many, then how many people.
fn parts(tallies: [Tally; 5]) -> [f64; 12] {
    let mut parts = [0.0; 12];
    for (n, tally) in tallies.into_iter().enumerate() {
        parts[n] = as_f64(i64::try_from(tally.n).unwrap_or(i64::MAX));
        parts[n + 6] = as_f64(i64::try_from(tally.people).unwrap_or(i64::MAX));
    }
    parts
}

/// The row of a sheet, of which `n` others stand above.
fn balance_row<'b>(book: &'b Book, n: usize, balance: &'b Balance, used: &[Range<usize>]) -> Vec<BulkCell<'b>> {
    let file = book.merged.file(balance.file);
    let no = TOTAL + 2 + to_row(n);
    let mut cells = vec![
        BulkCell::new(Look::Centred(Tone::Plain), BulkValue::Number(n as u64 + 1)),
        BulkCell::text(file.agency.map_or("Chưa rõ", |agency| book.year.agency_name(agency))),
        BulkCell::text(file.path.as_str()),
        BulkCell::text(balance.sheet.as_str()),
        BulkCell::centred(file.status.label(), tone(file.status)),
    ];
    let in_ledger = ledger_cells(book, used);
    let tallies = balance.tallies();
    let numbers = tallies.map(|tally| tally.n);
    let people = tallies.map(|tally| u64::try_from(tally.people).unwrap_or(u64::MAX));
    for (first, function, parts) in [(NUMBERS, "COUNT", numbers), (PEOPLE, "SUM", people)] {
        let used = in_ledger.as_ref().map(|cells| format!("{function}({cells})"));
        let [found, others @ ..] = parts;
        let [of_ledger, others @ ..] = others;
        cells.push(counted(BulkValue::Number(found)));
        cells.push(counted(used.map_or(BulkValue::Number(0), |formula| {
            BulkValue::Formula(formula, Cached::Number(as_f64(i64::try_from(of_ledger).unwrap_or(i64::MAX))))
        })));
        cells.extend(others.map(|part| counted(BulkValue::Number(part))));
        let cell = |n: u16| format!("{}{no}", column_letters((first + n).into()));
        let difference = format!("{}-SUM({}:{})", cell(0), cell(1), cell(4));
        cells.push(counted(BulkValue::Formula(difference, Cached::Number(0.0))));
    }
    let is_even = |first: u16| format!("{}{no}=0", column_letters((first + 5).into()));
    let formula = format!("IF(AND({},{}),\"{BALANCED}\",\"{UNEVEN}\")", is_even(NUMBERS), is_even(PEOPLE));
    let verdict = BulkValue::Formula(formula, Cached::Text(BALANCED.to_owned()));
    cells.push(BulkCell::new(Look::Centred(Tone::Good), verdict));
    cells
}

fn counted(value: BulkValue) -> BulkCell {
    BulkCell::new(Look::People(Weight::Plain, Tone::Plain), value)
}

fn tone(status: FileStatus) -> Tone {
    match status {
        FileStatus::Accepted => Tone::Good,
        FileStatus::Rejected | FileStatus::Conflict => Tone::Bad,
        FileStatus::Superseded | FileStatus::Duplicate | FileStatus::Ignored => Tone::Plain,
    }
}

/// The rows of the ledger by the sheet their numbers came from.
struct UsedRows<'a> {
    by_sheet: BTreeMap<(FileId, &'a str), Vec<Range<usize>>>,
}

impl<'a> UsedRows<'a> {
    fn new(book: &'a Book) -> Self {
        let mut by_sheet: BTreeMap<(FileId, &str), Vec<Range<usize>>> = BTreeMap::new();
        for (n, observation) in book.merged.ledger.observations.iter().enumerate() {
            let ranges = by_sheet.entry((observation.file, book.merged.ledger.sheet(observation))).or_default();
            match ranges.last_mut() {
                Some(last) if last.end == n => last.end = n + 1,
                _ => ranges.push(n..n + 1),
            }
        }
        UsedRows { by_sheet }
    }

    fn of(&self, balance: &Balance) -> Vec<Range<usize>> {
        self.by_sheet.get(&(balance.file, balance.sheet.as_str())).cloned().unwrap_or_default()
    }
}

/// The values of rows of the ledger as a formula names them; `None` without any.
fn ledger_cells(book: &Book, rows: &[Range<usize>]) -> Option<String> {
    let cells = rows.iter().flat_map(|rows| book.layout.cells(names::VALUE, rows));
    (!rows.is_empty()).then(|| cells.collect::<Vec<_>>().join(","))
}

// ----------------------------------------------------------------------------------------------- what is not in the ledger

fn write_left_out<'b>(
    page: &mut Page,
    book: &'b Book,
    left_out: &'b [LeftOut],
    top: u32,
) -> Result<Option<BulkRun<'b>>, OutputError> {
    let title = format!("CÁC SỐ KHÔNG VÀO SỔ ({})", wording::count(left_out.len() as u64));
    page.across(top, (0, LAST), &title, &style::section())?;
    if left_out.is_empty() {
        page.across(top + 1, (0, LAST), "Không có số nào bị để ngoài.", &style::caption())?;
        return Ok(None);
    }
    let labels = ["STT", "Đơn vị", "Tệp", "Trang tính", "Xử lý", "Ô", "Ghi trong tệp"];
    for (col, label) in (0..).zip(labels) {
        page.header((top + 1, col), label)?;
    }
    page.across(top + 1, (7, LAST), "Vì sao", &style::header())?;
    page.at_least(top + 2, row_height(1));
    let reasons = reasons(book, left_out);
    let rows = (1..).zip(left_out).map(move |(no, number)| left_out_row(book, no, number, &reasons));
    Ok(Some(BulkRun { first: top + 2, rows: Box::new(rows) }))
}

/// Why each file isn't used whose numbers are left out. A finding that names thousands of cells takes long to word, and every number
/// of its file has the same reason.
fn reasons(book: &Book, left_out: &[LeftOut]) -> BTreeMap<FileId, String> {
    let mut reasons = BTreeMap::new();
    for number in left_out.iter().filter(|number| matches!(number.why, Why::File(_))) {
        reasons.entry(number.file).or_insert_with(|| submissions::reason(book.merged.file(number.file)));
    }
    reasons
}

fn left_out_row<'b>(
    book: &'b Book,
    no: u64,
    number: &'b LeftOut,
    reasons: &BTreeMap<FileId, String>,
) -> Vec<BulkCell<'b>> {
    let file = book.merged.file(number.file);
    let (what, why) = match number.why {
        Why::File(status) => (status.label(), reasons[&number.file].clone()),
        Why::Outside(code) => (outside(code), format!("{} ({})", code.entry().title, code.entry().id)),
    };
    let at = number.at.to_string();
    vec![
        BulkCell::new(Look::Centred(Tone::Plain), BulkValue::Number(no)),
        BulkCell::text(file.agency.map_or("Chưa rõ", |agency| book.year.agency_name(agency))),
        BulkCell::text(file.path.as_str()),
        BulkCell::text(number.sheet.as_str()),
        BulkCell::centred(what, Tone::Plain),
        match book.file_link(number.file, Some((&number.sheet, number.at))) {
            Some(link) => BulkCell::new(Look::Link, BulkValue::Link(at.into(), link)),
            None => BulkCell::text(at),
        },
        BulkCell::text(wording::content(&number.value)),
        BulkCell::text(why).across(usize::from(LAST) - 6),
    ]
}

fn outside(code: Code) -> &'static str {
    match code {
        Code::SheetNotInTemplate => "Trang khác",
        _ => "Ngoài bảng",
    }
}
