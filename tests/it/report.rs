//! `bhxh report` as an officer runs it.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use bhxh::output::provincial;
use bhxh::usecase;
use bhxh::value::grid::{Sheet, Value as GridValue};
use bhxh::{intake, ledger, plan};
use chrono::NaiveDate;
use serde_json::Value;

fn inbox() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/inbox-2023")
}

/// Runs the program in a folder, on a fixed day.
fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bhxh"));
    command.current_dir(folder).args(args).args(["--today", "2023-12-06", "--color", "never"]);
    command.output().expect("the program runs")
}

/// Runs `bhxh report --year 2023` on the example inbox with more arguments.
fn report(folder: &Path, more: &[&str]) -> Output {
    let inbox = inbox();
    let mut args = vec!["report", inbox.to_str().expect("a path"), "--year", "2023"];
    args.extend(more);
    run(folder, &args)
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn listed(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// A provincial workbook of 2022 by a plan, before anything was sent.
fn provincial_2022(plan: &plan::Plan) -> Vec<u8> {
    let year = plan.year(2022).expect("a year of the plan");
    let merged = ledger::merge(Vec::new(), year, None);
    let today = NaiveDate::from_ymd_opt(2022, 12, 1).expect("a date");
    let context = provincial::Context::new(today, "", "0");
    provincial::workbook(
        &provincial::Book::new(&merged, &context),
        &ledger::conservation::reckon(&merged).expect("balanced"),
    )
    .expect("a workbook")
}

fn fails(folder: &Path, more: &[&str], words: &str) {
    let output = report(folder, more);
    let said = text(&output.stderr);
    assert_eq!(code(&output), 2, "{more:?}: {said}");
    assert!(said.contains(words), "{more:?}: {said}");
}

#[test]
fn an_inbox_and_its_provincial_workbook_give_the_same_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let inbox = inbox();
    let consolidated = run(path, &["consolidate", inbox.to_str().expect("a path")]);
    assert_eq!(code(&consolidated), 0, "{}", text(&consolidated.stderr));
    let json = |output: &Output| -> Value { serde_json::from_slice(&output.stdout).expect("one JSON document") };
    let of_inbox = report(path, &["--out", "a", "--format", "json"]);
    // Without a source the workbook that lies here is taken.
    let of_workbook = run(path, &["report", "--year", "2023", "--out", "b", "--format", "json"]);
    assert_eq!((code(&of_inbox), code(&of_workbook)), (0, 0), "{}", text(&of_workbook.stderr));
    let (of_inbox, of_workbook) = (json(&of_inbox), json(&of_workbook));
    for key in ["year", "files", "agencies", "indicators", "completeness"] {
        assert_eq!(of_inbox[key], of_workbook[key], "{key}");
        assert!(!of_inbox[key].is_null(), "{key}");
    }
    let first = of_workbook["outputs"][0].as_str().expect("an output");
    assert!(path.join(first).exists(), "{first}");
    assert!(path.join("a/bao-cao-2023.xlsx").exists());
}

#[test]
fn the_same_run_changes_nothing_and_an_older_report_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    assert_eq!(code(&report(path, &[])), 0);
    let before = listed(path);
    assert!(before.contains(&"bao-cao-2023.xlsx".to_owned()));
    assert_eq!(code(&report(path, &[])), 0);
    assert_eq!(listed(path), before);
    let output = report(path, &["--ad-hoc", "--labour-force", "650.000", "--percent", "bhxh=43,5"]);
    assert!(text(&output.stdout).contains("Để đạt 43,5% của 650.000 người"), "{}", text(&output.stdout));
    assert!(listed(path).contains(&"bao-cao-2023.ban-cu-1.xlsx".to_owned()));
}

