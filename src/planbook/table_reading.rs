//! A sheet of entries: each begins on a line in which one of its own columns is filled; what belongs to it follows on that
//! line and on those below, in which its own columns are blank.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::cell::{self, CellContent};
use super::rows::UNDECIDED;
use super::sheet_reading::SheetReading;
use super::sheets::{ABOUT_ROW, HEADING_ROW, TITLE_ROW};
use super::spec::{CellKind, ColumnSpec, EntryShape, InputRole, Parent, Requirement, SheetSpec, TableSpec};
use super::tree::{NodeTable, NodeValue, PlanNode, Spot};
use crate::plan::book_fault::BookFault;
use crate::plan::is_plain_code;
use crate::value::grid::{Address, MAX_COLUMNS};

pub fn read(reading: &mut SheetReading, spec: &SheetSpec, block: &TableSpec, root: &mut NodeTable) {
    reading.fixed(Address::new(TITLE_ROW, 0), spec.title);
    reading.fixed(Address::new(ABOUT_ROW, 0), spec.about);
    if block.parents.iter().any(|parent| root.unread.contains(parent.path)) {
        reading.give_up();
        root.unread.insert(block.path);
        return;
    }
    if let Some(row) = moved_headings(reading, block) {
        reading.report(Address::new(row, 0), BookFault::HeadingsMoved { wanted: HEADING_ROW + 1 });
        reading.give_up();
        root.unread.insert(block.path);
        return;
    }
    match SheetTable::find(reading, block, HEADING_ROW) {
        Some(table) => entries(reading, &table, block, root),
        None => {
            reading.give_up();
            root.unread.insert(block.path);
        }
    }
}

/// How far down the headings of a table are looked for.
const SEARCHED_ROWS: u32 = 20;

/// The row in which most headings of a table stand, if that isn't theirs.
fn moved_headings(reading: &SheetReading, block: &TableSpec) -> Option<u32> {
    let headings: Vec<&str> = block.all_columns().iter().map(|column| column.heading).collect();
    let n_found = |row: u32| {
        let found =
            reading.sheet.row(row).filter(|(at, _)| reading.look(*at).is_some_and(|text| headings.contains(&&*text)));
        found.count()
    };
    let row = (0..SEARCHED_ROWS).max_by_key(|row| (n_found(*row), SEARCHED_ROWS - row))?;
    (row != HEADING_ROW && n_found(row) * 2 > headings.len()).then_some(row)
}

/// Where the columns of a table stand, and its lines.
pub struct SheetTable {
    columns: Vec<(&'static ColumnSpec, u32)>,
    lines: Vec<TableLine>,
}

/// A line that isn't blank: what its cells hold, by the table's columns.
struct TableLine {
    row: u32,
    contents: Vec<CellContent>,
}

/// A column beyond all that are kept, where nothing stands: that of one which an earlier version didn't have.
const NOWHERE: u32 = MAX_COLUMNS;

impl SheetTable {
    /// The table below a row of headings; `None` after saying which column it lacks.
    pub fn find(reading: &mut SheetReading, block: &TableSpec, heading_row: u32) -> Option<Self> {
        let (mut positions, unknown) = positions(reading, block, heading_row);
        let known: Vec<&ColumnSpec> =
            block.all_columns().into_iter().filter(|column| column.since <= reading.language).collect();
        let missing: Vec<&&ColumnSpec> =
            known.iter().filter(|column| !positions.contains_key(column.heading)).collect();
        if let ([missing], [(at, found)]) = (&missing[..], &unknown[..])
            && is_in_place(block, missing.heading, at.col, &positions)
        {
            let (heading, found) = (missing.heading.to_owned(), found.clone());
            positions.insert(heading.clone(), at.col);
            reading.report(*at, BookFault::HeadingRenamed { heading, found, is_item: false });
        } else {
            for (at, heading) in unknown {
                let known = block.all_columns().iter().map(|column| column.heading.to_owned()).collect();
                reading.report(at, BookFault::UnknownHeading { heading, known });
            }
        }
        let mut columns = Vec::new();
        for column in block.all_columns() {
            match positions.get(column.heading) {
                Some(col) => columns.push((column, *col)),
                None if column.since > reading.language => columns.push((column, NOWHERE)),
                None => {
                    let heading = column.heading.to_owned();
                    reading.report(Address::new(heading_row, 0), BookFault::ColumnMissing { heading });
                }
            }
        }
        for (column, col) in &columns {
            reading.fixed(Address::new(heading_row + 1, *col), column.help);
        }
        let is_whole = columns.len() == block.all_columns().len();
        is_whole.then(|| SheetTable { lines: lines(reading, block, &columns, heading_row + 1), columns })
    }

