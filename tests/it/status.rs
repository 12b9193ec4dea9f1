//! `bhxh status` and `bhxh calendar` as an officer runs them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::{Command, Output};

use bhxh::indicator::completeness::{self, State};
use bhxh::intake::{self, Unread};
use bhxh::ledger::{self, Actor, Merged, OfficerReason};
use bhxh::output::letter::Letter;
use bhxh::plan::{self, Plan, PlanYear};
use bhxh::problem::Audience;
use bhxh::problem::unreadable::Unopened;
use bhxh::template::{self, Filling};
use bhxh::usecase;
use bhxh::usecase::mark::Marking;
use bhxh::value::grid::in_ranges;
use chrono::NaiveDate;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, month, day).expect("a date")
}

/// A complete submission, every entered cell the same, with `change` applied.
fn filled(year: &PlanYear, agency: &str, sent_on: NaiveDate, change: impl Fn(&mut Filling)) -> Vec<u8> {
    let id = year.plan.agency_by_code(agency).expect("an agency of the plan");
    let mut filling = Filling { as_of: Some(day(6, 1)), sent_on: Some(sent_on), ..Filling::default() };
    (filling.prepared_by, filling.phone) = (Some("Nguyễn Văn A".to_owned()), Some("0271 3888 888".to_owned()));
    filling.signed_by = Some("Trần Thị B".to_owned());
    for form in year.plan.agency(id).forms.iter().filter(|form| !year.plan.form(**form).optional) {
        for row in year.entered_rows(*form) {
            for column in year.column_ids(*form) {
                filling.counts.insert((*form, row, column), 40);
            }
        }
    }
    change(&mut filling);
    template::workbook(year, id, &filling).expect("a template")
}

fn merge<'p>(year: &PlanYear<'p>, files: &[(&str, Vec<u8>)]) -> Merged<'p> {
    let received = files.iter().map(|(path, bytes)| usecase::receive(bytes, path, year.plan)).collect();
    ledger::merge(received, *year, None)
}

/// Leaves the first few cells blank, which is an error in each.
fn forget(n: usize) -> impl Fn(&mut Filling) {
    move |filling| {
        let first: Vec<_> = filling.counts.keys().take(n).copied().collect();
        for cell in first {
            filling.counts.remove(&cell);
        }
    }
}

/// Every count the same, but those of the insured, where two ways of counting must agree: eleven areas, seven sectors.
fn even(filling: &mut Filling, year: &PlanYear, agency: &str, people: u64) {
    if agency != "bhxh-tinh" {
        return filling.counts.values_mut().for_each(|count| *count = people);
    }
    let sectors = year.plan.form_by_code("tham-gia-khoi").expect("a form of the plan");
    let (first, last) = (year.entered_rows(sectors).next(), year.entered_rows(sectors).last());
    for ((form, row, _), count) in &mut filling.counts {
        *count = match year.row(*form, *row).code.as_str() {
            "dang-tham-gia-tu-nguyen" => 11,
            // Nobody of the last sector is liable for unemployment insurance.
            _ if (*form, Some(*row)) == (sectors, first) => 6,
            _ if (*form, Some(*row)) == (sectors, last) => 0,
            _ => 1,
        };
    }
}

fn states(merged: &Merged, today: NaiveDate) -> BTreeMap<String, State> {
    let code = |standing: &completeness::Standing| merged.year.plan.agency(standing.agency).code.clone();
    let completeness = completeness::completeness(merged, today);
    completeness.agencies.iter().map(|standing| (code(standing), standing.state)).collect()
}

fn letter(merged: &Merged, agency: &str, today: NaiveDate) -> Vec<u8> {
    let completeness = completeness::completeness(merged, today);
    let id = merged.year.plan.agency_by_code(agency).expect("an agency of the plan");
    let standing = completeness.agencies.iter().find(|standing| standing.agency == id).expect("of the year");
    let letter = Letter { merged, completeness: &completeness, standing, reply_by: day(7, 15), enclosed: &[] };
    letter.message().files("cong-van")[0].bytes.clone()
}

