//! Numbers that are ten, a hundred or a thousand times the earlier ones, or such a part of them: a nought too many or
//! too few, or counted in thousands. A whole column, or form, is one mistake; otherwise it is said row by row.

use std::collections::BTreeMap;

use super::Explained;
use super::table::{Cell, FormPair, Pair};
use crate::plan::{ColumnId, RowId};
use crate::problem::Code;
use crate::value::wording;

const FACTORS: [u64; 3] = [10, 100, 1000];

pub fn check(table: &FormPair) -> Vec<Explained> {
    let mut found = of_columns(table);
    let cells: Vec<Cell> = found.iter().flat_map(|explained| explained.cells.clone()).collect();
    let mut by_row: BTreeMap<(RowId, Slip), Vec<Cell>> = BTreeMap::new();
    let is_in_doubt = |cell: &Cell| table.get(*cell).is_some_and(|pair| table.is_in_doubt(pair));
    for (cell, slip) in slips(table).filter(|(cell, _)| !cells.contains(cell) && !is_in_doubt(cell)) {
        by_row.entry((cell.0, slip)).or_default().push(cell);
    }
    found.extend(by_row.into_iter().map(|((_, slip), cells)| in_row(table, slip, cells)));
    found
}

/// By how much a number is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Slip {
    /// It is so many times what it should be.
    Times(u64),
    /// It should be so many times what it is.
    Part(u64),
}

impl Slip {
    const fn factor(self) -> u64 {
        match self {
            Slip::Times(factor) | Slip::Part(factor) => factor,
        }
    }

    /// What such a slip makes of a number, as near as whole numbers come.
    fn spoil(self, people: u64) -> u64 {
        match self {
            Slip::Times(factor) => people.saturating_mul(factor),
            Slip::Part(factor) => people / factor,
        }
    }

    /// The number without the slip, rounded.
    fn mend(self, people: u64) -> u64 {
        match self {
            Slip::Times(factor) => people.saturating_add(factor / 2) / factor,
            Slip::Part(factor) => people.saturating_mul(factor),
        }
    }

    /// The number without the slip, as it is written: `1.250`, or `khoảng 1.250` where digits are lost.
    fn mended(self, people: u64) -> String {
        let number = wording::count(self.mend(people));
        match self {
            Slip::Times(factor) if people.is_multiple_of(factor) => number,
            _ => format!("khoảng {number}"),
        }
    }
}

fn all() -> impl Iterator<Item = Slip> {
    FACTORS.into_iter().flat_map(|factor| [Slip::Times(factor), Slip::Part(factor)])
}

/// The cells that have changed and would fit without a slip; only one slip can make a cell fit.
fn slips<'t>(table: &'t FormPair) -> impl Iterator<Item = (Cell, Slip)> + 't {
    let slip = |pair: Pair| {
        all().find(|slip| pair.now > 0 && pair.before > 0 && table.tolerance.fits(slip.mend(pair.now), pair.before))
    };
    table.changed().filter_map(move |(cell, pair)| Some((cell, slip(pair)?)))
}

// ---------------------------------------------------------------------------------------------------- columns, forms

fn of_columns(table: &FormPair) -> Vec<Explained> {
    let by_column = table.column_ids().filter_map(|column| Some((of_column(table, column)?, column)));
    let mut by_slip: BTreeMap<Slip, Vec<ColumnId>> = BTreeMap::new();
    for (slip, column) in by_column {
        by_slip.entry(slip).or_default().push(column);
    }
    by_slip.into_iter().map(|(slip, columns)| in_columns(table, slip, &columns)).collect()
}

/// The slip of a whole column: at least two of its cells show it, and most of those in which it would be seen.
fn of_column(table: &FormPair, column: ColumnId) -> Option<Slip> {
    let pairs: Vec<Pair> = table.cells().filter(|(cell, _)| cell.1 == column).map(|(_, pair)| pair).collect();
    let n_showing = |slip: Slip| slips(table).filter(|(cell, other)| cell.1 == column && *other == slip).count();
    let is_most = |slip: &Slip| {
        let would_show = |pair: &&Pair| table.tolerance.is_passed(slip.spoil(pair.before), pair.before);
        let telling: Vec<&Pair> = pairs.iter().filter(would_show).collect();
        let n_fitting = telling.iter().filter(|pair| fits(table, *slip, ***pair)).count();
        n_fitting * 3 >= telling.len() * 2
    };
    all().find(|slip| n_showing(*slip) >= 2 && is_most(slip))
}

/// Whether a cell fits without the slip, for all that rounding to thousands may have lost.
fn fits(table: &FormPair, slip: Slip, pair: Pair) -> bool {
    let mended = slip.mend(pair.now);
    let lost = match slip {
        Slip::Times(_) => 0,
        Slip::Part(factor) => factor / 2,
    };
    let nearest = pair.before.clamp(mended.saturating_sub(lost), mended.saturating_add(lost));
    table.tolerance.fits(nearest, pair.before)
}