    fn at(&self, line: &TableLine, n: usize) -> Address {
        Address::new(line.row, self.columns[n].1)
    }
}

/// Whether a heading stands where another one is missing: between the headings before and after that one.
fn is_in_place(block: &TableSpec, missing: &str, col: u32, positions: &BTreeMap<String, u32>) -> bool {
    let headings: Vec<&str> = block.all_columns().iter().map(|column| column.heading).collect();
    let n = headings.iter().position(|heading| *heading == missing).unwrap_or_default();
    let before = headings[..n].iter().rev().find_map(|heading| positions.get(*heading));
    let after = headings[n + 1..].iter().find_map(|heading| positions.get(*heading));
    match (before, after) {
        (Some(before), None) => col == before + 1,
        (before, after) => before.is_none_or(|before| *before < col) && after.is_none_or(|after| col < *after),
    }
}

/// The columns by their headings, and the headings that the table doesn't have.
fn positions(
    reading: &mut SheetReading,
    block: &TableSpec,
    heading_row: u32,
) -> (BTreeMap<String, u32>, Vec<(Address, String)>) {
    let known: Vec<&str> = block.all_columns().iter().map(|column| column.heading).collect();
    let (mut positions, mut unknown) = (BTreeMap::new(), Vec::new());
    let cells = reading.sheet.row(heading_row).map(|(at, _)| at);
    let cells: Vec<Address> = cells.filter(|at| !reading.is_read(*at)).collect();
    for at in cells {
        let Some(heading) = reading.look(at).map(Cow::into_owned) else { continue };
        reading.content(at);
        if !known.contains(&heading.as_str()) {
            unknown.push((at, heading));
        } else if positions.insert(heading.clone(), at.col).is_some() {
            reading.report(at, BookFault::HeadingTwice { heading });
        }
    }
    (positions, unknown)
}

/// The lines below the row that explains the columns. Words below the table that stand by themselves are no line of it, and are said.
fn lines(
    reading: &mut SheetReading,
    block: &TableSpec,
    columns: &[(&ColumnSpec, u32)],
    help_row: u32,
) -> Vec<TableLine> {
    let mut rows: Vec<u32> = reading.sheet.cells().map(|(at, _)| at.row).filter(|row| *row > help_row).collect();
    rows.dedup();
    let mut lines = Vec::new();
    for row in rows {
        let contents: Vec<CellContent> =
            columns.iter().map(|(_, col)| reading.content(Address::new(row, *col))).collect();
        let above = lines.last().map_or(help_row, |line: &TableLine| line.row);
        if contents.iter().all(CellContent::is_blank) {
            continue;
        }
        match aside(block, columns, &contents).filter(|_| row > above + 1) {
            Some((n, text)) => reading.report(Address::new(row, columns[n].1), BookFault::Stray { text }),
            None => lines.push(TableLine { row, contents }),
        }
    }
    lines
}

/// The only cell of a line, if its words are none that could begin an entry of a table of codes: with several columns that must be
/// filled, nobody writes a code of such letters and nothing else.
fn aside(block: &TableSpec, columns: &[(&ColumnSpec, u32)], contents: &[CellContent]) -> Option<(usize, String)> {
    let n_own = columns.len().min(block.parents.len() + block.n_own());
    let n_needed = columns[..n_own].iter().filter(|(column, _)| column.need == Requirement::Required).count();
    let mut filled = contents.iter().enumerate().filter(|(_, content)| !content.is_blank());
    let (n, content) = filled.next().filter(|_| filled.next().is_none())?;
    let CellContent::Text(text) = content else { return None };
    let is_of_codes = columns[0].0.kind == CellKind::Code && n_needed > 1;
    (is_of_codes && n < n_own && !is_plain_code(text.trim())).then(|| (n, cell::shortened(text)))
}

/// Puts the entries of a table where they belong.
pub fn entries(reading: &mut SheetReading, table: &SheetTable, block: &TableSpec, root: &mut NodeTable) {
    let mut walk = EntryWalk { reading, table };
    for chunk in walk.chunks(block, &table.lines, 0) {
        let (mut entry, n_parents) = (NodeTable::default(), block.parents.len());
        let spot = walk.own(block.columns, &chunk[0], n_parents, &mut entry);
        let is_known = block.columns.iter().enumerate().all(|(n, column)| {
            let names_it = n == 0 || column.key == FORMERLY;
            !(names_it && entry.lost.contains(column.key))
        });
        if !is_known {
            root.lost.insert(block.path);
        }
        if let Some(child) = block.child {
            walk.belongings(child, chunk, block.n_own(), spot, &mut entry);
        }
        let above: Vec<Option<PlanNode>> =
            (0..n_parents).map(|n| walk.value(&block.parents[n].column, &chunk[0], n)).collect();
        let list = block.path.rsplit('.').next().unwrap_or(block.path);
        match above.into_iter().collect::<Option<Vec<PlanNode>>>() {
            Some(above) if above.is_empty() => root.add(block.path, spot, entry),
            Some(above) => {
                if !walk.put_below(block.parents, &above, list, spot, entry, root) {
                    root.lost.insert(block.path);
                }
            }
            None => _ = root.lost.insert(block.path),
        }
    }
}

/// The key of the codes that an entry had before, which still name it.
const FORMERLY: &str = "formerly";

struct EntryWalk<'r, 'w, 't> {
    reading: &'r mut SheetReading<'w>,
    table: &'t SheetTable,
}

