//! How wide the columns of a table are: what the view asks for, but never so narrow that a number or a word breaks.

use super::measure::twips;
use super::table::{MARGINS, points};
use crate::view::block::{Align, Cell, Table, Text};

/// Longer texts are let break.
const MOST_ON_ONE_LINE_MM: u32 = 80;

/// The widths in mm of a table's columns on a page that is so wide. Columns keep the proportions they ask for; where one is
/// narrower than its longest word, the widest columns of text give what it lacks, as far as their own words allow. What
/// numbers don't need goes to names that would take a second line.
pub(super) fn fitted(table: &Table, page_mm: u32) -> Vec<u32> {
    let needed: Vec<u32> = (0..table.columns.len()).map(|n| needed_mm(table, n)).collect();
    let mut widths = in_proportion(table, page_mm);
    while let Some(narrow) = (0..widths.len()).find(|n| widths[*n] < needed[*n]) {
        let room = |n: &usize| (widths[*n].saturating_sub(needed[*n]), table.columns[*n].align == Align::Left);
        let Some(wide) = (0..widths.len()).filter(|n| room(n).0 > 0).max_by_key(|n| (room(n).1, room(n).0)) else {
            break;
        };
        widths[wide] -= 1;
        widths[narrow] += 1;
    }
    on_one_line(table, &needed, widths)
}

/// Gives columns of text the room that others have left over, as long as their headings don't grow too high for it. Texts of
/// several lines take, but never give, or their rows would grow high.
fn on_one_line(table: &Table, needed: &[u32], mut widths: Vec<u32>) -> Vec<u32> {
    let whole: Vec<u32> = (0..widths.len()).map(|n| whole_mm(table, n)).collect();
    let columns = || table.columns.iter().enumerate();
    let least: Vec<u32> =
        columns().map(|(n, column)| needed[n].max(heading_mm(table, &column.title)).max(whole[n])).collect();
    let wants = |widths: &[u32], n: usize| table.columns[n].align != Align::Right && whole[n] > widths[n];
    while let Some(narrow) = (0..widths.len()).find(|n| wants(&widths, *n)) {
        let room = |n: &usize| if whole[*n] < MOST_ON_ONE_LINE_MM { widths[*n].saturating_sub(least[*n]) } else { 0 };
        let Some(wide) = (0..widths.len()).filter(|n| room(n) > 0).max_by_key(room) else { break };
        widths[wide] -= 1;
        widths[narrow] += 1;
    }
    widths
}

/// How wide a column would be for its longest text to stand on one line; no more than is worth it.
fn whole_mm(table: &Table, n: usize) -> u32 {
    longest_mm(table, n).min(MOST_ON_ONE_LINE_MM)
}

/// How wide a column would be with its longest text on one line.
fn longest_mm(table: &Table, n: usize) -> u32 {
    let cells = table.rows.iter().filter_map(|row| row.get(n)).map(Cell::text);
    let whole = |text: &Text| text.runs.iter().map(|(run, face)| width_of(run, face.bold)).sum::<u32>();
    mm_of(table, cells.map(|text| whole(&text)).max().unwrap_or(0))
}

/// How wide a column must be for its heading to take about two lines.
fn heading_mm(table: &Table, title: &str) -> u32 {
    // A line that breaks between words isn't full.
    mm_of(table, width_of(title, true) * 7 / 12)
}

/// Widths that add up to the page; what rounding leaves over goes to the widest column.
fn in_proportion(table: &Table, page_mm: u32) -> Vec<u32> {
    let asked: u32 = table.columns.iter().map(|column| column.width).sum();
    let mut widths: Vec<u32> = table.columns.iter().map(|column| column.width * page_mm / asked.max(1)).collect();
    let left = page_mm.saturating_sub(widths.iter().sum());
    if let Some(widest) = widths.iter_mut().max() {
        *widest += left;
    }
    widths
}

