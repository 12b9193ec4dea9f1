//! The year's documents: the blocks of [`crate::view::report`] in the layout of an office's report or letter.

#[cfg(test)]
mod tests;

use crate::indicator::annual::Annual;
use crate::output::docx::{Document, Letterhead};
use crate::view::block::Block;
use crate::view::prose::Prose;
use crate::view::report::{Deliverable, Head, Report};

/// The name of a document's file: `bao-cao-2023.docx`.
pub fn file_name(deliverable: Deliverable, year: i32) -> String {
    format!("{}.docx", keyword(deliverable, year))
}

/// What a document is known by, whatever its file is called later: `bao-cao-2023`.
fn keyword(deliverable: Deliverable, year: i32) -> String {
    format!("{}-{year}", deliverable.code())
}

/// Which document of which year words were written in; `None` if it doesn't say.
pub fn written_in(prose: &Prose) -> Option<(Deliverable, i32)> {
    prose.keywords.iter().find_map(|word| {
        let (code, year) = word.rsplit_once('-')?;
        let deliverable = Deliverable::ALL.into_iter().find(|one| one.code() == code)?;
        Some((deliverable, year.parse().ok()?))
    })
}

/// A document as a `.docx` file, with the officer's words in their places.
pub fn document(annual: &Annual, report: &Report, prose: &Prose, deliverable: Deliverable) -> Vec<u8> {
    let office = &annual.merged.year.plan.office;
    let letterhead = |kind, subject| Letterhead { office, kind, subject, date: annual.choices.today };
    let document = match &report.head {
        Head::Titled { kind, about } => Document::new(&letterhead(Some("BC"), None)).title(kind, about),
        Head::Letter { subject } => Document::new(&letterhead(None, Some(subject.clone()))),
    };
    let keyword = keyword(deliverable, annual.merged.year.year);
    let document = document.known_as(keyword).addressed_to(&report.addressed_to);
    report.blocks.iter().fold(document, |document, block| add(document, block, prose)).render()
}

/// A document with one block more.
pub fn add<'a>(document: Document<'a>, block: &Block, prose: &Prose) -> Document<'a> {
    match block {
        Block::Heading(level, text) => document.heading(*level, text),
        Block::Paragraph(text) => document.paragraph(text.clone()),
        Block::LeadIn(text) => document.lead_in(text.clone()),
        Block::Item(text) => document.item(text.clone()),
        Block::Note(text) => document.note(text),
        Block::Prose(place) => document.prose(place, prose),
        Block::Table(title, table) if title.runs.is_empty() => document.table(table),
        Block::Table(title, table) => document.caption(title.clone()).table(table),
        Block::Charts(title, charts) => document.caption(title.clone()).charts(charts),
        Block::Appendix { number, title, attached_to, is_wide } => {
            document.appendix(number, title, attached_to, *is_wide)
        }
        Block::Signature(recipients) => document.signature(recipients),
    }
}
