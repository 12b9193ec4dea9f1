//! Each rule with the case that must fire and the near miss that must stay silent; and one finding for one mistake.

use bhxh::problem::{Audience, Finding, Severity};
use bhxh::usecase::receive;
use bhxh::value::grid::Value;
use bhxh::{ledger, plan};
use expect_test::expect;

use crate::books::Edit;
use crate::province::{self, Return, found, good, lines};

/// What is found in a return by itself.
#[track_caller]
fn check(filled: &Return, expected: &[&str]) {
    assert_eq!(lines(&filled.findings()), expected, "{:#?}", filled.findings());
}

/// What is found in the province when one agency's return is another.
fn between(changed: &Return) -> Vec<String> {
    let files = province::codes().into_iter().map(|code| {
        let filled = if changed.agency == province::agency(code) { changed.clone() } else { good(code) };
        filled.received(&format!("{code}.xlsx"))
    });
    let merged = ledger::merge(files.collect(), province::year(2023), None);
    let with_file = |file: &ledger::FileRecord| {
        lines(&file.findings).into_iter().map(|line| format!("{}: {line}", file.path)).collect::<Vec<_>>()
    };
    merged.files.iter().flat_map(with_file).collect()
}

#[test]
fn a_blank_part_does_not_also_report_totals() {
    check(&good("ubnd-bu-dop").without("huyen-bat-buoc", "dn-fdi", "current"), &["CELL-01 D14"]);
    check(&good("bhxh-tinh").without("tham-gia-khoi", "public", "insured-compulsory"), &["CELL-01 D11"]);
}

#[test]
fn sum_05_a_decrease_exceeds_what_there_is() {
    let decrease = |people| good("bql-kkt").with("khu-kinh-te", "kkt-fdi", "decrease", people);
    check(&decrease(1001), &["SUM-05 F13"]);
    check(&decrease(1000), &[]);
}

