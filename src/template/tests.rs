//! Templates taken apart without any spreadsheet library.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::*;
use crate::plan::{ColumnId, Plan, embedded, keys};

/// A cell as the file stores it.
#[derive(Debug, Clone, Default)]
struct Cell {
    text: String,
    formula: String,
    locked: bool,
    is_text: bool,
}

/// A workbook's sheets by name, taken apart without any spreadsheet library.
type Sheets = BTreeMap<String, BTreeMap<String, Cell>>;

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    let mut text = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("UTF-8");
    text
}

fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(found.value.into_owned())
}

/// The tags of a part with their attributes and the text directly after them.
fn tags(xml: &str) -> Vec<(BytesStart<'static>, String)> {
    let mut reader = Reader::from_str(xml);
    let mut tags: Vec<(BytesStart<'static>, String)> = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(tag) | Event::Empty(tag) => tags.push((tag.into_owned(), String::new())),
            Event::Text(text) => {
                if let Some((_, after)) = tags.last_mut() {
                    after.push_str(&text);
                }
            }
            Event::GeneralRef(name) => {
                if let Some((_, after)) = tags.last_mut() {
                    after.push_str(quick_xml::escape::resolve_predefined_entity(&name).expect("a known entity"));
                }
            }
            Event::Eof => return tags,
            _ => {}
        }
    }
}

/// Whether each cell format is locked, which is what a format is unless it says otherwise.
fn locks(bytes: &[u8]) -> Vec<bool> {
    let styles = part(bytes, "xl/styles.xml");
    let cell_formats = &styles[styles.find("<cellXfs").expect("formats")..styles.find("</cellXfs>").expect("formats")];
    let formats = cell_formats.split("<xf ").skip(1);
    formats.map(|format| !format.contains("locked=\"0\"")).collect()
}

fn sheets(bytes: &[u8]) -> Sheets {
    let locks = locks(bytes);
    let strings: Vec<String> = part(bytes, "xl/sharedStrings.xml")
        .split("<si>")
        .skip(1)
        .map(|item| tags(&format!("<si>{item}").replace("</sst>", "")).into_iter().map(|(_, text)| text).collect())
        .collect();
    let names = tags(&part(bytes, "xl/workbook.xml"));
    let names =
        names.iter().filter(|(tag, _)| tag.name().as_ref() == "sheet").filter_map(|(tag, _)| attribute(tag, "name"));
    let read = |(n, name): (usize, String)| {
        let xml = part(bytes, &format!("xl/worksheets/sheet{}.xml", n + 1));
        assert!(xml.contains("<sheetProtection sheet=\"1\""), "{name} is not protected");
        assert!(!xml.contains("password="), "{name} has a password");
        (name, cells(&xml, &strings, &locks))
    };
    names.enumerate().map(read).collect()
}

fn cells(xml: &str, strings: &[String], locks: &[bool]) -> BTreeMap<String, Cell> {
    let mut cells: BTreeMap<String, Cell> = BTreeMap::new();
    let mut current = String::new();
    for (tag, text) in tags(xml) {
        match tag.name().as_ref() {
            "c" => {
                current = attribute(&tag, "r").expect("an address");
                let style: usize = attribute(&tag, "s").map_or(0, |s| s.parse().expect("a number"));
                let kind = attribute(&tag, "t").unwrap_or_default();
                let cell = Cell { locked: locks[style], is_text: kind == "s" || kind == "str", ..Cell::default() };
                // Remember for the value that a shared string is meant.
                let cell = Cell { text: if kind == "s" { "shared".to_owned() } else { String::new() }, ..cell };
                cells.insert(current.clone(), cell);
            }
            "f" => cells.get_mut(&current).expect("its cell").formula = text,
            "v" => {
                let cell = cells.get_mut(&current).expect("its cell");
                cell.text = match cell.text.as_str() {
                    "shared" => strings[text.parse::<usize>().expect("an index")].clone(),
                    _ => text,
                };
            }
            _ => {}
        }
    }
    cells
}

fn blank(plan: &Plan, year: i32, agency: &str) -> Vec<u8> {
    let year = plan.year(year).expect("a year of the plan");
    let agency = plan.agency_by_code(agency).expect("an agency of the plan");
    workbook(&year, agency, &Filling::default()).expect("a workbook")
}

fn column(n: usize) -> char {
    char::from(b'A' + u8::try_from(n).expect("few columns"))
}

