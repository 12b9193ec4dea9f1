//! Notes of a table's rows as small print below it. In a column of their own a few words would make every other column narrow.

use std::ops::RangeInclusive;

use crate::value::wording;
use crate::view::block::{Cell, Table, Value, Weight};
use crate::view::words;

/// A table with more rows is printed with its first ones; the workbook has all.
const MOST_ROWS: usize = 200;
/// So many of them are printed then.
const FIRST_ROWS: usize = 20;

/// The table as it is printed, and how many of its rows are left out. Totals below the rows stay.
pub fn first_rows(mut table: Table) -> (Table, usize) {
    let is_total = |row: &&Vec<Cell>| row.iter().any(|cell| cell.weight == Weight::Total);
    let n_rows = table.rows.len() - table.rows.iter().rev().take_while(is_total).count();
    if n_rows <= MOST_ROWS {
        return (table, 0);
    }
    table.rows.drain(FIRST_ROWS..n_rows);
    (table, n_rows - FIRST_ROWS)
}

/// What is said below a table of which rows are left out.
pub fn left_out(n: usize, workbook: &str) -> String {
    let (first, n) = (wording::count(FIRST_ROWS as u64), wording::count(n as u64));
    format!("Bảng in {first} dòng đầu; {n} dòng còn lại có trong sổ {workbook}.")
}

/// The table without its last column if that is the one of notes, and what stood there: `Dòng 2–5, 7: …`. `None` if nothing
/// did.
pub fn below(mut table: Table, column: &str) -> (Table, Option<String>) {
    if table.columns.last().is_none_or(|last| last.title != column) {
        return (table, None);
    }
    table.columns.pop();
    let mut notes: Vec<(String, Vec<String>)> = Vec::new();
    for row in &mut table.rows {
        let (note, name) = (row.pop().map(|cell| cell.text().to_string()), row_name(row));
        let Some(note) = note.filter(|note| !note.is_empty()) else { continue };
        match notes.iter_mut().find(|(known, _)| *known == note) {
            Some((_, rows)) => rows.push(name),
            None => notes.push((note, vec![name])),
        }
    }
    let notes = notes.into_iter().map(|(note, rows)| {
        let end = if note.ends_with('.') { "" } else { "." };
        format!("{}: {}{end}", which(&rows), words::within_sentence(&note))
    });
    let notes: Vec<String> = notes.collect();
    (table, (!notes.is_empty()).then(|| notes.join(" ")))
}

/// A row's number, or its name if it has none.
fn row_name(row: &[Cell]) -> String {
    let text = |n: usize| row.get(n).map(|cell| cell.text().to_string()).unwrap_or_default();
    if text(0).is_empty() { text(1) } else { text(0) }
}

/// `Dòng 2–5, 7`, `Tổng cộng`.
fn which(rows: &[String]) -> String {
    let (numbers, mut names): (Vec<Option<usize>>, Vec<&String>) = (
        rows.iter().map(|row| row.parse().ok()).collect(),
        rows.iter().filter(|row| row.parse::<usize>().is_err()).collect(),
    );
    let mut ranges: Vec<RangeInclusive<usize>> = Vec::new();
    for n in numbers.into_iter().flatten() {
        match ranges.last_mut() {
            Some(range) if *range.end() + 1 == n => *range = *range.start()..=n,
            _ => ranges.push(n..=n),
        }
    }
    let ranges = ranges.iter().map(|range| match (range.start(), range.end()) {
        (start, end) if start == end => start.to_string(),
        (start, end) => format!("{start}–{end}"),
    });
    let ranges: Vec<String> = ranges.collect();
    let mut parts = if ranges.is_empty() { Vec::new() } else { vec![format!("Dòng {}", ranges.join(", "))] };
    parts.extend(names.drain(..).cloned());
    parts.join("; ")
}

/// What stands in a table for a figure that should be there, as statistical yearbooks have it.
const SIGN: &str = "…";
/// What is said below such a table.
pub const SIGN_MEANS: &str = "Ô ghi “…” là số chưa tính được do chưa đủ số liệu.";

