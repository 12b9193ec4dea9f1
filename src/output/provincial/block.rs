//! One form on a sheet of figures. A form that one agency returns is a list: categories by measures. A form that many
//! agencies return is a table of agencies by categories for each measure, with the province on top.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::book::Book;
use super::formula::{Extent, FigurePart, Known, LiveFigure};
use crate::counts::CellId;
use crate::output::bulk::{BulkCell, BulkRun, BulkValue};
use crate::output::error::OutputError;
use crate::output::look::Look;
use crate::output::page::{Page, row_height};
use crate::output::style::{self, Tone, Weight};
use crate::plan::{AgencyId, ColumnId, FormId, RowId};
use crate::value::grid::Address;
use crate::value::wording;

const NO: u16 = 0;
const LABEL: u16 = 1;
/// The first column of figures.
const FIRST: u16 = 2;

/// An entered column of a form, or its result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    Entered(ColumnId),
    Result,
}

/// A form as it was laid out.
pub struct LaidForm {
    /// The first free row below it.
    pub next: u32,
    /// Where the figure over all agencies stands, by row of the form and measure.
    pub totals: BTreeMap<(RowId, Measure), FigurePart>,
}

/// The most columns of figures any of the forms needs.
pub fn n_columns(book: &Book, forms: &[FormId]) -> u16 {
    let by_form = forms.iter().map(|form| match is_table(book, *form) {
        true => book.year.rows(*form).len(),
        false => measures(book, *form).len(),
    });
    u16::try_from(by_form.max().unwrap_or(1)).expect("a checked plan has few columns")
}

/// Writes a form from a row on, over columns up to the last.
pub fn write<'b>(
    page: &mut Page,
    runs: &mut Vec<BulkRun<'b>>,
    book: &'b Book<'b>,
    form: FormId,
    top: u32,
    last_col: u16,
) -> Result<LaidForm, OutputError> {
    let plan_form = book.plan().form(form);
    let title = format!("{}. {} (số {})", plan_form.sheet, plan_form.title, plan_form.number);
    page.across(top, (NO, last_col), &title, &style::table_title())?;
    page.across(top + 1, (NO, last_col), &senders(book, form), &style::caption())?;
    match is_table(book, form) {
        true => write_tables(page, runs, book, form, top + 2),
        false => write_list(page, book, form, top + 2),
    }
}

fn is_table(book: &Book, form: FormId) -> bool {
    book.year.agencies_with(form).count() > 1
}

pub fn measures(book: &Book, form: FormId) -> Vec<Measure> {
    let entered = book.year.column_ids(form).map(Measure::Entered);
    entered.chain(book.plan().form(form).result.iter().map(|_| Measure::Result)).collect()
}

fn measure_label<'b>(book: &'b Book, form: FormId, measure: Measure) -> &'b str {
    let form = book.plan().form(form);
    match measure {
        Measure::Entered(column) => &form.columns[column.idx()].label,
        Measure::Result => form.result.as_ref().map_or("", |result| &result.label),
    }
}

/// Who reports the form, and whose numbers are missing.
fn senders(book: &Book, form: FormId) -> String {
    let agencies: Vec<AgencyId> = book.year.agencies_with(form).collect();
    let who = match agencies.as_slice() {
        [one] => book.year.agency_name(*one).to_owned(),
        many => format!("{} đơn vị", many.len()),
    };
    let missing: Vec<String> = book.missing_from(&[form]).into_iter().map(|id| book.name_and_status(id)).collect();
    if missing.is_empty() {
        format!("Đơn vị báo cáo: {who}")
    } else {
        format!("Đơn vị báo cáo: {who}. CHƯA CÓ SỐ LIỆU: {}", wording::series(&missing, "; "))
    }
}

fn weight(book: &Book, form: FormId, row: RowId) -> Weight {
    let row = book.year.row(form, row);
    match (row.is_entered(), row.level) {
        (true, _) => Weight::Plain,
        (false, 0) => Weight::Total,
        (false, _) => Weight::Group,
    }
}

// ------------------------------------------------------------------------------------------------------------- lists

