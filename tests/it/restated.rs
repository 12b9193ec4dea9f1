//! The years of two provinces that no longer exist, put together in the shape of the one that took their place. The expected sums
//! are those of `tests/restated_check.py`, which reads nothing but the plans.

use std::sync::LazyLock;

use bhxh::counts::{CellId, Scope};
use bhxh::indicator::restated::{Incomparable, IncomparablePart, Restated, restate};
use bhxh::indicator::{self, annual::EarlierYear};
use bhxh::ledger::{EarlierBook, PastBook, PastCell, PastNames, PastNumber, read_earlier};
use bhxh::plan::{self, Plan};
use bhxh::rehearsal::{Rehearsal, Wanted};
use bhxh::usecase::{Origin, Previous, Returns, rehearse};
use bhxh::view::restated::notices;
use serde_json::Value;

use crate::harness::Folder;

static OLD: LazyLock<[Plan; 2]> = LazyLock::new(|| {
    let dong_nai = include_str!("../../examples/plans/dong-nai-2022-2025.toml");
    [plan::embedded(), plan::load(dong_nai).expect("a plan")]
});

const DONG_NAI: &str = include_str!("../../examples/plans/dong-nai-2026-2030.toml");

static NEW: LazyLock<Plan> = LazyLock::new(|| plan::load(DONG_NAI).expect("a plan"));

/// FNV-1a over the codes, within a thousand.
fn people(codes: &[&str]) -> u64 {
    let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    u64::from(codes.join("|").bytes().fold(0x811c_9dc5, step) % 1000)
}

/// A predecessor's workbook of 2025 in which every required cell has a number.
fn book(predecessor: usize) -> (String, PastBook) {
    book_of(predecessor, |is_optional| !is_optional)
}

/// The same of the forms that are chosen, by whether they may be left blank.
fn book_of(predecessor: usize, is_sent: impl Fn(bool) -> bool) -> (String, PastBook) {
    let old = &OLD[predecessor];
    let year = old.year(2025).expect("a year of the plan");
    let mut numbers = Vec::new();
    for form in old.form_ids().filter(|form| is_sent(old.form(*form).optional)) {
        for agency in year.agencies_with(form) {
            for row in year.entered_rows(form) {
                for column in year.column_ids(form) {
                    let of_form = old.form(form);
                    let cell = PastCell {
                        round: "thang-6".to_owned(),
                        agency: old.agency(agency).code.clone(),
                        form: of_form.code.clone(),
                        row: year.row(form, row).code.clone(),
                        column: of_form.columns[column.idx()].key.clone(),
                    };
                    let codes = [&old.id, &cell.agency, &cell.form, &cell.row, &cell.column].map(String::as_str);
                    let people = people(&codes);
                    numbers.push(PastNumber { cell, people });
                }
            }
        }
    }
    (
        format!("{}.xlsx", old.id),
        PastBook {
            predecessor,
            year: 2025,
            numbers,
            names: PastNames::default(),
            alterations: Vec::new(),
            partial: Vec::new(),
        },
    )
}

fn restated<'p>(plan: &'p Plan, books: &[(String, PastBook)]) -> Restated<'p> {
    restate(plan, plan.first_year, 2025, books).expect("a year before the plan")
}

/// For each group, and `*` for the province: people in BHXH, BHTN, voluntary BHXH, and the labour force; `?` where not known.
fn sums(restated: &Restated) -> Vec<String> {
    let (year, counts) = (&restated.earlier.year, &restated.earlier.counts);
    let shown = |people: Option<i64>| people.map_or("?".to_owned(), |people| people.to_string());
    let line = |name: String, lines: &[indicator::Coverage]| {
        let people: Vec<String> = lines.iter().map(|line| shown(line.numerator.known())).collect();
        format!("{name} {} {}", people.join(" "), shown(lines[0].denominator.known()))
    };
    let rounds = indicator::rounds_by_area(year, counts);
    let of_groups = year.areas().map(|area| {
        let lines = indicator::coverage_of_area(year, counts, area, &rounds);
        line(year.plan.agency(area).code.replace("dia-ban-", "").replace('-', " "), &lines)
    });
    of_groups.chain([line("*".to_owned(), &indicator::coverage(year, counts))]).collect()
}

fn known(plan: &Plan, restated: &Restated, agency: &str, form: &str, row: &str, column: &str) -> Option<u64> {
    let (year, form) = (&restated.earlier.year, plan.form_by_code(form).expect("a form"));
    let cell = CellId {
        agency: plan.agency_by_code(agency).expect("an agency"),
        form,
        row: year.row_by_code(form, row).expect("a row"),
        column: plan.form(form).column(column).expect("a column"),
    };
    restated.earlier.counts.of(plan.first_round()).get(cell)
}

fn of(predecessor: usize, cell: [&str; 4]) -> u64 {
    let [agency, form, row, column] = cell;
    people(&[&OLD[predecessor].id, agency, form, row, column])
}

#[test]
fn groups_and_province_add_up_what_both_predecessors_reported() {
    let mut sums = sums(&restated(&NEW, &[book(0), book(1)]));
    sums.sort();
    let expected = [
        "* 7996 7040 828 13988",
        "688 698 2104 565 527 1873",
        "689 603 666 449 509",
        "690 697 694 2239 817 1594 1416",
        "691 391 632 111 547",
        "692 693 1972 307 613 1751",
        "695 1255 224 415 127",
        "696 815 828 491 895",
        "731 735 737 3211 2103 1112 1646",
        "732 734 736 738 739 740 741 8881 4636 4381 4569",
        "742 447 232 415 655",
    ];
    assert_eq!(sums, expected);
}

#[test]
fn the_order_of_the_workbooks_does_not_matter() {
    assert_eq!(sums(&restated(&NEW, &[book(0), book(1)])), sums(&restated(&NEW, &[book(1), book(0)])));
}

