//! What may not be meant in a plan that can be used, each with the line or the cell that would be changed.

mod change_dates;
mod ended_areas;
mod same_names;
mod units_between;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use super::figures::present;
use super::shape::line_of;
use super::sums::FormSums;
use super::whole::named_cells;
use crate::plan::file::{FormEntry, InputEntry, PlanFile, RowEntry, TargetEntry, Text};
use crate::plan::model::*;
use crate::plan::places::{CellPlace, TextPlaces};
use crate::plan::remark::{OddVersion, Oddity, PlacedRemark, PlanRemark, RemarkedRow};
use crate::value::{Percent, text};

impl Plan {
    /// What may not be meant, in the order of the plan's text.
    pub fn remarks(&self) -> Vec<PlacedRemark> {
        let Ok(file) = toml::from_str::<PlanFile>(&self.source) else { return Vec::new() };
        let mut finder = RemarkFinder { plan: self, file: &file, places: &self.places, remarks: Vec::new() };
        finder.of_head();
        finder.of_limits();
        finder.of_date();
        finder.of_years();
        finder.of_targets();
        finder.of_forms();
        finder.of_groups();
        finder.of_predecessors();
        finder.of_areas_that_end();
        finder.of_change_dates();
        finder.of_forms_that_end();
        finder.of_units_between();
        finder.of_area_sides();
        finder.of_inputs();
        finder.of_checks();
        finder.of_names();
        finder.remarks.sort_by_key(|remark| remark.line);
        finder.remarks
    }
}

struct RemarkFinder<'a> {
    plan: &'a Plan,
    /// The plan's text, entry by entry as the plan has them.
    file: &'a PlanFile,
    places: &'a TextPlaces,
    remarks: Vec<PlacedRemark>,
}

impl<'a> RemarkFinder<'a> {
    /// Of what stands at a span of the text.
    fn remark(&mut self, span: Range<usize>, what: PlanRemark) {
        let cell = self.places.at(span.start);
        self.put(&span, cell, what);
    }

    fn put(&mut self, span: &Range<usize>, cell: Option<CellPlace>, what: PlanRemark) {
        self.remarks.push(PlacedRemark { line: line_of(&self.plan.source, span.start), cell, what });
    }

    fn of_years(&mut self) {
        for year in self.plan.first_year..=self.plan.last_year {
            self.of_missing_targets(year);
            self.of_missing_rows(year);
        }
    }

    // --------------------------------------------------------------------------------------------------------- head

    /// Versions of templates that can't have been before the plan's own.
    fn of_head(&mut self) {
        let head = &self.file.plan;
        let mut seen = BTreeSet::new();
        for version in &head.accepted_versions {
            let why = match version.get_ref() {
                text if *text == head.template_version => OddVersion::Own,
                text if is_later(text, &head.template_version) => OddVersion::Later,
                text if !seen.insert(text) => OddVersion::Twice,
                text if is_whole(&head.template_version) && !is_whole(text) => OddVersion::Unlike,
                _ => continue,
            };
            self.remark(version.span(), PlanRemark::OddVersion { version: version.get_ref().clone(), why });
        }
    }

    /// Limits that hardly any count keeps.
    fn of_limits(&mut self) {
        let (span, limits) = (self.file.limits.span(), *self.file.limits.get_ref());
        let mut put = |key: &str, remark: PlanRemark| {
            let cell = self.places.of_key(span.start, key);
            self.put(&span, cell, remark);
        };
        if limits.max_people < FEW_PEOPLE {
            put("limits.max_people", PlanRemark::FewPeople { most: limits.max_people });
        }
        let people = limits.year_on_year_people;
        if limits.year_on_year_percent == 0 && people <= 1 {
            put("limits.year_on_year_percent", PlanRemark::EveryChangeAsked { people });
        }
        if limits.repeated_cells == 0 {
            put("limits.repeated_cells", PlanRemark::ZerosAsked);
        }
    }

    /// The day on which the plan was issued, if it is written in numbers.
    fn of_date(&mut self) {
        let date = &self.file.plan.date;
        let Some([day, month, year]) = numbers_between_slashes(date.get_ref()) else { return };
        let found = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
        if found.is_none_or(|day| day.year() > self.plan.last_year) {
            self.remark(date.span(), PlanRemark::OddDate { date: date.get_ref().clone() });
        }
    }

