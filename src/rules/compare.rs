//! The comparisons of the plan: within a file if one agency reports both sides, between agencies otherwise. A comparison is made
//! only if both sides are known; missing counts are reported elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::Before;
use super::missing_units::{Addition, MissingUnits};
use super::of_units::{UnitCounts, counts_of_units};
use super::own_answer::RowNotes;
use super::trend::{RowOfUnits, is_directly_below};
use crate::counts::{CellId, Counts, Scope};
use crate::intake::cells::ImpossibleReading;
use crate::intake::submission::{Doubt, EnteredCount, FormData, Submission};
use crate::plan::{
    AgencyId, Check, CheckCode, CheckSeverity, FormId, FormRow, Input, Per, Plan, PlanYear, Relation, RowId, SectorId,
};
use crate::problem::cross::{self, Term, WithMissing};
use crate::problem::{Finding, Place, Severity};
use crate::rollup::NotesOfUnits;
use crate::value::grid::Address;

/// One side of a comparison that failed: where it stands and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The cells that were added up.
    pub cells: Vec<CellId>,
    /// Their sum.
    pub people: i64,
}

/// The plan's checks within one agency's file. A failure that a doubtful count may explain is left to the query about that
/// count.
pub fn within_file(submission: &Submission, year: &PlanYear) -> Vec<Finding> {
    let doubts = open_doubts(submission, year);
    let failures = failures_within(submission, year);
    let certain = failures.iter().filter(|(check, failure)| failure.doubtful(check, &doubts).is_empty());
    certain.map(|(check, failure)| finding(check, year, submission, failure)).collect()
}

/// Doubtful counts whose reading makes a check within the file fail.
pub fn impossible_readings(submission: &Submission, year: &PlanYear) -> Vec<ImpossibleReading> {
    let doubts = open_doubts(submission, year);
    let mut impossible = Vec::new();
    if doubts.is_empty() {
        return impossible;
    }
    for (check, failure) in failures_within(submission, year) {
        let reason = problem(&check, year, &failure);
        let doubtful = failure.doubtful(&check, &doubts).into_iter();
        impossible.extend(doubtful.map(|(cell, at, doubt)| ImpossibleReading {
            form: cell.form,
            at,
            doubt,
            reason: reason.clone().into(),
        }));
    }
    impossible
}

/// The findings of [`within_file`] that replacing these counts would remove; `None` is a cell whose right count isn't known.
pub fn mended_by(mended: &BTreeMap<CellId, Option<u64>>, submission: &Submission, year: &PlanYear) -> Vec<Finding> {
    let own = submission.observations().filter_map(|(cell, entry, _)| Some((cell, entry.people()?)));
    let counts =
        own.filter_map(|(cell, people)| Some((cell, mended.get(&cell).map_or(Some(people), |people| *people)?)));
    let still: Vec<(Check, Failure)> = failures_with(&counts.collect(), submission, year);
    let sides =
        |check: &Check, failure: &Failure| (check.code, failure.left.cells.clone(), failure.right.cells.clone());
    let still: BTreeSet<_> = still.iter().map(|(check, failure)| sides(check, failure)).collect();
    let failures = failures_within(submission, year);
    let gone = failures.iter().filter(|(check, failure)| !still.contains(&sides(check, failure)));
    gone.map(|(check, failure)| finding(check, year, submission, failure)).collect()
}

/// The doubtful counts that the sender hasn't explained, with where they stand.
type Doubts = BTreeMap<CellId, (Address, Doubt)>;

fn open_doubts(submission: &Submission, year: &PlanYear) -> Doubts {
    let is_open = |data: &FormData, entry: &EnteredCount| !RowNotes { submission, data, year }.is_answered(entry.row);
    let open = submission.observations().filter(|(_, entry, data)| is_open(data, entry));
    open.filter_map(|(cell, entry, _)| Some((cell, (entry.at, entry.doubt()?)))).collect()
}

fn failures_within(submission: &Submission, year: &PlanYear) -> Vec<(Check, Failure)> {
    failures_with(&submission.counts(), submission, year)
}

