//! A form with this year's and the earlier year's counts, cell by cell.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::{CellOfUnits, RowOfUnits};
use super::apart::{Common, OnlyOneYear, OwnUnit, WayToCompare};
use super::before::Before;
use super::moved::MovedUnits;
use super::pair::Pair;
use super::tolerance::Tolerance;
use super::units_of_year::{YearOfUnits, above};
use crate::counts::{CellId, UnitPeople};
use crate::intake::submission::{FormData, Submission};
use crate::plan::{AgencyId, ColumnId, Form, FormId, PlanYear, RowId, Unit};
use crate::problem::trend::{Change, Count, Fitting, OneYearUnit, Problem, UnitsAside, What};
use crate::problem::{Code, Finding, Severity};
use crate::rollup::LackingRows;
use crate::rules::of_units::parts_of_cell;
use crate::rules::own_answer::RowNotes;
use crate::value::grid::Address;

/// A cell of the form.
pub type FormCell = (RowId, ColumnId);

/// Which rows of a return lack numbers of units, and those of the earlier year.
pub struct UnitsOfYears<'a> {
    pub now: LackingRows<'a>,
    pub then: LackingRows<'a>,
    /// The units of both years by the plan.
    pub planned: [Vec<String>; 2],
}

/// One form in both years. Cells that only one of them has are left out.
pub struct FormPair<'a> {
    submission: &'a Submission,
    before: &'a Before<'a>,
    year: &'a PlanYear<'a>,
    agency: AgencyId,
    data: &'a FormData,
    pub earlier_year: i32,
    /// Whether its numbers were put together from those of areas or plans before.
    is_restated: bool,
    pub tolerance: Tolerance,
    /// The least number of counts that must be equal before a form is taken for last year's again.
    pub repeated_cells: usize,
    pairs: BTreeMap<FormCell, Pair>,
    settled: BTreeSet<FormCell>,
    /// Where an error stands already, or a question about what is meant.
    in_doubt: BTreeSet<Address>,
    /// What only one of the years has, by the cells whose counts are compared without it.
    without: BTreeMap<FormCell, OnlyOneYear>,
    /// The cells in which one of the years lacks units whose numbers nobody knows, with what is known of the others.
    apart: BTreeMap<FormCell, OnlyOneYear>,
    /// The units of both years by the plan.
    planned: [Vec<String>; 2],
}

impl<'a> FormPair<'a> {
    pub fn new(submission: &'a Submission, data: &'a FormData, year: &'a PlanYear<'a>, before: &'a Before<'a>) -> Self {
        let (agency, form) = (submission.agency, data.form);
        let pairs = data.entries.iter().filter_map(|entry| {
            let (now, column) = (entry.people()?, entry.column);
            let row = before.year.row_by_code(form, &year.row(form, entry.row).code)?;
            let before = before.counts.get(CellId { agency, form, row, column })?;
            Some(((entry.row, column), Pair { now, before, at: entry.at, left_out: 0 }))
        });
        let limits = &year.plan.limits;
        FormPair {
            submission,
            before,
            year,
            agency,
            data,
            earlier_year: before.year.year,
            is_restated: before.is_restated,
            tolerance: Tolerance::of(limits),
            repeated_cells: limits.repeated_cells,
            pairs: pairs.collect(),
            settled: BTreeSet::new(),
            in_doubt: BTreeSet::new(),
            without: BTreeMap::new(),
            apart: BTreeMap::new(),
            planned: Default::default(),
        }
    }

    /// Excludes cells that already have an error or an open question; further questions wait until that is resolved. A number that was changed
    /// by hand, here or below, is asked about once.
    pub fn with_doubts(mut self, findings: &[Finding]) -> Self {
        let is_in_doubt = |finding: &&Finding| match finding.code() {
            Code::ZeroMark | Code::AmbiguousSeparator => true,
            Code::SumOfUnitsChanged | Code::OpenBelow => finding.is_open(),
            _ => finding.severity == Severity::Error,
        };
        let here = findings.iter().filter(|finding| finding.place.sheet.as_deref() == Some(&*self.data.sheet));
        self.in_doubt = here.filter(is_in_doubt).flat_map(|finding| finding.place.cells.iter().copied()).collect();
        self
    }

