//! A year is collected in rounds: each keeps its own numbers, the newest leads, and a plan without rounds has one.

use std::fs;
use std::path::Path;

use bhxh::indicator;
use bhxh::ledger::{self, AgencyStatus, FileStatus, Merged};
use bhxh::plan::{self, Plan, RoundId};
use bhxh::problem::{Audience, Finding};
use bhxh::template::{self, Filling};
use bhxh::usecase;
use serde_json::Value;

use crate::harness::Folder;
use crate::province::{self, Return, good, plan};

fn later() -> RoundId {
    plan().round_by_code("cuoi-nam").expect("a round of the plan")
}

/// The same return in the later round, sent in November.
fn in_november(of: &Return) -> Vec<u8> {
    let year = of.year.in_round(later());
    let filling = Filling {
        as_of: chrono::NaiveDate::from_ymd_opt(2023, 10, 31),
        sent_on: chrono::NaiveDate::from_ymd_opt(2023, 11, 10),
        ..of.filling.clone()
    };
    template::workbook(&year, of.agency, &filling).expect("a workbook")
}

fn merged(files: &[(&str, Vec<u8>)]) -> Merged<'static> {
    let received = files.iter().map(|(name, bytes)| usecase::receive(bytes, name, plan())).collect();
    ledger::merge(received, province::year(2023), None)
}

/// The same with voluntary participants of other areas, as months go by, which adds up to what it was.
fn moved(of: Return) -> Return {
    let fewer = [("ubnd-bu-dop", 40), ("ubnd-hon-quan", 45), ("ubnd-binh-long", 48)];
    let more = [("ubnd-loc-ninh", 60), ("ubnd-phu-rieng", 55), ("ubnd-dong-phu", 52)];
    let people = fewer.into_iter().chain(more);
    people.into_iter().fold(of, |of, (area, people)| of.with("tham-gia-dia-ban", area, "insured-voluntary", people))
}

/// June of two agencies, and November of one with other numbers.
fn two_rounds() -> Vec<(&'static str, Vec<u8>)> {
    let november = moved(good("bhxh-tinh")).with("tham-gia-khoi", "doanh-nghiep", "insured-compulsory", 540).with(
        "tham-gia-dia-ban",
        "ubnd-bu-dang",
        "insured-compulsory",
        380,
    );
    vec![
        ("ctk.xlsx", good("ctk").bytes()),
        ("bhxh.xlsx", good("bhxh-tinh").bytes()),
        ("bhxh cuối năm.xlsx", in_november(&november)),
    ]
}

#[test]
fn no_round_replaces_anothers_numbers_and_the_newest_leads() {
    let merged = merged(&two_rounds());
    assert!(merged.files.iter().all(|file| file.status == FileStatus::Accepted), "{:#?}", merged.files);
    let [june, november] = [plan().first_round(), later()];
    let people =
        |round| indicator::coverage_in_round(&merged.year, merged.ledger.by_round(), round)[0].numerator.known();
    assert_eq!((people(june), people(november)), (Some(3080 + 550), Some(3180 + 550)));
    let newest = &indicator::coverage(&merged.year, merged.ledger.by_round())[0];
    assert_eq!((newest.rounds.numerator, newest.rounds.denominator), (november, june));
    assert_eq!(newest.numerator.known(), Some(3730));
    let later: Vec<_> = merged.later_rounds.iter().map(|record| (record.status, record.on_time)).collect();
    assert_eq!(later, [(AgencyStatus::Accepted, Some(true))], "who may leave it out and does isn't missing");
}

#[test]
fn a_later_correction_of_june_is_junes() {
    let mut files = two_rounds();
    let mut corrected = good("bhxh-tinh");
    corrected.filling.revision = Some(2);
    corrected.filling.sent_on = chrono::NaiveDate::from_ymd_opt(2023, 10, 12);
    files.push(("bhxh lần 2.xlsx", corrected.bytes()));
    let merged = merged(&files);
    let status = |name: &str| merged.files.iter().find(|file| file.path == name).map(|file| file.status);
    assert_eq!(status("bhxh.xlsx"), Some(FileStatus::Superseded));
    assert_eq!(status("bhxh cuối năm.xlsx"), Some(FileStatus::Accepted));
}

