//! The right question: what senders and officers are asked about, where once something was assumed in silence.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use bhxh::indicator::completeness::{self, State};
use bhxh::ledger::{self, FileStatus, Merged};
use bhxh::plan::{self, Plan, PlanYear};
use bhxh::problem::{Audience, Finding, Severity};
use bhxh::usecase::{self, Error, Returns};
use bhxh::value::grid::{Cell, Value};
use serde_json::json;

use crate::books::{Edit, address};
use crate::harness::{Folder, Run};
use crate::province::{self, day, good};

fn file(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/words").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn findings(bytes: &[u8]) -> Vec<Finding> {
    usecase::receive(bytes, "tệp.xlsx", &plan::embedded()).findings
}

fn with_code(findings: &[Finding], code: &str) -> Finding {
    let found = findings.iter().find(|finding| finding.code().entry().id == code);
    found.unwrap_or_else(|| panic!("no {code} in {findings:#?}")).clone()
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code().entry().id).collect()
}

fn officer(finding: &Finding) -> (String, String) {
    let words = finding.words(Audience::Officer);
    (words.message, words.hint)
}

/// An inbox with these files of 2023.
fn inbox(files: &[(&str, Vec<u8>)]) -> Folder {
    let folder = Folder::new();
    for (name, bytes) in files {
        folder.put(&format!("thư/{name}"), bytes);
    }
    folder
}

/// A return with a cell of its cover changed.
fn with_cover(change: impl FnOnce(&mut Edit)) -> Vec<u8> {
    let mut edit = Edit::of(&good("ctk").bytes());
    change(&mut edit);
    edit.save()
}

/// Puts a cell beside a label of the cover.
fn put_beside(edit: &mut Edit, label: &str, cell: Cell) {
    let cover = edit.0.sheets.iter_mut().find(|sheet| sheet.name == "Bìa").expect("a cover");
    let beside = cover.cells().find(|(_, cell)| cell.value == Value::Text(label.to_owned())).expect("the label").0;
    let at = bhxh::value::grid::Address::new(beside.row, beside.col + 1);
    let others = cover.cells().map(|(at, cell)| (at, cell.clone()));
    let cells = others.chain([(at, cell)]).collect();
    *cover = bhxh::value::grid::Sheet::new(cover.name.clone(), cover.visible, cells);
}

fn number(number: f64) -> Cell {
    Cell { value: Value::Number(number), formula: None }
}

fn formula(formula: &str, shown: f64) -> Cell {
    Cell { value: Value::Number(shown), formula: Some(formula.to_owned()) }
}

// --------------------------------------------------------------------------------------------------------------- years

fn refused(folder: &Folder, args: &[&str]) -> Run {
    let before = folder.everything();
    let run = folder.run(args).exits(2).fits_the_screen();
    assert_eq!(folder.everything(), before, "nothing is written");
    run
}

#[test]
fn a_wrong_year_is_refused_in_the_same_words_by_every_command() {
    let folder = inbox(&[("ctk.xlsx", good("ctk").bytes()), ("snv.xlsx", good("snv").bytes())]);
    let commands: [&[&str]; 4] = [
        &["status", "thư", "--year", "2024", "--letters", "công văn"],
        &["consolidate", "thư", "--year", "2024", "--mark", "trả lại"],
        &["report", "thư", "--year", "2024"],
        &["export", "thư", "--year", "2024", "--to", "dữ liệu"],
    ];
    let said: Vec<String> = commands.iter().map(|args| refused(&folder, args).stderr).collect();
    assert!(said.iter().all(|other| *other == said[0]), "{said:#?}");
    refused(&folder, commands[0])
        .says("không có tệp nào của năm 2024: 2 tệp nhận ra được đều là của năm khác (năm 2023: 2 tệp)")
        .says("Ghi --year 2023 nếu cần năm đó");
    assert_eq!(refused(&folder, &[commands[0], &["--format", "json"]].concat()).stdout, "");
}

#[test]
fn in_spring_nobody_has_sent_anything_and_letters_are_written() {
    let folder = inbox(&[("công văn.pdf", b"%PDF-1.4".to_vec())]);
    let run =
        folder.run(&["status", "thư", "--year", "2024", "--today", "2024-03-01", "--letters", "công văn"]).exits(0);
    assert!(run.stdout.trim_end().lines().last().is_some_and(|line| line.contains("UBND huyện Phú Riềng")), "{run}");
    run.says("Đã lập 19 công văn").says("CHƯA GỬI 19/19 đơn vị");
}

