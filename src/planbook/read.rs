//! A plan workbook → the plan. Every problem is collected with its sheet and cell; a workbook that has any makes no plan.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::form_sheet::FORM_TITLE;
use super::items::PROPOSAL;
use super::sheet_reading::{SheetReading, shown};
use super::sheets::{GUIDE, SHEETS, TITLE_ROW, TO_DECIDE};
use super::spec::{SheetLayout, SheetSpec};
use super::tree::{NodeTable, Spot, plan_text};
use super::{beside, form_reading, item_reading, table_reading};
use crate::intake::{container, reader};
use crate::plan::book_fault::BookFault;
use crate::plan::fault::{Fault, Faults, What};
use crate::plan::places::CellPlace;
use crate::plan::{Plan, load_placed};
use crate::problem::{Audience, Finding, file};
use crate::value::grid::{Address, Sheet, Workbook};
use crate::value::text;

/// As many lines as a sheet may have: one for each commune of the country, with room.
const MAX_ROWS: u32 = 200_000;

/// Reads a plan from a workbook, `.xlsx`, `.xls` or `.ods`.
///
/// # Errors
///
/// All that is wrong with it, by sheet and cell.
pub fn read(bytes: &[u8]) -> Result<Plan, Faults> {
    plan_of(&open(bytes)?)
}

/// The plan in a workbook that could be opened.
pub fn plan_of(workbook: &Workbook) -> Result<Plan, Faults> {
    let names: Vec<String> = workbook.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let mut root = NodeTable::default();
    let mut reading = BookReading { workbook, language: item_reading::language(workbook), faults: Vec::new() };
    reading.read(&mut root);
    let (text, places) = plan_text(&root, names);
    if reading.faults.is_empty() {
        return load_placed(&text, &places);
    }
    let of_plan = beside::faults(&root, &reading.faults, &text, &places);
    reading.faults.retain(|(_, fault)| !beside::follows(fault, &of_plan));
    let of_cells = reading.faults.into_iter().map(|(spot, fault)| (spot, in_workbook(fault, None)));
    let mut all: Vec<(Option<Spot>, Fault)> = of_cells.chain(of_plan).collect();
    all.sort_by_key(|(spot, _)| *spot);
    let placed =
        |(spot, fault): (Option<Spot>, Fault)| Fault { cell: spot.map(|spot| spot.place(&places.sheets)), ..fault };
    Err(Faults(all.into_iter().map(placed).collect()))
}

fn in_workbook(fault: BookFault, cell: Option<CellPlace>) -> Fault {
    Fault { line: 0, cell, what: What::InWorkbook(fault) }
}

/// The cells of a workbook.
pub fn open(bytes: &[u8]) -> Result<Workbook, Faults> {
    let file =
        container::open(bytes, MAX_ROWS).map_err(|refusal| unopened(&file::Problem::Refused(refusal).into(), None))?;
    reader::read_forms(&file.bytes, file.format, MAX_ROWS).map_err(|error| {
        let cell = error.sheet.clone().map(|sheet| CellPlace { sheet, cell: error.cell() });
        unopened(&file::Problem::Unreadable(error).into(), cell)
    })
}

/// What a file that can't be read is told as.
fn unopened(finding: &Finding, cell: Option<CellPlace>) -> Faults {
    let what = finding.words(Audience::Officer).message;
    let how = "Mở bằng Excel hoặc LibreOffice, ghi lại thành tệp .xlsx không đặt mật khẩu, rồi chạy lại".to_owned();
    Faults(vec![in_workbook(BookFault::Unopened { what, how }, cell)])
}

/// The workbook on its way to a plan, and what was found wrong so far.
struct BookReading<'w> {
    workbook: &'w Workbook,
    /// The version of the plan's language that it was written in.
    language: u32,
    /// Without a place what the whole workbook lacks.
    faults: Vec<(Option<Spot>, BookFault)>,
}

impl<'w> BookReading<'w> {
    fn read(&mut self, root: &mut NodeTable) {
        let by_name = self.by_name();
        let is_known = |spec: &SheetSpec| by_name.contains_key(spec.name) && !matches!(spec.layout, SheetLayout::Forms);
        if !SHEETS.iter().any(is_known) {
            self.faults.push((None, BookFault::NoPlan));
            return;
        }
        let lower = self.begin_lower();
        for spec in SHEETS {
            if by_name.get(spec.name).is_some_and(|n| lower.contains(n)) {
                mark_unread(spec, root);
                continue;
            }
            match (spec.layout, by_name.get(spec.name)) {
                (SheetLayout::Forms, _) => self.forms(root),
                (_, Some(n)) if !is_form(&self.workbook.sheets[*n]) => self.sheet(spec, *n, root),
                _ if spec.since > self.language => (),
                _ => match self.renamed(spec) {
                    Some(n) => {
                        let spot = Spot { sheet: n, at: Address::new(TITLE_ROW, 0) };
                        self.faults.push((Some(spot), BookFault::SheetRenamed { sheet: spec.name.to_owned() }));
                        self.sheet(spec, n, root);
                    }
                    None => self.missing(spec, root),
                },
            }
        }
        if lower.iter().any(|n| SHEETS.iter().all(|spec| spec.name != name_of(&self.workbook.sheets[*n]))) {
            root.lost.insert("form");
        }
        self.unknown_sheets(&lower);
        add_what_is_needed(root);
    }

