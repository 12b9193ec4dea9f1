//! The same table read from every format, and files that break a reader.

use std::panic;

use super::*;
use crate::intake::container::inspect;
use crate::intake::fixture::{
    self, SAVED_AS_ODS, SAVED_AS_XLS, SAVED_AS_XLSX, SAVED_BY_OPENPYXL, ods, xlsx, xlsx_with,
};
use crate::problem::unreadable::Twice;
use crate::value::grid::{Address, Calculation, Layout, LooseText, Value};

fn open(bytes: &[u8]) -> Result<Workbook, ReadError> {
    read(bytes, inspect(bytes).expect("a file that passes the container"))
}

/// The cells of the first sheet as `A1 text "x"`, `B2 number 1 =A1`, one a line.
fn dump(book: &Workbook) -> String {
    let lines = book.sheets[0].cells().map(|(at, cell)| {
        let value = match &cell.value {
            Value::Blank => "blank".to_owned(),
            Value::Number(number) => format!("number {number}"),
            Value::Text(text) => format!("text {text:?}"),
            Value::Bool(truth) => format!("bool {truth}"),
            Value::Error(error) => format!("error {error}"),
            Value::Date(serial) => format!("date {serial}"),
            Value::Percent(number) => format!("percent {number}"),
            Value::Disguised(number, disguise) => format!("{disguise:?} {number}"),
        };
        let formula = cell.formula.as_ref().map_or(String::new(), |formula| format!(" ={formula}"));
        format!("{at} {value}{formula}")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What a sheet of these rows holds.
fn rows(rows: &str) -> String {
    dump(&open(&xlsx(&fixture::sheet(rows))).expect("a readable file"))
}

/// What a table of these rows holds.
fn table(rows: &str) -> String {
    let bytes = ods(&format!("<table:table table:name='A'>{rows}</table:table>"));
    dump(&open(&bytes).expect("a readable file"))
}

#[test]
fn one_table_reads_alike_from_every_format() {
    let text = "A1 text \"Đơn vị\"\nB1 text \"Số người\"\nA2 text \"  Xã Hòa Bình\"\nB2 number 12\n\
        A3 text \"Xã Hoà Lạc\"\nB3 number 30.5\nA4 text \"Cộng\"\nB4 SUM\nA5 text \"Ngày\"\nB5 date 46387\n\
        A6 text \"Lỗi\"\nB6 ERROR\nA7 text \"Rỗng\"\nB7 EMPTY\nA8 text \"Đúng\"\nB8 TRUE";
    let cases = [
        (SAVED_BY_OPENPYXL, ["blank =SUM(B2:B3)", "blank =1/0", "blank =\"\"", "bool true"]),
        (SAVED_AS_XLSX, ["number 42.5 =SUM(B2:B3)", "error #DIV/0! =1/0", "text \"\" =\"\"", "bool true =TRUE()"]),
        (SAVED_AS_XLS, ["number 42.5 =SUM(B2:B3)", "error #DIV/0! =1/0", "text \"\" =\"\"", "bool true =TRUE"]),
        // LibreOffice turned TRUE into a formula in a number format, and writes no type for an empty result.
        (SAVED_AS_ODS, ["number 42.5 =SUM([.B2:.B3])", "error #DIV/0! =1/0", "text \"\" =\"\"", "bool true =TRUE()"]),
    ];
    for (bytes, [sum, error, empty, truth]) in cases {
        let book = open(bytes).expect("a readable file");
        let expected = text.replace("SUM", sum).replace("ERROR", error).replace("EMPTY", empty).replace("TRUE", truth);
        // A formula named TRUE was replaced along with the mark.
        let expected = expected.replace(&format!("={truth}()"), "=TRUE()").replace(&format!("={sum}("), "=SUM(");
        assert_eq!(dump(&book), expected, "{:?}", book.format);
        let names: Vec<_> = book.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.visible)).collect();
        assert_eq!(names, [("Biểu 1", true), ("_bhxh", false)], "{:?}", book.format);
        assert!(!book.date_1904);
    }
}

#[test]
fn unknown_errors_are_errors_and_their_neighbours_stay() {
    assert_eq!(
        rows(
            "<row><c t='e'><f>A9#</f><v>#SPILL!</v></c><c><v>1</v></c><c t='e'><v>#N/A</v></c>\
             <c t='e' s='0'><v>#GETTING_DATA</v></c><c t='str'><v>#SPILL!</v></c></row>"
        ),
        "A1 error #SPILL! =A9#\nB1 number 1\nC1 error #N/A\nD1 error #GETTING_DATA\nE1 text \"#SPILL!\""
    );
}

#[test]
fn cells_without_addresses_stand_one_after_the_other() {
    assert_eq!(
        rows("<row><c/><c><v>1</v></c></row><row/><row><c><v>2</v></c><c r='D3'><v>3</v></c><c><v>4</v></c></row>"),
        "B1 number 1\nA3 number 2\nD3 number 3\nE3 number 4"
    );
}

#[test]
fn calculated_to_nothing_differs_from_never_calculated() {
    assert_eq!(
        rows(
            "<row><c t='str'><f>A9</f><v></v></c><c t='str'><f>A9</f><v/></c><c><f>A9</f><v></v></c>\
             <c><f>A9</f></c><c><f/><v/></c><c/></row>"
        ),
        "A1 text \"\" =A9\nB1 text \"\" =A9\nC1 blank =A9\nD1 blank =A9"
    );
}

#[test]
fn texts_are_kept_as_written_and_runs_are_joined() {
    assert_eq!(
        rows(
            "<row><c t='inlineStr'><is><t xml:space='preserve'>  12 </t></is></c>\
             <c t='inlineStr'><is><r><t xml:space='preserve'>Xã </t></r><r><t>Hòa &amp; Bình</t></r></is></c></row>"
        ),
        "A1 text \"  12 \"\nB1 text \"Xã Hòa & Bình\""
    );
}

#[test]
fn shared_formulas_are_written_out_for_each_cell() {
    assert_eq!(
        rows(
            "<row r='1'><c r='A1'><f t='shared' si='0' ref='A1:A2'>B1*$C$1</f><v>1</v></c></row>\
             <row r='2'><c r='A2'><f t='shared' si='0'/><v>2</v></c></row>"
        ),
        "A1 number 1 =B1*$C$1\nA2 number 2 =B2*$C$1"
    );
}

#[test]
fn dates_stay_serial_numbers_of_their_own_epoch() {
    let styles = b"<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>";
    let book = "<workbook><workbookPr date1904='1'/><sheets><sheet name='A' r:id='r1'/></sheets></workbook>";
    let bytes = xlsx_with(
        &fixture::sheet("<row><c s='1'><v>-1e15</v></c><c s='0'><v>7</v></c><c t='d'><v>1904-01-03</v></c></row>"),
        &[("xl/styles.xml", styles), ("xl/workbook.xml", book.as_bytes())],
    );
    let book = open(&bytes).expect("a readable file");
    assert!(book.date_1904);
    assert_eq!(dump(&book), "A1 date -1000000000000000\nB1 number 7\nC1 date 2");
}

#[test]
fn one_stray_cell_far_away_is_counted() {
    let sheet = fixture::sheet(
        "<row r='1'><c r='A1'><v>1</v></c><c r='XFD1'/></row><row r='1048576'><c r='XFD1048576'><v>2</v></c></row>",
    );
    let book = open(&xlsx(&sheet)).expect("a readable file");
    assert_eq!(dump(&book), "A1 number 1");
    assert_eq!((book.sheets[0].n_beyond, book.sheets[0].first_beyond), (1, Address::parse("XFD1048576")));
}

#[test]
fn forms_of_more_rows_are_kept_as_far_as_asked() {
    let bytes = xlsx(&fixture::sheet(
        "<row r='9000'><c r='A9000'><v>1</v></c></row><row r='9001'><c r='A9001'><v>2</v></c></row>",
    ));
    let book = read_forms(&bytes, Format::Xlsx, 9_000).expect("a readable file");
    assert_eq!(dump(&book), "A9000 number 1");
    assert_eq!(book.sheets[0].first_beyond, Address::parse("A9001"));
    // No file is kept less far than the most forms need.
    assert_eq!(dump(&read_forms(&bytes, Format::Xlsx, 10).expect("a readable file")), "");
    assert_eq!(
        dump(
            &read_forms(&xlsx(&fixture::sheet("<row r='5000'><c r='A5000'><v>3</v></c></row>")), Format::Xlsx, 10)
                .expect("a readable file")
        ),
        "A5000 number 3"
    );
}

#[test]
fn a_sheet_that_cannot_be_read_is_named() {
    let bad_number = open(&xlsx(&fixture::sheet("<row><c t='n'><v>mười hai</v></c></row>")));
    assert_eq!(bad_number.map_err(|e| e.sheet), Err(Some("Biểu".to_owned())));
    let cut = open(&xlsx("<worksheet><sheetData><row><c><v>1</v></c>"));
    assert_eq!(cut.map_err(|e| e.sheet), Err(Some("Biểu".to_owned())));
    let elsewhere = fixture::relationship("worksheet", "worksheets/sheet9.xml");
    let missing = open(&xlsx_with("", &[("xl/_rels/workbook.xml.rels", elsewhere.as_bytes())]));
    assert_eq!(missing.map_err(|e| e.sheet), Err(Some("Biểu".to_owned())));
}

#[test]
fn a_sheet_of_an_xlsb_has_one_part_or_the_file_is_refused() {
    let read = |related: &str| open(&fixture::xlsb_related(&fixture::xlsb_sheet(), related));
    let there = fixture::relationship("worksheet", "worksheets/sheet1.bin");
    assert!(read(&there).is_ok());
    assert_eq!(read(&there.replace("\"r1\"", "\"r2\"")), Err(ReadError::in_sheet("A", Cause::NoPart)));
    assert_eq!(read(&there.replace("sheet1", "sheet9")), Err(ReadError::in_sheet("A", Cause::NoPart)));
    let chart = fixture::relationship("chartsheet", "chartsheets/sheet1.bin");
    assert_eq!(read(&chart), Err(ReadError::in_workbook(Cause::NoSheets)));
    let styles = |id: &str| {
        let one = there.find("<Relationship ").expect("there");
        let one = there[one..].replace("</Relationships>", "").replace("/worksheet\"", "/styles\"");
        one.replace("\"r1\"", id)
    };
    let two =
        there.replace("</Relationships>", &[styles("'a'"), styles("'b'"), "</Relationships>".to_owned()].concat());
    let twice = Twice::Part("xl/worksheets/sheet1.bin".to_owned());
    assert_eq!(read(&two), Err(ReadError::in_workbook(Cause::Twice(twice))));
}

#[test]
fn sheets_that_would_hide_one_another_are_an_error() {
    let book = "<workbook><sheets><sheet name='A' r:id='r1'/><sheet name='A' r:id='r1'/></sheets></workbook>";
    let twice = open(&xlsx_with(&fixture::sheet(""), &[("xl/workbook.xml", book.as_bytes())]));
    assert_eq!(twice, Err(ReadError::in_sheet("A", Cause::SameName)));
    let none = open(&xlsx_with("", &[("xl/workbook.xml", b"<workbook></workbook>")]));
    assert_eq!(none, Err(ReadError::in_workbook(Cause::NoSheets)));
}

#[test]
fn a_chart_alone_is_no_sheet_to_read() {
    let chart = fixture::relationship("chartsheet", "chartsheets/sheet1.xml");
    let only = open(&xlsx_with("", &[("xl/_rels/workbook.xml.rels", chart.as_bytes())]));
    assert_eq!(only, Err(ReadError::in_workbook(Cause::NoSheets)));
}

#[test]
fn one_long_text_in_many_cells_is_too_much() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "a".repeat(1 << 20));
    let sheet = fixture::sheet(&format!("<row>{}</row>", "<c t='s'><v>0</v></c>".repeat(50)));
    let outcome = open(&xlsx_with(&sheet, &[("xl/sharedStrings.xml", strings.as_bytes())]));
    assert_eq!(outcome.map_err(|error| error.cause), Err(Cause::TooMuch));
}