/// The text of a document, a line for each paragraph.
fn text_of(docx: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).expect("a package");
    let mut xml = String::new();
    archive.by_name("word/document.xml").expect("the document").read_to_string(&mut xml).expect("UTF-8");
    let mut reader = quick_xml::Reader::from_str(&xml);
    let mut text = String::new();
    loop {
        use quick_xml::events::Event;
        match reader.read_event().expect("well-formed") {
            Event::Text(piece) => text.push_str(&piece),
            Event::GeneralRef(name) => text.push_str(match &*name {
                "lt" => "<",
                "gt" => ">",
                "amp" => "&",
                "quot" => "\"",
                _ => "'",
            }),
            Event::End(end) if end.name().as_ref() == "w:p" => text.push('\n'),
            Event::Eof => return text,
            _ => {}
        }
    }
}

fn standing_days(plan: &Plan, sent_on: NaiveDate) -> (Option<i64>, usize) {
    let year = plan.year(2023).expect("a year of the plan");
    let merged = merge(&year, &[("sngv.xlsx", filled(&year, "sngv", sent_on, |_| {}))]);
    let completeness = completeness::completeness(&merged, day(7, 5));
    let standing = completeness.agencies.iter().find(|standing| standing.file.is_some()).expect("one sent");
    assert_eq!(standing.state, State::Accepted, "{:#?}", merged.files);
    (standing.days, completeness.n_on_time())
}

#[test]
fn days_are_counted_from_the_last_day_in_time() {
    let inclusive = plan::embedded();
    assert_eq!(standing_days(&inclusive, day(6, 29)), (Some(-1), 1));
    assert_eq!(standing_days(&inclusive, day(6, 30)), (Some(0), 1));
    assert_eq!(standing_days(&inclusive, day(7, 1)), (Some(1), 0));
    let strict = plan::load(&plan::EMBEDDED.replace("due_inclusive = true", "due_inclusive = false")).expect("a plan");
    assert_eq!(standing_days(&strict, day(6, 29)), (Some(0), 1));
    assert_eq!(standing_days(&strict, day(6, 30)), (Some(1), 0));
    assert_eq!(standing_days(&strict, day(7, 1)), (Some(2), 0));
}

#[test]
fn the_days_left_are_counted_to_the_last_day_in_time() {
    let days = |text: &str, today| {
        let plan = plan::load(text).expect("a plan");
        let year = plan.year(2023).expect("a year of the plan");
        completeness::completeness(&merge(&year, &[]), today).agencies[0].days
    };
    let strict = plan::EMBEDDED.replace("due_inclusive = true", "due_inclusive = false");
    let of = |text: &str| [day(6, 29), day(6, 30), day(7, 1)].map(|today| days(text, today).expect("a due date"));
    assert_eq!(of(plan::EMBEDDED), [-1, 0, 1]);
    assert_eq!(of(&strict), [0, 1, 2]);
}

#[test]
fn every_agency_has_its_state_and_the_numbers_count_what_is_accepted() {
    let plan = plan::embedded();
    let year = plan.year(2023).expect("a year of the plan");
    let more = |filling: &mut Filling| filling.counts.values_mut().for_each(|people| *people = 50);
    let second = |filling: &mut Filling| filling.revision = Some(2);
    let files = [
        ("lmhtx-1.xlsx", filled(&year, "lmhtx", day(6, 2), |_| {})),
        ("lmhtx-2.xlsx", filled(&year, "lmhtx", day(7, 2), second)),
        ("snv.xlsx", filled(&year, "snv", day(6, 2), forget(2))),
        ("ctk-a.xlsx", filled(&year, "ctk", day(6, 2), |_| {})),
        ("ctk-b.xlsx", filled(&year, "ctk", day(6, 2), more)),
        ("sngv_2023.xlsx", b"PK\x03\x04 cut short".to_vec()),
        ("khac.xlsx", b"PK\x03\x04 cut".to_vec()),
        ("ldld.xlsx", filled(&year, "ldld", day(6, 2), |_| {})),
    ];
    let merged = merge(&year, &files);
    let states = states(&merged, day(7, 5));
    let of = |code: &str| states[code];
    assert_eq!(of("lmhtx"), State::Accepted);
    assert_eq!(of("snv"), State::Rejected);
    assert_eq!(of("ctk"), State::Conflict);
    assert_eq!(of("sngv"), State::Unreadable);
    assert_eq!(of("btctu"), State::NotReceived);
    let completeness = completeness::completeness(&merged, day(7, 5));
    assert_eq!(
        (completeness.n_expected(), completeness.n_received(), completeness.n_accepted(), completeness.n_on_time()),
        (19, 5, 2, 1)
    );
    let superseded: usize = completeness.agencies.iter().map(|standing| standing.n_superseded).sum();
    assert_eq!(superseded, 1);
    let unknown: Vec<&str> = completeness.other_files.iter().map(|(n, _)| merged.file(*n).path.as_str()).collect();
    assert_eq!(unknown, ["khac.xlsx"]);
}

