//! Agencies can be told apart, and exist.

use super::*;
use crate::plan::fault::What;
use crate::plan::remark::{PlacedRemark, PlanRemark};

fn faults(text: &str) -> Vec<What> {
    load(text).map_or_else(|faults| faults.0.into_iter().map(|fault| fault.what).collect(), |_| Vec::new())
}

/// The embedded plan with pieces of text replaced.
fn with(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(EMBEDDED.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "the plan no longer holds {from}");
        text.replacen(from, to, 1)
    })
}

const PARTY: &str = "names = [{ name = \"Ban Tổ chức Tỉnh ủy\" }]";

#[test]
fn two_agencies_of_one_name_at_one_time_are_refused() {
    for name in ["Sở Nội vụ", "SỞ NỘI VỤ", "Sở  nội vụ"] {
        let text = with(&[(PARTY, &format!("names = [{{ name = \"{name}\" }}]"))]);
        let [What::DuplicateAgencyName { other, .. }] = &faults(&text)[..] else { panic!("{:?}", faults(&text)) };
        assert_eq!(other, "btctu");
    }
    let one = "names = [{ name = \"Sở Nội vụ\", until = \"2023-12-31\" }, { name = \"Ban X\", from = \"2024-01-01\" }]";
    let snv = "names = [{ name = \"Sở Nội vụ\" }]";
    let other =
        "names = [{ name = \"Sở Y\", until = \"2023-12-31\" }, { name = \"Sở Nội vụ\", from = \"2024-01-01\" }]";
    assert_eq!(faults(&with(&[(PARTY, one), (snv, other)])), [], "one after the other");
    assert_eq!(faults(&with(&[(PARTY, one)])).len(), 1, "until the end of 2023");
    let area = |name: &str| format!("names = [{{ name = \"Sở Nội vụ\", area = \"{name}\" }}]");
    assert_eq!(faults(&with(&[(PARTY, &area("Xã A")), (snv, &area("Xã B"))])), [], "of two areas");
}

/// The areas of one group stand in rows below each other.
#[test]
fn two_areas_of_one_name_at_one_time_are_refused() {
    let own = "area = \"Huyện Bù Đốp\"";
    for area in ["Thành phố Đồng Xoài", "thành phố  Đồng Xoài", "THÀNH PHỐ ĐỒNG XOÀI"] {
        let found = faults(&with(&[(own, &format!("area = \"{area}\""))]));
        assert!(
            matches!(&found[..], [What::DuplicateArea { other, .. }] if other == "ubnd-dong-xoai"),
            "{area}: {found:?}"
        );
    }
    let until = "name = \"UBND thành phố Đồng Xoài\", area = \"Thành phố Đồng Xoài\" }]";
    let two = "name = \"UBND thành phố Đồng Xoài\", area = \"Thành phố Đồng Xoài\", until = \"2023-12-31\" }, \
               { name = \"UBND thành phố Đồng Xoài\", area = \"Thành phố mới\", from = \"2024-01-01\" }]";
    let after = "name = \"UBND huyện Bù Đốp\", area = \"Huyện Bù Đốp\", until = \"2023-12-31\" }, \
                 { name = \"UBND huyện Bù Đốp\", area = \"Thành phố Đồng Xoài\", from = \"2024-01-01\" }]";
    let before = "name = \"UBND huyện Bù Đốp\", area = \"Huyện Bù Đốp\" }]";
    assert_eq!(faults(&with(&[(until, two), (before, after)])), [], "one after the other");
    let party = "names = [{ name = \"Ban Tổ chức Tỉnh ủy\", area = \"Huyện Bù Đốp\" }]";
    assert_eq!(faults(&with(&[(PARTY, party)])), [], "of another group, in no row");
}

#[test]
fn an_office_that_takes_part_is_named_once() {
    let named = |found: &[What], office: &str| matches!(found, [What::CooperatingTwice { name }] if name == office);
    let again = faults(&with(&[("name = \"Sở Kế hoạch và Đầu tư\"", "name = \"SỞ TÀI CHÍNH\"")]));
    assert!(named(&again, "Sở Tài chính"), "{again:?}");
    let in_task = faults(&with(&[("with = [\"Sở Tài chính\", ", "with = [\"Sở Tài chính\", \"Sở tài chính\", ")]));
    assert!(named(&in_task, "Sở tài chính"), "{in_task:?}");
    let code = faults(&with(&[("code = \"skhdt\"", "code = \"stc\"")]));
    assert!(matches!(&code[..], [What::DuplicateCode { code, .. }] if code == "stc"), "{code:?}");
}

#[test]
fn a_plan_whose_cells_may_hold_nobody_is_refused() {
    assert_eq!(faults(&with(&[("max_people = 3_000_000", "max_people = 0")])), [What::NobodyAllowed]);
}

