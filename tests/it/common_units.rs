//! Two years of which one lacks units are compared by the units that both have, so that a missing unit hides no mistake in the others'
//! numbers and is no cause of a question itself.

use std::sync::LazyLock;

use bhxh::ledger::{self, Earlier};
use bhxh::plan::Plan;
use bhxh::problem::{Audience, Finding};
use bhxh::rules;
use bhxh::usecase;
use bhxh::value::grid::Value;

use crate::books::Edit;
use crate::province::{self, plan};
use crate::rollup::{checked, good_insured, province_with, rolled_up};
use crate::tiers::{bytes_of, of_unit};

static BTCTU: LazyLock<Plan> = LazyLock::new(|| plan().for_tier("btctu").expect("a tier of the plan"));

/// What Ban Tổ chức Tỉnh ủy hands in when these district committees report so many people in every cell.
fn of_units(units: &[(&str, u64)]) -> Vec<u8> {
    of_units_with(units, |_, _, people| people)
}

/// The same with what becomes of their numbers by the row and the column, from 0.
fn of_units_with(units: &[(&str, u64)], becomes: impl Fn(usize, usize, u64) -> u64) -> Vec<u8> {
    let file = |(code, people): &(&str, u64)| {
        let (name, mut filling) = of_unit(&BTCTU, code, *people);
        let cells: Vec<_> = filling.counts.keys().copied().collect();
        let mut rows: Vec<_> = cells.iter().map(|(form, row, _)| (*form, *row)).collect();
        rows.dedup();
        for (form, row, column) in cells {
            let nth = rows.iter().position(|of| *of == (form, row)).expect("a row of its own");
            filling.counts.insert((form, row, column), becomes(nth, column.idx(), *people));
        }
        (name, bytes_of(&BTCTU, code, &filling))
    };
    rolled_up(&BTCTU, &units.iter().map(file).collect::<Vec<_>>())
}

/// What a return is asked beside an earlier one.
fn asked(now: &[u8], then: &Earlier) -> Vec<Finding> {
    let (submission, _) = checked(now, plan());
    let mut findings = Vec::new();
    rules::against_earlier(&submission, &province::year(2023), &mut findings, &then.as_before(submission.round));
    findings
}

/// An earlier year as the collector's own return has it, and as the workbook of the province that it went into.
fn earlier(whole: &[u8]) -> [Earlier<'static>; 2] {
    let own = Earlier::of_submission(&checked(whole, plan()).0, plan()).expect("a year of the plan");
    let folder = province_with(whole);
    folder.run(&["consolidate", "inbox"]);
    [own, ledger::read_back(&folder.read("so-tong-hop-2023.xlsx"), plan()).expect("a workbook")]
}

const ALL: [(&str, u64); 3] = [("hu-bu-dang", 1_000), ("hu-bu-dop", 2_000), ("hu-loc-ninh", 4_000)];

/// The year before.
const BEFORE: [(&str, u64); 3] = [("hu-bu-dang", 1_010), ("hu-bu-dop", 2_010), ("hu-loc-ninh", 4_010)];

#[test]
fn last_years_numbers_again_are_seen_whichever_unit_is_missing() {
    let (all, few) = (of_units(&ALL), of_units(&ALL[..2]));
    for (now, then) in [(&all, &few), (&few, &all)] {
        for then in earlier(then) {
            let found = asked(now, &then);
            assert_eq!(province::found(&found), ["TREND-01"]);
            let message = &found[0].words(Audience::Officer).message;
            assert!(message.contains("không tính Huyện ủy Lộc Ninh"), "{message}");
        }
    }
}

#[test]
fn a_unit_that_one_year_lacks_is_no_growth_and_hides_none() {
    let all = of_units(&ALL);
    let few = of_units(&ALL[..2]);
    let grown = of_units(&[ALL[0], ("hu-bu-dop", 20_000), ALL[2]]);
    for then in earlier(&of_units(&BEFORE[..2])) {
        assert_eq!(province::found(&asked(&all, &then)), [""; 0], "twice as many, of one more unit");
        let found = asked(&grown, &then);
        let first = found.first().expect("a question");
        let words = first.words(Audience::Officer);
        let message = words.message;
        assert!(message.contains("là 3.020, nay 21.000"), "{message}");
        assert!(message.contains("không tính Huyện ủy Lộc Ninh, chưa đủ số ở một trong hai năm"), "{message}");
        assert_eq!(words.expected.as_deref(), Some(["từ 6114 đến 7926"; 3].join("; ").as_str()), "the number itself");
    }
    for then in earlier(&of_units(&BEFORE)) {
        assert_eq!(province::found(&asked(&few, &then)), [""; 0], "half as many, of one unit less");
        assert!(!asked(&of_units(&[ALL[0], ("hu-bu-dop", 200)]), &then).is_empty());
    }
    let ceased = of_units(&[("hu-bu-dang", 1_000), ("hu-bu-dop", 2_000)]);
    let mut whole = checked(&ceased, plan()).0;
    whole.units = None;
    for then in earlier(&of_units(&BEFORE)) {
        let mut findings = Vec::new();
        rules::against_earlier(&whole, &province::year(2023), &mut findings, &then.as_before(whole.round));
        let message = findings.first().expect("a question").words(Audience::Officer).message;
        assert!(message.contains("(Huyện ủy Lộc Ninh chỉ có ở năm 2023: 4.010)"), "{message}");
    }
    for then in earlier(&of_units(&[BEFORE[0], BEFORE[2]])) {
        assert_eq!(province::found(&asked(&few, &then)), [""; 0], "each year lacks another unit");
    }
}