fn write_list(page: &mut Page, book: &Book, form: FormId, top: u32) -> Result<LaidForm, OutputError> {
    let measures = measures(book, form);
    let last = column(measures.len());
    page.header((top, NO), "STT")?;
    page.header((top, LABEL), "Nhóm đối tượng")?;
    for (n, measure) in measures.iter().enumerate() {
        page.header((top, column(n)), measure_label(book, form, *measure))?;
    }
    page.header((top, last), "Đơn vị có số liệu")?;
    let mut list = AgencyList { book, form, top: top + 1, measures, known: BTreeMap::new() };
    for row in book.year.row_ids(form) {
        list.write_row(page, row, last)?;
    }
    let next = list.top + rows_in(book, form);
    page.keep_together(top - 2, next - 1);
    let totals = list.known.iter().map(|(cell, (at, figure))| (*cell, figure.part(*at))).collect();
    Ok(LaidForm { next, totals })
}

fn rows_in(book: &Book, form: FormId) -> u32 {
    u32::try_from(book.year.rows(form).len()).expect("a checked plan has few rows")
}

struct AgencyList<'b> {
    book: &'b Book<'b>,
    form: FormId,
    top: u32,
    measures: Vec<Measure>,
    known: BTreeMap<(RowId, Measure), (Address, LiveFigure)>,
}

impl AgencyList<'_> {
    fn write_row(&mut self, page: &mut Page, id: RowId, last: u16) -> Result<(), OutputError> {
        let (row, weight) = (self.book.year.row(self.form, id), weight(self.book, self.form, id));
        let at = self.top + id.number();
        page.position((at, NO), &row.no, &style::centred(weight, Tone::Plain))?;
        page.text((at, LABEL), &row.label, &style::text(weight).set_indent(indent(row.level)))?;
        let mut is_whole = true;
        for (n, measure) in self.measures.clone().into_iter().enumerate() {
            let (_, figure) = self.figure(id, measure);
            is_whole &= figure.extent == Extent::Whole;
            figure.write(page, (at, column(n)), weight)?;
        }
        let is_total = weight != Weight::Plain;
        let note = if is_total { self.book.completeness(&[self.form]) } else { String::new() };
        page.text((at, last), &note, &style::centred(weight, doubt(!is_whole && is_total)))
    }

    /// The figure of a row and measure with its place.
    fn figure(&mut self, row: RowId, measure: Measure) -> (Address, LiveFigure) {
        let rows = self.book.year.above_parts(self.form, row);
        let parts_first = rows.into_iter().rev().map(|row| self.figure_of_known(row, measure));
        parts_first.last().expect("the row itself")
    }

    /// The same where the figures of its parts are known; computed once.
    fn figure_of_known(&mut self, row: RowId, measure: Measure) -> (Address, LiveFigure) {
        if let Some(known) = self.known.get(&(row, measure)) {
            return known.clone();
        }
        let n = self.measures.iter().position(|other| *other == measure).expect("a measure of this form");
        let at = Address::new(self.top + row.number(), column(n).into());
        let parts = self.book.year.row(self.form, row).parts.clone();
        let figure = if parts.is_empty() {
            self.entered(row, measure)
        } else {
            LiveFigure::sum(parts.into_iter().map(|part| {
                let (at, figure) = self.figure_of_known(part, measure);
                figure.part(at)
            }))
        };
        self.known.insert((row, measure), (at, figure.clone()));
        (at, figure)
    }

    fn entered(&mut self, row: RowId, measure: Measure) -> LiveFigure {
        match measure {
            Measure::Entered(column) => {
                self.book.year.agencies_with(self.form).next().map_or_else(LiveFigure::nothing, |agency| {
                    self.book.range.cell(CellId { agency, form: self.form, row, column })
                })
            }
            Measure::Result => {
                let (plus, minus) = result_columns(self.book, self.form);
                let [plus, minus] = [plus, minus].map(|columns| -> Vec<FigurePart> {
                    let figures = columns.into_iter().map(|column| self.figure(row, Measure::Entered(column)));
                    figures.map(|(at, figure)| figure.part(at)).collect()
                });
                LiveFigure::balance(&plus, &minus)
            }
        }
    }
}

