//! "Theo địa bàn": labour, the insured and coverage of each area. The plan sets no targets for areas, so none is shown.

use std::collections::BTreeMap;

use super::book::Book;
use super::formula::{Extent, LiveFigure};
use super::names;
use crate::counts::{CellId, Scope, SideRounds, Term, terms};
use crate::indicator;
use crate::output::error::OutputError;
use crate::output::page::{Page, Paper};
use crate::output::style::{self, Tone, Weight};
use crate::plan::{AgencyId, Caveat, ColumnId, FormId, IndicatorId, Input, RoundId, SubjectId};
use crate::value::Ratio;
use crate::value::grid::Address;
use crate::view::block::Cell;
use crate::view::coverage::caveat;

const HEADER: u32 = 3;
const TOTAL: u32 = HEADER + 1;
const FIRST: u16 = 2;

pub fn write(book: &Book) -> Result<Page, OutputError> {
    let columns = columns(book);
    let n_people = u16::try_from(columns.len()).expect("a checked plan has few columns");
    let shares = indicator::rounds_by_area(book.year, book.merged.ledger.by_round());
    let n_shares = u16::try_from(shares.len()).expect("a checked plan has few indicators");
    let last_col = FIRST + n_people + n_shares;
    let mut widths = vec![6.0, 34.0];
    widths.extend(vec![15.0; usize::from(n_people + n_shares)]);
    widths.push(24.0);
    let mut page = Page::new(names::AREAS, Paper::Landscape, &widths)?;
    book.heading(&mut page, "SỐ LIỆU THEO ĐỊA BÀN", last_col)?;
    page.freeze(HEADER + 1, 2, Some((HEADER, HEADER)))?;
    let mut table = AreaSheet { book, columns, shares, last_col, placed: BTreeMap::new(), figures: BTreeMap::new() };
    table.write_header(&mut page)?;
    for (n, area) in (0..).zip(book.year.areas()) {
        table.write_area(&mut page, n, area)?;
    }
    table.write_total(&mut page)?;
    let below = TOTAL + 1 + u32::try_from(book.year.areas().count()).expect("a checked plan has few areas");
    page.across(below, (0, last_col), &caveat(book.plan(), Caveat::Areas), &style::caption())?;
    Ok(page)
}

/// A column of people: its title and the numbers it sums for an area.
struct PeopleColumn {
    label: String,
    input: Input,
    forms: Vec<FormId>,
    /// The newest round that has all of its numbers, as shares have them.
    round: RoundId,
}

impl PeopleColumn {
    fn new(book: &Book, label: &str, input: Input, forms: Vec<FormId>) -> Self {
        let ledger = &book.merged.ledger;
        let round = ledger.by_round().newest_with(book.year, &[input]).unwrap_or_else(|| ledger.main_round());
        PeopleColumn { label: book.with_round(label, round), input, forms, round }
    }
}

/// The population's columns, then the insured of every scheme that is reported by area.
fn columns(book: &Book) -> Vec<PeopleColumn> {
    let mut columns = Vec::new();
    for form in forms_without_sheet(book) {
        for column in book.year.column_ids(form) {
            columns.push(of_form(book, form, column));
        }
    }
    for scheme in &book.plan().schemes {
        if let Some(input) = &scheme.by_area {
            let forms = terms(book.year, input, Scope::Province).into_iter().map(|term| term.cell.form);
            let mut forms: Vec<FormId> = forms.collect();
            forms.dedup();
            let label = format!("Đang tham gia {}", scheme.name);
            columns.push(PeopleColumn::new(book, &label, *input, forms));
        }
    }
    columns
}

/// The forms whose subject has no sheet of its own in the plan.
fn forms_without_sheet(book: &Book) -> Vec<FormId> {
    let plan = book.plan();
    let without = SubjectId::all(plan.subjects.len()).filter(|id| plan.subject(*id).sheet.is_none());
    without.flat_map(|subject| book.forms_of(subject)).collect()
}

fn of_form(book: &Book, form: FormId, column: ColumnId) -> PeopleColumn {
    let label = book.plan().form(form).columns[column.idx()].label.clone();
    let input = Input::Column { form, column, row: None };
    PeopleColumn::new(book, &label, input, vec![form])
}

struct AreaSheet<'b> {
    book: &'b Book<'b>,
    columns: Vec<PeopleColumn>,
    /// The indicators by area with the rounds of their shares.
    shares: Vec<(IndicatorId, SideRounds)>,
    last_col: u16,
    /// The column on which a round's number is shown.
    placed: BTreeMap<(RoundId, CellId), u16>,
    /// The areas' figures by column, in order.
    figures: BTreeMap<u16, Vec<(Address, LiveFigure)>>,
}