    /// Comparisons one side of which is within the other, so that they hold whatever is entered.
    fn of_checks(&mut self) {
        let (plan, file) = (self.plan, self.file);
        for (of, written) in plan.checks.iter().zip(&file.checks) {
            let [left, right] = [&of.left, &of.right].map(|inputs| self.summands(inputs));
            let always_holds = match of.relation {
                Relation::AtMost => is_within(&left, &right),
                Relation::AtLeast => is_within(&right, &left),
                Relation::Equal => left == right,
            };
            let entry = written.right.first().and_then(|entry| entry.column.as_ref().or(entry.eligible.as_ref()));
            if let (true, Some(text)) = (always_holds && !left.is_empty() && !right.is_empty(), entry) {
                self.remark(text.span(), PlanRemark::NeverSpeaks { check: written.code.get_ref().clone() });
            }
        }
    }

    /// What inputs add up, each as often as they do.
    fn summands(&self, inputs: &[Input]) -> BTreeMap<ComparedPart, usize> {
        let mut summands = BTreeMap::new();
        for input in inputs {
            let of_input = match input {
                Input::Eligible(scheme) => vec![ComparedPart::Eligible(*scheme)],
                _ => self.cells_of(input).into_iter().map(ComparedPart::Cell).collect(),
            };
            of_input.into_iter().for_each(|summand| *summands.entry(summand).or_default() += 1);
        }
        summands
    }

    // ------------------------------------------------------------------------------------------------------ targets

    fn of_missing_targets(&mut self, year: i32) {
        let plan = self.plan;
        if plan.indicators.iter().all(|indicator| indicator.target(year).is_none()) {
            let span = self.targets_near(year).map_or(self.file.plan.last_year.span(), |target| target.year.span());
            return self.remark(span, PlanRemark::YearWithoutTargets { year });
        }
        let lacks = |indicator: &&Indicator| !indicator.targets.is_empty() && indicator.target(year).is_none();
        for indicator in plan.indicators.iter().filter(lacks) {
            let Some(target) = self.targets_near(year) else { continue };
            let indicator = indicator.id.clone();
            self.remark(target.year.span(), PlanRemark::IndicatorWithoutTarget { indicator, year });
        }
    }

