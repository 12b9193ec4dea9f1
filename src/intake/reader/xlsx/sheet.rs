//! One sheet's part: its cells with values and formulas, and what hides, merges or filters them.

use std::borrow::Cow;
use std::collections::HashMap;

use super::cell::{self, CellType, SheetContext};
use super::formula::{Shift, moved};
use super::letters;
use super::part::{PartResult, PartsTally, invalid, says, unsigned};
use super::strings::{read_rich, unescaped};
use super::styles::Styles;
use crate::intake::reader::kept::{Budget, Cells, LEAST_HEIGHT, LEAST_WIDTH, MAX_MERGED};
use crate::intake::reader::legible;
use crate::ooxml::walk::Walk;
use crate::ooxml::xml::{FaultKind, Namespace};
use crate::problem::unreadable::{Cause, Invalid, Twice};
use crate::value::grid::{Address, Area, Cell, Layout, LongRows, LongSheet, MAX_COLUMNS, MAX_ROWS, Sheet, Value};

/// How many cells may be looked at to find those of formulas that fill a range.
const MAX_FILLED: usize = 1_000_000;

/// Reads a sheet; its name is the workbook's to give.
pub(super) fn read(text: &str, tally: &mut PartsTally, known: &SheetContext, budget: &mut Budget) -> PartResult<Sheet> {
    let mut walk = tally.walk(text, "worksheet")?;
    let mut looks = Looks::default();
    let mut rows = None;
    while let Some(name) = walk.child()? {
        match name {
            "sheetData" if rows.is_some() => return Err(Cause::Twice(Twice::Element("sheetData"))),
            "sheetData" => {
                let mut reader = SheetRows { are_low: looks.are_rows_low, ..SheetRows::new(known, tally, budget) };
                reader.read(&mut walk)?;
                rows = Some(reader.finish()?);
            }
            "sheetFormatPr" => {
                looks.read_defaults(&walk)?;
                walk.leave()?;
            }
            "cols" => looks.read_columns(&mut walk)?,
            "mergeCells" => looks.read_merges(&mut walk)?,
            "autoFilter" => looks.read_filter(&mut walk)?,
            "conditionalFormatting" => looks.read_conditional(&mut walk, &known.styles)?,
            _ => walk.leave()?,
        }
    }
    tally.end(walk)?;
    let (mut sheet, hidden_rows) = rows.unwrap_or_else(|| (Sheet::new("", true, Vec::new()), Layout::default()));
    sheet.layout = looks.with(hidden_rows);
    Ok(sheet)
}

/// What a sheet says beside its rows.
#[derive(Default)]
struct Looks {
    hidden_columns: Vec<bool>,
    /// Whether columns are too narrow, and rows too low, to show anything unless they say something else.
    are_columns_narrow: bool,
    are_rows_low: bool,
    /// How many descriptions of columns there were.
    n_descriptions: u32,
    merged: Vec<Area>,
    filter: Option<Area>,
    unseen_on_condition: Vec<Area>,
}

impl Looks {
    fn with(mut self, rows: Layout) -> Layout {
        if self.are_columns_narrow {
            self.hidden_columns.resize(MAX_COLUMNS as usize, true);
        }
        let hidden = (0..MAX_COLUMNS).zip(self.hidden_columns).filter(|(_, is_hidden)| *is_hidden);
        let hidden_columns = hidden.map(|(column, _)| column).collect();
        let mut layout =
            Layout { hidden_columns, merged: self.merged, unseen_on_condition: self.unseen_on_condition, ..rows };
        self.filter.into_iter().for_each(|filter| layout.filter_rows(filter));
        layout
    }

    /// How wide columns and how high rows are that don't say it. A height that nobody set is that of the letters.
    fn read_defaults(&mut self, walk: &Walk<'_>) -> PartResult<()> {
        self.are_columns_narrow = is_tiny(walk, "defaultColWidth", LEAST_WIDTH);
        self.are_rows_low = says(walk, "customHeight")? && is_tiny(walk, "defaultRowHeight", LEAST_HEIGHT);
        Ok(())
    }

    fn read_columns(&mut self, walk: &mut Walk<'_>) -> PartResult<()> {
        self.hidden_columns.resize(MAX_COLUMNS as usize, self.are_columns_narrow);
        while let Some(name) = walk.child()? {
            if name == "col" {
                self.take_columns(walk)?;
            }
            walk.leave()?;
        }
        Ok(())
    }