impl<'t> EntryWalk<'_, '_, 't> {
    /// The lines of each entry: the one in which one of its own columns, from `first` on, is filled, and those up to the next.
    fn chunks(&mut self, block: &TableSpec, lines: &'t [TableLine], first: usize) -> Vec<&'t [TableLine]> {
        let own = first..first + block.n_own();
        let begins = |line: &TableLine| line.contents[own.clone()].iter().any(|content| !content.is_blank());
        let starts: Vec<usize> = (0..lines.len()).filter(|n| begins(&lines[*n])).collect();
        let before = &lines[..starts.first().copied().unwrap_or(lines.len())];
        // The lines below belong to the same entry.
        if let Some(line) = before.first() {
            self.report_without_entry(block, line, first);
        }
        let ends = starts.iter().skip(1).copied().chain([lines.len()]);
        starts.iter().zip(ends).map(|(start, end)| &lines[*start..end]).collect()
    }

    /// A line above the first entry on which something stands that would belong to one.
    fn report_without_entry(&mut self, block: &TableSpec, line: &TableLine, first: usize) {
        let filled = (first + block.n_own()..line.contents.len()).find(|n| !line.contents[*n].is_blank());
        if let Some(n) = filled {
            let heading = self.table.columns[first + block.parents.len()].0.heading.to_owned();
            self.reading.report(self.table.at(line, n), BookFault::NoEntryAbove { heading });
        }
    }

    fn value(&mut self, column: &ColumnSpec, line: &TableLine, n: usize) -> Option<PlanNode> {
        self.reading.value(column, &line.contents[n], self.table.at(line, n))
    }

    /// The values of an entry's own columns; the spot is that of the first, by which it is known.
    fn own(&mut self, columns: &[ColumnSpec], line: &TableLine, first: usize, entry: &mut NodeTable) -> Spot {
        for (n, (column, _)) in self.table.columns.iter().enumerate().skip(first) {
            entry.cells.push((column.key.into(), self.reading.spot(self.table.at(line, n))));
        }
        for (n, column) in columns.iter().enumerate() {
            let at = self.table.at(line, first + n);
            if !self.reading.put(column, &line.contents[first + n], at, column.key, entry) {
                entry.lost.insert(column.key);
            }
        }
        self.reading.spot(self.table.at(line, first))
    }

    /// What belongs to an entry, on its lines.
    fn belongings(
        &mut self,
        block: &TableSpec,
        lines: &'t [TableLine],
        first: usize,
        spot: Spot,
        entry: &mut NodeTable,
    ) {
        match block.shape {
            EntryShape::Entries => {
                for chunk in self.chunks(block, lines, first) {
                    let mut below = NodeTable::default();
                    let spot = self.own(block.columns, &chunk[0], first, &mut below);
                    if let Some(child) = block.child {
                        self.belongings(child, chunk, first + block.n_own(), spot, &mut below);
                    }
                    entry.add(block.path, spot, below);
                }
            }
            EntryShape::Names { or_alone } => self.names(block, lines, first, or_alone, spot, entry),
            EntryShape::Inputs(roles) => self.inputs(block, roles, lines, first, spot, entry),
            EntryShape::Maps { needed } => self.maps(block, lines, first, needed, spot, entry),
        }
    }

    fn names(
        &mut self,
        block: &TableSpec,
        lines: &'t [TableLine],
        first: usize,
        or_alone: bool,
        spot: Spot,
        entry: &mut NodeTable,
    ) {
        let mut names = Vec::new();
        for line in self.chunks(block, lines, first) {
            let mut name = NodeTable::default();
            let spot = self.own(block.columns, &line[0], first, &mut name);
            names.push(PlanNode::new(spot, NodeValue::Table(name)));
        }
        let is_undated = |name: &NodeTable| name.get("from").is_none() && name.get("until").is_none();
        match &names[..] {
            [PlanNode { value: NodeValue::Table(name), .. }] if or_alone && is_undated(name) => {
                entry.entries.extend(name.entries.iter().cloned());
            }
            _ => entry.entries.push((block.path.to_owned(), PlanNode::new(spot, NodeValue::List(names)))),
        }
    }

    fn inputs(
        &mut self,
        block: &TableSpec,
        roles: &[InputRole],
        lines: &'t [TableLine],
        first: usize,
        spot: Spot,
        entry: &mut NodeTable,
    ) {
        let mut is_whole = true;
        for line in self.chunks(block, lines, first) {
            let word = self.value(&block.columns[0], &line[0], first);
            let mut input = NodeTable::default();
            self.own(&block.columns[1..], &line[0], first + 1, &mut input);
            let at = self.table.at(&line[0], first);
            let Some(NodeValue::Text(key)) = word.map(|node| node.value) else {
                is_whole = false;
                continue;
            };
            let Some(role) = roles.iter().find(|role| role.key == key) else { continue };
            self.check_source(block, &line[0], first, &input);
            self.check_form_of_row(role, block, &line[0], first, &mut input);
            let spot = self.reading.spot(at);
            if role.many {
                entry.add(role.key, spot, input);
            } else if entry.get(role.key).is_some() {
                self.reading.report(at, BookFault::PartTwice { word: role.word.to_owned() });
            } else {
                entry.entries.push((role.key.to_owned(), PlanNode::new(spot, NodeValue::Table(input))));
            }
        }
        let missing: Vec<&InputRole> =
            roles.iter().filter(|role| role.needed && entry.get(role.key).is_none()).collect();
        for role in missing {
            // A part whose word is wrong may be the one.
            if is_whole {
                let at = lines.first().map_or(spot.at, |line| self.table.at(line, first));
                self.reading.report(at, BookFault::PartMissing { word: role.word.to_owned() });
            }
            entry.list(role.key, spot);
        }
    }

    /// A row of a form before is none without the form.
    fn check_form_of_row(
        &mut self,
        role: &InputRole,
        block: &TableSpec,
        line: &TableLine,
        first: usize,
        input: &mut NodeTable,
    ) {
        let n = block.columns.iter().position(|column| column.key == "form").unwrap_or_default();
        if role.key == "rows" && input.get("form").is_none() && !input.lost.contains("form") {
            let at = self.table.at(line, first + n);
            self.reading.report(at, BookFault::Blank { heading: block.columns[n].heading.to_owned() });
            let spot = self.reading.spot(at);
            input.put("form", PlanNode::new(spot, NodeValue::Text("?".to_owned())));
        }
    }

    /// A part without anything behind it names no numbers.
    fn check_source(&mut self, block: &TableSpec, line: &TableLine, first: usize, input: &NodeTable) {
        let column = block.columns.iter().position(|column| column.key == "column");
        if let Some(n) = column.filter(|_| input.entries.is_empty() && input.lost.is_empty()) {
            let heading = block.columns[n].heading.to_owned();
            self.reading.report(self.table.at(line, first + n), BookFault::Blank { heading });
        }
    }

    fn maps(
        &mut self,
        block: &TableSpec,
        lines: &'t [TableLine],
        first: usize,
        needed: bool,
        spot: Spot,
        entry: &mut NodeTable,
    ) {
        if needed {
            let value = NodeValue::Table(NodeTable::default());
            entry.entries.push((block.columns[1].key.to_owned(), PlanNode::new(spot, value)));
        }
        let mut known = Vec::new();
        for line in self.chunks(block, lines, first) {
            let Some(node) = self.value(&block.columns[0], &line[0], first) else { continue };
            let NodeValue::Text(key) = node.value else { continue };
            if known.contains(&key) {
                self.reading.report(node.spot.at, BookFault::KeyTwice { key: key.clone() });
            }
            let is_blank = line[0].contents[first + 1..first + block.columns.len()].iter().all(CellContent::is_blank);
            for (n, column) in block.columns.iter().enumerate().skip(1) {
                let at = self.table.at(&line[0], first + n);
                let content = &line[0].contents[first + n];
                if *content == CellContent::Text(UNDECIDED.to_owned()) && column.kind == CellKind::Percent {
                    continue;
                }
                let value = match is_blank && n == 1 {
                    true => self.reading.needed(column, content, at),
                    false => self.reading.value(column, content, at),
                };
                if let Some(value) = value {
                    entry.map(column.key, spot).entries.push((key.clone(), value.under(node.spot)));
                }
            }
            known.push(key);
        }
    }

    /// Puts an entry into the list of the entry above that its first columns name. Whether that is there.
    fn put_below(
        &mut self,
        parents: &[Parent],
        above: &[PlanNode],
        list: &str,
        spot: Spot,
        entry: NodeTable,
        root: &mut NodeTable,
    ) -> bool {
        let is_lost = parents.iter().any(|parent| root.lost.contains(parent.path));
        let mut table = root;
        for (parent, node) in parents.iter().zip(above) {
            let NodeValue::Text(code) = &node.value else { return false };
            let all = table.list(parent.list, node.spot);
            let found = all.iter().position(|entry| match &entry.value {
                NodeValue::Table(entry) => entry.text(parent.key) == Some(code),
                _ => false,
            });
            let known = all.iter().filter_map(|entry| match &entry.value {
                NodeValue::Table(entry) => entry.text(parent.key).map(str::to_owned),
                _ => None,
            });
            let Some(found) = found else {
                if !is_lost {
                    let (code, known) = (code.clone(), known.collect());
                    self.reading.report_once(node.spot.at, BookFault::UnknownEntry { code, known });
                }
                return false;
            };
            match &mut all[found].value {
                NodeValue::Table(next) => table = next,
                _ => return false,
            }
        }
        table.add(list, spot, entry);
        true
    }
}
