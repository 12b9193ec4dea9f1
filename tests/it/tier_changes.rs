//! Tiers that change from one year to the next: what a missing unit hides then, who answers for a number, and whom a plan forgets.

use std::sync::LazyLock;

use bhxh::ledger::Earlier;
use bhxh::plan::{EMBEDDED, Plan};
use bhxh::problem::{Audience, Finding};
use bhxh::rules;
use bhxh::value::grid::{Address, Value};

use crate::books::Edit;
use crate::harness::Folder;
use crate::levels::{handed_in, plan_text};
use crate::province::plan;
use crate::rollup::{checked, files, rolled_up, with_number};

fn loaded(tiers: &[(&str, &str, &[&str])]) -> Plan {
    bhxh::plan::load(&plan_text(tiers)).expect("a plan")
}

const OF_H1: [&str; 3] = ["x-1", "x-2", "x-3"];

/// Two districts, the first of which collects from three communes.
static WITH_COMMUNES: LazyLock<Plan> =
    LazyLock::new(|| loaded(&[("snv", "20/6", &["h-1", "h-2"]), ("h-1", "10/6", &OF_H1)]));

/// What is asked about a return of this plan beside an earlier one of another plan.
fn asked_beside((now, of_now): (&[u8], &Plan), (then, of_then): (&[u8], &Plan)) -> Vec<Finding> {
    let then = Earlier::of_submission(&checked(then, of_then).0, of_then).expect("a year");
    let (submission, mut findings) = checked(now, of_now);
    let year = of_now.year(2023).expect("a year");
    rules::against_earlier(&submission, &year, &mut findings, &then.as_before(submission.round));
    findings.into_iter().filter(|finding| finding.code().to_string() != "FILE-15").collect()
}

fn messages(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| finding.words(Audience::Officer).message).collect()
}

#[test]
fn a_collector_that_is_new_and_lacks_a_unit_hides_nobody_elses_growth() {
    let before = loaded(&[("snv", "20/6", &["h-1", "h-2"])]);
    let communes = |people: u64| [("x-1", people), ("x-2", 300)];
    let then = handed_in(&before, &[], &[("h-1", 1_000), ("h-2", 300)]);
    let asked = |of_h1: &[(&str, u64)], h2: u64| {
        let now = handed_in(&WITH_COMMUNES, of_h1, &[("h-2", h2)]);
        messages(&asked_beside((&now, &WITH_COMMUNES), (&then, &before)))
    };
    assert_eq!(asked(&communes(300), 310), [""; 0], "the commune that is missing may have the others");
    let other = asked(&communes(300), 3_000);
    assert!(!other.is_empty() && other.iter().all(|message| message.contains("không tính Đơn vị h-1")), "{other:#?}");
    let own = asked(&communes(9_000), 310);
    assert!(own.iter().any(|message| message.contains("là 1.300, nay 9.610")), "{own:#?}");
}

#[test]
fn a_cover_without_sheets_names_the_missing_units_two_levels_up_too() {
    let [districts, communes] = ["snv", "h-1"].map(|tier| WITH_COMMUNES.for_tier(tier).expect("a tier"));
    let file = |tier: &Plan, (code, people): (&str, u64)| {
        let (name, filling) = crate::tiers::of_unit(tier, code, people);
        (name, crate::tiers::bytes_of(tier, code, &filling))
    };
    let of_h1 = rolled_up(&communes, &[("x-1", 300), ("x-2", 200)].map(|unit| file(&communes, unit)));
    let lost = Edit::of(&of_h1).delete_sheet("Nguồn số liệu").delete_sheet("_bhxh_nguon").save();
    let then = rolled_up(&districts, &[("h-1_2023.xlsx".to_owned(), lost), file(&districts, ("h-2", 300))]);
    let asked = |x_2: u64| {
        let now = handed_in(&WITH_COMMUNES, &[("x-1", 310), ("x-2", x_2), ("x-3", 610)], &[("h-2", 310)]);
        messages(&asked_beside((&now, &WITH_COMMUNES), (&then, &WITH_COMMUNES)))
    };
    assert_eq!(asked(206), [""; 0]);
    let grown = asked(2_060);
    assert!(!grown.is_empty() && grown.iter().all(|message| message.contains("không tính Đơn vị x-3")), "{grown:#?}");
}

