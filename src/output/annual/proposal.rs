//! "Đề xuất chỉ tiêu": next year's targets in people. The parameters and the proposed numbers are frozen here; what takes
//! part now is live, and so are differences and sums.

use super::super::provincial::formula::{Extent, Figure};
use super::super::provincial::potential::{self, Place};
use super::{Report, names};
use crate::indicator::proposal::{Line, Part, Row, Split, Subject};
use crate::output::error::OutputError;
use crate::output::page::{Page, Paper};
use crate::output::style::{self, Tone, Weight};
use crate::plan::{PlanYear, SchemeId};
use crate::value::grid::Address;
use crate::value::{Ratio, wording};
use crate::view::block::{Cell, Value};
use crate::view::proposal as view;

const WIDTHS: &[f64] = &[6.0, 44.0, 14.0, 14.0, 14.0, 13.0, 11.0, 74.0];
pub const CURRENT: u16 = 2;
const POTENTIAL: u16 = 3;
pub const PROPOSED: u16 = 4;
pub const DIFFERENCE: u16 = 5;
const PERCENT: u16 = 6;
const REASON: u16 = 7;
/// The section heading of the parameters.
const PARAMETERS: u32 = 3;

/// Where everything stands, known before it is written: the province's sums lie above what they add up.
pub struct Layout {
    /// The row of each line's province.
    lines: Vec<u32>,
    /// The title row of each line's splits.
    splits: Vec<Vec<u32>>,
    trajectories: u32,
}

impl Layout {
    pub fn new(report: &Report) -> Self {
        let proposal = &report.annual.proposal;
        let first = provinces(report) + 2;
        let n_lines = u32::try_from(proposal.lines.len()).expect("a checked plan has few indicators");
        // An empty row and the heading of the splits follow the lines.
        let mut row = first + n_lines + 2;
        let mut splits = Vec::new();
        for line in &proposal.lines {
            let mut of_line = Vec::new();
            for (_, split) in splits_of(line) {
                of_line.push(row);
                // Title, header, rows and an empty row.
                row += n_rows(split) + 3;
            }
            splits.push(of_line);
        }
        let lines = (first..first + n_lines).collect();
        Layout { lines, splits, trajectories: row }
    }

    /// A cell of a line's province, as other sheets refer to it.
    pub fn refer(&self, line: usize, col: u16) -> String {
        format!("'{}'!{}", names::PROPOSAL, Address::new(self.lines[line], col.into()))
    }
}

fn provinces(report: &Report) -> u32 {
    PARAMETERS + 3 + u32::try_from(parameters(report).len()).expect("a few parameters")
}

fn parameters(report: &Report) -> Vec<view::Parameter> {
    view::parameters(report.book.year, &report.annual.proposal)
}

fn n_rows(split: &Split) -> u32 {
    u32::try_from(split.all().count()).expect("a checked plan has few areas")
}

/// A line's splits with what they are by.
fn splits_of(line: &Line) -> impl Iterator<Item = (&'static str, &Split)> {
    let sectors = line.sectors.iter().map(|split| ("khối", split));
    sectors.chain(line.areas.iter().map(|split| ("địa bàn", split)))
}

pub fn write(report: &Report, layout: &Layout) -> Result<Page, OutputError> {
    let proposal = &report.annual.proposal;
    let mut page = Page::new(names::PROPOSAL, Paper::Landscape, WIDTHS)?;
    let title = format!("ĐỀ XUẤT CHỈ TIÊU NĂM {} TỪ SỐ LIỆU", proposal.year);
    report.book.heading(&mut page, &title, REASON)?;
    page.freeze(2, 2, Some((0, 2)))?;
    write_parameters(&mut page, report)?;
    let top = provinces(report);
    page.across(top, (0, REASON), &report.book.plan().words.fill("B. {WHOLE}"), &style::section())?;
    write_header(&mut page, top + 1, "Chỉ tiêu, loại hình")?;
    for (n, line) in proposal.lines.iter().enumerate() {
        LineOnSheet { report, layout, line, n }.write_province(&mut page)?;
    }
    let top = layout.lines.last().map_or(top + 2, |last| last + 1) + 1;
    page.across(top, (0, REASON), "C. PHÂN BỔ THEO KHỐI, ĐỊA BÀN", &style::section())?;
    page.break_before(top);
    for (n, line) in proposal.lines.iter().enumerate() {
        LineOnSheet { report, layout, line, n }.write_splits(&mut page)?;
    }
    write_trajectories(&mut page, report, layout.trajectories)?;
    Ok(page)
}

