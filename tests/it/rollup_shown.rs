//! What a return that was added up says to people and leads to: from how many units, who is missing, which parts and notes.

use std::sync::LazyLock;

use bhxh::plan::Plan;
use bhxh::rollup::{Count, UnitSources};
use bhxh::template::{self, Filling};
use bhxh::value::grid::{Address, Value};

use crate::books::{Edit, open};
use crate::province::{self, plan};
use crate::rollup::{
    UNITS, checked, dump_of, files, good_insured, province_with, rolled_up, statements, without_names,
    without_statement,
};
use crate::tiers::{bytes_of, of_unit};

static BTCTU: LazyLock<Plan> = LazyLock::new(|| plan().for_tier("btctu").expect("a tier of the plan"));

/// The codes that speak of sources, and from how many units the return is said to be.
fn said_of_sources(bytes: &[u8]) -> (Vec<&'static str>, String) {
    let (submission, findings) = checked(bytes, plan());
    let mut found = province::found(&findings);
    found.retain(|code| code.starts_with("SUM-"));
    let units = submission.units.map(|units| format!("{}{}", units.ratio(), if units.is_unproven { "?" } else { "" }));
    (found, units.unwrap_or_default())
}

#[test]
fn what_can_be_read_of_the_number_of_units_is_what_was_added_up() {
    let whole = rolled_up(&BTCTU, &files(&BTCTU, &UNITS));
    let stated = statements(&whole);
    assert_eq!(stated.len(), 2, "in the head and among the units: {stated:?}");
    let text = |sheet: &str, at: &str, text: &str| Edit::of(&whole).set(sheet, at, Value::Text(text.to_owned())).save();
    let changed = (vec!["SUM-07"], "4/27".to_owned());
    for at in &stated {
        for words in ["Tổng hợp từ 27/27 đơn vị.", "TỔNG HỢP TỪ 27 / 27 ĐƠN VỊ"] {
            assert_eq!(said_of_sources(&text("Bìa", at, words)), changed, "{at} {words}");
        }
    }
    assert_eq!(said_of_sources(&without_statement(&whole)), changed);
    assert_eq!(said_of_sources(&without_names(&whole)), changed);
    let sources = "Nguồn số liệu";
    assert_eq!(said_of_sources(&text(sources, "A2", "Ban Tổ chức Tỉnh ủy. Tổng hợp từ 27/27 đơn vị")), changed);
    assert_eq!(said_of_sources(&text(sources, "A2", "Tổng hợp từ tất cả đơn vị")), changed);
    assert_eq!(said_of_sources(&text(sources, "A7", "Cán bộ, đủ 27/27 đơn vị (mã cb)")), changed);
    assert_eq!(said_of_sources(&text(sources, "A7", "Một dòng khác")), changed, "another row");
    assert_eq!(said_of_sources(&text("Bìa", "B40", "Đã có 3/5 đơn vị ký nháy")), (vec![], "4/27".to_owned()));
}

#[test]
fn a_return_that_lost_its_sources_is_no_whole_one() {
    let whole = rolled_up(&BTCTU, &files(&BTCTU, &UNITS));
    let hidden_gone = Edit::of(&whole).delete_sheet("_bhxh_nguon").save();
    assert_eq!(said_of_sources(&hidden_gone), (vec!["SUM-07"], "4/27?".to_owned()));
    let both_gone = Edit::of(&hidden_gone).delete_sheet("Nguồn số liệu").save();
    assert_eq!(said_of_sources(&both_gone), (vec![], "4/27?".to_owned()), "the cover still says so");
    assert_eq!(said_of_sources(&without_statement(&both_gone)), (vec![], String::new()), "as one filled in by hand");
    for bytes in [&hidden_gone, &both_gone] {
        let folder = province_with(bytes);
        folder.put("inbox/bhxh-tinh.xlsx", good_insured());
        let run = folder.run(&["consolidate", "inbox"]);
        let run = run.says("bìa ghi 4/27 đơn vị").says("tạm tính (4/27 theo bìa)");
        assert!(!run.stdout.contains("CROSS-04"), "the missing units may explain it: {run}");
    }
}

