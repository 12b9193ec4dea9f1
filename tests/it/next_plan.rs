//! A plan that was carried on from the one before, beside that plan's last year: what is reorganised within it, and who took over whose
//! forms.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use bhxh::counts::CellId;
use bhxh::indicator::restated::restate;
use bhxh::ledger::{EarlierBook, read_earlier};
use bhxh::plan::{self, Plan};
use serde_json::Value;

use crate::harness::Folder;

const MINH_HOA: &str = include_str!("../../examples/plans/minh-hoa-2026-2028.toml");

/// The invented plan carried on, and the workbook of its last year.
static CARRIED_ON: LazyLock<(String, Vec<u8>)> = LazyLock::new(|| {
    let folder = Folder::new();
    folder.put("nay.toml", MINH_HOA);
    folder.run(&["plan", "new", "--from", "nay.toml", "--years", "2029-2032", "--to", "sau.toml"]).exits(0);
    let now = ["--plan", "nay.toml", "--year", "2028"];
    folder.run(&[&["rehearse", "--faults", "none", "--to", "thu"][..], &now].concat()).exits(0);
    folder.run(&[&["consolidate", "thu", "--out", "so-28.xlsx"][..], &now].concat()).exits(0);
    (String::from_utf8(folder.read("sau.toml")).expect("text"), folder.read("so-28.xlsx"))
});

/// The year of a plan, rehearsed and consolidated beside 2028.
fn beside_2028(plan: &str, year: &str) -> Value {
    let folder = Folder::new();
    folder.put("sau.toml", plan);
    folder.put("so-28.xlsx", &CARRIED_ON.1);
    let of_plan = ["--plan", "sau.toml", "--year", year, "--previous", "so-28.xlsx"];
    folder.run(&[&["rehearse", "--faults", "none", "--to", "thu"][..], &of_plan].concat()).exits(0);
    folder.run(&[&["consolidate", "thu", "--format", "json"][..], &of_plan].concat()).json()
}

fn list<'v>(of: &'v Value, key: &str) -> &'v [Value] {
    of[key].as_array().unwrap_or_else(|| panic!("{key} in {of}"))
}

/// Areas that end within the plan, each on the day before its change, what comes in their place, and the change.
fn reorganised(ended: &[(&str, &str)], new: &[(&str, &str)], changes: &[(&str, &str)]) -> String {
    let mut plan = CARRIED_ON.0.clone();
    for (code, until) in ended {
        let own = format!("code = \"{code}\"\n");
        assert!(plan.contains(&own));
        plan = plan.replacen(&own, &format!("{own}until = \"{until}\"\n"), 1);
    }
    for (code, dates) in new {
        let names = format!("names = [{{ name = \"UBND xã {code}\", area = \"Xã {code}\" }}]");
        let agency = format!("\n[[agency]]\ncode = \"{code}\"\ngroup = \"commune\"\n{dates}\n{names}\n\n[[agency]]");
        plan = plan.replacen("\n[[agency]]", &agency, 1);
    }
    for (date, what) in changes {
        plan += &format!("\n[[change]]\ndate = \"{date}\"\nclause = \"Nghị quyết\"\n{what}\n");
    }
    plan
}

/// Every group has a line with both years, and they add up to the province's year before.
fn assert_whole(json: &Value, n_groups: usize) {
    let comparison = &json["comparison"];
    let groups = list(comparison, "groups");
    assert_eq!(groups.len(), n_groups, "{groups:#?}");
    let mut n_compared = 0;
    for province in list(comparison, "indicators") {
        let of = |group: &Value| list(group, "indicators").iter().find(|line| line["id"] == province["id"]).cloned();
        let lines: Vec<Value> = groups.iter().filter_map(of).collect();
        if lines.is_empty() {
            continue;
        }
        assert_eq!(lines.len(), n_groups, "{lines:#?}");
        assert!(lines.iter().all(|line| line["change"].is_number()), "{lines:#?}");
        let sum: u64 = lines.iter().filter_map(|line| line["people_before"].as_u64()).sum();
        assert_eq!(Some(sum), province["people_before"].as_u64(), "{}", province["id"]);
        n_compared += 1;
    }
    assert!(n_compared > 0);
    assert_eq!(list(comparison, "remarks").len(), 1, "{}", comparison["remarks"]);
    let findings: Vec<&Value> = list(json, "files").iter().flat_map(|file| list(file, "findings")).collect();
    assert!(findings.is_empty(), "an inbox that goes on from these very numbers: {findings:#?}");
}

