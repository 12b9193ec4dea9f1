//! Counts by cell, and the sums that the plan's inputs select from them. The same selection serves the checks within a
//! file, the checks between agencies and the indicators, so that all of them mean the same cells.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::plan::{AgencyId, ColumnId, FormId, FormRow, Indicator, Input, PlanYear, RoundId, RowId, SectorId};
use crate::rollup::{UnitExtent, provisional_rows};

/// A cell of the province: the agency that reports it, and its form, row and column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellId {
    /// The agency that reports.
    pub agency: AgencyId,
    /// The form.
    pub form: FormId,
    /// The row of the form.
    pub row: RowId,
    /// The column of the form.
    pub column: ColumnId,
}

/// The counts that are known, in people. A cell that isn't here is not reported, which is never 0.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    /// In the order of cells, each once: a nation's are millions, and a tree of them takes twice the room while it is made.
    people: Vec<(CellId, u64)>,
    /// Where each agency's cells stand among them.
    places: AgencyPlaces,
    partial: Partial,
    /// Of each of these agencies, the rows that lack numbers of units.
    partial_rows: BTreeMap<AgencyId, PartialRows>,
    /// What units reported of a cell that was added up, by their codes (`ubnd-bu-dang/bom-bo`), as far as it was read.
    parts: BTreeMap<CellId, UnitPeople>,
    /// Rows that forms didn't have then. Nobody was asked for them, so that no sum lacks them.
    absent: BTreeSet<(FormId, RowId)>,
}

/// Agencies whose counts lack those of some of their units, with from how many units they were added up. What is computed with
/// them is provisional.
pub type Partial = BTreeMap<AgencyId, Arc<UnitExtent>>;

/// The rows of a return that lack numbers of some units; `None` where that may be any of them.
pub type PartialRows = Option<BTreeSet<(FormId, RowId)>>;

/// What units reported, in people; of one below another unit that one's code stands first.
pub type UnitPeople = BTreeMap<String, u64>;

/// Those of both.
pub fn united<'p>(all: impl IntoIterator<Item = &'p Partial>) -> Partial {
    all.into_iter().flatten().map(|(agency, extent)| (*agency, extent.clone())).collect()
}

impl FromIterator<(CellId, u64)> for Counts {
    fn from_iter<I: IntoIterator<Item = (CellId, u64)>>(counts: I) -> Self {
        Counts::of(counts.into_iter().collect())
    }
}

impl Counts {
    /// Counts in any order; of several of a cell the last is kept.
    fn of(mut people: Vec<(CellId, u64)>) -> Self {
        people.sort_by_key(|(cell, _)| *cell);
        people.dedup_by(|later, kept| {
            let is_again = later.0 == kept.0;
            if is_again {
                *kept = *later;
            }
            is_again
        });
        people.shrink_to_fit();
        let places = AgencyPlaces::of(people.iter().map(|(cell, _)| cell.agency));
        Counts { people, places, ..Counts::default() }
    }

    /// The count of a cell; `None` if there is none.
    pub fn get(&self, cell: CellId) -> Option<u64> {
        let of_agency = &self.people[self.places.range(cell.agency)];
        let at = of_agency.binary_search_by_key(&cell, |(known, _)| *known).ok()?;
        Some(of_agency[at].1)
    }

    /// Whether nobody was asked for a cell, as its form didn't have the row.
    pub fn is_absent(&self, cell: CellId) -> bool {
        self.absent.contains(&(cell.form, cell.row))
    }

    /// The agencies whose counts lack those of some of their units.
    pub fn partial(&self) -> &Partial {
        &self.partial
    }

    /// The rows of an agency that lack numbers of units; none of one whose counts lack none.
    pub fn partial_rows(&self, agency: AgencyId) -> PartialRows {
        self.partial_rows.get(&agency).map_or_else(|| Some(BTreeSet::new()), Clone::clone)
    }

    /// Whether the count of a cell lacks those of some units.
    pub fn is_partial(&self, cell: CellId) -> bool {
        let rows = self.partial_rows.get(&cell.agency);
        rows.is_some_and(|rows| rows.as_ref().is_none_or(|rows| rows.contains(&(cell.form, cell.row))))
    }

    /// From how many units an agency's counts were added up; `None` if they lack none, or it has no units.
    pub fn extent(&self, agency: AgencyId) -> Option<&UnitExtent> {
        self.partial.get(&agency).map(Arc::as_ref)
    }

