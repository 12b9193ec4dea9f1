//! Reorganised areas: the ten groups of Đồng Nai, and what a plan can't say of its predecessors.

use crate::plan::{Plan, load};
use crate::problem::Code;
use crate::problem::plan_fault::code;

const DONG_NAI: &str = include_str!("../../../examples/plans/dong-nai-2026-2030.toml");

const MINH_HOA: &str = include_str!("../../../examples/plans/minh-hoa-2026-2028.toml");

fn dong_nai() -> Plan {
    load(DONG_NAI).expect("a plan")
}

/// The faults of the example plan with one piece of text replaced: code, the line's text, and the sentence.
fn faults(from: &str, to: &str) -> Vec<(Code, String, String)> {
    assert!(DONG_NAI.contains(from), "the plan no longer holds {from}");
    let text = DONG_NAI.replacen(from, to, 1);
    let faults = load(&text).expect_err("a broken plan").0;
    let line = |n: usize| text.lines().nth(n - 1).unwrap_or_default().trim().to_owned();
    faults.iter().map(|fault| (code(&fault.what), line(fault.line), fault.to_string())).collect()
}

#[track_caller]
fn refused(from: &str, to: &str, expected: Code, line: &str, words: &str) {
    let found = faults(from, to);
    let [(code, at, sentence)] = &found[..] else { panic!("one fault, not {found:#?}") };
    assert_eq!(*code, expected, "{sentence}");
    assert!(at.contains(line), "{at}: {sentence}");
    assert!(sentence.contains(words), "{sentence}");
}

/// A line of the conversion table.
const TAN_PHU: &str = r#"{ from = "25195", name = "Phường Tân Phú", of = "689", to = "25195" }"#;

#[test]
fn dong_nai_has_ten_comparable_groups() {
    let plan = dong_nai();
    let comparable = plan.comparable_in(plan.first_year).expect("a plan with predecessors");
    let mut sizes: Vec<(Vec<&str>, usize)> = comparable
        .groups
        .iter()
        .map(|group| (group.past_areas(&plan).iter().map(|area| area.code.as_str()).collect(), group.areas.len()))
        .collect();
    sizes.iter_mut().for_each(|(codes, _)| codes.sort_unstable());
    sizes.sort();
    // As an independent computation from the conversion table gives them.
    let expected: &[(&[&str], usize)] = &[
        (&["688", "698"], 6),
        (&["689"], 2),
        (&["690", "694", "697"], 9),
        (&["691"], 4),
        (&["692", "693"], 9),
        (&["695"], 4),
        (&["696"], 6),
        (&["731", "735", "737"], 18),
        (&["732", "734", "736", "738", "739", "740", "741"], 34),
        (&["742"], 3),
    ];
    assert_eq!(sizes.iter().map(|(codes, n)| (&codes[..], *n)).collect::<Vec<_>>(), expected);
}

/// How many groups there are in a year.
fn n_groups(plan: &Plan, year: i32) -> usize {
    plan.comparable_in(year).expect("a plan with predecessors").groups.len()
}

#[test]
fn a_later_change_joins_no_groups_before_its_year() {
    let unit = "unit = \"26170\"\n";
    let merge = "\n[[change]]\ndate = \"2029-01-01\"\nkind = \"merge\"\nclause = \"Nghị quyết\"\nfrom = [\"25210\", \"26170\"]\nto = [\"25210\"]\n";
    let text = DONG_NAI.replacen(unit, &format!("{unit}until = \"2028-12-31\"\n"), 1) + merge;
    let plan = load(&text).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!([2026, 2028, 2029, 2030].map(|year| n_groups(&plan, year)), [10, 10, 9, 9]);
    for (year, n) in [(2026, 10), (2029, 9)] {
        let groups = &plan.comparable_in(year).expect("groups").plan;
        assert_eq!(groups.year(year).expect("a year of the plan").areas().count(), n, "each group is one area");
    }
}

/// Of a plan with kept codes: before the merge each commune stands by itself, from then on both together.
#[test]
fn communes_stand_by_themselves_until_the_year_that_merges_them() {
    let plan = next_plan("code = \"xa-bon\"\nuntil = \"2029-12-31\"\n", "2030-01-01");
    let plan = plan.unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!([2029, 2030, 2031].map(|year| n_groups(&plan, year)), [4, 3, 3]);
    assert_eq!([2029, 2030].map(|year| plan.is_reorganised_in(year)), [false, true]);
}

