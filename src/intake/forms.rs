//! From located tables to counts. Every entered cell is read or named in a finding, every computed cell is kept for the rules,
//! and every number of the file is accounted for.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::account::{self, LocatedForm};
use super::cells;
use super::check_number::{self, FormCheck};
use super::difficulties;
use super::doubled;
use super::explanation;
use super::identify::Identity;
use super::layout;
use super::locate::{self, TablePlaces};
use super::long_words;
use super::lost;
use super::number::read_count;
use super::recalculated::{Judge, StoredResult};
use super::sheets::{self, SheetKind, SheetPage};
use super::sources;
use super::submission::{Computed, Difficulty, EnteredCount, FormData, RowData, SheetAccount, Submission};
use super::texts::{Texts, words};
use crate::plan::{AgencyId, FormId, PlanYear, RowId};
use crate::problem::form::{Problem, Tab};
use crate::problem::{Code, Finding, Place, Problem as ProblemOf, Severity, has_error};
use crate::rollup::Sources;
use crate::value::grid::{Address, Cell, Sheet, Value, Workbook};
use crate::value::wording;

/// Reads every form of the agency. `saved` is the workbook before old fonts were converted; `texts` are those of each sheet.
pub fn read<'w>(
    workbook: &'w Workbook,
    saved: &'w Workbook,
    texts: Vec<Texts<'w>>,
    year: &PlanYear,
    identity: Identity,
) -> (Submission, Vec<Finding>) {
    let pages = sheets::pages(workbook, texts, year, &identity);
    let mut read: Vec<FormSheet> = Vec::new();
    let mut several = Vec::new();
    let mut judge = Judge::new(saved, workbook);
    let whose = (year, identity.agency);
    for form in year.forms_of(identity.agency) {
        let found = pages.iter().filter(|page| page.holds(form));
        let mut found: Vec<FormSheet> = found.map(|page| FormSheet::read(page, whose, form, &mut judge)).collect();
        several.push(choose(year, form, &mut found));
        read.append(&mut found);
    }
    let tables: Vec<LocatedForm> = read.iter().map(FormSheet::table).collect();
    let account = account::account(&pages, &tables, year);
    let of_sources = pages.iter().filter(|page| page.part == SheetKind::Sources).map(|page| page.sheet);
    let code = &year.plan.agency(identity.agency).code;
    let cover = identity.cover_place.as_ref().and_then(|place| workbook.sheets.get(place.sheet));
    let (sources, trouble) = sources::read(&of_sources.collect::<Vec<_>>(), cover, year, code);
    let units = sources::units(sources.as_ref(), trouble.as_ref(), cover, (code, year.plan));
    let is_added_up = units.is_some() || cover.is_some_and(sources::says_added_up);
    let mut findings = Vec::new();
    for (form, several) in year.forms_of(identity.agency).zip(several) {
        findings.extend(several);
        let used = read.iter_mut().find(|sheet| sheet.data.form == form && !sheet.is_copy);
        findings.extend(used.into_iter().flat_map(|sheet| sheet.findings(year, &tables, &account, sources.as_ref())));
    }
    findings.extend(account::findings(&account, &pages, &tables, &judge, year));
    let checks: Vec<FormCheck> = read.iter().filter(|sheet| !sheet.is_copy).map(|sheet| sheet.check.clone()).collect();
    let on_cover =
        identity.cover_place.as_ref().and_then(|place| Some((workbook.sheets.get(place.sheet)?, place.check_number?)));
    let (check_number, differs) = check_number::of_file(&checks, on_cover, whose);
    findings.extend(differs);
    findings.extend(trouble);
    let difficulties = difficulties(&pages);
    findings.extend(long_words::in_difficulties(&difficulties));
    let forms = read.into_iter().filter(|sheet| !sheet.is_copy).map(|sheet| sheet.data).collect();
    let Identity { agency, year, round, cover, .. } = identity;
    let submission = Submission {
        agency,
        year,
        round,
        cover,
        forms,
        difficulties,
        check_number,
        sources: sources.map(Arc::new),
        units,
        is_added_up,
        account,
    };
    (submission, findings)
}

/// One sheet in which a form was found.
struct FormSheet<'w> {
    sheet: &'w Sheet,
    table: TablePlaces,
    /// What is wrong with the table's structure.
    trouble: Vec<Finding>,
    data: FormData,
    check: FormCheck,
    /// Entered cells whose formula's stored result is in doubt.
    standings: BTreeMap<Address, StoredResult>,
    /// Whether this sheet is not read: another one is, or none because they differ.
    is_copy: bool,
}