#[test]
fn wrong_arguments_are_said_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    fails(path, &["--percent", "bhxh=100,5"], "tỷ lệ phải từ 0 đến 100");
    fails(path, &["--percent", "bhyt=40"], "không có chỉ số “bhyt”. Dùng một trong: bhxh, bhtn, bhxh-tu-nguyen");
    fails(path, &["--percent", "bhxh=40", "--percent", "bhxh=41"], "được ghi hai lần");
    let together = ["--percent", "bhtn=90", "--percent", "bhxh-tu-nguyen=30"];
    fails(path, &together, "BHXH năm 2024 cần");
    fails(path, &together, "trong lực lượng lao động; ghi tỷ lệ thấp hơn");
    fails(path, &["--labour-force", "0"], "ghi số người");
    fails(path, &["--as-of", "2023-01-31", "--out", "moi"], "đến hết ngày 31/1/2023 chưa có đơn vị nào gửi số liệu");
    fails(path, &["--previous", "khong-co.xlsx"], "không tìm thấy");
    let inbox = inbox();
    let of_year = |year: &str| run(path, &["report", inbox.to_str().expect("a path"), "--year", year]);
    let outside = of_year("2031");
    assert_eq!((code(&outside), text(&outside.stderr).contains("nằm ngoài kế hoạch 2022–2025")), (2, true));
    let empty = of_year("2024");
    assert_eq!((code(&empty), text(&empty.stderr).contains("không có tệp nào của năm 2024")), (2, true));
    assert_eq!(code(&run(path, &["report", "--year", "2023"])), 2);
    assert_eq!(listed(path), Vec::<String>::new());
}

#[test]
fn earlier_workbooks_must_be_earlier_and_of_this_plan() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let plan = plan::embedded();
    let mut other = plan::embedded();
    other.id = "tinh-khac".to_owned();
    fs::write(path.join("khac.xlsx"), provincial_2022(&other)).expect("written");
    fs::write(path.join("truoc.xlsx"), provincial_2022(&plan)).expect("written");
    fs::write(path.join("truoc-2.xlsx"), provincial_2022(&plan)).expect("written");
    let before = listed(path);
    fails(path, &["--previous", "khac.xlsx"], "là sổ tổng hợp của kế hoạch khác");
    fails(path, &["--previous", "truoc.xlsx", "--previous", "truoc-2.xlsx"], "cùng là sổ tổng hợp năm 2022");
    assert_eq!(listed(path), before);
    assert_eq!(code(&report(path, &["--previous", "truoc.xlsx"])), 0);
    let inbox = inbox();
    run(path, &["consolidate", inbox.to_str().expect("a path"), "--out", "nam-nay.xlsx"]);
    fails(path, &["--previous", "nam-nay.xlsx"], "không phải của năm trước năm 2023");
    let output = run(path, &["report", "truoc.xlsx", "--year", "2023"]);
    assert!(text(&output.stderr).contains("là sổ tổng hợp năm 2022, không phải năm 2023"));
}

#[test]
fn what_is_not_merged_leaves_the_report_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let inbox = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/inbox-2023-loi");
    let output = run(folder.path(), &["report", inbox.to_str().expect("a path"), "--year", "2023"]);
    assert_eq!(code(&output), 1, "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("BHXH chưa tính được: thiếu số liệu của Bảo hiểm xã hội tỉnh"));
    let bytes = fs::read(folder.path().join("bao-cao-2023.xlsx")).expect("a report");
    let received = usecase::receive(&bytes, "bao-cao-2023.xlsx", &plan::embedded());
    assert_eq!(received.content, intake::Content::OwnOutput);
}

/// Of how many agencies a text says that they sent, and of how many that in time.
fn sent_and_in_time(text: &str) -> (usize, usize) {
    let (before, after) = text.split_once(" đơn vị đã gửi tệp số liệu, trong đó ").expect("who sent");
    let number = |word: &str| word.parse().expect("a number");
    let sent = before.rsplit(' ').next().expect("a word").split('/').next().expect("a number");
    (number(sent), number(after.split(' ').next().expect("a word")))
}

#[test]
fn whoever_sent_is_told_as_in_time_late_or_unknown() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for (inbox, more, n_late, n_unknown) in [
        ("inbox-2023-loi", &[][..], 1, 3),
        ("inbox-2023", &["--as-of", "2023-06-25"][..], 0, 0),
        ("inbox-2023", &["--as-of", "2023-06-20"][..], 0, 0),
    ] {
        let (folder, inbox) = (tempfile::tempdir().expect("a folder"), examples.join(inbox));
        let args = [&["report", inbox.to_str().expect("a path"), "--year", "2023"], more].concat();
        assert!(code(&run(folder.path(), &args)) <= 1);
        let text = document_text(&fs::read(folder.path().join("bao-cao-2023.docx")).expect("a report")).join("\n");
        let (n_sent, n_in_time) = sent_and_in_time(&text);
        assert_eq!(n_sent, n_in_time + n_late + n_unknown, "{text}");
        assert_eq!(text.contains("đơn vị gửi sau hạn"), n_late > 0);
        assert_eq!(
            text.contains(&format!("Có {n_unknown} đơn vị chưa xác định được gửi đúng hạn hay không")),
            n_unknown > 0
        );
    }
}