/// What is found in November's files that only repeat June's, or are of no later day.
pub fn samples() -> Vec<Finding> {
    [junes_again(), found_in_november(of_day("2023-04-30"))].concat()
}

fn junes_again() -> Vec<Finding> {
    let files = [("bhxh.xlsx", good("bhxh-tinh").bytes()), ("lại.xlsx", in_november(&good("bhxh-tinh")))];
    let mut merged = merged(&files);
    let again = merged.files.iter_mut().find(|file| file.path == "lại.xlsx").expect("the file");
    std::mem::take(&mut again.findings)
}

#[test]
fn junes_numbers_again_in_november_are_asked_about() {
    assert_eq!(province::found(&junes_again()), ["TREND-06"]);
}

/// What is found in a file of November beside June's of the same agency.
fn found_in_november(november: Vec<u8>) -> Vec<Finding> {
    let files = [("ctk.xlsx", good("ctk").bytes()), ("bhxh.xlsx", good("bhxh-tinh").bytes()), ("sau.xlsx", november)];
    let mut merged = merged(&files);
    let later = merged.files.iter_mut().find(|file| file.path == "sau.xlsx").expect("the file");
    std::mem::take(&mut later.findings)
}

#[test]
fn junes_numbers_but_for_a_few_are_asked_about_as_well() {
    let one = good("bhxh-tinh").with("bao-luu-tu-nguyen", "dang-bao-luu", "people", 501);
    let findings = found_in_november(in_november(&one));
    assert_eq!(province::found(&findings), ["TREND-06"]);
    assert!(findings[0].words(Audience::Officer).message.starts_with("48 trong 49 số"), "{findings:?}");
    assert_eq!(found_in_november(in_november(&moved(good("bhxh-tinh")))), []);
}

/// November's numbers, of a day.
fn of_day(day: &str) -> Vec<u8> {
    let mut later = moved(good("bhxh-tinh"));
    later.year = later.year.in_round(self::later());
    later.filling.as_of = Some(province::day(day));
    later.filling.sent_on = Some(province::day("2023-11-10"));
    later.bytes()
}

#[test]
fn november_is_later_than_june() {
    for day in ["2023-05-31", "2023-04-30"] {
        assert_eq!(province::lines(&found_in_november(of_day(day))), ["TREND-07 D11"], "{day}");
    }
    assert_eq!(found_in_november(of_day("2023-10-31")), []);
}

#[test]
fn november_is_held_against_junes_labour_force_area_by_area() {
    let more = moved(good("bhxh-tinh")).with("tham-gia-dia-ban", "ubnd-bu-dang", "insured-compulsory", 1100);
    let more = more.with("tham-gia-khoi", "doanh-nghiep", "insured-compulsory", 440 + 820);
    let findings = found_in_november(in_november(&more));
    assert_eq!(province::found(&findings), ["CROSS-05"]);
    let message = &findings[0].words(Audience::Officer).message;
    assert!(message.contains("(kỳ tháng 6) 1.000") && message.contains("Bù Đăng"), "{message}");
}

#[test]
fn a_blank_optional_form_has_no_total_of_its_own() {
    let typed = |at: &str| {
        let edit = crate::books::Edit::of(&good("bhxh-tinh").bytes());
        province::found(&{
            let bytes = edit.set("Biểu 16", at, bhxh::value::grid::Value::Number(999.0)).save();
            usecase::receive(&bytes, "tệp.xlsx", plan()).findings
        })
    };
    assert_eq!(typed("D10"), ["CELL-01"]);
    assert_eq!(province::found(&good("bhxh-tinh").findings()), Vec::<&str>::new());
}

