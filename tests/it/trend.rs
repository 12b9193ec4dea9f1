//! This year beside an earlier one: each rule with the case that must fire and the near miss that must stay silent, one
//! finding for one mistake, and no cause where there is only growth.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use bhxh::counts::Counts;
use bhxh::intake::number::Reading;
use bhxh::intake::submission::Submission;
use bhxh::ledger::{self, Earlier, FileStatus, Merged, Status};
use bhxh::problem::{Audience, Code, Finding, Severity};
use bhxh::rules::{self, Before};
use bhxh::usecase;
use bhxh::value::grid::Value;
use expect_test::expect;
use proptest::prelude::*;
use proptest::strategy::ValueTree;

use crate::books::Edit;
use crate::harness::Folder;
use crate::province::{self, Return, good, good_in, lines, plan};

/// The earlier year's provincial numbers, made of these returns.
fn earlier(returns: &[Return]) -> Earlier<'static> {
    let year = returns[0].year;
    let received = returns.iter().enumerate().map(|(n, filled)| filled.received(&format!("{n}.xlsx"))).collect();
    let merged = ledger::merge(received, year, None);
    Earlier {
        year,
        counts: merged.ledger.by_round().clone(),
        alterations: Vec::new(),
        agency: None,
        is_regrouped: false,
    }
}

/// A return this year beside its agency's a year before.
fn compared(now: &Return, before: &Return) -> Merged<'static> {
    let earlier = earlier(std::slice::from_ref(before));
    ledger::merge_after(vec![now.received("tệp.xlsx")], province::year(2023), None, Some(&earlier))
}

fn findings(now: &Return, before: &Return) -> Vec<Finding> {
    compared(now, before).files[0].findings.clone()
}

#[track_caller]
fn check(now: &Return, before: &Return, expected: &[&str]) {
    let findings = findings(now, before);
    assert_eq!(lines(&findings), expected, "{findings:#?}");
}

/// Numbers as different from each other as real ones, by form, row and column: no two are within the tolerance of each
/// other or of a tenth. They grow from 2022 to 2023 by a few percent.
const FILLED: [(&str, &[[u64; 3]]); 2] = [
    ("bql-kkt", &[[420, 61, 91], [21_400, 1_500, 560], [96_000, 7_300, 2_700]]),
    ("lmhtx", &[[1_020, 310, 200], [4_700, 900, 450], [9_300, 2_100, 1_450]]),
];

fn filled(code: &str, year: i32) -> Return {
    let (_, rows) = FILLED.iter().find(|(of, _)| *of == code).expect("numbers for the agency");
    let form = plan().form(plan().agency(province::agency(code)).forms[0]).code.clone();
    let mut filled = good_in(code, year);
    let codes: Vec<String> = entered(&filled, &form);
    for (row, numbers) in codes.iter().zip(*rows) {
        for (column, people) in ["current", "increase", "decrease"].iter().zip(numbers) {
            filled = filled.with(&form, row, column, if year == 2023 { people + people / 20 } else { *people });
        }
    }
    filled
}

fn entered(filled: &Return, form: &str) -> Vec<String> {
    let id = province::form(form);
    filled.year.entered_rows(id).map(|row| filled.year.row(id, row).code.clone()).collect()
}

/// The labour force of the districts in thousands, all different.
const LABOUR: [u64; 11] = [71, 33, 51, 80, 20, 113, 35, 58, 150, 81, 45];

fn labour_force(year: i32, numbers: impl IntoIterator<Item = u64>) -> Return {
    let mut filled = good_in("ctk", year);
    for (row, people) in entered(&filled, "lao-dong").iter().zip(numbers) {
        filled = filled.with("lao-dong", row, "labour-force", people).with("lao-dong", row, "working-age", 190_000);
    }
    filled
}

fn labour_2022() -> Return {
    // Somebody has come of age, so that the file isn't last year's.
    labour_force(2022, LABOUR.map(|n| n * 1000)).with("lao-dong", "ubnd-bu-dop", "working-age", 189_000)
}

/// One finding of each code of the family, for whoever shows them all.
pub fn samples() -> Vec<Finding> {
    let down = {
        let mut numbers: Vec<u64> = LABOUR.iter().map(|n| n * 1030).collect();
        numbers.insert(7, 17_000);
        labour_force(2023, numbers)
    };
    let swapped = exchange(filled("lmhtx", 2023), "hop-tac-xa", |row| {
        [(row.to_owned(), "current".to_owned()), (row.to_owned(), "increase".to_owned())]
    });
    let mut tenfold = filled("bql-kkt", 2023);
    tenfold.filling.counts.values_mut().for_each(|people| *people *= 10);
    let mut again = filled("lmhtx", 2023);
    again.filling.counts = filled("lmhtx", 2022).filling.counts;
    let two: Vec<u64> = (0..).zip(LABOUR).map(|(n, people)| people * if n == 3 { 1_500 } else { 1_020 }).collect();
    [
        (again, filled("lmhtx", 2022)),
        (swapped, filled("lmhtx", 2022)),
        (down, labour_2022()),
        (tenfold, filled("bql-kkt", 2022)),
        (labour_force(2023, two), labour_2022()),
    ]
    .iter()
    .flat_map(|(now, before)| findings(now, before))
    .collect()
}

#[test]
fn without_an_earlier_year_nothing_is_compared() {
    let merged = ledger::merge(vec![filled("bql-kkt", 2023).received("tệp.xlsx")], province::year(2023), None);
    assert_eq!(lines(&merged.files[0].findings), [""; 0]);
    check(&filled("bql-kkt", 2023), &filled("bql-kkt", 2022), &[]);
}

