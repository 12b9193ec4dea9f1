//! "Báo cáo": the year on one page. Results against target with last year beside, who is in and what is missing, what is
//! proposed for next year, and the way to every other sheet.

use std::borrow::Cow;

use super::super::provincial::coverage::charts;
use super::super::provincial::coverage::layout::{COVERAGE, GAP, NUMERATOR, POINTS, TARGET, VERDICT};
use super::super::provincial::formula::{Extent, LiveFigure};
use super::super::provincial::{Book, overview};
use super::proposal::{CURRENT, DIFFERENCE, PROPOSED, ProposalLayout};
use super::{ReportBook, discipline, names};
use crate::counts::{Scope, terms};
use crate::indicator::Coverage;
use crate::output::error::OutputError;
use crate::output::page::{Cached, Link, Page, Paper};
use crate::output::style::{self, Tone, Weight};
use crate::plan::Caveat;
use crate::value::grid::Address;
use crate::value::wording;
use crate::view;
use crate::view::block::{Cell, Value, count_as_f64};
use crate::view::coverage::Attainment;
use crate::view::restated;

const WIDTHS: &[f64] = &[38.0, 11.0, 14.5, 14.5, 14.5, 13.0, 12.0, 13.0, 11.0, 13.0, 12.0, 12.0];
const LAST: u16 = 11;
/// In pixels: the columns together; and the rows of 20 pixels that the chart covers.
const CHART_WIDTH: u32 = 1150;
const CHART_ROWS: u32 = 13;

pub fn write(report: &ReportBook, proposal: &ProposalLayout) -> Result<Page, OutputError> {
    let mut page = Page::new(names::SUMMARY, Paper::Landscape, WIDTHS)?;
    let row = write_title(&mut page, report)?;
    let row = write_warnings(&mut page, report, row)?;
    let row = write_results(&mut page, report, row)?;
    let row = insert_chart(&mut page, report, row)?;
    let row = write_discipline(&mut page, report, row)?;
    let row = write_missing(&mut page, report, row)?;
    let row = write_proposal(&mut page, report, proposal, row)?;
    write_contents(&mut page, report.book, row)?;
    Ok(page)
}

fn write_title(page: &mut Page, report: &ReportBook) -> Result<u32, OutputError> {
    let (plan, annual) = (report.book.plan(), report.annual);
    let line = style::cover_line();
    page.across(0, (0, 2), &plan.office.parent.to_uppercase(), &line)?;
    page.across(1, (0, 2), &plan.office.name.to_uppercase(), &line.clone().set_bold())?;
    let kind = if annual.choices.ad_hoc { "BÁO CÁO ĐỘT XUẤT" } else { "BÁO CÁO" };
    let title = format!("{kind} {} NĂM {}", report.book.plan().words.fill("KẾT QUẢ THAM GIA {TOPIC}"), report.year());
    page.across(3, (0, LAST), &title, &style::cover_title())?;
    page.at_least(3, 32.0);
    page.across(4, (0, LAST), &plan.title, &line)?;
    let words = format!("{}. Lập ngày {}", overview::data_of(report.book), wording::date(annual.choices.today));
    page.across(5, (0, LAST), &words, &style::caption().set_align(rust_xlsxwriter::FormatAlign::Center))?;
    Ok(7)
}

/// What must be known before any figure is read.
fn write_warnings(page: &mut Page, report: &ReportBook, top: u32) -> Result<u32, OutputError> {
    let altered = restated::of_annual(report.annual);
    if altered.is_empty() {
        return Ok(top);
    }
    page.across(top, (0, LAST), "LƯU Ý VỀ NGUỒN SỐ LIỆU", &style::section())?;
    let mut row = top + 1;
    for sentence in altered {
        page.across(row, (0, LAST), &format!("{sentence}."), &style::toned_text(Tone::Doubt))?;
        row += 1;
    }
    Ok(row + 1)
}

// ----------------------------------------------------------------------------------------------------------- results