    /// What units reported of a cell; `None` if it wasn't added up, or that isn't known.
    pub fn parts(&self, cell: CellId) -> Option<&UnitPeople> {
        self.parts.get(&cell)
    }

    /// The units of which parts of an agency's counts are known, by their codes.
    pub fn units_of(&self, agency: AgencyId) -> BTreeSet<&str> {
        let of_agency = self.parts.iter().filter(|(cell, _)| cell.agency == agency);
        of_agency.flat_map(|(_, parts)| parts.keys()).map(String::as_str).collect()
    }

    /// Adds a cell to a sum that is still to be [settled](Sum::settled), or takes it off; one that nobody was asked for is none of
    /// the sum's.
    pub fn add_to(&self, sum: &mut Sum, Term { cell, subtract }: Term) {
        if self.is_absent(cell) {
            return;
        }
        sum.select(cell.agency);
        match self.get(cell) {
            Some(people) => {
                sum.n_known += 1;
                let people = i64::try_from(people).unwrap_or(i64::MAX);
                sum.people += if subtract { -people } else { people };
                let extent = self.partial.get(&cell.agency).filter(|_| self.is_partial(cell));
                sum.partial.extend(extent.map(|extent| (cell.agency, extent.clone())));
            }
            None => {
                sum.missing.insert(cell.agency);
            }
        }
    }

    /// What the inputs select within a scope, added up over the agencies that report it, or over one alone.
    pub fn sum(&self, year: &PlanYear, inputs: &[Input], scope: Scope<'_>, only: Option<AgencyId>) -> Sum {
        let mut sum = Sum::default();
        for term in inputs.iter().flat_map(|input| each_term(year, input, scope, only)) {
            self.add_to(&mut sum, term);
        }
        sum.settled()
    }

    /// The cells that the inputs select, as [`Self::sum`] adds them up.
    pub fn cells<'a>(
        &'a self,
        year: &'a PlanYear,
        inputs: &'a [Input],
        scope: Scope<'a>,
        only: Option<AgencyId>,
    ) -> impl Iterator<Item = CellId> + 'a {
        let terms = inputs.iter().flat_map(move |input| each_term(year, input, scope, only));
        terms.map(|term| term.cell).filter(|cell| !self.is_absent(*cell))
    }

    /// The sum in people alone; `None` as soon as anything is missing, or if nothing is selected.
    pub fn known(&self, year: &PlanYear, inputs: &[Input], scope: Scope<'_>, only: Option<AgencyId>) -> Option<i64> {
        let all = inputs.iter().flat_map(|input| each_term(year, input, scope, only));
        let mut terms = all.filter(|term| !self.is_absent(term.cell)).peekable();
        terms.peek()?;
        terms.try_fold(0i64, |sum, Term { cell, subtract }| {
            let people = i64::try_from(self.get(cell)?).unwrap_or(i64::MAX);
            Some(sum + if subtract { -people } else { people })
        })
    }
}

/// Where the cells of each agency stand in a list that is in their order. Sums look cells up by the million, and those of one
/// agency are few.
#[derive(Debug, Clone, Default)]
pub struct AgencyPlaces {
    /// By agency, where its cells begin; at last, where those of the last one end.
    starts: Vec<usize>,
}

impl AgencyPlaces {
    /// Of a list, by the agencies of its cells in their order.
    pub fn of(agencies: impl Iterator<Item = AgencyId>) -> Self {
        let mut starts = Vec::new();
        let mut n = 0;
        for agency in agencies {
            starts.resize(starts.len().max(agency.idx() + 1), n);
            n += 1;
        }
        starts.push(n);
        AgencyPlaces { starts }
    }

    /// The places of an agency's cells; none of one that has no cells.
    pub fn range(&self, agency: AgencyId) -> Range<usize> {
        match self.starts.get(agency.idx()..agency.idx() + 2) {
            Some([start, end]) => *start..*end,
            _ => 0..0,
        }
    }
}

/// A year's counts by the round in which they were collected. Those of one round never replace another's.
#[derive(Debug, Clone, Default)]
pub struct RoundCounts {
    by_round: BTreeMap<RoundId, Counts>,
    /// What a round has of which nothing is known.
    none: Counts,
}

