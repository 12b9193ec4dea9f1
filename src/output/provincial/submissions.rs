//! "Tình hình gửi": who has sent what and whether it counts; every other file with what became of it and why.

use std::collections::BTreeSet;

use super::binding::BoundSheet;
use super::book::{Book, file_name};
use super::names;
use crate::ledger::{AgencyRecord, AgencyStatus, FileId, FileRecord, FileStatus};
use crate::output::bulk::{BulkCell, BulkValue};
use crate::output::error::OutputError;
use crate::output::look::Look;
use crate::output::page::{self, Cached, Page, Paper};
use crate::output::style::{self, Tone, Weight};
use crate::problem::{Audience, Finding, Severity};
use crate::value::wording;
use crate::view::block::{Value, count_as_f64};
use crate::view::units;

const WIDTHS: &[f64] = &[6.0, 38.0, 13.0, 12.0, 13.0, 13.0, 8.0, 8.0, 11.0, 9.0, 11.0, 38.0, 8.0];
const LAST: u16 = 12;
const STATUS: char = 'C';
const ON_TIME: char = 'D';
const SENT_ON: char = 'E';
/// The row of the totals' labels; their numbers stand below.
const TOTALS: u32 = 3;
const FIRST_AGENCY: u32 = 7;

const IN_TIME: &str = "Đúng hạn";
const LATE: &str = "Gửi chậm";

/// The cells that count expected and accepted agencies, for the overview.
pub const EXPECTED: &str = "B5";
pub const ACCEPTED: &str = "D5";

pub fn write<'b>(book: &'b Book<'b>) -> Result<BoundSheet<'b>, OutputError> {
    let mut page = Page::new(names::SUBMISSIONS, Paper::Landscape, WIDTHS)?;
    book.heading(&mut page, "TÌNH HÌNH GỬI SỐ LIỆU", LAST)?;
    page.freeze(2, 2, Some((0, 2)))?;
    write_totals(&mut page, book)?;
    write_header(&mut page, FIRST_AGENCY - 1, HEADER)?;
    for (n, record) in (0..).zip(&book.merged.agencies) {
        write_agency(&mut page, book, FIRST_AGENCY + n, n + 1, record)?;
    }
    let top = write_later_rounds(&mut page, book, last_agency(book) + 1)?;
    let top = write_units(&mut page, book, top)?;
    write_others(page, book, top)
}

/// Who has sent what in later rounds; returns the row below.
fn write_later_rounds(page: &mut Page, book: &Book, top: u32) -> Result<u32, OutputError> {
    let mut row = top;
    for round in book.plan().round_ids() {
        let records = book.merged.later_rounds.iter().filter(|record| record.round == round);
        let year = book.year.in_round(round);
        for (n, record) in (0..).zip(records) {
            if n == 0 {
                let name = year.round_name().unwrap_or_default().to_uppercase();
                let due = wording::date(book.plan().last_day_on_time(year.due));
                let heading = format!("KỲ {name} (HẠN GỬI: HẾT NGÀY {due})");
                page.across(row + 1, (0, LAST), &heading, &style::section())?;
                write_header(page, row + 2, HEADER)?;
                row += 3;
            }
            write_agency(page, book, row, n + 1, record)?;
            row += 1;
        }
    }
    Ok(row + 1)
}

/// Every unit below whose numbers are missing, or about which something is open; returns the row below.
fn write_units(page: &mut Page, book: &Book, top: u32) -> Result<u32, OutputError> {
    let units = units::all_below(book.merged);
    if units.is_empty() {
        return Ok(top);
    }
    let heading = format!("ĐƠN VỊ BẬC DƯỚI CHƯA CÓ SỐ LIỆU HOẶC CÒN CHƯA RÕ ({})", wording::count(units.len() as u64));
    page.across(top, (0, LAST), &heading, &style::section())?;
    page.header((top + 1, 0), "STT")?;
    page.header((top + 1, 1), "Cơ quan tổng hợp")?;
    page.across(top + 1, (2, 7), "Đơn vị", &style::header())?;
    page.across(top + 1, (8, LAST), "Tình trạng", &style::header())?;
    let mut row = top + 2;
    for (no, unit) in (1..).zip(&units) {
        page.position((row, 0), &wording::count(no), &style::centred(Weight::Plain, Tone::Plain))?;
        page.text((row, 1), book.year.agency_name(unit.collector), &style::text(Weight::Plain))?;
        page.across(row, (2, 7), &unit.name, &style::text(Weight::Plain))?;
        page.across(row, (8, LAST), &unit.what, &style::toned_text(Tone::Doubt))?;
        row += 1;
    }
    Ok(row + 1)
}

const HEADER: &[&str] = &[
    "STT",
    "Đơn vị",
    "Tình trạng",
    "Gửi đúng hạn",
    "Ngày gửi",
    "Số liệu đến ngày",
    "Lần gửi",
    "Số lỗi",
    "Cần giải trình",
    "Ghi chú",
    "Số kiểm tra",
    "Tệp",
    "Mở tệp",
];

