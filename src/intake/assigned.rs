//! The workbook of assigned targets, read back: the proposal that the report wrote, over which somebody wrote what was decided.
//!
//! It is read as strictly as a return, by the same reader. Lines are known by the codes in its hidden columns, columns by the keys in
//! its hidden row. A blank is nothing assigned, never 0; whatever is no count makes the workbook unusable, and all of it is said.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::identify::{Hidden, dates};
use super::recalculated::Judge;
use super::{cells, container, explanation, number, reader};
use crate::plan::assigned::{NOBODY, UNALLOCATED};
use crate::plan::{AgencyId, Assigned, AssignedPart, AssignedTarget, Plan, TargetOf, keys};
use crate::problem::assigned::{Problem, Unusable};
use crate::problem::cell::{Entries, Extent, Fault};
use crate::problem::{Code, Finding, Place, cell, file};
use crate::value::grid::{Address, Sheet, Value, Workbook};
use crate::value::{text, wording};

/// Reads the workbook of assigned targets, known as `name`; `wanted` is the year they should be of, if that is known.
///
/// # Errors
///
/// Everything by which it can't be used, at its cells.
pub fn read(bytes: &[u8], name: &str, plan: &Plan, wanted: Option<i32>) -> Result<Assigned, Vec<Finding>> {
    let workbook = open(bytes, plan)?;
    let year = identify(&workbook, plan)?;
    if let Some(wanted) = wanted.filter(|wanted| *wanted != year) {
        return Err(vec![Problem::Unusable(Unusable::OtherYear { of: year, year: wanted }).into()]);
    }
    let sheet = sheet(&workbook)?;
    let table = TargetTable::find(sheet).ok_or_else(no_table)?;
    let mut reading = TargetReading { workbook: &workbook, sheet, table, plan, findings: Vec::new() };
    let (decision, decided_on) = reading.decision(year);
    let targets = reading.targets();
    let is_nothing = targets.iter().all(|target| target.people.is_none() && target.of_parts().is_none());
    if is_nothing && reading.findings.is_empty() {
        reading.report(Unusable::NothingAssigned, Vec::new());
    }
    if !reading.findings.is_empty() {
        return Err(reading.findings);
    }
    let current_of = field(sheet, keys::CURRENT_OF).map(|(_, value)| wording::content(value).trim().to_owned());
    let (decision, source) = (decision.unwrap_or_default(), Some(name.to_owned()));
    Ok(Assigned { year, decision, decided_on, current_of, source, targets })
}

/// The sheet with the table, whatever it was renamed to.
fn sheet(workbook: &Workbook) -> Result<&Sheet, Vec<Finding>> {
    let with_table: Vec<&Sheet> = workbook.sheets.iter().filter(|sheet| TargetTable::find(sheet).is_some()).collect();
    match with_table[..] {
        [] => Err(no_table()),
        [only] => Ok(only),
        _ => {
            let sheets = with_table.iter().map(|sheet| sheet.name.clone()).collect();
            Err(vec![Problem::Unusable(Unusable::TableTwice { sheets }).into()])
        }
    }
}

/// What can be told of a file that stands where targets are proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionState {
    /// It is a proposal on which nobody has written a decision, or no workbook of assigned targets at all.
    Undecided,
    /// Somebody wrote a decision into it, so that it is no proposal any more.
    Decided,
    /// It has a password, so that nobody can tell.
    Locked,
}

/// Whether somebody wrote a decision into a workbook of assigned targets.
pub fn decision_state(bytes: &[u8], plan: &Plan) -> DecisionState {
    let workbook = match open(bytes, plan) {
        Ok(workbook) => workbook,
        Err(findings) if findings.iter().any(|finding| finding.code() == Code::PasswordProtected) => {
            return DecisionState::Locked;
        }
        Err(_) => return DecisionState::Undecided,
    };
    let Ok(sheet) = identify(&workbook, plan).and_then(|_| sheet(&workbook)) else { return DecisionState::Undecided };
    let is_decided = [keys::DECISION, keys::DECIDED_ON].into_iter().any(|key| field(sheet, key).is_some());
    if is_decided { DecisionState::Decided } else { DecisionState::Undecided }
}

fn open(bytes: &[u8], plan: &Plan) -> Result<Workbook, Vec<Finding>> {
    let max_rows = max_rows(plan);
    let file = container::open(bytes, max_rows).map_err(|refusal| vec![file::Problem::Refused(refusal).into()])?;
    reader::read_forms(&file.bytes, file.format, max_rows).map_err(|error| {
        let place = Place { sheet: error.sheet.clone(), cells: error.cell().into_iter().collect(), ..Place::default() };
        vec![Finding::from(file::Problem::Unreadable(error)).at(place)]
    })
}

