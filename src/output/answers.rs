//! The answers to a rehearsal as a workbook: what was done to which file and what had to be found, how every code of the catalogue
//! came out, which checks of the plan spoke, and what harmless changes were asked about.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use super::error::{OutputCause, OutputError};
use super::page::{Page, Paper};
use super::style::{self, Tone, Weight};
use crate::plan::{CheckCode, keys};
use crate::problem::CATALOG;
use crate::rehearsal::verdict::{Catch, CheckVerdict, JudgedCase, JudgedVariant, OfCode, Verdicts};
use crate::rehearsal::{ExpectedFinding, Rehearsal};

/// The name of the workbook.
pub const NAME: &str = "dap-an.xlsx";

/// The workbook's bytes; the same verdicts give the same.
///
/// # Errors
///
/// When the format can't hold it all.
pub fn workbook(rehearsal: &Rehearsal, verdicts: &Verdicts) -> Result<Vec<u8>, OutputError> {
    let mut workbook = Workbook::new();
    let refused = |error: rust_xlsxwriter::XlsxError| OutputError::new("Đáp án", OutputCause::from(error));
    // Only a fixed date of creation makes the bytes repeatable.
    let created = ExcelDateTime::from_ymd(2000, 1, 1).map_err(refused)?;
    workbook.set_properties(&DocProperties::new().set_title("Đáp án diễn tập").set_creation_datetime(&created));
    let pages = [
        cases_page(rehearsal, verdicts)?,
        codes_page(rehearsal, verdicts)?,
        checks_page(rehearsal, verdicts)?,
        variants_page(rehearsal, verdicts)?,
        false_page(rehearsal, verdicts)?,
        identity_page(rehearsal)?,
    ];
    for page in pages {
        workbook.push_worksheet(page.finish()?.0);
    }
    crate::sheet::saved(&mut workbook).map_err(refused)
}

/// A sheet with its title, what it shows, and the headings of its columns; the rows begin at the row after [`HEADER`].
fn list(name: &str, title: &str, about: &str, columns: &[(&str, f64)]) -> Result<Page, OutputError> {
    let widths: Vec<f64> = columns.iter().map(|(_, width)| *width).collect();
    let mut page = Page::new(name, Paper::Landscape, &widths)?;
    let last = u16::try_from(columns.len() - 1).expect("a few columns");
    page.across(0, (0, last), title, &style::title())?;
    page.at_least(0, 26.0);
    page.across(1, (0, last), about, &style::caption())?;
    for (col, (label, _)) in (0..).zip(columns) {
        page.header((HEADER, col), label)?;
    }
    page.freeze(HEADER + 1, 0, Some((HEADER, HEADER)))?;
    Ok(page)
}

const HEADER: u32 = 3;

fn row(page: &mut Page, at: u32, texts: &[String], tone: Tone) -> Result<(), OutputError> {
    let last = texts.len() - 1;
    for (col, text) in texts.iter().enumerate() {
        let col_at = (at, u16::try_from(col).expect("a few columns"));
        if col == 0 {
            page.position(col_at, text, &style::centred(Weight::Plain, Tone::Plain))?;
        } else if col == last {
            page.text(col_at, text, &style::centred(Weight::Plain, tone))?;
        } else {
            page.text(col_at, text, &style::text(Weight::Plain))?;
        }
    }
    Ok(())
}

const CASES: [(&str, f64); 9] = [
    ("STT", 5.0),
    ("Thư mục", 9.0),
    ("Tệp", 30.0),
    ("Đơn vị", 24.0),
    ("Đã làm gì", 40.0),
    ("Mã phải báo", 11.0),
    ("Trang", 14.0),
    ("Ô", 12.0),
    ("Kết quả kiểm tra", 18.0),
];

fn cases_page(rehearsal: &Rehearsal, verdicts: &Verdicts) -> Result<Page, OutputError> {
    let plan = rehearsal.year.plan;
    let about = format!(
        "{}. Mỗi dòng là một điều phải được phát hiện. Thư mục có ghi “tính đến ngày” thì chạy với --as-of.",
        keys::ILLUSTRATIVE_BANNER
    );
    let title = format!("ĐÁP ÁN DIỄN TẬP NĂM {} – {}", rehearsal.year.year, plan.title);
    let mut page = list("Đáp án", &title, &about, &CASES)?;
    let mut at = HEADER;
    for judged in &verdicts.cases {
        let case = &rehearsal.cases[judged.case];
        for (expected, catch) in case.expected.iter().zip(&judged.catches) {
            at += 1;
            row(&mut page, at, &case_texts(rehearsal, judged, expected, *catch, at - HEADER), tone(*catch))?;
        }
    }
    if at == HEADER {
        page.across(HEADER + 1, (0, 8), "Mọi tệp đều đúng, không có lỗi nào được tạo ra.", &style::caption())?;
    }
    Ok(page)
}