#[test]
fn binary_workbooks_are_read_with_their_formulas_and_short_records() {
    // B7, $E$7 and a plus.
    const SUM: [u8; 15] = [0x44, 6, 0, 0, 0, 1, 0xC0, 0x44, 6, 0, 0, 0, 4, 0, 3];
    let wide = |text: &str| {
        let letters: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let n_letters = u32::try_from(letters.len() / 2).expect("a short text");
        [&n_letters.to_le_bytes()[..], &letters].concat()
    };
    let record = |kind: u8, data: &[u8]| {
        let kind = if kind < 0x80 { vec![kind] } else { vec![kind, 1] };
        [&kind[..], &[u8::try_from(data.len()).expect("a short record")], data].concat()
    };
    let hidden = [&[1, 0, 0, 0, 1, 0, 0, 0][..], &wide("r1"), &wide("Biểu")].concat();
    let workbook = [record(0x9C, &hidden), record(0x90, &[]), record(0x9D, &[])].concat();
    let cell = |kind, column: u8, value: &[u8]| record(kind, &[&[column, 0, 0, 0, 0, 0, 0, 0][..], value].concat());
    let sheet = [
        record(0x94, &[0; 16]),
        record(0x91, &[]),
        record(0x00, &[&[6, 0, 0, 0, 0, 0, 0, 0, 0x2C, 1][..], &[0; 7]].concat()),
        cell(0x05, 1, &12f64.to_le_bytes()),
        cell(0x06, 2, &wide(" Xã ")),
        cell(0x03, 3, &[0x17]),
        // Short records: the column is the next one.
        record(0x10, &[&[0; 4][..], &30.5f64.to_le_bytes()].concat()),
        record(0x0C, &[0; 4]),
        record(0x0F, &[0, 0, 0, 0, 1]),
        cell(0x09, 8, &[&42f64.to_le_bytes()[..], &[0, 0, 15, 0, 0, 0], &SUM, &[0; 4]].concat()),
        record(0x92, &[]),
    ]
    .concat();
    let bytes = fixture::package(&[
        ("[Content_Types].xml", &fixture::content_types("application/vnd.ms-excel.sheet.binary.macroEnabled.main")),
        ("_rels/.rels", fixture::relationship("officeDocument", "xl/workbook.bin").as_bytes()),
        ("xl/workbook.bin", &workbook),
        ("xl/_rels/workbook.bin.rels", fixture::relationship("worksheet", "worksheets/sheet1.bin").as_bytes()),
        ("xl/worksheets/sheet1.bin", &sheet),
    ]);
    let book = open(&bytes).expect("a readable file");
    let short = "E7 number 30.5\nG7 bool true";
    assert_eq!(dump(&book), format!("B7 number 12\nC7 text \" Xã \"\nD7 error #REF!\n{short}\nI7 number 42 =B7+$E$7"));
    assert_eq!((book.sheets[0].name.as_str(), book.sheets[0].visible), ("Biểu", false));
}

