//! The embedded plan holds what the text says; a broken one names its line.

mod agencies;
mod remarks;
mod reorganisation;
mod schema;
mod sheets;

use super::*;
use crate::problem::Code;
use crate::problem::plan_fault::code;

/// The embedded plan with one piece of text replaced, and the problems that gives: (code, line's text).
fn problems(from: &str, to: &str) -> Vec<(Code, String)> {
    assert!(EMBEDDED.contains(from), "the plan no longer holds {from}");
    let text = EMBEDDED.replacen(from, to, 1);
    let problems = load(&text).expect_err("a broken plan").0;
    let line = |n: usize| text.lines().nth(n - 1).unwrap_or_default().trim().to_owned();
    problems.iter().map(|problem| (code(&problem.what), line(problem.line))).collect()
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
        let once: Vec<(RowId, u64)> = year.entered_rows(form).map(|row| (row, 1)).collect();
        assert_eq!(year.leaves(form, total), once, "{}", plan.form(form).code);
    }
}

/// The small plan with totals that each sum the one below twice, through two others: 2⁶⁰ ways lead down.
fn ladder() -> String {
    let total = "    { code = \"tong\"";
    let rung = |n: usize| {
        let below = if n == 59 { "trong-nuoc".to_owned() } else { format!("bac-{}", n + 1) };
        let row =
            |code: String, parts: String| format!("    {{ code = \"{code}\", label = \"Bậc\", parts = [{parts}] }},\n");
        let sides = format!("\"trai-{n}\", \"phai-{n}\"");
        row(format!("bac-{n}"), sides)
            + &row(format!("trai-{n}"), format!("\"{below}\""))
            + &row(format!("phai-{n}"), format!("\"{below}\""))
    };
    let rungs: String = (0..60).map(rung).collect();
    include_str!("../../examples/plans/minh-hoa-2026-2028.toml").replacen(total, &format!("{rungs}{total}"), 1)
}

#[test]
fn rows_under_a_ladder_of_totals_are_looked_at_once() {
    let plan = load(&ladder()).unwrap_or_else(|faults| panic!("{faults}"));
    let year = plan.year(2026).expect("a year");
    let (form, top) =
        plan.form_ids().find_map(|form| Some((form, year.row_by_code(form, "bac-0")?))).expect("the ladder");
    let leaf = year.row_by_code(form, "trong-nuoc").expect("the row at its foot");
    assert_eq!(year.leaves(form, top), [(leaf, 1 << 60)]);
    assert_eq!(year.above_parts(form, top).len(), 60 * 3 + 1);
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
    let title = problems("signatory_title = \"GIÁM ĐỐC\"", "signatory_title = \" \"");
    assert!(matches!(&title[..], [(Code::InvalidValue, line)] if line == "[office]"), "{title:?}");
    let recipient = problems("recipients = [\"Lưu", "recipients = [\" \", \"Lưu");
    assert!(matches!(&recipient[..], [(Code::InvalidValue, line)] if line == "[office]"), "{recipient:?}");
    let character = problems("name = \"Sở Nội vụ\"", "name = \"Sở Nội\\u000B vụ\"");
    assert!(matches!(&character[..], [(Code::InvalidValue, line)] if line.contains("u000B")), "{character:?}");
    let orphan = problems("forms = [\"khu-kinh-te\"]", "forms = [\"lao-dong\"]");
    assert!(matches!(&orphan[0], (Code::IncompletePlan, line) if line == "code = \"khu-kinh-te\""), "{orphan:?}");
}

#[test]
fn a_check_raises_what_two_numbers_can_show() {
    for code in ["SUM-02", "SUM-03", "sum-04", "total-overwritten", "CELL-01"] {
        let refused = problems("code = \"CROSS-01\"", &format!("code = \"{code}\""));
        assert!(matches!(&refused[..], [(Code::UnknownReference, line)] if line.contains(code)), "{code}: {refused:?}");
    }
    load(&EMBEDDED.replacen("code = \"CROSS-01\"", "code = \"SUM-05\"", 1)).expect("a plan");
}

