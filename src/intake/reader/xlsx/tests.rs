//! Small workbooks made of their parts: what is read exactly, and what is refused with the part and the place.

use super::*;
use crate::intake::container::{MAX_SHARED_STRINGS, inspect};
use crate::intake::fixture::{self, package, relationship, sheet, xlsx, xlsx_with};
use crate::intake::reader::read as read_file;
use crate::ooxml::xml;
use crate::problem::unreadable::{Invalid, Limit, Twice};
use crate::value::grid::{Address, Layout, Value};

fn open(bytes: &[u8]) -> Result<Workbook, ReadError> {
    assert_eq!(inspect(bytes), Ok(Format::Xlsx));
    read_file(bytes, Format::Xlsx)
}

/// The only sheet of a package.
fn only_sheet(bytes: &[u8]) -> Sheet {
    open(bytes).expect("a readable file").sheets.remove(0)
}

fn layout(worksheet: &str) -> Layout {
    only_sheet(&xlsx(worksheet)).layout
}

/// Why a package can't be read.
fn cause(bytes: &[u8]) -> Option<Cause> {
    open(bytes).err().map(|error| error.cause)
}

/// Why a sheet of these rows can't be read.
fn cause_of_rows(rows: &str) -> Option<Cause> {
    cause(&xlsx(&sheet(rows)))
}

fn invalid_at(what: Invalid, at: &str) -> Option<Cause> {
    Some(Cause::Invalid { what, at: Address::parse(at) })
}

fn unsound(bytes: &[u8]) -> Option<xml::FaultKind> {
    match cause(bytes) {
        Some(Cause::Unsound(fault)) => Some(fault.kind),
        _ => None,
    }
}

fn limit(bytes: &[u8]) -> Option<Limit> {
    match cause(bytes) {
        Some(Cause::Refused(Refusal::TooLarge { what, found, allowed, .. })) if found > allowed => Some(what),
        _ => None,
    }
}

/// The cells of a sheet of these rows, as `A1 12`, one after the other.
fn cells(rows: &str) -> String {
    told_cells(&only_sheet(&xlsx(&sheet(rows))))
}

fn told_cells(sheet: &Sheet) -> String {
    let told = sheet.cells().map(|(at, cell)| {
        let value = match &cell.value {
            Value::Number(number) => number.to_string(),
            Value::Text(text) => format!("{text:?}"),
            other => format!("{other:?}"),
        };
        let formula = cell.formula.as_ref().map_or(String::new(), |formula| format!(" ={formula}"));
        format!("{at} {value}{formula}")
    });
    told.collect::<Vec<_>>().join(", ")
}

#[test]
fn a_value_is_the_whole_text_of_its_element() {
    let with = |value: &str| cells(&format!("<row r='1'><c r='B1'><v>{value}</v></c></row>"));
    for value in
        ["3729", "372<!-- x -->9", "372&#57;", "<![CDATA[37]]>29", " \n3729\t", "37<?p ?>29", "&#x33;729", "3.729E3"]
    {
        assert_eq!(with(value), "B1 3729", "{value}");
    }
    for value in ["", " \n", "<!-- 5 -->", "<![CDATA[]]>"] {
        assert_eq!(with(value), "", "{value}");
    }
    for value in ["3 729", "inf", "NaN", "1e999", "12a", "0x10", "1,5", "－5"] {
        let rows = format!("<row r='1'><c r='B1'><v>{value}</v></c></row>");
        assert_eq!(cause_of_rows(&rows), invalid_at(Invalid::Number, "B1"), "{value}");
    }
}

#[test]
fn what_stands_where_it_has_no_place_is_refused() {
    for content in ["<v>1<b>2</b></v>", "5<v>1</v>", "<v>1</v>5"] {
        let bytes = xlsx(&sheet(&format!("<row r='1'><c r='B1'>{content}</c></row>")));
        assert_eq!(unsound(&bytes), Some(xml::FaultKind::Misplaced), "{content}");
    }
    for rows in ["<c r='A1'><v>1</v></c>", "<row>5</row>", "<row><v>1</v></row>", "5<row/>"] {
        assert_eq!(unsound(&xlsx(&sheet(rows))), Some(xml::FaultKind::Misplaced), "{rows}");
    }
    assert_eq!(unsound(&xlsx("<workbook/>")), Some(xml::FaultKind::Misplaced));
}