fn write_results(page: &mut Page, report: &ReportBook, top: u32) -> Result<u32, OutputError> {
    let year = report.year();
    let heading = format!("1. KẾT QUẢ NĂM {year} SO VỚI CHỈ TIÊU VÀ NĂM {}", year - 1);
    page.across(top, (0, LAST), &heading, &style::section())?;
    let labels = [
        "Chỉ tiêu".to_owned(),
        format!("Kế hoạch năm {year}"),
        format!("Số người năm {year}"),
        format!("Tỷ lệ năm {year}"),
        "Kết quả".to_owned(),
        "Còn thiếu (người)".to_owned(),
        "So với chỉ tiêu (điểm %)".to_owned(),
        format!("Số người năm {}", year - 1),
        format!("Tỷ lệ năm {}", year - 1),
        "Tăng, giảm (người)".to_owned(),
        "Tăng, giảm (điểm %)".to_owned(),
        "Bằng (% của chỉ tiêu)".to_owned(),
    ];
    for (col, label) in (0..).zip(&labels) {
        page.header((top + 1, col), label)?;
    }
    let mut row = top + 2;
    for coverage in &report.annual.coverage {
        IndicatorLine { report, coverage, at: row }.write(page)?;
        row = write_schemes(page, report, coverage, row + 1)?;
    }
    page.across(row, (0, LAST), &view::coverage::caveat(report.book.plan(), Caveat::Coverage), &style::caption())?;
    row += 1;
    for sentence in remarks(report) {
        page.across(row, (0, LAST), &sentence, &style::toned_text(Tone::Doubt))?;
        row += 1;
    }
    Ok(row + 1)
}

/// The participants of the schemes of an indicator, where they add up to it. Returns the row after them.
fn write_schemes(page: &mut Page, report: &ReportBook, coverage: &Coverage, top: u32) -> Result<u32, OutputError> {
    let (year, plan) = (report.book.year, report.book.plan());
    let schemes = view::coverage::people_by_scheme(report.annual.merged, coverage).unwrap_or_default();
    let mut row = top;
    for (id, _) in schemes {
        let scheme = plan.scheme(id);
        page.text((row, 0), &format!("trong đó {}", scheme.name), &style::text(Weight::Plain).set_indent(1))?;
        let terms: Vec<_> = scheme.participants.iter().flat_map(|input| terms(year, input, Scope::Province)).collect();
        report.book.range.sum_in(coverage.rounds.numerator, &terms).write(page, (row, 2), Weight::Plain)?;
        for col in (1..=LAST).filter(|col| *col != 2) {
            page.text((row, col), "", &style::text(Weight::Plain))?;
        }
        row += 1;
    }
    Ok(row)
}

/// What the table can't say: why a coverage isn't computed, why there is no last year.
fn remarks(report: &ReportBook) -> Vec<String> {
    let (merged, coverage) = (report.annual.merged, &report.annual.coverage);
    let mut rounds: Vec<String> =
        coverage.iter().filter_map(|coverage| view::rounds::of_coverage(merged, coverage)).collect();
    rounds.dedup();
    let earlier = view::rounds::earlier_shares(merged, coverage);
    let why_not = view::coverage::remarks(report.book.year, coverage);
    let mut sentences: Vec<String> =
        rounds.into_iter().chain(earlier).chain(why_not).map(|sentence| format!("{sentence}.")).collect();
    if report.annual.last_year().is_none() {
        let year = report.year() - 1;
        sentences.push(format!("Chưa có sổ tổng hợp năm {year} nên chưa so được với năm trước."));
    }
    sentences
}

/// One indicator's row; all its figures stand on the sheet of years.
struct IndicatorLine<'r> {
    report: &'r ReportBook<'r>,
    coverage: &'r Coverage,
    at: u32,
}