/// As [`failures_within`], with other counts than the file's own.
fn failures_with(counts: &Counts, submission: &Submission, year: &PlanYear) -> Vec<(Check, Failure)> {
    let forms: Vec<FormId> = year.forms_of(submission.agency).collect();
    let checks = year.plan.checks.iter().flat_map(|check| per_form(check, year));
    let own = checks.filter(|check| forms_of(check, year).iter().all(|form| forms.contains(form)));
    own.flat_map(|check| {
        let failures = failures(&check, year, counts, Some(submission.agency));
        failures.into_iter().map(move |failure| (check.clone(), failure))
    })
    .collect()
}

/// An earlier round of the year, from which a later one takes the labour force that it doesn't count itself, as shares do.
#[derive(Debug, Clone, Copy)]
pub struct EarlierWhole<'a> {
    /// Its counts.
    pub counts: &'a Counts,
    /// Its name.
    pub round: &'a str,
}

/// The plan's checks between agencies, over what was merged; each finding with the agency whose row can explain it. `earlier` are
/// the rounds before, the newest first; `before` is the year before, by which is known how much missing units could explain.
pub fn between_agencies(
    submissions: &[&Submission],
    counts: &Counts,
    earlier: &[EarlierWhole],
    before: Option<&Before>,
    year: &PlanYear,
) -> Vec<(AgencyId, Finding)> {
    let by_agency: BTreeMap<AgencyId, &Submission> =
        submissions.iter().map(|submission| (submission.agency, *submission)).collect();
    let missing = MissingUnits::new(submissions, year, before);
    let mut findings = Vec::new();
    for check in &year.plan.checks {
        for check in per_form(check, year).filter(|check| !in_one_file(check, year)) {
            let own = failures(&check, year, counts, None);
            for failure in own.into_iter().chain(against_earlier_whole(&check, year, counts, earlier)) {
                let Some(submission) = failure.left.cells.first().and_then(|cell| by_agency.get(&cell.agency)) else {
                    continue;
                };
                if let Some(failure) = failure.beyond_missing_units(check.relation, &missing) {
                    findings.push((submission.agency, finding(&check, year, submission, &failure)));
                }
            }
        }
    }
    findings
}

/// Whoever is insured is part of the labour force, which is counted once a year: where a round doesn't count it, participants are
/// held against that of the newest earlier round. No other numbers of two rounds are compared.
fn against_earlier_whole(check: &Check, year: &PlanYear, counts: &Counts, earlier: &[EarlierWhole]) -> Vec<Failure> {
    if check.code != CheckCode::InsuredExceedLabour {
        return Vec::new();
    }
    let failures = scopes(check, year, None).into_iter().filter_map(|(part, what)| {
        let sum = |counts: &Counts, inputs: &[Input]| side(counts, year, inputs, part.as_scope(), None);
        let left = sum(counts, &check.left)?;
        if sum(counts, &check.right).is_some() {
            return None;
        }
        let (right, round) = earlier.iter().find_map(|of| Some((sum(of.counts, &check.right)?, of.round)))?;
        let against = Against::Written;
        let round = Some(round.to_owned());
        (!holds(check.relation, left.people, right.people)).then_some(Failure {
            what,
            left,
            right,
            against,
            round,
            with_missing: None,
        })
    });
    failures.collect()
}

/// A check that names no form is one check for each form that has its columns.
pub(super) fn per_form<'c>(check: &'c Check, year: &'c PlanYear) -> impl Iterator<Item = Check> + 'c {
    let general = check.left.iter().chain(&check.right).all(|input| matches!(input, Input::Measure { .. }));
    let forms: Vec<Option<FormId>> = if general { year.plan.form_ids().map(Some).collect() } else { vec![None] };
    forms.into_iter().filter_map(move |form| {
        let Some(form) = form else { return Some(check.clone()) };
        let (left, right) = (on_form(&check.left, form, year.plan)?, on_form(&check.right, form, year.plan)?);
        Some(Check { left, right, ..check.clone() })
    })
}

/// Inputs as the columns of a form; `None` if it lacks one of them.
fn on_form(inputs: &[Input], form: FormId, plan: &Plan) -> Option<Vec<Input>> {
    let columns = inputs.iter().map(|input| {
        let column = input.column_of(plan, form)?;
        Some(Input::Column { form, column, row: input.row() })
    });
    columns.collect()
}

