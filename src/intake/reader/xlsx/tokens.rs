//! Random pieces of markup put into cells: nothing is accepted that another parser calls unsound, and no accepted number is
//! another than the whole text of its element.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::intake::fixture::{sheet, xlsx};
use crate::intake::pieces::PIECES;
use crate::intake::reader::read;
use crate::value::grid::{Address, Format, Value};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

const ROWS: &str = "<row r='1'><c r='A1'><v>372</v></c><c r='B1' t='n'><v>36</v></c><c><v>78</v></c></row>\
    <row><c r='A2'><f>A1+1</f><v>5</v></c><c r='B2'><v>1639</v></c></row>";

/// The numbers by the judge's tree: the whole text of each cell's value.
fn judged(part: &str) -> Option<BTreeMap<Address, f64>> {
    let tree = roxmltree::Document::parse(part).ok()?;
    let named = |node: &roxmltree::Node<'_, '_>, name: &str| {
        node.tag_name().namespace() == Some(MAIN) && node.tag_name().name() == name
    };
    let mut numbers = BTreeMap::new();
    let mut row = 0;
    for row_node in tree.descendants().filter(|node| named(node, "row")) {
        row = row_node.attribute("r").and_then(|row| row.trim().parse::<u32>().ok()).map_or(row, |row| row - 1);
        let mut column = 0;
        for cell in row_node.descendants().filter(|node| named(node, "c")) {
            column = cell.attribute("r").and_then(Address::parse).map_or(column, |at| at.col);
            let value = cell.descendants().find(|node| named(node, "v"));
            let text: Option<String> = value.map(|value| {
                value.descendants().filter(roxmltree::Node::is_text).filter_map(|node| node.text()).collect()
            });
            if matches!(cell.attribute("t"), None | Some("n"))
                && let Some(Ok(number)) = text.map(|text| text.trim().parse())
            {
                numbers.insert(Address::new(row, column), number);
            }
            column += 1;
        }
        row += 1;
    }
    Some(numbers)
}

fn with_pieces(pieces: &[(usize, &str)]) -> String {
    let mut rows = ROWS.to_owned();
    for (at, piece) in pieces {
        let at = at % (rows.len() + 1);
        let at = (0..=at).rev().find(|at| rows.is_char_boundary(*at)).unwrap_or(0);
        rows.insert_str(at, piece);
    }
    rows
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_piece_of_markup_changes_a_number(pieces in prop::collection::vec((any::<usize>(), prop::sample::select(PIECES.to_vec())), 1..4)) {
        let rows = with_pieces(&pieces);
        let part = sheet(&rows).replace("<worksheet>", &format!("<worksheet xmlns='{MAIN}' \
            xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"));
        let Ok(book) = read(&xlsx(&part), Format::Xlsx) else { return Ok(()) };
        let judged = judged(&part);
        prop_assert!(judged.is_some(), "accepted and not well-formed: {rows}");
        let numbers = book.sheets[0].cells().filter_map(|(at, cell)| match cell.value {
            Value::Number(number) => Some((at, number)),
            _ => None,
        });
        prop_assert_eq!(numbers.collect::<BTreeMap<_, _>>(), judged.unwrap_or_default(), "{}", rows);
    }
}
