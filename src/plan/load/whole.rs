//! What can only be seen once the whole plan is read: totals that run in a circle, inputs that select nothing, years
//! without a form or a row.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Loader;
use super::figures::present;
use crate::plan::fault::{Fault, Kind, What};
use crate::plan::file::{self, Text};
use crate::plan::model::*;
use crate::value::text;

impl Loader<'_> {
    /// A total must not sum itself, directly or through others. Each circle is told once, at the part that is likely the wrong one.
    pub(super) fn check_circular_totals(&mut self, plan: &Plan) {
        for (form, written) in plan.forms.iter().zip(&self.file.forms) {
            // Two rows of one code would look like a circle where none is.
            if self.has_rows_twice(&form.code) {
                continue;
            }
            let mut told: BTreeSet<String> = BTreeSet::new();
            for code in written.rows.get_ref().iter().filter_map(|row| row.code.as_ref()) {
                let found = if told.contains(code.get_ref()) { None } else { circle(form, code.get_ref()) };
                let Some(circle) = found else { continue };
                told.extend(circle.iter().cloned());
                let circle = from_unlikely_part(form, &circle);
                let span = part_span(written, &circle).unwrap_or_else(|| code.span());
                self.report(span, What::CircularTotal { circle });
            }
        }
    }

    pub(super) fn has_rows_twice(&self, code: &str) -> bool {
        let is_of_form = |fault: &Fault| matches!(&fault.what, What::DuplicateRow { form, .. } if form == code);
        self.faults.iter().any(is_of_form)
    }

    /// Every row that an input names must exist, or figures would be missing for ever without anyone to blame.
    pub(super) fn check_inputs(&mut self, plan: &Plan) {
        for (form, row) in named_cells(self.file) {
            let Some(id) = plan.form_by_code(form.get_ref()) else { continue };
            let has_row = |year: i32| plan.year(year).is_some_and(|year| year.row_by_code(id, row.get_ref()).is_some());
            if !(plan.first_year..=plan.last_year).any(has_row) {
                let near = near_row(plan, id, row.get_ref());
                let (form, named) = (form.get_ref().clone(), row.get_ref().clone());
                self.report(row.span(), What::UnknownRow { form, row: named, near });
            }
        }
    }

    /// A target can be proposed only if it splits into schemes: the indicator's participants are theirs, its whole is the
    /// labour force that is projected, and of several schemes all but one have a target of their own.
    pub(super) fn check_indicator_schemes(&mut self, plan: &Plan) {
        for (indicator, written) in plan.indicators.iter().zip(&self.file.indicators) {
            let Some(first) = written.schemes.first() else { continue };
            let id = || written.id.get_ref().clone();
            if !counts_participants(plan, indicator) {
                self.report(first.span(), What::NumeratorOfOtherPeople { indicator: id() });
            }
            if indicator.denominator != [plan.proposal.labour_force] {
                self.report(first.span(), What::DenominatorOfOtherPeople { indicator: id() });
            }
            let without_target = indicator.schemes.iter().filter(|scheme| plan.indicator_of(**scheme).is_none());
            if indicator.schemes.len() > 1 && without_target.count() != 1 {
                self.report(first.span(), What::TargetDoesNotSplit { indicator: id() });
            }
        }
    }

    /// A scheme lies within others up to one that stands by itself, and is no summand beside any of them.
    pub(super) fn check_within(&mut self, plan: &Plan) {
        for (id, written) in plan.scheme_ids().zip(&self.file.schemes) {
            let Some(outer) = &written.within else { continue };
            let outers = plan.outer_schemes(id);
            let scheme = written.code.get_ref().clone();
            if outers.contains(&id) {
                self.report(outer.span(), What::WithinItself { scheme });
            } else if outers.iter().any(|outer| are_added_up(plan, id, *outer)) {
                self.report(outer.span(), What::WithinBeside { scheme, outer: outer.get_ref().clone() });
            } else if plan.scheme(id).by_sector.is_some()
                && outers.iter().any(|id| plan.scheme(*id).by_sector.is_none())
            {
                self.report(outer.span(), What::WithinUnsplit { scheme, outer: outer.get_ref().clone() });
            }
        }
    }

    /// The collection task needs a date, a form an agency that fills it, a total something to sum, in every year.
    pub(super) fn check_years(&mut self, plan: &Plan) {
        let collection = &self.file.plan.collection_task;
        if plan.task(plan.collection_task).due.in_year(plan.first_year).is_none() {
            let what = What::CollectionWithoutDue { task: collection.get_ref().clone() };
            let task = self.file.tasks.iter().find(|task| task.code.get_ref() == collection.get_ref());
            let cell = task.and_then(|task| self.places.of_key(task.code.span().start, "due"));
            self.report_at(&collection.span(), cell, what);
            return;
        }
        let mut told = BTreeSet::new();
        for year in plan.first_year..=plan.last_year {
            self.check_year(plan, year, &mut told);
        }
        for target in &self.file.targets {
            for id in target.percent.keys().chain(&target.reach_or_exceed) {
                self.refer(Kind::Indicator, id);
            }
        }
    }

    /// A form is told of with the first year in which it lacks something.
    fn check_year(&mut self, plan: &Plan, year: i32, told: &mut BTreeSet<FormId>) {
        let Some(laid_out) = plan.year(year) else { return };
        for (id, written) in plan.form_ids().zip(&self.file.forms) {
            let form = || written.code.get_ref().clone();
            if told.contains(&id) {
                continue;
            }
            let n_faults = self.faults.len();
            // A form may end with those who returned it, which is remarked on.
            if laid_out.agencies_with(id).next().is_none() && !has_ended(plan, id, year) {
                self.report(written.code.span(), What::FormNobodyReturns { form: form(), year });
            }
            // A total of everything without anything to add up would be entered itself.
            let is_of_nothing = |row: &RowId| {
                let code = &laid_out.row(id, *row).code;
                plan.form(id).rows.iter().any(
                    |of| matches!(of, RowTemplate::One { code: own, parts: RowParts::Everything, .. } if own == code),
                )
            };
            if laid_out.entered_rows(id).all(|row| is_of_nothing(&row)) {
                self.report(written.code.span(), What::FormWithoutRows { form: form(), year });
            }
            told.extend((self.faults.len() > n_faults).then_some(id));
        }
    }
}