#[test]
fn white_space_between_elements_means_nothing() {
    assert_eq!(
        table(
            "\n <table:table-row>\n\t<table:table-cell office:value-type='string'>\n <text:p>\n  Xã\n  Hòa \
             <text:s text:c='2'/>Bình<text:span> A</text:span> </text:p>\n <text:p>2</text:p>\n</table:table-cell> \
             </table:table-row> "
        ),
        "A1 text \"Xã Hòa   Bình A\\n2\""
    );
}

#[test]
fn values_of_a_table_keep_their_types() {
    assert_eq!(
        table(
            "<table:table-row><table:table-cell office:value-type='percentage' office:value='0.5'/>\
             <table:table-cell office:value-type='date' office:date-value='2026-12-31'/>\
             <table:table-cell office:value-type='time' office:time-value='PT06H00M00S'/>\
             <table:table-cell office:value-type='boolean' office:boolean-value='true'/>\
             <table:table-cell office:value-type='string' office:string-value='a'><text:p>b</text:p></table:table-cell>\
             <table:table-cell office:value-type='string' calcext:value-type='error' table:formula='of:=NA()'>\
             <office:annotation><text:p>ghi chú</text:p></office:annotation><text:p>#N/A</text:p></table:table-cell>\
             <table:table-cell table:formula='of:=[.A1]&lt;2'/><table:table-cell><text:p>&#7881;</text:p></table:table-cell>\
             </table:table-row>"
        ),
        "A1 percent 0.5\nB1 date 46387\nC1 date 0.25\nD1 bool true\nE1 text \"a\"\nF1 error #N/A =NA()\n\
         G1 blank =[.A1]<2\nH1 text \"ỉ\""
    );
}