#[test]
fn one_file_of_the_year_is_enough() {
    let folder = inbox(&[("ctk.xlsx", good("ctk").bytes()), ("cũ.xlsx", province::good_in("snv", 2022).bytes())]);
    let first = folder.run(&["consolidate", "thư", "--year", "2023"]).exits(1).stdout;
    let first: Vec<&str> = first.split_whitespace().collect();
    assert!(
        first.join(" ").starts_with(
            "Năm: thư mục có tệp của 2 năm. Lấy năm 2023 (1 tệp) như --year đã ghi; không tính năm 2022: 1 tệp"
        ),
        "{first:?}"
    );
    for command in [&["status", "thư"][..], &["consolidate", "thư"], &["report", "thư", "--year", "2023"]] {
        let run = folder.run(command);
        assert!(run.stdout.starts_with("Năm: thư mục có tệp của 2 năm."), "{run}");
    }
    folder.run(&["consolidate", "thư"]).says("TỔNG HỢP NĂM 2023 (không tính năm 2022: 1 tệp)");
    folder.run(&["status", "thư"]).says("là năm sau, khi số tệp bằng nhau").says("Chọn năm khác bằng --year");
}

#[test]
fn files_of_years_after_the_plan_are_not_written_about() {
    let plan = plan::embedded();
    let mut edit = Edit::of(&good("ctk").bytes());
    put_beside(&mut edit, "Năm", number(2026.0));
    let hidden = edit.0.sheets.iter_mut().find(|sheet| sheet.name == "_bhxh").expect("the hidden sheet");
    let changed = hidden.cells().map(|(at, cell)| match &cell.value {
        Value::Text(year) if year == "2023" => (at, Cell { value: Value::Text("2026".to_owned()), formula: None }),
        Value::Number(2023.0) => (at, number(2026.0)),
        _ => (at, cell.clone()),
    });
    *hidden = bhxh::value::grid::Sheet::new("_bhxh", false, changed.collect());
    let received = usecase::receive(&edit.save(), "ctk.xlsx", &plan);
    let (message, hint) = officer(&with_code(&received.findings, "FILE-09"));
    assert!(message.contains("nằm ngoài kế hoạch") && hint.contains("bản chương trình mới hơn"), "{message}; {hint}");
    let refused = Returns::new(vec![received], &plan, None, day("2025-06-01")).map(|returns| returns.year());
    assert!(matches!(refused, Err(Error::OnlyOtherYears { year: 2025, .. })), "{refused:?}");
}

// --------------------------------------------------------------------------------------------------------------- cover

#[test]
fn a_date_that_moves_is_noted_wherever_the_clock_is_read() {
    let of = |text: &str| findings(&with_cover(|edit| put_beside(edit, "Ngày gửi", formula(text, 45_100.0))));
    for text in ["TODAY()", "NOW()", "INT(NOW())", "TODAY()-1", "IF(1>0,TODAY(),0)"] {
        assert!(officer(&with_code(&of(text), "FILE-14")).0.contains("ngày đổi theo ngày mở tệp"), "{text}");
    }
    let stays = with_code(&of("DATE(2023,6,23)"), "FILE-14");
    assert!(officer(&stays).0.contains("là công thức =DATE(2023,6,23), không phải ngày gõ vào"), "{stays:?}");
    assert_eq!(stays.severity, Severity::Note);
    // Opened and saved in another year.
    let later = findings(&with_cover(|edit| put_beside(edit, "Ngày gửi", formula("TODAY()", 46_354.0))));
    assert_eq!(codes(&later), ["FILE-14"], "a note on the formula and nothing more");
    assert_eq!(later[0].severity, Severity::Note);
    let through = with_cover(|edit| {
        put_beside(edit, "Ngày gửi", formula("$H$40+0", 45_100.0));
        let cover = edit.0.sheets.iter_mut().find(|sheet| sheet.name == "Bìa").expect("a cover");
        let others = cover.cells().map(|(at, cell)| (at, cell.clone()));
        let cells = others.chain([(address("H40"), formula("TODAY()", 45_100.0))]).collect();
        *cover = bhxh::value::grid::Sheet::new("Bìa", true, cells);
    });
    assert!(officer(&with_code(&findings(&through), "FILE-14")).0.contains("ngày đổi theo ngày mở tệp"));
}