/// The document's text, one paragraph or table cell a line.
pub fn document_text(bytes: &[u8]) -> Vec<String> {
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a package");
    let mut xml = String::new();
    let mut part = package.by_name("word/document.xml").expect("a document");
    std::io::Read::read_to_string(&mut part, &mut xml).expect("UTF-8");
    let paragraph = |xml: &str| -> String {
        let runs = xml.split("<w:t").skip(1).filter(|run| run.starts_with(['>', ' ']));
        let texts = runs.filter_map(|run| Some(run.split_once('>')?.1.split_once("</w:t>")?.0));
        texts.collect::<String>().replace('\u{a0}', " ")
    };
    xml.split("</w:p>").map(paragraph).filter(|text| !text.trim().is_empty()).collect()
}

/// The numbers of people of a thousand or more in a text, which are written with dots: `1.234`.
fn grouped_numbers(text: &str) -> Vec<u64> {
    let tokens = text.split(|c: char| !c.is_ascii_digit() && c != '.').map(|token| token.trim_matches('.'));
    let is_grouped = |token: &&str| {
        let mut groups = token.split('.');
        let first = groups.next().unwrap_or_default();
        (1..=3).contains(&first.len()) && token.contains('.') && groups.all(|group| group.len() == 3)
    };
    tokens.filter(is_grouped).filter_map(|token| token.replace('.', "").parse().ok()).collect()
}

/// The percentages of a text, and the points by which one is above another: `37,96%`, `2,57`.
fn decimals(text: &str) -> Vec<String> {
    let tokens = text.split(|c: char| !c.is_ascii_digit() && c != ',').map(|token| token.trim_matches(','));
    tokens
        .filter(|token| token.split_once(',').is_some_and(|(_, digits)| digits.len() >= 2))
        .map(str::to_owned)
        .collect()
}

/// The numbers below a thousand that count people in a text: `253 người`.
fn few_people(text: &str) -> Vec<u64> {
    let mut before: Vec<&str> = text.split(" người").collect();
    // Nobody is counted behind the last.
    before.pop();
    let tokens = before.into_iter().map(|part| part.rsplit([' ', '(']).next().unwrap_or_default());
    tokens.filter_map(|token| token.parse().ok()).collect()
}

/// What the visible sheets of a workbook give: people, shares and points with two decimals, and what stands in sentences.
#[derive(Default)]
struct Given {
    people: BTreeSet<u64>,
    decimals: BTreeSet<String>,
}

impl Given {
    fn of(workbook: &bhxh::value::grid::Workbook) -> Self {
        let mut given = Given::default();
        for (_, cell) in workbook.sheets.iter().filter(|sheet| sheet.visible).flat_map(Sheet::cells) {
            given.add(&cell.value);
        }
        given
    }

    fn add(&mut self, value: &GridValue) {
        match value {
            GridValue::Number(number) | GridValue::Percent(number) | GridValue::Disguised(number, _) => {
                if number.fract() == 0.0 {
                    self.people.extend(format!("{}", number.abs()).parse::<u64>());
                }
                // A share of 1, or points as they are.
                for shown in [number.abs() * 100.0, number.abs()] {
                    self.decimals.extend([2, 3, 4].map(|n| format!("{shown:.n$}").replace('.', ",")));
                }
            }
            GridValue::Text(text) => {
                self.people.extend(grouped_numbers(text).into_iter().chain(few_people(text)));
                self.decimals.extend(decimals(text));
            }
            _ => {}
        }
    }
}

