//! What is entered into a template comes back as it was entered, with nothing to say about it.

use std::collections::BTreeMap;

use bhxh::intake;
use bhxh::intake::submission::Submission;
use bhxh::template::{self, Filling};
use bhxh::usecase;
use bhxh::value::text;
use chrono::NaiveDate;
use proptest::prelude::*;

use crate::books::{self, Edit};
use crate::province::{self, Return, plan};

/// What was entered, as it should be read back.
fn entered(submission: &Submission) -> Filling {
    let mut filling = Filling {
        as_of: submission.cover.as_of,
        sent_on: submission.cover.sent_on,
        revision: Some(submission.cover.revision),
        prepared_by: submission.cover.prepared_by.clone(),
        phone: submission.cover.phone.clone(),
        signed_by: submission.cover.signed_by.clone(),
        ..Filling::default()
    };
    for (cell, entry, _) in submission.observations() {
        filling.counts.insert((cell.form, cell.row, cell.column), entry.people().expect("a count"));
    }
    for data in &submission.forms {
        for row in province::year(submission.year).row_ids(data.form) {
            if let Some(note) = submission.note(data.form, row) {
                filling.notes.insert((data.form, row), note.to_owned());
            }
        }
    }
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    filling.difficulties = submission.difficulties.iter().map(|d| (text(&d.difficulty), text(&d.proposal))).collect();
    filling
}

/// The lines in which two fillings differ.
fn differences(a: &Filling, b: &Filling) -> Vec<String> {
    let lines = |filling: &Filling| -> Vec<String> {
        let counts = filling.counts.iter().map(|(cell, people)| format!("{cell:?}: {people}"));
        let notes = filling.notes.iter().map(|(row, note)| format!("{row:?}: {note}"));
        let rest = Filling { counts: BTreeMap::new(), notes: BTreeMap::new(), ..filling.clone() };
        counts.chain(notes).chain([format!("{rest:?}")]).collect()
    };
    let (a, b) = (lines(a), lines(b));
    let missing = a.iter().filter(|line| !b.contains(line)).map(|line| format!("entered: {line}"));
    missing.chain(b.iter().filter(|line| !a.contains(line)).map(|line| format!("read: {line}"))).collect()
}

/// Reads a file that must be acceptable and say what was filled in; gives the codes of what is noted.
#[track_caller]
pub fn comes_back(filled: &Return, bytes: &[u8]) -> Vec<&'static str> {
    let received = usecase::receive(bytes, "tệp.xlsx", plan());
    let found = province::lines(&received.findings);
    let submission = received.submission().unwrap_or_else(|| panic!("not understood: {:#?}", received.findings));
    assert!(intake::is_acceptable(&received), "{:#?}", received.findings);
    assert_eq!(submission.agency, filled.agency);
    assert_eq!(submission.year, filled.year.year);
    let different = differences(&filled.filling, &entered(submission));
    assert!(different.is_empty(), "{found:?}\n{}", different.join("\n"));
    province::found(&received.findings)
}

#[test]
fn every_agency_gets_back_what_it_filled_in() {
    for year in [plan().first_year, plan().last_year] {
        for code in province::codes() {
            let filled = province::good_in(code, year);
            assert!(comes_back(&filled, &filled.bytes()).is_empty(), "{code} {year}");
        }
    }
}

#[test]
fn another_programs_file_says_the_same() {
    for code in province::codes() {
        let filled = province::good(code).with_optional_forms();
        let saved = Edit::of(&filled.bytes()).save();
        assert!(comes_back(&filled, &saved).is_empty(), "{code}");
        assert_eq!(books::dump(&books::open(&saved)), books::dump(&books::open(&filled.bytes())), "{code}");
    }
}

#[test]
fn a_blank_template_reports_each_form_once_and_no_total() {
    for code in province::codes() {
        let year = province::year(2023);
        let agency = province::agency(code);
        let blank = template::workbook(&year, agency, &Filling::default()).expect("a workbook");
        let received = usecase::receive(&blank, "tệp.xlsx", plan());
        let forms = plan().agency(agency).forms.iter().filter(|form| !plan().form(**form).optional).count();
        let expected: Vec<&str> = ["FILE-15"].into_iter().chain(vec!["CELL-01"; forms]).collect();
        assert_eq!(province::found(&received.findings), expected, "{code}");
        assert_eq!(received.submission().expect("a submission").observations().count(), 0, "{code}");
    }
}

