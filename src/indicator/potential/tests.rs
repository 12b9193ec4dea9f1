//! Potential of a province small enough to follow by hand.

use super::*;
use crate::indicator::fixture::{PROVINCE, counts};
use crate::plan;

fn number(people: Option<i64>) -> String {
    people.map_or_else(|| "-".to_owned(), |people| people.to_string())
}

/// The potential of the example province with more lines, as text: one line for each row: eligible = current + planned;
/// potential = uninsured at work + planned.
fn shown(more: &str, scheme: &str) -> Vec<String> {
    let plan = plan::embedded();
    let year = plan.year(2023).expect("a year of the plan");
    let potential = potential(&year, &counts(&year, &format!("{PROVINCE}\n{more}")));
    let id = plan.scheme_ids().find(|id| plan.scheme(*id).code == scheme).expect("a scheme of the plan");
    let potential = potential.scheme(id);
    let names = |missing: &BTreeSet<AgencyId>| -> String {
        missing.iter().map(|agency| format!(" ?{}", plan.agency(*agency).code)).collect()
    };
    let mut lines = Vec::new();
    for row in &potential.rows {
        let sector = row.sector.map_or("whole", |sector| &plan.sector(sector).code);
        let parts = [row.eligible_people(), row.people(), row.uninsured_at_work(), row.planned_change()].map(number);
        let query = if row.is_over() { " query" } else { "" };
        lines.push(format!("{sector} {}{query}{}", parts.join(" "), names(&row.missing())));
    }
    if let Some(total) = potential.total() {
        let Total { net, positive, n_known, n_rows, missing } = &total;
        let known = number(total.known());
        lines.push(format!("total {known} {net} {positive} of {n_known}/{n_rows}{}", names(missing)));
    }
    lines
}

#[test]
fn potential_is_who_is_at_work_uninsured_and_what_is_planned_and_stays_negative() {
    assert_eq!(
        shown("", "compulsory"),
        [
            "khu-vuc-cong 23200 -100 -300 200 query",
            "to-chuc-xa-hoi 200 50 50 0",
            "doanh-nghiep 167000 17000 17000 0",
            "to-chuc-quoc-te 10 10 10 0",
            "hop-tac-xa 1000 650 650 0",
            "ho-kinh-doanh 5500 4000 4000 0",
            "khong-chuyen-trach-xa 2200 0 0 0",
            "total 21610 21610 21710 of 7/7",
        ]
    );
}

#[test]
fn a_forecast_below_the_insured_is_no_query_while_enough_are_at_work() {
    let enterprise = |current, increase, decrease, insured| {
        let lines = format!(
            "bql-kkt khu-kinh-te kkt-fdi * 0\n* huyen-bat-buoc dn-ngoai-nha-nuoc current 0\n\
             bql-kkt khu-kinh-te kkt-fdi current {current}\nbql-kkt khu-kinh-te kkt-fdi increase {increase}\n\
             bql-kkt khu-kinh-te kkt-fdi decrease {decrease}\n\
             bhxh-tinh tham-gia-khoi enterprise insured-compulsory {insured}"
        );
        shown(&lines, "compulsory").into_iter().find(|line| line.starts_with("doanh-nghiep")).expect("the sector")
    };
    assert_eq!(enterprise(100, 0, 20, 95), "doanh-nghiep 80 -15 5 -20");
    assert_eq!(enterprise(100, 20, 0, 110), "doanh-nghiep 120 10 -10 20 query");
    assert_eq!(enterprise(100, 0, 0, 100), "doanh-nghiep 100 0 0 0");
}

#[test]
fn insured_people_of_a_sector_nobody_of_which_is_liable_are_a_query() {
    let commune = |more| shown(more, "unemployment").into_iter().find(|line| line.starts_with("khong-chuyen-trach-xa"));
    assert_eq!(commune(""), Some("khong-chuyen-trach-xa 0 0 0 0".to_owned()));
    let insured = "bhxh-tinh tham-gia-khoi commune insured-unemployment 12";
    assert_eq!(commune(insured), Some("khong-chuyen-trach-xa 0 -12 -12 0 query".to_owned()));
}