    fn take_columns(&mut self, walk: &Walk<'_>) -> PartResult<()> {
        self.n_descriptions += 1;
        if self.n_descriptions > cell::COLUMNS {
            return Err(Cause::TooMuch);
        }
        let number = |attribute| walk.attribute(attribute).and_then(|text| cell::column_number(&text));
        let (Some(first), Some(last)) = (number("min"), number("max")) else {
            return invalid(Invalid::Column, None);
        };
        if first > last {
            return invalid(Invalid::Column, None);
        }
        let is_hidden = is_hidden(walk, "width")?;
        if (is_hidden || self.are_columns_narrow && walk.attribute("width").is_some()) && first < MAX_COLUMNS {
            let last = last.min(MAX_COLUMNS - 1);
            self.hidden_columns[first as usize..=last as usize].fill(is_hidden);
        }
        Ok(())
    }

    fn read_merges(&mut self, walk: &mut Walk<'_>) -> PartResult<()> {
        while let Some(name) = walk.child()? {
            if name == "mergeCell" {
                let area = walk.attribute("ref").and_then(|text| area(&text));
                let Some(area) = area else { return invalid(Invalid::Area, None) };
                if area.first.row < MAX_ROWS && self.merged.len() < MAX_MERGED {
                    self.merged.push(area);
                }
            }
            walk.leave()?;
        }
        Ok(())
    }

    /// The cells that a format hides while its condition holds, whether it does or not.
    fn read_conditional(&mut self, walk: &mut Walk<'_>, styles: &Styles) -> PartResult<()> {
        let ranges = walk.attribute("sqref").map(Cow::into_owned).unwrap_or_default();
        let mut hides = false;
        while let Some(name) = walk.child()? {
            if name == "cfRule" {
                let format = walk.attribute("dxfId").and_then(|format| unsigned(&format));
                hides |= format.is_some_and(|format| styles.hides_on_condition(format)) | hides_by_itself(walk)?;
            } else {
                walk.leave()?;
            }
        }
        let areas = ranges.split_ascii_whitespace().filter_map(area).filter(|_| hides);
        let left = MAX_MERGED.saturating_sub(self.unseen_on_condition.len());
        self.unseen_on_condition.extend(areas.take(left));
        Ok(())
    }

    /// The rows that a filter may hide: those of its range below the head, if it has a condition at all.
    fn read_filter(&mut self, walk: &mut Walk<'_>) -> PartResult<()> {
        let range = walk.attribute("ref");
        let mut has_condition = false;
        while let Some(name) = walk.child()? {
            has_condition |= name == "filterColumn";
            walk.leave()?;
        }
        let Some(range) = range else { return Ok(()) };
        let Some(mut area) = area(&range) else { return invalid(Invalid::Area, None) };
        area.first.row += 1;
        if has_condition {
            self.filter = Some(area);
        }
        Ok(())
    }
}

/// Reads a range as the format writes one, or one cell.
fn area(text: &str) -> Option<Area> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    let (first, last) = (corner(first)?, corner(last)?);
    (first.row <= last.row && first.col <= last.col).then_some(Area { first, last })
}

/// A corner of a range, be it absolute.
fn corner(text: &str) -> Option<Address> {
    if text.contains('$') { cell::address(&text.replace('$', "")) } else { cell::address(text) }
}

/// Whether a rule without a format hides numbers: bars or pictures in their place, or colours behind them on which black can't be read.
/// Leaves the rule.
fn hides_by_itself(walk: &mut Walk<'_>) -> PartResult<bool> {
    let mut hides = false;
    while let Some(name) = walk.child()? {
        // Bars and scales both lay their colours behind what stands in the cell.
        let has_colours = matches!(name, "colorScale" | "dataBar");
        let shows_none = matches!(name, "dataBar" | "iconSet") && walk.attribute("showValue").as_deref() == Some("0");
        hides |= shows_none;
        if !has_colours {
            walk.leave()?;
            continue;
        }
        while walk.child()?.is_some() {
            hides |= letters::colour(walk).is_some_and(|behind| !legible::is_legible_at_all(behind));
            walk.leave()?;
        }
    }
    Ok(hides)
}

/// Hidden by name, or by being too small to show anything: rows in points, columns in letters.
fn is_hidden(walk: &Walk<'_>, size: &str) -> PartResult<bool> {
    let least = if size == "ht" { LEAST_HEIGHT } else { LEAST_WIDTH };
    Ok(says(walk, "hidden")? || is_tiny(walk, size, least))
}

fn is_tiny(walk: &Walk<'_>, size: &str, least: f64) -> bool {
    walk.attribute(size).is_some_and(|size| size.trim_ascii().parse().is_ok_and(|size: f64| size < least))
}

