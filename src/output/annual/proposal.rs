//! "Đề xuất chỉ tiêu" and "Chỉ tiêu theo đơn vị": next year's targets in people. The parameters and the proposed numbers are
//! frozen here; what takes part now is live, and so are differences and sums. The tables are those of the view.

use super::super::provincial::formula::{Extent, LiveFigure};
use super::super::provincial::potential as sheet_of_potential;
use super::{ReportBook, names};
use crate::counts::{Scope, terms};
use crate::indicator::matrix::Matrix;
use crate::indicator::proposal::{ProposalLine, ProposalPart, ProposalRow, Split, Subject};
use crate::output::error::OutputError;
use crate::output::page::{Page, Paper};
use crate::output::style::{self, Tone, Weight};
use crate::plan::SchemeId;
use crate::value::Ratio;
use crate::value::grid::Address;
use crate::view::block::{self, Cell, Table, Value};
use crate::view::potential::{Figure as OfPotential, row_name};
use crate::view::proposal as view;

const WIDTHS: &[f64] = &[6.0, 42.0, 13.0, 13.0, 13.0, 13.0, 13.0, 12.0, 40.0, 66.0];
/// The columns of the province's lines.
const PERCENT: u16 = 2;
const NEEDED: u16 = 3;
pub const CURRENT: u16 = 4;
pub const PROPOSED: u16 = 5;
pub const DIFFERENCE: u16 = 6;
const GROWTH: u16 = 7;
const LAST_INCREASE: u16 = 8;
const REASON: u16 = 9;
/// The columns of sectors and areas that formulas read.
const PART_CURRENT: u16 = 2;
const PART_POTENTIAL: u16 = 3;
const PART_PROPOSED: u16 = 4;
const PART_MORE: u16 = 5;
const AREA_OUTSIDE: u16 = 2;
const AREA_CURRENT: u16 = 3;
const AREA_MORE: u16 = 4;

/// The rows of everything on the sheet, computed before it is written, because the province's sums stand above their parts.
pub struct ProposalLayout {
    /// The section heading of the parameters.
    parameters: u32,
    /// The row of each line's province.
    lines: Vec<u32>,
    /// The title row of each line's sectors and areas, in their order.
    parts: Vec<Vec<(SplitKind, u32)>>,
    trajectories: u32,
}

/// What a line is split by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SplitKind {
    Sectors,
    Areas,
}

impl ProposalLayout {
    pub fn new(report: &ReportBook) -> Self {
        let proposal = &report.annual.proposal;
        let stays = view::labour_force_stays(report.book.year, proposal, None).is_some();
        let parameters = if stays { 5 } else { 3 };
        // The heading and header of parameters, and an empty row behind them; the same of provinces.
        let first = parameters + 2 + n_parameters(report) + 1 + 2;
        let n_lines = u32::try_from(proposal.lines.len()).expect("a checked plan has few indicators");
        // An empty row and the heading of the parts follow the lines.
        let mut row = first + n_lines + 2;
        let mut parts = Vec::new();
        for line in &proposal.lines {
            let mut of_line = Vec::new();
            for (kind, _) in splits_of(line) {
                of_line.push((kind, row));
                // Title, header, rows and an empty row.
                row += n_rows(&table(report, line, kind)) + 3;
            }
            parts.push(of_line);
        }
        ProposalLayout { parameters, lines: (first..first + n_lines).collect(), parts, trajectories: row }
    }

    /// A cell of a line's province, as other sheets refer to it.
    pub fn refer(&self, line: usize, col: u16) -> String {
        format!("'{}'!{}", names::PROPOSAL, Address::new(self.lines[line], col.into()))
    }
}

fn n_parameters(report: &ReportBook) -> u32 {
    let parameters = view::parameters(report.book.year, &report.annual.proposal);
    u32::try_from(parameters.len()).expect("a few parameters")
}

fn n_rows(table: &Table) -> u32 {
    u32::try_from(table.rows.len()).expect("a checked plan has few areas")
}

/// A line's splits with what they are by.
fn splits_of(line: &ProposalLine) -> impl Iterator<Item = (SplitKind, &Split)> {
    let sectors = line.sectors.iter().map(|split| (SplitKind::Sectors, split));
    sectors.chain(line.areas.iter().map(|split| (SplitKind::Areas, split)))
}

fn split_of(line: &ProposalLine, kind: SplitKind) -> Option<&Split> {
    splits_of(line).find(|(of, _)| *of == kind).map(|(_, split)| split)
}