/// The key row of a sheet: its number and the keys by column letter.
fn key_row(sheet: &BTreeMap<String, Cell>, first: &str) -> (u32, Vec<String>) {
    let (address, _) = sheet.iter().find(|(_, cell)| cell.text == first).expect("a key row");
    let row: u32 = address[1..].parse().expect("column A");
    let keys = (0..26).map_while(|n| sheet.get(&format!("{}{row}", column(n)))).map(|cell| cell.text.clone());
    (row, keys.collect())
}

#[test]
fn every_agency_has_a_template_in_every_year_and_always_the_same() {
    let plan = embedded();
    for year in plan.first_year..=plan.last_year {
        let year = plan.year(year).expect("a year of the plan");
        for agency in year.agencies {
            let make = || workbook(&year, *agency, &Filling::default()).expect("a workbook");
            assert!(make() == make(), "{} differs between runs", year.template_name(*agency));
        }
    }
}

#[test]
fn different_years_and_fillings_give_different_bytes() {
    let plan = embedded();
    assert!(blank(&plan, 2022, "btctu") != blank(&plan, 2023, "btctu"));
    let year = plan.year(2022).expect("a year of the plan");
    let agency = plan.agency_by_code("btctu").expect("an agency of the plan");
    let filling = Filling { revision: Some(2), ..Filling::default() };
    assert!(workbook(&year, agency, &filling).expect("a workbook") != blank(&plan, 2022, "btctu"));
}

#[test]
fn every_form_has_its_keys_and_the_code_of_every_row() {
    let plan = embedded();
    let year = plan.year(2023).expect("a year of the plan");
    for agency in year.agencies {
        let book = sheets(&workbook(&year, *agency, &Filling::default()).expect("a workbook"));
        for id in &plan.agency(*agency).forms {
            let form = plan.form(*id);
            let sheet = &book[&form.sheet];
            let (row, keys) = key_row(sheet, &format!("bhxh:{}", form.code));
            let mut expected = vec![format!("bhxh:{}", form.code), "label".to_owned(), "code".to_owned()];
            expected.extend(form.columns.iter().map(|column| column.key.clone()));
            expected.extend(form.result.iter().map(|result| result.key.clone()));
            expected.push("note".to_owned());
            assert_eq!(keys, expected, "{}", form.code);
            let codes: Vec<&str> =
                (row + 1..).map_while(|row| Some(sheet.get(&format!("C{row}"))?.text.as_str())).collect();
            let rows: Vec<&str> = year.rows(*id).iter().map(|row| row.code.as_str()).collect();
            assert_eq!(codes, rows, "{}", form.code);
        }
    }
}

#[test]
fn exactly_the_entry_cells_are_unlocked() {
    let plan = embedded();
    let year = plan.year(2023).expect("a year of the plan");
    for agency in year.agencies {
        let book = sheets(&workbook(&year, *agency, &Filling::default()).expect("a workbook"));
        let unlocked = |sheet: &str| -> Vec<String> {
            book[sheet].iter().filter(|(_, cell)| !cell.locked).map(|(address, _)| address.clone()).collect()
        };
        for id in &plan.agency(*agency).forms {
            let form = plan.form(*id);
            let (key_row, keys) = key_row(&book[&form.sheet], &format!("bhxh:{}", form.code));
            let mut expected = Vec::new();
            for (n, row) in (key_row + 1..).zip(year.rows(*id)) {
                let entered = (0..form.columns.len()).filter(|_| row.is_entered()).map(|n| n + 3);
                expected.extend(entered.chain([keys.len() - 1]).map(|col| format!("{}{n}", column(col))));
            }
            expected.sort();
            assert_eq!(unlocked(&form.sheet), expected, "{}", form.code);
        }
        let (first, _) = key_row(&book[COVER_SHEET], "bhxh:cover");
        let fields: Vec<String> = (first + 4..=first + 9).map(|row| format!("C{row}")).collect();
        let mut cover = unlocked(COVER_SHEET);
        cover.sort_by_key(|address| address[1..].parse::<u32>().expect("a row"));
        assert_eq!(cover, fields);
        assert_eq!(unlocked(DIFFICULTIES_SHEET).len(), 24);
        assert!(unlocked(GUIDE_SHEET).is_empty() && unlocked(keys::IDENTITY_SHEET).is_empty());
    }
}

#[test]
fn a_blank_template_computes_nothing_not_zero() {
    let plan = embedded();
    for agency in ["btctu", "snv", "ctk", "bhxh-tinh", "ubnd-bu-dang"] {
        let book = sheets(&blank(&plan, 2023, agency));
        let formulas = book.values().flat_map(BTreeMap::values).filter(|cell| !cell.formula.is_empty());
        let sums: Vec<&Cell> = formulas.filter(|cell| cell.formula.contains("COUNT(")).collect();
        assert!(!sums.is_empty(), "{agency}");
        assert!(sums.iter().all(|cell| cell.is_text && cell.text.is_empty()), "{agency}: {sums:?}");
    }
}

