//! Who collects from units of its own works as the province does, and no level takes another's file.

use std::sync::LazyLock;

use bhxh::plan::Plan;
use bhxh::problem::Finding;
use bhxh::template::{self, Filling};
use bhxh::usecase;
use bhxh::value::grid::Value;

use crate::books::Edit;
use crate::harness::Folder;
use crate::province::{self, day, good, plan};

static SNV: LazyLock<Plan> = LazyLock::new(|| plan().for_tier("snv").expect("a tier of the plan"));
static BTCTU: LazyLock<Plan> = LazyLock::new(|| plan().for_tier("btctu").expect("a tier of the plan"));

/// A unit's return for 2023 without anything to say against, in which every cell has `people`.
pub fn of_unit(tier: &Plan, code: &str, people: u64) -> (String, Filling) {
    let year = tier.year(2023).expect("a year of the plan");
    let unit = tier.agency_by_code(code).unwrap_or_else(|| panic!("the tier has no unit {code}"));
    let mut filling = Filling {
        as_of: Some(day("2023-05-31")),
        sent_on: Some(day("2023-06-12")),
        revision: Some(1),
        prepared_by: Some("Nguyễn Văn An".to_owned()),
        phone: Some("0271 3879 123".to_owned()),
        signed_by: Some("Trần Thị Bình".to_owned()),
        ..Filling::default()
    };
    for form in year.forms_of(unit) {
        let cells =
            year.entered_rows(form).flat_map(|row| year.column_ids(form).map(move |column| (form, row, column)));
        filling.counts.extend(cells.map(|cell| (cell, people)));
    }
    (year.template_name(unit), filling)
}

pub fn bytes_of(tier: &Plan, code: &str, filling: &Filling) -> Vec<u8> {
    let year = tier.year(2023).expect("a year of the plan");
    template::workbook(&year, tier.agency_by_code(code).expect("a unit"), filling).expect("a workbook")
}

fn unit_file(tier: &Plan, code: &str) -> Vec<u8> {
    bytes_of(tier, code, &of_unit(tier, code, 5).1)
}

fn found(bytes: &[u8], plan: &Plan) -> Vec<Finding> {
    usecase::receive(bytes, "tệp.xlsx", plan).findings
}

/// What is said of files that belong to another collector.
pub fn samples() -> Vec<Finding> {
    let file = unit_file(&SNV, "bu-dop-tan-thanh");
    let unknown = Edit::of(&file).set("_bhxh", "B7", Value::Text("stc".to_owned())).save();
    let without_cover = Edit::of(&unknown).delete_sheet("Bìa").save();
    let other = Edit::of(&file).set("_bhxh", "B7", Value::Text("btctu".to_owned())).save();
    let no_unit = Edit::of(&file).set("_bhxh", "B3", Value::Text("xa-la".to_owned())).save();
    let of_province = [&file, &unknown, &without_cover, &other].map(|bytes| found(bytes, plan()));
    [of_province.concat(), found(&good("ctk").bytes(), &SNV), found(&no_unit, &SNV)].concat()
}

#[test]
fn a_units_file_is_checked_by_the_plan_of_its_collector() {
    assert_eq!(province::lines(&found(&unit_file(&SNV, "bu-dop-tan-thanh"), &SNV)), [""; 0]);
    assert_eq!(province::lines(&found(&unit_file(&BTCTU, "hu-bu-dang"), &BTCTU)), [""; 0]);
    let inbox = Folder::new();
    let file = inbox.put("tệp.xlsx", unit_file(&SNV, "bu-dop-tan-thanh"));
    let name = file.to_str().expect("a path");
    inbox.run(&["validate", name]).exits(0).says("UBND xã Tân Thành, huyện Bù Đốp, năm 2023").says("gửi Sở Nội vụ");
    let json = inbox.run(&["validate", name, "--format", "json"]).exits(0).json();
    assert_eq!(json["files"][0]["tier"], "snv");
    assert_eq!(json["files"][0]["agency"], "bu-dop-tan-thanh");
}

#[test]
fn a_file_of_another_level_says_whose_it_is_and_where_it_belongs() {
    let said = |bytes: &[u8], plan: &Plan| {
        let findings = found(bytes, plan);
        assert_eq!(province::found(&findings), ["FILE-19"], "{findings:#?}");
        findings[0].words(bhxh::problem::Audience::Officer).message
    };
    let commune = unit_file(&SNV, "bu-dop-tan-thanh");
    let message = said(&commune, plan());
    assert!(message.contains("UBND xã Tân Thành, huyện Bù Đốp") && message.contains("Sở Nội vụ"), "{message}");
    assert!(said(&commune, &BTCTU).contains("không gửi thẳng Ban Tổ chức Tỉnh ủy"));
    assert!(said(&good("ctk").bytes(), &SNV).contains("gửi Sở Lao động - Thương binh và Xã hội"));
    assert!(said(&good("snv").bytes(), &SNV).contains("Sở Nội vụ"));
    let unknown = Edit::of(&commune).set("_bhxh", "B7", Value::Text("stc".to_owned())).save();
    let message = said(&unknown, plan());
    assert!(message.contains("“stc”") && message.contains("ghi gửi Sở Nội vụ"), "the cover says to whom: {message}");
    let no_unit = Edit::of(&commune).set("_bhxh", "B3", Value::Text("xa-la".to_owned())).save();
    assert_eq!(province::found(&found(&no_unit, &SNV)), ["FILE-08"]);
}

