//! "Bao phủ - chỉ tiêu": every indicator against its target, this year and over the years, with charts.
//!
//! Whether a target is reached is decided by whole numbers in the formula as in the program, and a share just below
//! its target is shown with as many decimals as tell it from the target.

pub mod charts;
pub mod layout;
mod row;

use std::collections::BTreeSet;

use super::book::Book;
use super::formula::LiveFigure;
use crate::counts::{Scope, Sum, Term, terms};
use crate::indicator::Coverage;
use crate::indicator::annual::EarlierYear;
use crate::output::error::OutputError;
use crate::output::page::{Page, Paper};
use crate::output::style;
use crate::plan::{AgencyId, Caveat, Indicator, IndicatorId, Input, RoundId};
use crate::value::grid::Address;
use crate::value::wording;
use crate::view::coverage::caveat;
use crate::view::words::{self, names};
use crate::view::{restated, rounds, units};
use layout::{CoverageLayout, DENOMINATOR, FIRST_ROW, NOTE, NUMERATOR, of_rounds};
use row::{CoverageRow, People, Time};

const WIDTHS: &[f64] = &[42.0, 15.0, 15.0, 13.0, 11.0, 13.0, 13.0, 14.0, 38.0];

pub fn write(book: &Book, layout: &CoverageLayout) -> Result<Page, OutputError> {
    let mut page = Page::new(layout.sheet, Paper::Landscape, WIDTHS)?;
    book.heading(&mut page, "TỶ LỆ BAO PHỦ SO VỚI CHỈ TIÊU", NOTE)?;
    page.freeze(2, 1, Some((0, 2)))?;
    page.across(2, (0, NOTE), &caveat(book.plan(), Caveat::Coverage), &style::caption())?;
    let heading = format!("A. NĂM {}", book.year.year);
    page.across(FIRST_ROW - 2, (0, NOTE), &heading, &style::section())?;
    write_header(&mut page, book, FIRST_ROW - 1, "Chỉ số")?;
    for (coverage, indicator) in book.coverage.iter().zip(&book.plan().indicators) {
        let at = layout.this_year(coverage.indicator);
        this_year(book, coverage, indicator).write(&mut page, at)?;
    }
    write_rounds(&mut page, book, layout)?;
    write_years(&mut page, book, layout)?;
    charts::insert(&mut page, book, layout)?;
    Ok(page)
}

fn write_header(page: &mut Page, book: &Book, row: u32, first: &str) -> Result<(), OutputError> {
    let labour_force = book.plan().words.fill("{Labour_force_in_full}");
    let labels = [
        first,
        "Số người tham gia",
        &labour_force,
        "Tỷ lệ bao phủ",
        "Chỉ tiêu",
        "Chênh lệch (điểm %)",
        "Còn thiếu (người)",
        "Kết quả",
        "Nguồn, ghi chú",
    ];
    for (col, label) in (0..).zip(labels) {
        page.header((row, col), label)?;
    }
    Ok(())
}

fn selected(book: &Book, inputs: &[Input]) -> Vec<Term> {
    inputs.iter().flat_map(|input| terms(book.year, input, Scope::Province)).collect()
}

fn this_year(book: &Book, coverage: &Coverage, indicator: &Indicator) -> CoverageRow {
    let live = |round: RoundId, inputs: &[Input]| People::Live(book.range.sum_in(round, &selected(book, inputs)));
    CoverageRow {
        label: indicator.title.clone(),
        numerator: live(coverage.rounds.numerator, &indicator.numerator),
        denominator: live(coverage.rounds.denominator, &indicator.denominator),
        share: coverage.share(),
        target: coverage.target.as_ref().map(|target| target.percent),
        note: extent_note(book, coverage),
        time: Time::Now,
        is_at_hand: true,
    }
}

/// How many agencies the figure rests on, and whose numbers are missing.
fn extent_note(book: &Book, coverage: &Coverage) -> String {
    let agencies = |sum: &Sum| -> BTreeSet<AgencyId> { sum.agencies.iter().copied().collect() };
    let all: BTreeSet<AgencyId> = &agencies(&coverage.numerator) | &agencies(&coverage.denominator);
    let missing = coverage.missing();
    let extent = format!("{}/{} đơn vị", all.len() - missing.len(), all.len());
    let extent = if missing.is_empty() {
        // With all numbers there, only a whole of nobody keeps a share from being computed.
        let lack = coverage.lack().map(|lack| format!("; {}", words::lack(book.year, &lack)));
        format!("{extent}: {}{}", names(book.year, &all), lack.unwrap_or_default())
    } else {
        let names: Vec<String> = missing.into_iter().map(|agency| book.name_and_status(agency)).collect();
        format!("{extent}; thiếu {}", wording::list(&names))
    };
    let provisional = units::provisional_figure(book.year, &coverage.partial()).map(|words| words::capitalized(&words));
    let all = [Some(extent), provisional, rounds::of_coverage(book.merged, coverage)];
    all.into_iter().flatten().collect::<Vec<_>>().join(". ")
}