#[test]
fn each_fault_of_a_round_is_told_once() {
    let forms =
        r#"forms = ["tham-gia-khoi", "tham-gia-dia-ban", "bao-luu-tu-nguyen", "tham-gia-khoi-dia-ban", "lao-dong"]"#;
    for (old, new, code) in [
        (forms, "forms = []", "PLAN-06"),
        (forms, r#"forms = ["tham-gia-khoi", "tham-gia-khoi"]"#, "PLAN-02"),
        ("due = \"20/11\"", "due = \"31/11\"", "PLAN-04"),
        ("due = \"20/11\"\n", "", "PLAN-06"),
        ("formerly = [\"public\"]", "formerly = [\"\"]", "PLAN-04"),
    ] {
        let faults = plan::load(&plan::EMBEDDED.replacen(old, new, 1)).expect_err(new).to_string();
        assert_eq!(faults.matches("[PLAN-").count(), 1, "{faults}");
        assert!(faults.contains(code), "{new}: {faults}");
    }
}

#[test]
fn the_calendar_has_the_day_of_a_later_round() {
    let folder = Folder::new();
    let run = folder.run(&["calendar", "--year", "2023", "--today", "2023-05-01", "--ics", "lịch.ics"]).exits(0);
    run.says("20/11/2023").says("Gửi số liệu kỳ cuối năm (không bắt buộc)");
    assert!(String::from_utf8(folder.read("lịch.ics")).expect("text").contains("20231120"));
    folder.run(&["plan", "show"]).exits(0).says("trước 20/11");
}

#[test]
fn a_check_number_is_of_all_that_is_entered_or_of_nothing() {
    use bhxh::value::grid::Value;
    let received = |edit: crate::books::Edit| usecase::receive(&edit.save(), "tệp.xlsx", plan());
    let edit = || crate::books::Edit::of(&good("bhxh-tinh").bytes());
    let number =
        |received: &bhxh::intake::Received| received.submission().and_then(|submission| submission.check_number);
    let whole = number(&received(edit()));
    assert!(whole.is_some());
    // A number typed as text counts, and the sheet's own number is said to pass over it.
    let text = edit().set("Biểu 08", "D11", Value::Text("280".to_owned()));
    let text = received(text.set_formula("Biểu 08", "C23", "100+11", Value::Number(111.0)));
    assert_eq!((number(&text), province::found(&text.findings)), (whole, vec!["CELL-03", "FORM-15"]));
    // What is typed over the formula is no check number.
    let typed = received(edit().set("Biểu 07", "C19", Value::Number(123.0)));
    assert_eq!((number(&typed), province::lines(&typed.findings)), (whole, vec!["FORM-15 C19".to_owned()]));
    // Of a file with something that is no count nothing stands for all of it.
    assert_eq!(number(&received(edit().set("Biểu 08", "D11", Value::Number(-1.0)))), None);
}

#[test]
fn a_round_that_is_unknown_or_asks_nothing_of_the_agency_is_an_error() {
    let found = |bytes: &[u8]| province::found(&usecase::receive(bytes, "tệp.xlsx", plan()).findings);
    let edited = |sheet: &str, at: &str, text: &str| {
        let edit = crate::books::Edit::of(&good("bhxh-tinh").bytes());
        edit.set(sheet, at, bhxh::value::grid::Value::Text(text.to_owned())).save()
    };
    assert_eq!(found(&edited("_bhxh", "B6", "quy-3")), ["FILE-18"]);
    assert_eq!(found(&edited("Bìa", "C12", "quý III")), ["FILE-18"]);
    assert_eq!(found(&edited("Bìa", "C12", "Kỳ cuối năm")), ["FILE-12"]);
    assert_eq!(found(&in_november(&good("snv")))[..1], ["FILE-18"]);
}

#[test]
fn a_later_rounds_areas_are_checked_as_junes_are() {
    let whole = good("bhxh-tinh").with_optional_forms();
    let moved = whole
        .clone()
        .with("tham-gia-khoi-dia-ban", "ubnd-bu-dang.doanh-nghiep", "insured-compulsory", 26)
        .with("tham-gia-khoi-dia-ban", "ubnd-bu-dop.doanh-nghiep", "insured-compulsory", 24);
    let found = |bytes: &[u8]| province::found(&usecase::receive(bytes, "tệp.xlsx", plan()).findings);
    assert_eq!(found(&in_november(&whole)), Vec::<&str>::new());
    assert_eq!(found(&moved.bytes()), ["CROSS-02", "CROSS-02"]);
    assert_eq!(found(&in_november(&moved)), found(&moved.bytes()));
}

#[test]
fn who_has_not_answered_a_round_is_named_when_it_is_asked_for() {
    let folder = Folder::new();
    folder.put("thư/bhxh.xlsx", in_november(&good("bhxh-tinh")));
    let status = folder.run(&["status", "thư", "--round", "cuoi-nam"]).exits(0);
    status.says("Được đề nghị gửi 2, đã gửi 1").says("CHƯA GỬI 1/2 đơn vị: Cục Thống kê tỉnh");
    let template = ["template", "--year", "2023", "--round", "cuoi-nam", "--agency", "snv"];
    folder.run(&template).exits(2).says("kỳ cuối năm không thu số liệu của Sở Nội vụ");
}

#[test]
fn a_round_has_a_name_of_its_own() {
    for name in ["", "tháng 6"] {
        let text = plan::EMBEDDED.replacen("name = \"cuối năm\"", &format!("name = \"{name}\""), 1);
        let faults = plan::load(&text).expect_err("a fault").to_string();
        assert!(faults.contains("`cuoi-nam` không có tên, hoặc trùng tên"), "{faults}");
    }
}

/// The plan without its rounds, as text.
fn without_rounds() -> String {
    let text = plan::EMBEDDED;
    let start = text.find("[[round]]").expect("rounds");
    let end = start + text[start..].find("# ----").expect("the next section");
    format!("{}{}", &text[..start], &text[end..])
}

fn one_round() -> Plan {
    plan::load(&without_rounds()).expect("a plan with one round")
}

#[test]
fn a_plan_without_rounds_speaks_of_none() {
    let plan = one_round();
    let year = plan.year(2023).expect("a year of the plan");
    let agency = plan.agency_by_code("ctk").expect("an agency");
    let bytes = template::workbook(&year, agency, &Filling::default()).expect("a workbook");
    let dump = crate::books::dump(&crate::books::open(&bytes));
    assert!(!dump.contains("round") && !dump.contains("Kỳ số liệu\"") && dump.contains("NĂM 2023\""), "{dump}");
    // A file of several rounds' first is read all the same, and its numbers say no round.
    let received = vec![usecase::receive(&bytes, "tệp.xlsx", &plan)];
    let merged = ledger::merge(received, year, None);
    assert_eq!((merged.later_rounds.len(), plan.has_rounds(), plan.round_code(plan.first_round())), (0, false, None));
}

#[test]
fn old_codes_and_new_ones_give_the_same_figures() {
    let old: Vec<(&str, &str)> = [
        ("khu-vuc-cong", "public"),
        ("to-chuc-xa-hoi", "association"),
        ("doanh-nghiep", "enterprise"),
        ("to-chuc-quoc-te", "international"),
        ("hop-tac-xa", "cooperative"),
        ("ho-kinh-doanh", "household"),
        ("khong-chuyen-trach-xa", "commune"),
    ]
    .to_vec();
    let bytes = good("bhxh-tinh").bytes();
    let edit = old.iter().zip(11u32..).fold(crate::books::Edit::of(&bytes), |edit, ((_, code), row)| {
        edit.set("Biểu 07", &format!("C{row}"), bhxh::value::grid::Value::Text((*code).to_owned()))
    });
    let counts = |bytes: &[u8]| {
        let received = usecase::receive(bytes, "tệp.xlsx", plan());
        let submission = received.submission().expect("a submission").clone();
        let counts: Vec<_> = submission.observations().map(|(cell, entry, _)| (cell, entry.people())).collect();
        (province::found(&received.findings), counts)
    };
    assert_eq!(counts(&edit.save()), counts(&bytes));
}

/// Files of an example folder.
fn example(name: &str, folder: &Folder, into: &str) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    for entry in walkdir::WalkDir::new(&from).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        let relative = entry.path().strip_prefix(&from).expect("below it").display().to_string();
        folder.put(&format!("{into}/{relative}"), fs::read(entry.path()).expect("an example"));
    }
}

