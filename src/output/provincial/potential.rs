//! "Tiềm năng" (III.3 of the plan): by scheme, how many more people could take part, in its two parts; the three figures of a
//! scheme that people join of their own will; and who is outside of insurance, by area. Beside every figure stands whose
//! numbers are missing. The annual report has the same sheet and refers to its cells.

use std::collections::BTreeMap;

use super::book::Book;
use super::formula::{Extent, LiveFigure};
use super::names;
use crate::counts::{Scope, Term, terms};
use crate::indicator::potential::{Liable, OutsideRow, SchemePotential, Total, Voluntary};
use crate::indicator::proposal::ProposalPart;
use crate::output::error::OutputError;
use crate::output::page::{Page, Paper};
use crate::output::style::{self, Tone, Weight};
use crate::plan::{Input, Scheme, SchemeId};
use crate::value::Ratio;
use crate::value::grid::Address;
use crate::view::block::{Cell, Value};
use crate::view::potential as view;
use crate::view::words;

const WIDTHS: &[f64] = &[6.0, 46.0, 13.5, 13.5, 13.5, 13.5, 13.5, 13.5, 15.0, 46.0];
const FIRST: u16 = 2;
const SHARE: u16 = 8;
const NOTE: u16 = 9;
/// The columns of what isn't by sector: a whole, those who take part, those left, and a note over the rest.
const LEFT: u16 = 4;
const REMARKS: u16 = 5;

/// The sheet and where other sheets find its figures.
pub struct Laid {
    pub page: Page,
    pub places: Places,
}

/// Where the sheet's figures stand.
#[derive(Debug, Default)]
pub struct Places {
    pub liable: BTreeMap<(SchemeId, ProposalPart), LiableRow>,
    /// People outside of insurance, of the province and by area.
    pub outside: BTreeMap<ProposalPart, (Address, LiveFigure)>,
}

/// A row of those liable: its figures in the order of [`view::Figure::ALL`].
#[derive(Debug, Clone)]
pub struct LiableRow {
    figures: Vec<(Address, LiveFigure)>,
}

impl LiableRow {
    pub fn of(&self, figure: view::Figure) -> &(Address, LiveFigure) {
        &self.figures[figure.index()]
    }
}

/// A cell of this sheet, as other sheets refer to it.
pub fn refer(at: Address) -> String {
    format!("'{}'!{at}", names::POTENTIAL)
}

pub fn write(book: &Book) -> Result<Laid, OutputError> {
    let mut page = Page::new(names::POTENTIAL, Paper::Landscape, WIDTHS)?;
    book.heading_of_main_round(&mut page, &book.plan().words.fill("ĐỐI TƯỢNG TIỀM NĂNG THAM GIA {TOPIC}"), NOTE)?;
    page.freeze(2, 2, Some((0, 2)))?;
    let mut sheet = PotentialSheet { book, page, places: Places::default(), row: 3 };
    for potential in &book.potential.schemes {
        sheet.write_scheme(potential)?;
    }
    sheet.write_outside()?;
    Ok(Laid { page: sheet.page, places: sheet.places })
}

/// The column of a figure.
fn col(figure: view::Figure) -> u16 {
    FIRST + u16::try_from(figure.index()).expect("six figures")
}

struct PotentialSheet<'b> {
    book: &'b Book<'b>,
    page: Page,
    places: Places,
    /// The next free row.
    row: u32,
}

