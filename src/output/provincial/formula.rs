//! Figures of the workbook: a live formula over the ledger with the number it gives, or the knowledge that there is
//! none. A figure whose numbers are partly missing knows that too, so that no sheet can show it as if it were whole.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::ledger_layout::LedgerLayout;
use super::names;
use crate::counts::{CellId, Term};
use crate::ledger::Ledger;
use crate::output::bulk::{BulkCell, BulkValue};
use crate::output::error::OutputError;
use crate::output::look::Look;
use crate::output::page::{Cached, Page};
use crate::output::style::{self, Tone, Weight};
use crate::plan::{AgencyId, ColumnId, FormId, PlanYear, RoundId, RowId};
use crate::value::grid::Address;
pub use crate::view::block::as_f64;

/// What stands where a number is not in the ledger.
pub const MISSING: &str = "chưa có";

/// How much of a figure is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    Whole,
    Partial,
    Nothing,
}

/// A number of people on a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveFigure {
    /// Without the leading `=`; empty if nothing is known.
    pub formula: String,
    /// What the formula gives: the sum of what is known.
    pub people: i64,
    pub extent: Extent,
}

impl LiveFigure {
    pub fn nothing() -> Self {
        LiveFigure { formula: String::new(), people: 0, extent: Extent::Nothing }
    }

    /// The figure as part of another formula.
    pub fn whole(formula: String, people: i64) -> Self {
        LiveFigure { formula, people, extent: Extent::Whole }
    }

    /// Writes the figure, or the words that nothing is known; a partial one is set apart.
    pub fn write(&self, page: &mut Page, at: (u32, u16), weight: Weight) -> Result<(), OutputError> {
        let tone = match self.extent {
            Extent::Nothing => return page.text(at, MISSING, &style::missing(weight)),
            Extent::Partial => Tone::Doubt,
            Extent::Whole => Tone::Plain,
        };
        page.formula(at, &self.formula, &self.cached(), &style::people(weight, tone))
    }

    pub fn cached(&self) -> Cached {
        Cached::Number(as_f64(self.people))
    }

    /// The sum of figures that stand at these cells.
    pub fn sum(parts: impl IntoIterator<Item = FigurePart>) -> Self {
        let parts: Vec<FigurePart> = parts.into_iter().collect();
        let Known { people, extent } = Known::sum(parts.iter().map(|part| part.known));
        if extent == Extent::Nothing {
            return LiveFigure::nothing();
        }
        let cells: Vec<Address> = parts.iter().map(|part| part.at).collect();
        LiveFigure { formula: format!("SUM({})", references(&cells)), people, extent }
    }

    /// Σ plus − Σ minus of figures that stand at these cells; nothing is known unless all of them are.
    pub fn balance(plus: &[FigurePart], minus: &[FigurePart]) -> Self {
        let known = |parts: &[FigurePart]| parts.iter().map(|part| part.known).collect::<Vec<Known>>();
        let Known { people, extent } = Known::balance(&known(plus), &known(minus));
        if extent == Extent::Nothing {
            return LiveFigure::nothing();
        }
        let join = |parts: &[FigurePart], sign: &str| -> String {
            parts.iter().map(|part| format!("{sign}{}", part.at)).collect()
        };
        let formula = join(plus, "+") + &join(minus, "-");
        LiveFigure::whole(formula.trim_start_matches('+').to_owned(), people)
    }

    /// The figure as others add it, from the cell it stands in.
    pub fn part(&self, at: Address) -> FigurePart {
        FigurePart { at, known: Known { people: self.people, extent: self.extent } }
    }

    /// The figure as a cell of a row in bulk.
    pub fn bulk_cell(self, weight: Weight) -> BulkCell<'static> {
        let tone = match self.extent {
            Extent::Nothing => return BulkCell::new(Look::Missing(weight), BulkValue::text(MISSING)),
            Extent::Partial => Tone::Doubt,
            Extent::Whole => Tone::Plain,
        };
        let cached = self.cached();
        BulkCell::new(Look::People(weight, tone), BulkValue::Formula(self.formula, cached))
    }
}

/// What a figure gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The sum of what is known.
    pub people: i64,
    pub extent: Extent,
}

/// A figure that others add, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FigurePart {
    pub at: Address,
    pub known: Known,
}

impl Known {
    const NOTHING: Known = Known { people: 0, extent: Extent::Nothing };

    /// What a count gives; nothing where there is none.
    pub fn of(count: Option<u64>) -> Self {
        let people = |count| i64::try_from(count).unwrap_or(i64::MAX);
        count.map_or(Known::NOTHING, |count| Known { people: people(count), extent: Extent::Whole })
    }

    /// So many times the same.
    pub fn times(self, n: u64) -> Self {
        Known { people: self.people.saturating_mul(i64::try_from(n).unwrap_or(i64::MAX)), ..self }
    }

