//! What the report says, word for word, and that every figure in it is the year's.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::LazyLock;

use expect_test::expect_file;
use quick_xml::events::Event;

use super::*;
use crate::counts::CellId;
use crate::indicator::annual::{Choices, EarlierYear};
use crate::intake::Received;
use crate::ledger::{self, Earlier, Merged};
use crate::output::provincial::sample::{self, Amiss, day};
use crate::plan::{self, Plan};
use crate::value::wording;
use crate::view::report::report;

static PLAN: LazyLock<Plan> = LazyLock::new(plan::embedded);
static INBOX: LazyLock<Vec<Received>> = LazyLock::new(inbox);

/// Every file of the example year.
fn inbox() -> Vec<Received> {
    received("inbox-2023")
}

/// Every file of one of the examples.
fn received(example: &str) -> Vec<Received> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(example);
    let mut received = Vec::new();
    let mut folders = vec![folder.clone()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("the example's folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(&folder).expect("below the folder").to_string_lossy().replace('\\', "/");
            received.push(crate::usecase::receive(&fs::read(&path).expect("an example"), &name, &PLAN));
        }
    }
    received.sort_by(|one, other| one.path.cmp(&other.path));
    received
}

/// The example year, without the files of some agencies.
fn merged(missing: &[&str]) -> Merged<'static> {
    let is_missing = |file: &&Received| {
        let agency = file.submission().map(|submission| submission.agency);
        agency.is_some_and(|agency| missing.contains(&PLAN.agency(agency).code.as_str()))
    };
    let received = INBOX.iter().filter(|file| !is_missing(file)).cloned().collect();
    ledger::merge(received, PLAN.year(2023).expect("a year of the plan"), None)
}

/// A year before in which there was 97% of the labour force and 91% of everybody else.
fn before() -> EarlierYear {
    let of_labour_force = |cell: CellId| PLAN.form(cell.form).columns[cell.column.idx()].key == "labour-force";
    let earlier = |people: u64, cell| people * if of_labour_force(cell) { 97 } else { 91 } / 100;
    let merged = merged(&[]);
    let counts = merged
        .ledger
        .observations
        .iter()
        .map(|seen| (seen.round, seen.cell, earlier(seen.people, seen.cell)))
        .collect();
    let earlier = Earlier {
        year: PLAN.year(2022).expect("a year of the plan"),
        counts,
        alterations: Vec::new(),
        agency: None,
        is_regrouped: false,
    };
    EarlierYear::new("so-tong-hop-2022.xlsx".to_owned(), &earlier)
}

fn choices() -> Choices {
    Choices { today: day("2023-12-05"), ..Choices::default() }
}

/// The annual report with nothing written in its places.
fn drawn(annual: &Annual) -> Vec<u8> {
    document(annual, &report(annual, Deliverable::Report), &Prose::default(), Deliverable::Report)
}

/// The bytes of the report without some agencies.
fn made(missing: &[&str]) -> Vec<u8> {
    let (merged, earlier, choices) = (merged(missing), [before()], choices());
    drawn(&Annual::new(&merged, &earlier, &choices))
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut text = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("UTF-8");
    text
}

/// Paragraphs, and the rows of tables with bars between their cells.
fn lines(bytes: &[u8]) -> Vec<String> {
    let xml = part(bytes, "word/document.xml");
    let mut reader = quick_xml::Reader::from_str(&xml);
    let (mut lines, mut line, mut cells, mut in_table) = (Vec::new(), String::new(), Vec::new(), false);
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(start) | Event::Empty(start) => match start.name().as_ref() {
                "w:tr" => in_table = true,
                "wp:docPr" => {
                    let words = start.attributes().flatten().find(|attribute| attribute.key.as_ref() == "descr");
                    line.push_str(&format!("[hình: {}]", words.expect("words for a chart").value));
                }
                _ => {}
            },
            Event::End(end) => match end.name().as_ref() {
                "w:p" if !in_table => lines.push(std::mem::take(&mut line)),
                "w:p" => line.push(' '),
                "w:tc" => cells.push(std::mem::take(&mut line).trim_end().to_owned()),
                "w:tr" => {
                    lines.push(format!("| {} |", std::mem::take(&mut cells).join(" | ")));
                    in_table = false;
                }
                _ => {}
            },
            Event::Text(text) => line.push_str(text.trim_matches('\n')),
            Event::GeneralRef(reference) => line.push_str(match reference.as_ref() {
                "lt" => "<",
                "gt" => ">",
                "quot" => "\"",
                "apos" => "'",
                _ => "&",
            }),
            Event::Eof => return lines,
            _ => {}
        }
    }
}

/// The text of a document of the example year.
fn text_of(deliverable: Deliverable) -> String {
    let (merged, earlier, choices) = (merged(&[]), [before()], choices());
    let annual = Annual::new(&merged, &earlier, &choices);
    text(&document(&annual, &report(&annual, deliverable), &Prose::default(), deliverable))
}

