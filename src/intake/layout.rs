//! What a sheet's layout does to its numbers: merged ranges over entered cells, hidden entered cells, and comments or text
//! boxes with figures that nothing reads.

use std::collections::BTreeSet;

use super::number::Reading;
use super::submission::{EnteredCount, FormData};
use crate::plan::PlanYear;
use crate::problem::form::{Hidden, Problem};
use crate::problem::{Code, Finding, Place};
use crate::value::grid::{Address, Area, LooseKind, LooseText, Sheet};

/// The findings about the layout of a form's sheet.
pub fn check(sheet: &Sheet, year: &PlanYear, data: &FormData) -> Vec<Finding> {
    let form = FormLooks { sheet, year, data };
    let mut findings: Vec<Finding> = form.merged(&swallowing_merges(sheet, data)).into_iter().collect();
    findings.extend(form.hidden_sheet());
    findings.extend(form.hidden_rows());
    findings.extend(form.filtered_rows());
    findings.extend(form.hidden_columns());
    findings.extend(form.loose_texts());
    findings
}

/// Merged ranges that hide an input cell, or that join it with a total: nobody can tell whose number they show.
pub fn swallowing_merges(sheet: &Sheet, data: &FormData) -> Vec<Area> {
    let areas: BTreeSet<Area> = sheet
        .layout
        .merged
        .iter()
        .filter(|area| {
            data.entries.iter().any(|entry| area.covers(entry.at))
                || data.entries.iter().any(|entry| entry.at == area.first)
                    && data.computed.iter().any(|computed| area.covers(computed.at))
        })
        .copied()
        .collect();
    areas.into_iter().collect()
}

/// Whether the merge explains what is wrong with an entered cell: it covers the cell, or the merged cell is blank.
pub fn is_swallowed(entry: &EnteredCount, merges: &[Area]) -> bool {
    let is_blank = entry.reading == Reading::Blank;
    merges.iter().any(|area| area.covers(entry.at) || area.contains(entry.at) && is_blank)
}

/// A form in the sheet where it was found.
struct FormLooks<'a> {
    sheet: &'a Sheet,
    year: &'a PlanYear<'a>,
    data: &'a FormData,
}

impl FormLooks<'_> {
    /// One finding for all merged ranges that swallow entered cells; `None` if there are none.
    fn merged(&self, areas: &[Area]) -> Option<Finding> {
        let is_merged = |at: Address| areas.iter().any(|area| area.contains(at));
        let entries = self.entries(|entry| is_merged(entry.at));
        let totals = self.data.computed.iter().map(|computed| computed.at).filter(|at| is_merged(*at));
        let mut cells: Vec<Address> = entries.iter().map(|entry| entry.at).chain(totals).collect();
        cells.sort_unstable();
        let firsts: BTreeSet<Address> = areas.iter().map(|area| area.first).collect();
        let contents = firsts.into_iter().filter_map(|at| Some(self.sheet.get(at)?.value.clone()));
        let problem = Problem::Merged {
            areas: areas.to_vec(),
            n_cells: cells.len(),
            has_totals: cells.len() != entries.len(),
            contents: contents.collect(),
        };
        let place = Place { cells, ..self.place(&entries) };
        (!areas.is_empty()).then(|| Finding::from(problem).at(place))
    }

    fn hidden_sheet(&self) -> Option<Finding> {
        (!self.sheet.visible).then(|| self.hidden(Hidden::Sheet(self.sheet.into()), &[]))
    }

    fn hidden_rows(&self) -> Option<Finding> {
        let (entries, rows) = self.entries_in(&self.sheet.layout.hidden_rows)?;
        Some(self.hidden(Hidden::Rows(rows), &entries))
    }

    fn filtered_rows(&self) -> Option<Finding> {
        let (entries, rows) = self.entries_in(&self.sheet.layout.filtered_rows)?;
        Some(self.hidden(Hidden::Filtered(rows), &entries))
    }

    fn hidden_columns(&self) -> Option<Finding> {
        let hidden = &self.sheet.layout.hidden_columns;
        let entries = self.entries(|entry| hidden.contains(&entry.at.col));
        let columns = entries.iter().map(|entry| entry.at.col).collect();
        (!entries.is_empty()).then(|| self.hidden(Hidden::Columns(columns), &entries))
    }

    fn loose_texts(&self) -> Option<Finding> {
        let with_digit = &self.sheet.layout.texts.with_digit;
        let mut texts: Vec<LooseText> = with_digit.iter().filter(|text| !is_own(text)).cloned().collect();
        texts.sort_by_key(|text| (text.at.is_none(), text.at));
        let cells = texts.iter().filter_map(|text| text.at).collect();
        let place = Place { cells, ..self.place(&[]) };
        (!texts.is_empty()).then(|| Finding::from(Problem::LooseTexts(texts)).at(place))
    }

    fn entries(&self, test: impl Fn(&EnteredCount) -> bool) -> Vec<&EnteredCount> {
        self.data.entries.iter().filter(|entry| test(entry)).collect()
    }

    /// The entered cells in some of the sheet's rows, and these rows as people count them; `None` if there are none.
    fn entries_in(&self, rows: &BTreeSet<u32>) -> Option<(Vec<&EnteredCount>, BTreeSet<u32>)> {
        let entries = self.entries(|entry| rows.contains(&entry.at.row));
        let rows: BTreeSet<u32> = entries.iter().map(|entry| entry.at.row + 1).collect();
        (!rows.is_empty()).then_some((entries, rows))
    }

    /// A note of entered cells no one sees, with what stands in them.
    fn hidden(&self, what: Hidden, entries: &[&EnteredCount]) -> Finding {
        let contents = entries.iter().filter_map(|entry| Some(self.sheet.get(entry.at)?.value.clone())).collect();
        Finding::from(Problem::Hidden { what, contents }).at(self.place(entries))
    }

    /// These entered cells, or the sheet as a whole.
    fn place(&self, entries: &[&EnteredCount]) -> Place {
        match entries {
            [] => Place {
                sheet: Some(self.sheet.name.clone()),
                form: Some(self.year.plan.form(self.data.form).code.clone()),
                ..Place::default()
            },
            [first, ..] => {
                let cells = entries.iter().map(|entry| entry.at).collect();
                self.data.place(self.year, first.row, Some(first.column), cells)
            }
        }
    }
}

/// Whether a comment is one of our own marks, copied without its frame: it begins with a finding code.
fn is_own(loose: &LooseText) -> bool {
    let word = loose.text.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default();
    loose.kind == LooseKind::Comment && Code::parse(word).is_some()
}