    /// The targets of a year; of one without any those behind which they would stand.
    fn targets_near(&self, year: i32) -> Option<&'a TargetEntry> {
        let targets = &self.file.targets;
        let of_year = targets.iter().find(|target| *target.year.get_ref() == year);
        of_year.or_else(|| targets.iter().rev().find(|target| *target.year.get_ref() < year)).or(targets.first())
    }

    fn of_targets(&mut self) {
        let (plan, file) = (self.plan, self.file);
        for target in &file.targets {
            let year = *target.year.get_ref();
            if !(plan.first_year..=plan.last_year).contains(&year) {
                self.remark(target.year.span(), PlanRemark::TargetsOutsidePlan { year });
            }
        }
        for indicator in &plan.indicators {
            self.of_odd_targets(indicator);
        }
    }

    fn of_odd_targets(&mut self, indicator: &Indicator) {
        let mut before: Option<Percent> = None;
        for target in &indicator.targets {
            let why = oddity(target.percent, before);
            if let Some(why) = why
                && let Some(span) = self.percent_span(&indicator.id, target.year)
            {
                let (indicator, year, percent) = (indicator.id.clone(), target.year, target.percent);
                self.remark(span, PlanRemark::OddTarget { indicator, year, percent, why });
            }
            // What is likely a slip isn't what the next year falls or rises from.
            if !matches!(why, Some(Oddity::Nothing | Oddity::BelowOne)) {
                before = Some(target.percent);
            }
        }
    }

    fn percent_span(&self, indicator: &str, year: i32) -> Option<Range<usize>> {
        let of_year = self.file.targets.iter().filter(|target| *target.year.get_ref() == year);
        let mut percents = of_year.flat_map(|target| &target.percent);
        percents.find(|(id, _)| id.get_ref() == indicator).map(|(_, percent)| percent.span())
    }

    // -------------------------------------------------------------------------------------------------------- rows

    /// Rows that inputs name and that a year's forms don't have.
    fn of_missing_rows(&mut self, year: i32) {
        let (plan, file) = (self.plan, self.file);
        let Some(laid_out) = plan.year(year) else { return };
        let mut told: BTreeSet<(&str, String)> = BTreeSet::new();
        for (form, row) in named_cells(file) {
            let Some(id) = plan.form_by_code(form.get_ref()) else { continue };
            let code = file.forms.get(id.idx()).map_or_else(|| row.get_ref().clone(), |form| present(form, row));
            if laid_out.row_by_code(id, &code).is_none() && told.insert((form.get_ref(), code.clone())) {
                let form = form.get_ref().clone();
                self.remark(row.span(), PlanRemark::RowMissing { form, row: code, year });
            }
        }
    }

    /// Groups that forms have rows for and that aren't said to be of areas, each with the first form.
    fn of_groups(&mut self) {
        let (plan, file) = (self.plan, self.file);
        let mut told = BTreeSet::new();
        for form in &plan.forms {
            let groups = form.rows.iter().filter_map(|row| match row {
                RowTemplate::EachArea(group) | RowTemplate::EachAreaBySector(group, _) => Some(*group),
                _ => None,
            });
            for group in groups.filter(|group| plan.groups[group.idx()].area.is_none()) {
                if told.insert(group) {
                    let code = &file.groups[group.idx()].code;
                    let cell = self.places.of_key(code.span().start, "area");
                    let (group, form) = (code.get_ref().clone(), form.code.clone());
                    self.put(&code.span(), cell, PlanRemark::GroupOfNoAreas { group, form });
                }
            }
        }
    }

    fn of_predecessors(&mut self) {
        let file = self.file;
        for (of, written) in self.plan.predecessors.iter().zip(&file.predecessors) {
            if of.forms.is_empty() {
                let cell = self.places.of_key(written.plan.span().start, "same_codes");
                self.put(&written.plan.span(), cell, PlanRemark::NothingToCompare { plan: of.plan.clone() });
            }
        }
    }

    /// Indicators whose sides by area don't go with what they count.
    fn of_area_sides(&mut self) {
        let (plan, file) = (self.plan, self.file);
        for (of, written) in plan.indicators.iter().zip(&file.indicators) {
            let indicator = of.id.clone();
            if of.area_numerator.is_empty() != of.area_denominator.is_empty() {
                self.remark(written.id.span(), PlanRemark::HalfByArea { indicator });
            } else if of.is_by_area() && !counts_schemes_by_area(plan, of) {
                self.remark(written.id.span(), PlanRemark::AreaNumerator { indicator });
            }
        }
    }

    /// Inputs of one list that select the same counts.
    fn of_inputs(&mut self) {
        let (plan, file) = (self.plan, self.file);
        let of_indicators = plan.indicators.iter().zip(&file.indicators).flat_map(|(of, written)| {
            let lists = [
                (&of.numerator, &written.numerator),
                (&of.denominator, &written.denominator),
                (&of.area_numerator, &written.area_numerator),
                (&of.area_denominator, &written.area_denominator),
            ];
            lists.map(|list| (written.id.get_ref(), list))
        });
        let of_schemes = plan.schemes.iter().zip(&file.schemes).flat_map(|(of, written)| {
            let lists = [(&of.participants, &written.participants), (&of.reserved, &written.reserved)];
            lists.map(|list| (written.code.get_ref(), list))
        });
        let of_checks = plan.checks.iter().zip(&file.checks).flat_map(|(of, written)| {
            [(&of.left, &written.left), (&of.right, &written.right)].map(|list| (written.code.get_ref(), list))
        });
        for (of, (inputs, written)) in of_indicators.chain(of_schemes).chain(of_checks) {
            self.of_overlaps(of, inputs, written);
        }
    }

    fn of_overlaps(&mut self, of: &str, inputs: &[Input], written: &[InputEntry]) {
        if inputs.len() < 2 {
            return;
        }
        let mut selected: BTreeSet<(FormId, ColumnId, RowId)> = BTreeSet::new();
        for (n, (input, entry)) in inputs.iter().zip(written).enumerate() {
            let cells = self.cells_of(input);
            let is_again = cells.iter().any(|cell| selected.contains(cell)) || inputs[..n].contains(input);
            let text = entry.column.as_ref().or(entry.eligible.as_ref());
            if let (true, Some(text)) = (is_again, text) {
                self.remark(text.span(), PlanRemark::CountsTwice { of: of.to_owned() });
            }
            selected.extend(cells);
        }
    }

    /// The counts that an input selects in the plan's first year, but those of who is liable.
    fn cells_of(&self, input: &Input) -> BTreeSet<(FormId, ColumnId, RowId)> {
        let plan = self.plan;
        let Some(year) = plan.year(plan.first_year) else { return BTreeSet::new() };
        let forms = plan.form_ids().filter_map(|form| Some((form, input.column_of(plan, form)?)));
        let of_form = |(form, column): (FormId, ColumnId)| {
            let rows: Vec<RowId> = match input.row() {
                None => year.entered_rows(form).collect(),
                Some(row) => {
                    let named = year.named_row(form, row).into_iter();
                    named.flat_map(|row| year.leaves(form, row)).map(|(row, _)| *row).collect()
                }
            };
            rows.into_iter().map(move |row| (form, column, row)).collect::<Vec<_>>()
        };
        forms.flat_map(of_form).collect()
    }

    fn of_forms(&mut self) {
        let (plan, file) = (self.plan, self.file);
        for (form, written) in plan.forms.iter().zip(&file.forms) {
            FormRemarks { sums: FormSums::new(form), form, written, finder: self }.find();
        }
    }
}