impl FromIterator<(RoundId, CellId, u64)> for RoundCounts {
    fn from_iter<I: IntoIterator<Item = (RoundId, CellId, u64)>>(counts: I) -> Self {
        let mut by_round: BTreeMap<RoundId, Vec<(CellId, u64)>> = BTreeMap::new();
        for (round, cell, people) in counts {
            by_round.entry(round).or_default().push((cell, people));
        }
        let by_round = by_round.into_iter().map(|(round, counts)| (round, Counts::of(counts))).collect();
        RoundCounts { by_round, none: Counts::default() }
    }
}

/// The counts of a year that has only its first round.
impl From<Counts> for RoundCounts {
    fn from(counts: Counts) -> Self {
        RoundCounts::only(RoundId::at(0), counts)
    }
}

impl RoundCounts {
    /// All counts of one round.
    pub fn only(round: RoundId, counts: Counts) -> Self {
        RoundCounts { by_round: BTreeMap::from([(round, counts)]), none: Counts::default() }
    }

    /// Counts of which some were added up from only some of an agency's units.
    pub fn partly<'u>(
        mut counts: Self,
        year: &PlanYear,
        partial: impl Iterator<Item = (RoundId, AgencyId, &'u UnitExtent)>,
    ) -> Self {
        partial.for_each(|(round, agency, extent)| counts.mark_partial_in(year, round, agency, extent));
        counts
    }

    /// [`Self::mark_partial`] of a return whose units are those of the year's plan.
    pub fn mark_partial_in(&mut self, year: &PlanYear, round: RoundId, agency: AgencyId, extent: &UnitExtent) {
        let rows = provisional_rows(extent, year, agency);
        self.mark_partial(round, agency, extent, Some(rows));
    }

    /// Marks rows of an agency in a round as added up from only some of its units; of several returns in one, those of each.
    pub fn mark_partial(&mut self, round: RoundId, agency: AgencyId, extent: &UnitExtent, rows: PartialRows) {
        if let Some(counts) = self.by_round.get_mut(&round) {
            let known_rows = counts.partial_rows.entry(agency).or_insert_with(|| Some(BTreeSet::new()));
            *known_rows = known_rows.take().zip(rows).map(|(known, rows)| &known | &rows);
            let known = counts.partial.entry(agency);
            known.and_modify(|known| *known = Arc::new(known.with(extent))).or_insert_with(|| Arc::new(extent.clone()));
        }
    }

    /// Notes what units reported of a cell in a round.
    pub fn mark_parts(&mut self, round: RoundId, cell: CellId, parts: UnitPeople) {
        if let Some(counts) = self.by_round.get_mut(&round) {
            counts.parts.entry(cell).or_default().extend(parts);
        }
    }

    /// Marks rows that forms didn't have, in any round.
    pub fn mark_absent(&mut self, rows: &BTreeSet<(FormId, RowId)>) {
        self.by_round.values_mut().for_each(|counts| counts.absent.extend(rows));
    }

    /// The counts of a round; none where nothing was collected in it.
    pub fn of(&self, round: RoundId) -> &Counts {
        self.by_round.get(&round).unwrap_or(&self.none)
    }

    /// The rounds with any counts, in order.
    pub fn rounds(&self) -> impl DoubleEndedIterator<Item = RoundId> + '_ {
        self.by_round.keys().copied()
    }

    /// The round that a year's figures rest on: the newest that has everyone who is liable or could join, as potential and
    /// proposal need them; where none has, the earliest of those that have most of them.
    pub fn main(&self, year: &PlanYear) -> RoundId {
        let mut rounds = self.rounds();
        let Some(first) = rounds.next() else { return year.plan.first_round() };
        let (mut best, mut best_lacks) = (first, self.lacks_eligible(year, first));
        for round in rounds {
            let lacks = self.lacks_eligible(year, round);
            if lacks == 0 || lacks < best_lacks {
                (best, best_lacks) = (round, lacks);
            }
        }
        best
    }

    /// The rounds that an indicator's newest share takes its sides from: the newest round that has all participants, and the
    /// newest up to it that has the whole they are a share of. Where no round has a side, the main round is said to lack it.
    pub fn rounds_of(&self, year: &PlanYear, indicator: &Indicator) -> SideRounds {
        if self.by_round.len() < 2 {
            let only = self.main(year);
            return SideRounds { numerator: only, denominator: only };
        }
        let newest = self.newest_with(year, &indicator.numerator);
        self.sides(year, indicator, newest.unwrap_or_else(|| self.main(year)))
    }

    /// The newest round that has every count that the inputs select; `None` if none has.
    pub fn newest_with(&self, year: &PlanYear, inputs: &[Input]) -> Option<RoundId> {
        self.rounds().rev().find(|round| self.has_all(year, *round, inputs))
    }

    /// The rounds of an indicator's sides when its participants are a round's.
    pub fn sides(&self, year: &PlanYear, indicator: &Indicator, numerator: RoundId) -> SideRounds {
        let up_to = self.rounds().rev().filter(|round| *round <= numerator);
        let mut with_whole = up_to.filter(|round| self.has_all(year, *round, &indicator.denominator));
        SideRounds { numerator, denominator: with_whole.next().unwrap_or(numerator) }
    }

    fn has_all(&self, year: &PlanYear, round: RoundId, inputs: &[Input]) -> bool {
        self.of(round).sum(year, inputs, Scope::Province, None).known().is_some()
    }

    /// How many counts of people who are liable, or could join, a round lacks.
    fn lacks_eligible(&self, year: &PlanYear, round: RoundId) -> usize {
        if self.by_round.len() < 2 {
            return 0;
        }
        let counts = self.of(round);
        let terms = year.plan.scheme_ids().flat_map(|scheme| terms(year, &Input::Eligible(scheme), Scope::Province));
        terms.filter(|term| counts.get(term.cell).is_none() && !counts.is_absent(term.cell)).count()
    }
}