#[test]
fn foreign_elements_and_alternatives_are_read_as_the_standard_says() {
    let alternative = "<mc:AlternateContent><mc:Choice Requires='f' xmlns:f='urn:f'><v>1</v></mc:Choice>\
        <mc:Fallback><v>2</v></mc:Fallback></mc:AlternateContent>";
    assert_eq!(cells(&format!("<row><c r='A1'>{alternative}</c></row>")), "A1 2");
    let foreign = |name: &str| format!("<f:{name} xmlns:f='urn:f' r='B1'><f:v>7</f:v></f:{name}>");
    let cell = |inside: &str| format!("<row>{}<c r='A1'><v>1</v>{inside}</c></row>", foreign("note"));
    assert_eq!(cells(&cell(&foreign("mark"))), "A1 1");
    // Programs that go by names alone read them.
    for rows in [cell(&foreign("v")), format!("<row>{}</row>", foreign("c")), foreign("row")] {
        assert_eq!(unsound(&xlsx(&sheet(&rows))), Some(xml::FaultKind::Misplaced), "{rows}");
    }
    assert_eq!(cells("<row><c r='A1'><v>1</v><extLst><ext><v>9</v></ext></extLst></c></row>"), "A1 1");
}

#[test]
fn both_editions_of_the_standard_and_any_prefix_are_read() {
    let strict = "<x:worksheet xmlns:x='http://purl.oclc.org/ooxml/spreadsheetml/main'><x:sheetData><x:row><x:c r='A1'>\
        <x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>";
    assert_eq!(told_cells(&only_sheet(&xlsx(strict))), "A1 5");
}

#[test]
fn parts_in_utf_16_are_read() {
    let sheet = format!(
        "\u{FEFF}{}",
        "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>\
        <sheetData><row><c t='inlineStr'><is><t>Xã</t></is></c></row></sheetData></worksheet>"
    );
    let wide: Vec<u8> = sheet.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let bytes = xlsx_with("", &[("xl/worksheets/sheet1.xml", &wide)]);
    assert_eq!(told_cells(&only_sheet(&bytes)), "A1 \"Xã\"");
}

/// A workbook of one row with these shared texts.
fn with_strings(strings: &str, row: &str) -> Vec<u8> {
    let strings = format!("<sst>{strings}</sst>");
    xlsx_with(&sheet(&format!("<row r='1'>{row}</row>")), &[("xl/sharedStrings.xml", strings.as_bytes())])
}

#[test]
fn shared_texts_are_found_by_their_number_or_not_at_all() {
    let strings = "<si><t>100</t></si><si><t xml:space='preserve'> 3_x000D_729 </t></si><si/><si><r><rPr><b/></rPr><t> a </t></r>\
        <r><t xml:space='preserve'> b</t></r><rPh sb='0' eb='1'><t>c</t></rPh><phoneticPr fontId='1'/></si>";
    let row = "<c t='s'><v>\n1\t</v></c><c t='s'><v>2</v></c><c t='s'><v>03</v></c><c t='s'/><c t='s'><v/></c>";
    let sheet = only_sheet(&with_strings(strings, row));
    assert_eq!(told_cells(&sheet), "A1 \" 3\\r729 \", B1 \"\", C1 \"a b\"");
    for number in ["4", "-1", "+1", "1.0", "x", "1 1", "4294967296"] {
        let row = format!("<c r='A1' t='s'><v>{number}</v></c>");
        assert_eq!(cause(&with_strings(strings, &row)), invalid_at(Invalid::StringNumber, "A1"), "{number}");
    }
}