fn tone(catch: Catch) -> Tone {
    match catch {
        Catch::AtPlace => Tone::Good,
        Catch::Elsewhere => Tone::Doubt,
        Catch::Missed => Tone::Bad,
    }
}

fn case_texts(
    rehearsal: &Rehearsal,
    judged: &JudgedCase,
    expected: &ExpectedFinding,
    catch: Catch,
    n: u32,
) -> [String; 9] {
    let case = &rehearsal.cases[judged.case];
    let exercise = &rehearsal.exercises[case.exercise];
    let cells: Vec<String> = expected.cells.iter().map(ToString::to_string).collect();
    let as_of = exercise.as_of.map(|day| format!(" (tính đến ngày {day})")).unwrap_or_default();
    [
        n.to_string(),
        format!("{}{as_of}", exercise.folder.trim_end_matches('/')),
        exercise.files[expected.file].name.clone(),
        rehearsal.year.agency_name(case.agency).to_owned(),
        case.what.clone(),
        expected.code.to_string(),
        expected.sheet.clone().unwrap_or_default(),
        cells.join(", "),
        catch.label().to_owned(),
    ]
}

fn codes_page(rehearsal: &Rehearsal, verdicts: &Verdicts) -> Result<Page, OutputError> {
    let columns =
        [("STT", 5.0), ("Mã", 11.0), ("Tên", 46.0), ("Số lỗi đã tạo", 12.0), ("Bắt được", 12.0), ("Kết quả", 44.0)];
    let about = "Mọi mã kết quả kiểm tra, đã thử được mấy lần và bắt được mấy lần.";
    let mut page = list("Theo mã", "KẾT QUẢ THEO MÃ", about, &columns)?;
    for (n, of_code) in (1..).zip(verdicts.by_code(rehearsal)) {
        let (words, tone) = outcome(&of_code);
        let entry = of_code.code.entry();
        let numbers = [of_code.n_made, of_code.n_caught].map(|n| n.to_string());
        let [made, caught] = numbers;
        let texts = [n.to_string(), entry.id.to_owned(), entry.title.to_owned(), made, caught, words];
        row(&mut page, HEADER + n, &texts, tone)?;
    }
    Ok(page)
}

/// How the faults of a code came out, in words.
pub fn outcome(of_code: &OfCode) -> (String, Tone) {
    match of_code {
        OfCode { n_made: 0, why_none: Some(why), .. } => (format!("Không thử: {why}"), Tone::Plain),
        OfCode { n_made: 0, .. } => ("Không thử".to_owned(), Tone::Plain),
        OfCode { n_made, n_caught, .. } if n_caught < n_made => ("Không bắt được hết".to_owned(), Tone::Bad),
        OfCode { n_made, n_at_place, .. } if n_at_place < n_made => ("Bắt được, có chỗ sai ô".to_owned(), Tone::Doubt),
        _ => ("Bắt được hết, đúng chỗ".to_owned(), Tone::Good),
    }
}

fn checks_page(rehearsal: &Rehearsal, verdicts: &Verdicts) -> Result<Page, OutputError> {
    let columns = [("STT", 5.0), ("Mã", 11.0), ("Điều kiện", 80.0), ("Kết quả", 34.0)];
    let about = "Mỗi điều kiện ([[check]]) của kế hoạch, và nó có lên tiếng không khi số không thỏa.";
    let mut page = list("Điều kiện kiểm tra", "ĐIỀU KIỆN KIỂM TRA CỦA KẾ HOẠCH", about, &columns)?;
    let checks = rehearsal.year.plan.checks.iter().zip(verdicts.by_check(rehearsal));
    for (n, (check, verdict)) in (1..).zip(checks) {
        let tone = match verdict {
            CheckVerdict::Spoke => Tone::Good,
            CheckVerdict::Silent | CheckVerdict::Contradictory => Tone::Bad,
            CheckVerdict::NotBroken => Tone::Doubt,
            CheckVerdict::NotTried => Tone::Plain,
        };
        let id = CheckCode::id(check.code).to_owned();
        let texts = [n.to_string(), id, check.reason.clone(), verdict.label().to_owned()];
        row(&mut page, HEADER + n, &texts, tone)?;
    }
    Ok(page)
}

