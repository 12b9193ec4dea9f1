//! Which files count, whatever their order and however many are read at once.

use bhxh::indicator::completeness;
use bhxh::intake::Received;
use bhxh::ledger::{self, FileRecord, FileStatus, Merged};
use bhxh::problem::{Audience, Code, Finding};
use bhxh::usecase;
use bhxh::value::grid::Value;
use proptest::prelude::*;
use rayon::prelude::*;

use crate::books::Edit;
use crate::province::{self, day, found, good, plan};

fn merge(received: Vec<Received>) -> Merged<'static> {
    ledger::merge(received, province::year(2023), None)
}

/// Every file's path, status and codes; then the agencies that sent something.
fn summary(merged: &Merged) -> Vec<String> {
    let codes = |findings: &[Finding]| found(findings).iter().map(|code| format!(" {code}")).collect::<String>();
    let files = merged.files.iter().map(|file| format!("{} {}{}", file.path, file.status.key(), codes(&file.findings)));
    let sent = merged.agencies.iter().filter(|record| record.file.is_some());
    let agencies = sent.map(|record| {
        let file = &merged.file(record.file.expect("a file")).path;
        format!("{}: {} {file}", plan().agency(record.agency).code, record.status.key())
    });
    files.chain(agencies).collect()
}

/// Everything that a merge decided, for comparison.
fn everything(merged: &Merged) -> String {
    format!("{:?} {:?} {:?}", merged.files, merged.agencies, merged.ledger.observations)
}

/// Files of all fates.
fn inbox() -> Vec<Received> {
    vec![
        good("ctk").received("1/ctk.xlsx"),
        good("ctk").received("2/ctk.xlsx"),
        good("ctk").revision(2).received("ctk 2.xlsx"),
        good("snv").received("snv.xlsx"),
        good("snv").with("than-nhan-hanh-chinh", "than-nhan-cong-chuc", "people", 7).received("snv-sửa.xlsx"),
        good("sngv").without("to-chuc-quoc-te", "quoc-te", "people").received("sngv.xlsx"),
        usecase::receive(b"%PDF-1.4 scan", "bản quét.pdf", plan()),
        usecase::receive(b"", "rỗng.xlsx", plan()),
        province::good_in("ldld", 2022).received("năm trước.xlsx"),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_files_decides_nothing(shuffled in Just(inbox()).prop_shuffle()) {
        prop_assert_eq!(everything(&merge(shuffled)), everything(&merge(inbox())));
    }
}

#[test]
fn the_number_of_threads_decides_nothing() {
    let files = province::all_good();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let receive = || files.par_iter().map(|(name, bytes)| usecase::receive(bytes, name, plan())).collect();
        everything(&merge(pool.install(receive)))
    };
    assert!(with(1) == with(8));
}

#[test]
fn every_file_has_one_fate() {
    let expected = [
        "1/ctk.xlsx superseded MERGE-02",
        "2/ctk.xlsx duplicate MERGE-01",
        "bản quét.pdf ignored FILE-16",
        "ctk 2.xlsx accepted",
        "năm trước.xlsx rejected FILE-09",
        "rỗng.xlsx rejected FILE-03",
        "sngv.xlsx rejected CELL-01",
        "snv-sửa.xlsx conflict MERGE-03",
        "snv.xlsx conflict MERGE-03",
        "snv: conflict snv-sửa.xlsx",
        "sngv: rejected sngv.xlsx",
        "ctk: accepted ctk 2.xlsx",
    ];
    // The file of last year is its agency's only one, which sent nothing for this year.
    assert_eq!(summary(&merge(inbox())), expected);
}

#[test]
fn a_conflict_names_every_cell_that_differs() {
    let one = good("ctk").received("a.xlsx");
    let other = good("ctk").with("lao-dong", "ubnd-bu-dop", "labour-force", 900).with(
        "lao-dong",
        "ubnd-bu-dang",
        "working-age",
        1300,
    );
    let merged = merge(vec![one, other.received("b.xlsx")]);
    let found: Vec<Option<String>> =
        merged.files.iter().map(|file| file.findings[0].words(Audience::Officer).found).collect();
    let expected = [
        "Biểu 09 E17: 1.000 ≠ 900; Biểu 09 D20: 1.200 ≠ 1.300",
        "Biểu 09 E17: 900 ≠ 1.000; Biểu 09 D20: 1.300 ≠ 1.200",
    ];
    assert_eq!(found, expected.map(|said| Some(said.to_owned())));
    assert!(merged.ledger.observations.is_empty());
}

/// What the one finding of every file says of the others.
fn conflicts(merged: &Merged<'_>) -> Vec<String> {
    let found = |file: &FileRecord| {
        let finding = file.findings.iter().find(|finding| finding.code() == Code::Conflict);
        finding.and_then(|finding| finding.words(Audience::Officer).found).expect("the differences")
    };
    let conflicting = merged.files.iter().filter(|file| file.status == FileStatus::Conflict);
    conflicting.map(|file| format!("{} | {}", file.path, found(file))).collect()
}

