//! What has changed beyond the tolerance and no cause explains: asked about row by row, because the row's note answers.

use std::collections::BTreeMap;

use super::Explained;
use super::table::{Cell, FormPair, Pair};
use crate::plan::RowId;
use crate::problem::Code;
use crate::value::wording;

/// From here on a growth is said as so many times rather than in percent.
const MANY_TIMES: u64 = 10;

pub fn check(table: &FormPair) -> Vec<Explained> {
    let mut by_row: BTreeMap<RowId, Vec<(Cell, Pair)>> = BTreeMap::new();
    for (cell, pair) in table.changed().filter(|(_, pair)| !table.is_in_doubt(*pair)) {
        by_row.entry(cell.0).or_default().push((cell, pair));
    }
    by_row.into_iter().map(|(row, changed)| explained(table, row, &changed)).collect()
}

fn explained(table: &FormPair, row: RowId, changed: &[(Cell, Pair)]) -> Explained {
    let cells: Vec<Cell> = changed.iter().map(|(cell, _)| *cell).collect();
    let each: Vec<String> = changed
        .iter()
        .map(|((_, column), pair)| format!("cột {} {}", table.column_name(*column), in_words(table, *pair)))
        .collect();
    let message = format!("dòng {}: {}", table.row_name(row), each.join("; "));
    let hint = "Kiểm tra lại số; nếu số đã đúng thì ghi lý do tăng, giảm ở cột giải trình của dòng".to_owned();
    let range = |_, pair: Pair| {
        let (least, most) = table.tolerance.range(pair.before);
        if least == 0 { format!("không quá {most}") } else { format!("từ {least} đến {most}") }
    };
    let finding = table.finding(Code::LargeChange, &cells, message, hint, range);
    Explained::change(cells, finding)
}

/// `năm 2022 là 1.200, nay 2.000, tăng 66,7 %`.
fn in_words(table: &FormPair, pair: Pair) -> String {
    let (year, now, before) = (table.earlier_year, wording::count(pair.now), wording::count(pair.before));
    match (pair.before, pair.now) {
        (0, _) => format!("năm {year} không có ai, nay {now}"),
        (_, 0) => format!("năm {year} là {before}, nay không còn ai"),
        _ => {
            format!("năm {year} là {before}, nay {now}, {}", by_how_much(pair, table.tolerance.percent))
        }
    }
}

/// `tăng 66,7 %`, with the decimals it takes to see that it is beyond the tolerance; `gấp 12,5 lần` if it is many times.
fn by_how_much(pair: Pair, tolerance: u32) -> String {
    let as_people = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let (change, whole) = (as_people(pair.now.abs_diff(pair.before)), as_people(pair.before));
    if pair.now / pair.before >= MANY_TIMES {
        let times = wording::decimal(as_people(pair.now), whole.saturating_mul(100), 1);
        return format!("gấp {} lần", times.replace('.', ","));
    }
    let way = if pair.now > pair.before { "tăng" } else { "giảm" };
    let looks_beyond = |decimals: &u32| {
        let shown: f64 = wording::decimal(change, whole, *decimals).parse().unwrap_or(f64::NAN);
        shown > f64::from(tolerance)
    };
    format!("{way} {}", wording::share(change, whole, (1..=6).find(looks_beyond).unwrap_or(6)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::grid::Address;

    #[test]
    fn a_change_beyond_the_tolerance_looks_like_it() {
        let shown = |now, before| by_how_much(Pair { now, before, at: Address::new(0, 0) }, 30);
        assert_eq!(shown(2000, 1200), "tăng 66,7 %");
        assert_eq!(shown(130_001, 100_000), "tăng 30,001 %");
        assert_eq!(shown(50, 100), "giảm 50,0 %");
        assert_eq!(shown(12_900, 1_000), "gấp 12,9 lần");
    }
}