/// Documents and workbook can't say different things: whatever number of people, share or number of points a document gives,
/// the workbook has on a sheet that is seen.
#[test]
fn every_number_of_every_document_stands_in_the_workbook() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let earlier = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/inbox-2022");
    run(path, &["consolidate", earlier.to_str().expect("a path")]);
    for task in ["bao-cao", "tiem-nang", "chi-tieu"] {
        let output = report(path, &["--previous", "so-tong-hop-2022.xlsx", "--task", task]);
        assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    }
    let given = Given::of(&crate::books::open(&fs::read(path.join("bao-cao-2023.xlsx")).expect("a workbook")));
    for task in ["bao-cao", "tiem-nang", "chi-tieu"] {
        let document = document_text(&fs::read(path.join(format!("{task}-2023.docx"))).expect("a document"));
        let people: Vec<u64> =
            document.iter().flat_map(|line| [grouped_numbers(line), few_people(line)].concat()).collect();
        assert!(people.len() > 60, "{task} gives {} numbers", people.len());
        let unknown: BTreeSet<&u64> = people.iter().filter(|n| !given.people.contains(n)).collect();
        assert!(unknown.is_empty(), "people only in {task}: {unknown:?}");
        let decimals: BTreeSet<String> = document.iter().flat_map(|line| decimals(line)).collect();
        let unknown: BTreeSet<&String> = decimals.iter().filter(|share| !given.decimals.contains(*share)).collect();
        assert!(unknown.is_empty(), "decimals only in {task}: {unknown:?}");
    }
}

#[test]
fn a_task_of_the_year_writes_its_document_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let titles = ["BÁO CÁO TIỀM NĂNG NĂM 2023", "CÔNG VĂN ĐỀ XUẤT CHỈ TIÊU NĂM 2024"];
    for (task, title) in ["tiem-nang", "chi-tieu"].into_iter().zip(titles) {
        let output = report(path, &["--task", task]);
        assert_eq!(code(&output), 0);
        // The examples say first of all that they are invented.
        let told = text(&output.stdout);
        assert!(told.starts_with(&format!("SỐ LIỆU MINH HỌA – không phải số liệu thật {title}")), "{told}");
    }
    assert_eq!(listed(path), ["chi-tieu-2023.docx", "tiem-nang-2023.docx"]);
    fails(
        path,
        &["--task", "bao-cao-nam"],
        "không có nhiệm vụ “bao-cao-nam”. Dùng một trong: tiem-nang, chi-tieu, bao-cao",
    );
}

#[test]
fn words_that_cannot_be_read_stop_the_run_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let given = |name: &str, bytes: &[u8]| fs::write(path.join(name), bytes).expect("written");
    given("anh.docx", b"\x89PNG");
    given("khoa.docx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1........");
    given("hong.docx", b"PK\x03\x04........");
    given("lon.docx", &[b"PK\x03\x04".as_slice(), &vec![0; 100 << 20]].concat());
    fs::copy(inbox().join("snv_2023.xls"), path.join("khac.docx")).expect("copied");
    let before = listed(path);
    for (name, why) in [
        ("anh.docx", "không phải là văn bản Word"),
        ("khoa.docx", "mật khẩu"),
        ("hong.docx", "bị hỏng"),
        ("lon.docx", "tối đa"),
        ("khac.docx", "mật khẩu hoặc là tệp .doc đời cũ"),
        ("khong-co.docx", "không đọc được văn bản"),
    ] {
        fails(path, &["--prose", name], why);
    }
    assert_eq!(listed(path), before);
}

/// A document with one stretch of its text written otherwise.
fn rewritten(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut packing = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..archive.len() {
        let mut entry = archive.by_index(n).expect("a part");
        let name = entry.name().expect("a name").into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("memory");
        if name == "word/document.xml" {
            let text = String::from_utf8(content).expect("UTF-8");
            assert!(text.contains(from), "{from}");
            content = text.replacen(from, to, 1).into_bytes();
        }
        packing.start_file(name, zip::write::SimpleFileOptions::default()).expect("memory");
        packing.write_all(&content).expect("memory");
    }
    packing.finish().expect("memory").into_inner()
}

/// Writes a sentence into the place I.1 of the document at this place.
fn write_into(document: &Path, words: &str) {
    let style = r#"<w:pPr><w:pStyle w:val="LoiVanI1"/></w:pPr>"#;
    let bytes = fs::read(document).expect("a document");
    let filled = rewritten(&bytes, style, &format!("{style}<w:r><w:t>{words}</w:t></w:r>"));
    fs::write(document, filled).expect("written");
}