    /// The sheets by their names. Of two that are called the same, but for how their marks are typed, the later is told.
    fn by_name(&mut self) -> BTreeMap<Cow<'w, str>, usize> {
        let mut by_name = BTreeMap::new();
        for (n, sheet) in self.workbook.sheets.iter().enumerate() {
            match by_name.entry(name_of(sheet)) {
                Entry::Vacant(place) => _ = place.insert(n),
                Entry::Occupied(known) => {
                    let (spot, sheet) = (Spot { sheet: n, at: Address::new(0, 0) }, known.key().to_string());
                    self.faults.push((Some(spot), BookFault::SheetTwice { sheet }));
                }
            }
        }
        by_name
    }

    /// The sheet of another name that has the title of one.
    fn renamed(&self, spec: &SheetSpec) -> Option<usize> {
        let is_it = |sheet: &Sheet| {
            let is_titled = shown(sheet, Address::new(TITLE_ROW, 0)).is_some_and(|title| title == spec.title);
            is_titled && SHEETS.iter().all(|known| known.name != name_of(sheet)) && !is_form(sheet)
        };
        self.workbook.sheets.iter().position(is_it)
    }

    /// The sheets whose title stands below blank rows, each said once.
    fn begin_lower(&mut self) -> Vec<usize> {
        let mut lower = Vec::new();
        for (n, sheet) in self.workbook.sheets.iter().enumerate() {
            let filled = sheet.cells().find(|(at, _)| sheet.text(*at).is_some_and(|text| !text.trim().is_empty()));
            let Some((at, _)) = filled.filter(|(at, _)| at.row > TITLE_ROW && at.col == 0) else { continue };
            let title = shown(sheet, at).unwrap_or_default();
            if title == FORM_TITLE || SHEETS.iter().any(|spec| spec.title == title) {
                let spot = Spot { sheet: n, at };
                self.faults.push((Some(spot), BookFault::BeginsLower { row: at.row + 1 }));
                lower.push(n);
            }
        }
        lower
    }

    fn missing(&mut self, spec: &SheetSpec, root: &mut NodeTable) {
        mark_unread(spec, root);
        self.faults.push((None, BookFault::SheetMissing { sheet: spec.name.to_owned() }));
    }

    fn sheet(&mut self, spec: &SheetSpec, n: usize, root: &mut NodeTable) {
        let mut reading = SheetReading::new(self.workbook, n, self.language);
        reading.check_looks();
        match spec.layout {
            SheetLayout::Items(sections) => item_reading::read(&mut reading, spec, sections, root),
            SheetLayout::Table(block) => table_reading::read(&mut reading, spec, &block, root),
            SheetLayout::Forms => (),
        }
        self.faults.extend(reading.finish());
    }

    fn forms(&mut self, root: &mut NodeTable) {
        for (n, _) in self.workbook.sheets.iter().enumerate().filter(|(_, sheet)| is_form(sheet)) {
            let mut reading = SheetReading::new(self.workbook, n, self.language);
            reading.check_looks();
            form_reading::read(&mut reading, root);
            self.faults.extend(reading.finish());
        }
    }

    /// A sheet that is none of a plan's might hold what somebody meant to be in it.
    fn unknown_sheets(&mut self, known: &[usize]) {
        let is_known = |sheet: &Sheet| {
            let name = name_of(sheet);
            let is_named = SHEETS.iter().any(|spec| spec.name == name && !matches!(spec.layout, SheetLayout::Forms));
            is_named || is_form(sheet) || matches!(name.as_ref(), GUIDE | TO_DECIDE)
        };
        let renamed: Vec<usize> = SHEETS.iter().filter_map(|spec| self.renamed(spec)).collect();
        for (n, sheet) in self.workbook.sheets.iter().enumerate().filter(|(_, sheet)| !is_known(sheet)) {
            if renamed.contains(&n) || known.contains(&n) {
                continue;
            }
            let known = SHEETS.iter().map(|spec| spec.name.to_owned()).collect();
            let spot = Spot { sheet: n, at: Address::new(0, 0) };
            self.faults.push((Some(spot), BookFault::UnknownSheet { name: sheet.name.clone(), known }));
        }
    }
}

/// Nothing can be said of what belongs to the lists of a sheet that isn't read.
fn mark_unread(spec: &SheetSpec, root: &mut NodeTable) {
    match spec.layout {
        SheetLayout::Table(block) => _ = root.unread.insert(block.path),
        SheetLayout::Items(sections) => root.unread.extend(sections.iter().map(|section| section.path)),
        SheetLayout::Forms => (),
    }
}

/// A sheet's name with its marks on their letters, as some systems type them apart.
fn name_of(sheet: &Sheet) -> Cow<'_, str> {
    text::composed(&sheet.name)
}

fn is_form(sheet: &Sheet) -> bool {
    shown(sheet, Address::new(TITLE_ROW, 0)).is_some_and(|title| title == FORM_TITLE)
}

/// A plan has its lists and its labour force even where nothing of them could be read: what is wrong is said where it is looked for.
fn add_what_is_needed(root: &mut NodeTable) {
    let nowhere = Spot { sheet: 0, at: Address::new(0, 0) };
    for path in root.unread.clone().into_iter().filter(|path| !path.contains('.')) {
        root.put_empty_list(path, nowhere);
    }
    for tier in root.tables_mut("tier") {
        let spot = tier.cells.first().map_or(nowhere, |(_, spot)| *spot);
        tier.list("group", spot);
        for group in tier.tables_mut("group") {
            group.list("units", spot);
        }
    }
    if let Some((_, spot)) = root.cells.iter().find(|(key, _)| key == LABOUR_FORCE_COLUMN) {
        let spot = *spot;
        root.map(PROPOSAL.path, spot).map(LABOUR_FORCE, spot);
    }
}

const LABOUR_FORCE: &str = "labour_force";
const LABOUR_FORCE_COLUMN: &str = "proposal.labour_force.column";