fn write_parameters(page: &mut Page, report: &Report) -> Result<(), OutputError> {
    page.across(PARAMETERS, (0, REASON), "A. THAM SỐ (GIỮ CỐ ĐỊNH)", &style::section())?;
    page.across(PARAMETERS + 1, (0, 1), "Tham số", &style::header())?;
    page.across(PARAMETERS + 1, (2, 3), "Giá trị", &style::header())?;
    page.across(PARAMETERS + 1, (4, REASON), "Nguồn", &style::header())?;
    for (row, parameter) in (PARAMETERS + 2..).zip(parameters(report)) {
        page.across(row, (0, 1), &parameter.name, &style::text(Weight::Plain))?;
        page.across(row, (2, 3), &parameter.value, &style::centred(Weight::Group, Tone::Plain))?;
        page.across(row, (4, REASON), &parameter.source_and_key(), &style::text(Weight::Plain))?;
    }
    Ok(())
}

fn write_header(page: &mut Page, at: u32, name: &str) -> Result<(), OutputError> {
    let labels =
        ["STT", name, "Đang tham gia", "Tiềm năng", "Đề xuất", "Chênh lệch (người)", "Chênh lệch (%)", "Vì sao"];
    for (col, label) in (0..).zip(labels) {
        page.header((at, col), label)?;
    }
    Ok(())
}

/// One line of the proposal on the sheet.
struct LineOnSheet<'r> {
    report: &'r Report<'r>,
    layout: &'r Layout,
    line: &'r Line,
    n: usize,
}