fn text(bytes: &[u8]) -> String {
    lines(bytes).join("\n")
}

#[test]
fn the_whole_report_of_the_example_year() {
    expect_file!["golden/bao-cao-2023.txt"].assert_eq(&text(&made(&[])));
}

#[test]
fn the_report_on_potential_of_the_example_year() {
    expect_file!["golden/tiem-nang-2023.txt"].assert_eq(&text_of(Deliverable::Potential));
}

#[test]
fn the_letter_with_targets_of_the_example_year() {
    expect_file!["golden/chi-tieu-2023.txt"].assert_eq(&text_of(Deliverable::Targets));
}

#[test]
fn the_report_without_two_agencies_says_so_everywhere() {
    let bytes = made(&["bhxh-tinh", "ubnd-bu-dop"]);
    let text = text(&bytes);
    expect_file!["golden/bao-cao-2023-thieu.txt"].assert_eq(&text);
    for line in text.lines().filter(|line| line.to_lowercase().contains("chưa tính được") && !line.starts_with('|'))
    {
        let general = line.contains("Số liệu chưa báo cáo")
            || line.starts_with("Chưa vẽ được")
            || line.starts_with("Ô ghi “…”")
            || line.contains("vì chưa có đề xuất")
            || line.ends_with("nên không lập bảng.");
        assert!(general || line.contains("Bảo hiểm xã hội tỉnh") || line.contains("UBND huyện Bù Đốp"), "{line}");
    }
}

#[test]
fn a_newer_round_has_its_schemes_and_is_held_against_a_named_one() {
    let files = INBOX.iter().cloned().chain(received("inbox-2023-cuoi-nam")).collect();
    let merged = ledger::merge(files, PLAN.year(2023).expect("a year of the plan"), None);
    let (earlier, choices) = ([before()], choices());
    let text = text(&drawn(&Annual::new(&merged, &earlier, &choices)));
    assert!(text.contains("(243.561 người tham gia"), "{text}");
    assert!(text.contains("trong đó BHXH bắt buộc 216.251 người, BHXH tự nguyện 27.310 người"), "{text}");
    assert!(text.contains("so với năm 2022 (số liệu kỳ tháng 6, khác kỳ) tăng"), "{text}");
    assert!(!text_of(Deliverable::Report).contains("khác kỳ"), "June is held against June");
}

#[test]
fn a_chart_says_what_it_leaves_out() {
    let of_missing = |missing: &[&str]| text(&made(missing));
    let areas: Vec<&str> =
        PLAN.agencies.iter().map(|agency| agency.code.as_str()).filter(|code| code.starts_with("ubnd-")).collect();
    let some = [&areas[..], &["ldld", "lmhtx", "bql-kkt"]].concat();
    for missing in [&some[..], &["bhxh-tinh"], &["bhxh-tinh", "ctk"], &["snv"]] {
        let text = of_missing(missing);
        for scheme in ["BHXH bắt buộc", "BHTN"] {
            let is_told = |line: &str| {
                let is_whole = line.starts_with("[hình: Biểu đồ cột: tiềm năng theo khối")
                    && line.contains(&format!(". {scheme}:"));
                is_whole
                    || line.contains(&format!("{scheme} (chưa tính được khối nào)"))
                    || line.contains(&format!("{scheme} (mới tính được"))
            };
            assert!(text.lines().any(is_told), "{scheme} without {missing:?}: {text}");
        }
    }
    let text = of_missing(&["bhxh-tinh", "ctk"]);
    assert!(!text.contains("Người có thể tham gia BHXH tự nguyện (người)"), "a table of nothing: {text}");
}

#[test]
fn the_report_on_demand_names_its_day() {
    let merged = merged(&["ctk"]);
    let choices = Choices { ad_hoc: true, as_of: Some(day("2023-07-15")), ..choices() };
    let text = text(&drawn(&Annual::new(&merged, &[], &choices)));
    assert!(text.contains("BÁO CÁO ĐỘT XUẤT\n"));
    assert!(text.contains("năm 2023 (tổng hợp từ số liệu các đơn vị gửi đến hết ngày 15/7/2023)\n"));
    assert!(text.contains("Chưa so sánh được với năm 2022 vì chưa có sổ tổng hợp của năm đó."));
    assert!(text.contains("thiếu số liệu của Cục Thống kê tỉnh"));
}

#[test]
fn the_same_year_gives_the_same_bytes() {
    assert_eq!(made(&["snv"]), made(&["snv"]));
}

#[test]
fn every_table_repeats_its_head() {
    let xml = part(&made(&[]), "word/document.xml");
    let n_tables = xml.matches("<w:tbl>").count();
    // The head of the document and its end are tables without a head.
    assert_eq!(xml.matches("<w:tblHeader/>").count(), n_tables - 2);
    assert_eq!(xml.matches("<w:drawing>").count(), 4);
}