#[test]
fn a_missing_district_is_named_by_the_sectors_it_reports() {
    assert_eq!(
        shown("ubnd-bu-dop * * * ?", "compulsory"),
        [
            "khu-vuc-cong 23200 -100 -300 200 query",
            "to-chuc-xa-hoi 200 50 50 0",
            "doanh-nghiep - - - - ?ubnd-bu-dop",
            "to-chuc-quoc-te 10 10 10 0",
            "hop-tac-xa 1000 650 650 0",
            "ho-kinh-doanh - - - - ?ubnd-bu-dop",
            "khong-chuyen-trach-xa - - - - ?ubnd-bu-dop",
            "total - 610 710 of 4/7 ?ubnd-bu-dop",
        ]
    );
}

#[test]
fn what_was_reported_of_a_sector_is_known_apart_from_its_potential() {
    let plan = plan::embedded();
    let year = plan.year(2023).expect("a year of the plan");
    let of = |more: &str| {
        let potential = potential(&year, &counts(&year, &format!("{PROVINCE}\n{more}")));
        potential.schemes[0].rows.iter().map(Liable::reported_people).collect::<Vec<_>>()
    };
    let all = [Some(-100), Some(50), Some(17_000), Some(10), Some(650), Some(4_000), Some(0)];
    assert_eq!(of(""), all);
    assert_eq!(of("ubnd-bu-dop * * * ?")[2..], [Some(10_000), Some(10), Some(650), Some(3_500), Some(-200)]);
    assert_eq!(of("sngv * * * ?")[3], None);
    assert_eq!(of("bhxh-tinh * * * ?"), [None; 7]);
}

#[test]
fn who_reports_a_sector_is_known_with_what_they_report() {
    let plan = plan::embedded();
    let year = plan.year(2023).expect("a year of the plan");
    let counts = counts(&year, &format!("{PROVINCE}\nubnd-bu-dop * * * ?"));
    let enterprise = &potential(&year, &counts).schemes[0].rows[2];
    let shown = enterprise.agencies.iter().map(|of| (plan.agency(of.agency).code.as_str(), of.people));
    let shown: Vec<_> = shown.collect();
    assert_eq!(shown[..2], [("bql-kkt", Some(90_000)), ("ubnd-dong-xoai", Some(7_000))]);
    assert!(shown.contains(&("ubnd-bu-dop", None)));
    assert_eq!(shown.len(), 12);
}

#[test]
fn voluntary_has_three_figures_and_no_potential() {
    let plan = plan::embedded();
    let year = plan.year(2023).expect("a year of the plan");
    let of = |more: &str| {
        let potential = potential(&year, &counts(&year, &format!("{PROVINCE}\n{more}")));
        let scheme = &potential.schemes[2];
        let voluntary = scheme.voluntary.as_ref().expect("a scheme that people join of their own will");
        let reserved = voluntary.reserved.as_ref().expect("asked for").known();
        assert_eq!((scheme.people(), scheme.rows.len()), (None, 0));
        [voluntary.groups_people(), voluntary.overlap(), potential.outside.province.people(), reserved].map(number)
    };
    // 88 000 farmers + 10 000 relatives + 5 000 reserved − 14 000; 560 000 − 177 500 − 14 000.
    assert_eq!(of(""), ["89000", "-", "368500", "5000"]);
    let crowded = "ldld than-nhan-doan-vien than-nhan-doan-vien people 500_000";
    assert_eq!(of(crowded), ["579000", "232110", "368500", "5000"]);
    assert_eq!(of("ldld * * * ?"), ["-", "-", "368500", "5000"]);
    assert_eq!(of("ctk * * * ?"), ["89000", "-", "-", "5000"]);
    assert_eq!(of("bhxh-tinh * * * ?"), ["-", "-", "-", "-"]);
}

#[test]
fn outside_insurance_is_the_labour_force_without_those_who_take_part() {
    let plan = plan::embedded();
    let year = plan.year(2023).expect("a year of the plan");
    let of = |more: &str| {
        let outside = potential(&year, &counts(&year, &format!("{PROVINCE}\n{more}"))).outside;
        let people: Vec<Option<i64>> = outside.areas.iter().map(OutsideRow::people).collect();
        (people.len(), people[0], outside.areas[0].is_negative())
    };
    // 60 000 − 17 500 − 4 000.
    assert_eq!(of(""), (11, Some(38_500), false));
    assert_eq!(of("ctk * * * ?"), (11, None, false));
    // A district's own file says nothing about its labour force.
    assert_eq!(of("ubnd-dong-xoai * * * ?"), of(""));
    assert_eq!(of("ctk lao-dong ubnd-dong-xoai labour-force 21_500"), (11, Some(0), false));
    assert_eq!(of("ctk lao-dong ubnd-dong-xoai labour-force 21_499"), (11, Some(-1), true));
}
