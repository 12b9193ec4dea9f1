//! "Thay đổi": what changed since an earlier workbook of the year, for those who knew that one.

use super::book::Book;
use super::names;
use crate::indicator::Coverage;
use crate::indicator::changes::{Changes, NumberChange};
use crate::output::error::OutputError;
use crate::output::page::{Page, Paper};
use crate::output::style::{self, Tone, Weight};
use crate::view::block::{Cell, Value, count_as_f64};
use crate::view::changes as view;
use crate::view::coverage::Attainment;

const WIDTHS: &[f64] = &[38.0, 14.0, 46.0, 30.0, 14.0, 14.0, 14.0];
const LAST: u16 = 6;

/// The sheet, given also what the earlier workbook is called.
pub fn write(book: &Book, changes: &Changes, since: &str) -> Result<Page, OutputError> {
    let mut page = Page::new(names::CHANGES, Paper::Landscape, WIDTHS)?;
    book.heading(&mut page, "THAY ĐỔI SO VỚI SỔ TỔNG HỢP TRƯỚC", LAST)?;
    page.across(2, (0, LAST), &format!("So với “{since}”"), &style::caption())?;
    let row = write_summary(&mut page, book, changes, 4)?;
    let row = write_indicators(&mut page, book, &changes.indicators, row)?;
    let row = write_agencies(&mut page, book, changes, row)?;
    write_numbers(&mut page, book, &changes.numbers, row)?;
    Ok(page)
}

fn write_summary(page: &mut Page, book: &Book, changes: &Changes, top: u32) -> Result<u32, OutputError> {
    let mut row = top;
    for sentence in view::sentences(changes, book.merged) {
        page.across(row, (0, LAST), &format!("{sentence}."), &style::text(Weight::Plain))?;
        row += 1;
    }
    Ok(row + 1)
}

fn write_header(page: &mut Page, row: u32, labels: &[&str]) -> Result<(), OutputError> {
    (0..).zip(labels).try_for_each(|(col, label)| page.header((row, col), label))
}

fn write_indicators(
    page: &mut Page,
    book: &Book,
    indicators: &[(Coverage, Coverage)],
    top: u32,
) -> Result<u32, OutputError> {
    page.across(top, (0, LAST), "CHỈ TIÊU", &style::section())?;
    write_header(
        page,
        top + 1,
        &["Chỉ số", "Tỷ lệ trước", "Số người tham gia trước", "Số người tham gia nay", "Tỷ lệ nay"],
    )?;
    let mut row = top + 2;
    for (before, now) in indicators {
        page.text((row, 0), &book.plan().indicator(now.indicator).title, &style::text(Weight::Plain))?;
        let [before_share, now_share] = [before, now].map(|coverage| Attainment::of(coverage).share);
        page.cell((row, 1), &before_share)?;
        page.cell((row, 2), &Cell::people(before.numerator.known()))?;
        page.cell((row, 3), &Cell::people(now.numerator.known()))?;
        page.cell((row, 4), &now_share)?;
        row += 1;
    }
    Ok(row + 1)
}

fn write_agencies(page: &mut Page, book: &Book, changes: &Changes, top: u32) -> Result<u32, OutputError> {
    page.across(top, (0, LAST), "ĐƠN VỊ", &style::section())?;
    if changes.agencies.is_empty() {
        page.across(top + 1, (0, LAST), "Không đơn vị nào thay tệp.", &style::caption())?;
        return Ok(top + 3);
    }
    write_header(page, top + 1, &["Đơn vị", "Thay đổi"])?;
    let mut row = top + 2;
    for change in &changes.agencies {
        let name = view::with_round(book.year, book.year.agency_name(change.agency), change.round);
        page.text((row, 0), &name, &style::text(Weight::Plain))?;
        page.text((row, 1), view::how(change.how), &style::centred(Weight::Plain, Tone::Plain))?;
        row += 1;
    }
    Ok(row + 1)
}

fn write_numbers(page: &mut Page, book: &Book, numbers: &[NumberChange], top: u32) -> Result<(), OutputError> {
    page.across(top, (0, LAST), &format!("SỐ LIỆU ({})", numbers.len()), &style::section())?;
    write_header(page, top + 1, &["Đơn vị", "Biểu", "Dòng", "Cột", "Trước", "Nay", "Tăng, giảm"])?;
    for (row, change) in (top + 2..).zip(numbers) {
        let cell = change.cell;
        let form = book.plan().form(cell.form);
        let name = view::with_round(book.year, book.year.agency_name(cell.agency), change.round);
        page.text((row, 0), &name, &style::text(Weight::Plain))?;
        page.text((row, 1), &form.sheet, &style::centred(Weight::Plain, Tone::Plain))?;
        page.text((row, 2), &view::row(book.year, change), &style::text(Weight::Plain))?;
        page.text((row, 3), &form.columns[cell.column.idx()].label, &style::text(Weight::Plain))?;
        for (col, people) in [(4, change.before), (5, change.now)] {
            write_people(page, (row, col), people)?;
        }
        page.cell((row, 6), &Cell::or_none(change.difference().map(Value::Change)))?;
    }
    Ok(())
}

fn write_people(page: &mut Page, at: (u32, u16), people: Option<u64>) -> Result<(), OutputError> {
    let people = people.and_then(|people| usize::try_from(people).ok());
    match people {
        Some(people) => page.number(at, count_as_f64(people), &style::people(Weight::Plain, Tone::Plain)),
        None => page.text(at, super::formula::MISSING, &style::missing(Weight::Plain)),
    }
}