#[test]
fn states_have_the_keys_of_the_json_and_the_words_of_an_office() {
    assert_eq!(
        State::ALL.map(|state| (state.key(), state.label())),
        [
            ("not-received", "Chưa gửi"),
            ("unreadable", "Không dùng được"),
            ("rejected", "Trả lại"),
            ("conflict", "Mâu thuẫn"),
            ("query-open", "Cần giải trình"),
            ("accepted", "Đã nhận"),
        ]
    );
}

/// The files with which an agency has something to do, whether it is late, and whether it is written to.
fn open_late_and_letter(files: &[(&str, Vec<u8>)], agency: &str, today: NaiveDate) -> (Vec<String>, bool, bool) {
    let plan = plan::embedded();
    let merged = merge(&plan.year(2023).expect("a year of the plan"), files);
    let completeness = completeness::completeness(&merged, today);
    let id = plan.agency_by_code(agency).expect("an agency of the plan");
    let standing = completeness.agencies.iter().find(|standing| standing.agency == id).expect("of the year");
    let open = standing.open_files.iter().map(|n| merged.file(*n).path.clone()).collect();
    (open, standing.is_late(), standing.needs_letter())
}

#[test]
fn who_is_late_silent_or_has_something_open_is_written_to() {
    let plan = plan::embedded();
    let year = plan.year(2023).expect("a year of the plan");
    let of = |files: &[(&str, Vec<u8>)], today| open_late_and_letter(files, "sngv", today);
    let none = || Vec::<String>::new();
    let sent = |name, on, change: &dyn Fn(&mut Filling)| (name, filled(&year, "sngv", on, change));
    let good = |_: &mut Filling| {};
    assert_eq!(of(&[], day(6, 30)), (none(), false, true));
    assert_eq!(of(&[], day(7, 1)), (none(), true, true));
    assert_eq!(of(&[sent("a.xlsx", day(6, 30), &good)], day(7, 5)), (none(), false, false));
    assert_eq!(of(&[sent("a.xlsx", day(7, 1), &good)], day(7, 5)), (none(), true, true));
    // A correction that must be corrected itself, beside the first revision that counts meanwhile.
    let spoiled = |filling: &mut Filling| {
        forget(1)(filling);
        filling.revision = Some(2);
    };
    let both = [sent("a.xlsx", day(6, 2), &good), sent("b.xlsx", day(6, 3), &spoiled)];
    assert_eq!(of(&both, day(6, 5)), (vec!["b.xlsx".to_owned()], false, true));
}

#[test]
fn a_broken_copy_of_what_counts_and_an_older_rejected_file_ask_for_nothing() {
    let plan = plan::embedded();
    let year = plan.year(2023).expect("a year of the plan");
    let good = ("a.xlsx", filled(&year, "sngv", day(6, 2), |_| {}));
    let broken = ("sngv_2023.xlsx", b"PK\x03\x04 cut short".to_vec());
    assert_eq!(open_late_and_letter(&[good, broken.clone()], "sngv", day(6, 5)), (vec![], false, false));
    let text = text_of(&letter(&merge(&year, std::slice::from_ref(&broken)), "sngv", day(6, 5)));
    assert!(text.contains("tệp không sử dụng được") && !text.contains("không ghi ngày gửi"), "{text}");
    let alone = open_late_and_letter(&[broken], "sngv", day(6, 5));
    assert_eq!(alone, (vec!["sngv_2023.xlsx".to_owned()], false, true));
    let revision = |revision: u32| {
        move |filling: &mut Filling| {
            forget(1)(filling);
            filling.revision = Some(revision);
        }
    };
    let files = [1, 2].map(|n| filled(&year, "sngv", day(6, 2), revision(n)));
    let [first, second] = files;
    let files = [("a.xlsx", first), ("b.xlsx", second), ("công văn.pdf", b"%PDF-1.7".to_vec())];
    assert_eq!(open_late_and_letter(&files, "sngv", day(6, 5)), (vec!["b.xlsx".to_owned()], false, true));
    // Whose they are is known, or nobody has to know.
    assert!(completeness::completeness(&merge(&year, &files), day(6, 5)).other_files.is_empty());
}