#[test]
fn a_conflict_beside_the_counts_names_what_differs() {
    let one = || {
        let mut one = good("ctk").note("lao-dong", "ubnd-bu-dop", "đã rà soát");
        one.filling.phone = Some("0271 1".to_owned());
        one.filling.difficulties.clear();
        one
    };
    let mut other = one().sent_on(Some(day("2023-06-02"))).note("lao-dong", "ubnd-bu-dop", "chưa rà soát");
    other.filling.phone = None;
    other.filling.difficulties = vec![("Thiếu người".to_owned(), "Thêm người".to_owned())];
    let merged = merge(vec![one().sent_on(Some(day("2023-06-01"))).received("a.xlsx"), other.received("b.xlsx")]);
    let expected = "Bìa, Ngày gửi: “1/6/2023” ≠ “2/6/2023”; Bìa, Điện thoại liên hệ: “0271 1” ≠ trống; \
        Biểu 09, ghi chú hàng 17: “đã rà soát” ≠ “chưa rà soát”; \
        Khó khăn, vướng mắc, đề xuất, khó khăn thứ 1: trống ≠ “Thiếu người”; \
        Khó khăn, vướng mắc, đề xuất, đề xuất thứ 1: trống ≠ “Thêm người”";
    assert_eq!(conflicts(&merged)[0], format!("a.xlsx | {expected}"));
}

#[test]
fn numbers_outside_of_the_tables_keep_files_from_being_the_same() {
    let bytes = good("ctk").bytes();
    let stray = Edit::of(&bytes).set("Biểu 09", "K3", Value::Number(7.0)).save();
    let files = vec![good("ctk").received("a.xlsx"), usecase::receive(&stray, "b.xlsx", plan())];
    let merged = merge(files);
    assert_eq!(
        conflicts(&merged),
        ["a.xlsx | Biểu 09 K3, số ngoài bảng: trống ≠ “7”", "b.xlsx | Biểu 09 K3, số ngoài bảng: “7” ≠ trống"]
    );
}

#[test]
fn each_of_three_files_is_compared_with_each_other() {
    let with = |people| good("ctk").with("lao-dong", "ubnd-bu-dop", "labour-force", people);
    let again = usecase::receive(&Edit::of(&with(900).bytes()).save(), "b lưu lại.xlsx", plan());
    let merged =
        merge(vec![with(800).received("a.xlsx"), with(900).received("b.xlsx"), again, with(950).received("c.xlsx")]);
    let expected = [
        "a.xlsx | b lưu lại.xlsx: Biểu 09 E17: 800 ≠ 900\nc.xlsx: Biểu 09 E17: 800 ≠ 950",
        "b lưu lại.xlsx | a.xlsx: Biểu 09 E17: 900 ≠ 800\nc.xlsx: Biểu 09 E17: 900 ≠ 950",
        "c.xlsx | a.xlsx: Biểu 09 E17: 950 ≠ 800\nb lưu lại.xlsx: Biểu 09 E17: 950 ≠ 900",
    ];
    assert_eq!(conflicts(&merged), expected);
    let summary = summary(&merged);
    assert!(summary.contains(&"b.xlsx duplicate MERGE-01".to_owned()), "{summary:?}");
    let message = &merged.files[0].findings[0].words(Audience::Officer).message;
    assert_eq!(
        message,
        "cùng là lần gửi 1 nhưng khác tệp “b lưu lại.xlsx” ở 1 chỗ: Biểu 09 E17: 800 ≠ 900; khác tệp “c.xlsx” ở 1 chỗ: \
         Biểu 09 E17: 800 ≠ 950"
    );
}

#[test]
fn the_same_return_saved_by_another_program_is_a_duplicate_and_no_conflict() {
    let bytes = good("ctk").bytes();
    let saved = usecase::receive(&Edit::of(&bytes).save(), "lưu lại.xlsx", plan());
    let merged = merge(vec![good("ctk").received("ctk.xlsx"), saved]);
    assert_eq!(summary(&merged), ["ctk.xlsx accepted", "lưu lại.xlsx duplicate MERGE-01", "ctk: accepted ctk.xlsx"]);
}

#[test]
fn a_rejected_newer_revision_leaves_the_older_one_and_says_so() {
    let broken = good("ctk").revision(2).without("lao-dong", "ubnd-bu-dop", "labour-force").received("2.xlsx");
    let merged = merge(vec![good("ctk").received("1.xlsx"), broken]);
    assert_eq!(summary(&merged), ["1.xlsx accepted MERGE-06", "2.xlsx rejected CELL-01", "ctk: accepted 1.xlsx"]);
    assert!(merged.is_open());
}