fn table(report: &ReportBook, line: &ProposalLine, kind: SplitKind) -> Table {
    let (year, outside) = (report.book.year, &report.annual.potential.outside);
    match (split_of(line, kind), kind) {
        (Some(split), SplitKind::Sectors) => view::sector_table(year, &line.province, split),
        (Some(split), SplitKind::Areas) => view::area_table(year, outside, &line.province, split),
        (None, _) => Table::default(),
    }
}

pub fn write(report: &ReportBook, layout: &ProposalLayout) -> Result<Page, OutputError> {
    let proposal = &report.annual.proposal;
    let mut page = Page::new(names::PROPOSAL, Paper::Landscape, WIDTHS)?;
    let title = format!("ĐỀ XUẤT CHỈ TIÊU NĂM {} TỪ SỐ LIỆU", proposal.year);
    report.book.heading_of_main_round(&mut page, &title, REASON)?;
    page.freeze(2, 2, Some((0, 2)))?;
    if let Some(stays) = view::labour_force_stays(report.book.year, proposal, None) {
        page.across(3, (0, REASON), &stays, &style::toned_text(Tone::Doubt))?;
    }
    write_parameters(&mut page, report, layout.parameters)?;
    write_provinces(&mut page, report, layout)?;
    let top = layout.lines.last().map_or(layout.parameters, |last| last + 1) + 1;
    page.across(top, (0, REASON), "C. PHÂN BỔ THEO KHỐI, ĐỊA BÀN", &style::section())?;
    page.break_before(top);
    for (n, line) in proposal.lines.iter().enumerate() {
        for (kind, top) in &layout.parts[n] {
            SplitPlace { report, layout, line, n, kind: *kind }.write(&mut page, *top)?;
        }
    }
    write_trajectories(&mut page, report, layout.trajectories)?;
    Ok(page)
}

fn write_parameters(page: &mut Page, report: &ReportBook, top: u32) -> Result<(), OutputError> {
    page.across(top, (0, REASON), "A. THAM SỐ (GIỮ CỐ ĐỊNH)", &style::section())?;
    page.across(top + 1, (0, 1), "Tham số", &style::header())?;
    page.header((top + 1, 2), "Giá trị")?;
    page.across(top + 1, (3, REASON), "Nguồn", &style::header())?;
    for (row, parameter) in (top + 2..).zip(view::parameters(report.book.year, &report.annual.proposal)) {
        page.across(row, (0, 1), &parameter.name, &style::text(Weight::Plain))?;
        page.cell((row, 2), &Cell::new(parameter.value.clone()).weight(Weight::Group))?;
        page.across(row, (3, REASON), &parameter.source, &style::text(Weight::Plain))?;
    }
    Ok(())
}

// ------------------------------------------------------------------------------------------------------- the province

fn write_provinces(page: &mut Page, report: &ReportBook, layout: &ProposalLayout) -> Result<(), OutputError> {
    let Some(first) = layout.lines.first() else { return Ok(()) };
    page.across(first - 2, (0, REASON), &report.book.plan().words.fill("B. {WHOLE}"), &style::section())?;
    let (this, next) = (report.annual.proposal.from_year, report.annual.proposal.year);
    let labels = [
        "STT".to_owned(),
        "Chỉ tiêu, loại hình".to_owned(),
        "Tỷ lệ".to_owned(),
        "Số người cần có".to_owned(),
        format!("Đang tham gia năm {this}"),
        format!("Đề xuất năm {next}"),
        "Tăng thêm".to_owned(),
        "Tăng (%)".to_owned(),
        "Tăng năm trước".to_owned(),
        "Vì sao".to_owned(),
    ];
    (0..).zip(labels).try_for_each(|(col, label)| page.header((first - 1, col), &label))?;
    for (n, line) in report.annual.proposal.lines.iter().enumerate() {
        write_province(page, report, layout, line, n)?;
    }
    Ok(())
}