#[test]
fn repeats_are_expanded_within_the_extent_and_counted_beyond() {
    let cell = "<table:table-cell office:value-type='float' office:value='1'";
    let rows = format!(
        "<table:table-header-rows><table:table-row table:number-rows-repeated='4999'><table:table-cell \
         table:number-columns-repeated='16384'/></table:table-row></table:table-header-rows>\
         <table:table-row table:number-rows-repeated='1000000'><table:table-cell table:number-columns-repeated='254'/>\
         {cell} table:number-columns-repeated='3'/></table:table-row>"
    );
    let book = open(&ods(&format!("<table:table table:name='A'>{rows}</table:table>"))).expect("a readable file");
    assert_eq!(dump(&book), "IU5000 number 1\nIV5000 number 1");
    assert_eq!((book.sheets[0].n_beyond, book.sheets[0].first_beyond), (2_999_998, Address::parse("IW5000")));

    let full = format!(
        "<table:table table:name='A'><table:table-row table:number-rows-repeated='4294967295'>{cell} \
         table:number-columns-repeated='4294967295'/></table:table-row></table:table>"
    );
    assert_eq!(open(&ods(&full)), Err(ReadError::in_sheet("A", Cause::TooMuch)));
}

#[test]
fn a_table_cut_off_is_an_error_and_not_a_hang() {
    let whole = "<table:table table:name='A'><table:table-row><table:table-cell><text:p>1";
    for n_bytes in ["<table:table table:name='A'>".len(), whole.len() - 9, whole.len()] {
        let content = format!("<office:document-content>{}", &whole[..n_bytes]);
        let bytes = fixture::package(&[("mimetype", fixture::ODS_TYPE), ("content.xml", content.as_bytes())]);
        assert!(matches!(open(&bytes), Err(ReadError { sheet: None, cause: Cause::Malformed(_), .. })), "{n_bytes}");
    }
}

