//! Findings about thousands of rows: people read the first of them, programs get all, and no cell is asked to hold more
//! than it can.

use std::fmt::Write as _;

use bhxh::intake::Received;
use bhxh::ledger;
use bhxh::output::provincial;
use bhxh::plan::{self, Plan};
use bhxh::problem::{Audience, Code, Finding};
use bhxh::template::{self, Filling};
use bhxh::usecase;
use bhxh::value::grid::{Address, Sheet, Value};

use crate::books::{self, Edit};
use crate::harness::Folder;
use crate::province::{self, good};

const N_ROWS: usize = 2_400;

/// The plan with so many more rows in the form of the economic zone.
fn long_plan() -> (String, Plan) {
    let last = "{ code = \"kkt-fdi\", ";
    let (above, rest) = plan::EMBEDDED.split_once(last).expect("the form's last row");
    let (row, below) = rest.split_once('\n').expect("a line");
    let (mut rows, mut parts) = (String::new(), String::new());
    for n in 1..=N_ROWS {
        let _ = writeln!(
            rows,
            "    {{ code = \"nhom-{n:04}\", label = \"Khu công nghiệp {n}\", sector = \"enterprise\", schemes = [\"compulsory\"] }},"
        );
        let _ = write!(parts, ", \"nhom-{n:04}\"");
    }
    let summed = "\"kkt-ngoai-nha-nuoc\", \"kkt-fdi\"";
    let text = format!("{above}{last}{row}\n{rows}{below}").replace(summed, &format!("{summed}{parts}"));
    let plan = plan::load(&text).expect("a plan");
    (text, plan)
}

/// The text of a column in the rows of a sheet that mention a code.
fn beside(sheet: &Sheet, code: &str, col: u32) -> Vec<String> {
    let rows = sheet.cells().filter(|(_, cell)| cell.value == Value::Text(code.to_owned())).map(|(at, _)| at.row);
    rows.filter_map(|row| sheet.text(Address::new(row, col)).map(str::to_owned)).collect()
}

#[test]
fn a_finding_of_thousands_of_rows_is_written_and_read_back() {
    let (text, plan) = long_plan();
    let folder = Folder::new();
    folder.put("ke-hoach.toml", &text);
    // The agency filled the form of before, which lacks the new rows.
    let file = good("bql-kkt").bytes();
    folder.put("hop-thu/bql-kkt.xlsx", &file);
    let merge = ["consolidate", "hop-thu", "--plan", "ke-hoach.toml", "--year", "2023", "--mark", "tra-lai"];
    let said = "Biểu 03 thiếu 2.400 dòng: nhom-0001 (Khu công nghiệp 1); nhom-0002 (Khu công nghiệp 2);";
    folder.run(&merge).exits(1).says(said).says("nhom-0020 (Khu công nghiệp 20); … và 2.380 dòng khác");

    let json = folder.run(&[&merge[..], &["--format", "json"]].concat()).exits(1).json();
    let expected = json["files"][0]["findings"][0]["expected"].as_str().expect("a text");
    assert_eq!(expected.split("; ").count(), N_ROWS);
    assert!(expected.ends_with("nhom-2400 (Khu công nghiệp 2400)"));

    let bytes = folder.read("so-tong-hop-2023.xlsx");
    let shown = beside(books::open(&bytes).sheet("Kết quả kiểm tra").expect("the sheet"), "FORM-02", 16);
    assert!(shown.len() == 1 && shown[0].ends_with('…') && shown[0].chars().count() < 500, "{shown:?}");

    let back = ledger::read_back_whole(&bytes, &plan).expect("readable").merged;
    let received = usecase::receive(&file, "bql-kkt.xlsx", &plan);
    assert_eq!(received.findings[0].code(), Code::RowCodeMissing);
    assert_eq!(back.files[0].findings, in_words(&received.findings));

    folder.run(&["report", "so-tong-hop-2023.xlsx", "--year", "2023", "--plan", "ke-hoach.toml"]).exits(1);
    let letters = ["status", "hop-thu", "--plan", "ke-hoach.toml", "--year", "2023", "--letters", "cong-van"];
    folder.run(&letters).exits(1);
    let names = folder.names();
    for made in ["tra-lai/", "cong-van/"] {
        assert!(names.iter().any(|name| name.starts_with(made)), "{names:?}");
    }
}