impl PotentialSheet<'_> {
    /// The heading of a part, lettered in the order of parts.
    fn section(&mut self, n: usize, name: &str) -> Result<(), OutputError> {
        if n > 0 {
            self.page.break_before(self.row);
        }
        let letter = char::from(b'A' + u8::try_from(n).unwrap_or(25));
        self.page.across(self.row, (0, NOTE), &format!("{letter}. {}", name.to_uppercase()), &style::section())?;
        self.row += 1;
        Ok(())
    }

    fn write_scheme(&mut self, potential: &SchemePotential) -> Result<(), OutputError> {
        let scheme = self.book.plan().scheme(potential.scheme);
        self.section(potential.scheme.idx(), &scheme.name)?;
        match (&potential.total(), &potential.voluntary) {
            (Some(total), _) => self.write_rows(scheme, potential, total),
            (None, Some(voluntary)) => self.write_voluntary(potential.scheme, voluntary),
            (None, None) => {
                let words = "Kế hoạch không hỏi số người thuộc diện tham gia nên không có tiềm năng.";
                self.page.across(self.row, (0, NOTE), words, &style::caption())?;
                self.row += 2;
                Ok(())
            }
        }
    }

    fn terms(&self, inputs: &[Input], scope: Scope<'_>) -> Vec<Term> {
        inputs.iter().flat_map(|input| terms(self.book.year, input, scope)).collect()
    }

    fn sum(&self, inputs: &[Input], scope: Scope<'_>) -> LiveFigure {
        self.book.range.sum(&self.terms(inputs, scope))
    }

    // ---------------------------------------------------------------------------------------------------- who is liable

    fn write_rows(&mut self, scheme: &Scheme, potential: &SchemePotential, total: &Total) -> Result<(), OutputError> {
        // The scheme's heading stays with its table.
        let top = self.row - 1;
        self.page.header((self.row, 0), "STT")?;
        self.page.header((self.row, 1), "Khối")?;
        for (col, figure) in (FIRST..).zip(view::Figure::ALL) {
            self.page.header((self.row, col), figure.title())?;
        }
        self.page.header((self.row, SHARE), "Tỷ lệ tham gia")?;
        self.page.header((self.row, NOTE), "Ghi chú")?;
        let total_row = self.row + 1;
        self.row += if potential.is_by_sector() { 2 } else { 1 };
        for (n, row) in (1..).zip(&potential.rows) {
            self.write_liable(n, scheme, potential, row)?;
        }
        if potential.is_by_sector() {
            self.write_total(total_row, scheme, potential, total)?;
        }
        if potential.is_by_sector() {
            self.write_positive(potential, total)?;
        }
        self.page.keep_together(top, self.row - 1);
        self.row += 1;
        Ok(())
    }

    fn write_liable(
        &mut self,
        n: u32,
        scheme: &Scheme,
        potential: &SchemePotential,
        row: &Liable,
    ) -> Result<(), OutputError> {
        let (at, id) = (self.row, potential.scheme);
        let scope = row.sector.map_or(Scope::Province, Scope::Sector);
        // The plan makes nobody of the sector liable.
        let nobody = row.eligible.is_of_nothing();
        let liable = |input| if nobody { LiveFigure::whole("0".to_owned(), 0) } else { self.sum(&[input], scope) };
        let participants = match (row.sector, scheme.by_sector) {
            (Some(_), Some(own)) => self.sum(&[own], scope),
            _ => self.sum(&scheme.participants, scope),
        };
        let reported = [liable(Input::Eligible(id)), liable(Input::AtWork(id)), participants];
        let weight = if row.sector.is_some() { Weight::Plain } else { Weight::Total };
        self.page.position((at, 0), &n.to_string(), &style::centred(weight, Tone::Plain))?;
        self.page.text((at, 1), &view::row_name(self.book.year, row.sector), &style::text(weight))?;
        let cells = view::Figure::ALL.map(|figure| figure.cell(figure.of(row)).weight(weight));
        let place = self.write_figures(at, reported, &cells, weight)?;
        self.write_note(at, NOTE, &view::note(self.book.merged, id, row), view::is_clear(row))?;
        self.places.liable.insert((id, row.sector.map_or(ProposalPart::Province, ProposalPart::Sector)), place);
        self.row += 1;
        Ok(())
    }

    /// What is reported, and what follows from it in the same row.
    fn write_figures(
        &mut self,
        at: u32,
        reported: [LiveFigure; 3],
        cells: &[Cell],
        weight: Weight,
    ) -> Result<LiableRow, OutputError> {
        let cell = |figure: view::Figure| Address::new(at, col(figure).into());
        let mut figures = Vec::new();
        for (of, figure) in view::Figure::ALL.into_iter().zip(reported) {
            figure.write(&mut self.page, (at, col(of)), weight)?;
            figures.push((cell(of), figure));
        }
        use view::Figure::{Current, Eligible, Participants, PlannedChange, Potential, UninsuredAtWork};
        let differences = [
            (UninsuredAtWork, Current, Participants),
            (PlannedChange, Eligible, Current),
            (Potential, Eligible, Participants),
        ];
        for (of, from, less) in differences {
            let part = |of: view::Figure| figures[of.index()].1.part(figures[of.index()].0);
            let balance = LiveFigure::balance(&[part(from)], &[part(less)]);
            self.page.live((at, col(of)), &cells[of.index()], &balance.formula)?;
            figures.push((cell(of), balance));
        }
        self.write_share(at, &figures, weight)?;
        Ok(LiableRow { figures })
    }

    fn write_share(&mut self, at: u32, figures: &[(Address, LiveFigure)], weight: Weight) -> Result<(), OutputError> {
        let figure_of = |figure: view::Figure| &figures[figure.index()];
        let ((whole_at, whole), (part_at, part)) =
            (figure_of(view::Figure::Eligible), figure_of(view::Figure::Participants));
        self.page.live((at, SHARE), &share(part, whole).weight(weight), &format!("{part_at}/{whole_at}"))
    }

    /// The sums of all columns; of the potential a partial one where a sector isn't known.
    fn write_total(
        &mut self,
        at: u32,
        scheme: &Scheme,
        potential: &SchemePotential,
        total: &Total,
    ) -> Result<(), OutputError> {
        let id = potential.scheme;
        let places: Vec<LiableRow> = potential
            .rows
            .iter()
            .filter_map(|row| {
                self.places.liable.get(&(id, row.sector.map_or(ProposalPart::Province, ProposalPart::Sector))).cloned()
            })
            .collect();
        self.page.text((at, 0), "", &style::text(Weight::Total))?;
        self.page.text((at, 1), &self.book.plan().words.fill("{WHOLE}"), &style::text(Weight::Total))?;
        let mut figures = Vec::new();
        for of in view::Figure::ALL {
            let figure = match of {
                view::Figure::Participants => self.sum(&scheme.participants, Scope::Province),
                _ => LiveFigure::sum(places.iter().map(|place| {
                    let (at, figure) = place.of(of);
                    figure.part(*at)
                })),
            };
            match (figure.extent, of) {
                (Extent::Whole, view::Figure::PlannedChange) => {
                    let cell = of.cell(Some(figure.people)).weight(Weight::Total);
                    self.page.live((at, col(of)), &cell, &figure.formula)?;
                }
                (Extent::Nothing, _) => self.page.not_computable((at, col(of)), Weight::Total)?,
                _ => figure.write(&mut self.page, (at, col(of)), Weight::Total)?,
            }
            figures.push((Address::new(at, col(of).into()), figure));
        }
        self.write_share(at, &figures, Weight::Total)?;
        let note = view::total_note(self.book.year, potential, total);
        self.write_note(at, NOTE, &note, note.is_empty())?;
        self.places.liable.insert((id, ProposalPart::Province), LiableRow { figures });
        Ok(())
    }

    /// The positive potentials alone, by which increases are shared out.
    fn write_positive(&mut self, potential: &SchemePotential, total: &Total) -> Result<(), OutputError> {
        let at = self.row;
        self.page.text((at, 0), "", &style::text(Weight::Group))?;
        self.page.text((at, 1), view::POSITIVE, &style::text(Weight::Group))?;
        for of in view::Figure::ALL {
            self.page.none((at, col(of)), Weight::Group)?;
        }
        self.page.none((at, SHARE), Weight::Group)?;
        let col = col(view::Figure::Potential);
        let n = u32::try_from(potential.rows.len()).expect("a checked plan has few sectors");
        let (first, last) = (Address::new(at - n, col.into()), Address::new(at - 1, col.into()));
        let people = total.known().map(|_| total.positive);
        let cell = Cell::people(people).weight(Weight::Group);
        self.page.live((at, col), &cell, &format!("SUMIF({first}:{last},\">0\")"))?;
        let note = view::total_note(self.book.year, potential, total);
        let is_clear = note.is_empty();
        let meaning = "Số cần tăng được phân bổ theo các tiềm năng dương.".to_owned();
        let note = if total.missing.is_empty() && !is_clear { format!("{meaning} {note}.") } else { note };
        self.write_note(at, NOTE, if is_clear { &meaning } else { &note }, is_clear)?;
        self.row += 1;
        Ok(())
    }

    fn write_note(&mut self, at: u32, col: u16, note: &str, is_clear: bool) -> Result<(), OutputError> {
        let format = if is_clear { style::text(Weight::Plain) } else { style::toned_text(Tone::Doubt) };
        self.page.across(at, (col, NOTE), note, &format)
    }

    // --------------------------------------------------------------------------------------- a whole, a part, what is left

    fn header(&mut self, labels: [&str; 5]) -> Result<(), OutputError> {
        for (col, label) in (0..).zip(labels) {
            self.page.header((self.row, col), label)?;
        }
        self.page.across(self.row, (REMARKS, NOTE), "Ghi chú", &style::header())?;
        self.row += 1;
        Ok(())
    }

    fn write_left(&mut self, line: &LeftLine) -> Result<(Address, LiveFigure), OutputError> {
        let at = self.row;
        let cell = |col: u16| Address::new(at, col.into());
        self.page.position((at, 0), &line.no, &style::centred(line.weight, Tone::Plain))?;
        self.page.text((at, 1), &line.name, &style::text(line.weight))?;
        line.whole.write(&mut self.page, (at, FIRST), line.weight)?;
        let whole = line.whole.part(cell(FIRST));
        let balance = match &line.participants {
            Some(participants) => {
                participants.write(&mut self.page, (at, FIRST + 1), line.weight)?;
                LiveFigure::balance(&[whole], &[participants.part(cell(FIRST + 1))])
            }
            None => {
                self.page.none((at, FIRST + 1), line.weight)?;
                LiveFigure::balance(&[whole], &[])
            }
        };
        self.page.live((at, LEFT), &Cell::people(line.people).weight(line.weight), &balance.formula)?;
        self.write_note(at, REMARKS, &line.note, line.is_clear)?;
        self.row += 1;
        Ok((cell(LEFT), balance))
    }

    fn write_voluntary(&mut self, scheme: SchemeId, voluntary: &Voluntary) -> Result<(), OutputError> {
        let top = self.row - 1;
        self.header(["STT", "Ba số đặt cạnh nhau, không cộng với nhau", "Tổng số", "Đang tham gia", "Số người"])?;
        let figures = view::voluntary(self.book.year, &self.book.potential, voluntary);
        for (n, figure) in (1..).zip(figures) {
            let (whole, participants) = self.inputs(figure.kind, scheme);
            let line = LeftLine {
                no: n.to_string(),
                name: figure.name,
                weight: Weight::Plain,
                whole: self.sum(&whole, Scope::Province),
                participants: participants.map(|inputs| self.sum(&inputs, Scope::Province)),
                people: figure.people,
                is_clear: figure.people.is_some(),
                note: figure.note,
            };
            self.write_left(&line)?;
        }
        self.page.keep_together(top, self.row - 1);
        self.row += 1;
        Ok(())
    }

    /// What a figure is taken of, and what is taken off.
    fn inputs(&self, kind: view::VoluntaryKind, scheme: SchemeId) -> (Vec<Input>, Option<Vec<Input>>) {
        let (plan, outside) = (self.book.plan(), &self.book.potential.outside);
        let own = plan.scheme(scheme);
        match kind {
            view::VoluntaryKind::Groups => (vec![Input::Eligible(scheme)], Some(own.participants.clone())),
            view::VoluntaryKind::Outside => {
                (vec![plan.proposal.labour_force], Some(outside.inputs(plan, Scope::Province)))
            }
            view::VoluntaryKind::Reserved => (own.reserved.clone(), None),
        }
    }

    fn write_outside(&mut self) -> Result<(), OutputError> {
        let (year, outside) = (self.book.year, &self.book.potential.outside);
        let name = view::outside_name(year, outside);
        let top = self.row;
        self.section(self.book.potential.schemes.len(), &format!("Người {name}"))?;
        self.page.across(self.row, (0, NOTE), &view::outside_meaning(year, outside), &style::caption())?;
        self.row += 1;
        let labour_force = self.book.plan().words.fill("{Labour_force}");
        self.header(["STT", "Địa bàn", &labour_force, "Đang tham gia", &words::capitalized(&name)])?;
        let place = self.write_outside_row("", &outside.province)?;
        self.places.outside.insert(ProposalPart::Province, place);
        for (n, row) in (1..).zip(&outside.areas) {
            let place = self.write_outside_row(&n.to_string(), row)?;
            let part = row.area.map_or(ProposalPart::Province, ProposalPart::Area);
            self.places.outside.insert(part, place);
        }
        self.page.keep_together(top, self.row - 1);
        Ok(())
    }

    fn write_outside_row(&mut self, no: &str, row: &OutsideRow) -> Result<(Address, LiveFigure), OutputError> {
        let (year, plan) = (self.book.year, self.book.plan());
        let scope = row.area.map_or(Scope::Province, Scope::Area);
        let line = LeftLine {
            no: no.to_owned(),
            name: row.area.map_or_else(|| year.plan.words.fill("{WHOLE}"), |area| year.area_name(area).to_owned()),
            weight: if row.area.is_some() { Weight::Plain } else { Weight::Total },
            whole: self.sum(&[plan.proposal.labour_force], scope),
            participants: Some(self.sum(&self.book.potential.outside.inputs(plan, scope), scope)),
            people: row.people(),
            note: view::outside_note(self.book.merged, &self.book.potential.outside, row),
            is_clear: row.missing().is_empty() && row.partial().is_empty() && !row.is_negative(),
        };
        self.write_left(&line)
    }
}

/// A row of a whole, of those who take part and of those left.
struct LeftLine {
    no: String,
    name: String,
    weight: Weight,
    whole: LiveFigure,
    /// `None` where nobody is taken off.
    participants: Option<LiveFigure>,
    people: Option<i64>,
    note: String,
    is_clear: bool,
}

/// Participants ÷ eligible; nothing where nobody is eligible.
pub fn share(part: &LiveFigure, whole: &LiveFigure) -> Cell {
    match (part.extent, whole.extent) {
        (Extent::Whole, Extent::Whole) => {
            Cell::or_none(Ratio::new(part.people, whole.people).map(|share| Value::Share(share, 2)))
        }
        _ => Cell::or_not_computable(None),
    }
}