#[test]
fn two_assumptions_of_one_code_are_refused() {
    let first = EMBEDDED.split("[[assumption]]").nth(1).expect("an assumption");
    let twice = format!("[[assumption]]{first}[[assumption]]{first}");
    let refused = problems(&format!("[[assumption]]{first}"), &twice);
    assert!(matches!(&refused[..], [(Code::DuplicateCode, line)] if line.starts_with("code")), "{refused:?}");
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

/// The embedded plan without a table, whose comments may stay.
fn without(table: &str) -> String {
    let start = EMBEDDED.find(&format!("{table}\n")).expect("a table of the plan");
    let end = start + 1 + EMBEDDED[start + 1..].find("\n[").expect("another table");
    format!("{}{}", &EMBEDDED[..start], &EMBEDDED[end..])
}

#[test]
fn a_plan_without_limits_is_bounded_by_defaults() {
    let plan = load(&without("[limits]")).expect("a plan");
    assert_eq!(plan.limits, Limits::default());
    let one = load(&EMBEDDED.replace("year_on_year_percent = 30\n", "")).expect("a plan");
    assert_eq!((one.limits.max_people, one.limits.year_on_year_percent), (3_000_000, 30));
}

#[test]
fn a_comparison_raises_sums_and_comparisons_only() {
    let check = "code = \"CROSS-03\"";
    for code in ["MERGE-01", "duplicate-file", "PLAN-01", "CROSS-9"] {
        let line = format!("code = \"{code}\"");
        assert_eq!(problems(check, &line), [(Code::UnknownReference, line.clone())]);
    }
    assert!(load(&EMBEDDED.replacen(check, "code = \"sum-05\"", 1)).is_ok());
}

/// Whatever is broken, the officer reads Vietnamese, with the line and the column, and sees the line.
#[test]
fn a_text_that_is_no_plan_is_refused_in_vietnamese() {
    const ENGLISH: [&str; 9] =
        ["expected", "invalid", "missing", "unexpected", "unknown", "found", "string", "input", "error"];
    let mut unlike = Vec::new();
    let title = "title = \"Kế hoạch Xây dựng";
    let broken = [
        (title, "titel = \"Kế hoạch Xây dựng", "khóa `titel` không có trong mẫu kế hoạch"),
        ("unit = \"người\"\n", "", "thiếu khóa `unit`"),
        ("unit = \"người\"\n", "unit = \"người\"\nunit = \"a\"\n", "`unit` được ghi hai lần"),
        ("unit = \"người\"", "unit = người", "chữ phải đặt trong dấu ngoặc kép"),
        ("unit = \"người\"", "unit = \"người", "thiếu dấu ngoặc kép đóng"),
        ("unit = \"người\"", "unit \"người\"", "thiếu dấu `=`"),
        ("unit = \"người\"", "unit =", "thiếu giá trị"),
        ("unit = \"người\"", "unit = 5", "chỗ này phải là chữ trong dấu ngoặc kép"),
        ("unit = \"người\"", "unit = \"người\" \"a\"", "nội dung thừa sau giá trị"),
        ("first_year = 2022", "first_year = \"2022\"", "chỗ này phải là số nguyên"),
        ("max_people = 3_000_000", "max_people = -5", "chỗ này phải là số nguyên không âm"),
        ("max_people = 3_000_000", "max_people = 3.000.000", ""),
        ("max_people = 3_000_000", "max_people = 03", "số viết không đúng"),
        ("due_inclusive = true", "due_inclusive = \"true\"", "chỗ này phải là true hoặc false"),
        ("[office]", "[office", "thiếu dấu `]`"),
        ("recipients = [\"Lưu: VT, LĐVL\"]", "recipients = [\"Lưu: VT, LĐVL\"", ""),
        ("recipients = [\"Lưu: VT, LĐVL\"]", "recipients = [\"Lưu\" \"VT\"]", "thiếu dấu `,`"),
        ("recipients = [\"Lưu: VT, LĐVL\"]", "recipients = \"Lưu\"", "chỗ này phải là danh sách"),
        ("per = \"row\"", "per = \"dong\"", "giá trị `dong` không được dùng ở đây"),
        ("until = \"2022-09-30\"", "until = \"2022-09-31\"", "không phải là ngày"),
        ("until = \"2022-09-30\"", "until = \"30/9/2022\"", "không phải là ngày"),
        ("until = \"2022-09-30\"", "until = \"\"", "không phải là ngày"),
        ("until = \"2022-09-30\"", "until = 2022-09-31", "ngày phải đặt trong dấu ngoặc kép"),
        ("until = \"2022-09-30\"", "until = 2022-09-30", "ngày phải đặt trong dấu ngoặc kép"),
        ("until = \"2022-09-30\"", "until = 2022-13-01", "ngày phải đặt trong dấu ngoặc kép"),
        ("due_inclusive = true", "due_inclusive = True", "`true` phải viết bằng chữ thường"),
        ("due_inclusive = true", "due_inclusive = FALSE", "`false` phải viết bằng chữ thường"),
        ("max_people = 3_000_000", "max_people = 99999999999999999999", "số lớn quá mức"),
        ("first_year = 2022", "first_year = 20220000000", "số lớn quá mức"),
        ("unit = \"người\"", "unit = \"C:\\dữ liệu\"", "dấu \\ trong chuỗi chữ phải viết hai lần"),
        ("unit = \"người\"", "unit = \"C:\\users\"", "dấu \\ trong chuỗi chữ phải viết hai lần"),
        ("[plan]", "<plan>", ""),
        ("[plan]", "", ""),
        ("[proposal]\n", "[proposal]\nlabour_force = []\n", ""),
    ];
    for (from, to, says) in broken {
        let text = EMBEDDED.replacen(from, to, 1);
        let words = load(&text).expect_err(to).to_string();
        let said = words.lines().next().unwrap_or_default();
        let is_vietnamese = !said.split([' ', '`', '(']).any(|word| ENGLISH.contains(&word));
        if !words.starts_with("dòng ") || !words.contains(", cột ") || !words.contains(says) || !is_vietnamese {
            unlike.push(format!("{to}: {words}"));
        }
    }
    assert!(unlike.is_empty(), "{}", unlike.join("\n"));
    let words = load(&EMBEDDED.replacen("unit = \"người\"", "unit = người", 1)).expect_err("a broken plan");
    expect_test::expect![[r#"
        dòng 30, cột 8: [PLAN-01] chữ phải đặt trong dấu ngoặc kép. Ghi ví dụ `title = "Kế hoạch"`.
            unit = người"#]]
    .assert_eq(&words.to_string());
}

// ------------------------------------------------------------------------------------------------------------- tiers

#[test]
fn a_tier_collects_every_entered_row_of_its_agency() {
    let plan = embedded();
    for (code, n_units) in [("btctu", 27), ("snv", 141)] {
        let own = plan.for_tier(code).expect("a tier of the plan");
        let level = own.level.clone().expect("made for a tier");
        for year in plan.first_year..=plan.last_year {
            let (above, own) = (plan.year(year).expect("a year"), own.year(year).expect("the same year"));
            assert_eq!(own.agencies.len(), n_units);
            for form in above.forms_of(level.collector) {
                let parts = || own.plan.form_ids().filter(|part| level.forms[part.idx()] == form);
                for row in above.entered_rows(form) {
                    let code = &above.row(form, row).code;
                    let is_filled = parts()
                        .any(|part| own.row_by_code(part, code).is_some_and(|row| own.row(part, row).is_entered()));
                    assert!(is_filled, "{code}");
                }
                let entered = parts().flat_map(|part| own.entered_rows(part).map(move |row| own.row(part, row)));
                assert!(entered.into_iter().all(|row| above.row_by_code(form, &row.code).is_some()));
            }
        }
    }
    assert!(plan.for_tier("ctk").is_none());
}

#[test]
fn a_total_of_a_tier_sums_what_is_left_of_its_parts() {
    let plan = embedded().for_tier("snv").expect("a tier of the plan");
    let year = plan.year(2023).expect("a year of the plan");
    let form = plan.form_by_code("hanh-chinh-su-nghiep.cap-xa").expect("a group's part");
    let codes: Vec<&str> = year.rows(form).iter().map(|row| row.code.as_str()).collect();
    assert_eq!(codes[..4], ["tong", "hc", "hc-xa", "hc-xa-can-bo"]);
    let total = year.row_by_code(form, "tong").expect("a total");
    assert_eq!(year.leaves(form, total), year.entered_rows(form).map(|row| (row, 1)).collect::<Vec<_>>());
    assert_eq!(plan.form(form).columns[2].label, "Dự kiến tinh giản, nghỉ hưu");
}

#[test]
fn a_unit_bears_the_name_of_the_day_with_its_area() {
    let plan = embedded().for_tier("snv").expect("a tier of the plan");
    let unit = plan.agency_by_code("chon-thanh-minh-hung").expect("a unit");
    let name = |year: i32| plan.year(year).expect("a year of the plan").agency_name(unit);
    assert_eq!(name(2022), "UBND xã Minh Hưng, huyện Chơn Thành");
    assert_eq!(name(2023), "UBND phường Minh Hưng, thị xã Chơn Thành");
}

#[test]
fn a_broken_tier_names_the_line() {
    let tan_thanh = "{ code = \"bu-dop-tan-thanh\", name = \"UBND xã Tân Thành\", area = \"huyện Bù Đốp\" },";
    let codes = |from: &str, to: &str| problems(from, to).into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    assert_eq!(codes("agency = \"btctu\"\n", "agency = \"btctw\"\n"), [Code::UnknownReference]);
    assert_eq!(codes("agency = \"btctu\"\n", "agency = \"snv\"\n"), [Code::DuplicateCode]);
    assert_eq!(codes("agency = \"btctu\"\n", "agency = \"bhxh-tinh\"\n"), [Code::InvalidValue]);
    assert_eq!(codes("due = \"20/6\"", "due = \"30/6\""), [Code::InvalidValue]);
    assert_eq!(codes("\"sn-tinh-*\", \"xh-nghe-nghiep\", ", "\"sn-tinh-*\", "), [Code::IncompletePlan]);
    assert_eq!(codes("rows = [\"hc-xa-*\"", "rows = [\"hc-xa-*\", \"hc-ap-*\""), [Code::UnknownReference]);
    assert_eq!(codes("bu-dop-tan-thanh", "Bù Đốp"), [Code::InvalidValue]);
    assert_eq!(codes("bu-dop-tan-thanh", "bu-dop-tan-tien"), [Code::DuplicateCode]);
    let twin = format!("{tan_thanh}\n    {}", tan_thanh.replace("tan-thanh", "khac"));
    assert_eq!(codes(tan_thanh, &twin), [Code::InvalidValue]);
    let named = |name: &str| {
        let names = format!(
            "names = [{{ name = \"UBND xã Cũ\", until = \"2023-12-31\" }}, {{ name = \"{name}\", area = \"huyện Bù Đốp\", from = \"2024-01-01\" }}]"
        );
        format!("{tan_thanh}\n    {{ code = \"bu-dop-khac\", {names} }},")
    };
    assert_eq!(codes(tan_thanh, &named("UBND XÃ  Tân Thành")), [Code::InvalidValue], "renamed to one that is there");
    assert!(load(&EMBEDDED.replacen(tan_thanh, &named("UBND xã Tân Khác"), 1)).is_ok());
    assert_eq!(codes(tan_thanh, &format!("{tan_thanh}\n    {tan_thanh}")), [Code::DuplicateCode], "told once");
    assert_eq!(codes("labels = { decrease", "labels = { decreases"), [Code::UnknownReference]);
    assert_eq!(
        codes("units = [\n    { code = \"snv\", name = \"Sở Nội vụ\" },\n]", "units = []"),
        [Code::IncompletePlan]
    );
}

#[test]
fn an_agencys_code_names_files_and_nothing_beside_their_folder() {
    for code in ["../../ngoai", "so/y", "..", "Sở-Y-Tế", "so y te", "con.", "a\\\\b"] {
        let fault = load(&EMBEDDED.replacen("code = \"ctk\"", &format!("code = \"{code}\""), 1)).expect_err("refused");
        assert!(fault.0.iter().any(|fault| matches!(fault.what, fault::What::UnitCode { .. })), "{code}: {fault}");
    }
}

/// The embedded plan with a tier below a unit of another one: Sở Nội vụ collects from districts, each of which fills
/// everything, and one of them from its communes.
fn of_three_levels() -> String {
    let snv = EMBEDDED.find("[[tier]]\nagency = \"snv\"").expect("the last tier");
    let office = "place = \"Bình Phước\"\nsignatory_title = \"CHỦ TỊCH\"\nparent = \"x\"\nabbreviation = \"y\"\n";
    let tier = |agency: &str, due: &str, group: &str, units: &str| {
        format!(
            "[[tier]]\nagency = \"{agency}\"\ntitle = \"t\"\ndue = \"{due}\"\n[tier.office]\nname = \"{agency}\"\n{office}\
             [[tier.group]]\ncode = \"{group}\"\nname = \"n\"\nrows = [\"*\"]\nunits = [{units}]\n"
        )
    };
    let unit = |code: &str| format!("{{ code = \"{code}\", name = \"{code}\" }}, ");
    let districts = tier("snv", "20/6", "huyen", &(unit("h-1") + &unit("h-2")));
    let communes = tier("h-1", "10/6", "xa", &(unit("x-1") + &unit("x-2") + &unit("h-1")));
    format!("{}{districts}{communes}", &EMBEDDED[..snv])
}

#[test]
fn a_tier_may_lie_below_another() {
    let plan = load(&of_three_levels()).expect("a plan");
    let third = plan.for_tier("h-1").expect("the third level");
    let level = third.level.as_ref().expect("made for a tier");
    assert_eq!(level.above.tier_code(), Some("snv"));
    assert_eq!(third.root().tier_code(), None);
    assert_eq!(third.forms[0].code, "hanh-chinh-su-nghiep.huyen.xa");
    assert!(third.agency_by_code("h-1").is_some(), "the collector is a unit of itself");
    let broken = |from: &str, to: &str| load(&of_three_levels().replacen(from, to, 1)).expect_err("a broken plan").0;
    let circle = broken("agency = \"snv\"\ntitle = \"t\"", "agency = \"x-1\"\ntitle = \"t\"");
    assert!(circle.iter().any(|fault| matches!(fault.what, fault::What::TierInCircle { .. })), "{circle:?}");
    // An agency of the province that collects is no unit of a tier below it.
    let [ring] = &broken("{ code = \"x-1\"", "{ code = \"snv\"")[..] else { panic!("one fault") };
    assert!(matches!(ring.what, fault::What::TierInCircle { .. }), "{ring:?}");
    let [twice] = &broken("{ code = \"x-1\"", "{ code = \"h-2\"")[..] else { panic!("one fault") };
    assert!(matches!(&twice.what, fault::What::UnitOfSeveralTiers { unit, .. } if unit == "h-2"), "{twice:?}");
}

/// What is said of the embedded plan with units added to Ban Tổ chức Tỉnh ủy's and one of Sở Nội vụ's written otherwise.
fn with_units(added: &str, of_snv: &str) -> Result<Plan, Vec<fault::What>> {
    let first = EMBEDDED.find("{ code = \"hctd\"").expect("a unit of btctu");
    let text = format!("{}{added}{}", &EMBEDDED[..first], &EMBEDDED[first..]);
    let stp = "{ code = \"stp\", name = \"Sở Tư pháp\" },";
    assert!(text.contains(stp));
    let of_snv = if of_snv.is_empty() { stp } else { of_snv };
    load(&text.replacen(stp, of_snv, 1)).map_err(|faults| faults.0.into_iter().map(|fault| fault.what).collect())
}

#[test]
fn nobody_is_a_unit_of_two_tiers_in_one_year_whatever_it_is_called() {
    let told = |added: &str| with_units(added, "").expect_err("a broken plan");
    let [fault::What::SameUnitInOtherTier { name, code, tier }] =
        &told("{ code = \"stp-dang\", name = \"SỞ  Tư pháp\" }, ")[..]
    else {
        panic!("one fault")
    };
    assert_eq!((name.as_str(), code.as_str(), tier.as_deref()), ("Sở Tư pháp", "stp-dang", Some("btctu")));
    for added in ["{ code = \"stp\", name = \"Tư pháp\" }, ", "{ code = \"snv\", name = \"Sở Nội vụ\" }, "] {
        let told = told(added);
        assert!(matches!(&told[..], [fault::What::UnitOfSeveralTiers { .. }]), "{told:?}");
    }
    for name in ["Sở Tư pháp tỉnh", "Sở Tư pháp tỉnh Bình Phước", "So Tu phap", "Sở Tu phap"] {
        let told = told(&format!("{{ code = \"stp-dang\", name = \"{name}\" }}, "));
        assert!(matches!(&told[..], [fault::What::SameUnitInOtherTier { .. }]), "{told:?}");
    }
    assert!(with_units("{ code = \"stp-y\", name = \"Sở Tư pháp\", area = \"Khối Đảng\" }, ", "").is_ok());
}

#[test]
fn an_agency_of_the_province_is_no_unit_that_reports_the_same() {
    // Sở Ngoại vụ, a unit of Sở Nội vụ, reports the foreign organisations to the province: other people. Here its own staff as well.
    let text = EMBEDDED.replacen(
        "code = \"sngv\"\ngroup = \"province\"\nforms = [",
        "code = \"sngv\"\ngroup = \"province\"\nforms = [\"hanh-chinh-su-nghiep\", ",
        1,
    );
    let told = |text: &str| -> Vec<fault::What> {
        load(text).expect_err("a broken plan").0.into_iter().map(|fault| fault.what).collect()
    };
    let unit = "{ code = \"sngv\", name = \"Sở Ngoại vụ\" }";
    assert!(text.contains(unit));
    for other in [unit, "{ code = \"sngv-vp\", name = \"Sở Ngoại vụ tỉnh\" }"] {
        let told = told(&text.replacen(unit, other, 1));
        let is_it = matches!(&told[..], [fault::What::SameUnitInOtherTier { code, tier: None, .. }] if code == "sngv");
        assert!(is_it, "{told:?}");
    }
}

#[test]
fn nobody_below_bears_the_name_of_who_counts_itself_above() {
    // Sở Nội vụ is a unit of itself here, and h-1 collects for it.
    let text = of_three_levels().replacen(
        "units = [{ code = \"h-1\"",
        "units = [{ code = \"snv\", name = \"snv\" }, { code = \"h-1\"",
        1,
    );
    assert!(load(&text).is_ok());
    let again = text.replacen("{ code = \"x-1\", name = \"x-1\" }", "{ code = \"x-1\", name = \"SNV\" }", 1);
    let [told] = &load(&again).expect_err("a broken plan").0[..] else { panic!("one fault") };
    assert!(matches!(&told.what, fault::What::SameUnitInOtherTier { code, .. } if code == "snv"), "{told:?}");
    let own = text.replacen("{ code = \"h-1\", name = \"h-1\" }, ]", "{ code = \"h-1-vp\", name = \"h-1\" }, ]", 1);
    assert!(load(&own).is_ok(), "own staff under a code of its own");
}

#[test]
fn a_unit_may_move_to_another_tier_between_two_years() {
    let moved = |from: &str, until: &str| {
        with_units(
            &format!("{{ code = \"stp\", name = \"Sở Tư pháp\", from = \"{from}\" }}, "),
            &format!("{{ code = \"stp\", name = \"Sở Tư pháp\", until = \"{until}\" }},"),
        )
    };
    let plan = moved("2024-01-01", "2023-12-31").expect("a plan");
    let is_asked = |tier: &str, year: i32| {
        let plan = plan.for_tier(tier).expect("a tier");
        let year = plan.year(year).expect("a year");
        year.agencies.iter().any(|id| plan.agency(*id).code == "stp")
    };
    assert_eq!([2023, 2024].map(|year| is_asked("snv", year)), [true, false]);
    assert_eq!([2023, 2024].map(|year| is_asked("btctu", year)), [false, true]);
    // Both collect on their own days: one day of moving may lie between them.
    assert!(moved("2023-12-31", "2023-12-31").is_ok(), "no one is asked on that day");
    assert!(moved("2023-06-21", "2023-06-20").is_ok());
    for (from, until) in [("2023-01-01", "2023-12-31"), ("2023-01-01", "2025-12-31")] {
        assert!(moved(from, until).is_err());
    }
}

#[test]
fn a_plan_of_a_later_language_is_said_to_be_one_whatever_it_holds() {
    let later = EMBEDDED.replacen("[plan]\n", "[plan]\nlanguage = 2\nnew_key = 1\n", 1);
    let told = load(&later).expect_err("a later one").to_string();
    assert!(told.contains("[PLAN-04]") && told.contains("phiên bản mẫu 2"), "{told}");
    assert!(load(&EMBEDDED.replacen("[plan]\n", "[plan]\nlanguage = 1\n", 1)).is_ok());
    assert!(load(&EMBEDDED.replacen("[plan]\n", "[plan]\nlanguage = 0\n", 1)).is_err());
}