#[test]
fn a_phone_number_without_its_0_is_asked_about() {
    let of = |phone: f64| findings(&with_cover(|edit| put_beside(edit, "Điện thoại liên hệ", number(phone))));
    let note = with_code(&of(912_345_678.0), "FILE-14");
    assert_eq!(note.severity, Severity::Note);
    let (message, hint) = officer(&note);
    assert!(
        message.contains("chứa số 912345678, không phải chữ") && hint.contains("Có phải là 0912345678?"),
        "{message}; {hint}"
    );
    assert!(!codes(&of(3_888_888.0)).contains(&"FILE-14"));
    let cell =
        |value| findings(&with_cover(|edit| put_beside(edit, "Điện thoại liên hệ", Cell { value, formula: None })));
    let (message, hint) = officer(&with_code(&cell(Value::Text("912345678".to_owned())), "FILE-14"));
    assert!(message.ends_with("thiếu số 0 ở đầu") && !hint.contains("nháy"), "{message}; {hint}");
}

/// What stands there is said, rather than that nothing does.
#[test]
fn a_cover_cell_with_something_else_in_it_is_not_blank() {
    let of = |label: &str, value: Value| {
        findings(&with_cover(|edit| put_beside(edit, label, Cell { value, formula: None })))
    };
    for (value, shown) in [(Value::Error("#N/A".to_owned()), "#N/A"), (Value::Bool(true), "TRUE")] {
        let found = of("Ngày gửi", value);
        assert_eq!(codes(&found), ["FILE-14"]);
        assert_eq!(officer(&found[0]).0, format!("“{shown}” trên bìa không phải là ngày"));
    }
    let calculated = with_cover(|edit| {
        let cell = Cell { value: Value::Error("#VALUE!".to_owned()), formula: Some("\"a\"+1".to_owned()) };
        put_beside(edit, "Ngày gửi", cell);
    });
    assert!(officer(&with_code(&findings(&calculated), "FILE-14")).0.contains("“#VALUE!” trên bìa không phải là ngày"));
    let signer = of("Thủ trưởng đơn vị (người ký)", Value::Number(123.0));
    assert_eq!((codes(&signer), signer[0].severity), (vec!["FILE-14"], Severity::Note));
    assert!(officer(&signer[0]).0.contains("ghi “123”, không phải là họ tên"), "{signer:?}");
    let century = of("Ngày gửi", Value::Text("20/6/1923".to_owned()));
    assert_eq!(officer(&with_code(&century, "FILE-14")).0, "ngày 20/6/1923 trên bìa không thể là của số liệu năm 2023");
}

#[test]
fn a_signer_or_a_telephone_number_that_is_none_is_noted() {
    let of = |label: &str, text: &str| {
        let cell = Cell { value: Value::Text(text.to_owned()), formula: None };
        findings(&with_cover(|edit| put_beside(edit, label, cell)))
    };
    for text in ["x", "(Ký tên)"] {
        let note = with_code(&of("Thủ trưởng đơn vị (người ký)", text), "FILE-14");
        assert_eq!(note.severity, Severity::Note);
        assert!(officer(&note).0.contains(&format!("ghi “{text}”, không phải là họ tên")), "{note:?}");
    }
    assert!(codes(&of("Thủ trưởng đơn vị (người ký)", "Y Bih")).is_empty());
    let note = with_code(&of("Điện thoại liên hệ", "123"), "FILE-14");
    assert!(note.severity == Severity::Note && officer(&note).0.contains("ghi “123”, không đủ chữ số"), "{note:?}");
    assert!(codes(&of("Điện thoại liên hệ", "……")).is_empty());
}

#[test]
fn a_blank_signer_is_noted() {
    let mut form = good("ctk");
    for blank in [None, Some("……………".to_owned()), Some("  ".to_owned())] {
        form.filling.signed_by = blank;
        let note = with_code(&findings(&form.bytes()), "FILE-15");
        assert_eq!(officer(&note).0, "bìa chưa ghi: Thủ trưởng đơn vị (người ký)");
        assert_eq!(note.severity, Severity::Note);
    }
}

#[test]
fn the_cover_is_quoted_as_excel_shows_it() {
    let (message, hint) = officer(&with_code(&findings(&file("revision-as-date.xlsx")), "FILE-14"));
    assert_eq!(message, "lần gửi “2/1/2023” không phải là số thứ tự");
    assert!(hint.contains("đổi định dạng về Số"), "{hint}");
    let of =
        |cell| officer(&with_code(&findings(&with_cover(|edit| put_beside(edit, "Lần gửi thứ", cell))), "FILE-14")).0;
    assert_eq!(of(number(1.5)), "lần gửi “1,5” không phải là số thứ tự");
    let rounded = findings(&with_cover(|edit| put_beside(edit, "Lần gửi thứ", number(1.4))));
    assert!(officer(&with_code(&rounded, "FILE-14")).1.contains("ô có thể hiện số đã làm tròn"), "shown as 1");
}