/// How wide a column must be for its longest word.
fn needed_mm(table: &Table, n: usize) -> u32 {
    let head = longest_word(&table.columns[n].title, true);
    let cells = table.rows.iter().filter_map(|row| row.get(n)).map(Cell::text);
    let words = cells.map(|text| text.runs.iter().map(|(run, face)| longest_word(run, face.bold)).max().unwrap_or(0));
    mm_of(table, words.chain([head]).max().unwrap_or(0))
}

/// The width of a cell for a text so wide, in thousandths of the text's size.
fn mm_of(table: &Table, thousandths: u32) -> u32 {
    // A point is 20 twips; a millimetre is for the lines of the table.
    let twips_wide = (thousandths.saturating_mul(points(table)) / 50).saturating_add(2 * MARGINS.1);
    twips_wide.div_ceil(twips(1)).saturating_add(1)
}

/// The width of the longest word in thousandths of the text's size. Spaces that don't break belong to a word.
fn longest_word(text: &str, is_bold: bool) -> u32 {
    text.split([' ', '-', '\n']).map(|word| width_of(word, is_bold)).max().unwrap_or(0)
}

fn width_of(text: &str, is_bold: bool) -> u32 {
    text.chars().map(|c| of_letter(c, is_bold)).sum()
}

/// About how wide a letter of Times New Roman is, in thousandths of its size.
fn of_letter(c: char, is_bold: bool) -> u32 {
    match c {
        '0'..='9' => 500,
        ' ' | '.' | ',' | 'i' | 'l' | 't' | '\u{a0}' | ';' | ':' => 270,
        'm' | 'M' | 'W' | 'w' | '%' => 870,
        c if c.is_uppercase() => 720,
        _ if is_bold => 530,
        _ => 480,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(widths: [u32; 3], number: &str) -> Table {
        let columns =
            [("TT", widths[0], Align::Center), ("Khối", widths[1], Align::Left), ("Số", widths[2], Align::Right)];
        Table::new(&columns).dense().row(vec![Cell::from("1"), Cell::from("Doanh nghiệp"), Cell::from(number)])
    }

    #[test]
    fn a_column_of_numbers_takes_what_it_needs_from_a_column_of_text() {
        assert_eq!(fitted(&table([10, 145, 10], "12"), 165), [10, 145, 10]);
        let widths = fitted(&table([10, 145, 10], "12.345.678"), 165);
        assert!(widths[2] >= 20, "{widths:?}");
        assert_eq!(widths.iter().sum::<u32>(), 165);
    }

    #[test]
    fn a_name_takes_what_numbers_leave() {
        let widths = fitted(&table([10, 15, 140], "12.345"), 165);
        assert!(widths[1] >= 23, "{widths:?}");
        assert_eq!(widths.iter().sum::<u32>(), 165);
    }

    #[test]
    fn two_long_texts_share_what_numbers_leave_and_come_to_an_end() {
        let long = Cell::from(
            "Nhiều hộ kinh doanh sử dụng lao động không ký hợp đồng, số liệu phường cung cấp còn thấp so với thực tế",
        );
        let columns = [("Số", 60, Align::Right), ("Khó khăn", 50, Align::Left), ("Đề xuất", 55, Align::Left)];
        let table = Table::new(&columns).row(vec![Cell::from("12"), long.clone(), long]);
        let widths = fitted(&table, 165);
        assert!(widths[1] >= 50 && widths[2] >= 55 && widths[0] < 60, "{widths:?}");
        assert_eq!(widths.iter().sum::<u32>(), 165);
    }

    #[test]
    fn a_table_fills_the_page_and_one_without_room_stays_within_it() {
        assert_eq!(fitted(&table([10, 20, 20], "1"), 250).iter().sum::<u32>(), 250);
        assert_eq!(fitted(&table([5, 5, 20], "12.345.678"), 30).iter().sum::<u32>(), 30);
    }
}