    /// The sum of what is known of these.
    pub fn sum(parts: impl IntoIterator<Item = Known>) -> Self {
        let (mut people, mut n, mut n_whole, mut n_known) = (0, 0, 0, 0);
        for part in parts {
            n += 1;
            n_whole += usize::from(part.extent == Extent::Whole);
            n_known += usize::from(part.extent != Extent::Nothing);
            people = if part.extent == Extent::Nothing { people } else { part.people.saturating_add(people) };
        }
        match n_known {
            0 => Known::NOTHING,
            _ => Known { people, extent: if n_whole == n { Extent::Whole } else { Extent::Partial } },
        }
    }

    /// Σ plus − Σ minus; nothing unless all of them are whole.
    pub fn balance(plus: &[Known], minus: &[Known]) -> Self {
        if plus.iter().chain(minus).any(|part| part.extent != Extent::Whole) {
            return Known::NOTHING;
        }
        let total = |parts: &[Known]| -> i64 { parts.iter().map(|part| part.people).sum() };
        Known { people: total(plus) - total(minus), extent: Extent::Whole }
    }
}

/// Cells as ranges: `C5:C8,C10`.
fn references(cells: &[Address]) -> String {
    let mut ranges: Vec<(Address, Address)> = Vec::new();
    for at in cells {
        match ranges.last_mut() {
            Some((first, last)) if last.col == at.col && first.col == at.col && last.row + 1 == at.row => *last = *at,
            Some((first, last)) if last.row == at.row && first.row == at.row && last.col + 1 == at.col => *last = *at,
            _ => ranges.push((*at, *at)),
        }
    }
    ranges
        .iter()
        .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}:{last}") })
        .collect::<Vec<_>>()
        .join(",")
}

/// A ledger of more numbers is referred to [by cell](By::Cell).
pub const LONG: usize = 10_000;

/// How formulas refer to numbers of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Formulas look numbers up by their codes. That survives sorting the ledger but scans all rows each time.
    Codes,
    /// Direct cell references: fast, but wrong if the ledger is re-sorted; the conservation sheet then shows the mismatch.
    Cell,
}

/// How many ranges of the ledger a formula names at most.
const MAX_RANGES: usize = 40;

/// The ledger as formulas refer to it.
pub struct LedgerRange<'a> {
    year: &'a PlanYear<'a>,
    ledger: &'a Ledger,
    layout: LedgerLayout,
    pub by: By,
}

impl<'a> LedgerRange<'a> {
    pub fn new(year: &'a PlanYear<'a>, ledger: &'a Ledger, layout: LedgerLayout, by: By) -> Self {
        LedgerRange { year, ledger, layout, by }
    }

    /// What a number of the ledger's main round gives.
    pub fn known(&self, cell: CellId) -> Known {
        Known::of(self.ledger.counts().get(cell))
    }

    /// One number of the ledger's main round.
    pub fn cell(&self, cell: CellId) -> LiveFigure {
        self.sum(&[Term { cell, subtract: false }])
    }

    /// The sum of many numbers of the ledger's main round.
    pub fn sum(&self, terms: &[Term]) -> LiveFigure {
        self.sum_in(self.ledger.main_round(), terms)
    }

    /// The sum of many numbers of a round, with as few lookup conditions as possible.
    pub fn sum_in(&self, round: RoundId, terms: &[Term]) -> LiveFigure {
        let counts = self.ledger.counts_of(round);
        let known: Vec<(&Term, i64)> = terms
            .iter()
            .filter_map(|term| Some((term, i64::try_from(counts.get(term.cell)?).unwrap_or(i64::MAX))))
            .collect();
        if known.is_empty() {
            return LiveFigure::nothing();
        }
        let people = known.iter().map(|(term, people)| if term.subtract { -people } else { *people }).sum();
        let extent = if known.len() == terms.len() { Extent::Whole } else { Extent::Partial };
        let by_cells = if self.by == By::Cell { self.sum_of_cells(round, terms) } else { None };
        LiveFigure { formula: by_cells.unwrap_or_else(|| self.sum_by_codes(round, terms)), people, extent }
    }

    /// The sum as cells of the ledger; `None` if those are too many ranges.
    fn sum_of_cells(&self, round: RoundId, terms: &[Term]) -> Option<String> {
        let mut formula = String::new();
        for (sign, subtract) in [('+', false), ('-', true)] {
            let terms = terms.iter().filter(|term| term.subtract == subtract);
            let ranges = ranges(terms.filter_map(|term| self.ledger.position(round, term.cell)).collect());
            if ranges.len() > MAX_RANGES {
                return None;
            }
            let cells: Vec<String> = ranges.iter().flat_map(|rows| self.layout.cells(names::VALUE, rows)).collect();
            match cells.as_slice() {
                [] => {}
                [one] if !one.contains(':') => formula.push_str(&format!("{sign}{one}")),
                many => formula.push_str(&format!("{sign}SUM({})", many.join(","))),
            }
        }
        Some(formula.trim_start_matches('+').to_owned())
    }

