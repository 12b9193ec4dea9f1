//! Three levels: a district collects from its communes and hands in to Sở Nội vụ, which hands in to the province. Every level adds
//! up, the lowest is led to from the highest, and whoever is missing is known on all of them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use bhxh::plan::{EMBEDDED, Plan};
use bhxh::rollup::{FormSources, Sources};
use bhxh::value::grid::Value;
use proptest::prelude::*;

use crate::books::{Edit, dump, open};
use crate::harness::Folder;
use crate::province;
use crate::report::document_text;
use crate::rollup::{checked, files, numbers, rolled_up, sum_of};

type NamedFiles = Vec<(String, Vec<u8>)>;

/// The plan's text with these tiers in place of Sở Nội vụ's own.
pub fn plan_text(tiers: &[(&str, &str, &[&str])]) -> String {
    let snv = EMBEDDED.find("[[tier]]\nagency = \"snv\"").expect("the last tier");
    let tier = |(agency, due, units): &(&str, &str, &[&str])| {
        let units: String =
            units.iter().map(|code| format!("{{ code = \"{code}\", name = \"Đơn vị {code}\" }}, ")).collect();
        format!(
            "[[tier]]\nagency = \"{agency}\"\ntitle = \"Tổng hợp\"\ndue = \"{due}\"\n[tier.office]\nname = \"Nơi thu {agency}\"\n\
             place = \"x\"\nsignatory_title = \"x\"\nparent = \"x\"\nabbreviation = \"y\"\n[[tier.group]]\ncode = \"nhom\"\nname = \"n\"\n\
             rows = [\"*\"]\nunits = [{units}]\n"
        )
    };
    format!("{}{}", &EMBEDDED[..snv], tiers.iter().map(tier).collect::<String>())
}

/// The communes and the district's own staff.
const COMMUNES: [&str; 4] = ["x-1", "x-2", "x-3", "h-1"];

/// Sở Nội vụ collects from two districts, the first of which collects from three communes and itself.
fn text_of_three_levels() -> String {
    plan_text(&[("snv", "20/6", &["h-1", "h-2"]), ("h-1", "10/6", &COMMUNES)])
}

static PROVINCE: LazyLock<Plan> = LazyLock::new(|| bhxh::plan::load(&text_of_three_levels()).expect("a plan"));
static DISTRICTS: LazyLock<Plan> = LazyLock::new(|| PROVINCE.for_tier("snv").expect("a tier"));
static COMMUNES_OF_H1: LazyLock<Plan> = LazyLock::new(|| PROVINCE.for_tier("h-1").expect("a tier"));
/// The same units, all of them Sở Nội vụ's own.
static AT_ONCE: LazyLock<Plan> = LazyLock::new(|| {
    let text = plan_text(&[("snv", "20/6", &["x-1", "x-2", "x-3", "h-1", "h-2"])]);
    bhxh::plan::load(&text).expect("a plan").for_tier("snv").expect("a tier")
});

/// Files of units with these numbers, as another plan makes them.
fn same_numbers(tier: &Plan, of: &Plan, files: &NamedFiles, units: &[&str]) -> NamedFiles {
    let file = |(code, (name, bytes)): (&&str, &(String, Vec<u8>))| {
        let (submission, _) = checked(bytes, of);
        let by_code: BTreeMap<(String, String), u64> = numbers(&submission, of).into_iter().collect();
        let (_, mut filling) = crate::tiers::of_unit(tier, code, 0);
        let year = tier.year(2023).expect("a year");
        for ((form, row, column), people) in &mut filling.counts {
            let key = &tier.form(*form).columns[column.idx()].key;
            *people = by_code[&(year.row(*form, *row).code.clone(), key.clone())];
        }
        (name.clone(), crate::tiers::bytes_of(tier, code, &filling))
    };
    units.iter().zip(files).map(file).collect()
}

/// The communes' files that are there, what the district hands in, what Sở Nội vụ hands in, and the other district's file.
fn chain(communes: &[&str]) -> (NamedFiles, Vec<u8>, NamedFiles, Vec<u8>) {
    let below = files(&COMMUNES_OF_H1, communes);
    let first = rolled_up(&COMMUNES_OF_H1, &below);
    let other = files(&DISTRICTS, &["h-2"]);
    let both = [vec![("h-1_2023.xlsx".to_owned(), first.clone())], other.clone()].concat();
    let whole = rolled_up(&DISTRICTS, &both);
    (below, first, other, whole)
}