#[test]
fn an_area_that_ends_within_the_plan_goes_on_where_its_change_leads() {
    let ended = [("xa-bon", "2029-12-31")];
    let from_2030 = "from = \"2030-01-01\"";
    let cases: [(&[_], &[_], &[_], usize); 5] = [
        // One newer area in place of one, or of two.
        (
            &ended,
            &[("xa-moi", from_2030)],
            &[("2030-01-01", "kind = \"rename\"\nfrom = [\"xa-bon\"]\nto = [\"xa-moi\"]")],
            4,
        ),
        (
            &[ended[0], ("xa-ba", "2029-12-31")],
            &[("xa-moi", from_2030)],
            &[("2030-01-01", "kind = \"merge\"\nfrom = [\"xa-bon\", \"xa-ba\"]\nto = [\"xa-moi\"]")],
            3,
        ),
        // Two in place of one.
        (
            &ended,
            &[("xa-tay", from_2030), ("xa-dong", from_2030)],
            &[("2030-01-01", "kind = \"split\"\nfrom = [\"xa-bon\"]\nto = [\"xa-dong\", \"xa-tay\"]")],
            4,
        ),
        // A part of one in another that goes on.
        (
            &ended,
            &[("xa-moi", from_2030)],
            &[("2030-01-01", "kind = \"move\"\nfrom = [\"xa-bon\"]\nto = [\"xa-moi\", \"xa-ba\"]")],
            3,
        ),
        // A newer one that has ended in turn.
        (
            &ended,
            &[("xa-moi", "from = \"2030-01-01\"\nuntil = \"2030-12-31\""), ("xa-sau", "from = \"2031-01-01\"")],
            &[
                ("2030-01-01", "kind = \"rename\"\nfrom = [\"xa-bon\"]\nto = [\"xa-moi\"]"),
                ("2031-01-01", "kind = \"rename\"\nfrom = [\"xa-moi\"]\nto = [\"xa-sau\"]"),
            ],
            4,
        ),
    ];
    for (ended, new, changes, n_groups) in cases {
        let plan = reorganised(ended, new, changes);
        let first = beside_2028(&plan, "2029");
        assert_eq!(list(&first["comparison"], "groups").len(), 4, "nothing has happened by then");
        assert_whole(&beside_2028(&plan, "2031"), n_groups);
    }
}

#[test]
fn an_area_that_is_dissolved_within_the_plan_is_said_to_be_in_the_year_before_alone() {
    let dissolved = [("2030-01-01", "kind = \"abolish\"\nfrom = [\"xa-bon\"]")];
    for changes in [&dissolved[..], &[]] {
        let json = beside_2028(&reorganised(&[("xa-bon", "2029-12-31")], &[], changes), "2030");
        let remarks = json["comparison"]["remarks"].to_string();
        assert_eq!(remarks.contains("xã Minh Bốn đã giải thể"), !changes.is_empty(), "{remarks}");
        assert_eq!(remarks.contains("không ghi xã Minh Bốn đã nhập hay chia vào đâu"), changes.is_empty(), "{remarks}");
        assert!(remarks.contains("vẫn nằm trong số toàn tỉnh năm 2028 mà không có trong số năm nay"), "{remarks}");
    }
}

/// The embedded plan carried on: agencies that cease, forms that others return from then on, a new agency, and what became of which.
fn taken_over(ceased: &[&str], forms: &[(&str, &str)], new: &str, became: &[(&str, &str)]) -> Plan {
    let folder = Folder::new();
    folder.run(&["plan", "new", "--years", "2026-2030", "--to", "sau.toml"]).exits(0);
    let mut text = String::from_utf8(folder.read("sau.toml")).expect("text");
    for code in ceased {
        let own = format!("code = \"{code}\"\n");
        assert!(text.contains(&own));
        text = text.replacen(&own, &format!("{own}until = \"2025-12-31\"\n"), 1);
    }
    for (theirs, more) in forms {
        assert!(text.contains(theirs));
        text = text.replacen(theirs, &theirs.replace(']', &format!(", {more}]")), 1);
    }
    text = text.replacen("\n[[agency]]", &format!("{new}\n[[agency]]"), 1);
    let became: Vec<String> =
        became.iter().map(|(from, to)| format!("{{ from = \"{from}\", to = \"{to}\" }}")).collect();
    let start = text.find("[[predecessor]]").expect("the plan before");
    let end = start + text[start..].find("\nname").expect("its name");
    plan::load(&format!("{}\nagencies = [{}]{}", &text[..end], became.join(", "), &text[end..]))
        .unwrap_or_else(|faults| panic!("{faults}"))
}