/// A change from before the plan is done with: the areas of the plan before, with today's codes, are those after it.
#[test]
fn a_change_before_the_plan_joins_no_areas_that_stood_after_it() {
    let split = "kind = \"split\"\nfrom = [\"xa-ba\"]\nto = [\"xa-ba\", \"xa-bon\"]";
    let plan = next_plan_with("code = \"xa-bon\"\n", "2028-07-01", split).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!((n_groups(&plan, 2029), plan.is_reorganised_in(2029)), (4, false));
}

/// An area that has ended is a part of those that it went into, even if the change is dated later.
#[test]
fn an_area_that_has_ended_is_where_its_change_leads() {
    let plan = next_plan("code = \"xa-bon\"\nuntil = \"2028-12-31\"\n", "2030-07-01");
    let plan = plan.unwrap_or_else(|faults| panic!("{faults}"));
    let area = plan.agency_by_code("xa-ba").expect("a commune");
    assert_eq!(plan.comparable_in(2029).and_then(|groups| groups.group_of(area)).expect("its group").origins.len(), 2);
}

#[test]
fn a_group_is_named_by_its_old_districts() {
    let plan = dong_nai();
    let comparable = plan.comparable_in(plan.first_year).expect("a plan with predecessors");
    let year = comparable.plan.year(2025).expect("a year before the plan");
    let names: Vec<&str> = year.areas().map(|area| year.area_name(area)).collect();
    assert_eq!(names.len(), 10);
    assert!(names.contains(&"Địa bàn các huyện Lộc Ninh, Bù Đốp cũ"), "{names:?}");
    assert!(names.contains(&"Địa bàn thị xã Phước Long, huyện Phú Riềng cũ"), "{names:?}");
    // The plan's own years keep their communes.
    assert_eq!(plan.year(2026).expect("a year of the plan").areas().count(), 95);
    assert!(plan.year(2025).is_none());
}

#[test]
fn an_area_that_nothing_happened_to_stands_for_itself() {
    let area = |code: &str| format!("    {{ code = \"{code}\", name = \"Xã {code}\", agency = \"ubnd-{code}\" }},\n");
    let areas: String = ["phuong-mot", "phuong-hai", "xa-ba", "xa-bon"].map(area).concat();
    let text = format!("{MINH_HOA}\n[[predecessor]]\nplan = \"truoc\"\nname = \"tỉnh cũ\"\nareas = [\n{areas}]\n");
    let plan = load(&text).expect("a plan");
    let comparable = plan.comparable_in(plan.first_year).expect("groups");
    assert!(comparable.groups.iter().all(|group| group.areas == [group.agency]));
    let year = comparable.plan.year(2025).expect("a year before the plan");
    assert_eq!(year.areas().count(), 4);
}

#[test]
fn stated_shares_part_a_group_and_mark_it_as_estimated() {
    const FIRST_AREA: &str = "areas = [\n    { code = \"731\"";
    let shares = include_str!("../../../tests/files/plan/chia-nhon-trach.toml");
    let text = DONG_NAI.replacen(FIRST_AREA, &format!("{shares}{FIRST_AREA}"), 1);
    let plan = load(&text).expect("a plan");
    let comparable = plan.comparable_in(plan.first_year).expect("groups");
    assert_eq!(comparable.groups.len(), 12);
    let area = plan.agency_by_code("xa-nhon-trach").expect("a commune");
    let group = comparable.group_of(area).expect("its group");
    assert_eq!((group.agency, group.areas.len(), group.is_estimated()), (area, 1, true));
    assert_eq!(comparable.groups.iter().filter(|group| group.is_estimated()).count(), 3);
}

#[test]
fn a_unit_goes_somewhere_once() {
    let twice = format!("{TAN_PHU},\n    {TAN_PHU}");
    refused(TAN_PHU, &twice, Code::DuplicateCode, "25195", "đã được ghi ở trên");
    let of_two = format!("{TAN_PHU},\n    {}", TAN_PHU.replace("689", "688"));
    refused(TAN_PHU, &of_two, Code::InvalidValue, "of = \"688\"", "thuộc địa bàn khác");
    let part = TAN_PHU.replace(" }", ", part = true }");
    refused(TAN_PHU, &part, Code::IncompletePlan, "part = true", "phần còn lại");
}

