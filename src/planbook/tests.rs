//! What a plan workbook must keep, and what is said of one that is broken.

mod keys;
mod next;
mod places;

use std::sync::LazyLock;

use proptest::prelude::*;
use toml::{Table, Value as Toml};

use super::marks::DecisionMarks;
use super::read::{open, plan_of};
use super::sheets::{GUIDE, HEADING_ROW};
use super::write::{is_same, values, workbook};
use super::*;
use crate::plan::{self, Plan};
use crate::value::grid::{Address, Area, Cell, Sheet, Value, Workbook};

const OTHERS: [&str; 4] = [
    include_str!("../../examples/plans/minh-hoa-2026-2028.toml"),
    include_str!("../../examples/plans/bu-dop-thu-cua-xa.toml"),
    include_str!("../../examples/plans/dong-nai-2026-2030.toml"),
    include_str!("../../examples/plans/dong-nai-2022-2025.toml"),
];

/// The embedded plan's workbook.
static EMBEDDED: LazyLock<Workbook> =
    LazyLock::new(|| open(&write(&plan::embedded()).expect("a workbook")).expect("one that opens"));
/// That of a small plan.
static SMALL: LazyLock<Workbook> = LazyLock::new(|| {
    open(&write(&plan::load(OTHERS[0]).expect("a plan")).expect("a workbook")).expect("one that opens")
});

fn shipped() -> Vec<Plan> {
    let others = OTHERS.iter().map(|text| plan::load(text).expect("a plan"));
    [plan::embedded()].into_iter().chain(others).collect()
}

#[test]
fn a_shipped_plan_comes_back_from_its_workbook_and_from_the_text_of_that() {
    for plan in shipped() {
        let bytes = write(&plan).unwrap_or_else(|error| panic!("{}: {error}", plan.id));
        let again = read(&bytes).unwrap_or_else(|faults| panic!("{}: {faults}", plan.id));
        assert!(is_same(&plan, &again), "{}", plan.id);
        let from_text = plan::load(&again.source).expect("a plan");
        assert!(is_same(&plan, &from_text), "{}", plan.id);
        assert_eq!(write(&again).expect("a workbook"), bytes, "{}", plan.id);
    }
}

#[test]
fn what_no_cell_can_hold_is_refused_when_it_is_written() {
    let with = |old: &str, new: &str| plan::load(&OTHERS[0].replace(old, new)).expect("a plan");
    assert!(write(&with("\"A-01\"", "\" A-01\"")).is_err(), "a space before a code");
    assert!(write(&with("guide = [\"", "guide = [\"a\\nb\", \"")).is_err(), "two lines of one sentence");
    assert!(write(&with("\"TỔNG SỐ\"", "\" \"")).is_err(), "a text of spaces");
}

// ------------------------------------------------------------------------------------------------------- generated plans

/// Keys whose text may be any.
const FREE: &[&str] = &[
    "title",
    "issuer",
    "province",
    "unit",
    "number",
    "lead",
    "clause",
    "label",
    "reason",
    "text",
    "short",
    "place",
    "summary",
    "about",
    "heading",
    "second_tier",
    "no",
    "in_documents",
];
/// Lists of texts that may be any.
const FREE_LISTS: &[&str] = &["basis", "with", "recipients", "guide"];
/// Keys that a plan may be without.
const DROPPED: &[&str] = &[
    "basis",
    "with",
    "recipients",
    "guide",
    "formerly",
    "words",
    "limits",
    "in_documents",
    "caveat",
    "second_tier",
    "optional",
    "number_suffix",
    "reach_or_exceed",
    "remark_above_times",
    "at_work",
    "accepted_versions",
    "check",
    "round",
    "documents",
    "titles",
    "cooperating",
    "assumptions",
    "tier",
    "no",
    "due_inclusive",
    "targets_to",
    "subject",
];

/// Numbers drawn one after the other from a seed.
struct Draw(u64);