impl AreaSheet<'_> {
    fn write_header(&self, page: &mut Page) -> Result<(), OutputError> {
        let people = self.columns.iter().map(|column| column.label.clone());
        let shares =
            self.shares.iter().map(|(id, _)| format!("Tỷ lệ bao phủ {}", self.book.plan().indicator(*id).short));
        let labels = ["STT".to_owned(), "Địa bàn".to_owned()].into_iter().chain(people).chain(shares);
        for (col, label) in (0..).zip(labels) {
            page.header((HEADER, col), &label)?;
        }
        page.header((HEADER, self.last_col), "Đơn vị có số liệu")
    }

    fn write_area(&mut self, page: &mut Page, n: u32, area: AgencyId) -> Result<(), OutputError> {
        let at = TOTAL + 1 + n;
        page.position((at, 0), &(n + 1).to_string(), &style::centred(Weight::Plain, Tone::Plain))?;
        page.text((at, 1), self.book.year.area_name(area), &style::text(Weight::Plain))?;
        for (col, column) in (FIRST..).zip(&self.columns) {
            let terms = terms(self.book.year, &column.input, Scope::Area(area));
            self.placed.extend(terms.iter().map(|term| ((column.round, term.cell), col)));
            let figure = self.book.range.sum_in(column.round, &terms);
            figure.write(page, (at, col), Weight::Plain)?;
            self.figures.entry(col).or_default().push((Address::new(at, col.into()), figure));
        }
        self.write_shares(page, at, area)?;
        page.text((at, self.last_col), "", &style::text(Weight::Plain))
    }

    fn write_shares(&self, page: &mut Page, at: u32, area: AgencyId) -> Result<(), OutputError> {
        let counts = self.book.merged.ledger.by_round();
        let coverages = indicator::coverage_of_area(self.book.year, counts, area, &self.shares);
        for ((col, (id, rounds)), coverage) in (self.first_share()..).zip(&self.shares).zip(&coverages) {
            let (indicator, share) = (self.book.plan().indicator(*id), Cell::share(coverage.share()));
            let part = self.people(at, rounds.numerator, &indicator.area_numerator, area);
            let whole = self.people(at, rounds.denominator, &indicator.area_denominator, area);
            page.live((at, col), &share, &format!("({part})/({whole})"))?;
        }
        Ok(())
    }

    fn first_share(&self) -> u16 {
        FIRST + u16::try_from(self.columns.len()).expect("a checked plan has few columns")
    }

    /// The people an indicator counts in an area in a round: cells of this row where they are shown, else the ledger.
    fn people(&self, at: u32, round: RoundId, inputs: &[Input], area: AgencyId) -> String {
        let terms: Vec<Term> =
            inputs.iter().flat_map(|input| terms(self.book.year, input, Scope::Area(area))).collect();
        match self.shown_columns(round, &terms) {
            Some(columns) => sum_of_columns(at, &columns),
            None => self.book.range.sum_in(round, &terms).formula,
        }
    }

    /// The columns that together show exactly these numbers; `None` if a number isn't shown or is subtracted.
    fn shown_columns(&self, round: RoundId, terms: &[Term]) -> Option<Vec<u16>> {
        let columns: Option<Vec<u16>> =
            terms.iter().map(|term| self.placed.get(&(round, term.cell)).copied()).collect();
        let columns = columns.filter(|_| terms.iter().all(|term| !term.subtract))?;
        // Each column must show some of the numbers and no others of the area.
        let mut distinct = columns.clone();
        distinct.sort_unstable();
        distinct.dedup();
        (distinct.len() == columns.len()).then_some(distinct)
    }

    fn write_total(&self, page: &mut Page) -> Result<(), OutputError> {
        page.text((TOTAL, 0), "", &style::centred(Weight::Total, Tone::Plain))?;
        page.text((TOTAL, 1), &self.book.plan().words.fill("{WHOLE}"), &style::text(Weight::Total))?;
        for (col, parts) in &self.figures {
            LiveFigure::sum(parts.iter().map(|(at, figure)| figure.part(*at))).write(
                page,
                (TOTAL, *col),
                Weight::Total,
            )?;
        }
        for (col, shares) in (self.first_share()..).zip(&self.shares) {
            self.write_total_share(page, col, *shares)?;
        }
        let mut forms: Vec<FormId> = self.columns.iter().flat_map(|column| column.forms.clone()).collect();
        forms.sort();
        forms.dedup();
        let tone = if self.book.missing_from(&forms).is_empty() { Tone::Plain } else { Tone::Doubt };
        let note = self.book.completeness(&forms);
        page.text((TOTAL, self.last_col), &note, &style::centred(Weight::Total, tone))
    }

    /// The share of all areas together, from the sums of this row; not computable if any area's isn't.
    fn write_total_share(
        &self,
        page: &mut Page,
        col: u16,
        (id, rounds): (IndicatorId, SideRounds),
    ) -> Result<(), OutputError> {
        let SideRounds { numerator, denominator } = rounds;
        let indicator = self.book.plan().indicator(id);
        let part = self.total_people(numerator, &indicator.area_numerator);
        let parts = part.zip(self.total_people(denominator, &indicator.area_denominator));
        let Some(((part_formula, part), (whole_formula, whole))) = parts else {
            return page.not_computable((TOTAL, col), Weight::Total);
        };
        let share = Cell::share(Ratio::new(part, whole)).weight(Weight::Total);
        page.live((TOTAL, col), &share, &format!("({part_formula})/({whole_formula})"))
    }

    fn total_people(&self, round: RoundId, inputs: &[Input]) -> Option<(String, i64)> {
        let areas: Vec<AgencyId> = self.book.year.areas().collect();
        let of_area = |area: &AgencyId| -> Vec<Term> {
            inputs.iter().flat_map(|input| terms(self.book.year, input, Scope::Area(*area))).collect()
        };
        let all = self.book.range.sum_in(round, &areas.iter().flat_map(of_area).collect::<Vec<_>>());
        if all.extent != Extent::Whole {
            return None;
        }
        let columns = areas.first().and_then(|area| self.shown_columns(round, &of_area(area)));
        Some((columns.map_or(all.formula, |columns| sum_of_columns(TOTAL, &columns)), all.people))
    }
}

fn sum_of_columns(row: u32, columns: &[u16]) -> String {
    let cells: Vec<String> = columns.iter().map(|col| Address::new(row, (*col).into()).to_string()).collect();
    cells.join("+")
}