/// The forms a check reads.
pub(super) fn forms_of(check: &Check, year: &PlanYear) -> Vec<FormId> {
    year.plan
        .form_ids()
        .filter(|form| {
            check.left.iter().chain(&check.right).any(|input| match input {
                Input::Eligible(_) | Input::AtWork(_) => !year.plan.form(*form).people_columns().is_empty(),
                _ => input.column_of(year.plan, *form).is_some(),
            })
        })
        .collect()
}

pub(super) fn in_one_file(check: &Check, year: &PlanYear) -> bool {
    let forms = forms_of(check, year);
    year.plan.agencies.iter().any(|agency| forms.iter().all(|form| agency.forms.contains(form)))
}

struct Failure {
    /// What was compared: a row's label, a sector, an area; `None` for the totals.
    what: Option<String>,
    left: Side,
    right: Side,
    against: Against,
    /// The earlier round that the right side is of; `None` for the round itself.
    round: Option<String>,
    /// With how many people of missing units it still fails; `None` if none are missing.
    with_missing: Option<WithMissing>,
}

/// What the right side of a comparison is taken as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Against {
    /// As the plan has it.
    Written,
    /// Those who are at work now, in place of all who are liable.
    AtWork,
    /// All who are liable, once those at work are enough: a forecast, which alone is worth a note.
    Forecast,
}

impl Against {
    /// What a check is compared with, one after the other until one fails. Nobody can be insured who isn't at work now; who is
    /// liable next year is a forecast.
    pub(super) fn all(check: &Check) -> &'static [Against] {
        let is_liable = |input: &Input| matches!(input, Input::Eligible(_));
        let is_of_liable = check.code == CheckCode::InsuredExceedEligible && check.right.iter().any(is_liable);
        if is_of_liable { &[Against::AtWork, Against::Forecast] } else { &[Against::Written] }
    }

    /// The inputs of the right side.
    pub(super) fn right(self, check: &Check) -> Vec<Input> {
        check
            .right
            .iter()
            .map(|input| match *input {
                Input::Eligible(scheme) if self == Against::AtWork => Input::AtWork(scheme),
                other => other,
            })
            .collect()
    }
}

impl Failure {
    /// The failure, unless units whose numbers are missing could explain it: the smaller side would be larger with them. One that holds with
    /// the most people that they may have says so.
    fn beyond_missing_units(self, relation: Relation, missing: &MissingUnits) -> Option<Self> {
        let (left, right) = (missing.addition(&self.left.cells), missing.addition(&self.right.cells));
        let smaller = match relation {
            Relation::AtMost => right,
            Relation::AtLeast => left,
            // More people on the larger side make it no smaller, unless they are taken off there.
            Relation::Equal if left != Addition::Nothing && right != Addition::Nothing => Addition::Unknown,
            Relation::Equal if self.left.people < self.right.people => left,
            Relation::Equal => right,
        };
        match smaller {
            Addition::Unknown => None,
            Addition::Nothing => Some(self),
            Addition::AtMost(people) => {
                let difference = self.left.people.abs_diff(self.right.people);
                let most = missing.earlier_year().map(|earlier_year| WithMissing { people, earlier_year });
                (difference > people).then_some(Failure { with_missing: most, ..self })
            }
        }
    }

    /// Doubtful counts that could explain the failure: zero marks on the smaller side (their real value is unknown), and the only
    /// number of the larger side, if reading its separator as a decimal point makes the check hold.
    fn doubtful(&self, check: &Check, doubts: &Doubts) -> Vec<(CellId, Address, Doubt)> {
        let (left, right) = (self.left.people, self.right.people);
        let (smaller, larger) = if left < right { (&self.left, &self.right) } else { (&self.right, &self.left) };
        let marks = if smaller.people <= 0 { &smaller.cells[..] } else { &[] };
        let decimal = larger.people / 1000;
        let (left, right) = if left < right { (left, decimal) } else { (decimal, right) };
        let is_mended = larger.cells.len() == 1 && holds(check.relation, left, right);
        let separators = if is_mended { &larger.cells[..] } else { &[] };
        let marks = marks.iter().map(|cell| (cell, Doubt::ZeroMark));
        let candidates = marks.chain(separators.iter().map(|cell| (cell, Doubt::Separator)));
        let doubtful = candidates.filter_map(|(cell, wanted)| Some((*cell, wanted, *doubts.get(cell)?)));
        doubtful
            .filter(|(_, wanted, (_, doubt))| doubt == wanted)
            .map(|(cell, doubt, (at, _))| (cell, at, doubt))
            .collect()
    }
}