/// The rows as they are read.
pub(super) struct SheetRows<'k, 'b> {
    known: &'k SheetContext,
    tally: &'k mut PartsTally,
    cells: Cells<'b>,
    seen: Seen,
    /// Where a row and a cell stand that don't say it.
    next: Address,
    layout: Layout,
    /// Whether rows that don't say how high they are show nothing.
    are_low: bool,
    shared: HashMap<u32, Shared>,
    /// Cells whose shared formula comes later, by their place among those kept.
    waiting: Vec<(usize, u32)>,
    /// Formulas that fill a range, with their text.
    arrays: Vec<(Area, String)>,
    /// Where only values are wanted: what takes the cells of a row as soon as it is read.
    values: Option<LongRows>,
}

/// A formula that other cells share, and where it is written.
struct Shared {
    at: Address,
    text: String,
}

/// Which cells have been seen.
#[derive(Default)]
struct Seen {
    last: Option<Address>,
    is_out_of_order: bool,
    /// Those of which nothing is kept.
    passed: Vec<Address>,
}

/// What a cell says of its formula.
struct CellFormula {
    kind: FormulaKind,
    text: String,
    /// The number that cells with a shared formula have in common.
    number: Option<u32>,
    area: Option<Area>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FormulaKind {
    Normal,
    Shared,
    /// One that gives the values of a whole range: an array's, or a table of what-ifs.
    Filling,
}

impl<'k, 'b> SheetRows<'k, 'b> {
    fn new(known: &'k SheetContext, tally: &'k mut PartsTally, budget: &'b mut Budget) -> Self {
        SheetRows {
            known,
            tally,
            cells: Cells::new(budget),
            seen: Seen::default(),
            next: Address::new(0, 0),
            layout: Layout::default(),
            are_low: false,
            shared: HashMap::new(),
            waiting: Vec::new(),
            arrays: Vec::new(),
            values: None,
        }
    }

    /// For the values alone, which come piece by piece.
    pub(super) fn of_values(known: &'k SheetContext, tally: &'k mut PartsTally, budget: &'b mut Budget) -> Self {
        SheetRows { values: Some(LongRows::default()), ..SheetRows::new(known, tally, budget) }
    }

    /// Reads rows that stand in a sheet by themselves, below those that were read before.
    pub(super) fn read_piece(&mut self, text: &str) -> PartResult<()> {
        let mut walk = self.tally.walk(text, "worksheet")?;
        let mut is_read = false;
        while let Some(name) = walk.child()? {
            match name {
                "sheetData" if is_read => return Err(Cause::Twice(Twice::Element("sheetData"))),
                "sheetData" => {
                    self.read(&mut walk)?;
                    is_read = true;
                }
                _ => walk.leave()?,
            }
        }
        self.tally.end(walk)
    }

    /// The values of all pieces; `None` if only cells were asked for.
    pub(super) fn into_values(self) -> Option<LongSheet> {
        let n_beyond = self.cells.n_beyond();
        self.values.map(|rows| rows.into_sheet(n_beyond))
    }

    /// Where only values are wanted, hands on those of the row that was read.
    fn hand_on(&mut self) -> PartResult<()> {
        let Some(values) = &mut self.values else { return Ok(()) };
        if self.seen.is_out_of_order {
            return Err(Cause::Malformed("cells out of order".to_owned()));
        }
        self.seen.passed.clear();
        self.cells.kept.drain(..).for_each(|(at, cell)| values.push(at, cell));
        Ok(())
    }

    fn read(&mut self, walk: &mut Walk<'_>) -> PartResult<()> {
        while let Some(name) = walk.child()? {
            if name != "row" {
                return Err(walk.fault(FaultKind::Misplaced).into());
            }
            self.enter_row(walk)?;
            while let Some(name) = walk.child()? {
                match name {
                    "c" => self.read_cell(walk)?,
                    "extLst" => walk.leave()?,
                    _ => return Err(walk.fault(FaultKind::Misplaced).into()),
                }
            }
            self.hand_on()?;
            self.next = Address::new(self.next.row + 1, 0);
        }
        Ok(())
    }

    fn enter_row(&mut self, walk: &Walk<'_>) -> PartResult<()> {
        self.tally.count_cell(self.next)?;
        if let Some(number) = walk.attribute("r") {
            let Some(row) = cell::row_number(&number) else { return invalid(Invalid::Row, None) };
            self.next.row = row;
        }
        let is_low = self.are_low && walk.attribute("ht").is_none();
        if (is_hidden(walk, "ht")? || is_low) && self.next.row < self.cells.budget.max_rows {
            self.layout.hidden_rows.insert(self.next.row);
        }
        Ok(())
    }

