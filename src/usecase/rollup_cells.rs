//! What somebody wrote into cells of a return that nothing else looks at: beside the forms, over the words of the cover, on the sheet of
//! sources. What the program had written is made again from the return's own sources; what differs from that, and isn't in the new
//! return, is told.

use std::collections::BTreeSet;

use super::rollup_edits::content;
use crate::intake::identify;
use crate::plan::keys;
use crate::rollup;
use crate::value::grid::{Address, Cell, LooseKind, LooseText, Sheet, Workbook};
use crate::value::{text, wording};

/// A return as it stands, with what is told of it already.
pub struct OtherCells<'a> {
    /// Its sheets.
    pub standing: &'a Workbook,
    /// What the program had written; the new return itself where nobody can tell.
    pub written: &'a Workbook,
    /// Whether it is known what the program had written.
    pub is_known: bool,
    /// The new return.
    pub new: &'a Workbook,
    /// The cells that are told, by their sheets.
    pub told: &'a BTreeSet<(String, Address)>,
    /// Texts that are told or go on wherever they stand: notes, difficulties and proposals.
    pub told_texts: &'a BTreeSet<String>,
    /// The fields of the cover that are told, by their keys.
    pub told_fields: &'a [&'static str],
}

/// So many cells of a sheet are told one by one; more are other rows or columns.
const MAX_CELLS: usize = 12;

impl OtherCells<'_> {
    /// The sheets that were deleted, and the cells that hold something else than was written and than the new return holds.
    pub fn all(&self) -> Vec<String> {
        let shown = self.written.sheets.iter().filter(|sheet| sheet.visible);
        shown.flat_map(|written| self.of_sheet(written)).collect()
    }

    fn of_sheet(&self, written: &Sheet) -> Vec<String> {
        let Some(standing) = self.standing.sheet(&written.name) else {
            return vec![format!("trang “{}” đã xóa", written.name)];
        };
        let addresses: BTreeSet<Address> = standing
            .cells()
            .chain(written.cells())
            .map(|(at, _)| at)
            .filter(|at| self.is_looked_at(written, *at))
            .collect();
        let addresses = if self.is_of_units(written) { BTreeSet::new() } else { addresses };
        let changed: Vec<String> = addresses.into_iter().filter_map(|at| self.changed(standing, written, at)).collect();
        let changed = match changed.len() {
            0..=MAX_CELLS => changed,
            n => vec![format!("trang “{}”: {n} ô khác với biểu chương trình đã lập", written.name)],
        };
        changed.into_iter().chain(loose_texts(standing)).chain(pictures(standing, written)).collect()
    }

    /// Whether a sheet says what the units report, which may be something else by now, and nobody knows what it said.
    fn is_of_units(&self, sheet: &Sheet) -> bool {
        !self.is_known && (sheet.name == keys::DIFFICULTIES_SHEET || rollup::is_source_sheet(&sheet.name))
    }

    /// Whether nothing else tells of a cell.
    fn is_looked_at(&self, written: &Sheet, at: Address) -> bool {
        // From how many units it was added up stands among the words of the cover.
        let is_key = |row: u32| written.text(Address::new(row, 0)).is_some();
        if !self.is_known && written.name == keys::COVER_SHEET && !is_key(at.row) {
            return false;
        }
        let is_field = written.name == keys::COVER_SHEET && self.is_told_field(written.text(Address::new(at.row, 0)));
        // Difficulties are counted in the first column.
        let is_ordinal = written.name == keys::DIFFICULTIES_SHEET && at.col == 0;
        !is_field && !is_ordinal && !self.told.contains(&(written.name.clone(), at))
    }

    fn is_told_field(&self, key: Option<&str>) -> bool {
        key.is_some_and(|key| self.told_fields.contains(&key))
    }

    fn changed(&self, standing: &Sheet, written: &Sheet, at: Address) -> Option<String> {
        let new = self.new.sheet(&written.name).and_then(|sheet| sheet.get(at));
        let (found, was) = (standing.get(at), written.get(at));
        if is_formula(found) && is_formula(was) || is_same(found, was) || is_same(found, new) {
            return None;
        }
        let is_told = |cell: Option<&Cell>| cell.is_some_and(|cell| self.told_texts.contains(&plain(cell)));
        if is_told(found) || (plain_of(found).is_empty() && is_told(was)) {
            return None;
        }
        let in_new = match words_of(new, self.new) {
            words if plain_of(new).is_empty() => words,
            words => format!("ghi {words}"),
        };
        Some(format!("{}!{at}: {} (biểu mới {in_new})", written.name, words_of(found, self.standing)))
    }
}

/// Pictures and charts that the program didn't put there.
fn pictures(standing: &Sheet, written: &Sheet) -> Option<String> {
    let n = standing.layout.texts.n_pictures.saturating_sub(written.layout.texts.n_pictures);
    (n > 0)
        .then(|| format!("trang “{}”: {} hình, biểu đồ (biểu mới không có)", standing.name, wording::count(n as u64)))
}

/// Comments and shapes with words, of which a return that the program wrote has none.
fn loose_texts(sheet: &Sheet) -> Vec<String> {
    let texts = &sheet.layout.texts;
    let told: Vec<String> = texts.with_digit.iter().chain(&texts.without_digit).map(|of| loose(sheet, of)).collect();
    match told.len() {
        0..=MAX_CELLS => told,
        n => vec![format!("trang “{}”: {n} chú thích, hình có chữ (biểu mới không có)", sheet.name)],
    }
}

/// `Biểu 02!D14, chú thích của ô: “Hỏi lại Sở Tài chính” (biểu mới không có)`.
fn loose(sheet: &Sheet, of: &LooseText) -> String {
    let at = of.at.map(|at| format!("!{at}")).unwrap_or_default();
    let kind = match of.kind {
        LooseKind::Comment => "chú thích của ô",
        LooseKind::Shape => "hình có chữ",
    };
    format!("{}{at}, {kind}: “{}” (biểu mới không có)", sheet.name, wording::shortened(&of.text, MAX_LOOSE))
}

/// How many characters of a text that stands in no cell are shown.
const MAX_LOOSE: usize = 120;

/// What stands in a cell of a workbook, a day as one.
fn words_of(cell: Option<&Cell>, workbook: &Workbook) -> String {
    let day = cell.filter(|cell| cell.formula.is_none());
    day.and_then(|cell| identify::shown_date(&cell.value, workbook.date_1904)).unwrap_or_else(|| content(cell))
}

/// What formulas give each program calculates for itself.
fn is_formula(cell: Option<&Cell>) -> bool {
    cell.is_some_and(|cell| cell.formula.is_some())
}

fn is_same(a: Option<&Cell>, b: Option<&Cell>) -> bool {
    plain_of(a) == plain_of(b)
}

fn plain_of(cell: Option<&Cell>) -> String {
    cell.map(plain).unwrap_or_default()
}

/// What stands in a cell, in letters and white space that other programs leave alone; of a formula that gave nothing, the formula.
fn plain(cell: &Cell) -> String {
    let value = text::fold(&wording::content(&cell.value));
    if value.is_empty() { cell.formula.clone().unwrap_or_default() } else { value }
}