impl<'w> FormSheet<'w> {
    fn read(page: &SheetPage<'w>, whose: (&PlanYear, AgencyId), form: FormId, judge: &mut Judge<'w>) -> Self {
        let (table, trouble) = locate::locate(page, whose.0, form);
        let mut data = form_data(page.sheet, whose.0, form, &table);
        let check = FormCheck::of(page.sheet, &page.texts, &table, &data, whose);
        let standings = standings(page.sheet, &mut data, judge);
        FormSheet { sheet: page.sheet, table, trouble, data, check, standings, is_copy: false }
    }

    fn table(&self) -> LocatedForm {
        let (form, sheet, table) = (self.data.form, self.sheet.name.clone(), self.table.clone());
        LocatedForm { form, sheet, table, is_copy: self.is_copy }
    }

    /// What is wrong with the form, its structure first.
    fn findings(
        &mut self,
        year: &PlanYear,
        tables: &[LocatedForm],
        account: &[SheetAccount],
        sources: Option<&Sources>,
    ) -> Vec<Finding> {
        let overtyped = self.overtyped_codes(account);
        if year.plan.form(self.data.form).optional && self.is_left_blank() && overtyped.is_empty() {
            return Vec::new();
        }
        let trouble = std::mem::take(&mut self.trouble);
        let mut findings: Vec<Finding> =
            trouble.into_iter().map(|finding| explained_label(finding, &self.data, year)).collect();
        findings.extend(doubled::finding(&self.table(), tables, year));
        findings.extend(lost::findings(self.sheet, year, self.data.form, &self.table, account));
        let is_whole = self.table.doubled_rows.is_empty() && !has_error(&findings);
        if (is_whole || !overtyped.is_empty()) && !self.table.repairs.is_empty() {
            let (sheet, repairs) = (year.plan.form(self.data.form).sheet.clone(), self.table.repairs.clone());
            let place = Place { cells: overtyped, ..place(year, self.data.form, Some(self.sheet.name.clone())) };
            findings.push(Finding::from(Problem::Repaired { sheet, repairs }).at(place));
        }
        findings.extend(cells::check_entries(self.sheet, &self.standings, year, &self.data, sources));
        findings.extend(layout::check(self.sheet, year, &self.data));
        findings.extend(long_words::in_notes(&self.data, self.table.note_column, &self.sheet.name, year));
        findings
    }

    /// The cells in which a number was typed over a code.
    fn overtyped_codes(&self, account: &[SheetAccount]) -> Vec<Address> {
        let unused = account::unused(account, self.sheet).filter(|(code, _)| *code == Code::StructureRepaired);
        unused.map(|(_, number)| number.at).filter(|at| self.table.has_lost_code(at.row)).collect()
    }

    /// Whether nothing was entered: what may be left out is, and its structure doesn't matter.
    fn is_left_blank(&self) -> bool {
        let mut entries = self.data.entries.iter().filter_map(|entry| self.sheet.get(entry.at));
        // The template's totals show nothing while nothing is entered; what is typed over one says otherwise.
        let mut totals = self.data.computed.iter().filter_map(|computed| computed.cell.as_ref());
        entries.all(|cell| cell.formula.is_none() && is_blank(cell))
            && totals.all(|cell| cell.formula.is_some() || is_blank(cell))
    }

    /// Counts and notes, by which two sheets of a form are compared.
    fn contents(&self) -> impl PartialEq + use<'w> {
        let content = |entry: &EnteredCount| match entry.people() {
            Some(people) => people.to_string(),
            None => self.sheet.get(entry.at).map(|cell| wording::content(&cell.value)).unwrap_or_default(),
        };
        let entries = self.data.entries.iter().map(|entry| (entry.row, entry.column, content(entry)));
        let notes = self.data.rows.iter().map(|row| row.as_ref().and_then(|row| row.note.clone()));
        (entries.collect::<Vec<_>>(), notes.collect::<Vec<_>>())
    }
}

fn is_blank(cell: &Cell) -> bool {
    wording::content(&cell.value).trim().is_empty()
}

/// The query about changed labels with the notes that answer it: those of its rows, or of the first row for columns.
fn explained_label(finding: Finding, data: &FormData, year: &PlanYear) -> Finding {
    let rows: Vec<RowId> = match &finding.problem {
        ProblemOf::Form(Problem::RowLabelsChanged(lines)) => {
            let rows = lines
                .iter()
                .filter_map(|line| year.row_ids(data.form).find(|id| year.row(data.form, *id).code == line.code));
            rows.collect()
        }
        ProblemOf::Form(Problem::ColumnLabelsChanged(_)) => year.entered_rows(data.form).take(1).collect(),
        _ => return finding,
    };
    explanation::explain(finding, data, &rows)
}

fn place(year: &PlanYear, form: FormId, sheet: Option<String>) -> Place {
    Place { sheet, form: Some(year.plan.form(form).code.clone()), ..Place::default() }
}