fn write_province(
    page: &mut Page,
    report: &ReportBook,
    layout: &ProposalLayout,
    line: &ProposalLine,
    n: usize,
) -> Result<(), OutputError> {
    let (at, row) = (layout.lines[n], &line.province);
    let cell = |col: u16| Address::new(at, col.into());
    page.position((at, 0), &(n + 1).to_string(), &style::centred(Weight::Group, Tone::Plain))?;
    page.text((at, 1), &line.name, &style::text(Weight::Group))?;
    page.cell((at, PERCENT), &Cell::or_none(line.percent.map(Value::Target)))?;
    page.cell((at, NEEDED), &Cell::people(line.needed_people()))?;
    let current = current_of_province(report, line).unwrap_or_else(LiveFigure::nothing);
    current.write(page, (at, CURRENT), Weight::Group)?;
    page.live((at, PROPOSED), &Cell::people(row.proposed).weight(Weight::Group), &proposed(layout, line, n))?;
    let formula = format!("{}-{}", cell(PROPOSED), cell(CURRENT));
    page.live((at, DIFFERENCE), &Cell::or_none(row.difference().map(Value::Change)), &formula)?;
    let share = row.difference().zip(row.current).and_then(|(more, current)| Ratio::new(more, current));
    let formula = format!("({formula})/{}", cell(CURRENT));
    page.live((at, GROWTH), &Cell::or_none(share.map(|share| Value::Share(share, 2))), &formula)?;
    page.cell((at, LAST_INCREASE), &Cell::or_none(row.last_increase.map(Value::Change)))?;
    let tone = if row.is_provisional() { Tone::Doubt } else { Tone::Plain };
    page.text((at, REASON), &view::reason(report.book.year, row), &style::toned_text(tone))
}

/// Today's participants as the ledger has them.
fn current_of_province(report: &ReportBook, line: &ProposalLine) -> Option<LiveFigure> {
    line.province.current?;
    let (book, plan) = (report.book, report.book.plan());
    let schemes = match line.subject {
        Subject::Indicator(n) => plan.indicator(n).schemes.clone(),
        Subject::Scheme(id) => vec![id],
    };
    let inputs = schemes.iter().flat_map(|id| &plan.scheme(*id).participants);
    let terms: Vec<_> = inputs.flat_map(|input| terms(book.year, input, Scope::Province)).collect();
    Some(book.range.sum(&terms))
}

/// The sum of what is proposed for the sectors; the number itself where there are none.
fn proposed(layout: &ProposalLayout, line: &ProposalLine, n: usize) -> String {
    let people = line.province.proposed.unwrap_or(0).to_string();
    let top = layout.parts[n].iter().find(|(kind, _)| *kind == SplitKind::Sectors).map(|(_, top)| *top);
    let (Some(top), Some(split)) = (top, &line.sectors) else { return people };
    let known: i64 = split.all().filter_map(|row| row.proposed).sum();
    if Some(known) != line.province.proposed {
        return people;
    }
    column(PART_PROPOSED, top + 2, split.all().count())
}

/// `SUM(E5:E12)` of so many rows from one on.
fn column(col: u16, first: u32, n_rows: usize) -> String {
    let last = first + u32::try_from(n_rows.saturating_sub(1)).expect("a checked plan has few areas");
    format!("SUM({}:{})", Address::new(first, col.into()), Address::new(last, col.into()))
}

// ---------------------------------------------------------------------------------------------------- sectors and areas

/// One split of one line on the sheet.
struct SplitPlace<'r> {
    report: &'r ReportBook<'r>,
    layout: &'r ProposalLayout,
    line: &'r ProposalLine,
    n: usize,
    kind: SplitKind,
}

