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
    for plan in shipped() {
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
fn the_next_plan_comes_after_this_one_by_the_same_codes() {
    for plan in shipped() {
        let carried = carry(&plan, plan.last_year + 1, plan.last_year + 5).unwrap_or_else(|error| panic!("{error}"));
        let next = read(&carried.workbook).expect("a plan");
        assert_eq!(carried.gap, None);
        let [before] = &next.predecessors[..] else { panic!("{}: {:?}", plan.id, next.predecessors) };
        assert_eq!((before.plan.as_str(), before.name.as_str()), (plan.id.as_str(), plan.province.as_str()));
        assert!(!next.is_reorganised_in(next.first_year) && next.changes.is_empty(), "{}", plan.id);
        let comparable = next.comparable_in(next.first_year).expect("a predecessor");
        let areas = next.agency_ids().filter(|id| next.is_area(*id)).count();
        assert_eq!(comparable.groups.len(), areas, "each area by itself");
        assert_eq!(before.forms.len(), next.forms.len());
        for form in &before.forms {
            let returning = next.agencies.iter().filter(|agency| agency.forms.contains(&form.form));
            let codes: Vec<&str> = returning.map(|agency| agency.code.as_str()).collect();
            assert_eq!(form.by.iter().map(|by| by.agency.as_str()).collect::<Vec<_>>(), codes, "{}", form.code);
        }
    }
}

#[test]
fn years_that_do_not_follow_on_a_plan_are_told() {
    let plan = plan::load(OTHERS[2]).expect("a plan");
    let carried = |first: i32, last: i32| carry(&plan, first, last).unwrap_or_else(|error| panic!("{error}"));
    for (first, last, gap) in [
        (2031, 2035, None),
        (2020, 2024, Some(YearsApart::Before)),
        (2024, 2027, Some(YearsApart::Overlap(2026, 2027))),
        (2026, 2026, Some(YearsApart::Overlap(2026, 2026))),
        (2029, 2033, Some(YearsApart::Overlap(2029, 2030))),
        (2034, 2035, Some(YearsApart::Missing(2031, 2033))),
    ] {
        assert_eq!(carried(first, last).gap, gap, "{first}-{last}");
    }
    let n_before = |first: i32| read(&carried(first, 2035).workbook).expect("a plan").predecessors.len();
    assert_eq!([2025, 2026, 2029, 2031].map(n_before), [0, 2, 1, 1], "of the same first year the same ones");
}

#[test]
fn a_plan_of_one_year_is_named_after_it() {
    let plan = plan::load(OTHERS[2]).expect("a plan");
    let one = read(&carry(&plan, 2031, 2031).expect("it").workbook).expect("a plan");
    assert_eq!(one.id, "dong-nai-2031");
    assert!(one.title.contains("năm 2031") && !one.title.contains("giai đoạn"), "{}", one.title);
    let next = read(&carry(&one, 2032, 2035).expect("it").workbook).expect("a plan");
    assert_eq!(next.id, "dong-nai-2032-2035");
    assert!(next.title.contains("giai đoạn 2032-2035"), "{}", next.title);
}

#[test]
fn plans_that_say_the_same_differ_in_nothing() {
    for plan in shipped() {
        let again = read(&write(&plan).expect("a workbook")).expect("a plan");
        assert_eq!(sentences(&plan, &again), [""; 0]);
    }
    // A space that doesn't break, and marks apart from their letters, look the same.
    let plan = plan::embedded();
    let name = "name = \"Sở Ngoại vụ\" }]";
    for typed in ["name = \"Sở\u{a0}Ngoại vụ\" }]", "name = \"Sơ\u{309} Ngoại vụ\" }]"] {
        assert_eq!(sentences(&plan, &with(name, typed)), [""; 0], "{typed}");
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
        ["Chỉ tiêu theo năm: `2025`: “bhxh”, “Chỉ tiêu (%)” từ 45 thành 46,5"]
    );
    assert_eq!(
        changed("unit = \"người\"", "unit = \"lao động\""),
        ["Kế hoạch: “Đơn vị tính” từ “người” thành “lao động”"]
    );
    let check = "relation = \"at-most\"";
    assert_eq!(
        changed(check, "relation = \"equal\""),
        [
            "So sánh: `SUM-05` (Số dự kiến giảm không thể lớn hơn số đang làm việc): “Vế trái phải” từ “không lớn hơn” thành “bằng”"
        ]
    );
    assert_eq!(
        changed("[[cooperating]]\ncode = \"stc\"\nname = \"Sở Tài chính\"\n", ""),
        ["Đơn vị phối hợp: Bỏ `stc` (Sở Tài chính)"]
    );
}

const NEW_FORM: &str = "[[form]]\ncode = \"moi\"\nnumber = \"17/M\"\nsheet = \"Biểu 17\"\ntitle = \"Mới\"\nclause = \"III\"\n\
    subject = \"population\"\ncolumns = [{ measure = \"current\" }]\nrows = [{ code = \"moi-mot\", label = \"Một\" }]\n\n";

/// Of many codes or lines a sentence has ten, and how many more there are.
#[test]
fn long_lists_are_told_in_short() {
    let new = plan::load(OTHERS[2]).expect("a plan");
    let next = read(&carry(&new, 2031, 2035).expect("it").workbook).expect("a plan");
    for sentence in [sentences(&new, &next), sentences(&next, &new), sentences(&plan::embedded(), &new)].concat() {
        assert!(sentence.chars().count() < 900, "{sentence}");
    }
    let change = sentences(&next, &new).into_iter().find(|sentence| sentence.contains("1662")).expect("the decision");
    assert!(
        change.contains("“25195” “Phường Tân Phú” “689” “25195”") && change.contains("… và 261 dòng khác"),
        "{change}"
    );
    let plan = plan::embedded();
    let own = "\"hop-tac-xa\", \"hop-tac-xa-khong-luong\"";
    let forms = with(own, &format!("{own}, \"khu-kinh-te\""));
    assert_eq!(sentences(&plan, &forms)[0], "Đơn vị: `lmhtx`: “Các biểu” thêm khu-kinh-te");
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
    let new_form = plan::EMBEDDED.replacen("[[form]]\n", &format!("{NEW_FORM}[[form]]\n"), 1);
    let new_form = new_form.replacen("forms = [\"khu-kinh-te\"", "forms = [\"moi\", \"khu-kinh-te\"", 1);
    let new_form = plan::load(&new_form).unwrap_or_else(|faults| panic!("{faults}"));
    let found = diff(&plan, &new_form);
    assert_eq!((found.new_forms, found.same_version), (vec!["moi".to_owned()], Some("2".to_owned())));
    assert!(found.reshaped.is_empty(), "a form that is new has not changed");
    let scheme = "label = \"Viên chức\", schemes = [\"compulsory\", \"unemployment\"]";
    let unlike = diff(&plan, &with(scheme, "label = \"Viên chức\", schemes = [\"compulsory\"]"));
    assert!(unlike.reshaped.is_empty() && unlike.differences.len() == 1, "nothing on paper");
    let result = diff(
        &plan,
        &with("plus = [\"current\", \"increase\"], minus = [\"decrease\"]", "plus = [\"current\", \"increase\"]"),
    );
    assert_eq!(result.reshaped.len(), 1, "a formula on paper");
    assert_eq!(diff(&new_form, &plan).gone_forms, ["moi"]);
    let renamed =
        diff(&plan, &with("title = \"Số người đang tham gia BHXH bắt buộc, BHTN theo khối\"", "title = \"Khác\""));
    assert!(renamed.reshaped.is_empty() && renamed.differences.len() == 1, "only its title");
}

/// Old returns were refused or asked about, and the rows were said to be as before.
#[test]
fn what_forms_are_made_of_reshapes_them_as_well() {
    let plan = plan::embedded();
    let reshaped = |from: &str, to: &str| {
        let found = diff(&plan, &with(from, to));
        assert_eq!(found.same_version.is_some(), !found.reshaped.is_empty(), "{to}");
        found.reshaped
    };
    let sector = "[[sector]]\ncode = \"hop-tac-xa\"\n";
    let added = format!("[[sector]]\ncode = \"nen-tang\"\nname = \"Nền tảng số\"\n\n{sector}");
    assert_eq!(reshaped(sector, &added), ["tham-gia-khoi", "tham-gia-khoi-dia-ban"], "a sector is a row");
    assert_eq!(reshaped("name = \"Doanh nghiệp\"", "name = \"Công ty\"").len(), 1, "and its name a row's label");
    let no_round: [&str; 0] = [];
    assert_eq!(reshaped("code = \"cuoi-nam\"", "code = \"thang-12\""), no_round, "the same form in another round");
}