#[test]
fn a_year_is_played_through() {
    let folder = Folder::new();
    example("inbox-2022", &folder, "trước");
    example("inbox-2023", &folder, "inbox");
    folder.run(&["consolidate", "trước"]).exits(0);
    let june = ["consolidate", "inbox", "--previous", "so-tong-hop-2022.xlsx", "--format", "json"];
    let percents = |document: &Value| {
        let of = |n: usize| document["indicators"][n]["percent"].as_str().expect("a percentage").to_owned();
        [of(0), of(1), of(2)]
    };
    let first = folder.run(&june).exits(0).json();
    assert_eq!(percents(&first), ["37.9600", "31.8000", "4.0999"]);
    let nobody = folder.run(&["status", "inbox", "--round", "cuoi-nam"]).exits(0);
    nobody.says("CHƯA GỬI 2/2 đơn vị").says_nothing_of("Không còn đơn vị nào chưa gửi");
    example("inbox-2023-cuoi-nam", &folder, "inbox");
    let second = folder.run(&june).exits(0).json();
    assert_eq!(percents(&second).map(|text| text[..5].to_owned()), ["38.51", "32.14", "4.318"]);
    let rounds: Vec<&str> = second["indicators_by_round"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|of| of["id"] == "bhxh")
        .map(|of| of["percent"].as_str().expect("a percentage"))
        .collect();
    assert_eq!(rounds.iter().map(|text| &text[..5]).collect::<Vec<_>>(), ["37.96", "38.51"]);
    assert_eq!(second["later_rounds"][0]["code"], "bhxh-tinh");
    let report = ["report", "so-tong-hop-2023.xlsx", "--year", "2023", "--previous", "so-tong-hop-2022.xlsx"];
    folder.run(&report).exits(0).says("38,51%");
    folder.run(&["status", "inbox", "--round", "cuoi-nam"]).exits(0).says("Kỳ cuối năm");
    folder.run(&["status", "inbox", "--round", "quy-3"]).exits(2).says("cuoi-nam");
}