#[test]
fn words_of_another_year_or_another_document_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    assert_eq!(code(&report(path, &["--task", "tiem-nang"])), 0);
    let earlier = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/inbox-2022");
    let earlier = earlier.to_str().expect("a path");
    assert_eq!(code(&run(path, &["report", earlier, "--year", "2022", "--out", "cũ"])), 0);
    fails(path, &["--prose", "tiem-nang-2023.docx"], "văn bản đó là báo cáo đối tượng tiềm năng năm 2023");
    fails(path, &["--prose", "cũ/bao-cao-2022.docx"], "báo cáo kết quả năm 2022 (bao-cao-2022), không dùng lời văn");
    // Where it only lies in the way it is kept, and nothing is taken from it.
    fs::copy(path.join("cũ/bao-cao-2022.docx"), path.join("bao-cao-2023.docx")).expect("copied");
    write_into(&path.join("bao-cao-2023.docx"), "Lời của năm 2022.");
    let said = text(&report(path, &[]).stdout);
    assert!(
        said.contains("Không lấy lời văn từ “bao-cao-2023.docx”: văn bản đó là báo cáo kết quả năm 2022"),
        "{said}"
    );
    let document = document_text(&fs::read(path.join("bao-cao-2023.docx")).expect("a document"));
    assert!(!document.iter().any(|line| line.contains("Lời của năm 2022.")));
    fails(path, &["--prose", "a.docx", "--no-prose"], "không dùng cùng nhau");
}

#[test]
fn words_that_are_not_taken_are_said_and_found_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let there = path.join("bao-cao-2023.docx");
    assert_eq!(code(&report(path, &[])), 0);
    fs::copy(&there, path.join("a.docx")).expect("copied");
    write_into(&path.join("a.docx"), "Lời của bản A.");
    write_into(&there, "Lời của bản B.");
    let said = text(&report(path, &["--prose", "a.docx"]).stdout);
    assert!(said.contains("“bao-cao-2023.docx” trước đó có lời văn ở mục I.1 mà bản mới không lấy"), "{said}");
    let said = text(&report(path, &["--no-prose"]).stdout);
    assert!(said.contains("“bao-cao-2023.docx” trước đó có lời văn ở mục I.1 mà bản mới không lấy"), "{said}");
    let said = text(&report(path, &["-q"]).stdout);
    assert!(said.contains("lời văn đã viết nằm ở “bao-cao-2023.ban-cu-2.docx”"), "{said}");
    assert!(said.contains("Còn 13 chỗ chưa viết lời văn"), "{said}");
}

#[test]
fn a_paragraph_taken_out_of_the_text_is_said_to_be_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let there = path.join("bao-cao-2023.docx");
    assert_eq!(code(&report(path, &[])), 0);
    assert!(!text(&report(path, &[]).stdout).contains("Ngoài các chỗ"), "nothing differs");
    let bytes = fs::read(&there).expect("a document");
    fs::write(&there, rewritten(&bytes, "xem xét, chỉ đạo./.", "")).expect("written");
    let said = text(&report(path, &[]).stdout);
    assert!(said.contains("1 đoạn của bản mới không có trong bản cũ"), "{said}");
}

#[test]
fn a_report_without_places_asks_for_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    assert!(text(&report(path, &[]).stdout).contains("Còn 13 chỗ chưa viết lời văn: I.1 ("));
    let output = report(path, &["--no-prose"]);
    assert!(!text(&output.stdout).contains("chỗ chưa viết lời văn"), "{}", text(&output.stdout));
    let document = document_text(&fs::read(path.join("bao-cao-2023.docx")).expect("a document"));
    assert!(!document.iter().any(|line| line.contains("Kiến nghị của Sở")), "a heading over nothing");
    // The earlier one, in which something might have been written, is kept.
    assert!(listed(path).contains(&"bao-cao-2023.ban-cu-1.docx".to_owned()));
}

