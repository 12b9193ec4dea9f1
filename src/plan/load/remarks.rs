//! What may not be meant in a plan that can be used, each with the line or the cell that would be changed.

use std::collections::BTreeSet;
use std::ops::Range;

use super::figures::present;
use super::shape::line_of;
use super::sums::FormSums;
use super::whole::named_cells;
use crate::plan::file::{FormEntry, PlanFile, RowEntry, TargetEntry, Text};
use crate::plan::model::*;
use crate::plan::places::{CellPlace, TextPlaces};
use crate::plan::remark::{Oddity, PlacedRemark, PlanRemark, RemarkedRow};
use crate::value::Percent;

impl Plan {
    /// What may not be meant, in the order of the plan's text.
    pub fn remarks(&self) -> Vec<PlacedRemark> {
        let Ok(file) = toml::from_str::<PlanFile>(&self.source) else { return Vec::new() };
        let mut finder = RemarkFinder { plan: self, file: &file, places: &self.places, remarks: Vec::new() };
        finder.of_years();
        finder.of_targets();
        finder.of_forms();
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

    fn of_forms(&mut self) {
        let (plan, file) = (self.plan, self.file);
        for (form, written) in plan.forms.iter().zip(&file.forms) {
            FormRemarks { sums: FormSums::new(form), form, written, finder: self }.find();
        }
    }
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
        let without_parts = self.sums.without_parts();
        for row in &without_parts {
            let RowTemplate::One { label, .. } = &self.form.rows[*row] else { continue };
            let (form, label) = (self.form.code.clone(), label.clone());
            self.remark(*row, PlanRemark::TotalWithoutParts { form, row: self.code(*row), label });
        }
        self.of_left_out(&without_parts);
    }

    /// Rows that the grand total leaves out, but those that follow from a total without parts.
    fn of_left_out(&mut self, without_parts: &[usize]) {
        let Some((grand, rows)) = self.sums.left_out() else { return };
        let follows = |row: usize| without_parts.iter().any(|above| *above == row || self.sums.is_below(row, *above));
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