impl SplitPlace<'_> {
    fn write(&self, page: &mut Page, top: u32) -> Result<(), OutputError> {
        let Some(split) = split_of(self.line, self.kind) else { return Ok(()) };
        let by = if self.kind == SplitKind::Sectors { "khối" } else { "địa bàn" };
        let provisional = if split.is_provisional() { " (tạm tính, còn thiếu số liệu)" } else { "" };
        let title = format!("{} theo {by}{provisional}", self.line.name);
        page.across(top, (0, REASON), &title, &style::table_title())?;
        let table = table(self.report, self.line, self.kind);
        let rows: Vec<&ProposalRow> = split.all().collect();
        write_table(page, (top + 1, 0), &table, |n, col| self.formula(top + 2, &rows, n, col))?;
        page.header((top + 1, REASON), "Vì sao")?;
        for (at, row) in (top + 2..).zip(&rows) {
            let tone = if row.is_provisional() { Tone::Doubt } else { Tone::Plain };
            page.text((at, REASON), &view::reason(self.report.book.year, row), &style::toned_text(tone))?;
        }
        page.keep_together(top, top + 1 + n_rows(&table));
        Ok(())
    }

    /// The formula of a cell by its row below the header and its column; `None` for what is frozen.
    fn formula(&self, first: u32, rows: &[&ProposalRow], n: usize, col: u16) -> Option<String> {
        let at = first + u32::try_from(n).ok()?;
        let cell = |col: u16| Address::new(at, col.into());
        match (rows.get(n), self.kind, col) {
            (None, SplitKind::Sectors, PART_CURRENT | PART_PROPOSED | PART_MORE)
            | (None, SplitKind::Areas, AREA_CURRENT | AREA_MORE) => Some(column(col, first, rows.len())),
            (Some(row), SplitKind::Sectors, PART_CURRENT) if row.part == ProposalPart::Unallocated => {
                let province = Address::new(self.layout.lines[self.n], CURRENT.into());
                Some(format!("{province}-{}", column(col, first, rows.len() - 1)))
            }
            (Some(row), SplitKind::Sectors, PART_CURRENT) => self.of_potential(row.part, OfPotential::Participants),
            (Some(row), SplitKind::Sectors, PART_POTENTIAL) => self.of_potential(row.part, OfPotential::Potential),
            (Some(_), SplitKind::Sectors, PART_MORE) => Some(format!("{}-{}", cell(PART_PROPOSED), cell(PART_CURRENT))),
            (Some(row), SplitKind::Areas, AREA_OUTSIDE) => {
                let (at, figure) = self.report.places.outside.get(&row.part)?;
                (figure.extent == Extent::Whole).then(|| sheet_of_potential::refer(*at))
            }
            (Some(row), SplitKind::Areas, AREA_CURRENT) => self.in_area(row.part),
            _ => None,
        }
    }

    fn of_potential(&self, part: ProposalPart, figure: OfPotential) -> Option<String> {
        let (at, of) = self.report.places.liable.get(&(self.line.scheme?, part))?.of(figure);
        (of.extent == Extent::Whole).then(|| sheet_of_potential::refer(*at))
    }

    fn in_area(&self, part: ProposalPart) -> Option<String> {
        let ProposalPart::Area(area) = part else { return None };
        let (book, scheme) = (self.report.book, self.line.scheme?);
        let input = book.plan().scheme(scheme).by_area?;
        Some(book.range.sum(&terms(book.year, &input, Scope::Area(area))).formula)
    }
}

/// A table of the view from a cell on, with the formulas of those cells that have one.
fn write_table(
    page: &mut Page,
    (top, left): (u32, u16),
    table: &Table,
    formula: impl Fn(usize, u16) -> Option<String>,
) -> Result<(), OutputError> {
    for (col, column) in (left..).zip(&table.columns) {
        page.header((top, col), &column.title)?;
    }
    for (n, (at, row)) in (top + 1..).zip(&table.rows).enumerate() {
        for (col, cell) in (left..).zip(row) {
            match formula(n, col).filter(|formula| !formula.is_empty()) {
                Some(formula) => page.live((at, col), cell, &formula)?,
                None => write_cell(page, (at, col), cell, table.columns[usize::from(col - left)].align)?,
            }
        }
    }
    Ok(())
}

/// Words to the left or centred, as the column has them; numbers as all others.
fn write_cell(page: &mut Page, at: (u32, u16), cell: &Cell, align: block::Align) -> Result<(), OutputError> {
    match (&cell.value, align) {
        (Value::Text(text), block::Align::Left) if cell.tone == Tone::Plain => {
            page.text(at, &text.to_string(), &style::text(cell.weight))
        }
        (Value::Text(text), block::Align::Left) => page.text(at, &text.to_string(), &style::toned_text(cell.tone)),
        (Value::Text(text), block::Align::Center) => {
            page.position(at, &text.to_string(), &style::centred(cell.weight, cell.tone))
        }
        (Value::Text(text), block::Align::Right) => {
            page.text(at, &text.to_string(), &style::centred(cell.weight, cell.tone))
        }
        _ => page.cell(at, cell),
    }
}

// ------------------------------------------------------------------------------------------------------- trajectories

