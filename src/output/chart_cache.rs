//! The library leaves a chart over formulas without numbers of its own, and programs that don't calculate would draw it
//! empty. Here the numbers the formulas give are put into the chart's parts; every other part is copied as it is.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::intake::grid::Address;

/// The numbers on each sheet.
pub type Numbers = BTreeMap<String, BTreeMap<Address, f64>>;

/// Fills the charts of a finished workbook.
pub fn fill(workbook: &[u8], numbers: &Numbers) -> ZipResult<Vec<u8>> {
    let mut source = ZipArchive::new(Cursor::new(workbook))?;
    let mut target = ZipWriter::new(Cursor::new(Vec::new()));
    for idx in 0..source.len() {
        let mut part = source.by_index(idx)?;
        let name = part.name()?.into_owned();
        if !name.starts_with("xl/charts/chart") {
            target.raw_copy_file(part)?;
            continue;
        }
        let options = SimpleFileOptions::default().last_modified_time(part.last_modified().unwrap_or_default());
        target.start_file(name, options)?;
        let mut xml = String::new();
        part.read_to_string(&mut xml)?;
        target.write_all(filled(&xml, numbers).as_bytes())?;
    }
    Ok(target.finish()?.into_inner())
}

/// The chart's XML with every reference to numbers followed by those numbers.
fn filled(xml: &str, numbers: &Numbers) -> String {
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