#[test]
fn a_cells_content_fits_its_type() {
    assert_eq!(
        cells(
            "<row><c t='b'><v>1</v></c><c t='b'><v> false </v></c><c t='str'><v> 1_x0041_ </v></c><c t='e'><v>#N/A</v></c></row>"
        ),
        "A1 Bool(true), B1 Bool(false), C1 \" 1A \", D1 Error(\"#N/A\")"
    );
    for cell in [
        "t='b'><v>2</v>",
        "t='inlineStr'><v>5</v>",
        "><is><t>5</t></is>",
        "t='str'><is><t>5</t></is>",
        "><f t='odd'>A2</f>",
    ] {
        let found = cause_of_rows(&format!("<row><c r='A1' {cell}</c></row>"));
        let is_invalid = matches!(found, Some(Cause::Invalid { at: Some(_), .. }));
        assert!(is_invalid, "{cell} {found:?}");
    }
    assert_eq!(cause_of_rows("<row><c r='A1' t='x'/></row>"), invalid_at(Invalid::CellType, "A1"));
    assert_eq!(cause_of_rows("<row><c r='A1' s='a'/></row>"), invalid_at(Invalid::StyleNumber, "A1"));
}

#[test]
fn addresses_are_sound_and_in_their_row() {
    assert_eq!(
        cells("<row r='2'><c><v>1</v></c><c r='D2'><v>2</v></c><c><v>3</v></c></row><row><c><v>4</v></c></row>"),
        "A2 1, D2 2, E2 3, A3 4"
    );
    for at in ["A0", "XFE1", "B2", "1", "A", "A1 x", "AAAAAAA1", "A4294967297"] {
        let found = cause_of_rows(&format!("<row r='1'><c r='{at}'><v>1</v></c></row>"));
        assert_eq!(found, Some(Cause::Invalid { what: Invalid::Address, at: None }), "{at}");
    }
    for row in ["0", "-1", "x", "1048577", "", "1.0"] {
        let found = cause_of_rows(&format!("<row r='{row}'/>"));
        assert_eq!(found, Some(Cause::Invalid { what: Invalid::Row, at: None }), "{row}");
    }
}

#[test]
fn what_stands_twice_is_refused_by_name() {
    let twice = |bytes: &[u8]| match cause(bytes) {
        Some(Cause::Twice(twice)) => twice,
        other => panic!("{other:?}"),
    };
    let at = Address::new(0, 0);
    let rows = |rows: &str| twice(&xlsx(&sheet(rows)));
    assert_eq!(rows("<row r='1'><c r='A1'/><c r='B1'/><c r='A1'><v>1</v></c></row>"), Twice::Cell(at));
    assert_eq!(rows("<row r='1'><c r='A1'><v>1</v></c></row><row r='1'><c><v>2</v></c></row>"), Twice::Cell(at));
    assert_eq!(rows("<row><c r='A1'><v>1</v><v>2</v></c></row>"), Twice::Content(at));
    assert_eq!(rows("<row><c r='A1'><f>B1</f><f>B2</f></c></row>"), Twice::Content(at));
    // Out of order, but no cell twice: nothing to choose between.
    assert_eq!(
        cells("<row r='2'><c r='B2'><v>1</v></c><c r='A2'><v>2</v></c></row><row r='1'><c><v>3</v></c></row>"),
        "A1 3, A2 2, B2 1"
    );
    let two = "<worksheet><sheetData/><sheetData/></worksheet>";
    assert_eq!(twice(&xlsx(two)), Twice::Element("sheetData"));
    let related = relationship("worksheet", "worksheets/sheet1.xml");
    let one = related.find("<Relationship ").expect("there");
    let related = related.replace("</Relationships>", &related[one..]);
    let bytes = xlsx_with(&sheet(""), &[("xl/_rels/workbook.xml.rels", related.as_bytes())]);
    assert_eq!(twice(&bytes), Twice::Relationship("r1".to_owned()));
    let bytes = xlsx_with(&sheet(""), &[("xl/Worksheets/SHEET1.xml", b"<worksheet/>")]);
    assert_eq!(twice(&bytes), Twice::Part("xl/worksheets/sheet1.xml".to_owned()));
    let bytes = xlsx_with(&sheet(""), &[("xl\\worksheets\\sheet1.xml", b"<worksheet/>")]);
    assert_eq!(twice(&bytes), Twice::Part("xl/worksheets/sheet1.xml".to_owned()));
    let books = "<workbook><sheets><sheet name='A' r:id='r1'/></sheets><sheets/></workbook>";
    assert_eq!(twice(&xlsx_with(&sheet(""), &[("xl/workbook.xml", books.as_bytes())])), Twice::Element("sheets"));
    let dates =
        "<workbook><workbookPr/><sheets><sheet name='A' r:id='r1'/></sheets><workbookPr date1904='1'/></workbook>";
    assert_eq!(twice(&xlsx_with(&sheet(""), &[("xl/workbook.xml", dates.as_bytes())])), Twice::Element("workbookPr"));
}