/// Decides which sheet of a form is read and marks the others: the first of several with the same contents, none if they differ.
/// Returns a finding unless there is exactly one sheet.
fn choose(year: &PlanYear, form: FormId, found: &mut [FormSheet]) -> Option<Finding> {
    let plan_form = year.plan.form(form);
    match found {
        [] if plan_form.optional => None,
        [] => {
            let (sheet, number) = (plan_form.sheet.clone(), plan_form.number.clone());
            Some(Finding::from(Problem::SheetMissing { sheet, number }).at(place(year, form, None)))
        }
        [_] => None,
        [first, rest @ ..] => {
            let is_same = rest.iter().all(|sheet| sheet.contents() == first.contents());
            rest.iter_mut().for_each(|sheet| sheet.is_copy = true);
            first.is_copy = !is_same;
            let sheets: Vec<Tab> = found.iter().map(|sheet| sheet.sheet.into()).collect();
            let place = place(year, form, Some(sheets[0].name.clone()));
            let problem = Problem::SheetDuplicated { sheet: plan_form.sheet.clone(), sheets, is_same };
            let severity = if is_same { Severity::Note } else { Severity::Error };
            Some(Finding::from(problem).severity(severity).at(place))
        }
    }
}

/// Judges the formulas in entered cells. A count is withheld if the stored result isn't what the formula gives.
fn standings(sheet: &Sheet, data: &mut FormData, judge: &mut Judge<'_>) -> BTreeMap<Address, StoredResult> {
    let mut standings = BTreeMap::new();
    for entry in &mut data.entries {
        let Some(standing) = judge.standing(sheet, entry.at) else { continue };
        entry.is_withheld |= !matches!(standing, StoredResult::MayBeOld(_));
        standings.insert(entry.at, standing);
    }
    standings
}

/// Everything in the located table, before anything is checked.
fn form_data(sheet: &Sheet, year: &PlanYear, form: FormId, table: &TablePlaces) -> FormData {
    let max_people = year.plan.limits.max_people;
    let plan_form = year.plan.form(form);
    let row_data = |at: u32| RowData { at, note: note(sheet, table, at) };
    let computed_cell =
        |row, column, at| Computed { row, column, at, cell: sheet.get(at).cloned(), is_swallowed: false };
    let mut entries = Vec::new();
    let mut computed = Vec::new();
    for row in year.row_ids(form) {
        let Some(at_row) = table.row(row) else { continue };
        for column in year.column_ids(form) {
            let Some(at) = table.column(column).map(|col| Address::new(at_row, col)) else { continue };
            if year.row(form, row).is_entered() {
                let value = sheet.get(at).map_or(&Value::Blank, |cell| &cell.value);
                let (reading, is_text) = (read_count(value, max_people), matches!(value, Value::Text(_)));
                entries.push(EnteredCount { row, column, at, reading, is_text, is_withheld: false });
            } else {
                computed.push(computed_cell(row, Some(column), at));
            }
        }
        if let (Some(col), true) = (table.result_column, plan_form.result.is_some()) {
            let at = Address::new(at_row, col);
            computed.push(computed_cell(row, None, at));
        }
    }
    let mut data = FormData {
        form,
        sheet: sheet.name.as_str().into(),
        rows: year.row_ids(form).map(|id| table.row(id).map(row_data)).collect(),
        columns: table.columns.clone(),
        result_column: table.result_column,
        entries,
        computed,
    };
    mark_swallowed(&mut data, sheet);
    data
}

/// Nobody can tell whose number a merged cell shows.
fn mark_swallowed(data: &mut FormData, sheet: &Sheet) {
    let merges = layout::swallowing_merges(sheet, data);
    for entry in data.entries.iter_mut().filter(|entry| merges.iter().any(|area| area.contains(entry.at))) {
        entry.is_withheld = true;
    }
    for computed in &mut data.computed {
        computed.is_swallowed = merges.iter().any(|area| area.covers(computed.at));
    }
}

/// What the agency wrote beside a row, typed as a number or not.
fn note(sheet: &Sheet, table: &TablePlaces, row: u32) -> Option<String> {
    words(&sheet.get(Address::new(row, table.note_column?))?.value).map(|note| note.trim().to_owned())
}

/// Difficulties and proposals, row by row; those of a copied sheet are taken once.
fn difficulties(pages: &[SheetPage]) -> Vec<Difficulty> {
    let mut found: Vec<Difficulty> = Vec::new();
    for page in pages.iter().filter(|page| page.part == SheetKind::Difficulties) {
        let Some(head) = difficulties::head(page.sheet, &page.texts) else { continue };
        let new: Vec<Difficulty> = difficulties::read(page.sheet, head)
            .into_iter()
            .filter(|new| {
                !found.iter().any(|old| {
                    old.sheet != new.sheet && (&old.difficulty, &old.proposal) == (&new.difficulty, &new.proposal)
                })
            })
            .collect();
        found.extend(new);
    }
    found
}