#[test]
fn a_year_of_targets_that_stands_twice_is_told_once() {
    let found = faults(&with(&[("[[target]]\nyear = 2025", "[[target]]\nyear = 2024")]));
    let [What::DuplicateTarget { indicators, year: 2024 }] = &found[..] else { panic!("{found:?}") };
    assert_eq!(indicators.len(), 3);
}

#[test]
fn what_ends_before_it_begins_is_told_once() {
    let zone = "code = \"bql-kkt\"\n";
    let days = |from: &str, until: &str| with(&[(zone, &format!("{zone}from = \"{from}\"\nuntil = \"{until}\"\n"))]);
    assert!(
        matches!(&faults(&days("2025-07-01", "2024-01-01"))[..], [What::EndsBeforeItBegins { of }] if of == "bql-kkt")
    );
    let name = "names = [{ name = \"A\", from = \"2024-01-01\", until = \"2023-12-31\" }, { name = \"B\", from = \"2024-01-01\" }]";
    assert!(matches!(&faults(&with(&[(PARTY, name)]))[..], [What::EndsBeforeItBegins { of }] if of == "btctu"));
    let gone = faults(&days("2019-01-01", "2021-12-31"));
    assert!(matches!(&gone[..], [What::FormNobodyReturns { form, year: 2022 }] if form == "khu-kinh-te"), "{gone:?}");
    // One that is dissolved within the plan takes its form along, which is only remarked on.
    let plan = load(&days("2019-01-01", "2023-12-31")).unwrap_or_else(|faults| panic!("{faults}"));
    let ends = |remark: PlacedRemark| match remark.what {
        PlanRemark::FormEnds { form, year } => Some((form, year)),
        _ => None,
    };
    let told: Vec<(String, i32)> = plan.remarks().into_iter().filter_map(ends).collect();
    assert_eq!(told, [("khu-kinh-te".to_owned(), 2024)]);
}

#[test]
fn codes_are_plain() {
    let row = "{ code = \"dang-can-bo\"";
    for code in ["-x", "x-", "*", "Dang-CG", "dang chuyen gia", "đảng", "a.b", "dang\u{200B}", ""] {
        let text = with(&[(row, &format!("{{ code = \"{code}\", label = \"X\" }},\n    {row}"))]);
        assert!(faults(&text).iter().any(|what| matches!(what, What::NotPlain { code: of } if of == code)), "{code}");
    }
    for (from, to) in [
        ("key = \"current\"", "key = \"Current\""),
        ("code = \"khu-kinh-te\"\nnumber", "code = \"khu kinh te\"\nnumber"),
        ("[[sector]]\ncode = \"khu-vuc-cong\"", "[[sector]]\ncode = \"khu.vuc\""),
        ("[plan]\nid = \"binh-phuoc-2022-2025\"", "[plan]\nid = \"../../k\""),
        ("[plan]\nid = \"binh-phuoc-2022-2025\"", "[plan]\nid = \"Kế hoạch\""),
        ("[plan]\nid = \"binh-phuoc-2022-2025\"", "[plan]\nid = \"binh phuoc\""),
        ("[[task]]\ncode = \"", "[[task]]\ncode = \"../"),
        ("[[cooperating]]\ncode = \"", "[[cooperating]]\ncode = \"a b"),
        ("[[indicator]]\nid = \"", "[[indicator]]\nid = \"a/"),
        ("[[scheme]]\ncode = \"", "[[scheme]]\ncode = \"A"),
    ] {
        assert!(faults(&with(&[(from, to)])).iter().any(|what| matches!(what, What::NotPlain { .. })), "{to}");
    }
}

#[test]
fn an_agencys_bad_code_is_told_where_it_is_defined_and_never_proposed() {
    let text = with(&[("[[agency]]\ncode = \"btctu\"", "[[agency]]\ncode = \"BTCTU\"")]);
    let found = faults(&text);
    assert!(matches!(&found[..], [What::UnitCode { code }] if code == "BTCTU"), "{found:?}");
    // However unlike it is, what refers to the right code isn't told as well.
    let form = faults(&with(&[("code = \"dang-doan-the\"\nnumber", "code = \"../f\"\nnumber")]));
    assert!(matches!(&form[..], [What::NotPlain { code }] if code == "../f"), "{form:?}");
}

#[test]
fn a_misspelt_row_is_proposed_rightly() {
    let part = "parts = [\"dang-can-bo\",";
    let found = faults(&with(&[(part, "parts = [\"dang-can-boo\",")]));
    assert!(matches!(&found[..], [What::UnknownRow { near: Some(near), .. }] if near == "dang-can-bo"), "{found:?}");
    let input = "row = \"dang-tham-gia-tu-nguyen\"";
    let found = faults(&with(&[(input, "row = \"dang-tham-gia-tu-nguyn\"")]));
    assert!(
        matches!(&found[..], [What::UnknownRow { near: Some(near), .. }] if near == "dang-tham-gia-tu-nguyen"),
        "{found:?}"
    );
}