/// Packages with two entries of exactly one name, which no writer makes by itself.
#[test]
fn a_name_that_stands_twice_in_the_directory_is_seen() {
    let mut bytes = xlsx_with(&sheet(""), &[("xl/worksheets/sheetX.xml", b"<worksheet/>")]);
    let positions: Vec<usize> = memchr::memmem::find_iter(&bytes, b"sheetX.xml").collect();
    for at in positions {
        bytes[at..at + 10].copy_from_slice(b"sheet1.xml");
    }
    assert_eq!(cause(&bytes), Some(Cause::Twice(Twice::Part("xl/worksheets/sheet1.xml".to_owned()))));
}

#[test]
fn sheets_without_cells_are_passed_over_by_name() {
    let book = "<workbook><sheets><sheet name='Module1' state='veryHidden' r:id=''/><sheet name='Biểu' r:id='r1'/>\
        <sheet name='Hình' r:id='r2'/><sheet name='Lệnh' r:id='r3'/></sheets></workbook>";
    let related = relationship("worksheet", "worksheets/sheet1.xml").replace(
        "</Relationships>",
        "<Relationship Id='r2' Type='http://x/chartsheet' Target='chartsheets/sheet1.xml'/>\
         <Relationship Id='r3' Type='http://x/xlMacrosheet' Target='macrosheets/sheet1.xml'/></Relationships>",
    );
    let parts = [("xl/workbook.xml", book.as_bytes()), ("xl/_rels/workbook.xml.rels", related.as_bytes())];
    let book = open(&xlsx_with(&sheet("<row><c><v>1</v></c></row>"), &parts)).expect("a readable file");
    assert_eq!(book.passed_over, ["Module1", "Hình", "Lệnh"]);
    assert_eq!((book.sheets.len(), told_cells(&book.sheets[0]).as_str()), (1, "A1 1"));
}

#[test]
fn a_sheet_names_a_part_that_is_there() {
    let with = |entry: &str| {
        let book = format!("<workbook><sheets>{entry}</sheets></workbook>");
        cause(&xlsx_with(&sheet(""), &[("xl/workbook.xml", book.as_bytes())]))
    };
    assert_eq!(with("<sheet name='A' r:id='r9'/>"), Some(Cause::NoPart));
    let invalid = Some(Cause::Invalid { what: Invalid::SheetEntry, at: None });
    assert_eq!(with("<sheet r:id='r1'/>"), invalid);
    assert_eq!(with("<sheet name='A'/>"), invalid);
    assert_eq!(with("<sheet name='A' state='x' r:id='r1'/>"), invalid);
    let elsewhere = relationship("worksheet", "worksheets/sheet9.xml");
    let missing = open(&xlsx_with(&sheet(""), &[("xl/_rels/workbook.xml.rels", elsewhere.as_bytes())]));
    let missing = missing.expect_err("no such part");
    assert_eq!((missing.sheet.as_deref(), missing.part.as_deref()), (Some("Biểu"), Some("xl/worksheets/sheet9.xml")));
}

