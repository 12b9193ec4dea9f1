//! "Tổng quan": the year on one page. Targets, who is in and what it touches if someone isn't, what is still open, and
//! the way to every other sheet.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::book::Book;
use super::coverage::{
    self,
    layout::{COVERAGE, CoverageLayout, GAP, TARGET, VERDICT},
};
use super::{findings, names, submissions};
use crate::indicator::Coverage;
use crate::indicator::assigned::Achievement;
use crate::ledger::parts;
use crate::ledger::{AgencyRecord, AgencyStatus};
use crate::output::error::OutputError;
use crate::output::page::{Cached, Link, Page, Paper};
use crate::output::style::{self, Tone, Weight, card};
use crate::plan::{AgencyId, Caveat, FormId, Target, keys};
use crate::problem::{Finding, Severity};
use crate::value::grid::Address;
use crate::value::{Ratio, wording};
use crate::view::block::{Value, as_share, count_as_f64};
use crate::view::coverage::{Attainment, caveat};
use crate::view::{rounds, words};

/// Three cards of two columns each, with the rest of the sheet on the same columns.
const WIDTHS: &[f64] = &[17.0, 17.0, 17.0, 17.0, 17.0, 17.0];
const LAST: u16 = 5;
const CARDS_IN_ROW: usize = 3;
const CARD_HEIGHT: u32 = 5;
/// In pixels: the six columns together.
const CHART_WIDTH: u32 = 744;
/// Rows of 20 pixels that the chart covers.
const CHART_ROWS: u32 = 12;

pub fn write(book: &Book, layout: &CoverageLayout) -> Result<Page, OutputError> {
    let mut page = Page::new(names::OVERVIEW, Paper::Portrait, WIDTHS)?;
    page.sheet().set_print_fit_to_pages(1, 1);
    let row = write_title(&mut page, book)?;
    let row = write_cards(&mut page, book, layout, row)?;
    let row = insert_chart(&mut page, book, layout, row)?;
    let row = write_state(&mut page, book, row)?;
    let row = write_assigned_open(&mut page, book, row)?;
    let row = write_missing(&mut page, book, row)?;
    write_contents(&mut page, book, row)?;
    Ok(page)
}

fn write_title(page: &mut Page, book: &Book) -> Result<u32, OutputError> {
    let plan = book.plan();
    let line = style::cover_line();
    page.across(0, (0, 2), &plan.office.parent.to_uppercase(), &line)?;
    page.across(1, (0, 2), &plan.office.name.to_uppercase(), &line.clone().set_bold())?;
    if book.merged.is_illustrative() {
        page.across(2, (0, LAST), keys::ILLUSTRATIVE_BANNER, &line.clone().set_bold())?;
    }
    let title = format!("{} NĂM {}", book.plan().words.fill("SỔ TỔNG HỢP ĐỐI TƯỢNG THAM GIA {TOPIC}"), book.year.year);
    page.across(3, (0, LAST), &title, &style::cover_title())?;
    page.at_least(3, 32.0);
    page.across(4, (0, LAST), &plan.title, &line)?;
    let words = format!("{}. Lập ngày {}", data_of(book), wording::date(book.context.today));
    let caption = style::caption().set_align(rust_xlsxwriter::FormatAlign::Center);
    page.across(5, (0, LAST), &words, &caption)?;
    let provisional = book.provisional();
    if provisional.is_empty() {
        return Ok(7);
    }
    page.across(6, (0, LAST), &format!("{}.", provisional.join(". ")), &style::toned_text(Tone::Doubt))?;
    Ok(8)
}

/// As of which days the counted files describe the province.
pub fn data_of(book: &Book) -> String {
    if rounds::are_several(book.merged) {
        return of_rounds(book);
    }
    let accepted = book.merged.agencies.iter().filter(|record| record.status == AgencyStatus::Accepted);
    let days: BTreeSet<_> = accepted.filter_map(|record| book.merged.file(record.file?).as_of).collect();
    let of = match (days.first(), days.last()) {
        (Some(first), Some(last)) if first == last => format!("Số liệu đến ngày {}", wording::date(*first)),
        (Some(first), Some(last)) => {
            format!("Số liệu đến ngày {} – {} tùy đơn vị", wording::date(*first), wording::date(*last))
        }
        _ => "Các đơn vị không ghi ngày của số liệu".to_owned(),
    };
    match book.context.as_of {
        Some(day) => format!("{of}, tính các tệp gửi đến ngày {}", wording::date(day)),
        None => of,
    }
}