#[test]
fn every_code_of_a_change_leads_somewhere() {
    let to_nowhere = TAN_PHU.replace("to = \"25195\"", "to = \"25199\"");
    refused(TAN_PHU, &to_nowhere, Code::UnknownReference, "25199", "không có địa bàn nào");
    let of_nobody = TAN_PHU.replace("689", "699");
    refused(TAN_PHU, &of_nobody, Code::UnknownReference, "699", "không có địa bàn trước đây nào");
}

/// The plan after the invented one, with the same codes: other words for the line of xã Minh Bốn, and a merge of it into xã Minh Ba.
fn next_plan(commune: &str, date: &str) -> Result<Plan, crate::plan::Faults> {
    let merge = "kind = \"merge\"\nfrom = [\"xa-ba\", \"xa-bon\"]\nto = [\"xa-ba\"]";
    next_plan_with(commune, date, merge)
}

/// The same with any change.
fn next_plan_with(commune: &str, date: &str, change: &str) -> Result<Plan, crate::plan::Faults> {
    load(&next_text(commune, date, change))
}

/// Its text.
fn next_text(commune: &str, date: &str, change: &str) -> String {
    let start = MINH_HOA
        .replace("minh-hoa-2026-2028", "minh-hoa-2029-2031")
        .replacen("first_year = 2026", "first_year = 2029", 1)
        .replacen("last_year = 2028", "last_year = 2031", 1)
        .replace("{ year = 2026,", "{ year = 2029,");
    let before = "\n[[predecessor]]\nplan = \"minh-hoa-2026-2028\"\nname = \"tỉnh Minh Họa\"\nsame_codes = true\n";
    let own = "code = \"xa-bon\"\ngroup = \"commune\"\n";
    assert!(start.contains(own));
    let with_commune = start.replacen(own, &format!("{commune}group = \"commune\"\n"), 1);
    format!("{with_commune}{before}\n[[change]]\ndate = \"{date}\"\nclause = \"Nghị quyết\"\n{change}\n")
}

/// In the next plan with the same codes: a commune that went into another one keeps its line, with its last day.
#[test]
fn a_commune_that_went_into_another_between_two_plans_is_compared_with_it() {
    let plan = next_plan("code = \"xa-bon\"\nuntil = \"2028-12-31\"\n", "2029-01-01");
    let plan = plan.unwrap_or_else(|faults| panic!("{faults}"));
    let area = plan.agency_by_code("xa-ba").expect("a commune");
    let group =
        plan.comparable_in(plan.first_year).and_then(|comparable| comparable.group_of(area)).expect("its group");
    let past: Vec<&str> = group.past_areas(&plan).iter().map(|area| area.code.as_str()).collect();
    assert_eq!((past, &group.areas[..]), (vec!["xa-ba", "xa-bon"], &[area][..]));
    let gone = next_plan("code = \"thi-tran-nam\"\n", "2029-01-01").expect_err("a commune without a line").to_string();
    assert!(gone.contains("giữ dòng của địa bàn ấy trong danh sách đơn vị và ghi ngày cuối còn có"), "{gone}");
}

/// An area that stood from the plan's begin needs no line that leads to it; one that was merged before is no area any more.
#[test]
fn a_merge_within_a_plan_of_kept_codes_leads_on_from_what_was_kept() {
    next_plan("code = \"xa-bon\"\nuntil = \"2029-12-31\"\n", "2030-01-01").unwrap_or_else(|faults| panic!("{faults}"));
    let lives_on = next_plan("code = \"xa-bon\"\n", "2029-01-01").expect_err("a commune that lives on").0;
    assert_eq!(lives_on.iter().map(|fault| code(&fault.what)).collect::<Vec<_>>(), [Code::IncompletePlan]);
}