#[test]
fn a_unit_that_leaves_a_collector_whose_sheets_are_lost_is_no_new_one() {
    let before = loaded(&[("snv", "20/6", &["h-1", "h-2"]), ("h-1", "10/6", &["x-1", "x-2", "x-3"])]);
    let after = loaded(&[("snv", "20/6", &["h-1", "h-2", "x-2"]), ("h-1", "10/6", &["x-1", "x-3"])]);
    let [districts, communes] = ["snv", "h-1"].map(|tier| before.for_tier(tier).expect("a tier"));
    let file = |tier: &Plan, (code, people): (&str, u64)| {
        let (name, filling) = crate::tiers::of_unit(tier, code, people);
        (name, crate::tiers::bytes_of(tier, code, &filling))
    };
    let of_h1 = rolled_up(&communes, &[("x-1", 300), ("x-2", 100), ("x-3", 200)].map(|unit| file(&communes, unit)));
    let lost = Edit::of(&of_h1).delete_sheet("Nguồn số liệu").delete_sheet("_bhxh_nguon").save();
    let then = rolled_up(&districts, &[("h-1_2023.xlsx".to_owned(), lost), file(&districts, ("h-2", 300))]);
    let asked = |of_h1: &[(&str, u64)], h_2: u64| {
        let now = handed_in(&after, of_h1, &[("h-2", h_2), ("x-2", 103)]);
        messages(&asked_beside((&now, &after), (&then, &before)))
    };
    assert_eq!(asked(&[("x-1", 309), ("x-3", 206)], 309), [""; 0]);
    assert_eq!(asked(&[("x-1", 309)], 309), [""; 0], "x-3 is missing");
    let grown = asked(&[("x-1", 309)], 3_090);
    assert!(!grown.is_empty() && grown.iter().all(|message| !message.contains("chỉ có ở")), "{grown:#?}");
    assert!(grown.iter().all(|message| message.contains("không tính Đơn vị h-1; Đơn vị x-2")), "{grown:#?}");
}

#[test]
fn a_collector_whose_units_have_ended_collects_from_nobody() {
    let text = crate::levels::plan_text(&[("snv", "20/6", &["h-1", "h-2"]), ("h-1", "10/6", &["x-1"])]);
    let ended = text.replace("name = \"Đơn vị x-1\"", "name = \"Đơn vị x-1\", until = \"2022-12-31\"");
    let plan = bhxh::plan::load(&ended).expect("a plan").for_tier("h-1").expect("a tier");
    let level = plan.level.as_ref().expect("a level");
    assert_eq!([2022, 2023].map(|year| level.collects_in(year)), [true, false]);
}

#[test]
fn a_unit_that_the_plan_doesnt_know_is_left_out_by_the_name_that_the_return_gives_it() {
    let with = loaded(&[("snv", "20/6", &["h-1", "h-2", "h-9"])]);
    let without = loaded(&[("snv", "20/6", &["h-1", "h-2"])]);
    let now = handed_in(&without, &[], &[("h-1", 1_000), ("h-2", 20_000)]);
    let then = handed_in(&with, &[], &[("h-1", 1_000), ("h-9", 500)]);
    // The earlier year lacks h-2, this one knows nothing of h-9.
    assert!(!asked_beside((&now, &without), (&then, &without)).is_empty());
    let lacks_unknown = handed_in(&with, &[], &[("h-1", 9_000), ("h-2", 300)]);
    let then = handed_in(&with, &[], &[("h-1", 900), ("h-2", 300), ("h-9", 5_000)]);
    let said = messages(&asked_beside((&lacks_unknown, &without), (&then, &without)));
    assert!(!said.is_empty() && said.iter().all(|message| message.contains("không tính Đơn vị h-9")), "{said:#?}");
}

static BTCTU: LazyLock<Plan> = LazyLock::new(|| plan().for_tier("btctu").expect("a tier of the plan"));

/// Two district committees' numbers, with notes of theirs.
fn of_committees(units: &[(&str, u64, &str)]) -> Vec<u8> {
    let file = |(code, people, note): &(&str, u64, &str)| {
        let (name, mut filling) = crate::tiers::of_unit(&BTCTU, code, *people);
        if !note.is_empty() {
            let rows: Vec<_> = filling.counts.keys().map(|(form, row, _)| (*form, *row)).collect();
            filling.notes.extend(rows.into_iter().map(|at| (at, (*note).to_owned())));
        }
        (name, crate::tiers::bytes_of(&BTCTU, code, &filling))
    };
    rolled_up(&BTCTU, &units.iter().map(file).collect::<Vec<_>>())
}

/// Whether every question about a return of committees is answered; there are some.
fn is_answered(now: &[u8], then: &[u8]) -> bool {
    let trend: Vec<Finding> = asked_beside((now, plan()), (then, plan()));
    let trend: Vec<&Finding> = trend.iter().filter(|of| of.code().to_string().starts_with("TREND")).collect();
    assert!(!trend.is_empty());

    trend.iter().all(|finding| !finding.is_open())
}