/// A folder with a plan whose later round everybody must answer that it asks.
fn with_later_round_for_all(folder: &Folder) {
    let (before, later) = plan::EMBEDDED.rsplit_once("[[round]]").expect("two rounds");
    folder.put("plan.toml", format!("{before}[[round]]{}", later.replacen("optional = true", "optional = false", 1)));
}

#[test]
fn completeness_asks_for_every_round_that_is_no_choice() {
    let folder = Folder::new();
    with_later_round_for_all(&folder);
    for (name, bytes) in province::all_good() {
        folder.put(&format!("thư/{name}"), bytes);
    }
    let complete = ["consolidate", "thư", "--require-complete"];
    folder.run(&complete).exits(0);
    let all: Vec<&str> = complete.into_iter().chain(["--plan", "plan.toml"]).collect();
    folder.run(&all).exits(1).says("kỳ cuối năm");
    let labour = ["ubnd-bu-dop", "ubnd-bu-dang", "ubnd-loc-ninh"]
        .into_iter()
        .fold(good("ctk"), |labour, area| labour.with("lao-dong", area, "labour-force", 1001));
    folder.put("thư/ctk cuối năm.xlsx", in_november(&labour));
    folder.put("thư/bhxh cuối năm.xlsx", two_rounds().remove(2).1);
    folder.run(&all).exits(0);
}

#[test]
fn a_letter_of_a_later_round_names_it_and_takes_no_other_letters_place() {
    let folder = Folder::new();
    with_later_round_for_all(&folder);
    folder.put("thư/snv.xlsx", good("snv").bytes());
    let status = ["status", "thư", "--plan", "plan.toml", "--letters", "công văn", "--today", "2023-11-25"];
    folder.run(&status).exits(0);
    let june = folder.read("công văn/bhxh-tinh_2023.txt");
    let later: Vec<&str> = status.into_iter().chain(["--round", "cuoi-nam"]).collect();
    folder.run(&later).exits(0);
    assert_eq!(folder.read("công văn/bhxh-tinh_2023.txt"), june);
    let text = |name: &str| String::from_utf8(folder.read(name)).expect("UTF-8");
    let letter = text("công văn/bhxh-tinh_2023_cuoi-nam.txt");
    assert!(letter.contains("năm 2023 (kỳ cuối năm)") && letter.contains("20/11/2023"), "{letter}");
    assert!(
        letter.contains("bhxh-tinh_2023_cuoi-nam.xlsx") && !text("công văn/bhxh-tinh_2023.txt").contains("kỳ cuối")
    );
}