/// The same for each round.
fn of_rounds(book: &Book) -> String {
    let all: BTreeSet<AgencyId> = book.year.agencies.iter().copied().collect();
    let counted = book.merged.ledger.by_round().rounds();
    let dated: Vec<String> = counted.map(|round| rounds::dated(book.merged, round, &all)).collect();
    let until = book.context.as_of.map(|day| format!(", tính các tệp gửi đến ngày {}", wording::date(day)));
    format!("Số liệu {}{}", dated.join("; "), until.unwrap_or_default())
}

// ------------------------------------------------------------------------------------------------------------- cards

fn write_cards(page: &mut Page, book: &Book, layout: &CoverageLayout, top: u32) -> Result<u32, OutputError> {
    if book.coverage.is_empty() {
        return Ok(top);
    }
    page.across(top, (0, LAST), &format!("CHỈ TIÊU NĂM {}", book.year.year), &style::section())?;
    let mut row = top + 1;
    for cards in book.coverage.chunks(CARDS_IN_ROW) {
        for (n, coverage) in (0u16..).zip(cards) {
            write_card(page, book, layout, coverage, row, (2 * n, 2 * n + 1))?;
        }
        row += CARD_HEIGHT + 1;
    }
    page.across(row - 1, (0, LAST), &caveat(book.plan(), Caveat::Coverage), &style::caption())?;
    Ok(row)
}

fn write_card(
    page: &mut Page,
    book: &Book,
    layout: &CoverageLayout,
    coverage: &Coverage,
    top: u32,
    cols: (u16, u16),
) -> Result<(), OutputError> {
    for (n, height) in (0..).zip([22.0, 38.0, 19.0, 24.0, 22.0]) {
        page.at_least(top + n, height);
    }
    let refer = |col: u16| layout.now(coverage.indicator, col);
    let attainment = Attainment::of(coverage);
    let tone = if attainment.gap.value == Value::None { Tone::Plain } else { attainment.verdict.tone };
    page.across(top, cols, &book.plan().indicator(coverage.indicator).short, &card::name())?;
    let share = &attainment.share.value;
    match Cached::of(share) {
        Some(cached) => {
            let format = card::coverage(share.decimals(), tone);
            page.formula_across(top + 1, cols, &refer(COVERAGE), &cached, &format)?;
        }
        None => page.across(top + 1, cols, &share.text().to_string(), &card::unknown())?,
    }
    write_card_target(page, top + 2, cols, coverage.target.as_ref(), &refer(TARGET))?;
    match (Cached::of(&attainment.verdict.value), Cached::of(&attainment.gap.value)) {
        (Some(Cached::Text(verdict)), Some(gap)) => {
            let (verdict, formula) = (Cached::Text(verdict.to_uppercase()), format!("UPPER({})", refer(VERDICT)));
            page.formula_across(top + 3, cols, &formula, &verdict, &card::verdict(tone))?;
            page.formula_across(top + 4, cols, &refer(GAP), &gap, &card::gap())
        }
        _ => {
            page.across(top + 3, cols, "", &card::verdict(Tone::Doubt))?;
            let why = coverage.lack().map(|lack| words::lack(book.year, &lack)).unwrap_or_default();
            page.across(top + 4, cols, &why, &card::last_words())
        }
    }
}

fn write_card_target(
    page: &mut Page,
    at: u32,
    cols: (u16, u16),
    target: Option<&Target>,
    formula: &str,
) -> Result<(), OutputError> {
    match target.map(|target| target.percent) {
        Some(target) => {
            let cached = Cached::Number(as_share(Ratio::of(target)));
            page.formula_across(at, cols, formula, &cached, &card::target(style::target_decimals(target)))
        }
        None => page.across(at, cols, "Không có chỉ tiêu", &card::target(0)),
    }
}