/// The figures of the example, as the JSON document gives them.
#[test]
fn the_figures_of_the_example_are_potential_outside_and_a_proposal_that_adds_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let earlier = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/inbox-2022");
    run(path, &["consolidate", earlier.to_str().expect("a path")]);
    let json = |more: &[&str]| -> Value {
        let args = [&["--previous", "so-tong-hop-2022.xlsx", "--format", "json"], more].concat();
        serde_json::from_slice(&report(path, &args).stdout).expect("one JSON document")
    };
    let document = json(&[]);
    let sum = |rows: &Value, key: &str| -> i64 {
        let rows = rows.as_array().expect("rows").iter().filter(|row| row["scheme"] == "compulsory");
        rows.map(|row| row[key].as_i64().expect("people")).sum()
    };
    let potential = &document["potential"];
    assert_eq!([sum(potential, "potential"), sum(potential, "planned_change")], [34_405, 6_948]);
    assert_eq!(sum(potential, "uninsured_at_work"), 34_405 - 6_948);
    assert_eq!((&document["outside"][0]["area"], &document["outside"][0]["outside"]), (&Value::Null, &392_341.into()));
    let proposal = &document["proposal"];
    assert_eq!((&proposal["labour_force"], &proposal["labour_force_basis"]), (&643_181.into(), &"projected".into()));
    for line in proposal["lines"].as_array().expect("lines").iter().filter(|line| line["id"] != "bhxh") {
        let scheme = match line["id"].as_str().expect("an id") {
            "bhtn" => "unemployment",
            "bhxh-tu-nguyen" => "voluntary",
            other => other,
        };
        let shares = proposal["shares"].as_array().expect("shares");
        let of = |is_meant: &dyn Fn(&Value) -> bool| -> i64 {
            let own = shares.iter().filter(|share| share["scheme"] == scheme && is_meant(share));
            own.map(|share| share["increase"].as_i64().expect("people")).sum()
        };
        let increase = line["increase"].as_i64().expect("people");
        let left = of(&|share| share["sector"].is_null() && share["agency"].is_null() && share["area"].is_null());
        let rows = of(&|share| share["agency"].is_null() && (!share["sector"].is_null() || !share["area"].is_null()));
        assert_eq!(rows + left, increase, "{scheme}");
        if scheme != "voluntary" {
            let cells = of(&|share| !share["agency"].is_null() && !share["sector"].is_null());
            let columns = of(&|share| !share["agency"].is_null() && share["sector"].is_null());
            assert_eq!((cells, columns), (increase - left, increase - left), "{scheme}");
        }
    }
    let way = proposal["trajectory"].as_array().expect("steps");
    let bhxh: Vec<i64> =
        way.iter().filter(|step| step["id"] == "bhxh").filter_map(|step| step["people"].as_i64()).collect();
    assert_eq!(bhxh[0], proposal["lines"][0]["proposed"].as_i64().expect("people"));

    let raised = json(&["--percent", "bhtn=37"]);
    let proposed = |n: usize| raised["proposal"]["lines"][n]["proposed"].as_i64();
    assert_eq!((proposed(0), proposed(1)), (Some(276_568), Some(237_977)));
    assert_eq!(raised["proposal"]["lines"][0]["raised_for"], "bhtn");
}

#[test]
fn nobody_is_asked_to_leave_by_the_officers_numbers() {
    let folder = tempfile::tempdir().expect("a folder");
    fails(folder.path(), &["--percent", "bhxh=30"], "thấp hơn tỷ lệ đang đạt 37,96%");
    fails(folder.path(), &["--labour-force", "1000"], "nhỏ hơn 240.059 người đang tham gia BHXH");
    assert_eq!(listed(folder.path()), Vec::<String>::new());
}

#[test]
fn a_labour_force_that_stays_is_said_first_with_the_file_that_would_tell() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let said = text(&report(path, &[]).stdout);
    assert!(said.contains("của năm trước, thêm: --previous so-tong-hop-2022.xlsx BHXH:"), "{said}");
    fs::write(path.join("so-tong-hop-2022.xlsx"), provincial_2022(&plan::embedded())).expect("written");
    let said = text(&report(path, &[]).stdout);
    assert!(said.contains("--previous so-tong-hop-2022.xlsx (tệp này đang có trong thư mục) BHXH:"), "{said}");
}