#[test]
fn an_earlier_year_that_lacked_units_asks_nothing_that_they_explain_and_says_so() {
    let folder = province_with(&rolled_up(&BTCTU, &files(&BTCTU, &UNITS)));
    folder.run(&["consolidate", "inbox"]).exits(0);
    let book = folder.read("so-tong-hop-2023.xlsx");
    let read = bhxh::ledger::read_back(&book, plan()).expect("a workbook");
    let btctu = province::agency("btctu");
    let known = read.counts.of(plan().first_round()).partial().get(&btctu).map(|units| units.ratio());
    assert_eq!(known.as_deref(), Some("4/27"));
    let mut next = province::good_in("btctu", 2024);
    next.filling.counts.values_mut().for_each(|people| *people = *people * 40 + 4_000);
    folder.put("sau/btctu_2024.xlsx", next.bytes());
    let run = folder.run(&["consolidate", "sau", "--year", "2024", "--previous", "so-tong-hop-2023.xlsx"]);
    let run = run.says("Số năm 2023 là tạm tính (Ban Tổ chức Tỉnh ủy 4/27 đơn vị)");
    assert!(!run.stdout.contains("TREND"), "{run}");
    let dump = dump_of(&folder, "so-tong-hop-2024.xlsx");
    assert!(dump.contains("Số năm 2023 là tạm tính (Ban Tổ chức Tỉnh ủy 4/27 đơn vị)"));
    let earlier = ["--previous", "so-tong-hop-2023.xlsx"];
    folder.run(&[&["export", "sau", "--year", "2024", "--to", "du-lieu"], &earlier[..]].concat());
    let comparison = String::from_utf8(folder.read("du-lieu/comparison.csv")).expect("text");
    assert!(
        comparison.lines().nth(1).is_some_and(|line| line.contains(",Ban Tổ chức Tỉnh ủy 4/27 đơn vị,")),
        "{comparison}"
    );
    folder.run(&[&["consolidate", "sau", "--year", "2024", "--page", "trang.html"], &earlier[..]].concat());
    let years = crate::page::results(&folder.read("trang.html"))["coverage"][0]["years"].clone();
    let provisional = |year: i32| {
        years.as_array().expect("years").iter().find(|of| of["year"] == year).expect("it")["provisional"].clone()
    };
    assert_eq!([provisional(2023), provisional(2024)], [serde_json::json!(true), serde_json::json!(false)]);
    // The collector's own file of the year before says it as well.
    folder.put("btctu_2023.xlsx", rolled_up(&BTCTU, &files(&BTCTU, &UNITS)));
    let alone = folder.run(&["validate", "sau/btctu_2024.xlsx", "--previous", "btctu_2023.xlsx"]);
    assert!(!alone.stdout.contains("TREND"), "{alone}");
}

#[test]
fn every_missing_unit_is_named_in_the_workbook_and_the_report() {
    let folder = province_with(&rolled_up(&BTCTU, &files(&BTCTU, &UNITS)));
    folder.run(&["status", "inbox"]).exits(0).says("… và 13 đơn vị khác, nêu ở “Tình hình gửi”");
    folder.run(&["consolidate", "inbox", "--page", "trang.html"]).exits(0);
    folder.run(&["report", "--year", "2023"]).exits(0);
    let below = crate::page::results(&folder.read("trang.html"))["agencies"][0]["units_below"].clone();
    assert_eq!(below.as_array().map(Vec::len), Some(23));
    let book = open(&folder.read("so-tong-hop-2023.xlsx"));
    let sheet = book.sheet("Tình hình gửi").expect("the sheet");
    let texts: Vec<&str> = sheet.cells().filter_map(|(at, _)| sheet.text(at)).collect();
    let document = crate::report::document_text(&folder.read("bao-cao-2023.docx")).join("\n");
    let year = BTCTU.year(2023).expect("a year");
    let missing = year.agencies.iter().filter(|id| !UNITS.contains(&BTCTU.agency(**id).code.as_str()));
    let names: Vec<&str> = missing.map(|id| year.agency_name(*id)).collect();
    assert_eq!(names.len(), 23);
    for name in names {
        assert!(texts.contains(&name) && document.contains(name), "{name}");
    }
    let overview = book.sheet("Tổng quan").expect("the first sheet");
    let says = |words: &str| overview.cells().any(|(at, _)| overview.text(at).is_some_and(|text| text.contains(words)));
    assert!(says("Ban Tổ chức Tỉnh ủy mới có 4/27 đơn vị") && says("tạm tính (4/27)"));
}

