//! "Tiềm năng" (III.3 of the plan): by scheme, how many more people could take part, by sector or between two bounds, and by
//! area; beside every figure whose numbers are missing. The annual report has the same sheet and refers to its cells.

use std::collections::{BTreeMap, BTreeSet};

use super::formula::{Extent, Figure};
use super::{Book, names};
use crate::counts::{Scope, Sum, Term, terms};
use crate::indicator::potential::{Bound, Bounds, SchemePotential, exclusive_schemes};
use crate::indicator::proposal::Part;
use crate::output::error::OutputError;
use crate::output::page::{Page, Paper};
use crate::output::style::{self, Tone, Weight};
use crate::plan::{AgencyId, Input, Scheme, SchemeId};
use crate::value::grid::Address;
use crate::value::{Ratio, wording};
use crate::view::block::{Cell, Value};
use crate::view::words::{NONE, missing_note};

const WIDTHS: &[f64] = &[6.0, 46.0, 16.0, 16.0, 16.0, 16.0, 52.0];
const WHOLE: u16 = 2;
const PARTICIPANTS: u16 = 3;
const ELSEWHERE: u16 = 4;
const POTENTIAL: u16 = 5;
const NOTE: u16 = 6;

/// The sheet and where other sheets find its figures.
pub struct Laid {
    pub page: Page,
    pub places: BTreeMap<(SchemeId, Part), Place>,
}

/// A row of the sheet: people who should take part, who do, and the difference.
#[derive(Debug, Clone)]
pub struct Place {
    pub whole: (Address, Figure),
    pub participants: (Address, Figure),
    /// The people in other schemes, where the row knows such.
    elsewhere: Option<(Address, Figure)>,
    pub potential: (Address, Figure),
}

/// A cell of this sheet, as other sheets refer to it.
pub fn refer(at: Address) -> String {
    format!("'{}'!{at}", names::POTENTIAL)
}

pub fn write(book: &Book) -> Result<Laid, OutputError> {
    let mut page = Page::new(names::POTENTIAL, Paper::Landscape, WIDTHS)?;
    book.heading(&mut page, &book.plan().words.fill("ĐỐI TƯỢNG TIỀM NĂNG THAM GIA {TOPIC}"), NOTE)?;
    page.freeze(2, 2, Some((0, 2)))?;
    let mut sheet = Sheet { book, page, places: BTreeMap::new(), row: 3 };
    for (n, potential) in book.potential.schemes.iter().enumerate() {
        if n > 0 {
            sheet.page.break_before(sheet.row);
        }
        sheet.write_scheme(n, potential)?;
    }
    Ok(Laid { page: sheet.page, places: sheet.places })
}

struct Sheet<'b> {
    book: &'b Book<'b>,
    page: Page,
    places: BTreeMap<(SchemeId, Part), Place>,
    /// The next free row.
    row: u32,
}

/// One row before it is written.
struct Line {
    no: String,
    label: String,
    weight: Weight,
    whole: Figure,
    participants: Figure,
    /// The people in other schemes, where the row knows such.
    elsewhere: Option<Figure>,
    potential: Potential,
    note: String,
    tone: Tone,
}

/// How the difference of a row comes about.
enum Potential {
    /// whole − participants − elsewhere, of the row's own cells.
    Difference,
    Given(Figure),
}