fn write_rounds(page: &mut Page, book: &Book, layout: &CoverageLayout) -> Result<(), OutputError> {
    let coverages = of_rounds(book);
    if coverages.is_empty() {
        return Ok(());
    }
    let top = layout.by_rounds();
    let heading = format!("NĂM {} THEO TỪNG KỲ SỐ LIỆU", book.year.year);
    page.across(top, (0, NOTE), &heading, &style::section())?;
    write_header(page, book, top + 1, "Chỉ số, kỳ số liệu")?;
    for (at, coverage) in (top + 2..).zip(&coverages) {
        let indicator = book.plan().indicator(coverage.indicator);
        let label = book.with_round(&indicator.short, coverage.rounds.numerator);
        CoverageRow { label, time: Time::Before, ..this_year(book, coverage, indicator) }.write(page, at)?;
    }
    Ok(())
}

fn write_years(page: &mut Page, book: &Book, layout: &CoverageLayout) -> Result<(), OutputError> {
    let top = layout.over_years();
    page.across(top, (0, NOTE), "B. QUA CÁC NĂM CỦA KẾ HOẠCH", &style::section())?;
    write_header(page, book, top + 1, "Năm")?;
    for n in book.plan().indicator_ids() {
        let first = layout.first_year(n);
        page.across(first - 1, (0, NOTE), &book.plan().indicator(n).title, &style::text(style::Weight::Total))?;
        for (at, year) in (first..).zip(&layout.years) {
            of_year(book, layout, n, *year).write(page, at)?;
        }
    }
    Ok(())
}

fn of_year(book: &Book, layout: &CoverageLayout, id: IndicatorId, year: i32) -> CoverageRow {
    if year == book.year.year { this_year_again(book, layout, id) } else { other_year(book, id, year) }
}

/// This year's row among the years, whose people stand in the table above.
fn this_year_again(book: &Book, layout: &CoverageLayout, id: IndicatorId) -> CoverageRow {
    let (year, coverage) = (book.year.year, &book.coverage[id.idx()]);
    let indicator = book.plan().indicator(id);
    let above = |col: u16, sum: LiveFigure| {
        People::Live(LiveFigure { formula: Address::new(layout.this_year(id), col.into()).to_string(), ..sum })
    };
    let sum = |round: RoundId, inputs: &[Input]| book.range.sum_in(round, &selected(book, inputs));
    let is_whole = coverage.lack().is_none();
    CoverageRow {
        label: format!("Năm {year}"),
        numerator: above(NUMERATOR, sum(coverage.rounds.numerator, &indicator.numerator)),
        denominator: above(DENOMINATOR, sum(coverage.rounds.denominator, &indicator.denominator)),
        note: if is_whole { format!("Số liệu năm {year}, bảng A") } else { extent_note(book, coverage) },
        ..this_year(book, coverage, indicator)
    }
}

/// A year before, from its workbook, or one that is still to come.
fn other_year(book: &Book, id: IndicatorId, year: i32) -> CoverageRow {
    let workbook = book.context.earlier.iter().find(|earlier| earlier.year == year);
    let earlier = workbook.and_then(|earlier| earlier.coverage.iter().find(|coverage| coverage.indicator == id));
    let share = earlier.and_then(Coverage::share);
    let time = if year > book.year.year { Time::Later } else { Time::Before };
    let target =
        earlier.and_then(|coverage| coverage.target.as_ref()).or_else(|| book.plan().indicator(id).target(year));
    CoverageRow {
        label: format!("Năm {year}"),
        numerator: people(earlier.and_then(|coverage| coverage.numerator.known()), time),
        denominator: people(earlier.and_then(|coverage| coverage.denominator.known()), time),
        share,
        target: target.map(|target| target.percent),
        note: match workbook.filter(|_| earlier.is_some()) {
            Some(workbook) => {
                let lack = earlier.and_then(|coverage| restated::lack(book.year, workbook, coverage));
                let provisional =
                    earlier.and_then(|coverage| units::provisional_figure(book.year, &coverage.partial()));
                let more = lack.into_iter().chain(provisional).map(|words| format!("; {words}"));
                format!("{}{}", source_note(book, workbook), more.collect::<String>())
            }
            None if time == Time::Later => "Chưa đến kỳ".to_owned(),
            None => format!("Chưa có sổ tổng hợp năm {year}"),
        },
        time,
        is_at_hand: earlier.is_some(),
    }
}

fn people(people: Option<i64>, time: Time) -> People {
    match people {
        Some(people) => People::Value(people),
        None if time == Time::Later => People::NotYet,
        None => People::Live(LiveFigure::nothing()),
    }
}

fn source_note(book: &Book, workbook: &EarlierYear) -> String {
    let altered = if !workbook.altered().is_empty() { ", đã bị sửa tay sau khi lập" } else { "" };
    match &workbook.restated {
        None => format!("Theo sổ tổng hợp năm {}{altered}", workbook.year),
        Some(restated) => format!("{}{altered}", restated::source(book.plan(), &restated.made_of)),
    }
}