#[test]
fn a_part_that_many_sheets_name_is_read_once_and_paid_for_each_time() {
    let books = |n: usize| {
        let sheets: String = (0..n).map(|n| format!("<sheet name='{n}' r:id='r1'/>")).collect();
        format!("<workbook><sheets>{sheets}</sheets></workbook>")
    };
    let book = open(&xlsx_with(&sheet("<row><c><v>1</v></c></row>"), &[("xl/workbook.xml", books(3).as_bytes())]));
    let told: Vec<String> = book.expect("readable").sheets.iter().map(told_cells).collect();
    assert_eq!(told, ["A1 1"; 3]);
    let rows =
        format!("<row>{}</row>", "<c t='inlineStr'><is><t>aaaaaaaaaaaaaaaaaaaa</t></is></c>".repeat(250)).repeat(80);
    assert_eq!(cause(&xlsx_with(&sheet(&rows), &[("xl/workbook.xml", books(900).as_bytes())])), Some(Cause::TooMuch));
    assert_eq!(limit(&xlsx_with(&sheet(""), &[("xl/workbook.xml", books(1_001).as_bytes())])), Some(Limit::Sheets));
}

#[test]
fn shared_formulas_are_found_wherever_they_are_written() {
    let rows = "<row r='1'><c r='A1'><f t='shared' si='0'/><v>1</v></c></row><row r='2'><c r='A2'>\
        <f t='shared' si='0' ref='A1:A3'>B2+$C2</f><v>2</v></c></row><row r='3'><c r='A3'><f t='shared' si='0'/><v>3</v></c></row>";
    assert_eq!(cells(rows), "A1 1 =B1+$C1, A2 2 =B2+$C2, A3 3 =B3+$C3");
    let alone = "<row r='1'><c r='A1'><f t='shared' si='7'/><v>1</v></c></row>";
    assert_eq!(cause_of_rows(alone), invalid_at(Invalid::SharedFormula, "A1"));
    let unnumbered = "<row r='1'><c r='A1'><f t='shared' si='x'>B1</f><v>1</v></c></row>";
    assert_eq!(cause_of_rows(unnumbered), invalid_at(Invalid::SharedFormula, "A1"));
    // The number is a name, not a place in a table.
    let large = "<row r='1'><c r='A1'><f t='shared' si='4000000000'>B1</f><v>1</v></c></row>";
    assert_eq!(cells(large), "A1 1 =B1");
}

#[test]
fn a_formula_that_fills_a_range_is_each_cells() {
    let rows = "<row r='1'><c r='A1'><f t='array' ref='A1:B1'>C1:D1*2</f><v>1</v></c><c r='B1'><v>2</v></c><c r='C1'><v>3</v></c></row>";
    assert_eq!(cells(rows), "A1 1 =C1:D1*2, B1 2 =C1:D1*2, C1 3");
    let table = "<row r='1'><c r='A1'><f t='dataTable' ref='A1:A1' r1='B1'/><v>1</v></c></row>";
    assert_eq!(cells(table), "A1 1 =TABLE(B1)");
}

#[test]
fn a_long_formula_that_many_cells_share_is_too_much() {
    let long = format!("SUM({})", "A1,".repeat(2_600));
    let shared = "<c><f t='shared' si='0'/></c>".repeat(200);
    let rows = format!(
        "<row><c><f t='shared' si='0' ref='A1:XFD999'>{long}</f></c></row>{}",
        format!("<row>{shared}</row>").repeat(210)
    );
    assert_eq!(cause_of_rows(&rows), Some(Cause::TooMuch));
}

