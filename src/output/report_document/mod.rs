//! The annual report as a document: the blocks of [`crate::view::report`] in the layout of an office's report.

#[cfg(test)]
mod tests;

use crate::annual::Annual;
use crate::output::docx::{Document, Letterhead};
use crate::view::block::Block;
use crate::view::prose::Prose;
use crate::view::report::report;

/// The name of the document's file: `bao-cao-2023.docx`.
pub fn file_name(year: i32) -> String {
    format!("bao-cao-{year}.docx")
}

/// The report as a `.docx` file, with the officer's words in their places.
pub fn document(annual: &Annual, prose: &Prose) -> Vec<u8> {
    let plan = annual.merged.year.plan;
    let head = Letterhead { office: &plan.office, kind: Some("BC"), subject: None, date: annual.choices.today };
    let report = report(annual);
    let document = Document::new(&head).title(report.kind, &report.about).addressed_to(&[&plan.issuer]);
    report.blocks.iter().fold(document, |document, block| add(document, block, prose)).render()
}

fn add<'a>(document: Document<'a>, block: &Block, prose: &Prose) -> Document<'a> {
    match block {
        Block::Heading(level, text) => document.heading(*level, text),
        Block::Paragraph(text) => document.paragraph(text.clone()),
        Block::LeadIn(text) => document.lead_in(text.clone()),
        Block::Item(text) => document.item(text.clone()),
        Block::Note(text) => document.note(text),
        Block::Prose(place) => document.prose(place, prose),
        Block::Table(title, table) => document.caption(title.clone()).table(table),
        Block::Charts(title, charts) => document.caption(title.clone()).charts(charts),
        Block::Appendix { number, title, attached_to, is_wide } => {
            document.appendix(number, title, attached_to, *is_wide)
        }
        Block::Signature(recipients) => document.signature(recipients),
    }
}