impl IndicatorLine<'_> {
    fn write(&self, page: &mut Page) -> Result<(), OutputError> {
        let indicator = self.report.book.plan().indicator(self.coverage.indicator);
        page.text((self.at, 0), &indicator.title, &style::text(Weight::Group))?;
        let attainment = Attainment::of(self.coverage);
        page.live((self.at, 1), &attainment.target, &self.now(TARGET))?;
        self.people_now().write(page, (self.at, 2), Weight::Group)?;
        page.live((self.at, 3), &attainment.share.weight(Weight::Group), &self.now(COVERAGE))?;
        page.live((self.at, 4), &attainment.verdict.weight(Weight::Group), &self.now(VERDICT))?;
        page.live((self.at, 5), &attainment.gap, &self.now(GAP))?;
        page.live((self.at, 6), &attainment.points, &self.now(POINTS))?;
        let of_target = Cell::or_none(view::coverage::of_target(self.coverage));
        page.live((self.at, LAST), &of_target, &format!("{}/{}", Address::new(self.at, 3), Address::new(self.at, 1)))?;
        self.write_before(page)
    }

    fn now(&self, col: u16) -> String {
        self.report.years.now(self.coverage.indicator, col)
    }

    fn people_now(&self) -> LiveFigure {
        let people = &self.coverage.numerator;
        let extent = match people.known() {
            Some(_) => Extent::Whole,
            None if people.n_known > 0 => Extent::Partial,
            None => Extent::Nothing,
        };
        LiveFigure { formula: self.now(NUMERATOR), people: people.people, extent }
    }

    /// Last year's people and share, and what has changed since.
    fn write_before(&self, page: &mut Page) -> Result<(), OutputError> {
        let (id, year) = (self.coverage.indicator, self.report.year() - 1);
        let earlier = self.report.annual.last_year();
        let before = earlier.and_then(|earlier| earlier.coverage.iter().find(|before| before.indicator == id));
        let share = before.and_then(Coverage::share);
        let change = self.coverage.share().zip(share);
        let at = |col: u16| self.report.years.in_year(id, year, col).unwrap_or_default();
        let cell = |col: u32| Address::new(self.at, col);
        let people_before = before.and_then(|before| before.numerator.known());
        let people = Cell::or_none(people_before.map(Value::People));
        page.live((self.at, 7), &people, &at(NUMERATOR))?;
        let shown = before.filter(|_| share.is_some()).map(|before| Attainment::of(before).share);
        // A year that is at hand and has no share lacks a number; what isn't at hand has none.
        let none = if before.is_some() { Cell::share(None) } else { Cell::new(Value::None) };
        page.live((self.at, 8), &shown.unwrap_or(none), &at(COVERAGE))?;
        // People can be compared even where the shares can't.
        let more = self.coverage.numerator.known().zip(people_before).map(|(now, before)| Value::Change(now - before));
        let people = Cell::or_none(more);
        page.live((self.at, 9), &people, &format!("{}-{}", cell(2), cell(7)))?;
        let points = Cell::or_none(change.map(|(now, before)| Value::Points(now, before, 2)));
        page.live((self.at, 10), &points, &format!("({}-{})*100", cell(3), cell(8)))
    }
}

fn insert_chart(page: &mut Page, report: &ReportBook, top: u32) -> Result<u32, OutputError> {
    if report.annual.coverage.iter().all(|coverage| coverage.known().is_none()) {
        return Ok(top);
    }
    let mut chart = charts::this_year(report.book, &report.years, CHART_WIDTH);
    chart.set_height(CHART_ROWS * 20);
    page.written(|sheet| sheet.insert_chart(top, 0, &chart))?;
    Ok(top + CHART_ROWS + 1)
}

// ------------------------------------------------------------------------------------------------------------- state

fn write_discipline(page: &mut Page, report: &ReportBook, top: u32) -> Result<u32, OutputError> {
    page.break_before(top);
    page.across(top, (0, LAST), "2. TÌNH HÌNH GỬI SỐ LIỆU", &style::section())?;
    let completeness = &report.annual.completeness;
    let facts = [
        ("Đơn vị phải gửi", discipline::EXPECTED, completeness.n_expected()),
        ("Đơn vị đã gửi", discipline::RECEIVED, completeness.n_received()),
        ("Đơn vị có số liệu được tính", discipline::ACCEPTED, completeness.n_accepted()),
        ("Đơn vị gửi đúng hạn", discipline::SENT_ON_TIME, completeness.n_sent_on_time()),
        ("Đơn vị đạt yêu cầu, đúng hạn", discipline::ON_TIME, completeness.n_on_time()),
    ];
    let mut row = top + 1;
    for (label, cell, n) in facts {
        page.text((row, 0), label, &style::text(Weight::Plain))?;
        let cached = Cached::Number(count_as_f64(n));
        let short = n < completeness.n_expected();
        let tone = if short { Tone::Doubt } else { Tone::Plain };
        let formula = format!("'{}'!{cell}", names::DISCIPLINE);
        page.formula((row, 1), &formula, &cached, &style::centred(Weight::Group, tone))?;
        row += 1;
    }
    Ok(row + 1)
}