fn sources(whole: &[u8]) -> Sources {
    let (submission, _) = checked(whole, &PROVINCE);
    (*submission.sources.expect("sources")).clone()
}

/// Every part that was added up from others is their sum.
fn assert_levels_add_up(form: &FormSources) {
    for (cell, _) in form.cells.iter().enumerate() {
        let parts = form.parts_on_all_levels(cell);
        let mut below: BTreeMap<usize, u64> = BTreeMap::new();
        for part in &parts {
            if let Some(above) = part.above {
                *below.entry(above).or_default() += part.count.people;
            }
        }
        for (above, sum) in below {
            assert_eq!(parts[above].count.people, sum, "{}", parts[above].unit.unit);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn rolling_up_level_by_level_is_adding_up_all_units_at_once(
        communes in prop::sample::subsequence(COMMUNES.to_vec(), 1..=4),
    ) {
        let (below, _, other, whole) = chain(&communes);
        let units = [communes.clone(), vec!["h-2"]].concat();
        let flat = [same_numbers(&AT_ONCE, &COMMUNES_OF_H1, &below, &communes), same_numbers(&AT_ONCE, &DISTRICTS, &other, &["h-2"])].concat();
        prop_assert_eq!(flat.len(), units.len());
        let (at_once, _) = checked(&rolled_up(&AT_ONCE, &flat), &PROVINCE);
        let (by_levels, findings) = checked(&whole, &PROVINCE);
        prop_assert_eq!(numbers(&by_levels, &PROVINCE), numbers(&at_once, &PROVINCE));
        prop_assert_eq!(province::found(&findings), ["FILE-15"]);
        // What goes in on the lowest level comes out on every one.
        let sources = sources(&whole);
        sources.forms.iter().for_each(assert_levels_add_up);
        let missing: Vec<String> = sources.missing.iter().map(|missing| missing.unit.clone()).collect();
        let absent = COMMUNES.iter().filter(|code| !communes.contains(code)).map(|code| format!("h-1/{code}"));
        prop_assert_eq!(missing, absent.collect::<Vec<_>>());
    }
}

#[test]
fn every_number_leads_through_the_middle_to_the_cells_of_the_lowest_units() {
    let (below, first, other, whole) = chain(&COMMUNES);
    let middle = [vec![("h-1_2023.xlsx".to_owned(), first)], other].concat();
    let mut n_lowest = BTreeMap::new();
    for form in sources(&whole).forms {
        for (cell, _) in form.cells.iter().enumerate() {
            for part in form.parts_on_all_levels(cell) {
                let files = if part.unit.level() == 0 { &middle } else { &below };
                let (_, bytes) = files.iter().find(|(name, _)| *name == part.unit.file).expect("the unit's file");
                let book = open(bytes);
                let found = book.sheet(&part.unit.sheet).and_then(|sheet| sheet.get(part.count.at)).expect("its cell");
                assert_eq!(
                    found.value,
                    Value::Number(part.count.people as f64),
                    "{} {}",
                    part.unit.unit,
                    part.count.at
                );
                *n_lowest.entry(part.unit.level()).or_insert(0) += 1;
            }
        }
    }
    let entered = |files: &NamedFiles, plan: &Plan| {
        files.iter().map(|(_, bytes)| numbers(&checked(bytes, plan).0, plan).len()).sum::<usize>()
    };
    assert_eq!(n_lowest, BTreeMap::from([(0, entered(&middle, &DISTRICTS)), (1, entered(&below, &COMMUNES_OF_H1))]));
}

#[test]
fn a_sheet_of_sources_with_a_level_below_is_kept_by_its_digest() {
    let (_, _, _, whole) = chain(&["x-1", "h-1"]);
    let changed = |at: &str| {
        let text = Value::Text("khác".to_owned());
        let (submission, findings) =
            checked(&crate::books::Edit::of(&whole).set("_bhxh_nguon", at, text).save(), &PROVINCE);
        (submission.sources.is_some(), province::found(&findings).contains(&"SUM-07"))
    };
    let rows = bhxh::rollup::encode(&sources(&whole));
    let row = |kind: &str| 1 + rows.iter().position(|row| row[0] == kind).expect("such a row");
    for (kind, column) in [("below", 'D'), ("collecting", 'C'), ("missing", 'E')] {
        assert_eq!(changed(&format!("{column}{}", row(kind))), (false, true), "{kind}");
    }
}

/// A province in which Sở Nội vụ hands in what two levels below it reported; a commune is missing.
fn inbox() -> Folder {
    let folder = Folder::new();
    let (_, _, _, whole) = chain(&["x-1", "x-3", "h-1"]);
    for (name, bytes) in province::all_good() {
        folder.put(&format!("inbox/{name}"), if name == "snv.xlsx" { whole.clone() } else { bytes });
    }
    folder.put("plan.toml", text_of_three_levels());
    folder
}

const MISSING: &str = "Đơn vị x-2 (đơn vị của Đơn vị h-1)";
const EXTENT: &str = "Sở Nội vụ (2/2 đơn vị; Đơn vị h-1 3/4)";

#[test]
fn who_is_missing_two_levels_down_is_named_on_every_screen_and_sheet() {
    let (_, _, _, whole) = chain(&["x-1", "x-3", "h-1"]);
    let cover = dump(&open(&whole));
    assert!(cover.contains("Tổng hợp từ 2/2 đơn vị; trong đó Đơn vị h-1 mới tổng hợp từ 3/4 đơn vị."));
    assert!(cover.contains("Đơn vị x-2 (đơn vị của Đơn vị h-1; chưa gửi)"));
    let folder = inbox();
    let plan = ["--plan", "plan.toml"];
    let with = |args: &[&'static str]| [args, &plan].concat();
    folder.run(&with(&["status", "inbox"])).exits(0).says(MISSING).says("Đơn vị h-1 3/4");
    folder.run(&with(&["consolidate", "inbox"])).exits(0).says(MISSING).says("tạm tính (Đơn vị h-1 3/4)");
    let book = dump(&open(&folder.read("so-tong-hop-2023.xlsx")));
    assert!(book.contains(EXTENT) && book.contains(MISSING));
    let json = folder.run(&with(&["consolidate", "inbox", "--format", "json"])).exits(0).json();
    let units =
        json["agencies"].as_array().expect("a list").iter().find(|of| of["code"] == "snv").expect("snv")["units"]
            .clone();
    assert_eq!(units, serde_json::json!({ "expected": 2, "accepted": 2, "missing": ["h-1/x-2"] }));
    let (_, first, other, _) = chain(&["x-1", "x-3", "h-1"]);
    for (name, bytes) in [vec![("h-1_2023.xlsx".to_owned(), first)], other].concat() {
        folder.put(&format!("huyen/{name}"), bytes);
    }
    let of_tier = with(&["consolidate", "--for", "snv", "huyen", "--format", "json"]);
    let units = folder.run(&of_tier).exits(0).json()["units"].clone();
    assert_eq!(units, serde_json::json!({ "expected": 2, "accepted": 2, "missing": ["h-1/x-2"] }));
    // From the files and from the workbook, and with a plan that knows nothing of the level below.
    for source in [
        with(&["report", "inbox", "--year", "2023"]),
        with(&["report", "--year", "2023"]),
        vec!["report", "--year", "2023"],
    ] {
        folder.run(&source).exits(0).says(MISSING);
        let report = document_text(&folder.read("bao-cao-2023.docx")).join("\n");
        assert!(report.contains(EXTENT) && report.contains(MISSING), "{source:?}");
    }
}

#[test]
fn the_sheet_and_the_export_of_parts_list_every_level() {
    let folder = inbox();
    folder.run(&["consolidate", "inbox", "--plan", "plan.toml"]).exits(0);
    let book = open(&folder.read("so-tong-hop-2023.xlsx"));
    let sheet = book.sheet("Nguồn số liệu của đơn vị").expect("the sheet");
    let text =
        |row: u32, col: u32| sheet.text(bhxh::value::grid::Address::new(row, col)).unwrap_or_default().to_owned();
    let heads: Vec<String> = (0..15).map(|col| text(0, col)).collect();
    let col = |head: &str| u32::try_from(heads.iter().position(|of| of == head).expect("a column")).expect("few");
    assert_eq!([text(1, col("unit")), text(2, col("unit"))], ["h-1", "h-1/x-1"]);
    assert_eq!([text(1, col("above")), text(2, col("above"))], ["", "h-1"]);
    assert_eq!(text(2, col("whole_cell")), text(1, col("cell")), "the cell of the part above it");
    folder.run(&["export", "inbox", "--plan", "plan.toml", "--to", "du-lieu"]).exits(0);
    let name = folder.names().into_iter().find(|name| name.ends_with("unit-parts.csv")).expect("the table");
    let csv = String::from_utf8(folder.read(&name)).expect("text");
    let n_of = |unit: &str| csv.lines().filter(|line| line.contains(&format!(",{unit},"))).count();
    assert_eq!(n_of("h-1/x-1"), n_of("h-1/x-3"));
    assert!(n_of("h-1/x-1") > 20 && n_of("h-1/x-2") == 0);
}

#[test]
fn the_reason_of_a_number_changed_in_the_middle_stands_beside_its_part_in_the_province() {
    let (_, first, other, _) = chain(&COMMUNES);
    let data = checked(&first, &DISTRICTS).0.forms.remove(0);
    let (sheet, at) = (data.sheet.to_string(), data.entries[0].at);
    let note_col = open(&first).sheet(&sheet).and_then(|sheet| {
        sheet.cells().find(|(_, cell)| cell.value == Value::Text("note".to_owned())).map(|(at, _)| at.col)
    });
    let note = bhxh::value::grid::Address::new(at.row, note_col.expect("the column of notes")).to_string();
    let changed = crate::books::Edit::of(&first)
        .set(&sheet, &at.to_string(), Value::Number(777.0))
        .set(&sheet, &note, Value::Text("bổ sung số của trạm y tế".to_owned()))
        .save();
    let whole = rolled_up(&DISTRICTS, &[vec![("h-1_2023.xlsx".to_owned(), changed)], other].concat());
    let folder = inbox();
    folder.put("inbox/snv.xlsx", whole);
    folder.run(&["consolidate", "inbox", "--plan", "plan.toml"]);
    let book = open(&folder.read("so-tong-hop-2023.xlsx"));
    let parts = book.sheet("Nguồn số liệu của đơn vị").expect("the sheet");
    let is_changed = |row: u32| parts.row(row).any(|(_, cell)| cell.value == Value::Number(777.0));
    let row = (1..200).find(|row| is_changed(*row)).expect("the middle unit's part");
    let says =
        |row: u32| parts.row(row).any(|(_, cell)| cell.value == Value::Text("bổ sung số của trạm y tế".to_owned()));
    assert!(says(row) && !says(row + 1), "beside the part, and not beside what it was added up from");
}

#[test]
fn the_page_leads_to_every_level() {
    let folder = inbox();
    folder.run(&["consolidate", "inbox", "--plan", "plan.toml", "--page", "trang.html"]).exits(0);
    let results = crate::page::results(&folder.read("trang.html"));
    let (units, rows) = (&results["parts"]["units"], results["parts"]["rows"].as_array().expect("numbers with parts"));
    assert!(rows.len() > 20);
    for row in rows {
        let place = usize::try_from(row[0].as_u64().expect("a place")).expect("small");
        let people = results["observations"]["rows"][place][4].as_u64().expect("people");
        let parts = row[1].as_array().expect("parts");
        let sum = |level: u64| {
            parts.iter().filter(|part| part[1] == level).map(|part| part[2].as_u64().expect("people")).sum::<u64>()
        };
        let of_middle = parts
            .iter()
            .find(|part| units[usize::try_from(part[0].as_u64().expect("a unit")).expect("small")][0] == "Đơn vị h-1");
        assert_eq!(sum(0), people);
        assert_eq!(Some(sum(1)), of_middle.and_then(|part| part[2].as_u64()));
    }
    let agency = results["agencies"].as_array().expect("a list").iter().find(|of| of["code"] == "snv").expect("snv");
    assert_eq!(agency["units"], "2/2 đơn vị; Đơn vị h-1 3/4");
    assert!(results["remarks"][0].as_str().expect("a remark").contains(MISSING));
}

#[test]
fn a_number_corrected_in_the_middle_is_asked_about_there_and_its_reason_goes_up() {
    let (_, first, other, _) = chain(&COMMUNES);
    let (submission, _) = checked(&first, &DISTRICTS);
    let data = &submission.forms[0];
    let entry = data.entries.iter().find(|entry| entry.people().is_some()).expect("a count");
    let sheet = data.sheet.to_string();
    let note = bhxh::value::grid::Address::new(entry.at.row, 7).to_string();
    let edit = || crate::books::Edit::of(&first).set(&sheet, &entry.at.to_string(), Value::Number(9_999.0));
    let (_, findings) = checked(&edit().save(), &DISTRICTS);
    assert!(province::found(&findings).contains(&"SUM-06"));
    let explained = edit().set(&sheet, &note, Value::Text("xã x-1 báo thiếu, đã cộng thêm".to_owned())).save();
    let both = [vec![("h-1_2023.xlsx".to_owned(), explained)], other].concat();
    let whole = rolled_up(&DISTRICTS, &both);
    let (whole, findings) = checked(&whole, &PROVINCE);
    assert_eq!(province::found(&findings), ["FILE-15"], "the number is what the districts say");
    let notes: Vec<&String> = whole.sources.as_ref().expect("sources").notes.values().collect();
    assert!(notes.iter().any(|note| note.contains("đã cộng thêm")), "{notes:?}");
    assert!(sum_of(numbers(&whole, &PROVINCE).iter()).values().any(|people| *people >= 9_999));
}

/// What a province finds in a return whose middle left something open.
pub fn samples() -> Vec<bhxh::problem::Finding> {
    let (_, first, _, _) = chain(&COMMUNES);
    let gone = crate::books::Edit::of(&first).delete_sheet("_bhxh_nguon").save();
    let (_, changed, _) = with_first(with_changed_number(&first, None));
    [changed, with_first(gone).1].concat()
}

#[test]
fn a_fourth_level_is_like_the_third() {
    let text = plan_text(&[
        ("snv", "20/6", &["h-1", "h-2"]),
        ("h-1", "15/6", &["x-1", "x-2"]),
        ("x-1", "10/6", &["a-1", "a-2", "a-3"]),
    ]);
    let root = bhxh::plan::load(&text).expect("a plan");
    let [districts, communes, hamlets] = ["snv", "h-1", "x-1"].map(|code| root.for_tier(code).expect("a tier"));
    let named = |code: &str, bytes: Vec<u8>| vec![(format!("{code}_2023.xlsx"), bytes)];
    let of_x1 = rolled_up(&hamlets, &files(&hamlets, &["a-1", "a-3"]));
    let of_h1 = rolled_up(&communes, &[named("x-1", of_x1), files(&communes, &["x-2"])].concat());
    let of_snv = rolled_up(&districts, &[named("h-1", of_h1), files(&districts, &["h-2"])].concat());
    let (whole, _) = checked(&of_snv, &root);
    let sources = whole.sources.expect("sources");
    let form = &sources.forms[0];
    assert_levels_add_up(form);
    let units: Vec<&str> = form.parts_on_all_levels(0).iter().map(|part| part.unit.unit.as_str()).collect();
    assert_eq!(units, ["h-1", "h-1/x-1", "h-1/x-1/a-1", "h-1/x-1/a-3", "h-1/x-2", "h-2"]);
    let missing = &sources.missing[0];
    assert_eq!((missing.unit.as_str(), missing.of.as_str()), ("h-1/x-1/a-2", "Đơn vị x-1, thuộc Đơn vị h-1"));
    let partial: Vec<String> = sources.units().partial.iter().map(|unit| unit.unit.clone()).collect();
    assert_eq!(partial, ["h-1/x-1"]);
    // By its cover alone as well, which names a collector two levels down without those above it.
    let lost = Edit::of(&of_snv).delete_sheet("_bhxh_nguon").save();
    let units = checked(&lost, &root).0.units.expect("an extent");
    assert_eq!(units.partial.iter().map(|unit| unit.unit.as_str()).collect::<Vec<_>>(), ["h-1/x-1"]);
    assert_eq!(units.lacking(), Some(vec!["h-1/x-1/a-2"]));
}

/// What Sở Nội vụ hands in of a plan when units report so many people in every cell.
pub fn handed_in(root: &Plan, of_district: &[(&str, u64)], of_snv: &[(&str, u64)]) -> Vec<u8> {
    let districts = root.for_tier("snv").expect("a tier");
    let file = |tier: &Plan, (code, people): &(&str, u64)| {
        let (name, filling) = crate::tiers::of_unit(tier, code, *people);
        (name, crate::tiers::bytes_of(tier, code, &filling))
    };
    let mut all: NamedFiles = of_snv.iter().map(|unit| file(&districts, unit)).collect();
    if !of_district.is_empty() {
        let communes = root.for_tier("h-1").expect("a tier");
        let below: NamedFiles = of_district.iter().map(|unit| file(&communes, unit)).collect();
        all.push(("h-1_2023.xlsx".to_owned(), rolled_up(&communes, &below)));
    }
    rolled_up(&districts, &all)
}

#[test]
fn a_unit_that_moved_down_is_compared_with_itself() {
    let before = plan_text(&[("snv", "20/6", &["h-1", "h-2", "x-1"]), ("h-1", "10/6", &["x-2", "x-3", "h-1"])]);
    let before = bhxh::plan::load(&before).expect("a plan");
    let below = [("x-2", 100), ("x-3", 100), ("h-1", 100)];
    let then = handed_in(&before, &below, &[("h-2", 300), ("x-1", 3_000)]);
    let then = bhxh::ledger::Earlier::of_submission(&checked(&then, &before).0, &before).expect("a year");
    let asked = |of_district: &[(&str, u64)]| -> Vec<String> {
        let (now, _) = checked(&handed_in(&PROVINCE, of_district, &[("h-2", 310)]), &PROVINCE);
        let (year, mut findings) = (PROVINCE.year(2023).expect("a year"), Vec::new());
        bhxh::rules::against_earlier(&now, &year, &mut findings, &then.as_before(now.round));
        findings.iter().map(|finding| finding.words(bhxh::problem::Audience::Officer).message).collect()
    };
    let with_moved = |people: u64| [&[("x-1", people)], &below[..]].concat();
    assert_eq!(asked(&with_moved(3_050)), [""; 0]);
    assert_eq!(asked(&below), [""; 0], "its new place is missing");
    assert_eq!(asked(&[]), [""; 0], "and the collector above it");
    let grown = asked(&with_moved(6_000));
    assert!(!grown.is_empty() && grown.iter().all(|message| !message.contains("chỉ có ở")), "{grown:#?}");
}

/// What the other district and a changed return of the first add up to, checked by the province.
fn with_first(first: Vec<u8>) -> (bhxh::intake::submission::Submission, Vec<bhxh::problem::Finding>, Vec<u8>) {
    let both = [vec![("h-1_2023.xlsx".to_owned(), first)], files(&DISTRICTS, &["h-2"])].concat();
    let whole = rolled_up(&DISTRICTS, &both);
    let (submission, findings) = checked(&whole, &PROVINCE);
    (submission, findings, whole)
}

/// The first district's return with another number in its first entry, and the cell.
fn with_changed_number(first: &[u8], note: Option<&str>) -> Vec<u8> {
    let (submission, _) = checked(first, &DISTRICTS);
    let data = &submission.forms[0];
    let entry = data.entries.iter().find(|entry| entry.people().is_some()).expect("a count");
    let edit = crate::books::Edit::of(first).set(&data.sheet, &entry.at.to_string(), Value::Number(9_999.0));
    let note_at = bhxh::value::grid::Address::new(entry.at.row, 7).to_string();
    match note {
        Some(note) => edit.set(&data.sheet, &note_at, Value::Text(note.to_owned())).save(),
        None => edit.save(),
    }
}

#[test]
fn what_is_open_in_the_middle_is_known_above() {
    let (_, first, _, _) = chain(&COMMUNES);
    let (submission, findings, whole) = with_first(with_changed_number(&first, None));
    assert_eq!(province::found(&findings), ["FILE-15", "SUM-09"]);
    let asked = findings.iter().find(|finding| finding.code().to_string() == "SUM-09").expect("it");
    let words = asked.words(bhxh::problem::Audience::Officer).message;
    assert!(words.contains("Đơn vị h-1") && words.contains("9.999") && asked.is_open(), "{words}");
    assert!(asked.place.row.is_some() && asked.place.cells.len() == 1, "the row's note can answer: {:?}", asked.place);
    let units = submission.units.expect("units");
    assert!(!units.is_whole() && !units.may_lack_units(), "a number in question is no missing unit");
    assert!(dump(&open(&whole)).contains("Còn chưa rõ: Đơn vị h-1: "));
    let place = asked.place.clone();
    let note = bhxh::value::grid::Address::new(place.cells[0].row, 7).to_string();
    let reason = Value::Text("Sở đã hỏi, đơn vị tính cả người mới chuyển đến".to_owned());
    let settled = crate::books::Edit::of(&whole).set(place.sheet.as_deref().expect("a sheet"), &note, reason).save();
    let record = bhxh::ledger::FileRecord::of(&bhxh::usecase::receive(&settled, "snv_2023.xlsx", &PROVINCE));
    assert!(record.units.expect("units").is_whole(), "the collector says why");
    let (explained, findings, _) = with_first(with_changed_number(&first, Some("xã x-1 báo thiếu, đã cộng thêm")));
    assert_eq!(province::found(&findings), ["FILE-15"], "the middle says why");
    assert!(explained.units.expect("units").is_whole());
}

#[test]
fn without_its_sheets_of_sources_a_return_still_names_on_its_cover_whom_it_lacks() {
    let (_, _, _, whole) = chain(&["x-1", "x-3", "h-1"]);
    let units = |bytes: &[u8]| checked(bytes, &PROVINCE).0.units;
    let lost = ["Nguồn số liệu", "_bhxh_nguon"];
    let without = |bytes: &[u8]| lost.iter().fold(Edit::of(bytes), |edit, sheet| edit.delete_sheet(sheet)).save();
    let expected = bhxh::rollup::UnitExtent { is_unproven: true, ..sources(&whole).units() };
    assert_eq!(units(&without(&whole)), Some(expected.clone()));
    assert_eq!(expected.lacking(), Some(vec!["h-1/x-2"]));
    // A name that is no unit's leaves nobody known.
    let named = open(&whole).sheet("Bìa").expect("a cover").cells().find_map(|(at, cell)| match &cell.value {
        Value::Text(text) if text.starts_with("Chưa có số liệu của") => Some((at.to_string(), text.clone())),
        _ => None,
    });
    let (at, text) = named.expect("the line of who is missing");
    let other = Value::Text(text.replace("Đơn vị x-2", "Đơn vị nào đó"));
    let unknown = units(&without(&Edit::of(&whole).set("Bìa", &at, other).save())).expect("an extent");
    assert_eq!((unknown.missing.len(), unknown.lacking()), (0, None));
}

#[test]
fn sources_lost_in_the_middle_leave_no_plain_number_of_units_above() {
    let (_, first, _, _) = chain(&["x-1", "x-3", "h-1"]);
    let gone = crate::books::Edit::of(&first).delete_sheet("_bhxh_nguon").save();
    let (submission, findings, whole) = with_first(gone);
    assert_eq!(province::found(&findings), ["FILE-15", "SUM-09"]);
    let units = submission.units.expect("units");
    assert!(units.may_lack_units());
    let below: Vec<String> =
        units.partial.iter().map(|of| format!("{} {}/{}", of.unit, of.accepted, of.expected)).collect();
    assert_eq!(below, ["h-1 3/4"], "as its own cover says");
    let cover = dump(&open(&whole));
    assert!(
        cover.contains("trong đó Đơn vị h-1 mới tổng hợp từ 3/4 đơn vị") && cover.contains("bìa ghi 3/4 đơn vị"),
        "{cover}"
    );
    let folder = Folder::new();
    for (name, bytes) in province::all_good() {
        folder.put(&format!("inbox/{name}"), if name == "snv.xlsx" { whole.clone() } else { bytes });
    }
    folder.put("plan.toml", text_of_three_levels());
    let json = folder.run(&["consolidate", "inbox", "--plan", "plan.toml", "--format", "json"]).exits(1).json();
    let snv = json["agencies"].as_array().expect("a list").iter().find(|of| of["code"] == "snv").expect("snv");
    assert_eq!(snv["units"]["open"][0]["unit"], "h-1");
    let run = folder.run(&["consolidate", "inbox", "--plan", "plan.toml"]).exits(1);
    run.says("chưa rõ số của Đơn vị h-1").says("không còn nguồn số liệu");
    let book = dump(&open(&folder.read("so-tong-hop-2023.xlsx")));
    assert!(
        !book.contains("Sở Nội vụ (2/2 đơn vị)")
            && book.contains("Sở Nội vụ (2/2 đơn vị; Đơn vị h-1 3/4; chưa rõ số của Đơn vị h-1)")
    );
    // Read back, it's still known.
    folder.run(&["report", "--year", "2023", "--plan", "plan.toml"]).says("chưa rõ số của Đơn vị h-1");
}