    /// The sum as numbers of the ledger that have these codes.
    fn sum_by_codes(&self, round: RoundId, terms: &[Term]) -> String {
        let mut groups: BTreeMap<(FormId, ColumnId, bool), BTreeMap<AgencyId, BTreeSet<RowId>>> = BTreeMap::new();
        for term in terms {
            let group = groups.entry((term.cell.form, term.cell.column, term.subtract)).or_default();
            group.entry(term.cell.agency).or_default().insert(term.cell.row);
        }
        let mut formula = String::new();
        for ((form, column, subtract), by_agency) in groups {
            for (agencies, rows) in self.picks(form, by_agency) {
                for (sheet, observations) in self.layout.sheets() {
                    formula.push(if subtract { '-' } else { '+' });
                    // An empty ledger still has a first row to refer to.
                    let on = On { sheet, last_row: observations.len().max(1) + 1 };
                    let picks =
                        [(names::AGENCY, &agencies), (names::ROW, &rows), (names::ROUND, &self.pick_round(round))];
                    formula.push_str(&self.sumifs(&on, form, column, picks));
                }
            }
        }
        formula.trim_start_matches('+').to_owned()
    }

    /// Which agencies and rows to sum: together if all agencies have the same rows, otherwise agency by agency.
    fn picks(&self, form: FormId, by_agency: BTreeMap<AgencyId, BTreeSet<RowId>>) -> Vec<(Pick, Pick)> {
        let all: BTreeSet<AgencyId> = self.year.agencies_with(form).collect();
        let mut rows = by_agency.values();
        let first = rows.next().expect("a group has a term").clone();
        if by_agency.keys().copied().collect::<BTreeSet<_>>() == all && rows.all(|rows| *rows == first) {
            return vec![(Pick::All, self.pick_rows(form, &first))];
        }
        by_agency
            .into_iter()
            .map(|(agency, rows)| (Pick::One(self.agency(agency)), self.pick_rows(form, &rows)))
            .collect()
    }

    fn pick_rows(&self, form: FormId, rows: &BTreeSet<RowId>) -> Pick {
        if self.year.entered_rows(form).all(|row| rows.contains(&row)) {
            return Pick::All;
        }
        let mut codes: Vec<String> = rows.iter().map(|row| self.row(form, *row)).collect();
        if codes.len() == 1 { Pick::One(codes.remove(0)) } else { Pick::Some(codes) }
    }

    /// The round is a condition only if the ledger has several.
    fn pick_round(&self, round: RoundId) -> Pick {
        match self.year.plan.round_code(round) {
            Some(code) if self.ledger.by_round().rounds().count() > 1 => Pick::One(code.to_owned()),
            _ => Pick::All,
        }
    }

    fn sumifs(&self, on: &On, form: FormId, column: ColumnId, picks: [(char, &Pick); 3]) -> String {
        let plan_form = self.year.plan.form(form);
        let [agencies, rows, round] = picks;
        let conditions = [
            agencies,
            (names::FORM, &Pick::One(plan_form.code.clone())),
            rows,
            (names::COLUMN, &Pick::One(plan_form.columns[column.idx()].key.clone())),
            round,
        ];
        let mut formula = format!("SUMIFS({}", on.column(names::VALUE));
        let mut is_array = false;
        for (letter, pick) in conditions {
            let criterion = match pick {
                Pick::All => continue,
                Pick::One(code) => quoted(code),
                Pick::Some(codes) => {
                    is_array = true;
                    format!("{{{}}}", codes.iter().map(|code| quoted(code)).collect::<Vec<_>>().join(","))
                }
            };
            formula.push_str(&format!(",{},{criterion}", on.column(letter)));
        }
        formula.push(')');
        if is_array { format!("SUMPRODUCT({formula})") } else { formula }
    }

    fn agency(&self, id: AgencyId) -> String {
        self.year.plan.agency(id).code.clone()
    }

    fn row(&self, form: FormId, row: RowId) -> String {
        self.year.row(form, row).code.clone()
    }
}

/// One sheet of the ledger.
struct On {
    sheet: String,
    last_row: usize,
}

impl On {
    /// All of a column's numbers or codes.
    fn column(&self, letter: char) -> String {
        format!("'{}'!${letter}$2:${letter}${}", self.sheet, self.last_row)
    }
}

/// Positions as ranges of neighbours.
fn ranges(mut positions: Vec<usize>) -> Vec<Range<usize>> {
    positions.sort_unstable();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for n in positions {
        match ranges.last_mut() {
            Some(last) if last.end == n => last.end = n + 1,
            _ => ranges.push(n..n + 1),
        }
    }
    ranges
}

/// Which codes of a ledger column a sum takes.
enum Pick {
    All,
    One(String),
    Some(Vec<String>),
}

fn quoted(code: &str) -> String {
    format!("\"{}\"", code.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_cells_become_ranges() {
        let cells = |texts: &[&str]| -> Vec<Address> { texts.iter().filter_map(|text| Address::parse(text)).collect() };
        assert_eq!(references(&cells(&["C5", "C6", "C7", "C10"])), "C5:C7,C10");
        assert_eq!(references(&cells(&["C5", "D5", "F5"])), "C5:D5,F5");
    }
}