#[test]
fn hidden_tables_and_the_epoch_come_from_the_settings() {
    let book =
        open(&ods("<style:style style:name='ta1'><style:table-properties table:display='false'/></style:style>\
         <table:calculation-settings><table:null-date table:date-value='1904-01-01'/></table:calculation-settings>\
         <table:tracked-changes><table:table table:name='deleted'/></table:tracked-changes>\
         <table:table table:name='A' table:style-name='ta1'/><table:table table:name='B'/>"))
        .expect("a readable file");
    assert!(book.date_1904);
    let sheets: Vec<_> = book.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.visible)).collect();
    assert_eq!(sheets, [("A", false), ("B", true)]);
}

#[test]
fn a_table_tells_what_is_hidden_merged_and_written_beside_its_cells() {
    let bytes = ods(
        "<table:table table:name='A'><table:shapes><draw:frame><draw:text-box><text:p>Ô 1</text:p></draw:text-box></draw:frame>\
         <draw:frame><draw:object><table:table><text:p>2</text:p></table:table></draw:object></draw:frame></table:shapes>\
         <table:table-column/><table:table-column-group><table:table-column table:number-columns-repeated='2' \
         table:visibility='collapse'/></table:table-column-group><table:table-column table:number-columns-repeated='99999'/>\
         <table:table-row><table:table-cell table:number-columns-spanned='2' table:number-rows-spanned='3'/>\
         <table:covered-table-cell/><table:table-cell office:value-type='float' office:value='7'><office:annotation>\
         <dc:creator>An</dc:creator><dc:date>2023-06-01</dc:date><text:p>An:</text:p><text:p>sửa <text:span>8</text:span></text:p>\
         </office:annotation><text:p>7</text:p></table:table-cell><table:table-cell><office:annotation><dc:creator>bhxh</dc:creator>\
         <text:p>9</text:p></office:annotation><draw:custom-shape><text:p>10</text:p></draw:custom-shape></table:table-cell>\
         </table:table-row><table:table-row table:visibility='collapse' table:number-rows-repeated='2'/>\
         <table:table-row table:visibility='filter'/><table:table-row table:visibility='collapse' \
         table:number-rows-repeated='4000000000'/></table:table><table:table table:name='B'/>",
    );
    let book = open(&bytes).expect("a readable file");
    let layout = &book.sheets[0].layout;
    assert_eq!(layout.hidden_rows.iter().take(3).collect::<Vec<_>>(), [&1, &2, &4]);
    assert_eq!(layout.hidden_rows.last(), Some(&(MAX_ROWS - 1)));
    assert_eq!(layout.filtered_rows.iter().collect::<Vec<_>>(), [&3]);
    assert_eq!(layout.hidden_columns.iter().collect::<Vec<_>>(), [&1, &2]);
    assert_eq!(layout.merged.iter().map(ToString::to_string).collect::<Vec<_>>(), ["A1:B3"]);
    let text = |loose: &LooseText| (loose.at.map(|at| at.to_string()), loose.text.clone());
    let texts: Vec<_> = layout.texts.with_digit.iter().map(text).collect();
    let at = |cell: &str, text: &str| (Some(cell.to_owned()), text.to_owned());
    assert_eq!(texts, [(None, "Ô 1".to_owned()), at("C1", "sửa 8"), at("D1", "10")]);
    assert_eq!(dump(&book), "C1 number 7");
    assert_eq!(book.sheets[1].layout, Layout::default());
}