/// Whether an indicator's numerator by area is what its schemes have by area; of one without schemes nothing can be said.
fn counts_schemes_by_area(plan: &Plan, indicator: &Indicator) -> bool {
    let by_area = indicator.schemes.iter().map(|scheme| plan.scheme(*scheme).by_area);
    let mut theirs: Vec<Option<Input>> = by_area.collect();
    let mut own: Vec<Option<Input>> = indicator.area_numerator.iter().copied().map(Some).collect();
    theirs.sort();
    own.sort();
    indicator.schemes.is_empty() || own == theirs
}

/// What a side of a comparison adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum ComparedPart {
    Cell((FormId, ColumnId, RowId)),
    /// Who is liable for a scheme.
    Eligible(SchemeId),
}

/// Whether one sum adds up nothing but what another one does.
fn is_within(part: &BTreeMap<ComparedPart, usize>, whole: &BTreeMap<ComparedPart, usize>) -> bool {
    part.iter().all(|(summand, n)| whole.get(summand).is_some_and(|of_whole| n <= of_whole))
}

/// Whether a version is a larger number than another; of versions that aren't numbers nothing is said.
fn is_later(version: &str, other: &str) -> bool {
    let number = |text: &str| -> Option<Vec<u64>> { text.split('.').map(|part| part.trim().parse().ok()).collect() };
    number(version).zip(number(other)).is_some_and(|(version, other)| version > other)
}

fn oddity(percent: Percent, before: Option<Percent>) -> Option<Oddity> {
    match (percent, before) {
        (Percent::NONE, _) => Some(Oddity::Nothing),
        (percent, _) if percent.thousandths() < 1_000 => Some(Oddity::BelowOne),
        (Percent::ALL, Some(Percent::ALL)) => None,
        (Percent::ALL, _) => Some(Oddity::Everybody),
        (percent, Some(before)) if percent < before => Some(Oddity::Falls { before }),
        _ => None,
    }
}

/// Below so many people a limit on a single count is likely short of a digit.
const FEW_PEOPLE: u64 = 1_000;

/// How many rows with a scheme make one of the same total look like it lacks its own, and how many a row of the form.
const SCHEMES_BESIDE: usize = 1;
const SCHEMES_IN_FORM: usize = 3;

/// The codes of rows that add up all of some form.
pub(super) fn grand_totals(plan: &Plan) -> BTreeSet<&str> {
    let rows = plan.forms.iter().flat_map(|form| &form.rows);
    rows.filter_map(|row| match row {
        RowTemplate::One { code, parts: RowParts::Everything, .. } => Some(code.as_str()),
        _ => None,
    })
    .collect()
}

fn says_schemes(form: &Form) -> bool {
    form.rows.iter().any(|row| matches!(row, RowTemplate::One { schemes, .. } if !schemes.is_empty()))
}