#[test]
fn a_return_that_lost_its_sources_hides_no_mistake_of_units_that_its_cover_doesnt_name() {
    let lost = Edit::of(&of_units(&BEFORE[..2])).delete_sheet("Nguồn số liệu").delete_sheet("_bhxh_nguon").save();
    let grown = of_units(&[ALL[0], ("hu-bu-dop", 20_000), ALL[2]]);
    for then in earlier(&lost) {
        assert_eq!(province::found(&asked(&of_units(&ALL), &then)), [""; 0]);
        let found = asked(&grown, &then);
        let message = &found.first().expect("a question").words(Audience::Officer).message;
        assert!(message.contains("là 3.020, nay 21.000"), "{message}");
        assert!(message.contains("không tính Huyện ủy Lộc Ninh, chưa đủ số"), "{message}");
    }
}

/// With a cover that says that nobody is missing.
fn with_all_on_cover(book: Edit) -> Edit {
    let cover = book.0.sheet("Bìa").expect("a cover").clone();
    let texts: Vec<_> =
        cover.cells().filter_map(|(at, _)| Some((at.to_string(), cover.text(at)?.to_owned()))).collect();
    let missing = texts.iter().position(|(_, text)| text.starts_with("Chưa có số liệu")).expect("who is missing");
    let said = texts.iter().enumerate().filter_map(|(n, (at, text))| match text.starts_with("Tổng hợp từ") {
        true => Some((at, Value::Text("Tổng hợp từ 27/27 đơn vị".into()))),
        false => (n >= missing).then_some((at, Value::Blank)),
    });
    said.fold(book, |book, (at, value)| book.set("Bìa", at, value))
}

/// One whose cover says that all units are in is compared as if nobody had touched its sheets.
#[test]
fn a_return_that_lost_the_hidden_part_of_its_sources_has_the_units_that_its_cover_says() {
    let lost = with_all_on_cover(Edit::of(&of_units(&BEFORE))).delete_sheet("_bhxh_nguon").save();
    let grown = of_units(&[ALL[0], ("hu-bu-dop", 20_000), ALL[2]]);
    for then in earlier(&lost) {
        assert_eq!(province::found(&asked(&of_units(&ALL), &then)), [""; 0]);
        assert!(!asked(&grown, &then).is_empty());
    }
}

#[test]
fn causes_are_found_whichever_unit_is_missing() {
    // Every row has other numbers, and the last column fewer people than the first. The last row is another form's.
    let usual = |row: usize, column: usize, people: u64| people * (row as u64 * 3 + 1) / (column as u64 + 1);
    let words = |now: &[u8], then: &Earlier| -> Vec<(String, String, String)> {
        let found = asked(now, then).into_iter().map(|finding| {
            let words = finding.words(Audience::Officer);
            (finding.code().to_string(), words.message, words.hint)
        });
        found.collect()
    };
    for (now, then) in [(&ALL[..], &BEFORE[..2]), (&ALL[..2], &BEFORE[..])] {
        for then in earlier(&of_units_with(then, usual)) {
            assert_eq!(words(&of_units_with(now, usual), &then), []);
            let ten_times =
                |row, column, people| usual(row, column, people) * if (row, column) == (1, 0) { 10 } else { 1 };
            let [(code, message, hint)] = &words(&of_units_with(now, ten_times), &then)[..] else {
                panic!("one mistake")
            };
            assert_eq!(code, "TREND-04");
            assert!(
                message.contains("năm 2023 là 12.080, nay 120.000, gấp khoảng 10 lần (không tính Huyện"),
                "{message}"
            );
            // Nobody knows whether the unit that isn't compared made the same mistake.
            let beside = if now.len() == 3 { " khi không tính đơn vị thiếu số ở một năm" } else { "" };
            assert!(hint.contains(&format!("Có phải là 12.000{beside}?")), "{hint}");

            let column =
                |row, column, people| usual(row, column, people) * if column == 0 && row < 12 { 10 } else { 1 };
            let found = words(&of_units_with(now, column), &then);
            let [(code, message, _)] = &found[..] else { panic!("one mistake: {found:#?}") };
            assert!(code == "TREND-04" && message.contains("các số của cột"), "{message}");

            let swapped = |row, column, people| usual([1, 0].get(row).copied().unwrap_or(row), column, people);
            let found = words(&of_units_with(now, swapped), &then);
            let [(code, message, _)] = &found[..] else { panic!("one mistake: {found:#?}") };
            assert!(code == "TREND-02" && message.contains("(không tính Huyện ủy Lộc Ninh,"), "{message}");
        }
    }
}

