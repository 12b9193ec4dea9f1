//! What may not be meant in a plan is said once, with its line.

use super::*;
use crate::plan::remark::{OddVersion, Oddity, PlanRemark, RemarkedRow};
use crate::value::Percent;

/// What may not be meant in a plan, without the lines.
fn remarks_of(text: &str) -> Vec<PlanRemark> {
    let plan = load(text).unwrap_or_else(|faults| panic!("{faults}"));
    plan.remarks().into_iter().map(|remark| remark.what).collect()
}

/// The same of the embedded plan with one piece of text replaced.
fn remarks_with(from: &str, to: &str) -> Vec<PlanRemark> {
    assert!(EMBEDDED.contains(from), "the plan no longer holds {from}");
    remarks_of(&EMBEDDED.replacen(from, to, 1))
}

#[test]
fn what_a_plan_may_not_mean_is_said() {
    assert_eq!(remarks_of(EMBEDDED), []);
    let start = EMBEDDED.find("[[target]]\nyear = 2025").expect("the last targets");
    let end = start + EMBEDDED[start..].find("\n# ").expect("the next section");
    let without = format!("{}{}", &EMBEDDED[..start], &EMBEDDED[end..]);
    assert_eq!(remarks_of(&without), [PlanRemark::YearWithoutTargets { year: 2025 }]);
    let bhtn = || "bhtn".to_owned();
    let lacks = PlanRemark::IndicatorWithoutTarget { indicator: bhtn(), year: 2024 };
    assert_eq!(remarks_with("bhtn = \"33\", ", ""), [lacks]);
    // An agency that is no more has no row; whatever reads it has no figure then.
    let gone = EMBEDDED
        .replacen("code = \"ubnd-phu-rieng\"\n", "code = \"ubnd-phu-rieng\"\nuntil = \"2024-12-31\"\n", 1)
        .replacen(
            "denominator = [{ form = \"lao-dong\", column",
            "denominator = [{ form = \"lao-dong\", row = \"ubnd-phu-rieng\", column",
            1,
        )
        .replacen("schemes = [\"compulsory\", \"voluntary\"]\nnum", "num", 1);
    let (form, row) = ("lao-dong".to_owned(), "ubnd-phu-rieng".to_owned());
    assert_eq!(remarks_of(&gone), [PlanRemark::RowMissing { form, row, year: 2025 }]);
}

#[test]
fn a_day_of_issue_that_cannot_be_is_remarked_on() {
    let written = EMBEDDED.lines().find(|line| line.starts_with("date = ")).expect("the day of issue");
    let odd = |date: &str| remarks_with(written, &format!("date = \"{date}\""));
    for date in ["31/2/2022", "15/3/2036", "15/13/2022"] {
        assert_eq!(odd(date), [PlanRemark::OddDate { date: date.to_owned() }]);
    }
    for date in ["15/3/2022", "29/02/2024", "……", "ngày 5 tháng 3 năm 2022", "……/3/2022"] {
        assert_eq!(odd(date), [], "{date}");
    }
}

/// Beside plans before, where the people of an area went must be said; a change that leads on from it says so.
#[test]
fn an_area_that_ends_without_a_change_is_remarked_on() {
    let dong_nai = include_str!("../../../examples/plans/dong-nai-2026-2030.toml");
    let of_area = "code = \"phuong-dong-xoai\"\n";
    let ending = |day: &str| dong_nai.replacen(of_area, &format!("{of_area}until = \"{day}\"\n"), 1);
    let ends = PlanRemark::AreaEnds { area: "phuong-dong-xoai".to_owned() };
    let rest = remarks_of(dong_nai);
    let added = |text: &str| remarks_of(text).into_iter().filter(|remark| !rest.contains(remark)).collect::<Vec<_>>();
    assert_eq!(added(&ending("2028-12-31")), std::slice::from_ref(&ends));
    assert_eq!(added(&ending("2025-12-31")), [ends]);
    assert_eq!(added(&ending("2030-12-31")), []);
    // Of the only year before that is compared none has it any more.
    assert!(!added(&ending("2024-12-31")).contains(&PlanRemark::AreaEnds { area: "phuong-dong-xoai".to_owned() }));
    let change = "[[change]]\ndate = \"2029-01-01\"\nkind = \"merge\"\nclause = \"x\"\nfrom = [\"25210\"]\nto = [\"25195\"]\n\n[[change]]";
    assert_eq!(added(&ending("2028-12-31").replacen("[[change]]", change, 1)), []);
}