/// Between the turn of the year and the first due date, as before and after: the area it was needs no other past than itself.
#[test]
fn what_is_reorganised_before_the_first_due_date_is_led_on() {
    let before = ["2028-09-01", "2029-01-01", "2029-03-01", "2029-12-01"];
    for kind in
        ["merge\"\nfrom = [\"xa-ba\", \"xa-bon\"]", "rename\"\nfrom = [\"xa-bon\"]", "split\"\nfrom = [\"xa-bon\"]"]
    {
        for date in before {
            let day: chrono::NaiveDate = date.parse().expect("a day");
            let until = format!("until = \"{}\"\n", day.pred_opt().expect("a day"));
            let new = |code: &str| {
                let names = format!("names = [{{ name = \"UBND {code}\", area = \"Xã {code}\" }}]");
                format!("code = \"{code}\"\nfrom = \"{date}\"\ngroup = \"commune\"\n{names}\n\n[[agency]]\n")
            };
            let to = if kind.starts_with("split") { "\"xa-moi\", \"xa-hai\"" } else { "\"xa-moi\"" };
            let others = if kind.starts_with("split") { new("xa-moi") + &new("xa-hai") } else { new("xa-moi") };
            let commune = format!("{others}code = \"xa-bon\"\n{until}");
            let ended = |text: &str| {
                let three = "code = \"xa-ba\"\n";
                let is_merged = kind.starts_with("merge");
                if is_merged { text.replacen(three, &format!("{three}{until}"), 1) } else { text.to_owned() }
            };
            let change = format!("kind = \"{kind}\nto = [{to}]");
            let plan = load(&ended(&next_text(&commune, date, &change)));
            let plan = plan.unwrap_or_else(|faults| panic!("{kind} {date}: {faults}"));
            let area = plan.agency_by_code("xa-moi").expect("a commune");
            let groups = plan.comparable_in(2030).expect("groups");
            assert!(groups.group_of(area).is_some(), "{kind} {date}");
        }
    }
}

/// An area that went elsewhere or was abolished, before the plan or within it, needs its last day: that is what is said to be missing, once.
#[test]
fn an_area_that_went_elsewhere_must_have_a_last_day() {
    let merge = "kind = \"merge\"\nfrom = [\"xa-ba\", \"xa-bon\"]\nto = [\"xa-ba\"]";
    let abolish = "kind = \"abolish\"\nfrom = [\"xa-bon\"]";
    let part = "kind = \"move\"\nfrom = [\"xa-bon\"]\nto = [\"xa-ba\"]";
    let refused = |date: &str, change: &str, words: &str| {
        let faults = next_plan_with("code = \"xa-bon\"\n", date, change).expect_err("it lives on").0;
        let [fault] = &faults[..] else { panic!("one fault, not {faults:#?}") };
        let said = fault.to_string();
        assert!(said.contains(words) && said.contains("chưa ghi ngày cuối còn có"), "{said}");
        assert!(said.contains("`xa-bon` (Xã Minh Bốn)"), "{said}");
    };
    for date in ["2029-01-01", "2030-01-01"] {
        refused(date, merge, "đã nhập vào nơi khác");
        refused(date, abolish, "đã giải thể");
    }
    refused("2029-01-01", part, "đã chuyển sang nơi khác");
    next_plan_with("code = \"xa-bon\"\n", "2030-01-01", part).unwrap_or_else(|faults| panic!("{faults}"));
}

/// A decision may leave nothing in an area's place, which must be said of it alone: of a list some of which lead on, one was forgotten.
#[test]
fn an_area_may_be_abolished_with_nothing_in_its_place() {
    for (until, date) in [("2028-12-31", "2029-01-01"), ("2029-12-31", "2030-01-01")] {
        let commune = format!("code = \"xa-bon\"\nuntil = \"{until}\"\n");
        let plan = next_plan_with(&commune, date, "kind = \"abolish\"\nfrom = [\"xa-bon\"]");
        let plan = plan.unwrap_or_else(|faults| panic!("{faults}"));
        assert!(plan.abolishes("xa-bon"));
        assert!(plan.remarks().iter().all(|remark| !format!("{remark:?}").contains("xa-bon")));
    }
    let forgotten = "kind = \"abolish\"\nfrom = [\"xa-ba\", \"xa-bon\"]\n\n[[change]]\ndate = \"2029-01-01\"\n\
                     clause = \"Nghị quyết\"\nkind = \"merge\"\nfrom = [\"xa-ba\"]\nto = [\"xa-ba\"]";
    let faults = next_plan_with("code = \"xa-bon\"\nuntil = \"2028-12-31\"\n", "2029-01-01", forgotten);
    let said = faults.expect_err("one was forgotten").to_string();
    assert!(said.contains("không rõ địa bàn trước đây `xa-bon`"), "{said}");
}

