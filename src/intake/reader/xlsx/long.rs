//! The values of a long sheet, unpacked and read some rows at a time, so that neither its text nor its cells are ever kept as a whole.
//!
//! Each piece is read strictly as a sheet by itself: what stands before the first row, some rows, the end tags. What can't be cut
//! so (names with a prefix, cells out of order, unsound XML) is left to the reader of whole sheets, which also says what is wrong.

use memchr::memmem;

use super::cell::SheetContext;
use super::part::PartsTally;
use super::sheet::SheetRows;
use crate::intake::reader::kept::Budget;
use crate::ooxml::package::OpenPart;
use crate::ooxml::xml;
use crate::value::grid::LongSheet;

/// How much is unpacked at a time.
const PIECE_BYTES: usize = 1 << 20;
const BEGIN: &[u8] = b"<sheetData>";
const ROW_END: &[u8] = b"</row>";
const END: &[u8] = b"</sheetData></worksheet>";

/// Reads the values of a sheet; `None` if that can't be done piece by piece.
pub(super) fn read(
    mut part: OpenPart<'_>,
    tally: &mut PartsTally,
    known: &SheetContext,
    mut budget: Budget,
) -> Option<LongSheet> {
    let mut rows = SheetRows::of_values(known, tally, &mut budget);
    let mut piece = Vec::with_capacity(PIECE_BYTES);
    part.read_on(&mut piece).ok()?;
    let head = memmem::find(&piece, BEGIN)? + BEGIN.len();
    while !part.is_over() {
        if let Some(end) = memmem::rfind(&piece[head..], ROW_END) {
            let rest = piece.split_off(head + end + ROW_END.len());
            piece.extend_from_slice(END);
            read_piece(&mut rows, &piece)?;
            piece.truncate(head);
            piece.extend_from_slice(&rest);
        }
        part.read_on(&mut piece).ok()?;
    }
    read_piece(&mut rows, &piece)?;
    rows.into_values()
}

fn read_piece(rows: &mut SheetRows<'_, '_>, piece: &[u8]) -> Option<()> {
    rows.read_piece(&xml::decode(piece).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::container::OWN_SCALE;
    use crate::intake::fixture::{relationship, sheet, xlsx, xlsx_with};
    use crate::intake::reader::xlsx::{Formats, XlsxFile};
    use crate::intake::reader::{ReadAs, read_own_values};
    use crate::value::grid::{Address, Format, Value};

    /// A sheet's cells, in rows of three: a text of its own, a number, and one that has no address.
    fn rows(n: usize) -> String {
        let row = |n: usize| {
            let text = format!("<c r='A{n}' t='inlineStr'><is><t>chữ {}</t></is></c>", n % 7);
            format!("<row r='{n}'>{text}<c r='C{n}'><v>{n}</v></c><c><f>A{n}</f></c></row>")
        };
        (1..=n).map(row).collect()
    }

    fn is_in_pieces(bytes: &[u8]) -> bool {
        let mut file = XlsxFile::open(bytes, OWN_SCALE).expect("a package");
        let book = file.book().expect("a workbook");
        let (strings, styles) = (file.strings(&book).expect("texts"), file.styles(&book).expect("styles"));
        let known = SheetContext { strings, styles: styles.heeding(Formats::Dates), date_1904: false };
        let part = file.part_of_sheet(&book, &book.sheets[0]).expect("sound").expect("a part");
        file.try_pieces(&part, |pieces, tally| read(pieces, tally, &known, Budget::OWN)).is_some()
    }

    fn values(bytes: &[u8]) -> LongSheet {
        read_own_values(bytes, Format::Xlsx, |_| ReadAs::Values).expect("readable").long.remove(0)
    }

    /// Every value of a long sheet and of the same sheet with its cells.
    fn is_the_same(bytes: &[u8]) -> bool {
        let read = read_own_values(bytes, Format::Xlsx, |_| ReadAs::Cells).expect("readable");
        let (whole, long) = (LongSheet::of(&read.workbook.sheets[0]), values(bytes));
        let all = |sheet: &LongSheet| -> Vec<(Address, Option<Value>)> {
            let addresses = sheet.rows().iter().flat_map(|row| (0..9).map(|col| Address::new(*row, col)));
            addresses.map(|at| (at, sheet.get(at).cloned())).collect()
        };
        (all(&whole), whole.n_beyond) == (all(&long), long.n_beyond)
    }

    #[test]
    fn pieces_give_what_the_whole_gives() {
        let bytes = xlsx(&sheet(&rows(40_000)));
        assert!(is_in_pieces(&bytes) && is_the_same(&bytes));
        assert_eq!(values(&bytes).get(Address::new(39_999, 2)), Some(&Value::Number(40_000.0)));
    }

    #[test]
    fn what_cannot_be_cut_is_read_as_a_whole() {
        let comment_in_the_head = format!("<!-- </row> -->{}", rows(20_000));
        let out_of_order = format!("{}<row r='3'><c r='E3'><v>5</v></c></row>", rows(20_000));
        let comment_at_the_cut = format!("{}<!-- {} -->{}", rows(9), "</row>".repeat(300_000), "");
        for rows in [out_of_order, comment_at_the_cut] {
            let bytes = xlsx(&sheet(&rows));
            assert!(!is_in_pieces(&bytes) && is_the_same(&bytes));
        }
        assert!(is_the_same(&xlsx(&sheet(&comment_in_the_head))));
    }

    #[test]
    fn what_a_whole_sheet_is_refused_for_is_refused_in_any_piece() {
        for below in [
            "<row r='7'><c r='C7'><v>1</v></c></row>",
            "</sheetData><sheetData><row r='20001'/>",
            "<row r='20001'><c r='C20001'><f t='shared' si='0'/><v>1</v></c></row>",
        ] {
            let bytes = xlsx(&sheet(&format!("{}{below}", rows(20_000))));
            assert!(read_own_values(&bytes, Format::Xlsx, |_| ReadAs::Values).is_err(), "{below}");
        }
    }

    #[test]
    fn what_belongs_to_a_long_sheet_must_be_sound() {
        let related = relationship("comments", "../comments1.xml");
        let parts: [(&str, &[u8]); 2] = [
            ("xl/worksheets/_rels/sheet1.xml.rels", related.as_bytes()),
            ("xl/comments1.xml", b"<comments><commentList>"),
        ];
        let bytes = xlsx_with(&sheet(&rows(20_000)), &parts);
        assert!(is_in_pieces(&bytes));
        assert!(read_own_values(&bytes, Format::Xlsx, |_| ReadAs::Values).is_err());
    }
}