/// The run isn't clean, the officer looks at it, and nobody is written to or gets anything back.
#[test]
fn a_spoilt_copy_of_what_counts_is_the_officers_everywhere() {
    let plan = plan::embedded();
    let year = plan.year(2023).expect("a year of the plan");
    let good = ("a.xlsx", filled(&year, "sngv", day(6, 2), |_| {}));
    let broken = ("sngv_2023.xlsx", b"PK\x03\x04 cut short".to_vec());
    let merged = merge(&year, &[good, broken.clone()]);
    let sngv = plan.agency_by_code("sngv").expect("an agency of the plan");
    let actors = |merged: &Merged| merged.needs_action().into_values().collect::<Vec<_>>();
    assert_eq!(actors(&merged), [Actor::Officer(sngv, OfficerReason::SpoiltCopy)]);
    assert!(merged.is_open() && Marking::of_year(&merged, day(6, 5)).jobs.is_empty());
    let listed = completeness::completeness(&merged, day(6, 5)).other_files;
    assert_eq!(listed.into_iter().map(|(_, actor)| actor).collect::<Vec<_>>(), actors(&merged));
    // By itself it is all there is of the agency, which is asked to send it again.
    let alone = merge(&year, &[broken]);
    assert_eq!(actors(&alone), [Actor::Agency(sngv)]);
    assert_eq!(Marking::of_year(&alone, day(6, 5)).jobs.len(), 1);
}

/// A file of another year, whatever its revision, answers nothing that is asked about this year's.
#[test]
fn a_rejected_file_of_another_year_hides_none_of_this_years() {
    let plan = plan::embedded();
    let [this, other] = [2023, 2022].map(|year| plan.year(year).expect("a year of the plan"));
    let later = |filling: &mut Filling| filling.revision = Some(3);
    let files =
        [("a.xlsx", filled(&this, "sngv", day(6, 2), forget(1))), ("b.xlsx", filled(&other, "sngv", day(6, 2), later))];
    let (open, ..) = open_late_and_letter(&files, "sngv", day(6, 5));
    assert_eq!(open, ["a.xlsx", "b.xlsx"]);
}

#[test]
fn a_file_of_last_year_says_nothing_about_its_agency_unless_it_was_sent_this_year() {
    let plan = plan::embedded();
    let [this, other] = [2023, 2022].map(|year| plan.year(year).expect("a year of the plan"));
    let last_year = NaiveDate::from_ymd_opt(2022, 6, 1);
    let old = |agency, sent_on| {
        let dates = move |filling: &mut Filling| (filling.as_of, filling.sent_on) = (last_year, sent_on);
        filled(&other, agency, day(6, 2), dates)
    };
    let files = [
        ("a.xlsx", filled(&this, "sngv", day(6, 2), |_| {})),
        ("b.xlsx", old("sngv", last_year)),
        ("c.xlsx", old("ldld", last_year)),
        ("d.xlsx", old("snv", Some(day(6, 2)))),
    ];
    assert_eq!(open_late_and_letter(&files, "sngv", day(7, 5)), (vec![], false, false), "what counts is in");
    assert_eq!(open_late_and_letter(&files, "ldld", day(7, 5)), (vec![], true, true), "nothing of this year");
    let merged = merge(&this, &files);
    let states = states(&merged, day(7, 5));
    assert_eq!((states["sngv"], states["ldld"], states["snv"]), (State::Accepted, State::NotReceived, State::Rejected));
    let actors: Vec<Actor> = merged.needs_action().into_values().collect();
    let [sngv, ldld, snv] = ["sngv", "ldld", "snv"].map(|code| plan.agency_by_code(code).expect("an agency"));
    let officers = |agency| Actor::Officer(agency, OfficerReason::OtherYear(2022));
    assert_eq!(actors, [officers(sngv), officers(ldld), Actor::Agency(snv)]);
    let reminder = |agency| text_of(&letter(&merged, agency, day(7, 5)));
    assert!(reminder("ldld").contains("chưa nhận được số liệu") && !reminder("ldld").contains("c.xlsx"));
    assert!(
        reminder("snv").contains("Tệp là số liệu năm 2022, đang tổng hợp năm 2023"),
        "it may hold this year's numbers"
    );
}