fn write_header(page: &mut Page, row: u32, labels: &[&str]) -> Result<(), OutputError> {
    for (col, label) in (0..).zip(labels) {
        page.header((row, col), label)?;
    }
    Ok(())
}

fn last_agency(book: &Book) -> u32 {
    FIRST_AGENCY + u32::try_from(book.merged.agencies.len()).expect("a checked plan has few agencies")
}

/// Expected, received, accepted and on time, counted by formulas over the table below.
fn write_totals(page: &mut Page, book: &Book) -> Result<(), OutputError> {
    page.text((TOTALS + 1, 0), "", &style::base())?;
    for (col, (label, formula, is_counted)) in (1..).zip(totals(book)) {
        page.header((TOTALS, col), label)?;
        let n = book.merged.agencies.iter().filter(|record| is_counted(record)).count();
        let cached = Cached::Number(super::formula::as_f64(i64::try_from(n).unwrap_or(i64::MAX)));
        page.formula((TOTALS + 1, col), &formula, &cached, &style::centred(Weight::Total, Tone::Plain))?;
    }
    let due = wording::date(book.plan().last_day_on_time(book.year.due));
    page.across(TOTALS + 1, (6, LAST), &format!("Hạn gửi: hết ngày {due}"), &style::caption())
}

/// A total: what it is called, as a formula over the table, and which agencies it counts.
type AgenciesTotal = (&'static str, String, fn(&AgencyRecord) -> bool);

fn totals(book: &Book) -> [AgenciesTotal; 5] {
    let (first, last) = (FIRST_AGENCY + 1, last_agency(book));
    let column = |letter: char| format!("{letter}{first}:{letter}{last}");
    let (status, sent_on, on_time) = (column(STATUS), column(SENT_ON), column(ON_TIME));
    let (missing, accepted) = (AgencyStatus::Missing.label(), AgencyStatus::Accepted.label());
    let due = page::date_formula(book.plan().last_day_on_time(book.year.due));
    [
        ("Phải gửi", format!("COUNTA({})", column('B')), |_| true),
        ("Đã gửi", format!("COUNTIF({status},\"<>{missing}\")"), |record| record.status != AgencyStatus::Missing),
        ("Đã nhận", format!("COUNTIF({status},\"{accepted}\")"), |record| record.status == AgencyStatus::Accepted),
        ("Gửi đúng hạn", format!("COUNTIF({on_time},\"{IN_TIME}\")"), |record| {
            record.first_on_time == Some(true)
        }),
        (
            "Đạt yêu cầu, đúng hạn",
            format!("COUNTIFS({status},\"{accepted}\",{sent_on},\"<=\"&{due})"),
            |record| record.status == AgencyStatus::Accepted && record.on_time == Some(true),
        ),
    ]
}

fn write_agency(page: &mut Page, book: &Book, at: u32, no: u32, record: &AgencyRecord) -> Result<(), OutputError> {
    let plain = style::centred(Weight::Plain, Tone::Plain);
    page.position((at, 0), &no.to_string(), &plain)?;
    page.text((at, 1), &units::name(book.merged, record), &style::text(Weight::Plain))?;
    page.text((at, 2), record.status.label(), &style::centred(Weight::Plain, tone(record.status)))?;
    let (words, tone) = match (record.first_on_time, record.file) {
        (Some(true), _) => (IN_TIME, Tone::Plain),
        (Some(false), _) => (LATE, Tone::Doubt),
        (None, Some(_)) => ("Chưa rõ", Tone::Doubt),
        (None, None) => ("–", Tone::Plain),
    };
    page.text((at, 3), words, &style::centred(Weight::Plain, tone))?;
    match record.file {
        Some(n) => write_file_facts(page, book, at, n),
        None => (4..=LAST).try_for_each(|col| page.none((at, col), Weight::Plain)),
    }
}

fn tone(status: AgencyStatus) -> Tone {
    match status {
        AgencyStatus::Accepted => Tone::Good,
        AgencyStatus::Rejected | AgencyStatus::Conflict => Tone::Bad,
        AgencyStatus::Missing => Tone::Doubt,
    }
}

fn write_file_facts(page: &mut Page, book: &Book, at: u32, n: FileId) -> Result<(), OutputError> {
    let file = book.merged.file(n);
    for (col, date) in [(4, file.sent_on), (5, file.as_of)] {
        match date {
            Some(date) => page.date((at, col), date, &style::date(Tone::Plain))?,
            // What a file that can't be used says on its cover nobody knows.
            None if !file.is_understood => page.none((at, col), Weight::Plain)?,
            None => page.text((at, col), "không ghi", &style::centred(Weight::Plain, Tone::Doubt))?,
        }
    }
    match file.revision {
        Some(revision) => page.number((at, 6), f64::from(revision), &style::ordinal())?,
        None => page.none((at, 6), Weight::Plain)?,
    }
    let n_of = |is_it: &dyn Fn(&&Finding) -> bool| file.findings.iter().filter(is_it).count();
    let errors = n_of(&|finding| finding.severity == Severity::Error);
    let queries = n_of(&|finding| finding.severity == Severity::Query && finding.is_open());
    let notes = n_of(&|finding| finding.severity == Severity::Note);
    for (col, n, tone) in [(7, errors, Tone::Bad), (8, queries, Tone::Doubt), (9, notes, Tone::Plain)] {
        let tone = if n > 0 { tone } else { Tone::Plain };
        let number = count_as_f64(n);
        page.number((at, col), number, &style::centred(Weight::Plain, tone))?;
    }
    write_check_number(page, (at, LAST - 2), file)?;
    write_file(page, book, (at, LAST - 1), n)
}

/// With all of its digits, as it is printed on signed sheets.
fn write_check_number(page: &mut Page, at: (u32, u16), file: &FileRecord) -> Result<(), OutputError> {
    match file.check_number {
        Some(number) => page.text(at, &format!("{number:07}"), &style::centred(Weight::Plain, Tone::Plain)),
        None => page.none(at, Weight::Plain),
    }
}

/// The file's name, and a link in the last column: a link's own text isn't wrapped everywhere.
fn write_file(page: &mut Page, book: &Book, at: (u32, u16), n: FileId) -> Result<(), OutputError> {
    page.text(at, file_name(&book.merged.file(n).path), &style::text(Weight::Plain))?;
    match book.file_link(n, None) {
        Some(link) => page.link((at.0, LAST), "Mở", &link, &style::link()),
        None => page.none((at.0, LAST), Weight::Plain),
    }
}

/// The files that decide no agency's standing.
fn write_others<'b>(mut page: Page, book: &'b Book<'b>, top: u32) -> Result<BoundSheet<'b>, OutputError> {
    let records = book.merged.agencies.iter().chain(&book.merged.later_rounds);
    let deciding: BTreeSet<FileId> = records.filter_map(|record| record.file).collect();
    let others: Vec<FileId> = book.merged.file_ids().filter(|n| !deciding.contains(n)).collect();
    page.across(top, (0, LAST), &format!("CÁC TỆP KHÁC TRONG THƯ MỤC ({})", others.len()), &style::section())?;
    if others.is_empty() {
        page.across(top + 1, (0, LAST), "Không có tệp nào khác.", &style::caption())?;
        return Ok(page.into());
    }
    write_others_header(&mut page, top + 1)?;
    page.at_least(top + 2, page::row_height(1));
    BoundSheet::with_rows(page, top + 2, (1..).zip(others).map(|(no, n)| other(book, no, n)))
}

fn write_others_header(page: &mut Page, at: u32) -> Result<(), OutputError> {
    page.header((at, 0), "STT")?;
    page.header((at, 1), "Tệp")?;
    page.header((at, 2), "Xử lý")?;
    page.across(at, (3, 5), "Đơn vị", &style::header())?;
    page.header((at, 6), "Lần gửi")?;
    page.across(at, (7, LAST - 1), "Vì sao", &style::header())?;
    page.header((at, LAST), "Mở tệp")
}

fn other<'b>(book: &'b Book, no: u64, n: FileId) -> Vec<BulkCell<'b>> {
    let file = book.merged.file(n);
    let tone = match file.status {
        FileStatus::Rejected | FileStatus::Conflict => Tone::Bad,
        _ => Tone::Plain,
    };
    let none = || BulkCell::centred(Value::None.text().to_string(), Tone::Plain);
    let revision = |revision: u32| BulkCell::new(Look::Ordinal, BulkValue::Number(revision.into()));
    let link = |link| BulkCell::new(Look::Link, BulkValue::Link("Mở".into(), link));
    vec![
        BulkCell::new(Look::Centred(Tone::Plain), BulkValue::Number(no)),
        BulkCell::text(file_name(&file.path)),
        BulkCell::centred(file.status.label(), tone),
        BulkCell::text(file.agency.map_or("–", |agency| book.year.agency_name(agency))).across(3),
        file.revision.map_or_else(none, revision),
        BulkCell::text(reason(file)).across(5),
        book.file_link(n, None).map_or_else(none, link),
    ]
}

/// The sentence that says why: what was found, the gravest first.
pub fn reason(file: &FileRecord) -> String {
    let mut findings: Vec<&Finding> = file.findings.iter().collect();
    findings.sort_by_key(|finding| finding.severity);
    let said = |finding: &Finding| finding.words(Audience::Officer).message;
    let gravest = findings.first().map(|finding| finding.severity);
    let same = findings.iter().filter(|finding| Some(finding.severity) == gravest).count();
    match findings.first() {
        None => "Không có ghi nhận".to_owned(),
        Some(first) if same > 1 => format!("{} (và {} điểm khác, xem “{}”)", said(first), same - 1, names::FINDINGS),
        Some(first) => said(first),
    }
}