#[test]
fn without_one_province_the_groups_of_the_other_are_still_known() {
    let one = restated(&NEW, &[book(0)]);
    assert_eq!(one.made_of.missing, [1]);
    let sums = sums(&one);
    assert!(sums.contains(&"* ? ? ? ?".to_owned()), "{sums:?}");
    assert!(sums.contains(&"692 693 1972 307 613 1751".to_owned()), "{sums:?}");
    assert!(sums.contains(&"742 ? ? ? ?".to_owned()), "{sums:?}");
    let said = notices(&NEW, &[EarlierYear::of_restated(&one)]).join("\n");
    assert!(said.contains("Chưa có sổ tổng hợp năm 2025 của tỉnh Đồng Nai trước đây"), "{said}");
}

#[test]
fn what_a_district_did_not_send_is_missing_and_never_0() {
    let mut first = book(0);
    first.1.numbers.retain(|number| number.cell.agency != "ubnd-bu-dop");
    let lacking = restated(&NEW, &[first, book(1)]);
    let said = notices(&NEW, &[EarlierYear::of_restated(&lacking)]).join("\n");
    assert!(said.contains("tỉnh Bình Phước trước đây thiếu số liệu của huyện Bù Đốp (Biểu 06, Biểu 15)"), "{said}");
    // Who takes part is reported by BHXH tỉnh, who is liable by the districts.
    assert!(sums(&lacking).contains(&"692 693 1972 307 613 1751".to_owned()));
    let eligible = |restated: &Restated| {
        let group = restated.earlier.year.areas().find(|area| NEW.agency(*area).code == "dia-ban-692-693");
        let scheme = plan::Input::Eligible(NEW.scheme_ids().nth(2).expect("voluntary BHXH"));
        let scope = Scope::Area(group.expect("the group"));
        restated.earlier.counts.of(NEW.first_round()).sum(&restated.earlier.year, &[scheme], scope, None).known()
    };
    assert_eq!(eligible(&lacking), None);
    assert!(eligible(&restated(&NEW, &[book(0), book(1)])).is_some());
}

#[test]
fn an_agency_is_compared_with_the_sum_of_those_it_took_over() {
    let both = restated(&NEW, &[book(0), book(1)]);
    let row = ["sngv", "to-chuc-quoc-te", "quoc-te", "people"];
    assert_eq!(known(&NEW, &both, "vp-ubnd", "to-chuc-quoc-te", "quoc-te", "people"), Some(of(0, row) + of(1, row)));
    // Those of districts and of communes are those of communes now.
    let row = |code| ["snv", "hanh-chinh-su-nghiep", code, "current"];
    let rows = ["hc-xa-cong-chuc", "hc-huyen-cong-chuc"];
    let sum = rows.iter().map(|code| of(0, row(code)) + of(1, row(code))).sum();
    assert_eq!(known(&NEW, &both, "snv", "hanh-chinh-su-nghiep", "hc-xa-cong-chuc", "current"), Some(sum));
}

/// A form by area and sector at once: areas become groups, sectors stay, and whom it counts apart has another code now.
#[test]
fn a_form_by_area_and_sector_is_compared_by_groups() {
    const FORM: &str = "tham-gia-khoi-dia-ban";
    let then = |p: usize, area: &str, behind: &str| {
        of(p, ["bhxh-tinh", FORM, &format!("{area}.{behind}"), "insured-compulsory"])
    };
    let now = |restated: &Restated, group: &str, behind: &str| {
        known(&NEW, restated, "bhxh-tinh", FORM, &format!("{group}.{behind}"), "insured-compulsory")
    };
    let both = restated(&NEW, &[book_of(0, |_| true), book_of(1, |_| true)]);
    for (today, old) in
        [("khu-vuc-cong", "khu-vuc-cong"), ("doanh-nghiep", "doanh-nghiep"), ("khu-cong-nghiep", "khu-kinh-te")]
    {
        let sum = then(0, "ubnd-loc-ninh", old) + then(0, "ubnd-bu-dop", old);
        assert_eq!(now(&both, "dia-ban-692-693", today), Some(sum), "{today}");
        assert_eq!(now(&both, "dia-ban-742", today), Some(then(1, "ubnd-nhon-trach", old)), "{today}");
    }
    let said = notices(&NEW, &[EarlierYear::of_restated(&both)]).join("\n");
    // The plan says itself which rows the predecessors' forms didn't have.
    assert!(!said.contains("nối tiếp") && said.contains("(Biểu 06) là dòng mới"), "{said}");
    assert!(
        said.contains("“Người hoạt động không chuyên trách cấp xã” (Biểu 07, Biểu 16)")
            || said.contains("khong-chuyen-trach-xa"),
        "{said}"
    );
    // It may be left blank: the groups of whoever left it so can't be compared, and nothing is missing.
    let one = restated(&NEW, &[book_of(0, |_| true), book(1)]);
    assert!(now(&one, "dia-ban-692-693", "khu-cong-nghiep").is_some());
    assert_eq!(now(&one, "dia-ban-742", "khu-cong-nghiep"), None);
    let said = notices(&NEW, &[EarlierYear::of_restated(&one)]).join("\n");
    assert!(!said.contains("thiếu"), "{said}");
    // What stands behind an area must be of today's form.
    let misspelt = DONG_NAI.replacen(
        "to = \"khu-cong-nghiep\" },\n    # The staff",
        "to = \"khu-cong-nghip\" },\n    # The staff",
        1,
    );
    let refused = plan::load(&misspelt).expect_err("no such row").to_string();
    assert!(refused.contains("không có dòng `khu-cong-nghip`"), "{refused}");
}

#[test]
fn rows_that_are_no_more_are_in_totals_alone_and_said() {
    let both = restated(&NEW, &[book(0), book(1)]);
    let row = |form: &str| Incomparable {
        predecessor: 0,
        form: form.to_owned(),
        what: IncomparablePart::Row("khong-chuyen-trach-xa".to_owned()),
    };
    assert!(both.made_of.incomparable.contains(&row("tham-gia-khoi")));
    // Who would be liable isn't known then, in no sector and no group.
    let counts = both.earlier.counts.of(NEW.first_round());
    let eligible = plan::Input::Eligible(NEW.scheme_ids().next().expect("compulsory BHXH"));
    assert!(both.made_of.incomparable.contains(&row("huyen-bat-buoc")));
    assert_eq!(counts.sum(&both.earlier.year, &[eligible], Scope::Province, None).known(), None);
}