    fn read_cell(&mut self, walk: &mut Walk<'_>) -> PartResult<()> {
        self.tally.count_cell(self.next)?;
        let mut at = self.next;
        let (mut kind, mut style) = (CellType::Number, 0);
        for attribute in walk.attributes().iter().filter(|attribute| attribute.namespace == Namespace::None) {
            match attribute.local() {
                "r" => at = self.address(&attribute.value())?,
                "s" => {
                    let number = unsigned(&attribute.value());
                    style = number.map_or_else(|| invalid(Invalid::StyleNumber, Some(at)), Ok)?;
                }
                "t" => {
                    let known = CellType::of(&attribute.value());
                    kind = known.map_or_else(|| invalid(Invalid::CellType, Some(at)), Ok)?;
                }
                _ => (),
            }
        }
        self.next.col = at.col + 1;
        let (content, hides_run) = self.read_content(walk, at, kind, style)?;
        let is_near = at.row < self.cells.budget.max_rows && at.col < MAX_COLUMNS;
        let hides = match content.0 {
            Value::Blank => false,
            _ if hides_run => true,
            Value::Text(_) => self.known.styles.hides_text(style) || self.known.styles.is_illegible(style),
            _ => self.known.styles.is_illegible(style),
        };
        if is_near && hides {
            self.layout.unseen.insert(at);
        }
        if is_near && self.known.styles.rounds(style, &content.0) {
            self.layout.rounded.insert(at);
        }
        self.keep(at, content)
    }

    /// A cell's address, which must be in the row it stands in.
    fn address(&self, text: &str) -> PartResult<Address> {
        let at = cell::address(text).filter(|at| at.row == self.next.row);
        at.map_or_else(|| invalid(Invalid::Address, None), Ok)
    }

    fn read_content(
        &mut self,
        walk: &mut Walk<'_>,
        at: Address,
        kind: CellType,
        style: u32,
    ) -> PartResult<((Value, Option<CellFormula>), bool)> {
        let (mut value, mut formula, mut hides_run) = (None, None, false);
        while let Some(name) = walk.child()? {
            match name {
                "v" if value.is_none() => {
                    let text = walk.text()?;
                    hides_run = kind == CellType::Shared && self.hides_shared_run(style, &text);
                    value = Some(cell::value(at, kind, style, &text, self.known)?);
                }
                "is" if value.is_none() && kind == CellType::Inline => {
                    let mut text = String::new();
                    let letters = read_rich(walk, &mut text)?;
                    hides_run = self.known.styles.hides_run(style, &letters);
                    value = Some(Value::Text(text));
                }
                "f" if formula.is_none() => formula = Some(read_formula(walk, at)?),
                "v" | "is" | "f" if value.is_some() || formula.is_some() => {
                    return Err(Cause::Twice(Twice::Content(at)));
                }
                "extLst" => walk.leave()?,
                _ => return invalid(Invalid::Value, Some(at)),
            }
        }
        Ok(((value.unwrap_or(Value::Blank), formula), hides_run))
    }

    /// Whether a run of the shared text of this number can't be read in a cell of this format.
    fn hides_shared_run(&self, style: u32, number: &str) -> bool {
        let n = unsigned(number.trim_ascii()).and_then(|n| usize::try_from(n).ok());
        n.is_some_and(|n| self.known.styles.hides_run(style, self.known.strings.letters(n)))
    }

    fn keep(&mut self, at: Address, (value, formula): (Value, Option<CellFormula>)) -> PartResult<()> {
        self.seen.see(at);
        let n_kept = self.cells.kept.len();
        let is_near = at.row < self.cells.budget.max_rows && at.col < MAX_COLUMNS;
        let formula = match formula {
            // What lies in another piece can't be looked up.
            Some(formula) if self.values.is_some() && formula.kind != FormulaKind::Normal => {
                return Err(Cause::Malformed("a formula of several cells".to_owned()));
            }
            Some(_) if self.values.is_some() => Some(String::new()),
            Some(formula) => self.resolve(at, formula, is_near)?,
            None => None,
        };
        self.cells.push(at, Cell { value, formula })?;
        if self.cells.kept.len() == n_kept {
            self.seen.passed.push(at);
        }
        Ok(())
    }

