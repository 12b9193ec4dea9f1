//! Layouts of small packages made of their parts.

use super::*;
use crate::intake::container::inspect;
use crate::intake::fixture::{relationship, xlsx, xlsx_with};
use crate::intake::reader::read;
use crate::value::grid::{Address, Format, Layout, Sheet, Value};

/// The only sheet of a package.
fn sheet(bytes: &[u8]) -> Sheet {
    let format = inspect(bytes).expect("a file that passes the container");
    read(bytes, format).expect("a readable file").sheets.remove(0)
}

fn layout(worksheet: &str) -> Layout {
    sheet(&xlsx(worksheet)).layout
}

/// What the layout says, in one line.
fn told(layout: &Layout) -> String {
    let merged: Vec<String> = layout.merged.iter().map(ToString::to_string).collect();
    let Layout { hidden_rows, filtered_rows, hidden_columns, .. } = layout;
    format!("rows {hidden_rows:?} filtered {filtered_rows:?} columns {hidden_columns:?} merged {merged:?}")
}

#[test]
fn hidden_filtered_and_merged_cells_are_told_under_any_prefix() {
    let worksheet = "<worksheet><cols><col min='2' max='3' width='9' hidden='1'/><col max='5' min='5' width='0'/>\
        <col min='6' max='16384' width='9'/></cols><sheetData><row r='2' hidden='true'/><row hidden='1' r='4'><c r='A4'>\
        <v>1</v></c></row><row r='5' ht='0' customHeight='1'/><row r='6' hidden='0'/></sheetData><autoFilter ref='A3:B4'>\
        <filterColumn colId='0'/></autoFilter><mergeCells><mergeCell ref='A1:B1'/><mergeCell ref='C2:C4'/></mergeCells>\
        </worksheet>";
    let expected = "rows {1, 4} filtered {3} columns {1, 2, 4} merged [\"A1:B1\", \"C2:C4\"]";
    assert_eq!(told(&layout(worksheet)), expected);
    let prefixed = worksheet.replace("</", "</x:").replace('<', "<x:").replace("<x:/x:", "</x:");
    assert_eq!(told(&layout(&prefixed)), expected);
}

#[test]
fn a_filter_without_a_condition_hides_nothing() {
    let worksheet = "<worksheet><sheetData><row r='4' hidden='1'/></sheetData><autoFilter ref='A1:B9'/></worksheet>";
    assert_eq!(told(&layout(worksheet)), "rows {3} filtered {} columns {} merged []");
}

#[test]
fn odd_markup_tells_nothing_and_breaks_nothing() {
    let none = "rows {} filtered {} columns {} merged []";
    for worksheet in [
        "<worksheet><cols><col/><col min='x' hidden='1'/><col min='9' max='2' hidden='1'/></cols><sheetData/></worksheet>",
        "<worksheet><sheetData><row hidden='1'/><row r='9999' hidden='1'/></sheetData></worksheet>",
        "<worksheet><sheetData/><mergeCells><mergeCell/><mergeCell ref='A'/><mergeCell ref='B2:A1'/></mergeCells></worksheet>",
        "<worksheet><sheetData/><autoFilter/><rowBreaks><brk id='1'/></rowBreaks></worksheet>",
    ] {
        assert_eq!(told(&layout(worksheet)), none, "{worksheet}");
    }
}

#[test]
fn numbers_shown_as_percentages_are_told_apart() {
    let worksheet = "<worksheet><sheetData><row r='1'><c r='A1' s='1'><v>1</v></c><c r='B1'><v>1</v></c>\
        <c s='1' r='C1' t='str'><v>1</v></c><c r='D1' s='1'/></row></sheetData></worksheet>";
    let types = "<cellXfs><xf numFmtId='0'/><xf numFmtId='9'/></cellXfs>";
    let styles = format!("<styleSheet>{types}</styleSheet>");
    let related = relationship("worksheet", "worksheets/sheet1.xml").replace(
        "</Relationships>",
        "<Relationship Id='s' Type='http://x/styles' Target='styles.xml'/></Relationships>",
    );
    let parts = [("xl/_rels/workbook.xml.rels", related.as_bytes()), ("xl/styles.xml", styles.as_bytes())];
    let sheet = sheet(&xlsx_with(worksheet, &parts));
    let values: Vec<&Value> = sheet.cells().map(|(_, cell)| &cell.value).collect();
    assert_eq!(values, [&Value::Percent(1.0), &Value::Number(1.0), &Value::Text("1".to_owned())]);
}

/// What stands outside of cells in a sheet with one more part.
fn texts(kind: &str, part: &str) -> Vec<(Option<String>, String)> {
    let related = relationship(kind, "../other.xml");
    let parts = [("xl/worksheets/_rels/sheet1.xml.rels", related.as_bytes()), ("xl/other.xml", part.as_bytes())];
    let layout = sheet(&xlsx_with("<worksheet><sheetData/></worksheet>", &parts)).layout;
    layout.texts.into_iter().map(|text| (text.at.map(|at: Address| at.to_string()), text.text)).collect()
}

fn at(cell: &str, text: &str) -> (Option<String>, String) {
    (Some(cell.to_owned()), text.to_owned())
}