#[test]
fn an_agency_or_cell_that_the_earlier_year_lacks_is_not_compared() {
    let merged = |before: &Return| {
        let now = filled("bql-kkt", 2023).with("khu-kinh-te", "kkt-fdi", "current", 5);
        lines(&findings(&now, before))
    };
    assert_eq!(merged(&filled("lmhtx", 2022)), ["SUM-05 F13"]);
    let mut missing = earlier(&[filled("bql-kkt", 2022)]);
    missing.counts = Counts::default().into();
    let now = filled("bql-kkt", 2023).with("khu-kinh-te", "kkt-fdi", "current", 500_000);
    let merged = ledger::merge_after(vec![now.received("tệp.xlsx")], province::year(2023), None, Some(&missing));
    assert_eq!(lines(&merged.files[0].findings), [""; 0]);
}

// ------------------------------------------------------------------------------------------- TREND-01: last year's again

#[test]
fn trend_01_last_years_file_again() {
    let again = |code: &str| lines(&findings(&good_in(code, 2023), &good_in(code, 2022)));
    assert_eq!(again("bql-kkt"), ["TREND-01 D11, E11, F11, D12, E12, F12, D13, E13, F13"]);
    // Two numbers, or one, may well stay the same.
    assert_eq!(again("ldld"), [""; 0]);
    assert_eq!(again("sngv"), [""; 0]);
    let one_more = good("bql-kkt").with("khu-kinh-te", "kkt-fdi", "increase", 101);
    check(&one_more, &good_in("bql-kkt", 2022), &[]);
}

#[test]
fn trend_01_only_one_form_of_the_file() {
    let now = good("ubnd-bu-dop").with("huyen-bat-buoc", "dn-fdi", "current", 1001);
    check(&now, &good_in("ubnd-bu-dop", 2022), &["TREND-01 D11, D12, D13, D14"]);
    // A form of which few numbers are not 0 may well stay the same.
    let zeros = |filled: Return| filled.with("huyen-tu-nguyen", "nong-dan", "people", 0);
    check(&zeros(now), &zeros(good_in("ubnd-bu-dop", 2022)), &[]);
}

/// One mistake is one finding, in one place; which cells of the other forms are meant is in the message.
#[test]
fn trend_01_names_the_cells_of_every_form() {
    let again = findings(&good_in("ubnd-bu-dop", 2023), &good_in("ubnd-bu-dop", 2022));
    let messages: Vec<String> = again.iter().map(|finding| finding.words(Audience::Officer).message).collect();
    expect!["cả 22 số của Biểu 06 (D12:F17) và Biểu 15 (D11:D14) giống hệt số năm 2022"]
        .assert_eq(&messages.join("\n"));
}

#[test]
fn trend_01_is_explained_by_the_note_of_the_row_it_names() {
    let now = good("bql-kkt").note("khu-kinh-te", "kkt-nha-nuoc", "Đã rà soát, không biến động");
    let merged = compared(&now, &good_in("bql-kkt", 2022));
    assert!(merged.files[0].findings[0].is_explained() && !merged.is_open());
    assert!(merged.ledger.observations.iter().all(|observation| observation.status == Status::Explained));
    let elsewhere = good("bql-kkt").note("khu-kinh-te", "kkt-fdi", "Đã rà soát, không biến động");
    assert!(compared(&elsewhere, &good_in("bql-kkt", 2022)).is_open());
}

// ---------------------------------------------------------------------------------------------------- TREND-02: swapped

/// Exchanges two columns, or two rows, of a return's first form.
fn exchange(filled: Return, form: &str, cells: impl Fn(&str) -> [(String, String); 2]) -> Return {
    let get = |filled: &Return, (row, column): &(String, String)| {
        filled.filling.counts[&province::cell(&filled.year, form, row, column)]
    };
    let keys: Vec<String> = entered(&filled, form);
    keys.iter().fold(filled, |filled, key| {
        let [a, b] = cells(key);
        let (of_a, of_b) = (get(&filled, &a), get(&filled, &b));
        filled.with(form, &a.0, &a.1, of_b).with(form, &b.0, &b.1, of_a)
    })
}