#[test]
fn numbers_lead_to_their_parts_in_two_clicks() {
    let whole = rolled_up(&BTCTU, &files(&BTCTU, &UNITS));
    let sheet_xml = |bytes: &[u8], name: &str| crate::books::sheet_xml(bytes, name);
    let form = sheet_xml(&whole, "Biểu 01");
    let book = open(&whole);
    let (data, sources) = (checked(&whole, plan()).0, book.sheet("Nguồn số liệu").expect("the sheet"));
    let entry = data.forms[0].entries.iter().find(|entry| entry.people().is_some()).expect("a count");
    let link = format!("<hyperlink ref=\"A{}\" location=\"'Nguồn số liệu'!A", entry.at.row + 1);
    let at = form.find(&link).map(|at| &form[at + link.len()..]).expect("a link from the row's number");
    let row: u32 = at.split('"').next().expect("a row").parse().expect("a number");
    let code = &plan().year(2023).expect("a year").row(data.forms[0].form, entry.row).code;
    assert!(sources.text(Address::new(row - 1, 0)).is_some_and(|text| text.contains(code.as_str())), "the same row");
    let folder = province_with(&whole);
    folder.run(&["consolidate", "inbox"]).exits(0);
    let ledger = sheet_xml(&folder.read("so-tong-hop-2023.xlsx"), "Số liệu");
    assert!(ledger.contains("<hyperlink ref=\"F2\" location=\"'Nguồn số liệu của đơn vị'!A2\""), "the first number");
    let n_links = ledger.matches("'Nguồn số liệu của đơn vị'!A").count();
    assert_eq!(n_links, data.observations().count(), "every number that has parts");
}

