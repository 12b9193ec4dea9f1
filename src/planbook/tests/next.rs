//! The next plan, and what it changes.

use super::*;

fn sentences(one: &Plan, other: &Plan) -> Vec<String> {
    let differences = diff(one, other).differences.into_iter();
    differences.map(|difference| format!("{}: {}", difference.sheet, difference.sentence)).collect()
}

fn with(old: &str, new: &str) -> Plan {
    assert!(plan::EMBEDDED.contains(old), "{old}");
    plan::load(&plan::EMBEDDED.replacen(old, new, 1)).unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn the_next_plan_is_one_and_says_what_must_be_decided() {
    for plan in shipped().into_iter().filter(|plan| plan.predecessors.is_empty()) {
        let carried = carry(&plan, 2031, 2033).unwrap_or_else(|error| panic!("{error}"));
        let from_book = read(&carried.workbook).expect("a plan");
        let from_text = plan::load(&carried.text).expect("a plan");
        assert!(is_same(&from_book, &from_text));
        assert_eq!((from_text.first_year, from_text.last_year), (2031, 2033));
        assert!(from_text.id != plan.id && from_text.number.starts_with("……") && from_text.date == "……");
        assert!(from_text.indicators.iter().all(|indicator| indicator.targets.is_empty()), "nobody decided them");
        assert_eq!(from_text.office.signatory_name, None);
        assert!(carried.text.starts_with("# CẦN XÁC ĐỊNH LẠI:\n#   1. plan.id: "));
        assert!(carried.text.contains("# CẦN XÁC ĐỊNH LẠI\ntitle = "), "{}", &carried.text[..2000]);
        let percents = open(&carried.workbook).expect("it opens");
        let sheet = percents.sheet("Chỉ tiêu theo năm").expect("the targets");
        let undecided = sheet.cells().filter(|(_, cell)| cell.value == text("chưa định")).count();
        assert_eq!(undecided, 3 * plan.indicators.len());
    }
}

#[test]
fn plans_that_say_the_same_differ_in_nothing() {
    for plan in shipped() {
        let again = read(&write(&plan).expect("a workbook")).expect("a plan");
        assert_eq!(sentences(&plan, &again), [""; 0]);
    }
}

#[test]
fn each_change_is_a_sentence_under_its_sheet() {
    let plan = plan::embedded();
    let changed = |old: &str, new: &str| sentences(&plan, &with(old, new));
    assert_eq!(
        changed("name = \"Sở Ngoại vụ\" }]", "name = \"Văn phòng UBND tỉnh\" }]"),
        ["Đơn vị: `sngv`: từ “Sở Ngoại vụ” thành “Văn phòng UBND tỉnh”"]
    );
    assert_eq!(
        changed("due = \"30/6\"", "due = \"15/7\""),
        ["Nhiệm vụ: `thu-thap`: “Hạn hằng năm” từ “30/6” thành “15/7”"]
    );
    assert_eq!(
        changed("bhxh = \"45\"", "bhxh = \"46.5\""),
        ["Chỉ tiêu theo năm: `2025`: từ “bhxh” 45 thành “bhxh” 46,5"]
    );
    assert_eq!(
        changed("unit = \"người\"", "unit = \"lao động\""),
        ["Kế hoạch: “Đơn vị tính” từ “người” thành “lao động”"]
    );
    assert_eq!(
        changed("[[cooperating]]\ncode = \"stc\"\nname = \"Sở Tài chính\"\n", ""),
        ["Đơn vị phối hợp: Bỏ `stc` (Sở Tài chính)"]
    );
}

#[test]
fn a_form_of_another_shape_asks_for_another_version_of_templates() {
    let plan = plan::embedded();
    let row = "    { code = \"kkt-fdi\", no = \"3\", label";
    let added = "    { code = \"kkt-ho\", no = \"4\", label = \"Hộ\", schemes = [\"compulsory\"] },\n";
    let other = with(row, &format!("{added}{row}"));
    let found = diff(&plan, &other);
    assert_eq!((found.reshaped, found.same_version), (vec!["khu-kinh-te".to_owned()], Some("2".to_owned())));
    assert_eq!(sentences(&plan, &other), ["Biểu 03: Thêm `kkt-ho` (Hộ)"]);
    let renamed =
        diff(&plan, &with("title = \"Số người đang tham gia BHXH bắt buộc, BHTN theo khối\"", "title = \"Khác\""));
    assert!(renamed.reshaped.is_empty() && renamed.differences.len() == 1, "only its title");
}