/// The findings as a workbook keeps them.
fn in_words(findings: &[Finding]) -> Vec<Finding> {
    findings.iter().map(Finding::kept).collect()
}

/// Merges files into a workbook that is read back, and gives the findings of the first.
fn kept(received: Vec<Received>, plan: &Plan) -> Vec<Finding> {
    let merged = ledger::merge(received, plan.year(2023).expect("a year of the plan"), None);
    let today = province::day("2023-07-01");
    let context = provincial::Context::new(today, "", "0");
    let reckoning = ledger::conservation::reckon(&merged).expect("balanced");
    let bytes = provincial::workbook(&provincial::Book::new(&merged, &context), &reckoning).expect("a workbook");
    let back = ledger::read_back_whole(&bytes, plan).expect("readable").merged;
    for (back, file) in back.files.iter().zip(&merged.files) {
        assert_eq!(back.findings, in_words(&file.findings));
    }
    merged.files[0].findings.clone()
}

#[test]
fn every_finding_of_thousands_of_rows_fits() {
    let (_, plan) = long_plan();
    let year = plan.year(2023).expect("a year of the plan");
    let agency = plan.agency_by_code("bql-kkt").expect("the agency");
    let blank = template::workbook(&year, agency, &Filling::default()).expect("a workbook");
    let rows = || (10..).take(N_ROWS + 3);
    let numbers = |people: f64, every: usize| {
        rows()
            .step_by(every)
            .flat_map(move |row| (3..6).map(move |col| (Address::new(row, col), Value::Number(people))))
    };
    let received = |edit: Edit, path: &str| usecase::receive(&edit.save(), path, &plan);
    let said = |received: Vec<Received>, code: Code| {
        let findings = kept(received, &plan);
        let codes = province::found(&findings);
        let finding = findings.into_iter().find(|finding| finding.code() == code);
        let finding = finding.unwrap_or_else(|| panic!("no {code} among {codes:?}"));
        assert!(
            finding.words(Audience::Officer).message.chars().count() < 3_000,
            "{}",
            finding.words(Audience::Officer).message
        );
        finding
    };

    let empty = || Edit::of(&blank);
    // A blank in every other row: one finding that counts the cells it doesn't name.
    let blanks = said(vec![received(empty().fill("Biểu 03", numbers(7.0, 2)), "tệp.xlsx")], Code::BlankRequiredCell);
    assert!(blanks.words(Audience::Officer).message.contains(" ô nữa"), "{}", blanks.words(Audience::Officer).message);
    // The table pasted again below itself.
    let codes: Vec<(Address, Value)> =
        (1..=N_ROWS).zip(2_500..).map(|(n, row)| (Address::new(row, 2), Value::Text(format!("nhom-{n:04}")))).collect();
    let pasted = empty().fill("Biểu 03", numbers(7.0, 1)).fill("Biểu 03", codes);
    let doubled = said(vec![received(pasted, "tệp.xlsx")], Code::RowCodeDuplicated);
    assert!(
        doubled.words(Audience::Officer).message.ends_with("… và 2.380 mã số khác"),
        "{}",
        doubled.words(Audience::Officer).message
    );
    assert_eq!(doubled.words(Audience::Officer).found.expect("the codes").split("; ").count(), N_ROWS);
    // Every other row hidden.
    let mut hidden = empty().fill("Biểu 03", numbers(7.0, 1));
    let form = hidden.0.sheets.iter_mut().find(|sheet| sheet.name == "Biểu 03").expect("the form");
    form.layout.hidden_rows = rows().step_by(2).collect();
    let (content, findings) = usecase::understand(&hidden.0, &plan);
    let hidden = Received { path: "tệp.xlsx".to_owned(), sha256: None, content, findings, is_illustrative: false };
    assert!(
        said(vec![hidden], Code::EntryCellsHidden).words(Audience::Officer).message.contains("… và 1.182 hàng khác")
    );
    // Two files that differ in every cell.
    let filled = |people, path| received(empty().fill("Biểu 03", numbers(people, 1)), path);
    let conflict = said(vec![filled(7.0, "một.xlsx"), filled(8.0, "hai.xlsx")], Code::Conflict);
    assert!(
        conflict.words(Audience::Officer).message.ends_with(" chỗ khác"),
        "{}",
        conflict.words(Audience::Officer).message
    );
}

