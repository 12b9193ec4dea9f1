//! "Khó khăn, đề xuất": what the agencies report beside numbers (V.2 of the plan), with where it stands.

use super::book::{Book, file_name};
use super::names;
use crate::ledger::ReportedDifficulty;
use crate::output::error::OutputError;
use crate::output::page::{Page, Paper};
use crate::output::style::{self, Tone, Weight};

const WIDTHS: &[f64] = &[6.0, 28.0, 54.0, 50.0, 34.0, 14.0];
const LAST: u16 = 5;

pub fn write(book: &Book) -> Result<Page, OutputError> {
    let mut page = Page::new(names::DIFFICULTIES, Paper::Landscape, WIDTHS)?;
    book.heading(&mut page, "KHÓ KHĂN, VƯỚNG MẮC VÀ ĐỀ XUẤT", LAST)?;
    page.freeze(4, 2, Some((3, 3)))?;
    let labels = ["STT", "Đơn vị", "Khó khăn, vướng mắc", "Đề xuất, kiến nghị", "Tệp", "Ô (bấm để mở)"];
    for (col, label) in (0..).zip(labels) {
        page.header((3, col), label)?;
    }
    let mut row = 4;
    for reported in &book.merged.difficulties {
        write_row(&mut page, book, row, reported)?;
        row += 1;
    }
    if row == 4 {
        page.across(4, (0, LAST), "Chưa có đơn vị nào nêu khó khăn, đề xuất.", &style::caption())?;
    }
    Ok(page)
}

fn write_row(page: &mut Page, book: &Book, at: u32, reported: &ReportedDifficulty) -> Result<(), OutputError> {
    let ReportedDifficulty { agency, file, difficulty } = reported;
    let text = style::text(Weight::Plain);
    page.position((at, 0), &(at - 3).to_string(), &style::centred(Weight::Plain, Tone::Plain))?;
    page.text((at, 1), book.year.agency_name(*agency), &text)?;
    page.text((at, 2), difficulty.difficulty.as_deref().unwrap_or("–"), &text)?;
    page.text((at, 3), difficulty.proposal.as_deref().unwrap_or("–"), &text)?;
    page.text((at, 4), file_name(&book.merged.file(*file).path), &text)?;
    // A link's own text isn't wrapped everywhere, so it is short.
    let cell = difficulty.at.to_string();
    match book.file_link(*file, Some((&difficulty.sheet, difficulty.at))) {
        Some(link) => page.link((at, LAST), &cell, &link, &style::link()),
        None => page.text((at, LAST), &cell, &text),
    }
}