fn write_missing(page: &mut Page, report: &ReportBook, top: u32) -> Result<u32, OutputError> {
    let records: Vec<_> = report.annual.merged.not_accepted().collect();
    if records.is_empty() {
        return Ok(top);
    }
    page.across(top, (0, LAST), "ĐƠN VỊ CHƯA CÓ SỐ LIỆU VÀ SỐ LIỆU BỊ ẢNH HƯỞNG", &style::section())?;
    page.header((top + 1, 0), "Đơn vị")?;
    page.header((top + 1, 1), "Tình trạng")?;
    page.across(top + 1, (2, LAST), "Số liệu bị ảnh hưởng", &style::header())?;
    let mut row = top + 2;
    for record in records {
        page.text((row, 0), report.book.year.agency_name(record.agency), &style::text(Weight::Plain))?;
        page.text((row, 1), record.status.label(), &style::centred(Weight::Plain, Tone::Doubt))?;
        let affected = overview::affected(report.book, record.agency);
        page.across(row, (2, LAST), &affected, &style::text(Weight::Plain))?;
        row += 1;
    }
    Ok(row + 1)
}

// ---------------------------------------------------------------------------------------------------------- proposal

fn write_proposal(page: &mut Page, report: &ReportBook, layout: &ProposalLayout, top: u32) -> Result<u32, OutputError> {
    let proposal = &report.annual.proposal;
    let round = view::rounds::main(report.annual.merged).map(|round| format!(" (theo số liệu {round})"));
    let heading = format!("3. ĐỀ XUẤT CHỈ TIÊU NĂM {}{}", proposal.year, round.unwrap_or_default());
    page.across(top, (0, LAST), &heading, &style::section())?;
    for (col, label) in (0..).zip(["Chỉ tiêu", "Tỷ lệ", "Đang tham gia", "Đề xuất", "Tăng thêm"]) {
        page.header((top + 1, col), label)?;
    }
    page.across(top + 1, (5, LAST), "Vì sao", &style::header())?;
    let mut row = top + 2;
    for (n, line) in proposal.lines.iter().enumerate() {
        page.text((row, 0), &line.name, &style::text(Weight::Plain))?;
        let percent = Cell::or_none(line.percent.map(Value::Target)).value.text().to_string();
        page.text((row, 1), &percent, &style::centred(Weight::Plain, Tone::Plain))?;
        let province = &line.province;
        let current = province.current.map(|people| LiveFigure::whole(layout.refer(n, CURRENT), people));
        current.unwrap_or_else(LiveFigure::nothing).write(page, (row, 2), Weight::Plain)?;
        page.live((row, 3), &Cell::people(province.proposed), &layout.refer(n, PROPOSED))?;
        page.live((row, 4), &Cell::people(province.difference()), &layout.refer(n, DIFFERENCE))?;
        let reason = view::proposal::reason(report.book.year, province);
        page.across(row, (5, LAST), &reason, &style::text(Weight::Plain))?;
        row += 1;
    }
    Ok(row + 1)
}

fn write_contents(page: &mut Page, book: &Book, top: u32) -> Result<(), OutputError> {
    page.across(top, (0, LAST), "CÁC TRANG CỦA BÁO CÁO (BẤM ĐỂ MỞ)", &style::section())?;
    let assigned = book.context.achievement.map(|_| names::ABOUT_ASSIGNED);
    let assigned = assigned.map(|(name, about)| (name, Cow::Borrowed(about)));
    let is_compared = book.context.earlier.iter().any(|before| before.restated.is_some());
    let compared = is_compared.then(|| names::about_comparison(book.year));
    let contents: Vec<(&str, Cow<str>)> =
        names::contents(book.plan()).into_iter().chain(compared).chain(assigned).collect();
    for (row, (name, meaning)) in (top + 1..).zip(&contents) {
        page.link((row, 0), name, &Link::Sheet((*name).to_owned(), Address::new(0, 0)), &style::link())?;
        page.across(row, (1, LAST), meaning, &style::text(Weight::Plain))?;
    }
    page.keep_together(top, top + u32::try_from(contents.len()).expect("a few sheets"));
    Ok(())
}