impl LineOnSheet<'_> {
    fn schemes(&self) -> Vec<SchemeId> {
        match self.line.subject {
            Subject::Indicator(n) => self.report.book.plan().indicator(n).schemes.clone(),
            Subject::Scheme(id) => vec![id],
        }
    }

    /// The figures of the potential sheet that a row is about, by scheme.
    fn figures(&self, part: Part, pick: fn(&Place) -> &(Address, Figure)) -> Vec<&(Address, Figure)> {
        let places = &self.report.places;
        self.schemes().iter().filter_map(|scheme| places.get(&(*scheme, part)).map(pick)).collect()
    }

    /// A number as the sum of cells of the potential sheet, or of the first of them; as it is where neither gives it.
    fn figure(people: Option<i64>, cells: &[&(Address, Figure)]) -> Option<Figure> {
        let people = people?;
        let candidates = [cells, cells.get(..1).unwrap_or_default()];
        let gives = |cells: &&&[&(Address, Figure)]| {
            let whole = cells.iter().all(|(_, figure)| figure.extent == Extent::Whole);
            !cells.is_empty() && whole && cells.iter().map(|(_, figure)| figure.people).sum::<i64>() == people
        };
        let formula = match candidates.iter().find(gives) {
            Some(cells) => cells.iter().map(|(at, _)| potential::refer(*at)).collect::<Vec<_>>().join("+"),
            None => people.to_string(),
        };
        Some(Figure::whole(formula, people))
    }

    fn write_province(&self, page: &mut Page) -> Result<(), OutputError> {
        let (at, row) = (self.layout.lines[self.n], &self.line.province);
        let name = match self.line.percent {
            Some(percent) => format!("{}: {}", self.line.name, wording::target(percent)),
            None => self.line.name.clone(),
        };
        let current = Self::figure(row.current, &self.figures(Part::Province, |place| &place.participants));
        let potential = Self::figure(row.potential, &self.figures(Part::Province, |place| &place.potential));
        let proposed = row.proposed.map(|people| Figure::whole(self.sum(people), people));
        Cells { year: self.report.book.year, no: (self.n + 1).to_string(), name, row, current, potential, proposed }
            .write(page, at, Weight::Group)
    }

    /// The sum of what is proposed for the parts; the number itself where there are none.
    fn sum(&self, people: i64) -> String {
        let Some((top, (_, split))) = self.layout.splits[self.n].first().zip(splits_of(self.line).next()) else {
            return people.to_string();
        };
        let known: i64 = split.all().filter_map(|row| row.proposed).sum();
        if known != people {
            return people.to_string();
        }
        let cell = |row: u32| Address::new(row, PROPOSED.into());
        format!("SUM({}:{})", cell(top + 2), cell(top + 1 + n_rows(split)))
    }

    fn write_splits(&self, page: &mut Page) -> Result<(), OutputError> {
        for (top, (by, split)) in self.layout.splits[self.n].iter().zip(splits_of(self.line)) {
            let provisional = if split.is_provisional() { " (tạm tính, còn thiếu số liệu)" } else { "" };
            let title = format!("{} theo {by}{provisional}", self.line.name);
            page.across(*top, (0, REASON), &title, &style::table_title())?;
            write_header(page, top + 1, if by == "khối" { "Khối" } else { "Địa bàn" })?;
            for (n, row) in (0..).zip(split.all()) {
                self.write_part(page, *top, n, row, split)?;
            }
            page.keep_together(*top, top + 1 + n_rows(split));
        }
        Ok(())
    }

    fn write_part(&self, page: &mut Page, top: u32, n: u32, row: &Row, split: &Split) -> Result<(), OutputError> {
        let at = top + 2 + n;
        let (no, current) = match row.part {
            Part::Unallocated => (String::new(), self.left_over(top, row, split)),
            part => {
                let figures = self.figures(part, |place| &place.participants);
                ((n + 1).to_string(), Self::figure(row.current, &figures))
            }
        };
        let potential = Self::figure(row.potential, &self.figures(row.part, |place| &place.potential));
        let proposed = row.proposed.map(|people| Figure::whole(String::new(), people));
        let name = view::part_name(self.report.book.year, row.part);
        let cells = Cells { year: self.report.book.year, no, name, row, current, potential, proposed };
        cells.write(page, at, Weight::Plain)
    }

    /// The province's people less those of the parts.
    fn left_over(&self, top: u32, row: &Row, split: &Split) -> Option<Figure> {
        let cell = |row: u32| Address::new(row, CURRENT.into());
        let province = cell(self.layout.lines[self.n]);
        let last = top + 1 + u32::try_from(split.rows.len()).ok()?;
        let formula = format!("{province}-SUM({}:{})", cell(top + 2), cell(last));
        row.current.map(|people| Figure::whole(formula, people))
    }
}

/// A row with its figures as the sheet shows them; one that isn't known has none.
struct Cells<'r> {
    year: &'r PlanYear<'r>,
    no: String,
    name: String,
    row: &'r Row,
    current: Option<Figure>,
    potential: Option<Figure>,
    /// Without formula: a number that is frozen here.
    proposed: Option<Figure>,
}

