//! The annual report as a document: the blocks of [`crate::view::report`] in the layout of an office's report.

mod chart;
#[cfg(test)]
mod tests;

use crate::annual::Annual;
use crate::output::docx::{Document, Letterhead, Picture};
use crate::view::block::{Block, Chart, Text};
use crate::view::report::report;

/// The name of the document's file: `bao-cao-2023.docx`.
pub fn file_name(year: i32) -> String {
    format!("bao-cao-{year}.docx")
}

/// The report as a `.docx` file.
pub fn document(annual: &Annual) -> Vec<u8> {
    let plan = annual.merged.year.plan;
    let head = Letterhead { office: &plan.office, kind: Some("BC"), subject: None, date: annual.choices.today };
    let report = report(annual);
    let document = Document::new(&head).title(report.kind, &report.about).addressed_to(&[&plan.issuer]);
    report.blocks.iter().fold(document, add).render()
}

fn add<'a>(document: Document<'a>, block: &Block) -> Document<'a> {
    match block {
        Block::Heading(level, text) => document.heading(*level, text),
        Block::Paragraph(text) => document.paragraph(text.clone()),
        Block::LeadIn(text) => document.lead_in(text.clone()),
        Block::Item(text) => document.item(text.clone()),
        Block::Note(text) => document.note(text),
        Block::Table(title, table) => document.caption(title.clone()).table(table),
        Block::Chart { chart, title, legend } => add_chart(document, chart, title, legend),
        Block::Appendix { number, title, attached_to } => document.appendix(number, title, attached_to),
        Block::Signature(recipients) => document.signature(recipients),
    }
}

/// A chart as a picture over its title and legend; nothing if it can't be drawn.
fn add_chart<'a>(document: Document<'a>, chart: &Chart, title: &Text, legend: &str) -> Document<'a> {
    match Picture::new(&chart::png(chart)) {
        Some(picture) => document.picture(&picture, 150).caption(title.clone()).note(legend),
        None => document,
    }
}