#[test]
fn texts_to_compare_have_a_budget_of_their_own() {
    let texts = |n: usize| {
        let text = "a".repeat(32_000);
        let row = |at: usize| format!("<row r='{at}'><c t='inlineStr'><is><t>{text}</t></is></c></row>");
        open(&xlsx(&fixture::sheet(&(1..=n).map(row).collect::<String>())))
    };
    assert!(texts(131).is_ok());
    assert_eq!(texts(132).map_err(|error| error.cause), Err(Cause::TooMuch));
}

#[test]
fn blanks_said_over_and_over_stay_few() {
    let blanks = "<text:s text:c='32767'/>".repeat(1_000);
    let cell = format!("<table:table-cell office:value-type='string'><text:p>a{blanks}</text:p></table:table-cell>");
    let book =
        open(&ods(&format!("<table:table table:name='A'><table:table-row>{cell}</table:table-row></table:table>")));
    let text = book.expect("readable").sheets[0].text(Address::new(0, 0)).map(str::len);
    assert_eq!(text, Some(32_767));
}

#[test]
fn a_number_that_an_ods_does_not_spell_out_is_judged_by_its_style() {
    let number = |inside: &str| format!("<number:number-style style:name='N1'>{inside}</number:number-style>");
    let digits = "<number:number number:min-integer-digits='1' number:grouping='true'/>";
    let styled = |format: &str| {
        dump(
            &open(&ods(&format!(
                "{format}<style:style style:name='base' style:family='table-cell' style:data-style-name='N1'/>\
             <style:style style:name='ce1' style:family='table-cell' style:parent-style-name='base'/>\
             <table:table table:name='A'><table:table-column table:default-cell-style-name='ce1'/><table:table-row>\
             <table:table-cell office:value-type='float' office:value='12'/></table:table-row></table:table>"
            )))
            .expect("readable"),
        )
    };
    let map = "<style:map style:condition='value()&gt;=0' style:apply-style-name='N2'/>";
    let positive = |inside: &str| {
        let negative = number(&format!("<number:text>-</number:text>{digits}{map}"));
        format!("<number:number-style style:name='N2'>{inside}</number:number-style>{negative}")
    };
    for plain in [number(digits), number(&format!("{digits}<number:text> người</number:text>")), positive(digits)] {
        assert_eq!(styled(&plain), "A1 number 12", "{plain}");
    }
    for other in [
        number("<number:number number:display-factor='1000'/>"),
        number(&format!("{digits}<number:text>000</number:text>")),
        number(&format!("<number:text>-</number:text>{digits}")),
        number("<number:text/>"),
        positive(&format!("{digits}<number:text>%</number:text>")),
        positive(""),
        String::new(),
        "<number:date-style style:name='N1'><number:year/></number:date-style>".to_owned(),
    ] {
        assert_eq!(styled(&other), "A1 Unseen 12", "{other}");
    }
}

#[test]
fn an_ods_calls_things_by_the_usual_prefixes_or_is_refused() {
    let cell = |declared: &str, prefix: &str| {
        let cell = format!("<{prefix}:table-cell {declared} office:value-type='float' office:value='1'/>");
        open(&ods(&format!("<table:table table:name='A'><table:table-row>{cell}</table:table-row></table:table>")))
    };
    let table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
    assert!(cell("", "table").is_ok());
    assert!(cell("xmlns:q='urn:q'", "table").is_ok());
    assert!(cell(&format!("xmlns:t='{table}'"), "t").is_err());
    assert!(cell(&format!("xmlns='{table}'"), "table").is_err());
    assert!(cell("xmlns:office='urn:q'", "table").is_err());
}

#[test]
fn an_ods_says_how_it_is_calculated() {
    let content = "<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' \
        xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0'><office:body><office:spreadsheet><table:calculation-settings \
        table:precision-as-shown=\"true\"/><table:table table:name=\"A\"/></office:spreadsheet></office:body>\
        </office:document-content>";
    let calculation = |auto: &str| {
        let settings = format!(
            "<office:document-settings><config:config-item config:name=\"AutoCalculate\" config:type=\"boolean\">{auto}\
             </config:config-item></office:document-settings>"
        );
        let parts: [(&str, &[u8]); 3] = [
            ("mimetype", fixture::ODS_TYPE),
            ("content.xml", content.as_bytes()),
            ("settings.xml", settings.as_bytes()),
        ];
        open(&fixture::package(&parts)).expect("a readable file").calculation
    };
    assert_eq!(calculation("false"), Calculation { manual: true, full_on_load: false, as_shown: true });
    assert!(!calculation("true").manual);
}

