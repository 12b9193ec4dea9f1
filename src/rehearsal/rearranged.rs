//! The rows and columns of a filled template at other places, with everything that names their cells, as a spreadsheet moves them. Only
//! our own writer's way of writing is known here.

use std::collections::BTreeMap;

use quick_xml::escape::{partial_escape, unescape};

use super::book::{SpoiltBook, WORKBOOK};
use crate::formula::relocated;
use crate::value::grid::Address;

/// How the cells of a sheet move. Rows and columns are counted from 0.
#[derive(Debug, Clone)]
pub enum Rearrangement {
    /// Empty rows come in above a row.
    RowsInserted {
        /// The row.
        above: u32,
        /// How many.
        n: u32,
    },
    /// An empty column comes in before a column.
    ColumnInserted {
        /// The column.
        before: u32,
    },
    /// Rows change places: where each of them goes.
    RowsSorted(BTreeMap<u32, u32>),
}

impl Rearrangement {
    /// Where a cell goes.
    pub fn of(&self, at: Address) -> Address {
        match self {
            Rearrangement::RowsInserted { above, n } if at.row >= *above => Address::new(at.row + n, at.col),
            Rearrangement::ColumnInserted { before } if at.col >= *before => Address::new(at.row, at.col + 1),
            Rearrangement::RowsSorted(to) => Address::new(to.get(&at.row).copied().unwrap_or(at.row), at.col),
            _ => at,
        }
    }

    /// What a formula or a range says of a cell afterwards: sorting changes what a row's formulas say of their own row, and nothing
    /// else.
    fn named(&self, own: Option<Address>, of: Address) -> Address {
        match self {
            Rearrangement::RowsSorted(_) if own.is_none_or(|own| own.row != of.row) => of,
            _ => self.of(of),
        }
    }
}

impl SpoiltBook {
    /// Moves the cells of a sheet.
    pub fn rearrange(&mut self, sheet: &str, to: &Rearrangement) {
        let moved = self.part_of(sheet);
        for other in self.sheet_names() {
            let part = self.part_of(&other);
            if part == moved {
                self.change(&part, |text| moved_sheet(&text, to));
            } else {
                self.change(&part, |text| with_formulas(&text, "<f>", "</f>", |formula| foreign(formula, sheet, to)));
            }
        }
        self.change(WORKBOOK, |text| with_names(&text, sheet, to));
    }

    /// Gives a sheet another name, in the list and wherever a formula has it.
    pub fn rename(&mut self, sheet: &str, name: &str) {
        let (old, new) = (format!("'{sheet}'!"), format!("'{name}'!"));
        for part in self.sheet_names().iter().map(|of| self.part_of(of)).collect::<Vec<_>>() {
            self.change(&part, |text| text.replace(&old, &new));
        }
        self.change(WORKBOOK, |text| {
            text.replace(&old, &new).replace(&format!("<sheet name=\"{sheet}\""), &format!("<sheet name=\"{name}\""))
        });
    }
}

/// A sheet's text with its cells elsewhere.
fn moved_sheet(text: &str, to: &Rearrangement) -> String {
    let Some((head, rest)) = text.split_once("<sheetData>") else { return text.to_owned() };
    let Some((data, tail)) = rest.split_once("</sheetData>") else { return text.to_owned() };
    let head = with_columns(&with_ranges(head, to), to);
    format!("{head}<sheetData>{}</sheetData>{}", moved_rows(data, to), with_ranges(tail, to))
}

fn moved_rows(data: &str, to: &Rearrangement) -> String {
    let rows = data.split("<row r=\"").skip(1).filter_map(|row| {
        let (number, rest) = row.split_once('"')?;
        let row = to.of(Address::new(number.parse::<u32>().ok()?.checked_sub(1)?, 0)).row;
        Some((row, format!("<row r=\"{}\"{}", row + 1, moved_cells(&without_spans(rest), to))))
    });
    rows.collect::<BTreeMap<u32, String>>().into_values().collect()
}

/// A row without the columns that it says it has, which is optional.
fn without_spans(row: &str) -> String {
    match row.strip_prefix(" spans=\"").and_then(|rest| rest.split_once('"')) {
        Some((_, rest)) => rest.to_owned(),
        None => row.to_owned(),
    }
}

fn moved_cells(row: &str, to: &Rearrangement) -> String {
    let mut pieces = row.split("<c r=\"");
    let mut moved = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let cell = piece.split_once('"').and_then(|(at, rest)| Some((Address::parse(at)?, rest)));
        let Some((at, rest)) = cell else { continue };
        let own =
            |formula: &str| relocated(formula, |sheet, of| if sheet.is_none() { to.named(Some(at), of) } else { of });
        moved.push_str(&format!("<c r=\"{}\"{}", to.of(at), with_formulas(rest, "<f>", "</f>", own)));
    }
    moved
}