/// Between its last day and the change nobody would report an area's people.
#[test]
fn an_area_that_ends_before_its_change_is_remarked_on() {
    let dong_nai = include_str!("../../../examples/plans/dong-nai-2026-2030.toml");
    let of_area = "code = \"phuong-dong-xoai\"\n";
    let ending = dong_nai.replacen(of_area, &format!("{of_area}until = \"2027-12-31\"\n"), 1);
    let merged = |date: &str| {
        let change = format!(
            "[[change]]\ndate = \"{date}\"\nkind = \"merge\"\nclause = \"x\"\nfrom = [\"25210\"]\nto = [\"25195\"]\n\n[[change]]"
        );
        let remarks = remarks_of(&ending.replacen("[[change]]", &change, 1)).into_iter();
        remarks.filter(|remark| matches!(remark, PlanRemark::LateChange { .. })).count()
    };
    assert_eq!(["2027-07-01", "2028-01-01", "2028-01-02", "2029-07-01"].map(merged), [0, 0, 1, 1]);
}

/// On a due day between, both the area and what took it over would report its people, or neither would.
#[test]
fn areas_whose_days_dont_go_with_their_change_are_remarked_on() {
    let minh_hoa = include_str!("../../../examples/plans/minh-hoa-2026-2028.toml");
    let year_of = |days: [&str; 3]| {
        let [until, date, from] = days;
        let (old, new) = ("code = \"xa-bon\"\n", "code = \"xa-ba\"\n");
        let text = minh_hoa.replacen(old, &format!("{old}until = \"{until}\"\n"), 1).replacen(
            new,
            &format!("{new}from = \"{from}\"\n"),
            1,
        );
        let change = format!(
            "\n[[change]]\ndate = \"{date}\"\nkind = \"merge\"\nclause = \"x\"\nfrom = [\"xa-bon\"]\nto = [\"xa-ba\"]\n"
        );
        let years = remarks_of(&(text + &change)).into_iter().filter_map(|remark| match remark {
            PlanRemark::EarlyChange { year, .. } => Some(("both", year)),
            PlanRemark::LateArea { year, .. } => Some(("none", year)),
            _ => None,
        });
        years.collect::<Vec<_>>()
    };
    assert_eq!(year_of(["2026-12-31", "2027-01-01", "2027-01-01"]), []);
    assert_eq!(year_of(["2027-12-31", "2027-01-01", "2027-01-01"]), [("both", 2027)]);
    assert_eq!(year_of(["2026-12-31", "2027-01-01", "2028-01-01"]), [("none", 2027)]);
    assert_eq!(year_of(["2027-12-31", "2027-01-01", "2028-01-01"]), [], "one or the other is there every year");
    assert_eq!(year_of(["2026-12-31", "2026-12-01", "2027-01-01"]), [], "no return is due between");
}

#[test]
fn targets_that_few_plans_would_set_are_remarked_on() {
    let why = |target: &str| {
        let remarks = remarks_with("bhtn = \"33\"", &format!("bhtn = \"{target}\""));
        let why = |remark: PlanRemark| match remark {
            PlanRemark::OddTarget { why, year, .. } => (why, year),
            other => panic!("{other:?}"),
        };
        remarks.into_iter().map(why).collect::<Vec<_>>()
    };
    let percent = |text: &str| Percent::parse(text).expect("a percentage");
    assert_eq!(why("0.33"), [(Oddity::BelowOne, 2024)], "the next year is held against 2023");
    assert_eq!(why("0"), [(Oddity::Nothing, 2024)]);
    assert_eq!(why("31"), [(Oddity::Falls { before: percent("31.5") }, 2024)]);
    assert_eq!(why("100"), [(Oddity::Everybody, 2024), (Oddity::Falls { before: percent("100") }, 2025)]);
    assert_eq!(why("31.5"), []);
    assert_eq!(remarks_with("[[target]]\nyear = 2025", "[[target]]\nyear = 2033").len(), 2, "2033, and 2025 without");
}