fn result_columns(book: &Book, form: FormId) -> (Vec<ColumnId>, Vec<ColumnId>) {
    let result = book.plan().form(form).result.as_ref();
    result.map_or_else(Default::default, |result| (result.plus.clone(), result.minus.clone()))
}

fn column(n: usize) -> u16 {
    FIRST + u16::try_from(n).expect("a checked plan has few columns")
}

fn indent(level: u8) -> u8 {
    level.saturating_sub(1).min(6)
}

fn doubt(is_doubtful: bool) -> Tone {
    if is_doubtful { Tone::Doubt } else { Tone::Plain }
}

// ------------------------------------------------------------------------------------------------------------ tables

fn write_tables<'b>(
    page: &mut Page,
    runs: &mut Vec<BulkRun<'b>>,
    book: &'b Book<'b>,
    form: FormId,
    top: u32,
) -> Result<LaidForm, OutputError> {
    let measures = measures(book, form);
    let agencies: Vec<AgencyId> = book.year.agencies_with(form).collect();
    let n_agencies = u32::try_from(agencies.len()).expect("a checked plan has few agencies");
    let with_headings = measures.len() > 1;
    // A heading, a header, the province's row, the agencies' rows and an empty row between tables.
    let height = n_agencies + 2 + 2 * u32::from(with_headings);
    let n_tables = u32::try_from(measures.len()).expect("a checked plan has few columns");
    let tables = Arc::new(Tables { book, form, top, height, with_headings, agencies, measures });
    let mut totals = BTreeMap::new();
    for (n, measure) in (0..).zip(tables.measures.clone()) {
        totals.extend(tables.write_table(page, n, measure)?);
        let run = Tables::run(&tables, measure);
        page.at_least(run.first, row_height(1));
        runs.push(run);
    }
    let next = top + n_tables * height - u32::from(with_headings);
    Ok(LaidForm { next, totals })
}

/// The tables of one form below each other; a row is the province (`None`) or an agency.
struct Tables<'b> {
    book: &'b Book<'b>,
    form: FormId,
    top: u32,
    height: u32,
    with_headings: bool,
    /// In the plan's order, which is that of their ids.
    agencies: Vec<AgencyId>,
    measures: Vec<Measure>,
}

impl<'b> Tables<'b> {
    /// Writes a table down to the province's row, and gives the province's figures.
    fn write_table(
        &self,
        page: &mut Page,
        n: u32,
        measure: Measure,
    ) -> Result<BTreeMap<(RowId, Measure), FigurePart>, OutputError> {
        let header = self.top + n * self.height + u32::from(self.with_headings);
        let rows: Vec<RowId> = self.book.year.row_ids(self.form).collect();
        let last = column(rows.len());
        if self.with_headings {
            let label = format!("{}{}", self.book.plan().form(self.form).sheet, heading(n));
            let label = format!("{label}. {}", measure_label(self.book, self.form, measure));
            page.across(header - 1, (NO, last), &label, &style::table_title())?;
        }
        page.header((header, NO), "STT")?;
        page.header((header, LABEL), "Đơn vị")?;
        for row in &rows {
            let label = &self.book.year.row(self.form, *row).label;
            page.header((header, column(row.idx())), label)?;
        }
        page.header((header, last), "Đơn vị có số liệu")?;
        for (at, agency) in (header + 2..).zip(&self.agencies) {
            page.grow_in_bulk(at, LABEL, self.book.year.agency_name(*agency));
        }
        let first = if n == 0 { self.top - 2 } else { header - 1 };
        page.keep_together(first, self.top + (n + 1) * self.height - 1 - u32::from(self.with_headings));
        self.write_province(page, header + 1, measure, &rows, last)
    }

    fn write_province(
        &self,
        page: &mut Page,
        at: u32,
        measure: Measure,
        rows: &[RowId],
        last: u16,
    ) -> Result<BTreeMap<(RowId, Measure), FigurePart>, OutputError> {
        page.text((at, NO), "", &style::centred(Weight::Total, Tone::Plain))?;
        page.text((at, LABEL), "TỔNG CỘNG", &style::text(Weight::Total))?;
        let mut totals = BTreeMap::new();
        for row in rows {
            let figure = LiveFigure::sum(self.agencies.iter().map(|agency| self.part(*agency, *row, measure)));
            figure.write(page, (at, column(row.idx())), Weight::Total)?;
            totals.insert((*row, measure), figure.part(self.place(None, *row, measure)));
        }
        let is_doubtful = !self.book.missing_from(&[self.form]).is_empty();
        let format = style::centred(Weight::Total, doubt(is_doubtful));
        page.text((at, last), &self.book.completeness(&[self.form]), &format)?;
        Ok(totals)
    }