fn in_columns(table: &FormPair, slip: Slip, columns: &[ColumnId]) -> Explained {
    // A number that changed for another reason as well is still asked about.
    let in_them = |cell: &Cell| columns.contains(&cell.1) && is_of(table, slip, *cell);
    let cells: Vec<Cell> = table.cells().map(|(cell, _)| cell).filter(in_them).collect();
    let all_columns = columns.len() > 1 && columns.len() == table.column_ids().count();
    let names: Vec<String> = columns.iter().map(|column| table.column_name(*column)).collect();
    let what = if all_columns { table.form().sheet.clone() } else { format!("cột {}", wording::list(&names)) };
    let (year, factor) = (table.earlier_year, wording::count(slip.factor()));
    let message = match slip {
        Slip::Times(_) => format!("các số của {what} gấp khoảng {factor} lần số năm {year}"),
        Slip::Part(_) => format!("các số của {what} chỉ bằng khoảng 1/{factor} số năm {year}"),
    };
    let mend = match slip {
        Slip::Times(_) => format!("chia các số cho {factor}"),
        Slip::Part(_) => format!("nhân các số với {factor}"),
    };
    let unit = match slip {
        Slip::Part(1000) => "Có phải số ghi theo nghìn người",
        _ => "Có phải ghi nhầm số chữ số",
    };
    let example = example(table, slip, &cells);
    explained(table, slip, cells, message, format!("{unit}? Nếu vậy thì {mend}{example}"))
}

/// Whether a cell of a column with a slip is one of those it explains; a 0 that stayed 0 needs no mending.
fn is_of(table: &FormPair, slip: Slip, cell: Cell) -> bool {
    table.get(cell).is_some_and(|pair| fits(table, slip, pair) && (pair.now > 0 || table.is_changed(pair)))
}

/// `, ví dụ ô D11: 1.250.000 thành 1.250`.
fn example(table: &FormPair, slip: Slip, cells: &[Cell]) -> String {
    let pair = cells.iter().filter_map(|cell| table.get(*cell)).find(|pair| pair.now > 0 && table.is_changed(*pair));
    pair.map(|pair| format!(", ví dụ ô {}: {} thành {}", pair.at, wording::count(pair.now), slip.mended(pair.now)))
        .unwrap_or_default()
}

// --------------------------------------------------------------------------------------------------------------- rows

fn in_row(table: &FormPair, slip: Slip, cells: Vec<Cell>) -> Explained {
    let year = table.earlier_year;
    let pairs: Vec<(Cell, Pair)> = cells.iter().filter_map(|cell| Some((*cell, table.get(*cell)?))).collect();
    let each: Vec<String> = pairs
        .iter()
        .map(|((_, column), pair)| {
            let (now, before) = (wording::count(pair.now), wording::count(pair.before));
            format!("cột {} năm {year} là {before}, nay {now}", table.column_name(*column))
        })
        .collect();
    let factor = wording::count(slip.factor());
    let how = match slip {
        Slip::Times(_) => format!("gấp khoảng {factor} lần"),
        Slip::Part(_) => format!("chỉ bằng khoảng 1/{factor}"),
    };
    let message = format!("dòng {}: {}, {how}", table.row_name(cells[0].0), each.join("; "));
    let mended: Vec<String> = pairs.iter().map(|(_, pair)| slip.mended(pair.now)).collect();
    let remedy = format!("Có phải là {}? Nếu vậy thì sửa lại", wording::list(&mended));
    explained(table, slip, cells, message, remedy)
}

fn explained(table: &FormPair, slip: Slip, cells: Vec<Cell>, message: String, remedy: String) -> Explained {
    // Of a number that became 0 no digit is left.
    let fitting = |_, pair: Pair| (pair.now > 0).then(|| slip.mend(pair.now));
    Explained::cause(table, Code::PowerOfTenSlip, cells, message, remedy, fitting)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_mended_to_the_nearest_person() {
        let mended = |slip: Slip, people| (slip.mend(people), slip.mended(people));
        assert_eq!(mended(Slip::Times(10), 12_500), (1_250, "1.250".to_owned()));
        assert_eq!(mended(Slip::Times(10), 12_504), (1_250, "khoảng 1.250".to_owned()));
        assert_eq!(mended(Slip::Times(10), 12_505), (1_251, "khoảng 1.251".to_owned()));
        assert_eq!(mended(Slip::Part(1000), 12), (12_000, "khoảng 12.000".to_owned()));
    }

    #[test]
    fn a_slip_loses_the_digits_it_cuts_off() {
        assert_eq!([Slip::Times(100).spoil(1_259), Slip::Part(100).spoil(1_259)], [125_900, 12]);
    }
}