#[test]
fn every_number_of_the_first_table_is_the_annuals() {
    let (merged, choices) = (merged(&[]), choices());
    let annual = Annual::new(&merged, &[], &choices);
    let lines = lines(&drawn(&annual));
    for coverage in &annual.coverage {
        let short = &PLAN.indicator(coverage.indicator).short;
        let row = lines.iter().find(|line| line.contains(&format!("| Tỷ lệ tham gia {short} |"))).expect("a row");
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let (part, whole) = coverage.known().expect("complete");
        assert_eq!(cells[3], wording::people(part));
        assert_eq!(cells[4], wording::people(whole));
        assert_eq!(cells[5].replace('\u{a0}', " "), wording::share(part, whole, 2));
        let gap = coverage.gap_people().expect("complete").unsigned_abs();
        assert!(cells[7].contains(&format!(" {} người", wording::count(gap))), "{row}");
    }
}

#[test]
fn every_sentence_is_whole() {
    for missing in [&[][..], &["bhxh-tinh"], &["ctk", "snv"], &["ubnd-loc-ninh"], &["bhxh-tinh", "ctk", "ubnd-bu-dang"]]
    {
        let bytes = made(missing);
        for bad in ["NaN", "None", "Some(", "  ", "..", " .", " ,", "do thiếu số liệu."] {
            let line = lines(&bytes).into_iter().find(|line| line.contains(bad) && !line.starts_with('|'));
            assert_eq!(line, None, "{bad:?} without {missing:?}");
        }
        for line in sentences(&bytes) {
            assert!(line.ends_with(['.', ':', ';']), "{line}");
        }
    }
}

#[test]
fn files_that_do_not_count_are_told_from_files_that_never_came() {
    let amiss =
        Amiss { missing: &["ldld"], rejected: &["snv"], conflict: &["ubnd-bu-dang"], superseded: &["ubnd-dong-phu"] };
    let (merged, choices) = (sample::merged(&PLAN, &amiss), choices());
    let bytes = drawn(&Annual::new(&merged, &[], &choices));
    let text = text(&bytes);
    let missing = "Chưa tổng hợp được số liệu của 3/19 đơn vị; số liệu bị trả lại để sửa: Sở Nội vụ; chưa gửi: Liên đoàn \
                   Lao động tỉnh; các tệp cùng lần gửi khác nhau: UBND huyện Bù Đăng.";
    assert!(text.contains(missing));
    assert!(text.contains("UBND huyện Lộc Ninh chưa được giải trình."));
    assert!(text.contains("Không có doanh nghiệp nhà nước nào tuyển thêm."));
    assert!(text.contains("| Nhiều hộ kinh doanh cá thể không ký hợp đồng"));
    for line in sentences(&bytes) {
        assert!(line.ends_with(['.', ':', ';']), "{line}");
    }
}

/// The paragraphs between "Kính gửi" and the signature that are neither headings nor captions.
fn sentences(bytes: &[u8]) -> Vec<String> {
    let lines = lines(bytes);
    let body = lines.iter().skip_while(|line| !line.starts_with("Kính gửi")).skip(1);
    let is_sentence = |line: &&String| {
        let head = line.split([' ', '.']).next().unwrap_or_default();
        let is_heading = ["I", "II", "III", "IV", "V", "VI", "VII"].contains(&head) || head.parse::<u32>().is_ok();
        let is_caption = ["Bảng", "Hình", "Phụ", "(Kèm"].contains(&head) || line.to_uppercase() == **line;
        !line.starts_with('|') && !line.trim().is_empty() && !line.starts_with('[') && !is_heading && !is_caption
    };
    body.filter(is_sentence).cloned().collect()
}

#[test]
fn every_missing_agency_is_named_with_what_it_touches() {
    let all: BTreeMap<&str, &str> = [
        ("bhxh-tinh", "chưa tính được tỷ lệ tham gia toàn tỉnh (BHXH, BHTN, BHXH tự nguyện)"),
        ("ctk", "chưa tính được tỷ lệ tham gia toàn tỉnh (BHXH, BHTN, BHXH tự nguyện)"),
        ("snv", "chưa tính được tiềm năng (BHXH bắt buộc, BHTN)"),
        ("ubnd-bu-dop", "phân bổ đề xuất năm 2024 theo khối là số tạm tính (BHXH bắt buộc, BHTN)"),
    ]
    .into();
    for (code, touched) in all {
        let text = text(&made(&[code]));
        let year = PLAN.year(2023).expect("a year of the plan");
        let name = year.agency_name(PLAN.agency_by_code(code).expect("an agency"));
        assert!(text.contains(&format!("Chưa tổng hợp được số liệu của 1/19 đơn vị; chưa gửi: {name}.")), "{name}");
        let effects: BTreeSet<&str> = text.lines().filter(|line| line.starts_with("- Do thiếu số liệu của")).collect();
        assert!(effects.iter().any(|line| line.contains(name) && line.contains(touched)), "{name}: {effects:?}");
    }
}