/// The rounds that the two sides of a share are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SideRounds {
    /// The round of the numerator.
    pub numerator: RoundId,
    /// The same round, or an earlier one where that has only the participants.
    pub denominator: RoundId,
}

/// Which part of what an input selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope<'a> {
    /// All of it.
    Province,
    /// The rows with a code.
    Row(&'a str),
    /// The rows of one sector.
    Sector(SectorId),
    /// The rows of one area, or the file of the agency that governs it.
    Area(AgencyId),
}

/// A sum of counts and what it is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sum {
    /// In people, of the cells that are known; not to be used where something is missing.
    pub people: i64,
    /// The agencies of which at least one selected cell is not known.
    pub missing: BTreeSet<AgencyId>,
    /// The agencies of which a selected cell lacks some of their units.
    pub partial: Partial,
    /// The agencies of which any cell was selected, known or not, in order.
    pub agencies: Vec<AgencyId>,
    /// How many of the selected cells are known.
    pub n_known: usize,
}

impl Sum {
    /// The sum in people; `None` if anything is missing or nothing was selected.
    pub fn known(&self) -> Option<i64> {
        (self.missing.is_empty() && !self.is_of_nothing()).then_some(self.people)
    }

    /// Whether nothing was selected.
    pub fn is_of_nothing(&self) -> bool {
        self.agencies.is_empty()
    }

    /// Notes that a cell of an agency was selected. Cells come agency by agency, form by form.
    fn select(&mut self, agency: AgencyId) {
        if self.agencies.last() != Some(&agency) {
            self.agencies.push(agency);
        }
    }

    /// The same once everything is selected: each agency once.
    pub fn settled(mut self) -> Self {
        self.agencies.sort_unstable();
        self.agencies.dedup();
        self.agencies.shrink_to_fit();
        self
    }
}

/// One cell of a selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The cell.
    pub cell: CellId,
    /// Whether it is taken off rather than added.
    pub subtract: bool,
}

impl Term {
    /// What a number adds, below 0 where the cell is taken off; `None` if it is too large to be one of people.
    pub fn signed(&self, number: u64) -> Option<i64> {
        let number = i64::try_from(number).ok()?;
        Some(if self.subtract { -number } else { number })
    }
}

/// The cells an input selects within a scope, over all agencies of the year that report them.
pub fn terms(year: &PlanYear, input: &Input, scope: Scope<'_>) -> Vec<Term> {
    terms_of(year, input, scope, None)
}

/// [`terms`] over all agencies, or over one alone.
pub fn terms_of(year: &PlanYear, input: &Input, scope: Scope<'_>, only: Option<AgencyId>) -> Vec<Term> {
    each_term(year, input, scope, only).collect()
}