    /// Without what only one of the years has, as the other one lacks units.
    pub fn with_units(mut self, units: &UnitsOfYears) -> Self {
        self.planned.clone_from(&units.planned);
        let cells: Vec<(FormCell, Pair)> = self.pairs.iter().map(|(cell, pair)| (*cell, *pair)).collect();
        for (cell, pair) in cells {
            let Some(apart) = self.apart_in(cell, pair, units).filter(|apart| !apart.is_nothing()) else {
                continue;
            };
            if let Some(common) = apart.of_same_units().map(|common| common.pair) {
                self.pairs.insert(cell, common);
                self.without.insert(cell, apart);
            } else {
                self.apart.insert(cell, apart);
            }
        }
        self
    }

    /// What only one year has of a cell; `None` where neither lacks units.
    fn apart_in(&self, (row, column): FormCell, pair: Pair, units: &UnitsOfYears) -> Option<OnlyOneYear> {
        let form = self.data.form;
        let (form_code, code) = (&self.form().code, &self.year.row(form, row).code);
        if !units.now.contain(form_code, code) && !units.then.contain(form_code, code) {
            return None;
        }
        let (now_lacking, then_lacking) = (units.now.units(form_code, code), units.then.units(form_code, code));
        let now_parts = self.parts_now((row, column));
        let [now, then] = self.years((row, column), now_parts.as_ref());
        let now = YearOfUnits { lacking: now_lacking.as_deref(), ..now };
        let then = YearOfUnits { lacking: then_lacking.as_deref(), ..then };
        Some(OnlyOneYear::of(now, then, pair))
    }

    /// Every cell with its counts, without the parts that only one year has; none of a cell of which this year lacks an unknown part.
    pub fn common_cells(&self) -> Vec<(FormCell, Pair)> {
        let common = |(cell, pair): (FormCell, Pair)| match self.apart.get(&cell) {
            Some(apart) if apart.may_lack_unknown_people() => None,
            Some(apart) => Some((cell, apart.common()?.pair)),
            None => Some((cell, pair)),
        };
        self.all_cells().filter_map(common).collect()
    }

    /// The units that some cells are compared without, and those of which a year may lack numbers.
    pub fn left_out(&self, cells: &[FormCell]) -> UnitsAside {
        let ways = cells.iter().filter_map(|cell| {
            let exact = self.without.get(cell).and_then(OnlyOneYear::of_same_units);
            exact.or_else(|| self.apart.get(cell)?.common())
        });
        self.aside(&ways.map(|common| common.compared).collect::<Vec<_>>())
    }

    /// The same of two numbers that are held against each other, by names.
    pub fn units_aside(&self, common: Common) -> UnitsAside {
        self.aside(&[common.compared])
    }

    /// Those of several ways to compare. One that is left out of some with a unit above it is named only so.
    fn aside(&self, ways: &[&WayToCompare]) -> UnitsAside {
        let without: BTreeSet<&str> = ways.iter().flat_map(|way| &way.without).map(String::as_str).collect();
        let unsure: BTreeSet<&str> = ways.iter().flat_map(|way| &way.unsure).map(String::as_str).collect();
        let is_left_out = |unit: &str| std::iter::once(unit).chain(above(unit)).any(|of| without.contains(of));
        let unsure = unsure.into_iter().filter(|unit| !is_left_out(unit)).map(|unit| self.unit_name(unit));
        UnitsAside { unsure: unsure.collect(), without: without.iter().map(|unit| self.unit_name(unit)).collect() }
    }