#[test]
fn a_number_changed_by_hand_is_compared_as_it_stands() {
    let all = of_units(&ALL);
    let at =
        checked(&all, plan()).0.forms[0].entries.iter().find(|entry| entry.people() == Some(7_000)).map(|of| of.at);
    let at = at.expect("a number of all units").to_string();
    let sheet = checked(&all, plan()).0.forms[0].sheet.to_string();
    let changed = |people: f64| Edit::of(&all).set(&sheet, &at, Value::Number(people)).save();
    for then in earlier(&of_units(&BEFORE[..2])) {
        let found = asked(&changed(70_000.0), &then);
        assert_eq!(province::found(&found), ["TREND-04"]);
        assert!(found[0].words(Audience::Officer).hint.contains("Có phải là 7.000?"), "the whole number of the cell");
        assert_eq!(province::found(&asked(&changed(70.0), &then)), ["TREND-05"], "less than the unit that was missing");
        assert_eq!(province::found(&asked(&changed(7_100.0), &then)), [""; 0]);
    }
}

#[test]
fn without_its_sources_no_note_of_a_unit_answers_for_the_return() {
    let every: Vec<(&str, u64)> = BTCTU.agencies.iter().map(|unit| (unit.code.as_str(), 100)).collect();
    let before = of_units(&every);
    let grown = every.iter().map(|(unit, people)| (*unit, if *unit == "hu-bu-dang" { 9_000 } else { *people }));
    let grown = of_units(&grown.collect::<Vec<_>>());
    let gone = |bytes: &[u8]| Edit::of(bytes).delete_sheet("_bhxh_nguon").delete_sheet("Nguồn số liệu").save();
    let hand_filled = |bytes: &[u8]| crate::rollup::without_statement(&gone(bytes));
    let is_open = |bytes: &[u8], note: &str| {
        let (submission, _) = checked(bytes, plan());
        let data = &submission.forms[0];
        let edit = data.rows.iter().flatten().fold(Edit::of(bytes), |edit, row| {
            edit.set(&data.sheet, &format!("H{}", row.at + 1), Value::Text(note.to_owned()))
        });
        let found = asked(&edit.save(), &Earlier::of_submission(&checked(&before, plan()).0, plan()).expect("a year"));
        let here = found.iter().filter(|of| of.place.sheet.as_deref() == Some(&*data.sheet));
        let trend: Vec<bool> =
            here.filter(|of| of.code().to_string().starts_with("TREND")).map(Finding::is_open).collect();
        assert!(!trend.is_empty() && trend.windows(2).all(|pair| pair[0] == pair[1]), "{found:#?}");
        trend[0]
    };
    let (copied, own) = ("Huyện ủy Bù Đốp: tuyển mới theo QĐ 15", "Nhận người của Huyện ủy Phú Riềng");
    for bytes in [gone(&grown), Edit::of(&grown).delete_sheet("_bhxh_nguon").save()] {
        assert!(is_open(&bytes, copied), "of a unit, and nobody knows which one grew");
        assert!(is_open(&bytes, &format!("{copied}; nghỉ hưu 3 người")), "that may be the unit's as well");
        assert!(is_open(&bytes, "Ghi chú của 9 đơn vị: xem trang “Nguồn số liệu”"));
        assert!(is_open(&bytes, "đã kiểm tra"), "no reason, as with the sources");
        assert!(!is_open(&bytes, own) && !is_open(&bytes, &format!("{own}; {copied}")));
    }
    assert!(!is_open(&hand_filled(&grown), copied), "its cover says nothing of units: as one filled in by hand");
}