/// Every `.xls` at hand, read by ourselves and by the library: the same values at the same cells.
#[test]
fn an_xls_has_the_values_that_the_library_reads() {
    assert!(
        compare_all("xls", Format::Xls, |bytes| <calamine::Xls<_> as calamine::Reader<_>>::new(std::io::Cursor::new(
            bytes
        ))
        .ok())
            > 2
    );
}

/// The library passes over short records and rich texts, which are told apart here by its blanks.
#[test]
fn an_xlsb_has_the_values_that_the_library_reads() {
    compare_all("xlsb", Format::Xlsb, |bytes| {
        <calamine::Xlsb<_> as calamine::Reader<_>>::new(std::io::Cursor::new(bytes)).ok()
    });
}

/// Compares all files of a format and says how many there were.
fn compare_all<R: calamine::Reader<std::io::Cursor<Vec<u8>>>>(
    ending: &str,
    format: Format,
    open_library: impl Fn(Vec<u8>) -> Option<R> + panic::RefUnwindSafe,
) -> usize {
    let mut n_compared = 0;
    for path in files_named(ending) {
        let bytes = std::fs::read(&path).expect("a file at hand");
        if inspect(&bytes) != Ok(format) {
            continue;
        }
        let Ok(book) = open(&bytes) else { continue };
        let Ok(Some(mut library)) = panic::catch_unwind(|| open_library(bytes.clone())) else { continue };
        n_compared += 1;
        for sheet in &book.sheets {
            let Ok(range) = library.worksheet_range(&sheet.name) else { continue };
            for (at, cell) in sheet.cells() {
                let other = library_value(range.get_value((at.row, at.col)));
                let is_passed_over = format == Format::Xlsb && other.is_empty();
                // `=TRUE()` in a cell formatted for numbers is stored as 1.
                let is_truth = matches!(cell.value, Value::Bool(truth) if other == u8::from(truth).to_string());
                assert!(
                    is_passed_over || is_truth || own_value(&cell.value) == other,
                    "{} {} {at} {cell:?}: {other}",
                    path.display(),
                    sheet.name
                );
            }
        }
    }
    n_compared
}

fn own_value(value: &Value) -> String {
    match value {
        Value::Number(n) | Value::Date(n) | Value::Percent(n) | Value::Disguised(n, _) => n.to_string(),
        Value::Text(text) | Value::Error(text) => text.clone(),
        Value::Bool(truth) => truth.to_string(),
        Value::Blank => String::new(),
    }
}

fn library_value(value: Option<&calamine::Data>) -> String {
    use calamine::Data;
    match value {
        None | Some(Data::Empty) => String::new(),
        Some(Data::Int(number)) => number.to_string(),
        Some(Data::Float(number)) => number.to_string(),
        Some(Data::DateTime(date)) => date.as_f64().to_string(),
        Some(Data::Bool(truth)) => truth.to_string(),
        Some(other) => other.to_string(),
    }
}

/// The files with this ending among those kept here, the examples, and what lies beside the project.
fn files_named(ending: &str) -> Vec<std::path::PathBuf> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<_> = ["tests/files", "examples", "fuzz/seeds", "../shared/cases", "../shared/zoo"]
        .iter()
        .map(|dir| root.join(dir))
        .collect();
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|other| other == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Mutations past the container, whose walk would refuse many of them.
mod mutated {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn records_of_an_xls_are_read_or_refused(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
            let mut stream = workbook_stream(SAVED_AS_XLS).expect("records");
            for (at, byte) in changes {
                let at = at.index(stream.len());
                stream[at] = byte;
            }
            _ = binary::xls::read(&stream);
        }

        #[test]
        fn records_of_an_xlsb_are_read_or_refused(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
            let mut sheet = fixture::xlsb_sheet();
            for (at, byte) in changes {
                let at = at.index(sheet.len());
                sheet[at] = byte;
            }
            _ = binary::xlsb::read(&fixture::xlsb(&sheet));
        }
    }
}