/// The codes of an agency and of a form.
type AgencyForm = (String, String);

const BINH_PHUOC_2025: &[u8] = include_bytes!("../../examples/truoc-sap-xep/so-tong-hop-2025-binh-phuoc.xlsx");

/// What 2025 lacks beside 2026, each an agency's code then and a form's, and whose number of people of a form are known, with how many.
fn beside_2025(plan: &Plan, is_sent: impl Fn(&str) -> bool) -> (Vec<AgencyForm>, BTreeMap<AgencyForm, u64>) {
    let EarlierBook::Past(_, mut book) = read_earlier(BINH_PHUOC_2025, plan).expect("of the plan before") else {
        panic!("it is of the plan before")
    };
    book.numbers.retain(|number| is_sent(&number.cell.agency));
    let restated = restate(plan, 2026, 2025, &[("a.xlsx".to_owned(), book)]).expect("can be compared");
    let unsent = restated.made_of.unsent.iter();
    let lacking = unsent.map(|of| (of.agency.clone(), plan.form(of.form).code.clone())).collect();
    let year = &restated.earlier.year;
    let mut known: BTreeMap<AgencyForm, u64> = BTreeMap::new();
    for (round, counts) in restated.earlier.counts.rounds().map(|round| (round, restated.earlier.counts.of(round))) {
        let of_round = year.in_round(round);
        for form in plan.form_ids() {
            for agency in of_round.agencies_with(form) {
                for row in of_round.entered_rows(form) {
                    for column in of_round.column_ids(form) {
                        let people = counts.get(CellId { agency, form, row, column });
                        let key = (of_round.plan.agency(agency).code.clone(), plan.form(form).code.clone());
                        *known.entry(key).or_default() += people.unwrap_or(0);
                    }
                }
            }
        }
    }
    known.retain(|_, people| *people > 0);
    (lacking, known)
}

/// Who took over others' forms is compared with what each of them returned, and none lacks a form that only the others had.
#[test]
fn forms_of_agencies_that_were_taken_over_are_missed_at_none_that_never_had_them() {
    let own = plan::embedded();
    let before = {
        let plan = taken_over(&[], &[], "", &[]);
        assert_eq!(plan.agencies.len(), own.agencies.len());
        beside_2025(&plan, |_| true).1
    };
    let kkt = "forms = [\"khu-kinh-te\"]";
    let statistics = "\n[[agency]]\ncode = \"thong-ke\"\ngroup = \"province\"\nfrom = \"2026-01-01\"\nforms = [\"lao-dong\"]\nnames = [{ name = \"Thống kê tỉnh\" }]\n";
    let one = taken_over(&["sngv"], &[(kkt, "\"to-chuc-quoc-te\"")], "", &[("sngv", "bql-kkt")]);
    let forms = "\"to-chuc-quoc-te\", \"hop-tac-xa\", \"hop-tac-xa-khong-luong\"";
    let became = [("sngv", "bql-kkt"), ("lmhtx", "bql-kkt"), ("ctk", "thong-ke")];
    let several = taken_over(&["sngv", "lmhtx", "ctk"], &[(kkt, forms)], statistics, &became);
    for (plan, became) in [(&one, &became[..1]), (&several, &became[..])] {
        let now = |agency: &String| {
            became.iter().find(|(from, _)| from == agency).map_or(agency.clone(), |(_, to)| (*to).to_owned())
        };
        let expected = before.iter().map(|((agency, form), people)| ((now(agency), form.clone()), *people)).collect();
        assert_eq!(beside_2025(plan, |_| true), (Vec::new(), expected));
        // What wasn't sent at all is missed where it was returned, and nowhere else.
        let (lacking, known) = beside_2025(plan, |agency| agency != "sngv");
        assert_eq!(lacking, [("sngv".to_owned(), "to-chuc-quoc-te".to_owned())]);
        assert!(known.contains_key(&("bql-kkt".to_owned(), "khu-kinh-te".to_owned())));
    }
}