/// Whether two sides stand to each other as they should.
pub(super) fn holds(relation: Relation, left: i64, right: i64) -> bool {
    match relation {
        Relation::AtMost => left <= right,
        Relation::AtLeast => left >= right,
        Relation::Equal => left == right,
    }
}

fn failures(check: &Check, year: &PlanYear, counts: &Counts, only: Option<AgencyId>) -> Vec<Failure> {
    let scopes = scopes(check, year, only).into_iter();
    scopes.filter_map(|(scope, what)| failure(check, year, counts, (scope.as_scope(), only), what.as_deref())).collect()
}

/// The first way in which a comparison fails; `None` if it holds or a number is missing.
fn failure(
    check: &Check,
    year: &PlanYear,
    counts: &Counts,
    (scope, only): (Scope<'_>, Option<AgencyId>),
    what: Option<&str>,
) -> Option<Failure> {
    let left = counts.known(year, &check.left, scope, only)?;
    Against::all(check).iter().find_map(|against| {
        let inputs = against.right(check);
        let nobody = *against != Against::Written && makes_nobody_liable(check, year, scope);
        let right = if nobody { 0 } else { counts.known(year, &inputs, scope, only)? };
        if holds(check.relation, left, right) {
            return None;
        }
        // Only what fails is told with its cells.
        let side = |inputs: &[Input]| side(counts, year, inputs, scope, only);
        let right = if nobody { Side { cells: Vec::new(), people: 0 } } else { side(&inputs)? };
        let (what, left) = (what.map(str::to_owned), side(&check.left)?);
        Some(Failure { what, left, right, against: *against, round: None, with_missing: None })
    })
}

/// Whether the plan makes nobody of a sector liable, in whatever round it asks for them: then nobody is at work there.
pub(super) fn makes_nobody_liable(check: &Check, year: &PlanYear, scope: Scope<'_>) -> bool {
    let Scope::Sector(sector) = scope else { return false };
    let names = |row: &FormRow, input: &Input| matches!(input, Input::Eligible(scheme) if row.schemes.contains(scheme));
    let is_liable = |row: &FormRow| row.sector == Some(sector) && check.right.iter().any(|input| names(row, input));
    !year.plan.form_ids().any(|form| year.rows(form).iter().any(is_liable))
}

/// A side with its cells; `None` if one of them isn't known.
fn side(counts: &Counts, year: &PlanYear, inputs: &[Input], scope: Scope<'_>, only: Option<AgencyId>) -> Option<Side> {
    let people = counts.known(year, inputs, scope, only)?;
    Some(Side { cells: counts.cells(year, inputs, scope, only).collect(), people })
}

/// An owned [`Scope`].
pub(super) enum OwnedScope {
    Province,
    Row(String),
    Sector(SectorId),
    Area(AgencyId),
}

impl OwnedScope {
    pub(super) fn as_scope(&self) -> Scope<'_> {
        match self {
            OwnedScope::Province => Scope::Province,
            OwnedScope::Row(code) => Scope::Row(code),
            OwnedScope::Sector(sector) => Scope::Sector(*sector),
            OwnedScope::Area(area) => Scope::Area(*area),
        }
    }
}