#[test]
fn more_than_a_template_needs_is_refused() {
    assert_eq!(limit(&xlsx(&sheet(&format!("<row>{}</row>", "<c r='A1'/>".repeat(500_001))))), Some(Limit::Cells));
    let strings = "<si/>".repeat(usize::try_from(MAX_SHARED_STRINGS).expect("few") + 1);
    assert_eq!(limit(&with_strings(&strings, "")), Some(Limit::SharedStrings));
    let runs = format!("<si>{}</si>", "<r/>".repeat(2_000_001));
    assert_eq!(unsound(&with_strings(&runs, "")), Some(xml::FaultKind::TooManyTags));
    let long = xlsx(&format!("<worksheet a='{}'/>", " ".repeat(5 << 20)));
    assert_eq!(unsound(&long), Some(xml::FaultKind::TooLong));
    let deep = xlsx(&sheet(&format!("<row><extLst>{}{}</extLst></row>", "<a>".repeat(300), "</a>".repeat(300))));
    assert_eq!(unsound(&deep), Some(xml::FaultKind::TooDeep));
    let blanks = format!("<worksheet>{}</worksheet>", format!("{}<a/>", " ".repeat(4_000_000)).repeat(13));
    assert_eq!(limit(&xlsx(&blanks)), Some(Limit::InflatedBytes));
}

#[test]
fn parts_that_nobody_reads_may_be_anything() {
    let parts: [(&str, &[u8]); 4] = [
        ("__MACOSX/._sheet1.xml", b"\0\x05\x16"),
        ("customXml/item1.xml", b"\xFF\xFE<"),
        ("xl/a.png", b"<!DOCTYPE"),
        ("xl/theme.xml", b"<"),
    ];
    assert!(open(&xlsx_with(&sheet(""), &parts)).is_ok());
}

#[test]
fn unsound_parts_are_named() {
    let error = |part: (&str, &[u8])| open(&xlsx_with(&sheet(""), &[part])).expect_err("unsound").part;
    for name in ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"] {
        assert_eq!(error((name, b"<a></b>")).as_deref(), Some(name));
    }
    let cut = open(&xlsx("<worksheet><sheetData><row><c><v>1</v></c>")).expect_err("cut off");
    assert_eq!(cut.sheet.as_deref(), Some("Biểu"));
}

#[test]
fn a_workbook_says_when_it_is_calculated() {
    let calculation = |properties: &str| {
        let book = format!("<workbook><sheets><sheet name='A' r:id='r1'/></sheets>{properties}</workbook>");
        let calculation =
            open(&xlsx_with(&sheet(""), &[("xl/workbook.xml", book.as_bytes())])).expect("readable").calculation;
        (calculation.manual, calculation.full_on_load, calculation.as_shown)
    };
    assert_eq!(calculation(""), (false, false, false));
    assert_eq!(calculation("<calcPr calcId='191029' fullPrecision='0'/>"), (false, false, true));
    assert_eq!(calculation("<calcPr calcMode='manual'/>"), (true, false, false));
    assert_eq!(calculation("<calcPr calcMode='autoNoTable' fullCalcOnLoad='1'/>"), (false, true, false));
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
        <col min='6' max='6' width='1.7109375'/><col min='7' max='16384' width='1.8'/></cols><sheetData><row r='2' hidden='true'/><row hidden='1' r='4'><c r='A4'>\
        <v>1</v></c></row><row r='5' ht='0' customHeight='1'/><row r='6' hidden='0' ht='6'/><row r='7' ht='4'/></sheetData><autoFilter ref='A3:B4'>\
        <filterColumn colId='0'/></autoFilter><mergeCells><mergeCell ref='A1:B1'/><mergeCell ref='C2:C4'/></mergeCells>\
        </worksheet>";
    let expected = "rows {1, 4, 6} filtered {3} columns {1, 2, 4, 5} merged [\"A1:B1\", \"C2:C4\"]";
    assert_eq!(told(&layout(worksheet)), expected);
    let prefixed = worksheet.replace("</", "</x:").replace('<', "<x:").replace("<x:/x:", "</x:");
    assert_eq!(told(&layout(&prefixed)), expected);
    // Rows that don't say their number are hidden all the same, and what stands in a comment isn't there.
    let bare = "<worksheet><!-- <cols><col min='1' max='1' hidden='1'/></cols> --><sheetData><row/><row hidden='1'/></sheetData></worksheet>";
    assert_eq!(told(&layout(bare)), "rows {1} filtered {} columns {} merged []");
}