/// Nobody is asked for a file again because this program is old, or a shortcut leads nowhere.
#[test]
fn what_only_the_officer_can_mend_goes_into_no_letter() {
    let mut plan = plan::embedded();
    let year = plan.year(2023).expect("a year of the plan");
    let newer = filled(&year, "snv", day(6, 2), |_| {});
    (plan.template_version, plan.accepted_versions) = ("1".to_owned(), vec!["1".to_owned()]);
    let year = plan.year(2023).expect("a year of the plan");
    let broken_link = intake::receive_unread(&Unread::Unopened(Unopened::Missing), "sngv_2023.xlsx");
    let received = vec![usecase::receive(&newer, "snv.xlsx", &plan), broken_link];
    let merged = ledger::merge(received, year, None);
    let actors: Vec<Actor> = merged.needs_action().into_values().collect();
    assert!(actors.iter().all(|actor| matches!(actor, Actor::Officer(_, OfficerReason::OwnSide))), "{actors:?}");
    assert_eq!(actors.len(), 2);
    let completeness = completeness::completeness(&merged, day(7, 5));
    let unusable = completeness.agencies.iter().filter(|standing| standing.state == State::Unreadable);
    assert_eq!(unusable.map(completeness::Standing::needs_letter).collect::<Vec<_>>(), [false, false]);
}

#[test]
fn many_files_of_unknown_senders_are_one_line() {
    let folder = crate::harness::Folder::new();
    for n in 0..25 {
        folder.put(&format!("thư/hỏng {n:02}.xlsx"), format!("PK\u{3}\u{4} cut {n}"));
    }
    folder
        .run(&["status", "thư"])
        .exits(1)
        .says("Chưa rõ đơn vị gửi: 25 tệp – hỏng 00.xlsx, hỏng 01.xlsx, hỏng 02.xlsx, … và 22 tệp khác")
        .says_nothing_of("hỏng 24.xlsx");
}

#[test]
fn an_open_query_is_not_simply_accepted() {
    let plan = plan::embedded();
    let year = plan.year(2023).expect("a year of the plan");
    // One person of the labour force in each area, and two insured.
    let files = ["bhxh-tinh", "ctk"]
        .map(|code| (code, filled(&year, code, day(6, 2), |filling| even(filling, &year, code, 1))));
    let merged = merge(&year, &files);
    let queried = states(&merged, day(7, 5)).into_values().filter(|state| *state == State::QueryOpen).count();
    assert!(queried > 0, "{:#?}", merged.files.iter().map(|file| &file.findings).collect::<Vec<_>>());
    assert_eq!(completeness::completeness(&merged, day(7, 5)).n_accepted(), 2);
}

#[test]
fn a_letter_lists_every_open_finding_of_the_newest_revision() {
    let plan = plan::embedded();
    let year = plan.year(2023).expect("a year of the plan");
    let second = |filling: &mut Filling| {
        forget(6)(filling);
        filling.revision = Some(2);
    };
    let files = [
        ("a.xlsx", filled(&year, "ubnd-dong-phu", day(6, 2), forget(30))),
        ("b.xlsx", filled(&year, "ubnd-dong-phu", day(6, 9), second)),
    ];
    let merged = merge(&year, &files);
    let text = text_of(&letter(&merged, "ubnd-dong-phu", day(7, 5)));
    let open: Vec<_> = merged.files[1].findings.iter().filter(|finding| finding.is_open()).collect();
    assert!(!open.is_empty());
    for finding in open {
        // The letter begins each message with a capital.
        let message: String = finding.words(Audience::Officer).message.chars().skip(1).collect();
        assert!(text.contains(&message), "{message}");
        let cells = in_ranges(&finding.place.cells);
        assert!(!cells.is_empty() && text.contains(&format!(": {cells}")), "{cells}");
    }
    assert!(text.contains("b.xlsx") && !text.contains("a.xlsx"), "{text}");
}