#[test]
fn comments_are_told_but_for_our_own_and_copies_of_threads() {
    let comments = "<comments><authors><author>A &amp; 7</author><author>bhxh</author><author>tc={1}</author></authors>\
        <commentList><comment ref='B2' authorId='0'><text><r><t>A &amp; 7:</t></r><r><rPr><sz val='9'/></rPr><t> sửa\n</t></r>\
        <r><t>5&lt;6</t></r></text></comment><comment ref='B3' authorId='1'><text><t>7</t></text></comment>\
        <comment ref='B4' authorId='2'><text><t>[Threaded comment] 870924</t></text></comment>\
        <comment ref='B5' authorId='9'><text><t>8</t></text></comment><comment><text><t>không số</t></text></comment>\
        </commentList></comments>";
    assert_eq!(texts("comments", comments), [at("B2", "sửa 5<6"), at("B5", "8")]);
    let thread =
        "<ThreadedComments><threadedComment ref='B4' id='{1}'><text>sửa 9</text></threadedComment></ThreadedComments>";
    assert_eq!(texts("threadedComment", thread), [at("B4", "sửa 9")]);
    // Half a part still gives its first half.
    let half = &comments[..comments.find("<comment ref='B5'").expect("it")];
    assert_eq!(texts("comments", half), [at("B2", "sửa 5<6")]);
}

#[test]
fn shapes_are_told_by_the_cell_they_begin_over() {
    let from = "<xdr:from><xdr:col>3</xdr:col><xdr:colOff>7</xdr:colOff><xdr:row>11</xdr:row></xdr:from><xdr:to><xdr:col>9</xdr:col>\
        <xdr:row>9</xdr:row></xdr:to>";
    let body = "<xdr:txBody><a:p><a:r><a:t>Thêm</a:t></a:r></a:p><a:p><a:r><a:t>1.2</a:t></a:r><a:r><a:t>50</a:t></a:r></a:p></xdr:txBody>";
    let drawing = format!(
        "<xdr:wsDr><xdr:twoCellAnchor>{from}<mc:AlternateContent><mc:Choice><xdr:sp>{body}</xdr:sp></mc:Choice>\
        <mc:Fallback><xdr:sp>{body}</xdr:sp></mc:Fallback></mc:AlternateContent></xdr:twoCellAnchor><xdr:absoluteAnchor>\
        <xdr:grpSp><xdr:sp textlink=''>{body}</xdr:sp><xdr:sp textlink='$A$1'>{body}</xdr:sp></xdr:grpSp></xdr:absoluteAnchor>\
        </xdr:wsDr>"
    );
    assert_eq!(texts("drawing", &drawing), [at("D12", "Thêm 1.250"), (None, "Thêm 1.250".to_owned())]);
}

/// A part that a thousand relationships name would be read a thousand times.
#[test]
fn no_more_is_unpacked_than_all_parts_together_may_have() {
    let comments = format!("<comments><!--{}--></comments>", " ".repeat(3 << 20));
    let one = "<Relationship Id='r' Type='x/comments' Target='../other.xml'/>";
    let related = format!("<Relationships>{}</Relationships>", one.repeat(10_000));
    let worksheet = "<worksheet><sheetData/></worksheet>";
    let parts = [("xl/worksheets/_rels/sheet1.xml.rels", related.as_bytes()), ("xl/other.xml", comments.as_bytes())];
    let bytes = xlsx_with(worksheet, &parts);
    let mut package = Package::open(&bytes, 1).expect("a package");
    assert_eq!(package.texts("xl/worksheets/sheet1.xml"), []);
    assert_eq!((package.budget, package.part("xl/other.xml")), (0, None));
}

#[test]
fn targets_are_resolved_from_the_folder_of_the_part() {
    let cases = [
        ("xl/worksheets", "../comments1.xml", "xl/comments1.xml"),
        ("xl", "worksheets/Sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("", "xl\\workbook.xml", "xl/workbook.xml"),
        ("", "../../x.xml", "x.xml"),
    ];
    for (folder, target, path) in cases {
        assert_eq!(resolve(folder, target), path);
    }
}

#[test]
fn a_workbook_says_when_it_is_calculated() {
    let calculation = |properties: &str| {
        let book = format!(
            "<workbook><sheets><sheet name=\"Biểu\" sheetId=\"1\" r:id=\"r1\"/></sheets>{properties}</workbook>"
        );
        let bytes = xlsx_with("<worksheet><sheetData/></worksheet>", &[("xl/workbook.xml", book.as_bytes())]);
        let calculation = read(&bytes, Format::Xlsx).expect("a readable file").calculation;
        (calculation.manual, calculation.full_on_load, calculation.as_shown)
    };
    assert_eq!(calculation(""), (false, false, false));
    assert_eq!(calculation("<calcPr calcId='191029' fullPrecision='0'/>"), (false, false, true));
    assert_eq!(calculation("<calcPr calcMode='manual'/>"), (true, false, false));
    assert_eq!(calculation("<calcPr calcMode='autoNoTable' fullCalcOnLoad='1'/>"), (false, true, false));
}
