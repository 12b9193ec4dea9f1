//! The embedded plan holds what the text says; a broken one names its line.

use super::*;
use crate::problem::Code;

/// The embedded plan with one piece of text replaced, and the problems that gives: (code, line's text).
fn problems(from: &str, to: &str) -> Vec<(Code, String)> {
    assert!(EMBEDDED.contains(from), "the plan no longer holds {from}");
    let text = EMBEDDED.replacen(from, to, 1);
    let problems = load(&text).expect_err("a broken plan").0;
    let line = |n: usize| text.lines().nth(n - 1).unwrap_or_default().trim().to_owned();
    problems.iter().map(|problem| (problem.code, line(problem.line))).collect()
}

#[test]
fn the_embedded_plan_holds_what_the_text_says() {
    let plan = embedded();
    for year in 2022..=2025 {
        assert_eq!(plan.year(year).expect("a year of the plan").agencies.len(), 19);
    }
    let targets: Vec<String> = plan
        .indicators
        .iter()
        .map(|i| i.targets.iter().map(|t| t.percent.to_string()).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(targets, ["35 38 42 45", "29.5 31.5 33 35", "4.5 5.5 6 6.5"]);
    assert!(plan.year(2021).is_none() && plan.year(2026).is_none());
}

#[test]
fn an_agency_bears_the_name_of_the_day() {
    let plan = embedded();
    let id = plan.agency_by_code("ubnd-chon-thanh").expect("an agency of the plan");
    assert_eq!(plan.year(2022).expect("a year of the plan").area_name(id), "Huyện Chơn Thành");
    assert_eq!(plan.year(2023).expect("a year of the plan").area_name(id), "Thị xã Chơn Thành");
}

#[test]
fn totals_reach_every_entered_row_once() {
    let plan = embedded();
    let year = plan.year(2023).expect("a year of the plan");
    for form in plan.form_ids() {
        let Some(total) = year.row_by_code(form, "tong") else { continue };
        let mut leaves = year.leaves(form, total);
        leaves.sort();
        assert_eq!(leaves, year.entered_rows(form).collect::<Vec<_>>(), "{}", plan.form(form).code);
    }
}

#[test]
fn a_broken_plan_names_the_line() {
    let unreadable = problems("title = \"Kế", "titel = \"Kế");
    assert_eq!(
        unreadable,
        [(
            Code::UnreadablePlan,
            "titel = \"Kế hoạch Xây dựng chỉ tiêu phát triển đối tượng tham gia BHXH hàng năm trên địa bàn tỉnh\""
                .to_owned()
        )]
    );
    let percent = problems("bhtn = \"29.5\"", "bhtn = \"29.5 %\"");
    assert!(matches!(&percent[..], [(Code::InvalidValue, line)] if line.starts_with("percent")), "{percent:?}");
    let due = problems("due = \"30/6\"", "due = \"31/6\"");
    assert!(matches!(&due[..], [(Code::InvalidValue, line)] if line == "due = \"31/6\""), "{due:?}");
    let reference = problems("forms = [\"lao-dong\"]", "forms = [\"lao-dng\"]");
    assert!(matches!(&reference[..], [(Code::UnknownReference, line)] if line.contains("lao-dng")), "{reference:?}");
    let circle = problems("parts = [\"dn-nha-nuoc\", ", "parts = [\"dn\", \"dn-nha-nuoc\", ");
    assert!(matches!(&circle[..], [(Code::CircularTotal, line)] if line.contains("code = \"dn\"")), "{circle:?}");
    let column = problems("column = \"labour-force\"", "column = \"people\"");
    assert!(matches!(&column[..], [(Code::UnknownReference, _)]), "{column:?}");
    let twice = problems("code = \"snv\"", "code = \"btctu\"");
    assert!(matches!(&twice[..], [(Code::DuplicateCode, _)]), "{twice:?}");
    let suffix = problems("number_suffix = \"LĐVL\"", "number_suffix = \"/LĐVL\"");
    assert!(matches!(&suffix[..], [(Code::InvalidValue, line)] if line == "[office]"), "{suffix:?}");
    let recipient = problems("recipients = [\"Lưu", "recipients = [\" \", \"Lưu");
    assert!(matches!(&recipient[..], [(Code::InvalidValue, line)] if line == "[office]"), "{recipient:?}");
    let orphan = problems("forms = [\"khu-kinh-te\"]", "forms = [\"lao-dong\"]");
    assert!(matches!(&orphan[0], (Code::IncompletePlan, line) if line == "code = \"khu-kinh-te\""), "{orphan:?}");
}

#[test]
fn a_target_that_cannot_be_proposed_names_the_line() {
    let one = |from: &str, to: &str| match &problems(from, to)[..] {
        [(code, line)] => (*code, line.clone()),
        several => panic!("{several:?}"),
    };
    let invalid = |line: &str| (Code::InvalidValue, line.to_owned());
    let unknown = |line: &str| (Code::UnknownReference, line.to_owned());
    let floor = "floor_percent_of_participants = \"0\"";
    assert_eq!(one(floor, "floor_percent_of_participants = \"-1\""), invalid("floor_percent_of_participants = \"-1\""));
    assert_eq!(
        one(floor, "floor_percent_of_participants = \"5\"\nceiling_percent_of_participants = \"4.5\""),
        invalid("floor_percent_of_participants = \"5\"")
    );
    assert_eq!(one("instead_of = \"compulsory\"", "instead_of = \"compulsry\""), unknown("instead_of = \"compulsry\""));
    assert_eq!(one("instead_of = \"compulsory\"", "instead_of = \"voluntary\""), invalid("instead_of = \"voluntary\""));
    // The participants of the two schemes are the numerator; those of one are not.
    assert_eq!(
        one("schemes = [\"compulsory\", \"voluntary\"]\nnum", "schemes = [\"compulsory\"]\nnum"),
        invalid("schemes = [\"compulsory\"]")
    );
    // Neither scheme would have a target of its own.
    assert_eq!(one("schemes = [\"voluntary\"]\nnum", "num"), invalid("schemes = [\"compulsory\", \"voluntary\"]"));
    assert_eq!(
        one(
            "labour_force = { form = \"lao-dong\", column = \"labour-force\" }",
            "labour_force = { form = \"lao-dong\", column = \"labor\" }"
        ),
        unknown("labour_force = { form = \"lao-dong\", column = \"labor\" }")
    );
    // Which of the two columns would count the people liable?
    assert!(matches!(
        &problems("columns = [{ measure = \"people\" }]\nresult = { key = \"eligible\", label = \"Số người thuộc diện tham gia\", plus = [\"people\"] }",
            "columns = [{ measure = \"people\" }, { measure = \"current\" }]")[..],
        [(Code::InvalidValue, line)] if line.contains("code = \"quoc-te\"")
    ));
}