#[test]
fn stated_shares_divide_an_area_and_lose_nobody() {
    const FIRST_AREA: &str = "areas = [\n    { code = \"731\"";
    let shares = include_str!("../files/plan/chia-nhon-trach.toml");
    let plan = plan::load(&DONG_NAI.replacen(FIRST_AREA, &format!("{shares}{FIRST_AREA}"), 1)).expect("a plan");
    let both = restated(&plan, &[book(0), book(1)]);
    let row = ["ctk", "lao-dong", "ubnd-nhon-trach", "labour-force"];
    let communes = ["xa-nhon-trach", "xa-dai-phuoc", "xa-phuoc-an"];
    let parts: Vec<u64> = communes
        .iter()
        .map(|commune| known(&plan, &both, "thong-ke", "lao-dong", commune, "labour-force").expect("a share"))
        .collect();
    assert_eq!(parts.iter().sum::<u64>(), of(1, row));
    // 655 people: 262.0, 232.525, 160.475.
    assert_eq!((of(1, row), parts), (655, vec![262, 233, 160]));
    assert_eq!(sums(&both).last().map(String::as_str), Some("* 7996 7040 828 13988"));
}

#[test]
fn a_number_of_nobody_known_makes_its_form_incomparable() {
    let mut first = book(0);
    let stranger = |number: &mut PastNumber| {
        if number.cell.form == "lao-dong" {
            number.cell.agency = "ai-do".to_owned();
        }
    };
    first.1.numbers.iter_mut().for_each(stranger);
    let sums = sums(&restated(&NEW, &[first, book(1)]));
    assert!(sums.iter().all(|line| line.ends_with(" ?")), "{sums:?}");
}

/// The workbooks of the example, which README's commands use.
const EXAMPLES: [(&str, &[u8]); 2] = [
    ("so-tong-hop-2025-dong-nai.xlsx", include_bytes!("../../examples/truoc-sap-xep/so-tong-hop-2025-dong-nai.xlsx")),
    (
        "so-tong-hop-2025-binh-phuoc.xlsx",
        include_bytes!("../../examples/truoc-sap-xep/so-tong-hop-2025-binh-phuoc.xlsx"),
    ),
];

#[test]
fn the_workbooks_of_both_provinces_give_one_year_of_the_new_one() {
    let mut previous = Previous::default();
    for (name, bytes) in EXAMPLES {
        previous.add(name.to_owned(), read_earlier(bytes, &NEW).expect("a workbook of a plan before")).expect("once");
    }
    let [year] = &previous.years[..] else { panic!("one year") };
    assert_eq!(year.year, 2025);
    assert!(year.coverage.iter().all(|coverage| coverage.known().is_some()));
    let groups = &year.restated.as_ref().expect("a restated year").groups;
    assert_eq!(groups.len(), 10);
    assert!(groups.iter().flat_map(|(_, lines)| lines).all(|line| line.known().is_some()));
    // In the order of the predecessors, whatever the order of the files.
    let said = previous.notices(&NEW);
    let named =
        "Số năm 2025 đã quy đổi theo đơn vị hành chính mới (sau sắp xếp): cộng từ sổ của tỉnh Bình Phước trước đây";
    assert!(said[0].starts_with(named), "{said:?}");
    assert!(said.iter().all(|sentence| !sentence.contains("sửa tay")), "{said:?}");
    let twice = read_earlier(EXAMPLES[0].1, &NEW).expect("a workbook of a plan before");
    assert!(previous.add("lan-hai.xlsx".to_owned(), twice).is_err());
}

#[test]
fn a_workbook_of_a_plan_that_did_not_come_before_is_refused() {
    let (_, bytes) = EXAMPLES[0];
    let refused = read_earlier(bytes, &OLD[0]).expect_err("of another plan").to_string();
    assert!(refused.contains("kế hoạch khác"), "{refused}");
    assert!(matches!(read_earlier(bytes, &OLD[1]), Ok(EarlierBook::Own(_))));
}

#[test]
fn the_example_of_today_is_rehearsed_consolidated_and_reported() {
    let folder = Folder::new();
    folder.put("ke-hoach.toml", DONG_NAI);
    for (name, bytes) in EXAMPLES {
        folder.put(name, bytes);
    }
    let plan = ["--plan", "ke-hoach.toml", "--year", "2026", "--today", "2026-12-01"];
    let previous = ["--previous", EXAMPLES[0].0, "--previous", EXAMPLES[1].0, "--format", "json"];
    let rehearsed = [&["rehearse", "--faults", "none", "--to", "thu"], &plan[..]].concat();
    folder.run(&rehearsed).exits(0);
    // The rehearsed year isn't the year after the rehearsed ones, so that agencies would have to explain much.
    let consolidated =
        folder.run(&[&["consolidate", "thu"], &plan[..], &previous[..]].concat()).exits_noting(1, "đã quy đổi");
    let json = consolidated.json();
    assert_compared(&json);
    let trend =
        json["files"].as_array().expect("files").iter().flat_map(|file| file["findings"].as_array().expect("findings"));
    let mut trend = trend.filter(|finding| finding["code"].as_str().is_some_and(|code| code.starts_with("TREND")));
    let message = trend.next().expect("a change")["message"].as_str().expect("a message");
    assert!(message.contains("số năm 2025 đã quy đổi"), "{message}");
    let reported = folder.run(&[&["report"], &plan[..], &previous[..]].concat()).exits_noting(1, "đã quy đổi").json();
    assert_compared(&reported);
    assert_eq!(reported["comparison"], json["comparison"]);
    assert_eq!(reported["proposal"]["labour_force_basis"], "projected");
}