/// Whether every row whose people are liable for a scheme that is reported by sector says theirs.
fn says_sectors(plan: &Plan, form: &Form) -> bool {
    let is_split = |scheme: &SchemeId| plan.scheme(*scheme).by_sector.is_some();
    form.rows.iter().all(|row| match row {
        RowTemplate::One { schemes, sector, .. } => sector.is_some() || !schemes.iter().any(is_split),
        _ => true,
    })
}

/// Whether a column is likely one that results take off, or add; `None` where nothing says so.
fn is_taken_off(plan: &Plan, column: &FormColumn) -> Option<bool> {
    let of_others = plan.forms.iter().find_map(|form| {
        let (result, id) = (form.result.as_ref()?, form.column_of(column.measure)?);
        let is_used = [&result.plus, &result.minus].map(|columns| columns.contains(&id));
        (is_used[0] || is_used[1]).then_some(is_used[1])
    });
    of_others.or_else(|| text::fold(&column.label).split(' ').any(|word| word == "giam").then_some(true))
}

/// What a slip in the lists of a form's totals brings about.
struct FormRemarks<'r, 'a> {
    sums: FormSums<'a>,
    form: &'a Form,
    written: &'a FormEntry,
    finder: &'r mut RemarkFinder<'a>,
}

impl FormRemarks<'_, '_> {
    fn find(&mut self) {
        let of_everything = self.sums.of_everything_within();
        for (row, total) in &of_everything {
            let (form, total) = (self.form.code.clone(), total.map(|total| self.code(total)));
            self.remark(*row, PlanRemark::SumsEverything { form, row: self.code(*row), total });
        }
        for (total, rows) in self.sums.counted_twice() {
            let reached = self.sums.reached(total);
            if of_everything.iter().any(|(row, _)| reached.contains_key(row)) {
                continue;
            }
            let rows = rows.into_iter().map(|row| self.named(row)).collect();
            self.remark(
                total,
                PlanRemark::CountedTwice { form: self.form.code.clone(), total: self.code(total), rows },
            );
        }
        let without_parts = self.sums.without_parts(&grand_totals(self.finder.plan));
        for row in &without_parts {
            let RowTemplate::One { label, .. } = &self.form.rows[*row] else { continue };
            let (form, label) = (self.form.code.clone(), label.clone());
            self.remark(*row, PlanRemark::TotalWithoutParts { form, row: self.code(*row), label });
        }
        self.of_left_out(&without_parts);
        self.of_schemes(&without_parts);
        self.of_whole_form();
        self.of_result();
        let headings = [self.sums.totals(), without_parts].concat();
        self.of_labels(&headings);
    }

    /// Rows without a scheme, where those of the same total have one, or nearly all of the form.
    fn of_schemes(&mut self, without_parts: &[usize]) {
        let totals = self.sums.totals();
        let of_totals = totals.iter().map(|total| (self.sums.entered_parts(*total), SCHEMES_BESIDE));
        let counted: Vec<usize> = self.sums.counted().into_iter().collect();
        let mut without: BTreeSet<usize> = BTreeSet::new();
        for (rows, n_beside) in of_totals.chain([(counted, SCHEMES_IN_FORM)]) {
            let (lacks, has): (Vec<usize>, Vec<usize>) = rows.into_iter().partition(|row| !self.has_scheme(*row));
            if has.len() >= n_beside * lacks.len() {
                without.extend(lacks);
            }
        }
        for row in without.into_iter().filter(|row| !without_parts.contains(row)) {
            let RowTemplate::One { label, .. } = &self.form.rows[row] else { continue };
            let (form, label) = (self.form.code.clone(), label.clone());
            self.remark_key(row, "schemes", PlanRemark::RowWithoutSchemes { form, row: self.code(row), label });
        }
    }

