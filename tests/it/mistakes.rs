//! Each rule with the case that must fire and the near miss that must stay silent; and one finding for one mistake.

use bhxh::intake::grid::Value;
use bhxh::intake::receive;
use bhxh::ledger;

use crate::books::{self, Edit};
use crate::province::{self, Return, found, good, lines, plan};

/// What is found in a return by itself.
#[track_caller]
fn check(filled: &Return, expected: &[&str]) {
    assert_eq!(lines(&filled.findings()), expected, "{:#?}", filled.findings());
}

/// What is found in a file whose cells were changed after it was filled.
#[track_caller]
fn check_edited(code: &str, change: impl Fn(Edit) -> Edit, expected: &[&str]) {
    let received = receive(&change(Edit::of(&good(code).bytes())).save(), "tệp.xlsx", plan());
    assert_eq!(lines(&received.findings), expected, "{:#?}", received.findings);
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
fn a_wrong_subtotal_is_not_reported_again_by_the_total_above() {
    // Each of three rows has 1000; the total adds up what the subtotal says.
    let wrong = |e: Edit| {
        e.set_formula("Biểu 06", "D11", "3000+7", Value::Number(3007.0))
            .set_formula("Biểu 06", "D10", "SUM(D11,D15:D17)", Value::Number(6007.0))
            .set_formula("Biểu 06", "G11", "D11+E11-F11", Value::Number(3157.0))
            .set_formula("Biểu 06", "G10", "D10+E10-F10", Value::Number(6307.0))
    };
    check_edited("ubnd-bu-dop", wrong, &["SUM-01 D11"]);
}

#[test]
fn sum_01_a_total_differs_from_its_parts() {
    check_edited("ctk", |e| e.set("Biểu 09", "D10", Value::Number(13_201.0)), &["SUM-01 D10"]);
    check_edited("ctk", |e| e.set("Biểu 09", "D10", Value::Text("13.201".to_owned())), &["SUM-01 D10"]);
    let message = &receive(
        &Edit::of(&good("ctk").bytes()).set("Biểu 09", "D10", Value::Number(13_201.0)).save(),
        "tệp.xlsx",
        plan(),
    )
    .findings[0];
    assert_eq!((message.found.as_deref(), message.expected.as_deref()), (Some("13201"), Some("13200")));
    assert!(message.message.contains("chênh 1 "), "{}", message.message);
}

#[test]
fn sum_02_a_total_is_typed_over() {
    check_edited("ctk", |e| e.set("Biểu 09", "D10", Value::Number(13_200.0)), &["SUM-02 D10"]);
    // Values pasted over every formula, as when formulas can't be seen, are only compared.
    let values_only = |mut e: Edit| {
        let formulas: Vec<_> = e.0.sheet("Biểu 09").expect("it").cells().map(|(at, c)| (at, c.clone())).collect();
        for (at, cell) in formulas.into_iter().filter(|(_, cell)| cell.formula.is_some()) {
            e = e.set("Biểu 09", &at.to_string(), cell.value);
        }
        e
    };
    check_edited("ctk", values_only, &[]);
}

#[test]
fn sum_03_a_total_adds_something_else() {
    let formula =
        |formula: &'static str| move |e: Edit| e.set_formula("Biểu 09", "D10", formula, Value::Number(13_200.0));
    check_edited("ctk", formula("SUM(D11:D20)+1200"), &["SUM-03 D10"]);
    check_edited("ctk", formula("SUM(D11:D21)*1"), &["SUM-03 D10"]);
    let wrong =
        |formula: &'static str| move |e: Edit| e.set_formula("Biểu 09", "D10", formula, Value::Number(13_300.0));
    check_edited("ctk", wrong("SUM(D11:D21)+100"), &["SUM-01 D10"]);
    check_edited("ctk", wrong("MAX(D11:D21)"), &["SUM-01 D10"]);
    check_edited("ctk", wrong("SUM(D11:D21,D11)"), &["SUM-01 D10"]);
    check_edited("ctk", formula("D11+D12+D13+D14+D15+D16+D17+D18+D19+D20+D21"), &[]);
}

#[test]
fn sum_04_a_total_was_not_calculated_or_is_stale() {
    let uncalculated = books::set_xml(&good("ctk").bytes(), "Biểu 09", "D10", "", "<f>SUM(D11:D21)</f>");
    assert_eq!(lines(&receive(&uncalculated, "tệp.xlsx", plan()).findings), ["SUM-04 D10"]);
    check_edited("ctk", |e| e.set("Biểu 09", "D11", Value::Number(1300.0)), &["SUM-04 D10"]);
}

/// openpyxl moves rows and columns without rewriting formulas, and leaves them uncalculated.
#[test]
fn sum_04_a_formula_was_left_behind_when_rows_moved() {
    let with_formula = |formula: &str| {
        let file = books::set_xml(&good("ctk").bytes(), "Biểu 09", "D10", "", &format!("<f>{formula}</f>"));
        lines(&receive(&file, "tệp.xlsx", plan()).findings)
    };
    assert_eq!(with_formula("SUM(D13:D23)"), ["SUM-04 D10"]);
    assert_eq!(with_formula("SUM(D13:D22)"), ["SUM-03 D10"]);
}

#[test]
fn sum_05_a_decrease_exceeds_what_there_is() {
    let decrease = |people| good("bql-kkt").with("khu-kinh-te", "kkt-fdi", "decrease", people);
    check(&decrease(1001), &["SUM-05 F13"]);
    check(&decrease(1000), &[]);
}

#[test]
fn cross_01_the_insured_against_unemployment_exceed_the_insured() {
    // The totals by sector and by area stay equal, so that only the part is wrong.
    let by_sector = |people: u64| {
        good("bhxh-tinh").with("tham-gia-khoi", "public", "insured-unemployment", people).with(
            "tham-gia-khoi",
            "enterprise",
            "insured-unemployment",
            660 - people,
        )
    };
    check(&by_sector(441), &["CROSS-01 E11"]);
    check(&by_sector(440), &[]);
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
