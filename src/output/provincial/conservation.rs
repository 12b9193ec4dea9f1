//! "Đối soát": for every form sheet, which numbers were found and where each went; and every number that isn't in the
//! ledger, with the reason. Numbers in the ledger are counted by formulas over it, so both sides can be compared here.

use std::collections::BTreeMap;
use std::ops::Range;

use super::book::Book;
use super::formula::as_f64;
use super::{names, submissions};
use crate::ledger::conservation::{Balance, LeftOut, Reckoning, Tally, Why};
use crate::ledger::{FileId, FileStatus};
use crate::output::error::OutputError;
use crate::output::page::{Cached, Page, Paper};
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

pub fn write(book: &Book, reckoning: &Reckoning) -> Result<Page, OutputError> {
    let mut page = Page::new(names::CONSERVATION, Paper::Landscape, WIDTHS)?;
    book.heading(&mut page, "ĐỐI SOÁT SỐ LIỆU", LAST)?;
    write_verdict(&mut page, book, &reckoning.sheets)?;
    write_header(&mut page)?;
    // The header is not repeated: below the balance stands a list with columns of its own.
    page.freeze(2, 4, Some((0, 1)))?;
    let sheets = &reckoning.sheets;
    write_total(&mut page, sheets)?;
    let used = UsedRows::new(book);
    for (n, balance) in (1..).zip(sheets) {
        write_balance(&mut page, book, TOTAL + n, n, balance, &used.of(balance))?;
    }
    write_left_out(&mut page, book, &reckoning.left_out, TOTAL + to_row(sheets.len()) + 2)?;
    Ok(page)
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

fn write_balance(
    page: &mut Page,
    book: &Book,
    at: u32,
    no: u32,
    balance: &Balance,
    used: &[Range<usize>],
) -> Result<(), OutputError> {
    let file = book.merged.file(balance.file);
    let text = style::text(Weight::Plain);
    page.position((at, 0), &no.to_string(), &style::centred(Weight::Plain, Tone::Plain))?;
    page.text((at, 1), file.agency.map_or("Chưa rõ", |agency| book.year.agency_name(agency)), &text)?;
    page.text((at, 2), &file.path, &text)?;
    page.text((at, 3), &balance.sheet, &text)?;
    page.text((at, 4), file.status.label(), &style::centred(Weight::Plain, tone(file.status)))?;
    let parts = parts(balance.tallies());
    for (first, function) in [(NUMBERS, "COUNT"), (PEOPLE, "SUM")] {
        let part = |n: u16| parts[usize::from(first - NUMBERS + n)];
        let people = style::people(Weight::Plain, Tone::Plain);
        page.number((at, first), part(0), &people)?;
        match ledger_cells(book, used) {
            Some(cells) => {
                page.formula((at, first + 1), &format!("{function}({cells})"), &Cached::Number(part(1)), &people)?;
            }
            None => page.number((at, first + 1), 0.0, &people)?,
        }
        for n in 2..=4 {
            page.number((at, first + n), part(n), &people)?;
        }
        let cell = |n: u16| format!("{}{}", column_letters((first + n).into()), at + 1);
        let formula = format!("{}-SUM({}:{})", cell(0), cell(1), cell(4));
        page.formula((at, first + 5), &formula, &Cached::Number(part(5)), &people)?;
    }
    let is_even = |first: u16| format!("{}{}=0", column_letters((first + 5).into()), at + 1);
    let formula = format!("IF(AND({},{}),\"{BALANCED}\",\"{UNEVEN}\")", is_even(NUMBERS), is_even(PEOPLE));
    let good = style::centred(Weight::Plain, Tone::Good);
    page.formula((at, RESULT), &formula, &Cached::Text(BALANCED.to_owned()), &good)
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
            let ranges = by_sheet.entry((observation.file, observation.sheet.as_ref())).or_default();
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

fn write_left_out(page: &mut Page, book: &Book, left_out: &[LeftOut], top: u32) -> Result<(), OutputError> {
    let title = format!("CÁC SỐ KHÔNG VÀO SỔ ({})", wording::count(left_out.len() as u64));
    page.across(top, (0, LAST), &title, &style::section())?;
    if left_out.is_empty() {
        return page.across(top + 1, (0, LAST), "Không có số nào bị để ngoài.", &style::caption());
    }
    let labels = ["STT", "Đơn vị", "Tệp", "Trang tính", "Xử lý", "Ô", "Ghi trong tệp"];
    for (col, label) in (0..).zip(labels) {
        page.header((top + 1, col), label)?;
    }
    page.across(top + 1, (7, LAST), "Vì sao", &style::header())?;
    for (n, number) in (1..).zip(left_out) {
        write_number(page, book, top + 1 + n, n, number)?;
    }
    Ok(())
}

fn write_number(page: &mut Page, book: &Book, at: u32, no: u32, number: &LeftOut) -> Result<(), OutputError> {
    let file = book.merged.file(number.file);
    let (text, centred) = (style::text(Weight::Plain), style::centred(Weight::Plain, Tone::Plain));
    page.position((at, 0), &no.to_string(), &centred)?;
    page.text((at, 1), file.agency.map_or("Chưa rõ", |agency| book.year.agency_name(agency)), &text)?;
    page.text((at, 2), &file.path, &text)?;
    page.text((at, 3), &number.sheet, &text)?;
    let (what, why) = match number.why {
        Why::File(status) => (status.label(), submissions::reason(file)),
        Why::Outside(code) => (outside(code), format!("{} ({})", code.entry().title, code.entry().id)),
    };
    page.text((at, 4), what, &centred)?;
    match book.file_link(number.file, Some((&number.sheet, number.at))) {
        Some(link) => page.link((at, 5), &number.at.to_string(), &link, &style::link())?,
        None => page.text((at, 5), &number.at.to_string(), &text)?,
    }
    page.text((at, 6), &wording::content(&number.value), &text)?;
    page.across(at, (7, LAST), &why, &text)
}

fn outside(code: Code) -> &'static str {
    match code {
        Code::SheetNotInTemplate => "Trang khác",
        _ => "Ngoài bảng",
    }
}