/// As many rows as a line for every agency and target takes, and a few more.
fn max_rows(plan: &Plan) -> u32 {
    let lines = plan.targets_of().len().saturating_mul(plan.agencies.len() + 8);
    u32::try_from(lines + 100).unwrap_or(u32::MAX)
}

/// The year of the targets.
fn identify(workbook: &Workbook, plan: &Plan) -> Result<i32, Vec<Finding>> {
    let foreign = || vec![Finding::from(Problem::Unusable(Unusable::Foreign))];
    let hidden = Hidden::read(workbook.sheet(keys::IDENTITY_SHEET).ok_or_else(foreign)?);
    if hidden.kind.as_deref() != Some(keys::KIND_ASSIGNED) {
        return Err(foreign());
    }
    match hidden.plan {
        Some(found) if found != plan.id => Err(vec![Problem::Unusable(Unusable::OtherPlan { found }).into()]),
        _ => hidden.year.ok_or_else(foreign),
    }
}

fn no_table() -> Vec<Finding> {
    vec![Problem::Unusable(Unusable::NoTable { sheet: keys::ASSIGNED_SHEET }).into()]
}

/// Where the table's columns are.
#[derive(Debug, Clone, Copy)]
struct TargetTable {
    key_row: u32,
    target: u32,
    agency: u32,
    label: u32,
    current: u32,
    increase: u32,
    people: u32,
    note: u32,
}

impl TargetTable {
    /// By the hidden row of keys; `None` if one of them is gone.
    fn find(sheet: &Sheet) -> Option<Self> {
        let key = format!("{}{}", keys::FORM_PREFIX, keys::ASSIGNED);
        let (first, _) = sheet.cells().find(|(_, cell)| is(&cell.value, &key))?;
        let column = |key: &str| sheet.row(first.row).find(|(_, cell)| is(&cell.value, key)).map(|(at, _)| at.col);
        Some(TargetTable {
            key_row: first.row,
            target: first.col,
            agency: column(keys::AGENCY)?,
            label: column(keys::LABEL)?,
            current: column(keys::CURRENT)?,
            increase: column(keys::INCREASE)?,
            people: column(keys::PEOPLE)?,
            note: column(keys::NOTE)?,
        })
    }
}

fn is(value: &Value, text: &str) -> bool {
    matches!(value, Value::Text(found) if found.trim() == text)
}

/// What is filled in beside a field's key and its label; `None` if nothing is.
fn field<'w>(sheet: &'w Sheet, key: &str) -> Option<(Address, &'w Value)> {
    let (key_at, _) = sheet.cells().find(|(_, cell)| is(&cell.value, key))?;
    let right = sheet.row(key_at.row).filter(|(at, _)| at.col > key_at.col);
    let filled = right.filter(|(_, cell)| !wording::content(&cell.value).trim().is_empty());
    filled.map(|(at, cell)| (at, &cell.value)).nth(1)
}

/// A line of the table.
#[derive(Debug, Clone, Copy)]
struct TargetLine<'w> {
    row: u32,
    target: &'w str,
    agency: &'w str,
}

/// Whose increase a line is.
enum Whose {
    Province,
    Agency(AgencyId),
    Nobody,
}

/// The sheet being read, with what was found wrong so far.
struct TargetReading<'w> {
    workbook: &'w Workbook,
    sheet: &'w Sheet,
    table: TargetTable,
    plan: &'w Plan,
    findings: Vec<Finding>,
}

impl<'w> TargetReading<'w> {
    fn report(&mut self, why: Unusable, cells: Vec<Address>) {
        let place = Place { sheet: Some(self.sheet.name.clone()), cells, ..Place::default() };
        self.findings.push(Finding::from(Problem::Unusable(why)).at(place));
    }

    /// The decision's number and day; `None` after reporting why not.
    fn decision(&mut self, year: i32) -> (Option<String>, Option<NaiveDate>) {
        let Some((_, number)) = field(self.sheet, keys::DECISION) else {
            // Whoever has not decided has no day either.
            self.report(Unusable::NoDecision, self.blank_field(keys::DECISION));
            return (None, None);
        };
        let text = wording::content(number).trim().to_owned();
        let has = |is_it: fn(char) -> bool| text.chars().any(is_it);
        if !has(char::is_alphabetic) || !has(|c| c.is_ascii_digit()) || text.contains("...") || text.contains('…') {
            let at = field(self.sheet, keys::DECISION).map(|(at, _)| at);
            self.report(Unusable::NoNumber { found: text.clone() }, at.into_iter().collect());
        }
        (Some(text), self.day(year))
    }