#[test]
fn a_template_newer_than_the_program_says_who_is_old() {
    let of = |known: &str| {
        let mut plan: Plan = plan::embedded();
        (plan.template_version, plan.accepted_versions) = (known.to_owned(), Vec::new());
        usecase::receive(&file("template-newer-than-program.xlsx"), "tệp.xlsx", &plan).findings
    };
    let found = of("1");
    assert_eq!(codes(&found), ["FILE-11"]);
    let (message, hint) = officer(&found[0]);
    assert!(
        message.contains("mới hơn chương trình này") && hint.starts_with("Tệp không phải sửa"),
        "{message}; {hint}"
    );
    assert!(found[0].words(Audience::Agency).hint.starts_with("Không phải sửa tệp"));
    assert!(
        officer(&with_code(&of("10"), "FILE-11")).1.contains("Chép số liệu sang biểu mẫu mới"),
        "2 is older than 10"
    );
}

#[test]
fn a_year_that_most_files_are_of_is_no_choice_once_the_next_has_begun() {
    let old = [("a.xlsx", province::good_in("ctk", 2023).bytes()), ("b.xlsx", province::good_in("snv", 2023).bytes())];
    let folder = inbox(&old);
    let spring = ["status", "thư", "--today", "2024-05-10"];
    folder.run(&spring).exits(0).says("Năm: tệp trong thư mục là của năm 2023, mà nay đã là năm 2024");
    refused(&folder, &[&spring[..], &["--letters", "công văn"]].concat()).says("Ghi --year 2024 nếu đang thu số liệu");
    folder.run(&["status", "thư", "--today", "2023-12-10"]).exits(0).says_nothing_of("Năm:");
    folder.put("thư/c.xlsx", province::good_in("sngv", 2024).bytes());
    for command in [&["status", "thư"][..], &["consolidate", "thư"], &["export", "thư", "--to", "dữ liệu"]] {
        let asked = refused(&folder, &[command, &["--today", "2024-06-10"]].concat());
        asked.says("không rõ cần làm năm nào").says("Ghi rõ năm cần làm: --year 2024 hoặc --year 2023");
        // In 2023 a file of the next year is a slip of the hand.
        folder.run(&[command, &["--today", "2023-06-10"]].concat()).exits(1);
    }
}

// -------------------------------------------------------------------------------------------------------------- sheets

#[test]
fn a_copy_that_cannot_be_seen_comes_with_the_way_to_show_it() {
    let (message, hint) = officer(&with_code(&findings(&file("very-hidden-copy.xlsx")), "FORM-09"));
    assert!(message.contains("(đang ẩn sâu)"), "{message}");
    assert!(hint.contains("Alt+F11") && hint.contains("xlSheetVisible"), "{hint}");
}

// --------------------------------------------------------------------------------------------------------------- zeros

#[test]
fn a_return_of_zeros_is_asked_about_and_a_note_answers() {
    let found = findings(&file("all-zero.xlsx"));
    let query = with_code(&found, "CELL-22");
    assert!(query.severity == Severity::Query && query.is_open());
    assert!(officer(&query).0.contains("đều là 0"), "{query:?}");

    let mut form = good("sngv");
    form.filling.counts.values_mut().for_each(|people| *people = 0);
    assert!(codes(&findings(&form.bytes())).contains(&"CELL-22"));
    let first = *form.filling.counts.keys().next().expect("a count");
    form.filling.counts.insert(first, 1);
    assert!(!codes(&findings(&form.bytes())).contains(&"CELL-22"), "one person is enough");
}

/// Dashes have their own question; the zeros are asked about where they were typed.
#[test]
fn zeros_are_asked_about_beside_the_dashes() {
    let mut form = good("ubnd-loc-ninh");
    form.filling.counts.values_mut().for_each(|people| *people = 0);
    let mut edit = Edit::of(&form.bytes());
    let sheet = edit.0.sheets.iter_mut().find(|sheet| sheet.name == "Biểu 06").expect("a form");
    let dash = |cell: &Cell| match (&cell.value, &cell.formula) {
        (Value::Number(0.0), None) => Cell { value: Value::Text("-".to_owned()), formula: None },
        _ => cell.clone(),
    };
    let cells = sheet.cells().map(|(at, cell)| (at, dash(cell))).collect();
    *sheet = bhxh::value::grid::Sheet::new("Biểu 06", true, cells);
    let found = findings(&edit.save());
    let query = with_code(&found, "CELL-22");
    assert_eq!(query.place.sheet.as_deref(), Some("Biểu 15"));
    assert!(!officer(&query).0.contains("Biểu 06") && codes(&found).contains(&"CELL-15"), "{query:?}");
}