/// Text as people write it, with what formulas, XML and CSV stumble over.
fn words() -> impl Strategy<Value = String> {
    let any = "[=+@<&\"'A-Za-zăâđêôơưĐỒẾạ0-9][ <>&\"'=;:.,/A-Za-zăâđêôơưĐỒẾạ0-9-]{0,40}[A-Za-zđệ.?!]";
    // A bare number among the notes would be said to count for nothing.
    let words = any.prop_filter("words have letters", |text| text.contains(|c: char| c.is_alphabetic() && c != 'x'));
    // By chance some read as typed in an old font, and would be converted.
    words.prop_filter("words in Unicode", |text| text::legacy(text).is_none())
}

fn returns() -> impl Strategy<Value = Return> {
    let agencies = prop::sample::select(province::codes());
    // A telephone has six digits or more, and who signs has a name.
    let phone = words().prop_map(|words| format!("0912345678 {words}"));
    let signer = words().prop_map(|words| format!("Nguyễn Văn An {words}"));
    let cover = (1u32..=9999, 1u32..=30, prop::option::of(words()), prop::option::of(phone), signer);
    let numbers = prop::collection::vec(0u64..=250_000, 1..60);
    let difficulties = prop::collection::vec((words(), prop_oneof![Just(String::new()), words()]), 0..15);
    let notes = prop::collection::vec((any::<prop::sample::Index>(), words()), 0..5);
    (agencies, 2022i32..=2025, cover, numbers, difficulties, notes).prop_map(
        |(code, year, (revision, day, prepared_by, phone, signed_by), numbers, difficulties, notes)| {
            let mut filled = province::good_in(code, year);
            let filling = &mut filled.filling;
            filling.sent_on = NaiveDate::from_ymd_opt(year, 6, day);
            (filling.revision, filling.prepared_by, filling.phone) = (Some(revision), prepared_by, phone);
            (filling.signed_by, filling.difficulties) = (Some(signed_by), difficulties);
            let rows: BTreeMap<_, ()> = filling.counts.keys().map(|(form, row, _)| ((*form, *row), ())).collect();
            let rows: Vec<_> = rows.into_keys().collect();
            filling.notes = notes.into_iter().map(|(idx, note)| (*idx.get(&rows), note)).collect();
            enter(&mut filled, &numbers);
            filled
        },
    )
}

/// Enters numbers that agree with the plan's checks: parts within wholes, and the same totals by sector and by area.
fn enter(filled: &mut Return, numbers: &[u64]) {
    let year = &filled.year;
    let at = |n: usize| numbers[n % numbers.len()];
    let keys: Vec<_> = filled.filling.counts.keys().copied().collect();
    for (n, (form, row, column)) in keys.into_iter().enumerate() {
        let key = plan().form(form).columns[column.idx()].key.as_str();
        // The rows of sectors and areas have one number each, areas beyond the sectors none.
        let own = match (year.row(form, row).sector, year.row(form, row).area) {
            (Some(sector), _) if key.starts_with("insured") => at(sector.idx()),
            (_, Some(_)) if key.starts_with("insured") && row.idx() > plan().sectors.len() => 0,
            (_, Some(_)) if key.starts_with("insured") => at(row.idx() - 1),
            _ => at(n),
        };
        let people = match key {
            "decrease" | "insured-unemployment" | "labour-force" => own / 2,
            "current" | "increase" | "people" | "insured-compulsory" | "working-age" => own + 250_000,
            _ => 50,
        };
        let no_one = key == "insured-compulsory" && own == 0 && row.idx() > plan().sectors.len();
        filled.filling.counts.insert((form, row, column), if no_one { 0 } else { people });
    }
    let voluntary = ("bao-luu-tu-nguyen", "dang-tham-gia-tu-nguyen", "people");
    if filled.agency == province::agency("bhxh-tinh") {
        let cell = province::cell(&filled.year, voluntary.0, voluntary.1, voluntary.2);
        filled.filling.counts.insert(cell, 550);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_that_agrees_comes_back_without_a_finding(filled in returns()) {
        prop_assert_eq!(comes_back(&filled, &filled.bytes()), Vec::<&str>::new());
    }
}
