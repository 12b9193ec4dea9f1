//! The examples are what they say: a clean year, a year with one fault in each bad file, and a plan of another province
//! that goes the whole way from template to coverage.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use bhxh::indicator;
use bhxh::ledger::{self, AgencyStatus, FileRecord, FileStatus, Merged};
use bhxh::plan::{self, AgencyId, Plan, PlanYear};
use bhxh::problem::{Finding, Severity};
use bhxh::template::{self, Filling};
use bhxh::usecase;
use chrono::NaiveDate;

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

/// Every file below a folder, by its name from there.
fn files_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("an example's folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below the folder").to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read(&path).expect("an example"));
            }
        }
    }
    files
}

fn merged<'p>(inbox: &str, plan: &'p Plan, year: i32) -> Merged<'p> {
    let files = files_below(&examples().join(inbox));
    let received = files.iter().map(|(name, bytes)| usecase::receive(bytes, name, plan)).collect();
    ledger::merge(received, plan.year(year).expect("a year of the plan"), None)
}

/// Percent with four decimals and whether the target is reached, for each indicator.
fn coverage(merged: &Merged) -> Vec<Option<(String, bool)>> {
    let lines = indicator::coverage(&merged.year, merged.ledger.by_round());
    lines.iter().map(|line| Some((line.percent()?, line.is_reached()?))).collect()
}

fn known(lines: &[(&str, bool)]) -> Vec<Option<(String, bool)>> {
    lines.iter().map(|(percent, reached)| Some(((*percent).to_owned(), *reached))).collect()
}

/// `CELL-05 Biểu 06 F13`, cells separated by commas; of a note only the code.
fn shown(finding: &Finding) -> String {
    if finding.severity == Severity::Note {
        return finding.code().to_string();
    }
    let cells: Vec<String> = finding.place.cells.iter().map(ToString::to_string).collect();
    let sheet = finding.place.sheet.clone().unwrap_or_default();
    format!("{} {sheet} {}", finding.code(), cells.join(",")).trim_end().to_owned()
}

fn all_shown(file: &FileRecord) -> Vec<String> {
    file.findings.iter().map(shown).collect()
}

#[test]
fn the_clean_year_is_accepted_whole() {
    let plan = plan::embedded();
    let merged = merged("inbox-2023", &plan, 2023);
    assert_eq!(merged.files.len(), 19);
    assert!(!merged.is_open());
    assert_eq!(merged.not_accepted().count(), 0);
    assert_eq!(coverage(&merged), known(&[("37.9600", false), ("31.8000", true), ("4.0999", false)]));
    let late: Vec<&str> = merged
        .agencies
        .iter()
        .filter(|record| record.on_time == Some(false))
        .map(|record| merged.year.agency_name(record.agency))
        .collect();
    assert_eq!(late, ["Liên minh Hợp tác xã tỉnh", "UBND huyện Bù Gia Mập", "UBND huyện Phú Riềng"]);
}

#[test]
fn the_clean_year_has_few_findings_and_one_explained_query() {
    let plan = plan::embedded();
    let mut found: Vec<String> = Vec::new();
    for file in &merged("inbox-2023", &plan, 2023).files {
        for finding in &file.findings {
            let code = finding.code().entry().id;
            let mark = if finding.is_explained() { " explained" } else { "" };
            found.push(format!("{}: {code}{mark}", file.path));
        }
    }
    let expected = [
        "Cục Thống kê - lực lượng lao động 2023.xlsx: SUM-04",
        // Who signs is for the collector to write.
        "btctu_2023.xlsx: FILE-15",
        "gửi sau 30-6/ubnd-bu-gia-map_2023.xlsx: MERGE-04",
        "lmhtx_2023.xlsx: SUM-04",
        "lmhtx_2023.xlsx: MERGE-04",
        "ubnd-bu-dop_2023.xlsx: CELL-15 explained",
        "ubnd-bu-dop_2023.xlsx: SUM-04",
        "ubnd-bu-dop_2023.xlsx: SUM-04",
        "ubnd-phu-rieng_2023.xlsx: MERGE-04",
    ];
    assert_eq!(found, expected);
}