#[test]
fn only_a_reason_of_who_changed_answers_a_question_about_a_sum() {
    let then = of_committees(&[("hu-bu-dang", 1_000, ""), ("hu-bu-dop", 900, "")]);
    let grown = |note: &str, other: &str| of_committees(&[("hu-bu-dang", 1_000, other), ("hu-bu-dop", 9_500, note)]);
    assert!(is_answered(&grown("nhận người của Sở Xây dựng", ""), &then));
    assert!(is_answered(&grown("sáp nhập", ""), &then));
    for no_reason in ["", "đã kiểm tra", "ok", "Số liệu đúng theo thực tế"] {
        assert!(!is_answered(&grown(no_reason, "nhận người của Sở Xây dựng"), &then), "{no_reason}");
    }
    let lost = Edit::of(&then).delete_sheet("Nguồn số liệu").delete_sheet("_bhxh_nguon").save();
    assert!(is_answered(&grown("nhận người của Sở Xây dựng", ""), &lost), "so many people can have caused it");
    let fallen = of_committees(&[("hu-bu-dang", 1_000, "tinh giản biên chế"), ("hu-bu-dop", 90, "nghỉ hưu nhiều")]);
    assert!(is_answered(&fallen, &then));
    assert!(!is_answered(&fallen, &lost), "nobody knows who shrank");
}

#[test]
fn a_number_that_was_changed_by_hand_is_asked_about_once() {
    let then = rolled_up(&BTCTU, &files(&BTCTU, &crate::rollup::UNITS));
    let changed = with_number(&then, None);
    let found = asked_beside((&changed, plan()), (&then, plan()));
    let at = |code: &str| found.iter().find(|of| of.code().to_string() == code).map(|of| of.place.cells.clone());
    let by_hand = at("SUM-06").expect("it is asked about");
    let others = found.iter().filter(|of| of.code().to_string().starts_with("TREND"));
    assert!(others.into_iter().all(|of| !of.place.cells.contains(&by_hand[0])), "{:#?}", messages(&found));
    let explained = with_number(&then, Some("bổ sung người của Trường Chính trị"));
    let found = asked_beside((&explained, plan()), (&then, plan()));
    assert!(found.iter().all(|of| !of.is_open()), "one reason answers both: {:#?}", messages(&found));
}

#[test]
fn numbers_are_said_to_be_counted_only_where_a_return_has_them() {
    let own = "số của đơn vị đã nằm trong biểu của Ban Tổ chức Tỉnh ủy";
    let (name, bytes) = files(&BTCTU, &["hu-bu-dang"]).remove(0);
    let folder = Folder::new();
    folder.put(&format!("inbox/{name}"), bytes);
    let consolidate = ["consolidate", "inbox", "--year", "2023"];
    folder.run(&consolidate).says("FILE-19").says_nothing_of(own);
    folder.put("inbox/btctu.xlsx", rolled_up(&BTCTU, &files(&BTCTU, &["vptu", "hctd"])));
    folder.run(&consolidate).says("FILE-19").says_nothing_of(own);
    let this_file = (name.clone(), folder.read(&format!("inbox/{name}")));
    folder.put("inbox/btctu.xlsx", rolled_up(&BTCTU, &[files(&BTCTU, &["vptu"]).remove(0), this_file]));
    folder.run(&consolidate).says("FILE-19").says(own);
    // A later file of the same unit.
    let (_, mut filling) = crate::tiers::of_unit(&BTCTU, "hu-bu-dang", 77);
    filling.revision = Some(2);
    folder.put(&format!("inbox/{name}"), crate::tiers::bytes_of(&BTCTU, "hu-bu-dang", &filling));
    folder.run(&consolidate).says("FILE-19").says("được tổng hợp từ một tệp khác của đơn vị").says_nothing_of(own);
}

/// The plan's text with another unit in place of one of Sở Nội vụ's, and one more of Ban Tổ chức Tỉnh ủy's.
fn text_with(of_snv: &str, of_btctu: &str) -> String {
    let stp = "{ code = \"stp\", name = \"Sở Tư pháp\" },";
    assert!(EMBEDDED.contains(stp));
    let first = EMBEDDED.find("{ code = \"hctd\"").expect("a unit of btctu");
    let text = format!("{}{of_btctu}{}", &EMBEDDED[..first], &EMBEDDED[first..]);
    text.replacen(stp, of_snv, 1)
}

