//! The sheets of sources that people read: whether they still say what was added up.

use std::collections::BTreeMap;

use crate::problem::rollup::RollupProblem;
use crate::problem::{Finding, Place};
use crate::rollup::{self, HIDDEN_SHEET, Line, LinePlace, SHEET, Sources, StatedExtent};
use crate::value::grid::{Address, Cell, Sheet, Value};
use crate::value::wording;

/// The cell that says from how many units the return was added up.
const EXTENT_CELL: Address = Address { row: 1, col: 0 };

/// The first thing on the sheets for people that isn't what was written; `None` if all is.
pub fn changed(shown: &[&Sheet], sources: &Sources) -> Option<Finding> {
    let lines = rollup::lines(sources);
    let notes = sources.notes_of_units();
    let by_sheet: Vec<&[(LinePlace, Line)]> = lines.chunk_by(|(a, _), (b, _)| a.sheet == b.sheet).collect();
    if shown.len() < by_sheet.len() {
        return Some(gone(rollup::sheet_name(SHEET, shown.len())));
    }
    let of_sheet = |(sheet, lines): (&&Sheet, &&[(LinePlace, Line)])| {
        ShownSheet { sheet, lines, sources, notes: &notes }.changed()
    };
    shown.iter().zip(&by_sheet).find_map(of_sheet)
}

/// That a sheet for people is gone.
fn gone(sheet: String) -> Finding {
    let place = Place { sheet: Some(HIDDEN_SHEET.to_owned()), ..Place::default() };
    Finding::from(RollupProblem::SheetGone { sheet }).at(place)
}

/// Whether the return, or a unit of it, was added up from so many.
pub fn is_true(extent: StatedExtent, sources: &Sources) -> bool {
    let own = (sources.accepted, sources.expected);
    extent == own || sources.collecting.iter().any(|unit| extent == (unit.accepted, unit.expected))
}

/// That a cell says something else than was written.
pub fn text_changed(sheet: &Sheet, at: Address, expected: String) -> Finding {
    let found = sheet.get(at).map(|cell| wording::content(&cell.value)).unwrap_or_default();
    let place = Place { sheet: Some(sheet.name.clone()), cells: vec![at], ..Place::default() };
    Finding::from(RollupProblem::SheetTextChanged { sheet: sheet.name.clone(), found, expected }).at(place)
}

/// One of the sheets, with what was written on it.
struct ShownSheet<'a> {
    sheet: &'a Sheet,
    lines: &'a [(LinePlace, Line)],
    sources: &'a Sources,
    notes: &'a BTreeMap<(&'a str, &'a str, &'a str), &'a str>,
}