    /// The formula as it reads in this cell; `None` if there is none.
    fn resolve(&mut self, at: Address, formula: CellFormula, is_near: bool) -> PartResult<Option<String>> {
        let CellFormula { kind, text, number, area } = formula;
        if let Some(area) = area.filter(|area| kind == FormulaKind::Filling && area.first != area.last) {
            self.arrays.push((area, text.clone()));
        }
        if kind != FormulaKind::Shared {
            return Ok(Some(text).filter(|text| !text.is_empty()));
        }
        let Some(number) = number else { return invalid(Invalid::SharedFormula, Some(at)) };
        if !text.is_empty() {
            self.shared.insert(number, Shared { at, text: text.clone() });
            return Ok(Some(text));
        }
        let text = match self.shared.get(&number) {
            Some(shared) if is_near => shared.moved_to(at),
            Some(_) => String::new(),
            None if is_near => {
                self.waiting.push((self.cells.kept.len(), number));
                String::new()
            }
            None => return invalid(Invalid::SharedFormula, Some(at)),
        };
        Ok(Some(text))
    }

    /// The sheet with its cells, and what of its rows is hidden.
    fn finish(mut self) -> PartResult<(Sheet, Layout)> {
        self.seen.check(&self.cells.kept)?;
        for (idx, number) in std::mem::take(&mut self.waiting) {
            let (at, cell) = &mut self.cells.kept[idx];
            let Some(shared) = self.shared.get(&number) else { return invalid(Invalid::SharedFormula, Some(*at)) };
            let text = shared.moved_to(*at);
            self.cells.budget.spend_formula(text.len())?;
            cell.formula = Some(text);
        }
        if !self.arrays.is_empty() {
            self.cells.kept.sort_by_key(|(at, _)| *at);
            fill(&mut self.cells, &self.arrays)?;
        }
        Ok((self.cells.into_sheet("", true), self.layout))
    }
}

impl Shared {
    fn moved_to(&self, at: Address) -> String {
        let rows = i64::from(at.row) - i64::from(self.at.row);
        let columns = i64::from(at.col) - i64::from(self.at.col);
        moved(&self.text, Shift { rows, columns })
    }
}

impl Seen {
    fn see(&mut self, at: Address) {
        self.is_out_of_order |= self.last.is_some_and(|last| last >= at);
        self.last = Some(at);
    }

    /// Refuses a cell that occurs twice, even if one of the two is empty.
    fn check(&mut self, kept: &[(Address, Cell)]) -> PartResult<()> {
        if !self.is_out_of_order {
            return Ok(());
        }
        let mut all = std::mem::take(&mut self.passed);
        all.extend(kept.iter().map(|(at, _)| *at));
        all.sort_unstable();
        match all.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(Cause::Twice(Twice::Cell(pair[0]))),
            None => Ok(()),
        }
    }
}

/// Gives every cell in a range that one formula fills that formula: none of them was typed.
fn fill(cells: &mut Cells<'_>, arrays: &[(Area, String)]) -> PartResult<()> {
    let mut n_seen = 0;
    for (area, text) in arrays {
        let start = cells.kept.partition_point(|(at, _)| at.row < area.first.row);
        let end = cells.kept.partition_point(|(at, _)| at.row <= area.last.row);
        n_seen += end - start;
        if n_seen > MAX_FILLED {
            return Err(Cause::TooMuch);
        }
        let filled = cells.kept[start..end].iter_mut().filter(|(at, _)| area.contains(*at));
        for (_, cell) in filled.filter(|(_, cell)| cell.formula.is_none()) {
            cells.budget.spend_formula(text.len())?;
            cell.formula = Some(text.clone());
        }
    }
    Ok(())
}

fn read_formula(walk: &mut Walk<'_>, at: Address) -> PartResult<CellFormula> {
    let kind = match walk.attribute("t").as_deref() {
        None | Some("normal") => FormulaKind::Normal,
        Some("shared") => FormulaKind::Shared,
        Some("array" | "dataTable") => FormulaKind::Filling,
        Some(_) => return invalid(Invalid::Formula, Some(at)),
    };
    let is_table = walk.attribute("t").as_deref() == Some("dataTable");
    let inputs = [walk.attribute("r1"), walk.attribute("r2")].into_iter().flatten().collect::<Vec<_>>().join(",");
    let number = match walk.attribute("si") {
        None => None,
        Some(number) => Some(unsigned(&number).map_or_else(|| invalid(Invalid::SharedFormula, Some(at)), Ok)?),
    };
    let area = match walk.attribute("ref") {
        None => None,
        Some(range) => Some(area(&range).map_or_else(|| invalid(Invalid::Area, Some(at)), Ok)?),
    };
    let text = unescaped(&walk.text()?).into_owned();
    let text = if is_table && text.is_empty() { format!("TABLE({inputs})") } else { text };
    Ok(CellFormula { kind, text, number, area })
}