    /// Where a blank field is filled in: above the first column of numbers.
    fn blank_field(&self, key: &str) -> Vec<Address> {
        let at = self.sheet.cells().find(|(_, cell)| is(&cell.value, key)).map(|(at, _)| at);
        at.map(|at| Address::new(at.row, self.table.current)).into_iter().collect()
    }

    fn day(&mut self, year: i32) -> Option<NaiveDate> {
        let Some((at, value)) = field(self.sheet, keys::DECIDED_ON) else {
            self.report(Unusable::NoDay, self.blank_field(keys::DECIDED_ON));
            return None;
        };
        let Some(day) = dates::read(value, self.workbook.date_1904) else {
            self.report(Unusable::NotADay { found: wording::content(value) }, vec![at]);
            return None;
        };
        if !(year - 1..=year).contains(&day.year()) {
            self.report(Unusable::DayOfOtherYear { day, year }, vec![at]);
        }
        Some(day)
    }

    fn lines(&self) -> Vec<TargetLine<'w>> {
        let (sheet, table) = (self.sheet, self.table);
        let text = |row, col| sheet.text(Address::new(row, col)).map_or("", str::trim);
        let rows =
            sheet.cells().filter(|(at, _)| at.row > table.key_row && at.col == table.target).map(|(at, _)| at.row);
        let lines =
            rows.map(|row| TargetLine { row, target: text(row, table.target), agency: text(row, table.agency) });
        lines.filter(|line| !line.target.is_empty()).collect()
    }

    fn targets(&mut self) -> Vec<AssignedTarget> {
        let mut targets: BTreeMap<usize, AssignedTarget> = BTreeMap::new();
        let mut seen: BTreeMap<(&str, &str), u32> = BTreeMap::new();
        let order = self.plan.targets_of();
        let mut wrong: BTreeMap<(Fault, u32), Vec<cell::Cell>> = BTreeMap::new();
        let mut judge = Judge::new(self.workbook, self.workbook);
        for line in self.lines() {
            let code_at = Address::new(line.row, self.table.target);
            if let Some(first) = seen.insert((line.target, line.agency), line.row) {
                self.report(Unusable::LineTwice { first: Address::new(first, self.table.target) }, vec![code_at]);
                continue;
            }
            let Some((of, whose)) = self.known(line) else { continue };
            self.check_name(line.row, of, &whose);
            let mut count = |col: u32| {
                let at = Address::new(line.row, col);
                let standing = judge.standing(self.sheet, at);
                let max_people = self.plan.limits.max_people;
                let (people, faults) = cells::lone_count(self.sheet, at, standing.as_ref(), max_people);
                faults.into_iter().for_each(|(fault, cell)| wrong.entry((fault, col)).or_default().push(cell));
                people
            };
            let target = targets.entry(order.iter().position(|known| *known == of).unwrap_or(0));
            let target = target.or_insert_with(|| nothing(of));
            let current = count(self.table.current);
            let agency = match whose {
                Whose::Province => {
                    (target.current, target.people) = (current, count(self.table.people));
                    target.at = Some(Address::new(line.row, self.table.people));
                    target.note = self.note(line.row);
                    continue;
                }
                Whose::Agency(agency) => Some(agency),
                Whose::Nobody => None,
            };
            let (increase, at) = (count(self.table.increase), Some(Address::new(line.row, self.table.increase)));
            target.parts.push(AssignedPart { agency, increase, current, at });
        }
        self.report_cells(wrong);
        let targets: Vec<AssignedTarget> = targets.into_values().map(in_order).collect();
        self.report_strays(&targets);
        targets
    }

    /// What a line is about; `None` after reporting a code that nobody has.
    fn known(&mut self, line: TargetLine) -> Option<(TargetOf, Whose)> {
        let Some(of) = self.plan.target_of(line.target) else {
            let why = Unusable::UnknownTarget { code: line.target.to_owned() };
            self.report(why, vec![Address::new(line.row, self.table.target)]);
            return None;
        };
        let whose = match line.agency {
            keys::PROVINCE => Whose::Province,
            UNALLOCATED => Whose::Nobody,
            code => match self.plan.agency_by_code(code) {
                Some(agency) => Whose::Agency(agency),
                None => {
                    let why = Unusable::UnknownAgency { code: code.to_owned() };
                    self.report(why, vec![Address::new(line.row, self.table.agency)]);
                    return None;
                }
            },
        };
        Some((of, whose))
    }

    /// What people see on a line must be what its code stands for: hidden columns don't follow where only the others are sorted.
    fn check_name(&mut self, row: u32, of: TargetOf, whose: &Whose) {
        let at = Address::new(row, self.table.label);
        let name = self.sheet.text(at).map_or("", str::trim);
        let names: Vec<String> = match whose {
            Whose::Province => vec![format!("{} {}", of.name(self.plan), self.plan.words.whole)],
            Whose::Nobody => vec![NOBODY.to_owned()],
            Whose::Agency(agency) => self.plan.agency(*agency).names.iter().map(|known| known.name.clone()).collect(),
        };
        let is_known = names.iter().any(|known| text::fold(known) == text::fold(name));
        if let (false, Some(of_code)) = (is_known || name.is_empty(), names.last()) {
            let (name, of_code) = (name.to_owned(), of_code.clone());
            self.report(Unusable::NameDisagrees { name, of_code }, vec![at]);
        }
    }

    /// The line's note, if it can answer a question.
    fn note(&self, row: u32) -> Option<String> {
        let note = self.sheet.text(Address::new(row, self.table.note))?.trim();
        explanation::says_something(note).then(|| note.to_owned())
    }

    /// One finding for the cells of a column with the same fault.
    fn report_cells(&mut self, wrong: BTreeMap<(Fault, u32), Vec<cell::Cell>>) {
        let mut findings: Vec<Finding> = Vec::new();
        for ((fault, col), cells) in wrong {
            let place = Place {
                sheet: Some(self.sheet.name.clone()),
                cells: cells.iter().map(|cell| cell.at).collect(),
                ..Place::default()
            };
            let extent = Extent::SomeOfColumn(self.column_label(col).to_owned());
            findings.push(Finding::from(cell::Problem::Entries(Entries { fault, extent, cells })).at(place));
        }
        findings.sort_by_key(|finding| finding.place.cells.first().copied());
        self.findings.extend(findings);
    }

    /// Numbers that nobody would read. The sheet's own sums are formulas; a sum that is typed is one only where it says the same.
    /// Whether a number stands where one is read: an increase on a part's line, people on the line of the whole. An increase on
    /// that line is the sum that the sheet shows, if it says the same.
    fn is_read(&self, at: Address, value: &Value, targets: &[AssignedTarget]) -> bool {
        let code = |col: u32| self.sheet.text(Address::new(at.row, col)).map_or("", str::trim);
        match (code(self.table.target), code(self.table.agency)) {
            ("", _) => false,
            (_, keys::PROVINCE) if at.col == self.table.increase => {
                let typed = number::count_of(value).and_then(|people| i64::try_from(people).ok());
                let target = targets.iter().find(|target| target.at.is_some_and(|own| own.row == at.row));
                typed.is_some() && typed == target.and_then(AssignedTarget::increase)
            }
            (_, keys::PROVINCE) => at.col == self.table.people,
            _ => at.col == self.table.increase,
        }
    }

    fn report_strays(&mut self, targets: &[AssignedTarget]) {
        let (sheet, table) = (self.sheet, self.table);
        let is_asked = |at: Address| [table.increase, table.people].contains(&at.col) || at.col > table.note;
        let cells = sheet.cells().filter(|(at, cell)| {
            at.row > table.key_row
                && is_asked(*at)
                && cell.formula.is_none()
                && matches!(cell.value, Value::Number(_) | Value::Disguised(..) | Value::Percent(_))
        });
        let strays: Vec<Address> =
            cells.filter(|(at, cell)| !self.is_read(*at, &cell.value, targets)).map(|(at, _)| at).collect();
        if !strays.is_empty() {
            self.report(Unusable::StrayNumber, strays);
        }
    }

    fn column_label(&self, col: u32) -> &'static str {
        match col {
            _ if col == self.table.current => "Đang tham gia",
            _ if col == self.table.increase => "Tăng thêm được giao",
            _ => "Số người được giao",
        }
    }
}

fn nothing(of: TargetOf) -> AssignedTarget {
    AssignedTarget { of, people: None, current: None, at: None, note: None, parts: Vec::new() }
}

/// The parts in the plan's order, whatever order the rows were brought into.
fn in_order(mut target: AssignedTarget) -> AssignedTarget {
    target.parts.sort_by_key(|part| (part.agency.is_none(), part.agency));
    target
}