impl ShownSheet<'_> {
    fn changed(&self) -> Option<Finding> {
        self.changed_number()
            .or_else(|| self.changed_text())
            .or_else(|| self.false_statement())
            .or_else(|| self.statement_gone())
            .or_else(|| self.changed_row())
    }

    /// Whether all of the sheet was read: beyond that nobody can say what is missing.
    fn is_read_whole(&self) -> bool {
        self.sheet.n_beyond == 0
    }

    fn stated(&self, at: Address) -> Vec<StatedExtent> {
        self.sheet.text(at).map(rollup::stated_extents).unwrap_or_default()
    }

    fn text_changed(&self, at: Address, expected: String) -> Finding {
        text_changed(self.sheet, at, expected)
    }

    /// The first text that says another number of units than were added up.
    fn false_statement(&self) -> Option<Finding> {
        let is_false = |at: &Address| self.stated(*at).iter().any(|extent| !is_true(*extent, self.sources));
        let at = self.sheet.cells().map(|(at, _)| at).find(is_false)?;
        Some(self.text_changed(at, self.sources.extent()))
    }

    /// That the heading no longer says from how many units.
    fn statement_gone(&self) -> Option<Finding> {
        let own = (self.sources.accepted, self.sources.expected);
        let is_said = self.stated(EXTENT_CELL).contains(&own);
        (!is_said).then(|| self.text_changed(EXTENT_CELL, self.sources.extent()))
    }

    /// The first heading of a row that no longer names the row's code.
    fn changed_row(&self) -> Option<Finding> {
        self.lines.iter().filter(|_| self.is_read_whole()).find_map(|(place, line)| {
            let Line::Row(form, cell) = *line else { return None };
            let code = &self.sources.forms[form].cells[cell].0;
            let at = Address::new(place.row, 0);
            let is_named = self.sheet.text(at).is_some_and(|text| text.contains(code.as_str()));
            (!is_named).then(|| self.text_changed(at, format!("… mã {code}")))
        })
    }

    /// The first unit that isn't called as it was, or its file, or its note.
    fn changed_text(&self) -> Option<Finding> {
        self.lines.iter().filter(|_| self.is_read_whole()).find_map(|(place, line)| {
            let Line::Unit { form, cell, unit, .. } = *line else { return None };
            let (at, expected) =
                self.texts(place.row, form, cell, unit).into_iter().find(|(at, expected)| !self.says(*at, expected))?;
            Some(self.text_changed(at, expected))
        })
    }

    /// Whether a cell says something, but for white space.
    fn says(&self, at: Address, expected: &str) -> bool {
        let found = self.sheet.get(at).map(|cell| wording::content(&cell.value)).unwrap_or_default();
        found.split_whitespace().eq(expected.split_whitespace())
    }

    /// What stands in words on a unit's line, and where.
    fn texts(&self, row: u32, form: usize, cell: usize, unit: usize) -> Vec<(Address, String)> {
        let of_form = &self.sources.forms[form];
        let of_unit = &of_form.units[unit];
        let at = |col: u16| Address::new(row, col.into());
        let note = rollup::note_col(self.sources).map(|col| {
            let note = self.notes.get(&(&*of_form.form, &*of_form.cells[cell].0, &*of_unit.unit));
            (at(col), note.map(|note| rollup::shown_note(note)).unwrap_or_default())
        });
        let file = (at(rollup::file_col(self.sources)), of_form.file_words(unit, cell));
        [(at(1), of_unit.name.clone()), file].into_iter().chain(note).collect()
    }

    /// The numbers of units and their sums as they were added up, row by row.
    fn numbers(&self) -> Vec<(Address, u64)> {
        let mut numbers: Vec<(Address, u64)> = Vec::new();
        for (place, line) in self.lines {
            let (form, cell, unit) = match *line {
                Line::Unit { form, cell, unit, .. } => (form, cell, Some(unit)),
                Line::Total { form, cell, .. } => (form, cell, None),
                _ => continue,
            };
            let of_form = &self.sources.forms[form];
            for (col, cell) in (u32::from(rollup::first_count_col())..).zip(of_form.row_cells(cell)) {
                let people = match unit {
                    Some(unit) => of_form.count(unit, cell).map(|count| count.people),
                    None => of_form.sum(cell),
                };
                let at = Address::new(place.row, col);
                numbers.extend(people.filter(|_| !is_uncalculated(self.sheet, at)).map(|people| (at, people)));
            }
        }
        numbers
    }

    /// The first number that isn't what was added up; `None` if all are. What a unit wrote beside its row may well be a number.
    fn changed_number(&self) -> Option<Finding> {
        let note_col = rollup::note_col(self.sources).map(u32::from);
        let mut expected = self.numbers().into_iter().peekable();
        let is_number = |cell: &Cell| matches!(cell.value, Value::Number(_)) || is_typed_number(&cell.value);
        let is_of_table = |at: Address| at.row >= rollup::TOP && at.col > 0 && Some(at.col) != note_col;
        for (at, cell) in self.sheet.cells().filter(|(at, cell)| is_of_table(*at) && is_number(cell)) {
            if let Some((missing, people)) = expected.next_if(|(next, _)| (next.row, next.col) < (at.row, at.col)) {
                return Some(self.number_changed(missing, (None, Some(people))));
            }
            let people = expected.next_if(|(next, _)| *next == at).map(|(_, people)| people);
            let shown = wording::content(&cell.value);
            if people.is_none_or(|people| shown != people.to_string()) {
                return Some(self.number_changed(at, (Some(shown), people)));
            }
        }
        let (at, people) = expected.next().filter(|_| self.is_read_whole())?;
        Some(self.number_changed(at, (None, Some(people))))
    }

    fn number_changed(&self, at: Address, first: (Option<String>, Option<u64>)) -> Finding {
        let place = Place { sheet: Some(self.sheet.name.clone()), cells: vec![at], ..Place::default() };
        Finding::from(RollupProblem::SheetChanged { sheet: self.sheet.name.clone(), first }).at(place)
    }
}

/// Whether a formula stands there without its result, as some programs save it.
fn is_uncalculated(sheet: &Sheet, at: Address) -> bool {
    sheet.get(at).is_some_and(|cell| cell.formula.is_some() && cell.value == Value::Blank)
}

/// Whether a text is nothing but digits.
fn is_typed_number(value: &Value) -> bool {
    matches!(value, Value::Text(text) if !text.trim().is_empty() && text.trim().bytes().all(|byte| byte.is_ascii_digit()))
}