fn variants_page(rehearsal: &Rehearsal, verdicts: &Verdicts) -> Result<Page, OutputError> {
    let columns =
        [("STT", 5.0), ("Thư mục", 9.0), ("Tệp", 40.0), ("Đơn vị", 30.0), ("Đã làm gì", 50.0), ("Kết quả", 40.0)];
    let about = "Tệp đúng mà được sửa theo cách không làm sai gì; không được báo lỗi, và mọi số phải giữ nguyên.";
    let mut page = list("Sửa vô hại", "SỬA MÀ KHÔNG SAI", about, &columns)?;
    for (n, judged) in (1..).zip(&verdicts.variants) {
        let variant = &rehearsal.variants[judged.variant];
        let exercise = &rehearsal.exercises[variant.exercise];
        let texts = [
            n.to_string(),
            exercise.folder.trim_end_matches('/').to_owned(),
            exercise.files[variant.file].name.clone(),
            rehearsal.year.agency_name(variant.agency).to_owned(),
            variant.what.to_owned(),
            of_variant(judged),
        ];
        let tone = if judged.is_right() { Tone::Good } else { Tone::Bad };
        row(&mut page, HEADER + n, &texts, tone)?;
    }
    if verdicts.variants.is_empty() {
        page.across(HEADER + 1, (0, 5), "Không thử.", &style::caption())?;
    }
    Ok(page)
}

/// How a harmless change came out, in words.
pub fn of_variant(judged: &JudgedVariant) -> String {
    let mut codes: Vec<String> = judged.false_findings.iter().map(|found| found.code().to_string()).collect();
    codes.dedup();
    match (&codes[..], judged.n_other_numbers) {
        ([], 0) => "Không bị báo, số giữ nguyên".to_owned(),
        ([], n) => format!("{n} số bị mất hoặc đọc thành số khác"),
        (codes, 0) => format!("Bị báo nhầm {}", codes.join(", ")),
        (codes, n) => format!("Bị báo nhầm {}; {n} số bị mất hoặc đọc thành số khác", codes.join(", ")),
    }
}

fn false_page(rehearsal: &Rehearsal, verdicts: &Verdicts) -> Result<Page, OutputError> {
    let columns = [("STT", 5.0), ("Thư mục", 9.0), ("Tệp", 40.0), ("Trang", 18.0), ("Ô", 16.0), ("Mã", 11.0)];
    let about = "Những điều bị nêu ra ở tệp vốn đúng; danh sách này phải trống.";
    let mut page = list("Báo nhầm", "BÁO NHẦM", about, &columns)?;
    for (n, found) in (1..).zip(&verdicts.false_findings) {
        let place = &found.finding.place;
        let cells: Vec<String> = place.cells.iter().map(ToString::to_string).collect();
        let folder = rehearsal.exercises[found.exercise].folder.trim_end_matches('/').to_owned();
        let code = found.finding.code().to_string();
        let sheet = place.sheet.clone().unwrap_or_default();
        row(
            &mut page,
            HEADER + n,
            &[n.to_string(), folder, found.file.clone(), sheet, cells.join(", "), code],
            Tone::Bad,
        )?;
    }
    if verdicts.false_findings.is_empty() {
        page.across(HEADER + 1, (0, 5), "Không có.", &style::caption())?;
    }
    Ok(page)
}

/// Tells that the workbook is ours if it lies among returned files.
fn identity_page(rehearsal: &Rehearsal) -> Result<Page, OutputError> {
    let mut page = Page::new(keys::IDENTITY_SHEET, Paper::Portrait, &[20.0, 40.0])?;
    let n_codes = CATALOG.len().to_string();
    let facts = [
        (keys::KIND, keys::KIND_ANSWERS),
        (keys::PLAN, rehearsal.year.plan.id.as_str()),
        (keys::ILLUSTRATIVE, keys::IS_ILLUSTRATIVE),
        ("codes", n_codes.as_str()),
    ];
    for (n, (key, value)) in (0..).zip(facts) {
        page.text((n, 0), key, &style::base())?;
        page.text((n, 1), value, &style::base())?;
    }
    page.sheet().set_hidden(true);
    Ok(page)
}