#[test]
fn every_area_comes_from_somewhere_and_leads_somewhere() {
    let line = "    { from = \"26485\", name = ";
    assert!(DONG_NAI.contains(line), "the table has Nhơn Trạch");
    let without: String =
        DONG_NAI.lines().filter(|line| !line.contains("of = \"742\"")).map(|line| format!("{line}\n")).collect();
    let found = load(&without).expect_err("a broken plan").0;
    let sentences: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), 4, "{sentences:#?}");
    assert!(found.iter().all(|fault| code(&fault.what) == Code::IncompletePlan));
    assert!(sentences.iter().any(|sentence| sentence.contains("`742` (Huyện Nhơn Trạch)")), "{sentences:#?}");
    assert!(sentences.iter().any(|sentence| sentence.contains("`26485` (Xã Nhơn Trạch)")), "{sentences:#?}");
}

#[test]
fn changes_lead_on_in_time_and_never_back() {
    let way = |date: &str, from: &str, to: &str| {
        format!(
            "[[change]]\ndate = \"{date}\"\nkind = \"rename\"\nclause = \"x\"\nfrom = [\"{from}\"]\nto = [\"{to}\"]\n\n"
        )
    };
    let first = "[[change]]\ndate = \"2025-07-01\"\nkind = \"abolish\"";
    let with = |ways: &str| format!("{ways}{first}");
    let circle = way("2025-01-01", "a", "b") + &way("2025-02-01", "b", "a");
    let found = faults(first, &with(&circle));
    assert!(found.iter().all(|(code, _, words)| *code == Code::InvalidValue && words.contains("vòng")), "{found:#?}");
    let late = way("2025-03-01", "742", "a") + &way("2025-02-01", "a", "26485");
    refused(first, &with(&late), Code::InvalidValue, "from = [\"a\"]", "trước ngày nó được lập");
    let in_order = way("2025-01-01", "742", "a") + &way("2025-02-01", "a", "26485");
    load(&DONG_NAI.replacen(first, &with(&in_order), 1)).expect("a plan");
    let shape = way("2025-01-01", "742", "26485").replace("rename", "split");
    refused(first, &with(&shape), Code::InvalidValue, "kind = \"split\"", "`split`");
    let empty = "[[change]]\ndate = \"2025-07-01\"\nkind = \"move\"\nclause = \"x\"\n\n";
    refused(first, &with(empty), Code::IncompletePlan, "kind = \"move\"", "không ghi địa bàn nào");
}

/// With the same codes the areas of the plan before are today's: that one of them has an older entry hides no circle.
#[test]
fn areas_of_kept_codes_never_lead_back_either() {
    let into = |kind: &str, from: &str, to: &str| format!("kind = \"{kind}\"\nfrom = [{from}]\nto = [{to}]");
    let later = |change: &str| format!("\n\n[[change]]\ndate = \"2031-01-01\"\nclause = \"Nghị quyết\"\n{change}");
    let (ba, bon) = ("\"xa-ba\"", "\"xa-bon\"");
    let there = into("rename", ba, bon);
    for date in ["2030-01-01", "2031-01-01"] {
        let circle = there.clone() + &later(&into("rename", bon, ba));
        let faults = next_plan_with("code = \"xa-bon\"\n", date, &circle).expect_err("a circle").0;
        let sentences: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert!(sentences.len() == 1 && sentences[0].contains("vòng về chính nó"), "{sentences:?}");
    }
    // Who gives a part away to each other, or takes a part back, stays.
    let both = format!("{ba}, {bon}");
    for change in [into("move", &both, &both), into("split", ba, &both) + &later(&into("move", bon, &both))] {
        next_plan_with("code = \"xa-bon\"\n", "2030-01-01", &change).unwrap_or_else(|faults| panic!("{faults}"));
    }
    for (from, to) in [(ba.to_owned(), format!("{bon}, {bon}")), (format!("{ba}, {ba}"), both)] {
        let change = into("move", &from, &to);
        let said = next_plan_with("code = \"xa-bon\"\n", "2030-01-01", &change).expect_err("one twice").to_string();
        assert!(said.contains("được ghi hai lần ở cùng một bên"), "{said}");
    }
}