/// The parts that a check compares one by one, each with its name; for a single agency, those it reports on.
pub(super) fn scopes(check: &Check, year: &PlanYear, only: Option<AgencyId>) -> Vec<(OwnedScope, Option<String>)> {
    match check.per {
        Per::Total => vec![(OwnedScope::Province, None)],
        Per::Sector => year
            .plan
            .sector_ids()
            .zip(&year.plan.sectors)
            .map(|(id, sector)| (OwnedScope::Sector(id), Some(sector.name.clone())))
            .collect(),
        Per::Area => {
            let reports = |area: &AgencyId| only.is_none_or(|only| only == *area || year.counts_areas(only));
            year.areas().filter(reports).map(|id| (OwnedScope::Area(id), Some(year.area_name(id).to_owned()))).collect()
        }
        Per::Row => {
            let left = check.left.iter().find_map(|input| match input {
                Input::Column { form, .. } => Some(*form),
                _ => None,
            });
            let Some(form) = left else { return Vec::new() };
            let rows = year.entered_rows(form).map(|id| year.row(form, id));
            rows.map(|row| (OwnedScope::Row(row.code.clone()), Some(row.label.clone()))).collect()
        }
    }
}

/// The finding of one failed comparison, placed at the left side's cells in the file they came from.
fn finding(check: &Check, year: &PlanYear, submission: &Submission, failure: &Failure) -> Finding {
    let severity = match check.severity {
        _ if failure.against == Against::Forecast => Severity::Note,
        CheckSeverity::Error => Severity::Error,
        CheckSeverity::Query => Severity::Query,
    };
    let finding = Finding::from(problem(check, year, failure)).severity(severity);
    match place(year, submission, &failure.left) {
        Some((data, row, place)) => {
            let notes = RowNotes { submission, data, year };
            let is_of_units = || AnsweredByUnits { check, failure, notes, row }.holds();
            notes.explain(finding.at(place), &[row], is_of_units)
        }
        None => finding,
    }
}

/// A comparison that fails in a return that was added up, with the row beside which it is answered.
struct AnsweredByUnits<'a> {
    check: &'a Check,
    failure: &'a Failure,
    notes: RowNotes<'a>,
    row: RowId,
}

impl AnsweredByUnits<'_> {
    /// Whether it fails as the units reported it, and each unit in which it fails by itself gave a reason.
    fn holds(&self) -> bool {
        let RowNotes { submission, data, year } = self.notes;
        let Some(sources) = submission.sources.as_deref() else { return false };
        let (form, row) = (year.plan.form(data.form), year.row(data.form, self.row));
        let of_row = RowOfUnits { sources, place: (&form.code, &row.code), label: &row.label };
        let units = counts_of_units(submission, year);
        let own = units.iter().filter(|(unit, _)| is_directly_below(unit, ""));
        let mut sums: BTreeMap<CellId, u64> = BTreeMap::new();
        for (cell, people) in own.flat_map(|(_, counts)| counts) {
            let sum = sums.entry(*cell).or_default();
            *sum = sum.saturating_add(*people);
        }
        let of_all = self.failure_with(&sums.into_iter().collect());
        let is_as_reported =
            of_all.is_some_and(|all| (&all.left, &all.right) == (&self.failure.left, &self.failure.right));
        is_as_reported && self.is_answered_below("", &of_row, &sources.notes_of_units(), &units)
    }

    /// Whether it fails in any unit directly below one, and each of these gave a reason, or all of those below it did.
    fn is_answered_below(&self, above: &str, of_row: &RowOfUnits, notes: &NotesOfUnits, units: &UnitCounts) -> bool {
        let below = units.iter().filter(|(unit, _)| is_directly_below(unit, above));
        let fails = |counts: &[(CellId, u64)]| self.failure_with(&counts.iter().copied().collect()).is_some();
        let failing: Vec<&str> = below.filter(|(_, counts)| fails(counts)).map(|(unit, _)| *unit).collect();
        let answers =
            |unit: &&str| of_row.gives_reason(notes, unit) || self.is_answered_below(unit, of_row, notes, units);
        !failing.is_empty() && failing.iter().all(answers)
    }

    /// The same comparison of other counts of the agency; `None` if it holds.
    fn failure_with(&self, counts: &Counts) -> Option<Failure> {
        let RowNotes { submission, year, .. } = self.notes;
        let Failure { what, left, against, .. } = self.failure;
        // Rows of several parts of a form are called the same.
        let is_it = |other: &Failure| {
            (&other.what, other.against) == (what, *against)
                && other.left.cells.iter().any(|cell| left.cells.contains(cell))
        };
        failures(self.check, year, counts, Some(submission.agency)).into_iter().find(is_it)
    }
}

