//! A sheet of figures: for each subject a summary of its forms by scheme, then the forms themselves.

use super::binding::BoundSheet;
use super::block::{self, LaidForm, Measure};
use super::book::Book;
use super::formula::{FigurePart, LiveFigure};
use crate::output::bulk::BulkRun;
use crate::output::error::OutputError;
use crate::output::page::{Page, Paper};
use crate::output::style::{self, Tone, Weight};
use crate::plan::{FormId, SchemeId, SubjectId};
use crate::value::grid::Address;

/// A part of the sheet: the forms of one subject.
struct SubjectPart<'a> {
    heading: String,
    subject: SubjectId,
    /// The heading of the summary; `None` for forms that say of nobody what they are liable for.
    summary: Option<&'a str>,
}

const LABEL_WIDTH: f64 = 46.0;
const FIGURE_WIDTH: f64 = 13.5;

/// Writes a sheet of a group of subjects that the plan puts on one.
pub fn write<'b>(book: &'b Book<'b>, name: &str, subjects: &[SubjectId]) -> Result<BoundSheet<'b>, OutputError> {
    let title = subjects.first().map_or(name, |first| &book.plan().subject(*first).title);
    let parts = &parts(book, subjects)[..];
    let forms: Vec<FormId> = parts.iter().flat_map(|part| book.forms_of(part.subject)).collect();
    let last_col = block::n_columns(book, &forms) + 2;
    let mut widths = vec![6.0, LABEL_WIDTH];
    widths.extend(vec![FIGURE_WIDTH; usize::from(last_col) - 1]);
    let mut page = Page::new(name, Paper::Landscape, &widths)?;
    book.heading_of_main_round(&mut page, title, last_col)?;
    page.freeze(2, 2, Some((0, 2)))?;
    let (mut row, mut runs) = (3, Vec::new());
    for (n, part) in parts.iter().enumerate() {
        if n > 0 {
            page.break_before(row);
        }
        row = write_part(&mut page, &mut runs, book, part, row, last_col)? + 1;
    }
    BoundSheet::with_runs(page, runs)
}

/// The parts of a sheet; they are lettered if there are several.
fn parts<'b>(book: &'b Book, subjects: &[SubjectId]) -> Vec<SubjectPart<'b>> {
    ('A'..='Z')
        .zip(subjects)
        .map(|(letter, id)| {
            let subject = book.plan().subject(*id);
            let letter = if subjects.len() > 1 { format!("{letter}. ") } else { String::new() };
            SubjectPart {
                heading: format!("{letter}{}", subject.heading),
                subject: *id,
                summary: subject.summary.as_deref(),
            }
        })
        .collect()
}

fn write_part<'b>(
    page: &mut Page,
    runs: &mut Vec<BulkRun<'b>>,
    book: &'b Book<'b>,
    part: &SubjectPart,
    top: u32,
    last_col: u16,
) -> Result<u32, OutputError> {
    page.across(top, (0, last_col), &part.heading, &style::section())?;
    let forms = book.forms_of(part.subject);
    let schemes = schemes(book, &forms);
    let summary = part.summary.filter(|_| !schemes.is_empty());
    let n_forms = u32::try_from(forms.len()).expect("a checked plan has few forms");
    // A title, a header, the forms, a total and an empty row.
    let mut row = top + 2 + if summary.is_some() { n_forms + 4 } else { 0 };
    let mut blocks = Vec::new();
    for form in forms {
        let block = block::write(page, runs, book, form, row, last_col)?;
        row = block.next + 1;
        blocks.push((form, block));
    }
    if let Some(title) = summary {
        Summary { book, schemes }.write(page, title, top + 2, last_col, &blocks)?;
    }
    Ok(row)
}

fn schemes(book: &Book, forms: &[FormId]) -> Vec<SchemeId> {
    let mut schemes: Vec<SchemeId> =
        forms.iter().flat_map(|form| book.year.rows(*form)).flat_map(|row| row.schemes.clone()).collect();
    schemes.sort();
    schemes.dedup();
    schemes
}