/// The messages of CROSS-04 about a province in which Ban Tổ chức Tỉnh ủy hands in this, beside an earlier year.
fn insured_beyond(now: &[u8], insured: &[u8], then: Option<&Earlier>) -> Vec<String> {
    let files = province::all_good().into_iter().map(|(name, bytes)| match name.as_str() {
        "btctu.xlsx" => usecase::receive(now, &name, plan()),
        "bhxh-tinh.xlsx" => usecase::receive(insured, &name, plan()),
        _ => usecase::receive(&bytes, &name, plan()),
    });
    let merged = ledger::merge_after(files.collect(), province::year(2023), None, then);
    let findings = merged.files.iter().flat_map(|file| &file.findings);
    let of_cross = findings.filter(|finding| finding.code().to_string() == "CROSS-04");
    of_cross.map(|finding| finding.words(Audience::Officer).message).collect()
}

#[test]
fn missing_units_explain_no_more_than_they_may_have() {
    let (all, few) = (of_units(&ALL), of_units(&ALL[..2]));
    // All but three units are missing in both years, so that nobody knows how many they have.
    let insured = good_insured();
    for then in earlier(&all) {
        assert_eq!(insured_beyond(&few, &insured, Some(&then)), [""; 0], "the others may have any number");
    }
    assert_eq!(insured_beyond(&few, &insured, None), [""; 0]);
    let every: Vec<(&str, u64)> = BTCTU.agencies.iter().map(|unit| (unit.code.as_str(), 100)).collect();
    let (whole, without_one) = (of_units(&every), of_units(&every[1..]));
    for then in earlier(&whole) {
        let [message] = &insured_beyond(&without_one, &insured, Some(&then))[..] else { panic!("one sector") };
        assert!(
            message.contains("các đơn vị còn thiếu, theo số năm 2023, chỉ giải thích được nhiều nhất"),
            "{message}"
        );
    }
    assert_eq!(insured_beyond(&without_one, &insured, None), [""; 0], "without an earlier year nobody knows");
}

/// Sở Nội vụ collects from h-2, which fills every row, and from communes.
static WITH_COMMUNES_OF_ITS_OWN: LazyLock<Plan> = LazyLock::new(|| {
    let communes = ["x-1", "x-2", "x-3"].map(|code| format!("{{ code = \"{code}\", name = \"Đơn vị {code}\" }}"));
    let group = format!(
        "[[tier.group]]\ncode = \"xa\"\nname = \"Xã\"\nrows = [\"hc-xa-*\"]\nunits = [{}]\n",
        communes.join(", ")
    );
    let text = crate::levels::plan_text(&[("snv", "20/6", &["h-2"])]) + &group;
    bhxh::plan::load(&text).expect("a plan")
});

#[test]
fn a_column_that_is_ten_times_too_small_is_one_question_with_rows_that_lack_units() {
    let plan = &*WITH_COMMUNES_OF_ITS_OWN;
    let tier = plan.for_tier("snv").expect("a tier");
    let of = |units: &[(&str, u64)]| {
        let file = |(code, people): &(&str, u64)| {
            let (name, filling) = crate::tiers::of_unit(&tier, code, *people);
            (name, crate::tiers::bytes_of(&tier, code, &filling))
        };
        rolled_up(&tier, &units.iter().map(file).collect::<Vec<_>>())
    };
    let then = Earlier::of_submission(&checked(&of(&[("h-2", 9_000), ("x-1", 3_000), ("x-2", 3_000)]), plan).0, plan);
    let then = then.expect("a year");
    let now = Edit::of(&of(&[("h-2", 900), ("x-1", 300), ("x-3", 300)]));
    let now = now.delete_sheet("Nguồn số liệu").delete_sheet("_bhxh_nguon").save();
    let (submission, mut findings) = checked(&now, plan);
    rules::against_earlier(
        &submission,
        &plan.year(2023).expect("a year"),
        &mut findings,
        &then.as_before(submission.round),
    );
    let trend: Vec<_> = findings.iter().filter(|of| of.code().to_string().starts_with("TREND")).collect();
    assert!(!trend.is_empty() && trend.iter().all(|of| of.code().to_string() == "TREND-04"), "{findings:#?}");
    let sheets: std::collections::BTreeSet<_> = trend.iter().map(|of| of.place.sheet.clone()).collect();
    assert_eq!(sheets.len(), trend.len(), "one of each form: {findings:#?}");
    let messages: Vec<String> = trend.iter().map(|of| of.words(Audience::Officer).message).collect();
    let with_communes =
        messages.iter().find(|message| message.contains("không tính Đơn vị x-2")).expect("one with communes");
    assert!(with_communes.contains("chưa tách được số của Đơn vị x-3"), "{with_communes}");
}