fn write_trajectories(page: &mut Page, report: &ReportBook, top: u32) -> Result<(), OutputError> {
    let (year, proposal) = (report.book.year, &report.annual.proposal);
    page.across(top, (0, REASON), "D. LỘ TRÌNH CÁC NĂM TIẾP THEO", &style::section())?;
    let table = view::trajectory_table(year, proposal);
    let mut row = top + 1;
    if !table.rows.is_empty() {
        write_table(page, (row, 1), &table, |_, _| None)?;
        page.keep_together(top, row + n_rows(&table));
        row += n_rows(&table) + 2;
    }
    for line in &proposal.lines {
        if let Some(fall) = view::falling(line) {
            page.across(row, (0, REASON), &fall, &style::toned_text(Tone::Doubt))?;
            row += 1;
        }
        if let Err(why) = &line.trajectory {
            let words = view::no_trajectory(year, line, why);
            page.across(row, (0, REASON), &words, &style::caption())?;
            row += 1;
        }
    }
    Ok(())
}

// ------------------------------------------------------------------------------------------------------------ agencies

/// The narrowest a column of people may be.
const PEOPLE_WIDTH: f64 = 15.0;

/// What every agency answers for: in all, then sector by sector for each scheme.
pub fn write_agencies(report: &ReportBook) -> Result<Page, OutputError> {
    let (year, proposal) = (report.book.year, &report.annual.proposal);
    let matrices: Vec<(&ProposalLine, &Matrix)> =
        proposal.lines.iter().filter_map(|line| Some((line, line.matrix.as_ref()?))).collect();
    let together = view::agencies_table(year, proposal);
    let tables: Vec<(Option<SchemeId>, String, Table)> = matrices
        .iter()
        .map(|(line, matrix)| {
            let table = view::matrix_table(year, matrix, |n| row_name(year, matrix.rows[n].sector));
            (line.scheme, line.name.clone(), table)
        })
        .collect();
    let n_columns = tables.iter().map(|(.., table)| table.columns.len()).chain([together.columns.len(), 4]).max();
    let n_columns = n_columns.unwrap_or(4);
    let mut widths = vec![6.0, 44.0];
    widths.extend(vec![PEOPLE_WIDTH; n_columns - 2]);
    let last = u16::try_from(n_columns - 1).expect("a checked plan has few sectors");
    let mut page = Page::new(names::AGENCIES, Paper::Landscape, &widths)?;
    let title = format!("SỐ TĂNG THÊM NĂM {} GIAO CHO TỪNG ĐƠN VỊ TỪ SỐ LIỆU", proposal.year);
    report.book.heading_of_main_round(&mut page, &title, last)?;
    page.freeze(2, 2, Some((0, 2)))?;
    page.across(3, (0, last), "A. CỘNG CÁC KHỐI, VÀ ĐỊA BÀN CỦA LOẠI HÌNH TỰ NGUYỆN", &style::section())?;
    write_table(&mut page, (4, 0), &together, |n, col| sum_of_rows(&together, 5, n, col))?;
    let mut row = 4 + n_rows(&together) + 2;
    for (n, (_, name, table)) in tables.iter().enumerate() {
        page.break_before(row);
        let letter = char::from(b'B' + u8::try_from(n).unwrap_or(24));
        page.across(row, (0, last), &format!("{letter}. {} THEO KHỐI", name.to_uppercase()), &style::section())?;
        for (sentence, tone) in
            [(view::measured(year, matrices[n].1), Tone::Plain), (view::unweighed(year, matrices[n].1), Tone::Doubt)]
        {
            let Some(sentence) = sentence else { continue };
            row += 1;
            page.across(row, (0, last), &sentence, &style::toned_text(tone))?;
        }
        write_table(&mut page, (row + 1, 0), table, |n, col| sum_in_matrix(table, row + 2, n, col))?;
        row += n_rows(table) + 3;
    }
    Ok(page)
}

/// The last row is the sum of all above, where it is known.
fn sum_of_rows(table: &Table, first: u32, n: usize, col: u16) -> Option<String> {
    let is_total = n + 1 == table.rows.len() && n > 0 && col > 1;
    let known = table.rows[n][usize::from(col)].value != Value::NotComputable;
    (is_total && known).then(|| column(col, first, n))
}

/// The last column is the sum of those before, the last row of those above where they are all that there is.
fn sum_in_matrix(table: &Table, first: u32, n: usize, col: u16) -> Option<String> {
    let last = u16::try_from(table.columns.len() - 1).ok()?;
    // A cell that isn't computable is a text, which sums ignore: its people are in the row that no agency answers for.
    if table.rows[n][usize::from(col)].value == Value::NotComputable {
        return None;
    }
    if col == last {
        let at = first + u32::try_from(n).ok()?;
        return Some(format!("SUM({}:{})", Address::new(at, 2), Address::new(at, u32::from(last) - 1)));
    }
    sum_of_rows(table, first, n, col)
}