/// The next plan of a province, carried on: nothing but its years is new, and its first year stands beside the last of the one before.
#[test]
fn the_next_plan_is_compared_with_the_last_year_of_the_one_before() {
    let folder = Folder::new();
    folder.put("nay.toml", include_str!("../../examples/plans/minh-hoa-2026-2028.toml"));
    folder.run(&["plan", "new", "--from", "nay.toml", "--years", "2029-2030", "--to", "sau.xlsx"]).exits(0);
    let (now, next) = (["--plan", "nay.toml", "--year", "2028"], ["--plan", "sau.xlsx", "--year", "2029"]);
    folder.run(&[&["rehearse", "--faults", "none", "--to", "thu-28"][..], &now].concat()).exits(0);
    let before =
        folder.run(&[&["consolidate", "thu-28", "--out", "so-28.xlsx", "--format", "json"][..], &now].concat()).json();
    let previous = ["--previous", "so-28.xlsx"];
    folder.run(&[&["rehearse", "--faults", "none", "--to", "thu-29"][..], &next, &previous].concat()).exits(0);
    let run = folder.run(&[&["consolidate", "thu-29", "--format", "json"][..], &next, &previous].concat());
    let json = run.exits_noting(0, "Số năm 2028 theo các mã của Kế hoạch này").json();
    let comparison = &json["comparison"];
    assert_eq!(comparison["year"], 2028);
    assert_eq!(comparison["remarks"].as_array().map(Vec::len), Some(1), "{}", comparison["remarks"]);
    let indicators = |of: &Value| of["indicators"].as_array().expect("indicators").clone();
    for (compared, own) in indicators(comparison).iter().zip(indicators(&before)) {
        assert_eq!((&compared["id"], &compared["people_before"]), (&own["id"], &own["numerator"]), "{own}");
    }
    let groups = comparison["groups"].as_array().expect("groups");
    assert_eq!(groups.len(), 4, "each area by itself");
    assert!(groups.iter().all(|group| group["indicators"][0]["change"].is_number()), "{groups:?}");
}

/// A folder with the workbook of a plan's last year, and the plan after that one.
fn next_plan_after_2028() -> (Folder, String) {
    let folder = Folder::new();
    folder.put("nay.toml", include_str!("../../examples/plans/minh-hoa-2026-2028.toml"));
    folder.run(&["plan", "new", "--from", "nay.toml", "--years", "2029-2030", "--to", "sau.toml"]).exits(0);
    let now = ["--plan", "nay.toml", "--year", "2028"];
    folder.run(&[&["rehearse", "--faults", "none", "--to", "thu-28"][..], &now].concat()).exits(0);
    folder.run(&[&["consolidate", "thu-28", "--out", "so-28.xlsx"][..], &now].concat()).exits(0);
    let next = String::from_utf8(folder.read("sau.toml")).expect("text");
    (folder, next)
}

/// An area that the next plan ends, or leaves out, without saying where its people went: they are in last year's totals and not in this
/// year's, which is said of that area and of nothing else.
#[test]
fn an_area_that_nothing_leads_on_from_is_told_by_itself() {
    let (folder, next) = next_plan_after_2028();
    let agency = next.split("\n\n").find(|part| part.contains("code = \"xa-bon\"")).expect("the area");
    let ended = next.replacen("code = \"xa-bon\"\n", "code = \"xa-bon\"\nuntil = \"2028-12-31\"\n", 1);
    for (n, plan) in [ended, next.replacen(agency, "", 1)].into_iter().enumerate() {
        let (name, inbox) = (format!("ke-hoach-{n}.toml"), format!("thu-{n}"));
        folder.put(&name, plan);
        let of_plan = ["--plan", &name, "--year", "2029"];
        folder.run(&[&["rehearse", "--faults", "none", "--to", &inbox][..], &of_plan].concat()).exits(0);
        let previous = ["consolidate", &inbox, "--previous", "so-28.xlsx", "--format", "json"];
        let json = folder.run(&[&previous[..], &of_plan].concat()).json();
        let remarks = json["comparison"]["remarks"].to_string();
        assert!(remarks.contains("không ghi xã Minh Bốn đã nhập hay chia vào đâu"), "{remarks}");
        assert!(remarks.contains("vẫn nằm trong số toàn tỉnh năm 2028 mà không có trong số năm nay"), "{remarks}");
        assert!(remarks.contains("không nằm trong số năm nào đang so sánh (Biểu") || n == 1, "{remarks}");
        let groups = json["comparison"]["groups"].as_array().expect("groups");
        assert_eq!(groups.len(), 3, "the areas that are left");
        assert!(!remarks.contains("Không có chỗ tương ứng") || n == 1, "{remarks}");
    }
}

/// A form that has another code now and the same name is neither new nor without a place: it is asked about once, with what to write.
#[test]
fn a_form_that_only_changed_its_code_is_asked_about_once() {
    let (folder, next) = next_plan_after_2028();
    let moved = next
        .replace("code = \"xa\"\n", "code = \"cap-xa\"\n")
        .replace("forms = [\"xa\"]", "forms = [\"cap-xa\"]")
        .replace("form = \"xa\"", "form = \"cap-xa\"");
    let written = "same_codes = true\nforms = [{ from = \"xa\", to = \"cap-xa\", by = [\"*\"] }]";
    for (n, plan) in [moved.clone(), moved.replace("same_codes = true", written)].into_iter().enumerate() {
        let plan = plan::load(&plan).unwrap_or_else(|faults| panic!("{faults}"));
        let mut previous = Previous::default();
        let book = read_earlier(&folder.read("so-28.xlsx"), &plan).expect("of a plan before");
        previous.add("so-28.xlsx".to_owned(), book).expect("once");
        let said = previous.notices(&plan);
        let about: Vec<&String> = said.iter().filter(|said| said.contains("Biểu 2")).collect();
        assert_eq!(about.len(), 1 - n, "{said:#?}");
        let asked = "Biểu 2 năm 2028 mang mã “xa”, Biểu 2 nay mang mã “cap-xa”, nên chưa rõ có phải một biểu";
        assert!(about.iter().all(|said| said.contains(asked)), "{about:?}");
    }
}

#[test]
fn a_workbook_of_another_plan_is_refused_with_what_to_write() {
    let (_, bytes) = EXAMPLES[0];
    let refused = read_earlier(bytes, &OLD[0]).expect_err("of another plan").to_string();
    assert!(refused.contains("“dong-nai-2022-2025”") && refused.contains("trang “Kế hoạch trước”"), "{refused}");
}