/// A table in which a sign stands for each figure that isn't computable, since words would make its rows high; and whether
/// there is one.
pub fn with_signs(mut table: Table) -> (Table, bool) {
    let cells = table.rows.iter_mut().flatten().filter(|cell| cell.value == Value::NotComputable);
    let n = cells.map(|cell| cell.value = Value::Text(SIGN.into())).count();
    (table, n > 0)
}

/// Whether a table gives any number of people at all.
pub fn has_people(table: &Table) -> bool {
    table.rows.iter().flatten().any(|cell| matches!(cell.value, Value::People(_)))
}

/// A table without the columns of this title in which nobody is.
pub fn without_empty(mut table: Table, title: &str) -> Table {
    let is_nobody = |cell: &Cell| matches!(cell.value, Value::None | Value::People(0));
    let is_empty = |n: usize| table.rows.iter().all(|row| row.get(n).is_none_or(is_nobody));
    let gone = table.columns.iter().enumerate().find(|(n, column)| column.title == title && is_empty(*n));
    if let Some(gone) = gone.map(|(n, _)| n) {
        table.columns.remove(gone);
        table.rows.iter_mut().filter(|row| gone < row.len()).for_each(|row| {
            row.remove(gone);
        });
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::block::Align;

    #[test]
    fn a_note_of_several_rows_stands_once_below_the_table() {
        let table = Table::new(&[("TT", 10, Align::Center), ("Khối", 50, Align::Left), ("Ghi chú", 20, Align::Left)]);
        let notes = ["", "Số âm.", "Số âm.", "Thiếu số liệu", "Số âm."];
        let rows = (1..).zip(notes).map(|(n, note)| vec![n.to_string().into(), "A".into(), note.into()]);
        let total = vec!["".into(), "Tổng cộng".into(), "Số âm.".into()];
        let (table, notes) = below(table.rows(rows).row(total), "Ghi chú");
        assert_eq!(table.columns.len(), 2);
        assert!(table.rows.iter().all(|row| row.len() == 2));
        assert_eq!(notes.as_deref(), Some("Dòng 2–3, 5; Tổng cộng: số âm. Dòng 4: thiếu số liệu."));
    }

    #[test]
    fn of_thousands_of_rows_the_first_and_the_total_are_printed() {
        let rows = |n: usize| (1..=n).map(|n| vec![Cell::from(n.to_string())]);
        let total = || vec![Cell::from("Tổng cộng").weight(Weight::Total)];
        let table = |n| Table::new(&[("TT", 10, Align::Center)]).rows(rows(n)).row(total());
        assert_eq!(first_rows(table(MOST_ROWS)), (table(MOST_ROWS), 0));
        let (short, n_left_out) = first_rows(table(3_300));
        assert_eq!((short.rows.len(), n_left_out), (FIRST_ROWS + 1, 3_280));
        assert_eq!(short.rows.last(), Some(&total()));
        assert_eq!(left_out(n_left_out, "sổ.xlsx"), "Bảng in 20 dòng đầu; 3.280 dòng còn lại có trong sổ sổ.xlsx.");
    }

    #[test]
    fn a_sign_stands_for_what_is_not_computable() {
        let table = |people| Table::new(&[("A", 10, Align::Right)]).row(vec![Cell::people(people)]);
        let (partial, is_partial) = with_signs(table(None));
        assert!(is_partial);
        assert_eq!(partial.rows[0][0].text().to_string(), "…");
        assert!(!with_signs(table(Some(0))).1);
        assert!(!has_people(&partial));
    }

    #[test]
    fn an_empty_column_is_left_out_and_a_filled_one_stays() {
        let table =
            |people| Table::new(&[("A", 10, Align::Left), ("B", 10, Align::Right)]).row(vec!["x".into(), people]);
        assert_eq!(without_empty(table(Cell::people(Some(0))), "B").columns.len(), 1);
        assert_eq!(without_empty(table(Cell::people(Some(3))), "B").columns.len(), 2);
        assert_eq!(without_empty(table(Cell::people(None)), "B").columns.len(), 2);
    }
}