/// The targets as a chart, as soon as there is anything to compare with them.
fn insert_chart(page: &mut Page, book: &Book, layout: &CoverageLayout, top: u32) -> Result<u32, OutputError> {
    if book.coverage.iter().all(|coverage| coverage.known().is_none()) {
        return Ok(top);
    }
    let mut chart = coverage::charts::this_year(book, layout, CHART_WIDTH);
    chart.set_height(CHART_ROWS * 20);
    page.written(|sheet| sheet.insert_chart(top, 0, &chart))?;
    Ok(top + CHART_ROWS + 1)
}

// ------------------------------------------------------------------------------------------------------------- state

/// How many agencies are in and how much is still open, each counted by a formula over its sheet.
fn write_state(page: &mut Page, book: &Book, top: u32) -> Result<u32, OutputError> {
    page.across(top, (0, LAST), "TÌNH HÌNH SỐ LIỆU", &style::section())?;
    let agencies = &book.merged.agencies;
    let n_accepted = agencies.iter().filter(|record| record.status == AgencyStatus::Accepted).count();
    let cell = |at: &str| format!("'{}'!{at}", names::SUBMISSIONS);
    let formula = format!("{}&\"/\"&{}&\" đơn vị\"", cell(submissions::ACCEPTED), cell(submissions::EXPECTED));
    let extent = Cached::Text(format!("{n_accepted}/{} đơn vị", agencies.len()));
    let tone = if n_accepted == agencies.len() { Tone::Good } else { Tone::Doubt };
    write_fact(page, top + 1, "Đơn vị đã có số liệu được tổng hợp", &formula, &extent, tone)?;
    let n_errors = count(book, |finding| finding.severity == Severity::Error);
    let n_queries = count(book, |finding| finding.severity == Severity::Query && finding.is_open());
    let error_tone = if n_errors > 0.0 { Tone::Bad } else { Tone::Good };
    let query_tone = if n_queries > 0.0 { Tone::Doubt } else { Tone::Good };
    let label = "Lỗi phải sửa (tệp có lỗi chưa được tổng hợp)";
    let formula = count_formula(book, Severity::Error);
    write_fact(page, top + 2, label, &formula, &Cached::Number(n_errors), error_tone)?;
    let formula = count_formula(book, Severity::Query);
    write_fact(page, top + 3, "Điểm còn cần giải trình", &formula, &Cached::Number(n_queries), query_tone)?;
    page.across(top + 4, (0, 2), "Thư mục số liệu", &style::text(Weight::Plain))?;
    page.across(top + 4, (3, LAST), book.context.inbox, &style::text(Weight::Plain))?;
    Ok(top + 6)
}

/// That something is still to be asked about assigned targets, of which no agency's file tells.
fn write_assigned_open(page: &mut Page, book: &Book, top: u32) -> Result<u32, OutputError> {
    let n_open = book.context.achievement.map_or(0, Achievement::n_open);
    if n_open == 0 {
        return Ok(top);
    }
    let sheet = names::ASSIGNED;
    let words = format!("Chỉ tiêu được giao còn {n_open} điểm cần giải trình, xem trang “{sheet}”");
    page.across(top - 1, (0, LAST), &words, &style::toned_text(Tone::Doubt))?;
    Ok(top + 1)
}

fn write_fact(
    page: &mut Page,
    at: u32,
    label: &str,
    formula: &str,
    cached: &Cached,
    tone: Tone,
) -> Result<(), OutputError> {
    page.across(at, (0, 2), label, &style::text(Weight::Plain))?;
    page.formula_across(at, (3, LAST), formula, cached, &style::centred(Weight::Group, tone))
}

fn count(book: &Book, is_it: impl Fn(&Finding) -> bool) -> f64 {
    let n = book.merged.files.iter().flat_map(|file| &file.findings).filter(|finding| is_it(finding)).count();
    count_as_f64(n)
}

fn count_formula(book: &Book, severity: Severity) -> String {
    let last = findings::last_row(book);
    let column = |letter: char| format!("'{}'!${letter}$4:${letter}${last}", names::FINDINGS);
    let (severities, states) = (column(findings::SEVERITY), column(findings::STATE));
    format!("COUNTIFS({severities},\"{severity}\",{states},\"{}\")", findings::OPEN)
}