#[test]
fn each_bad_file_has_its_one_fault() {
    use FileStatus::{Accepted, Conflict, Duplicate, Ignored, Rejected, Superseded};
    let expected: &[(&str, FileStatus, &[&str])] = &[
        ("Bù Đăng - biểu số liệu BHXH năm 2023.xlsx", Rejected, &["CELL-10 Biểu 06 D16"]),
        ("Cong van so 123.pdf", Ignored, &["FILE-16"]),
        ("So Ngoai vu - bieu 04.xls", Rejected, &["FILE-02"]),
        ("Thị xã Chơn Thành - BHXH 2023.xlsx", Conflict, &["MERGE-03 Biểu 06 D14,E14"]),
        ("bhxh-tinh_2023.xlsx", Rejected, &["CROSS-01 Biểu 08 E17"]),
        ("bql-kkt_2023.xlsx", Rejected, &["SUM-05 Biểu 03 F11"]),
        ("btctu_2023.xlsx", Rejected, &["FORM-03 Biểu 01 C12,C13"]),
        ("ctk_2023.xlsx", Accepted, &[]),
        ("ldld_2023.xls", Accepted, &["CELL-06 Biểu 12 D11"]),
        ("lmhtx_2023.xlsx", Rejected, &["FILE-05"]),
        ("snv_2023.xlsx", Rejected, &["FORM-02 Biểu 02"]),
        ("thư điện tử/ctk_2023 (1).xlsx", Duplicate, &["MERGE-01"]),
        ("ubnd-binh-long_2023.xlsx", Rejected, &["FILE-12 Bìa C11"]),
        ("ubnd-bu-dop_2023.xlsx", Rejected, &["CELL-01 Biểu 15 D12"]),
        ("ubnd-bu-gia-map_2023.xlsx", Rejected, &["SUM-01 Biểu 06 D11", "MERGE-04"]),
        ("ubnd-chon-thanh_2023.xlsx", Conflict, &["MERGE-03 Biểu 06 D14,E14"]),
        ("ubnd-dong-phu_2023.xlsx", Rejected, &["CELL-04 Biểu 06 E17"]),
        ("ubnd-dong-xoai_2023.xlsx", Accepted, &[]),
        ("ubnd-hon-quan_2023.xlsx", Rejected, &["CELL-05 Biểu 06 F13"]),
        ("ubnd-loc-ninh_2023 lần 2.xlsx", Accepted, &[]),
        ("ubnd-loc-ninh_2023.xlsx", Superseded, &["MERGE-02"]),
        ("ubnd-phu-rieng_2023.xlsx", Rejected, &["FILE-09"]),
        ("ubnd-phuoc-long_2023.xlsx", Rejected, &["CELL-08 Biểu 06 E15"]),
    ];
    let plan = plan::embedded();
    let merged = merged("inbox-2023-loi", &plan, 2023);
    assert!(merged.is_open());
    let names: Vec<&str> = merged.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(names, expected.iter().map(|(name, ..)| *name).collect::<Vec<_>>());
    for (file, (name, status, findings)) in merged.files.iter().zip(expected) {
        assert_eq!(
            (file.status, all_shown(file)),
            (*status, findings.iter().map(ToString::to_string).collect()),
            "{name}"
        );
    }
    let accepted = merged.agencies.iter().filter(|record| record.status == AgencyStatus::Accepted);
    let codes: Vec<&str> = accepted.map(|record| plan.agency(record.agency).code.as_str()).collect();
    assert_eq!(codes, ["ctk", "ldld", "ubnd-dong-xoai", "ubnd-loc-ninh"]);
    // The two that don't say whose they are bear the name of an agency's template; of one agency there is nothing.
    let missing = merged.agencies.iter().filter(|record| record.status == AgencyStatus::Missing);
    let codes: Vec<&str> = missing.map(|record| plan.agency(record.agency).code.as_str()).collect();
    assert_eq!(codes, ["sngv"]);
    assert_eq!(coverage(&merged), [None, None, None]);
}

/// A form's code, and its rows with their counts in the order of its columns.
type Table<'a> = (&'a str, &'a [(&'a str, &'a [u64])]);

fn filled(year: &PlanYear, agency: AgencyId, table: &Table, sent_on: NaiveDate) -> Vec<u8> {
    let (form, rows) = table;
    let form = year.plan.form_by_code(form).expect("a form of the plan");
    let mut filling = Filling { as_of: Some(sent_on), sent_on: Some(sent_on), ..Filling::default() };
    filling.signed_by = Some("Lê Văn C".to_owned());
    for (row, counts) in *rows {
        let row = year.row_by_code(form, row).expect("a row of the form");
        for (column, count) in year.column_ids(form).zip(*counts) {
            filling.counts.insert((form, row, column), *count);
        }
    }
    template::workbook(year, agency, &filling).expect("a workbook")
}