/// A formula that names cells of the sheet from another one.
fn foreign(formula: &str, sheet: &str, to: &Rearrangement) -> String {
    relocated(formula, |of, at| if of == Some(sheet) { to.named(None, at) } else { at })
}

/// The text with what stands between two marks made anew.
fn with_formulas(text: &str, from: &str, until: &str, make: impl Fn(&str) -> String) -> String {
    let mut pieces = text.split(from);
    let mut made = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (formula, rest) = piece.split_once(until).unwrap_or((piece, ""));
        let plain = unescape(formula).unwrap_or_default();
        made.push_str(&format!("{from}{}{until}{rest}", partial_escape(make(&plain))));
    }
    made
}

/// The defined names, whose ranges stand within the last tag's text.
fn with_names(text: &str, sheet: &str, to: &Rearrangement) -> String {
    const END: &str = "</definedName>";
    let Some((names, last)) = text.rsplit_once(END) else { return text.to_owned() };
    let moved = names.split(END).map(|piece| {
        let (tag, formula) = piece.rsplit_once('>').unwrap_or((piece, ""));
        format!("{tag}>{}{END}", foreign(formula, sheet, to))
    });
    moved.collect::<String>() + last
}

/// Ranges of merged cells, of what may be entered, of where the window begins.
fn with_ranges(text: &str, to: &Rearrangement) -> String {
    const NAMES: [&str; 4] = [" ref=\"", " sqref=\"", " topLeftCell=\"", " activeCell=\""];
    let range = |ranges: &str| relocated(ranges, |_, at| to.named(None, at));
    NAMES.iter().fold(text.to_owned(), |text, name| with_formulas(&text, name, "\"", range))
}

/// The descriptions of columns, those behind a new one with their next number.
fn with_columns(text: &str, to: &Rearrangement) -> String {
    let Rearrangement::ColumnInserted { before } = to else { return text.to_owned() };
    let later = |n: &str| n.parse().map_or_else(|_| n.to_owned(), |n: u32| (n + u32::from(n > *before)).to_string());
    let text = with_formulas(text, " min=\"", "\"", later);
    with_formulas(&text, " max=\"", "\"", later)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = "<dimension ref=\"A1:B4\"/><cols><col min=\"1\" max=\"2\"/></cols><sheetData>\
        <row r=\"2\" spans=\"1:2\" ht=\"20\"><c r=\"A2\" s=\"4\"><f>SUM(A3:A4)</f><v>7</v></c></row>\
        <row r=\"3\"><c r=\"A3\"><v>3</v></c><c r=\"B3\"><f>IF(A3&lt;A2,A3,Bìa!A3)</f></c></row>\
        <row r=\"4\"><c r=\"A4\"><v>4</v></c></row></sheetData><mergeCell ref=\"A1:B1\"/><x sqref=\"A3:A4 B4\"/>";

    #[test]
    fn an_inserted_row_moves_cells_formulas_and_ranges() {
        let moved = moved_sheet(SHEET, &Rearrangement::RowsInserted { above: 3, n: 1 });
        assert!(moved.contains("<f>SUM(A3:A5)</f>") && moved.contains("<row r=\"5\"><c r=\"A5\"><v>4</v></c></row>"));
        assert!(
            moved.contains("ref=\"A1:B5\"") && moved.contains("sqref=\"A3:A5 B5\"") && moved.contains("ref=\"A1:B1\"")
        );
        let right = moved_sheet(SHEET, &Rearrangement::ColumnInserted { before: 1 });
        assert!(right.contains("<c r=\"C3\"><f>IF(A3&lt;A2,A3,Bìa!A3)</f></c>") && right.contains("max=\"3\""));
    }

    #[test]
    fn sorted_rows_take_their_own_formulas_along() {
        let moved = moved_sheet(SHEET, &Rearrangement::RowsSorted(BTreeMap::from([(2, 3), (3, 2)])));
        assert!(moved.contains("<row r=\"3\"><c r=\"A3\"><v>4</v></c></row>"), "{moved}");
        assert!(moved.contains("<c r=\"B4\"><f>IF(A4&lt;A2,A4,Bìa!A3)</f></c>"), "{moved}");
        assert!(moved.contains("<f>SUM(A3:A4)</f>") && moved.contains("sqref=\"A3:A4 B4\""));
    }
}