/// The same, one after the other: a nation's are millions.
fn each_term<'y>(
    year: &'y PlanYear,
    input: &'y Input,
    scope: Scope<'y>,
    only: Option<AgencyId>,
) -> impl Iterator<Item = Term> + 'y {
    forms(year, input).into_iter().flat_map(move |form| {
        let columns = columns(year, input, form);
        let rows = if columns.is_empty() { Vec::new() } else { rows(year, input, scope, form) };
        let agencies = if rows.is_empty() { Vec::new() } else { reporters(year, scope, form, &rows, only) };
        let (n_rows, n_columns) = (rows.len(), columns.len());
        (0..agencies.len() * n_rows * n_columns).filter_map(move |n| {
            let (agency, row) = (agencies[n / n_columns / n_rows], rows[n / n_columns % n_rows]);
            let (column, subtract) = columns[n % n_columns];
            let term = Term { cell: CellId { agency, form, row, column }, subtract };
            in_area(year, scope, agency, form, row).then_some(term)
        })
    })
}

/// The forms of which an input selects any cell, over all agencies that report them.
pub fn forms_of(year: &PlanYear, input: &Input) -> BTreeSet<FormId> {
    let is_read = |form: &FormId| {
        !columns(year, input, *form).is_empty() && !rows(year, input, Scope::Province, *form).is_empty()
    };
    forms(year, input).into_iter().filter(is_read).collect()
}

/// The forms an input may read.
fn forms(year: &PlanYear, input: &Input) -> Vec<FormId> {
    match input {
        Input::Column { form, .. } => vec![*form],
        _ => year.plan.form_ids().collect(),
    }
}

/// The agencies whose cells of a form are read. For rows that aren't per area, an area's share is what its own agency
/// reports.
fn reporters(year: &PlanYear, scope: Scope<'_>, form: FormId, rows: &[RowId], only: Option<AgencyId>) -> Vec<AgencyId> {
    let only = match scope {
        Scope::Area(area) if rows.iter().all(|row| year.row(form, *row).area.is_none()) => {
            if only.is_some_and(|only| only != area) {
                return Vec::new();
            }
            Some(area)
        }
        _ => only,
    };
    match only {
        Some(only) => Vec::from_iter(year.returns(only, form).then_some(only)),
        None => year.agencies_with(form).collect(),
    }
}

/// The columns of a form that an input reads, each with whether it is taken off; none if it doesn't read the form.
fn columns(year: &PlanYear, input: &Input, form: FormId) -> Vec<(ColumnId, bool)> {
    let plan_form = year.plan.form(form);
    match input {
        Input::Eligible(_) => plan_form.people_columns(),
        Input::AtWork(_) => {
            let column = plan_form.at_work_column(year.plan.proposal.at_work);
            column.map(|column| (column, false)).into_iter().collect()
        }
        _ => input.column_of(year.plan, form).map(|column| (column, false)).into_iter().collect(),
    }
}

/// The entered rows of a form that an input selects within a scope, in order.
fn rows(year: &PlanYear, input: &Input, scope: Scope<'_>, form: FormId) -> Vec<RowId> {
    let within: Vec<RowId> = match (input.row(), scope) {
        (Some(row), _) => year.named_row(form, row).into_iter().collect(),
        (_, Scope::Row(code)) => year.row_by_code(form, code).into_iter().collect(),
        (_, Scope::Area(area)) => {
            let mut rows = [year.rows_of_area(form, area), year.rows_without_area(form)].concat();
            rows.sort_unstable();
            rows
        }
        (_, Scope::Province | Scope::Sector(_)) => year.entered_rows(form).collect(),
    };
    let selected = |row: &FormRow| row.is_entered() && selects(input, scope, row);
    within.into_iter().filter(|row| selected(year.row(form, *row))).collect()
}

/// Whether an input and a scope take a row; that it is the row an input names was seen before.
fn selects(input: &Input, scope: Scope<'_>, row: &FormRow) -> bool {
    let by_input = match input {
        Input::Eligible(scheme) | Input::AtWork(scheme) => row.schemes.contains(scheme),
        _ => true,
    };
    let by_scope = match scope {
        Scope::Province => true,
        Scope::Area(area) => row.area.is_none_or(|of| of == area),
        Scope::Row(code) => row.code == code,
        Scope::Sector(sector) => row.sector == Some(sector),
    };
    by_input && by_scope
}

/// Whether a row belongs to the scope's area: it counts that area, or its agency governs it and counts no other.
fn in_area(year: &PlanYear, scope: Scope<'_>, agency: AgencyId, form: FormId, row: RowId) -> bool {
    match scope {
        Scope::Area(area) => year.row(form, row).area.map_or(agency == area, |of| of == area),
        _ => true,
    }
}