#[test]
fn what_says_nothing_of_its_size_has_that_of_the_sheet() {
    let rows = "<sheetData><row r='1'/><row r='2' ht='15'/></sheetData>";
    let cols = "<cols><col min='2' max='256' width='9'/></cols>";
    let of = |format: &str| told(&layout(&format!("<worksheet><sheetFormatPr {format}/>{cols}{rows}</worksheet>")));
    assert_eq!(of("defaultRowHeight='1' customHeight='1'"), "rows {0} filtered {} columns {} merged []");
    assert_eq!(of("defaultRowHeight='15' defaultColWidth='0'"), "rows {} filtered {} columns {0} merged []");
    // Rows that are written are seen, whatever is true of others, and so is a height that nobody set.
    assert_eq!(of("defaultRowHeight='15' zeroHeight='1'"), "rows {} filtered {} columns {} merged []");
    assert_eq!(of("defaultRowHeight='1'"), "rows {} filtered {} columns {} merged []");
}

#[test]
fn a_filter_without_a_condition_hides_nothing() {
    let worksheet = "<worksheet><sheetData><row r='4' hidden='1'/></sheetData><autoFilter ref='A1:B9'/></worksheet>";
    assert_eq!(told(&layout(worksheet)), "rows {3} filtered {} columns {} merged []");
    let none = "<worksheet><sheetData><row r='9999' hidden='1'/></sheetData><autoFilter/><rowBreaks><brk id='1'/></rowBreaks></worksheet>";
    assert_eq!(told(&layout(none)), "rows {} filtered {} columns {} merged []");
}

#[test]
fn looks_that_cannot_be_are_refused() {
    for (worksheet, what) in [
        ("<cols><col/></cols>", Invalid::Column),
        ("<cols><col min='x' max='1' hidden='1'/></cols>", Invalid::Column),
        ("<cols><col min='9' max='2' hidden='1'/></cols>", Invalid::Column),
        ("<cols><col min='1' max='16385'/></cols>", Invalid::Column),
        ("<cols><col min='1' max='1' hidden='yes'/></cols>", Invalid::Boolean),
        ("<sheetData><row hidden='2'/></sheetData>", Invalid::Boolean),
        ("<mergeCells><mergeCell/></mergeCells>", Invalid::Area),
        ("<mergeCells><mergeCell ref='A'/></mergeCells>", Invalid::Area),
        ("<mergeCells><mergeCell ref='B2:A1'/></mergeCells>", Invalid::Area),
        ("<autoFilter ref='x'/>", Invalid::Area),
    ] {
        let found = cause(&xlsx(&format!("<worksheet>{worksheet}</worksheet>")));
        assert_eq!(found, Some(Cause::Invalid { what, at: None }), "{worksheet}");
    }
}

#[test]
fn many_columns_stay_ranges() {
    let columns = |n| "<col min='1' max='16384' hidden='1'/>".repeat(n);
    let worksheet = |n| format!("<worksheet><cols>{}</cols><sheetData/></worksheet>", columns(n));
    assert_eq!(layout(&worksheet(16_384)).hidden_columns.len(), 256);
    // More descriptions than a sheet has columns.
    assert_eq!(cause(&xlsx(&worksheet(16_385))), Some(Cause::TooMuch));
}

#[test]
fn numbers_shown_as_percentages_are_told_apart() {
    let worksheet = "<worksheet><sheetData><row><c s='1'><v>1</v></c><c><v>1</v></c>\
        <c s='1' t='str'><v>1</v></c><c s='1'/><c s='9'><v>2</v></c></row></sheetData></worksheet>";
    let styles = "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='9'/></cellXfs></styleSheet>";
    let sheet = only_sheet(&xlsx_with(worksheet, &[("xl/styles.xml", styles.as_bytes())]));
    assert_eq!(told_cells(&sheet), "A1 Percent(1.0), B1 1, C1 \"1\", E1 2");
}