#[test]
fn totals_and_results_hold_what_their_formulas_give() {
    let plan = embedded();
    let year = plan.year(2023).expect("a year of the plan");
    let agency = plan.agency_by_code("btctu").expect("an agency of the plan");
    let form = plan.form_by_code("dang-doan-the").expect("a form of the plan");
    let row = |code: &str| year.row_by_code(form, code).expect("a row of the form");
    let mut filling = Filling::default();
    for (code, counts) in
        [("dang-can-bo", [Some(10), Some(2), Some(1)]), ("doan-the-lao-dong", [Some(5), None, Some(0)])]
    {
        for (column, count) in (0..).map(ColumnId::at).zip(counts) {
            filling.counts.extend(count.map(|count| ((form, row(code), column), count)));
        }
    }
    let book = sheets(&workbook(&year, agency, &filling).expect("a workbook"));
    let sheet = &book["Biểu 01"];
    let line = |code: &str| -> Vec<&str> {
        let n = 10 + row(code).idx();
        ["D", "E", "F", "G"].map(|col| sheet[&format!("{col}{n}")].text.as_str()).to_vec()
    };
    assert_eq!(line("dang-can-bo"), ["10", "2", "1", "11"]);
    assert_eq!(line("dang"), ["10", "2", "1", "11"]);
    assert_eq!(line("doan-the-lao-dong"), ["5", "", "0", ""], "a blank part leaves the result blank");
    assert_eq!(line("doan-the"), ["5", "", "0", ""]);
    assert_eq!(line("ct-xh"), ["", "", "", ""]);
    assert_eq!(line("tong"), ["15", "2", "1", "16"]);
    assert_eq!(sheet["D10"].formula, "IF(COUNT(D11,D16,D21)=0,\"\",SUM(D11,D16,D21))");
    assert_eq!(sheet["G12"].formula, "IF(COUNT(D12:F12)<3,\"\",D12+E12-F12)");
}

#[test]
fn the_hidden_sheet_says_whose_file_it_is() {
    let plan = embedded();
    let bytes = blank(&plan, 2023, "snv");
    let book = sheets(&bytes);
    let identity = &book[keys::IDENTITY_SHEET];
    let pairs: Vec<(&str, &str)> = (1..=5)
        .map(|row| (identity[&format!("A{row}")].text.as_str(), identity[&format!("B{row}")].text.as_str()))
        .collect();
    let expected = [
        ("kind", "submission"),
        ("plan", "binh-phuoc-2022-2025"),
        ("agency", "snv"),
        ("year", "2023"),
        ("template_version", "2"),
    ];
    assert_eq!(pairs, expected);
    assert!(part(&bytes, "xl/workbook.xml").contains("name=\"_bhxh\" sheetId=\"6\" state=\"hidden\""));
}

#[test]
fn instructions_name_only_what_concerns_the_agency() {
    let plan = embedded();
    let guide = |agency: &str| -> String {
        sheets(&blank(&plan, 2023, agency))[GUIDE_SHEET].values().map(|cell| format!("{}\n", cell.text)).collect()
    };
    let (party, labour, statistics) = (guide("btctu"), guide("ldld"), guide("ctk"));
    assert!(party.contains("Các cơ quan Đảng, đoàn thể") && party.contains("bhxh validate btctu_2023.xlsx"));
    assert!(party.contains("Số dự kiến giảm không thể lớn hơn số đang làm việc"));
    assert!(!labour.contains("dự kiến giảm") && !labour.contains("Lực lượng lao động"), "{labour}");
    assert!(statistics.contains("Lực lượng lao động trong độ tuổi là một phần"));
    assert!(statistics.contains("lực lượng lao động trong độ tuổi (đối chiếu với số liệu của đơn vị khác)"));
}

#[test]
fn entry_cells_take_whole_numbers_up_to_the_plans_limit() {
    let plan = embedded();
    let xml = part(&blank(&plan, 2023, "bql-kkt"), "xl/worksheets/sheet2.xml");
    let validations: Vec<&str> = xml.split("<dataValidation ").skip(1).collect();
    assert_eq!(validations.len(), 3, "one for each measure");
    for (validation, cells) in validations.iter().zip(["D11:D13", "E11:E13", "F11:F13"]) {
        assert!(validation.contains("type=\"whole\"") && validation.contains(&format!("sqref=\"{cells}\"")));
        assert!(validation.contains("<formula1>0</formula1><formula2>3000000</formula2>"), "{validation}");
    }
}