#[test]
fn a_code_that_the_old_workbook_does_not_know_is_told_where_the_plan_writes_it() {
    let misspelt = DONG_NAI.replace("\"ubnd-dong-xoai\"", "\"ubnd-dong-xoaiii\"");
    let text = plan::load(&misspelt).expect("a plan");
    let book = bhxh::planbook::read(&bhxh::planbook::write(&text).expect("a workbook")).expect("a plan");
    for plan in [&text, &book] {
        let mut previous = Previous::default();
        for (name, bytes) in EXAMPLES {
            previous.add(name.to_owned(), read_earlier(bytes, plan).expect("of a plan before")).expect("once");
        }
        let said = previous.notices(plan);
        let [about] = &said.iter().filter(|said| said.contains("ubnd-dong-xoaiii")).collect::<Vec<_>>()[..] else {
            panic!("once: {said:#?}")
        };
        assert!(about.contains("có phải là “ubnd-dong-xoai”?"), "{about}");
        assert!(about.contains(" ô D5 ") == std::ptr::eq(plan, &book), "{about}");
        assert!(said.iter().all(|said| !said.contains("Đồng Xoài")), "told once: {said:#?}");
        let year = &previous.years[0];
        let groups = &year.restated.as_ref().expect("a restated year").groups;
        assert_eq!(groups.iter().filter(|(_, lines)| lines.iter().any(|line| line.known().is_none())).count(), 1);
    }
}

/// What an agency reported whose code the plan doesn't know has no place; it says where the plan before is written.
#[test]
fn what_an_unknown_agency_reported_leads_to_the_plan_before() {
    let of_text = plan::load(DONG_NAI).expect("a plan");
    let of_book = bhxh::planbook::read(&bhxh::planbook::write(&of_text).expect("a workbook")).expect("a plan");
    let line = DONG_NAI.lines().position(|line| line.contains("plan = \"binh-phuoc-2022-2025\"")).expect("it") + 1;
    for (plan, place) in [
        (&of_text, format!("(dòng {line} của tệp kế hoạch)")),
        (&of_book, "(trang “Kế hoạch trước”, ô A5 của kế hoạch)".to_owned()),
    ] {
        let mut other = book(0);
        for number in other.1.numbers.iter_mut().filter(|number| number.cell.agency == "sngv") {
            number.cell.agency = "so-ngoai-vu".to_owned();
        }
        let restated = restated(plan, &[other, book(1)]);
        let said = notices(plan, &[EarlierYear::of_restated(&restated)]).join("\n");
        assert!(said.contains(&format!("mã cũ, mã nay ở phần kế hoạch trước {place}")), "{said}");
    }
}

/// A form of the plan before that is misspelt is told once: neither is its data missing, nor has what the workbook holds no place.
#[test]
fn a_misspelt_form_of_the_plan_before_is_told_once() {
    for (p, (name, bytes)) in EXAMPLES.iter().rev().enumerate() {
        let of_old = DONG_NAI.match_indices("{ from = \"hop-tac-xa\", by").nth(p).expect("both had it").0;
        let (before, after) = DONG_NAI.split_at(of_old);
        let plan = plan::load(&format!(
            "{before}{}",
            after.replacen("\"hop-tac-xa\"", "\"hop-tac-xaa\", to = \"hop-tac-xa\"", 1)
        ))
        .expect("a plan");
        let mut previous = Previous::default();
        previous.add((*name).to_owned(), read_earlier(bytes, &plan).expect("of a plan before")).expect("once");
        let said = previous.notices(&plan);
        let about: Vec<&String> =
            said.iter().filter(|said| said.contains("hop-tac-xaa") || said.contains("Biểu 05")).collect();
        let [about] = &about[..] else { panic!("once: {said:#?}") };
        assert!(about.contains("có phải là “hop-tac-xa”?"), "{about}");
    }
}

/// An agency that is new reports nothing of years before; an area that is new must say where it came from.
#[test]
fn of_the_same_codes_a_new_agency_lacks_nothing_and_a_new_area_is_told() {
    let folder = Folder::new();
    folder.put("nay.toml", include_str!("../../examples/plans/minh-hoa-2026-2028.toml"));
    folder.run(&["plan", "new", "--from", "nay.toml", "--years", "2029-2030", "--to", "sau.toml"]).exits(0);
    let now = ["--plan", "nay.toml", "--year", "2028"];
    folder.run(&[&["rehearse", "--faults", "none", "--to", "thu"][..], &now].concat()).exits(0);
    folder.run(&[&["consolidate", "thu", "--out", "so-28.xlsx"][..], &now].concat());
    let next = String::from_utf8(folder.read("sau.toml")).expect("text");
    let with = |agency: &str| {
        let text = next.replacen("\n[[agency]]", &format!("\n[[agency]]\n{agency}\n\n[[agency]]"), 1);
        let plan = plan::load(&text).unwrap_or_else(|faults| panic!("{faults}"));
        let book = folder.read("so-28.xlsx");
        let mut previous = Previous::default();
        previous.add("so-28.xlsx".to_owned(), read_earlier(&book, &plan).expect("of the plan before")).expect("once");
        (previous.notices(&plan), previous.years[0].coverage.iter().all(|coverage| coverage.known().is_some()))
    };
    let forms = "forms = [\"khu-cong-nghiep\"]";
    let new = format!("code = \"so-y-te\"\ngroup = \"province\"\n{forms}\nnames = [{{ name = \"Sở Y tế\" }}]");
    let (said, is_known) = with(&new);
    assert!(said.len() == 1 && is_known, "{said:?}");
    let area = "code = \"xa-moi\"\ngroup = \"commune\"\nnames = [{ name = \"UBND xã Mới\", area = \"Xã Mới\" }]";
    let (said, _) = with(area);
    assert!(
        said.iter().any(|said| said.contains("“xa-moi” ghi ở dòng ") && said.contains("địa bàn mới lập")),
        "{said:?}"
    );
}