    /// The cells in which one of the years lacks an unknown part.
    pub fn cells_apart(&self) -> Vec<FormCell> {
        self.apart.keys().copied().filter(|cell| !self.settled.contains(cell)).collect()
    }

    /// The two numbers of a cell that show a change which missing units can't explain; `None` if there are none.
    pub fn unexplained(&self, cell: FormCell) -> Option<Common<'_>> {
        let apart = self.without.get(&cell).or_else(|| self.apart.get(&cell))?;
        self.pairs.get(&cell).filter(|pair| !self.is_in_doubt(**pair))?;
        apart.unexplained(|now, before| self.tolerance.is_passed(now, before))
    }

    /// Whether a cell has changed more than missing units can explain.
    pub fn is_unexplained(&self, cell: FormCell) -> bool {
        self.get(cell).is_some_and(|pair| self.is_changed(pair)) || self.unexplained(cell).is_some()
    }

    /// Whether a cell in which a year lacks units of unknown numbers may fit the earlier year if its number were another one.
    pub fn may_fit(&self, cell: FormCell, other: impl Fn(u64) -> u64) -> bool {
        let apart = self.apart.get(&cell);
        apart.is_some_and(|apart| apart.may_fit(other, |now, before| self.tolerance.is_passed(now, before)))
    }

    /// What units reported of a cell this year; `None` if that isn't known.
    fn parts_now(&self, (row, column): FormCell) -> Option<UnitPeople> {
        parts_of_cell(self.submission, self.year, CellId { agency: self.agency, form: self.data.form, row, column })
    }

    /// The same of the earlier year.
    fn parts_then(&self, (row, column): FormCell) -> Option<&UnitPeople> {
        let (agency, form) = (self.agency, self.data.form);
        let row = self.before.year.row_by_code(form, &self.year.row(form, row).code)?;
        self.before.counts.parts(CellId { agency, form, row, column })
    }

    /// What is known of a cell this year, with what units reported of it, and in the earlier year.
    fn years<'s>(&'s self, cell: FormCell, now: Option<&'s UnitPeople>) -> [YearOfUnits<'s>; 2] {
        let extents = [self.submission.units.as_ref(), self.before.counts.extent(self.agency)];
        let year = |nth: usize, parts| YearOfUnits {
            parts,
            extent: extents[nth],
            planned: &self.planned[nth],
            ..YearOfUnits::default()
        };
        [year(0, now), year(1, self.parts_then(cell))]
    }

    /// The collector's own units that are in one of the years only, by the plan.
    pub fn units_of_one_year(&self, cell: FormCell) -> Vec<OneYearUnit> {
        let now = self.parts_now(cell);
        let [now, then] = self.years(cell, now.as_ref());
        let known = self.without.get(&cell).or_else(|| self.apart.get(&cell));
        // Where it isn't known yet no year lacks any of the cell.
        let [now, then] = [now, then].map(|year| YearOfUnits { lacking: Some(&[]), ..year });
        let whole = || Some(OnlyOneYear::of(now, then, *self.pairs.get(&cell)?));
        let Some(apart) = known.cloned().or_else(whole) else { return Vec::new() };
        let unit =
            |unit: &OwnUnit| OneYearUnit { name: self.unit_name(&unit.code), is_now: unit.is_now, people: unit.people };
        apart.of_one_year().iter().map(unit).collect()
    }

    /// What a unit is called: the name that it bears now; if the plan doesn't know it, as a return names it, or else its code.
    pub fn unit_name(&self, code: &str) -> String {
        let plan = self.year.plan;
        let (above, own) = code.rsplit_once('/').unwrap_or((&plan.agency(self.agency).code, code));
        let collector = above.rsplit('/').next().unwrap_or(above);
        let unit = plan.tier(collector).and_then(|tier| tier.unit(own));
        let name = unit.map(Unit::last_name).or_else(|| self.name_in_returns(code));
        name.unwrap_or(own).to_owned()
    }

    /// What this year's return calls a unit, or what that of the earlier year does if it lacks the unit.
    fn name_in_returns(&self, code: &str) -> Option<&str> {
        let sources = self.submission.sources.iter().flat_map(|sources| &sources.forms).flat_map(|form| &form.units);
        let reported = sources.filter(|unit| unit.unit == code).map(|unit| unit.name.as_str());
        let extents = [self.submission.units.as_ref(), self.before.counts.extent(self.agency)];
        let missing = extents.into_iter().flatten().flat_map(|extent| &extent.missing);
        let missing = missing.filter(|missing| missing.unit == code).map(|missing| missing.name.as_str());
        reported.chain(missing).find(|name| !name.is_empty())
    }

    /// Whether a cell must be corrected anyway, or its meaning is asked about.
    pub fn is_in_doubt(&self, pair: Pair) -> bool {
        self.in_doubt.contains(&pair.at)
    }

    /// Takes cells out of what is still to be explained.
    pub fn settle(&mut self, cells: &[FormCell]) {
        self.settled.extend(cells);
    }

    /// A cell's counts, if both years have one of the same units and no cause explains it yet.
    pub fn get(&self, cell: FormCell) -> Option<Pair> {
        if self.apart.contains_key(&cell) { None } else { self.pair(cell) }
    }

    /// The same of one in which a year lacks an unknown part too.
    pub fn pair(&self, cell: FormCell) -> Option<Pair> {
        if self.settled.contains(&cell) { None } else { self.pairs.get(&cell).copied() }
    }

    /// Every cell that [`Self::get`] gives, by row and then column.
    pub fn cells(&self) -> impl Iterator<Item = (FormCell, Pair)> + '_ {
        self.all_cells().filter(|(cell, _)| !self.apart.contains_key(cell))
    }

    fn all_cells(&self) -> impl Iterator<Item = (FormCell, Pair)> + '_ {
        self.pairs.iter().filter(|(cell, _)| !self.settled.contains(cell)).map(|(cell, pair)| (*cell, *pair))
    }

    /// Whether a cell has changed beyond the tolerance.
    pub fn is_changed(&self, pair: Pair) -> bool {
        self.tolerance.is_passed(pair.now, pair.before)
    }

    /// The cells that have changed beyond the tolerance.
    pub fn changed(&self) -> impl Iterator<Item = (FormCell, Pair)> + '_ {
        self.cells().filter(|(_, pair)| self.is_changed(*pair))
    }

    pub fn form_id(&self) -> FormId {
        self.data.form
    }

    pub fn form(&self) -> &'a Form {
        self.year.plan.form(self.data.form)
    }

    pub fn column_ids(&self) -> impl Iterator<Item = ColumnId> + use<> {
        self.year.column_ids(self.data.form)
    }

    /// The entered rows as they follow each other in the sheet.
    pub fn rows_in_sheet(&self) -> Vec<RowId> {
        let at = |row: &RowId| self.data.rows[row.idx()].as_ref().map(|row| row.at);
        let mut rows: Vec<RowId> = self.year.entered_rows(self.data.form).filter(|row| at(row).is_some()).collect();
        rows.sort_by_key(at);
        rows
    }

    /// `Cán bộ`.
    pub fn row_label(&self, row: RowId) -> String {
        self.year.row(self.data.form, row).label.clone()
    }

    /// `Dự kiến giảm`.
    pub fn column_label(&self, column: ColumnId) -> String {
        self.form().columns[column.idx()].label.clone()
    }

    /// A cell's change as it is said.
    pub fn change(&self, (_, column): FormCell, pair: Pair) -> Change {
        Change { column: self.column_label(column), now: pair.now, before: pair.before }
    }

    /// A finding of no count in particular, which the note of the form's first compared row answers; `None` if none is compared.
    pub fn finding_of_form(&self, what: What) -> Option<Finding> {
        let ((row, column), pair) = self.cells().next()?;
        let problem = self.problem(what, row, Vec::new(), UnitsAside::default());
        let finding = Finding::from(problem).at(self.data.place(self.year, row, Some(column), vec![pair.at]));
        Some(self.answered(finding, row, None))
    }

    fn problem(&self, what: What, row: RowId, counts: Vec<Count>, aside: UnitsAside) -> Problem {
        let (earlier_year, is_restated) = (self.earlier_year, self.is_restated);
        Problem { what, earlier_year, is_restated, row: self.row_label(row), counts, aside }
    }

    /// A finding about cells, answered by the note of the first one's row. `fitting` is what would fit the earlier year.
    pub fn finding(&self, cells: &[FormCell], what: What, fitting: impl Fn(FormCell, Pair) -> Fitting) -> Finding {
        self.finding_without(cells, what, self.left_out(cells), fitting)
    }

    /// The same with the names of the units that only one of the years has.
    pub fn finding_without(
        &self,
        cells: &[FormCell],
        what: What,
        aside: UnitsAside,
        fitting: impl Fn(FormCell, Pair) -> Fitting,
    ) -> Finding {
        let (row, column) = cells[0];
        let pairs: Vec<(FormCell, Pair)> =
            cells.iter().filter_map(|cell| Some((*cell, *self.pairs.get(cell)?))).collect();
        let at = pairs.iter().map(|(_, pair)| pair.at).collect();
        let counts = pairs.iter().map(|(cell, pair)| Count { people: pair.whole(), fitting: fitting(*cell, *pair) });
        let problem = self.problem(what, row, counts.collect(), aside);
        let finding = Finding::from(problem).at(self.data.place(self.year, row, Some(column), at));
        self.answered(finding, row, Some(cells))
    }

    /// A finding with its row's note, unless that is of units which are no answer. `cells` are those that the finding is about; `None` for the whole
    /// form, of which no unit can say anything.
    fn answered(&self, finding: Finding, row: RowId, cells: Option<&[FormCell]>) -> Finding {
        let notes = RowNotes { submission: self.submission, data: self.data, year: self.year };
        notes.explain(finding, &[row], || cells.is_some_and(|cells| self.are_of_changed_units(row, cells)))
    }

    /// Whether the units whose numbers changed gave a reason beside a row. Where nobody knows who grew, any units with as many people do; nobody
    /// knows who shrank.
    fn are_of_changed_units(&self, row: RowId, cells: &[FormCell]) -> bool {
        let Some(sources) = self.submission.sources.as_deref() else { return false };
        let of_plan = self.year.row(self.data.form, row);
        let of_row = RowOfUnits { sources, place: (&self.form().code, &of_plan.code), label: &of_plan.label };
        cells.iter().filter(|cell| cell.0 == row).all(|cell| self.is_of_changed_unit(&of_row, *cell))
    }

    fn is_of_changed_unit(&self, of_row: &RowOfUnits, cell: FormCell) -> bool {
        let Some(now_parts) = self.parts_now(cell) else { return false };
        let [now, then] = self.years(cell, Some(&now_parts));
        let moved = MovedUnits::between(now, then);
        let [now, then] = moved.lay_out(now, then);
        match (&now.parts, &then.parts) {
            (Some(_), None) => {
                let growth = self.growth_to_explain(cell).filter(|growth| *growth > 0);
                growth.is_some_and(|growth| of_row.have_notes_of_so_many(&now_parts, growth))
            }
            _ => of_row.is_of_changed_unit(&CellOfUnits { now: &now, then: &then, moved: &moved }),
        }
    }

    /// How many people a count has more than isn't asked about; none if it is none that grew.
    fn growth_to_explain(&self, cell: FormCell) -> Option<u64> {
        let pair = self.pairs.get(&cell)?;
        Some(pair.now.saturating_sub(self.tolerance.range(pair.before).1))
    }
}