#[test]
fn a_letter_to_a_silent_agency_names_its_forms_the_clause_and_the_days() {
    let plan = plan::embedded();
    let year = plan.year(2023).expect("a year of the plan");
    let merged = merge(&year, &[]);
    let text = text_of(&letter(&merged, "ubnd-chon-thanh", day(7, 5)));
    for words in [
        "Kính gửi: UBND thị xã Chơn Thành",
        "mục III.2.c",
        "30/6/2023",
        "quá hạn 5 ngày",
        "Biểu 06 (06/BB-HUYỆN)",
        "Biểu 15 (15/TN-HUYỆN)",
        "ubnd-chon-thanh_2023.xlsx",
        "/SLĐTBXH-LĐVL",
        "chậm nhất ngày 15/7/2023",
        "Lưu: VT, LĐVL.",
    ] {
        assert!(text.contains(words), "{words} in\n{text}");
    }
    let early = text_of(&letter(&merged, "ubnd-chon-thanh", day(6, 20)));
    assert!(early.contains("thời hạn còn 10 ngày"), "{early}");
    assert_eq!(letter(&merged, "sngv", day(7, 5)), letter(&merged, "sngv", day(7, 5)));
}

#[test]
fn a_letter_about_a_conflict_names_both_files_and_each_cell_that_differs() {
    let plan = plan::embedded();
    let year = plan.year(2023).expect("a year of the plan");
    let other = |filling: &mut Filling| *filling.counts.values_mut().next().expect("a count") = 77;
    let files =
        [("a.xlsx", filled(&year, "ctk", day(6, 2), |_| {})), ("b.xlsx", filled(&year, "ctk", day(6, 2), other))];
    let text = text_of(&letter(&merge(&year, &files), "ctk", day(7, 5)));
    for words in ["a.xlsx", "b.xlsx", "Biểu 09", "40", "77", "xác định tệp có số liệu đúng"] {
        assert!(text.contains(words), "{words} in\n{text}");
    }
}

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bhxh")).args(args).output().expect("the program starts")
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a UTF-8 path")
}

#[test]
fn the_command_writes_letters_and_says_what_is_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let (inbox, letters) = (folder.path().join("Hộp thư đến"), folder.path().join("công văn"));
    fs::create_dir(&inbox).expect("made");
    let plan = plan::embedded();
    let year = plan.year(2023).expect("a year of the plan");
    fs::write(inbox.join("snv.xlsx"), filled(&year, "snv", day(6, 2), forget(2))).expect("written");
    fs::write(inbox.join("lmhtx.xlsx"), filled(&year, "lmhtx", day(6, 2), |_| {})).expect("written");
    let args = ["status", path(&inbox), "--today", "2023-07-05", "--letters", path(&letters)];
    let output = run(&args);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.contains("Phải gửi 19, đã gửi 2, đã nhận 1; gửi đúng hạn 2; đạt yêu cầu, đúng hạn 1"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let names: Vec<_> = fs::read_dir(&letters).expect("listed").map(|entry| entry.expect("an entry").path()).collect();
    // Each as a document and as plain text.
    assert_eq!(names.len(), 36);
    assert!(!letters.join("lmhtx_2023.docx").exists());

    let first = fs::read(letters.join("snv_2023.docx")).expect("read");
    let document = json(&run(&[&args[..], &["--format", "json"]].concat()));
    assert_eq!(fs::read(letters.join("snv_2023.docx")).expect("read"), first);
    assert_eq!(fs::read_dir(&letters).expect("listed").count(), 36);
    for key in ["bhxh", "plan", "year", "files", "agencies", "indicators", "outputs", "completeness", "tasks"] {
        assert!(!document[key].is_null(), "{key}");
    }
    assert_eq!(document["outputs"].as_array().map(Vec::len), Some(36));
    assert_eq!(document["completeness"]["on_time"], 1);
    assert_eq!(document["agencies"][0]["on_time"], serde_json::Value::Null);
    assert_eq!(document["tasks"][1]["days"], 5);
}