/// The plan in which a department reported to Sở Nội vụ until 2022, and to Ban Tổ chức Tỉnh ủy (or to nobody) since.
fn with_moved_unit(is_collected: bool) -> Plan {
    let (old, first) =
        (r#"{ code = "stp", name = "Sở Tư pháp" },"#, r#"{ code = "btctu", name = "Ban Tổ chức Tỉnh ủy" },"#);
    let text = bhxh::plan::EMBEDDED.replacen(old, &old.replace("\" }", "\", until = \"2022-12-31\" }"), 1);
    let new = old.replace("\" }", "\", from = \"2023-01-01\" }").replace("\"stp\"", "\"stp-d\"");
    let text = if is_collected { text.replacen(first, &format!("{first}\n{new}"), 1) } else { text };
    bhxh::plan::load(&text).expect("a plan")
}

#[test]
fn a_moved_units_file_on_its_former_form_says_everywhere_where_it_belongs_now() {
    let root = with_moved_unit(true);
    let [snv, btctu] = ["snv", "btctu"].map(|code| root.for_tier(code).expect("a tier"));
    let former = bytes_of(&SNV, "stp", &of_unit(&SNV, "stp", 5).1);
    for plan in [&root, &snv, &btctu] {
        let findings = found(&former, plan);
        assert_eq!(province::found(&findings), ["FILE-19"], "{findings:#?}");
        let words = findings[0].words(bhxh::problem::Audience::Officer);
        assert!(words.message.contains("biểu mẫu gửi Sở Nội vụ, mà năm 2023 đơn vị gửi số liệu cho Ban Tổ chức"));
        assert!(words.hint.contains("biểu mẫu của Ban Tổ chức Tỉnh ủy (bhxh template --for btctu --year 2023)"));
        assert_eq!(usecase::validate::collected_by(&usecase::receive(&former, "tệp.xlsx", plan)), None);
    }
    // Its cover alone leads there as well, and its file of the year before is one of Sở Nội vụ.
    let lost = Edit::of(&former).delete_sheet("_bhxh").save();
    let said = found(&lost, &snv)[0].words(bhxh::problem::Audience::Officer).message;
    assert!(said.contains("gửi số liệu cho Ban Tổ chức Tỉnh ủy"), "{said}");
    let year = Value::Number(2022.0);
    let before = Edit::of(&former).set("_bhxh", "B4", year.clone()).set("Bìa", "C12", year).save();
    assert!(!province::found(&found(&before, &snv)).contains(&"FILE-19"));
}

#[test]
fn a_file_of_a_unit_that_reports_to_nobody_isnt_sent_round() {
    let root = with_moved_unit(false);
    let snv = root.for_tier("snv").expect("a tier");
    let former = bytes_of(&SNV, "stp", &of_unit(&SNV, "stp", 5).1);
    assert_eq!(province::found(&found(&former, &snv)), ["FILE-08"]);
    let words = found(&former, &root)[0].words(bhxh::problem::Audience::Officer);
    assert!(
        words.message.contains("năm 2023 đơn vị không thuộc các đơn vị Sở Nội vụ thu số liệu"),
        "{}",
        words.message
    );
    let folder = Folder::new();
    folder.put(
        "plan.toml",
        bhxh::plan::EMBEDDED.replacen(
            r#"{ code = "stp", name = "Sở Tư pháp" },"#,
            r#"{ code = "stp", name = "Sở Tư pháp", until = "2022-12-31" },"#,
            1,
        ),
    );
    folder.put("inbox/stp_2023.xlsx", former);
    folder
        .run(&["status", "inbox", "--plan", "plan.toml", "--year", "2023"])
        .exits(1)
        .says("Báo Sở Tư pháp xem lại năm");
}

#[test]
fn without_the_hidden_sheet_the_forms_tell_the_level() {
    let lost = |bytes: &[u8]| Edit::of(bytes).delete_sheet("_bhxh").save();
    let codes = |bytes: &[u8], plan: &Plan| province::found(&found(bytes, plan));
    let district = lost(&unit_file(&SNV, "ubnd-bu-dang"));
    assert!(codes(&district, plan()).contains(&"FILE-19"), "a district reports to two offices");
    assert!(codes(&district, &SNV).contains(&"FILE-13"), "recognised from its cover");
    let of_province = lost(&good("ubnd-bu-dang").bytes());
    assert!(codes(&of_province, &SNV).contains(&"FILE-19"));
    assert!(codes(&of_province, plan()).contains(&"FILE-13"));
    assert!(codes(&lost(&unit_file(&BTCTU, "hu-bu-dang")), plan()).contains(&"FILE-19"));
}

#[test]
fn a_file_of_another_level_is_no_answer_of_the_agency_whose_name_it_bears() {
    let inbox = Folder::new();
    inbox.put("inbox/ubnd-bu-dang_2023.xlsx", unit_file(&SNV, "ubnd-bu-dang"));
    inbox.put("inbox/ctk_2023.xlsx", good("ctk").bytes());
    let status = inbox.run(&["status", "inbox", "--format", "json"]).exits(1).json();
    assert_eq!(status["completeness"]["received"], 1);
    inbox.run(&["status", "inbox"]).exits(1).says("Chuyển cho cơ quan tổng hợp khác");
}

#[test]
fn who_collects_nothing_is_named_with_those_who_do() {
    let folder = Folder::new();
    folder.run(&["template", "--for", "ctk", "--year", "2023"]).exits_noting(2, "btctu, snv");
    folder.run(&["template", "--for", "btct", "--year", "2023"]).exits_noting(2, "Có phải là “btctu”?");
}

#[test]
fn a_tier_has_templates_status_letters_and_a_workbook_of_its_own() {
    let folder = Folder::new();
    folder.run(&["template", "--for", "btctu", "--year", "2023", "--letter"]).exits(0).says("27 biểu mẫu");
    assert!(folder.names().iter().any(|name| name == "bieu-mau-btctu-2023/hu-bu-dang_2023.xlsx"));
    for code in ["vptu", "hu-bu-dang"] {
        folder.put(&format!("inbox/{code}.xlsx"), unit_file(&BTCTU, code));
    }
    let status = folder.run(&["status", "--for", "btctu", "inbox", "--letters", "thu"]).exits(0);
    status.says("Hạn: trước 20/6/2023").says("CHƯA GỬI 25/27 đơn vị");
    // The office is one of its own units and writes no letter to itself.
    assert_eq!(folder.names().iter().filter(|name| name.starts_with("thu/") && name.ends_with(".docx")).count(), 24);
    let merged = folder.run(&["consolidate", "--for", "btctu", "inbox", "--format", "json"]).exits(0).json();
    assert_eq!(merged["outputs"][0], "so-tong-hop-btctu-2023.xlsx");
    let accepted = merged["agencies"].as_array().expect("a list").iter().filter(|of| of["status"] == "accepted");
    assert_eq!(accepted.count(), 2);
    // The province's workbook isn't the tier's.
    folder.put("tinh/ctk.xlsx", good("ctk").bytes());
    folder.run(&["consolidate", "tinh", "--year", "2023"]).exits(0);
    let args = ["consolidate", "--for", "btctu", "inbox", "--year", "2023", "--since", "so-tong-hop-2023.xlsx"];
    folder.run(&args).exits_noting(2, "là sổ tổng hợp của Sở Lao động");
}

#[test]
fn a_hidden_collector_that_has_no_such_unit_is_contradicted_by_the_cover() {
    let file =
        Edit::of(&unit_file(&SNV, "bu-dop-tan-thanh")).set("_bhxh", "B7", Value::Text("btctu".to_owned())).save();
    for plan in [plan(), &SNV] {
        let findings = found(&file, plan);
        assert_eq!(province::found(&findings), ["FILE-12"], "{findings:#?}");
        let words = findings[0].words(bhxh::problem::Audience::Officer).message;
        assert!(words.contains("gửi số liệu cho Sở Nội vụ") && words.contains("Ban Tổ chức Tỉnh ủy thu"), "{words}");
    }
}

#[test]
fn a_letter_names_nothing_that_nobody_sees() {
    let inbox = Folder::new();
    let no_unit =
        Edit::of(&unit_file(&SNV, "bu-dop-tan-thanh")).set("_bhxh", "B3", Value::Text("xa-la".to_owned())).save();
    inbox.put("inbox/bu-dop-tan-thanh_2023.xlsx", no_unit);
    inbox.run(&["status", "--for", "snv", "inbox", "--letters", "thu"]).exits(1);
    let letter = String::from_utf8(inbox.read("thu/bu-dop-tan-thanh_2023.txt")).expect("text");
    assert!(letter.contains("Phần ẩn của tệp ghi mã đơn vị “xa-la”") && !letter.contains("_bhxh"), "{letter}");
}

#[test]
fn a_note_that_many_files_have_is_said_once() {
    let inbox = Folder::new();
    let units: Vec<String> = BTCTU.agencies.iter().map(|unit| unit.code.clone()).collect();
    for code in units.iter().take(25) {
        let (name, mut filling) = of_unit(&BTCTU, code, 5);
        filling.signed_by = None;
        inbox.put(&format!("inbox/{name}"), bytes_of(&BTCTU, code, &filling));
    }
    let run = inbox.run(&["consolidate", "--for", "btctu", "inbox"]).exits(0);
    let run = run.says("25 chỗ ở 25 tệp").says("… và 20 tệp khác");
    assert_eq!(run.stdout.matches("FILE-15").count(), 1, "{run}");
    assert!(!run.stdout.contains("\\n"), "{run}");
}
