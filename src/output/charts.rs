//! Charts over formulas have no cached numbers when the library writes them, and programs that don't calculate would draw
//! them empty. The results of the formulas are put into the chart's XML here.

use std::collections::BTreeMap;

use crate::value::grid::Address;

/// The numbers on each sheet.
pub type Numbers = BTreeMap<String, BTreeMap<Address, f64>>;

/// The chart's XML with every reference to numbers followed by those numbers.
pub fn filled(xml: &str, numbers: &Numbers) -> String {
    let mut pieces = xml.split("<c:numRef>");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        out.push_str("<c:numRef>");
        match piece.split_once("</c:numRef>") {
            Some((inside, rest)) => {
                out.push_str(&reference(inside, numbers));
                out.push_str("</c:numRef>");
                out.push_str(rest);
            }
            None => out.push_str(piece),
        }
    }
    out
}

/// `<c:f>…</c:f>` with the numbers it refers to; unchanged if it isn't a plain range.
fn reference(inside: &str, numbers: &Numbers) -> String {
    let formula = inside.strip_prefix("<c:f>").and_then(|rest| rest.split_once("</c:f>"));
    let Some((formula, _)) = formula else { return inside.to_owned() };
    let Some((sheet, first, last)) = range(formula) else { return inside.to_owned() };
    let values = numbers.get(&sheet);
    let cells = (first.row..=last.row).flat_map(|row| (first.col..=last.col).map(move |col| Address::new(row, col)));
    let cells: Vec<Option<f64>> = cells.map(|at| values?.get(&at).copied()).collect();
    let points: String = cells
        .iter()
        .enumerate()
        .filter_map(|(n, value)| Some(format!("<c:pt idx=\"{n}\"><c:v>{}</c:v></c:pt>", (*value)?)))
        .collect();
    format!(
        "<c:f>{formula}</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val=\"{}\"/>{points}</c:numCache>",
        cells.len()
    )
}

/// Sheet, first and last cell of `'Bao phủ - chỉ tiêu'!$D$6:$D$8`.
fn range(formula: &str) -> Option<(String, Address, Address)> {
    let (sheet, cells) = formula.rsplit_once('!')?;
    let sheet = sheet.strip_prefix('\'').and_then(|sheet| sheet.strip_suffix('\'')).unwrap_or(sheet);
    let (first, last) = cells.split_once(':').unwrap_or((cells, cells));
    Some((sheet.replace("''", "'"), Address::parse(first)?, Address::parse(last)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_numbers_stand_behind_their_range() {
        let of_sheet = [(Address::new(0, 0), 0.25)].into_iter().collect();
        let numbers = [("Tỷ lệ".to_owned(), of_sheet)].into_iter().collect();
        let filled = filled("<c:val><c:numRef><c:f>'Tỷ lệ'!$A$1:$A$2</c:f></c:numRef></c:val>", &numbers);
        assert!(filled.contains("<c:ptCount val=\"2\"/><c:pt idx=\"0\"><c:v>0.25</c:v></c:pt></c:numCache>"));
    }
}