/// What is new in the next plan has no past; all that was there before is compared as it was.
#[test]
fn a_new_sector_or_form_takes_nothing_from_what_was_there_before() {
    let folder = Folder::new();
    folder.put("nay.toml", &OLD[0].source);
    folder.run(&["plan", "new", "--from", "nay.toml", "--years", "2026-2030", "--to", "sau.toml"]).exits(0);
    let now = ["--plan", "nay.toml", "--year", "2025"];
    folder.run(&[&["rehearse", "--faults", "none", "--to", "thu"][..], &now].concat()).exits(0);
    folder.run(&[&["consolidate", "thu", "--out", "so-25.xlsx"][..], &now].concat());
    let (next, book) = (String::from_utf8(folder.read("sau.toml")).expect("text"), folder.read("so-25.xlsx"));
    let compared = |text: &str| {
        let plan = plan::load(text).unwrap_or_else(|faults| panic!("{faults}"));
        let mut previous = Previous::default();
        previous.add("so-25.xlsx".to_owned(), read_earlier(&book, &plan).expect("of the plan before")).expect("once");
        let known = |coverage: &indicator::Coverage| (coverage.numerator.known(), coverage.denominator.known());
        (previous.notices(&plan), previous.years[0].coverage.iter().map(known).collect::<Vec<_>>())
    };
    let (_, before) = compared(&next);
    assert!(before.iter().all(|(part, whole)| part.is_some() && whole.is_some()), "{before:?}");
    let sector = |text: &str| {
        text.replacen("[[sector]]", "[[sector]]\ncode = \"nen-tang\"\nname = \"Nền tảng số\"\n\n[[sector]]", 1)
    };
    let form = |text: &str| {
        let start = text.find("[[form]]\ncode = \"hop-tac-xa\"").expect("the form");
        let end = start + text[start + 8..].find("[[form]]").expect("the next form") + 8;
        let copy = text[start..end].replacen("\"hop-tac-xa\"", "\"nen-tang-so\"", 1).replace("Biểu 05", "Biểu 17");
        let text = format!("{}{copy}{}", &text[..end], &text[end..]);
        text.replacen("forms = [\"hop-tac-xa\", ", "forms = [\"hop-tac-xa\", \"nen-tang-so\", ", 1)
    };
    let (said, with_sector) = compared(&sector(&next));
    assert_eq!(with_sector, before);
    let [_, about] = &said[..] else { panic!("{said:#?}") };
    assert!(about.contains("Dòng “Nền tảng số” (Biểu 07, Biểu 16) là dòng mới") && !about.contains("thiếu"), "{about}");
    let (said, with_form) = compared(&form(&next));
    assert_eq!(with_form, before);
    let [_, about] = &said[..] else { panic!("{said:#?}") };
    assert_eq!(about, "Biểu 17 là biểu mới, năm 2025 chưa có nên không so sánh được");
    let (said, with_both) = compared(&sector(&form(&next)));
    assert_eq!((with_both, said.len()), (before, 3), "{said:#?}");
}

/// What a plan itself says that none of the plans before had is new, though their workbooks keep no names.
#[test]
fn forms_and_rows_that_the_plan_says_are_new_are_named_and_take_nothing_away() {
    let sector = "[[sector]]\ncode = \"nen-tang\"\nname = \"Nền tảng số\"\n\n[[sector]]";
    let text = DONG_NAI
        .replacen("[[sector]]", sector, 1)
        .replace("{ from = \"tham-gia-khoi\", by", "{ from = \"tham-gia-khoi\", without = [\"nen-tang\"], by")
        .replace(
            "{ from = \"tham-gia-khoi-dia-ban\", by",
            "{ from = \"tham-gia-khoi-dia-ban\", without = [\"nen-tang\"], by",
        );
    let start = text.find("[[form]]\ncode = \"hop-tac-xa\"").expect("the form");
    let end = start + text[start + 8..].find("[[form]]").expect("the next form") + 8;
    let copy = text[start..end].replacen("\"hop-tac-xa\"", "\"nen-tang-so\"", 1).replace("Biểu 05", "Biểu 17");
    let text = format!("{}{copy}{}", &text[..end], &text[end..]);
    let text = text.replacen("forms = [\"hop-tac-xa\"", "forms = [\"nen-tang-so\", \"hop-tac-xa\"", 1);
    let plan = plan::load(&text).unwrap_or_else(|faults| panic!("{faults}"));
    let books = [book_of(0, |_| true), book_of(1, |_| true)];
    let (before, now) = (restated(&NEW, &books), restated(&plan, &books));
    assert_eq!(sums(&now), sums(&before));
    let said = notices(&plan, &[EarlierYear::of_restated(&now)]).join("\n");
    assert!(said.contains("“Nền tảng số” (Biểu 07, Biểu 16)") && said.contains("Biểu 17 là biểu mới"), "{said}");
    let said = notices(&NEW, &[EarlierYear::of_restated(&before)]).join("\n");
    assert!(said.contains("là dòng mới") && !said.contains("biểu mới"), "the self-employed: {said}");
    // A sector that isn't one can't be left out.
    let wrong = text.replacen("without = [\"nen-tang\"]", "without = [\"nen-tan\"]", 1);
    assert!(plan::load(&wrong).expect_err("refused").to_string().contains("nen-tan"));
}