impl Draw {
    fn of<'t>(&mut self, texts: &'t [String]) -> &'t str {
        let n = self.below(texts.len().try_into().expect("few"));
        &texts[usize::try_from(n).expect("few")]
    }

    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// A form must say its subject, and a group of texts its words; tables of these names may be left out.
fn may_go(key: &str, value: &Toml) -> bool {
    match key {
        "subject" => value.is_array(),
        "words" => value.is_table(),
        _ => true,
    }
}

fn change(table: &mut Table, draw: &mut Draw, texts: &[String]) {
    table.retain(|key, value| !DROPPED.contains(&key) || !may_go(key, value) || draw.below(6) > 0);
    for (key, value) in table.iter_mut() {
        match value {
            Toml::String(text) if FREE.contains(&key.as_str()) && draw.below(3) == 0 => {
                *text = draw.of(texts).to_owned();
            }
            Toml::Array(list) if FREE_LISTS.contains(&key.as_str()) => {
                list.push(Toml::from(draw.of(texts).trim().replace('\n', " ")));
            }
            Toml::Integer(number) if key.starts_with("max") => *number += draw.below(1000).cast_signed(),
            Toml::Table(below) => change(below, draw, texts),
            Toml::Array(list) => {
                list.iter_mut().filter_map(Toml::as_table_mut).for_each(|below| change(below, draw, texts));
            }
            _ => (),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn any_plan_comes_back_from_its_workbook(
        n in 0usize..5,
        seed: u64,
        texts in proptest::collection::vec("\\PC{0,12}[a-zA-ZĂƯđ=+'\"<&][\\PC\n]{0,8}[0-9?]", 1..6),
    ) {
        let text = [plan::EMBEDDED, OTHERS[0], OTHERS[1], OTHERS[2], OTHERS[3]][n];
        let mut table: Table = toml::from_str(text).expect("a plan");
        change(&mut table, &mut Draw(seed), &texts);
        let text = toml::to_string(&table).expect("TOML");
        // Not everything that may be left out may be left out together.
        let plan = plan::load(&text);
        prop_assume!(plan.is_ok());
        let plan = plan.expect("assumed");
        let bytes = write(&plan).unwrap_or_else(|error| panic!("{error}\n{texts:?}"));
        prop_assert!(is_same(&plan, &read(&bytes).expect("a plan")));
    }
}

// ------------------------------------------------------------------------------------------------------- broken workbooks

/// The workbook with another sheet in place of one.
fn with_sheet(book: &Workbook, name: &str, change: impl FnOnce(&mut Vec<(Address, Cell)>)) -> Workbook {
    let mut book = book.clone();
    let sheet = book.sheets.iter_mut().find(|sheet| sheet.name == name).expect("the sheet");
    let mut cells: Vec<(Address, Cell)> = sheet.cells().map(|(at, cell)| (at, cell.clone())).collect();
    change(&mut cells);
    let layout = sheet.layout.clone();
    *sheet = Sheet::new(sheet.name.clone(), true, cells);
    sheet.layout = layout;
    book
}

/// The workbook with another value in a cell.
fn with_cell(book: &Workbook, sheet: &str, at: &str, value: Value) -> Workbook {
    let at = Address::parse(at).expect("an address");
    with_sheet(book, sheet, |cells| {
        cells.retain(|(known, _)| *known != at);
        cells.push((at, Cell { value, formula: None }));
    })
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// The address of the first cell of a sheet with a text.
fn find(book: &Workbook, sheet: &str, text: &str) -> String {
    let sheet = book.sheet(sheet).expect("the sheet");
    let found = sheet.cells().find(|(_, cell)| cell.value == Value::Text(text.to_owned()));
    found.map(|(at, _)| at.to_string()).unwrap_or_else(|| panic!("no “{text}” on {}", sheet.name))
}

#[track_caller]
fn faults(book: &Workbook) -> String {
    plan_of(book).expect_err("a broken workbook").to_string()
}

#[track_caller]
fn says(book: &Workbook, words: &[&str]) {
    let said = faults(book);
    for words in words {
        assert!(said.contains(words), "not “{words}” in:\n{said}");
    }
}

#[test]
fn every_fault_is_said_with_its_sheet_and_cell() {
    let book = &*SMALL;
    let cell = |sheet: &str, of: &str, value: Value| with_cell(book, sheet, &find(book, sheet, of), value);
    let group = find(book, "Đơn vị", "commune");
    says(&cell("Đơn vị", "commune", text("comune")), &[&format!("trang “Đơn vị”, ô {group}: [PLAN-03]"), "“commune”?"]);
    says(&cell("Đơn vị", "xa-ba", text("xa-bon")), &["trang “Đơn vị”, ô A", "[PLAN-02] mã đơn vị “xa-bon”"]);
    says(&cell("Đơn vị", "UBND xã Minh Ba", Value::Blank), &["trang “Đơn vị”, ô H", "[PLAN-06] “Tên” để trống"]);
    says(
        &cell("Biểu 1", "trong-nuoc, nuoc-ngoai", text("tong, nuoc-ngoai")),
        &["trang “Biểu 1”, ô ", "[PLAN-05]", "“tong”"],
    );
    says(
        &cell("Biểu 1", "trong-nuoc, nuoc-ngoai", text("trong-nuoc, co")),
        &["trang “Biểu 1”, ô ", "[PLAN-03]", "“co”"],
    );
    says(
        &cell("Nhiệm vụ", "15/7", Value::Date(46_218.0)),
        &["trang “Nhiệm vụ”, ô F5: [PLAN-04]", "ngày/tháng dạng chữ"],
    );
    says(&cell("Nhiệm vụ", "15/7", text("31/6")), &["trang “Nhiệm vụ”, ô F5: [PLAN-04]", "“31/6”"]);
    says(&cell("Nhiệm vụ", "Điều khoản", text("Mục")), &["thiếu cột “Điều khoản”", "ô B3: [PLAN-07]", "“Mục”"]);
    says(&with_cell(book, "Nhiệm vụ", "Z9", text("xem lại")), &["trang “Nhiệm vụ”, ô Z9: [PLAN-07]", "“xem lại”"]);
    says(&cell("Kế hoạch", "minh-hoa-2026-2028", Value::Blank), &["trang “Kế hoạch”, ô B", "[PLAN-06] “Mã kế hoạch”"]);
    says(&cell("So sánh", "từng dòng", text("dòng")), &["trang “So sánh”, ô B5: [PLAN-04]", "từng dòng, từng khối"]);
}

/// Whatever refers to a form whose sheet is gone says that, and proposes no other form as if it were misspelt.
#[test]
fn a_form_whose_sheet_is_gone_is_said_to_be_gone() {
    let forms = EMBEDDED.sheets.iter().filter(|sheet| sheet.name.starts_with("Biểu 0"));
    let names: Vec<&str> = forms.map(|sheet| sheet.name.as_str()).collect();
    assert!(names.len() > 5);
    for name in names {
        let mut book = EMBEDDED.clone();
        book.sheets.retain(|sheet| sheet.name != name);
        let said = faults(&book);
        let of_form = said.lines().filter(|line| line.contains("không có trang nào trong sổ mang Mã biểu"));
        assert_eq!(of_form.count(), 1, "{name}:\n{said}");
        assert!(!said.contains("Có phải là"), "{name}:\n{said}");
    }
    let misspelt = find(&EMBEDDED, "Đơn vị", "hop-tac-xa, hop-tac-xa-khong-luong");
    says(
        &with_cell(&EMBEDDED, "Đơn vị", &misspelt, text("hop-tac-xaa, hop-tac-xa-khong-luong")),
        &["gần giống nhất là “hop-tac-xa”"],
    );
}

/// Words in capitals or with marks apart from their letters, codes with semicolons or on lines, and decimals that a sum left.
#[test]
fn what_can_be_read_in_one_way_alone_is_read() {
    let plan = plan_of(&EMBEDDED).expect("a plan");
    let is_read = |sheet: &str, at: &str, value: Value| {
        let other = plan_of(&with_cell(&EMBEDDED, sheet, at, value)).unwrap_or_else(|faults| panic!("{at}: {faults}"));
        assert!(is_same(&plan, &other), "{sheet} {at}");
    };
    let inclusive = find(&EMBEDDED, "Kế hoạch", "có");
    for word in ["Có", "CÓ", " có ", "co\u{301}"] {
        is_read("Kế hoạch", &inclusive, text(word));
    }
    is_read("So sánh", "C5", text("Không lớn  hơn"));
    says(&with_cell(&EMBEDDED, "Kế hoạch", &inclusive, text("co")), &["“co” không dùng được"]);
    let forms = find(&EMBEDDED, "Đơn vị", "dang-doan-the, than-nhan-dang");
    for list in [
        "dang-doan-the; than-nhan-dang",
        "dang-doan-the;than-nhan-dang",
        "dang-doan-the\nthan-nhan-dang",
        "dang-doan-the,\n than-nhan-dang",
    ] {
        is_read("Đơn vị", &forms, text(list));
    }
    says(&with_cell(&EMBEDDED, "Đơn vị", &forms, text("dang-doan-the;; than-nhan-dang")), &["chỗ để trống"]);
    let percents = EMBEDDED.sheet("Chỉ tiêu theo năm").expect("it").cells();
    let is_percent = |(_, cell): &(Address, &Cell)| cell.value == Value::Number(45.0);
    let (at, _) = percents.into_iter().find(is_percent).expect("a target of 45 %");
    is_read("Chỉ tiêu theo năm", &at.to_string(), Value::Number(44.99999999999999999));
    is_read("Chỉ tiêu theo năm", &at.to_string(), Value::Number(0.1 + 0.2 + 44.7));
    let odd = with_cell(&EMBEDDED, "Chỉ tiêu theo năm", &at.to_string(), Value::Number(45.12345));
    says(&odd, &["“45,12345” không phải là tỷ lệ phần trăm"]);
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let book = with_cell(&SMALL, "Nhiệm vụ", "A5", Value::Number(5.0));
    let book = with_cell(&book, "Đơn vị", "H8", Value::Blank);
    let book = with_cell(&book, "Chỉ tiêu theo năm", "E5", text("45,25"));
    let book = with_cell(&book, "Đơn vị", "J9", text("2026-07-01"));
    let said = faults(&book);
    assert_eq!(said.lines().count(), 4, "{said}");
    let twice = with_cell(&with_cell(&SMALL, "Đơn vị", "B5", text("nhom-a")), "Đơn vị", "B7", text("nhom-b"));
    assert_eq!(faults(&twice).matches("[PLAN-03]").count(), 2, "{}", faults(&twice));
}

/// What rests on a cell that can't be read is told once it can.
#[test]
fn wrong_cells_and_wrong_codes_are_told_in_one_run() {
    let book = with_cell(&EMBEDDED, "Đơn vị", "B5", text("provinse"));
    let book = with_cell(&book, "Nhiệm vụ", "A5", Value::Number(5.0));
    let book = with_cell(&book, "Chỉ tiêu theo năm", "E5", Value::Number(145.0));
    let total = find(&book, "Biểu 01", "dang, doan-the, ct-xh");
    let book = with_cell(&book, "Biểu 01", &total, text("tong, doan-the, ct-xh"));
    let said = faults(&book);
    let places = ["“Nhiệm vụ”, ô A5: [PLAN-04]", "“Chỉ tiêu theo năm”, ô E5: [PLAN-04]", "“Đơn vị”, ô B5: [PLAN-03]"];
    let circle = format!("“Biểu 01”, ô {total}: [PLAN-05]");
    assert!(places.iter().chain([&circle.as_str()]).all(|place| said.contains(place)), "{said}");
    assert_eq!(said.lines().count(), 4, "{said}");
    // A code that isn't there may be the one that can't be read, or stand on the sheet that is gone.
    let unread = with_cell(&EMBEDDED, "Khối", "A5", Value::Number(5.0));
    assert_eq!(faults(&unread).lines().count(), 1, "{}", faults(&unread));
    let mut without = with_cell(&EMBEDDED, "Chỉ tiêu theo năm", "E5", Value::Number(145.0));
    without.sheets.retain(|sheet| sheet.name != "Khối");
    assert_eq!(faults(&without).lines().count(), 2, "{}", faults(&without));
}

#[test]
fn what_nobody_sees_or_the_program_would_have_to_guess_is_refused() {
    let layout = |change: fn(&mut crate::value::grid::Layout)| {
        let mut book = SMALL.clone();
        let sheet = book.sheets.iter_mut().find(|sheet| sheet.name == "Đơn vị").expect("it");
        change(&mut sheet.layout);
        book
    };
    says(&layout(|layout| layout.hidden_rows.extend([5])), &["trang “Đơn vị”, ô A6: [PLAN-07]", "bị ẩn"]);
    says(&layout(|layout| layout.filtered_rows.extend([5])), &["trang “Đơn vị”, ô A6: [PLAN-07]", "bị ẩn"]);
    let rounded = |layout: &mut crate::value::grid::Layout| layout.rounded.extend(Address::parse("H5"));
    says(&layout(rounded), &["trang “Đơn vị”, ô H5: [PLAN-07]", "không hiện đủ chữ số thập phân"]);
    let mut dated = with_cell(&SMALL, "Đơn vị", "J9", Value::Date(46_204.0));
    let of_agencies = dated.sheets.iter_mut().find(|sheet| sheet.name == "Đơn vị").expect("it");
    of_agencies.layout.rounded.extend(Address::parse("J9"));
    says(&dated, &["trang “Đơn vị”, ô J9: [PLAN-07]", "không hiện đủ ngày, tháng, năm"]);
    let unseen = |layout: &mut crate::value::grid::Layout| layout.unseen.extend(Address::parse("H5"));
    says(&layout(unseen), &["trang “Đơn vị”, ô H5: [PLAN-07]", "nhìn không thấy"]);
    says(&layout(|layout| layout.hidden_columns.extend([6])), &["trang “Đơn vị”, ô G1: [PLAN-07]", "bị ẩn"]);
    says(&layout(|layout| layout.merged.extend(Area::parse("H5:H6"))), &["trang “Đơn vị”, ô H5: [PLAN-07]", "H5:H6"]);
    let formula = with_sheet(&SMALL, "Đơn vị", |cells| cells[30].1.formula = Some("A1".to_owned()));
    says(&formula, &["trang “Đơn vị”, ô ", "[PLAN-07] ô có công thức"]);
    let mut missing = SMALL.clone();
    missing.sheets.retain(|sheet| sheet.name != "So sánh");
    says(&missing, &["[PLAN-06] thiếu trang “So sánh”"]);
    let mut renamed = SMALL.clone();
    renamed
        .sheets
        .iter_mut()
        .filter(|sheet| sheet.name == "So sánh")
        .for_each(|sheet| sheet.name = "So sanh".to_owned());
    says(&renamed, &["trang “So sanh”, ô A1: [PLAN-07] trang “So sánh” của mẫu đã bị đổi tên"]);
    assert_eq!(faults(&renamed).lines().count(), 1, "{}", faults(&renamed));
    let mut other = SMALL.clone();
    other.sheets.push(Sheet::new("Sheet1", true, Vec::new()));
    says(&other, &["trang “Sheet1”, ô A1: [PLAN-07]"]);
    let mut hidden = SMALL.clone();
    hidden.sheets.iter_mut().filter(|sheet| sheet.name == "So sánh").for_each(|sheet| sheet.visible = false);
    says(&hidden, &["trang “So sánh”, ô A1: [PLAN-07] trang bị ẩn"]);
    assert!(read(b"khong phai").expect_err("no workbook").to_string().contains("[PLAN-07]"));
}

/// Letters as white as the cell, or tiny, in a workbook as it is saved.
#[test]
fn what_cannot_be_read_on_the_screen_is_refused() {
    let bytes = write(&plan::load(OTHERS[0]).expect("a plan")).expect("a workbook");
    let with_styles = |old: &str, new: &str| {
        let mut parts = crate::ooxml::packing::unpacked(&bytes).expect("parts");
        let (_, styles) = parts.iter_mut().find(|(name, _)| name == "xl/styles.xml").expect("styles");
        let text = String::from_utf8(std::mem::take(styles)).expect("text");
        assert!(text.contains(old), "{text}");
        *styles = text.replace(old, new).into_bytes();
        read(&crate::ooxml::packing::packed(&parts)).expect_err("nothing that is seen").to_string()
    };
    for (old, new) in [
        ("<color theme=\"1\"/>", "<color rgb=\"FFFFFFFF\"/>"),
        ("<color theme=\"1\"/>", "<color theme=\"0\"/>"),
        ("<sz val=\"11\"/>", "<sz val=\"1\"/>"),
    ] {
        let said = with_styles(old, new);
        assert!(said.contains("trang “Nhiệm vụ”, ô A") && said.contains("[PLAN-07] ô này và"), "{said}");
        assert!(said.lines().count() < 300, "one for each column: {said}");
    }
}

/// A format on a condition that brings white letters, black behind black ones, or shows nothing, and single words in such letters: in a
/// workbook as it is saved.
#[test]
fn what_a_condition_may_hide_and_single_words_nobody_sees_are_refused() {
    let bytes = write(&plan::load(OTHERS[0]).expect("a plan")).expect("a workbook");
    let with = |changes: &[(&str, &str, &str)]| {
        let mut parts = crate::ooxml::packing::unpacked(&bytes).expect("parts");
        for (part, old, new) in changes {
            let (_, content) = parts.iter_mut().find(|(name, _)| name == part).expect("the part");
            let text = String::from_utf8(std::mem::take(content)).expect("text");
            assert!(text.contains(old), "{text}");
            *content = text.replacen(old, new, 1).into_bytes();
        }
        read(&crate::ooxml::packing::packed(&parts)).err().map(|faults| faults.to_string()).unwrap_or_default()
    };
    const SHEET: &str = "xl/worksheets/sheet2.xml";
    let rule = |format: &str, rule: &str| {
        let format = format!("<dxfs count=\"1\"><dxf>{format}</dxf></dxfs>");
        let rules = format!("</sheetData><conditionalFormatting sqref=\"B5:B7 D40\">{rule}</conditionalFormatting>");
        with(&[("xl/styles.xml", "<dxfs count=\"0\"/>", &format), (SHEET, "</sheetData>", &rules)])
    };
    let by_format = "<cfRule type=\"expression\" dxfId=\"0\" priority=\"1\"><formula>TRUE</formula></cfRule>";
    for format in [
        "<font><color rgb=\"FFFFFFFF\"/></font>",
        "<font><color theme=\"0\"/></font>",
        "<fill><patternFill><bgColor rgb=\"FF000000\"/></patternFill></fill>",
        "<numFmt numFmtId=\"170\" formatCode=\";;;\"/>",
    ] {
        let said = rule(format, by_format);
        assert!(said.contains("ô B5: [PLAN-07] ô này và 2 ô khác có định dạng có điều kiện"), "{format}: {said}");
    }
    for seen in [
        "<font><color rgb=\"FFFF0000\"/></font>",
        "<fill><patternFill><bgColor rgb=\"FFFFE699\"/></patternFill></fill>",
    ] {
        assert_eq!(rule(seen, by_format), "", "{seen}");
    }
    let bars =
        "<cfRule type=\"dataBar\" priority=\"1\"><dataBar showValue=\"0\"><cfvo type=\"min\"/></dataBar></cfRule>";
    assert!(rule("", bars).contains("định dạng có điều kiện"));
    let dark = |colour: &str| {
        let bar = format!("<dataBar><cfvo type=\"min\"/><cfvo type=\"max\"/><color rgb=\"{colour}\"/></dataBar>");
        rule("", &format!("<cfRule type=\"dataBar\" priority=\"1\">{bar}</cfRule>"))
    };
    assert!(dark("FF000000").contains("định dạng có điều kiện"));
    assert_eq!(dark("FF638EC6"), "");
    // One word of a name in white.
    let word = |look: &str| {
        let run = format!("<r><t xml:space=\"preserve\">UBND phường </t></r><r><rPr>{look}</rPr><t>Minh Một</t></r>");
        with(&[("xl/sharedStrings.xml", "<t>UBND phường Minh Một</t>", &run)])
    };
    for look in ["<color rgb=\"FFFFFFFF\"/>", "<sz val=\"1\"/>"] {
        assert!(word(look).contains("trang “Đơn vị”, ô H"), "{look}: {}", word(look));
    }
    assert_eq!(word("<b/><color rgb=\"FFC00000\"/>"), "");
}

/// Telephones and some programs keep a letter and its marks apart.
#[test]
fn headings_whose_marks_stand_apart_are_the_same() {
    use unicode_normalization::UnicodeNormalization;
    let names: Vec<String> = SMALL.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let book = names.iter().fold(SMALL.clone(), |book, name| {
        with_sheet(&book, name, |cells| {
            let is_heading = |at: Address| at.row <= HEADING_ROW || (name == "Kế hoạch" && at.col == 0);
            for (_, cell) in cells.iter_mut().filter(|(at, _)| is_heading(*at)) {
                if let Value::Text(text) = &mut cell.value {
                    *text = text.nfd().collect();
                }
            }
        })
    });
    let mut book = book;
    book.sheets.iter_mut().for_each(|sheet| sheet.name = sheet.name.nfd().collect());
    let plan = plan_of(&book).unwrap_or_else(|faults| panic!("{faults}"));
    assert!(is_same(&plan, &plan_of(&SMALL).expect("a plan")));
    let again = SMALL.sheets.iter().find(|sheet| sheet.name == "Đơn vị").expect("the sheet").clone();
    book.sheets.push(again);
    says(&book, &["có hai trang tên “Đơn vị”"]);
}

/// Words below a table are no entry of it, and no code that is wrong.
#[test]
fn words_below_a_table_are_told_as_words() {
    for (at, word) in [("A60", "ghi chú"), ("B60", "Người lập biểu")] {
        let faults = faults(&with_cell(&EMBEDDED, "Đơn vị", at, text(word)));
        let place = format!("trang “Đơn vị”, ô {at}: [PLAN-07] ô ghi “{word}” ở chỗ không thuộc kế hoạch");
        assert!(faults.contains(&place) && faults.lines().count() == 1, "{faults}");
    }
    let half = faults(&with_cell(&EMBEDDED, "Đơn vị", "A60", text("so-y-te")));
    assert!(half.contains("ô B60: [PLAN-06] “Nhóm” để trống"), "{half}");
}

/// Every cell of the plan's sheets says something of the plan, or must stand as it is.
#[test]
fn another_word_in_any_cell_makes_another_plan_or_none() {
    let book = &*SMALL;
    let plan = plan_of(book).expect("a plan");
    let sheets = book.sheets.iter().filter(|sheet| sheet.name != GUIDE);
    let filled = sheets.flat_map(|sheet| sheet.cells().map(|(at, cell)| (sheet.name.as_str(), at, &cell.value)));
    let filled = filled.filter(|(.., value)| **value != Value::Blank);
    for (sheet, at, value) in filled.step_by(5) {
        let other = match value {
            Value::Number(number) => Value::Number(number + 1.0),
            Value::Text(old) => text(&format!("{old} x")),
            _ => Value::Blank,
        };
        let changed = with_cell(book, sheet, &at.to_string(), other);
        assert!(plan_of(&changed).map_or(true, |other| !is_same(&plan, &other)), "{sheet} {at}");
        let emptied = with_cell(book, sheet, &at.to_string(), Value::Blank);
        // What the template says in cells of its own may be gone: it is no part of the plan.
        let is_heading = at.col == 0 && matches!(value, Value::Text(old) if old.to_uppercase() == *old);
        let is_fixed = match sheet.starts_with("Biểu") {
            true => at.row < 21 && !(at.col == 1 && (3..16).contains(&at.row)),
            false => at.row < 4 || at.col == 2 || is_heading,
        };
        assert!(
            is_fixed || plan_of(&emptied).map_or(true, |other| !is_same(&plan, &other)),
            "{sheet} {at} blank {value:?}"
        );
    }
}

#[test]
fn blank_lines_and_moved_columns_change_nothing() {
    let plan = plan_of(&EMBEDDED).expect("a plan");
    let moved = with_sheet(&EMBEDDED, "Đơn vị", |cells| {
        for (at, _) in cells.iter_mut().filter(|(at, _)| at.row >= 7) {
            at.row += 3;
        }
        for (at, _) in cells.iter_mut().filter(|(at, _)| at.row >= 2) {
            at.col = 20 - at.col;
        }
    });
    assert!(is_same(&plan, &plan_of(&moved).unwrap_or_else(|faults| panic!("{faults}"))));
}

#[test]
fn nothing_of_the_plan_stands_on_the_guide() {
    let without = |name: &str| {
        let mut book = SMALL.clone();
        book.sheets.retain(|sheet| sheet.name != name);
        book
    };
    let plan = plan_of(&SMALL).expect("a plan");
    assert!(is_same(&plan, &plan_of(&without(GUIDE)).expect("a plan")));
}

#[test]
fn marked_cells_are_read_as_any() {
    let plan = plan::load(OTHERS[0]).expect("a plan");
    let mut marks = DecisionMarks::default();
    marks.ask(("plan", "number"), ("Kế hoạch", "Số văn bản"), "ghi số");
    let bytes = workbook(&values(&plan.source), &marks).expect("a workbook");
    assert!(is_same(&plan, &read(&bytes).expect("a plan")));
}

#[test]
fn one_mistake_is_one_fault() {
    let renamed = with_cell(&EMBEDDED, "Bậc thu", &find(&EMBEDDED, "Bậc thu", "Nhiệm vụ"), text("Việc"));
    let said = faults(&renamed);
    assert_eq!(said.lines().count(), 1, "the column that is gone is the one in its place:\n{said}");
    let elsewhere = with_cell(&renamed, "Bậc thu", "Z3", text("Ghi chú"));
    assert_eq!(faults(&elsewhere).lines().count(), 3, "of two it isn't known which is meant:\n{}", faults(&elsewhere));
    let misspelt = with_cell(&EMBEDDED, "Bậc thu", &find(&EMBEDDED, "Bậc thu", "snv"), text("snw"));
    let said = faults(&misspelt);
    assert_eq!(said.lines().count(), 1, "what the group's own lines name isn't told as well:\n{said}");
    let mut without = EMBEDDED.clone();
    without.sheets.retain(|sheet| sheet.name != "Bậc thu");
    assert_eq!(faults(&without).lines().count(), 1, "{}", faults(&without));
}

#[test]
fn a_workbook_of_an_earlier_language_may_be_without_later_columns() {
    use super::sheet_reading::SheetReading;
    use super::spec::{ColumnSpec, TableSpec, code};
    use super::table_reading::SheetTable;

    const LATER: TableSpec = TableSpec::list(
        "later",
        &[code("code", "Mã", 10, ""), ColumnSpec { since: 2, ..code("new", "Mới", 10, "").optional() }],
    );
    let heading = (Address::new(2, 0), Cell { value: text("Mã"), formula: None });
    let book = Workbook::new(crate::value::grid::Format::Xlsx, vec![Sheet::new("Trang", true, vec![heading])]);
    let is_read = |language| SheetTable::find(&mut SheetReading::new(&book, 0, language), &LATER, 2).is_some();
    assert!(is_read(1) && !is_read(2));
}