impl Sheet<'_> {
    fn write_scheme(&mut self, n: usize, potential: &SchemePotential) -> Result<(), OutputError> {
        let scheme = self.book.plan().scheme(potential.scheme);
        let letter = char::from(b'A' + u8::try_from(n).unwrap_or(25));
        let heading = format!("{letter}. {}", scheme.name.to_uppercase());
        self.page.across(self.row, (0, NOTE), &heading, &style::section())?;
        self.row += 1;
        if !potential.sectors.is_empty() {
            self.write_sectors(scheme, potential)?;
        } else if let Some(bounds) = &potential.bounds {
            self.write_bounds(scheme, potential, bounds)?;
        }
        if !potential.areas.is_empty() {
            self.write_areas(scheme, potential)?;
        }
        Ok(())
    }

    fn header(&mut self, labels: [&str; 7]) -> Result<(), OutputError> {
        for (col, label) in (0..).zip(labels) {
            self.page.header((self.row, col), label)?;
        }
        self.row += 1;
        Ok(())
    }

    fn province_terms(&self, inputs: &[Input]) -> Vec<Term> {
        inputs.iter().flat_map(|input| terms(self.book.year, input, Scope::Province)).collect()
    }

    // ------------------------------------------------------------------------------------------------------- sectors

    fn write_sectors(&mut self, scheme: &Scheme, potential: &SchemePotential) -> Result<(), OutputError> {
        // The scheme's heading stays with its first table.
        let top = self.row - 1;
        self.header(["STT", "Khối", "Thuộc diện tham gia", "Đang tham gia", "Tỷ lệ tham gia", "Tiềm năng", "Ghi chú"])?;
        let (total_row, first) = (self.row, self.row + 1);
        self.row = first;
        let id = potential.scheme;
        let input = scheme.by_sector.as_ref().expect("a scheme with sectors reports by them");
        for (n, sector) in (1..).zip(&potential.sectors) {
            let scope = Scope::Sector(sector.sector);
            let eligible = terms(self.book.year, &Input::Eligible(id), scope);
            // The plan makes nobody of the sector liable.
            let nobody = eligible.is_empty();
            let whole = if nobody { Figure::whole("0".to_owned(), 0) } else { self.book.range.sum(&eligible) };
            let line = Line {
                no: n.to_string(),
                label: self.book.plan().sector(sector.sector).name.clone(),
                weight: Weight::Plain,
                whole,
                participants: self.book.range.sum(&terms(self.book.year, input, scope)),
                elsewhere: None,
                potential: Potential::Difference,
                note: self.note(&[&sector.eligible, &sector.participants], nobody, sector.is_negative()),
                tone: tone(sector.missing().is_empty() && !sector.is_negative()),
            };
            let place = self.write_line(self.row, line)?;
            self.write_share(self.row, &place, Weight::Plain)?;
            self.places.insert((id, Part::Sector(sector.sector)), place);
            self.row += 1;
        }
        self.write_sector_total(total_row, scheme, potential)?;
        self.page.keep_together(top, self.row - 1);
        self.row += 1;
        Ok(())
    }

    fn write_sector_total(&mut self, at: u32, scheme: &Scheme, potential: &SchemePotential) -> Result<(), OutputError> {
        let Some(total) = potential.total() else { return Ok(()) };
        let id = potential.scheme;
        let of = |pick: fn(&Place) -> (Address, Figure)| -> Vec<(Address, Figure)> {
            potential.sectors.iter().map(|sector| pick(&self.places[&(id, Part::Sector(sector.sector))])).collect()
        };
        let whole = Figure::sum(&of(|place| place.whole.clone()));
        let mut figure = Figure::sum(&of(|place| place.potential.clone()));
        if figure.extent != Extent::Nothing && total.known().is_none() {
            figure.extent = Extent::Partial;
        }
        let sums: Vec<&Sum> =
            potential.sectors.iter().flat_map(|sector| [&sector.eligible, &sector.participants]).collect();
        let mut note = self.note(&sums, false, false);
        if total.known().is_none() {
            note = format!("Tiềm năng mới cộng {}/{} khối. {note}", total.n_known, total.n_sectors);
        }
        let line = Line {
            no: String::new(),
            label: self.book.plan().words.fill("{WHOLE}"),
            weight: Weight::Total,
            whole,
            participants: self.book.range.sum(&self.province_terms(&scheme.participants)),
            elsewhere: None,
            potential: Potential::Given(figure),
            note,
            tone: tone(total.missing.is_empty()),
        };
        let place = self.write_line(at, line)?;
        self.write_share(at, &place, Weight::Total)?;
        self.places.insert((id, Part::Province), place);
        Ok(())
    }

    fn write_share(&mut self, at: u32, place: &Place, weight: Weight) -> Result<(), OutputError> {
        let ((part_at, part), (whole_at, whole)) = (&place.participants, &place.whole);
        self.page.live((at, ELSEWHERE), &share(part, whole).weight(weight), &format!("{part_at}/{whole_at}"))
    }

    // -------------------------------------------------------------------------------------------------------- bounds

    fn write_bounds(
        &mut self,
        scheme: &Scheme,
        potential: &SchemePotential,
        bounds: &Bounds,
    ) -> Result<(), OutputError> {
        let id = potential.scheme;
        let other = scheme.instead_of.map(|other| self.book.plan().scheme(other).name.clone());
        let liable_label = other.as_ref().map_or("–".to_owned(), |name| format!("Thuộc diện {name}"));
        let top = self.row - 1;
        self.header(["STT", "Cách tính", "Có thể tham gia", "Đang tham gia", &liable_label, "Tiềm năng", "Ghi chú"])?;
        let total_row = self.row;
        self.row += 1;
        let participants = self.book.range.sum(&self.province_terms(&scheme.participants));
        let groups = Line {
            no: "1".to_owned(),
            label: "Cận trên theo các nhóm: tổng các nhóm − đang tham gia".to_owned(),
            weight: Weight::Plain,
            whole: self.book.range.sum(&terms(self.book.year, &Input::Eligible(id), Scope::Province)),
            participants: participants.clone(),
            elsewhere: None,
            potential: Potential::Difference,
            note: self.note(&[&bounds.groups, &bounds.participants], false, false),
            tone: tone(bounds.groups_people().is_some()),
        };
        let groups = self.write_line(self.row, groups)?;
        self.row += 1;
        let residual = self.write_residual(scheme, bounds, &participants)?;
        self.row += 1;
        let (figure, note) = self.used(bounds, &groups, residual.as_ref());
        let total = Line {
            no: String::new(),
            label: self.book.plan().words.fill("{WHOLE} (số nhỏ hơn)"),
            weight: Weight::Total,
            whole: Figure::nothing(),
            participants,
            elsewhere: None,
            potential: Potential::Given(figure),
            note,
            tone: tone(bounds.missing().is_empty()),
        };
        let place = self.write_line(total_row, total)?;
        self.page.none((total_row, WHOLE), Weight::Total)?;
        self.places.insert((id, Part::Province), place);
        self.page.keep_together(top, self.row - 1);
        self.row += 1;
        Ok(())
    }

    /// The bound by the labour force; `None` for a scheme that stands by itself.
    fn write_residual(
        &mut self,
        scheme: &Scheme,
        bounds: &Bounds,
        participants: &Figure,
    ) -> Result<Option<Place>, OutputError> {
        let (Some(other), Some(liable)) = (scheme.instead_of, &bounds.liable) else { return Ok(None) };
        let labour_force = &self.book.plan().proposal.labour_force;
        let name = &self.book.plan().scheme(other).name;
        let line = Line {
            no: "2".to_owned(),
            label: format!(
                "Cận trên theo {}: trừ thuộc diện {name}, trừ đang tham gia",
                self.book.plan().words.labour_force
            ),
            weight: Weight::Plain,
            whole: self.book.range.sum(&terms(self.book.year, labour_force, Scope::Province)),
            participants: participants.clone(),
            elsewhere: Some(self.book.range.sum(&terms(self.book.year, &Input::Eligible(other), Scope::Province))),
            potential: Potential::Difference,
            note: self.note(&[&bounds.labour_force, liable, &bounds.participants], false, false),
            tone: tone(bounds.residual_people().is_some()),
        };
        self.write_line(self.row, line).map(Some)
    }

    /// The smaller bound as a formula over both, and which it is.
    fn used(&self, bounds: &Bounds, groups: &Place, residual: Option<&Place>) -> (Figure, String) {
        let cells = [Some(groups), residual].into_iter().flatten().map(|place| &place.potential);
        let known: Vec<String> =
            cells.filter(|(_, figure)| figure.extent == Extent::Whole).map(|(at, _)| at.to_string()).collect();
        let sums: Vec<&Sum> =
            [&bounds.groups, &bounds.participants, &bounds.labour_force].into_iter().chain(&bounds.liable).collect();
        let missing = self.note(&sums, false, false);
        match bounds.used() {
            None => (Figure::nothing(), missing),
            Some((bound, people)) => {
                let which = match bound {
                    Bound::Groups => "Dùng cận theo các nhóm.".to_owned(),
                    Bound::Residual => self.book.plan().words.fill("Dùng cận theo {labour_force}."),
                };
                let only =
                    if known.len() == 1 && residual.is_some() { " Mới tính được một cận." } else { "" };
                let figure = Figure::whole(format!("MIN({})", known.join(",")), people);
                (figure, format!("{which}{only} {missing}").trim_end().to_owned())
            }
        }
    }

    // --------------------------------------------------------------------------------------------------------- areas

    fn write_areas(&mut self, scheme: &Scheme, potential: &SchemePotential) -> Result<(), OutputError> {
        let id = potential.scheme;
        let others = exclusive_schemes(self.book.year, id);
        let names: Vec<&str> = others.iter().map(|other| other.name.as_str()).collect();
        let elsewhere_label =
            if names.is_empty() { NONE.to_owned() } else { format!("Đang tham gia {}", wording::list(&names)) };
        let inputs: Vec<Input> = others.iter().filter_map(|other| other.by_area).collect();
        let own = scheme.by_area.expect("a scheme with areas reports by them");
        let top = self.row;
        let labour_force = self.book.plan().words.fill("{Labour_force}");
        let labels =
            ["STT", "Địa bàn", &labour_force, "Đang tham gia", &elsewhere_label, "Tiềm năng (cận trên)", "Ghi chú"];
        self.header(labels)?;
        let total_row = self.row;
        self.row += 1;
        for (n, area) in (1..).zip(&potential.areas) {
            let scope = Scope::Area(area.area);
            let sum = |input: &Input| self.book.range.sum(&terms(self.book.year, input, scope));
            let elsewhere: Vec<Term> = inputs.iter().flat_map(|input| terms(self.book.year, input, scope)).collect();
            let line = Line {
                no: n.to_string(),
                label: self.book.year.area_name(area.area).to_owned(),
                weight: Weight::Plain,
                whole: sum(&self.book.plan().proposal.labour_force),
                participants: sum(&own),
                elsewhere: (!elsewhere.is_empty()).then(|| self.book.range.sum(&elsewhere)),
                potential: Potential::Difference,
                note: self.note(&[&area.labour_force, &area.participants, &area.elsewhere], false, area.is_negative()),
                tone: tone(area.missing().is_empty() && !area.is_negative()),
            };
            let place = self.write_line(self.row, line)?;
            self.places.insert((id, Part::Area(area.area)), place);
            self.row += 1;
        }
        self.write_area_total(total_row, potential)?;
        self.page.keep_together(top, self.row - 1);
        self.row += 1;
        Ok(())
    }

    fn write_area_total(&mut self, at: u32, potential: &SchemePotential) -> Result<(), OutputError> {
        let id = potential.scheme;
        let of = |pick: fn(&Place) -> (Address, Figure)| -> Vec<(Address, Figure)> {
            potential.areas.iter().map(|area| pick(&self.places[&(id, Part::Area(area.area))])).collect()
        };
        let places = potential.areas.iter().map(|area| &self.places[&(id, Part::Area(area.area))]);
        let elsewhere: Vec<(Address, Figure)> = places.filter_map(|place| place.elsewhere.clone()).collect();
        let sums: Vec<&Sum> =
            potential.areas.iter().flat_map(|area| [&area.labour_force, &area.participants, &area.elsewhere]).collect();
        let missing: BTreeSet<AgencyId> = sums.iter().flat_map(|sum| sum.missing.iter().copied()).collect();
        let mut figure = Figure::sum(&of(|place| place.potential.clone()));
        if figure.extent != Extent::Nothing && !missing.is_empty() {
            figure.extent = Extent::Partial;
        }
        let line = Line {
            no: String::new(),
            label: "CỘNG CÁC ĐỊA BÀN".to_owned(),
            weight: Weight::Total,
            whole: Figure::sum(&of(|place| place.whole.clone())),
            participants: Figure::sum(&of(|place| place.participants.clone())),
            elsewhere: (!elsewhere.is_empty()).then(|| Figure::sum(&elsewhere)),
            potential: Potential::Given(figure),
            note: self.note(&sums, false, false),
            tone: tone(missing.is_empty()),
        };
        self.write_line(at, line).map(drop)
    }

    // --------------------------------------------------------------------------------------------------------- lines

    /// What is to be said of a row: whose numbers are missing, and how many agencies it rests on.
    fn note(&self, sums: &[&Sum], nobody_liable: bool, negative: bool) -> String {
        let all: BTreeSet<AgencyId> = sums.iter().flat_map(|sum| sum.cells.iter().map(|cell| cell.agency)).collect();
        let missing: BTreeSet<AgencyId> = sums.iter().flat_map(|sum| sum.missing.iter().copied()).collect();
        let mut sentences = Vec::new();
        if nobody_liable {
            sentences.push("Kế hoạch không xếp nhóm nào của khối vào diện tham gia.".to_owned());
        }
        if negative {
            sentences.push("Số đang tham gia lớn hơn số có thể tham gia, cần giải trình.".to_owned());
        }
        if !missing.is_empty() {
            let (n, all) = (all.len() - missing.len(), all.len());
            sentences.push(format!("{}; có {n}/{all} đơn vị", missing_note(self.book.year, &missing)));
        }
        sentences.join(" ")
    }

    fn write_line(&mut self, at: u32, line: Line) -> Result<Place, OutputError> {
        let cell = |col: u16| Address::new(at, col.into());
        let page = &mut self.page;
        page.position((at, 0), &line.no, &style::centred(line.weight, Tone::Plain))?;
        page.text((at, 1), &line.label, &style::text(line.weight))?;
        line.whole.write(page, (at, WHOLE), line.weight)?;
        line.participants.write(page, (at, PARTICIPANTS), line.weight)?;
        match &line.elsewhere {
            Some(figure) => figure.write(page, (at, ELSEWHERE), line.weight)?,
            None => page.none((at, ELSEWHERE), line.weight)?,
        }
        let minus = [(PARTICIPANTS, Some(&line.participants)), (ELSEWHERE, line.elsewhere.as_ref())];
        let minus: Vec<(Address, Figure)> =
            minus.into_iter().filter_map(|(col, figure)| Some((cell(col), figure?.clone()))).collect();
        let potential = match line.potential {
            Potential::Difference => Figure::balance(&[(cell(WHOLE), line.whole.clone())], &minus),
            Potential::Given(figure) => figure,
        };
        match potential.extent {
            Extent::Nothing => page.not_computable((at, POTENTIAL), line.weight)?,
            _ => potential.write(page, (at, POTENTIAL), line.weight)?,
        }
        let format = if line.tone == Tone::Plain { style::text(line.weight) } else { style::toned_text(line.tone) };
        page.text((at, NOTE), &line.note, &format)?;
        Ok(Place {
            whole: (cell(WHOLE), line.whole),
            participants: (cell(PARTICIPANTS), line.participants),
            elsewhere: line.elsewhere.map(|figure| (cell(ELSEWHERE), figure)),
            potential: (cell(POTENTIAL), potential),
        })
    }
}

/// Participants ÷ eligible; nothing where nobody is eligible.
pub fn share(part: &Figure, whole: &Figure) -> Cell {
    match (part.extent, whole.extent) {
        (Extent::Whole, Extent::Whole) => {
            Cell::or_none(Ratio::new(part.people, whole.people).map(|share| Value::Share(share, 2)))
        }
        _ => Cell::or_not_computable(None),
    }
}

fn tone(is_clear: bool) -> Tone {
    if is_clear { Tone::Plain } else { Tone::Doubt }
}