/// One mistake in every row is one finding with more cells than a cell can name.
#[test]
fn a_finding_of_thousands_of_cells_is_written_and_read_back() {
    let (text, plan) = long_plan();
    let folder = Folder::new();
    folder.put("ke-hoach.toml", &text);
    let year = plan.year(2023).expect("a year of the plan");
    let agency = plan.agency_by_code("bql-kkt").expect("the agency");
    let blank = template::workbook(&year, agency, &Filling::default()).expect("a workbook");
    let rows = (10..).take(N_ROWS + 3);
    let entries = rows.flat_map(|row| (3..6).map(move |col| (Address::new(row, col), Value::Text("nhiều".to_owned()))));
    let file = Edit::of(&blank).fill("Biểu 03", entries).save();
    folder.put("hop-thu/bql-kkt.xlsx", &file);
    folder.run(&["consolidate", "hop-thu", "--plan", "ke-hoach.toml", "--year", "2023"]).exits(1);
    let back = ledger::read_back_whole(&folder.read("so-tong-hop-2023.xlsx"), &plan).expect("readable").merged;
    let received = usecase::receive(&file, "bql-kkt.xlsx", &plan);
    let wrong = received.findings.iter().find(|finding| finding.code() == Code::NotANumber).expect("a finding");
    assert_eq!(wrong.place.cells.len(), 3 * (N_ROWS + 3));
    assert_eq!(back.files[0].findings, in_words(&received.findings));
}

#[test]
fn words_that_no_cell_holds_return_their_file_and_stop_nobody_else() {
    let folder = Folder::new();
    for (name, bytes) in province::all_good() {
        folder.put(&format!("thư/{name}"), bytes);
    }
    let with_words = |bytes: &[u8], sheet: &str, at: &str, n: usize| {
        let content = format!("<is><t>{}</t></is>", "ý kiến ".repeat(n));
        books::set_xml(bytes, sheet, at, " t=\"inlineStr\"", &content)
    };
    let (ctk, difficulties) = (good("ctk").bytes(), "Khó khăn, vướng mắc, đề xuất");
    folder.put("thư/ctk.xlsx", with_words(&ctk, difficulties, "B9", 5_000));
    folder.put("thư/bql-kkt.xlsx", with_words(&good("bql-kkt").bytes(), "Biểu 03", "H12", 5_000));
    folder.run(&["consolidate", "thư"]).exits(1).says("CELL-19").says("dài 34.999 ký tự").says("17/19 đơn vị");
    // What a cell just holds goes whole into the workbook.
    folder.put("thư/ctk.xlsx", with_words(&ctk, difficulties, "B9", 4_681));
    folder.put("thư/bql-kkt.xlsx", good("bql-kkt").bytes());
    folder.run(&["consolidate", "thư"]).exits(0);
}

const N_JUNK: usize = 3_000;

#[test]
fn thousands_of_other_files_are_one_paragraph_and_each_is_in_the_workbook() {
    let folder = Folder::new();
    for n in 0..N_JUNK {
        folder.put(&format!("hop-thu/công văn {n:04}.pdf"), format!("%PDF-1.4\n{n}"));
    }
    folder.put("hop-thu/ctk.xlsx", good("ctk").bytes());
    let run = folder.run(&["consolidate", "hop-thu", "--year", "2023"]).exits(0);
    run.says("3.000 tệp cùng một kết quả")
        .says("công văn 0000.pdf")
        .says("… và 2.995 tệp khác")
        .says_nothing_of("0005.pdf");

    let bytes = folder.read("so-tong-hop-2023.xlsx");
    let workbook = books::open(&bytes);
    for (sheet, column) in [("Tình hình gửi", 1), ("Kết quả kiểm tra", 4)] {
        let sheet = workbook.sheet(sheet).expect("the sheet");
        let named = sheet.cells().filter(|(at, _)| at.col == column);
        let named: Vec<&str> =
            named.filter_map(|(at, _)| sheet.text(at)).filter(|text| text.ends_with(".pdf")).collect();
        assert!(named.len() == N_JUNK && named.is_sorted(), "{}", sheet.name);
    }
    let plan = plan::embedded();
    let back = ledger::read_back_whole(&bytes, &plan).expect("readable").merged;
    let of_junk: Vec<_> = back.files.iter().filter(|file| file.agency.is_none()).collect();
    assert!(of_junk.len() == N_JUNK && of_junk.iter().all(|file| file.findings.len() == 1));
}