/// The code of a form's row of the first year that is most like another one.
pub(super) fn near_row(plan: &Plan, form: FormId, code: &str) -> Option<String> {
    let rows = plan.year(plan.first_year)?.rows(form);
    text::nearest(code, rows.iter().map(|row| row.code.as_str())).map(str::to_owned)
}

/// Whether an indicator's numerator is the participants of its schemes.
fn counts_participants(plan: &Plan, indicator: &Indicator) -> bool {
    let mut theirs: Vec<Input> =
        indicator.schemes.iter().flat_map(|scheme| &plan.scheme(*scheme).participants).copied().collect();
    let mut own = indicator.numerator.clone();
    theirs.sort();
    own.sort();
    own == theirs
}

/// Whether some figure counts the people of one scheme beside those of the other, or none can be in both.
fn are_added_up(plan: &Plan, one: SchemeId, other: SchemeId) -> bool {
    let has_both = |indicator: &Indicator| indicator.schemes.contains(&one) && indicator.schemes.contains(&other);
    let excludes = |one: SchemeId, other: SchemeId| plan.scheme(one).instead_of == Some(other);
    plan.indicators.iter().any(has_both) || excludes(one, other) || excludes(other, one)
}

/// The way by which a total sums itself, directly or through other totals, from its code to its code; `None` if it doesn't.
fn circle(form: &Form, total: &str) -> Option<Vec<String>> {
    let mut above: BTreeMap<&str, &str> = BTreeMap::new();
    let mut next = vec![total];
    while let Some(row) = next.pop() {
        for part in parts_of(form, row) {
            if part == total {
                return Some(way_down(&above, total, row));
            }
            if !above.contains_key(part.as_str()) {
                above.insert(part, row);
                next.push(part);
            }
        }
    }
    None
}