#[test]
fn what_is_answered_is_headed_by_the_answer() {
    let (code, row) = ("sngv", "Đơn vị không có ai, đã rà soát");
    let mut form = good(code);
    form.filling.counts.values_mut().for_each(|people| *people = 0);
    let (id, row_id, _) = *form.filling.counts.keys().next().expect("a count");
    form.filling.notes.insert((id, row_id), row.to_owned());
    let folder = inbox(&[("sngv.xlsx", form.bytes())]);
    let run = folder.run(&["validate", "thư/sngv.xlsx"]).exits(0);
    run.says("Đã giải trình CELL-22").says_nothing_of("Cần giải trình CELL-22");
}

#[test]
fn a_note_that_figures_are_missing_does_not_explain_zeros() {
    let mut form = good("sngv");
    form.filling.counts.values_mut().for_each(|people| *people = 0);
    let (id, row, _) = *form.filling.counts.keys().next().expect("a count");
    for note in ["Chưa có số liệu", "Không có ý kiến"] {
        form.filling.notes.insert((id, row), note.to_owned());
        assert!(with_code(&findings(&form.bytes()), "CELL-22").is_open(), "{note}");
    }
}

// ------------------------------------------------------------------------------------------------------------- damaged

/// A return of which one form's sheet is cut short.
fn damaged(code: &str) -> Vec<u8> {
    let whole = good(code).bytes();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(whole)).expect("a package");
    let mut broken = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for n in 0..archive.len() {
        let mut part = archive.by_index(n).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("its content");
        if name == "xl/worksheets/sheet3.xml" {
            content.truncate(content.len() - 40);
        }
        broken.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        broken.write_all(&content).expect("its content");
    }
    broken.finish().expect("a package").into_inner()
}

#[test]
fn a_damaged_file_is_its_agencys_whatever_its_name() {
    let (plan, bytes) = (plan::embedded(), damaged("ctk"));
    let year = plan.year(2023).expect("a year of the plan");
    for name in ["số liệu gửi tỉnh.xlsx", "ctk_2023.xlsx"] {
        let merged = merged(&year, &[(name, &bytes)]);
        let ctk = plan.agency_by_code("ctk");
        assert_eq!((codes(&merged.files[0].findings), merged.files[0].agency), (vec!["FILE-05"], ctk), "{name}");
        let completeness = completeness::completeness(&merged, day("2023-07-05"));
        let standing = completeness.agencies.iter().find(|standing| Some(standing.agency) == ctk).expect("it");
        assert_eq!((standing.state, standing.needs_letter()), (State::Unreadable, true), "{name}");
    }
}

/// The inside of a broken package is for programmers: letters and workbooks say what it means.
#[test]
fn nobody_but_a_program_reads_the_names_of_faults() {
    let found = findings(&damaged("ctk"));
    let of = |audience| found[0].words(audience).found;
    assert_eq!((of(Audience::Officer), of(Audience::Agency)), (None, None));
    assert!(officer(&found[0]).1.starts_with("Mở bằng Excel"), "another download would bring the same");
    assert_eq!(of(Audience::Program).as_deref(), Some("xl/worksheets/sheet3.xml: attribute"));
}

/// Whoever checks a file before sending it reads what the sender does, and the officer what the office does.
#[test]
fn validate_speaks_to_the_sender_and_to_the_office() {
    let folder = inbox(&[("a.xlsx", b"Rar!\x1A\x07 packed".to_vec()), ("b.xlsx", Vec::new())]);
    let run = folder.run(&["validate", "thư/a.xlsx", "thư/b.xlsx"]).exits(1);
    run.says("gửi chính tệp Excel bên trong")
        .says("Cơ quan tổng hợp: Giải nén (bằng 7-Zip hoặc WinRAR)")
        .says("→ Mở thử tệp gốc bằng Excel")
        .says("Cơ quan tổng hợp: Tải hoặc chép lại tệp");
    let mail = b"Received: from a\nFrom: snv@example.vn\nSubject: So lieu\nMIME-Version: 1.0\n\nKinh gui".to_vec();
    let saved = inbox(&[("a.xlsx", mail)]).run(&["validate", "thư/a.xlsx"]).exits(1);
    saved.says("tệp là thư điện tử được lưu lại").says("Gửi chính tệp Excel đính kèm trong thư");
    let same = inbox(&[("a.xlsx", good("ctk").without("lao-dong", "ubnd-bu-dop", "labour-force").bytes())]);
    same.run(&["validate", "thư/a.xlsx"]).exits(1).says_nothing_of("Cơ quan tổng hợp:");
}

