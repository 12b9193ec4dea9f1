//! Queries are answered by the note of their row, if it says anything. A dot, a tick or a number put there to fill the cell
//! doesn't.

use super::submission::FormData;
use crate::plan::RowId;
use crate::problem::{Finding, Severity};

/// Whether a note says anything: it has a word, which is two letters side by side.
pub fn says_something(note: &str) -> bool {
    let is_letter: Vec<bool> = note.chars().map(char::is_alphabetic).collect();
    is_letter.windows(2).any(|pair| pair == [true, true])
}

/// The row's note, if it is one that can answer a query.
pub fn of_row(data: &FormData, row: RowId) -> Option<&str> {
    note(data, row).filter(|note| says_something(note))
}

fn note(data: &FormData, row: RowId) -> Option<&str> {
    data.rows.get(row.idx())?.as_ref()?.note.as_deref()
}

/// Attaches the notes of its rows to a query, if every row has one that says something. Otherwise a note that says nothing is
/// attached as weak.
pub fn explain(mut finding: Finding, data: &FormData, rows: &[RowId]) -> Finding {
    if finding.severity != Severity::Query {
        return finding;
    }
    let notes: Option<Vec<&str>> = rows.iter().map(|row| of_row(data, *row)).collect();
    match notes {
        Some(mut notes) => {
            notes.dedup();
            finding.explanation = Some(notes.join("; ")).filter(|notes| !notes.is_empty());
        }
        None => {
            let weak = rows.iter().filter_map(|row| note(data, *row)).find(|note| !says_something(note));
            finding.weak_note = weak.map(str::to_owned);
        }
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_says_something_if_it_has_a_word() {
        for note in ["đúng", "Đã đối chiếu ngày 26/6", "ko có", "OK", "3 người nghỉ ốm"] {
            assert!(says_something(note), "{note}");
        }
        for note in [".", "-", "...", "x", "12", "1e5", "D13", "26/6", "?", "v v", "✓"] {
            assert!(!says_something(note), "{note}");
        }
    }
}