#[test]
fn a_province_of_communes_goes_from_template_to_coverage() {
    let text = fs::read_to_string(examples().join("plans/minh-hoa-2026-2028.toml")).expect("the plan");
    let plan = plan::load(&text).expect("a plan without problems");
    let year = plan.year(2026).expect("a year of the plan");
    let returns: [(&str, Table); 7] = [
        (
            "bhxh",
            (
                "tham-gia",
                &[
                    ("phuong-mot", &[9_400, 310]),
                    ("phuong-hai", &[3_150, 280]),
                    ("xa-ba", &[1_020, 410]),
                    ("xa-bon", &[630, 200]),
                ],
            ),
        ),
        (
            "thong-ke",
            (
                "dan-so",
                &[
                    ("phuong-mot", &[16_900, 15_200]),
                    ("phuong-hai", &[9_050, 8_300]),
                    ("xa-ba", &[6_400, 6_000]),
                    ("xa-bon", &[4_750, 4_500]),
                ],
            ),
        ),
        (
            "khu-cong-nghiep",
            ("khu-cong-nghiep", &[("trong-nuoc", &[2_100, 150, 60]), ("nuoc-ngoai", &[6_800, 0, 240])]),
        ),
        (
            "phuong-mot",
            ("xa", &[("doanh-nghiep", &[3_300, 90, 20]), ("ho-kinh-doanh", &[420, 35, 5]), ("nong-dan", &[900, 0, 0])]),
        ),
        (
            "phuong-hai",
            (
                "xa",
                &[("doanh-nghiep", &[1_450, 60, 15]), ("ho-kinh-doanh", &[260, 20, 0]), ("nong-dan", &[2_300, 0, 0])],
            ),
        ),
        (
            "xa-ba",
            ("xa", &[("doanh-nghiep", &[510, 25, 10]), ("ho-kinh-doanh", &[95, 5, 0]), ("nong-dan", &[3_900, 0, 0])]),
        ),
        (
            "xa-bon",
            ("xa", &[("doanh-nghiep", &[240, 10, 0]), ("ho-kinh-doanh", &[40, 0, 0]), ("nong-dan", &[3_100, 0, 0])]),
        ),
    ];
    assert_eq!(year.agencies.len(), returns.len());
    // The last agency sends on the due date, which this plan counts as late.
    let received = returns.iter().enumerate().map(|(n, (code, table))| {
        let agency = plan.agency_by_code(code).expect("an agency of the plan");
        let day = if n + 1 == returns.len() { 15 } else { 14 };
        let sent_on = NaiveDate::from_ymd_opt(2026, 7, day).expect("a date");
        let received = usecase::receive(&filled(&year, agency, table, sent_on), &year.template_name(agency), &plan);
        let codes: Vec<String> = received.findings.iter().map(shown).collect();
        assert_eq!(codes, if day == 15 { vec!["MERGE-04"] } else { vec![] }, "{code}");
        received
    });
    let merged = ledger::merge(received.collect(), year, None);
    assert!(!merged.is_open());
    assert_eq!(merged.not_accepted().count(), 0);
    let n_late = merged.agencies.iter().filter(|record| record.on_time == Some(false)).count();
    assert_eq!(n_late, 1);

    // By hand: compulsory 9400 + 3150 + 1020 + 630 = 14 200, voluntary 310 + 280 + 410 + 200 = 1 200, labour force
    // 15 200 + 8 300 + 6 000 + 4 500 = 34 000; 15 400 ÷ 34 000 = 45.2941 % ≥ 45.25 %, 1 200 ÷ 34 000 = 3.5294 % < 6 %.
    assert_eq!(coverage(&merged), known(&[("45.2941", true), ("3.5294", false)]));
    let gaps: Vec<Option<i64>> = indicator::coverage(&merged.year, merged.ledger.by_round())
        .iter()
        .map(indicator::Coverage::gap_people)
        .collect();
    assert_eq!(gaps, [Some(-15), Some(840)]);
    // The commune of Minh Ba: (1 020 + 410) ÷ 6 000 = 23.8333 %.
    let area = plan.agency_by_code("xa-ba").expect("an area");
    let counts = merged.ledger.by_round();
    let rounds = indicator::rounds_by_area(&merged.year, counts);
    let of_area = indicator::coverage_of_area(&merged.year, counts, area, &rounds);
    assert_eq!(of_area[0].percent().as_deref(), Some("23.8333"));
    assert_eq!(
        plan.year(2027).expect("a year").area_name(plan.agency_by_code("phuong-hai").expect("an area")),
        "Phường Minh Hai"
    );
}