#[test]
fn a_change_names_areas_by_codes_and_new_ones_are_listed_first() {
    let said = |from: &str, to: &str| {
        let change = format!("kind = \"move\"\nfrom = [\"{from}\"]\nto = [\"{to}\"]");
        next_plan_with("code = \"xa-bon\"\n", "2030-01-01", &change).expect_err("no such area").to_string()
    };
    let new = said("xa-ba", "phuong-moi-lap");
    assert!(new.contains("Địa bàn mới thì thêm dòng của nó vào danh sách đơn vị") && !new.contains("tên"), "{new}");
    for by_name in [said("xa-ba", "Phường Mới Lập"), said("Xã Minh Bốn", "xa-ba")] {
        assert!(by_name.contains("không ghi tên"), "{by_name}");
    }
}

#[test]
fn a_predecessor_is_another_plan_with_areas_of_its_own() {
    let own = "plan = \"binh-phuoc-2022-2025\"";
    refused(own, "plan = \"dong-nai-2026-2030\"", Code::InvalidValue, "plan =", "của chính nó");
    refused(own, "plan = \"dong-nai-2022-2025\"", Code::DuplicateCode, "dong-nai-2022-2025", "đã dùng ở trên");
    let twice = "{ code = \"689\", name = \"Thành phố Đồng Xoài\", agency = \"ubnd-dong-xoai\" }";
    let found = faults(twice, &format!("{twice},\n    {twice}"));
    assert!(found.iter().all(|(code, ..)| *code == Code::DuplicateCode), "{found:#?}");
}

#[test]
fn every_form_of_a_predecessor_has_somebody_who_took_it_over() {
    let form = "{ from = \"tham-gia-khoi\", by = [\"bhxh-tinh\"] }";
    refused(form, "{ from = \"tham-gia-khoi\", by = [] }", Code::IncompletePlan, "by = []", "không ghi đơn vị nào");
    refused(
        form,
        "{ from = \"tham-khoi\", by = [\"bhxh-tinh\"] }",
        Code::UnknownReference,
        "tham-khoi",
        "không có biểu",
    );
    let split = "{ from = \"tham-gia-khoi\", to = \"xa-bat-buoc\", by = [\"bhxh-tinh\"] }";
    refused(form, split, Code::InvalidValue, "xa-bat-buoc", "không chia được");
    let row = "from = \"kkt-fdi\", to = \"kcn-fdi\"";
    refused(row, "from = \"kkt-fdi\", to = \"kcn-fd\"", Code::UnknownReference, "kcn-fd", "không có dòng");
    let renamed = "{ from = \"ctk\", to = \"thong-ke\" }";
    refused(renamed, "{ from = \"cts\", to = \"thong-ke\" }", Code::UnknownReference, "cts", "đơn vị trước đây");
    refused(renamed, "{ from = \"ctk\", to = \"thongke\" }", Code::UnknownReference, "thongke", "không có đơn vị");
}

#[test]
fn shares_divide_all_of_an_area_among_those_that_took_of_it() {
    let with = |shares: &str| format!("shares = [\n{shares}]\nareas = [\n    {{ code = \"731\"");
    let share = |to: &str, percent: &str| {
        format!("    {{ area = \"742\", to = \"{to}\", percent = \"{percent}\", basis = \"NGTK\" }},\n")
    };
    let from = "areas = [\n    { code = \"731\"";
    let two = share("26485", "40") + &share("26491", "60");
    refused(from, &with(&two), Code::IncompletePlan, "742", "chưa có tỷ lệ");
    let less = share("26485", "40") + &share("26491", "35") + &share("26503", "24.5");
    refused(from, &with(&less), Code::InvalidValue, "40", "99.5%");
    let elsewhere = share("26485", "40") + &share("26491", "35") + &share("26503", "25") + &share("25195", "0");
    refused(from, &with(&elsewhere), Code::InvalidValue, "25195", "không nhận phần nào");
}