/// A row of a form by its code.
fn row(code: &str) -> RemarkedRow {
    RemarkedRow::Code(code.to_owned())
}

const PARTY: &str = "dang-doan-the";
const GRAND_TOTAL: &str = r#"parts = ["dang", "doan-the", "ct-xh"]"#;
const PARTY_TOTAL: &str = r#"parts = ["dang-can-bo", "dang-cong-chuc", "dang-vien-chuc", "dang-lao-dong"]"#;

#[test]
fn a_total_that_counts_a_row_twice_is_remarked_on_once() {
    let (form, total) = (PARTY.to_owned(), "tong".to_owned());
    let twice = remarks_with(GRAND_TOTAL, r#"parts = ["dang", "doan-the", "ct-xh", "dang-can-bo"]"#);
    assert_eq!(twice, [PlanRemark::CountedTwice { form: form.clone(), total, rows: vec![row("dang-can-bo")] }]);
    let below = remarks_with(r#"parts = ["dang-can-bo","#, r#"parts = ["dang-can-bo", "dang-can-bo","#);
    let total = "dang".to_owned();
    assert_eq!(below, [PlanRemark::CountedTwice { form, total, rows: vec![row("dang-can-bo")] }], "not of `tong` too");
    let own = r#"parts = ["dang-can-bo","#;
    let circle =
        load(&EMBEDDED.replacen(own, r#"parts = ["tong", "dang-can-bo","#, 1)).expect_err("a circle").to_string();
    assert!(circle.contains("`dang` cộng vào chính nó: dang → tong → dang"), "{circle}");
    // However many ways lead to a row, each is looked at once: two totals on each of forty levels are a million million of them.
    let level = |n: usize| {
        format!(
            "    {{ code = \"t{n}\", label = \"T\", parts = [\"t{0}\", \"u{0}\"] }},\n    {{ code = \"u{n}\", label = \"U\", parts = [\"t{0}\", \"u{0}\"] }},\n",
            n + 1
        )
    };
    let ladder: String = (0..40).map(level).collect();
    let end = "    { code = \"t40\", label = \"T\" },\n    { code = \"u40\", label = \"U\" },\n";
    let first = r#"    { code = "dang", no = "I", label = "Cơ quan Đảng""#;
    let laddered = remarks_with(first, &format!("{ladder}{end}{first}"));
    let twice: Vec<&str> = laddered
        .iter()
        .filter_map(|remark| match remark {
            PlanRemark::CountedTwice { total, .. } => Some(total.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(twice, ["t38", "u38"], "where it begins");
}

#[test]
fn a_row_of_everything_within_another_total_counts_people_twice() {
    let form = || PARTY.to_owned();
    let everything = |row: &str, total: Option<&str>| PlanRemark::SumsEverything {
        form: form(),
        row: row.to_owned(),
        total: total.map(str::to_owned),
    };
    assert_eq!(remarks_with(PARTY_TOTAL, r#"parts = ["*"]"#), [everything("dang", Some("tong"))]);
    // Of a form whose grand total is of everything as well.
    let all = EMBEDDED.replacen(GRAND_TOTAL, r#"parts = ["*"]"#, 1);
    assert_eq!(remarks_of(&all), []);
    assert_eq!(remarks_of(&all.replacen(PARTY_TOTAL, r#"parts = ["*"]"#, 1)), [everything("dang", None)]);
}

#[test]
fn what_the_grand_total_leaves_out_is_remarked_on() {
    let left_out = |rows: &[&str]| PlanRemark::NotInGrandTotal {
        form: PARTY.to_owned(),
        total: "tong".to_owned(),
        rows: rows.iter().map(|code| row(code)).collect(),
    };
    assert_eq!(remarks_with(GRAND_TOTAL, r#"parts = ["dang", "doan-the"]"#), [left_out(&["ct-xh"])], "a total");
    assert_eq!(remarks_with(GRAND_TOTAL, r#"parts = ["dang"]"#), [left_out(&["doan-the", "ct-xh"])]);
    assert_eq!(remarks_with(r#"parts = ["dang-can-bo", "#, "parts = ["), [left_out(&["dang-can-bo"])], "a row");
    // A row that is new, and that nobody put into the total of its kind.
    let new = r#"    { code = "dang", no = "I", label = "Cơ quan Đảng""#;
    let added = format!("    {{ code = \"chuyen-gia\", label = \"Chuyên gia\" }},\n{new}");
    assert_eq!(remarks_with(new, &added), [left_out(&["chuyen-gia"])]);
    // Rows for each sector beside a total of some rows.
    let of_zone = "    { code = \"kkt-nha-nuoc\",";
    let of_sectors = vec![RemarkedRow::Repeated("sector".to_owned())];
    let (form, total) = ("khu-kinh-te".to_owned(), "tong".to_owned());
    let repeated = remarks_with(of_zone, &format!("    {{ each = \"sector\" }},\n{of_zone}"));
    assert_eq!(repeated, [PlanRemark::NotInGrandTotal { form, total, rows: of_sectors }]);
    // What is counted in other totals already is no loss.
    let of_which =
        "    { code = \"can-bo\", label = \"Trong đó: cán bộ\", parts = [\"dang-can-bo\", \"ct-xh-can-bo\"] },\n";
    assert_eq!(remarks_with(new, &format!("{of_which}{new}")), []);
}

/// Rows that say of themselves that they count people of others again.
#[test]
fn rows_of_which_are_no_loss_of_the_grand_total() {
    let new = r#"    { code = "dang", no = "I", label = "Cơ quan Đảng""#;
    let with_rows = |labels: &[&str]| {
        let row = |(n, label): (usize, &&str)| format!("    {{ code = \"moi-{n}\", label = \"{label}\" }},\n");
        let rows: String = labels.iter().enumerate().map(row).collect();
        remarks_with(new, &format!("{rows}{new}"))
    };
    for labels in [
        &["Trong đó: nữ"][..],
        &["TRONG ĐÓ, NỮ"],
        &["Trong đó: nữ", "- dưới 35 tuổi"],
        &["Chia theo giới: nam", "- nữ"],
    ] {
        assert_eq!(with_rows(labels), [], "{labels:?}");
    }
    assert_eq!(with_rows(&["Nữ"]).len(), 1);
    assert_eq!(with_rows(&["- nữ"]).len(), 1, "of what, nobody says");
}

#[test]
fn a_comparison_that_always_holds_is_remarked_on() {
    let never = |check: &str| vec![PlanRemark::NeverSpeaks { check: check.to_owned() }];
    let sum = "right = [{ column = \"current\" }]";
    assert_eq!(remarks_with(sum, "right = [{ column = \"decrease\" }]"), never("SUM-05"), "both sides the same");
    let more = "right = [{ column = \"decrease\" }, { column = \"current\" }]";
    assert_eq!(remarks_with(sum, more), never("SUM-05"), "within the other");
    let at_least = EMBEDDED.replacen(
        "relation = \"at-most\"\nright = [{ column = \"current\" }]",
        "relation = \"at-least\"\nright = [{ column = \"decrease\" }]",
        1,
    );
    assert_eq!(remarks_of(&at_least), never("SUM-05"));
    let total = "right = [{ form = \"tham-gia-khoi\", column = \"insured-compulsory\" }]\nseverity = \"error\"\nreason = \"Số người tham gia";
    let same = total.replacen("tham-gia-khoi", "tham-gia-dia-ban", 1);
    assert_eq!(remarks_with(total, &same), never("CROSS-02"), "a sum and itself");
}

#[test]
fn things_of_one_name_are_remarked_on() {
    let same = |form: Option<&str>, name: &str, codes: [&str; 2]| {
        vec![PlanRemark::SameName {
            form: form.map(str::to_owned),
            name: name.to_owned(),
            codes: codes.map(str::to_owned),
        }]
    };
    let (of_public, of_company) = ("[[sector]]\ncode = \"khu-vuc-cong\"", "[[sector]]\ncode = \"doanh-nghiep\"");
    assert!(EMBEDDED.contains(of_public) && EMBEDDED.contains(of_company));
    let name_of = |start: &str| {
        let rest = &EMBEDDED[EMBEDDED.find(start).expect("it")..];
        rest.lines().find(|line| line.starts_with("name = ")).expect("a name").to_owned()
    };
    let (one, other) = (name_of(of_public), name_of(of_company));
    assert_ne!(one, other);
    let name = one.trim_start_matches("name = ").trim_matches('"');
    assert_eq!(remarks_with(&other, &one), same(None, name, ["khu-vuc-cong", "doanh-nghiep"]));
    // Rows of one total; those of different totals are told apart by these.
    let row = |label: &str| format!("code = \"dang-cong-chuc\", no = \"2\", label = \"{label}\"");
    let twice = remarks_with(&row("Công chức"), &row("CÁN BỘ"));
    assert_eq!(twice, same(Some(PARTY), "CÁN BỘ", ["dang-can-bo", "dang-cong-chuc"]));
    assert_eq!(remarks_with(&row("Công chức"), &row("Chuyên gia")), []);
}

#[test]
fn a_form_without_schemes_or_sectors_beside_others_that_have_them_is_remarked_on() {
    let (start, end) = {
        let start = EMBEDDED.find("[[form]]\ncode = \"to-chuc-quoc-te\"").expect("the form");
        (start, start + EMBEDDED[start + 8..].find("[[form]]").expect("the next") + 8)
    };
    let form = &EMBEDDED[start..end];
    let with = |form: &str| remarks_of(&format!("{}{form}{}", &EMBEDDED[..start], &EMBEDDED[end..]));
    let schemes = form.split(", schemes = [").nth(1).and_then(|rest| rest.split(']').next()).expect("schemes");
    let told = with(&form.replace(&format!(", schemes = [{schemes}]"), ""));
    assert!(matches!(&told[..], [PlanRemark::RowWithoutSchemes { form, .. }] if form == "to-chuc-quoc-te"), "{told:?}");
    let sector = form.lines().find(|line| line.starts_with("sector = ")).expect("a sector").to_owned();
    let told = with(&form.replace(&format!("{sector}\n"), ""));
    assert_eq!(told, [PlanRemark::FormWithoutSector { form: "to-chuc-quoc-te".to_owned() }]);
}

#[test]
fn versions_that_were_never_before_are_remarked_on() {
    let odd = |versions: &str| {
        let remarks = remarks_with("accepted_versions = [\"1\"]", &format!("accepted_versions = [{versions}]"));
        let why = |remark: PlanRemark| match remark {
            PlanRemark::OddVersion { version, why } => (version, why),
            other => panic!("{other:?}"),
        };
        remarks.into_iter().map(why).collect::<Vec<_>>()
    };
    let of = |version: &str, why: OddVersion| vec![(version.to_owned(), why)];
    assert_eq!(odd("\"1\", \"2\""), of("2", OddVersion::Own));
    assert_eq!(odd("\"3\""), of("3", OddVersion::Later));
    assert_eq!(odd("\"2.1\""), of("2.1", OddVersion::Later));
    assert_eq!(odd("\"1\", \"1\""), of("1", OddVersion::Twice));
    for version in ["x", "-1", "0", "1.5", "1;0", "01", "1.0", "１"] {
        assert_eq!(odd(&format!("\"{version}\"")), of(version, OddVersion::Unlike));
    }
    let words = EMBEDDED.replacen("template_version = \"2\"", "template_version = \"mới\"", 1);
    assert_eq!(remarks_of(&words.replacen("accepted_versions = [\"1\"]", "accepted_versions = [\"cũ\"]", 1)), []);
}

#[test]
fn a_limit_that_hardly_anybody_keeps_is_remarked_on() {
    assert_eq!(remarks_with("max_people = 3_000_000", "max_people = 10"), [PlanRemark::FewPeople { most: 10 }]);
    assert_eq!(remarks_with("max_people = 3_000_000", "max_people = 1_000"), []);
    let limits = |people: u64, cells: u64| {
        let other = format!("year_on_year_percent = 0\nyear_on_year_people = {people}\nrepeated_cells = {cells}\n");
        let text: String = EMBEDDED.split_inclusive('\n').filter(|line| !is_year_limit(line)).collect();
        remarks_of(&text.replacen("max_people = 3_000_000\n", &format!("max_people = 3_000_000\n{other}"), 1))
    };
    assert_eq!(limits(1, 4), [PlanRemark::EveryChangeAsked { people: 1 }]);
    assert_eq!(limits(2, 0), [PlanRemark::ZerosAsked]);
    assert_eq!(limits(2, 1), []);
}

fn is_year_limit(line: &str) -> bool {
    line.starts_with("year_on_year_") || line.starts_with("repeated_cells")
}

#[test]
fn a_total_whose_parts_are_gone_is_known_by_its_name_or_the_codes_below_it() {
    let without = |row: &str, label: &str| PlanRemark::TotalWithoutParts {
        form: PARTY.to_owned(),
        row: row.to_owned(),
        label: label.to_owned(),
    };
    assert_eq!(remarks_with(&format!(", {PARTY_TOTAL}"), ""), [without("dang", "Cơ quan Đảng")]);
    let all = EMBEDDED.replacen(GRAND_TOTAL, r#"parts = ["*"]"#, 1);
    assert_eq!(remarks_of(&all.replacen(&format!(", {PARTY_TOTAL}"), "", 1)), [without("dang", "Cơ quan Đảng")]);
    assert_eq!(remarks_with(&format!(", {GRAND_TOTAL}"), "")[0], without("tong", "TỔNG SỐ"));
    // A row above one for each area.
    let of_areas = "{ code = \"tong\", label = \"TOÀN TỈNH\", parts = [\"*\"] }, { each";
    let [PlanRemark::TotalWithoutParts { row, .. }] =
        &remarks_with(of_areas, &of_areas.replace(", parts = [\"*\"]", ""))[..]
    else {
        panic!("one remark")
    };
    assert_eq!(row, "tong");
    let renamed = of_areas.replace("TOÀN TỈNH\", parts = [\"*\"]", "Chung\"");
    assert_eq!(remarks_with(of_areas, &renamed).len(), 1, "by the code of other forms' totals");
    // By its number, beside other totals that have parts of the same numbers.
    let text = EMBEDDED.replace("\"doan-the-", "\"mat-tran-");
    let parts = "parts = [\"mat-tran-can-bo\", \"mat-tran-cong-chuc\", \"mat-tran-vien-chuc\", \"mat-tran-lao-dong\"]";
    assert!(text.contains(parts));
    assert_eq!(remarks_of(&text), []);
    assert_eq!(remarks_of(&text.replacen(&format!(", {parts}"), "", 1)), [without("doan-the", "Đoàn thể")]);
}

#[test]
fn a_form_of_sections_without_a_grand_total_is_not_told_to_add_one_to_another() {
    let grand = format!("    {{ code = \"tong\", label = \"TỔNG SỐ\", {GRAND_TOTAL} }},\n");
    assert_eq!(remarks_with(&grand, ""), []);
    let told = remarks_with(&format!(", {GRAND_TOTAL}"), "");
    assert!(matches!(&told[..], [PlanRemark::TotalWithoutParts { .. }]), "{told:?}");
}

#[test]
fn a_total_that_a_tier_misses_is_told_at_the_total() {
    let parts = r#", parts = ["hc-tinh-can-bo", "hc-tinh-cong-chuc", "hc-tinh-vien-chuc", "hc-tinh-hop-dong"]"#;
    assert!(EMBEDDED.contains(parts));
    let refused = load(&EMBEDDED.replacen(parts, "", 1)).expect_err("a total without parts").to_string();
    assert!(refused.contains("dòng `hc-tinh` giống dòng tổng") && !refused.contains("không có nhóm nào"), "{refused}");
}

#[test]
fn a_row_or_a_column_that_alone_counts_for_nothing_is_remarked_on() {
    let row = "label = \"Viên chức\", schemes = [\"compulsory\", \"unemployment\"]";
    let told = remarks_with(row, "label = \"Viên chức\"");
    assert!(matches!(&told[..], [PlanRemark::RowWithoutSchemes { row, .. }] if row == "dang-vien-chuc"), "{told:?}");
    let result = "plus = [\"current\", \"increase\"], minus = [\"decrease\"]";
    let left_out = |column: &str, is_minus: bool| {
        [PlanRemark::NotInResult { form: PARTY.to_owned(), column: column.to_owned(), is_minus }]
    };
    assert_eq!(remarks_with(result, "plus = [\"current\", \"increase\"]"), left_out("decrease", true));
    assert_eq!(remarks_with(result, "plus = [\"current\"], minus = [\"decrease\"]"), left_out("increase", false));
}

#[test]
fn a_remark_names_its_line() {
    let text = EMBEDDED.replacen(GRAND_TOTAL, r#"parts = ["dang", "doan-the"]"#, 1);
    let plan = load(&text).expect("a plan");
    let said: Vec<String> = plan.remarks().iter().map(ToString::to_string).collect();
    let line = text.lines().position(|line| line.contains(r#"parts = ["dang", "doan-the"]"#)).expect("it") + 1;
    let [only] = &said[..] else { panic!("{said:?}") };
    assert!(only.starts_with(&format!("dòng {line}: biểu `dang-doan-the`: dòng `ct-xh` không được cộng")), "{only}");
    assert!(only.contains("ghi thêm vào `parts` của `tong`"), "{only}");
}

#[test]
fn inputs_of_one_list_that_select_the_same_counts_are_remarked_on() {
    let numerator = "numerator = [{ form = \"tham-gia-khoi\", column = \"insured-unemployment\" }]";
    let of_bhtn = EMBEDDED.find("id = \"bhtn\"").expect("it");
    let (before, after) = EMBEDDED.split_at(of_bhtn);
    let with = |list: &str| {
        let after = after.replacen("schemes = [\"unemployment\"]\n", "", 1).replacen(
            numerator,
            &format!("numerator = [{list}]"),
            1,
        );
        remarks_of(&format!("{before}{after}"))
    };
    let input = "{ form = \"tham-gia-khoi\", column = \"insured-unemployment\" }";
    let of_sector = "{ form = \"tham-gia-khoi\", row = \"doanh-nghiep\", column = \"insured-unemployment\" }";
    let other = "{ form = \"tham-gia-khoi\", row = \"hop-tac-xa\", column = \"insured-unemployment\" }";
    let twice = [PlanRemark::CountsTwice { of: "bhtn".to_owned() }];
    assert_eq!(with(&format!("{input}, {input}")), twice);
    assert_eq!(with(&format!("{input}, {of_sector}")), twice, "a row of all");
    assert_eq!(with(&format!("{of_sector}, {other}")), []);
}

#[test]
fn sides_by_area_that_do_not_go_with_an_indicator_are_remarked_on() {
    let own = "area_numerator = [\n    { form = \"tham-gia-dia-ban\", column = \"insured-compulsory\" },\n";
    let indicator = || "bhxh".to_owned();
    assert_eq!(remarks_with(own, "area_numerator = [\n"), [PlanRemark::AreaNumerator { indicator: indicator() }]);
    let start = EMBEDDED.find("area_denominator").expect("it");
    let end = start + EMBEDDED[start..].find('\n').expect("a line");
    let without = format!("{}{}", &EMBEDDED[..start], &EMBEDDED[end..]);
    assert_eq!(remarks_of(&without), [PlanRemark::HalfByArea { indicator: indicator() }]);
}