#[test]
fn a_unit_that_reports_to_nobody_for_a_year_is_remarked_on() {
    let remarks = |until: &str, code: &str, from: &str| -> Vec<String> {
        let text = text_with(
            &format!("{{ code = \"stp\", name = \"Sở Tư pháp\", until = \"{until}\" }},"),
            &format!("{{ code = \"{code}\", name = \"Sở Tư pháp\", from = \"{from}\" }}, "),
        );
        bhxh::plan::load(&text).expect("a plan").remarks().iter().map(ToString::to_string).collect()
    };
    assert_eq!(remarks("2023-12-31", "stp", "2024-01-01"), [""; 0]);
    assert_eq!(remarks("2023-12-31", "tu-phap", "2024-01-01"), [""; 0]);
    for code in ["stp", "tu-phap"] {
        let [said] = &remarks("2022-12-31", code, "2024-01-01")[..] else { panic!("one remark") };
        assert!(said.contains("“Sở Tư pháp” (`stp` ở bậc thu `snv`"), "{said}");
        assert!(said.contains("năm 2023 không gửi số cho bậc thu nào"), "{said}");
    }
    // From one day to the next, but the second collects earlier in the year.
    let text = text_with(
        "{ code = \"stp\", name = \"Sở Tư pháp\", until = \"2023-06-15\" },",
        "{ code = \"tu-phap\", name = \"Sở Tư pháp\", from = \"2023-06-16\" }, ",
    );
    let due = text.find("agency = \"btctu\"\ntitle").map(|at| at + text[at..].find("due = ").expect("a due date"));
    let due = due.expect("the tier");
    let text = format!("{}{}", &text[..due], text[due..].replacen("due = \"20/6\"", "due = \"10/6\"", 1));
    let remarks = bhxh::plan::load(&text).expect("a plan").remarks();
    assert_eq!(remarks.len(), 1, "{remarks:#?}");
}

#[test]
fn a_collector_that_ends_before_its_units_do_is_refused() {
    let text = plan_text(&[("snv", "20/6", &["h-1", "h-2"]), ("h-1", "10/6", &["x-1", "h-1"])]);
    let first = "{ code = \"h-1\", name = \"Đơn vị h-1\" }";
    let ended = text.replacen(first, "{ code = \"h-1\", name = \"Đơn vị h-1\", until = \"2023-12-31\" }", 1);
    let said = bhxh::plan::load(&ended).expect_err("refused").to_string();
    assert!(said.contains("năm 2024 các đơn vị vẫn gửi số cho bậc thu `h-1`"), "{said}");
    let both = ended
        .replacen(
            "{ code = \"x-1\", name = \"Đơn vị x-1\" }",
            "{ code = \"x-1\", name = \"Đơn vị x-1\", until = \"2023-12-31\" }",
            1,
        )
        .replacen(first, "{ code = \"h-1\", name = \"Đơn vị h-1\", until = \"2023-12-31\" }", 1);
    assert!(bhxh::plan::load(&both).is_ok(), "nobody reports to it any more");
}

#[test]
fn the_order_of_difficulties_goes_on_and_words_in_place_of_a_day_are_told() {
    let folder = Folder::new();
    for (n, (name, bytes)) in files(&BTCTU, &crate::rollup::UNITS[..2]).into_iter().enumerate() {
        let (sheet, said) = (bhxh::plan::keys::DIFFICULTIES_SHEET, Value::Text(format!("Khó khăn thứ {n}")));
        folder.put(
            &format!("don-vi/{name}"),
            Edit::of(&bytes).set(sheet, "B7", said).set(sheet, "C7", Value::Blank).save(),
        );
    }
    let consolidate = ["consolidate", "--for", "btctu", "don-vi", "--today", "2023-06-19"];
    folder.run(&consolidate);
    let first = folder.read("btctu_2023.xlsx");
    let cell = |at: &str| {
        let book = crate::books::open(&first);
        let sheet = book.sheet(bhxh::plan::keys::DIFFICULTIES_SHEET).expect("the sheet").clone();
        sheet.text(Address::parse(at).expect("an address")).expect("a difficulty").to_owned()
    };
    let [one, other] = ["B7", "B8"].map(cell);
    let book = crate::books::open(&first);
    let cover = book.sheet("Bìa").expect("a cover");
    let row = cover.cells().find(|(_, cell)| cell.value == Value::Text("sent_on".to_owned())).expect("a field").0.row;
    let day = cover.row(row).find(|(_, cell)| matches!(cell.value, Value::Date(_))).expect("the day").0;
    let edited = Edit::of(&first)
        .set(bhxh::plan::keys::DIFFICULTIES_SHEET, "B7", Value::Text(other.clone()))
        .set(bhxh::plan::keys::DIFFICULTIES_SHEET, "B8", Value::Text(one.clone()))
        .set("Bìa", &day.to_string(), Value::Text("chiều thứ sáu".to_owned()));
    folder.put("btctu_2023.xlsx", edited.save());
    let run = folder.run(&consolidate).says("thứ tự các khó khăn, đề xuất");
    run.says("“chiều thứ sáu” (biểu mới ghi 19/6/2023)");
    let said: Vec<String> = checked(&folder.read("btctu_2023.xlsx"), plan())
        .0
        .difficulties
        .into_iter()
        .filter_map(|of| of.difficulty)
        .collect();
    assert!(said[0].contains("thứ 1") && said[1].contains("thứ 0"), "{said:?}");
    folder.run(&consolidate).says_nothing_of("thứ tự các khó khăn");
}