/// A mark that can't be 0 is one mistake: the query about it becomes an error, and what doesn't hold is not reported.
#[test]
fn a_mark_that_cannot_be_0_is_an_error_instead_of_a_comparison() {
    let marked = |note: &str| {
        let filled = good("bql-kkt").note("khu-kinh-te", "kkt-fdi", note);
        let edited = Edit::of(&filled.bytes()).set("Biểu 03", "D13", Value::Text("-".to_owned()));
        let asks = |finding: &&Finding| finding.severity != Severity::Note;
        let findings = receive(&edited.save(), "tệp.xlsx", province::plan()).findings;
        findings
            .iter()
            .filter(asks)
            .map(|f| format!("{} {}", f.severity.key(), f.words(Audience::Officer).message))
            .collect::<Vec<_>>()
    };
    expect![[r#"
        [
            "error Dấu gạch hoặc chữ “không” được hiểu là 0 – dòng “Doanh nghiệp có vốn đầu tư nước ngoài”, cột “Số người đang làm việc”: ô ghi “-”; nếu đúng là 0 thì “Dự kiến giảm” 50 lớn hơn “Số người đang làm việc” 0, chênh 50 – dòng “Doanh nghiệp có vốn đầu tư nước ngoài”",
        ]
    "#]].assert_debug_eq(&marked(""));
    // Once the row's note says that it is 0, the comparison holds it to that.
    expect![[r#"
        [
            "query Dấu gạch hoặc chữ “không” được hiểu là 0 – dòng “Doanh nghiệp có vốn đầu tư nước ngoài”, cột “Số người đang làm việc”: ô ghi “-”",
            "error “Dự kiến giảm” 50 lớn hơn “Số người đang làm việc” 0, chênh 50 – dòng “Doanh nghiệp có vốn đầu tư nước ngoài”",
        ]
    "#]].assert_debug_eq(&marked("Chưa có doanh nghiệp nào"));
    // A decrease that is marked needs no more than what there is.
    let decrease = Edit::of(&good("bql-kkt").bytes()).set("Biểu 03", "F13", Value::Text("-".to_owned()));
    assert_eq!(
        lines(&receive(&decrease.save(), "tệp.xlsx", province::plan()).findings),
        ["CELL-15 F13", "SUM-04 F10, G13"]
    );
}

/// The same of a separator: read as thousands the number can't be right, read as decimals it isn't a count.
#[test]
fn a_separator_that_cannot_begin_thousands_is_an_error_instead_of_a_comparison() {
    let typed = |at: &str, number: &str, note: &str| {
        let filled = good("bql-kkt").note("khu-kinh-te", "kkt-fdi", note);
        let edited = Edit::of(&filled.bytes()).set("Biểu 03", at, Value::Text(number.to_owned()));
        let asks = |finding: &Finding| finding.severity != Severity::Note;
        let findings = receive(&edited.save(), "tệp.xlsx", province::plan()).findings;
        findings.into_iter().filter(asks).collect::<Vec<_>>()
    };
    let wrong = typed("F13", "2.000", "");
    assert_eq!((lines(&wrong), wrong[0].severity), (vec!["CELL-06 F13".to_owned()], Severity::Error));
    expect!["Dấu ngăn cách hàng nghìn chưa rõ – dòng “Doanh nghiệp có vốn đầu tư nước ngoài”, cột “Dự kiến giảm”: ô ghi “2.000”, được hiểu là 2.000 người, nhưng cũng có thể là số lẻ 2 phẩy 000; nếu hiểu như vậy thì “Dự kiến giảm” 2.000 lớn hơn “Số người đang làm việc” 1.000, chênh 1.000 – dòng “Doanh nghiệp có vốn đầu tư nước ngoài”"].assert_eq(&wrong[0].words(Audience::Officer).message);
    // What leaves room for thousands is asked; what a note explains is held to them.
    assert_eq!(typed("F13", "1.000", "").iter().map(|f| f.severity).collect::<Vec<_>>(), [Severity::Query]);
    assert_eq!(lines(&typed("F13", "2.000", "Đúng là 2000 người")), ["CELL-06 F13", "SUM-05 F13"]);
    // With decimals in its place it would be too large still.
    let few = good("bql-kkt").with("khu-kinh-te", "kkt-fdi", "current", 1);
    let edited = Edit::of(&few.bytes()).set("Biểu 03", "F13", Value::Text("2.000".to_owned()));
    let findings = receive(&edited.save(), "tệp.xlsx", province::plan()).findings;
    assert_eq!(lines(&findings), ["CELL-06 F13", "SUM-04 F10, G13", "SUM-05 F13"]);
}

#[test]
fn cross_01_the_insured_against_unemployment_exceed_the_insured() {
    // The totals by sector and by area stay equal, so that only the part is wrong.
    let by_sector = |people: u64| {
        good("bhxh-tinh").with("tham-gia-khoi", "public", "insured-unemployment", people).with(
            "tham-gia-khoi",
            "enterprise",
            "insured-unemployment",
            330 + 396 - people,
        )
    };
    check(&by_sector(441), &["CROSS-01 E11"]);
    check(&by_sector(440), &[]);
}

/// What is wrong for certain can't be explained away by a note; what may be right can.
#[test]
fn an_error_asks_for_a_correction_and_a_query_for_a_correction_or_a_reason() {
    let hint = |findings: Vec<Finding>| {
        findings.into_iter().map(|finding| finding.words(Audience::Officer).hint).collect::<String>()
    };
    let decrease = good("bql-kkt").with("khu-kinh-te", "kkt-fdi", "decrease", 1001);
    assert_eq!(
        hint(decrease.findings()),
        "Số dự kiến giảm không thể lớn hơn số đang làm việc; kiểm tra và sửa lại một trong hai số"
    );
    let labour = good("ctk").with("lao-dong", "ubnd-bu-dop", "labour-force", 329);
    let file = |code| if code == "ctk" { labour.received(code) } else { good(code).received(code) };
    let files = province::codes().into_iter().map(file);
    let merged = ledger::merge(files.collect(), province::year(2023), None);
    assert_eq!(
        hint(merged.files.iter().flat_map(|file| file.findings.clone()).collect()),
        "Số người tham gia BHXH của một địa bàn không lớn hơn lực lượng lao động trong độ tuổi; sửa lại, hoặc ghi lý do ở \
         cột giải trình của dòng"
    );
}

#[test]
fn cross_02_two_ways_of_adding_disagree() {
    let in_one_area = |people| good("bhxh-tinh").with("tham-gia-dia-ban", "ubnd-bu-dop", "insured-compulsory", people);
    check(&in_one_area(281), &["CROSS-02 D10"]);
    check(&in_one_area(280), &[]);
    let voluntary = good("bhxh-tinh").with("bao-luu-tu-nguyen", "dang-tham-gia-tu-nguyen", "people", 551);
    check(&voluntary, &["CROSS-02 F10"]);
}

#[test]
fn cross_03_the_labour_force_exceeds_working_age() {
    let labour = |people| good("ctk").with("lao-dong", "ubnd-bu-dop", "labour-force", people);
    check(&labour(1201), &["CROSS-03 E17"]);
    check(&labour(1200), &[]);
}

#[test]
fn cross_04_more_are_insured_in_a_sector_than_are_liable() {
    let international = |people: u64| {
        good("bhxh-tinh").with("tham-gia-khoi", "international", "insured-compulsory", people).with(
            "tham-gia-khoi",
            "enterprise",
            "insured-compulsory",
            880 - people,
        )
    };
    assert_eq!(between(&international(501)), ["bhxh-tinh.xlsx: CROSS-04 D14"]);
    assert_eq!(between(&international(500)), [""; 0]);
}

#[test]
fn cross_05_more_are_insured_in_an_area_than_can_work() {
    let labour = |people| good("ctk").with("lao-dong", "ubnd-bu-dop", "labour-force", people);
    assert_eq!(between(&labour(329)), ["bhxh-tinh.xlsx: CROSS-05 D17, F17"]);
    assert_eq!(between(&labour(330)), [""; 0]);
}

/// A query within a file doesn't keep it from being merged, and isn't asked again once agencies are compared.
#[test]
fn what_was_compared_within_a_file_is_not_compared_again_between_agencies() {
    let (before, rule) = plan::EMBEDDED.split_at(plan::EMBEDDED.find("code = \"CROSS-03\"").expect("the check"));
    let lenient = plan::load(&format!("{before}{}", rule.replacen("\"error\"", "\"query\"", 1))).expect("a plan");
    let labour = good("ctk").with("lao-dong", "ubnd-bu-dop", "labour-force", 1201);
    let merged = ledger::merge(
        vec![receive(&labour.bytes(), "ctk.xlsx", &lenient)],
        lenient.year(2023).expect("a year of the plan"),
        None,
    );
    assert_eq!(lines(&merged.files[0].findings), ["CROSS-03 E17"]);
}

#[test]
fn agencies_are_only_compared_where_both_sides_are_known() {
    let too_many = good("ctk").with("lao-dong", "ubnd-bu-dop", "labour-force", 329);
    let files = vec![too_many.received("ctk.xlsx"), good("snv").received("snv.xlsx")];
    let merged = ledger::merge(files, province::year(2023), None);
    assert!(merged.files.iter().all(|file| file.findings.is_empty()), "{:#?}", merged.files);
}

#[test]
fn a_query_is_explained_by_the_note_of_its_row_and_of_no_other() {
    let over = |note_at: &str| {
        let filled = good("bhxh-tinh")
            .with("tham-gia-khoi", "international", "insured-compulsory", 501)
            .with("tham-gia-khoi", "enterprise", "insured-compulsory", 379)
            .note("tham-gia-khoi", note_at, "Có người làm cho tổ chức đặt trụ sở ở tỉnh khác");
        let files = province::codes()
            .into_iter()
            .map(|code| if code == "bhxh-tinh" { filled.received(code) } else { good(code).received(code) });
        let merged = ledger::merge(files.collect(), province::year(2023), None);
        let file = merged.files.iter().find(|file| file.path == "bhxh-tinh").expect("its file");
        assert_eq!(found(&file.findings), ["CROSS-04"]);
        (file.findings[0].is_explained(), merged.is_open())
    };
    assert_eq!(over("international"), (true, false));
    assert_eq!(over("household"), (false, true));
}
