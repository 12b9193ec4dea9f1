//! The sums that a template writes, as text. What a returned file says is compared with them before it is parsed.

use crate::value::grid::Address;

/// Excel's limit on a function's arguments.
const MAX_ARGUMENTS: usize = 255;

/// `IF(COUNT(D11:D14)=0,"",SUM(D11:D14))` over rows of a column.
pub fn total(col: u32, rows: &[u32]) -> String {
    let ranges = ranges(rows, |row| Address::new(row, col));
    format!("IF({}=0,\"\",{})", call("COUNT", &ranges), call("SUM", &ranges))
}

/// `IF(COUNT(D11:F11)<3,"",D11+E11-F11)` over columns of a row: those that are added and those that are taken off.
pub fn result(row: u32, plus: &[u32], minus: &[u32]) -> String {
    let mut cols = [plus, minus].concat();
    cols.sort_unstable();
    cols.dedup();
    let count = call("COUNT", &ranges(&cols, |col| Address::new(row, col)));
    let sum = terms(plus.iter().map(|col| Address::new(row, *col)), minus.iter().map(|col| Address::new(row, *col)));
    format!("IF({count}<{},\"\",{sum})", cols.len())
}

/// What is added and what is taken off, as a sum: `1+2-3`.
pub fn terms<T: ToString>(plus: impl Iterator<Item = T>, minus: impl Iterator<Item = T>) -> String {
    let mut sum: String = plus.map(|term| format!("+{}", term.to_string())).collect();
    sum.extend(minus.map(|term| format!("-{}", term.to_string())));
    sum.trim_start_matches('+').to_owned()
}

/// A call of a function, or a sum of calls if there are more arguments than one call takes.
pub fn call(function: &str, arguments: &[String]) -> String {
    let calls: Vec<String> =
        arguments.chunks(MAX_ARGUMENTS).map(|chunk| format!("{function}({})", chunk.join(","))).collect();
    calls.join("+")
}

/// Cells by their numbers along a row or column, neighbours as one range.
fn ranges(numbers: &[u32], cell: impl Fn(u32) -> Address) -> Vec<String> {
    runs(numbers).into_iter().map(|(first, last)| range(cell(first), cell(last))).collect()
}

/// Numbers that follow each other, as (first, last).
pub fn runs(numbers: &[u32]) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for n in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *n => *last = *n,
            _ => runs.push((*n, *n)),
        }
    }
    runs
}

/// `D11:D14`, or `D11` for a single cell.
pub fn range(first: Address, last: Address) -> String {
    if first == last { first.to_string() } else { format!("{first}:{last}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_become_one_range() {
        assert_eq!(total(3, &[10, 11, 12, 15]), "IF(COUNT(D11:D13,D16)=0,\"\",SUM(D11:D13,D16))");
        let thousands: Vec<u32> = (0..3_000).collect();
        assert_eq!(total(3, &thousands), "IF(COUNT(D1:D3000)=0,\"\",SUM(D1:D3000))");
        assert_eq!(result(10, &[3, 4], &[5]), "IF(COUNT(D11:F11)<3,\"\",D11+E11-F11)");
    }

    #[test]
    fn no_call_has_more_arguments_than_excel_takes() {
        let every_other: Vec<u32> = (0..300).map(|n| n * 2).collect();
        let text = total(3, &every_other);
        let calls: Vec<usize> = text
            .split("COUNT(")
            .skip(1)
            .map(|call| call.split(')').next().unwrap_or(call).split(',').count())
            .collect();
        assert_eq!(calls, [255, 45]);
        assert!(text.contains(")+SUM("), "{text}");
    }
}