/// The same circle beginning with the row whose part in it stands on the side on which parts of this form rarely stand: totals are
/// written above their parts, or below them.
fn from_unlikely_part(form: &Form, circle: &[String]) -> Vec<String> {
    let position =
        |code: &str| form.rows.iter().position(|row| matches!(row, RowTemplate::One { code: own, .. } if own == code));
    let is_upward = |row: &str, part: &str| position(part) <= position(row);
    let codes = form.rows.iter().filter_map(|row| match row {
        RowTemplate::One { code, .. } => Some(code.as_str()),
        _ => None,
    });
    let all: Vec<bool> =
        codes.flat_map(|row| parts_of(form, row).iter().map(move |part| is_upward(row, part))).collect();
    let n_upward = all.iter().filter(|is_upward| **is_upward).count();
    let is_unlikely = |pair: &[String]| is_upward(&pair[0], &pair[1]) == (n_upward * 2 <= all.len());
    let start = circle.windows(2).position(is_unlikely).unwrap_or(0);
    let rows = &circle[..circle.len() - 1];
    rows[start..].iter().chain(&rows[..=start]).cloned().collect()
}

/// Where the first row of a circle names the next one as its part.
fn part_span(form: &file::FormEntry, circle: &[String]) -> Option<Range<usize>> {
    let [row, part, ..] = circle else { return None };
    let row =
        form.rows.get_ref().iter().find(|written| written.code.as_ref().is_some_and(|code| code.get_ref() == row))?;
    row.parts.iter().find(|written| present(form, written) == *part).map(Text::span)
}

/// From a total down to the last of its rows, and back to it.
fn way_down(above: &BTreeMap<&str, &str>, total: &str, last: &str) -> Vec<String> {
    let up = std::iter::successors(Some(last), |row| above.get(row).copied());
    let mut way: Vec<String> = std::iter::once(total).chain(up).map(str::to_owned).collect();
    way.reverse();
    way
}

fn parts_of<'f>(form: &'f Form, code: &str) -> &'f [String] {
    let of_row = |row: &'f RowTemplate| match row {
        RowTemplate::One { code: own, parts: RowParts::Rows(codes), .. } if own == code => Some(codes.as_slice()),
        _ => None,
    };
    form.rows.iter().find_map(of_row).unwrap_or_default()
}

/// The form and row of every input that names both.
pub(super) fn named_cells(file: &file::PlanFile) -> impl Iterator<Item = (&Text, &Text)> {
    let of_indicators = file
        .indicators
        .iter()
        .flat_map(|i| [&i.numerator, &i.denominator, &i.area_numerator, &i.area_denominator])
        .flatten();
    let of_schemes = file.schemes.iter().flat_map(|s| {
        s.participants.iter().chain(&s.by_sector).chain(&s.by_area).chain(&s.by_area_and_sector).chain(&s.reserved)
    });
    let of_checks = file.checks.iter().flat_map(|check| check.left.iter().chain(&check.right));
    let inputs = of_indicators.chain(of_schemes).chain(of_checks).chain([&file.proposal.labour_force]);
    inputs.filter_map(|input| Some((input.form.as_ref()?, input.row.as_ref()?)))
}

/// Whether a form was returned in the plan's first year and all who return it have ended by another one.
pub(super) fn has_ended(plan: &Plan, form: FormId, year: i32) -> bool {
    let returned = |year: i32| plan.year(year).is_some_and(|year| year.agencies_with(form).next().is_some());
    let Some(day) = plan.year(year).map(|year| year.due) else { return false };
    let mut returning = plan.agency_ids().map(|id| plan.agency(id)).filter(|agency| agency.forms.contains(&form));
    returned(plan.first_year) && returning.all(|agency| agency.until.is_some_and(|until| until < day))
}