#[test]
fn one_letter_lists_everybody_and_names_day_and_copies() {
    let folder = tempfile::tempdir().expect("a folder");
    let (inbox, letters, copies) =
        (folder.path().join("inbox"), folder.path().join("cong-van"), folder.path().join("tra-lai"));
    fs::create_dir(&inbox).expect("made");
    let plan = plan::embedded();
    let year = plan.year(2023).expect("a year of the plan");
    fs::write(inbox.join("snv.xlsx"), filled(&year, "snv", day(6, 2), forget(2))).expect("written");
    let args = ["status", path(&inbox), "--today", "2023-07-05", "--letters", path(&letters)];
    let with = |more: &[&str]| run(&[&args[..], more].concat());
    let text = |name: &str| fs::read_to_string(letters.join(name)).expect("a letter as text");

    assert_eq!(with(&["--letters-as", "one", "--reply-by", "2023-07-20"]).status.code(), Some(1));
    let one = text("cong-van-don-doc-chung_2023.txt");
    assert!(one.contains("Kính gửi: Các cơ quan, đơn vị (danh sách kèm theo)"), "{one}");
    assert!(one.contains("chậm nhất ngày 20/7/2023") && one.contains("còn 19/19 đơn vị"), "{one}");
    assert_eq!(one.lines().filter(|line| line.contains(". Đơn vị: ")).count(), 19);

    assert_eq!(with(&["--mark", path(&copies)]).status.code(), Some(1));
    let each = text("snv_2023.txt");
    assert!(each.contains("bản đánh dấu “snv.xlsx”") && copies.join("snv.xlsx").exists(), "{each}");
    // Ten days, since the due date is past.
    assert!(each.contains("chậm nhất ngày 15/7/2023"), "{each}");

    for wrong in [["--letters-as", "two"], ["--reply-by", "2023-07-04"]] {
        let folder = folder.path().join(wrong[1]);
        let output =
            run(&["status", path(&inbox), "--today", "2023-07-05", "--letters", path(&folder), wrong[0], wrong[1]]);
        assert_eq!((output.status.code(), folder.exists()), (Some(2), false));
    }
}

#[test]
fn an_inbox_is_clean_unless_a_file_in_it_asks_for_work() {
    let folder = tempfile::tempdir().expect("a folder");
    let inbox = folder.path().join("inbox");
    fs::create_dir(&inbox).expect("made");
    assert_eq!(run(&["status", path(&inbox), "--today", "2023-06-01"]).status.code(), Some(0));
    assert_eq!(run(&["status", path(&folder.path().join("none"))]).status.code(), Some(2));
    let file = folder.path().join("file");
    fs::write(&file, "x").expect("written");
    assert_eq!(run(&["status", path(&inbox), "--letters", path(&file)]).status.code(), Some(2));

    let plan = plan::embedded();
    let year = plan.year(2023).expect("a year of the plan");
    for agency in &plan.agencies {
        let people = if agency.code == "ctk" { 4000 } else { 40 };
        let even = |filling: &mut Filling| even(filling, &year, &agency.code, people);
        let bytes = filled(&year, &agency.code, day(6, 2), even);
        fs::write(inbox.join(format!("{}.xlsx", agency.code)), bytes).expect("written");
    }
    let output = run(&["status", path(&inbox), "--today", "2023-07-05"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn the_calendar_lists_every_task_and_writes_the_same_file_each_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("lich.ics");
    let args = ["calendar", "--year", "2023", "--today", "2023-06-01", "--ics", path(&file)];
    let output = run(&args);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    for words in ["30/06/2023  còn 29 ngày", "10/07/2023", "10/12/2023", "Thường xuyên", "III.4.b"] {
        assert!(text.contains(words), "{words} in\n{text}");
    }
    let first = fs::read(&file).expect("written");
    run(&args);
    assert_eq!(fs::read(&file).expect("written"), first);
    assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
    let document = json(&run(&["calendar", "--year", "2023", "--today", "2023-06-01", "--format", "json"]));
    assert_eq!(document["tasks"][1]["due"], "2023-06-30");
    assert_eq!(document["tasks"][1]["days"], -29);
    for year in ["2021", "2026"] {
        assert_eq!(run(&["calendar", "--year", year]).status.code(), Some(2));
    }
}