/// A row that the plan lists as one that a form before didn't have, and that its workbook has, is told once, with the list's place; the sums
/// are those without the mistake.
#[test]
fn a_row_that_is_listed_as_missing_and_is_there_is_told_with_the_list() {
    let listed = "{ from = \"tham-gia-khoi\", without = [\"hop-tac-xa\"], by";
    let all = DONG_NAI.replace("{ from = \"tham-gia-khoi\", by", listed);
    let one = DONG_NAI.replacen("{ from = \"tham-gia-khoi\", by", listed, 1);
    for (text, n) in [(&one, 1), (&all, 2)] {
        let plan = plan::load(text).unwrap_or_else(|faults| panic!("{faults}"));
        let books = EXAMPLES.map(|(name, bytes)| match read_earlier(bytes, &plan).expect("a workbook") {
            EarlierBook::Past(_, book) => (name.to_owned(), book),
            EarlierBook::Own(_) => panic!("it is of a plan before"),
        });
        let now = restated(&plan, &books);
        assert!(n == 2 || sums(&now) == sums(&restated(&NEW, &books)));
        let label = &plan.sectors.iter().find(|sector| sector.code == "hop-tac-xa").expect("a sector").name;
        let said = notices(&plan, &[EarlierYear::of_restated(&now)]);
        let about: Vec<&String> = said.iter().filter(|said| said.contains(label)).collect();
        assert_eq!(about.len(), n, "{said:#?}");
        for said in about {
            assert!(
                said.contains(&format!("không có dòng “{label}” (dòng ")) && said.contains("sổ năm 2025"),
                "{said}"
            );
            assert!(said.contains("bỏ mã “hop-tac-xa” khỏi chỗ ghi ấy"), "{said}");
        }
    }
}

/// With one of two workbooks: what it doesn't have may be new, or the other province's.
#[test]
fn what_the_only_workbook_does_not_know_is_told_as_perhaps_new() {
    let sector = "[[sector]]\ncode = \"nen-tang\"\nname = \"Nền tảng số\"\n\n[[sector]]";
    let plan = plan::load(&DONG_NAI.replacen("[[sector]]", sector, 1)).expect("a plan");
    let books = EXAMPLES.map(|(name, bytes)| match read_earlier(bytes, &plan).expect("a workbook") {
        EarlierBook::Past(_, book) => (name.to_owned(), book),
        EarlierBook::Own(_) => panic!("it is of a plan before"),
    });
    let said =
        |books: &[(String, PastBook)]| notices(&plan, &[EarlierYear::of_restated(&restated(&plan, books))]).join("\n");
    let of_binh_phuoc = books.iter().position(|(_, book)| book.predecessor == 0).expect("a workbook");
    let (one, both) = (said(&books[of_binh_phuoc..=of_binh_phuoc]), said(&books));
    let unknown = "Sổ năm 2025 của tỉnh Bình Phước trước đây không có dòng “Nền tảng số” (Biểu 07, Biểu 16), nên không so sánh được";
    assert!(one.contains(unknown) && one.contains("phải xem sổ của tỉnh Đồng Nai trước đây"), "{one}");
    assert!(both.contains("“Nền tảng số” (Biểu 07, Biểu 16) là dòng mới") && !both.contains("phải xem sổ"), "{both}");
}

/// An agency that took over another one goes on with its own task, and is compared with both.
#[test]
fn an_agency_that_took_over_another_keeps_its_own_past() {
    let folder = Folder::new();
    folder.put("nay.toml", &OLD[0].source);
    folder.run(&["plan", "new", "--from", "nay.toml", "--years", "2026-2030", "--to", "sau.toml"]).exits(0);
    let next = String::from_utf8(folder.read("sau.toml")).expect("text");
    let with = |from: &str, to: &str| {
        let agencies = format!("\nagencies = [{{ from = \"{from}\", to = \"{to}\" }}]\n");
        let start = next.find("[[predecessor]]").expect("the plan before");
        let end = start + next[start..].find("\nname").expect("its name");
        plan::load(&format!("{}{agencies}{}", &next[..end], &next[end + 1..]))
    };
    let merged = with("so-cu", "snv").expect("a plan");
    let form = merged.form_by_code("hanh-chinh-su-nghiep").expect("a form");
    let past = merged.predecessors[0].forms.iter().find(|past| past.form == form).expect("its past");
    assert_eq!(past.by.iter().map(|by| by.agency.as_str()).collect::<Vec<_>>(), ["so-cu", "snv"]);
    // One that became another and is still there with the same form can't be split.
    let both = next.replacen("forms = [\"khu-kinh-te\"]", "forms = [\"khu-kinh-te\", \"hanh-chinh-su-nghiep\"]", 1);
    let start = both.find("[[predecessor]]").expect("the plan before");
    let end = start + both[start..].find("\nname").expect("its name");
    let split = format!("{}\nagencies = [{{ from = \"snv\", to = \"bql-kkt\" }}]{}", &both[..end], &both[end..]);
    let refused = plan::load(&split).expect_err("refused").to_string();
    assert!(refused.contains("`snv` vẫn là đơn vị của kế hoạch này"), "{refused}");
}

/// Ten groups of 95 communes whose changes add up to the province's.
fn assert_compared(json: &Value) {
    let comparison = &json["comparison"];
    assert_eq!(comparison["year"], 2025);
    assert_eq!(comparison["missing_plans"].as_array().map(Vec::len), Some(0));
    let groups = comparison["groups"].as_array().expect("groups");
    let n_areas: usize = groups.iter().map(|group| group["areas"].as_array().expect("areas").len()).sum();
    assert_eq!((groups.len(), n_areas), (10, 95));
    for (n, province) in comparison["indicators"].as_array().expect("indicators").iter().enumerate() {
        let change = |of: &Value| of["change"].as_i64().expect("a change");
        let of_groups: i64 = groups.iter().map(|group| change(&group["indicators"][n])).sum();
        assert_eq!(of_groups, change(province), "{province}");
    }
}