    /// The agencies' rows of a table.
    fn run(tables: &Arc<Self>, measure: Measure) -> BulkRun<'b> {
        let of_agency = {
            let tables = Arc::clone(tables);
            move |n: usize| tables.agency_row(n, measure)
        };
        let first = tables.place(tables.agencies.first().copied(), RowId::at(0), measure).row;
        BulkRun { first, rows: Box::new((0..tables.agencies.len()).map(of_agency)) }
    }

    fn agency_row(&self, n: usize, measure: Measure) -> Vec<BulkCell<'b>> {
        let agency = self.agencies[n];
        let no = BulkCell::new(Look::Centred(Tone::Plain), BulkValue::Number(n as u64 + 1));
        let label = BulkCell::text(self.book.year.agency_name(agency));
        let figures = self.book.year.row_ids(self.form).map(|row| {
            // A total beside its parts in one row stands out a little, not as the province does.
            let weight = if self.book.year.row(self.form, row).is_entered() { Weight::Plain } else { Weight::Group };
            self.figure(agency, row, measure).bulk_cell(weight)
        });
        [no, label].into_iter().chain(figures).collect()
    }

    /// Where a figure of an agency or the province stands.
    fn place(&self, agency: Option<AgencyId>, row: RowId, measure: Measure) -> Address {
        let table = self.measures.iter().position(|other| *other == measure).expect("a measure of this form");
        let of_agency = agency.map_or(0, |id| 1 + self.agencies.binary_search(&id).expect("one of them"));
        let number = |n: usize| u32::try_from(n).expect("a checked plan is small");
        let header = self.top + number(table) * self.height + u32::from(self.with_headings);
        Address::new(header + 1 + number(of_agency), column(row.idx()).into())
    }

    /// An agency's figure as others add it.
    fn part(&self, agency: AgencyId, row: RowId, measure: Measure) -> FigurePart {
        FigurePart { at: self.place(Some(agency), row, measure), known: self.known(agency, row, measure) }
    }

    /// What an agency's figure gives.
    fn known(&self, agency: AgencyId, row: RowId, measure: Measure) -> Known {
        if !self.book.year.row(self.form, row).is_entered() {
            let leaves = self.book.year.leaves(self.form, row);
            return Known::sum(leaves.iter().map(|(leaf, n)| self.known(agency, *leaf, measure).times(*n)));
        }
        let entered = |column| self.book.range.known(CellId { agency, form: self.form, row, column });
        match measure {
            Measure::Entered(column) => entered(column),
            Measure::Result => {
                let (plus, minus) = result_columns(self.book, self.form);
                let known = |columns: Vec<ColumnId>| columns.into_iter().map(entered).collect::<Vec<Known>>();
                Known::balance(&known(plus), &known(minus))
            }
        }
    }

    fn figure(&self, agency: AgencyId, row: RowId, measure: Measure) -> LiveFigure {
        let parts = &self.book.year.row(self.form, row).parts;
        if !parts.is_empty() {
            return LiveFigure::sum(parts.iter().map(|part| self.part(agency, *part, measure)));
        }
        match measure {
            Measure::Entered(column) => self.book.range.cell(CellId { agency, form: self.form, row, column }),
            Measure::Result => {
                let (plus, minus) = result_columns(self.book, self.form);
                let parts = |columns: Vec<ColumnId>| -> Vec<FigurePart> {
                    columns.into_iter().map(|column| self.part(agency, row, Measure::Entered(column))).collect()
                };
                LiveFigure::balance(&parts(plus), &parts(minus))
            }
        }
    }
}

/// The letter of a form's first, second, … table.
fn heading(n: u32) -> char {
    char::from_u32(u32::from('a') + n).unwrap_or('…')
}