#[test]
fn trend_02_two_columns_changed_places() {
    let swapped = exchange(filled("lmhtx", 2023), "hop-tac-xa", |row| {
        [(row.to_owned(), "current".to_owned()), (row.to_owned(), "increase".to_owned())]
    });
    let now = swapped.with("hop-tac-xa", "htx-hop-dong", "decrease", 210);
    check(&now, &filled("lmhtx", 2022), &["TREND-02 D11, D12, D13, E11, E12, E13"]);
    let finding = &findings(&now, &filled("lmhtx", 2022))[0];
    expect![[r#"
        số của cột “Số người đang làm việc” và cột “Dự kiến bổ sung thêm” có vẻ đổi chỗ cho nhau: đổi lại thì khớp với năm 2022
        Đổi chỗ số của hai cột; nếu số đã đúng thì ghi lý do ở cột giải trình của dòng “Người làm việc theo hợp đồng lao động từ đủ 1 tháng trở lên”
        found 325; 945; 2205; 1071; 4935; …
        expected 1071; 4935; 9765; 325; 945; …
    "#]]
    .assert_eq(&in_full(finding));
}

#[test]
fn trend_02_a_swap_that_leaves_one_cell_out_is_no_swap() {
    let swapped = exchange(filled("lmhtx", 2023), "hop-tac-xa", |row| {
        [(row.to_owned(), "current".to_owned()), (row.to_owned(), "increase".to_owned())]
    });
    let now = swapped.with("hop-tac-xa", "htx-xa-vien", "increase", 30_000);
    let expected = ["TREND-05 D11, E11", "TREND-05 D12, E12", "TREND-05 D13, E13"];
    assert_eq!(lines(&findings(&now, &filled("lmhtx", 2022))), expected);
}

#[test]
fn trend_02_two_rows_changed_places() {
    let now = labour_force(2023, LABOUR.map(|n| n * 1020));
    let exchanged = |a: usize, b: usize| {
        let mut numbers = LABOUR.map(|n| n * 1020);
        numbers.swap(a, b);
        labour_force(2023, numbers)
    };
    check(&now, &labour_2022(), &[]);
    check(&exchanged(1, 5), &labour_2022(), &["TREND-02 D12, E12, D16, E16"]);
    // 80 and 81 are no mistake that numbers could tell.
    check(&exchanged(3, 9), &labour_2022(), &[]);
}

/// Numbers that only pass in each other's place because they are few are no sign that they changed places.
#[test]
fn trend_02_small_numbers_that_only_pass_are_no_swap() {
    let with =
        |year, first: [u64; 2]| labour_force(year, first.into_iter().chain(LABOUR[2..].iter().map(|n| n * 1000)));
    check(&with(2023, [140, 40]), &with(2022, [10, 100]), &["TREND-05 E11", "TREND-05 E12"]);
}

// ---------------------------------------------------------------------------------------------------- TREND-03: shifted

#[test]
fn trend_03_a_column_is_a_row_too_low() {
    let down = |from: usize| {
        let mut numbers: Vec<u64> = LABOUR.iter().map(|n| n * 1030).collect();
        numbers.insert(from, 17_000);
        labour_force(2023, numbers)
    };
    let cells = "TREND-03 E11, E12, E13, E14, E15, E16, E17, E18, E19, E20, E21";
    check(&down(0), &labour_2022(), &[cells]);
    check(&down(7), &labour_2022(), &["TREND-03 E18, E19, E20, E21"]);
    check(&down(8), &labour_2022(), &["TREND-03 E19, E20, E21"]);
    // Two cells are too few to see a shift in.
    let two = lines(&findings(&down(9), &labour_2022()));
    assert_eq!(two, ["TREND-05 E20", "TREND-05 E21"]);
    let finding = &findings(&down(7), &labour_2022())[0];
    expect![["
        số của cột “Lực lượng lao động trong độ tuổi” có vẻ lệch xuống một dòng, từ dòng “Huyện Hớn Quản” đến dòng “Huyện Phú Riềng”: khớp với số năm 2022 của dòng liền trên
        So cả các dòng liền kề với sổ gốc, dời các số lên một dòng từ chỗ bắt đầu lệch rồi ghi số còn thiếu; nếu số đã đúng thì ghi lý do ở cột giải trình của dòng “Huyện Hớn Quản”
        found 17000; 59740; 154500; 83430
        expected 59740; 154500; 83430; ?
    "]]
    .assert_eq(&in_full(finding));
}

#[test]
fn trend_03_the_last_number_has_to_fit_the_row_above_as_well() {
    let mut numbers: Vec<u64> = LABOUR.iter().map(|n| n * 1030).collect();
    numbers.insert(0, 17_000);
    numbers[10] = 400;
    let asked = lines(&findings(&labour_force(2023, numbers), &labour_2022()));
    assert!(asked.iter().all(|line| !line.starts_with("TREND-03")), "{asked:?}");
    assert_eq!(asked.len(), 11, "{asked:?}");
}

/// Between a few people and a few others everything is within the tolerance, which makes them no sign of a shift.
#[test]
fn trend_03_small_numbers_that_only_pass_are_no_sign_of_a_shift() {
    let with =
        |year, first: [u64; 3]| labour_force(year, first.into_iter().chain(LABOUR[3..].iter().map(|n| n * 1000)));
    let expected = ["TREND-05 E11", "TREND-05 E12", "TREND-05 E13"];
    check(&with(2023, [280, 50, 240]), &with(2022, [10, 200, 90]), &expected);
}

#[test]
fn trend_03_a_column_is_a_row_too_high() {
    let mut numbers: Vec<u64> = LABOUR.iter().map(|n| n * 1030).collect();
    numbers.remove(4);
    numbers.push(100);
    let now = labour_force(2023, numbers.clone());
    check(&now, &labour_2022(), &["TREND-03 E15, E16, E17, E18, E19, E20, E21"]);
    // A number in between that fits neither row: nothing is proposed, every row is asked about.
    numbers[7] = 400;
    let asked = lines(&findings(&labour_force(2023, numbers), &labour_2022()));
    assert_eq!(asked.len(), 7, "{asked:?}");
    assert!(asked.iter().all(|line| !line.starts_with("TREND-03")), "{asked:?}");
}

#[test]
fn which_of_two_causes_it_was_is_not_guessed() {
    // The number at E15 may have come from E16 or from E19.
    let mut numbers = LABOUR.map(|n| n * 1000);
    (numbers[4], numbers[5], numbers[8]) = (138_000, 21_000, 20_000);
    check(&labour_force(2023, numbers), &labour_2022(), &["TREND-05 E15", "TREND-05 E16", "TREND-05 E19"]);
    numbers[5] = 113_000;
    check(&labour_force(2023, numbers), &labour_2022(), &["TREND-02 D15, E15, D19, E19"]);
    // These may have moved up as well as down.
    let alternating = |year, first: [u64; 4]| {
        let rest = LABOUR[4..].iter().map(|n| n * 1000);
        labour_force(year, first.into_iter().map(|n| n * 1000).chain(rest))
    };
    let before = alternating(2022, [20, 80, 20, 80]);
    let expected = ["TREND-05 E11", "TREND-05 E12", "TREND-05 E13", "TREND-05 E14"];
    check(&alternating(2023, [80, 20, 80, 20]), &before, &expected);
}

// ------------------------------------------------------------------------------------------------ TREND-04: powers of ten

#[test]
fn trend_04_a_nought_too_many_or_too_few() {
    let with = |people| filled("bql-kkt", 2023).with("khu-kinh-te", "kkt-ngoai-nha-nuoc", "current", people);
    let of = |people| findings(&with(people), &filled("bql-kkt", 2022));
    assert_eq!(lines(&of(214_500)), ["TREND-04 D12"]);
    assert_eq!(lines(&of(2_150)), ["TREND-04 D12"]);
    assert_eq!(lines(&of(2_600_000)), ["TREND-04 D12"]);
    // Ten times and a third more than that, or half of that, is no slip.
    assert_eq!(lines(&of(279_000)), ["TREND-05 D12"]);
    assert_eq!(lines(&of(107_000)), ["TREND-05 D12"]);
    expect![["
        dòng “Doanh nghiệp ngoài nhà nước”: cột “Số người đang làm việc” năm 2022 là 21.400, nay 214.500, gấp khoảng 10 lần
        Có phải là 21.450? Nếu vậy thì sửa lại; nếu số đã đúng thì ghi lý do ở cột giải trình của dòng “Doanh nghiệp ngoài nhà nước”
        found 214500
        expected 21450
    "]]
    .assert_eq(&in_full(&of(214_500)[0]));
}

#[test]
fn trend_04_a_whole_column_or_form() {
    let thousands = labour_force(2023, LABOUR);
    let all = "E11, E12, E13, E14, E15, E16, E17, E18, E19, E20, E21";
    check(&thousands, &labour_2022(), &[&format!("TREND-04 {all}")]);
    // One number that is right, or wrong otherwise, doesn't hide the mistake in the others.
    let one_right = thousands.with("lao-dong", "ubnd-bu-dop", "labour-force", 35_500);
    let others = all.replace("E17, ", "");
    check(&one_right, &labour_2022(), &[&format!("TREND-04 {others}")]);
    let one_wrong = one_right.with("lao-dong", "ubnd-bu-dop", "labour-force", 90_000);
    check(&one_wrong, &labour_2022(), &[&format!("TREND-04 {others}"), "TREND-05 E17"]);
    // Two slips among many right numbers are no slip of the column.
    let two = labour_force(2023, LABOUR.map(|n| n * 1010)).with("lao-dong", "ubnd-bu-dop", "labour-force", 3_500).with(
        "lao-dong",
        "ubnd-loc-ninh",
        "labour-force",
        11_300,
    );
    check(&two, &labour_2022(), &["TREND-04 E16", "TREND-04 E17"]);
    let mut form = filled("lmhtx", 2023);
    for (cell, people) in form.filling.counts.clone() {
        if cell.0 == province::form("hop-tac-xa") {
            form.filling.counts.insert(cell, people * 10);
        }
    }
    let found = findings(&form, &filled("lmhtx", 2022));
    assert_eq!(lines(&found), ["TREND-04 D11, E11, F11, D12, E12, F12, D13, E13, F13"]);
    assert!(
        found[0].words(Audience::Officer).message.starts_with("các số của Biểu 05 gấp khoảng 10 lần"),
        "{}",
        found[0].words(Audience::Officer).message
    );
}

/// A small number says something about its column only if a slip would be seen in it.
#[test]
fn trend_04_of_a_column_with_small_numbers() {
    let of = |now: [u64; 2], small: u64| {
        let column = |year, two: [u64; 2]| labour_force(year, two.into_iter().chain([small; 9]));
        lines(&findings(&column(2023, now), &column(2022, [18_000, 9_000])))
    };
    let (together, apart) = (vec!["TREND-04 E11, E12"], vec!["TREND-04 E11", "TREND-04 E12"]);
    // 40 would have become 0, which isn't asked about; 70 would be asked about, and stayed what it was.
    assert_eq!(of([18, 9], 40), together);
    assert_eq!(of([18, 9], 70), apart);
    // 3 would have become 30, and 40 would have become 400.
    assert_eq!(of([180_000, 90_000], 3), together);
    assert_eq!(of([180_000, 90_000], 40), apart);
}

#[test]
fn trend_04_fewer_than_two_of_three_are_no_whole_column() {
    let of = |n_slips: usize| {
        let numbers =
            LABOUR.iter().enumerate().map(|(n, people)| if n < n_slips { people * 100 } else { people * 1000 });
        lines(&findings(&labour_force(2023, numbers), &labour_2022())).len()
    };
    assert_eq!([of(7), of(8)], [7, 1]);
}

#[test]
fn trend_04_in_thousands_says_so_and_knows_what_rounding_loses() {
    let with = |year, first: [u64; 3], rest: u64| {
        labour_force(year, first.into_iter().chain(LABOUR[3..].iter().map(|n| n * rest)))
    };
    // 300 and 1 490 are 0 and 1 in whole thousands; 2 900 isn't 1.
    let found = findings(&with(2023, [0, 1, 1], 1), &with(2022, [300, 1_490, 2_900], 1000));
    let expected = ["TREND-04 E11, E12, E14, E15, E16, E17, E18, E19, E20, E21", "TREND-05 E13"];
    assert_eq!(lines(&found), expected);
    expect![[r#"
        các số của cột “Lực lượng lao động trong độ tuổi” chỉ bằng khoảng 1/1.000 số năm 2022
        Có phải số ghi theo nghìn người? Nếu vậy thì nhân các số với 1.000, ví dụ ô E12: 1 thành khoảng 1.000; nếu số đã đúng thì ghi lý do ở cột giải trình của dòng “Thành phố Đồng Xoài”
        found 0; 1; 80; 20; 113; …
        expected ?; 1000; 80000; 20000; 113000; …
    "#]].assert_eq(&in_full(&found[0]));
}

#[test]
fn trend_04_a_column_takes_small_numbers_along_but_no_0_that_stayed_0() {
    let with = |year, first: [u64; 2], factor: u64| {
        labour_force(year, first.into_iter().chain(LABOUR[2..].iter().map(|n| n * factor)))
    };
    let found = lines(&findings(&with(2023, [0, 10], 1000), &with(2022, [0, 1], 100)));
    assert_eq!(found, ["TREND-04 E12, E13, E14, E15, E16, E17, E18, E19, E20, E21"]);
}

#[test]
fn trend_04_names_the_columns_unless_it_is_the_whole_form() {
    let of = |n_columns: usize| {
        let mut form = filled("lmhtx", 2023);
        for (cell, people) in form.filling.counts.clone() {
            if cell.0 == province::form("hop-tac-xa") && cell.2.idx() < n_columns {
                form.filling.counts.insert(cell, people * 10);
            }
        }
        findings(&form, &filled("lmhtx", 2022))[0].words(Audience::Officer).message
    };
    let columns = "các số của cột “Số người đang làm việc” và “Dự kiến bổ sung thêm” gấp khoảng 10 lần số năm 2022";
    assert!(of(2).starts_with(columns), "{}", of(2));
    assert!(of(3).starts_with("các số của Biểu 05 gấp khoảng 10 lần số năm 2022"), "{}", of(3));
    let relatives = |year, factor: u64| {
        let row = |filled: Return, row, people: u64| filled.with("than-nhan-dang", row, "people", people * factor);
        let filled = row(good_in("btctu", year), "than-nhan-dang-vien", 310);
        row(row(filled, "than-nhan-cong-chuc", 120), "than-nhan-vien-chuc", 75)
    };
    let found = findings(&relatives(2023, 10), &relatives(2022, 1));
    let only = found.iter().find(|finding| finding.code() == Code::PowerOfTenSlip).expect("a slip");
    assert!(
        only.words(Audience::Officer).message.starts_with("các số của cột “Số người” gấp khoảng 10 lần"),
        "{}",
        only.words(Audience::Officer).message
    );
}

#[test]
fn trend_04_is_not_asked_of_a_cell_with_an_error() {
    let now = filled("bql-kkt", 2023).with("khu-kinh-te", "kkt-nha-nuoc", "decrease", 960);
    check(&now, &filled("bql-kkt", 2022), &["SUM-05 F11"]);
}

// ----------------------------------------------------------------------------------------- what fails because of a cause

/// The form of the economic zone with the numbers of each row in another order or size.
fn zone_with(change: impl Fn([u64; 3]) -> [u64; 3]) -> Return {
    let now = filled("bql-kkt", 2023);
    let columns = ["current", "increase", "decrease"];
    entered(&now, "khu-kinh-te").iter().fold(now, |now, row| {
        let count = |column| now.filling.counts[&province::cell(&now.year, "khu-kinh-te", row, column)];
        let changed = change(columns.map(count));
        columns.iter().zip(changed).fold(now, |now, (column, people)| now.with("khu-kinh-te", row, column, people))
    })
}

#[test]
fn what_fails_because_columns_are_swapped_is_said_with_the_swap() {
    let swapped = zone_with(|[current, increase, decrease]| [decrease, increase, current]);
    let all = findings(&swapped, &filled("bql-kkt", 2022));
    assert_eq!(lines(&all), ["TREND-02 D11, D12, D13, F11, F12, F13"], "{all:#?}");
    assert_eq!(
        (all[0].severity, all[0].words(Audience::Officer).hint.as_str()),
        (Severity::Error, "Đổi chỗ số của hai cột")
    );
    expect!["số của cột “Số người đang làm việc” và cột “Dự kiến giảm” có vẻ đổi chỗ cho nhau: đổi lại thì khớp với năm 2022; nếu để nguyên thì có 3 chỗ không hợp lý, ví dụ “Dự kiến giảm” 441 lớn hơn “Số người đang làm việc” 95, chênh 346 – dòng “Doanh nghiệp nhà nước”"].assert_eq(&all[0].words(Audience::Officer).message);
    // The file has to be sent again, as it had for what was taken back.
    let merged = compared(&swapped, &filled("bql-kkt", 2022));
    assert_eq!(merged.files[0].status, FileStatus::Rejected);
}

#[test]
fn a_swap_that_the_sender_explains_excuses_nothing() {
    let swapped = zone_with(|[current, increase, decrease]| [decrease, increase, current]);
    let explained = swapped.note("khu-kinh-te", "kkt-nha-nuoc", "Sắp xếp lại doanh nghiệp");
    let all = findings(&explained, &filled("bql-kkt", 2022));
    assert_eq!(lines(&all), ["SUM-05 F11", "SUM-05 F12", "SUM-05 F13", "TREND-02 D11, D12, D13, F11, F12, F13"]);
    assert!(all[3].is_explained());
}

/// The count that the shift pushed out of the column isn't known, and a check that needs it isn't held against the rest.
#[test]
fn what_fails_because_a_column_is_shifted_is_said_with_the_shift() {
    let with = |year, labour: [u64; 11]| {
        let filled = labour_force(year, labour.map(|n| n * 1000));
        let rows = entered(&filled, "lao-dong");
        let of_age = LABOUR.iter().map(|n| n * 1000 + if year == 2023 { 5_010 } else { 5_000 });
        rows.iter()
            .zip(of_age)
            .fold(filled, |filled, (row, people)| filled.with("lao-dong", row, "working-age", people))
    };
    let mut down = LABOUR;
    down.copy_within(0..10, 1);
    let all = findings(&with(2023, down), &with(2022, LABOUR));
    assert_eq!(lines(&all), ["TREND-03 E12, E13, E14, E15, E16, E17, E18, E19, E20, E21"], "{all:#?}");
    assert_eq!(all[0].severity, Severity::Error);
    assert!(
        all[0].words(Audience::Officer).message.contains("; nếu để nguyên thì có 5 chỗ không hợp lý, ví dụ "),
        "{}",
        all[0].words(Audience::Officer).message
    );
}

#[test]
fn what_fails_because_of_lost_noughts_is_said_with_them() {
    let in_thousands = zone_with(|[current, increase, decrease]| [current / 1000, increase, decrease]);
    let all = findings(&in_thousands, &filled("bql-kkt", 2022));
    assert_eq!(lines(&all), ["TREND-04 D11, D12, D13"], "{all:#?}");
    expect!["các số của cột “Số người đang làm việc” chỉ bằng khoảng 1/1.000 số năm 2022; nếu để nguyên thì có 3 chỗ không hợp lý, ví dụ “Dự kiến giảm” 95 lớn hơn “Số người đang làm việc” 0, chênh 95 – dòng “Doanh nghiệp nhà nước”"].assert_eq(&all[0].words(Audience::Officer).message);
}

// ----------------------------------------------------------------------------------------------- TREND-05: large changes

#[test]
fn trend_05_beyond_the_tolerance_and_of_some_size() {
    let before = || filled("lmhtx", 2022).with("hop-tac-xa", "htx-quan-ly", "current", 1000);
    let of = |people| filled("lmhtx", 2023).with("hop-tac-xa", "htx-quan-ly", "current", people);
    check(&of(1300), &before(), &[]);
    check(&of(1301), &before(), &["TREND-05 D12"]);
    check(&of(700), &before(), &[]);
    check(&of(699), &before(), &["TREND-05 D12"]);
    let few = |people| filled("lmhtx", 2022).with("hop-tac-xa", "htx-quan-ly", "decrease", people);
    let now = filled("lmhtx", 2023).with("hop-tac-xa", "htx-quan-ly", "decrease", 60);
    check(&now, &few(11), &[]);
    check(&now, &few(10), &["TREND-05 F12"]);
}

#[test]
fn trend_05_from_nobody_and_to_nobody() {
    let row = |filled: Return, current, increase| {
        filled.with("hop-tac-xa", "htx-quan-ly", "current", current).with(
            "hop-tac-xa",
            "htx-quan-ly",
            "increase",
            increase,
        )
    };
    let before = row(filled("lmhtx", 2022), 2_000, 0);
    let now = row(filled("lmhtx", 2023), 3_333, 450);
    expect![["
        dòng “Người quản lý, điều hành hợp tác xã”: cột “Số người đang làm việc” năm 2022 là 2.000, nay 3.333, tăng 66,7%; cột “Dự kiến bổ sung thêm” năm 2022 không có ai, nay 450
        Kiểm tra lại số; nếu số đã đúng thì ghi lý do tăng, giảm ở cột giải trình của dòng
        found 3333; 450
        expected từ 1400 đến 2600; không quá 49
    "]]
    .assert_eq(&in_full(&findings(&now, &before)[0]));
    let gone = &findings(&row(filled("lmhtx", 2023), 2_000, 0), &row(filled("lmhtx", 2022), 2_000, 450))[0];
    assert!(
        gone.words(Audience::Officer).message.ends_with("cột “Dự kiến bổ sung thêm” năm 2022 là 450, nay không còn ai"),
        "{}",
        gone.words(Audience::Officer).message
    );
}

#[test]
fn trend_05_the_note_of_the_row_explains_its_cells() {
    let now = filled("lmhtx", 2023).with("hop-tac-xa", "htx-quan-ly", "current", 9_000);
    let statuses = |merged: &Merged| -> BTreeMap<String, usize> {
        let mut by_status = BTreeMap::new();
        for observation in &merged.ledger.observations {
            *by_status.entry(observation.status.key().to_owned()).or_default() += 1;
        }
        by_status
    };
    let open = compared(&now, &filled("lmhtx", 2022));
    assert!(open.is_open());
    assert_eq!(statuses(&open), BTreeMap::from([("accepted".to_owned(), 9), ("queried".to_owned(), 1)]));
    let explained =
        compared(&now.note("hop-tac-xa", "htx-quan-ly", "Thành lập mới 40 hợp tác xã"), &filled("lmhtx", 2022));
    assert!(!explained.is_open());
    assert_eq!(statuses(&explained), BTreeMap::from([("accepted".to_owned(), 9), ("explained".to_owned(), 1)]));
}

// ----------------------------------------------------------------------------------------------------------- soundness

/// Counts of every size, as agencies have them.
fn counts(n: usize) -> impl Strategy<Value = Vec<u64>> {
    let size = prop_oneof![Just(0u64..=0), Just(1..=60), Just(60..=3_000), Just(3_000..=120_000)];
    proptest::collection::vec(size.prop_flat_map(|range| range), n)
}

/// What is found of an agency's numbers beside others, without files: one workbook lends the places.
fn of_numbers(code: &str, now: &[u64], before: &[u64]) -> Vec<Finding> {
    static READ: LazyLock<[Submission; 2]> = LazyLock::new(|| {
        ["bql-kkt", "btctu"].map(|code| good(code).received("tệp.xlsx").submission().expect("a return").clone())
    });
    let of_agency = |read: &&Submission| read.agency == province::agency(code);
    let mut submission = READ.iter().find(of_agency).expect("one of the two").clone();
    let entries = submission.forms.iter_mut().flat_map(|data| &mut data.entries);
    for (entry, people) in entries.zip(now) {
        entry.reading = Reading::Count { people: *people, remark: None };
    }
    let earlier: Counts = submission.observations().zip(before).map(|((cell, ..), people)| (cell, *people)).collect();
    let before = Before { year: &province::year(2022), counts: &earlier, is_restated: false };
    let mut findings = Vec::new();
    rules::against_earlier(&submission, &province::year(2023), &mut findings, &before);
    findings
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plain_growth_is_never_asked_about(
        before in counts(39),
        percent in proptest::collection::vec(81u64..=119, 39),
    ) {
        let now: Vec<u64> = before.iter().zip(&percent).map(|(n, percent)| n * percent / 100).collect();
        let found = of_numbers("btctu", &now, &before);
        prop_assert!(found.iter().all(|finding| finding.code() == Code::LastYearAgain), "{:?}", lines(&found));
    }

    #[test]
    fn every_large_change_is_in_exactly_one_finding(before in counts(9), now in counts(9)) {
        let found = of_numbers("bql-kkt", &now, &before);
        let mut asked: Vec<_> = found.iter().flat_map(|finding| finding.place.cells.clone()).collect();
        let n = asked.len();
        asked.sort_unstable();
        asked.dedup();
        prop_assert_eq!(n, asked.len(), "a cell is in two findings: {:?}", lines(&found));
        let is_large = |(now, before): &(&u64, &u64)| {
            let change = now.abs_diff(**before);
            change >= 50 && change * 100 > **before * 30
        };
        prop_assert!(n >= now.iter().zip(&before).filter(is_large).count(), "a change is in none: {:?}", lines(&found));
    }
}

#[test]
fn the_order_of_files_decides_nothing() {
    let received = || {
        let changed = filled("bql-kkt", 2023).with("khu-kinh-te", "kkt-fdi", "current", 5_000);
        vec![changed.received("a.xlsx"), filled("lmhtx", 2023).received("b.xlsx")]
    };
    let of = |received, earlier: &Earlier| {
        let merged = ledger::merge_after(received, province::year(2023), None, Some(earlier));
        assert_eq!(lines(&merged.files[0].findings), ["TREND-05 D13"]);
        format!("{:?} {:?}", merged.files, merged.ledger.observations)
    };
    let (first, second) = (filled("lmhtx", 2022), filled("bql-kkt", 2022));
    let reversed = of(received().into_iter().rev().collect(), &earlier(&[second.clone(), first.clone()]));
    assert!(of(received(), &earlier(&[first, second])) == reversed);
}

/// A year in which every number becomes anything from a third to three times of what it was seldom looks as if a line
/// had been moved.
#[test]
fn chance_seldom_looks_like_a_cause() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut causes = Vec::new();
    for _ in 0..1000 {
        let before = counts(9).new_tree(&mut runner).expect("numbers").current();
        let factors = proptest::collection::vec(30u64..=300, 9).new_tree(&mut runner).expect("numbers").current();
        let now: Vec<u64> = before.iter().zip(factors).map(|(n, factor)| n * factor / 100).collect();
        let found = lines(&of_numbers("bql-kkt", &now, &before));
        causes.extend(found.into_iter().filter(|line| !line.starts_with("TREND-05")));
    }
    assert!(causes.len() <= 10, "{} causes: {causes:?}", causes.len());
}

// ------------------------------------------------------------------------------------------------------------- commands

/// A finding's words.
fn in_full(finding: &Finding) -> String {
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    format!(
        "{}\n{}\nfound {}\nexpected {}\n",
        finding.words(Audience::Officer).message,
        finding.words(Audience::Officer).hint,
        part(&finding.words(Audience::Officer).found),
        part(&finding.words(Audience::Officer).expected)
    )
}

#[test]
fn the_commands_compare_with_the_earlier_workbook() {
    let folder = Folder::new();
    folder.put("2022/kkt.xlsx", filled("bql-kkt", 2022).bytes());
    folder.run(&["consolidate", "2022"]).exits(0);
    let doubled = filled("bql-kkt", 2023).with("khu-kinh-te", "kkt-fdi", "current", 300_000);
    folder.put("2023/kkt.xlsx", doubled.bytes());
    folder.run(&["consolidate", "2023"]).exits(0);
    let against = |command: &[&str]| folder.run(&[command, &["--previous", "so-tong-hop-2022.xlsx"]].concat());
    let words = "năm 2022 là 96.000, nay 300.000, tăng 212,5%";
    against(&["consolidate", "2023"]).exits(1).says("TREND-05").says(words).fits_the_screen();
    against(&["report", "2023", "--year", "2023"]).exits(1);
    against(&["validate", "2023/kkt.xlsx"]).exits(1).says(words).says("CẦN GIẢI TRÌNH").fits_the_screen();
    // What was asked stands in the workbook, and so in a report made of it.
    folder.run(&["report", "so-tong-hop-2023.xlsx", "--year", "2023"]).exits(1);
    let noted = doubled.note("khu-kinh-te", "kkt-fdi", "Hai khu công nghiệp mới hoạt động");
    folder.put("2023/kkt.xlsx", noted.bytes());
    against(&["consolidate", "2023"]).exits(0).says("Đơn vị giải trình: Hai khu công nghiệp mới hoạt động");
    against(&["report", "2023", "--year", "2023"]).exits(0);
}

#[test]
fn a_word_whose_meaning_is_asked_about_is_not_asked_about_twice() {
    let folder = Folder::new();
    folder.put("2022.xlsx", filled("bql-kkt", 2022).bytes());
    let word = Edit::of(&filled("bql-kkt", 2023).bytes()).set("Biểu 03", "E13", Value::Text("ko có".to_owned()));
    folder.put("2023.xlsx", word.save());
    folder.run(&["validate", "2023.xlsx", "--previous", "2022.xlsx"]).exits(1).says("CELL-15").says_nothing_of("TREND");
    let zero = filled("bql-kkt", 2023).with("khu-kinh-te", "kkt-fdi", "increase", 0);
    folder.put("2023.xlsx", zero.bytes());
    folder.run(&["validate", "2023.xlsx", "--previous", "2022.xlsx"]).exits(1).says("TREND-05");
}

#[test]
fn of_several_earlier_years_the_nearest_counts() {
    let folder = Folder::new();
    folder.put("2022/kkt.xlsx", filled("bql-kkt", 2022).bytes());
    folder.put("2023/kkt.xlsx", filled("bql-kkt", 2023).with("khu-kinh-te", "kkt-fdi", "current", 300_000).bytes());
    folder.put("2024/kkt.xlsx", filled("bql-kkt", 2024).with("khu-kinh-te", "kkt-fdi", "current", 310_000).bytes());
    folder.run(&["consolidate", "2022"]).exits(0);
    folder.run(&["consolidate", "2023"]).exits(0);
    let with = |years: &[&str]| {
        let books = years.iter().flat_map(|year| ["--previous".to_owned(), format!("so-tong-hop-{year}.xlsx")]);
        let args: Vec<String> = ["consolidate".to_owned(), "2024".to_owned()].into_iter().chain(books).collect();
        folder.run(&args.iter().map(String::as_str).collect::<Vec<_>>())
    };
    with(&["2022"]).exits(1).says("năm 2022 là 96.000, nay 310.000");
    with(&["2023", "2022"]).exits(0).says_nothing_of("TREND");
}

#[test]
fn an_agency_compares_with_its_own_file_of_last_year() {
    let folder = Folder::new();
    folder.put("2022.xlsx", filled("bql-kkt", 2022).bytes());
    folder.put("2023.xlsx", filled("bql-kkt", 2022).bytes());
    folder
        .run(&["validate", "2023.xlsx", "--previous", "2022.xlsx"])
        .exits(2)
        .says("không phải của năm trước năm 2022");
    let mut again = filled("bql-kkt", 2023);
    again.filling.counts = filled("bql-kkt", 2022).filling.counts;
    folder.put("2023.xlsx", again.bytes());
    folder.run(&["validate", "2023.xlsx", "--previous", "2022.xlsx"]).exits(1).says("giống hệt số năm 2022");
    folder.put("lmhtx.xlsx", filled("lmhtx", 2022).bytes());
    folder
        .run(&["validate", "2023.xlsx", "--previous", "lmhtx.xlsx"])
        .exits(2)
        .says("là số liệu của Liên minh")
        .says("không phải của");
    folder.put("ghi chú.txt", "không phải bảng tính");
    folder.run(&["validate", "2023.xlsx", "--previous", "ghi chú.txt"]).exits(2).says("không dùng được");
    assert!(usecase::receive(&again.bytes(), "2023.xlsx", plan()).findings.is_empty());
}

/// The earlier year's numbers of a return, marked as added up from only some units.
fn of_some_units(before: &Return) -> Earlier<'static> {
    let mut earlier = earlier(std::slice::from_ref(before));
    let extent = bhxh::rollup::UnitExtent { expected: 141, accepted: 40, ..bhxh::rollup::UnitExtent::default() };
    earlier.counts.mark_partial(plan().first_round(), before.agency, &extent, None);
    earlier
}

#[test]
fn a_missing_unit_explains_nothing_of_rows_that_it_does_not_fill() {
    let form = plan().form_by_code("hanh-chinh-su-nghiep").expect("a form");
    let of_all = |year: i32, people: u64| {
        let mut all = good_in("snv", year);
        all.filling.counts.values_mut().for_each(|of| *of = people);
        all
    };
    let before = of_all(2022, 1_000);
    let mut earlier = earlier(std::slice::from_ref(&before));
    let extent = bhxh::rollup::UnitExtent::parse("140/141 phu-rieng-phu-trung").expect("an extent");
    earlier.counts.mark_partial(plan().first_round(), before.agency, &extent, None);
    let is_asked = |row: &str, people: u64| {
        let mut now = of_all(2023, 1_010);
        let row = now.year.row_by_code(form, row).expect("a row");
        let cells = now.filling.counts.iter_mut().filter(|((in_form, of, _), _)| (*in_form, *of) == (form, row));
        cells.for_each(|(_, of)| *of = people);
        let merged = ledger::merge_after(vec![now.received("tệp.xlsx")], now.year, None, Some(&earlier));
        province::found(&merged.files[0].findings).iter().any(|code| code.starts_with("TREND"))
    };
    assert!(is_asked("hc-huyen-can-bo", 10_000), "no district was missing");
    assert!(is_asked("hc-tinh-can-bo", 3_000));
    assert!(!is_asked("hc-xa-can-bo", 10_000), "a commune was");
    assert!(is_asked("hc-xa-can-bo", 100), "but more communes can't be fewer people");
}

#[test]
fn units_missing_in_the_earlier_year_explain_growth_and_nothing_else() {
    let before = filled("bql-kkt", 2022);
    let asked = |now: &Return| {
        let merged = ledger::merge_after(
            vec![now.received("tệp.xlsx")],
            province::year(2023),
            None,
            Some(&of_some_units(&before)),
        );
        province::found(&merged.files[0].findings)
    };
    let scaled = |times: fn(u64) -> u64| {
        let mut now = filled("bql-kkt", 2023);
        now.filling.counts.values_mut().for_each(|people| *people = times(*people));
        now
    };
    assert_eq!(asked(&scaled(|people| people * 10)), [""; 0], "ten times as many, of three times as many units");
    assert_eq!(asked(&scaled(|people| people * 3)), [""; 0]);
    assert!(asked(&scaled(|people| people / 3)).contains(&"TREND-05"), "more units can't be fewer people");
    let mut again = filled("bql-kkt", 2023);
    again.filling.counts = before.filling.counts.clone();
    assert_eq!(asked(&again), ["TREND-01"]);
}