    /// A form of which no row says a scheme, or some no sector, where all others about the same subject do.
    fn of_whole_form(&mut self) {
        let plan = self.finder.plan;
        let others = plan.forms.iter().filter(|form| form.subject == self.form.subject && form.code != self.form.code);
        let others: Vec<&Form> = others.collect();
        if !others.is_empty() && !says_schemes(self.form) && others.iter().all(|form| says_schemes(form)) {
            let first = self.sums.counted().into_iter().next().map(|row| (row, &self.form.rows[row]));
            if let Some((row, RowTemplate::One { label, .. })) = first {
                let (form, label) = (self.form.code.clone(), label.clone());
                self.remark_key(row, "schemes", PlanRemark::RowWithoutSchemes { form, row: self.code(row), label });
            }
        }
        if !others.is_empty() && !says_sectors(plan, self.form) && others.iter().all(|form| says_sectors(plan, form)) {
            let code = &self.written.code;
            let cell = self.finder.places.of_key(code.span().start, "sector");
            self.finder.put(&code.span(), cell, PlanRemark::FormWithoutSector { form: self.form.code.clone() });
        }
    }

    fn has_scheme(&self, row: usize) -> bool {
        matches!(&self.form.rows[row], RowTemplate::One { schemes, .. } if !schemes.is_empty())
    }

    /// Columns that the result neither adds nor takes off, as another form's does or as the column is called.
    fn of_result(&mut self) {
        let (Some(result), Some(written)) = (&self.form.result, &self.written.result) else { return };
        for (n, column) in self.form.columns.iter().enumerate() {
            let id = ColumnId::at(n);
            if result.plus.contains(&id) || result.minus.contains(&id) {
                continue;
            }
            if let Some(is_minus) = is_taken_off(self.finder.plan, column) {
                let cell = self
                    .finder
                    .places
                    .of_key(written.key.span().start, if is_minus { "result.minus" } else { "result.plus" });
                let (form, column) = (self.form.code.clone(), column.key.clone());
                self.finder.put(&written.key.span(), cell, PlanRemark::NotInResult { form, column, is_minus });
            }
        }
    }

    /// Of what a row says under a key, or doesn't.
    fn remark_key(&mut self, row: usize, key: &str, what: PlanRemark) {
        let span = match &self.written.rows.get_ref()[row].code {
            Some(code) => code.span(),
            None => self.written.code.span(),
        };
        let cell = self.finder.places.of_key(span.start, key);
        self.finder.put(&span, cell, what);
    }

    /// Rows that the grand total leaves out, but those that follow from a total without parts.
    fn of_left_out(&mut self, without_parts: &[usize]) {
        let Some((grand, rows)) = self.sums.left_out() else { return };
        let follows = |row: usize| without_parts.iter().any(|above| *above == row || self.sums.is_under(row, *above));
        let rows: Vec<RemarkedRow> = rows.into_iter().filter(|row| !follows(*row)).map(|row| self.named(row)).collect();
        if !rows.is_empty() {
            let (form, total) = (self.form.code.clone(), self.code(grand));
            self.remark(grand, PlanRemark::NotInGrandTotal { form, total, rows });
        }
    }

    fn code(&self, row: usize) -> String {
        self.sums.code(row).to_owned()
    }

    fn named(&self, row: usize) -> RemarkedRow {
        match &self.form.rows[row] {
            RowTemplate::One { code, .. } => RemarkedRow::Code(code.clone()),
            RowTemplate::EachSector => RemarkedRow::Repeated("sector".to_owned()),
            RowTemplate::EachArea(group) | RowTemplate::EachAreaBySector(group, _) => {
                RemarkedRow::Repeated(self.finder.plan.groups[group.idx()].code.clone())
            }
        }
    }

    /// Of what a row adds up, or doesn't.
    fn remark(&mut self, row: usize, what: PlanRemark) {
        let written: &RowEntry = &self.written.rows.get_ref()[row];
        match (written.parts.first(), &written.code) {
            (Some(part), _) => self.finder.remark(part.span(), what),
            (None, Some(code)) => {
                let cell = self.finder.places.of_key(code.span().start, "parts");
                self.finder.put(&Text::span(code), cell, what);
            }
            (None, None) => self.finder.remark(self.written.code.span(), what),
        }
    }
}

/// Whether a version is a number as offices count them: 1, 2, 3.
fn is_whole(version: &str) -> bool {
    version.parse().is_ok_and(|number: u64| number > 0 && number.to_string() == version)
}

/// The three numbers of a day such as `15/3/2026`; `None` for another text.
fn numbers_between_slashes(text: &str) -> Option<[u32; 3]> {
    let numbers: Option<Vec<u32>> = text.split('/').map(|part| part.trim().parse().ok()).collect();
    numbers?.try_into().ok()
}