#[test]
fn the_report_shows_the_newest_round_with_the_earlier_one_beside_it() {
    let folder = Folder::new();
    for (name, bytes) in province::all_good() {
        folder.put(&format!("thư/{name}"), bytes);
    }
    let report = ["report", "thư", "--year", "2023", "--no-prose"];
    folder.run(&report).exits(0);
    assert!(!text_of(&folder).contains("kỳ tháng 6"), "one round needs no name");
    folder.put("thư/cuối năm.xlsx", two_rounds().remove(2).1);
    folder.run(&report).exits(0);
    let text = text_of(&folder);
    for words in [
        "trong 2 kỳ: kỳ tháng 6 của 19 đơn vị và kỳ cuối năm, đến ngày 31/10/2023, của 1 đơn vị",
        "đạt 3,08%",
        "Theo số liệu kỳ tháng 6: BHXH 3,00%",
        "theo từng kỳ số liệu",
        "tiềm năng dưới đây là số liệu kỳ tháng 6",
        "tiềm năng năm 2023 (số liệu kỳ tháng 6)",
    ] {
        assert!(text.contains(words), "“{words}” isn't in: {text}");
    }
    let sheets = crate::books::dump(&crate::books::open(&folder.read("bao-cao-2023.xlsx")));
    assert!(sheets.contains("Theo số liệu kỳ tháng 6: BHXH 3,00%") && sheets.contains("Số liệu kỳ tháng 6. "));
}

/// The words of the annual report's document.
fn text_of(folder: &Folder) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(folder.read("bao-cao-2023.docx"))).expect("a document");
    let mut xml = String::new();
    let mut part = archive.by_name("word/document.xml").expect("its text");
    std::io::Read::read_to_string(&mut part, &mut xml).expect("UTF-8");
    let mut words = String::new();
    for piece in xml.split('<').filter_map(|piece| piece.split_once('>')) {
        words.push_str(piece.1);
    }
    words
}

#[test]
fn one_round_is_named_nowhere_and_gives_the_figures_of_junes() {
    let folder = Folder::new();
    folder.put("plan.toml", without_rounds());
    let plan = one_round();
    for code in ["ctk", "bhxh-tinh", "snv"] {
        let (year, of) = (plan.year(2023).expect("a year of the plan"), good(code));
        let bytes = template::workbook(&year, of.agency, &of.filling).expect("a workbook");
        folder.put(&format!("một kỳ/{code}.xlsx"), bytes);
        folder.put(&format!("thư/{code}.xlsx"), of.bytes());
    }
    let consolidated = |inbox: &str, plan: &[&str]| {
        let run = [&["consolidate", inbox, "--out", "sổ.xlsx", "--format", "json"], plan].concat();
        let document = folder.run(&run).exits(0).json();
        let sheets = crate::books::dump(&crate::books::open(&folder.read("sổ.xlsx")));
        fs::remove_file(folder.path().join("sổ.xlsx")).expect("it was written");
        (document, sheets)
    };
    let (one, sheets) = consolidated("một kỳ", &["--plan", "plan.toml"]);
    let (several, _) = consolidated("thư", &[]);
    assert_eq!(one["indicators"], several["indicators"]);
    assert_eq!((one.get("later_rounds"), one.get("indicators_by_round")), (None, None));
    assert!(one["files"].as_array().expect("a list").iter().all(|file| file["round"].is_null()));
    assert!(!sheets.contains("kỳ tháng 6") && !sheets.contains("thang-6"), "no round is named");
    let screen = folder.run(&["consolidate", "một kỳ", "--plan", "plan.toml"]).exits(0);
    screen.says_nothing_of("kỳ ");
}

#[test]
fn the_page_of_results_says_of_which_rounds_its_shares_are() {
    let folder = Folder::new();
    for (name, bytes) in two_rounds() {
        folder.put(&format!("thư/{name}"), bytes);
    }
    folder.run(&["consolidate", "thư", "--page", "kq.html"]).exits(0);
    let page = String::from_utf8(folder.read("kq.html")).expect("text");
    assert!(page.contains("Số người tham gia: kỳ cuối năm, đến ngày 31/10/2023"), "the cards name the rounds");
    assert!(page.contains("Theo số liệu kỳ tháng 6: BHXH 3,00%"));
}