fn problem(check: &Check, year: &PlanYear, failure: &Failure) -> cross::Problem {
    let with_form = forms_of(check, year).len() > 1;
    let side = |inputs: &[Input], side: &Side| {
        let terms = inputs.iter().map(|input| term(input, year, with_form)).collect();
        cross::Side { terms, people: side.people, round: None }
    };
    let part = failure.what.clone().and_then(|what| match check.per {
        Per::Row => Some(cross::Part::Row(what)),
        Per::Sector => Some(cross::Part::Sector(what)),
        Per::Area => Some(cross::Part::Area(what)),
        Per::Total => None,
    });
    cross::Problem {
        check: check.code,
        left: side(&check.left, &failure.left),
        relation: check.relation,
        right: cross::Side { round: failure.round.clone(), ..side(&failure.against.right(check), &failure.right) },
        part,
        reason: check.reason.clone(),
        with_missing: failure.with_missing,
    }
}

/// The name of an input: the label of its column or row, with the form if several are compared, or the people liable.
fn term(input: &Input, year: &PlanYear, with_form: bool) -> Term {
    match input {
        Input::Eligible(scheme) => Term::Liable { scheme: year.plan.scheme(*scheme).name.clone() },
        Input::AtWork(scheme) => Term::AtWork { scheme: year.plan.scheme(*scheme).name.clone() },
        Input::Measure { measure, .. } => Term::Measure(measure_label(&year.plan.measure(*measure).code, year)),
        Input::Column { form, column, row } => {
            let row = row.and_then(|row| Some(&year.row(*form, year.named_row(*form, row)?).label));
            let form = year.plan.form(*form);
            let label = row.unwrap_or(&form.columns[column.idx()].label).clone();
            Term::Line { label, sheet: with_form.then(|| form.sheet.clone()) }
        }
    }
}

/// What the forms call the columns of a measure: the first label, or the code of a measure without column.
fn measure_label(code: &str, year: &PlanYear) -> String {
    let mut columns = year.plan.forms.iter().flat_map(|form| &form.columns);
    columns.find(|column| column.key == code).map_or_else(|| code.to_owned(), |column| column.label.clone())
}

/// The place of a side: its form, the row whose note answers the finding, and its cells.
fn place<'s>(year: &PlanYear, submission: &'s Submission, side: &Side) -> Option<(&'s FormData, RowId, Place)> {
    let own = || side.cells.iter().filter(|cell| cell.agency == submission.agency);
    let first = own().next()?;
    let data = submission.form(first.form)?;
    let of_form = own().filter(|cell| cell.form == first.form);
    let rows: Vec<_> = of_form.clone().map(|cell| cell.row).collect();
    // A sum over a whole column is shown at its total, if the form has one.
    let total = year.row_ids(first.form).find(|row| {
        let leaves = year.leaves(first.form, *row);
        rows.len() > 1 && leaves.len() == rows.len() && leaves.iter().all(|(leaf, n)| *n == 1 && rows.contains(leaf))
    });
    let cells = match total {
        Some(total) => data.address(total, first.column).into_iter().collect(),
        None => of_form.filter_map(|cell| data.address(cell.row, cell.column)).collect(),
    };
    let row = total.unwrap_or(first.row);
    Some((data, row, data.place(year, row, Some(first.column), cells)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan;

    #[test]
    fn who_is_liable_is_read_from_the_forms_that_count_people_at_work() {
        let plan = plan::embedded();
        let year = plan.year(2023).expect("a year of the plan");
        let check = plan.checks.iter().find(|check| matches!(check.right[..], [Input::Eligible(_)])).expect("CROSS-04");
        let read = forms_of(check, &year);
        let others = plan.form_ids().filter(|form| !read.contains(form)).map(|form| plan.form(form).code.as_str());
        assert_eq!(others.collect::<Vec<_>>(), ["tham-gia-dia-ban", "lao-dong", "tham-gia-khoi-dia-ban"]);
    }
}
