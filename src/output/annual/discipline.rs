//! "Kỷ luật báo cáo": which agency sent when, against the due date, and what it still has to do. Five numbers on top
//! count the rows below.

use super::super::provincial::book::file_name;
use super::{ReportBook, footnotes, names};
use crate::indicator::completeness::{Standing, State};
use crate::output::error::OutputError;
use crate::output::page::{Cached, Page, Paper, date_formula};
use crate::output::style::{self, Tone, Weight};
use crate::value::wording;
use crate::view::block::count_as_f64;

const COLUMNS: &[(&str, f64)] = &[
    ("STT", 6.0),
    ("Đơn vị", 40.0),
    ("Tình trạng", 15.0),
    ("Gửi đúng hạn", 13.0),
    ("Ngày gửi", 13.0),
    ("So với hạn", 16.0),
    ("Lần gửi", 9.0),
    ("Tệp đã thay thế", 10.0),
    ("Tệp còn phải xử lý", 11.0),
    ("Giải trình số", 14.0),
    ("Tệp", 42.0),
];
const STATE: char = 'C';
const PUNCTUAL: char = 'D';
const SENT_ON: char = 'E';
const TOTALS: u32 = 3;
const FIRST: u32 = 7;

const IN_TIME: &str = "Đúng hạn";
const LATE: &str = "Gửi chậm";
const UNDATED: &str = "Không rõ";

/// The cells of the five numbers.
pub const EXPECTED: &str = "B5";
pub const RECEIVED: &str = "C5";
pub const ACCEPTED: &str = "D5";
pub const SENT_ON_TIME: &str = "E5";
pub const ON_TIME: &str = "F5";

pub fn write(report: &ReportBook) -> Result<Page, OutputError> {
    let widths: Vec<f64> = COLUMNS.iter().map(|(_, width)| *width).collect();
    let last = u16::try_from(COLUMNS.len() - 1).expect("a few columns");
    let mut page = Page::new(names::DISCIPLINE, Paper::Landscape, &widths)?;
    report.book.heading(&mut page, "KỶ LUẬT BÁO CÁO", last)?;
    page.freeze(2, 2, Some((0, 2)))?;
    write_totals(&mut page, report, last)?;
    for (col, (label, _)) in (0..).zip(COLUMNS) {
        page.header((FIRST - 1, col), label)?;
    }
    for (n, standing) in (0..).zip(&report.annual.completeness.agencies) {
        write_agency(&mut page, report, n, standing)?;
    }
    Ok(page)
}

fn write_totals(page: &mut Page, report: &ReportBook, last: u16) -> Result<(), OutputError> {
    let completeness = &report.annual.completeness;
    let n = completeness.agencies.len();
    let column = |letter: char| format!("${letter}${}:${letter}${}", FIRST + 1, FIRST as usize + n.max(1));
    let (state, punctual, sent_on) = (column(STATE), column(PUNCTUAL), column(SENT_ON));
    let due = date_formula(completeness.last_day);
    let counted = [State::QueryOpen, State::Accepted];
    let accepted: Vec<String> =
        counted.iter().map(|counted| format!("COUNTIF({state},\"{}\")", counted.label())).collect();
    let in_time: Vec<String> = counted
        .iter()
        .map(|counted| format!("COUNTIFS({state},\"{}\",{sent_on},\"<=\"&{due})", counted.label()))
        .collect();
    let totals = [
        ("Phải gửi", format!("ROWS({state})"), completeness.n_expected()),
        (
            "Đã gửi",
            format!("ROWS({state})-COUNTIF({state},\"{}\")", State::NotReceived.label()),
            completeness.n_received(),
        ),
        ("Được tính", accepted.join("+"), completeness.n_accepted()),
        ("Gửi đúng hạn", format!("COUNTIF({punctual},\"{IN_TIME}\")"), completeness.n_sent_on_time()),
        ("Đạt yêu cầu, đúng hạn", in_time.join("+"), completeness.n_on_time()),
    ];
    for (col, (label, formula, n)) in (1..).zip(totals) {
        page.header((TOTALS, col), label)?;
        let cached = Cached::Number(count_as_f64(n));
        page.formula((TOTALS + 1, col), &formula, &cached, &style::centred(Weight::Total, Tone::Plain))?;
    }
    let day = wording::date(completeness.last_day);
    let at = wording::date(completeness.today);
    let words = format!("Hạn gửi: hết ngày {day}. Tình hình đến ngày {at}");
    page.across(TOTALS + 1, (6, last), &words, &style::caption())
}

fn write_agency(page: &mut Page, report: &ReportBook, n: u32, standing: &Standing) -> Result<(), OutputError> {
    let at = FIRST + n;
    let plain = style::centred(Weight::Plain, Tone::Plain);
    page.position((at, 0), &(n + 1).to_string(), &plain)?;
    page.text((at, 1), report.book.year.agency_name(standing.agency), &style::text(Weight::Plain))?;
    page.text((at, 2), standing.state.label(), &style::centred(Weight::Plain, tone(standing.state)))?;
    let (words, tone) = punctuality(standing);
    page.text((at, 3), words, &style::centred(Weight::Plain, tone))?;
    match standing.sent_on {
        Some(day) => page.date((at, 4), day, &style::date(Tone::Plain))?,
        None => page.none((at, 4), Weight::Plain)?,
    }
    let days = match (standing.file, standing.days) {
        (None, Some(days)) => wording::today_against_due(days),
        (_, Some(days)) => wording::sent_against_due(days),
        (_, None) => "–".to_owned(),
    };
    page.text((at, 5), &days, &style::centred(Weight::Plain, tone))?;
    let file = standing.file.map(|n| report.annual.merged.file(n));
    match file.and_then(|file| file.revision) {
        Some(revision) => page.number((at, 6), f64::from(revision), &style::ordinal())?,
        None => page.none((at, 6), Weight::Plain)?,
    }
    for (col, n) in [(7, standing.n_superseded), (8, standing.open_files.len())] {
        page.number((at, col), count_as_f64(n), &style::ordinal())?;
    }
    page.text((at, 9), &footnotes::numbers(&report.footnotes, standing.file), &plain)?;
    let name = file.map_or("–", |file| file_name(&file.path));
    page.text((at, 10), name, &style::text(Weight::Plain))
}

fn tone(state: State) -> Tone {
    match state {
        State::Accepted => Tone::Good,
        State::QueryOpen | State::NotReceived => Tone::Doubt,
        State::Unreadable | State::Rejected | State::Conflict => Tone::Bad,
    }
}

/// Whether the agency first sent something in time, whatever became of it.
fn punctuality(standing: &Standing) -> (&'static str, Tone) {
    match (standing.file, standing.first_on_time) {
        (None, _) if standing.is_late() => (LATE, Tone::Bad),
        (None, _) => ("–", Tone::Plain),
        (Some(_), None) => (UNDATED, Tone::Doubt),
        (Some(_), Some(false)) => (LATE, Tone::Bad),
        (Some(_), Some(true)) => (IN_TIME, Tone::Plain),
    }
}