/// Neither the one without errors nor the first by path is taken: the other may be the one that was meant.
#[test]
fn a_copy_of_the_same_revision_with_an_error_is_a_conflict() {
    for revision in [1, 2] {
        let good = || good("ctk").revision(revision);
        let broken = || {
            good().with("lao-dong", "ubnd-bu-dang", "labour-force", 999).without(
                "lao-dong",
                "ubnd-bu-dop",
                "labour-force",
            )
        };
        for [of_good, of_broken] in [["a.xlsx", "b.xlsx"], ["b.xlsx", "a.xlsx"]] {
            let merged = merge(vec![good().received(of_good), broken().received(of_broken)]);
            let status = |path| merged.files.iter().find(|file| file.path == path).expect("it").status;
            assert_eq!([of_good, of_broken].map(status), [FileStatus::Conflict; 2]);
            let of_broken = merged.files.iter().find(|file| file.path == of_broken).expect("it");
            assert_eq!(found(&of_broken.findings), ["CELL-01", "MERGE-03"], "its error is said as well");
            assert!(conflicts(&merged)[0].contains("E17"), "{:?}", conflicts(&merged));
            assert!(merged.ledger.observations.is_empty());
        }
    }
}

#[test]
fn a_rejected_older_revision_is_replaced() {
    let broken = good("ctk").without("lao-dong", "ubnd-bu-dop", "labour-force").received("1.xlsx");
    let merged = merge(vec![broken, good("ctk").revision(2).received("2.xlsx")]);
    assert_eq!(summary(&merged), ["1.xlsx superseded MERGE-02", "2.xlsx accepted", "ctk: accepted 2.xlsx"]);
    assert!(!merged.is_open());
}

#[test]
fn files_sent_after_the_day_of_the_count_are_left_aside() {
    let early = good("ctk").sent_on(Some(day("2023-06-10")));
    let late = good("ctk").revision(2).sent_on(Some(day("2023-06-20")));
    let undated = good("snv").sent_on(None);
    let files = || vec![early.received("1.xlsx"), late.received("2.xlsx"), undated.received("3.xlsx")];
    let merged = ledger::merge(files(), province::year(2023), Some(day("2023-06-15")));
    let expected = [
        "1.xlsx accepted",
        "2.xlsx ignored MERGE-05",
        "3.xlsx accepted FILE-15 MERGE-07",
        "snv: accepted 3.xlsx",
        "ctk: accepted 1.xlsx",
    ];
    assert_eq!(summary(&merged), expected);
    let on_the_day = ledger::merge(files(), province::year(2023), Some(day("2023-06-20")));
    assert_eq!(summary(&on_the_day)[..2], ["1.xlsx superseded MERGE-02", "2.xlsx accepted"]);
}

#[test]
fn what_is_sent_after_the_day_of_the_count_is_not_sent_in_time_either() {
    let late = good("ctk").sent_on(Some(day("2023-06-20")));
    let files = ["1.xlsx", "copy.xlsx"].map(|path| late.received(path)).to_vec();
    let on = |as_of: &str| {
        let merged = ledger::merge(files.clone(), province::year(2023), Some(day(as_of)));
        let completeness = completeness::completeness(&merged, day(as_of));
        (completeness.n_received(), completeness.n_sent_on_time())
    };
    assert_eq!([on("2023-06-19"), on("2023-06-20")], [(0, 0), (1, 1)]);
}

#[test]
fn the_due_date_itself_is_on_time() {
    let on_time = |sent: Option<&str>| {
        let filled = good("ctk").sent_on(sent.map(day));
        let merged = merge(vec![filled.received("ctk.xlsx")]);
        merged.agencies.iter().find(|record| record.agency == filled.agency).expect("it").on_time
    };
    assert_eq!(
        [on_time(Some("2023-06-30")), on_time(Some("2023-07-01")), on_time(None)],
        [Some(true), Some(false), None]
    );
}

#[test]
fn every_count_is_in_the_ledger_once_with_its_cell() {
    let files = province::all_good().into_iter().map(|(name, bytes)| usecase::receive(&bytes, &name, plan()));
    let files: Vec<Received> = files.collect();
    let merged = merge(files.clone());
    let expected: usize = province::codes().into_iter().map(|code| good(code).filling.counts.len()).sum();
    assert_eq!(merged.ledger.observations.len(), expected);
    for observation in &merged.ledger.observations {
        let path = &merged.file(observation.file).path;
        let file = files.iter().find(|file| file.path == *path).expect("its file");
        let submission = file.submission().expect("a submission");
        let (_, entry, data) =
            submission.observations().find(|(cell, ..)| *cell == observation.cell).expect("its entry");
        assert_eq!(
            (entry.people(), entry.at, &*data.sheet),
            (Some(observation.people), observation.at, merged.ledger.sheet(observation))
        );
    }
}

#[test]
fn another_years_file_is_not_superseded_by_this_years() {
    let of_2022 = province::good_in("ldld", 2022).received("ldld 2022.xlsx");
    let merged = merge(vec![of_2022, good("ldld").revision(2).received("ldld 2023.xlsx")]);
    let expected = ["ldld 2022.xlsx rejected FILE-09", "ldld 2023.xlsx accepted", "ldld: accepted ldld 2023.xlsx"];
    assert_eq!(summary(&merged), expected);
}