/// What stands outside of cells in a sheet with one more part.
fn texts(kind: &str, part: &str) -> Vec<(Option<String>, String)> {
    let related = relationship(kind, "../other.xml");
    let parts = [("xl/worksheets/_rels/sheet1.xml.rels", related.as_bytes()), ("xl/other.xml", part.as_bytes())];
    let layout = only_sheet(&xlsx_with("<worksheet><sheetData/></worksheet>", &parts)).layout;
    layout.texts.with_digit.into_iter().map(|text| (text.at.map(|at: Address| at.to_string()), text.text)).collect()
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
}

#[test]
fn shapes_are_told_by_the_cell_they_begin_over() {
    let from = "<xdr:from><xdr:col>3</xdr:col><xdr:colOff>7</xdr:colOff><xdr:row>11</xdr:row></xdr:from><xdr:to><xdr:col>9</xdr:col>\
        <xdr:row>9</xdr:row></xdr:to>";
    let body = "<xdr:txBody><a:p><a:r><a:t>Thêm</a:t></a:r></a:p><a:p><a:r><a:t>1.2</a:t></a:r><a:r><a:t>50</a:t></a:r></a:p></xdr:txBody>";
    let drawing = format!(
        "<xdr:wsDr><xdr:twoCellAnchor>{from}<mc:AlternateContent><mc:Choice Requires='a'><xdr:sp>{body}</xdr:sp></mc:Choice>\
        <mc:Fallback><xdr:sp>{body}</xdr:sp></mc:Fallback></mc:AlternateContent></xdr:twoCellAnchor><xdr:absoluteAnchor>\
        <xdr:grpSp><xdr:sp textlink=''>{body}</xdr:sp><xdr:sp textlink='$A$1'>{body}</xdr:sp></xdr:grpSp></xdr:absoluteAnchor>\
        </xdr:wsDr>"
    );
    assert_eq!(texts("drawing", &drawing), [at("D12", "Thêm 1.250"), (None, "Thêm 1.250".to_owned())]);
}

#[test]
fn pictures_and_charts_are_counted() {
    let related = relationship("drawing", "../other.xml");
    let drawing = "<xdr:wsDr><xdr:oneCellAnchor><xdr:pic><a:blip/></xdr:pic></xdr:oneCellAnchor><xdr:twoCellAnchor>\
        <xdr:graphicFrame/></xdr:twoCellAnchor></xdr:wsDr>";
    let parts = [("xl/worksheets/_rels/sheet1.xml.rels", related.as_bytes()), ("xl/other.xml", drawing.as_bytes())];
    assert_eq!(only_sheet(&xlsx_with("<worksheet><sheetData/></worksheet>", &parts)).layout.texts.n_pictures, 2);
}

/// A part that thousands of relationships name would be read thousands of times.
#[test]
fn comments_that_many_relationships_name_are_read_once() {
    let comments = "<comments><commentList><comment ref='A1'><text><t>7</t></text></comment></commentList></comments>";
    let one = |n: usize| format!("<Relationship Id='r{n}' Type='x/comments' Target='../other.xml'/>");
    let related = format!("<Relationships>{}</Relationships>", (0..10_000).map(one).collect::<String>());
    let parts = [("xl/worksheets/_rels/sheet1.xml.rels", related.as_bytes()), ("xl/other.xml", comments.as_bytes())];
    assert_eq!(only_sheet(&xlsx_with(&sheet(""), &parts)).layout.texts.with_digit.len(), 1);
}

#[test]
fn packages_are_refused_whole() {
    let bytes =
        package(&[("[Content_Types].xml", &fixture::content_types(fixture::WORKBOOK_TYPE)), ("xl/styles.xml", b"")]);
    let no_workbook = Cause::Refused(Refusal::Damaged { detail: Damage::NoWorkbook });
    assert_eq!(read_file(&bytes, Format::Xlsx).map_err(|error| error.cause), Err(no_workbook));
    let mut bytes = xlsx(&sheet("<row><c><v>1</v></c></row>"));
    let sheet = memchr::memmem::find(&bytes, b"xl/worksheets/sheet1.xml").expect("there");
    bytes[sheet + 30] ^= 0x55;
    assert!(matches!(cause(&bytes), Some(Cause::Refused(Refusal::Damaged { detail: Damage::Package }))));
}