impl Cells<'_> {
    fn write(&self, page: &mut Page, at: u32, weight: Weight) -> Result<(), OutputError> {
        page.position((at, 0), &self.no, &style::centred(weight, Tone::Plain))?;
        page.text((at, 1), &self.name, &style::text(weight))?;
        match &self.current {
            Some(figure) => figure.write(page, (at, CURRENT), weight)?,
            None => Figure::nothing().write(page, (at, CURRENT), weight)?,
        }
        match &self.potential {
            Some(figure) => figure.write(page, (at, POTENTIAL), weight)?,
            None if self.row.part == Part::Unallocated || self.row.missing.is_empty() => {
                page.none((at, POTENTIAL), weight)?;
            }
            None => page.not_computable((at, POTENTIAL), weight)?,
        }
        match &self.proposed {
            Some(figure) if !figure.formula.is_empty() => figure.write(page, (at, PROPOSED), weight)?,
            _ => page.cell((at, PROPOSED), &Cell::people(self.row.proposed).weight(weight))?,
        }
        self.write_difference(page, at)?;
        let tone = if self.row.missing.is_empty() { Tone::Plain } else { Tone::Doubt };
        page.text((at, REASON), &view::reason(self.year, self.row), &style::toned_text(tone))
    }

    fn write_difference(&self, page: &mut Page, at: u32) -> Result<(), OutputError> {
        let cell = |col: u16| Address::new(at, col.into());
        let difference = self.row.difference();
        let formula = format!("{}-{}", cell(PROPOSED), cell(CURRENT));
        page.live((at, DIFFERENCE), &Cell::or_none(difference.map(Value::Change)), &formula)?;
        let share = difference.zip(self.row.current).and_then(|(more, current)| Ratio::new(more, current));
        let formula = format!("({formula})/{}", cell(CURRENT));
        page.live((at, PERCENT), &Cell::or_none(share.map(|share| Value::Share(share, 1))), &formula)
    }
}

// ------------------------------------------------------------------------------------------------------- trajectories

fn write_trajectories(page: &mut Page, report: &Report, top: u32) -> Result<(), OutputError> {
    page.across(top, (0, REASON), "D. LỘ TRÌNH ĐẾN CHỈ TIÊU CUỐI", &style::section())?;
    let mut row = top + 1;
    for line in &report.annual.proposal.lines {
        row = write_trajectory(page, report.book.year, line, row)?;
    }
    Ok(())
}

fn write_trajectory(page: &mut Page, year: &PlanYear, line: &Line, top: u32) -> Result<u32, OutputError> {
    page.across(top, (0, REASON), &line.name, &style::table_title())?;
    let trajectory = match &line.trajectory {
        Ok(trajectory) => trajectory,
        Err(why) => {
            page.across(top + 1, (0, REASON), &view::no_trajectory(year, line, why), &style::caption())?;
            return Ok(top + 3);
        }
    };
    let labour_force = &year.plan.words.labour_force;
    let words = format!(
        "Từ {} người năm {} đến {} người năm {} ({} {labour_force} dự kiến), mỗi năm thêm khoảng {} người.",
        wording::people(trajectory.from),
        trajectory.from_year,
        wording::people(trajectory.to.max(trajectory.from)),
        trajectory.to_year,
        wording::target(trajectory.percent),
        wording::people(trajectory.people_a_year()),
    );
    page.across(top + 1, (0, REASON), &words, &style::text(Weight::Plain))?;
    for (col, label) in
        [(1, "Năm"), (2, "Theo lộ trình đều"), (3, "Chỉ tiêu của năm cần"), (4, "Lộ trình so với chỉ tiêu")]
    {
        page.header((top + 2, col), label)?;
    }
    let mut row = top + 3;
    for step in &trajectory.steps {
        page.text((row, 1), &format!("Năm {}", step.year), &style::text(Weight::Plain))?;
        page.cell((row, 2), &Cell::people(Some(step.people)))?;
        page.cell((row, 3), &Cell::or_none(step.needed.map(Value::People)))?;
        let ahead = step.needed.map(|needed| Value::Change(step.people - needed));
        let cell = |col: u32| Address::new(row, col);
        page.live((row, 4), &Cell::or_none(ahead), &format!("{}-{}", cell(2), cell(3)))?;
        row += 1;
    }
    page.keep_together(top, row - 1);
    Ok(row + 1)
}