#[test]
fn notes_of_many_units_stand_whole_beside_their_parts() {
    let words = "biên chế giảm theo đề án sắp xếp tổ chức bộ máy của cơ quan, đã báo cáo cấp có thẩm quyền";
    let mut received = Vec::new();
    let units: Vec<String> = BTCTU.agencies.iter().map(|unit| unit.code.clone()).collect();
    for code in &units {
        let (name, mut filling) = of_unit(&BTCTU, code, 5);
        let rows: Vec<_> = filling.counts.keys().map(|(form, row, _)| (*form, *row)).collect();
        filling.notes.extend(rows.into_iter().map(|row| (row, format!("{words} ({code})"))));
        received.push((name, bytes_of(&BTCTU, code, &filling)));
    }
    let whole = rolled_up(&BTCTU, &received);
    let book = open(&whole);
    let (submission, findings) = checked(&whole, plan());
    assert_eq!(province::found(&findings), ["FILE-15"], "{findings:#?}");
    let sources = crate::books::dump(&open(&whole));
    for code in &units {
        assert!(sources.contains(&format!("{words} ({code})")), "{code}");
    }
    let notes: Vec<&String> =
        submission.forms.iter().flat_map(|data| &data.rows).flatten().filter_map(|row| row.note.as_ref()).collect();
    assert!(notes.iter().all(|note| note.chars().count() <= 300) && notes.len() > 10);
    assert!(notes.iter().any(|note| note.ends_with("ở trang “Nguồn số liệu”")), "{notes:?}");
    for sheet in &book.sheets {
        let xml = crate::books::sheet_xml(&whole, &sheet.name);
        let heights = xml.split(" ht=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse::<f64>().ok());
        assert!(heights.fold(0.0, f64::max) <= 409.0, "{}", sheet.name);
    }
    // One of them beside a changed number is no reason for it.
    let code = units.last().expect("units");
    let copied = Edit::of(&whole)
        .set("Biểu 01", "D12", Value::Number(99_999.0))
        .set("Biểu 01", "H12", Value::Text(format!("{words} ({code})")))
        .save();
    let (_, findings) = checked(&copied, plan());
    assert!(
        findings.iter().any(|finding| finding.code().to_string() == "SUM-06" && finding.is_open()),
        "{findings:#?}"
    );
    // A note may be a number, which is no number of the table.
    let (name, mut filling) = of_unit(&BTCTU, "vptu", 5);
    let (form, row, _) = *filling.counts.keys().next().expect("cells");
    filling.notes.insert((form, row), "7".to_owned());
    let numbered = rolled_up(&BTCTU, &[(name, bytes_of(&BTCTU, "vptu", &filling))]);
    assert!(!province::found(&checked(&numbered, plan()).1).contains(&"SUM-07"));
    // A note on that sheet that was changed is told.
    let changed = Edit::of(&whole).set("Nguồn số liệu", "G8", Value::Text("khác".to_owned())).save();
    assert!(province::found(&checked(&changed, plan()).1).contains(&"SUM-07"));
}

#[test]
fn a_return_of_three_thousand_units_is_read_whole() {
    let (submission, _) = checked(&rolled_up(&BTCTU, &files(&BTCTU, &UNITS)), plan());
    let mut sources = (*submission.sources.clone().expect("sources")).clone();
    for form in &mut sources.forms {
        let first = form.units[0].clone();
        let none = |count: &Option<Count>| count.map(|count| Count { people: 0, ..count });
        form.units.extend((0..3_000).map(|n| UnitSources {
            unit: format!("them-{n}"),
            name: format!("UBND xã Thêm {n}, huyện Bù Gia Mập"),
            file: format!("them-{n}_2023.xlsx"),
            counts: first.counts.iter().map(none).collect(),
            ..first.clone()
        }));
    }
    (sources.expected, sources.accepted) = (sources.expected + 3_000, sources.accepted + 3_000);
    let year = plan().year(2023).expect("a year of the plan");
    let counts = submission
        .observations()
        .filter_map(|(cell, entry, _)| Some(((cell.form, cell.row, cell.column), entry.people()?)));
    let filling = Filling {
        as_of: submission.cover.as_of,
        counts: counts.collect(),
        sources: Some(sources),
        ..Filling::default()
    };
    let whole = template::workbook(&year, submission.agency, &filling).expect("a workbook");
    let (read, findings) = checked(&whole, plan());
    assert_eq!(province::found(&findings), ["FILE-15"], "{findings:#?}");
    assert_eq!(read.sources.expect("sources").forms[0].units.len(), 3_000 + UNITS.len());
}

#[test]
fn who_adds_up_the_exported_parts_finds_each_number_or_what_stands_in_its_place() {
    let whole = crate::rollup::with_number(&rolled_up(&BTCTU, &files(&BTCTU, &UNITS)), Some("sửa theo điện thoại"));
    let folder = province_with(&whole);
    folder.run(&["export", "inbox", "--to", "du-lieu"]).exits(0);
    let table = |name: &str| {
        let text = String::from_utf8(folder.read(&format!("du-lieu/{name}.csv"))).expect("text");
        let rows: Vec<Vec<String>> = text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
        let at = |key: &str| rows[0].iter().position(|of| of.trim_start_matches('\u{feff}') == key).expect("a column");
        let key = ["agency", "form", "row", "column"].map(at);
        let value = at("value");
        let other = rows[0].iter().position(|of| of == "whole_value");
        let row = move |row: &Vec<String>| {
            let number = |at: usize| row.get(at).and_then(|text| text.parse::<u64>().ok());
            (key.map(|at| row[at].clone()), number(value).expect("people"), other.and_then(number))
        };
        rows.iter().skip(1).filter(|row| row[key[0]] == "btctu").map(row).collect::<Vec<_>>()
    };
    let mut sums = std::collections::BTreeMap::new();
    for (cell, people, other) in table("unit-parts") {
        let (sum, stands) = sums.entry(cell).or_insert((0, other));
        *sum += people;
        assert_eq!(*stands, other, "the same in every row of a number");
    }
    let other: Vec<u64> = sums.values().filter_map(|(_, other)| *other).collect();
    assert_eq!(other, [999]);
    for (cell, people, _) in table("ledger").into_iter().filter(|(cell, ..)| sums.contains_key(cell)) {
        let (sum, other) = sums[&cell];
        assert_eq!(people, other.unwrap_or(sum), "{cell:?}");
    }
}