// -------------------------------------------------------------------------------------------------------------- copies

fn merged<'p>(year: &PlanYear<'p>, files: &[(&str, &[u8])]) -> Merged<'p> {
    let received = files.iter().map(|(path, bytes)| usecase::receive(bytes, path, year.plan)).collect();
    ledger::merge(received, *year, None)
}

fn statuses(merged: &Merged) -> Vec<FileStatus> {
    merged.files.iter().map(|file| file.status).collect()
}

#[test]
fn copies_that_differ_in_whom_to_call_are_one() {
    let plan = plan::embedded();
    let year = plan.year(2023).expect("a year of the plan");
    let (first, mut second) = (good("ctk"), good("ctk"));
    second.filling.phone = Some("0987 654 321".to_owned());
    second.filling.prepared_by = Some("Người khác".to_owned());
    let both = merged(&year, &[("b.xlsx", &second.bytes()), ("a.xlsx", &first.bytes())]);
    assert_eq!(statuses(&both), [FileStatus::Accepted, FileStatus::Duplicate], "the first by path");
    let (message, _) = officer(&both.files[1].findings[0]);
    assert!(message.contains("Điện thoại liên hệ") && message.contains("Người lập biểu"), "{message}");

    second.filling.sent_on = Some(day("2023-06-01"));
    let typed = merged(&year, &[("b.xlsx", &second.bytes()), ("a.xlsx", &first.bytes())]);
    assert_eq!(statuses(&typed), [FileStatus::Conflict; 2], "a day that was typed");
}

#[test]
fn copies_whose_day_moves_over_the_due_date_are_neither_late_nor_in_time() {
    let saved = |serial: f64| with_cover(|edit| put_beside(edit, "Ngày gửi", formula("TODAY()", serial)));
    // 20/6/2023 and 5/7/2023.
    let (early, late) = (saved(45_097.0), saved(45_112.0));
    let folder = inbox(&[("a.xlsx", late.clone()), ("b.xlsx", early.clone())]);
    let json = folder.run(&["consolidate", "thư", "--format", "json"]).exits(0).json();
    let ctk =
        json["agencies"].as_array().expect("agencies").iter().find(|agency| agency["code"] == "ctk").expect("ctk");
    assert_eq!((&ctk["status"], &ctk["on_time"]), (&json!("accepted"), &json!(null)), "{ctk}");
    assert_eq!(json["files"][1]["status"], "duplicate");
    folder.run(&["status", "thư"]).exits(0).says("không rõ: các bản ghi ngày khác nhau");
    let copy = &json["files"][1]["findings"][0];
    let message = copy["message"].as_str().expect("a message");
    assert!(message.contains("Bìa, Ngày gửi: “20/6/2023”, đổi theo ngày mở tệp ≠ “5/7/2023”"), "{message}");
    let alone = inbox(&[("a.xlsx", late)]).run(&["consolidate", "thư", "--format", "json"]).exits(0).json();
    let ctk =
        alone["agencies"].as_array().expect("agencies").iter().find(|agency| agency["code"] == "ctk").expect("ctk");
    assert_eq!(ctk["on_time"], json!(false), "one file says one day");
}

// ------------------------------------------------------------------------------------------------------------ the rest

#[test]
fn an_empty_folder_has_nothing_to_export() {
    let folder = Folder::new();
    fs::create_dir(folder.path().join("thư")).expect("a folder");
    refused(&folder, &["export", "thư", "--to", "dữ liệu"]).says("không có tệp nào để xuất");
    refused(&folder, &["consolidate", "thư"]).says("không có tệp nào để tổng hợp");
}

#[test]
fn days_are_counted_plainly() {
    let folder = Folder::new();
    let run = folder.run(&["calendar", "--year", "2023", "--today", "2023-06-01"]).exits(0);
    run.says("30/06/2023 còn 29 ngày Tổng hợp").says_nothing_of("tính cả ngày đó");
}