// ----------------------------------------------------------------------------------------------------------- missing

/// Whose numbers are missing, and every figure that touches.
fn write_missing(page: &mut Page, book: &Book, top: u32) -> Result<u32, OutputError> {
    let records: Vec<&AgencyRecord> = book.merged.not_accepted().collect();
    if records.is_empty() {
        return Ok(top);
    }
    page.across(top, (0, LAST), "ĐƠN VỊ CHƯA CÓ SỐ LIỆU VÀ SỐ LIỆU BỊ ẢNH HƯỞNG", &style::section())?;
    page.across(top + 1, (0, 1), "Đơn vị", &style::header())?;
    page.header((top + 1, 2), "Tình trạng")?;
    page.across(top + 1, (3, LAST), "Số liệu bị ảnh hưởng", &style::header())?;
    let mut row = top + 2;
    for record in records {
        let tone = if record.status == AgencyStatus::Missing { Tone::Doubt } else { Tone::Bad };
        page.across(row, (0, 1), book.year.agency_name(record.agency), &style::text(Weight::Plain))?;
        page.text((row, 2), record.status.label(), &style::centred(Weight::Plain, tone))?;
        page.across(row, (3, LAST), &affected(book, record.agency), &style::text(Weight::Plain))?;
        row += 1;
    }
    Ok(row + 1)
}

/// Which figures lack an agency's numbers.
pub fn affected(book: &Book, agency: AgencyId) -> String {
    let plan = book.plan();
    let of_agency =
        plan.form_ids().filter(|form| plan.agency(agency).forms.contains(form) && !plan.form(*form).optional);
    let (alone, shared): (Vec<FormId>, Vec<FormId>) =
        of_agency.partition(|form| book.year.agencies_with(*form).len() == 1);
    let sheets =
        |forms: &[FormId]| wording::list(&forms.iter().map(|form| plan.form(*form).sheet.as_str()).collect::<Vec<_>>());
    let touched = book.coverage.iter().filter(|coverage| coverage.lacks(agency));
    let indicators: Vec<&str> = touched.map(|coverage| plan.indicator(coverage.indicator).short.as_str()).collect();
    let mut sentences = Vec::new();
    if !alone.is_empty() {
        sentences.push(format!("{} chưa có số liệu", sheets(&alone)));
    }
    if !shared.is_empty() {
        sentences.push(format!("tổng cộng của {} chưa đủ đơn vị", sheets(&shared)));
    }
    if !indicators.is_empty() {
        sentences.push(format!("chưa tính được tỷ lệ {}", wording::list(&indicators)));
    }
    sentences.join("; ")
}

// ---------------------------------------------------------------------------------------------------------- contents

fn write_contents(page: &mut Page, book: &Book, top: u32) -> Result<(), OutputError> {
    page.across(top, (0, LAST), "CÁC TRANG CỦA SỔ (BẤM ĐỂ MỞ)", &style::section())?;
    let assigned = book.context.achievement.map(|_| names::ABOUT_ASSIGNED);
    let assigned = assigned.map(|(name, about)| (name, Cow::Borrowed(about)));
    let of_units = parts::is_any(book.merged).then_some(names::ABOUT_OF_UNITS);
    let of_units = of_units.map(|(name, about)| (name, Cow::Borrowed(about)));
    let is_compared = book.context.earlier.iter().any(|before| before.restated.is_some());
    let compared = is_compared.then(|| names::about_comparison(book.year));
    let contents: Vec<(&str, Cow<str>)> =
        names::contents(book.plan()).into_iter().chain(compared).chain(assigned).chain(of_units).collect();
    for (row, (name, meaning)) in (top + 1..).zip(&contents) {
        page.across(row, (0, 1), "", &style::link())?;
        page.link((row, 0), name, &Link::Sheet((*name).to_owned(), Address::new(0, 0)), &style::link())?;
        page.across(row, (2, LAST), meaning, &style::text(Weight::Plain))?;
    }
    Ok(())
}