/// An export beside both provinces: the groups add up to the province in both years.
#[test]
fn an_export_compares_the_province_and_its_groups() {
    let folder = Folder::new();
    let names = EXAMPLES.map(|(name, bytes)| {
        folder.put(name, bytes);
        name
    });
    let previous = ["--previous", names[0], "--previous", names[1]];
    folder.put("nay.toml", DONG_NAI);
    let year = ["--plan", "nay.toml", "--year", "2026", "--to"];
    let rehearsed = [&["rehearse"][..], &year, &["hộp", "--faults", "none"], &previous].concat();
    folder.run(&rehearsed).exits(0);
    folder.run(&[&["export", "hộp"][..], &year, &["gói"], &previous].concat()).exits(0).says("sau sắp xếp");
    let bytes = folder.read("gói/comparison.csv");
    let text = String::from_utf8(bytes).expect("text");
    let mut lines = text.lines().map(|line| line.trim_start_matches('\u{FEFF}').split(',').collect::<Vec<_>>());
    let head = lines.next().expect("a header");
    let column =
        |name: &str| head.iter().position(|known| *known == name).unwrap_or_else(|| panic!("{name}: {head:?}"));
    let rows: Vec<Vec<&str>> = lines.collect();
    assert_eq!(rows.len(), 3 * (1 + 10));
    for number in ["people_before", "people", "whole_before", "whole"] {
        let sum = |is_province: bool| -> u64 {
            let own = rows.iter().filter(|row| (row[column("group")] == "*") == is_province);
            own.map(|row| row[column(number)].parse::<u64>().expect("a number")).sum()
        };
        assert_eq!(sum(true), sum(false), "{number}");
    }
    let without = [&["export", "hộp"][..], &year, &["không"]].concat();
    folder.run(&without).exits(0);
    assert!(!folder.names().contains(&"không/comparison.csv".to_owned()), "nothing to compare with");
}

// --------------------------------------------------------------------------------------- within one plan's own years

const SMALL: &str = include_str!("../../examples/plans/minh-hoa-2026-2028.toml");

/// The small plan with xã Minh Bốn gone from 2027 on, and what a change says of it.
fn reorganised(change: &str) -> Plan {
    let own = "code = \"xa-bon\"\ngroup = \"commune\"\n";
    assert!(SMALL.contains(own));
    let text = SMALL.replacen(own, &format!("{own}until = \"2026-12-31\"\n"), 1);
    let change = format!("\n[[change]]\ndate = \"2027-01-01\"\nclause = \"Nghị quyết\"\n{change}\n");
    plan::load(&(text + &change)).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The invented year 2026 of a plan, as its workbook has it.
fn first_year(plan: &Plan) -> bhxh::ledger::Earlier<'_> {
    let year = plan.year(2026).expect("a year");
    let rehearsal = Rehearsal::new(&year, 1, &Wanted::Nothing);
    let received = rehearsal.exercises[0].files.iter();
    let received = received.map(|file| rehearse::send(&rehearsal, file).expect("a file").received).collect();
    let returns = Returns::new(received, plan, Some(2026), year.due).expect("returns");
    let province = returns.merge(None, &Previous::default()).expect("a province");
    let origin = Origin { name: "diễn tập", base: None };
    let book = province.workbook(&Previous::default(), &origin, year.due).expect("a workbook");
    match read_earlier(&book.bytes, plan).expect("a workbook of the plan") {
        EarlierBook::Own(earlier) => earlier,
        EarlierBook::Past(..) => panic!("it is the plan's own"),
    }
}

/// The people whom an area's own form and the forms by area count.
fn of_area(earlier: &bhxh::ledger::Earlier, code: &str) -> Vec<Option<u64>> {
    let (year, plan) = (&earlier.year, earlier.year.plan);
    let area = plan.agency_by_code(code).expect("an area");
    let counts = earlier.counts.of(plan.first_round());
    let mut all = Vec::new();
    for form in plan.form_ids() {
        for agency in year.agencies_with(form) {
            for row in
                year.entered_rows(form).filter(|row| year.row(form, *row).area.map_or(agency == area, |of| of == area))
            {
                all.extend(year.column_ids(form).map(|column| counts.get(CellId { agency, form, row, column })));
            }
        }
    }
    all
}

#[test]
fn an_area_is_compared_with_the_sum_of_those_it_took_over() {
    let plan = reorganised("kind = \"merge\"\nfrom = [\"xa-ba\", \"xa-bon\"]\nto = [\"xa-ba\"]");
    let earlier = first_year(&plan);
    let next = plan.year(2027).expect("a year");
    let regrouped = earlier.regrouped(&next);
    assert!(regrouped.is_regrouped && !earlier.regrouped(&plan.year(2026).expect("a year")).is_regrouped);
    let (three, four) = (of_area(&earlier, "xa-ba"), of_area(&earlier, "xa-bon"));
    let sums: Vec<Option<u64>> = three.iter().zip(&four).map(|(a, b)| Some((*a)? + (*b)?)).collect();
    assert!(sums.len() > 5 && sums.iter().all(Option::is_some));
    assert_eq!(of_area(&regrouped, "xa-ba"), sums);
    assert!(of_area(&regrouped, "xa-bon").iter().all(Option::is_none));
    assert_eq!(of_area(&regrouped, "phuong-mot"), of_area(&earlier, "phuong-mot"));
}

#[test]
fn what_was_divided_within_a_plan_has_no_past_by_itself() {
    let plan = reorganised("kind = \"split\"\nfrom = [\"xa-bon\"]\nto = [\"xa-ba\", \"phuong-mot\"]");
    let earlier = first_year(&plan);
    let regrouped = earlier.regrouped(&plan.year(2027).expect("a year"));
    for code in ["xa-ba", "phuong-mot", "xa-bon"] {
        assert!(of_area(&regrouped, code).iter().all(Option::is_none), "{code}");
    }
    assert_eq!(of_area(&regrouped, "phuong-hai"), of_area(&earlier, "phuong-hai"));
}

#[test]
fn units_missing_in_a_year_of_the_plans_before_are_known_in_the_restated_one() {
    let mut books = vec![book(0), book(1)];
    let agency = books[0].1.numbers[0].cell.agency.clone();
    let extent = bhxh::rollup::UnitExtent { expected: 141, accepted: 40, ..bhxh::rollup::UnitExtent::default() };
    books[0].1.partial.push(("thang-6".to_owned(), agency, extent));
    let restated = restated(&NEW, &books);
    let before = bhxh::indicator::annual::EarlierYear::of_restated(&restated);
    assert_eq!(before.partial.iter().map(|(_, units)| units.ratio()).collect::<Vec<_>>(), ["40/141"]);
    let notices = bhxh::view::restated::notices(&NEW, &[before]);
    assert!(
        notices.iter().any(|notice| notice.contains("40/141 đơn vị") && notice.contains("tạm tính")),
        "{notices:?}"
    );
}
