//! Rows put into sheets: where they stand, what they look like, where they lead.

use super::*;
use crate::output::style;

#[test]
fn the_library_writes_a_style_for_every_sample() {
    let mut page = page::Page::new("Trang", page::Paper::Portrait, &[20.0]).expect("a sheet");
    page.sample_row(4).expect("a row");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.set_default_format(&style::base(), 20, 64).expect("a format");
    workbook.push_worksheet(page.finish().expect("a sheet").0);
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let mut package = zip::ZipArchive::new(io::Cursor::new(bytes)).expect("a package");
    let part = package.by_name("xl/worksheets/sheet1.xml").expect("the sheet");
    let sheet = io::read_to_string(part).expect("text");
    let (_, sample, _) = around_row(&sheet, 5).expect("the sample row");
    let mut styles = styles(sample);
    assert_eq!(styles.len(), Look::SAMPLES.len());
    styles.dedup();
    assert!(styles.len() == Look::SAMPLES.len() && !styles.contains(&"0"), "{styles:?}");
}

#[test]
fn a_sample_row_tells_the_looks() {
    let sheet = "<row r=\"1\"></row><row r=\"2\" spans=\"1:2\"><c r=\"A2\" s=\"24\"/><c r=\"B2\"/></row></sheetData>";
    let (before, sample, after) = around_row(sheet, 2).expect("a second row");
    assert_eq!((before, after), ("<row r=\"1\"></row>", "</sheetData>"));
    assert_eq!((styles(sample), has_own_height(sample)), (vec!["24", "0"], false));
}

#[test]
fn joined_cells_go_on_with_their_count_or_stand_before_what_follows_them() {
    let before = "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"A1:B1\"/></mergeCells>";
    let more = "<mergeCell ref=\"A2:B2\"/>";
    let joined =
        "</sheetData><mergeCells count=\"2\"><mergeCell ref=\"A1:B1\"/><mergeCell ref=\"A2:B2\"/></mergeCells>";
    assert_eq!(with_joined(before, more), joined);
    assert_eq!(with_joined(before, ""), before);
    let formats = "<autoFilter/><conditionalFormatting/><dataValidations/>";
    let list = "<mergeCells count=\"1\"><mergeCell ref=\"A2:B2\"/></mergeCells>";
    let in_order = format!("<autoFilter/>{list}<conditionalFormatting/><dataValidations/>");
    assert_eq!(with_joined(formats, more), in_order);
}

#[test]
fn links_go_on_where_the_sheet_has_some_and_are_a_list_only_where_there_are_any() {
    let start = "<x><dimension ref=\"A1\"/><sheetData><row r=\"1\"><c r=\"A1\" s=\"7\"/></row></sheetData>";
    let written = |links: &str, link: Option<Link>| {
        let sheet = format!("{start}{links}<printOptions/></x>");
        let entry = link.map_or(BulkValue::Number(5), |link| BulkValue::Link("B2".into(), link));
        let rows = vec![vec![BulkCell::new(Look::Text, entry)]].into_iter();
        let run = BulkRun { first: 0, rows: Box::new(rows) };
        let rows = BulkRows { sheet: "Trang".to_owned(), widths: vec![9.0], runs: vec![run] };
        let (mut text, mut texts) = (PartText::<()>::new(), SharedTexts::after(0));
        let mut writing = BulkWriting::new(&sheet, rows).expect("a sample row");
        assert!(writing.more(&mut text, 1000, &mut texts).expect("a row"), "the sheet ends");
        text.below
    };
    let link = || Some(Link::Sheet("Bìa".to_owned(), Address::new(1, 1)));
    assert_eq!(written("", None), "<printOptions/></x>");
    let new = written("", link());
    assert!(
        new.starts_with("<hyperlinks><hyperlink ref=\"A1\"") && new.ends_with("/></hyperlinks><printOptions/></x>"),
        "{new}"
    );
    let own = "<hyperlinks><hyperlink own/></hyperlinks>";
    assert_eq!(written(own, None), "<hyperlinks><hyperlink own/></hyperlinks><printOptions/></x>");
    assert!(written(own, link()).starts_with("<hyperlinks><hyperlink own/><hyperlink ref=\"A1\""));
}

#[test]
fn what_the_sheet_has_no_room_to_link_looks_like_text() {
    let samples: String = (0..Look::SAMPLES.len()).map(|n| format!("<c r=\"A1\" s=\"{n}\"/>")).collect();
    let links = "<hyperlink />".repeat(page::MAX_LINKS - 1);
    let sheet = format!(
        "<x><sheetData><row r=\"1\">{samples}</row></sheetData><hyperlinks>{links}</hyperlinks><printOptions/></x>"
    );
    let link = || Link::Sheet("Bìa".to_owned(), Address::new(1, 1));
    let row = |_| vec![BulkCell::new(Look::Link, BulkValue::Link("B2".into(), link()))];
    let run = BulkRun { first: 0, rows: Box::new((0..2).map(row)) };
    let rows = BulkRows { sheet: "Trang".to_owned(), widths: vec![9.0], runs: vec![run] };
    let (mut text, mut texts) = (PartText::<()>::new(), SharedTexts::after(0));
    let mut writing = BulkWriting::new(&sheet, rows).expect("a sample row");
    assert!(writing.more(&mut text, usize::MAX, &mut texts).expect("rows"));
    let style = |look: Look| Look::SAMPLES.iter().position(|sample| *sample == look).expect("a sample");
    let [first, second] = [style(Look::Link), style(Look::Text)];
    assert!(text.above.contains(&format!("<c r=\"A1\" s=\"{first}\"")), "{}", text.above);
    assert!(text.above.contains(&format!("<c r=\"A2\" s=\"{second}\"")), "{}", text.above);
}

#[test]
fn the_extent_is_said_where_the_number_of_rows_is_known() {
    let before = "<x/><dimension ref=\"A1:H9\"/><y/>";
    assert_eq!(with_extent(before, 3, last_row(8, &(0..5))), "<x/><dimension ref=\"A1:C13\"/><y/>");
    assert_eq!(with_extent(before, 3, last_row(8, &(0..5).filter(|n| *n > 1))), "<x/><y/>");
}