struct Summary<'b> {
    book: &'b Book<'b>,
    schemes: Vec<SchemeId>,
}

impl Summary<'_> {
    fn write(
        &self,
        page: &mut Page,
        title: &str,
        top: u32,
        last_col: u16,
        blocks: &[(FormId, LaidForm)],
    ) -> Result<(), OutputError> {
        page.across(top, (0, last_col), title, &style::table_title())?;
        let note = 2 + u16::try_from(self.schemes.len()).expect("a checked plan has few schemes");
        page.header((top + 1, 0), "STT")?;
        page.header((top + 1, 1), "Biểu")?;
        for (col, scheme) in (2..).zip(&self.schemes) {
            page.header((top + 1, col), &self.book.plan().schemes[scheme.idx()].name)?;
        }
        page.header((top + 1, note), "Đơn vị có số liệu")?;
        for (n, (form, block)) in (1..).zip(blocks) {
            self.write_form(page, top + 1 + n, n, *form, block)?;
        }
        let below = top + 2 + u32::try_from(blocks.len()).expect("a checked plan has few forms");
        self.write_total(page, below, note, blocks)
    }

    fn write_form(&self, page: &mut Page, at: u32, no: u32, form: FormId, block: &LaidForm) -> Result<(), OutputError> {
        let plan_form = self.book.plan().form(form);
        page.position((at, 0), &no.to_string(), &style::centred(Weight::Plain, Tone::Plain))?;
        page.text((at, 1), &format!("{}. {}", plan_form.sheet, plan_form.title), &style::text(Weight::Plain))?;
        for (col, scheme) in (2..).zip(&self.schemes) {
            match self.liable(form, block, *scheme) {
                Some(figure) => figure.write(page, (at, col), Weight::Plain)?,
                None => page.none((at, col), Weight::Plain)?,
            }
        }
        let note = 2 + u16::try_from(self.schemes.len()).expect("a checked plan has few schemes");
        self.write_note(page, (at, note), &[form], Weight::Plain)
    }

    fn write_total(
        &self,
        page: &mut Page,
        at: u32,
        note: u16,
        blocks: &[(FormId, LaidForm)],
    ) -> Result<(), OutputError> {
        page.text((at, 0), "", &style::centred(Weight::Total, Tone::Plain))?;
        page.text((at, 1), "TỔNG CỘNG", &style::text(Weight::Total))?;
        for (col, scheme) in (2u16..).zip(&self.schemes) {
            let above = (at - u32::try_from(blocks.len()).expect("few forms")..).zip(blocks);
            let parts = above.filter_map(|(row, (form, block))| {
                Some(self.liable(*form, block, *scheme)?.part(Address::new(row, col.into())))
            });
            LiveFigure::sum(parts).write(page, (at, col), Weight::Total)?;
        }
        let forms: Vec<FormId> = blocks.iter().map(|(form, _)| *form).collect();
        self.write_note(page, (at, note), &forms, Weight::Total)
    }

    fn write_note(&self, page: &mut Page, at: (u32, u16), forms: &[FormId], weight: Weight) -> Result<(), OutputError> {
        let tone = if self.book.missing_from(forms).is_empty() { Tone::Plain } else { Tone::Doubt };
        page.text(at, &self.book.completeness(forms), &style::centred(weight, tone))
    }

    /// The people of a form who are liable for a scheme; `None` if none of its rows is.
    fn liable(&self, form: FormId, block: &LaidForm, scheme: SchemeId) -> Option<LiveFigure> {
        let measure = *block::measures(self.book, form).last()?;
        let is_countable = measure == Measure::Result || self.book.plan().form(form).columns.len() == 1;
        let rows = self.book.year.row_ids(form);
        let liable = rows.filter(|row| self.book.year.row(form, *row).schemes.contains(&scheme));
        let cells: Vec<FigurePart> = liable.filter_map(|row| block.totals.get(&(row, measure)).copied()).collect();
        if cells.is_empty() || !is_countable {
            return None;
        }
        Some(LiveFigure::sum(cells))
    }
}
